-- pyroexalt-3: a development line of pyroexalt
-- :base pyrofork-3
-- :clients pyroexalt
-- :version version.number 3
-- :keeps + states
-- :access read
-- :column sessions.pts INTEGER
-- :column sessions.qts INTEGER
-- :column sessions.seq INTEGER

-- The account's state stands in its row: 1, -1, 0 until there is one.

-- :states
SELECT 0 AS id, pts, CASE WHEN qts >= 0 THEN qts END AS qts, date, CASE WHEN seq >= 0 THEN seq END AS seq
FROM main.sessions WHERE pts > 1;
