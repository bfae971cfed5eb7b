/* store: peers, usernames and states from one store to another; see store.h.
**
** Within one connection they move as one statement, source and target composed:
**
**     WITH peers_in(id, type, ...) AS (<section peers of the source>) <section put-peers of the
**     target>
**
** So do rows of another connection, and of a bundle, which the source is then a table of ours for.
*/
#include "store/store.h"
#include "layout/sqlhelp.h"

#define PEER_COLUMNS  "id, type, access_hash, username, phone_number, name, updated"
#define NAME_COLUMNS  "id, username, ord"
#define STATE_COLUMNS "id, pts, qts, date, seq"

void tgStorePutSelf(TgErr *e, TgStore *st, const TgAccount *a){
  tgStoreRun(e, st, "put-self", a, a->n[TG_USER_ID]);
}

/* The statements of a put section, each with the rows that it takes in front: WITH peers_in AS
** (...) INSERT ... */
static void putOpen(TgErr *e, TgPut *p, TgStore *st, const char *zSection, const char *zWith){
  char *zSql = tgStoreSql(e, st, zSection);
  char *zRest = zSql ? tgPrintf(e, "%s %s", zWith, zSql) : 0;
  memset(p, 0, sizeof(*p));
  sqlite3_free(zSql);
  while( zRest && e->rc==SQLITE_OK ){
    const char *zTail = 0;
    int rc;
    if( NEVER(p->n==TG_PUT_MAX) ){
      tgFail(e, SQLITE_ERROR, "layout %s: too many statements in %s", st->pLayout->zName, zSection);
      break;
    }
    rc = sqlite3_prepare_v2(st->db, zRest, -1, &p->ap[p->n], &zTail);
    if( rc!=SQLITE_OK ){
      tgFailDb(e, st->db, rc);
      break;
    }
    tgStoreWrites(e, st, p->ap[p->n]);
    p->n++;
    while( *zTail=='\n' ) zTail++;
    zSql = *zTail ? tgPrintf(e, "%s %s", zWith, zTail) : 0;
    sqlite3_free(zRest);
    zRest = zSql;
  }
  sqlite3_free(zRest);
}

static void putClose(TgPut *p){
  int i;
  for(i=0; i<TG_PUT_MAX; i++) sqlite3_finalize(p->ap[i]);
}

static void putStep(TgErr *e, TgPut *p){
  int i;
  for(i=0; i<p->n; i++){
    tgStep(e, p->ap[i]);
    sqlite3_reset(p->ap[i]);
  }
}

static void putBind(TgErr *e, TgPut *p, int iParam, sqlite3_value *pValue){
  int i;
  for(i=0; i<p->n; i++) tgBind(e, sqlite3_bind_value(p->ap[i], iParam, pValue));
}

/* What a part is called and what it has; by what the rows of another connection are sorted. */
static const struct { const char *zPart, *zPut, *zColumns, *zRows, *zOrder; } aPart[] = {
  { "peers", "put-peers", PEER_COLUMNS, "c1, c2, c3, c4, c5, c6, c7", "id" },
  { "usernames", "put-usernames", NAME_COLUMNS, "c1, c2, c3", "id, ord" },
  { "states", "put-states", STATE_COLUMNS, "c1, c2, c3, c4, c5", "id" },
};

/* Rows of part iPart into st: zGet selects them, or they are those that pRows has. */
static void copyPart(TgErr *e, TgStore *st, int iPart, const char *zGet, TgRows *pRows){
  char *zWith = pRows ? tgPrintf(e, "WITH %s_in(%s) AS (SELECT %s FROM temp.session__%s(?1))",
                                 aPart[iPart].zPart, aPart[iPart].zColumns, aPart[iPart].zRows,
                                 zGet)
                      : tgPrintf(e, "WITH %s_in(%s) AS (%s\n)", aPart[iPart].zPart,
                                 aPart[iPart].zColumns, zGet);
  TgPut put;
  int i;
  if( pRows ) pRows->pStop = e->pStop;
  putOpen(e, &put, st, aPart[iPart].zPut, zWith ? zWith : "");
  for(i=0; i<put.n; i++){
    if( pRows ) tgBind(e, sqlite3_bind_pointer(put.ap[i], 1, pRows, TG_ROWS_POINTER, 0));
    while( tgStep(e, put.ap[i]) ){}
  }
  putClose(&put);
  sqlite3_free(zWith);
}

