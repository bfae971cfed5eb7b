-- What is written into a column is checked first: an error names the column, what the value is and what is wanted.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'k', 'kurigram-7', 2, 777000123, key FROM made_up;

---------------------------------------------------------------- whole numbers
-- As an INTEGER column takes them, which is how CSV and half of the hosts bring them.
INSERT INTO session_peers(session, id, access_hash, updated) VALUES ('k', '1', '2', '3'), ('k', 2.0, 3.0, 4.0), ('k', ' 3 ', '+4', '5.0'), ('k', '4', '-5', 6);
SELECT id, access_hash, updated FROM session_peers('k');
--> 1 | 2 | 3
--> 2 | 3 | 4
--> 3 | 4 | 5
--> 4 | -5 | 6
SELECT DISTINCT typeof(id), typeof(access_hash), typeof(last_update_on) FROM k.peers;
--> integer | integer | integer
INSERT INTO session_peers(session, id) VALUES ('k', 1.5);
--!MISMATCH session_peers: id is a REAL with a fraction; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('k', 'x');
--!MISMATCH session_peers: id is TEXT that is no number; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('k', '0x10');
--!MISMATCH session_peers: id is TEXT that is no number; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('k', x'31');
--!MISMATCH session_peers: id is a BLOB; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('k', '');
--!CONSTRAINT session_peers: id is missing: a user's is more than 0, a group's less, a channel's -100 and its digits
INSERT INTO session_peers(session, id) VALUES ('k', 0);
--!CONSTRAINT session_peers: id is missing: a user's is more than 0, a group's less, a channel's -100 and its digits
INSERT INTO session_peers(session, id) VALUES ('k', 1e18);
--!MISMATCH session_peers: id is a REAL beyond 2^53, which has lost digits: pass a BigInt or text
INSERT INTO session_peers(session, id) VALUES ('k', '-9223372036854775808.0');
--!MISMATCH session_peers: id is TEXT of a number that is not whole or too large; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('k', 9223372036854775807);
--!MISMATCH session_peers: id is out of range: it must be -4503599627370495 to 4503599627370495

-- An access hash, also unsigned, as JavaScript has it.
UPDATE session_peers SET access_hash='11632880486714592854' WHERE id=1;
SELECT access_hash FROM session_peers WHERE id=1;
--> -6813863586994958762
UPDATE session_peers SET access_hash='18446744073709551615' WHERE id=1;
SELECT access_hash FROM session_peers WHERE id=1;
--> -1
UPDATE session_peers SET access_hash=11632880486714592854 WHERE id=1;
--!MISMATCH session_peers: access_hash is a REAL beyond 2^53, which has lost digits: pass a BigInt or text
UPDATE session_peers SET access_hash='18446744073709551616' WHERE id=1;
--!MISMATCH session_peers: access_hash is TEXT of a number that is not whole or too large; wanted is a whole number
UPDATE session_peers SET access_hash=x'00' WHERE id=1;
--!MISMATCH session_peers: access_hash is a BLOB; wanted is a whole number
UPDATE session_peers SET access_hash='0x10' WHERE id=1;
--!MISMATCH session_peers: access_hash is TEXT that is no number; wanted is a whole number

