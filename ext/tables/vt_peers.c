/* tables: the table "session_peers": whom a session knows, with access hashes.
**
**     SELECT id, type, username FROM session_peers WHERE username='durov';
**     SELECT session, access_hash FROM session_peers('bots') WHERE id=777000;
**     SELECT * FROM session_peers('bots', 't.me/News');      an id, a name, a phone or a link, see
**                                                            find.h
**     INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 777000, 'user', 1);
**     DELETE FROM session_peers WHERE session='bot' AND id=777000;
**
** Columns are canonical (ext/README.md), whatever the layout.  Constraints on id, username and
** phone_number are answered by the client's own indexes.  It is written for databases of this
** connection.
**
** A look-up in an attached database keeps its prepared statements for the next one, as long as the
** schema stays what it was: preparing them takes fifty times as long as running them.
*/
#include "model/find.h"
#include "tables/vt_peers.h"

static const char zPeers[] =
  "CREATE TABLE x("
  "  session TEXT,"            /* PEERS_SESSION       database or file */
  "  id INTEGER,"              /* PEERS_ID            marked as in the Bot API */
  "  type TEXT,"               /* PEERS_TYPE          user bot group channel supergroup ... */
  "  access_hash INTEGER,"     /* PEERS_ACCESS_HASH   of this account only */
  "  username TEXT COLLATE NOCASE,"   /* PEERS_USERNAME      the main one, lower case */
  "  usernames TEXT,"          /* PEERS_USERNAMES     JSON array, the main one first */
  "  phone_number TEXT,"       /* PEERS_PHONE_NUMBER  digits, no + */
  "  name TEXT,"               /* PEERS_NAME          display name, where the layout has it */
  "  updated INTEGER,"         /* PEERS_UPDATED       unix seconds */
  "  source HIDDEN,"           /* PEERS_SOURCE        argument: where */
  "  find HIDDEN,"             /* PEERS_FIND          argument: whom */
  "  key HIDDEN PRIMARY KEY NOT NULL"  /* PEERS_KEY   session and id: one column, or no UPDATE */
  ") WITHOUT ROWID";

/* Column of "peers" (layout.h) for each of ours; -1: not from there. */
static const int aiPeer[] = { -1, 0, 1, 2, 3, -1, 4, 5, 6 };

/* databases of a connection, as many as SQLite attaches by default */
enum { PEERS_CACHE = 12 };

/* An attached database as it was looked up last; one without a session too. */
typedef struct PeersCache {
  TgValue v;
  sqlite3_stmt *pSchema;       /* owned: a SELECT of its schema, where it has no session */
  int nPrepare;  /* how often the statements have been prepared, see cachePrepared() */
  int plan;                    /* of the statements that follow */
  TgPeers peers;
  sqlite3_stmt *pFind;         /* owned: ids of a username or a phone number, or 0 */
  int bBusy;                   /* a cursor is using it */
} PeersCache;

typedef struct PeersTable {
  TgTable t;                   /* must be first */
  PeersCache aCache[PEERS_CACHE];
  int iOldest;                 /* the next one to go */
} PeersTable;

typedef struct PeersCursor {
  sqlite3_vtab_cursor base;    /* must be first */
  TgSources src;
  char *zSession;              /* owned: constraint on session, or 0 */
  int plan;
  i64 idKey;                   /* id looked for */
  sqlite3_value *pKey;         /* owned: username or phone number looked for */
  TgFind find;                 /* ... or whatever it may be, as pFind, owned, says */
  sqlite3_value *pFind;
  PeersCache own, *pUse;       /* what the current container is read with */
  TgBundlePeer row;            /* the current one, of a bundle ... */
  char *zNames;                /* owned: ... and its usernames as JSON, or 0 */
  int bEof;
} PeersCursor;

