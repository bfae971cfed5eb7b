-- Fleets: many session files in one query, in one INSERT, UPDATE or DELETE.
CREATE TEMP TABLE key AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<30)
  SELECT n, CAST(printf('%0256d', n) AS BLOB) AS key FROM n;
SELECT mkdir('bots'), mkdir('bots/old'), mkdir('bots/old/older'), mkdir('.home');
--> 1 | 1 | 1 | 1

---------------------------------------------------------------- made in bulk
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
  SELECT printf('bots/b%02d.session', n), CASE n%3 WHEN 0 THEN 'kurigram-7' WHEN 1 THEN 'pyrogram-3' ELSE 'telethon-7' END,
    1 + n%5, 777000 + n, 1, 12345, key FROM key WHERE n<=12;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'bots/old/a.session', 'pyrogram-3', 2, 5, 0, 1, key FROM key WHERE n=20;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'bots/old/older/a.session', 'pyrogram-3', 2, 6, 0, 1, key FROM key WHERE n=21;
INSERT INTO session(name, layout, auth_key) VALUES ('bots/new.session', 'kurigram-7', x'');
SELECT layout, count(*), min(file_mode(name)), max(file_mode(name)), count(problem) FROM session('bots') GROUP BY layout;
--> kurigram-7 | 5 | 0600 | 0600 | 0
--> pyrogram-3 | 4 | 0600 | 0600 | 0
--> telethon-7 | 4 | 0600 | 0600 | 0
-- From strings, as out of a backup.
CREATE TEMP TABLE backup AS SELECT user_id, string FROM session('bots') WHERE layout='pyrogram-3';
SELECT mkdir('again');
--> 1
INSERT INTO session(name, layout, string) SELECT 'again/' || user_id || '.session', 'kurigram-7', string FROM backup;
SELECT name, layout, user_id, is_bot, api_id, file_mode(name) FROM session('again');
--> again/777001.session | kurigram-7 | 777001 | 1 | 12345 | 0600
--> again/777004.session | kurigram-7 | 777004 | 1 | 12345 | 0600
--> again/777007.session | kurigram-7 | 777007 | 1 | 12345 | 0600
--> again/777010.session | kurigram-7 | 777010 | 1 | 12345 | 0600
-- What is there stays, with OR IGNORE without an error; OR REPLACE, or session_import, refreshes the same account's.
INSERT OR IGNORE INTO session(name, layout, string) SELECT 'again/' || user_id || '.session', 'kurigram-7', string FROM backup;
SELECT changes();
--> 0
INSERT OR REPLACE INTO session(name, layout, string) SELECT 'again/' || user_id || '.session', 'kurigram-7', string FROM backup;
SELECT changes();
--> 4
INSERT INTO session(name, string) SELECT 'again/' || (user_id + 3) || '.session', string FROM backup;
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 'again/777004.session' holds a login already; INSERT OR REPLACE puts the new one there
SELECT sum(CAST(substr(name, 7) AS INTEGER) = user_id) FROM session('again');
--> 4

