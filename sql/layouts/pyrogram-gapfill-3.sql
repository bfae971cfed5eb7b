-- pyrogram-gapfill-3: a branch of Pyrogram, January 2021, never released; its number is 2 or 3
-- :base pyrogram-line
-- :clients Pyrogram pull request of 2021
-- :version version.number 3
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id test_mode auth_key date user_id is_bot peers states phones updated
-- :needs dc_id test_mode auth_key user_id is_bot
-- :access read

-- :schema
CREATE TABLE main.sessions (
  dc_id INTEGER PRIMARY KEY,
  test_mode INTEGER,
  auth_key BLOB,
  date INTEGER NOT NULL,
  user_id INTEGER,
  is_bot INTEGER,
  pts INTEGER,
  qts INTEGER,
  seq INTEGER
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
DELETE FROM main.version;
INSERT INTO main.version (number) VALUES (3);
INSERT INTO main.sessions (dc_id, date) VALUES (2, 0);


-- The account's state stands in its row: 1, -1, -1 until there is one.

-- :states
SELECT 0 AS id, pts, CASE WHEN qts >= 0 THEN qts END AS qts, date, CASE WHEN seq >= 0 THEN seq END AS seq
FROM main.sessions WHERE pts > 1;
