# README's two commands, as a newcomer pastes them, on a bare Debian 11, 12 and 13 (make test-newcomer; root).
#
#     sh tests/hosts/newcomer.sh                    all three; RELEASES='bullseye' one of them
#
# Each is made by debootstrap (minbase: no make, no git, no compiler, no sudo), its package lists are removed, and the block of README.md
# runs in it, with the address of this repository for URL: once as root without "sudo", and once as a user who has sudo, with git there already.
# No compiler warning, all of `make test` with that release's SQLite and shell.  What can't be had is said, and skipped.
# Ends with "newcomer: N passed, M failed, K skipped".

set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo 'newcomer: skipped, not root'; exit 0; }
command -v apt-get >/dev/null && command -v unshare >/dev/null || { echo 'newcomer: skipped, no apt-get or no unshare'; exit 0; }
dir=$root/build/newcomer
mkdir -p "$dir" || exit 2
pass=0 fail=0 skipped=0
skip() { echo "skipped: $1"; skipped=$((skipped+1)); }
result() { if [ "$1" = 0 ]; then pass=$((pass+1)); else fail=$((fail+1)); echo "$2:"; tail -n 15 "$3" | sed 's/^/  /'; fi; }

if ! command -v debootstrap >/dev/null; then
  (cd "$dir" && { apt-get download -q debootstrap || { apt-get update -q && apt-get download -q debootstrap; }; } && dpkg-deb -x debootstrap_*.deb deb) >"$dir/log" 2>&1
  export DEBOOTSTRAP_DIR="$dir/deb/usr/share/debootstrap"
  PATH=$PATH:$dir/deb/usr/sbin
fi
command -v debootstrap >/dev/null || { echo 'newcomer: skipped, debootstrap is not to be had'; exit 0; }
# The mirror and the proxy that apt uses here.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -v security | head -n 1)
eval "$(apt-config shell proxy Acquire::http::Proxy)"
[ -z "${proxy:-}" ] || export http_proxy="$proxy"

# The block with the two commands, cut out of README.md; only URL is another.
awk '/^## Two commands/ { t = 1 } t && /^```/ { if (b++) exit; next } b' "$root/README.md" | sed 's|\<URL\>|/src/tgsession|' >"$dir/block"
sed -n 1p "$dir/block" | grep -q '^sudo apt-get update && sudo apt-get install -y git make && git clone /src/tgsession tgsession && cd tgsession && make demo$'
result $? "README.md's block" "$dir/block"

# in_it RELEASE COMMAND: in its own mounts and processes
in_it() { unshare --mount --pid --fork --mount-proc chroot "$dir/$1" /bin/sh -c "mount -t proc proc /proc 2>/dev/null; export HOME=/root LC_ALL=C.UTF-8 ${proxy:+http_proxy=$proxy}; $2"; }

for r in ${RELEASES:-bullseye bookworm trixie}; do
  c=$dir/$r
  if [ ! -f "$c/made" ]; then
    rm -rf "$c"
    debootstrap --variant=minbase "$r" "$c" ${mirror:+"$mirror"} >"$dir/log" 2>&1 || { skip "$r: debootstrap can't make it"; rm -rf "$c"; continue; }
    touch "$c/made"
  fi
  cp -L /etc/resolv.conf "$c/etc/" 2>/dev/null
  [ -z "${proxy:-}" ] || echo "Acquire::http::Proxy \"$proxy\";" >"$c/etc/apt/apt.conf.d/99proxy"
  rm -rf "$c/src" "$c/root/tgsession" "$c/home/ann" "$c"/var/lib/apt/lists/*
  git -c safe.directory='*' clone -q --no-hardlinks "$root" "$c/src/tgsession" >"$dir/log" 2>&1 || { result 1 "$r: clone" "$dir/log"; continue; }
  { echo 'cd /root && git config --global --add safe.directory "*" 2>/dev/null; cd /root &&'; sed -n 1p "$dir/block" | sed 's/sudo //g'; } >"$c/root/one.sh"
  in_it "$r" 'sh /root/one.sh' >"$dir/$r.demo" 2>&1
  result $? "$r, as root: make demo" "$dir/$r.demo"
  ! grep -i 'warning:' "$dir/$r.demo" >"$dir/log"
  result $? "$r: a warning" "$dir/log"
  sed -n '2,$p' "$dir/block" >"$c/root/two.sh"
  in_it "$r" 'cd /root/tgsession && sh /root/two.sh' >"$dir/$r.test" 2>&1
  result $? "$r: make test" "$dir/$r.test"
  ! grep -i 'warning:' "$dir/$r.test" >"$dir/log"
  result $? "$r: a warning" "$dir/log"
  in_it "$r" 'apt-get update -q && apt-get install -y -q --no-install-recommends sudo && { id ann || useradd ann; } && install -d -o ann /home/ann && echo "ann ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/ann &&
    chown -R ann /src && rm -rf /var/lib/apt/lists/*' >"$dir/log" 2>&1
  result $? "$r: a user with sudo" "$dir/log"
  sed -n 1p "$dir/block" >"$c/home/ann/one.sh"
  in_it "$r" 'su ann -c "cd && sh one.sh"' >"$dir/$r.user" 2>&1
  result $? "$r, as a user: make demo" "$dir/$r.user"
done
echo "newcomer: $pass passed, $fail failed, $skipped skipped"
[ "$fail" = 0 ]
