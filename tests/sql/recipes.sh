# Runs the recipes of README.md as a person does, in the sqlite3 shell, in order, and compares what it prints.
#
#     sh tests/sql/recipes.sh build/tgsession.so
#     sh tests/sql/recipes.sh build/tgsession.so write      puts the output into README.md instead
#
# A recipe is a block of SQL and the block of text that follows it.  The files that they speak of are made here, with made-up keys.
# Prints "recipes: N passed, M failed"; exit 1 when one failed.  Without a shell that loads extensions and has .mode box (3.33): skipped.

set -u
so=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
write=${2:-}
root=$(cd "$(dirname "$0")/../.." && pwd)
shell="sqlite3 -batch -cmd"
if ! sqlite3 -batch -cmd ".load $so" -cmd '.mode box' :memory: 'SELECT 1' >/dev/null 2>&1; then
  echo 'recipes: skipped, there is no sqlite3 shell with .load and .mode box'; exit 0
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
pass=0 fail=0

sed -n "/^SELECT session_import('AgAA/,/'bot');/p" "$root/sql/README.md" | tr -d ' \n' | sed "s/^[^']*'//; s/'.*//" >string.txt
echo 'made up' >passphrase.txt
mkdir bots
sqlite3 -batch -cmd ".load $so" :memory: >made 2>&1 <<END
CREATE TEMP TABLE s AS SELECT CAST(readfile('string.txt') AS TEXT) AS z, n, CAST(printf('%0256d', n) AS BLOB) AS key FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3);
SELECT session_import(session_convert(z, 'telethon'), './telethon.session') FROM s WHERE n = 1;
INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
  SELECT './kurigram.session', 'kurigram-7', 2, 777000123, 1, 12345, key FROM s WHERE n = 1 UNION ALL
  SELECT 'bots/alpha.session', 'kurigram-7', 2, 777000123, 1, 12345, key FROM s WHERE n = 1 UNION ALL
  SELECT 'bots/alpha-copy.session', 'pyrogram-3', 2, 777000123, 1, 12345, key FROM s WHERE n = 1 UNION ALL
  SELECT 'bots/beta.session', 'pyrogram-2', 4, 777000124, 1, NULL, key FROM s WHERE n = 2;
INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT './telethon143.session', 'telethon-8', 2, 777000123, key FROM s WHERE n = 3;
ATTACH 'telethon.session' AS t;
INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('t', 777000, 'user', -4203, 'telegram');
SELECT writefile('bots/notes.session', 'buy milk') > 0;
SELECT writefile('broken.session', CAST(zeroblob(100) || substr(session_convert(z, 'pyrogram-3'), 101) AS BLOB)) > 0 FROM s WHERE n = 1;
END
# The peers of recipe 6 are met by a client in the meantime.
met() {
  sqlite3 -batch -cmd ".load $so" :memory: "ATTACH 'my.session' AS m" \
    "INSERT OR IGNORE INTO session_peers(session, id, type, access_hash, username) VALUES ('m', 777000, 'user', -4203, 'telegram')"
}

awk '/^### /{ title = substr($0, 5) } /^```/{ b = !b; if (b) { kind = substr($0, 4); if (kind == "sql") { n++; print title >("title." n) } if (kind == "sql" || kind == "text") printf "" >(kind "." n) } next }
  b && (kind == "sql" || kind == "text") { print >(kind "." n) }' "$root/README.md"
i=1
while [ -f "sql.$i" ]; do
  [ ! -f my.session ] || met
  sqlite3 -batch -cmd ".load $so" -cmd '.mode box' :memory: <"sql.$i" >"got.$i" 2>&1
  if [ -n "$write" ]; then cp "got.$i" "text.$i"; fi
  if [ -s "text.$i" ] && cmp -s "text.$i" "got.$i"; then pass=$((pass+1)); else
    fail=$((fail+1)); echo "$(cat "title.$i"):"; sed 's/^/  wanted /' "text.$i" 2>/dev/null; sed 's/^/  got    /' "got.$i"; fi
  i=$((i+1))
done
if [ -n "$write" ]; then
  awk '/^```/{ b = !b; if (b) { kind = substr($0, 4); if (kind == "sql") n++ } else if (kind == "text") while ((getline z <("text." n)) > 0) print z; print; next }
    !(b && kind == "text")' "$root/README.md" >new && cat new >"$root/README.md"
fi
if [ "$i" -ne 8 ]; then fail=$((fail+1)); echo "there are $((i-1)) recipes, not 7"; cat made; fi
if grep -q '^```sql' "$root/ext/README.md" "$root/tests/README.md"; then fail=$((fail+1)); echo 'SQL that no test runs'; else pass=$((pass+1)); fi
if [ "$(wc -l <"$root/README.md")" -le 300 ]; then pass=$((pass+1)); else fail=$((fail+1)); echo 'README.md has more than 300 lines'; fi
echo "recipes: $pass passed, $fail failed"
[ "$fail" = 0 ]
