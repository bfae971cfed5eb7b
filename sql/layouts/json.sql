-- json: the whole session as one JSON document, open to any language
-- :clients any program that reads JSON
-- :string pyrogram
-- :family pyrogram
-- :keeps dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states names phones updated
-- :access write

-- Members are canonical columns.  Ids and access hashes are written as text, since JavaScript and jq round numbers beyond 2^53,
-- and read as either; a member that is not there is NULL, one that is not known is passed over.

-- :detect
SELECT count(*) FROM main.json WHERE json_type(text) = 'object' AND json_type(text, '$.tgsession') IS NOT NULL;

-- :origin
SELECT json_extract(text, '$.layout') FROM main.json WHERE json_type(text, '$.layout') = 'text';

-- Of a member @: what is no whole number of 64 bits, and its value.  An access hash may be unsigned, as JavaScript has it.

-- :fragment no-number
(json_type(e.value, '$.@') NOT IN ('integer', 'text', 'null') OR typeof(json_extract(e.value, '$.@')) = 'real'
   OR json_type(e.value, '$.@') = 'text' AND (length(json_extract(e.value, '$.@')) NOT BETWEEN 1 AND 20
     OR substr(json_extract(e.value, '$.@'), 1, 1) NOT GLOB '[-0-9]' OR substr(json_extract(e.value, '$.@'), 2) GLOB '*[^0-9]*'
     OR json_extract(e.value, '$.@') = '-' OR length(json_extract(e.value, '$.@')) = 20 AND json_extract(e.value, '$.@')
       > CASE WHEN json_extract(e.value, '$.@') < '0' THEN '-9223372036854775808' ELSE '18446744073709551615' END))

-- :fragment number
CASE WHEN json_type(e.value, '$.@') = 'text' AND json_extract(e.value, '$.@') GLOB '[1-9]*' AND (length(json_extract(e.value, '$.@')) = 20
       OR length(json_extract(e.value, '$.@')) = 19 AND json_extract(e.value, '$.@') > '9223372036854775807')
     THEN (CAST(substr(json_extract(e.value, '$.@'), 1, length(json_extract(e.value, '$.@')) - 9) AS INTEGER) - 18446744072) * 1000000000
       + CAST(substr(json_extract(e.value, '$.@'), -9) AS INTEGER) - 1709551616
     ELSE CAST(json_extract(e.value, '$.@') AS INTEGER) END

-- :fragment auth-key
coalesce(session__unhex(json_extract(text, '$.auth_key')), session__unbase64(json_extract(text, '$.auth_key')))

-- :fragment peers
main.json, json_each(text, '$.peers') e WHERE e.type = 'object'

-- What is wrong with a document, the first of it: the member, and what is expected.

-- :wrong
SELECT CASE
  WHEN json_type(text, '$.tgsession') <> 'integer' OR json_extract(text, '$.tgsession') <> 1 THEN 'tgsession is not 1, the only version'
  WHEN json_type(text, '$.auth_key') NOT IN ('text', 'null') OR json_type(text, '$.auth_key') = 'text'
    AND length({auth-key}) IS NOT 256
    THEN 'auth_key is neither 512 hex digits nor the base64 of 256 bytes'
  WHEN json_type(text, '$.peers') NOT IN ('array', 'null') THEN 'peers is no array'
  WHEN json_type(text, '$.states') NOT IN ('array', 'null') THEN 'states is no array'
  END AS wrong
FROM main.json WHERE wrong IS NOT NULL
UNION ALL
SELECT 'peers[' || e.key || ']' || CASE WHEN e.type <> 'object' THEN ' is no object'
  WHEN {no-number:id} OR json_extract(e.value, '$.id') IS NULL THEN '.id is no whole number'
  WHEN {no-number:access_hash} THEN '.access_hash is no whole number of 64 bits; write it as text'
  WHEN {no-number:updated} THEN '.updated is no whole number'
  ELSE '.usernames is no array' END
FROM main.json, json_each(text, '$.peers') e
WHERE json_type(text, '$.peers') = 'array' AND CASE WHEN e.type <> 'object' THEN 1 ELSE {no-number:id} OR json_extract(e.value, '$.id') IS NULL
  OR {no-number:access_hash} OR {no-number:updated} OR json_type(e.value, '$.usernames') NOT IN ('array', 'null') END
