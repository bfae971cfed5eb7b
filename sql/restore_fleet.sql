-- restore_fleet.sql: session files out of a vault that backup_fleet.sql has filled.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :vault 'vault.db'               unset: vault.db
--     .parameter set :into 'restored'                a folder, made if need be; unset: each file where it was
--     .parameter set :name '*bot7*'                  a glob of names in the vault; unset: all
--     .parameter set :layout pyrogram-3              unset: the layout that it had
--     .read sql/restore_fleet.sql
--
-- The newest bundle of each.  Files get mode 0600.  A file that is there already gets the peers that it lacks; one in which
-- another account is logged in stops the run and is not overwritten.  It can be run again.

ATTACH coalesce(:vault, 'vault.db') AS vault;

-- The shell's writefile() makes a folder, mode 0700, when told this mode.
SELECT :into AS new_folder FROM session(:into || '/')
WHERE problem LIKE 'there is no file %' AND coalesce(writefile(:into, NULL, 16832), 0) = 0;

INSERT INTO session(name, layout, string)
SELECT CASE WHEN :into IS NOT NULL THEN :into || '/' || substr(name, length(rtrim(name, replace(name, '/', ''))) + 1)
    WHEN name GLOB '*/*' THEN name ELSE './' || name END,
  coalesce(:layout, layout), bundle
FROM (SELECT name, layout, bundle, max(taken) FROM vault.bundles WHERE name GLOB coalesce(:name, '*') GROUP BY name);

SELECT count(DISTINCT name) AS restored, datetime(min(taken), 'unixepoch') AS oldest, datetime(max(taken), 'unixepoch') AS newest
FROM (SELECT name, max(taken) AS taken FROM vault.bundles WHERE name GLOB coalesce(:name, '*') GROUP BY name);
DETACH vault;
