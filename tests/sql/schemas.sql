-- What each layout's client creates, as it stands in sqlite_master: names, types, NOT NULL, defaults, keys, indexes
-- and triggers, line by line; and the rows of a file that was just made.  fixtures.sql says that real clients make
-- the same.
CREATE TEMP TABLE lay(layout TEXT PRIMARY KEY, base TEXT, f TEXT, x);
INSERT INTO lay SELECT name, NULL, 'fresh/' || name || '.session', NULL FROM session_formats
 WHERE kind='layout' AND writes;
SELECT mkdir('fresh');
--> 1
INSERT INTO session(name, layout, auth_key) SELECT f, layout, x'' FROM lay;
CREATE TEMP TABLE item(layout TEXT, name TEXT, n INT, line TEXT);
UPDATE lay SET x=once(f, 'SELECT json_group_array(json_array(name, coalesce(sql, ''itself''))) FROM sqlite_master');
INSERT INTO item SELECT layout, json_extract(m.value, '$[0]'), j.key, rtrim(trim(j.value), ',')
  FROM lay, json_each(x) m,
       json_each('["' || replace(replace(json_extract(m.value, '$[1]'), '"', ''), char(10), '","') || '"]') j;
SELECT count(DISTINCT layout) FROM item;
--> 21

-- The first of a line of clients whole; of the others what is there instead, where something is.
UPDATE lay SET base=CASE layout WHEN 'pyrogram-1' THEN 'pyrogram-2' WHEN 'pyrogram-3' THEN 'pyrogram-2'
    WHEN 'kurigram-4' THEN 'pyrogram-3' WHEN 'kurigram-5' THEN 'kurigram-4' WHEN 'kurigram-6' THEN 'kurigram-5'
    WHEN 'kurigram-7' THEN 'kurigram-6' WHEN 'wzgram-8' THEN 'kurigram-7' WHEN 'pyrofork-3' THEN 'pyrogram-3'
    WHEN 'pyrofork-4' THEN 'pyrofork-3' WHEN 'pyrogrammod-4' THEN 'pyrogram-3' WHEN 'pylogram-4' THEN 'pyrogram-3'
    WHEN 'telethon-3' THEN 'telethon-4' WHEN 'telethon-5' THEN 'telethon-4' WHEN 'telethon-6' THEN 'telethon-5'
    WHEN 'telethon-7' THEN 'telethon-6' WHEN 'telethon-8' THEN 'telethon-7' END;
CREATE TEMP VIEW differs AS
  SELECT layout, '+' AS sign, name, n, line FROM item i JOIN lay USING(layout)
   WHERE base IS NOT NULL AND (base, name, line) NOT IN (SELECT layout, name, line FROM item)
  UNION ALL
  SELECT lay.layout, '-', name, n, line FROM item i JOIN lay ON i.layout=lay.base
   WHERE (lay.layout, name, line) NOT IN (SELECT layout, name, line FROM item);
