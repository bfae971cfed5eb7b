-- The table "session_states": how far a session has read the updates.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key;
SELECT group_concat(name || ' ' || type || CASE hidden WHEN 1 THEN ' (hidden)' ELSE '' END, ', ') FROM pragma_table_xinfo('session_states');
--> session TEXT, id INTEGER, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER, source  (hidden), key  (hidden)

-- id 0 is the account, any other a channel, marked as in the Bot API.
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'k', 'kurigram-7', 2, 777000123, key FROM made_up;
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', 0, 1000, 2, 1700000000, 4), ('k', -1001234567890, 77, NULL, 1700000001, NULL);
SELECT * FROM session_states;
--> k | -1001234567890 | 77 | NULL | 1700000001 | NULL
--> k | 0 | 1000 | 2 | 1700000000 | 4
SELECT * FROM k.update_state ORDER BY id;
--> -1001234567890 | 77 | NULL | 1700000001 | NULL
--> 0 | 1000 | 2 | 1700000000 | 4

-- Telethon and others have bare ids, pylogram an account with id 1, some NULLs where others have 0: here they are all the same.
ATTACH ':memory:' AS t;
SELECT session_import(session_export('k', 'kurigram-7'), 't', 'telethon-7');
--> t
SELECT * FROM t.update_state ORDER BY id;
--> 0 | 1000 | 2 | 1700000000 | 4
--> 1234567890 | 77 | 0 | 1700000001 | 0
SELECT * FROM session_states('t');
--> t | -1001234567890 | 77 | 0 | 1700000001 | 0
--> t | 0 | 1000 | 2 | 1700000000 | 4
ATTACH ':memory:' AS p;
SELECT session_import(session_export('k', 'kurigram-7'), 'p', 'pylogram-4');
--> p
SELECT id, pts, qts, seq, date FROM p.update_state;
--> 1 | 1000 | 2 | 4 | 1700000000
SELECT channel_id, pts FROM p.channel_pts;
--> 1234567890 | 77
SELECT * FROM session_states('p');
--> p | -1001234567890 | 77 | NULL | 1700000001 | NULL
--> p | 0 | 1000 | 2 | 1700000000 | 4
ATTACH ':memory:' AS m;
SELECT session_import(session_export('k', 'kurigram-7'), 'm', 'mtcute-1');
--> m
SELECT * FROM session_states WHERE session='m';
--> m | -1001234567890 | 77 | NULL | NULL | NULL
--> m | 0 | 1000 | 2 | 1700000000 | 4
UPDATE session_states SET pts = 1001, qts = 3, date = 1700000001, seq = 5 WHERE session='m' AND id=0;
SELECT * FROM session_states WHERE session='m' AND id=0;
--> m | 0 | 1001 | 3 | 1700000001 | 5
UPDATE session_states SET pts = 1000, qts = 2, date = 1700000000, seq = 4 WHERE session='m' AND id=0;

-- Changed like any table; each ends up where its client looks for it.
UPDATE session_states SET pts=pts+1 WHERE id=-1001234567890;
SELECT session, pts FROM session_states WHERE id=-1001234567890;
--> k | 78
--> t | 78
--> p | 78
--> m | 78
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('t', 0, 5, 6, 7, 8);
--!CONSTRAINT session_states: UNIQUE constraint failed: session_states.session, session_states.id: t has one of id 0
INSERT OR REPLACE INTO session_states(session, id, pts, qts, date, seq) VALUES ('t', 0, 5, 6, 7, 8);
SELECT * FROM session_states WHERE session='t' AND id=0;
--> t | 0 | 5 | 6 | 7 | 8
SELECT id, pts FROM t.update_state ORDER BY id;
--> 0 | 5
--> 1234567890 | 78
DELETE FROM session_states WHERE id=-1001234567890;
SELECT session, id FROM session_states;
--> k | 0
--> t | 0
--> p | 0
--> m | 0
INSERT INTO session_states(session, id, pts) VALUES ('k', 'zero', 1);
--!MISMATCH session_states: id is TEXT that is no number; wanted is a whole number
INSERT INTO session_states(session, pts) VALUES ('k', 1);
--!CONSTRAINT session_states: id is missing: 0 is the account, any other a channel's, -100 and its digits
UPDATE session_states SET session='t' WHERE session='k';
--! session_states: a row can't move to another session
BEGIN;
DELETE FROM session_states;
SELECT count(*) FROM session_states;
--> 0
ROLLBACK;
SELECT count(*) FROM session_states;
--> 4

