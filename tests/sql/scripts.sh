# Runs the scripts of sql/ as a person does, with the sqlite3 shell, on session files that it makes itself.
#
#     sh tests/sql/scripts.sh build/tgsession.so
#
# Prints "scripts: N passed, M failed"; exit 1 when one failed.  Without a sqlite3 shell that loads extensions: skipped.

set -u
suite=scripts
. "$(dirname "$0")/../share/shell.sh"

all='.parameter set :source *.session'
make='INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT'
broken="SELECT length(writefile('broken.session', 'text'))>9; SELECT length(writefile('empty.session', ''))>9;"
problems='broken.session||not-a-database: broken.session is not a SQLite database, or it is encrypted
empty.session||empty-file: no session in empty.session: the file is empty'
peers="ATTACH 'a.session' AS a; INSERT INTO session_peers(session, id, type, access_hash, username)
  VALUES ('a', 777000, 'user', -4203, 'telegram'), ('a', -1001234567890, 'channel', 99, 'news');"
have="SELECT id, access_hash, username FROM session_peers('a.session') ORDER BY id;"
had='-1001234567890|99|news
777000|-4203|telegram'

# Migrations: name, layouts before, layout after.  Two files and two that are no sessions, in this folder,
# and in another one that a glob names.
migration() {
  script=$1 after=$3
  for before in $2; do
    begin "$script.sql from $before" "$make './a.session', '$before', 2, 777, 1, 12345, key FROM key WHERE n=1;" "$peers" \
      "$make './b.session', '$before', 4, 778, 0, 12345, key FROM key WHERE n=2;" "$broken"
    is '0
0' "$(cat "$dir/made")"
    is "a.session|$after|
b.session|$after|
$problems" "$(run ".parameter set :source *.session" ".parameter set :user_id 1" ".read $sql/$script.sql" >out; grep -v '|done$' out | grep -v '|pyrogram-2$' | sed 's/^\(.*\.session|'"$after"'\)|.*|$/\1|/')"
    is 2 "$(grep -c '^[ab].session|done$' out)"
    is 'nothing is changed: say which files, for example .parameter set :source '"'bots/*.session'" "$(run ".read $sql/$script.sql")"
    is "$had" "$(run "$have")"
    is '[]
[]' "$(run "SELECT session_check(name) FROM session('[ab].session');")"
    # Again: nothing more to do.
    a=$(sha256sum a.session); run ".parameter set :source *.session" ".read $sql/$script.sql" >again
    is "$a" "$(sha256sum a.session)"
  done
  begin "$script.sql with :source" "$make './a.session', '$before', 2, 777, 1, 12345, key FROM key WHERE n=1;" "$peers"
  mkdir bots bots/deep; cp a.session bots/x.session; cp a.session bots/deep/y.session
  run ".parameter set :source 'bots/**/*.session'" ".parameter set :user_id 777" ".read $sql/$script.sql" >out
  is "a.session|$before
bots/deep/y.session|$after
bots/x.session|$after" "$(run "SELECT name, layout FROM session('**/*.session');")"
}

migration telethon_8_to_7 telethon-8 telethon-7
migration telethon_7_to_8 'telethon-7 telethon-6 telethon-5 telethon-4 telethon-3' telethon-8
migration kurigram_to_pyrogram 'kurigram-7 kurigram-6 kurigram-5 kurigram-4' pyrogram-3
migration pyrogram_to_kurigram 'pyrogram-3 pyrogram-2 pyrogram-1' kurigram-7
migration pyrofork_to_kurigram 'pyrofork-4 pyrofork-3' kurigram-7
migration pyrogram_to_telethon 'pyrogram-3 kurigram-7 kurigram-4 pyrofork-4 pyrofork-3 pyrogrammod-4 pylogram-4 wzgram-8' telethon-7
migration open_everywhere 'kurigram-7 kurigram-5 pyrofork-4 pyrogrammod-4 pylogram-4 wzgram-8 pyrogram-2' pyrogram-3
migration open_everywhere 'telethon-8 telethon-6 telethon-4' telethon-7

begin 'telethon_8_to_7.sql, an 8 over the columns of 7' "$make './a.session', 'telethon-7', 2, 777, 1, 1, key FROM key WHERE n=1;"
cp a.session sound.session; sqlite3 a.session 'UPDATE version SET version=8'
is 'a.session|[{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 7"}]
a.session|telethon-7|
sound.session|telethon-7|' "$(run "$all" ".read $sql/telethon_8_to_7.sql")"

begin 'telethon_7_to_8.sql, a 7 over the columns of 8' "$make './a.session', 'telethon-8', 2, 777, 1, 1, key FROM key WHERE n=1;"
cp a.session sound.session; sqlite3 a.session 'UPDATE version SET version=7'
is 'a.session|[{"code":"version-mismatch","severity":"error","status":"mended","finding":"the version number is now 8"}]
a.session|telethon-8|
sound.session|telethon-8|' "$(run "$all" ".read $sql/telethon_7_to_8.sql")"

begin 'pyrogram_to_telethon.sql, nobody logged in' "INSERT INTO session(name, layout, auth_key) VALUES ('./a.session', 'pyrogram-3', x'');"
is 'a.session|pyrogram-3|not logged in' "$(run "$all" ".read $sql/pyrogram_to_telethon.sql")"

begin 'telethon_7_to_8.sql, a takeout' "$make './a.session', 'telethon-7', 2, 777, 1, 1, key FROM key WHERE n=1;"
sqlite3 a.session 'UPDATE sessions SET takeout_id=5'
run "$all" ".read $sql/telethon_7_to_8.sql" >out
is 'a.session|telethon-8|' "$(tail -1 out)"
is '[]' "$(run "SELECT session_check('./a.session');")"

