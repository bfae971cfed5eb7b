-- What session_repair does to a file, and all that it leaves alone: each layout's session with rows on both sides of
-- what each finding asks; how many it finds, and each row that is gone or new then.
CREATE TEMP TABLE doc AS SELECT json_object('tgsession', 1, 'dc_id', 2, 'server_address', '149.154.167.51', 'port', 443,
  'api_id', 5, 'test_mode', json('false'), 'date', 1000, 'user_id', 777, 'is_bot', json('false'),
  'auth_key', hex(printf('%.256c', 'h')), 'peers', json('[{"id":777,"type":"user","access_hash":7,"updated":5777}]'),
  'states', json('[{"id":0,"pts":1,"qts":2,"date":3,"seq":4}]')) AS v;
CREATE TEMP TABLE harm(kind TEXT, sql TEXT);
INSERT INTO harm VALUES
  -- Peers of Pyrogram's line: of no hash, of types that nobody knows, of ids in an old form.
  ('peers', 'INSERT INTO peers (id, access_hash, type, phone_number, last_update_on) VALUES (1, 0, ''user'', ''1'', 1),
    (2, NULL, ''bot'', NULL, 2), (3, -1, ''user'', NULL, 3), (-5, NULL, ''group'', NULL, 5), (-6, 0, ''chat'', NULL, 6),
    (-999999999999, 0, ''9'', NULL, 9), (-1000000000000, 0, ''me'', NULL, 10),
    (-1000000000001, NULL, ''channel'', NULL, 11), (12, 5, '''', NULL, 12), (13, 5, ''forum'', NULL, 13),
    (14, 5, ''direct'', NULL, 14), (15, 5, ''community'', NULL, 15), (-1007, 16, ''channel'', ''16'', 16),
    (-1008, 17, ''group'', NULL, 17), (-1, 18, ''channel'', NULL, 18), (-999999999998, 19, ''supergroup'', NULL, 19),
    (-1000000000002, 20, ''channel'', NULL, 20), (-9999999999999, 21, ''channel'', NULL, 21),
    (-10000000000000, 22, ''supergroup'', NULL, 22), (-10012345678901, 23, ''channel'', ''23'', 23),
    (-1009, 24, ''channel'', NULL, 24), (-1000000000009, 25, ''channel'', NULL, 25)'),
  ('rows', 'INSERT INTO sessions (dc_id, date, auth_key) VALUES (1, 5, x''''), (4, 6, NULL), (5, 7, x''ff'')'),
  ('name', 'UPDATE peers SET username = ''n'' || abs(id) WHERE id IN (1, -1007, -10012345678901);
    UPDATE peers SET username = ''one'' WHERE id = 2'),
  ('names', 'INSERT INTO usernames (id, username) VALUES (1, ''n1''), (1, ''n1''), (1, ''one''), (3, ''n1''), (3, NULL),
    (4, NULL), (-1007, ''seven''), (-1009, ''nine''), (-1000000000009, ''nine''), (3, ''n1''), (3, ''n1'')'),
  ('bare', 'DROP INDEX idx_usernames_username'),
  ('of names', 'INSERT INTO usernames (id, peer_id, last_update_on) VALUES (''n1'', 1, 1), (''one'', 1, 1),
    (''two'', 2, 2), (''lost'', 77, 3), (''bare'', 30, 4), (''marked'', -1000000000030, 5), (''both'', 31, 6),
    (''zero'', 0, 6), (''seven'', -1007, 7), (''nine'', -1009, 8);
    INSERT INTO peers (id, access_hash, type, last_update_on) VALUES (-1000000000030, 30, ''channel'', 30),
    (-1000000000031, 31, ''channel'', 31), (31, 31, ''user'', 31)'),
  ('states', 'INSERT INTO update_state (id, pts, qts) VALUES (777, 5, 5), (888, 6, 6), (-1000000000001, 0, 7),
    (-1000000000002, NULL, 8), (-1000000000003, ''0'', 9), (-1000000000004, -1, 10), (-1000000000005, 0.5, 11)'),
  ('no state', 'DELETE FROM update_state; INSERT INTO update_state (id, pts, qts) VALUES (777, 5, 5), (888, 6, 6)'),
  ('login', 'UPDATE sessions SET test_mode = NULL, is_bot = NULL'),
  ('bot', 'UPDATE sessions SET test_mode = NULL, is_bot = NULL; UPDATE peers SET type = ''bot'' WHERE id = 777'),
  ('test', 'UPDATE sessions SET test_mode = 1, is_bot = NULL'),
  ('is bot', 'UPDATE sessions SET test_mode = NULL, is_bot = 1'),
  ('no peers', 'UPDATE sessions SET test_mode = NULL, is_bot = NULL; DELETE FROM peers'),
  ('not in', 'UPDATE sessions SET test_mode = NULL, is_bot = NULL, auth_key = NULL'),
  ('nobody', 'UPDATE sessions SET test_mode = NULL, is_bot = NULL, user_id = 0'),
  -- Telethon's.
  ('entities', 'INSERT INTO entities (id, hash) VALUES (1, 0), (2, 2), (3, 0), (-5, 0), (-999999999999, 0),
    (-1000000000000, 0), (-1000000000001, 0), (-1000000000002, 1)'),
  ('dcs', 'INSERT INTO sessions (dc_id, server_address, auth_key) VALUES (1, ''a'', x''''), (4, ''b'', NULL),
    (5, ''c'', x''ff'')'),
  ('IPv6', 'UPDATE sessions SET server_address = ''fd00::a'''),
  ('takeout', 'UPDATE sessions SET takeout_id = 9'),
  -- mtcute's and grammers'.
  ('malformed', 'INSERT INTO peers VALUES (1, ''1|1'', ''{'', 1, NULL, NULL, 0), (2, ''1|1'', ''[]'', 1, NULL, NULL, 0),
    (3, ''1|1'', ''["x"]'', 1, NULL, NULL, 1), (4, ''1|1'', ''x'', 1, NULL, NULL, 1)'),
  ('infos', 'INSERT INTO peer_info VALUES (1, 0, NULL), (2, NULL, 2), (3, 3, NULL), (4, NULL, NULL), (5, 0, 1),
    (6, NULL, 3), (-5, 0, NULL), (-6, NULL, NULL), (-999999999999, NULL, NULL), (-1000000000000, NULL, 8),
    (-1000000000001, 0, 8), (-1000000000002, 2, 8)');
CREATE TEMP TABLE t(n INTEGER PRIMARY KEY, layout TEXT, kinds TEXT, f TEXT, sql TEXT, x, was, found, o, became);
INSERT INTO t(layout, kinds) VALUES ('grammers-1', '["infos"]'), ('mtcute-1', '["malformed"]'),
  ('telethon-3', '["dcs","entities","IPv6"]'), ('telethon-4', '["dcs","entities","IPv6"]'),
  ('telethon-7', '["dcs","entities","IPv6","takeout"]'), ('telethon-8', '["dcs","entities","IPv6","takeout"]'),
  ('pyrogram-1', '["peers","name","rows"]'), ('pyrogram-2', '["peers","name","rows"]'),
  ('pyrogram-3', '["peers","name","rows","login"]'), ('kurigram-4', '["peers","names","rows","login"]'),
  ('kurigram-7', '["peers","names","rows","states"]'),
  ('kurigram-7 name', '["peers","names","name","rows","no state"]'),
  ('kurigram-5 name', '["peers","names","name"]'),
  ('kurigram-5 name', '["peers","names","name","bare"]'), ('pyrofork-3', '["peers","name","of names","rows"]'),
  ('pyrofork-4', '["name","of names","states"]'), ('pyrogrammod-4', '["peers","states"]'),
  ('pylogram-4', '["peers","rows"]'), ('kurigram-7', '["bot","rows"]'), ('kurigram-7', '["test"]'),
  ('kurigram-7', '["is bot"]'), ('kurigram-7', '["no peers"]'), ('kurigram-7', '["not in"]'),
  ('kurigram-7', '["nobody"]');
UPDATE t SET f = './m' || n || '.session', sql = CASE WHEN layout LIKE '% name'
    THEN 'ALTER TABLE peers ADD username TEXT; ' ELSE '' END
    || (SELECT group_concat(h.sql, '; ') FROM json_each(kinds) k JOIN harm h ON h.kind = k.value),
  layout = replace(layout, ' name', '');
SELECT n, o FROM (SELECT n, f, (SELECT session_import(v, f, layout) FROM doc) AS o FROM t) WHERE o IS NOT f;
--> (none)
UPDATE t SET x = once(f, sql);
SELECT n, x FROM t WHERE x IS NOT NULL;
--> (none)
UPDATE t SET was = rows(f), found = session_check(f);
SELECT n, layout, json_extract(value, '$.code') AS code, json_extract(value, '$.finding') FROM t, json_each(found)
 WHERE code <> 'file-mode' ORDER BY n, key;
--> 1 | grammers-1 | no-access-hash | users or channels without an access hash, whom the client can't reach: 5
--> 2 | mtcute-1 | malformed-usernames | peers whose usernames are no JSON, so that every look-up by username fails: 2
--> 3 | telethon-3 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 3 | telethon-3 | ipv6-address | the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it
--> 3 | telethon-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 4 | telethon-4 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 4 | telethon-4 | ipv6-address | the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it
--> 4 | telethon-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 5 | telethon-7 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 5 | telethon-7 | ipv6-address | the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it
--> 5 | telethon-7 | takeout | takeout_id is set: Telethon 1.43 and 1.44 can't open the file
--> 5 | telethon-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 6 | telethon-8 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 6 | telethon-8 | ipv6-address | the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it
--> 6 | telethon-8 | takeout | takeout_id is set: Telethon 1.43 and 1.44 can't open the file
--> 6 | telethon-8 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 7 | pyrogram-1 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 7 | pyrogram-1 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 7 | pyrogram-1 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 7 | pyrogram-1 | wrong-type | rows with text or blobs where numbers belong: 1
--> 8 | pyrogram-2 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 8 | pyrogram-2 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 8 | pyrogram-2 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 8 | pyrogram-2 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 8 | pyrogram-2 | wrong-type | rows with text or blobs where numbers belong: 1
--> 9 | pyrogram-3 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key
--> 9 | pyrogram-3 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 9 | pyrogram-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 9 | pyrogram-3 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 9 | pyrogram-3 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 9 | pyrogram-3 | wrong-type | rows with text or blobs where numbers belong: 1
--> 10 | kurigram-4 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key
--> 10 | kurigram-4 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 10 | kurigram-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 10 | kurigram-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 10 | kurigram-4 | null-usernames | usernames that are NULL: 2
--> 10 | kurigram-4 | duplicate-usernames | usernames that are stored twice: 3
--> 10 | kurigram-4 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 10 | kurigram-4 | wrong-type | rows with text or blobs where numbers belong: 1
--> 11 | kurigram-7 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 11 | kurigram-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 11 | kurigram-7 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 11 | kurigram-7 | null-usernames | usernames that are NULL: 2
--> 11 | kurigram-7 | duplicate-usernames | usernames that are stored twice: 3
--> 11 | kurigram-7 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 11 | kurigram-7 | wrong-type | rows with text or blobs where numbers belong: 1
--> 11 | kurigram-7 | state-id | update states under an id that is taken for the account's: 2
--> 11 | kurigram-7 | empty-state | update states whose pts is 0: the client asks with it what it has missed, and fails: 2
--> 12 | kurigram-7 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 12 | kurigram-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 12 | kurigram-7 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 12 | kurigram-7 | null-usernames | usernames that are NULL: 2
--> 12 | kurigram-7 | duplicate-usernames | usernames that are stored twice: 3
--> 12 | kurigram-7 | stale-usernames | usernames that an upgrade left behind in peers, where the client doesn't find them: 3
--> 12 | kurigram-7 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 12 | kurigram-7 | wrong-type | rows with text or blobs where numbers belong: 1
--> 12 | kurigram-7 | state-id | update states under an id that is taken for the account's: 2
--> 13 | kurigram-5 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 13 | kurigram-5 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 13 | kurigram-5 | null-usernames | usernames that are NULL: 2
--> 13 | kurigram-5 | duplicate-usernames | usernames that are stored twice: 3
--> 13 | kurigram-5 | stale-usernames | usernames that an upgrade left behind in peers, where the client doesn't find them: 3
--> 13 | kurigram-5 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 13 | kurigram-5 | wrong-type | rows with text or blobs where numbers belong: 1
--> 14 | kurigram-5 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 14 | kurigram-5 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 14 | kurigram-5 | null-usernames | usernames that are NULL: 2
--> 14 | kurigram-5 | duplicate-usernames | usernames that are stored twice: 3
--> 14 | kurigram-5 | stale-usernames | usernames that an upgrade left behind in peers, where the client doesn't find them: 3
--> 14 | kurigram-5 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 14 | kurigram-5 | wrong-type | rows with text or blobs where numbers belong: 1
--> 14 | kurigram-5 | missing-index | idx_usernames_username is missing
--> 15 | pyrofork-3 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 15 | pyrofork-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 15 | pyrofork-3 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 15 | pyrofork-3 | unmarked-ids | usernames that point to a channel's bare id and are not found: 1
--> 15 | pyrofork-3 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 15 | pyrofork-3 | wrong-type | rows with text or blobs where numbers belong: 1
--> 16 | pyrofork-4 | unmarked-ids | usernames that point to a channel's bare id and are not found: 1
--> 16 | pyrofork-4 | state-id | update states under an id that is taken for the account's: 2
--> 16 | pyrofork-4 | empty-state | update states whose pts is 0: the client asks with it what it has missed, and fails: 2
--> 17 | pyrogrammod-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 17 | pyrogrammod-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 17 | pyrogrammod-4 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 17 | pyrogrammod-4 | wrong-type | rows with text or blobs where numbers belong: 1
--> 17 | pyrogrammod-4 | state-id | update states under an id that is taken for the account's: 2
--> 17 | pyrogrammod-4 | empty-state | update states whose pts is 0: the client asks with it what it has missed, and fails: 2
--> 18 | pylogram-4 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 18 | pylogram-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 18 | pylogram-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 6
--> 18 | pylogram-4 | unknown-type | peers of a type that the client does not know, over which it fails: 4
--> 18 | pylogram-4 | wrong-type | rows with text or blobs where numbers belong: 1
--> 19 | kurigram-7 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key
--> 19 | kurigram-7 | several-rows | more rows than the one account; the one with a key is read (3 more)
--> 20 | kurigram-7 | null-login | is_bot is NULL: the client would log in anew and overwrite the key
--> 21 | kurigram-7 | null-login | test_mode is NULL: the client would log in anew and overwrite the key
--> 22 | kurigram-7 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key
--> 24 | kurigram-7 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key; UPDATE session SET user_id = ... WHERE source = './m24.session'
-- What a look finds in them: names from either table, a type by the id.
CREATE TEMP TABLE seen AS SELECT n, p.id, p.id || ' ' || p.type || ' ' || coalesce(access_hash, '-') || ' '
    || coalesce(username, '-') || ' ' || coalesce(usernames, '-') || ' ' || coalesce(phone_number, '-') || ' '
    || CASE WHEN updated > 1e9 THEN 'now' ELSE coalesce(updated, '-') END AS line FROM t, session_peers(f) p;
SELECT line, group_concat(n, ' ') FROM (SELECT * FROM seen ORDER BY n) GROUP BY line ORDER BY id, min(n);
--> -10012345678901 channel 23 n10012345678901 ["n10012345678901"] 23 now | 7 8 9 12 13 14 15
--> -10012345678901 channel 23 - - 23 23 | 10 11 17 18
--> -10000000000000 supergroup 22 - - - 22 | 7 8 9 10 11 12 13 14 15 17 18
--> -9999999999999 channel 21 - - - 21 | 7 8 9 10 11 12 13 14 15 17 18
--> -1000000000031 channel 31 - - - 31 | 15 16
--> -1000000000030 channel 30 - ["bare","marked"] - 30 | 15 16
--> -1000000000009 channel 25 - - - 25 | 7 8 9 15 17 18
--> -1000000000009 channel 25 nine ["nine"] - 25 | 10 11 12 13 14
--> -1000000000002 channel 2 - - - - | 1
--> -1000000000002 channel 1 - - - - | 3 4 5 6
--> -1000000000002 channel 20 - - - 20 | 7 8 9 10 11 12 13 14 15 17 18
--> -1000000000001 channel 0 - - - - | 1 3 4 5 6
--> -1000000000001 channel - - - - 11 | 7 8 9 10 11 12 13 14 15 17 18
--> -1000000000000 channel - - - - - | 1
--> -1000000000000 channel 0 - - - - | 3 4 5 6
--> -1000000000000 channel 0 - - - 10 | 7 8 9 10 11 12 13 14 15 17 18
--> -999999999999 group - - - - - | 1
--> -999999999999 group 0 - - - - | 3 4 5 6
--> -999999999999 group 0 - - - 9 | 7 8 9 10 11 12 13 14 15 17 18
--> -999999999998 supergroup 19 - - - 19 | 7 8 9 10 11 12 13 14 15 17 18
--> -1009 channel 24 - - - 24 | 7 8 9 17 18
--> -1009 channel 24 nine ["nine"] - 24 | 10 11 12 13 14
--> -1009 channel 24 - ["nine"] - 24 | 15
--> -1008 group 17 - - - 17 | 7 8 9 10 11 12 13 14 15 17 18
--> -1007 channel 16 n1007 ["n1007"] 16 now | 7 8 9
--> -1007 channel 16 seven ["seven"] 16 16 | 10 11
--> -1007 channel 16 seven ["seven","n1007"] 16 now | 12 13 14
--> -1007 channel 16 n1007 ["n1007","seven"] 16 now | 15
--> -1007 channel 16 - - 16 16 | 17 18
--> -6 group - - - - - | 1
--> -6 group 0 - - - 6 | 7 8 9 10 11 12 13 14 15 17 18
--> -5 group 0 - - - - | 1 3 4 5 6
--> -5 group - - - - 5 | 7 8 9 10 11 12 13 14 15 17 18
--> -1 channel 18 - - - 18 | 7 8 9 10 11 12 13 14 15 17 18
--> 1 user 0 - - - - | 1 3 4 5 6
--> 1 user 4294967297 - - - 0 | 2
--> 1 user 0 n1 ["n1"] 1 now | 7 8 9
--> 1 user 0 n1 ["n1","one"] 1 1 | 10 11
--> 1 user 0 n1 ["n1","one"] 1 now | 12 13 14 15
--> 1 user 0 - - 1 1 | 17 18
--> 2 bot - - - - - | 1
--> 2 user 4294967297 - - - 0 | 2
--> 2 user 2 - - - - | 3 4 5 6
--> 2 bot - one ["one"] - now | 7 8 9 12 13 14
--> 2 bot - - - - 2 | 10 11 17 18
--> 2 bot - one ["one","two"] - now | 15
--> 3 user 3 - - - - | 1
--> 3 user 0 - - - - | 3 4 5 6
--> 3 user -1 - - - 3 | 7 8 9 15 17 18
--> 3 user -1 n1 ["n1"] - 3 | 10 11 12 13 14
--> 4 user - - - - - | 1
--> 5 user 0 - - - - | 1
--> 6 bot - - - - - | 1
--> 12 user 5 - - - 12 | 7 8 9 10 11 12 13 14 15 17 18
--> 13 forum 5 - - - 13 | 7 8 9 10 11 12 13 14 15 17 18
--> 14 direct 5 - - - 14 | 7 8 9 10 11 12 13 14 15 17 18
--> 15 community 5 - - - 15 | 7 8 9 10 11 12 13 14 15 17 18
--> 31 user 31 - ["both"] - 31 | 15 16
--> 777 user 7 - - - - | 1 3 4
--> 777 user 7 - - - 5777 | 2 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20 21 23 24
--> 777 bot 7 - - - now | 19
SELECT id || ' ' || coalesce(pts, '-') || ' ' || coalesce(qts, '-') AS line, group_concat(n, ' ')
  FROM t, session_states(f) WHERE n > 6 GROUP BY 1 ORDER BY id, min(n);
--> -1000000000005 0 11 | 11 16 17
--> -1000000000004 -1 10 | 11 16 17
--> -1000000000003 0 9 | 11 16 17
--> -1000000000002 - 8 | 11 16 17
--> -1000000000001 0 7 | 11 16 17
--> 0 1 2 | 11 13 14 16 17 18 19 20 21 22 23 24
-- One peer by a name, and by its id.
SELECT want.value, p.id, group_concat(n, ' ') FROM json_each('["n1","N1","one","seven","nine","n1007","bare","both",
    "two","lost","zero"]') want, t LEFT JOIN session_peers(f, '@' || want.value) p WHERE kinds LIKE '%name%'
 GROUP BY want.key, p.id ORDER BY want.key, min(n);
--> n1 | 1 | 7 8 9 10 11 12 13 14 15
--> n1 | 3 | 10 11 12 13 14
--> n1 | NULL | 16
--> N1 | 1 | 7 8 9 10 11 12 13 14 15
--> N1 | 3 | 10 11 12 13 14
--> N1 | NULL | 16
--> one | 2 | 7 8 9 12 13 14 15
--> one | 1 | 10 11 12 13 14 15
--> one | NULL | 16
--> seven | NULL | 7 8 9 16
--> seven | -1007 | 10 11 12 13 14 15
--> nine | NULL | 7 8 9 16
--> nine | -1000000000009 | 10 11 12 13 14
--> nine | -1009 | 10 11 12 13 14 15
--> n1007 | -1007 | 7 8 9 12 13 14 15
--> n1007 | NULL | 10 11 16
--> bare | NULL | 7 8 9 10 11 12 13 14
--> bare | -1000000000030 | 15 16
--> both | NULL | 7 8 9 10 11 12 13 14
--> both | 31 | 15 16
--> two | NULL | 7 8 9 10 11 12 13 14 16
--> two | 2 | 15
--> lost | NULL | 7 8 9 10 11 12 13 14 15 16
--> zero | NULL | 7 8 9 10 11 12 13 14 15 16
SELECT line, group_concat(n, ' ') FROM (SELECT n, p.id || ' ' || p.type || ' ' || coalesce(username, '-') || ' '
    || coalesce(usernames, '-') AS line, want.key AS k
    FROM json_each('[1,3,-1007,-1009,-1000000000009,-10012345678901]') want, t
    JOIN session_peers(f) p ON p.id = want.value
    WHERE kinds LIKE '%name%' ORDER BY k, n)
 GROUP BY line ORDER BY k, min(n);
--> 1 user n1 ["n1"] | 7 8 9
--> 1 user n1 ["n1","one"] | 10 11 12 13 14 15
--> 3 user - - | 7 8 9 15
--> 3 user n1 ["n1"] | 10 11 12 13 14
--> -1007 channel n1007 ["n1007"] | 7 8 9
--> -1007 channel seven ["seven"] | 10 11
--> -1007 channel seven ["seven","n1007"] | 12 13 14
--> -1007 channel n1007 ["n1007","seven"] | 15
--> -1009 channel - - | 7 8 9
--> -1009 channel nine ["nine"] | 10 11 12 13 14
--> -1009 channel - ["nine"] | 15
--> -1000000000009 channel - - | 7 8 9 15
--> -1000000000009 channel nine ["nine"] | 10 11 12 13 14
--> -10012345678901 channel n10012345678901 ["n10012345678901"] | 7 8 9 12 13 14 15
--> -10012345678901 channel - - | 10 11

UPDATE t SET o = session_repair(f);
UPDATE t SET became = rows(f), found = session_check(f);
SELECT n, layout, json_extract(value, '$.code') AS code, json_extract(value, '$.finding') FROM t, json_each(found)
 WHERE code <> 'file-mode' ORDER BY n, key;
--> 1 | grammers-1 | no-access-hash | users or channels without an access hash, whom the client can't reach: 5
--> 3 | telethon-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 4 | telethon-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 5 | telethon-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 6 | telethon-8 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 7 | pyrogram-1 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 8 | pyrogram-2 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 8 | pyrogram-2 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 9 | pyrogram-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 9 | pyrogram-3 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 10 | kurigram-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 10 | kurigram-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 11 | kurigram-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 11 | kurigram-7 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 12 | kurigram-7 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 12 | kurigram-7 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 13 | kurigram-5 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 13 | kurigram-5 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 14 | kurigram-5 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 14 | kurigram-5 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 15 | pyrofork-3 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 15 | pyrofork-3 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 17 | pyrogrammod-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 17 | pyrogrammod-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 18 | pylogram-4 | no-access-hash | users or channels without an access hash, whom the client can't reach: 4
--> 18 | pylogram-4 | old-channel-ids | channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: 2
--> 24 | kurigram-7 | null-login | test_mode and is_bot are NULL: the client would log in anew and overwrite the key; UPDATE session SET user_id = ... WHERE source = './m24.session'
CREATE TEMP VIEW d AS SELECT n, layout, '+' AS sign, key, value FROM t, json_each(became)
    WHERE value NOT IN (SELECT value FROM json_each(was))
  UNION ALL SELECT n, layout, '-', key, value FROM t, json_each(was)
    WHERE value NOT IN (SELECT value FROM json_each(became));
-- What is gone, and what is new.
SELECT value, group_concat(sign || n, ' ') FROM (SELECT * FROM d ORDER BY n) GROUP BY value ORDER BY min(n), min(key);
--> peers: 1 '1|1' '[]' 1 NULL NULL 0 | +2
--> peers: 1 '1|1' '{' 1 NULL NULL 0 | -2
--> peers: 4 '1|1' '[]' 1 NULL NULL 1 | +2
--> peers: 4 '1|1' 'x' 1 NULL NULL 1 | -2
--> sessions: 1 'fd00::a' NULL x'' | -3 -4
--> sessions: 2 '149.154.167.51' 443 h | +3 +4
--> sessions: 2 'fd00::a' 443 h | -3 -4
--> sessions: 4 'fd00::a' NULL NULL | -3 -4
--> sessions: 5 'fd00::a' NULL x'ff' | -3 -4
--> sessions: 1 'fd00::a' NULL x'' 9 | -5
--> sessions: 2 '149.154.167.51' 443 h NULL | +5
--> sessions: 2 'fd00::a' 443 h 9 | -5
--> sessions: 4 'fd00::a' NULL NULL 9 | -5
--> sessions: 5 'fd00::a' NULL x'ff' 9 | -5
--> sessions: 1 'fd00::a' NULL x'' 9 NULL | -6
--> sessions: 2 '149.154.167.51' 443 h NULL NULL | +6
--> sessions: 2 'fd00::a' 443 h 9 NULL | -6
--> sessions: 4 'fd00::a' NULL NULL 9 NULL | -6
--> sessions: 5 'fd00::a' NULL x'ff' 9 NULL | -6
--> peers: -1000000000000 0 'channel' NULL NULL now | +7 +8 +9 +15 +17 +18
--> peers: -1000000000000 0 'me' NULL NULL 10 | -7 -8 -9 -15 -17 -18
--> peers: -999999999999 0 'group' NULL NULL now | +7 +8 +9 +15 +17 +18
--> peers: -999999999999 0 9 NULL NULL 9 | -7 -8 -9 -15 -17 -18
--> peers: -6 0 'group' NULL NULL now | +7 +8 +9 +15 +17 +18
--> peers: -6 0 'chat' NULL NULL 6 | -7 -8 -9 -15 -17 -18
--> peers: 12 5 'user' NULL NULL now | +7 +8 +9 +15 +17 +18
--> peers: 12 5 '' NULL NULL 12 | -7 -8 -9 -15 -17 -18
--> sessions: 1 NULL x'' 5 NULL NULL | -7 -8
--> sessions: 4 NULL NULL 6 NULL NULL | -7 -8
--> sessions: 5 NULL x'ff' 7 NULL NULL | -7 -8
--> peers: -10012345678901 23 'channel' 'n10012345678901' '23' now | -8 -9 -15
--> peers: -10000000000000 22 'supergroup' NULL NULL 22 | -8 -9 -15 -17 -18
--> peers: -1012345678901 23 'channel' 'n10012345678901' '23' now | +8 +9 +15
--> peers: -1000000000007 16 'channel' 'n1007' '16' now | +8 +9 +15
--> peers: -1009 24 'channel' NULL NULL 24 | -8 -9 -15 -17 -18
--> peers: -1007 16 'channel' 'n1007' '16' now | -8 -9 -15
--> sessions: 2 5 0 h 1000 777 0 | +9 +10
--> sessions: 1 NULL NULL x'' 5 NULL NULL | -9 -10 -15 -18
--> sessions: 2 5 NULL h 1000 777 NULL | -9 -10
--> sessions: 4 NULL NULL NULL 6 NULL NULL | -9 -10 -15 -18
--> sessions: 5 NULL NULL x'ff' 7 NULL NULL | -9 -10 -15 -18
--> peers: -10012345678901 23 'channel' '23' 23 | -10 -11
--> peers: -10000000000000 22 'supergroup' NULL 22 | -10 -11
--> peers: -1012345678901 23 'channel' '23' 23 | +10 +11
--> peers: -1000000000007 16 'channel' '16' 16 | +10 +11
--> peers: -1000000000000 0 'channel' NULL now | +10 +11
--> peers: -1000000000000 0 'me' NULL 10 | -10 -11
--> peers: -999999999999 0 'group' NULL now | +10 +11
--> peers: -999999999999 0 9 NULL 9 | -10 -11
--> peers: -1009 24 'channel' NULL 24 | -10 -11
--> peers: -6 0 'group' NULL now | +10 +11
--> peers: -1007 16 'channel' '16' 16 | -10 -11
--> peers: -6 0 'chat' NULL 6 | -10 -11
--> peers: 12 5 'user' NULL now | +10 +11
--> peers: 12 5 '' NULL 12 | -10 -11
--> usernames: -1000000000007 'seven' | +10 +11 +12 +13 +14
--> usernames: 3 NULL | -10 -11 -12 -13 -14
--> usernames: 4 NULL | -10 -11 -12 -13 -14
--> usernames: -1007 'seven' | -10 -11 -12 -13 -14
--> usernames: -1009 'nine' | -10 -11 -12 -13 -14
--> sessions: 1 NULL NULL NULL NULL x'' 5 NULL NULL | -11 -12 -19
--> sessions: 4 NULL NULL NULL NULL NULL 6 NULL NULL | -11 -12 -19
--> sessions: 5 NULL NULL NULL NULL x'ff' 7 NULL NULL | -11 -12 -19
--> update_state: -1000000000003 0 9 NULL NULL | -11 -16 -17
--> update_state: -1000000000001 0 7 NULL NULL | -11 -16 -17
--> update_state: 777 5 5 NULL NULL | -11 -12 -16 -17
--> update_state: 888 6 6 NULL NULL | -11 -12 -16 -17
--> peers: -10012345678901 23 'channel' '23' now 'n10012345678901' | -12 -13 -14
--> peers: -10000000000000 22 'supergroup' NULL 22 NULL | -12 -13 -14
--> peers: -1012345678901 23 'channel' '23' now NULL | +12 +13 +14
--> peers: -1000000000007 16 'channel' '16' now NULL | +12 +13 +14
--> peers: -1000000000000 0 'channel' NULL now NULL | +12 +13 +14
--> peers: -1000000000000 0 'me' NULL 10 NULL | -12 -13 -14
--> peers: -999999999999 0 'group' NULL now NULL | +12 +13 +14
--> peers: -999999999999 0 9 NULL 9 NULL | -12 -13 -14
--> peers: -1009 24 'channel' NULL 24 NULL | -12 -13 -14
--> peers: -6 0 'group' NULL now NULL | +12 +13 +14
--> peers: -1007 16 'channel' '16' now 'n1007' | -12 -13 -14
--> peers: -6 0 'chat' NULL 6 NULL | -12 -13 -14
--> peers: 1 0 'user' '1' now NULL | +12 +13 +14
--> peers: 2 NULL 'bot' NULL now NULL | +12 +13 +14
--> peers: 1 0 'user' '1' now 'n1' | -12 -13 -14
--> peers: 12 5 'user' NULL now NULL | +12 +13 +14
--> peers: 2 NULL 'bot' NULL now 'one' | -12 -13 -14
--> peers: 12 5 '' NULL 12 NULL | -12 -13 -14
--> update_state: 0 5 5 NULL NULL | +12
--> usernames: -1012345678901 'n10012345678901' | +12 +13 +14
--> usernames: -1000000000007 'n1007' | +12 +13 +14
--> usernames: 2 'one' | +12 +13 +14
--> usernames: 'bare' 30 4 | -15 -16
--> usernames: 'bare' -1000000000030 4 | +15 +16
--> usernames: 'seven' -1000000000007 7 | +15
--> usernames: 'nine' -1000000000009 8 | +15
--> usernames: 'seven' -1007 7 | -15
--> usernames: 'nine' -1009 8 | -15
--> peers: -10012345678901 23 'channel' NULL '23' 23 | -17 -18
--> peers: -1012345678901 23 'channel' NULL '23' 23 | +17 +18
--> peers: -1000000000007 16 'channel' NULL '16' 16 | +17 +18
--> peers: -1007 16 'channel' NULL '16' 16 | -17 -18
--> sessions: 2 '149.154.167.51' 443 5 NULL h 1000 777 NULL | -19 -22
--> sessions: 2 '149.154.167.51' 443 5 0 h 1000 777 1 | +19 +21
--> sessions: 2 '149.154.167.51' 443 5 1 h 1000 777 0 | +20
--> sessions: 2 '149.154.167.51' 443 5 1 h 1000 777 NULL | -20
--> sessions: 2 '149.154.167.51' 443 5 NULL h 1000 777 1 | -21
--> sessions: 2 '149.154.167.51' 443 5 0 h 1000 777 0 | +22
-- Names may stand there twice: all of them.
SELECT n, layout, (SELECT group_concat(substr(value, 12), ', ') FROM json_each(became) WHERE value LIKE 'usernames:%')
  FROM t WHERE became LIKE '%usernames:%';
--> 10 | kurigram-4 | 1 'n1', 1 'one', 3 'n1', -1000000000007 'seven', -1000000000009 'nine'
--> 11 | kurigram-7 | 1 'n1', 1 'one', 3 'n1', -1000000000007 'seven', -1000000000009 'nine'
--> 12 | kurigram-7 | 1 'n1', 1 'one', 3 'n1', -1000000000007 'seven', -1000000000009 'nine', -1012345678901 'n10012345678901', -1000000000007 'n1007', 2 'one'
--> 13 | kurigram-5 | 1 'n1', 1 'one', 3 'n1', -1000000000007 'seven', -1000000000009 'nine', -1012345678901 'n10012345678901', -1000000000007 'n1007', 2 'one'
--> 14 | kurigram-5 | 1 'n1', 1 'one', 3 'n1', -1000000000007 'seven', -1000000000009 'nine', -1012345678901 'n10012345678901', -1000000000007 'n1007', 2 'one'
--> 15 | pyrofork-3 | 'n1' 1 1, 'one' 1 1, 'two' 2 2, 'lost' 77 3, 'marked' -1000000000030 5, 'both' 31 6, 'zero' 0 6, 'seven' -1000000000007 7, 'nine' -1000000000009 8, 'bare' -1000000000030 4
--> 16 | pyrofork-4 | 'n1' 1 1, 'one' 1 1, 'two' 2 2, 'lost' 77 3, 'marked' -1000000000030 5, 'both' 31 6, 'zero' 0 6, 'seven' -1007 7, 'nine' -1009 8, 'bare' -1000000000030 4
