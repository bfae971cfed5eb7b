# The bench of this tree with the library of this tree and with another revision's, side by side.
#
#     sh tests/bench/base.sh build v0.1.0                  all sections
#     sh tests/bench/base.sh build HEAD~3 load peers       these
#
#     what                                         v0.1.0             now   ratio
#     load                                       0.986 ms        0.712 ms    0.72
#
# The other revision is built in a worktree of git's below build, which goes away.  Each section runs with one, the other, the
# other, the first; the better of two counts: the less, or of a rate (MB/s) the more.  A ratio above 1.10 is marked, and then the exit is 1: a run on a busy machine shows such, too.
set -u
b=${1:?usage: base.sh build REVISION [SECTION...]}
rev=${2:?usage: base.sh build REVISION [SECTION...]}
shift 2
[ $# -gt 0 ] || set -- codec load size fleet open new migrate peers bundle vault
tree=$b/base
git worktree remove --force "$tree" 2>/dev/null
git worktree add --quiet --detach "$tree" "$rev" || exit 2
trap 'git worktree remove --force "$tree"; rm -f "$b"/base.log' EXIT
make -s -C "$tree" build/tgsession.so || exit 2
: >"$b/base.log"
for section; do
  for which in base now now base; do
    so=$b/tgsession.so
    [ $which = now ] || so=$tree/build/tgsession.so
    "$b/bench" "$so" "$section" | sed "s/^/$which|/" >>"$b/base.log"
  done
done
# The columns of bench.c: 38 characters of a name, 15 of ours with its unit.
awk -v rev="$rev" '
  BEGIN { printf "%-38s %16s %15s %7s\n", "what", substr(rev, 1, 16), "now", "ratio" }
  {
    i = index($0, "|"); which = substr($0, 1, i-1); s = substr($0, i+1)
    what = substr(s, 1, 38); ours = substr(s, 39, 15)
    sub(/ +$/, "", what); sub(/^ +/, "", ours)
    if (ours !~ /^[0-9]/ || what == "what") next
    if (!(what in seen)) { order[++n] = what; seen[what] = 1 }
    rate = ours ~ /\/s$/                     # of a rate the most is the best, of all else the least
    if (!((which, what) in best) || (rate ? ours+0 > best[which, what]+0 : ours+0 < best[which, what]+0)) best[which, what] = ours
  }
  END {
    for (i = 1; i <= n; i++) {
      what = order[i]; x = best["base", what]; y = best["now", what]
      r = x+0 > 0 && y+0 > 0 ? sprintf("%.2f", x ~ /\/s$/ ? x/y : y/x) : "-"
      slower = r != "-" && r > 1.1
      bad += slower
      printf "%-38s %16s %15s %7s%s\n", what, x == "" ? "-" : x, y == "" ? "-" : y, r, slower ? "  MORE" : ""
    }
    printf "bench: %d of %d take more than 1.1 times what %s takes\n", bad, n, rev
    exit bad > 0 || n == 0
  }' "$b/base.log"
