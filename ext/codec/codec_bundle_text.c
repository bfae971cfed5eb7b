/* codec: content of a bundle to text and back: deflate, CRC-32, base64; the format is in
** codec_bundle.h.
**
** Writing: tgBundleDeflate() compresses each stretch of the content in the way that tgBundleBuild()
** marked it for.  Reading trusts no number: sizes are compared with what is there before
** anything is allocated, and memory for the content grows only as content arrives.
*/
#include "codec/codec_bundle_int.h"
#include <zlib.h>

#define BUNDLE_VERSION 1
#define BUNDLE_RATIO 1032              /* deflate's greatest: 258 bytes in two bits */
#define BUNDLE_HEADER 24               /* at most: two varints and the CRC */
#define BUNDLE_PIECE 65536             /* bytes given to deflate() at a time */
#define BUNDLE_LONG 65536              /* bytes of text from which level 9 is too slow: 5 is a third
                                       ** of the time and 3 % longer */

const char *const azTgBundleType[TYPE_OTHER] = {
  0, "channel", "supergroup", "forum", "direct", "community", "group", "user", "bot"
};

void *tgBundleRoom(TgErr *e, BundleBuf *b, u64 n){
  u8 *p;
  if( e->rc!=SQLITE_OK ) return 0;
  if( n>BUNDLE_MAX || b->n+n>BUNDLE_MAX ){
    tgFail(e, SQLITE_TOOBIG, "bundle: the session is too large for one");
    return 0;
  }
  if( b->a==0 || b->n+n>b->nAlloc ){
    size_t nNew = b->nAlloc*2>b->n+n ? b->nAlloc*2 : b->n+(size_t)n+64;
    p = sqlite3_malloc64(nNew);
    if( p==0 ){
      tgNomem(e);
      return 0;
    }
    if( b->n ) memcpy(p, b->a, b->n);
    tgWipeFree(b->a);
    b->a = p;
    b->nAlloc = nNew;
  }
  p = b->a + b->n;
  b->n += (size_t)n;
  return p;
}

int tgBundleVarint(u8 *a, u64 i){           /* at most 10 bytes */
  int n = 0;
  while( i>=0x80 ){
    a[n++] = (u8)(i | 0x80);
    i >>= 7;
  }
  a[n++] = (u8)i;
  return n;
}

/*************************************** Deflating **********************************************/

static void *bundleZAlloc(void *pNotUsed, unsigned n, unsigned nSize){
  void *p = sqlite3_malloc64((u64)n*nSize);
  (void)pNotUsed;
  if( p ) memset(p, 0, (size_t)n*nSize);       /* old zlibs look at what they never wrote */
  return p;
}

static void bundleZFree(void *pNotUsed, void *p){
  (void)pNotUsed;
  tgWipeFree(p);                       /* its window has seen the key */
}

/* As stored blocks (RFC 1951, 3.2.4); the stream is at a byte's begin. */
static void bundleStore(Bundle *p, const u8 *a, size_t n, int bLast){
  while( n ){
    size_t nBlock = n<65535 ? n : 65535;
    u8 *pTo = tgBundleRoom(p->e, &p->out, nBlock+5);
    if( pTo==0 ) return;
    pTo[0] = bLast && nBlock==n;
    pTo[1] = (u8)nBlock;
    pTo[2] = (u8)(nBlock>>8);
    pTo[3] = (u8)~pTo[1];
    pTo[4] = (u8)~pTo[2];
    memcpy(pTo+5, a, nBlock);
    a += nBlock;
    n -= nBlock;
  }
}

