# A layout file more: the library is built with tests/house/fork/myfork-8.sql, five lines, and does with it what it does with any; and
# what is wrong in a layout file stops the build, with its file and line.
#
#     sh tests/house/fork.sh build
#
# Prints "fork: N passed, M failed"; exit 1 when one failed.

set -u
b=${1:-build}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pass=0 fail=0
all=$(ls sql/layouts/*.sql)

# is WHAT WANTED GOT
is() {
  if [ "$2" = "$3" ]; then pass=$((pass+1)); return; fi
  fail=$((fail+1))
  printf '%s:\n  wanted %s\n  got    %s\n' "$1" "$2" "$3"
}

# bad TEXT LINE MESSAGE: a layout file of that text does not build
bad() {
  printf '%b' "$1" >"$dir/bad-1.sql"
  got=$(awk -f sql/layouts.awk ext/base/base_finding.h $all "$dir/bad-1.sql" 2>&1 >/dev/null) && got="no error"
  is "$3" "$dir/bad-1.sql:$2: $3" "$got"
}
head='-- bad-1: a bad one\n-- :base kurigram-7\n'
bad 'no first line\n' 1 'the first line is not "-- bad-1: what it is"'
bad "$head-- :colour red\n" 3 'unknown section or attribute :colour'
bad "$head-- :family whatsapp\n" 3 'unknown family whatsapp'
bad "$head-- :access maybe\n" 3 'access is write, read or hidden, not maybe'
bad "$head-- :version 8\n" 3 'version is TABLE.COLUMN NUMBER, not 8'
bad "$head-- :keeps + cookies\n" 3 'unknown word cookies in :keeps'
bad "$head-- :owns application_id 7\n" 3 'owns is user_version NUMBER, not application_id 7'
bad "$head-- :peers\n\n-- :states\nSELECT 0;\n" 3 'there is nothing in :peers'
bad "$head-- :base kurigram-6\n" 3 'a second :base'
bad '-- bad-1: a bad one\n-- :base none-1\n' 2 'there is no layout none-1'
bad '-- bad-1: a bad one\n-- :base bad-1\n' 2 'it is a base of its own'
bad "$head-- :column cookies.x TEXT\n" 3 'there is no table cookies to get a column'
bad "$head-- :column sessions.x TEXT after nothing\n" 3 'there is no column sessions.nothing'
bad "$head-- :without peers.username\n" 3 'there is no peers.username to leave out'
bad "$head-- :find-nothing\nSELECT 0;\n" 3 'no finding has the code nothing'
bad "$head-- :peers unless empty\nSELECT 0;\n" 3 'unknown words: unless empty'
bad "$head-- :peers if a-b\nSELECT 0;\n" 3 'no condition: a-b'
bad "$head-- :peers\nSELECT {nothing};\n" 3 'there is no fragment nothing'
bad "$head-- :peers\nSELECT {gotd-json/nothing:text};\n" 3 'there is no fragment gotd-json/nothing:text'
bad "$head-- :peers\nSELECT {none-1/account};\n" 3 'there is no fragment none-1/account'
bad "${head}SELECT 1;\n" 3 'text that belongs to no section'
bad "$head-- :schema\nDROP TABLE peers;\n" 3 'a schema is CREATE TABLE main.NAME ( and a column a line, not DROP TABLE peers;'
bad "$head-- :indexes\nDROP INDEX x;\n" 3 'indexes are CREATE INDEX or TRIGGER main.NAME, not DROP INDEX x;'

# Whichever awk a system has, the BSDs' and macOS's is original-awk here, the text is the same.
for awk in mawk 'gawk --posix' 'busybox awk' original-awk; do
  $awk 'BEGIN { exit 0 }' </dev/null >/dev/null 2>&1 || continue
  { $awk -f sql/layouts.awk ext/base/base_finding.h $all; $awk -v part=findings -f sql/manual.awk ext/base/base_finding.h sql/README.md; } 2>&1 |
    tr '\001' '\000' | cmp -s - "$b/layouts.inc.txt"
  is "$awk" 0 "$?"
  $awk -v part=topics -f sql/manual.awk ext/base/base_finding.h sql/README.md 2>&1 | tr '\001' '\000' | cmp -s - "$b/layouts.inc.topics"
  is "$awk, topics" 0 "$?"
done

if ${MAKE:-make} --no-print-directory B="$b/fork" CFLAGS=-O0 SQL="$(echo $all) tests/house/fork/myfork-8.sql" "$b/fork/tgsession.so" >"$dir/log" 2>&1; then
  "$b/run" "$b/fork/tgsession.so" tests/house/fork/fork.sql >"$dir/out"
  is 'fork.sql' 0 "$?"
  grep -v '^run: .* passed' "$dir/out"
  # The scripts, as for a file of any other client.
  so=$PWD/$b/fork/tgsession.so sql=$PWD/sql
  mkdir "$dir/scripts" && cd "$dir/scripts" || exit 2
  run() { printf '%s\n' "$@" | sqlite3 -batch -cmd ".load $so" :memory: 2>&1; }
  if command -v sqlite3 >/dev/null 2>&1 && [ "$(run 'SELECT 1;')" = 1 ]; then
    run "INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
           SELECT './a.session', 'myfork-8', 4, 777, 0, 1, CAST(printf('%0256d', 7) AS BLOB);" >/dev/null
    run ".read $sql/fleet_report.sql" | grep -c '^myfork-8|1|' >out
    is 'fleet_report.sql' 1 "$(cat out)"
    run ".read $sql/backup_fleet.sql" '.parameter set :into back' ".read $sql/restore_fleet.sql" >/dev/null
    is 'backup_fleet.sql and restore_fleet.sql' myfork-8 "$(run "SELECT layout FROM session('back/a.session');")"
    run ".parameter set :source *.session" ".parameter set :layout pyrogram-3" ".read $sql/migrate_fleet.sql" >/dev/null
    is 'migrate_fleet.sql' pyrogram-3 "$(run "SELECT layout FROM session('a.session');")"
  fi
else
  fail=$((fail+1))
  cat "$dir/log"
fi

echo "fork: $pass passed, $fail failed"
[ "$fail" = 0 ]
