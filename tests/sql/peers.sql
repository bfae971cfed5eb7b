-- The table "session_peers": whom a session knows, in the same columns whatever the client.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
SELECT group_concat(name || ' ' || type || CASE hidden WHEN 1 THEN ' (hidden)' ELSE '' END, ', ') FROM pragma_table_xinfo('session_peers');
--> session TEXT, id INTEGER, type TEXT, access_hash INTEGER, username TEXT, usernames TEXT, phone_number TEXT, name TEXT, updated INTEGER, source  (hidden), find  (hidden), key  (hidden)
SELECT * FROM session_peers;
--> (none)

---------------------------------------------------------------- writing
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'bot', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO session_peers(session, id, type, access_hash, username, usernames, phone_number, updated) VALUES
  ('bot', 777000, 'user', -42, 'telegram', NULL, '42777', 1700000000),
  ('bot', -1001234567890, 'channel', 99, NULL, '["news","news_old"]', NULL, 1700000001),
  ('bot', -123, 'group', NULL, NULL, NULL, NULL, 1700000002);
SELECT id, type, access_hash, username, usernames, phone_number, name, updated FROM session_peers;
--> -1001234567890 | channel | 99 | news | ["news","news_old"] | NULL | NULL | 1700000001
--> -123 | group | 0 | NULL | NULL | NULL | NULL | 1700000002
--> 777000 | user | -42 | telegram | ["telegram"] | 42777 | NULL | 1700000000
-- They are in the client's own tables.
SELECT * FROM bot.peers ORDER BY id;
--> -1001234567890 | 99 | channel | NULL | 1700000001
--> -123 | 0 | group | NULL | 1700000002
--> 777000 | -42 | user | 42777 | 1700000000
SELECT * FROM bot.usernames ORDER BY id, rowid;
--> -1001234567890 | news
--> -1001234567890 | news_old
--> 777000 | telegram
-- main is the session unless one is named.
INSERT INTO session_peers(id) VALUES (1);
--! session_peers: no session in main

-- A peer that is there is a conflict.
INSERT INTO session_peers(session, id, access_hash) VALUES ('bot', -1001234567890, 1);
--!CONSTRAINT session_peers: UNIQUE constraint failed: session_peers.session, session_peers.id: bot has one of id -1001234567890
INSERT OR IGNORE INTO session_peers(session, id, access_hash) VALUES ('bot', -1001234567890, 1);
SELECT changes(), access_hash FROM session_peers WHERE id=-1001234567890;
--> 0 | 99
INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username, updated) VALUES ('bot', -1001234567890, 'supergroup', 100, 'talk', 1700000003);
SELECT id, type, access_hash, usernames FROM session_peers WHERE id=-1001234567890;
--> -1001234567890 | supergroup | 100 | ["talk"]
SELECT count(*) FROM bot.usernames WHERE username='news';
--> 0
UPDATE session_peers SET access_hash=101 WHERE session='bot' AND id=-1001234567890;
SELECT type, access_hash, usernames, updated FROM session_peers WHERE id=-1001234567890;
--> supergroup | 101 | ["talk"] | 1700000003
UPDATE session_peers SET usernames='["talk","chat","Chat","talk"]' WHERE session='bot' AND id=-1001234567890;
SELECT username, usernames FROM session_peers WHERE id=-1001234567890;
--> talk | ["talk","chat"]
UPDATE session_peers SET id=-1001234567891 WHERE id=-1001234567890;
SELECT id, usernames FROM session_peers WHERE session='bot' AND id<0;
--> -1001234567891 | ["talk","chat"]
--> -123 | NULL
DELETE FROM session_peers WHERE username='talk';
SELECT id FROM session_peers;
--> -123
--> 777000
SELECT count(*) FROM bot.usernames;
--> 1

-- All of it is part of the user's transaction.
BEGIN;
DELETE FROM session_peers WHERE session='bot';
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 9, 'user', 9);
SELECT id FROM session_peers;
--> 9
ROLLBACK;
SELECT id FROM session_peers;
--> -123
--> 777000

