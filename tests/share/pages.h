/* Rows that page.c reads against those that SQLite reads: equal or declined, never different.
**
**     h = tgPageNew(&e, 0);
**     compareImage("what it is", p, n, 0);       each table of the image; what differs is a check() that fails
**     compareFile("what it is", "x.session", 1);  a sound one, which must not be declined
*/
#ifndef PAGES_H
#define PAGES_H

#include "files.h"
#include "page/page.h"

/* Before SQLite 3.36 they are there only if it was built with them: without, there are no images to compare. */
#pragma weak sqlite3_serialize
#pragma weak sqlite3_deserialize

static int nEqual, nDecline, nRows;
static TgPage *h;

static i64 sqlInt(sqlite3 *db, const char *zSql){
  TgErr e = TG_ERR_INIT;
  i64 i = tgQueryInt(&e, db, -1, "%s", zSql);
  tgErrClear(&e);
  return i;
}

static int sameCell(const TgPageCell *c, sqlite3_stmt *p, int i){
  int eType = sqlite3_column_type(p, i), n;
  const void *z;
  if( c->eType==SQLITE_INTEGER && eType==SQLITE_FLOAT ){ /* REAL column */
    return sqlite3_column_double(p, i)==c->r;
  }
  if( c->eType!=eType ) return 0;
  switch( eType ){
    case SQLITE_INTEGER: return c->i==sqlite3_column_int64(p, i);
    case SQLITE_FLOAT: return c->r==sqlite3_column_double(p, i);
    case SQLITE_NULL: return c->n==0;
    default:
      z = sqlite3_column_blob(p, i);
      n = sqlite3_column_bytes(p, i);
      return (int)c->n==n && (n==0 || memcmp(z, c->p, (size_t)n)==0);
  }
}

/* How the record of a table lies: aCol[cell] = column, -1: not to be compared.  Returns the
** number of cells, or -1 for a table that is beyond this test. */
static int tableColumns(sqlite3 *db, const char *zTab, int *pbRowid, int *aCol){
  TgErr e = TG_ERR_INIT;
  sqlite3_stmt *p;
  int n = 0, iPk = -1, nPk = 0;
  *pbRowid = 1;
  p = tgPrepare(&e, db, "SELECT wr, type FROM pragma_table_list WHERE schema='main' AND name=%Q",
        zTab);
  if( tgStep(&e, p) ){
    *pbRowid = sqlite3_column_int(p, 0)==0;
    if( strcmp((const char*)sqlite3_column_text(p, 1), "table")!=0 ) n = -1;
  }else{
    n = -1;
  }
  sqlite3_finalize(p);
  p = tgPrepare(&e, db,
        "SELECT hidden, pk, lower(type)='integer', name FROM pragma_table_xinfo(%Q)", zTab);
  while( n>=0 && tgStep(&e, p) ){
    if( sqlite3_column_int(p, 0) || n==TG_PAGE_COLUMNS ) n = -2;
    if( sqlite3_stricmp((const char*)sqlite3_column_text(p, 3), "_rowid_")==0 ) n = -2;
    if( n>=0 && sqlite3_column_int(p, 1) ){
      nPk++;
      if( sqlite3_column_int(p, 2) ) iPk = n;
    }
    if( n>=0 ) aCol[n] = n;
    n++;
  }
  sqlite3_finalize(p);
  p = tgPrepare(&e, db, "SELECT x.cid FROM pragma_index_list(%Q) l, pragma_index_xinfo(l.name) x "
                "WHERE l.origin='pk' ORDER BY x.seqno", zTab);
  if( n>=0 && *pbRowid ){
    if( nPk==1 && iPk>=0 && !tgStep(&e, p) ) aCol[iPk] = -1;
  }else if( n>=0 ){
    int i = 0;
    while( tgStep(&e, p) && i<n ) aCol[i++] = sqlite3_column_int(p, 0);
    if( i!=n ) n = -1;
  }
  sqlite3_finalize(p);
  if( e.rc ) n = -1;
  tgErrClear(&e);
  return n;
}

/* All rows in the order of the table itself: NOT INDEXED does not keep SQLite from another index that has all columns
** of a WITHOUT ROWID table. */
static inline sqlite3_stmt *scanTable(TgErr *e, sqlite3 *db, const char *zTab, int bRowid){
  sqlite3_stmt *p, *pScan = 0;
  if( bRowid ) return tgPrepare(e, db, "SELECT _rowid_, * FROM \"%w\" NOT INDEXED", zTab);
  p = tgPrepare(e, db, "SELECT name FROM pragma_index_list(%Q) WHERE origin='pk'", zTab);
  if( tgStep(e, p) ){
    pScan = tgPrepare(e, db, "SELECT * FROM \"%w\" INDEXED BY \"%w\"", zTab, sqlite3_column_text(p, 0));
  }
  sqlite3_finalize(p);
  return pScan;
}