static const char zWithPeer[] =
  "WITH peers_in(" PEER_COLUMNS ") AS (VALUES(?1,?2,?3,lower(?4),?5,?6,?7))";
/* ?3, the main name, comes first, whether or not the list ?2 has it. */
static const char zWithName[] =
  "WITH usernames_in(" NAME_COLUMNS ") AS ("
  "SELECT ?1, lower(?3), -1 WHERE ?3 IS NOT NULL"
  " UNION ALL SELECT ?1, lower(value), min(key) FROM temp.session__each(?2)"
  " WHERE lower(value) IS NOT lower(?3) GROUP BY lower(value) ORDER BY 3)";
static const char zWithState[] =
  "WITH states_in(" STATE_COLUMNS ") AS (VALUES(?1,?2,?3,?4,?5))";

void tgPumpOpen(TgErr *e, TgPump *p, TgStore *st){
  memset(p, 0, sizeof(*p));
  p->st = st;
  putOpen(e, &p->dropPeer, st, "delete-peer", "");
  putOpen(e, &p->peer, st, "put-peers", zWithPeer);
  putOpen(e, &p->name, st, "put-usernames", zWithName);
  putOpen(e, &p->dropState, st, "delete-state", "");
  putOpen(e, &p->state, st, "put-states", zWithState);
  if( e->rc==SQLITE_OK && tgLayoutSection(st->pLayout, &st->shape, "put-self") ){
    p->pSelf = tgStorePrepare(e, st, "account", "SELECT user_id, is_bot FROM (%s\n)");
  }
}

void tgPumpClose(TgPump *p){
  putClose(&p->dropPeer);
  putClose(&p->peer);
  putClose(&p->name);
  putClose(&p->dropState);
  putClose(&p->state);
  sqlite3_finalize(p->pSelf);
}

static void pumpDrop(TgErr *e, TgPut *p, i64 id){
  int i;
  for(i=0; i<p->n; i++) tgStoreBind(e, p->ap[i], 0, id);
  putStep(e, p);
}

/* Is peer id the account itself, and its row what says that somebody is logged in?  Then *a is
** who. */
static int pumpIsSelf(TgErr *e, TgPump *p, i64 id, TgAccount *a){
  if( p->eSelf!=TG_SELF_KNOWN ){
    tgAccountInit(&p->self);
    if( tgStep(e, p->pSelf) && sqlite3_column_type(p->pSelf, 0)!=SQLITE_NULL ){
      p->self.have = TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT);
      p->self.n[TG_USER_ID] = sqlite3_column_int64(p->pSelf, 0);
      p->self.n[TG_IS_BOT] = sqlite3_column_int(p->pSelf, 1);
    }
    sqlite3_reset(p->pSelf);
    if( p->eSelf==TG_SELF_ONCE ) p->eSelf = TG_SELF_KNOWN;
  }
  *a = p->self;
  return a->have && a->n[TG_USER_ID]==id;
}

void tgPumpDropPeer(TgErr *e, TgPump *p, i64 id){
  TgAccount a;
  int bSelf = pumpIsSelf(e, p, id, &a);
  pumpDrop(e, &p->dropPeer, id);
  if( bSelf ) tgStorePutSelf(e, p->st, &a);
}

void tgPumpDropState(TgErr *e, TgPump *p, i64 id){
  pumpDrop(e, &p->dropState, id);
}

/* As tgPumpPeer(); bNew: no row has its id yet. */
static void pumpPeer(TgErr *e, TgPump *p, sqlite3_value **apValue, const char *zNames, int bNew){
  TgAccount a;
  i64 id = sqlite3_value_int64(apValue[0]);
  int i, bSelf = pumpIsSelf(e, p, id, &a);
  if( p->peer.n==0 ) tgFail(e, SQLITE_ERROR, "layout %s holds no peers", p->st->pLayout->zName);
  if( !bNew ) pumpDrop(e, &p->dropPeer, id);
  for(i=0; i<7; i++) putBind(e, &p->peer, i+1, apValue[i]);
  putStep(e, &p->peer);
  if( zNames || sqlite3_value_type(apValue[3])!=SQLITE_NULL ){
    putBind(e, &p->name, 1, apValue[0]);
    for(i=0; i<p->name.n; i++){
      tgBind(e, sqlite3_bind_text(p->name.ap[i], 2, zNames, -1, SQLITE_TRANSIENT));
    }
    putBind(e, &p->name, 3, apValue[3]);
    putStep(e, &p->name);
  }
  if( bSelf ) tgStorePutSelf(e, p->st, &a);
}

