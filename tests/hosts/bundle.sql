-- The same rows make the same bundle, character for character, on every processor and system: run by platform.sh and windows.sh, here too.
-- (Not one of the tests of sql/: a system with another zlib packs as well, and not alike.)
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key, date)
  VALUES ('main', 'kurigram-7', 4, 777, 0, 5, CAST(printf('%.256c', 'k') AS BLOB), 1700000000);
INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, updated)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<400)
  SELECT 'main', i*7919, 'user', (i*1844674407370955 + i*i*i*104729) * CASE WHEN i%2 THEN 1 ELSE -1 END, 'name' || (i*i),
    CASE WHEN i%3 = 0 THEN '49' || (i*104729) END, 1700000000 + i*i FROM n;
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('main', 0, 1000, 2, 1700000000, 4);
CREATE TEMP TABLE made AS SELECT session_export('main', 'bundle') AS z, session_export('main', 'bundle', 'max_length', 2000) AS short;
WITH RECURSIVE c(i, h) AS (SELECT 1, 0 UNION ALL SELECT i+1, (h*31 + unicode(substr(z, i, 1))) % 2147483647 FROM c, made WHERE i<=length(z))
  SELECT length(z), h, json_extract(session_info(z), '$.peers') FROM c, made WHERE i>length(z);
--> 6781 | 59026131 | 400
WITH RECURSIVE c(i, h) AS (SELECT 1, 0 UNION ALL SELECT i+1, (h*31 + unicode(substr(short, i, 1))) % 2147483647 FROM c, made WHERE i<=length(short))
  SELECT length(short), h, json_extract(session_info(short), '$.peers') FROM c, made WHERE i>length(short);
--> 1996 | 1481901038 | 92
