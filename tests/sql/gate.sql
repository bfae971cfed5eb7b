-- What stands where a session should, or beside one: pipes that hang who opens them, folders, devices, links, and journals
-- that name a file which SQLite would delete.  Each by itself, in a layout of each family, under every verb.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
CREATE TABLE layout AS SELECT name FROM session_formats WHERE kind = 'layout' AND name IN ('pyrogram-3', 'kurigram-7', 'telethon-7', 'telethon-2.10', 'mtcute-1', 'grammers-1');
SELECT mkdir('in'), mkdir('d'), mkfifo('pipe') = here('pipes'), writefile('victim', CAST('precious' AS BLOB));
--> 1 | 1 | 1 | 8
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT './in/neighbour.session', 2, 1, key FROM made;

-- A hot journal whose last bytes name a super-journal, the file 'victim'.
CREATE TABLE journal AS SELECT CAST(x'd9d505f920a163d7000000000000000000000003' || x'0000020000001000' || zeroblob(484) AS BLOB) AS hot,
  CAST(x'00000000' || CAST('victim' AS BLOB) || x'000000060000028c' || x'd9d505f920a163d7' AS BLOB) AS super;
-- SQLite itself does it: the test would see it happen.
SELECT other('./plain.session', 'CREATE TABLE t(x)') IS NULL, other('./plain.session', NULL) IS NULL, writefile('./plain.session-journal', CAST(hot || super AS BLOB)) > 500 FROM journal;
--> 1 | 1 | 1
SELECT other('./plain.session', 'SELECT count(*) FROM t') IS NOT NULL, other('./plain.session', NULL) IS NULL, readfile('victim') IS NULL;
--> 1 | 1 | 1
SELECT writefile('victim', CAST('precious' AS BLOB));
--> 8

-- thing: made by SQL with {p}, the session's path; what a look says of it; whether a look reads past it
CREATE TABLE thing(thing, code, sql, reads);
INSERT INTO thing VALUES ('fifo', 'not-a-file', 'unlink({p}) + mkfifo({p})', 0), ('folder', 'not-a-file', 'unlink({p}) + mkdir({p})', 0),
  ('dangling', 'missing-file', 'unlink({p}) + symlink(''nowhere'', {p})', 0), ('link to a pipe', 'not-a-file', 'unlink({p}) + symlink(''../../pipe'', {p})', 0),
  ('device', 'not-a-file', 'unlink({p}) + symlink(''/dev/zero'', {p})', 0), ('circle', 'unreadable', 'unlink({p}) + symlink(''x.session'', {p})', 0);
