-- pyrogram-line: what all SQLite layouts of the Pyrogram lineage share
-- :family pyrogram
-- :access hidden
--
-- The features vary independently, and files upgraded in place keep the
-- older ones beside the newer: so nearly every section here is chosen by what the database has.
--   usernames.username   "K" usernames: rows (peer id, name), no key            Kurigram's line
--   usernames.peer_id    "P" usernames: rows (name, peer id), the name is the key       Pyrofork's
--   peers.username       the one name a peer has everywhere else; a leftover beside K usernames

-- An address without a port is Pyrofork's branch dynamic_dc, which leaves that of DC 2 there for any other.

-- :fragment login
test_mode, auth_key, date, user_id, is_bot
FROM main.sessions ORDER BY length(auth_key) = 256 DESC, dc_id

-- :account if sessions.server_address sessions.port sessions.api_id
SELECT dc_id, CASE WHEN port IS NOT NULL THEN server_address END AS server_address, port, api_id, {login};

-- :account if !sessions.server_address !sessions.port sessions.api_id
SELECT dc_id, NULL AS server_address, NULL AS port, api_id, {login};

-- :account if !sessions.server_address !sessions.port
SELECT dc_id, NULL AS server_address, NULL AS port, NULL AS api_id, {login};

-- Upgraded in part: a column that the file lacks is found in o instead, as NULL.

-- :account
SELECT s.dc_id,
  (SELECT server_address FROM main.sessions x WHERE x.dc_id = s.dc_id AND port IS NOT NULL) AS server_address,
  (SELECT port FROM main.sessions x WHERE x.dc_id = s.dc_id) AS port,
  (SELECT api_id FROM main.sessions x WHERE x.dc_id = s.dc_id) AS api_id,
  s.test_mode, s.auth_key, s.date, s.user_id, s.is_bot
FROM (SELECT NULL AS server_address, NULL AS port, NULL AS api_id) o, main.sessions s
ORDER BY length(s.auth_key) = 256 DESC, s.dc_id;

-- :fast
sessions dc_id server_address port api_id test_mode auth_key date user_id is_bot

-- Fresh, and upgraded in place from the versions before.

-- :orders
dc_id test_mode auth_key date user_id is_bot
dc_id api_id test_mode auth_key date user_id is_bot
dc_id test_mode auth_key date user_id is_bot api_id
dc_id server_address port api_id test_mode auth_key date user_id is_bot
dc_id api_id test_mode auth_key date user_id is_bot server_address port
dc_id test_mode auth_key date user_id is_bot api_id server_address port
dc_id test_mode auth_key date user_id is_bot - - -

-- :put-account if sessions.server_address
DELETE FROM main.sessions;
INSERT INTO main.sessions (dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot)
VALUES (:dc_id, :server_address, :port, :api_id, :test_mode, session__key(:auth_key), :date, :user_id, :is_bot);

-- :put-account if sessions.api_id
DELETE FROM main.sessions;
INSERT INTO main.sessions (dc_id, api_id, test_mode, auth_key, date, user_id, is_bot)
VALUES (:dc_id, :api_id, :test_mode, session__key(:auth_key), :date, :user_id, :is_bot);

-- :put-account
DELETE FROM main.sessions;
INSERT INTO main.sessions (dc_id, test_mode, auth_key, date, user_id, is_bot)
VALUES (:dc_id, :test_mode, session__key(:auth_key), :date, :user_id, :is_bot);

-- An upgrade in place may have left rows without a key.

-- :set-account
DELETE FROM main.sessions
WHERE dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);
UPDATE main.sessions SET dc_id = :dc_id;
UPDATE main.sessions SET server_address = :server_address;
UPDATE main.sessions SET port = :port;
UPDATE main.sessions SET api_id = :api_id;
UPDATE main.sessions SET test_mode = :test_mode;
UPDATE main.sessions SET auth_key = session__key(:auth_key);
UPDATE main.sessions SET date = :date;
UPDATE main.sessions SET user_id = :user_id;
UPDATE main.sessions SET is_bot = :is_bot;

-- The main name is the first row of a peer.  Old Kurigrams (4, 5) leave rows with a NULL name.
-- A 'group' whose id is no group's: mrxbroken011's fork stores that type for any unknown id.  Other converters store numbers,
-- their own name, or 'chat': then the id tells.