---------------------------------------------------------------- which files
-- In the order of their paths.  A folder: its *.session, not those of its folders.
SELECT count(*), min(name), max(name) FROM session('bots');
--> 13 | bots/b01.session | bots/new.session
SELECT group_concat(name, ' ') FROM session('bots/b0*.session');
--> bots/b01.session bots/b02.session bots/b03.session bots/b04.session bots/b05.session bots/b06.session bots/b07.session bots/b08.session bots/b09.session
SELECT group_concat(name, ' ') FROM session('bots/b?1.session');
--> bots/b01.session bots/b11.session
SELECT group_concat(name, ' ') FROM session('bots/b0[1-37].session');
--> bots/b01.session bots/b02.session bots/b03.session bots/b07.session
SELECT group_concat(name, ' ') FROM session('bots/b1[!1].session');
--> bots/b10.session bots/b12.session
SELECT group_concat(name, ' ') FROM session('bots/**/a.session');
--> bots/old/a.session bots/old/older/a.session
SELECT count(*) FROM session('bots/**/*.session');
--> 15
SELECT count(*) FROM session('**/*.session');
--> 19
SELECT group_concat(name, ' ') FROM session('*/old/*.session');
--> bots/old/a.session
SELECT group_concat(name, ' ') FROM session('./bots/b01.session');
--> ./bots/b01.session
-- ~ is the home folder; here it matches nothing of that name.
SELECT count(*) FROM session('~/no such folder of mine/*.session');
--> 0
SELECT count(*) FROM session('bots/none*.session');
--> 0
-- As a column, so that other conditions can be beside it.
SELECT name FROM session WHERE source='bots/*.session' AND user_id=777003;
--> bots/b03.session
SELECT name FROM session WHERE source='bots/*.session' AND name='bots/b04.session';
--> bots/b04.session
SELECT name FROM session('bots') WHERE dc_id=5 ORDER BY user_id DESC;
--> bots/b09.session
--> bots/b04.session
-- Several sources.
CREATE TEMP TABLE place(folder);
INSERT INTO place VALUES ('again'), ('bots/old');
SELECT folder, count(*) FROM place, session(folder) GROUP BY folder;
--> again | 4
--> bots/old | 1
-- A name for a choice.
CREATE VIRTUAL TABLE temp.fleet USING session('bots');
SELECT count(*), count(auth_key_id), count(DISTINCT auth_key_id) FROM fleet;
--> 13 | 12 | 12
SELECT name FROM fleet WHERE auth_key_id IS NULL;
--> bots/new.session
UPDATE fleet SET api_id=54321 WHERE layout='pyrogram-3' AND user_id<777005;
SELECT name, api_id FROM fleet WHERE api_id=54321;
--> bots/b01.session | 54321
--> bots/b04.session | 54321
DROP TABLE temp.fleet;
-- A view of one's own must be TEMP.
CREATE TEMP VIEW bots AS SELECT name, user_id FROM session('bots') WHERE is_bot;
SELECT count(*) FROM bots;
--> 8

---------------------------------------------------------------- what is in them
SELECT dc_id, count(*) FROM session('bots') WHERE auth_key_id IS NOT NULL GROUP BY dc_id;
--> 1 | 2
--> 2 | 3
--> 3 | 3
--> 4 | 2
--> 5 | 2
-- One login in two places.
SELECT group_concat(name, ' '), count(*) FROM session('**/*.session') WHERE auth_key_id IS NOT NULL GROUP BY auth_key_id HAVING count(*)>1 ORDER BY 1;
--> again/777001.session bots/b01.session | 2
--> again/777004.session bots/b04.session | 2
--> again/777007.session bots/b07.session | 2
--> again/777010.session bots/b10.session | 2
-- Peers and states of all files.
ATTACH 'bots/b01.session' AS a;
INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, updated) VALUES ('a', 777, 'user', 11, 'alice', '15550001', 100), ('a', -1001234567890, 'channel', 12, 'news', NULL, 101);
DETACH a;
ATTACH 'bots/b02.session' AS a;
INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, name) VALUES ('a', 777, 'user', 21, 'alice', '15550001', 'Alice'), ('a', -1001234567890, 'channel', 22, 'news', NULL, 'News');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('a', 0, 1, 2, 3, 4), ('a', -1001234567890, 5, 6, 7, 8);
DETACH a;
ATTACH 'bots/b03.session' AS a;
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES ('a', -1001234567890, 'channel', 32, '["news","dailynews"]');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('a', 0, 10, 20, 30, 40);
DETACH a;
SELECT session, id, access_hash FROM session_peers('bots/*.session') WHERE username='news';
--> bots/b01.session | -1001234567890 | 12
--> bots/b02.session | -1001234567890 | 22
--> bots/b03.session | -1001234567890 | 32
SELECT session, access_hash FROM session_peers('bots', 'DailyNews');
--> bots/b03.session | 32
SELECT session, access_hash, username FROM session_peers('bots/*.session') WHERE id=777;
--> bots/b01.session | 11 | alice
--> bots/b02.session | 21 | alice
SELECT session, id FROM session_peers('bots/*.session') WHERE phone_number='15550001';
--> bots/b01.session | 777
--> bots/b02.session | 777
SELECT session, count(*) FROM session_peers('bots/*.session') GROUP BY session;
--> bots/b01.session | 2
--> bots/b02.session | 2
--> bots/b03.session | 1
SELECT session, id FROM session_peers('bots') WHERE session='bots/b02.session' AND id=777;
--> bots/b02.session | 777
SELECT session, id, pts, qts, date, seq FROM session_states('bots/*.session');
--> bots/b02.session | -1001234567890 | 5 | 6 | 7 | 8
--> bots/b02.session | 0 | 1 | 2 | 3 | 4
--> bots/b03.session | 0 | 10 | 20 | 30 | 40
SELECT session, pts FROM session_states('bots') WHERE id=0;
--> bots/b02.session | 1
--> bots/b03.session | 10
CREATE VIRTUAL TABLE temp.people USING session_peers('bots/*.session');
SELECT count(*) FROM people WHERE username='alice';
--> 2
DROP TABLE people;
SELECT name, peers FROM session('bots/b0[1-4].session');
--> bots/b01.session | 2
--> bots/b02.session | 2
--> bots/b03.session | 1
--> bots/b04.session | 0

