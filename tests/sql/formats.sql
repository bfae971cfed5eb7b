-- The table "session_formats": the catalogue itself, and what the extension registers.
SELECT group_concat(name, ', ') FROM pragma_table_xinfo('session_formats');
--> name, kind, family, clients, writes, keeps, note
SELECT kind, count(*), sum(writes) FROM session_formats GROUP BY kind;
--> layout | 31 | 21
--> string | 14 | 10
-- Each name is there once; all say who uses them and what is to be known.
SELECT name, count(*) FROM session_formats GROUP BY name HAVING count(*) > 1;
--> (none)
SELECT name FROM session_formats WHERE clients='' OR note='' OR clients IS NULL OR note IS NULL OR kind NOT IN ('string', 'layout') OR family='' OR family IS NULL;
--> (none)
-- Words of keeps, one blank between them.
SELECT name, value FROM session_formats f, json_each('["' || replace(keeps, ' ', '","') || '"]') WHERE value NOT IN ('dc_id', 'server_address', 'port', 'api_id',
  'test_mode', 'auth_key', 'date', 'user_id', 'is_bot', 'peers', 'usernames', 'states', 'names', 'phones', 'updated');
--> (none)
SELECT name FROM session_formats WHERE keeps NOT LIKE '%auth_key%' OR (keeps NOT LIKE 'dc_id%' AND name<>'telethon-json');
--> (none)

-- What is said to be written can be written, and read back as what it is; what is not, can't.
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('bot', 2, 12345, 777000123, 1, CAST(printf('%0256d', 1) AS BLOB));
SELECT name FROM session_formats WHERE writes AND json_extract(session_info(session_export('bot', name)), '$.format')<>name;
--> (none)
SELECT name FROM session_formats WHERE writes AND typeof(session_export('bot', name)) <> CASE kind WHEN 'string' THEN 'text' ELSE 'blob' END;
--> (none)
-- What it says to keep is kept.
SELECT name, k.value FROM session_formats f, json_each('["dc_id","server_address","port","api_id","test_mode","user_id","is_bot"]') k
 WHERE writes AND keeps LIKE '%' || k.value || '%' AND NOT (f.name LIKE 'telethon-_' AND k.value='user_id')
   AND json_extract(session_info(session_export('bot', name)), '$.' || k.value) IS NULL AND name NOT IN ('bundle', 'json');
--> (none)
-- Layouts can be created.
SELECT mkdir('new');
--> 1
INSERT INTO session(name, layout, auth_key) SELECT 'new/' || name || '.session', name, x'' FROM session_formats WHERE kind='layout' AND writes;
SELECT count(*)=(SELECT count(*) FROM session_formats WHERE kind='layout' AND writes) FROM session('new') WHERE name='new/' || layout || '.session' AND problem IS NULL AND auth_key_id IS NULL;
--> 1

---------------------------------------------------------------- each of them
-- What each keeps, and whose addresses it takes; of those that keep the same how many, the first and the last.
SELECT kind, family, writes, keeps, count(*), min(name), max(name) FROM session_formats GROUP BY 1, 2, 3, 4
 ORDER BY 1, 6;
