-- The table "session": one row for each session, whichever client keeps it.
--
-- Keys here are made up: 256 characters, most of them '0'.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key, CAST(printf('%0256d', 2) AS BLOB) AS key2,
  CAST(printf('%0256d', 3) AS BLOB) AS key3;

-- An empty connection holds none.
SELECT * FROM session;
--> (none)

-- The columns, and which of them SELECT * leaves out.
SELECT group_concat(name || CASE hidden WHEN 1 THEN ' (hidden)' ELSE '' END, ', ') FROM pragma_table_xinfo('session');
--> name, layout, dc_id, test_mode, user_id, is_bot, api_id, server_address, port, date, auth_key_id, peers, problem, source (hidden), auth_key (hidden), string (hidden), inode (hidden)

---------------------------------------------------------------- INSERT
-- From the fields: a key, and whose it is.  The layout that every Pyrogram opens is the default.
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'bot', 2, 12345, 777000123, 0, key FROM made_up;
SELECT * FROM session;
--> bot | pyrogram-3 | 2 | 0 | 777000123 | 0 | 12345 | NULL | NULL | 0 | b2bdc2750597041c | 0 | NULL

-- The tables are the client's own.
SELECT dc_id, api_id, test_mode, auth_key=(SELECT key FROM made_up), date, user_id, is_bot FROM bot.sessions;
--> 2 | 12345 | 0 | 1 | 0 | 777000123 | 0
SELECT group_concat(name, ' ') FROM (SELECT name FROM bot.sqlite_master ORDER BY name);
--> idx_peers_id idx_peers_phone_number idx_peers_username peers sessions trg_peers_last_update_on version
SELECT number FROM bot.version;
--> 3

-- auth_key and string must be asked for.  source, the argument, is nothing to be read.
SELECT auth_key=key, length(string), source FROM session, made_up;
--> 1 | 362 | NULL

-- auth_key_id is the last 8 bytes of the key's SHA-1, as MTProto has it: the same one in two rows is the same login.
ATTACH ':memory:' AS copy;
INSERT INTO session(name, string) SELECT 'copy', string FROM session WHERE name='bot';
SELECT name, auth_key_id, count(*) OVER (PARTITION BY auth_key_id) FROM session;
--> bot | b2bdc2750597041c | 2
--> copy | b2bdc2750597041c | 2

-- Columns that are given override what the string says.
DETACH copy;
ATTACH ':memory:' AS copy;
INSERT INTO session(name, string, is_bot, api_id) SELECT 'copy', string, 1, 54321 FROM session WHERE name='bot';
SELECT is_bot, api_id, user_id FROM session WHERE name='copy';
--> 1 | 54321 | 777000123

-- With a layout it is that of another client.  What a layout holds and nobody gave is filled in: here the address.
DETACH copy;
ATTACH ':memory:' AS copy;
INSERT INTO session(name, layout, string) SELECT 'copy', 'telethon-7', string FROM session WHERE name='bot';
SELECT * FROM session WHERE name='copy';
--> copy | telethon-7 | 2 | 0 | NULL | NULL | NULL | 149.154.167.51 | 443 | NULL | b2bdc2750597041c | 0 | NULL

-- Neither a string nor a key: the empty session that its client would create.
DETACH copy;
ATTACH ':memory:' AS copy;
INSERT INTO session(name, layout, auth_key) VALUES ('copy', 'kurigram-7', x'');
SELECT * FROM session WHERE name='copy';
--> copy | kurigram-7 | 2 | NULL | NULL | NULL | NULL | 149.154.167.51 | 443 | 0 | NULL | 0 | NULL
SELECT dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot FROM copy.sessions;
--> 2 | 149.154.167.51 | 443 | NULL | NULL | NULL | 0 | NULL | NULL
INSERT INTO session(name, layout, auth_key) VALUES ('copy', 'telethon-7', x'');
--! session: copy has layout kurigram-7 already
INSERT INTO session(name) VALUES (NULL);
--!CONSTRAINT session: name is missing: the database or the file that gets the session
INSERT INTO session(name, dc_id) VALUES ('main', 2);
--!CONSTRAINT session: no login was given: neither string nor auth_key. An empty session, as its client would create it, is asked for by auth_key = x''
INSERT INTO session(name, layout) VALUES ('./none.session', 'pyrogram-3');
--!CONSTRAINT session: ./none.session: no login was given: neither string nor auth_key. An empty session, as its client would create it, is asked for by auth_key = x''

