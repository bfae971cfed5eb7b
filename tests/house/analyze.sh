# What gcc's -fanalyzer says of ext/, but for the places below, which were gone through.  It does not know two things that hold
# everywhere here: that after a failure e->rc is set and nothing more is done, so that a pointer which is NULL then is not
# followed; and that a reader or a column that has been found long enough has memory.
#
#     sh tests/house/analyze.sh
#
# Prints "analyze: N passed, M failed", one for each file.
set -u
export LC_ALL=C
known='
ext/base/bytes.h wrBytes            n is not 0, so there is memory: what is written comes with its length
ext/codec/codec_bundle_get.c bundleNext     a column without memory has no width: k<c->w is never true
ext/codec/codec_bundle_get.c bundleString   rdTake() gives what memchr() has found just before
ext/layout/layout.c layoutProblemMissing    called where nMissing>0; then there is a first
ext/ops/op_file.c tgChange          pTo is 0 only with e->rc set
ext/ops/op_file.c changeKeeps       likewise
ext/ops/op_move.c tgFit             likewise
ext/tables/vt_row.c writerOpen      zName is 0 only with e->rc set
ext/tables/vt_session.c sessionIs e2.rc is SQLITE_OK, so there is an output
'
${CC:-gcc} --version | grep -qi 'free software foundation' || { echo 'skipped: -fanalyzer is for gcc'; exit 0; }
for f in ext/*.c ext/*/*.c; do
  echo "FILE $f"
  ${CC:-gcc} -O2 -std=c11 -fanalyzer -fdiagnostics-plain-output -fanalyzer-verbosity=0 -I"${1:-build}" -Iext -c -o /dev/null "$f" 2>&1
done | KNOWN="$known" awk '
  BEGIN {
    n = split(ENVIRON["KNOWN"], a, "\n")
    for (i = 1; i <= n; i++) { split(a[i], w, " "); if (w[2] != "") known[w[1] " " w[2]] = 1 }
  }
  $1 == "FILE" { file = $2; seen[file] = 1; next }
  /: In function / { f = $0; sub(/.*In function ./, "", f); sub(/[^A-Za-z0-9_].*/, "", f) }
  / (warning|error): / {
    p = $0; sub(/:.*/, "", p)
    if (p " " f in known) next
    print f ": " $0
    bad[file] = 1
  }
  END {
    for (x in seen) { if (x in bad) nBad++; else nOk++ }
    print "analyze: " nOk+0 " passed, " nBad+0 " failed"
    exit nBad > 0
  }'
