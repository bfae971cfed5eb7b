-- Files that somebody prepared: everything foreign that a schema can hold, in every layout, under every verb that
-- writes; nothing of it ever runs, and session_repair(name, 'rebuild', 1) makes the tables anew without it.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key, CAST(printf('%0256d', 8) AS BLOB) AS key2;
CREATE TABLE layout AS SELECT name FROM session_formats WHERE kind = 'layout' AND writes;
SELECT count(*) FROM layout;
--> 21

-- {t}: the first table of the layout whose last item is a column; {c}: its first column; {s}: its SQL without the end, {e}
CREATE TABLE kind(kind, finding, ddl);
INSERT INTO kind VALUES
  ('insert', 'foreign-trigger', 'CREATE TRIGGER k AFTER INSERT ON {t} BEGIN INSERT INTO loot VALUES (1); END;'
    || 'CREATE TRIGGER l BEFORE UPDATE ON {t} BEGIN INSERT INTO loot VALUES (2); END;'
    || 'CREATE TRIGGER m AFTER DELETE ON {t} BEGIN INSERT INTO loot VALUES (3); END;'),
  ('capitals', 'foreign-trigger', 'CREATE TRIGGER k AFTER UPDATE ON {T} BEGIN INSERT INTO loot VALUES (1); END;'),
  ('comment', 'foreign-trigger', 'CREATE TRIGGER k /* ON x */ AFTER INSERT ON/**/"{t}" BEGIN INSERT INTO loot VALUES (1); END;'),
  ('typed', 'foreign-trigger', 'CREATE TRIGGER k AFTER INSERT ON {t} BEGIN INSERT INTO loot VALUES (1); END;'
    || 'PRAGMA writable_schema=1; UPDATE sqlite_master SET type=''Trigger'' WHERE name=''k'';'),
  ('moved', 'foreign-trigger', 'CREATE TRIGGER k AFTER INSERT ON {t} BEGIN INSERT INTO loot VALUES (1); END;'
    || 'PRAGMA writable_schema=1; UPDATE sqlite_master SET tbl_name=''loot'' WHERE name=''k'';'),
  ('check', 'foreign-check', 'PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=''{s}, CHECK (abs(1)){e}'' WHERE name=''{t}'';'),
  ('calls', 'foreign-check', 'PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=''{s}, CHECK'
    || ' (session_export(''''neighbour'''') IS NULL){e}'' WHERE name=''{t}'';'),
  ('default', 'foreign-default', 'PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=''{s}, zz DEFAULT (random()){e}'' WHERE name=''{t}'';'),
  ('computed', 'view-as-table', 'PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=''{s}, zz AS (abs(1)){e}'' WHERE name=''{t}'';'),
  ('collation', 'foreign-collation', 'PRAGMA writable_schema=1; UPDATE sqlite_master SET sql=''{s}, zz COLLATE rtrim{e}'' WHERE name=''{t}'';'),
  ('partial', 'foreign-index', 'CREATE INDEX zz ON {t}({c}) WHERE {c} IS NOT NULL;'),
  ('expression', 'foreign-index', 'CREATE INDEX zz ON {t}(abs({c}));'),
  ('ordered', 'foreign-collation', 'CREATE INDEX zz ON {t}({c} COLLATE rtrim);');

-- A file for each, with a login, and peers where the layout holds peers.
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('src', 5, 'user', -6, 'ann'), ('src', 777, 'user', 9, NULL);
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v, session_export('src', 'pyrogram') AS string;
CREATE TABLE file AS SELECT './' || name || '-' || kind || '.session' AS p, name AS layout, kind, finding, ddl, NULL AS t, NULL AS c, NULL AS s, NULL AS e
  FROM layout, kind WHERE some(layout.rowid + kind.rowid, 4);
SELECT count(*) = (SELECT count(*) FROM file), count(DISTINCT layout), count(DISTINCT kind) FROM file, value WHERE session_import(v, p, layout) = p;
--> 1 | 21 | 13
CREATE TABLE held AS SELECT layout, outcome('SELECT * FROM (SELECT dc_id, user_id, auth_key_id, peers FROM session(''' || min(p) || '''))') AS was
  FROM file GROUP BY layout;
UPDATE file SET t = other(p, 'CREATE TABLE loot(x); SELECT name FROM sqlite_master WHERE type=''table'' AND sql NOT LIKE ''%primary key (%'''
  || ' AND sql NOT LIKE ''%primary key(%'' ORDER BY rowid LIMIT 1'), e = other(p, NULL);
