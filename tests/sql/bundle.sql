-- The bundle: a session string that loses nothing.
CREATE TEMP TABLE key AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<9)
  SELECT n, CAST(printf('%0256d', n) AS BLOB) AS key FROM n;
ATTACH ':memory:' AS bot;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, date, auth_key) SELECT 'bot', 'kurigram-7', 2, 777000123, 1, 12345, 1700000000, key FROM key WHERE n=1;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES
  ('bot', 777000, 'user', -4203, '["telegram","durov_says"]', '42777', 1700000003),
  ('bot', 777000123, 'bot', 9223372036854775807, '["me_bot"]', NULL, 1700000002),
  ('bot', -5, 'group', 0, NULL, NULL, 1700000001),
  ('bot', -1001234567890, 'channel', -9223372036854775808, '["news"]', NULL, 1700000004),
  ('bot', -1001234567891, 'supergroup', 1, NULL, NULL, 1700000000);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('bot', 0, 1, 2, 3, 4), ('bot', -1001234567890, 5, 6, 7, 8);
CREATE TEMP TABLE b AS SELECT session_export('bot', 'bundle') AS bundle;

---------------------------------------------------------------- what it is
-- One line of text, which no other format can be.
SELECT typeof(bundle), substr(bundle, 1, 5), bundle GLOB '*[^-_.A-Za-z0-9]*', bundle=session_export('bot', 'bundle') FROM b;
--> text | tgs1. | 0 | 1
SELECT group_concat(key, ' ') FROM b, json_each(session_info(bundle));
--> format layout clients dc_id test_mode user_id is_bot api_id server_address port date auth_key_id peers states usernames bytes peers_left_out states_left_out problems
SELECT json_extract(session_info(bundle), '$.format', '$.dc_id', '$.test_mode', '$.user_id', '$.is_bot', '$.api_id', '$.server_address', '$.port', '$.date') FROM b;
--> ["bundle",2,0,777000123,1,12345,"149.154.167.51",443,1700000000]
SELECT json_extract(session_info(bundle), '$.peers', '$.states', '$.usernames', '$.peers_left_out', '$.states_left_out', '$.problems') FROM b;
--> [5,2,4,0,0,[]]
SELECT json_extract(session_info(bundle), '$.auth_key_id')=auth_key_id FROM b, session('bot');
--> 1
-- White space, as mail and terminals put into it, is no harm; nor are quotes.
SELECT session_info(substr(bundle, 1, 100) || char(10) || ' ' || substr(bundle, 101) || char(13) || char(10))=session_info(bundle) FROM b;
--> 1
SELECT session_info('"' || bundle || '"')=session_info(bundle) FROM b;
--> 1
SELECT session_info(CAST(bundle AS BLOB))=session_info(bundle), session_info(bundle, 'from', 'bundle')=session_info(bundle) FROM b;
--> 1 | 1