-- :fragment peer
p.id, session__type(p.type, p.id) AS type, p.access_hash

-- :fragment seen
p.phone_number, NULL AS name, p.last_update_on AS updated
FROM main.peers p

-- :fragment first-name
(SELECT u.username FROM main.usernames u WHERE u.id = p.id AND u.username IS NOT NULL
 ORDER BY u.rowid)

-- :fragment first-names
LEFT JOIN (SELECT id, username, min(rowid) FROM main.usernames WHERE username IS NOT NULL GROUP BY id) u
  ON u.id = p.id

-- :peers if usernames.username idx_usernames_id !peers.username
SELECT {peer},
  {first-name} AS username,
  {seen};

-- :peers if usernames.username idx_usernames_id
SELECT {peer},
  coalesce({first-name}, p.username) AS username,
  {seen};

-- Without the index a look-up a peer would read the whole table each time: group it once.

-- :peers if usernames.username !peers.username
SELECT {peer}, u.username, {seen}
{first-names};

-- :peers if usernames.username
SELECT {peer}, coalesce(u.username, p.username) AS username,
  {seen}
{first-names};

-- :peers
SELECT {peer}, p.username, {seen};

-- One peer: never group all names for it.

-- :peer if usernames.username peers.username
SELECT {peer},
  coalesce({first-name}, p.username) AS username,
  {seen};

-- :peer if usernames.username
SELECT {peer},
  {first-name} AS username,
  {seen};

-- pyroblack 2.9.5 and later store the same name again at every start: hence the grouping.

-- :usernames if usernames.username !peers.username
SELECT id, username, min(rowid) AS ord FROM main.usernames WHERE username IS NOT NULL GROUP BY id, username;

-- :usernames if usernames.username idx_usernames_username
SELECT id, username, min(rowid) AS ord FROM main.usernames WHERE username IS NOT NULL GROUP BY id, username
UNION ALL
SELECT p.id, p.username, 9223372036854775807 FROM main.peers p
WHERE p.username IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM main.usernames u WHERE u.username = p.username AND +u.id = p.id);

-- :usernames if usernames.username
SELECT id, username, min(ord) AS ord FROM (
  SELECT id, username, rowid AS ord FROM main.usernames
  UNION ALL
  SELECT id, username, 9223372036854775807 FROM main.peers
) WHERE username IS NOT NULL GROUP BY id, username;

-- Pyrofork up to 2.3.41, pyroblack 2.3 and Electrogram store a channel's bare id in peer_id.

-- :usernames if usernames.peer_id usernames.id
SELECT id, username, 0 AS ord FROM main.peers WHERE username IS NOT NULL
UNION ALL
SELECT coalesce(p.id, q.id, u.peer_id), u.id, u.rowid
FROM main.usernames u
LEFT JOIN main.peers p ON p.id = u.peer_id
LEFT JOIN main.peers q ON p.id IS NULL AND u.peer_id > 0 AND q.id = -1000000000000 - u.peer_id
WHERE u.id IS NOT NULL AND u.id IS NOT coalesce(p.username, q.username);

-- :find-username if usernames.username !peers.username
SELECT id FROM main.usernames WHERE username = ?1
UNION SELECT id FROM main.usernames WHERE ?1 <> lower(?1) AND username = lower(?1);

-- :find-username if usernames.username
SELECT id FROM main.usernames WHERE username IN (?1, lower(?1)) UNION SELECT id FROM main.peers WHERE username IN (?1, lower(?1));

-- :find-username if usernames.peer_id usernames.id
SELECT id FROM main.peers WHERE username IN (?1, lower(?1))
UNION
SELECT CASE WHEN u.peer_id > 0 AND NOT EXISTS (SELECT 1 FROM main.peers p WHERE p.id = u.peer_id)
       THEN -1000000000000 - u.peer_id ELSE u.peer_id END
FROM main.usernames u WHERE u.id IN (?1, lower(?1));

-- :find-username
SELECT id FROM main.peers WHERE username = ?1
UNION ALL SELECT id FROM main.peers WHERE ?1 <> lower(?1) AND username = lower(?1);

-- :find-phone
SELECT id FROM main.peers WHERE phone_number = ?2;

