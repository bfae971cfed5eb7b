-- duplicates.sql: one login in several files.  Telegram revokes it (AUTH_KEY_DUPLICATED) when two clients use it at once.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/**/*.session'     a file, a folder or a glob; unset: *.session in this folder
--     .read sql/duplicates.sql
--
-- It changes nothing and shows no secret.  Keep one file of each: DELETE FROM session WHERE source = './copy.session'
-- forgets the login in the others, and doesn't log it out.  Two names of one file (a link) are no duplicate and are not
-- listed for themselves; where a third file has the login, too, they are marked: what is done to one name is done to the file.

-- The same key, so the same login.
SELECT auth_key_id, max(user_id) AS user_id, count(DISTINCT file) AS files,
  group_concat(name || CASE WHEN names > 1 THEN ' (another name of a file)' ELSE '' END, char(10)) AS names
FROM (SELECT *, count(*) OVER (PARTITION BY auth_key_id, file) AS names
      FROM (SELECT auth_key_id, user_id, name, coalesce(inode, name) AS file FROM session(coalesce(:source, '*.session'))
            WHERE auth_key_id IS NOT NULL)
      ORDER BY auth_key_id, name)
GROUP BY auth_key_id HAVING count(DISTINCT file) > 1 ORDER BY files DESC, auth_key_id;

-- One account, logged in several times: allowed; each shows up under Devices in its settings.
SELECT user_id, count(DISTINCT auth_key_id) AS logins, group_concat(name, char(10)) AS names
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NOT NULL AND user_id IS NOT NULL
GROUP BY user_id HAVING count(DISTINCT auth_key_id) > 1 ORDER BY logins DESC, user_id;
