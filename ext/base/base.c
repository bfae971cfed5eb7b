/* base: sticky errors, statements, savepoints and wiping; see base.h. */
#include "base/base.h"
#include "base/os.h"

static int failV(TgErr *e, int rc, TgFinding f, const char *zFmt, va_list *pap){
  if( e->rc!=SQLITE_OK ) return e->rc;
  e->rc = rc;
  e->f = f;
  if( rc==SQLITE_NOMEM ) return rc;          /* no memory for words about it */
  e->zMsg = tgSayV(zFmt, pap);
  if( e->zMsg==0 ) e->rc = SQLITE_NOMEM;
  return e->rc;
}

int tgFail(TgErr *e, int rc, const char *zFmt, ...){
  va_list ap;
  va_start(ap, zFmt);
  rc = failV(e, rc, TG_F_NONE, zFmt, &ap);
  va_end(ap);
  return rc;
}

int tgFailAs(TgErr *e, int rc, TgFinding f, const char *zFmt, ...){
  va_list ap;
  va_start(ap, zFmt);
  rc = failV(e, rc, f, zFmt, &ap);
  va_end(ap);
  return rc;
}

int tgFailDb(TgErr *e, sqlite3 *db, int rc){
  if( (sqlite3_extended_errcode(db) & 0xff)==rc ) rc = sqlite3_extended_errcode(db);
  return tgFail(e, rc, "%s", sqlite3_errmsg(db));
}

int tgNomem(TgErr *e){
  if( e->rc==SQLITE_OK ) e->rc = SQLITE_NOMEM;
  return e->rc;
}

void tgErrPrefix(TgErr *e, const char *zFmt, ...){
  va_list ap;
  char *z, *zAll;
  if( e->zMsg==0 ) return;
  va_start(ap, zFmt);
  z = tgSayV(zFmt, &ap);
  va_end(ap);
  zAll = z ? sqlite3_mprintf("%s: %s", z, e->zMsg) : 0;
  sqlite3_free(z);
  sqlite3_free(e->zMsg);
  e->zMsg = zAll;
  if( zAll==0 ) e->rc = SQLITE_NOMEM;
}

int tgErrFatal(int rc){
  return (rc & 0xff)==SQLITE_NOMEM || (rc & 0xff)==SQLITE_INTERRUPT || rc==SQLITE_IOERR_NOMEM;
}

const char *tgErrCode(const TgErr *e){
  static const struct { int rc; TgFinding f; } a[] = {
    { SQLITE_BUSY, TG_F_LOCKED },         { SQLITE_LOCKED, TG_F_LOCKED },
    { SQLITE_READONLY, TG_F_READ_ONLY },  { SQLITE_CANTOPEN, TG_F_UNREADABLE },
    { SQLITE_PERM, TG_F_UNREADABLE },     { SQLITE_NOTADB, TG_F_NOT_A_DATABASE },
    { SQLITE_CORRUPT, TG_F_MALFORMED },   { SQLITE_CONSTRAINT, TG_F_CONFLICT },
    { SQLITE_FULL, TG_F_DISK_FULL },      { SQLITE_IOERR, TG_F_IO_ERROR },
    { SQLITE_AUTH, TG_F_NOT_AUTHORIZED }, { SQLITE_TOOBIG, TG_F_TOO_BIG },
  };
  TgFinding f = e->f;
  int i;
  for(i=0; i<TG_COUNT(a) && f==TG_F_NONE; i++) if( a[i].rc==(e->rc & 0xff) ) f = a[i].f;
  return aTgFinding[f].zCode;
}

char *tgErrSentence(TgErr *e, TgErr *pFrom){
  char *z = tgSay(e, "%s: %s", tgErrCode(pFrom), pFrom->zMsg);
  tgErrClear(pFrom);
  return z;
}

char *tgProblem(TgErr *e, TgFinding f, const char *zFmt, ...){
  va_list ap;
  char *z, *zAll;
  if( e->rc!=SQLITE_OK ) return 0;
  va_start(ap, zFmt);
  z = tgSayV(zFmt, &ap);
  va_end(ap);
  zAll = z ? sqlite3_mprintf("%s: %s", aTgFinding[f].zCode, z) : 0;
  sqlite3_free(z);
  if( zAll==0 ) tgNomem(e);
  return zAll;
}

int tgProblemIsError(const char *z){
  return strcmp(aTgFinding[tgProblemFinding(z)].zSeverity, "error")==0;
}

