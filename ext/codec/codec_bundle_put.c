/* codec: rows of a session to the content of a bundle; the format is in codec_bundle.h.
**
** Rows are read once into arrays.  tgBundleBuild() then lays the content out, of all
** of it or of the most recent part, and marks each stretch as random, as a plane of numbers or
** as text: deflate is slow on random bytes, and codes two planes badly with one set of codes.
*/
#include "codec/codec_bundle_int.h"
#include <stdlib.h>

static void bundlePut(TgErr *e, BundleBuf *b, const void *p, size_t n){
  void *pTo = tgBundleRoom(e, b, n);
  if( pTo && n ) memcpy(pTo, p, n);
}

static void bundlePutByte(TgErr *e, BundleBuf *b, int x){
  u8 *p = tgBundleRoom(e, b, 1);
  if( p ) *p = (u8)x;
}

static void bundlePutVarint(TgErr *e, BundleBuf *b, u64 i){
  u8 a[10];
  bundlePut(e, b, a, (size_t)tgBundleVarint(a, i));
}

static void bundlePutZigzag(TgErr *e, BundleBuf *b, i64 i){
  bundlePutVarint(e, b, (u64)i<<1 ^ (i<0 ? ~(u64)0 : 0));
}

/* A string with its end. */
static void bundlePutString(TgErr *e, BundleBuf *b, const u8 *z, size_t n){
  size_t i, nMore = 1;
  u8 *p;
  for(i=0; i<n; i++) nMore += z[i]<=1;
  p = tgBundleRoom(e, b, n+nMore);
  if( p==0 ) return;
  if( nMore==1 ){
    memcpy(p, z, n);
    p[n] = 0;
    return;
  }
  for(i=0; i<n; i++){
    if( z[i]<=1 ){
      *p++ = 1;
      *p++ = (u8)(z[i]+1);
    }else{
      *p++ = z[i];
    }
  }
  *p = 0;
}

/* ---------------------------------------------------------------- reading the session */

typedef struct BundlePeer {
  i64 id, iHash, iDate;
  uint32_t iType, zType;               /* index in azTgBundleType[]; text if TYPE_OTHER */
  uint32_t zUser, zPhone, zName;       /* where in Bundle.text, plus 1; 0: NULL */
  uint32_t iName, nName;               /* its usernames in Bundle.names */
  uint32_t iRank;                      /* 0: the most recent; while sorting, the order of reading */
  uint32_t iState;                     /* its state in Bundle.states, plus 1; 0: none */
  u8 bHash, bDate;                     /* not NULL */
} BundlePeer;

typedef struct BundleName {
  i64 iOrd;
  uint32_t iPeer, iSeq, z;             /* z as in BundlePeer */
  u8 bOrd;
} BundleName;

typedef struct BundleState {
  i64 id, aVal[4];                     /* pts, qts, date, seq */
  uint32_t iRank;
  u8 mHas;
  u8 bDone;                            /* in this attempt it is with its peer */
} BundleState;

#define PEER(p,i) ((BundlePeer*)(void*)(p)->peers.a + (i))
#define NAME(p,i) ((BundleName*)(void*)(p)->names.a + (i))
#define STATE(p,i) ((BundleState*)(void*)(p)->states.a + (i))

void tgBundleFree(Bundle *p){
  BundleBuf *const ap[] = { &p->text, &p->peers, &p->names, &p->states, &p->order, &p->dates,
    &p->odd, &p->user, &p->name, &p->other, &p->flag, &p->stateFlag, &p->content, &p->out };
  int i;
  for(i=0; i<TG_COUNT(ap); i++) tgWipeFree(ap[i]->a);
  for(i=0; i<NCOL; i++) tgWipeFree(p->aCol[i].a);
}

static int bundleCmp(i64 a, i64 b){ return (a>b) - (a<b); }

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

