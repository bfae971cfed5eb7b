-- needs fixtures
-- Files and strings that real clients made, each with the content that is expected in a .json beside it.
CREATE TEMP TABLE fx(kind TEXT, name TEXT, path TEXT, j TEXT);
INSERT INTO fx SELECT k.value, replace(replace(f.value, rtrim(f.value, replace(f.value, '/', '')), ''), '.json', ''),
       substr(f.value, 1, length(f.value)-5) || '.session', CAST(readfile(f.value) AS TEXT)
  FROM json_each('["pyrogram","telethon","telethon2","mtcute","grammers"]') k, json_each(fixtures(k.value || '/*.json')) f
 WHERE f.value NOT LIKE '%/INDEX.json' AND f.value NOT LIKE '%/session_strings.json';
SELECT kind, count(*), sum(readfile(path) IS NOT NULL) FROM fx GROUP BY kind;
--> grammers | 5 | 5
--> mtcute | 7 | 7
--> pyrogram | 77 | 77
--> telethon | 42 | 42
--> telethon2 | 10 | 10
CREATE TEMP TABLE seen AS SELECT fx.kind, fx.name, fx.path, fx.j, s.layout, s.dc_id, s.server_address, s.port, s.api_id, s.test_mode, s.auth_key,
    s.auth_key_id, s.date, s.user_id, s.is_bot, s.peers, s.problem FROM fx, session(fx.path) s;
SELECT count(*) FROM seen;
--> 141

---------------------------------------------------------------- layouts
-- Each is recognised as what it is, upgraded in place or not.
CREATE TEMP TABLE code(code TEXT PRIMARY KEY, layout TEXT);
INSERT INTO code VALUES ('P3','pyrogram-3'), ('PF3','pyrofork-3'), ('PF4','pyrofork-4'), ('PM4','pyrogrammod-4'), ('PL4','pylogram-4'),
  ('K4','kurigram-4'), ('K5','kurigram-5'), ('K6','kurigram-6'), ('K7','kurigram-7'), ('TS3','tsunami-3'), ('GF','pyrogram-gapfill-3'),
  ('PX3','pyroexalt-3'), ('PF4d','pyrofork-4'), ('PF4o4','pyrofork-4'), ('SS','pyrogram-storage-2019'), ('J1','pyrogram-json'),
  ('J2','pyrogram-json'), ('J3','pyrogram-json');
SELECT name, layout FROM seen WHERE kind='pyrogram' AND layout IS NOT CASE json_extract(j, '$.layout')
  WHEN 'P12' THEN 'pyrogram-' || json_extract(j, '$.version_number')
  ELSE (SELECT CASE WHEN layout='kurigram-7' AND json_extract(j, '$.version_number')=8 THEN 'wzgram-8' ELSE layout END
          FROM code WHERE code.code=rtrim(rtrim(json_extract(j, '$.layout'), 'u'), 'a')) END;
--> (none)
SELECT layout, group_concat(name, ' ') FROM (SELECT * FROM seen WHERE kind<>'pyrogram' ORDER BY layout, kind, name) GROUP BY layout;
--> grammers-1 | gr_080_style gr_bot gr_empty gr_not_logged_in gr_user_full
--> mtcute-1 | mt_bot_nowal mt_empty mt_full_user mt_logged_out mt_not_logged_in mt_test_ipv6
--> mtcute-legacy | mt_legacy_kv5
--> telethon-1 | v1_empty_norow v1_fresh json_migrated_by_016
--> telethon-2 | v2_fresh
--> telethon-2.10 | t2_v10_bot t2_v10_from_v7_fresh t2_v10_from_v7_self_row t2_v10_old_addr t2_v10_user
--> telethon-3 | up_v1_to_v3 v3_fresh_018 v3_fresh_withoutrowid json_migrated_by_018
--> telethon-4 | up_v3_to_v4 v4_fresh v4_fresh_withoutrowid
--> telethon-5 | v5_fresh_takeout
--> telethon-6 | v6_fresh v6_ipv6_brackets
--> telethon-7 | up_v1_v3_v7 up_v2_to_v7 up_v3_to_v7 up_v4_to_v7 up_v6_to_v7 v7_bot_self v7_dc203 v7_debian_1251 v7_downgraded_marker_v5 v7_empty_new v7_extra_tables v7_fresh v7_ipv6 v7_not_logged_in v7_self_row v7_takeout v7_test_dc v7_two_dc_rows v7_wal v8_marked_5cols
--> telethon-8 | up_v3_to_v8 up_v7_to_v8 v7_marked_6cols v8_fresh v8_reopened v8_swapped_columns v8_swapped_columns_takeout v8_takeout v8_tmpkey v8_tmpkey_swapped_values
--> telethon-alpha-8 | t2alpha_v8_fresh t2alpha_v8_from_v7
--> telethon-json | json_0155

