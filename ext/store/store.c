/* store: a session inside an open SQLite schema: its layout's SQL, and its account; see store.h.
**
** No SQL here names a client's table: it all comes from the layout's file, with the schema put in.
*/
#include "store/store.h"
#include "layout/sqlhelp.h"

/*************************************** Looking at it ******************************************/

/* What keeps a store from being written. */
typedef struct FirstForeign { TgFinding f; char *zName; } FirstForeign;

static int foreignFirst(TgErr *e, void *pArg, TgFinding f, const char *zName, const char *zSql){
  FirstForeign *p = pArg;
  (void)zSql;
  p->f = f;
  p->zName = tgStrdup(e, zName, -1);
  return 1;
}

void tgStoreJudge(TgErr *e, TgStore *st, TgForeign xFound, void *pArg){
  TgJudge j = {st->pCtx->pCat, st->pLayout, &st->shape, xFound, pArg};
  if( st->pLayout ) tgLayoutJudge(e, st->db, st->zSchema, &j);
}

int tgStoreNewer(const TgStore *st){
  return tgLayoutNewer(st->pCtx->pCat, st->pLayout, &st->shape);
}

int tgStoreMismatch(const TgStore *st){
  return tgLayoutMismatch(st->pCtx->pCat, st->pLayout, &st->shape);
}

char *tgStoreProblem(TgErr *e, TgStore *st){
  if( st->bWalLost ){
    return tgProblem(e, TG_F_WAL_LOST,
                     "it was in WAL mode and came without its -wal, where its tables still were; "
                     "look for that file where this one comes from");
  }
  return tgLayoutProblem(e, st->pCtx->pCat, st->pLayout, &st->shape);
}

void tgStoreUsable(TgErr *e, TgStore *st, enum TgUse eUse){
  FirstForeign foreign = {TG_F_NONE, 0};
  char *z;
  if( e->rc!=SQLITE_OK ) return;
  if( eUse==TG_USE_REBUILD ? st->shape.bView : st->shape.bActive ){
    tgFailAs(e, SQLITE_ERROR, TG_F_VIEW_AS_TABLE,
             "%s is refused: a view, a virtual table or a computed column stands where a table "
             "should; SELECT session_check(%Q) says more", st->zName, st->zName);
  }else if( st->pLayout==0 ){
    if( st->bWalLost ){
      z = tgStoreProblem(e, st);
      if( z ){
        tgFailAs(e, SQLITE_ERROR, TG_F_WAL_LOST, "no session in %s: %s", st->zName,
                 tgProblemText(z));
      }
      sqlite3_free(z);
    }
    tgFailAs(e, SQLITE_ERROR, TG_F_NO_SESSION, "no session in %s%s%s", st->zName,
             st->shape.zRefuse ? ": " : "", st->shape.zRefuse ? st->shape.zRefuse : "");
  }
  if( eUse==TG_USE_READ || e->rc!=SQLITE_OK ) return;
  if( st->pLayout->eAccess!=TG_WRITE ){
    tgFail(e, SQLITE_ERROR, "%s has layout %s, which is only read", st->zName, st->pLayout->zName);
  }else if( tgStoreNewer(st) ){
    z = tgStoreProblem(e, st);
    if( z ) tgFailAs(e, SQLITE_ERROR, tgProblemFinding(z), "%s: %s", st->zName, tgProblemText(z));
    sqlite3_free(z);
  }else if( eUse==TG_USE_WRITE && st->shape.nMissing ){
    z = tgStoreProblem(e, st);
    if( z ){
      tgFailAs(e, SQLITE_ERROR, tgProblemFinding(z),
               "%s is not written: %s; SELECT session_repair(%Q) makes it", st->zName,
               tgProblemText(z), st->zName);
    }
    sqlite3_free(z);
  }else if( eUse!=TG_USE_REBUILD ){
    tgStoreJudge(e, st, foreignFirst, &foreign);
    if( foreign.f ){
      tgFailAs(e, SQLITE_ERROR, foreign.f, "%s is not written: %s, %Q; SELECT session_check(%Q) "
                                           "lists such things", st->zName,
                                           aTgFindingText[foreign.f].zMeaning, foreign.zName,
                                           st->zName);
    }
    sqlite3_free(foreign.zName);
  }
}

