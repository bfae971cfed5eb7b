-- mtcute-legacy: mtcute before 0.7; 0.29 opens it and knows neither DC nor user
-- :clients mtcute < 0.7
-- :string mtcute
-- :family mtcute
-- :keeps dc_id server_address port test_mode auth_key user_id is_bot peers states phones updated
-- :access read

-- :schema
CREATE TABLE main.kv (
  key text primary key,
  value text not null
);
CREATE TABLE main.auth_keys (
  dc integer primary key,
  key blob not null
);
CREATE TABLE main.pts (
  channel_id integer primary key,
  pts integer not null
);
CREATE TABLE main.entities (
  id integer primary key,
  hash text not null,
  type text not null,
  username text,
  phone text,
  updated integer not null,
  "full" blob
);

-- :indexes
CREATE INDEX main.idx_entities_username on entities (username);
CREATE INDEX main.idx_entities_phone on entities (phone);

-- Values are JSON.  The account's DC is that of def_dc: a single one in the oldest, else the one called main in it

-- :account
SELECT dc_id, server_address, port, NULL AS api_id, test_mode,
  (SELECT k.key FROM main.auth_keys k WHERE k.dc = dc_id) AS auth_key, NULL AS date, user_id, is_bot
FROM (
  SELECT coalesce(json_extract(m, '$.id'), 2) AS dc_id, json_extract(m, '$.ipAddress') AS server_address,
    json_extract(m, '$.port') AS port, json_extract(m, '$.testMode') AS test_mode,
    json_extract(u, '$.userId') AS user_id,
    CASE WHEN json_extract(u, '$.userId') IS NOT NULL THEN coalesce(json_extract(u, '$.isBot'), 0) END AS is_bot
  FROM (SELECT CASE WHEN session__json_valid(d) THEN coalesce(json_extract(d, '$.main'), d) END AS m,
               CASE WHEN session__json_valid(s) THEN s END AS u
        FROM (SELECT (SELECT value FROM main.kv WHERE key = 'def_dc') AS d,
                     (SELECT value FROM main.kv WHERE key = 'self') AS s))
  WHERE m IS NOT NULL OR EXISTS (SELECT 1 FROM main.auth_keys)
);

-- :peers
SELECT id, CASE type WHEN 'chat' THEN 'group' ELSE type END AS type,
  CASE WHEN hash = '' THEN 0
       ELSE (CAST(substr(hash, instr(hash, '|') + 1) AS INTEGER) << 32) | (CAST(hash AS INTEGER) & 4294967295)
  END AS access_hash,
  username, phone AS phone_number, NULL AS name, updated / 1000 AS updated
FROM main.entities;

-- :find-username
SELECT id FROM main.entities WHERE username = ?1
UNION ALL SELECT id FROM main.entities WHERE ?1 <> lower(?1) AND username = lower(?1);

-- :find-phone
SELECT id FROM main.entities WHERE phone = ?2;

-- :states
SELECT 0 AS id, CAST(pts AS INTEGER) AS pts, CAST(qts AS INTEGER) AS qts,
  CAST(date AS INTEGER) AS date, CAST(seq AS INTEGER) AS seq
FROM (SELECT (SELECT value FROM main.kv WHERE key = 'pts') AS pts, (SELECT value FROM main.kv WHERE key = 'qts') AS qts,
        (SELECT value FROM main.kv WHERE key = 'date') AS date, (SELECT value FROM main.kv WHERE key = 'seq') AS seq)
WHERE pts IS NOT NULL AND qts IS NOT NULL AND date IS NOT NULL AND seq IS NOT NULL
UNION ALL
SELECT -1000000000000 - channel_id, pts, NULL, NULL, NULL FROM main.pts;
