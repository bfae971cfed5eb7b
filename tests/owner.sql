-- An account is its key: what a file knows and what a value says, in every layout that keeps a user; and whose peers they are.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key, CAST(printf('%0256d', 8) AS BLOB) AS key2;
CREATE TABLE layout AS SELECT name, './' || name || '.session' AS p FROM session_formats WHERE kind = 'layout' AND writes AND name NOT LIKE 'telethon%' AND name NOT LIKE 'grammers%';
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 1, 12345, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('src', 5, 'user', 6);
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v;
SELECT count(*) FROM layout, value WHERE session_import(v, p, name) = p;
--> 13

-- Unknown never replaces known: no user, 0, what converters put there; no api_id; a bot stays one.
CREATE TABLE vague(v);
INSERT INTO vague SELECT session_export('src', 'telethon') UNION ALL SELECT session_export('src', 'pyrogram', 'user_id', 9999, 'is_bot', 0, 'api_id', 0)
  UNION ALL SELECT session_export('src', 'pyrogram', 'user_id', 999999999, 'is_bot', 0, 'api_id', 0) UNION ALL SELECT session_export('src', 'pyrogram', 'is_bot', 0, 'api_id', 0)
  UNION ALL SELECT session_export('src', 'pyrogram-64', 'user_id', 9999, 'is_bot', 0);
CREATE TABLE before AS SELECT p, user_id, is_bot, api_id, peers FROM layout, session(p);
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''')') AS o FROM layout, vague WHERE o <> p;
--> (none)
SELECT b.p, s.user_id, s.is_bot, s.api_id, s.peers FROM before b, session(b.p) s WHERE (s.user_id, s.is_bot, s.api_id, s.peers) IS NOT (b.user_id, b.is_bot, b.api_id, b.peers);
--> (none)
-- One key with another user is an error, unless the user says so.
CREATE TABLE other_user AS SELECT session_export('src', 'pyrogram', 'user_id', 778) AS v, session_export('src') AS own;
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''')') AS o FROM layout, other_user
  WHERE o <> '! session_import: ' || p || ' has this very key with user_id 777, and the value says 778: give ''user_id'', N';
--> (none)
SELECT p, outcome('SELECT session_import(''' || own || ''', ''' || p || ''', NULL, ''user_id'', 778, ''is_bot'', 0, ''api_id'', 6)') AS o FROM layout, other_user WHERE o <> p;
--> (none)
SELECT p, s.user_id, s.is_bot, s.api_id FROM layout, session(p) s WHERE (user_id, is_bot) IS NOT (778, 0) OR api_id <> 6;
--> (none)
-- A key of nobody known: a finding, and whom the value knows fills it in.
SELECT p, outcome('UPDATE session SET user_id = 9999 WHERE source = ''' || p || '''') AS o FROM layout WHERE o <> '(none)';
--> (none)
SELECT p, problem, session_check(p) FROM layout, session(p) WHERE problem IS NOT NULL OR NOT instr(session_check(p), '"placeholder-user"');
--> (none)
SELECT p, outcome('SELECT session_import(''' || own || ''', ''' || p || ''')') AS o FROM layout, other_user WHERE o <> p;
--> (none)
SELECT p, s.user_id FROM layout, session(p) s WHERE user_id <> 777;
--> (none)

-- Peers whose owner is another, or not known, are not dropped unsaid.
CREATE TABLE t(name, p, x, y);
INSERT INTO t(name, p) SELECT name, './o-' || name || '.session' FROM session_formats WHERE kind = 'layout' AND writes AND name GLOB 'telethon-[3-8]';
SELECT count(*) FROM t, value WHERE session_import(v, p, name, 'user_id', 777) = p;
--> 6
UPDATE t SET x = other(p, 'UPDATE sessions SET auth_key = x''''; INSERT OR REPLACE INTO entities(id, hash) VALUES (0, 777), (777, 9)'), y = other(p, NULL);
CREATE TABLE login AS SELECT session_convert(session_export('src', 'telethon'), 'telethon') AS v;
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''')') AS o FROM t, login WHERE o <> '! session_import: ' || p
  || ' has no login, but peers or update states of user 777; ''user_id'', 777 says that this login is his, ''replace'', 1 drops them';
--> (none)
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''', NULL, ''user_id'', 777)') AS o FROM t, login WHERE o <> p;
--> (none)
SELECT p, (SELECT count(*) FROM session_peers(p) WHERE id = 5), user_id FROM t, session(p) WHERE (SELECT count(*) FROM session_peers(p) WHERE id = 5) <> 1 OR user_id <> 777;
--> (none)
UPDATE t SET x = other(p, 'UPDATE sessions SET auth_key = x''''; DELETE FROM entities WHERE id = 0'), y = other(p, NULL);
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''')') AS o FROM t, login WHERE o <> '! session_import: ' || p
  || ' has no login, but peers or update states, and whose they are is not known; ''replace'', 1 drops them';
--> (none)
SELECT p, outcome('INSERT INTO session(name, string) VALUES (''' || p || ''', ''' || v || ''')') AS o FROM t, login WHERE o NOT LIKE '! session: % has no login, but peers or update states, and whose they are is not known%';
--> (none)
SELECT p, outcome('SELECT session_import(''' || v || ''', ''' || p || ''', NULL, ''replace'', 1)') AS o FROM t, login WHERE o <> p;
--> (none)
SELECT p, (SELECT count(*) FROM session_peers(p)) AS n FROM t WHERE n <> 0;
--> (none)