static int bundleI64Cmp(const void *a, const void *b){
  return bundleCmp(*(const i64*)a, *(const i64*)b);
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

static const u8 *bundleTextAt(const Bundle *p, uint32_t z, uint32_t *pn){
  memcpy(pn, p->text.a+z-1, 4);
  return p->text.a+z+3;
}

static int bundleTextSame(const Bundle *p, uint32_t z1, uint32_t z2){
  uint32_t n1, n2;
  const u8 *a1 = bundleTextAt(p, z1, &n1), *a2 = bundleTextAt(p, z2, &n2);
  return n1==n2 && memcmp(a1, a2, n1)==0;
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

/* The first peer with this id, or -1.  iNear is where to look first: the first of an id, or past the end. */
static i64 bundleFindPeer(const Bundle *p, i64 id, i64 iNear){
  i64 lo = 0, hi = p->nPeer;
  if( iNear<p->nPeer && PEER(p, iNear)->id==id ) return iNear;
  while( lo<hi ){
    i64 mid = lo + (hi-lo)/2;
    if( PEER(p, mid)->id<id ) lo = mid+1;
    else hi = mid;
  }
  return lo<p->nPeer && PEER(p, lo)->id==id ? lo : -1;
}

static void bundleReadNames(Bundle *p, sqlite3_stmt *pStmt){
  i64 i, iPeer = 0, iPos = 0;
  int bSorted = 1, bOrd = pStmt && sqlite3_column_count(pStmt)>2;
  while( tgStep(p->e, pStmt) ){
    BundleName *u;
    if( sqlite3_column_type(pStmt, 0)==SQLITE_NULL ) continue;
    i = bundleFindPeer(p, sqlite3_column_int64(pStmt, 0), iPeer);
    if( i<0 ) continue;
    if( i<iPeer ) bSorted = 0;
    iPos = i==iPeer && p->nName ? iPos + 1 : 0;
    iPeer = i;
    u = tgBundleRoom(p->e, &p->names, sizeof *u);
    if( u==0 ) break;
    memset(u, 0, sizeof *u);
    u->iPeer = (uint32_t)i;
    u->iSeq = (uint32_t)p->nName++;
    u->z = bundleText(p, pStmt, 1);
    u->bOrd = !bOrd || sqlite3_column_type(pStmt, 2)!=SQLITE_NULL;
    u->iOrd = bOrd ? sqlite3_column_int64(pStmt, 2) : iPos;
  }
  if( pStmt ) sqlite3_reset(pStmt);
  if( p->e->rc!=SQLITE_OK ) return;
  if( !bSorted ) qsort(p->names.a, (size_t)p->nName, sizeof(BundleName), bundleNameCmp);
  for(i=p->nName; i-->0; ){
    BundlePeer *u = PEER(p, NAME(p, i)->iPeer);
    u->iName = (uint32_t)i;
    u->nName++;
    if( NAME(p, i)->bOrd ) p->iFirstOrd = NAME(p, i)->iOrd;
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
  for(i=0; i<p->nState && p->e->rc==SQLITE_OK; i++){
    i64 iPeer = bundleFindPeer(p, STATE(p, i)->id, p->nPeer);
    if( iPeer>=0 && PEER(p, iPeer)->iState==0 ) PEER(p, iPeer)->iState = (uint32_t)i+1;
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
  for(i=0; i<p->nState; i++) ap[i] = STATE(p, i);
  qsort(ap, (size_t)p->nState, sizeof *ap, bundleStateRank);
  for(i=0; i<p->nState; i++) ((BundleState*)ap[i])->iRank = (uint32_t)i;
  for(i=0; i<p->nPeer; i++) ap[i] = PEER(p, i);
  qsort(ap, (size_t)p->nPeer, sizeof *ap, bundlePeerRank);
  for(i=0; i<p->nPeer; i++) ((BundlePeer*)ap[i])->iRank = (uint32_t)i;
}

/* ------------------------------------------------------------- laying out the content */

static void bundlePush(Bundle *p, int iCol, u64 i){
  bundlePut(p->e, &p->aCol[iCol], &i, sizeof i);
}

/* p->order: the peers that are in, type by type and there by id. */
static void bundleOrder(Bundle *p, i64 nPeerIn){
  i64 i, *aEnd = p->aEnd;
  const BundlePeer **ap;
  int k;
  memset(aEnd, 0, sizeof p->aEnd);
  p->order.n = 0;
  ap = tgBundleRoom(p->e, &p->order, (u64)nPeerIn*sizeof *ap);
  if( ap==0 ) return;
  for(i=0; i<p->nPeer; i++){
    if( PEER(p, i)->iRank<nPeerIn ) aEnd[PEER(p, i)->iType+1]++;
  }
  for(k=1; k<=NTYPE; k++) aEnd[k] += aEnd[k-1];
  for(i=0; i<p->nPeer; i++){
    const BundlePeer *u = PEER(p, i);
    if( u->iRank<nPeerIn ) ap[aEnd[u->iType]++] = u;
  }
}

/* Many peers are met in one message and then have one `updated`: a date that occurs three times
** or more is kept once, in column day, and these peers have its number. */
static void bundleDates(Bundle *p){
  const BundlePeer **ap = (const BundlePeer**)(void*)p->order.a;
  i64 i, n = 0, *a, iPrev = 0;
  p->dates.n = 0;
  p->nOften = 0;
  p->iFirstDay = 0;
  a = tgBundleRoom(p->e, &p->dates, (u64)p->nPeerIn*sizeof *a);
  if( a==0 ) return;
  for(i=0; i<p->nPeerIn; i++){
    if( ap[i]->bDate ) a[n++] = ap[i]->iDate;
  }
  qsort(a, (size_t)n, sizeof *a, bundleI64Cmp);
  for(i=0; i<n; ){
    i64 j = i+1;
    while( j<n && a[j]==a[i] ) j++;
    if( j-i>=3 ){
      if( p->nOften==0 ) p->iFirstDay = iPrev = a[i];
      bundlePush(p, C_DAY, (u64)a[i]-(u64)iPrev);
      iPrev = a[i];
      a[p->nOften++] = iPrev;
    }
    i = j;
  }
}

static void bundlePutDate(Bundle *p, i64 iDate, int *pmFlag){
  const i64 *a = (const i64*)(void*)p->dates.a, *pAt;
  pAt = p->nOften ? bsearch(&iDate, a, p->nOften, sizeof *a, bundleI64Cmp) : 0;
  if( pAt ){
    *pmFlag |= DATE_OFTEN;
    bundlePush(p, C_OFTEN, (u64)(pAt-a));
  }else{
    *pmFlag |= DATE_COL;
    bundlePush(p, C_UPDATED, (u64)iDate);
  }
}

static void bundlePutText(Bundle *p, BundleBuf *b, uint32_t z){
  uint32_t n;
  const u8 *a = bundleTextAt(p, z, &n);
  bundlePutString(p->e, b, a, n);
}

/* A phone number that decimal gives back as it was. */
static int bundleIsNumber(const Bundle *p, uint32_t z, u64 *pi){
  uint32_t i, n;
  const u8 *a = bundleTextAt(p, z, &n);
  *pi = 0;
  if( n<1 || n>18 || a[0]=='0' ) return 0;
  for(i=0; i<n; i++){
    if( a[i]<'0' || a[i]>'9' ) return 0;
    *pi = *pi*10 + (a[i]-'0');
  }
  return 1;
}

static void bundlePutNames(Bundle *p, const BundlePeer *u, int bPhone, int *pmFlag){
  const BundleName *aName = u->nName ? NAME(p, u->iName) : 0;
  int eUser = u->zUser==0 ? 0 : aName && aName->z && bundleTextSame(p, u->zUser, aName->z) ? 1 : 2;
  uint32_t i;
  p->nNameIn += u->nName;
  if( eUser==0 && u->nName==0 && !bPhone ) return;
  if( eUser==1 && u->nName==1 && !bPhone && aName->bOrd && aName->iOrd==p->iFirstOrd ){
    *pmFlag |= NAMES_ONE;
    bundlePutText(p, &p->user, aName->z);
    return;
  }
  *pmFlag |= NAMES_ODD;
  bundlePutVarint(p->e, &p->odd, (u64)u->nName<<3 | (unsigned)(bPhone ? 4 : 0) | (unsigned)eUser);
  if( eUser==2 ) bundlePutText(p, &p->other, u->zUser);
  if( bPhone ) bundlePutText(p, &p->other, u->zPhone);
  for(i=0; i<u->nName; i++){
    const BundleName *q = &aName[i];
    int bOrd = (u64)q->iOrd!=(u64)p->iFirstOrd + i;
    bundlePutByte(p->e, &p->odd, (q->z ? 1 : 0) | (q->bOrd ? (bOrd ? 2 : 0) : 4));
    if( q->bOrd && bOrd ) bundlePutZigzag(p->e, &p->odd, q->iOrd);
    if( q->z ) bundlePutText(p, &p->user, q->z);
  }
}

static void bundlePutPeer(Bundle *p, const BundlePeer *u){
  int mFlag = u->bHash ? (u->iHash ? HASH_COL : HASH_ZERO) : 0;
  int bPhone = u->zPhone!=0;
  u64 iPhone;
  if( mFlag==HASH_COL ) bundlePush(p, C_HASH, (u64)u->iHash);
  if( u->bDate ) bundlePutDate(p, u->iDate, &mFlag);
  if( bPhone && bundleIsNumber(p, u->zPhone, &iPhone) ){
    bPhone = 0;
    mFlag |= HAS_PHONE;
    bundlePush(p, C_PHONE, iPhone);
  }
  if( u->zName ){
    mFlag |= HAS_NAME;
    bundlePutText(p, &p->name, u->zName);
  }
  bundlePutNames(p, u, bPhone, &mFlag);
  bundlePutByte(p->e, &p->flag, mFlag);
}

static void bundlePutState(Bundle *p, const BundleState *u){
  int k;
  for(k=0; k<4; k++){
    if( u->mHas & 1<<k ) bundlePush(p, C_PTS+k, (u64)u->aVal[k]);
  }
  bundlePutByte(p->e, &p->stateFlag, u->mHas);
  p->nStateIn++;
}

/* Groups into b, everything else of the peers into its column or strings.  Returns their number. */
static i64 bundlePutPeers(Bundle *p, BundleBuf *b){
  const BundlePeer **ap = (const BundlePeer**)(void*)p->order.a;
  i64 i, j, nGroup = 0, iWhose = 0;
  for(i=0; i<p->nPeerIn && p->e->rc==SQLITE_OK; i=j){
    const BundlePeer *u = ap[i];
    if( u->iType==TYPE_OTHER ) bundlePutText(p, &p->other, u->zType);
    for(j=i; j<p->nPeerIn && ap[j]->iType==u->iType && p->e->rc==SQLITE_OK; j++){
      if( u->iType==TYPE_OTHER && !bundleTextSame(p, u->zType, ap[j]->zType) ) break;
      tgWork(p->e, 1);
      if( j>i ) bundlePush(p, C_ID, (u64)ap[j]->id - (u64)ap[j-1]->id);
      bundlePutPeer(p, ap[j]);
      if( ap[j]->iState ){             /* states come before peers, so this one is in */
        STATE(p, ap[j]->iState-1)->bDone = 1;
        bundlePutState(p, STATE(p, ap[j]->iState-1));
        bundlePush(p, C_WHOSE, (u64)(j-iWhose));
        iWhose = j;
      }
    }
    bundlePutVarint(p->e, b, u->iType);
    bundlePutVarint(p->e, b, (u64)(j-i));
    bundlePutZigzag(p->e, b, u->id);
    nGroup++;
  }
  return nGroup;
}

/* The states of nobody that is in; those of peers are in by now.  Returns the first one's id. */
static i64 bundlePutStates(Bundle *p, i64 nStateIn){
  i64 i, iFirst = 0;
  const BundleState *pPrev = 0;
  for(i=0; i<p->nState; i++){
    const BundleState *u = STATE(p, i);
    if( u->iRank>=nStateIn || u->bDone ) continue;
    if( pPrev ) bundlePush(p, C_STATE, (u64)u->id - (u64)pPrev->id);
    else iFirst = u->id;
    pPrev = u;
    bundlePutState(p, u);
  }
  return iFirst;
}

/* log2(i) in 256ths, to one of them: 1+f is about 2^(f + 0.34f(1-f)). */
static u64 bundleLog2(u64 i){
  u64 n = 0, f;
  while( i>>(n+1) ) n++;
  f = (n>8 ? i>>(n-8) : i<<(8-n)) - 256;
  return n*256 + f + f*(256-f)*88/65536;
}

/* The bytes that n bytes with these counts take in Huffman codes of their own. */
static u64 bundleCost(const uint32_t *aCount, u64 n){
  u64 nBit = 0, nHead = 160;           /* 20 bytes, and half a byte for each code */
  int i;
  for(i=0; i<256; i++){
    if( aCount[i]==0 ) continue;
    nBit += aCount[i]*(bundleLog2(n) - bundleLog2(aCount[i]));
    nHead += 4;
  }
  return (nBit/256 + nHead)/8;
}

/* The content up to its end so far is like this, says the caller; a plane may turn out to be noise.
** It goes together with what is before it if codes of its own would not pay. */
static void bundleMark(Bundle *p, int eLike){
  BundleMark *m = &p->aMark[p->nMark];
  size_t i, iBegin = p->nMark ? m[-1].iEnd : 0, n = p->content.n - iBegin;
  uint32_t aCount[256] = {0}, aBoth[256];
  u64 nCost;
  if( n==0 || p->e->rc!=SQLITE_OK ) return;
  for(i=0; i<n; i++) aCount[p->content.a[iBegin+i]]++;
  nCost = bundleCost(aCount, n);
  if( eLike==LIKE_PLANE && nCost>n-n/128 ) eLike = LIKE_NOISE;
  for(i=0; i<256; i++) aBoth[i] = aCount[i] + p->aCountBefore[i];
  if( p->nMark && m[-1].eLike==eLike ){
    size_t nBefore = iBegin - (p->nMark>1 ? m[-2].iEnd : 0);
    if( eLike==LIKE_NOISE
     || bundleCost(aBoth, n+nBefore)<=nCost+bundleCost(p->aCountBefore, nBefore) ){
      m[-1].iEnd = p->content.n;
      memcpy(p->aCountBefore, aBoth, sizeof aBoth);
      return;
    }
  }
  m->iEnd = p->content.n;
  m->eLike = eLike;
  memcpy(p->aCountBefore, aCount, sizeof aCount);
  p->nMark++;
}

/* As bundleMark() for the n bytes at the end, one for each peer, but type by type. */
static void bundleMarkTypes(Bundle *p, size_t n){
  size_t nAll = p->content.n;
  int k;
  if( p->e->rc!=SQLITE_OK ) return;
  for(k=0; k<NTYPE; k++){
    p->content.n = nAll-n + (size_t)p->aEnd[k];
    if( p->content.n<nAll ) bundleMark(p, LIKE_PLANE);
  }
  p->content.n = nAll;
  bundleMark(p, LIKE_PLANE);
}

/* The letters of usernames, those that follow one byte together, for what follows a q takes few
** bits in codes of its own.  The reader puts them in order again (5 of the format). */
static void bundlePutLetters(Bundle *p){
  size_t i, n = p->user.n, aNext[257] = {0};
  const u8 *aFrom = p->user.a;
  u8 *a = tgBundleRoom(p->e, &p->content, n), c = 0;
  if( a==0 ) return;
  for(i=0; i<n; i++) aNext[aFrom[i]+1]++;
  for(i=1; i<257; i++) aNext[i] += aNext[i-1];
  for(i=0; i<n; i++){
    a[aNext[c]++] = aFrom[i];
    c = aFrom[i];
  }
  for(i=0; i<256; i++){                /* aNext[i] is now where the letters after i end */
    p->content.n = (size_t)(a - p->content.a) + aNext[i];
    bundleMark(p, LIKE_LETTERS);
  }
}

/* n, base and width of a column. */
static void bundlePutColumn(Bundle *p, int iCol, u64 *piBase, int *pnWidth){
  const u64 *a = (const u64*)(void*)p->aCol[iCol].a;
  size_t i, n = p->aCol[iCol].n/sizeof *a;
  i64 iMin = n ? (i64)a[0] : 0;
  u64 mAll = 0;
  int w = 0;
  for(i=1; i<n; i++) if( (i64)a[i]<iMin ) iMin = (i64)a[i];
  for(i=0; i<n; i++) mAll |= a[i] - (u64)iMin;
  while( w<8 && mAll>>(8*w) ) w++;
  bundlePutVarint(p->e, &p->content, n);
  bundlePutZigzag(p->e, &p->content, iMin);
  bundlePutByte(p->e, &p->content, w);
  *piBase = (u64)iMin;
  *pnWidth = w;
}

static void bundlePutPlanes(Bundle *p, int iCol, u64 iBase, int w){
  const u64 *a = (const u64*)(void*)p->aCol[iCol].a;
  size_t i, n = p->aCol[iCol].n/sizeof *a;
  for(w-=1; w>=0; w--){
    u8 *pTo = tgBundleRoom(p->e, &p->content, n);
    if( pTo==0 ) return;
    for(i=0; i<n; i++) pTo[i] = (u8)((a[i]-iBase)>>(8*w));
    if( iCol==C_ID ) bundleMarkTypes(p, n);
    else bundleMark(p, LIKE_PLANE);
  }
}

static void bundlePutAccount(Bundle *p){
  const TgAccount *a = p->a;
  int f;
  bundlePutVarint(p->e, &p->content, (a->have & (TG_BIT(TG_NFIELD)-1)) | (p->zLayout ? TG_BIT(TG_NFIELD) : 0));
  for(f=0; f<TG_NFIELD; f++){
    if( (a->have & TG_BIT(f))==0 || f==TG_AUTH_KEY ) continue;
    if( f==TG_SERVER_ADDRESS ){
      bundlePutVarint(p->e, &p->content, strlen(a->zAddr));
      bundlePut(p->e, &p->content, a->zAddr, strlen(a->zAddr));
    }else{
      bundlePutZigzag(p->e, &p->content, a->n[f]);
    }
  }
  if( p->zLayout ){
    bundlePutVarint(p->e, &p->content, strlen(p->zLayout));
    bundlePut(p->e, &p->content, p->zLayout, strlen(p->zLayout));
  }
}

/* The content of the first nStateIn states and nPeerIn peers, by rank. */
void tgBundleBuild(Bundle *p, i64 nStateIn, i64 nPeerIn){
  BundleBuf *const apString[] = { &p->odd, &p->name, &p->other, &p->user };
  BundleBuf *c = &p->content, group = {0, 0, 0};
  u64 aBase[NCOL];
  i64 i, nGroup, iFirstState;
  int aWidth[NCOL];
  for(i=0; i<NCOL; i++) p->aCol[i].n = 0;
  for(i=0; i<4; i++) apString[i]->n = 0;
  p->flag.n = p->stateFlag.n = c->n = 0;
  p->nMark = 0;
  p->nPeerIn = nPeerIn;
  p->nNameIn = p->nStateIn = 0;
  for(i=0; i<p->nState; i++) STATE(p, i)->bDone = 0;
  bundleOrder(p, nPeerIn);
  bundleDates(p);
  nGroup = bundlePutPeers(p, &group);
  iFirstState = bundlePutStates(p, nStateIn);

  bundlePutAccount(p);
  bundlePutVarint(p->e, c, (u64)p->nPeerIn);
  bundlePutVarint(p->e, c, (u64)(p->nPeer - p->nPeerIn));
  bundlePutVarint(p->e, c, (u64)p->nNameIn);
  bundlePutVarint(p->e, c, (u64)p->nStateIn);
  bundlePutVarint(p->e, c, (u64)(p->nState - p->nStateIn));
  bundlePutZigzag(p->e, c, p->iFirstOrd);
  bundlePutZigzag(p->e, c, p->iFirstDay);
  bundlePutZigzag(p->e, c, iFirstState);
  bundlePutVarint(p->e, c, (u64)nGroup);
  bundlePut(p->e, c, group.a, group.n);
  for(i=0; i<NCOL; i++) bundlePutColumn(p, (int)i, &aBase[i], &aWidth[i]);
  for(i=0; i<4; i++) bundlePutVarint(p->e, c, apString[i]->n);
  bundleMark(p, LIKE_TEXT);
  for(i=0; i<3; i++){
    bundlePut(p->e, c, apString[i]->a, apString[i]->n);
    bundleMark(p, LIKE_TEXT);
  }
  bundlePutLetters(p);
  if( p->a->have & TG_BIT(TG_AUTH_KEY) ) bundlePut(p->e, c, p->a->key, TG_KEY_SIZE);
  bundleMark(p, LIKE_NOISE);
  bundlePut(p->e, c, p->flag.a, p->flag.n);
  bundleMarkTypes(p, p->flag.n);
  bundlePut(p->e, c, p->stateFlag.a, p->stateFlag.n);
  bundleMark(p, LIKE_PLANE);
  for(i=0; i<NCOL; i++) bundlePutPlanes(p, (int)i, aBase[i], aWidth[i]);
  tgWipeFree(group.a);
}

