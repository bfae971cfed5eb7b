#!/bin/sh
# The tests with other versions of SQLite than the system's, and with musl (make test-sqlite).
#
#     sh tests/hosts/versions.sh build/tgsession.so
#
# SQLite's source (sqlite.sh says whence) is built below build/sqlite, and the
# programs of `make test` take it instead of the system's; with the oldest one's headers ours is built, too, and the
# newest is built as that package does it, which leaves out some of it.  What cannot be had is said, and skipped.
set -u
so=${1:?usage: versions.sh path/to/tgsession.so}
b=$(dirname "$so")
. tests/hosts/sqlite.sh
dir=$sqlite
# release of the package : version of SQLite; the oldest that we take, Ubuntu 22.04's, Debian 13's, the newest
releases="$oldest_release:$oldest 7.5.0:3.37.2 11.3.0:3.46.1 12.11.1:3.53.2"
skipped=0
mkdir -p "$dir" || exit 2

# shell_of 3.31.1: sqlite3 in $dir/3.31.1/bin; another package of npm brings its source
shell_of() {
  [ -x "$dir/$1/bin/sqlite3" ] && return 0
  mkdir -p "$dir/$1/bin" "$dir/$1/shell" && (
    cd "$dir/$1/shell" && npm pack sqlite3@4.2.0 --silent >/dev/null 2>npm.log && tar xzf sqlite3-*.tgz &&
    tar xzf package/deps/sqlite-autoconf-3310100.tar.gz --strip-components=1 &&
    ${CC:-cc} $flags -o ../bin/sqlite3 shell.c sqlite3.c -ldl -lpthread -lm && rm -rf package sqlite3-*.tgz
  )
}

# count NAME COMMAND...: its lines "x: N passed, N failed", with the name in front
count() {
  name=$1
  shift
  "$@" >"$dir/log.$$" 2>&1 || bad=1
  sed -n "s/^\([a-z0-9-]*: [0-9]* passed, [0-9]* failed\).*$/$name \1/p" "$dir/log.$$"
  grep -q " passed, 0 failed" "$dir/log.$$" || { tail -n 20 "$dir/log.$$"; echo "$name: 0 passed, 1 failed"; }
  rm -f "$dir/log.$$"
}

bad=
for r in $releases; do
  v=${r#*:}
  if ! source_of "${r%:*}" "$v"; then
    echo "skipped: SQLite $v: npm cannot bring better-sqlite3@${r%:*}"
    skipped=$((skipped+1))
    continue
  fi
  library_of "${r%:*}" "$v" || exit 2
  for t in unit link page; do
    count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/$t"
  done
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/run" "$so" tests/sql/*.sql sql/README.md
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/slots" "$so"
  count "SQLite $v," env LD_LIBRARY_PATH="$dir/$v" "$b/stop" "$so"
  [ "$v" = $oldest ] || continue
  # The oldest one's headers, too: loaded and linked in; with memory that fails; and the scripts, in its own shell.
  ln -sf libsqlite3.so.0 "$dir/$v/libsqlite3.so"
  for t in run unit oom; do
    count "built with SQLite $v," env LD_LIBRARY_PATH="$dir/$v" OOM_STEP=25 \
      make --no-print-directory $t B=build/oldest CPPFLAGS="-I$dir/$v" LDFLAGS="-L$dir/$v" UNIT='build/oldest/unit build/oldest/link build/oldest/page'
  done
  if shell_of "$v"; then count "shell of SQLite $v," env PATH="$PWD/$dir/$v/bin:$PATH" sh tests/sql/scripts.sh "$so"
  else echo "skipped: the shell of SQLite $v: npm cannot bring sqlite3@4.2.0"; skipped=$((skipped+1)); fi
done

# As better-sqlite3 has it: no progress handlers, no URIs.  (The programs that link ours want what is left out.)
node=$dir/node
if [ -s "$dir/$newest/defines" ] && [ -f "$dir/$newest/sqlite3.c" ]; then
  mkdir -p "$node"
  [ -f "$node/libsqlite3.so.0" ] ||
    ${CC:-cc} -O1 -w $(cat "$dir/$newest/defines") -shared -fPIC -o "$node/libsqlite3.so.0" "$dir/$newest/sqlite3.c" \
      -ldl -lpthread -lm || exit 2
  count "SQLite $newest as in better-sqlite3," env LD_LIBRARY_PATH="$node" "$b/run" "$so" tests/sql/*.sql sql/README.md
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
