-- export_fleet.sql: the session string of every file, into one file.
--
--     WARNING: that file holds the passwords of all these accounts, in plain text.  Whoever reads it is logged in as
--     each of them.  It is made with mode 0600; delete it as soon as it has been used.  backup_fleet.sql loses nothing
--     and is as secret.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .parameter set :format telethon                a string of session_formats; unset: each layout's own
--     .parameter set :out 'strings.tsv'              unset: strings.tsv
--     .read sql/export_fleet.sql
--
-- A line a session: the file's name, a tab, the string.  Nothing secret is shown.  When a string can't be made (Pyrogram's
-- needs a user id that Telethon's file may not know), nothing is written.  Files that are not
-- logged in or have a problem are left out and listed.  A login from a malformed file is given, as far as it was found.

DROP TABLE IF EXISTS temp.export_fleet;
CREATE TEMP TABLE export_fleet AS
SELECT name, CASE WHEN problem IS NULL THEN session_export(name, :format)
  ELSE session_convert(string, coalesce(:format, json_extract(session_info(string), '$.format'))) END AS string
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NOT NULL;

-- Twice: the file has its mode before it has its content.  Of no rows there is no group, and no file is made.
SELECT coalesce(:out, 'strings.tsv') AS file, count(*) AS strings, writefile(coalesce(:out, 'strings.tsv'), '', 33152)
  + writefile(coalesce(:out, 'strings.tsv'), group_concat(name || char(9) || string || char(10), ''), 33152) AS bytes
FROM export_fleet GROUP BY NULL;
DROP TABLE IF EXISTS temp.export_fleet;

SELECT name AS left_out, coalesce(problem, 'not logged in') AS why
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NULL;
