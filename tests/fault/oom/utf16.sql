-- A connection whose texts are UTF-16: each that is read is made anew as UTF-8, and what there is no memory for is not taken for
-- an argument or an option that was not given, nor for a table or a database without a name.

-- setup
PRAGMA encoding = 'UTF-16le';
CREATE TABLE a(v, f, l, id, o, n);
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.128c', 'k') AS BLOB), 777000123, 0);
INSERT INTO a SELECT session_export('main', 'telethon'), 'telethon', 'telethon-8', auth_key_id, 'from', 'bot' FROM session('main');
-- run
SELECT session_convert(v, f) FROM a;

-- again
-- run
SELECT session_info(v, o, f, 'auth_key_id', id) FROM a;

-- again
-- run
SELECT session_export('main', f), session_help('session_export') FROM a;

-- again
-- run
SELECT session_import(v, n, l) FROM a;

-- again
-- run fails
SELECT session_migrate('main', 'nothing', 'user_id', n) FROM a;

-- again
-- run fails
SELECT session_convert(v, o) FROM a;

-- again
-- run
INSERT INTO session(name, layout, string) SELECT './n.session', l, v FROM a;

-- again
-- run
SELECT session_import(v, './n.session', l, 'from', f, 'replace', '1') FROM a;

-- again
-- run drops
SELECT session_migrate('main', 'telethon-8');

-- setup
PRAGMA encoding = 'UTF-16be';
ATTACH './a.session' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.128c', 'k') AS BLOB), 777000123, 0);
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES ('bot', 5, 'user', 6, '["five"]'), ('bot', -7, 'group', 0, NULL);
CREATE TABLE bot.notes(a, b REFERENCES own(a));
CREATE TABLE bot.own(a PRIMARY KEY);
CREATE VIEW bot.seen AS SELECT * FROM notes;
PRAGMA foreign_keys = ON;
-- run
SELECT session_check('bot');

-- again
-- run
SELECT session, id, usernames, key FROM session_peers('bot');

-- again
-- run fails
SELECT session_export();

-- again
-- run
DELETE FROM session WHERE source = 'bot';
