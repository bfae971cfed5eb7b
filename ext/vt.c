/* layer 5: which containers a query means; see vt.h. */
#include "vt.h"

static void sourcesAdd(TgErr *e, TgSources *p, const char *z){
  char **az = sqlite3_realloc64(p->azSchema, sizeof(char*)*(u64)(p->nSchema+1));
  if( az==0 ){
    tgNomem(e);
    return;
  }
  p->azSchema = az;
  az[p->nSchema] = tgStrdup(e, z, -1);
  if( az[p->nSchema] ) p->nSchema++;
}

static void sourcesSchemas(TgErr *e, TgSources *p){
  sqlite3_stmt *pStmt = 0;
  const char *z;
#if defined(SQLITE_CORE) || defined(sqlite3_db_name)
  if( tgHas(db_name, 3039000) ){              /* a fifth of the time of the PRAGMA */
    int i;
    for(i=0; (z = sqlite3_db_name(p->pCtx->db, i))!=0; i++) sourcesAdd(e, p, z);
    return;
  }
#endif
  pStmt = tgPrepare(e, p->pCtx->db, "PRAGMA database_list");
  while( tgStep(e, pStmt) ){
    z = tgText(e, pStmt, 1);
    if( z ) sourcesAdd(e, p, z);
  }
  sqlite3_finalize(pStmt);
}

void tgSourcesOpen(TgErr *e, TgSources *p, TgCtx *pCtx, sqlite3_value *pSource, const char *zDefault,
                   const char *zName){
  const char *z = zDefault;
  memset(p, 0, sizeof(*p));
  p->pCtx = pCtx;
  p->stop.db = pCtx->db;
  if( pSource && sqlite3_value_type(pSource)==SQLITE_BLOB ){
    p->pImage = sqlite3_value_dup(pSource);
    if( p->pImage==0 ) tgNomem(e);
    return;
  }
  if( pSource ){
    z = (const char*)sqlite3_value_text(pSource);
    if( z==0 ) return;                       /* NULL: no rows */
  }
  if( z==0 && zName && !tgIsSchema(pCtx, zName) && tgIsPath(zName) ) z = zName;
  if( z==0 ){
    p->bAll = 1;
    sourcesSchemas(e, p);
  }else if( tgIsSchema(pCtx, z) ){
    p->zOne = tgStrdup(e, z, -1);
  }else if( tgIsPath(z) || z[0]=='~' || strpbrk(z, "*?[") || tgStoreBeside(z, "") ){
    e->pStop = &p->stop;
    p->pList = tgDirListOpen(e, z);
    e->pStop = 0;
  }else{
    TgStore st;
    tgContainer(e, &st, pCtx, z, TG_OPEN_READ);        /* for its error */
    tgStoreClose(&st);
  }
}

int tgSourcesNext(TgErr *e, TgSources *p){
  sqlite3_free(p->zName);
  p->zName = 0;
  p->zProblem = 0;
  e->pStop = &p->stop;
  tgWork(e, 20);                             /* a query may pass over many without a row */
  if( e->rc!=SQLITE_OK ){
    p->zName = 0;
  }else if( p->pImage ){
    if( p->i++==0 ) p->zName = tgStrdup(e, "image", -1);
  }else if( p->pList ){
    const char *z = tgDirListNext(e, p->pList, &p->zProblem);
    /* As tgContainer takes it: a bare name would mean a database. */
    if( z ) p->zName = tgIsPath(z) ? tgStrdup(e, z, -1) : tgPrintf(e, "./%s", z);
  }else if( p->zOne ){
    p->zName = p->zOne;
    p->zOne = 0;
  }else if( p->i<p->nSchema ){
    p->zName = tgStrdup(e, p->azSchema[p->i++], -1);
  }
  e->pStop = 0;
  return p->zName!=0;
}

void tgSourcesStore(TgErr *e, TgSources *p, TgStore *st){
  memset(st, 0, sizeof(*st));
  if( p->zProblem ){
    tgFail(e, SQLITE_CANTOPEN, "%s", p->zProblem);
  }else if( p->pImage ){
    tgStoreImage(e, st, p->pCtx, sqlite3_value_blob(p->pImage), sqlite3_value_bytes(p->pImage));
  }else if( p->pList ){
    tgStoreFile(e, st, p->pCtx, p->zName, TG_OPEN_READ);
  }else{
    tgStoreAttached(e, st, p->pCtx, p->zName);
  }
}

void tgSourcesClose(TgSources *p){
  int i;
  for(i=0; i<p->nSchema; i++) sqlite3_free(p->azSchema[i]);
  sqlite3_free(p->azSchema);
  tgDirListClose(p->pList);
  sqlite3_value_free(p->pImage);
  sqlite3_free(p->zOne);
  sqlite3_free(p->zName);
  tgStopEnd(&p->stop);
  memset(p, 0, sizeof(*p));
}

int tgFatal(int rc){
  return (rc & 0xff)==SQLITE_NOMEM || (rc & 0xff)==SQLITE_INTERRUPT || rc==SQLITE_IOERR_NOMEM;
}