TgFinding tgProblemFinding(const char *z){
  size_t n = strcspn(z, ":");
  int i = TG_NFINDING - 1;
  while( ALWAYS(i>TG_F_NONE)
      && (strlen(aTgFinding[i].zCode)!=n || memcmp(z, aTgFinding[i].zCode, n)!=0) ){
    i--;
  }
  return (TgFinding)i;
}

const char *tgProblemText(const char *z){
  return z + strcspn(z, ":") + 2;
}

void tgErrClear(TgErr *e){
  sqlite3_free(e->zMsg);
  e->zMsg = 0;
  e->rc = SQLITE_OK;
  e->f = TG_F_NONE;
}

void tgErrToCtx(TgErr *e, sqlite3_context *ctx, const char *zWhere){
  char *z;
  if( e->rc==SQLITE_OK ) return;
  z = e->zMsg ? sqlite3_mprintf("%s: %s", zWhere, e->zMsg) : 0;
  if( z==0 ){
    sqlite3_result_error_nomem(ctx);
  }else{
    sqlite3_result_error(ctx, z, -1);  /* sets the text, and a code of 1 ... */
    sqlite3_result_error_code(ctx, e->rc);           /* ... this keeps the text */
  }
  sqlite3_free(z);
  tgErrClear(e);
}

int tgErrToVtab(TgErr *e, sqlite3_vtab *p, const char *zWhere){
  int rc = e->rc;
  if( e->zMsg ){
    sqlite3_free(p->zErrMsg);
    p->zErrMsg = sqlite3_mprintf("%s%s%s", zWhere ? zWhere : "", zWhere ? ": " : "", e->zMsg);
    if( p->zErrMsg==0 ) rc = SQLITE_NOMEM;
  }
  tgErrClear(e);
  return rc;
}

void *tgAlloc(TgErr *e, u64 n){
  void *p;
  if( e->rc!=SQLITE_OK ) return 0;
  p = sqlite3_malloc64(n + (n==0));
  if( p==0 ){
    tgNomem(e);
    return 0;
  }
  memset(p, 0, (size_t)n);
  return p;
}

char *tgPrintf(TgErr *e, const char *zFmt, ...){
  va_list ap;
  char *z;
  if( e->rc!=SQLITE_OK ) return 0;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  if( z==0 ) tgNomem(e);
  return z;
}

char *tgJoin(TgErr *e, const char *zA, const char *zB){
  size_t nA = strlen(zA), nB = strlen(zB);
  char *z = tgAlloc(e, (u64)nA + nB + 1);
  if( z==0 ) return 0;
  memcpy(z, zA, nA);
  memcpy(z+nA, zB, nB);
  return z;
}

char *tgStrdup(TgErr *e, const char *z, int n){
  size_t nByte;
  char *zNew;
  if( z==0 ) tgNomem(e);                     /* SQLite had no memory for it */
  if( e->rc!=SQLITE_OK ) return 0;
  nByte = n<0 ? strlen(z) : (size_t)n;
  zNew = tgAlloc(e, (u64)nByte + 1);
  if( zNew ) memcpy(zNew, z, nByte);
  return zNew;
}

void tgNamesAdd(TgErr *e, TgNames *p, char *z){
  if( z && p->n==p->nAlloc ){
    int nNew = p->nAlloc ? p->nAlloc*2 : 32;
    char **azNew = sqlite3_realloc64(p->az, sizeof(char*)*(u64)nNew);
    if( azNew==0 ){
      tgNomem(e);
      sqlite3_free(z);
      return;
    }
    p->az = azNew;
    p->nAlloc = nNew;
  }
  if( z ) p->az[p->n++] = z;
}

void tgNamesFree(TgNames *p){
  int i;
  for(i=0; i<p->n; i++) sqlite3_free(p->az[i]);
  sqlite3_free(p->az);
  memset(p, 0, sizeof(*p));
}

#if defined(_MSC_VER)
# define THREAD __declspec(thread)
#else
# define THREAD __thread
#endif
static THREAD int nOpening;

int tgOpen(const char *zName, sqlite3 **pdb, int flags){
  int rc;
  nOpening++;
  rc = sqlite3_open_v2(zName, pdb, flags|SQLITE_OPEN_NOMUTEX, 0);
  nOpening--;
  return rc;
}

int tgOpening(void){
  return nOpening>0;
}

static sqlite3_stmt *prepareV(TgErr *e, sqlite3 *db, const char *zFmt, va_list ap){
  sqlite3_stmt *p = 0;
  char *zSql;
  int rc;
  if( e->rc!=SQLITE_OK ) return 0;
  zSql = sqlite3_vmprintf(zFmt, ap);
  if( zSql==0 ){
    tgNomem(e);
    return 0;
  }
  rc = sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  sqlite3_free(zSql);
  if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  return p;
}

