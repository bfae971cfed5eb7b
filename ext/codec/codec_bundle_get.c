/* codec: the rows of a bundle; the format is in codec_bundle.h.
**
** Content may be forged.  Every row that is given back has taken at least one byte of it, every
** item is looked for within its column or strings, and all must be used up at the end: that is
** proved when a bundle is opened, so that no row comes of one that is not whole.
*/
#include "codec/codec_bundle_int.h"

typedef struct BundleCol {
  const u8 *a;                         /* planes, in the content */
  u64 iBase;
  i64 n, i;                            /* i: the next one */
  int w;
} BundleCol;

/* What of a bundle is not read yet, in one pass over it. */
typedef struct BundlePass {
  Rd group, odd, user, name, other;
  i64 i, iEnd, iGroup;  /* the next peer; where its group ends; the next group */
  i64 id;                                       /* of the peer that came last */
  TgBundleText type;                            /* of its group */
  BundleCol aCol[NCOL];
  i64 nNameDone, nStateDone;
  i64 iWhose;                                   /* the next peer with a state */
  i64 idState; int bState;  /* of those without a peer: the last one, if there was one */
  u64 nNames; u64 iName;  /* usernames of the peer that came last; the next one */
  int bOdd;                                     /* they stand in its odd record */
  TgBundleText first;                           /* the first of them */
} BundlePass;

enum { TEXT_TYPE, TEXT_FIRST, TEXT_USER, TEXT_PHONE, TEXT_NAME, TEXT_NEXT, TEXT_COUNT };

struct TgBundle {
  BundleBuf content, user, day;                 /* owned; usernames in their own order; i64 each */
  BundleBuf aText[TEXT_COUNT];  /* owned: what has to be written otherwise than it stands there */
  const u8 *aFlag, *aStateFlag;
  i64 nPeer, nName, nState, nGroup, iFirstOrd, iFirstDay, iFirstState;
  BundlePass begin, at;
  char zPhone[24];
  int bBad;
  int bReader;                                  /* content, user and day are another's */
};

static u64 bundleNext(TgBundle *p, int iCol){
  BundleCol *c = &p->at.aCol[iCol];
  const u8 *a = c->a;
  u64 i = 0;
  int k;
  if( c->i>=c->n ){
    p->bBad = 1;
    return 0;
  }
  if( ALWAYS(a) ) a += c->i;
  c->i++;
  for(k=0; k<c->w; k++) i = i<<8 | a[k*c->n];
  return i + c->iBase;
}

/* The next string.  One that is escaped is written out in aText[iText], until the next one
** there. */
static TgBundleText bundleString(TgErr *e, TgBundle *p, Rd *r, int iText){
  TgBundleText t = {0, 0};
  const u8 *pEnd = rdLeft(r) ? memchr(r->p, 0, rdLeft(r)) : 0, *a;
  int i, n;
  char *zTo;
  if( pEnd==0 ){
    p->bBad = 1;
    return t;
  }
  n = (int)(pEnd - r->p);
  a = rdTake(r, (size_t)n+1);
  t.z = (const char*)a;
  t.n = n;
  if( memchr(a, 1, (size_t)n)==0 ) return t;
  p->aText[iText].n = 0;
  t.z = zTo = tgBundleRoom(e, &p->aText[iText], (u64)n);
  t.n = 0;
  for(i=0; zTo && i<n; i++){
    if( a[i]==1 ){
      i++;                             /* at n there is the 00 */
      if( a[i]<1 || a[i]>2 ) p->bBad = 1;
      zTo[t.n++] = (char)(a[i]-1);
    }else{
      zTo[t.n++] = (char)a[i];
    }
  }
  return t;
}

