# The library exports its two entry points and is small.  SQLite opens extensions with RTLD_GLOBAL:
# another name would collide with another extension's.
#
#     sh tests/house/symbols.sh build/tgsession.so

so=$1
ok=0 bad=0
case $so in
  *.dylib) names=$(nm -gU "$so" | sed 's/.* _//' | sort | tr '\n' ' ') ;;
  *)       names=$(nm -D --defined-only "$so" | awk '{print $NF}' | tr '\n' ' ') ;;
esac
if [ "$names" = "sqlite3_tgsession_init sqlite3_tgsession_values_init " ]; then ok=$((ok+1)); else
  bad=$((bad+1)); echo "$so exports: $names"; fi
size=$(wc -c <"$so")
if [ "$size" -gt 0 ] && [ "$size" -lt 300000 ]; then ok=$((ok+1)); else
  bad=$((bad+1)); echo "$so has $size bytes, 300000 at most"; fi
echo "symbols: $ok passed, $bad failed"
[ $bad = 0 ]
