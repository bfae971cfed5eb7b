-- The side of a condition where no other test has anything: what is rare, and what happens then.
-- Nobody has a session.
SELECT session_export();
--! session_export: no session in main
CREATE TEMP TABLE k AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key, CAST(printf('%0256d', 2) AS BLOB) AS key2;
ATTACH ':memory:' AS p;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'p', 'pyrogram-3', 2, 777, 0, 1, key FROM k;
CREATE TEMP TABLE v AS SELECT session_export('p') AS pyrogram, session_export('p', 'telethon') AS telethon, session_export('p', 'json') AS json;

---------------------------------------------------------------- what holds a write together
-- The table and the function behind a write inside of INSERT, UPDATE and DELETE are nobody else's.
SELECT * FROM session__bracket;
--! no query solution
INSERT INTO session__bracket VALUES (1);
--!READONLY attempt to write a readonly database
SELECT session__apply(1);
--! session__apply() is tgsession's own
-- Without a journal nothing could be undone: nothing is begun, by a function or by a statement.
ATTACH ':memory:' AS off;
PRAGMA off.journal_mode = OFF;
SELECT session_import(pyrogram, 'off') FROM v;
--! session_import: off is not written: with journal_mode=OFF nothing could be undone; PRAGMA off.journal_mode=MEMORY
INSERT INTO session(name, string) SELECT 'off', pyrogram FROM v;
--! session: off is not written: with journal_mode=OFF nothing could be undone; PRAGMA off.journal_mode=MEMORY
SELECT count(*) FROM off.sqlite_master;
--> 0
PRAGMA off.journal_mode = MEMORY;
INSERT INTO session(name, string) SELECT 'off', pyrogram FROM v;
SELECT user_id FROM session('off');
--> 777
DETACH off;
-- A table of the user's that has the name of some client's, in a database without a session.
ATTACH ':memory:' AS mine;
CREATE TABLE mine.state(x);
CREATE TABLE mine.peers(id, name);
INSERT INTO mine.state VALUES (1);
SELECT session_import(telethon, 'mine') FROM v;
--> mine
SELECT layout, x FROM session('mine'), mine.state;
--> telethon-7 | 1
DETACH mine;
-- A trigger of the user's that says no is an error whatever the statement's clause, as with ordinary tables; OR IGNORE, which
-- leaves out what can't be changed, passes over it.
CREATE TEMP TRIGGER guard BEFORE UPDATE ON p.sessions BEGIN SELECT RAISE(ABORT, 'guarded'); END;
UPDATE session SET dc_id = 4 WHERE source = 'p';
--!CONSTRAINT session: p: guarded
UPDATE OR FAIL session SET dc_id = 4 WHERE source = 'p';
--! session: p: guarded
UPDATE OR REPLACE session SET dc_id = 4 WHERE source = 'p';
--! session: p: guarded
UPDATE OR IGNORE session SET dc_id = 4 WHERE source = 'p';
SELECT dc_id FROM session('p');
--> 2
DROP TRIGGER guard;
-- Who refers to whom: a table with a long name and capitals, to the client's; and tables that refer to each other only.
PRAGMA foreign_keys = ON;
CREATE TABLE p.Own1(a PRIMARY KEY);
CREATE TABLE p.An_own_table_with_a_name_that_is_longer_than_any_that_a_client_gives(a REFERENCES Own1(a), b PRIMARY KEY REFERENCES Sessions(dc_id));
DELETE FROM session WHERE source = 'p';
--! session: p is not written: its table a text of 68 characters refers to 'Sessions', of which rows would go and come back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a transaction
DROP TABLE p.An_own_table_with_a_name_that_is_longer_than_any_that_a_client_gives;
CREATE TABLE p.An_own_table_with_a_name_that_is_longer_than_any_that_a_client_gives(a REFERENCES Own1(a), b PRIMARY KEY);
CREATE TABLE p.Own2(c REFERENCES An_own_table_with_a_name_that_is_longer_than_any_that_a_client_gives(b));
DELETE FROM session WHERE source = 'p';
SELECT auth_key_id FROM session('p');
--> NULL
-- A key of his that keeps a row as it is: its error, whatever the clause.
DROP TABLE p.Own2;
INSERT INTO session(name, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'p', 2, 777, 0, 1, key FROM k;
CREATE TABLE p.Own2(b REFERENCES sessions(dc_id));
INSERT INTO p.Own2 SELECT dc_id FROM p.sessions;
UPDATE session SET dc_id = 4 WHERE source = 'p';
--!CONSTRAINT session: p: FOREIGN KEY constraint failed
UPDATE OR FAIL session SET dc_id = 4 WHERE source = 'p';
--! session: p: FOREIGN KEY constraint failed
DROP TABLE p.Own2;
PRAGMA foreign_keys = OFF;
-- A table of his whose name, which another client's has, goes on where one of this client's ends; and columns without a type.
CREATE TABLE p.peers_cache(x);
UPDATE session SET dc_id = 4 WHERE source = 'p';
SELECT dc_id FROM session('p');
--> 4
DETACH p;
ATTACH ':memory:' AS p;
CREATE TABLE p.version(number);
CREATE TABLE p.sessions(dc_id INTEGER PRIMARY KEY, api_id, test_mode, auth_key, date, user_id, is_bot);
CREATE TABLE p.peers(id INTEGER PRIMARY KEY, access_hash, type, username, phone_number, last_update_on);
INSERT INTO p.version VALUES (3);
INSERT INTO p.sessions SELECT 2, 1, 0, key, 0, 777, 0 FROM k;
UPDATE session SET dc_id = 4 WHERE source = 'p';
SELECT layout, dc_id FROM session('p');
--> pyrogram-3 | 4
DETACH p;

---------------------------------------------------------------- an empty session over one that is there
ATTACH ':memory:' AS t;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 't', 'telethon-7', 2, key FROM k;
INSERT INTO session(name, auth_key) VALUES ('t', x'');
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 't' holds a login already; INSERT OR REPLACE puts the new one there
INSERT OR REPLACE INTO session(name, auth_key) VALUES ('t', x'');
SELECT layout, auth_key_id FROM session('t');
--> telethon-7 | NULL
-- Once more of the same layout, which changes nothing, and of another.
INSERT INTO session(name, layout, auth_key) VALUES ('t', 'telethon-7', x'');
INSERT INTO session(name, layout, auth_key) VALUES ('t', 'telethon-8', x'');
--! session: t has layout telethon-7 already
-- A key that can't be one is a login, too: nothing takes its place unasked.
UPDATE t.sessions SET dc_id = 2, auth_key = x'0011';
SELECT count(*), problem FROM t.sessions, session('t');
--> 1 | key-length: the key has 2 bytes instead of 256
INSERT INTO session(name, auth_key) VALUES ('t', x'');
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 't' holds a login already; INSERT OR REPLACE puts the new one there
SELECT session_import(pyrogram, 't') FROM v;
--!CONSTRAINT session_import: another account is logged in in t; the option 'replace', 1 overwrites it, and drops its peers and update states
INSERT OR REPLACE INTO session(name, auth_key) VALUES ('t', x'');
SELECT problem, auth_key_id FROM session('t');
--> NULL | NULL
-- Where the account has no row one is made, if there is anything to keep in it.
DELETE FROM t.sessions;
SELECT session_migrate('t', 'telethon-7'), (SELECT count(*) FROM t.sessions);
--> t | 0
UPDATE session SET dc_id = 4 WHERE source = 't';
SELECT dc_id, auth_key FROM t.sessions;
--> 4 | x''
DETACH t;

---------------------------------------------------------------- formats
-- The tables that bundles are read into are no client's layout, and a file of them is read all the same.
ATTACH './canon.session' AS canon;
CREATE TABLE canon.account(dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot);
CREATE TABLE canon.peer(id INTEGER PRIMARY KEY, type, access_hash, username, phone_number, name, updated);
CREATE TABLE canon.username(id INTEGER, username, ord);
CREATE TABLE canon.state(id INTEGER PRIMARY KEY, pts, qts, date, seq);
INSERT INTO canon.account(dc_id, auth_key, user_id) SELECT 2, key, 777 FROM k;
SELECT name, layout, user_id, peers, problem, string FROM session('canon');
--> canon | NULL | 777 | NULL | NULL | NULL
SELECT json_extract(session_info(readfile('canon.session')), '$.format', '$.layout', '$.clients', '$.user_id');
--> ["canonical",null,"",777]
SELECT json_extract(session_info(session_export('canon')), '$.format'), json_extract(session_info(session_export('canon', 'bundle')), '$.layout');
--> pyrogram | NULL
UPDATE session SET dc_id = 4 WHERE source = 'canon';
--! session: canon has layout canonical, which is only read
SELECT session_import(readfile('canon.session'), './canon-1.session');
--> ./canon-1.session
SELECT layout, user_id FROM session('./canon-1.session');
--> pyrogram-3 | 777
SELECT session_migrate('./canon-1.session', 'canonical');
--! session_migrate: ./canon-1.session: there is no layout 'canonical'; SELECT name FROM session_formats WHERE kind='layout' lists them
UPDATE canon.account SET server_address = '149.154.167.92';
SELECT json_extract(value, '$.code', '$.repair') FROM json_each(session_check('canon')) WHERE value NOT LIKE '%missing-index%';
--> ["address-dc",false]
UPDATE canon.account SET server_address = NULL;
-- What needs a user and is read without one goes to a layout that needs none: an image, a bundle, JSON.
UPDATE canon.account SET user_id = NULL;
SELECT session_import(readfile('canon.session'), './canon-2.session');
--> ./canon-2.session
SELECT layout, user_id FROM session('./canon-2.session');
--> telethon-7 | NULL
DETACH canon;
ATTACH './nobody.session' AS n;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) SELECT 'n', 'kurigram-7', 2, 777, 0, key FROM k;
UPDATE n.sessions SET user_id = NULL;
SELECT session_import(session_export('n', 'bundle'), './n-1.session'), session_import(session_export('n', 'json'), './n-2.session');
--> ./n-1.session | ./n-2.session
SELECT layout, user_id FROM session('./n-?.session');
--> telethon-7 | NULL
--> telethon-7 | NULL
DETACH n;
ATTACH './tsunami.session' AS n;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) SELECT 'n', 'pyrogram-3', 2, 777, 0, key FROM k;
CREATE TABLE n.state(id INTEGER PRIMARY KEY, pts INTEGER, date INTEGER, qts INTEGER, seq INTEGER);
SELECT session_import(readfile('tsunami.session'), './n-3.session');
--> ./n-3.session
SELECT layout FROM session('./n-3.session');
--> pyrogram-3
UPDATE n.sessions SET user_id = NULL;
SELECT session_import(readfile('tsunami.session'), './n-4.session');
--> ./n-4.session
SELECT layout FROM session('./n-4.session');
--> telethon-7
DETACH n;
-- JSON that says that it comes from JSON becomes tables.
SELECT session_import(json_set(json, '$.layout', 'gotd-json'), './j.session') FROM v;
--> ./j.session
SELECT layout FROM session('./j.session');
--> pyrogram-3
-- More JSON than is read is not written, either.
ATTACH ':memory:' AS big;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'big', 'telethon-7', 2, key FROM k;
INSERT INTO big.entities(id, hash, name) VALUES (5, 6, printf('%.*c', 17000000, 'x'));
SELECT session_export('big', 'json');
--!TOOBIG session_export: json: it is 16 MB of JSON, and more than 16 MB are not read; format 'bundle' has room for it
DETACH big;
-- A typo of a string's name is none of a layout's.
SELECT session_convert(pyrogram, 'gogrm') FROM v;
--! session_convert: there is no format 'gogrm'; did you mean gogram?
SELECT session_migrate('./j.session', 'gogrm');
--! session_migrate: ./j.session: there is no layout 'gogrm'; SELECT name FROM session_formats WHERE kind='layout' lists them
-- There are dates before 1970, down to the smallest number.
SELECT once('./j.session', 'UPDATE sessions SET date = -5'), json_extract(session_info(readfile('j.session')), '$.date');
--> NULL | -5
SELECT once('./j.session', 'UPDATE sessions SET date = -9223372036854775808'), json_extract(session_info(readfile('j.session')), '$.date');
--> NULL | -9223372036854775808