static char *tableArgument(TgErr *e, int argc, const char *const *argv){
  char *z;
  int i, j, n;
  char q;
  if( argc<4 ) return 0;
  z = tgStrdup(e, argv[3], -1);
  if( z==0 ) return 0;
  q = z[0];
  n = (int)strlen(z);
  if( n>=2 && (q=='\'' || q=='"') && z[n-1]==q ){
    for(i=1, j=0; i<n-1; i++){
      if( z[i]==q && z[i+1]==q && i+1<n-1 ) i++;
      z[j++] = z[i];
    }
    z[j] = 0;
  }
  return z;
}

int tgTableConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv, const char *zSchema, size_t n,
                   sqlite3_vtab **ppVtab){
  TgErr e = TG_ERR_INIT;
  TgTable *p = tgAlloc(&e, n);
  if( p ) p->pCtx = pAux;
  if( p ) p->zDefault = tableArgument(&e, argc, argv);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_declare_vtab(db, zSchema);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  if( e.rc!=SQLITE_OK && p ){
    sqlite3_free(p->zDefault);
    sqlite3_free(p);
    p = 0;
  }
  *ppVtab = (sqlite3_vtab*)p;
  return e.rc;
}

int tgTableDisconnect(sqlite3_vtab *pVtab){
  sqlite3_free(((TgTable*)pVtab)->zDefault);
  sqlite3_free(pVtab);
  return SQLITE_OK;
}

int tgCursorOpen(sqlite3_vtab_cursor **ppCursor, size_t n){
  TgErr e = TG_ERR_INIT;
  *ppCursor = tgAlloc(&e, n);
  return e.rc;
}

/*************************************** Rows that are written **********************************/

#define ROWID_HALF ((i64)1<<52)
enum { ROWID_FIXED = 511 };                  /* not a database of this connection */

/* The number of database zName in PRAGMA database_list (*pzName==0), or the name of number i. */
static int schemaSeek(TgErr *e, TgCtx *pCtx, const char *zName, int i, char **pzName){
  sqlite3_stmt *p = tgPrepare(e, pCtx->db, "PRAGMA database_list");
  int iFound = -1;
  while( tgStep(e, p) ){
    const char *z = tgText(e, p, 1);
    int iThis = sqlite3_column_int(p, 0);
    if( z==0 || (zName ? sqlite3_stricmp(z, zName)!=0 : iThis!=i) ) continue;
    iFound = iThis;
    if( pzName ) *pzName = tgStrdup(e, z, -1);
    break;
  }
  sqlite3_finalize(p);
  return iFound;
}

int tgSchemaIndex(TgCtx *pCtx, const char *zName){
  TgErr e = TG_ERR_INIT;
  int i = schemaSeek(&e, pCtx, zName, 0, 0);
  tgErrClear(&e);
  return i;
}

i64 tgRowid(int iSchema, i64 id){
  if( iSchema<0 || iSchema>=ROWID_FIXED || id<=-ROWID_HALF || id>=ROWID_HALF ){
    iSchema = ROWID_FIXED;
    id = 0;
  }
  return iSchema*(ROWID_HALF*2) + (id + ROWID_HALF);
}

void tgRowWrite(TgErr *e, TgCtx *pCtx, sqlite3_value *pRowid, sqlite3_value **apCol, int iSession, int iId,
                void (*xWrite)(TgErr*, TgStore*, i64 idOld, int bOld, sqlite3_value **apCol)){
  char *zName = 0, *zOld = 0;
  i64 idOld = 0;
  TgStore st;
  TgWrite w;
  memset(&st, 0, sizeof(st));
  memset(&w, 0, sizeof(w));
  if( sqlite3_value_type(pRowid)!=SQLITE_NULL ){
    i64 i = sqlite3_value_int64(pRowid);
    schemaSeek(e, pCtx, 0, (int)(i/(ROWID_HALF*2)), &zOld);
    idOld = i%(ROWID_HALF*2) - ROWID_HALF;
    if( zOld==0 ) tgFail(e, SQLITE_READONLY, "only databases of this connection can be changed; ATTACH the file");
  }
  if( apCol && e->rc==SQLITE_OK ){
    const char *z = (const char*)sqlite3_value_text(apCol[iSession]);
    zName = tgStrdup(e, z ? z : "main", -1);
    if( sqlite3_value_type(apCol[iId])!=SQLITE_INTEGER ){
      tgFail(e, SQLITE_CONSTRAINT, "id is missing, or not a whole number");
    }else if( zName && !tgIsSchema(pCtx, zName) ){
      tgFail(e, SQLITE_ERROR, "there is no database %Q here; ATTACH the file", zName);
    }else if( zOld && zName && sqlite3_stricmp(zOld, zName)!=0 ){
      tgFail(e, SQLITE_ERROR, "a row can't move to another session");
    }
  }
  if( e->rc==SQLITE_OK ) tgStoreAttached(e, &st, pCtx, zName ? zName : zOld);
  tgStoreUsable(e, &st, 1);
  tgWriteBegin(e, &w, &st, TG_IN_UPDATE);
  if( e->rc==SQLITE_OK ) xWrite(e, &st, idOld, zOld!=0, apCol);
  tgWriteEnd(e, &w);
  tgStoreClose(&st);
  sqlite3_free(zName);
  sqlite3_free(zOld);
}
