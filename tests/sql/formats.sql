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
