// The tables of the link half: what headquarters cannot make from anything else.

/** Version of the link half's tables alone; a file of any other version is refused. The book names its own rules. */
export const STORE_SCHEMA_VERSION = 28;

/** Every table and index of the link half. */
export const LINK_SCHEMA_SQL = `
CREATE TABLE headquarters (id INTEGER PRIMARY KEY CHECK (id = 1), refused INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE bases (
  base TEXT PRIMARY KEY, topic TEXT NOT NULL UNIQUE, signing_key TEXT NOT NULL, sealing_key TEXT NOT NULL, stored INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE streams (
  stream INTEGER PRIMARY KEY, base TEXT NOT NULL REFERENCES bases, epoch TEXT NOT NULL, branch TEXT NOT NULL,
  signing_key TEXT NOT NULL, previous_epoch TEXT, previous_seq INTEGER, previous_hash TEXT,
  from_seq INTEGER NOT NULL, from_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('approved', 'waiting', 'stopped')), reason TEXT NOT NULL DEFAULT '',
  seq INTEGER NOT NULL DEFAULT 0, hash TEXT NOT NULL, hellos INTEGER NOT NULL DEFAULT 0,
  applied INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0, gaps INTEGER NOT NULL DEFAULT 0,
  conversation TEXT NOT NULL DEFAULT '', standing TEXT NOT NULL DEFAULT 'fits' CHECK (standing IN ('fits', 'behind', 'forked')),
  leaf_key TEXT NOT NULL DEFAULT '', tree TEXT NOT NULL DEFAULT '',
  told_seq INTEGER NOT NULL DEFAULT 0, told_orders INTEGER NOT NULL DEFAULT 0, UNIQUE (base, epoch, branch)) STRICT;
CREATE TABLE entries (
  stream INTEGER NOT NULL REFERENCES streams, seq INTEGER NOT NULL, base TEXT NOT NULL REFERENCES bases, place INTEGER NOT NULL,
  hash TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (stream, seq), UNIQUE (base, place)) STRICT;
CREATE TABLE orders (
  number INTEGER PRIMARY KEY, base TEXT NOT NULL REFERENCES bases, order_id TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
  stream INTEGER REFERENCES streams, counter INTEGER, signed TEXT, hash TEXT, issued_ms INTEGER, answer TEXT, UNIQUE (stream, counter)) STRICT;
CREATE INDEX orders_by_hash ON orders (hash) WHERE hash IS NOT NULL;
CREATE INDEX orders_queued ON orders (base, number) WHERE stream IS NULL;
CREATE TABLE deposits (base TEXT NOT NULL REFERENCES bases, sealed TEXT NOT NULL, release TEXT NOT NULL, PRIMARY KEY (base, sealed)) STRICT;
`;