/* Bits of idxNum; their values are in argv[] in this order. */
enum { PLAN_SOURCE = 0x01, PLAN_FIND = 0x02, PLAN_SESSION = 0x04, PLAN_ID = 0x08,
       PLAN_USERNAME = 0x10,
       PLAN_PHONE = 0x20, PLAN_NAMES = 0x40 /* the column usernames is wanted */ };
enum { PLAN_KEY = PLAN_FIND|PLAN_ID|PLAN_USERNAME|PLAN_PHONE };   /* one of them at most */
static const TgPlan aPeersPlan[] = {
  { PEERS_SOURCE,       PLAN_SOURCE,   TG_PLAN_ARG,   0 },
  { PEERS_FIND,         PLAN_FIND,     TG_PLAN_ARG,   0 },
  { PEERS_SESSION,      PLAN_SESSION,  TG_PLAN_NAME,  "BINARY" },
  { PEERS_ID,           PLAN_ID,       TG_PLAN_KEY,   "BINARY" },
  { PEERS_USERNAME,     PLAN_USERNAME, TG_PLAN_KEY,   "NOCASE" },
  { PEERS_PHONE_NUMBER, PLAN_PHONE,    TG_PLAN_KEY,   "BINARY" },
  { PEERS_KEY,          0,             TG_PLAN_NEVER, 0 },
};

/* Parameters of pFind, and of the sections find-username and find-phone. */
enum { BIND_NAME = 1, BIND_PHONE = 2, BIND_ID = 3 };

static void cacheClear(PeersCache *p){
  tgPeersClose(&p->peers);
  sqlite3_finalize(p->pFind);
  sqlite3_finalize(p->pSchema);
  tgValueClose(&p->v);
  memset(p, 0, sizeof(*p));
}

static int peersConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                        sqlite3_vtab **ppVtab, char **pzErr){
  TgTableKind k = {pAux, zPeers, sizeof(PeersTable), PEERS_SOURCE, PEERS_KEY};
  return tgTableConnect(db, &k, argc, argv, ppVtab, pzErr);
}

static int peersDisconnect(sqlite3_vtab *pVtab){
  int i;
  for(i=0; i<PEERS_CACHE; i++) cacheClear(&((PeersTable*)pVtab)->aCache[i]);
  return tgTableDisconnect(pVtab);
}

static int peersBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  int rc = tgBestIndex(pVtab, pInfo, aPeersPlan, TG_COUNT(aPeersPlan), "session_peers");
  if( pInfo->colUsed & ((u64)1<<PEERS_USERNAMES) ) pInfo->idxNum |= PLAN_NAMES;
  return rc;
}

static int peersOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  return tgCursorOpen(pVtab, "session_peers", ppCursor, sizeof(PeersCursor));
}

/* Done with the current container; what is cached stays prepared, but reset. */
static void peersRelease(PeersCursor *p){
  if( p->pUse==&p->own ){
    cacheClear(&p->own);
  }else if( p->pUse ){
    sqlite3_reset(p->pUse->peers.pPeer);
    sqlite3_reset(p->pUse->peers.pName);
    sqlite3_reset(p->pUse->pFind);
    p->pUse->peers.bName = 0;
    p->pUse->bBusy = 0;
  }
  sqlite3_free(p->zNames);
  p->zNames = 0;
  p->pUse = 0;
}

static void peersReset(PeersCursor *p){
  peersRelease(p);
  tgSourcesClose(&p->src);
  sqlite3_free(p->zSession);
  sqlite3_value_free(p->pKey);
  sqlite3_value_free(p->pFind);
  p->zSession = 0;
  p->pKey = p->pFind = 0;
}

