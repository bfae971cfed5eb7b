-- A row on both sides of each condition of the layouts, where written.sql and changed.sql have none.
CREATE TEMP TABLE key AS SELECT CAST(printf('%.256c', 'h') AS BLOB) AS h, CAST(printf('%.256c', 'n') AS BLOB) AS n;

---------------------------------------------------------------- all of a session
-- DELETE leaves the version, or what stands for it, and a key that changes leaves nothing that the old one has seen.
CREATE TEMP TABLE whole(layout TEXT PRIMARY KEY, f TEXT, x, tables TEXT, was TEXT, o TEXT, became TEXT);
INSERT INTO whole(layout, f) SELECT name, './w-' || name || '.session' FROM session_formats
    WHERE kind = 'layout' AND writes;
ATTACH './full.session' AS full;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, test_mode, auth_key) SELECT 'full',
    'kurigram-7', 2, 777, 0, 5, 0, h FROM key;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number) VALUES ('full', 777, 'user',
    7, NULL, NULL),
  ('full', 5, 'user', 55, '["zoe","ann","mia"]', '49'), ('full', -6, 'group', NULL, NULL, NULL), ('full',
    -1000000000008, 'channel', 88, '["z","a"]', NULL),
  ('full', 9, 'user', NULL, NULL, NULL), ('full', 10, 'user', 0, NULL, NULL), ('full', 12, 'user', 1,
    '["solo"]', NULL), ('full', -1000000000011,
    'channel', NULL, NULL, NULL);
INSERT INTO session_states(session, id, pts) VALUES ('full', 0, 3), ('full', -1000000000008, 4), ('full',
    -1000000000012, NULL);
SELECT count(*) FROM whole WHERE session_import(session_export('full', 'bundle'), f, layout) IS NOT NULL;
--> 21
UPDATE whole SET x = other(f, CASE WHEN layout = 'mtcute-1' THEN 'INSERT INTO temp_auth_keys VALUES (2, 0, '
    || 'x''00'', 0);'
      || ' INSERT INTO message_refs VALUES (5, 6, 7)'
    WHEN layout LIKE 'telethon-_' THEN 'INSERT INTO sent_files VALUES (x''00'', 1, 2, 3, 4)'
    ELSE 'SELECT 1 WHERE 0' END),
  tables = other(f, 'SELECT group_concat(''SELECT '' || quote(name || '' '') || '' || count(*) AS n FROM "'' || name'
    || ' || ''"'', '' UNION ALL '') FROM (SELECT * FROM sqlite_master WHERE type = ''table'' ORDER BY name)'),
  became = other(f, NULL);
UPDATE whole SET was = once(f, 'SELECT group_concat(n, '', '') FROM (' || tables || ')');
SELECT layout, was FROM whole;
--> grammers-1 | channel_state 1, dc_home 1, dc_option 1, peer_info 8, update_state 1
--> kurigram-4 | peers 8, sessions 1, usernames 6, version 1
--> kurigram-5 | peers 8, sessions 1, update_state 3, usernames 6, version 1
--> kurigram-6 | peers 8, sessions 1, update_state 3, usernames 6, version 1
--> kurigram-7 | peers 8, sessions 1, update_state 3, usernames 6, version 1
--> mtcute-1 | auth_keys 1, key_value 7, message_refs 1, mtcute_migrations 4, peers 5, temp_auth_keys 1
--> pylogram-4 | channel_pts 1, peers 8, sessions 1, update_state 1, version 1
--> pyrofork-3 | peers 8, sessions 1, usernames 5, version 1
--> pyrofork-4 | peers 8, sessions 1, update_state 3, usernames 5, version 1
--> pyrogram-1 | peers 8, sessions 1, version 1
--> pyrogram-2 | peers 8, sessions 1, version 1
--> pyrogram-3 | peers 8, sessions 1, version 1
--> pyrogrammod-4 | peers 8, sessions 1, update_state 3, version 1
--> telethon-2.10 | channelstate 1, datacenter 1, state 1, user 1, version 1
--> telethon-3 | entities 6, sent_files 1, sessions 1, version 1
--> telethon-4 | entities 6, sent_files 1, sessions 1, update_state 2, version 1
--> telethon-5 | entities 6, sent_files 1, sessions 1, update_state 2, version 1
--> telethon-6 | entities 6, sent_files 1, sessions 1, update_state 2, version 1
--> telethon-7 | entities 6, sent_files 1, sessions 1, update_state 2, version 1
--> telethon-8 | entities 6, sent_files 1, sessions 1, update_state 2, version 1
--> wzgram-8 | peers 8, sessions 1, update_state 3, usernames 6, version 1
UPDATE whole SET o = outcome('UPDATE session SET auth_key = CAST(printf(''%.256c'', ''n'') AS BLOB), user_id = 5 '
    || 'WHERE source = ''' || f || '''');
UPDATE whole SET became = once(f, 'SELECT group_concat(n, '', '') FROM (' || tables
    || ') WHERE n NOT LIKE ''% 0''');
SELECT layout, became FROM whole WHERE o = '(none)';
--> grammers-1 | dc_home 1, dc_option 1, peer_info 1
--> kurigram-4 | sessions 1, version 1
--> kurigram-5 | sessions 1, version 1
--> kurigram-6 | sessions 1, version 1
--> kurigram-7 | sessions 1, version 1
--> mtcute-1 | auth_keys 1, key_value 2, mtcute_migrations 4
--> pylogram-4 | sessions 1, version 1
--> pyrofork-3 | sessions 1, version 1
--> pyrofork-4 | sessions 1, version 1
--> pyrogram-1 | sessions 1, version 1
--> pyrogram-2 | sessions 1, version 1
--> pyrogram-3 | sessions 1, version 1
--> pyrogrammod-4 | sessions 1, version 1
--> telethon-2.10 | datacenter 1, user 1, version 1
--> telethon-3 | sessions 1, version 1
--> telethon-4 | sessions 1, version 1
--> telethon-5 | sessions 1, version 1
--> telethon-6 | sessions 1, version 1
--> telethon-7 | sessions 1, version 1
--> telethon-8 | sessions 1, version 1
--> wzgram-8 | sessions 1, version 1
SELECT count(*) FROM whole WHERE session_import(session_export('full', 'bundle'), f, layout, 'replace',
    1) IS NOT NULL;
--> 21
UPDATE whole SET o = outcome('DELETE FROM session WHERE source = ''' || f || '''');
UPDATE whole SET became = once(f, 'SELECT group_concat(n, '', '') FROM (' || tables
    || ') WHERE n NOT LIKE ''% 0''');
SELECT layout, became FROM whole WHERE o = '(none)';
--> grammers-1 | NULL
--> kurigram-4 | sessions 1, version 1
--> kurigram-5 | sessions 1, version 1
--> kurigram-6 | sessions 1, version 1
--> kurigram-7 | sessions 1, version 1
--> mtcute-1 | mtcute_migrations 4
--> pylogram-4 | sessions 1, version 1
--> pyrofork-3 | sessions 1, version 1
--> pyrofork-4 | sessions 1, version 1
--> pyrogram-1 | sessions 1, version 1
--> pyrogram-2 | sessions 1, version 1
--> pyrogram-3 | sessions 1, version 1
--> pyrogrammod-4 | sessions 1, version 1
--> telethon-2.10 | version 1
--> telethon-3 | sessions 1, version 1
--> telethon-4 | sessions 1, version 1
--> telethon-5 | sessions 1, version 1
--> telethon-6 | sessions 1, version 1
--> telethon-7 | sessions 1, version 1
--> telethon-8 | sessions 1, version 1
--> wzgram-8 | sessions 1, version 1

---------------------------------------------------------------- what is not known
-- Peers without an access hash, of several names, and states with nothing but pts: as each layout has them.
SELECT count(*) FROM whole WHERE session_import(session_export('full', 'bundle'), f, layout, 'replace',
    1) IS NOT NULL;
--> 21
CREATE TEMP TABLE p AS SELECT layout, group_concat(id || ' ' || type || ' ' || coalesce(access_hash, '-') || ' '
    || coalesce(usernames, '-') || ' ' || coalesce(phone_number, '-'), ', ') AS peers
  FROM (SELECT whole.layout, p.* FROM whole, session_peers(f) p ORDER BY whole.layout, id) GROUP BY layout;
