/* ops: one write: everything of it, or nothing.
**
**     tgWrite(e, &st, flags, applyImport, &arg);       applyImport(e, w, &arg) does the work
**
** A private connection has a transaction for it, a function that SELECT calls a savepoint.  In
** xUpdate SQLite refuses both, keeps a statement journal for `main` alone, and undoes nothing that
** nested statements wrote to other databases. So there the work is done by a function inside one
** nested statement that has a journal of its own:
**
**     INSERT OR ABORT INTO "bot".t(c) SELECT NULL WHERE session__apply(?1)
**
** It inserts nothing, since session__apply() gives 0.  If the work fails, the function does, and
** SQLite undoes all that was done within it; and as the nested statement opened that database for
** writing, the user's own statement reaches it too: several databases in one statement, and the
** user's savepoints, are as with ordinary tables.
*/
#include "ops/op.h"

typedef struct Bracket {
  TgWrite *w;
  TgApply xApply;
  void *pArg;
  TgErr e;                                  /* what the work failed with: SQLite is told less */
  int nRun;                                 /* how often it was called */
} Bracket;

#define BRACKET "tgsession"                 /* the type of the pointer to one */

/*************************************** Inside xUpdate *****************************************/

/* Before SQLite 3.37 a CREATE TABLE, which is what comes first in a database without a table, has
** no statement journal.  This statement has one, fails on purpose, and leaves nothing but the
** savepoint below it. */
static void bracketOpener(TgErr *e, TgStore *st){
  TgCtx *pCtx = st->pCtx;
  int nOpener = pCtx->nOpener, nRollback = pCtx->nRollback, rc = SQLITE_NOMEM;
  char *z = tgPrintf(e, "CREATE TABLE \"%w\".session__none AS SELECT session__apply(NULL)",
                     st->zSchema);
  if( z ) rc = sqlite3_exec(st->db, z, 0, 0, 0);
  sqlite3_free(z);
  if( rc==SQLITE_OK ) rc = SQLITE_AUTH;     /* an authorizer made it nothing */
  if( pCtx->nRollback!=nRollback ) tgNomem(e);
  else if( rc!=SQLITE_ERROR || pCtx->nOpener==nOpener ) tgFailDb(e, st->db, rc);
}

/* session__apply(pointer): what stands in the bracket.  Anybody else's call has no pointer. */
void tgWriteApply(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  Bracket *b = sqlite3_value_pointer(apArg[0], BRACKET);
  TgStore *st;
  (void)nArg;
  if( b==0 || NEVER(b->nRun>0) ){
    ((TgCtx*)sqlite3_user_data(ctx))->nOpener++;
    sqlite3_result_error(ctx, "session__apply() is tgsession's own", -1);
    return;
  }
  b->nRun++;
  st = b->w->st;
  if( st->shape.zKeyTable==0 && sqlite3_libversion_number()<3037000 ) bracketOpener(&b->e, st);
  if( b->e.rc==SQLITE_OK ) b->xApply(&b->e, b->w, b->pArg);
  /* Always one of these codes: SQLITE_SCHEMA would run it again, and some end the transaction. */
  if( b->e.rc==SQLITE_NOMEM ) sqlite3_result_error_nomem(ctx);
  else if( b->e.rc!=SQLITE_OK ) sqlite3_result_error(ctx, "undone", -1);
  else sqlite3_result_int(ctx, 0);
}

void tgWriteForget(TgCtx *pCtx){
  sqlite3_finalize(pCtx->pBracket);
  sqlite3_free(pCtx->zBracket);
  pCtx->pBracket = 0;
  pCtx->zBracket = 0;
}

