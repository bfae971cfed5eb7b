-- What is so on Windows only: run by windows.sh, under wine.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, user_id, is_bot, auth_key) SELECT 'bot', 2, 777000123, 1, key FROM made_up;
CREATE TEMP TABLE s AS SELECT session_export('bot') AS string;

---------------------------------------------------------------- slashes
SELECT mkdir('sub'), mkdir('sub/deep'), session_import(string, 'sub\a.session'), session_import(string, 'sub/deep\b.session'), session_import(string, '.\c') FROM s;
--> 1 | 1 | sub\a.session | sub/deep\b.session | .\c
-- Names come out with the slash that was asked with.
SELECT name FROM session('sub\*.session');
--> sub\a.session
SELECT name FROM session('sub\');
--> sub\a.session
SELECT name FROM session('sub/');
--> sub/a.session
SELECT name FROM session('sub');
--> sub/a.session
SELECT name FROM session('sub\**\*.session');
--> sub\a.session
--> sub\deep\b.session
SELECT name, problem FROM session('sub/deep\..\a.session');
--> sub/deep\..\a.session | NULL
SELECT user_id FROM session('.\c');
--> 777000123

---------------------------------------------------------------- case
SELECT name, user_id FROM session('SUB\A.Session');
--> SUB\A.Session | 777000123
SELECT name FROM session('sub\A*.SESSION');
--> sub\a.session
SELECT name FROM session('sub\[B-Z]*.session');
--> (none)
-- Beyond ASCII, too.
SELECT session_import(string, 'sub\бот №1.session') FROM s;
--> sub\бот №1.session
SELECT name, user_id, session_check(name) FROM session('sub\БОТ*.session');
--> sub\бот №1.session | 777000123 | []
UPDATE session SET api_id = 6 WHERE source = 'sub\Бот №1.session';
SELECT api_id FROM session('sub/бот*');
--> 6

---------------------------------------------------------------- drives, long names, shares, the profile folder
SELECT session_import(string, '~\home.session') GLOB '[A-Z]:/*\home.session' FROM s;
--> 1
CREATE TEMP TABLE at AS SELECT replace(replace(name, 'home.session', ''), '/', '\') AS folder FROM session('~/home.session');
SELECT name = folder || 'home.session', user_id FROM at, session(folder || 'home.session');
--> 1 | 777000123
SELECT name = folder || 'home.session' FROM at, session(folder || '*E.session');
--> 1
SELECT name = '\\?\' || folder || 'home.session', user_id FROM at, session('\\?\' || folder || 'home.session');
--> 1 | 777000123
SELECT name = '\\?\' || folder || 'home.session' FROM at, session('\\?\' || folder || 'h*.session');
--> 1
SELECT session_import(string, '\\?\' || folder || 'long.session') = '\\?\' || folder || 'long.session' FROM at, s;
--> 1
SELECT problem FROM session('\\nowhere\share\x.session');
--> missing-file: there is no file \\nowhere\share\x.session
SELECT count(*) FROM session('\\nowhere\share\*.session');
--> 0
SELECT problem FROM session('Q:\x.session');
--> missing-file: there is no file Q:\x.session

---------------------------------------------------------------- what is there, and what may be done
-- A folder and an empty file are there.
SELECT writefile('empty.session', x''), mkdir('folder.session');
--> 0 | 1
SELECT name, problem FROM session('*.session') WHERE name IN ('./empty.session', './folder.session', 'empty.session', 'folder.session');
--> empty.session | empty-file: no session in empty.session: the file is empty
--> folder.session | not-a-file: a folder, not a file (Docker makes one where the file that it mounts is missing)
-- No file takes the place of another.
ATTACH ':memory:' AS second;
INSERT INTO session(name, dc_id, user_id, is_bot, auth_key) VALUES('second', 2, 5, 1, CAST(printf('%0256d', 2) AS BLOB));
SELECT session_import(session_export('second'), 'SUB/A.SESSION');
--!CONSTRAINT session_import: another account is logged in in SUB/A.SESSION, auth_key_id b2bdc2750597041c; the option 'replace', 1 overwrites it, and drops its peers and update states
-- Read-only, and locked by a client that runs.
SELECT chmod('sub/a.session', '0444');
--> 1
SELECT user_id FROM session('sub/a.session');
--> 777000123
UPDATE session SET dc_id = 4 WHERE source = 'sub/a.session';
--!READONLY session: sub/a.session can't be written: the file or its folder is read-only
SELECT chmod('sub/a.session', '0600'), other('sub/a.session', 'BEGIN EXCLUSIVE');
--> 1 | NULL
UPDATE session SET dc_id = 4 WHERE source = 'sub\a.session';
--!BUSY session: sub\a.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('sub/a.session', 'COMMIT');
UPDATE session SET dc_id = 4 WHERE source = 'sub\a.session';
SELECT dc_id FROM session('sub/a.session');
--> 4
-- One file has one inode, by whatever name.
SELECT link('sub/a.session', 'twin.session');
--> 1
SELECT count(DISTINCT inode), count(inode) FROM (SELECT inode FROM session('./twin.session') UNION ALL SELECT inode FROM session('SUB\a.session'));
--> 1 | 2
-- No modes: none is told.
SELECT session_check('./c');
--> []