begin 'pyrogram_to_kurigram.sql, api_id' "$make './a.session', 'pyrogram-3', 2, 777, 1, 1, key FROM key WHERE n=1;"
is 'a.session|done
a.session|kurigram-7|' "$(run "$all" '.parameter set :api_id 54321' ".read $sql/pyrogram_to_kurigram.sql")"
is 'kurigram-7|777|1|54321' "$(run "SELECT layout, user_id, is_bot, api_id FROM session('./a.session');")"

begin 'pyrogram_to_kurigram.sql, an api_id of its own' "$make './a.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=1;"
run "$all" ".read $sql/pyrogram_to_kurigram.sql" >out
is 'kurigram-7|12345' "$(run "SELECT layout, api_id FROM session('./a.session');")"

# Pyrogram 0.15 puts -100 before a channel's digits; nobody else finds it there.
for script in pyrogram_to_kurigram pyrogram_to_telethon open_everywhere; do
  begin "$script.sql, old channel ids" "$make './a.session', 'pyrogram-1', 2, 777, 1, 1, key FROM key WHERE n=1;"
  sqlite3 a.session "INSERT INTO peers(id, access_hash, type, username) VALUES (-100987654321, 5, 'channel', 'news'), (-1001234567890, 6, 'channel', NULL)"
  run "$all" ".read $sql/$script.sql" >out
  is 'a.session|pyrogram-2' "$(head -1 out)"
  is '-1001234567890|6|
-1000987654321|5|news' "$(run "SELECT id, access_hash, username FROM session_peers('a.session') ORDER BY id;")"
done

# Telethon: the user id is in the file only when it has met itself.
begin 'telethon_to_pyrogram.sql' "$make './a.session', 'telethon-7', 2, NULL, NULL, NULL, key FROM key WHERE n=1;" "$peers" \
  "$make './b.session', 'telethon-8', 4, NULL, NULL, NULL, key FROM key WHERE n=2;" \
  "INSERT INTO session(name, layout, auth_key) VALUES ('./new.session', 'telethon-7', x'');"
whose='whose login? set :source to this file, and :user_id'
is "a.session|telethon-7|||$whose
b.session|telethon-8|||$whose
new.session|telethon-7|||not logged in" "$(run "$all" '.parameter set :user_id 777' ".read $sql/telethon_to_pyrogram.sql")"
is "a.session|done
a.session|pyrogram-3|777|1|" \
  "$(run ".parameter set :source 'a.session'" '.parameter set :user_id 777' '.parameter set :is_bot 1' '.parameter set :api_id 12345' ".read $sql/telethon_to_pyrogram.sql")"
is '777|1|12345' "$(run "SELECT user_id, is_bot, api_id FROM session('./a.session');")"
is "$had" "$(run "$have")"
is "a.session|pyrogram-3|777|1|
b.session|telethon-8|||$whose
new.session|telethon-7|||not logged in" "$(run "$all" ".read $sql/telethon_to_pyrogram.sql")"
# One is left that doesn't know.
is "b.session|done
a.session|pyrogram-3|777|1|
b.session|pyrogram-3|778|0|
new.session|telethon-7|||not logged in" "$(run "$all" '.parameter set :user_id 778' ".read $sql/telethon_to_pyrogram.sql")"
begin 'telethon_to_pyrogram.sql, the file knows' "$make './a.session', 'telethon-7', 2, NULL, NULL, NULL, key FROM key WHERE n=1;"
sqlite3 a.session 'INSERT INTO entities(id, hash) VALUES (0, 777)'
is "a.session|done
a.session|pyrogram-3|777|0|" "$(run "$all" ".read $sql/telethon_to_pyrogram.sql")"
# One of two that doesn't know.
begin 'telethon_to_pyrogram.sql, one file knows' "$make './a.session', 'telethon-7', 2, NULL, NULL, NULL, key FROM key WHERE n=1;" \
  "$make './b.session', 'telethon-7', 2, NULL, NULL, NULL, key FROM key WHERE n=2;"
sqlite3 b.session 'INSERT INTO entities(id, hash) VALUES (0, 778)'
is "a.session|done
b.session|done
a.session|pyrogram-3|777|0|
b.session|pyrogram-3|778|0|" "$(run "$all" '.parameter set :user_id 777' ".read $sql/telethon_to_pyrogram.sql")"

fleet() {
  begin "$1" "$make './a.session', 'pyrogram-3', 2, 777, 1, 1, key FROM key WHERE n=1;" "$peers" \
    "$make './b.session', 'kurigram-7', 4, 778, 0, 1, key FROM key WHERE n=2;" \
    "$make './c.session', 'telethon-7', 4, 779, 0, 1, key FROM key WHERE n=2;" \
    "$make './d.session', 'pyrogram-3', 2, 778, 0, 1, key FROM key WHERE n=3;" \
    "INSERT INTO session(name, layout, auth_key) VALUES ('./new.session', 'kurigram-7', x'');" "$broken"
}
fleet migrate_fleet.sql
is 'kurigram-7|1
pyrogrammod-4|4
broken.session||not-a-database: broken.session is not a SQLite database, or it is encrypted
empty.session||empty-file: no session in empty.session: the file is empty
new.session|kurigram-7|not logged in' "$(sqlite3 -batch c.session 'INSERT INTO entities(id, hash) VALUES (0, 779)'
  run "$all" '.parameter set :layout pyrogrammod-4' ".read $sql/migrate_fleet.sql" | sed 's/^|/none|/' | grep -v '^none\||done$')"
