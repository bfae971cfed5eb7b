-- kurigram-5: Kurigram 2.1.15 to 2.1.21
-- :base kurigram-4
-- :clients Kurigram, WPyrogram, ANoneTypeOn
-- :version version.number 5
-- :keeps + states

-- :schema before version
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  qts INTEGER,
  date INTEGER,
  seq INTEGER
);
