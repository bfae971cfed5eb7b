-- Repair, and then the client's own upgrade.  Each layout that is written, damaged in one place: a wrong number, none, a table, a
-- column or an index less.  session_repair mends it, never to a number below what the columns prove: so the steps that its client
-- does from that number on, written here as SQL, run through, and what the client selects afterwards is there.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('src', 777, 'user', 9, NULL), ('src', 5, 'user', 6, 'ann');
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('src', 0, 5, 6, 7, 8);
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v;
DETACH src;

-- What a client does with a file of number n, and what it asks afterwards.  Pyrogram's line: each step names its columns, so one that
-- is there already is "duplicate column name", and the file is stuck.
CREATE TABLE step(client, n, sql);
INSERT INTO step VALUES
  ('pyrogram', 1, 'DELETE FROM peers'), ('pyrogram', 2, 'ALTER TABLE sessions ADD api_id INTEGER');
INSERT INTO step SELECT c.name, s.n, s.sql FROM step s, (SELECT 'pyrofork' AS name UNION ALL SELECT 'pyrogrammod' UNION ALL SELECT 'pylogram' UNION ALL SELECT 'kurigram'
  UNION ALL SELECT 'wzgram') c WHERE s.client = 'pyrogram';
INSERT INTO step VALUES
  ('pyrofork', 3, 'CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER); '
    || 'CREATE TABLE IF NOT EXISTS usernames (id TEXT PRIMARY KEY, peer_id INTEGER NOT NULL, last_update_on INTEGER NOT NULL DEFAULT 0)'),
  ('pyrogrammod', 3, 'CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)'),
  ('pylogram', 3, 'CREATE TABLE IF NOT EXISTS update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, seq INTEGER, date INTEGER); '
    || 'CREATE TABLE IF NOT EXISTS channel_pts (channel_id INTEGER PRIMARY KEY, pts INTEGER, last_update_on INTEGER)'),
  ('kurigram', 3, 'CREATE TABLE usernames (id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers(id)); CREATE INDEX idx_usernames_username ON usernames (username)'),
  ('kurigram', 4, 'CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)'),
  ('kurigram', 5, 'CREATE INDEX idx_usernames_id ON usernames (id)'),
  ('kurigram', 6, 'ALTER TABLE sessions ADD server_address TEXT; ALTER TABLE sessions ADD port INTEGER'),
  ('telethon', 2, 'DROP TABLE sent_files; CREATE TABLE sent_files (md5_digest blob, file_size integer, type integer, id integer, hash integer, primary key(md5_digest, file_size, type))'),
  ('telethon', 3, 'CREATE TABLE update_state (id integer primary key, pts integer, qts integer, date integer, seq integer)'),
  ('telethon', 4, 'ALTER TABLE sessions ADD COLUMN takeout_id integer'), ('telethon', 5, 'DELETE FROM entities'),
  ('telethon', 6, 'ALTER TABLE entities ADD COLUMN date integer'), ('telethon', 7, 'ALTER TABLE sessions ADD COLUMN tmp_auth_key blob');
INSERT INTO step SELECT 'wzgram', n, sql FROM step WHERE client = 'kurigram' AND n > 2;
INSERT INTO step VALUES ('wzgram', 7, 'UPDATE sessions SET server_address = ''149.154.167.51'', port = 443');
CREATE TABLE asks(client, sql);
INSERT INTO asks SELECT DISTINCT client, 'SELECT length(auth_key) || '' '' || dc_id || coalesce(api_id + test_mode + date + user_id + is_bot, '''') FROM sessions;'
  || 'SELECT id, access_hash, type, phone_number FROM peers' || CASE WHEN client IN ('kurigram', 'wzgram')
    THEN '; SELECT server_address, port FROM sessions; SELECT id, username FROM usernames; SELECT id, pts, qts, date, seq FROM update_state' ELSE '; SELECT username FROM peers' END
  || CASE client WHEN 'pyrofork' THEN '; SELECT id, peer_id FROM usernames; SELECT id, pts, qts, date, seq FROM update_state'
     WHEN 'pylogram' THEN '; SELECT channel_id, pts FROM channel_pts' WHEN 'pyrogrammod' THEN '; SELECT id, pts, qts, date, seq FROM update_state' ELSE '' END
  FROM step WHERE client <> 'telethon';
-- Telethon takes the columns by their places.
INSERT INTO asks VALUES ('telethon', 'SELECT length(auth_key) || '' '' || dc_id FROM sessions; INSERT OR REPLACE INTO sessions VALUES (2, ''149.154.167.51'', 443, x'''', NULL, NULL);'
  || 'INSERT OR REPLACE INTO entities VALUES (1, 2, NULL, NULL, NULL, 3); INSERT OR REPLACE INTO sent_files VALUES (x''00'', 1, 1, 1, 1); INSERT OR REPLACE INTO update_state VALUES (9, 1, 2, 3, 4)');

