-- compare.sql: two sessions side by side: the account, and the peers that only one of them knows or that differ.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :a './old.session'              a file, or a database that is attached
--     .parameter set :b './new.session'
--     .read sql/compare.sql
--
-- It changes nothing and shows no secret: of keys and access hashes only whether they are the same.

DROP TABLE IF EXISTS temp.compare_a;
DROP TABLE IF EXISTS temp.compare_b;
CREATE TEMP TABLE compare_a AS SELECT * FROM session_peers(:a);
CREATE TEMP TABLE compare_b AS SELECT * FROM session_peers(:b);
CREATE INDEX temp.compare_a_id ON compare_a(id);
CREATE INDEX temp.compare_b_id ON compare_b(id);

-- The account: what differs.  The same auth_key_id is the same login.
WITH account(side, j) AS (
  SELECT f.column1, json_object('layout', layout, 'dc_id', dc_id, 'test_mode', test_mode, 'user_id', user_id, 'is_bot', is_bot,
    'api_id', api_id, 'server_address', server_address, 'port', port, 'date', date, 'auth_key_id', auth_key_id, 'problem', problem)
  FROM (VALUES ('a', :a), ('b', :b)) AS f, session(f.column2))
SELECT f.key AS field, f.atom AS a, json_extract(b.j, f.fullkey) AS b
FROM account AS a, json_each(a.j) AS f, account AS b
WHERE a.side = 'a' AND b.side = 'b' AND f.atom IS NOT json_extract(b.j, f.fullkey);

SELECT (SELECT count(*) FROM compare_a) AS peers_a, (SELECT count(*) FROM compare_b) AS peers_b,
  (SELECT count(*) FROM compare_a WHERE id NOT IN (SELECT id FROM compare_b)) AS only_a,
  (SELECT count(*) FROM compare_b WHERE id NOT IN (SELECT id FROM compare_a)) AS only_b,
  (SELECT count(*) FROM compare_a a JOIN compare_b b USING (id) WHERE a.access_hash IS NOT b.access_hash) AS hashes_differ;

-- Of peers the first hundred.
SELECT id, coalesce(a.type, b.type) AS type, coalesce(a.username, b.username) AS username, coalesce(a.name, b.name) AS name,
  CASE WHEN b.id IS NULL THEN 'only a' WHEN a.id IS NULL THEN 'only b' ELSE
    CASE WHEN a.access_hash IS NOT b.access_hash THEN 'hash ' ELSE '' END
    || CASE WHEN a.username IS NOT b.username THEN 'username ' ELSE '' END
    || CASE WHEN a.phone_number IS NOT b.phone_number THEN 'phone ' ELSE '' END || CASE WHEN a.type IS NOT b.type THEN 'type ' ELSE '' END
    || 'differs' END AS what
FROM (SELECT id FROM compare_a UNION SELECT id FROM compare_b) LEFT JOIN compare_a a USING (id) LEFT JOIN compare_b b USING (id)
WHERE a.id IS NULL OR b.id IS NULL
  OR (a.access_hash, a.username, a.phone_number, a.type) IS NOT (b.access_hash, b.username, b.phone_number, b.type)
ORDER BY id LIMIT 100;

DROP TABLE temp.compare_a;
DROP TABLE temp.compare_b;
