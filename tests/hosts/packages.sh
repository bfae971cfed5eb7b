# Each package is installed from its file, used, and removed: the .deb in a system of its own beside the installed one, the wheel in
# a venv, the npm package in a folder, by a Node with node:sqlite.
#
#     sh tests/hosts/packages.sh build
#
# Prints "packages: N passed, M failed[, K skipped]"; exit 1 when one failed.
set -u
b=$(cd "${1:-build}" && pwd)
hosts=$b/hosts
. tests/hosts/need.sh
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
version=$(sed -n 's/^#define TG_VERSION "\(.*\)"/\1/p' ext/base/base.h)
pass=0 fail=0 skipped=0

# is WHAT WANTED GOT
is() {
  if [ "$2" = "$3" ]; then pass=$((pass+1)); return; fi
  fail=$((fail+1))
  printf '%s:\n  wanted %s\n  got    %s\n' "$1" "$2" "$3"
}
skip() { echo "skipped: $1"; skipped=$((skipped+1)); }
only() { [ -e "$1" ] && [ $# = 1 ] && echo "$1"; }

# The .deb: dpkg looks at its dependencies in a copy of what this system has.
deb=$(only "$b"/packages/libsqlite3-mod-tgsession_"$version"_"$(dpkg --print-architecture 2>/dev/null)".deb)
if [ -z "$deb" ] || ! command -v sqlite3 >/dev/null || [ "$(id -u)" != 0 ]; then
  skip 'deb: no dpkg or no sqlite3, or not root'
else
  mkdir -p "$dir/root" "$dir/dpkg/info" "$dir/dpkg/updates"
  cp /var/lib/dpkg/status "$dir/dpkg/status"
  : >"$dir/dpkg/available"
  # Whatever else is installed says that its files are in that other system; -i looks no further than at our own.
  dpkg_in() {
    dpkg --root="$dir/root" --admindir="$dir/dpkg" --force-not-root --force-unsafe-io --log="$dir/log" "$@" >"$dir/out" 2>&1 ||
      cat "$dir/out"
  }
  is 'deb installs' '' "$(dpkg_in -i "$deb" | grep -v 'files list file')"
  is 'deb, its version' "ii $version" "$(dpkg-query --admindir="$dir/dpkg" -W -f '${db:Status-Abbrev}${Version}' libsqlite3-mod-tgsession)"
  lib=$(dirname "$(find "$dir/root" -name tgsession.so)")
  is 'deb, where the system looks' "/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch)" "${lib#"$dir/root"}"
  is 'deb, .load tgsession' "$version" "$(cd "$dir" && LD_LIBRARY_PATH=$lib sqlite3 -cmd '.load tgsession' :memory: 'SELECT session_version()')"
  script=$(find "$dir/root" -name fleet_report.sql)
  is 'deb, a script' 1 "$(cd "$dir" && printf '%s\n' "INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
    VALUES ('./a.session', 'pyrogram-3', 4, 777, 0, 1, CAST(printf('%0256d', 7) AS BLOB));" ".read $script" |
    LD_LIBRARY_PATH=$lib sqlite3 -batch -cmd '.load tgsession' :memory: | grep -c '^pyrogram-3|1|')"
  is 'deb is removed' '' "$(dpkg_in -P libsqlite3-mod-tgsession | grep -v 'files list file')"
  is 'deb leaves nothing' '' "$(find "$dir/root" -type f)"
fi

# The wheel.  A pyenv's Python can't load extensions, so Debian's.
py=/usr/bin/python3
if ! $py -c 'import sqlite3; sqlite3.connect(":memory:").enable_load_extension' 2>/dev/null || ! { $py -c 'import ensurepip' 2>/dev/null ||
     apt_has python3-venv; } || ! $py -m venv "$dir/venv" >"$dir/out" 2>&1; then
  skip 'wheel: no python3-venv, or no extensions'
else
  for tag in manylinux musllinux; do
    for f in "$b"/packages/tgsession-"$version"-py3-none-${tag}_*.whl; do [ -f "$f" ] && wheels="${wheels-} $f"; done
  done
  is 'wheel installs' "Successfully installed tgsession-$version" \
    "$("$dir/venv/bin/pip" install --no-index --disable-pip-version-check --find-links "$b/packages" tgsession 2>&1 | tail -n 1)"
  is 'wheel, no newer symbol than its tag' '' "$(for f in ${wheels-}; do
    tag=$(echo "$f" | sed -n 's/.*manylinux_\([0-9]*_[0-9]*\)_.*/\1/p')
    rm -rf "$dir/w" && mkdir "$dir/w" && (cd "$dir/w" && $py -m zipfile -e "$f" .)
    new=$(grep -ao 'GLIBC_[0-9]*\.[0-9]*' "$dir/w/tgsession/tgsession.so" | sed 's/GLIBC_//' | sort -t. -k1,1n -k2,2n | tail -n 1)
    [ "$tag" = "$(echo "$new" | tr . _)" ] || echo "$f: $new"
  done)"
  cat >"$dir/use.py" <<'P'
