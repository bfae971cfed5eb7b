# layouts.awk: the layouts with all that they inherit, as they are embedded; run by make.
#
#     awk -f sql/layouts.awk ext/base/base_finding.h sql/layouts/*.sql
#
# Out come NAME, \001, text, \001 for each file.  A layout that says ":base kurigram-7" gets that one's attributes, tables,
# columns, indexes and sections, and puts its own in front; the grammar is in ext/README.md.  What is unknown or does not fit
# is said with file and line, and stops the build.  The first argument has the codes of find-CODE and fix-CODE.

BEGIN {
  words("dc_id server_address port api_id test_mode auth_key date user_id is_bot", Field)
  words("dc_id server_address port api_id test_mode auth_key date user_id is_bot peers usernames states names phones updated", Keeps)
  nAttribute = split("clients string family takes refuse as ipv4 owns version keeps needs access base column without", aAttribute, " ")
  for (i = 1; i <= nAttribute; i++) Attribute[aAttribute[i]] = 1
  words("string family keeps needs access ipv4 owns", Inherited)
  words("schema indexes empty account put-account set-account put-self peers usernames states peer detect write find-username" \
    " find-phone put-peers put-usernames put-states delete-peer delete-state clear clear-peers fast orders dangerous origin wrong fragment", Section)
  words("pyrogram telethon mtcute grammers gotd", Family)
}

function words(z, a,    n, i, w) { n = split(z, w, " "); for (i = 1; i <= n; i++) a[w[i]] = 1 }
function fail(l, line, z) { printf "%s:%d: %s\n", File[l], line, z > "/dev/stderr"; bBad = 1 }
function trim(z) { sub(/^[ \t\r]+/, "", z); sub(/[ \t\r]+$/, "", z); return z }

# The name that a statement or a column begins with.
function ident(z) { if (z ~ /^"/) { z = substr(z, 2); sub(/".*/, "", z) } else sub(/[^A-Za-z0-9_].*/, "", z); return z }

{ gsub(/[\t\r]/, " "); sub(/ +$/, "") }                 # what reads it in C knows blanks and line ends only

# ---- reading: Attr[l, word], and lists of sections and of changes to the schema, in the file's order

