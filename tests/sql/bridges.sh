# Sessions out of the stores of other programs, made here as those programs make them: mautrix-telegram in Python and in Go,
# MongoStorage by mongoexport, telethon-session-sqlalchemy.
#
#     sh tests/sql/bridges.sh build/tgsession.so

set -u
suite=bridges
. "$(dirname "$0")/../share/shell.sh"
key() { printf '%0512d' "$1"; }
modes() { echo $(ls -ld bots bots/* | cut -c1-10 | sort -u); }
rows="SELECT name, layout, dc_id, user_id, is_bot, peers FROM session('bots') ORDER BY name;"

begin 'from_mautrix_python.sql'
long=$(printf 'Zo\303\251%0120d' 7) short=$(printf 'Zo\303\251%097d' 0)
edge=$(printf '\302\277\303\200\341\277\277\342\200\200') kept=$(printf '_\303\200\341\277\277_')       # U+BF, C0, 1FFF, 2000
sqlite3 -batch m.db "CREATE TABLE telethon_sessions(session_id TEXT PRIMARY KEY, dc_id INTEGER, server_address TEXT, port INTEGER, auth_key bytea);
  CREATE TABLE telethon_entities(session_id TEXT, id BIGINT, hash BIGINT NOT NULL, username TEXT, phone TEXT, name TEXT, PRIMARY KEY (session_id, id));
  CREATE TABLE telethon_update_state(session_id TEXT, entity_id BIGINT, pts BIGINT, qts BIGINT, date BIGINT, seq BIGINT, unread_count INTEGER, PRIMARY KEY (session_id, entity_id));
  CREATE TABLE \"user\"(mxid TEXT PRIMARY KEY, tgid BIGINT UNIQUE, tg_username TEXT, tg_phone TEXT, is_bot BOOLEAN NOT NULL DEFAULT false);
  INSERT INTO telethon_sessions VALUES ('@bob_example.org', 2, '149.154.167.50', 443, x'$(key 6)'),
    ('$long', 2, '149.154.167.50', 443, x'$(key 7)'),
    ('@ann:example.org', 4, '149.154.167.91', 443, x'$(key 1)'), ('@bob:example.org', 2, '149.154.167.50', 443, x'$(key 2)'),
    ('@new:example.org', 2, NULL, NULL, x''), ('../@evil/..:\\x', 2, '149.154.167.50', 443, x'$(key 3)'), ('bot', 2, '149.154.167.50', 443, x'$(key 4)'),
    ('.hid', 2, '149.154.167.50', 443, x'$(key 5)'), ('edge$edge', 2, '149.154.167.50', 443, x'$(key 8)');
  INSERT INTO \"user\"(mxid, tgid, is_bot) VALUES ('@ann:example.org', 777, 0), ('bot', 9007199254740993, 1);
  INSERT INTO telethon_entities VALUES ('@ann:example.org', 0, 777, NULL, NULL, NULL), ('@ann:example.org', 5, 9223372036854775807, 'eve', '4912345', 'Eve'),
    ('@ann:example.org', -1001234567890, -7, 'news', NULL, 'News'), ('@bob:example.org', 0, 778, NULL, NULL, NULL), ('@bob:example.org', -42, 0, NULL, NULL, 'Us');
  INSERT INTO telethon_update_state VALUES ('@ann:example.org', 0, 10, 0, 1700000000, 3, 0), ('@ann:example.org', 1234567890, 8, 0, 1700000000.25, 0, 0);"
sum=$(cksum <m.db)
go() { run "ATTACH 'm.db' AS src;" "$@" ".read $sql/$script"; }
script=from_mautrix_python.sql
is 'nothing is imported: say where, for example .parameter set :into bots' "$(go)"
is 'bots
../@evil/..:\x|bots/_._@evil_..__x.session||done
.hid|bots/_hid.session||done
@ann:example.org|bots/@ann_example.org.session|777|done
@bob:example.org|bots/@bob_example.org.session|778|done
@bob_example.org|bots/@bob_example.org-2.session||done
@new:example.org|||not logged in
'"$long|bots/$short"'.session||done
bot|bots/bot.session|9007199254740993|done
edge'"$edge|bots/edge$kept"'.session||done' "$(go '.parameter set :into bots/')"
is 'bots/@ann_example.org.session|pyrogram-3|4|777|0|2
bots/@bob_example.org-2.session|telethon-7|2|||0
bots/@bob_example.org.session|pyrogram-3|2|778||1
bots/'"$short"'.session|telethon-7|2|||0
bots/_._@evil_..__x.session|telethon-7|2|||0
bots/_hid.session|telethon-7|2|||0
bots/bot.session|pyrogram-3|2|9007199254740993|1|0
bots/edge'"$kept"'.session|telethon-7|2|||0' "$(run "$rows" | sed 's/|778|0|/|778||/')"
is "$(key 1)" "$(run "SELECT hex(auth_key) FROM session('bots/@ann_example.org.session');")"
is '-rw------- drwx------' "$(modes)"
is "$sum" "$(cksum <m.db)"
is '../@evil/..:\x|bots/_._@evil_..__x.session||done' "$(go '.parameter set :into bots/' | head -1)"                  # no new folder
go '.parameter set :into k' '.parameter set :layout kurigram-7' >out
is '5|user|9223372036854775807|eve|4912345
-1001234567890|channel|-7|news|' "$(run "SELECT id, type, access_hash, username, phone_number FROM session_peers('k/@ann_example.org.session') ORDER BY id DESC;")"
is '0|10|1700000000
-1001234567890|8|1700000000' "$(run "SELECT id, pts, date FROM session_states('k/@ann_example.org.session') ORDER BY id DESC;")"
is 1 "$(grep -c 'hid|k/_hid.session||kurigram-7: user_id\|_hid.session||.*user_id is not known' out)"
# Again: the same accounts; another's file stays.
cp bots/bot.session bots/@ann_example.org.session
is 1 "$(go '.parameter set :into bots' | grep -c '^@ann.*another account is logged in')"

# Nobody is logged in: no folder is made.
sqlite3 m.db "UPDATE telethon_sessions SET auth_key = x''"
go '.parameter set :into empty' >out
is "$(grep -c 'not logged in$' out)|0" "$(grep -c . out)|$(ls -d empty 2>/dev/null | grep -c .)"

what='telethon-session-sqlalchemy, the query of the manual'
sqlite3 -batch s.db "CREATE TABLE sessions(session_id VARCHAR(255), dc_id INTEGER, server_address VARCHAR(255), port INTEGER, auth_key BLOB, PRIMARY KEY (session_id, dc_id));
  CREATE TABLE entities(session_id VARCHAR(255), id BIGINT, hash BIGINT NOT NULL, username VARCHAR(32), phone BIGINT, name VARCHAR(255), PRIMARY KEY (session_id, id));
  INSERT INTO sessions VALUES ('one', 2, '149.154.167.50', 443, x'$(key 7)'), ('none', 2, '149.154.167.50', 443, x'');
  INSERT INTO entities VALUES ('one', 0, 777, NULL, NULL, NULL), ('one', 5, -6, 'eve', 4912345, 'Eve');"
mkdir one
query=$(sed -n '/^    ATTACH .accounts.db. AS src;/,/= 256;/p' "$sql/README.md" | sed "s/accounts.db/s.db/; s/'bots'/'one'/")
is 'one/one.session' "$(run "$query")"
is 'one/one.session|telethon-7||1|5|-6|eve|4912345|Eve' \
  "$(run "SELECT s.name, layout, user_id, peers, id, access_hash, username, phone_number, p.name FROM session('one') s, session_peers(s.name) p WHERE id = 5;")"

begin 'from_mautrix_go.sql'
b64() { run "SELECT json_extract(session_convert(json_object('tgsession', 1, 'dc_id', 2, 'auth_key', '$(key "$1")'), 'gotd-json'), '\$.Data.AuthKey');"; }
sqlite3 -batch m.db "CREATE TABLE user_login(bridge_id TEXT, user_mxid TEXT, id TEXT, remote_name TEXT, metadata jsonb, PRIMARY KEY (bridge_id, id));
  CREATE TABLE telegram_user_state(user_id BIGINT PRIMARY KEY, pts BIGINT, qts BIGINT, date BIGINT, seq BIGINT);
  CREATE TABLE telegram_channel_state(user_id BIGINT, channel_id BIGINT, pts BIGINT, PRIMARY KEY (user_id, channel_id));
  CREATE TABLE telegram_access_hash(user_id BIGINT, entity_type TEXT, entity_id BIGINT, access_hash BIGINT, PRIMARY KEY (user_id, entity_type, entity_id));
  CREATE TABLE telegram_username(username TEXT PRIMARY KEY, entity_type TEXT, entity_id BIGINT);
  CREATE TABLE telegram_phone_number(phone_number TEXT PRIMARY KEY, entity_id BIGINT);
  INSERT INTO user_login VALUES ('telegram', '@a:b', '777', 'Ann', '{\"phone\":\"+491\",\"session\":{\"auth_key\":\"$(b64 1)\",\"dc_id\":4,\"server_address\":\"149.154.167.91:5222\",\"salt\":5}}'),
    ('telegram', '@b:b', '9007199254740993', 'Bot', '{\"is_bot\":true,\"session\":{\"auth_key\":\"$(b64 2)\",\"dc_id\":2,\"server_address\":\"149.154.167.50\",\"port\":80}}'),
    ('telegram', '@c:b', '779', 'Six', '{\"session\":{\"auth_key\":\"$(b64 3)\",\"dc_id\":2,\"server_address\":\"[2001:67c:4e8:f002::a]:443\"}}'),
    ('telegram', '@d:b', '780', 'Out', '{\"session\":{}}'), ('other', '@a:b', '777', 'Out', '{\"session\":{}}'), ('other', '@g:b', '783', 'Out', '{\"session\":{}}'), ('telegram', '@e:b', '781', 'Bad', '{\"session\":{\"auth_key\":\"AAAA\",\"dc_id\":2}}'), ('telegram', '@f:b', '782', 'None', ''),
    ('telegram', '@g:b', '783', 'Two', '{\"session\":{\"auth_key\":\"$(b64 4)\",\"dc_id\":2,\"server_address\":\"149.154.167.50:80\"}}'),
    ('telegram', '@h:b', '784', 'Bare', '{\"session\":{\"auth_key\":\"$(b64 5)\",\"dc_id\":2,\"server_address\":\"2001:67c:4e8:f002::a\"}}'),
    ('telegram', '@i:b', '785', 'No port', '{\"session\":{\"auth_key\":\"$(b64 6)\",\"dc_id\":2,\"server_address\":\"149.154.167.50\"}}');
  INSERT INTO telegram_user_state VALUES (777, 10, 1, 1700000000, 3), (779, 1, 1, 1, 1);
  INSERT INTO telegram_channel_state VALUES (777, 1234567890, 8);
  INSERT INTO telegram_access_hash VALUES (777, 'user', 5, 9223372036854775807), (777, 'channel', 1234567890, -7), (779, 'user', 5, 4);
  INSERT INTO telegram_username VALUES ('Eve', 'user', 5), ('eve2', 'user', 5), ('news', 'channel', 1234567890); INSERT INTO telegram_phone_number VALUES ('4912345', 5);"
script=from_mautrix_go.sql
is 'bots
777|bots/777.session|777|done
779|bots/779.session|779|done
780||780|not logged in
781|REFUSED
783|bots/783.session|783|done
784|bots/784.session|784|done
785|bots/785.session|785|done
9007199254740993|bots/9007199254740993.session|9007199254740993|done' "$(go '.parameter set :into bots' '.parameter set :layout kurigram-7' | sed 's/^781|.*auth_key.*/781|REFUSED/')"
is 'bots/777.session|149.154.167.91|5222|0|2
bots/779.session|2001:67c:4e8:f002::a|443|0|1
bots/783.session|149.154.167.50|80|0|0
bots/784.session|2001:67c:4e8:f002::a|443|0|0
bots/785.session|149.154.167.50|443|0|0
bots/9007199254740993.session|149.154.167.50|80|1|0' "$(run "SELECT name, server_address, port, is_bot, peers FROM session('bots') WHERE auth_key_id IS NOT NULL;")"
is "$(key 1)" "$(run "SELECT hex(auth_key) FROM session('bots/777.session');")"
is '-rw------- drwx------' "$(modes)"
is '5|user|9223372036854775807|["eve","eve2"]|4912345
-1001234567890|channel|-7|["news"]|' "$(run "SELECT id, type, access_hash, usernames, phone_number FROM session_peers('bots/777.session') ORDER BY id DESC;")"
is '0|10|1|1700000000|3
-1001234567890|8|||' "$(run "SELECT id, pts, qts, date, seq FROM session_states('bots/777.session') ORDER BY id DESC;")"
is '777|bots/777.session|777|done' "$(go '.parameter set :into bots' '.parameter set :layout kurigram-7' | head -1)"      # no new folder
is '0|1|1|1' "$(run "SELECT id, pts, qts, seq FROM session_states('bots/779.session');")"                     # its own, no other's
go '.parameter set :into plain' >out
is 'pyrogram-3' "$(run "SELECT DISTINCT layout FROM session('plain');")"
cp m.db was.db
sqlite3 m.db "UPDATE user_login SET metadata = '{\"session\":{}}'"
go '.parameter set :into empty' >out
mv was.db m.db
is "$(grep -c 'not logged in$' out)|0" "$(grep -c . out)|$(ls -d empty 2>/dev/null | grep -c .)"
sqlite3 -batch m.db "UPDATE user_login SET id = '../x' WHERE id = '777'"
is 1 "$(go '.parameter set :into lead' | grep -c '^../x|lead/0.session|../x|.*user_id')"
is '' "$(ls x.session 2>/dev/null)"

begin 'from_mongo.sql'
cat >me.jsonl <<JSON
{"_id":0,"dc_id":4,"api_id":12345,"test_mode":false,"auth_key":{"\$binary":{"base64":"$(b64 1)","subType":"00"}},"date":0,"user_id":{"\$numberLong":"9007199254740993"},"is_bot":true}
{"_id":5,"access_hash":{"\$numberLong":"-9223372036854775807"},"type":"user","phone_number":"4912345","last_update_on":1700000001}
{"_id":{"\$numberLong":"-1001234567890"},"access_hash":7,"type":"channel","username":"news","phone_number":null,"last_update_on":1700000002}
{"_id":"eve","peer_id":5,"last_update_on":1700000001}
{"_id":0,"pts":10,"qts":null,"date":1700000000,"seq":3}
{"_id":{"\$numberLong":"-1001234567890"},"pts":8,"qts":null,"date":1700000000,"seq":null}
JSON
script=from_mongo.sql
is 'bots
9007199254740993|bots/9007199254740993.session|9007199254740993|done' "$(run '.parameter set :file me.jsonl' '.parameter set :into bots' '.parameter set :layout kurigram-7' ".read $sql/$script")"
is 'kurigram-7|4|9007199254740993|1|12345|2|' "$(run "SELECT layout, dc_id, user_id, is_bot, api_id, peers, problem FROM session('bots');")"
is "$(key 1)" "$(run "SELECT hex(auth_key) FROM session('bots');")"
is '-rw------- drwx------' "$(modes)"
is '5|user|-9223372036854775807|eve|4912345|1700000001
-1001234567890|channel|7|news||1700000002' "$(run "SELECT id, type, access_hash, username, phone_number, updated FROM session_peers('bots') ORDER BY id DESC;")"
is '0|10|1700000000|3
-1001234567890|8|1700000000|' "$(run "SELECT id, pts, date, seq FROM session_states('bots') ORDER BY id DESC;")"
sed 's/$/\r/' me.jsonl >windows.jsonl
is '9007199254740993|bots/9007199254740993.session|9007199254740993|done' "$(run '.parameter set :file windows.jsonl' '.parameter set :into bots' ".read $sql/$script")"
sed '1s/"user_id":{[^}]*},//' me.jsonl >nobody.jsonl
is 'nobody
session|nobody/session.session||done
telethon-7' "$(run '.parameter set :file nobody.jsonl' '.parameter set :into nobody' '.parameter set :layout telethon-7' ".read $sql/$script" \
  "SELECT layout FROM session('nobody/session.session');")"
sed '1s/"user_id":{[^}]*}/"user_id":"..\/x"/' me.jsonl >lead.jsonl       # no way out
run '.parameter set :file lead.jsonl' '.parameter set :into lead' ".read $sql/$script" >out
is 1 "$(grep -c '^../x|lead/0.session|../x|.*user_id' out)"
is '' "$(ls x.session lead/* 2>/dev/null)"
cat me.jsonl me.jsonl | sed '7s/"user_id":{[^}]*}/"user_id":5/' >two.jsonl                 # two logins: as many lines as that
is '5|two/5.session|5|done' "$(run '.parameter set :file two.jsonl' '.parameter set :into two' ".read $sql/$script" | sed -n 2p)"
echo '{"_id":' >bad.jsonl
is 'nothing is imported: bad.jsonl is not what mongoexport writes' "$(run '.parameter set :file bad.jsonl' '.parameter set :into b2' ".read $sql/$script")"
is no "$([ -e b2 ] && echo yes || echo no)"
for given in '' '.parameter set :file me.jsonl' '.parameter set :into bots'; do
  is 'nothing is imported: say what and where, for example .parameter set :file me.jsonl, .parameter set :into bots' "$(run "$given" ".read $sql/$script")"
done
finish
