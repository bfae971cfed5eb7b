-- The same account's session imported into what is there: peers and states that meet, in every layout.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
CREATE TABLE layout AS SELECT name, keeps LIKE '%peers%' AS peers, keeps LIKE '%states%' AS states, keeps LIKE '%phones%' AS phones
  FROM session_formats WHERE kind = 'layout' AND writes;
ATTACH ':memory:' AS there;
ATTACH ':memory:' AS more;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT n, 'kurigram-7', 2, 777, 0, 1, key FROM made, (SELECT 'there' AS n UNION ALL SELECT 'more');
-- 1: the old row is newer.  2: the old row is older, and has what the other lacks.  4: a tie.  5, 6: only in one.
INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, updated) VALUES
  ('there', 1, 'user', 11, 'one', '111111', 2000000000), ('there', 2, 'user', 21, 'two', '222222', 1000000000),
  ('there', 4, 'user', 41, 'four', NULL, 1000000000), ('there', 5, 'user', 51, NULL, NULL, 1000000000),
  ('more', 1, 'user', 12, 'uno', NULL, 1000000000), ('more', 2, 'user', 22, NULL, NULL, 2000000000),
  ('more', 4, 'user', 42, 'vier', NULL, 1000000000), ('more', 6, 'user', 61, NULL, NULL, 1000000000);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('there', 0, 100, 5, 50, 2), ('more', 0, 90, 6, 60, 1),
  ('there', -1001234567890, 7, NULL, NULL, NULL), ('more', -1001234567890, 8, NULL, NULL, NULL);
CREATE TABLE v AS SELECT session_export('there', 'kurigram-7') AS there, session_export('more', 'kurigram-7') AS more;

-- Each layout in a file.
CREATE TABLE file AS SELECT './' || name || '.session' AS p, layout.* FROM layout;
SELECT count(*) FROM file, v WHERE session_import(there, p, name) = p;
--> 21
ALTER TABLE file ADD COLUMN dated;
UPDATE file SET dated = coalesce((SELECT updated = 2000000000 FROM session_peers(p) WHERE id = 1), 0);
SELECT p FROM file JOIN session_formats f USING(name) WHERE dated <> (f.keeps LIKE '%updated%');
--> (none)
SELECT group_concat(name, ' ') FROM file WHERE peers AND NOT dated;
--> grammers-1 telethon-3 telethon-4 telethon-5 telethon-6
SELECT count(*) FROM file, v WHERE session_import(more, p) = p;
--> 21
CREATE TABLE want(id, dated, access_hash, username, phone_number);
INSERT INTO want VALUES (1, 1, 11, 'one', '111111'), (1, 0, 12, 'uno', '111111'), (2, NULL, 22, 'two', '222222'), (4, NULL, 42, 'vier', NULL),
  (5, NULL, 51, NULL, NULL), (6, NULL, 61, NULL, NULL);
SELECT f.name, w.*, g.* FROM file f JOIN want w ON w.dated IS NULL OR w.dated = f.dated LEFT JOIN session_peers(f.p) g ON g.id = w.id
  WHERE peers AND (g.access_hash IS NOT w.access_hash OR (g.username IS NOT w.username AND f.name <> 'grammers-1') OR (phones AND g.phone_number IS NOT w.phone_number));
--> (none)
SELECT f.name, count(*) FROM file f, session_peers(f.p) g WHERE g.id <> 777 GROUP BY 1 HAVING count(*) <> 5;
--> (none)
-- A box never runs backwards; a column that the layout lacks is NULL.
SELECT f.name, g.* FROM file f JOIN session_states(f.p) g WHERE g.id = 0 AND (g.pts <> 100 OR g.qts <> 6 OR g.date <> 60 OR g.seq NOT IN (2, 0));
--> (none)
SELECT f.name, g.pts FROM file f JOIN session_states(f.p) g WHERE g.id = -1001234567890 AND g.pts <> 8;
--> (none)
SELECT count(*), sum(g.id = 0), sum(g.id = -1001234567890) FROM file f JOIN session_states(f.p) g;
--> 30 | 15 | 15
-- With 'replace' it does: they are those of the value.
SELECT count(*) FROM file, v WHERE session_import(there, p, NULL, 'replace', 1) = p;
--> 21
SELECT f.name, g.* FROM file f JOIN session_states(f.p) g WHERE CASE g.id WHEN 0 THEN g.pts <> 100 OR g.qts <> 5 OR g.date <> 50 OR g.seq NOT IN (2, 0) ELSE g.pts <> 7 END;
--> (none)
SELECT count(*), sum(g.id = 0), sum(g.id = -1001234567890) FROM file f JOIN session_states(f.p) g;
--> 30 | 15 | 15
SELECT count(*) FROM file, v WHERE session_import(more, p, NULL, 'replace', 1) = p;
--> 21
SELECT f.name, g.* FROM file f JOIN session_states(f.p) g WHERE CASE g.id WHEN 0 THEN g.pts <> 90 OR g.qts <> 6 OR g.date <> 60 OR g.seq NOT IN (1, 0) ELSE g.pts <> 8 END;
--> (none)

-- The same in databases of the connection, by INSERT OR REPLACE as by session_import().
ATTACH ':memory:' AS a;
ATTACH ':memory:' AS b;
SELECT count(*) FROM v WHERE session_import(there, 'a') = 'a' AND session_import(there, 'b') = 'b' AND session_import(more, 'a') = 'a';
--> 1
INSERT OR REPLACE INTO session(name, string) SELECT 'b', more FROM v;
SELECT count(*) FROM want w JOIN session_peers g USING(id) WHERE session IN ('a', 'b') AND w.dated IS NOT 0 AND g.access_hash = w.access_hash
  AND g.username IS w.username AND g.phone_number IS w.phone_number;
--> 10

-- Merged into itself nothing changes, not even a row's time.
SELECT count(*) FROM v WHERE session_import(session_export('a', 'kurigram-7'), 'a') = 'a';
--> 1
SELECT count(*) FROM (SELECT id, type, access_hash, username, phone_number, updated FROM session_peers('a')
  EXCEPT SELECT id, type, access_hash, username, phone_number, updated FROM session_peers('b'));
--> 0

-- A merge takes no step back in them either; 'replace' does.
SELECT session, pts, qts, date FROM session_states WHERE id = 0 AND session IN ('a', 'b') ORDER BY 1;
--> a | 100 | 6 | 60
--> b | 100 | 6 | 60
SELECT session_import(more, 'a', NULL, 'replace', 1), (SELECT pts || ' ' || qts || ' ' || date FROM session_states('a') WHERE id = 0) FROM v;
--> a | 90 6 60
SELECT session_import(there, 'a'), (SELECT pts || ' ' || qts || ' ' || date FROM session_states('a') WHERE id = 0) FROM v;
--> a | 100 6 60
