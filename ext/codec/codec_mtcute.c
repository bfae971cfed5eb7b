/* codec: session strings of mtcute.
**
** base64url without padding, little-endian; TL as in pack.h:
**
**   version 3    u8 3 | i32 flags | TL bytes DC | [TL bytes media DC] | [self] | TL bytes key
**     a DC       u8 1 or 2 | u8 dc | u8 flags (1 IPv6, 2 media, 4 test) | TL string IP | i32 port
**   versions 1, 2  u8 1 or 2 | i32 flags | DC | [media DC] | [self] | TL bytes key
**     a DC       u32 18b7a10d | i32 flags (1 IPv6, 1024 a secret) | i32 dc | TL string IP |
**                i32 port | [TL bytes secret]
**
**   flags        1 self, 2 test, 4 media DC (not in version 1)
**   self         i64 user_id | u32 997275b5 for a bot, bc799737 for a user
**
** @mtcute/core 0.2 writes 1 and 2, 0.7 and later 3.  From 0.19 on the test flag stands in the DC of
** version 2, which older ones reject; both take a DC of version 1 with the outer test
** flag [run with 0.16.4 and 0.29.7], so that is what is written here.
*/
#include "codec/codec.h"
#include "codec/pack.h"

#define MTCUTE_DC    (TG_BIT(TG_DC_ID)|TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT))
#define MTCUTE_USER  (TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT))
#define MTCUTE_OPTION 0x18b7a10du
#define MTCUTE_TRUE   0x997275b5u
#define MTCUTE_FALSE  0xbc799737u
enum { MTCUTE_SELF = 1, MTCUTE_TEST = 2, MTCUTE_MEDIA = 4 };

typedef struct MtDc {
  unsigned dc_id, port;
  int bTest;
  const char *zAddr; size_t nAddr;           /* borrowed from the text */
} MtDc;

typedef struct Mtcute {
  unsigned flags;
  MtDc dc;
  uint64_t user_id;
  uint32_t bot;
  const u8 *key;                             /* borrowed from the text */
} Mtcute;

/* Is this an address of n characters?  The one field here that tells damage from data. */
static int mtcuteIsAddr(const char *z, size_t n){
  size_t i;
  testcase( n==2 );
  testcase( n==TG_ADDR_MAX );
  testcase( n==TG_ADDR_MAX+1 );
  if( n<2 || n>TG_ADDR_MAX ) return 0;
  for(i=0; i<n; i++){
    char c = z[i];
    if( (c<'0' || c>':') && c!='.' && (c<'a' || c>'f') && (c<'A' || c>'F') ) return 0;
  }
  return 1;
}

/* One DC; r->bBad when it is none. */
static void mtcuteReadDc(Rd *r, unsigned iVersion, MtDc *p){
  Rd in = *r;
  unsigned flags, iInner;
  size_t n;
  if( iVersion==3 ){
    const u8 *a = tgTlRead(r, &n);
    if( a==0 ) return;
    in = rdInit(a, n);
    iInner = rdU8(&in);
    p->dc_id = rdU8(&in);
    flags = rdU8(&in);
    if( iInner<1 || iInner>2 || flags>7 ) r->bBad = 1;
    p->bTest = iInner==2 && (flags & 4);
  }else{
    if( rdU32le(&in)!=MTCUTE_OPTION ) r->bBad = 1;
    flags = rdU32le(&in);
    p->dc_id = rdU32le(&in);
    p->bTest = 0;
    if( flags>2047 || p->dc_id>255 ) r->bBad = 1;
  }
  p->zAddr = (const char*)tgTlRead(&in, &p->nAddr);
  p->port = rdU32le(&in);
  if( iVersion!=3 && (flags & 1024) ) tgTlRead(&in, &n);
  if( in.bBad || p->port>65535 || !mtcuteIsAddr(p->zAddr, p->nAddr) ) r->bBad = 1;
  if( iVersion==3 ){
    if( rdLeft(&in) ) r->bBad = 1;
  }else{
    in.bBad |= r->bBad;
    *r = in;
  }
}

