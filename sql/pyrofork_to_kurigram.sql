-- pyrofork_to_kurigram.sql: Pyrofork's files for Kurigram.  Both write a version 4, and mean different tables by it.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .read sql/pyrofork_to_kurigram.sql
--
-- Stop the clients first.  Each file is changed in a transaction of its own; the login, the peers, their usernames and
-- the update states stay.  What session_repair mends in Pyrofork's usernames is mended first.
-- Files with a problem are left as they are and listed.  It can be run again.

SELECT name AS repaired, session_repair(name) AS how FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'pyrofork-*' AND problem IS NULL AND session_check(name) LIKE '%"repair":true%';

UPDATE session SET layout = 'kurigram-7'
WHERE source = coalesce(:source, '*.session') AND layout GLOB 'pyrofork-*' AND problem IS NULL;

SELECT name, layout, problem FROM session(coalesce(:source, '*.session'))
WHERE layout GLOB 'pyrofork-*' OR layout = 'kurigram-7' OR problem IS NOT NULL;
