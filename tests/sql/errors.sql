-- Every error says what is wrong, where, and what to do, and holds no byte of a key or of a string.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'bot', 2, 12345, 777000123, 1, key FROM made_up;
CREATE TEMP TABLE good(format TEXT PRIMARY KEY, string TEXT);
INSERT INTO good SELECT name, session_export('bot', name) FROM session_formats WHERE kind='string' AND writes;

---------------------------------------------------------------- strings: nothing like one
SELECT session_info('');
--! session_info: the string is empty
SELECT session_info('   ');
--! session_info: the string is empty
SELECT session_info('hello');
--! session_info: 5 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
SELECT session_info('Session: AgAAMDkA');
--! session_info: character 8 does not belong into a session string; paste the whole string and nothing else
SELECT session_info(substr(string, 1, 100) || 'ж' || substr(string, 102)) FROM good WHERE format='pyrogram';
--! session_info: U+0436 after character 100 does not belong into a session string; take it out
SELECT session_info(string || '!') FROM good WHERE format='pyrogram';
--! session_info: character 363 does not belong into a session string; paste the whole string and nothing else
SELECT session_info(printf('%0300d', 0));
--! session_info: 300 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
SELECT session_info(printf('%.400c', 'x'));
--! session_info: 400 characters: no known session string; SELECT name FROM session_formats lists those that are
SELECT session_info(printf('%.4000c', 'x'));
--! session_info: 4000 characters: no known session string; SELECT name FROM session_formats lists those that are
SELECT session_info(printf('%.70000c', 'x'));
--!TOOBIG session_info: 70000 characters: too long for a session string, which has 4096 at most
SELECT session_info(42);
--! session_info: a value is a session string (TEXT) or a database image (BLOB)
SELECT session_info(1.5);
--! session_info: a value is a session string (TEXT) or a database image (BLOB)

-- A BLOB is an image of a database, or JSON, or a bundle.
SELECT session_info(x'');
--!NOTADB session_info: a BLOB of 0 bytes is not the image of a SQLite database
SELECT session_info(x'00ff');
--!NOTADB session_info: a BLOB of 2 bytes is not the image of a SQLite database
SELECT session_info(zeroblob(4096));
--!NOTADB session_info: a BLOB of 4096 bytes is not the image of a SQLite database
SELECT session_info(CAST('SQLite format 3' AS BLOB));
--!NOTADB session_info: a BLOB of 15 bytes is not the image of a SQLite database

---------------------------------------------------------------- strings: pyrogram's
-- Cut short, or with something in excess: the lengths are told.
SELECT session_info(substr(string, 1, 361)) FROM good WHERE format='pyrogram';
--! session_info: 361 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
SELECT session_info(substr(string, 1, 300)) FROM good WHERE format='pyrogram';
--! session_info: 300 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
SELECT session_info(substr(string, 1, 350)) FROM good WHERE format='pyrogram-32';
--! session_info: 350 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
SELECT session_info(string || 'AA') FROM good WHERE format='pyrogram';
--! session_info: 364 characters: a pyrogram string has 362 (older ones 356, 351); there is something in excess
SELECT session_info(substr(string, 1, 100) || substr(string, 102)) FROM good WHERE format='pyrogram';
--! session_info: 361 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short

-- Flags that are none: the string is damaged.
SELECT session_info('AgAAMDkC' || substr(string, 9)) FROM good WHERE format='pyrogram';
--! session_info: pyrogram string: test_mode (byte 6 of 271) is neither 0 nor 1; a character is missing, wrong or in excess
SELECT session_info(substr(string, 1, 360) || 'Ag') FROM good WHERE format='pyrogram';
--! session_info: pyrogram string: is_bot (byte 271 of 271) is neither 0 nor 1; a character is missing, wrong or in excess
SELECT session_info('AgIw' || substr(string, 5)) FROM good WHERE format='pyrogram-64';
--! session_info: pyrogram-64 string: test_mode (byte 2 of 267) is neither 0 nor 1; a character is missing, wrong or in excess
SELECT session_info('AgIw' || substr(string, 5)) FROM good WHERE format='pyrogram-32';
--! session_info: pyrogram-32 string: test_mode (byte 2 of 263) is neither 0 nor 1; a character is missing, wrong or in excess

-- dc_id 0, and a user id of 64 bits.
SELECT session_info('AAAA' || substr(string, 5)) FROM good WHERE format='pyrogram';
--! session_info: pyrogram string: dc_id is 0, and the address is of no known data centre
SELECT session_info(substr(string, 1, 348) || 'MYAA' || substr(string, 353)) FROM good WHERE format='pyrogram';
--! session_info: pyrogram string: user_id is out of range: it takes 64 bits

