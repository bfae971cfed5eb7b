# manual.awk: what session_help() and the man page say, out of README.md here; run by make.
#
#     awk -v part=findings -f sql/manual.awk ext/base/base_finding.h sql/README.md        for layout/sqlfile.c; likewise topics
#     awk -v man=0.2.0 -f sql/manual.awk ext/base/base_finding.h sql/README.md >tgsession.7
#
# A heading of the third level that begins with a backtick is a topic: "### `session_check([name])`" with all up to the next
# heading.  It may have several names: "### `dc_id`, `port`".  Out come, each ended by \001, as findings the meaning and the remedy
# of each, in their order; as topics names, separated by blanks, and text of each; the first, without a name, lists the others.

FILENAME ~ /\.h$/ {                                   # X(NAME, "code", "severity", "meaning", "remedy") \
  if ($0 ~ /^  X\(/) x = ""
  if ($0 ~ /^  X\(|^    "/) {
    x = x $0
    if (x ~ /"\)( \\)?$/) finding(x)
  }
  next
}
/^```/ { bCode = !bCode; if (t) line(""); next }
!bCode && /^## / { chapter = substr($0, 4); t = 0; next }
!bCode && /^#/ {
  t = 0
  if ($0 ~ /^### `/) topic(substr($0, 5))
  next
}
t && bCode { line("    " $0); next }
t && /^\|/ { row($0); next }
t { prose(plain($0)) }
END { end(); if (man) page(); else if (part == "topics") topics(); else findings() }

function finding(z,    a) {
  gsub(/" \\ +"/, "", z)                               # one text on two lines
  split(z, a, "\"")
  Code[++nCode] = a[2]; Severity[nCode] = a[4]; Meaning[nCode] = a[6]; Remedy[nCode] = a[8]
}
function topic(z,    n, a, i, names, w) {
  end()
  n = split(z, a, "`")
  for (i = 2; i <= n; i += 2) {
    w = a[i]; sub(/^'/, "", w); sub(/[^a-z_].*$/, "", w)
    names = names (names == "" ? "" : " ") w
  }
  t = ++nTopic; Names[t] = names; Chapter[t] = chapter; Title[t] = plain(z)
}
# Markdown as plain text: what is set off by signs, and links.
function plain(z,    x) {
  gsub(/`/, "", z); gsub(/\*\*/, "", z)
  while (match(z, /\[[^][]*\]\([^)]*\)/)) {
    x = substr(z, RSTART + 1, RLENGTH - 2); sub(/\].*/, "", x)
    z = substr(z, 1, RSTART - 1) x substr(z, RSTART + RLENGTH)
  }
  return z
}
function line(z) { flush(); Text[nTopic] = Text[nTopic] z "\n" }
function prose(z) { if (z == "") line(""); else para = para (para == "" ? "" : " ") z }
function flush(    n, a, i, z) {                      # a paragraph, folded
  if (para == "") return
  if (!(nTopic in First)) { z = para; if (i = index(z, ". ")) z = substr(z, 1, i); First[nTopic] = z }
  n = split(para, a, " "); para = ""; z = a[1]
  for (i = 2; i <= n; i++) {
    if (length(z) + length(a[i]) > 98) { Text[nTopic] = Text[nTopic] z "\n"; z = a[i] } else z = z " " a[i]
  }
  Text[nTopic] = Text[nTopic] z "\n"
}
# A row of a table with two columns; the first two lines are its head.
function row(z,    a, n) {
  flush()
  n = split(z, a, /^\| | \| | \|$/)
  if (z ~ /^\|[-|]+$/ || (n < 4 ? 1 : 0) || a[2] == "column" || a[2] == "key" || a[2] == "option") return
  Text[nTopic] = Text[nTopic] "  " plain(a[2]) ": " plain(a[3]) "\n"
}
function end() {
  if (!nTopic) return
  flush(); gsub(/\n\n\n+/, "\n\n", Text[nTopic]); sub(/^\n+/, "", Text[nTopic]); sub(/\n+$/, "\n", Text[nTopic])
}

function overview(chapter,    i, z, n) {
  z = chapter "\n"
  for (i = 1; i <= nTopic; i++) if (Chapter[i] == chapter) {
    z = z sprintf("  %-18s%s\n", Names[i], First[i])
  }
  return z "\n"
}
function findings(    i) { for (i = 1; i <= nCode; i++) printf "%s\001%s\001", Meaning[i], Remedy[i] }
function topics(    i, z) {
  z = overview("Functions") overview("Tables") "Options\n "
  for (i = 1; i <= nTopic; i++) if (Chapter[i] == "Options") z = z " " Names[i]
  printf "\001%s\n\nsession_help(topic) says more of each, of any name in session_formats and of any code in session_findings.\n\001", z
  for (i = 1; i <= nTopic; i++) printf "%s\001%s\n\n%s\001", Names[i], Title[i], Text[i]
}

# ---- the man page

function roff(z) { gsub(/\\/, "\\e", z); gsub(/-/, "\\-", z); sub(/^['.]/, "\\\\\\&&", z); return z }
function page(    i, j, n, a, bIn) {
  printf ".TH TGSESSION 7 \"\" \"tgsession %s\"\n.SH NAME\ntgsession \\- Telegram client sessions as rows of SQLite\n", man
  printf ".SH SYNOPSIS\n.nf\n\\&.load tgsession\nSELECT session_help();\n.fi\n"
  for (i = 1; i <= nTopic; i++) {
    if (Chapter[i] != Chapter[i-1]) printf ".SH %s\n", toupper(Chapter[i])
    printf ".SS %s\n", roff(Title[i])
    n = split(Text[i], a, "\n"); bIn = 0
    for (j = 1; j <= n; j++) {
      if ((a[j] ~ /^  /) != bIn) { bIn = !bIn; print (bIn ? ".nf" : ".fi") }
      print (a[j] == "" ? ".PP" : roff(a[j]))
    }
    if (bIn) print ".fi"
  }
  print ".SH FINDINGS"
  for (i = 1; i <= nCode; i++) printf ".TP\n.B %s\n%s: %s. To do: %s.\n", roff(Code[i]), Severity[i], roff(Meaning[i]), roff(Remedy[i])
}