SELECT layout FROM lay WHERE base IS NULL ORDER BY 1;
--> grammers-1
--> mtcute-1
--> pyrogram-2
--> telethon-2.10
--> telethon-4
SELECT name, line FROM item WHERE layout='pyrogram-2' ORDER BY name, n;
--> idx_peers_id | CREATE INDEX idx_peers_id ON peers (id)
--> idx_peers_phone_number | CREATE INDEX idx_peers_phone_number ON peers (phone_number)
--> idx_peers_username | CREATE INDEX idx_peers_username ON peers (username)
--> peers | CREATE TABLE peers (
--> peers | id INTEGER PRIMARY KEY
--> peers | access_hash INTEGER
--> peers | type INTEGER NOT NULL
--> peers | username TEXT
--> peers | phone_number TEXT
--> peers | last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
--> peers | )
--> sessions | CREATE TABLE sessions (
--> sessions | dc_id INTEGER PRIMARY KEY
--> sessions | test_mode INTEGER
--> sessions | auth_key BLOB
--> sessions | date INTEGER NOT NULL
--> sessions | user_id INTEGER
--> sessions | is_bot INTEGER
--> sessions | )
--> trg_peers_last_update_on | CREATE TRIGGER trg_peers_last_update_on
--> trg_peers_last_update_on | AFTER UPDATE
--> trg_peers_last_update_on | ON peers
--> trg_peers_last_update_on | BEGIN
--> trg_peers_last_update_on | UPDATE peers
--> trg_peers_last_update_on | SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
--> trg_peers_last_update_on | WHERE id = NEW.id;
--> trg_peers_last_update_on | END
--> version | CREATE TABLE version (
--> version | number INTEGER PRIMARY KEY
--> version | )
SELECT layout, sign, name, line FROM differs WHERE layout NOT LIKE 'telethon%' ORDER BY layout, name, sign DESC, n;
--> kurigram-4 | - | idx_peers_username | CREATE INDEX idx_peers_username ON peers (username)
--> kurigram-4 | + | idx_usernames_username | CREATE INDEX idx_usernames_username ON usernames (username)
--> kurigram-4 | - | peers | username TEXT
--> kurigram-4 | + | usernames | CREATE TABLE usernames (
--> kurigram-4 | + | usernames | id INTEGER
--> kurigram-4 | + | usernames | username TEXT
--> kurigram-4 | + | usernames | FOREIGN KEY (id) REFERENCES peers(id)
--> kurigram-4 | + | usernames | )
--> kurigram-5 | + | update_state | CREATE TABLE update_state (
--> kurigram-5 | + | update_state | id INTEGER PRIMARY KEY
--> kurigram-5 | + | update_state | pts INTEGER
--> kurigram-5 | + | update_state | qts INTEGER
--> kurigram-5 | + | update_state | date INTEGER
--> kurigram-5 | + | update_state | seq INTEGER
--> kurigram-5 | + | update_state | )
--> kurigram-6 | + | idx_usernames_id | CREATE INDEX idx_usernames_id ON usernames (id)
--> kurigram-7 | + | sessions | server_address TEXT
--> kurigram-7 | + | sessions | port INTEGER
--> pylogram-4 | + | channel_pts | CREATE TABLE channel_pts (
--> pylogram-4 | + | channel_pts | channel_id INTEGER PRIMARY KEY
--> pylogram-4 | + | channel_pts | pts INTEGER NOT NULL
--> pylogram-4 | + | channel_pts | last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
--> pylogram-4 | + | channel_pts | )
--> pylogram-4 | + | update_state | CREATE TABLE update_state (
--> pylogram-4 | + | update_state | id INTEGER PRIMARY KEY CHECK (id = 1)
--> pylogram-4 | + | update_state | pts INTEGER NOT NULL DEFAULT 0
--> pylogram-4 | + | update_state | qts INTEGER NOT NULL DEFAULT 0
--> pylogram-4 | + | update_state | seq INTEGER NOT NULL DEFAULT 0
--> pylogram-4 | + | update_state | date INTEGER NOT NULL DEFAULT 0
--> pylogram-4 | + | update_state | )
--> pyrofork-3 | + | sqlite_autoindex_usernames_1 | itself
--> pyrofork-3 | + | trg_usernames_last_update_on | CREATE TRIGGER trg_usernames_last_update_on
--> pyrofork-3 | + | trg_usernames_last_update_on | AFTER UPDATE
--> pyrofork-3 | + | trg_usernames_last_update_on | ON usernames
--> pyrofork-3 | + | trg_usernames_last_update_on | BEGIN
--> pyrofork-3 | + | trg_usernames_last_update_on | UPDATE usernames
--> pyrofork-3 | + | trg_usernames_last_update_on | SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER)
--> pyrofork-3 | + | trg_usernames_last_update_on | WHERE id = NEW.id;
--> pyrofork-3 | + | trg_usernames_last_update_on | END
--> pyrofork-3 | + | usernames | CREATE TABLE usernames (
--> pyrofork-3 | + | usernames | id TEXT PRIMARY KEY
--> pyrofork-3 | + | usernames | peer_id INTEGER NOT NULL
--> pyrofork-3 | + | usernames | last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
--> pyrofork-3 | + | usernames | )
--> pyrofork-4 | + | update_state | CREATE TABLE update_state (
--> pyrofork-4 | + | update_state | id INTEGER PRIMARY KEY
--> pyrofork-4 | + | update_state | pts INTEGER
--> pyrofork-4 | + | update_state | qts INTEGER
--> pyrofork-4 | + | update_state | date INTEGER
--> pyrofork-4 | + | update_state | seq INTEGER
--> pyrofork-4 | + | update_state | )
--> pyrogram-3 | + | sessions | api_id INTEGER
--> pyrogrammod-4 | + | update_state | CREATE TABLE update_state (
--> pyrogrammod-4 | + | update_state | id INTEGER PRIMARY KEY
--> pyrogrammod-4 | + | update_state | pts INTEGER
--> pyrogrammod-4 | + | update_state | qts INTEGER
--> pyrogrammod-4 | + | update_state | date INTEGER
--> pyrogrammod-4 | + | update_state | seq INTEGER
--> pyrogrammod-4 | + | update_state | )
SELECT name, line FROM item WHERE layout='telethon-4' ORDER BY name, n;
--> entities | CREATE TABLE entities (
--> entities | id integer primary key
--> entities | hash integer not null
--> entities | username text
--> entities | phone integer
--> entities | name text
--> entities | )
--> sent_files | CREATE TABLE sent_files (
--> sent_files | md5_digest blob
--> sent_files | file_size integer
--> sent_files | type integer
--> sent_files | id integer
--> sent_files | hash integer, primary key(md5_digest, file_size, type)
--> sent_files | )
--> sessions | CREATE TABLE sessions (
--> sessions | dc_id integer primary key
--> sessions | server_address text
--> sessions | port integer
--> sessions | auth_key blob
--> sessions | )
--> sqlite_autoindex_sent_files_1 | itself
--> update_state | CREATE TABLE update_state (
--> update_state | id integer primary key
--> update_state | pts integer
--> update_state | qts integer
--> update_state | date integer
--> update_state | seq integer
--> update_state | )
--> version | CREATE TABLE version (
--> version | version integer primary key
--> version | )
SELECT layout, sign, name, line FROM differs WHERE layout LIKE 'telethon%' ORDER BY layout, name, sign DESC, n;
--> telethon-3 | - | entities | )
--> telethon-3 | + | entities | ) without rowid
--> telethon-3 | - | sent_files | )
--> telethon-3 | + | sent_files | ) without rowid
--> telethon-3 | - | sessions | )
--> telethon-3 | + | sessions | ) without rowid
--> telethon-3 | - | sqlite_autoindex_sent_files_1 | itself
--> telethon-3 | - | update_state | CREATE TABLE update_state (
--> telethon-3 | - | update_state | id integer primary key
--> telethon-3 | - | update_state | pts integer
--> telethon-3 | - | update_state | qts integer
--> telethon-3 | - | update_state | date integer
--> telethon-3 | - | update_state | seq integer
--> telethon-3 | - | update_state | )
--> telethon-3 | - | version | )
--> telethon-3 | + | version | ) without rowid
--> telethon-5 | + | sessions | takeout_id integer
--> telethon-7 | + | entities | date integer
--> telethon-8 | + | sessions | tmp_auth_key blob
SELECT name, line FROM item WHERE layout='telethon-2.10' ORDER BY name, n;
--> channelstate | CREATE TABLE channelstate(
--> channelstate | id integer primary key
--> channelstate | pts integer not null
--> channelstate | )
--> datacenter | CREATE TABLE datacenter(
--> datacenter | id integer primary key
--> datacenter | ipv4_addr text
--> datacenter | ipv6_addr text
--> datacenter | auth blob
--> datacenter | )
--> state | CREATE TABLE state(
--> state | pts integer not null
--> state | qts integer not null
--> state | date integer not null
--> state | seq integer not null
--> state | )
--> user | CREATE TABLE user(
--> user | id integer primary key
--> user | dc integer not null
--> user | bot integer not null
--> user | username text
--> user | )
--> version | CREATE TABLE version (
--> version | version integer primary key
--> version | )
SELECT name, line FROM item WHERE layout='mtcute-1' ORDER BY name, n;
--> auth_keys | CREATE TABLE auth_keys (
--> auth_keys | dc integer primary key
--> auth_keys | key blob not null
--> auth_keys | )
--> idx_message_refs | CREATE INDEX idx_message_refs on message_refs (chat_id, msg_id)
--> idx_message_refs_peer | CREATE INDEX idx_message_refs_peer on message_refs (peer_id)
--> idx_peers_phone | CREATE INDEX idx_peers_phone on peers (phone)
--> idx_peers_usernames | CREATE INDEX idx_peers_usernames on peers (usernames)
--> key_value | CREATE TABLE key_value (
--> key_value | key text primary key
--> key_value | value blob not null
--> key_value | )
--> message_refs | CREATE TABLE message_refs (
--> message_refs | peer_id integer not null
--> message_refs | chat_id integer not null
--> message_refs | msg_id integer not null
--> message_refs | )
--> mtcute_migrations | CREATE TABLE mtcute_migrations (
--> mtcute_migrations | repo text not null primary key
--> mtcute_migrations | version integer not null
--> mtcute_migrations | )
--> peers | CREATE TABLE peers (
--> peers | id integer primary key
--> peers | hash text not null
--> peers | usernames json not null
--> peers | updated integer not null
--> peers | phone text
--> peers | complete blob
--> peers | isMin integer not null default false
--> peers | )
--> sqlite_autoindex_key_value_1 | itself
--> sqlite_autoindex_mtcute_migrations_1 | itself
--> sqlite_autoindex_temp_auth_keys_1 | itself
--> temp_auth_keys | CREATE TABLE temp_auth_keys (
--> temp_auth_keys | dc integer not null
--> temp_auth_keys | idx integer not null
--> temp_auth_keys | key blob not null
--> temp_auth_keys | expires integer not null, primary key (dc, idx)
--> temp_auth_keys | )
SELECT name, line FROM item WHERE layout='grammers-1' ORDER BY name, n;
--> channel_state | CREATE TABLE channel_state (
--> channel_state | peer_id INTEGER NOT NULL
--> channel_state | pts INTEGER NOT NULL
--> channel_state | PRIMARY KEY (peer_id)
--> channel_state | )
--> dc_home | CREATE TABLE dc_home (
--> dc_home | dc_id INTEGER NOT NULL
--> dc_home | PRIMARY KEY(dc_id)
--> dc_home | )
--> dc_option | CREATE TABLE dc_option (
--> dc_option | dc_id INTEGER NOT NULL
--> dc_option | ipv4 TEXT NOT NULL
--> dc_option | ipv6 TEXT NOT NULL
--> dc_option | auth_key BLOB
--> dc_option | PRIMARY KEY (dc_id)
--> dc_option | )
--> peer_info | CREATE TABLE peer_info (
--> peer_info | peer_id INTEGER NOT NULL
--> peer_info | hash INTEGER
--> peer_info | subtype INTEGER
--> peer_info | PRIMARY KEY (peer_id)
--> peer_info | )
--> update_state | CREATE TABLE update_state (
--> update_state | pts INTEGER NOT NULL
--> update_state | qts INTEGER NOT NULL
--> update_state | date INTEGER NOT NULL
--> update_state | seq INTEGER NOT NULL
--> update_state | )