/* Account, counts and where everything is: parts 1 to 8 of the format. */
static void bundleLocate(TgErr *e, TgBundle *p, TgAccount *a, TgBundleInfo *pInfo){
  const BundleBuf *b = &p->content;
  BundlePass *at = &p->at;
  Rd r = rdInit(b->a, b->n), *const apString[] = { &at->odd, &at->name, &at->other, &at->user };
  u64 m = bundleGetVarint(&r);
  const u8 *pTake;
  i64 i, aSize[4];
  int f;
  if( m>>(TG_NFIELD+1) ) r.bBad = 1;
  for(f=0; f<TG_NFIELD && !r.bBad; f++){
    if( (m & TG_BIT(f))==0 || f==TG_AUTH_KEY ) continue;
    i = f==TG_SERVER_ADDRESS ? bundleGetCount(&r, TG_ADDR_MAX) : bundleGetZigzag(&r);
    pTake = f==TG_SERVER_ADDRESS ? rdTake(&r, (size_t)i) : 0;
    if( r.bBad ) break;
    if( pTake ) tgAccountSetAddr(e, a, (const char*)pTake, (int)i);
    else tgAccountSetInt(e, a, f, i);
  }
  if( (m & TG_BIT(TG_NFIELD)) && !r.bBad ){
    i = bundleGetCount(&r, TG_BUNDLE_LAYOUT);
    testcase( i==TG_BUNDLE_LAYOUT );
    pTake = rdTake(&r, (size_t)i);
    if( pTake ) memcpy(pInfo->zLayout, pTake, (size_t)i);
    if( i==0 || strspn(pInfo->zLayout, "abcdefghijklmnopqrstuvwxyz0123456789-.")!=(size_t)i ){
      r.bBad = 1;
    }
  }
  pInfo->nPeer = p->nPeer = bundleGetCount(&r, b->n);
  pInfo->nLeftOut = bundleGetCount(&r, UINT32_MAX);
  pInfo->nUsername = p->nName = bundleGetCount(&r, b->n);
  pInfo->nState = p->nState = bundleGetCount(&r, b->n);
  pInfo->nStateLeftOut = bundleGetCount(&r, UINT32_MAX);
  p->iFirstOrd = bundleGetZigzag(&r);
  p->iFirstDay = bundleGetZigzag(&r);
  p->iFirstState = bundleGetZigzag(&r);
  p->nGroup = bundleGetCount(&r, b->n);
  at->group = r;
  for(i=0; i<p->nGroup*3 && !r.bBad; i++) bundleGetVarint(&r);
  for(i=0; i<NCOL; i++){
    BundleCol *c = &at->aCol[i];
    c->n = bundleGetCount(&r, (size_t)(i<C_WHOSE ? p->nPeer : p->nState));
    c->iBase = (u64)bundleGetZigzag(&r);
    c->w = (int)rdU8(&r);
    if( c->w>8 ) r.bBad = 1;
  }
  for(i=0; i<4; i++) aSize[i] = bundleGetCount(&r, b->n);
  for(i=0; i<4; i++){
    pTake = rdTake(&r, (size_t)aSize[i]);
    if( pTake ) *apString[i] = rdInit(pTake, (size_t)aSize[i]);
  }
  pTake = m & TG_BIT(TG_AUTH_KEY) ? rdTake(&r, TG_KEY_SIZE) : 0;
  if( pTake ) tgAccountSetKey(a, pTake);
  p->aFlag = rdTake(&r, (size_t)p->nPeer);
  p->aStateFlag = rdTake(&r, (size_t)p->nState);
  for(i=0; i<NCOL && !r.bBad; i++){
    BundleCol *c = &at->aCol[i];
    c->a = rdTake(&r, (size_t)c->n*(size_t)c->w);
  }
  if( r.bBad || rdLeft(&r) ) p->bBad = 1;
}