SELECT peers, group_concat(layout, ' ') FROM p GROUP BY peers;
--> -1000000000008 channel 88 ["z","a"] -, -6 group 0 - -, 5 user 55 ["zoe","ann","mia"] 49, 12 user 1 ["solo"] -, 777 user 7 - - | mtcute-1
--> -1000000000008 channel 88 ["z"] -, -6 group 0 - -, 5 user 55 ["zoe"] 49, 12 user 1 ["solo"] -, 777 user 7 - - | telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8
--> -1000000000011 channel - - -, -1000000000008 channel 88 - -, -6 group 0 - -, 5 user 55 - -, 9 user - - -, 10 user 0 - -, 12 user 1 - -, 777 user 7 - - | grammers-1
--> -1000000000011 channel - - -, -1000000000008 channel 88 ["z","a"] -, -6 group 0 - -, 5 user 55 ["zoe","ann","mia"] 49, 9 user - - -, 10 user 0 - -, 12 user 1 ["solo"] -, 777 user 7 - - | kurigram-4 kurigram-5 kurigram-6 kurigram-7 pyrofork-3 pyrofork-4 wzgram-8
--> -1000000000011 channel - - -, -1000000000008 channel 88 ["z"] -, -6 group 0 - -, 5 user 55 ["zoe"] 49, 9 user - - -, 10 user 0 - -, 12 user 1 ["solo"] -, 777 user 7 - - | pylogram-4 pyrogram-1 pyrogram-2 pyrogram-3 pyrogrammod-4
CREATE TEMP TABLE s AS SELECT layout, group_concat(id || ' ' || coalesce(pts, '-') || ' ' || coalesce(qts, '-')
    || ' ' || CASE WHEN date > 1e9 THEN 'now' ELSE coalesce(date, '-') END || ' ' || coalesce(seq, '-'),
    ', ') AS states
  FROM (SELECT whole.layout, p.* FROM whole, session_states(f) p ORDER BY whole.layout, id) GROUP BY layout;
SELECT states, group_concat(layout, ' ') FROM s GROUP BY states;
--> -1000000000008 4 - - -, 0 3 0 0 0 | grammers-1 mtcute-1 telethon-2.10
--> -1000000000008 4 - now -, 0 3 0 0 0 | pylogram-4
--> -1000000000008 4 0 0 0, 0 3 0 0 0 | telethon-4 telethon-5 telethon-6 telethon-7 telethon-8
--> -1000000000012 - - - -, -1000000000008 4 - - -, 0 3 - - - | kurigram-5 kurigram-6 kurigram-7 pyrofork-4 pyrogrammod-4 wzgram-8
-- The string that is native to each.
SELECT json_extract(session_info(string), '$.format') AS native, group_concat(whole.layout, ' ') FROM whole,
    session(f) GROUP BY native;
--> mtcute | mtcute-1
--> pyrogram | kurigram-4 kurigram-5 kurigram-6 kurigram-7 pylogram-4 pyrofork-3 pyrofork-4 pyrogram-3 pyrogrammod-4 wzgram-8
--> pyrogram-32 | pyrogram-1 pyrogram-2
--> telethon | grammers-1 telethon-2.10 telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8

---------------------------------------------------------------- update states
-- The account's row under its own id, beside a stranger's and a channel's: it counts where there is none of number 0.
CREATE TEMP TABLE own AS SELECT layout, './o-' || layout || '.session' AS f, NULL AS x FROM whole
 WHERE layout IN ('kurigram-7', 'pyrofork-4', 'pyrogrammod-4');
SELECT count(*) FROM own WHERE session_import(session_export('full', 'bundle'), f, layout) IS NOT NULL;
--> 3
UPDATE own SET x = once(f, 'DELETE FROM update_state; INSERT INTO update_state (id, pts) VALUES (777, 5), (888, '
    || '6), (-1000000000008, 7)');
SELECT layout, group_concat(s.id || ' ' || pts, ', ') FROM own, session_states(f) s GROUP BY layout;
--> kurigram-7 | -1000000000008 7, 0 5
--> pyrofork-4 | -1000000000008 7, 0 5
--> pyrogrammod-4 | -1000000000008 7, 0 5
SELECT layout, json_extract(value, '$.finding') FROM own, json_each(session_check(f)) WHERE value LIKE '%"state-id"%';
--> kurigram-7 | update states under an id that is taken for the account's: 2
--> pyrofork-4 | update states under an id that is taken for the account's: 2
--> pyrogrammod-4 | update states under an id that is taken for the account's: 2
UPDATE own SET x = once(f, 'INSERT INTO update_state (id, pts) VALUES (0, 9)');
SELECT layout, group_concat(s.id || ' ' || pts, ', ') FROM own, session_states(f) s GROUP BY layout;
--> kurigram-7 | -1000000000008 7, 0 9
--> pyrofork-4 | -1000000000008 7, 0 9
--> pyrogrammod-4 | -1000000000008 7, 0 9
ATTACH './o-kurigram-7.session' AS k;
ATTACH './o-pyrofork-4.session' AS p;
DELETE FROM session_states WHERE session = 'k' AND id = 0;
DELETE FROM session_states WHERE session = 'p' AND id = -1000000000008;
SELECT once(f, 'SELECT group_concat(id || '' '' || pts) FROM update_state') FROM own;
--> -1000000000008 7
--> 0 9,777 5,888 6
--> -1000000000008 7,0 9,777 5,888 6
-- Telethon's channels, bare and as other programs mark them; of both the bare one counts.
ATTACH './st.session' AS st;
INSERT INTO session(name, layout, dc_id, auth_key) SELECT 'st', 'telethon-7', 2, h FROM key;
INSERT INTO st.update_state VALUES (7, 1, 2, 3, 4), (-1000000000007, 5, 6, 7, 8), (-1000000000008, 9, 9, 9, 9),
    (0, 1, 1, 1, 1);
SELECT id, pts, qts, date, seq FROM session_states('st') ORDER BY id;
--> -1000000000008 | 9 | 9 | 9 | 9
--> -1000000000007 | 1 | 2 | 3 | 4
--> 0 | 1 | 1 | 1 | 1
DELETE FROM session_states WHERE session = 'st' AND id = -1000000000008;
SELECT group_concat(id) FROM st.update_state;
--> -1000000000007,0,7
DELETE FROM session_states WHERE session = 'st' AND id = -1000000000007;
SELECT group_concat(id) FROM st.update_state;
--> 0
DELETE FROM session_states WHERE session = 'st' AND id = 0;
SELECT group_concat(id) FROM st.update_state;
--> NULL
-- Pylogram's, of which each number by itself says that there is one.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) SELECT './pl' || value
    || '.session', 'pylogram-4', 2, 5, 0, 0, 5, h FROM key, json_each('[0,1,2,3,4]');
CREATE TEMP TABLE pl AS SELECT value AS n, once('./pl' || value || '.session',
    'INSERT OR REPLACE INTO update_state (id, pts, qts, date, seq) VALUES (1, '
  || (value=1) || ', ' || (value=2) || ', ' || (value=3) || ', ' || (value=4) || ')') FROM json_each('[0,1,2,3,4]');
SELECT n, s.id, pts, qts, date, seq FROM pl, session_states('./pl' || n || '.session') s;
--> 1 | 0 | 1 | 0 | 0 | 0
--> 2 | 0 | 0 | 1 | 0 | 0
--> 3 | 0 | 0 | 0 | 1 | 0
--> 4 | 0 | 0 | 0 | 0 | 1

---------------------------------------------------------------- addresses
-- grammers dials IPv4: an account of an IPv6 address gets that of its data centre, or of its media server;
-- the row's own way too.
CREATE TEMP TABLE v6(dc INT, e TEXT, f TEXT, g TEXT);
INSERT INTO v6 SELECT d.value, 'fd00::' || e.value, './v6-' || d.value || e.value || '.session', './v6-'
    || d.value || e.value || 't.session' FROM json_each('[1,2,3,4,5,203]') d, json_each('["a","e"]') e
  WHERE d.value < 4 OR e.value = 'a';
INSERT INTO session(name, layout, dc_id, server_address, port, auth_key) SELECT g, 'telethon-7', dc, e, 443, h
    FROM v6, key;
INSERT INTO session(name, layout, dc_id, user_id, server_address, port, auth_key) SELECT f, 'grammers-1', dc, 5,
    e, 443, h FROM v6, key;
SELECT dc, e, s.server_address, once(f, 'SELECT ipv6 FROM dc_option') FROM v6,
    session(f) s ORDER BY dc, e;
--> 1 | fd00::a | 149.154.175.53 | [fd00::a]:443
--> 1 | fd00::e | 149.154.175.10 | [fd00::e]:443
--> 2 | fd00::a | 149.154.167.41 | [fd00::a]:443
--> 2 | fd00::e | 149.154.167.40 | [fd00::e]:443
--> 3 | fd00::a | 149.154.175.100 | [fd00::a]:443
--> 3 | fd00::e | 149.154.175.117 | [fd00::e]:443
--> 4 | fd00::a | 149.154.167.92 | [fd00::a]:443
--> 5 | fd00::a | 91.108.56.104 | [fd00::a]:443
--> 203 | fd00::a | 91.105.192.100 | [fd00::a]:443
UPDATE session SET server_address = '10.0.0.1' WHERE source = './v6-*[ae].session';
UPDATE session SET server_address = 'fd00::' || substr(name, -9, 1) WHERE source = './v6-*[ae].session';
SELECT dc, e, s.server_address, once(f, 'SELECT ipv6 FROM dc_option') FROM v6,
    session(f) s ORDER BY dc, e;
