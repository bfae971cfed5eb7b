-- telethon-2: Telethon 0.16.1
-- :base telethon-1
-- :clients Telethon 0.16.1
-- :version version.version 2

-- :schema
CREATE TABLE main.version (
  version integer primary key
) without rowid;
CREATE TABLE main.sent_files (
  md5_digest blob,
  file_size integer,
  file_id integer,
  part_count integer, primary key(md5_digest, file_size)
) without rowid;
