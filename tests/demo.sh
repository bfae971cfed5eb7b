# make demo: what tgsession does, in a minute, with a made-up key.
#
#     sh tests/demo.sh build/tgsession.so

set -eu
so=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

if [ -t 1 ]; then bold=$(printf '\033[1m') dim=$(printf '\033[2m') off=$(printf '\033[0m')
else bold= dim= off=; fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$off"; }

# As Pyrogram makes them: dc, api_id, test mode, 256 bytes of key, user id, is it a bot?
# Base64 with - and _.  The key here is just 0, 1, 2, ... 255.
session_string() {
  {
    printf '\002'                                    # data centre 2
    printf '\000\000\060\071'                        # api_id 12345
    printf '\000'                                    # not a test server
    i=0
    while [ $i -lt 256 ]; do printf "\\$(printf %03o $i)"; i=$((i+1)); done
    printf '\000\000\000\000\056\120\024\273'        # user 777000123
    printf '\000'                                    # no bot
  } | base64 | tr -d '=\n' | tr +/ -_
}
string=$(session_string)

say '1. Somebody has a Pyrogram session string (this one has a made-up key):'
printf '   %.44s...%s   %s(%d characters)%s\n' "$string" "${string#"${string%????????}"}" \
  "$dim" ${#string} "$off"

say '2. It becomes rows of a database in memory, is looked at, exported, and saved:'
cat <<'END' | sed "s/^/   $dim/; s/\$/$off/"
.load ./tgsession
ATTACH ':memory:' AS bot;
SELECT session_import('...', 'bot');
SELECT * FROM session;
SELECT session_export('bot');
SELECT session_import(session_export('bot'), './my_account.session');
END

cat >demo.sql <<END
.bail on
.load '$so'
.mode line
ATTACH ':memory:' AS bot;
.output imported
SELECT session_import('$string', 'bot');
.output
SELECT * FROM session;
.mode list
.output exported
SELECT session_export('bot');
.output
.output saved
SELECT session_import(session_export('bot'), './my_account.session');
END
sqlite3 -batch :memory: <demo.sql >shown
sed 's/^/   /' shown

say '3. What was exported is what was imported:'
if [ "$(cat exported)" = "$string" ]; then echo '   equal, character for character'
else echo '   DIFFERENT'; exit 1; fi

say '4. my_account.session is a file that Pyrogram opens.  Read back by its path:'
sql="SELECT name, layout, dc_id, user_id, problem FROM session('./my_account.session');"
printf '   %s%s%s\n' "$dim" "$sql" "$off"
box='.mode box'                                       # the shell has it since 3.33
sqlite3 -batch :memory: "$box" >/dev/null 2>&1 || box='.headers on'
cat >again.sql <<END
.bail on
.load '$so'
$box
SELECT name, layout, dc_id, user_id, ifnull(problem, 'none') AS problem
  FROM session('./my_account.session');
END
sqlite3 -batch :memory: <again.sql >shown
sed 's/^/   /' shown

say "Now yours:"
echo "   sqlite3 -cmd '.load ${1%.so}' -cmd '$box' :memory:"
echo "   SELECT * FROM session('./NAME.session');"
echo "   SELECT session_help();"
echo
