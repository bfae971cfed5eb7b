-- One session in each layout: all that an import writes, row by row and column by column, and what a look finds there.
-- A line says in how many layouts it is so, and the first of them.
CREATE TEMP TABLE key AS SELECT CAST(printf('%.256c', 'h') AS BLOB) AS h;
CREATE TEMP TABLE peer(id INT, type TEXT, hash INT, names TEXT, phone TEXT, name TEXT, updated INT);
INSERT INTO peer VALUES (1, 'user', 11, '["zoe","ann","mia"]', '491', 'Zoe', 5001),
  (2, 'bot', -22, '["one_bot"]', NULL, 'Bot', NULL), (3, 'user', NULL, NULL, NULL, NULL, NULL),
  (4, 'user', 0, '["four"]', '494', NULL, 5004), (777, 'user', 4294967295, '["me"]', '49777', 'I', 5777),
  (-5, 'group', NULL, NULL, NULL, 'Five', 5005), (-6, 'group', 66, '["six"]', NULL, NULL, NULL),
  (-999999999999, 'group', 0, NULL, NULL, NULL, NULL),
  (-1000000000000, 'channel', 2147483648, NULL, NULL, NULL, NULL),
  (-1000000000007, 'channel', 77, '["news","talk"]', NULL, 'News', 5007),
  (-1000000000008, 'supergroup', 88, NULL, NULL, NULL, 5008), (-1000000000009, 'forum', 99, NULL, NULL, NULL, NULL),
  (-1000000000010, 'direct', 100, NULL, NULL, NULL, NULL), (-1000000000011, 'community', 111, NULL, NULL, NULL, NULL),
  (-1000000000012, 'channel', NULL, '["twelve"]', NULL, NULL, NULL),
  (-1000000000013, 'channel', 0, NULL, NULL, NULL, NULL);
