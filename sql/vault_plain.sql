-- vault_plain.sql: the table of vault.sql in plain columns, for engines that load no extension: PostgreSQL, rqlite, libsql's server.
--
--     sqlite3 plain.db
--     .read sql/vault_plain.sql
--
-- WARNING: a vault is as secret as the session files: it holds their keys.
--
-- SQLite and PostgreSQL take it as it stands.  Who writes a bundle writes what session_info() says of it, too, with tgsession
-- on its own side: vault_to_postgres.sql prints such statements.  take, renew and give of vault_lease.sql are the same here; put
-- also sets info = session_info(:bundle), auth_key_id and user_id.

CREATE TABLE IF NOT EXISTS vault(
  name TEXT PRIMARY KEY,
  bundle TEXT NOT NULL,
  info TEXT NOT NULL,
  auth_key_id TEXT,
  user_id BIGINT,
  updated BIGINT NOT NULL,
  host TEXT,
  lease BIGINT NOT NULL DEFAULT 0,
  epoch BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS vault_login ON vault(auth_key_id);
