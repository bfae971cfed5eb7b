/* tgsession: the entry point: the version gate and the two registries.
**
**     .load ./tgsession
**     SELECT session_version();
**
** The functions (fn.c) and the tables (vt_*.c); every name begins with "session".
*/
#define TG_MAIN
#include "base/base.h"
#include "functions.h"
#include "layout/sqlhelp.h"
#include "tgsession.h"
#include "tables/vt.h"


#ifdef _WIN32
# define TG_EXPORT __declspec(dllexport)
#else
# define TG_EXPORT __attribute__((visibility("default")))
#endif

static const struct { const char *zName; const sqlite3_module *pModule; } aModule[] = {
  { "session",         &tgSessionModule },
  { "session__bracket", &tgBracketModule },
  { "session_findings", &tgFindingsModule },
  { "session_formats", &tgFormatsModule },
  { "session_peers",   &tgPeersModule   },
  { "session_states",  &tgStatesModule  },
};

#ifndef SQLITE_CORE
/* What we call of the host's SQLite, but for what tgHas() is asked about: a host may have built it
** without, and a slot of its table is 0 then.  All of them are older than TG_MIN_SQLITE, so the
** table is long enough to hold them. */
#define SLOT(x) { #x, offsetof(sqlite3_api_routines, x) }
static const struct { const char *zName; size_t iOff; } aSlot[] = {
  SLOT(backup_finish), SLOT(backup_init), SLOT(backup_step), SLOT(bind_blob), SLOT(bind_int),
  SLOT(bind_int64), SLOT(bind_null), SLOT(bind_parameter_count), SLOT(bind_parameter_index),
      SLOT(bind_parameter_name),
  SLOT(bind_pointer), SLOT(bind_text), SLOT(bind_text64), SLOT(bind_value), SLOT(busy_handler),
      SLOT(changes),
  SLOT(clear_bindings), SLOT(close), SLOT(column_blob), SLOT(column_bytes), SLOT(column_count),
  SLOT(column_decltype), SLOT(table_column_metadata),
  SLOT(column_int), SLOT(column_int64), SLOT(column_text), SLOT(column_type), SLOT(column_value),
  SLOT(create_function), SLOT(create_function_v2), SLOT(create_module_v2), SLOT(db_config),
  SLOT(db_handle), SLOT(db_readonly), SLOT(declare_vtab), SLOT(errcode), SLOT(errmsg),
  SLOT(errstr), SLOT(exec), SLOT(extended_errcode), SLOT(file_control), SLOT(finalize), SLOT(free),
  SLOT(get_autocommit), SLOT(last_insert_rowid), SLOT(limit),
  SLOT(malloc), SLOT(malloc64), SLOT(msize), SLOT(next_stmt), SLOT(open_v2),
  SLOT(prepare_v2), SLOT(realloc64), SLOT(reset), SLOT(result_blob), SLOT(result_blob64),
  SLOT(result_error), SLOT(result_error_code), SLOT(result_error_nomem), SLOT(result_int),
  SLOT(result_int64), SLOT(result_text), SLOT(result_text64), SLOT(result_value),
      SLOT(set_last_insert_rowid),
  SLOT(sql), SLOT(step), SLOT(stmt_busy), SLOT(stmt_readonly), SLOT(stmt_status), SLOT(str_append),
      SLOT(str_appendall),
  SLOT(str_appendchar), SLOT(str_appendf), SLOT(str_errcode), SLOT(str_finish), SLOT(str_length),
  SLOT(str_new), SLOT(strglob), SLOT(stricmp), SLOT(strnicmp), SLOT(user_data), SLOT(value_blob),
  SLOT(value_bytes), SLOT(value_double), SLOT(value_dup), SLOT(value_free), SLOT(value_int),
  SLOT(value_int64), SLOT(value_nochange), SLOT(value_numeric_type),
  SLOT(value_pointer), SLOT(value_text),
  SLOT(value_type), SLOT(vfs_find), SLOT(vmprintf), SLOT(vtab_collation), SLOT(vtab_config),
  SLOT(vtab_nochange),
  SLOT(vtab_on_conflict), SLOT(xsnprintf),
};

/* Another library in this process, or another copy of one, has a table of its own, while there is
** one sqlite3_api here, by which all our calls go: the first library keeps it until we are
** unmapped.  So is it ours from now on? */
static int isOurHost(const sqlite3_api_routines *pApi){
#ifdef __GNUC__
  const sqlite3_api_routines *pOld = 0;
  return __atomic_compare_exchange_n(&sqlite3_api, &pOld, pApi, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE) || pOld==pApi;
#else
  if( sqlite3_api==0 ) sqlite3_api = pApi;
  return sqlite3_api==pApi;
#endif
}

