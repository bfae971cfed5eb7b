-- telethon_7_to_8.sql: files of Telethon 1.7.5 to 1.42, for Telethon 1.43, upgraded without running it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/telethon_7_to_8.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; peers and update states stay.
-- Files with a problem are left as they are and listed.  It can be run again; telethon_8_to_7.sql goes back.

-- Its own upgrade stops half-way where a takeout was begun, and 7 may stand over the columns of 8.
SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout IN ('telethon-7', 'telethon-8') AND (problem IS NULL OR problem GLOB 'version-mismatch:*')
  AND session_check(name) LIKE '%"repair":true%';

UPDATE session SET layout = 'telethon-8'
WHERE source = coalesce(:source, '*.session') AND layout GLOB 'telethon-[3-7]' AND problem IS NULL;

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'telethon-[0-9]' OR problem IS NOT NULL;
