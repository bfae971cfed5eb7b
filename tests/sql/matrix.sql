-- Every writable layout into every other, and back: what the target can hold survives.
CREATE TEMP TABLE made_up AS SELECT CAST(printf('%0256d', 4242) AS BLOB) AS key;

---------------------------------------------------------------- two sessions to start from
-- Peers of every type, several usernames, phones, states, NULLs, access hashes at both ends of 64 bits.
ATTACH ':memory:' AS k;
INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, test_mode, date, auth_key) SELECT 'k', 'kurigram-7', 4, 12345, 777000123, 1, 0, 1700000000, key FROM made_up;
INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES
  ('k', 777000123, 'bot', 4242424242, '["selfbot"]', NULL, 1700000001),
  ('k', 1, 'user', 1, NULL, NULL, 1700000002),
  ('k', 4611686018427387904 >> 22, 'user', -9223372036854775807 - 1, '["min2","min","min3"]', '4915112345678', 1700000003),
  ('k', 5000000000, 'user', 9223372036854775807, '["üñï"]', '1', 1700000004),
  ('k', 6000000000, 'bot', -1, '["abot"]', NULL, 1700000005),
  ('k', -1, 'group', 0, NULL, NULL, 1700000006),
  ('k', -999999999999, 'group', 0, NULL, NULL, 1700000007),
  ('k', -1000000000001, 'channel', 7, '["old","news"]', NULL, 1700000008),
  ('k', -1001234567890, 'supergroup', 8, '["talk"]', NULL, 1700000009),
  ('k', -1997852516352, 'channel', 9, NULL, NULL, 1700000010),
  ('k', -1002000000001, 'forum', 10, '["forum"]', NULL, 1700000011),
  ('k', -1002000000002, 'direct', 11, NULL, NULL, 1700000012);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('k', 0, 1000, 2, 1700000000, 4), ('k', -1000000000001, 77, NULL, 1700000001, NULL), ('k', -1001234567890, 2147483647, 0, 1700000002, 0);
-- Telethon's has names.
ATTACH ':memory:' AS t;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT 't', 'telethon-8', 2, 5, key FROM made_up;
INSERT INTO session_peers(session, id, access_hash, username, phone_number, name, updated) VALUES
  ('t', 5, 55, 'me', '491', 'My Self', 1700000001), ('t', 6, -9223372036854775807 - 1, NULL, NULL, 'Six', 1700000002),
  ('t', -7, 0, NULL, NULL, 'A group', 1700000003), ('t', -1000000000008, 9223372036854775807, 'eight', NULL, 'Ein Kanal', 1700000004);
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('t', 0, 1, 2, 3, 4), ('t', -1000000000008, 5, 0, 6, 0);
SELECT session_import(session_export('t', 'telethon-8', 'user_id', 5), 't');
--> t

CREATE TEMP TABLE base(base TEXT PRIMARY KEY, image BLOB);
INSERT INTO base VALUES ('k', session_export('k', 'kurigram-7')), ('t', session_export('t', 'telethon-8'));
SELECT base, layout, dc_id, user_id, peers FROM base, session(image);
--> k | kurigram-7 | 4 | 777000123 | 12
--> t | telethon-8 | 2 | 5 | 4

CREATE TEMP TABLE lay(layout TEXT PRIMARY KEY, keeps TEXT);
INSERT INTO lay SELECT name, ' ' || keeps || ' ' FROM session_formats WHERE kind='layout' AND writes;
SELECT count(*) > 20 FROM lay;
--> 1
-- From each into each: all pairs, or some for each layout and those that are asked for by name.
CREATE TEMP TABLE pair AS SELECT x.layout AS a, y.layout AS b, y.keeps FROM lay x, lay y
 WHERE some(x.rowid + y.rowid, 4) OR (x.layout='telethon-2.10' AND y.layout='grammers-1') OR (x.layout='pyrofork-4' AND y.layout='kurigram-7');
SELECT count(DISTINCT a) = (SELECT count(*) FROM lay), count(DISTINCT b) = (SELECT count(*) FROM lay) FROM pair;
--> 1 | 1

