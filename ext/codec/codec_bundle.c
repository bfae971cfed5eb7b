/* codec: a session as a bundle, all of it or as much as max_length has room for; the format is in
** codec_bundle.h. */
#include "codec/codec_bundle_int.h"

/* The text with the first nIn of all states and peers; 0 with an error. */
static char *bundleTry(Bundle *p, i64 nIn, i64 *pn){
  i64 nStateIn = nIn<p->nState ? nIn : p->nState;
  size_t iBegin;
  char *z;
  int n;
  tgBundleBuild(p, nStateIn, nIn-nStateIn);
  iBegin = tgBundleDeflate(p);
  if( p->e->rc!=SQLITE_OK ) return 0;
  n = (int)(p->out.n-iBegin);
  *pn = 5 + tgB64Size(n, 0);
  z = tgAlloc(p->e, (u64)*pn+1);
  if( z==0 ) return 0;
  memcpy(z, "tgs1.", 5);
  tgB64Encode(p->out.a+iBegin, n, 1, 0, z+5);
  return z;
}

/* The longest text of at most nMax characters that the first of all states and peers give.
** nLo fit and nHi do not; where between them to look next is guessed from the lengths. */
static char *bundleFit(Bundle *p, i64 nMax, i64 *pn){
  i64 n, nAll = p->nState + p->nPeer, nLo = 0, nHi = nAll+1, nLoText = 0, nHiText = 0;
  i64 nNext = p->nState + nMax/16 + 1;
  char *zBest = bundleTry(p, 0, &nLoText);
  int i;
  if( zBest && nLoText>nMax ){
    tgFail(p->e, SQLITE_TOOBIG, "bundle: max_length %lld is too small: the account alone takes "
           "%lld characters; allow at least %lld", nMax, nLoText, nLoText);
  }
  /* every other one halves what is between them */
  for(i=0; nHi-nLo>1 && p->e->rc==SQLITE_OK; i++){
    char *z;
    if( nNext<=nLo ) nNext = nLo+1;
    if( nNext>=nHi ) nNext = nHi-1;
    z = bundleTry(p, nNext, &n);
    if( z && n<=nMax ){
      tgWipeFree(zBest);
      zBest = z;
      nLo = nNext;
      nLoText = n;
    }else{
      tgWipeFree(z);
      nHi = nNext;
      nHiText = n;
    }
    if( nHi>nAll ) nNext = nLo*2;
    else if( i&1 ) nNext = nLo + (nHi-nLo)/2;
    else nNext = nLo + (i64)((double)(nHi-nLo)*(double)(nMax-nLoText)/(double)(nHiText-nLoText+1));
  }
  *pn = nLoText;
  if( p->e->rc==SQLITE_OK ) return zBest;
  tgWipeFree(zBest);
  return 0;
}

char *tgBundleEncode(TgErr *e, const TgAccount *a, const TgBundleRows *p, int *pn){
  Bundle b;
  char *z = 0;
  i64 n = 0;
  *pn = 0;
  if( e->rc!=SQLITE_OK ) return 0;
  memset(&b, 0, sizeof b);
  b.e = e;
  b.a = a;
  b.zLayout = p->zLayout && strlen(p->zLayout)<=TG_BUNDLE_LAYOUT ? p->zLayout : 0;
  tgBundleRead(&b, p->pPeers, p->pUsernames, p->pStates);
  if( p->nMaxLength>0 ) tgBundleRank(&b);
  if( e->rc==SQLITE_OK ){
    z = p->nMaxLength>0 ? bundleFit(&b, p->nMaxLength, &n) : bundleTry(&b, b.nState+b.nPeer, &n);
  }
  if( z ) *pn = (int)n;
  tgBundleFree(&b);
  return z;
}