---------------------------------------------------------------- order
-- A column more stands where a new file of its client has it.
SELECT min(layout), count(*), columns FROM (SELECT layout, group_concat(line, ', ') AS columns
  FROM (SELECT layout, substr(line, 1, instr(line, ' ')-1) AS line FROM item
         WHERE name='sessions' AND n>0 AND line NOT LIKE ')%' ORDER BY layout, n)
 GROUP BY layout) GROUP BY columns;
--> kurigram-4 | 8 | dc_id, api_id, test_mode, auth_key, date, user_id, is_bot
--> kurigram-7 | 2 | dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot
--> telethon-3 | 2 | dc_id, server_address, port, auth_key
--> telethon-5 | 3 | dc_id, server_address, port, auth_key, takeout_id
--> telethon-8 | 1 | dc_id, server_address, port, auth_key, takeout_id, tmp_auth_key
--> pyrogram-1 | 2 | dc_id, test_mode, auth_key, date, user_id, is_bot

---------------------------------------------------------------- rows
-- What a client has put into a file that it has just made: its number, and the row that it goes on from.
CREATE TEMP TABLE ask(layout TEXT, name TEXT, sql TEXT);
INSERT INTO ask SELECT layout, name, 'SELECT group_concat(' || group_concat('quote("' || line || '")', '||'', ''||')
    || ', ''; '') FROM "' || name || '"'
  FROM (SELECT layout, name, substr(line, 1, instr(line, ' ')-1) AS line FROM item i
         WHERE n>0 AND line NOT LIKE ')%' AND line NOT LIKE 'FOREIGN%' AND line NOT LIKE 'PRIMARY KEY%' AND name IN
           (SELECT name FROM item WHERE line LIKE 'CREATE TABLE%') ORDER BY layout, name, n) GROUP BY layout, name;
