# The checks in Perl, by DBD::SQLite:  perl host.pl tgsession.so <lines
use strict;
use warnings;
use DBI qw(:sql_types);

my $so = shift;
my (%conns, %kept);

sub opened {
  my $db = DBI->connect("dbi:SQLite:dbname=$_[0]", '', '', {RaiseError => 1, PrintError => 0, AutoCommit => 1,
                                                           sqlite_allow_multiple_statements => 0});
  $db->sqlite_enable_load_extension(1);
  loaded($db);
  return $db;
}
sub loaded { $_[0]->sqlite_load_extension($so) or die $_[0]->errstr }

sub bound {
  my ($stmt, $i, $p) = @_;
  my ($kind, $v) = (substr($p, 0, 1), substr($p, 2));
  if ($kind eq '=') { return $stmt->bind_param($i, $kept{$v}[0], $kept{$v}[1] ? SQL_BLOB : undef) }
  if ($kind eq 'i') { return $stmt->bind_param($i, $v, SQL_INTEGER) }
  if ($kind eq 'r') { return $stmt->bind_param($i, $v, SQL_REAL) }
  if ($kind eq 'b') { return $stmt->bind_param($i, pack('H*', $v), SQL_BLOB) }
  if ($kind eq 'n') { return $stmt->bind_param($i, undef) }
  return $stmt->bind_param($i, $v);                            # t, and j: a scalar is bound as text
}

# DBI does not say which cell is a blob: what is no text of ours is one.
sub is_blob { defined $_[0] && $_[0] =~ /[^\x20-\x7e\x80-\xff]|^0000$/ }

$conns{1} = opened(':memory:');
while (my $line = <STDIN>) {
  chomp $line;
  my ($verb, @f) = split /\t/, $line, -1;
  if ($verb eq 'open') { $conns{$f[0]} = opened($f[1]) }
  elsif ($verb eq 'load') { loaded($conns{$f[0]}) }
  elsif ($verb eq 'close') { delete($conns{$f[0]})->disconnect }
  elsif ($verb eq 'run') {
    my ($name, $conn, $sql, @params) = @f;
    my @out;
    my $ok = eval {
      my $stmt = $conns{$conn}->prepare($sql);
      bound($stmt, $_ + 1, $params[$_]) for 0 .. $#params;
      $stmt->execute;
      while ($stmt->{NUM_OF_FIELDS} && (my $row = $stmt->fetchrow_arrayref)) {
        $kept{$name} = [$row->[0], is_blob($row->[0])] if !@out;
        push @out, join ' | ', map { !defined $_ ? 'NULL' : is_blob($_) ? "x'" . unpack('H*', $_) . "'" : $_ } @$row;
      }
      1;
    };
    (my $error = $@ || '') =~ s/\n/ /g;
    print "$name\t", $ok ? join(' ; ', @out) : "error: $error", "\n";
  }
}