---------------------------------------------------------------- images
CREATE TEMP TABLE a(base TEXT, a TEXT, image BLOB);
INSERT INTO a SELECT base, layout, session_convert(image, layout) FROM base, lay;
CREATE TEMP TABLE ab(base TEXT, a TEXT, b TEXT, image BLOB, back BLOB);
INSERT INTO ab SELECT base, a, b, session_convert(image, b, 'user_id', CASE base WHEN 'k' THEN 777000123 ELSE 5 END), NULL FROM a JOIN pair USING(a);
UPDATE ab SET back=session_convert(image, a, 'user_id', CASE base WHEN 'k' THEN 777000123 ELSE 5 END);
SELECT count(*) = 2 * (SELECT count(*) FROM pair), sum(typeof(back)='blob')=count(*) FROM ab;
--> 1 | 1

-- The result is exactly the target.
SELECT ab.base, a, b, s.layout, s.problem FROM ab, session(image) s WHERE s.layout<>b OR s.problem IS NOT NULL;
--> (none)
SELECT ab.base, a, b, s.layout, s.problem FROM ab, session(back) s WHERE s.layout<>a OR s.problem IS NOT NULL;
--> (none)

---------------------------------------------------------------- accounts
-- What all keep is the same everywhere.
SELECT ab.base, a, b, s.dc_id, s.user_id FROM ab JOIN base o ON o.base=ab.base, session(ab.image) s, session(o.image) t
 WHERE s.dc_id<>t.dc_id OR s.auth_key<>t.auth_key OR (s.user_id IS NOT t.user_id AND b NOT LIKE 'telethon-_');
--> (none)
-- What B keeps is the same on the way back.  But Telethon 1 knows the user from its peers, of which Telethon 2 has no table.
SELECT ab.base, a, b, s.user_id, o.user_id
  FROM ab JOIN a USING(base, a) JOIN lay kb ON kb.layout=b, session(ab.back) s, session(a.image) o
 WHERE s.dc_id<>o.dc_id OR s.auth_key<>o.auth_key OR (s.user_id IS NOT o.user_id AND NOT (b='telethon-2.10' AND a LIKE 'telethon-_'))
    OR (kb.keeps LIKE '% api_id %' AND s.api_id IS NOT o.api_id) OR (kb.keeps LIKE '% date %' AND s.date IS NOT o.date)
    OR (kb.keeps LIKE '% is_bot %' AND s.is_bot IS NOT o.is_bot) OR s.test_mode IS NOT o.test_mode
    OR (kb.keeps LIKE '% server_address %' AND (s.server_address IS NOT o.server_address OR s.port IS NOT o.port));
--> (none)

---------------------------------------------------------------- peers
-- pa: of A, pb: of B, pc: back in A.
CREATE TEMP TABLE pa AS SELECT base, a, p.id, p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.name, p.updated FROM a, session_peers(a.image) p;
CREATE TEMP TABLE pb AS SELECT base, a, b, p.id, p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.name, p.updated FROM ab, session_peers(ab.image) p;
CREATE TEMP TABLE pc AS SELECT base, a, b, p.id, p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.name, p.updated FROM ab, session_peers(ab.back) p;
CREATE INDEX temp.ipb ON pb(base, a, b, id);
CREATE INDEX temp.ipc ON pc(base, a, b, id);
SELECT (SELECT count(*) FROM pa) > 300, (SELECT count(*) FROM pb) > few(6000), (SELECT count(*) FROM pc) > few(6000);
--> 1 | 1 | 1

-- None is lost, none is made up but grammers' row of the account itself.
SELECT base, a, b, id FROM pa JOIN pair USING(a) WHERE keeps LIKE '% peers %' EXCEPT SELECT base, a, b, id FROM pb;
--> (none)
SELECT base, a, b, id FROM pb EXCEPT SELECT base, a, b, id FROM pa JOIN pair USING(a);
--> k | telethon-2.10 | grammers-1 | 777000123
--> t | telethon-2.10 | grammers-1 | 5
SELECT base, a, b, id FROM pa JOIN pair USING(a) WHERE keeps LIKE '% peers %' EXCEPT SELECT base, a, b, id FROM pc;
--> (none)

