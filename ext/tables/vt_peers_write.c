/* tables: rows of session_peers that are inserted, changed and deleted; see vt_peers.c and
** vt_row.c.
**
** What is given is written, the rest stays as it is; then the row is read again: what was given and
** isn't there, the layout can't keep, and that is an error.
*/
#include "model/cell.h"
#include "tables/vt_peers.h"

/* Column of each of tgCellPeer()'s values, and of "peers" and its array of names, as pRow has
** them. */
static const int aiCell[TG_PEER_COLUMNS] = {
  PEERS_ID, PEERS_TYPE, PEERS_ACCESS_HASH, PEERS_USERNAME, PEERS_USERNAMES, PEERS_PHONE_NUMBER,
      PEERS_NAME,
  PEERS_UPDATED
};
enum { ROW_ID, ROW_TYPE, ROW_HASH, ROW_USERNAME, ROW_PHONE, ROW_NAME, ROW_UPDATED, ROW_NAMES,
       ROW_COLUMNS };

typedef struct PeersWrite {
  TgRow r;
  TgPeerRow row;                             /* what is given */
  int abGiven[TG_PEER_COLUMNS];              /* the rest stays as it is */
} PeersWrite;

/* The peer that has this id now: 1, with p->peers at it. */
static int peersSeek(TgErr *e, TgWriter *p, i64 id){
  if( p->peers.pPeer==0 ) tgPeersOpen(e, &p->peers, &p->st, 1, 1);
  if( p->peers.pPeer==0 || e->rc!=SQLITE_OK ) return 0;
  tgPeersBind(e, &p->peers, id);
  return tgPeersNext(e, &p->peers);
}

static void bindInt(TgErr *e, sqlite3_stmt *p, int i, int bGiven, i64 x){
  tgBind(e, bGiven ? sqlite3_bind_int64(p, i+1, x) : sqlite3_bind_null(p, i+1));
}

static void bindText(TgErr *e, sqlite3_stmt *p, int i, const char *z){
  tgBind(e, sqlite3_bind_text(p, i+1, z, -1, SQLITE_TRANSIENT));
}

/* n characters of a JSON array of bare names, the first one. */
static const char *firstName(const char *zNames, int *pn){
  const char *z = strchr(zNames, '"');
  *pn = z ? (int)strcspn(z+1, "\"") : 0;
  return z ? z+1 : "";
}

/* The usernames.  Given alone, they say which is the main one; and a main one that is given alone
** takes the place of the one before, or leaves it to the next where it is NULL. */
static void peersRowNames(TgErr *e, PeersWrite *w, sqlite3_stmt *pRow, const TgPeers *pOld){
  const int *ab = w->abGiven;
  const char *zNames = ab[TG_PEER_USERNAMES] ? w->row.zUsernames : pOld ? pOld->zNames : 0;
  const char *zOld = pOld ? tgText(e, pOld->pPeer, 3) : 0, *zFirst;
  char *z = 0;
  int n = 0;
  if( ab[TG_PEER_USERNAME] && !ab[TG_PEER_USERNAMES] && zNames && zOld ){
    zFirst = firstName(zNames, &n);
    if( n==(int)strlen(zOld) && sqlite3_strnicmp(zFirst, zOld, n)==0 ){
      zNames = z = tgPrintf(e, "[%s", zFirst[n+1]==',' ? zFirst+n+2 : "]");
    }
  }
  bindText(e, pRow, ROW_NAMES, zNames);
  if( w->row.zUsername ){
    bindText(e, pRow, ROW_USERNAME, w->row.zUsername);
  }else if( !ab[TG_PEER_USERNAME] && !ab[TG_PEER_USERNAMES] ){
    bindText(e, pRow, ROW_USERNAME, zOld);
  }else if( zNames ){
    zFirst = firstName(zNames, &n);
    if( n ) tgBind(e, sqlite3_bind_text(pRow, ROW_USERNAME+1, zFirst, n, SQLITE_TRANSIENT));
  }
  sqlite3_free(z);
}

/* The row that comes, in p->pRow: what is given, and for the rest what is there. */
static void peersRowMake(TgErr *e, PeersWrite *w, TgWriter *p, const TgPeers *pOld){
  static const int aiRow[TG_PEER_COLUMNS] = { ROW_ID, ROW_TYPE, ROW_HASH, ROW_USERNAME, ROW_NAMES,
                                              ROW_PHONE, ROW_NAME,
                                             ROW_UPDATED };
  const TgPeerRow *g = &w->row;
  int i;
  sqlite3_clear_bindings(p->pRow);
  bindInt(e, p->pRow, ROW_ID, 1, g->id);
  bindText(e, p->pRow, ROW_TYPE, g->zType);
  bindInt(e, p->pRow, ROW_HASH, g->bHash, g->hash);
  bindText(e, p->pRow, ROW_PHONE, g->zPhone);
  bindText(e, p->pRow, ROW_NAME, g->zName);
  bindInt(e, p->pRow, ROW_UPDATED, g->bUpdated, g->updated);
  for(i=0; pOld && i<TG_PEER_COLUMNS; i++){
    if( w->abGiven[i] || i==TG_PEER_USERNAME || i==TG_PEER_USERNAMES || i==TG_PEER_ID ) continue;
    tgBind(e, sqlite3_bind_value(p->pRow, aiRow[i]+1, sqlite3_column_value(pOld->pPeer, aiRow[i])));
  }
  peersRowNames(e, w, p->pRow, pOld);
  tgStep(e, p->pRow);
}

