-- telethon-4: Telethon 0.19 to 1.5.5
-- :base telethon-line
-- :clients Telethon 0.19-1.5.5
-- :version version.version 4
-- :string telethon
-- :keeps dc_id server_address port auth_key user_id peers states names phones
-- :needs server_address
-- :ipv4
-- :access write

-- :schema
CREATE TABLE main.version (
  version integer primary key
);
CREATE TABLE main.sessions (
  dc_id integer primary key,
  server_address text,
  port integer,
  auth_key blob
);
CREATE TABLE main.entities (
  id integer primary key,
  hash integer not null,
  username text,
  phone integer,
  name text
);
CREATE TABLE main.sent_files (
  md5_digest blob,
  file_size integer,
  type integer,
  id integer,
  hash integer, primary key(md5_digest, file_size, type)
);
CREATE TABLE main.update_state (
  id integer primary key,
  pts integer,
  qts integer,
  date integer,
  seq integer
);

-- :empty
INSERT INTO main.sessions (dc_id, auth_key) VALUES (0, x'');
