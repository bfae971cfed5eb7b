-- telethon_8_to_7.sql: files of Telethon 1.43 and later, for any Telethon since 1.7.5.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/telethon_8_to_7.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; peers and update states stay.
-- Files with a problem are left as they are and listed.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

SELECT name, coalesce(session_migrate(name, 'telethon-7', 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'telethon-8' AND problem IS NULL;

-- The number 8 over the columns of 7: Telethon 1.43 was stopped in the middle of its upgrade.
SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'telethon-7' AND problem GLOB 'version-mismatch:*';

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'telethon-[0-9]' OR problem IS NOT NULL;
