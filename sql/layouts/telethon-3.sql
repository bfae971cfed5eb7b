-- telethon-3: Telethon 0.16.2 to 0.18.3
-- :base telethon-2
-- :clients Telethon 0.16.2-0.18.3
-- :version version.version 3
-- :ipv4
-- :access write

-- :schema
CREATE TABLE main.sent_files (
  md5_digest blob,
  file_size integer,
  type integer,
  id integer,
  hash integer, primary key(md5_digest, file_size, type)
) without rowid;

-- :empty
INSERT INTO main.sessions (dc_id, auth_key) VALUES (0, x'');
