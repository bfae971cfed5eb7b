# Three nodes of dqlite with tgsession in each: killed, paused, with wrong clocks (make test-cluster).
#
#     sh tests/cluster/cluster.sh build/tgsession.so
#
# Installs Debian's go-dqlite (the node dqlite-demo and the shell dqlite) and faketime where they are missing; where they
# can't be had: skipped.  cluster.py does the work.
set -u
so=${1:?usage: cluster.sh path/to/tgsession.so}
b=$(dirname "$so")
here=$(dirname "$0")
python=/usr/bin/python3            # others are often built without loadable extensions

if ! command -v dqlite-demo >/dev/null || ! command -v dqlite >/dev/null || [ -z "$(ls /usr/lib/*/faketime 2>/dev/null)" ]; then
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends go-dqlite faketime >"$b/cluster.log" 2>&1 ||
    { $sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends go-dqlite faketime; } \
      >"$b/cluster.log" 2>&1
fi
if ! command -v dqlite-demo >/dev/null || ! command -v dqlite >/dev/null; then
  echo "skipped: dqlite: apt-get cannot install go-dqlite; see $b/cluster.log"
  echo 'cluster: 0 passed, 0 failed, 1 skipped'
  exit 0
fi
if ! "$python" -c 'import sqlite3; sqlite3.connect(":memory:").enable_load_extension(True)' 2>/dev/null; then
  echo "skipped: dqlite: $python cannot load SQLite extensions"
  echo 'cluster: 0 passed, 0 failed, 1 skipped'
  exit 0
fi
. "$here/nodes.sh"
nodes "$python" -B "$here/cluster.py" "$so" "$b/preload.so" "$dir" "${KILLS:-5}"
