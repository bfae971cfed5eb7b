# What a test with nodes of dqlite begins with; to be read by one that has set so, b and here.
#
#     . "$here/nodes.sh"             $b/preload.so: the extension, for each connection of a node; $dir: a folder of its own
#     nodes python3 "$here/cluster.py" "$so" "$b/preload.so" "$dir"
#
# Processes whose ids the test has left in $dir/pid* are ended, and the folder is removed, whatever happens.
${CC:-cc} -O2 -Wall -Wextra -Wpedantic -shared -fPIC -Iext -o "$b/preload.so" "$here/preload.c" "$b/libtgsession.a" -lsqlite3 -lz -ldl || exit 2

dir=$(mktemp -d) || exit 2
work=
end() {
  for f in "$dir"/pid*; do [ ! -f "$f" ] || kill -9 "$(cat "$f")" 2>/dev/null; done
  rm -rf "$dir"
}
trap end EXIT
trap 'kill "$work" 2>/dev/null; wait "$work" 2>/dev/null; exit 1' INT TERM
nodes() {
  "$@" &
  work=$!
  wait $work
}