/* The nested statement for st: the one that is kept, when it is for the same table and at rest. */
static sqlite3_stmt *bracketPrepare(TgErr *e, TgStore *st){
  TgCtx *pCtx = st->pCtx;
  sqlite3_stmt *p;
  char *zSql = st->shape.zKeyTable
    ? tgPrintf(e, "INSERT OR ABORT INTO \"%w\".\"%w\"(\"%w\") SELECT NULL WHERE session__apply(?1)",
               st->zSchema, st->shape.zKeyTable, st->shape.zKeyColumn)
    : tgPrintf(e, "INSERT INTO session__bracket SELECT NULL WHERE session__apply(?1)");
  int bIdle = pCtx->pBracket==0 || !sqlite3_stmt_busy(pCtx->pBracket);
  if( zSql && pCtx->zBracket && bIdle && strcmp(zSql, pCtx->zBracket)==0 ){
    sqlite3_free(zSql);
    return pCtx->pBracket;
  }
  p = zSql ? tgPrepare(e, st->db, "%s", zSql) : 0;
  if( p && bIdle ){
    tgWriteForget(pCtx);
    pCtx->pBracket = p;
    pCtx->zBracket = zSql;
  }else{
    sqlite3_free(zSql);
  }
  return p;
}

/* How the nested statement ended, as the user's statement is to hear it. */
static void bracketResult(TgErr *e, Bracket *b, int rc, int bRolledBack){
  sqlite3 *db = b->w->st->db;
  if( b->e.rc!=SQLITE_OK ) *e = b->e;
  else if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  else if( b->nRun==0 ){
    tgFail(e, SQLITE_AUTH, "%s is not written: an authorizer does not let it", b->w->st->zName);
  }
  if( e->rc==SQLITE_SCHEMA ) e->rc = SQLITE_ERROR;
  /* SQLITE_AUTH: what was written is no longer there, and that looked like an authorizer */
  if( bRolledBack && (e->rc==SQLITE_OK || e->rc==SQLITE_AUTH
                      || (e->rc & 0xff)==SQLITE_CONSTRAINT) ){
    tgErrClear(e);                           /* no clause may go on, and no success be told */
    tgFail(e, SQLITE_ABORT_ROLLBACK, "the transaction has been rolled back");
  }
  /* As with ordinary tables, these two obey no conflict clause. */
  if( (e->rc==SQLITE_CONSTRAINT_FOREIGNKEY || e->rc==SQLITE_CONSTRAINT_TRIGGER)
   && sqlite3_vtab_on_conflict(db)!=SQLITE_ABORT ) e->rc = SQLITE_ERROR;
}

static void writeBracket(TgErr *e, TgWrite *w, TgApply xApply, void *pArg){
  TgCtx *pCtx = w->st->pCtx;
  sqlite3 *db = w->st->db;
  Bracket b = {0, 0, 0, TG_ERR_INIT, 0};
  int nRollback = pCtx->nRollback, rc;
  i64 iRow = sqlite3_last_insert_rowid(db);
  sqlite3_stmt *p = bracketPrepare(e, w->st);
  b.w = w;
  b.xApply = xApply;
  b.pArg = pArg;
  if( p ) tgBind(e, sqlite3_bind_pointer(p, 1, &b, BRACKET, 0));
  if( e->rc==SQLITE_OK ){
    while( sqlite3_step(p)==SQLITE_ROW ){}   /* PRAGMA count_changes */
    rc = sqlite3_reset(p);
    bracketResult(e, &b, rc, pCtx->nRollback!=nRollback);
  }
  if( p && p==pCtx->pBracket ) sqlite3_clear_bindings(p);
  else sqlite3_finalize(p);
  sqlite3_set_last_insert_rowid(db, iRow);
}

/* A database without a table has none to lean on: this one always has a statement journal, too. */
static int bracketConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                          sqlite3_vtab **ppVtab, char **pzErr){
  TgErr e = TG_ERR_INIT;
  (void)pAux; (void)argc; (void)argv; (void)pzErr;
  *ppVtab = 0;
  e.rc = sqlite3_declare_vtab(db, "CREATE TABLE x(c)");
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  *ppVtab = tgAlloc(&e, sizeof(sqlite3_vtab));
  return e.rc;
}

static int bracketDisconnect(sqlite3_vtab *p){
  sqlite3_free(p);
  return SQLITE_OK;
}

static int bracketBestIndex(sqlite3_vtab *p, sqlite3_index_info *pInfo){
  (void)p; (void)pInfo;
  return SQLITE_CONSTRAINT;                  /* there is nothing to read */
}

static int bracketUpdate(sqlite3_vtab *p, int nArg, sqlite3_value **apArg, sqlite3_int64 *piRowid){
  (void)p; (void)nArg; (void)apArg; (void)piRowid;
  return SQLITE_READONLY;
}

const sqlite3_module tgBracketModule = {
  .xConnect    = bracketConnect,    .xBestIndex  = bracketBestIndex,
  .xDisconnect = bracketDisconnect, .xUpdate     = bracketUpdate,
};

/*************************************** Everywhere *********************************************/

int tgOwns(const TgStore *st, const char *zTable){
  char z[64];
  size_t i, n = strlen(zTable);
  if( n>=sizeof(z) ) return 0;
  for(i=0; i<=n; i++) z[i] = (char)(zTable[i]>='A' && zTable[i]<='Z' ? zTable[i]+32 : zTable[i]);
  return tgShapeHas(&st->shape, z, -1);
}

/* Where foreign keys are enforced, what goes takes rows of other tables along, or is kept by
** them. */
static void writeChildren(TgErr *e, TgStore *st){
  sqlite3_stmt *pTable, *pKey;
  int bOn = 0;
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &bOn);
  if( !bOn ) return;
  pTable = tgPrepare(e, st->db, "SELECT name FROM \"%w\".%s WHERE type='table' AND rootpage>0",
                     st->zSchema, tgMaster(st->zSchema));
  while( tgStep(e, pTable) ){
    const char *z = tgText(e, pTable, 0), *zTo;
    if( z==0 || tgOwns(st, z) ) continue;
    pKey = tgPrepare(e, st->db, "PRAGMA \"%w\".foreign_key_list(\"%w\")", st->zSchema, z);
    while( tgStep(e, pKey) ){
      zTo = tgText(e, pKey, 2);
      if( zTo && tgOwns(st, zTo) ){
        tgFail(e, SQLITE_ERROR,
               "%s is not written: its table %Q refers to %Q, of which rows would go and come "
               "back, and foreign keys are enforced; PRAGMA foreign_keys=OFF, outside of a "
               "transaction",
               st->zName, z, zTo);
      }
    }
    sqlite3_finalize(pKey);
  }
  sqlite3_finalize(pTable);
}

/* An authorizer may have a column read as NULL, which must not be written in place of what it
** holds.  The statement then has no column there that could have a type. */
static void writeReads(TgErr *e, TgStore *st){
  int i, j, n;
  for(i=0; i<st->shape.name.n && e->rc==SQLITE_OK; i=j){
    const char *zTable = st->shape.name.az[i], *zType;
    TgErr e2 = TG_ERR_INIT;
    sqlite3_str *s;
    sqlite3_stmt *p;
    char *zSql;
    n = (int)strlen(zTable);
    j = i + 1;
    if( strchr(zTable, '.') || !tgShapeHas(&st->shape, zTable, n) ) continue;
    s = sqlite3_str_new(0);
    for(; j<st->shape.name.n && strncmp(st->shape.name.az[j], zTable, (size_t)n)==0
        && st->shape.name.az[j][n]=='.'; j++){
      sqlite3_str_appendf(s, "%s\"%w\"", sqlite3_str_length(s) ? ", " : "SELECT ",
                          st->shape.name.az[j]+n+1);
    }
    sqlite3_str_appendf(s, " FROM \"%w\".\"%w\"", st->zSchema, zTable);
    zSql = sqlite3_str_finish(s);
    p = zSql ? tgPrepare(&e2, st->db, "%s", zSql) : 0;
    if( zSql==0 || e2.rc==SQLITE_NOMEM ) tgNomem(e);
    /* what is denied fails by itself, where it is needed */
    for(n=0; n<sqlite3_column_count(p); n++){
      const char *zCol = st->shape.name.az[i+1+n] + strlen(zTable) + 1;
      if( sqlite3_column_decltype(p, n)!=0 ) continue;
      zType = 0;
      tgBind(e, sqlite3_table_column_metadata(st->db, st->zSchema, zTable, zCol, &zType, 0, 0, 0,
                                              0));
      if( zType==0 ) continue;
      tgFail(e, SQLITE_AUTH, "%s is not written: an authorizer gives NULL for %s.%s, and what that "
                             "holds would be lost", st->zName, zTable, zCol);
    }
    sqlite3_finalize(p);
    sqlite3_free(zSql);
    tgErrClear(&e2);
  }
}

