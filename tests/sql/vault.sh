# Runs the scripts of sql/vault*.sql as a person does: files in, leases, files out, and many of them.
#
#     sh tests/sql/vault.sh build/tgsession.so
#
# Prints "vault: N passed, M failed"; exit 1 when one failed.

set -u
suite=vault
. "$(dirname "$0")/../share/shell.sh"

make='INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT'
# Commands of the shell with the vault open.
vault() { printf '%s\n' "$@" | sqlite3 -batch -cmd ".load $so" -cmd '.timeout 20000' vault.db 2>&1; }
lease() { vault ".parameter set :do $1" ".parameter set :bot $2" ".parameter set :me $3" ".parameter set :epoch ${4:-NULL}" \
  ".parameter set :bundle \"${5:-NULL}\"" ".read $sql/vault_lease.sql"; }
in_source() { vault ".parameter set :source '$1'" ".read $sql/fleet_to_vault.sql"; }

begin 'fleet_to_vault.sql' "$make 'bots/a.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=1 AND length(writefile('bots/deep/x', ''));" \
  "$make 'bots/deep/a.session', 'telethon-7', 2, NULL, NULL, NULL, key FROM key WHERE n=2;" \
  "$make 'bots/same.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=1;" \
  "$make 'bots/second.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=3;" \
  "INSERT INTO session(name, layout, auth_key) VALUES ('bots/new.session', 'kurigram-7', x'');" \
  "SELECT length(writefile('bots/text.session', 'text')) > 9;"
is '' "$(vault ".read $sql/vault.sql" ".read $sql/vault.sql")"
is "nothing is put: say which files, for example .parameter set :source 'bots/*.session'" "$(vault ".read $sql/fleet_to_vault.sql")"
is 'bots/a.session|new
bots/deep/a.session|new
bots/new.session|not logged in
bots/same.session|the same login as bots/a.session
bots/second.session|new
bots/text.session|not-a-database: bots/text.session is not a SQLite database, or it is encrypted
3|0|0|3|3' "$(in_source 'bots/**/*.session')"
is 'bots/a.session|unchanged
0|0|1|0|3' "$(in_source bots/a.session)"
is 'bots/a.session|kurigram-7|777|1|0|0
bots/deep/a.session|telethon-7||0|0|0
bots/second.session|pyrogram-3|777|1|0|0' "$(vault "SELECT name, layout, user_id, coalesce(is_bot, 0), peers, epoch FROM vault_report;")"
is '777|2|bots/a.session bots/second.session' "$(vault 'BEGIN;' "INSERT INTO vault(name, bundle, updated) SELECT 'one', json_set(
  session_convert(bundle, 'json'), '$.user_id', 9, '$.auth_key', hex(printf('%.256c', 'z'))), 1 FROM vault LIMIT 1;" \
  "SELECT user_id, logins, replace(names, char(10), ' ') FROM vault_duplicates;" 'ROLLBACK;')"
# Its rows as statements for an engine that loads nothing: all columns, but for a login that a host has by a lease.
what='vault_to_postgres.sql'
sqlite3 plain.db <"$sql/vault_plain.sql"; sqlite3 plain.db <"$sql/vault_plain.sql"
vault ".read $sql/vault_to_postgres.sql" >statements; sqlite3 plain.db <statements
same='SELECT v.name, (v.bundle, v.info, v.auth_key_id, v.user_id, v.updated)
  IS (p.bundle, p.info, p.auth_key_id, p.user_id, p.updated)'
is 'bots/a.session|1
bots/deep/a.session|1
bots/second.session|1' "$(vault 'ATTACH '"'plain.db'"' AS p;' "$same FROM vault v LEFT JOIN p.vault p USING (name);")"
is 'BEGIN;
COMMIT;' "$(sed -n '1p;$p' statements)"
sqlite3 plain.db "UPDATE vault SET bundle = 'x', info = 'x', auth_key_id = name, user_id = 1, updated = 1,
  lease = strftime('%s', 'now') + CASE name WHEN 'bots/a.session' THEN 1000 ELSE -1000 END"
sqlite3 plain.db <statements
is 'bots/a.session|0
bots/deep/a.session|1
bots/second.session|1' "$(vault 'ATTACH '"'plain.db'"' AS p;' "$same FROM vault v LEFT JOIN p.vault p USING (name);")"
what='vault_to_redis.sql'
is "$(vault "SELECT 'EVAL \"' || name || '\" ' || auth_key_id || ' ' || bundle FROM vault ORDER BY name;")" \
  "$(vault ".read $sql/vault_to_redis.sql" | sed 's/^EVAL ".*vault:key /EVAL /')"
