/* tables: the table "session_states": how far a session has read the updates.
**
**     SELECT id, pts, qts, date, seq FROM session_states('./my_account.session');
**     UPDATE session_states SET pts=0 WHERE session='bot' AND id=-1001234567890;
**
** id 0 is the account, any other a marked channel id.  Written for databases of this connection.
*/
#include "model/cell.h"
#include "tables/vt.h"

enum { COL_SESSION, COL_ID, COL_PTS, COL_QTS, COL_DATE, COL_SEQ, COL_SOURCE, COL_KEY };
static const char zStates[] =
  "CREATE TABLE x("
  "  session TEXT,"            /* COL_SESSION  database or file */
  "  id INTEGER,"              /* COL_ID       0: the account; else a marked channel id */
  "  pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER,"
  "  source HIDDEN,"           /* COL_SOURCE   argument */
  "  key HIDDEN PRIMARY KEY NOT NULL"  /* COL_KEY  session and id */
  ") WITHOUT ROWID";

typedef struct StatesTable {
  TgTable t;                   /* must be first */
} StatesTable;

typedef struct StatesCursor {
  sqlite3_vtab_cursor base;    /* must be first */
  TgSources src;
  char *zSession;              /* owned: constraint on session, or 0 */
  int plan;
  i64 idKey;                   /* id looked for */
  TgValue v;
  sqlite3_stmt *pStmt;         /* owned */
  TgBundleState row;           /* the current one, of a bundle */
  int bEof;
} StatesCursor;

/* Bits of idxNum; their values are in argv[] in this order. */
enum { PLAN_SOURCE = 0x01, PLAN_SESSION = 0x02, PLAN_ID = 0x04 };
static const TgPlan aStatesPlan[] = {
  { COL_SOURCE,  PLAN_SOURCE,  TG_PLAN_ARG,   0 },
  { COL_SESSION, PLAN_SESSION, TG_PLAN_NAME,  "BINARY" },
  { COL_ID,      PLAN_ID,      TG_PLAN_KEY,   "BINARY" },
  { COL_KEY,     0,            TG_PLAN_NEVER, 0 },
};

static int statesConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                         sqlite3_vtab **ppVtab, char **pzErr){
  TgTableKind k = {pAux, zStates, sizeof(StatesTable), COL_SOURCE, COL_KEY};
  return tgTableConnect(db, &k, argc, argv, ppVtab, pzErr);
}

static int statesBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  return tgBestIndex(pVtab, pInfo, aStatesPlan, TG_COUNT(aStatesPlan), "session_states");
}

static int statesOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  return tgCursorOpen(pVtab, "session_states", ppCursor, sizeof(StatesCursor));
}

static void statesRelease(StatesCursor *p){
  sqlite3_finalize(p->pStmt);
  p->pStmt = 0;
  tgValueClose(&p->v);
}

static void statesReset(StatesCursor *p){
  statesRelease(p);
  tgSourcesClose(&p->src);
  sqlite3_free(p->zSession);
  p->zSession = 0;
}

static int statesClose(sqlite3_vtab_cursor *pCursor){
  statesReset((StatesCursor*)pCursor);
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

static void statesContainer(TgErr *e, StatesCursor *p){
  int bId = (p->plan & PLAN_ID)!=0;
  if( !tgSourcesRows(e, &p->src, &p->v) || p->v.pBundle ) return;
  p->pStmt = tgStorePrepare(e, &p->v.st, "states",
      bId ? "SELECT id, pts, qts, date, seq FROM (%s\n) WHERE id=?1"
          : "SELECT id, pts, qts, date, seq FROM (%s\n) ORDER BY id");
  if( p->pStmt && bId ) tgBind(e, sqlite3_bind_int64(p->pStmt, 1, p->idKey));
}

static int statesNext(sqlite3_vtab_cursor *pCursor){
  StatesCursor *p = (StatesCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  while( p->v.pBundle ? !tgBundleState(&e, p->v.pBundle, &p->row) : !tgStep(&e, p->pStmt) ){
    tgSourcesPass(&e, &p->src);
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
  int i = 0, bNone = 0;
  sqlite3_value *pSource;
  (void)idxStr; (void)argc;
  statesReset(p);
  p->plan = idxNum;
  pSource = (idxNum & PLAN_SOURCE) ? argv[i++] : 0;
  if( idxNum & PLAN_SESSION ){
    const char *z = tgTextKey(argv[i++], &bNone);
    if( z ) p->zSession = tgStrdup(&e, z, -1);
  }
  if( (idxNum & PLAN_ID) && !tgIdKey(argv[i], &p->idKey) ) bNone = 1;
  tgSourcesOpen(&e, &p->src, pTab->t.pCtx, pSource, pTab->t.zDefault, p->zSession);
  p->bEof = bNone;
  if( e.rc!=SQLITE_OK || bNone ) return tgErrToVtab(&e, pCursor->pVtab, "session_states");
  return statesNext(pCursor);
}

static int statesEof(sqlite3_vtab_cursor *pCursor){
  return ((StatesCursor*)pCursor)->bEof;
}

static int statesColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  StatesCursor *p = (StatesCursor*)pCursor;
  i64 id = p->v.pBundle ? p->row.id : sqlite3_column_int64(p->pStmt, 0);
  int i = iCol-COL_PTS;
  if( sqlite3_vtab_nochange(ctx) ) return SQLITE_OK;
  switch( iCol ){
    case COL_SESSION: sqlite3_result_text(ctx, p->src.zName, -1, SQLITE_TRANSIENT); break;
    case COL_SOURCE:  tgSourcesGiven(&p->src, ctx); break;
    case COL_KEY:     tgSourcesKey(&p->src, ctx, id); break;
    default:
      if( p->v.pBundle==0 ) sqlite3_result_value(ctx, sqlite3_column_value(p->pStmt, iCol-COL_ID));
      else if( iCol==COL_ID ) sqlite3_result_int64(ctx, id);
      else if( p->row.ab[i] ) sqlite3_result_int64(ctx, p->row.a[i]);
  }
  return SQLITE_OK;
}

/*************************************** Rows that are written **********************************/

typedef struct StatesWrite {
  TgRow r;
  TgStateRow row;                            /* what is given */
  int abGiven[TG_STATE_COLUMNS];             /* the rest stays as it is */
} StatesWrite;

/* The state that has this id now: 1, with p->pState at it. */
static int statesSeek(TgErr *e, TgWriter *p, i64 id){
  if( p->pState==0 ){
    p->pState = tgStorePrepare(e, &p->st, "states",
                               "SELECT id, pts, qts, date, seq FROM (%s\n) WHERE id=?1");
  }
  if( p->pState==0 ) return 0;
  sqlite3_reset(p->pState);
  tgBind(e, sqlite3_bind_int64(p->pState, 1, id));
  return tgStep(e, p->pState);
}

/* Read it again: what was given and is not there, the layout can't keep; 0 is what a client has
** that knows nothing. */
static void statesRowCheck(TgErr *e, StatesWrite *w, TgWriter *p){
  static const char *const az[TG_STATE_COLUMNS] = { "id", "pts", "qts", "date", "seq" };
  int i;
  if( !statesSeek(e, p, w->row.a[0]) ){
    tgRowLost(e, &w->r,
              w->row.a[0] ? "state: a channel's id needs pts" : "state: the account's needs pts");
  }
  for(i=1; e->rc==SQLITE_OK && i<TG_STATE_COLUMNS; i++){
    if( w->row.bGiven[i] && w->row.a[i]!=0 && sqlite3_column_int64(p->pState, i)!=w->row.a[i] ){
      tgRowLost(e, &w->r, az[i]);
    }
  }
}

static void statesApply(TgErr *e, TgWrite *unused, void *pArg){
  StatesWrite *w = pArg;
  TgWriter *p = &w->r.pTab->writer;
  i64 id = w->row.a[0];
  sqlite3_value *ap[TG_STATE_COLUMNS];
  int i, bOld;
  (void)unused;
  if( w->r.apCol==0 ){
    tgPumpDropState(e, &p->pump, w->r.idOld);
    return;
  }
  if( (!w->r.bOld || w->r.idOld!=id) && statesSeek(e, p, id) && !w->r.bReplace ){
    tgRowTaken(e, &w->r, "session_states", id);
  }
  bOld = w->r.bOld && statesSeek(e, p, w->r.idOld);
  sqlite3_clear_bindings(p->pRow);
  for(i=0; i<TG_STATE_COLUMNS; i++){
    if( i>0 && bOld && !w->abGiven[i] ){
      tgBind(e, sqlite3_bind_value(p->pRow, i+1, sqlite3_column_value(p->pState, i)));
      w->row.bGiven[i] = w->r.idOld!=id;     /* and is to be there under its new id */
      w->row.a[i] = sqlite3_column_int64(p->pState, i);
    }else if( i==0 || w->row.bGiven[i] ) tgBind(e, sqlite3_bind_int64(p->pRow, i+1, w->row.a[i]));
  }
  tgStep(e, p->pRow);
  sqlite3_reset(p->pState);
  if( w->r.bOld && w->r.idOld!=id ) tgPumpDropState(e, &p->pump, w->r.idOld);
  for(i=0; i<TG_STATE_COLUMNS; i++) ap[i] = sqlite3_column_value(p->pRow, i);
  if( e->rc==SQLITE_OK ) tgPumpState(e, &p->pump, ap);
  if( e->rc==SQLITE_OK ) statesRowCheck(e, w, p);
}

static int statesUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv,
                        sqlite3_int64 *piRowid){
  StatesTable *pTab = (StatesTable*)pVtab;
  TgErr e = TG_ERR_INIT;
  StatesWrite w;
  sqlite3_value *ap[TG_STATE_COLUMNS];
  int i;
  memset(&w, 0, sizeof(w));
  tgTextRow(&e, &pTab->t, "session_states");
  tgRowOpen(&e, &w.r, &pTab->t, argc, argv);
  if( w.r.apCol && e.rc==SQLITE_OK ){
    for(i=0; i<TG_STATE_COLUMNS; i++){
      ap[i] = tgRowValue(&w.r, COL_ID+i);
      w.abGiven[i] = ap[i]!=0;
    }
    w.row.a[0] = w.r.idOld;
    tgCellState(&e, &w.row, ap);
  }
  if( e.rc==SQLITE_OK ) tgRowWrite(&e, &w.r, statesApply, &w);
  *piRowid = sqlite3_last_insert_rowid(pTab->t.pCtx->db);
  return tgErrToVtab(&e, pVtab, "session_states");
}

const sqlite3_module tgStatesModule = {
  .xCreate    = statesConnect,     .xConnect    = statesConnect,
  .xBestIndex = statesBestIndex,   .xDisconnect = tgTableDisconnect,
  .xDestroy   = tgTableDisconnect,  .xOpen       = statesOpen,
  .xClose     = statesClose,       .xFilter     = statesFilter,
  .xNext      = statesNext,        .xEof        = statesEof,
  .xColumn    = statesColumn,      .xUpdate     = statesUpdate,
  .xBegin     = tgTableBegin,      .xRollback   = tgTableRollback,
};
