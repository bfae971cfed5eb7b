/* store: the account of a session file that is not opened as a database; see scan.h. */
#include "store/scan.h"

enum { SCAN_KINDS = 64 };                    /* kinds of schema that are remembered */

/* One schema with one version number. */
typedef struct ScanKind {
  u8 *a; uint32_t n;                         /* owned: the schema's bytes, see page.h */
  int iVersionRow;                           /* row of the schema: table "version", or -1 */
  int bVersion; i64 iVersion;
  int bVersionKey;                           /* the number is the rowid */
  const TgLayout *pLayout;                   /* 0: such files are declined */
  char *zProblem;                            /* owned, or 0 */
  int iAccount, iZero;                       /* rows of the schema: tables; iZero<0: none */
  int aiCol[TG_NFIELD];                      /* column of each field, -1: none */
  int iKeyCol;                               /* column that is the rowid, or -1 */
  int aiNull[4], nNull;                      /* columns that must be NULL */
  int iZeroCol, fZero;
} ScanKind;

struct TgScan {
  TgCatalogue *pCat;
  TgPage *h;
  ScanKind aKind[SCAN_KINDS];
  int nKind;
};

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

/* Make db a database with the schema that h has open.  Its rows are put into sqlite_master as they are, so that
** SQLite parses them as it parses those of a file: what it refuses there, it refuses here, and nothing of
** it is run.  The tables are empty; their pages are made first. */
static void scanReplay(TgErr *e, TgPage *h, const TgPageSchema *pSchema, sqlite3 *db){
  TgPageRow row;
  sqlite3_stmt *p;
  int i, b, iRoot = 2;
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1<<20);         /* of what a foreign expression might make */
  tgExec(e, db, "PRAGMA writable_schema=ON");
  for(i=0; i<pSchema->nRow; i++) if( pSchema->aRoot[i] ) tgExec(e, db, "CREATE TABLE t%d(a)", i);
  tgExec(e, db, "DELETE FROM sqlite_master");
  p = tgPrepare(e, db, "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES(?1, ?2, ?3, ?4, ?5)");
  i = 0;
  for(b = tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b; b = tgPageNext(e, h, &row)){
    int j;
    for(j=0; j<5; j++){
      const TgPageCell *c = &row.aCell[j];
      if( j==3 ) tgBind(e, sqlite3_bind_int(p, 4, pSchema->aRoot[i] ? iRoot++ : 0));
      else if( c->eType==SQLITE_TEXT ) tgBind(e, sqlite3_bind_text(p, j+1, (const char*)c->p, (int)c->n,
                                                                   SQLITE_STATIC));
      else tgBind(e, sqlite3_bind_null(p, j+1));
    }
    tgStep(e, p);
    sqlite3_reset(p);
    i++;
  }
  sqlite3_finalize(p);
  /* What has been rolled back makes SQLite read the schema anew; writable_schema=RESET does so since 3.37 only. */
  tgExec(e, db, "PRAGMA writable_schema=OFF; BEGIN; CREATE TABLE reload(a); ROLLBACK");
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int*)0);
  tgExec(e, db, "PRAGMA ignore_check_constraints=ON");
}

/* A column of a table: its number, -1: there is none; it is the rowid, which neither a key of several columns nor
** INTEGER PRIMARY KEY DESC is; it has no default. */
typedef struct ScanColumn { int i, bKey, bPlain; } ScanColumn;

/* Column zCol (nCol bytes) of zTable, zCol==0: the first one. */
static ScanColumn scanColumn(TgErr *e, sqlite3 *db, const char *zTable, int nTable, const char *zCol, int nCol){
  ScanColumn c = {-1, 0, 1};
  sqlite3_stmt *p = tgPrepare(e, db, "SELECT cid, pk=1 AND upper(type)='INTEGER' AND NOT EXISTS "
                              "(SELECT 1 FROM pragma_index_list('%.*q') WHERE origin='pk'), dflt_value IS NULL "
                              "FROM pragma_table_info('%.*q') WHERE CASE WHEN %d THEN name='%.*q' ELSE cid=0 END",
                              nTable, zTable, nTable, zTable, zCol!=0, nCol, zCol ? zCol : "");
  if( tgStep(e, p) ){
    c.i = sqlite3_column_int(p, 0);
    c.bKey = sqlite3_column_int(p, 1);
    c.bPlain = sqlite3_column_int(p, 2);
  }
  sqlite3_finalize(p);
  return c;
}