---------------------------------------------------------------- types
UPDATE session_peers SET type='ChatType.BOT' WHERE id=1;
UPDATE session_peers SET type='chattype.private' WHERE id=2;
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('k', -1000000000001, 'ChatType.SUPERGROUP', 1), ('k', -1000000000002, 'Forum', 1), ('k', -5, 'GROUP', 0);
SELECT id, type FROM session_peers WHERE id NOT IN (3, 4);
--> -1000000000002 | forum
--> -1000000000001 | supergroup
--> -5 | group
--> 1 | bot
--> 2 | user
INSERT INTO session_peers(session, id, type) VALUES ('k', 9, 'banana');
--!MISMATCH session_peers: type is TEXT that is none of user bot group channel supergroup forum direct community
INSERT INTO session_peers(session, id, type) VALUES ('k', 9, 7);
--!MISMATCH session_peers: type is an INTEGER; wanted is one of user bot group channel supergroup forum direct community
INSERT INTO session_peers(session, id, type) VALUES ('k', -9, 'user');
--!MISMATCH session_peers: type user does not fit the id, which must be more than 0
INSERT INTO session_peers(session, id, type) VALUES ('k', -1000000000000, 'group');
--!MISMATCH session_peers: type group does not fit the id, which must be less than 0 and more than -1000000000000
INSERT INTO session_peers(session, id, type) VALUES ('k', 1234567890, 'channel');
--!MISMATCH session_peers: type channel does not fit the id, which must be -1000000000000 or less: -100 and the digits
UPDATE session_peers SET type='group' WHERE id=1;
--!MISMATCH session_peers: type group does not fit the id, which must be less than 0 and more than -1000000000000
-- Another id is of another type.
UPDATE session_peers SET id=-1 WHERE id=4;
SELECT type FROM session_peers WHERE id=-1;
--> group