static int peersClose(sqlite3_vtab_cursor *pCursor){
  peersReset((PeersCursor*)pCursor);
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

/* The section that finds ids, or zElse around the peers or usernames. */
static char *peersSection(TgErr *e, const TgStore *st, const char *zFind, const char *zAll,
                          const char *zElse){
  char *z = tgStoreSql(e, st, zFind), *zRows;
  if( z ) return z;
  zRows = tgStoreSql(e, st, zAll);
  z = zRows ? tgPrintf(e, zElse, zRows) : tgStrdup(e, "SELECT NULL WHERE 0 AND ?2", -1);
  sqlite3_free(zRows);
  return z;
}

/* Prepare what the plan asks of the store in p. */
static void peersPrepare(TgErr *e, PeersCache *p, int plan){
  TgStore *st = &p->v.st;
  char *zName = 0, *zPhone = 0;
  p->plan = plan & (PLAN_KEY|PLAN_NAMES);
  if( p->v.pBundle ) return;
  tgPeersOpen(e, &p->peers, st, (plan & PLAN_KEY)!=0, (plan & PLAN_NAMES)!=0);
  if( plan & (PLAN_USERNAME|PLAN_FIND) ){
    zName = peersSection(e, st, "find-username", "usernames",
                         "SELECT DISTINCT id FROM (%s\n) WHERE username=?1 COLLATE NOCASE");
  }
  if( plan & (PLAN_PHONE|PLAN_FIND) ){
    zPhone = peersSection(e, st, "find-phone", "peers",
                          "SELECT id FROM (%s\n) WHERE phone_number=?2");
  }
  if( zName && zPhone ){
    p->pFind = tgPrepare(e, st->db,
                         "SELECT * FROM (%s\n) WHERE ?1 NOT NULL UNION SELECT * FROM (%s\n) WHERE "
                         "?2 NOT NULL UNION SELECT * FROM (VALUES(?3),(?4),(?5))", zName, zPhone);
  }else if( zName || zPhone ){
    p->pFind = tgPrepare(e, st->db, "%s", zName ? zName : zPhone);
  }
  sqlite3_free(zName);
  sqlite3_free(zPhone);
}

/* SQLite prepares a statement anew when the schema has changed, and counts it.  That costs nothing
** to ask, but only after a step. */
static int cachePrepared(const PeersCache *p){
  sqlite3_stmt *pStmt = p->pFind ? p->pFind : p->peers.pPeer ? p->peers.pPeer : p->pSchema;
  return pStmt ? sqlite3_stmt_status(pStmt, SQLITE_STMTSTATUS_REPREPARE, 0) : 0;
}

/* Is what was prepared once for database zName and this plan?  For a database without a session
** that is a statement which asks nothing.  (The schema's version doesn't tell: ROLLBACK takes it
** back, and it comes again.) */
static int cacheFits(TgErr *e, PeersCache *p, const char *zName, int plan){
  if( p->bBusy || p->v.st.zName==0 || p->plan!=(plan & (PLAN_KEY|PLAN_NAMES)) ) return 0;
  if( strcmp(p->v.st.zName, zName)!=0 ) return 0;
  if( p->peers.pPeer ) return 1;
  tgStep(e, p->pSchema);
  sqlite3_reset(p->pSchema);
  if( e->rc==SQLITE_OK ) return cachePrepared(p)==p->nPrepare;
  tgErrClear(e);                             /* detached, say */
  return 0;
}

/* Open the current container with the best means.  1: with what was prepared before. */
static int peersContainer(TgErr *e, PeersCursor *p){
  PeersTable *pTab = (PeersTable*)p->base.pVtab;
  int bSchema = p->src.pList==0 && !p->src.bValue, i;
  PeersCache *pFree = 0;
  for(i=0; bSchema && i<PEERS_CACHE; i++){
    if( cacheFits(e, &pTab->aCache[i], p->src.zName, p->plan) ){
      p->pUse = &pTab->aCache[i];
      p->pUse->bBusy = 1;
      return 1;
    }
  }
  p->pUse = &p->own;
  for(i=0; bSchema && i<PEERS_CACHE && pFree==0; i++){
    PeersCache *pThis = &pTab->aCache[pTab->iOldest++%PEERS_CACHE];
    if( !pThis->bBusy ) pFree = pThis;
  }
  if( pFree ){
    cacheClear(pFree);
    p->pUse = pFree;
  }
  p->pUse->plan = p->plan & (PLAN_KEY|PLAN_NAMES);
  if( tgSourcesRows(e, &p->src, &p->pUse->v) ) peersPrepare(e, p->pUse, p->plan);
  if( pFree && e->rc==SQLITE_OK && pFree->peers.pPeer==0 ){
    pFree->pSchema = tgPrepare(e, pFree->v.st.db, "SELECT 1 FROM \"%w\".%s WHERE 0", p->src.zName,
                               tgMaster(p->src.zName));
  }
  if( pFree ) pFree->nPrepare = cachePrepared(pFree);
  if( pFree && e->rc!=SQLITE_OK ) cacheClear(pFree);       /* half prepared */
  if( pFree ) pFree->bBusy = 1;
  return 0;
}

/* The key of the plan; 0 when no row can have it. */
static int peersKey(TgErr *e, PeersCursor *p, sqlite3_value *pValue){
  int bNone = 0;
  if( p->plan & PLAN_ID ) return tgIdKey(pValue, &p->idKey);
  if( tgTextKey(pValue, &bNone) ){
    p->pKey = sqlite3_value_dup(pValue);
    if( p->pKey==0 ) tgNomem(e);
  }else{
    p->plan &= ~PLAN_KEY;                    /* SQLite looks for it among all rows */
  }
  return !bNone;
}

static void peersBindText(TgErr *e, sqlite3_stmt *pStmt, int i, const char *z){
  tgBind(e, z[0] ? sqlite3_bind_text(pStmt, i, z, -1, SQLITE_STATIC) : sqlite3_bind_null(pStmt, i));
}

/* Bind it. */
static void peersStart(TgErr *e, PeersCursor *p){
  PeersCache *c = p->pUse;
  int i;
  if( p->plan & PLAN_ID ){
    tgPeersBind(e, &c->peers, p->idKey);
  }else if( p->plan & PLAN_FIND ){
    peersBindText(e, c->pFind, BIND_NAME, p->find.zName);
    peersBindText(e, c->pFind, BIND_PHONE, p->find.zPhone);
    for(i=0; i<TG_FIND_IDS; i++){
      tgBind(e, i<p->find.nId ? sqlite3_bind_int64(c->pFind, BIND_ID+i, p->find.aId[i])
                              : sqlite3_bind_null(c->pFind, BIND_ID+i));
    }
  }else if( c->pFind ){
    tgBind(e, sqlite3_bind_value(c->pFind, (p->plan & PLAN_PHONE) ? BIND_PHONE : BIND_NAME,
                                 p->pKey));
  }
}

/* Is this text zKey, the letters' case put aside?  "" is none. */
static int peersText(const TgBundleText *t, const char *zKey){
  return t->z && zKey && zKey[0] && (int)strlen(zKey)==t->n
      && sqlite3_strnicmp(t->z, zKey, t->n)==0;
}

/* The usernames of the bundle's current peer, which are read whether somebody wants them or not; is
** one of them zKey, which may be 0?  bJson: they go to p->zNames. */
static int peersBundleNames(TgErr *e, PeersCursor *p, const char *zKey, int bJson){
  sqlite3_str *s = 0;
  TgBundleText t;
  int bFound = 0, bOrd;
  i64 iOrd;
  sqlite3_free(p->zNames);
  p->zNames = 0;
  while( tgBundleName(e, p->pUse->v.pBundle, &t, &iOrd, &bOrd) ){
    char *z = t.z && bJson ? tgStrdup(e, t.z, t.n) : 0;
    bFound |= peersText(&t, zKey);
    if( z==0 ) continue;
    if( s ) sqlite3_str_appendchar(s, 1, ',');
    else sqlite3_str_appendchar(s = sqlite3_str_new(0), 1, '[');
    tgJsonText(s, z);
    sqlite3_free(z);
  }
  if( s==0 ) return bFound;
  sqlite3_str_appendchar(s, 1, ']');
  p->zNames = sqlite3_str_finish(s);
  if( p->zNames==0 ) tgNomem(e);
  return bFound;
}

/* The next peer of a bundle: of those that are looked for, at least. SQLite looks again, but for
** what the argument asks. */
static int peersOfBundle(TgErr *e, PeersCursor *p){
  TgBundle *pBundle = p->pUse->v.pBundle;
  TgBundlePeer *r = &p->row;
  int bFind = (p->plan & PLAN_FIND)!=0, i, b;
  while( tgBundlePeer(e, pBundle, r) ){
    b = !bFind && ((p->plan & PLAN_ID)==0 || r->id==p->idKey);
    for(i=0; bFind && i<p->find.nId; i++) b |= p->find.aId[i]==r->id;
    if( bFind ) b |= peersText(&r->phone, p->find.zPhone);
    b |= peersBundleNames(e, p, bFind ? p->find.zName : 0, (p->plan & PLAN_NAMES) && (b || bFind));
    if( b ) return 1;
  }
  return 0;
}

/* The next row within the container: of all peers, or of the ids that were found. */
static int peersRow(TgErr *e, PeersCursor *p, int bFirst){
  PeersCache *c = p->pUse;
  if( c->v.pBundle ) return peersOfBundle(e, p);
  if( (p->plan & PLAN_KEY)==0 || (p->plan & PLAN_ID) ){
    if( (p->plan & PLAN_ID) && !bFirst ) return 0;
    return tgPeersNext(e, &c->peers);
  }
  while( tgStep(e, c->pFind) ){
    if( sqlite3_column_type(c->pFind, 0)!=SQLITE_INTEGER ) continue;
    tgPeersBind(e, &c->peers, sqlite3_column_int64(c->pFind, 0));
    if( tgPeersNext(e, &c->peers) ) return 1;
  }
  return 0;
}

/* The first row of the current container. */
static int peersFirst(TgErr *e, PeersCursor *p){
  for(;;){
    int bOld = peersContainer(e, p), bRow;
    PeersCache *c = p->pUse;
    if( e->rc!=SQLITE_OK || (c->peers.pPeer==0 && c->v.pBundle==0) ) return 0;
    if( c->peers.pPeer ) peersStart(e, p);
    bRow = peersRow(e, p, 1);
    if( !bOld || (e->rc==SQLITE_OK && cachePrepared(c)==c->nPrepare) || tgErrFatal(e->rc) ){
      return bRow;
    }
    tgErrClear(e);                           /* the schema is another one now: begin again */
    cacheClear(c);
    p->pUse = 0;
  }
}

static int peersNext(sqlite3_vtab_cursor *pCursor){
  PeersCursor *p = (PeersCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  if( p->pUse==0 || !peersRow(&e, p, 0) ){
    for(;;){
      tgSourcesPass(&e, &p->src);
      peersRelease(p);
      p->bEof = e.rc!=SQLITE_OK || !tgSourcesNext(&e, &p->src);
      if( p->bEof ) break;
      if( p->zSession && strcmp(p->zSession, p->src.zName)!=0 ) continue;
      if( peersFirst(&e, p) ) break;
    }
  }
  return tgErrToVtab(&e, pCursor->pVtab, "session_peers");
}

static int peersFilter(sqlite3_vtab_cursor *pCursor, int idxNum, const char *idxStr,
                       int argc, sqlite3_value **argv){
  PeersCursor *p = (PeersCursor*)pCursor;
  PeersTable *pTab = (PeersTable*)pCursor->pVtab;
  TgErr e = TG_ERR_INIT;
  int i = 0, bNone = 0;
  sqlite3_value *pSource;
  (void)idxStr; (void)argc;
  peersReset(p);
  p->plan = idxNum;
  pSource = (idxNum & PLAN_SOURCE) ? argv[i++] : 0;
  if( idxNum & PLAN_FIND ){
    p->pFind = sqlite3_value_dup(argv[i]);
    if( p->pFind==0 ) tgNomem(&e);
    else if( !tgFindParse(&p->find, argv[i++]) ) bNone = 1;
  }
  if( idxNum & PLAN_SESSION ){
    const char *z = tgTextKey(argv[i++], &bNone);
    if( z ) p->zSession = tgStrdup(&e, z, -1);
  }
  if( (idxNum & PLAN_KEY & ~PLAN_FIND) && !peersKey(&e, p, argv[i]) ) bNone = 1;
  tgSourcesOpen(&e, &p->src, pTab->t.pCtx, pSource, pTab->t.zDefault, p->zSession);
  p->bEof = bNone;
  if( e.rc!=SQLITE_OK || bNone ) return tgErrToVtab(&e, pCursor->pVtab, "session_peers");
  return peersNext(pCursor);
}

static int peersEof(sqlite3_vtab_cursor *pCursor){
  return ((PeersCursor*)pCursor)->bEof;
}

static void peersResult(sqlite3_context *ctx, const TgBundleText *t){
  if( t->z ) sqlite3_result_text(ctx, t->z, t->n, SQLITE_TRANSIENT);
}

/* A column of a bundle's peer. */
static void peersBundleColumn(sqlite3_context *ctx, PeersCursor *p, int iCol){
  const TgBundlePeer *r = &p->row;
  switch( iCol ){
    case PEERS_ID:           sqlite3_result_int64(ctx, r->id); break;
    case PEERS_TYPE:         peersResult(ctx, &r->type); break;
    case PEERS_ACCESS_HASH:  if( r->bHash ) sqlite3_result_int64(ctx, r->iHash); break;
    case PEERS_USERNAME:     peersResult(ctx, &r->username); break;
    case PEERS_PHONE_NUMBER: peersResult(ctx, &r->phone); break;
    case PEERS_NAME:         peersResult(ctx, &r->name); break;
    default:                 if( r->bUpdated ) sqlite3_result_int64(ctx, r->iUpdated); break;
  }
}

static int peersColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  PeersCursor *p = (PeersCursor*)pCursor;
  const TgPeers *pRow = &p->pUse->peers;
  int bBundle = p->pUse->v.pBundle!=0;
  const char *zNames = bBundle ? p->zNames : pRow->zNames;
  if( sqlite3_vtab_nochange(ctx) ) return SQLITE_OK;
  switch( iCol ){
    case PEERS_SESSION: sqlite3_result_text(ctx, p->src.zName, -1, SQLITE_TRANSIENT); break;
    case PEERS_SOURCE:  tgSourcesGiven(&p->src, ctx); break;
    case PEERS_FIND:    if( p->pFind ) sqlite3_result_value(ctx, p->pFind); break;
    case PEERS_KEY:     tgSourcesKey(&p->src, ctx,
                                     bBundle ? p->row.id : sqlite3_column_int64(pRow->pPeer, 0));
                                     break;
    case PEERS_USERNAMES:
      if( zNames ) sqlite3_result_text(ctx, zNames, -1, SQLITE_TRANSIENT);
      break;
    default:
      if( bBundle ) peersBundleColumn(ctx, p, iCol);
      else sqlite3_result_value(ctx, sqlite3_column_value(pRow->pPeer, aiPeer[iCol]));
  }
  return SQLITE_OK;
}

const sqlite3_module tgPeersModule = {
  .xCreate    = peersConnect,     .xConnect    = peersConnect,
  .xBestIndex = peersBestIndex,   .xDisconnect = peersDisconnect,
  .xDestroy   = peersDisconnect,  .xOpen       = peersOpen,
  .xClose     = peersClose,       .xFilter     = peersFilter,
  .xNext      = peersNext,        .xEof        = peersEof,
  .xColumn    = peersColumn,      .xUpdate     = tgPeersUpdate,
  .xBegin     = tgTableBegin,     .xRollback   = tgTableRollback,
};