CREATE TEMP TABLE rows AS SELECT layout, name, other(f, sql) AS rows, other(f, NULL) FROM ask JOIN lay USING(layout);
SELECT layout, group_concat(name || ': ' || rows, ' / ') FROM (SELECT * FROM rows ORDER BY layout, name)
 WHERE rows IS NOT NULL GROUP BY layout;
--> kurigram-4 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 4
--> kurigram-5 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 5
--> kurigram-6 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 6
--> kurigram-7 | sessions: 2, '149.154.167.51', 443, NULL, NULL, NULL, 0, NULL, NULL / version: 7
--> mtcute-1 | mtcute_migrations: 'auth_keys', 1; 'kv', 1; 'ref_messages', 1; 'peers', 2
--> pylogram-4 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 4
--> pyrofork-3 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 3
--> pyrofork-4 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 4
--> pyrogram-1 | sessions: 1, NULL, NULL, 0, NULL, NULL / version: 1
--> pyrogram-2 | sessions: 2, NULL, NULL, 0, NULL, NULL / version: 2
--> pyrogram-3 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 3
--> pyrogrammod-4 | sessions: 2, NULL, NULL, NULL, 0, NULL, NULL / version: 4
--> telethon-2.10 | version: 10
--> telethon-3 | sessions: 0, NULL, NULL, X'' / version: 3
--> telethon-4 | sessions: 0, NULL, NULL, X'' / version: 4
--> telethon-5 | sessions: 0, NULL, NULL, X'', NULL / version: 5
--> telethon-6 | sessions: 0, NULL, NULL, X'', NULL / version: 6
--> telethon-7 | sessions: 0, NULL, NULL, X'', NULL / version: 7
--> telethon-8 | sessions: 0, NULL, NULL, X'', NULL, NULL / version: 8
--> wzgram-8 | sessions: 2, '149.154.167.51', 443, NULL, NULL, NULL, 0, NULL, NULL / version: 8