-- A layout without them.
ATTACH ':memory:' AS old;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'old', 'pyrogram-3', 2, 1, key FROM made_up;
SELECT count(*) FROM session_states('old');
--> 0
INSERT INTO session_states(session, id, pts) VALUES ('old', 0, 1);
--! session_states: layout pyrogram-3 holds no update states

-- Files are read.
SELECT session_import(session_export('k', 'kurigram-7'), './k.session');
--> ./k.session
SELECT * FROM session_states('./k.session');
--> ./k.session | 0 | 1000 | 2 | 1700000000 | 4
SELECT * FROM session_states(readfile('k.session')) WHERE id=0;
--> value | 0 | 1000 | 2 | 1700000000 | 4
DELETE FROM session_states WHERE source='./k.session';
--!READONLY session_states: only databases of this connection can be changed; ATTACH the file

-- A state whose pts is 0 is none: in every layout whose client would ask with it, in the account's box and in a channel's.
CREATE TABLE zero AS SELECT name AS layout, './zero-' || name || '.session' AS p, NULL AS x, NULL AS y FROM session_formats
  WHERE kind = 'layout' AND writes AND family = 'pyrogram' AND instr(' ' || keeps || ' ', ' states ') AND name <> 'pylogram-4';
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, layout, 2, 777, 0, 1, CAST(printf('%0256d', 3) AS BLOB) FROM zero;
UPDATE zero SET x = other(p, 'INSERT INTO update_state(id, pts, qts, date, seq) VALUES (0, 0, 1, 2, 3), (-1001234567890, 0, NULL, 4, NULL), (-1001234567891, 7, NULL, 4, NULL)'), y = other(p, NULL);
SELECT layout, session_check(p) LIKE '[{"code":"empty-state","severity":"warning","repair":true,"finding":"update states whose pts is 0: the client asks with it what it has missed, and fails: 2"}%',
  session_repair(p) LIKE '%"mended"%', (SELECT group_concat(id || ' ' || pts) FROM session_states(p)), instr(session_check(p), 'empty-state') FROM zero;
--> kurigram-5 | 1 | 1 | -1001234567891 7 | 0
--> kurigram-6 | 1 | 1 | -1001234567891 7 | 0
--> kurigram-7 | 1 | 1 | -1001234567891 7 | 0
--> pyrofork-4 | 1 | 1 | -1001234567891 7 | 0
--> pyrogrammod-4 | 1 | 1 | -1001234567891 7 | 0
--> wzgram-8 | 1 | 1 | -1001234567891 7 | 0

---------------------------------------------------------------- under another id
-- What a channel's state can't keep doesn't go there: nothing is lost by a new id.
CREATE TABLE moved AS SELECT name, outcome('ATTACH '':memory:'' AS moved; INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) VALUES (''moved'', ''' || name || ''', 2, 777, 0, CAST(printf(''%0256d'', 7) AS BLOB));
  INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES (''moved'', 0, 1, 2, 3, 4)') AS o, outcome('UPDATE session_states SET id = -1000000000005 WHERE session = ''moved'' AND id = 0') AS u,
  outcome('SELECT id, pts, qts, date, seq FROM session_states(''moved'')') AS s, outcome('DETACH moved') AS d FROM session_formats WHERE kind = 'layout' AND writes AND keeps LIKE '%states%';
SELECT replace(u, name, 'LAYOUT') AS u, s, group_concat(name, ' ') FROM moved GROUP BY 1, 2;
--> ! session_states: moved: layout LAYOUT can't keep this qts | 0 | 1 | 2 | 3 | 4 | grammers-1 mtcute-1 pylogram-4 telethon-2.10
--> (none) | -1000000000005 | 1 | 2 | 3 | 4 | kurigram-5 kurigram-6 kurigram-7 pyrofork-4 pyrogrammod-4 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8 wzgram-8