/* The row of sqlite_schema, in file order, that is table zTable; -1 when there is none or it has no rowid. */
static int scanTable(TgErr *e, TgPage *h, const char *zTable, int nTable){
  TgPageRow row;
  int i = 0, b, k, iFound = -1;
  for(b = tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b; b = tgPageNext(e, h, &row), i++){
    const TgPageCell *pName = &row.aCell[1], *pSql = &row.aCell[4];
    if( row.nCell<5 || row.aCell[0].n!=5 || memcmp(row.aCell[0].p, "table", 5)!=0 ) continue;
    if( (int)pName->n!=nTable || sqlite3_strnicmp((const char*)pName->p, zTable, nTable)!=0 ) continue;
    iFound = i;
    for(k=0; k+7<=(int)pSql->n; k++){
      if( sqlite3_strnicmp((const char*)pSql->p+k, "without", 7)==0 ) return -1;
    }
  }
  return iFound;
}

/* The next word before zEnd, the end of a line: its bytes, 0 when there is none. */
static int scanWord(const char **pz, const char *zEnd, const char **pzWord){
  const char *z = *pz;
  while( z<zEnd && *z==' ' ) z++;
  *pzWord = z;
  while( z<zEnd && *z!=' ' ) z++;
  *pz = z;
  return (int)(z - *pzWord);
}

static int scanIs(const char *zWord, int n, const char *zFour){
  return n==4 && memcmp(zWord, zFour, 4)==0;
}

