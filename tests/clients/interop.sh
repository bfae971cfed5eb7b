#!/bin/sh
# Real clients read what we write, and we read what they write (make test-interop).
#
#     sh tests/clients/interop.sh build/tgsession.so
#
# Installs into build/interop, nothing into the system: python3-telethon from Debian or Ubuntu,
# GramJS and mtcute from npm, in fixed versions; mtcute's SQLite, which npm compiles, in a folder of its
# own.  What cannot be had is said, and skipped.
set -u
so=${1:?usage: interop.sh path/to/tgsession.so}
here=$(dirname "$0")
dir=build/interop
python=/usr/bin/python3            # others are often built without loadable extensions
have=
mkdir -p "$dir/npm" "$dir/npm-files" "$dir/deb" "$dir/py" || exit 2

if [ ! -f "$so" ]; then
  echo "interop.sh: no $so; make builds it"
  exit 2
fi
if ! "$python" -c 'import sqlite3; sqlite3.connect(":memory:").enable_load_extension(True)' \
    2>/dev/null; then
  echo "skipped: everything: $python cannot load SQLite extensions; apt-get install python3"
  echo "interop: 0 passed, 0 failed, 1 skipped"
  exit 0
fi

# packages FOLDER OPTIONS NAME...: installed there, or a line that says why not
packages() {
  to=$1 options=$2
  shift 2
  [ "$(cat "$dir/$to/.installed" 2>/dev/null)" = "$*" ] && return 0
  if npm install --prefix "$dir/$to" --no-audit --no-fund --loglevel=error $options "$@" >"$dir/$to.log" 2>&1; then
    echo "$*" >"$dir/$to/.installed"
  else
    echo "skipped: npm cannot install $*; see $dir/$to.log"
    return 1
  fi
}

# GramJS, mtcute, @mtcute/convert
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "skipped: GramJS and mtcute: no node and npm here; apt-get install nodejs npm"
else
  packages npm --ignore-scripts telegram@2.26.22 @mtcute/core@0.29.7 @mtcute/convert@0.29.7 && have="$have node"
  packages npm-files "" @mtcute/node@0.29.7 better-sqlite3@12.11.1 && have="$have files"
fi

# Telethon; as an ordinary user too, so the packages are only unpacked
debs="python3-telethon python3-rsa python3-pyaes python3-pyasn1"
fetch() { (cd "$dir/deb" && apt-get download -q $debs) >"$dir/apt.log" 2>&1; }
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  echo "skipped: Telethon: no apt-get here"
elif [ -d "$dir/py/usr/lib/python3/dist-packages/telethon" ] || fetch ||
     { apt-get update -q >"$dir/apt-update.log" 2>&1; fetch; }; then
  for f in "$dir"/deb/*.deb; do
    dpkg-deb -x "$f" "$dir/py" || exit 2
  done
  have="$have telethon"
else
  echo "skipped: Telethon: apt-get cannot download $debs; see $dir/apt.log"
fi

exec "$python" -B "$here/interop.py" "$so" "$dir" $have