--> 1 | fd00::a | 149.154.175.53 | [fd00::a]:443
--> 1 | fd00::e | 149.154.175.10 | [fd00::e]:443
--> 2 | fd00::a | 149.154.167.41 | [fd00::a]:443
--> 2 | fd00::e | 149.154.167.40 | [fd00::e]:443
--> 3 | fd00::a | 149.154.175.100 | [fd00::a]:443
--> 3 | fd00::e | 149.154.175.117 | [fd00::e]:443
--> 4 | fd00::a | 149.154.167.92 | [fd00::a]:443
--> 5 | fd00::a | 91.108.56.104 | [fd00::a]:443
--> 203 | fd00::a | 91.105.192.100 | [fd00::a]:443
-- Telethon takes an IPv6 address for a reason to begin anew: repair writes the IPv4 one.
SELECT count(*) FROM v6 WHERE session_repair(g) LIKE '%"ipv6-address"%';
--> 9
SELECT dc, e, s.server_address FROM v6, session(g) s ORDER BY dc, e;
--> 1 | fd00::a | 149.154.175.53
--> 1 | fd00::e | 149.154.175.10
--> 2 | fd00::a | 149.154.167.51
--> 2 | fd00::e | 149.154.167.40
--> 3 | fd00::a | 149.154.175.100
--> 3 | fd00::e | 149.154.175.117
--> 4 | fd00::a | 149.154.167.91
--> 5 | fd00::a | 91.108.56.130
--> 203 | fd00::a | 91.105.192.100