---------------------------------------------------------------- values
-- BLOBs of nothing but space, of much, and with a tab behind a string.
SELECT session_info(x'2020');
--!NOTADB session_info: a BLOB of 2 bytes is not the image of a SQLite database
SELECT session_info(CAST(printf('%.*c', 200000, 'x') AS BLOB));
--!NOTADB session_info: a BLOB of 200000 bytes is not the image of a SQLite database
SELECT json_extract(session_info(CAST('see' || char(9) || pyrogram AS BLOB)), '$.format') FROM v;
--! session_info: 365 characters: a pyrogram string has 362 (older ones 356, 351); there is something in excess
SELECT json_extract(session_info(CAST(substr(pyrogram, 1, 100) || char(9) || substr(pyrogram, 101) AS BLOB)), '$.format') FROM v;
--> pyrogram
-- A login that is not in it: a string has one, or none.
SELECT session_convert(pyrogram, 'telethon', 'auth_key_id', '0011223344556677') FROM v;
--! session_convert: there is no login with the auth_key_id 0011223344556677 in it
INSERT INTO session(name, layout, auth_key) VALUES ('./empty.session', 'telethon-7', x'');
SELECT session_export('./empty.session', 'telethon', 'auth_key_id', '0011223344556677');
--! session_export: ./empty.session: there is no login with the auth_key_id 0011223344556677 in it
SELECT session_info('see', 'auth_key_id', '0011223344556677');
--! session_info: 3 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
-- An address is mended where it is known which: not of a data centre that there is none of, nor of one of two logins.
ATTACH ':memory:' AS w;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'w', 'kurigram-7', 2, 777, 0, 1, key FROM k;
UPDATE w.sessions SET dc_id = 99;
SELECT json_extract(session_check('w'), '$[0].code', '$[0].repair'), session_repair('w');
--> ["address-dc",false] | []
UPDATE w.sessions SET dc_id = 5;
INSERT INTO w.sessions(dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot) SELECT 4, '149.154.167.51', 443, 1, 0, key2, 0, 778, 0 FROM k;
SELECT json_extract(value, '$.code', '$.repair') FROM json_each(session_check('w'));
--> ["address-dc",false]
--> ["several-logins",false]
SELECT session_repair('w'), (SELECT group_concat(server_address) FROM w.sessions);
--> [] | 149.154.167.51,149.154.167.51
SELECT session_export('w');
--! session_export: there are several logins in it, and which is meant can't be told; 'auth_key_id', '...' picks one: 742fa690869191b6, b2bdc2750597041c
DETACH w;
-- Another environment, the same data centre, has another address; what is said already leaves it.
CREATE TEMP TABLE env AS SELECT session_convert(telethon, 'telethon', 'test_mode', 1) AS s FROM v;
SELECT server_address, test_mode FROM env, session(s);
--> 149.154.167.40 | 1
SELECT server_address, test_mode FROM env, session(session_convert(s, 'telethon', 'test_mode', 1));
--> 149.154.167.40 | 1
SELECT server_address, test_mode FROM env, session(session_convert(s, 'telethon', 'test_mode', 0));
--> 149.154.167.51 | 0
-- The key of a value's rows is no database's.
SELECT key FROM session_peers((SELECT session_convert(json_set(json, '$.peers', json('[{"id":"5","type":"user","access_hash":"6"}]')), 'bundle') FROM v));
--> 5:value
SELECT key FROM session_states((SELECT json_set(json, '$.states', json('[{"id":0,"pts":6}]')) FROM v));
--> 0:value

-- needs unix
SELECT writefile('{x', '');
--> 0
SELECT count(*), problem FROM session('{x');
--> 1 | empty-file: no session in ./{x: the file is empty
SELECT count(*), problem FROM session('{"b"');
--> 1 | refused: the value begins like JSON, but is not valid JSON
SELECT count(*) > 0 FROM session('~');
--> 1
SELECT name, problem FROM session('~x');
--> ./~x | missing-file: there is no file ./~x
