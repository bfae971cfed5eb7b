-- What is pushed down never changes an answer: the tables are asked as an ordinary copy of them would be.
-- (tests/unit/oracle.c asks at random.)
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS k;
ATTACH ':memory:' AS t;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'k', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 't', 'telethon-7', 2, key FROM made_up;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES
  ('k', 777000, 'user', 1, '["telegram","tg"]', '42777', 1), ('k', 42777, 'user', 2, NULL, NULL, 2),
  ('k', -1001234567890, 'channel', 3, '["news","n_old"]', NULL, 3), ('k', -1234567890, 'group', 0, NULL, NULL, 4);
INSERT INTO session_peers(session, id, access_hash, username, phone_number, name) VALUES ('t', 777000, 5, 'telegram', '12025550123', 'Telegram');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', 0, 1, 2, 3, 4), ('k', -1001234567890, 5, NULL, 6, NULL);
SELECT session_import(session_export('k', 'kurigram-7'), './k.session'), session_import(session_export('t', 'telethon-7'), './t.session');
--> ./k.session | ./t.session

---------------------------------------------------------------- the argument
-- source reads what was given, and nothing where nothing was.
SELECT source, count(*) FROM session_peers('k');
--> k | 4
SELECT source IS NULL, count(*) FROM session_peers;
--> 1 | 5
SELECT source, name FROM session('*.session');
--> *.session | k.session
--> *.session | t.session
SELECT DISTINCT source, session FROM session_states WHERE source IN ('k', './k.session', NULL);
--> ./k.session | ./k.session
--> k | k
SELECT typeof(source), session, count(*) FROM session_peers(session_export('k', 'kurigram-7'));
--> blob | value | 4
CREATE VIRTUAL TABLE temp.files USING session_peers('*.session');
SELECT DISTINCT source, session FROM files;
--> *.session | k.session
--> *.session | t.session
SELECT count(*) FROM session_peers(NULL);
--> 0
SELECT count(*) FROM session(NULL), session_states(NULL);
--> 0
-- One too many.
SELECT count(*) FROM session_peers('k', 'news', 1);
--! session_peers: too many arguments; it takes 2
SELECT count(*) FROM session_states('k', 1);
--! session_states: too many arguments; it takes 1
SELECT count(*) FROM session_peers('nobody');
--! session_peers: there is no database 'nobody' here, only main, temp, k, t; write './nobody.session' for a file

---------------------------------------------------------------- OR, IN, joins
SELECT id FROM session_peers('./k.session') WHERE id=42777 OR phone_number='42777';
--> 42777
--> 777000
SELECT id FROM session_peers('k') WHERE id=42777 OR username='NEWS' OR phone_number='42777' ORDER BY id;
--> -1001234567890
--> 42777
--> 777000
SELECT session, id FROM files WHERE id=777000 OR phone_number='12025550123' ORDER BY 1, 2;
--> k.session | 777000
--> t.session | 777000
SELECT session, id FROM session_peers WHERE (session, id) IN (VALUES ('k', 777000), ('t', 777000), ('t', 1)) ORDER BY 1;
--> k | 777000
--> t | 777000
SELECT count(*) FROM session_peers('k') WHERE (id, username)=(777000, 'telegram') OR (id, username)=(-1001234567890, 'news');
--> 2
SELECT s.name, p.id FROM session s LEFT JOIN session_peers p ON p.source=s.name AND (p.id=777000 OR p.username='nobody') ORDER BY 1;
--> k | 777000
--> t | 777000
SELECT a.session, b.session FROM session_peers a JOIN session_peers b ON b.source=a.session WHERE a.id=777000 AND b.id=a.id ORDER BY 1;
--> k | k
--> t | t
-- Also where SQLite has a plan that looks without the argument.
SELECT count(*) FROM session_states a JOIN session_peers b ON b.source=a.session WHERE b.id=777000 OR b.session='t';
--> 2
-- A name that no row has is asked for by nobody.
SELECT count(*) FROM session a, session_peers p WHERE p.source=a.name AND a.name='nobody';
--> 0
SELECT count(*) FROM session_peers a, session_peers b WHERE a.source=b.session AND b.source=a.session;
--! no query solution
-- A join that looks up ids in no particular container.
SELECT count(*) FROM (VALUES (777000), (42777), (5)) w JOIN session_peers p ON p.id=w.column1;
--> 3

