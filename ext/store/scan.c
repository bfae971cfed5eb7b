/* store: the account of a session file that is not opened as a database; see scan.h. */
#include "store/scan_int.h"

TgScan *tgScanNew(TgErr *e, TgCatalogue *pCat){
  TgScan *p = tgAlloc(e, sizeof(*p));
  if( p==0 ) return 0;
  p->pCat = pCat;
  p->h = tgPageNew(e, 0);
  if( p->h==0 ){
    sqlite3_free(p);
    p = 0;
  }
  return p;
}

void tgScanFree(TgScan *p){
  int i;
  if( p==0 ) return;
  for(i=0; i<p->nKind; i++){
    sqlite3_free(p->aKind[i].a);
    sqlite3_free(p->aKind[i].zProblem);
  }
  tgPageFree(p->h);
  sqlite3_free(p);
}

/*************************************** Learning ***********************************************/

/* Make db a database with the schema of the open file.  Its rows are put into sqlite_master as they
** are, so that SQLite parses them as it parses those of a file: what it refuses there, it refuses
** here, and nothing of it is run.  The tables are empty; their pages are made first. */
static void scanReplay(TgErr *e, const TgPageSchema *pSchema, sqlite3 *db){
  TgPageCell aCell[4];
  const u8 *a = pSchema->a;
  sqlite3_stmt *p;
  int i, j, iRoot = 2;
  /* of what a foreign expression might make */
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1<<20);
  tgExec(e, db, "PRAGMA writable_schema=ON");
  for(i=0; i<pSchema->nRow; i++) if( pSchema->aRoot[i] ) tgExec(e, db, "CREATE TABLE t%d(a)", i);
  tgExec(e, db, "DELETE FROM sqlite_master");
  p = tgPrepare(e, db, "INSERT INTO sqlite_master(type, name, tbl_name, sql, rootpage) VALUES(?1, "
                       "?2, ?3, ?4, ?5)");
  for(i=0; i<pSchema->nRow; i++){
    a = tgPageItem(a, aCell);
    for(j=0; j<4; j++){
      const TgPageCell *c = &aCell[j];
      if( c->eType==SQLITE_NULL ) tgBind(e, sqlite3_bind_null(p, j+1));
      else tgBind(e, sqlite3_bind_text(p, j+1, (const char*)c->p, (int)c->n, SQLITE_STATIC));
    }
    tgBind(e, sqlite3_bind_int(p, 5, pSchema->aRoot[i] ? iRoot++ : 0));
    tgStep(e, p);
    sqlite3_reset(p);
  }
  sqlite3_finalize(p);
  /* What has been rolled back makes SQLite read the schema anew; writable_schema=RESET does so
  ** since 3.37 only. */
  tgExec(e, db, "PRAGMA writable_schema=OFF; BEGIN; CREATE TABLE reload(a); ROLLBACK");
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int*)0);
  tgExec(e, db, "PRAGMA ignore_check_constraints=ON");
}

/* A column of a table: its number, -1: there is none; it is the rowid, which neither a key of
** several columns nor INTEGER PRIMARY KEY DESC is; it has no default. */
typedef struct ScanColumn { int i, bKey, bPlain; } ScanColumn;

/* Column zCol (nCol bytes) of zTable, zCol==0: the first one. */
static ScanColumn scanColumn(TgErr *e, sqlite3 *db, const char *zTable, int nTable,
                             const char *zCol, int nCol){
  ScanColumn c = {-1, 0, 1};
  sqlite3_stmt *p = tgPrepare(e, db, "SELECT cid, pk=1 AND upper(type)='INTEGER' AND NOT EXISTS "
                              "(SELECT 1 FROM pragma_index_list('%.*q') WHERE origin='pk'), "
                              "dflt_value IS NULL FROM pragma_table_info('%.*q') WHERE CASE WHEN "
                              "%d THEN name='%.*q' ELSE cid=0 END", nTable, zTable, nTable, zTable,
                              zCol!=0, nCol, zCol ? zCol : "");
  if( tgStep(e, p) ){
    c.i = sqlite3_column_int(p, 0);
    c.bKey = sqlite3_column_int(p, 1);
    c.bPlain = sqlite3_column_int(p, 2);
  }
  sqlite3_finalize(p);
  return c;
}