/*************************************** Sections as SQL ****************************************/

char *tgStoreSql(TgErr *e, const TgStore *st, const char *zSection){
  const TgSection *p;
  char *z;
  if( e->rc!=SQLITE_OK || NEVER(st->pLayout==0) ) return 0;
  p = tgLayoutSection(st->pLayout, &st->shape, zSection);
  if( p==0 ){
    char *zPeers = strcmp(zSection, "usernames")==0 ? tgStoreSql(e, st, "peers") : 0;
    z = zPeers
        ? tgPrintf(e, "SELECT id, username, 0 AS ord FROM (%s\n) WHERE username IS NOT NULL",
                   zPeers) : 0;
    sqlite3_free(zPeers);
    return z;
  }
  z = tgLayoutRead(e, st->pLayout, &st->shape, p, st->zSchema, st->zPrefix);
  /* without the last semicolon it can stand inside a statement */
  if( z ){
    int n = (int)strlen(z);
    while( z[n-1]=='\n' || z[n-1]==';' ) n--;
    z[n] = 0;
  }
  return z;
}

sqlite3_stmt *tgStorePrepare(TgErr *e, const TgStore *st, const char *zSection, const char *zFmt){
  char *z = tgStoreSql(e, st, zSection);
  sqlite3_stmt *p = z ? tgPrepare(e, st->db, zFmt, z) : 0;
  sqlite3_free(z);
  return p;
}

i64 tgStoreCount(TgErr *e, TgStore *st, const char *zSection){
  sqlite3_stmt *p = tgStorePrepare(e, st, zSection, "SELECT count(*) FROM (%s)");
  i64 n = -1;
  if( tgStep(e, p) ) n = sqlite3_column_int64(p, 0);
  sqlite3_finalize(p);
  return n;
}

i64 tgStoreLogins(TgErr *e, TgStore *st){
  char *z = st->bOneRow ? 0 : tgStoreSql(e, st, "find-several-logins");
  i64 n = z ? tgQueryInt(e, st->db, 0, "%s", z) + 1 : 1;
  sqlite3_free(z);
  return n;
}

/* What the parameters of a section stand for. */
typedef struct StoreBind {
  const TgAccount *a;                        /* 0: no field is one of them */
  i64 id;
  unsigned mOnly;  /* of statements that bind fields, only those that bind one of these */
} StoreBind;

static void storeBindAll(TgErr *e, sqlite3_stmt *p, const StoreBind *b){
  const TgAccount *a = b->a;
  int i, f, n = sqlite3_bind_parameter_count(p);
  for(i=1; i<=n; i++){
    const char *z = sqlite3_bind_parameter_name(p, i);
    if( strcmp(z+1, "id")==0 ){
      tgBind(e, sqlite3_bind_int64(p, i, b->id));
    }else if( (f = tgFieldFind(z+1))>=0 && (a->have & TG_BIT(f)) ){
      if( f==TG_AUTH_KEY ) tgBind(e, sqlite3_bind_pointer(p, i, (void*)a->key, TG_KEY_POINTER, 0));
      else if( f==TG_SERVER_ADDRESS ){
        tgBind(e, sqlite3_bind_text(p, i, a->zAddr, -1, SQLITE_TRANSIENT));
      }else{
        tgBind(e, sqlite3_bind_int64(p, i, a->n[f]));
      }
    }
  }
}

void tgStoreBind(TgErr *e, sqlite3_stmt *p, const TgAccount *a, i64 id){
  StoreBind b = {a, id, ~0u};
  storeBindAll(e, p, &b);
}

/* Is the statement at z to be run?  If not, *pzEnd: behind it.  It is told from its text, since an
** authorizer may keep one that is not needed from being prepared. */
static int storeWanted(const char *z, unsigned mOnly, const char **pzEnd){
  unsigned m = 0;
  char cQuote = 0;
  if( mOnly==~0u ) return 1;
  for(; *z && (cQuote || *z!=';'); z++){
    if( cQuote ? *z==cQuote : (*z=='\'' || *z=='"') ) cQuote = cQuote ? 0 : *z;
    if( !cQuote && *z==':' ){
      int n = 0, f;
      while( z[n+1]>='_' ) n++;              /* a letter or _ */
      f = tgFieldFindN(z+1, n);
      if( ALWAYS(f>=0) ) m |= TG_BIT(f);
    }
  }
  *pzEnd = *z ? z+1 : z;
  return m==0 || (m & mOnly)!=0;
}

