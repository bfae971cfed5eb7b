-- What reads: functions and SELECT, on memory, files and values.
-- Not one of them may change anything, whatever fails.

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
SELECT session_export();

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
SELECT session_export('./a.session');

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('main');
-- run
SELECT session_convert(z, 'pyrogram-64') FROM v;

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT session_export('main', 'pyrogram-32') AS z;
-- run
SELECT session_convert(z, 'pyrogram', 'api_id', 7, 'user_id', 8) FROM v;

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('main');
-- run
SELECT session_info(z) FROM v;

-- all databases of the connection
-- setup
ATTACH ':memory:' AS one;
ATTACH ':memory:' AS "the other";
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('one', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0),
        ('the other', 'pyrogram-2', 4, NULL, 0, CAST(printf('%.256c', 'o') AS BLOB), 888, 1);
INSERT INTO one.peers(id, access_hash, type, username) VALUES(1, 11, 'user', 'ann');
-- run
SELECT *, auth_key, string FROM session;

-- a file
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
SELECT *, auth_key, string FROM session('./a.session');

-- setup
SELECT session_version();
-- run
SELECT * FROM session_formats;

-- names of peers that are JSON
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('bot', 'mtcute-1', 2, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES('bot', 2, 'user', 22, '["b","c"]'), ('bot', 3, 'user', 23, '["d"]');
-- run
SELECT id, username, usernames FROM session_peers WHERE session = 'bot';

-- setup
-- run
SELECT session_help(), session_help('session'), session_help('kurigram-7'), session_help('wal'), (SELECT group_concat(remedy) FROM session_findings);

-- a login that its client would drop, and what it says of that
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
ATTACH 'a.session' AS a;
UPDATE a.sessions SET user_id = NULL, is_bot = NULL;
DETACH a;
-- run
SELECT problem FROM session('./a.session');

-- the functions of layouts
-- setup
SELECT session_version();
-- run
SELECT session__base64(x'0102'), session__unbase64('AQI='), session__unhex('0102'), session__utf8('a'), session__cat('a', x'02');

-- likewise in UTF-16, where a text is made anew
-- setup
PRAGMA encoding='UTF-16';
CREATE TABLE t(a, b);
INSERT INTO t VALUES('user', '2024-01-01');
-- run
SELECT session__type(a, 1), session__utf8(b), session__unbase64(a), session__wrong(a, b) FROM t;

-- a try that fails
-- setup
ATTACH ':memory:' AS bot;
-- run
SELECT session_import('x', 'bot', NULL, 'try', 1);
