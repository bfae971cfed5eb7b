-- merge_peers.sql: the peers of one session into another of the same account, so that the client knows them all.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :from './old.session'           where the peers are: a file, or a glob of them
--     .parameter set :into './my_account.session'    where they go
--     .parameter set :user_id 777000123              whose they are, where a file does not know it; unset: such are left alone
--     .read sql/merge_peers.sql
--
-- Stop the client first.  Access hashes belong to one account: sessions of another one than :into's are listed and left
-- alone.  A peer that both know is the one seen last; what only the other has (usernames, phone, name) stays.  The update
-- states are not touched.  It is one transaction, and can be run again.  The login may differ: the key of :into stays.

ATTACH :into AS merged;

DROP TABLE IF EXISTS temp.source;
CREATE TEMP TABLE source AS
SELECT f.name, f.user_id, CASE
    WHEN f.problem IS NOT NULL THEN f.problem
    WHEN f.auth_key_id = i.auth_key_id THEN NULL
    WHEN coalesce(i.user_id, :user_id) IS NULL THEN 'whose session :into is can''t be told; set :user_id'
    WHEN coalesce(f.user_id, :user_id) IS NULL THEN 'whose it is can''t be told; set :user_id'
    WHEN coalesce(f.user_id, :user_id) <> coalesce(i.user_id, :user_id) THEN 'another account' END AS why
FROM session(:from) f LEFT JOIN session('merged') i;

SELECT name AS left_alone, user_id, why FROM temp.source WHERE why IS NOT NULL;

DROP TABLE IF EXISTS temp.had;
CREATE TEMP TABLE had AS SELECT * FROM session_peers('merged');
CREATE INDEX temp.had_id ON had(id);

-- The last of a peer's rows; at a tie the one that comes from :from.  What the layout can't keep would be an error; where
-- there are phones there is one username at least.
INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username, usernames, phone_number, name, updated)
SELECT 'merged', p.id, coalesce(p.type, h.type), coalesce(p.access_hash, h.access_hash),
  CASE WHEN f.keeps LIKE '%phones%' AND f.keeps NOT LIKE '%usernames%' THEN coalesce(p.username, h.username) END,
  CASE WHEN f.keeps LIKE '%usernames%' THEN coalesce(p.usernames, h.usernames) END,
  CASE WHEN f.keeps LIKE '%phones%' THEN coalesce(p.phone_number, h.phone_number) END,
  CASE WHEN f.keeps LIKE '% names%' THEN coalesce(p.name, h.name) END,
  CASE WHEN f.keeps LIKE '%updated%' THEN max(coalesce(p.updated, h.updated), coalesce(h.updated, p.updated)) END
FROM (SELECT q.*, max(coalesce(q.updated, -1)) FROM temp.source s, session_peers(s.name) q WHERE s.why IS NULL GROUP BY q.id) p
  JOIN session('merged') i JOIN session_formats f ON f.name = i.layout
  LEFT JOIN temp.had h ON h.id = p.id
WHERE h.id IS NULL OR coalesce(p.updated, -1) >= coalesce(h.updated, -1);

SELECT (SELECT count(*) FROM temp.had) AS peers_before, count(*) AS peers_now FROM session_peers('merged');
DETACH merged;
DROP TABLE temp.source;
DROP TABLE temp.had;