-- What it is taken for by force, it must be.
SELECT session_info(string, 'from', 'telethon') FROM good WHERE format='pyrogram';
--! session_info: telethon string: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'pyrogram-64') FROM good WHERE format='pyrogram';
--! session_info: pyrogram-64 string: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'mtcute') FROM good WHERE format='pyrogram';
--! session_info: mtcute string: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'mtkruto') FROM good WHERE format='pyrogram';
--! session_info: mtkruto string: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'gogram') FROM good WHERE format='pyrogram';
--! session_info: gogram string: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'bundle') FROM good WHERE format='pyrogram';
--! session_info: bundle: it is no such string; leave 'from' out to have it recognised
SELECT session_info(string, 'from', 'nonsense') FROM good WHERE format='pyrogram';
--! session_info: there is no format 'nonsense'; SELECT name FROM session_formats lists them

---------------------------------------------------------------- strings: others
SELECT session_info(substr(string, 1, 352)) FROM good WHERE format='telethon';
--> {"format":"telethon","layout":null,"clients":"Telethon 1.2 and later","dc_id":2,"test_mode":0,"user_id":null,"is_bot":null,"api_id":null,"server_address":"149.154.167.51","port":443,"date":null,"auth_key_id":"b2bdc2750597041c","peers":0,"states":0,"problems":[]}
SELECT session_info(substr(string, 1, 300)) FROM good WHERE format='telethon';
--! session_info: 300 characters: a telethon string has 353 or 369; it is cut short
SELECT session_info('1zzzz' || substr(string, 6)) FROM good WHERE format='telethon';
--! session_info: telethon string: dc_id (byte 1 of 263) is of no data centre; a character is wrong
SELECT session_info(string || 'AAAA') FROM good WHERE format='telethon';
--! session_info: character 353 does not belong into a session string; paste the whole string and nothing else
SELECT session_info(substr(string, 1, 300)) FROM good WHERE format='gramjs';
--! session_info: 300 characters: a gramjs string has 369; it is cut short
SELECT session_info(substr(string, 1, 368)) FROM good WHERE format='gramjs';
--> {"format":"gramjs","layout":null,"clients":"GramJS (npm telegram)","dc_id":2,"test_mode":0,"user_id":null,"is_bot":null,"api_id":null,"server_address":"149.154.167.51","port":443,"date":null,"auth_key_id":"b2bdc2750597041c","peers":0,"states":0,"problems":[]}
SELECT session_info(substr(string, 1, 398)) FROM good WHERE format='mtcute';
--! session_info: 398 characters: the last ones do not end a base64 text; it is cut short or damaged there
SELECT session_info(substr(string, 1, 366)) FROM good WHERE format='mtkruto';
--! session_info: 366 characters: the last ones do not end a base64 text; it is cut short or damaged there
SELECT session_info('WZ_' || printf('%.435c', 'A'));
--! session_info: wzgram string: its checksum does not match; a character is wrong
SELECT session_info('WZ_' || printf('%.400c', 'A'));
--! session_info: 403 characters: a wzgram string has 438 or 395; it is cut short
SELECT session_info('1BvE' || printf('%.400c', 'A'));
--! session_info: 404 characters: a telethon string has 369 or 353; there is something in excess
SELECT session_info('{"nothing": 1');
--! session_info: the value begins like JSON, but is not valid JSON
SELECT session_info('{"nothing": 1}');
--! session_info: the value is JSON of no known client
-- No client's JSON is so long.
SELECT session_info('{"a":"'||printf('%.*c', 16*1024*1024-8, 'x')||'"}');
--! session_info: the value is JSON of no known client
SELECT session_info('{"a":"'||printf('%.*c', 16*1024*1024-7, 'x')||'"}');
--!TOOBIG session_info: the value is JSON of more than 16 MB, or 1000000 values, which is not read
SELECT session_info(CAST('{"a":"'||printf('%.*c', 16*1024*1024-7, 'x')||'"}' AS BLOB));
--!TOOBIG session_info: the value is JSON of more than 16 MB, or 1000000 values, which is not read
SELECT session_info('{"a":[0'||replace(printf('%.*c', 999998, 'x'), 'x', ',0')||']}');
--! session_info: the value is JSON of no known client
SELECT session_info('{"a":[0'||replace(printf('%.*c', 999999, 'x'), 'x', ',0')||']}');
--!TOOBIG session_info: the value is JSON of more than 16 MB, or 1000000 values, which is not read
SELECT writefile('./big.session', '{"a":"'||printf('%.*c', 16*1024*1024-7, 'x')||'"}');
--> 16777217
SELECT session_export('./big.session');
--!TOOBIG session_export: ./big.session is JSON of more than 16 MB, or 1000000 values, which is not read
SELECT problem FROM session('./big.session');
--> too-big: ./big.session is JSON of more than 16 MB, or 1000000 values, which is not read
SELECT unlink('./big.session');
--> 1

