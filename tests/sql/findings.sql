-- needs images
-- session_findings: each code has a scene here that brings it about, and none is left over.
--
--     INSERT INTO scene VALUES ('no-version', 'pyrogram-3', 'DELETE FROM version');
--
-- A file of that layout is made, the SQL is done to it, and session_check must then say that code, with the catalogue's severity.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key, CAST(printf('%0256d', 2) AS BLOB) AS key2;
CREATE TEMP TABLE seen(code);
CREATE TEMP TABLE scene(code, layout, sql, f, bad, closed);
SELECT mkdir('scene');
--> 1

INSERT INTO scene(code, layout, sql) VALUES
  ('version-mismatch', 'kurigram-7', 'UPDATE version SET number = 3'),
  ('version-unknown', 'kurigram-7', 'UPDATE version SET number = 77'),
  ('no-version', 'pyrogram-3', 'DELETE FROM version'),
  ('missing-table', 'pyrogram-3', 'DROP TABLE peers'),
  ('missing-column', 'kurigram-7', 'CREATE TABLE y AS SELECT id, pts, qts, date FROM update_state; DROP TABLE update_state; ALTER TABLE y RENAME TO update_state'),
  ('ahead-of-layout', 'kurigram-6', 'ALTER TABLE sessions ADD COLUMN server_address TEXT'),
  ('unknown-columns', 'pyrogram-3', 'ALTER TABLE peers ADD COLUMN mine'),
  ('missing-index', 'pyrogram-3', 'DROP INDEX idx_peers_id'),
  ('integrity', 'pyrogram-3', 'CREATE TABLE i(x NOT NULL); INSERT INTO i VALUES(1); PRAGMA writable_schema = 1; '
    || 'UPDATE sqlite_master SET sql = ''CREATE TABLE i(y, x NOT NULL)'' WHERE name = ''i'''),
  ('foreign-trigger', 'pyrogram-3', 'CREATE TRIGGER mine AFTER INSERT ON peers BEGIN SELECT 1; END'),
  ('foreign-check', 'pyrogram-3', 'ALTER TABLE peers ADD COLUMN mine CHECK (mine IS NULL)'),
  ('foreign-default', 'pyrogram-3', 'ALTER TABLE peers ADD COLUMN mine DEFAULT (5)'),
  ('foreign-index', 'pyrogram-3', 'CREATE INDEX mine ON peers(id) WHERE id > 5'),
  ('foreign-collation', 'pyrogram-3', 'CREATE INDEX mine ON peers(username COLLATE NOCASE)'),
  ('foreign-table', 'pyrogram-3', 'CREATE TABLE mine(x)'),
  ('foreign-view', 'pyrogram-3', 'CREATE VIEW mine AS SELECT 1'),
  ('dangerous-table', 'telethon-7', 'ANALYZE'),
  ('view-as-table', 'pyrogram-3', 'ALTER TABLE peers RENAME TO old; CREATE VIEW peers AS SELECT * FROM old'),
  ('null-login', 'pyrogram-3', 'UPDATE sessions SET user_id = NULL'),
  ('placeholder-user', 'pyrogram-3', 'UPDATE sessions SET user_id = 9999'),
  ('no-row', 'pyrogram-3', 'DELETE FROM sessions'),
  ('several-logins', 'pyrogram-3', 'INSERT INTO sessions SELECT 4, api_id, test_mode, CAST(printf(''%0256d'', 2) AS BLOB), date, user_id, is_bot FROM sessions'),
  ('several-rows', 'pyrogram-3', 'INSERT INTO sessions(dc_id, date) VALUES (5, 0)'),
  ('key-encrypted', 'pyrogram-3', 'UPDATE sessions SET auth_key = ''gAAAAA'' || hex(zeroblob(200))'),
  ('key-length', 'pyrogram-3', 'UPDATE sessions SET auth_key = zeroblob(255)'),
  ('bad-value', 'pyrogram-3', 'UPDATE sessions SET dc_id = 99'),
  ('bad-api-id', 'pyrogram-3', 'UPDATE sessions SET api_id = user_id'),
  ('no-address', 'telethon-7', 'UPDATE sessions SET server_address = NULL'),
  ('address-dc', 'telethon-7', 'UPDATE sessions SET server_address = ''149.154.167.91'''),
  ('ipv6-address', 'telethon-7', 'UPDATE sessions SET server_address = ''2001:067c:04e8:f002:0000:0000:0000:000a'''),
  ('takeout', 'telethon-7', 'UPDATE sessions SET takeout_id = 5'),
  ('no-access-hash', 'pyrogram-3', 'INSERT INTO peers(id, type) VALUES (5, ''user'')'),
  ('old-channel-ids', 'pyrogram-3', 'INSERT INTO peers(id, access_hash, type) VALUES (-100987654321, 5, ''channel'')'),
  ('unmarked-ids', 'pyrofork-3', 'INSERT INTO peers(id, access_hash, type) VALUES (-1000000000123, 5, ''channel''); '
    || 'INSERT INTO usernames VALUES (''news'', 123, 1)'),
  ('null-usernames', 'kurigram-7', 'INSERT INTO peers(id, access_hash, type) VALUES (5, 5, ''user''); INSERT INTO usernames VALUES (5, NULL)'),
  ('duplicate-usernames', 'kurigram-7', 'INSERT INTO peers(id, access_hash, type) VALUES (5, 5, ''user''); INSERT INTO usernames VALUES (5, ''a''), (5, ''a'')'),
  ('stale-usernames', 'kurigram-7', 'ALTER TABLE peers ADD COLUMN username TEXT; '
    || 'INSERT INTO peers(id, access_hash, type, username) VALUES (5, 5, ''user'', ''a''), (6, 5, ''user'', ''b''); INSERT INTO usernames VALUES (6, ''b'')'),
  ('malformed-usernames', 'mtcute-1', 'INSERT INTO peers VALUES (5, ''1|2'', ''x'', 1, NULL, x'''', 0)'),
  ('unknown-type', 'pyrogram-3', 'INSERT INTO peers(id, access_hash, type) VALUES (5, 5, ''banana'')'),
  ('wrong-type', 'pyrogram-3', 'INSERT INTO peers(id, access_hash, type) VALUES (5, ''five'', ''user'')'),
  ('empty-state', 'kurigram-7', 'INSERT INTO update_state(id, pts, qts) VALUES (0, 0, 5)'),
  ('state-id', 'kurigram-7', 'INSERT INTO update_state(id, pts) VALUES (777, 5)');
UPDATE scene SET f = './scene/' || code || '.session';
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT f, layout, 2, 777000123, key FROM scene, made_up;
SELECT count(*), count(DISTINCT code) FROM scene;
UPDATE scene SET bad = other(f, sql), closed = other(f, NULL);
SELECT code, bad FROM scene WHERE bad LIKE '%error%' OR bad LIKE '%no such%' OR bad LIKE '%syntax%';
--> (none)

-- What is found, in those words and as grave as the catalogue says.
CREATE TEMP TABLE found AS
  SELECT s.code AS scene, json_extract(f.value, '$.code') AS code, json_extract(f.value, '$.severity') AS severity FROM scene s, json_each(session_check(s.f)) f;
SELECT code FROM scene s WHERE NOT EXISTS (SELECT 1 FROM found f WHERE f.scene = s.code AND f.code = s.code);
--> (none)
SELECT DISTINCT f.code, f.severity, c.severity FROM found f LEFT JOIN session_findings c ON c.code = f.code WHERE f.severity IS NOT c.severity;
--> (none)
-- A problem is an error that check finds, too.
SELECT s.code, i.problem FROM scene s, session(s.f) i WHERE problem IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM found f WHERE f.scene = s.code AND f.severity = 'error' AND f.code = substr(problem, 1, instr(problem, ':') - 1));
--> (none)
-- What repair calls mended, the next check finds no more; and there is nothing left for a second repair.
CREATE TEMP TABLE mended AS
  SELECT s.code AS scene, json_extract(r.value, '$.code') AS code, json_extract(r.value, '$.status') AS status
  FROM scene s, json_each(session_repair(s.f, 'rebuild', 1)) r WHERE s.code NOT IN ('view-as-table', 'integrity', 'version-unknown');
SELECT count(DISTINCT scene) FROM mended WHERE status = 'mended';
--> 26
SELECT m.scene, m.code FROM mended m, scene s, json_each(session_check(s.f)) f
  WHERE m.status = 'mended' AND s.code = m.scene AND json_extract(f.value, '$.code') = m.code;
--> (none)
SELECT s.code FROM scene s, json_each(session_repair(s.f, 'rebuild', 1)) r
  WHERE s.code NOT IN ('view-as-table', 'integrity', 'version-unknown') AND json_extract(r.value, '$.status') = 'mended';
--> (none)
-- Nothing of a repair's own is left in them.
SELECT code FROM scene WHERE once(f, 'SELECT 1 FROM sqlite_master WHERE name LIKE ''tgsession%''') IS NOT NULL;
--> (none)
INSERT INTO seen SELECT code FROM found;

