-- restore_fleet.sql: session files out of a vault that backup_fleet.sql has filled.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :into 'restored'                a folder, made if need be; nothing is written but below it
--     .parameter set :vault 'vault.db'               unset: vault.db; it is only read
--     .parameter set :name '*bot7*'                  a glob of names in the vault; unset: all
--     .parameter set :from '/home/me/bots'           a folder that is cut off the names; unset: none
--     .parameter set :layout pyrogram-3              unset: the layout that it had
--     .read sql/restore_fleet.sql
--
-- The newest bundle of each.  Names keep their folders: 'bots/a.session' becomes 'restored/bots/a.session'.  A vault may be a
-- stranger's: a name that could lead out of :into is listed and left out.  Files get mode 0600.  A file that is there
-- already gets the peers that it lacks; one in which another account is logged in stops the run and is not overwritten.  It
-- can be run again.

SELECT 'nothing is restored: say where, for example .parameter set :into restored' AS how WHERE coalesce(:into, '') = '';
ATTACH 'file:' || replace(replace(replace(coalesce(:vault, 'vault.db'), '%', '%25'), '?', '%3f'), '#', '%23') || '?mode=ro' AS vault;

DROP TABLE IF EXISTS temp.restore;
CREATE TEMP TABLE restore AS
SELECT name, rtrim(:into, '/') || '/' || inner AS target, coalesce(:layout, layout) AS layout, taken, bundle,
  CASE WHEN typeof(name) <> 'text' THEN 'it is no text'
    WHEN instr(CAST(name AS BLOB), x'00') THEN 'it has a NUL'
    WHEN name GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*' THEN 'it has a control character'
    WHEN inner GLOB '/*' OR inner GLOB '[A-Za-z]:*' THEN 'it is absolute; set :from to the folder to cut off'
    WHEN inner GLOB '*..*' THEN 'it has ..'
    WHEN instr(inner, '\') THEN 'it has a backslash'
    WHEN inner GLOB '~*' OR inner GLOB '*/~*' THEN 'it has a ~'
    WHEN inner = '' OR inner GLOB '*/' THEN 'it names no file' END AS why
FROM (SELECT *, CASE WHEN rest GLOB './*' THEN substr(rest, 3) ELSE rest END AS inner
  FROM (SELECT name, layout, bundle, max(taken) AS taken,
      CASE WHEN substr(name, 1, length(rtrim(:from, '/')) + 1) = rtrim(:from, '/') || '/'
        THEN substr(name, length(rtrim(:from, '/')) + 2) ELSE name END AS rest
    FROM vault.bundles
    WHERE (name GLOB coalesce(:name, '*') OR typeof(name) <> 'text') AND :into <> '' GROUP BY name));

SELECT CASE WHEN why GLOB '*NUL' OR why GLOB '*control*' OR why GLOB '*no text' THEN 'hex ' || hex(name) ELSE name END AS refused, why
FROM restore WHERE why IS NOT NULL;

-- The shell's writefile() makes a folder, mode 0700, when told this mode.  The outer ones first.
SELECT folder AS new_folder
FROM (WITH RECURSIVE part(target, n) AS (
    SELECT target, length(rtrim(:into, '/')) FROM restore WHERE why IS NULL
    UNION
    SELECT target, n + instr(substr(target, n + 2), '/') FROM part)
  SELECT DISTINCT substr(target, 1, n) AS folder FROM part ORDER BY n LIMIT -1 OFFSET 0)
WHERE CASE WHEN EXISTS (SELECT 1 FROM session(folder || '/') WHERE problem GLOB 'missing-file:*')
  THEN coalesce(writefile(folder, NULL, 16832), 0) = 0 END;

CREATE TEMP TABLE restored AS SELECT session_import(bundle, target, layout) AS file FROM restore WHERE why IS NULL;
DROP TABLE temp.restored;

SELECT count(*) AS restored, datetime(min(taken), 'unixepoch') AS oldest, datetime(max(taken), 'unixepoch') AS newest
FROM restore WHERE why IS NULL;
DETACH vault;
DROP TABLE temp.restore;
