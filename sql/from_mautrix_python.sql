-- from_mautrix_python.sql: the logins of mautrix-telegram in Python (to 0.15) become session files.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     ATTACH 'mautrix-telegram.db' AS src;           it is only read
--     .parameter set :into 'bots'                    a folder, made if need be; nothing is written but below it
--     .parameter set :layout kurigram-7              unset: pyrogram-3 where the user id is known, else telethon-7
--     .read sql/from_mautrix_python.sql
--
-- The file is named after the Matrix id: @user:example.org becomes bots/@user_example.org.session.  The login comes over, whom it
-- knew (id, access hash, username, phone, name) and its update states.  A row a login with its outcome; none stops the others.

SELECT 'nothing is imported: say where, for example .parameter set :into bots' AS how WHERE coalesce(:into, '') = '';

DROP TABLE IF EXISTS temp.mautrix;
CREATE TEMP TABLE mautrix AS
SELECT s.session_id AS session, u.user_id, CASE WHEN length(s.auth_key) = 256 THEN json_object('tgsession', 1, 'dc_id', s.dc_id,
    'server_address', s.server_address, 'port', s.port, 'auth_key', hex(s.auth_key), 'user_id', u.user_id, 'is_bot', u.is_bot,
    'peers', (SELECT json_group_array(json_object('id', CAST(e.id AS TEXT),
        'access_hash', CAST(e.hash AS TEXT), 'username', e.username, 'phone_number', CAST(e.phone AS TEXT), 'name', e.name))
      FROM src.telethon_entities e WHERE e.session_id = s.session_id AND e.id <> 0),
    'states', (SELECT json_group_array(json_object('id', CASE WHEN t.entity_id > 0 THEN -1000000000000 - t.entity_id ELSE t.entity_id END,
        'pts', CAST(t.pts AS INTEGER), 'qts', CAST(t.qts AS INTEGER), 'date', CAST(t.date AS INTEGER), 'seq', CAST(t.seq AS INTEGER)))
      FROM src.telethon_update_state t WHERE t.session_id = s.session_id)) END AS document
FROM (SELECT session_id, dc_id, server_address, port, auth_key, max(length(auth_key)) FROM src.telethon_sessions GROUP BY session_id) s
LEFT JOIN (SELECT k.session_id, CAST(coalesce(u.tgid,
      (SELECT hash FROM src.telethon_entities e WHERE e.session_id = k.session_id AND e.id = 0)) AS TEXT) AS user_id,
    CASE WHEN u.is_bot IN (1, 'true') THEN 1 WHEN u.is_bot IS NOT NULL THEN 0 END AS is_bot
  FROM src.telethon_sessions k LEFT JOIN src."user" u ON u.mxid = k.session_id GROUP BY k.session_id) u ON u.session_id = s.session_id
WHERE :into <> '';

-- What can't stand in a file's name becomes _; the second of one name gets a number.
DROP TABLE IF EXISTS temp.mautrix_file;
CREATE TEMP TABLE mautrix_file AS
SELECT session, rtrim(:into, '/') || '/' || z || CASE n WHEN 1 THEN '' ELSE '-' || n END || '.session' AS file
FROM (SELECT session, z, row_number() OVER (PARTITION BY lower(z) ORDER BY session) AS n
  FROM (SELECT session, (WITH RECURSIVE c(i, z) AS (SELECT 1, '' UNION ALL
        SELECT i + 1, z || CASE WHEN substr(session, i, 1) GLOB '[A-Za-z0-9@=+_-]' OR i > 1 AND substr(session, i, 1) = '.'
          OR unicode(substr(session, i, 1)) BETWEEN 192 AND 8191 THEN substr(session, i, 1) ELSE '_' END
        FROM c WHERE i <= min(length(session), 100))
      SELECT z FROM c ORDER BY i DESC LIMIT 1) AS z FROM temp.mautrix));

SELECT rtrim(:into, '/') AS new_folder
WHERE EXISTS (SELECT 1 FROM temp.mautrix WHERE document IS NOT NULL)
  AND CASE WHEN EXISTS (SELECT 1 FROM session(rtrim(:into, '/') || '/') WHERE problem GLOB 'missing-file:*')
    THEN coalesce(writefile(rtrim(:into, '/'), NULL, 16832), 0) = 0 END;

SELECT session, CASE WHEN document IS NOT NULL THEN file END AS file, user_id,
  CASE WHEN document IS NULL THEN 'not logged in' ELSE coalesce(session_import(document, file, :layout, 'try', 1), 'done') END AS outcome
FROM temp.mautrix JOIN temp.mautrix_file USING (session) ORDER BY session;
DROP TABLE temp.mautrix_file;
DROP TABLE temp.mautrix;
