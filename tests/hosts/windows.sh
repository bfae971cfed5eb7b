#!/bin/sh
# For Windows, by mingw-w64, and the tests that run there, under wine (make windows).
#
#     sh tests/hosts/windows.sh
#     wine build/win64/run.exe build/win64/tgsession.dll tests/sql/session.sql      one of them; see below
#
# build/win64/tgsession.dll and build/win32/tgsession.dll: zlib is linked in, and they need nothing that a Windows has not.
# The SQL host and the unit programs that need no POSIX run with the first, and with the second where this wine runs what has 32 bits;
# SQLite is compiled into the host.  The shell of SQLite, sqlite3.exe, is built where Debian's source package is to be had, and
# loads it, too.
#
# What differs by nature says each SQL test ("-- needs modes"), and the host counts it.  As root wine knows no read-only
# file, so it runs without that power.  TMPDIR stays a path of Unix: wine's server uses it.
set -u
. tests/hosts/sqlite.sh
export WINEPREFIX="$PWD/build/wine" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
unset DISPLAY
ok=0 bad=0 skipped=0
pass() { ok=$((ok+1)); }
fail() { bad=$((bad+1)); echo "FAIL $*"; }
skip() { skipped=$((skipped+1)); echo "skipped: $*"; }
finish() { echo "windows: $ok passed, $bad failed, $skipped skipped"; [ "$bad" = 0 ]; exit; }

have() { command -v "$1" >/dev/null 2>&1; }
if ! { have x86_64-w64-mingw32-gcc && have i686-w64-mingw32-gcc && have wine; } && have apt-get && [ "$(id -u)" = 0 ]; then
  echo "installing mingw-w64 and wine"
  { apt-get update && apt-get install -y --no-install-recommends mingw-w64 libz-mingw-w64-dev wine wine64; } >/dev/null 2>&1
fi
have x86_64-w64-mingw32-gcc || { skip "apt-get install mingw-w64 libz-mingw-w64-dev"; finish; }
source_of $newest_release $newest || { skip "npm cannot bring better-sqlite3@$newest_release"; finish; }

# library FOLDER TRIPLE: build it, and look at what it needs and gives
library() {
  b=$1 t=$2
  make --no-print-directory all B=$b CC=$t-gcc AR=$t-ar CPPFLAGS="-I$sqlite/$newest" CFLAGS="-O2 -Werror" || { fail "$t"; return 1; }
  needs=$($t-objdump -p $b/tgsession.dll | sed -n 's/.*DLL Name: //p' | sort | tr '\n' ' ')
  [ "$needs" = "KERNEL32.dll msvcrt.dll " ] && pass || fail "$b/tgsession.dll needs $needs"
  gives=$($t-objdump -p $b/tgsession.dll | sed -n '/^\[Ordinal\/Name/,/^$/s/^\t\[.*\] *\(+base\[.*\] *[0-9a-f]* \)*\([A-Za-z_]\)/\2/p' | tr '\n' ' ')
  [ "$gives" = "sqlite3_tgsession_init sqlite3_tgsession_values_init " ] && pass || fail "$b/tgsession.dll exports $gives"
  echo "$b/tgsession.dll: $(($(wc -c <$b/tgsession.dll))) bytes"
}
# tested FOLDER TRIPLE NAME: its tests, under wine
tested() {
  b=$1 t=$2 system=$3
  [ -f $b/sqlite3.o ] || $t-gcc -O2 -w -DSQLITE_ENABLE_DESERIALIZE -c -o $b/sqlite3.o $sqlite/$newest/sqlite3.c || { fail "SQLite"; return; }
  make --no-print-directory B=$b CC=$t-gcc AR=$t-ar CPPFLAGS="-I$sqlite/$newest" CFLAGS=-O2 SQLITE=$b/sqlite3.o \
    $b/run.exe $(for u in $units; do echo $b/$u.exe; done) || { fail "the tests do not build"; return; }
  for u in $units; do count $u $drop wine $b/$u.exe; done
  count run $drop wine $b/run.exe $b/tgsession.dll ${TESTS:-tests/hosts/windows.sql tests/hosts/bundle.sql tests/sql/*.sql sql/README.md}
}

# count NAME COMMAND...: its last line is its own
count() {
  name=$1
  shift
  "$@" >$b/log 2>&1
  if grep -q ' passed, 0 failed' $b/log; then pass; else fail "$system, $name"; fi
  grep -v '^skipped: ' $b/log | grep -v ' passed, ' | tail -n 40
  sed -n "/^skipped: /p; s/^\([a-z]*: [0-9]* passed, .*\)/$system, \1/p" $b/log
}

units="os unit bundle shown clauses"
library build/win32 i686-w64-mingw32
library build/win64 x86_64-w64-mingw32 || finish
have wine || { skip "apt-get install wine wine64"; finish; }
[ -d "$WINEPREFIX" ] || wineboot -i >/dev/null 2>&1
trap 'wineserver -k 2>/dev/null || /usr/lib/wine/wineserver -k' EXIT
drop=
[ "$(id -u)" = 0 ] && drop="setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search"
if [ -f "$WINEPREFIX/drive_c/windows/syswow64/kernel32.dll" ]; then tested build/win32 i686-w64-mingw32 "windows, 32 bits"
else skip "i686 is built and not run: this wine is one of 64 bits only (wine32)"; fi
tested build/win64 x86_64-w64-mingw32 windows

# The shell that people have.
shell=$b/sqlite3.exe
if [ ! -f $shell ] && [ ! -f $sqlite/shell.c ] && have apt-get && have tclsh; then
  a=$PWD/$sqlite/apt
  o="-o Dir::Etc::sourceparts=$a -o Dir::Etc::sourcelist=- -o Dir::State::lists=$a/lists -o Dir::Cache=$a/cache -o APT::Sandbox::User=root"
  mkdir -p $sqlite/apt/lists/partial $sqlite/apt/cache/archives/partial
  (cd $sqlite/apt && sed 's/^Types: .*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >src.sources &&
   apt-get $o update && apt-get $o source --download-only sqlite3 && tar xJf sqlite3_*.orig.tar.xz --strip-components=1 &&
   ./configure --disable-tcl && make sqlite3.c shell.c && cp shell.c sqlite3.c sqlite3.h ..) >$sqlite/apt.log 2>&1
fi
if [ ! -f $shell ] && [ -f $sqlite/shell.c ]; then
  $t-gcc -O1 -w -I$sqlite -o $shell $sqlite/shell.c $sqlite/sqlite3.c || rm -f $shell
fi
if [ -f $shell ]; then
  got=$(cd $b && $drop wine ./sqlite3.exe :memory: '.load ./tgsession' 'SELECT session_version(), count(*) > 10 FROM session_formats' 2>&1 | tr -d '\r')
  case $got in *'|1') pass; echo "sqlite3.exe: $got" ;; *) fail "sqlite3.exe: $got" ;; esac
else
  skip "sqlite3.exe: no source package of Debian's, or no tclsh"
fi
finish
