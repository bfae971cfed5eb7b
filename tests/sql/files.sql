-- Files as containers and as sources: names, globs, folders, fleets.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, user_id, is_bot, auth_key) SELECT 'bot', 2, 777000123, 1, key FROM made_up;
CREATE TEMP TABLE s AS SELECT session_export('bot') AS string;

---------------------------------------------------------------- names
-- A path contains / or ends in .session; upper case counts too.
SELECT session_import(string, './a') FROM s;
--> ./a
SELECT session_import(string, 'b.session') FROM s;
--> b.session
SELECT session_import(string, 'c.SESSION') FROM s;
--> c.SESSION
SELECT session_import(string, 'd.db') FROM s;
--! session_import: there is no database 'd.db' here, only main, temp, bot; write './d.db.session' for a file
-- A folder is listed where a glob names a session, and is then no file.
SELECT mkdir('folders'), mkdir('folders/sub'), mkdir('folders/e.session');
--> 1 | 1 | 1
SELECT name, substr(problem, 1, 11) FROM session('folders/*');
--> folders/e.session | not-a-file:
SELECT name FROM session('folders/s*') UNION ALL SELECT name FROM session('folders/[s]ub/');
--> (none)
-- Names of all kinds.
SELECT mkdir('dir'), mkdir('dir/sub');
--> 1 | 1
CREATE TEMP TABLE odd AS SELECT value AS name FROM json_each(replace('["dir/with blank.session","dir/quote''s.session","dir/per%cent.session","dir/what?.session","dir/#hash.session","dir/бот.session","dir/กข.session","dir/sub/deep.session","dir/-dash.session","dir/a&b=c.session"]', '?', CASE here('names') WHEN 1 THEN '?' ELSE '!' END));
SELECT count(session_import(session_convert(string, 'pyrogram', 'user_id', odd.rowid), odd.name)) FROM odd, s;
--> 10
SELECT count(*), sum(user_id=odd.rowid) FROM odd, session(odd.name);
--> 10 | 10
SELECT min(file_mode(name)), max(file_mode(name)), sum(session_export(name) IS NOT NULL) FROM odd;
--> 0600 | 0600 | 10
SELECT replace(name, '!', '?'), user_id FROM session('dir');
--> dir/#hash.session | 5
--> dir/-dash.session | 9
--> dir/a&b=c.session | 10
--> dir/per%cent.session | 3
--> dir/quote's.session | 2
--> dir/what?.session | 4
--> dir/with blank.session | 1
--> dir/бот.session | 6
--> dir/กข.session | 7
SELECT name FROM session('dir/??.session');
--> dir/กข.session
-- A database of the connection is meant before a file of that name.
ATTACH ':memory:' AS 'b.session';
SELECT count(*) FROM session('b.session') WHERE layout IS NOT NULL;
--> 0
SELECT user_id FROM session('./b.session');
--> 777000123
DETACH 'b.session';
-- An absolute path, and one through "..".
SELECT user_id FROM session('dir/../b.session');
--> 777000123
-- No URIs: this is a file of that odd name, which is not there.
SELECT problem FROM session('file:b.session');
--> missing-file: there is no file file:b.session

---------------------------------------------------------------- globs and folders
-- In the order of the paths.
SELECT name FROM session('*.session') WHERE here('names') OR name <> 'c.SESSION';
--> b.session
SELECT name FROM session('./*.session') WHERE here('names') OR name <> './c.SESSION';
--> ./b.session
-- Where the case of names means nothing, it means nothing in a glob.
SELECT count(*) = NOT here('names') FROM session('B.sess*');
--> 1
SELECT name FROM session('dir/[ab]*.session');
--> dir/a&b=c.session
SELECT name FROM session('dir/?bot.session');
--> (none)
SELECT count(*) FROM session('dir/**/*.session');
--> 10
SELECT name FROM session('dir/**/deep.session');
--> dir/sub/deep.session
SELECT name FROM session('dir/sub');
--> dir/sub/deep.session
SELECT name FROM session('dir/sub/');
--> dir/sub/deep.session
SELECT count(*) FROM session('nothing*.session');
--> 0
-- A folder means its *.session; a file that is named means itself.
SELECT name FROM session('.') WHERE name LIKE '%a';
--> (none)
SELECT name, user_id FROM session('./a');
--> ./a | 777000123
SELECT name, problem FROM session('./none');
--> ./none | missing-file: there is no file ./none
-- All problems have a row.
SELECT mkdir('bad'), writefile('bad/text.session', 'text'), writefile('bad/zero.session', zeroblob(4096)), writefile('bad/empty.session', ''), mkdir('bad/folder.session'), writefile('bad/json.session', '{"a": 1}');
--> 1 | 4 | 4096 | 0 | 1 | 8
INSERT INTO session(name, auth_key) VALUES ('bad/new.session', x'');
SELECT name, layout, problem FROM session('bad');
--> bad/empty.session | NULL | empty-file: no session in bad/empty.session: the file is empty
--> bad/folder.session | NULL | not-a-file: a folder, not a file (Docker makes one where the file that it mounts is missing)
--> bad/json.session | NULL | no-session: bad/json.session is JSON of no known client
--> bad/new.session | pyrogram-3 | NULL
--> bad/text.session | NULL | not-a-database: bad/text.session is not a SQLite database, or it is encrypted
--> bad/zero.session | NULL | not-a-database: bad/zero.session is a file of zeros, as a disk that failed or a copy that was cut off leaves: restore a backup
SELECT count(*) FROM session('bad') WHERE problem IS NULL;
--> 1

