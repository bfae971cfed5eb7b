/* layer 4: containers as a whole: create, change the layout, edit, forget.
**
** A migration is one transaction: the old tables step aside under other names, the new ones are made,
** everything moves by INSERT ... SELECT, the old ones are dropped, and the indexes and triggers come last, so
** that they are built once and no trigger touches what is moved.
*/
#include "op.h"

#define OLD "tgsession_old_"

/*************************************** One write **********************************************/

void tgWriteBegin(TgErr *e, TgWrite *w, TgStore *st, int flags){
  memset(w, 0, sizeof(*w));
  w->st = st;
  w->flags = st->bOwn ? 0 : flags;
  if( e->rc!=SQLITE_OK ) return;
  if( w->flags & TG_IN_UPDATE ){
    w->save.pAll = tgPrepare(e, st->db, "ROLLBACK");
    w->bOpen = e->rc==SQLITE_OK;
  }else if( st->bOwn ){
    tgExec(e, st->db, "BEGIN IMMEDIATE");
    w->bOpen = e->rc==SQLITE_OK;
  }else{
    tgSaveBegin(e, &w->save, st->db);
    w->bOpen = w->save.pRelease!=0;
  }
  if( e->rc!=SQLITE_OK ) tgStoreExplain(e, st);
}

void tgWriteSecure(TgErr *e, TgWrite *w){
  TgStore *st = w->st;
  if( !w->bOpen || w->eSecure ) return;
  w->eSecure = 1 + (int)tgQueryInt(e, st->db, 0, "PRAGMA \"%w\".secure_delete", st->zSchema);
  tgExec(e, st->db, "PRAGMA \"%w\".secure_delete=ON", st->zSchema);
}

/* Whatever came of the write. */
static void writeUnsecure(TgWrite *w){
  static const char *const azValue[] = { "OFF", "ON", "FAST" };
  TgErr e = TG_ERR_INIT;
  if( w->eSecure>=1 && w->eSecure<=3 && w->eSecure!=2 && !w->st->bOwn ){
    tgExec(&e, w->st->db, "PRAGMA \"%w\".secure_delete=%s", w->st->zSchema, azValue[w->eSecure-1]);
  }
  tgErrClear(&e);
  w->eSecure = 0;
}

void tgWriteEnd(TgErr *e, TgWrite *w){
  if( !w->bOpen ) return;
  if( w->flags & TG_IN_UPDATE ){
    /* SQLite undoes a failed statement, but not the writes nested in it, when a transaction is open. */
    if( e->rc!=SQLITE_OK && !sqlite3_get_autocommit(w->st->db) ) sqlite3_step(w->save.pAll);
    sqlite3_finalize(w->save.pAll);
    w->save.pAll = 0;
  }else if( w->st->bOwn ){
    tgExec(e, w->st->db, "COMMIT");
    if( e->rc!=SQLITE_OK ) sqlite3_exec(w->st->db, "ROLLBACK", 0, 0, 0);
  }else{
    tgSaveEnd(e, &w->save);
  }
  writeUnsecure(w);
  if( e->rc!=SQLITE_OK ) tgStoreExplain(e, w->st);
  w->bOpen = 0;
}

/*************************************** Migration **********************************************/

static void migrateAside(TgErr *e, TgStore *st, const char *zTable, void *pArg){
  (void)pArg;
  tgExec(e, st->db, "ALTER TABLE \"%w\".\"%w\" RENAME TO " OLD "%s", st->zSchema, zTable, zTable);
}

void tgDrop(TgErr *e, TgWrite *w, const char *zType, const char *zName){
  TgStore *st = w->st;
  if( w->save.pGuard ) tgSaveDrop(e, &w->save, "DROP %s \"%w\".\"%w\"", zType, st->zSchema, zName);
  else tgExec(e, st->db, "DROP %s \"%w\".\"%w\"", zType, st->zSchema, zName);
}

static void migrateDrop(TgErr *e, TgStore *st, const char *zTable, void *pArg){
  char *z = tgPrintf(e, OLD "%s", zTable);
  (void)st;
  if( z ) tgDrop(e, pArg, "TABLE", z);
  sqlite3_free(z);
}