---------------------------------------------------------------- migrated in bulk
UPDATE session SET layout='kurigram-7' WHERE source='bots/*.session' AND layout='pyrogram-3';
SELECT layout, count(*), count(problem) FROM session('bots') GROUP BY layout;
--> kurigram-7 | 9 | 0
--> telethon-7 | 4 | 0
-- It stops at the first that can't be; those before it are done, and it can be run again.
UPDATE session SET layout='pyrogram-3' WHERE source='bots/*.session';
--! session: bots/b02.session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N (1 done before it; run it again for the rest)
SELECT name, layout FROM session('bots/b0[1-3].session');
--> bots/b01.session | pyrogram-3
--> bots/b02.session | telethon-7
--> bots/b03.session | kurigram-7
-- Here the file's name tells the user.
UPDATE session SET layout='pyrogram-3', user_id=777000 + CAST(substr(name, 7) AS INTEGER), is_bot=1
  WHERE source='bots/*.session' AND layout='telethon-7';
UPDATE session SET layout='pyrogram-3' WHERE source='bots/*.session' AND layout<>'pyrogram-3';
SELECT layout, count(*), sum(user_id=777000 + CAST(substr(name, 7) AS INTEGER)), sum(session_check(name)='[]') FROM session('bots') GROUP BY layout;
--> pyrogram-3 | 13 | 12 | 13
SELECT session, access_hash FROM session_peers('bots/*.session') WHERE username='news';
--> bots/b01.session | 12
--> bots/b02.session | 22
--> bots/b03.session | 32
-- A client that holds one of them.
SELECT other('bots/b03.session', 'BEGIN IMMEDIATE');
--> NULL
UPDATE session SET layout='telethon-7' WHERE source='bots/b0[1-5].session';
--!BUSY session: bots/b03.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value (2 done before it; run it again for the rest)
SELECT name, layout FROM session('bots/b0[1-5].session');
--> bots/b01.session | telethon-7
--> bots/b02.session | telethon-7
--> bots/b03.session | pyrogram-3
--> bots/b04.session | pyrogram-3
--> bots/b05.session | pyrogram-3
SELECT other('bots/b03.session', 'COMMIT'), other('bots/b03.session', NULL);
--> NULL | NULL
UPDATE session SET layout='telethon-7' WHERE source='bots/b0[1-5].session' AND layout='pyrogram-3';
SELECT DISTINCT layout FROM session('bots/b0[1-5].session');
--> telethon-7
-- Files are not part of a transaction; ROLLBACK doesn't undo them.
-- DELETE forgets the logins and removes no file.
DELETE FROM session WHERE source='again/*.session' AND user_id<777007;
SELECT name, layout, user_id, auth_key_id IS NULL, file_mode(name) FROM session('again');
--> again/777001.session | kurigram-7 | NULL | 1 | 0600
--> again/777004.session | kurigram-7 | NULL | 1 | 0600
--> again/777007.session | kurigram-7 | 777007 | 0 | 0600
--> again/777010.session | kurigram-7 | 777010 | 0 | 0600
SELECT file_contains('again/777001.session', key), file_contains('again/777007.session', (SELECT key FROM key WHERE n=7)) FROM key WHERE n=1;
--> 0 | 1

