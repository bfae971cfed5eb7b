-- vault_to_redis.sql: the vault as commands for redis-cli.
--
--     sqlite3 -batch -cmd '.load ./build/tgsession' vault.db <sql/vault_to_redis.sql | redis-cli
--
-- WARNING: what it prints holds the keys.  Pipe it; a file of it or an argument stays behind.
--
--     .read sql/vault_to_redis.sql
--
-- in a shell prints them on the screen.  Hash vault: a bundle under each name; vault:login: the name under each auth_key_id, so
-- that one login is there once: the command of a second name is answered by an error, and changes nothing; vault:key: the
-- auth_key_id under each name.  Redis keeps no leases: its replicas are behind, and a lease that was granted is forgotten by a
-- failover.  The way back, in the sqlite3 shell:
--
--     CREATE TEMP TABLE rows(json);
--     .import --ascii --schema temp "|redis-cli --json HGETALL vault" rows
--     INSERT INTO vault(name, bundle, updated) SELECT key, value, strftime('%s', 'now') FROM temp.rows, json_each(rows.json) WHERE 1
--       ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated;

WITH quoted(q, name, bundle, auth_key_id) AS (
  SELECT '"' || replace(replace(replace(replace(name, '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r') || '"', name, bundle,
    coalesce(auth_key_id, '-')
  FROM vault WHERE typeof(name) = 'text' AND instr(CAST(name AS BLOB), x'00') = 0)
SELECT 'EVAL "local n, k, b = ARGV[1], ARGV[2], ARGV[3]; local o = redis.call(''HGET'', KEYS[2], k);'
  || ' if k ~= ''-'' and o and o ~= n then return redis.error_reply(''the vault has the login of '' .. n .. '' as '' .. o) end;'
  || ' local p = redis.call(''HGET'', KEYS[3], n); if p and p ~= k then redis.call(''HDEL'', KEYS[2], p) end;'
  || ' if k ~= ''-'' then redis.call(''HSET'', KEYS[2], k, n) end; redis.call(''HSET'', KEYS[3], n, k);'
  || ' return redis.call(''HSET'', KEYS[1], n, b)" 3 vault vault:login vault:key ' || q || ' ' || auth_key_id || ' ' || bundle
FROM quoted ORDER BY name;
