-- from_mongo.sql: a session in MongoDB (MongoStorage of Pyrofork, pyroblack, irenogram) becomes a session file.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :file 'me.jsonl'                the lines of mongoexport, of all collections one after the other:
--                        for c in session peers usernames update_state; do mongoexport -d me -c $c; done >me.jsonl
--     .parameter set :into 'bots'                    a folder, made if need be; nothing is written but below it
--     .parameter set :layout kurigram-7              unset: pyrogram-3 where the user id is known, else telethon-7
--     .read sql/from_mongo.sql
--
-- The file is named after the Telegram user id: bots/777000123.session.  The lines hold the key: delete them when it has been done.

SELECT 'nothing is imported: say what and where, for example .parameter set :file me.jsonl, .parameter set :into bots' AS how
WHERE coalesce(:into, '') = '' OR coalesce(:file, '') = '';

-- A document a line; MongoDB's {"$numberLong": "5"} and {"$binary": {"base64": ...}} become their values.
DROP TABLE IF EXISTS temp.mongo_line;
CREATE TEMP TABLE mongo_line AS
SELECT key AS line, value FROM (SELECT CASE WHEN text GLOB '[[]*' THEN text ELSE '[' || replace(text, char(10), ',') || ']' END AS lines
  FROM (SELECT trim(replace(CAST(readfile(:file) AS TEXT), char(13), ''), char(10) || ' ') AS text WHERE :into <> '')),
  json_each(CASE WHEN json_valid(lines) THEN lines ELSE '[]' END) WHERE type = 'object';
SELECT 'nothing is imported: ' || :file || ' is not what mongoexport writes' AS how
WHERE :into <> '' AND :file <> '' AND NOT EXISTS (SELECT 1 FROM temp.mongo_line);

DROP TABLE IF EXISTS temp.mongo_cell;
CREATE TEMP TABLE mongo_cell AS
SELECT line, c.key AS name, CASE WHEN c.type <> 'object' THEN c.value ELSE coalesce(json_extract(c.value, '$."$numberLong"'),
  json_extract(c.value, '$."$numberInt"'), json_extract(c.value, '$."$binary".base64'), json_extract(c.value, '$."$binary"')) END AS value
FROM temp.mongo_line, json_each(temp.mongo_line.value) c;

DROP TABLE IF EXISTS temp.mongo_row;
CREATE TEMP TABLE mongo_row AS
SELECT max(CASE name WHEN '_id' THEN value END) AS id, max(CASE name WHEN 'auth_key' THEN value END) AS auth_key,
  max(name = 'auth_key') AS is_login, max(name = 'access_hash') AS is_peer, max(name = 'pts') AS is_state,
  max(CASE name WHEN 'dc_id' THEN value END) AS dc_id, max(CASE name WHEN 'api_id' THEN value END) AS api_id,
  max(CASE name WHEN 'test_mode' THEN value END) AS test_mode, max(CASE name WHEN 'date' THEN value END) AS date,
  max(CASE name WHEN 'user_id' THEN value END) AS user_id, max(CASE name WHEN 'is_bot' THEN value END) AS is_bot,
  max(CASE name WHEN 'access_hash' THEN value END) AS access_hash, max(CASE name WHEN 'type' THEN value END) AS type,
  max(CASE name WHEN 'username' THEN value END) AS username, max(CASE name WHEN 'phone_number' THEN value END) AS phone_number,
  max(CASE name WHEN 'last_update_on' THEN value END) AS updated, max(CASE name WHEN 'peer_id' THEN value END) AS peer_id,
  max(CASE name WHEN 'pts' THEN value END) AS pts, max(CASE name WHEN 'qts' THEN value END) AS qts,
  max(CASE name WHEN 'seq' THEN value END) AS seq
FROM temp.mongo_cell GROUP BY line;
DROP TABLE temp.mongo_cell;
DROP TABLE temp.mongo_line;
CREATE INDEX temp.mongo_row_peer ON mongo_row(peer_id);

-- usernames: {_id: username, peer_id: id}
DROP TABLE IF EXISTS temp.mongo;
CREATE TEMP TABLE mongo AS
SELECT CAST(user_id AS TEXT) AS user_id, rtrim(:into, '/') || '/' || coalesce(CAST(user_id AS INTEGER), 'session') || '.session' AS file,
  CASE WHEN auth_key <> '' THEN json_object('tgsession', 1, 'dc_id', dc_id,
    'api_id', api_id, 'test_mode', test_mode, 'auth_key', auth_key, 'date', date,
    'user_id', CAST(user_id AS TEXT), 'is_bot', is_bot,
    'peers', (SELECT json_group_array(json_object('id', CAST(p.id AS TEXT), 'type', p.type, 'access_hash', CAST(p.access_hash AS TEXT),
        'usernames', (SELECT json_group_array(lower(n)) FROM (SELECT p.username AS n WHERE p.username IS NOT NULL
          UNION SELECT u.id FROM temp.mongo_row u WHERE u.peer_id = p.id AND NOT u.is_peer)),
        'phone_number', CAST(p.phone_number AS TEXT), 'updated', CAST(p.updated AS TEXT)))
      FROM temp.mongo_row p WHERE p.is_peer),
    'states', (SELECT json_group_array(json_object('id', CAST(t.id AS TEXT), 'pts', t.pts, 'qts', t.qts, 'date', t.date, 'seq', t.seq))
      FROM temp.mongo_row t WHERE t.is_state)) END AS document
FROM temp.mongo_row WHERE is_login;
DROP TABLE temp.mongo_row;

SELECT rtrim(:into, '/') AS new_folder
WHERE EXISTS (SELECT 1 FROM temp.mongo WHERE document IS NOT NULL)
  AND CASE WHEN EXISTS (SELECT 1 FROM session(rtrim(:into, '/') || '/') WHERE problem GLOB 'missing-file:*')
    THEN coalesce(writefile(rtrim(:into, '/'), NULL, 16832), 0) = 0 END;

SELECT coalesce(user_id, 'session') AS session, CASE WHEN document IS NOT NULL THEN file END AS file, user_id,
  CASE WHEN document IS NULL THEN 'not logged in' ELSE coalesce(session_import(document, file,
    coalesce(:layout, CASE WHEN user_id IS NULL THEN 'telethon-7' ELSE 'pyrogram-3' END), 'try', 1), 'done') END AS outcome
FROM temp.mongo ORDER BY user_id;
DROP TABLE temp.mongo;
