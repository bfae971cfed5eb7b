-- open_everywhere.sql: each file in the layout that all living clients of its family open.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/open_everywhere.sql
--
--     of Pyrogram and its forks    pyrogram-3    a newer client upgrades it when it opens it, an older one opens it as it is
--     of Telethon 1                telethon-7
--     any other                    is left as it is
--
-- Stop the clients first.  Each file is changed in a transaction of its own.  pyrogram-3 has no place for a second
-- username of a peer and for update states: backup_fleet.sql keeps them.  What can be repaired is repaired first.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

-- Pyrogram 0.15 has channel ids of its own: version 2 first, where session_repair knows them for what they are.
SELECT name, coalesce(session_migrate(name, 'pyrogram-2', 'try', 1), 'pyrogram-2') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'pyrogram-1' AND problem IS NULL;

SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout IS NOT NULL AND (problem IS NULL OR problem GLOB 'version-mismatch:*')
  AND session_check(name) LIKE '%"repair":true%';

SELECT name, coalesce(session_migrate(name, CASE WHEN layout GLOB 'telethon-*' THEN 'telethon-7' ELSE 'pyrogram-3' END,
    'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE problem IS NULL AND layout NOT IN ('pyrogram-3', 'telethon-7')
  AND (layout GLOB 'telethon-[1-8]' OR layout IN (SELECT name FROM session_formats WHERE kind = 'layout' AND family = 'pyrogram'
    AND name NOT GLOB 'pyrogram-telethon*'));

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files);
