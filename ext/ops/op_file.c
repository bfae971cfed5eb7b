/* ops: containers as a whole: create, change the layout, edit, forget.
**
** A migration is one transaction: the old tables step aside under other names, the new ones are
** made, everything moves by INSERT ... SELECT, the old ones are dropped, and the indexes and
** triggers come last, so that they are built once and no trigger touches what is moved.
*/
#include "ops/op.h"

#define OLD "tgsession_old_"

/*************************************** Migration **********************************************/

static void migrateAside(TgErr *e, TgStore *st, const char *zTable, void *pArg){
  (void)pArg;
  tgExec(e, st->db, "ALTER TABLE \"%w\".\"%w\" RENAME TO " OLD "%s", st->zSchema, zTable, zTable);
}

static void migrateDrop(TgErr *e, TgStore *st, const char *zTable, void *pArg){
  char *z = tgPrintf(e, OLD "%s", zTable);
  (void)st;
  if( z ) tgDrop(e, pArg, "TABLE", z);
  sqlite3_free(z);
}

/* The client's own triggers, and the statistics that ANALYZE leaves: Telethon 2 loses the key over
** sqlite_stat1. And the indexes of a table for which there is another in temp: ALTER TABLE takes
** them for that one's.  What stands on a table of the user's own is his. */
static void migrateTidy(TgErr *e, TgWrite *w, TgStore *st){
  char *zType, *zName;
  do{
    sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT type, name, tbl_name, name LIKE 'sqlite\\_stat_'"
        " ESCAPE '\\' AS stat FROM \"%w\".%s WHERE type='trigger' OR stat OR (type='index' AND sql"
        " IS NOT NULL AND %d AND tbl_name COLLATE NOCASE IN (SELECT name FROM"
        " temp.sqlite_temp_master))", st->zSchema, tgMaster(st->zSchema),
        sqlite3_stricmp(st->zSchema, "temp")!=0);
    zType = zName = 0;
    while( zName==0 && tgStep(e, p) ){
      const char *zOn = tgText(e, p, 2);
      if( zOn==0 || (!tgOwns(st, zOn) && !sqlite3_column_int(p, 3)) ) continue;
      zType = tgStrdup(e, tgText(e, p, 0), -1);
      zName = tgStrdup(e, tgText(e, p, 1), -1);
    }
    sqlite3_finalize(p);
    if( zType && zName ) tgDrop(e, w, zType, zName);
    sqlite3_free(zType);
    sqlite3_free(zName);
  }while( zName && e->rc==SQLITE_OK );
}

/* SQLite drops no table while another statement of the connection reads.  Better to know that
** before than after a million peers have been moved. */
static void migrateProbe(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo){
  if( st->bOwn ) return;
  tgExec(e, st->db, "CREATE TABLE \"%w\".\"" OLD "\"(x)", st->zSchema);
  tgDrop(e, w, "TABLE", OLD);
  if( (e->rc & 0xff)==SQLITE_LOCKED ){
    tgErrClear(e);
    tgFail(e, SQLITE_LOCKED,
           "%s can't get another layout here: SQLite drops no table while a statement of this "
           "connection reads one. Finish the others, and call it in a SELECT without a table: "
           "SELECT session_migrate(%Q, %Q)", st->zName, st->zName, pTo->zName);
  }
}

/* The tables of st under other names, and those of pTo empty in their place.  Gives the old ones,
** which borrow all of *st but their shape. */
static TgStore migrateBegin(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo){
  TgStore old = *st;
  int bLegacy = 0;
  migrateProbe(e, w, st, pTo);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, -1, &bLegacy);
  migrateTidy(e, w, st);
  /* Without it a broken view somewhere in the schema would keep a table from being renamed. */
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1, (int*)0);
  tgStoreTables(e, st, 1, migrateAside, 0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, bLegacy, (int*)0);
  old.zPrefix = OLD;
  memset(&st->shape, 0, sizeof(st->shape));
  if( old.pLayout->iUserVersion ) tgExec(e, st->db, "PRAGMA \"%w\".user_version=0", st->zSchema);
  tgStoreCreate(e, st, pTo);
  return old;
}

