/* ops: containers: which one a name means, export as a bundle or an image, import. */
#include "ops/op.h"
#include "base/os.h"
#include "base/vfs.h"

void tgFit(TgErr *e, TgAccount *a, const TgLayout *pTo){
  if( e->rc!=SQLITE_OK ) return;
  if( pTo->bIpv4 && (a->have & TG_BIT(TG_SERVER_ADDRESS)) && strchr(a->zAddr, ':') && !a->bChosen ){
    a->have &= ~TG_BIT(TG_SERVER_ADDRESS);
  }
  tgAccountFit(e, a, pTo->keeps, pTo->needs, pTo->zFamily);
  tgErrPrefix(e, "%s", pTo->zName);
}

void tgNameFile(TgErr *e, const char *zName){
  if( e->rc!=SQLITE_OK && e->zMsg && tgIsPath(zName) && !tgMentions(e, zName) ){
    tgErrPrefix(e, "%s", zName);
  }
}

/*************************************** Containers *********************************************/

int tgIsSchema(TgCtx *pCtx, const char *zName){
  return sqlite3_stricmp(zName, "temp")==0 || sqlite3_db_readonly(pCtx->db, zName)>=0;
}

int tgIsPath(const char *zName){
  size_t n = strlen(zName);
  return strpbrk(zName, tgOsSlashes)!=0 || (n>8 && sqlite3_stricmp(zName+n-8, ".session")==0);
}

/* "main, bot": the databases of the connection; bHolding: those that hold a session, 0 if none
** does. */
static char *containerList(TgErr *e, TgCtx *pCtx, int bHolding){
  sqlite3_stmt *p = tgPrepare(e, pCtx->db, "PRAGMA database_list");
  sqlite3_str *s = sqlite3_str_new(0);
  while( tgStep(e, p) ){
    const char *zName = tgText(e, p, 1);
    int bTake = 1;
    if( zName && bHolding ){
      TgStore st;
      tgStoreAttached(e, &st, pCtx, zName);
      bTake = st.pLayout!=0;
      tgStoreClose(&st);
    }
    if( bTake ) sqlite3_str_appendf(s, "%s%s", sqlite3_str_length(s) ? ", " : "", zName);
  }
  sqlite3_finalize(p);
  if( sqlite3_str_errcode(s)!=SQLITE_OK ) tgNomem(e);
  return sqlite3_str_finish(s);
}

/* query_only is what the user says about all that his connection may do, files too. */
static void containerReadonly(TgErr *e, TgCtx *pCtx, const char *zName){
  /* an authorizer may deny the question: then he can't have set it */
  TgErr e2 = TG_ERR_INIT;
  if( tgQueryInt(&e2, pCtx->db, 0, "PRAGMA query_only") ){
    tgFail(e, SQLITE_READONLY, "%s is not written: PRAGMA query_only is ON", zName);
  }
  if( tgErrFatal(e2.rc) ) tgFail(e, e2.rc, "%s", sqlite3_errstr(e2.rc));
  tgErrClear(&e2);
}

void tgContainer(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName, enum TgOpen eOpen){
  memset(st, 0, sizeof(*st));
  if( e->rc==SQLITE_OK && eOpen!=TG_OPEN_READ ) containerReadonly(e, pCtx, zName);
  if( e->rc!=SQLITE_OK ) return;
  if( tgIsSchema(pCtx, zName) ){
    tgStoreAttached(e, st, pCtx, zName);
  }else if( tgIsPath(zName) ){
    tgStoreFile(e, st, pCtx, zName, eOpen);
  }else{
    char *z = containerList(e, pCtx, 0), *zShown = tgShown(e, zName);
    if( pCtx->bValuesOnly ){
      tgFail(e, SQLITE_ERROR, "there is no database %Q here, only %s", zName, z);
    }else if( zName[0]=='@' ){
      tgFail(e, SQLITE_ERROR, "%Q is a username; session_peers(name, username) looks for one",
             zName);
    }else if( tgVfsBeside(zName, "") ){
      tgFail(e, SQLITE_ERROR, "there is no database %Q here, only %s; write './%s' for the file",
             zName, z, zName);
    }
    tgFail(e, SQLITE_ERROR, "there is no database %Q here, only %s; write './%s.session' for a "
                            "file", zName, z, zShown && strcmp(zShown, zName)==0 ? zName : "NAME");
    sqlite3_free(zShown);
    sqlite3_free(z);
  }
}

