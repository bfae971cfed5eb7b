-- Migration: another layout for a file, up, down or across; UPDATE session SET layout = ...
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, date, auth_key) VALUES ('k', 'kurigram-7', 2, 12345, 777000123, 1, 1700000000, CAST(printf('%0256d', 1) AS BLOB));
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES ('k', 777000123, 'bot', 4242, '["me"]', NULL, 1600000000), ('k', 777000, 'user', -42, '["telegram","tg"]', '42777', 1600000001),
  ('k', -1001234567890, 'forum', 99, NULL, NULL, 1600000002), ('k', -5, 'group', 0, NULL, NULL, 1600000003);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', 0, 7, 8, 9, 10), ('k', -1001234567890, 11, NULL, NULL, NULL);
SELECT session_import(session_export('k', 'kurigram-7'), './a.session');
--> ./a.session

-- Down: the older client opens it.
UPDATE session SET layout='pyrogram-3' WHERE source='./a.session';
SELECT name, layout, dc_id, api_id, user_id, is_bot, date, peers, problem FROM session('./a.session');
--> ./a.session | pyrogram-3 | 2 | 12345 | 777000123 | 1 | 1700000000 | 4 | NULL
SELECT id, type, access_hash, username, phone_number, updated FROM session_peers('./a.session');
--> -1001234567890 | supergroup | 99 | NULL | NULL | 1600000002
--> -5 | group | 0 | NULL | NULL | 1600000003
--> 777000 | user | -42 | telegram | 42777 | 1600000001
--> 777000123 | bot | 4242 | me | NULL | 1600000000
SELECT other('a.session', 'SELECT number FROM version'), other('a.session', 'SELECT count(*) FROM sqlite_master WHERE name IN (''usernames'', ''update_state'') OR name LIKE ''tgsession%'''), other('a.session', 'PRAGMA integrity_check'), other('a.session', NULL);
--> 3 | 0 | ok | NULL
-- The trigger on peers, which sets the date of what is updated, did not touch the dates.
SELECT min(updated), max(updated) FROM session_peers('./a.session');
--> 1600000000 | 1600000003

-- Up again: the names are in the usernames table, where Kurigram looks for them.
UPDATE session SET layout='kurigram-6' WHERE source='./a.session';
SELECT other('a.session', 'SELECT group_concat(id || '' '' || username) FROM (SELECT * FROM usernames ORDER BY id)'), other('a.session', 'SELECT count(*) FROM pragma_table_info(''peers'') WHERE name=''username'''), other('a.session', NULL);
--> 777000 telegram,777000123 me | 0 | NULL

-- Across: Telethon finds itself by the row of the bot's own id.
UPDATE session SET layout='telethon-7' WHERE source='./a.session';
SELECT layout, dc_id, server_address, port, user_id, peers, problem FROM session('./a.session');
--> telethon-7 | 2 | 149.154.167.51 | 443 | 777000123 | 4 | NULL
SELECT other('a.session', 'SELECT group_concat(id || '':'' || hash, '' '') FROM (SELECT * FROM entities ORDER BY id)'), other('a.session', NULL);
--> -1001234567890:99 -5:0 0:777000123 777000:-42 777000123:4242 | NULL
-- And back, without being asked for the user.
UPDATE session SET layout='pyrogram-3' WHERE source='./a.session';
SELECT layout, user_id, is_bot, api_id, peers FROM session('./a.session');
--> pyrogram-3 | 777000123 | 0 | 0 | 4

-- Where the user is not known, it must be given, with other fields if need be.
INSERT INTO session(name, string) SELECT './t.session', session_export('k', 'telethon');
UPDATE session SET layout='pyrogram-3' WHERE source='./t.session';
--! session: ./t.session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT layout, auth_key_id FROM session('./t.session');
--> telethon-7 | b2bdc2750597041c
UPDATE session SET layout='pyrogram-3', user_id=777000123, is_bot=1, api_id=6 WHERE source='./t.session';
SELECT layout, user_id, is_bot, api_id, problem FROM session('./t.session');
--> pyrogram-3 | 777000123 | 1 | 6 | NULL

