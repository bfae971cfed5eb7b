-- telethon-2.10: Telethon 2, its branch v2 (2.0.0a0); no table of peers
-- :base telethon-2.10-line
-- :clients Telethon 2.0.0a0
-- :version version.version 10
-- :string telethon
-- :keeps dc_id server_address port auth_key user_id is_bot states
-- :needs server_address
-- :access write

-- :schema
CREATE TABLE main.version (
  version integer primary key
);
CREATE TABLE main.datacenter(
  id integer primary key,
  ipv4_addr text,
  ipv6_addr text,
  auth blob
);
CREATE TABLE main.user(
  id integer primary key,
  dc integer not null,
  bot integer not null,
  username text
);
CREATE TABLE main.state(
  pts integer not null,
  qts integer not null,
  date integer not null,
  seq integer not null
);
CREATE TABLE main.channelstate(
  id integer primary key,
  pts integer not null
);

-- :empty
