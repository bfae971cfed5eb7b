-- What is repeated of what somebody gave us: names, paths and typos, never a session string, a key, or a piece of one.
ATTACH ':memory:' AS bot;
ATTACH ':memory:' AS tgt;

-- A key of printable characters, so that its base64, its hex and its bytes look as those of a real one do.
CREATE TEMP TABLE made_up AS
  WITH r(i, x) AS (SELECT 1, 20240229 UNION ALL SELECT i+1, (x*1103515245 + 12345) % 2147483648 FROM r WHERE i<256)
  SELECT CAST(group_concat(char((x/65536)%94 + 33), '') AS BLOB) AS key FROM r;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key)
  SELECT 'bot', 'kurigram-7', 4, 12345, 777000123, 1, key FROM made_up;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key)
  SELECT 'tgt', 'kurigram-7', 4, 12345, 777000123, 1, key FROM made_up;

---------------------------------------------------------------- what is shown
SELECT session_export('my_acount');
--! session_export: there is no database 'my_acount' here, only main, temp, bot, tgt; write './my_acount.session' for a file
SELECT session_export('/home/me/telegram/sessions/my_account.session');
--!CANTOPEN session_export: there is no file /home/me/telegram/sessions/my_account.session
SELECT session_export('./My Telegram Sessions 2024 (backup of the old phone)/Account_17.session');
--!CANTOPEN session_export: there is no file ./My Telegram Sessions 2024 (backup of the old phone)/Account_17.session
SELECT session_export('./Сессии/Мой бот №2 (старый телефон Samsung S21).session');
--!CANTOPEN session_export: there is no file ./Сессии/Мой бот №2 (старый телефон Samsung S21).session
SELECT session_export('C:\Users\Anna1\AppData\Roaming\Telegram Desktop\tdata\x.session');
--!CANTOPEN session_export: there is no file C:\Users\Anna1\AppData\Roaming\Telegram Desktop\tdata\x.session
SELECT session_export('./3f2504e0-4f89-11d3-9a0c-0305e82c3301.session');
--!CANTOPEN session_export: there is no file ./3f2504e0-4f89-11d3-9a0c-0305e82c3301.session
SELECT session_export('./+79161234567_2024-11-27T10-15-00.session');
--!CANTOPEN session_export: there is no file ./+79161234567_2024-11-27T10-15-00.session
-- A key of one byte again and again has no lower case letter; a long name may have none of upper case.
SELECT session_export('./Мой/Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0ND.session');
--!CANTOPEN session_export: there is no file ./Мой/<a text of 72 characters>.session
SELECT session_export('./the_bot_that_answers_in_the_group_of_the_house_number_17_in_2024_old_phone.session');
--!CANTOPEN session_export: there is no file ./the_bot_that_answers_in_the_group_of_the_house_number_17_in_2024_old_phone.session
SELECT session_export('./THE_BOT_THAT_ANSWERS_IN_THE_GROUP_OF_THE_HOUSE_NUMBER_IN_THE_OLD_TOWN_PHONE.session');
--!CANTOPEN session_export: there is no file ./THE_BOT_THAT_ANSWERS_IN_THE_GROUP_OF_THE_HOUSE_NUMBER_IN_THE_OLD_TOWN_PHONE.session
-- Nothing but quotes is no secret, however long.
SELECT outcome('SELECT session_export(''./' || replace(hex(zeroblob(64)), '0', '`') || '.session'')') = '! session_export: there is no file ./' || replace(hex(zeroblob(64)), '0', '`') || '.session';
--> 1
SELECT session_export('./bots/MyBot1/d41d8cd98f00b204e9800998ecf8427e.session');
--!CANTOPEN session_export: there is no file ./bots/MyBot1/<a text of 32 characters>.session
SELECT session_export('bot', 'telethonn');
--! session_export: there is no format 'telethonn'; did you mean telethon?
SELECT session_export('bot', 'it''s');
--! session_export: there is no format 'it''s'; SELECT name FROM session_formats lists them