static void migrateEnd(TgErr *e, TgWrite *w, TgStore *st, TgStore *pOld){
  tgStoreTables(e, pOld, 1, migrateDrop, w);
  tgStoreIndex(e, st);
  tgShapeFree(&pOld->shape);
}

void tgMigrate(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo, const TgAccount *a){
  TgStore old;
  TgAccount fit;
  int bKey = (a->have & TG_BIT(TG_AUTH_KEY))!=0;
  if( e->rc!=SQLITE_OK ) return;
  fit = *a;
  if( bKey ) tgFit(e, &fit, pTo);
  old = migrateBegin(e, w, st, pTo);
  if( bKey ) tgStorePutAccount(e, st, &fit);
  if( e->rc==SQLITE_OK ) tgStoreCopy(e, st, &old, TG_COPY);
  if( bKey ) tgStorePutSelf(e, st, &fit);
  migrateEnd(e, w, st, &old);
  tgWipe(&fit, sizeof(fit));
}

/*************************************** Rebuild ************************************************/

/* The columns of the old table that are stored, and that the new one has, as a list; 0 for none. */
static char *rebuildColumns(TgErr *e, TgStore *st, const char *zTable){
  sqlite3_stmt *p = tgPrepare(e, st->db, "PRAGMA \"%w\".table_xinfo(\"" OLD "%w\")", st->zSchema,
                              zTable);
  sqlite3_str *s = sqlite3_str_new(0);
  while( tgStep(e, p) ){
    const char *zCol = tgText(e, p, 1);
    char *zName = tgPrintf(e, "%s.%s", zTable, zCol);
    if( zName && sqlite3_column_int(p, 6)==0 && tgShapeHas(&st->shape, zName, -1) ){
      sqlite3_str_appendf(s, "%s\"%w\"", sqlite3_str_length(s) ? ", " : "", zCol);
    }
    sqlite3_free(zName);
  }
  sqlite3_finalize(p);
  if( sqlite3_str_errcode(s)!=SQLITE_OK ) tgNomem(e);
  return sqlite3_str_finish(s);
}

/* The columns that only the new table has and that can't be NULL, each with a comma in front;
** *pzValue: likewise what stands there for nothing. */
static char *rebuildMissing(TgErr *e, TgStore *st, const TgStore *pOld, const char *zTable,
                            char **pzValue){
  sqlite3_stmt *p = tgPrepare(e, st->db, "PRAGMA \"%w\".table_info(\"%w\")", st->zSchema, zTable);
  sqlite3_str *s = sqlite3_str_new(0), *sValue = sqlite3_str_new(0);
  while( tgStep(e, p) ){
    const char *zCol = tgText(e, p, 1), *zType = tgText(e, p, 2);
    char *zName = tgPrintf(e, "%s.%s", zTable, zCol);
    if( zName && !tgShapeHas(&pOld->shape, zName, -1)
     && sqlite3_column_int(p, 3) && sqlite3_column_type(p, 4)==SQLITE_NULL ){
      sqlite3_str_appendf(s, ", \"%w\"", zCol);
      sqlite3_str_appendall(sValue, strncmp(zType, "BLOB", 4)==0
                            ? ", x''" : strncmp(zType, "TEXT", 4)==0 ? ", ''" : ", 0");
    }
    sqlite3_free(zName);
  }
  sqlite3_finalize(p);
  if( sqlite3_str_errcode(s)!=SQLITE_OK || sqlite3_str_errcode(sValue)!=SQLITE_OK ) tgNomem(e);
  *pzValue = sqlite3_str_finish(sValue);
  return sqlite3_str_finish(s);
}