---------------------------------------------------------------- the file, and what lies beside it
SELECT mkdir('s'), mkdir('s/folder.session'), mkdir('away');
--> 1 | 1 | 1
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT v.f, 'pyrogram-3', 2, 5, key FROM made_up,
  (SELECT 's/good.session' AS f UNION ALL SELECT 's/shut.session' UNION ALL SELECT 's/torn.session' UNION ALL SELECT 's/killed.session'
   UNION ALL SELECT 's/named.session' UNION ALL SELECT 's/kept.session' UNION ALL SELECT 'away/out.session'
   UNION ALL SELECT 's/777000123:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-.session') v;
SELECT symlink('../away/out.session', 's/link.session') = here('links'), link('s/good.session', 's/same.session'), chmod('s/shut.session', '0000');
--> 1 | 1 | 1
SELECT writefile('s/empty.session', x''), writefile('s/text.session', 'nothing that anybody knows');
SELECT writefile('s/torn.session', substr(readfile('s/torn.session'), 1, 5000)) > 0;
--> 1
-- A journal as a client leaves it that is killed in its first write; and one that names another file.
CREATE TEMP TABLE journal AS SELECT x'd9d505f920a163d7000000000000000000000003' || x'0000020000001000' || zeroblob(484) AS hot,
  x'00000000' || CAST('victim' AS BLOB) || x'000000060000028c' || x'd9d505f920a163d7' AS super;
