# One set of checks, checks.sql, in each program and language that embeds SQLite.
#
#     sh tests/hosts/hosts.sh build/tgsession.so               all of them: some minutes, 3 GB
#     sh tests/hosts/hosts.sh build/tgsession.so ci            those of CI
#     sh tests/hosts/hosts.sh build/tgsession.so 'php tcl'     these
#
# Installs what a host needs: Debian's packages, and npm's into build/hosts.  What can't be had is skipped, by name.  Ends with a table
# host x passed x failed, and "hosts: N passed, M failed[, K skipped]".
set -u
so=$(cd "$(dirname "${1:?usage: hosts.sh build/tgsession.so}")" && pwd)/$(basename "$1")
here=$PWD/tests/hosts
hosts=$(dirname "$so")/hosts
ci='shell python3 apsw php perl ruby tcl node libsql better-sqlite3'
all="$ci encrypted sqlite3-npm bun deno go rust r java sqlite-utils litecli db-browser"
which=${2:-$all}
[ "$which" != ci ] || which=$ci
. "$here/need.sh"
mkdir -p "$hosts"
export LC_ALL=C.UTF-8
lines=$hosts/lines
table=$hosts/table
: >"$table"
awk -f "$here/checks.awk" "$here/checks.sql" >"$lines" || exit 2
bin=$hosts/node_modules/.bin
js=$here/drivers/host.mjs

say() { printf '%-32s %s\n' "$1" "$2" >>"$table"; }
skip() { say "$1" "skipped: $2"; }
# A host's own limits: checks that it can't pass, each named with a semicolon after it.
limits=

# asked NAME COMMAND...: the checks in a folder of their own
asked() {
  name=$1
  shift
  rm -rf "$hosts/run" && mkdir "$hosts/run"
  (cd "$hosts/run" && "$@" <"$lines" >"$hosts/out" 2>"$hosts/err")
  awk -f "$here/checks.awk" -v answers="$hosts/out" -v host="$name" -v limits="$limits" "$here/checks.sql" >"$hosts/judged"
  # A host that fell over gave no answer to all that follows: what it said is worth more than each of them.
  if grep -q 'got    no answer' "$hosts/judged"; then
    grep -v '^  ' "$hosts/judged" | head -n 3
    tail -n 5 "$hosts/err"
  else
    sed '$d' "$hosts/judged"
  fi
  say "$name" "$(tail -n 1 "$hosts/judged" | sed "s/^[^:]*: //")"
  limits=
}

# once NAME WANTED COMMAND...: for what is no library: the one thing that it is asked
once() {
  name=$1 wanted=$2
  shift 2
  rm -rf "$hosts/run" && mkdir "$hosts/run"
  got=$(cd "$hosts/run" && "$@" 2>"$hosts/err")
  case $got in
    *"$wanted"*) n='1 passed, 0 failed' ;;
    *) n='0 passed, 1 failed'; printf '%s: wanted %s\n%s\n' "$name" "$wanted" "$got"; tail -n 3 "$hosts/err" ;;
  esac
  say "$name" "$n"
}

