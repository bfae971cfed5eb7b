-- mtcute-1: mtcute 0.7 and later
-- :clients mtcute
-- :string mtcute
-- :family mtcute
-- :takes mtcute mtcute-legacy
-- :keeps dc_id server_address port test_mode auth_key user_id is_bot peers usernames states phones updated
-- :needs server_address
-- :access write

-- :schema
CREATE TABLE main.mtcute_migrations (
  repo text not null primary key,
  version integer not null
);
CREATE TABLE main.auth_keys (
  dc integer primary key,
  key blob not null
);
CREATE TABLE main.temp_auth_keys (
  dc integer not null,
  idx integer not null,
  key blob not null,
  expires integer not null, primary key (dc, idx)
);
CREATE TABLE main.key_value (
  key text primary key,
  value blob not null
);
CREATE TABLE main.message_refs (
  peer_id integer not null,
  chat_id integer not null,
  msg_id integer not null
);
CREATE TABLE main.peers (
  id integer primary key,
  hash text not null,
  usernames json not null,
  updated integer not null,
  phone text,
  complete blob ,
  isMin integer not null default false
);

-- :indexes
CREATE INDEX main.idx_message_refs_peer on message_refs (peer_id);
CREATE INDEX main.idx_message_refs on message_refs (chat_id, msg_id);
CREATE INDEX main.idx_peers_usernames on peers (usernames);
CREATE INDEX main.idx_peers_phone on peers (phone);

-- :empty
DELETE FROM main.mtcute_migrations;
INSERT INTO main.mtcute_migrations (repo, version)
VALUES ('auth_keys', 1), ('kv', 1), ('ref_messages', 1), ('peers', 2);

-- dc_main: u8 version (2; 1 before 0.19), u8 DC, u8 flags (1 IPv6, 4 test, the last in version 2),
-- a TL string with the address, i32 port.  The account's key is that DC's; without dc_main it is DC 2.
-- (Without the whole table nobody knows, and it is the DC that has a key.)
-- current_user: empty, or i32 1, i32 flags (1 bot), i64 user id.  All little-endian.

-- :fragment home
coalesce((SELECT session__unle(v.value, 1, 1) & 255 FROM main.key_value v WHERE v.key = 'dc_main'),
  CASE WHEN NOT EXISTS (SELECT 1 FROM main.key_value) THEN
    (SELECT k.dc FROM main.auth_keys k ORDER BY length(k.key) = 256 DESC, k.dc = 2 DESC, k.dc) END, 2)

-- :account
SELECT dc_id, server_address, port, NULL AS api_id, test_mode,
  (SELECT k.key FROM main.auth_keys k WHERE k.dc = dc_id) AS auth_key, NULL AS date, user_id, is_bot
FROM (
  SELECT {home} AS dc_id,
    session__text(substr(m, 5, session__unle(m, 3, 1) & 255)) AS server_address,
    session__unle(m, 3 + ((session__unle(m, 3, 1) & 255) + 4) / 4 * 4, 4) AS port,
    CASE WHEN session__unle(m, 0, 1) >= 2 THEN session__unle(m, 2, 1) & 4 <> 0 END AS test_mode,
    session__unle(u, 8, 8) AS user_id, session__unle(u, 4, 4) & 1 AS is_bot
  FROM (SELECT (SELECT value FROM main.key_value WHERE key = 'dc_main') AS m,
               (SELECT value FROM main.key_value WHERE key = 'current_user') AS u)
  WHERE m IS NOT NULL OR EXISTS (SELECT 1 FROM main.auth_keys)
);

-- :orders
dc_id auth_key