-- Types: forum and direct are known to Kurigram since 2.2.9, that is to all that have addresses in
-- sessions; community to Kurigram of mid 2026 only.  Any other text raises ValueError.

-- What a peer's type is, is told by a call: so it is asked once, and never by an IN, which is looked up in a table.

-- :fragment same-type
WHEN 'user' THEN 'user' WHEN 'supergroup' THEN 'supergroup' WHEN 'channel' THEN 'channel' WHEN 'bot' THEN 'bot' WHEN 'group' THEN 'group'

-- :put-peers if usernames.username sessions.server_address
INSERT INTO main.peers (id, access_hash, type, phone_number, last_update_on)
SELECT id, CASE WHEN access_hash IS NULL AND type = 'group' THEN 0 ELSE access_hash END,
  CASE type {same-type} WHEN 'forum' THEN 'forum' WHEN 'direct' THEN 'direct'
       ELSE CASE WHEN id > 0 THEN 'user' WHEN type = 'community' THEN 'supergroup'
                 WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END END,
  phone_number, coalesce(updated, CAST(strftime('%s', 'now') AS INTEGER))
FROM peers_in ORDER BY id;

-- :fragment put-peer
id, CASE WHEN access_hash IS NULL AND type = 'group' THEN 0 ELSE access_hash END,
  CASE type {same-type}
       ELSE CASE WHEN id > 0 THEN 'user' WHEN type IN ('forum', 'direct', 'community') THEN 'supergroup'
                 WHEN id <= -1000000000000 THEN 'channel' ELSE 'group' END END

-- :put-peers if usernames.username
INSERT INTO main.peers (id, access_hash, type, phone_number, last_update_on)
SELECT {put-peer},
  phone_number, coalesce(updated, CAST(strftime('%s', 'now') AS INTEGER))
FROM peers_in ORDER BY id;

-- :put-peers
INSERT INTO main.peers (id, access_hash, type, username, phone_number, last_update_on)
SELECT {put-peer},
  username, phone_number, coalesce(updated, CAST(strftime('%s', 'now') AS INTEGER))
FROM peers_in ORDER BY id;

-- Names of no peer stay behind: the table refers to peers, and foreign keys may be enforced.

-- :put-usernames if usernames.username
INSERT INTO main.usernames (id, username)
SELECT id, username FROM usernames_in
WHERE id IN (SELECT p.id FROM main.peers p) ORDER BY id, ord;

-- Pyrofork has rows only for peers with several names, and then for all of them.

-- :put-usernames if usernames.peer_id usernames.id
INSERT OR REPLACE INTO main.usernames (id, peer_id, last_update_on)
SELECT u.username, u.id, p.last_update_on
FROM usernames_in u JOIN main.peers p ON p.id = u.id
WHERE u.id IN (SELECT id FROM usernames_in GROUP BY id HAVING count(*) > 1)
ORDER BY u.id, u.ord;

-- The account's row has id 0; its own user id in Kurigram 2.1.15, PyrogramMod 2.1.0 and one Pyrofork.

-- :states if update_state !channel_pts
SELECT CASE WHEN id > 0 THEN 0 ELSE id END AS id, CAST(pts AS INTEGER) AS pts, CAST(qts AS INTEGER) AS qts,
  CAST(date AS INTEGER) AS date, CAST(seq AS INTEGER) AS seq
FROM main.update_state
WHERE id <= 0 OR (id = (SELECT user_id FROM main.sessions) AND
                  NOT EXISTS (SELECT 1 FROM main.update_state z WHERE z.id = 0));

-- :put-states if update_state !channel_pts
INSERT INTO main.update_state (id, pts, qts, date, seq)
SELECT id, pts, qts, date, seq FROM states_in ORDER BY id;

-- :delete-peer if usernames.username
DELETE FROM main.usernames WHERE id = :id;
DELETE FROM main.peers WHERE id = :id;

-- :delete-peer if usernames.peer_id usernames.id
DELETE FROM main.usernames
WHERE peer_id = :id OR (peer_id = -1000000000000 - :id AND peer_id NOT IN (SELECT p.id FROM main.peers p));
DELETE FROM main.peers WHERE id = :id;

-- :delete-peer
DELETE FROM main.peers WHERE id = :id;

