-- session_check([name]): every finding about a container, as JSON; [] when healthy.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
CREATE TEMP VIEW found AS SELECT json_extract(value, '$.code') AS code, json_extract(value, '$.severity') AS severity, json_extract(value, '$.repair') AS repair,
  json_extract(value, '$.finding') AS finding FROM json_each(session_check('b'));

-- Healthy, and a layout of each kind, empty or logged in.
ATTACH ':memory:' AS b;
SELECT session_check('b');
--! session_check: no session in b
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'kurigram-7', 2, 777000123, key FROM made_up;
SELECT session_check('b');
--> []
SELECT mkdir('new'), mkdir('in');
--> 1 | 1
INSERT INTO session(name, layout, auth_key) SELECT 'new/' || name || '.session', name, x'' FROM session_formats WHERE kind='layout' AND writes;
SELECT name, session_check(name) FROM session('new') WHERE session_check(name)<>'[]';
--> (none)
INSERT INTO session(name, layout, string) SELECT 'in/' || name || '.session', name, session_export('b') FROM session_formats WHERE kind='layout' AND writes;
SELECT name, session_check(name) FROM session('in') WHERE session_check(name)<>'[]';
--> (none)

-- main is the default.
SELECT session_check();
--! session_check: no session in main

---------------------------------------------------------------- each finding
-- Always the same four keys.
UPDATE b.version SET number=3;
SELECT group_concat(j.key, ' ') FROM json_each(session_check('b')) f, json_each(f.value) j;
--> code severity repair finding
SELECT * FROM found;
--> version-mismatch | error | 1 | the version number says 3, the structure is that of kurigram-7
UPDATE b.version SET number=77;
SELECT * FROM found;
--> version-unknown | warning | 0 | version 77 is newer than any that is known; it is read, never written
DELETE FROM b.version;
SELECT * FROM found;
--> no-version | error | 1 | there is no version number; the client can't open it
INSERT INTO b.version VALUES (7);
SELECT * FROM found;
--> (none)

-- NULLs that make the client log in anew.
UPDATE b.sessions SET is_bot=NULL;
SELECT * FROM found;
--> null-login | error | 1 | is_bot is NULL: the client would log in anew and overwrite the key
UPDATE b.sessions SET is_bot=0, test_mode=NULL;
SELECT code FROM found;
--> null-login
UPDATE b.sessions SET test_mode=0;

-- More than one row; none.
INSERT INTO b.sessions(dc_id, date) VALUES (5, 0);
SELECT * FROM found;
--> several-rows | warning | 1 | more rows than the one account; the one with a key is read (1 more)
DELETE FROM b.sessions WHERE dc_id=5;
CREATE TEMP TABLE row AS SELECT * FROM b.sessions;
DELETE FROM b.sessions;
SELECT * FROM found;
--> no-row | warning | 1 | there is no account row; the client may not start
INSERT INTO b.sessions SELECT * FROM row;

-- Two keys: which one is meant can't be told, so nothing is written to it.
INSERT INTO b.sessions(dc_id, server_address, port, date, test_mode, user_id, is_bot, auth_key)
  SELECT 1, '149.154.175.53', 443, 0, 0, 1, 0, key FROM made_up;
SELECT * FROM found WHERE code='several-logins';
--> several-logins | error | 0 | more than one row with a key: which is meant can't be told (1 more)
UPDATE session SET api_id=1 WHERE name='b';
--!CONSTRAINT session: b holds 2 logins where its client keeps one; delete the rows that are not wanted first, with plain SQL
SELECT problem, string FROM session('b');
--> several-logins: more than one row with a key: which is meant can't be told (1 more) | NULL
DELETE FROM b.sessions WHERE dc_id=1;
SELECT * FROM found;
--> (none)

-- The key.  An empty text is none.
UPDATE b.sessions SET auth_key='';
SELECT problem, auth_key_id FROM session('b');
--> NULL | NULL
UPDATE b.sessions SET auth_key=zeroblob(255);
SELECT * FROM found;
--> key-length | error | 0 | the key has 255 bytes instead of 256
UPDATE b.sessions SET auth_key=CAST('gAAAAABnothing' AS BLOB);
SELECT * FROM found;
--> key-encrypted | error | 0 | the key is encrypted (a Fernet token of 14 bytes)
UPDATE b.sessions SET auth_key=(SELECT key FROM made_up);

-- Values.
UPDATE b.sessions SET user_id='me';
SELECT * FROM found;
--> bad-value | error | 0 | user_id is not a number
--> wrong-type | error | 0 | rows with text or blobs where numbers belong: 1
UPDATE b.sessions SET user_id=777000123;

