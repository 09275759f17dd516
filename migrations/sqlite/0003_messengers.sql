-- How messages of ours are called on their channel, for edits and replies; `external` is one id or several, separated by spaces.
CREATE TABLE sent_messages (
  conversation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  external TEXT NOT NULL,
  PRIMARY KEY (conversation, number)
) WITHOUT ROWID;

-- What a messenger's side remembers of its own: threads, posts, cursors. `value` is JSON.
CREATE TABLE notes (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (owner, key)
) WITHOUT ROWID;