-- Without a type the id says what it is.
INSERT INTO session_peers(session, id, type, access_hash, updated) VALUES ('bot', 8, '', 8, 1700000000), ('bot', 7, NULL, 7, 1700000000), ('bot', -7, NULL, 0, 1700000000), ('bot', -1000000000007, NULL, 7, 1700000000);
SELECT id, type FROM session_peers WHERE id IN (8, 7, -7, -1000000000007);
--> -1000000000007 | channel
--> -7 | group
--> 7 | user
--> 8 | user
DELETE FROM session_peers WHERE id IN (8, 7, -7, -1000000000007);

---------------------------------------------------------------- several sessions
ATTACH ':memory:' AS t;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 't', 'telethon-7', 2, key FROM made_up;
INSERT INTO session_peers(session, id, access_hash, username, phone_number, name, updated) VALUES ('t', 777000, 43, 'telegram', '42777', 'Telegram', 1700000000),
  ('t', -1000000000009, 44, 'nine', NULL, 'Nine', 1700000000);
SELECT * FROM t.entities;
--> -1000000000009 | 44 | nine | NULL | Nine | 1700000000
--> 777000 | 43 | telegram | 42777 | Telegram | 1700000000
SELECT session, id, access_hash, name FROM session_peers;
--> bot | -123 | 0 | NULL
--> bot | 777000 | -42 | NULL
--> t | -1000000000009 | 44 | Nine
--> t | 777000 | 43 | Telegram
SELECT session, access_hash FROM session_peers WHERE id=777000;
--> bot | -42
--> t | 43
SELECT session FROM session_peers WHERE username='telegram' AND session='t';
--> t
SELECT session, id FROM session_peers WHERE phone_number='42777';
--> bot | 777000
--> t | 777000
SELECT session, id FROM session_peers('t');
--> t | -1000000000009
--> t | 777000
SELECT id FROM session_peers WHERE session='nobody';
--> (none)

-- A username compares in any case, as Telegram has it; `find` takes any of a peer's.
SELECT session, id FROM session_peers WHERE username='TeleGram';
--> bot | 777000
--> t | 777000
UPDATE session_peers SET usernames='["telegram","durov_says"]' WHERE session='bot' AND id=777000;
SELECT id, username FROM session_peers WHERE username='durov_says';
--> (none)
SELECT id, username FROM session_peers('bot', '@Durov_Says');
--> 777000 | telegram

-- A NULL, a text or a fraction is nobody's id.
SELECT count(*) FROM session_peers WHERE id=NULL;
--> 0
SELECT count(*) FROM session_peers WHERE id='x';
--> 0
SELECT count(*) FROM session_peers WHERE id='777000';
--> 2
SELECT count(*) FROM session_peers WHERE id=777000.0;
--> 2
SELECT count(*) FROM session_peers WHERE id=777000.5;
--> 0
SELECT count(*) FROM session_peers WHERE username=5;
--> 0

---------------------------------------------------------------- pushed down
-- A search by id, username or phone number is answered by the client's index: of 20,000 peers none but the one is read.
-- (Seen by its plan.)
INSERT INTO bot.peers(id, access_hash, type, phone_number, last_update_on)
  WITH RECURSIVE c(i) AS (VALUES(1000000) UNION ALL SELECT i+1 FROM c WHERE i<1019999) SELECT i, i, 'user', '49' || i, 1700000000 FROM c;
INSERT INTO bot.usernames SELECT id, 'u' || id FROM bot.peers WHERE id>=1000000;
SELECT count(*) FROM session_peers WHERE session='bot';
--> 20002
WITH RECURSIVE c(i) AS (VALUES(1000000) UNION ALL SELECT i+10 FROM c WHERE i<1019990)
  SELECT count(*), sum(access_hash=i) FROM c, session_peers p WHERE p.session='bot' AND p.id=c.i;
--> 2000 | 2000
WITH RECURSIVE c(i) AS (VALUES(1000000) UNION ALL SELECT i+10 FROM c WHERE i<1019990)
  SELECT count(*), sum(access_hash=i) FROM c, session_peers p WHERE p.session='bot' AND p.username='u' || c.i;
--> 2000 | 2000
WITH RECURSIVE c(i) AS (VALUES(1000000) UNION ALL SELECT i+10 FROM c WHERE i<1019990)
  SELECT count(*), sum(access_hash=i) FROM c, session_peers p WHERE p.session='bot' AND p.phone_number='49' || c.i;
