-- session_import(value [, name [, layout [, option, value]...]]): a value into a database or a file.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key, CAST(printf('%0256d', 2) AS BLOB) AS key2,
  CAST(printf('%0256d', 3) AS BLOB) AS key3;

-- Strings to import: of a user, of the same user logged in anew, of a bot.
ATTACH ':memory:' AS x;
CREATE TEMP TABLE s(who TEXT PRIMARY KEY, string TEXT);
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'x', 2, 12345, 777000123, 0, key FROM made_up;
INSERT INTO s VALUES ('user', session_export('x'));
UPDATE session SET auth_key=(SELECT key2 FROM made_up), dc_id=4 WHERE name='x';
INSERT INTO s VALUES ('again', session_export('x'));
UPDATE session SET user_id=4000000001, is_bot=1, auth_key=(SELECT key3 FROM made_up) WHERE name='x';
INSERT INTO s VALUES ('bot', session_export('x'));
DETACH x;

---------------------------------------------------------------- into a database
-- Into one in memory, the name of which comes back.
ATTACH ':memory:' AS bot;
SELECT session_import(string, 'bot') FROM s WHERE who='user';
--> bot
SELECT name, layout, dc_id, user_id, is_bot, api_id, problem FROM session;
--> bot | pyrogram-3 | 2 | 777000123 | 0 | 12345 | NULL
SELECT session_export('bot') = string FROM s WHERE who='user';
--> 1

-- main is the default; temp is a database too.
SELECT session_import(string) FROM s WHERE who='user';
--> main
SELECT session_import(string, NULL) FROM s WHERE who='user';
--! session_import: the name is NULL: a query found none; 'main' is the main database
SELECT session_import(string) FROM s WHERE who='user';
--> main
SELECT session_import(string, 'temp') FROM s WHERE who='bot';
--> temp
SELECT name, user_id FROM session ORDER BY name;
--> bot | 777000123
--> main | 777000123
--> temp | 4000000001
SELECT session_export('main') = (SELECT string FROM s WHERE who='user'), session_export('temp') = (SELECT string FROM s WHERE who='bot');
--> 1 | 1

-- Names that need quotes, or are not ASCII.
ATTACH ':memory:' AS "a ""b'; --";
ATTACH ':memory:' AS 'бот 🤖';
SELECT session_import(string, 'a "b''; --') FROM s WHERE who='user';
--> a "b'; --
SELECT session_import(string, 'бот 🤖') FROM s WHERE who='bot';
--> бот 🤖
SELECT session_export('a "b''; --') = (SELECT string FROM s WHERE who='user'), session_export('бот 🤖') = (SELECT string FROM s WHERE who='bot');
--> 1 | 1
DETACH "a ""b'; --";
DETACH 'бот 🤖';

-- The value's own family in the version that all its clients open ...
ATTACH ':memory:' AS x;
CREATE TEMP TABLE became(value TEXT, layout TEXT);
SELECT count(session_import(session_convert(string, 'telethon'), 'x')) FROM s WHERE who='user';
--> 1
SELECT layout FROM session WHERE name='x';
--> telethon-7
DETACH x;
ATTACH ':memory:' AS x;
SELECT session_import(session_convert(string, 'mtcute'), 'x') FROM s WHERE who='user';
--> x
SELECT layout FROM session WHERE name='x';
--> mtcute-1
DETACH x;
ATTACH ':memory:' AS x;
SELECT session_import(session_convert(string, 'kurigram-6'), 'x') FROM s WHERE who='user';
--> x
SELECT layout FROM session WHERE name='x';
--> kurigram-6

-- ... but what the database holds already stays, unless a layout is asked for.
SELECT session_import(session_convert(string, 'telethon-7'), 'x') FROM s WHERE who='user';
--> x
SELECT layout, user_id FROM session WHERE name='x';
--> kurigram-6 | 777000123
SELECT session_import(session_export('x', 'telethon-8'), 'x', 'telethon-8');
--> x
SELECT layout, dc_id FROM session WHERE name='x';
--> telethon-8 | 2
SELECT count(*) FROM x.sqlite_master WHERE name='peers' OR name LIKE 'tgsession%';
--> 0