-- :delete-state if update_state !channel_pts
DELETE FROM main.update_state WHERE id = :id OR (:id = 0 AND id > 0);

-- :clear if usernames update_state
DELETE FROM main.sessions;
DELETE FROM main.usernames;
DELETE FROM main.peers;
DELETE FROM main.update_state;

-- :clear if usernames
DELETE FROM main.sessions;
DELETE FROM main.usernames;
DELETE FROM main.peers;

-- :clear if update_state
DELETE FROM main.sessions;
DELETE FROM main.peers;
DELETE FROM main.update_state;

-- :clear
DELETE FROM main.sessions;
DELETE FROM main.peers;

-- :clear-peers if usernames update_state
DELETE FROM main.usernames;
DELETE FROM main.peers;
DELETE FROM main.update_state;

-- :clear-peers if usernames
DELETE FROM main.usernames;
DELETE FROM main.peers;

-- :clear-peers if update_state
DELETE FROM main.peers;
DELETE FROM main.update_state;

-- :clear-peers
DELETE FROM main.peers;

-- Findings.  A NULL in one of these makes the client log in anew and overwrite the key
-- (session_empty in every Pyrogram since 0.15.1).

-- :fix-null-login
UPDATE main.sessions
SET test_mode = coalesce(test_mode, 0),
    is_bot = coalesce(is_bot, (SELECT p.type = 'bot' FROM main.peers p WHERE p.id = user_id), 0)
WHERE length(auth_key) = 256 AND user_id <> 0;

-- :find-no-row
SELECT NOT EXISTS (SELECT 1 FROM main.sessions);

-- :find-several-logins
SELECT max(count(*) - 1, 0) FROM main.sessions WHERE length(auth_key) = 256;

-- :find-several-rows
SELECT count(*) - max(total(length(auth_key) = 256), 1) FROM main.sessions;

-- Only rows without a key: which of two keys is wanted cannot be told.

-- :fix-several-rows
DELETE FROM main.sessions
WHERE coalesce(length(auth_key), 0) <> 256
  AND dc_id <> (SELECT s.dc_id FROM main.sessions s ORDER BY length(s.auth_key) = 256 DESC, s.dc_id);

-- :find-no-access-hash
SELECT count(*) FROM main.peers
WHERE ifnull(access_hash, 0) = 0 AND id NOT BETWEEN -999999999999 AND 0;

-- Ids of number 1 and of the JSON era, '-100' before the digits, that a conversion carried along.

-- :fragment old-channel
type IN ('channel', 'supergroup') AND id < 0 AND id NOT BETWEEN -9999999999999 AND -1000000000000

-- :fragment mendable
FROM main.peers WHERE {old-channel} AND substr(id, 1, 4) = '-100'

-- :fragment new-id
-1000000000000 - CAST(substr(id, 5) AS INTEGER)

-- :find-old-channel-ids
SELECT count(*) FROM main.peers WHERE {old-channel};

-- A name goes with its peer; the peers first, and last, since names may refer to them.

-- :fix-old-channel-ids if usernames.username peers.username
INSERT OR IGNORE INTO main.peers (id, access_hash, type, username, phone_number, last_update_on)
SELECT {new-id}, access_hash, type, username, phone_number, last_update_on
{mendable};
UPDATE main.usernames SET id = {new-id}
WHERE id IN (SELECT id {mendable});
DELETE {mendable};

-- :fix-old-channel-ids if usernames.username
INSERT OR IGNORE INTO main.peers (id, access_hash, type, phone_number, last_update_on)
SELECT {new-id}, access_hash, type, phone_number, last_update_on
{mendable};
UPDATE main.usernames SET id = {new-id}
WHERE id IN (SELECT id {mendable});
DELETE {mendable};

-- Replaced, not updated: the client's trigger would make an old name look fresh.

-- :fix-old-channel-ids if usernames.peer_id usernames.id
INSERT OR IGNORE INTO main.peers (id, access_hash, type, username, phone_number, last_update_on)
SELECT {new-id}, access_hash, type, username, phone_number, last_update_on
{mendable};
INSERT OR REPLACE INTO main.usernames (id, peer_id, last_update_on)
SELECT u.id, n.peer_id, u.last_update_on FROM main.usernames u JOIN (
  SELECT id AS old, {new-id} AS peer_id {mendable}) n ON n.old = u.peer_id;
