-- migrate_fleet.sql: all session files to one layout, up, down or across.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .parameter set :layout kurigram-7              SELECT name, clients FROM session_formats WHERE writes AND kind='layout'
--     .read sql/migrate_fleet.sql
--
-- Stop the clients first, and keep a copy: backup_fleet.sql.  Each file is changed in a transaction of its own.  It can
-- be run again.
-- Files with a problem, and those that are not logged in, are left as they are and listed.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

SELECT 'nothing is changed: say to which layout, for example .parameter set :layout kurigram-7' AS how
WHERE :source <> '' AND coalesce(:layout, '') = '';

SELECT name, coalesce(session_migrate(name, :layout, 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE :layout <> '' AND layout IS NOT :layout AND auth_key_id IS NOT NULL AND problem IS NULL;

SELECT layout, count(*) AS files FROM (SELECT :source AS files WHERE :source <> ''), session(files) GROUP BY layout;

SELECT name AS left_as_it_is, layout, coalesce(problem, CASE WHEN auth_key_id IS NULL THEN 'not logged in' END) AS why
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout IS NOT :layout OR problem IS NOT NULL;
