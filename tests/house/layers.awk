# The floors of ext/: does each file include its own folder and those below it, with the folder's name, and nothing else?
#
#     awk -f tests/house/layers.awk ext/*.h ext/*.c ext/*/*.h ext/*/*.c
#     ext/codec/pack.c: codec may not include store/store.h
#
# Besides, only os.c includes a header of the operating system, only base.h sqlite3ext.h, and nothing runs before the entry
# point is called.  No line has more than 100 columns, no file 600 lines, no function 60.  What the object files call is
# looked at by calls.sh.
#
# And is each function of SQLite's that is called looked at when we are loaded, by SLOT() in
# tgsession.c or by tgHas()?

BEGIN {
  split("base:0 model:1 page:1 layout:2 codec:3 store:4 ops:5 tables:6 functions:6 tgsession:7", pair, " ")
  for (i in pair) { split(pair[i], p, ":"); floor[p[1]] = p[2] }
  own["sqlite3ext.h"] = "base.h"; own["immintrin.h"] = "base64.c"; own["assert.h"] = "base.h"
  n = split("stdarg.h stddef.h stdint.h stdlib.h string.h time.h zlib.h sqlite3.h", any, " ")      # C, and the two libraries
  for (i = 1; i <= n; i++) own[any[i]] = ""
}

# The floor of ext/codec/pack.c, and of what is included as codec/pack.h, is codec; of ext/functions.c functions.
function room(s) { sub(/^ext\//, "", s); sub(/[\/.].*/, "", s); return s }
function bad(s) { print s; nFail++; wrong[FILENAME] = 1 }

length($0) > 100 { bad(FILENAME ":" FNR ": " length($0) " columns; 100 are the most") }
FNR == 601 { bad(FILENAME ": more than 600 lines") }
/^[a-z].*[,{]$|^FAST / && !/^(static )?(const )?struct|^enum|^typedef| = / && !begin { begin = FNR; head = $0 }
/^}/ {
  if (begin && FNR - begin >= 60) bad(FILENAME ":" begin ": " FNR - begin + 1 " lines; 60 are the most: " head)
  begin = 0
}
/;$/ && !/^ / { begin = 0 }
FNR == 1 {
  nFile++
  begin = 0
  me = room(FILENAME)
  if (!(me in floor))
    bad(FILENAME ": there is no such floor; see tests/house/layers.awk")
  else if (index($0, "/* " me ": ") != 1)
    bad(FILENAME ": line 1 is to begin with \"/* " me ": \"")
}
/__attribute__ *\(\( *(__)?(con|de)structor|^#[ ]*pragma +(init|startup)/ { bad(FILENAME ": nothing may run before the entry point") }
/^#[ ]*include[ ]*["<]/ {
  split($0, q, /["<>]/)
  to = room(q[2])
  file = FILENAME; sub(/.*\//, "", file)
  if (!(q[2] in own) ? $0 ~ /</ && file != "os.c" : own[q[2]] != "" && own[q[2]] != file)
    bad(FILENAME ": only " (q[2] in own ? own[q[2]] : "os.c") " includes " q[2])
  if ($0 ~ /"/ && (to in floor) && (me in floor) && to != me && floor[to] >= floor[me])
    bad(FILENAME ": " me " may not include " q[2])
  if ($0 ~ /"/ && !(to in floor) && q[2] !~ /^sqlite3/ && q[2] !~ /\.inc$/)
    bad(FILENAME ": \"" q[2] "\" does not name its floor")
}
{
  code = $0
  gsub(/\/\*.*/, "", code)
  if (code ~ /^\*\*/) code = ""
  while (match(code, /(sqlite3_|SLOT\(|tgHas\()[a-z0-9_]+ *[(),]/)) {
    name = substr(code, RSTART, RLENGTH - 1)
    code = substr(code, RSTART + RLENGTH - 1)
    gsub(/ /, "", name)
    if (sub(/^(SLOT|tgHas)\(/, "", name)) looked[name] = 1
    else if (sub(/^sqlite3_/, "", name) && code ~ /^\(/) called[name] = FILENAME
  }
}
END {
  looked["libversion"] = looked["libversion_number"] = looked["mprintf"] = looked["tgsession_init"] = looked["tgsession_values_init"] = 1
  called["xsnprintf"] = called["snprintf"]; delete called["snprintf"]
  for (f in called) if (!(f in looked)) {
    FILENAME = called[f]
    bad(called[f] ": sqlite3_" f "() is neither a SLOT() in tgsession.c nor asked for by tgHas()")
  }
  for (f in wrong) nWrong++
  print "layers: " nFile - nWrong " passed, " nWrong + 0 " failed"
  exit nFail > 0
}