/* Deflate n bytes, which are like eLike, or -1: they go on where the last ones ended.  Z_BLOCK ends
** their Huffman codes, Z_FULL_FLUSH the byte too, Z_FINISH everything. */
static void bundleSquash(Bundle *p, z_stream *z, const u8 *a, size_t n, int eLike, int eFlush){
  u64 nRoom = (u64)deflateBound(z, (uLong)n) + 64;
  static const int aStrategy[] = { 0, Z_RLE, Z_HUFFMAN_ONLY, Z_DEFAULT_STRATEGY };  /* of LIKE_ */
  u8 *pTo = tgBundleRoom(p->e, &p->out, nRoom);
  int rc;
  if( pTo==0 ) return;
  z->next_in = (u8*)a;                 /* zlib of old has no const */
  z->avail_in = 0;
  z->next_out = pTo;
  z->avail_out = (unsigned)nRoom;
  if( eLike>=0 ){
    deflateReset(z);
    deflateParams(z, eLike==LIKE_TEXT && n>BUNDLE_LONG ? 5 : 9, aStrategy[eLike]);
  }
  do{                                  /* in pieces, so that it can be stopped */
    unsigned nNow = n<BUNDLE_PIECE ? (unsigned)n : BUNDLE_PIECE;
    z->avail_in = nNow;
    n -= nNow;
    rc = deflate(z, n ? Z_NO_FLUSH : eFlush);
    tgWork(p->e, (int)(nNow/32));
  }while( n && p->e->rc==SQLITE_OK );
  if( p->e->rc==SQLITE_OK
      && NEVER(rc!=(eFlush==Z_FINISH ? Z_STREAM_END : Z_OK) || z->avail_in || z->avail_out==0) ){
    tgFail(p->e, SQLITE_INTERNAL, "bundle: zlib's deflate gave %d", rc);
  }
  p->out.n -= z->avail_out;
}

/* All stretches of the content, each in its way.  One raw deflate stream to any reader. */
static void bundleStretches(Bundle *p, z_stream *z){
  const u8 *a = p->content.a;
  size_t iBegin = 0;
  int i, bNew = 1;
  for(i=0; i<p->nMark; i++){
    int eLike = p->aMark[i].eLike, bLast = i+1==p->nMark;
    int bGoOn = !bLast && eLike!=LIKE_TEXT && p->aMark[i+1].eLike==eLike;
    size_t n = p->aMark[i].iEnd - iBegin;
    if( eLike==LIKE_NOISE ){
      bundleStore(p, a+iBegin, n, bLast);
    }else{
      bundleSquash(p, z, a+iBegin, n, bNew ? eLike : -1,
                   bLast ? Z_FINISH : bGoOn ? Z_BLOCK : Z_FULL_FLUSH);
    }
    iBegin += n;
    bNew = !bGoOn;
  }
}

size_t tgBundleDeflate(Bundle *p){
  const BundleBuf *c = &p->content;
  z_stream z;
  u8 aHead[BUNDLE_HEADER];
  uLong iCrc;
  size_t nWhole = 0, nOut;
  int i, n, nBits = 9;
  while( nBits<15 && ((size_t)1<<nBits)<c->n+300 ) nBits++;
  p->out.n = 0;
  tgBundleRoom(p->e, &p->out, BUNDLE_HEADER);
  memset(&z, 0, sizeof z);
  z.zalloc = bundleZAlloc;
  z.zfree = bundleZFree;
  if( p->e->rc!=SQLITE_OK ) return 0;
  /* A window that holds all of it, and no more: of a few peers, clearing 268 kB would cost more
  ** than deflating. */
  if( deflateInit2(&z, 9, Z_DEFLATED, -nBits, nBits-6, Z_DEFAULT_STRATEGY)!=Z_OK ){
    tgNomem(p->e);
    return 0;
  }
  if( p->bOdd && c->n<=16384 ){        /* with such a key, one piece may be less */
    bundleSquash(p, &z, c->a, c->n, LIKE_TEXT, Z_FINISH);
    nWhole = p->out.n - BUNDLE_HEADER;
  }
  bundleStretches(p, &z);
  deflateEnd(&z);
  if( p->e->rc!=SQLITE_OK ) return 0;
  nOut = p->out.n - BUNDLE_HEADER - nWhole;
  if( nWhole && nWhole<nOut ) nOut = nWhole;
  else memmove(p->out.a+BUNDLE_HEADER, p->out.a+BUNDLE_HEADER+nWhole, nOut);
  p->out.n = BUNDLE_HEADER + nOut;
  n = tgBundleVarint(aHead, c->n);
  n += tgBundleVarint(aHead+n, nOut);
  iCrc = crc32(crc32(0, 0, 0), aHead, (unsigned)n);
  iCrc = crc32(iCrc, p->out.a+BUNDLE_HEADER, (unsigned)nOut);
  iCrc = crc32(iCrc, c->a, (unsigned)c->n);
  for(i=24; i>=0; i-=8) aHead[n++] = (u8)(iCrc>>i);
  memcpy(p->out.a+BUNDLE_HEADER-n, aHead, (size_t)n);
  return (size_t)(BUNDLE_HEADER-n);
}