---------------------------------------------------------------- bundles
SELECT session_info('tgs1.');
--! session_info: bundle: it is cut short: 0 bytes are there
SELECT session_info('tgs2.' || substr(string, 6)) FROM good WHERE format='bundle';
--! session_info: bundle: it has version 2, and tgsession 0.2.0 reads version 1; use a later one
SELECT session_info(substr(string, 1, length(string)-4)) FROM good WHERE format='bundle';
--! session_info: bundle: it is cut short: 39 bytes are there, and its header promises more
SELECT session_info(string || 'AAAA') FROM good WHERE format='bundle';
--! session_info: bundle: 3 bytes too many at the end
SELECT session_info(substr(string, 1, 9) || '!' || substr(string, 11)) FROM good WHERE format='bundle';
--! session_info: bundle: character 5 after the prefix is not base64url; paste the whole string, without quotes
SELECT session_info(substr(string, 1, 9) || CASE substr(string, 10, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(string, 11)) FROM good WHERE format='bundle';
--! session_info: bundle: it is damaged: its CRC-32 differs
SELECT session_convert(string, 'bundle', 'max_length', 20) FROM good WHERE format='pyrogram';
--!TOOBIG session_convert: bundle: max_length 20 is too small: the account alone takes 45 characters; allow at least 45
SELECT session_convert(string, 'bundle', 'max_length', 0) FROM good WHERE format='pyrogram';
--! session_convert: option 'max_length' takes a positive number

---------------------------------------------------------------- what the target needs
SELECT session_convert(string, 'pyrogram') FROM good WHERE format='telethon';
--! session_convert: pyrogram string: user_id is not known from the source; give it: 'user_id', N
SELECT session_convert(string, 'mtkruto') FROM good WHERE format='telethon';
--! session_convert: mtkruto string: user_id is not known from the source; give it: 'user_id', N
SELECT session_convert(string, 'telethon', 'dc_id', 77) FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: dc_id 77 is none of Telegram's, which are 1 to 5 and 203; give server_address with it
SELECT session_convert(string, 'telethon', 'dc_id', 5, 'test_mode', 1) FROM good WHERE format='pyrogram';
--! session_convert: there is no data centre 5 in the test environment, only 1 to 3
SELECT session_convert(string, 'pyrogram-32', 'user_id', 4294967296) FROM good WHERE format='pyrogram';
--! session_convert: pyrogram-32 string: user_id 4294967296 takes more than 32 bits; write pyrogram-64 or pyrogram
SELECT session_convert(string, 'mtcute', 'user_id', 9007199254740992) FROM good WHERE format='pyrogram';
--! session_convert: mtcute string: user_id 9007199254740992 takes more than 53 bits, which is what JavaScript has

---------------------------------------------------------------- options
SELECT session_convert(string, 'telethon', 'dc', 4) FROM good WHERE format='pyrogram';
--! session_convert: there is no option 'dc'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, auth_key_id, from, max_length, try
SELECT session_convert(string, 'telethon', NULL, 4) FROM good WHERE format='pyrogram';
--! session_convert: there is no option 'NULL'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, auth_key_id, from, max_length, try
SELECT session_convert(string, 'telethon', 'auth_key', x'00') FROM good WHERE format='pyrogram';
--! session_convert: there is no option 'auth_key'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, auth_key_id, from, max_length, try
SELECT session_convert(string, 'telethon', 'dc_id') FROM good WHERE format='pyrogram';
--! session_convert: option 'dc_id' has no value
SELECT session_convert(string, 'telethon', 'dc_id', 'four') FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: dc_id is TEXT that is no number; wanted is a whole number
SELECT session_convert(string, 'telethon', 'dc_id', 4.5) FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: dc_id is a REAL with a fraction; wanted is a whole number
SELECT session_convert(string, 'telethon', 'dc_id', 256) FROM good WHERE format='pyrogram';
--! session_convert: dc_id 256 is out of range: it must be 1 to 255
SELECT session_convert(string, 'telethon', 'dc_id', -1) FROM good WHERE format='pyrogram';
--! session_convert: dc_id -1 is out of range: it must be 1 to 255
SELECT session_convert(string, 'telethon', 'port', 65536) FROM good WHERE format='pyrogram';
--! session_convert: port 65536 is out of range: it must be 1 to 65535
SELECT session_convert(string, 'pyrogram', 'api_id', 4294967296) FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: api_id 4294967296 is out of range: it must be 1 to 2147483647, or 0 where it is not known; it looks like a bot's id
SELECT session_convert(string, 'pyrogram', 'user_id', -777) FROM good WHERE format='pyrogram';
--! session_convert: user_id -777 is out of range: it must be 0 to 9223372036854775807
SELECT session_convert(string, 'pyrogram', 'is_bot', 2) FROM good WHERE format='pyrogram';
--! session_convert: is_bot 2 is out of range: it must be 0 to 1
SELECT session_convert(string, 'pyrogram', 'test_mode', 'x') FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: test_mode is TEXT that is no number; wanted is a whole number
SELECT session_convert(string, 'telethon', 'server_address', 'far away') FROM good WHERE format='pyrogram';
--! session_convert: server_address: character 4 belongs neither to an IP address nor to a host name
SELECT session_convert(string, 'telethon', 'server_address', printf('%.100c', 'x')) FROM good WHERE format='pyrogram';
--! session_convert: server_address has 100 characters; it must be an IP address or a host name of at most 63
SELECT session_convert(string, 'bundle', 'max_length', 'long') FROM good WHERE format='pyrogram';
--!MISMATCH session_convert: max_length is TEXT that is no number; wanted is a whole number
SELECT session_convert(string, 'telethon', 'max_length', 500) FROM good WHERE format='pyrogram';
--! session_convert: option 'max_length' is for format 'bundle' only

---------------------------------------------------------------- arguments
SELECT session_import();
--! session_import: give a value: session_import(value, name, layout, option, value...)
SELECT session_convert('x');
--! session_convert: give a value and a format: session_convert(value, format, option, value...)
SELECT session_convert(string, NULL) FROM good WHERE format='pyrogram';
--! session_convert: the format is NULL; SELECT name FROM session_formats lists them
SELECT session_convert(string, 'nonsense') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'nonsense'; SELECT name FROM session_formats lists them
SELECT session_convert(string, 'wzgram') FROM good WHERE format='pyrogram';
--! session_convert: format wzgram is only read
SELECT session_convert(string, 'telethon-1') FROM good WHERE format='pyrogram';
--! session_convert: layout telethon-1 is only read
SELECT session_info();
--! session_info: give a value: session_info(value)
SELECT session_check('bot', 'more');
--! session_check: takes one argument: the database or the file
SELECT session_repair('bot', 'more');
--! session_repair: there is no option 'more'; options are rebuild, try
SELECT session_version('more');
--! wrong number of arguments to function session_version()
SELECT session_import(NULL, 'bot');
--! session_import: the value is NULL: a query found none; nothing is written
SELECT session_import(string, 'bot', 'nonsense') FROM good WHERE format='pyrogram';
--! session_import: there is no layout 'nonsense'; SELECT name FROM session_formats WHERE kind='layout' lists them
SELECT session_import(string, 'bot', 'telethon') FROM good WHERE format='pyrogram';
--! session_import: there is no layout 'telethon'; did you mean telethon-7?
SELECT session_import(string, 'bot', 'telethon-1') FROM good WHERE format='pyrogram';
--! session_import: layout telethon-1 is only read
SELECT session_import(string, 'bot', 'gotd-json') FROM good WHERE format='pyrogram';
--! session_import: gotd-json is no layout of a database

---------------------------------------------------------------- databases
SELECT session_import(string, 'nobody') FROM good WHERE format='pyrogram';
--! session_import: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT session_export('nobody');
--! session_export: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT session_check('nobody');
--! session_check: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT * FROM session('nobody');
--! session: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT * FROM session_peers('nobody');
--! session_peers: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT * FROM session_states('nobody');
--! session_states: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT session_export();
--! session_export: no session in main; there is one in bot
SELECT session_export('temp');
--! session_export: no session in temp
SELECT session_check();
--! session_check: no session in main
SELECT session_repair('temp');
--! session_repair: no session in temp

-- Not logged in: no key, an empty one, one of zeros.
ATTACH ':memory:' AS e;
INSERT INTO session(name, auth_key) VALUES ('e', x'');
SELECT session_export('e');
--! session_export: pyrogram string: not logged in: there is no auth_key
UPDATE e.sessions SET auth_key=x'', test_mode=0, user_id=1, is_bot=0;
SELECT session_export('e');
--! session_export: pyrogram string: not logged in: there is no auth_key
UPDATE e.sessions SET auth_key=zeroblob(256);
SELECT session_export('e');
--! session_export: pyrogram string: not logged in: there is no auth_key
SELECT problem FROM session WHERE name='e';
--> NULL

-- A key that is none: never padded or cut.
UPDATE e.sessions SET auth_key=(SELECT substr(key, 2) FROM made_up);
SELECT session_export('e');
--! session_export: the key has 255 bytes instead of 256
UPDATE e.sessions SET auth_key=(SELECT substr(key, 2) || '00' FROM made_up);
SELECT session_export('e');
--! session_export: the key is 257 bytes of text, not a BLOB
UPDATE e.sessions SET auth_key=CAST('gAAAAABnothing-to-see-here' AS BLOB);
SELECT session_export('e');
--! session_export: the key is encrypted (a Fernet token of 26 bytes)
SELECT auth_key_id, problem FROM session WHERE name='e';
--> NULL | key-encrypted: the key is encrypted (a Fernet token of 26 bytes)
UPDATE session SET is_bot=1 WHERE name='e';
--! session: e: the key is encrypted (a Fernet token of 26 bytes)
UPDATE session SET layout='kurigram-4' WHERE name='e';
--! session: e: the key is encrypted (a Fernet token of 26 bytes)
SELECT session_import(string, 'e', NULL, 'replace', 1) FROM good WHERE format='pyrogram';
--> e

-- Values that are no numbers, or out of range.
UPDATE e.sessions SET dc_id='two';
--!MISMATCH datatype mismatch
UPDATE e.sessions SET user_id='me';
SELECT session_export('e');
--! session_export: user_id is not a number
SELECT user_id, problem FROM session WHERE name='e';
--> NULL | bad-value: user_id is not a number
UPDATE e.sessions SET user_id=-5;
SELECT session_export('e');
--! session_export: user_id -5 is out of range: it must be 0 to 9223372036854775807
SELECT user_id, problem FROM session WHERE name='e';
--> NULL | bad-value: user_id -5 is out of range: it must be 0 to 9223372036854775807
UPDATE e.sessions SET user_id=5, dc_id=300;
SELECT session_export('e');
--! session_export: pyrogram string: dc_id is not known from the source; give it: 'dc_id', N
SELECT dc_id, problem FROM session WHERE name='e';
--> NULL | bad-value: dc_id 300 is out of range: it must be 1 to 255
DETACH e;

-- Structures that are read, and not written.
ATTACH ':memory:' AS e;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'e', 2, 1, key FROM made_up;
UPDATE e.version SET number=99;
SELECT problem FROM session WHERE name='e';
--> NULL
UPDATE session SET is_bot=1 WHERE name='e';
--! session: e: version 99 is newer than any that is known; it is read, never written
DELETE FROM session WHERE name='e';
--! session: e: version 99 is newer than any that is known; it is read, never written
SELECT session_import(string, 'e', NULL, 'replace', 1) FROM good WHERE format='pyrogram';
--! session_import: e: version 99 is newer than any that is known; it is read, never written
SELECT session_repair('e');
--! session_repair: e: version 99 is newer than any that is known; it is read, never written
UPDATE e.version SET number=3;
ALTER TABLE e.peers ADD COLUMN mood TEXT;
SELECT problem FROM session WHERE name='e';
--> NULL
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('e', 5, 'user', 6);
UPDATE e.peers SET mood = 'glad';
UPDATE session SET is_bot=1 WHERE name='e';
SELECT id, access_hash, mood, is_bot FROM e.peers, session WHERE name = 'e';
--> 5 | 6 | glad | 1
DETACH e;

-- A trigger of somebody else would be run by what is written.
ATTACH ':memory:' AS e;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'e', 2, 1, key FROM made_up;
CREATE TRIGGER e.thief AFTER UPDATE ON sessions BEGIN SELECT 1; END;
UPDATE session SET is_bot=1 WHERE name='e';
--! session: e is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('e') lists such things
DELETE FROM session WHERE name='e';
--! session: e is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('e') lists such things
SELECT session_import(string, 'e', NULL, 'replace', 1) FROM good WHERE format='pyrogram';
--! session_import: e is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('e') lists such things
INSERT INTO session_peers(session, id) VALUES ('e', 1);
--! session_peers: e is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('e') lists such things
SELECT session_repair('e');
--! session_repair: e is not written: a trigger that no client makes stands on a client's table, 'thief'; SELECT session_check('e') lists such things
DETACH e;

-- A view in the place of a table is refused.
ATTACH ':memory:' AS e;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'e', 2, 1, key FROM made_up;
ALTER TABLE e.sessions RENAME TO hidden;
CREATE VIEW e.sessions AS SELECT * FROM hidden;
SELECT layout, user_id, auth_key IS NULL, problem FROM session WHERE name='e';
--> NULL | NULL | 1 | view-as-table: a view, a virtual table or a computed column stands where a table should; it is neither read nor written
SELECT layout, user_id, auth_key IS NULL, problem FROM session('e');
--> NULL | NULL | 1 | view-as-table: a view, a virtual table or a computed column stands where a table should; it is neither read nor written
SELECT session_check('e');
--> [{"code":"view-as-table","severity":"error","repair":false,"finding":"a view, a virtual table or a computed column stands where a table should; it is neither read nor written"}]
SELECT session_export('e');
--! session_export: e is refused: a view, a virtual table or a computed column stands where a table should; SELECT session_check('e') says more
SELECT session_import(string, 'e', NULL, 'replace', 1) FROM good WHERE format='pyrogram';
--! session_import: e: a view or a virtual table has the name of a client's table
DETACH e;

---------------------------------------------------------------- rows
INSERT INTO session(dc_id) VALUES (2);
--!CONSTRAINT session: name is missing: the database or the file that gets the session
INSERT INTO session(name, dc_id) VALUES ('main', 2);
--!CONSTRAINT session: no login was given: neither string nor auth_key. An empty session, as its client would create it, is asked for by auth_key = x''
INSERT INTO session(name, auth_key) VALUES ('bot', x'');
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 'bot' holds a login already; INSERT OR REPLACE puts the new one there
INSERT INTO session(name, layout, auth_key) VALUES ('main', 'nonsense', x'');
--! session: there is no layout 'nonsense'; SELECT name FROM session_formats WHERE kind='layout' lists them
INSERT INTO session(name, layout, auth_key) VALUES ('main', 'gotd-json', x'');
--! session: gotd-json is no layout of a database
INSERT INTO session(name, auth_key) VALUES ('main', x'00');
--!MISMATCH session: auth_key has 1 bytes; it must be a BLOB of 256
INSERT INTO session(name, string) VALUES ('main', 'hello');
--! session: 5 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
INSERT INTO session_peers(session, id) VALUES ('bot', NULL);
--!CONSTRAINT session_peers: id is missing: a user's is more than 0, a group's less, a channel's -100 and its digits
INSERT INTO session_peers(session, id) VALUES ('bot', 'one');
--!MISMATCH session_peers: id is TEXT that is no number; wanted is a whole number
INSERT INTO session_peers(session, id) VALUES ('nobody', 1);
--! session_peers: there is no database 'nobody' here; ATTACH the file
INSERT INTO session_peers(session, id) VALUES ('main', 1);
--! session_peers: no session in main
INSERT INTO session_states(session, id, pts) VALUES ('bot', 0, 1);
--! session_states: bot: layout pyrogram-3 holds no update states
INSERT INTO session_states(session, id, pts) VALUES ('bot', 'x', 1);
--!MISMATCH session_states: id is TEXT that is no number; wanted is a whole number
INSERT INTO session_peers(session, id, access_hash) VALUES ('bot', 1, 2);
UPDATE session_peers SET session='temp' WHERE id=1;
--! session_peers: a row can't move to another session
UPDATE session_peers SET id=NULL WHERE id=1;
--!CONSTRAINT session_peers: id is missing: a user's is more than 0, a group's less, a channel's -100 and its digits
INSERT INTO session_formats(name) VALUES ('mine');
--! table session_formats may not be modified

---------------------------------------------------------------- files
SELECT session_export('./missing.session');
--!CANTOPEN session_export: there is no file ./missing.session
SELECT session_check('./missing.session');
--!CANTOPEN session_check: there is no file ./missing.session
SELECT session_repair('./missing.session');
--!CANTOPEN session_repair: there is no file ./missing.session
SELECT session_export('./missing/x.session');
--!CANTOPEN session_export: there is no file ./missing/x.session
SELECT session_import(string, './missing/x.session') FROM good WHERE format='pyrogram';
--!CANTOPEN session_import: ./missing/x.session can't be created: No such file or directory
UPDATE session SET dc_id=4 WHERE source='./missing.session';
--!CANTOPEN session: there is no file ./missing.session
SELECT name, problem FROM session('./missing.session');
--> ./missing.session | missing-file: there is no file ./missing.session
SELECT mkdir('folder.session');
--> 1
SELECT session_export('./folder.session');
--!CANTOPEN session_export: ./folder.session is a folder, not a file (Docker makes one where the file that it mounts is missing)
SELECT session_import(string, './folder.session') FROM good WHERE format='pyrogram';
--!CANTOPEN session_import: ./folder.session is a folder, not a file (Docker makes one where the file that it mounts is missing)
SELECT writefile('text.session', 'This is no database, whatever it is called. This is no database, whatever it is called. This is no database.') > 0;
--> 1
SELECT session_export('./text.session');
--!NOTADB session_export: ./text.session is not a SQLite database, or it is encrypted
SELECT session_import(string, './text.session') FROM good WHERE format='pyrogram';
--!NOTADB session_import: ./text.session is not a SQLite database, or it is encrypted
SELECT layout, problem FROM session('./text.session');
--> NULL | not-a-database: ./text.session is not a SQLite database, or it is encrypted
SELECT writefile('random.session', zeroblob(8192)) > 0;
--> 1
SELECT session_export('./random.session');
--!NOTADB session_export: ./random.session is a file of zeros, as a disk that failed or a copy that was cut off leaves: restore a backup

-- To SQLite, a file of one byte is an empty one.
-- needs unix
SELECT writefile('tiny.session', x'00');
--> 1
SELECT session_export('./tiny.session');
--! session_export: no session in ./tiny.session: the file is empty

SELECT writefile('empty.session', '');
--> 0
SELECT session_export('./empty.session');
--! session_export: no session in ./empty.session: the file is empty
SELECT writefile('json.session', '{"a":1}') > 0;
--> 1
SELECT session_export('./json.session');
--! session_export: ./json.session is JSON of no known client
SELECT session_import(string, './json.session') FROM good WHERE format='pyrogram';
--!NOTADB session_import: ./json.session is not a SQLite database, or it is encrypted
SELECT other('other.session', 'CREATE TABLE cookies(a); CREATE TABLE b(c)');
--> NULL
SELECT other('other.session', NULL);
--> NULL
SELECT session_export('./other.session');
--! session_export: no session in ./other.session

-- Malformed: the head is that of a database, the rest is cut off or zeros.
SELECT session_import(string, './good.session') FROM good WHERE format='pyrogram';
--> ./good.session
SELECT writefile('bad.session', substr(readfile('good.session'), 1, 100));
--> 100
SELECT session_export('./bad.session');
--!CORRUPT session_export: ./bad.session: database disk image is malformed; SELECT string FROM session('./bad.session') looks for the login in it
SELECT session_check('./bad.session');
--> [{"code":"malformed","severity":"error","repair":false,"finding":"./bad.session is malformed: its 100 bytes are no whole pages of 4096: it was cut short, or bytes came or went; was it transferred as text?"}]
SELECT session_repair('./bad.session');
--!CORRUPT session_repair: ./bad.session is malformed: its 100 bytes are no whole pages of 4096: it was cut short, or bytes came or went; was it transferred as text?
SELECT session_import(string, './bad.session') FROM good WHERE format='pyrogram';
--!CORRUPT session_import: ./bad.session is malformed: its 100 bytes are no whole pages of 4096: it was cut short, or bytes came or went; was it transferred as text?
SELECT layout, problem FROM session('./bad.session');
--> NULL | malformed: ./bad.session is malformed: its 100 bytes are no whole pages of 4096: it was cut short, or bytes came or went; was it transferred as text?
SELECT writefile('longer.session', CAST(readfile('good.session') || zeroblob(1) AS BLOB)) % 512;
--> 1
ATTACH 'longer.session' AS longer;
SELECT session_export('longer');
--!CORRUPT session_export: longer is malformed: the 28673 bytes of its file are no whole pages: it was cut short, or bytes came or went
DETACH longer;
SELECT session_info(readfile('bad.session'));
--!NOTADB session_info: a BLOB of 100 bytes is not the image of a SQLite database
SELECT session_info(substr(readfile('good.session'), 1, 5000));
--!CORRUPT session_info: the image is malformed: its 5000 bytes are no whole pages of 4096: it was cut short, or bytes came or went; was it transferred as text?

-- Locked by another program.  busy_timeout is honoured.
SELECT other('good.session', 'BEGIN EXCLUSIVE');
--> NULL
SELECT session_export('./good.session');
--!BUSY session_export: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT session_import(string, './good.session') FROM good WHERE format='pyrogram';
--!BUSY session_import: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
UPDATE session SET dc_id=4 WHERE source='./good.session';
--!BUSY session: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
UPDATE session SET dc_id=4 WHERE source='good.session';
--!BUSY session: good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
DELETE FROM session WHERE source='./good.session';
--!BUSY session: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT layout, problem FROM session('./good.session');
--> NULL | locked: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT session_check('./good.session');
--!BUSY session_check: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT session_repair('./good.session');
--!BUSY session_repair: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('good.session', 'COMMIT; BEGIN IMMEDIATE');
--> NULL
-- Who only reads is not kept out by one who writes.
SELECT length(session_export('./good.session'));
--> 362
SELECT session_import(string, './good.session') FROM good WHERE format='pyrogram';
--!BUSY session_import: ./good.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('good.session', 'COMMIT');
--> NULL
SELECT other('good.session', NULL);
--> NULL
ATTACH './good.session' AS g;
SELECT other('good.session', 'BEGIN EXCLUSIVE');
--> NULL
SELECT session_export('g');
--!BUSY session_export: g is locked by another program; stop the client, or give PRAGMA busy_timeout a value
INSERT INTO session(name, string) SELECT 'g', string FROM good WHERE format='pyrogram';
--!BUSY session: g is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT layout, problem FROM session WHERE name='g';
--> NULL | locked: g is locked by another program; stop the client, or give PRAGMA busy_timeout a value
SELECT other('good.session', NULL);
--> NULL
DETACH g;

-- Read-only: the file, or its folder.
SELECT chmod('good.session', '0444'), as_user(1);
--> 1 | NULL
SELECT length(session_export('./good.session'));
--> 362
SELECT session_import(string, './good.session') FROM good WHERE format='pyrogram';
--!READONLY session_import: ./good.session can't be written: the file or its folder is read-only
UPDATE session SET dc_id=4 WHERE source='./good.session';
--!READONLY session: ./good.session can't be written: the file or its folder is read-only
DELETE FROM session WHERE source='./good.session';
--!READONLY session: ./good.session can't be written: the file or its folder is read-only
SELECT session_repair('./good.session');
--!READONLY session_repair: ./good.session can't be written: the file or its folder is read-only

-- needs modes
SELECT chmod('good.session', '0000');
--> 1
SELECT session_export('./good.session');
--!CANTOPEN session_export: ./good.session can't be read: permission denied
SELECT layout, problem FROM session('./good.session');
--> NULL | unreadable: ./good.session can't be read: permission denied

SELECT chmod('good.session', '0600');
--> 1

-- needs modes
SELECT mkdir('closed'), writefile('closed/a.session', readfile('good.session')) > 0, chmod('closed', '0555');
--> 1 | 1 | 1
SELECT length(session_export('closed/a.session'));
--> 362
SELECT session_import(string, 'closed/b.session') FROM good WHERE format='pyrogram';
--!CANTOPEN session_import: closed/b.session can't be created: Permission denied
SELECT session_import(string, 'closed/a.session', NULL, 'date', 5) FROM good WHERE format='pyrogram';
--!READONLY session_import: closed/a.session can't be written: the file or its folder is read-only
UPDATE session SET dc_id=4 WHERE source='closed/a.session';
--!READONLY session: closed/a.session can't be written: the file or its folder is read-only
SELECT dc_id, problem FROM session('closed/a.session');
--> 2 | NULL
SELECT chmod('closed', '0755');
--> 1

SELECT as_user(0);
--> NULL

-- Did you mean.
SELECT session_convert(string, 'kurigram') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'kurigram'; did you mean kurigram-7?
SELECT session_convert(string, 'Telethon7') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'Telethon7'; did you mean telethon-7?
SELECT session_convert(string, 'pyrogram_64') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'pyrogram_64'; did you mean pyrogram-64?
SELECT session_migrate('./good.session', 'telethon');
--! session_migrate: ./good.session: there is no layout 'telethon'; did you mean telethon-7?

-- A letter too many, too few or wrong; of several versions that are as near the newest.
SELECT session_convert(string, 'telethn') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'telethn'; did you mean telethon?
SELECT session_convert(string, 'Pyrogramm') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'Pyrogramm'; did you mean pyrogram?
SELECT session_convert(string, 'kurigram-8') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'kurigram-8'; did you mean kurigram-7?
SELECT session_import(string, './near.session', 'kurigramm') FROM good WHERE format='pyrogram';
--! session_import: ./near.session: there is no layout 'kurigramm'; did you mean kurigram-7?
SELECT session_import(string, './near.session', 'Pyrogram') FROM good WHERE format='pyrogram';
--! session_import: ./near.session: there is no layout 'Pyrogram'; did you mean pyrogram-3?
SELECT session_convert(string, 'string') FROM good WHERE format='pyrogram';
--! session_convert: there is no format 'string'; SELECT name FROM session_formats lists them
-- A username where a container is asked for.
SELECT session_export('@name');
--! session_export: '@name' is a username; session_peers(name, username) looks for one
SELECT name FROM session('@name');
--! session: '@name' is a username; session_peers(name, username) looks for one
