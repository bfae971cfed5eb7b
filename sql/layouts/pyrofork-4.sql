-- pyrofork-4: Pyrofork 2.3.22 and later
-- :base pyrofork-3
-- :clients Pyrofork, pyroblack <= 2.7, Electrogram
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
