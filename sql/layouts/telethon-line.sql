-- telethon-line: what all SQLite layouts of Telethon 1 share
-- :family telethon
-- :access hidden
--
-- No statement here uses a rowid: tables of 0.16 to 0.19 have none, and keep so when upgraded.

-- :account
-- Row 0 of entities holds the own user id as its hash (1.28 and later).  What else a row of sessions
-- has, a takeout id or a temporary key, is of no use later and is not read.
SELECT s.dc_id, s.server_address, s.port, NULL AS api_id, NULL AS test_mode, s.auth_key, NULL AS date,
  (SELECT nullif(e.hash, 0) FROM main.entities e WHERE e.id = 0) AS user_id, NULL AS is_bot
FROM main.sessions s
ORDER BY length(s.auth_key) = 256 DESC, s.dc_id;

-- A takeout id is rare, and may be that of another client (pyrogram-telethon-7).

-- :fast if sessions.takeout_id
sessions dc_id server_address port auth_key
null takeout_id
zero entities hash user_id

-- :fast
sessions dc_id server_address port auth_key
zero entities hash user_id

-- :orders
dc_id server_address port auth_key
dc_id server_address port auth_key -
dc_id server_address port auth_key - -

-- takeout_id and tmp_auth_key stay NULL: any other value locks 1.43 out, in one order or the other.

-- :put-account
DELETE FROM main.sessions;
INSERT INTO main.sessions (dc_id, server_address, port, auth_key)
VALUES (:dc_id, :server_address, :port, coalesce(session__key(:auth_key), x''));

-- A takeout and a temporary key go with the key that they belong to.

-- :set-account if sessions.tmp_auth_key sessions.takeout_id
DELETE FROM main.sessions
WHERE dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);
UPDATE main.sessions SET dc_id = :dc_id;
UPDATE main.sessions SET server_address = :server_address;
UPDATE main.sessions SET port = :port;
UPDATE main.sessions SET auth_key = coalesce(session__key(:auth_key), x''), takeout_id = NULL, tmp_auth_key = NULL;

-- :set-account if sessions.takeout_id
DELETE FROM main.sessions
WHERE dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);
UPDATE main.sessions SET dc_id = :dc_id;
UPDATE main.sessions SET server_address = :server_address;
UPDATE main.sessions SET port = :port;
UPDATE main.sessions SET auth_key = coalesce(session__key(:auth_key), x''), takeout_id = NULL;

-- :set-account
DELETE FROM main.sessions
WHERE dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);
UPDATE main.sessions SET dc_id = :dc_id;
UPDATE main.sessions SET server_address = :server_address;
UPDATE main.sessions SET port = :port;
UPDATE main.sessions SET auth_key = coalesce(session__key(:auth_key), x'');

-- Row 0 without the own row and its access hash makes the client fail in get_me().

-- :put-self if entities.date
DELETE FROM main.entities
WHERE id = 0 AND NOT EXISTS (SELECT 1 FROM main.entities e WHERE e.id = :user_id AND e.hash <> 0);
UPDATE main.entities SET hash = :user_id, date = CAST(strftime('%s', 'now') AS INTEGER) WHERE id = 0;
INSERT INTO main.entities (id, hash, date)
SELECT 0, id, CAST(strftime('%s', 'now') AS INTEGER) FROM main.entities
WHERE id = :user_id AND hash <> 0 AND NOT EXISTS (SELECT 1 FROM main.entities z WHERE z.id = 0);

-- :put-self
DELETE FROM main.entities
WHERE id = 0 AND NOT EXISTS (SELECT 1 FROM main.entities e WHERE e.id = :user_id AND e.hash <> 0);
UPDATE main.entities SET hash = :user_id WHERE id = 0;
INSERT INTO main.entities (id, hash)
SELECT 0, id FROM main.entities
WHERE id = :user_id AND hash <> 0 AND NOT EXISTS (SELECT 1 FROM main.entities z WHERE z.id = 0);

-- :peers if entities.date
SELECT id, CASE WHEN id > 0 THEN 'user' WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END AS type,
  hash AS access_hash, username, CAST(phone AS TEXT) AS phone_number, name, date AS updated
FROM main.entities WHERE id <> 0;

-- :peers
SELECT id, CASE WHEN id > 0 THEN 'user' WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END AS type,
  hash AS access_hash, username, CAST(phone AS TEXT) AS phone_number, name, NULL AS updated
FROM main.entities WHERE id <> 0;

-- The client itself stores no user or channel without an access hash.

-- :put-peers if entities.date
INSERT INTO main.entities (id, hash, username, phone, name, date)
SELECT id, coalesce(access_hash, 0), username, phone_number, name, updated
FROM peers_in WHERE access_hash <> 0 OR id BETWEEN -999999999999 AND -1 ORDER BY id;

-- :put-peers
INSERT INTO main.entities (id, hash, username, phone, name)
SELECT id, coalesce(access_hash, 0), username, phone_number, name
FROM peers_in WHERE access_hash <> 0 OR id BETWEEN -999999999999 AND -1 ORDER BY id;

