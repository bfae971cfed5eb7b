-- pyrofork-3: Pyrofork 2.3.9 to 2.3.21
-- :base pyrogram-3
-- :clients Pyrofork, pyroblack 2.3
-- :version version.number 3
-- :keeps + usernames

-- :schema
CREATE TABLE main.usernames (
  id TEXT PRIMARY KEY,
  peer_id INTEGER NOT NULL,
  last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
);

-- :indexes
CREATE TRIGGER main.trg_usernames_last_update_on
  AFTER UPDATE
  ON usernames
BEGIN
  UPDATE usernames
  SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
  WHERE id = NEW.id;
END;