---------------------------------------------------------------- no session, or none any more
-- Each file that matches has a row.
SELECT mkdir('bad'), mkdir('bad/folder.session'), writefile('bad/empty.session', ''), writefile('bad/text.session', 'some text that is no session at all'), writefile('bad/zero.session', zeroblob(8192)), writefile('bad/json.session', '{"a": [1, 2]}'), writefile('bad/short.session', CAST('SQLite format 3' AS BLOB));
--> 1 | 1 | 0 | 35 | 8192 | 13 | 15
SELECT other('bad/other.session', 'CREATE TABLE notes(text)'), other('bad/other.session', NULL);
--> NULL | NULL
INSERT INTO session(name, layout, dc_id, user_id, api_id, auth_key) SELECT 'bad/good.session', 'pyrogram-3', 2, 777, 1, key FROM key WHERE n=25;
SELECT writefile('bad/secret.session', readfile('bad/good.session')), chmod('bad/secret.session', '0000');
--> 28672 | 1
SELECT as_user(1);
SELECT name, layout, user_id, problem FROM session('bad') WHERE name <> 'bad/secret.session';
--> bad/empty.session | NULL | NULL | empty-file: no session in bad/empty.session: the file is empty
--> bad/folder.session | NULL | NULL | not-a-file: a folder, not a file (Docker makes one where the file that it mounts is missing)
--> bad/good.session | pyrogram-3 | 777 | NULL
--> bad/json.session | NULL | NULL | no-session: bad/json.session is JSON of no known client
--> bad/other.session | NULL | NULL | no-session: there are no tables
--> bad/short.session | NULL | NULL | not-a-database: bad/short.session is not a SQLite database, or it is encrypted
--> bad/text.session | NULL | NULL | not-a-database: bad/text.session is not a SQLite database, or it is encrypted
--> bad/zero.session | NULL | NULL | not-a-database: bad/zero.session is a file of zeros, as a disk that failed or a copy that was cut off leaves: restore a backup

-- needs modes
SELECT name, layout, user_id, problem FROM session('bad') WHERE name = 'bad/secret.session';
--> bad/secret.session | NULL | NULL | unreadable: bad/secret.session can't be read: permission denied

SELECT as_user(0), chmod('bad/secret.session', '0600');
--> NULL | 1
SELECT count(*), count(problem), count(auth_key_id) FROM session('bad');
--> 9 | 7 | 2
SELECT unlink('bad/secret.session');
--> 1
-- A client writes; a read is not kept out.  One that locks it wholly does.
SELECT other('bad/good.session', 'BEGIN EXCLUSIVE');
--> NULL
SELECT name, problem FROM session('bad/g*.session');
--> bad/good.session | locked: bad/good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('bad/good.session', 'COMMIT'), other('bad/good.session', NULL);
--> NULL | NULL
-- They don't stop a look for a peer, nor an export that leaves them out.
SELECT count(*) FROM session_peers('bad') WHERE id=777;
--> 0
SELECT name, length(session_export(name)) FROM session('bad') WHERE problem IS NULL;
--> bad/good.session | 362
SELECT name, session_export(name) FROM session('bad');
--! session_export: no session in bad/empty.session: the file is empty

---------------------------------------------------------------- salvage: the login out of a malformed file
SELECT mkdir('broken');
--> 1
-- The header, the schema's page, all but the first three pages, a page in the middle.
CREATE TEMP TABLE f AS SELECT readfile('bad/good.session') AS image;
SELECT writefile('broken/header.session', CAST(zeroblob(100) || substr(image, 101) AS BLOB)),
  writefile('broken/schema.session', CAST(zeroblob(4096) || substr(image, 4097) AS BLOB)),
  writefile('broken/cut.session', substr(image, 1, 12288)),
  writefile('broken/rest.session', CAST(substr(image, 1, 12288) || zeroblob(16384) AS BLOB)),
  writefile('broken/gone.session', CAST(substr(image, 1, 4096) || zeroblob(24576) AS BLOB)) FROM f;
