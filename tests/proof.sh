# What proves the library and takes hours, step by step; make proof.
#
#     sh tests/proof.sh build                all steps
#     STEPS='tsan power' sh tests/proof.sh build
#     STEPS=fuzz EACH=600 sh tests/proof.sh build     each fuzzer ten minutes instead of two hours
#
# A step that is done for this commit isn't done again, so that it can be stopped and go on: build/proof/COMMIT has what each said.
# At the end a table: the step, its processor's seconds, and the last line that it said.
set -u
b=${1:?usage: proof.sh build}
steps=${STEPS:-coverage tsan oom iofail kill power place sizes mutants fuzz}
commit=$(git rev-parse --short HEAD) || exit 2
[ -z "$(git status --porcelain)" ] || commit=$commit-changed
dir=$b/proof/$commit
mkdir -p "$dir"
bad=0
for step in $steps; do
  [ -e "$dir/$step.ok" ] && [ "${commit%-changed}" = "$commit" ] && continue
  rm -f "$dir/$step.ok"
  echo "== $step" >&2
  times=$( { { make --no-print-directory "$step" SECONDS="${EACH:-7200}" >"$dir/$step" 2>&1 && : >"$dir/$step.ok"; }; times; } | tail -n 1)
  echo "$times" | awk '{ for (i = 1; i <= 2; i++) { split($i, a, "m"); t += a[1]*60 + a[2] } print int(t) }' >"$dir/$step.cpu"
done
printf '%-12s %8s  %s\n' step CPU 'what it said last'
for step in $steps; do
  [ -e "$dir/$step.ok" ] || bad=$((bad+1))
  last=$(grep -v '^make' "$dir/$step" | grep 'passed\|branches,\|slower\|more than' | tail -n 1)
  printf '%-12s %6s s  %s%s\n' "$step" "$(cat "$dir/$step.cpu")" "$([ -e "$dir/$step.ok" ] || echo 'FAILED: ')" "${last:-$(tail -n 1 "$dir/$step")}"
done
echo "proof: $(echo $steps | wc -w) steps, $bad failed"
[ "$bad" -eq 0 ]
