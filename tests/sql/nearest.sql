-- A layout is the nearest one: each written layout without one of its tables.  Where the login stands whole it is read, exported and
-- said to be there; check names the table, nothing is written until repair has made it, and then the file is what it was.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('src', 777, 'user', 9, NULL), ('src', 5, 'user', 6, 'ann');
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v;
CREATE TABLE layout AS SELECT name, './' || name || '.session' AS p, NULL AS tables, NULL AS x FROM session_formats WHERE kind = 'layout' AND writes;
SELECT count(*) FROM layout, value WHERE session_import(v, p, name) IS NOT NULL;
--> 21
UPDATE layout SET tables = other(p, 'SELECT json_group_array(name) FROM sqlite_master WHERE type = ''table'' AND name NOT LIKE ''sqlite_%'''), x = other(p, NULL);
CREATE TABLE file AS SELECT './' || name || '-' || j.value || '.session' AS p, name AS layout, j.value AS tab, NULL AS x, NULL AS y FROM layout, json_each(tables) j;
SELECT count(*) FROM file, value WHERE session_import(v, p, layout) IS NOT NULL;
--> 96
UPDATE file SET x = other(p, 'PRAGMA foreign_keys=OFF; DROP TABLE "' || tab || '"'), y = other(p, NULL);
CREATE TABLE said AS SELECT p, file.layout AS layout, tab, s.layout AS got, s.dc_id, s.auth_key_id AS id, s.problem, outcome('SELECT json_extract(session_info(session_export(''' || p || ''', ''bundle'', ''user_id'', 777)), ''$.auth_key_id'')') AS e,
  outcome('SELECT session_check(''' || p || ''')') AS c FROM file, session(file.p) s;
-- Without the table that holds the key there is no login.
SELECT tab, count(*) FROM said WHERE id IS NULL GROUP BY tab;
--> auth_keys | 1
--> datacenter | 1
--> dc_option | 1
--> sessions | 18
DELETE FROM file WHERE p IN (SELECT p FROM said WHERE id IS NULL);
DELETE FROM said WHERE id IS NULL;
-- (Three have all that another layout has, and its number; and of two that differ in the number alone, the first.)
SELECT layout, tab, got FROM said WHERE problem IS NULL;
--> pylogram-4 | channel_pts | pyrogrammod-4
--> pyrofork-3 | usernames | pyrogram-3
--> pyrofork-4 | usernames | pyrogrammod-4
DELETE FROM file WHERE p IN (SELECT p FROM said WHERE problem IS NULL);
DELETE FROM said WHERE problem IS NULL;
SELECT layout, got FROM said WHERE got <> layout;
--> pyrogram-2 | pyrogram-1
--> telethon-6 | telethon-5
--> wzgram-8 | kurigram-7
UPDATE said SET layout = got;
SELECT layout, tab, got, problem FROM said WHERE problem IS NOT 'missing-table: its table ''' || tab || ''' is missing';
--> (none)
SELECT layout, tab, e FROM said WHERE e <> id;
--> (none)
SELECT layout, tab, c FROM said WHERE NOT instr(c, '{"code":"missing-table","severity":"error","repair":true,"finding":"its table ''' || tab || ''' is missing"}');
--> (none)
CREATE TABLE saved AS SELECT p AS path, readfile(p) AS bytes FROM file;
CREATE TABLE verb(q);
INSERT INTO verb VALUES ('UPDATE session SET dc_id = 4 WHERE source = @'), ('SELECT session_migrate(@, ''telethon-8'')'), ('SELECT session_import((SELECT v FROM value), @, NULL, ''replace'', 1)'),
  ('DELETE FROM session WHERE source = @');
SELECT DISTINCT layout, tab, q, outcome(replace(replace(q, '@', quote(p)), '(SELECT v FROM value)', '''' || (SELECT v FROM value) || '''')) AS o FROM said, verb
  WHERE o NOT LIKE '! session%: ' || p || ' is not written: its table ''' || tab || ''' is missing; SELECT session_repair(' || quote(p) || ') makes it';
--> (none)
SELECT path FROM saved WHERE bytes <> readfile(path);
--> (none)
CREATE TABLE mended AS SELECT p, layout, tab, session_repair(p) AS did FROM said;
SELECT layout, tab, did FROM mended WHERE NOT instr(did, '{"code":"missing-table","severity":"error","status":"mended","finding":"its table ''' || tab || ''' is missing"}');
--> (none)
SELECT m.layout, tab, s.layout, problem, session_check(p) FROM mended m, session(m.p) s WHERE s.layout <> m.layout OR problem IS NOT NULL AND problem NOT LIKE 'null-login:%' AND problem NOT LIKE 'no-address%' OR session_check(p) LIKE '%"repair":true%';
--> (none)
SELECT layout, tab, outcome('UPDATE session SET dc_id = 4 WHERE source = ''' || p || '''') AS o FROM mended WHERE o <> '(none)';
--> (none)
SELECT layout, group_concat(tab, ' ') FROM mended WHERE other(p, 'PRAGMA integrity_check') <> 'ok' OR other(p, NULL) IS NOT NULL GROUP BY layout;
--> (none)

-- Of layouts that have the same columns, the one whose number is nearest, below or above all of them.
CREATE TABLE far AS SELECT name, n, './far-' || name || '-' || n || '.session' AS p, name LIKE 'tele%' AS t FROM session_formats, (SELECT 1 AS n UNION VALUES (50))
  WHERE kind = 'layout' AND writes AND (name LIKE 'pyrogram-%' OR name LIKE 'kuri%' OR name LIKE 'telethon-_' OR name LIKE 'wz%');
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, name, 2, 777, 0, 1, key FROM far, made;
SELECT count(other(p, 'UPDATE version SET ' || CASE WHEN t THEN 'version' ELSE 'number' END || ' = ' || n || '; DROP TABLE '
  || CASE WHEN t THEN 'entities' ELSE 'peers' END)), count(other(p, NULL)) FROM far;
--> 0 | 0
SELECT n, far.name, layout FROM far, session(p) WHERE far.name <> layout ORDER BY n, far.name;
--> 1 | kurigram-6 | kurigram-5
--> 1 | pyrogram-2 | pyrogram-1
--> 1 | telethon-6 | telethon-5
--> 1 | telethon-7 | telethon-5
--> 1 | wzgram-8 | kurigram-7
--> 50 | kurigram-5 | kurigram-6
--> 50 | kurigram-7 | wzgram-8
--> 50 | pyrogram-1 | pyrogram-2
--> 50 | telethon-5 | telethon-7
--> 50 | telethon-6 | telethon-7

-- Without a column it is a session only if there is a whole key.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './column.session', 'pyrogram-3', 2, 777, 0, 1, key FROM made;
SELECT other('column.session', 'CREATE TEMP TABLE was AS SELECT * FROM sessions; DROP TABLE sessions;
  CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, auth_key BLOB, user_id INTEGER NOT NULL, is_bot INTEGER);
  INSERT INTO sessions SELECT dc_id, api_id, test_mode, auth_key, user_id, is_bot FROM was');
--> NULL
SELECT layout, problem FROM session('./column.session');
--> pyrogram-3 | missing-column: its column 'sessions.date' is missing
SELECT once('column.session', 'UPDATE sessions SET auth_key = x''0102''');
--> NULL
SELECT layout, problem FROM session('./column.session');
--> NULL | no-session: tables of no known layout

-- Upgraded in part: a row without a key before the one with it; peers that have no name, and usernames without its index.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) SELECT './part.session', 'pyrogram-2', 2, 777, 0, key FROM made;
SELECT once('part.session', 'ALTER TABLE sessions ADD server_address; ALTER TABLE sessions ADD port;
  INSERT INTO sessions(dc_id, test_mode, auth_key, date, user_id, is_bot) VALUES (1, 0, x'''', 0, 777, 0);
  UPDATE sessions SET server_address = ''10.0.0.'' || dc_id, port = 440 + dc_id');
--> NULL
SELECT layout, dc_id, server_address, port, auth_key_id IS NOT NULL FROM session('./part.session');
--> pyrogram-2 | 2 | 10.0.0.2 | 442 | 1
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './names.session', 'kurigram-7', 2, 777, 0, 6, key FROM made;
SELECT once('names.session', 'DROP INDEX idx_usernames_username; ALTER TABLE peers ADD username; INSERT INTO peers(id, access_hash, type) VALUES (7, 8, ''user'')');
--> NULL
SELECT json_extract(session_info(session_export('./names.session', 'bundle')), '$.peers', '$.usernames');
--> [1,0]