-- Telethon 1.43's to what every Telethon opens, and back.
INSERT INTO session(name, layout, string) SELECT './8.session', 'telethon-8', session_export('k', 'telethon');
UPDATE session SET layout='telethon-7' WHERE source='./8.session';
SELECT other('8.session', 'SELECT version FROM version'), other('8.session', 'SELECT count(*) FROM pragma_table_info(''sessions'')'), other('8.session', NULL);
--> 7 | 5 | NULL
UPDATE session SET layout='telethon-8' WHERE source='./8.session';
SELECT other('8.session', 'SELECT version FROM version'), other('8.session', 'SELECT count(*) FROM pragma_table_info(''sessions'')'), other('8.session', 'SELECT count(*) FROM sessions WHERE takeout_id IS NULL AND tmp_auth_key IS NULL'), other('8.session', NULL);
--> 8 | 6 | 1 | NULL

---------------------------------------------------------------- many files
SELECT mkdir('bots');
--> 1
INSERT INTO session(name, layout, string) SELECT 'bots/' || value || '.session', value, session_export('k') FROM json_each('["pyrogram-2","kurigram-5","pyrofork-3","wzgram-8","pyrogrammod-4"]');
UPDATE session SET layout='pyrogram-3' WHERE source='bots';
SELECT layout, count(*), min(user_id), count(problem) FROM session('bots') GROUP BY layout;
--> pyrogram-3 | 5 | 777000123 | 0
-- It stops at the first that can't be, says how many were done, and can be run again for the rest.
SELECT writefile('bots/n.session', 'This file is text of more than a hundred characters, which is what a header has, so that it is looked at as one.') > 0;
--> 1
UPDATE session SET layout='kurigram-4' WHERE source='bots' AND problem IS NULL;
SELECT layout, count(*) FROM session('bots') GROUP BY layout;
--> NULL | 1
--> kurigram-4 | 5
UPDATE session SET layout='pyrogram-3' WHERE source='bots';
--!NOTADB session: bots/n.session is not a SQLite database, or it is encrypted (1 done before it; run it again for the rest)
SELECT layout, count(*) FROM session('bots') GROUP BY layout ORDER BY layout;
--> NULL | 1
--> kurigram-4 | 4
--> pyrogram-3 | 1

---------------------------------------------------------------- what stays
-- WAL mode, the page size and foreign tables.
SELECT session_import(session_export('k', 'kurigram-7'), './w.session');
--> ./w.session
SELECT other('w.session', 'PRAGMA journal_mode=WAL'), other('w.session', 'CREATE TABLE notes(a)'), other('w.session', 'INSERT INTO notes VALUES (5)'), other('w.session', NULL);
--> wal | NULL | NULL | NULL
UPDATE session SET layout='pyrogram-3' WHERE source='./w.session';
SELECT other('w.session', 'PRAGMA journal_mode'), other('w.session', 'SELECT a FROM notes'), other('w.session', NULL);
--> wal | 5 | NULL
SELECT layout, peers FROM session('./w.session');
--> pyrogram-3 | 4
-- The mode of the file.
SELECT chmod('w.session', '0640');
--> 1
UPDATE session SET layout='kurigram-7' WHERE source='./w.session';
SELECT file_mode('w.session'), file_mode('w.session-journal');
--> 0640 | NULL
-- To the layout that it has: nothing happens.
UPDATE session SET layout='kurigram-7' WHERE source='./w.session';
SELECT layout, peers FROM session('./w.session');
--> kurigram-7 | 4

-- Not logged in: its tables change all the same.
INSERT INTO session(name, layout, auth_key) VALUES ('./e.session', 'kurigram-7', x'');
UPDATE session SET layout='pyrogram-3' WHERE source='./e.session';
SELECT layout, dc_id, auth_key_id, problem FROM session('./e.session');
--> pyrogram-3 | 2 | NULL | NULL