void tgStoreWrites(TgErr *e, const TgStore *st, sqlite3_stmt *p){
  if( p && sqlite3_stmt_readonly(p) ){
    tgFail(e, SQLITE_AUTH, "%s is not written: an authorizer does not let it", st->zName);
  }
}

static void storeRun(TgErr *e, TgStore *st, const char *zSection, const StoreBind *b){
  char *zSql = tgStoreSql(e, st, zSection);
  const char *z = zSql, *zTail = zSql;
  while( zSql && e->rc==SQLITE_OK && *z ){
    if( storeWanted(z, b->mOnly, &zTail) ){
      sqlite3_stmt *p = 0;
      int rc = sqlite3_prepare_v2(st->db, z, -1, &p, &zTail);
      if( rc!=SQLITE_OK ) tgFailDb(e, st->db, rc);
      if( p ) storeBindAll(e, p, b);
      tgStoreWrites(e, st, p);
      tgFinish(e, p);
    }
    z = zTail;
  }
  sqlite3_free(zSql);
}

void tgStoreRun(TgErr *e, TgStore *st, const char *zSection, const TgAccount *a, i64 id){
  StoreBind b = {a, id, ~0u};
  storeRun(e, st, zSection, &b);
}

/*************************************** The account ********************************************/

static void storeKey(TgErr *e, sqlite3_stmt *p, int i, TgAccount *a, char **pzProblem){
  int eType = sqlite3_column_type(p, i);
  const void *z = eType==SQLITE_BLOB ? sqlite3_column_blob(p, i) : tgText(e, p, i);
  int n = sqlite3_column_bytes(p, i);
  if( z==0 ) return;                         /* no memory, or x'' */
  if( eType==SQLITE_BLOB && n==TG_KEY_SIZE ){
    tgAccountSetKey(a, z);
  }else if( n>0 && *pzProblem==0 ){
    int bToken = n>6 && memcmp(z, "gAAAAA", 6)==0;
    *pzProblem = tgProblem(e, bToken ? TG_F_KEY_ENCRYPTED : TG_F_KEY_LENGTH,
                          bToken ? "the key is encrypted (a Fernet token of %d bytes)"
                        : eType==SQLITE_BLOB ? "the key has %d bytes instead of 256"
                        : "the key is %d bytes of text, not a BLOB", n);
  }
}

/* One row of the section "account". */
static void storeRow(TgErr *e, TgStore *st, sqlite3_stmt *p, TgAccount *a, char **pzProblem){
  char *z = 0;
  unsigned nulls;
  int f;
  memset(a, 0, sizeof(*a));
  for(f=0; f<TG_NFIELD; f++){
    TgErr e2 = TG_ERR_INIT;
    int eType = sqlite3_column_type(p, f);
    if( eType==SQLITE_NULL ) continue;
    if( f==TG_AUTH_KEY ){
      storeKey(e, p, f, a, &z);
    }else if( f==TG_SERVER_ADDRESS ){
      const char *zAddr = tgText(e, p, f);
      if( zAddr ) tgAccountSetAddr(&e2, a, zAddr, sqlite3_column_bytes(p, f));
    }else if( eType==SQLITE_INTEGER || eType==SQLITE_FLOAT ){
      tgAccountSetInt(&e2, a, f, sqlite3_column_int64(p, f));
    }else{
      tgFail(&e2, SQLITE_ERROR, "%s is not a number", aTgField[f].zName);
    }
    if( e2.rc==SQLITE_NOMEM ) tgNomem(e);
    if( e2.rc!=SQLITE_OK && z==0 ) z = tgProblem(e, TG_F_BAD_VALUE, "%s", e2.zMsg);
    tgErrClear(&e2);
  }
  nulls = st->pLayout->keeps & ~a->have & TG_BIT(TG_TEST_MODE);
  tgAccountDerive(a);
  /* a NULL in a column is the client's, and means something */
  a->have &= ~nulls;
  if( pzProblem && e->rc==SQLITE_OK ) *pzProblem = z;
  else sqlite3_free(z);
}