-- access_hash is good everywhere, from -2^63 to 2^63-1.
SELECT DISTINCT min(access_hash), max(access_hash) FROM pb WHERE b LIKE 'telethon-_' GROUP BY b;
--> -9223372036854775808 | 9223372036854775807
SELECT base, a, b, id, x.access_hash, y.access_hash FROM pa x JOIN pb y USING(base, a, id) WHERE x.access_hash IS NOT y.access_hash;
--> (none)
SELECT base, a, b, id, x.access_hash, y.access_hash FROM pa x JOIN pc y USING(base, a, id) WHERE x.access_hash IS NOT y.access_hash AND b<>'telethon-2.10';
--> (none)

-- A type becomes the nearest that the target has: Telethon and mtcute tell only users, groups and channels apart.
SELECT DISTINCT b, x.type, y.type FROM pa x JOIN pb y USING(base, a, id)
 WHERE y.type IS NOT CASE WHEN b LIKE 'telethon%' OR b='mtcute-1' THEN replace(replace(replace(replace(x.type, 'bot', 'user'), 'forum', 'channel'), 'direct', 'channel'), 'supergroup', 'channel')
     WHEN b IN ('kurigram-7', 'wzgram-8') THEN x.type ELSE replace(replace(x.type, 'forum', 'supergroup'), 'direct', 'supergroup') END
   AND NOT (b='grammers-1' AND id=777000123);
--> (none)

-- Usernames: all where the target has all, else the main one.  grammers has none.
SELECT DISTINCT b, x.username, y.username FROM pa x JOIN pb y USING(base, a, id) WHERE y.username IS NOT CASE b WHEN 'grammers-1' THEN NULL ELSE x.username END;
--> (none)
SELECT DISTINCT b, x.usernames, y.usernames FROM pa x JOIN pb y USING(base, a, id) JOIN lay ON layout=b
 WHERE y.usernames IS NOT CASE WHEN b='grammers-1' THEN NULL WHEN keeps LIKE '% usernames %' THEN x.usernames WHEN x.username IS NOT NULL THEN json_array(x.username) END;
--> (none)
SELECT DISTINCT a, b, x.usernames, y.usernames FROM pa x JOIN pc y USING(base, a, id) JOIN lay ON layout=b WHERE keeps LIKE '% usernames %' AND y.usernames IS NOT x.usernames;
--> (none)
SELECT max(json_array_length(usernames)) FROM pc WHERE a='pyrofork-4' AND b='kurigram-7';
--> 3

-- Phone numbers and names, where there is a place for them.  No + and no .0 appears on the way.
SELECT DISTINCT a, b, x.phone_number, y.phone_number FROM pa x JOIN pb y USING(base, a, id) JOIN lay ON layout=b
 WHERE y.phone_number IS NOT CASE WHEN keeps LIKE '% phones %' THEN x.phone_number END;
--> (none)
SELECT DISTINCT a, b, x.name, y.name FROM pa x JOIN pb y USING(base, a, id) JOIN lay ON layout=b WHERE y.name IS NOT CASE WHEN keeps LIKE '% names %' THEN x.name END;
--> (none)
SELECT DISTINCT a, b FROM pa x JOIN pc y USING(base, a, id) JOIN lay ON layout=b
 WHERE (keeps LIKE '% phones %' AND y.phone_number IS NOT x.phone_number) OR (keeps LIKE '% names %' AND y.name IS NOT x.name);
--> (none)

-- The date stays; where the source has none and the target wants one, it is now.
SELECT DISTINCT a, b, x.updated, y.updated FROM pa x JOIN pb y USING(base, a, id)
 WHERE CASE WHEN b IN ('grammers-1', 'telethon-3', 'telethon-4', 'telethon-5', 'telethon-6') THEN y.updated IS NOT NULL
            WHEN x.updated IS NOT NULL THEN y.updated IS NOT x.updated
            ELSE y.updated NOT BETWEEN CAST(strftime('%s', 'now') AS INTEGER) - 3600 AND CAST(strftime('%s', 'now') AS INTEGER) END;
