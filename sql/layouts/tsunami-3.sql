-- tsunami-3: Tsunami43's fork: pyrogram-3 with a table of states
-- :base pyrogram-3
-- :clients Tsunami43
-- :version version.number 3
-- :keeps + states
-- :access read

-- :schema
CREATE TABLE main.state (
  id INTEGER PRIMARY KEY,
  pts INTEGER,
  date INTEGER,
  qts INTEGER,
  seq INTEGER
);

-- :states
SELECT id, CAST(pts AS INTEGER) AS pts, CAST(qts AS INTEGER) AS qts,
  CAST(date AS INTEGER) AS date, CAST(seq AS INTEGER) AS seq
FROM main.state WHERE id <= 0;