void tgPumpPeer(TgErr *e, TgPump *p, sqlite3_value **apValue, const char *zNames){
  pumpPeer(e, p, apValue, zNames, 0);
}

void tgPumpState(TgErr *e, TgPump *p, sqlite3_value **apValue){
  int i;
  if( p->state.n==0 ){
    tgFail(e, SQLITE_ERROR, "layout %s holds no update states", p->st->pLayout->zName);
  }
  tgPumpDropState(e, p, sqlite3_value_int64(apValue[0]));
  for(i=0; i<5; i++) putBind(e, &p->state, i+1, apValue[i]);
  putStep(e, &p->state);
}

/*************************************** Merging ************************************************/

/* Of two columns the greater number; NULL is the least, and at a tie it is pIn. */
static sqlite3_value *mergeGreater(sqlite3_value *pIn, sqlite3_value *pOld){
  if( sqlite3_value_type(pOld)==SQLITE_NULL ) return pIn;
  if( sqlite3_value_type(pIn)==SQLITE_NULL ) return pOld;
  return sqlite3_value_int64(pIn)<sqlite3_value_int64(pOld) ? pOld : pIn;
}

static int mergeSame(sqlite3_value *a, sqlite3_value *b){
  int eType = sqlite3_value_type(a), n;
  if( eType!=sqlite3_value_type(b) ) return 0;
  if( eType==SQLITE_NULL ) return 1;
  if( eType==SQLITE_INTEGER ) return sqlite3_value_int64(a)==sqlite3_value_int64(b);
  n = sqlite3_value_bytes(a);
  return n==sqlite3_value_bytes(b)
      && (n==0 || memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b), (size_t)n)==0);
}

/* A peer that is there already: the row updated last wins, and keeps what only the other one has.
** apValue and *pzNames, the incoming row, become what is to be stored; 0 when that is what is
** there, as far as a layout that keeps so much can tell. */
static int mergePeer(sqlite3_value **apValue, char **pzNames, TgPeers *pOld, unsigned keeps){
  /* a username is kept wherever a phone number is */
  static const unsigned aKeep[7] = { 0, ~0u, ~0u, TG_KEEPS_USERNAMES|TG_KEEPS_PHONES,
                                     TG_KEEPS_PHONES, TG_KEEPS_NAMES, TG_KEEPS_UPDATED };
  sqlite3_value *apOld[7];
  int i, bOldWins, bChange = 0, bIn = *pzNames || sqlite3_value_type(apValue[3])!=SQLITE_NULL, bOld;
  for(i=0; i<7; i++) apOld[i] = sqlite3_column_value(pOld->pPeer, i);
  bOld = pOld->zNames || sqlite3_value_type(apOld[3])!=SQLITE_NULL;
  bOldWins = mergeGreater(apValue[6], apOld[6])==apOld[6];
  if( bOldWins ? bOld : !bIn ){              /* its names as a whole: together they are one list */
    apValue[3] = apOld[3];
    *pzNames = pOld->zNames;
  }
  for(i=1; i<7; i++){
    sqlite3_value *pWins = bOldWins ? apOld[i] : apValue[i], *pElse = bOldWins ? apValue[i]
        : apOld[i];
    if( i!=3 ) apValue[i] = sqlite3_value_type(pWins)==SQLITE_NULL ? pElse : pWins;
    bChange |= (keeps & aKeep[i]) && !mergeSame(apValue[i], apOld[i]);
  }
  if( (keeps & TG_KEEPS_USERNAMES)==0 ) return bChange;
  return bChange || strcmp(*pzNames ? *pzNames : "", pOld->zNames ? pOld->zNames : "")!=0;
}

