-- from_mautrix_go.sql: the logins of mautrix-telegram in Go become session files.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     ATTACH 'mautrix-telegram.db' AS src;           it is only read
--     .parameter set :into 'bots'                    a folder, made if need be; nothing is written but below it
--     .parameter set :layout kurigram-7              unset: pyrogram-3
--     .read sql/from_mautrix_go.sql
--
-- The file is named after the Telegram user id: bots/777000123.session.  The login comes over, whom it knew (id, access hash; usernames
-- and phone numbers, which all logins of the bridge share) and its update states.  A row a login with its outcome; none stops the others.

SELECT 'nothing is imported: say where, for example .parameter set :into bots' AS how WHERE coalesce(:into, '') = '';

DROP TABLE IF EXISTS temp.mautrix;
CREATE TEMP TABLE mautrix AS
SELECT l.id AS user_id, rtrim(:into, '/') || '/' || CAST(l.id AS INTEGER) || '.session' AS file,
  CASE WHEN json_type(l.metadata, '$.session.auth_key') = 'text' THEN json_object('tgsession', 1,
    'dc_id', json_extract(l.metadata, '$.session.dc_id'),
    -- ip:port, [ip6]:port, or the address alone with a port beside it
    'server_address', CASE WHEN address GLOB '[[]*]:*' THEN substr(address, 2, instr(address, ']') - 2)
      WHEN address GLOB '*:*' AND address NOT GLOB '*:*:*' THEN substr(address, 1, instr(address, ':') - 1) ELSE address END,
    'port', coalesce(json_extract(l.metadata, '$.session.port'), CASE
      WHEN address GLOB '[[]*]:*' THEN CAST(substr(address, instr(address, ']:') + 2) AS INTEGER)
      WHEN address GLOB '*:*' AND address NOT GLOB '*:*:*' THEN CAST(substr(address, instr(address, ':') + 1) AS INTEGER) END),
    'auth_key', json_extract(l.metadata, '$.session.auth_key'), 'user_id', l.id,
    'is_bot', coalesce(json_extract(l.metadata, '$.is_bot'), 0),
    'peers', (SELECT json_group_array(json_object(
        'id', CAST(CASE h.entity_type WHEN 'channel' THEN -1000000000000 - h.entity_id ELSE h.entity_id END AS TEXT),
        'access_hash', CAST(h.access_hash AS TEXT),
        'usernames', (SELECT json_group_array(lower(n.username)) FROM src.telegram_username n
          WHERE n.entity_type = h.entity_type AND n.entity_id = h.entity_id),
        'phone_number', CASE h.entity_type WHEN 'user' THEN (SELECT ltrim(p.phone_number, '+') FROM src.telegram_phone_number p
          WHERE p.entity_id = h.entity_id) END))
      FROM src.telegram_access_hash h WHERE h.user_id = CAST(l.id AS INTEGER)),
    'states', (SELECT json_group_array(json(one)) FROM (
        SELECT json_object('id', 0, 'pts', t.pts, 'qts', t.qts, 'date', t.date, 'seq', t.seq) AS one
          FROM src.telegram_user_state t WHERE t.user_id = CAST(l.id AS INTEGER)
        UNION ALL SELECT json_object('id', CAST(-1000000000000 - t.channel_id AS TEXT), 'pts', t.pts)
          FROM src.telegram_channel_state t WHERE t.user_id = CAST(l.id AS INTEGER)))) END AS document
FROM (SELECT id, metadata, json_extract(metadata, '$.session.server_address') AS address,
    max(json_type(metadata, '$.session.auth_key') IS NOT NULL)
  FROM src.user_login WHERE json_valid(metadata) GROUP BY id) l
WHERE :into <> '';

SELECT rtrim(:into, '/') AS new_folder
WHERE EXISTS (SELECT 1 FROM temp.mautrix WHERE document IS NOT NULL)
  AND CASE WHEN EXISTS (SELECT 1 FROM session(rtrim(:into, '/') || '/') WHERE problem GLOB 'missing-file:*')
    THEN coalesce(writefile(rtrim(:into, '/'), NULL, 16832), 0) = 0 END;

SELECT user_id AS session, CASE WHEN document IS NOT NULL THEN file END AS file, user_id,
  CASE WHEN document IS NULL THEN 'not logged in' ELSE coalesce(session_import(document, file, :layout, 'try', 1), 'done') END AS outcome
FROM temp.mautrix ORDER BY user_id;
DROP TABLE temp.mautrix;