static void writeBegin(TgErr *e, TgWrite *w){
  TgStore *st = w->st;
  sqlite3_stmt *p;
  if( !st->bOwn ){
    p = tgPrepare(e, st->db, "PRAGMA \"%w\".journal_mode", st->zSchema);
    if( tgStep(e, p) && sqlite3_stricmp(tgText(e, p, 0), "off")==0 ){
      tgFail(e, SQLITE_ERROR, "%s is not written: with journal_mode=OFF nothing could be undone; "
             "PRAGMA %s.journal_mode=MEMORY", st->zName, st->zName);
    }
    sqlite3_finalize(p);
    if( (w->flags & TG_READS) && st->pLayout ) writeReads(e, st);
    if( w->flags & TG_REMOVES ) writeChildren(e, st);
  }
  if( e->rc!=SQLITE_OK || (w->flags & TG_IN_UPDATE) ) return;
  if( st->bOwn ){
    tgExec(e, st->db, "BEGIN IMMEDIATE");
    w->bOpen = e->rc==SQLITE_OK;
  }else{
    tgSaveBegin(e, &w->save, st->db);
    w->bOpen = w->save.pRelease!=0;
    if( (e->rc & 0xff)==SQLITE_BUSY && strstr(e->zMsg, "statements in progress") ){
      tgErrClear(e);
      tgFail(e, SQLITE_LOCKED,
             "a statement that writes can't change %s by a function: call it in a SELECT of its "
             "own", st->zName);
    }
  }
}

static void writeEnd(TgErr *e, TgWrite *w){
  if( !w->bOpen ) return;
  if( w->st->bOwn ){
    tgExec(e, w->st->db, "COMMIT");          /* else the end of the connection undoes it */
  }else{
    tgSaveEnd(e, &w->save);
  }
}

void tgWriteSecure(TgErr *e, TgWrite *w){
  TgStore *st = w->st;
  w->eSecure = 1 + (int)tgQueryInt(e, st->db, -1, "PRAGMA \"%w\".secure_delete", st->zSchema);
  tgExec(e, st->db, "PRAGMA \"%w\".secure_delete=ON", st->zSchema);
}

/* Whatever came of the write. */
static void writeUnsecure(TgWrite *w){
  TgErr e = TG_ERR_INIT;
  if( !w->st->bOwn && w->eSecure && w->eSecure!=2 ){
    tgExec(&e, w->st->db, "PRAGMA \"%w\".secure_delete=%s", w->st->zSchema,
           w->eSecure==3 ? "FAST" : "OFF");
  }
  tgErrClear(&e);
}

void tgWrite(TgErr *e, TgStore *st, int flags, TgApply xApply, void *pArg){
  TgWrite w;
  if( e->rc!=SQLITE_OK ) return;
  memset(&w, 0, sizeof(w));
  w.st = st;
  w.flags = st->bOwn ? 0 : flags;
  writeBegin(e, &w);
  if( e->rc==SQLITE_OK ){
    if( w.flags & TG_IN_UPDATE ) writeBracket(e, &w, xApply, pArg);
    else xApply(e, &w, pArg);
  }
  writeEnd(e, &w);
  writeUnsecure(&w);
  if( e->rc!=SQLITE_OK ) tgStoreExplain(e, st);
}

void tgDrop(TgErr *e, TgWrite *w, const char *zType, const char *zName){
  TgStore *st = w->st;
  if( w->save.pGuard ) tgSaveDrop(e, &w->save, "DROP %s \"%w\".\"%w\"", zType, st->zSchema, zName);
  else tgExec(e, st->db, "DROP %s \"%w\".\"%w\"", zType, st->zSchema, zName);
  if( !st->bOwn
   && tgQueryInt(e, st->db, 0, "SELECT count(*) FROM \"%w\".%s WHERE type=lower(%Q) AND name=%Q "
                 "COLLATE NOCASE", st->zSchema, tgMaster(st->zSchema), zType, zName) ){
    tgFail(e, SQLITE_AUTH, "%s is not written: an authorizer does not let %Q be dropped", st->zName,
           zName);
  }
}
