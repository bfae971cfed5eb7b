-- canonical: tables in canonical columns, see ext/README.md, for bundles
-- :keeps dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states names phones updated
-- :access hidden

-- :schema
CREATE TABLE main.account (
  dc_id,
  server_address,
  port,
  api_id,
  test_mode,
  auth_key,
  date,
  user_id,
  is_bot
);
CREATE TABLE main.peer (
  id INTEGER PRIMARY KEY,
  type,
  access_hash,
  username,
  phone_number,
  name,
  updated
);
CREATE TABLE main.username (
  id INTEGER,
  username,
  ord
);
CREATE TABLE main.state (
  id INTEGER PRIMARY KEY,
  pts,
  qts,
  date,
  seq
);

-- :indexes
CREATE INDEX main.username_id ON username (id, ord);

-- :account
SELECT dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id, is_bot FROM main.account;

-- :peers
SELECT id, type, access_hash, username, phone_number, name, updated FROM main.peer;

-- :usernames
SELECT id, username, ord FROM main.username;

-- :states
SELECT id, pts, qts, date, seq FROM main.state;

-- :put-peers
INSERT OR IGNORE INTO main.peer (id, type, access_hash, username, phone_number, name, updated)
SELECT id, type, access_hash, username, phone_number, name, updated FROM peers_in ORDER BY id;

-- :put-usernames
INSERT INTO main.username (id, username, ord) SELECT id, username, ord FROM usernames_in ORDER BY id, ord;

-- :put-states
INSERT OR IGNORE INTO main.state (id, pts, qts, date, seq) SELECT id, pts, qts, date, seq FROM states_in ORDER BY id;