---------------------------------------------------------------- out of it
ATTACH ':memory:' AS again;
SELECT session_import(bundle, 'again', 'kurigram-7') FROM b;
--> again
SELECT id, type, access_hash, username, usernames, phone_number, updated FROM session_peers('again');
--> -1001234567891 | supergroup | 1 | NULL | NULL | NULL | 1700000000
--> -1001234567890 | channel | -9223372036854775808 | news | ["news"] | NULL | 1700000004
--> -5 | group | 0 | NULL | NULL | NULL | 1700000001
--> 777000 | user | -4203 | telegram | ["telegram","durov_says"] | 42777 | 1700000003
--> 777000123 | bot | 9223372036854775807 | me_bot | ["me_bot"] | NULL | 1700000002
SELECT id, pts, qts, date, seq FROM session_states('again');
--> -1001234567890 | 5 | 6 | 7 | 8
--> 0 | 1 | 2 | 3 | 4
SELECT session_export('again', 'bundle')=bundle FROM b;
--> 1
-- The same, with no container.
SELECT session_convert(session_convert(bundle, 'kurigram-7'), 'bundle')=bundle, session_convert(bundle, 'bundle')=bundle FROM b;
--> 1 | 1
SELECT id, updated FROM b, session_peers(bundle) WHERE id<-1000000000000;
--> -1001234567890 | 1700000004
--> -1001234567891 | 1700000000
-- As a source it is not taken: make an image of it.
SELECT name, layout, user_id FROM b, session(session_convert(bundle, 'kurigram-7'));
--> value | kurigram-7 | 777000123
SELECT count(*) FROM b, session_peers(session_convert(bundle, 'kurigram-7')) WHERE username='news';
--> 1
-- Without a layout: into a new database what the session was in, as far as the bundle tells.
ATTACH ':memory:' AS fresh;
SELECT session_import(bundle, 'fresh') FROM b;
--> fresh
SELECT layout, peers FROM session('fresh');
--> kurigram-7 | 5
DETACH fresh;
-- Into a container that has peers already: of two rows of a peer the newer one is kept.
ATTACH ':memory:' AS older;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 'older', 'kurigram-7', 2, 777000123, key FROM key WHERE n=1;
INSERT INTO session_peers(session, id, type, access_hash) VALUES ('older', 42, 'user', 43), ('older', 777000, 'user', 1);
SELECT session_import(bundle, 'older') FROM b;
--> older
SELECT id, access_hash FROM session_peers('older') WHERE id IN (42, 777000) ORDER BY id;
--> 42 | 43
--> 777000 | 1
DETACH older;
-- As INSERT.
INSERT INTO session(name, layout, string) SELECT './x.session', 'pyrogrammod-4', bundle FROM b;
SELECT layout, user_id, peers, file_mode(name) FROM session('./x.session');
--> pyrogrammod-4 | 777000123 | 5 | 0600

---------------------------------------------------------------- through each layout, and back
-- bundle -> layout -> bundle -> the same layout: what the layout holds is there.
CREATE TEMP TABLE way AS SELECT name AS layout, keeps, session_convert(bundle, name, 'server_address', '149.154.167.51', 'port', 443) AS image
  FROM b, session_formats WHERE kind='layout' AND writes;
SELECT count(*), count(image) FROM way;
--> 21 | 21
CREATE TEMP TABLE back AS SELECT layout, keeps, image, session_convert(session_convert(image, 'bundle', 'user_id', 777000123, 'is_bot', 1), layout) AS image2 FROM way;
-- Peers.
SELECT layout FROM back WHERE keeps LIKE '%peers%'
  AND (SELECT json_group_array(json_array(id, type, access_hash, username, usernames, phone_number, name, updated)) FROM session_peers(image))
   IS NOT (SELECT json_group_array(json_array(id, type, access_hash, username, usernames, phone_number, name, updated)) FROM session_peers(image2));
--> (none)
-- States.
SELECT layout FROM back WHERE keeps LIKE '%states%'
  AND (SELECT json_group_array(json_array(id, pts, qts, date, seq)) FROM session_states(image))
   IS NOT (SELECT json_group_array(json_array(id, pts, qts, date, seq)) FROM session_states(image2));
--> (none)
-- The account.
SELECT layout FROM back WHERE (SELECT json_array(dc_id, test_mode, is_bot, api_id, server_address, port, auth_key_id, peers) FROM session(image))
  IS NOT (SELECT json_array(dc_id, test_mode, is_bot, api_id, server_address, port, auth_key_id, peers) FROM session(image2));
--> (none)
-- All hold these, in the bundle's own numbers.
SELECT layout, (SELECT count(*) FROM session_peers(image2)) AS peers, (SELECT count(*) FROM session_states(image2)) AS states,
  (SELECT sum(access_hash) FROM session_peers(image2) WHERE id IN (777000, -1001234567891)) AS hashes FROM back ORDER BY layout;
