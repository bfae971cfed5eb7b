-- Migration: another layout for a file, up, down or across; UPDATE session SET layout = ...
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, date, auth_key) VALUES ('k', 'kurigram-7', 2, 12345, 777000123, 1, 1700000000, CAST(printf('%0256d', 1) AS BLOB));
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES ('k', 777000123, 'bot', 4242, '["me"]', NULL, 1600000000), ('k', 777000, 'user', -42, '["telegram","tg"]', '42777', 1600000001),
  ('k', -1001234567890, 'forum', 99, NULL, NULL, 1600000002), ('k', -5, 'group', 0, NULL, NULL, 1600000003);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', 0, 7, 8, 9, 10), ('k', -1001234567890, 11, NULL, NULL, NULL);
SELECT session_import(session_export('k', 'kurigram-7'), './a.session');
--> ./a.session

-- Down: the older client opens it.
UPDATE session SET layout='pyrogram-3' WHERE name='./a.session';
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
UPDATE session SET layout='kurigram-6' WHERE name='./a.session';
SELECT other('a.session', 'SELECT group_concat(id || '' '' || username) FROM (SELECT * FROM usernames ORDER BY id)'), other('a.session', 'SELECT count(*) FROM pragma_table_info(''peers'') WHERE name=''username'''), other('a.session', NULL);
--> 777000 telegram,777000123 me | 0 | NULL

-- Across: Telethon finds itself by the row of the bot's own id.
UPDATE session SET layout='telethon-7' WHERE name='./a.session';
SELECT layout, dc_id, server_address, port, user_id, peers, problem FROM session('./a.session');
--> telethon-7 | 2 | 149.154.167.51 | 443 | 777000123 | 4 | NULL
SELECT other('a.session', 'SELECT group_concat(id || '':'' || hash, '' '') FROM (SELECT * FROM entities ORDER BY id)'), other('a.session', NULL);
--> -1001234567890:99 -5:0 0:777000123 777000:-42 777000123:4242 | NULL
-- And back, without being asked for the user.
UPDATE session SET layout='pyrogram-3' WHERE name='./a.session';
SELECT layout, user_id, is_bot, api_id, peers FROM session('./a.session');
--> pyrogram-3 | 777000123 | 0 | 0 | 4

-- Where the user is not known, it must be given, with other fields if need be.
INSERT INTO session(name, string) SELECT './t.session', session_export('k', 'telethon');
UPDATE session SET layout='pyrogram-3' WHERE name='./t.session';
--! session: ./t.session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT layout, auth_key_id FROM session('./t.session');
--> telethon-7 | b2bdc2750597041c
UPDATE session SET layout='pyrogram-3', user_id=777000123, is_bot=1, api_id=6 WHERE name='./t.session';
SELECT layout, user_id, is_bot, api_id, problem FROM session('./t.session');
--> pyrogram-3 | 777000123 | 1 | 6 | NULL

-- Telethon 1.43's to what every Telethon opens, and back.
INSERT INTO session(name, layout, string) SELECT './8.session', 'telethon-8', session_export('k', 'telethon');
UPDATE session SET layout='telethon-7' WHERE name='./8.session';
SELECT other('8.session', 'SELECT version FROM version'), other('8.session', 'SELECT count(*) FROM pragma_table_info(''sessions'')'), other('8.session', NULL);
--> 7 | 5 | NULL
UPDATE session SET layout='telethon-8' WHERE name='./8.session';
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
--! session: bots/n.session is not a SQLite database, or it is encrypted (1 done before it; run it again for the rest)
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
UPDATE session SET layout='pyrogram-3' WHERE name='./w.session';
SELECT other('w.session', 'PRAGMA journal_mode'), other('w.session', 'SELECT a FROM notes'), other('w.session', NULL);
--> wal | 5 | NULL
SELECT layout, peers FROM session('./w.session');
--> pyrogram-3 | 4
-- The mode of the file.
SELECT chmod('w.session', '0640');
--> 1
UPDATE session SET layout='kurigram-7' WHERE name='./w.session';
SELECT file_mode('w.session'), file_mode('w.session-journal');
--> 0640 | NULL
-- To the layout that it has: nothing happens.
UPDATE session SET layout='kurigram-7' WHERE name='./w.session';
SELECT layout, peers FROM session('./w.session');
--> kurigram-7 | 4

-- Not logged in: its tables change all the same.
INSERT INTO session(name, layout) VALUES ('./e.session', 'kurigram-7');
UPDATE session SET layout='pyrogram-3' WHERE name='./e.session';
SELECT layout, dc_id, auth_key_id, problem FROM session('./e.session');
--> pyrogram-3 | 2 | NULL | NULL

---------------------------------------------------------------- not possible
UPDATE session SET layout='telethon-1' WHERE name='./w.session';
--! session: ./w.session: layout telethon-1 is only read
UPDATE session SET layout='gotd-json' WHERE name='./w.session';
--! session: ./w.session: gotd-json is no layout of a database
UPDATE session SET layout='pyrogram' WHERE name='./w.session';
--! session: ./w.session: there is no layout 'pyrogram'; SELECT name FROM session_formats WHERE kind='layout' lists them
SELECT layout, peers FROM session('./w.session');
--> kurigram-7 | 4

-- A client that has it open in a transaction keeps it.
SELECT other('w.session', 'BEGIN IMMEDIATE');
--> NULL
UPDATE session SET layout='pyrogram-3' WHERE name='./w.session';
--! session: ./w.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('w.session', 'COMMIT'), other('w.session', NULL);
--> NULL | NULL