-- Statements that are kept for several scans of a database at once are all made anew when its layout is another one.
ATTACH ':memory:' AS two;
SELECT session_import(session_export('k', 'kurigram-7'), 'two');
--> two
SELECT count(*), max(a.phone_number || b.phone_number) FROM session_peers('two') a, session_peers('two') b;
--> 16 | 4277742777
SELECT session_migrate('two', 'mtcute-1');
--> two
SELECT count(*), max(a.phone_number || b.phone_number) FROM session_peers('two') a, session_peers('two') b;
--> 16 | 4277742777
SELECT session_migrate('two', 'grammers-1');
--> two
SELECT count(*), count(a.phone_number || b.phone_number) FROM session_peers('two') a, session_peers('two') b;
--> 25 | 0
DETACH two;

---------------------------------------------------------------- collations and types
SELECT count(*) FROM session WHERE name='K';
--> 0
SELECT count(*) FROM session WHERE name='K' COLLATE NOCASE;
--> 1
SELECT count(*) FROM session_peers WHERE session='K' COLLATE NOCASE AND phone_number='42777 ' COLLATE RTRIM;
--> 1
SELECT count(*) FROM session_peers WHERE username='News';
--> 1
SELECT count(*) FROM session_peers WHERE username='News' COLLATE BINARY;
--> 0
SELECT count(*) FROM session_peers WHERE username=NULL OR session=NULL OR id=NULL;
--> 0
SELECT count(*) FROM session_peers WHERE phone_number=42777;
--> 1
SELECT count(*) FROM session_peers WHERE phone_number=CAST('042777' AS INTEGER);
--> 1
SELECT id FROM session_states WHERE id='-1001234567890';
--> -1001234567890
SELECT count(*) FROM session_states WHERE id IN ('0', -1001234567890.0, ' 0 ', '0x0', x'30');
--> 2
SELECT count(*) FROM session_states WHERE id=0.5;
--> 0
SELECT count(*) FROM session_peers WHERE id=9223372036854775807.0;
--> 0
-- A name that the client's file has in another case is found as it is.
INSERT INTO k.usernames VALUES (-1234567890, 'OldCase');
SELECT id FROM session_peers WHERE username='OldCase';
--> -1234567890
SELECT id FROM session_peers('k', 'OldCase');
--> -1234567890
DELETE FROM k.usernames WHERE username='OldCase';

---------------------------------------------------------------- find
-- An id, as it is or bare; a phone number and an id may look the same.
SELECT id FROM session_peers('k', 777000);
--> 777000
SELECT id FROM session_peers('k', '-1001234567890');
--> -1001234567890
SELECT id FROM session_peers('k', 1234567890);
--> -1001234567890
--> -1234567890
SELECT id FROM session_peers('k', 1234567890.0);
--> -1001234567890
--> -1234567890
SELECT id FROM session_peers('k', 42777);
--> 42777
--> 777000
-- Any of a peer's usernames; a phone number; links.
CREATE TEMP TABLE asked(who);
INSERT INTO asked VALUES ('tg'), ('@Tg'), (' @TG '), ('telegram'), ('t.me/tg'), ('https://t.me/tg'), ('http://www.t.me/TG/42?single'), ('tg.t.me'),
  ('https://tg.t.me/'), ('T.ME/s/tg#x'), ('telegram.me/tg'), ('tg://resolve?domain=tg'), ('tg://resolve?post=42&domain=Tg'), ('tg:resolve?domain=tg'),
  ('tg://user?id=777000'), ('tg://openmessage?user_id=777000'), ('+42777'), ('+4 (27) 77'), ('0042777'), ('42-777'), ('t.me/+42777'), ('tg://resolve?phone=42777'),
  ('+42' || char(160) || '777'), (char(9) || 'tg' || char(13));