---------------------------------------------------------------- not possible
UPDATE session SET layout='telethon-1' WHERE source='./w.session';
--! session: ./w.session: layout telethon-1 is only read
UPDATE session SET layout='gotd-json' WHERE source='./w.session';
--! session: ./w.session: gotd-json is no layout of a database
UPDATE session SET layout='pyrogram' WHERE source='./w.session';
--! session: ./w.session: there is no layout 'pyrogram'; did you mean pyrogram-3?
SELECT layout, peers FROM session('./w.session');
--> kurigram-7 | 4

-- A client that has it open in a transaction keeps it.
SELECT other('w.session', 'BEGIN IMMEDIATE');
--> NULL
UPDATE session SET layout='pyrogram-3' WHERE source='./w.session';
--!BUSY session: ./w.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('w.session', 'COMMIT'), other('w.session', NULL);
--> NULL | NULL

---------------------------------------------------------------- databases of the connection
-- SQLite drops no table within an UPDATE: a function does it.
UPDATE session SET layout='pyrogram-3' WHERE name='k';
--! session: SQLite drops no table within an UPDATE; this gives k another layout: SELECT session_migrate('k', 'pyrogram-3')
SELECT session_migrate('k', 'pyrogram-3');
--> k
SELECT layout, user_id, peers, session_check('k') FROM session WHERE name='k';
--> pyrogram-3 | 777000123 | 4 | []

-- In a transaction, which can be rolled back.
BEGIN;
SELECT session_migrate('k', 'kurigram-4');
--> k
SELECT layout, user_id, peers FROM session WHERE name='k';
--> kurigram-4 | 777000123 | 4
ROLLBACK;
SELECT layout, user_id, peers FROM session WHERE name='k';
--> pyrogram-3 | 777000123 | 4
PRAGMA k.integrity_check;
--> ok

-- The main database, temp, and one whose name needs quotes, in one statement that reads no table.
ATTACH ':memory:' AS "my bot's";
SELECT session_import(session_export('k', 'pyrogram-3'), 'main'), session_import(session_export('k', 'pyrofork-4'), 'temp'),
  session_import(session_export('k', 'pyrogram-3'), 'my bot''s');
--> main | temp | my bot's
SELECT session_migrate(column1, 'kurigram-7', 'user_id', column2) FROM (VALUES ('k', 124), ('main', 125), ('temp', 126), ('my bot''s', 127));
--> k
--> main
--> temp
--> my bot's
SELECT name, layout, user_id, peers, session_check(name) FROM session ORDER BY name;
--> k | kurigram-7 | 124 | 4 | []
--> main | kurigram-7 | 125 | 4 | []
--> my bot's | kurigram-7 | 127 | 4 | []
--> temp | kurigram-7 | 126 | 4 | []

-- What can't be done changes nothing, and another statement that is half-read is in the way: here the very SELECT.
CREATE TABLE main.names(n);
INSERT INTO main.names VALUES ('k');
SELECT session_migrate(n, 'mtcute-1') FROM main.names;
--!LOCKED session_migrate: k can't get another layout here: SQLite drops no table while a statement of this connection reads one. Finish the others, and call it in a SELECT without a table: SELECT session_migrate('k', 'mtcute-1')
CREATE TABLE main.outcome AS SELECT session_migrate('k', 'mtcute-1');
--!LOCKED session_migrate: a statement that writes can't change k by a function: call it in a SELECT of its own
INSERT INTO main.names SELECT session_import(session_export('main'), 'k', NULL, 'user_id', 124);
--!LOCKED session_import: a statement that writes can't change k by a function: call it in a SELECT of its own
SELECT layout, user_id, (SELECT count(*) FROM names) FROM session WHERE name='k';
--> kurigram-7 | 124 | 1
DROP TABLE main.names;

-- Into another family and back.
SELECT session_migrate('k', 'telethon-7');
--> k
SELECT layout, user_id FROM session WHERE name='k';
--> telethon-7 | NULL
SELECT session_migrate('k', 'pyrogram-3');
--! session_migrate: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT session_migrate('k', 'pyrogram-3', 'user_id', 5);
--> k
SELECT layout, user_id, peers FROM session WHERE name='k';
--> pyrogram-3 | 5 | 4

