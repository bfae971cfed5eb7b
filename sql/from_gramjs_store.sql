-- from_gramjs_store.sql: a StoreSession of GramJS, a folder with a file for each value, becomes a session file.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source 'acct'                  the folder
--     .parameter set :into './acct.session'          a file that is not there yet
--     .parameter set :layout pyrogram-3              unset: telethon-7; pyrogram-3 wants :user_id
--     .parameter set :user_id 777                    unset: not known, and GramJS doesn't keep it
--     .read sql/from_gramjs_store.sql
--
-- Nothing is changed in the folder.  The login comes over, and whom the client knew: id, access hash, username, phone, name.

SELECT 'nothing is imported: say what and where, for example .parameter set :source acct, .parameter set :into ./acct.session' AS how
WHERE coalesce(:source, '') = '' OR coalesce(:into, '') = '';

-- acct/acct%3AdcId and the others: the value's name is what follows the last %3A.
DROP TABLE IF EXISTS temp.gramjs;
CREATE TEMP TABLE gramjs AS
SELECT substr(file, length(rtrim(file, replace(file, '%', ''))) + 3) AS key, CAST(data AS TEXT) AS value
FROM (SELECT substr(name, length(rtrim(:source, '/')) + 2) AS file, data
  FROM fsdir(CASE WHEN coalesce(:source, '') = '' THEN '.' ELSE rtrim(:source, '/') END))
WHERE file GLOB '*%3A*' AND file NOT GLOB '*/*' AND length(data) BETWEEN 1 AND 65536 AND :into <> '';
DELETE FROM temp.gramjs WHERE NOT json_valid(value);

SELECT 'nothing is imported: ' || :source || ' is no StoreSession of GramJS' AS how
WHERE :source <> '' AND :into <> ''
  AND (SELECT count(*) FROM temp.gramjs WHERE key IN ('authKey', 'dcId')) < 2;

-- The key is a list of 256 numbers.  As base64, three of them in four characters, it is Telethon's JSON, and a session's value.
DROP TABLE IF EXISTS temp.gramjs_login;
CREATE TEMP TABLE gramjs_login AS
WITH abc(a) AS (VALUES ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')),
  byte(i, b) AS (SELECT CAST(j.key AS INTEGER), CAST(j.value AS INTEGER) FROM temp.gramjs g, json_each(g.value, '$.data') j
    WHERE g.key = 'authKey' AND j.type = 'integer'),
  three(i, n, v) AS (SELECT i / 3, count(*), sum(b << (16 - 8 * (i % 3))) FROM byte GROUP BY i / 3),
  text(z) AS (SELECT group_concat(substr(a, 1 + (v >> 18 & 63), 1) || substr(a, 1 + (v >> 12 & 63), 1)
    || CASE WHEN n > 1 THEN substr(a, 1 + (v >> 6 & 63), 1) ELSE '=' END
    || CASE WHEN n > 2 THEN substr(a, 1 + (v & 63), 1) ELSE '=' END, '')
    FROM (SELECT * FROM three ORDER BY i), abc)
SELECT json, dc_id FROM (SELECT json_object(
    'server_address', max(CASE WHEN key = 'serverAddress' THEN json_extract(value, '$') END),
    'port', max(CASE WHEN key = 'port' THEN json_extract(value, '$') END),
    'auth_key_data', (SELECT z FROM text), 'entities', json('[]')) AS json,
  max(CASE WHEN key = 'dcId' THEN CAST(value AS INTEGER) END) AS dc_id
FROM temp.gramjs) WHERE (SELECT count(*) FROM byte) = 256;

SELECT CASE WHEN :user_id IS NULL
  THEN session_import(json, :into, :layout, 'dc_id', dc_id)
  ELSE session_import(json, :into, :layout, 'dc_id', dc_id, 'user_id', :user_id) END AS imported
FROM temp.gramjs_login;

-- [marked id, hash, username, phone, name, milliseconds], all of them text or null.
ATTACH CASE WHEN EXISTS (SELECT 1 FROM temp.gramjs_login) THEN :into ELSE ':memory:' END AS gramjs_into;
INSERT INTO session_peers(session, id, access_hash, username, phone_number, name, updated)
SELECT 'gramjs_into', id, json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'),
  CASE WHEN names THEN nullif(json_extract(value, '$[4]'), '') END, json_extract(value, '$[5]') / 1000
FROM (SELECT CAST(json_extract(value, '$[0]') AS INTEGER) AS id, value FROM temp.gramjs WHERE json_type(value) = 'array'),
  (SELECT instr(' ' || keeps || ' ', ' names ') > 0 AS names
   FROM session_formats WHERE name = coalesce(:layout, 'telethon-7'))
WHERE id <> 0 AND EXISTS (SELECT 1 FROM temp.gramjs_login);
SELECT * FROM (SELECT count(*) AS peers FROM session_peers('gramjs_into')) WHERE EXISTS (SELECT 1 FROM temp.gramjs_login);
DETACH gramjs_into;
DROP TABLE temp.gramjs_login;
DROP TABLE temp.gramjs;
