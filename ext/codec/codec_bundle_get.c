/* codec: the content of a bundle to rows of a session; the format is in codec_bundle.h.
**
** Content may be forged.  Every row that is given back has taken at least one byte of it, every
** item is looked for within its column or strings, and all must be used up at the end.
*/
#include "codec/codec_bundle_int.h"

typedef struct BundleCol {
  const u8 *a;                         /* planes, in the content */
  u64 iBase;
  i64 n, i;                            /* i: the next one */
  int w;
} BundleCol;

typedef struct BundleIn {
  TgErr *e;
  sqlite3_stmt *pPeer, *pName, *pState;         /* borrowed; each may be 0 */
  Rd group, odd, user, name, other;             /* what of them is not read yet */
  const u8 *aFlag, *aStateFlag;
  BundleCol aCol[NCOL];
  BundleBuf day;                                /* i64 each */
  i64 nPeer, nName, nState, nGroup, iFirstOrd, iFirstDay, iFirstState;
  i64 nNameDone, nStateDone;
  int bBad;
} BundleIn;

typedef struct BundleText {            /* z==0: NULL */
  const u8 *z;
  int n;
} BundleText;

static u64 bundleNext(BundleIn *p, int iCol){
  BundleCol *c = &p->aCol[iCol];
  const u8 *a = c->a;
  u64 i = 0;
  int k;
  if( c->i>=c->n ){
    p->bBad = 1;
    return 0;
  }
  if( a ) a += c->i;
  c->i++;
  for(k=0; k<c->w; k++) i = i<<8 | a[k*c->n];
  return i + c->iBase;
}

/* The next string; written over what it was escaped as, for that is our memory. */
static BundleText bundleString(BundleIn *p, Rd *r){
  BundleText t = {0, 0};
  const u8 *pEnd = rdLeft(r) ? memchr(r->p, 0, rdLeft(r)) : 0;
  if( pEnd==0 ){
    p->bBad = 1;
    return t;
  }
  t.n = (int)(pEnd - r->p);
  t.z = rdTake(r, (size_t)t.n+1);
  if( memchr(t.z, 1, (size_t)t.n) ){
    u8 *a = (u8*)t.z;
    int i, n = 0;
    for(i=0; i<t.n; i++){
      if( a[i]==1 ){
        i++;                           /* at t.n there is the 00 */
        if( a[i]<1 || a[i]>2 ) p->bBad = 1;
        a[n++] = (u8)(a[i]-1);
      }else{
        a[n++] = a[i];
      }
    }
    t.n = n;
  }
  return t;
}

static void bundleBindInt(BundleIn *p, sqlite3_stmt *pStmt, int i, int bKnown, i64 v){
  int rc;
  if( pStmt==0 || p->e->rc!=SQLITE_OK ) return;
  rc = bKnown ? sqlite3_bind_int64(pStmt, i, v) : sqlite3_bind_null(pStmt, i);
  if( rc!=SQLITE_OK ) tgFailDb(p->e, sqlite3_db_handle(pStmt), rc);
}

static void bundleBindText(BundleIn *p, sqlite3_stmt *pStmt, int i, BundleText t){
  int rc;
  if( pStmt==0 || p->e->rc!=SQLITE_OK ) return;
  rc = sqlite3_bind_text(pStmt, i, (const char*)t.z, t.n, SQLITE_STATIC);
  if( rc!=SQLITE_OK ) tgFailDb(p->e, sqlite3_db_handle(pStmt), rc);
}

static void bundleStep(BundleIn *p, sqlite3_stmt *pStmt){
  if( pStmt==0 || p->bBad ) return;
  while( tgStep(p->e, pStmt) ){}
  sqlite3_reset(pStmt);
}

