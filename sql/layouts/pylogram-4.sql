-- pylogram-4: pylogram 0.14 and later
-- :base pyrogram-line
-- :clients pylogram
-- :version version.number 4
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id api_id test_mode auth_key date user_id is_bot peers states phones updated
-- :needs dc_id test_mode auth_key user_id is_bot
-- :access write

-- :schema
CREATE TABLE main.sessions (
  dc_id INTEGER PRIMARY KEY,
  api_id INTEGER,
  test_mode INTEGER,
  auth_key BLOB,
  date INTEGER NOT NULL,
  user_id INTEGER,
  is_bot INTEGER
);
CREATE TABLE main.peers (
  id INTEGER PRIMARY KEY,
  access_hash INTEGER,
  type INTEGER NOT NULL,
  username TEXT,
  phone_number TEXT,
  last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
);
CREATE TABLE main.version (
  number INTEGER PRIMARY KEY
);
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pts INTEGER NOT NULL DEFAULT 0,
  qts INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 0,
  date INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE main.channel_pts (
  channel_id INTEGER PRIMARY KEY,
  pts INTEGER NOT NULL,
  last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
);

-- :indexes
CREATE INDEX main.idx_peers_id ON peers (id);
CREATE INDEX main.idx_peers_username ON peers (username);
CREATE INDEX main.idx_peers_phone_number ON peers (phone_number);
CREATE TRIGGER main.trg_peers_last_update_on
  AFTER UPDATE
  ON peers
BEGIN
  UPDATE peers
  SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
  WHERE id = NEW.id;
END;

-- :empty
DELETE FROM main.version;
INSERT INTO main.version (number) VALUES (4);
INSERT INTO main.sessions (dc_id, date) VALUES (2, 0);


-- One row, id 1, for the account (all zero: not set); channels stand apart, under bare ids.

-- :states
SELECT 0 AS id, pts, qts, date, seq FROM main.update_state WHERE pts <> 0 OR qts <> 0 OR date <> 0 OR seq <> 0
UNION ALL
SELECT -1000000000000 - channel_id, pts, NULL, last_update_on, NULL FROM main.channel_pts;

-- :put-states
INSERT OR REPLACE INTO main.update_state (id, pts, qts, seq, date)
SELECT 1, coalesce(pts, 0), coalesce(qts, 0), coalesce(seq, 0), coalesce(date, 0) FROM states_in WHERE id = 0;
INSERT INTO main.channel_pts (channel_id, pts, last_update_on)
SELECT -1000000000000 - id, pts, coalesce(date, CAST(strftime('%s', 'now') AS INTEGER))
FROM states_in WHERE id < -1000000000000 AND pts IS NOT NULL ORDER BY 1;

-- :delete-state
DELETE FROM main.update_state WHERE :id = 0;
DELETE FROM main.channel_pts WHERE channel_id = -1000000000000 - :id;

-- :clear
DELETE FROM main.sessions;
DELETE FROM main.peers;
DELETE FROM main.update_state;
DELETE FROM main.channel_pts;

-- :clear-peers
DELETE FROM main.peers;
DELETE FROM main.update_state;
DELETE FROM main.channel_pts;