if command -v redis-server >/dev/null; then             # more with a server, and with others: tests/cluster/servers.sh
  redis-server --port 0 --unixsocket "$PWD/s" --dir "$PWD" --save '' >redis.log 2>&1 &
  redis() { redis-cli -s "$PWD/s" "$@"; }
  i=0; until redis PING >out 2>&1 || [ $((i=i+1)) -gt 200 ]; do sleep 0.05; done
  is '1 1 1' "$(echo $(vault ".read $sql/vault_to_redis.sql" | redis 2>&1))"
  is "$(vault 'SELECT auth_key_id, name FROM vault;' | tr '|' '\n' | sort)" "$(redis HGETALL vault:login | sort)"
  is "$(vault 'SELECT name, auth_key_id FROM vault;' | tr '|' '\n' | sort)" "$(redis HGETALL vault:key | sort)"
  is "$(vault 'SELECT name, bundle FROM vault;' | tr '|' '\n' | sort)" "$(redis HGETALL vault | sort)"
  # A name with another key, and a key under another name.
  vault 'BEGIN;' "UPDATE vault SET name = 'moved' WHERE name = 'bots/a.session';" "UPDATE vault SET bundle = json_set(session_convert(bundle, 'json'), '\$.auth_key',
    hex(printf('%.256c', 'z'))) WHERE name = 'bots/second.session';" ".read $sql/vault_to_redis.sql" 'ROLLBACK;' | sed 's/ {.*/ x/' | redis >out 2>&1
  is '0 0 the vault has the login of moved as bots/a.session' "$(echo $(sed 's/^ERR //' out))"
  is '3 3 3 x' "$(echo $(for h in vault vault:login vault:key; do redis HLEN $h; done; redis HGET vault bots/second.session))"
  kill $!; wait $! 2>/dev/null
fi
# A name with a NUL is none to them.
what='vault_to_postgres.sql and vault_to_redis.sql, in the order of names'
for script in postgres redis; do
  is 'aa bots/a.session bots/deep/a.session bots/second.session' "$(echo $(vault 'BEGIN;' "INSERT INTO vault(name, bundle, updated) SELECT 'aa', json_set(
    session_convert(bundle, 'json'), '$.auth_key', hex(printf('%.256c', 'z'))), 1 FROM vault LIMIT 1;" "INSERT INTO vault(name, bundle, updated) SELECT 'b' || char(0) || 'c',
    json_set(session_convert(bundle, 'json'), '$.auth_key', hex(printf('%.256c', 'y'))), 1 FROM vault LIMIT 1;" ".read $sql/vault_to_$script.sql" 'ROLLBACK;' |
    sed -n "s/^EVAL.*vault:key \"\([^\"]*\)\".*/\1/p; s/^INSERT.* VALUES ('\([^']*\)'.*/\1/p"))"
done
what='fleet_to_vault.sql'
is '0' "$(vault 'SELECT * FROM vault_report;' 'SELECT info FROM vault;' | grep -c "$(vault "SELECT substr(bundle, 8, 40) FROM vault LIMIT 1;")")"
# One login once, by whatever way it comes.
is 1 "$(vault "INSERT INTO vault(name, bundle, updated) SELECT 'other', session_convert(bundle, 'telethon'), 1 FROM vault LIMIT 1;" |
  grep -c 'UNIQUE constraint failed: vault.auth_key_id')"
is 1 "$(vault "INSERT INTO vault(name, bundle, updated) VALUES ('other', 'nonsense', 1);" | grep -c 'no session string is that short')"
# A file that has changed, one that is another account's, one that moved.
sqlite3 -batch bots/a.session "INSERT INTO peers(id, access_hash, type) VALUES (5, 6, 'user')"
run "$make 'other.session', 'pyrogram-3', 2, 778, 1, 12345, CAST(printf('%0256d', 8) AS BLOB);"
cp bots/deep/a.session moved.session; mv other.session bots/second.session
is 'bots/a.session|replaced
bots/new.session|not logged in
bots/same.session|the same login as bots/a.session
bots/second.session|another account is in the vault under this name
bots/text.session|not-a-database: bots/text.session is not a SQLite database, or it is encrypted
0|1|0|4|3' "$(in_source bots)"
is 'moved.session|the vault has this login as bots/deep/a.session
0|0|0|1|3' "$(in_source moved.session)"
is 1 "$(vault "SELECT peers FROM vault_report WHERE name = 'bots/a.session';")"
# Logged in anew, the same account: another key.
run "$make 'fresh.session', 'kurigram-7', 2, 777, 1, 12345, CAST(printf('%0256d', 9) AS BLOB);"; mv fresh.session bots/a.session
is 'bots/a.session|replaced' "$(in_source bots/a.session | head -1)"
# What can't be read whole stays out and stops nobody.
run "ATTACH 'bots/deep/a.session' AS a; WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<3000)
  INSERT INTO session_peers(session, id, type, access_hash) SELECT 'a', n, 'user', n FROM n;" \
  "DETACH a; SELECT length(writefile('bots/deep/a.session', substr(readfile('bots/deep/a.session'), 1, 40960) || zeroblob(20480)
    || substr(readfile('bots/deep/a.session'), 61441)));" >out
