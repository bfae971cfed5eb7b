-- pyrofork-4: Pyrofork 2.3.22 and later
-- :base pyrogram-line
-- :clients Pyrofork, pyroblack <= 2.7, Electrogram
-- :version version.number 4
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id api_id test_mode auth_key date user_id is_bot peers usernames states phones updated
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
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  qts INTEGER,
  date INTEGER,
  seq INTEGER
);
CREATE TABLE main.version (
  number INTEGER PRIMARY KEY
);
CREATE TABLE main.usernames (
  id TEXT PRIMARY KEY,
  peer_id INTEGER NOT NULL,
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
CREATE TRIGGER main.trg_usernames_last_update_on
  AFTER UPDATE
  ON usernames
BEGIN
  UPDATE usernames
  SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
  WHERE id = NEW.id;
END;

-- :empty
DELETE FROM main.version;
INSERT INTO main.version (number) VALUES (4);
INSERT INTO main.sessions (dc_id, date) VALUES (2, 0);

