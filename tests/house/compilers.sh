# The amalgamation as its users compile it: as an extension and inside of programs in C and in C++, by gcc and clang, with not a
# word from either; and the files of ext/ with all that an optimizer may do across them.
#
#     sh tests/house/compilers.sh build [tests/sql/X.sql...]
#
# Without names the SQL tests that are quick; clang's and the optimizer's work is looked at with three of them.  Prints "compilers: N passed, M failed[, K skipped]"; exit 1 when one failed.
set -u
b=${1:-build}
shift
if [ $# = 0 ]; then
  for f in tests/sql/*.sql sql/README.md; do
    case $f in */upgrade.sql | */stranger.sql | */peers.sql | */shown.sql | */names.sql | */bundle.sql | */matrix.sql | */account.sql) ;;
    *) set -- "$@" "$f" ;;
    esac
  done
fi
few='tests/sql/strings.sql tests/sql/fleet.sql sql/README.md'
dir=$b/compilers
mkdir -p "$dir"
pass=0 fail=0 skipped=0
warn='-Wall -Wextra -Wpedantic -Wvla -Wconversion -Wsign-conversion -Werror'

# is NAME COMMAND...: quiet when it goes well
is() {
  name=$1
  shift
  if "$@" >"$dir/log" 2>&1; then pass=$((pass+1)); return 0; fi
  fail=$((fail+1))
  echo "$name:"
  grep -v '^run: .* passed, 0 failed' "$dir/log" | head -n 20
  return 1
}
there() {
  command -v "$1" >/dev/null 2>&1 && return 0
  echo "skipped: $1 is not installed"
  skipped=$((skipped+1))
  return 1
}

for cc in gcc clang; do
  there $cc || continue
  mkdir -p "$dir/$cc"
  is "$cc, an extension" $cc -std=c11 $warn -O2 -fvisibility=hidden -shared -fPIC \
    -o "$dir/$cc/tgsession.so" "$b/tgsession.c" -lz && {
    if [ $cc = gcc ]; then is "$cc, an extension, SQL" "$b/run" "$dir/$cc/tgsession.so" "$@"
    else is "$cc, an extension, SQL" "$b/run" "$dir/$cc/tgsession.so" $few; fi
    is "$cc, an extension, what it exports" test "$(nm -D --defined-only "$dir/$cc/tgsession.so" | grep -c ' T ')" = 2
  }
  is "$cc, in core" $cc -std=c11 $warn -O1 -DSQLITE_CORE -c -o "$dir/$cc.o" "$b/tgsession.c" &&
    is "$cc, a program in C" $cc -std=c11 $warn -DSQLITE_CORE -Iext -Itests/share -o "$dir/link-$cc" tests/unit/link.c \
      "$dir/$cc.o" -lsqlite3 -lz &&
    is "$cc, a program in C, runs" "$dir/link-$cc"
done
for cc in gcc:g++ clang:clang++; do
  cxx=${cc#*:} cc=${cc%:*}
  there $cxx && [ -f "$dir/$cc.o" ] || continue
  is "$cxx, a program in C++" $cxx -std=c++11 $warn -Iext -o "$dir/link-$cxx" tests/house/link.cpp "$dir/$cc.o" -lsqlite3 -lz &&
    is "$cxx, a program in C++, runs" "$dir/link-$cxx"
done
there gcc &&
  is "gcc -O3 -flto" make --no-print-directory "$dir/lto-gcc/tgsession.so" B="$dir/lto-gcc" CC=gcc CFLAGS='-O3 -flto -Werror' &&
  is "gcc -O3 -flto, SQL" "$b/run" "$dir/lto-gcc/tgsession.so" $few

echo "compilers: $pass passed, $fail failed$([ $skipped = 0 ] || echo ", $skipped skipped")"
[ $fail = 0 ]