SELECT writefile('s/killed.session-journal', hot), writefile('s/named.session-journal', super) > 0 FROM journal;
-- Whoever copies a database in WAL mode and not the -wal beside it has a file in which nothing stands, or an old state.
SELECT other('away/w.session', 'PRAGMA journal_mode = WAL'), other('away/w.session', 'CREATE TABLE sessions(dc_id)'),
  writefile('s/lost.session', readfile('away/w.session')) > 0, writefile('away/copy.session', readfile('away/w.session')) > 0,
  writefile('away/copy.session-wal', readfile('away/w.session-wal')) > 0, other('away/w.session', NULL), chmod('away', '0555');
--> wal | NULL | 1 | 1 | 1 | NULL | 1
-- One that others can read, with its client at work.
SELECT chmod('s/kept.session', '0644'), other('s/kept.session', 'PRAGMA journal_mode = WAL'), other('s/kept.session', 'UPDATE sessions SET date = 1');
--> 1 | wal | NULL
SELECT as_user(1);
CREATE TEMP TABLE told AS SELECT name, problem FROM session('s/*.session')
  UNION ALL SELECT name, problem FROM session('./away/copy.session') UNION ALL SELECT name, problem FROM session('./missing.session');
INSERT INTO told SELECT f.name, json_extract(j.value, '$.code') || ':' FROM
  (SELECT 's/kept.session' AS name UNION ALL SELECT 's/same.session' UNION ALL SELECT './away/copy.session' WHERE here('modes') UNION ALL SELECT name FROM told WHERE name LIKE '%:AA%') f, json_each(session_check(f.name)) j;
SELECT other('s/kept.session', NULL), as_user(0);
CREATE TEMP TABLE posix AS SELECT value AS code FROM json_each('["file-mode", "link-outside", "unreadable", "wal-unreadable"]');
SELECT substr(problem, 1, instr(problem, ':') - 1), group_concat(replace(name, 's/', '')) FROM (SELECT * FROM told ORDER BY name)
  WHERE problem IS NOT NULL AND name NOT LIKE '%:AA%' GROUP BY 1 HAVING substr(problem, 1, instr(problem, ':') - 1) NOT IN (SELECT code FROM posix) AND (here('modes') OR name NOT LIKE './away/%');
--> empty-file | empty.session
--> interrupted-write | killed.session
--> malformed | torn.session
--> missing-file | ./missing.session
--> not-a-database | text.session
--> not-a-file | folder.session
--> same-file | same.session
--> wal | kept.session
--> wal-lost | lost.session

-- needs modes
SELECT substr(problem, 1, instr(problem, ':') - 1), group_concat(DISTINCT replace(name, 's/', '')) FROM (SELECT * FROM told ORDER BY name) WHERE name NOT LIKE '%:AA%' GROUP BY 1
  HAVING substr(problem, 1, instr(problem, ':') - 1) IN (SELECT code FROM posix);
--> file-mode | kept.session
--> link-outside | link.session
--> unreadable | shut.session
--> wal-unreadable | ./away/copy.session

INSERT INTO seen SELECT substr(problem, 1, instr(problem, ':') - 1) FROM told WHERE problem IS NOT NULL;

-- Repair undoes a write that was interrupted, and says so: a copy of a file in the midst of its client's transaction.
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT './busy.session', 'pyrogram-3', 2, 5, key FROM made_up;
SELECT other('./busy.session', 'PRAGMA cache_size = 1; BEGIN; UPDATE sessions SET user_id = 6; WITH RECURSIVE n(i) AS'
  || ' (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO peers (id, access_hash, type) SELECT i, i, ''user'' FROM n');
