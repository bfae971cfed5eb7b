-- tsunami-3: Tsunami43's fork: pyrogram-3 with a table of states
-- :base pyrogram-line
-- :clients Tsunami43
-- :version version.number 3
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id api_id test_mode auth_key date user_id is_bot peers states phones updated
-- :needs dc_id test_mode auth_key user_id is_bot
-- :access read

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
CREATE TABLE main.state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  date INTEGER,
  qts INTEGER,
  seq INTEGER
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
INSERT INTO main.version (number) VALUES (3);
INSERT INTO main.sessions (dc_id, date) VALUES (2, 0);


-- :states
SELECT id, CAST(pts AS INTEGER) AS pts, CAST(qts AS INTEGER) AS qts,
  CAST(date AS INTEGER) AS date, CAST(seq AS INTEGER) AS seq
FROM main.state WHERE id <= 0;
