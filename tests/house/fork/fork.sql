-- A fork in five lines, myfork-8.sql: what a new layout file gets for them, and that it changes nothing for the others.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key, CAST(printf('%0256d', 8) AS BLOB) AS key2;
SELECT name, family, clients, writes, keeps = (SELECT keeps FROM session_formats WHERE name = 'kurigram-7') FROM session_formats WHERE name = 'myfork-8';
--> myfork-8 | pyrogram | MyFork | 1 | 1

-- Found by its column, whatever its number says; the others as ever.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './my.session', 'myfork-8', 4, 777, 0, 1, key FROM made;
SELECT layout, dc_id, user_id, api_id, server_address, problem, session_check(name) FROM session('./my.session');
--> myfork-8 | 4 | 777 | 1 | 149.154.167.91 | NULL | []
SELECT other('my.session', 'SELECT group_concat(name) FROM pragma_table_info(''sessions'')'), other('my.session', 'UPDATE version SET number = 7'), other('my.session', NULL);
--> dc_id,server_address,port,proxy,api_id,test_mode,auth_key,date,user_id,is_bot | NULL | NULL
SELECT layout, problem FROM session('./my.session');
--> myfork-8 | version-mismatch: the version number says 7, the structure is that of myfork-8
SELECT session_repair('./my.session'), session_check('./my.session');
--> [{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 8"}] | []
CREATE TABLE layout AS SELECT name, './in-' || name || '.session' AS p FROM session_formats WHERE kind = 'layout' AND writes;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, name, 2, 777, 0, 1, key FROM made, layout;
SELECT layout.name, s.layout, problem FROM layout, session(layout.p) s WHERE s.layout <> layout.name OR problem IS NOT NULL;
--> (none)

-- Edited: the fork's own column stays.
SELECT other('my.session', 'UPDATE sessions SET proxy = ''socks'''), other('my.session', NULL);
--> NULL | NULL
UPDATE session SET dc_id = 5, api_id = 9 WHERE source = './my.session';
ATTACH 'my.session' AS my;
INSERT INTO session_peers(session, id, type, access_hash, username, usernames) VALUES ('my', 5, 'user', 6, 'ann', '["ann","anna"]'), ('my', -1001234567890, 'channel', 7, NULL, NULL);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('my', 0, 1, 2, 3, 4);
SELECT dc_id, api_id, proxy FROM my.sessions;
--> 5 | 9 | socks
DETACH my;

-- Migrated there and back, through every layout: the login, and whom it knows.
CREATE TABLE way AS SELECT name, './way-' || name || '.session' AS p, readfile('my.session') AS was FROM layout;
SELECT count(*) FROM way WHERE writefile(p, was) > 0;
SELECT name, outcome('SELECT session_migrate(''' || p || ''', ''' || name || ''')') AS o FROM way WHERE o <> p;
--> (none)
SELECT way.name, s.layout FROM way, session(way.p) s WHERE s.layout <> way.name OR auth_key <> (SELECT key FROM made) OR s.dc_id <> 5;
--> (none)
SELECT name, outcome('SELECT session_migrate(''' || p || ''', ''myfork-8'', ''user_id'', 777, ''is_bot'', 0)') AS o FROM way WHERE o <> p;
--> (none)
SELECT way.name, s.layout, s.dc_id, s.user_id, s.problem FROM way, session(way.p) s WHERE (s.layout, s.dc_id, s.user_id) <> ('myfork-8', 5, 777) OR problem IS NOT NULL OR auth_key <> (SELECT key FROM made);
--> (none)
SELECT name FROM way WHERE name NOT LIKE 'telethon-2%' AND NOT EXISTS (SELECT 1 FROM session_peers(p) WHERE id = 5 AND access_hash = 6);
--> (none)

-- Found in a wreck.
SELECT writefile('torn.session', CAST(substr(readfile('my.session'), 1, 100) || zeroblob(8) || substr(readfile('my.session'), 109) AS BLOB)) > 0;
--> 1
SELECT layout, dc_id, user_id, auth_key = key, substr(problem, 1, 10) FROM session('./torn.session'), made;
--> myfork-8 | 5 | 777 | 1 | malformed:
