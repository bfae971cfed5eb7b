/* layer 5: the table "session_states": how far a session has read the updates.
**
**     SELECT id, pts, qts, date, seq FROM session_states('./my_account.session');
**     UPDATE session_states SET pts=0 WHERE session='bot' AND id=-1001234567890;
**
** id 0 is the account, any other a marked channel id.  Written for databases of this connection.
*/
#include "vt.h"

enum { COL_SESSION, COL_ID, COL_PTS, COL_QTS, COL_DATE, COL_SEQ, COL_SOURCE };
static const char zSchema[] =
  "CREATE TABLE x("
  "  session TEXT,"            /* COL_SESSION  database or file */
  "  id INTEGER,"              /* COL_ID       0: the account; else a marked channel id */
  "  pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER,"
  "  source HIDDEN"            /* COL_SOURCE   argument */
  ")";

typedef struct StatesTable {
  TgTable t;                   /* must be first */
} StatesTable;

typedef struct StatesCursor {
  sqlite3_vtab_cursor base;    /* must be first */
  TgSources src;
  char *zSession;              /* owned: constraint on session, or 0 */
  sqlite3_value *pId;          /* owned: constraint on id, or 0 */
  TgStore st;
  sqlite3_stmt *pStmt;         /* owned */
  int bEof;
} StatesCursor;

/*
** idxNum         argv[]
**   PLAN_SOURCE    source
**   PLAN_SESSION   [source,] session
**   PLAN_ID        [..,] id
*/
enum { PLAN_SOURCE = 0x01, PLAN_SESSION = 0x02, PLAN_ID = 0x04 };

static int statesConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                         sqlite3_vtab **ppVtab, char **pzErr){
  (void)pzErr;
  return tgTableConnect(db, pAux, argc, argv, zSchema, sizeof(StatesTable), ppVtab);
}

static int statesBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  static const struct { int iCol, plan; } aPlan[] = {
    { COL_SOURCE, PLAN_SOURCE }, { COL_SESSION, PLAN_SESSION }, { COL_ID, PLAN_ID },
  };
  int i, j, n = 0;
  (void)pVtab;
  for(j=0; j<TG_COUNT(aPlan); j++){
    for(i=0; i<pInfo->nConstraint; i++){
      if( pInfo->aConstraint[i].op!=SQLITE_INDEX_CONSTRAINT_EQ || pInfo->aConstraint[i].iColumn!=aPlan[j].iCol ) continue;
      if( !pInfo->aConstraint[i].usable ){
        if( aPlan[j].iCol==COL_SOURCE ) return SQLITE_CONSTRAINT;
        continue;
      }
      if( pInfo->idxNum & aPlan[j].plan ) continue;
      pInfo->idxNum |= aPlan[j].plan;
      pInfo->aConstraintUsage[i].argvIndex = ++n;
      pInfo->aConstraintUsage[i].omit = aPlan[j].plan==PLAN_SOURCE;
    }
  }
  pInfo->estimatedCost = (pInfo->idxNum & PLAN_ID) ? 20 : 10000;
  pInfo->estimatedRows = (pInfo->idxNum & PLAN_ID) ? 2 : 1000;
  return SQLITE_OK;
}

static int statesOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  (void)pVtab;
  return tgCursorOpen(ppCursor, sizeof(StatesCursor));
}

static void statesRelease(StatesCursor *p){
  sqlite3_finalize(p->pStmt);
  p->pStmt = 0;
  tgStoreClose(&p->st);
}

static void statesReset(StatesCursor *p){
  statesRelease(p);
  tgSourcesClose(&p->src);
  sqlite3_free(p->zSession);
  sqlite3_value_free(p->pId);
  p->zSession = 0;
  p->pId = 0;
}