-- The layouts, whole, and what each is made of.
CREATE TABLE layout AS SELECT name, './' || name || '.session' AS p, NULL AS items, NULL AS x FROM session_formats WHERE kind = 'layout' AND writes;
SELECT count(*) FROM layout, value WHERE session_import(v, p, name, 'user_id', 777, 'is_bot', 0, 'api_id', 1) IS NOT NULL;
--> 21
UPDATE layout SET items = other(p, 'SELECT json_group_array(json_array(m.type, m.name, c.name, c.pk, (SELECT group_concat(''"'' || o.name || ''"'') FROM pragma_table_info(m.name) o WHERE o.name <> c.name)))'
  || ' FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c ON m.type = ''table'' WHERE m.name NOT LIKE ''sqlite_%'' AND m.type <> ''trigger'''), x = other(p, NULL);
CREATE TABLE item AS SELECT layout.name AS layout, json_extract(j.value, '$[0]') AS type, json_extract(j.value, '$[1]') AS tab, json_extract(j.value, '$[2]') AS col,
  json_extract(j.value, '$[3]') AS pk, json_extract(j.value, '$[4]') AS others FROM layout, json_each(items) j;
CREATE TABLE version AS SELECT layout, tab, col FROM item WHERE tab = 'version';

-- The damages.
CREATE TABLE file(p, layout, what, sql, x, y);
INSERT INTO file(layout, what, sql) SELECT layout, 'whole', 'SELECT 1' FROM item GROUP BY layout
  UNION ALL SELECT layout, 'number ' || n.value, 'UPDATE version SET ' || col || ' = ' || n.value FROM version, json_each('[1,2,3,4,5,6,7,8]') n
  UNION ALL SELECT layout, 'no number', 'DELETE FROM version' FROM version
  UNION ALL SELECT layout, 'table ' || tab, 'DROP TABLE "' || tab || '"' FROM item WHERE type = 'table' AND tab NOT IN ('sessions', 'datacenter', 'dc_option', 'auth_keys') GROUP BY layout, tab
  UNION ALL SELECT layout, 'index ' || tab, 'DROP INDEX "' || tab || '"' FROM item WHERE type = 'index'
  UNION ALL SELECT layout, 'column ' || tab || '.' || col, 'CREATE TABLE y AS SELECT ' || others || ' FROM "' || tab || '"; DROP TABLE "' || tab || '"; ALTER TABLE y RENAME TO "' || tab || '"'
    FROM item WHERE type = 'table' AND others IS NOT NULL;
UPDATE file SET p = './' || layout || '-' || replace(what, ' ', '-') || '.session';
SELECT count(*) > 500, count(*) = sum(session_import(v, p, layout, 'user_id', 777, 'is_bot', 0, 'api_id', 1) IS NOT NULL) FROM file, value;
--> 1 | 1
UPDATE file SET x = other(p, 'PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; ' || sql), y = other(p, NULL);