/* All rows of the old table into the new one, column by column; no index of the old is asked. */
static void rebuildCopy(TgErr *e, TgStore *st, const char *zTable, void *pArg){
  TgStore *pOld = pArg;
  char *z, *zMore, *zValue;
  i64 n;
  z = rebuildColumns(e, st, zTable);         /* none of a table that was not there */
  zMore = rebuildMissing(e, st, pOld, zTable, &zValue);
  tgExec(e, st->db, "DELETE FROM \"%w\".\"%w\"", st->zSchema, zTable);
  if( z ){
    tgExec(e, st->db, "INSERT INTO \"%w\".\"%w\"(%s%s) SELECT %s%s FROM "
                      "\"%w\".\"" OLD "%w\" NOT INDEXED", st->zSchema, zTable, z, zMore ? zMore
                      : "", z, zValue ? zValue : "", st->zSchema, zTable);
    n = tgQueryInt(e, st->db, 0, "SELECT count(*) FROM \"%w\".\"" OLD "%w\" NOT INDEXED",
                   pOld->zSchema, zTable);
    if( n!=tgQueryInt(e, st->db, 0, "SELECT count(*) FROM \"%w\".\"%w\" NOT INDEXED", st->zSchema,
                      zTable) ){
      tgFail(e, SQLITE_AUTH, "%s is not rebuilt: an authorizer does not let it", st->zName);
    }
  }
  sqlite3_free(z);
  sqlite3_free(zMore);
  sqlite3_free(zValue);
}

void tgRebuild(TgErr *e, TgWrite *w){
  TgStore *st = w->st, old;
  if( e->rc!=SQLITE_OK ) return;
  old = migrateBegin(e, w, st, st->pLayout);
  tgStoreTables(e, st, 0, rebuildCopy, &old);
  migrateEnd(e, w, st, &old);
}

void tgOneLogin(TgErr *e, TgStore *st){
  i64 n = tgStoreLogins(e, st);
  if( n>1 ){
    tgFail(e, SQLITE_CONSTRAINT, "%s holds %lld logins where its client keeps one; delete the rows "
                                 "that are not wanted first, with plain SQL", st->zName, n);
  }
}

/*************************************** Create, change, forget *********************************/

static void applyCreate(TgErr *e, TgWrite *w, void *pArg){
  tgStoreCreate(e, w->st, pArg);
  tgStoreIndex(e, w->st);
}

void tgCreate(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, int flags){
  const TgLayout *pTo = tgLayoutToWrite(e, pCtx, zLayout ? zLayout : "pyrogram-3");
  TgAccount old;
  TgStore st;
  char *zOld = 0;
  int bForget = 0;
  memset(&old, 0, sizeof(old));
  tgContainer(e, &st, pCtx, zName, TG_OPEN_CREATE);
  if( e->rc==SQLITE_OK && st.pLayout ){
    tgStoreUsable(e, &st, TG_USE_WRITE);
    tgStoreAccount(e, &st, &old, &zOld, 0);
    bForget = (old.have & TG_BIT(TG_AUTH_KEY)) || zOld;
    if( bForget && (flags & TG_INSERT) ) tgTaken(e, &st);
    if( zLayout && pTo!=st.pLayout ){
      tgFail(e, SQLITE_ERROR, "%s has layout %s already", st.zName, st.pLayout->zName);
    }
  }else{
    tgRequireTables(e, &st, pTo);
    tgWrite(e, &st, flags, applyCreate, (void*)pTo);
    tgStoreKeep(e, &st);
  }
  tgStoreClose(&st);
  if( bForget ) tgForget(e, pCtx, zName, flags);
  sqlite3_free(zOld);
  tgWipe(&old, sizeof(old));
}

/* What the row of the account itself among the peers depends on. */
#define CHANGE_SELF (TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT)|TG_BIT(TG_AUTH_KEY))

typedef struct Change {
  const TgLayout *pTo;
  const TgAccount *pOld, *pOver;
  unsigned mNamed;                          /* the fields that were asked for */
  TgAccount *a;                             /* what it is to become */
  int bRow, bPut;                           /* there is an account row; there is to be one */
  unsigned mChange;                         /* the fields that change */
  int bNumber;                              /* the version number is to say what pTo is */
} Change;

