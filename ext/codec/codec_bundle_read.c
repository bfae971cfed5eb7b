/* codec: a session's peers, usernames and states into arrays, in order, and by rank; see
** codec_bundle_int.h. */
#include "codec/codec_bundle_int.h"
#include <stdlib.h>

void tgBundleFree(Bundle *p){
  BundleBuf *const ap[] = { &p->text, &p->peers, &p->names, &p->states, &p->order, &p->dates,
    &p->odd, &p->user, &p->name, &p->other, &p->flag, &p->stateFlag, &p->content, &p->out };
  int i;
  for(i=0; i<TG_COUNT(ap); i++) tgWipeFree(ap[i]->a);
  for(i=0; i<NCOL; i++) tgWipeFree(p->aCol[i].a);
}

static int bundlePeerCmp(const void *a, const void *b){
  const BundlePeer *x = a, *y = b;
  return x->id!=y->id ? bundleCmp(x->id, y->id) : bundleCmp(x->iRank, y->iRank);
}

static int bundleNameCmp(const void *a, const void *b){
  const BundleName *x = a, *y = b;
  return x->iPeer!=y->iPeer ? bundleCmp(x->iPeer, y->iPeer) : bundleCmp(x->iSeq, y->iSeq);
}

static int bundleStateCmp(const void *a, const void *b){
  const BundleState *x = a, *y = b;
  return x->id!=y->id ? bundleCmp(x->id, y->id) : bundleCmp(x->iRank, y->iRank);
}

/* Column i of the row as a text of p->text. */
static uint32_t bundleText(Bundle *p, sqlite3_stmt *pStmt, int i){
  size_t iAt = p->text.n;
  const u8 *z;
  uint32_t n;
  u8 *pTo;
  if( sqlite3_column_type(pStmt, i)==SQLITE_NULL ) return 0;
  z = (const u8*)tgText(p->e, pStmt, i);
  n = z ? (uint32_t)sqlite3_column_bytes(pStmt, i) : 0;      /* 0: an empty blob */
  pTo = tgBundleRoom(p->e, &p->text, (u64)n+4);
  if( pTo==0 ) return 0;
  memcpy(pTo, &n, 4);
  if( n ) memcpy(pTo+4, z, n);
  return (uint32_t)iAt+1;
}

static void bundleReadPeers(Bundle *p, sqlite3_stmt *pStmt){
  int bSorted = 1;
  while( tgStep(p->e, pStmt) ){
    BundlePeer *u;
    const char *z;
    if( sqlite3_column_type(pStmt, 0)==SQLITE_NULL ) continue;
    u = tgBundleRoom(p->e, &p->peers, sizeof *u);
    if( u==0 ) break;
    memset(u, 0, sizeof *u);
    u->id = sqlite3_column_int64(pStmt, 0);
    u->bHash = sqlite3_column_type(pStmt, 2)!=SQLITE_NULL;
    u->bDate = sqlite3_column_type(pStmt, 6)!=SQLITE_NULL;
    u->iHash = sqlite3_column_int64(pStmt, 2);
    u->iDate = sqlite3_column_int64(pStmt, 6);
    z = tgText(p->e, pStmt, 1);
    if( z ){
      u->iType = TYPE_OTHER-1;
      while( u->iType && strcmp(z, azTgBundleType[u->iType])!=0 ) u->iType--;
      if( u->iType==0 || strlen(z)!=(size_t)sqlite3_column_bytes(pStmt, 1) ) u->iType = TYPE_OTHER;
      if( u->iType==TYPE_OTHER ) u->zType = bundleText(p, pStmt, 1);
    }
    u->zUser = bundleText(p, pStmt, 3);
    u->zPhone = bundleText(p, pStmt, 4);
    u->zName = bundleText(p, pStmt, 5);
    u->iRank = (uint32_t)p->nPeer;
    if( p->nPeer && u[-1].id>u->id ) bSorted = 0;
    p->nPeer++;
  }
  if( pStmt ) sqlite3_reset(pStmt);
  if( !bSorted && p->e->rc==SQLITE_OK ){
    qsort(p->peers.a, (size_t)p->nPeer, sizeof(BundlePeer), bundlePeerCmp);
  }
}

/* The first peer with this id, or -1.  iNear is where to look first: the first of an id, or past
** the end. */
static i64 bundleFindPeer(const Bundle *p, i64 id, i64 iNear){
  i64 lo = 0, hi = p->nPeer;
  if( iNear<p->nPeer && BUNDLE_PEER(p, iNear)->id==id ) return iNear;
  while( lo<hi ){
    i64 mid = lo + (hi-lo)/2;
    if( BUNDLE_PEER(p, mid)->id<id ) lo = mid+1;
    else hi = mid;
  }
  return lo<p->nPeer && BUNDLE_PEER(p, lo)->id==id ? lo : -1;
}

/* One more name, of peer i, of which iOrd are there. */
static BundleName *bundleName(Bundle *p, i64 i, i64 iOrd, uint32_t z){
  BundleName *u = tgBundleRoom(p->e, &p->names, sizeof *u);
  if( u==0 ) return 0;
  memset(u, 0, sizeof *u);
  u->iPeer = (uint32_t)i;
  u->iSeq = (uint32_t)p->nName++;
  u->z = z;
  u->bOrd = 1;
  u->iOrd = iOrd;
  return u;
}

