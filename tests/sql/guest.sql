-- A guest in somebody's database: what is not the client's stays as it is.  More in guest.c, in C.

ATTACH ':memory:' AS bot;
CREATE TABLE made_up AS SELECT CAST(printf('%.256c', 'k') AS BLOB) AS key;

---------------------------------------------------------------- columns of the user's
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'bot', 'pyrogram-3', 2, 12345, 777, 0, key FROM made_up;
CREATE TABLE bot.notes(dc REFERENCES sessions(dc_id) ON UPDATE CASCADE, note);
INSERT INTO bot.notes VALUES (2, 'mine');
PRAGMA foreign_keys = ON;
UPDATE session SET api_id = 6 WHERE name = 'bot';
UPDATE session SET dc_id = 4 WHERE name = 'bot';
SELECT session_import(session_export('bot'), 'bot', NULL, 'api_id', 7);
--> bot
SELECT dc_id, api_id, user_id, is_bot, length(auth_key) FROM bot.sessions;
--> 4 | 7 | 777 | 0 | 256
SELECT * FROM bot.notes;
--> 4 | mine
SELECT session_migrate('bot', 'telethon-7');
--! session_migrate: bot is not written: its table 'notes' refers to 'sessions', of which rows would go and come back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a transaction
DELETE FROM session WHERE name = 'bot';
--! session: bot is not written: its table 'notes' refers to 'sessions', of which rows would go and come back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a transaction
UPDATE OR IGNORE session_peers SET username = 'x' WHERE session = 'bot';
PRAGMA foreign_keys = OFF;
DROP TABLE bot.notes;

-- A peer's: a plain INSERT and DELETE are what they are with any table.
CREATE TABLE bot.notes(peer REFERENCES peers(id) ON DELETE CASCADE, note);
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('bot', 777000, 'user', 1, 'telegram'), ('bot', 5, 'user', 1, NULL);
INSERT INTO bot.notes VALUES (777000, 'mine'), (5, 'another');
PRAGMA foreign_keys = ON;
UPDATE session_peers SET username = 'other' WHERE session = 'bot' AND id = 777000;
--! session_peers: bot is not written: its table 'notes' refers to 'peers', of which rows would go and come back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a transaction
SELECT session_import(session_export('bot', 'bundle'), 'bot');
--! session_import: bot is not written: its table 'notes' refers to 'peers', of which rows would go and come back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a transaction
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 6, 'user', 1);
DELETE FROM session_peers WHERE session = 'bot' AND id = 5;
SELECT * FROM bot.notes;
--> 777000 | mine
PRAGMA foreign_keys = OFF;
UPDATE session_peers SET username = 'other' WHERE session = 'bot' AND id = 777000;
SELECT * FROM bot.notes;
--> 777000 | mine
DROP TABLE bot.notes;

---------------------------------------------------------------- user_version and application_id
PRAGMA bot.user_version = 12;
PRAGMA bot.application_id = 34;
SELECT session_migrate('bot', 'telethon-7'), session_migrate('bot', 'mtcute-1');
--> bot | bot
SELECT session_migrate('bot', 'grammers-1');
--! session_migrate: bot has user_version 12, which is another program's, and grammers-1 keeps its own number there: take a database of its own
PRAGMA bot.user_version;
--> 12
PRAGMA bot.application_id;
--> 34
ATTACH ':memory:' AS theirs;
PRAGMA theirs.user_version = 1;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'theirs', 'grammers-1', 2, key FROM made_up;
--! session: theirs has user_version 1, which is another program's, and grammers-1 keeps its own number there: take a database of its own
SELECT session_import(session_export('bot'), 'theirs', 'grammers-1');
--! session_import: theirs has user_version 1, which is another program's, and grammers-1 keeps its own number there: take a database of its own
INSERT INTO session(name, layout, auth_key) VALUES ('theirs', 'grammers-1', x'');
--! session: theirs has user_version 1, which is another program's, and grammers-1 keeps its own number there: take a database of its own
SELECT count(*) FROM theirs.sqlite_master;
--> 0

-- Its own number goes with it, and comes.
PRAGMA bot.user_version = 0;
SELECT session_migrate('bot', 'grammers-1');
--> bot
PRAGMA bot.user_version;
--> 1
SELECT session_import(session_export('bot'), 'bot');
--> bot
SELECT session_migrate('bot', 'telethon-7');
--> bot
PRAGMA bot.user_version;
--> 0

