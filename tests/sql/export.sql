-- session_export([name [, format [, option, value]...]]): a session as a value: a string, or a database image.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'bot', 2, 12345, 777000123, 1, key FROM made_up;

---------------------------------------------------------------- strings
-- Without a format: the string format native to the client that keeps the session.
SELECT session_export('bot') = 'AgAAMDkA' || replace(hex(zeroblob(84)), '00', 'MDAw') || 'MDAwMQAAAAAuUBS7AQ' AS the_very_string;
--> 1
SELECT json_extract(session_info(session_export('bot')), '$.format'), length(session_export('bot')), typeof(session_export('bot'));
--> pyrogram | 362 | text

-- With one: any name in session_formats.  Its case does not matter.
SELECT json_extract(session_info(session_export('bot', 'telethon')), '$.format'), length(session_export('bot', 'TELETHON'));
--> telethon | 353
SELECT name, length(session_export('bot', name)) FROM session_formats WHERE kind='string' AND writes AND name<>'bundle' ORDER BY name;
--> gotd-json | 621
--> gramjs | 369
--> json | 667
--> mtcute | 402
--> mtkruto | 370
--> pyrogram | 362
--> pyrogram-32 | 351
--> pyrogram-64 | 356
--> telethon | 353
-- NULL is no format: the native one.
SELECT session_export('bot', NULL) = session_export('bot');
--> 1

-- Each layout has its native string.
SELECT json_extract(session_info(string), '$.format'), group_concat(layout, ' ')
  FROM (SELECT layout, string FROM session_formats f, session((SELECT session_export('bot', f.name)))
         WHERE f.kind='layout' AND f.writes ORDER BY layout) GROUP BY 1 ORDER BY 1;
--> mtcute | mtcute-1
--> pyrogram | kurigram-4 kurigram-5 kurigram-6 kurigram-7 pylogram-4 pyrofork-3 pyrofork-4 pyrogram-3 pyrogrammod-4 wzgram-8
--> pyrogram-32 | pyrogram-1 pyrogram-2
--> telethon | grammers-1 telethon-2.10 telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8

-- Pyrogram 1.3 and 1.4 write the longer one where the user needs it.
WITH u(u) AS (VALUES (1), (2147483646), (2147483647), (4294967296))
SELECT u, length(session_export('./p2-' || u || '.session')), (SELECT length(string) FROM session('./p2-' || u || '.session'))
  FROM u WHERE session_import(session_export('bot', 'pyrogram', 'user_id', u), './p2-' || u || '.session', 'pyrogram-2') IS NOT NULL;
--> 1 | 351 | 351
--> 2147483646 | 351 | 351
--> 2147483647 | 356 | 356
--> 4294967296 | 356 | 356

---------------------------------------------------------------- images
-- A layout's name gives the image of a database, as its client would have written it.
SELECT typeof(session_export('bot', 'kurigram-7')), CAST(substr(session_export('bot', 'kurigram-7'), 1, 15) AS TEXT);
--> blob | SQLite format 3
SELECT writefile('kurigram.session', session_export('bot', 'kurigram-7')) > 0;
--> 1
SELECT name, layout, dc_id, user_id, is_bot, problem FROM session('./kurigram.session');
--> ./kurigram.session | kurigram-7 | 2 | 777000123 | 1 | NULL
ATTACH './kurigram.session' AS k;
SELECT dc_id, server_address, port, api_id, test_mode, auth_key=(SELECT key FROM made_up), date, user_id, is_bot FROM k.sessions;
--> 2 | 149.154.167.51 | 443 | 12345 | 0 | 1 | 0 | 777000123 | 1
SELECT * FROM k.version;
--> 7
PRAGMA k.integrity_check;
--> ok
DETACH k;

-- Plain SQLite saves a database in memory as well.
VACUUM bot INTO 'plain.session';
SELECT name, layout, user_id FROM session('./plain.session');
--> ./plain.session | pyrogram-3 | 777000123
SELECT session_export('./plain.session') = session_export('bot');
--> 1

