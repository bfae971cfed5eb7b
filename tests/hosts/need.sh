# What a host needs, for scripts that read this file: into $hosts, a folder of the build, and nothing into the repository.
#
#     apt_has php-cli php-sqlite3 || skip php 'no php-cli'
#     npm_has node@24 libsql      || skip node 'npm brings no node@24'
#
# Debian's packages are installed in the system, as .ci/run does; npm's in $hosts.

hosts=${hosts:-$PWD/build/hosts}

apt_has() {
  missing=
  for p in "$@"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q ' installed$' || missing="$missing $p"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 || return 1
  sudo=
  [ "$(id -u)" = 0 ] || sudo='sudo -n'
  mkdir -p "$hosts"
  DEBIAN_FRONTEND=noninteractive $sudo apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends $missing \
    >"$hosts/apt.log" 2>&1
}

# Each only once: NAME@VERSION or NAME.
npm_has() {
  command -v npm >/dev/null 2>&1 || return 1
  mkdir -p "$hosts"
  [ -f "$hosts/package.json" ] || echo '{"private": true}' >"$hosts/package.json"
  missing=
  for p in "$@"; do
    n=${p%@[0-9]*}
    [ -f "$hosts/node_modules/$n/package.json" ] || missing="$missing $p"
  done
  [ -n "$missing" ] || return 0
  (cd "$hosts" && npm install --no-audit --no-fund --loglevel=error $missing) >"$hosts/npm.log" 2>&1
}
