-- Session strings: told apart by what is in them, read with tolerance, written exactly.
CREATE TEMP TABLE s(format TEXT PRIMARY KEY, string TEXT);
ATTACH ':memory:' AS bot;
INSERT INTO session(name, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('bot', 4, 12345, 777000123, 1, CAST(printf('%0256d', 77) AS BLOB));
INSERT INTO s SELECT name, session_export('bot', name) FROM session_formats WHERE kind='string' AND writes;

-- Each is recognised as itself.
SELECT format, length(string), json_extract(session_info(string), '$.format') FROM s WHERE format<>'bundle' ORDER BY format;
--> gotd-json | 621 | gotd-json
--> gramjs | 369 | gramjs
--> json | 667 | json
--> mtcute | 402 | mtcute
--> mtkruto | 370 | mtkruto
--> pyrogram | 362 | pyrogram
--> pyrogram-32 | 351 | pyrogram-32
--> pyrogram-64 | 356 | pyrogram-64
--> telethon | 353 | telethon
-- How each begins, for whoever looks at one.
SELECT format, substr(string, 1, 5) FROM s ORDER BY format;
--> bundle | tgs1.
--> gotd-json | {"Ver
--> gramjs | 1BAAO
--> json | {"tgs
--> mtcute | AwEAA
--> mtkruto | ATQAA
--> pyrogram | BAAAM
--> pyrogram-32 | BAAwM
--> pyrogram-64 | BAAwM
--> telethon | 1BJWa

---------------------------------------------------------------- tolerance
-- White space around and inside, line breaks of a mail, a pair of quotes, padding or not.
SELECT format FROM s WHERE session_info('  ' || string || char(13, 10)) <> session_info(string);
--> (none)
SELECT format FROM s WHERE format NOT LIKE '%json' AND session_info(substr(string, 1, 40) || char(10) || '  ' || substr(string, 41)) <> session_info(string);
--> (none)
SELECT format FROM s WHERE format NOT IN ('bundle', 'gotd-json', 'json') AND session_info('"' || string || '"') <> session_info(string);
--> (none)
SELECT format FROM s WHERE format NOT IN ('bundle', 'gotd-json', 'json') AND session_info('''' || string || '''') <> session_info(string);
--> (none)
SELECT format FROM s WHERE format NOT IN ('bundle', 'gotd-json', 'json') AND session_info(rtrim(string, '=')) <> session_info(string);
--> (none)
SELECT session_info(string || '==') = session_info(string) FROM s WHERE format='pyrogram';
--> 1
-- Either alphabet of base64.
SELECT format FROM s WHERE format IN ('pyrogram', 'telethon', 'mtcute') AND session_info(replace(replace(string, '-', '+'), '_', '/')) <> session_info(string);
--> (none)
-- As bytes too, where a file was read.
SELECT session_info(CAST(string AS BLOB)) = session_info(string) FROM s WHERE format='bundle';
--> 1
SELECT session_info(CAST(string AS BLOB)) = session_info(string) FROM s WHERE format='gotd-json';
--> 1
SELECT session_info(CAST(string AS BLOB)) = session_info(string) FROM s WHERE format='pyrogram';
--> 1

---------------------------------------------------------------- every pair
-- What a format holds arrives in every other; the key always does.
CREATE TEMP TABLE pair AS SELECT a.format AS a, b.format AS b, session_convert(a.string, b.format, 'user_id', 777000123, 'is_bot', 1, 'api_id', 12345) AS string FROM s a, s b;
SELECT count(*) FROM pair;
--> 100
SELECT a, b FROM pair WHERE json_extract(session_info(string), '$.format', '$.dc_id', '$.auth_key_id')
  <> json_array(b, 4, (SELECT json_extract(session_info(string), '$.auth_key_id') FROM s WHERE format='pyrogram'));
--> (none)
SELECT a, b FROM pair, json_each('["user_id","is_bot","api_id"]') k, session_formats f WHERE f.name=b AND f.keeps LIKE '%' || k.value || '%'
   AND json_extract(session_info(string), '$.' || k.value) IS NOT json_extract('{"user_id":777000123,"is_bot":1,"api_id":12345}', '$.' || k.value);
--> (none)
-- Nobody's own data centre is invented: those without an address get the one that the target's family ships.
SELECT DISTINCT b, json_extract(session_info(string), '$.server_address', '$.port') FROM pair WHERE a='pyrogram' ORDER BY b;
--> bundle | [null,null]
--> gotd-json | ["149.154.167.91",443]
--> gramjs | ["149.154.167.91",443]
--> json | [null,null]
--> mtcute | ["149.154.167.91",443]
--> mtkruto | [null,null]
--> pyrogram | [null,null]
--> pyrogram-32 | [null,null]
--> pyrogram-64 | [null,null]
--> telethon | ["149.154.167.92",443]

---------------------------------------------------------------- what others get wrong
-- 351 characters are Pyrogram's older string.
SELECT json_extract(session_info(string), '$.format', '$.user_id') FROM s WHERE format='pyrogram-32';
--> ["pyrogram-32",777000123]
-- Ports above 32767, which GramJS and others read as negative.
SELECT format, json_extract(session_info(session_convert(string, format, 'port', 65535)), '$.port') FROM s WHERE format IN ('telethon', 'gramjs', 'mtcute') ORDER BY 1;
--> gramjs | 65535
--> mtcute | 65535
--> telethon | 65535
-- Addresses of any length.
SELECT json_extract(session_info(session_convert(string, 'gramjs', 'server_address', a.value)), '$.server_address') FROM s, json_each('["1.1.1.1","149.154.167.9","149.154.167.51","149.154.167.151","vesta.web.telegram.org","2001:67c:4e8:f002::a"]') a WHERE format='gramjs';
--> 1.1.1.1
--> 149.154.167.9
--> 149.154.167.51
--> 149.154.167.151
--> vesta.web.telegram.org
--> 2001:67c:4e8:f002::a
-- IPv6 has a length of its own in Telethon's.
SELECT length(session_convert(string, 'telethon', 'server_address', '2001:67c:4e8:f004::a')), json_extract(session_info(session_convert(string, 'telethon', 'server_address', '2001:067C:04e8:f004:0:0:0:000a')), '$.server_address', '$.dc_id') FROM s WHERE format='telethon';
--> 369 | ["2001:67c:4e8:f004::a",4]
-- A host name of GramJS in a browser becomes an address where one is needed.
SELECT json_extract(session_info(session_convert(session_convert(string, 'gramjs', 'server_address', 'vesta.web.telegram.org'), 'telethon')), '$.server_address') FROM s WHERE format='telethon';
--> 149.154.167.92
-- Data centre 203, and the test servers.
SELECT format, json_extract(session_info(session_convert(string, format, 'dc_id', 203)), '$.dc_id', '$.server_address') FROM s WHERE format IN ('pyrogram', 'telethon', 'gramjs', 'mtcute', 'mtkruto') ORDER BY 1;
--> gramjs | [203,"91.105.192.100"]
--> mtcute | [203,"91.105.192.100"]
--> mtkruto | [203,null]
--> pyrogram | [203,null]
--> telethon | [203,"91.105.192.100"]
SELECT format, json_extract(session_info(session_convert(string, format, 'dc_id', 2, 'test_mode', 1)), '$.test_mode', '$.server_address', '$.port') FROM s WHERE format IN ('pyrogram', 'telethon', 'gramjs', 'mtcute', 'mtkruto') ORDER BY 1;
--> gramjs | [1,"149.154.167.40",80]
--> mtcute | [1,"149.154.167.40",443]
--> mtkruto | [1,null,null]
--> pyrogram | [1,null,null]
--> telethon | [1,"149.154.167.40",80]
-- MTKruto's run lengths: keys with runs of zeros of any length.
CREATE TEMP TABLE z(key BLOB);
INSERT INTO z VALUES (x'0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002a');
INSERT INTO z VALUES (x'2a000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO z VALUES (x'2a000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002b00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
ATTACH ':memory:' AS zero;
CREATE TEMP TABLE zs(key BLOB, string TEXT, other TEXT);
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'zero', 4, 1, key FROM z WHERE rowid=1;
INSERT INTO zs SELECT (SELECT key FROM z WHERE rowid=1), session_export('zero', 'mtkruto'), session_export('zero', 'telethon');
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'zero', 4, 1, key FROM z WHERE rowid=2;
INSERT INTO zs SELECT (SELECT key FROM z WHERE rowid=2), session_export('zero', 'mtkruto'), session_export('zero', 'telethon');
INSERT OR REPLACE INTO session(name, dc_id, user_id, auth_key) SELECT 'zero', 4, 1, key FROM z WHERE rowid=3;
INSERT INTO zs SELECT (SELECT key FROM z WHERE rowid=3), session_export('zero', 'mtkruto'), session_export('zero', 'telethon');
SELECT length(string) < 60, json_extract(session_info(string), '$.format'), session_convert(string, 'telethon') = other, session_convert(string, 'mtkruto') = string FROM zs;
--> 1 | mtkruto | 1 | 1
--> 1 | mtkruto | 1 | 1
--> 1 | mtkruto | 1 | 1

---------------------------------------------------------------- no luck
-- Text of other kinds: each says what is wrong with it.
SELECT session_info('https://my.telegram.org/apps');
--! session_info: this is a link: it is no session
SELECT session_info('1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw');
--! session_info: this is a bot's token: it is no session, log in with a client
SELECT session_info('0123456789abcdef0123456789abcdef');
--! session_info: this is 32 hex digits, as an api_hash has: it is no session
