-- telethon-2.10-addr: Telethon 2 of September and October 2023: one address column, the same number
-- :base telethon-2.10
-- :clients Telethon 2 branch of 2023
-- :version version.version 10
-- :as telethon-2.10
-- :access read
-- :without user.username

-- :schema
CREATE TABLE main.datacenter(
  id integer primary key,
  addr text not null,
  auth blob
);