---------------------------------------------------------------- query_only
SELECT session_import(session_export('bot'), './bot.session');
--> ./bot.session
PRAGMA query_only = ON;
SELECT session_import(session_export('bot'), './new.session');
--!READONLY session_import: ./new.session is not written: PRAGMA query_only is ON
SELECT session_import(session_export('bot'), './bot.session');
--!READONLY session_import: ./bot.session is not written: PRAGMA query_only is ON
SELECT session_import(session_export('bot'), 'bot');
--!READONLY session_import: bot is not written: PRAGMA query_only is ON
SELECT session_migrate('./bot.session', 'telethon-8');
--!READONLY session_migrate: ./bot.session is not written: PRAGMA query_only is ON
SELECT session_repair('./bot.session');
--!READONLY session_repair: ./bot.session is not written: PRAGMA query_only is ON
UPDATE session SET layout = 'telethon-8' WHERE source = './bot.session';
--!READONLY attempt to write a readonly database
SELECT name, layout, problem FROM session('./*.session');
--> ./bot.session | telethon-7 | NULL
PRAGMA query_only = OFF;

---------------------------------------------------------------- prefixes
-- SQLite finds the tables under any; a prefix that would mean one database and gets all is an error.
ATTACH ':memory:' AS a;
ATTACH ':memory:' AS b;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'a', 'pyrogram-3', 2, 12345, 1, 0, key FROM made_up;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'b', 'pyrogram-3', 2, 12345, 2, 0, key FROM made_up;
SELECT * FROM a.session;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT count(*) FROM b.session_peers;
--! session_peers: b.session_peers means every session, not that of b; write session_peers('b') or WHERE session = 'b'
SELECT count(*) FROM b.session_states;
--! session_states: b.session_states means every session, not that of b; write session_states('b') or WHERE session = 'b'
DELETE FROM a.session;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
DELETE FROM "a" . /* here */ [session];
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
UPDATE a.session SET dc_id = 5;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
UPDATE OR IGNORE a.session SET dc_id = 5;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT name FROM a.`session`;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT name FROM a.[session];
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT name FROM a.'session';
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT name FROM a."session";
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
-- Of two the first is said.
SELECT x.name FROM a.session x, b.session y;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
INSERT INTO a.session_peers(id, type, access_hash) VALUES (777000, 'user', 1);
--! session_peers: a.session_peers means every session, not that of a; write session_peers('a') or WHERE session = 'a'
INSERT INTO a.session_states(id, pts) VALUES (0, 1);
--! session_states: a.session_states means every session, not that of a; write session_states('a') or WHERE session = 'a'
REPLACE INTO a.session(name, auth_key) VALUES ('a', x'');
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
SELECT 1 FROM (SELECT 1), a.session;
--! session: a.session means every session, not that of a; write session('a') or WHERE name = 'a'
WITH w AS (SELECT * FROM made_up JOIN A.Session) SELECT count(*) FROM w;
--! session: A.session means every session, not that of A; write session('A') or WHERE name = 'A'
-- Not what is no prefix, though it stands behind a FROM, nor a number.
-- needs SQLite 3.39
SELECT count(*) FROM session('a') s, session_peers('a') p WHERE s.name IS NOT DISTINCT FROM p.session;
--> 0
SELECT outcome('SELECT count(*) FROM session(''main'') WHERE 1 IS NOT DISTINCT FROM 1.');
--> 1
SELECT outcome('SELECT count(*) FROM session(''main'') WHERE ''x'' IS DISTINCT FROM replace(''a'', ''b'', ''c'')');
--> 1

