-- kurigram_to_pyrogram.sql: Kurigram's files for Pyrogram 2, and for all its forks: each of them opens pyrogram-3.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/kurigram_to_pyrogram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own.  The login and the peers stay; a second
-- username of a peer and the update states have no place in Pyrogram's file and are lost: backup_fleet.sql keeps them.
-- Files with a problem are left as they are and listed.  It can be run again.

UPDATE session SET layout = 'pyrogram-3'
WHERE source = coalesce(:source, '*.session') AND layout GLOB 'kurigram-*' AND problem IS NULL;

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'))
WHERE layout = 'pyrogram-3' OR layout GLOB 'kurigram-*' OR problem IS NOT NULL;
