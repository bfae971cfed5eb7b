-- telethon-2.10-addr: Telethon 2 of September and October 2023: one address column, the same number
-- :base telethon-2.10-line
-- :clients Telethon 2 branch of 2023
-- :version version.version 10
-- :string telethon
-- :family telethon
-- :keeps dc_id server_address port auth_key user_id is_bot states
-- :as telethon-2.10
-- :access read

-- :schema
CREATE TABLE main.version (
  version integer primary key
);
CREATE TABLE main.datacenter(
  id integer primary key,
  addr text not null,
  auth blob
);
CREATE TABLE main.user(
  id integer primary key,
  dc integer not null,
  bot integer not null
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
