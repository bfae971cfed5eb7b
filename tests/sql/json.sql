-- The open JSON: the whole session as one document, lossless like the bundle, for whatever is not SQLite.
CREATE TEMP TABLE made AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, date, auth_key) SELECT 'bot', 'kurigram-7', 4, 777000123, 1, 12345, 1700000000, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES
  ('bot', 5, 'user', -6813863586994958762, '["ann","anna"]', '4999', 1700000001), ('bot', -1001234567890, 'channel', 9223372036854775807, NULL, NULL, 1700000002), ('bot', -42, 'group', 0, NULL, NULL, 5);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('bot', 0, 1, 2, 3, 4), ('bot', -1001234567890, 7, NULL, NULL, NULL);
SELECT replace(session_export('bot', 'json'), (SELECT lower(hex(key)) FROM made), 'KEY');
--> {"tgsession":1,"layout":"kurigram-7","dc_id":4,"server_address":"149.154.167.91","port":443,"api_id":12345,"test_mode":0,"date":1700000000,"user_id":"777000123","is_bot":1,"auth_key":"KEY","peers":[{"id":"-1001234567890","type":"channel","access_hash":"9223372036854775807","updated":1700000002},{"id":"-42","type":"group","access_hash":"0","updated":5},{"id":"5","type":"user","access_hash":"-6813863586994958762","username":"ann","usernames":["ann","anna"],"phone_number":"4999","updated":1700000001}],"states":[{"id":"-1001234567890","pts":7},{"id":"0","pts":1,"qts":2,"date":3,"seq":4}]}
SELECT kind, family, writes, keeps FROM session_formats WHERE name = 'json';
SELECT json_extract(session_info(session_export('bot', 'json')), '$.format', '$.layout', '$.clients', '$.peers', '$.states', '$.problems');
--> ["json","kurigram-7","any program that reads JSON",3,2,[]]
SELECT id, type, access_hash, username, usernames, phone_number, updated FROM session_peers(session_export('bot', 'json'));
--> -1001234567890 | channel | 9223372036854775807 | NULL | NULL | NULL | 1700000002
--> -42 | group | 0 | NULL | NULL | NULL | 5
--> 5 | user | -6813863586994958762 | ann | ["ann","anna"] | 4999 | 1700000001

-- Bundle to JSON and back, JSON to bundle and back: of every layout nothing is lost, and it goes back to where it came from.
CREATE TABLE road AS SELECT name, './r-' || name || '.session' AS p, './b-' || name || '.session' AS back, '' AS bundle, '' AS json FROM session_formats WHERE kind = 'layout' AND writes;
SELECT name FROM road WHERE session_import(session_export('bot', 'bundle'), p, name) IS NULL;
--> (none)
UPDATE road SET bundle = session_export(p, 'bundle', 'user_id', 777000123), json = session_export(p, 'json', 'user_id', 777000123);
SELECT name FROM road WHERE session_convert(json, 'bundle') <> bundle;
--> (none)
SELECT name FROM road WHERE session_convert(bundle, 'json') <> json;
--> (none)
SELECT name, outcome('SELECT session_import(''' || replace(json, '''', '''''') || ''', ''' || back || ''')') AS o FROM road WHERE o <> back;
--> (none)
SELECT road.name, s.layout FROM road, session(road.back) s WHERE s.layout <> road.name;
--> (none)
SELECT name FROM road WHERE session_export(back, 'bundle', 'user_id', 777000123) <> bundle;
--> (none)

-- As others write it: numbers or text, an unsigned hash, base64, members that nobody knows, in any order, and what is not there.
SELECT id, type, access_hash FROM session_peers('{"peers":[{"id":"6","access_hash":"11632880486714592854","type":"user","x":1},{"access_hash":-5,"id":7,"type":"bot"},{"id":"8"}],"tgsession":1,"more":{}}');
--> 6 | user | -6813863586994958762
--> 7 | bot | -5
--> 8 | NULL | NULL
SELECT json_extract(session_info(json_object('tgsession', 1, 'dc_id', 2, 'auth_key', substr(session_convert(session_export('bot', 'gotd-json'), 'gotd-json'), instr(session_export('bot', 'gotd-json'), '"AuthKey":"') + 11, 344))), '$.auth_key_id', '$.dc_id', '$.user_id', '$.layout')
  = json_array((SELECT auth_key_id FROM session('bot')), 2, NULL, NULL);
--> 1
SELECT session_info('{"tgsession":1}') LIKE '%not-logged-in%';
--> 1

-- What is wrong is said by its member, without a byte of it.
SELECT session_info('{"tgsession":2}');
--! session_info: json: tgsession is not 1, the only version
SELECT session_info('{"tgsession":1,"auth_key":"0011"}');
--! session_info: json: auth_key is neither 512 hex digits nor the base64 of 256 bytes
SELECT session_info('{"tgsession":1,"auth_key":5}');
--! session_info: json: auth_key is neither 512 hex digits nor the base64 of 256 bytes
SELECT session_info('{"tgsession":1,"peers":{}}');
--! session_info: json: peers is no array
SELECT session_info('{"tgsession":1,"states":"x"}');
--! session_info: json: states is no array
SELECT session_info('{"tgsession":1,"peers":[{"id":1},7]}');
--! session_info: json: peers[1] is no object
SELECT session_info('{"tgsession":1,"peers":[{"id":"1x"}]}');
--! session_info: json: peers[0].id is no whole number
SELECT session_info('{"tgsession":1,"peers":[{"access_hash":"5"}]}');
--! session_info: json: peers[0].id is no whole number
SELECT session_info('{"tgsession":1,"peers":[{"id":1},{"id":2,"access_hash":11632880486714592854}]}');
--! session_info: json: peers[1].access_hash is no whole number of 64 bits; write it as text
SELECT session_info('{"tgsession":1,"peers":[{"id":2,"access_hash":1.5}]}');
--! session_info: json: peers[0].access_hash is no whole number of 64 bits; write it as text
SELECT session_info('{"tgsession":1,"peers":[{"id":2,"usernames":"ann"}]}');
--! session_info: json: peers[0].usernames is no array
SELECT session_info('{"tgsession":1,"states":[{"pts":1}]}');
--! session_info: json: states[0]: id, pts, qts, date and seq are whole numbers
SELECT session_info('{"tgsession":1,"states":[{"id":0,"pts":"x"}]}');
--! session_info: json: states[0]: id, pts, qts, date and seq are whole numbers
INSERT INTO session(name, layout, auth_key) VALUES ('./new.session', 'pyrogram-3', x'');
SELECT session_export('./new.session', 'json');
--! session_export: ./new.session: json: not logged in: there is no auth_key

-- Fifty thousand peers.
INSERT INTO session_peers(session, id, type, access_hash) SELECT 'bot', 100 + key, 'user', key * 123456789012 FROM json_each('[0' || replace(hex(zeroblob(few(50000))), '00', ',0') || ']') WHERE key > 0;
SELECT length(j) > few(1000000), session_import(j, './many.session') FROM (SELECT session_export('bot', 'json') AS j);
--> 1 | ./many.session
SELECT peers - few(50000) FROM session('./many.session');
--> 3

-- A document from elsewhere that has only the main username: it is found by it.
CREATE TABLE elsewhere AS SELECT session_convert('{"tgsession":1,"dc_id":2,"auth_key":"' || printf('%0512d', 5) || '","peers":[{"id":5,"type":"user","username":"ann"},
  {"id":6,"usernames":["bob","bobby"]},{"id":7,"username":null}]}', 'bundle') AS v;
