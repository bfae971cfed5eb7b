-- What every host is asked, whatever its language: written once, run by the programs of drivers/; see hosts.sh.
--
--     == name                  begins a check
--     ? t text                 the value of ?1, then of ?2 ...: t text, i integer, b bytes in hex, B one byte 256 times, n NULL,
--                              r number with a fraction, j number as the host has it (JavaScript's Number, Perl's scalar),
--                              = what the check of that name gave, first column of the first row
--     SELECT ...               the statement
--     --> a | b                its rows, or --! a piece of its error
--     .open 2 FILE             a second connection, with the extension; .on 2: that one is asked from here; .load 2, .close 2
--
-- Connection 1 is there, its main is ':memory:', and the current folder is empty.

== version
SELECT session_version() GLOB '[0-9]*.[0-9]*.[0-9]*'
--> 1
== formats
SELECT kind, writes FROM session_formats WHERE name IN ('telethon', 'kurigram-7') ORDER BY name
--> layout | 1
--> string | 1
== findings
SELECT severity FROM session_findings WHERE code = ?1
? t version-mismatch
--> error
== a login out of its fields, the key as bytes
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) VALUES ('main', 'pyrogram-3', ?1, ?2, ?3, ?4, ?5)
? i 2
? i 777000123
? i 1
? i 12345
? B 30
== it is there
SELECT name, layout, dc_id, user_id, is_bot, auth_key_id, problem FROM session
--> main | pyrogram-3 | 2 | 777000123 | 1 | fd344d58122929c2 | NULL
== by its name, as a parameter
SELECT layout FROM session WHERE name = ?1
? t main
--> pyrogram-3
== by a number, as a parameter
SELECT name FROM session WHERE user_id = ?1
? i 777000123
--> main
== by a number, as the host has it
SELECT name FROM session WHERE user_id = ?1
? j 777000123
--> main
== bytes come out
SELECT substr(auth_key, 1, 4), length(auth_key) FROM session
--> x'30303030' | 256
== a string
SELECT session_export()
--> AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMAAAAAAuUBS7AQ
== session_info of a string
SELECT json_extract(session_info(?1), '$.format'), json_extract(session_info(?1), '$.user_id')
? = a string
--> pyrogram | 777000123
== session_info of the string as bytes
SELECT json_extract(session_info(CAST(?1 AS BLOB)), '$.format')
? = a string
--> pyrogram
== a database is attached
ATTACH ':memory:' AS bot
== import
SELECT session_import(?1, ?2)
? = a string
? t bot
--> bot
== import, again: the same account
SELECT session_import(?1, 'bot')
? = a string
--> bot
== two databases, two rows
SELECT name FROM session ORDER BY name
--> bot
--> main
== another account
INSERT INTO session(name, layout, dc_id, auth_key) VALUES ('temp', 'telethon-7', 4, ?1)
? B 31
== its login is refused
SELECT session_import(session_export('temp'), 'bot')
--! another account
== it is forgotten
DELETE FROM session WHERE name = 'temp'
== a conflict is an error
INSERT INTO session(name, string) VALUES ('bot', ?1)
? = a string
--! UNIQUE constraint failed: session.name
== convert
SELECT length(session_convert(?1, 'telethon'))
? = a string
--> 353
== what a target needs is said
SELECT session_convert(session_convert(?1, 'telethon'), 'pyrogram')
? = a string
--! pyrogram string: user_id is not known from the source; give it: 'user_id', N
== options as integers
SELECT session_convert(session_convert(?1, 'telethon'), 'pyrogram', 'user_id', ?2, 'is_bot', ?3, 'api_id', ?4) = ?1
? = a string
? i 777000123
? i 1
? i 12345
--> 1
== options as numbers of the host
SELECT session_convert(session_convert(?1, 'telethon'), 'pyrogram', 'user_id', ?2, 'is_bot', ?3, 'api_id', ?4) = ?1
? = a string
? j 777000123
? j 1
? j 12345
--> 1
== options as text
SELECT session_convert(session_convert(?1, 'telethon'), 'pyrogram', 'user_id', ?2, 'is_bot', ?3, 'api_id', ?4) = ?1
? = a string
? t 777000123
? t 1
? t 12345
--> 1
== a number with a fraction is no id
SELECT session_convert(?1, 'pyrogram', 'user_id', ?2)
? = a string
? r 777.5
--! user_id
== an unknown option is named
SELECT session_convert(?1, 'pyrogram', 'colour', 1)
? = a string
--! colour
== an unknown format is named
SELECT session_convert(?1, 'whatsapp')
? = a string
--! whatsapp
== what is no value is named
SELECT session_info(?1)
? t 1ApWapzMBu
--! 10 characters: a telethon string has 353 or 369; it is cut short
== NULL in, NULL out
SELECT session_info(?1)
? n
--> NULL
== a NULL name is no default
SELECT session_export(?1)
? n
--! the name is NULL
== an image comes out
SELECT session_export('bot', 'kurigram-7')
== it is an image
SELECT typeof(?1), CAST(substr(?1, 1, 15) AS TEXT), length(?1) % 4096
? = an image comes out
--> blob | SQLite format 3 | 0
== an image goes in
SELECT json_extract(session_info(?1), '$.format')
? = an image comes out
--> kurigram-7
== a table over an image
SELECT name, layout, user_id FROM session(?1)
? = an image comes out
--> value | kurigram-7 | 777000123
== a peer, its hash beyond 2^53
INSERT INTO session_peers(session, id, type, access_hash, username, updated) VALUES ('bot', ?1, ?2, ?3, ?4, ?5)
? i -1001234567890
? t channel
? i -6813863586994958762
? t news
? i 1700000001
== a peer, numbers of the host
INSERT INTO session_peers(session, id, type, access_hash, username, updated) VALUES ('bot', ?1, 'user', ?2, 'telegram', ?3)
? j 777000
? j -4203
? j 1700000000
== the hash comes out, every digit
SELECT access_hash FROM session_peers('bot') WHERE id = -1001234567890
--> -6813863586994958762
== and goes in
SELECT id FROM session_peers('bot') WHERE access_hash = ?1
? = the hash comes out, every digit
--> -1001234567890
== a peer by its id
SELECT username FROM session_peers('bot') WHERE id = ?1
? i -1001234567890
--> news
== a peer by its id, a number of the host
SELECT username FROM session_peers('bot') WHERE id = ?1
? j -1001234567890
--> news
== a peer by what people have
SELECT id FROM session_peers('bot', ?1)
? t @News
--> -1001234567890
== a peer by a link
SELECT id FROM session_peers('bot', ?1)
? t https://t.me/News/42
--> -1001234567890
== a peer by the digits of a channel
SELECT id FROM session_peers('bot', ?1)
? j 1234567890
--> -1001234567890
== a peer that is there
INSERT INTO session_peers(session, id, access_hash) VALUES ('bot', ?1, 1)
? i 777000
--! UNIQUE constraint failed: session_peers.session, session_peers.id
== OR IGNORE
INSERT OR IGNORE INTO session_peers(session, id, access_hash) VALUES ('bot', 777000, 1)
== OR REPLACE, an unsigned hash as text
INSERT OR REPLACE INTO session_peers(session, id, type, access_hash) VALUES ('bot', 777000, 'user', ?1)
? t 11632880486714592854
== both are done
SELECT id, access_hash, username FROM session_peers('bot') ORDER BY id
--> -1001234567890 | -6813863586994958762 | news
--> 777000 | -6813863586994958762 | NULL
== UPDATE
UPDATE session_peers SET username = ?1 WHERE session = 'bot' AND id = 777000
? t telegram
== what a layout can't keep
UPDATE session_peers SET name = 'Telegram' WHERE session = 'bot' AND id = 777000
--! layout pyrogram-3 can't keep this name
== DELETE
DELETE FROM session_peers WHERE session = 'bot' AND id = 777000
== how many are left
SELECT peers FROM session WHERE name = 'bot'
--> 1
== a bundle
SELECT session_export('bot', 'bundle')
== it begins with tgs1.
SELECT substr(?1, 1, 5), typeof(?1)
? = a bundle
--> tgs1. | text
== a bundle into a file
SELECT session_import(?1, ?2, ?3)
? = a bundle
? t ./a.session
? t kurigram-7
--> ./a.session
== files by a glob
SELECT name, layout, user_id, peers, problem FROM session(?1)
? t ./*.session
--> ./a.session | kurigram-7 | 777000123 | 1 | NULL
== a name beyond ASCII
SELECT session_import(?1, ?2, 'telethon-7')
? = a bundle
? t ./ünï-имя.session
--> ./ünï-имя.session
== and its row
SELECT name, layout FROM session(?1)
? t ./ü*.session
--> ./ünï-имя.session | telethon-7
== a file gets another layout
UPDATE session SET layout = 'pyrogram-3', api_id = ?1 WHERE source = './a.session'
? j 54321
== it has it
SELECT layout, api_id FROM session('./a.session')
--> pyrogram-3 | 54321
== a choice of files as a table
CREATE VIRTUAL TABLE temp.fleet USING session('./*.session')
== its rows
SELECT count(*), count(problem) FROM fleet
--> 2 | 0
== what failed, as a result
SELECT session_migrate(?1, 'kurigram-7', 'try', 1)
? t ./missing.session
--> missing-file: there is no file ./missing.session
== check
SELECT session_check('bot')
--> []
== repair
SELECT session_repair('bot')
--> []
== migrate a database
SELECT session_migrate('bot', 'kurigram-7')
--> bot
== BEGIN
BEGIN
== in a transaction
SELECT session_migrate('bot', 'pyrogram-2')
--> bot
== ROLLBACK
ROLLBACK
== as before
SELECT layout, peers FROM session WHERE name = 'bot'
--> kurigram-7 | 1
== SAVEPOINT
SAVEPOINT s
== in a savepoint
DELETE FROM session WHERE name = 'bot'
== ROLLBACK TO
ROLLBACK TO s
== RELEASE
RELEASE s
== still there
SELECT user_id FROM session WHERE name = 'bot'
--> 777000123
== an empty source
SELECT count(*) FROM session_states('bot')
--> 0
== update states
INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('bot', ?1, ?2, ?3, ?4, ?5)
? i 0
? j 100
? i 7
? i 1700000000
? n
== are kept
SELECT id, pts, qts, date FROM session_states('bot')
--> 0 | 100 | 7 | 1700000000
== JSON
SELECT json_extract(session_export('bot', 'json'), '$.dc_id', '$.peers[0].access_hash')
--> [2,"-6813863586994958762"]
== 2,000 peers in one statement
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000) INSERT INTO session_peers(session, id, type, access_hash) SELECT 'bot', i, 'user', i*4611686018427387 FROM n
== are read
SELECT count(*), max(access_hash) FROM session_peers('bot')
--> 2001 | 9223372036854774000
== a view that asks for the harmless
CREATE VIEW harmless AS SELECT session_version() GLOB '0.*'
== a view that asks for a key
CREATE VIEW harmful AS SELECT session_export('bot')
== a schema that isn't trusted
PRAGMA trusted_schema = OFF
== the harmless answers
SELECT * FROM harmless
--> 1
== the other doesn't
SELECT * FROM harmful
--! unsafe use of session_export
== in a statement of the user's
SELECT length(session_export('main'))
--> 362
.load 1
== loaded twice
SELECT count(*) FROM session
--> 3
.open 2 second.db
.on 2
== a second connection
SELECT count(*) FROM session
--> 0
== WAL
PRAGMA journal_mode = WAL
--> wal
== a login in main
SELECT session_import(?1, 'main', 'telethon-7')
? = a string
--> main
.open 3 second.db
.on 3
== a third sees it
SELECT layout, dc_id FROM session
--> telethon-7 | 2
== and has a busy timeout
PRAGMA busy_timeout = 60
--> 60
.on 2
== the second writes
BEGIN IMMEDIATE
.on 3
== locked, it says so
UPDATE session SET port = 80 WHERE name = 'main'
--! locked
.on 1
== a busy timeout for files
PRAGMA busy_timeout = 60
--> 60
== a file that is locked is named
UPDATE session SET port = 80 WHERE source = './second.db'
--! ./second.db
.on 2
== the second ends
ROLLBACK
.close 2
.on 3
== the third lives on
UPDATE session SET port = ?1 WHERE name = 'main'
? j 80
== it is written
SELECT port FROM session
--> 80
.close 3
.on 1
== a login is forgotten
DELETE FROM session WHERE name = 'bot'
== and only that
SELECT name, auth_key_id FROM session WHERE name IN ('bot', 'main') ORDER BY name
--> bot | NULL
--> main | fd344d58122929c2