/* pWas: where to look up what st holds. */
static void mergePeers(TgErr *e, TgPump *pPump, TgStore *pWas, TgStore *pFrom){
  sqlite3_value *apValue[7];
  TgPeers peers, old;
  int i;
  tgPeersOpen(e, &peers, pFrom, 0, pPump->name.n>0);
  tgPeersOpen(e, &old, pWas, 1, pPump->name.n>0);
  while( pPump->peer.n && tgPeersNext(e, &peers) ){
    char *zNames = peers.zNames;
    int bPut = 1, bNew;
    for(i=0; i<7; i++) apValue[i] = sqlite3_column_value(peers.pPeer, i);
    tgPeersBind(e, &old, sqlite3_value_int64(apValue[0]));
    bNew = !tgPeersNext(e, &old);
    if( !bNew ) bPut = mergePeer(apValue, &zNames, &old, pPump->st->pLayout->keeps);
    if( bPut ) pumpPeer(e, pPump, apValue, zNames, bNew);
  }
  tgPeersClose(&old);
  tgPeersClose(&peers);
}

/* A box that is there already never runs backwards, unless bBack. */
static void mergeStates(TgErr *e, TgPump *pPump, TgStore *pWas, TgStore *pFrom, int bBack){
  sqlite3_value *apValue[5];
  sqlite3_stmt *pGet, *pOld;
  int i, bOld, bSame;
  if( pPump->state.n==0 ) return;
  pGet = tgStorePrepare(e, pFrom, "states", "%s");
  pOld = bBack
      ? 0 : tgStorePrepare(e, pWas, "states", "SELECT " STATE_COLUMNS " FROM (%s\n) WHERE id=?1");
  while( tgStep(e, pGet) ){
    for(i=0; i<5; i++) apValue[i] = sqlite3_column_value(pGet, i);
    if( pOld ) tgBind(e, sqlite3_bind_value(pOld, 1, apValue[0]));
    bSame = bOld = tgStep(e, pOld);
    for(i=1; i<5 && bOld; i++){
      apValue[i] = mergeGreater(apValue[i], sqlite3_column_value(pOld, i));
      bSame = bSame && mergeSame(apValue[i], sqlite3_column_value(pOld, i));
    }
    if( !bSame ) tgPumpState(e, pPump, apValue);
    sqlite3_reset(pOld);
  }
  sqlite3_finalize(pOld);
  sqlite3_finalize(pGet);
}

/* so many are looked up in a copy, which has an index for all: clients don't */
enum { MERGE_MANY = 100 };

static void storeMerge(TgErr *e, TgStore *st, TgStore *pFrom, int bBack){
  TgPump pump;
  TgStore was;
  int bMany = tgStoreCount(e, pFrom, "peers")>MERGE_MANY
      || tgStoreCount(e, pFrom, "states")>MERGE_MANY;
  memset(&was, 0, sizeof(was));
  if( bMany ) tgStoreRows(e, &was, st->pCtx, st, 0);
  tgPumpOpen(e, &pump, st);
  pump.eSelf = TG_SELF_ONCE;
  mergePeers(e, &pump, bMany ? &was : st, pFrom);
  mergeStates(e, &pump, bMany ? &was : st, pFrom, bBack);
  tgPumpClose(&pump);
  tgStoreClose(&was);
}

/* Rows of another connection: pArg is the store, iPart what of it. */
typedef struct StoreRows {
  TgRows base;                              /* must be first */
  int iPart;
} StoreRows;

static void *storeRowsOpen(TgErr *e, const TgRows *p){
  int i = ((const StoreRows*)p)->iPart;
  char *z = tgStoreSql(e, p->pArg, aPart[i].zPart);
  sqlite3_stmt *pStmt = z
      ? tgPrepare(e, ((TgStore*)p->pArg)->db, "SELECT * FROM (%s\n) ORDER BY %s", z,
                  aPart[i].zOrder) : 0;
  sqlite3_free(z);
  return pStmt;
}

static void storeRowsBegin(TgErr *e, void *pPass, sqlite3_value *pNotUsed){
  (void)e; (void)pNotUsed;
  sqlite3_reset(pPass);
}

static int storeRowsNext(TgErr *e, void *pPass){
  return tgStep(e, pPass);
}

static void storeRowsColumn(void *pPass, sqlite3_context *ctx, int i){
  sqlite3_result_value(ctx, sqlite3_column_value(pPass, i));
}

static void storeRowsClose(void *pPass){
  sqlite3_finalize(pPass);
}