/* Put the letters of usernames in order again: those after one byte are together, and how
** many that are is how often that byte occurs.  See 5 of the format. */
static void bundleUnsplit(TgErr *e, TgBundle *p){
  size_t i, n = rdLeft(&p->at.user), iMax = 0;
  uint32_t aNext[256] = {0}, aEnd[256], iEnd = 0;         /* a content has at most 10^9 bytes */
  const u8 *aFrom = p->at.user.p;
  u8 *a = tgBundleRoom(e, &p->user, n), c = 0;
  if( a==0 ) return;
  for(i=0; i<n; i++){
    aNext[aFrom[i]]++;
    if( aFrom[i]>iMax ) iMax = aFrom[i];
  }
  for(i=0; i<=iMax; i++){
    iEnd += aNext[i];
    aEnd[i] = iEnd;
    aNext[i] = aEnd[i] - aNext[i];
  }
  for(i=0; i<n; i++){
    if( aNext[c]>=aEnd[c] ){
      p->bBad = 1;
      return;
    }
    a[i] = aFrom[aNext[c]];
    aNext[c]++;
    c = a[i];
  }
  p->at.user = rdInit(a, n);
}

static void bundleGetDays(TgErr *e, TgBundle *p){
  i64 i, n = p->at.aCol[C_DAY].n, *a = tgBundleRoom(e, &p->day, (u64)n*sizeof *a);
  u64 iDay = (u64)p->iFirstDay;
  for(i=0; a && i<n; i++){
    iDay += bundleNext(p, C_DAY);
    a[i] = (i64)iDay;
  }
}

/* The next peer's group and id: 0 when there is none.  bType: its type, too. */
static int bundleNextId(TgErr *e, TgBundle *p, int bType){
  BundlePass *at = &p->at;
  if( (at->i & 7)==0 ) tgWork(e, 8);
  if( p->bBad || e->rc!=SQLITE_OK ) return 0;
  if( at->i==at->iEnd ){
    u64 eType;
    i64 n;
    if( at->iGroup==p->nGroup ){
      if( at->i<p->nPeer ) p->bBad = 1;
      return 0;
    }
    at->iGroup++;
    eType = bundleGetVarint(&at->group);
    n = bundleGetCount(&at->group, (size_t)(p->nPeer-at->i));
    at->id = bundleGetZigzag(&at->group);
    memset(&at->type, 0, sizeof at->type);
    if( eType>=NTYPE || n<1 ){
      p->bBad = 1;
      return 0;
    }
    if( eType==TYPE_OTHER ){
      if( bType ) at->type = bundleString(e, p, &at->other, TEXT_TYPE);
    }else if( eType>0 ){
      at->type.z = azTgBundleType[eType];
      at->type.n = (int)strlen(azTgBundleType[eType]);
    }
    at->iEnd = at->i + n;
  }else{
    at->id = (i64)((u64)at->id + bundleNext(p, C_ID));
  }
  at->i++;
  return !p->bBad;
}