-- A parameter may be written so that it looks like the begin of a string, like parentheses, or like a word; and a string may be long.
SELECT outcome('SELECT $a(''), ''))'', count(*) FROM session(''main'')');
--> NULL | )) | 1
SELECT outcome('SELECT count(*), $a(update), $b(() FROM session(''main'')');
--> 1 | NULL | NULL
SELECT outcome('SELECT count(*) FROM session($a(())');
--> 0
SELECT count(*), length('0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789') FROM session('main');
--> 1 | 100
SELECT count(*) AS a_name_that_is_longer_than_any_of_ours_and_longer_than_what_is_kept_of_a_word_here_and_there FROM session('main');
--> 1
-- A table of the client's own that is called so is meant by its prefix.
ATTACH ':memory:' AS other;
CREATE TABLE other.session(x);
INSERT INTO other.session VALUES (1), (2);
SELECT count(*) FROM other.session, main.session('main');
--> 2
DETACH other;
SELECT outcome('SELECT count(*) FROM session -- the only one');
--> 0
-- Whatever stands between, before and behind.
SELECT outcome('ATTACH '':memory:'' AS a') = '(none)';
--> 1
CREATE TEMP TABLE blanks AS WITH c(n) AS (VALUES (9), (10), (12), (13), (32)) SELECT n, char(n) AS c FROM c
  UNION ALL VALUES (1, '--' || char(10)), (2, '-- a ''"' || char(10) || ' '), (3, '/**/'), (4, '/* a */ '), (5, '/***/'), (6, '/*/ * / ''*/');
SELECT n, outcome('SELECT count(*)' || c || 'FROM' || c || 'a' || c || '.' || c || 'session' || c) AS said FROM blanks
  WHERE said NOT LIKE '! session: a.session means every session, %';
--> (none)
SELECT n, outcome(c || 'DELETE' || c || 'FROM' || c || '`a`' || c || '.' || c || '"session"' || c || ';' || c) AS said FROM blanks
  WHERE said NOT LIKE '! session: a.session means every session, %';
--> (none)
DROP TABLE blanks;
SELECT outcome('DETACH a') = '(none)';
--> 1
SELECT name, user_id, dc_id FROM session WHERE name IN ('a', 'b');
--> a | 1 | 2
--> b | 2 | 2
SELECT count(*) FROM session_peers WHERE session IN ('main', 'a');
--> 0

-- An alias of that name, a text and a comment are none.
SELECT a.session, count(*) FROM session_peers a WHERE a.session = 'a' /* FROM a.session_peers */ AND 'FROM a.session_peers' <> '';
--> NULL | 0
SELECT max(a.session), min(x, a.session) FROM (SELECT 1 AS x), session_states a ORDER BY a.session, 1;
--> NULL | NULL
SELECT name FROM main.session WHERE name = 'a';
--> a
SELECT name FROM temp.session WHERE name = 'b';
--> b

-- A table that was created is one: its argument, or else its database, is what an INSERT without a session means.
CREATE VIRTUAL TABLE b.p USING session_peers('a');
CREATE VIRTUAL TABLE b.q USING session_peers;
INSERT INTO b.p(id, type, access_hash) VALUES (777000, 'user', 1);
INSERT INTO b.q(id, type, access_hash) VALUES (777001, 'user', 1);
SELECT session, id FROM session_peers WHERE id > 777 ORDER BY session;
--> a | 777000
--> b | 777001
--> bot | 777000
DROP TABLE b.p;
DROP TABLE b.q;
CREATE VIRTUAL TABLE b.session USING session('b');
SELECT name FROM b.session;
--> b
DROP TABLE b.session;

---------------------------------------------------------------- columns that are computed
-- One that stays as it was is not set; setting one is an error, in INSERT too, as for generated columns.
UPDATE session SET peers = peers, problem = problem, auth_key_id = auth_key_id, string = string, layout = layout WHERE name = 'a';
UPDATE session SET peers = peers + 1 WHERE name = 'a';
--! session: column peers can't be set: it is computed
UPDATE session SET problem = 'none' WHERE name = 'a';
--! session: column problem can't be set: it is computed
UPDATE session SET auth_key_id = NULL WHERE name = 'a';
--! session: column auth_key_id can't be set: it is computed
UPDATE session SET source = 'b' WHERE name = 'a';
--! session: column source can't be set: it is an argument of queries
UPDATE session SET string = NULL WHERE name = 'a';
--! session: string can't be NULL; DELETE forgets the login
INSERT INTO session(name, auth_key, peers) SELECT 'bot', key, 5 FROM made_up;
--! session: column peers can't be set: it is computed
INSERT INTO session(name, auth_key, problem) SELECT 'bot', key, 'x' FROM made_up;
--! session: column problem can't be set: it is computed
INSERT INTO session(name, auth_key, auth_key_id) SELECT 'bot', key, 'x' FROM made_up;
--! session: column auth_key_id can't be set: it is computed
INSERT INTO session(name, auth_key, source) SELECT 'bot', key, 'x' FROM made_up;
--! session: column source can't be set: it is an argument of queries
CREATE TABLE wanted AS SELECT 'a' AS name, 21 AS user_id UNION ALL SELECT 'b', 22;