void tgValueContainer(TgErr *e, TgValue *v, TgCtx *pCtx, const char *zName, int bDefault){
  tgValueInit(v, pCtx);
  tgContainer(e, &v->st, pCtx, zName, TG_OPEN_READ);
  v->bStore = 1;
  if( (e->rc & 0xff)==SQLITE_CORRUPT && tgIsPath(zName) ){
    tgErrClear(e);
    tgFail(e, SQLITE_CORRUPT,
           "%s: database disk image is malformed; SELECT string FROM session(%Q) looks for the "
           "login in it", zName, zName);
  }
  if( e->rc!=SQLITE_OK ) return;
  if( v->st.pLayout==0 && bDefault ){
    char *z = containerList(e, pCtx, 1);
    if( z ) tgFail(e, SQLITE_ERROR, "no session in %s; there is one in %s", zName, z);
    sqlite3_free(z);
  }
  tgStoreUsable(e, &v->st, TG_USE_READ);
  if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
  tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
}

/*************************************** Out ****************************************************/

const char *tgValueLayout(const TgValue *v){
  const TgLayout *p = v->bStore ? v->st.pLayout : 0;
  if( v->bundle.zLayout[0] ) return v->bundle.zLayout;
  return p && p->eAccess!=TG_HIDDEN && tgLayoutSection(p, 0, "schema") ? p->zName : 0;
}

/* What keeps even what is not known still wants a key. */
static void valueKey(TgErr *e, const TgValue *v, const char *zFormat){
  if( (v->a.have & TG_BIT(TG_AUTH_KEY))==0 ){
    tgFailAs(e, SQLITE_ERROR, TG_F_NOT_LOGGED_IN, "%s: not logged in: there is no auth_key",
             zFormat);
  }
}

void tgProduceBundle(TgErr *e, TgValue *v, const TgOpt *pOpt, TgOut *pOut){
  TgBundleRows rows = {0, 0, 0, tgValueLayout(v), pOpt->nMaxLength};
  TgStop stop = {.db = v->pCtx->db}, *pBefore = e->pStop;
  int n = 0;
  e->pStop = &stop;
  tgValueRows(e, v);
  if( v->bStore ){
    rows.pPeers = tgStorePrepare(e, &v->st, "peers", "%s");
    /* Only the order within a peer means anything: equal sessions give equal bundles. */
    if( tgLayoutSection(v->st.pLayout, &v->st.shape, "usernames") ){
      rows.pUsernames = tgStorePrepare(e, &v->st, "usernames",
                                       "SELECT id, username FROM (%s\n) ORDER BY id, ord");
    }
    rows.pStates = tgStorePrepare(e, &v->st, "states",
                                  "SELECT id, pts, qts, date, seq FROM (%s\n) ORDER BY id");
  }
  valueKey(e, v, "bundle");
  if( e->rc==SQLITE_OK ){
    pOut->a = (u8*)tgBundleEncode(e, &v->a, &rows, &n);
    pOut->n = n;
  }
  sqlite3_finalize(rows.pPeers);
  sqlite3_finalize(rows.pUsernames);
  sqlite3_finalize(rows.pStates);
  e->pStop = pBefore;
  tgStopEnd(&stop);
}

const TgLayout *tgLayoutToWrite(TgErr *e, TgCtx *pCtx, const char *zName){
  const TgLayout *p = tgLayoutByName(pCtx->pCat, zName);
  if( p && p->eAccess==TG_HIDDEN ) p = 0;
  if( p==0 ){
    const char *zLike = tgFormatLike(pCtx, zName, 1);
    if( zLike ) tgFail(e, SQLITE_ERROR, "there is no layout %Q; did you mean %s?", zName, zLike);
    tgFail(e, SQLITE_ERROR,
           "there is no layout %Q; SELECT name FROM session_formats WHERE kind='layout' lists them",
           zName);
  }else if( p->eAccess!=TG_WRITE ){
    tgFail(e, SQLITE_ERROR, "layout %s is only read", p->zName);
    p = 0;
  }
  return p;
}