shell() {
  apt_has sqlite3 || { skip shell 'no sqlite3'; return; }
  asked shell sh -c "awk -f '$here/drivers/shell.awk' -v so='$so' '$lines' '$lines' | sqlite3 -batch 2>&1 |
    awk -f '$here/drivers/shell.awk' -v read=1"
}
python3_() { asked python3 /usr/bin/python3 "$here/drivers/host.py" sqlite3 "$so"; }
apsw() {
  apt_has python3-apsw || { skip apsw 'no python3-apsw'; return; }
  asked apsw /usr/bin/python3 "$here/drivers/host.py" apsw "$so"
}
php_() {
  apt_has php-cli php-sqlite3 || { skip php 'no php-cli and php-sqlite3'; return; }
  asked php php -d sqlite3.extension_dir="$(dirname "$so")" "$here/drivers/host.php" "$(basename "$so")"
}
perl_() {
  apt_has libdbd-sqlite3-perl || { skip perl 'no libdbd-sqlite3-perl'; return; }
  asked perl /usr/bin/perl "$here/drivers/host.pl" "$so"
}
ruby_() {
  apt_has ruby ruby-sqlite3 || { skip ruby 'no ruby-sqlite3'; return; }
  asked ruby /usr/bin/ruby "$here/drivers/host.rb" "$so"
}
tcl() {
  apt_has tcl libsqlite3-tcl || { skip tcl 'no libsqlite3-tcl'; return; }
  asked tcl tclsh "$here/drivers/host.tcl" "$so"
}
# Node's own SQLite is there since 22.13; npm brings a Node of that age.  What npm compiles is for the Node that it runs in.
node_() {
  npm_has node@24 || { skip node 'npm brings no node@24'; return; }
  asked node "$bin/node" --no-warnings "$js" node:sqlite "$so"
}
libsql() {
  npm_has libsql || { skip libsql 'npm brings no libsql'; return; }
  asked libsql node "$js" libsql "$so" "$hosts"
}
# Compiled by tests/clients/interop.sh, too: two minutes less.
better() {
  from=$hosts
  [ ! -f "$hosts/../interop/npm-files/.installed" ] || from=$hosts/../interop/npm-files
  [ -d "$from/node_modules/better-sqlite3" ] || npm_has better-sqlite3 || { skip better-sqlite3 'npm brings no better-sqlite3, or it does not compile'; return; }
  asked better-sqlite3 node "$js" better-sqlite3 "$so" "$(cd "$from" && pwd)"
}
encrypted() {
  npm_has better-sqlite3-multiple-ciphers || { skip encrypted 'npm brings no better-sqlite3-multiple-ciphers'; return; }
  asked better-sqlite3-multiple-ciphers node "$js" better-sqlite3-multiple-ciphers "$so" "$hosts"
  rm -rf "$hosts/run" && mkdir "$hosts/run"
  out=$(cd "$hosts/run" && node "$here/drivers/encrypted.mjs" "$so" "$hosts" 2>&1)
  echo "$out" | sed '$d'
  n=$(echo "$out" | sed -n 's/^encrypted: \([0-9]* passed.*\)/\1/p')
  [ -n "$n" ] || { n='0 passed, 1 failed'; echo "$out" | tail -n 1; }
  say 'encrypted at rest' "$n"
}
sqlite3_npm() {
  npm_has sqlite3 || { skip sqlite3-npm 'npm brings no sqlite3, or it does not compile'; return; }
  limits='the hash comes out, every digit;and goes in;both are done;are read;'
  asked sqlite3-npm node "$js" sqlite3 "$so" "$hosts"
}
bun() {
  npm_has bun || { skip bun 'npm brings no bun'; return; }
  asked bun "$bin/bun" "$js" bun "$so"
}
deno() {
  npm_has deno || { skip deno 'npm brings no deno'; return; }
  asked deno "$bin/deno" run -A "$js" node:sqlite "$so"
}
# Debian has the sources of go-sqlite3 and rusqlite: nothing comes from the net.
go_() {
  apt_has golang-go golang-github-mattn-go-sqlite3-dev || { skip go 'no golang-github-mattn-go-sqlite3-dev'; return; }
  mkdir -p "$hosts/go"
  GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$hosts/go/cache GOFLAGS=-p=2 \
    go build -tags libsqlite3 -o "$hosts/go/host" "$here/drivers/go/host.go" >"$hosts/log" 2>&1 ||
    { tail -n 5 "$hosts/log"; skip go 'it does not compile'; return; }
  asked go "$hosts/go/host" "$so"
}
rust() {
  apt_has cargo librust-rusqlite-dev || { skip rust 'no librust-rusqlite-dev'; return; }
  mkdir -p "$hosts/rust/.cargo"
  cp "$here/drivers/rust/Cargo.toml" "$here/drivers/rust/host.rs" "$hosts/rust"
  printf '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "/usr/share/cargo/registry"\n' \
    >"$hosts/rust/.cargo/config.toml"
  (cd "$hosts/rust" && CARGO_HOME=$hosts/rust/home cargo build --offline -j 2) >"$hosts/log" 2>&1 ||
    { tail -n 5 "$hosts/log"; skip rust 'it does not compile'; return; }
  asked rust "$hosts/rust/target/debug/host" "$so"
}
r() {
  apt_has r-cran-rsqlite r-cran-bit64 || { skip r 'no r-cran-rsqlite'; return; }
  asked r Rscript --vanilla "$here/drivers/host.R" "$so"
}
java_() {
  { command -v javac >/dev/null || apt_has default-jdk-headless; } && apt_has libxerial-sqlite-jdbc-java ||
    { skip java 'no libxerial-sqlite-jdbc-java'; return; }
  asked java java -cp "$(ls /usr/share/java/sqlite-jdbc.jar /usr/share/java/*sqlite*.jar 2>/dev/null | head -n 1)" \
    -Dfile.encoding=UTF-8 "$here/drivers/Host.java" "$so"
}

