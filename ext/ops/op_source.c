/* ops: which sessions a query means, and how each of them is read; see source.h. */
#include "ops/source.h"
#include "base/os.h"
#include "base/peel.h"
#include "base/vfs.h"

static void sourcesSchemas(TgErr *e, TgSources *p){
  sqlite3_stmt *pStmt = 0;
  const char *z;
/* linked or loaded: the headers decide what can be called */
#if SQLITE_VERSION_NUMBER>=3039000
  if( tgHas(db_name, 3039000) ){              /* a fifth of the time of the PRAGMA */
    int i;
    for(i=0; (z = sqlite3_db_name(p->pCtx->db, i))!=0; i++){
      tgNamesAdd(e, &p->schema, tgStrdup(e, z, -1));
    }
    return;
  }
#endif
  pStmt = tgPrepare(e, p->pCtx->db, "PRAGMA database_list");
  while( tgStep(e, pStmt) ){
    z = tgText(e, pStmt, 1);
    tgNamesAdd(e, &p->schema, tgStrdup(e, z, -1));
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

void tgSourcesOpen(TgErr *e, TgSources *p, TgCtx *pCtx, sqlite3_value *pSource,
                   const char *zDefault, const char *zName){
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
    if( (int)strlen(z)!=sqlite3_value_bytes(pSource) ){
      tgFail(e, SQLITE_ERROR, "the source holds a NUL character");
    }
    if( e->rc!=SQLITE_OK ) return;
    /* No file has a name of more than 255 bytes: a vault's bundles are not looked for on the
    ** disk. */
    p->bValue = !tgIsSchema(pCtx, z) && tgValueLooks(z)
             && (pCtx->bValuesOnly || (strlen(z)>255 && strpbrk(z, tgOsSlashes)==0)
                 || !tgVfsBeside(z, ""));
    if( p->bValue ) return;
  }else{
    p->zDefault = zDefault;
  }
  if( z==0 && zName && !tgIsSchema(pCtx, zName) && tgIsPath(zName) ){
    tgFail(e, SQLITE_ERROR, "%Q is a file, which the argument names and no column: WHERE source=%Q",
           zName, zName);
  }else if( z==0 ){
    p->bAll = 1;
    sourcesSchemas(e, p);
  }else if( tgIsSchema(pCtx, z) ){
    /* by the name that it was attached as, whatever the case of z */
    sourcesSchemas(e, p);
    for(p->i=0; p->i<p->schema.n && sqlite3_stricmp(p->schema.az[p->i], z)!=0; p->i++){}
    if( p->i<p->schema.n ){
      p->zOne = p->schema.az[p->i];
      p->schema.az[p->i] = 0;
    }else{
      p->zOne = tgStrdup(e, z, -1);
    }
    p->i = p->schema.n;
  }else if( !pCtx->bValuesOnly
      && (tgIsPath(z) || z[0]=='~' || strpbrk(z, "*?[") || tgVfsBeside(z, "")) ){
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
    /* detached meanwhile */
    while( p->i<p->schema.n && !tgIsSchema(p->pCtx, p->schema.az[p->i]) ) p->i++;
    if( p->i<p->schema.n ) p->zName = tgStrdup(e, p->schema.az[p->i++], -1);
  }
  e->pStop = 0;
  return p->zName!=0;
}

void tgSourcesClose(TgSources *p){
  tgNamesFree(&p->schema);
  tgDirListClose(p->pList);
  tgScanFree(p->pScan);
  sqlite3_value_free(p->pGiven);
  sqlite3_free(p->zOne);
  sqlite3_free(p->zName);
  tgStopEnd(&p->stop);
  memset(p, 0, sizeof(*p));
}

/* Open the current one to read: a value as tgValueOpen() does it, of all else only the store.  An
** error is about this one only. */
static void sourcesHand(TgErr *e, TgSources *p, TgValue *v){
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

/*************************************** A row **************************************************/

static int sourcesStop(void *pStop){
  return tgStopAsk(pStop);
}

/* By the fast reader, which declines whatever is not quite usual. */
static int lookFast(TgErr *e, TgSources *p, TgHand *r){
  TgErr e2 = TG_ERR_INIT;
  TgScanRow row;
  int bDone, i = 0;
  if( p->pList==0 || p->zProblem ) return 0;
  if( p->pScan==0 ) p->pScan = tgScanNew(e, p->pCtx->pCat);
  if( p->pScan==0 ) return 0;
  bDone = tgScanFile(&e2, p->pScan, p->zName, !tgDirListIsLink(p->pList), &r->v.a, &row);
  if( bDone ){
    r->zLayout = r->v.zFormat = row.pLayout->zName;
    r->zString = row.pLayout->zString;
    if( row.zProblem ) r->zProblem = tgStrdup(e, row.zProblem, -1);
    else while( (r->zProblem = tgAccountWrong(e, &r->v.a, row.pLayout->needs, &i))!=0
                && !tgProblemIsError(r->zProblem) ){
      sqlite3_free(r->zProblem);
    }
  }else if( e2.rc==SQLITE_NOMEM ){
    tgNomem(e);
  }
  tgErrClear(&e2);
  return bDone;
}

/* The row of a file that SQLite can't read: the login may still be in it. */
static void lookSalvage(TgErr *e, TgSources *p, TgHand *r, const char *zWhy){
  TgErr e2 = TG_ERR_INIT;
  TgSalvage found;
  if( p->pList==0 ) return;
  tgScanSalvage(&e2, p->pScan, p->zName, sourcesStop, &p->stop, &found);
  if( e2.rc==SQLITE_OK && (found.nKey || found.bCut || found.bUnproved) ){
    sqlite3_free(r->zProblem);
    if( found.nKey==0 && found.bUnproved ){
      r->zProblem = tgProblem(e, TG_F_MALFORMED,
                              "%s; a login may be in it, but bytes have come or gone, and which of "
                              "its key's are whole can't be told: restore a backup, or transfer "
                              "the file again as binary", zWhy);
    }else if( found.nKey==0 ){
      r->zProblem = tgProblem(e, TG_F_MALFORMED,
                              "%s; no login was found in its first %d MB, and the rest was not "
                              "searched", zWhy, (int)(TG_PAGE_SALVAGE_MAX>>20));
    }else if( found.nKey==1 ){
      r->v.a = found.a;
      r->zLayout = r->v.zFormat = found.pLayout->zName;
      r->zString = found.pLayout->zString;
      r->zProblem = tgProblem(e, TG_F_MALFORMED,
                              "%s; %sthe login was found on page %u: import its string into a new "
                              "file", zWhy, found.bText
                              ? "a transfer as text put a CR before each LF, and without those "
                              : "", found.iPage);
    }else{
      r->zProblem = tgProblem(e, TG_F_MALFORMED,
                              "%s; %d logins were found, %s and %s%s, and which is meant can't be "
                              "told", zWhy, found.nKey, found.zId1, found.zId2, found.nKey>2
                              ? " among them" : "");
    }
  }
  if( tgErrFatal(e2.rc) ) tgFail(e, e2.rc, "%s", sqlite3_errstr(e2.rc));
  tgErrClear(&e2);
  tgWipe(&found.a, sizeof(found.a));
}

/* By SQLite, or as a value.  0 when it has no row. */
static int lookSlow(TgErr *e, TgSources *p, TgHand *r){
  TgStore *st = &r->v.st;
  sourcesHand(e, p, &r->v);
  r->bActive = r->v.bStore && st->shape.bActive;
  if( e->rc!=SQLITE_OK ) return 1;
  if( r->v.bStore && st->pLayout==0 && !r->bActive && p->bAll ) return 0;
  if( r->v.bStore && st->pLayout && st->pLayout->eAccess!=TG_HIDDEN ){
    r->zLayout = r->v.zFormat = st->pLayout->zName;
    r->zString = st->pLayout->zString;
  }else if( r->v.zFormat ){
    r->zString = tgCodecByName(r->v.zFormat) ? r->v.zFormat : "";
  }
  if( !p->bValue && st->pLayout && !r->bActive ) tgStoreAccount(e, st, &r->v.a, &r->v.zProblem, 0);
  r->zProblem = r->v.zProblem;
  r->v.zProblem = 0;
  if( r->zProblem==0 ) r->zProblem = tgValueWrongFirst(e, &r->v);
  /* of which? */
  if( r->zProblem && tgProblemFinding(r->zProblem)==TG_F_SEVERAL_LOGINS ) r->zString = 0;
  return 1;
}

/* Is an error of the current one the statement's?  See tgSourcesLook(). */
static int lookMustSay(const TgSources *p, int rc, int bStrict){
  if( tgErrFatal(rc) ) return 1;
  switch( rc & 0xff ){
    case SQLITE_AUTH: case SQLITE_TOOBIG:
      return bStrict || (p->pList==0 && !p->bValue);
    case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_CANTOPEN: case SQLITE_IOERR: case SQLITE_PERM:
      return bStrict;
  }
  return 0;
}

int tgSourcesLook(TgErr *e, TgSources *p, TgHand *r, int bStrict){
  TgErr e2 = TG_ERR_INIT;
  int bRow = 1, nTry;
  if( lookFast(e, p, r) || e->rc!=SQLITE_OK ) return 1;
  for(nTry=0; nTry<3; nTry++){
    bRow = lookSlow(&e2, p, r);
    if( !r->v.bStore || !tgStoreChanged(&r->v.st) ) break;
    tgErrClear(&e2);                         /* a -wal came while it was read: look again */
    tgHandClose(r);
  }
  if( lookMustSay(p, e2.rc, bStrict) ){
    tgFail(e, e2.rc, "%s", e2.zMsg);
    if( p->pList ) tgNameFile(e, p->zName);
  }else if( e2.rc!=SQLITE_OK ){
    int bSalvage = (e2.rc & 0xff)==SQLITE_CORRUPT || e2.rc==SQLITE_NOTADB;
    sqlite3_free(r->zProblem);
    r->zProblem = tgErrSentence(e, &e2);
    if( bSalvage ) lookSalvage(e, p, r, aTgFindingText[TG_F_MALFORMED].zMeaning);
  }
  tgErrClear(&e2);
  tgHandShut(p, r);
  return bRow;
}

void tgHandStore(TgErr *e, TgSources *p, TgHand *r){
  TgValue v;
  if( r->v.bStore || NEVER(p->bValue) ) return;
  sourcesHand(e, p, &v);
  r->v.st = v.st;
  r->v.bStore = v.bStore;
}

void tgHandShut(TgSources *p, TgHand *r){
  if( p->pList==0 ) return;
  if( r->v.bStore ) tgStoreClose(&r->v.st);
  r->v.bStore = 0;
}

void tgHandClose(TgHand *r){
  tgValueClose(&r->v);
  sqlite3_free(r->zProblem);
  r->zProblem = 0;
  r->zLayout = r->zString = 0;
  r->bActive = 0;
}

/*************************************** Peers and states ***************************************/

int tgSourcesPass(TgErr *e, const TgSources *p){
  if( e->rc==SQLITE_OK || tgErrFatal(e->rc) || p->pList==0 || p->bNamed ) return 0;
  tgErrClear(e);
  return 1;
}

int tgSourcesRows(TgErr *e, TgSources *p, TgValue *v){
  TgErr e2 = TG_ERR_INIT;
  int bRows;
  sourcesHand(&e2, p, v);
  if( e2.rc==SQLITE_OK && v->bStore && v->st.shape.bActive && !p->bAll ){
    tgStoreUsable(&e2, &v->st, TG_USE_READ);
  }
  bRows = e2.rc==SQLITE_OK && (v->bStore ? v->st.pLayout && !v->st.shape.bActive : v->pBundle!=0);
  if( p->zProblem ) tgNameFile(&e2, p->zName);
  if( !tgSourcesPass(&e2, p) ) *e = e2;
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
