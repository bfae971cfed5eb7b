-- A value stands wherever a session can: strings, JSON, bundles and images, as TEXT and as a BLOB, in all three tables, in a column of a table.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number) VALUES ('src', -1001234567890, 'channel', 5, '["news","other"]', NULL), ('src', 777, 'user', 6, NULL, '12025550123');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('src', 0, 1, 2, 3, 4);
CREATE TABLE vault AS SELECT name, kind, session_export('src', name) AS v FROM session_formats WHERE writes;
INSERT INTO vault SELECT name || ' again', kind, CAST(v AS BLOB) FROM vault WHERE typeof(v) = 'text';
INSERT INTO vault SELECT name || ' pasted', kind, 'SESSION="' || v || '"' FROM vault WHERE typeof(v) = 'text';
SELECT typeof(v), count(*) FROM vault GROUP BY 1;
--> blob | 31
--> text | 20
CREATE TABLE a AS SELECT v.name AS format, v.v, kind, s.* , s.auth_key, s.string FROM vault v, session(v.v) s;
SELECT format, name, auth_key_id, problem FROM a WHERE name <> 'value' OR auth_key_id <> 'e89a4c6791bde990' OR auth_key <> (SELECT key FROM made) OR dc_id <> 2 OR problem IS NOT NULL;
--> (none)
SELECT count(*), sum(layout IS CASE WHEN kind = 'layout' THEN format END OR format LIKE '%json%') FROM a;
--> 51 | 51
-- What session_info says of a value its row says.
SELECT format FROM a WHERE (dc_id, user_id, is_bot, api_id, server_address, port) IS NOT (SELECT json_extract(i, '$.dc_id'), json_extract(i, '$.user_id'), json_extract(i, '$.is_bot'),
  json_extract(i, '$.api_id'), json_extract(i, '$.server_address'), json_extract(i, '$.port') FROM (SELECT session_info(v) AS i));
--> (none)
SELECT format, string FROM a WHERE string IS NULL OR (kind = 'string' AND format NOT LIKE '%json%' AND format NOT LIKE 'bundle%' AND instr(v, string) = 0);
--> (none)
SELECT DISTINCT kind, peers IS NULL FROM a WHERE format NOT LIKE 'grammers%' AND format NOT LIKE 'telethon-2%' AND format NOT LIKE 'gotd%' ORDER BY 1, 2;
--> layout | 0
--> string | 0
--> string | 1
-- Peers and states, by a join, by id, by name, by find.
SELECT count(*), count(DISTINCT v.name), count(DISTINCT p.session) FROM vault v, session_peers(v.v) p WHERE p.id = -1001234567890;
--> 26 | 26 | 1
SELECT count(*) FROM vault v, session_peers(v.v, '@News') p;
--> 25
SELECT count(*) FROM vault v, session_peers(v.v, '+1 202 555-0123') p;
--> 25
SELECT (SELECT count(*) FROM session_peers(v) WHERE username = 'NEWS'), (SELECT count(*) FROM session_peers(v) WHERE id = 777 OR phone_number = '12025550123'),
  (SELECT pts FROM session_states(v)) FROM vault WHERE name IN ('bundle', 'bundle pasted');
--> 1 | 1 | 1
--> 1 | 1 | 1
SELECT count(*) FROM vault v, session_states(v.v) s WHERE s.id = 0;
--> 21
-- What is none says why, in its row; and a statement that lists the peers of it fails.
SELECT problem FROM vault v, session(substr(v.v, 1, 340)) WHERE v.name = 'pyrogram';
--> refused: 340 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
SELECT problem FROM session('{"a":1}');
--> no-session: the value is JSON of no known client
SELECT count(*) FROM vault v, session_peers(substr(v.v, 1, 340)) WHERE v.name = 'pyrogram';
--! session_peers: 340 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
-- A file of that name is a file, and a database a database.
SELECT count(*) FROM session(NULL);
--> 0
UPDATE session SET dc_id = 4 WHERE source = (SELECT v FROM vault WHERE name = 'pyrogram');
--!READONLY session: a value can't be changed; session_convert() makes another one of it

-- The smallest image that there is, and less.
SELECT other('e.db', 'PRAGMA page_size=512; PRAGMA user_version=1; VACUUM'), other('e.db', NULL), length(readfile('e.db'));
--> NULL | NULL | 512
SELECT session_info(readfile('e.db'));
--! session_info: no session in the image
SELECT session_info(CAST(substr(readfile('e.db'), 1, 511) AS BLOB));
--!NOTADB session_info: a BLOB of 511 bytes is not the image of a SQLite database
