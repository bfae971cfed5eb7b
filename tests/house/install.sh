# make install and make uninstall, below a folder of its own: what is where, is it found, and is it gone afterwards; the man page.
#
#     MAKE=make sh tests/house/install.sh build
#
# Prints "install: N passed, M failed"; exit 1 when one failed.

set -u
b=${1:-build}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pass=0 fail=0

# is WHAT WANTED GOT
is() {
  if [ "$2" = "$3" ]; then pass=$((pass+1)); return; fi
  fail=$((fail+1))
  printf '%s:\n  wanted %s\n  got    %s\n' "$1" "$2" "$3"
}
mk() { ${MAKE:-make} -s --no-print-directory B="$b" DESTDIR="$dir" "$@" 2>&1; }
files() { (cd "$dir" && find . -type f | sed 's/^\.//' | LC_ALL=C sort | tr '\n' ' '); }

arch=$(${CC:-cc} -print-multiarch 2>/dev/null)
lib=/usr/lib${arch:+/$arch}
is 'install, PREFIX=/usr' 'To load it:  .load tgsession' "$(mk install PREFIX=/usr)"
is 'where it is' "$(printf '%s\n' /usr/include/tgsession.h /usr/lib/libtgsession.a /usr/lib/pkgconfig/tgsession.pc \
  /usr/share/man/man7/tgsession.7 "$lib/tgsession.so" | LC_ALL=C sort | tr '\n' ' ')" "$(files)"
if command -v sqlite3 >/dev/null 2>&1; then
  is '.load tgsession' "$(sed -n 's/^#define TG_VERSION "\(.*\)"/\1/p' ext/base/base.h)" \
    "$(LD_LIBRARY_PATH="$dir$lib" sqlite3 -cmd '.load tgsession' :memory: 'SELECT session_version()' 2>&1)"
fi
if command -v pkg-config >/dev/null 2>&1; then
  is 'tgsession.pc' '-ltgsession' "$(PKG_CONFIG_PATH="$dir/usr/lib/pkgconfig" pkg-config --libs --static tgsession 2>&1 | grep -o -e '-ltgsession')"
fi
man=$dir/usr/share/man/man7/tgsession.7
is 'each function and table has its section' 0 "$(grep '^### `' sql/README.md | sed 's/^### `//; s/[^a-z_].*//' | grep '^session' |
  while read -r f; do grep -q "^\.SS $f" "$man" || echo "$f"; done | wc -l | tr -d ' ')"
is 'each finding is in it' "$(grep -c '^  X(' ext/base/base_finding.h)" "$(sed -n '/^\.SH FINDINGS/,$p' "$man" | grep -c '^\.B ')"
if command -v groff >/dev/null 2>&1; then is 'groff' '' "$(groff -man -Tutf8 -ww "$man" 2>&1 >/dev/null)"; fi
mk uninstall PREFIX=/usr >"$dir.log"; rm -f "$dir.log"
is 'uninstall' '' "$(files)"
is 'install, /usr/local' 'To load it:  .load /usr/local/lib/sqlite3/tgsession' "$(mk install PREFIX=/usr/local)"
if command -v sqlite3 >/dev/null 2>&1; then
  is '.load with the path' 1 "$(sqlite3 -cmd ".load $dir/usr/local/lib/sqlite3/tgsession" :memory: 'SELECT 1' 2>&1)"
fi
mk uninstall PREFIX=/usr/local >/dev/null
is 'uninstall, /usr/local' '' "$(files)"

echo "install: $pass passed, $fail failed"
[ "$fail" = 0 ]