/* Account, counts and where everything is: parts 1 to 8 of the format. */
static void bundleLocate(BundleIn *p, const BundleBuf *b, TgAccount *a, TgBundleInfo *pInfo){
  Rd r = rdInit(b->a, b->n), *const apString[] = { &p->odd, &p->name, &p->other, &p->user };
  u64 m = tgBundleGetVarint(&r);
  const u8 *pTake;
  i64 i, aSize[4];
  int f;
  if( m>>(TG_NFIELD+1) ) r.bBad = 1;
  for(f=0; f<TG_NFIELD && !r.bBad; f++){
    if( (m & TG_BIT(f))==0 || f==TG_AUTH_KEY ) continue;
    i = f==TG_SERVER_ADDRESS ? tgBundleGetCount(&r, TG_ADDR_MAX) : tgBundleGetZigzag(&r);
    pTake = f==TG_SERVER_ADDRESS ? rdTake(&r, (size_t)i) : 0;
    if( r.bBad ) break;
    if( pTake ) tgAccountSetAddr(p->e, a, (const char*)pTake, (int)i);
    else tgAccountSetInt(p->e, a, f, i);
  }
  if( (m & TG_BIT(TG_NFIELD)) && !r.bBad ){
    i = tgBundleGetCount(&r, TG_BUNDLE_LAYOUT);
    pTake = rdTake(&r, (size_t)i);
    if( pTake ) memcpy(pInfo->zLayout, pTake, (size_t)i);
    if( i==0 || strspn(pInfo->zLayout, "abcdefghijklmnopqrstuvwxyz0123456789-.")!=(size_t)i ) r.bBad = 1;
  }
  pInfo->nPeer = p->nPeer = tgBundleGetCount(&r, b->n);
  pInfo->nLeftOut = tgBundleGetCount(&r, UINT32_MAX);
  pInfo->nUsername = p->nName = tgBundleGetCount(&r, b->n);
  pInfo->nState = p->nState = tgBundleGetCount(&r, b->n);
  pInfo->nStateLeftOut = tgBundleGetCount(&r, UINT32_MAX);
  p->iFirstOrd = tgBundleGetZigzag(&r);
  p->iFirstDay = tgBundleGetZigzag(&r);
  p->iFirstState = tgBundleGetZigzag(&r);
  p->nGroup = tgBundleGetCount(&r, b->n);
  p->group = r;
  for(i=0; i<p->nGroup*3 && !r.bBad; i++) tgBundleGetVarint(&r);
  for(i=0; i<NCOL; i++){
    BundleCol *c = &p->aCol[i];
    c->n = tgBundleGetCount(&r, (size_t)(i<C_WHOSE ? p->nPeer : p->nState));
    c->iBase = (u64)tgBundleGetZigzag(&r);
    c->w = (int)rdU8(&r);
    if( c->w>8 ) r.bBad = 1;
  }
  for(i=0; i<4; i++) aSize[i] = tgBundleGetCount(&r, b->n);
  for(i=0; i<4; i++){
    pTake = rdTake(&r, (size_t)aSize[i]);
    if( pTake ) *apString[i] = rdInit(pTake, (size_t)aSize[i]);
  }
  pTake = m & TG_BIT(TG_AUTH_KEY) ? rdTake(&r, TG_KEY_SIZE) : 0;
  if( pTake ) tgAccountSetKey(a, pTake);
  p->aFlag = rdTake(&r, (size_t)p->nPeer);
  p->aStateFlag = rdTake(&r, (size_t)p->nState);
  for(i=0; i<NCOL && !r.bBad; i++){
    BundleCol *c = &p->aCol[i];
    c->a = rdTake(&r, (size_t)c->n*(size_t)c->w);
  }
  if( r.bBad || rdLeft(&r) ) p->bBad = 1;
}

