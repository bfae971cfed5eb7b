-- grammers-1: grammers 0.8 and later; its version is the user_version of the database
-- :clients grammers
-- :string telethon
-- :family grammers
-- :keeps dc_id server_address port auth_key user_id is_bot peers states
-- :needs server_address
-- :ipv4
-- :owns user_version 1
-- :access write

-- :schema
CREATE TABLE main.dc_home (
  dc_id INTEGER NOT NULL,
  PRIMARY KEY(dc_id)
);
CREATE TABLE main.dc_option (
  dc_id INTEGER NOT NULL,
  ipv4 TEXT NOT NULL,
  ipv6 TEXT NOT NULL,
  auth_key BLOB,
  PRIMARY KEY (dc_id)
);
CREATE TABLE main.peer_info (
  peer_id INTEGER NOT NULL,
  hash INTEGER,
  subtype INTEGER,
  PRIMARY KEY (peer_id)
);
CREATE TABLE main.update_state (
  pts INTEGER NOT NULL,
  qts INTEGER NOT NULL,
  date INTEGER NOT NULL,
  seq INTEGER NOT NULL
);
CREATE TABLE main.channel_state (
  peer_id INTEGER NOT NULL,
  pts INTEGER NOT NULL,
  PRIMARY KEY (peer_id)
);

-- :empty
PRAGMA main.user_version = 1;

-- Without a home it is DC 2.  Bits of a user's subtype: 1 oneself, 2 a bot.

-- :account
SELECT dc_id, rtrim(rtrim(ipv4, '0123456789'), ':') AS server_address,
  CAST(substr(ipv4, length(rtrim(ipv4, '0123456789')) + 1) AS INTEGER) AS port, NULL AS api_id,
  NULL AS test_mode, auth_key, NULL AS date,
  (SELECT peer_id FROM main.peer_info WHERE peer_id > 0 AND subtype & 1 LIMIT 1) AS user_id,
  (SELECT subtype & 2 <> 0 FROM main.peer_info WHERE peer_id > 0 AND subtype & 1 LIMIT 1) AS is_bot
FROM main.dc_option
ORDER BY dc_id = coalesce((SELECT h.dc_id FROM main.dc_home h), 2) DESC, length(auth_key) = 256 DESC, dc_id;

-- :orders
dc_id text text auth_key

-- Both addresses must parse, or the client panics.  It dials the IPv4 one, so an account that has an
-- IPv6 address only gets that of its DC.

-- :put-account
DELETE FROM main.dc_home;
DELETE FROM main.dc_option;
INSERT INTO main.dc_home (dc_id) VALUES (:dc_id);
INSERT INTO main.dc_option (dc_id, ipv4, ipv6, auth_key)
VALUES (:dc_id,
  CASE WHEN :server_address NOT LIKE '%:%' THEN :server_address
       WHEN :server_address LIKE '%::e' THEN
         CASE :dc_id WHEN 1 THEN '149.154.175.10' WHEN 3 THEN '149.154.175.117' ELSE '149.154.167.40' END
       ELSE CASE :dc_id WHEN 1 THEN '149.154.175.53' WHEN 3 THEN '149.154.175.100' WHEN 4 THEN '149.154.167.92'
         WHEN 5 THEN '91.108.56.104' WHEN 203 THEN '91.105.192.100' ELSE '149.154.167.41' END
  END || ':' || :port,
  CASE WHEN :server_address LIKE '%:%' THEN '[' || :server_address || ']:'
       ELSE '[::ffff:' || :server_address || ']:' END || :port,
  CASE WHEN length(session__key(:auth_key)) = 256 THEN session__key(:auth_key) END);

-- Keys of other DCs go with the key that they were made by.

-- :set-account
DELETE FROM main.dc_option
WHERE :auth_key IS NULL AND dc_id <> (SELECT o.dc_id FROM main.dc_option o
               ORDER BY o.dc_id = coalesce((SELECT h.dc_id FROM main.dc_home h), 2) DESC,
                        length(o.auth_key) = 256 DESC, o.dc_id);
DELETE FROM main.dc_option
WHERE dc_id = :dc_id AND dc_id <> (SELECT o.dc_id FROM main.dc_option o
               ORDER BY o.dc_id = coalesce((SELECT h.dc_id FROM main.dc_home h), 2) DESC,
                        length(o.auth_key) = 256 DESC, o.dc_id);
UPDATE main.dc_option SET dc_id = :dc_id
WHERE dc_id = (SELECT o.dc_id FROM main.dc_option o
               ORDER BY o.dc_id = coalesce((SELECT h.dc_id FROM main.dc_home h), 2) DESC,
                        length(o.auth_key) = 256 DESC, o.dc_id);