/* JSON text by the layout's own "write" section, out of the canonical tables of *pBench. */
static void produceJson(TgErr *e, TgStore *pBench, const TgLayout *pTo, const TgAccount *a,
                        const char *zLayout, TgOut *pOut){
  const TgSection *pSec = tgLayoutSection(pTo, 0, "write");
  char *zSql = tgLayoutSql(e, pSec->z, pSec->n, pBench->zSchema, "");
  sqlite3_stmt *p = zSql ? tgPrepare(e, pBench->db, "%s", zSql) : 0;
  if( p ){
    int i = sqlite3_bind_parameter_index(p, ":layout");
    tgStoreBind(e, p, a, 0);
    if( i>0 && zLayout ) tgBind(e, sqlite3_bind_text(p, i, zLayout, -1, SQLITE_STATIC));
  }
  if( tgStep(e, p) ){
    pOut->n = sqlite3_column_bytes(p, 0);
    if( pOut->n>TG_JSON_MAX ){
      tgFail(e, SQLITE_TOOBIG,
             "%s: it is %lld MB of JSON, and more than %d MB are not read; format 'bundle' has "
             "room for it", pTo->zName, pOut->n>>20, TG_JSON_MAX>>20);
    }else{
      pOut->a = (u8*)tgStrdup(e, tgText(e, p, 0), (int)pOut->n);
    }
  }
  sqlite3_finalize(p);
  sqlite3_free(zSql);
}

/* The image of a new database in layout pTo. */
void tgProduceImage(TgErr *e, TgValue *v, const TgLayout *pTo, TgOut *pOut){
  TgStore copy, bench, *pFrom;
  TgAccount a = v->a;
  int bJson = tgLayoutSection(pTo, 0, "write")!=0, bRows = !bJson || (pTo->keeps & TG_KEEPS_PEERS);
  memset(&copy, 0, sizeof(copy));
  memset(&bench, 0, sizeof(bench));
  if( bJson && pTo->needs==0 ) valueKey(e, v, pTo->zName);
  else tgFit(e, &a, pTo);
  pFrom = v->bStore && bRows ? &v->st : 0;
  if( e->rc==SQLITE_OK ){
    if( pFrom==0 ){
      tgStoreMemory(e, &copy, v->pCtx, v->zFormat);
    }else if( !pFrom->bOwn ){
      tgStoreFromSchema(e, &copy, pFrom);
      pFrom = &copy;
    }
    tgStoreBench(e, &bench, pFrom ? pFrom : &copy);
    tgExec(e, bench.db, "BEGIN");
    tgStoreCreate(e, &bench, bJson ? tgLayoutByName(v->pCtx->pCat, "canonical") : pTo);
    tgStorePutAccount(e, &bench, &a);
    if( pFrom ) tgStoreCopy(e, &bench, pFrom, TG_COPY);
    else if( bRows ) tgValueCopy(e, v, &bench);
    tgStorePutSelf(e, &bench, &a);
    tgStoreIndex(e, &bench);
    tgExec(e, bench.db, "COMMIT");
    if( bJson ){
      produceJson(e, &bench, pTo, &a, tgValueLayout(v), pOut);
    }else{
      pOut->a = tgStoreSerialize(e, &bench, &pOut->n);
      pOut->bBlob = 1;
    }
  }
  tgStoreClose(&bench);
  tgStoreClose(&copy);
  tgWipe(&a, sizeof(a));
}

/*************************************** In *****************************************************/

