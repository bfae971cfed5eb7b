/* layer 6: the entry point: the version gate and the two registries.
**
**     .load ./tgsession
**     SELECT session_version();
**
** Seven functions (fn.c) and four tables (vt_*.c); every name begins with "session".
*/
#define TG_MAIN
#include "base.h"
#include "fn.h"
#include "sqlhelp.h"
#include "tgsession.h"
#include "vt.h"

#define TG_MIN_SQLITE 3031000                              /* 3.31.0: DIRECTONLY */

#ifdef _WIN32
# define TG_EXPORT __declspec(dllexport)
#else
# define TG_EXPORT __attribute__((visibility("default")))
#endif

static const struct { const char *zName; const sqlite3_module *pModule; } aModule[] = {
  { "session",         &tgSessionModule },
  { "session_formats", &tgFormatsModule },
  { "session_peers",   &tgPeersModule   },
  { "session_states",  &tgStatesModule  },
};

/* load_extension() twice on a connection must not fail: a function that is in use can't be replaced. */
static int isLoaded(sqlite3 *db){
  sqlite3_stmt *p = 0;
  int rc = sqlite3_prepare_v2(db, "SELECT session_version()", -1, &p, 0);
  sqlite3_finalize(p);
  if( rc==SQLITE_OK ) return 1;
  sqlite3_exec(db, "SELECT 1", 0, 0, 0);      /* an auto-extension must not leave an error behind: */
  return 0;                                   /* sqlite3_open() would return it */
}

static void registerAll(TgErr *e, sqlite3 *db, TgCtx *pCtx){
  int i, rc;
  tgFunctionsInternal(e, db);
  for(i=0; i<TG_COUNT(aModule) && e->rc==SQLITE_OK; i++){
    pCtx->nRef++;
    rc = sqlite3_create_module_v2(db, aModule[i].zName, aModule[i].pModule, pCtx, tgCtxRelease);
    if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);             /* SQLite has called tgCtxRelease */
  }
  for(i=0; aTgFunc[i].zName && e->rc==SQLITE_OK; i++){
    pCtx->nRef++;
    rc = sqlite3_create_function_v2(db, aTgFunc[i].zName, aTgFunc[i].nArg, aTgFunc[i].flags, pCtx,
                                    aTgFunc[i].xFunc, 0, 0, tgCtxRelease);
    if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  }
}

/* SQLite unmaps an extension whose start fails, so nothing may point to it.  Taking back needs no memory. */
static void unregisterAll(sqlite3 *db){
  int i;
  for(i=0; i<TG_COUNT(aModule); i++) sqlite3_create_module_v2(db, aModule[i].zName, 0, 0, 0);
  for(i=0; aTgFunc[i].zName; i++){
    sqlite3_create_function_v2(db, aTgFunc[i].zName, aTgFunc[i].nArg, aTgFunc[i].flags, 0, 0, 0, 0, 0);
  }
  tgFunctionsRemove(db);
}

TG_EXPORT int sqlite3_tgsession_init(sqlite3 *db, char **pzErrMsg, const struct sqlite3_api_routines *pApi){
  TgErr e = TG_ERR_INIT;
  TgCtx *pCtx;
  int rc;
#ifndef SQLITE_CORE
  SQLITE_EXTENSION_INIT2((const sqlite3_api_routines*)pApi);
#else
  (void)pApi;
#endif
  if( sqlite3_libversion_number()<TG_MIN_SQLITE ){
    if( pzErrMsg ) *pzErrMsg = sqlite3_mprintf("tgsession needs SQLite 3.31 or later; this is %s", sqlite3_libversion());
    return SQLITE_ERROR;
  }
  if( isLoaded(db) ) return SQLITE_OK;
  pCtx = tgAlloc(&e, sizeof(*pCtx));
  if( pCtx ){
    pCtx->db = db;
    pCtx->nRef = 1;
    pCtx->pCat = tgCatalogueNew(&e);
    registerAll(&e, db, pCtx);
    if( e.rc!=SQLITE_OK ) unregisterAll(db);
    tgCtxRelease(pCtx);
  }
  rc = e.rc;
  if( rc!=SQLITE_OK && pzErrMsg ){
    *pzErrMsg = sqlite3_mprintf("tgsession %s: %s", TG_VERSION, e.zMsg ? e.zMsg : sqlite3_errstr(rc));
  }
  tgErrClear(&e);
  return rc;
}