is "$had" "$(run "$have")"
is '[]' "$(run "SELECT DISTINCT session_check(name) FROM session('[a-d].session');")"
fleet 'migrate_fleet.sql, one that can not be'
cp d.session number.session; sqlite3 number.session 'UPDATE version SET number = 8'
run "$all" '.parameter set :layout pyrogram-3' ".read $sql/migrate_fleet.sql" >out
is 'b.session|done
c.session|refused: c.session: pyrogram-3: user_id is not known from the source; give it: '"'user_id', N" "$(head -2 out)"
is 'a.session|pyrogram-3
b.session|pyrogram-3
c.session|telethon-7
d.session|pyrogram-3' "$(run "SELECT name, layout FROM session('[a-d].session');")"
is 'new.session|kurigram-7|not logged in
number.session|pyrogram-3|version-mismatch' "$(sed -n 's/^\(n.*mismatch\):.*/\1/p; /^new/p' out)"
fleet 'migrate_fleet.sql without :layout'
is 'nothing is changed: say to which layout, for example .parameter set :layout kurigram-7' "$(run "$all" ".read $sql/migrate_fleet.sql" | head -1)"
# What is locked stays as it was, and the next one is done.
begin 'kurigram_to_pyrogram.sql, one that is locked' "$make './a.session', 'kurigram-7', 2, 777, 1, 1, key FROM key WHERE n=1;" \
  "$make './b.session', 'kurigram-7', 2, 778, 1, 1, key FROM key WHERE n=2;"
mkfifo hold
sqlite3 a.session 'BEGIN IMMEDIATE' '.shell echo locked >hold' '.shell sleep 30' >/dev/null 2>&1 & holder=$!
read -r held <hold
is 'a.session|locked: a.session is locked by another program; stop the client, or give PRAGMA busy_timeout a value
b.session|done' "$(run "$all" ".read $sql/kurigram_to_pyrogram.sql" | head -2 | sed 's/|\.\/a/|a/')"
kill $holder; pkill -P $holder 2>/dev/null; wait $holder 2>/dev/null

fleet duplicates.sql
a=$(run "SELECT auth_key_id FROM session('b.session')")
is "$a|778|2|b.session
c.session
778|2|b.session
d.session" "$(run ".read $sql/duplicates.sql")"

begin 'duplicates.sql, a link' "$make './one.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=1;" \
  "$make './two.session', 'pyrogram-3', 2, 778, 1, 12345, key FROM key WHERE n=2;"
ln one.session hard.session
ln -s two.session soft.session
is '' "$(run ".read $sql/duplicates.sql")"
cp one.session copy.session
is "2|copy.session hard.session (another name of a file) one.session (another name of a file)" \
  "$(run ".read $sql/duplicates.sql" | sed 's/^[0-9a-f]*|77.|//' | paste -d' ' - - -)"

# The most files and the most logins come first, the oldest file, too; two names of a file are one.
begin 'the order' "INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) SELECT './' || column1 || '.session', column2, 2, column3, 1, 1, key
  FROM (VALUES ('a1', 'pyrogram-3', 778, 1), ('a2', 'pyrogram-3', 778, 1), ('a3', 'pyrogram-3', 778, 1), ('b1', 'kurigram-7', 777, 2), ('b2', 'kurigram-7', 777, 2),
    ('c1', 'pyrogram-3', 777, 3), ('d', 'pyrogram-3', 778, 4), ('e', 'pyrogram-3', 778, 5)) JOIN key ON n = column4;"
ln c1.session c2.session; touch -t 202001011200 d.session; touch -t 201901011200 e.session
is 'b2bdc2750597041c|778|3|a1 a2 a3 742fa690869191b6|777|2|b1 b2 778|3|a1 a2 a3 d e 777|2|b1 b2 c1 c2' \
  "$(echo $(run ".read $sql/duplicates.sql" | sed 's/\.session//'))"
is 'pyrogram-3|7 kurigram-7|2 2|9 bot|9 b2bdc2750597041c|3|a1 a2 a3 742fa690869191b6|2|b1 b2 e d' \
  "$(echo $(run ".read $sql/fleet_report.sql" | sed '1d; s/|[^|]*█$//; s/\.session.*//'))"

begin compare.sql "$make './a.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=1;" "$make './b.session', 'telethon-7', 4, 777, 1, NULL, key FROM key WHERE n=2;" \
  "ATTACH 'a.session' AS a; INSERT INTO session_peers(session, id, type, access_hash, username, phone_number) VALUES ('a', 5, 'user', 6, 'ann', '4999'), ('a', 7, 'user', 8, 'bob', NULL), ('a', 9, 'user', 1, NULL, NULL);" \
  "ATTACH 'b.session' AS b; INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, name) VALUES ('b', 5, 'user', 6, 'ann', '4999', NULL),
    ('b', 7, 'user', 9, 'bobby', NULL, NULL), ('b', -1001234567890, 'channel', 3, 'news', NULL, 'News');"
is 'layout|kurigram-7|telethon-7
dc_id|2|4
is_bot|1|
api_id|12345|
server_address|149.154.167.51|149.154.167.92
date|0|
auth_key_id|b2bdc2750597041c|42fa4ae9d3c18b0c
3|3|1|1|1
-1001234567890|channel|news|News|only b
7|user|bob||hash username differs
9|user|||only a' "$(run ".parameter set :a ./a.session" ".parameter set :b ./b.session" ".read $sql/compare.sql" | sed 's/^auth_key_id|b2bdc2750597041c|.*/auth_key_id|b2bdc2750597041c|42fa4ae9d3c18b0c/; s/^user_id|777|$//' | grep -v '^$')"
is '3|3|0|0|0' "$(run ".parameter set :a ./a.session" ".parameter set :b ./a.session" ".read $sql/compare.sql")"

what='who_knows.sql'
echo text >broken.session
is 'a.session|5|user|ann|4999|
b.session|5|user|ann|4999|
broken.session|not-a-database: broken.session is not a SQLite database, or it is encrypted' \
  "$(run ".parameter set :find \"'@Ann'\"" ".read $sql/who_knows.sql" | sort | cut -d'|' -f1-6)"