/* Where the columns are that the lines of section fast name, which is as a layout's file has it.  0: can't be told. */
static int scanPlaces(TgErr *e, TgPage *h, sqlite3 *db, const TgSection *pSec, ScanKind *k){
  const char *z = pSec->z, *zEnd = z + pSec->n, *zEol, *zTable = 0, *zWord;
  int nTable = 0, n, f, bOk = 1;
  ScanColumn c;
  k->iAccount = k->iZero = k->iKeyCol = -1;
  for(f=0; f<TG_NFIELD; f++) k->aiCol[f] = -1;
  for(; z<zEnd && bOk; z = zEol+1){
    zEol = memchr(z, '\n', (size_t)(zEnd - z));
    if( NEVER(zEol==0) ) zEol = zEnd;
    n = scanWord(&z, zEol, &zWord);
    if( n==0 ) continue;
    if( scanIs(zWord, n, "null") ){
      while( (n = scanWord(&z, zEol, &zWord))>0 ){
        c = scanColumn(e, db, zTable, nTable, zWord, n);
        if( c.i<0 || c.bKey || !c.bPlain || NEVER(k->nNull==TG_COUNT(k->aiNull)) ) bOk = 0;
        else k->aiNull[k->nNull++] = c.i;
      }
    }else if( scanIs(zWord, n, "zero") ){
      const char *zT, *zF;
      int nT = scanWord(&z, zEol, &zT), nF;
      n = scanWord(&z, zEol, &zWord);
      k->iZero = scanTable(e, h, zT, nT);
      if( k->iZero<0 || !scanColumn(e, db, zT, nT, "id", 2).bKey ) bOk = 0;
      c = scanColumn(e, db, zT, nT, zWord, n);
      if( c.i<0 || c.bKey || !c.bPlain ) bOk = 0;
      k->iZeroCol = c.i;
      nF = scanWord(&z, zEol, &zF);
      f = tgFieldFindN(zF, nF);
      k->fZero = f;
      if( NEVER(f<0) ) bOk = 0;
    }else{
      zTable = zWord;
      nTable = n;
      k->iAccount = scanTable(e, h, zTable, nTable);
      if( k->iAccount<0 ) bOk = 0;
      while( (n = scanWord(&z, zEol, &zWord))>0 ){
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
  scanReplay(e, p->h, pSchema, db);
  if( k->bVersion ){
    tgExec(e, db, "INSERT INTO version VALUES(%lld)", k->iVersion);
    bKey = scanColumn(e, db, "version", 7, 0, 0).bKey;
  }
  k->pLayout = tgLayoutDetect(e, p->pCat, db, "main", 0, &shape);
  if( k->pLayout ){
    pSec = tgLayoutSection(k->pLayout, &shape, "fast");
    if( pSec==0 || shape.bActive || shape.nUnknown || shape.nMissing || bKey!=k->bVersionKey
     || tgLayoutMismatch(p->pCat, k->pLayout, &shape)      /* which layout it is may depend on its rows */
     || (k->bVersion && shape.iVersion!=k->iVersion) || !scanPlaces(e, p->h, db, pSec, k) ){
      k->pLayout = 0;
    }else{
      k->zProblem = tgLayoutProblem(e, p->pCat, k->pLayout, &shape);
      if( k->zProblem && !tgProblemIsError(k->zProblem) ){
        sqlite3_free(k->zProblem);
        k->zProblem = 0;
      }
    }
  }
  if( e->rc!=SQLITE_OK && e->rc!=SQLITE_NOMEM ){         /* a schema that is too odd: ask SQLite each time */
    tgErrClear(e);
    k->pLayout = 0;
  }
  tgShapeFree(&shape);
  sqlite3_close(db);
}

/*************************************** Reading ************************************************/

/* Which row of the schema is the table "version"; -1: none. */
static int scanVersionRow(TgErr *e, TgPage *h){
  TgPageRow row;
  int i = 0, iVersion = -1, b;
  for(b = tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b; b = tgPageNext(e, h, &row), i++){
    if( row.nCell>=5 && row.aCell[0].n==5 && row.aCell[1].n==7 && memcmp(row.aCell[1].p, "version", 7)==0
     && memcmp(row.aCell[0].p, "table", 5)==0 ){
      iVersion = i;
    }
  }
  return iVersion;
}

/* The number in the only column of the table of row k->iVersionRow, if it has a row, into *k. 0: declined. */
static int scanVersion(TgErr *e, TgPage *h, const TgPageSchema *pSchema, ScanKind *k){
  TgPageRow row;
  int iVersion = k->iVersionRow;
  k->bVersion = k->bVersionKey = 0;
  k->iVersion = -1;
  if( iVersion<0 ) return 1;
  if( iVersion>=pSchema->nRow || pSchema->aRoot[iVersion]==0 ) return 0;
  if( !tgPageFirst(e, h, pSchema->aRoot[iVersion], TG_PAGE_TABLE, &row) ) return tgPageWhy(h)==0 && e->rc==SQLITE_OK;
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
    if( pThis->bVersion==is.bVersion && pThis->bVersionKey==is.bVersionKey && pThis->iVersion==is.iVersion ){
      return pThis;
    }
  }
  if( p->nKind==SCAN_KINDS ) return 0;
  if( !bSeen ){
    is.iVersionRow = scanVersionRow(e, p->h);
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

/* One cell into the account; 0: not what a client writes there, so SQLite shall say. */
static int scanCell(TgErr *e, TgAccount *a, int f, const TgPageCell *c){
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

static int scanAccount(TgErr *e, TgPage *h, const TgPageSchema *pSchema, const ScanKind *k, TgAccount *a){
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
    if( !scanCell(e, a, f, &c) ) return 0;
  }
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS)) && (a->have & TG_BIT(TG_PORT))==0 ) return 0;   /* layouts differ */
  for(i=0; i<k->nNull; i++){
    if( k->aiNull[i]<row.nCell && row.aCell[k->aiNull[i]].eType!=SQLITE_NULL ) return 0;
  }
  if( tgPageNext(e, h, &row) ) return 0;     /* several rows: which one is meant is the layout's affair */
  if( k->iZero>=0 && tgPageSeek(e, h, pSchema->aRoot[k->iZero], 0, &row) && k->iZeroCol<row.nCell ){
    const TgPageCell *c = &row.aCell[k->iZeroCol];
    if( c->eType==SQLITE_INTEGER && c->i!=0 && !scanCell(e, a, k->fZero, c) ) return 0;
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
    tgPageClose(p->h);                       /* or its shared lock would keep SQLite from a rollback */
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

/*************************************** Salvage ************************************************/

enum { SALVAGE_TEXT = 64*1024*1024 };            /* bytes of a file that may be read as a whole */
enum { SALVAGE_KEYS = 64, SALVAGE_CELLS = 32 };  /* keys that are told apart, and no more; cells of an account's row */

/* A line of a layout's section "orders": the field of each cell of a row, or one of these. */
enum { ORDER_ANY = -1, ORDER_TEXT = -2, ORDER_NULL = -3 };
typedef struct SalvageOrder {
  const TgLayout *pLayout;
  int nField;
  int bAny;                                 /* of some cells it doesn't say what they are */
  signed char aField[SALVAGE_CELLS];
} SalvageOrder;

typedef struct Salvage {
  TgErr *e;
  TgSalvage *pOut;
  int (*xStop)(void*);
  void *pStop;
  SalvageOrder *aOrder; int nOrder;          /* owned */
  u8 aKey[SALVAGE_KEYS][TG_KEY_SIZE];        /* the keys found, pOut->nKey of them */
} Salvage;

static void salvageOrder(TgErr *e, Salvage *s, const TgLayout *pL, const char *z, const char *zEnd){
  SalvageOrder o, *a;
  const char *zWord;
  int n, f;
  memset(&o, 0, sizeof(o));
  o.pLayout = pL;
  while( (n = scanWord(&z, zEnd, &zWord))>0 ){
    f = n==1 ? ORDER_ANY : scanIs(zWord, n, "text") ? ORDER_TEXT
      : scanIs(zWord, n, "null") ? ORDER_NULL : tgFieldFindN(zWord, n);
    if( NEVER(o.nField==SALVAGE_CELLS || (f==-1 && zWord[0]!='-')) ){
      tgFail(e, SQLITE_ERROR, "layout %s: a line of orders is too long, or names no field", pL->zName);
      return;
    }
    o.aField[o.nField++] = (signed char)f;
    o.bAny |= f==ORDER_ANY;
  }
  a = sqlite3_realloc64(s->aOrder, sizeof(*a)*(u64)(s->nOrder+1));
  if( a==0 ){
    tgNomem(e);
    return;
  }
  s->aOrder = a;
  a[s->nOrder++] = o;
}

/* The orders of all layouts. */
static void salvageOrders(TgErr *e, Salvage *s, const TgCatalogue *pCat){
  int i, j;
  for(i=0; i<pCat->n; i++){
    const TgLayout *pL = &pCat->a[i];
    for(j=0; j<pL->nSection; j++){
      const TgSection *pSec = &pL->aSection[j];
      const char *z = pSec->z, *zEnd = z + pSec->n, *zEol;
      if( pSec->nName!=6 || memcmp(pSec->zName, "orders", 6)!=0 ) continue;
      for(; z<zEnd && e->rc==SQLITE_OK; z = zEol+1){
        zEol = memchr(z, '\n', (size_t)(zEnd - z));
        if( NEVER(zEol==0) ) zEol = zEnd;
        if( zEol-z>=5 ) salvageOrder(e, s, pL, z, zEol);
      }
    }
  }
}

/* Does the record, which has as many cells, fit?  Then the account is in *a. */
static int salvageFits(Salvage *s, const SalvageOrder *o, const TgPageRow *pRow, TgAccount *a){
  int i, f;
  for(i=0; i<o->nField; i++){                /* the key first: most records have none there */
    if( o->aField[i]==TG_AUTH_KEY && (pRow->aCell[i].eType!=SQLITE_BLOB || pRow->aCell[i].n!=TG_KEY_SIZE) ) return 0;
  }
  memset(a, 0, sizeof(*a));
  for(i=0; i<o->nField; i++){
    TgPageCell c = pRow->aCell[i];
    f = o->aField[i];
    if( (f==ORDER_TEXT && c.eType!=SQLITE_TEXT) || (f==ORDER_NULL && c.eType!=SQLITE_NULL) ) return 0;
    if( f<0 ) continue;
    if( f==TG_DC_ID && c.eType==SQLITE_NULL ){             /* the rowid: NULL in the record, and lost in a torn page */
      if( pRow->iRowid<0 || pRow->iRowid>255 ) return 0;
      c.eType = pRow->iRowid ? SQLITE_INTEGER : SQLITE_NULL;
      c.i = pRow->iRowid;
    }else if( f==TG_DC_ID && pRow->iRowid!=0 ){            /* it stands in the record where there is no rowid */
      return 0;
    }
    if( f==TG_DATE && c.eType!=SQLITE_INTEGER ) return 0;
    if( !scanCell(s->e, a, f, &c) ) return 0;
  }
  if( (a->have & TG_BIT(TG_AUTH_KEY))==0 ) return 0;
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS)) && (a->have & TG_BIT(TG_PORT))==0 ) return 0;       /* another client's */
  if( o->nField<=4 && (a->have & TG_BIT(TG_SERVER_ADDRESS))==0 && tgDcAddress("telethon", a->n[TG_DC_ID], 0, 0, 0)==0 ){
    return 0;
  }
  if( a->n[TG_USER_ID]==0 ) a->have &= ~(TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT));     /* from before the login */
  tgAccountDerive(a);
  return 1;
}

