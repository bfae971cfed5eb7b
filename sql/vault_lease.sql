-- vault_lease.sql: a login of the vault is one host's at a time: take it, renew it, put what has changed, give it back.
--
--     sqlite3 -cmd '.load ./build/tgsession' vault.db
--     .parameter set :do take                        take, renew, put or give
--     .parameter set :bot 'bots/a.session'           its name in the vault
--     .parameter set :me host-1.4711                 who asks: another text for each process, such as host and pid
--     .parameter set :epoch 5                        renew, put, give: the number that take has given
--     .parameter set :bundle "session_export('./a.session', 'bundle')"          put
--     .read sql/vault_lease.sql
--
-- A program takes the statements one by one: each stands below a line "-- :take" and so on, binds the parameters by name (where a
-- driver binds by position: in the order in which they first stand in it), and looks at the number of rows that it changed.
-- 1: done.  0 of take: somebody has it.  0 of renew, put or give: the login is no longer yours: stop the client now.
--
-- A lease alone keeps nobody from coming back: a host that was stopped for a minute wakes up and writes over the work of the one
-- that took over.  epoch is the fence: it grows with each take, and who is late has the old number, so that his put changes nothing.
-- What no lease prevents: for a moment two clients may be on line with the same key, when the first was stopped and does not know
-- yet.  So renew after a third of the lease, 10 s; stop the client when two thirds, 20 s, have passed since the last renewal
-- that was answered, counted by the host's monotonic clock from before it was asked; and stop it before giving back.
-- 'now' is the clock of the node that runs the statement: on a cluster the leader's.  A new leader whose clock is ahead by s
-- shortens each lease by s, so keep the nodes' clocks within 5 s (NTP); the fence holds whatever they say.

-- :take
UPDATE vault SET host = :me, epoch = epoch + 1, lease = CAST(strftime('%s', 'now') AS INTEGER) + 30
WHERE :do = 'take' AND name = :bot AND lease < CAST(strftime('%s', 'now') AS INTEGER);

SELECT :bot AS bot, CASE WHEN changes() = 1 THEN 'taken' WHEN name IS NULL THEN 'not in the vault'
  ELSE host || ' has it for ' || (lease - CAST(strftime('%s', 'now') AS INTEGER) + 1) || ' s' END AS outcome,
  CASE changes() WHEN 1 THEN epoch END AS epoch
FROM (SELECT 1) LEFT JOIN vault ON name = :bot WHERE :do = 'take';

-- :renew
UPDATE vault SET lease = CAST(strftime('%s', 'now') AS INTEGER) + 30
WHERE :do = 'renew' AND name = :bot AND host = :me AND epoch = :epoch;

SELECT :bot AS bot, CASE changes() WHEN 1 THEN 'renewed' ELSE 'not yours: stop the client now' END AS outcome WHERE :do = 'renew';

-- :put
UPDATE vault SET bundle = :bundle, updated = CAST(strftime('%s', 'now') AS INTEGER)
WHERE :do = 'put' AND name = :bot AND host = :me AND epoch = :epoch;

SELECT :bot AS bot, CASE changes() WHEN 1 THEN 'put' ELSE 'not yours: stop the client now' END AS outcome WHERE :do = 'put';

-- :give
UPDATE vault SET lease = 0
WHERE :do = 'give' AND name = :bot AND host = :me AND epoch = :epoch;

SELECT :bot AS bot, CASE changes() WHEN 1 THEN 'given back' ELSE 'not yours' END AS outcome WHERE :do = 'give';

SELECT 'nothing is done: say what, for example .parameter set :do take' AS how
WHERE coalesce(:do, '') NOT IN ('take', 'renew', 'put', 'give');
