# The module of WebAssembly is built, and Node runs it; of the same rows it makes the bundle that the library makes.
#
#     sh tests/hosts/wasm.sh build
#
# Prints "wasm: N passed, M failed", or why it is skipped.
set -u
b=${1:-build}
sh ext/pack/wasm/build.sh "$b"
case $? in
  0) ;;
  3) echo 'wasm: 0 passed, 0 failed, 1 skipped'; exit 0 ;;
  *) echo 'wasm: 0 passed, 1 failed'; exit 1 ;;
esac
command -v node >/dev/null 2>&1 || { echo 'skipped: wasm: no node'; echo 'wasm: 0 passed, 0 failed, 1 skipped'; exit 0; }
{ cat tests/hosts/drivers/wasm.sql; echo "SELECT session_export('main', 'bundle');"; } |
  sqlite3 -batch -cmd ".load $b/tgsession.so" :memory: >"$b/wasm/bundle"
node tests/hosts/drivers/wasm.js "$b/wasm/tgsession.js" "$b/wasm/bundle"
