-- who_knows.sql: in which session files is somebody known, by name, id, phone number or link?
--
--     sqlite3 -cmd '.load ./build/tgsession' :memory:
--     .parameter set :find "'@durov'"                also 't.me/durov', 777000, '+1 202 555-0123', 't.me/c/123/45', so quoted
--     .parameter set :source 'bots/**/*.session'     a file, a folder or a glob; unset: *.session in this folder
--     .read sql/who_knows.sql
--
-- It changes nothing and shows no secret.  Files that can't be read are listed at the end.

SELECT 'say who, for example .parameter set :find "''@durov''"' AS how WHERE coalesce(:find, '') = '';

SELECT p.session, p.id, p.type, p.username, p.phone_number AS phone, p.name, date(p.updated, 'unixepoch') AS seen
FROM (SELECT :find AS whom WHERE :find <> ''), session_peers(coalesce(:source, '*.session'), whom) AS p
ORDER BY p.updated DESC, p.session;

SELECT name AS not_looked_at, problem FROM session(coalesce(:source, '*.session'))
WHERE layout IS NULL AND problem IS NOT NULL AND :find <> '';
