-- Who may see a key, who may be made to write, and what is left of a login that was forgotten.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 123456) AS BLOB) AS key;
SELECT session_import(string, './victim.session') FROM (
  SELECT 'AgAAMDkA' || replace(hex(zeroblob(84)), '00', 'MDAw') || 'MDAwMQAAAAAuUBS7AQ' AS string);
--> ./victim.session

---------------------------------------------------------------- the flag of each name
-- DIRECTONLY: no view or trigger that is stored in a database can use it.  INNOCUOUS: it sees and changes nothing of ours.
-- Each function that reads or writes containers, or gives a key, is the former.
SELECT name, group_concat(DISTINCT CASE WHEN flags & 0x80000 THEN 'DIRECTONLY' WHEN flags & 0x200000 THEN 'INNOCUOUS' ELSE 'neither' END),
       max(flags & 0x800 > 0) AS deterministic
  FROM pragma_function_list WHERE name LIKE 'session\_%' ESCAPE '\' AND name NOT GLOB '*__*' GROUP BY name ORDER BY name;
--> session_check | DIRECTONLY | 0
--> session_convert | DIRECTONLY | 1
--> session_export | DIRECTONLY | 0
--> session_help | INNOCUOUS | 1
--> session_import | DIRECTONLY | 0
--> session_info | INNOCUOUS | 1
--> session_migrate | DIRECTONLY | 0
--> session_repair | DIRECTONLY | 0
--> session_version | INNOCUOUS | 1

---------------------------------------------------------------- a stranger's database
-- Its views would show its sender the neighbours' keys, or change them, as soon as somebody opens it and looks.
ATTACH './stranger.db' AS stranger;
CREATE VIEW stranger.v_export AS SELECT session_export('./victim.session');
CREATE VIEW stranger.v_convert AS SELECT session_convert('AgAA', 'telethon');
CREATE VIEW stranger.v_import AS SELECT session_import('AgAA', './victim.session');
CREATE VIEW stranger.v_check AS SELECT session_check('./victim.session');
CREATE VIEW stranger.v_repair AS SELECT session_repair('./victim.session');
CREATE VIEW stranger.v_info AS SELECT session_info(NULL) IS NULL;
CREATE VIEW stranger.v_version AS SELECT session_version() = (SELECT session_version());
CREATE VIEW stranger.v_session AS SELECT * FROM session;
CREATE VIEW stranger.v_source AS SELECT * FROM session('./victim.session');
CREATE VIEW stranger.v_peers AS SELECT * FROM session_peers;
CREATE VIEW stranger.v_states AS SELECT * FROM session_states;
CREATE VIEW stranger.v_formats AS SELECT count(*) > 0 FROM session_formats;
CREATE TABLE stranger.news(a);
CREATE TABLE stranger.t_update(a);
INSERT INTO stranger.news VALUES (1);
INSERT INTO stranger.t_update VALUES (1);
CREATE TRIGGER stranger.tr_import AFTER INSERT ON news BEGIN SELECT session_import('AgAA', './victim.session'); END;
CREATE TRIGGER stranger.tr_update AFTER UPDATE ON t_update BEGIN SELECT count(*) FROM session; END;

SELECT * FROM stranger.v_export;
--! unsafe use of session_export()
SELECT * FROM stranger.v_convert;
--! unsafe use of session_convert()
SELECT * FROM stranger.v_import;
--! unsafe use of session_import()
SELECT * FROM stranger.v_check;
--! unsafe use of session_check()
SELECT * FROM stranger.v_repair;
--! unsafe use of session_repair()
SELECT * FROM stranger.v_session;
--! unsafe use of virtual table "session"
SELECT * FROM stranger.v_source;
--! unsafe use of virtual table "session"
SELECT * FROM stranger.v_peers;
--! unsafe use of virtual table "session_peers"
SELECT * FROM stranger.v_states;
--! unsafe use of virtual table "session_states"
INSERT INTO stranger.news VALUES (2);
--! unsafe use of session_import()
UPDATE stranger.t_update SET a=2;
--! unsafe use of virtual table "session"
SELECT count(*) FROM stranger.news;
--> 1