/* A row without its rowid is torn, and one of nobody is from before the login. */
static int salvageWorth(const TgAccount *a){
  return 2*((a->have & TG_BIT(TG_DC_ID))!=0) + ((a->have & TG_BIT(TG_USER_ID))!=0);
}

/* One more account: the first, a copy of it that is newer or more whole, or another. */
static void salvageKeep(Salvage *s, const TgAccount *a, const TgLayout *pL, uint32_t iPage){
  TgSalvage *pOut = s->pOut;
  int i;
  for(i=0; i<pOut->nKey && memcmp(s->aKey[i], a->key, TG_KEY_SIZE)!=0; i++){}
  if( i==pOut->nKey ){
    if( NEVER(i==SALVAGE_KEYS) ) return;     /* the search ends with that many */
    memcpy(s->aKey[pOut->nKey++], a->key, TG_KEY_SIZE);
    if( i<2 ) tgKeyId(a->key, i ? pOut->zId2 : pOut->zId1);
  }
  if( i==0 ){
    int iOld = salvageWorth(&pOut->a), iNew = salvageWorth(a);
    if( pOut->pLayout && (iNew<iOld || (iNew==iOld && a->n[TG_DATE]<=pOut->a.n[TG_DATE])) ) return;
    pOut->a = *a;
    pOut->iPage = iPage;
    pOut->pLayout = pL;
    pOut->bAddr = (a->have & TG_BIT(TG_SERVER_ADDRESS))!=0;
  }
}