is 'bots/deep/a.session|it can'"'"'t be read whole: session_check() says more
0|0|0|1|3' "$(in_source bots/deep/a.session)"

what='vault_lease.sql'
is 'bots/a.session|taken|1' "$(lease take bots/a.session h1)"
is '1|1|0' "$(vault "SELECT (SELECT seconds_left BETWEEN 1 AND 60 AND host = 'h1' FROM vault_report WHERE name = 'bots/a.session'), count(*) > 1, max(seconds_left)
  FROM vault_report WHERE name <> 'bots/a.session';")"
# In its last second it is his yet; of three tries the clock goes on within one at most.
try="UPDATE vault SET lease = strftime('%s', 'now') WHERE name = 'bots/a.session';
  SELECT r.host FROM vault_report r JOIN vault v USING (name) WHERE name = 'bots/a.session' AND lease = CAST(strftime('%s', 'now') AS INTEGER);"
is h1 "$(vault 'BEGIN;' "$try" "$try" "$try" 'ROLLBACK;' | sort -u)"
is 'bots/a.session|h1 has it for N s|' "$(lease take bots/a.session h2 | sed 's/for [23][0-9] s/for N s/')"
is 'nobody|not in the vault|' "$(lease take nobody h2)"
is 'bots/a.session|renewed' "$(lease renew bots/a.session h1 1)"
is 'bots/a.session|not yours: stop the client now' "$(lease renew bots/a.session h2 1)"
is 'bots/a.session|put' "$(lease put bots/a.session h1 1 "session_export('bots/a.session', 'bundle')")"
is 'bots/a.session|h1|1' "$(vault "SELECT name, host, epoch FROM vault_report WHERE host IS NOT NULL;")"
is 'bots/a.session|h1 has it' "$(sqlite3 -batch bots/a.session "INSERT INTO peers(id, access_hash, type) VALUES (7, 6, 'user')"; in_source bots/a.session | head -1)"
# h1 sleeps beyond its lease; h2 takes over; what h1 then says is refused, also after h2 gave it back.
vault "UPDATE vault SET lease = lease - 31 WHERE name = 'bots/a.session';"
is 'bots/a.session|taken|2' "$(lease take bots/a.session h2)"
before=$(vault "SELECT bundle FROM vault WHERE name = 'bots/a.session';" | cksum)
for do in renew put give; do
  is 'bots/a.session|not yours' "$(lease $do bots/a.session h1 1 "session_export('bots/second.session', 'bundle')" | cut -d: -f1)"
  is 'bots/a.session|not yours' "$(lease $do bots/a.session h1 2 "session_export('bots/second.session', 'bundle')" | cut -d: -f1)"
done
is "$before" "$(vault "SELECT bundle FROM vault WHERE name = 'bots/a.session';" | cksum)"
is 'bots/a.session|given back' "$(lease give bots/a.session h2 2)"
is 'bots/a.session|taken|3' "$(lease take bots/a.session h1)"
is 'bots/a.session|not yours: stop the client now' "$(lease put bots/a.session h2 2 "session_export('bots/second.session', 'bundle')")"
for do in renew put give; do
  is 'bots/a.session|not yours' "$(lease $do bots/a.session h1 1 "session_export('bots/second.session', 'bundle')" | cut -d: -f1)"
done
is 'nothing is done: say what, for example .parameter set :do take' "$(lease nonsense bots/a.session h1 3)"
is 'nothing is done: say what, for example .parameter set :do take' "$(vault ".read $sql/vault_lease.sql")"
is 3 "$(vault "SELECT max(epoch) FROM vault;")"

