-- session_check and session_repair.

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
UPDATE bot.version SET number = 7;
CREATE TABLE bot.foreign_table(a);
-- run
SELECT session_check('bot');

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
-- run
SELECT session_check('./a.session');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
UPDATE bot.version SET number = 7;
-- run
SELECT session_repair('bot');

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
ATTACH 'a.session' AS a;
UPDATE a.version SET number = 7;
DETACH a;
-- run
SELECT session_repair('./a.session');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
CREATE TRIGGER bot.thief AFTER INSERT ON peers BEGIN DELETE FROM sessions; END;
-- run drops
SELECT session_repair('bot', 'rebuild', 1);

-- setup
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./a.session', 'pyrogram-3', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
ATTACH 'a.session' AS a;
CREATE TRIGGER a.thief AFTER INSERT ON peers BEGIN DELETE FROM sessions; END;
DETACH a;
-- run
SELECT session_repair('./a.session', 'rebuild', 1);

-- a broken list of usernames, and a good one that must not be taken for broken
-- setup
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('./m.session', 'mtcute-1', 2, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
ATTACH 'm.session' AS m;
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES('m', 2, 'user', 22, '["b","c"]'), ('m', 3, 'user', 23, '["d"]');
UPDATE m.peers SET usernames = '[' WHERE id = 3;
DETACH m;
-- run
SELECT session_repair('./m.session');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
DROP TABLE bot.usernames;
-- run
SELECT session_check('bot'), (SELECT count(*) FROM session_peers('bot'));
SELECT session_repair('bot');

-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('bot', 'kurigram-7', 2, 12345, 0, CAST(printf('%.256c', 'k') AS BLOB), 777000123, 0);
INSERT INTO bot.peers(id, access_hash, type) VALUES(1, 11, 'user'), (2, 22, 'bot');
DROP TABLE bot.update_state;
CREATE TABLE bot.update_state(id INTEGER PRIMARY KEY, pts, qts, date);
-- run
SELECT session_check('bot'), (SELECT count(*) FROM session_states('bot'));
SELECT session_repair('bot');
