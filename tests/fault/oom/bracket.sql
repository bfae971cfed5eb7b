-- Writes inside of the user's own transaction, which holds a row of his.

-- peers, three rows, behind a savepoint
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('bot', 'pyrogram-3', 2, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
SAVEPOINT x;
INSERT INTO mine VALUES(2);
-- run
INSERT INTO session_peers(session, id, type, access_hash, username, updated) VALUES('bot', 1, 'user', 11, 'x', 5), ('bot', 2, 'user', 12, 'y', 5), ('bot', 3, 'bot', 13, NULL, 5);

-- OR REPLACE, with usernames
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, auth_key, user_id) VALUES('bot', 'kurigram-7', 2, 1, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
INSERT INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES('bot', 2, 'user', 22, '["b","c"]', 5);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES('bot', 2, 'user', 11, '["x","y"]', 6);

-- OR IGNORE of what is there and what is not
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, auth_key, user_id) VALUES('bot', 'mtcute-1', 2, NULL, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
INSERT INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES('bot', 2, 'user', 22, '["b","c"]', 5);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
INSERT OR IGNORE INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES('bot', 2, 'user', 11, '["x"]', 6), ('bot', 3, 'user', 12, '["y"]', 6);

-- states
-- setup
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('bot', 'grammers-1', 2, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
INSERT INTO session_states(session, id, pts) VALUES('bot', -1001234567890, 5), ('bot', -1001234567891, 6);

-- a login into an empty database
-- setup
ATTACH ':memory:' AS bot;
CREATE TABLE mine(a);
-- begin
BEGIN;
INSERT INTO mine VALUES(1);
-- run
INSERT INTO session(name, layout, dc_id, auth_key, user_id) VALUES('bot', 'telethon-7', 2, CAST(printf('%.256c', 'k') AS BLOB), 777000123);
