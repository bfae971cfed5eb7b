# Does all of ext/ compile for macOS?  A check only, and nothing of it is to be shipped: Apple's headers can't be had here, and
# musl's stand in for them.
#
#     sh tests/house/macos.sh build            make macos; wants clang, musl-dev, lld
#
# Prints "macos: N passed, M failed", one for each file and processor, and one for each library that can be linked.
set -u
b=${1:?usage: macos.sh build}/macos
musl=/usr/include/$(uname -m)-linux-musl
if ! command -v clang >/dev/null || [ ! -d "$musl" ]; then
  echo "skipped: no clang, or no musl's headers; apt-get install clang musl-dev"
  echo "macos: 0 passed, 0 failed, 1 skipped"
  exit 0
fi
mkdir -p "$b/include"
for h in sqlite3.h sqlite3ext.h zlib.h zconf.h; do
  cp "$(echo "#include <$h>" | cc -x c -E - | sed -n "s/^# 1 \"\(.*\/$h\)\".*/\1/p" | head -n 1)" "$b/include/$h" || exit 2
done
lld=$(command -v ld64.lld || ls /usr/bin/ld64.lld-* 2>/dev/null | head -n 1)
ok=0 bad=0
for cpu in arm64 x86_64; do
  rm -rf "$b/$cpu"
  for f in ext/*.c ext/*/*.c; do
    o=$b/$cpu/$(echo "$f" | tr / -).o
    mkdir -p "$b/$cpu"
    if clang -target $cpu-apple-macos11 -nostdlibinc -isystem "$musl" -isystem "$b/include" -O2 -std=c11 -Wall -Wextra -Wpedantic \
         -Wshadow -Wvla -Werror -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -falign-functions=1 -fPIC \
         -fvisibility=hidden -I"$(dirname "$b")" -Iext -c -o "$o" "$f"; then ok=$((ok+1)); else bad=$((bad+1)); fi
  done
  # As the Makefile has the compiler do it: -dynamiclib -undefined dynamic_lookup -Wl,-dead_strip
  if [ -n "$lld" ]; then
    if $lld -dylib -arch $cpu -platform_version macos 11.0 11.0 -undefined dynamic_lookup -dead_strip -o "$b/$cpu.check" "$b/$cpu"/*.o 2>"$b/lld.log"
    then ok=$((ok+1)); else bad=$((bad+1)); cat "$b/lld.log"; fi
    rm -f "$b/$cpu.check"
  fi
done
[ -n "$lld" ] || echo "skipped: no ld64.lld; apt-get install lld"
echo "macos: $ok passed, $bad failed"
[ $bad = 0 ]
