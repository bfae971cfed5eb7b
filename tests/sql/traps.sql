-- What must never happen: each has cost somebody a login.  (One test each.)
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 1) AS BLOB) AS key, CAST(printf('%0256d', 2) AS BLOB) AS key2;
ATTACH ':memory:' AS t;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 't', 'telethon-7', 2, key FROM made_up;
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) SELECT 'k', 'kurigram-7', 2, 12345, 777000123, 1, key FROM made_up;
CREATE TEMP TABLE pyro AS SELECT name FROM session_formats WHERE kind='layout' AND writes AND (name LIKE 'pyro%' OR name LIKE 'kuri%' OR name LIKE 'wz%' OR name LIKE 'pylo%');
SELECT count(*) FROM pyro;
--> 12

-- 1. A NULL in test_mode, auth_key, user_id or is_bot makes Pyrogram log in anew and overwrite the key.
-- A user id that nobody knows is an error, never NULL, never 0, never a peer.
INSERT INTO session_peers(session, id, access_hash, username) VALUES ('t', 99, 99, 'not_me');
SELECT session_export('t', 'pyrogram-3');
--! session_export: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT session_import(session_export('t'), './never.session', 'kurigram-7');
--! session_import: ./never.session: kurigram-7: user_id is not known from the source; give it: 'user_id', N
SELECT file_mode('never.session');
--> NULL
SELECT pyro.name FROM pyro, session(session_export('t', pyro.name, 'user_id', 5)) s WHERE s.test_mode IS NULL OR s.user_id IS NOT 5 OR s.is_bot IS NOT 0 OR s.auth_key IS NULL;
--> (none)
SELECT mkdir('p');
--> 1
INSERT INTO session(name, layout, string, user_id) SELECT 'p/' || name || '.session', name, (SELECT session_export('t')), 5 FROM pyro;
CREATE TEMP TABLE o AS SELECT name, other(f, 'SELECT count(*) FROM sessions WHERE test_mode IS NOT NULL AND length(auth_key)=256 AND user_id=5 AND is_bot=0') AS good,
    CASE WHEN name IN ('pyrogram-1', 'pyrogram-2') THEN 0 ELSE other(f, 'SELECT api_id FROM sessions') END AS api_id,
    other(f, 'SELECT count(*) FROM pragma_table_info(''peers'') WHERE name=''username''') AS username, other(f, NULL) AS closed
  FROM (SELECT name, 'p/' || name || '.session' AS f FROM pyro);
SELECT good, count(*) FROM o GROUP BY good;
--> 1 | 12
-- Nor does an edit make one.
UPDATE session SET user_id=NULL WHERE name='k';
--! session: kurigram-7: user_id is not known from the source; give it: 'user_id', N
UPDATE session SET is_bot=NULL, test_mode=NULL WHERE name='k';
SELECT test_mode, user_id, is_bot FROM k.sessions;
--> 0 | 777000123 | 0

-- 2. api_id: NULL makes Pyrogram ask on the terminal.  0 stands for "not known" in files and strings.
SELECT api_id, count(*) FROM o GROUP BY api_id;
--> 0 | 12
SELECT json_extract(session_info(session_export('t', 'pyrogram', 'user_id', 5)), '$.api_id');
--> 0