-- A channel whose id has no sign is no old one.
INSERT INTO b.peers(id, access_hash, type) VALUES (12345678901, 5, 'channel');
SELECT * FROM found;
--> (none)
DELETE FROM b.peers WHERE id=12345678901;

-- Addresses.
UPDATE b.sessions SET server_address='149.154.167.92';
SELECT * FROM found;
--> address-dc | error | 1 | the address 149.154.167.92 is that of data centre 4, dc_id is 2
UPDATE b.sessions SET server_address=NULL;
SELECT * FROM found;
--> no-address | error | 1 | server_address is NULL: the client can't connect
UPDATE b.sessions SET server_address='149.154.167.51';

-- Peers and usernames.
INSERT INTO b.peers(id, access_hash, type, last_update_on) VALUES (1, 0, 'user', 0), (2, NULL, 'user', 0), (-3, 0, 'group', 0), (4, 4, 'user', 0);
SELECT * FROM found;
--> no-access-hash | note | 0 | users or channels without an access hash, whom the client can't reach: 2
DELETE FROM b.peers WHERE id IN (1, 2);
INSERT INTO b.usernames VALUES (4, NULL), (4, 'four'), (4, 'four');
SELECT * FROM found;
--> null-usernames | warning | 1 | usernames that are NULL: 1
--> duplicate-usernames | warning | 1 | usernames that are stored twice: 1
DELETE FROM b.usernames;
INSERT INTO b.update_state VALUES (777000123, 1, 2, 3, 4);
SELECT * FROM found;
--> state-id | warning | 1 | update states under an id that is taken for the account's: 1
DELETE FROM b.update_state;

-- What somebody else put there.
CREATE TABLE b.extra(a);
CREATE VIEW b.lure AS SELECT 1;
CREATE TRIGGER b.thief AFTER UPDATE ON sessions BEGIN SELECT 1; END;
SELECT * FROM found ORDER BY code;
--> foreign-table | note | 0 | a table that no client makes: 'extra'
--> foreign-trigger | error | 0 | a trigger that no client makes stands on a client's table: 'thief'; nothing is written while it is there
--> foreign-view | note | 0 | a view that no client makes: 'lure'
DROP TABLE b.extra;
DROP VIEW b.lure;
DROP TRIGGER b.thief;
DROP INDEX b.idx_usernames_id;
DROP TRIGGER b.trg_peers_last_update_on;
SELECT * FROM found ORDER BY finding;
--> missing-index | note | 1 | idx_usernames_id is missing
--> missing-index | note | 1 | trg_peers_last_update_on is missing
ALTER TABLE b.sessions ADD COLUMN mood;
SELECT code, severity, repair, finding FROM found WHERE code<>'missing-index';
--> unknown-columns | warning | 0 | 1 unknown column: edits of the account keep them, an edited peer and a migration do not
-- An index with a dot in its name is no column.
CREATE INDEX b."sessions.tone" ON sessions(date);
CREATE INDEX b."sessions_of_a_client_that_has_columns_with_names_of_its_own_and_long_ones.tone" ON sessions(date);
SELECT code, severity, repair, finding FROM found WHERE code<>'missing-index';
--> unknown-columns | warning | 0 | 1 unknown column: edits of the account keep them, an edited peer and a migration do not
DETACH b;

---------------------------------------------------------------- Telethon
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'b', 'telethon-7', 2, key FROM made_up;
SELECT * FROM found;
--> (none)
UPDATE b.sessions SET server_address='2001:67c:4e8:f002::a';
SELECT * FROM found;
--> ipv6-address | warning | 1 | the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it
UPDATE b.sessions SET server_address='149.154.167.51', takeout_id=5;
SELECT * FROM found;
--> takeout | error | 1 | takeout_id is set: Telethon 1.43 and 1.44 can't open the file
UPDATE b.sessions SET takeout_id=NULL;
-- Telethon 2 loses the key over tables with a digit in their names, and over statistics.
CREATE TABLE b.backup2(a);
SELECT * FROM found;
--> dangerous-table | error | 0 | a table that no client makes: 'backup2'; Telethon 2 loses the key over it
DROP TABLE b.backup2;
CREATE TABLE b.own(a INTEGER PRIMARY KEY AUTOINCREMENT);
SELECT * FROM found WHERE code='dangerous-table';
--> dangerous-table | error | 0 | a table that no client makes: 'sqlite_sequence'; Telethon 2 loses the key over it
DROP TABLE b.own;
DETACH b;
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'telethon-7', 2, 777000123, key FROM made_up;
ANALYZE b;
SELECT * FROM found WHERE finding NOT LIKE '%sqlite_stat4%';
--> dangerous-table | error | 1 | a table that no client makes: 'sqlite_stat1'; Telethon 2 loses the key over it
DETACH b;