-- A login is never overwritten by accident: its name is a key that is taken.  OR REPLACE refreshes the same account's.
INSERT INTO session(name, user_id, dc_id, auth_key) SELECT 'bot', 1, 1, key2 FROM made_up;
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 'bot' holds a login already; INSERT OR REPLACE puts the new one there
INSERT INTO session(name, user_id, dc_id, auth_key) SELECT 'bot', 777000123, 4, key2 FROM made_up;
--!CONSTRAINT session: UNIQUE constraint failed: session.name: 'bot' holds a login already; INSERT OR REPLACE puts the new one there
INSERT OR IGNORE INTO session(name, user_id, dc_id, auth_key) SELECT 'bot', 777000123, 4, key2 FROM made_up;
SELECT changes(), dc_id, auth_key_id FROM session WHERE name='bot';
--> 0 | 2 | b2bdc2750597041c
INSERT OR REPLACE INTO session(name, user_id, dc_id, auth_key) SELECT 'bot', 777000123, 4, key2 FROM made_up;
SELECT dc_id, user_id, api_id, auth_key_id FROM session WHERE name='bot';
--> 4 | 777000123 | 12345 | 742fa690869191b6
INSERT OR REPLACE INTO session(name, user_id, dc_id, auth_key) SELECT 'bot', 1, 1, key3 FROM made_up;
SELECT dc_id, user_id, api_id, auth_key_id FROM session WHERE name='bot';
--> 1 | 1 | 0 | ffc3fdedfe3725bc
INSERT OR REPLACE INTO session(name, user_id, dc_id, api_id, auth_key) SELECT 'bot', 777000123, 2, 12345, key FROM made_up;

---------------------------------------------------------------- one of them, or a file
SELECT name FROM session WHERE name='bot';
--> bot
SELECT name FROM session('bot');
--> bot
SELECT name FROM session WHERE source='bot';
--> bot
SELECT name FROM session WHERE name='nobody';
--> (none)
SELECT name FROM session('nobody');
--! session: there is no database 'nobody' here, only main, temp, bot, copy; write './nobody.session' for a file
SELECT name FROM session(NULL);
--> (none)

-- main holds nothing: as one of all it has no row, asked for by name it has one that says so.
SELECT name, layout, problem FROM session('main');
--> main | NULL | no-session: there are no tables

-- A database image, as readfile() gives it, is a source too.
SELECT name, layout, user_id FROM session((SELECT session_export('bot', 'kurigram-6')));
--> value | kurigram-6 | 777000123

-- Joined to a table of sources; a name or a file a row.
SELECT s.name, s.user_id FROM (SELECT 'copy' AS src UNION ALL SELECT 'bot') t, session(t.src) s;
--> copy | NULL
--> bot | 777000123

---------------------------------------------------------------- UPDATE
-- Fields.
UPDATE session SET api_id=0, is_bot=1 WHERE name='bot';
SELECT dc_id, api_id, is_bot, user_id FROM session WHERE name='bot';
--> 2 | 0 | 1 | 777000123
SELECT api_id, is_bot FROM bot.sessions;
--> 0 | 1
UPDATE session SET api_id=12345, is_bot=0 WHERE name='bot';

-- Peers and update states stay when the account does, and go when another comes: access hashes are one account's own.
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('bot', 777000, 'user', -42, 'telegram');
UPDATE session SET dc_id=4 WHERE name='bot';
SELECT dc_id, peers FROM session WHERE name='bot';
--> 4 | 1
UPDATE session SET auth_key=(SELECT key2 FROM made_up) WHERE name='bot';
SELECT user_id, auth_key_id, peers FROM session WHERE name='bot';
--> 777000123 | 742fa690869191b6 | 1
UPDATE session SET auth_key=(SELECT key FROM made_up), user_id=777000124 WHERE name='bot';
SELECT user_id, auth_key_id, peers FROM session WHERE name='bot';
--> 777000124 | b2bdc2750597041c | 0