-- 3. kurigram-7 without an address can't connect: it is filled in from the table of data centres; one that is not there is an error.
SELECT s.name, server_address, port FROM session('p') s WHERE layout IN ('kurigram-7', 'wzgram-8');
--> p/kurigram-7.session | 149.154.167.51 | 443
--> p/wzgram-8.session | 149.154.167.51 | 443
SELECT session_convert(json_object('tgsession', 1, 'dc_id', 9, 'user_id', 5, 'auth_key', printf('%0512d', 1)), 'kurigram-7');
--! session_convert: kurigram-7: there is no data centre 9; give 'dc_id', N, or 'server_address', '...'
-- Nor does it go where its address can't: nobody would read it there, nor do we.
SELECT name, outcome('SELECT length(session_convert(''{"tgsession":1,"dc_id":9,"server_address":"10.0.0.1","user_id":5,"auth_key":"' || printf('%0512d', 1) || '"}'', ''' || name || ''')) > 9') AS o
  FROM session_formats WHERE writes AND keeps NOT LIKE '%server_address%' AND name LIKE 'pyrogram%' ORDER BY name;
--> pyrogram | ! session_convert: pyrogram string: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogram-1 | ! session_convert: pyrogram-1: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogram-2 | ! session_convert: pyrogram-2: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogram-3 | ! session_convert: pyrogram-3: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogram-32 | ! session_convert: pyrogram-32 string: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogram-64 | ! session_convert: pyrogram-64 string: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
--> pyrogrammod-4 | ! session_convert: pyrogrammod-4: there is no data centre 9, and no server_address is kept here; give 'dc_id', N
UPDATE session SET dc_id=4 WHERE name='k';
SELECT dc_id, server_address, port FROM k.sessions;
--> 4 | 149.154.167.91 | 443
UPDATE session SET dc_id=2 WHERE name='k';

-- 4. Telethon: IPv6 in the file makes it save DC 2 over the real one; a takeout_id locks 1.43 out.
UPDATE session SET server_address='2001:67c:4e8:f002::a' WHERE name='k';
SELECT f.name, server_address FROM session_formats f, session(session_export('k', f.name)) s WHERE f.name LIKE 'telethon-_' AND writes AND server_address LIKE '%:%';
--> (none)
SELECT server_address FROM session((SELECT session_export('k', 'telethon-7')));
--> 149.154.167.51
-- Unless it was asked for.
SELECT server_address FROM session((SELECT session_export('k', 'telethon-7', 'server_address', '2001:67c:4e8:f002::a')));
--> 2001:67c:4e8:f002::a
INSERT INTO session(name, layout, string) SELECT './t7.session', 'telethon-7', session_export('t');
SELECT other('t7.session', 'UPDATE sessions SET takeout_id=5'), other('t7.session', NULL);
--> NULL | NULL
UPDATE session SET layout='telethon-8' WHERE source='./t7.session';
SELECT other('t7.session', 'SELECT count(*) FROM sessions WHERE takeout_id IS NULL AND tmp_auth_key IS NULL'), other('t7.session', NULL);
--> 1 | NULL
-- The default is what every Telethon since 1.7.5 opens.
SELECT session_import(session_export('t'), './default.session');
--> ./default.session
SELECT layout FROM session('./default.session');
--> telethon-7

-- 5. Telethon 2 destroys the key where sqlite_stat1, sqlite_sequence or a table with a digit in its name is.
SELECT mkdir('tl');
--> 1
INSERT INTO session(name, layout, string) SELECT 'tl/' || name || '.session', name, (SELECT session_export('t')) FROM session_formats WHERE name LIKE 'telethon-_' AND writes;
UPDATE session SET layout='pyrogram-3', user_id=5 WHERE source='tl';
UPDATE session SET layout='telethon-7' WHERE source='tl';
SELECT name, other(name, 'SELECT group_concat(name) FROM sqlite_master WHERE type=''table'' AND (name GLOB ''*[0-9]*'' OR name LIKE ''sqlite%'' OR name LIKE ''tgsession%'')'), other(name, NULL) FROM session('tl');
--> tl/telethon-3.session | NULL | NULL
--> tl/telethon-4.session | NULL | NULL
--> tl/telethon-5.session | NULL | NULL
--> tl/telethon-6.session | NULL | NULL
--> tl/telethon-7.session | NULL | NULL
--> tl/telethon-8.session | NULL | NULL

-- 6. Telethon's row 0, which names the account itself, only together with the account's own row and its access hash.
SELECT count(*) FROM t.entities WHERE id=0;
--> 0
SELECT session_import(session_export('t', 'telethon-7', 'user_id', 5), 't');
--> t
SELECT count(*), (SELECT user_id FROM session WHERE name='t') FROM t.entities WHERE id=0;
--> 0 | NULL
INSERT INTO session_peers(session, id, access_hash, username) VALUES ('t', 5, 55, 'me');
SELECT session_import(session_export('t', 'telethon-7', 'user_id', 5), 't');
--> t
SELECT id, hash FROM t.entities WHERE id IN (0, 5);
--> 0 | 5
--> 5 | 55
SELECT user_id FROM session WHERE name='t';
--> 5
-- The row that is there already stays, with all that it has.
INSERT INTO session(name, layout, string) SELECT './self' || n || '.session', 'telethon-' || n, session_export('t') FROM (SELECT 5 AS n UNION SELECT 8);
SELECT n, once('./self' || n || '.session', 'INSERT INTO entities(id, hash, name) VALUES (0, 5, ''me''), (5, 55, ''I'')') FROM (SELECT 5 AS n UNION SELECT 8);
--> 5 | NULL
--> 8 | NULL
SELECT session_import(session_export('t', 'telethon-7', 'user_id', 5), './self' || n || '.session'),
  once('./self' || n || '.session', 'SELECT group_concat(id || '' '' || hash || '' '' || name) FROM entities') FROM (SELECT 5 AS n UNION SELECT 8);
--> ./self5.session | 0 5 me,5 55 I
--> ./self8.session | 0 5 me,5 55 I
UPDATE t.entities SET hash = 0 WHERE id = 5;
SELECT session_import(session_export('t', 'telethon-7', 'user_id', 5), 't');
--> t
SELECT count(*) FROM t.entities WHERE id=0;
--> 0

-- 7. A freshly written kurigram has no peers.username; and its usernames are filled from where the source has them.
SELECT username, count(*) FROM o WHERE name LIKE 'kuri%' OR name LIKE 'wz%' GROUP BY username;
--> 0 | 5
INSERT INTO session(name, layout, string) SELECT './3.session', 'pyrogram-3', session_export('k');
SELECT other('3.session', 'INSERT INTO peers(id, access_hash, type, username) VALUES (8, 8, ''user'', ''eight'')'), other('3.session', NULL);
--> NULL | NULL
UPDATE session SET layout='kurigram-6' WHERE source='./3.session';
SELECT other('3.session', 'SELECT id || '' '' || username FROM usernames'), other('3.session', NULL);
--> 8 eight | NULL

-- 8. mtcute: usernames that are no JSON break every look-up: "[]" where there are none.  grammers panics on empty keys and addresses.
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('k', 8, 'user', 8), ('k', -8, 'group', 0);
SELECT session_import(session_export('k', 'mtcute-1'), './m.session'), session_import(session_export('k', 'grammers-1'), './g.session');
--> ./m.session | ./g.session
SELECT other('m.session', 'SELECT group_concat(DISTINCT usernames) FROM peers'), other('m.session', 'SELECT count(*) FROM peers WHERE NOT json_valid(usernames)'), other('m.session', NULL);
--> [] | 0 | NULL
SELECT other('g.session', 'SELECT count(*) FROM dc_option WHERE auth_key=x'''' OR ipv4 NOT LIKE ''%.%.%.%:%'' OR ipv6 NOT LIKE ''[%]:%'''), other('g.session', 'SELECT count(*) FROM dc_option WHERE length(auth_key)=256'), other('g.session', NULL);
--> 0 | 1 | NULL
INSERT INTO session(name, layout, auth_key) VALUES ('./ge.session', 'grammers-1', x'');
SELECT other('ge.session', 'SELECT count(*) FROM dc_option WHERE auth_key=x'''''), other('ge.session', NULL);
--> 0 | NULL

-- 9. A -wal beside the file may hold the only copy of everything.
INSERT INTO session(name, layout, string) SELECT './w.session', 'pyrogram-3', session_export('k');
SELECT other('w.session', 'PRAGMA journal_mode=WAL'), other('w.session', 'PRAGMA wal_autocheckpoint=0'), other('w.session', 'UPDATE sessions SET user_id=4711');
--> wal | 0 | NULL
SELECT user_id FROM session('./w.session');
--> 4711
SELECT json_extract(session_info(session_export('./w.session')), '$.user_id');
--> 4711
-- The client is gone without having closed it: copies of both, without the -shm.
SELECT writefile('x.session', readfile('w.session')) > 0, writefile('x.session-wal', readfile('w.session-wal')) > 0;
--> 1 | 1
SELECT user_id FROM session('./x.session');
--> 4711
SELECT file_mode('x.session-shm'), length(readfile('x.session-wal')) = length(readfile('w.session-wal')), readfile('x.session') = readfile('w.session');
--> NULL | 1 | 1
-- A -journal that journal_mode=PERSIST has left, which going to WAL doesn't remove; an empty one.
SELECT writefile('x.session-journal', zeroblob(13832)), (SELECT user_id FROM session('./x.session')), json_extract(session_info(session_export('./x.session')), '$.user_id'),
  (SELECT count(*) FROM session_peers('./x.session')) >= 0, file_mode('x.session-shm');
--> 13832 | 4711 | 4711 | 1 | NULL
SELECT writefile('x.session-journal', x''), (SELECT user_id FROM session('x*.session')), json_array_length(session_check('./x.session')) >= 0, file_mode('x.session-shm'),
  length(readfile('x.session-journal')), length(readfile('x.session-wal')) = length(readfile('w.session-wal')), readfile('x.session') = readfile('w.session');
--> 0 | 4711 | 1 | NULL | 0 | 1 | 1
-- One that SQLite might play is not, and nothing is left either.
SELECT writefile('x.session-journal', CAST('d' || hex(zeroblob(300)) AS BLOB)), (SELECT problem FROM session('./x.session')) LIKE 'interrupted-write: %', file_mode('x.session-shm'), length(readfile('x.session-journal'));
--> 601 | 1 | NULL | 601
SELECT unlink('x.session-journal');
--> 1
-- What is left without its -wal is the past, and whole.
SELECT writefile('y.session', readfile('w.session')) > 0;
--> 1
SELECT user_id FROM session('./y.session');
--> 777000123
SELECT file_mode('y.session-wal'), file_mode('y.session-shm'), other('w.session', NULL);
--> NULL | NULL | NULL

-- 10. Access hashes belong to one account: another one's login does not keep them.
SELECT count(*) FROM session_peers('k');
--> 2
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'k', 2, 5, key2 FROM made_up;
SELECT count(*), (SELECT user_id FROM session WHERE name='k') FROM session_peers('k');
--> 0 | 5
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('k', 8, 'user', 8);
SELECT session_import(session_export('./y.session'), 'k', NULL, 'replace', 1);
--> k
SELECT count(*), (SELECT user_id FROM session WHERE name='k') FROM session_peers('k');
--> 0 | 777000123
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('k', 8, 'user', 8);
UPDATE session SET user_id=6, auth_key=(SELECT key2 FROM made_up) WHERE name='k';
SELECT count(*) FROM session_peers('k');
--> 0
-- Nor by a migration that brings the other's string.
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('k', 8, 'user', 8);
SELECT session_import(session_export('./y.session', 'telethon-7'), 'k', 'telethon-7', 'replace', 1);
--> k
SELECT count(*) FROM session_peers('k');
--> 0

-- 11. grammers is logged in only with a row of the account among its peers: a string, which has no peers, makes one.
SELECT session_import(session_export('./y.session'), './g11.session', 'grammers-1');
--> ./g11.session
ATTACH 'g11.session' AS g11;
SELECT peer_id, hash, subtype FROM g11.peer_info;
--> 777000123 | NULL | 1
SELECT json_extract(session_info(session_convert(session_export('./y.session'), 'grammers-1', 'is_bot', 1)), '$.user_id', '$.is_bot');
--> [777000123,1]
-- There is one such row, whatever the user id is set to.
UPDATE session SET user_id=8, is_bot=1 WHERE name='g11';
SELECT peer_id, subtype FROM g11.peer_info;
--> 8 | 3
--> 777000123 | NULL
SELECT user_id, is_bot, session_check('g11') FROM session('g11');
--> 8 | 1 | [{"code":"no-access-hash","severity":"note","repair":false,"finding":"users or channels without an access hash, whom the client can't reach: 1"}]
-- Its bits mean other things of users and of channels.
INSERT INTO g11.peer_info(peer_id, hash, subtype) VALUES (-1000000000009, 9, 1), (-1000000000010, 9, 4), (-1000000000011, 9, 2), (12, 9, 4);
SELECT id, type FROM session_peers('g11') WHERE access_hash = 9;
--> -1000000000011 | channel
--> -1000000000010 | supergroup
--> -1000000000009 | channel
--> 12 | user
DETACH g11;
-- Telethon's is only made with an access hash, and then also when the user id is told later.
ATTACH ':memory:' AS t11;
SELECT session_import(session_export('./y.session'), 't11', 'telethon-7');
--> t11
SELECT count(*), (SELECT user_id FROM session('t11')) FROM t11.entities;
--> 0 | NULL
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('t11', 777000123, 'user', 42);
UPDATE session SET user_id=777000123 WHERE name='t11';
SELECT user_id, peers FROM session('t11');
--> 777000123 | 1