void tgStoreAccount(TgErr *e, TgStore *st, TgAccount *a, char **pzProblem, int *pnRow){
  sqlite3_stmt *p = tgStorePrepare(e, st, "account", "%s");
  memset(a, 0, sizeof(*a));
  if( pnRow ) *pnRow = 0;
  st->bOneRow = 0;
  if( tgStep(e, p) ){
    if( pnRow ) *pnRow = 1;
    storeRow(e, st, p, a, pzProblem);
    st->bOneRow = sqlite3_step(p)==SQLITE_DONE;
  }
  sqlite3_finalize(p);
}

int tgStorePick(TgErr *e, TgStore *st, TgAccount *a, const char *zKeyId){
  sqlite3_stmt *p = tgStorePrepare(e, st, "account", "%s");
  char zId[17] = "";
  while( sqlite3_stricmp(zId, zKeyId)!=0 && tgStep(e, p) ){
    storeRow(e, st, p, a, 0);
    if( a->have & TG_BIT(TG_AUTH_KEY) ) tgKeyId(a->key, zId);
  }
  sqlite3_finalize(p);
  return sqlite3_stricmp(zId, zKeyId)==0;
}

char *tgStoreWrong(TgErr *e, TgStore *st, const TgAccount *a, int *pi){
  char *z;
  int i;
  if( *pi==0 ){
    ++*pi;
    z = tgStoreProblem(e, st);
    if( z ) return z;
  }
  if( e->rc!=SQLITE_OK ) return 0;
  if( *pi==1 ){
    i64 n = tgStoreLogins(e, st);
    ++*pi;
    if( n>1 ){
      return tgProblem(e, TG_F_SEVERAL_LOGINS, "%s (%lld more)",
                       aTgFindingText[TG_F_SEVERAL_LOGINS].zMeaning, n-1);
    }
  }
  i = *pi - 2;
  z = tgAccountWrong(e, a, st->pLayout->needs, &i);
  *pi = i + 2;
  return z;
}

/*************************************** Writing ************************************************/

void tgStoreCreate(TgErr *e, TgStore *st, const TgLayout *pLayout){
  if( e->rc!=SQLITE_OK ) return;
  tgShapeFree(&st->shape);
  st->pLayout = pLayout;
  st->zPrefix = "";
  tgShapeOf(e, &st->shape, pLayout);         /* its own columns are what its sections will meet */
  tgStoreRun(e, st, "schema", 0, 0);
  tgStoreRun(e, st, "empty", 0, 0);
}

void tgStoreTables(TgErr *e, TgStore *st, int bNewestFirst,
                   void (*xDo)(TgErr*, TgStore*, const char*, void*), void *pArg){
  sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT name FROM \"%w\".%s WHERE type='table' ORDER BY "
                                         "rowid %s", st->zSchema, tgMaster(st->zSchema),
                                         bNewestFirst ? "DESC" : "");
  TgNames table = {0, 0, 0};
  int i, nPrefix = (int)strlen(st->zPrefix);
  while( tgStep(e, p) ){                     /* first the list, since xDo changes the schema */
    const char *z = tgText(e, p, 0);
    if( z==0 || strncmp(z, st->zPrefix, (size_t)nPrefix)!=0 ) continue;
    if( !tgShapeHas(&st->shape, z+nPrefix, -1) ) continue;
    tgNamesAdd(e, &table, tgStrdup(e, z+nPrefix, -1));
  }
  sqlite3_finalize(p);
  for(i=0; i<table.n && e->rc==SQLITE_OK; i++) xDo(e, st, table.az[i], pArg);
  tgNamesFree(&table);
}