UNION ALL
SELECT 'states[' || e.key || ']' || CASE WHEN e.type <> 'object' THEN ' is no object'
  ELSE ': id, pts, qts, date and seq are whole numbers' END
FROM main.json, json_each(text, '$.states') e
WHERE json_type(text, '$.states') = 'array' AND CASE WHEN e.type <> 'object' THEN 1 ELSE {no-number:id}
  OR json_extract(e.value, '$.id') IS NULL OR {no-number:pts} OR {no-number:qts} OR {no-number:date} OR {no-number:seq} END
LIMIT 1;

-- :account
SELECT json_extract(text, '$.dc_id') AS dc_id, json_extract(text, '$.server_address') AS server_address,
  json_extract(text, '$.port') AS port, json_extract(text, '$.api_id') AS api_id, json_extract(text, '$.test_mode') AS test_mode,
  {auth-key} AS auth_key, json_extract(text, '$.date') AS date, CAST(json_extract(text, '$.user_id') AS INTEGER) AS user_id,
  json_extract(text, '$.is_bot') AS is_bot
FROM main.json;

-- :peers
SELECT {number:id} AS id, json_extract(e.value, '$.type') AS type, {number:access_hash} AS access_hash,
  coalesce(json_extract(e.value, '$.username'), CASE json_type(e.value, '$.usernames[0]') WHEN 'text' THEN json_extract(e.value, '$.usernames[0]') END) AS username,
  json_extract(e.value, '$.phone_number') AS phone_number,
  json_extract(e.value, '$.name') AS name, {number:updated} AS updated
FROM {peers} GROUP BY 1;

-- :usernames
SELECT n.id, u.value AS username, u.key AS ord
FROM (SELECT {number:id} AS id, coalesce(json_extract(e.value, '$.usernames'), json_array(json_extract(e.value, '$.username'))) AS names
      FROM {peers}) n, json_each(n.names) u WHERE u.type = 'text';

-- :states
SELECT {number:id} AS id, {number:pts} AS pts, {number:qts} AS qts, {number:date} AS date, {number:seq} AS seq
FROM main.json, json_each(text, '$.states') e WHERE e.type = 'object' GROUP BY 1;

-- json_patch() leaves out what is NULL.  What stands in a cell of another type is written as a bundle has it: a word in the
-- place of a number would be refused when the document is read, and JSON has no place for bytes.  A text ends at a NUL, where
-- SQLite's JSON of old ends it when it is read.  Where a file's index is damaged, the first of the names may not be the one that
-- the peer has; a reader would take it for that.

-- :fragment text
CASE WHEN @ NOT NULL THEN printf('%s', @) END

-- :write
SELECT json_patch('{}', json_object('tgsession', 1, 'layout', :layout, 'dc_id', :dc_id, 'server_address', :server_address, 'port', :port,
  'api_id', :api_id, 'test_mode', :test_mode, 'date', :date, 'user_id', CAST(:user_id AS TEXT), 'is_bot', :is_bot,
  'auth_key', lower(hex(session__key(:auth_key))),
  'peers', json((SELECT json_group_array(json_patch('{}', json_object('id', CAST(id AS TEXT), 'type', {text:type},
      'access_hash', CAST(CAST(access_hash AS INTEGER) AS TEXT), 'username', coalesce({text:username}, (SELECT {text:username} FROM main.username u WHERE u.id = p.id ORDER BY u.ord)),
      'usernames', json((SELECT CASE WHEN count(*) THEN json_group_array(username) END
        FROM (SELECT {text:username} AS username FROM main.username u WHERE u.id = p.id ORDER BY u.ord))),
      'phone_number', {text:phone_number}, 'name', {text:name}, 'updated', CAST(updated AS INTEGER))))
    FROM (SELECT * FROM main.peer ORDER BY id) p)),
  'states', json((SELECT json_group_array(json_patch('{}', json_object('id', CAST(id AS TEXT), 'pts', CAST(pts AS INTEGER),
      'qts', CAST(qts AS INTEGER), 'date', CAST(date AS INTEGER), 'seq', CAST(seq AS INTEGER))))
    FROM (SELECT * FROM main.state ORDER BY id)))));