---------------------------------------------------------------- as a named table
CREATE VIRTUAL TABLE temp.fleet USING session('dir');
SELECT count(*), count(DISTINCT auth_key_id) FROM fleet;
--> 9 | 1
UPDATE fleet SET api_id=6 WHERE user_id=1;
SELECT name, api_id FROM fleet WHERE api_id=6;
--> dir/with blank.session | 6
DROP TABLE fleet;

---------------------------------------------------------------- written
-- INSERT creates many, each for its owner only, and never over another account.
INSERT INTO session(name, string) SELECT 'dir/sub/n' || value || '.session', session_convert(string, 'pyrogram', 'user_id', value) FROM s, json_each('[1,2,3]');
SELECT name, user_id, file_mode(name) FROM session('dir/sub/n*');
--> dir/sub/n1.session | 1 | 0600
--> dir/sub/n2.session | 2 | 0600
--> dir/sub/n3.session | 3 | 0600
INSERT INTO session(name, dc_id, user_id, auth_key) VALUES ('dir/sub/n1.session', 2, 9, CAST(printf('%0256d', 9) AS BLOB));
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 'dir/sub/n1.session' holds a login already; INSERT OR REPLACE puts the new one there
UPDATE session SET layout='kurigram-5' WHERE source='dir/sub/n*' AND user_id>1;
SELECT name, layout FROM session('dir/sub/n*');
--> dir/sub/n1.session | pyrogram-3
--> dir/sub/n2.session | kurigram-5
--> dir/sub/n3.session | kurigram-5
DELETE FROM session WHERE source='dir/sub/n*' AND user_id=2;
SELECT name, user_id, layout FROM session('dir/sub/n*');
--> dir/sub/n1.session | 1 | pyrogram-3
--> dir/sub/n2.session | NULL | kurigram-5
--> dir/sub/n3.session | 3 | kurigram-5
-- No file is ever removed.
SELECT file_mode('dir/sub/n2.session');
--> 0600

---------------------------------------------------------------- read by a live client's side
-- A client in the middle of its transaction does not keep a reader out, and is not kept out.
SELECT other('b.session', 'BEGIN IMMEDIATE'), other('b.session', 'UPDATE sessions SET user_id=1');
--> NULL | NULL
SELECT user_id, problem FROM session('./b.session');
--> 777000123 | NULL
SELECT other('b.session', 'COMMIT');
--> NULL
SELECT user_id FROM session('./b.session');
--> 1
SELECT other('b.session', 'UPDATE sessions SET user_id=777000123'), other('b.session', NULL);
--> NULL | NULL
-- A file that is attached here keeps its locks while it is read by its path.
ATTACH './b.session' AS b;
BEGIN;
UPDATE b.sessions SET user_id=2;
SELECT user_id FROM session('./b.session');
--> 777000123
SELECT other('b.session', 'UPDATE sessions SET user_id=3');
--> database is locked
COMMIT;
SELECT user_id FROM session('./b.session');
--> 2
SELECT other('b.session', NULL);
--> NULL
DETACH b;
-- Reading leaves nothing.
SELECT count(*) FROM (SELECT 'b' AS f UNION ALL SELECT 'c') WHERE file_mode(f || '.session-journal') IS NOT NULL OR file_mode(f || '.session-wal') IS NOT NULL OR file_mode(f || '.session-shm') IS NOT NULL;
--> 0