/* The whole structure; 1 when all of the text is what it should be. */
static int mtcuteParse(const TgText *t, Mtcute *p){
  Rd r;
  MtDc media;
  unsigned iVersion;
  size_t n;
  if( t->na<5 || t->a[0]<1 || t->a[0]>3 || t->a[1]>7 || t->a[2] || t->a[3] || t->a[4] ) return 0;
  r = rdInit(t->a, (size_t)t->na);
  iVersion = rdU8(&r);
  p->flags = rdU32le(&r);
  if( iVersion==1 && (p->flags & MTCUTE_MEDIA) ) return 0;
  mtcuteReadDc(&r, iVersion, &p->dc);
  if( p->flags & MTCUTE_MEDIA ) mtcuteReadDc(&r, iVersion, &media);
  if( p->flags & MTCUTE_SELF ){
    p->user_id = rdU64le(&r);
    p->bot = rdU32le(&r);
    if( p->bot!=MTCUTE_TRUE && p->bot!=MTCUTE_FALSE ) return 0;
  }
  p->key = tgTlRead(&r, &n);
  return !r.bBad && n==TG_KEY_SIZE && rdLeft(&r)==0;
}

static int mtcuteDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  Mtcute m;
  (void)bForced;
  if( !mtcuteParse(t, &m) ) return 0;
  tgAccountSetInt(e, a, TG_DC_ID, m.dc.dc_id);
  tgAccountSetAddr(e, a, m.dc.zAddr, (int)m.dc.nAddr);
  tgAccountSetInt(e, a, TG_PORT, m.dc.port);
  tgAccountSetInt(e, a, TG_TEST_MODE, m.dc.bTest || (m.flags & MTCUTE_TEST));
  if( m.flags & MTCUTE_SELF ){
    if( m.user_id>>63 ) tgFail(e, SQLITE_ERROR, "user_id is out of range: it is negative");
    tgAccountSetInt(e, a, TG_USER_ID, (i64)(m.user_id & 0x7fffffffffffffffu));
    tgAccountSetInt(e, a, TG_IS_BOT, m.bot==MTCUTE_TRUE);
  }
  tgAccountSetKey(a, m.key);
  return 1;
}

static int mtcuteEncode(TgErr *e, const TgAccount *a, char *zOut){
  u8 aRaw[1+4+4+4+(TG_ADDR_MAX+1)+4+12+4+TG_KEY_SIZE], aIp[16];
  static const u8 aPad[3];
  int bSelf = (a->have & TG_BIT(TG_USER_ID))!=0;
  int nIp = tgAddrToIp(a->zAddr, aIp);
  size_t nAddr = strlen(a->zAddr), nDc = 3+tgTlSize(nAddr)+4;
  Wr w = wrInit(aRaw, sizeof(aRaw));
  if( NEVER(nIp==0) ){                       /* tgAccountFit() puts the data centre's there */
    tgFail(e, SQLITE_ERROR, "server_address must be an IP address here; "
           "give it: 'server_address', '...'");
    return 0;
  }
  if( bSelf && a->n[TG_USER_ID]>>53 ){
    tgFail(e, SQLITE_ERROR, "user_id %lld takes more than 53 bits, which is what JavaScript has",
           a->n[TG_USER_ID]);
    return 0;
  }
  wrU8(&w, 3);
  wrU32le(&w, (bSelf ? MTCUTE_SELF : 0u) | (a->n[TG_TEST_MODE] ? MTCUTE_TEST : 0u));
  wrU8(&w, (unsigned)nDc);                   /* TL bytes, written in place */
  wrU8(&w, 1);
  wrU8(&w, (unsigned)a->n[TG_DC_ID]);
  wrU8(&w, nIp==16);
  tgTlWrite(&w, a->zAddr, nAddr);
  wrU32le(&w, (uint32_t)a->n[TG_PORT]);
  wrBytes(&w, aPad, tgTlSize(nDc)-1-nDc);
  if( bSelf ){
    wrU64le(&w, (uint64_t)a->n[TG_USER_ID]);
    wrU32le(&w, a->n[TG_IS_BOT] ? MTCUTE_TRUE : MTCUTE_FALSE);
  }
  tgTlWrite(&w, a->key, TG_KEY_SIZE);
  if( NEVER(w.bBad) ) tgFail(e, SQLITE_INTERNAL, "wrong size");
  return tgCodecText(aRaw, (int)(w.p - aRaw), 1, 0, zOut);
}

const TgCodec tgCodecMtcute = {
  "mtcute", "mtcute 0.7 and later",
  "402 characters, 386 without the user, more with IPv6; versions 1 and 2 are read too; "
  "the media DC is not kept",
  "mtcute", MTCUTE_DC|MTCUTE_USER|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_AUTH_KEY),
  MTCUTE_DC|TG_BIT(TG_AUTH_KEY),
  mtcuteDecode, mtcuteEncode, 0, 0
};
