-- telethon-1: Telethon 0.16; nothing from 0.19 on opens it
-- :base telethon-line
-- :clients Telethon 0.16
-- :version version.version 1
-- :string telethon
-- :keeps dc_id server_address port auth_key user_id peers names phones
-- :needs server_address
-- :access read

-- :schema
CREATE TABLE main.version (
  version integer
);
CREATE TABLE main.sessions (
  dc_id integer primary key,
  server_address text,
  port integer,
  auth_key blob
) without rowid;
CREATE TABLE main.entities (
  id integer primary key,
  hash integer not null,
  username text,
  phone integer,
  name text
) without rowid;