-- :put-account
DELETE FROM main.auth_keys;
DELETE FROM main.temp_auth_keys;
DELETE FROM main.key_value
WHERE key IN ('dc_main', 'dc_media', 'current_user') OR (key >= 'salts:' AND key < 'salts;');
INSERT INTO main.auth_keys (dc, key) SELECT :dc_id, session__key(:auth_key) WHERE length(session__key(:auth_key)) = 256;
INSERT INTO main.key_value (key, value)
VALUES ('dc_main', session__cat(
  x'02', session__le(:dc_id, 1),
  session__le((:server_address LIKE '%:%') | CASE WHEN :test_mode THEN 4 ELSE 0 END, 1),
  session__le(length(:server_address), 1), session__utf8(:server_address),
  substr(x'000000', 1, (7 - length(:server_address) % 4) % 4), session__le(:port, 4)));
INSERT INTO main.key_value (key, value)
SELECT 'current_user',
  session__cat(session__le(1, 4), session__le(CASE WHEN :is_bot THEN 1 ELSE 0 END, 4), session__le(:user_id, 8))
WHERE :user_id IS NOT NULL;

-- What was made by the old key goes with it.

-- :set-account
DELETE FROM main.temp_auth_keys WHERE :auth_key IS NULL;
DELETE FROM main.key_value WHERE :auth_key IS NULL AND (key = 'dc_media' OR (key >= 'salts:' AND key < 'salts;'));
DELETE FROM main.auth_keys WHERE :auth_key IS NULL;
DELETE FROM main.auth_keys
WHERE dc = :dc_id AND dc <> {home};
UPDATE main.auth_keys SET dc = :dc_id WHERE dc = {home};
INSERT INTO main.key_value (key, value)
VALUES ('dc_main', session__cat(
  x'02', session__le(:dc_id, 1),
  session__le((:server_address LIKE '%:%') | CASE WHEN :test_mode THEN 4 ELSE 0 END, 1),
  session__le(length(:server_address), 1), session__utf8(:server_address),
  substr(x'000000', 1, (7 - length(:server_address) % 4) % 4), session__le(:port, 4)))
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
INSERT INTO main.auth_keys (dc, key)
SELECT coalesce((SELECT session__unle(v.value, 1, 1) & 255 FROM main.key_value v WHERE v.key = 'dc_main'), 2),
  session__key(:auth_key) WHERE length(session__key(:auth_key)) = 256;
INSERT INTO main.key_value (key, value)
SELECT 'current_user',
  session__cat(session__le(1, 4), session__le(CASE WHEN :is_bot THEN 1 ELSE 0 END, 4), session__le(:user_id, 8))
WHERE :user_id IS NOT NULL
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
DELETE FROM main.key_value WHERE key = 'current_user' AND :user_id IS NULL;

-- hash is 'low|high', two signed 32-bit numbers, and empty for groups.  Rows that are isMin are no peers.

-- :peers
SELECT id, CASE WHEN hash = '' THEN 'group' WHEN id > 0 THEN 'user'
                WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END AS type,
  CASE WHEN hash = '' THEN 0
       ELSE (CAST(substr(hash, instr(hash, '|') + 1) AS INTEGER) << 32) | (CAST(hash AS INTEGER) & 4294967295)
  END AS access_hash,
  (SELECT value FROM temp.session__each(usernames) WHERE key = 0) AS username,
  phone AS phone_number, NULL AS name, updated / 1000 AS updated
FROM main.peers WHERE NOT isMin;

-- :usernames
SELECT p.id, j.value AS username, j.key AS ord
FROM main.peers p, temp.session__each(p.usernames) j
WHERE NOT p.isMin;

-- :find-phone
SELECT id FROM main.peers WHERE phone = ?2 AND NOT isMin;

-- One usernames that is no JSON breaks every look-up.  Users and channels are of no use without a hash.

-- :put-peers
INSERT INTO main.peers (id, hash, usernames, updated, phone, complete, isMin)
SELECT id,
  CASE WHEN type = 'group' THEN '' ELSE
    ((access_hash & 4294967295) - CASE WHEN access_hash & 2147483648 THEN 4294967296 ELSE 0 END)
    || '|' || (access_hash >> 32)
  END,
  CASE WHEN username IS NULL THEN '[]' ELSE json_array(username) END,
  coalesce(updated, CAST(strftime('%s', 'now') AS INTEGER)) * 1000, phone_number, NULL, 0
