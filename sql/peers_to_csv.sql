-- peers_to_csv.sql: the peers of a session, as CSV, for a spreadsheet or a script; and back into one.
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :source './me.session'          a file, or a glob of them
--     .parameter set :out peers.csv                  unset: peers.csv; it is made with mode 0600
--     .read sql/peers_to_csv.sql
--
-- An access hash has 64 bits: a spreadsheet rounds it, so it is written as text, and must stay text.  Access hashes belong to
-- one account.  The way back, into a session of the same account (the client stopped):
--
--     ATTACH './me.session' AS me;
--     .import --csv peers.csv rows
--     INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username, phone_number)
--       SELECT 'me', id, type, access_hash, username, phone_number FROM rows;

SELECT 'nothing is written: say of which, for example .parameter set :source ./me.session' AS how WHERE coalesce(:source, '') = '';

DROP TABLE IF EXISTS temp.peers_csv;
CREATE TEMP TABLE peers_csv AS
SELECT p.* FROM (SELECT :source AS files WHERE :source <> ''), session_peers(files) AS p;

-- Twice: the file has its mode before it has its content.  Of no rows there is no group, and no file is made.
SELECT coalesce(:out, 'peers.csv') AS file, count(*) AS peers, writefile(coalesce(:out, 'peers.csv'), '', 33152)
  + writefile(coalesce(:out, 'peers.csv'), 'session,id,type,access_hash,username,phone_number,name,updated' || char(13, 10)
    || group_concat('"' || replace(session, '"', '""') || '",' || id || ',' || type || ',"' || coalesce(access_hash, '') || '","'
      || coalesce(username, '') || '","' || coalesce(phone_number, '') || '","' || replace(coalesce(name, ''), '"', '""') || '",'
      || coalesce(updated, '') || char(13, 10), ''), 33152) AS bytes
FROM peers_csv GROUP BY NULL;
DROP TABLE temp.peers_csv;
