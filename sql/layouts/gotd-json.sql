-- gotd-json: the JSON text of gotd
-- :clients gotd
-- :string telethon
-- :family gotd
-- :keeps dc_id server_address port test_mode auth_key
-- :needs server_address
-- :access write

-- :detect
SELECT count(*) FROM main.json WHERE json_type(text) = 'object' AND json_type(text, '$.Data.AuthKey') IN ('text', 'null');

-- Of its text @.

-- :fragment account
SELECT nullif(json_extract(@, '$.Data.DC'), 0) AS dc_id,
  nullif(rtrim(rtrim(a, '0123456789'), ':'), '') AS server_address,
  CASE WHEN a <> '' THEN CAST(substr(a, length(rtrim(a, '0123456789')) + 1) AS INTEGER) END AS port,
  NULL AS api_id, json_extract(@, '$.Data.Config.TestMode') AS test_mode,
  session__unbase64(json_extract(@, '$.Data.AuthKey')) AS auth_key,
  NULL AS date, NULL AS user_id, NULL AS is_bot
FROM (SELECT @, json_extract(@, '$.Data.Addr') AS a

-- :account
{account:text} FROM main.json);

-- AuthKeyID is checked when the file is read; the options and the salt come from the server.

-- :write
SELECT json_object('Version', 1, 'Data', json_object(
  'Config', json_object('BlockedMode', json('false'), 'ForceTryIpv6', json('false'), 'Date', 0, 'Expires', 0,
    'TestMode', json(CASE WHEN :test_mode THEN 'true' ELSE 'false' END), 'ThisDC', 0, 'DCOptions', NULL,
    'DCTxtDomainName', '', 'TmpSessions', 0, 'WebfileDCID', 0),
  'DC', :dc_id,
  'Addr', CASE WHEN :server_address LIKE '%:%' THEN '[' || :server_address || ']' ELSE :server_address END || ':' || :port,
  'AuthKey', session__base64(session__key(:auth_key)), 'AuthKeyID', session__base64(session__key_id(session__key(:auth_key))), 'Salt', 0));