what='vault_lease.sql, a race'
vault "WITH RECURSIVE n(n) AS (SELECT 100 UNION ALL SELECT n+1 FROM n WHERE n<119) INSERT INTO vault(name, bundle, updated)
  SELECT 'race' || n, session_convert(json_object('tgsession', 1, 'dc_id', 2, 'auth_key', printf('%0512d', n)), 'bundle'), 1 FROM n;"
for h in 1 2 3 4 5 6; do
  (cmd=; for i in $(seq 100 119); do cmd="$cmd
.parameter set :bot race$i
.read $sql/vault_lease.sql"; done; vault '.parameter set :do take' ".parameter set :me h$h" "$cmd" >race.$h) &
done
wait
is "$(seq 100 119 | sed 's/.*/race&|taken|1/')" "$(cat race.? | grep taken | sort)"
is 120 "$(cat race.? | wc -l | tr -d ' ')"

what='a vault without the extension'
plain() { printf '%s\n' "$@" | sqlite3 -batch vault.db 2>&1; }
is 23 "$(plain 'SELECT count(*) FROM vault WHERE info IS NOT NULL;')"
is 2 "$(plain 'UPDATE vault SET lease = 5;' 'VACUUM;' | grep -c 'session_info')"
is 1 "$(plain .dump | grep -c 'CREATE TABLE.*vault')"
is 22 "$(plain "DELETE FROM vault WHERE name = 'race100';" 'SELECT count(*) FROM vault;')"

what='vault_plain.sql'
is '' "$(sqlite3 -batch plain.db ".read $sql/vault_plain.sql" ".read $sql/vault_plain.sql" 2>&1)"
is 'a|taken|1' "$(sqlite3 -batch plain.db "INSERT INTO vault(name, bundle, info, updated) VALUES ('a', 'x', '{}', 1);" '.parameter init' \
  '.parameter set :do take' '.parameter set :bot a' '.parameter set :me h' ".read $sql/vault_lease.sql" 2>&1)"

is 1 "$(sqlite3 -batch plain.db "INSERT INTO vault(name, bundle, info, auth_key_id, updated) VALUES ('b', 'x', '{}', '1', 1), ('c', 'x', '{}', '1', 1);" 2>&1 |
  grep -c 'UNIQUE constraint failed: vault.auth_key_id')"

what='vault_to_fleet.sql'
is 'nothing is written: say where, for example .parameter set :into bots' "$(vault ".read $sql/vault_to_fleet.sql")"
is 'to
to/bots
to/bots/deep
bots/a.session|done
bots/deep/a.session|done
bots/second.session|done
3|0' "$(vault '.parameter set :into to' ".parameter set :name 'bots/*'" ".read $sql/vault_to_fleet.sql")"
is '-rw-------
drwx------' "$(ls -ld to/bots/*.session to/bots/deep/*.session | cut -c1-10 | sort -u; ls -ld to to/bots to/bots/deep | cut -c1-10 | sort -u)"
is 'to/bots/a.session|kurigram-7|777
to/bots/deep/a.session|telethon-7|
to/bots/second.session|pyrogram-3|777' "$(run "SELECT name, layout, user_id FROM session('to/**/*.session');")"
cp bots/second.session to/bots/a.session                # 778's
is 'bots/a.session|another account is logged in in to/bots/a.session
bots/deep/a.session|done
bots/second.session|done
2|1' "$(vault '.parameter set :into to' ".parameter set :name 'bots/*'" ".read $sql/vault_to_fleet.sql" | sed 's/^\(.*|\)[a-z]*: \(another account.*a.session\).*/\1\2/')"
is 'cut
cut/deep
bots/a.session|done
bots/deep/a.session|done
bots/second.session|done
3|0' "$(vault '.parameter set :into cut' '.parameter set :from bots/' ".parameter set :name 'bots/*'" ".read $sql/vault_to_fleet.sql")"
is 'cut/a.session cut/deep/a.session cut/second.session' "$(echo $(run "SELECT name FROM session('cut/**/*.session');"))"
what='vault_to_fleet.sql, names that lead out'
vault "DELETE FROM vault; CREATE TEMP TABLE n(name); INSERT INTO n VALUES ('../out.session'), ('a/../../o.session'), ('..'), ('/out.session'), ('//o.session'),
    ('././/o.session'), ('~/o.session'), ('a/~root/o.session'), ('..\o.session'), ('C:o.session'), (''), ('./'), ('a/'),
    ('a' || char(0) || 'b'), ('a' || char(10) || 'o.session'), ('x' || char(27) || '[31mo.session');
  INSERT INTO vault(name, bundle, updated) SELECT name,
    session_convert(json_object('tgsession', 1, 'dc_id', 2, 'auth_key', printf('%0512d', rowid + 500)), 'bundle'), 1 FROM n;"
