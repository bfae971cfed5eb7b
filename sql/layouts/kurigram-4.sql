-- kurigram-4: Kurigram 2.0.106.17 to 2.1.14
-- :base pyrogram-3
-- :clients Kurigram, PyroTGFork of early 2024
-- :version version.number 4
-- :keeps + usernames
-- :without peers.username idx_peers_username

-- :schema before version
CREATE TABLE main.usernames (
  id INTEGER,
  username TEXT,
  FOREIGN KEY (id) REFERENCES peers(id)
);

-- :indexes before trg_peers_last_update_on
CREATE INDEX main.idx_usernames_username ON usernames (username);
