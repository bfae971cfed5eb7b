# Two nodes of dqlite that speak TLS (make test-cluster), by Debian's Go and go-dqlite; skipped where they can't be had.
#
#     sh tests/cluster/tls.sh build/tgsession.so
set -u
so=${1:?usage: tls.sh path/to/tgsession.so}
b=$(dirname "$so")
here=$(dirname "$0")
dqlite=/usr/share/gocode/src/github.com/canonical/go-dqlite

if ! command -v go >/dev/null || ! command -v openssl >/dev/null || [ ! -d "$dqlite" ]; then
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends golang-go golang-github-canonical-go-dqlite-dev \
    libdqlite-dev openssl >"$b/tls.log" 2>&1
fi
if ! command -v go >/dev/null || [ ! -d "$dqlite" ] || ! command -v dqlite >/dev/null; then
  echo "skipped: dqlite with TLS: apt-get cannot install Go and go-dqlite's sources; see $b/tls.log"
  echo 'tls: 0 passed, 0 failed, 1 skipped'
  exit 0
fi
. "$here/nodes.sh"
CGO_LDFLAGS_ALLOW='-Wl,-z,now' GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$PWD/$b/go" \
  go build -tags libsqlite3 -o "$b/tls-node" "$here/tls.go" || exit 2
nodes /usr/bin/python3 -B "$here/tls.py" "$b/tls-node" "$b/preload.so" "$dir"
