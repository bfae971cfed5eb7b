-- pyrogram-2: Pyrogram 0.16 to 1.4
-- :base pyrogram-line
-- :clients Pyrogram 0.16-1.4, and forks of that time
-- :version version.number 2
-- :string pyrogram-64
-- :keeps dc_id test_mode auth_key date user_id is_bot peers phones updated
-- :needs dc_id test_mode user_id is_bot
-- :access write

-- :schema
CREATE TABLE main.sessions (
  dc_id INTEGER PRIMARY KEY,
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
INSERT INTO main.sessions (dc_id, date) VALUES (2, 0);

