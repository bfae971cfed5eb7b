-- telethon-alpha-8: the Telethon 2 of 2021 (tag v2-stale2), which calls itself version 8 too
-- :clients Telethon 2 alpha of 2021
-- :version version.version 8
-- :string telethon
-- :family telethon
-- :keeps dc_id server_address port auth_key user_id is_bot peers states
-- :access read

-- :schema
CREATE TABLE main.version (
  version integer primary key
);
CREATE TABLE main.datacenter (
  id integer primary key,
  ipv4 text not null,
  ipv6 text,
  port integer not null,
  auth blob not null
);
CREATE TABLE main.session (
  user_id integer primary key,
  dc_id integer not null,
  bot integer not null,
  pts integer not null,
  qts integer not null,
  date integer not null,
  seq integer not null,
  takeout_id integer
);
CREATE TABLE main.channel (
  channel_id integer primary key,
  pts integer not null
);
CREATE TABLE main.entity (
  id integer primary key,
  hash integer not null,
  ty integer not null
);

-- User 0 stands there after an upgrade from Telethon 1: unknown, and so is whether it is a bot.

-- :account
SELECT d.id AS dc_id, d.ipv4 AS server_address, d.port, NULL AS api_id, NULL AS test_mode, d.auth AS auth_key,
  NULL AS date, nullif(s.user_id, 0) AS user_id, CASE WHEN s.user_id <> 0 THEN s.bot END AS is_bot
FROM main.datacenter d LEFT JOIN main.session s ON s.dc_id = d.id
ORDER BY s.dc_id IS NULL, length(d.auth) = 256 DESC, d.id;

-- ty is a letter: User, Bot, Group, Channel, Megagroup, gigagroup (E).  Ids are bare.

-- :peers
SELECT CASE WHEN ty IN (67, 77, 69) THEN -1000000000000 - id WHEN ty = 71 THEN -id ELSE id END AS id,
  CASE ty WHEN 66 THEN 'bot' WHEN 71 THEN 'group' WHEN 67 THEN 'channel' WHEN 77 THEN 'supergroup'
          WHEN 69 THEN 'supergroup' ELSE 'user' END AS type,
  hash AS access_hash, NULL AS username, NULL AS phone_number, NULL AS name, NULL AS updated
FROM main.entity;

-- :states
SELECT * FROM (SELECT 0 AS id, pts, qts, date, seq FROM main.session LIMIT 1)
UNION ALL
SELECT -1000000000000 - channel_id, pts, NULL, NULL, NULL FROM main.channel;

-- :dangerous
{telethon-line/dangerous}