DELETE {mendable};

-- :fix-old-channel-ids
INSERT OR IGNORE INTO main.peers (id, access_hash, type, username, phone_number, last_update_on)
SELECT {new-id}, access_hash, type, username, phone_number, last_update_on
{mendable};
DELETE {mendable};

-- :find-unknown-type
SELECT count(*) FROM main.peers WHERE type IS NOT session__type(type, id) AND type IS NOT 'group';

-- :fix-unknown-type
UPDATE main.peers SET type = session__type(NULL, id)
WHERE type IS NOT session__type(type, id) AND type IS NOT 'group';

-- :find-unmarked-ids if usernames.peer_id usernames.id
SELECT count(*) FROM main.usernames u
WHERE u.peer_id > 0 AND u.peer_id NOT IN (SELECT p.id FROM main.peers p)
  AND -1000000000000 - u.peer_id IN (SELECT p.id FROM main.peers p);

-- Replaced, not updated: the client's trigger would make an old name look fresh.

-- :fix-unmarked-ids
INSERT OR REPLACE INTO main.usernames (id, peer_id, last_update_on)
SELECT u.id, -1000000000000 - u.peer_id, u.last_update_on FROM main.usernames u
WHERE u.peer_id > 0 AND u.peer_id NOT IN (SELECT p.id FROM main.peers p)
  AND -1000000000000 - u.peer_id IN (SELECT p.id FROM main.peers p);

-- :find-null-usernames if usernames.username
SELECT count(*) FROM main.usernames WHERE username IS NULL;

-- :fix-null-usernames
DELETE FROM main.usernames WHERE username IS NULL;

-- :find-duplicate-usernames if usernames.username
SELECT coalesce(sum(n - 1), 0) FROM (
  SELECT count(*) AS n FROM main.usernames WHERE username IS NOT NULL GROUP BY id, username);

-- pyroblack 2.9.5 and later store each name of peers again at every start: where one was doubled, usernames alone has them.

-- :fix-duplicate-usernames if usernames.username peers.username
DELETE FROM main.usernames
WHERE username IS NOT NULL AND rowid NOT IN (SELECT min(u.rowid) FROM main.usernames u GROUP BY u.id, u.username);
INSERT INTO main.usernames (id, username)
SELECT id, username FROM main.peers WHERE username IS NOT NULL
EXCEPT SELECT id, username FROM main.usernames;
UPDATE main.peers SET username = NULL WHERE username IS NOT NULL;

-- :fix-duplicate-usernames
DELETE FROM main.usernames
WHERE username IS NOT NULL AND rowid NOT IN (SELECT min(u.rowid) FROM main.usernames u GROUP BY u.id, u.username);

-- No Kurigram looks at peers.username, so after its upgrade from 3 these names are not found.

-- :find-stale-usernames if usernames.username peers.username
SELECT count(*) FROM (
  SELECT id, username FROM main.peers WHERE username IS NOT NULL
  EXCEPT SELECT id, username FROM main.usernames);

-- :fix-stale-usernames
INSERT INTO main.usernames (id, username)
SELECT id, username FROM main.peers WHERE username IS NOT NULL
EXCEPT SELECT id, username FROM main.usernames;

-- :find-state-id if update_state !channel_pts
SELECT count(*) FROM main.update_state WHERE id > 0;

-- A positive id is taken for the account, and its channel points for the account's.

-- :fix-state-id
UPDATE OR IGNORE main.update_state SET id = 0 WHERE id = (SELECT user_id FROM main.sessions);
DELETE FROM main.update_state WHERE id > 0;

-- The client asks Telegram what happened since then, and fails: PersistentTimestampEmpty.

-- :find-empty-state if update_state !channel_pts
SELECT count(*) FROM main.update_state WHERE typeof(pts) = 'integer' AND pts = 0;

-- :fix-empty-state
DELETE FROM main.update_state WHERE typeof(pts) = 'integer' AND pts = 0;

-- :find-wrong-type
SELECT
  (SELECT count(*) FROM main.sessions
   WHERE session__wrong('biIii', auth_key, test_mode, date, user_id, is_bot))
+ (SELECT count(*) FROM main.peers
   WHERE session__wrong('iTIt', access_hash, type, last_update_on, phone_number));