-- needs SQLite 3.33
UPDATE session SET user_id = w.user_id FROM wanted w WHERE w.name = session.name;
SELECT session_import(session_export('a', 'pyrogram-3'), './a.session');
--> ./a.session
UPDATE session SET user_id = 23, date = 5 FROM wanted w WHERE session.source = './*.session' AND w.name = 'a' AND session.layout = 'pyrogram-3';
SELECT name, user_id, date, length(auth_key) FROM session WHERE name IN ('a', 'b') UNION ALL SELECT name, user_id, date, length(auth_key) FROM session('./a.session');
--> a | 21 | 0 | 256
--> b | 22 | 0 | 256
--> ./a.session | 23 | 5 | 256

---------------------------------------------------------------- names
SELECT name FROM session('A');
--> a
UPDATE session SET date = 7 WHERE source = 'A';
SELECT date FROM session('a');
--> 7
SELECT * FROM session('./a.session' || char(0) || 'x');
--! session: the source holds a NUL character
SELECT count(*) FROM session_peers('./a.session' || char(0) || 'x');
--! session_peers: the source holds a NUL character
INSERT INTO session(name, auth_key) SELECT './a.session' || char(0) || 'x', key FROM made_up;
--! session: the name holds a NUL character
SELECT session_import(session_export('a'), './a.session' || char(0) || 'x');
--! session_import: the name holds a NUL character
INSERT INTO session(name, auth_key) VALUES ('./zero.session', zeroblob(256));
--!MISMATCH session: auth_key is 256 zeros, which is no key
UPDATE session SET auth_key = zeroblob(256) WHERE name = 'a';
--!MISMATCH session: auth_key is 256 zeros, which is no key

---------------------------------------------------------------- what is no value
CREATE TABLE mixed(v);
INSERT INTO mixed SELECT session_export('a') UNION ALL SELECT 'hello' UNION ALL SELECT 12 UNION ALL SELECT NULL UNION ALL SELECT x'00';
SELECT count(*), count(session_info(v, 'try', 1)), count(session_convert(v, 'pyrogram', 'try', 1)) FROM mixed;
--> 5 | 1 | 1
SELECT quote(session_convert('hello', 'pyrogram', 'try', 1)), quote(session_info('hello', 'try', 1));
--> NULL | NULL
SELECT session_info(v) FROM mixed WHERE v = 'hello';
--! session_info: 5 characters: no session string is that short; a pyrogram string has 362, a telethon string 353

---------------------------------------------------------------- what a virtual table can't do
-- The manual's page, sentence by sentence; RETURNING and triggers are in guest.c, since not every SQLite has them so.
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('a', 1, 'user', 2) ON CONFLICT(session, id) DO UPDATE SET access_hash = 3;
--! UPSERT not implemented for virtual table "session_peers"
INSERT INTO session(name, auth_key) SELECT 'a', key FROM made_up WHERE true ON CONFLICT DO NOTHING;
--! UPSERT not implemented for virtual table "session"
CREATE TRIGGER on_session AFTER INSERT ON session BEGIN SELECT 1; END;
--! cannot create triggers on virtual tables
CREATE INDEX session_name ON session(name);
--! virtual tables may not be indexed
ALTER TABLE session ADD COLUMN mine;
--! virtual tables may not be altered
CREATE TEMP VIEW theirs_all AS SELECT name FROM a.session WHERE name IN ('a', 'b');
SELECT * FROM theirs_all;
--> a
--> b
CREATE TEMP TRIGGER read AFTER INSERT ON mixed BEGIN INSERT INTO wanted SELECT name, 0 FROM session('a'); END;
INSERT INTO mixed VALUES (1);
SELECT count(*) FROM wanted WHERE user_id = 0;
--> 1
CREATE TEMP TRIGGER on_client AFTER UPDATE ON a.sessions BEGIN INSERT INTO wanted VALUES ('fired', new.date); END;
UPDATE session SET date = 8 WHERE name = 'a';
SELECT * FROM wanted WHERE name = 'fired';
--> fired | 8
SELECT session_migrate('a', 'kurigram-7');
--> a
SELECT count(*) FROM sqlite_temp_master WHERE name = 'on_client';
--> 0
CREATE INDEX by_user ON mixed(json_extract(session_info(v, 'try', 1), '$.user_id'));
SELECT count(*) FROM mixed WHERE json_extract(session_info(v, 'try', 1), '$.user_id') = (SELECT user_id FROM session('a'));
--> 1
REINDEX by_user;

