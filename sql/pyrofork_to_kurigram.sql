-- pyrofork_to_kurigram.sql: Pyrofork's files for Kurigram.  Both write a version 4, and mean different tables by it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; it must be said
--     .read sql/pyrofork_to_kurigram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login, the peers, their usernames and
-- the update states stay.  What session_repair mends in Pyrofork's usernames is mended first.
-- Files with a problem are left as they are and listed.  It can be run again.
-- Each file that is tried has a row: done, or why it stays as it was.  None stops the others.

SELECT 'nothing is changed: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

SELECT name AS repaired, session_repair(name, 'try', 1) AS how
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrofork-*' AND problem IS NULL AND session_check(name) LIKE '%"repair":true%';

SELECT name, coalesce(session_migrate(name, 'kurigram-7', 'try', 1), 'done') AS outcome
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrofork-*' AND problem IS NULL;

SELECT name, layout, problem
FROM (SELECT :source AS files WHERE :source <> ''), session(files)
WHERE layout GLOB 'pyrofork-*' OR layout = 'kurigram-7' OR problem IS NOT NULL;