-- The innocuous ones can be used even where the schema is not trusted at all.
PRAGMA trusted_schema=OFF;
SELECT * FROM stranger.v_version;
--> 1
SELECT * FROM stranger.v_info;
--> 1
SELECT * FROM stranger.v_formats;
--> 1
PRAGMA trusted_schema=ON;

-- A trigger of one's own is stored too, even in main.
CREATE TABLE log(a);
CREATE TRIGGER mine AFTER INSERT ON log BEGIN SELECT session_export('./victim.session'); END;
INSERT INTO log VALUES (1);
--! unsafe use of session_export()
DROP TABLE log;

-- TEMP views and triggers are the user's own, gone with the connection: they work.
CREATE TEMP VIEW fleet AS SELECT name, user_id, length(string) FROM session('./victim.session');
SELECT * FROM fleet;
--> ./victim.session | 777000123 | 362
CREATE TEMP VIEW strings AS SELECT length(session_export('./victim.session'));
SELECT * FROM strings;
--> 362
CREATE VIRTUAL TABLE temp.victims USING session('./v*.session');
SELECT name, user_id FROM victims;
--> ./victim.session | 777000123

-- Nor can a stranger hide one of ours behind a name: a stored virtual table is no way around.
CREATE VIRTUAL TABLE stranger.stored USING session('./victim.session');
CREATE VIEW stranger.v_stored AS SELECT auth_key FROM stored;
SELECT * FROM stranger.v_stored;
--! unsafe use of virtual table "stored"
DROP TABLE stranger.stored;

---------------------------------------------------------------- a stranger's session file
-- Findings, one for each thing that its client would not have made.
ATTACH ':memory:' AS given;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'given', 2, 1, key FROM made_up;
CREATE TRIGGER given.thief AFTER UPDATE ON sessions BEGIN DELETE FROM peers; END;
CREATE VIEW given.lure AS SELECT * FROM sessions;
CREATE TABLE given.extra(a);
SELECT json_extract(value, '$.code'), json_extract(value, '$.severity'), json_extract(value, '$.finding') FROM json_each(session_check('given')) ORDER BY 1;
--> foreign-table | note | a table that no client makes: 'extra'
--> foreign-trigger | error | a trigger that no client makes stands on a client's table: 'thief'; nothing is written while it is there
--> foreign-view | note | a view that no client makes: 'lure'

-- It is read, but nothing is written that its trigger would see.
SELECT user_id FROM session('given');
--> 1
UPDATE session SET user_id=2 WHERE name='given';
--! session: given is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('given') lists such things
-- The client's own trigger does no harm.
DROP TRIGGER given.thief;
UPDATE session SET user_id=2 WHERE name='given';
SELECT user_id FROM session('given');
--> 2

-- A generated column, a virtual table or a view instead of a table is refused whole.
DETACH given;
ATTACH ':memory:' AS given;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'given', 2, 1, key FROM made_up;
DROP TABLE given.version;
CREATE VIEW given.version AS SELECT 3 AS number;
SELECT session_export('given');
--! session_export: given is refused: a view, a virtual table or a computed column stands where a table should; SELECT session_check('given') says more
SELECT name, auth_key_id, problem FROM session('given');
--> given | NULL | view-as-table: a view, a virtual table or a computed column stands where a table should; it is neither read nor written
DETACH given;

---------------------------------------------------------------- secrets are not shown
-- SELECT * shows no key, no string and no part of them; session_info neither.
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'bot', 'kurigram-7', 2, 777000123, key FROM made_up;
CREATE TEMP TABLE shown AS SELECT * FROM session;
SELECT group_concat(name, ' ') FROM pragma_table_info('shown');
--> name layout dc_id test_mode user_id is_bot api_id server_address port date auth_key_id peers problem
CREATE TEMP TABLE told AS
  SELECT name || coalesce(layout, '') || coalesce(auth_key_id, '') || coalesce(server_address, '') || coalesce(problem, '') AS t FROM shown
  UNION ALL SELECT session_info(session_export('bot', name)) FROM session_formats WHERE writes
  UNION ALL SELECT session_check('bot');