--> (none)

---------------------------------------------------------------- update states
CREATE TEMP TABLE sa AS SELECT base, a, s.id, s.pts, s.qts, s.date, s.seq FROM a, session_states(a.image) s;
CREATE TEMP TABLE sb AS SELECT base, a, b, s.id, s.pts, s.qts, s.date, s.seq FROM ab, session_states(ab.image) s;
CREATE TEMP TABLE sc AS SELECT base, a, b, s.id, s.pts, s.qts, s.date, s.seq FROM ab, session_states(ab.back) s;
SELECT count(DISTINCT a), count(*) FROM sa;
--> 15 | 75
-- None is lost or made up, there and back.
SELECT base, a, b, id, pts FROM sa JOIN pair USING(a) WHERE keeps LIKE '% states %' EXCEPT SELECT base, a, b, id, pts FROM sb;
--> (none)
SELECT base, a, b, id, pts FROM sb EXCEPT SELECT base, a, b, id, pts FROM sa JOIN pair USING(a);
--> (none)
SELECT base, a, b, id, pts FROM sa JOIN pair USING(a) WHERE keeps LIKE '% states %' EXCEPT SELECT base, a, b, id, pts FROM sc;
--> (none)
-- The account's state is kept whole.
SELECT base, a, b FROM sa x JOIN sb y USING(base, a, id) WHERE id=0 AND (x.qts IS NOT y.qts OR x.date IS NOT y.date OR x.seq IS NOT y.seq);
--> (none)
-- A channel's is its pts; most of Pyrogram's line and Telethon, which wants numbers, keep the rest too.
SELECT DISTINCT b, id, x.qts, y.qts, x.date, y.date, x.seq, y.seq FROM sa x JOIN sb y USING(base, a, id) WHERE id<0 AND
  CASE WHEN b IN ('grammers-1', 'mtcute-1', 'telethon-2.10') THEN y.qts IS NOT NULL OR y.date IS NOT NULL OR y.seq IS NOT NULL
       WHEN b='pylogram-4' THEN y.qts IS NOT NULL OR y.seq IS NOT NULL OR (x.date IS NOT NULL AND y.date IS NOT x.date)
       WHEN b LIKE 'telethon%' THEN y.qts<>coalesce(x.qts, 0) OR y.date<>coalesce(x.date, 0) OR y.seq<>coalesce(x.seq, 0)
       ELSE x.qts IS NOT y.qts OR x.date IS NOT y.date OR x.seq IS NOT y.seq END;
--> (none)

---------------------------------------------------------------- files
-- Each file, made from an image, is whole, and has the very schema of one that its client has just created.
SELECT mkdir('fresh'), mkdir('img'), mkdir('up');
--> 1 | 1 | 1
INSERT INTO session(name, layout, auth_key) SELECT 'fresh/' || layout || '.session', layout, x'' FROM lay;
-- The schema without white space and quotes.
CREATE TEMP TABLE q AS SELECT 'SELECT group_concat(replace(replace(replace(replace(coalesce(sql, name), char(10), ''''), '' '', ''''), char(9), ''''), char(34), ''''), ''|'')
  FROM (SELECT * FROM sqlite_master ORDER BY type, name)' AS sql;
CREATE TEMP TABLE sch(layout TEXT PRIMARY KEY, sql TEXT);
INSERT INTO sch SELECT layout, once(f, q.sql) FROM (SELECT layout, 'fresh/' || layout || '.session' AS f FROM lay), q;
SELECT count(*) = (SELECT count(*) FROM lay), min(length(sql)) > 200 FROM sch;
--> 1 | 1
CREATE TEMP TABLE up(base TEXT, a TEXT, b TEXT, f TEXT PRIMARY KEY, sql TEXT, whole TEXT, closed TEXT);
INSERT INTO up(base, a, b, f) SELECT base, a, b, 'img/' || base || '.' || a || '.' || b || '.session' FROM ab WHERE base='k';
SELECT sum(writefile(f, ab.image)) > 0 FROM up JOIN ab USING(base, a, b);
--> 1
SELECT min(chmod(f, '0600')) FROM up;
--> 1
UPDATE up SET whole=other(f, 'PRAGMA integrity_check'), sql=other(f, (SELECT sql FROM q)), closed=other(f, NULL);
SELECT whole, count(*) = (SELECT count(*) FROM ab WHERE base='k') FROM up GROUP BY whole;
--> ok | 1
SELECT base, a, b FROM up JOIN sch ON sch.layout=b WHERE up.sql IS NOT sch.sql;
--> (none)
-- Nothing is found wrong with it.
SELECT b, session_check(f) FROM up WHERE base='k' AND a='kurigram-7' AND session_check(f)<>'[]';
--> (none)