/* The row of the schema, in file order, that is called zTable, as no other one is; -1 when there is
** none, or it shall have a rowid and may have none. */
static int scanTable(const TgPageSchema *pSchema, const char *zTable, int nTable, int bRowid){
  TgPageCell aCell[4];
  const u8 *a = pSchema->a;
  int i, k;
  for(i=0; i<pSchema->nRow; i++){
    a = tgPageItem(a, aCell);
    if( (int)aCell[1].n==nTable
        && sqlite3_strnicmp((const char*)aCell[1].p, zTable, nTable)==0 ) break;
  }
  if( i==pSchema->nRow ) return -1;
  for(k=0; bRowid && k+7<=(int)aCell[3].n; k++){
    if( sqlite3_strnicmp((const char*)aCell[3].p+k, "without", 7)==0 ) return -1;
  }
  return i;
}

int tgScanWord(const char **pz, const char *zEnd, const char **pzWord){
  const char *z = *pz;
  while( z<zEnd && *z==' ' ) z++;
  *pzWord = z;
  while( z<zEnd && *z!=' ' ) z++;
  *pz = z;
  return (int)(z - *pzWord);
}

int tgScanIs(const char *zWord, int n, const char *zFour){
  return n==4 && memcmp(zWord, zFour, 4)==0;
}

/* Where the columns are that the lines of section fast name, which is as a layout's file has it.
** 0: can't be told. */
static int scanPlaces(TgErr *e, const TgPageSchema *pSchema, sqlite3 *db, const TgSection *pSec,
                      ScanKind *k){
  const char *z = pSec->z, *zEnd = z + pSec->n, *zEol, *zTable = 0, *zWord;
  int nTable = 0, n, f, bOk = 1;
  ScanColumn c;
  k->iAccount = k->iZero = k->iKeyCol = -1;
  for(f=0; f<TG_NFIELD; f++) k->aiCol[f] = -1;
  for(; z<zEnd && bOk; z = zEol+1){
    zEol = memchr(z, '\n', (size_t)(zEnd - z));
    if( NEVER(zEol==0) ) zEol = zEnd;
    n = tgScanWord(&z, zEol, &zWord);
    if( n==0 ) continue;
    if( tgScanIs(zWord, n, "null") ){
      while( (n = tgScanWord(&z, zEol, &zWord))>0 ){
        c = scanColumn(e, db, zTable, nTable, zWord, n);
        if( c.i<0 || c.bKey || !c.bPlain || NEVER(k->nNull==TG_COUNT(k->aiNull)) ) bOk = 0;
        else k->aiNull[k->nNull++] = c.i;
      }
    }else if( tgScanIs(zWord, n, "zero") ){
      const char *zT, *zF;
      int nT = tgScanWord(&z, zEol, &zT), nF;
      n = tgScanWord(&z, zEol, &zWord);
      k->iZero = scanTable(pSchema, zT, nT, 1);
      if( k->iZero<0 || !scanColumn(e, db, zT, nT, "id", 2).bKey ) bOk = 0;
      c = scanColumn(e, db, zT, nT, zWord, n);
      if( c.i<0 || c.bKey || !c.bPlain ) bOk = 0;
      k->iZeroCol = c.i;
      nF = tgScanWord(&z, zEol, &zF);
      f = tgFieldFindN(zF, nF);
      k->fZero = f;
      if( NEVER(f<0) ) bOk = 0;
    }else{
      zTable = zWord;
      nTable = n;
      k->iAccount = scanTable(pSchema, zTable, nTable, 1);
      if( k->iAccount<0 ) bOk = 0;
      while( (n = tgScanWord(&z, zEol, &zWord))>0 ){
        f = tgFieldFindN(zWord, n);
        if( NEVER(f<0) ) return 0;
        c = scanColumn(e, db, zTable, nTable, zWord, n);
        k->aiCol[f] = c.i;
        if( c.bKey ) k->iKeyCol = c.i;
        if( !c.bPlain ) bOk = 0;
      }
    }
  }
  if( k->iKeyCol<0 || k->iKeyCol!=k->aiCol[TG_DC_ID] ) bOk = 0;   /* as every client has it */
  return bOk && ALWAYS(k->iAccount>=0) && e->rc==SQLITE_OK;
}