SELECT count(*) > 30, sum(instr(t, '0000000000')), sum(instr(t, 'MDAwMDAw')), sum(instr(t, '3030303030')) FROM told;
--> 1 | 0 | 0 | 0

---------------------------------------------------------------- what is left of a forgotten login
-- DELETE overwrites: the bytes of the key and of the peers are gone from the file, not only from the tables.
SELECT session_import(session_export('bot', 'kurigram-7'), './gone.session');
--> ./gone.session
ATTACH './gone.session' AS gone;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('gone', 777000, 'user', 0x1122334455667788, 'unforgettable');
INSERT INTO session_states(session, id, pts) VALUES ('gone', 0, 0x55667788);
DETACH gone;
SELECT file_contains('gone.session', key), file_contains('gone.session', CAST('unforgettable' AS BLOB)),
       file_contains('gone.session', x'1122334455667788'), file_contains('gone.session', x'55667788') FROM made_up;
--> 1 | 1 | 1 | 1
DELETE FROM session WHERE source='./gone.session';
SELECT file_contains('gone.session', key), file_contains('gone.session', CAST('unforgettable' AS BLOB)),
       file_contains('gone.session', x'1122334455667788'), file_contains('gone.session', x'55667788') FROM made_up;
--> 0 | 0 | 0 | 0
SELECT layout, auth_key_id, peers, problem FROM session('./gone.session');
--> kurigram-7 | NULL | 0 | NULL
SELECT file_mode('gone.session-journal'), file_mode('gone.session-wal');
--> NULL | NULL

-- Likewise an attached file, whatever its connection does with what is deleted ...
SELECT session_import(session_export('bot', 'mtcute-1'), './gone2.session');
--> ./gone2.session
ATTACH './gone2.session' AS gone;
SELECT file_contains('gone2.session', key) FROM made_up;
--> 1
PRAGMA gone.secure_delete = OFF;
--> 0
DELETE FROM session WHERE name='gone';
SELECT file_contains('gone2.session', key) FROM made_up;
--> 0
DETACH gone;

-- ... one in WAL mode, where the old pages would linger in the -wal ...
SELECT session_import(session_export('bot', 'kurigram-6'), './gone3.session');
--> ./gone3.session
SELECT other('gone3.session', 'PRAGMA journal_mode=WAL'), other('gone3.session', NULL);
--> wal | NULL
DELETE FROM session WHERE source='./gone3.session';
SELECT file_contains('gone3.session', key), coalesce(readfile('gone3.session-wal'), '') = '' FROM made_up;
--> 0 | 1

-- ... a login that another one replaces, and a migration.
SELECT session_import(session_export('bot', 'kurigram-6'), './gone4.session');
--> ./gone4.session
SELECT session_import('AgAAMDkA' || replace(hex(zeroblob(84)), '00', 'MDAw') || 'MDAwMQAAAAAuUBS7AQ', './gone4.session', NULL, 'user_id', 5, 'replace', 1);
--> ./gone4.session
SELECT file_contains('gone4.session', key) FROM made_up;
--> 0
UPDATE session SET auth_key=(SELECT key FROM made_up) WHERE source='./gone4.session';
SELECT file_contains('gone4.session', key) FROM made_up;
--> 1
UPDATE session SET layout='telethon-7' WHERE source='./gone4.session';
SELECT file_contains('gone4.session', key) FROM made_up;
--> 1
DELETE FROM session WHERE source='./gone4.session';
SELECT file_contains('gone4.session', key) FROM made_up;
--> 0

---------------------------------------------------------------- files
-- What is created is for its owner only, also where the umask would let others read.
SELECT file_mode('gone.session'), file_mode('gone4.session');
--> 0600 | 0600
INSERT INTO session(name, auth_key) VALUES ('./empty.session', x'');
SELECT file_mode('empty.session');
--> 0600
SELECT count(*) FROM json_each('["gone.session","gone2.session","gone3.session","gone4.session","empty.session","victim.session"]')
  WHERE file_mode(value || '-journal') IS NOT NULL OR coalesce(length(readfile(value || '-wal')), 0) > 0;
