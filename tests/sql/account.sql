-- What is wrong with an account's row: every kind of it, in every layout that keeps such a row, in a file (read by its pages and
-- by SQLite), an attached database, an image and a string.  The problem is what check says, and what repair claims is gone.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key, CAST(printf('%0256d', 8) AS BLOB) AS key2;
CREATE TABLE kind(kind, code, needs, ddl);
INSERT INTO kind VALUES
  ('user-null', 'null-login', 'user_id', 'UPDATE sessions SET user_id = NULL'),
  ('user-0', 'null-login', 'user_id', 'UPDATE sessions SET user_id = 0'),
  ('bot-null', 'null-login', 'is_bot', 'UPDATE sessions SET is_bot = NULL'),
  ('test-null', 'null-login', 'test_mode', 'UPDATE sessions SET test_mode = NULL'),
  ('dc-0', 'bad-value', 'dc_id', 'UPDATE sessions SET dc_id = 0'),
  ('dc-0-alone', 'bad-value', 'server_address', 'UPDATE sessions SET dc_id = 0, server_address = NULL'),
  ('dc-99', 'bad-value', 'dc_id', 'UPDATE sessions SET dc_id = 99'),
  ('dc-99-alone', 'bad-value', 'server_address', 'UPDATE sessions SET dc_id = 99, server_address = NULL'),
  ('dc-test', 'bad-value', 'test_mode', 'UPDATE sessions SET dc_id = 5, test_mode = 1'),
  ('address', 'address-dc', 'server_address', 'UPDATE sessions SET server_address = ''149.154.167.91'''),
  ('no-address', 'no-address', 'server_address', 'UPDATE sessions SET server_address = NULL'),
  ('no-version', 'no-version', 'dc_id', 'DELETE FROM version'),
  ('version', 'version-mismatch', 'dc_id', 'UPDATE version SET '),
  ('two', 'several-logins', 'dc_id', 'INSERT INTO sessions SELECT * FROM sessions');

-- The layouts whose account is a row of sessions; which of its columns each has.
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('src', 777, 'user', 9, NULL);
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v;
CREATE TABLE layout AS SELECT name, './' || name || '.session' AS p, NULL AS columns, NULL AS version, NULL AS x FROM session_formats WHERE kind = 'layout' AND writes;
SELECT count(*) FROM layout, value WHERE session_import(v, p, name) IS NOT NULL;
--> 21
UPDATE layout SET columns = other(p, 'SELECT group_concat(name) FROM pragma_table_info(''sessions'')'),
  version = other(p, 'SELECT name FROM pragma_table_info(''version'')'), x = other(p, NULL);