---------------------------------------------------------------- usernames and phones
UPDATE session_peers SET username='News', phone_number='12025550123' WHERE id=1;
SELECT username, usernames, phone_number FROM session_peers WHERE id=1;
--> news | ["news"] | 12025550123
UPDATE session_peers SET phone_number=4277 WHERE id=1;
SELECT phone_number FROM session_peers WHERE id=1;
--> 4277
UPDATE session_peers SET username='', phone_number='', usernames='' WHERE id=1;
SELECT username, usernames, phone_number FROM session_peers WHERE id=1;
--> NULL | NULL | NULL
UPDATE session_peers SET usernames=' [ "a" , "B_2" ] ' WHERE id=1;
SELECT username, usernames FROM session_peers WHERE id=1;
--> a | ["a","b_2"]
-- A main one that is given alone takes the place of the one before.
UPDATE session_peers SET username='c' WHERE id=1;
SELECT username, usernames FROM session_peers WHERE id=1;
--> c | ["c","b_2"]
UPDATE session_peers SET username=NULL WHERE id=1;
SELECT username, usernames FROM session_peers WHERE id=1;
--> b_2 | ["b_2"]
UPDATE session_peers SET usernames='["Āb"]' WHERE id=1;
SELECT username FROM session_peers WHERE id=1;
--> Āb
UPDATE session_peers SET usernames='[]' WHERE id=1;
SELECT username, usernames FROM session_peers WHERE id=1;
--> NULL | NULL
-- Likewise where the main one stands in a table of its own, as with Pyrofork: none of the others is lost.
ATTACH ':memory:' AS p;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'p', 'pyrofork-4', 2, 5, key FROM made_up;
INSERT INTO session_peers(session, id, access_hash, usernames) VALUES ('p', 1, 1, '["a","b_2"]');
UPDATE session_peers SET username=NULL WHERE session='p' AND id=1;
SELECT username, usernames FROM session_peers WHERE session='p' AND id=1;
--> b_2 | ["b_2"]
UPDATE session_peers SET username=NULL WHERE session='p' AND id=1;
SELECT username, usernames, (SELECT typeof(username) FROM p.peers) FROM session_peers WHERE session='p' AND id=1;
--> NULL | NULL | null
DETACH p;
UPDATE session_peers SET username='@news' WHERE id=1;
--!MISMATCH session_peers: username is TEXT with an @; wanted is the bare name, like durov: letters, digits and underscores
UPDATE session_peers SET username=' news' WHERE id=1;
--!MISMATCH session_peers: username is TEXT that is no username; wanted is the bare name, like durov: letters, digits and underscores
UPDATE session_peers SET username=5 WHERE id=1;
--!MISMATCH session_peers: username is an INTEGER; wanted is a name like durov, without the @
UPDATE session_peers SET username='a' || char(0) WHERE id=1;
--!MISMATCH session_peers: username holds a NUL character
UPDATE session_peers SET usernames='news' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
SELECT count(*) FROM (VALUES ('['), ('[a]'), ('["a",]'), ('["a" "b"]'), ('["@a"]'), ('["a"]x'), ('[""]'), ('{"a":1}'), ('[1]'), ('["a'), ('["a"'), ('[,"a"]'));
--> 12
UPDATE session_peers SET usernames='["a",]' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["a"]x' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["a"' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["a' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["a", ""]' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["' || printf('%.65c', 'a') || '"]' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET usernames='["@a"]' WHERE id=1;
--!MISMATCH session_peers: usernames is TEXT that is no JSON array of bare names; wanted is one like ["durov"]
UPDATE session_peers SET phone_number='+1 202 555-0123' WHERE id=1;
--!MISMATCH session_peers: phone_number is TEXT with a +; wanted are its digits alone, like 12025550123
UPDATE session_peers SET phone_number='1 202' WHERE id=1;
--!MISMATCH session_peers: phone_number is TEXT that is not only digits; wanted are its digits alone, like 12025550123
UPDATE session_peers SET phone_number=-1 WHERE id=1;
--!MISMATCH session_peers: phone_number is out of range: it must be 0 to 9007199254740992
UPDATE session_peers SET name=x'00' WHERE id=1;
--!MISMATCH session_peers: name is a BLOB; wanted is TEXT

---------------------------------------------------------------- dates
CREATE TEMP TABLE day(given, seconds);
INSERT INTO day VALUES ('2024-01-01', 1704067200), ('2024-02-29 12:34:56', 1709210096), ('2024-01-01T00:00Z', 1704067200), ('2024-01-01 00:00:00.999+02:00', 1704060000),
  ('2024-01-01T00:00:00 -0330', 1704079800), ('1970-01-01', 0), ('9999-12-31 23:59:59', 253402300799), ('2000-02-29', 951782400), (1704067200, 1704067200), ('1704067200', 1704067200);
INSERT INTO session_peers(session, id, access_hash, updated) SELECT 'k', 5000+rowid, 1, given FROM day;
SELECT given, p.updated, seconds FROM day, session_peers p WHERE p.id=5000+day.rowid AND p.updated IS NOT seconds;
--> (none)
DELETE FROM session_peers WHERE id>5000;
UPDATE session_peers SET updated='now' WHERE id=1;
--!MISMATCH session_peers: updated is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session_peers SET updated='2023-02-29' WHERE id=1;
--!MISMATCH session_peers: updated is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session_peers SET updated='12:00' WHERE id=1;
--!MISMATCH session_peers: updated is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session_peers SET updated='2024-01-01 25:00' WHERE id=1;
--!MISMATCH session_peers: updated is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session_peers SET updated='2024-01-01 +1 day' WHERE id=1;
--!MISMATCH session_peers: updated is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session_peers SET updated=1704067200000 WHERE id=1;
--!MISMATCH session_peers: updated is out of range: wanted are unix seconds
UPDATE session_peers SET updated=-1 WHERE id=1;
--!MISMATCH session_peers: updated is out of range: wanted are unix seconds

---------------------------------------------------------------- states
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', '0', '1', 2.0, '2024-01-01', ''), ('k', '-1000000000001', '5', NULL, NULL, NULL);
SELECT id, pts, qts, date, seq FROM session_states('k');
--> -1000000000001 | 5 | NULL | NULL | NULL
--> 0 | 1 | 2 | 1704067200 | NULL
INSERT INTO session_states(session, id, pts) VALUES ('k', 777, 1);
--!MISMATCH session_states: id is neither 0, the account, nor a channel's, -100 and its digits
UPDATE session_states SET pts=-1 WHERE id=0;
--!MISMATCH session_states: pts is out of range: it must be 0 to 2147483647
UPDATE session_states SET qts='many' WHERE id=0;
--!MISMATCH session_states: qts is TEXT that is no number; wanted is a whole number

---------------------------------------------------------------- the account, and options
UPDATE session SET api_id='12345', port=443.0, date='2024-01-01', user_id=' 777 ' WHERE name='k';
SELECT api_id, port, date, user_id FROM session('k');
--> 12345 | 443 | 1704067200 | 777
UPDATE session SET dc_id=9 WHERE name='k';
--!MISMATCH session: dc_id 9 is none of Telegram's, which are 1 to 5 and 203; give server_address with it
UPDATE session SET dc_id=9, server_address='10.0.0.1', port=443 WHERE name='k';
SELECT dc_id, server_address FROM session('k');
--> 9 | 10.0.0.1
UPDATE session SET dc_id='2', server_address='' WHERE name='k';
SELECT dc_id, server_address FROM session('k');
--> 2 | 149.154.167.51
UPDATE session SET is_bot='yes' WHERE name='k';
--!MISMATCH session: is_bot is TEXT that is no number; wanted is a whole number
UPDATE session SET server_address=5 WHERE name='k';
--!MISMATCH session: server_address is an INTEGER; wanted is an IP address or a host name as TEXT
UPDATE session SET auth_key=x'01' WHERE name='k';
--!MISMATCH session: auth_key has 1 bytes; it must be a BLOB of 256
SELECT session_export('k', 'pyrogram', 'api_id', 1.5);
--!MISMATCH session_export: api_id is a REAL with a fraction; wanted is a whole number
SELECT session_export('k', 'pyrogram', 'api_id', '7', 'user_id', 5.0) = session_export('k', 'pyrogram', 'api_id', 7, 'user_id', 5);
--> 1

---------------------------------------------------------------- what the layout can't keep
ATTACH ':memory:' AS t;
ATTACH ':memory:' AS m;
ATTACH ':memory:' AS g;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 't', 'telethon-5', 2, 5, key FROM made_up;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'm', 'mtcute-1', 2, 5, key FROM made_up;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'g', 'grammers-1', 2, 5, key FROM made_up;
INSERT INTO session_peers(session, id, access_hash, name) VALUES ('k', 50, 1, 'Ann');
--!CONSTRAINT session_peers: k: layout kurigram-7 can't keep this name
UPDATE session_peers SET name='Ann' WHERE session='k' AND id=1;
--!CONSTRAINT session_peers: k: layout kurigram-7 can't keep this name
INSERT INTO session_peers(session, id, access_hash, updated) VALUES ('t', 50, 1, 1700000000);
--!CONSTRAINT session_peers: t: layout telethon-5 can't keep this updated
INSERT INTO session_peers(session, id, access_hash, usernames) VALUES ('t', 50, 1, '["a","b"]');
--!CONSTRAINT session_peers: t: layout telethon-5 can't keep this usernames, of which it has one
INSERT INTO session_peers(session, id) VALUES ('t', 50);
--!CONSTRAINT session_peers: t: layout telethon-5 keeps no such peer: a user or a channel needs an access_hash
INSERT INTO session_peers(session, id, access_hash, usernames, name) VALUES ('t', 50, 1, '["A"]', '');
SELECT id, username, usernames, name FROM session_peers('t') WHERE id=50;
--> 50 | a | ["a"] | 
INSERT INTO session_peers(session, id, access_hash, username) VALUES ('g', 50, 1, 'ann');
--!CONSTRAINT session_peers: g: layout grammers-1 can't keep this username
INSERT INTO session_states(session, id, pts, date) VALUES ('m', -1000000000001, 5, 6);
--!CONSTRAINT session_states: m: layout mtcute-1 can't keep this date
INSERT INTO session_states(session, id, qts) VALUES ('t', -1000000000001, 5);
--!CONSTRAINT session_states: t: layout telethon-5 can't keep this state: a channel's id needs pts
INSERT INTO session_states(session, id, date) VALUES ('m', 0, 5);
--!CONSTRAINT session_states: m: layout mtcute-1 can't keep this state: the account's needs pts
SELECT count(*) FROM session_peers('g') WHERE id=50;
--> 0
UPDATE session SET api_id=5 WHERE name='t';
--!CONSTRAINT session: layout telethon-5 can't keep api_id
UPDATE session SET date='2024-01-01' WHERE name='m';
--!CONSTRAINT session: layout mtcute-1 can't keep date

---------------------------------------------------------------- what is no column of a row
INSERT INTO session_peers(session, id, source) VALUES ('k', 60, 'k');
--! session_peers: source is an argument of queries: the column session names the database
UPDATE session_peers SET find='x' WHERE session='k' AND id=1;
--! session_peers: source is an argument of queries: the column session names the database
-- UPDATE ... FROM sets every column to what it is.
CREATE TEMP TABLE news(id, hash);
INSERT INTO news VALUES (1, 77), (2, 78);
UPDATE session_peers SET access_hash=(SELECT hash FROM news WHERE news.id=session_peers.id) WHERE session='k' AND id IN (1, 2);
SELECT id, access_hash FROM session_peers WHERE id IN (1, 2);
--> 1 | 77
--> 2 | 78
-- A table over one database: a row without a session is that one's.
CREATE VIRTUAL TABLE temp.known USING session_peers('g');
INSERT INTO known(id, access_hash) VALUES (61, 1);
SELECT session, id FROM session_peers WHERE id=61;
--> g | 61

-- A day of a leap year, and none.
ATTACH ':memory:' AS day;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot, date)
  VALUES('day', 'pyrogram-3', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0, '2000-02-29');