---------------------------------------------------------------- databases of the connection
UPDATE session SET layout='pyrogram-3' WHERE name='k';
SELECT changes(), layout, user_id, peers, session_check('k') FROM session WHERE name='k';
--> 1 | pyrogram-3 | 777000123 | 4 | []

-- In a transaction, which can be rolled back.
BEGIN;
UPDATE session SET layout='kurigram-4' WHERE name='k';
SELECT changes(), layout, user_id, peers FROM session WHERE name='k';
--> 1 | kurigram-4 | 777000123 | 4
ROLLBACK;
SELECT layout, user_id, peers FROM session WHERE name='k';
--> pyrogram-3 | 777000123 | 4
PRAGMA k.integrity_check;
--> ok

-- The main database, temp, and one whose name needs quotes, in one statement.  It is run again after each of them, but
-- each is changed once, and found by what it was before.
ATTACH ':memory:' AS "my bot's";
SELECT session_import(session_export('k', 'pyrogram-3'), 'main'), session_import(session_export('k', 'pyrofork-4'), 'temp'),
  session_import(session_export('k', 'pyrogram-3'), 'my bot''s');
--> main | temp | my bot's
UPDATE session SET layout='kurigram-7', user_id=user_id+1 WHERE layout IN ('pyrogram-3', 'pyrofork-4');
SELECT changes();
--> 4
SELECT name, layout, user_id, peers, session_check(name) FROM session ORDER BY name;
--> k | kurigram-7 | 777000124 | 4 | []
--> main | kurigram-7 | 777000124 | 4 | []
--> my bot's | kurigram-7 | 777000124 | 4 | []
--> temp | kurigram-7 | 777000124 | 4 | []

-- Twice the same in a transaction: the second statement is another one.
BEGIN;
UPDATE session SET layout='mtcute-1', user_id=user_id+1 WHERE name IN ('k', 'main');
UPDATE session SET layout='mtcute-1', user_id=user_id+1 WHERE name IN ('k', 'main');
SELECT changes(), name, layout, user_id, is_bot FROM session WHERE name IN ('k', 'main') ORDER BY name;
--> 2 | k | mtcute-1 | 777000126 | 1
--> 2 | main | mtcute-1 | 777000126 | 1
COMMIT;

-- What can't be done changes nothing.
UPDATE session SET layout='telethon-7' WHERE name='k';
SELECT layout, user_id FROM session WHERE name='k';
--> telethon-7 | NULL
UPDATE session SET layout='pyrogram-3' WHERE name='k';
--! session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
UPDATE session SET layout='pyrogram-3', user_id=5 WHERE name='k';
SELECT layout, user_id, peers FROM session WHERE name='k';
--> pyrogram-3 | 5 | 4

-- By a string of another layout's client; but not by a table that has been created.
CREATE VIRTUAL TABLE temp.one USING session('k');
UPDATE one SET layout='kurigram-6';
--! session: SQLite can't drop the old tables of k while another statement runs; this does the same alone: SELECT session_import(session_export('k','kurigram-6'),'k','kurigram-6')
UPDATE one SET port=80;
SELECT layout FROM one;
--> pyrogram-3
UPDATE session SET layout='telethon-8', string=(SELECT session_export('main', 'telethon')) WHERE name='k';
SELECT layout, dc_id FROM session WHERE name='k';
--> telethon-8 | 2
DROP TABLE one;

-- Fields of what has been written would be set twice: files first, or by a statement of their own.
BEGIN;
UPDATE session SET layout='telethon-8', port=CASE name WHEN 'k' THEN 80 ELSE 443 END WHERE name IN ('k', 'my bot''s');
--! session: SQLite can't drop the old tables of my bot's while another statement runs; this does the same alone: SELECT session_import(session_export('my bot''s','telethon-8'),'my bot''s','telethon-8')
ROLLBACK;
SELECT name, layout, port FROM session WHERE name IN ('k', 'my bot''s') ORDER BY name;
--> k | telethon-8 | 443
--> my bot's | kurigram-7 | 443

-- The statement may look into the very databases that it changes: their tables are looked up when that is done.
DETACH "my bot's";
UPDATE session SET layout='pyrogram-3' WHERE name='main';
CREATE TEMP TABLE want(n, l);
CREATE INDEX temp.want_n ON want(n, l);
CREATE TABLE main.other(n PRIMARY KEY, i);
CREATE TEMP VIEW wanted AS SELECT n, l FROM want JOIN main.other USING(n);
INSERT INTO want VALUES ('main', 'kurigram-6'), ('temp', 'pyrofork-4');
INSERT INTO main.other VALUES ('main', 5), ('temp', 6);
UPDATE /* "of" -- */ OR REPLACE main.[session]
 SET layout=(SELECT l FROM wanted WHERE n=name), user_id=(SELECT i FROM main.other WHERE n=name) + 100*(SELECT count(*) FROM main.peers)
 WHERE name IN (SELECT n FROM wanted) AND name IN (SELECT n FROM main.other INDEXED BY sqlite_autoindex_other_1);
SELECT name, layout, user_id, peers FROM session WHERE name IN ('main', 'temp') ORDER BY name;
--> main | kurigram-6 | 405 | 4
--> temp | pyrofork-4 | 406 | 4
WITH w(l) AS (VALUES ('pyrogram-3')) UPDATE session SET layout=(SELECT l FROM w) WHERE name='main';
--! session: SQLite can't drop the old tables of main while another statement runs; this does the same alone: SELECT session_import(session_export('main','pyrogram-3'),'main','pyrogram-3')
SELECT layout, peers, (SELECT count(*) FROM want) FROM session WHERE name='main';
--> kurigram-6 | 4 | 2
DROP TABLE main.other;