/* The layout that v becomes in an empty container. */
static const TgLayout *importLayout(TgErr *e, TgValue *v, const char *zLayout){
  const TgLayout *p;
  if( zLayout ) return tgLayoutToWrite(e, v->pCtx, zLayout);
  if( v->bStore && v->st.pLayout->eAccess==TG_WRITE
   && tgLayoutSection(v->st.pLayout, 0, "schema") ) return v->st.pLayout;
  /* back to where it came from; what is only read has a family that is written */
  if( v->bundle.zLayout[0] ){
    p = tgLayoutByName(v->pCtx->pCat, v->bundle.zLayout);
    if( p && p->eAccess!=TG_WRITE ) p = tgLayoutFor(v->pCtx->pCat, v->bundle.zLayout);
    if( p && (p->needs & ~v->a.have & TG_BIT(TG_USER_ID))==0 && tgLayoutSection(p, 0, "schema") ){
      return p;
    }
  }
  p = tgLayoutFor(v->pCtx->pCat, v->zFormat);
  if( p==0
   || ((p->needs & TG_BIT(TG_USER_ID)) && (v->a.have & TG_BIT(TG_USER_ID))==0 && v->bStore) ){
    p = tgLayoutByName(v->pCtx->pCat,
                       (v->a.have & TG_BIT(TG_USER_ID)) ? "pyrogram-3" : "telethon-7");
  }
  return p;
}

/* The same login is refreshed: what the new value does not say, or says for want of something
** better, stays as it was.  A user_id of 0 that somebody has chosen says as little, but where a
** layout needs one. */
static void importFill(TgAccount *a, const TgAccount *pOld, unsigned mChosen, unsigned needs){
  unsigned m = pOld->have & ~a->have;
  int f;
  if( a->n[TG_USER_ID]==0 ) mChosen &= needs | ~TG_BIT(TG_USER_ID);
  for(f=0; f<TG_NFIELD; f++){
    if( tgAccountKnows(pOld, f) && !tgAccountKnows(a, f) && (mChosen & TG_BIT(f))==0 ){
      m |= TG_BIT(f);
    }
  }
  /* No bot ever becomes a user; a 0 is what a format has for those that don't know. */
  if( (pOld->have & TG_BIT(TG_IS_BOT)) && pOld->n[TG_IS_BOT] && (mChosen & TG_BIT(TG_IS_BOT))==0 ){
    m |= TG_BIT(TG_IS_BOT);
  }
  if( a->have & TG_BIT(TG_DC_ID) ){
    if( pOld->n[TG_DC_ID]!=a->n[TG_DC_ID] ) m &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
  }
  for(f=0; f<TG_NFIELD; f++){
    if( (m & TG_BIT(f))==0 ) continue;
    a->n[f] = pOld->n[f];
    if( f==TG_SERVER_ADDRESS ) memcpy(a->zAddr, pOld->zAddr, sizeof(a->zAddr));
    a->have |= TG_BIT(f);
  }
}

typedef struct Import {
  TgValue *v;
  const TgLayout *pTo;
  TgAccount *a;                             /* what v's becomes there */
  int bNew, bSame, bRow;  /* no session there yet; the same account's; there is an account row */
  unsigned mChange;                         /* the fields that change */
  enum TgCopy eCopy;  /* how peers and states come to a session that is there */
} Import;

static void applyImport(TgErr *e, TgWrite *w, void *pArg){
  Import *m = pArg;
  TgStore *st = w->st;
  if( m->bNew ){
    tgStoreCreate(e, st, m->pTo);
    tgStorePutAccount(e, st, m->a);
  }else{
    /* Access hashes belong to one account: another login must not keep the peers. */
    tgWriteSecure(e, w);
    if( !m->bSame ) tgStoreRun(e, st, "clear-peers", 0, 0);
    if( m->pTo!=st->pLayout ) tgMigrate(e, w, st, m->pTo, m->a);
    else if( m->bRow ) tgStoreSetAccount(e, st, m->a, m->mChange);
    else tgStorePutAccount(e, st, m->a);
  }
  if( m->bNew ) tgValueCopy(e, m->v, st);
  else if( m->v->bStore && e->rc==SQLITE_OK ) tgStoreCopy(e, st, &m->v->st, m->eCopy);
  if( m->a->have & TG_BIT(TG_USER_ID) ) tgStorePutSelf(e, st, m->a);
  if( m->bNew ) tgStoreIndex(e, st);
  if( !st->bOwn ) tgStoreVerify(e, st, m->a, m->mChange);
}