static int scanSalvaged(void *pArg, const TgPageRow *pRow, uint32_t iPage){
  Salvage *s = pArg;
  const TgLayout *pLayout = 0;
  TgAccount a, b;
  int i;
  if( pRow==0 && s->xStop && s->xStop(s->pStop) ){
    return tgFail(s->e, SQLITE_INTERRUPT, "%s", sqlite3_errstr(SQLITE_INTERRUPT));
  }
  if( pRow==0 ) return 0;
  for(i=0; i<s->nOrder && s->e->rc==SQLITE_OK; i++){
    if( s->aOrder[i].nField!=pRow->nCell ) continue;
    if( s->aOrder[i].bAny && s->aOrder[i].pLayout==pLayout ) continue;        /* one that says more has fit */
    if( salvageFits(s, &s->aOrder[i], pRow, &b) ){
      if( pLayout==0 ){
        a = b;
        pLayout = s->aOrder[i].pLayout;
      }else if( NEVER(s->aOrder[i].pLayout==pLayout) ){
        a.have &= ~tgAccountDiffer(&a, &b);  /* two orders fit, as none of today's do: what both of them say */
      }
    }
    tgWipe(&b, sizeof(b));
  }
  if( pLayout ){
    salvageKeep(s, &a, pLayout, iPage);
    tgWipe(&a, sizeof(a));
  }
  return s->e->rc!=SQLITE_OK || s->pOut->nKey==SALVAGE_KEYS;
}