-- To the layout that it has: the number is mended.
UPDATE k.version SET number=2;
SELECT session_migrate('k', 'pyrogram-3');
--> k
SELECT number FROM k.version;
--> 3

-- A NULL is no name, and no layout.
SELECT session_migrate(NULL, 'kurigram-7');
--! session_migrate: the name is NULL: a query found none; 'main' is the main database
SELECT session_migrate('k', NULL);
--! session_migrate: the layout is NULL; SELECT name FROM session_formats WHERE kind='layout' lists them
SELECT session_migrate('k');
--! session_migrate: give a name and a layout: session_migrate(name, layout, option, value...)
SELECT session_migrate('k', 'kurigram-7', 'replace', 1);
--! session_migrate: there is no option 'replace'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, try

-- Files: anywhere, while the very files are listed; each outcome as it happens.
SELECT mkdir('f') > 0, session_import(session_export('k', 'bundle'), './f/a.session', 'pyrogram-3'), session_import(session_export('k', 'telethon'), './f/c.session');
--> 1 | ./f/a.session | ./f/c.session
SELECT writefile('f/b.session', 'no database');
--> 11
SELECT name, session_migrate(name, 'kurigram-7', 'try', 1) AS outcome FROM session('f/*.session') WHERE layout IS NOT 'kurigram-7';
--> f/a.session | NULL
--> f/b.session | not-a-database: f/b.session is not a SQLite database, or it is encrypted
--> f/c.session | refused: f/c.session: kurigram-7: user_id is not known from the source; give it: 'user_id', N
SELECT name, layout FROM session('f/*.session') WHERE layout IS NOT NULL;
--> f/a.session | kurigram-7
--> f/c.session | telethon-7
CREATE TABLE main.outcome AS SELECT session_migrate(name, 'pyrogram-3') AS n FROM session('f/a*.session');
SELECT n, layout FROM main.outcome, session(n);
--> f/a.session | pyrogram-3
DROP TABLE main.outcome;

-- But not while the statement is inside of that very file.
SELECT DISTINCT session_migrate('./f/a.session', 'kurigram-7') FROM session_peers('f/a.session');
--!LOCKED session_migrate: ./f/a.session is being read by this very statement: write it by another

---------------------------------------------------------------- what is the user's own
-- A trigger or an index on a table of his stays, whatever it does, and though temp has a table of that name; the client's own are made anew.
ATTACH ':memory:' AS own;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) VALUES ('own', 'kurigram-7', 2, 777, 0, CAST(printf('%0256d', 7) AS BLOB));
CREATE TABLE own.notes(a);
CREATE INDEX own.notes_a ON notes(a);
CREATE TRIGGER own.kept AFTER INSERT ON notes BEGIN UPDATE sessions SET date = new.a; END;
CREATE TEMP TABLE notes(a);
ANALYZE own;
SELECT session_migrate('own', 'kurigram-6'), session_repair('own', 'rebuild', 1);
--> own | []
SELECT type, name FROM own.sqlite_master WHERE type = 'trigger' OR name = 'notes_a' ORDER BY 2;
--> trigger | kept
--> index | notes_a
--> trigger | trg_peers_last_update_on
INSERT INTO own.notes VALUES (1234);
SELECT layout, date, session_check('own') LIKE '%stat%' FROM session('own');
--> kurigram-6 | 1234 | 0

---------------------------------------------------------------- a table of the user's own
-- A table under a name that some other layout of the family has is the user's, unless it has that layout's columns: no migration
-- takes it, and one that would need the name says so.
CREATE TEMP TABLE from_layout AS SELECT row_number() OVER (ORDER BY name) AS i, name AS layout, './own-' || name || '.session' AS f
  FROM session_formats WHERE kind = 'layout' AND writes;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
  SELECT f, layout, 2, 777, 0, 12345, CAST(printf('%0256d', 1) AS BLOB) FROM from_layout;
CREATE TEMP TABLE has AS SELECT layout, value AS t
  FROM from_layout, json_each(once(f, 'SELECT json_group_array(name) FROM sqlite_master WHERE type = ''table'''));