is 'b.session|a.session' "$(run "ATTACH './b.session' AS b; UPDATE session_peers SET updated = 4000000000 WHERE session = 'b' AND id = 5;" ".parameter set :find \"'@Ann'\"" \
  ".parameter set :source '[ab].session'" ".read $sql/who_knows.sql" | cut -d'|' -f1 | paste -sd'|')"
is "$(run ".parameter set :find \"'@Ann'\"" ".read $sql/who_knows.sql")" "$(run ".parameter set :find \"'+4999'\"" ".read $sql/who_knows.sql")"
is 'b.session|-1001234567890' "$(run ".parameter set :find \"'t.me/c/1234567890/5'\"" ".parameter set :source '[ab].session'" ".read $sql/who_knows.sql" | cut -d'|' -f1,2)"
is "say who, for example .parameter set :find \"'@durov'\"" "$(run ".read $sql/who_knows.sql")"

what='peers_to_csv.sql'
is 'peers.csv|3' "$(run ".parameter set :source ./a.session" ".read $sql/peers_to_csv.sql" | cut -d'|' -f1,2)"
is '-rw------- 4' "$(ls -l peers.csv | cut -c1-10) $(wc -l <peers.csv | tr -d ' ')"
is '"a.session",5,user,"6","ann","4999","",' "$(sed -n 2p peers.csv | tr -d '\r' | sed 's/^"\.\//"/; s/,[0-9]*$/,/')"
[ "$new" = 0 ] || is '3
5|6|ann|4999
7|8|bob|
9|1||' "$(run "ATTACH './new.db' AS x; $make 'x', 'pyrogram-3', 2, 777, 1, 12345, CAST(printf('%0256d', 1) AS BLOB) WHERE 1;" "DETACH x; ATTACH 'new.db' AS me;" \
  '.import --csv peers.csv rows' "INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username, phone_number) SELECT 'me', id, type, access_hash, username, phone_number FROM rows;" \
  "SELECT count(*) FROM rows; SELECT id, access_hash, username, phone_number FROM session_peers('me');")"
is 'nothing is written: say of which, for example .parameter set :source ./me.session' "$(run ".read $sql/peers_to_csv.sql" | head -1)"
is 0 "$(run ".parameter set :source ./b.session" '.parameter set :out no.csv' "DELETE FROM session WHERE source = './b.session';" ".read $sql/peers_to_csv.sql" | grep -c no.csv)"

begin 'json through other programs' "$make './a.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=1;" \
  "ATTACH 'a.session' AS a; INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('a', 5, 'user', -6813863586994958762, 'ann'), ('a', -1001234567890, 'channel', 9223372036854775807, NULL);"
run "SELECT writefile('j.json', session_export('./a.session', 'json'));" >/dev/null
same="SELECT session_convert(CAST(readfile('o.json') AS TEXT), 'bundle') = session_export('./a.session', 'bundle');"
if command -v python3 >/dev/null; then python3 -c 'import json; print(json.dumps(json.load(open("j.json")), indent=1))' >o.json; is 1 "$(run "$same")"; fi
if command -v node >/dev/null; then node -e 'console.log(JSON.stringify(JSON.parse(require("fs").readFileSync("j.json"))))' >o.json; is 1 "$(run "$same")"; fi
if command -v jq >/dev/null; then jq -S . j.json >o.json; is 1 "$(run "$same")"; fi

# Without :source, and with an empty one, each script that wants it says how, and that is all.
begin 'no :source' "$make './a.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=1;"
was=$(sha256sum a.session)
for script in $(grep -l "coalesce(:source, '') = ''" "$sql"/*.sql); do
  for given in '' ".parameter set :source ''"; do
    is "${script##*/} 1" "${script##*/} $(run ".read $sql/vault.sql" "$given" ".parameter set :into x" '.parameter set :layout kurigram-7' ".read $script" 2>&1 | grep -c .)"
  done
done
is "$was" "$(sha256sum a.session)"

begin from_gramjs_store.sql "SELECT length(writefile('acct/acct%3AdcId', '4')), length(writefile('acct/acct%3Aport', '443')),
    length(writefile('acct/acct%3AserverAddress', '\"149.154.167.91\"')), length(writefile('acct/acct%3A5', '[\"5\",\"-1234567890123456789\",\"ann\",\"79990001122\",\"An\",\"1795191702136\"]')),
    length(writefile('acct/acct%3A-1001234567890', '[\"-1001234567890\",\"55\",null,null,\"Chan\",\"1795191702135\"]'));" \
  "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i < 255)
     SELECT length(writefile('acct/acct%3AauthKey', '{\"type\":\"Buffer\",\"data\":[' || group_concat((i * 37 + 5) & 255) || ']}')) > 9 FROM n;"
: >'acct/acct%3A7'; echo text >'acct/acct%3A8'; echo '["0","1"]' >'acct/acct%3A0'; { printf '["9","1"]'; head -c 70000 /dev/zero | tr '\0' ' '; } >'acct/acct%3A9'      # no value of GramJS is so long
run ".parameter set :source acct" ".parameter set :into ./t.session" ".read $sql/from_gramjs_store.sql" ".parameter set :into ./p.session" ".parameter set :layout pyrogram-3" \
  ".parameter set :user_id 777" ".read $sql/from_gramjs_store.sql" >out
is './t.session
2
./p.session
2' "$(cat out)"
is '-1001234567890|channel|55|||Chan|1795191702
5|user|-1234567890123456789|ann|79990001122|An|1795191702
telethon-7|4|149.154.167.91||052A4F74BBE0
pyrogram-3|4||777|052A4F74BBE0' "$(run "SELECT id, type, access_hash, username, phone_number, name, updated FROM session_peers('t.session');" \
  "SELECT layout, dc_id, server_address, user_id, substr(hex(auth_key), 1, 8) || substr(hex(auth_key), -4) FROM session('t.session') UNION ALL
   SELECT layout, dc_id, server_address, user_id, substr(hex(auth_key), 1, 8) || substr(hex(auth_key), -4) FROM session('p.session');")"
