-- telethon-json: the JSON text of Telethon 0.10 to 0.15; it has no DC id, only an address
-- :clients Telethon 0.10-0.15
-- :string telethon
-- :family telethon
-- :keeps server_address port auth_key peers
-- :access read

-- :detect
SELECT count(*) FROM main.json WHERE json_type(text) = 'object' AND json_type(text, '$.auth_key_data') IN ('text', 'null');

-- :account
SELECT NULL AS dc_id, json_extract(text, '$.server_address') AS server_address, json_extract(text, '$.port') AS port,
  NULL AS api_id, NULL AS test_mode, session__unbase64(json_extract(text, '$.auth_key_data')) AS auth_key,
  NULL AS date, NULL AS user_id, NULL AS is_bot
FROM main.json;

-- :peers
SELECT id, CASE WHEN id > 0 THEN 'user' WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END AS type,
  hash AS access_hash, NULL AS username, NULL AS phone_number, NULL AS name, NULL AS updated
FROM (SELECT json_extract(e.value, '$[0]') AS id, json_extract(e.value, '$[1]') AS hash
      FROM main.json, json_each(text, '$.entities') e WHERE e.type = 'array')
WHERE hash IS NOT NULL AND typeof(id) = 'integer' GROUP BY id;