/*************************************** Unwrapping *********************************************/

static int bundleIsSpace(int c){ return c==' ' || (c>='\t' && c<='\r'); }

/* The version, and in *pi where the base64 begins; 0: not a bundle. */
static int bundlePrefix(const char *z, int n, int *pi){
  int i = 0, k = 0, iVersion = 0;
  while( i<n && bundleIsSpace((u8)z[i]) ) i++;
  for(; i<n && k<3; i++){
    if( bundleIsSpace((u8)z[i]) ) continue;
    if( z[i]!="tgs"[k++] ) return 0;
  }
  for(; i<n && iVersion<1000; i++){
    if( bundleIsSpace((u8)z[i]) ) continue;
    if( z[i]=='.' && iVersion>0 ){
      *pi = i+1;
      return iVersion;
    }
    if( z[i]<'0'+(iVersion==0) || z[i]>'9' ) return 0;
    iVersion = iVersion*10 + (z[i]-'0');
  }
  return 0;
}

int tgBundleIs(const char *z, int n){
  int i;
  return bundlePrefix(z, n<0 ? (int)strlen(z) : n, &i)>0;
}

/* The n characters at z, base64url and white space, as bytes in b. */
static void bundleFromText(TgErr *e, const char *z, int n, BundleBuf *b){
  BundleBuf text = {0, 0, 0};
  const char *zText = z;
  char *zCopy;
  int i, nText = n, na = -1, iBad = 0;
  u8 *a = tgBundleRoom(e, b, TG_B64_MAX((u64)n));
  if( e->rc!=SQLITE_OK ) return;
  /* As a rule there is nothing else in it. */
  if( !memchr(z, '+', (size_t)n) && !memchr(z, '/', (size_t)n) && !memchr(z, '=', (size_t)n) ){
    na = tgB64Decode(z, n, a, &iBad);
  }
  if( na<0 ){
    zText = zCopy = tgBundleRoom(e, &text, (u64)n);
    for(i=nText=0; i<n && zCopy; i++){
      if( bundleIsSpace((u8)z[i]) ) continue;
      zCopy[nText++] = z[i];
      if( z[i]=='+' || z[i]=='/' || z[i]=='=' ) goto foreign;
    }
    if( e->rc!=SQLITE_OK ) goto done;
    na = tgB64Decode(zText, nText, a, &iBad);
  }
  if( na<0 && iBad>=nText ){
    tgFail(e, SQLITE_ERROR, "bundle: it is cut short, %d characters cannot be all", nText+5);
  }else if( na<0 ){
    for(i=0; iBad>0 || bundleIsSpace((u8)z[i]); i++) iBad -= !bundleIsSpace((u8)z[i]);
    goto foreign;
  }
  b->n = na<0 ? 0 : (size_t)na;
done:
  tgWipeFree(text.a);
  return;
foreign:
  tgFail(e, SQLITE_ERROR, "bundle: character %d after the prefix is not base64url; "
         "paste the whole string, without quotes", i+1);
  goto done;
}