INSERT INTO thing SELECT end || ' ' || what, 'not-a-file', replace(sql, '{b}', '({p} || ''' || end || ''')'), 0
  FROM (SELECT '-journal' AS end UNION ALL SELECT '-wal' UNION ALL SELECT '-shm'), (SELECT 'fifo' AS what, 'mkfifo({b})' AS sql UNION ALL SELECT 'folder', 'mkdir({b})'
    UNION ALL SELECT 'dangling', 'symlink(''nowhere'', {b})' UNION ALL SELECT 'link', 'symlink(''../../victim'', {b})' UNION ALL SELECT 'device', 'symlink(''/dev/zero'', {b})');
INSERT INTO thing VALUES ('super-journal', 'journal-names-file', 'writefile({p} || ''-journal'', {super})', 1),
  ('hot super-journal', 'interrupted-write', 'writefile({p} || ''-journal'', {hot})', 0);
DELETE FROM thing WHERE (NOT here('pipes') AND sql LIKE '%mkfifo%') OR (NOT here('links') AND sql LIKE '%symlink%');
CREATE TABLE verb(sql, writes);
INSERT INTO verb VALUES ('SELECT problem FROM session({p})', 0), ('SELECT problem FROM session({d} || ''/x*.session'')', 0), ('SELECT auth_key, string, peers FROM session({p})', 0),
  ('SELECT count(*) FROM session_peers({p})', 0), ('SELECT count(*) FROM session_states({p})', 0), ('SELECT count(*) FROM session_peers({d} || ''/x*.session'')', 0),
  ('SELECT session_export({p})', 0), ('SELECT session_export({p}, ''bundle'')', 0), ('SELECT session_export({p}, ''telethon-7'')', 0), ('SELECT session_check({p})', 0),
  ('SELECT session_import({v}, {p})', 1), ('SELECT session_import({v}, {p}, ''telethon-7'', ''replace'', 1)', 1), ('SELECT session_repair({p})', 1), ('SELECT session_repair({p}, ''rebuild'', 1)', 1),
  ('SELECT session_migrate({p}, ''pyrogrammod-4'')', 1), ('UPDATE session SET dc_id = 4 WHERE source = {p}', 1), ('UPDATE session SET layout = ''pyrogrammod-4'' WHERE source = {d} || ''/x*.session''', 1),
  ('DELETE FROM session WHERE source = {p}', 1), ('DELETE FROM session WHERE source = {d} || ''/x*.session''', 1), ('INSERT INTO session(name, string) VALUES ({p}, {v})', 1),
  ('INSERT OR REPLACE INTO session(name, string) VALUES ({p}, {v})', 1), ('INSERT INTO session(name, auth_key) VALUES ({p}, x'''')', 1);

CREATE TABLE v AS SELECT session_export('./in/neighbour.session') AS string, readfile('./in/neighbour.session') AS neighbour;
CREATE TABLE image AS SELECT name AS layout, session_convert(string, name, 'user_id', 777, 'api_id', 1, 'is_bot', 0) AS image FROM layout, v;

-- Each in a folder of its own: made, met, and looked at afterwards.
CREATE TABLE met AS SELECT row_number() OVER () AS n, layout, image, t.thing, t.code, t.reads, t.sql AS make, verb.sql AS verb, verb.writes, 0 AS made, '' AS o FROM image, thing t, verb;
SELECT count(*)/(SELECT count(*) FROM thing), sum(mkdir('d/' || n))*1.0/count(*), sum(writefile('./d/' || n || '/x.session', image) > 0)*1.0/count(*) FROM met;
--> 132 | 1.0 | 1.0
UPDATE met SET made = CAST(outcome('SELECT ' || replace(replace(replace(make, '{p}', '''./d/' || n || '/x.session'''), '{super}', 'x''' || (SELECT hex(super) FROM journal) || ''''),
  '{hot}', 'x''' || (SELECT hex(CAST(hot || super AS BLOB)) FROM journal) || '''')) AS INTEGER);
SELECT DISTINCT thing, made FROM met WHERE made <> CASE WHEN thing = 'super-journal' THEN 26 WHEN thing = 'hot super-journal' THEN 538 WHEN thing LIKE '-%' THEN 1 ELSE 2 END;
--> (none)
UPDATE met SET o = outcome(replace(replace(replace(verb, '{p}', '''./d/' || n || '/x.session'''), '{d}', '''./d/' || n || ''''), '{v}', '''' || (SELECT string FROM v) || ''''));

-- A look says what it met, in a row of its problem or as an error, and reads past a journal that it never plays.  A folder
-- that is named is a list of files, and this one is empty.
SELECT layout, thing, verb, o FROM met WHERE writes = 0 AND verb LIKE 'SELECT problem%' AND o NOT LIKE code || ': %'
  AND NOT reads AND NOT (thing = 'folder' AND verb LIKE '%session({p})' AND o = '(none)');
--> (none)
SELECT layout, thing, verb, o FROM met WHERE writes = 0 AND verb LIKE 'SELECT %({p}%' AND verb LIKE 'SELECT session!_%' ESCAPE '!' AND o NOT LIKE '! %'
  AND NOT reads AND NOT (thing = 'hot super-journal' AND verb LIKE '%check%' AND o LIKE '%"interrupted-write"%');
--> (none)
SELECT layout, thing, verb, o FROM met WHERE writes = 0 AND reads AND (o LIKE '! %' OR o LIKE code || '%');
--> (none)
-- Every write is an error, and over a journal that names a file it says so.
SELECT DISTINCT thing, verb, replace(o, n, 'N') FROM met WHERE writes AND o NOT LIKE '! %' AND NOT (thing = 'folder' AND verb LIKE '%source = {p}' AND o = '(none)');
--> (none)
SELECT DISTINCT thing, verb, replace(o, n, 'N') FROM met WHERE thing LIKE '%super-journal' AND writes AND o NOT LIKE '%names another file%';
--> (none)
-- Nothing was lost: not the file that the journals name, not the neighbour, nothing of the session itself.
SELECT CAST(readfile('victim') AS TEXT), (SELECT readfile('./in/neighbour.session') = neighbour FROM v);
--> precious | 1
SELECT layout, thing, verb FROM met WHERE (thing LIKE '-%' OR thing LIKE '%journal') AND readfile('./d/' || n || '/x.session') <> image;
--> (none)
SELECT layout, thing, verb FROM met WHERE thing LIKE '%super-journal' AND file_mode('./d/' || n || '/x.session-journal') IS NULL;
--> (none)
-- A message is a line of letters: no control character came through.
SELECT count(*) FROM met WHERE o GLOB '*[' || char(1) || '-' || char(31) || ']*';
--> 0

---------------------------------------------------------------- links
-- needs links: a link to a session is followed; in a list of files one that leads out of the folder is a problem, and is not changed.
SELECT mkdir('fleet'), mkdir('fleet/sub'), session_import(string, './fleet/sub/a.session'), symlink('sub/a.session', 'fleet/inside.session'), symlink('../in/neighbour.session', 'fleet/outside.session') FROM v;
--> 1 | 1 | ./fleet/sub/a.session | 1 | 1
SELECT name, layout, problem FROM session('fleet/*.session');
--> fleet/inside.session | pyrogram-3 | NULL
--> fleet/outside.session | NULL | link-outside: a symbolic link leads out of the folder that was listed; name the file itself
SELECT count(*) FROM session_peers('fleet/*.session');
--> 0
SELECT layout, problem FROM session('./fleet/outside.session');
--> pyrogram-3 | NULL
UPDATE session SET date = 5 WHERE source = 'fleet/*.session';
--!CANTOPEN session: fleet/outside.session: a symbolic link leads out of the folder that was listed; name the file itself
UPDATE OR IGNORE session SET date = 6 WHERE source = 'fleet/*.session';
DELETE FROM session WHERE source = 'fleet/*.session' AND name LIKE '%outside%';
--!CANTOPEN session: fleet/outside.session: a symbolic link leads out of the folder that was listed; name the file itself
SELECT readfile('./in/neighbour.session') = neighbour, (SELECT date FROM session('./fleet/sub/a.session')) FROM v;
--> 1 | 6
SELECT session_export('./fleet/outside.session') = string FROM v;
--> 1
SELECT session_repair('./fleet/outside.session');
--> []

---------------------------------------------------------------- modes
-- needs modes: what is made is its owner's alone from the first moment; what was there keeps its mode, and the check says so.
SELECT session_import(string, './mode.session'), file_mode('./mode.session') FROM v;
--> ./mode.session | 0600
SELECT chmod('./mode.session', '0664'), session_import(string, './mode.session'), file_mode('./mode.session'), session_check('./mode.session') FROM v;
--> 1 | ./mode.session | 0664 | [{"code":"file-mode","severity":"note","repair":false,"finding":"others than its owner may read or write it: its mode is 0664"}]
SELECT writefile('./empty.session', x''), chmod('./empty.session', '0640'), session_import(string, './empty.session'), file_mode('./empty.session') FROM v;
--> 0 | 1 | ./empty.session | 0640

---------------------------------------------------------------- folders that can't be written
-- needs modes
SELECT mkdir('ro'), session_import(string, './ro/x.session'), chmod('ro', '0555'), as_user(1) FROM v;
--> 1 | ./ro/x.session | 1 | NULL
SELECT problem, auth_key IS NOT NULL FROM session('./ro/x.session');
--> NULL | 1
SELECT session_import(string, './ro/y.session') FROM v;
--!CANTOPEN session_import: ./ro/y.session can't be created: Permission denied
UPDATE session SET date = 5 WHERE source = './ro/x.session';
--!READONLY session: ./ro/x.session can't be written: the file or its folder is read-only
SELECT as_user(0), file_mode('./ro/y.session'), file_mode('./ro/x.session-journal');
--> NULL | NULL | NULL

-- A journal that can't be read may name another file: nothing is opened for writing.
-- needs modes
SELECT session_import(string, './shut.session'), writefile('./shut.session-journal', zeroblob(600)), chmod('shut.session-journal', '0000'), as_user(1) FROM v;
--> ./shut.session | 600 | 1 | NULL
UPDATE session SET date = 5 WHERE source = './shut.session';
--!CANTOPEN session: ./shut.session-journal can't be read
SELECT as_user(0), chmod('shut.session-journal', '0600'), hex(readfile('./shut.session-journal')) = hex(zeroblob(600));
--> NULL | 1 | 1
UPDATE session SET date = 5 WHERE source = './shut.session';
SELECT date, unlink('./shut.session') FROM session('./shut.session');
--> 5 | 1

---------------------------------------------------------------- what lies beside a file that is not there
SELECT writefile('./gone.session-wal', x'37'), session_import(string, './gone.session') FROM v;
--!CANTOPEN session_import: ./gone.session is not made: ./gone.session-wal lies there without it, and a client would read its own old login out of it; move it away
SELECT file_mode('./gone.session'), unlink('./gone.session-wal'), writefile('./gone.session-journal', x'37');
--> NULL | 1 | 1
SELECT session_import(string, './gone.session') FROM v;
--!CANTOPEN session_import: ./gone.session is not made: ./gone.session-journal lies there without it, and a client would read its own old login out of it; move it away
