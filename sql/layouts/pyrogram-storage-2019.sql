-- pyrogram-storage-2019: Pyrogram's develop branch, February to June 2019, never released
-- :clients Pyrogram develop branch of 2019
-- :string pyrogram-32
-- :family pyrogram
-- :keeps dc_id test_mode auth_key date user_id is_bot peers phones
-- :access read

-- :schema
CREATE TABLE main.sessions (
  dc_id integer primary key,
  test_mode integer,
  auth_key blob,
  user_id integer,
  date integer,
  is_bot integer
);
CREATE TABLE main.peers_cache (
  id integer primary key,
  hash integer,
  username text,
  phone integer
);
CREATE TABLE main.migrations (
  name text primary key
);

-- :indexes
CREATE INDEX main.username_idx on peers_cache(username);
CREATE INDEX main.phone_idx on peers_cache(phone);

-- :account
SELECT dc_id, NULL AS server_address, NULL AS port, NULL AS api_id, test_mode, auth_key, date, user_id, is_bot
FROM main.sessions ORDER BY length(auth_key) = 256 DESC, dc_id;

-- There are no types, and a channel's id is '-100' with its digits: that beginning and a hash tell one.

-- :peers
SELECT CASE WHEN c THEN -1000000000000 - CAST(substr(id, 5) AS INTEGER) ELSE id END AS id,
  CASE WHEN c THEN 'channel' WHEN id > 0 THEN 'user' ELSE 'group' END AS type,
  hash AS access_hash, username, CAST(phone AS TEXT) AS phone_number, NULL AS name, NULL AS updated
FROM (SELECT *, substr(id, 1, 4) = '-100' AND hash <> 0 AS c FROM main.peers_cache);

