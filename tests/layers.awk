# Does each file say its layer in line 1, the right one, and include only lower ones?
#
#     awk -f tests/layers.awk ext/*.h ext/*.c
#     ext/pack.c: layer 2 may not include codec.h (layer 3)
#
# A file's own header is no higher than itself: codec_mtcute.c includes codec.h.  Besides,
# dirent.h is for dirlist.c alone, and sqlite3ext.h for base.h.
#
# And is each function of SQLite's that is called looked at when we are loaded, by SLOT() in
# tgsession.c or by tgHas()?

BEGIN {
  split("base:0 bytes:1 account:1 find:1 sqlfile:1 dirlist:1 gate:1 newfile:1 peel:1 cell:2 pack:2 sqlhelp:2 layout:2" \
        " page:2 codec:3 store:3 scan:3 op:4 fn:5 vt:5 tgsession:6", pair, " ")
  for (i in pair) { split(pair[i], p, ":"); layer[p[1]] = p[2] }
  own["dirent.h"] = "dirlist.c"; own["glob.h"] = "dirlist.c"
  own["sqlite3ext.h"] = "base.h"
}

# codec_mtcute.c and codec.h are of one stem.
function stem(s) { sub(/.*\//, "", s); sub(/[_.].*/, "", s); return s }
function bad(s) { print s; nFail++; wrong[FILENAME] = 1 }

FNR == 1 {
  nFile++
  me = stem(FILENAME)
  if (!(me in layer))
    bad(FILENAME ": no layer is known for " me "; see tests/layers.awk and DESIGN.md 3")
  else if (index($0, "/* layer " layer[me] ": ") != 1)
    bad(FILENAME ": line 1 is to begin with \"/* layer " layer[me] ": \"")
}
/^#[ ]*include[ ]*["<]/ {
  split($0, q, /["<>]/)
  to = stem(q[2])
  file = FILENAME; sub(/.*\//, "", file)
  if (q[2] in own && own[q[2]] != file)
    bad(FILENAME ": only " own[q[2]] " includes " q[2])
  if ($0 ~ /"/ && (to in layer) && (me in layer) && to != me && layer[to] >= layer[me])
    bad(FILENAME ": layer " layer[me] " may not include " q[2] " (layer " layer[to] ")")
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
