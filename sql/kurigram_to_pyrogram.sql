-- kurigram_to_pyrogram.sql: Kurigram's files for Pyrogram 2, and for all its forks: each of them opens pyrogram-3.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/kurigram_to_pyrogram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own.  The login and the peers stay; a second
-- username of a peer and the update states have no place in Pyrogram's file and are lost: backup_fleet.sql keeps them.
-- Files with a problem are left as they are and listed.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

SELECT name, coalesce(session_migrate(name, 'pyrogram-3', 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'kurigram-*' AND problem IS NULL;

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'pyrogram-3' OR layout GLOB 'kurigram-*' OR problem IS NOT NULL;