/* Learn the kind of the file that is open in p->h. */
static void scanLearn(TgErr *e, TgScan *p, const TgPageSchema *pSchema, ScanKind *k){
  sqlite3 *db = 0;
  TgShape shape;
  const TgSection *pSec;
  int bKey = 0;
  memset(&shape, 0, sizeof(shape));
  if( tgOpen(":memory:", &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE)!=SQLITE_OK ){
    tgNomem(e);
    sqlite3_close(db);
    return;
  }
  scanReplay(e, pSchema, db);
  if( k->bVersion ){
    tgExec(e, db, "INSERT INTO version VALUES(%lld)", k->iVersion);
    bKey = scanColumn(e, db, "version", 7, 0, 0).bKey;
  }
  k->pLayout = tgLayoutDetect(e, p->pCat, db, "main", 0, &shape);
  if( k->pLayout ){
    pSec = tgLayoutSection(k->pLayout, &shape, "fast");
    if( pSec==0 || shape.bActive || shape.nUnknown || shape.nMissing || bKey!=k->bVersionKey
     || tgLayoutMismatch(p->pCat, k->pLayout, &shape)  /* which it is may depend on its rows */
     || (k->bVersion && shape.iVersion!=k->iVersion) || !scanPlaces(e, pSchema, db, pSec, k) ){
      k->pLayout = 0;
    }else{
      k->zProblem = tgLayoutProblem(e, p->pCat, k->pLayout, &shape);
      if( k->zProblem && !tgProblemIsError(k->zProblem) ){
        sqlite3_free(k->zProblem);
        k->zProblem = 0;
      }
    }
  }
  /* a schema that is too odd: ask SQLite each time */
  if( e->rc!=SQLITE_OK && e->rc!=SQLITE_NOMEM ){
    tgErrClear(e);
    k->pLayout = 0;
  }
  tgShapeFree(&shape);
  sqlite3_close(db);
}

/*************************************** Reading ************************************************/

/* The number in the only column of the table of row k->iVersionRow, if it has a row, into *k. 0:
** declined. */
static int scanVersion(TgErr *e, TgPage *h, const TgPageSchema *pSchema, ScanKind *k){
  TgPageRow row;
  int iVersion = k->iVersionRow;
  k->bVersion = k->bVersionKey = 0;
  k->iVersion = -1;
  if( iVersion<0 ) return 1;
  if( pSchema->aRoot[iVersion]==0 ) return 0;
  if( !tgPageFirst(e, h, pSchema->aRoot[iVersion], TG_PAGE_TABLE, &row) ) return tgPageWhy(h)==0;
  if( row.nCell!=1 ) return 0;
  k->bVersionKey = row.aCell[0].eType==SQLITE_NULL;      /* if the column is one: see scanLearn() */
  if( k->bVersionKey ) k->iVersion = row.iRowid;
  else if( row.aCell[0].eType==SQLITE_INTEGER ) k->iVersion = row.aCell[0].i;
  else return 0;
  k->bVersion = 1;
  return !tgPageNext(e, h, &row);
}

/* The kind that the open file is of; a new one is learned.  0: declined. */
static ScanKind *scanKind(TgErr *e, TgScan *p, const TgPageSchema *pSchema){
  ScanKind *k, is;
  int bSeen = 0, i;
  memset(&is, 0, sizeof(is));
  for(i=0; i<p->nKind; i++){
    ScanKind *pThis = &p->aKind[i];
    if( pThis->n!=pSchema->n || memcmp(pThis->a, pSchema->a, pSchema->n)!=0 ) continue;
    if( !bSeen ){
      bSeen = 1;
      is.iVersionRow = pThis->iVersionRow;
      if( !scanVersion(e, p->h, pSchema, &is) ) return 0;
    }
    if( pThis->bVersion==is.bVersion && pThis->bVersionKey==is.bVersionKey
        && pThis->iVersion==is.iVersion ){
      return pThis;
    }
  }
  if( p->nKind==SCAN_KINDS ) return 0;
  if( !bSeen ){
    is.iVersionRow = scanTable(pSchema, "version", 7, 0);
    if( !scanVersion(e, p->h, pSchema, &is) ) return 0;
  }
  is.a = tgAlloc(e, pSchema->n);
  if( is.a==0 ) return 0;
  memcpy(is.a, pSchema->a, pSchema->n);
  is.n = pSchema->n;
  k = &p->aKind[p->nKind++];
  *k = is;
  scanLearn(e, p, pSchema, k);
  return k;
}

