/* layer 3: the account of a session file that is not opened as a database; see scan.h. */
#include "scan.h"

enum { SCAN_KINDS = 64 };                    /* kinds of schema that are remembered */

/* One schema with one version number. */
typedef struct ScanKind {
  u8 *a; uint32_t n;                         /* owned: the schema's bytes, see page.h */
  int iVersionRow;                           /* row of the schema: table "version", or -1 */
  int bVersion; i64 iVersion;
  const TgLayout *pLayout;                   /* 0: such files are declined */
  char *zProblem;                            /* owned, or 0 */
  int iAccount, iZero;                       /* rows of the schema: tables; iZero<0: none */
  int aiCol[TG_NFIELD];                      /* column of each field, -1: none */
  int iKeyCol;                               /* column that is the rowid, or -1 */
  int aiNull[4], nNull;                      /* columns that must be NULL */
  int iZeroCol, fZero;
} ScanKind;

struct TgScan {
  const TgCatalogue *pCat;
  TgPage *h;
  ScanKind aKind[SCAN_KINDS];
  int nKind;
};

TgScan *tgScanNew(TgErr *e, const TgCatalogue *pCat){
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

static int scanSlow(void *p){
  int *pn = p;
  return ++*pn>50;                           /* a CREATE TABLE ... AS in a forged schema would go on and on */
}

/* Play the schema that h has open into db; *piVersion is the row of table "version", -1 if there is none. */
static void scanReplay(TgErr *e, TgPage *h, sqlite3 *db, int *piVersion, int *pbOk){
  TgPageRow row;
  int i = 0, b;
  *piVersion = -1;
  *pbOk = 1;
  for(b = tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b && *pbOk && e->rc==SQLITE_OK; b = tgPageNext(e, h, &row), i++){
    const TgPageCell *pType = &row.aCell[0], *pName = &row.aCell[1], *pSql = &row.aCell[4];
    const char *zTail = 0;
    sqlite3_stmt *pStmt = 0;
    if( row.nCell<5 || pType->eType!=SQLITE_TEXT || pName->eType!=SQLITE_TEXT ){ *pbOk = 0; break; }
    if( pName->n==7 && memcmp(pName->p, "version", 7)==0 && pType->n==5 ) *piVersion = i;
    if( pSql->eType==SQLITE_NULL ) continue;             /* an index that a constraint makes */
    if( pSql->eType!=SQLITE_TEXT || pSql->n<12 || memcmp(pSql->p, "CREATE ", 7)!=0 ){ *pbOk = 0; break; }
    if( sqlite3_strnicmp((const char*)pName->p, "sqlite_", pName->n<7 ? (int)pName->n : 7)==0 && pName->n>=7 ) continue;
    if( sqlite3_prepare_v2(db, (const char*)pSql->p, (int)pSql->n, &pStmt, &zTail)!=SQLITE_OK || pStmt==0
     || zTail!=(const char*)pSql->p+pSql->n || sqlite3_step(pStmt)!=SQLITE_DONE ) *pbOk = 0;
    sqlite3_finalize(pStmt);
  }
}

/* The number of column zCol (nCol bytes) of zTable, -1: none.  *pbKey: it is the rowid; *pbPlain: no default. */
static int scanColumn(TgErr *e, sqlite3 *db, const char *zTable, int nTable, const char *zCol, int nCol,
                      int *pbKey, int *pbPlain){
  sqlite3_stmt *p = tgPrepare(e, db, "SELECT cid, pk=1 AND upper(type)='INTEGER', dflt_value IS NULL "
                              "FROM pragma_table_info('%.*q') WHERE name='%.*q'", nTable, zTable, nCol, zCol);
  int iCol = -1;
  *pbKey = 0;
  *pbPlain = 1;
  if( tgStep(e, p) ){
    iCol = sqlite3_column_int(p, 0);
    *pbKey = sqlite3_column_int(p, 1);
    *pbPlain = sqlite3_column_int(p, 2);
  }
  sqlite3_finalize(p);
  return iCol;
}

/* The row of sqlite_schema, in file order, that is table zTable; -1 when there is none or it has no rowid. */
static int scanTable(TgErr *e, TgPage *h, const char *zTable, int nTable){
  TgPageRow row;
  int i = 0, b, k, iFound = -1;
  for(b = tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b && e->rc==SQLITE_OK; b = tgPageNext(e, h, &row), i++){
    const TgPageCell *pName = &row.aCell[1], *pSql = &row.aCell[4];
    if( row.nCell<5 || row.aCell[0].n!=5 || memcmp(row.aCell[0].p, "table", 5)!=0 ) continue;
    if( (int)pName->n!=nTable || sqlite3_strnicmp((const char*)pName->p, zTable, nTable)!=0 ) continue;
    iFound = i;
    for(k=0; pSql->eType==SQLITE_TEXT && k+7<=(int)pSql->n; k++){
      if( sqlite3_strnicmp((const char*)pSql->p+k, "without", 7)==0 ) return -1;
    }
  }
  return iFound;
}

static int scanWord(const char **pz, const char *zEnd, const char **pzWord){
  const char *z = *pz;
  while( z<zEnd && *z==' ' ) z++;
  *pzWord = z;
  while( z<zEnd && *z!=' ' && *z!='\n' ) z++;
  *pz = z;
  return (int)(z - *pzWord);
}

/* Where the columns are that the lines of section fast name.  0: can't be told. */
static int scanPlaces(TgErr *e, TgPage *h, sqlite3 *db, const TgSection *pSec, ScanKind *k){
  const char *z = pSec->z, *zEnd = z + pSec->n, *zEol, *zTable = 0, *zWord;
  int nTable = 0, n, bKey, bPlain, f, bOk = 1;
  k->iAccount = k->iZero = k->iKeyCol = -1;
  for(f=0; f<TG_NFIELD; f++) k->aiCol[f] = -1;
  for(; z<zEnd && bOk; z = zEol+1){
    zEol = memchr(z, '\n', (size_t)(zEnd - z));
    if( zEol==0 ) zEol = zEnd;
    n = scanWord(&z, zEol, &zWord);
    if( n==0 || zWord[0]=='-' ) continue;
    if( n==4 && memcmp(zWord, "null", 4)==0 ){
      while( (n = scanWord(&z, zEol, &zWord))>0 ){
        int i = scanColumn(e, db, zTable, nTable, zWord, n, &bKey, &bPlain);
        if( i<0 || bKey || k->nNull==TG_COUNT(k->aiNull) ) bOk = 0;
        else k->aiNull[k->nNull++] = i;
      }
    }else if( n==4 && memcmp(zWord, "zero", 4)==0 ){
      const char *zT, *zF;
      int nT = scanWord(&z, zEol, &zT), nF;
      n = scanWord(&z, zEol, &zWord);
      k->iZero = scanTable(e, h, zT, nT);
      scanColumn(e, db, zT, nT, "id", 2, &bKey, &bPlain);
      if( k->iZero<0 || !bKey ) bOk = 0;
      k->iZeroCol = scanColumn(e, db, zT, nT, zWord, n, &bKey, &bPlain);
      if( k->iZeroCol<0 || bKey || !bPlain ) bOk = 0;
      nF = scanWord(&z, zEol, &zF);
      for(f=0; f<TG_NFIELD && !((int)strlen(aTgField[f].zName)==nF && memcmp(aTgField[f].zName, zF, (size_t)nF)==0); f++){}
      k->fZero = f;
    }else{
      zTable = zWord;
      nTable = n;
      k->iAccount = scanTable(e, h, zTable, nTable);
      if( k->iAccount<0 ) bOk = 0;
      while( (n = scanWord(&z, zEol, &zWord))>0 ){
        for(f=0; f<TG_NFIELD && !((int)strlen(aTgField[f].zName)==n && memcmp(aTgField[f].zName, zWord, (size_t)n)==0); f++){}
        if( f==TG_NFIELD ) return 0;
        k->aiCol[f] = scanColumn(e, db, zTable, nTable, zWord, n, &bKey, &bPlain);
        if( bKey ) k->iKeyCol = k->aiCol[f];
        if( !bPlain ) bOk = 0;
      }
    }
  }
  return bOk && k->iAccount>=0 && e->rc==SQLITE_OK;
}

/* Learn the kind of the file that is open in p->h. */
static void scanLearn(TgErr *e, TgScan *p, ScanKind *k){
  sqlite3 *db = 0;
  TgShape shape;
  const TgSection *pSec;
  int iVersion, bOk = 0, nSlow = 0;
  memset(&shape, 0, sizeof(shape));
  if( sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_NOMUTEX, 0)!=SQLITE_OK ){
    tgNomem(e);
    sqlite3_close(db);
    return;
  }
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
  sqlite3_progress_handler(db, 10000, scanSlow, &nSlow);
  scanReplay(e, p->h, db, &iVersion, &bOk);
  if( bOk && k->bVersion ) tgExec(e, db, "INSERT INTO version VALUES(%lld)", k->iVersion);
  if( bOk && e->rc==SQLITE_OK ){
    k->pLayout = tgLayoutDetect(e, p->pCat, db, "main", &shape);
    pSec = k->pLayout ? tgLayoutSection(k->pLayout, &shape, "fast") : 0;
    if( pSec==0 || shape.bActive || shape.nUnknown || (k->bVersion && shape.iVersion!=k->iVersion)
     || !scanPlaces(e, p->h, db, pSec, k) ){
      k->pLayout = 0;
    }else{
      k->zProblem = tgLayoutProblem(e, p->pCat, k->pLayout, &shape);
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

/* The number in the only column of the table of row iVersion, if it has a row. 0: declined. */
static int scanVersion(TgErr *e, TgPage *h, const TgPageSchema *pSchema, int iVersion, i64 *pi, int *pb){
  TgPageRow row;
  *pb = 0;
  *pi = -1;
  if( iVersion<0 ) return 1;
  if( iVersion>=pSchema->nRow || pSchema->aRoot[iVersion]==0 ) return 0;
  if( !tgPageFirst(e, h, pSchema->aRoot[iVersion], TG_PAGE_TABLE, &row) ) return tgPageWhy(h)==0 && e->rc==SQLITE_OK;
  if( row.nCell!=1 ) return 0;
  if( row.aCell[0].eType==SQLITE_NULL ) *pi = row.iRowid;
  else if( row.aCell[0].eType==SQLITE_INTEGER ) *pi = row.aCell[0].i;
  else return 0;
  *pb = 1;
  return !tgPageNext(e, h, &row);
}

/* The kind that the open file is of; a new one is learned.  0: declined. */
static ScanKind *scanKind(TgErr *e, TgScan *p, const TgPageSchema *pSchema){
  ScanKind *k = 0;
  i64 iNumber = -1;
  int bNumber = 0, iVersion = -1, bSeen = 0, i;
  for(i=0; i<p->nKind; i++){
    ScanKind *pThis = &p->aKind[i];
    if( pThis->n!=pSchema->n || memcmp(pThis->a, pSchema->a, pSchema->n)!=0 ) continue;
    if( !bSeen ){
      bSeen = 1;
      iVersion = pThis->iVersionRow;
      if( !scanVersion(e, p->h, pSchema, iVersion, &iNumber, &bNumber) ) return 0;
    }
    if( pThis->bVersion==bNumber && pThis->iVersion==iNumber ) return pThis;
  }
  if( p->nKind==SCAN_KINDS ) return 0;
  if( !bSeen ){
    iVersion = scanVersionRow(e, p->h);
    if( !scanVersion(e, p->h, pSchema, iVersion, &iNumber, &bNumber) ) return 0;
  }
  k = &p->aKind[p->nKind];
  memset(k, 0, sizeof(*k));
  k->a = tgAlloc(e, pSchema->n);
  if( k->a==0 ) return 0;
  memcpy(k->a, pSchema->a, pSchema->n);
  k->n = pSchema->n;
  k->bVersion = bNumber;
  k->iVersion = iNumber;
  k->iVersionRow = iVersion;
  scanLearn(e, p, k);
  p->nKind++;
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
  memset(a, 0, sizeof(*a));
  if( !tgPageFirst(e, h, pSchema->aRoot[k->iAccount], TG_PAGE_TABLE, &row) ){
    return 0;                                /* no row, or declined: SQLite knows what that means */
  }
  for(f=0; f<TG_NFIELD; f++){
    TgPageCell c;
    i = k->aiCol[f];
    if( i<0 || i>=row.nCell ) continue;
    c = row.aCell[i];
    if( i==k->iKeyCol ){
      c.eType = SQLITE_INTEGER;
      c.i = row.iRowid;
    }
    if( !scanCell(e, a, f, &c) ) return 0;
  }
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

int tgScanFile(TgErr *e, TgScan *p, const char *zPath, int bNoLink, TgScanRow *pRow){
  TgPageSchema schema;
  ScanKind *k = 0;
  int bOk = 0;
  memset(pRow, 0, sizeof(*pRow));
  if( !tgPageOpen(e, p->h, zPath, bNoLink ? TG_PAGE_NOLINK : 0) ){
    tgPageClose(p->h);                       /* or its shared lock would keep SQLite from a rollback */
    return 0;
  }
  if( tgPageSchema(e, p->h, &schema) ){
    k = scanKind(e, p, &schema);
    if( k && k->pLayout && e->rc==SQLITE_OK ){
      bOk = scanAccount(e, p->h, &schema, k, &pRow->a);
      pRow->pLayout = k->pLayout;
      pRow->zProblem = k->zProblem;
    }
  }
  if( !tgPageClose(p->h) || e->rc!=SQLITE_OK ) bOk = 0;
  if( !bOk ) tgWipe(&pRow->a, sizeof(pRow->a));
  return bOk;
}

/*************************************** Salvage ************************************************/

typedef struct Salvage {
  TgErr *e;
  TgScan *p;
  TgSalvage *pOut;
  int (*xStop)(void*);
  void *pStop;
} Salvage;

/* Does the record fit one line of "orders"?  Then the account is in *a. */
static int salvageLine(Salvage *s, const char *z, const char *zEnd, const TgPageRow *pRow, TgAccount *a){
  const char *zWord;
  int n, i = 0, f;
  memset(a, 0, sizeof(*a));
  while( (n = scanWord(&z, zEnd, &zWord))>0 ){
    TgPageCell c;
    if( i>=pRow->nCell ) return 0;
    c = pRow->aCell[i++];
    if( n==1 && zWord[0]=='-' ) continue;
    for(f=0; f<TG_NFIELD && !((int)strlen(aTgField[f].zName)==n && memcmp(aTgField[f].zName, zWord, (size_t)n)==0); f++){}
    if( f==TG_NFIELD ) return 0;
    if( f==TG_DC_ID ){                       /* the rowid: NULL in the record, and lost in a torn page */
      if( c.eType!=SQLITE_NULL ) return 0;
      if( pRow->iRowid<0 || pRow->iRowid>255 ) return 0;
      c.eType = pRow->iRowid ? SQLITE_INTEGER : SQLITE_NULL;
      c.i = pRow->iRowid;
    }
    if( f==TG_DATE && c.eType!=SQLITE_INTEGER ) return 0;
    if( (f==TG_TEST_MODE || f==TG_IS_BOT) && c.eType==SQLITE_INTEGER && c.i!=0 && c.i!=1 ) return 0;
    if( !scanCell(s->e, a, f, &c) ) return 0;
  }
  if( i!=pRow->nCell || (a->have & TG_BIT(TG_AUTH_KEY))==0 ) return 0;
  tgAccountDerive(a);
  return 1;
}

static int salvageFound(void *pArg, const TgPageRow *pRow, uint32_t iPage){
  Salvage *s = pArg;
  TgSalvage *pOut = s->pOut;
  TgAccount a;
  int i, j;
  if( pRow==0 ) return s->xStop && s->xStop(s->pStop);
  for(i=0; i<s->p->pCat->n && s->e->rc==SQLITE_OK; i++){
    const TgLayout *pL = &s->p->pCat->a[i];
    for(j=0; j<pL->nSection; j++){
      const TgSection *pSec = &pL->aSection[j];
      const char *z = pSec->z, *zEnd = z + pSec->n, *zEol;
      if( pSec->nName!=6 || memcmp(pSec->zName, "orders", 6)!=0 ) continue;
      for(; z<zEnd; z = zEol+1){
        zEol = memchr(z, '\n', (size_t)(zEnd - z));
        if( zEol==0 ) zEol = zEnd;
        if( zEol-z<5 || z[0]=='-' || !salvageLine(s, z, zEol, pRow, &a) ) continue;
        if( pOut->nKey && memcmp(a.key, pOut->a.key, TG_KEY_SIZE)==0 ){
          /* a copy, perhaps an older one */
          if( a.n[TG_DATE]>pOut->a.n[TG_DATE] || ((a.have & TG_BIT(TG_DC_ID)) && !(pOut->a.have & TG_BIT(TG_DC_ID))) ) pOut->a = a;
        }else if( pOut->nKey==0 ){
          pOut->a = a;
          pOut->nKey = 1;
          pOut->iPage = iPage;
          tgKeyId(a.key, pOut->zId1);
          pOut->pLayout = pL;
        }else{
          char zId[17];
          tgKeyId(a.key, zId);
          if( pOut->nKey==1 ) memcpy(pOut->zId2, zId, sizeof(zId));
          if( pOut->nKey==1 || strcmp(zId, pOut->zId2)!=0 ) pOut->nKey++;
        }
        tgWipe(&a, sizeof(a));
        return 0;
      }
    }
  }
  return s->e->rc!=SQLITE_OK;
}

void tgScanSalvage(TgErr *e, TgScan *p, const char *zPath, int (*xStop)(void*), void *pStop, TgSalvage *pOut){
  Salvage s;
  int i;
  memset(pOut, 0, sizeof(*pOut));
  s.e = e;
  s.p = p;
  s.pOut = pOut;
  s.xStop = xStop;
  s.pStop = pStop;
  if( tgPageOpen(e, p->h, zPath, TG_PAGE_RAW) ) tgPageSalvage(e, p->h, salvageFound, &s);
  tgPageClose(p->h);
  if( pOut->nKey!=1 ){
    tgWipe(&pOut->a, sizeof(pOut->a));
  }else if( pOut->pLayout->eAccess==TG_HIDDEN ){
    /* the base of a family: what holds just these fields is the default of its string */
    for(i=0; i<p->pCat->n; i++){
      if( p->pCat->a[i].pBase==pOut->pLayout && p->pCat->a[i].zTakes[0] ) pOut->pLayout = &p->pCat->a[i];
    }
  }
}