sqlite3_stmt *tgPrepare(TgErr *e, sqlite3 *db, const char *zFmt, ...){
  sqlite3_stmt *p;
  va_list ap;
  va_start(ap, zFmt);
  p = prepareV(e, db, zFmt, ap);
  va_end(ap);
  return p;
}

/* A statement tells both, and has some 1000 steps for a progress handler to count.  An authorizer
** may allow less.  SQLITE_INTERRUPT: it was interrupted already, and SQLite prepares nothing. */
static int stopPrepare(TgStop *p){
  static const char *const azSql[] = {
    "WITH RECURSIVE t(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM t LIMIT 80) "
    "SELECT 1 FROM t WHERE i=80", "SELECT 1",
  };
  int i, rc = SQLITE_OK;
  for(i=0; i<TG_COUNT(azSql) && p->p==0; i++){
    rc = sqlite3_prepare_v2(p->db, azSql[i], -1, &p->p, 0);
  }
  return rc;
}

int tgStopAsk(TgStop *p){
  int rc = p->p ? SQLITE_OK : stopPrepare(p);
  if( p->p ) rc = sqlite3_step(p->p);
  sqlite3_reset(p->p);
  return rc==SQLITE_INTERRUPT;
}

void tgWork(TgErr *e, int n){
  TgStop *p = e->pStop;
  i64 iNow = 0;
  if( p==0 || e->rc!=SQLITE_OK ) return;
  p->n += n;
  if( n>=10 ) iNow = tgOsClock();          /* a disk may be slower than thought */
  if( p->iLast==0 ) p->iLast = iNow;         /* it has just begun */
  if( p->n<5000 && (n<10 || iNow<p->iLast+20) ) return;
  p->n = 0;
  p->iLast = iNow;
  if( tgStopAsk(p) ) tgFail(e, SQLITE_INTERRUPT, "%s", sqlite3_errstr(SQLITE_INTERRUPT));
}

static int stopHandler(void *p){
  return tgStopAsk(p);
}

int tgStopNap(TgStop *p, int n){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  int nNap = n<25 ? 1 + 2*n : 50;
  if( n==0 ){
    /* The host's authorizer may not allow to ask, and a connection that was closed is not asked:
    ** then nobody waits. */
    TgErr e = TG_ERR_INIT;
    p->nBusy = (int)tgQueryInt(&e, p->db, 0, "PRAGMA busy_timeout");
    p->nWaited = 0;
    tgErrClear(&e);
  }
  if( nNap>p->nBusy-p->nWaited ) nNap = p->nBusy-p->nWaited;
  if( nNap<=0 || tgStopAsk(p) ) return 0;
  pVfs->xSleep(pVfs, nNap*1000);
  p->nWaited += nNap;
  return 1;
}

static int stopBusy(void *p, int n){
  return tgStopNap(p, n);
}

void tgStopWatch(TgStop *p, sqlite3 *dbOwn){
  sqlite3_busy_handler(dbOwn, stopBusy, p);
  if( tgHas(progress_handler, 3000000) ) sqlite3_progress_handler(dbOwn, 50000, stopHandler, p);
}

void tgStopEnd(TgStop *p){
  sqlite3_finalize(p->p);
  p->p = 0;
}

int tgStep(TgErr *e, sqlite3_stmt *p){
  int rc;
  tgWork(e, 1);
  if( e->rc!=SQLITE_OK || p==0 ) return 0;
  rc = sqlite3_step(p);
  if( rc==SQLITE_ROW ) return 1;
  if( rc!=SQLITE_DONE ) tgFailDb(e, sqlite3_db_handle(p), rc);
  return 0;
}

const char *tgText(TgErr *e, sqlite3_stmt *p, int i){
  const char *z = (const char*)sqlite3_column_text(p, i);
  /* the value has become a NULL then */
  if( z==0 && sqlite3_errcode(sqlite3_db_handle(p))==SQLITE_NOMEM ) tgNomem(e);
  return z;
}

void tgBind(TgErr *e, int rc){
  if( rc!=SQLITE_OK ) tgFail(e, rc, "%s", sqlite3_errstr(rc));
}

void tgFinish(TgErr *e, sqlite3_stmt *p){
  while( tgStep(e, p) ){}
  sqlite3_finalize(p);
}

void tgExec(TgErr *e, sqlite3 *db, const char *zFmt, ...){
  va_list ap;
  char *zSql;
  int rc;
  if( e->rc!=SQLITE_OK ) return;
  va_start(ap, zFmt);
  zSql = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  if( zSql==0 ){
    tgNomem(e);
    return;
  }
  rc = sqlite3_exec(db, zSql, 0, 0, 0);
  sqlite3_free(zSql);
  if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
}

