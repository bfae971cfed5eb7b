-- vault_to_postgres.sql: the vault as statements for PostgreSQL, or for any engine that has the table of vault_plain.sql.
--
--     psql -q -f sql/vault_plain.sql
--     sqlite3 -batch -cmd '.load ./build/tgsession' vault.db <sql/vault_to_postgres.sql | psql -q -v ON_ERROR_STOP=1
--
-- WARNING: what it prints holds the keys.  Pipe it; a file of it or an argument stays behind.
--
--     .read sql/vault_to_postgres.sql
--
-- in a shell prints them on the screen.  All or nothing: BEGIN to COMMIT.  A row that is there is replaced, unless a host holds it
-- by a lease; a login that is there under another name ends it, and nothing is changed.  The way back, in the sqlite3 shell:
--
--     .import --csv --schema temp "|psql --csv -c 'SELECT name, bundle, updated FROM vault'" rows
--     INSERT INTO vault(name, bundle, updated) SELECT name, bundle, updated FROM temp.rows WHERE 1
--       ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated;

SELECT 'BEGIN;';

SELECT printf('INSERT INTO vault(name, bundle, info, auth_key_id, user_id, updated) VALUES (%Q, %Q, %Q, %Q, %s, %d)'
  || ' ON CONFLICT (name) DO UPDATE SET bundle = excluded.bundle, info = excluded.info, auth_key_id = excluded.auth_key_id,'
  || ' user_id = excluded.user_id, updated = excluded.updated WHERE vault.lease < %d;',
  name, bundle, info, auth_key_id, coalesce(user_id, 'NULL'), updated, CAST(strftime('%s', 'now') AS INTEGER))
FROM vault WHERE typeof(name) = 'text' AND instr(CAST(name AS BLOB), x'00') = 0 ORDER BY name;

SELECT 'COMMIT;';