/* Returns 1: equal, 0: declined, -1: different, 2: SQLite cannot say. */
static int compareTable(sqlite3 *db, const char *zTab, uint32_t iRoot, i64 *piRowid){
  TgErr e = TG_ERR_INIT, eSql = TG_ERR_INIT;
  TgPageRow row;
  sqlite3_stmt *p;
  int aCol[TG_PAGE_COLUMNS+1], bRowid, nCol, bRow, bMine, i, nRow = 0;
  nCol = tableColumns(db, zTab, &bRowid, aCol);
  if( nCol<0 ) return 2;
  p = scanTable(&eSql, db, zTab, bRowid);
  if( p==0 ){
    tgErrClear(&eSql);
    return 2;
  }
  bMine = tgPageFirst(&e, h, iRoot, bRowid ? TG_PAGE_TABLE : TG_PAGE_INDEX, &row);
  for(;;){
    bRow = tgStep(&eSql, p);
    if( tgPageWhy(h) || !bMine || !bRow ) break;
    if( bRowid && sqlite3_column_int64(p, 0)!=row.iRowid ) break;
    for(i=0; i<row.nCell && i<nCol; i++){
      if( aCol[i]>=0 && !sameCell(&row.aCell[i], p, aCol[i]+bRowid) ) break;
    }
    if( i<row.nCell && i<nCol ) break;
    nRows++;
    if( rnd(1u+(unsigned)nRow++)==0 ) *piRowid = row.iRowid;
    bMine = tgPageNext(&e, h, &row);
  }
  sqlite3_finalize(p);
  i = tgPageWhy(h) ? 0 : bMine || bRow || eSql.rc ? -1 : 1;
  tgErrClear(&eSql);
  tgErrClear(&e);
  return i;
}

/* tgPageSeek likewise. */
static int compareSeek(sqlite3 *db, const char *zTab, uint32_t iRoot, i64 iRowid){
  TgErr e = TG_ERR_INIT, eSql = TG_ERR_INIT;
  TgPageRow row;
  sqlite3_stmt *p;
  int aCol[TG_PAGE_COLUMNS+1], bRowid, nCol, bRow, bMine, i, r = 1;
  nCol = tableColumns(db, zTab, &bRowid, aCol);
  if( nCol<0 || !bRowid ) return 2;
  p = tgPrepare(&eSql, db, "SELECT * FROM \"%w\" WHERE _rowid_=%lld", zTab, iRowid);
  if( p==0 ){
    tgErrClear(&eSql);
    return 2;
  }
  bMine = tgPageSeek(&e, h, iRoot, iRowid, &row);
  bRow = tgStep(&eSql, p);
  if( tgPageWhy(h) ) r = 0;
  else if( eSql.rc || bMine!=bRow || (bMine && row.iRowid!=iRowid) ) r = -1;
  for(i=0; r==1 && bMine && i<row.nCell && i<nCol; i++){
    if( aCol[i]>=0 && !sameCell(&row.aCell[i], p, aCol[i]) ) r = -1;
  }
  sqlite3_finalize(p);
  tgErrClear(&eSql);
  tgErrClear(&e);
  return r;
}

static int bHuge;                          /* a row may be longer, or wider, than there is room for */

/* May even a sound file be declined for this? */
static inline int isFair(const char *zWhy){
  return zWhy && (strcmp(zWhy, "no table yet")==0 || strcmp(zWhy, "a long row and auto_vacuum")==0
      || (bHuge && (strcmp(zWhy, "a row of more than 64 kB")==0 || strcmp(zWhy, "a damaged or very wide row")==0)));
}

/* Open what is to be compared: a file, or an image. */
static int openMine(const char *zPath, const void *p, size_t n){
  TgErr e = TG_ERR_INIT;
  int b = zPath ? tgPageOpen(&e, h, zPath, rnd(2) ? TG_PAGE_NOLINK : 0) : tgPageOpenImage(&e, h,
        p, n, 0);
  tgErrClear(&e);
  return b;
}