FILENAME ~ /\.h$/ {
  while (match($0, /X\([A-Z_0-9]+, "[a-z0-9-]+"/)) {
    z = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH)
    sub(/^[^"]*"/, "", z); sub(/"$/, "", z); Code[z] = 1
  }
  next
}
FNR == 1 {
  l = FILENAME; sub(/^.*\//, "", l); sub(/\.sql$/, "", l)
  File[l] = FILENAME; Name[++nName] = l; First[l] = $0; k = 0
  if (index($0, "-- " l ": ") != 1) fail(l, 1, "the first line is not \"-- " l ": what it is\"")
  next
}
/^-- :/ {
  z = substr($0, 5); w = z; sub(/[ \t\r].*/, "", w); z = trim(substr(z, length(w) + 1)); k = 0
  if (w in Attribute) attribute(l, w, z)
  else section(l, w, z)
  next
}
/^ *--/ { next }
k { Body[l, k] = Body[l, k] $0 "\n" }
!k && /[^ \t\r]/ { fail(l, FNR, "text that belongs to no section") }

function attribute(l, w, z,    n, i, a) {
  if (w == "column" || w == "without") { Change[l, ++nChange[l]] = w " " z; ChangeLine[l, nChange[l]] = FNR; return }
  if ((l, w) in Attr) fail(l, FNR, "a second :" w)
  Attr[l, w] = z; Line[l, w] = FNR
  if (w == "family" && !(z in Family)) fail(l, FNR, "unknown family " z)
  if (w == "access" && z !~ /^(write|read|hidden)$/) fail(l, FNR, "access is write, read or hidden, not " z)
  if (w == "version" && z !~ /^[a-z]+\.[a-z]+ [0-9]+$/) fail(l, FNR, "version is TABLE.COLUMN NUMBER, not " z)
  if (w == "owns" && z !~ /^user_version [0-9]+$/) fail(l, FNR, "owns is user_version NUMBER, not " z)
  if (w == "keeps" || w == "needs") {
    n = split(z, a, " ")
    for (i = 1; i <= n; i++) if (!(a[i] in Keeps) && !(i == 1 && a[i] == "+")) fail(l, FNR, "unknown word " a[i] " in :" w)
  }
}

function section(l, w, z,    n, i, a) {
  n = split(z, a, " ")
  if (w ~ /^(find|fix)-/ && !(w in Section)) {
    sub(/^(find|fix)-/, "", w)
    if (!(w in Code)) fail(l, FNR, "no finding has the code " w)
  } else if (!(w in Section)) { fail(l, FNR, "unknown section or attribute :" w); n = 0; a[1] = "" }
  if (a[1] == "if") {
    for (i = 2; i <= n; i++) if (a[i] !~ /^!?[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)?$/) fail(l, FNR, "no condition: " a[i])
  } else if (n && !(a[1] == "before" && n == 2 && (w == "schema" || w == "indexes")) && w != "fragment") fail(l, FNR, "unknown words: " z)
  k = ++nSection[l]
  Head[l, k] = substr($0, 5); Word[l, k] = Head[l, k]; sub(/[ \t\r].*/, "", Word[l, k]); Rest[l, k] = z; SectionLine[l, k] = FNR
}

# ---- the schema: Table[l, i], its first line Open[l, t], its items Item[l, t, j], its last line Tail[l, t]; likewise Index[l, i] and its text Made[l, name]

# A list a[p, 1...n[p]]: where x is in it, or would be; put x in at i; take x out.
function seek(a, n, p, x,    i) { for (i = 1; i <= n[p] && ident(trim(a[p, i])) != x; i++) ; return i }
function put(a, n, p, i, x,    j) { for (j = ++n[p]; j > i; j--) a[p, j] = a[p, j-1]; a[p, i] = x }
function take(a, n, p, x,    i) {
  if ((i = seek(a, n, p, x)) > n[p]) return 0
  for (n[p]--; i <= n[p]; i++) a[p, i] = a[p, i+1]
  return 1
}
function schema(l, k,    n, i, a, t, before) {
  before = Rest[l, k]; sub(/^before /, "", before)
  n = split(Body[l, k], a, "\n")
  for (i = 1; i <= n; i++) {
    if (a[i] ~ /^CREATE TABLE main\./) {
      t = ident(substr(a[i], 19))
      if (!((l, t) in Tail)) put(Table, nTable, l, seek(Table, nTable, l, before), t)
      nItem[l, t] = 0; Open[l, t] = a[i]
    } else if (t != "" && a[i] ~ /^\)/) { Tail[l, t] = a[i]; t = "" }
    else if (t != "") { sub(/,[ \t\r]*$/, "", a[i]); Item[l, t, ++nItem[l, t]] = a[i] }
    else if (trim(a[i]) != "") fail(l, SectionLine[l, k], "a schema is CREATE TABLE main.NAME ( and a column a line, not " a[i])
  }
}
function indexes(l, k,    n, i, a, t, before) {
  before = Rest[l, k]; sub(/^before /, "", before)
  n = split(Body[l, k], a, "\n")
  for (i = 1; i <= n; i++) {
    if (a[i] ~ /^CREATE (UNIQUE )?(INDEX|TRIGGER) main\./) {
      t = a[i]; sub(/^[^.]*\./, "", t); t = ident(t)
      if (!((l, t) in Made)) put(Index, nIndex, l, seek(Index, nIndex, l, before), t)
      Made[l, t] = ""
    } else if (trim(a[i]) != "" && t == "") fail(l, SectionLine[l, k], "indexes are CREATE INDEX or TRIGGER main.NAME, not " a[i])
    if (t != "" && trim(a[i]) != "") Made[l, t] = Made[l, t] a[i] "\n"
  }
}
function column(l, k, z,    n, a, t, c, after, i) {       # sessions.port INTEGER after server_address
  n = split(z, a, " "); t = a[1]; c = t; sub(/\..*/, "", t); sub(/^[^.]*\./, "", c)
  if (n > 2 && a[n-1] == "after") { after = a[n]; sub(/ +after +[^ ]+$/, "", z) }
  if (!((l, t) in Tail) || c == a[1]) { fail(l, ChangeLine[l, k], "there is no table " t " to get a column"); return }
  sub(/^[^.]*\./, "  ", z)
  for (i = 1; i <= nItem[l, t] && Item[l, t, i] !~ /^ *(PRIMARY|FOREIGN|UNIQUE|CHECK|CONSTRAINT) /; i++) ;
  if (after != "" && (i = seek(Item, nItem, l SUBSEP t, after) + 1) > nItem[l, t] + 1) {
    fail(l, ChangeLine[l, k], "there is no column " t "." after); return
  }
  put(Item, nItem, l SUBSEP t, i, z)
}
function without(l, k, z,    n, a, i, t, c, b) {             # peers.username idx_peers_username
  n = split(z, a, " ")
  for (i = 1; i <= n; i++) {
    t = c = a[i]; sub(/\..*/, "", t); sub(/^[^.]*\./, "", c)
    if (c != a[i]) b = take(Item, nItem, l SUBSEP t, c)
    else if ((l, t) in Tail) { b = take(Table, nTable, l, t); delete Tail[l, t] }
    else if (b = take(Index, nIndex, l, t)) delete Made[l, t]
    if (!b) fail(l, ChangeLine[l, k], "there is no " a[i] " to leave out")
  }
}

# ---- inheritance.  Root[l]: the hidden base at the bottom, which stays one of its own; "" for none

function inherit(l, b,    w, i, j, t) {
  for (w in Inherited) if ((b, w) in Attr && !(w == "access" && Attr[b, w] == "hidden")) {
    if (!((l, w) in Attr)) Attr[l, w] = Attr[b, w]
    else if (Attr[l, w] ~ /^\+/) Attr[l, w] = Attr[b, w] substr(Attr[l, w], 2)
  }
  for (i = 1; i <= nTable[b]; i++) {
    t = Table[b, i]; Table[l, i] = t; Open[l, t] = Open[b, t]; Tail[l, t] = Tail[b, t]; nItem[l, t] = nItem[b, t]
    for (j = 1; j <= nItem[b, t]; j++) Item[l, t, j] = Item[b, t, j]
  }
  nTable[l] = nTable[b]
  for (i = 1; i <= nIndex[b]; i++) { t = Index[b, i]; Index[l, i] = t; Made[l, t] = Made[b, t] }
  nIndex[l] = nIndex[b]
}
function resolve(l,    b, k, z) {
  if (State[l] == 2) return
  if (State[l] == 1) { fail(l, Line[l, "base"], "it is a base of its own"); exit 1 }
  State[l] = 1
  nTable[l] += 0; nIndex[l] += 0
  b = Attr[l, "base"]
  if (b != "" && !(b in File)) { fail(l, Line[l, "base"], "there is no layout " b); b = "" }
  if (b != "") { resolve(b); inherit(l, b); Root[l] = Attr[b, "access"] == "hidden" ? b : Root[b] }
  for (k = 1; k <= nChange[l]; k++) if (Change[l, k] ~ /^without /) without(l, k, substr(Change[l, k], 9))
  for (k = 1; k <= nSection[l]; k++) {
    if (Word[l, k] == "schema") schema(l, k)
    else if (Word[l, k] == "indexes") indexes(l, k)
    else if (Word[l, k] == "fragment") { z = Body[l, k]; sub(/\n+$/, "", z); Fragment[l, Rest[l, k]] = z }
  }
  for (k = 1; k <= nChange[l]; k++) if (Change[l, k] ~ /^column /) column(l, k, substr(Change[l, k], 8))
  State[l] = 2
}

# ---- writing

# {NAME} is the fragment of that name, here or in a base; {LAYOUT/NAME} that of another; {NAME:X} has X for each @.
function fragments(l, k, z,    f, b, i, n, x, at, len) {
  while (match(z, /\{([a-z0-9.-]+\/)?[a-z-]+(:[a-z_]+)?\}/)) {
    at = RSTART; len = RLENGTH; f = substr(z, at + 1, len - 2); b = l; x = ""
    if (i = index(f, ":")) { x = substr(f, i + 1); f = substr(f, 1, i - 1) }
    if (i = index(f, "/")) { b = substr(f, 1, i - 1); f = substr(f, i + 1) }
    while (b != "" && !((b, f) in Fragment)) b = Attr[b, "base"]
    if (b == "" || ++n > 99) { fail(l, SectionLine[l, k], "there is no fragment " substr(z, at + 1, len - 2)); return z }
    f = Fragment[b, f]; gsub(/@/, x, f)
    z = substr(z, 1, at - 1) f substr(z, at + len)
  }
  return z
}
function sections(l,    b, k, w, n, aOwn) {                   # its own, then those of each base that it hides
  for (b = l; b != "" && (b == l || Attr[b, "access"] != "hidden"); b = Attr[b, "base"]) {
    for (k = 1; k <= nSection[b]; k++) {
      w = Word[b, k]
      if (w ~ /^(schema|indexes|fragment)$/ || (w in aOwn)) continue
      if (w != "empty" && Body[b, k] !~ /[^\n]/) fail(b, SectionLine[b, k], "there is nothing in :" w)
      printf "-- :%s\n", Head[b, k]
      if (w == "empty") version(l)
      printf "%s", fragments(b, k, Body[b, k])
    }
    for (k = 1; k <= nSection[b]; k++) if (Rest[b, k] == "") aOwn[Word[b, k]] = 1
  }
}
function version(l,    v, t) {                                 # the row of :version
  if (split(Attr[l, "version"], v, " ") < 2) return
  split(v[1], t, ".")
  printf "DELETE FROM main.%s;\nINSERT INTO main.%s (%s) VALUES (%s);\n", t[1], t[1], t[2], v[2]
}
# The account's row is recognised in a wreck by the order of its columns: one that no base has is added to theirs.
function orders(l,    i, j, t, c, bKey, z, b, k) {
  for (i = 1; i <= nTable[l] && Root[l] != ""; i++) {
    t = Table[l, i]; z = ""; bKey = 0
    for (j = 1; j <= nItem[l, t]; j++) {
      c = ident(trim(Item[l, t, j]))
      if (c == "auth_key") bKey = 1
      z = z (j > 1 ? " " : "") (c in Field ? c : "-")
    }
    for (b = l; b != "" && bKey; b = Attr[b, "base"])
      for (k = 1; k <= nSection[b]; k++) if (Word[b, k] == "orders" && index("\n" Body[b, k], "\n" z "\n")) bKey = 0
    if (bKey) printf "-- :orders\n%s\n", z
  }
}
function layout(l,    w, i, j, t) {
  printf "%s\001%s\n", l, First[l]
  if (Root[l] != "") printf "-- :base %s\n", Root[l]
  for (i = 1; i <= nAttribute; i++) {
    w = aAttribute[i]
    if (w != "base" && (l, w) in Attr) printf "-- :%s %s\n", w, Attr[l, w]
  }
  if (nTable[l]) printf "-- :schema\n"
  for (i = 1; i <= nTable[l]; i++) {
    t = Table[l, i]
    printf "%s\n", Open[l, t]
    for (j = 1; j <= nItem[l, t]; j++) printf "%s%s\n", Item[l, t, j], (j < nItem[l, t] ? "," : "")
    printf "%s\n", Tail[l, t]
  }
  if (nIndex[l]) printf "-- :indexes\n"
  for (i = 1; i <= nIndex[l]; i++) printf "%s", Made[l, Index[l, i]]
  sections(l)
  orders(l)
  printf "\001"
}
END {
  if (bBad) exit 1
  for (i = 1; i <= nName; i++) resolve(Name[i])
  if (!bBad) for (i = 1; i <= nName; i++) layout(Name[i])
  if (bBad) exit 1
}