CREATE TEMP TABLE own AS SELECT row_number() OVER () AS i, l.layout, l.f, n.t, m.layout AS into_layout,
    EXISTS (SELECT 1 FROM has h WHERE h.layout = m.layout AND h.t = n.t) AS taken
  FROM from_layout l, (SELECT DISTINCT t FROM has) n, from_layout m
  WHERE NOT EXISTS (SELECT 1 FROM has h WHERE h.layout = l.layout AND h.t = n.t) AND m.layout <> l.layout AND n.t NOT GLOB 'sqlite*';
CREATE TEMP TABLE outcome AS SELECT i, t, layout, into_layout, taken,
    writefile('own-' || i || '.session', readfile(f)) > 0 AS made,
    once('own-' || i || '.session', 'CREATE TABLE "' || t || '"(mine); INSERT INTO "' || t || '" VALUES (5)') AS mine,
    session_check('./own-' || i || '.session') AS said,
    session_migrate('./own-' || i || '.session', into_layout, 'user_id', 777, 'try', 1) AS wrong,
    once('own-' || i || '.session', 'SELECT mine FROM "' || t || '"') AS still,
    (SELECT s.layout FROM session('./own-' || i || '.session') s) AS now, unlink('own-' || i || '.session') AS gone
  FROM own WHERE some(i, 40) AND (taken OR i % 7 = 0);
SELECT count(*) > few(80), sum(taken) > 0, min(made), count(mine), min(gone) FROM outcome;
--> 1 | 1 | 1 | 0 | 1
SELECT DISTINCT still, taken, now = CASE taken WHEN 1 THEN layout ELSE into_layout END,
    replace(replace(replace(wrong, '''' || t || '''', 'T'), into_layout, 'L'), './own-' || i, 'F') FROM outcome ORDER BY taken;
--> 5 | 0 | 1 | NULL
--> 5 | 1 | 1 | refused: F.session has a table T of its own, and L keeps its own there: rename it, or take another database
SELECT DISTINCT json_extract(j.value, '$.code') FROM outcome, json_each(said) j WHERE json_extract(j.value, '$.finding') LIKE '%' || t || '''%';
--> foreign-table
-- What is written and forgotten beside it leaves it as it is, too.
CREATE TEMP TABLE beside AS SELECT layout, t,
    writefile('own.session', readfile(f)) > 0 AS made,
    once('own.session', 'CREATE TABLE "' || t || '"(mine); INSERT INTO "' || t || '" VALUES (5)') AS mine,
    session_import(session_convert(json_object('tgsession', 1, 'dc_id', 2, 'user_id', 778, 'is_bot', 0, 'auth_key', printf('%0512d', 2),
      'peers', json('[{"id":5,"type":"user","access_hash":6,"usernames":["five"]}]'), 'states', json('[{"id":0,"pts":1,"qts":2,"date":3,"seq":4}]')),
      'bundle'), './own.session', layout, 'replace', 1, 'user_id', 778) AS put,
    (SELECT count(*) FROM session_peers('./own.session') WHERE id = 5) AS peers, session_repair('./own.session') AS mended,
    once('own.session', 'SELECT mine FROM "' || t || '"') AS put_still,
    outcome('DELETE FROM session WHERE source = ''./own.session''' || substr(t, 1, 0)) AS forgot,
    once('own.session', 'SELECT mine FROM "' || t || '"') AS still, unlink('own.session') AS gone
  FROM (SELECT DISTINCT layout, f, t FROM own);
SELECT count(*) > 300, min(made), count(mine), min(put), min(peers), min(put_still IS 5), min(still IS 5), min(gone), group_concat(DISTINCT forgot)
  FROM beside;
--> 1 | 1 | 0 | ./own.session | 1 | 1 | 1 | 1 | (none)
-- With that layout's columns it is what an upgrade or a downgrade left, and goes.
SELECT once('own-pyrogram-3.session', 'CREATE TABLE update_state(id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)'),
  session_migrate('./own-pyrogram-3.session', 'pyrogram-2'), once('own-pyrogram-3.session', 'SELECT count(*) FROM update_state');
--> NULL | ./own-pyrogram-3.session | no such table: update_state
