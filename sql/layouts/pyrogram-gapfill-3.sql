-- pyrogram-gapfill-3: a branch of Pyrogram, January 2021, never released; its number is 2 or 3
-- :base pyrogram-2
-- :clients Pyrogram pull request of 2021
-- :version version.number 3
-- :string pyrogram
-- :keeps + states
-- :access read
-- :column sessions.pts INTEGER
-- :column sessions.qts INTEGER
-- :column sessions.seq INTEGER

-- The account's state stands in its row: 1, -1, -1 until there is one.

-- :states
SELECT 0 AS id, pts, CASE WHEN qts >= 0 THEN qts END AS qts, date, CASE WHEN seq >= 0 THEN seq END AS seq
FROM main.sessions WHERE pts > 1;
