/* tables: which containers a query means; see vt.h. */
#include "tables/vt.h"
#include "base/os.h"
#include "base/peel.h"
#include "base/vfs.h"

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
#if SQLITE_VERSION_NUMBER>=3039000             /* linked or loaded: the headers decide what can be called */
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

/* A file or a glob. */
static void sourcesFiles(TgErr *e, TgSources *p, const char *z){
  e->pStop = &p->stop;
  p->pList = tgDirListOpen(e, z);
  e->pStop = 0;
  p->bNamed = p->pList!=0 && tgDirListIsPlain(p->pList);
}

void tgSourcesOpen(TgErr *e, TgSources *p, TgCtx *pCtx, sqlite3_value *pSource, const char *zDefault,
                   const char *zName){
  const char *z = zDefault;
  memset(p, 0, sizeof(*p));
  p->pCtx = pCtx;
  p->stop.db = pCtx->db;
  if( e->rc!=SQLITE_OK ) return;
  if( pSource ){
    p->pGiven = sqlite3_value_dup(pSource);
    if( p->pGiven==0 ) tgNomem(e);
    p->bValue = sqlite3_value_type(pSource)==SQLITE_BLOB;
    if( p->bValue || e->rc!=SQLITE_OK ) return;
    z = (const char*)sqlite3_value_text(pSource);
    if( z==0 ) return;                       /* NULL: no rows */
    if( (int)strlen(z)!=sqlite3_value_bytes(pSource) ) tgFail(e, SQLITE_ERROR, "the source holds a NUL character");
    if( e->rc!=SQLITE_OK ) return;
    /* No file has a name of more than 255 bytes: a vault's bundles are not looked for on the disk. */
    p->bValue = !tgIsSchema(pCtx, z) && tgValueLooks(z)
             && (pCtx->bValuesOnly || (strlen(z)>255 && strpbrk(z, tgOsSlashes)==0) || !tgVfsBeside(z, ""));
    if( p->bValue ) return;
  }else{
    p->zDefault = zDefault;
  }
  if( z==0 && zName && !tgIsSchema(pCtx, zName) && tgIsPath(zName) ){
    tgFail(e, SQLITE_ERROR, "%Q is a file, which the argument names and no column: WHERE source=%Q", zName, zName);
  }else if( z==0 ){
    p->bAll = 1;
    sourcesSchemas(e, p);
  }else if( tgIsSchema(pCtx, z) ){
    sourcesSchemas(e, p);                    /* by the name that it was attached as, whatever the case of z */
    for(p->i=0; p->i<p->nSchema && sqlite3_stricmp(p->azSchema[p->i], z)!=0; p->i++){}
    p->zOne = tgStrdup(e, p->i<p->nSchema ? p->azSchema[p->i] : z, -1);
    p->i = p->nSchema;
  }else if( !pCtx->bValuesOnly && (tgIsPath(z) || z[0]=='~' || strpbrk(z, "*?[") || tgVfsBeside(z, "")) ){
    sourcesFiles(e, p, z);
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
  if( p->pList ){                            /* a query may pass over many without a row */
    e->pStop = &p->stop;
    tgWork(e, 20);
  }
  if( e->rc!=SQLITE_OK ){
    p->zName = 0;
  }else if( p->bValue ){
    if( p->i++==0 ) p->zName = tgStrdup(e, "value", -1);
  }else if( p->pList ){
    const char *z = tgDirListNext(e, p->pList, &p->zProblem);
    /* As tgContainer takes it: a bare name would mean a database. */
    if( z ) p->zName = tgIsPath(z) ? tgStrdup(e, z, -1) : tgJoin(e, "./", z);
  }else if( p->zOne ){
    p->zName = p->zOne;
    p->zOne = 0;
  }else{
    while( p->i<p->nSchema && !tgIsSchema(p->pCtx, p->azSchema[p->i]) ) p->i++;      /* detached meanwhile */
    if( p->i<p->nSchema ) p->zName = tgStrdup(e, p->azSchema[p->i++], -1);
  }
  e->pStop = 0;
  return p->zName!=0;
}

void tgSourcesHand(TgErr *e, TgSources *p, TgValue *v){
  tgValueInit(v, p->pCtx);
  if( p->zProblem ){
    TgFinding f = tgProblemFinding(p->zProblem);
    const char *zWhat = f==TG_F_NOT_A_FILE ? tgPeelNoFolder(e, p->zName) : 0;
    tgFailAs(e, SQLITE_CANTOPEN, f, "%s", zWhat ? zWhat : tgProblemText(p->zProblem));
  }else if( p->bValue ){
    tgValueOpen(e, v, p->pCtx, p->pGiven, 0);
  }else{
    v->bStore = 1;
    if( p->pList ) tgStoreFile(e, &v->st, p->pCtx, p->zName, TG_OPEN_READ);
    else tgStoreAttached(e, &v->st, p->pCtx, p->zName);
  }
}

int tgSourcesPass(TgErr *e, const TgSources *p){
  if( e->rc==SQLITE_OK || tgErrFatal(e->rc) || p->pList==0 || p->bNamed ) return 0;
  tgErrClear(e);
  return 1;
}

int tgSourcesRows(TgErr *e, TgSources *p, TgValue *v){
  TgErr e2 = TG_ERR_INIT;
  int bRows;
  tgSourcesHand(&e2, p, v);
  if( e2.rc==SQLITE_OK && v->bStore && v->st.shape.bActive && !p->bAll ) tgStoreUsable(&e2, &v->st, TG_USE_READ);
  bRows = e2.rc==SQLITE_OK && (v->bStore ? v->st.pLayout && !v->st.shape.bActive : v->pBundle!=0);
  if( p->zProblem ) tgNameFile(&e2, p->zName);
  if( !tgSourcesPass(&e2, p) && e2.rc!=SQLITE_OK && e->rc==SQLITE_OK ) *e = e2;
  else tgErrClear(&e2);
  return bRows;
}

void tgSourcesGiven(const TgSources *p, sqlite3_context *ctx){
  if( p->pGiven ) sqlite3_result_value(ctx, p->pGiven);
  else if( p->zDefault ) sqlite3_result_text(ctx, p->zDefault, -1, SQLITE_TRANSIENT);
}

/* "-1001234567890=bot"; with ':' in place of '=' it is no database of this connection. */
void tgSourcesKey(const TgSources *p, sqlite3_context *ctx, i64 id){
  char *z = sqlite3_mprintf("%lld%c%s", id, p->bValue || p->pList ? ':' : '=', p->zName);
  if( z ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_result_error_nomem(ctx);
}

void tgSourcesClose(TgSources *p){
  int i;
  for(i=0; i<p->nSchema; i++) sqlite3_free(p->azSchema[i]);
  sqlite3_free(p->azSchema);
  tgDirListClose(p->pList);
  sqlite3_value_free(p->pGiven);
  sqlite3_free(p->zOne);
  sqlite3_free(p->zName);
  tgStopEnd(&p->stop);
  memset(p, 0, sizeof(*p));
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
                   sqlite3_vtab **ppVtab, char **pzErr){
  TgErr e = TG_ERR_INIT;
  TgTable *p = tgAlloc(&e, n);
  if( p ) p->pCtx = pAux;
  if( argc>4 ){
    *pzErr = sqlite3_mprintf("too many arguments; USING %s takes one, a source", argv[0]);
    if( p ) e.rc = SQLITE_ERROR;
  }
  if( p ) p->zDefault = tableArgument(&e, argc, argv);
  if( p ) p->zHome = tgStrdup(&e, sqlite3_stricmp(argv[1], "temp")==0 ? "main" : argv[1], -1);
  if( p ) p->bPlain = argc==3 && sqlite3_stricmp(argv[0], argv[2])==0;
  if( e.rc==SQLITE_OK && p->zDefault && tgTextCreates(db) ){
    TgSources src;                           /* looked at once: a name that is none is an error now, and none later */
    tgSourcesOpen(&e, &src, p->pCtx, 0, p->zDefault, 0);
    tgSourcesClose(&src);
    if( e.zMsg ) *pzErr = sqlite3_mprintf("%s", e.zMsg);
  }
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_declare_vtab(db, zSchema);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
  if( e.rc!=SQLITE_OK && p ){
    sqlite3_free(p->zDefault);
    sqlite3_free(p->zHome);
    sqlite3_free(p);
    p = 0;
  }
  *ppVtab = (sqlite3_vtab*)p;
  sqlite3_free(e.zMsg);
  return e.rc;
}

int tgTableDisconnect(sqlite3_vtab *pVtab){
  tgWriterClose(&((TgTable*)pVtab)->writer);
  tgWriteForget(((TgTable*)pVtab)->pCtx);
  sqlite3_free(((TgTable*)pVtab)->zDefault);
  sqlite3_free(((TgTable*)pVtab)->zHome);
  sqlite3_free(pVtab);
  return SQLITE_OK;
}

int tgCursorOpen(sqlite3_vtab *pVtab, const char *zTable, sqlite3_vtab_cursor **ppCursor, size_t n){
  TgErr e = TG_ERR_INIT;
  ((TgTable*)pVtab)->mRun = tgTextAsked(&e, (TgTable*)pVtab, zTable);
  *ppCursor = tgAlloc(&e, n);
  return tgErrToVtab(&e, pVtab, zTable);
}

/*************************************** Plans **************************************************/

/* What a plan is said to cost, with some of its constraints.  Each part of an OR is also thought of on its own, without
** the argument that stands beside it, and so is each table of a join: those plans are there, but dearer than any that
** has the argument, even without a key (bLost: there seems to be one).  And a table whose name is given goes first: SQLite
** may have put that constant in place of another's argument, which is to be looked for only if there is such a row; but for
** one row of it, whose key comes from a table before. */
static void planCost(sqlite3_index_info *pInfo, int bArg, int bName, int bKey, int bLost){
  if( bArg ) pInfo->estimatedCost = bName ? 1 : bKey ? 20 : 1e6;
  else pInfo->estimatedCost = bLost ? 1e75 : bName && bKey ? 1e20 : bName || bKey ? 1e30 : 1e45;
  pInfo->estimatedRows = bName ? 1 : bKey ? 10 : 1000000;
}

int tgBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo, const TgPlan *a, int n, const char *zTable){
  int i, j, nArg = 0, nMax = 0, bName = 0, bKey = 0, bLost = 0;
  for(j=0; j<n; j++){
    int bSeen = 0;
    for(i=0; i<pInfo->nConstraint; i++){
      if( pInfo->aConstraint[i].op!=SQLITE_INDEX_CONSTRAINT_EQ || pInfo->aConstraint[i].iColumn!=a[j].iCol ) continue;
      if( a[j].eKind==TG_PLAN_NEVER ){
        TgErr e = TG_ERR_INIT;
        tgFail(&e, SQLITE_ERROR, "too many arguments; it takes %d", nMax);
        return tgErrToVtab(&e, pVtab, zTable);
      }
      bSeen = 1;
      if( !pInfo->aConstraint[i].usable ){
        if( a[j].eKind==TG_PLAN_ARG ) return SQLITE_CONSTRAINT;
        continue;
      }
      if( (pInfo->idxNum & a[j].bit) || (a[j].eKind==TG_PLAN_KEY && bKey) ) continue;
      if( a[j].eKind!=TG_PLAN_ARG && sqlite3_stricmp(sqlite3_vtab_collation(pInfo, i), a[j].zCollation)!=0 ) continue;
      pInfo->idxNum |= a[j].bit;
      pInfo->aConstraintUsage[i].argvIndex = ++nArg;
      pInfo->aConstraintUsage[i].omit = a[j].eKind==TG_PLAN_ARG;
      bName |= a[j].eKind==TG_PLAN_NAME;
      bKey |= a[j].eKind==TG_PLAN_KEY || (a[j].eKind==TG_PLAN_ARG && j>0);
    }
    if( a[j].eKind==TG_PLAN_ARG ){
      nMax++;
      bLost |= !bSeen && (pInfo->colUsed & ((u64)1<<a[j].iCol));
    }
  }
  planCost(pInfo, (pInfo->idxNum & a[0].bit)!=0, bName, bKey, bLost);
  return SQLITE_OK;
}

int tgIdKey(sqlite3_value *p, i64 *piId){
  int eType = sqlite3_value_numeric_type(p);
  double r;
  *piId = sqlite3_value_int64(p);
  if( eType!=SQLITE_FLOAT ) return eType==SQLITE_INTEGER;
  r = sqlite3_value_double(p);
  return r>=-9223372036854775808.0 && r<9223372036854775808.0 && (double)*piId==r;
}

const char *tgTextKey(sqlite3_value *p, int *pbNone){
  int eType = sqlite3_value_type(p);
  if( eType==SQLITE_NULL ) *pbNone = 1;
  return eType==SQLITE_TEXT ? (const char*)sqlite3_value_text(p) : 0;
}