--> 2000 | 2000
-- The other table goes first, so that each search is one.  (What stands before that in a plan's rows is another thing in each version.)
-- needs SQLite 3.40
SELECT outcome('CREATE TEMP TABLE wanted AS SELECT 1000010 AS i;
  EXPLAIN QUERY PLAN SELECT access_hash FROM wanted c, session_peers p WHERE p.session=''bot'' AND p.id=c.i')
  GLOB '3 * SCAN c; 5 * SCAN p VIRTUAL TABLE INDEX 12:';
--> 1

---------------------------------------------------------------- files and images
SELECT session_import(session_export('t', 'telethon-7'), './t.session');
--> ./t.session
SELECT session, id, name FROM session_peers('./t.session');
--> ./t.session | -1000000000009 | Nine
--> ./t.session | 777000 | Telegram
SELECT session, id FROM session_peers WHERE source='*.session' AND username='nine';
--> t.session | -1000000000009
SELECT session, id FROM session_peers(readfile('t.session')) WHERE id=777000;
--> value | 777000
CREATE VIRTUAL TABLE temp.known USING session_peers('*.session');
SELECT count(*) FROM known;
--> 2
-- A file is read, not written: attach it.
DELETE FROM session_peers WHERE source='./t.session';
--!READONLY session_peers: only databases of this connection can be changed; ATTACH the file
UPDATE session_peers SET access_hash=1 WHERE source='./t.session';
--!READONLY session_peers: only databases of this connection can be changed; ATTACH the file
INSERT INTO session_peers(session, id) VALUES ('./t.session', 1);
--! session_peers: there is no database './t.session' here; ATTACH the file
ATTACH './t.session' AS f;
DELETE FROM session_peers WHERE session='f' AND id=777000;
DETACH f;
SELECT id FROM session_peers('./t.session');
--> -1000000000009
-- A layout without peers has none, and takes none.
ATTACH ':memory:' AS v;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'v', 'telethon-2.10', 2, 5, key FROM made_up;
SELECT count(*) FROM session_peers('v');
--> 0
INSERT INTO session_peers(session, id, access_hash) VALUES ('v', 1, 1);
--! session_peers: v: layout telethon-2.10 holds no peers

-- A file that is broken has no peers; the table session says why.
SELECT writefile('broken.session', 'nothing like a database, and long enough to have a header, if it had one; but it has none, so that it is not read.') > 0;
--> 1
SELECT session, id FROM session_peers('*.session');
--> t.session | -1000000000009
-- Nor has one whose damage is met on the way any more.
ATTACH ':memory:' AS big;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'big', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO big.peers(id, access_hash, type, last_update_on) WITH RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<2000) SELECT i, i, 'user', i FROM c;
CREATE TEMP TABLE whole AS SELECT session_export('big', 'kurigram-7') AS img;
CREATE TEMP TABLE root AS SELECT rootpage FROM big.sqlite_master WHERE name='peers';
SELECT writefile('a-torn.session', CAST(substr(img, 1, 40960) || zeroblob(8192) || substr(img, 49153) AS BLOB))=length(img) FROM whole;
--> 1
SELECT count(*)<2001, count(DISTINCT session) FROM session_peers('*.session') WHERE session<>'./t.session';
--> 1 | 2
SELECT count(*) FROM session_peers('./a-torn.session');
--!CORRUPT session_peers: database disk image is malformed
DETACH big;
-- One that is named must be there, and be read.
SELECT count(*) FROM session_peers('./missing.session');
--!CANTOPEN session_peers: there is no file ./missing.session
SELECT count(*) FROM session_peers('./broken.session');
--!NOTADB session_peers: ./broken.session is not a SQLite database, or it is encrypted
SELECT name, problem FROM session('./broken.session');
--> ./broken.session | not-a-database: ./broken.session is not a SQLite database, or it is encrypted
SELECT name, problem FROM session('./missing.session');
--> ./missing.session | missing-file: there is no file ./missing.session

-- What stands in Pyrogram's column type, other converters' words among it: a type is one, a group only where the id is
-- a group's, else the id tells.
ATTACH ':memory:' AS odd;
INSERT INTO session(name, layout, auth_key) VALUES ('odd', 'pyrogram-3', x'');
INSERT INTO odd.peers(id, type, access_hash) VALUES (1, 'channel', 1), (2, 'group', 1), (3, 'Bot', 1),
  (4, CAST('bot' || char(0) AS TEXT), 1), (5, x'626f74', 1), (6, 7, 1), (7, 'bot', 1),
  (-8, 'group', 1), (-9, 'chat', 1), (-1000000000000, 'group', 1), (-1000000000001, 'community', 1),
  (-1000000000002, '', 1), (0, 'group', 1);
SELECT group_concat(id || ' ' || type) FROM (SELECT id, type FROM session_peers('odd') ORDER BY id DESC);
--> 7 bot,6 user,5 user,4 user,3 user,2 user,1 channel,0 channel,-8 group,-9 group,-1000000000000 channel,-1000000000001 community,-1000000000002 channel
DETACH odd;

---------------------------------------------------------------- an attached database that is damaged, or locked
ATTACH 'page.db' AS page;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'page', 'pyrogram-3', 2, 777000123, key FROM made_up;
WITH n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 2000) INSERT INTO page.peers(id, access_hash, type) SELECT i, i, 'user' FROM n;
CREATE TEMP TABLE the_page AS SELECT rootpage AS r FROM page.sqlite_master WHERE name='peers';
DETACH page;
SELECT writefile('page.db', CAST(substr(readfile('page.db'), 1, (r-1)*4096) || zeroblob(4096) || substr(readfile('page.db'), r*4096+1) AS BLOB)) > 0 FROM the_page;
--> 1
ATTACH 'page.db' AS page;
SELECT count(*) FROM session_peers('page');
--!CORRUPT session_peers: database disk image is malformed
SELECT count(*) FROM session_peers('page', 7);
--!CORRUPT session_peers: database disk image is malformed
DETACH page;
-- That one has no session is known until it can't be looked at.
ATTACH 'plain.db' AS plain;
CREATE TABLE plain.t(a);
SELECT count(*) FROM session_peers('plain');
--> 0
SELECT other('plain.db', 'BEGIN EXCLUSIVE');
--> NULL
SELECT count(*) FROM session_peers('plain');
--!BUSY session_peers: plain is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('plain.db', 'ROLLBACK');
--> NULL
SELECT count(*) FROM session_peers('plain');
--> 0
DETACH plain;

