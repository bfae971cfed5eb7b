-- What a change does to a file, and all that it leaves alone: each layout's session, beside rows of other data centres,
-- of other peers and of none, is changed by one statement; each row that is gone or new then.  A line says in how many
-- layouts it is so, the first of them, and by which changes.
CREATE TEMP TABLE doc AS SELECT json_object('tgsession', 1, 'dc_id', 3, 'server_address', '10.0.0.2', 'port', 8443,
  'api_id', 5, 'test_mode', json('false'), 'date', 1000, 'user_id', 777, 'is_bot', json('false'),
  'auth_key', hex(printf('%.256c', 'h')),
  'peers', json('[{"id":1,"type":"user","access_hash":11,"usernames":["zoe","ann"],"phone_number":"491","updated":5001},
    {"id":4,"type":"bot","access_hash":44,"updated":5004},{"id":777,"type":"user","access_hash":7,"updated":5777},
    {"id":-1000000000007,"type":"channel","access_hash":77,"usernames":["news","talk"],"updated":5007}]'),
  'states', json('[{"id":0,"pts":1,"qts":2,"date":3,"seq":4},{"id":-1000000000007,"pts":5,"date":5},
    {"id":-1000000000008,"pts":6,"date":6}]')) AS v;
SELECT writefile('./doc', v) > 1000 FROM doc;
--> 1
-- A layout, or one as its client's upgrade has left it, and what stands there besides.
CREATE TEMP TABLE lay(name TEXT PRIMARY KEY, layout TEXT, beside TEXT, f TEXT, image, was);
INSERT INTO lay(name, layout, beside) SELECT name, name, replace(replace(CASE
  WHEN name = 'grammers-1' THEN 'INSERT INTO dc_option VALUES (1, ''1.1.1.1:1'', ''-'', x''00''), '
    || '(4, ''4.4.4.4:4'', ''-'', {d}), (5, ''5.5.5.5:5'', ''-'', {e}); '
    || 'INSERT INTO peer_info VALUES (3, 33, 0), (-3, 0, 1)'
  WHEN name = 'telethon-2.10' THEN 'INSERT INTO datacenter (id, ipv4_addr, auth) VALUES (1, ''1.1.1.1:1'', x''00''), '
    || '(4, ''4.4.4.4:4'', {d}), (5, ''5.5.5.5:5'', {e})'
  WHEN name = 'mtcute-1' THEN 'INSERT INTO auth_keys VALUES (1, x''00''), (4, {d}), (5, {e}); '
    || 'INSERT INTO temp_auth_keys VALUES (3, 0, x''00'', 0); INSERT INTO key_value VALUES (''dc_media'', x''01''), '
    || '(''salts:3'', x''02''), (''salts'', x''03''), (''salts;'', x''03''), (''updates'', x''03''), '
    || '(''update_x'', x''03''), '
    || '(''updates_channel'', x''01000000''), (''updates_channel;'', x''02000000''), '
    || '(''updates_channel:'', x''03000000''); '
    || 'INSERT INTO message_refs VALUES (1, 6, 7), (2, 6, 7); '
    || 'INSERT INTO peers VALUES (3, ''1|1'', ''[]'', 1, ''49'', NULL, 1)'
  WHEN name LIKE 'telethon-_' THEN 'INSERT INTO sessions (dc_id, server_address, port, auth_key) VALUES '
    || '(1, ''1.1.1.1'', 1, x''''), (4, ''4.4.4.4'', 4, NULL); INSERT INTO entities (id, hash) VALUES (8, 0); '
    || 'INSERT INTO sent_files VALUES (x''00'', 1, 2, 3, 4)'
    || CASE WHEN name > 'telethon-4' THEN '; UPDATE sessions SET takeout_id = 9 WHERE dc_id = 3' ELSE '' END
    || CASE WHEN name > 'telethon-7' THEN '; UPDATE sessions SET tmp_auth_key = x''09'' WHERE dc_id = 3' ELSE '' END
    || CASE WHEN name > 'telethon-3' THEN '; INSERT INTO update_state VALUES (-1000000000007, 1, 1, 1, 1)' ELSE '' END
  ELSE 'INSERT INTO sessions (dc_id, date, auth_key) VALUES (1, 5, x''''), (4, 6, NULL); '
    || 'INSERT INTO peers (id, access_hash, type, last_update_on) VALUES (7, 1, ''user'', 1)'
    || CASE WHEN name LIKE 'kurigram%' THEN '; INSERT INTO usernames VALUES (1, NULL), (7, ''zoe'')'
            WHEN name LIKE 'pyrofork%' THEN '; INSERT INTO usernames VALUES (''bare'', 7, 1), (''own'', 1, 1), '
              || '(''lost'', 8, 1)'
            ELSE '' END
  END, '{d}', 'CAST(printf(''%.256c'', ''d'') AS BLOB)'), '{e}', 'CAST(printf(''%.256c'', ''e'') AS BLOB)')
  FROM session_formats WHERE kind = 'layout' AND writes
   AND name NOT IN ('kurigram-5', 'kurigram-6', 'wzgram-8', 'telethon-5', 'telethon-6');
CREATE TEMP TABLE otherwise(layout TEXT, how TEXT, sql TEXT);
INSERT INTO otherwise VALUES
  ('kurigram-7', 'no index', 'DROP INDEX idx_usernames_id'),
  ('kurigram-7', 'name', 'ALTER TABLE peers ADD username TEXT; UPDATE peers SET username = ''zoe'' WHERE id = 1'),
  ('kurigram-4', 'name', 'ALTER TABLE peers ADD username TEXT; UPDATE peers SET username = ''zoe'' WHERE id = 1'),
  ('grammers-1', 'homeless', 'DELETE FROM dc_home'),
  ('grammers-1', 'at 2', 'DELETE FROM dc_home; UPDATE dc_option SET dc_id = 2 WHERE dc_id = 3;
    UPDATE dc_option SET auth_key = (SELECT d.auth_key FROM dc_option d WHERE d.dc_id = 4) WHERE dc_id = 1'),
  ('mtcute-1', 'at 2', 'DELETE FROM key_value WHERE key = ''dc_main''; UPDATE auth_keys SET dc = 2 WHERE dc = 3;
    UPDATE auth_keys SET key = (SELECT k.key FROM auth_keys k WHERE k.dc = 4) WHERE dc = 1'),
  ('mtcute-1', 'keys only', 'DELETE FROM key_value'),
  ('mtcute-1', 'keys of 2', 'DELETE FROM key_value; UPDATE auth_keys SET dc = 2 WHERE dc = 3;
    UPDATE auth_keys SET key = (SELECT k.key FROM auth_keys k WHERE k.dc = 4) WHERE dc = 1'),
  ('telethon-2.10', 'nobody', 'DELETE FROM user');
INSERT INTO lay(name, layout, beside) SELECT layout || ' ' || how, layout, beside || '; ' || sql
  FROM otherwise JOIN lay USING(layout);
UPDATE lay SET f = './' || name || '.session';
SELECT name, o FROM (SELECT name, (SELECT session_import(v, f, layout) FROM doc) AS o, f FROM lay) WHERE o IS NOT f;
--> (none)
UPDATE lay SET was = once(f, beside);
SELECT name, was FROM lay WHERE was IS NOT NULL;
--> (none)
UPDATE lay SET image = readfile(f), was = rows(f);
SELECT s.dc_id, s.server_address, s.port, s.api_id, s.test_mode, s.date, s.user_id, s.is_bot,
    substr(CAST(s.auth_key AS TEXT), 1, 1), s.layout = lay.layout, problem, count(*), min(lay.name)
  FROM lay, session(f) s GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY min(lay.name);
--> 3 | 10.0.0.2 | 8443 | NULL | NULL | NULL | 777 | 0 | h | 1 | NULL | 3 | grammers-1
--> 2 | 10.0.0.2 | 8443 | NULL | NULL | NULL | 777 | 0 | h | 1 | NULL | 1 | grammers-1 at 2
--> 3 | NULL | NULL | 5 | 0 | 1000 | 777 | 0 | h | 1 | NULL | 7 | kurigram-4
--> 3 | 10.0.0.2 | 8443 | 5 | 0 | 1000 | 777 | 0 | h | 1 | NULL | 3 | kurigram-7
--> 3 | 10.0.0.2 | 8443 | NULL | 0 | NULL | 777 | 0 | h | 1 | NULL | 1 | mtcute-1
--> 2 | NULL | NULL | NULL | NULL | NULL | 777 | 0 | h | 1 | no-address: server_address is NULL: the client can't connect | 1 | mtcute-1 at 2
--> 2 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | h | 1 | no-address: server_address is NULL: the client can't connect | 1 | mtcute-1 keys of 2
--> 3 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | h | 1 | no-address: server_address is NULL: the client can't connect | 1 | mtcute-1 keys only
--> 3 | NULL | NULL | NULL | 0 | 1000 | 777 | 0 | h | 1 | NULL | 2 | pyrogram-1
--> 3 | 10.0.0.2 | 8443 | NULL | NULL | NULL | NULL | NULL | h | 1 | NULL | 1 | telethon-2.10 nobody
--> 3 | 10.0.0.2 | 8443 | NULL | NULL | NULL | 777 | NULL | h | 1 | NULL | 4 | telethon-3
SELECT id, pts, qts, date, seq, count(*), min(lay.name) FROM lay, session_states(f)
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 7;
--> -1000000000008 | 6 | NULL | NULL | NULL | 7 | grammers-1
--> -1000000000008 | 6 | NULL | 6 | NULL | 6 | kurigram-7
--> -1000000000008 | 6 | 0 | 6 | 0 | 3 | telethon-4
--> -1000000000007 | 5 | NULL | NULL | NULL | 7 | grammers-1
--> -1000000000007 | 5 | NULL | 5 | NULL | 6 | kurigram-7
--> -1000000000007 | 5 | 0 | 5 | 0 | 3 | telethon-4
--> -1000000000000 | 3 | NULL | NULL | NULL | 2 | mtcute-1
--> 0 | 1 | 2 | 3 | 4 | 16 | grammers-1

-- {f} is the file, {v} the session from before as JSON.
CREATE TEMP TABLE change(n INTEGER PRIMARY KEY, what TEXT, sql TEXT);
INSERT INTO change(what, sql) VALUES
  ('nothing', 'UPDATE session SET dc_id = dc_id, user_id = user_id WHERE source = {f}'),
  ('dc', 'UPDATE session SET dc_id = 4 WHERE source = {f}'),
  ('dc 1', 'UPDATE session SET dc_id = 1 WHERE source = {f}'),
  ('key', 'UPDATE session SET auth_key = CAST(printf(''%.256c'', ''n'') AS BLOB) WHERE source = {f}'),
  ('no key', 'UPDATE session SET auth_key = x'''' WHERE source = {f}'),
  ('bot out', 'UPDATE session SET auth_key = x'''', user_id = 4, is_bot = NULL WHERE source = {f}'),
  ('address', 'UPDATE session SET server_address = ''10.0.0.9'', port = 9 WHERE source = {f}'),
  ('IPv6', 'UPDATE session SET server_address = ''fd00::a'' WHERE source = {f}'),
  ('user', 'UPDATE session SET user_id = 4 WHERE source = {f}'),
  ('unknown', 'UPDATE session SET user_id = 5 WHERE source = {f}'),
  ('nobody', 'UPDATE session SET user_id = NULL WHERE source = {f}'),
  ('bot', 'UPDATE session SET is_bot = 1 WHERE source = {f}'),
  ('api', 'UPDATE session SET api_id = 6 WHERE source = {f}'),
  ('date', 'UPDATE session SET date = 2000 WHERE source = {f}'),
  ('test', 'UPDATE session SET test_mode = 1 WHERE source = {f}'),
  ('peer 1', 'ATTACH {f} AS a; DELETE FROM session_peers WHERE session = ''a'' AND id = 1'),
  ('peer -7', 'ATTACH {f} AS a; DELETE FROM session_peers WHERE session = ''a'' AND id = -1000000000007'),
  ('peer anew', 'ATTACH {f} AS a; INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username) '
    || 'VALUES (''a'', 1, ''user'', 12, ''ann'')'),
  ('state 0', 'ATTACH {f} AS a; DELETE FROM session_states WHERE session = ''a'' AND id = 0'),
  ('state -7', 'ATTACH {f} AS a; DELETE FROM session_states WHERE session = ''a'' AND id = -1000000000007'),
  ('state anew', 'ATTACH {f} AS a; INSERT OR REPLACE INTO session_states(session, id, pts) VALUES (''a'', 0, 8), '
    || '(''a'', -1000000000007, 9)'),
  ('qts only', 'ATTACH {f} AS a; INSERT OR REPLACE INTO session_states(session, id, qts) VALUES (''a'', 0, 8)'),
  ('more', 'SELECT session_import(json_set({v}, ''$.peers[0].access_hash'', 12, ''$.peers[1].id'', 6, '
    || '''$.states[0].pts'', 9, ''$.states[1].id'', -1000000000009), {f}) IS NULL'),
  ('other', 'SELECT session_import(json_set({v}, ''$.dc_id'', 5, ''$.user_id'', 4, ''$.is_bot'', json(''true''), '
    || '''$.test_mode'', json(''true''), ''$.auth_key'', hex(printf(''%.256c'', ''n'')), ''$.peers[0].id'', 6, '
    || '''$.states[1].id'', -1000000000009), {f}, NULL, ''replace'', 1) IS NULL'),
  ('none', 'DELETE FROM session WHERE source = {f}');
CREATE TEMP TABLE t(n INTEGER PRIMARY KEY, what TEXT, name TEXT, was TEXT, o TEXT, x TEXT, became TEXT);
INSERT INTO t(what, name, was) SELECT what, name, was FROM change, lay ORDER BY n, name;
SELECT count(*) FROM t JOIN lay USING(name) WHERE writefile('./t' || n || '.session', image);
--> 625
UPDATE t SET o = outcome((SELECT replace(replace(sql, '{f}', '''./t' || t.n || '.session'''),
      '{v}', 'CAST(readfile(''./doc'') AS TEXT)') FROM change WHERE what = t.what)),
    x = outcome('DETACH a'), became = rows('./t' || n || '.session');
SELECT what, replace(replace(o, './t' || n || '.session', 'F'), substr(name, 1, instr(name || ' ', ' ') - 1), 'L'),
    count(*), min(name), max(name) FROM t GROUP BY 1, 2 ORDER BY min(n), 3;
--> nothing | (none) | 25 | grammers-1 | telethon-8
--> dc | (none) | 25 | grammers-1 | telethon-8
--> dc 1 | (none) | 25 | grammers-1 | telethon-8
--> key | (none) | 25 | grammers-1 | telethon-8
--> no key | (none) | 25 | grammers-1 | telethon-8
--> bot out | (none) | 25 | grammers-1 | telethon-8
--> address | (none) | 16 | grammers-1 | telethon-8
--> address | ! session: F: layout L can't keep server_address | 9 | kurigram-4 | pyrogrammod-4
--> IPv6 | (none) | 16 | grammers-1 | telethon-8
--> IPv6 | ! session: F: layout L can't keep server_address | 9 | kurigram-4 | pyrogrammod-4
--> user | (none) | 25 | grammers-1 | telethon-8
--> unknown | (none) | 21 | grammers-1 | telethon-2.10 nobody
--> unknown | ! session: F: layout L can't keep this user_id; it may need the user's own row of session_peers, with an access_hash | 4 | telethon-3 | telethon-8
--> nobody | (none) | 13 | grammers-1 | telethon-8
--> nobody | ! session: F: L: user_id is not known from the source; give it: 'user_id', N | 12 | kurigram-4 | pyrogrammod-4
--> bot | (none) | 21 | grammers-1 | telethon-2.10 nobody
--> bot | ! session: F: layout L can't keep is_bot | 4 | telethon-3 | telethon-8
--> api | ! session: F: layout L can't keep api_id | 15 | grammers-1 | telethon-8
--> api | (none) | 10 | kurigram-4 | pyrogrammod-4
--> date | ! session: F: layout L can't keep date | 13 | grammers-1 | telethon-8
--> date | (none) | 12 | kurigram-4 | pyrogrammod-4
--> test | (none) | 25 | grammers-1 | telethon-8
--> peer 1 | (none) | 25 | grammers-1 | telethon-8
--> peer -7 | (none) | 25 | grammers-1 | telethon-8
--> peer anew | ! session_peers: a: layout L can't keep this username | 3 | grammers-1 | grammers-1 homeless
--> peer anew | (none) | 20 | kurigram-4 | telethon-8
--> peer anew | ! session_peers: layout L holds no peers | 2 | telethon-2.10 | telethon-2.10 nobody
--> state 0 | (none) | 25 | grammers-1 | telethon-8
--> state -7 | (none) | 25 | grammers-1 | telethon-8
--> state anew | (none) | 18 | grammers-1 | telethon-8
--> state anew | ! session_states: layout L holds no update states | 7 | kurigram-4 | telethon-3
--> qts only | (none) | 14 | grammers-1 | telethon-8
--> qts only | ! session_states: layout L holds no update states | 7 | kurigram-4 | telethon-3
--> qts only | ! session_states: a: layout L can't keep this state: the account's needs pts | 4 | mtcute-1 | mtcute-1 keys only
--> more | 0 | 25 | grammers-1 | telethon-8
--> other | 0 | 25 | grammers-1 | telethon-8
--> none | (none) | 25 | grammers-1 | telethon-8
-- What is gone, and what is new.
CREATE TEMP VIEW d AS SELECT n, what, name, '+' AS sign, key, value FROM t, json_each(became)
    WHERE value NOT IN (SELECT value FROM json_each(was))
  UNION ALL SELECT n, what, name, '-', key, value FROM t, json_each(was)
    WHERE value NOT IN (SELECT value FROM json_each(became));
SELECT sign, value, n, name, group_concat(what, ', ') FROM (SELECT sign, value, count(*) AS n, min(name) AS name, what,
    min(key) AS k FROM d WHERE what NOT IN ('other', 'none') GROUP BY sign, value, what ORDER BY min(n))
 GROUP BY 1, 2, 3, 4 ORDER BY name, n, 1 DESC, 2;
--> - | dc_home: 3 | 1 | grammers-1 | dc, dc 1
--> - | dc_option: 1 '1.1.1.1:1' '-' x'00' | 2 | grammers-1 | dc 1, key, no key, bot out
--> - | dc_option: 3 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' h | 2 | grammers-1 | dc, dc 1, key, no key, bot out, address, IPv6
--> + | dc_option: 3 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' NULL | 2 | grammers-1 | no key, bot out
--> + | dc_option: 3 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' n | 2 | grammers-1 | key
--> + | dc_option: 3 '10.0.0.9:9' '[::ffff:10.0.0.9]:9' h | 2 | grammers-1 | address
--> + | dc_option: 3 '149.154.175.100:8443' '[fd00::a]:8443' h | 2 | grammers-1 | IPv6
--> - | channel_state: 7 5 | 3 | grammers-1 | state -7, state anew
--> - | dc_option: 4 '4.4.4.4:4' '-' d | 3 | grammers-1 | dc, key, no key, bot out
--> - | dc_option: 5 '5.5.5.5:5' '-' e | 3 | grammers-1 | key, no key, bot out
--> - | peer_info: -1000000000007 77 8 | 3 | grammers-1 | peer -7
--> - | peer_info: 1 11 NULL | 3 | grammers-1 | peer 1, more
--> - | peer_info: 4 44 2 | 3 | grammers-1 | bot out, user
--> - | peer_info: 777 7 1 | 3 | grammers-1 | bot out, user, unknown, nobody, bot
--> - | update_state: 1 2 3 4 | 3 | grammers-1 | state 0, state anew, qts only, more
--> + | channel_state: 7 9 | 3 | grammers-1 | state anew
--> + | channel_state: 9 5 | 3 | grammers-1 | more
--> + | dc_home: 1 | 3 | grammers-1 | dc 1
--> + | dc_home: 4 | 3 | grammers-1 | dc
--> + | dc_option: 1 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' h | 3 | grammers-1 | dc 1
--> + | dc_option: 4 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' h | 3 | grammers-1 | dc
--> + | peer_info: 1 12 NULL | 3 | grammers-1 | more
--> + | peer_info: 4 44 1 | 3 | grammers-1 | user
--> + | peer_info: 4 44 3 | 3 | grammers-1 | bot out
--> + | peer_info: 5 NULL 1 | 3 | grammers-1 | unknown
--> + | peer_info: 6 44 2 | 3 | grammers-1 | more
--> + | peer_info: 777 7 3 | 3 | grammers-1 | bot
--> + | peer_info: 777 7 NULL | 3 | grammers-1 | bot out, user, unknown, nobody
--> + | update_state: 0 8 0 0 | 3 | grammers-1 | qts only
--> + | update_state: 8 0 0 0 | 3 | grammers-1 | state anew
--> + | update_state: 9 2 3 4 | 3 | grammers-1 | more
--> - | dc_option: 1 '1.1.1.1:1' '-' d | 1 | grammers-1 at 2 | dc 1, key, no key, bot out
--> - | dc_option: 2 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' h | 1 | grammers-1 at 2 | dc, dc 1, key, no key, bot out, address, IPv6, more
--> + | dc_home: 3 | 1 | grammers-1 at 2 | more
--> + | dc_option: 2 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' NULL | 1 | grammers-1 at 2 | no key, bot out
--> + | dc_option: 2 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' n | 1 | grammers-1 at 2 | key
--> + | dc_option: 2 '10.0.0.9:9' '[::ffff:10.0.0.9]:9' h | 1 | grammers-1 at 2 | address
--> + | dc_option: 2 '149.154.167.41:8443' '[fd00::a]:8443' h | 1 | grammers-1 at 2 | IPv6
--> + | dc_option: 3 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' h | 1 | grammers-1 at 2 | more
--> - | peers: -1000000000007 77 'channel' NULL 5007 | 3 | kurigram-4 | peer -7
--> - | peers: 1 11 'user' '491' 5001 | 3 | kurigram-4 | peer 1, peer anew, more
--> - | usernames: 1 NULL | 3 | kurigram-4 | more
--> + | peers: 1 12 'user' '491' 5001 | 3 | kurigram-4 | more
--> + | peers: 1 12 'user' NULL now | 3 | kurigram-4 | peer anew
--> + | peers: 6 44 'bot' NULL 5004 | 3 | kurigram-4 | more
--> - | usernames: -1000000000007 'news' | 5 | kurigram-4 | peer -7
--> - | usernames: -1000000000007 'talk' | 5 | kurigram-4 | peer -7
--> - | usernames: 1 'ann' | 5 | kurigram-4 | peer 1
--> - | usernames: 1 'zoe' | 5 | kurigram-4 | peer 1, peer anew
--> - | usernames: 1 NULL | 5 | kurigram-4 | peer 1, peer anew
--> - | sessions: 1 NULL NULL x'' 5 NULL NULL | 7 | kurigram-4 | dc, dc 1, key, no key, bot out, user, unknown, bot, api, date, test
--> - | sessions: 3 5 0 h 1000 777 0 | 7 | kurigram-4 | dc, dc 1, key, no key, bot out, user, unknown, bot, api, date, test
--> - | sessions: 4 NULL NULL NULL 6 NULL NULL | 7 | kurigram-4 | dc, dc 1, key, no key, bot out, user, unknown, bot, api, date, test
--> + | sessions: 1 5 0 h 1000 777 0 | 7 | kurigram-4 | dc 1
--> + | sessions: 3 5 0 NULL 1000 4 NULL | 7 | kurigram-4 | bot out
--> + | sessions: 3 5 0 NULL 1000 777 0 | 7 | kurigram-4 | no key
--> + | sessions: 3 5 0 h 1000 4 0 | 7 | kurigram-4 | user
--> + | sessions: 3 5 0 h 1000 5 0 | 7 | kurigram-4 | unknown
--> + | sessions: 3 5 0 h 1000 777 1 | 7 | kurigram-4 | bot
--> + | sessions: 3 5 0 h 2000 777 0 | 7 | kurigram-4 | date
--> + | sessions: 3 5 0 n 1000 777 0 | 7 | kurigram-4 | key
--> + | sessions: 3 5 1 h 1000 777 0 | 7 | kurigram-4 | test
--> + | sessions: 3 6 0 h 1000 777 0 | 7 | kurigram-4 | api
--> + | sessions: 4 5 0 h 1000 777 0 | 7 | kurigram-4 | dc
--> - | peers: -1000000000007 77 'channel' NULL 5007 NULL | 2 | kurigram-4 name | peer -7
--> - | peers: 1 11 'user' '491' now 'zoe' | 2 | kurigram-4 name | peer 1, peer anew
--> + | peers: 1 12 'user' NULL now NULL | 2 | kurigram-4 name | peer anew
--> + | peers: 6 44 'bot' NULL 5004 NULL | 2 | kurigram-4 name | more
--> - | sessions: 1 NULL NULL NULL NULL x'' 5 NULL NULL | 3 | kurigram-7 | dc, dc 1, key, no key, bot out, address, IPv6, user, unknown, bot, api, date, test
--> - | sessions: 3 '10.0.0.2' 8443 5 0 h 1000 777 0 | 3 | kurigram-7 | dc, dc 1, key, no key, bot out, address, IPv6, user, unknown, bot, api, date, test
--> - | sessions: 4 NULL NULL NULL NULL NULL 6 NULL NULL | 3 | kurigram-7 | dc, dc 1, key, no key, bot out, address, IPv6, user, unknown, bot, api, date, test
--> + | sessions: 1 '10.0.0.2' 8443 5 0 h 1000 777 0 | 3 | kurigram-7 | dc 1
--> + | sessions: 3 '10.0.0.2' 8443 5 0 NULL 1000 4 NULL | 3 | kurigram-7 | bot out
--> + | sessions: 3 '10.0.0.2' 8443 5 0 NULL 1000 777 0 | 3 | kurigram-7 | no key
--> + | sessions: 3 '10.0.0.2' 8443 5 0 h 1000 4 0 | 3 | kurigram-7 | user
--> + | sessions: 3 '10.0.0.2' 8443 5 0 h 1000 5 0 | 3 | kurigram-7 | unknown
--> + | sessions: 3 '10.0.0.2' 8443 5 0 h 1000 777 1 | 3 | kurigram-7 | bot
--> + | sessions: 3 '10.0.0.2' 8443 5 0 h 2000 777 0 | 3 | kurigram-7 | date
--> + | sessions: 3 '10.0.0.2' 8443 5 0 n 1000 777 0 | 3 | kurigram-7 | key
--> + | sessions: 3 '10.0.0.2' 8443 5 1 h 1000 777 0 | 3 | kurigram-7 | test
--> + | sessions: 3 '10.0.0.2' 8443 6 0 h 1000 777 0 | 3 | kurigram-7 | api
--> + | sessions: 3 '10.0.0.9' 9 5 0 h 1000 777 0 | 3 | kurigram-7 | address
--> + | sessions: 3 'fd00::a' 8443 5 0 h 1000 777 0 | 3 | kurigram-7 | IPv6
--> + | sessions: 4 '10.0.0.2' 8443 5 0 h 1000 777 0 | 3 | kurigram-7 | dc
--> - | update_state: -1000000000007 5 NULL 5 NULL | 5 | kurigram-7 | state -7, state anew
--> + | update_state: -1000000000007 9 NULL NULL NULL | 5 | kurigram-7 | state anew
--> + | update_state: -1000000000009 5 NULL 5 NULL | 5 | kurigram-7 | more
--> + | update_state: 0 8 NULL NULL NULL | 5 | kurigram-7 | state anew
--> + | update_state: 0 NULL 8 NULL NULL | 5 | kurigram-7 | qts only
--> - | update_state: 0 1 2 3 4 | 8 | kurigram-7 | state 0, state anew, qts only, more
--> + | update_state: 0 9 2 3 4 | 8 | kurigram-7 | more
--> - | key_value: 'dc_main' x'0203000831302e302e302e32000000fb200000' | 1 | mtcute-1 | dc, dc 1, address, IPv6, test
--> + | key_value: 'dc_main' x'0201000831302e302e302e32000000fb200000' | 1 | mtcute-1 | dc 1
--> + | key_value: 'dc_main' x'02030107666430303a3a61fb200000' | 1 | mtcute-1 | IPv6
--> + | key_value: 'dc_main' x'0203040831302e302e302e32000000fb200000' | 1 | mtcute-1 | test
--> + | key_value: 'dc_main' x'0204000831302e302e302e32000000fb200000' | 1 | mtcute-1 | dc
--> - | auth_keys: 1 x'00' | 2 | mtcute-1 | dc 1, key, no key, bot out
--> - | auth_keys: 3 h | 2 | mtcute-1 | dc, dc 1, key, no key, bot out
--> - | key_value: 'current_user' x'01000000000000000903000000000000' | 2 | mtcute-1 | bot out, user, unknown, nobody, bot
--> - | key_value: 'dc_media' x'01' | 2 | mtcute-1 | key, no key, bot out
--> - | key_value: 'salts:3' x'02' | 2 | mtcute-1 | key, no key, bot out
--> - | key_value: 'updates_channel:7' x'05000000' | 2 | mtcute-1 | state -7, state anew
--> - | key_value: 'updates_date' x'03000000' | 2 | mtcute-1 | state 0, state anew
--> - | key_value: 'updates_pts' x'01000000' | 2 | mtcute-1 | state 0, state anew, more
--> - | key_value: 'updates_qts' x'02000000' | 2 | mtcute-1 | state 0, state anew
--> - | key_value: 'updates_seq' x'04000000' | 2 | mtcute-1 | state 0, state anew
--> + | auth_keys: 3 n | 2 | mtcute-1 | key
--> + | key_value: 'current_user' x'01000000010000000903000000000000' | 2 | mtcute-1 | bot
--> + | key_value: 'dc_main' x'0203000831302e302e302e3900000009000000' | 2 | mtcute-1 | address
--> - | auth_keys: 4 d | 4 | mtcute-1 | dc, key, no key, bot out
--> - | auth_keys: 5 e | 4 | mtcute-1 | key, no key, bot out
--> - | message_refs: 1 6 7 | 4 | mtcute-1 | peer 1, peer anew, more
--> - | peers: -1000000000007 '77|0' '["news","talk"]' 5007000 NULL NULL 0 | 4 | mtcute-1 | peer -7
--> - | peers: 1 '11|0' '["zoe","ann"]' 5001000 '491' NULL 0 | 4 | mtcute-1 | peer 1, peer anew, more
--> - | temp_auth_keys: 3 0 x'00' 0 | 4 | mtcute-1 | key, no key, bot out
--> + | auth_keys: 1 h | 4 | mtcute-1 | dc 1
--> + | auth_keys: 4 h | 4 | mtcute-1 | dc
--> + | key_value: 'current_user' x'01000000000000000400000000000000' | 4 | mtcute-1 | bot out, user
--> + | key_value: 'current_user' x'01000000000000000500000000000000' | 4 | mtcute-1 | unknown
--> + | key_value: 'updates_channel:7' x'09000000' | 4 | mtcute-1 | state anew
--> + | key_value: 'updates_channel:9' x'05000000' | 4 | mtcute-1 | more
--> + | key_value: 'updates_date' x'00000000' | 4 | mtcute-1 | state anew
--> + | key_value: 'updates_pts' x'08000000' | 4 | mtcute-1 | state anew
--> + | key_value: 'updates_pts' x'09000000' | 4 | mtcute-1 | more
--> + | key_value: 'updates_qts' x'00000000' | 4 | mtcute-1 | state anew
--> + | key_value: 'updates_seq' x'00000000' | 4 | mtcute-1 | state anew
--> + | peers: 1 '12|0' '["ann"]' now NULL NULL 0 | 4 | mtcute-1 | peer anew
--> + | peers: 1 '12|0' '["zoe","ann"]' 5001000 '491' NULL 0 | 4 | mtcute-1 | more
--> + | peers: 6 '44|0' '[]' 5004000 NULL NULL 0 | 4 | mtcute-1 | more
--> - | auth_keys: 1 d | 2 | mtcute-1 at 2 | dc 1, key, no key, bot out
--> - | auth_keys: 2 h | 2 | mtcute-1 at 2 | dc, dc 1, key, no key, bot out, more
--> + | auth_keys: 2 n | 2 | mtcute-1 at 2 | key
--> + | auth_keys: 3 h | 2 | mtcute-1 at 2 | more
--> + | key_value: 'dc_main' x'0202000831302e302e302e3900000009000000' | 2 | mtcute-1 at 2 | address
--> + | key_value: 'dc_main' x'0202000e3134392e3135342e3136372e353000bb010000' | 2 | mtcute-1 at 2 | nothing, key
--> + | key_value: 'dc_main' x'02020107666430303a3a61bb010000' | 2 | mtcute-1 at 2 | IPv6
--> + | key_value: 'dc_main' x'0202040e3134392e3135342e3136372e343000bb010000' | 2 | mtcute-1 at 2 | test
--> + | key_value: 'dc_main' x'0201000e3134392e3135342e3137352e353600bb010000' | 3 | mtcute-1 at 2 | dc 1
--> + | key_value: 'dc_main' x'0203000831302e302e302e32000000fb200000' | 3 | mtcute-1 at 2 | more
--> + | key_value: 'dc_main' x'0204000e3134392e3135342e3136372e393100bb010000' | 3 | mtcute-1 at 2 | dc
--> - | message_refs: 1 6 7 | 2 | mtcute-1 keys of 2 | key
--> - | message_refs: 2 6 7 | 2 | mtcute-1 keys of 2 | key
--> - | peers: -1000000000007 '77|0' '["news","talk"]' 5007000 NULL NULL 0 | 2 | mtcute-1 keys of 2 | key
--> - | peers: 1 '11|0' '["zoe","ann"]' 5001000 '491' NULL 0 | 2 | mtcute-1 keys of 2 | key
--> - | peers: 3 '1|1' '[]' 1 '49' NULL 1 | 2 | mtcute-1 keys of 2 | key
--> - | peers: 4 '44|0' '[]' 5004000 NULL NULL 0 | 2 | mtcute-1 keys of 2 | key
--> - | peers: 777 '7|0' '[]' 5777000 NULL NULL 0 | 2 | mtcute-1 keys of 2 | key
--> + | key_value: 'current_user' x'01000000000000000903000000000000' | 2 | mtcute-1 keys of 2 | more
--> + | key_value: 'updates_channel:8' x'06000000' | 2 | mtcute-1 keys of 2 | more
--> + | key_value: 'updates_date' x'03000000' | 2 | mtcute-1 keys of 2 | more
--> + | key_value: 'updates_qts' x'02000000' | 2 | mtcute-1 keys of 2 | more
--> + | key_value: 'updates_seq' x'04000000' | 2 | mtcute-1 keys of 2 | more
--> + | key_value: 'dc_main' x'0203000f3134392e3135342e3137352e313030bb010000' | 1 | mtcute-1 keys only | nothing, key
--> + | key_value: 'dc_main' x'02030107666430303a3a61bb010000' | 1 | mtcute-1 keys only | IPv6
--> + | key_value: 'dc_main' x'0203040f3134392e3135342e3137352e313137bb010000' | 1 | mtcute-1 keys only | test
--> - | channel_pts: 7 5 5 | 1 | pylogram-4 | state -7, state anew
--> - | update_state: 1 1 2 4 3 | 1 | pylogram-4 | state 0, state anew, qts only, more
--> + | channel_pts: 7 9 now | 1 | pylogram-4 | state anew
--> + | channel_pts: 9 5 5 | 1 | pylogram-4 | more
--> + | update_state: 1 0 8 0 0 | 1 | pylogram-4 | qts only
--> + | update_state: 1 8 0 0 0 | 1 | pylogram-4 | state anew
--> + | update_state: 1 9 2 4 3 | 1 | pylogram-4 | more
--> - | peers: -1000000000007 77 'channel' 'news' NULL 5007 | 7 | pylogram-4 | peer -7
--> - | peers: 1 11 'user' 'zoe' '491' 5001 | 7 | pylogram-4 | peer 1, peer anew, more
--> + | peers: 1 12 'user' 'ann' NULL now | 7 | pylogram-4 | peer anew
--> + | peers: 1 12 'user' 'zoe' '491' 5001 | 7 | pylogram-4 | more
--> + | peers: 6 44 'bot' NULL NULL 5004 | 7 | pylogram-4 | more
--> - | usernames: 'ann' 1 5001 | 2 | pyrofork-3 | peer 1, peer anew
--> - | usernames: 'news' -1000000000007 5007 | 2 | pyrofork-3 | peer -7
--> - | usernames: 'own' 1 1 | 2 | pyrofork-3 | peer 1, peer anew, more
--> - | usernames: 'talk' -1000000000007 5007 | 2 | pyrofork-3 | peer -7
--> - | usernames: 'zoe' 1 5001 | 2 | pyrofork-3 | peer 1, peer anew
--> - | sessions: 1 NULL x'' 5 NULL NULL | 2 | pyrogram-1 | dc, dc 1, key, no key, bot out, user, unknown, bot, date, test
--> - | sessions: 3 0 h 1000 777 0 | 2 | pyrogram-1 | dc, dc 1, key, no key, bot out, user, unknown, bot, date, test
--> - | sessions: 4 NULL NULL 6 NULL NULL | 2 | pyrogram-1 | dc, dc 1, key, no key, bot out, user, unknown, bot, date, test
--> + | sessions: 1 0 h 1000 777 0 | 2 | pyrogram-1 | dc 1
--> + | sessions: 3 0 NULL 1000 4 NULL | 2 | pyrogram-1 | bot out
--> + | sessions: 3 0 NULL 1000 777 0 | 2 | pyrogram-1 | no key
--> + | sessions: 3 0 h 1000 4 0 | 2 | pyrogram-1 | user
--> + | sessions: 3 0 h 1000 5 0 | 2 | pyrogram-1 | unknown
--> + | sessions: 3 0 h 1000 777 1 | 2 | pyrogram-1 | bot
--> + | sessions: 3 0 h 2000 777 0 | 2 | pyrogram-1 | date
--> + | sessions: 3 0 n 1000 777 0 | 2 | pyrogram-1 | key
--> + | sessions: 3 1 h 1000 777 0 | 2 | pyrogram-1 | test
--> + | sessions: 4 0 h 1000 777 0 | 2 | pyrogram-1 | dc
--> - | user: 777 3 0 NULL | 1 | telethon-2.10 | dc, dc 1, bot out, user, unknown, nobody, bot
--> + | user: 777 1 0 NULL | 1 | telethon-2.10 | dc 1
--> + | user: 777 3 1 NULL | 1 | telethon-2.10 | bot
--> + | user: 777 4 0 NULL | 1 | telethon-2.10 | dc
--> - | channelstate: 7 5 | 2 | telethon-2.10 | state -7, state anew
--> - | datacenter: 1 '1.1.1.1:1' NULL x'00' | 2 | telethon-2.10 | dc 1, key, no key, bot out
--> - | datacenter: 3 '10.0.0.2:8443' NULL h | 2 | telethon-2.10 | dc, dc 1, key, no key, bot out, address, IPv6
--> - | datacenter: 4 '4.4.4.4:4' NULL d | 2 | telethon-2.10 | dc, key, no key, bot out
--> - | datacenter: 5 '5.5.5.5:5' NULL e | 2 | telethon-2.10 | key, no key, bot out
--> - | state: 1 2 3 4 | 2 | telethon-2.10 | state 0, state anew, qts only, more
--> + | channelstate: 7 9 | 2 | telethon-2.10 | state anew
--> + | channelstate: 9 5 | 2 | telethon-2.10 | more
--> + | datacenter: 1 '10.0.0.2:8443' NULL h | 2 | telethon-2.10 | dc 1
--> + | datacenter: 3 '10.0.0.2:8443' NULL NULL | 2 | telethon-2.10 | no key, bot out
--> + | datacenter: 3 '10.0.0.2:8443' NULL n | 2 | telethon-2.10 | key
--> + | datacenter: 3 '10.0.0.9:9' NULL h | 2 | telethon-2.10 | address
--> + | datacenter: 3 NULL '[fd00::a]:8443' h | 2 | telethon-2.10 | IPv6
--> + | datacenter: 4 '10.0.0.2:8443' NULL h | 2 | telethon-2.10 | dc
--> + | state: 0 8 0 0 | 2 | telethon-2.10 | qts only
--> + | state: 8 0 0 0 | 2 | telethon-2.10 | state anew
--> + | state: 9 2 3 4 | 2 | telethon-2.10 | more
--> + | user: 4 3 0 NULL | 2 | telethon-2.10 | bot out, user
--> + | user: 5 3 0 NULL | 2 | telethon-2.10 | unknown
--> - | channelstate: 7 5 | 1 | telethon-2.10 nobody | key
--> - | channelstate: 8 6 | 1 | telethon-2.10 nobody | key
--> - | state: 1 2 3 4 | 1 | telethon-2.10 nobody | key
--> + | user: 777 3 0 NULL | 1 | telethon-2.10 nobody | more
--> - | entities: -1000000000007 77 'news' NULL NULL | 2 | telethon-3 | peer -7
--> - | entities: 0 777 NULL NULL NULL | 2 | telethon-3 | bot out, user, nobody
--> - | entities: 1 11 'zoe' 491 NULL | 2 | telethon-3 | peer 1, peer anew, more
--> - | sessions: 1 '1.1.1.1' 1 x'' | 2 | telethon-3 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> - | sessions: 3 '10.0.0.2' 8443 h | 2 | telethon-3 | dc, dc 1, key, no key, bot out, address, IPv6
--> - | sessions: 4 '4.4.4.4' 4 NULL | 2 | telethon-3 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> + | entities: 0 4 NULL NULL NULL | 2 | telethon-3 | bot out, user
--> + | entities: 1 12 'ann' NULL NULL | 2 | telethon-3 | peer anew
--> + | entities: 1 12 'zoe' 491 NULL | 2 | telethon-3 | more
--> + | entities: 6 44 NULL NULL NULL | 2 | telethon-3 | more
--> + | sessions: 1 '10.0.0.2' 8443 h | 2 | telethon-3 | dc 1
--> + | sessions: 3 '10.0.0.2' 8443 n | 2 | telethon-3 | key
--> + | sessions: 3 '10.0.0.2' 8443 x'' | 2 | telethon-3 | no key, bot out
--> + | sessions: 3 '10.0.0.9' 9 h | 2 | telethon-3 | address
--> + | sessions: 3 'fd00::a' 8443 h | 2 | telethon-3 | IPv6
--> + | sessions: 4 '10.0.0.2' 8443 h | 2 | telethon-3 | dc
--> - | update_state: -1000000000007 1 1 1 1 | 3 | telethon-4 | state -7, state anew
--> - | update_state: 7 5 0 5 0 | 3 | telethon-4 | state -7, state anew
--> + | update_state: 0 0 8 0 0 | 3 | telethon-4 | qts only
--> + | update_state: 0 8 0 0 0 | 3 | telethon-4 | state anew
--> + | update_state: 7 9 0 0 0 | 3 | telethon-4 | state anew
--> + | update_state: 9 5 0 5 0 | 3 | telethon-4 | more
--> - | sessions: 1 '1.1.1.1' 1 x'' NULL | 1 | telethon-7 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> - | sessions: 3 '10.0.0.2' 8443 h 9 | 1 | telethon-7 | dc, dc 1, key, no key, bot out, address, IPv6
--> - | sessions: 4 '4.4.4.4' 4 NULL NULL | 1 | telethon-7 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> + | sessions: 1 '10.0.0.2' 8443 h 9 | 1 | telethon-7 | dc 1
--> + | sessions: 3 '10.0.0.2' 8443 n NULL | 1 | telethon-7 | key
--> + | sessions: 3 '10.0.0.2' 8443 x'' NULL | 1 | telethon-7 | no key, bot out
--> + | sessions: 3 '10.0.0.9' 9 h 9 | 1 | telethon-7 | address
--> + | sessions: 3 'fd00::a' 8443 h 9 | 1 | telethon-7 | IPv6
--> + | sessions: 4 '10.0.0.2' 8443 h 9 | 1 | telethon-7 | dc
--> - | entities: -1000000000007 77 'news' NULL NULL 5007 | 2 | telethon-7 | peer -7
--> - | entities: 0 777 NULL NULL NULL now | 2 | telethon-7 | bot out, user, nobody
--> - | entities: 1 11 'zoe' 491 NULL 5001 | 2 | telethon-7 | peer 1, peer anew, more
--> + | entities: 0 4 NULL NULL NULL now | 2 | telethon-7 | bot out, user
--> + | entities: 1 12 'ann' NULL NULL NULL | 2 | telethon-7 | peer anew
--> + | entities: 1 12 'zoe' 491 NULL 5001 | 2 | telethon-7 | more
--> + | entities: 6 44 NULL NULL NULL 5004 | 2 | telethon-7 | more
--> - | sessions: 1 '1.1.1.1' 1 x'' NULL NULL | 1 | telethon-8 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> - | sessions: 3 '10.0.0.2' 8443 h 9 x'09' | 1 | telethon-8 | dc, dc 1, key, no key, bot out, address, IPv6
--> - | sessions: 4 '4.4.4.4' 4 NULL NULL NULL | 1 | telethon-8 | dc, dc 1, key, no key, bot out, address, IPv6, user, nobody
--> + | sessions: 1 '10.0.0.2' 8443 h 9 x'09' | 1 | telethon-8 | dc 1
--> + | sessions: 3 '10.0.0.2' 8443 n NULL NULL | 1 | telethon-8 | key
--> + | sessions: 3 '10.0.0.2' 8443 x'' NULL NULL | 1 | telethon-8 | no key, bot out
--> + | sessions: 3 '10.0.0.9' 9 h 9 x'09' | 1 | telethon-8 | address
--> + | sessions: 3 'fd00::a' 8443 h 9 x'09' | 1 | telethon-8 | IPv6
--> + | sessions: 4 '10.0.0.2' 8443 h 9 x'09' | 1 | telethon-8 | dc
-- All that is there when another session has taken its place, or none.
SELECT value, n, name, group_concat(what, ', ') FROM (SELECT value, count(*) AS n, min(name) AS name, what,
    min(key) AS k FROM t, json_each(became) WHERE what IN ('other', 'none') GROUP BY value, what ORDER BY min(n))
 GROUP BY 1, 2, 3 ORDER BY name, k;
--> channel_state: 8 6 | 3 | grammers-1 | other
--> channel_state: 9 5 | 3 | grammers-1 | other
--> dc_home: 5 | 3 | grammers-1 | other
--> dc_option: 5 '10.0.0.2:8443' '[::ffff:10.0.0.2]:8443' n | 3 | grammers-1 | other
--> peer_info: -1000000000007 77 8 | 3 | grammers-1 | other
--> peer_info: 4 44 3 | 3 | grammers-1 | other
--> peer_info: 6 11 NULL | 3 | grammers-1 | other
--> peer_info: 777 7 NULL | 3 | grammers-1 | other
--> update_state: 1 2 3 4 | 3 | grammers-1 | other
--> peers: -1000000000007 77 'channel' NULL 5007 | 3 | kurigram-4 | other
--> sessions: 2 NULL NULL NULL 0 NULL NULL | 7 | kurigram-4 | none
--> peers: 4 44 'bot' NULL 5004 | 3 | kurigram-4 | other
--> peers: 6 11 'user' '491' 5001 | 3 | kurigram-4 | other
--> peers: 777 7 'user' NULL 5777 | 3 | kurigram-4 | other
--> sessions: 5 5 1 n 1000 4 1 | 7 | kurigram-4 | other
--> usernames: -1000000000007 'news' | 5 | kurigram-4 | other
--> usernames: -1000000000007 'talk' | 5 | kurigram-4 | other
--> usernames: 6 'zoe' | 5 | kurigram-4 | other
--> usernames: 6 'ann' | 5 | kurigram-4 | other
--> version: 4 | 6 | kurigram-4 | other, none
--> peers: -1000000000007 77 'channel' NULL 5007 NULL | 2 | kurigram-4 name | other
--> peers: 4 44 'bot' NULL 5004 NULL | 2 | kurigram-4 name | other
--> peers: 6 11 'user' '491' 5001 NULL | 2 | kurigram-4 name | other
--> peers: 777 7 'user' NULL 5777 NULL | 2 | kurigram-4 name | other
--> sessions: 2 '149.154.167.51' 443 NULL NULL NULL 0 NULL NULL | 3 | kurigram-7 | none
--> sessions: 5 '10.0.0.2' 8443 5 1 n 1000 4 1 | 3 | kurigram-7 | other
--> update_state: -1000000000009 5 NULL 5 NULL | 5 | kurigram-7 | other
--> update_state: -1000000000008 6 NULL 6 NULL | 5 | kurigram-7 | other
--> update_state: 0 1 2 3 4 | 8 | kurigram-7 | other
--> version: 7 | 4 | kurigram-7 | other, none
--> auth_keys: 5 n | 4 | mtcute-1 | other
--> key_value: 'current_user' x'01000000010000000400000000000000' | 4 | mtcute-1 | other
--> key_value: 'dc_main' x'0205040831302e302e302e32000000fb200000' | 4 | mtcute-1 | other
--> key_value: 'salts' x'03' | 2 | mtcute-1 | other
--> key_value: 'salts;' x'03' | 2 | mtcute-1 | other
--> key_value: 'updates_channel:9' x'05000000' | 4 | mtcute-1 | other
--> key_value: 'updates' x'03' | 2 | mtcute-1 | other
--> key_value: 'updates_channel:8' x'06000000' | 4 | mtcute-1 | other
--> key_value: 'update_x' x'03' | 2 | mtcute-1 | other
--> key_value: 'updates_pts' x'01000000' | 4 | mtcute-1 | other
--> key_value: 'updates_qts' x'02000000' | 4 | mtcute-1 | other
--> key_value: 'updates_date' x'03000000' | 4 | mtcute-1 | other
--> key_value: 'updates_seq' x'04000000' | 4 | mtcute-1 | other
--> mtcute_migrations: 'auth_keys' 1 | 4 | mtcute-1 | other, none
--> mtcute_migrations: 'kv' 1 | 4 | mtcute-1 | other, none
--> mtcute_migrations: 'ref_messages' 1 | 4 | mtcute-1 | other, none
--> mtcute_migrations: 'peers' 2 | 4 | mtcute-1 | other, none
--> peers: -1000000000007 '77|0' '["news","talk"]' 5007000 NULL NULL 0 | 4 | mtcute-1 | other
--> peers: 4 '44|0' '[]' 5004000 NULL NULL 0 | 4 | mtcute-1 | other
--> peers: 6 '11|0' '["zoe","ann"]' 5001000 '491' NULL 0 | 4 | mtcute-1 | other
--> peers: 777 '7|0' '[]' 5777000 NULL NULL 0 | 4 | mtcute-1 | other
--> channel_pts: 8 6 6 | 1 | pylogram-4 | other
--> peers: -1000000000007 77 'channel' 'news' NULL 5007 | 7 | pylogram-4 | other
--> channel_pts: 9 5 5 | 1 | pylogram-4 | other
--> peers: 4 44 'bot' NULL NULL 5004 | 7 | pylogram-4 | other
--> peers: 6 11 'user' 'zoe' '491' 5001 | 7 | pylogram-4 | other
--> peers: 777 7 'user' NULL NULL 5777 | 7 | pylogram-4 | other
--> update_state: 1 1 2 4 3 | 1 | pylogram-4 | other
--> usernames: 'news' -1000000000007 5007 | 2 | pyrofork-3 | other
--> version: 3 | 3 | pyrofork-3 | other, none
--> usernames: 'talk' -1000000000007 5007 | 2 | pyrofork-3 | other
--> usernames: 'zoe' 6 5001 | 2 | pyrofork-3 | other
--> usernames: 'ann' 6 5001 | 2 | pyrofork-3 | other
--> sessions: 1 NULL NULL 0 NULL NULL | 1 | pyrogram-1 | none
--> sessions: 5 1 n 1000 4 1 | 2 | pyrogram-1 | other
--> version: 1 | 1 | pyrogram-1 | other, none
--> sessions: 2 NULL NULL 0 NULL NULL | 1 | pyrogram-2 | none
--> version: 2 | 1 | pyrogram-2 | other, none
--> channelstate: 8 6 | 2 | telethon-2.10 | other
--> channelstate: 9 5 | 2 | telethon-2.10 | other
--> datacenter: 5 '10.0.0.2:8443' NULL n | 2 | telethon-2.10 | other
--> state: 1 2 3 4 | 2 | telethon-2.10 | other
--> user: 4 5 1 NULL | 2 | telethon-2.10 | other
--> version: 10 | 2 | telethon-2.10 | other, none
--> entities: -1000000000007 77 'news' NULL NULL | 2 | telethon-3 | other
--> sessions: 0 NULL NULL x'' | 2 | telethon-3 | none
--> entities: 0 4 NULL NULL NULL | 2 | telethon-3 | other
--> entities: 4 44 NULL NULL NULL | 2 | telethon-3 | other
--> entities: 6 11 'zoe' 491 NULL | 2 | telethon-3 | other
--> entities: 777 7 NULL NULL NULL | 2 | telethon-3 | other
--> sessions: 5 '10.0.0.2' 8443 n | 2 | telethon-3 | other
--> update_state: 8 6 0 6 0 | 3 | telethon-4 | other
--> update_state: 9 5 0 5 0 | 3 | telethon-4 | other
--> entities: -1000000000007 77 'news' NULL NULL 5007 | 2 | telethon-7 | other
--> sessions: 0 NULL NULL x'' NULL | 1 | telethon-7 | none
--> entities: 0 4 NULL NULL NULL now | 2 | telethon-7 | other
--> entities: 4 44 NULL NULL NULL 5004 | 2 | telethon-7 | other
--> entities: 6 11 'zoe' 491 NULL 5001 | 2 | telethon-7 | other
--> entities: 777 7 NULL NULL NULL 5777 | 2 | telethon-7 | other
--> sessions: 5 '10.0.0.2' 8443 n NULL | 1 | telethon-7 | other
--> sessions: 0 NULL NULL x'' NULL NULL | 1 | telethon-8 | none
--> sessions: 5 '10.0.0.2' 8443 n NULL NULL | 1 | telethon-8 | other
--> version: 8 | 1 | telethon-8 | other, none
-- The other one's account, as it is found there: a bot, on a test server where the layout says so.
SELECT s.dc_id, s.test_mode, s.user_id, s.is_bot, substr(CAST(s.auth_key AS TEXT), 1, 1), count(*), min(t.name)
  FROM t, session('./t' || t.n || '.session') s WHERE what = 'other' GROUP BY 1, 2, 3, 4, 5 ORDER BY 7;
--> 5 | NULL | 4 | 1 | n | 5 | grammers-1
--> 5 | 1 | 4 | 1 | n | 16 | kurigram-4
--> 5 | NULL | 4 | NULL | n | 4 | telethon-3

-- UPDATE ... FROM sets all columns, to what they were where nobody said otherwise.
ATTACH ':memory:' AS from_;
INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)
  VALUES('from_', 'kurigram-7', 2, 12345, 0, CAST(printf('%0256d', 7) AS BLOB), 777000123, 0);
UPDATE from_.version SET number = 5;
SELECT problem FROM session('from_');
--> version-mismatch: the version number says 5, the structure is that of kurigram-7

-- needs SQLite 3.33
UPDATE session SET problem = 'x' FROM (SELECT 1) AS v WHERE name = 'from_';
--! session: column problem can't be set: it is computed
UPDATE session SET peers = 7 FROM (SELECT 1) AS v WHERE name = 'from_';
--! session: column peers can't be set: it is computed
UPDATE session SET inode = '1-1' FROM (SELECT 1) AS v WHERE name = 'from_';
--! session: column inode can't be set: it is computed
UPDATE session SET port = 80 FROM (SELECT 1) AS v WHERE name = 'from_';
SELECT problem, port FROM session('from_');
--> version-mismatch: the version number says 5, the structure is that of kurigram-7 | 80

-- A layout that it has already, and nobody sets all: it is asked for, and its number is put right.
UPDATE session SET layout = 'kurigram-7' WHERE name = 'from_';
SELECT problem, layout FROM session('from_');
--> NULL | kurigram-7
UPDATE from_.version SET number = 5;
UPDATE session SET layout = 'kurigram-7', problem = problem WHERE name = 'from_';
SELECT problem FROM session('from_');
--> NULL
UPDATE session SET problem = NULL WHERE name = 'from_';
UPDATE session SET layout = NULL WHERE name = 'from_';
--! session: layout can't be NULL
UPDATE session SET peers = NULL WHERE name = 'from_';
--! session: column peers can't be set: it is computed
UPDATE session SET auth_key_id = NULL WHERE name = 'from_';
--! session: column auth_key_id can't be set: it is computed
INSERT OR REPLACE INTO session(name, layout, string) SELECT 'from_', 'telethon-7', string FROM session('from_');
--! session: from_ has layout kurigram-7, and SQLite drops no table within this statement; SELECT session_import(:string, 'from_', 'telethon-7') does it
UPDATE from_.sessions SET auth_key = NULL;

-- needs SQLite 3.33
UPDATE session SET dc_id = 5 FROM (SELECT 1) AS v WHERE name = 'from_';
SELECT dc_id, auth_key_id, string FROM session('from_');
--> 5 | NULL | NULL
UPDATE session SET auth_key_id = 'x' FROM (SELECT 1) AS v WHERE name = 'from_';
--! session: column auth_key_id can't be set: it is computed

UPDATE from_.version SET number = 5;
UPDATE session SET problem = NULL WHERE name = 'from_';
--! session: column problem can't be set: it is computed
UPDATE from_.version SET number = 7;
-- Where there is nothing to compare with, and what is compared is another value.
UPDATE session SET auth_key = CAST(printf('%0256d', 7) AS BLOB), dc_id = 2 WHERE name = 'from_';
SELECT writefile('from.session', session_export('from_', 'pyrogram-3', 'api_id', 5, 'user_id', 7, 'is_bot', 0)) > 0,
  writefile('few.session', session_export('from_', 'telethon-2.10')) > 0, writefile('from-none.session', 'none') > 0,
  writefile('from-json.session', session_export('from_', 'gotd-json')) > 0;
--> 1 | 1 | 1 | 1
UPDATE session SET inode = NULL WHERE source = 'from.session';
--! session: column inode can't be set: it is computed
UPDATE session SET peers = NULL, dc_id = 4 WHERE source = 'few.session';
SELECT dc_id, peers, problem FROM session('few.session');
--> 4 | NULL | NULL
UPDATE session SET name = NULL WHERE source = 'few.session';
--! session: name 'few.session' can't be changed: a container can't be renamed
UPDATE session SET inode = unlink('few.session') WHERE source = 'few.session';
--!CANTOPEN session: there is no file few.session
-- needs SQLite 3.33
UPDATE session SET layout = NULL FROM (SELECT 1) AS v WHERE source = 'from.session';
--! session: layout can't be NULL
UPDATE session SET layout = 'kurigram-7' FROM (SELECT 1) AS v WHERE source = 'from.session';
UPDATE OR IGNORE session SET dc_id = 4 FROM (SELECT 1) AS v WHERE source = 'from-none.session';
UPDATE session SET dc_id = 4 FROM (SELECT 1) AS v WHERE source = 'from-json.session';
--!NOTADB session: from-json.session holds JSON, no database: SELECT session_import(readfile('from-json.session'), './NEW.session')
SELECT layout, dc_id FROM session('from.session');
--> kurigram-7 | 2

DETACH from_;