-- Nothing is wrong with them but what is known.
SELECT name, layout, problem FROM seen WHERE problem IS NOT NULL;
--> partial_kurigram_v7 | kurigram-7 | null-login: user_id and is_bot are NULL: the client would log in anew and overwrite the key
--> partial_pyrogram_v3 | pyrogram-3 | null-login: user_id and is_bot are NULL: the client would log in anew and overwrite the key
--> stuck_v3_in_k7 | kurigram-6 | version-mismatch: the version number says 3, the structure is that of kurigram-6
--> v7_downgraded_marker_v5 | telethon-7 | version-mismatch: the version number says 5, the structure is that of telethon-7
--> v7_marked_6cols | telethon-8 | version-mismatch: the version number says 7, the structure is that of telethon-8
--> v8_marked_5cols | telethon-7 | version-mismatch: the version number says 8, the structure is that of telethon-7
--> t2alpha_v8_fresh | telethon-alpha-8 | address-dc: the address 149.154.167.51 is that of data centre 2, dc_id is 4

---------------------------------------------------------------- schemas
-- What we create is what a real client has created, row by row of sqlite_master, but for white space and quotes; and
-- likewise the rows of a file that nobody has logged in with.
SELECT mkdir('ours') + mkdir('theirs');
--> 2
CREATE TEMP TABLE made(layout TEXT, name TEXT, f TEXT, sql TEXT, rows TEXT, x);
INSERT INTO made(layout, f) SELECT name, 'ours/' || name FROM session_formats WHERE kind='layout' AND writes;
INSERT INTO session(name, layout, auth_key) SELECT f, layout, x'' FROM made;
INSERT INTO made(layout, name, f, x) SELECT layout, name, f, writefile(f, readfile(path))
  FROM (SELECT layout, name, path, 'theirs/' || kind || '-' || name AS f FROM seen WHERE name NOT LIKE 'wal%');
