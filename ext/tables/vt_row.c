/* tables: rows of session_peers and session_states that are written; see vt.h.
**
** Everything is checked first; then a row is written as a row of an ordinary table with the primary
** key (session, id) would be.  What is prepared for a database is kept for the next row, as long as
** its schema stays what it was.
*/
#include "tables/vt.h"

int tgTableBegin(sqlite3_vtab *pVtab){
  (void)pVtab;
  return SQLITE_OK;
}

int tgTableRollback(sqlite3_vtab *pVtab){
  ((TgTable*)pVtab)->pCtx->nRollback++;
  return SQLITE_OK;
}

void tgWriterClose(TgWriter *p){
  tgPumpClose(&p->pump);
  tgPeersClose(&p->peers);
  sqlite3_finalize(p->pState);
  sqlite3_finalize(p->pRow);
  sqlite3_finalize(p->pCookie);
  tgStoreClose(&p->st);
  memset(p, 0, sizeof(*p));
}

static void writerReset(TgWriter *p){
  sqlite3_reset(p->peers.pPeer);
  sqlite3_reset(p->peers.pName);
  sqlite3_reset(p->pState);
  sqlite3_reset(p->pRow);
}

/* The version of the schema, or -1.  Statements are prepared again after a DETACH, another
** authorizer and another setting of foreign_keys: then all is looked at again. */
static i64 writerCookie(TgWriter *p){
  TgErr e = TG_ERR_INIT;
  i64 i = -1;
  if( tgStep(&e, p->pCookie) ) i = sqlite3_column_int64(p->pCookie, 0);
  sqlite3_reset(p->pCookie);
  if( sqlite3_stmt_status(p->pCookie, SQLITE_STMTSTATUS_REPREPARE, 0)!=p->nCookie ) i = -1;
  tgErrClear(&e);
  return i;
}

static void writerOpen(TgErr *e, TgWriter *p, TgCtx *pCtx, const char *zName){
  if( p->st.zName && strcmp(p->st.zName, zName)==0 && writerCookie(p)==p->iCookie ) return;
  tgWriterClose(p);
  tgStoreAttached(e, &p->st, pCtx, zName);
  tgStoreUsable(e, &p->st, TG_USE_WRITE);
  p->pCookie = tgPrepare(e, pCtx->db, "PRAGMA \"%w\".schema_version", zName);
  if( p->pCookie ) p->iCookie = writerCookie(p);
  p->pRow = tgPrepare(e, pCtx->db, "VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
  tgPumpOpen(e, &p->pump, &p->st);
  if( e->rc!=SQLITE_OK ) tgWriterClose(p);
}

/* The key of a row, see tgSourcesKey(): its database, or 0 with the error set, and its id. */
static const char *rowKey(TgErr *e, sqlite3_value *pKey, i64 *piId){
  const char *z = (const char*)sqlite3_value_text(pKey);
  if( z==0 ) tgNomem(e);
  else if( *(z += strspn(z, "-0123456789"))!='=' ) tgFail(e, SQLITE_READONLY,
                                "only databases of this connection can be changed; ATTACH the "
                                "file");
  *piId = sqlite3_value_int64(pKey);         /* of the digits that it begins with */
  return e->rc==SQLITE_OK ? z+1 : 0;
}

sqlite3_value *tgRowValue(const TgRow *r, int iCol){
  return sqlite3_value_nochange(r->apCol[iCol]) ? 0 : r->apCol[iCol];
}

/* UPDATE ... FROM sets all columns, to what they are. */
static void rowArguments(TgErr *e, const TgRow *r, int iArg, int iKey){
  int i, bFrom = r->bOld && tgRowValue(r, iKey);
  for(i=iArg; i<=iKey && !bFrom; i++){
    sqlite3_value *p = tgRowValue(r, i);
    if( p && sqlite3_value_type(p)!=SQLITE_NULL ){
      tgFail(e, SQLITE_ERROR,
             "source is an argument of queries: the column session names the database");
    }
  }
}

/* The database that an INSERT or UPDATE means. */
static const char *rowSession(TgErr *e, const TgRow *r, const char *zOld){
  TgCtx *pCtx = r->pTab->pCtx;
  sqlite3_value *p = tgRowValue(r, 0);
  const char *zDefault = r->pTab->zDefault ? r->pTab->zDefault : r->pTab->zHome, *z = p
                         ? (const char*)sqlite3_value_text(p) : 0;
  if( z==0 || z[0]==0 ) z = zOld ? zOld : zDefault;
  if( e->rc!=SQLITE_OK ){
    return 0;
  }else if( zOld && sqlite3_stricmp(zOld, z)!=0 ){
    tgFail(e, SQLITE_ERROR, "a row can't move to another session");
  }else if( !tgIsSchema(pCtx, z) ){
    tgFail(e, SQLITE_ERROR, "there is no database %Q here; ATTACH the file", z);
  }
  return z;
}

void tgRowOpen(TgErr *e, TgRow *r, TgTable *pTab, int argc, sqlite3_value **argv){
  const char *zOld = 0, *zName;
  memset(r, 0, sizeof(*r));
  r->pTab = pTab;
  r->bOld = sqlite3_value_type(argv[0])!=SQLITE_NULL;
  r->apCol = argc>1 ? argv+2 : 0;
  r->bReplace = r->apCol && sqlite3_vtab_on_conflict(pTab->pCtx->db)==SQLITE_REPLACE;
  if( r->bOld ) zOld = rowKey(e, argv[0], &r->idOld);
  zName = zOld;
  if( r->apCol && e->rc==SQLITE_OK ){
    rowArguments(e, r, pTab->iArg, pTab->iKey);
    zName = rowSession(e, r, zOld);
  }
  if( e->rc==SQLITE_OK ) writerOpen(e, &pTab->writer, pTab->pCtx, zName);
}

void tgRowWrite(TgErr *e, TgRow *r, TgApply xApply, void *pArg){
  TgWriter *p = &r->pTab->writer;
  int mLook = (r->bOld && r->apCol) || r->bReplace ? TG_READS|TG_REMOVES : 0;
  tgWrite(e, &p->st, TG_IN_UPDATE | (mLook & ~p->mLooked), xApply, pArg);
  writerReset(p);
  if( e->rc==SQLITE_OK ) p->mLooked |= mLook;
  else if( (e->rc & 0xff)!=SQLITE_CONSTRAINT ) tgWriterClose(p);
}

void tgRowTaken(TgErr *e, const TgRow *r, const char *zTable, i64 id){
  tgFail(e, SQLITE_CONSTRAINT_PRIMARYKEY, "UNIQUE constraint failed: %s.session, %s.id: %s has one "
                                          "of id %lld", zTable, zTable, r->pTab->writer.st.zName,
                                          id);
}

void tgRowLost(TgErr *e, const TgRow *r, const char *zColumn){
  const TgStore *st = &r->pTab->writer.st;
  tgFail(e, SQLITE_CONSTRAINT_VTAB, "%s: layout %s can't keep this %s", st->zName,
         st->pLayout->zName, zColumn);
}
