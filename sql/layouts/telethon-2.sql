-- telethon-2: Telethon 0.16.1
-- :base telethon-line
-- :clients Telethon 0.16.1
-- :version version.version 2
-- :string telethon
-- :family telethon
-- :keeps dc_id server_address port auth_key user_id peers names phones
-- :needs dc_id server_address port auth_key
-- :access read

-- :schema
CREATE TABLE main.version (
  version integer primary key
) without rowid;
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
CREATE TABLE main.sent_files (
  md5_digest blob,
  file_size integer,
  file_id integer,
  part_count integer, primary key(md5_digest, file_size)
) without rowid;