import os, sqlite3, tgsession
db = sqlite3.connect(":memory:")
tgsession.load(db)
key = bytes(range(256))
db.execute("INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) VALUES ('main', 'pyrogram-3', 2, 777, 1, 5, ?)", [key])
print(tgsession.__version__ == db.execute("SELECT session_version()").fetchone()[0], os.path.isabs(tgsession.loadable_path()),
      *db.execute("SELECT layout, user_id FROM session").fetchone())
try:
    db.execute("SELECT load_extension(?)", [tgsession.loadable_path()])
except sqlite3.OperationalError as e:
    print(e)
P
  is 'wheel, used' 'True True pyrogram-3 777
not authorized' "$(cd "$dir" && venv/bin/python use.py 2>&1)"
  is 'wheel, its files are as it says' '' "$("$dir/venv/bin/pip" check 2>&1 | grep -v '^No broken')$("$dir/venv/bin/python" - <<'P'
import base64, csv, hashlib, importlib.metadata as m
for f in m.distribution("tgsession").files:
    if f.hash and "__pycache__" not in str(f):
        got = base64.urlsafe_b64encode(hashlib.sha256(f.read_binary()).digest()).rstrip(b"=").decode()
        if got != f.hash.value: print(f)
P
)"
  "$dir/venv/bin/pip" uninstall -q -y tgsession >"$dir/out" 2>&1
  is 'wheel leaves nothing' '' "$(find "$dir/venv" -name 'tgsession*')"
fi

# npm: what `npm pack` makes of the folder is installed, and a Node of its own loads it.
if ! command -v npm >/dev/null 2>&1; then skip 'npm: no npm'; else
  mkdir "$dir/npm" && cd "$dir/npm" || exit 2
  tgz=$(npm pack --silent --pack-destination "$dir" "$b/packages/npm" 2>"$dir/out")
  is 'npm pack' "tgsession-$version.tgz" "$tgz"
  is 'npm pack, what is in it' 'LICENSE README.md index.d.ts index.js package.json prebuilt' \
    "$(echo $(tar -tzf "$dir/$tgz" | sed 's|^package/||; s|/.*||' | LC_ALL=C sort -u))"
  echo '{"private": true}' >package.json
  npm install --offline --no-audit --no-fund "$dir/$tgz" >"$dir/out" 2>&1
  is 'npm install' "$version" "$(sed -n 's/.*"version": "\(.*\)".*/\1/p' node_modules/tgsession/package.json 2>/dev/null)"
  cat >use.mjs <<'J'
import {load, getLoadablePath} from 'tgsession'
import {createRequire} from 'node:module'
const require = createRequire(import.meta.url)
const {DatabaseSync} = require('node:sqlite')
const db = new DatabaseSync(':memory:', {allowExtension: true})
load(db)
console.log(db.prepare('SELECT session_version() AS v').get().v === require('tgsession/package.json').version,
  getLoadablePath() === require('tgsession').getLoadablePath())
Object.defineProperty(process, 'arch', {value: 'none'})
try { getLoadablePath() } catch (e) { console.log(e.message.replace(/but for .*;/, 'but for some;')) }
J
  cd - >/dev/null || exit 2
  if npm_has node@24; then
    is 'npm, used' "true true
tgsession is not built for linux-none, but for some; build it with make, and load that file" \
      "$(cd "$dir/npm" && "$hosts/node_modules/.bin/node" --no-warnings use.mjs 2>&1)"
  else skip 'npm, used: npm brings no node@24'; fi
fi

echo "packages: $pass passed, $fail failed$([ $skipped = 0 ] || echo ", $skipped skipped")"
[ $fail = 0 ]