is 'telethon-7' "$(run '.parameter set :source acct' '.parameter set :into ./u.session' '.parameter set :user_id 777' \
  ".read $sql/from_gramjs_store.sql" "SELECT layout FROM session('./u.session');" | tail -1)"
run ".parameter set :source ." ".parameter set :into ./n.session" ".read $sql/from_gramjs_store.sql" >out 2>&1
is '1|0' "$(grep -c 'is no StoreSession' out)|$(ls n.session 2>/dev/null | wc -l)"
mkdir some; cp acct/*port acct/*Address acct/*A5 some
is 'nothing is imported: some is no StoreSession of GramJS' "$(run ".parameter set :source some" ".parameter set :into ./n.session" ".read $sql/from_gramjs_store.sql")"
# A session that is called x:y, in a folder that is called as if it were one.
mkdir x%3Ay; for f in acct/acct%3A*; do cp "$f" "x%3Ay/x%3Ay%3A${f#*%3A}"; done
is './x.session
2
4|149.154.167.91' "$(run ".parameter set :source 'x%3Ay//////'" ".parameter set :into ./x.session" ".read $sql/from_gramjs_store.sql" \
  "SELECT dc_id, server_address FROM session('./x.session');")"
# In the folder itself; a file without %3A is not the client's.
echo 9 >acct/3AdcId
is './v.session
2
4' "$(cd acct && run ".parameter set :source ." ".parameter set :into ./v.session" ".read $sql/from_gramjs_store.sql" "SELECT dc_id FROM session('./v.session');")"
for given in '' '.parameter set :source acct' '.parameter set :into ./n.session'; do
  is 'nothing is imported: say what and where, for example .parameter set :source acct, .parameter set :into ./acct.session' \
    "$(run "$given" ".read $sql/from_gramjs_store.sql")"
done

fleet fleet_report.sql
touch -d '2020-01-01 12:00 UTC' d.session 2>/dev/null
run ".read $sql/fleet_report.sql" >out
bar='████████████████████████'
is "7|4|3|2|2
(none known)|2|$bar
kurigram-7|2|$bar
pyrogram-3|2|$bar
telethon-7|1|████████████
2|2|$bar
4|2|$bar
user|2|$bar
(the file doesn't say)|1|████████████
bot|1|████████████
$a|2|b.session
c.session
new.session|kurigram-7" "$(sed -n 1,13p out)"
is 'd.session|2020-01-01' "$(sed -n 14p out | cut -d'|' -f1,2)"
is "$(printf '%s\n' "$problems" | sed 's/||/|/')" "$(sed -n '15,$p' out)"
is 7 "$(run ".read $sql/fleet_report.sql" 'SELECT count(*) FROM fleet_report;' | tail -1)"
[ "$new" = 0 ] || is '' "$(run '.mode box' ".parameter set :source 'no*.session'" ".read $sql/fleet_report.sql" | grep -i error)"

fleet export_fleet.sql
head -c 5000 a.session >cut.session
cp c.session number.session; sqlite3 number.session 'UPDATE version SET version = 8'      # a problem, and its login is there
is 'strings.tsv|5' "$(run ".read $sql/export_fleet.sql" | sed 's/^\(strings.tsv|[0-9]*\)|.*/\1/' | grep strings)"
is '-rw-------' "$(ls -l strings.tsv | cut -c1-10)"
is 'a.session 362
b.session 362
c.session 353
d.session 362
number.session 353' "$(awk -F'\t' '{print $1, length($2)}' strings.tsv)"
is 'broken.session cut.session empty.session new.session' "$(echo $(run ".read $sql/export_fleet.sql" | sed '1d; s/|.*//'))"
is 'new.session|not logged in' "$(run ".read $sql/export_fleet.sql" | grep new)"
is 'x.tsv|5' "$(run '.parameter set :format telethon' '.parameter set :out x.tsv' ".read $sql/export_fleet.sql" | sed 's/^\(x.tsv|[0-9]*\)|.*/\1/' | grep x.tsv)"
is 353 "$(awk -F'\t' '{print length($2)}' x.tsv | sort -u)"
# What it wrote is what it read.
is 1 "$(run '.mode tabs' 'CREATE TEMP TABLE s(name, string);' '.import strings.tsv s' '.mode list' \
  "SELECT min(s.string = f.string) FROM s JOIN session('.') f ON f.name = './' || s.name;")"
run '.parameter set :format pyrogram' '.parameter set :out y.tsv' ".read $sql/export_fleet.sql" >out
is 1 "$(grep -c 'user_id is not known' out)"
is no "$([ -e y.tsv ] && echo yes || echo no)"

