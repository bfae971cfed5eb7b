-- vault_to_fleet.sql: session files out of the vault of vault.sql.
--
--     sqlite3 -cmd '.load ./build/tgsession' vault.db
--     .parameter set :into 'bots'                    a folder, made if need be; nothing is written but below it
--     .parameter set :name '*bot7*'                  a glob of names in the vault; unset: all
--     .parameter set :from '/home/me'                a folder that is cut off the names; unset: none
--     .parameter set :layout pyrogram-3              unset: the layout that it had
--     .read sql/vault_to_fleet.sql
--
-- Names keep their folders: 'bots/a.session' becomes 'INTO/bots/a.session'.  Each has a row with its outcome; none stops the
-- others.  A vault may be a stranger's: a name that could lead out of :into is listed and left out.  Files get mode 0600.  A file
-- that is there already gets the peers that it lacks; one in which another account is logged in stays as it is.  It can be run
-- again.  Take the lease first (vault_lease.sql): a file is a second place to start the login from.

SELECT 'nothing is written: say where, for example .parameter set :into bots' AS how WHERE coalesce(:into, '') = '';

DROP TABLE IF EXISTS temp.vault_to_fleet;
CREATE TEMP TABLE vault_to_fleet AS
SELECT name, rtrim(:into, '/') || '/' || inner AS target,
  CASE WHEN typeof(name) <> 'text' THEN 'it is no text'
    WHEN instr(CAST(name AS BLOB), x'00') THEN 'it has a NUL'
    WHEN name GLOB '*[' || char(1) || '-' || char(31) || char(127) || ']*' THEN 'it has a control character'
    WHEN inner GLOB '/*' OR inner GLOB '[A-Za-z]:*' THEN 'it is absolute; set :from to the folder to cut off'
    WHEN inner GLOB '*..*' THEN 'it has ..'
    WHEN instr(inner, '\') THEN 'it has a backslash'
    WHEN inner GLOB '~*' OR inner GLOB '*/~*' THEN 'it has a ~'
    WHEN inner = '' OR inner GLOB '*/' THEN 'it names no file' END AS why
FROM (SELECT name, CASE WHEN rest GLOB './*' THEN substr(rest, 3) ELSE rest END AS inner
  FROM (SELECT name, CASE WHEN substr(name, 1, length(rtrim(:from, '/')) + 1) = rtrim(:from, '/') || '/'
      THEN substr(name, length(rtrim(:from, '/')) + 2) ELSE name END AS rest
    FROM main.vault WHERE (name GLOB coalesce(:name, '*') OR typeof(name) <> 'text') AND :into <> ''));

-- The shell's writefile() makes a folder, mode 0700, when told this mode.  The outer ones first.
SELECT folder AS new_folder
FROM (WITH RECURSIVE part(target, n) AS (
    SELECT target, length(rtrim(:into, '/')) FROM temp.vault_to_fleet WHERE why IS NULL
    UNION
    SELECT target, n + instr(substr(target, n + 2), '/') FROM part)
  SELECT DISTINCT substr(target, 1, n) AS folder FROM part ORDER BY n LIMIT -1 OFFSET 0)
WHERE CASE WHEN EXISTS (SELECT 1 FROM session(folder || '/') WHERE problem GLOB 'missing-file:*')
  THEN coalesce(writefile(folder, NULL, 16832), 0) = 0 END;

UPDATE temp.vault_to_fleet SET why = coalesce(
  (SELECT session_import(v.bundle, target, coalesce(:layout, json_extract(v.info, '$.layout')), 'try', 1)
    FROM main.vault AS v WHERE v.name = vault_to_fleet.name), 'done')
WHERE why IS NULL;

SELECT CASE WHEN why GLOB '*NUL' OR why GLOB '*control*' OR why GLOB '*no text' THEN 'hex ' || hex(name) ELSE name END AS name,
  why AS outcome
FROM temp.vault_to_fleet ORDER BY vault_to_fleet.name;

SELECT * FROM (SELECT count(*) FILTER (WHERE why = 'done') AS written, count(*) FILTER (WHERE why <> 'done') AS left_out
  FROM temp.vault_to_fleet) WHERE :into <> '';
DROP TABLE temp.vault_to_fleet;
