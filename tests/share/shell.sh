# For tests that run the scripts of sql/ as a person does, with the sqlite3 shell, in folders that go away:
#
#     suite=scripts
#     . "$(dirname "$0")/../share/shell.sh"
#     begin 'what it is' 'SQL that makes the files'
#     is WANTED "$(run 'COMMAND OF THE SHELL' ".read $sql/compare.sql")"
#     finish
#
# $1 is the library.  Without a sqlite3 shell that loads extensions the test ends: skipped.

so=${1:-build/tgsession.so}
so=$(cd "$(dirname "$so")" && pwd)/$(basename "$so")
sql=$(cd "$(dirname "$0")/../../sql" && pwd)
if ! command -v sqlite3 >/dev/null 2>&1; then echo "$suite: skipped, there is no sqlite3 shell"; exit 0; fi
if ! why=$(sqlite3 -batch -cmd ".load $so" :memory: 'SELECT session_version()' 2>&1); then
  case $why in
    *'"load"'*) echo "$suite: skipped, the sqlite3 shell was built without extensions"; exit 0;;
    *) echo "$suite: $why"; exit 1;;
  esac
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pass=0 fail=0 n=0
# What this shell is to know by itself: .import --csv (3.32), .mode box (3.33).
new=$(sqlite3 -batch :memory: "SELECT replace(substr(sqlite_version(), 3, 2), '.', '') + 0 >= 33")

# Commands of the shell, each an argument; rows come as a|b.
run() { printf '%s\n' "$@" | sqlite3 -batch -cmd ".load $so" :memory: 2>&1; }

# A new empty folder with the sessions that the SQL makes out of TEMP TABLE key; what it prints goes to $dir/made.
begin() {
  what=$1; n=$((n+1)); mkdir -p "$dir/$n"; cd "$dir/$n" || exit 2
  shift
  run 'CREATE TEMP TABLE key AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM n WHERE n<9)
         SELECT n, CAST(printf('"'%0256d'"', n) AS BLOB) AS key FROM n;' "$@" >"$dir/made"
}

# is WANTED GOT
is() {
  if [ "$1" = "$2" ]; then pass=$((pass+1)); return; fi
  fail=$((fail+1))
  printf '%s:\n' "$what"
  printf '%s\n' "$1" | sed 's/^/  wanted /'
  printf '%s\n' "$2" | sed 's/^/  got    /'
}

finish() {
  echo "$suite: $pass passed, $fail failed"
  [ $fail = 0 ]
}