-- Channels stand under bare ids, with dates that have a fraction (1.25 and later); marked ones come
-- from other programs.

-- :states if update_state
SELECT CASE WHEN s.id > 0 THEN -1000000000000 - s.id ELSE s.id END AS id, CAST(s.pts AS INTEGER) AS pts,
  CAST(s.qts AS INTEGER) AS qts, CAST(s.date AS INTEGER) AS date, CAST(s.seq AS INTEGER) AS seq
FROM main.update_state s
WHERE s.id >= 0 OR NOT EXISTS (SELECT 1 FROM main.update_state z WHERE z.id = -1000000000000 - s.id);

-- NULL makes get_update_states() fail.

-- :put-states if update_state
INSERT INTO main.update_state (id, pts, qts, date, seq)
SELECT CASE WHEN id = 0 THEN 0 ELSE -1000000000000 - id END,
  coalesce(pts, 0), coalesce(qts, 0), coalesce(date, 0), coalesce(seq, 0)
FROM states_in WHERE id = 0 OR (id < -1000000000000 AND pts IS NOT NULL) ORDER BY 1;

-- :delete-peer
DELETE FROM main.entities WHERE id = :id;

-- :delete-state if update_state
DELETE FROM main.update_state WHERE id = CASE WHEN :id = 0 THEN 0 ELSE -1000000000000 - :id END OR (id = :id AND id < 0);

-- sent_files holds access hashes of the account too.

-- :clear if update_state
DELETE FROM main.sessions;
DELETE FROM main.entities;
DELETE FROM main.sent_files;
DELETE FROM main.update_state;

-- :clear
DELETE FROM main.sessions;
DELETE FROM main.entities;
DELETE FROM main.sent_files;

-- :clear-peers if update_state
DELETE FROM main.entities;
DELETE FROM main.sent_files;
DELETE FROM main.update_state;

-- :clear-peers
DELETE FROM main.entities;
DELETE FROM main.sent_files;

-- :find-no-row
SELECT NOT EXISTS (SELECT 1 FROM main.sessions);

-- :find-several-logins
SELECT max(count(*) - 1, 0) FROM main.sessions WHERE length(auth_key) = 256;

-- :find-several-rows
SELECT count(*) - max(total(length(auth_key) = 256), 1) FROM main.sessions;

-- Telethon takes the row with the lowest dc_id, key or no key.  Only rows without one are safe to drop.

-- :fix-several-rows
DELETE FROM main.sessions
WHERE coalesce(length(auth_key), 0) <> 256
  AND dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);

-- :find-no-access-hash
SELECT count(*) FROM main.entities WHERE hash = 0 AND id NOT BETWEEN -999999999999 AND 0;

-- The client takes DC 2 in IPv4 for itself when it sees a colon, and saves that.

-- :find-ipv6-address
SELECT count(*) FROM main.sessions WHERE server_address LIKE '%:%';

-- :fix-ipv6-address
UPDATE main.sessions
SET server_address = CASE
  WHEN server_address LIKE '%::e%' THEN
    CASE dc_id WHEN 1 THEN '149.154.175.10' WHEN 2 THEN '149.154.167.40' WHEN 3 THEN '149.154.175.117'
    ELSE server_address END
  ELSE
    CASE dc_id WHEN 1 THEN '149.154.175.53' WHEN 2 THEN '149.154.167.51' WHEN 3 THEN '149.154.175.100'
    WHEN 4 THEN '149.154.167.91' WHEN 5 THEN '91.108.56.130' WHEN 203 THEN '91.105.192.100'
    ELSE server_address END
  END
WHERE server_address LIKE '%:%';

-- An integer in either place of a version 8 file is a takeout id: the columns may have changed places.

-- :find-takeout if sessions.takeout_id sessions.tmp_auth_key
SELECT count(*) FROM main.sessions WHERE typeof(takeout_id) = 'integer' OR typeof(tmp_auth_key) = 'integer';

-- :fix-takeout if sessions.takeout_id sessions.tmp_auth_key
UPDATE main.sessions SET takeout_id = NULL, tmp_auth_key = NULL
WHERE typeof(takeout_id) = 'integer' OR typeof(tmp_auth_key) = 'integer';

-- :find-takeout if sessions.takeout_id
SELECT count(*) FROM main.sessions WHERE typeof(takeout_id) = 'integer';

-- :fix-takeout
UPDATE main.sessions SET takeout_id = NULL WHERE typeof(takeout_id) = 'integer';

-- :find-wrong-type
SELECT
  (SELECT count(*) FROM main.sessions
   WHERE session__wrong('Itib', dc_id, server_address, port, auth_key))
+ (SELECT count(*) FROM main.entities
   WHERE session__wrong('IIti', id, hash, username, phone));

-- Telethon 2's migration drops every table, and stops at one with a digit in its name or of SQLite's own: the key is gone by then.

-- :fragment dangerous
SELECT name FROM main.sqlite_master WHERE type = 'table' AND (name GLOB '*[0-9]*' OR name GLOB 'sqlite_*')

-- :dangerous
{dangerous}