--> grammers-1 | 5 | 2 | -4202
--> kurigram-4 | 5 | 0 | -4202
--> kurigram-5 | 5 | 2 | -4202
--> kurigram-6 | 5 | 2 | -4202
--> kurigram-7 | 5 | 2 | -4202
--> mtcute-1 | 5 | 2 | -4202
--> pylogram-4 | 5 | 2 | -4202
--> pyrofork-3 | 5 | 0 | -4202
--> pyrofork-4 | 5 | 2 | -4202
--> pyrogram-1 | 5 | 0 | -4202
--> pyrogram-2 | 5 | 0 | -4202
--> pyrogram-3 | 5 | 0 | -4202
--> pyrogrammod-4 | 5 | 2 | -4202
--> telethon-2.10 | 0 | 2 | NULL
--> telethon-3 | 5 | 0 | -4202
--> telethon-4 | 5 | 2 | -4202
--> telethon-5 | 5 | 2 | -4202
--> telethon-6 | 5 | 2 | -4202
--> telethon-7 | 5 | 2 | -4202
--> telethon-8 | 5 | 2 | -4202
--> wzgram-8 | 5 | 2 | -4202
-- A fresh file is what its client makes, checked.
SELECT mkdir('all') IS NULL;
--> 0
SELECT count(session_import(image2, 'all/' || layout || '.session')) FROM back;
--> 21
SELECT sum(name='all/' || layout || '.session'), group_concat(DISTINCT session_check(name)), count(problem) FROM session('all');
--> 21 | [] | 0

---------------------------------------------------------------- into and out of strings
SELECT name, session_convert(session_convert(bundle, name), 'bundle', 'max_length', 1000) IS NOT NULL AS there,
  json_extract(session_info(session_convert(bundle, name)), '$.peers') AS peers FROM b, session_formats WHERE kind='string' AND writes ORDER BY name;
--> bundle | 1 | 5
--> gotd-json | 1 | 0
--> gramjs | 1 | 0
--> json | 1 | 5
--> mtcute | 1 | 0
--> mtkruto | 1 | 0
--> pyrogram | 1 | 0
--> pyrogram-32 | 1 | 0
--> pyrogram-64 | 1 | 0
--> telethon | 1 | 0
SELECT session_convert(bundle, 'pyrogram')=session_export('bot', 'pyrogram'), session_convert(bundle, 'telethon')=session_export('bot', 'telethon') FROM b;
--> 1 | 1
-- A string's bundle has no peers, and what the string doesn't say it doesn't either.
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'bundle')), '$.user_id', '$.api_id', '$.peers', '$.server_address');
--> [null,null,0,"149.154.167.51"]
-- Options fill that in.
SELECT json_extract(session_info(session_convert(session_export('bot', 'telethon'), 'bundle', 'user_id', 5, 'api_id', 6)), '$.user_id', '$.api_id');
--> [5,6]

---------------------------------------------------------------- short ones
-- The account always, then the states, then the peers that were updated last.
INSERT INTO session_peers(session, id, type, access_hash, updated) WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<2000)
  SELECT 'bot', 1000000 + n, 'user', (n*7919)*(n*104729+1) % 2147483647 * 4000000007 + n, 1600000000 + n FROM n;