void tgTaken(TgErr *e, const TgStore *st){
  tgFail(e, SQLITE_CONSTRAINT_PRIMARYKEY,
         "UNIQUE constraint failed: session.name: %Q holds a login already; INSERT OR REPLACE puts "
         "the new one there", st->zName);
}

/* May v's login, *a, go where *pOld is?  bOld: a login is there, be it one that can't be used. */
static void importOver(TgErr *e, TgStore *st, const TgAccount *pOld, int bOld, int bSame,
                       int flags){
  char zId[17] = "";
  if( e->rc!=SQLITE_OK || !bOld ) return;
  if( pOld->have & TG_BIT(TG_AUTH_KEY) ) tgKeyId(pOld->key, zId);
  if( flags & TG_INSERT ){
    tgTaken(e, st);
  }else if( !bSame && (flags & TG_REPLACE)==0 ){
    tgFail(e, SQLITE_CONSTRAINT, "another account is logged in in %s%s%s; the option 'replace', 1 "
                                 "overwrites it, and drops its peers and update states", st->zName,
                                 zId[0] ? ", auth_key_id " : "", zId);
  }
}

/* One key is one account.  And whose peers and states these are must be known before they are kept
** or dropped. */
static void importOwner(TgErr *e, TgStore *st, const TgAccount *a, const TgAccount *pOld,
                        unsigned mChosen, int flags){
  i64 n;
  if( e->rc!=SQLITE_OK ) return;
  if( tgAccountSame(a, pOld) ){
    if( tgAccountKnows(a, TG_USER_ID) && tgAccountKnows(pOld, TG_USER_ID)
        && a->n[TG_USER_ID]!=pOld->n[TG_USER_ID] && (mChosen & TG_BIT(TG_USER_ID))==0 ){
      tgFail(e, SQLITE_CONSTRAINT, "%s has this very key with user_id %lld, and the value says "
                                   "%lld: give 'user_id', N", st->zName, pOld->n[TG_USER_ID],
                                   a->n[TG_USER_ID]);
    }
    return;
  }
  /* see importOver() */
  if( (pOld->have & TG_BIT(TG_AUTH_KEY)) || (flags & TG_REPLACE) ) return;
  n = tgStoreCount(e, st, "peers");
  if( n<=0 ) n = tgStoreCount(e, st, "states");
  if( n<=0 ) return;
  if( tgAccountKnows(pOld, TG_USER_ID) ){
    tgFail(e, SQLITE_CONSTRAINT,
           "%s has no login, but peers or update states of user %lld; 'user_id', %lld says that "
           "this login is his, 'replace', 1 drops them", st->zName, pOld->n[TG_USER_ID],
           pOld->n[TG_USER_ID]);
  }else{
    tgFail(e, SQLITE_CONSTRAINT,
           "%s has no login, but peers or update states, and whose they are is not known; "
           "'replace', 1 drops them", st->zName);
  }
}

/* A table of the user's own, under the name of one of pTo's. */
static void requireNames(TgErr *e, TgStore *st, const TgLayout *pTo){
  int i;
  for(i=0; i<pTo->column.n && pTo!=st->pLayout; i++){
    const char *z = pTo->column.az[i];
    if( strchr(z, '.') || !(st->pLayout ? tgShapeIsOwn(&st->shape, z, (int)strlen(z))
                                        : tgShapeHas(&st->shape, z, -1)) ) continue;
    tgFail(e, SQLITE_ERROR, "%s has a table %Q of its own, and %s keeps its own there: rename it, "
           "or take another database", st->zName, z, pTo->zName);
  }
}

