-- pyrogram_to_telethon.sql: files of Pyrogram and its forks for any Telethon since 1.7.5.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/pyrogram_to_telethon.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login, the peers and the update states
-- stay.  Telethon has no place for the api_id, for whether it is a bot, and for a second username of a peer.
-- Files with a problem are left as they are and listed.  It can be run again.

SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'pyrogram-[123]' AND problem IS NULL AND session_check(name) LIKE '%"old-channel-ids"%';

UPDATE session SET layout = 'telethon-7'
WHERE source = coalesce(:source, '*.session') AND problem IS NULL AND auth_key_id IS NOT NULL
  AND (layout GLOB 'pyrogram-[123]' OR layout GLOB 'kurigram-*' OR layout GLOB 'pyrofork-*'
    OR layout IN ('pyrogrammod-4', 'pylogram-4', 'pyroexalt-3', 'tsunami-3', 'wzgram-8', 'pyrogram-gapfill-3'));

SELECT name, layout, coalesce(problem, CASE WHEN auth_key_id IS NULL THEN 'not logged in' END) AS problem
FROM session(coalesce(:source, '*.session'));
