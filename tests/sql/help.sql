-- The manual inside: session_help() knows each name that there is, and each of its examples runs.
SELECT session_help(NULL) IS NULL, session_help() = session_help(''), typeof(session_help()) = 'text';
--> 1 | 1 | 1
SELECT session_help(1, 2);
--! session_help: takes one argument: session_help(topic)

-- Whatever can be named.  The options are those that an unknown one is answered with.
CREATE TABLE unknown AS SELECT outcome('SELECT session_import(''' || s || ''', ''./x.session'', NULL, ''zzz'', 1)') || ', ' ||
  outcome('SELECT session_export(''main'', ''bundle'', ''zzz'', 1)') || ', ' || outcome('SELECT session_repair(''main'', ''zzz'', 1)') AS z
  FROM (SELECT 'AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQAAAAAuUBS7AQ' AS s);
CREATE TABLE topic AS
  SELECT DISTINCT 'function' AS kind, name FROM pragma_function_list WHERE name LIKE 'session%' AND name NOT GLOB '*__*'
  UNION ALL SELECT 'table', name FROM pragma_module_list WHERE name LIKE 'session%' AND name NOT GLOB '*__*'
  UNION SELECT 'option', value FROM unknown, json_each('["' || replace(replace(z, 'options are ', '","'), ', ', '","') || '"]') WHERE value NOT LIKE '! %'
  UNION ALL SELECT kind, name FROM session_formats
  UNION ALL SELECT 'finding', code FROM session_findings;
SELECT kind, count(*) FROM topic WHERE kind IN ('function', 'option', 'table') GROUP BY kind;
--> function | 9
--> option | 14
--> table | 5
SELECT kind, name FROM topic WHERE outcome('SELECT session_help(''' || name || ''')') LIKE '! %';
--> (none)
SELECT count(*) > 120, sum(outcome('SELECT session_help(''' || upper(name) || ''') = session_help(''' || name || ''')')) = count(*) FROM topic;
--> 1 | 1
-- The first line has the name, and there is more.
SELECT kind, name FROM topic WHERE instr(substr(session_help(name), 1, instr(session_help(name), char(10))), name) = 0 OR length(session_help(name)) < 60;
--> (none)
-- A line each of the functions and the tables; each option.
SELECT kind, name FROM topic WHERE kind IN ('function', 'table') AND session_help() NOT LIKE '%' || char(10) || '  ' || name || ' %';
--> (none)
SELECT max(length(value)) <= 115 FROM json_each('["' || replace(replace(session_help(), '"', ''), char(10), '","') || '"]');
--> 1
SELECT name FROM topic WHERE kind = 'option' AND session_help() NOT LIKE '% ' || name || '%';
--> (none)
-- Nothing else is a topic: each heading of the manual's reference names something that is there.
SELECT count(*) = (SELECT count(*) FROM topic WHERE kind IN ('function', 'table')) FROM json_each('["' || replace(replace(session_help(), '"', ''), char(10), '","') || '"]') WHERE value LIKE '  session%';
--> 1
-- What a row of the catalogues says, the help says.
SELECT name FROM session_formats WHERE NOT (instr(session_help(name), note) AND instr(session_help(name), clients) AND instr(session_help(name), keeps)
  AND instr(session_help(name), CASE WHEN writes THEN 'read and written' ELSE 'only read' END) AND instr(session_help(name), ': a ' || kind));
--> (none)
SELECT code FROM session_findings WHERE NOT (instr(session_help(code), meaning) AND instr(session_help(code), remedy) AND instr(session_help(code), 'a finding, ' || severity));
--> (none)
-- The sentences are compressed beside the layouts; the first and the last are those of their codes.
SELECT meaning, remedy FROM session_findings WHERE code IN ('refused', 'too-big');
--> it can't be done; the sentence says why | do what the sentence says
--> it is larger than it may be | the sentence says how large

-- How people write it.
SELECT session_help('session_export()') = session_help('session_export'), session_help('SESSION_EXPORT(name, format)') = session_help('session_export');
--> 1 | 1
SELECT session_help('sesion_export');
--! session_help: there is no topic 'sesion_export'; did you mean session_export?
SELECT session_help('export');
--! session_help: there is no topic 'export'; did you mean session_export?
SELECT session_help('kurigram');
--! session_help: there is no topic 'kurigram'; did you mean kurigram-7?
SELECT session_help('max-length');
--! session_help: there is no topic 'max-length'; did you mean max_length?
SELECT session_help('version-mismach');
--! session_help: there is no topic 'version-mismach'; did you mean version-mismatch?
SELECT session_help('cheese sandwich');
--! session_help: there is no topic 'cheese sandwich'; SELECT session_help() lists them
SELECT session_help('(');
--! session_help: there is no topic '('; SELECT session_help() lists them
SELECT session_help(printf('%.5000c', 'x')) IS NULL;
--! session_help: there is no topic a text of 5000 characters; SELECT session_help() lists them
SELECT session_help('AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQAAAAAuUBS7AQ');
--! session_help: there is no topic a text of 362 characters that looks like a pyrogram string; SELECT session_help() lists them

-- INNOCUOUS: a stored view may ask it, where the schema is not trusted, too.
PRAGMA trusted_schema = OFF;
CREATE VIEW stored AS SELECT length(session_help('session')) > 100 AS x;
SELECT x FROM stored;
--> 1

-- Each example, with the two sessions that all have in mind, whatever the one before it left.
SELECT outcome('ATTACH '':memory:'' AS bot; SELECT session_import(''AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQAAAAAuUBS7AQ'', ''bot'')');
--> bot
CREATE TABLE fresh AS SELECT 'AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQAAAAAuUBS7AQ' AS s;
SELECT name FROM topic, fresh WHERE outcome('DETACH bot; ATTACH '':memory:'' AS bot; SELECT session_import(''' || s || ''', ''bot'')') <> 'bot'
  OR outcome('SELECT session_import(''' || s || ''', ''./my.session'', ''pyrogram-3'', ''replace'', 1)') <> './my.session' OR unlink('./' || name || '.session') = 5
  OR unlink('./copy.session') = 5 OR unlink('./bot.session') = 5 OR examples(session_help(name)) < 1;
--> (none)