UPDATE file SET s = other(p, 'SELECT replace(sql, '''''''', '''''''''''') FROM sqlite_master WHERE name=''' || t || ''''),
  c = other(p, 'SELECT name FROM pragma_table_info(''' || t || ''')'), e = other(p, NULL);
UPDATE file SET e = CASE WHEN lower(s) LIKE '%) without rowid' THEN ') WITHOUT ROWID' ELSE ')' END;
UPDATE file SET s = substr(s, 1, length(s) - length(e));
SELECT count(*) FROM file WHERE other(p, replace(replace(replace(replace(replace(ddl, '{s}', s), '{e}', e), '{t}', t), '{T}', upper(t)), '{c}', c)) IS NOT NULL
  OR other(p, NULL) IS NOT NULL;
--> 0
CREATE TABLE saved AS SELECT p AS path, readfile(p) AS bytes FROM file;

-- Whatever stands there is found ...
SELECT layout, kind, finding, session_check(p) FROM file WHERE NOT instr(session_check(p), '"code":"' || finding || '"')
  AND NOT (kind = 'moved' AND instr(session_check(p), '"malformed"'));
--> (none)

-- ... and no verb writes past it: the error says what it is, and not a byte of the file changes.
CREATE TABLE verb(sql);
INSERT INTO verb VALUES ('SELECT session_import({v}, {p})'), ('SELECT session_import({v}, {p}, ''telethon-7'', ''replace'', 1)'),
  ('SELECT session_migrate({p}, ''kurigram-6'')'), ('UPDATE session SET dc_id = 4 WHERE source = {p}'), ('DELETE FROM session WHERE source = {p}'),
  ('SELECT session_repair({p})'), ('INSERT OR REPLACE INTO session(name, string) VALUES ({p}, {v})'),
  ('ATTACH {p} AS a; UPDATE session SET dc_id = 4 WHERE name = ''a'''), ('ATTACH {p} AS a; DELETE FROM session WHERE name = ''a'''),
  ('ATTACH {p} AS a; SELECT session_import({v}, ''a'')'), ('ATTACH {p} AS a; SELECT session_migrate(''a'', ''kurigram-6'')'),
  ('ATTACH {p} AS a; INSERT OR REPLACE INTO session_peers(session, id, type, access_hash) VALUES (''a'', 8, ''user'', 1)'),
  ('ATTACH {p} AS a; DELETE FROM session_peers WHERE session = ''a'''), ('ATTACH {p} AS a; UPDATE session_states SET pts = 2 WHERE session = ''a'''),
  ('ATTACH {p} AS a; INSERT OR REPLACE INTO session_states(session, id, pts, qts, date, seq) VALUES (''a'', 0, 1, 1, 1, 1)'),
  ('ATTACH {p} AS a; SELECT session_repair(''a'')');
