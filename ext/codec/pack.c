/* codec: TL bytes and runs of zeros; see pack.h. */
#include "codec/pack.h"

/*************************************** TL bytes ***********************************************/

const u8 *tgTlRead(Rd *r, size_t *pn){
  const u8 *p, *pPad;
  size_t n = rdU8(r), nHead = 1, nPad, i;
  *pn = 0;
  testcase( n==253 );
  if( n==254 ){
    n = rdU8(r);
    n |= (size_t)rdU8(r)<<8;
    n |= (size_t)rdU8(r)<<16;
    nHead = 4;
    testcase( n==253 );
    testcase( n==254 );
    if( n<254 ) r->bBad = 1;
  }else if( n==255 ){
    r->bBad = 1;
  }
  nPad = (0-(nHead+n)) & 3;
  p = rdTake(r, n);
  pPad = rdTake(r, nPad);
  for(i=0; pPad && i<nPad; i++){
    if( pPad[i] ) r->bBad = 1;
  }
  if( r->bBad ) return 0;
  *pn = n;
  return p;
}

size_t tgTlSize(size_t n){
  return ((n<254 ? 1 : 4) + n + 3) & ~(size_t)3;
}

void tgTlWrite(Wr *w, const void *p, size_t n){
  static const u8 aZero[3];
  size_t nHead = n<254 ? 1 : 4;
  if( n<254 ){
    wrU8(w, (unsigned)n);
  }else{
    wrU32le(w, 254u | (uint32_t)n<<8);
  }
  wrBytes(w, p, n);
  wrBytes(w, aZero, tgTlSize(n)-nHead-n);
}

/*************************************** Runs of zeros ******************************************/

/* Bytes at p, of n, before the first zero.  All but the key are short, and a call costs more than
** eight bytes. */
static int runsPlain(const u8 *p, int n){
  const u8 *pZero;
  int i = 0;
  while( i<n && i<8 && p[i] ) i++;
  if( i==n || i<8 ) return i;
  pZero = memchr(p+i, 0, (size_t)(n-i));
  return pZero ? (int)(pZero - p) : n;
}

/* Zeros at p, of n, but at most 255. */
static int runsZeros(const u8 *p, int n){
  int i = 0;
  while( i<n && i<255 && p[i]==0 ) i++;
  return i;
}

int tgRunsDecode(const u8 *a, int n, u8 *aOut, int nOut){
  Rd r = rdInit(a, (size_t)n);
  Wr w = wrInit(aOut, (size_t)nOut);
  size_t nPlain, nRun;
  while( rdLeft(&r) ){
    nPlain = (size_t)runsPlain(r.p, (int)rdLeft(&r));
    wrBytes(&w, rdTake(&r, nPlain), nPlain);
    if( rdLeft(&r)==0 ) break;
    rdU8(&r);
    nRun = rdU8(&r);
    testcase( nRun==255 );
    testcase( nRun && (size_t)(w.pEnd - w.p)==nRun );
    testcase( nRun && (size_t)(w.pEnd - w.p)+1==nRun );
    if( nRun==0 || (size_t)(w.pEnd - w.p)<nRun ) return -1;   /* 0: no run, or cut short */
    memset(w.p, 0, nRun);
    w.p += nRun;
  }
  return w.bBad ? -1 : (int)(w.p - aOut);
}

int tgRunsEncode(const u8 *a, int n, u8 *aOut){
  u8 *p = aOut;
  int i, nRun;
  for(i=0; i<n; i+=nRun){
    nRun = runsPlain(a+i, n-i);
    memcpy(p, a+i, (size_t)nRun);
    p += nRun;
    i += nRun;
    nRun = runsZeros(a+i, n-i);
    if( nRun ){
      *p++ = 0;
      *p++ = (u8)nRun;
    }
  }
  return (int)(p - aOut);
}