-- A checksum in the name of a file that exists is a part of its name; in a message it could be a piece of a key.
SELECT session_import(session_export('bot'), './d41d8cd98f00b204e9800998ecf8427e.session');
--> ./d41d8cd98f00b204e9800998ecf8427e.session
SELECT name, problem FROM session('./*.session');
--> ./d41d8cd98f00b204e9800998ecf8427e.session | NULL
SELECT session_export('./d41d8cd98f00b204e9800998ecf8427e.session', 'telethonn');
--! session_export: ./<a text of 32 characters>.session: there is no format 'telethonn'; did you mean telethon?
SELECT unlink('./d41d8cd98f00b204e9800998ecf8427e.session');
--> 1

---------------------------------------------------------------- what a terminal would obey
SELECT session_export('bot', char(27) || '[31m' || char(7) || char(127) || char(10) || char(0x9b) || char(0x202e) || char(0x2066));
--! session_export: there is no format '\x1b[31m\x07\x7f\x0a\xc2\x9b\xe2\x80\xae\xe2\x81\xa6'; SELECT name FROM session_formats lists them
SELECT session_export(CAST(x'2e2fff41c328eda08046' AS TEXT));
--!CANTOPEN session_export: there is no file ./\xffA\xc3(\xed\xa0\x80F
-- ... from a file, too: the names in its schema.
SELECT session_import(session_export('bot'), './odd.session', 'telethon-7');
--> ./odd.session
SELECT other('./odd.session', 'CREATE TABLE "a' || char(27) || char(0x202e) || '"(x); CREATE TRIGGER "t' || char(27) || char(7) || '" AFTER UPDATE ON sessions BEGIN SELECT 1; END'), other('./odd.session', NULL);
--> NULL | NULL
SELECT instr(session_check('./odd.session'), x) > 0 FROM (SELECT char(27) AS x UNION ALL SELECT char(7) UNION ALL SELECT char(0x202e) UNION ALL SELECT '\\x1b\\xe2\\x80\\xae' UNION ALL SELECT '\\x1b\\x07');
--> 0
--> 0
--> 0
--> 1
--> 1
SELECT outcome('UPDATE session SET api_id = 1 WHERE source = ''./odd.session''');
--> ! session: ./odd.session is not written: a trigger that no client makes stands on a client's table, 't\x1b\x07'; SELECT session_check('./odd.session') lists such things
SELECT unlink('./odd.session');
--> 1

---------------------------------------------------------------- what is not shown
SELECT outcome('ATTACH '':memory:'' AS bot; ATTACH '':memory:'' AS tgt');
SELECT outcome('INSERT INTO session(name, string) VALUES (''' || name || ''', ''' || session_export('bot') || ''')') FROM pragma_database_list WHERE name IN ('bot', 'tgt');
--> (none)
--> (none)
SELECT outcome('SELECT session_export(' || quote(session_export('bot', 'telethon')) || ')');
--> ! session_export: there is no database a text of 353 characters that looks like a telethon string here, only main, bot, tgt; write './NAME.session' for a file
SELECT outcome('SELECT session_export(' || quote('./bots/' || substr(session_export('bot', 'pyrogram'), 1, 200) || '.session') || ')');
--> ! session_export: there is no file ./bots/<a text of 200 characters that looks like a pyrogram string>.session
SELECT outcome('SELECT session_export(''bot'', ' || quote(substr(session_export('bot', 'gramjs'), 50, 100)) || ')');
--> ! session_export: there is no format a text of 100 characters; SELECT name FROM session_formats lists them
SELECT outcome('SELECT session_export(''bot'', ' || quote('SESSION=' || session_export('bot', 'bundle')) || ')') LIKE '%characters that looks like a bundle; SELECT%';
--> 1

-- Every kind of string in every format: whole, cut, quoted, in a path, wrapped, encoded.
CREATE TEMP TABLE string(format, s);
INSERT INTO string SELECT name, session_export('bot', name) FROM session_formats WHERE kind='string' AND writes;
INSERT INTO string SELECT 'image', hex(session_export('bot', 'telethon-7'));
INSERT INTO string SELECT 'key', hex(key) FROM made_up;
INSERT INTO string SELECT 'token', '1234567890:' || substr(s, 100, 35) FROM string WHERE format='pyrogram';
SELECT count(*) >= 12, min(length(s)) FROM string;
--> 1 | 46

CREATE TEMP TABLE form(kind, format, x, secret);
INSERT INTO form SELECT 'whole', format, s, s FROM string;
INSERT INTO form SELECT 'lower', format, lower(s), lower(s) FROM string WHERE format IN ('image', 'key');
INSERT INTO form SELECT 'half', format, substr(s, 1, length(s)/2), s FROM string WHERE format<>'token';
INSERT INTO form SELECT 'end', format, substr(s, length(s)/3), s FROM string;
INSERT INTO form SELECT 'begin', format, substr(s, 1, 40), s FROM string;
INSERT INTO form SELECT 'quoted', format, '"' || s || '"', s FROM string;
INSERT INTO form SELECT 'variable', format, 'SESSION_STRING=' || s, s FROM string;
INSERT INTO form SELECT 'export', format, 'export TG_SESSION=''' || s || '''', s FROM string;
INSERT INTO form SELECT 'file', format, './' || s || '.session', s FROM string;
INSERT INTO form SELECT 'file cut', format, '/home/me/bots/' || substr(s, 1, 150) || '.session', s FROM string;
INSERT INTO form SELECT 'folder', format, './' || substr(s, 1, 90) || '/my.session', s FROM string;
INSERT INTO form SELECT 'glob', format, 'bots/' || substr(s, 20, 60) || '*.session', s FROM string;
INSERT INTO form SELECT 'lines', format, substr(s, 1, 64) || char(10) || substr(s, 65, 64) || char(13, 10) || substr(s, 129), s FROM string;
INSERT INTO form SELECT 'words', format, substr(s, 1, 64) || ' ' || substr(s, 65, 64) || ' ' || substr(s, 129), s FROM string;
INSERT INTO form SELECT 'plus as blank', format, replace(s, '+', ' '), replace(s, '+', ' ') FROM string;
INSERT INTO form SELECT 'plus as blank, cut', format, replace(substr(s, 1, 150), '+', ' '), replace(s, '+', ' ') FROM string;
INSERT INTO form SELECT 'two quotes', format, substr(s, 1, 30) || '''' || substr(s, 31, 30) || '"' || substr(s, 61), s FROM string;
INSERT INTO form SELECT 'encoded', format, replace(replace(replace(s, '+', '%2B'), '/', '%2F'), '=', '%3D'), replace(replace(replace(s, '+', '%2B'), '/', '%2F'), '=', '%3D') FROM string;
INSERT INTO form SELECT 'JSON', format, '{"name": "my", "session": "' || s || '"}', s FROM string;
INSERT INTO form SELECT 'noise', format, char(7) || s || char(27), s FROM string;

-- Every place where a text can be given; $x is the text, $v a value that is one.
CREATE TEMP TABLE place(verb, sql);
INSERT INTO place(verb, sql) VALUES
  ('export', 'SELECT session_export($x)'),
  ('export', 'SELECT session_export($x, ''telethon'')'),
  ('export', 'SELECT session_export(''bot'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''telethon'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''telethon'', $x, 1)'),
  ('export', 'SELECT session_export(''bot'', ''nothing'', ''dc_id'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''nothing'', ''server_address'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''nothing'', ''from'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''bundle'', ''max_length'', $x)'),
  ('export', 'SELECT session_export(''bot'', ''nothing'', ''auth_key_id'', $x)'),
  ('import', 'SELECT session_import($x, ''nobody'')'),
  ('import', 'SELECT session_import($x, ''./no/folder/x.session'')'),
  ('import', 'SELECT session_import($v, $x, ''nothing'')'),
  ('import', 'SELECT session_import($v, ''tgt'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''kurigram-7'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''kurigram-7'', $x, 1)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''kurigram-7'', ''user_id'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''kurigram-7'', ''from'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''nothing'', ''server_address'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''nothing'', ''replace'', $x)'),
  ('import', 'SELECT session_import($v, ''tgt'', ''nothing'', ''try'', $x)'),
  ('import', 'SELECT session_import($x, ''nobody'', ''kurigram-7'', ''try'', 1)'),
  ('import', 'SELECT session_import($v, ''tgt'', $x, ''try'', 1)'),
  ('convert', 'SELECT session_convert($x, ''nothing'')'),
  ('convert', 'SELECT session_convert($x, ''nothing'', ''from'', ''telethon'')'),
  ('convert', 'SELECT session_convert($v, $x)'),
  ('convert', 'SELECT session_convert($v, ''pyrogram'', $x)'),
  ('convert', 'SELECT session_convert($v, ''pyrogram'', $x, 2)'),
  ('convert', 'SELECT session_convert($v, ''nothing'', ''api_id'', $x)'),
  ('convert', 'SELECT session_convert($v, ''nothing'', ''from'', $x)'),
  ('convert', 'SELECT session_convert($v, ''nothing'', ''server_address'', $x)'),
  ('info', 'SELECT session_info($x)'),
  ('info', 'SELECT session_info(CAST($x AS BLOB))'),
  ('info', 'SELECT session_info($v, $x, 1)'),
  ('info', 'SELECT session_info($v, ''from'', $x)'),
  ('check', 'SELECT session_check($x)'),
  ('repair', 'SELECT session_repair($x)'),
  ('repair', 'SELECT session_repair(''bot'', $x, 1)'),
  ('migrate', 'SELECT session_migrate($x, ''kurigram-7'')'),
  ('migrate', 'SELECT session_migrate(''tgt'', $x)'),
  ('migrate', 'SELECT session_migrate(''tgt'', ''kurigram-7'', $x, 1)'),
  ('migrate', 'SELECT session_migrate($x, ''kurigram-7'', ''try'', 1)'),
  ('help', 'SELECT session_help($x)'),
  ('session', 'SELECT name, layout, problem FROM session($x)'),
  ('session', 'SELECT name, layout, problem FROM session WHERE source = $x'),
  ('session', 'SELECT name, layout, problem FROM session WHERE name = $x'),
  ('session', 'SELECT name, layout, problem FROM session(''bot'') WHERE auth_key_id = $x'),
  ('session', 'INSERT INTO session(name, layout, string) VALUES ($x, ''nothing'', $v)'),
  ('session', 'INSERT INTO session(name, layout, string) VALUES (''tgt'', $x, $v)'),
  ('session', 'INSERT INTO session(name, layout, string) VALUES (''nobody'', ''kurigram-7'', $x)'),
  ('session', 'INSERT INTO session(name, layout, string, source) VALUES (''nobody'', ''kurigram-7'', $v, $x)'),
  ('session', 'UPDATE session SET name = $x WHERE name = ''tgt'''),
  ('session', 'UPDATE session SET layout = $x WHERE name = ''tgt'''),
  ('session', 'UPDATE session SET layout = ''kurigram-7'' WHERE name = $x'),
  ('session', 'UPDATE session SET layout = ''kurigram-7'' WHERE source = $x'),
  ('session', 'DELETE FROM session WHERE name = $x'),
  ('session', 'DELETE FROM session WHERE source = $x'),
  ('session', 'UPDATE OR IGNORE session SET string = $x WHERE name = ''bot'''),
  ('peers', 'SELECT * FROM session_peers($x)'),
  ('peers', 'SELECT session, id FROM session_peers(''bot'', $x)'),
  ('peers', 'SELECT session, id FROM session_peers(''bot'') WHERE username = $x'),
  ('peers', 'SELECT session, id FROM session_peers(''bot'') WHERE session = $x'),
  ('peers', 'SELECT session, id FROM session_peers WHERE session = $x AND id = 5'),
  ('peers', 'DELETE FROM session_peers WHERE session = $x'),
  ('states', 'SELECT * FROM session_states($x)'),
  ('states', 'SELECT * FROM session_states WHERE session = $x'),
  ('table', 'CREATE VIRTUAL TABLE temp.f USING session($x); SELECT name, layout, problem FROM f'),
  ('table', 'CREATE VIRTUAL TABLE temp.f USING session_peers($x); SELECT session, id FROM f'),
  ('table', 'CREATE VIRTUAL TABLE temp.f USING session_states($x); SELECT session, id FROM f');
INSERT INTO place SELECT 'session', 'INSERT INTO session(name, layout, auth_key, ' || name || ') VALUES (''nobody'', ''kurigram-7'', x''00'', $x)'
  FROM pragma_table_xinfo('session') WHERE name NOT IN ('name', 'layout', 'auth_key');
INSERT INTO place SELECT 'session', 'UPDATE session SET ' || name || ' = $x WHERE name = ''tgt'''
  FROM pragma_table_xinfo('session') WHERE name NOT IN ('name', 'layout', 'string');
INSERT INTO place SELECT 'peers', 'INSERT INTO session_peers(session, ' || name || ') VALUES (''tgt'', $x)'
  FROM pragma_table_xinfo('session_peers') WHERE name<>'session';
INSERT INTO place SELECT 'peers', 'INSERT INTO session_peers(session, id, ' || name || ') VALUES (''tgt'', 1, $x)'
  FROM pragma_table_xinfo('session_peers') WHERE name NOT IN ('session', 'id');
INSERT INTO place SELECT 'peers', 'INSERT INTO session_peers(session, id) VALUES ($x, 1)';
INSERT INTO place SELECT 'peers', 'UPDATE session_peers SET ' || name || ' = $x WHERE session = ''tgt'' AND id = 1'
  FROM pragma_table_xinfo('session_peers');
INSERT INTO place SELECT 'states', 'INSERT INTO session_states(session, id, ' || name || ') VALUES (''tgt'', 1, $x)'
  FROM pragma_table_xinfo('session_states') WHERE name NOT IN ('session', 'id');
INSERT INTO place SELECT 'states', 'INSERT INTO session_states(session, id) VALUES ($x, 1)';
INSERT INTO place SELECT 'states', 'INSERT INTO session_states(session, id) VALUES (''tgt'', $x)';
INSERT INTO place SELECT 'states', 'UPDATE session_states SET ' || name || ' = $x WHERE session = ''tgt'' AND id = 1'
  FROM pragma_table_xinfo('session_states');
SELECT count(*) >= 100, count(DISTINCT verb) FROM place;
--> 1 | 12

-- Sixteen characters in a row of a string are in none of the messages, names, problems and results.
CREATE TEMP TABLE said AS
  SELECT verb, sql, kind, format, secret, outcome(replace(replace(sql, '$v', v), '$x', quote(x))) AS z, outcome('DROP TABLE IF EXISTS temp.f') AS gone
    FROM place, form, (SELECT quote(s) AS v FROM string WHERE format='telethon') WHERE some(place.rowid + form.rowid, 8);
SELECT count(DISTINCT sql) = (SELECT count(*) FROM place), count(DISTINCT kind || format) = (SELECT count(*) FROM form), sum(z LIKE '! %') > count(*)/2 FROM said;
--> 1 | 1 | 1
SELECT count(*) >= 10000 FROM place, form;
--> 1
-- ... and not because nothing was said: some speak of the text.
SELECT count(DISTINCT verb) >= 8 FROM said WHERE z LIKE '%a text of % characters%';
--> 1
SELECT verb, kind, format, sql, z FROM said WHERE NOT (verb = 'info' AND format LIKE '%json') AND shares(z, secret, 16);
--> (none)
-- What session_info() says of JSON is in that JSON: its address, its member's names.  But not the key.
SELECT kind, format, sql, z FROM said, string USING (format) WHERE verb = 'info' AND format LIKE '%json' AND shares(z, coalesce(json_extract(s, '$.auth_key'), json_extract(s, '$.Data.AuthKey')), 16);
--> (none)

-- A key as the bytes that it is, too.
CREATE TEMP TABLE raw AS
  WITH r(i, x) AS (SELECT 1, 20240229 UNION ALL SELECT i+1, (x*1103515245 + 12345) % 2147483648 FROM r WHERE i<256)
  SELECT 'x''' || group_concat(printf('%02x', (x/65536)%255 + 1), '') || '''' AS x FROM r;
SELECT outcome('SELECT session_export(''bot'', ' || x || ')') FROM raw;
--> ! session_export: there is no format a text of 196 characters; SELECT name FROM session_formats lists them
SELECT sql, z FROM (SELECT sql, outcome(replace(replace(sql, '$v', '''AgAA'''), '$x', x)) AS z, outcome('DROP TABLE IF EXISTS temp.f') FROM place, raw)
  WHERE z LIKE '%\x__%\x__%\x__%';
--> (none)
