<?php
// The checks in PHP:  php -d sqlite3.extension_dir=DIR host.php tgsession.so <lines
$so = $argv[1];
$conns = [];
$kept = [];

function open($path, $so) {
  $db = new SQLite3($path);
  $db->enableExceptions(true);
  $db->loadExtension($so);
  return $db;
}

function bind($stmt, $i, $p, $kept) {
  $v = substr($p, 2);
  switch ($p[0]) {
    case 't': return $stmt->bindValue($i, $v, SQLITE3_TEXT);
    case 'i': return $stmt->bindValue($i, (int)$v, SQLITE3_INTEGER);
    case 'j': return $stmt->bindValue($i, $v);                 // as a form brings it
    case 'r': return $stmt->bindValue($i, (float)$v, SQLITE3_FLOAT);
    case 'b': return $stmt->bindValue($i, hex2bin($v), SQLITE3_BLOB);
    case 'n': return $stmt->bindValue($i, null, SQLITE3_NULL);
    case '=': return $stmt->bindValue($i, $kept[$v][0], $kept[$v][1]);
  }
}

function show($v, $type) {
  return $v === null ? 'NULL' : ($type == SQLITE3_BLOB ? "x'" . bin2hex($v) . "'" : (string)$v);
}

$conns['1'] = open(':memory:', $so);
foreach (explode("\n", stream_get_contents(STDIN)) as $line) {
  $f = explode("\t", $line);
  if ($f[0] == 'open') $conns[$f[1]] = open($f[2], $so);
  if ($f[0] == 'load') $conns[$f[1]]->loadExtension($so);
  if ($f[0] == 'close') { $conns[$f[1]]->close(); unset($conns[$f[1]]); }
  if ($f[0] != 'run') continue;
  $out = [];
  try {
    $stmt = $conns[$f[2]]->prepare($f[3]);
    for ($i = 4; $i < count($f); $i++) bind($stmt, $i - 3, $f[$i], $kept);
    $result = $stmt->execute();
    while ($result->numColumns() && $row = $result->fetchArray(SQLITE3_NUM)) {
      $cells = [];
      foreach ($row as $i => $v) $cells[] = show($v, $result->columnType($i));
      if (!$out) $kept[$f[1]] = [$row[0], $result->columnType(0)];
      $out[] = implode(' | ', $cells);
    }
    $text = implode(' ; ', $out);
    $result->finalize();
    $stmt->close();
  } catch (Exception $e) {
    $text = 'error: ' . $e->getMessage();
    unset($result, $stmt);                                     // what is left of it holds a lock
  }
  echo $f[1], "\t", $text, "\n";
}