/* Compare all of a database.  bSound: it must not be declined. (Then SQLite opens it as
** immutable, because it would make a -shm for a WAL mark.) */
static void compare(sqlite3 *db, const char *zWhat, const char *zPath, const void *p, size_t n,
      int bSound){
  TgErr e = TG_ERR_INIT, eSql = TG_ERR_INIT;
  TgPageSchema s;
  sqlite3_stmt *q;
  int i, r = 1, bAll = 1;
  if( !openMine(zPath, p, n) || !tgPageSchema(&e, h, &s) ){
    check(!bSound || isFair(tgPageWhy(h)), "%s: declined: %s", zWhat, tgPageWhy(h));
    tgPageClose(h);
    nDecline++;
    return;
  }
  q = tgPrepare(&eSql, db, "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master");
  for(i=0; tgStep(&eSql, q) && i<s.nRow; i++){
    check(sqlite3_column_int64(q, 3)==s.aRoot[i], "%s: root page %d", zWhat, i);
  }
  check(eSql.rc==SQLITE_OK && i==s.nRow, "%s: schema: %s", zWhat, eSql.zMsg ? eSql.zMsg : "rows");
  sqlite3_reset(q);
  r = compareTable(db, "sqlite_master", 1, &(i64){0});
  check(r!=-1, "%s: sqlite_master differs", zWhat);
  tgPageClose(h);
  while( tgStep(&eSql, q) ){
    const char *zType = (const char*)sqlite3_column_text(q, 0);
    const char *zTab = (const char*)sqlite3_column_text(q, 1);
    uint32_t iRoot = (uint32_t)sqlite3_column_int64(q, 3);
    i64 iRowid = (i64)rnd(100);
    int k;
    if( iRoot==0 || !openMine(zPath, p, n) ) continue;
    if( strcmp(zType, "index")==0 ){
      TgPageRow row;
      i64 nMine = 0;
      int b;
      for(b=tgPageFirst(&e, h, iRoot, TG_PAGE_INDEX, &row); b; b=tgPageNext(&e, h, &row)) nMine++;
      if( bSound ){
        char *z = sqlite3_mprintf("SELECT count(*) FROM \"%w\"",
              (const char*)sqlite3_column_text(q, 2));
        check((nMine==sqlInt(db, z) && tgPageClose(h)) || isFair(tgPageWhy(h)),
              "%s: index %s: %d", zWhat, zTab, (int)nMine);
        sqlite3_free(z);
      }
      tgPageClose(h);
      continue;
    }
    r = compareTable(db, zTab, iRoot, &iRowid);
    check(r!=-1, "%s: table %s differs", zWhat, zTab);
    check(!bSound || r!=0 || isFair(tgPageWhy(h)), "%s: table %s declined: %s", zWhat, zTab,
          tgPageWhy(h));
    if( r==0 ) bAll = 0;
    for(k=0; k<3; k++){
      if( tgPageWhy(h) && (tgPageClose(h), !openMine(zPath, p, n)) ) break;
      r = compareSeek(db, zTab, iRoot, iRowid);
      check(r!=-1, "%s: table %s, row %lld differs", zWhat, zTab, iRowid);
      iRowid += k==0 ? 1 : -(i64)rnd(1000);
    }
    tgPageClose(h);
  }
  sqlite3_finalize(q);
  if( bAll ) nEqual++;
  else nDecline++;
  tgErrClear(&e);
  tgErrClear(&eSql);
}

/* An image as a database in memory, of SQLite's; 0 where that can't be. */
static inline sqlite3 *imageDb(const u8 *p, size_t n){
  sqlite3 *db = 0;
  u8 *a;
  if( sqlite3_deserialize==0 ) return 0;
  a = sqlite3_malloc64(n ? n : 1);
  if( n ) memcpy(a, p, n);
  if( n>19 ) a[18] = a[19] = a[18]==2 && a[19]==2 ? 1 : a[18];   /* memory has no WAL */
  sqlite3_open(":memory:", &db);
  sqlite3_deserialize(db, "main", a, (i64)n, (i64)n, SQLITE_DESERIALIZE_FREEONCLOSE);
  sqlf(db, "PRAGMA cell_size_check=ON");
  return db;
}

/* For both in memory, at exactly its size. */
static inline void compareImage(const char *zWhat, const u8 *p, size_t n, int bSound){
  sqlite3 *db = imageDb(p, n);
  u8 *aMine;
  if( db==0 ) return;
  aMine = malloc(n ? n : 1);
  if( n ) memcpy(aMine, p, n);
  sqlf(db, "PRAGMA writable_schema=ON");                 /* bad SQL does not matter */
  compare(db, zWhat, 0, aMine, n, bSound);
  sqlite3_close(db);
  free(aMine);
}

static inline void compareFile(const char *zWhat, const char *zPath, int bSound){
  sqlite3 *db = 0;
  char *z = sqlite3_mprintf("file:%s%s", zPath, bSound ? "?immutable=1" : "");
  sqlite3_open_v2(z, &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_URI, 0);
  sqlf(db, "PRAGMA cell_size_check=ON");
  compare(db, zWhat, zPath, 0, 0, bSound);
  sqlite3_close(db);
  sqlite3_free(z);
}

#endif
