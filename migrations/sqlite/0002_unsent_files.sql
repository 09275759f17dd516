-- Uploads that no message carries yet: bytes nobody will ever see are removed after a day, oldest first. What was
-- uploaded before this migration counts as sent, since looking through the whole log for it is not worth the start.
CREATE TABLE unsent_files (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
);