--> 28672 | 28672 | 12288 | 28672 | 28672
SELECT name, layout, dc_id, user_id, auth_key_id=(SELECT auth_key_id FROM session('bad/good.session')) AS same, problem FROM session('broken');
--> broken/cut.session | pyrogram-3 | 2 | 777 | 1 | malformed: the database disk image is malformed; the login was found on page 2: import its string into a new file
--> broken/gone.session | NULL | NULL | NULL | NULL | malformed: broken/gone.session: database disk image is malformed
--> broken/header.session | pyrogram-3 | 2 | 777 | 1 | malformed: the database disk image is malformed; the login was found on page 2: import its string into a new file
--> broken/rest.session | pyrogram-3 | 2 | 777 | 1 | malformed: the database disk image is malformed; the login was found on page 2: import its string into a new file
--> broken/schema.session | pyrogram-3 | 2 | 777 | 1 | malformed: the database disk image is malformed; the login was found on page 2: import its string into a new file
-- Never shown as healthy.
SELECT count(*) FROM session('broken') WHERE problem IS NULL;
--> 0
-- It is no more than its string: that goes into a new file.
SELECT mkdir('saved');
--> 1
INSERT INTO session(name, layout, string) SELECT replace(name, 'broken', 'saved'), 'pyrogram-3', string FROM session('broken') WHERE problem IS NOT NULL AND string IS NOT NULL;
SELECT name, layout, dc_id, user_id, problem, session_check(name) FROM session('saved');
--> saved/cut.session | pyrogram-3 | 2 | 777 | NULL | []
--> saved/header.session | pyrogram-3 | 2 | 777 | NULL | []
--> saved/rest.session | pyrogram-3 | 2 | 777 | NULL | []
--> saved/schema.session | pyrogram-3 | 2 | 777 | NULL | []
SELECT count(*), sum(s.auth_key=k.key) FROM session('saved') AS s, key AS k WHERE k.n=25;
--> 4 | 4
-- A malformed file is not written.
UPDATE session SET layout='kurigram-7' WHERE source='broken/header.session';
--!NOTADB session: broken/header.session is not a SQLite database, or it is encrypted
SELECT session_export('broken/header.session');
--!NOTADB session_export: broken/header.session is not a SQLite database, or it is encrypted
-- Two logins in it: which is meant can't be told, so none is given.
ATTACH ':memory:' AS two;
INSERT INTO session(name, layout, dc_id, user_id, api_id, auth_key) SELECT 'two', 'pyrogram-3', 2, 777, 1, key FROM key WHERE n=25;
INSERT INTO two.sessions(dc_id, api_id, test_mode, auth_key, date, user_id, is_bot) SELECT 4, 1, 0, key, 0, 778, 0 FROM key WHERE n=26;
VACUUM two INTO 'two.db';
DETACH two;
SELECT writefile('broken/two.session', CAST(zeroblob(100) || substr(readfile('two.db'), 101) AS BLOB));
--> 28672
SELECT name, layout, user_id, auth_key_id, string, problem FROM session('broken/two.session');
--> broken/two.session | NULL | NULL | NULL | NULL | malformed: the database disk image is malformed; 2 logins were found, d460dd5f0a134018 and 1b77990d5b8cf91c, and which is meant can't be told
-- Nothing is made up from random bytes.
SELECT writefile('broken/noise.session', randomblob(65536)), writefile('broken/noise2.session', CAST('SQLite format 3' || x'00' || randomblob(65520) AS BLOB));
--> 65536 | 65536
SELECT count(*), count(problem), count(layout), count(auth_key_id) FROM session('broken/noise*.session');
--> 2 | 2 | 0 | 0
-- Telethon's and Kurigram's.
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 't.session', 'telethon-7', 4, key FROM key WHERE n=27;
INSERT INTO session(name, layout, dc_id, user_id, api_id, auth_key) SELECT 'k.session', 'kurigram-7', 4, 777, 1, key FROM key WHERE n=28;
SELECT writefile('broken/t.session', CAST(zeroblob(100) || substr(readfile('t.session'), 101) AS BLOB))>0, writefile('broken/k.session', CAST(zeroblob(100) || substr(readfile('k.session'), 101) AS BLOB))>0;
--> 1 | 1
SELECT name, layout, dc_id, user_id, length(string), auth_key=key, problem FROM session('broken/[kt].session'), key WHERE n=CASE substr(name, 8, 1) WHEN 't' THEN 27 ELSE 28 END;
--> broken/k.session | kurigram-7 | 4 | 777 | 362 | 1 | malformed: the database disk image is malformed; the login was found on page 2: import its string into a new file
--> broken/t.session | telethon-7 | 4 | NULL | 353 | 1 | malformed: the database disk image is malformed; the login was found on page 3: import its string into a new file