FROM peers_in WHERE type = 'group' OR access_hash <> 0 ORDER BY id;

-- :put-usernames
INSERT INTO main.peers (id, hash, usernames, updated)
SELECT id, '', json_group_array(username), 0
FROM (SELECT id, username FROM usernames_in
      WHERE id IN (SELECT p.id FROM main.peers p) ORDER BY id, ord)
GROUP BY id
ON CONFLICT (id) DO UPDATE SET usernames = excluded.usernames;

-- The four of the account count only together.

-- :states
SELECT 0 AS id, pts, qts, date, seq FROM (
  SELECT (SELECT session__unle(value, 0, 4) & 4294967295 FROM main.key_value WHERE key = 'updates_pts') AS pts,
    (SELECT session__unle(value, 0, 4) & 4294967295 FROM main.key_value WHERE key = 'updates_qts') AS qts,
    (SELECT session__unle(value, 0, 4) & 4294967295 FROM main.key_value WHERE key = 'updates_date') AS date,
    (SELECT session__unle(value, 0, 4) & 4294967295 FROM main.key_value WHERE key = 'updates_seq') AS seq)
WHERE pts IS NOT NULL AND qts IS NOT NULL AND date IS NOT NULL AND seq IS NOT NULL
UNION ALL
SELECT -1000000000000 - CAST(substr(key, 17) AS INTEGER), session__unle(value, 0, 4) & 4294967295, NULL, NULL, NULL
FROM main.key_value WHERE key >= 'updates_channel:' AND key < 'updates_channel;';

-- :put-states
INSERT OR REPLACE INTO main.key_value (key, value)
SELECT 'updates_pts', session__le(pts, 4) FROM states_in WHERE id = 0 AND pts IS NOT NULL
UNION ALL
SELECT 'updates_qts', session__le(coalesce(qts, 0), 4) FROM states_in WHERE id = 0 AND pts IS NOT NULL
UNION ALL
SELECT 'updates_date', session__le(coalesce(date, 0), 4) FROM states_in WHERE id = 0 AND pts IS NOT NULL
UNION ALL
SELECT 'updates_seq', session__le(coalesce(seq, 0), 4) FROM states_in WHERE id = 0 AND pts IS NOT NULL
UNION ALL
SELECT 'updates_channel:' || (-1000000000000 - id), session__le(pts, 4)
FROM states_in WHERE id < -1000000000000 AND pts IS NOT NULL;

-- :delete-peer
DELETE FROM main.message_refs WHERE peer_id = :id;
DELETE FROM main.peers WHERE id = :id;

-- :delete-state
DELETE FROM main.key_value
WHERE key = 'updates_channel:' || (-1000000000000 - :id)
   OR (:id = 0 AND key IN ('updates_pts', 'updates_qts', 'updates_date', 'updates_seq'));

-- :clear
DELETE FROM main.auth_keys;
DELETE FROM main.temp_auth_keys;
DELETE FROM main.key_value;
DELETE FROM main.message_refs;
DELETE FROM main.peers;

-- :clear-peers
DELETE FROM main.key_value WHERE substr(key, 1, 8) = 'updates_';
DELETE FROM main.message_refs;
DELETE FROM main.peers;

-- :find-malformed-usernames
SELECT count(*) FROM main.peers WHERE NOT session__json_valid(usernames);

-- :fix-malformed-usernames
UPDATE main.peers SET usernames = '[]' WHERE NOT session__json_valid(usernames);

-- :find-wrong-type
SELECT
  (SELECT count(*) FROM main.auth_keys WHERE session__wrong('B', key))
+ (SELECT count(*) FROM main.peers WHERE session__wrong('TI', hash, updated));