---------------------------------------------------------------- the account's own row among the peers
-- In grammers it is what says who is logged in, in Telethon with its hash: whatever is done to the peer, the login stays.
ATTACH ':memory:' AS own;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) SELECT 'own', 'grammers-1', 2, 777, 1, key FROM made_up;
UPDATE session_peers SET access_hash = 99 WHERE session = 'own' AND id = 777;
SELECT user_id, is_bot, access_hash FROM session('own'), session_peers('own');
--> 777 | 1 | 99
INSERT OR REPLACE INTO session_peers(session, id, type, access_hash) VALUES ('own', 777, 'user', 98), ('own', 5, 'user', 6);
SELECT user_id, is_bot, access_hash FROM session('own'), session_peers('own') WHERE id = 777;
--> 777 | 1 | 98
DELETE FROM session_peers WHERE session = 'own';
SELECT user_id, is_bot, id, access_hash FROM session('own'), session_peers('own');
--> 777 | 1 | 777 | NULL
DETACH own;

---------------------------------------------------------------- arguments of CREATE VIRTUAL TABLE
CREATE VIRTUAL TABLE temp.two USING session('a', 'b');
--! too many arguments; USING session takes one, a source
CREATE VIRTUAL TABLE temp.two USING session_peers('a', 'b', 'c');
--! too many arguments; USING session_peers takes one, a source
CREATE VIRTUAL TABLE temp.two USING session_states(a, b);
--! too many arguments; USING session_states takes one, a source

---------------------------------------------------------------- an index on session_info()
ATTACH ':memory:' AS own;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'own', 'pyrogram-3', 2, 1, 777, 0, key FROM made_up;
CREATE TABLE vault(v);
CREATE INDEX who ON vault(json_extract(session_info(v, 'try', 1), '$.user_id'));
INSERT INTO vault VALUES ('hello'), (NULL), (session_export('own')), (session_export('own', 'pyrogram-3')), (x'00');
SELECT typeof(v) FROM vault INDEXED BY who WHERE json_extract(session_info(v, 'try', 1), '$.user_id') = 777 ORDER BY 1;
--> blob
--> text
REINDEX who;
PRAGMA integrity_check;
--> ok
DETACH own;
-- ... which is looked at there and then.
CREATE VIRTUAL TABLE temp.two USING session('nope');
--! there is no database 'nope' here, only main, temp, bot, theirs, a, b; write './nope.session' for a file
CREATE VIRTUAL TABLE temp.two USING session_peers(nope);
--! there is no database 'nope' here, only main, temp, bot, theirs, a, b; write './nope.session' for a file
CREATE VIRTUAL TABLE temp.two USING session_states('*.session');
DROP TABLE two;
CREATE VIRTUAL TABLE temp.two USING session(c);
--! there is no database 'c' here, only main, temp, bot, theirs, a, b; write './c.session' for a file
-- Quotes are those of one string, or belong to what is in it.
CREATE VIRTUAL TABLE temp.two USING session('nope' x);
--! there is no database '''nope'' x' here, only main, temp, bot, theirs, a, b; write './'nope' x.session' for a file
CREATE VIRTUAL TABLE temp.two USING session('no' 'pe');
--! there is no database 'no'' ''pe' here, only main, temp, bot, theirs, a, b; write './no' 'pe.session' for a file
CREATE VIRTUAL TABLE temp.two USING session('nope' '');
--! there is no database 'nope'' ''' here, only main, temp, bot, theirs, a, b; write './nope' '.session' for a file
-- One of the user's own that has the name and its argument takes no second one, which is compared with a column.
CREATE VIRTUAL TABLE temp.session USING session('a');
SELECT name FROM session;
--> a
SELECT name FROM session('a', 'b');
--> (none)
DROP TABLE temp.session;
SELECT * FROM session('a.session', 'b.session');
--! session: too many arguments; it takes 1
SELECT count(*) FROM vault v JOIN session((SELECT coalesce(v.v, 'x')), 'b') s;
--! session: too many arguments; it takes 1
SELECT count(*) FROM session(coalesce(NULL, '*.none'));
--> 0