/* The one that each peer has. */
static void bundleOwnNames(Bundle *p){
  i64 i, iFirst = 0, iOrd = 0;
  for(i=0; i<p->nPeer; i++){
    const BundlePeer *u = BUNDLE_PEER(p, i);
    if( u->id!=BUNDLE_PEER(p, iFirst)->id ) iFirst = i, iOrd = 0;
    if( u->zUser ) bundleName(p, iFirst, iOrd++, u->zUser);
  }
}

static void bundleReadNames(Bundle *p, sqlite3_stmt *pStmt){
  i64 i, iPeer = 0, iPos = 0;
  int bSorted = 1, bOrd = pStmt && sqlite3_column_count(pStmt)>2;
  if( pStmt==0 ) bundleOwnNames(p);
  while( tgStep(p->e, pStmt) ){
    BundleName *u;
    if( sqlite3_column_type(pStmt, 0)==SQLITE_NULL ) continue;
    i = bundleFindPeer(p, sqlite3_column_int64(pStmt, 0), iPeer);
    if( i<0 ) continue;
    if( i<iPeer ) bSorted = 0;
    iPos = i==iPeer && p->nName ? iPos + 1 : 0;
    iPeer = i;
    u = bundleName(p, i, bOrd ? sqlite3_column_int64(pStmt, 2) : iPos, bundleText(p, pStmt, 1));
    if( u==0 ) break;
    u->bOrd = !bOrd || sqlite3_column_type(pStmt, 2)!=SQLITE_NULL;
  }
  if( pStmt ) sqlite3_reset(pStmt);
  if( p->e->rc!=SQLITE_OK ) return;
  if( !bSorted ) qsort(p->names.a, (size_t)p->nName, sizeof(BundleName), bundleNameCmp);
  for(i=p->nName; i-->0; ){
    BundlePeer *u = BUNDLE_PEER(p, BUNDLE_NAME(p, i)->iPeer);
    u->iName = (uint32_t)i;
    u->nName++;
    if( BUNDLE_NAME(p, i)->bOrd ) p->iFirstOrd = BUNDLE_NAME(p, i)->iOrd;
  }
}

static void bundleReadStates(Bundle *p, sqlite3_stmt *pStmt){
  int k, bSorted = 1;
  i64 i;
  while( tgStep(p->e, pStmt) ){
    BundleState *u;
    if( sqlite3_column_type(pStmt, 0)==SQLITE_NULL ) continue;
    u = tgBundleRoom(p->e, &p->states, sizeof *u);
    if( u==0 ) break;
    memset(u, 0, sizeof *u);
    u->id = sqlite3_column_int64(pStmt, 0);
    for(k=0; k<4; k++){
      u->aVal[k] = sqlite3_column_int64(pStmt, k+1);
      if( sqlite3_column_type(pStmt, k+1)!=SQLITE_NULL ) u->mHas |= (u8)(1<<k);
    }
    u->iRank = (uint32_t)p->nState;
    if( p->nState && u[-1].id>u->id ) bSorted = 0;
    p->nState++;
  }
  if( pStmt ) sqlite3_reset(pStmt);
  if( !bSorted && p->e->rc==SQLITE_OK ){
    qsort(p->states.a, (size_t)p->nState, sizeof(BundleState), bundleStateCmp);
  }
  for(i=0; i<p->nState; i++){
    i64 iPeer = bundleFindPeer(p, BUNDLE_STATE(p, i)->id, p->nPeer);
    if( iPeer>=0 && BUNDLE_PEER(p, iPeer)->iState==0 ){
      BUNDLE_PEER(p, iPeer)->iState = (uint32_t)i+1;
    }
  }
}

void tgBundleRead(Bundle *p, sqlite3_stmt *pPeers, sqlite3_stmt *pUsernames, sqlite3_stmt *pStates){
  bundleReadPeers(p, pPeers);
  bundleReadNames(p, pUsernames);
  bundleReadStates(p, pStates);
}

/* The account's state and then the latest states and peers come first. */
static int bundleStateRank(const void *a, const void *b){
  const BundleState *x = *(BundleState *const*)a, *y = *(BundleState *const*)b;
  if( (x->id==0)!=(y->id==0) ) return x->id==0 ? -1 : 1;
  return x->aVal[2]!=y->aVal[2] ? bundleCmp(y->aVal[2], x->aVal[2]) : bundleCmp(x->id, y->id);
}

static int bundlePeerRank(const void *a, const void *b){
  const BundlePeer *x = *(BundlePeer *const*)a, *y = *(BundlePeer *const*)b;
  if( x->bDate!=y->bDate ) return y->bDate - x->bDate;
  return x->iDate!=y->iDate ? bundleCmp(y->iDate, x->iDate) : (x>y) - (x<y);
}

void tgBundleRank(Bundle *p){
  i64 i, n = p->nState>p->nPeer ? p->nState : p->nPeer;
  void **ap = tgBundleRoom(p->e, &p->order, (u64)n*sizeof *ap);
  if( ap==0 ) return;
  for(i=0; i<p->nState; i++) ap[i] = BUNDLE_STATE(p, i);
  qsort(ap, (size_t)p->nState, sizeof *ap, bundleStateRank);
  for(i=0; i<p->nState; i++) ((BundleState*)ap[i])->iRank = (uint32_t)i;
  for(i=0; i<p->nPeer; i++) ap[i] = BUNDLE_PEER(p, i);
  qsort(ap, (size_t)p->nPeer, sizeof *ap, bundlePeerRank);
  for(i=0; i<p->nPeer; i++) ((BundlePeer*)ap[i])->iRank = (uint32_t)i;
}
