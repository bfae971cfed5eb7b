-- pylogram-4: pylogram 0.14 and later
-- :base pyrogram-3
-- :clients pylogram
-- :version version.number 4
-- :keeps + states

-- :schema
CREATE TABLE main.update_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pts INTEGER NOT NULL DEFAULT 0,
  qts INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 0,
  date INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE main.channel_pts (
  channel_id INTEGER PRIMARY KEY,
  pts INTEGER NOT NULL,
  last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER))
);

-- One row, id 1, for the account (all zero: not set); channels stand apart, under bare ids.

-- :states
SELECT 0 AS id, pts, qts, date, seq FROM main.update_state WHERE pts <> 0 OR qts <> 0 OR date <> 0 OR seq <> 0
UNION ALL
SELECT -1000000000000 - channel_id, pts, NULL, last_update_on, NULL FROM main.channel_pts;

-- :put-states
INSERT OR REPLACE INTO main.update_state (id, pts, qts, seq, date)
SELECT 1, coalesce(pts, 0), coalesce(qts, 0), coalesce(seq, 0), coalesce(date, 0) FROM states_in WHERE id = 0;
INSERT INTO main.channel_pts (channel_id, pts, last_update_on)
SELECT -1000000000000 - id, pts, coalesce(date, CAST(strftime('%s', 'now') AS INTEGER))
FROM states_in WHERE id < -1000000000000 AND pts IS NOT NULL ORDER BY 1;

-- :delete-state
DELETE FROM main.update_state WHERE :id = 0;
DELETE FROM main.channel_pts WHERE channel_id = -1000000000000 - :id;

-- :clear
DELETE FROM main.sessions;
DELETE FROM main.peers;
DELETE FROM main.update_state;
DELETE FROM main.channel_pts;

-- :clear-peers
DELETE FROM main.peers;
DELETE FROM main.update_state;
DELETE FROM main.channel_pts;
