-- The tables session_peers and session_states, read and written; migration with peers across families.

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type)
  VALUES(1, 11, 'user'), (2, 22, 'bot'), (-1000000000003, 33, 'channel');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
INSERT INTO bot.update_state VALUES(0, 1, 2, 3, 4);
-- run
SELECT * FROM session_peers;

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
-- run
SELECT id, access_hash, usernames FROM session_peers('bot') WHERE username = 'ann';

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.update_state VALUES(0, 1, 2, 3, 4), (-1000000000003, 5, 6, 7, 8);
-- run
SELECT * FROM session_states;

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES('bot', 1, 'user', 11, 'ann');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
-- begin
BEGIN;
UPDATE bot.peers SET access_hash = 12 WHERE id = 1;
-- run
DELETE FROM session_peers WHERE session = 'bot' AND id = 1;

-- to Telethon, in memory
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type)
  VALUES(1, 11, 'user'), (2, 22, 'bot'), (-1000000000003, 33, 'channel');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
INSERT INTO bot.update_state VALUES(0, 1, 2, 3, 4);
-- run drops
SELECT session_import(session_export('bot', 'telethon-7'), 'bot', 'telethon-7');

-- an image
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
-- run
SELECT session_export('bot', 'pyrogram-3');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TEMP TABLE v AS SELECT session_export('bot', 'pyrogram-3') AS b;
ATTACH ':memory:' AS other;
-- run
SELECT session_import(b, 'other') FROM v;

-- a bundle
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
INSERT INTO bot.usernames VALUES(1, 'ann'), (1, 'anna'), (2, 'bob');
-- run
SELECT session_export('bot', 'bundle');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
CREATE TEMP TABLE v AS SELECT session_export('bot', 'bundle') AS z;
ATTACH ':memory:' AS other;
-- run
SELECT session_import(z, 'other') FROM v;

-- the key of each, of many
-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('main', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 100) INSERT INTO peers(id, access_hash, type) SELECT i, i, 'user' FROM n;
-- run
SELECT key FROM session_peers('main');
