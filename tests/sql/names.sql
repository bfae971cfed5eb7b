-- Tables of the user's, or of a stranger's file, called like anything that our own statements name: nobody takes the one for
-- the other.  Each layout is written, read, migrated and merged beside them, and compared with a database of its own.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
CREATE TABLE layout AS SELECT name FROM session_formats WHERE kind = 'layout' AND writes AND keeps LIKE '%peers%';
DELETE FROM layout WHERE NOT some(rowid, 4);
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES ('src', 5, 'user', -6, '["ann","anna"]', '555555', 1000000000),
  ('src', -1001234567890, 'channel', 8, '["news"]', NULL, 1000000000), ('src', 777, 'user', 9, NULL, NULL, 1000000000);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('src', 0, 1, 2, 3, 4);
CREATE TABLE v AS SELECT session_export('src', 'kurigram-7') AS image;
DETACH src;

-- What a file holds after all of it, as text.
CREATE TABLE file AS SELECT './' || name || '.session' AS p, './d-' || name || '.session' AS d, name AS layout, NULL AS x, NULL AS y, NULL AS z FROM layout;
CREATE TABLE step(n, sql);
INSERT INTO step VALUES (1, 'SELECT session_import({v}, {p}, {l})'), (2, 'ATTACH {p} AS a'),
  (3, 'INSERT INTO session_peers(session, id, type, access_hash, updated) VALUES (''a'', 6, ''user'', 66, NULL)'), (4, 'SELECT session_import({v}, ''a'')'),
  (5, 'UPDATE session_peers SET access_hash = 7 WHERE session = ''a'' AND username = ''ann'''), (6, 'SELECT session_migrate(''a'', ''mtcute-1'')'),
  (7, 'UPDATE session_peers SET access_hash = 10 WHERE session = ''a'' AND id = 5'), (8, 'SELECT session_repair(''a'')'),
  (9, 'SELECT session_check(''a'')'), (10, 'SELECT session_import({v}, ''a'')'), (11, 'SELECT id, type, access_hash, username FROM session_peers(''a'', ''@anna'')'), (12, 'DETACH a'),
  (13, 'SELECT session_migrate({p}, {l})'), (14, 'SELECT id, type, access_hash, usernames, phone_number FROM session_peers({p})'),
  (15, 'SELECT * FROM session_states({p}) ORDER BY id'), (16, 'UPDATE session SET date = 5, dc_id = 4 WHERE source = {p}'), (17, 'SELECT dc_id, user_id, auth_key_id, peers, layout FROM session({p})'),
  (18, 'ATTACH '':memory:'' AS b'), (19, 'SELECT session_import({v}, ''b'')'), (20, 'SELECT id, type, access_hash, usernames, phone_number FROM session_peers(''b'')'),
  (21, 'DETACH b');
CREATE TABLE plain AS SELECT layout, n, outcome(replace(replace(replace(sql, '{v}', 'x''' || hex(image) || ''''), '{p}', '''' || p || ''''), '{l}', '''' || layout || '''')) AS o
  FROM file, v CROSS JOIN step ORDER BY layout, n;
SELECT DISTINCT layout, n, o FROM plain WHERE o LIKE '! %' AND o NOT LIKE '%can''t keep%';
--> (none)

-- The tables in main and temp of that connection.  A view over one that is missing fails for whoever asks it.
CREATE TABLE shadow(name);
INSERT INTO shadow VALUES ('json_each'), ('json_tree'), ('session__each'), ('session__rows'), ('session__sorted'), ('peers_in'), ('usernames_in'), ('states_in'), ('pragma_table_info'), ('pragma_table_xinfo'),
  ('session__bracket'), ('session_formats'), ('session_findings'), ('t'), ('p'), ('u'), ('j'), ('n'), ('h'), ('x'), ('src'), ('main'), ('temp'), ('value'), ('key'), ('tgsession_old_'), ('loot');
SELECT DISTINCT outcome('CREATE TABLE main."' || name || '"(key, value, id, type, json, username); CREATE TABLE temp."' || name || '"(key, value, id, type, json, username); '
  || 'INSERT INTO main."' || name || '" VALUES (0, ''shadow'', 5, ''text'', 1, ''shadow''); INSERT INTO temp."' || name || '" SELECT * FROM main."' || name || '"; '
  || 'CREATE TRIGGER main."' || name || '_i" AFTER INSERT ON "' || name || '" BEGIN SELECT raise(ABORT, ''shadowed''); END; '
  || 'CREATE TRIGGER main."' || name || '_d" AFTER DELETE ON "' || name || '" BEGIN SELECT raise(ABORT, ''shadowed''); END') FROM shadow WHERE name NOT LIKE 'session\_\_%' ESCAPE '\';
SELECT outcome('CREATE TABLE main.session__each(key, value, json); CREATE TABLE main.session__rows(c1, c2, c3); CREATE TABLE main.session__sorted(c1, c2, c3)') = '(none)';
--> 1
CREATE TABLE shadowed AS SELECT layout, n, outcome(replace(replace(replace(sql, '{v}', 'x''' || hex(image) || ''''), '{p}', '''' || d || ''''), '{l}', '''' || layout || '''')) AS o
  FROM file, v CROSS JOIN step ORDER BY layout, n;
SELECT p.layout, n, p.o, s.o FROM plain p JOIN shadowed s USING(layout, n) WHERE replace(s.o, './d-', './') IS NOT p.o;
--> (none)
SELECT count(*) = 21*(SELECT count(*) FROM layout), count(*) > 60 FROM shadowed;
--> 1 | 1

-- The same names inside of the file.
UPDATE file SET d = './f-' || layout || '.session';
SELECT count(*) = (SELECT count(*) FROM layout) FROM file, v WHERE session_import(image, d, layout) = d;
--> 1
CREATE TABLE filled AS SELECT d, other(d, 'CREATE TABLE "' || s.name || '"(key, value, id, type, json, username); INSERT INTO "' || s.name || '" VALUES (0, ''shadow'', 5, ''text'', 1, ''shadow'')')
  AS o, other(d, NULL) AS x FROM file, shadow s WHERE s.name <> 'tgsession_old_';
SELECT count(*) = (SELECT count(*) FROM layout) FROM file WHERE other(d, 'SELECT count(*) FROM json_each') = 1 AND other(d, NULL) IS NULL;
--> 1
CREATE TABLE inside AS SELECT layout, n, outcome(replace(replace(replace(sql, '{v}', 'x''' || hex(image) || ''''), '{p}', '''' || d || ''''), '{l}', '''' || layout || '''')) AS o
  FROM file, v CROSS JOIN step ORDER BY layout, n;
SELECT p.layout, n, p.o, s.o FROM plain p JOIN inside s USING(layout, n) WHERE replace(s.o, './f-', './') IS NOT p.o AND n NOT IN (8, 9);
--> (none)