/* Can we work with this SQLite?  SQLITE_OK, or a refusal.  Until isOurHost() has said yes, nothing
** may be called but what is in *pApi. */
static int hostLook(const sqlite3_api_routines *pApi, char **pzErrMsg){
  const char *zSlot = 0;
  int i, bOld;
  if( pApi==0 || pApi->libversion_number==0 || pApi->libversion==0 || pApi->mprintf==0 ){
    return SQLITE_ERROR;
  }
  bOld = pApi->libversion_number()<TG_MIN_SQLITE;
  for(i=0; i<TG_COUNT(aSlot) && !bOld && zSlot==0; i++){
    void (*x)(void);
    memcpy(&x, (const char*)pApi + aSlot[i].iOff, sizeof(x));
    if( x==0 ) zSlot = aSlot[i].zName;
  }
  if( !bOld && zSlot==0 && isOurHost(pApi) ) return SQLITE_OK;
  if( pzErrMsg==0 ) return SQLITE_ERROR;
  if( bOld ){
    *pzErrMsg = pApi->mprintf("tgsession needs SQLite 3.31 or later; this is %s",
                              pApi->libversion());
  }else if( zSlot ){
    *pzErrMsg = pApi->mprintf("tgsession needs sqlite3_%s(), and this SQLite %s was built without "
                              "it", zSlot, pApi->libversion());
  }else{
    *pzErrMsg = pApi->mprintf("tgsession: this file is loaded into another SQLite library of the "
                              "same program; for a second library load a copy of it, "
                              "tgsession-2.so");
  }
  return SQLITE_ERROR;
}
#endif

/* load_extension() twice on a connection must not fail: a function that is in use can't be
** replaced.  But who has asked for values only, or for files too, is not to go on with the other:
** then *pRc is SQLITE_ERROR.  And where it can't be told, for lack of memory or by an interrupt, it
** is why: to register all again could fail, and then what is there would be taken away. */
static int isLoaded(sqlite3 *db, int bValuesOnly, int *pRc){
  sqlite3_stmt *p = 0;
  int rc = sqlite3_prepare_v2(db, "SELECT session_version() LIKE '% values-only'", -1, &p, 0);
  if( rc==SQLITE_OK ){
    rc = sqlite3_step(p);
    if( rc==SQLITE_ROW ) rc = sqlite3_column_int(p, 0)==bValuesOnly ? SQLITE_OK : SQLITE_ERROR;
    sqlite3_finalize(p);
  }else if( !tgErrFatal(rc) ){
    /* an auto-extension must not leave an error behind: */
    sqlite3_exec(db, "SELECT 1", 0, 0, 0);
    return 0;                                 /* sqlite3_open() would return it */
  }
  *pRc = rc;
  return 1;
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

/* SQLite unmaps an extension whose start fails, so nothing may point to it.  Taking back needs no
** memory. */
static void unregisterAll(sqlite3 *db){
  int i;
  for(i=0; i<TG_COUNT(aModule); i++) sqlite3_create_module_v2(db, aModule[i].zName, 0, 0, 0);
  for(i=0; aTgFunc[i].zName; i++){
    sqlite3_create_function_v2(db, aTgFunc[i].zName, aTgFunc[i].nArg, aTgFunc[i].flags, 0, 0, 0, 0,
                               0);
  }
  tgFunctionsRemove(db);
}

static int start(sqlite3 *db, char **pzErrMsg, const struct sqlite3_api_routines *pApi,
                 int bValuesOnly){
  TgErr e = TG_ERR_INIT;
  TgCtx *pCtx;
  int rc;
#ifndef SQLITE_CORE
  rc = hostLook((const sqlite3_api_routines*)pApi, pzErrMsg);
  if( rc!=SQLITE_OK ) return rc;
#else
  (void)pApi;
  if( sqlite3_libversion_number()<TG_MIN_SQLITE ){
    if( pzErrMsg ){
      *pzErrMsg = sqlite3_mprintf("tgsession needs SQLite 3.31 or later; this is %s",
                                  sqlite3_libversion());
    }
    return SQLITE_ERROR;
  }
#endif
  tgShownSet(tgCodecLooks);
  if( tgOpening() ) return SQLITE_OK;
  rc = SQLITE_OK;
  if( isLoaded(db, bValuesOnly, &rc) ){
    if( rc==SQLITE_ERROR && pzErrMsg ){
      *pzErrMsg =
          sqlite3_mprintf("tgsession: this connection has the other entry point; open a new one");
    }
    return rc;
  }
  pCtx = tgAlloc(&e, sizeof(*pCtx));
  if( pCtx ){
    pCtx->db = db;
    pCtx->nRef = 1;
    pCtx->bValuesOnly = bValuesOnly;
    pCtx->pCat = tgCatalogueNew(&e);
    registerAll(&e, db, pCtx);
    if( e.rc!=SQLITE_OK ) unregisterAll(db);
    tgCtxRelease(pCtx);
  }
  rc = e.rc;
  if( rc!=SQLITE_OK && pzErrMsg ){
    *pzErrMsg = sqlite3_mprintf("tgsession %s: %s", TG_VERSION,
                                e.zMsg ? e.zMsg : sqlite3_errstr(rc));
  }
  tgErrClear(&e);
  return rc;
}

TG_EXPORT int sqlite3_tgsession_init(sqlite3 *db, char **pzErrMsg,
                                     const struct sqlite3_api_routines *pApi){
  return start(db, pzErrMsg, pApi, 0);
}

TG_EXPORT int sqlite3_tgsession_values_init(sqlite3 *db, char **pzErrMsg,
                                            const struct sqlite3_api_routines *pApi){
  return start(db, pzErrMsg, pApi, 1);
}