-- In place: many files, some of each layout, by one UPDATE; each becomes what its image did.
DELETE FROM up;
INSERT INTO up(base, a, b, f) SELECT base, a, b, 'up/' || a || '.' || b || '.session' FROM ab
 WHERE base='k' AND (a IN ('kurigram-7', 'telethon-7') OR b IN ('pyrogram-3', 'telethon-7'));
SELECT sum(writefile(f, a.image)) > 0 FROM up JOIN a USING(base, a);
--> 1
UPDATE session SET layout=(SELECT b FROM up WHERE f=name), user_id=coalesce(user_id, 777000123) WHERE source='up/*.session';
SELECT min(chmod(f, '0600')) FROM up;
--> 1
UPDATE up SET whole=other(f, 'PRAGMA integrity_check'), sql=other(f, (SELECT sql FROM q)), closed=other(f, NULL);
SELECT whole, count(*) > few(70) FROM up GROUP BY whole;
--> ok | 1
SELECT a, b FROM up JOIN sch ON sch.layout=b WHERE up.sql IS NOT sch.sql;
--> (none)
SELECT s.name, s.layout, b, problem FROM session('up/*.session') s JOIN up ON f=s.name WHERE s.layout IS NOT b OR problem IS NOT NULL;
--> (none)
SELECT f, s.user_id, t.user_id FROM up JOIN ab USING(base, a, b), session(up.f) s, session(ab.image) t
 WHERE s.dc_id IS NOT t.dc_id OR s.auth_key IS NOT t.auth_key OR s.user_id IS NOT t.user_id OR s.is_bot IS NOT t.is_bot OR s.api_id IS NOT t.api_id OR s.test_mode IS NOT t.test_mode
    OR s.server_address IS NOT t.server_address OR s.port IS NOT t.port OR s.date IS NOT t.date OR s.peers IS NOT t.peers;
--> (none)
CREATE TEMP TABLE pf AS SELECT base, a, b, p.id, p.type, p.access_hash, p.username, p.usernames, p.phone_number, p.name, p.updated FROM up, session_peers(up.f) p;
SELECT (SELECT count(*) FROM pf) = (SELECT count(*) FROM pb JOIN up USING(base, a, b)), count(*) FROM pf LEFT JOIN pb USING(base, a, b, id)
 WHERE pb.id IS NULL OR pf.type IS NOT pb.type OR pf.access_hash IS NOT pb.access_hash OR pf.username IS NOT pb.username OR pf.usernames IS NOT pb.usernames
    OR pf.phone_number IS NOT pb.phone_number OR pf.name IS NOT pb.name OR (pf.updated IS NOT pb.updated AND pb.updated<1750000000);
--> 1 | 0
CREATE TEMP TABLE sf AS SELECT base, a, b, s.id, s.pts, s.qts, s.date, s.seq FROM up, session_states(up.f) s;
SELECT (SELECT count(*) FROM sf) = (SELECT count(*) FROM sb JOIN up USING(base, a, b)), count(*) FROM sf LEFT JOIN sb USING(base, a, b, id)
 WHERE sb.id IS NULL OR sf.pts IS NOT sb.pts OR sf.qts IS NOT sb.qts OR (sf.date IS NOT sb.date AND sb.date<1750000000) OR sf.seq IS NOT sb.seq;
--> 1 | 0
-- Nothing lies beside them.
SELECT count(*) FROM up WHERE file_mode(f || '-journal') IS NOT NULL OR file_mode(f || '-wal') IS NOT NULL;
--> 0
