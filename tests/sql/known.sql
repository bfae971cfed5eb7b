-- A schema that was met before is not looked at again.  So: many files of one schema, of more schemas than are kept in mind, of one schema
-- with many numbers, and one whose schema changes between two looks.
CREATE TABLE n AS WITH RECURSIVE r(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM r WHERE i<24) SELECT i, './f' || i || '.session' AS p FROM r;
CREATE TABLE made AS SELECT CAST(printf('%0256d', 8) AS BLOB) AS key;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT p, 'pyrogram-3', 2, 1000 + i, 0, 1, key FROM n, made;
CREATE TEMP VIEW now AS SELECT i, (SELECT group_concat(json_extract(value, '$.code')) FROM json_each(session_check(p))) AS codes FROM n;
SELECT i FROM now WHERE codes NOT NULL;
--> (none)

-- Each with another column, twice round.
SELECT count(other(p, 'ALTER TABLE peers ADD COLUMN c' || i)), count(other(p, NULL)) FROM n;
--> 0 | 0
SELECT count(*), min(codes), max(codes) FROM now;
--> 24 | unknown-columns | unknown-columns
SELECT count(*), min(codes), max(codes) FROM now;
--> 24 | unknown-columns | unknown-columns

-- One at a time gets a second one, between two looks at all of them.
SELECT other('./f7.session', 'ALTER TABLE peers ADD COLUMN d'), other('./f7.session', NULL);
--> NULL | NULL
SELECT i, json_extract(session_check(p), '$[0].finding') FROM n WHERE i IN (6, 7);
--> 6 | 1 unknown column: edits of the account keep them, an edited peer and a migration do not
--> 7 | 2 unknown columns: edits of the account keep them, an edited peer and a migration do not

-- A file in the place of another: pyrogram-3, kurigram-7 and a Telethon's, in turn.
CREATE TABLE v AS SELECT session_export('./f1.session', 'kurigram-7') AS k, session_export('./f1.session', 'telethon-7') AS t, readfile('./f1.session') AS f;
SELECT layout FROM session('./f2.session') UNION ALL SELECT writefile('./f2.session', k) > 0 FROM v UNION ALL SELECT layout FROM session('./f2.session')
  UNION ALL SELECT writefile('./f2.session', t) > 0 FROM v UNION ALL SELECT layout FROM session('./f2.session')
  UNION ALL SELECT writefile('./f2.session', f) > 0 FROM v UNION ALL SELECT layout FROM session('./f2.session');
--> pyrogram-3
--> 1
--> kurigram-7
--> 1
--> telethon-7
--> 1
--> pyrogram-3
SELECT count(*) FROM n, v WHERE i = 2 AND session_check(p) = '[]';
--> 0

-- One schema, as many numbers as files: each is told, whatever the one before said, and in the other order, too.
SELECT count(writefile(p, f)) FROM n, v WHERE i BETWEEN 10 AND 19;
--> 10
SELECT count(other(p, 'UPDATE version SET number = ' || (i - 10))), count(other(p, NULL)) FROM n WHERE i BETWEEN 10 AND 19;
--> 0 | 0
CREATE TEMP VIEW numbers AS SELECT i - 10 AS number, (SELECT layout FROM session(p)) AS layout, (SELECT count(*) FROM session_peers(p)) AS peers,
  (SELECT group_concat(json_extract(value, '$.code')) FROM json_each(session_check(p))) AS codes FROM n WHERE i BETWEEN 10 AND 19;
SELECT * FROM numbers;
--> 0 | pyrogram-3 | 0 | version-mismatch
--> 1 | pyrogram-3 | 0 | version-mismatch
--> 2 | pyrogram-3 | 0 | version-mismatch
--> 3 | pyrogram-3 | 0 | unknown-columns
--> 4 | pyrogrammod-4 | 0 | missing-table
--> 5 | pyrogram-3 | 0 | version-mismatch
--> 6 | pyrogram-3 | 0 | version-mismatch
--> 7 | pyrogram-3 | 0 | version-mismatch
--> 8 | pyrogram-3 | 0 | version-mismatch
--> 9 | pyrogram-3 | 0 | version-unknown
SELECT group_concat(codes) FROM (SELECT * FROM numbers ORDER BY number DESC);
--> version-unknown,version-mismatch,version-mismatch,version-mismatch,version-mismatch,missing-table,unknown-columns,version-mismatch,version-mismatch,version-mismatch

-- What session_check() found sound, it takes for sound where the schema's text is the same, and nowhere else: an index
-- less, a trigger, a table, a view.
SELECT count(writefile(p, good)) FROM n, (SELECT session_export('./f1.session', 'pyrogram-3') AS good)
  WHERE i BETWEEN 10 AND 18;
--> 9
SELECT i FROM now WHERE i BETWEEN 10 AND 18 AND codes NOT NULL;
--> (none)
SELECT other('./f11.session', 'DROP INDEX idx_peers_id'),
  other('./f13.session', 'CREATE TRIGGER t AFTER DELETE ON sessions BEGIN SELECT 1; END'),
  other('./f15.session', 'CREATE TABLE notes(x)'), other('./f17.session', 'CREATE VIEW x AS SELECT 1'),
  count(other(p, NULL)) FROM n;
--> NULL | NULL | NULL | NULL | 0
SELECT i, codes FROM now WHERE i BETWEEN 10 AND 18 UNION ALL SELECT i, codes FROM now WHERE i BETWEEN 16 AND 18;
--> 10 | NULL
--> 11 | missing-index
--> 12 | NULL
--> 13 | foreign-trigger
--> 14 | NULL
--> 15 | foreign-table
--> 16 | NULL
--> 17 | foreign-view
--> 18 | NULL
--> 16 | NULL
--> 17 | foreign-view
--> 18 | NULL

-- What is counted belongs to the layout, not to the schema's text alone: Pyrogram's versions 1 and 2 have the same, and
-- in 1 such ids are right.
INSERT INTO session(name, layout, dc_id, user_id, is_bot, auth_key)
  SELECT './v' || i || '.session', 'pyrogram-' || (1 + i%2), 2, 1000 + i, 0, key FROM n, made WHERE i <= 4;
SELECT count(other('./v' || i || '.session', 'INSERT INTO peers(id, access_hash, type) VALUES (-1001234567, 1, ''channel'')')),
  count(other('./v' || i || '.session', NULL)) FROM n WHERE i <= 4;
--> 0 | 0
SELECT i, (SELECT layout FROM session('./v' || i || '.session')) AS layout,
  json_extract(session_check('./v' || i || '.session'), '$[0].code') FROM n WHERE i <= 4;
--> 1 | pyrogram-2 | old-channel-ids
--> 2 | pyrogram-1 | NULL
--> 3 | pyrogram-2 | old-channel-ids
--> 4 | pyrogram-1 | NULL