CREATE TABLE did AS SELECT layout, kind, finding, p, verb.sql, outcome('DETACH a') AS x, outcome(replace(replace(verb.sql, '{p}', '''' || p || ''''), '{v}', '''' || string || '''')) AS o
  FROM file, verb, value;
SELECT count(*) = 16 * (SELECT count(*) FROM file) FROM did;
--> 1
-- (Newer versions of SQLite don't read the schema of an attached database in which a CHECK calls what it may not.)
SELECT sql, layout, kind, o FROM did WHERE NOT CASE kind WHEN 'moved' THEN o LIKE '%malformed%' OR o LIKE '! %is not written:%'
  WHEN 'calls' THEN o LIKE '! %is not written: %; SELECT session_check(%' OR (sql LIKE 'ATTACH%' AND o LIKE '! malformed%unsafe use of session_export()')
  WHEN 'computed' THEN o LIKE '! %is refused: a view, a virtual table or a computed column%' ELSE o LIKE '! %is not written: %; SELECT session_check(%' END
  AND NOT (o = '(none)' AND (sql LIKE '%UPDATE session_states%' OR sql LIKE '%DELETE FROM session_peers%'));
--> (none)
SELECT path FROM saved WHERE bytes <> readfile(path) OR file_mode(path || '-journal') IS NOT NULL OR file_mode(path || '-wal') IS NOT NULL;
--> (none)

-- Made anew: by the file's name, and as a database of a connection.  Nothing foreign is left, nothing was run, all that
-- the client's columns held is there, and then it is written like any other.
SELECT sum(writefile(replace(p, './', './a-'), readfile(p)) > 0) = count(*) FROM file;
--> 1
CREATE TABLE mended AS SELECT p, kind, layout, finding, session_repair(p, 'rebuild', 1) AS o FROM file WHERE kind <> 'moved';
INSERT INTO mended SELECT replace(p, './', './a-'), kind, layout, finding, outcome('ATTACH ''' || replace(p, './', './a-')
  || ''' AS a; SELECT session_repair(''a'', ''rebuild'', 1)') FROM file WHERE kind NOT IN ('moved', 'typed') AND outcome('DETACH a') <> 'never';
SELECT count(*) = (SELECT sum(CASE kind WHEN 'moved' THEN 0 WHEN 'typed' THEN 1 ELSE 2 END) FROM file) FROM mended, (SELECT outcome('DETACH a'));
--> 1
DELETE FROM mended WHERE kind = 'calls' AND p LIKE './a-%' AND o LIKE '! malformed%unsafe use of session_export()';
SELECT layout, kind, o FROM mended WHERE o NOT LIKE '%"code":"' || finding || '%,"status":"mended"%';
--> (none)
SELECT layout, kind, session_check(p) FROM mended WHERE session_check(p) LIKE '%"error"%' OR session_check(p) LIKE '%"repair":true%';
--> (none)
SELECT layout, kind FROM mended WHERE other(p, 'SELECT count(*) FROM loot') <> 0 OR other(p, 'PRAGMA integrity_check') <> 'ok'
  OR other(p, 'SELECT count(*) FROM sqlite_master WHERE name LIKE ''tgsession%''') <> 0 OR other(p, NULL) IS NOT NULL;
--> (none)
SELECT layout, kind, was, outcome('SELECT * FROM (SELECT dc_id, user_id, auth_key_id, peers FROM session(''' || m.p || '''))') FROM held JOIN mended m USING(layout)
  WHERE was IS NOT outcome('SELECT * FROM (SELECT dc_id, user_id, auth_key_id, peers FROM session(''' || m.p || '''))');
--> (none)
SELECT count(*) FROM mended WHERE outcome('UPDATE session SET dc_id = 4 WHERE source = ''' || p || '''') <> '(none)';
--> 0
SELECT layout, kind FROM mended WHERE (SELECT dc_id FROM session(p)) <> 4;
--> (none)
SELECT layout, kind FROM mended WHERE other(p, 'SELECT count(*) FROM loot') <> 0 OR other(p, NULL) IS NOT NULL;
--> (none)

-- DROP TRIGGER leaves a row whose type is 'Trigger': in a database of the connection nothing changes then.
SELECT DISTINCT replace(outcome('ATTACH ''' || replace(p, './', './a-') || ''' AS a; SELECT session_repair(''a'', ''rebuild'', 1)'), layout, '') FROM file
  WHERE kind = 'typed' AND outcome('DETACH a') <> 'never';
--> ! session_repair: a can't be rebuilt here: its trigger 'k' is written down as something else. Detach it, and name the file: SELECT session_repair('./FILE.session', 'rebuild', 1)
SELECT path FROM saved, (SELECT outcome('DETACH a')) WHERE path LIKE '%typed%' AND bytes <> readfile(replace(path, './', './a-'));
--> (none)

---------------------------------------------------------------- an index with the name of a column of a very long table
ATTACH ':memory:' AS long;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key) VALUES('long', 'kurigram-7', 2, 777, 0, CAST(printf('%.256c', 'k') AS BLOB));
CREATE TABLE long.mine(a);
CREATE INDEX long."a_table_whose_name_is_longer_than_that_of_any_table_that_a_client_makes.a" ON mine(a);
SELECT layout, problem FROM session('long');
--> kurigram-7 | NULL
-- Three are missing: all are named.
DROP TABLE long.usernames;
DROP TABLE long.update_state;
DROP TABLE long.version;
SELECT layout, problem FROM session('long');
--> kurigram-7 | missing-table: its tables 'usernames', 'update_state' and 'version' are missing
DETACH long;
