#!/bin/sh
# Another processor's build and its tests, by qemu (make test-platforms ARCH=s390x; ARCH="arm64 armhf" one after the other).
#
#     sh tests/hosts/platform.sh s390x
#
# Debian's cross compilers; SQLite and zlib of the target are unpacked from its packages beside this system's, which isn't
# touched: a configuration of apt's own, below build/ARCH.  riscv64 comes from Debian's next suite.  i386 needs no emulator where
# the kernel runs it.  PROGRAMS: which to run; without it the unit programs, the SQL tests, and at a few places what fails: memory,
# the disk, the process.  Last, a bundle that is the same everywhere.
#
# An emulator takes ten times as long: programs that go many rounds go fewer, see roundsStart() in check.h, and those SQL tests are left
# out that put each of many into each of many (TESTS=tests/sql/matrix.sql PROGRAMS=run: one of those).
set -u
arch=${1:?usage: platform.sh arm64|armhf|i386|s390x|riscv64}
suite=bookworm qemu=
case $arch in
  arm64)   t=aarch64-linux-gnu qemu=aarch64 ;;
  armhf)   t=arm-linux-gnueabihf qemu=arm ;;
  i386)    t=i686-linux-gnu m=i386-linux-gnu ;;
  s390x)   t=s390x-linux-gnu qemu=s390x ;;
  riscv64) t=riscv64-linux-gnu qemu=riscv64 suite=trixie ;;
  *) echo "platform.sh: no processor $arch is known here"; exit 2 ;;
esac
m=${m:-$t}
b=build/$arch
top=$PWD/$b/apt sys=$PWD/$b/sys
mkdir -p "$sys" "$top"
none() { echo "skipped: $arch: $*"; echo "$arch: 0 passed, 0 failed, 1 skipped"; exit 0; }

have() { command -v "$1" >/dev/null 2>&1; }
if ! have $t-gcc || { [ -n "$qemu" ] && ! have qemu-$qemu-static; } && have apt-get && [ "$(id -u)" = 0 ]; then
  apt-get install -y --no-install-recommends ${qemu:+qemu-user-static} "gcc-$(echo $t | sed 's/linux-gnu.*//; s/-$//')-${t#*-}" "libc6-dev-$arch-cross" >"$top/log" 2>&1
fi
have $t-gcc || none "apt-get install gcc-$t libc6-dev-$arch-cross"
[ -z "$qemu" ] || have qemu-$qemu-static || none "apt-get install qemu-user-static"

# The target's libraries.
if [ ! -f "$sys/ready" ]; then
  have apt-get || none "no apt-get to bring its SQLite"
  mirror=$(sed -n 's/^URIs: *\([^ ]*debian\) *$/\1/p; s/^deb \([^ ]*debian\) .*/\1/p' /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -n 1)
  : >"$top/status"
  mkdir -p "$top/lists/partial" "$top/cache/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$top/sources.list"
  cat >"$top/conf" <<EOF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
Dir::State "$top";
Dir::State::status "$top/status";
Dir::Cache "$top/cache";
Dir::Etc::sourcelist "$top/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "root";
EOF
  packages="libsqlite3-dev libsqlite3-0 zlib1g-dev zlib1g"
  [ $suite = bookworm ] || packages="$packages libc6"
  (cd "$top" && export APT_CONFIG="$top/conf" && apt-get update && apt-get download $packages) >"$top/log" 2>&1 ||
    none "its SQLite can't be had: $(tail -n 1 "$top/log")"
  for d in "$top"/*.deb; do dpkg -x "$d" "$sys"; done
  ln -sf "../../../lib/$m/libz.so.1" "$sys/usr/lib/$m/libz.so"        # an absolute link leads to this system's
  [ -e "$sys/lib" ] || ln -s usr/lib "$sys/lib"
  [ -e "$sys/lib/$m/libz.so.1" ] || ln -sf "../../../usr/lib/$m/libz.so.1" "$sys/usr/lib/$m/libz.so"
  touch "$sys/ready"
fi

libs=$sys/usr/lib/$m:$sys/lib/$m
if [ $suite != bookworm ]; then UNDER="qemu-$qemu-static -L $sys -E LD_LIBRARY_PATH=$libs"
elif [ -n "$qemu" ]; then       UNDER="qemu-$qemu-static -L /usr/$t -E LD_LIBRARY_PATH=$libs"
else                            UNDER="/usr/$t/lib/ld-linux.so.2 --library-path $libs:/usr/$t/lib"
  $UNDER --version >/dev/null 2>&1 || UNDER="qemu-i386-static -L /usr/$t -E LD_LIBRARY_PATH=$libs"
fi
tests=${TESTS:-$(ls tests/sql/*.sql) sql/README.md}
places="OOM_STEP=300 FEW=1 ROUNDS=3"
case $UNDER:${TESTS:-} in
  qemu*:)
    echo "left out under an emulator: matrix, shown, stranger, upgrade"
    tests=$(echo "$tests" | grep -v '/matrix\.\|/shown\.\|/stranger\.\|/upgrade\.') ;;
esac
log=$b/log.$$
make --no-print-directory -k ${PROGRAMS:-unit run oom iofail kill} B="$b" $places TESTS="$(echo $tests tests/hosts/bundle.sql)" CC=$t-gcc AR=$t-ar CFLAGS="-O2 -Werror" CPPFLAGS="-I$sys/usr/include" \
  LDFLAGS="-L$sys/usr/lib/$m -L$sys/lib/$m -Wl,-rpath-link,$sys/usr/lib/$m:$sys/lib/$m" UNDER="$UNDER" >"$log" 2>&1
rc=$?
grep -v ' passed, 0 failed' "$log" | grep -v '^cc \|^ar ' | tail -n 60
sed -n "s/^\([a-z0-9-]*: [0-9]* passed, [0-9]* failed.*\)/$arch, \1/p" "$log"
rm -f "$log"
[ $rc = 0 ]
