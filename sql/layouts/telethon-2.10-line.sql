-- telethon-2.10-line: what both shapes of Telethon 2's database share
-- :family telethon
-- :access hidden

-- The home DC is the user's; a file that was migrated from version 7 has no user.
-- An address is text, 'ip:port' or '[ip]:port'.

-- :account if datacenter.ipv4_addr
SELECT id, rtrim(rtrim(a, '0123456789'), ':') AS server_address,
  CAST(substr(a, length(rtrim(a, '0123456789')) + 1) AS INTEGER) AS port, NULL AS api_id, NULL AS test_mode,
  auth AS auth_key, NULL AS date, user_id, is_bot
FROM (SELECT d.id, coalesce(d.ipv4_addr, d.ipv6_addr) AS a, d.auth, u.id AS user_id, u.bot AS is_bot
      FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id)
ORDER BY user_id IS NULL, length(auth) = 256 DESC, id;

-- :account
SELECT id, rtrim(rtrim(a, '0123456789'), ':') AS server_address,
  CAST(substr(a, length(rtrim(a, '0123456789')) + 1) AS INTEGER) AS port, NULL AS api_id, NULL AS test_mode,
  auth AS auth_key, NULL AS date, user_id, is_bot
FROM (SELECT d.id, d.addr AS a, d.auth, u.id AS user_id, u.bot AS is_bot
      FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id)
ORDER BY user_id IS NULL, length(auth) = 256 DESC, id;

-- :orders
dc_id text null auth_key
dc_id null text auth_key
dc_id text text auth_key

-- :put-account
DELETE FROM main.user;
DELETE FROM main.datacenter;
INSERT INTO main.datacenter (id, ipv4_addr, ipv6_addr, auth)
VALUES (:dc_id,
  CASE WHEN :server_address NOT LIKE '%:%' THEN :server_address || ':' || :port END,
  CASE WHEN :server_address LIKE '%:%' THEN '[' || :server_address || ']:' || :port END, session__key(:auth_key));
INSERT INTO main.user (id, dc, bot) SELECT :user_id, :dc_id, coalesce(:is_bot, 0) WHERE :user_id IS NOT NULL;

-- Keys of other DCs go with the key that they were made by.

-- :set-account
DELETE FROM main.datacenter
WHERE :auth_key IS NULL AND id <> (SELECT d.id FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id
             ORDER BY u.id IS NULL, length(d.auth) = 256 DESC, d.id);
DELETE FROM main.datacenter
WHERE id = :dc_id AND id <> (SELECT d.id FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id
             ORDER BY u.id IS NULL, length(d.auth) = 256 DESC, d.id);
UPDATE main.datacenter SET id = :dc_id
WHERE id = (SELECT d.id FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id
             ORDER BY u.id IS NULL, length(d.auth) = 256 DESC, d.id);
UPDATE main.user SET dc = :dc_id;
UPDATE main.datacenter
SET ipv4_addr = CASE WHEN :server_address NOT LIKE '%:%' THEN :server_address || ':' || :port END,
    ipv6_addr = CASE WHEN :server_address LIKE '%:%' THEN '[' || :server_address || ']:' || :port END
WHERE id = (SELECT d.id FROM main.datacenter d LEFT JOIN main.user u ON u.dc = d.id
             ORDER BY u.id IS NULL, length(d.auth) = 256 DESC, d.id);
UPDATE main.datacenter SET auth = session__key(:auth_key);
DELETE FROM main.user WHERE :user_id IS NULL;
UPDATE main.user SET id = :user_id;
INSERT INTO main.user (id, dc, bot)
SELECT :user_id, (SELECT d.id FROM main.datacenter d ORDER BY length(d.auth) = 256 DESC, d.id), 0
WHERE :user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.user);
UPDATE main.user SET bot = coalesce(:is_bot, 0);

-- :states
SELECT * FROM (SELECT 0 AS id, pts, qts, date, seq FROM main.state LIMIT 1)
UNION ALL
SELECT -1000000000000 - id, pts, NULL, NULL, NULL FROM main.channelstate;

-- :put-states
INSERT INTO main.state (pts, qts, date, seq)
SELECT coalesce(pts, 0), coalesce(qts, 0), coalesce(date, 0), coalesce(seq, 0) FROM states_in WHERE id = 0;
INSERT INTO main.channelstate (id, pts)
SELECT -1000000000000 - id, pts FROM states_in WHERE id < -1000000000000 AND pts IS NOT NULL ORDER BY 1;

-- :delete-state
DELETE FROM main.state WHERE :id = 0;
DELETE FROM main.channelstate WHERE id = -1000000000000 - :id;

-- :clear
DELETE FROM main.user;
DELETE FROM main.datacenter;
DELETE FROM main.state;
DELETE FROM main.channelstate;

-- :clear-peers
DELETE FROM main.state;
DELETE FROM main.channelstate;

-- :dangerous
{telethon-line/dangerous}