const char *tgMaster(const char *zSchema){
  return sqlite3_stricmp(zSchema, "temp") ? "sqlite_master" : "sqlite_temp_master";
}

void tgJsonText(sqlite3_str *s, const char *z){
  int n;
  sqlite3_str_appendchar(s, 1, '"');
  for(;;){
    for(n=0; (u8)z[n]>=0x20 && z[n]!='"' && z[n]!='\\'; n++){}
    if( n ) sqlite3_str_append(s, z, n);
    z += n;
    if( *z==0 ) break;
    sqlite3_str_appendf(s, (u8)*z<0x20 ? "\\u%04x" : "\\%c", *z);
    z++;
  }
  sqlite3_str_appendchar(s, 1, '"');
}

i64 tgQueryInt(TgErr *e, sqlite3 *db, i64 iDefault, const char *zFmt, ...){
  sqlite3_stmt *p;
  va_list ap;
  va_start(ap, zFmt);
  p = prepareV(e, db, zFmt, ap);
  va_end(ap);
  if( tgStep(e, p) ) iDefault = sqlite3_column_int64(p, 0);
  sqlite3_finalize(p);
  return iDefault;
}

static void saveFree(TgSave *p){
  sqlite3_finalize(p->pRollback);
  sqlite3_finalize(p->pRelease);
  sqlite3_finalize(p->pAll);
  sqlite3_finalize(p->pGuard);
  p->pRollback = p->pRelease = p->pAll = p->pGuard = 0;
}

void tgSaveDrop(TgErr *e, TgSave *p, const char *zFmt, ...){
  sqlite3_stmt *pDrop;
  va_list ap;
  va_start(ap, zFmt);
  pDrop = prepareV(e, p->db, zFmt, ap);
  va_end(ap);
  if( e->rc==SQLITE_OK ){
    sqlite3_reset(p->pGuard);
    tgStep(e, pDrop);
    sqlite3_step(p->pGuard);
  }
  sqlite3_finalize(pDrop);
}

void tgSaveBegin(TgErr *e, TgSave *p, sqlite3 *db){
  p->db = db;
  p->pRollback = tgPrepare(e, db, "ROLLBACK TO tgsession");
  p->pRelease = tgPrepare(e, db, "RELEASE tgsession");
  p->pAll = tgPrepare(e, db, "ROLLBACK");
  p->pGuard = tgPrepare(e, db, "PRAGMA main.schema_version");
  tgExec(e, db, "SAVEPOINT tgsession");
  if( e->rc!=SQLITE_OK ) saveFree(p);
  if( e->rc==SQLITE_OK ) tgStep(e, p->pGuard);
}

void tgSaveEnd(TgErr *e, TgSave *p){
  if( p->pRelease==0 ) return;
  tgStep(e, p->pRelease);                    /* may be the commit, so it may fail */
  if( e->rc!=SQLITE_OK ){
    sqlite3_reset(p->pRelease);
    if( sqlite3_step(p->pRollback)!=SQLITE_DONE || sqlite3_step(p->pRelease)!=SQLITE_DONE ){
      sqlite3_step(p->pAll);
    }
  }
  saveFree(p);
}

/* By a pointer that a compiler must take for one that may change: it leaves no wipe out. */
static void *(*const volatile xMemset)(void*, int, size_t) = memset;

void tgWipe(void *p, size_t n){ xMemset(p, 0, n); }

void tgWipeFree(void *p){
  if( p ){
    tgWipe(p, (size_t)sqlite3_msize(p));
    tgFreeRaw(p);
  }
}

void tgValueFree(sqlite3_value *p){
  int eType = p ? sqlite3_value_type(p) : SQLITE_NULL;
  if( eType==SQLITE_TEXT || eType==SQLITE_BLOB ){
    void *a = (void*)sqlite3_value_blob(p);  /* a copy that is nobody else's */
    if( a ) tgWipe(a, (size_t)sqlite3_value_bytes(p));
  }
  tgValueFreeRaw(p);
}

void tgResult(sqlite3_context *ctx, const void *a, size_t n, int bBlob){
  char *z = sqlite3_malloc64(n + 1);
  if( z==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  memcpy(z, a, n);
  z[n] = 0;
  /* -1: it ends with a NUL, so nobody copies it for one */
  if( bBlob ) sqlite3_result_blob(ctx, z, (int)n, tgWipeFree);
  else sqlite3_result_text(ctx, z, -1, tgWipeFree);
}
