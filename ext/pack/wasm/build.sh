# SQLite, tgsession without files, and zlib, as one file of JavaScript that Node and browsers run.
#
#     sh ext/pack/wasm/build.sh build            build/wasm/tgsession.js, out of build/tgsession.c
#
# Wants emscripten (Debian's will do), and fetches SQLite's source by npm and zlib's by apt.  Exit 3: they can't be had.
set -u
b=${1:-build}
dir=$b/wasm
here=ext/pack/wasm
mkdir -p "$dir/sqlite"

command -v emcc >/dev/null 2>&1 || { echo 'skipped: wasm: no emcc; apt-get install emscripten'; exit 3; }

# SQLite's amalgamation comes in a release of better-sqlite3.
if [ ! -f "$dir/sqlite/sqlite3.c" ]; then
  (cd "$dir/sqlite" && npm pack better-sqlite3@12.11.1 --silent >/dev/null 2>&1 && tar xzf better-sqlite3-*.tgz &&
    if [ -f package/deps/sqlite3.tar.gz ]; then tar xzf package/deps/sqlite3.tar.gz; else mv package/deps/sqlite3/* .; fi
    rm -rf package better-sqlite3-*.tgz)
fi
sh ext/pack/zlib.sh "$dir/zlib" >"$dir/log" 2>&1
for f in sqlite/sqlite3.c zlib/inflate.c; do
  [ -f "$dir/$f" ] || { echo "skipped: wasm: the source of ${f%/*} can't be had"; exit 3; }
done

export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}        # emcc's acorn, where node isn't Debian's
flags='-O2 -DSQLITE_CORE -DSQLITE_THREADSAFE=2 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DQS=0 -DSQLITE_MAX_EXPR_DEPTH=0'
api=sqlite3_open,sqlite3_close,sqlite3_errmsg,sqlite3_prepare_v2,sqlite3_step,sqlite3_finalize,sqlite3_bind_null,sqlite3_bind_int64
api=$api,sqlite3_bind_double,sqlite3_bind_text,sqlite3_bind_blob,sqlite3_column_count,sqlite3_column_name,sqlite3_column_type
api=$api,sqlite3_column_int64,sqlite3_column_double,sqlite3_column_text,sqlite3_column_blob,sqlite3_column_bytes
api=$api,sqlite3_tgsession_values_init,malloc,free

cc() {                                         # cc OBJECT SOURCE FLAGS...
  o=$dir/$1 s=$2
  shift 2
  [ "$o" -nt "$s" ] || emcc $flags "$@" -c -o "$o" "$s" || exit 1
}
cc sqlite3.o "$dir/sqlite/sqlite3.c" -w
objects=$dir/sqlite3.o
for f in adler32 crc32 deflate inflate inffast inftrees trees zutil; do
  cc $f.o "$dir/zlib/$f.c" -w
  objects="$objects $dir/$f.o"
done
cc tgsession.o "$b/tgsession.c" -I"$dir/sqlite" -I"$dir/zlib" -Wall -Wextra -Werror
emcc -O2 -s MODULARIZE=1 -s EXPORT_NAME=createTgsessionModule -s ALLOW_MEMORY_GROWTH=1 -s ENVIRONMENT=node,web -s WASM_BIGINT=1 \
  -s SINGLE_FILE=1 -s EXPORTED_FUNCTIONS="_$(echo $api | sed 's/,/,_/g')" -s EXPORTED_RUNTIME_METHODS=UTF8ToString \
  --extern-post-js "$here/face.js" -o "$dir/tgsession.js" "$dir/tgsession.o" $objects || exit 1
echo "wasm: $dir/tgsession.js, $(wc -c <"$dir/tgsession.js") bytes, $(gzip -9c "$dir/tgsession.js" | wc -c) packed"