SELECT json_extract(session_info(session_export('bot', 'bundle')), '$.peers', '$.states', '$.peers_left_out');
--> [2005,2,0]
CREATE TEMP TABLE short AS SELECT column1 AS most, session_export('bot', 'bundle', 'max_length', column1) AS bundle FROM (VALUES (500), (1000), (4096), (16384), (65536));
SELECT most, length(bundle)<=most, json_extract(session_info(bundle), '$.states'), json_extract(session_info(bundle), '$.peers') + json_extract(session_info(bundle), '$.peers_left_out') FROM short;
--> 500 | 1 | 2 | 2005
--> 1000 | 1 | 2 | 2005
--> 4096 | 1 | 2 | 2005
--> 16384 | 1 | 2 | 2005
--> 65536 | 1 | 2 | 2005
-- More room, more peers; and little room is left.
SELECT count(*) FROM short AS s, short AS t WHERE s.most<t.most AND json_extract(session_info(s.bundle), '$.peers') > json_extract(session_info(t.bundle), '$.peers');
--> 0
SELECT json_extract(session_info(bundle), '$.peers_left_out') FROM short WHERE most=65536;
--> 0
SELECT most, length(bundle)*100/most>=90 FROM short WHERE most=4096;
--> 4096 | 1
-- Those that are in it are the latest.
CREATE TEMP TABLE kept AS SELECT id, updated FROM session_peers(session_convert((SELECT bundle FROM short WHERE most=4096), 'kurigram-7'));
SELECT (SELECT min(updated) FROM kept) > max(updated) FROM session_peers('bot') WHERE id NOT IN (SELECT id FROM kept);
--> 1
SELECT group_concat(id, ' ') FROM (SELECT id FROM session_peers(session_convert((SELECT bundle FROM short WHERE most=500), 'kurigram-7')) ORDER BY updated DESC LIMIT 3);
--> -1001234567890 777000 777000123
-- Too small for the account: the error says the least, and that is enough.
SELECT session_export('bot', 'bundle', 'max_length', 60);
--!TOOBIG session_export: bundle: max_length 60 is too small: the account alone takes 97 characters; allow at least 97
SELECT session_convert((SELECT bundle FROM b), 'bundle', 'max_length', 500)=(SELECT bundle FROM b);
--> 1
SELECT session_export('bot', 'pyrogram', 'max_length', 500);
--! session_export: option 'max_length' is for format 'bundle' only

---------------------------------------------------------------- a vault
SELECT mkdir('bots'), mkdir('saved');
--> 1 | 1
INSERT INTO session(name, layout, string) SELECT 'bots/' || n || '.session', CASE n WHEN 1 THEN 'kurigram-7' WHEN 2 THEN 'telethon-7' ELSE 'pyrogram-3' END, bundle FROM b, key WHERE n<=3;
INSERT INTO session(name, layout, auth_key) VALUES ('bots/new.session', 'pyrogram-3', x'');
CREATE TEMP TABLE vault AS SELECT name, layout, session_export(name, 'bundle') AS bundle FROM session('bots') WHERE auth_key_id IS NOT NULL;
SELECT name, layout, json_extract(session_info(bundle), '$.peers', '$.states') FROM vault;
--> bots/1.session | kurigram-7 | [5,2]
--> bots/2.session | telethon-7 | [5,2]
--> bots/3.session | pyrogram-3 | [5,0]
INSERT INTO session(name, layout, string) SELECT replace(name, 'bots', 'saved'), layout, bundle FROM vault;
SELECT name, layout, peers, session_check(name), file_mode(name) FROM session('saved');
--> saved/1.session | kurigram-7 | 5 | [] | 0600
--> saved/2.session | telethon-7 | 5 | [] | 0600
--> saved/3.session | pyrogram-3 | 5 | [] | 0600
SELECT count(*), sum(session_export(replace(name, 'bots', 'saved'), 'bundle')=bundle) FROM vault;
--> 3 | 3
-- One that isn't logged in can't be bundled.
CREATE TEMP TABLE all_of_them AS SELECT session_export(name, 'bundle') FROM session('bots');
--! session_export: bots/new.session: bundle: not logged in: there is no auth_key
-- A view that is stored in a database may not read it.
CREATE VIEW lure AS SELECT session_export('bot', 'bundle');
SELECT * FROM lure;
--! unsafe use of session_export()
DROP VIEW lure;

