-- What people paste around a string, in every format; what they take for one; and what they call x.session.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
CREATE TABLE good AS SELECT name, session_export('src', name) AS s, session_info(session_export('src', name)) AS info
  FROM session_formats WHERE writes AND (kind = 'string' OR name = 'bundle');
SELECT count(*) FROM good;
--> 10
CREATE TABLE wrap(before, after);
INSERT INTO wrap VALUES ('', ' '), (char(10), char(13, 10)), (char(0xfeff), ''), ('', char(0x200b)), (char(0x2060), char(0xa0)), (char(0xad), ''), ('"', '"'), ('''', ''''),
  ('`', '`'), ('```' || char(10), char(10) || '```'), (char(0x201c), char(0x201d)), (char(0xab), char(0xbb)), ('SESSION_STRING=', ''), ('SESSION = "', '"'),
  ('export SESSION_1="', '"' || char(10)), ('STRING_SESSION: ', ''), ('session = ''', ''','), (char(0xfeff) || 'A="', '"' || char(0x200b)), ('', ';');
SELECT name, before || '...' || after, outcome('SELECT session_info(' || quote(before || s || after) || ')') AS o FROM good, wrap WHERE o <> info;
--> (none)
-- The same as a BLOB, as readfile() gives it; and as UTF-16, both ways, with a mark and without.
SELECT name, before || '...' || after FROM good, wrap WHERE session_info(CAST(before || s || after AS BLOB)) IS NOT info;
--> (none)
CREATE TABLE utf16 AS WITH b(name, info, h, i, le, be) AS (SELECT name, info, hex(s), 1, '', '' FROM good
  UNION ALL SELECT name, info, h, i + 2, le || substr(h, i, 2) || '00', be || '00' || substr(h, i, 2) FROM b WHERE i < length(h)) SELECT name, info, le, be FROM b WHERE i > length(h);
SELECT name, outcome('SELECT session_info(x''' || v || ''')') AS o FROM (SELECT name, info, 'fffe' || le AS v FROM utf16 UNION ALL SELECT name, info, le FROM utf16
  UNION ALL SELECT name, info, 'feff' || be FROM utf16 UNION ALL SELECT name, info, be FROM utf16) WHERE o <> info;
--> (none)
WITH e(e) AS (VALUES ('='), ('=='), ('===')) SELECT name, e, outcome('SELECT session_info(' || quote(rtrim(s, '=') || e) || ')') AS o FROM good, e WHERE name NOT IN ('bundle', 'gotd-json', 'json') AND o <> info;
--> (none)

-- What is inside of it is named, not what it is.
SELECT DISTINCT outcome('SELECT session_info(' || quote(substr(s, 1, 100) || char(0x200b) || substr(s, 101)) || ')') FROM good WHERE name IN ('pyrogram', 'telethon', 'mtcute');
--> ! session_info: U+200B, which can't be seen, after character 100 does not belong into a session string; take it out
SELECT DISTINCT outcome('SELECT session_info(' || quote(substr(s, 1, 100) || char(0x416) || substr(s, 101)) || ')') FROM good WHERE name IN ('pyrogram', 'telethon', 'mtcute');
--> ! session_info: U+0416 after character 100 does not belong into a session string; take it out
SELECT DISTINCT outcome('SELECT session_info(' || quote(substr(s, 1, 100) || '*' || substr(s, 101)) || ')') FROM good WHERE name IN ('pyrogram', 'telethon', 'mtcute');
--> ! session_info: character 101 does not belong into a session string; paste the whole string and nothing else
SELECT name, outcome('SELECT session_info(' || quote(substr(s, 2)) || ')') FROM good WHERE name IN ('gramjs', 'telethon');
--> gramjs | ! session_info: 368 characters: a gramjs string without the 1 at its begin; put it there
--> telethon | ! session_info: 352 characters: a telethon string without the 1 at its begin; put it there
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './plus.session', 'pyrogram-3', 2, 777, 0, 1, CAST(replace(printf('%0256d', 0), '0', '~') AS BLOB);
SELECT session_info(replace(session_export('./plus.session', 'gramjs'), '+', ' ')) FROM (SELECT instr(session_export('./plus.session', 'gramjs'), '+') > 0 AS b) WHERE b;
--! session_info: gramjs string: each + has become a space, as decoding a form does it; replace(string, ' ', '+')

-- What is taken for one.
CREATE TABLE no(v);
INSERT INTO no VALUES ('None'), ('null'), ('undefined'), ('[object Object]'), ('<telethon.sessions.string.StringSession object at 0x7f00aa00bb00>'),
  ('123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), ('0123456789abcdef0123456789abcdef'), ('+1 202 555-0123'), ('12025550123'), ('1234567'), ('query_id=AAAA&user=x'), ('https://t.me/x'), ('');
SELECT replace(outcome('SELECT session_info(' || quote(v) || ')'), '! session_info: ', '') FROM no;
--> this is the word that a program writes for nothing: the string was never set
--> this is the word that a program writes for nothing: the string was never set
--> this is the word that a program writes for nothing: the string was never set
--> this is the word that a program writes for nothing: the string was never set
--> this is what Python prints of an object: call its method, session.save() or export_session_string()
--> this is a bot's token: it is no session, log in with a client
--> this is 32 hex digits, as an api_hash has: it is no session
--> this is a phone number or an id: it is no session, log in with a client
--> this is a phone number or an id: it is no session, log in with a client
--> this is a number, as an api_id: it is no session
--> this is the data of a Mini App: it is no session
--> this is a link: it is no session
--> the string is empty
SELECT session_import(NULL, 'src');
--! session_import: the value is NULL: a query found none; nothing is written

-- Files that are called x.session, and folders: every verb says what they are.
CREATE TABLE file(p, v, what);
INSERT INTO file SELECT './f-' || name || '.session', s, 'holds a ' || CASE name WHEN 'bundle' THEN 'bundle' ELSE name || ' string' END || ', no database:' FROM good WHERE name NOT LIKE '%json';
INSERT INTO file SELECT './f-env.session', 'SESSION="' || s || '"', 'holds a pyrogram string, no database:' FROM good WHERE name = 'pyrogram';
INSERT INTO file VALUES ('./f-gz.session', x'1f8b0800' || zeroblob(200), 'is a file compressed by gzip: gunzip it first'), ('./f-zip.session', 'PK' || x'0304' || zeroblob(99), 'is a zip archive: unzip it first'),
  ('./f-html.session', char(10) || '<!doctype html><html>', 'is a web page: the download went wrong'), ('./f-xz.session', x'fd377a585a0000', 'is a file compressed by xz'),
  ('./f-zeros.session', zeroblob(28672), 'is a file of zeros'), ('./f-pickle.session', x'800395' || zeroblob(50), 'is a Python pickle'), ('./f-grammers.session', x'ceb83ea7' || zeroblob(50), 'is a session of grammers before 0.8'),
  ('./f-tdf.session', 'TDF$' || zeroblob(50), 'is a file of Telegram Desktop'), ('./f-base64.session', 'U1FMaXRlIGZvcm1hdCAzAAQ', 'is a database in base64'),
  ('./f-hex.session', '53514c69746520666f726d61742033000400', 'is a database in hex'), ('./f-utf16.session', x'fffe41004200', 'is a text in UTF-16'), ('./f-noise.session', CAST(x'c080' || randomblob(5000) AS BLOB), 'is not a SQLite database, or it is encrypted'),
  ('./WTelegram.session', CAST(x'c080' || randomblob(900) AS BLOB), 'is a session of WTelegramClient, encrypted with its api_hash'), ('./td.binlog', CAST(x'c080' || randomblob(900) AS BLOB), 'is TDLib''s, and encrypted');
UPDATE file SET v = CAST(v AS BLOB);
SELECT count(writefile(p, v)) FROM file;
--> 23
SELECT p, (SELECT problem FROM session(p)) FROM file WHERE (SELECT problem FROM session(p)) NOT LIKE 'not-a-database: ' || p || ' ' || what || '%';
--> (none)
CREATE TABLE verb(q);
INSERT INTO verb VALUES ('SELECT session_export(@)'), ('SELECT session_migrate(@, ''pyrogram-3'')'), ('SELECT session_repair(@)'), ('SELECT * FROM session_peers(@)'), ('SELECT * FROM session_states(@)'), ('UPDATE session SET dc_id = 4 WHERE source = @'),
  ('DELETE FROM session WHERE source = @'), ('SELECT session_import((SELECT s FROM good LIMIT 1), @)');
SELECT p, q, outcome(replace(q, '@', quote(p))) AS o FROM file, verb WHERE q NOT LIKE '%FROM good%' AND q NOT LIKE 'UPDATE%' AND q NOT LIKE 'DELETE%' AND o NOT LIKE '! session_%: ' || p || ' ' || what || '%';
--> (none)
SELECT p FROM file WHERE readfile(p) <> v;
--> (none)
SELECT mkdir('tdata.session'), writefile('tdata.session/key_datas', 'TDF$'), mkdir('m.session'), writefile('m.session/safe.php', '<?php'), mkdir('g.session'), writefile('g.session/g.session%3Aport', '443'), mkdir('d.session');
SELECT problem FROM session('./?.session') UNION ALL SELECT problem FROM session('./tdata.session');
--> not-a-file: a folder, not a file (Docker makes one where the file that it mounts is missing)
--> not-a-file: a StoreSession of GramJS, a file for each value: sql/from_gramjs_store.sql imports it
--> not-a-file: a session of MadelineProto, PHP's own objects, which only MadelineProto exports
--> not-a-file: a folder tdata of Telegram Desktop: opentele or TGConvertor turn it into a string

---------------------------------------------------------------- other programs' databases, and JSON in a file
-- Deno's store is named, never read.
SELECT other('deno.session', 'CREATE TABLE kv(k BLOB PRIMARY KEY, v BLOB, v_encoding INTEGER, version INTEGER) WITHOUT ROWID; CREATE TABLE data_version(version INTEGER); CREATE TABLE queue(x)'),
  other('deno.session', NULL);
--> NULL | NULL
SELECT problem FROM session('./deno.session');
--> no-session: a Deno KV store, in which MTKruto may keep its session: in Deno, client.exportAuthString() gives a string, which is read
SELECT session_export('./deno.session');
--! session_export: no session in ./deno.session: a Deno KV store, in which MTKruto may keep its session: in Deno, client.exportAuthString() gives a string, which is read
-- gotgproto keeps gotd's JSON in a row, and peers with bare ids.
CREATE TABLE gotd(j);
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './gg.session', 'pyrogram-3', 4, 777, 0, 1, CAST(printf('%0256d', 3) AS BLOB);
INSERT INTO gotd SELECT session_export('./gg.session', 'gotd-json');
SELECT other('go.session', 'CREATE TABLE sessions(version integer PRIMARY KEY, data blob); CREATE TABLE peers(id integer PRIMARY KEY, access_hash integer, type integer, username text); '
  || 'INSERT INTO peers VALUES (5, 6, 1, ''ann''), (7, 8, 3, ''news''), (9, 0, 2, ''''); INSERT INTO sessions VALUES (1, CAST(' || quote(j) || ' AS BLOB))'), other('go.session', NULL) FROM gotd;
--> NULL | NULL
SELECT a.layout, a.dc_id, a.auth_key = b.auth_key, a.problem FROM session('./go.session') a, session('./gg.session') b;
--> gotgproto-1 | 4 | 1 | NULL

-- needs modes
SELECT session_check('./go.session');
--> [{"code":"file-mode","severity":"note","repair":false,"finding":"others than its owner may read or write it: its mode is 0644"}]

SELECT id, type, access_hash, username FROM session_peers('./go.session');
--> -1000000000007 | channel | 8 | news
--> -9 | group | 0 | NULL
--> 5 | user | 6 | ann
UPDATE session SET dc_id = 2 WHERE source = './go.session';
--! session: ./go.session has layout gotgproto-1, which is only read
SELECT session_import(session_export('./go.session', 'bundle'), './moved.session', 'telethon-7');
--> ./moved.session
SELECT count(*) FROM session_peers('./moved.session');
--> 3
-- Something else under "data" is no login.
SELECT other('go.session', 'UPDATE sessions SET data = x''7b7d'''), other('go.session', NULL);
--> NULL | NULL
SELECT layout, auth_key_id FROM session('./go.session');
--> gotgproto-1 | NULL
-- JSON as it was saved: read, found well, and never written; the error says what to do with it.
SELECT writefile('./j.session', CAST(j AS BLOB)) > 0, chmod('j.session', '0600') FROM gotd;
--> 1 | 1
SELECT layout, dc_id, problem, session_check('./j.session') FROM session('./j.session');
--> gotd-json | 4 | NULL | []
SELECT session_repair('./j.session');
--!NOTADB session_repair: ./j.session holds JSON, no database: SELECT session_import(readfile('./j.session'), './NEW.session')

-- Links and the data of a Mini App, and bytes that are nearly a text in UTF-16.
SELECT outcome('SELECT session_info(''' || column1 || ''')') FROM (VALUES('https://t.me/x'), ('http://t.me/x'), ('tg://login?token=x'), ('tg:login'),
  ('user=%7B%22id%22'), ('query_id=AAHdF6IQAAAAAN0XohDhrOrc'));
--> ! session_info: this is a link: it is no session
--> ! session_info: this is a link: it is no session
--> ! session_info: this is a link: it is no session
--> ! session_info: character 3 does not belong into a session string; paste the whole string and nothing else
--> ! session_info: this is the data of a Mini App: it is no session
--> ! session_info: this is the data of a Mini App: it is no session
SELECT outcome('SELECT session_info(x''' || column1 || ''')') FROM (VALUES('fffe'), ('310041007f00'), ('3100410000'), ('31004100ff00'), ('feff00310041'));
--> ! session_info: a BLOB of 2 bytes is not the image of a SQLite database
--> ! session_info: a BLOB of 6 bytes is not the image of a SQLite database
--> ! session_info: a BLOB of 5 bytes is not the image of a SQLite database
--> ! session_info: a BLOB of 6 bytes is not the image of a SQLite database
--> ! session_info: 2 characters: a telethon string has 353 or 369; it is cut short
