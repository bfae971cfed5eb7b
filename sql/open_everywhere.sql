-- open_everywhere.sql: each file in the layout that all living clients of its family open.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/open_everywhere.sql
--
--     of Pyrogram and its forks    pyrogram-3    a newer client upgrades it when it opens it, an older one opens it as it is
--     of Telethon 1                telethon-7
--     any other                    is left as it is
--
-- Stop the clients first.  Each file is changed in a transaction of its own.  pyrogram-3 has no place for a second
-- username of a peer and for update states: backup_fleet.sql keeps them.  What can be repaired is repaired first.  It can be run again.

SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout IS NOT NULL AND (problem IS NULL OR problem GLOB 'version-mismatch:*')
  AND session_check(name) LIKE '%"repair":true%';

UPDATE session SET layout = CASE WHEN layout GLOB 'telethon-*' THEN 'telethon-7' ELSE 'pyrogram-3' END
WHERE source = coalesce(:source, '*.session') AND problem IS NULL
  AND (layout GLOB 'telethon-[1-68]' OR layout GLOB 'pyrogram-[12]' OR layout GLOB 'kurigram-*' OR layout GLOB 'pyrofork-*'
    OR layout IN ('pyrogrammod-4', 'pylogram-4', 'pyroexalt-3', 'tsunami-3', 'wzgram-8', 'pyrogram-gapfill-3'));

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'));
