-- telethon_8_to_7.sql: files of Telethon 1.43 and later, for any Telethon since 1.7.5.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/telethon_8_to_7.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; peers and update states stay.
-- Files with a problem are left as they are and listed.  It can be run again.

UPDATE session SET layout = 'telethon-7'
WHERE source = coalesce(:source, '*.session') AND layout = 'telethon-8' AND problem IS NULL;

-- The number 8 over the columns of 7: Telethon 1.43 was stopped in the middle of its upgrade.
SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout = 'telethon-7' AND problem GLOB 'version-mismatch:*';

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'telethon-[0-9]' OR problem IS NOT NULL;
