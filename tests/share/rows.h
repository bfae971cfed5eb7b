/* rows(path): all tables of a database file, a row a line, as a JSON array, for the SQL host:
**
**     SELECT value FROM json_each(rows('./my.session'))       peers: 1 11 'user' 'zoe' '49' now
**
** Tables by name, rows as they stand there.  A key of 256 bytes is its first one, and a time about now is 'now', in
** seconds or milliseconds: so the lines are the same in each run.  An error is the only line.
*/
#ifndef ROWS_H
#define ROWS_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void rowsCell(sqlite3_str *p, sqlite3_stmt *q, int i){
  sqlite3_int64 v = sqlite3_column_int64(q, i), now = (sqlite3_int64)time(0);
  int k, n = sqlite3_column_bytes(q, i);
  const unsigned char *a = sqlite3_column_blob(q, i);
  switch( sqlite3_column_type(q, i) ){
    case SQLITE_NULL:
      sqlite3_str_appendall(p, " NULL");
      break;
    case SQLITE_INTEGER:
      if( llabs(v-now)<600 || llabs(v/1000-now)<600 ) sqlite3_str_appendall(p, " now");
      else sqlite3_str_appendf(p, " %lld", v);
      break;
    case SQLITE_BLOB:
      if( n==256 ) sqlite3_str_appendf(p, " %c", a[0]);
      else sqlite3_str_appendall(p, " x'");
      for(k=0; n!=256 && k<n; k++) sqlite3_str_appendf(p, "%02x", a[k]);
      if( n!=256 ) sqlite3_str_appendall(p, "'");
      break;
    default:
      sqlite3_str_appendf(p, " %Q", (const char*)sqlite3_column_text(q, i));
  }
}

/* A JSON string more. */
static void rowsLine(sqlite3_str *pOut, char *z){
  const char *c;
  sqlite3_str_appendall(pOut, sqlite3_str_length(pOut)>1 ? ",\"" : "\"");
  for(c=z ? z : "out of memory"; *c; c++){
    if( *c=='"' || *c=='\\' ) sqlite3_str_appendchar(pOut, 1, '\\');
    sqlite3_str_appendchar(pOut, 1, *c);
  }
  sqlite3_str_appendall(pOut, "\"");
  sqlite3_free(z);
}

static void rowsTable(sqlite3_str *pOut, sqlite3 *db, const char *zTable){
  char *zSql = sqlite3_mprintf("SELECT * FROM \"%w\"", zTable);
  sqlite3_stmt *q = 0;
  int i;
  sqlite3_prepare_v2(db, zSql, -1, &q, 0);
  while( q && sqlite3_step(q)==SQLITE_ROW ){
    sqlite3_str *p = sqlite3_str_new(0);
    sqlite3_str_appendf(p, "%s:", zTable);
    for(i=0; i<sqlite3_column_count(q); i++) rowsCell(p, q, i);
    rowsLine(pOut, sqlite3_str_finish(p));
  }
  if( sqlite3_finalize(q)!=SQLITE_OK || q==0 ) rowsLine(pOut, sqlite3_mprintf("! %s", sqlite3_errmsg(db)));
  sqlite3_free(zSql);
}

static void fnRows(sqlite3_context *ctx, int n, sqlite3_value **a){
  sqlite3_str *pOut = sqlite3_str_new(0);
  sqlite3_stmt *q = 0;
  sqlite3 *db = 0;
  (void)n;
  sqlite3_str_appendall(pOut, "[");
  sqlite3_open_v2((const char*)sqlite3_value_text(a[0]), &db, SQLITE_OPEN_READONLY, 0);
  sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name", -1, &q, 0);
  while( q && sqlite3_step(q)==SQLITE_ROW ) rowsTable(pOut, db, (const char*)sqlite3_column_text(q, 0));
  if( sqlite3_finalize(q)!=SQLITE_OK || q==0 ) rowsLine(pOut, sqlite3_mprintf("! %s", sqlite3_errmsg(db)));
  sqlite3_close(db);
  sqlite3_str_appendall(pOut, "]");
  sqlite3_result_text(ctx, sqlite3_str_finish(pOut), -1, sqlite3_free);
}

#endif