/* Who it is, where the peers alone say so, is kept only beside the peer that he is.  (With another
** key it says whose peers go.) */
static void changeVerifyUser(TgErr *e, TgStore *st, const Change *g){
  TgAccount now;
  if( (g->mNamed & CHANGE_SELF & ~TG_BIT(TG_IS_BOT))!=TG_BIT(TG_USER_ID)
      || g->pOver->n[TG_USER_ID]==0 ){
    return;
  }
  memset(&now, 0, sizeof(now));
  tgStoreAccount(e, st, &now, 0, 0);
  if( e->rc==SQLITE_OK && now.n[TG_USER_ID]!=g->a->n[TG_USER_ID] ){
    tgFail(e, SQLITE_CONSTRAINT_VTAB, "layout %s can't keep this user_id; it may need the user's "
                                      "own row of session_peers, with an access_hash",
                                      g->pTo->zName);
  }
  tgWipe(&now, sizeof(now));
}

static void applyChange(TgErr *e, TgWrite *w, void *pArg){
  Change *g = pArg;
  TgStore *st = w->st;
  tgWriteSecure(e, w);
  if( (g->pOld->have & TG_BIT(TG_AUTH_KEY)) && (g->pOver->have & TG_BIT(TG_AUTH_KEY))
   && !tgAccountSame(g->a, g->pOld) ){
    tgStoreRun(e, st, "clear-peers", 0, 0);
  }
  if( g->pTo!=st->pLayout ){
    tgMigrate(e, w, st, g->pTo, g->a);
  }else if( e->rc==SQLITE_OK ){
    if( g->bNumber ) tgStorePutVersion(e, st);
    if( g->bRow ) tgStoreSetAccount(e, st, g->a, g->mChange);
    else if( g->bPut ) tgStorePutAccount(e, st, g->a);
    if( g->mNamed & (g->a->have & TG_BIT(TG_USER_ID) ? CHANGE_SELF : TG_BIT(TG_USER_ID)) ){
      tgStorePutSelf(e, st, g->a);
    }
    changeVerifyUser(e, st, g);
  }
  if( !st->bOwn ) tgStoreVerify(e, st, g->a, g->mChange);
}

/* Of the fields in which *a differs from *pOld those that were named, and what follows from them.
** What an authorizer does not let us see may differ, too, and stays. */
static unsigned changeFields(const TgAccount *a, const TgAccount *pOld, unsigned mNamed){
  if( mNamed & (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)) ){
    mNamed |= TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT);
  }
  if( mNamed & TG_BIT(TG_SERVER_ADDRESS) ){
    mNamed |= TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_PORT);
  }
  if( mNamed & tgAccountDiffer(a, pOld) & TG_BIT(TG_AUTH_KEY) ) return tgAccountDiffer(a, pOld);
  return tgAccountDiffer(a, pOld) & mNamed;
}

/* What *pOld becomes with the fields of *pOver, and without those of mNull. */
static void changeAccount(TgErr *e, TgAccount *a, const TgAccount *pOld, const TgAccount *pOver,
                          unsigned mNull){
  TgValue v;
  TgOpt opt;
  memset(&v, 0, sizeof(v));
  memset(&opt, 0, sizeof(opt));
  v.a = *pOld;
  opt.over = *pOver;
  tgValueOverride(e, &v, &opt);
  *a = v.a;
  a->have &= ~mNull;
  tgWipe(&v, sizeof(v));
  tgWipe(&opt, sizeof(opt));
}