-- A login that stands whole is never "no session", and what is not as it should be is said.
CREATE TABLE said AS SELECT f.layout, f.what, f.p, s.layout AS got, s.auth_key_id, s.problem,
  outcome('SELECT count(*) FROM json_each(session_check(''' || f.p || ''')) WHERE json_extract(value, ''$.code'') NOT IN (''file-mode'')') AS found,
  outcome('SELECT json_extract(session_info(session_export(''' || f.p || ''', ''bundle'', ''user_id'', 777)), ''$.auth_key_id'')') AS e FROM file f, session(f.p) s;
SELECT group_concat(what, ' ') FROM (SELECT DISTINCT what FROM said WHERE auth_key_id IS NULL ORDER BY what);
--> column auth_keys.dc column auth_keys.key column datacenter.auth column dc_option.auth_key column sessions.auth_key
SELECT layout, what, e FROM said WHERE auth_key_id IS NOT NULL AND e <> auth_key_id;
--> (none)
-- (Layouts of one structure differ in their number alone.  Pyrofork makes usernames when it first needs them.)
SELECT what, group_concat(layout || ' as ' || got, ' ') FROM said WHERE problem IS NULL AND found = '0' AND what <> 'whole' AND what NOT LIKE 'number%' GROUP BY what;
--> table usernames | pyrofork-3 as pyrogram-3 pyrofork-4 as pyrogrammod-4
SELECT layout, what, got, problem FROM said WHERE what LIKE 'number%' AND problem IS NULL AND got <> layout AND got || layout NOT IN
  ('pyrogram-1pyrogram-2', 'pyrogram-2pyrogram-1', 'kurigram-6kurigram-5', 'telethon-5telethon-6', 'telethon-6telethon-5', 'kurigram-7wzgram-8', 'wzgram-8kurigram-7');
--> (none)

-- Mended; but for a column that tells the rows apart, which nobody knows any more: check says that it can't be, and so does repair.
CREATE TABLE mended AS SELECT p, layout, what, session_check(p) LIKE '%"missing-column","severity":"error","repair":false%' AS lost, outcome('SELECT session_repair(''' || p || ''')') AS o
  FROM said WHERE auth_key_id IS NOT NULL;
SELECT layout, what, o FROM mended WHERE lost <> (o LIKE '! session_repair: ' || p || ' can''t be repaired: its column ''%'' is missing, which tells the rows apart') OR o LIKE '! %' AND NOT lost;
--> (none)
SELECT count(*) > 70, count(DISTINCT layout) FROM mended WHERE lost;
--> 1 | 21
DELETE FROM mended WHERE lost;
-- (Whose login it is only the user knows.)
SELECT m.layout, m.what, s.layout, problem, session_check(p) FROM mended m, session(m.p) s WHERE session_check(p) LIKE '%"repair":true%'
  OR problem IS NOT NULL AND NOT (what LIKE 'column %.user_id' AND problem LIKE 'null-login: user_id is NULL%');
--> (none)
SELECT layout, what, session_repair(p) FROM mended WHERE session_repair(p) <> '[]';
--> (none)

-- The upgrade, by the layout's own client; a file of Pyrogram also goes to its forks.
CREATE TABLE up AS SELECT m.p, m.layout, what, s.layout AS got, c.value AS client, NULL AS n, '' AS r, '' AS a, NULL AS x
  FROM mended m, session(m.p) s, json_each(CASE WHEN s.layout GLOB 'pyrogram-*' AND m.layout GLOB 'pyrogram-*' THEN '["pyrogram","kurigram","wzgram","pyrogrammod"]' ELSE json_array(substr(s.layout, 1, instr(s.layout, '-') - 1)) END) c
  WHERE c.value IN (SELECT client FROM step) AND s.layout <> 'telethon-2.10';
UPDATE up SET n = other(p, 'SELECT * FROM version'), x = other(p, NULL);
UPDATE up SET n = CAST(n AS INTEGER), p = './up-' || rowid || '.session', x = writefile('./up-' || rowid || '.session', readfile(p));
SELECT client, count(*) > 25, min(n), max(n) FROM up GROUP BY client;
--> kurigram | 1 | 1 | 7
--> pylogram | 1 | 4 | 4
--> pyrofork | 1 | 3 | 4
--> pyrogram | 1 | 1 | 3
--> pyrogrammod | 1 | 1 | 4
--> telethon | 1 | 3 | 8
--> wzgram | 1 | 1 | 8
UPDATE up SET r = other(p, 'PRAGMA synchronous = OFF; ' || (SELECT coalesce(group_concat(sql, '; '), '') FROM (SELECT sql FROM step s WHERE s.client = up.client AND s.n >= up.n ORDER BY s.n))),
  a = other(p, (SELECT sql FROM asks WHERE asks.client = up.client)), x = other(p, NULL);
SELECT client, n, got, layout, what, r FROM up WHERE r IS NOT NULL;
--> (none)
SELECT client, n, got, layout, what, a FROM up WHERE a NOT LIKE '256 %';
--> (none)