CREATE TEMP TABLE doc AS SELECT json_object('tgsession', 1, 'dc_id', 4, 'server_address', '10.0.0.4', 'port', 8443,
  'api_id', 5, 'test_mode', json('false'), 'date', 1000, 'user_id', 777, 'is_bot', json('false'), 'auth_key', hex(h),
  'peers', json((SELECT json_group_array(json_object('id', id, 'type', type, 'access_hash', hash,
    'usernames', json(names), 'phone_number', phone, 'name', name, 'updated', updated)) FROM peer)),
  'states', json('[{"id":0,"pts":1,"qts":2,"date":3,"seq":4},{"id":-1000000000007,"pts":5,"qts":6,"date":7,"seq":8},
    {"id":-1000000000008,"pts":9},{"id":-1000000000009,"qts":9}]')) AS v FROM key;
CREATE TEMP TABLE lay(layout TEXT PRIMARY KEY, f TEXT, o, d);
INSERT INTO lay(layout, f) SELECT name, './' || name || '.session' FROM session_formats
 WHERE kind = 'layout' AND writes;
UPDATE lay SET o = (SELECT session_import(v, f, layout) FROM doc);
UPDATE lay SET d = rows(f);
SELECT layout, o FROM lay WHERE o IS NOT f;
--> (none)
SELECT value, count(*), min(layout) FROM lay, json_each(d) GROUP BY 1 ORDER BY min(layout), min(key);
--> channel_state: 7 5 | 1 | grammers-1
--> channel_state: 8 9 | 1 | grammers-1
--> dc_home: 4 | 1 | grammers-1
--> dc_option: 4 '10.0.0.4:8443' '[::ffff:10.0.0.4]:8443' h | 1 | grammers-1
--> peer_info: -1000000000013 0 8 | 1 | grammers-1
--> peer_info: -1000000000012 NULL 8 | 1 | grammers-1
--> peer_info: -1000000000011 111 4 | 1 | grammers-1
--> peer_info: -1000000000010 100 4 | 1 | grammers-1
--> peer_info: -1000000000009 99 4 | 1 | grammers-1
--> peer_info: -1000000000008 88 4 | 1 | grammers-1
--> peer_info: -1000000000007 77 8 | 1 | grammers-1
--> peer_info: -1000000000000 2147483648 8 | 1 | grammers-1
--> peer_info: -999999999999 0 NULL | 1 | grammers-1
--> peer_info: -6 66 NULL | 1 | grammers-1
--> peer_info: -5 0 NULL | 1 | grammers-1
--> peer_info: 1 11 NULL | 1 | grammers-1
--> peer_info: 2 -22 2 | 1 | grammers-1
--> peer_info: 3 NULL NULL | 1 | grammers-1
--> peer_info: 4 0 NULL | 1 | grammers-1
--> peer_info: 777 4294967295 1 | 1 | grammers-1
--> update_state: 1 2 3 4 | 1 | grammers-1
--> peers: -1000000000013 0 'channel' NULL now | 5 | kurigram-4
--> peers: -1000000000012 NULL 'channel' NULL now | 5 | kurigram-4
--> peers: -1000000000011 111 'supergroup' NULL now | 5 | kurigram-4
--> peers: -1000000000010 100 'supergroup' NULL now | 3 | kurigram-4
--> peers: -1000000000009 99 'supergroup' NULL now | 3 | kurigram-4
--> peers: -1000000000008 88 'supergroup' NULL 5008 | 5 | kurigram-4
--> peers: -1000000000007 77 'channel' NULL 5007 | 5 | kurigram-4
--> peers: -1000000000000 2147483648 'channel' NULL now | 5 | kurigram-4
--> peers: -999999999999 0 'group' NULL now | 5 | kurigram-4
--> peers: -6 66 'group' NULL now | 5 | kurigram-4
--> peers: -5 0 'group' NULL 5005 | 5 | kurigram-4
--> peers: 1 11 'user' '491' 5001 | 5 | kurigram-4
--> peers: 2 -22 'bot' NULL now | 5 | kurigram-4
--> peers: 3 NULL 'user' NULL now | 5 | kurigram-4
--> peers: 4 0 'user' '494' 5004 | 5 | kurigram-4
--> peers: 777 4294967295 'user' '49777' 5777 | 5 | kurigram-4
--> sessions: 4 5 0 h 1000 777 0 | 8 | kurigram-4
--> usernames: -1000000000012 'twelve' | 5 | kurigram-4
--> version: 4 | 5 | kurigram-4
--> usernames: -1000000000007 'news' | 5 | kurigram-4
--> usernames: -1000000000007 'talk' | 5 | kurigram-4
--> usernames: -6 'six' | 5 | kurigram-4
--> usernames: 1 'zoe' | 5 | kurigram-4
--> usernames: 1 'ann' | 5 | kurigram-4
--> usernames: 1 'mia' | 5 | kurigram-4
--> usernames: 2 'one_bot' | 5 | kurigram-4
--> usernames: 4 'four' | 5 | kurigram-4
--> usernames: 777 'me' | 5 | kurigram-4
--> update_state: 0 1 2 3 4 | 11 | kurigram-5
--> update_state: -1000000000009 NULL 9 NULL NULL | 6 | kurigram-5
--> version: 5 | 2 | kurigram-5
--> update_state: -1000000000008 9 NULL NULL NULL | 6 | kurigram-5
--> update_state: -1000000000007 5 6 7 8 | 6 | kurigram-5
--> version: 6 | 2 | kurigram-6
--> peers: -1000000000010 100 'direct' NULL now | 2 | kurigram-7
--> peers: -1000000000009 99 'forum' NULL now | 2 | kurigram-7
--> sessions: 4 '10.0.0.4' 8443 5 0 h 1000 777 0 | 2 | kurigram-7
--> version: 7 | 2 | kurigram-7
--> auth_keys: 4 h | 1 | mtcute-1
--> key_value: 'dc_main' x'0204000831302e302e302e34000000fb200000' | 1 | mtcute-1
--> key_value: 'current_user' x'01000000000000000903000000000000' | 1 | mtcute-1
--> key_value: 'updates_pts' x'01000000' | 1 | mtcute-1
--> key_value: 'updates_qts' x'02000000' | 1 | mtcute-1
--> key_value: 'updates_date' x'03000000' | 1 | mtcute-1
--> key_value: 'updates_seq' x'04000000' | 1 | mtcute-1
--> key_value: 'updates_channel:8' x'09000000' | 1 | mtcute-1
--> key_value: 'updates_channel:7' x'05000000' | 1 | mtcute-1
--> mtcute_migrations: 'auth_keys' 1 | 1 | mtcute-1
--> mtcute_migrations: 'kv' 1 | 1 | mtcute-1
--> mtcute_migrations: 'ref_messages' 1 | 1 | mtcute-1
--> mtcute_migrations: 'peers' 2 | 1 | mtcute-1
--> peers: -1000000000011 '111|0' '[]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -1000000000010 '100|0' '[]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -1000000000009 '99|0' '[]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -1000000000008 '88|0' '[]' 5008000 NULL NULL 0 | 1 | mtcute-1
--> peers: -1000000000007 '77|0' '["news","talk"]' 5007000 NULL NULL 0 | 1 | mtcute-1
--> peers: -1000000000000 '-2147483648|0' '[]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -999999999999 '' '[]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -6 '' '["six"]' now NULL NULL 0 | 1 | mtcute-1
--> peers: -5 '' '[]' 5005000 NULL NULL 0 | 1 | mtcute-1
--> peers: 1 '11|0' '["zoe","ann","mia"]' 5001000 '491' NULL 0 | 1 | mtcute-1
--> peers: 2 '-22|-1' '["one_bot"]' now NULL NULL 0 | 1 | mtcute-1
--> peers: 777 '-1|0' '["me"]' 5777000 '49777' NULL 0 | 1 | mtcute-1
--> channel_pts: 7 5 7 | 1 | pylogram-4
--> peers: -1000000000013 0 'channel' NULL NULL now | 7 | pylogram-4
--> channel_pts: 8 9 now | 1 | pylogram-4
--> peers: -1000000000012 NULL 'channel' 'twelve' NULL now | 7 | pylogram-4
--> peers: -1000000000011 111 'supergroup' NULL NULL now | 7 | pylogram-4
--> peers: -1000000000010 100 'supergroup' NULL NULL now | 7 | pylogram-4
--> peers: -1000000000009 99 'supergroup' NULL NULL now | 7 | pylogram-4
--> peers: -1000000000008 88 'supergroup' NULL NULL 5008 | 7 | pylogram-4
--> peers: -1000000000007 77 'channel' 'news' NULL 5007 | 7 | pylogram-4
--> peers: -1000000000000 2147483648 'channel' NULL NULL now | 7 | pylogram-4
--> peers: -999999999999 0 'group' NULL NULL now | 7 | pylogram-4
--> peers: -6 66 'group' 'six' NULL now | 7 | pylogram-4
--> peers: -5 0 'group' NULL NULL 5005 | 7 | pylogram-4
--> peers: 1 11 'user' 'zoe' '491' 5001 | 7 | pylogram-4
--> peers: 2 -22 'bot' 'one_bot' NULL now | 7 | pylogram-4
--> peers: 3 NULL 'user' NULL NULL now | 7 | pylogram-4
--> peers: 4 0 'user' 'four' '494' 5004 | 7 | pylogram-4
--> peers: 777 4294967295 'user' 'me' '49777' 5777 | 7 | pylogram-4
--> update_state: 1 1 2 4 3 | 1 | pylogram-4
--> version: 3 | 3 | pyrofork-3
--> usernames: 'news' -1000000000007 5007 | 2 | pyrofork-3
--> usernames: 'talk' -1000000000007 5007 | 2 | pyrofork-3
--> usernames: 'zoe' 1 5001 | 2 | pyrofork-3
--> usernames: 'ann' 1 5001 | 2 | pyrofork-3
--> usernames: 'mia' 1 5001 | 2 | pyrofork-3
--> sessions: 4 0 h 1000 777 0 | 2 | pyrogram-1
--> version: 1 | 1 | pyrogram-1
--> version: 2 | 1 | pyrogram-2
--> channelstate: 7 5 | 1 | telethon-2.10
--> channelstate: 8 9 | 1 | telethon-2.10
--> datacenter: 4 '10.0.0.4:8443' NULL h | 1 | telethon-2.10
--> state: 1 2 3 4 | 1 | telethon-2.10
--> user: 777 4 0 NULL | 1 | telethon-2.10
--> version: 10 | 1 | telethon-2.10
--> entities: -1000000000011 111 NULL NULL NULL | 4 | telethon-3
--> entities: -1000000000010 100 NULL NULL NULL | 4 | telethon-3
--> entities: -1000000000009 99 NULL NULL NULL | 4 | telethon-3
--> entities: -1000000000008 88 NULL NULL NULL | 4 | telethon-3
--> entities: -1000000000007 77 'news' NULL 'News' | 4 | telethon-3
--> entities: -1000000000000 2147483648 NULL NULL NULL | 4 | telethon-3
--> entities: -999999999999 0 NULL NULL NULL | 4 | telethon-3
--> entities: -6 66 'six' NULL NULL | 4 | telethon-3
--> entities: -5 0 NULL NULL 'Five' | 4 | telethon-3
--> entities: 0 777 NULL NULL NULL | 4 | telethon-3
--> entities: 1 11 'zoe' 491 'Zoe' | 4 | telethon-3
--> entities: 2 -22 'one_bot' NULL 'Bot' | 4 | telethon-3
--> entities: 777 4294967295 'me' 49777 'I' | 4 | telethon-3
--> sessions: 4 '10.0.0.4' 8443 h | 2 | telethon-3
--> update_state: 7 5 6 7 8 | 5 | telethon-4
--> update_state: 8 9 0 0 0 | 5 | telethon-4
--> sessions: 4 '10.0.0.4' 8443 h NULL | 3 | telethon-5
--> entities: -1000000000011 111 NULL NULL NULL NULL | 2 | telethon-7
--> entities: -1000000000010 100 NULL NULL NULL NULL | 2 | telethon-7
--> entities: -1000000000009 99 NULL NULL NULL NULL | 2 | telethon-7
--> entities: -1000000000008 88 NULL NULL NULL 5008 | 2 | telethon-7
--> entities: -1000000000007 77 'news' NULL 'News' 5007 | 2 | telethon-7
--> entities: -1000000000000 2147483648 NULL NULL NULL NULL | 2 | telethon-7
--> entities: -999999999999 0 NULL NULL NULL NULL | 2 | telethon-7
--> entities: -6 66 'six' NULL NULL NULL | 2 | telethon-7
--> entities: -5 0 NULL NULL 'Five' 5005 | 2 | telethon-7
--> entities: 0 777 NULL NULL NULL now | 2 | telethon-7
--> entities: 1 11 'zoe' 491 'Zoe' 5001 | 2 | telethon-7
--> entities: 2 -22 'one_bot' NULL 'Bot' NULL | 2 | telethon-7
--> entities: 777 4294967295 'me' 49777 'I' 5777 | 2 | telethon-7
--> sessions: 4 '10.0.0.4' 8443 h NULL NULL | 1 | telethon-8
--> version: 8 | 2 | telethon-8

-- What is found there: the account, peers and states.
SELECT s.dc_id, s.server_address, s.port, s.api_id, s.test_mode, s.date, s.user_id, s.is_bot,
    substr(CAST(s.auth_key AS TEXT), 1, 1), s.layout = lay.layout, problem, count(*), min(s.layout)
  FROM lay, session(f) s
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY min(s.layout);
--> 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | 0 | h | 1 | NULL | 2 | grammers-1
--> 4 | NULL | NULL | 5 | 0 | 1000 | 777 | 0 | h | 1 | NULL | 8 | kurigram-4
--> 4 | 10.0.0.4 | 8443 | 5 | 0 | 1000 | 777 | 0 | h | 1 | NULL | 2 | kurigram-7
--> 4 | 10.0.0.4 | 8443 | NULL | 0 | NULL | 777 | 0 | h | 1 | NULL | 1 | mtcute-1
--> 4 | NULL | NULL | NULL | 0 | 1000 | 777 | 0 | h | 1 | NULL | 2 | pyrogram-1
--> 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | NULL | h | 1 | NULL | 6 | telethon-3
CREATE TEMP VIEW peers AS SELECT layout, id || ' ' || p.type || ' ' || coalesce(access_hash, '-') || ' '
    || coalesce(username, '-') || ' ' || coalesce(usernames, '-') || ' ' || coalesce(phone_number, '-') || ' '
    || coalesce(p.name, '-') || ' ' || CASE WHEN updated > 1e9 THEN 'now' ELSE coalesce(updated, '-') END AS p, p.id
  FROM lay, session_peers(f) p;
SELECT p, count(*), min(layout) FROM peers GROUP BY p ORDER BY id, 2, 3;
--> -1000000000013 channel 0 - - - - - | 1 | grammers-1
--> -1000000000013 channel 0 - - - - now | 12 | kurigram-4
--> -1000000000012 channel - - - - - - | 1 | grammers-1
--> -1000000000012 channel - twelve ["twelve"] - - now | 12 | kurigram-4
--> -1000000000011 supergroup 111 - - - - - | 1 | grammers-1
--> -1000000000011 channel 111 - - - - now | 1 | mtcute-1
--> -1000000000011 channel 111 - - - - - | 6 | telethon-3
--> -1000000000011 supergroup 111 - - - - now | 12 | kurigram-4
--> -1000000000010 supergroup 100 - - - - - | 1 | grammers-1
--> -1000000000010 channel 100 - - - - now | 1 | mtcute-1
--> -1000000000010 direct 100 - - - - now | 2 | kurigram-7
--> -1000000000010 channel 100 - - - - - | 6 | telethon-3
--> -1000000000010 supergroup 100 - - - - now | 10 | kurigram-4
--> -1000000000009 supergroup 99 - - - - - | 1 | grammers-1
--> -1000000000009 channel 99 - - - - now | 1 | mtcute-1
--> -1000000000009 forum 99 - - - - now | 2 | kurigram-7
--> -1000000000009 channel 99 - - - - - | 6 | telethon-3
--> -1000000000009 supergroup 99 - - - - now | 10 | kurigram-4
--> -1000000000008 supergroup 88 - - - - - | 1 | grammers-1
--> -1000000000008 channel 88 - - - - 5008 | 3 | mtcute-1
--> -1000000000008 channel 88 - - - - - | 4 | telethon-3
--> -1000000000008 supergroup 88 - - - - 5008 | 12 | kurigram-4
--> -1000000000007 channel 77 - - - - - | 1 | grammers-1
--> -1000000000007 channel 77 news ["news"] - News 5007 | 2 | telethon-7
--> -1000000000007 channel 77 news ["news"] - News - | 4 | telethon-3
--> -1000000000007 channel 77 news ["news"] - - 5007 | 5 | pylogram-4
--> -1000000000007 channel 77 news ["news","talk"] - - 5007 | 8 | kurigram-4
--> -1000000000000 channel 2147483648 - - - - - | 7 | grammers-1
--> -1000000000000 channel 2147483648 - - - - now | 13 | kurigram-4
--> -999999999999 group 0 - - - - - | 7 | grammers-1
--> -999999999999 group 0 - - - - now | 13 | kurigram-4
--> -6 group 66 - - - - - | 1 | grammers-1
--> -6 group 0 six ["six"] - - now | 1 | mtcute-1
--> -6 group 66 six ["six"] - - - | 6 | telethon-3
--> -6 group 66 six ["six"] - - now | 12 | kurigram-4
--> -5 group 0 - - - - - | 1 | grammers-1
--> -5 group 0 - - - Five 5005 | 2 | telethon-7
--> -5 group 0 - - - Five - | 4 | telethon-3
--> -5 group 0 - - - - 5005 | 13 | kurigram-4
--> 1 user 11 - - - - - | 1 | grammers-1
--> 1 user 11 zoe ["zoe"] 491 Zoe 5001 | 2 | telethon-7
--> 1 user 11 zoe ["zoe"] 491 Zoe - | 4 | telethon-3
--> 1 user 11 zoe ["zoe"] 491 - 5001 | 5 | pylogram-4
--> 1 user 11 zoe ["zoe","ann","mia"] 491 - 5001 | 8 | kurigram-4
--> 2 bot -22 - - - - - | 1 | grammers-1
--> 2 user -22 one_bot ["one_bot"] - - now | 1 | mtcute-1
--> 2 user -22 one_bot ["one_bot"] - Bot - | 6 | telethon-3
--> 2 bot -22 one_bot ["one_bot"] - - now | 12 | kurigram-4
--> 3 user - - - - - - | 1 | grammers-1
--> 3 user - - - - - now | 12 | kurigram-4
--> 4 user 0 - - - - - | 1 | grammers-1
--> 4 user 0 four ["four"] 494 - 5004 | 12 | kurigram-4
--> 777 user 4294967295 - - - - - | 1 | grammers-1
--> 777 user 4294967295 me ["me"] 49777 I 5777 | 2 | telethon-7
--> 777 user 4294967295 me ["me"] 49777 I - | 4 | telethon-3
--> 777 user 4294967295 me ["me"] 49777 - 5777 | 13 | kurigram-4
SELECT id, pts, qts, CASE WHEN date > 1e9 THEN 'now' ELSE date END, seq, count(*), min(layout)
  FROM lay, session_states(f) s GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 6, 7;
--> -1000000000009 | NULL | 9 | NULL | NULL | 6 | kurigram-5
--> -1000000000008 | 9 | NULL | now | NULL | 1 | pylogram-4
--> -1000000000008 | 9 | 0 | 0 | 0 | 5 | telethon-4
--> -1000000000008 | 9 | NULL | NULL | NULL | 9 | grammers-1
--> -1000000000007 | 5 | NULL | 7 | NULL | 1 | pylogram-4
--> -1000000000007 | 5 | NULL | NULL | NULL | 3 | grammers-1
--> -1000000000007 | 5 | 6 | 7 | 8 | 11 | kurigram-5
--> 0 | 1 | 2 | 3 | 4 | 15 | grammers-1
-- One peer, by its id, a name or a phone number.
SELECT want.value, p.id, username, phone_number, count(*), min(layout) FROM lay,
    json_each('["@zoe","@ann","@mia","@MIA","@four","@news","@talk","@six","@zo","@zoey","+491","+494","49","+4911"]')
    want
  LEFT JOIN session_peers(f, want.value) p GROUP BY 1, 2, 3, 4 ORDER BY want.key, 5, 6;
--> @zoe | NULL | NULL | NULL | 2 | grammers-1
--> @zoe | 1 | zoe | 491 | 19 | kurigram-4
--> @ann | 1 | zoe | 491 | 8 | kurigram-4
--> @ann | NULL | NULL | NULL | 13 | grammers-1
--> @mia | 1 | zoe | 491 | 8 | kurigram-4
--> @mia | NULL | NULL | NULL | 13 | grammers-1
--> @MIA | 1 | zoe | 491 | 8 | kurigram-4
--> @MIA | NULL | NULL | NULL | 13 | grammers-1
--> @four | NULL | NULL | NULL | 9 | grammers-1
--> @four | 4 | four | 494 | 12 | kurigram-4
--> @news | NULL | NULL | NULL | 2 | grammers-1
--> @news | -1000000000007 | news | NULL | 19 | kurigram-4
--> @talk | -1000000000007 | news | NULL | 8 | kurigram-4
--> @talk | NULL | NULL | NULL | 13 | grammers-1
--> @six | NULL | NULL | NULL | 2 | grammers-1
--> @six | -6 | six | NULL | 19 | kurigram-4
--> @zo | NULL | NULL | NULL | 21 | grammers-1
--> @zoey | NULL | NULL | NULL | 21 | grammers-1
--> +491 | NULL | NULL | NULL | 2 | grammers-1
--> +491 | 1 | zoe | 491 | 19 | kurigram-4
--> +494 | NULL | NULL | NULL | 9 | grammers-1
--> +494 | 4 | four | 494 | 12 | kurigram-4
--> 49 | NULL | NULL | NULL | 21 | grammers-1
--> +4911 | NULL | NULL | NULL | 21 | grammers-1

---------------------------------------------------------------- what is only read
-- Made of the ones that their clients made them of.
CREATE TEMP TABLE was(layout TEXT PRIMARY KEY, base TEXT, sql TEXT, f TEXT, x);
INSERT INTO was(layout, base, sql) VALUES
  ('pyrogram-gapfill-3', 'pyrogram-2', 'ALTER TABLE sessions ADD pts INTEGER; ALTER TABLE sessions ADD qts INTEGER;
    ALTER TABLE sessions ADD seq INTEGER; UPDATE sessions SET (pts, qts, seq) = (2, 0, -1);
    UPDATE version SET number = 3'),
  ('gapfill of number 2', 'pyrogram-2', 'ALTER TABLE sessions ADD pts INTEGER; ALTER TABLE sessions ADD qts INTEGER;
    ALTER TABLE sessions ADD seq INTEGER; UPDATE sessions SET (pts, qts, seq) = (1, -1, -1)'),
  ('tsunami-3', 'pyrogram-3', 'CREATE TABLE state (id INTEGER PRIMARY KEY, pts INTEGER, date INTEGER, qts INTEGER,
    seq INTEGER);
    INSERT INTO state VALUES (0, 1, 2, 3, 4), (5, 5, 5, 5, 5), (-1000000000007, ''6'', ''7'', ''8'', ''9'')'),
  ('pyrogram-telethon-7', 'telethon-7', 'UPDATE sessions SET takeout_id = 0;
    UPDATE update_state SET id = -1000000000000 - id WHERE id > 0;
    INSERT INTO update_state VALUES (5, 5, 5, 5, 5), (-1000000000009, ''1'', ''2'', ''3'', ''4'')'),
  ('telethon-1', 'telethon-3', 'DROP TABLE sent_files; DROP TABLE version; CREATE TABLE version (version integer);
    INSERT INTO version VALUES (1)'),
  ('telethon-2', 'telethon-3', 'DROP TABLE sent_files; UPDATE version SET version = 2; CREATE TABLE sent_files (
    md5_digest blob, file_size integer, file_id integer, part_count integer, primary key(md5_digest, file_size))'),
  ('telethon-2.10 of 2023', 'telethon-2.10', 'INSERT INTO datacenter (id, ipv4_addr) VALUES (1, ''1.1.1.1:1'');
    ALTER TABLE datacenter RENAME TO old;
    CREATE TABLE datacenter (id integer primary key, addr text not null, auth blob);
    INSERT INTO datacenter SELECT id, ipv4_addr, auth FROM old; DROP TABLE old; ALTER TABLE user RENAME TO old;
    CREATE TABLE user (id integer primary key, dc integer not null, bot integer not null);
    INSERT INTO user SELECT id, dc, bot FROM old; DROP TABLE old'),
  ('2023, nobody', 'telethon-2.10', 'INSERT INTO datacenter (id, ipv4_addr) VALUES (1, ''1.1.1.1:1'');
    ALTER TABLE datacenter RENAME TO old;
    CREATE TABLE datacenter (id integer primary key, addr text not null, auth blob);
    INSERT INTO datacenter SELECT id, ipv4_addr, auth FROM old; DROP TABLE old; DROP TABLE user;
    CREATE TABLE user (id integer primary key, dc integer not null, bot integer not null)');
UPDATE was SET f = './' || layout || '.session';
SELECT count(*) FROM was JOIN lay ON lay.layout = base WHERE writefile(was.f, readfile(lay.f));
--> 8
UPDATE was SET x = once(f, sql);
SELECT was.layout, x, s.layout, s.dc_id, s.server_address, s.port, s.api_id, s.test_mode, s.date, s.user_id, s.is_bot,
    substr(CAST(s.auth_key AS TEXT), 1, 1), problem FROM was, session(f) s;
--> pyrogram-gapfill-3 | NULL | pyrogram-gapfill-3 | 4 | NULL | NULL | NULL | 0 | 1000 | 777 | 0 | h | NULL
--> gapfill of number 2 | NULL | pyrogram-gapfill-3 | 4 | NULL | NULL | NULL | 0 | 1000 | 777 | 0 | h | version-mismatch: the version number says 2, the structure is that of pyrogram-gapfill-3
--> tsunami-3 | NULL | tsunami-3 | 4 | NULL | NULL | 5 | 0 | 1000 | 777 | 0 | h | NULL
--> pyrogram-telethon-7 | NULL | pyrogram-telethon-7 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | NULL | h | NULL
--> telethon-1 | NULL | telethon-1 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | NULL | h | NULL
--> telethon-2 | NULL | telethon-2 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | NULL | h | NULL
--> telethon-2.10 of 2023 | NULL | telethon-2.10 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | 777 | 0 | h | NULL
--> 2023, nobody | NULL | telethon-2.10 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | NULL | NULL | h | NULL
SELECT was.layout, id, pts, qts, date, seq FROM was, session_states(f) ORDER BY 1, 2;
--> 2023, nobody | -1000000000008 | 9 | NULL | NULL | NULL
--> 2023, nobody | -1000000000007 | 5 | NULL | NULL | NULL
--> 2023, nobody | 0 | 1 | 2 | 3 | 4
--> pyrogram-gapfill-3 | 0 | 2 | 0 | 1000 | NULL
--> pyrogram-telethon-7 | -1000000000009 | 1 | 2 | 3 | 4
--> pyrogram-telethon-7 | -1000000000008 | 9 | 0 | 0 | 0
--> pyrogram-telethon-7 | -1000000000007 | 5 | 6 | 7 | 8
--> pyrogram-telethon-7 | 0 | 1 | 2 | 3 | 4
--> telethon-2.10 of 2023 | -1000000000008 | 9 | NULL | NULL | NULL
--> telethon-2.10 of 2023 | -1000000000007 | 5 | NULL | NULL | NULL
--> telethon-2.10 of 2023 | 0 | 1 | 2 | 3 | 4
--> tsunami-3 | -1000000000007 | 6 | 8 | 7 | 9
--> tsunami-3 | 0 | 1 | 3 | 2 | 4
SELECT was.layout, p.id, p.type, access_hash, usernames, phone_number, p.name,
    CASE WHEN updated > 1e9 THEN 'now' ELSE updated END FROM was, session_peers(f) p
 WHERE p.id IN (1, -1000000000007, -6) ORDER BY 1, 2;
--> gapfill of number 2 | -1000000000007 | channel | 77 | ["news"] | NULL | NULL | 5007
--> gapfill of number 2 | -6 | group | 66 | ["six"] | NULL | NULL | now
--> gapfill of number 2 | 1 | user | 11 | ["zoe"] | 491 | NULL | 5001
--> pyrogram-gapfill-3 | -1000000000007 | channel | 77 | ["news"] | NULL | NULL | 5007
--> pyrogram-gapfill-3 | -6 | group | 66 | ["six"] | NULL | NULL | now
--> pyrogram-gapfill-3 | 1 | user | 11 | ["zoe"] | 491 | NULL | 5001
--> pyrogram-telethon-7 | -1000000000007 | channel | 77 | ["news"] | NULL | News | 5007
--> pyrogram-telethon-7 | -6 | group | 66 | ["six"] | NULL | NULL | NULL
--> pyrogram-telethon-7 | 1 | user | 11 | ["zoe"] | 491 | Zoe | 5001
--> telethon-1 | -1000000000007 | channel | 77 | ["news"] | NULL | News | NULL
--> telethon-1 | -6 | group | 66 | ["six"] | NULL | NULL | NULL
--> telethon-1 | 1 | user | 11 | ["zoe"] | 491 | Zoe | NULL
--> telethon-2 | -1000000000007 | channel | 77 | ["news"] | NULL | News | NULL
--> telethon-2 | -6 | group | 66 | ["six"] | NULL | NULL | NULL
--> telethon-2 | 1 | user | 11 | ["zoe"] | 491 | Zoe | NULL
--> tsunami-3 | -1000000000007 | channel | 77 | ["news"] | NULL | NULL | 5007
--> tsunami-3 | -6 | group | 66 | ["six"] | NULL | NULL | now
--> tsunami-3 | 1 | user | 11 | ["zoe"] | 491 | NULL | 5001
SELECT was.layout, json_extract(value, '$.code'), json_extract(value, '$.finding') FROM was, json_each(session_check(f))
 WHERE value NOT LIKE '%file-mode%';
--> pyrogram-gapfill-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> gapfill of number 2 | version-mismatch | the version number says 2, the structure is that of pyrogram-gapfill-3
--> gapfill of number 2 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> tsunami-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4

---------------------------------------------------------------- broken, and migrated
-- The login of a file whose schema is lost, by the order of its columns: fresh, and as upgrades have left it.
CREATE TEMP TABLE lost(name TEXT PRIMARY KEY, layout TEXT, sql TEXT, f TEXT, x);
INSERT INTO lost(name, layout, sql) SELECT layout, layout, 'PRAGMA user_version' FROM lay;
INSERT INTO lost(name, layout, sql) VALUES
  ('api_id last', 'pyrogram-2', 'ALTER TABLE sessions ADD api_id INTEGER; UPDATE sessions SET api_id = 5'),
  ('address last', 'pyrogram-3', 'ALTER TABLE sessions ADD server_address TEXT; ALTER TABLE sessions ADD port INTEGER;
    UPDATE sessions SET server_address = ''10.0.0.4'', port = 8443'),
  ('all last', 'pyrogram-2', 'ALTER TABLE sessions ADD api_id INTEGER; ALTER TABLE sessions ADD server_address TEXT;
    ALTER TABLE sessions ADD port INTEGER; UPDATE sessions SET api_id = 5, server_address = ''10.0.0.4'', port = 8443'),
  ('pts', 'pyrogram-2', 'ALTER TABLE sessions ADD pts INTEGER; ALTER TABLE sessions ADD qts INTEGER;
    ALTER TABLE sessions ADD seq INTEGER; UPDATE sessions SET (pts, qts, seq) = (2, 0, -1)'),
  ('takeout', 'telethon-7', 'UPDATE sessions SET takeout_id = 9'),
  ('temporary', 'telethon-8', 'UPDATE sessions SET takeout_id = 9, tmp_auth_key = x''09'''),
  ('IPv6', 'telethon-2.10', 'UPDATE datacenter SET ipv4_addr = NULL, ipv6_addr = ''[fd00::a]:8443''');
UPDATE lost SET f = './lost ' || name || '.session';
SELECT count(*) FROM lost JOIN lay USING(layout) WHERE writefile(lost.f, readfile(lay.f));
--> 28
UPDATE lost SET x = once(f, sql);
SELECT count(*) FROM lost
 WHERE writefile(f, substr(readfile(f), 1, 100) || zeroblob(3996) || substr(readfile(f), 4097));
--> 28
SELECT s.layout, s.dc_id, s.server_address, s.port, s.api_id, s.test_mode, s.date, s.user_id, s.is_bot, s.auth_key_id,
    count(*), min(lost.name), max(lost.name) FROM lost, session(f) s GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 12;
--> telethon-2.10 | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0fd13da3baab49f7 | 2 | IPv6 | telethon-2.10
--> kurigram-7 | 4 | 10.0.0.4 | 8443 | 5 | 0 | 1000 | 777 | 0 | 0fd13da3baab49f7 | 4 | address last | wzgram-8
--> pyrogram-3 | 4 | NULL | NULL | 5 | 0 | 1000 | 777 | 0 | 0fd13da3baab49f7 | 9 | api_id last | pyrogrammod-4
--> grammers-1 | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0fd13da3baab49f7 | 1 | grammers-1 | grammers-1
--> mtcute-1 | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0fd13da3baab49f7 | 1 | mtcute-1 | mtcute-1
--> pyrogram-3 | 4 | NULL | NULL | NULL | 0 | 1000 | 777 | 0 | 0fd13da3baab49f7 | 3 | pts | pyrogram-2
--> telethon-7 | 4 | 10.0.0.4 | 8443 | NULL | NULL | NULL | NULL | NULL | 0fd13da3baab49f7 | 8 | takeout | temporary
-- Out of a file of Kurigram's, whose names have an order of their own, into each other.
CREATE TEMP TABLE into_(layout TEXT PRIMARY KEY, f TEXT, o, d);
INSERT INTO into_(layout, f) SELECT layout, './into-' || layout || '.session' FROM lay;
SELECT count(*) FROM into_ WHERE writefile(f, readfile('./kurigram-7.session'));
--> 21
UPDATE into_ SET o = session_migrate(f, layout), d = rows(f);
-- (As if it had been imported, but for what Kurigram doesn't keep.)
SELECT '-' AS sign, value, count(*), min(layout) FROM lay, json_each(d)
 WHERE (layout, value) NOT IN (SELECT i.layout, j.value FROM into_ i, json_each(d) j) GROUP BY 2
UNION ALL SELECT '+', value, count(*), min(layout) FROM into_, json_each(d)
 WHERE (layout, value) NOT IN (SELECT i.layout, j.value FROM lay i, json_each(d) j) GROUP BY 2 ORDER BY 4, 1, 2;
--> + | entities: -1000000000007 77 'news' NULL NULL | 4 | telethon-3
--> + | entities: -5 0 NULL NULL NULL | 4 | telethon-3
--> + | entities: 1 11 'zoe' 491 NULL | 4 | telethon-3
--> + | entities: 2 -22 'one_bot' NULL NULL | 4 | telethon-3
--> + | entities: 777 4294967295 'me' 49777 NULL | 4 | telethon-3
--> - | entities: -1000000000007 77 'news' NULL 'News' | 4 | telethon-3
--> - | entities: -5 0 NULL NULL 'Five' | 4 | telethon-3
--> - | entities: 1 11 'zoe' 491 'Zoe' | 4 | telethon-3
--> - | entities: 2 -22 'one_bot' NULL 'Bot' | 4 | telethon-3
--> - | entities: 777 4294967295 'me' 49777 'I' | 4 | telethon-3
--> + | entities: -1000000000000 2147483648 NULL NULL NULL now | 2 | telethon-7
--> + | entities: -1000000000007 77 'news' NULL NULL 5007 | 2 | telethon-7
--> + | entities: -1000000000009 99 NULL NULL NULL now | 2 | telethon-7
--> + | entities: -1000000000010 100 NULL NULL NULL now | 2 | telethon-7
--> + | entities: -1000000000011 111 NULL NULL NULL now | 2 | telethon-7
--> + | entities: -5 0 NULL NULL NULL 5005 | 2 | telethon-7
--> + | entities: -6 66 'six' NULL NULL now | 2 | telethon-7
--> + | entities: -999999999999 0 NULL NULL NULL now | 2 | telethon-7
--> + | entities: 1 11 'zoe' 491 NULL 5001 | 2 | telethon-7
--> + | entities: 2 -22 'one_bot' NULL NULL now | 2 | telethon-7
--> + | entities: 777 4294967295 'me' 49777 NULL 5777 | 2 | telethon-7
--> - | entities: -1000000000000 2147483648 NULL NULL NULL NULL | 2 | telethon-7
--> - | entities: -1000000000007 77 'news' NULL 'News' 5007 | 2 | telethon-7
--> - | entities: -1000000000009 99 NULL NULL NULL NULL | 2 | telethon-7
--> - | entities: -1000000000010 100 NULL NULL NULL NULL | 2 | telethon-7
--> - | entities: -1000000000011 111 NULL NULL NULL NULL | 2 | telethon-7
--> - | entities: -5 0 NULL NULL 'Five' 5005 | 2 | telethon-7
--> - | entities: -6 66 'six' NULL NULL NULL | 2 | telethon-7
--> - | entities: -999999999999 0 NULL NULL NULL NULL | 2 | telethon-7
--> - | entities: 1 11 'zoe' 491 'Zoe' 5001 | 2 | telethon-7
--> - | entities: 2 -22 'one_bot' NULL 'Bot' NULL | 2 | telethon-7
--> - | entities: 777 4294967295 'me' 49777 'I' 5777 | 2 | telethon-7
SELECT layout, group_concat(substr(value, 12), ', ') FROM (SELECT * FROM into_, json_each(d)
  WHERE value LIKE 'usernames:%' AND (value LIKE '% 1 %' OR value LIKE '%00000007 %')) GROUP BY layout;
--> kurigram-4 | -1000000000007 'news', -1000000000007 'talk', 1 'zoe', 1 'ann', 1 'mia'
--> kurigram-5 | -1000000000007 'news', -1000000000007 'talk', 1 'zoe', 1 'ann', 1 'mia'
--> kurigram-6 | -1000000000007 'news', -1000000000007 'talk', 1 'zoe', 1 'ann', 1 'mia'
--> kurigram-7 | -1000000000007 'news', -1000000000007 'talk', 1 'zoe', 1 'ann', 1 'mia'
--> pyrofork-3 | 'news' -1000000000007 5007, 'talk' -1000000000007 5007, 'zoe' 1 5001, 'ann' 1 5001, 'mia' 1 5001
--> pyrofork-4 | 'news' -1000000000007 5007, 'talk' -1000000000007 5007, 'zoe' 1 5001, 'ann' 1 5001, 'mia' 1 5001
--> wzgram-8 | -1000000000007 'news', -1000000000007 'talk', 1 'zoe', 1 'ann', 1 'mia'