---------------------------------------------------------------- mtcute
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'mtcute-1', 2, 5, key FROM made_up;
INSERT INTO session_peers(session, id, access_hash, username) VALUES ('b', 7, 8, 'seven');
SELECT * FROM found;
--> (none)
UPDATE b.peers SET usernames='no json';
SELECT * FROM found;
--> malformed-usernames | error | 1 | peers whose usernames are no JSON, so that every look-up by username fails: 1
DETACH b;

---------------------------------------------------------------- a file that is no longer whole
SELECT writefile('bad.session', CAST(substr(readfile('in/pyrogram-3.session'), 1, 8192) AS BLOB));
--> 8192
SELECT json_extract(session_check('./bad.session'), '$[0].code');
--> malformed
SELECT session_check('./missing.session');
--!CANTOPEN session_check: there is no file ./missing.session
-- A -wal beside it.
SELECT other('in/kurigram-4.session', 'PRAGMA journal_mode=WAL'), other('in/kurigram-4.session', 'UPDATE version SET number=4');
--> wal | NULL
SELECT session_check('in/kurigram-4.session');
--> [{"code":"wal","severity":"note","repair":false,"finding":"a -wal lies beside the file: its client is running, or ended without closing; never copy or move one without the other"}]
SELECT other('in/kurigram-4.session', NULL);
--> NULL
SELECT session_check('in/kurigram-4.session');
--> []
-- It changes nothing.
CREATE TEMP TABLE was AS SELECT readfile('in/kurigram-7.session') AS f;
SELECT session_check('in/kurigram-7.session'), f=readfile('in/kurigram-7.session'), file_mode('in/kurigram-7.session-wal') FROM was;
--> [] | 1 | NULL

-- Names that JSON writes otherwise.
ATTACH ':memory:' AS odd;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('odd', 'kurigram-7', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0);
CREATE TABLE odd."\\""x"(a);
SELECT session_check('odd');
--> [{"code":"foreign-table","severity":"note","repair":false,"finding":"a table that no client makes: '\\\\\"x'"}]
-- Rows that SQLite never writes.
PRAGMA writable_schema=1;
INSERT INTO odd.sqlite_master(type, name, tbl_name, rootpage, sql) VALUES (NULL, 'x', 'x', 0, 'CREATE TABLE x(a)'), ('table', NULL, 'y', 0, 'CREATE TABLE y(a)');
PRAGMA writable_schema=0;
SELECT session_check('odd');
--> [{"code":"foreign-table","severity":"note","repair":false,"finding":"a table that no client makes: '\\\\\"x'"}]
DETACH odd;

-- What session_repair() would refuse is not called mendable: a layout that is only read, and one that is newer than any that is known.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'pyrogram-3', 2, 777000123, key FROM made_up;
CREATE TABLE b.state(id INTEGER PRIMARY KEY, pts INTEGER, date INTEGER, qts INTEGER, seq INTEGER);
UPDATE b.sessions SET is_bot = NULL;
SELECT layout, json_extract(value, '$.code', '$.repair') FROM session('b'), json_each(session_check('b'));
--> tsunami-3 | ["null-login",false]
SELECT session_repair('b');
--! session_repair: b has layout tsunami-3, which is only read
DROP TABLE b.state;
SELECT layout, json_extract(value, '$.code', '$.repair') FROM session('b'), json_each(session_check('b'));
--> pyrogram-3 | ["null-login",true]
UPDATE b.version SET number = 99;
SELECT layout, json_extract(value, '$.code', '$.repair') FROM session('b'), json_each(session_check('b'));
--> pyrogram-3 | ["version-unknown",false]
--> pyrogram-3 | ["null-login",false]
SELECT session_repair('b');
--! session_repair: b: version 99 is newer than any that is known; it is read, never written
DETACH b;

-- A table of somebody else's that has the name of one of a later client's, and other columns.
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'b', 'pyrogram-3', 2, 777000123, key FROM made_up;
CREATE TABLE b.update_state(x);
INSERT INTO b.update_state VALUES (1);
SELECT layout, json_extract(value, '$.code', '$.repair') FROM session('b'), json_each(session_check('b'));
--> pyrogram-3 | ["foreign-table",false]
SELECT (SELECT count(*) FROM session_states('b')), json_extract(session_info(session_export('b', 'bundle')), '$.states');
--> 0 | 0
DELETE FROM session WHERE name = 'b';
SELECT x FROM b.update_state;
--> 1
DETACH b;

-- needs links
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT './linked.session', 'pyrogram-3', 2, 5, key FROM made_up;
SELECT symlink('linked.session', 'link.session'), session_check('./linked.session');
--> 1 | []
SELECT session_check('./link.session');
--> [{"code":"same-file","severity":"note","repair":false,"finding":"it is a symbolic link: what is done to it is done to the file that it leads to"}]