/* A column that is set and that the layout can't keep.  0 is what is not known; test_mode is in the
** address, too. */
static void changeKeeps(TgErr *e, const TgLayout *pTo, const TgAccount *pOver){
  unsigned mKeeps = pTo->keeps | ((pTo->keeps & TG_BIT(TG_SERVER_ADDRESS))
      ? TG_BIT(TG_TEST_MODE) : 0);
  int f;
  for(f=0; f<TG_NFIELD; f++){
    if( (pOver->have & TG_BIT(f))==0 || (mKeeps & TG_BIT(f))
        || (f!=TG_SERVER_ADDRESS && pOver->n[f]==0) ){
      continue;
    }
    tgFail(e, SQLITE_CONSTRAINT_VTAB, "layout %s can't keep %s", pTo->zName, aTgField[f].zName);
  }
}

void tgChange(TgErr *e, TgCtx *pCtx, const char *zName, const TgChanges *p, int flags){
  const TgLayout *pTo = 0;
  TgAccount old, a;
  TgStore st;
  Change g;
  char *zProblem = 0;
  int nRow = 0;
  memset(&a, 0, sizeof(a));
  memset(&old, 0, sizeof(old));
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  if( e->rc==SQLITE_OK ) pTo = p->zLayout ? tgLayoutToWrite(e, pCtx, p->zLayout) : st.pLayout;
  tgStoreUsable(e, &st, TG_USE_WRITE);
  tgRequireTables(e, &st, pTo);
  if( e->rc==SQLITE_OK ) tgStoreAccount(e, &st, &old, &zProblem, &nRow);
  if( e->rc==SQLITE_OK && (flags & TG_IN_UPDATE) ) changeKeeps(e, pTo, p->pOver);
  if( e->rc==SQLITE_OK ){
    changeAccount(e, &a, &old, p->pOver, p->mNull);
    tgOneLogin(e, &st);
    if( a.have & TG_BIT(TG_AUTH_KEY) ) tgFit(e, &a, pTo);
    else if( zProblem ){
      tgFailAs(e, SQLITE_ERROR, tgProblemFinding(zProblem), "%s: %s", zName,
               tgProblemText(zProblem));
    }
  }
  if( e->rc==SQLITE_OK && (flags & TG_IN_UPDATE) && !st.bOwn && pTo!=st.pLayout ){
    tgFail(e, SQLITE_ERROR, "SQLite drops no table within an UPDATE; this gives %s another layout: "
           "SELECT session_migrate(%Q, %Q)", st.zName, st.zName, pTo->zName);
  }
  g.pTo = pTo;
  g.pOld = &old;
  g.pOver = p->pOver;
  g.a = &a;
  g.bRow = nRow>0;
  g.bPut = a.have!=0;
  g.mNamed = p->pOver->have | p->mNull;
  g.mChange = changeFields(&a, &old, g.mNamed);
  g.bNumber = p->zLayout!=0;
  if( pTo!=st.pLayout || (g.mChange & TG_BIT(TG_AUTH_KEY)) ) flags |= TG_REMOVES;
  tgWrite(e, &st, flags|TG_READS, applyChange, &g);
  tgStoreClose(&st);
  tgNameFile(e, zName);
  sqlite3_free(zProblem);
  tgWipe(&old, sizeof(old));
  tgWipe(&a, sizeof(a));
}

static void applyForget(TgErr *e, TgWrite *w, void *pArg){
  (void)pArg;
  tgWriteSecure(e, w);
  tgStoreRun(e, w->st, "clear", 0, 0);
  tgStoreRun(e, w->st, "empty", 0, 0);
}

void tgForget(TgErr *e, TgCtx *pCtx, const char *zName, int flags){
  TgStore st;
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  tgStoreUsable(e, &st, TG_USE_WRITE);
  tgWrite(e, &st, flags|TG_REMOVES, applyForget, 0);
  /* In WAL mode the old pages are still in the file, and in the -wal, until they are checkpointed.
  ** A client that reads just now may keep that from happening; the login is forgotten all the
  ** same. */
  if( st.bOwn && e->rc==SQLITE_OK && tgHas(wal_checkpoint_v2, 3007006) ){
    sqlite3_wal_checkpoint_v2(st.db, st.zSchema, SQLITE_CHECKPOINT_TRUNCATE, 0, 0);
  }
  tgStoreClose(&st);
}