CREATE TABLE file AS SELECT './' || name || '-' || kind || '.session' AS p, name AS layout, kind, code, needs, NULL AS x, CASE kind
    WHEN 'version' THEN 'UPDATE version SET ' || version || ' = ' || version || CASE WHEN name LIKE '%-1' THEN '+1' ELSE '-1' END
    WHEN 'two' THEN 'INSERT INTO sessions(' || columns || ') SELECT ' || trim(replace(replace(',' || columns || ',', ',dc_id,', ',1,'), ',auth_key,',
      ',x''' || hex(key2) || ''','), ',') || ' FROM sessions'
    WHEN 'dc-0' THEN ddl || CASE WHEN instr(columns, 'server_address') THEN ', server_address = NULL' ELSE '' END
    WHEN 'dc-99' THEN ddl || CASE WHEN instr(columns, 'server_address') THEN ', server_address = NULL' ELSE '' END
    WHEN 'dc-test' THEN ddl || CASE WHEN instr(columns, 'server_address') THEN ', server_address = NULL' ELSE '' END
    ELSE ddl END AS ddl
  FROM layout l, kind k, made WHERE instr(columns, 'auth_key') AND instr(columns, needs);
SELECT count(DISTINCT layout), count(*) FROM file;
--> 18 | 182
SELECT count(*) FROM file, value WHERE session_import(v, p, layout) IS NOT NULL;
--> 182
UPDATE file SET x = other(p, ddl), ddl = other(p, NULL);
SELECT p, x FROM file WHERE x IS NOT NULL;
--> (none)

-- (Four have the structure of another layout, and are told from it by the number alone.)
DELETE FROM file WHERE kind = 'version' AND (SELECT layout FROM session(p)) <> layout;
SELECT changes();
--> 4

-- What each says.
CREATE TABLE said AS SELECT p, layout, kind, code, readfile(p) AS image, (SELECT problem FROM session(p)) AS file, session_check(p) AS checked FROM file;
SELECT layout, kind, file, checked FROM said WHERE file IS NULL OR file NOT LIKE code || ':%';
--> (none)
SELECT layout, kind, file, checked FROM said WHERE NOT instr(checked, '"code":"' || code || '"');
--> (none)
SELECT layout, kind, file, (SELECT problem FROM session(image)) FROM said WHERE (SELECT problem FROM session(image)) IS NOT file;
--> (none)
SELECT layout, kind, file, session_info(image) FROM said WHERE NOT instr(session_info(image), '"' || code || ':');
--> (none)
SELECT layout, kind, file, outcome('ATTACH ''' || p || ''' AS a; SELECT problem FROM session(''a'')') FROM said
  WHERE outcome('ATTACH ''' || p || ''' AS a; SELECT problem FROM session(''a'')') <> file OR outcome('DETACH a') <> '(none)';
--> (none)

-- Repair says what a second look finds gone, and nothing else; twice does nothing.
CREATE TABLE mended AS SELECT p, layout, kind, code, checked, session_repair(p) AS did FROM said s;
SELECT layout, kind, checked, did FROM mended
  WHERE (instr(did, '"code":"' || code || '"') > 0) <> (instr(checked, '"code":"' || code || '","severity":"error","repair":true') > 0);
--> (none)
SELECT layout, kind, did, session_check(p) FROM mended, json_each(did) j WHERE instr(session_check(p), '"code":"' || json_extract(j.value, '$.code') || '"');
--> (none)
SELECT layout, kind, did, session_check(p) FROM mended WHERE instr(session_check(p), '"repair":true');
--> (none)
SELECT layout, kind, session_repair(p) FROM mended WHERE session_repair(p) <> '[]';
--> (none)
SELECT kind, count(*) FROM mended WHERE did <> '[]' GROUP BY kind;
--> address | 8
--> bot-null | 12
--> no-address | 8
--> no-version | 18
--> test-null | 12
--> version | 14

-- Which of two logins: what would write or give one wants to be told, and takes the other's when it is.
CREATE TABLE two AS SELECT m.p, layout, session_info(session_export('src')) AS info FROM mended m WHERE kind = 'two';
CREATE TABLE id AS SELECT json_extract(session_info(session_export('src')), '$.auth_key_id') AS first,
  (SELECT json_extract(session_info(session_convert(session_export('src'), 'telethon')), '$.auth_key_id')) AS also;
SELECT first = also, length(first) FROM id;
--> 1 | 16
SELECT layout, outcome('SELECT session_export(''' || p || ''')') FROM two WHERE outcome('SELECT session_export(''' || p || ''')')
  NOT LIKE '! session_export: %there are several logins in it, and which is meant can''t be told; ''auth_key_id'', ''...'' picks one: %' || (SELECT first FROM id) || '%';
--> (none)
SELECT count(*), count(DISTINCT id) FROM (SELECT json_extract(session_info(session_export(p, 'telethon', 'auth_key_id', upper(first))), '$.auth_key_id') = first AS id FROM two, id);
--> 18 | 1
SELECT DISTINCT layout, dc FROM (SELECT layout, json_extract(session_info(session_export(p, 'telethon', 'auth_key_id', other_id)), '$.dc_id') AS dc FROM two,
  (SELECT auth_key_id AS other_id FROM session('./telethon-7-two.session'))) WHERE dc <> 1;
--> (none)
SELECT session_export('./telethon-7-two.session', 'telethon', 'auth_key_id', '0123456789abcdef');
--! session_export: ./telethon-7-two.session: there is no login with the auth_key_id 0123456789abcdef in it
SELECT session_export('src', 'telethon', 'auth_key_id', 'abc');
--! session_export: option 'auth_key_id' takes 16 hex digits, as the column of that name has them
SELECT outcome('SELECT session_convert(readfile(''./telethon-7-two.session''), ''telethon'')') LIKE '! session_convert: %there are several logins in it%',
  outcome('SELECT session_import(readfile(''./telethon-7-two.session''), ''./new.session'')') LIKE '! session_import: %there are several logins in it%', file_mode('./new.session');
--> 1 | 1 | NULL
SELECT string FROM session('./telethon-7-two.session');
--> NULL

-- Nothing that is written contradicts itself, unless its user says so.
CREATE TABLE bad(how, s);
INSERT INTO bad SELECT kind, session_export(p, 'telethon') FROM file WHERE layout = 'telethon-7' AND kind = 'address';
SELECT json_extract(session_info(s), '$.dc_id', '$.server_address', '$.problems') FROM bad;
--> [2,"149.154.167.51",[]]
SELECT json_extract(session_info(session_convert(s, 'telethon', 'server_address', '149.154.167.91')), '$.dc_id', '$.server_address', '$.problems') FROM bad;
--> [2,"149.154.167.91",["address-dc: the address 149.154.167.91 is that of data centre 4, dc_id is 2"]]
SELECT kind, outcome('SELECT session_export(''' || p || ''', ''telethon'')'), outcome('SELECT session_export(''' || p || ''', ''pyrogram'', ''user_id'', 5)') GLOB '! *'
  FROM file WHERE layout = 'pyrogram-3' AND kind LIKE 'dc-%';
--> dc-0 | ! session_export: ./pyrogram-3-dc-0.session: telethon string: dc_id is not known from the source; give it: 'dc_id', N | 1
--> dc-99 | ! session_export: ./pyrogram-3-dc-99.session: telethon string: there is no data centre 99; give 'dc_id', N, or 'server_address', '...' | 1
--> dc-test | ! session_export: ./pyrogram-3-dc-test.session: telethon string: test DC 5 is not in the table of addresses; give 'server_address', '...' | 0
SELECT outcome('SELECT session_export(''./pyrogram-3-user-0.session'')'), outcome('SELECT session_export(''./pyrogram-3-user-null.session'')');
--> ! session_export: ./pyrogram-3-user-0.session: pyrogram string: user_id is not known from the source; give it: 'user_id', N | ! session_export: ./pyrogram-3-user-null.session: pyrogram string: user_id is not known from the source; give it: 'user_id', N

-- What only the user knows, he says: the finding names the statement, which mends it.
SELECT DISTINCT replace(json_extract(j.value, '$.finding'), layout, 'L') FROM mended, json_each(session_check(p)) j WHERE kind = 'user-null' AND json_extract(j.value, '$.code') = 'null-login';
--> user_id is NULL: the client would log in anew and overwrite the key; UPDATE session SET user_id = ... WHERE source = './L-user-null.session'
SELECT count(*) FROM mended WHERE kind IN ('user-null', 'user-0');
--> 24
SELECT p, outcome('UPDATE session SET user_id = 777 WHERE source = ''' || p || '''') FROM mended WHERE kind = 'user-null' AND outcome('UPDATE session SET user_id = 777 WHERE source = ''' || p || '''') <> '(none)';
--> (none)
SELECT p, outcome('SELECT session_import(session_export(''' || p || ''', ''bundle'', ''user_id'', 777), ''' || p || ''', NULL, ''user_id'', 777)') AS o FROM mended WHERE kind = 'user-0' AND o <> p;
--> (none)
SELECT p, session_check(p) FROM mended WHERE kind IN ('user-null', 'user-0') AND (session_check(p) LIKE '%"error"%' OR (SELECT problem FROM session(p)) IS NOT NULL);
--> (none)

-- An api_id is 1 to 2147483647, or 0 where it is not known.  What is larger is read, as it stands, and found; and so is the account's own
-- id.  test_mode has three data centres: in every layout, image and string alike.
CREATE TABLE odd AS SELECT name AS layout, './odd-' || name || '.session' AS p, NULL AS x, NULL AS y FROM session_formats WHERE kind = 'layout' AND writes;
SELECT count(*) FROM odd, value WHERE session_import(v, p, layout, 'user_id', 777, 'is_bot', 0, 'test_mode', 0, 'dc_id', 2, 'api_id', 1, 'replace', 1) IS NOT NULL;
--> 21
UPDATE odd SET x = other(p, 'UPDATE sessions SET api_id = 3000000000'), y = other(p, NULL);
SELECT o.layout, o.x, s.api_id, s.problem, json_extract(j.value, '$.severity', '$.finding') FROM odd o, session(o.p) s, json_each(session_check(o.p)) j
  WHERE o.layout IN (SELECT layout FROM session('odd-*.session') WHERE api_id IS NOT NULL) AND json_extract(j.value, '$.code') = 'bad-api-id'
  AND (s.problem IS NOT NULL OR j.value NOT LIKE '%"warning"%api_id is 3000000000, which no application has; it looks like a bot''s id; UPDATE session SET api_id = ... WHERE source = ''' || o.p || '''%');
--> (none)
SELECT count(*) FROM session('odd-*.session') s WHERE api_id = 3000000000 AND session_check('./' || name) LIKE '%"bad-api-id"%';
--> 10
SELECT json_extract(session_info(session_export(p, 'pyrogram')), '$.api_id'), session_info(session_export(p, 'pyrogram')) LIKE '%bad-api-id%' FROM odd WHERE layout = 'pyrogram-3';
--> 3000000000 | 1
UPDATE session SET test_mode = 1, dc_id = 4 WHERE source = 'odd-*.session';
--! session: odd-grammers-1.session: there is no data centre 4 in the test environment, only 1 to 3
SELECT session_convert(session_export(p), 'mtcute', 'test_mode', 1, 'dc_id', 5) FROM odd WHERE layout = 'pyrogram-3';
--! session_convert: there is no data centre 5 in the test environment, only 1 to 3
UPDATE odd SET x = other(p, 'UPDATE sessions SET dc_id = 5, test_mode = 1'), y = other(p, NULL);
SELECT group_concat(s.layout, ' ') FROM odd o, session(o.p) s WHERE s.test_mode = 1 AND s.dc_id = 5 AND s.problem IS NOT 'bad-value: there is no data centre 5 in the test environment';
--> NULL
SELECT count(*) FROM odd o, session(o.p) s WHERE s.test_mode = 1 AND s.dc_id = 5;
--> 12

-- A row without a key is none that is picked.
ATTACH ':memory:' AS three;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) VALUES ('three', 'telethon-7', 2, 777, CAST(printf('%0256d', 1) AS BLOB));
INSERT INTO three.sessions(dc_id, server_address, port, auth_key) VALUES (3, '149.154.175.100', 443, NULL), (4, '149.154.167.91', 443, CAST(printf('%0256d', 4) AS BLOB));
SELECT json_extract(session_info(session_export('three', 'telethon', 'auth_key_id', '6882590b934ce0e0')), '$.dc_id');
--> 4
DETACH three;