---------------------------------------------------------------- one database many times, and a bundle
ATTACH ':memory:' AS many;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'many', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('many', 7, 'user', 1, 'seven');
SELECT count(*), min(b.username) FROM session_peers('many') a, session_peers('many'), session_peers('many'), session_peers('many'), session_peers('many'),
  session_peers('many'), session_peers('many'), session_peers('many'), session_peers('many'), session_peers('many'), session_peers('many'),
  session_peers('many'), session_peers('many'), session_peers('many') b;
--> 1 | seven
SELECT find, key FROM session_peers('many');
--> NULL | 7=many
SELECT count(*) FROM session_peers('many') WHERE id = -1e30;
--> 0
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES ('many', 9, 'user', 1, '["nine","neuf"]');
CREATE TEMP TABLE bundle AS SELECT session_export('many', 'bundle') AS z;
SELECT key, find, id, usernames FROM session_peers((SELECT z FROM bundle));
--> 7:value | NULL | 7 | ["seven"]
--> 9:value | NULL | 9 | ["nine","neuf"]
SELECT id, usernames FROM session_peers((SELECT z FROM bundle)) WHERE id = 9;
--> 9 | ["nine","neuf"]
SELECT id, usernames, find FROM session_peers((SELECT z FROM bundle), 'neuf');
--> 9 | ["nine","neuf"] | neuf
SELECT id, find FROM session_peers((SELECT z FROM bundle), 9);
--> 9 | 9
-- '' is no session's name: it is the one that is usual.
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('', 8, 'user', 1);
--! session_peers: no session in main
-- What stopped in the midst of a peer's usernames leaves nothing open.
SELECT usernames FROM session_peers('many') WHERE id = 9 LIMIT 1;
--> ["nine","neuf"]
DETACH many;

-- A bundle may hold a username that is NULL, as no client's table does.
SELECT id, username, usernames FROM session_peers('tgs1.0QI54nblD1vIyjKJhyu7tCgzvSgxV9eckYGZAQQY2Rn5GGCAkQtMMjFgAhYGBg5JRgbG_BKG1DyG8vzsEQ7UAA');
--> 7 | one | ["one","two"]
