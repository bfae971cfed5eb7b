-- migrate_fleet.sql: all session files to one layout, up, down or across.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .parameter set :layout kurigram-7              SELECT name, clients FROM session_formats WHERE writes AND kind='layout'
--     .read sql/migrate_fleet.sql
--
-- Stop the clients first, and keep a copy: backup_fleet.sql.  Each file is changed in a transaction of its own.  At the
-- first that can't be, it stops; the error says why, and how many were done.  It can be run again for the rest.
-- Files with a problem, and those that are not logged in, are left as they are and listed.

UPDATE session SET layout = :layout
WHERE source = coalesce(:source, '*.session') AND layout IS NOT :layout AND auth_key_id IS NOT NULL AND problem IS NULL;

SELECT layout, count(*) AS files FROM session(coalesce(:source, '*.session')) GROUP BY layout;

SELECT name AS left_as_it_is, layout, coalesce(problem, CASE WHEN auth_key_id IS NULL THEN 'not logged in' END) AS why
FROM session(coalesce(:source, '*.session')) WHERE layout IS NOT :layout OR problem IS NOT NULL;
