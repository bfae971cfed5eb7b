# Runs the fuzzers, one after the other, and says in a line what each has done; make fuzz, make fuzz-merge.
#
#     sh tests/fuzz/fuzz.sh build/fuzz 60 page scan          60 seconds each; 0: only what the corpus covers
#     sh tests/fuzz/fuzz.sh build/fuzz merge page scan       tests/fuzz/fuzz_page.gz anew: the fewest inputs that do
#
# What a fuzzer learns stays in build/fuzz/corpus/fuzz_page, how long it has run in build/fuzz/hours/fuzz_page, and what
# it found in build/fuzz/fuzz_page-crash-... .  It works in a folder of its own, where nobody may write too: that is who
# it becomes when root starts it.
set -u
b=$(cd "$1" && pwd) || exit 2
seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
tmp=${TMPDIR:-/tmp}
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || tmp=/dev/shm
bad=0

max_len() {
  case $1 in
    page|scan|value) echo 16384;;
    bundle) echo 8192;;
    beside) echo 4096;;
    string) echo 2000;;
    *) echo 400;;
  esac
}

# A folder $work with a corpus of fuzzer $1: what it has learnt, the seeds, and what tests/fuzz keeps.
prepare() {
  work=$(mktemp -d "$tmp/tgfuzz.XXXXXX") || exit 2
  mkdir -p "$work/in" "$work/out" "$b/corpus/fuzz_$1" "$b/hours"
  [ ! -e "$here/fuzz_$1.gz" ] || "$b/corpus-$1" "$here/fuzz_$1.gz" unpack "$work/in" || exit 2
  find "$b/corpus/fuzz_$1" -type f -exec cp {} "$work/in" ';'
  options="-max_len=$(max_len "$1") -timeout=20 -rss_limit_mb=3000 -print_final_stats=1"
  options="$options -artifact_prefix=$work/fuzz_$1-"
  if [ -e "$here/fuzz_$1.dict" ]; then
    cp "$here/fuzz_$1.dict" "$work/dict"
    options="$options -dict=$work/dict"
  fi
  chmod -R a+rwX "$work"
}

stat() { sed -n "s/^stat::$1: *//p" "$work/log"; }

# fuzz NAME: one line.
fuzz() {
  prepare "$1"
  before=$(cat "$b/hours/fuzz_$1" 2>/dev/null || echo 0)
  start=$(date +%s)
  only="-max_total_time=$seconds"
  [ "$seconds" != 0 ] || only=-runs=0
  # shellcheck disable=SC2086
  (cd "$work" && TMPDIR=$work "$b/fuzz_$1" $options $only in) >"$work/log" 2>&1 || failed "$1"
  all=$((before + $(date +%s) - start))
  echo "$all" >"$b/hours/fuzz_$1"
  find "$work/in" -type f ! -name 'kept-*' ! -name 'seed-*' -exec cp {} "$b/corpus/fuzz_$1" ';'
  edges=$(sed -n 's/^#.*cov: \([0-9]*\) .*/\1/p' "$work/log" | tail -n 1)
  line='fuzz_%-7s %10s executions %7s a second %6s edges %6s inputs of %6s kB %7s hours so far\n'
  # shellcheck disable=SC2059
  printf "$line" "$1" \
    "$(stat number_of_executed_units)" "$(stat average_exec_per_sec)" "${edges:-0}" \
    "$(find "$work/in" -type f | wc -l)" \
    "$(du -sk --apparent-size "$work/in" | cut -f1)" "$(awk "BEGIN { printf \"%.2f\", $all/3600 }")"
  rm -rf "$work"
}

failed() {
  bad=1
  cp "$work"/fuzz_"$1"-* "$b" 2>/dev/null
  grep -v '^#\|^stat::\|^INFO' "$work/log" | tail -n 60
  echo "fuzz_$1: FAILED, see $b/fuzz_$1-*"
}

merge() {
  prepare "$1"
  # shellcheck disable=SC2086
  (cd "$work" && TMPDIR=$work "$b/fuzz_$1" $options -use_counters=0 -merge=1 out in) >"$work/log" 2>&1 || failed "$1"
  "$b/corpus-$1" "$here/fuzz_$1.gz" pack "$work/out"
  echo "fuzz_$1: $(find "$work/out" -type f | wc -l) inputs of $(find "$work/in" -type f | wc -l)," \
    "$(wc -c <"$here/fuzz_$1.gz") bytes"
  rm -rf "$work"
}

mkdir -p "$b/corpus"
"$b/seeds" "$b/corpus" >"$b/seeds.log" || { cat "$b/seeds.log"; exit 2; }
for f in "$@"; do
  if [ "$seconds" = merge ]; then merge "$f"; else fuzz "$f"; fi
done
[ "$bad" = 0 ]
