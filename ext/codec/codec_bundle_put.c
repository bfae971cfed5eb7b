/* codec: rows of a session to the content of a bundle; the format is in codec_bundle.h.
**
** tgBundleBuild() lays the content out, of all of the rows or of the most recent part, and marks
** each stretch as random, as a plane of numbers or as text: deflate is slow on random bytes, and
** codes two planes badly with one set of codes.
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
    if( BUNDLE_PEER(p, i)->iRank<nPeerIn ) aEnd[BUNDLE_PEER(p, i)->iType+1]++;
  }
  for(k=1; k<=NTYPE; k++) aEnd[k] += aEnd[k-1];
  for(i=0; i<p->nPeer; i++){
    const BundlePeer *u = BUNDLE_PEER(p, i);
    if( u->iRank<nPeerIn ) ap[aEnd[u->iType]++] = u;
  }
}

static int bundleI64Cmp(const void *a, const void *b){
  return bundleCmp(*(const i64*)a, *(const i64*)b);
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
  const BundleName *aName = u->nName ? BUNDLE_NAME(p, u->iName) : 0;
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
        BUNDLE_STATE(p, ap[j]->iState-1)->bDone = 1;
        bundlePutState(p, BUNDLE_STATE(p, ap[j]->iState-1));
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
    const BundleState *u = BUNDLE_STATE(p, i);
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
  u64 nBit = n*bundleLog2(n), nHead = 160;        /* 20 bytes, and half a byte for each code */
  int i;
  for(i=0; i<256; i++){
    if( aCount[i]==0 ) continue;
    nBit -= aCount[i]*bundleLog2(aCount[i]);
    nHead += 4;
  }
  return (nBit/256 + nHead)/8;
}

/* The content up to its end so far is like this, says the caller; a plane may turn out to be noise.
** It goes together with what is before it if codes of its own would not pay. */
static void bundleMark(Bundle *p, int eLike){
  BundleMark *m = &p->aMark[p->nMark];
  size_t i, iBegin = p->nMark ? m[-1].iEnd : 0, n = p->content.n - iBegin;
  uint32_t aCount[256], aBoth[256];
  u64 nCost;
  if( n==0 || p->e->rc!=SQLITE_OK ) return;
  memset(aCount, 0, sizeof aCount);
  for(i=0; i<n; i++) aCount[p->content.a[iBegin+i]]++;
  nCost = bundleCost(aCount, n);
  if( eLike==LIKE_NOISE ) p->bOdd = nCost<n;
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
  bundlePutVarint(p->e, &p->content, (a->have & (TG_BIT(TG_NFIELD)-1)) |
                  (p->zLayout ? TG_BIT(TG_NFIELD) : 0));
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
  for(i=0; i<p->nState; i++) BUNDLE_STATE(p, i)->bDone = 0;
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

