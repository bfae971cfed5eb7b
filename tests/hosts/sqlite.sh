# For other scripts: where SQLite's source comes from.
#
#     . tests/hosts/sqlite.sh
#     source_of 12.11.1 3.53.2 || ...       sqlite3.c, sqlite3.h and sqlite3ext.h in build/sqlite/3.53.2
#     library_of 12.11.1 3.53.2 || ...      libsqlite3.so.0 there, too
#     sh tests/hosts/sqlite.sh              that of the oldest that we take
#
# It comes with releases of the npm package better-sqlite3.
sqlite=build/sqlite
newest_release=12.11.1
newest=3.53.2
oldest_release=6.0.0
oldest=3.31.1
flags="-O1 -w -DSQLITE_ENABLE_JSON1 -DSQLITE_ENABLE_DESERIALIZE"

# source_of RELEASE VERSION; "defines" is how that package builds it
source_of() {
  [ -f "$sqlite/$2/sqlite3.c" ] && [ -f "$sqlite/$2/defines" ] && return 0
  command -v npm >/dev/null && mkdir -p "$sqlite/$2" && (
    cd "$sqlite/$2" && npm pack "better-sqlite3@$1" --silent >/dev/null 2>npm.log && tar xzf better-sqlite3-*.tgz || exit 1
    if [ -f package/deps/sqlite3.tar.gz ]; then tar xzf package/deps/sqlite3.tar.gz; else mv package/deps/sqlite3/* .; fi
    sed -n "s/^ *'\([A-Z][A-Z0-9_]*\(=[^']*\)*\)',*$/-D\1/p" package/deps/defines.gypi >defines
    rm -rf package better-sqlite3-*.tgz
    grep -q "define SQLITE_VERSION  *\"$2\"" sqlite3.c || { rm -f sqlite3.c; exit 1; }
  )
}

library_of() {
  source_of "$1" "$2" || return 1
  [ -f "$sqlite/$2/libsqlite3.so.0" ] ||
    ${CC:-cc} $flags -shared -fPIC -o "$sqlite/$2/libsqlite3.so.0" "$sqlite/$2/sqlite3.c" -ldl -lpthread -lm
}

case $0 in */sqlite.sh) library_of $oldest_release $oldest || echo "skipped: SQLite $oldest: npm cannot bring better-sqlite3@$oldest_release" ;; esac