SELECT writefile('./hot.session', readfile('./busy.session')) > 20000,
  writefile('./hot.session-journal', readfile('./busy.session-journal')) > 1000;
--> 1 | 1
SELECT other('./busy.session', 'ROLLBACK'), other('./busy.session', NULL);
SELECT value FROM json_each(session_repair('./hot.session')) WHERE value LIKE '%interrupted-write%';
--> {"code":"interrupted-write","severity":"error","status":"mended","finding":"the write that was interrupted is undone"}
SELECT file_mode('./hot.session-journal'), user_id, peers, problem FROM session('./hot.session');
--> NULL | 5 | 0 | NULL

---------------------------------------------------------------- what a call could not do
ATTACH ':memory:' AS b;
ATTACH ':memory:' AS strange;
CREATE TABLE strange.t(x);
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'pyrogram-3', 2, 5, key FROM made_up;
INSERT INTO session(name, layout, auth_key) VALUES ('./nobody.session', 'pyrogram-3', x'');
INSERT INTO session_peers(session, id, type, access_hash) SELECT 'b', key, 'user', 1 FROM json_each('[0' || replace(hex(zeroblob(2000)), '00', ',0') || ']') WHERE key > 0;
SELECT chmod('s/shut.session', '0444'), other('s/torn.session', NULL), other('s/good.session', 'BEGIN EXCLUSIVE'), as_user(1);
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT './other.session', 2, 6, key2 FROM made_up;
ATTACH ':memory:' AS full;
INSERT INTO session(name, layout, auth_key) VALUES ('full', 'pyrogram-3', x'');
CREATE TEMP TABLE bundle AS SELECT session_export('b', 'bundle') AS big, session_export('./other.session') AS v, readfile('./nobody.session') AS nobody;
PRAGMA full.max_page_count = 12;
CREATE TEMP TABLE failed AS
  SELECT session_import(v, 'b', NULL, 'try', 1) AS z FROM bundle
  UNION ALL SELECT session_import(v, './s/good.session', NULL, 'replace', 1, 'try', 1) FROM bundle
  UNION ALL SELECT session_import(v, './s/shut.session', NULL, 'replace', 1, 'try', 1) FROM bundle
  UNION ALL SELECT session_import(v, './s/named.session', NULL, 'replace', 1, 'try', 1) FROM bundle
  UNION ALL SELECT session_import(nobody, 'b', NULL, 'replace', 1, 'try', 1) FROM bundle
  UNION ALL SELECT session_import('{"a":' || hex(zeroblob(9000000)) || '}', 'b', NULL, 'replace', 1, 'try', 1) FROM bundle
  UNION ALL SELECT session_import(v, 'nobody', NULL, 'try', 1) FROM bundle
  UNION ALL SELECT session_migrate('strange', 'kurigram-7', 'try', 1);
SELECT z FROM failed;
--> conflict: another account is logged in in b, auth_key_id b2bdc2750597041c; the option 'replace', 1 overwrites it, and drops its peers and update states
--> locked: ./s/good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
--> read-only: ./s/shut.session can't be written: the file or its folder is read-only
--> journal-names-file: ./s/named.session is not opened: the -journal beside it names another file, which SQLite would delete. Nothing was touched. Whoever wrote to several attached files in one transaction has made such a journal himself, and opens the file with sqlite3; else delete the journal
--> not-logged-in: pyrogram-3: not logged in: there is no auth_key
--> too-big: the value is JSON of more than 16 MB, or 1000000 values, which is not read
--> refused: there is no database 'nobody' here, only main, temp, b, strange, full; write './nobody.session' for a file
--> no-session: no session in strange
INSERT INTO seen SELECT substr(z, 1, instr(z, ':') - 1) FROM failed;
SELECT session_import(big, 'full', NULL, 'try', 1) FROM bundle;
--> disk-full: database or disk is full
INSERT INTO seen VALUES ('disk-full');
SELECT as_user(0), other('s/good.session', NULL), chmod('away', '0755');
PRAGMA full.max_page_count = 1000;

-- Nothing else is in the catalogue; for these two, see tests/fault/iofail.c and tests/hosts/guest.c.
SELECT DISTINCT 'no such code: ' || code FROM seen WHERE code NOT IN (SELECT code FROM session_findings);
--> (none)
SELECT code FROM session_findings WHERE code NOT IN (SELECT code FROM seen) AND (here('modes') OR code NOT IN (SELECT code FROM posix));
--> io-error
--> not-authorized