UPDATE made SET sql=other(f, 'SELECT group_concat(replace(replace(replace(replace(type || name || tbl_name ||'
    || ' coalesce(sql, ''''), char(10), ''''), char(9), ''''), '' '', ''''), char(34), ''''), ''; '')'
    || ' FROM (SELECT * FROM sqlite_master ORDER BY type, name)'),
  rows=other(f, CASE WHEN layout LIKE 'telethon-_' THEN 'SELECT version || '': '' || coalesce((SELECT group_concat('
      || 'quote(dc_id) || quote(server_address) || quote(port) || quote(auth_key)) FROM sessions), ''none'') FROM version'
    WHEN layout LIKE 'py%' OR layout LIKE '%gram-_' THEN 'SELECT number || '': '' || coalesce((SELECT group_concat('
      || 'quote(dc_id) || quote(test_mode) || quote(auth_key) || quote(date) || quote(user_id) || quote(is_bot))'
      || ' FROM sessions), ''none'') FROM version' END), x=other(f, NULL);
SELECT count(*) FROM made o WHERE name IS NULL AND EXISTS
  (SELECT 1 FROM made t WHERE t.layout=o.layout AND t.name IS NOT NULL AND t.sql=o.sql);
--> 21
SELECT count(*), sum(t.rows=o.rows) FROM made t JOIN made o USING(layout)
 WHERE o.name IS NULL AND (t.name LIKE 'empty%' OR t.name='v7_empty_new');
--> 13 | 13

---------------------------------------------------------------- accounts
CREATE TEMP TABLE account(kind TEXT, name TEXT, field TEXT, value);
INSERT INTO account SELECT kind, name, f.key, CASE WHEN f.key='server_address' THEN trim(f.value, '[]') ELSE f.value END
  FROM fx, json_each(fx.j, '$.session') f WHERE kind IN ('pyrogram', 'telethon');
-- 0 stands for none.
DELETE FROM account WHERE field NOT IN ('dc_id', 'server_address', 'port', 'api_id', 'test_mode', 'auth_key', 'date', 'user_id', 'is_bot');
UPDATE account SET value=NULL WHERE field='dc_id' AND value=0;
INSERT INTO account SELECT kind, name, 'user_id', json_extract(j, '$.self_user_id') FROM fx WHERE kind='telethon';
INSERT INTO account SELECT kind, name, f.key, f.value FROM fx, json_each(json_object('dc_id', json_extract(j, '$.expected.dcs.main.id'),
    'server_address', json_extract(j, '$.expected.dcs.main.ipAddress'), 'port', json_extract(j, '$.expected.dcs.main.port'),
    'user_id', json_extract(j, '$.expected.self.userId'), 'is_bot', json_extract(j, '$.expected.self.isBot'),
    'auth_key', (SELECT json_extract(value, '$[1]') FROM json_each(j, '$.expected.keys') WHERE json_extract(value, '$[0]')=json_extract(j, '$.expected.dcs.main.id')))) f
 WHERE kind='mtcute' AND json_extract(j, '$.expected.dcs') IS NOT NULL;
INSERT INTO account SELECT kind, name, f.key, f.value FROM fx,
    json_each((SELECT json_object('dc_id', json_extract(value, '$.id'), 'auth_key', json_extract(value, '$.auth_key'),
      'server_address', substr(json_extract(value, '$.ipv4'), 1, instr(json_extract(value, '$.ipv4'), ':')-1),
      'user_id', (SELECT json_extract(value, '$.id') FROM json_each(j, '$.expected.peers') WHERE json_extract(value, '$.self')),
      'is_bot', (SELECT json_extract(value, '$.bot') FROM json_each(j, '$.expected.peers') WHERE json_extract(value, '$.self')))
      FROM json_each(j, '$.expected.dcs') WHERE json_extract(value, '$.id')=json_extract(j, '$.expected.home'))) f
 WHERE kind='grammers';
INSERT INTO account SELECT kind, name, f.key, f.value FROM fx,
    json_each((SELECT json_object('dc_id', json_extract(value, '$.id'), 'auth_key', json_extract(value, '$.auth'),
      'user_id', coalesce(json_extract(j, '$.expected.user.id'), json_extract(j, '$.expected.state.user_id')),
      'is_bot', coalesce(json_extract(j, '$.expected.user.bot'), json_extract(j, '$.expected.state.bot')))
      FROM json_each(j, '$.expected.dcs') WHERE json_extract(value, '$.auth') IS NOT NULL
        AND json_extract(value, '$.id')=coalesce(json_extract(j, '$.expected.user.dc'), json_extract(value, '$.id')))) f
 WHERE kind='telethon2' AND name<>'json_0155';
INSERT INTO account SELECT kind, name, f.key, f.value FROM fx, json_each(j, '$.expected') f
 WHERE name='json_0155' AND f.key IN ('server_address', 'port', 'auth_key');
SELECT kind, count(*), count(DISTINCT name), count(value) FROM account GROUP BY kind;
--> grammers | 20 | 4 | 18
--> mtcute | 30 | 5 | 26
--> pyrogram | 558 | 77 | 484
--> telethon | 210 | 42 | 161
--> telethon2 | 19 | 5 | 19
-- The wrong ones.  Pyrofork's branch dynamic_dc leaves the address of DC 2 there for any other: it is not read.
SELECT s.kind, s.name, s.layout, field, substr(value, 1, 20), problem FROM account a JOIN seen s USING(kind, name)
 WHERE CASE WHEN field='auth_key' THEN nullif(trim(value, '0'), '') ELSE value END IS NOT CASE field
    WHEN 'dc_id' THEN dc_id WHEN 'server_address' THEN server_address WHEN 'port' THEN port WHEN 'api_id' THEN api_id WHEN 'test_mode' THEN test_mode
    WHEN 'auth_key' THEN nullif(trim(lower(hex(auth_key)), '0'), '') WHEN 'date' THEN date WHEN 'user_id' THEN user_id WHEN 'is_bot' THEN is_bot END
   AND NOT (s.name='pyrofork_dynamic_dc_v4' AND field='server_address');
--> (none)

-- The strings are those that the client itself exported.  (wzgram's are written as Pyrogram's.)
CREATE TEMP TABLE own(kind TEXT, name TEXT, path TEXT, string TEXT, format TEXT);
INSERT INTO own SELECT kind, name, path, json_extract(j, '$.session_string'), CASE length(json_extract(j, '$.session_string'))
    WHEN 351 THEN 'pyrogram-32' WHEN 356 THEN 'pyrogram-64' WHEN 362 THEN 'pyrogram' ELSE 'wzgram' END
  FROM fx WHERE kind='pyrogram' AND json_type(j, '$.session_string')='text' AND json_extract(j, '$.logged_in');
INSERT INTO own SELECT kind, name, path, json_extract(j, '$.telethon_string'), 'telethon'
  FROM fx WHERE kind='telethon' AND json_type(j, '$.telethon_string')='text' AND json_extract(j, '$.session.dc_id') AND trim(json_extract(j, '$.session.auth_key'), '0')<>'';
INSERT INTO own SELECT kind, name, path, json_extract(j, '$.mtcute_string'), 'mtcute' FROM fx WHERE kind='mtcute' AND json_type(j, '$.mtcute_string')='text';
SELECT format, count(*) FROM own GROUP BY format;
--> mtcute | 5
--> pyrogram | 43
--> pyrogram-32 | 6
--> pyrogram-64 | 1
--> telethon | 39
--> wzgram | 3
SELECT kind, name, format FROM own WHERE format NOT IN ('wzgram', 'mtcute') AND session_export(path, format) IS NOT string;
--> (none)
-- wzgram's have the same fields; mtcute's too, but for the media DC.
SELECT kind, name, session_info(string) FROM own JOIN seen USING(kind, name) WHERE format IN ('wzgram', 'mtcute')
   AND json_extract(session_info(string), '$.dc_id', '$.user_id', '$.is_bot', '$.auth_key_id', '$.server_address', '$.port')
       IS NOT json_array(dc_id, user_id, is_bot, auth_key_id, server_address, port);
--> (none)

---------------------------------------------------------------- peers
CREATE TEMP TABLE want(kind TEXT, name TEXT, id INT, type TEXT, access_hash INT, phone TEXT, updated INT, main TEXT, names TEXT, title TEXT);
-- JSON and the branch of 2019 have '-100' before the digits of a channel's id: not the Bot API's for long or short ones.
INSERT INTO want SELECT kind, name,
    CASE WHEN json_extract(j, '$.layout') IN ('J1','J2','J3','SS') AND peer LIKE '-100%' AND hash IS NOT NULL THEN -1000000000000 - substr(peer, 5) ELSE peer END,
    json_extract(p, '$.type'), hash, phone, json_extract(p, '$.last_update_on'),
    lower(CASE WHEN json_extract(j, '$.layout') LIKE 'P%' THEN json_extract(p, '$.username')
          ELSE coalesce((SELECT value FROM json_each(p, '$.usernames_table') WHERE value IS NOT NULL LIMIT 1), json_extract(p, '$.usernames[0]'), json_extract(p, '$.username')) END),
    (SELECT group_concat(n) FROM (SELECT lower(value) AS n FROM json_each(p, '$.usernames_table') WHERE value IS NOT NULL
       UNION SELECT lower(value) FROM json_each(p, '$.usernames')
       UNION SELECT lower(json_extract(p, '$.username')) WHERE json_extract(p, '$.username') IS NOT NULL
       -- Pyrofork's bare ids of channels
       UNION SELECT lower(value) FROM json_each(j, '$.usernames_without_peer_row."' || (-1000000000000 - peer) || '"') ORDER BY 1)), NULL
  FROM (SELECT fx.*, value AS p, json_extract(value, '$.id') AS peer, coalesce(json_extract(value, '$.access_hash'), json_extract(value, '$.hash')) AS hash,
          coalesce(json_extract(value, '$.phone_number'), json_extract(value, '$.phone')) AS phone FROM fx, json_each(fx.j, '$.peers') WHERE kind='pyrogram');
INSERT INTO want SELECT kind, name, json_extract(value, '$.id'), NULL, json_extract(value, '$.access_hash'), json_extract(value, '$.phone'), json_extract(value, '$.date'),
    json_extract(value, '$.username'), json_extract(value, '$.username'), json_extract(value, '$.name')
  FROM fx, json_each(fx.j, '$.peers') WHERE kind='telethon' AND json_extract(value, '$.id')<>0;
INSERT INTO want SELECT kind, name, json_extract(value, '$.marked_id'), CASE WHEN json_extract(value, '$.bot') THEN 'bot' WHEN json_extract(value, '$.channel_kind') IS NOT NULL THEN NULL END,
    json_extract(value, '$.hash'), NULL, NULL, NULL, NULL, NULL
  FROM fx, json_each(fx.j, '$.expected.peers') WHERE kind='grammers';
INSERT INTO want SELECT kind, name, CASE json_extract(p.value, '$.kind') WHEN 'chat' THEN -1 WHEN 'channel' THEN -1 WHEN 'megagroup' THEN -1 ELSE 1 END * json_extract(p.value, '$.id')
      - CASE WHEN json_extract(p.value, '$.kind') IN ('channel', 'megagroup') THEN 1000000000000 ELSE 0 END, NULL, CAST(json_extract(p.value, '$.hash') AS INTEGER),
    json_extract(p.value, '$.phone'), NULL, lower(coalesce(json_extract(p.value, '$.username'), json_extract(p.value, '$.usernames[0]'))),
    lower(coalesce(json_extract(p.value, '$.username'), (SELECT group_concat(u.value) FROM json_each(p.value, '$.usernames') u))), NULL
  FROM fx, json_each(fx.j, '$.expected.peers') p WHERE kind='mtcute' AND name<>'mt_legacy_kv5' AND json_extract(p.value, '$.min') IS NULL;
CREATE TEMP TABLE got AS SELECT fx.kind, fx.name, p.id, p.type, p.access_hash, p.phone_number AS phone, p.updated, p.username AS main,
    (SELECT group_concat(n) FROM (SELECT DISTINCT value AS n FROM json_each(p.usernames) ORDER BY 1)) AS names, p.name AS title
  FROM fx, session_peers(fx.path) p WHERE fx.name<>'mt_legacy_kv5' AND fx.kind<>'telethon2';
SELECT kind, count(*), count(DISTINCT name), (SELECT count(*) FROM got WHERE got.kind=want.kind) FROM want GROUP BY kind;
--> grammers | 19 | 3 | 19
--> mtcute | 8 | 2 | 8
--> pyrogram | 874 | 60 | 874
--> telethon | 340 | 34 | 340
-- The wrong ones.  What a client does not say is not compared: types of all but Pyrogram's line, dates of some.
SELECT w.kind, w.name, w.id, g.id, w.type, g.type, w.access_hash, g.access_hash, w.phone, g.phone, w.updated, g.updated, w.main, g.main, w.names, g.names, w.title, g.title
  FROM want w LEFT JOIN got g ON g.kind=w.kind AND g.name=w.name AND g.id=w.id
 WHERE g.id IS NULL OR (w.type IS NOT NULL AND w.type IS NOT g.type) OR coalesce(w.access_hash, 0) IS NOT coalesce(g.access_hash, 0) OR w.phone IS NOT g.phone
    OR (w.updated IS NOT NULL AND w.updated IS NOT g.updated) OR lower(w.main) IS NOT lower(g.main) OR lower(w.names) IS NOT lower(g.names) OR w.title IS NOT g.title;
--> (none)
SELECT kind, name, id FROM got WHERE NOT EXISTS (SELECT 1 FROM want WHERE want.kind=got.kind AND want.name=got.name AND want.id=got.id);
--> (none)

---------------------------------------------------------------- update states
CREATE TEMP TABLE st(kind TEXT, name TEXT, id INT, pts INT, qts INT, date INT, seq INT);
INSERT INTO st SELECT kind, name, CASE WHEN json_extract(value, '$[0]')>0 THEN 0 ELSE json_extract(value, '$[0]') END, json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]')
  FROM fx, json_each(fx.j, '$.update_state.update_state.rows') WHERE kind='pyrogram' AND json_extract(j, '$.layout') NOT LIKE 'PL4%';
INSERT INTO st SELECT kind, name, 0, json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[4]'), json_extract(value, '$[3]')
  FROM fx, json_each(fx.j, '$.update_state.update_state.rows') WHERE json_extract(j, '$.layout') LIKE 'PL4%';
INSERT INTO st SELECT kind, name, -1000000000000 - json_extract(value, '$[0]'), json_extract(value, '$[1]'), NULL, json_extract(value, '$[2]'), NULL
  FROM fx, json_each(fx.j, '$.update_state.channel_pts.rows') WHERE kind='pyrogram';
INSERT INTO st SELECT kind, name, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[3]'), json_extract(value, '$[2]'), json_extract(value, '$[4]')
  FROM fx, json_each(fx.j, '$.update_state.state.rows') WHERE kind='pyrogram';
INSERT INTO st SELECT kind, name, CASE json_extract(value, '$.kind') WHEN 'account' THEN 0 ELSE -1000000000000 - json_extract(value, '$.channel_id') END,
    json_extract(value, '$.pts'), json_extract(value, '$.qts'), CAST(json_extract(value, '$.date') AS INTEGER), json_extract(value, '$.seq')
  FROM fx, json_each(fx.j, '$.states') WHERE kind='telethon';
INSERT INTO st SELECT kind, name, 0, json_extract(j, '$.expected.state[0]'), json_extract(j, '$.expected.state[1]'), json_extract(j, '$.expected.state[2]'), json_extract(j, '$.expected.state[3]')
  FROM fx WHERE json_type(j, '$.expected.state')='array';
INSERT INTO st SELECT kind, name, 0, json_extract(j, '$.expected.state.pts'), json_extract(j, '$.expected.state.qts'), json_extract(j, '$.expected.state.date'), json_extract(j, '$.expected.state.seq')
  FROM fx WHERE json_type(j, '$.expected.state.pts') IS NOT NULL;
INSERT INTO st SELECT kind, name, -1000000000000 - json_extract(value, '$[0]'), json_extract(value, '$[1]'), NULL, NULL, NULL FROM fx, json_each(fx.j, '$.expected.channels');
CREATE TEMP TABLE gst AS SELECT fx.kind, fx.name, s.id, s.pts, s.qts, s.date, s.seq FROM fx, session_states(fx.path) s;
SELECT kind, count(*), count(DISTINCT name), (SELECT count(*) FROM gst WHERE gst.kind=st.kind) FROM st GROUP BY kind;
--> grammers | 6 | 3 | 6
--> mtcute | 6 | 3 | 6
--> pyrogram | 92 | 20 | 94
--> telethon | 24 | 15 | 24
--> telethon2 | 12 | 4 | 21
SELECT st.*, 'got', gst.* FROM st LEFT JOIN gst USING(kind, name, id) WHERE gst.id IS NULL OR st.pts IS NOT gst.pts
   OR (st.qts IS NOT NULL AND st.qts IS NOT gst.qts) OR (st.date IS NOT NULL AND st.date IS NOT gst.date) OR (st.seq IS NOT NULL AND st.seq IS NOT gst.seq);
--> (none)
-- Some .json do not say theirs: of two development branches, and of Telethon 2, which took them from the file it migrated.
SELECT gst.* FROM gst LEFT JOIN st USING(kind, name, id) WHERE st.id IS NULL ORDER BY 1, 2, 3;
--> pyrogram | pyroexalt_v3_pts | 0 | 360428 | NULL | 1727903700 | 623
--> pyrogram | pyrogram_gapfill_v3 | 0 | 416818 | NULL | 1636629071 | 3449
--> telethon2 | t2_v10_from_v7_fresh | -1002721650893 | 263492834 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_fresh | -1001222882909 | 385033483 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_fresh | -1001127021990 | 1053474639 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_fresh | 0 | 1969411955 | 781467 | 1660310971 | 7266
--> telethon2 | t2_v10_from_v7_self_row | -1002427865548 | 497940962 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_self_row | -1001538451518 | 1941252290 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_self_row | -1001256212351 | 203853861 | NULL | NULL | NULL
--> telethon2 | t2_v10_from_v7_self_row | 0 | 97670187 | 1014855 | 1659832513 | 97099
--> telethon2 | t2alpha_v8_from_v7 | 0 | 1969411955 | 781467 | 1660310971 | 7266

---------------------------------------------------------------- strings
-- Each is recognised as what it is, gives the fields beside it and no byte of its key ...
CREATE TEMP TABLE str(name TEXT, format TEXT, string TEXT, f TEXT, info TEXT);
INSERT INTO str SELECT json_extract(value, '$.name'), json_extract(value, '$.format'), json_extract(value, '$.string'), json_extract(value, '$.fields'), NULL
  FROM json_each(CAST(readfile(fixture('strings/strings.json')) AS TEXT), '$.strings') WHERE json_extract(value, '$.fields.auth_key') IS NOT NULL;
INSERT INTO str SELECT json_extract(value, '$.from_file'), 'pyrogram ' || json_extract(value, '$.length'), json_extract(value, '$.string'), json_extract(value, '$.fields'), NULL
  FROM json_each(CAST(readfile(fixture('pyrogram/session_strings.json')) AS TEXT), '$.strings') WHERE json_type(value, '$.string')='text';
UPDATE str SET info=session_info(string);
-- One of before users were in it: where it goes a user is needed, and asked for.
SELECT session_import(string, './old-mtkruto.session') FROM str WHERE format = 'mtkruto_old' LIMIT 1;
--! session_import: ./old-mtkruto.session: pyrogram-3: user_id is not known from the source; give it: 'user_id', N
SELECT session_import(string, './old-mtkruto.session', NULL, 'user_id', 5) FROM str WHERE format = 'mtkruto_old' LIMIT 1;
--> ./old-mtkruto.session
SELECT layout, user_id FROM session('./old-mtkruto.session');
--> pyrogram-3 | 5
SELECT format, json_extract(info, '$.format'), count(*) FROM str GROUP BY 1, 2;
--> gramjs | gramjs | 12
--> mtcute1 | mtcute | 8
--> mtcute2 | mtcute | 9
--> mtcute3 | mtcute | 14
--> mtkruto | mtkruto | 8
--> mtkruto_mid | mtkruto | 7
--> mtkruto_old | mtkruto | 7
--> pyrogram | pyrogram | 3
--> pyrogram | pyrogram-32 | 1
--> pyrogram | pyrogram-64 | 1
--> pyrogram 351 | pyrogram-32 | 11
--> pyrogram 356 | pyrogram-64 | 7
--> pyrogram 357 | pyrogram-64 | 3
--> pyrogram 362 | pyrogram | 52
--> pyrogram 438 | wzgram | 6
--> telethon1 | telethon | 11
-- (Of files: their string may hold less than their fields.)
SELECT name, k.key, k.value, info FROM str, json_each(f) k WHERE k.value IS NOT NULL AND k.key IN ('dc_id', 'user_id', 'is_bot', 'api_id', 'test_mode', 'port')
   AND k.value IS NOT json_extract(info, '$.' || k.key) AND NOT (format LIKE 'pyrogram %' AND k.key IN ('api_id', 'port') AND json_extract(info, '$.' || k.key) IS NULL);
--> (none)
SELECT name FROM str WHERE json_extract(f, '$.ip') IS NOT NULL AND json_extract(f, '$.ip') IS NOT json_extract(info, '$.server_address');
--> (none)
SELECT count(*), sum(lower(hex(s.auth_key))=json_extract(f, '$.auth_key')) FROM str, session(session_convert(str.string, 'telethon-7', 'server_address', '127.0.0.1')) s;
--> 160 | 160
SELECT name FROM str WHERE instr(info, substr(json_extract(f, '$.auth_key'), 1, 12)) OR instr(info, substr(json_extract(f, '$.auth_key'), 257, 12));
--> (none)

-- ... and comes back byte for byte, where it is of a form that we write.  (Two of 356 characters are irenogram's.)
SELECT format, count(*), sum(session_convert(string, json_extract(info, '$.format')) = string) FROM str
 WHERE format NOT LIKE 'mtcute%' AND format NOT IN ('mtkruto_mid', 'mtkruto_old', 'pyrogram 357', 'pyrogram 438') GROUP BY format;
--> gramjs | 12 | 12
--> mtkruto | 8 | 8
--> pyrogram | 5 | 5
--> pyrogram 351 | 11 | 11
--> pyrogram 356 | 7 | 5
--> pyrogram 362 | 52 | 52
--> telethon1 | 11 | 11
-- mtcute's: the same fields, in the one spelling that all readers accept, without the media DC.
SELECT count(*), sum(session_info(session_convert(string, 'mtcute')) = info) FROM str WHERE format LIKE 'mtcute%';
--> 31 | 31

---------------------------------------------------------------- there and back
-- Each file whose layout is written: as a bundle, and as a file of the same layout again.
CREATE TEMP TABLE there AS SELECT seen.kind, seen.name, seen.path, layout, session_convert(session_export(path, 'bundle'), layout) AS image
  FROM seen JOIN session_formats f ON f.name=layout AND f.writes AND f.kind='layout'
 WHERE auth_key IS NOT NULL AND (user_id IS NOT NULL OR layout LIKE 'telethon-_') AND (problem IS NULL OR problem GLOB 'version-mismatch:*') GROUP BY seen.kind, seen.name;
SELECT kind, count(*), count(DISTINCT layout) FROM there GROUP BY kind;
--> grammers | 3 | 1
--> mtcute | 3 | 1
--> pyrogram | 53 | 12
--> telethon | 37 | 6
--> telethon2 | 4 | 2
-- Telethon gets IPv4 addresses: others it would save as those of DC 2.
SELECT t.kind, t.name, t.layout, s.layout FROM there t, session(t.image) s, seen o WHERE o.kind=t.kind AND o.name=t.name AND
   (s.layout IS NOT t.layout OR s.problem IS NOT NULL OR s.dc_id IS NOT o.dc_id OR s.user_id IS NOT o.user_id OR s.auth_key IS NOT o.auth_key
    OR (s.is_bot IS NOT o.is_bot AND o.is_bot IS NOT NULL) OR s.api_id IS NOT coalesce(o.api_id, CASE WHEN s.api_id=0 THEN 0 END)
    OR s.server_address IS NOT o.server_address OR s.port IS NOT o.port OR s.date IS NOT o.date);
--> pyrogram | stuck_v3_in_k7 | kurigram-6 | kurigram-6
--> telethon | v6_ipv6_brackets | telethon-6 | telethon-6
--> telethon | v7_ipv6 | telethon-7 | telethon-7
CREATE TEMP TABLE back AS SELECT t.kind, t.name, p.id, p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.name AS title, p.updated FROM there t, session_peers(t.image) p;
-- A community is a supergroup to clients without the type, and a group without an access hash has 0.
CREATE TEMP TABLE away AS SELECT t.kind, t.name, p.id, replace(p.type, 'community', 'supergroup') AS type, CASE p.type WHEN 'group' THEN coalesce(p.access_hash, 0) ELSE p.access_hash END AS access_hash, p.username, p.usernames, p.phone_number, p.name AS title, p.updated FROM there t, session_peers(t.path) p;
SELECT (SELECT count(*) FROM back), (SELECT count(*) FROM away);
--> 1112 | 1112
SELECT * FROM (SELECT 'lost', * FROM away EXCEPT SELECT 'lost', * FROM back) UNION ALL SELECT * FROM (SELECT 'made', * FROM back EXCEPT SELECT 'made', * FROM away);
--> (none)
CREATE TEMP TABLE bst AS SELECT t.kind, t.name, s.id, s.pts, s.qts, s.date, s.seq FROM there t, session_states(t.image) s;
CREATE TEMP TABLE ast AS SELECT t.kind, t.name, s.id, s.pts, s.qts, s.date, s.seq FROM there t, session_states(t.path) s;
SELECT (SELECT count(*) FROM bst), (SELECT count(*) FROM ast);
--> 131 | 131
SELECT * FROM (SELECT 'lost', * FROM ast EXCEPT SELECT 'lost', * FROM bst) UNION ALL SELECT * FROM (SELECT 'made', * FROM bst EXCEPT SELECT 'made', * FROM ast);
--> (none)
