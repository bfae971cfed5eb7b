-- telethon_7_to_8.sql: files of Telethon 1.7.5 to 1.42, for Telethon 1.43, upgraded without running it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/telethon_7_to_8.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; peers and update states stay.
-- Files with a problem are left as they are and listed.  It can be run again; telethon_8_to_7.sql goes back.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

-- Its own upgrade stops half-way where a takeout was begun, and 7 may stand over the columns of 8.
SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout IN ('telethon-7', 'telethon-8') AND (problem IS NULL OR problem GLOB 'version-mismatch:*')
  AND session_check(name) LIKE '%"repair":true%';

SELECT name, coalesce(session_migrate(name, 'telethon-8', 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'telethon-[3-7]' AND problem IS NULL;

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'telethon-[0-9]' OR problem IS NOT NULL;