---------------------------------------------------------------- what lies about
-- A -shm of what was there.
SELECT writefile('shm.session-shm', 'x');
--> 1
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT './shm.session', 2, 7, key FROM made_up;
--!CANTOPEN session: ./shm.session is not made: ./shm.session-shm lies there without it, and a client would read its own old login out of it; move it away
SELECT unlink('shm.session-shm'), file_mode('shm.session');
--> 1 | NULL
-- A file in WAL mode without the -wal that had its tables.
SELECT other('lost.session', 'PRAGMA journal_mode = WAL'), other('lost.session', NULL);
--> wal | NULL
SELECT session_export('./lost.session');
--! session_export: no session in ./lost.session: it was in WAL mode and came without its -wal, where its tables still were; look for that file where this one comes from
UPDATE session SET dc_id = 4 WHERE source = './lost.session';
--! session: no session in ./lost.session: it was in WAL mode and came without its -wal, where its tables still were; look for that file where this one comes from
SELECT unlink('lost.session');
--> 1

-- The name under which a file is made is another's, and no file: it is made in its place.
-- needs unix
SELECT mkdir('.folder.session.tgsession-new');
--> 1
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT './folder.session', 2, 7, key FROM made_up;
SELECT user_id FROM session('./folder.session');
--> 7
-- A second name of a file, by which it was made, goes when it is written; another file of that name stays, and a folder.
SELECT link('folder.session', 'second.session');
--> 1
UPDATE session SET user_id = 8 WHERE source = './folder.session';
SELECT link('folder.session', '.second.session.tgsession-new');
--> 1
UPDATE session SET user_id = 9 WHERE source = './second.session';
SELECT file_mode('.second.session.tgsession-new'), writefile('.second.session.tgsession-new', 'x');
--> NULL | 1
UPDATE session SET user_id = 10 WHERE source = './second.session';
SELECT readfile('.second.session.tgsession-new'), user_id FROM session('./folder.session');
--> x'78' | 10
SELECT unlink('folder.session'), unlink('second.session'), unlink('.second.session.tgsession-new');
--> 1 | 1 | 1

-- One file is read while another one is written.
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT n, 'telethon-7', 2, 7, key FROM made_up, (SELECT './read.session' AS n UNION ALL SELECT './written.session');
ATTACH './read.session' AS r;
INSERT INTO r.entities(id, hash) VALUES (5, 6);
DETACH r;
SELECT id, session_migrate('./written.session', 'telethon-8') FROM session_peers('./read.session');
--> 5 | ./written.session
SELECT id, session_migrate('./read.session', 'telethon-8') FROM session_peers('./read.session');
--!LOCKED session_migrate: ./read.session is being read by this very statement: write it by another
SELECT unlink('read.session'), unlink('written.session');
--> 1 | 1

---------------------------------------------------------------- a file that this very connection holds
CREATE TABLE IF NOT EXISTS k AS SELECT CAST(printf('%.256c', 'k') AS BLOB) AS key;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './held.session', 'pyrogram-3', 2, 777, 0, 1, CAST(printf('%.256c', 'k') AS BLOB);
ATTACH './held.session' AS held;
BEGIN IMMEDIATE;
UPDATE held.sessions SET date = 5;
UPDATE session SET dc_id = 4 WHERE source = './held.session';
--!BUSY session: ./held.session is locked by this connection itself, which has it attached as 'held' and is in a transaction: COMMIT or ROLLBACK first, or work on 'held'
SELECT session_migrate('./held.session', 'telethon-7');
--!BUSY session_migrate: ./held.session is locked by this connection itself, which has it attached as 'held' and is in a transaction: COMMIT or ROLLBACK first, or work on 'held'
ROLLBACK;
UPDATE session SET dc_id = 4 WHERE source = './held.session';
SELECT dc_id FROM held.sessions;
--> 4
-- ... and one that another program holds, in the same transaction.
ATTACH './near.session' AS near;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT n, 'pyrogram-3', 2, 777, 0, 1, key FROM k, (SELECT 'near' AS n UNION ALL SELECT './far.session');
SELECT other('far.session', 'BEGIN EXCLUSIVE');
--> NULL
BEGIN;
SELECT session_export('./far.session');
--!BUSY session_export: ./far.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
COMMIT;
SELECT other('far.session', 'ROLLBACK'), other('far.session', NULL);
--> NULL | NULL
DETACH near;
DETACH held;

