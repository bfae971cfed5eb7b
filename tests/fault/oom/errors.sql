-- What ends with an error, or with a sentence about one: it is that one, or no memory, and never half of it.

-- setup
CREATE TEMP TABLE t(a);
ATTACH ':memory:' AS account;
-- run fails
SELECT session_export('acount');

-- setup
SELECT session_version();
-- run fails
SELECT session_export('./nothing.session');

-- a file that is no database, with its name in front
-- setup
CREATE TEMP TABLE t(a);
ATTACH 'x.session' AS x;
CREATE TABLE x.other(a);
DETACH x;
-- run fails
SELECT session_export('./x.session');

-- setup
CREATE TEMP TABLE v AS SELECT '1AgAOMTQ5LjE1NC4xNjcuNTEBu' AS z;
-- run fails
SELECT session_convert(z, 'telethon') FROM v;

-- again
-- run
SELECT session_convert(z, 'telethon', 'try', 1), session_info(z, 'try', 1), session_repair('./nothing.session', 'try', 1) FROM v;

-- an option that there is not, and one that is wrong
-- setup
SELECT session_version();
-- run fails
SELECT session_convert('x', 'telethon', 'colour', 1);

-- setup
PRAGMA encoding='UTF-16';
CREATE TABLE t(a);
-- run fails
SELECT session_info('x', 'key_id', '0123');

-- again
-- run fails
SELECT session_help('sesion_convert');

-- again
-- run
SELECT session_help('session_convert'), session_help('dc_id');

-- a row that can't be
-- again
-- run fails
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('main', 'pyrogram-3', 'two', x'00', 'x');

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run fails
UPDATE session SET name = 'other' WHERE name = 'main';

-- again
-- run fails
INSERT INTO session_peers(session, id, type, usernames) VALUES('main', 5, 'user', '["a", 5]');

-- the functions that layouts need
-- setup
PRAGMA encoding='UTF-16';
CREATE TABLE t(a, b, c);
INSERT INTO t VALUES('00ff', x'00ff', 'user');
-- run
SELECT session__unhex(a), session__base64(b), session__unbase64(a), session__cat(a, b, c), session__utf8(a), session__type(c, 5), session__wrong(a, b, c, b, b), session__json_valid(a), (SELECT count(*) FROM session__each(a)) FROM t;

-- a string in UTF-16, as a file of an editor
-- setup
PRAGMA encoding='UTF-16le';
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, session__unhex(replace(hex(zeroblob(256)), '00', '6b')), 777000123, 0);
CREATE TEMP TABLE v AS SELECT session_export('main', 'telethon') AS z;
-- run
SELECT session_info(z), session_info(CAST(z AS BLOB)) FROM v;

-- what files have wrong
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 5, 0),
        ('./b.session', 'telethon-7', 2, NULL, NULL, CAST(printf('%.256c', 'k') AS BLOB), 5, 0),
        ('./c.session', 'kurigram-7', 2, 1, 0, CAST(printf('%.256c', 'k') AS BLOB), 5, 0);
ATTACH 'a.session' AS a;
ATTACH 'b.session' AS b;
ATTACH 'c.session' AS c;
UPDATE a.version SET number = 8;
UPDATE a.sessions SET user_id = NULL, is_bot = NULL;
UPDATE b.sessions SET dc_id = 9, port = -1;
UPDATE c.sessions SET auth_key = 'gAAAAAx';
DROP TABLE c.usernames;
CREATE TRIGGER c.k AFTER INSERT ON peers BEGIN SELECT 1; END;
DETACH a;
DETACH b;
DETACH c;
-- run
SELECT name, problem FROM session('*.session');
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./c.session', 'kurigram-7', 2, 1, 0, CAST(printf('%.256c', 'k') AS BLOB), 5, 0);
ATTACH 'c.session' AS c;
UPDATE c.sessions SET auth_key = 'gAAAAAx', user_id = NULL, is_bot = NULL, dc_id = 1000;
CREATE TABLE c."a\\b"(x);
CREATE TRIGGER c.k AFTER INSERT ON peers BEGIN SELECT 1; END;
CREATE INDEX c.i ON peers(abs(id));
DETACH c;
-- run
SELECT session_check('./c.session'), session_repair('./c.session', 'try', 1);

-- the users' own names, and no such layout
-- setup
ATTACH ':memory:' AS account;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('account', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run fails
SELECT session_export('main');
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run fails
SELECT session_migrate('main', 'kurigran-7');

-- peers and states by what is searched, in UTF-16
-- setup
PRAGMA encoding='UTF-16';
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'kurigram-7', 2, 12345, 0, session__unhex(replace(hex(zeroblob(256)), '00', '6b')), 777000123, 0);
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number) VALUES('main', 5, 'user', 5, '["ann","bea"]', '4912345');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES('main', 0, 1, 2, 3, 4);
-- run
SELECT find, key, type, username, usernames, phone_number FROM session_peers('main', '@bea');
-- setup
PRAGMA encoding='UTF-16';
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'kurigram-7', 2, 12345, 0, session__unhex(replace(hex(zeroblob(256)), '00', '6b')), 777000123, 0);
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number) VALUES('main', 5, 'user', 5, '["ann","bea"]', '4912345');
-- run
UPDATE session_peers SET username = 'zoe', phone_number = '7' WHERE session = 'main' AND id = 5;

-- images
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT session_export('main', 'telethon-7') AS z;
-- run
SELECT session_info(z), session_info(z, 'try', 1) FROM v;
-- setup
CREATE TEMP TABLE v AS SELECT 1 AS z;
-- run fails
SELECT session_info(zeroblob(5000)) FROM v;

-- what lies beside a database and is none
-- setup
ATTACH 'x.db' AS x;
PRAGMA x.journal_mode = PERSIST;
CREATE TABLE x.other(a);
DETACH x;
-- run fails
SELECT session_export('./x.db-journal');

-- in WAL mode, without the -wal that had its tables
-- setup
ATTACH 'w.session' AS w;
PRAGMA w.journal_mode = WAL;
DETACH w;
-- run fails
SELECT session_export('./w.session');

-- what is not written: newer than all that are known, and not all there
-- setup
ATTACH ':memory:' AS w;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('w', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
UPDATE w.version SET number = 99;
-- run fails
UPDATE session SET dc_id = 4 WHERE name = 'w';

-- setup
ATTACH ':memory:' AS w;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('w', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
DROP TABLE w.peers;
-- run fails
UPDATE session SET dc_id = 4 WHERE name = 'w';

-- zeros that SQLite has not made yet
-- setup
CREATE TEMP TABLE t(a);
INSERT INTO t VALUES (zeroblob(256));
-- run fails
INSERT INTO session(name, layout, dc_id, auth_key) SELECT './a.session', 'telethon-7', 2, a FROM t;

-- setup
SELECT session_version();
-- run fails
INSERT INTO session(name, layout, dc_id, auth_key) VALUES('./a.session', 'telethon-7', 2, zeroblob(256));
