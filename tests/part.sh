# Runs one part of the tests and says it in a line.
#
#     sh tests/part.sh oom build/oom build/tgsession.so ...      oom: 118 passed, 0 failed
#     PART_LOG=build/log sh tests/part.sh ...      likewise, for `make test`: what it said is left in build/log/oom, exit 0
#     PART_LOG=build/log sh tests/part.sh          the sum of all parts; exit 1 when one failed
#
# What a part prints besides, statistics and what it skips, is shown with V=1, and where something failed.  A part that ends
# with an error and counts none has failed once.

sum() {
  sed -n 's/^.*: \([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*$/\1 \2/p' "$@" | awk '{ p += $1; f += $2 } END { print p+0, f+0 }'
}
if [ $# -eq 0 ]; then
  set -- $(sum "$PART_LOG"/*)
  echo "$1 passed, $2 failed"
  [ "$2" = 0 ] && [ "$1" -gt 0 ]
  exit
fi
name=$1
shift
log=${PART_LOG:-$(mktemp -d)}
[ -n "${PART_LOG:-}" ] || trap 'rm -rf "$log"' EXIT
mkdir -p "$log"
"$@" >"$log/$name" 2>&1
rc=$?
set -- $(sum "$log/$name")
[ "$rc" -eq 0 ] || [ "$2" -gt 0 ] || { echo "$name: 0 passed, 1 failed" >>"$log/$name"; set -- "$1" 1; }
if [ -n "${V:-}" ] || [ "$2" -gt 0 ]; then grep -v '^[a-z]*: [0-9]* passed, [0-9]* failed$' "$log/$name"; fi
skipped=$(grep -c '^skipped:\|skipped,\|SKIPPED$' "$log/$name")
if [ "$1 $2" = '0 0' ]; then cat "$log/$name"; else
  line="$name: $1 passed, $2 failed"
  [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
  echo "$line"
fi
[ -n "${PART_LOG:-}" ] || [ "$2" -eq 0 ]
