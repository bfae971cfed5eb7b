-- session_convert(value, format [, option, value]...): a value in, another out; no container is touched.
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('bot', 'kurigram-7', 2, 12345, 777000123, 1, CAST(printf('%0256d', 1) AS BLOB));
INSERT INTO session_peers(session, id, type, access_hash, usernames, updated) VALUES ('bot', 777000, 'user', -42, '["telegram","tg"]', 1700000000);
INSERT INTO session_states(session, id, pts) VALUES ('bot', 0, 7);

-- A string to a string.
SELECT session_convert(session_export('bot', 'pyrogram'), 'telethon') = session_export('bot', 'telethon');
--> 1
-- A string to an image, which is a new file of that client.
SELECT layout, user_id, peers FROM session(session_convert(session_export('bot', 'pyrogram'), 'pyrofork-4'));
--> pyrofork-4 | 777000123 | 0
-- An image to a string.
SELECT session_convert(session_export('bot', 'kurigram-7'), 'pyrogram') = session_export('bot', 'pyrogram');
--> 1
-- An image to an image: the peers come along, as far as the target holds them.
SELECT id, access_hash, usernames FROM session_peers(session_convert(session_export('bot', 'kurigram-7'), 'pyrofork-4'));
--> 777000 | -42 | ["telegram","tg"]
SELECT id, access_hash, usernames FROM session_peers(session_convert(session_export('bot', 'kurigram-7'), 'telethon-7'));
--> 777000 | -42 | ["telegram"]
SELECT id, pts FROM session_states(session_convert(session_export('bot', 'kurigram-7'), 'mtcute-1'));
--> 0 | 7
-- A bundle holds all of it, to and from everything.
SELECT id, access_hash, usernames FROM session_peers(session_convert(session_convert(session_export('bot', 'kurigram-7'), 'bundle'), 'kurigram-6'));
--> 777000 | -42 | ["telegram","tg"]
SELECT session_convert(session_export('bot', 'bundle'), 'bundle') = session_export('bot', 'bundle');
--> 1
SELECT session_convert(session_export('bot', 'bundle'), 'pyrogram') = session_export('bot', 'pyrogram');
--> 1
-- JSON.
SELECT session_convert(session_convert(session_export('bot', 'pyrogram'), 'gotd-json'), 'telethon', 'server_address', '149.154.167.51') = session_export('bot', 'telethon');
--> 1
-- To its own format: tidied.
SELECT session_convert('  ' || session_export('bot', 'pyrogram') || '== ', 'pyrogram') = session_export('bot', 'pyrogram');
--> 1

-- It is deterministic and touches nothing: an index on it is possible, and main stays empty.
SELECT count(*) FROM sqlite_master;
--> 0

-- NULL in, NULL out; a NULL format is a mistake.
SELECT session_convert(NULL, 'telethon'), session_convert(NULL, NULL);
--> NULL | NULL
SELECT session_convert(session_export('bot', 'pyrogram'), NULL);
--! session_convert: the format is NULL; SELECT name FROM session_formats lists them

---------------------------------------------------------------- options
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'pyrogram', 'user_id', 5, 'is_bot', 1, 'api_id', 6)), '$.user_id', '$.is_bot', '$.api_id');
--> [5,1,6]
-- What is not given: no bot, api_id 0, which Pyrogram takes for "not known".
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'pyrogram', 'user_id', 5)), '$.user_id', '$.is_bot', '$.api_id');
--> [5,0,0]
-- The user is never guessed.
SELECT session_convert(session_export('bot', 'telethon'), 'pyrogram');
--! session_convert: pyrogram string: user_id is not known from the source; give it: 'user_id', N
SELECT session_convert(session_export('bot', 'telethon-7'), 'kurigram-7');
--! session_convert: kurigram-7: user_id is not known from the source; give it: 'user_id', N
-- Another data centre brings its address; an address that was given stays.
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'telethon', 'dc_id', 4)), '$.server_address');
--> 149.154.167.92
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'telethon', 'dc_id', 4, 'server_address', '10.0.0.1')), '$.server_address', '$.dc_id');
--> ["10.0.0.1",4]
SELECT session_convert(session_export('bot', 'telethon'), 'telethon', 'dc_id', 6);
--!MISMATCH session_convert: dc_id 6 is none of Telegram's, which are 1 to 5 and 203; give server_address with it
-- Names in any case, numbers as text.
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'PYROGRAM', 'USER_ID', '5')), '$.user_id');
--> 5
-- 'from' settles what a string is.
SELECT session_convert(session_export('bot', 'pyrogram'), 'telethon', 'from', 'pyrogram') = session_export('bot', 'telethon');
--> 1

---------------------------------------------------------------- bundles that must be short
-- The account always, then the states, then the peers updated last.
INSERT INTO bot.peers(id, access_hash, type, last_update_on)
  WITH RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<500) SELECT i, random(), 'user', 1700000000 + i FROM c;
CREATE TEMP TABLE short AS SELECT session_export('bot', 'bundle', 'max_length', 2000) AS b;
SELECT length(b) BETWEEN 1900 AND 2000, json_extract(session_info(b), '$.states'), json_extract(session_info(b), '$.peers') > 100,
       json_extract(session_info(b), '$.peers') + json_extract(session_info(b), '$.peers_left_out') FROM short;
--> 1 | 1 | 1 | 501
SELECT max(id), count(*) = max(id)-min(id)+1, count(*) > 100 FROM short, session_peers(session_convert(b, 'kurigram-7'));
--> 500 | 1 | 1
SELECT json_extract(session_info(session_export('bot', 'bundle')), '$.peers', '$.peers_left_out');
--> [501,0]
SELECT session_export('bot', 'bundle', 'max_length', 50) IS NOT NULL;
--!TOOBIG session_export: bundle: max_length 50 is too small: the account alone takes 92 characters; allow at least 92
SELECT session_export('bot', 'bundle', 'max_length', 10);
--!TOOBIG session_export: bundle: max_length 10 is too small: the account alone takes 92 characters; allow at least 92

---------------------------------------------------------------- no argument at all
SELECT session_convert();
--! session_convert: give a value and a format: session_convert(value, format, option, value...)
