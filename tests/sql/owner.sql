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

-- Each of the nine fields: what the file knows, what the value says, and what stands there afterwards; by session_import, by INSERT
-- OR REPLACE.  The value is JSON, which can leave out any field.
CREATE TABLE field(f, a, b);
INSERT INTO field VALUES ('dc_id', 2, 4), ('server_address', '149.154.167.51', '149.154.167.50'), ('port', 443, 80), ('api_id', 11, 22), ('test_mode', 0, 1), ('date', 100, 200), ('user_id', 777, 778), ('is_bot', 0, 1),
  ('auth_key', lower(hex(CAST(printf('%0256d', 7) AS BLOB))), lower(hex(CAST(printf('%0256d', 8) AS BLOB))));
CREATE TABLE whole AS SELECT json_object('tgsession', 1, 'dc_id', 2, 'server_address', '149.154.167.51', 'port', 443, 'api_id', 11, 'test_mode', 0, 'date', 100, 'user_id', 777, 'is_bot', 0, 'auth_key', a) AS j FROM field WHERE f = 'auth_key';
CREATE TABLE pair AS SELECT field.f, k.value AS has, s.value AS says, way.value AS way, './pair-' || field.f || '-' || k.value || '-' || s.value || '-' || way.value || '.session' AS p,
  CASE s.value WHEN 'none' THEN json_remove(j, '$.' || f) ELSE json_set(j, '$.' || f, CASE s.value WHEN 'a' THEN a ELSE b END) END AS v, a, b, '' AS x, '' AS y, '' AS o
  FROM field, whole, json_each('["none","a","b"]') k, json_each('["none","a","b"]') s, json_each('["import","replace"]') way;
SELECT count(*), sum(session_import(j, p, 'kurigram-7') = p) FROM pair, whole;
--> 162 | 162
UPDATE pair SET x = other(p, 'UPDATE sessions SET ' || f || ' = ' || CASE WHEN has = 'none' AND f = 'date' THEN '0' WHEN has = 'none' AND f = 'auth_key' THEN 'x''''' WHEN has = 'none' THEN CASE f WHEN 'dc_id' THEN 'dc_id' ELSE 'NULL' END
  WHEN f = 'auth_key' THEN 'x''' || CASE has WHEN 'a' THEN a ELSE b END || '''' WHEN has = 'a' THEN quote(a) ELSE quote(b) END), y = other(p, NULL);
SELECT p, x FROM pair WHERE x IS NOT NULL;
--> (none)
UPDATE pair SET o = outcome(CASE way WHEN 'import' THEN 'SELECT session_import(''' || v || ''', ''' || p || ''')' ELSE 'INSERT OR REPLACE INTO session(name, string) VALUES (''' || p || ''', ''' || v || ''')' END);
CREATE TABLE then_ AS SELECT pair.f, has, says, way, CASE WHEN o LIKE '! %' THEN 'error' ELSE 'ok' END AS o, replace(o, p, 'P') AS text,
  (SELECT CASE pair.f WHEN 'dc_id' THEN dc_id WHEN 'server_address' THEN server_address WHEN 'port' THEN port WHEN 'api_id' THEN api_id WHEN 'test_mode' THEN test_mode WHEN 'date' THEN date
    WHEN 'user_id' THEN user_id WHEN 'is_bot' THEN is_bot ELSE lower(hex(auth_key)) END FROM session(pair.p)) AS is_, a, b FROM pair;
-- (x+y=z: the file has x, the value says y, and z stands there.  A dc_id that is not said follows from the address; a date that is not known is 0.)
CREATE TABLE became AS SELECT f, way, group_concat(has || '+' || says || '=' || CASE WHEN o = 'error' THEN 'error' WHEN is_ IS a THEN 'a' WHEN is_ IS b THEN 'b' ELSE coalesce(is_, 'none') END, ' ') AS z
  FROM (SELECT * FROM then_ ORDER BY f, way, has, says) GROUP BY f, way;
SELECT f, z FROM became WHERE way = 'import' ORDER BY f;
--> api_id | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=b none+a=a none+b=b none+none=none
--> auth_key | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=b none+a=a none+b=b none+none=error
--> date | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=b none+a=a none+b=b none+none=0
--> dc_id | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=a none+a=a none+b=b none+none=a
--> is_bot | a+a=a a+b=b a+none=a b+a=b b+b=b b+none=b none+a=a none+b=b none+none=none
--> port | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=b none+a=a none+b=b none+none=a
--> server_address | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=b none+a=a none+b=b none+none=a
--> test_mode | a+a=a a+b=b a+none=a b+a=a b+b=b b+none=a none+a=a none+b=b none+none=a
--> user_id | a+a=a a+b=error a+none=a b+a=error b+b=b b+none=b none+a=a none+b=b none+none=error
SELECT i.f FROM became i, became r WHERE i.way = 'import' AND r.way = 'replace' AND i.f = r.f AND i.z <> r.z;
--> (none)
SELECT DISTINCT f, has, says, text FROM then_ WHERE o = 'error' AND way = 'import';
--> user_id | none | none | ! session_import: P: kurigram-7: user_id is not known from the source; give it: 'user_id', N
--> user_id | a | b | ! session_import: P has this very key with user_id 777, and the value says 778: give 'user_id', N
--> user_id | b | a | ! session_import: P has this very key with user_id 778, and the value says 777: give 'user_id', N
--> auth_key | none | none | ! session_import: P: kurigram-7: not logged in: there is no auth_key

-- A user_id of 0 in a refresh of the same login says that nobody knows: who it is stays.  Only a layout that needs a user minds.
CREATE TABLE zero AS SELECT name, outcome('ATTACH '':memory:'' AS zero; INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) VALUES (''zero'', ''' || name || ''', 2, 777, 0, CAST(printf(''%0256d'', 7) AS BLOB))') AS o,
  outcome('INSERT OR REPLACE INTO session(name, auth_key, user_id) VALUES (''zero'', CAST(printf(''%0256d'', 7) AS BLOB), 0)') AS r, outcome('SELECT user_id FROM session(''zero'')') AS u,
  outcome('SELECT session_import(session_export(''zero''), ''zero'', ''no-such-layout'')') AS n, outcome('DETACH zero') AS d
  FROM session_formats WHERE kind = 'layout' AND writes;
SELECT DISTINCT replace(r, name, 'LAYOUT') AS r, u, count(*) > 2 FROM zero WHERE name NOT GLOB 'telethon-[3-8]' GROUP BY 1, 2;
--> ! session: LAYOUT: user_id is not known from the source; give it: 'user_id', N | 777 | 1
--> (none) | 777 | 1