int tgScanCell(TgErr *e, TgAccount *a, int f, const TgPageCell *c){
  if( c->eType==SQLITE_NULL ) return 1;
  if( f==TG_AUTH_KEY ){
    if( c->eType!=SQLITE_BLOB || (c->n!=0 && c->n!=TG_KEY_SIZE) ) return 0;
    if( c->n ) tgAccountSetKey(a, c->p);
    return 1;
  }
  if( f==TG_SERVER_ADDRESS ){
    if( c->eType!=SQLITE_TEXT || c->n>TG_ADDR_MAX || memchr(c->p, 0, c->n) ) return 0;
    tgAccountSetAddr(e, a, (const char*)c->p, (int)c->n);
  }else{
    if( c->eType!=SQLITE_INTEGER ) return 0;
    tgAccountSetInt(e, a, f, c->i);
  }
  if( e->rc!=SQLITE_OK && e->rc!=SQLITE_NOMEM ){
    tgErrClear(e);
    return 0;
  }
  return e->rc==SQLITE_OK;
}

static int scanAccount(TgErr *e, TgPage *h, const TgPageSchema *pSchema, const ScanKind *k,
                       TgAccount *a){
  TgPageRow row;
  int f, i;
  unsigned nulls;
  if( !tgPageFirst(e, h, pSchema->aRoot[k->iAccount], TG_PAGE_TABLE, &row) ){
    return 0;                                /* no row, or declined: SQLite knows what that means */
  }
  for(f=0; f<TG_NFIELD; f++){
    TgPageCell c;
    i = k->aiCol[f];
    if( i<0 || (i>=row.nCell && i!=k->iKeyCol) ) continue;
    if( i==k->iKeyCol ){
      memset(&c, 0, sizeof(c));
      c.eType = SQLITE_INTEGER;
      c.i = row.iRowid;
    }else{
      c = row.aCell[i];
    }
    if( !tgScanCell(e, a, f, &c) ) return 0;
  }
  /* layouts differ */
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS)) && (a->have & TG_BIT(TG_PORT))==0 ) return 0;
  for(i=0; i<k->nNull; i++){
    if( k->aiNull[i]<row.nCell && row.aCell[k->aiNull[i]].eType!=SQLITE_NULL ) return 0;
  }
  /* several rows: which one is meant is the layout's affair */
  if( tgPageNext(e, h, &row) ) return 0;
  if( k->iZero>=0 && tgPageSeek(e, h, pSchema->aRoot[k->iZero], 0, &row) && k->iZeroCol<row.nCell ){
    const TgPageCell *c = &row.aCell[k->iZeroCol];
    if( c->eType==SQLITE_INTEGER && c->i!=0 && !tgScanCell(e, a, k->fZero, c) ) return 0;
    if( c->eType!=SQLITE_INTEGER && c->eType!=SQLITE_NULL ) return 0;
  }
  nulls = k->pLayout->keeps & ~a->have & TG_BIT(TG_TEST_MODE);
  tgAccountDerive(a);
  a->have &= ~nulls;
  return e->rc==SQLITE_OK;
}

int tgScanFile(TgErr *e, TgScan *p, const char *zPath, int bNoLink, TgAccount *a, TgScanRow *pRow){
  TgPageSchema schema;
  ScanKind *k = 0;
  int bOk = 0;
  memset(pRow, 0, sizeof(*pRow));
  memset(a, 0, sizeof(*a));
  if( !tgPageOpen(e, p->h, zPath, bNoLink ? TG_PAGE_NOLINK : 0) ){
    /* or its shared lock would keep SQLite from a rollback */
    tgPageClose(p->h);
    return 0;
  }
  if( tgPageSchema(e, p->h, &schema) ){
    k = scanKind(e, p, &schema);
    if( k && k->pLayout ){
      bOk = scanAccount(e, p->h, &schema, k, a);
      pRow->pLayout = k->pLayout;
      pRow->zProblem = k->zProblem;
    }
  }
  if( !tgPageClose(p->h) || e->rc!=SQLITE_OK ) bOk = 0;
  if( !bOk ) tgWipe(a, sizeof(*a));
  return bOk;
}
