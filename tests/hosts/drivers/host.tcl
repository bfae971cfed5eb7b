# The checks in Tcl:  tclsh host.tcl tgsession.so <lines
package require sqlite3
set so [lindex $argv 0]
fconfigure stdin -encoding utf-8
fconfigure stdout -encoding utf-8

proc opened {n path} {
  sqlite3 db$n $path
  loaded $n
}
proc loaded {n} {
  db$n enable_load_extension 1
  db$n eval {SELECT load_extension($::so)}
  db$n enable_load_extension 0
}

# How a value is bound follows from how Tcl has it at that time: a byte array as a BLOB by @, a number as one.
proc value {p} {
  set v [string range $p 2 end]
  switch [string index $p 0] {
    i - j { return [expr {wide($v)}] }
    r { return [expr {double($v)}] }
    b { return [binary decode hex $v] }
    = { return $::kept($v) }
  }
  return $v
}

opened 1 :memory:
foreach line [split [read stdin] \n] {
  set f [split $line \t]
  lassign $f verb name conn sql
  switch $verb {
    open { opened $name $conn }
    load { loaded $name }
    close { db$name close }
    run {
      # ?1 is a variable here: $p1, or @p1 for what is bytes; one that isn't set is NULL.
      set i 0
      array unset a
      foreach p [lrange $f 4 end] {
        incr i
        set bytes [expr {[string index $p 0] eq "b" || [string index $p 0] eq "=" && [info exists blob([string range $p 2 end])]}]
        set sql [string map [list ?$i [expr {$bytes ? "@" : "\$"}]a($i)] $sql]
        if {[string index $p 0] ne "n"} { set a($i) [value $p] }
      }
      set out {}
      if {[catch {
        db$conn nullvalue \x01
        db$conn eval $sql row {
          set cells {}
          foreach c $row(*) {
            set v $row($c)
            if {$v eq "\x01"} { set v NULL }
            # Tcl does not say what is a BLOB: what holds other than text is one.
            set kept_v $v
            if {[regexp {[\x00-\x1f]} $v] || $v eq "0000"} { set v x'[binary encode hex $v]' }
            if {![llength $out] && ![llength $cells]} {
              set kept($name) $kept_v
              if {$v ne $kept_v} { set blob($name) 1 }
            }
            lappend cells $v
          }
          lappend out [join $cells " | "]
        }
      } message]} {
        puts "$name\terror: [string map {\n { }} $message]"
      } else {
        puts "$name\t[join $out { ; }]"
      }
    }
  }
}