---------------------------------------------------------------- nothing is left beside the files
SELECT count(*) FROM session('**/*-journal') UNION ALL SELECT count(*) FROM session('**/*-wal') UNION ALL SELECT count(*) FROM session('**/*-shm');
--> 0
--> 0
--> 0

-- Of files that are to be changed none is passed over because only its name is asked for: nothing is done where one of
-- them is locked.
SELECT mkdir('held');
--> 1
SELECT count(session_import(session_export('bots/b01.session', 'bundle'), 'held/' || column1 || '.session'))
  FROM (VALUES('a'), ('b'), ('c'));
--> 3
SELECT other('held/b.session', 'BEGIN EXCLUSIVE');
--> NULL
DELETE FROM session WHERE source = 'held/*.session';
--!BUSY session: held/b.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT name FROM session('held/*.session') ORDER BY 1;
--> held/a.session
--> held/b.session
--> held/c.session
SELECT other('held/b.session', 'COMMIT'), other('held/b.session', NULL),
  (SELECT count(auth_key) FROM session('held/*.session'));
--> NULL | NULL | 3

-- needs links
-- Links out of the folder that is listed: one file, however often it is met, and another one.
SELECT mkdir('inside'), mkdir('outside'), symlink('../outside/a.session', 'inside/a.session'), symlink('../outside/b.session', 'inside/b.session');
--> 1 | 1 | 1 | 1
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) VALUES
  ('outside/a.session', 'pyrogram-3', 2, 1, 0, CAST(printf('%0256d', 1) AS BLOB)), ('outside/b.session', 'pyrogram-3', 2, 2, 0, CAST(printf('%0256d', 2) AS BLOB));
SELECT name FROM session('inside');
--> inside/a.session
--> inside/b.session
SELECT a.name, count(*) FROM session('inside') a, session('inside') b GROUP BY 1;
--> inside/a.session | 2
--> inside/b.session | 2
UPDATE session SET dc_id = 5 WHERE source = 'inside' AND user_id IS NULL;
--!CANTOPEN session: inside/a.session: a symbolic link leads out of the folder that was listed; name the file itself
UPDATE OR IGNORE session SET dc_id = 5 WHERE source = 'inside';
SELECT dc_id FROM session('outside');
--> 2
--> 2

---------------------------------------------------------------- more wrecks
-- Three logins in it; and a file that went through a transfer as text, which put a CR before each LF, the key's own as well.
INSERT INTO session(name, layout, dc_id, user_id, api_id, auth_key) SELECT './three.session', 'pyrogram-3', 2, 777, 1, key FROM key WHERE n = 1;
SELECT count(once('./three.session', 'INSERT INTO sessions(dc_id, api_id, test_mode, auth_key, date, user_id, is_bot) VALUES (' || n || ', 1, 0, CAST(printf(''%0256d'', ' || n || ') AS BLOB), 0, 778, 0)'))
  FROM key WHERE n IN (4, 5);
--> 0
SELECT writefile('three.session', CAST(zeroblob(100) || substr(readfile('three.session'), 101) AS BLOB)) > 0;
--> 1
SELECT layout, auth_key_id, problem FROM session('./three.session');
--> NULL | NULL | malformed: the database disk image is malformed; 3 logins were found, b2bdc2750597041c and 6882590b934ce0e0 among them, and which is meant can't be told
CREATE TEMP TABLE lines AS SELECT CAST(printf('%.100c', 'a') || char(10) || printf('%.155c', 'b') AS BLOB) AS key;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT './text.session', 'telethon-7', 4, key FROM lines;
SELECT writefile('text.session', CAST(replace(readfile('text.session'), char(10), char(13, 10)) AS BLOB)) > 0;
--> 1
SELECT layout, dc_id, auth_key = key, problem FROM session('./text.session'), lines;
--> telethon-7 | 4 | 1 | malformed: the database disk image is malformed; a transfer as text put a CR before each LF, and without those the login was found on page 3: import its string into a new file