-- Who the account is can be taken back, or is said to be needed.
CREATE TEMP TABLE gone AS SELECT layout, f, outcome('UPDATE session SET user_id = NULL WHERE source = ''' || f
    || '''') AS o FROM whole;
SELECT o LIKE '! %user_id is not known from the source; give it%' AS needed, s.user_id, group_concat(s.layout,
    ' ') FROM gone, session(f) s GROUP BY 1, 2;
--> 0 | NULL | grammers-1 mtcute-1 telethon-2.10 telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8
--> 1 | 777 | kurigram-4 kurigram-5 kurigram-6 kurigram-7 pylogram-4 pyrofork-3 pyrofork-4 pyrogram-1 pyrogram-2 pyrogram-3 pyrogrammod-4 wzgram-8

---------------------------------------------------------------- JSON, and what is only read
-- Whole numbers as text, at both ends of what there is: signed, and unsigned as JavaScript has them.
SELECT id, access_hash FROM session_peers('{"tgsession":1,"peers":[{"id":"1",'
    || '"access_hash":"9223372036854775807"},{"id":"2","access_hash":"9223372036854775808"},'
  || '{"id":"3","access_hash":"18446744073709551615"},{"id":"4","access_hash":"-9223372036854775808"},'
    || '{"id":"5","access_hash":"-1"},{"id":"6","access_hash":"10000000000000000000"}]}');
--> 1 | 9223372036854775807
--> 2 | -9223372036854775808
--> 3 | -1
--> 4 | -9223372036854775808
--> 5 | -1
--> 6 | -8446744073709551616
SELECT value, outcome('SELECT access_hash FROM session_peers(''{"tgsession":1,"peers":[{"id":1,"access_hash":'
    || value || '}]}'')')
  FROM json_each('["null","5","-5","\"5\"","\"-5\"","5.0","true","[]","\"\"","\"-\"","\"--5\"","\"+5\"",'
    || '"\"5x\"","\"x5\"","\"000000000000000000005\"","\"00000000000000000005\"","\"-9223372036854775808\"",'
    || '"\"-9223372036854775809\"","\"18446744073709551615\"",
    "\"18446744073709551616\"","\"99999999999999999999\""]');
--> null | NULL
--> 5 | 5
--> -5 | -5
--> "5" | 5
--> "-5" | -5
--> 5.0 | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> true | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> [] | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "-" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "--5" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "+5" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "5x" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "x5" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "000000000000000000005" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "00000000000000000005" | 5
--> "-9223372036854775808" | -9223372036854775808
--> "-9223372036854775809" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "18446744073709551615" | -1
--> "18446744073709551616" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
--> "99999999999999999999" | ! session_peers: json: peers[0].access_hash is no whole number of 64 bits; write it as text
-- Pyrogram's JSON: an id with -100 before its digits is a channel's if it has a hash; of several names the
-- first is the main one.
CREATE TEMP TABLE j AS SELECT '{"dc_id":2,"test_mode":false,"auth_key":null,"user_id":5,"date":1,'
    || '"is_bot":false,"peers_by_id":{"5":55,"-1007":77,"-1008":0,"-1009":null,"-6":0},'
  || '"peers_by_username":{"zoe":5,"ann":5,"news":-1007,"talk":-1008,"nine":-1009,"none":99},'
    || '"peers_by_phone":{"491":5,"490":5}}' AS v;
SELECT id, type, access_hash, username, usernames, phone_number FROM j, session_peers(v) ORDER BY id;
--> -1000000000007 | channel | 77 | news | ["news"] | NULL
--> -1009 | group | NULL | nine | ["nine"] | NULL
--> -1008 | group | 0 | talk | ["talk"] | NULL
--> -6 | group | 0 | NULL | NULL | NULL
--> 5 | user | 55 | zoe | ["zoe","ann"] | 490
-- The same in the tables of 2019.
ATTACH ':memory:' AS y;
CREATE TABLE y.sessions(dc_id integer primary key, test_mode integer, auth_key blob, user_id integer,
    date integer, is_bot integer);
CREATE TABLE y.peers_cache(id integer primary key, hash integer, username text, phone integer);
CREATE TABLE y.migrations(name text primary key);
INSERT INTO y.sessions SELECT 2, 0, h, 5, 1, 0 FROM key UNION ALL SELECT 1, 0, NULL, NULL, 2, NULL;
INSERT INTO y.peers_cache VALUES (5, 55, 'zoe', 491), (-1007, 77, 'news', NULL), (-1008, 0, 'talk', NULL),
    (-1009, NULL, 'nine', NULL), (-6, 0, NULL, NULL);
SELECT layout, dc_id, user_id FROM session('y');
--> pyrogram-storage-2019 | 2 | 5
SELECT id, type, access_hash, username, usernames, phone_number FROM session_peers('y') ORDER BY id;
--> -1000000000007 | channel | 77 | news | ["news"] | NULL
--> -1009 | group | NULL | nine | ["nine"] | NULL
--> -1008 | group | 0 | talk | ["talk"] | NULL
--> -6 | group | 0 | NULL | NULL | NULL
--> 5 | user | 55 | zoe | ["zoe"] | 491
SELECT json_extract(value, '$.finding') FROM json_each(session_check('y')) WHERE value LIKE '%missing-index%';
--> username_idx is missing
--> phone_idx is missing
-- Telethon's JSON.
SELECT id, type, access_hash FROM session_peers('{"port":443,"server_address":"149.154.167.51",'
    || '"auth_key_data":null,"entities":[[5,55],[-6,66],[-1000000000007,77],[8,null],["9",9],7]}') ORDER BY id;
--> -1000000000007 | channel | 77
--> -6 | group | 66
--> 5 | user | 55
-- pyroexalt's account has its state in its row, which is 1, -1 and 0 until there is one.
CREATE TEMP TABLE px AS SELECT './px' || key || '.session' AS f, value AS v, NULL AS x
    FROM json_each('["1, -1, 0","2, -1, -1","2, 0, 0","3, 5, 6"]');
INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, date, auth_key) SELECT f,
    'pyrofork-3', 2, 5, 0, 0, 5, 9, h FROM px, key;
UPDATE px SET x = once(f, 'ALTER TABLE sessions ADD pts INTEGER; ALTER TABLE sessions ADD qts INTEGER; ALTER '
    || 'TABLE sessions ADD seq INTEGER;'
  || ' UPDATE sessions SET (pts, qts, seq) = (' || v || ')');
SELECT v, s.layout, t.id, t.pts, t.qts, t.date, t.seq FROM px, session(f) s LEFT JOIN session_states(f) t;
--> 1, -1, 0 | pyroexalt-3 | NULL | NULL | NULL | NULL | NULL
--> 2, -1, -1 | pyroexalt-3 | 0 | 2 | NULL | 9 | NULL
--> 2, 0, 0 | pyroexalt-3 | 0 | 2 | 0 | 9 | 0
--> 3, 5, 6 | pyroexalt-3 | 0 | 3 | 5 | 9 | 6
-- The oldest mtcute's: the halves of a hash, who it is without a word on bots, and states of which none may
-- be missing.
ATTACH ':memory:' AS o;
CREATE TABLE o.kv(key text primary key, value text not null);
CREATE TABLE o.auth_keys(dc integer primary key, key blob not null);
CREATE TABLE o.pts(channel_id integer primary key, pts integer not null);
CREATE TABLE o.entities(id integer primary key, hash text not null, type text not null, username text,
    phone text, updated integer not null, "full" blob);
INSERT INTO o.auth_keys SELECT 2, h FROM key UNION ALL SELECT 4, n FROM key;
SELECT layout, dc_id, user_id, is_bot FROM session('o');
--> mtcute-legacy | 2 | NULL | NULL
INSERT INTO o.kv VALUES ('def_dc', '{"main":{"id":4,"ipAddress":"149.154.167.91","port":443,"testMode":false},'
    || '"media":{"id":2}}'), ('self', '{"userId":5}');
SELECT layout, dc_id, server_address, port, test_mode, user_id, is_bot, substr(CAST(auth_key AS TEXT), 1, 1)
    FROM session('o');
--> mtcute-legacy | 4 | 149.154.167.91 | 443 | 0 | 5 | 0 | n
UPDATE o.kv SET value = '{"id":2,"ipAddress":"149.154.167.50","port":443,"testMode":true}' WHERE key = 'def_dc';
UPDATE o.kv SET value = '{"isBot":true}' WHERE key = 'self';
SELECT dc_id, test_mode, user_id, is_bot FROM session('o');
--> 2 | 1 | NULL | NULL
UPDATE o.kv SET value = '{' WHERE key = 'self';
SELECT dc_id, user_id, is_bot FROM session('o');
--> 2 | NULL | NULL
INSERT INTO o.entities VALUES (5, '-1|-2', 'user', 'ann', '49', 5999, NULL), (-6, '', 'chat', NULL, NULL, 6000,
    NULL), (-1000000000007, '2147483647|-2147483648', 'channel', 'news', NULL, 7000, NULL);
SELECT id, type, access_hash, username, phone_number, updated FROM session_peers('o') ORDER BY id;
--> -1000000000007 | channel | -9223372034707292161 | news | NULL | 7
--> -6 | group | 0 | NULL | NULL | 6
--> 5 | user | -4294967297 | ann | 49 | 5
SELECT (SELECT id FROM session_peers('o', 'ANN')), (SELECT id FROM session_peers('o', '+49')), (SELECT count(*)
    FROM session_peers('o', '50'));
--> 5 | 5 | 0
INSERT INTO o.kv VALUES ('pts', '1'), ('qts', '2'), ('date', '3');
INSERT INTO o.pts VALUES (7, 8);
SELECT id, pts, qts, date, seq FROM session_states('o') ORDER BY id;
--> -1000000000007 | 8 | NULL | NULL | NULL
INSERT INTO o.kv VALUES ('seq', '4');
UPDATE o.kv SET key = '-' || key WHERE key = 'date';
SELECT count(*) FROM session_states('o');
--> 1
UPDATE o.kv SET key = CASE key WHEN '-date' THEN 'date' ELSE '-qts' END WHERE key IN ('-date', 'qts');
SELECT count(*) FROM session_states('o');
--> 1
UPDATE o.kv SET key = CASE key WHEN '-qts' THEN 'qts' ELSE '-pts' END WHERE key IN ('-qts', 'pts');
SELECT count(*) FROM session_states('o');
--> 1
UPDATE o.kv SET key = 'pts' WHERE key = '-pts';
SELECT id, pts, qts, date, seq FROM session_states('o') ORDER BY id;
--> -1000000000007 | 8 | NULL | NULL | NULL
--> 0 | 1 | 2 | 3 | 4
-- Telethon 2 of 2021: the letters of peers, user 0, whom nobody knows, and a data centre that is another's.
ATTACH './alpha.session' AS a;
CREATE TABLE a.version(version integer primary key);
CREATE TABLE a.datacenter(id integer primary key, ipv4 text not null, ipv6 text, port integer not null,
    auth blob not null);
CREATE TABLE a.session(user_id integer primary key, dc_id integer not null, bot integer not null,
    pts integer not null,
  qts integer not null, date integer not null, seq integer not null, takeout_id integer);
CREATE TABLE a.channel(channel_id integer primary key, pts integer not null);
CREATE TABLE a.entity(id integer primary key, hash integer not null, ty integer not null);
INSERT INTO a.version VALUES (8);
INSERT INTO a.datacenter SELECT 1, '1.1.1.1', NULL, 1, x'' FROM key UNION ALL SELECT 2, '149.154.167.51', NULL,
    443, h FROM key
  UNION ALL SELECT 4, '149.154.167.91', NULL, 80, n FROM key;
SELECT outcome('SELECT layout, dc_id, user_id, is_bot FROM session(''./alpha.session'')');
--> telethon-alpha-8 | 2 | NULL | NULL
SELECT once('alpha.session', 'UPDATE version SET version = 7'), outcome('SELECT layout, problem FROM session(''./alpha.session'')');
--> NULL | telethon-alpha-8 | version-mismatch: the version number says 7, the structure is that of telethon-alpha-8
SELECT once('alpha.session', 'UPDATE version SET version = 8');
INSERT INTO a.session VALUES (0, 4, 1, 2, 3, 4, 5, NULL);
INSERT INTO a.channel VALUES (7, 8);
SELECT outcome('SELECT dc_id, server_address, port, user_id, is_bot FROM session(''./alpha.session'')');
--> 4 | 149.154.167.91 | 80 | NULL | NULL
UPDATE a.session SET user_id = 5;
SELECT outcome('SELECT dc_id, user_id, is_bot FROM session(''./alpha.session'')');
--> 4 | 5 | 1
SELECT id, pts, qts, date, seq FROM session_states('a') ORDER BY id;
--> -1000000000007 | 8 | NULL | NULL | NULL
--> 0 | 2 | 3 | 4 | 5
INSERT INTO a.entity VALUES (1, 1, unicode('U')), (2, 2, unicode('B')), (3, 3, unicode('G')), (4, 4,
    unicode('C')), (5, 5, unicode('M')), (6, 6, unicode('E'));
SELECT id, type, access_hash FROM session_peers('a') ORDER BY access_hash;
--> 1 | user | 1
--> 2 | bot | 2
--> -3 | group | 3
--> -1000000000004 | channel | 4
--> -1000000000005 | supergroup | 5
--> -1000000000006 | supergroup | 6
DETACH a;

---------------------------------------------------------------- strings, names and bytes
-- A string without the 1 at its begin, and one that has something more or less besides.
CREATE TEMP TABLE one AS SELECT value AS format, substr(session_export('full', value), 2) AS s
    FROM json_each('["telethon","gramjs"]');
SELECT format, n.value, outcome('SELECT session_info(''' || CASE WHEN n.value < 0 THEN substr(s, 1 - n.value)
    ELSE substr(s, 1, 100) || substr('AAAAAAAA', 1, n.value) || substr(s, 101) END || ''')') FROM one,
    json_each('[0,-4,4,8]') n;
--> telethon | 0 | ! session_info: 352 characters: a telethon string without the 1 at its begin; put it there
--> telethon | -4 | ! session_info: 348 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
--> telethon | 4 | ! session_info: 356 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
--> telethon | 8 | ! session_info: 360 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short
--> gramjs | 0 | ! session_info: 368 characters: a gramjs string without the 1 at its begin; put it there
--> gramjs | -4 | ! session_info: 364 characters: a pyrogram string has 362 (older ones 356, 351); there is something in excess
--> gramjs | 4 | ! session_info: 372 characters: a pyrogram string has 362 (older ones 356, 351); there is something in excess
--> gramjs | 8 | ! session_info: 376 characters: a pyrogram string has 362 (older ones 356, 351); there is something in excess
SELECT outcome('SELECT session_info(''='')'), outcome('SELECT session_info(''1='')');
--> ! session_info: 1 character: no session string is that short; a pyrogram string has 362, a telethon string 353 | ! session_info: 1 character: a telethon string has 353 or 369; it is cut short
-- What is no session of SQLite's is said by how it begins, by all of it.
CREATE TEMP TABLE pickle AS SELECT value, writefile('./p' || value, CASE value WHEN 1 THEN x'80039500'
    WHEN 2 THEN x'81039500' WHEN 3 THEN x'80019500' WHEN 4 THEN x'80069500' WHEN 5 THEN x'80029500'
    ELSE x'80059500' END) FROM json_each('[1,2,3,4,5,6]');
SELECT value, outcome('SELECT session_check(''./p' || value || ''')') LIKE '%a Python pickle%' FROM pickle;
--> 1 | 1
--> 2 | 0
--> 3 | 0
--> 4 | 0
--> 5 | 1
--> 6 | 1
-- A pattern's stars, one, two, at the end, and before what isn't there.
SELECT mkdir('glob');
--> 1
INSERT INTO session(name, layout, auth_key) SELECT 'glob/ab' || value || '.session', 'pyrogram-3', x''
    FROM json_each('["","c","cc","b"]');