-- SQLite can't drop the tables of the old layout while a statement reads: not even the one that calls.
SELECT session_import(string, 'x', 'pyrogram-3') FROM s WHERE who='user';
--!LOCKED session_import: x can't get another layout here: SQLite drops no table while a statement of this connection reads one. Finish the others, and call it in a SELECT without a table: SELECT session_migrate('x', 'pyrogram-3')
SELECT layout, dc_id FROM session WHERE name='x';
--> telethon-8 | 2
PRAGMA x.integrity_check;
--> ok
DETACH x;

-- The tables, the rows and the number are those of the client that has just logged in.
ATTACH ':memory:' AS x;
SELECT session_import(string, 'x', 'kurigram-7') FROM s WHERE who='bot';
--> x
SELECT dc_id, server_address, port, api_id, test_mode, length(auth_key), date, user_id, is_bot FROM x.sessions;
--> 4 | 149.154.167.91 | 443 | 12345 | 0 | 256 | 0 | 4000000001 | 1
SELECT number, (SELECT count(*) FROM x.peers), (SELECT count(*) FROM x.usernames), (SELECT count(*) FROM x.update_state) FROM x.version;
--> 7 | 0 | 0 | 0
SELECT type, name FROM x.sqlite_master ORDER BY type, name;
--> index | idx_peers_id
--> index | idx_peers_phone_number
--> index | idx_usernames_id
--> index | idx_usernames_username
--> table | peers
--> table | sessions
--> table | update_state
--> table | usernames
--> table | version
--> trigger | trg_peers_last_update_on
DETACH x;

---------------------------------------------------------------- over another login
-- The same account keeps its peers and update states, with a new key too.
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('bot', 777000, 'user', -42, 'telegram');
SELECT session_import(string, 'bot') FROM s WHERE who='again';
--> bot
SELECT dc_id, user_id, auth_key_id, peers FROM session WHERE name='bot';
--> 4 | 777000123 | 742fa690869191b6 | 1
SELECT id, access_hash, username FROM session_peers WHERE session='bot';
--> 777000 | -42 | telegram

-- A string that says less than what is there takes nothing away: Telethon's has no user.
SELECT session_import(session_convert(string, 'telethon'), 'bot') FROM s WHERE who='again';
--> bot
SELECT dc_id, user_id, is_bot, api_id, peers FROM session WHERE name='bot';
--> 4 | 777000123 | 0 | 12345 | 1

-- Another account's login is replaced only when that is asked for, and its peers go: access hashes belong to one account.
SELECT session_import(string, 'bot') FROM s WHERE who='bot';
--!CONSTRAINT session_import: another account is logged in in bot, auth_key_id 742fa690869191b6; the option 'replace', 1 overwrites it, and drops its peers and update states
SELECT session_import(string, 'bot', NULL, 'try', 1) FROM s WHERE who='bot';
--> conflict: another account is logged in in bot, auth_key_id 742fa690869191b6; the option 'replace', 1 overwrites it, and drops its peers and update states
SELECT session_import(string, 'bot', NULL, 'replace', 0) FROM s WHERE who='bot';
--!CONSTRAINT session_import: another account is logged in in bot, auth_key_id 742fa690869191b6; the option 'replace', 1 overwrites it, and drops its peers and update states
SELECT session_import(string, 'bot', NULL, 'replace', 2) FROM s WHERE who='bot';
--! session_import: option 'replace' takes 0 or 1
SELECT user_id, peers FROM session WHERE name='bot';
--> 777000123 | 1
SELECT session_import(string, 'bot', NULL, 'replace', 1) FROM s WHERE who='bot';
--> bot
SELECT user_id, is_bot, peers FROM session WHERE name='bot';
--> 4000000001 | 1 | 0
SELECT count(*) FROM bot.sessions;
--> 1

