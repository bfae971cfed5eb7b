-- pyrogram-json: the JSON text of Pyrogram 0.4 to 0.14
-- :clients Pyrogram <= 0.14.1
-- :string pyrogram-32
-- :family pyrogram
-- :keeps dc_id test_mode auth_key date user_id is_bot peers usernames phones
-- :access read

-- :detect
SELECT count(*) FROM main.json
WHERE json_type(text) = 'object' AND json_type(text, '$.dc_id') = 'integer'
  AND json_type(text, '$.auth_key') IN ('array', 'null') AND json_type(text, '$.user_id') IS NOT NULL;

-- The key is base64 in pieces.  What came after user_id may be missing: see the shapes J1 to J3.

-- :account
SELECT json_extract(text, '$.dc_id') AS dc_id, NULL AS server_address, NULL AS port, NULL AS api_id,
  json_extract(text, '$.test_mode') AS test_mode,
  session__unbase64((SELECT group_concat(value, '') FROM json_each(text, '$.auth_key'))) AS auth_key,
  json_extract(text, '$.date') AS date, json_extract(text, '$.user_id') AS user_id,
  json_extract(text, '$.is_bot') AS is_bot
FROM main.json;

-- A channel's id is '-100' with its digits; that beginning and a hash tell one.

-- :peers
SELECT CASE WHEN c THEN -1000000000000 - CAST(substr(k, 5) AS INTEGER) ELSE CAST(k AS INTEGER) END AS id,
  CASE WHEN c THEN 'channel' WHEN CAST(k AS INTEGER) > 0 THEN 'user' ELSE 'group' END AS type,
  h AS access_hash, u.name AS username, p.phone AS phone_number, NULL AS name, NULL AS updated
FROM (SELECT e.key AS k, CAST(e.key AS INTEGER) AS i, e.value AS h,
        substr(e.key, 1, 4) = '-100' AND e.value <> 0 AS c
      FROM main.json, json_each(text, '$.peers_by_id') e)
LEFT JOIN (SELECT value AS id, key AS name, min(json_each.id) FROM main.json, json_each(text, '$.peers_by_username')
           GROUP BY value) u ON u.id = i
LEFT JOIN (SELECT value AS id, min(key) AS phone FROM main.json, json_each(text, '$.peers_by_phone')
           GROUP BY value) p ON p.id = i;

-- :usernames
SELECT CASE WHEN substr(n.value, 1, 4) = '-100' AND e.value <> 0
       THEN -1000000000000 - CAST(substr(n.value, 5) AS INTEGER) ELSE n.value END AS id,
  n.key AS username, n.id AS ord
FROM main.json, json_each(text, '$.peers_by_username') n
LEFT JOIN (SELECT CAST(key AS INTEGER) AS i, value FROM main.json, json_each(text, '$.peers_by_id')) e ON e.i = n.value;
