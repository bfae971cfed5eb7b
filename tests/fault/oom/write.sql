-- INSERT, UPDATE and DELETE on the table "session".

-- create
-- setup
ATTACH ':memory:' AS bot;
-- run
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);

-- create, in the user's own transaction
-- setup
ATTACH ':memory:' AS bot;
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);

-- create a file, that is not there after a failure
-- setup
SELECT session_version();
-- run
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);

-- an empty session, as the client makes it
-- again
-- run
INSERT INTO session(name, layout, auth_key) VALUES('./a.session', 'pyrogram-3', x'');

-- edit
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username) VALUES(1, 11, 'user', 'ann');
-- run
UPDATE session SET dc_id = 4, api_id = 54321 WHERE name = 'bot';

-- another account's key drops the peers, in the user's own transaction
-- again
-- begin
BEGIN;
UPDATE bot.peers SET username = 'anna';
-- run
UPDATE session SET user_id = 888, auth_key = CAST(printf('%.256c', 'o') AS BLOB) WHERE name = 'bot';

-- another layout, up and down, in memory
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-2', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
-- run drops
SELECT session_import(session_export('bot', 'pyrogram-3'), 'bot', 'pyrogram-3');

-- another layout, in the user's own transaction
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run drops
SELECT session_import(session_export('bot', 'pyrogram-2'), 'bot', 'pyrogram-2');

-- another layout, by UPDATE
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-2', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
-- run drops
SELECT session_migrate('bot', 'kurigram-7');

-- another layout, by UPDATE, in the user's own transaction
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run drops
SELECT session_migrate('bot', 'telethon-7', 'port', 80);

-- another layout, a file
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-2', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
ATTACH 'a.session' AS a;
INSERT INTO a.peers(id, access_hash, type, username)
  VALUES(1, 11, 'user', 'ann'), (2, 22, 'bot', 'bob'), (-1000000000003, 33, 'channel', NULL);
DETACH a;
-- run
UPDATE session SET layout = 'pyrogram-3' WHERE source = './a.session';

-- forget
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type, username) VALUES(1, 11, 'user', 'ann');
-- run
DELETE FROM session WHERE name = 'bot';

-- forget, a file
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
DELETE FROM session WHERE source = './a.session';