-- The peers of an image come with it: over the same account they join those that are there.
ATTACH ':memory:' AS x;
SELECT session_import(string, 'x', 'kurigram-7') FROM s WHERE who='bot';
--> x
INSERT INTO session_peers(session, id, type, access_hash, usernames) VALUES ('x', -1001000000001, 'channel', 1, '["news","news2"]'), ('x', 2, 'user', 22, NULL);
INSERT INTO session_peers(session, id, type, access_hash, updated) VALUES ('bot', 1, 'user', 11, 1700000000), ('bot', 2, 'user', 21, 1700000000);
SELECT session_import(session_export('x', 'kurigram-7'), 'bot');
--> bot
SELECT id, access_hash, username FROM session_peers WHERE session='bot';
--> -1001000000001 | 1 | news
--> 1 | 11 | NULL
--> 2 | 22 | NULL
DETACH x;

---------------------------------------------------------------- all or nothing
-- An error leaves nothing behind ...
ATTACH ':memory:' AS x;
SELECT session_import('AgAAMDkA', 'x');
--! session_import: 8 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
SELECT session_import(session_convert(string, 'telethon'), 'x', 'pyrogram-3') FROM s WHERE who='user';
--! session_import: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT count(*) FROM x.sqlite_master;
--> 0

-- ... and ROLLBACK neither.
BEGIN;
SELECT session_import(string, 'x') FROM s WHERE who='user';
--> x
SELECT session_import(string, 'bot', NULL, 'replace', 1, 'try', 1) FROM s WHERE who='user';
--> NULL
SELECT name, user_id, peers FROM session WHERE name IN ('x', 'bot');
--> bot | 777000123 | 0
--> x | 777000123 | 0
ROLLBACK;
SELECT name, user_id, peers FROM session WHERE name IN ('x', 'bot');
--> bot | 4000000001 | 3
SELECT count(*) FROM x.sqlite_master;
--> 0

-- An error inside a transaction undoes itself and nothing else.
BEGIN;
CREATE TABLE x.mine(a);
SELECT session_import('AgAAMDkA', 'x');
--! session_import: 8 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
SELECT session_import(string, 'x', 'telethon-7', 'dc_id', 9) FROM s WHERE who='user';
--!MISMATCH session_import: dc_id 9 is none of Telegram's, which are 1 to 5 and 203; give server_address with it
COMMIT;
SELECT name FROM x.sqlite_master;
--> mine

-- A table of one's own may stand beside the client's.  It is not touched.
SELECT session_import(string, 'x') FROM s WHERE who='user';
--> x
SELECT name FROM x.sqlite_master WHERE type='table' ORDER BY name;
--> mine
--> peers
--> sessions
--> version
SELECT json_extract(session_check('x'), '$[0].finding');
--> a table that no client makes: 'mine'
DETACH x;

---------------------------------------------------------------- options
ATTACH ':memory:' AS x;
SELECT session_import(session_convert(string, 'telethon'), 'x', 'pyrogram-3', 'user_id', 777000123, 'is_bot', 0, 'api_id', 6, 'date', 1700000000) FROM s WHERE who='user';
--> x
SELECT dc_id, test_mode, user_id, is_bot, api_id, date FROM session WHERE name='x';
--> 2 | 0 | 777000123 | 0 | 6 | 1700000000
SELECT session_import(string, 'x', NULL, 'test_mode', 1) FROM s WHERE who='user';
--> x
SELECT layout, test_mode FROM session WHERE name='x';
--> pyrogram-3 | 1
SELECT session_import(string, 'x', NULL, 'user', 1) FROM s WHERE who='user';
--! session_import: there is no option 'user'; options are dc_id, server_address, port, api_id, test_mode, date, user_id, is_bot, auth_key_id, from, replace, try
DETACH x;

-- 'from': read the string as this format, whatever it looks like.
SELECT session_import(string, 'bot', NULL, 'from', 'telethon') FROM s WHERE who='user';
--! session_import: telethon string: it is no such string; leave 'from' out to have it recognised
SELECT session_import(string, 'bot', NULL, 'from', 'pyrogram') FROM s WHERE who='bot';
--> bot

