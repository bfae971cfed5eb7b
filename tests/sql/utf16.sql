-- needs images
-- Databases in UTF-16, both ways round: read, searched, checked, edited, exported and migrated like any other; as a file and as an image.
CREATE TABLE made AS SELECT CAST(printf('%0256d', 7) AS BLOB) AS key;
ATTACH ':memory:' AS src;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT 'src', 'kurigram-7', 2, 777, 0, 1, key FROM made;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES ('src', -1001234567890, 'channel', 5, '["news","other"]', NULL, 9),
  ('src', 777, 'user', 6, '["ann"]', '12025550123', 9);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('src', 0, 1, 2, 3, 4);
CREATE TABLE value AS SELECT session_export('src', 'bundle') AS v;
CREATE TABLE file AS SELECT './' || name || e.column1 || '.session' AS p, './' || name || '.session' AS plain, name AS layout, 'PRAGMA encoding=''UTF-16' || e.column1 || '''; CREATE TABLE t(x); DROP TABLE t' AS x, NULL AS y
  FROM session_formats, (VALUES ('le'), ('be')) e WHERE kind = 'layout' AND writes;
UPDATE file SET x = other(p, x), y = other(p, NULL);
SELECT count(*), count(DISTINCT session_import(v, p, layout)), count(DISTINCT session_import(v, plain, layout)) FROM file, value;
--> 42 | 42 | 21
SELECT DISTINCT hex(substr(readfile(p), 60, 1)) FROM file ORDER BY 1;
--> 02
--> 03
-- What the plain file says.
CREATE TABLE want AS SELECT plain, s.* FROM (SELECT DISTINCT plain FROM file), session(plain) s;
SELECT f.p FROM file f, session(f.p) s, want w WHERE w.plain = f.plain AND (s.layout, s.dc_id, s.user_id, s.is_bot, s.api_id, s.server_address, s.port, s.test_mode, s.auth_key_id, s.peers, s.problem)
  IS NOT (w.layout, w.dc_id, w.user_id, w.is_bot, w.api_id, w.server_address, w.port, w.test_mode, w.auth_key_id, w.peers, w.problem);
--> (none)
SELECT f.p FROM file f, session(readfile(f.p)) s, want w WHERE w.plain = f.plain AND (s.layout, s.dc_id, s.user_id, s.server_address, s.auth_key_id, s.peers, s.problem)
  IS NOT (w.layout, w.dc_id, w.user_id, w.server_address, w.auth_key_id, w.peers, w.problem);
--> (none)
CREATE TABLE peer AS SELECT plain, p.* FROM (SELECT DISTINCT plain FROM file), session_peers(plain) p;
SELECT count(*), (SELECT 2 * count(*) FROM peer) FROM file f, session_peers(f.p) p, peer w WHERE w.plain = f.plain AND w.id = p.id AND (p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.updated)
  IS (w.type, w.access_hash, w.username, w.usernames, w.phone_number, w.updated);
--> 80 | 80
SELECT count(*) = 2 * (SELECT count(*) FROM peer WHERE username = 'news') FROM file f, session_peers(f.p, '@News');
--> 1
SELECT count(*) = 2 * (SELECT count(*) FROM peer WHERE phone_number IS NOT NULL) FROM file f, session_peers(f.p, '+1 202 555-0123');
--> 1
SELECT p, session_check(p) FROM file WHERE session_check(p) LIKE '%"error"%' OR session_check(p) LIKE '%"repair":true%';
--> (none)
SELECT f.p FROM file f WHERE session_info(session_export(p, 'bundle', 'user_id', 777)) <> session_info(session_export(plain, 'bundle', 'user_id', 777));
--> (none)
-- Written.
SELECT p, outcome('UPDATE session SET dc_id = 4 WHERE source = ''' || p || '''') AS o FROM file WHERE o <> '(none)';
--> (none)
SELECT p FROM file, session(p) WHERE dc_id <> 4 OR problem IS NOT NULL OR server_address NOT LIKE '149.154.167.9_';
--> (none)
SELECT count(session_migrate(p, 'mtcute-1', 'user_id', 777, 'is_bot', 0)) FROM file;
--> 42
SELECT s.layout, dc_id, user_id, server_address, count(*), max(problem) FROM file, session(p) s GROUP BY 1, 2, 3, 4;
--> mtcute-1 | 4 | 777 | 149.154.167.91 | 26 | NULL
--> mtcute-1 | 4 | 777 | 149.154.167.92 | 16 | NULL
