-- kurigram-6: Kurigram 2.1.22 to 2.2.9
-- :base kurigram-5
-- :clients Kurigram, TeamPGM, PyroTGFork, faster-pyrogram, pyroblack >= 2.8
-- :version version.number 6

-- :indexes before idx_usernames_username
CREATE INDEX main.idx_usernames_id ON usernames (id);