-- Of a file; nothing is left beside it, nothing in it changes.
CREATE TEMP TABLE before AS SELECT readfile('plain.session') AS bytes;
SELECT length(session_export('plain.session', 'telethon'));
--> 353
SELECT bytes = readfile('plain.session'), file_mode('plain.session-journal'), file_mode('plain.session-wal') FROM before;
--> 1 | NULL | NULL

---------------------------------------------------------------- options
-- They fill in what the container lacks, or override it.
SELECT json_extract(session_info(session_export('bot', 'pyrogram', 'api_id', 54321, 'is_bot', 0)), '$.api_id', '$.is_bot');
--> [54321,0]
SELECT json_extract(session_info(session_export('bot', 'telethon', 'dc_id', 4)), '$.dc_id', '$.server_address');
--> [4,"149.154.167.92"]
SELECT json_extract(session_info(session_export('bot', 'telethon', 'server_address', '2001:67c:4e8:f002::a', 'port', 80)), '$.server_address', '$.port');
--> ["2001:67c:4e8:f002::a",80]
SELECT json_extract(session_info(session_export('bot', 'telethon', 'test_mode', 1)), '$.server_address', '$.port', '$.test_mode');
--> ["149.154.167.40",80,1]
-- NULL: not given.
SELECT session_export('bot', 'pyrogram', 'api_id', NULL) = session_export('bot');
--> 1
SELECT session_export('bot', 'bundle', 'max_length', 65536) = session_export('bot', 'bundle');
--> 1

---------------------------------------------------------------- main is the default
SELECT session_export();
--! session_export: no session in main; there is one in bot
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'main', 'telethon-8', 4, 5, key FROM made_up;
SELECT json_extract(session_info(session_export()), '$.format', '$.dc_id'), session_export() = session_export('main');
--> ["telethon",4] | 1
SELECT session_export(NULL, 'telethon');
--! session_export: the name is NULL: a query found none; 'main' is the main database
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'temp', 'mtcute-1', 4, 5, key FROM made_up;
SELECT json_extract(session_info(session_export('temp')), '$.format', '$.dc_id');
--> ["mtcute",4]

---------------------------------------------------------------- not possible
SELECT session_export('nobody');
--! session_export: there is no database 'nobody' here, only main, temp, bot; write './nobody.session' for a file
SELECT session_export('./nobody.session');
--!CANTOPEN session_export: there is no file ./nobody.session
SELECT session_export('bot', 'nonsense');
--! session_export: there is no format 'nonsense'; SELECT name FROM session_formats lists them
SELECT session_export('bot', 'wzgram');
--! session_export: format wzgram is only read
SELECT session_export('bot', 'tsunami-3');
--! session_export: layout tsunami-3 is only read
SELECT session_export('bot', 'canonical');
--! session_export: there is no format 'canonical'; SELECT name FROM session_formats lists them
SELECT session_export('bot', 'pyrogram', 'from', 'telethon');
--! session_export: there is no option 'from'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, auth_key_id, max_length, try
SELECT session_export('bot', 'pyrogram', 'max_length', 400);
--! session_export: option 'max_length' is for format 'bundle' only
ATTACH ':memory:' AS empty;
SELECT session_export('empty');
--! session_export: no session in empty
INSERT INTO session(name, auth_key) VALUES ('empty', x'');
SELECT session_export('empty');
--! session_export: pyrogram string: not logged in: there is no auth_key
SELECT session_export('empty', 'telethon-7');
--! session_export: telethon-7: not logged in: there is no auth_key
SELECT session_export('empty', 'bundle');
--! session_export: bundle: not logged in: there is no auth_key

-- What would cost the login: a user id that nobody knows.  Telethon has it only when it has met itself.
SELECT session_export('main', 'pyrogram');
--! session_export: pyrogram string: user_id is not known from the source; give it: 'user_id', N
SELECT session_export('main', 'kurigram-7');
--! session_export: kurigram-7: user_id is not known from the source; give it: 'user_id', N
SELECT json_extract(session_info(session_export('main', 'pyrogram', 'user_id', 5)), '$.user_id', '$.is_bot', '$.api_id');
--> [5,0,0]
SELECT session_export('bot', 'pyrogram-32', 'user_id', 4294967296);
--! session_export: pyrogram-32 string: user_id 4294967296 takes more than 32 bits; write pyrogram-64 or pyrogram