fleet 'backup_fleet.sql'
is 'none.db
0|0|0|0' "$(run ".parameter set :source 'no*.session'" '.parameter set :vault none.db' ".read $sql/backup_fleet.sql")"
is 'vault.db
4|4|4
broken.session|not-a-database: broken.session is not a SQLite database, or it is encrypted
empty.session|empty-file: no session in empty.session: the file is empty
new.session|not logged in' "$(run ".read $sql/backup_fleet.sql" | sed 's/^\([0-9]*|[0-9]*|[0-9]*\)|.*/\1/')"
is '-rw-------' "$(ls -l vault.db | cut -c1-10)"
is '0|4|4' "$(run ".read $sql/backup_fleet.sql" | sed -n 's/^\([0-9]*|[0-9]*|[0-9]*\)|.*/\1/p')"
sleep 1
sqlite3 -batch a.session "INSERT INTO peers(id, access_hash, type) VALUES (5, 6, 'user')"
is '1|4|5' "$(run ".read $sql/backup_fleet.sql" | sed -n 's/^\([0-9]*|[0-9]*|[0-9]*\)|.*/\1/p')"
sleep 1
sqlite3 -batch a.session 'DELETE FROM peers WHERE id = 5'    # as it was at first, and not as it was last
is '1|4|6' "$(run ".read $sql/backup_fleet.sql" | sed -n 's/^\([0-9]*|[0-9]*|[0-9]*\)|.*/\1/p')"
is '0|4|6' "$(run ".read $sql/backup_fleet.sql" | sed -n 's/^\([0-9]*|[0-9]*|[0-9]*\)|.*/\1/p')"
what=restore_fleet.sql
is 'back
4' "$(run '.parameter set :into back' ".read $sql/restore_fleet.sql" | cut -d'|' -f1)"
is 'back/a.session|pyrogram-3|2|777|2|
back/b.session|kurigram-7|4|778|0|
back/c.session|telethon-7|4||0|
back/d.session|pyrogram-3|2|778|0|' "$(run "SELECT name, layout, dc_id, user_id, peers, problem FROM session('back');")"
is '-rw-------' "$(ls -l back/*.session | cut -c1-10 | sort -u)"
is 'drwx------' "$(ls -ld back | cut -c1-10)"
is 1 "$(run "SELECT min(a.auth_key = b.auth_key) FROM session('back') a JOIN session('.') b ON a.name = 'back' || substr(b.name, 2);")"
is '4' "$(run '.parameter set :into back' ".read $sql/restore_fleet.sql" | cut -d'|' -f1)"
is 'x
1' "$(run '.parameter set :into x' ".parameter set :name 'a*'" '.parameter set :layout kurigram-7' ".read $sql/restore_fleet.sql" | cut -d'|' -f1)"
is 'x/a.session|kurigram-7|777|2' "$(run "SELECT name, layout, user_id, peers FROM session('x');")"
# Never over another account's login.
cp d.session x/a.session
run '.parameter set :into x' ".parameter set :name 'a*'" ".read $sql/restore_fleet.sql" >out
is 1 "$(grep -c 'another account is logged in in x/a.session' out)"
is 778 "$(run "SELECT user_id FROM session('./x/a.session')")"
# Without :into it says how, and changes nothing; nor does it make a vault.
before=$(find . -type f | sort | xargs sha256sum)
is 'nothing is restored: say where, for example .parameter set :into restored
0||' "$(run ".read $sql/restore_fleet.sql")"
is 'nothing is restored: say where, for example .parameter set :into restored
0||' "$(run ".parameter set :into ''" ".parameter set :name 'a*'" ".read $sql/restore_fleet.sql")"
is 1 "$(run '.parameter set :into y' ".parameter set :vault 'no.db'" ".read $sql/restore_fleet.sql" | grep -c 'unable to open')"
is "$before" "$(find . -type f | sort | xargs sha256sum)"

# A stranger's vault: names that lead out of :into, by every way, and some that only look so.
what='restore_fleet.sql, names that lead out'
mkdir -p in/here bots; chmod 755 in/here; cp d.session bots/sub.session
run ".parameter set :source 'bots/*.session'" ".parameter set :vault 'strange.db'" ".read $sql/backup_fleet.sql" >out
sqlite3 -batch strange.db "CREATE TEMP TABLE n(name);
  INSERT INTO n VALUES ('../out.session'), ('../../out.session'), ('a/../../out.session'), ('a/..'), ('..'), ('$dir/out.session'), ('/out.session'),
    ('//out.session'), ('././/out.session'), ('~/out.session'), ('a/~root/out.session'), ('..\out.session'), ('a\..\out.session'), ('C:\out.session'), ('a\out.session'), ('C:out.session'),
    (''), ('./'), ('a/'), (x'2e2e2f6f75742e73657373696f6e'), ('a' || char(0) || '/../../out.session'), ('a' || char(10) || 'out.session'),
    ('x' || char(27) || '[31mout.session'), (char(31) || 'out.session');
  INSERT INTO bundles SELECT n.name, taken, layout, user_id, auth_key_id, bundle FROM n, bundles;
  INSERT INTO bundles SELECT column1, taken, layout, user_id, auth_key_id, bundle FROM bundles, (VALUES ('bots/deep/er/a.session'), ('./b~1.session'))
    WHERE bundles.name = 'bots/sub.session';"
outside() { find "$dir" "$dir/$n" -maxdepth 1 | sort; find "$dir/$n/in" -maxdepth 1 | sort; }
before=$(outside)
run '.parameter set :into in/here' ".parameter set :vault 'strange.db'" ".read $sql/restore_fleet.sql" >out
is "$before" "$(outside)"
is 'in/here
in/here/bots
in/here/bots/deep
in/here/bots/deep/er
in/here/bots/deep/er/a.session
in/here/bots/sub.session
in/here/b~1.session
in/here/out.session' "$(find in/here | LC_ALL=C sort)"
is 'drwx------' "$(ls -ld in/here/bots in/here/bots/deep in/here/bots/deep/er | cut -c1-10 | sort -u)"
is 'drwxr-xr-x' "$(ls -ld in/here | cut -c1-10)"
is 23 "$(grep -c '|it ' out)"
is '4' "$(tail -1 out | cut -d'|' -f1)"
is 1 "$(grep -c '^~/out.session|it has a ~$' out)"
is 1 "$(grep -c '^\.\./\.\./out.session|it has \.\.$' out)"
is 'hex 1F6F75742E73657373696F6E|it has a control character
hex 2E2E2F6F75742E73657373696F6E|it is no text
hex 61002F2E2E2F2E2E2F6F75742E73657373696F6E|it has a NUL
hex 610A6F75742E73657373696F6E|it has a control character
hex 781B5B33316D6F75742E73657373696F6E|it has a control character' "$(grep '^hex' out | LC_ALL=C sort)"
is 0 "$(tr -d '\n\t -~' <out | wc -c | tr -d ' ')"
is no "$([ -e /out.session ] && echo yes || echo no)"
# What is absolute, with the folder that it is under.
is '1' "$(run '.parameter set :into all' ".parameter set :vault 'strange.db'" ".parameter set :from '$dir/'" ".parameter set :name '$dir/*'" ".read $sql/restore_fleet.sql" |
  tail -1 | cut -d'|' -f1)"
