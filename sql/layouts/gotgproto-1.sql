-- gotgproto-1: gotgproto's database: gotd's JSON in a row, and peers
-- :clients gotgproto
-- :string telethon
-- :family gotd
-- :keeps dc_id server_address port test_mode auth_key peers
-- :access read

-- :schema
CREATE TABLE main.sessions (
  version integer PRIMARY KEY,
  data blob
);
CREATE TABLE main.peers (
  id integer PRIMARY KEY,
  access_hash integer,
  type integer,
  username text
);

-- data is what gotd gives to store, its JSON text (storage/session.go of gotgproto; not run).

-- :account
{gotd-json/account:d}
      FROM (SELECT CAST(data AS TEXT) AS d, version FROM main.sessions)
      WHERE session__json_valid(d) AND json_type(d, '$.Data.AuthKey') = 'text' ORDER BY version DESC);

-- type: 1 a user, 2 a group, 3 a channel; ids are bare (storage/peers.go), but newer ones may have the mark.

-- :fragment id
CASE WHEN id > 0 AND type = 3 THEN -1000000000000 - id WHEN id > 0 AND type = 2 THEN -id ELSE id END AS id

-- :peers
SELECT {id},
  CASE type WHEN 3 THEN 'channel' WHEN 2 THEN 'group' ELSE 'user' END AS type,
  access_hash, nullif(username, '') AS username, NULL AS phone_number, NULL AS name, NULL AS updated
FROM main.peers WHERE id <> 0;

