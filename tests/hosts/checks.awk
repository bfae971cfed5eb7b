# checks.sql as lines that every language can split at tabs, and what a host answered beside what is wanted.
#
#     awk -f checks.awk checks.sql                          run <tab> name <tab> connection <tab> statement <tab> parameter ...
#     awk -f checks.awk -v answers=FILE -v host=NAME [-v limits='NAME;NAME;'] checks.sql
#
# A host answers "name <tab> a | b ; c | d", or "name <tab> error: what it says"; a statement without rows gives nothing.  Prints
# what differs, and "NAME: N passed, M failed".  Where the host itself can't, the check that fails is a limit, and skipped.

function end_check(   got, ok) {
  if (name == "") return
  if (answers == "") {
    print "run\t" name "\t" on "\t" sql param
  } else {
    got = name in answer ? answer[name] : "no answer"
    if (error != "") ok = index(got, "error: ") == 1 && index(got, error)
    else ok = !wanted || got == want
    if (!wanted && error == "" && index(got, "error: ") == 1 || got == "no answer") ok = 0
    if (ok) nPass++
    else if (index(";" limits, ";" name ";")) nLimit++
    else {
      nFail++
      print host ": " name ":"
      print "  wanted " (error != "" ? "an error with: " error : want)
      print "  got    " substr(got, 1, 400)
    }
  }
  name = sql = param = want = error = ""
  wanted = 0
}

BEGIN {
  on = 1
  while (answers != "" && (getline line <answers) > 0)
    if (i = index(line, "\t")) answer[substr(line, 1, i-1)] = substr(line, i+1)
}
/^== / { end_check(); name = substr($0, 4); if (name in seen) { print "two checks " name; exit 1 }; seen[name] = 1; next }
/^-- / && name == "" || /^--$/ || /^$/ { next }
/^\./ {
  end_check()
  if ($1 == ".on") on = $2
  else if (answers == "") print substr($1, 2) "\t" $2 "\t" $3
  next
}
/^\? B / { s = ""; for (i = 0; i < 256; i++) s = s $3; param = param "\tb " s; next }
/^\? n/ { param = param "\tn -"; next }
/^\? = / { param = param "\t= " substr($0, 5); next }
/^\? / { param = param "\t" substr($0, 3); next }
/^--> / { want = want (wanted++ ? " ; " : "") substr($0, 5); next }
/^--! / { error = substr($0, 5); next }
{ sql = sql (sql == "" ? "" : " ") $0 }
END {
  end_check()
  if (answers != "") { print host ": " nPass+0 " passed, " nFail+0 " failed" (nLimit ? ", " nLimit " skipped" : ""); exit nFail > 0 }
}