is 'all/out.session|778' "$(run "SELECT name, user_id FROM session('all')")"

# Peers out of a spreadsheet: every cell is a text, and an empty one is NULL.
if [ "$new" = 1 ]; then
begin '.import --csv' "$make './a.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=1;"
cat >peers.csv <<'CSV'
session,id,type,access_hash,username,usernames,phone_number,name,updated
bot,777000,user,11632880486714592854,Telegram,"[""telegram"",""tg""]",42777,,2024-01-01
bot,-1001234567890,ChatType.SUPERGROUP,5,,,,,1700000000.0
bot,-5,,,,,,,1700000000
bot,9,,1,@news,,,,
CSV
run "ATTACH 'a.session' AS bot; CREATE VIRTUAL TABLE temp.sheet USING session_peers;" '.import --csv --skip 1 peers.csv sheet' \
  'SELECT id, type, access_hash, usernames, phone_number, updated FROM session_peers;' >out
is '-1001234567890|supergroup|5|||1700000000
-5|group|0|||1700000000
777000|user|-6813863586994958762|["telegram","tg"]|42777|1704067200' "$(grep '|' out)"
is 1 "$(grep -c 'username is TEXT with an @' out)"
fi

# Peers of one session into another: of two rows the later one, and what only the other has.
begin 'merge_peers.sql' "$make './new.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=1;" \
  "$make './old.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=2;" \
  "$make './other.session', 'kurigram-5', 2, 778, 1, 12345, key FROM key WHERE n=3;" \
  "ATTACH 'new.session' AS n; ATTACH 'old.session' AS o; ATTACH 'other.session' AS x;" \
  "INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, updated) VALUES
     ('n', 1, 'user', 11, 'one', '111111', 200), ('n', 2, 'user', 21, 'two', '222222', 100), ('n', 4, 'user', 41, NULL, NULL, 100),
     ('o', 1, 'user', 12, 'uno', NULL, 100), ('o', 2, 'user', 22, NULL, NULL, 200), ('o', 4, 'user', 42, NULL, NULL, 100), ('o', 5, 'user', 51, 'five', NULL, 1),
     ('x', 9, 'user', 91, NULL, NULL, 1);"
run ".parameter set :from './o*.session'" '.parameter set :into new.session' ".read $sql/merge_peers.sql" >out
is './other.session|778|another account
3|4' "$(cat out)"
is '1|11|one|111111|200
2|22|two|222222|200
4|42|||100
5|51|five||1' "$(run "SELECT id, access_hash, username, phone_number, updated FROM session_peers('./new.session') ORDER BY id;")"
begin 'merge_peers.sql, no file says when' "$make './new.session', 'telethon-3', 2, 777, 1, NULL, key FROM key WHERE n=1;" \
  "$make './old.session', 'telethon-3', 2, 777, 1, NULL, key FROM key WHERE n=2;" "ATTACH 'old.session' AS o; ATTACH 'new.session' AS n;" \
  "INSERT INTO session_peers(session, id, access_hash) VALUES ('o', 5, 51), ('n', 5, 50);"
run '.parameter set :from old.session' '.parameter set :into new.session' '.parameter set :user_id 777' ".read $sql/merge_peers.sql" >out
is '51|' "$(run "SELECT access_hash, updated FROM session_peers('./new.session') WHERE id = 5;")"
for into in telethon-7 telethon-3 pyrogram-3 grammers-1; do
  begin "merge_peers.sql into $into" "$make './new.session', '$into', 2, 777, 1, NULL, key FROM key WHERE n=1;" \
    "$make './old.session', 'kurigram-7', 2, 777, 1, 12345, key FROM key WHERE n=2;" \
    "ATTACH 'old.session' AS o; INSERT INTO session_peers(session, id, type, access_hash, usernames, phone_number, updated) VALUES ('o', 5, 'user', 51, '[\"five\",\"cinq\"]', '555555', 100);" \
    "ATTACH 'new.session' AS n; INSERT INTO session_peers(session, id, access_hash$([ $into != pyrogram-3 ] || echo ', updated')) VALUES ('n', 5, 50$([ $into != pyrogram-3 ] || echo ', 1'));
     UPDATE session_peers SET name = 'Five' WHERE session = 'n' AND '$into' GLOB 'telethon*';"
  run ".parameter set :from old.session" '.parameter set :into new.session' '.parameter set :user_id 777' ".read $sql/merge_peers.sql" >out
  is '5|51' "$(run "SELECT id, access_hash FROM session_peers('./new.session') WHERE id=5;")"
  is "$(case $into in telethon*) echo Five; esac)" "$(run "SELECT name FROM session_peers('./new.session') WHERE id=5;")"
done

# Each script in a folder with a file of every layout, of logins that nobody has, of wrong numbers, of two logins, of users
# whom nobody knows and of old channel ids: which files it changes, and that all others stay as they are, byte by byte.
doc="json_object('tgsession', 1, 'dc_id', 2, 'user_id', 777, 'is_bot', 0, 'api_id', 5, 'auth_key', hex(key), 'peers',
  json('[{\"id\":777,\"type\":\"user\",\"access_hash\":7},{\"id\":5,\"type\":\"user\",\"access_hash\":5}]'))"
