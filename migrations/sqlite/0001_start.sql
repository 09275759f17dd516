-- 'Kotk': tells our file from somebody else's SQLite file with the same name.
PRAGMA application_id = 1265595499;

-- Snapshots. `number` stands for the 30-byte id inside the log and its index.
CREATE TABLE conversations (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  state TEXT NOT NULL
);

CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  state TEXT NOT NULL
);

-- The log, for ever. A NULL conversation is the desk. AUTOINCREMENT: a seq is never reused, cursors rely on it.
-- No REFERENCES: the number comes from the statement before it in the same transaction, and the check costs 5 %.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  conversation INTEGER,
  event TEXT NOT NULL
);
CREATE INDEX events_of_conversation ON events (conversation) WHERE conversation IS NOT NULL;

-- Keys of inputs from outside. Numbered in the order of arrival, so that pruning needs no index on `at`.
CREATE TABLE arrived (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
);

-- Timers, call results, messages between aggregates.
CREATE TABLE later_inputs (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  due INTEGER NOT NULL,
  input TEXT NOT NULL
);
CREATE INDEX later_inputs_due ON later_inputs (due);

CREATE TABLE failures (
  key TEXT PRIMARY KEY NOT NULL,
  count INTEGER NOT NULL,
  error TEXT NOT NULL
);

CREATE TABLE parked (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  address TEXT NOT NULL,
  input TEXT NOT NULL,
  error TEXT NOT NULL
);

-- AUTOINCREMENT: an id is the idempotency key of a delivery, and rows are deleted.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lane TEXT NOT NULL,
  conversation TEXT,
  effect TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  error TEXT
);

-- Deliveries given up, for people to look at; apart, so that reading the outbox never steps over them.
CREATE TABLE refused (
  id INTEGER PRIMARY KEY,
  lane TEXT NOT NULL,
  conversation TEXT,
  effect TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  error TEXT NOT NULL
);

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL,
  conversation TEXT NOT NULL,
  customer TEXT NOT NULL,
  ticket TEXT NOT NULL
);
CREATE INDEX tickets_of_conversation ON tickets (conversation);
CREATE INDEX tickets_of_customer ON tickets (customer);
CREATE INDEX tickets_open ON tickets (id) WHERE status <> 'closed';

CREATE TABLE operators (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  lead INTEGER NOT NULL,
  groups TEXT NOT NULL,
  capacity INTEGER,
  password_hash TEXT
);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY NOT NULL,
  operator TEXT NOT NULL REFERENCES operators (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
);

-- No reference to conversations: the first thing a customer sends may be a picture.
CREATE TABLE files (
  id TEXT PRIMARY KEY NOT NULL,
  conversation TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  size INTEGER NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE releases (
  id TEXT PRIMARY KEY NOT NULL,
  sources TEXT NOT NULL
);

CREATE TABLE kept (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);
