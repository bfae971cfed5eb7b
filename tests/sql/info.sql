-- session_info(value [, option, value]...): what is this?  JSON that holds no secret, safe to paste into a bug report.
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, date, auth_key) VALUES ('bot', 'kurigram-7', 2, 12345, 777000123, 1, 1700000000, CAST(printf('%0256d', 1) AS BLOB));
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES ('bot', 777000, 'user', -42, '["telegram","tg"]');
INSERT INTO session_states(session, id, pts) VALUES ('bot', 0, 7), ('bot', -1000000000001, 8);

-- The keys are always the same, in the same order.
SELECT group_concat(key, ' ') FROM json_each(session_info(session_export('bot')));
--> format layout clients dc_id test_mode user_id is_bot api_id server_address port date auth_key_id peers states problems
SELECT group_concat(key, ' ') FROM json_each(session_info(session_export('bot', 'bundle')));
--> format layout clients dc_id test_mode user_id is_bot api_id server_address port date auth_key_id peers states usernames bytes peers_left_out states_left_out problems
SELECT count(DISTINCT k) FROM (SELECT (SELECT group_concat(key, ' ') FROM json_each(session_info(session_export('bot', name)))) AS k FROM session_formats WHERE writes AND name<>'bundle');
--> 1

-- One of each kind.
SELECT session_info(session_export('bot'));
--> {"format":"pyrogram","layout":null,"clients":"Pyrogram 2, Hydrogram, Kurigram, Pyrofork and all other living forks","dc_id":2,"test_mode":0,"user_id":777000123,"is_bot":1,"api_id":12345,"server_address":null,"port":null,"date":null,"auth_key_id":"b2bdc2750597041c","peers":0,"states":0,"problems":[]}
SELECT session_info(session_export('bot', 'kurigram-7'));
--> {"format":"kurigram-7","layout":"kurigram-7","clients":"Kurigram, irenogram, PyroBad, YUKIGRAM","dc_id":2,"test_mode":0,"user_id":777000123,"is_bot":1,"api_id":12345,"server_address":"149.154.167.51","port":443,"date":1700000000,"auth_key_id":"b2bdc2750597041c","peers":1,"states":2,"problems":[]}
SELECT json_extract(session_info(session_export('bot', 'bundle')), '$.format', '$.peers', '$.usernames', '$.states', '$.date');
--> ["bundle",1,2,2,1700000000]
-- The flags are numbers, as in the table.
SELECT json_type(session_info(session_export('bot')), '$.is_bot'), json_type(session_info(session_export('bot')), '$.problems');
--> integer | array

-- Not logged in is no error: an image without a key.
INSERT INTO session(name, layout, auth_key) VALUES ('./e.session', 'telethon-7', x'');
SELECT session_info(readfile('e.session'));
--> {"format":"telethon-7","layout":"telethon-7","clients":"Telethon 1.17-1.42","dc_id":null,"test_mode":null,"user_id":null,"is_bot":null,"api_id":null,"server_address":null,"port":null,"date":null,"auth_key_id":null,"peers":0,"states":0,"problems":["not-logged-in: there is no auth_key"]}
-- Problems are sentences.
SELECT other('e.session', 'UPDATE version SET version=8'), other('e.session', NULL);
--> NULL | NULL
SELECT json_extract(session_info(readfile('e.session')), '$.problems');
--> ["not-logged-in: there is no auth_key","version-mismatch: the version number says 8, the structure is that of telethon-7"]
SELECT other('e.session', 'UPDATE sessions SET auth_key=x''00ff'''), other('e.session', NULL);
--> NULL | NULL
SELECT json_extract(session_info(readfile('e.session')), '$.problems', '$.auth_key_id');
--> [["key-length: the key has 2 bytes instead of 256","version-mismatch: the version number says 8, the structure is that of telethon-7"],null]

-- NULL in, NULL out.  All else that is no session: an error that says what it looked like.
SELECT session_info(NULL);
--> NULL
SELECT session_info('hello');
--! session_info: 5 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
SELECT session_info(x'00');
--!NOTADB session_info: a BLOB of 1 bytes is not the image of a SQLite database

-- It is INNOCUOUS and DETERMINISTIC: it may stand in a view, a generated column or an index.
CREATE TABLE inbox(string TEXT);
CREATE INDEX by_key ON inbox(session_info(string));
CREATE VIEW what AS SELECT json_extract(session_info(string), '$.format') AS format FROM inbox;
INSERT INTO inbox VALUES (NULL);
SELECT format FROM what;
--> NULL