---------------------------------------------------------------- names
CREATE TABLE k2 AS SELECT CAST(printf('%.256c', 'k') AS BLOB) AS key;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './my.session.bak', 'pyrogram-3', 2, 777, 0, 1, key FROM k2;
SELECT session_export('my.session.bak');
--! session_export: there is no database 'my.session.bak' here, only main, temp, bot; write './my.session.bak' for the file
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.session', 'pyrogram-3', 2, 777, 0, 1, key FROM k2;
SELECT json_extract(value, '$.code', '$.severity') FROM session('./123*.session') s, json_each(session_check(s.name));
--> ["secret-in-name","note"]
SELECT link('my.session.bak', 'linked.session');
--> 1
SELECT json_extract(value, '$.code', '$.finding') FROM json_each(session_check('./linked.session'));
--> ["same-file","the file has 2 names: what is done to one is done to all"]
-- Links of both kinds have one inode; a copy has another, and what is no file has none.
SELECT symlink('my.session.bak', 'soft.bak') = here('links'), writefile('copy.bak', readfile('my.session.bak')) > 0;
--> 1 | 1
SELECT count(*) - here('links'), count(DISTINCT inode), count(DISTINCT auth_key_id) FROM
  (SELECT inode, auth_key_id FROM session('./linked.session') UNION ALL SELECT inode, auth_key_id FROM session('*.bak'));
--> 3 | 2 | 1
SELECT count(*) FROM session('./copy.bak') AS one JOIN session('*.bak') AS all_of_them USING (inode);
--> 1
SELECT inode FROM session('bot') UNION ALL SELECT inode FROM session(session_export('./copy.bak')) UNION ALL SELECT inode FROM session('./none.bak');
--> NULL
--> NULL
--> NULL
UPDATE session SET inode = 'x' WHERE source = './copy.bak';
--! session: column inode can't be set: it is computed
-- What is done to all names is done to the file, once.
UPDATE session SET date = date + 1 WHERE source = '*.bak';
SELECT name, date FROM session('*.bak') WHERE here('links') OR name NOT LIKE '%soft%' UNION ALL SELECT './soft.bak', 1 WHERE NOT here('links');
--> ./copy.bak | 1
--> ./my.session.bak | 1
--> ./soft.bak | 1

---------------------------------------------------------------- the home folder
-- ~ at the begin of a path, and nowhere else, in every function and table; names come out with it in full.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT '~/h.session', 'pyrogram-3', 2, 777, 0, 1, key FROM k2;
SELECT session_import(session_export('~/h.session'), '~/i.session') LIKE '_%/i.session', session_check('~/i.session'), session_migrate('~/i.session', 'telethon-7') LIKE '_%/i.session';
--> 1 | [] | 1
UPDATE session SET dc_id = 4 WHERE source = '~/h.session';
SELECT name LIKE '_%/h.session', dc_id FROM session('~/h.*');
--> 1 | 4
SELECT file_mode('h.session') IS NOT NULL, file_mode('./~') IS NULL, (SELECT count(*) FROM session_peers('~/h.session'));
--> 1 | 1 | 0
SELECT session_export('./~/h.session');
--!CANTOPEN session_export: there is no file ./~/h.session
SELECT session_repair('~/h.session');
--> []

---------------------------------------------------------------- a byte more or less
-- In the last page SQLite reads on, and would give a key that is off by one.
INSERT INTO session(name, layout, dc_id, auth_key) SELECT './last.session', 'telethon-7', 2, CAST(printf('%.*c', 256, 'q') AS BLOB) FROM k2;
SELECT other('./last.session', 'ALTER TABLE sessions RENAME TO o; CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer, auth_key blob, takeout_id integer);'
  || 'INSERT INTO sessions SELECT * FROM o; DROP TABLE o; VACUUM'), other('./last.session', NULL);
--> NULL | NULL
CREATE TABLE b AS SELECT readfile('./last.session') AS b, instr(readfile('./last.session'), CAST(printf('%.*c', 200, 'q') AS BLOB)) + 100 AS at, auth_key_id AS id FROM session('./last.session');
SELECT writefile('./more.session', CAST(substr(b, 1, at) || x'41' || substr(b, at + 1) AS BLOB)) - length(b), writefile('./less.session', CAST(substr(b, 1, at - 1) || substr(b, at + 1) AS BLOB)) - length(b) FROM b;
--> 1 | -1
SELECT s.name, auth_key_id, substr(problem, 1, 10) FROM session('./[lm]*.session') s WHERE s.name IN ('./more.session', './less.session') ORDER BY 1;
--> ./less.session | NULL | malformed:
--> ./more.session | NULL | malformed:
SELECT outcome('ATTACH ''./more.session'' AS m; SELECT session_export(''m'')') LIKE '! session_export: m is malformed: %', outcome('DETACH m');
--> 1 | (none)
SELECT outcome('SELECT session_info(readfile(''./less.session''))') LIKE '! session_info: the image is malformed%';
--> 1