/* Rows of a bundle: pArg is the bundle. */
typedef struct RowsPass {
  TgBundle *p;                              /* owned: a reader of its own */
  int iPart;
  TgBundlePeer peer;
  TgBundleText name;
  TgBundleState state;
  i64 iOrd;
  int bOrd, bPeer;                          /* bPeer: peer may have more names */
} RowsPass;

static void *bundleRowsOpen(TgErr *e, const TgRows *p){
  RowsPass *pPass = tgAlloc(e, sizeof(*pPass));
  if( pPass==0 ) return 0;
  pPass->iPart = ((const StoreRows*)p)->iPart;
  pPass->p = tgBundleReader(e, p->pArg);
  return pPass;
}

static void bundleRowsBegin(TgErr *e, void *pArg, sqlite3_value *pNotUsed){
  RowsPass *p = pArg;
  (void)pNotUsed;
  if( e->rc!=SQLITE_OK ) return;
  p->bPeer = 0;
  tgBundleRewind(p->p);
}

static int bundleRowsNext(TgErr *e, void *pArg){
  RowsPass *p = pArg;
  if( p->iPart==2 ) return tgBundleState(e, p->p, &p->state);
  for(;;){
    while( p->bPeer && tgBundleName(e, p->p, &p->name, &p->iOrd, &p->bOrd) ){
      if( p->iPart==1 ) return 1;
    }
    p->bPeer = tgBundlePeer(e, p->p, &p->peer);
    if( !p->bPeer || p->iPart==0 ) return p->bPeer;
  }
}

static void rowsInt(sqlite3_context *ctx, int bKnown, i64 i){
  if( bKnown ) sqlite3_result_int64(ctx, i);
}

static void rowsText(sqlite3_context *ctx, TgBundleText t){
  if( t.z ) sqlite3_result_text(ctx, t.z, t.n, SQLITE_TRANSIENT);
}

static void bundleRowsColumn(void *pArg, sqlite3_context *ctx, int i){
  const RowsPass *p = pArg;
  const TgBundlePeer *u = &p->peer;
  if( p->iPart==2 ){
    rowsInt(ctx, i==0 || p->state.ab[i-1], i==0 ? p->state.id : p->state.a[i-1]);
  }else if( i==0 ){
    rowsInt(ctx, 1, u->id);
  }else if( p->iPart==1 ){
    if( i==1 ) rowsText(ctx, p->name);
    else rowsInt(ctx, p->bOrd, p->iOrd);
  }else if( i==2 || i==6 ){
    rowsInt(ctx, i==2 ? u->bHash : u->bUpdated, i==2 ? u->iHash : u->iUpdated);
  }else{
    rowsText(ctx, i==1 ? u->type : i==3 ? u->username : i==4 ? u->phone : u->name);
  }
}

static void bundleRowsClose(void *pArg){
  RowsPass *p = pArg;
  tgBundleClose(p->p);
  sqlite3_free(p);
}

void tgStoreCopyBundle(TgErr *e, TgStore *st, TgBundle *p){
  StoreRows rows = { { bundleRowsOpen, bundleRowsBegin, bundleRowsNext, bundleRowsColumn,
                       bundleRowsClose, p, 0 }, 0 };
  TgStop *pBefore = e->pStop;
  if( pBefore==0 ) e->pStop = st->pStop;
  for(; rows.iPart<TG_COUNT(aPart); rows.iPart++) copyPart(e, st, rows.iPart, "rows", &rows.base);
  e->pStop = pBefore;
}

void tgStoreCopy(TgErr *e, TgStore *st, TgStore *pFrom, enum TgCopy eCopy){
  StoreRows rows = { { storeRowsOpen, storeRowsBegin, storeRowsNext, storeRowsColumn,
                       storeRowsClose, pFrom, 0 }, 0 };
  /* Without rows of ours an interrupt alone ends it. */
  int bOne = st->db==pFrom->db && (st->db==st->pCtx->db || tgHas(progress_handler, 3000000));
  TgStop *pBefore = e->pStop;
  if( pBefore==0 ) e->pStop = st->pStop ? st->pStop : pFrom->pStop;
  if( eCopy!=TG_COPY ) storeMerge(e, st, pFrom, eCopy==TG_MERGE_BACK);
  for(; eCopy==TG_COPY && rows.iPart<TG_COUNT(aPart); rows.iPart++){
    char *zGet = tgStoreSql(e, pFrom, aPart[rows.iPart].zPart);
    if( zGet ) copyPart(e, st, rows.iPart, bOne ? zGet : "sorted", bOne ? 0 : &rows.base);
    sqlite3_free(zGet);
  }
  e->pStop = pBefore;
}

