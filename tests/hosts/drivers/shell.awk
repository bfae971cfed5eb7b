# The checks in the sqlite3 shell: its script out of the lines, and the lines' answers out of what it prints.
#
#     awk -f shell.awk -v so=tgsession.so LINES LINES | sqlite3 -batch 2>&1 | awk -f shell.awk -v read=1
#
# What a check is to give to another is kept in an attached database, for a parameter is an expression.
BEGIN { FS = "\t" }

function quoted(s) { gsub(/'/, "''", s); return "'" s "'" }
function opened(n, path) {
  print ".connection " (n-1)
  print ".open " path
  print ".load " so
  print "ATTACH 'kept.db' AS kept;"
}
function parameter(i, p,   kind, v) {
  kind = substr(p, 1, 1); v = substr(p, 3)
  if (kind == "t") v = quoted(v)
  if (kind == "b") v = "x'" v "'"
  if (kind == "n") v = "NULL"
  if (kind == "=") v = "(SELECT v FROM kept.kept WHERE name = " quoted(v) ")"
  print ".parameter set ?" i " \"" v "\""
}

# The first time through the lines: which are referred to?
!read && FNR == NR { for (i = 5; i <= NF; i++) if ($i ~ /^= /) refer[substr($i, 3)] = 1; next }
!read && FNR == 1 {
  print ".mode quote\n.nullvalue NULL\n.separator ' | '\n.bail off"
  opened(1, ":memory:")
  print "CREATE TABLE kept.kept(name, v);"
}
!read && $1 == "open" { opened($2, $3) }
!read && $1 == "load" { print ".connection " ($2-1) "\n.load " so }
!read && $1 == "close" { print ".connection 0\n.connection close " ($2-1) }
!read && $1 == "run" {
  print ".connection " ($3-1)
  print ".parameter clear"
  for (i = 5; i <= NF; i++) parameter(i-4, $i)
  print ".print \"== " $2 "\""
  if ($2 in refer) {
    print "INSERT INTO kept.kept SELECT " quoted($2) ", (" $4 ");"
    print "SELECT v FROM kept.kept WHERE name = " quoted($2) ";"
  } else {
    print $4 ";"
  }
}

# 'it''s' | X'00ff' | 5: without the quotes
function plain(s,   out, q, i) {
  out = ""
  while (s != "") {
    if (match(s, /^X'[0-9A-Fa-f]*'/) || match(s, /^x'[0-9A-Fa-f]*'/)) {
      out = out tolower(substr(s, 1, RLENGTH))
    } else if (match(s, /^'([^']|'')*'/)) {
      q = substr(s, 2, RLENGTH-2)
      gsub(/''/, "'", q)
      out = out q
    } else {
      match(s, /^[^ ]*( \| )?/)
      out = out substr(s, 1, RLENGTH)
      if (RLENGTH == 0) { out = out s; return out }
      s = substr(s, RLENGTH+1)
      continue
    }
    s = substr(s, RLENGTH+1)
    if (substr(s, 1, 3) == " | ") { out = out " | "; s = substr(s, 4) }
  }
  return out
}
read && /^== / { if (name != "") print name "\t" out; name = substr($0, 4); out = ""; n = 0; next }
read && name != "" {
  if ($0 ~ /^(Runtime error|Parse error|Error)/) { sub(/^[^:]*: /, ""); if (out !~ /^error/) out = "error: " $0; next }
  if (out ~ /^error/) next
  out = out (n++ ? " ; " : "") plain($0)
}
END { if (read && name != "") print name "\t" out }