/* Put the letters of usernames in order again: those after one byte are together, and how
** many that are is how often that byte occurs.  See 5 of the format. */
static void bundleUnsplit(BundleIn *p, BundleBuf *pTo){
  size_t i, n = rdLeft(&p->user), aNext[256] = {0}, aEnd[256];
  const u8 *aFrom = p->user.p;
  u8 *a = tgBundleRoom(p->e, pTo, n), c = 0;
  if( a==0 ) return;
  for(i=0; i<n; i++) aNext[aFrom[i]]++;
  for(i=0; i<256; i++){
    aEnd[i] = (i ? aEnd[i-1] : 0) + aNext[i];
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
  p->user = rdInit(a, n);
}

static void bundleGetDays(BundleIn *p){
  i64 i, n = p->aCol[C_DAY].n, *a = tgBundleRoom(p->e, &p->day, (u64)n*sizeof *a);
  u64 iDay = (u64)p->iFirstDay;
  for(i=0; a && i<n; i++){
    iDay += bundleNext(p, C_DAY);
    a[i] = (i64)iDay;
  }
}

/* The usernames of peer id, whose odd record begins with m; after the peer, for it comes first. */
static void bundleGetNames(BundleIn *p, i64 id, u64 m, BundleText tFirst){
  u64 i;
  for(i=0; i<m>>3 && !p->bBad && p->e->rc==SQLITE_OK; i++){
    u64 k = tgBundleGetVarint(&p->odd);
    i64 iOrd = k & 2 ? tgBundleGetZigzag(&p->odd) : (i64)((u64)p->iFirstOrd + i);
    BundleText t = {0, 0};
    if( k>5 || p->odd.bBad ) p->bBad = 1;
    if( k & 1 ) t = i==0 ? tFirst : bundleString(p, &p->user);
    bundleBindInt(p, p->pName, 1, 1, id);
    bundleBindText(p, p->pName, 2, t);
    bundleBindInt(p, p->pName, 3, (k & 4)==0, iOrd);
    bundleStep(p, p->pName);
    p->nNameDone++;
  }
}

static void bundleGetPeer(BundleIn *p, int mFlag, i64 id, BundleText tType){
  BundleText tUser = {0, 0}, tFirst = {0, 0}, tPhone = {0, 0}, tName = {0, 0};
  int eHash = mFlag & 3, eDate = mFlag & 3<<2, eNames = mFlag & 3<<4;
  i64 iHash = 0, iDate = 0;
  char zPhone[24];
  u64 m = 0, i;
  if( eHash==3 || eDate==3<<2 || eNames==3<<4 ) p->bBad = 1;
  if( eHash==HASH_COL ) iHash = (i64)bundleNext(p, C_HASH);
  if( eDate==DATE_COL ) iDate = (i64)bundleNext(p, C_UPDATED);
  if( eDate==DATE_OFTEN ){
    i = bundleNext(p, C_OFTEN);
    if( i<p->day.n/sizeof(i64) ) iDate = ((const i64*)(void*)p->day.a)[i];
    else p->bBad = 1;
  }
  if( eNames==NAMES_ONE ){
    tUser = tFirst = bundleString(p, &p->user);
    m = 1<<3;
  }else if( eNames==NAMES_ODD ){
    Rd peek;
    m = tgBundleGetVarint(&p->odd);
    peek = p->odd;
    if( m>>3 && tgBundleGetVarint(&peek) & 1 ) tFirst = bundleString(p, &p->user);
    if( (m & 3)==1 ) tUser = tFirst;
    if( (m & 3)==2 ) tUser = bundleString(p, &p->other);
    if( m & 4 ) tPhone = bundleString(p, &p->other);
    if( p->odd.bBad || (m & 3)==3 || ((m & 3)==1 && tFirst.z==0) ) p->bBad = 1;
  }
  if( mFlag & HAS_PHONE ){
    if( m & 4 ) p->bBad = 1;
    sqlite3_snprintf(sizeof zPhone, zPhone, "%llu", bundleNext(p, C_PHONE));
    tPhone.z = (const u8*)zPhone;
    tPhone.n = (int)strlen(zPhone);
  }
  if( mFlag & HAS_NAME ) tName = bundleString(p, &p->name);
  bundleBindInt(p, p->pPeer, 1, 1, id);
  bundleBindText(p, p->pPeer, 2, tType);
  bundleBindInt(p, p->pPeer, 3, eHash!=0, iHash);
  bundleBindText(p, p->pPeer, 4, tUser);
  bundleBindText(p, p->pPeer, 5, tPhone);
  bundleBindText(p, p->pPeer, 6, tName);
  bundleBindInt(p, p->pPeer, 7, eDate!=0, iDate);
  bundleStep(p, p->pPeer);
  if( eNames==NAMES_ODD ){
    bundleGetNames(p, id, m, tFirst);
  }else if( eNames==NAMES_ONE ){
    bundleBindInt(p, p->pName, 1, 1, id);
    bundleBindText(p, p->pName, 2, tFirst);
    bundleBindInt(p, p->pName, 3, 1, p->iFirstOrd);
    bundleStep(p, p->pName);
    p->nNameDone++;
  }
}

static void bundleGetState(BundleIn *p, i64 id){
  int k, m = p->nStateDone<p->nState ? p->aStateFlag[p->nStateDone] : 255;
  if( m>15 ){
    p->bBad = 1;
    return;
  }
  bundleBindInt(p, p->pState, 1, 1, id);
  for(k=0; k<4; k++){
    i64 v = m & 1<<k ? (i64)bundleNext(p, C_PTS+k) : 0;
    bundleBindInt(p, p->pState, k+2, m & 1<<k, v);
  }
  bundleStep(p, p->pState);
  p->nStateDone++;
}

/* The next peer with a state, after number i; 2^63-1 when there is none. */
static i64 bundleWhose(BundleIn *p, i64 i){
  BundleCol *c = &p->aCol[C_WHOSE];
  return c->i<c->n ? (i64)((u64)i + bundleNext(p, C_WHOSE)) : INT64_MAX;
}

static void bundleGetPeers(BundleIn *p){
  i64 iGroup, i = 0, iEnd, iWhose = bundleWhose(p, 0);
  for(iGroup=0; iGroup<p->nGroup && !p->bBad && p->e->rc==SQLITE_OK; iGroup++){
    u64 eType = tgBundleGetVarint(&p->group);
    i64 n = tgBundleGetCount(&p->group, (size_t)(p->nPeer-i));
    i64 id = tgBundleGetZigzag(&p->group);
    BundleText t = {0, 0};
    if( eType>=NTYPE || n<1 ){
      p->bBad = 1;
      return;
    }
    if( eType==TYPE_OTHER ){
      t = bundleString(p, &p->other);
    }else if( eType>0 ){
      t.z = (const u8*)azTgBundleType[eType];
      t.n = (int)strlen(azTgBundleType[eType]);
    }
    for(iEnd=i+n; i<iEnd && !p->bBad && p->e->rc==SQLITE_OK; i++){
      if( i>iEnd-n ) id = (i64)((u64)id + bundleNext(p, C_ID));
      bundleGetPeer(p, p->aFlag[i], id, t);
      if( i==iWhose ){
        bundleGetState(p, id);
        iWhose = bundleWhose(p, i);
      }
    }
  }
  if( i<p->nPeer ) p->bBad = 1;
}

/* The states that are not of a peer. */
static void bundleGetStates(BundleIn *p){
  i64 id = p->iFirstState;
  int bFirst = 1;
  while( p->nStateDone<p->nState && !p->bBad && p->e->rc==SQLITE_OK ){
    if( !bFirst ) id = (i64)((u64)id + bundleNext(p, C_STATE));
    bundleGetState(p, id);
    bFirst = 0;
  }
}

void tgBundleGet(TgErr *e, BundleBuf *pContent, TgAccount *a, TgBundleInfo *pInfo,
                 sqlite3_stmt *pPeer, sqlite3_stmt *pName, sqlite3_stmt *pState){
  BundleBuf user = {0, 0, 0};
  BundleIn in;
  int i;
  memset(&in, 0, sizeof in);
  in.e = e;
  in.pPeer = pPeer;
  in.pName = pName;
  in.pState = pState;
  bundleLocate(&in, pContent, a, pInfo);
  if( !in.bBad ) bundleUnsplit(&in, &user);
  if( !in.bBad ) bundleGetDays(&in);
  if( !in.bBad && e->rc==SQLITE_OK ) bundleGetPeers(&in);
  if( !in.bBad && e->rc==SQLITE_OK ) bundleGetStates(&in);
  for(i=0; i<NCOL; i++) if( in.aCol[i].i<in.aCol[i].n ) in.bBad = 1;
  if( rdLeft(&in.odd) || rdLeft(&in.user) || rdLeft(&in.name) || rdLeft(&in.other)
   || in.nNameDone!=in.nName ) in.bBad = 1;
  if( in.bBad ){
    tgFail(e, SQLITE_ERROR, "bundle: its content contradicts itself; tgsession did not write it");
  }
  if( pPeer ) sqlite3_clear_bindings(pPeer);     /* they point into memory that goes away */
  if( pName ) sqlite3_clear_bindings(pName);
  if( pState ) sqlite3_clear_bindings(pState);
  tgWipeFree(user.a);
  tgWipeFree(in.day.a);
}
