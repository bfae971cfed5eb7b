-- session_repair([name]): mends what can be mended, in one transaction, and says what it did.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
CREATE TEMP VIEW found AS SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.repair') AS repair FROM json_each(session_check('b'));
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES ('b', 777000123, 'bot', 1, '["me"]', 1600000000), ('b', 4, 'user', 4, '["four"]', 1600000000);
-- Nothing to mend.
SELECT session_repair('b');
--> []
SELECT updated FROM session_peers WHERE id=4;
--> 1600000000

---------------------------------------------------------------- one by one
UPDATE b.version SET number=3;
SELECT session_repair('b');
--> [{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 7"}]
SELECT number, session_check('b') FROM b.version;
--> 7 | []
DELETE FROM b.version;
SELECT session_repair('b');
--> [{"code":"no-version","severity":"error","status":"mended","finding":"the version number is now 7"}]
SELECT number, session_check('b') FROM b.version;
--> 7 | []
-- is_bot from the peers, where the account itself is among them.
UPDATE b.sessions SET is_bot=NULL, test_mode=NULL;
SELECT session_repair('b');
--> [{"code":"null-login","severity":"error","status":"mended","finding":"test_mode and is_bot are NULL: the client would log in anew and overwrite the key"}]
SELECT is_bot, test_mode, session_check('b') FROM b.sessions;
--> 1 | 0 | []
-- The user can't be known.
UPDATE b.sessions SET user_id=NULL;
SELECT json_extract(session_repair('b'), '$[0].code');
--> NULL
SELECT user_id FROM b.sessions;
--> NULL
SELECT code FROM found;
--> null-login
UPDATE session SET user_id=777000123 WHERE name='b';
SELECT session_check('b');
--> []
INSERT INTO b.sessions(dc_id, date) VALUES (1, 0);
SELECT session_repair('b');
--> [{"code":"several-rows","severity":"warning","status":"mended","finding":"more rows than the one account; the one with a key is read (1 more)"}]
SELECT count(*), session_check('b') FROM b.sessions;
--> 1 | []
-- Two keys: which one is wanted can't be told.
INSERT INTO b.sessions(dc_id, date, auth_key, test_mode, user_id, is_bot) SELECT 1, 0, key, 0, 1, 0 FROM made_up;
SELECT session_repair('b');
--> []
SELECT dc_id, length(auth_key) FROM b.sessions ORDER BY dc_id;
--> 1 | 256
--> 2 | 256
DELETE FROM b.sessions WHERE dc_id=1;
UPDATE b.sessions SET server_address='149.154.167.92';
SELECT session_repair('b');
--> [{"code":"address-dc","severity":"error","status":"mended","finding":"server_address is now 149.154.167.51"}]
SELECT server_address, session_check('b') FROM b.sessions;
--> 149.154.167.51 | []
UPDATE b.sessions SET server_address=NULL;
SELECT session_repair('b');
--> [{"code":"no-address","severity":"error","status":"mended","finding":"server_address is now 149.154.167.51"}]
SELECT server_address, port, session_check('b') FROM b.sessions;
--> 149.154.167.51 | 443 | []
INSERT INTO b.usernames VALUES (4, NULL), (4, 'four');
SELECT session_repair('b');
--> [{"code":"null-usernames","severity":"warning","status":"mended","finding":"usernames that are NULL: 1"},{"code":"duplicate-usernames","severity":"warning","status":"mended","finding":"usernames that are stored twice: 1"}]
SELECT * FROM b.usernames ORDER BY id;
--> 4 | four
--> 777000123 | me
INSERT INTO b.update_state VALUES (777000123, 1, 2, 3, 4);
SELECT session_repair('b');
--> [{"code":"state-id","severity":"warning","status":"mended","finding":"update states under an id that is taken for the account's: 1"}]
SELECT * FROM b.update_state;
--> 0 | 1 | 2 | 3 | 4
DROP INDEX b.idx_usernames_id;
DROP TRIGGER b.trg_peers_last_update_on;
SELECT session_repair('b');
--> [{"code":"missing-index","severity":"note","status":"mended","finding":"idx_usernames_id is missing"},{"code":"missing-index","severity":"note","status":"mended","finding":"trg_peers_last_update_on is missing"}]
SELECT session_check('b');
--> []
DELETE FROM b.sessions;
SELECT session_repair('b');
--> [{"code":"no-row","severity":"warning","status":"mended","finding":"the empty account row is there again"}]
SELECT dc_id, auth_key, session_check('b') FROM b.sessions;
--> 2 | NULL | []

---------------------------------------------------------------- many at once, or none
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'b', 2, 777000123, key FROM made_up;
UPDATE b.version SET number=3;
UPDATE b.sessions SET is_bot=NULL;
DROP INDEX b.idx_usernames_id;
BEGIN;
SELECT json_array_length(session_repair('b'));
--> 3
SELECT session_check('b');
--> []
ROLLBACK;
SELECT count(*) FROM found;
--> 3
SELECT group_concat(json_extract(value, '$.status'), ' ') FROM json_each(session_repair('b'));
--> mended mended mended
-- What it can't mend stays, and is said by session_check.
CREATE TRIGGER b.thief AFTER UPDATE ON sessions BEGIN SELECT 1; END;
SELECT session_repair('b');
--! session_repair: b is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('b') lists such things
DETACH b;

---------------------------------------------------------------- Telethon
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'b', 'telethon-7', 4, key FROM made_up;
UPDATE b.sessions SET server_address='2001:67c:4e8:f004::a', takeout_id=5;
SELECT json_extract(value, '$.code'), json_extract(value, '$.status') FROM json_each(session_repair('b'));
--> ipv6-address | mended
--> takeout | mended
SELECT server_address, takeout_id, session_check('b') FROM b.sessions;
--> 149.154.167.91 | NULL | []
-- The number 8 over the columns of 7, which 1.43 writes when it is stopped half-way.
UPDATE b.version SET version=8;
SELECT session_repair('b');
--> [{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 7"}]
SELECT * FROM b.version;
--> 7
-- The statistics of ANALYZE, over which Telethon 2 loses the key.
SELECT session_import(session_export('b', 'telethon-7'), './stat.session');
--> ./stat.session
SELECT other('stat.session', 'ANALYZE'), other('stat.session', NULL);
--> NULL | NULL
-- (SQLite that is built with ENABLE_STAT4 has another table of them.)
SELECT json_extract(value, '$.code'), json_extract(value, '$.status'), json_extract(value, '$.finding') FROM json_each(session_repair('./stat.session'))
 WHERE json_extract(value, '$.finding') NOT LIKE 'sqlite_stat4%';
--> dangerous-table | mended | sqlite_stat1 is gone
SELECT session_check('./stat.session');
--> []
DETACH b;
-- And 7 over the columns of 8.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'b', 'telethon-8', 4, key FROM made_up;
UPDATE b.version SET version=7;
SELECT session_repair('b');
--> [{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 8"}]
SELECT *, session_check('b') FROM b.version;
--> 8 | []
DETACH b;

---------------------------------------------------------------- Pyrogram 0.15's channel ids
-- They are given as stored, '-100' before the digits, which is what that client looks for; in another layout repair makes
-- them what they are there.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'pyrogram-1', 2, 777000123, key FROM made_up;
INSERT INTO b.peers(id, access_hash, type, last_update_on) VALUES (-1001234567890, 5, 'channel', 1), (-100987654321, 6, 'supergroup', 1), (-10012345678901, 7, 'channel', 1), (-7, 0, 'group', 1);
SELECT id, access_hash FROM session_peers('b');
--> -10012345678901 | 7
--> -1001234567890 | 5
--> -100987654321 | 6
--> -7 | 0
SELECT session_check('b'), session_repair('b');
--> [] | []
SELECT session_migrate('b', 'pyrogram-2');
--> b
SELECT session_repair('b');
--> [{"code":"old-channel-ids","severity":"warning","status":"mended","finding":"channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2"}]
SELECT id, access_hash FROM session_peers('b');
--> -1012345678901 | 7
--> -1001234567890 | 5
--> -1000987654321 | 6
--> -7 | 0
SELECT session_check('b');
--> []
DETACH b;

---------------------------------------------------------------- files
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT './x.session', 'kurigram-7', 2, 5, key FROM made_up;
SELECT other('x.session', 'UPDATE version SET number=6'), other('x.session', NULL);
--> NULL | NULL
SELECT session_repair('./x.session');
--> [{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 7"}]
SELECT problem, file_mode('x.session'), file_mode('x.session-journal') FROM session('./x.session');
--> NULL | 0600 | NULL
-- Of a fleet, those that have a problem.
SELECT name, session_repair(name) FROM session('.') WHERE session_check(name)<>'[]';
--> (none)
SELECT session_repair('./missing.session');
--!CANTOPEN session_repair: there is no file ./missing.session
SELECT session_repair();
--! session_repair: no session in main

---------------------------------------------------------------- names in two places
-- pyroblack stores each name of peers in usernames once more, at every start.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, api_id, auth_key) SELECT 'b', 'kurigram-6', 2, 777000123, 1, key FROM made_up;
ALTER TABLE b.peers ADD COLUMN username TEXT;
INSERT INTO b.peers(id, access_hash, type, username, last_update_on) VALUES (5, 6, 'user', 'ann', 1), (7, 8, 'user', 'bob', 1), (9, 10, 'user', 'cid', 1);
INSERT INTO b.usernames(id, username) VALUES (5, 'ann'), (5, 'ann'), (7, 'bob');
SELECT json_extract(value, '$.code') FROM json_each(session_repair('b')) ORDER BY 1;
--> duplicate-usernames
INSERT INTO b.usernames(id, username) SELECT id, username FROM b.peers WHERE username IS NOT NULL;
SELECT id, username FROM session_peers('b');
--> 5 | ann
--> 7 | bob
--> 9 | cid
SELECT count(*), session_check('b') LIKE '%duplicate%' FROM b.usernames;
--> 3 | 0
DETACH b;

---------------------------------------------------------------- types of peers that no client knows
-- Converters store numbers, their own name, or 'chat': read by the id, in every layout of Pyrogram's, and mended.
CREATE TABLE odd AS SELECT './odd-' || name || '.session' AS p, name, NULL AS x, NULL AS y FROM session_formats WHERE kind = 'layout' AND writes AND family = 'pyrogram';
SELECT count(*) FROM (SELECT outcome('INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) VALUES (''' || p || ''', ''' || name || ''', 2, 777, 0, '
  || CASE WHEN name IN ('pyrogram-1', 'pyrogram-2') THEN 'NULL' ELSE '1' END || ', CAST(printf(''%0256d'', 7) AS BLOB))') AS o FROM odd) WHERE o = '(none)';
--> 12
UPDATE odd SET x = other(p, 'INSERT INTO peers(id, access_hash, type, last_update_on) VALUES (5, 6, 1684221087, 1), (-7, 0, ''chat'', 1), (-1001234567890, 8, ''ThisFork'', 1), (9, 9, ''user'', 1)'), y = other(p, NULL);
SELECT DISTINCT group_concat(t, ' ') FROM (SELECT p, s.id || '=' || s.type AS t FROM odd, session_peers(p) s ORDER BY p, s.id) GROUP BY p;
--> -1001234567890=channel -7=group 5=user 9=user
SELECT DISTINCT json_extract(value, '$.code', '$.repair', '$.finding') FROM odd, json_each(session_check(p)) WHERE json_extract(value, '$.code') = 'unknown-type';
--> ["unknown-type",true,"peers of a type that the client does not know, over which it fails: 3"]
SELECT DISTINCT json_extract(value, '$.code', '$.status') FROM odd, json_each(session_repair(p));
--> ["unknown-type","mended"]
SELECT p, session_check(p) FROM odd WHERE session_check(p) LIKE '%"error"%';
--> (none)
UPDATE odd SET x = other(p, 'SELECT group_concat(type) FROM (SELECT type FROM peers ORDER BY id)'), y = other(p, NULL);
SELECT DISTINCT x FROM odd;
--> channel,group,user,user

-- With 'try', 1 what can't be repaired is said in the result, and stops no statement over many files.
SELECT session_repair('./nobody.session', 'try', 1);
--> [{"code":"missing-file","severity":"error","status":"failed","finding":"there is no file ./nobody.session"}]
SELECT session_repair('nobody', 'try', 1) LIKE '[{"code":"refused","severity":"error","status":"failed","finding":"there is no database ''nobody'' here%', session_repair('./x.session', 'try', 1);
--> 1 | []
SELECT session_repair('./x.session', 'try', 2);
--! session_repair: option 'try' takes 0 or 1

---------------------------------------------------------------- old channel ids, wherever usernames stand
-- In each layout of the family that knows no such ids: the peer, and every name of it, move to the id that the client looks for.
CREATE TABLE old AS SELECT name AS layout, './old-' || name || '.session' AS p, instr(' ' || keeps || ' ', ' usernames ') > 0 AS names, NULL AS x, NULL AS y FROM session_formats
  WHERE kind = 'layout' AND writes AND family = 'pyrogram' AND name <> 'pyrogram-1';
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, layout, 2, 777, 0, 1, CAST(printf('%0256d', 3) AS BLOB) FROM old;
CREATE TEMP TABLE peer AS SELECT '[{"id":"-100987654321","type":"channel","access_hash":"5","username":"news","usernames":["news","alsonews"]},{"id":"-1001234567890","type":"channel","access_hash":"6","username":"talk"},{"id":"9","type":"user","access_hash":"7"}]' AS j;
SELECT count(*) FROM old, peer WHERE session_import(json_set(session_export(p, 'json'), '$.peers', json(j)), p) <> p;
--> 0
SELECT layout, session_check(p) FROM old WHERE session_check(p) NOT LIKE '%"old-channel-ids","severity":"warning","repair":true%: 1"}%';
--> (none)
CREATE TABLE did AS SELECT layout, session_repair(p) AS r FROM old;
SELECT layout, r FROM did WHERE r NOT LIKE '%"old-channel-ids","severity":"warning","status":"mended"%: 1"}%';
--> (none)
SELECT o.layout, group_concat(s.id || ' ' || s.access_hash || coalesce(' ' || s.usernames, ''), '; ') FROM old o, session_peers(o.p) s GROUP BY o.layout
  HAVING group_concat(s.id || ' ' || s.access_hash || coalesce(' ' || s.usernames, ''), '; ') <> '-1001234567890 6 ["talk"]; -1000987654321 5 ' || CASE WHEN names THEN '["news","alsonews"]' ELSE '["news"]' END || '; 9 7';
--> (none)
SELECT layout, session_check(p) FROM old WHERE session_check(p) LIKE '%old-channel%';
--> (none)

---------------------------------------------------------------- one thing is mended, whatever else is wrong
-- Who it is only its user knows, and the address is mended all the same.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'kurigram-7', 2, 777, key FROM made_up;
UPDATE b.sessions SET user_id = NULL, server_address = '149.154.167.92';
SELECT session_repair('b');
--> [{"code":"address-dc","severity":"error","status":"mended","finding":"server_address is now 149.154.167.51"}]
SELECT server_address, user_id FROM b.sessions;
--> 149.154.167.51 | NULL
DETACH b;

---------------------------------------------------------------- triggers that nothing else finds
-- Written down as a 'Trigger', with a NUL behind the text or as a BLOB: SQLite runs it, and rebuild removes it.
CREATE TABLE odd_text AS SELECT column1 AS p, column2 AS sql, NULL AS x, NULL AS r FROM (VALUES ('./zero.session', 'sql || char(0) || ''x'''), ('./blob.session', 'CAST(sql AS BLOB)'));
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT p, 'pyrogram-3', 2, 777, key FROM odd_text, made_up;
UPDATE odd_text SET x = once(p, 'CREATE TRIGGER thief AFTER UPDATE ON sessions BEGIN SELECT 1; END; PRAGMA writable_schema = 1; '
  || 'UPDATE sqlite_master SET type = ''Trigger'', sql = ' || sql || ' WHERE name = ''thief''');
UPDATE odd_text SET r = session_repair(p, 'rebuild', 1);
SELECT p, r, session_check(p) FROM odd_text;
--> ./zero.session | [{"code":"foreign-trigger","severity":"error","status":"mended","finding":"'thief': the tables are made anew without it"}] | []
--> ./blob.session | [{"code":"foreign-trigger","severity":"error","status":"mended","finding":"'thief': the tables are made anew without it"}] | []
-- More than a thousand of them: none is removed, and nothing is called mended.
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT './many.session', 'pyrogram-3', 2, 777, key FROM made_up;
SELECT once('./many.session', 'CREATE TABLE own(a); PRAGMA writable_schema = 1; WITH n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 1001) '
  || 'INSERT INTO sqlite_master SELECT ''Trigger'', ''t'' || i, ''own'', 0, ''CREATE TRIGGER t'' || i || '' AFTER UPDATE ON main.own BEGIN SELECT 1; END'' FROM n');
SELECT session_repair('./many.session', 'rebuild', 1);
--! session_repair: ./many.session can't be rebuilt: a trigger that no client makes stands on a client's table, 't1001', is still there
SELECT once('./many.session', 'SELECT count(*) FROM sqlite_master WHERE name GLOB ''t[0-9]*''');
--> 1001
SELECT once('./many.session', 'PRAGMA writable_schema = 1; DELETE FROM sqlite_master WHERE name = ''t7''');
SELECT json_array_length(session_repair('./many.session', 'rebuild', 1)), once('./many.session', 'SELECT count(*) FROM sqlite_master WHERE name GLOB ''t[0-9]*''');
--> 1000 | 0
