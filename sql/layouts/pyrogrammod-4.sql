-- pyrogrammod-4: PyrogramMod 2.1 and later; a pyrofork-4 before its first username
-- :base pyrogram-3
-- :clients PyrogramMod, OkeyDev, Electrogram
-- :version version.number 4
-- :keeps + states

-- :schema before version
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  qts INTEGER,
  date INTEGER,
  seq INTEGER
);