SELECT date FROM session('day');
--> 951782400
UPDATE session SET date = '2024-02-29' WHERE name = 'day';
SELECT date FROM session('day');
--> 1709164800
UPDATE session SET date = '2023-02-29' WHERE name = 'day';
--!MISMATCH session: date is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
UPDATE session SET date = '2100-02-29' WHERE name = 'day';
--!MISMATCH session: date is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS and a zone like Z or +02:00
DETACH day;

-- The functions that layouts need: NULL for whatever they are not made for.
SELECT session__le(1, 0), session__le(1, 9), session__unhex(''), session__unhex(NULL), session__unhex('0'), session__unhex('0g'),
  session__unhex(printf('%.1026c', '0'));
--> NULL | NULL | NULL | NULL | NULL | NULL | NULL
SELECT session__unle(NULL, 0, 1), session__unle(x'ff', -1, 1), session__unle(x'ff', 0, 0), session__unle(x'ff', 0, 9), session__unle(x'ff', 2, 1),
  session__unle(x'ffff', 0, 2), session__unle(x'ff7f', 0, 2), session__unle(x'ff', 0, 1), session__unle(x'ffffffffffffffff', 0, 8);
--> NULL | NULL | NULL | NULL | NULL | -1 | 32767 | 255 | -1
SELECT session__key_id(NULL), session__key_id(x'00'), session__base64(NULL), session__base64(zeroblob(1000001)), session__unbase64(NULL),
  session__unbase64(printf('%.1000001c', 'A')), session__utf8(NULL), session__cat(NULL, 'a');
--> NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL
SELECT session__type('group', -5), session__type('group', 5), session__type('user' || char(0), -5), session__type(5, -1000000000005);
--> group | user | group | channel
SELECT rowid, value, key FROM session__each('["a",5,"b"]');
--> 1 | a | 0
--> 2 | b | 2
SELECT json FROM session__each('["a"]');
--> NULL
SELECT count(*) FROM session__each WHERE json > '["a"]';
--! no query solution
-- Rows that C has are C's to ask for.
SELECT count(*) FROM session__rows(NULL) UNION ALL SELECT count(*) FROM session__sorted('tgsession rows');
--> 0
--> 0