/* The client's own triggers, and the statistics that ANALYZE leaves: Telethon 2 loses the key over sqlite_stat1.
** And the indexes of a table for which there is another in temp: ALTER TABLE takes them for that one's. */
static void migrateTidy(TgErr *e, TgWrite *w, TgStore *st){
  const char *zMaster = tgMaster(st->zSchema);
  for(;;){
    sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT type, name FROM \"%w\".%s WHERE type='trigger'"
        " OR name LIKE 'sqlite\\_stat_' ESCAPE '\\' OR (type='index' AND sql IS NOT NULL AND %d"
        " AND tbl_name COLLATE NOCASE IN (SELECT name FROM temp.sqlite_temp_master)) LIMIT 1",
        st->zSchema, zMaster, sqlite3_stricmp(st->zSchema, "temp")!=0);
    char *zType = 0, *zName = 0;
    if( tgStep(e, p) ){
      zType = tgStrdup(e, tgText(e, p, 0), -1);
      zName = tgStrdup(e, tgText(e, p, 1), -1);
    }
    sqlite3_finalize(p);
    if( zType && zName ) tgDrop(e, w, zType, zName);
    sqlite3_free(zType);
    sqlite3_free(zName);
    if( zName==0 || e->rc!=SQLITE_OK ) break;
  }
}

static void changeRefuse(TgErr *e, int rc, TgStore *st, const TgLayout *pTo){
  tgFail(e, rc, "SQLite can't drop the old tables of %s while another statement runs; this does the same alone: "
         "SELECT session_import(session_export(%Q,%Q),%Q,%Q)", st->zName, st->zName, pTo->zName, st->zName, pTo->zName);
}

void tgAlone(TgErr *e, TgStore *st, const TgLayout *pTo, int flags){
  if( e->rc==SQLITE_OK && (flags & TG_IN_UPDATE) && !st->bOwn && st->pLayout && pTo!=st->pLayout ){
    changeRefuse(e, TG_ALONE, st, pTo);
  }
}

void tgMigrate(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo, const TgAccount *a){
  TgStore old = *st;                         /* borrows all of it; only shape and layout are its own */
  TgAccount fit = *a;
  int bLegacy = 0, bKey = (a->have & TG_BIT(TG_AUTH_KEY))!=0;
  if( e->rc!=SQLITE_OK ) return;
  if( bKey ) tgFit(e, &fit, pTo);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, -1, &bLegacy);
  migrateTidy(e, w, st);
  /* Without it a broken view somewhere in the schema would keep a table from being renamed. */
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1, (int*)0);
  tgStoreTables(e, st, migrateAside, 0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, bLegacy, (int*)0);
  old.zPrefix = OLD;
  memset(&st->shape, 0, sizeof(st->shape));
  tgExec(e, st->db, "PRAGMA \"%w\".user_version=0", st->zSchema);
  tgStoreCreate(e, st, pTo);
  if( bKey ) tgStorePutAccount(e, st, &fit);
  if( e->rc==SQLITE_OK ) tgStoreCopy(e, st, &old, 0);
  if( bKey ) tgStorePutSelf(e, st, &fit);
  tgStoreTables(e, &old, migrateDrop, w);
  tgStoreIndex(e, st);
  if( e->rc==SQLITE_LOCKED ){
    tgErrClear(e);
    changeRefuse(e, SQLITE_LOCKED, st, pTo);
  }
  tgShapeFree(&old.shape);
  tgWipe(&fit, sizeof(fit));
}

void tgOneLogin(TgErr *e, TgStore *st){
  i64 n = tgStoreLogins(e, st);
  if( n>1 ){
    tgFail(e, SQLITE_CONSTRAINT, "%s holds %lld logins where its client keeps one; delete the rows that are not "
           "wanted first, with plain SQL", st->zName, n);
  }
}

/*************************************** Create, change, forget *********************************/