CREATE TEMP TABLE pat AS SELECT value AS p
    FROM json_each('["a*b","a**b","ab**c","ab*c*","ab?","ab[b-]","***","ab**d","**b","*b*"]');
SELECT p, (SELECT group_concat(name, ' ') FROM (SELECT replace(replace(name, 'glob/', ''), '.session', '') AS name
    FROM session('glob/' || p || '.session') ORDER BY name)) FROM pat;
--> a*b | ab abb
--> a**b | ab abb
--> ab**c | abc abcc
--> ab*c* | abc abcc
--> ab? | abb abc
--> ab[b-] | abb
--> *** | ab abb abc abcc
--> ab**d | NULL
--> **b | ab abb
--> *b* | ab abb abc abcc
-- An empty mtcute knows no data centre.
INSERT INTO session(name, layout, auth_key) VALUES ('./none.session', 'mtcute-1', x'');
SELECT dc_id, user_id, problem FROM session('./none.session');
--> NULL | NULL | NULL
-- mtcute's data centre, cut off in each place.
ATTACH ':memory:' AS mt;
INSERT INTO session(name, layout, dc_id, user_id, test_mode, auth_key) SELECT 'mt', 'mtcute-1', 2, 5, 0, h FROM key;
CREATE TEMP TABLE main_dc AS SELECT value AS v FROM mt.key_value WHERE key = 'dc_main';
UPDATE mt.key_value SET value = (SELECT substr(v, 1, length(v) - 1) FROM main_dc) WHERE key = 'dc_main';
SELECT dc_id, server_address, port, test_mode FROM session('mt');
--> 2 | 149.154.167.50 | NULL | 0
UPDATE mt.key_value SET value = (SELECT substr(v, 1, length(v) - 4) FROM main_dc) WHERE key = 'dc_main';
SELECT dc_id, server_address, port, test_mode FROM session('mt');
--> 2 | 149.154.167.50 | NULL | 0
UPDATE mt.key_value SET value = x'02' WHERE key = 'dc_main';
SELECT dc_id, server_address, port, test_mode FROM session('mt');
--> 2 | NULL | NULL | NULL
-- Its state is there if none of the four is missing.
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('mt', 0, 1, 2, 3, 4);
CREATE TEMP TABLE four AS SELECT key AS k, value AS v FROM mt.key_value WHERE key GLOB 'updates_*';
DELETE FROM mt.key_value WHERE key = 'updates_pts';
SELECT count(*) FROM four UNION ALL SELECT count(*) FROM session_states('mt');
--> 4
--> 0
DELETE FROM mt.key_value WHERE key = 'updates_qts';
INSERT INTO mt.key_value SELECT k, v FROM four WHERE k = 'updates_pts';
SELECT count(*) FROM session_states('mt');
--> 0
DELETE FROM mt.key_value WHERE key = 'updates_date';
INSERT INTO mt.key_value SELECT k, v FROM four WHERE k = 'updates_qts';
SELECT count(*) FROM session_states('mt');
--> 0
DELETE FROM mt.key_value WHERE key = 'updates_seq';
INSERT INTO mt.key_value SELECT k, v FROM four WHERE k = 'updates_date';
SELECT count(*) FROM session_states('mt');
--> 0
INSERT INTO mt.key_value SELECT k, v FROM four WHERE k = 'updates_seq';
SELECT * FROM session_states('mt');
--> mt | 0 | 1 | 2 | 3 | 4

---------------------------------------------------------------- what a layout asks for
-- Without one of its fields an account can't be written where the layout needs it.
CREATE TEMP TABLE field AS SELECT value AS field
    FROM json_each('["dc_id","server_address","port","api_id","test_mode","user_id","is_bot","date"]');