SELECT who, group_concat(p.id) FROM asked LEFT JOIN session_peers p ON p.source='k' AND p.find=who GROUP BY who HAVING group_concat(p.id) IS NOT '777000';
--> (none)
DELETE FROM asked;
INSERT INTO asked VALUES ('t.me/c/1234567890/42'), ('https://t.me/c/1234567890'), ('tg://privatepost?channel=1234567890&post=42'), ('N_Old'), ('t.me/news/1');
SELECT DISTINCT id FROM asked, session_peers('k', who);
--> -1001234567890
SELECT id FROM session_peers('k', 'tg://openmessage?chat_id=1234567890');
--> -1234567890
DELETE FROM asked;
INSERT INTO asked VALUES (NULL), (''), ('@'), (' '), ('+'), ('()'), ('no body'), ('@news@'), ('t.me'), ('t.me/'), ('t.me/joinchat/abc'), ('t.me/+AbCdEf'), ('https://example.org/news'),
  ('news.t.me.example.org'), ('tg://'), ('tg://user?id='), ('tg://user?id=x'), (x'00'), (0), (777000.5), (1e300), (9223372036854775807), (-9223372036854775807-1),
  ('99999999999999999999999999999999999999999999'), (char(0) || 'news'), (printf('%.100c', 'n')), (zeroblob(100)),
  (char(14) || 'tg'), ('tg' || char(14)), ('+42' || char(169) || '777'), ('+42777' || CAST(x'c2' AS TEXT)), (-1e300), (-777000.5);
SELECT who, p.id FROM asked, session_peers('k', who) p;
--> (none)
-- In a fleet: every file's own index is asked.
SELECT session, id, find FROM session_peers('*.session', '+1 (202) 555-0123');
--> t.session | 777000 | +1 (202) 555-0123
SELECT session, id FROM session_peers WHERE find='telegram' ORDER BY 1;
--> k | 777000
--> t | 777000
SELECT session, id FROM session_peers WHERE find='telegram' AND session='t';
--> t | 777000
SELECT session, id FROM session_peers(session_export('t', 'telethon-7'), 'TELEGRAM') WHERE id>0 AND name='Telegram';
--> value | 777000

---------------------------------------------------------------- a schema that was another one
-- ROLLBACK takes a schema's version back, and the next change gives the same number to another schema.
ATTACH ':memory:' AS gone;
SELECT session_import(session_export('k', 'bundle'), 'gone', 'kurigram-7');
--> gone
BEGIN;
DROP TABLE gone.sessions;
DROP TABLE gone.peers;
DROP TABLE gone.usernames;
DROP TABLE gone.update_state;
DROP TABLE gone.version;
PRAGMA gone.schema_version = 1000;
SELECT count(*) FROM session_peers('gone');
--> 0
ROLLBACK;
PRAGMA gone.schema_version = 1000;
SELECT count(*) FROM session_peers('gone');
--> 4
-- Likewise what is kept in mind for the next row that is written.
BEGIN;
SELECT session_migrate('gone', 'telethon-7');
--> gone
PRAGMA gone.schema_version = 2000;
UPDATE session_peers SET access_hash = 8 WHERE session = 'gone' AND id = 777000;
ROLLBACK;
PRAGMA gone.schema_version = 2000;
UPDATE session_peers SET access_hash = 9 WHERE session = 'gone' AND id = 777000;
SELECT access_hash, usernames FROM session_peers('gone', 777000);
--> 9 | ["telegram","tg"]
DETACH gone;

---------------------------------------------------------------- a name that a peer has twice
ATTACH ':memory:' AS d4;
ATTACH ':memory:' AS d7;
ATTACH ':memory:' AS d8;
ATTACH ':memory:' AS dm;
SELECT session_import(session_export('k', 'bundle'), 'd4', 'kurigram-4'), session_import(session_export('k', 'bundle'), 'd7', 'kurigram-7'),
  session_import(session_export('k', 'bundle'), 'd8', 'wzgram-8'), session_import(session_export('k', 'bundle'), 'dm', 'mtcute-1');
--> d4 | d7 | d8 | dm
INSERT INTO d4.usernames SELECT * FROM d4.usernames;
INSERT INTO d7.usernames SELECT id, 'Telegram' FROM d7.usernames UNION ALL SELECT * FROM d7.usernames;
INSERT INTO d8.usernames SELECT * FROM d8.usernames;
UPDATE dm.peers SET usernames = '["telegram","telegram"]' WHERE usernames LIKE '%telegram%';
SELECT s.column1, (SELECT count(*) FROM session_peers(s.column1) WHERE username = 'telegram'), (SELECT count(*) FROM session_peers(s.column1, '@telegram')),
  (SELECT count(*) FROM session_peers(s.column1) WHERE username IN ('telegram', 'news')) FROM (VALUES('d4'), ('d7'), ('d8'), ('dm')) s;
--> d4 | 1 | 1 | 2
--> d7 | 1 | 1 | 2
--> d8 | 1 | 1 | 2
--> dm | 1 | 1 | 2
DETACH d4;
DETACH d7;
DETACH d8;
DETACH dm;