void tgCreate(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, int flags){
  const TgLayout *pTo = zLayout ? tgLayoutToWrite(e, pCtx, zLayout) : tgLayoutByName(pCtx->pCat, "pyrogram-3");
  TgStore st;
  TgWrite w;
  memset(&w, 0, sizeof(w));
  tgContainer(e, &st, pCtx, zName, TG_OPEN_CREATE);
  if( e->rc==SQLITE_OK && st.pLayout ) tgFail(e, SQLITE_CONSTRAINT, "%s holds a session already", zName);
  if( e->rc==SQLITE_OK && tgLayoutSection(pTo, 0, "schema")==0 ) tgFail(e, SQLITE_ERROR, "%s is no layout of a database", zLayout);
  tgWriteBegin(e, &w, &st, flags);
  if( e->rc==SQLITE_OK ) tgStoreCreate(e, &st, pTo);
  tgStoreIndex(e, &st);
  tgWriteEnd(e, &w);
  if( e->rc==SQLITE_OK ) tgStoreKeep(&st);
  tgStoreClose(&st);
}

void tgChange(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, const TgAccount *pOver,
              unsigned mNull, int flags){
  const TgLayout *pTo = 0;
  TgAccount old, a;
  TgStore st;
  TgWrite w;
  char *zProblem = 0;
  int nRow = 0, bKey;
  memset(&w, 0, sizeof(w));
  memset(&a, 0, sizeof(a));
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  if( e->rc==SQLITE_OK ) pTo = zLayout ? tgLayoutToWrite(e, pCtx, zLayout) : st.pLayout;
  tgStoreUsable(e, &st, 1);
  if( pTo && tgLayoutSection(pTo, 0, "schema")==0 ) tgFail(e, SQLITE_ERROR, "%s is no layout of a database", pTo->zName);
  if( e->rc==SQLITE_OK ) tgStoreAccount(e, &st, &old, &zProblem, &nRow);
  if( e->rc==SQLITE_OK ){
    TgValue v;
    TgOpt opt;
    memset(&v, 0, sizeof(v));
    memset(&opt, 0, sizeof(opt));
    v.a = old;
    opt.over = *pOver;
    tgValueOverride(&v, &opt);
    a = v.a;
    a.have &= ~mNull;
    tgWipe(&v, sizeof(v));
    tgWipe(&opt, sizeof(opt));
    bKey = (a.have & TG_BIT(TG_AUTH_KEY))!=0;
    tgOneLogin(e, &st);
    if( bKey ){
      tgFit(e, &a, pTo);
    }else if( zProblem ){
      tgFail(e, SQLITE_ERROR, "%s: %s", zName, zProblem);
    }
  }
  tgAlone(e, &st, pTo, flags);
  tgWriteBegin(e, &w, &st, flags);
  if( e->rc==SQLITE_OK ){
    tgWriteSecure(e, &w);
    if( (old.have & TG_BIT(TG_AUTH_KEY)) && (pOver->have & TG_BIT(TG_AUTH_KEY)) && !tgAccountSame(&a, &old) ){
      tgStoreRun(e, &st, "clear-peers", 0, 0);
    }
    if( pTo!=st.pLayout ) tgMigrate(e, &w, &st, pTo, &a);
    else if( nRow || a.have ){
      tgStorePutAccount(e, &st, &a);
      tgStorePutSelf(e, &st, &a);
    }
  }
  tgWriteEnd(e, &w);
  tgStoreClose(&st);
  tgNameFile(e, zName);
  sqlite3_free(zProblem);
  tgWipe(&old, sizeof(old));
  tgWipe(&a, sizeof(a));
}

void tgForget(TgErr *e, TgCtx *pCtx, const char *zName, int flags){
  TgStore st;
  TgWrite w;
  memset(&w, 0, sizeof(w));
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  tgStoreUsable(e, &st, 1);
  tgWriteBegin(e, &w, &st, flags);
  tgWriteSecure(e, &w);
  tgStoreRun(e, &st, "clear", 0, 0);
  tgStoreRun(e, &st, "empty", 0, 0);
  tgWriteEnd(e, &w);
  /* In WAL mode the old pages are still in the file, and in the -wal, until they are checkpointed.  A client that
  ** reads just now may keep that from happening; the login is forgotten all the same. */
  if( st.bOwn && e->rc==SQLITE_OK && tgHas(wal_checkpoint_v2, 3007006) ){
    sqlite3_wal_checkpoint_v2(st.db, st.zSchema, SQLITE_CHECKPOINT_TRUNCATE, 0, 0);
  }
  tgStoreClose(&st);
}