int tgBundlePeer(TgErr *e, TgBundle *p, TgBundlePeer *pPeer){
  BundlePass *at = &p->at;
  int mFlag, eHash, eDate, eNames;
  u64 m = 0, i;
  memset(pPeer, 0, sizeof *pPeer);
  at->nNames = at->iName = 0;
  if( !bundleNextId(e, p, 1) ) return 0;
  pPeer->id = at->id;
  pPeer->type = at->type;
  mFlag = p->aFlag[at->i-1];
  eHash = mFlag & 3;
  eDate = mFlag & 3<<2;
  eNames = mFlag & 3<<4;
  if( eHash==3 || eDate==3<<2 || eNames==3<<4 ) p->bBad = 1;
  pPeer->bHash = eHash!=0;
  pPeer->bUpdated = eDate!=0;
  if( eHash==HASH_COL ) pPeer->iHash = (i64)bundleNext(p, C_HASH);
  if( eDate==DATE_COL ) pPeer->iUpdated = (i64)bundleNext(p, C_UPDATED);
  if( eDate==DATE_OFTEN ){
    i = bundleNext(p, C_OFTEN);
    if( i<p->day.n/sizeof(i64) ) pPeer->iUpdated = ((const i64*)(void*)p->day.a)[i];
    else p->bBad = 1;
  }
  at->bOdd = eNames==NAMES_ODD;
  if( eNames==NAMES_ONE ){
    pPeer->username = at->first = bundleString(e, p, &at->user, TEXT_FIRST);
    at->nNames = 1;
  }else if( eNames==NAMES_ODD ){
    Rd peek;
    memset(&at->first, 0, sizeof at->first);
    m = bundleGetVarint(&at->odd);
    peek = at->odd;
    at->nNames = m>>3;
    if( m>>3 && bundleGetVarint(&peek) & 1 ) at->first = bundleString(e, p, &at->user, TEXT_FIRST);
    if( (m & 3)==1 ) pPeer->username = at->first;
    if( (m & 3)==2 ) pPeer->username = bundleString(e, p, &at->other, TEXT_USER);
    if( m & 4 ) pPeer->phone = bundleString(e, p, &at->other, TEXT_PHONE);
    if( at->odd.bBad || (m & 3)==3 || ((m & 3)==1 && at->first.z==0) ) p->bBad = 1;
  }
  if( mFlag & HAS_PHONE ){
    if( m & 4 ) p->bBad = 1;
    sqlite3_snprintf(sizeof p->zPhone, p->zPhone, "%llu", bundleNext(p, C_PHONE));
    pPeer->phone.z = p->zPhone;
    pPeer->phone.n = (int)strlen(p->zPhone);
  }
  if( mFlag & HAS_NAME ) pPeer->name = bundleString(e, p, &at->name, TEXT_NAME);
  return !p->bBad && e->rc==SQLITE_OK;
}

int tgBundleName(TgErr *e, TgBundle *p, TgBundleText *pName, i64 *piOrd, int *pbOrd){
  BundlePass *at = &p->at;
  u64 k = 1;
  memset(pName, 0, sizeof *pName);
  if( at->iName==at->nNames || e->rc!=SQLITE_OK ) return 0;
  *piOrd = (i64)((u64)p->iFirstOrd + at->iName);
  if( at->bOdd ){
    k = bundleGetVarint(&at->odd);
    if( k & 2 ) *piOrd = bundleGetZigzag(&at->odd);
    if( k>5 || at->odd.bBad ) p->bBad = 1;
  }
  *pbOrd = (k & 4)==0;
  if( k & 1 ) *pName = at->iName==0 ? at->first : bundleString(e, p, &at->user, TEXT_NEXT);
  at->iName++;
  at->nNameDone++;
  return !p->bBad && e->rc==SQLITE_OK;
}

/* The next peer with a state, after number i; 2^63-1 when there is none. */
static i64 bundleWhose(TgBundle *p, i64 i){
  BundleCol *c = &p->at.aCol[C_WHOSE];
  return c->i<c->n ? (i64)((u64)i + bundleNext(p, C_WHOSE)) : INT64_MAX;
}

int tgBundleState(TgErr *e, TgBundle *p, TgBundleState *pState){
  BundlePass *at = &p->at;
  int k, m;
  memset(pState, 0, sizeof *pState);
  if( at->i==0 && at->nStateDone==0 ) at->iWhose = bundleWhose(p, 0);
  while( at->i<=at->iWhose && at->iWhose<INT64_MAX && bundleNextId(e, p, 0) ){}
  if( at->i>at->iWhose ){
    i64 iWhose = bundleWhose(p, at->iWhose);
    if( iWhose<=at->iWhose ) p->bBad = 1;
    pState->id = at->id;
    at->iWhose = iWhose;
  }else if( p->bBad || e->rc!=SQLITE_OK || at->nStateDone==p->nState ){
    return 0;
  }else{                               /* those that are not of a peer */
    at->idState = at->bState ? (i64)((u64)at->idState + bundleNext(p, C_STATE)) : p->iFirstState;
    at->bState = 1;
    pState->id = at->idState;
  }
  m = ALWAYS(at->nStateDone<p->nState) ? p->aStateFlag[at->nStateDone] : 255;
  if( m>15 ) p->bBad = 1;
  for(k=0; k<4 && m<=15; k++){
    pState->ab[k] = m>>k & 1;
    if( m & 1<<k ) pState->a[k] = (i64)bundleNext(p, C_PTS+k);
  }
  at->nStateDone++;
  return !p->bBad;
}

