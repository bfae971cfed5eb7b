-- pyrogram-telethon-7: a storage engine of Kurigram that writes Telethon's tables
-- :base telethon-line
-- :clients Kurigram with the storage engine "telethon"
-- :version version.version 7
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id server_address port auth_key user_id peers states phones updated
-- :access read

-- Its columns are those of telethon-7: what is in them tells.

-- :schema
CREATE TABLE main.sessions (
  dc_id INTEGER PRIMARY KEY,
  server_address TEXT,
  port INTEGER,
  auth_key BLOB,
  takeout_id INTEGER
);
CREATE TABLE main.entities (
  id INTEGER PRIMARY KEY,
  hash INTEGER NOT NULL,
  username TEXT,
  phone INTEGER,
  name TEXT,
  date INTEGER
);
CREATE TABLE main.sent_files (
  md5_digest BLOB,
  file_size INTEGER,
  type INTEGER,
  id INTEGER,
  hash INTEGER, PRIMARY KEY(md5_digest, file_size, type)
);
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  qts INTEGER,
  date INTEGER,
  seq INTEGER
);
CREATE TABLE main.version (
  version INTEGER PRIMARY KEY
);

-- Telethon's takeout id is NULL or a number, never 0.

-- :detect if sessions.takeout_id
SELECT EXISTS (SELECT 1 FROM main.sessions WHERE takeout_id = 0 AND typeof(takeout_id) = 'integer');

-- As other Pyrograms it keys channels by their marked ids.

-- :states
SELECT id, CAST(pts AS INTEGER) AS pts, CAST(qts AS INTEGER) AS qts,
  CAST(date AS INTEGER) AS date, CAST(seq AS INTEGER) AS seq
FROM main.update_state WHERE id <= 0;

-- The 0 is this engine's own.

-- :find-takeout
SELECT 0;
