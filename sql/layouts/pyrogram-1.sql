-- pyrogram-1: Pyrogram 0.15
-- :base pyrogram-2
-- :clients Pyrogram 0.15
-- :version version.number 1
-- :string pyrogram-32

-- :empty
INSERT INTO main.sessions (dc_id, date) VALUES (1, 0);

-- A channel's id with '-100' before its digits is what Pyrogram 0.15 looks for: mending it here would lose it for the client.

-- :find-old-channel-ids
SELECT 0;
