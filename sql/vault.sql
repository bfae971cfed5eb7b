-- vault.sql: the sessions of many hosts in one ordinary table, in a SQLite file or on an engine that replicates one.
--
--     umask 077; sqlite3 -cmd '.load ./build/tgsession' vault.db
--     .read sql/vault.sql
--
-- WARNING: a vault is as secret as the session files: it holds their keys, in clear on every node that has a copy.
--
-- It can be run again.  vault_report shows no secret.  A login is in here once, whatever its name: vault_login refuses it
-- under a second one, because Telegram ends a login that two clients use at once (AUTH_KEY_DUPLICATED).
-- Who changes a row needs the extension, because of the generated columns, and so does VACUUM; SELECT, DELETE and .dump work
-- without.  For engines that load no extensions: vault_plain.sql.
--
-- fleet_to_vault.sql and vault_to_fleet.sql bring files in and out, vault_lease.sql gives a login to one host at a time.

CREATE TABLE IF NOT EXISTS vault(
  name TEXT PRIMARY KEY,         -- of the file, with its folders
  bundle TEXT NOT NULL,          -- the whole session, secret
  info TEXT NOT NULL AS (session_info(bundle)) STORED,
  auth_key_id TEXT AS (json_extract(info, '$.auth_key_id')) STORED,
  user_id INT AS (json_extract(info, '$.user_id')) STORED,
  updated INT NOT NULL,          -- unix seconds
  host TEXT,                     -- who has it, or had it last
  lease INT NOT NULL DEFAULT 0,  -- until then, unix seconds
  epoch INT NOT NULL DEFAULT 0   -- how often it was taken: the fence
);
CREATE UNIQUE INDEX IF NOT EXISTS vault_login ON vault(auth_key_id);

CREATE VIEW IF NOT EXISTS vault_report AS
SELECT name, json_extract(info, '$.layout') AS layout, user_id, json_extract(info, '$.is_bot') AS is_bot,
  json_extract(info, '$.peers') AS peers, auth_key_id, length(bundle) AS characters, datetime(updated, 'unixepoch') AS updated,
  CASE WHEN lease >= CAST(strftime('%s', 'now') AS INTEGER) THEN host END AS host,
  max(0, lease - CAST(strftime('%s', 'now') AS INTEGER)) AS seconds_left, epoch
FROM vault;

-- Accounts with more than one login: allowed, and mostly one that somebody has forgotten.
CREATE VIEW IF NOT EXISTS vault_duplicates AS
SELECT user_id, count(*) AS logins, group_concat(name, char(10)) AS names
FROM vault WHERE user_id IS NOT NULL GROUP BY user_id HAVING count(*) > 1;
