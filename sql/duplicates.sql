-- duplicates.sql: one login in several files.  Telegram revokes it (AUTH_KEY_DUPLICATED) when two clients use it at once.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/**/*.session'     a file, a folder or a glob; unset: *.session in this folder
--     .read sql/duplicates.sql
--
-- It changes nothing and shows no secret.  Keep one file of each: DELETE FROM session WHERE source = './copy.session'
-- forgets the login in the others, and doesn't log it out.  Not where a name is marked as another name of a file: what is
-- done to one name of a file is done to the login itself.

-- The same key, so the same login.
SELECT auth_key_id, max(user_id) AS user_id, count(*) AS files,
  group_concat(name || CASE WHEN instr(session_check(name), '"code":"same-file"') THEN ' (another name of a file)' ELSE '' END,
               char(10)) AS names
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IN (
  SELECT auth_key_id FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NOT NULL
  GROUP BY auth_key_id HAVING count(*) > 1)
GROUP BY auth_key_id ORDER BY files DESC, auth_key_id;

-- One account, logged in several times: allowed; each shows up under Devices in its settings.
SELECT user_id, count(DISTINCT auth_key_id) AS logins, group_concat(name, char(10)) AS names
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NOT NULL AND user_id IS NOT NULL
GROUP BY user_id HAVING count(DISTINCT auth_key_id) > 1 ORDER BY logins DESC, user_id;