---------------------------------------------------------------- damage
SELECT session_info('tgs1.');
--! session_info: bundle: it is cut short: 0 bytes are there
SELECT session_info(replace(bundle, 'tgs1.', 'tgs9.')) FROM b;
--! session_info: bundle: it has version 9, and tgsession 0.2.0 reads version 1; use a later one
-- Cut: no part of it is ever taken for a session.
SELECT session_info(substr(bundle, 1, 6)) FROM b;
--! session_info: bundle: it is cut short, 6 characters cannot be all
SELECT session_info(substr(bundle, 1, 129)) FROM b;
--! session_info: bundle: it is cut short: 93 bytes are there, and its header promises more
SELECT session_info(substr(bundle, 1, length(bundle)-1)) FROM b;
--! session_info: bundle: it is cut short, 266 characters cannot be all
SELECT session_info(bundle || bundle) FROM b;
--! session_info: bundle: character 267 after the prefix is not base64url; paste the whole string, without quotes
SELECT session_info(substr(bundle, 1, 99) || CASE substr(bundle, 100, 1) WHEN 'x' THEN 'y' ELSE 'x' END || substr(bundle, 101)) FROM b;
--! session_info: bundle: it is damaged: the deflated content does not inflate
SELECT session_info(substr(bundle, 1, 99) || '+' || substr(bundle, 101)) FROM b;
--! session_info: bundle: character 95 after the prefix is not base64url; paste the whole string, without quotes
-- An error leaves the container as it was.
SELECT session_import(substr(bundle, 1, 200), 'again') FROM b;
--! session_import: bundle: it is cut short, 200 characters cannot be all
SELECT count(*) FROM session_peers('again');
--> 5
SELECT session_import(substr(bundle, 1, 200), './never.session') FROM b;
--! session_import: bundle: it is cut short, 200 characters cannot be all
SELECT file_mode('never.session');
--> NULL
-- No byte of the key in any of it.
SELECT instr(session_info(bundle), substr(bundle, 50, 12)) FROM b;
--> 0

-- A bundle knows the layout that it came from, and goes back to it; what is only read becomes its family's.  A bundle of a string, and
-- those of 0.1, know none.
CREATE TABLE road AS SELECT name, './road-' || name || '.session' AS p, './back-' || name || '.session' AS back FROM session_formats WHERE kind = 'layout' AND writes;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, name, 2, 777, 0, 1, CAST(printf('%0256d', 9) AS BLOB) FROM road;
SELECT name, json_extract(session_info(session_export(p, 'bundle')), '$.layout') AS l FROM road WHERE l <> name;
--> (none)
SELECT name, outcome('SELECT session_import(session_export(''' || p || ''', ''bundle''), ''' || back || ''')') AS o FROM road WHERE o <> back;
--> (none)
SELECT road.name, s.layout FROM road, session(road.back) s WHERE s.layout <> road.name;
--> (none)
SELECT json_extract(session_info(b), '$.layout'), session_import(b, './again.session') FROM (SELECT session_convert(session_export(p, 'bundle'), 'bundle') AS b FROM road WHERE name = 'mtcute-1');
--> mtcute-1 | ./again.session
SELECT layout FROM session('./again.session');
--> mtcute-1
SELECT json_extract(session_info(b), '$.layout'), session_import(b, './string.session') FROM (SELECT session_convert(session_export(p), 'bundle') AS b FROM road WHERE name = 'kurigram-7');
--> NULL | ./string.session
SELECT layout FROM session('./string.session');
--> pyrogram-3

-- An older shape of a layout goes by its name, and becomes the layout: Telethon 2 of 2023 had one column for the address.
ATTACH './older.session' AS older;
CREATE TABLE older.version(version INTEGER PRIMARY KEY);
CREATE TABLE older.datacenter(id INTEGER PRIMARY KEY, addr TEXT NOT NULL, auth BLOB);
CREATE TABLE older.user(id INTEGER PRIMARY KEY, dc INTEGER NOT NULL, bot INTEGER NOT NULL);
CREATE TABLE older.state(pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE older.channelstate(id INTEGER PRIMARY KEY, pts INTEGER NOT NULL);
INSERT INTO older.version VALUES (10);
INSERT INTO older.datacenter VALUES (4, '149.154.167.91:443', CAST(printf('%0256d', 9) AS BLOB));
INSERT INTO older.user VALUES (777, 4, 1);
SELECT s.layout, f.writes FROM session('older') s JOIN session_formats f ON f.name = s.layout;
--> telethon-2.10 | 1
SELECT session_import(session_export('older', 'bundle'), './newer.session'), json_extract(session_export('older', 'json'), '$.layout');
--> ./newer.session | telethon-2.10
SELECT layout, dc_id, user_id, is_bot, server_address, problem FROM session('./newer.session');
--> telethon-2.10 | 4 | 777 | 1 | 149.154.167.91 | NULL
DETACH older;