mkdir -p in/here
outside() { find "$dir" -maxdepth 1 | sort; find . -maxdepth 2 | grep -v './in/here/' | sort; }
before=$(outside)
is '1|15' "$(vault '.parameter set :into in/here' ".read $sql/vault_to_fleet.sql" | tee out.txt | tail -1)"
is "$before" "$(outside | grep -v out.txt)"
is 15 "$(grep -c '|it ' out.txt)"
is 0 "$(tr -d '\n\t -~' <out.txt | wc -c | tr -d ' ')"
is 'in/here/o.session' "$(find in/here -type f)"
vault "UPDATE vault SET name = x'78' WHERE name = '..';"           # a name that is no text, and so not found by a glob
is 'hex 78|it is no text
0|1' "$(vault '.parameter set :into in/here' ".parameter set :name 'x'" ".read $sql/vault_to_fleet.sql")"

# A thousand files in 100 folders (10,000 in `make test-cluster`), one in a hundred of them broken in some way.  On a disk
# each file that comes out waits for two syncs, so that it is done in memory where there is room.
files=${FILES:-1000}
if [ "$(df -Pk /dev/shm 2>/dev/null | awk 'END { print $4+0 }')" -gt 1000000 ] && shm=$(mktemp -d /dev/shm/vault.XXXXXX); then
  trap 'rm -rf "$dir" "$shm"' EXIT
  mkdir "$shm/big" && ln -s "$shm/big" "$dir/$((n+1))"
fi
broken=$((files / 100)) good=$((files - files / 100))
begin "$files files in"
mkdir bots; i=100; while [ $i -le 199 ]; do mkdir bots/$i; i=$((i+1)); done
run "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n+1 FROM n WHERE n<$files-1)
  SELECT sum(length(writefile('bots/' || (100 + n % 100) || '/s' || n || '.session', CASE
    WHEN n % 1000 = 7 THEN '' WHEN n % 1000 = 107 THEN 'text' WHEN n % 1000 = 207 THEN randomblob(5000) WHEN n % 1000 = 307 THEN substr(image, 1, 3000)
    WHEN n % 1000 = 407 THEN zeroblob(4096) WHEN n % 1000 = 507 THEN 'SQLite format 3' WHEN n % 1000 = 607 THEN zeroblob(100) || substr(image, 101)
    WHEN n % 1000 = 707 THEN substr(image, 1, 100) || zeroblob(8000) WHEN n % 1000 = 807 THEN session_convert(twin, 'pyrogram-3')
    WHEN n % 1000 = 907 THEN CAST('x' || image AS BLOB) ELSE image END)) > 0)
  FROM (SELECT n, session_convert(one, 'pyrogram-3') AS image, twin FROM (SELECT n,
    json_object('tgsession', 1, 'dc_id', 2, 'user_id', 5000 + n, 'is_bot', 1, 'api_id', 12345, 'auth_key', printf('%0512d', n + 1)) AS one,
    json_object('tgsession', 1, 'dc_id', 2, 'user_id', 5000, 'is_bot', 1, 'api_id', 12345, 'auth_key', printf('%0512d', 1)) AS twin FROM n));" >out
is $files "$(cat out)"
vault ".read $sql/vault.sql"
in_source 'bots/**/*.session' >out
is "$good|0|0|$broken|$good" "$(tail -1 out)"
is $files "$(grep -c '^bots/1[0-9][0-9]/s[0-9]*.session|' out)"
is $((broken / 10)) "$(grep -c '|the same login as bots/100/s0.session' out)"
is "0|0|$good|$broken|$good" "$(in_source 'bots/**/*.session' | tail -1)"
what="$files files out"
is "$good|0" "$(vault '.parameter set :into back' ".read $sql/vault_to_fleet.sql" | tail -1)"
is "$good|$good|$good" "$(run "SELECT count(*), count(DISTINCT auth_key_id), sum(problem IS NULL) FROM session('back/**/*.session');")"
is "0|$broken" "$(run "CREATE TEMP TABLE a AS SELECT 'back/' || name AS name, auth_key_id, user_id, layout FROM session('bots/**/*.session');" \
  "CREATE TEMP TABLE b AS SELECT name, auth_key_id, user_id, layout FROM session('back/**/*.session');" \
  'SELECT (SELECT count(*) FROM (SELECT * FROM b EXCEPT SELECT * FROM a)), (SELECT count(*) FROM (SELECT * FROM a EXCEPT SELECT * FROM b));')"
finish
