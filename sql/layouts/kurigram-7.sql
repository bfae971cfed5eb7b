-- kurigram-7: Kurigram 2.2.10 and later
-- :base kurigram-6
-- :clients Kurigram, irenogram, PyroBad, YUKIGRAM
-- :version version.number 7
-- :keeps + server_address port
-- :needs + server_address
-- :column sessions.server_address TEXT after dc_id
-- :column sessions.port INTEGER after server_address

-- :empty
INSERT INTO main.sessions (dc_id, server_address, port, date) VALUES (2, '149.154.167.51', 443, 0);