begin 'a file of everything' \
  "SELECT count(*) FROM session_formats f, key WHERE kind = 'layout' AND writes AND n = 1
     AND session_import($doc, './' || name || '.session', name) IS NULL;" \
  "INSERT INTO session(name, layout, auth_key) SELECT './' || value || '-out.session', value, x''
     FROM json_each('[\"telethon-7\",\"telethon-8\",\"pyrogram-1\",\"pyrogram-2\",\"pyrofork-4\",\"kurigram-6\"]');"
is 0 "$(cat "$dir/made")"
for f in telethon-7 telethon-8 pyrogram-1 pyrogram-2 pyrofork-4 kurigram-6; do
  for k in number two whose old; do cp $f.session $f-$k.session; done
  sqlite3 $f-number.session "UPDATE version SET $(sqlite3 $f.session "SELECT name FROM pragma_table_info('version')") = 8 -
    (SELECT * FROM version) / 8"
  sqlite3 $f-two.session 'UPDATE sessions SET dc_id = 4'
  sqlite3 $f-two.session "ATTACH '$f.session' AS o; INSERT INTO sessions SELECT * FROM o.sessions"
  case $f in
    telethon*) sqlite3 $f-whose.session 'DELETE FROM entities WHERE id IN (0, 777)'; rm $f-old.session;;
    *) sqlite3 $f-whose.session 'UPDATE sessions SET user_id = NULL'
      for k in number old; do sqlite3 $f-$k.session "INSERT INTO peers(id, access_hash, type) VALUES (-1009, 5, 'channel')"; done;;
  esac
done
many=$dir/$n
sums="SELECT count(auth_key_id), count(DISTINCT auth_key_id), sum(user_id = 777), sum(peers) FROM session('*.session');"
beside() {
  begin "$1.sql beside all others"
  cp "$many"/*.session .
  run '.parameter set :source *.session' "${4:-}" ".read $sql/$1.sql" >"$dir/out"
  is "$(echo $2)" "$(echo $(for f in *.session; do cmp -s "$f" "$many/$f" || echo "${f%.session}"; done | LC_ALL=C sort))"
  is "$3" "$(echo $(run "SELECT name, layout FROM session('*.session');" | while IFS='|' read -r f l; do
    cmp -s "$f" "$many/$f" || echo "$l"; done | LC_ALL=C sort -u))"
  is "$(cd "$many" && run "$sums")" "$(run "$sums")"
}
beside telethon_8_to_7 'telethon-7-number telethon-8 telethon-8-out telethon-8-whose' 'telethon-7'
beside telethon_7_to_8 'telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-7-number telethon-7-out
  telethon-7-whose telethon-8-number' 'telethon-8'
beside kurigram_to_pyrogram 'kurigram-4 kurigram-5 kurigram-6 kurigram-6-old kurigram-6-out kurigram-7' 'pyrogram-3'
beside pyrogram_to_kurigram 'pyrogram-1 pyrogram-1-old pyrogram-1-out pyrogram-2 pyrogram-2-old pyrogram-2-out
  pyrogram-3' 'kurigram-7'
beside pyrofork_to_kurigram 'pyrofork-3 pyrofork-4 pyrofork-4-old pyrofork-4-out' 'kurigram-7'
beside pyrogram_to_telethon 'kurigram-4 kurigram-5 kurigram-6 kurigram-6-old kurigram-7 pylogram-4 pyrofork-3 pyrofork-4
  pyrofork-4-old pyrogram-1 pyrogram-1-old pyrogram-2 pyrogram-2-old pyrogram-3 pyrogrammod-4 wzgram-8' 'telethon-7'
beside telethon_to_pyrogram 'telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8' 'pyrogram-3'
beside telethon_to_pyrogram 'telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8' 'pyrogram-3' \
  '.parameter set :user_id 777'
beside open_everywhere 'kurigram-4 kurigram-5 kurigram-6 kurigram-6-number kurigram-6-old kurigram-6-out kurigram-7 pylogram-4
  pyrofork-3 pyrofork-4 pyrofork-4-number pyrofork-4-old pyrofork-4-out pyrogram-1 pyrogram-1-number
  pyrogram-1-old pyrogram-1-out pyrogram-2 pyrogram-2-number pyrogram-2-old pyrogram-2-out pyrogrammod-4
  telethon-3 telethon-4 telethon-5 telethon-6 telethon-7-number telethon-8 telethon-8-number telethon-8-out
  telethon-8-whose wzgram-8' 'pyrogram-3 telethon-7'
beside migrate_fleet 'grammers-1 kurigram-4 kurigram-6 kurigram-6-old kurigram-7 mtcute-1 pylogram-4 pyrofork-3 pyrofork-4
  pyrofork-4-old pyrogram-1 pyrogram-1-old pyrogram-2 pyrogram-2-old pyrogram-3 pyrogrammod-4 telethon-2.10
  telethon-3 telethon-4 telethon-5 telethon-6 telethon-7 telethon-8 wzgram-8' 'kurigram-5' \
  '.parameter set :layout kurigram-5'

# What sql/README.md says of the shell's own ways to write a file, and of ours.
begin 'modes of files' "$make './ours.session', 'pyrogram-3', 2, 777, 1, 12345, key FROM key WHERE n=1;"
(umask 022; run "SELECT writefile('theirs', session_export('./ours.session')) > 0;" '.once once' "SELECT session_export('./ours.session');" >out)
is '-rw-r--r--
-rw-r--r--
-rw-------' "$(for f in theirs once ours.session; do ls -l $f | cut -c1-10; done)"

# Every script says how to use it, and the manual has it.
for f in "$sql"/*.sql; do
  what=$(basename "$f")
  is 1 "$(grep -c "^--     .read sql/$what" "$f")"
  is "$what" "$(grep -o "^|.*\`$what\`\|^The bridges.*\`$what\`" "$sql/README.md" | grep -o "$what" | head -n 1)"
  is 0 "$(sed 's/█/-/g' "$f" | awk 'length($0)>140' | wc -l | tr -d ' ')"
done

finish
