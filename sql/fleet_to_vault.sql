-- fleet_to_vault.sql: session files into the vault of vault.sql, a row each.
--
--     sqlite3 -cmd '.load ./build/tgsession' vault.db
--     .parameter set :source 'bots/**/*.session'     a file, a folder or a glob; it must be said
--     .read sql/vault.sql
--     .read sql/fleet_to_vault.sql
--
-- Names keep their folders.  Each file has a row with its outcome; none stops the others.  A login that stands in the vault
-- under another name is left out, and so is one that would take another account's place, or that a host holds by a lease.  What
-- is there already under the same name is replaced: put a file there only if its client ran last.  It can be run again: what has
-- not changed is not written.

SELECT 'nothing is put: say which files, for example .parameter set :source ''bots/*.session''' AS how
WHERE coalesce(:source, '') = '';

DROP TABLE IF EXISTS temp.fleet_to_vault;
CREATE TEMP TABLE fleet_to_vault AS
SELECT name, problem, auth_key_id, user_id, bundle, NULL AS why FROM (SELECT s.name, s.problem, s.auth_key_id, s.user_id,
    CASE WHEN s.problem IS NULL THEN session_export(s.name, 'bundle', 'try', 1) END AS bundle
  FROM (SELECT :source AS files WHERE :source <> ''), session(files) AS s);
CREATE INDEX temp.fleet_to_vault_key ON fleet_to_vault(auth_key_id, name);

BEGIN IMMEDIATE;
UPDATE temp.fleet_to_vault AS f SET why = coalesce(problem,
  CASE WHEN auth_key_id IS NULL THEN 'not logged in' WHEN bundle IS NULL THEN 'it can''t be read whole: session_check() says more' END,
  (SELECT 'the same login as ' || min(g.name) FROM temp.fleet_to_vault AS g
    WHERE g.auth_key_id = f.auth_key_id AND g.name < f.name AND g.bundle IS NOT NULL),
  (SELECT 'the vault has this login as ' || v.name FROM main.vault AS v WHERE v.auth_key_id = f.auth_key_id AND v.name <> f.name),
  (SELECT CASE WHEN v.bundle = f.bundle THEN 'unchanged'
      WHEN v.auth_key_id <> f.auth_key_id AND (v.user_id = f.user_id) IS NOT 1 THEN 'another account is in the vault under this name'
      WHEN v.lease >= CAST(strftime('%s', 'now') AS INTEGER) THEN v.host || ' has it'
      ELSE 'replaced' END FROM main.vault AS v WHERE v.name = f.name),
  'new');

INSERT INTO main.vault(name, bundle, updated)
SELECT name, bundle, CAST(strftime('%s', 'now') AS INTEGER) FROM temp.fleet_to_vault WHERE why IN ('new', 'replaced')
ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated;
COMMIT;

SELECT name, why AS outcome FROM temp.fleet_to_vault ORDER BY name;

SELECT * FROM (SELECT count(*) FILTER (WHERE why = 'new') AS new, count(*) FILTER (WHERE why = 'replaced') AS replaced,
  count(*) FILTER (WHERE why = 'unchanged') AS unchanged,
  count(*) FILTER (WHERE why NOT IN ('new', 'replaced', 'unchanged')) AS left_out, (SELECT count(*) FROM main.vault) AS in_the_vault
  FROM temp.fleet_to_vault) WHERE :source <> '';
DROP TABLE temp.fleet_to_vault;
