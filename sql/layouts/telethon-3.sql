-- telethon-3: Telethon 0.16.2 to 0.18.3
-- :base telethon-line
-- :clients Telethon 0.16.2-0.18.3
-- :version version.version 3
-- :string telethon
-- :family telethon
-- :keeps dc_id server_address port auth_key user_id peers names phones
-- :needs dc_id server_address port auth_key
-- :ipv4
-- :access write

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
  type integer,
  id integer,
  hash integer, primary key(md5_digest, file_size, type)
) without rowid;

-- :empty
DELETE FROM main.version;
INSERT INTO main.version (version) VALUES (3);
INSERT INTO main.sessions (dc_id, auth_key) VALUES (0, x'');