/* Are all of these names in the JSON array zHas? */
static int hasNames(const char *zNames, const char *zHas){
  const char *z, *zIn;
  int n, nIn, bFound = 1;
  for(z=firstName(zNames, &n); n>0 && bFound; z=firstName(z+n+1, &n)){
    for(zIn=firstName(zHas, &nIn), bFound=0; nIn>0 && !bFound; zIn=firstName(zIn+nIn+1, &nIn)){
      bFound = nIn==n && sqlite3_strnicmp(z, zIn, n)==0;
    }
  }
  return bFound;
}

static int sameText(TgErr *e, const char *zGiven, sqlite3_stmt *p, int i, int bCase){
  const char *z = tgText(e, p, i);
  return zGiven==0 || (z && (bCase ? strcmp(z, zGiven) : sqlite3_stricmp(z, zGiven))==0);
}

/* Read it again: what was given and is not there, the layout can't keep.  A type becomes the
** nearest that it has. */
static void peersRowCheck(TgErr *e, PeersWrite *w, TgWriter *p){
  const TgPeerRow *g = &w->row;
  const int *ab = w->abGiven;
  sqlite3_stmt *pRow;
  if( !peersSeek(e, p, g->id) ){
    tgFail(e, SQLITE_CONSTRAINT_VTAB, "%s: layout %s keeps no such peer: a user or a channel needs "
                                      "an access_hash", p->st.zName, p->st.pLayout->zName);
    return;
  }
  pRow = p->peers.pPeer;
  if( ab[TG_PEER_HASH] && g->bHash && sqlite3_column_int64(pRow, ROW_HASH)!=g->hash ){
    tgRowLost(e, &w->r, "access_hash");
  }
  if( ab[TG_PEER_USERNAME] && !sameText(e, g->zUsername, pRow, ROW_USERNAME, 0) ){
    tgRowLost(e, &w->r, "username");
  }
  if( ab[TG_PEER_PHONE] && !sameText(e, g->zPhone, pRow, ROW_PHONE, 1) ){
    tgRowLost(e, &w->r, "phone_number");
  }
  if( ab[TG_PEER_NAME] && g->zName && g->zName[0] && !sameText(e, g->zName, pRow, ROW_NAME, 1) ){
    tgRowLost(e, &w->r, "name");
  }
  if( ab[TG_PEER_UPDATED] && g->bUpdated
   && (sqlite3_column_type(pRow, ROW_UPDATED)==SQLITE_NULL
       || sqlite3_column_int64(pRow, ROW_UPDATED)!=g->updated) ){
    tgRowLost(e, &w->r, "updated");
  }
  if( ab[TG_PEER_USERNAMES] && g->zUsernames
      && !hasNames(g->zUsernames, p->peers.zNames ? p->peers.zNames : "[]") ){
    tgRowLost(e, &w->r, "usernames, of which it has one");
  }
}

static void peersApply(TgErr *e, TgWrite *unused, void *pArg){
  PeersWrite *w = pArg;
  TgWriter *p = &w->r.pTab->writer;
  sqlite3_value *ap[ROW_COLUMNS];
  int i, bOld;
  (void)unused;
  if( w->r.apCol==0 ){
    tgPumpDropPeer(e, &p->pump, w->r.idOld);
    return;
  }
  if( (!w->r.bOld || w->r.idOld!=w->row.id) && peersSeek(e, p, w->row.id) && !w->r.bReplace ){
    tgRowTaken(e, &w->r, "session_peers", w->row.id);
  }
  bOld = w->r.bOld && peersSeek(e, p, w->r.idOld);
  peersRowMake(e, w, p, bOld ? &p->peers : 0);
  sqlite3_reset(p->peers.pPeer);
  sqlite3_reset(p->peers.pName);
  if( w->r.bOld && w->r.idOld!=w->row.id ) tgPumpDropPeer(e, &p->pump, w->r.idOld);
  for(i=0; i<ROW_COLUMNS; i++) ap[i] = sqlite3_column_value(p->pRow, i);
  if( e->rc==SQLITE_OK ) tgPumpPeer(e, &p->pump, ap, tgText(e, p->pRow, ROW_NAMES));
  if( e->rc==SQLITE_OK ) peersRowCheck(e, w, p);
}

/* All cells, before anything is written.  A type that stays has to fit another id, too. */
static void peersCells(TgErr *e, PeersWrite *w){
  sqlite3_value *ap[TG_PEER_COLUMNS];
  int i;
  for(i=0; i<TG_PEER_COLUMNS; i++){
    ap[i] = tgRowValue(&w->r, aiCell[i]);
    w->abGiven[i] = ap[i]!=0;
  }
  if( ap[TG_PEER_ID]==0 ) w->row.id = w->r.idOld;
  tgCellPeer(e, &w->row, ap);
  if( !tgCellSameKind(w->row.id, w->r.idOld) ) w->abGiven[TG_PEER_TYPE] = 1;
}

int tgPeersUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv, sqlite3_int64 *piRowid){
  TgTable *pTab = (TgTable*)pVtab;
  TgErr e = TG_ERR_INIT;
  PeersWrite w;
  memset(&w, 0, sizeof(w));
  tgTextRow(&e, pTab, "session_peers");
  tgRowOpen(&e, &w.r, pTab, argc, argv);
  if( w.r.apCol && e.rc==SQLITE_OK ) peersCells(&e, &w);
  if( e.rc==SQLITE_OK ) tgRowWrite(&e, &w.r, peersApply, &w);
  *piRowid = sqlite3_last_insert_rowid(pTab->pCtx->db);
  return tgErrToVtab(&e, pVtab, "session_peers");
}
