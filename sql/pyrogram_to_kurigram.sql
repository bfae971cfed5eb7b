-- pyrogram_to_kurigram.sql: Pyrogram's files for Kurigram, upgraded without running it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .parameter set :api_id 12345                   unset: the file's own
--     .read sql/pyrogram_to_kurigram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login and the peers stay.  The
-- old channel ids of version 1 are mended first.
-- Files with a problem are left as they are and listed.  It can be run again; kurigram_to_pyrogram.sql goes back.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

-- Pyrogram 0.15 has channel ids of its own: version 2 first, where session_repair knows them for what they are.
SELECT name, coalesce(session_migrate(name, 'pyrogram-2', 'try', 1), 'pyrogram-2') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'pyrogram-1' AND problem IS NULL;

SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrogram-[123]' AND problem IS NULL AND session_check(name) LIKE '%"old-channel-ids"%';

SELECT name, coalesce(session_migrate(name, 'kurigram-7',
    'api_id', :api_id, 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrogram-[123]' AND problem IS NULL;

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrogram-[123]' OR layout = 'kurigram-7' OR problem IS NOT NULL;