/* Inflate exactly nContent bytes.  Memory doubles as they come. */
static void bundleInflate(TgErr *e, const u8 *a, size_t n, u64 nContent, BundleBuf *c){
  z_stream z;
  u8 aMore[1];
  int rc = Z_OK;
  memset(&z, 0, sizeof z);
  z.zalloc = bundleZAlloc;
  z.zfree = bundleZFree;
  if( inflateInit2(&z, -15)!=Z_OK ){
    tgNomem(e);
    return;
  }
  z.next_in = (u8*)a;
  z.avail_in = (unsigned)n;
  while( rc==Z_OK && e->rc==SQLITE_OK && z.total_out<=nContent ){
    u64 nMore = c->n<2*n+4096 ? 2*n+4096 : c->n;
    /* all at once: zlib needs no window then */
    int bAll = z.total_out==0 && nContent<=BUNDLE_PIECE;
    if( bAll || nMore>nContent-c->n ) nMore = nContent-c->n;
    z.next_out = nMore ? tgBundleRoom(e, c, nMore) : aMore;
    z.avail_out = nMore ? (unsigned)nMore : 1;
    tgWork(e, (int)(nMore/256));
    if( z.next_out ) rc = inflate(&z, bAll ? Z_FINISH : Z_NO_FLUSH);
    if( rc==Z_BUF_ERROR && bAll && z.avail_out==0 ) rc = Z_OK;
    if( nMore ) c->n -= z.avail_out;
  }
  if( rc==Z_MEM_ERROR ){
    tgNomem(e);
  }else if( z.total_out>nContent || (rc==Z_STREAM_END && z.total_out<nContent) ){
    tgFail(e, SQLITE_ERROR, "bundle: it is damaged: its content is %s than the %lld bytes that it "
           "claims", z.total_out>nContent ? "more" : "less", (i64)nContent);
  }else if( rc!=Z_STREAM_END || z.avail_in ){
    tgFail(e, SQLITE_ERROR, "bundle: it is damaged: the deflated content does not inflate");
  }
  inflateEnd(&z);
}

void tgBundleUnwrap(TgErr *e, const char *z, int n, BundleBuf *c, int *piVersion){
  BundleBuf b = {0, 0, 0};
  u64 nContent, nDeflated;
  const u8 *a;
  uint32_t iCrc, iReal;
  size_t nHead;
  int i = 0;
  Rd r;
  *piVersion = bundlePrefix(z, n, &i);
  if( *piVersion!=BUNDLE_VERSION ){
    if( *piVersion==0 ){
      tgFail(e, SQLITE_ERROR, "bundle: it does not begin with tgs1.");
    }else{
      tgFail(e, SQLITE_ERROR, "bundle: it has version %d, and tgsession " TG_VERSION " reads "
             "version 1; use a later one", *piVersion);
    }
    return;
  }
  bundleFromText(e, z+i, n-i, &b);
  if( e->rc!=SQLITE_OK ) goto done;
  r = rdInit(b.a, b.n);
  nContent = bundleGetVarint(&r);
  nDeflated = bundleGetVarint(&r);
  nHead = b.n - rdLeft(&r);
  iCrc = rdU32be(&r);
  if( r.bBad || nDeflated>rdLeft(&r) ){
    tgFail(e, SQLITE_ERROR, "bundle: it is cut short: %d bytes are there%s", (int)b.n,
           r.bBad ? "" : ", and its header promises more");
  }else if( nDeflated<rdLeft(&r) ){
    tgFail(e, SQLITE_ERROR, "bundle: %d bytes too many at the end", (int)(rdLeft(&r)-nDeflated));
  }else if( nContent>BUNDLE_MAX || nContent>nDeflated*BUNDLE_RATIO ){
    tgFail(e, SQLITE_ERROR, "bundle: it claims more content than %lld deflated bytes can hold",
           (i64)nDeflated);
  }
  if( e->rc!=SQLITE_OK ) goto done;
  a = rdTake(&r, (size_t)nDeflated);
  bundleInflate(e, a, (size_t)nDeflated, nContent, c);
  if( e->rc!=SQLITE_OK ) goto done;
  iReal = (uint32_t)crc32(crc32(0, 0, 0), b.a, (unsigned)nHead);
  iReal = (uint32_t)crc32(iReal, a, (unsigned)nDeflated);
  iReal = (uint32_t)crc32(iReal, c->a, (unsigned)c->n);
  if( iReal!=iCrc ) tgFail(e, SQLITE_ERROR, "bundle: it is damaged: its CRC-32 differs");
done:
  tgWipeFree(b.a);
}