SELECT id, username, usernames FROM elsewhere, session_peers(v) ORDER BY id;
--> 5 | ann | ["ann"]
--> 6 | bob | ["bob","bobby"]
--> 7 | NULL | NULL
SELECT id FROM elsewhere, session_peers(v, '@Ann');
--> 5

---------------------------------------------------------------- cells of another type than the client's
-- Bytes, words and fractions where they don't belong are written as a bundle has them, and what is written can be read.
ATTACH ':memory:' AS odd;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'odd', 'pylogram-4', 2, 777, 0, 5, key FROM made;
INSERT INTO session_peers(session, id, access_hash, username, updated) VALUES ('odd', 8, 3, 'news', 5), ('odd', 9, 4, 'b', 5);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('odd', 0, 1, 2, 3, 4);
UPDATE odd.peers SET access_hash = 'word', phone_number = x'313233', username = x'616263' WHERE id = 8;
UPDATE odd.peers SET access_hash = 1e300 WHERE id = 9;
UPDATE odd.update_state SET pts = 'word', seq = 2.5;
SELECT json_extract(session_export('odd', 'json'), '$.peers[0].access_hash', '$.peers[0].phone_number', '$.peers[0].usernames',
  '$.peers[1].access_hash', '$.states[0].pts', '$.states[0].seq');
--> ["0","123",["abc"],"9223372036854775807",0,2]
SELECT session_convert(session_export('odd', 'json'), 'json') = session_export('odd', 'json'),
  session_convert(session_export('odd', 'bundle'), 'json') = session_export('odd', 'json');
--> 1 | 1
DETACH odd;

-- A text that goes on after a NUL, which no client writes, ends there: what is written is what is read.
ATTACH ':memory:' AS nul;
ATTACH ':memory:' AS nul7;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'nul', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'nul7', 'telethon-7', 2, key FROM made;
INSERT INTO nul.peers(id, access_hash, type, phone_number, last_update_on) VALUES (5, 6, 'user', '49' || char(0) || '1', 7);
INSERT INTO nul.usernames VALUES (5, 'ann' || char(0) || 'a'), (5, char(0));
INSERT INTO nul7.entities(id, hash, username, name) VALUES (5, 6, 'ann' || char(0) || 'a', 'An' || char(0) || 'n');
SELECT json_extract(session_export('nul', 'json'), '$.peers'), json_extract(session_export('nul7', 'json'), '$.peers');
--> [{"id":"5","type":"user","access_hash":"6","username":"ann","usernames":["ann",""],"phone_number":"49","updated":7}] | [{"id":"5","type":"user","access_hash":"6","username":"ann","usernames":["ann"],"name":"An"}]
SELECT session_convert(session_export(s.column1, 'json'), 'json') = session_export(s.column1, 'json') FROM (VALUES ('nul'), ('nul7')) s;
--> 1
--> 1
DETACH nul;
DETACH nul7;