void tgStoreComplete(TgErr *e, TgStore *st){
  const TgSection *pSec = tgLayoutSection(st->pLayout, &st->shape, "schema");
  int i;
  for(i=0; i<st->shape.nMissing; i++){
    char *zBegin = tgPrintf(e, "CREATE TABLE main.%s", tgLayoutMissing(st->pLayout, &st->shape, i)),
        *zSql = 0;
    const char *z = pSec->z;
    if( zBegin ) z = strstr(z, zBegin);
    while( NEVER(zBegin && strchr(" (", z[strlen(zBegin)])==0) ) z = strstr(z+1, zBegin);
    zSql = tgLayoutSql(e, z, (int)(strstr(z, ";\n") - z), st->zSchema, "");
    tgExec(e, st->db, "%s", zSql);
    sqlite3_free(zBegin);
    sqlite3_free(zSql);
  }
  tgShapeFree(&st->shape);
  tgStoreDetect(e, st);
}

const char *tgStoreLostKey(TgErr *e, TgStore *st){
  const TgSection *pSec = tgLayoutSection(st->pLayout, &st->shape, "schema");
  char *zSql = tgLayoutSql(e, pSec->z, pSec->n, "main", "");
  const char *z = 0;
  sqlite3 *db = 0;
  int i;
  if( zSql && tgOpen(":memory:", &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE)!=SQLITE_OK ){
    tgNomem(e);
  }
  tgExec(e, db, "%s", zSql);
  for(i=0; e->rc==SQLITE_OK && (z = tgLayoutMissing(st->pLayout, &st->shape, i))!=0; i++){
    const char *zDot = strchr(z, '.');       /* columns are missing, or tables: see layoutPart() */
    if( ALWAYS(zDot)
        && tgQueryInt(e, db, 0, "SELECT pk FROM pragma_table_info('%.*q') WHERE name=%Q",
                      (int)(zDot-z), z, zDot+1)>0 ){
      break;
    }
  }
  sqlite3_close(db);
  sqlite3_free(zSql);
  return z;
}

void tgStoreIndex(TgErr *e, TgStore *st){
  tgStoreRun(e, st, "indexes", 0, 0);
  tgStoreDetect(e, st);
}

void tgStorePutVersion(TgErr *e, TgStore *st){
  const char *zVersion = st->pLayout->zVersion, *zDot = strchr(zVersion, '.');
  int n = zDot ? (int)(zDot - zVersion) : 0;
  if( zDot==0 || (!tgStoreMismatch(st) && st->shape.bVersion) ) return;
  tgExec(e, st->db, "DELETE FROM \"%w\".\"%.*w\"; INSERT INTO \"%w\".\"%.*w\"(\"%w\") VALUES(%d)",
         st->zSchema, n, zVersion, st->zSchema, n, zVersion, zDot+1, st->pLayout->iVersion);
  st->shape.iVersion = st->pLayout->iVersion;
  st->shape.bVersion = 1;
}

void tgStorePutAccount(TgErr *e, TgStore *st, const TgAccount *a){
  tgStoreRun(e, st, "put-account", a, 0);
}

void tgStoreSetAccount(TgErr *e, TgStore *st, const TgAccount *a, unsigned mChange){
  StoreBind b = {a, 0, mChange & st->pLayout->keeps};
  if( mChange & st->pLayout->keeps ) storeRun(e, st, "set-account", &b);
}

void tgStoreVerify(TgErr *e, TgStore *st, const TgAccount *a, unsigned mChange){
  TgAccount now;
  char *zProblem = 0;
  unsigned m;
  int f;
  if( e->rc!=SQLITE_OK ) return;
  memset(&now, 0, sizeof(now));
  tgStoreAccount(e, st, &now, &zProblem, 0);
  m = tgAccountDiffer(&now, a) & mChange & st->pLayout->keeps;
  /* who the account is may be told by its peers only, and there are layouts without a bot that is
  ** nobody */
  if( tgLayoutSection(st->pLayout, &st->shape, "put-self") ){
    m &= ~(TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT));
  }
  if( (a->have & TG_BIT(TG_USER_ID))==0 ) m &= ~TG_BIT(TG_IS_BOT);
  for(f=0; f<TG_NFIELD; f++){
    if( (m & TG_BIT(f))==0 || ((a->have & TG_BIT(f))==0 && f!=TG_AUTH_KEY && now.n[f]==0) ){
      continue;
    }
    tgFail(e, SQLITE_AUTH,
           "%s of %s is not what was written: an authorizer does not let it be read or "
           "written", aTgField[f].zName, st->zName);
  }
  sqlite3_free(zProblem);
  tgWipe(&now, sizeof(now));
}