UPDATE main.dc_home SET dc_id = :dc_id;
INSERT INTO main.dc_home (dc_id) SELECT :dc_id WHERE NOT EXISTS (SELECT 1 FROM main.dc_home);
UPDATE main.dc_option
SET ipv4 = CASE WHEN :server_address NOT LIKE '%:%' THEN :server_address
         WHEN :server_address LIKE '%::e' THEN
           CASE :dc_id WHEN 1 THEN '149.154.175.10' WHEN 3 THEN '149.154.175.117' ELSE '149.154.167.40' END
         ELSE CASE :dc_id WHEN 1 THEN '149.154.175.53' WHEN 3 THEN '149.154.175.100' WHEN 4 THEN '149.154.167.92'
           WHEN 5 THEN '91.108.56.104' WHEN 203 THEN '91.105.192.100' ELSE '149.154.167.41' END
    END || ':' || :port,
    ipv6 = CASE WHEN :server_address LIKE '%:%' THEN '[' || :server_address || ']:'
         ELSE '[::ffff:' || :server_address || ']:' END || :port
WHERE dc_id = (SELECT o.dc_id FROM main.dc_option o
               ORDER BY o.dc_id = coalesce((SELECT h.dc_id FROM main.dc_home h), 2) DESC,
                        length(o.auth_key) = 256 DESC, o.dc_id);
UPDATE main.dc_option
SET auth_key = CASE WHEN length(session__key(:auth_key)) = 256 THEN session__key(:auth_key) END;

-- A row with bit 1 is what makes the client think itself logged in.  An id out of range panics.

-- :put-self
UPDATE main.peer_info SET subtype = nullif(subtype & ~1, 0) WHERE peer_id IS NOT :user_id AND peer_id > 0 AND subtype & 1;
UPDATE main.peer_info
SET subtype = 1 | CASE coalesce(:is_bot, subtype & 2 <> 0) WHEN 1 THEN 2 ELSE 0 END
WHERE peer_id = :user_id AND :user_id BETWEEN 1 AND 1099511627775;
INSERT INTO main.peer_info (peer_id, subtype)
SELECT :user_id, 1 | CASE WHEN :is_bot THEN 2 ELSE 0 END
WHERE :user_id BETWEEN 1 AND 1099511627775 AND NOT EXISTS (SELECT 1 FROM main.peer_info p WHERE p.peer_id = :user_id);

-- :peers
SELECT peer_id AS id,
  CASE WHEN peer_id > 0 THEN CASE WHEN subtype & 2 THEN 'bot' ELSE 'user' END
       WHEN peer_id > -1000000000000 THEN 'group' WHEN subtype & 4 THEN 'supergroup' ELSE 'channel' END AS type,
  hash AS access_hash, NULL AS username, NULL AS phone_number, NULL AS name, NULL AS updated
FROM main.peer_info;

-- :put-peers
INSERT INTO main.peer_info (peer_id, hash, subtype)
SELECT id, CASE WHEN access_hash IS NULL AND type = 'group' THEN 0 ELSE access_hash END,
  CASE type WHEN 'bot' THEN 2 WHEN 'channel' THEN 8 WHEN 'supergroup' THEN 4 WHEN 'forum' THEN 4
            WHEN 'direct' THEN 4 WHEN 'community' THEN 4 END
FROM peers_in ORDER BY id;

-- :states
SELECT * FROM (SELECT 0 AS id, pts, qts, date, seq FROM main.update_state LIMIT 1)
UNION ALL
SELECT CASE WHEN peer_id > 0 THEN -1000000000000 - peer_id ELSE peer_id END, pts, NULL, NULL, NULL
FROM main.channel_state;

-- Bare ids, all read at the start: one out of range is a panic.

-- :put-states
INSERT INTO main.update_state (pts, qts, date, seq)
SELECT coalesce(pts, 0), coalesce(qts, 0), coalesce(date, 0), coalesce(seq, 0) FROM states_in WHERE id = 0;
INSERT INTO main.channel_state (peer_id, pts)
SELECT -1000000000000 - id, pts FROM states_in
WHERE pts IS NOT NULL AND (id BETWEEN -1997852516352 AND -1000000000001 OR id BETWEEN -4000000000000 AND -2002147483649)
ORDER BY 1;

-- :delete-peer
DELETE FROM main.peer_info WHERE peer_id = :id;

-- :delete-state
DELETE FROM main.update_state WHERE :id = 0;
DELETE FROM main.channel_state WHERE peer_id = -1000000000000 - :id;

-- :clear
DELETE FROM main.dc_home;
DELETE FROM main.dc_option;
DELETE FROM main.peer_info;
DELETE FROM main.update_state;
DELETE FROM main.channel_state;

-- :clear-peers
DELETE FROM main.peer_info;
DELETE FROM main.update_state;
DELETE FROM main.channel_state;

-- :find-no-access-hash
SELECT count(*) FROM main.peer_info
WHERE coalesce(hash, 0) = 0 AND coalesce(subtype, 0) & 1 = 0 AND (peer_id > 0 OR peer_id <= -1000000000000);

-- :find-wrong-type
SELECT
  (SELECT count(*) FROM main.dc_option
   WHERE session__wrong('Ib', dc_id, auth_key))
+ (SELECT count(*) FROM main.peer_info
   WHERE session__wrong('ii', hash, subtype));