CREATE TEMP TABLE doc AS SELECT session_export('./w-kurigram-7.session', 'json', 'api_id', 5) AS v;
CREATE TEMP TABLE needs AS SELECT field, layout, outcome('SELECT typeof(session_convert('
    || quote(json_remove(v, '$.' || field, CASE field WHEN 'dc_id' THEN '$.server_address' ELSE '$.none' END))
    || ', ''' || layout || '''))') AS o FROM field, doc, whole;
SELECT field, replace(o, layout, 'L') AS o, count(*), min(layout), max(layout) FROM needs GROUP BY field,
    replace(o, layout, 'L');
--> api_id | blob | 21 | grammers-1 | wzgram-8
--> date | blob | 21 | grammers-1 | wzgram-8
--> dc_id | ! session_convert: L: dc_id is not known from the source; give it: 'dc_id', N | 21 | grammers-1 | wzgram-8
--> is_bot | blob | 21 | grammers-1 | wzgram-8
--> port | blob | 21 | grammers-1 | wzgram-8
--> server_address | blob | 21 | grammers-1 | wzgram-8
--> test_mode | blob | 21 | grammers-1 | wzgram-8
--> user_id | ! session_convert: L: user_id is not known from the source; give it: 'user_id', N | 12 | kurigram-4 | wzgram-8
--> user_id | blob | 9 | grammers-1 | telethon-8
-- What isn't Pyrogram's JSON: each of its members by itself.
SELECT value, outcome('SELECT session_info(''' || value || ''')')
    FROM json_each(json_array('{"dc_id":2,"auth_key":null,"user_id":5}',
  '{"dc_id":2,"user_id":5}', '{"auth_key":[],"user_id":5}', '{"dc_id":"2","auth_key":[],"user_id":5}',
    '{"dc_id":2,"auth_key":[]}', '{"dc_id":2,"auth_key":"x","user_id":5}',
  '[{"dc_id":2,"auth_key":null,"user_id":5}]'));
--> {"dc_id":2,"auth_key":null,"user_id":5} | {"format":"pyrogram-json","layout":null,"clients":"Pyrogram <= 0.14.1","dc_id":2,"test_mode":null,"user_id":5,"is_bot":null,"api_id":null,"server_address":null,"port":null,"date":null,"auth_key_id":null,"peers":0,"states":0,"problems":["not-logged-in: there is no auth_key"]}
--> {"dc_id":2,"user_id":5} | ! session_info: the value is JSON of no known client
--> {"auth_key":[],"user_id":5} | ! session_info: the value is JSON of no known client
--> {"dc_id":"2","auth_key":[],"user_id":5} | ! session_info: the value is JSON of no known client
--> {"dc_id":2,"auth_key":[]} | ! session_info: the value is JSON of no known client
--> {"dc_id":2,"auth_key":"x","user_id":5} | ! session_info: the value is JSON of no known client
--> [{"dc_id":2,"auth_key":null,"user_id":5}] | ! session_info: character 1 does not belong into a session string; paste the whole string and nothing else
-- Pyrofork's names: none, one that is the main one, and a channel's under its bare id.
SELECT other('./w-pyrofork-4.session', 'INSERT INTO usernames (id, peer_id) VALUES (NULL, 5), (''solo'', 12), '
    || '(''bare'', 8), (''lost'', 99)'),
  other('./w-pyrofork-4.session', NULL);
--> NULL | NULL
SELECT id, usernames FROM session_peers('./w-pyrofork-4.session') WHERE usernames IS NOT NULL ORDER BY id;
--> -1000000000008 | ["z","a","bare"]
--> 5 | ["zoe","ann","mia"]
--> 12 | ["solo"]
-- An index of that name on Pyrofork's usernames.
SELECT other('./w-pyrofork-4.session', 'CREATE INDEX idx_usernames_id ON usernames (peer_id)'),
    other('./w-pyrofork-4.session', NULL);
--> NULL | NULL
SELECT id, usernames FROM session_peers('./w-pyrofork-4.session') WHERE usernames IS NOT NULL ORDER BY id;
--> -1000000000008 | ["z","a","bare"]
--> 5 | ["zoe","ann","mia"]
--> 12 | ["solo"]
-- grammers takes ids of 40 bits: the account isn't named by another.
SELECT other('./w-grammers-1.session', 'INSERT INTO peer_info VALUES (1099511627776, 1, NULL), (1099511627775, '
    || '2, NULL), (13, 3, 0)'), other('./w-grammers-1.session', NULL);
--> NULL | NULL
UPDATE session SET user_id = 1099511627775 WHERE source = './w-grammers-1.session';
SELECT once('./w-grammers-1.session', 'SELECT group_concat(peer_id || '' '' || coalesce(subtype, ''-''), '', '')'
    || ' FROM peer_info WHERE peer_id > 9');
--> 10 -, 12 -, 13 0, 777 -, 1099511627775 1, 1099511627776 -
SELECT other('./w-grammers-1.session', 'SELECT group_concat(peer_id) FROM peer_info WHERE subtype & 1'),
    other('./w-grammers-1.session', NULL);
--> 1099511627775 | NULL
UPDATE session SET user_id = 1099511627776 WHERE source = './w-grammers-1.session';
--!CONSTRAINT session: ./w-grammers-1.session: layout grammers-1 can't keep this user_id; it may need the user's own row of session_peers, with an access_hash
SELECT other('./w-grammers-1.session', 'SELECT group_concat(peer_id) FROM peer_info WHERE subtype & 1'),
    other('./w-grammers-1.session', NULL);
--> 1099511627775 | NULL

---------------------------------------------------------------- findings
-- Rows of sessions: none, one, several of which some have a key.
CREATE TEMP TABLE n(layout TEXT, what TEXT, sql TEXT, f TEXT, x);
INSERT INTO n SELECT layout, what, sql, './n-' || layout || '-' || replace(what, ' ', '-') || '.session', NULL FROM
  (SELECT 'telethon-7' AS layout UNION ALL SELECT 'kurigram-7' UNION ALL SELECT 'telethon-8'),
  (SELECT 'none' AS what, 'DELETE FROM sessions' AS sql UNION ALL SELECT 'one', 'SELECT 1 WHERE 0' UNION ALL
    SELECT 'two of no key', 'INSERT INTO sessions(dc_id, date) VALUES (1, 0), (3, 0); UPDATE sessions SET '
    || 'auth_key = NULL; DELETE FROM sessions WHERE dc_id = 2'
   UNION ALL SELECT 'three', 'INSERT INTO sessions(dc_id, date) VALUES (1, 0), (3, 0)' UNION ALL
    SELECT 'two keys', 'INSERT INTO sessions(dc_id, date, auth_key) SELECT 1, 0, auth_key FROM sessions');
INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) SELECT f, layout, 2,
    CASE layout WHEN 'kurigram-7' THEN 5 END,
  CASE layout WHEN 'kurigram-7' THEN 0 END, CASE layout WHEN 'kurigram-7' THEN 0 END, CASE layout
    WHEN 'kurigram-7' THEN 5 END, h FROM n, key;
UPDATE n SET x = once(f, CASE layout WHEN 'kurigram-7' THEN sql ELSE replace(replace(sql, ', date', ''), ', 0',
    '') END);
SELECT layout, what, group_concat(json_extract(c.value, '$.code') || ' ' || json_extract(c.value, '$.finding'),
    '; ') FROM n LEFT JOIN json_each(session_check(f)) c
  ON c.value LIKE '%several%' OR c.value LIKE '%no-row%' GROUP BY layout, what ORDER BY layout, what;
--> kurigram-7 | none | no-row there is no account row; the client may not start
--> kurigram-7 | one | NULL
--> kurigram-7 | three | several-rows more rows than the one account; the one with a key is read (2 more)
--> kurigram-7 | two keys | several-logins more than one row with a key: which is meant can't be told (1 more)
--> kurigram-7 | two of no key | several-rows more rows than the one account; the one with a key is read (1 more)
--> telethon-7 | none | no-row there is no account row; the client may not start
--> telethon-7 | one | NULL
--> telethon-7 | three | several-rows more rows than the one account; the one with a key is read (2 more)
--> telethon-7 | two keys | several-logins more than one row with a key: which is meant can't be told (1 more)
--> telethon-7 | two of no key | several-rows more rows than the one account; the one with a key is read (1 more)
--> telethon-8 | none | no-row there is no account row; the client may not start
--> telethon-8 | one | NULL
--> telethon-8 | three | several-rows more rows than the one account; the one with a key is read (2 more)
--> telethon-8 | two keys | several-logins more than one row with a key: which is meant can't be told (1 more)
--> telethon-8 | two of no key | several-rows more rows than the one account; the one with a key is read (1 more)
-- A takeout id, in either of the two columns that change places; and a temporary key, which is none.
CREATE TEMP TABLE take AS SELECT value AS v, './take' || key || '.session' AS f
    FROM json_each('["takeout_id = 7","tmp_auth_key = 7","tmp_auth_key = x''07''","takeout_id = x''07''"]');
INSERT INTO session(name, layout, dc_id, auth_key) SELECT f, 'telethon-8', 2, h FROM take, key;
SELECT v, other(f, 'UPDATE sessions SET ' || v), other(f, NULL), (SELECT count(*)
    FROM json_each(session_check(f)) WHERE value LIKE '%"takeout"%'),
  session_repair(f) LIKE '%"takeout"%', other(f, 'SELECT quote(takeout_id) || quote(tmp_auth_key) FROM '
    || 'sessions'), other(f, NULL) FROM take;
--> takeout_id = 7 | NULL | NULL | 1 | 1 | NULLNULL | NULL
--> tmp_auth_key = 7 | NULL | NULL | 1 | 1 | NULLNULL | NULL
--> tmp_auth_key = x'07' | NULL | NULL | 0 | 0 | NULLX'07' | NULL
--> takeout_id = x'07' | NULL | NULL | 0 | 0 | X'07'NULL | NULL
-- Only the row that has one is mended.
SELECT once('./take0.session', 'UPDATE sessions SET takeout_id = 7; INSERT INTO sessions(dc_id, auth_key, tmp_auth_key) VALUES (3, randomblob(256), x''07'')');
--> NULL
SELECT session_repair('./take0.session') LIKE '%"takeout"%', once('./take0.session', 'SELECT group_concat(quote(takeout_id) || quote(tmp_auth_key)) FROM sessions');
--> 1 | NULLNULL,NULLX'07'
-- Logged out where it stands: a key that is none.
CREATE TEMP TABLE outs AS SELECT layout, f, outcome('UPDATE session SET auth_key = x'''' WHERE source = ''' || f
    || '''') AS o FROM whole;
SELECT replace(o, f, 'F'), count(*), min(layout), max(layout) FROM outs GROUP BY 1;
--> (none) | 21 | grammers-1 | wzgram-8
SELECT group_concat(layout, ' '), q FROM (SELECT layout, once(f, 'SELECT typeof(auth_key) || length(auth_key) '
    || 'FROM ' || CASE layout WHEN 'grammers-1' THEN 'dc_option' ELSE 'sessions' END) AS q FROM outs) GROUP BY q;
--> grammers-1 kurigram-4 kurigram-5 kurigram-6 kurigram-7 pylogram-4 pyrofork-3 pyrofork-4 pyrogram-1 pyrogram-2 pyrogram-3 pyrogrammod-4 wzgram-8 | NULL
--> telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8 | blob0
--> mtcute-1 telethon-2.10 | no such table: sessions
-- A state whose pts nobody knows is none to mtcute, of which the four count only together.
SELECT session_convert(json_set(v, '$.states',
    json('[{"id":0,"qts":2,"date":3,"seq":4},{"id":-1000000000005,"qts":1}]')), 'mtcute-1') IS NOT NULL FROM doc;
--> 1
SELECT count(*) FROM doc, session_states(session_convert(json_set(v, '$.states',
    json('[{"id":0,"qts":2,"date":3,"seq":4},{"id":-1000000000005,"qts":1}]')), 'mtcute-1'));
--> 0
SELECT file_contains('./mt-none.session', CAST('updates' AS BLOB)) FROM doc WHERE session_import(json_set(v,
    '$.states', json('[{"id":0,"qts":2,"date":3,"seq":4},{"id":-1000000000005,"qts":1}]')), './mt-none.session',
    'mtcute-1') IS NOT NULL;
--> 0
-- A bot that is none: said, and taken back (which is no word of the layouts').
CREATE TEMP TABLE bot AS SELECT layout, f, session_import(v, f, layout, 'replace', 1, 'api_id', 5, 'is_bot',
    1) AS i, NULL AS o
  FROM whole, doc WHERE layout IN ('telethon-2.10', 'grammers-1', 'mtcute-1');
UPDATE bot SET o = outcome('UPDATE session SET is_bot = NULL WHERE source = ''' || f || '''');
SELECT bot.layout, o, s.user_id FROM bot, session(f) s ORDER BY 1;
--> grammers-1 | (none) | 777
--> mtcute-1 | (none) | 777
--> telethon-2.10 | (none) | 777
UPDATE bot SET o = outcome('UPDATE session SET is_bot = 0 WHERE source = ''' || f || '''');
SELECT bot.layout, o, s.user_id, s.is_bot FROM bot, session(f) s ORDER BY 1;
--> grammers-1 | (none) | 777 | 0
--> mtcute-1 | (none) | 777 | 0
--> telethon-2.10 | (none) | 777 | 0
-- What a string becomes when nobody says what.
CREATE TEMP TABLE became AS SELECT f.name AS string, './d-' || f.name || '.session' AS f,
    session_import(session_convert(v, f.name, 'user_id', 5, 'is_bot', 0, 'api_id', 5), './d-' || f.name
    || '.session') AS i
  FROM doc, session_formats f WHERE f.kind = 'string' AND f.writes AND f.name <> 'bundle' ORDER BY f.name;
SELECT became.string, layout FROM became, session(f) ORDER BY 1;
--> gotd-json | telethon-7
--> gramjs | telethon-7
--> json | kurigram-7
--> mtcute | mtcute-1
--> mtkruto | pyrogram-3
--> pyrogram | pyrogram-3
--> pyrogram-32 | pyrogram-3
--> pyrogram-64 | pyrogram-3
--> telethon | telethon-7
-- gotgproto's rows: the newest that is JSON and has a key.
ATTACH ':memory:' AS gg;
CREATE TABLE gg.sessions(version integer PRIMARY KEY, data blob);
CREATE TABLE gg.peers(id integer PRIMARY KEY, access_hash integer, type integer, username text);
INSERT INTO gg.sessions SELECT 1, session_export('full', 'gotd-json', 'dc_id', 4) UNION ALL SELECT 2,
    session_export('full', 'gotd-json', 'dc_id', 5)
  UNION ALL SELECT 3, '{' UNION ALL SELECT 4, '{"Version":1,"Data":{"DC":1}}';
INSERT INTO gg.peers VALUES (5, 55, 1, 'ann'), (6, 0, 2, ''), (7, 77, 3, NULL), (-8, 0, 2, NULL),
    (-1000000000009, 99, 3, 'nine'), (0, 0, 1, 'none');
SELECT layout, dc_id FROM session('gg');
--> gotgproto-1 | 5
SELECT id, type, access_hash, username, usernames FROM session_peers('gg') ORDER BY id;
--> -1000000000009 | channel | 99 | nine | ["nine"]
--> -1000000000007 | channel | 77 | NULL | NULL
--> -8 | group | 0 | NULL | NULL
--> -6 | group | 0 | NULL | NULL
--> 5 | user | 55 | ann | ["ann"]
-- Values of another type than the client writes, one at a time.
CREATE TEMP TABLE odd(layout TEXT, t TEXT, c TEXT, good INT, f TEXT, x);
INSERT INTO odd(layout, t, c, good) SELECT 'kurigram-7', 'sessions', value, value IN ('user_id', 'is_bot',
    'test_mode', 'auth_key') FROM json_each('["auth_key","test_mode","date","user_id","is_bot"]')
  UNION ALL SELECT 'kurigram-7', 'peers', value, value IN ('access_hash', 'phone_number')
    FROM json_each('["access_hash","type","last_update_on","phone_number"]')
  UNION ALL SELECT 'telethon-7', 'sessions', value, 1 FROM json_each('["server_address","port","auth_key"]')
  UNION ALL SELECT 'telethon-7', 'entities', value, value <> 'hash' FROM json_each('["hash","username","phone"]')
  UNION ALL SELECT 'mtcute-1', 'auth_keys', 'key', 0 UNION ALL SELECT 'mtcute-1', 'peers', value, 0
    FROM json_each('["hash","updated"]')
  UNION ALL SELECT 'grammers-1', 'dc_option', 'auth_key', 1 UNION ALL SELECT 'grammers-1', 'peer_info', value, 1
    FROM json_each('["hash","subtype"]');
UPDATE odd SET f = './odd' || rowid || '.session';
SELECT count(*) FROM odd, doc WHERE session_import(v, f, layout, 'api_id', 5) IS NOT NULL;
--> 21
UPDATE odd SET x = once(f, 'DROP TRIGGER IF EXISTS trg_peers_last_update_on; UPDATE ' || t || ' SET ' || c
    || ' = ' || CASE WHEN c IN ('auth_key',
    'key') THEN '''text''' ELSE 'x''00''' END
  || CASE t WHEN 'peers' THEN ' WHERE id = 5' WHEN 'peer_info' THEN ' WHERE peer_id = 5'
    WHEN 'entities' THEN ' WHERE id = 5' ELSE '' END);
