-- Importing a string: into memory, over another account, in a transaction, into a file.
-- The account that the strings are made of is in "src": its key is 256 times 'k'.

-- into an empty database
-- setup
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('src', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');
ATTACH ':memory:' AS bot;
-- run
SELECT session_import(z, 'bot', NULL, 'replace', 1) FROM v;

-- over another account, whose peers go
-- setup
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('src', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 4, 12345, 0, CAST(printf('%.256c', 'o') AS BLOB), 888000123, 1);
INSERT INTO bot.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
-- run
SELECT session_import(z, 'bot', NULL, 'replace', 1) FROM v;

-- the same, inside the user's own transaction
-- setup
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('src', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 4, 12345, 0, CAST(printf('%.256c', 'o') AS BLOB), 888000123, 1);
INSERT INTO bot.peers(id, access_hash, type, username) VALUES(1, 11, 'user', 'ann');
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
SELECT session_import(z, 'bot', NULL, 'replace', 1) FROM v;

-- into a new file, that is not there after a failure
-- setup
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('src', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');
-- run
SELECT session_import(z, './new.session') FROM v;

-- into a file that holds another account
-- setup
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('src', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./old.session', 'pyrogram-3', 4, 12345, 0, CAST(printf('%.256c', 'o') AS BLOB), 888000123, 1);
-- run
SELECT session_import(z, './old.session', NULL, 'replace', 1) FROM v;

-- the open JSON
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES('bot', 1, 'user', 11, '["a","b"]'), ('bot', 2, 'bot', 22, NULL);
CREATE TEMP TABLE j AS SELECT session_export('bot', 'json') AS v;
ATTACH ':memory:' AS again;
-- run
SELECT length(session_convert(v, 'json')), session_import(v, 'again') FROM j;
