#!/bin/sh
# The tests with other versions of SQLite than the system's, and with musl (make test-sqlite).
#
#     sh tests/hosts/versions.sh build/tgsession.so
#
# SQLite's source comes with releases of the npm package better-sqlite3; it is built below build/sqlite, and the
# programs of `make test` take it instead of the system's; with the oldest one's headers ours is built, too, and the
# newest is built as that package does it, which leaves out some of it.  What cannot be had is said, and skipped.
set -u
so=${1:?usage: versions.sh path/to/tgsession.so}
b=$(dirname "$so")
dir=build/sqlite
# release of the package : version of SQLite; the oldest that we take, Ubuntu 22.04's, Debian 13's, the newest
releases="6.0.0:3.31.1 7.5.0:3.37.2 11.3.0:3.46.1 12.11.1:3.53.2"
newest=3.53.2
flags="-O1 -w -DSQLITE_ENABLE_JSON1 -DSQLITE_ENABLE_DESERIALIZE"
skipped=0
mkdir -p "$dir" || exit 2

# source RELEASE VERSION: sqlite3.c, sqlite3.h and sqlite3ext.h in $dir/VERSION
source_of() {
  [ -f "$dir/$2/sqlite3.c" ] && [ -f "$dir/$2/defines" ] && return 0
  mkdir -p "$dir/$2" && (
    cd "$dir/$2" && npm pack "better-sqlite3@$1" --silent >/dev/null 2>npm.log && tar xzf better-sqlite3-*.tgz || exit 1
    if [ -f package/deps/sqlite3.tar.gz ]; then tar xzf package/deps/sqlite3.tar.gz; else mv package/deps/sqlite3/* .; fi
    sed -n "s/^ *'\([A-Z][A-Z0-9_]*\(=[^']*\)*\)',*$/-D\1/p" package/deps/defines.gypi >defines
    rm -rf package better-sqlite3-*.tgz
    grep -q "define SQLITE_VERSION  *\"$2\"" sqlite3.c || { rm -f sqlite3.c; exit 1; }
  )
}

# count NAME COMMAND...: its lines "x: N passed, N failed", with the name in front
count() {
  name=$1
  shift
  "$@" >"$dir/log.$$" 2>&1 || bad=1
  sed -n "s/^\([a-z]*: [0-9]* passed, [0-9]* failed\)$/$name \1/p" "$dir/log.$$"
  grep -q ' passed, 0 failed$' "$dir/log.$$" || { tail -n 20 "$dir/log.$$"; echo "$name: 0 passed, 1 failed"; }
  rm -f "$dir/log.$$"
}

bad=
for r in $releases; do
  v=${r#*:}
  if ! command -v npm >/dev/null || ! source_of "${r%:*}" "$v"; then
    echo "skipped: SQLite $v: npm cannot bring better-sqlite3@${r%:*}"
    skipped=$((skipped+1))
    continue
  fi
  [ -f "$dir/$v/libsqlite3.so.0" ] ||
    ${CC:-cc} $flags -shared -fPIC -o "$dir/$v/libsqlite3.so.0" "$dir/$v/sqlite3.c" -ldl -lpthread -lm || exit 2
  for t in unit link page; do
    count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/$t"
  done
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/run" "$so" tests/sql/*.sql README.md
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/slots" "$so"
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/stop" "$so"
  [ "$v" != 3.31.1 ] || count "built with SQLite $v," \
    env LD_LIBRARY_PATH="$dir/$v" make --no-print-directory run B=build/oldest CPPFLAGS="-I$dir/$v"
done

# As better-sqlite3 has it: no progress handlers, no URIs.  (The programs that link ours want what is left out.)
node=$dir/node
if [ -s "$dir/$newest/defines" ] && [ -f "$dir/$newest/sqlite3.c" ]; then
  mkdir -p "$node"
  [ -f "$node/libsqlite3.so.0" ] ||
    ${CC:-cc} -O1 -w $(cat "$dir/$newest/defines") -shared -fPIC -o "$node/libsqlite3.so.0" "$dir/$newest/sqlite3.c" \
      -ldl -lpthread -lm || exit 2
  count "SQLite $newest as in better-sqlite3," env LD_LIBRARY_PATH="$node" "$b/run" "$so" tests/sql/*.sql README.md
  count "SQLite $newest as in better-sqlite3," env LD_LIBRARY_PATH="$node" "$b/slots" "$so"
fi

# musl has neither library: SQLite is compiled, and zlib, whose source Debian has; where that can't be had, the system's zlib.a needs
# nothing of glibc, but it is not made for a shared library, so only the programs that link ours statically run.
if ! command -v musl-gcc >/dev/null || [ ! -f "$dir/$newest/sqlite3.c" ]; then
  echo "skipped: musl: no musl-gcc, or no source of SQLite; apt-get install musl-tools"
  skipped=$((skipped+1))
else
  m=$PWD/$dir/musl z=$PWD/$dir/zlib
  mkdir -p "$m"
  cp "$dir/$newest"/sqlite3*.h "$m"
  if sh ext/pack/zlib.sh "$z" >"$dir/zlib.log" 2>&1; then
    cp "$z/zlib.h" "$z/zconf.h" "$m"
    (cd "$z" && musl-gcc -O2 -w -fPIC -c adler32.c crc32.c deflate.c inflate.c inffast.c inftrees.c trees.c zutil.c compress.c uncompr.c &&
      rm -f "$m/libz.a" && ar rcs "$m/libz.a" ./*.o) || exit 2
  else
    cp /usr/include/zlib.h "$m"
    cp "$(echo '#include <zconf.h>' | ${CC:-cc} -x c -E - | sed -n 's/^# 1 "\(.*zconf.h\)".*/\1/p' | head -n 1)" "$m"
    cp "$(${CC:-cc} -print-file-name=libz.a)" "$m"
  fi
  [ -f "$m/libsqlite3.so" ] ||
    musl-gcc $flags -shared -fPIC -Wl,-soname,libsqlite3.so -o "$m/libsqlite3.so" "$dir/$newest/sqlite3.c" || exit 2
  export LD_LIBRARY_PATH="$m"
  count "musl," make --no-print-directory unit B=build/musl CC=musl-gcc CPPFLAGS="-I$m" LDFLAGS="-L$m"
  if [ -f "$z/inflate.c" ]; then
    # The SQL tests' host wants the kernel's headers, which musl has none of.
    for h in linux asm-generic "$(${CC:-cc} -print-multiarch)/asm"; do
      [ -e "$m/${h##*/}" ] || ln -s "/usr/include/$h" "$m/${h##*/}"
    done
    count "musl, the library," make --no-print-directory run B=build/musl CC=musl-gcc CPPFLAGS="-isystem $m" LDFLAGS="-L$m"
  else
    echo "skipped: musl, the library: zlib's source can't be had"
    skipped=$((skipped+1))
  fi
fi
echo "versions: $skipped skipped"
[ -z "$bad" ]