SELECT layout, t, c, (SELECT json_extract(value, '$.finding') FROM json_each(session_check(f))
    WHERE value LIKE '%"wrong-type"%') FROM odd ORDER BY rowid;
--> kurigram-7 | sessions | auth_key | rows with text or blobs where numbers belong: 1
--> kurigram-7 | sessions | test_mode | rows with text or blobs where numbers belong: 1
--> kurigram-7 | sessions | date | rows with text or blobs where numbers belong: 1
--> kurigram-7 | sessions | user_id | rows with text or blobs where numbers belong: 1
--> kurigram-7 | sessions | is_bot | rows with text or blobs where numbers belong: 1
--> kurigram-7 | peers | access_hash | rows with text or blobs where numbers belong: 1
--> kurigram-7 | peers | type | rows with text or blobs where numbers belong: 1
--> kurigram-7 | peers | last_update_on | rows with text or blobs where numbers belong: 1
--> kurigram-7 | peers | phone_number | rows with text or blobs where numbers belong: 1
--> telethon-7 | sessions | server_address | rows with text or blobs where numbers belong: 1
--> telethon-7 | sessions | port | rows with text or blobs where numbers belong: 1
--> telethon-7 | sessions | auth_key | rows with text or blobs where numbers belong: 1
--> telethon-7 | entities | hash | rows with text or blobs where numbers belong: 1
--> telethon-7 | entities | username | rows with text or blobs where numbers belong: 1
--> telethon-7 | entities | phone | rows with text or blobs where numbers belong: 1
--> mtcute-1 | auth_keys | key | rows with text or blobs where numbers belong: 1
--> mtcute-1 | peers | hash | rows with text or blobs where numbers belong: 1
--> mtcute-1 | peers | updated | rows with text or blobs where numbers belong: 1
--> grammers-1 | dc_option | auth_key | rows with text or blobs where numbers belong: 1
--> grammers-1 | peer_info | hash | rows with text or blobs where numbers belong: 1
--> grammers-1 | peer_info | subtype | rows with text or blobs where numbers belong: 1
UPDATE odd SET x = once(f, 'UPDATE ' || t || ' SET ' || c || ' = NULL' || CASE t
    WHEN 'peers' THEN ' WHERE id = 5' WHEN 'peer_info' THEN ' WHERE peer_id = 5'
  WHEN 'entities' THEN ' WHERE id = 5' ELSE '' END) WHERE good;
SELECT layout, t, c FROM odd WHERE good AND session_check(f) LIKE '%"wrong-type"%';
--> (none)
-- A member of JSON's peers and states that is no number, one at a time.
SELECT value, outcome('SELECT session_info(''{"tgsession":1,"states":[{"id":0,"' || value || '":"x"}]}'')')
    FROM json_each('["pts","qts","date","seq","other"]')
  WHERE outcome('SELECT session_info(''{"tgsession":1,"states":[{"id":0,"' || value
    || '":"x"}]}'')') NOT LIKE '%json: states[0]: id, pts, qts, date and seq are whole numbers';
--> other | {"format":"json","layout":null,"clients":"any program that reads JSON","dc_id":null,"test_mode":null,"user_id":null,"is_bot":null,"api_id":null,"server_address":null,"port":null,"date":null,"auth_key_id":null,"peers":0,"states":1,"problems":["not-logged-in: there is no auth_key"]}
SELECT value, outcome('SELECT session_info(''{"tgsession":1,"peers":[{"id":5,"' || value
    || '":"x"}]}'')') GLOB '! *json: peers*is no whole number*'
    FROM json_each('["access_hash","updated","name"]');
--> access_hash | 1
--> updated | 1
--> name | 0
-- One row stays, key or no key.
SELECT layout, what, session_repair(f) LIKE '%several-rows%', other(f, 'SELECT group_concat(dc_id || '' '' || '
    || 'coalesce(length(auth_key), 0), '', '') FROM sessions'), other(f, NULL)
  FROM n WHERE what IN ('three', 'two of no key') ORDER BY layout, what;
--> kurigram-7 | three | 1 | 2 256 | NULL
--> kurigram-7 | two of no key | 1 | 1 0 | NULL
--> telethon-7 | three | 1 | 2 256 | NULL
--> telethon-7 | two of no key | 1 | 1 0 | NULL
--> telethon-8 | three | 1 | 2 256 | NULL
--> telethon-8 | two of no key | 1 | 1 0 | NULL
-- Telethon's row of the account itself has a date, where there are dates.
SELECT count(*) FROM whole, doc WHERE layout LIKE 'telethon-_' AND session_import(v, f, layout, 'replace', 1,
    'api_id', 5) = f;
--> 6
SELECT layout, once(f, CASE WHEN layout IN ('telethon-7', 'telethon-8') THEN 'SELECT hash || '' '' || (date > 1e9)'
  ELSE 'SELECT hash' END || ' FROM entities WHERE id = 0') FROM whole
    WHERE layout LIKE 'telethon-_';
--> telethon-3 | 777
--> telethon-4 | 777
--> telethon-5 | 777
--> telethon-6 | 777
--> telethon-7 | 777 1
--> telethon-8 | 777 1
-- The ids of channels in JSON's days, which Pyrogram 1 had, too: first, last, and none.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) SELECT './old.session',
    'pyrogram-3', 2, 5, 0, 0, 5, h FROM key;