-- A string replaces the login.
UPDATE session SET string=(SELECT session_convert(string, 'pyrogram', 'user_id', 5) FROM session WHERE name='bot') WHERE name='bot';
--!CONSTRAINT session: bot has this very key with user_id 777000124, and the value says 5: give 'user_id', N
UPDATE session SET string=(SELECT session_convert(string, 'pyrogram', 'user_id', 5) FROM session WHERE name='bot'), user_id=5 WHERE name='bot';
SELECT user_id, dc_id FROM session WHERE name='bot';
--> 5 | 4

-- A NULL where the client would take the session for not logged in, and overwrite the key, is refused.
UPDATE session SET user_id=NULL WHERE name='bot';
--! session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
UPDATE session SET is_bot=NULL WHERE name='bot';
SELECT is_bot, auth_key_id FROM session WHERE name='bot';
--> 0 | b2bdc2750597041c

-- Nor is what can't be kept dropped unsaid: Telethon knows who it is by a peer's access hash.
CREATE TEMP TABLE own AS SELECT name AS layout, './own-' || name || '.session' AS p FROM session_formats
  WHERE kind='layout' AND writes AND name GLOB 'telethon-[3-8]';
INSERT INTO session(name, layout, dc_id, auth_key) SELECT p, layout, 2, key FROM own, made_up;
SELECT DISTINCT replace(outcome('UPDATE session SET user_id=5 WHERE source=''' || p || ''''), layout, 'L') FROM own;
--> ! session: ./own-L.session: layout L can't keep this user_id; it may need the user's own row of session_peers, with an access_hash
SELECT DISTINCT outcome('ATTACH ''' || p || ''' AS o; INSERT INTO session_peers(session, id, access_hash) VALUES (''o'', 5, 77);
  UPDATE session SET user_id=5 WHERE name=''o'''), outcome('UPDATE session SET user_id=6 WHERE name=''o''') GLOB '! *user_id*',
  outcome('SELECT user_id FROM session(''o'')'), outcome('DETACH o') FROM own;
--> (none) | 1 | 5 | (none)

-- What is computed, and the name, can't be set.
UPDATE session SET peers=peers+1 WHERE name='bot';
--! session: column peers can't be set: it is computed
UPDATE session SET auth_key_id='0' WHERE name='bot';
--! session: column auth_key_id can't be set: it is computed
UPDATE session SET problem='x' WHERE name='bot';
--! session: column problem can't be set: it is computed
UPDATE session SET name='tob' WHERE name='bot';
--! session: name 'bot' can't be changed: a container can't be renamed
UPDATE session SET layout=NULL WHERE name='bot';
--! session: layout can't be NULL

-- Values are checked before anything is written.
UPDATE session SET dc_id=256 WHERE name='bot';
--! session: dc_id 256 is out of range: it must be 1 to 255
UPDATE session SET dc_id='two' WHERE name='bot';
--!MISMATCH session: dc_id is TEXT that is no number; wanted is a whole number
UPDATE session SET is_bot=2 WHERE name='bot';
--! session: is_bot 2 is out of range: it must be 0 to 1
UPDATE session SET user_id=-1 WHERE name='bot';
--! session: user_id -1 is out of range: it must be 0 to 9223372036854775807
UPDATE session SET port=65536 WHERE name='bot';
--! session: port 65536 is out of range: it must be 1 to 65535
UPDATE session SET api_id=4294967296 WHERE name='bot';
--!MISMATCH session: api_id 4294967296 is out of range: it must be 1 to 2147483647, or 0 where it is not known; it looks like a bot's id
UPDATE session SET auth_key=zeroblob(255) WHERE name='bot';
--!MISMATCH session: auth_key has 255 bytes; it must be a BLOB of 256
UPDATE session SET auth_key='secret' WHERE name='bot';
--!MISMATCH session: auth_key is TEXT; it must be a BLOB of 256 bytes: x'...' or CAST(... AS BLOB)
UPDATE session SET server_address='far away' WHERE name='bot';
--! session: server_address: character 4 belongs neither to an IP address nor to a host name
SELECT dc_id, user_id, is_bot, auth_key_id FROM session WHERE name='bot';
--> 4 | 5 | 0 | b2bdc2750597041c

-- Another layout; more of it in migrate.sql.
SELECT session_migrate('bot', 'telethon-7');
--> bot
SELECT name, layout, dc_id, server_address, port FROM session WHERE name='bot';
--> bot | telethon-7 | 4 | 149.154.167.92 | 443
UPDATE session SET layout='no-such-layout' WHERE name='bot';
--! session: there is no layout 'no-such-layout'; SELECT name FROM session_formats WHERE kind='layout' lists them

-- A database that holds no session is not touched, because it has no row.
UPDATE session SET dc_id=3;
SELECT name, dc_id FROM session;
--> bot | 3
--> copy | 3
SELECT count(*) FROM sqlite_master;
--> 0

---------------------------------------------------------------- DELETE
-- It forgets the login; the client's empty layout stays.
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 777000, 'user', -42);
INSERT INTO session_states(session, id, pts) VALUES ('bot', 0, 9);
DELETE FROM session WHERE name='bot';
SELECT name, layout, user_id, auth_key_id, peers, problem FROM session WHERE name='bot';
--> bot | telethon-7 | NULL | NULL | 0 | NULL
SELECT count(*) FROM session_states WHERE session='bot';
--> 0
DELETE FROM session WHERE name='nobody';
SELECT name FROM session;
--> bot
--> copy

