# What `make demo` and `make test` need beside make: nothing happens when all is there.
# Debian and Ubuntu: the missing packages are installed; elsewhere they are named.
#
#     CC=gcc sh tests/deps.sh

CC=${CC:-cc}
missing=
header() { echo "#include <$1>" | "$CC" -x c -E - >/dev/null 2>&1 || missing="$missing $2"; }
program() { command -v "$1" >/dev/null 2>&1 || missing="$missing $1"; }

if command -v "$CC" >/dev/null 2>&1; then
  header stdio.h libc6-dev
  header sqlite3ext.h libsqlite3-dev
  header zlib.h zlib1g-dev
else
  missing=" gcc libc6-dev libsqlite3-dev zlib1g-dev"
fi
program sqlite3
program python3
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "tgsession needs what Debian calls$missing: please install it." >&2
  exit 1
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ $sudo apt-get update && $sudo apt-get install -y --no-install-recommends $missing; } \
  >"$log" 2>&1 && exit 0
tail -n 15 "$log" >&2
echo "could not install$missing: please install it." >&2
exit 1