-- What the statement says is told from its text, whatever else stands there.
SELECT count(*) FROM session('*.none') AS "a name of more than eighty characters, which is none of ours whatever it is, so that its end can be left out",
  (WITH delete_it AS (SELECT 1 AS [update], 'it''s' AS `from`) SELECT [update] AS "a""b", 2 AS été$ FROM delete_it) /* a * b / c */ -- and /* d
  JOIN (SELECT 1 AS x FROM temp.sqlite_temp_master UNION SELECT 1 FROM main.sqlite_master);
--> 0
SELECT outcome('SELECT ' || replace(printf('%.44c', 'x'), 'x', '(') || 'SELECT count(*) FROM session(''*.none'')' || replace(printf('%.44c', 'x'), 'x', ')') || ' /* to the end');
--> 0

-- PRAGMA count_changes makes a row of each statement that writes, ours too.
ATTACH ':memory:' AS counted;
PRAGMA count_changes=1;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('counted', 'kurigram-7', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0);
--> 1
INSERT INTO session_peers(session, id, type, access_hash, phone_number, usernames) VALUES('counted', 5, 'user', 6, '49123456', '["ann","bea"]');
--> 1
SELECT session_import(session_export('counted', 'bundle'), 'counted', NULL, 'replace', 1), session_repair('counted'), session_migrate('counted', 'mtcute-1');
--> counted | [] | counted
SELECT id, access_hash, usernames, phone_number FROM session_peers('counted', '+49' || char(160) || '123' || char(160) || '456');
--> 5 | 6 | ["ann","bea"] | 49123456
DELETE FROM session_peers WHERE session = 'counted';
--> 1
PRAGMA count_changes=0;
DETACH counted;

-- What is written into a database of the connection is a commit, which a reader keeps from happening: then nothing is changed,
-- and no transaction is left open.
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('./commit.session', 'kurigram-7', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0);
ATTACH 'commit.session' AS commit_;
SELECT other('./commit.session', 'BEGIN; SELECT dc_id FROM sessions');
--> 2
CREATE TEMP TABLE before_ AS SELECT readfile('./commit.session') AS f;
SELECT session_import(session_export('commit_', 'telethon', 'dc_id', 4), 'commit_', NULL, 'replace', 1);
--!BUSY session_import: commit_ is locked by another program; stop the client, or give PRAGMA busy_timeout a value
UPDATE session SET dc_id = 4 WHERE name = 'commit_';
--!BUSY database is locked
SELECT session_migrate('commit_', 'kurigram-5');
--!BUSY session_migrate: commit_ is locked by another program; stop the client, or give PRAGMA busy_timeout a value
BEGIN;
COMMIT;
SELECT dc_id FROM commit_.sessions;
--> 2
SELECT f = readfile('./commit.session'), file_mode('./commit.session-journal') FROM before_;
--> 1 | NULL
SELECT other('./commit.session', 'COMMIT'), other('./commit.session', NULL);
--> NULL | NULL
SELECT session_migrate('commit_', 'kurigram-5');
--> commit_
DETACH commit_;

-- What fails halfway in somebody's transaction is undone, and nothing of his.
ATTACH ':memory:' AS half;
ATTACH ':memory:' AS more;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  SELECT column1, 'kurigram-7', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0 FROM (VALUES('half'), ('more'));
INSERT INTO session_peers(session, id, type, access_hash) VALUES('more', 5, 'user', 6), ('more', 6, 'user', 6);
CREATE UNIQUE INDEX half.once ON peers(access_hash);
BEGIN;
INSERT INTO half.peers(id, type, access_hash) VALUES(9, 'user', 99);
SELECT session_import(session_export('more', 'bundle'), 'half');
--!CONSTRAINT session_import: half: UNIQUE constraint failed: peers.access_hash
SELECT group_concat(id), (SELECT count(*) FROM half.sqlite_master WHERE name LIKE '%session!_%' ESCAPE '!') FROM half.peers;
--> 9 | 0
COMMIT;
SELECT id FROM half.peers;
--> 9
DETACH half;
DETACH more;