--> layout | gotd | 0 | dc_id server_address port test_mode auth_key peers | 1 | gotgproto-1 | gotgproto-1
--> layout | grammers | 1 | dc_id server_address port auth_key user_id is_bot peers states | 1 | grammers-1 | grammers-1
--> layout | pyrogram | 1 | dc_id api_id test_mode auth_key date user_id is_bot peers usernames phones updated | 2 | kurigram-4 | pyrofork-3
--> layout | pyrogram | 1 | dc_id api_id test_mode auth_key date user_id is_bot peers usernames states phones updated | 3 | kurigram-5 | pyrofork-4
--> layout | pyrogram | 1 | dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states phones updated | 2 | kurigram-7 | wzgram-8
--> layout | mtcute | 1 | dc_id server_address port test_mode auth_key user_id is_bot peers usernames states phones updated | 1 | mtcute-1 | mtcute-1
--> layout | mtcute | 0 | dc_id server_address port test_mode auth_key user_id is_bot peers states phones updated | 1 | mtcute-legacy | mtcute-legacy
--> layout | pyrogram | 1 | dc_id api_id test_mode auth_key date user_id is_bot peers states phones updated | 2 | pylogram-4 | pyrogrammod-4
--> layout | pyrogram | 0 | dc_id api_id test_mode auth_key date user_id is_bot peers usernames states phones updated | 1 | pyroexalt-3 | pyroexalt-3
--> layout | pyrogram | 1 | dc_id test_mode auth_key date user_id is_bot peers phones updated | 2 | pyrogram-1 | pyrogram-2
--> layout | pyrogram | 1 | dc_id api_id test_mode auth_key date user_id is_bot peers phones updated | 1 | pyrogram-3 | pyrogram-3
--> layout | pyrogram | 0 | dc_id test_mode auth_key date user_id is_bot peers states phones updated | 1 | pyrogram-gapfill-3 | pyrogram-gapfill-3
--> layout | pyrogram | 0 | dc_id test_mode auth_key date user_id is_bot peers phones | 1 | pyrogram-storage-2019 | pyrogram-storage-2019
--> layout | pyrogram | 0 | dc_id server_address port auth_key user_id peers states phones updated | 1 | pyrogram-telethon-7 | pyrogram-telethon-7
--> layout | telethon | 0 | dc_id server_address port auth_key user_id peers names phones | 2 | telethon-1 | telethon-2
--> layout | telethon | 1 | dc_id server_address port auth_key user_id is_bot states | 1 | telethon-2.10 | telethon-2.10
--> layout | telethon | 1 | dc_id server_address port auth_key user_id peers names phones | 1 | telethon-3 | telethon-3
--> layout | telethon | 1 | dc_id server_address port auth_key user_id peers states names phones | 3 | telethon-4 | telethon-6
--> layout | telethon | 1 | dc_id server_address port auth_key user_id peers states names phones updated | 2 | telethon-7 | telethon-8
--> layout | telethon | 0 | dc_id server_address port auth_key user_id is_bot peers states | 1 | telethon-alpha-8 | telethon-alpha-8
--> layout | pyrogram | 0 | dc_id api_id test_mode auth_key date user_id is_bot peers states phones updated | 1 | tsunami-3 | tsunami-3
--> string | tgsession | 1 | dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states names phones updated | 1 | bundle | bundle
--> string | gogram | 0 | dc_id server_address port api_id auth_key | 1 | gogram | gogram
--> string | gotd | 1 | dc_id server_address port test_mode auth_key | 1 | gotd-json | gotd-json
--> string | gramjs | 1 | dc_id server_address port auth_key | 1 | gramjs | gramjs
--> string | pyrogram | 1 | dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states names phones updated | 1 | json | json
--> string | mtcute | 1 | dc_id server_address port test_mode auth_key user_id is_bot | 1 | mtcute | mtcute
--> string | mtkruto | 1 | dc_id api_id test_mode auth_key user_id is_bot | 1 | mtkruto | mtkruto
--> string | pyrogram | 1 | dc_id api_id test_mode auth_key user_id is_bot | 1 | pyrogram | pyrogram
--> string | pyrogram | 1 | dc_id test_mode auth_key user_id is_bot | 2 | pyrogram-32 | pyrogram-64
--> string | pyrogram | 0 | dc_id test_mode auth_key date user_id is_bot peers usernames phones | 1 | pyrogram-json | pyrogram-json
--> string | telethon | 1 | dc_id server_address port auth_key | 1 | telethon | telethon
--> string | telethon | 0 | server_address port auth_key peers | 1 | telethon-json | telethon-json
--> string | pyrogram | 0 | dc_id server_address port api_id test_mode auth_key user_id is_bot | 1 | wzgram | wzgram
-- What is no layout to be written becomes one, and that is said to whoever asks for it.
CREATE TEMP TABLE doc AS SELECT json_object('tgsession', 1, 'dc_id', 2, 'server_address', '10.0.0.1', 'port', 80,
  'api_id', 5, 'test_mode', 1, 'date', 6, 'user_id', 777, 'is_bot', 1, 'auth_key', hex(printf('%.256c', 'h')), 'peers',
  json('[{"id":5,"type":"user","access_hash":-1,"usernames":["zoe","ann"],"phone_number":"49","name":"Zoe","updated":7},
    {"id":-6,"type":"group","name":"Six"}]'),
  'states', json('[{"id":0,"pts":1,"qts":2,"date":3,"seq":4},{"id":-1000000000007,"pts":5}]')) AS v;