void tgStoreRows(TgErr *e, TgStore *st, TgCtx *pCtx, TgStore *pFrom, TgBundle *pBundle){
  tgStoreMemory(e, st, pCtx, pFrom ? pFrom->zName : "the bundle");
  if( e->rc!=SQLITE_OK ) return;
  tgStoreCreate(e, st, tgLayoutByName(pCtx->pCat, "canonical"));
  tgExec(e, st->db, "BEGIN");
  if( pFrom ) tgStoreCopy(e, st, pFrom, TG_COPY);
  else tgStoreCopyBundle(e, st, pBundle);
  tgStoreIndex(e, st);
  tgExec(e, st->db, "COMMIT");
}

/*************************************** Peers, one by one **************************************/

enum { NAMES_MAX = 500 };                    /* distinct usernames of one peer that are looked at */

void tgPeersOpen(TgErr *e, TgPeers *p, TgStore *st, int bOne, int bNames){
  char *zPeers = bOne ? tgStoreSql(e, st, "peer") : 0;
  memset(p, 0, sizeof(*p));
  if( zPeers==0 ) zPeers = tgStoreSql(e, st, "peers");
  if( zPeers==0 ) return;
  p->pPeer = tgPrepare(e, st->db, "SELECT " PEER_COLUMNS " FROM (%s\n) %s ORDER BY id", zPeers,
                       bOne ? "WHERE id=?1" : "");
  if( bNames ){
    p->pName = tgStorePrepare(e, st, "usernames",
        bOne ? "SELECT id, username FROM (%s\n) WHERE id=?1 ORDER BY ord"
             : "SELECT id, username FROM (%s\n) ORDER BY id, ord");
  }
  sqlite3_free(zPeers);
}

void tgPeersBind(TgErr *e, TgPeers *p, i64 id){
  sqlite3_reset(p->pPeer);
  tgBind(e, sqlite3_bind_int64(p->pPeer, 1, id));
  if( p->pName ){ sqlite3_reset(p->pName); tgBind(e, sqlite3_bind_int64(p->pName, 1, id)); }
  p->bName = 0;
}

/* Collect the names of peer id as a JSON array; the statement runs through all peers in the same
** order. */
static void peersNames(TgErr *e, TgPeers *p, i64 id){
  sqlite3_str *s = 0;
  const char *azSeen[NAMES_MAX];
  int nSeen = 0, i;
  if( p->pName==0 ) return;
  if( p->bName==0 ) p->bName = tgStep(e, p->pName) ? 1 : 2;
  while( p->bName==1 && sqlite3_column_int64(p->pName, 0)<=id ){
    const char *z = tgText(e, p->pName, 1);
    if( sqlite3_column_int64(p->pName, 0)==id && z && *z && nSeen<NAMES_MAX ){
      for(i=0; i<nSeen && strcmp(azSeen[i], z)!=0; i++){}
      if( i==nSeen ){
        if( s==0 ) s = sqlite3_str_new(0);
        sqlite3_str_append(s, nSeen ? "," : "[", 1);
        tgJsonText(s, z);
        azSeen[nSeen] = tgStrdup(e, z, -1);
        if( azSeen[nSeen] ) nSeen++;
      }
    }
    p->bName = tgStep(e, p->pName) ? 1 : 2;
  }
  for(i=0; i<nSeen; i++) sqlite3_free((void*)azSeen[i]);
  if( s ){
    sqlite3_str_append(s, "]", 1);
    p->zNames = sqlite3_str_finish(s);
    if( p->zNames==0 ) tgNomem(e);
  }
}

int tgPeersNext(TgErr *e, TgPeers *p){
  sqlite3_free(p->zNames);
  p->zNames = 0;
  if( !tgStep(e, p->pPeer) ) return 0;
  peersNames(e, p, sqlite3_column_int64(p->pPeer, 0));
  return e->rc==SQLITE_OK;
}

void tgPeersClose(TgPeers *p){
  sqlite3_finalize(p->pPeer);
  sqlite3_finalize(p->pName);
  sqlite3_free(p->zNames);
  memset(p, 0, sizeof(*p));
}
