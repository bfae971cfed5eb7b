-- pyrogram_to_telethon.sql: files of Pyrogram and its forks for any Telethon since 1.7.5.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/pyrogram_to_telethon.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login, the peers and the update states
-- stay.  Telethon has no place for the api_id, for whether it is a bot, and for a second username of a peer.
-- Files with a problem are left as they are and listed.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

-- Pyrogram 0.15 has channel ids of its own: version 2 first, where session_repair knows them for what they are.
SELECT name, coalesce(session_migrate(name, 'pyrogram-2', 'try', 1), 'pyrogram-2') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout = 'pyrogram-1' AND problem IS NULL AND auth_key_id IS NOT NULL;

SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrogram-[123]' AND problem IS NULL AND session_check(name) LIKE '%"old-channel-ids"%';

SELECT name, coalesce(session_migrate(name, 'telethon-7', 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE problem IS NULL AND auth_key_id IS NOT NULL
  AND layout IN (SELECT name FROM session_formats WHERE kind = 'layout' AND family = 'pyrogram'
    AND name NOT GLOB 'pyrogram-telethon*');

SELECT name, layout, coalesce(problem, CASE WHEN auth_key_id IS NULL THEN 'not logged in' END) AS problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files);