SELECT name, outcome('SELECT session_import(' || quote(v) || ', ''./x.session'', ''' || name || ''')') FROM doc,
    session_formats WHERE NOT (kind = 'layout' AND writes) ORDER BY name;
--> bundle | ! session_import: ./x.session: there is no layout 'bundle'; SELECT name FROM session_formats WHERE kind='layout' lists them
--> gogram | ! session_import: ./x.session: there is no layout 'gogram'; did you mean telethon-7?
--> gotd-json | ! session_import: ./x.session: gotd-json is no layout of a database
--> gotgproto-1 | ! session_import: ./x.session: layout gotgproto-1 is only read
--> gramjs | ! session_import: ./x.session: there is no layout 'gramjs'; did you mean telethon-7?
--> json | ! session_import: ./x.session: json is no layout of a database
--> mtcute | ! session_import: ./x.session: there is no layout 'mtcute'; did you mean mtcute-1?
--> mtcute-legacy | ! session_import: ./x.session: layout mtcute-legacy is only read
--> mtkruto | ! session_import: ./x.session: there is no layout 'mtkruto'; did you mean pyrogram-3?
--> pyroexalt-3 | ! session_import: ./x.session: layout pyroexalt-3 is only read
--> pyrogram | ! session_import: ./x.session: there is no layout 'pyrogram'; did you mean pyrogram-3?
--> pyrogram-32 | ! session_import: ./x.session: there is no layout 'pyrogram-32'; did you mean pyrogram-3?
--> pyrogram-64 | ! session_import: ./x.session: there is no layout 'pyrogram-64'; did you mean pyrogram-3?
--> pyrogram-gapfill-3 | ! session_import: ./x.session: layout pyrogram-gapfill-3 is only read
--> pyrogram-json | ! session_import: ./x.session: layout pyrogram-json is only read
--> pyrogram-storage-2019 | ! session_import: ./x.session: layout pyrogram-storage-2019 is only read
--> pyrogram-telethon-7 | ! session_import: ./x.session: layout pyrogram-telethon-7 is only read
--> telethon | ! session_import: ./x.session: there is no layout 'telethon'; did you mean telethon-7?
--> telethon-1 | ! session_import: ./x.session: layout telethon-1 is only read
--> telethon-2 | ! session_import: ./x.session: layout telethon-2 is only read
--> telethon-alpha-8 | ! session_import: ./x.session: layout telethon-alpha-8 is only read
--> telethon-json | ! session_import: ./x.session: layout telethon-json is only read
--> tsunami-3 | ! session_import: ./x.session: layout tsunami-3 is only read
--> wzgram | ! session_import: ./x.session: there is no layout 'wzgram'; did you mean pyrogram-3?
-- Where it came from decides, too, of layouts that are only read; and of the texts of old.
CREATE TEMP TABLE was AS SELECT name, './was-' || name || '.session' AS f, json_set(v, '$.layout', name) AS v
    FROM session_formats, doc WHERE kind = 'layout' AND NOT writes
  UNION ALL SELECT 'pyrogram-json', './was-p.session', json_object('dc_id', 2, 'test_mode', json('false'), 'auth_key',
      json_array(k), 'user_id', 5, 'date', 1, 'is_bot', 0, 'peers_by_id', json('{}')) FROM
      (SELECT json_extract(session_convert(v, 'gotd-json'), '$.Data.AuthKey') AS k FROM doc)
  UNION ALL SELECT 'telethon-json', './was-t.session', json_object('server_address', '149.154.167.51', 'port', 443,
      'auth_key_data', k) FROM (SELECT json_extract(session_convert(v, 'gotd-json'), '$.Data.AuthKey') AS k FROM doc);
SELECT count(*) FROM was WHERE session_import(v, f) = f;
--> 12
SELECT was.name, layout FROM was, session(f) ORDER BY 1;
--> gotgproto-1 | pyrogram-3
--> mtcute-legacy | mtcute-1
--> pyroexalt-3 | pyrogram-3
--> pyrogram-gapfill-3 | pyrogram-3
--> pyrogram-json | pyrogram-3
--> pyrogram-storage-2019 | pyrogram-3
--> pyrogram-telethon-7 | pyrogram-3
--> telethon-1 | telethon-7
--> telethon-2 | telethon-7
--> telethon-alpha-8 | telethon-7
--> telethon-json | telethon-7
--> tsunami-3 | pyrogram-3
-- The texts of JSON, member by member; a key by its first letters.
SELECT t.value, j.path, j.key, substr(j.atom, 1, 20) FROM doc, json_each('[0,1]') t,
    json_tree(session_convert(v, 'gotd-json', 'test_mode', t.value)) j WHERE j.type NOT IN ('object', 'array')
    AND (t.value = 0 OR j.key = 'TestMode');
--> 0 | $ | Version | 1
--> 0 | $.Data.Config | BlockedMode | 0
--> 0 | $.Data.Config | ForceTryIpv6 | 0
--> 0 | $.Data.Config | Date | 0
--> 0 | $.Data.Config | Expires | 0
--> 0 | $.Data.Config | TestMode | 0
--> 0 | $.Data.Config | ThisDC | 0
--> 0 | $.Data.Config | DCOptions | NULL
--> 0 | $.Data.Config | DCTxtDomainName |
--> 0 | $.Data.Config | TmpSessions | 0
--> 0 | $.Data.Config | WebfileDCID | 0
--> 0 | $.Data | DC | 2
--> 0 | $.Data | Addr | 10.0.0.1:80
--> 0 | $.Data | AuthKey | aGhoaGhoaGhoaGhoaGho
--> 0 | $.Data | AuthKeyID | D9E9o7qrSfc=
--> 0 | $.Data | Salt | 0
--> 1 | $.Data.Config | TestMode | 1
SELECT session_convert(v, 'gotd-json', 'server_address', 'fd00::a') LIKE '%"[fd00::a]:80"%' FROM doc;
--> 1
SELECT j.path, j.key, j.type, substr(j.atom, 1, 20) FROM doc, json_tree(session_convert(v, 'json')) j
 WHERE j.type NOT IN ('object', 'array');
--> $ | tgsession | integer | 1
--> $ | dc_id | integer | 2
--> $ | server_address | text | 10.0.0.1
--> $ | port | integer | 80
--> $ | api_id | integer | 5
--> $ | test_mode | integer | 1
--> $ | date | integer | 6
--> $ | user_id | text | 777
--> $ | is_bot | integer | 1
--> $ | auth_key | text | 68686868686868686868
--> $.peers[0] | id | text | -6
--> $.peers[0] | type | text | group
--> $.peers[0] | name | text | Six
--> $.peers[1] | id | text | 5
--> $.peers[1] | type | text | user
--> $.peers[1] | access_hash | text | -1
--> $.peers[1] | username | text | zoe
--> $.peers[1].usernames | 0 | text | zoe
--> $.peers[1].usernames | 1 | text | ann
--> $.peers[1] | phone_number | text | 49
--> $.peers[1] | name | text | Zoe
--> $.peers[1] | updated | integer | 7
--> $.states[0] | id | text | -1000000000007
--> $.states[0] | pts | integer | 5
--> $.states[1] | id | text | 0
--> $.states[1] | pts | integer | 1
--> $.states[1] | qts | integer | 2
--> $.states[1] | date | integer | 3
--> $.states[1] | seq | integer | 4

-- It is not written.
UPDATE session_formats SET note='mine';
--! table session_formats may not be modified
DELETE FROM session_formats;
--! table session_formats may not be modified

---------------------------------------------------------------- what is registered
-- Every name begins with "session", and these are all; sql/README.md has the same table.
SELECT DISTINCT name FROM pragma_function_list WHERE name LIKE 'session%' AND name NOT GLOB '*__*' ORDER BY name;
--> session_check
--> session_convert
--> session_export
--> session_help
--> session_import
--> session_info
--> session_migrate
--> session_repair
--> session_version
SELECT name FROM pragma_module_list WHERE name LIKE 'session%' AND name NOT GLOB '*__*' ORDER BY name;
--> session
--> session_findings
--> session_formats
--> session_peers
--> session_states
SELECT session_version();
--> 0.2.0
SELECT session_version() = session_version() AND session_version() GLOB '[0-9]*.[0-9]*.[0-9]*';
--> 1
-- The tables can be made under another name; arguments may be quoted either way, or not at all.
CREATE VIRTUAL TABLE temp.a USING session('bot');
CREATE VIRTUAL TABLE temp.b USING session("bot");
CREATE VIRTUAL TABLE temp.c USING session(bot);
SELECT a.user_id, b.user_id, c.user_id FROM a, b, c;
--> 777000123 | 777000123 | 777000123
DROP TABLE temp.a;

-- Rows have numbers, as those of any table.
SELECT rowid, name FROM session_formats WHERE rowid < 3;
--> 1 | gogram
--> 2 | gramjs