# A session file of theirs to ask.
made() {
  rm -f "$hosts/one.session"
  echo "INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
    VALUES ('$hosts/one.session', 'pyrogram-3', 4, 777, 0, 1, CAST(printf('%0256d', 7) AS BLOB));" |
    sqlite3 -batch -cmd ".load $so" :memory:
}
sqlite_utils() {
  apt_has sqlite3 sqlite-utils || { skip sqlite-utils 'no sqlite-utils'; return; }
  made
  once sqlite-utils '"layout": "pyrogram-3", "user_id": 777' \
    sqlite-utils query "$hosts/one.session" 'SELECT layout, user_id FROM session' --load-extension "$so"
}
# Its prompt wants a terminal, which script(1) is.
litecli() {
  apt_has sqlite3 litecli bsdutils || { skip litecli 'no litecli'; return; }
  made
  once litecli 'pyrogram-3 | 777' sh -c "{ printf '.load %s\n' '$so'; sleep 2
    printf 'SELECT layout || char(32,124,32) || user_id FROM session;\n'; sleep 2; printf 'quit\n'; } |
    HOME=$hosts/run TERM=dumb timeout 30 script -qec 'litecli --no-warn $hosts/one.session' /dev/null"
}
# It has a window: what it sees is what it writes, out of its tab for SQL.
db_browser() {
  apt_has sqlite3 sqlitebrowser xvfb || { skip db-browser 'no sqlitebrowser or Xvfb'; return; }
  made
  conf=$hosts/home/.config/sqlitebrowser
  mkdir -p "$conf"
  printf '[extensions]\nlist=%s\n' "$so" >"$conf/sqlitebrowser.conf"
  echo "INSERT INTO session(name, layout, string) SELECT '$hosts/run/seen.session', 'telethon-7', string FROM session
    WHERE name = 'main';" >"$hosts/ask.sql"
  cat >"$hosts/window.sh" <<W
Xvfb -displayfd 3 3>display >/dev/null 2>&1 & x=\$!
for i in 1 2 3 4 5 6 7 8 9 10; do [ -s display ] && break; sleep 0.5; done
DISPLAY=:\$(cat display) HOME=$hosts/home sqlitebrowser -s $hosts/ask.sql $hosts/one.session >/dev/null 2>&1 & w=\$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ -s seen.session ] && break; sleep 1; done
kill \$w \$x
wait
sqlite3 -batch -cmd '.load $so' :memory: "SELECT layout FROM session('./seen.session')"
W
  once 'DB Browser' telethon-7 sh "$hosts/window.sh"
}

for h in $which; do
  case $h in
    shell | apsw | tcl | libsql | encrypted | bun | deno | rust | r | litecli) $h ;;
    python3 | php | perl | ruby | node | go | java) ${h}_ ;;
    better-sqlite3) better ;;
    sqlite3-npm) sqlite3_npm ;;
    sqlite-utils) sqlite_utils ;;
    db-browser) db_browser ;;
    *) echo "hosts.sh: no host $h: $all"; exit 2 ;;
  esac
done

echo
cat "$table"
awk '
  / passed, / { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^failed/) f += $(i-1); if ($i ~ /^skipped/) s += $(i-1) } }
  / skipped: / { s++ }
  END { print "hosts: " p+0 " passed, " f+0 " failed" (s ? ", " s " skipped" : ""); exit f > 0 }' "$table"
