# The floors of ext/, by what the object files call: nothing upward, and nothing sideways from one folder into another of its floor.
#
#     sh tests/house/calls.sh build/core
#     codec/pack.o calls tgStoreOpen of store/store.o
#
# Prints "calls: N passed, M failed", one for each object file.
set -u
dir=${1:?usage: calls.sh build/core}
cd "$dir" || exit 2
for o in *.o */*.o; do nm -P "$o" | sed "s|^|$o |"; done | awk '
  BEGIN {
    split("base:0 model:1 page:1 layout:2 codec:3 store:4 ops:5 tables:6 functions:6 tgsession:7", pair, " ")
    for (i in pair) { split(pair[i], p, ":"); floor[p[1]] = p[2] }
  }
  function room(s) { sub(/[\/.].*/, "", s); return s }
  { seen[$1] = 1 }
  $2 !~ /^[a-zA-Z]+[A-Z]|^sqlite3_tgsession/ { next }
  $3 == "U" { need[$1 " " $2] = 1 }
  $3 ~ /^[TDBRCV]$/ { home[$2] = $1 }
  END {
    for (k in need) {
      split(k, a, " ")
      if (!(a[2] in home)) continue
      me = room(a[1]); to = room(home[a[2]])
      if (me != to && floor[to] >= floor[me]) { print a[1] " calls " a[2] " of " home[a[2]]; wrong[a[1]] = 1 }
    }
    for (o in seen) { if (o in wrong) n++; else ok++ }
    print "calls: " ok+0 " passed, " n+0 " failed"
    exit n > 0
  }'