--> 0

-- A second load does no harm.
SELECT load_extension(so_path());
--> NULL
SELECT user_id FROM session('./victim.session');
--> 777000123

---------------------------------------------------------------- secure_delete is the user's
-- What goes is overwritten with zeros; then the setting is as it was, after an error too.  2 is FAST.
ATTACH ':memory:' AS care;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'care', 'kurigram-7', 4, 12345, 777, 1, key FROM made_up;
PRAGMA care.secure_delete = OFF;
--> 0
UPDATE session SET user_id = 778, auth_key = CAST(printf('%0256d', 5) AS BLOB) WHERE name = 'care';
PRAGMA care.secure_delete;
--> 0
PRAGMA care.secure_delete = FAST;
--> 2
INSERT OR REPLACE INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'care', 'kurigram-7', 4, 12345, 777, 1, key FROM made_up;
PRAGMA care.secure_delete;
--> 2
SELECT session_import(session_export('care', 'kurigram-7', 'api_id', 6), 'care');
--> care
PRAGMA care.secure_delete;
--> 2
SELECT session_import(session_export('care', 'kurigram-7'), 'care', 'telethon-7');
--> care
PRAGMA care.secure_delete;
--> 2
CREATE TEMP TRIGGER no BEFORE DELETE ON care.entities BEGIN SELECT RAISE(ABORT, 'not now'); END;
CREATE TEMP TRIGGER no_update BEFORE UPDATE ON care.sessions BEGIN SELECT RAISE(ABORT, 'not now'); END;
CREATE TEMP TRIGGER no_insert BEFORE INSERT ON care.sessions BEGIN SELECT RAISE(ABORT, 'not now'); END;
UPDATE session SET dc_id = 2, auth_key = CAST(printf('%0256d', 6) AS BLOB) WHERE name = 'care';
--!CONSTRAINT session: care: not now
PRAGMA care.secure_delete;
--> 2
DELETE FROM session WHERE name = 'care';
--!CONSTRAINT session: care: not now
PRAGMA care.secure_delete;
--> 2
DROP TRIGGER no;
DROP TRIGGER no_insert;
DROP TRIGGER no_update;
PRAGMA care.secure_delete = OFF;
--> 0
DELETE FROM session WHERE name = 'care';
PRAGMA care.secure_delete;
--> 0
PRAGMA care.secure_delete = ON;
--> 1
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'care', 'telethon-7', 2, key FROM made_up;
DELETE FROM session WHERE name = 'care';
PRAGMA care.secure_delete;
--> 1
DETACH care;

---------------------------------------------------------------- a stranger's login without his database
-- ATTACH is outside of all gates; a bundle carries the login and the peers, and nothing of the file's own.
SELECT session_import(session_export('./victim.session', 'telethon-7'), './gift.session');
--> ./gift.session
SELECT other('./gift.session', 'CREATE TABLE loot(a); CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN INSERT INTO loot VALUES(new.auth_key); END; CREATE VIEW look AS SELECT * FROM loot'),
  other('./gift.session', NULL);
--> NULL | NULL
ATTACH ':memory:' AS mine;
SELECT session_import(session_export('./gift.session', 'bundle'), 'mine');
--> mine
SELECT name FROM mine.sqlite_master WHERE name IN ('loot', 'evil', 'look');
--> (none)
SELECT g.auth_key = m.auth_key FROM session('./gift.session') AS g, session('mine') AS m;
--> 1
DETACH mine;

-- What a stored view may use where nothing is trusted, and what it may not.
SELECT outcome('CREATE VIEW harmless AS SELECT (SELECT count(*) > 20 FROM session_formats), (SELECT count(*) > 20 FROM session_findings), session_help(''wal'') IS NOT NULL,'
  || ' session_info(''AgAA'', ''try'', 1) IS NULL, session_version() IS NOT NULL; CREATE VIEW lure AS SELECT count(*) FROM session; PRAGMA trusted_schema = OFF; SELECT * FROM harmless');
--> 1 | 1 | 1 | 1 | 1
SELECT outcome('SELECT * FROM lure');
--> ! unsafe use of virtual table "session"