---------------------------------------------------------------- into a file
-- It is created, for its owner only; the client's whole schema is in it, and nothing lies beside it.
SELECT session_import(string, './user.session') FROM s WHERE who='user';
--> ./user.session
SELECT file_mode('user.session'), file_mode('user.session-journal'), file_mode('user.session-wal'), file_mode('user.session-shm');
--> 0600 | NULL | NULL | NULL
SELECT session_export('user.session') = string FROM s WHERE who='user';
--> 1
SELECT name, layout, user_id, problem FROM session('user.session');
--> user.session | pyrogram-3 | 777000123 | NULL

-- Text that contains / or ends in .session is a path; anything else names a database.
SELECT session_import(string, 'user') FROM s WHERE who='user';
--! session_import: there is no database 'user' here, only main, temp, bot; write './user.session' for a file
SELECT session_import(string, './no_suffix') FROM s WHERE who='user';
--> ./no_suffix
SELECT layout FROM session('./no_suffix');
--> pyrogram-3

-- Its mode stays as it is.  The same rules hold as for databases.
SELECT chmod('user.session', '0640');
--> 1
SELECT session_import(string, 'user.session', 'kurigram-7') FROM s WHERE who='again';
--> user.session
SELECT layout, dc_id, user_id FROM session('user.session');
--> kurigram-7 | 4 | 777000123
SELECT file_mode('user.session'), file_mode('user.session-journal');
--> 0640 | NULL
SELECT other('user.session', 'PRAGMA integrity_check');
--> ok
SELECT other('user.session', NULL);
--> NULL

-- An error leaves no file behind.
SELECT session_import(string, './new.session', 'telethon-7', 'dc_id', 9) FROM s WHERE who='user';
--!MISMATCH session_import: dc_id 9 is none of Telegram's, which are 1 to 5 and 203; give server_address with it
SELECT session_import('nonsense', './new.session');
--! session_import: 8 characters: no session string is that short; a pyrogram string has 362, a telethon string 353
SELECT file_mode('new.session');
--> NULL

-- An empty file is a database without tables.
SELECT writefile('empty.session', '');
--> 0
SELECT session_import(string, 'empty.session') FROM s WHERE who='user';
--> empty.session
SELECT user_id FROM session('empty.session');
--> 777000123

-- ROLLBACK does not reach a file: it has a connection of its own.
BEGIN;
SELECT session_import(string, './own.session') FROM s WHERE who='user';
--> ./own.session
ROLLBACK;
SELECT user_id FROM session('./own.session');
--> 777000123

---------------------------------------------------------------- images and JSON
SELECT session_import(readfile('user.session'), './copy.session');
--> ./copy.session
SELECT layout, dc_id, user_id FROM session('copy.session');
--> kurigram-7 | 4 | 777000123
SELECT session_import(session_convert(string, 'gotd-json'), './gotd.session') FROM s WHERE who='user';
--> ./gotd.session
SELECT layout, dc_id, user_id FROM session('gotd.session');
--> telethon-7 | 2 | NULL
SELECT session_import(session_convert(string, 'bundle'), './bundle.session') FROM s WHERE who='user';
--> ./bundle.session
SELECT layout, dc_id, user_id, is_bot, api_id FROM session('bundle.session');
--> pyrogram-3 | 2 | 777000123 | 0 | 12345

-- Many at once.
CREATE TEMP TABLE fleet AS SELECT 'n' || value AS name FROM json_each('[1,2,3]');
SELECT session_import(session_convert(string, 'pyrogram', 'user_id', substr(name, 2) + 0), './' || name || '.session') FROM fleet, s WHERE who='bot';
--> ./n1.session
--> ./n2.session
--> ./n3.session
SELECT name, user_id FROM session('./n?.session');
--> ./n1.session | 1
--> ./n2.session | 2
--> ./n3.session | 3
