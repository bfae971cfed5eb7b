-- backup_fleet.sql: every session file, whole, as a bundle in a vault: one ordinary database.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'bots/*.session'        a file, a folder or a glob; unset: *.session in this folder
--     .parameter set :vault 'vault.db'               unset: vault.db; it is made with mode 0600
--     .read sql/backup_fleet.sql
--
-- WARNING: a vault is as secret as the files: it holds their keys.
--
-- Clients may go on running.  Run it as often as you like: a session is stored again only when it has changed, and the
-- older bundles stay.  restore_fleet.sql makes files of them again.  Files that are not logged in or have a problem are
-- left out and listed.

SELECT coalesce(:vault, 'vault.db') AS new_vault
WHERE coalesce(length(readfile(coalesce(:vault, 'vault.db'))), 0) = 0 AND writefile(coalesce(:vault, 'vault.db'), '', 33152) = 0;
ATTACH coalesce(:vault, 'vault.db') AS vault;
CREATE TABLE IF NOT EXISTS vault.bundles(
  name TEXT NOT NULL,            -- of the file
  taken INTEGER NOT NULL,        -- unix seconds
  layout TEXT,
  user_id INTEGER,
  auth_key_id TEXT,
  bundle TEXT NOT NULL,
  PRIMARY KEY(name, taken)
);

INSERT OR REPLACE INTO vault.bundles(name, taken, layout, user_id, auth_key_id, bundle)
SELECT name, CAST(strftime('%s', 'now') AS INTEGER), layout, user_id, auth_key_id, now
FROM (SELECT name, layout, user_id, auth_key_id, session_export(name, 'bundle') AS now
      FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NOT NULL AND problem IS NULL) AS f
WHERE now IS NOT (SELECT bundle FROM vault.bundles AS b WHERE b.name = f.name ORDER BY taken DESC LIMIT 1);

SELECT changes() AS stored, count(DISTINCT name) AS sessions, count(*) AS bundles, coalesce(sum(length(bundle)), 0) AS characters
FROM vault.bundles;
DETACH vault;

SELECT name AS left_out, coalesce(problem, 'not logged in') AS why
FROM session(coalesce(:source, '*.session')) WHERE auth_key_id IS NULL OR problem IS NOT NULL;