void tgRequireTables(TgErr *e, TgStore *st, const TgLayout *pTo){
  i64 i = 0;
  if( e->rc!=SQLITE_OK ) return;
  requireNames(e, st, pTo);
  if( tgLayoutSection(pTo, 0, "schema")==0 ){
    tgFail(e, SQLITE_ERROR, "%s is no layout of a database", pTo->zName);
  }else if( pTo->iUserVersion && (st->pLayout==0 || st->pLayout->iUserVersion==0) ){
    i = tgQueryInt(e, st->db, 0, "PRAGMA \"%w\".user_version", st->zSchema);
  }
  if( i!=0 ){
    tgFail(e, SQLITE_ERROR,
           "%s has user_version %lld, which is another program's, and %s keeps its own number "
           "there: take a database of its own", st->zName, i, pTo->zName);
  }
}

/* The fields that an import changes.  Of the same account only what the value says, since what is
** merely taken for granted, or can't be seen, is no news. */
static unsigned importFields(const TgAccount *a, const TgAccount *pOld, unsigned mSaid, int bSame){
  if( mSaid & TG_BIT(TG_DC_ID) ) mSaid |= TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT);
  return bSame ? tgAccountDiffer(a, pOld) & mSaid : ~0u;
}

void tgImport(TgErr *e, TgValue *v, const char *zName, const char *zLayout, int flags){
  const TgLayout *pTo = 0;
  TgAccount old, a;
  TgStore st;
  Import m;
  char *zOld = 0;
  int bSame = 0, bNew, bOld = 0, nRow = 0;
  memset(&old, 0, sizeof(old));
  tgAccountDerive(&v->a);
  a = v->a;
  tgContainer(e, &st, v->pCtx, zName, TG_OPEN_CREATE);
  bNew = st.pLayout==0;
  if( !bNew ) tgValueRows(e, v);             /* to be merged */
  tgValueLoggedIn(e, v);
  if( e->rc==SQLITE_OK && !bNew ){
    tgStoreUsable(e, &st, TG_USE_WRITE);
    tgOneLogin(e, &st);
    tgStoreAccount(e, &st, &old, &zOld, &nRow);
    pTo = zLayout ? tgLayoutToWrite(e, v->pCtx, zLayout) : st.pLayout;
    bOld = (old.have & TG_BIT(TG_AUTH_KEY)) || zOld;
    bSame = tgAccountSame(&a, &old);
    importOwner(e, &st, &a, &old, v->mChosen, flags);
    if( bSame && pTo ) importFill(&a, &old, v->mChosen, pTo->needs);
    importOver(e, &st, &old, bOld, bSame, flags);
    if( e->rc==SQLITE_OK && (flags & TG_IN_UPDATE) && !st.bOwn && pTo!=st.pLayout ){
      tgFail(e, SQLITE_ERROR, "%s has layout %s, and SQLite drops no table within this statement; "
             "SELECT session_import(:string, %Q, %Q) does it", st.zName, st.pLayout->zName,
             st.zName, pTo->zName);
    }
  }else if( e->rc==SQLITE_OK ){
    if( st.shape.bActive ){
      tgFail(e, SQLITE_ERROR, "%s: a view or a virtual table has the name of a client's table",
             zName);
    }
    pTo = importLayout(e, v, zLayout);
  }
  if( e->rc==SQLITE_OK ) tgFit(e, &a, pTo);
  tgRequireTables(e, &st, pTo);
  m.v = v;
  m.pTo = pTo;
  m.a = &a;
  m.bNew = bNew;
  m.bSame = bSame;
  m.bRow = nRow>0;
  m.eCopy = flags & TG_STATES ? TG_MERGE_BACK : TG_MERGE;
  m.mChange = importFields(&a, &old, v->a.have, bSame);
  if( !bNew && (pTo!=st.pLayout || !bSame || v->bStore) ) flags |= TG_REMOVES;
  tgWrite(e, &st, flags|TG_READS, applyImport, &m);
  tgStoreKeep(e, &st);
  tgStoreClose(&st);
  tgNameFile(e, zName);
  sqlite3_free(zOld);
  tgWipe(&old, sizeof(old));
  tgWipe(&a, sizeof(a));
}