---------------------------------------------------------------- triggers
-- They do what they do in the client: a peer, or a name, that is changed gets the date, and no other does.
CREATE TEMP TABLE trg(name TEXT, t TEXT, three TEXT, change TEXT, one TEXT);
INSERT INTO trg VALUES
  ('trg_peers_last_update_on', 'peers', '(id, type, last_update_on) VALUES (1, 0, 5), (2, 0, 5)',
   'type=1 WHERE id=1', '(id, type) VALUES (3, 0)'),
  ('trg_usernames_last_update_on', 'usernames', '(id, peer_id, last_update_on) VALUES (1, 0, 5), (2, 0, 5)',
   'peer_id=1 WHERE id=1', '(id, peer_id) VALUES (3, 0)');
CREATE TEMP TABLE fired(layout TEXT, name TEXT, f TEXT, r TEXT);
INSERT INTO fired SELECT layout, name, f, NULL FROM item JOIN lay USING(layout) WHERE line LIKE 'CREATE TRIGGER%';
UPDATE fired SET r=(SELECT once(f, 'INSERT INTO ' || t || three || '; UPDATE ' || t || ' SET ' || change
    || '; INSERT INTO ' || t || one || '; SELECT group_concat(CASE WHEN last_update_on > strftime(''%s'', ''now'') - 60'
    || ' THEN ''now'' ELSE last_update_on END) FROM (SELECT * FROM ' || t || ' ORDER BY id)') FROM trg WHERE trg.name=fired.name);
SELECT name, r, count(*) FROM fired GROUP BY name, r;
--> trg_peers_last_update_on | now,5,now | 12
--> trg_usernames_last_update_on | now,5,now | 2