/* The file that is open, with the CR before each LF taken away: what it was before a transfer as text, if there is
** one before each and it then is as long as its header says.  0 if not; from sqlite3_malloc, *pn bytes. */
static u8 *salvageText(TgErr *e, TgPage *h, size_t *pn){
  i64 i, j, n = tgPageSize(h);
  int bLone = 0;
  u8 *a = n>=1024 && n<=SALVAGE_TEXT ? tgAlloc(e, (u64)n) : 0;
  if( a==0 || !tgPageRead(h, 0, (uint32_t)n, a) || memcmp(a, "SQLite format 3", 16)!=0 ){
    tgWipeFree(a);
    return 0;
  }
  for(i=j=0; i<n; i++){
    bLone |= a[i]=='\n' && a[i-1]!='\r';    /* (the first one is an S) */
    if( a[i]!='\r' || i+1==n || a[i+1]!='\n' ) a[j++] = a[i];
  }
  memset(&a[j], 0, (size_t)(n-j));
  i = tgPageSizeOf(a);
  *pn = (size_t)j;
  if( j==n || bLone || i*((i64)a[28]<<24 | (i64)a[29]<<16 | (i64)a[30]<<8 | a[31])!=j ){
    tgWipeFree(a);
    return 0;
  }
  return a;
}

void tgScanSalvage(TgErr *e, TgScan *p, const char *zPath, int (*xStop)(void*), void *pStop, TgSalvage *pOut){
  Salvage *s = tgAlloc(e, sizeof(*s));
  u8 *a = 0;
  size_t n = 0;
  int i;
  memset(pOut, 0, sizeof(*pOut));
  if( s==0 ) return;
  s->e = e;
  s->pOut = pOut;
  s->xStop = xStop;
  s->pStop = pStop;
  salvageOrders(e, s, p->pCat);
  if( e->rc==SQLITE_OK && tgPageOpen(e, p->h, zPath, TG_PAGE_RAW) ){
    pOut->bCut = tgPageSize(p->h)>TG_PAGE_SALVAGE_MAX;
    tgPageSalvage(e, p->h, scanSalvaged, s);
    pOut->bUnproved = tgPageUnproved(p->h);
    if( pOut->nKey==0 && pOut->bUnproved ) a = salvageText(e, p->h, &n);
  }
  tgPageClose(p->h);
  if( a ){
    tgPageOpenImage(e, p->h, a, n, TG_PAGE_RAW);
    tgPageSalvage(e, p->h, scanSalvaged, s);
    pOut->bText = pOut->nKey>0;
    tgPageClose(p->h);
  }
  tgWipeFree(a);
  sqlite3_free(s->aOrder);
  tgWipeFree(s);
  if( pOut->nKey!=1 ){
    tgWipe(&pOut->a, sizeof(pOut->a));
  }else if( pOut->pLayout->eAccess==TG_HIDDEN ){
    /* The base of a family: of its layouts that hold all these fields, the one that strings become, or the first. */
    const TgLayout *pBase = pOut->pLayout, *pBest = 0;
    for(i=0; i<p->pCat->n; i++){
      const TgLayout *pL = &p->pCat->a[i];
      if( pL->pBase!=pBase || pL->eAccess!=TG_WRITE || NEVER(pL->iVersion==0) ) continue;
      if( pOut->bAddr && (pL->keeps & TG_BIT(TG_SERVER_ADDRESS))==0 ) continue;
      if( pBest==0 || pL->zTakes[0] ) pBest = pL;
    }
    if( ALWAYS(pBest) ) pOut->pLayout = pBest;
  }
}