static int statesClose(sqlite3_vtab_cursor *pCursor){
  statesReset((StatesCursor*)pCursor);
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

static void statesContainer(TgErr *e, StatesCursor *p){
  TgErr e2 = TG_ERR_INIT;
  tgSourcesStore(&e2, &p->src, &p->st);
  if( e2.rc==SQLITE_OK && p->st.pLayout && !p->st.shape.bActive ){
    p->pStmt = tgStorePrepare(&e2, &p->st, "states",
        p->pId ? "SELECT id, pts, qts, date, seq FROM (%s\n) WHERE id=?1"
               : "SELECT id, pts, qts, date, seq FROM (%s\n) ORDER BY id");
    if( p->pStmt && p->pId ) tgBind(e, sqlite3_bind_value(p->pStmt, 1, p->pId));
  }
  if( e2.rc!=SQLITE_OK && (tgFatal(e2.rc) || !p->src.pList) ) tgFail(e, e2.rc, "%s", e2.zMsg ? e2.zMsg : "");
  tgErrClear(&e2);
}

static int statesNext(sqlite3_vtab_cursor *pCursor){
  StatesCursor *p = (StatesCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  while( !tgStep(&e, p->pStmt) ){
    statesRelease(p);
    p->bEof = e.rc!=SQLITE_OK || !tgSourcesNext(&e, &p->src);
    if( p->bEof ) break;
    if( p->zSession && strcmp(p->zSession, p->src.zName)!=0 ) continue;
    statesContainer(&e, p);
  }
  return tgErrToVtab(&e, pCursor->pVtab, "session_states");
}

static int statesFilter(sqlite3_vtab_cursor *pCursor, int idxNum, const char *idxStr,
                        int argc, sqlite3_value **argv){
  StatesCursor *p = (StatesCursor*)pCursor;
  StatesTable *pTab = (StatesTable*)pCursor->pVtab;
  TgErr e = TG_ERR_INIT;
  int i = 0;
  sqlite3_value *pSource;
  (void)idxStr; (void)argc;
  statesReset(p);
  p->bEof = 0;
  pSource = (idxNum & PLAN_SOURCE) ? argv[i++] : 0;
  if( idxNum & PLAN_SESSION ){
    const char *z = (const char*)sqlite3_value_text(argv[i++]);
    p->zSession = tgStrdup(&e, z ? z : "", -1);
  }
  if( idxNum & PLAN_ID ){
    p->pId = sqlite3_value_dup(argv[i]);
    if( p->pId==0 ) tgNomem(&e);
  }
  tgSourcesOpen(&e, &p->src, pTab->t.pCtx, pSource, pTab->t.zDefault, p->zSession);
  if( e.rc!=SQLITE_OK ) return tgErrToVtab(&e, pCursor->pVtab, "session_states");
  return statesNext(pCursor);
}

static int statesEof(sqlite3_vtab_cursor *pCursor){
  return ((StatesCursor*)pCursor)->bEof;
}

static int statesColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  StatesCursor *p = (StatesCursor*)pCursor;
  if( iCol==COL_SESSION ) sqlite3_result_text(ctx, p->src.zName, -1, SQLITE_TRANSIENT);
  else if( iCol>=COL_ID && iCol<=COL_SEQ ) sqlite3_result_value(ctx, sqlite3_column_value(p->pStmt, iCol-COL_ID));
  return SQLITE_OK;
}

static int statesRowid(sqlite3_vtab_cursor *pCursor, sqlite3_int64 *piRowid){
  StatesCursor *p = (StatesCursor*)pCursor;
  int bRead = p->src.pList || p->src.pImage;
  *piRowid = tgRowid(bRead ? -1 : tgSchemaIndex(p->src.pCtx, p->src.zName), sqlite3_column_int64(p->pStmt, 0));
  return SQLITE_OK;
}

static void statesWrite(TgErr *e, TgStore *st, i64 idOld, int bOld, sqlite3_value **apCol){
  if( bOld ) tgStoreRun(e, st, "delete-state", 0, idOld);
  if( apCol && e->rc==SQLITE_OK ) tgStorePutState(e, st, apCol+COL_ID);
}

static int statesUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv, sqlite3_int64 *piRowid){
  TgErr e = TG_ERR_INIT;
  tgRowWrite(&e, ((StatesTable*)pVtab)->t.pCtx, argv[0], argc>1 ? argv+2 : 0, COL_SESSION, COL_ID, statesWrite);
  if( argc>1 && e.rc==SQLITE_OK ) *piRowid = sqlite3_value_int64(argv[2+COL_ID]);
  return tgErrToVtab(&e, pVtab, "session_states");
}

const sqlite3_module tgStatesModule = {
  .xCreate    = statesConnect,     .xConnect    = statesConnect,
  .xBestIndex = statesBestIndex,   .xDisconnect = tgTableDisconnect,
  .xDestroy   = tgTableDisconnect,  .xOpen       = statesOpen,
  .xClose     = statesClose,       .xFilter     = statesFilter,
  .xNext      = statesNext,        .xEof        = statesEof,
  .xColumn    = statesColumn,      .xRowid      = statesRowid,
  .xUpdate    = statesUpdate,
};
