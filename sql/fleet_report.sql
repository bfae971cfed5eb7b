-- fleet_report.sql: what is in all these session files?
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .mode box
--     .parameter set :source 'bots/**/*.session'     a file, a folder or a glob; unset: *.session in this folder
--     .parameter set :days 30                        stale: not written for so many days; unset: 30
--     .read sql/fleet_report.sql
--
-- It changes nothing and shows no secret.  The files are read once, into TEMP TABLE fleet_report, which stays for
-- questions of your own.

DROP TABLE IF EXISTS temp.fleet_report;
CREATE TEMP TABLE fleet_report AS
SELECT s.name, s.layout, s.dc_id, s.test_mode, s.user_id, s.is_bot, s.api_id, s.auth_key_id, s.problem, coalesce(s.inode, s.name) AS file,
  CASE WHEN s.layout IS NOT NULL THEN (SELECT f.mtime FROM fsdir(s.name) AS f LIMIT 1) END AS written
FROM session(coalesce(:source, '*.session')) AS s;

SELECT count(*) AS files, count(auth_key_id) AS logged_in, count(DISTINCT auth_key_id) AS logins,
  count(DISTINCT user_id) AS known_users, count(problem) AS problems FROM fleet_report;

SELECT coalesce(layout, '(none known)') AS layout, count(*) AS files,
  substr('████████████████████████', 1, (count(*) * 24 + max(count(*)) OVER () - 1) / max(count(*)) OVER ()) AS bar
FROM fleet_report GROUP BY layout ORDER BY files DESC, layout;

SELECT CASE WHEN test_mode THEN 'test ' ELSE '' END || coalesce(dc_id, '?') AS dc, count(*) AS files,
  substr('████████████████████████', 1, (count(*) * 24 + max(count(*)) OVER () - 1) / max(count(*)) OVER ()) AS bar
FROM fleet_report WHERE auth_key_id IS NOT NULL GROUP BY dc ORDER BY dc;

SELECT CASE is_bot WHEN 1 THEN 'bot' WHEN 0 THEN 'user' ELSE '(the file doesn''t say)' END AS kind, count(*) AS files,
  substr('████████████████████████', 1, (count(*) * 24 + max(count(*)) OVER () - 1) / max(count(*)) OVER ()) AS bar
FROM fleet_report WHERE auth_key_id IS NOT NULL GROUP BY kind ORDER BY files DESC, kind;

-- One login in several files: Telegram revokes it when two clients use it at once.
SELECT auth_key_id AS duplicate, count(DISTINCT file) AS files, group_concat(name, char(10)) AS names
FROM fleet_report WHERE auth_key_id IS NOT NULL GROUP BY auth_key_id HAVING count(DISTINCT file) > 1 ORDER BY files DESC, auth_key_id;

SELECT name AS not_logged_in, layout FROM fleet_report
WHERE layout IS NOT NULL AND auth_key_id IS NULL AND problem IS NULL ORDER BY name;

SELECT name AS stale, date(written, 'unixepoch') AS last_written,
  (CAST(strftime('%s', 'now') AS INTEGER) - written) / 86400 AS days
FROM fleet_report
WHERE problem IS NULL AND auth_key_id IS NOT NULL AND written < CAST(strftime('%s', 'now') AS INTEGER) - coalesce(:days, 30) * 86400
ORDER BY written, name;

SELECT name, problem FROM fleet_report WHERE problem IS NOT NULL ORDER BY name;
