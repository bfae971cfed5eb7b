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

---------------------------------------------------------------- many at once
-- 240 peers and states over 240, of which half are known: as if they came in twelve parts; and what is there already writes nothing.
CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 360)
SELECT i, json_object('id', CASE WHEN i % 3 = 0 THEN -1000000000000 - i ELSE i END, 'type', CASE WHEN i % 3 = 0 THEN 'channel' ELSE 'user' END, 'access_hash', i,
    'usernames', CASE WHEN i % 4 = 0 THEN json_array('a' || i, 'b' || i) END, 'phone_number', CASE WHEN i % 5 = 1 THEN '4900000' || (1000 + i) END, 'updated', 1000 + i % 7) AS old,
  json_object('id', CASE WHEN i % 3 = 0 THEN -1000000000000 - i ELSE i END, 'access_hash', i + i % 2,
    'usernames', CASE WHEN i % 8 = 0 THEN json_array('b' || i, 'c' || i) END, 'updated', 1000 + i % 11) AS new,
  json_object('id', CASE WHEN i = 1 THEN 0 ELSE -1000000000000 - i END, 'pts', i + i % 5, 'qts', CASE WHEN i = 1 THEN 1 END, 'date', CASE WHEN i = 1 THEN 5 END) AS box
FROM n;
CREATE VIEW part AS SELECT a.n, (SELECT json_object('tgsession', 1, 'dc_id', 2, 'user_id', 777, 'is_bot', 0, 'api_id', 1, 'auth_key', printf('%0512d', 9),
    'peers', (SELECT json_group_array(json(CASE WHEN a.n = 0 THEN old ELSE new END)) FROM many WHERE i > a.lo AND i <= a.hi),
    'states', (SELECT json_group_array(json(json_set(box, '$.pts', json_extract(box, '$.pts') + (i % 3) * a.n))) FROM many WHERE (i = 1 OR i % 3 = 0) AND i > a.lo AND i <= a.hi))) AS doc
FROM (SELECT 0 AS n, 0 AS lo, 240 AS hi UNION ALL SELECT -1, 120, 360 UNION ALL SELECT 1 + i / 20, 120 + i - 1, 120 + i + 19 FROM many WHERE i % 20 = 1 AND i < 240) a;
CREATE TABLE whole AS SELECT name, './w-' || name || '.session' AS p, './q-' || name || '.session' AS q FROM layout;
SELECT sum(session_import(doc, p, name) = p AND session_import(doc, q, name) = q) = count(*), count(*) = (SELECT count(*) FROM layout) FROM whole, part WHERE n = 0;
--> 1 | 1
SELECT count(*) FROM whole, part WHERE n = -1 AND session_import(doc, p) <> p UNION ALL SELECT count(*) FROM whole, part WHERE n > 0 AND session_import(doc, q) <> q;
--> 0
--> 0
SELECT max((SELECT count(*) FROM session_peers(p)) < 300) FROM whole JOIN layout USING(name) WHERE peers;
--> 0
SELECT w.name, x.* FROM whole w, session_peers(w.p) x JOIN session_peers(w.q) y USING(id)
WHERE (x.type, x.access_hash, x.username, x.usernames, x.phone_number, CASE WHEN x.updated < 1e9 THEN x.updated END)
  IS NOT (y.type, y.access_hash, y.username, y.usernames, y.phone_number, CASE WHEN y.updated < 1e9 THEN y.updated END);
--> (none)
SELECT name FROM whole WHERE (SELECT count(*) FROM session_peers(p)) <> (SELECT count(*) FROM session_peers(q)) OR (SELECT count(*) FROM session_states(p)) <> (SELECT count(*) FROM session_states(q));
--> (none)
SELECT w.name, x.* FROM whole w, session_states(w.p) x JOIN session_states(w.q) y USING(id)
WHERE (x.pts, x.qts, CASE WHEN x.date < 1e9 THEN x.date END, x.seq) IS NOT (y.pts, y.qts, CASE WHEN y.date < 1e9 THEN y.date END, y.seq);
--> (none)
CREATE TABLE before AS SELECT name, p, readfile(p) AS bytes FROM whole;
SELECT count(*) FROM whole, part WHERE n = -1 AND session_import(doc, p) <> p;
--> 0
SELECT name FROM before WHERE readfile(p) <> bytes;
--> (none)

-- What differs by its length alone, by its names alone, or not at all; names that come twice, and more than are looked at.
ATTACH ':memory:' AS old;
ATTACH ':memory:' AS new;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT n, 'kurigram-7', 2, 777, 0, 1, key FROM made, (SELECT 'old' AS n UNION ALL SELECT 'new');
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES
  ('old', 1, 'user', 1, '["one","uno"]', '12345', 1000000000), ('new', 1, 'user', 1, '["one","uno"]', '123456', 1000000000),
  ('old', 2, 'user', 2, '["two"]', '', 1000000000), ('new', 2, 'user', 2, '["two","due"]', '', 1000000000),
  ('old', 3, 'user', 3, '["three"]', NULL, 1000000000), ('new', 3, 'user', 3, '["three"]', NULL, 1000000000);
UPDATE old.peers SET phone_number = '' WHERE id = 2;
UPDATE new.peers SET phone_number = '' WHERE id = 2;
INSERT INTO new.usernames(id, username) VALUES (3, 'three'), (3, 'tre'), (3, 'tre');
SELECT session_import(session_export('new', 'kurigram-7'), 'old');
--> old
SELECT id, usernames, phone_number FROM session_peers('old');
--> 1 | ["one","uno"] | 123456
--> 2 | ["two","due"] | 
--> 3 | ["three","tre"] | NULL
WITH n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 600) INSERT INTO new.usernames(id, username) SELECT 1, 'name' || i FROM n;
SELECT json_array_length(usernames) FROM session_peers('new', 1);
--> 500
-- Many states are looked up in a copy, too.
WITH n(i) AS (VALUES (1) UNION ALL SELECT i+1 FROM n WHERE i < 150) INSERT INTO session_states(session, id, pts) SELECT 'new', -1001234567890-i, i FROM n;
INSERT INTO session_states(session, id, pts) VALUES ('old', -1001234567900, 500), ('old', -1001234567901, 5);
SELECT session_import(session_export('new', 'kurigram-7'), 'old');
--> old
SELECT count(*), sum(pts), max(pts) FROM session_states('old');
--> 150 | 11815 | 500
DETACH old;
DETACH new;
