-- telethon-7: Telethon 1.17 to 1.42; every Telethon since 1.7.5 opens it
-- :base telethon-line
-- :clients Telethon 1.17-1.42
-- :version version.version 7
-- :string telethon
-- :family telethon
-- :takes telethon gramjs gogram telethon-json gotd-json telethon-1 telethon-2 telethon-2.10-addr telethon-alpha-8
-- :keeps dc_id server_address port auth_key user_id peers states names phones updated
-- :needs dc_id server_address port auth_key
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
  auth_key blob,
  takeout_id integer
);
CREATE TABLE main.entities (
  id integer primary key,
  hash integer not null,
  username text,
  phone integer,
  name text,
  date integer
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
DELETE FROM main.version;
INSERT INTO main.version (version) VALUES (7);
INSERT INTO main.sessions (dc_id, auth_key) VALUES (0, x'');
