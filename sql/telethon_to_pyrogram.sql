-- telethon_to_pyrogram.sql: Telethon's files for Pyrogram 2 and all its forks.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/me.session'        a file, a folder or a glob; it must be said
--     .parameter set :user_id 777000123              whose login it is, where the file doesn't know
--     .parameter set :is_bot 1                       unset: no bot
--     .parameter set :api_id 12345                   unset: 0; Pyrogram takes the one that it is started with
--     .read sql/telethon_to_pyrogram.sql
--
-- Telethon keeps the user id only when it has met itself (get_me), and not whether it is a bot; Pyrogram logs in anew
-- without the id.  So :user_id is used only where exactly one of the files doesn't know; others are listed as they are.
-- Stop the clients first.  Each file is changed in a transaction of its own; the login and the peers stay.
-- Telethon's update states and names of peers have no place in Pyrogram's file.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

SELECT name, coalesce(session_migrate(name, 'pyrogram-3',
    'user_id', coalesce(user_id, :user_id), 'is_bot', :is_bot, 'api_id', :api_id, 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'telethon-[3-8]' AND auth_key_id IS NOT NULL AND problem IS NULL
  AND (user_id IS NOT NULL OR :user_id IS NOT NULL AND 1 = (
    SELECT count(*) FROM session(:source)
    WHERE layout GLOB 'telethon-[3-8]' AND auth_key_id IS NOT NULL AND user_id IS NULL AND problem IS NULL));

SELECT name, layout, user_id, is_bot,
  coalesce(problem, CASE WHEN layout <> 'pyrogram-3' THEN
    CASE WHEN auth_key_id IS NULL THEN 'not logged in' ELSE 'whose login? set :source to this file, and :user_id' END END) AS problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'telethon-[3-8]' OR layout = 'pyrogram-3' OR problem IS NOT NULL;