void tgBundleRewind(TgBundle *p){
  p->at = p->begin;
}

TgBundle *tgBundleReader(TgErr *e, const TgBundle *p){
  TgBundle *pReader = tgAlloc(e, sizeof *pReader);
  if( pReader==0 ) return 0;
  *pReader = *p;
  memset(pReader->aText, 0, sizeof pReader->aText);
  pReader->bReader = 1;
  return pReader;
}

/* From the first peer again, for the proof.  To count a column's items is enough there, but where
** they say which day or whose state: what has no width costs nothing. */
static void bundleProveAgain(TgBundle *p){
  int i;
  tgBundleRewind(p);
  for(i=0; i<NCOL; i++) if( i!=C_OFTEN && i!=C_WHOSE ) p->at.aCol[i].w = 0;
}

/* Is everything used up, and nothing twice?  Then it is as one that tgBundleEncode() wrote. */
static void bundleProve(TgErr *e, TgBundle *p){
  TgBundlePeer peer;
  TgBundleState state;
  TgBundleText name;
  BundlePass *at = &p->at;
  i64 iOrd;
  int i, bOrd;
  bundleProveAgain(p);
  while( tgBundlePeer(e, p, &peer) ){
    while( tgBundleName(e, p, &name, &iOrd, &bOrd) ){}
  }
  for(i=0; i<C_WHOSE; i++) if( at->aCol[i].i<at->aCol[i].n ) p->bBad = 1;
  if( rdLeft(&at->odd) || rdLeft(&at->user) || rdLeft(&at->name) || rdLeft(&at->other)
      || at->nNameDone!=p->nName ){
    p->bBad = 1;
  }
  bundleProveAgain(p);
  while( tgBundleState(e, p, &state) ){}
  for(i=C_WHOSE; i<NCOL; i++) if( at->aCol[i].i<at->aCol[i].n ) p->bBad = 1;
  tgBundleRewind(p);
}

TgBundle *tgBundleOpen(TgErr *e, const char *z, int n, TgAccount *a, TgBundleInfo *pInfo){
  TgBundle *p = tgAlloc(e, sizeof *p);
  memset(a, 0, sizeof *a);
  memset(pInfo, 0, sizeof *pInfo);
  if( p==0 ) return 0;
  tgBundleUnwrap(e, z, n, &p->content, &pInfo->iVersion);
  pInfo->nContent = (i64)p->content.n;
  if( e->rc==SQLITE_OK ) bundleLocate(e, p, a, pInfo);
  if( !p->bBad && e->rc==SQLITE_OK ) bundleUnsplit(e, p);
  if( !p->bBad && e->rc==SQLITE_OK ) bundleGetDays(e, p);
  p->begin = p->at;
  if( !p->bBad && e->rc==SQLITE_OK ) bundleProve(e, p);
  if( p->bBad ){
    tgFail(e, SQLITE_ERROR, "bundle: its content contradicts itself; tgsession did not write it");
  }
  if( e->rc==SQLITE_OK ) return p;
  tgBundleClose(p);
  tgWipe(a, sizeof *a);
  memset(pInfo, 0, sizeof *pInfo);
  return 0;
}

void tgBundleClose(TgBundle *p){
  int i;
  if( p==0 ) return;
  if( !p->bReader ){
    tgWipeFree(p->content.a);
    tgWipeFree(p->user.a);
    tgWipeFree(p->day.a);
  }
  for(i=0; i<TEXT_COUNT; i++) tgWipeFree(p->aText[i].a);
  sqlite3_free(p);
}