SELECT other('./old.session', 'INSERT INTO peers (id, access_hash, type) VALUES (-1, 1, ''channel''), '
    || '(-999999999999, 2, ''supergroup''), (-1000000000000, 3, ''channel''),'
  || ' (-9999999999999, 4, ''channel''), (-10012345678901, 5, ''channel''), (-1009, 6, ''channel''), (-1008, '
    || '7, ''group''), (-5, 0, ''group''), (9, 9, ''user'')'), other('./old.session', NULL);
--> NULL | NULL
SELECT json_extract(value, '$.finding') FROM json_each(session_check('./old.session'))
    WHERE value LIKE '%old-channel%';
--> channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 4
SELECT session_repair('./old.session') LIKE '%old-channel%';
--> 1
SELECT id, type, access_hash FROM session_peers('./old.session') ORDER BY id;
--> -9999999999999 | channel | 4
--> -1012345678901 | channel | 5
--> -1000000000009 | channel | 6
--> -1000000000000 | channel | 3
--> -999999999999 | supergroup | 2
--> -1008 | group | 7
--> -5 | group | 0
--> -1 | channel | 1
--> 9 | user | 9
-- A name goes with its peer: in the three kinds of usernames that there are.  Pyrofork's keep their dates.
CREATE TEMP TABLE old(layout TEXT, f TEXT, sql TEXT, names TEXT, x);
INSERT INTO old(layout, f, sql, names) VALUES
  ('kurigram-6', './old-k.session', 'INSERT INTO usernames (id, username) VALUES (-1009, ''nine''), '
    || '(-1009, ''neun''), (5, ''five'')', 'id || '' '' || username'),
  ('kurigram-6', './old-u.session', 'ALTER TABLE peers ADD username TEXT; INSERT INTO usernames (id, username) '
    || 'VALUES (-1009, ''nine''), (-1009, ''neun''), (5, ''five'');'
    || ' UPDATE peers SET username = ''nine'' WHERE id = -1009', 'id || '' '' || username'),
  ('pyrofork-4', './old-p.session', 'INSERT INTO usernames (id, peer_id, last_update_on) VALUES (''nine'', '
    || '-1009, 7), (''neun'', -1009, 8), (''five'', 5, 9)', 'id || '' '' || peer_id || '' '' || last_update_on');
INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) SELECT f, layout, 2, 5,
    0, 0, 5, h FROM old, key;
UPDATE old SET x = once(f, 'INSERT INTO peers (id, access_hash, type, phone_number, last_update_on) VALUES '
    || '(-1009, 6, ''channel'', NULL, 3), (5, 5, ''user'', ''49'', 4); ' || sql);
SELECT f, session_repair(f) LIKE '%old-channel%' FROM old;
--> ./old-k.session | 1
--> ./old-u.session | 1
--> ./old-p.session | 1
SELECT f, other(f, 'SELECT group_concat(id || '' '' || access_hash || '' '' || type || '' '' || '
    || 'CASE WHEN last_update_on > 1e9 THEN ''now'' ELSE last_update_on END, '', '') FROM peers'), other(f,
    'SELECT group_concat(' || names || ', '', '') FROM usernames'),
  other(f, NULL) FROM old;
--> ./old-k.session | -1000000000009 6 channel 3, 5 5 user 4 | -1000000000009 nine, -1000000000009 neun, 5 five | NULL
--> ./old-u.session | -1000000000009 6 channel now, 5 5 user 4 | -1000000000009 nine, -1000000000009 neun, 5 five | NULL
--> ./old-p.session | -1000000000009 6 channel 3, 5 5 user 4 | five 5 9, nine -1000000000009 7, neun -1000000000009 8 | NULL
SELECT f, id, username, usernames FROM old, session_peers(f) WHERE usernames IS NOT NULL ORDER BY f, id;
--> ./old-k.session | -1000000000009 | nine | ["nine","neun"]
--> ./old-k.session | 5 | five | ["five"]
--> ./old-p.session | -1000000000009 | NULL | ["nine","neun"]
--> ./old-p.session | 5 | NULL | ["five"]
--> ./old-u.session | -1000000000009 | nine | ["nine","neun"]
--> ./old-u.session | 5 | five | ["five"]
-- One peer by its id or a name: from the table of names, from its own row, and under a channel's bare id.
SELECT other('./old-u.session', 'INSERT INTO peers (id, access_hash, type, username) VALUES (12, '
    || '1, ''user'', ''solo'')'),
  other('./old-u.session', NULL);
--> NULL | NULL
SELECT (SELECT username FROM session_peers('./old-u.session') WHERE id = 12), (SELECT username
    FROM session_peers('./old-u.session') WHERE id = 5),
  (SELECT id FROM session_peers('./old-u.session', '@Solo')), (SELECT id FROM session_peers('./old-u.session',
    '@neun')), (SELECT count(*) FROM session_peers('./old-u.session', '@zehn'));
--> solo | five | 12 | -1000000000009 | 0
SELECT other('./old-p.session', 'INSERT INTO peers (id, access_hash, type, username) VALUES (12, '
    || '1, ''user'', ''solo''), (-1000000000008, 8, ''channel'', ''acht'');'
  || ' INSERT INTO usernames (id, peer_id) VALUES (''bare'', 8)'), other('./old-p.session', NULL);
--> NULL | NULL
SELECT value, (SELECT id FROM session_peers('./old-p.session', value))
    FROM json_each('["@solo","@acht","@bare","@five","@neun","@zehn"]');
--> @solo | 12
--> @acht | -1000000000008
--> @bare | -1000000000008
--> @five | 5
--> @neun | -1000000000009
--> @zehn | NULL
-- A user and a channel of one number: Pyrofork's name under the bare one is the user's, where there is one.
ATTACH './old-p.session' AS op;
INSERT INTO op.peers (id, access_hash, type) VALUES (8, 1, 'user'), (14, 2, 'user'), (-1000000000015, 3, 'channel');
INSERT INTO op.usernames (id, peer_id) VALUES ('acht2', -1000000000008), ('vierzehn', 14), ('fuenfzehn', 15);
DELETE FROM session_peers WHERE session = 'op' AND id IN (-1000000000008, -1000000000014, -1000000000015);
SELECT group_concat(id || ' ' || peer_id, ', ') FROM (SELECT * FROM op.usernames WHERE peer_id NOT IN (5,
    -1000000000009) ORDER BY id);
--> bare 8, vierzehn 14
-- grammers reads all states at its start, and stops at one whose channel's id is out of range.
CREATE TEMP TABLE far AS SELECT json_group_array(json_object('id', value, 'pts', 1)) AS states
  FROM json_each('["-1000000000000","-1000000000001","-1997852516352","-1997852516353","-2002147483648",
    "-2002147483649","-4000000000000","-4000000000001"]');
SELECT s.id FROM doc, far, session_states(session_convert(json_set(v, '$.states', json(states)), 'grammers-1')) s
 ORDER BY s.id;
--> -4000000000000
--> -2002147483649
--> -1997852516352
--> -1000000000001

---------------------------------------------------------------- a name beside the list, and no type
-- Kurigram's upgrade may leave peers.username: a name there that the list has, too, is one name; no name is none.
ATTACH ':memory:' AS beside;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'beside', 'kurigram-7', 2, 777, 0, 1, CAST(printf('%0256d', 1) AS BLOB);
ALTER TABLE beside.peers ADD COLUMN username TEXT;
INSERT INTO beside.peers(id, access_hash, type, username) VALUES (5, 6, 'user', 'ann'), (7, 8, 'user', 'old'), (9, 10, 'user', NULL);
INSERT INTO beside.usernames VALUES (5, 'ann'), (5, 'anna'), (7, 'new'), (7, 'new');
SELECT json_extract(session_info(session_export('beside', 'bundle')), '$.usernames'), (SELECT group_concat(id || usernames, ' ') FROM session_peers('beside'));
--> 4 | 5["ann","anna"] 7["new","old"]
SELECT group_concat(id) FROM session_peers('beside') WHERE username = 'ann' OR id = 9;
--> 5,9
DETACH beside;
-- What the type of a peer is, where nobody says it, as the client stores it.
CREATE TABLE untold AS SELECT '{"tgsession":1,"dc_id":2,"user_id":777,"auth_key":"' || printf('%0512d', 3)
  || '","peers":[{"id":5,"access_hash":1},{"id":-5},{"id":-1000000000005,"access_hash":1}]}' AS v;
CREATE TABLE untold_file AS SELECT f.name, session_import(v, './untold-' || f.name || '.session', f.name) AS p FROM session_formats f, untold
  WHERE f.kind = 'layout' AND f.writes AND f.family = 'pyrogram';
SELECT count(*) > 10, group_concat(DISTINCT once(p, 'SELECT group_concat(type) FROM (SELECT type FROM peers ORDER BY id DESC)')) FROM untold_file;
--> 1 | user,group,channel
