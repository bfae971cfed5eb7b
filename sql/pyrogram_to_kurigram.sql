-- pyrogram_to_kurigram.sql: Pyrogram's files for Kurigram, upgraded without running it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .parameter set :api_id 12345                   unset: the file's own
--     .read sql/pyrogram_to_kurigram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login and the peers stay.  Files of
-- version 1 keep their old channel ids, which session_repair mends; it is done here first.
-- Files with a problem are left as they are and listed.  It can be run again; kurigram_to_pyrogram.sql goes back.

SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'pyrogram-[123]' AND problem IS NULL AND session_check(name) LIKE '%"old-channel-ids"%';

UPDATE session SET layout = 'kurigram-7', api_id = coalesce(:api_id, api_id)
WHERE source = coalesce(:source, '*.session') AND layout GLOB 'pyrogram-[123]' AND problem IS NULL;

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'pyrogram-[123]' OR layout = 'kurigram-7' OR problem IS NOT NULL;
