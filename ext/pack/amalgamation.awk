# All of ext/ as one C file, for programs that would rather copy a file than link a library:
#
#     awk -f ext/pack/amalgamation.awk build/layouts.inc ext/*.c ext/*/*.c >build/tgsession.c
#
#     cc -O2 -fvisibility=hidden -shared -fPIC tgsession.c -o tgsession.so -lz     # an extension
#     cc -O2 -DSQLITE_CORE app.c tgsession.c -lsqlite3 -lz                         # in a program, with tgsession.h
#
# Ours are put in where they are first included, and dropped where they are again.  What a file defines ends with it: its
# macros, and the enumerators that another file has, too (the columns of each table are COL_NAME and so on).  Two static functions of one
# name in different files are a mistake that the compiler tells; the name is changed in ext/.

function code(s) { sub(/\/\*.*/, "", s); return s }

# Every enumerator of a file: those that two files have are renamed in both.  And what has to stand before all else.
function enumerators(path,   s, a, i, k, in_enum) {
  while ((getline s <path) > 0) {
    s = code(s)
    sub(/[ \t]+$/, "", s)
    if (s ~ /^#define _/ && !(s in top)) { top[s] = 1; print s }       # what the system's headers are to show
    if (s ~ /^enum[ {]/) in_enum = 1
    if (!in_enum) continue
    k = split(s, a, /[^A-Za-z0-9_]+/)
    for (i = 1; i <= k; i++)
      if (a[i] ~ /^[A-Z]+_/ && !((path, a[i]) in has)) {
        has[path, a[i]] = 1
        enums[path] = enums[path] " " a[i]
        count[a[i]]++
      }
    if (s ~ /}/) in_enum = 0
  }
  close(path)
}

# The first includes of a file are of ours, and below them: "base/base.h" is ext/base/base.h.
function put(path, depth,   s, name, a, i, k, undef, tag) {
  if (depth > 20) { print path ": includes without an end" >"/dev/stderr"; exit 1 }
  tag = path
  gsub(/.*\/|\.[ch]$/, "", tag)
  print "\n/************** " path " **************/"
  k = depth ? 0 : split(enums[path], a, " ")
  for (i = 1; i <= k; i++)
    if (count[a[i]] > 1) {
      print "#define " a[i] " " tag "_" a[i]
      undef = undef "#undef " a[i] "\n"
    }
  while ((getline s <path) > 0) {
    if (s ~ /^#[ ]*include[ ]*"/) {
      name = s
      sub(/^[^"]*"/, "", name)
      sub(/".*/, "", name)
      if (name ~ /^sqlite3/) { print s; continue }
      if (!(name in done)) {
        done[name] = 1
        put(name == "layouts.inc" ? layouts : root name, depth + 1)
      }
      continue
    }
    if (s ~ /^#define (_|TG_MAIN)/) continue               # these stand at the top of all
    if (!depth && s ~ /^#[ ]*define /) {
      name = s
      sub(/^#[ ]*define[ ]+/, "", name)
      sub(/[^A-Za-z0-9_].*/, "", name)
      undef = undef "#undef " name "\n"
    }
    print s
  }
  close(path)
  printf "%s", undef
}

BEGIN {
  root = "ext/"
  layouts = ARGV[1]
  print "/* tgsession: Telegram client sessions as rows of SQLite, all of it in one file; made by `make amalgamation`."
  print "**"
  print "**     cc -O2 -fvisibility=hidden -shared -fPIC tgsession.c -o tgsession.so -lz     an extension"
  print "**     cc -O2 -DSQLITE_CORE app.c tgsession.c -lsqlite3 -lz                         in a program; see tgsession.h"
  print "*/"
  print "#define TG_MAIN"
  for (i = 2; i < ARGC; i++) enumerators(ARGV[i])
  for (i = 2; i < ARGC; i++) put(ARGV[i], 0)
}