---------------------------------------------------------------- transactions
-- Everything is part of the user's transaction.
BEGIN;
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'bot', 2, 777000123, key FROM made_up;
SELECT auth_key_id FROM session WHERE name='bot';
--> b2bdc2750597041c
ROLLBACK;
SELECT auth_key_id FROM session WHERE name='bot';
--> NULL
BEGIN;
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'bot', 2, 777000123, key FROM made_up;
SAVEPOINT s;
DELETE FROM session WHERE name='bot';
SELECT auth_key_id FROM session WHERE name='bot';
--> NULL
ROLLBACK TO s;
COMMIT;
SELECT auth_key_id FROM session WHERE name='bot';
--> b2bdc2750597041c

---------------------------------------------------------------- names
-- Databases may be called anything.
ATTACH ':memory:' AS "my ""bot""; --";
ATTACH ':memory:' AS 'бот.session';
ATTACH ':memory:' AS 'dir/file';
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'my "bot"; --', 2, 1, key FROM made_up;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'бот.session', 2, 2, key FROM made_up;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'dir/file', 2, 3, key FROM made_up;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'temp', 2, 4, key FROM made_up;
INSERT INTO session(name, dc_id, user_id, auth_key) SELECT 'main', 2, 5, key FROM made_up;
SELECT name, user_id FROM session WHERE user_id BETWEEN 1 AND 5 ORDER BY user_id;
--> my "bot"; -- | 1
--> бот.session | 2
--> dir/file | 3
--> temp | 4
--> main | 5
UPDATE session SET user_id=user_id+10 WHERE name IN ('my "bot"; --', 'бот.session', 'dir/file');
SELECT name, layout, user_id FROM session WHERE user_id BETWEEN 11 AND 13 ORDER BY user_id;
--> my "bot"; -- | pyrogram-3 | 11
--> бот.session | pyrogram-3 | 12
--> dir/file | pyrogram-3 | 13
DELETE FROM session WHERE name IN ('my "bot"; --', 'бот.session', 'dir/file', 'temp', 'main');
SELECT count(*) FROM session WHERE auth_key_id IS NOT NULL AND name<>'bot';
--> 0

-- Names of databases are compared as SQLite does.
SELECT count(*), max(layout) FROM session('BOT');
--> 1 | telethon-7

-- A string that can't be made of what is there is none.
ATTACH ':memory:' AS lone;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'lone', 'pyrogram-3', 2, 7, key FROM made_up;
UPDATE lone.sessions SET dc_id=200;
SELECT string, problem FROM session('lone');
--> NULL | bad-value: there is no data centre 200, and no server_address stands beside dc_id
DETACH lone;

-- A database may be called as a value is.
ATTACH ':memory:' AS value;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'value', 'pyrogram-3', 2, 7, key FROM made_up;
UPDATE session SET user_id=8 WHERE name='value';
SELECT user_id, inode FROM session WHERE name='value';
--> 8 | NULL
DETACH value;
