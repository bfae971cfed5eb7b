/* codec: session strings of MTKruto.
**
** base64url without padding of TL whose runs of zeros are encoded (pack.h), little-endian:
**
**   TL string dc ("2", "2-test") | TL bytes key          0.1.142 to 0.1.179, and @mtcute/convert
**   ... | i32 api_id                                     0.1.180 and later
**   ... | u8 is_bot | i64 user_id                        0.1.700 and later: what is written
**
** That is 264, 268 or 277 bytes (with "-test" 4 more), and 319 to 387 characters, because
** the number of zeros in a key varies.  A key with a run of over 255 is split, which
** @mtcute/convert does not do.  Current MTKruto reads the newest form only.
*/
#include "codec/codec.h"
#include "codec/pack.h"

#define MTKRUTO_MAX (12+4+TG_KEY_SIZE+4+1+8)   /* a dc of up to 10 characters */
#define MTKRUTO_KEEPS (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_AUTH_KEY)| \
                       TG_BIT(TG_API_ID)|TG_BIT(TG_IS_BOT)|TG_BIT(TG_USER_ID))

typedef struct Mtkruto {
  unsigned dc_id;
  int bTest;
  const u8 *key;                             /* borrowed from the decoded bytes */
  size_t nRest;                              /* 0, 4, 13: old, mid, new */
  uint32_t api_id;
  unsigned bot;
  uint64_t user_id;
} Mtkruto;

/* "1" to "999", and perhaps "-test". */
static int mtkrutoDc(const u8 *z, size_t n, Mtkruto *p){
  size_t i;
  p->dc_id = 0;
  for(i=0; i<n && i<3 && z[i]>='0' && z[i]<='9'; i++) p->dc_id = p->dc_id*10 + (z[i]-'0');
  p->bTest = n-i==5 && memcmp(z+i, "-test", 5)==0;
  return ALWAYS(i>0) && (p->bTest || i==n);
}

/* The whole structure, its bytes in aRaw of MTKRUTO_MAX; 1 when t is of it. */
static int mtkrutoParse(const TgText *t, u8 *aRaw, Mtkruto *p){
  Rd r;
  const u8 *zDc;
  size_t n;
  int nRaw;
  nRaw = tgRunsDecode(t->a, t->na, aRaw, MTKRUTO_MAX);
  if( nRaw<0 ) return 0;
  r = rdInit(aRaw, (size_t)nRaw);
  zDc = tgTlRead(&r, &n);
  if( zDc==0 || !mtkrutoDc(zDc, n, p) ) return 0;
  p->key = tgTlRead(&r, &n);
  if( n!=TG_KEY_SIZE ) return 0;
  p->nRest = rdLeft(&r);
  if( p->nRest!=0 && p->nRest!=4 && p->nRest!=13 ) return 0;
  p->api_id = p->nRest ? rdU32le(&r) : 0;
  p->bot = p->nRest==13 ? rdU8(&r) : 0;
  p->user_id = p->nRest==13 ? rdU64le(&r) : 0;
  return p->bot<=1;
}

static int mtkrutoDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  u8 aRaw[MTKRUTO_MAX];
  Mtkruto m;
  int b;
  (void)bForced;
  if( t->na<12 || t->a[0]<1 || t->a[0]>8 || t->a[1]<'0' || t->a[1]>'9' ) return 0;
  b = mtkrutoParse(t, aRaw, &m);
  if( b ){
    tgAccountSetInt(e, a, TG_DC_ID, m.dc_id);
    tgAccountSetInt(e, a, TG_TEST_MODE, m.bTest);
    tgAccountSetKey(a, m.key);
    if( m.nRest ) tgAccountSetInt(e, a, TG_API_ID, m.api_id);
    if( m.nRest==13 ){
      if( m.user_id>>63 ) tgFail(e, SQLITE_ERROR, "user_id is out of range: it is negative");
      tgAccountSetInt(e, a, TG_IS_BOT, m.bot);
      tgAccountSetInt(e, a, TG_USER_ID, (i64)(m.user_id & 0x7fffffffffffffffu));
    }
  }
  tgWipe(aRaw, sizeof(aRaw));
  return b;
}

static void mtkrutoWriteDc(Wr *w, unsigned dc_id, int bTest){
  char zDc[8];
  Wr wDc = wrInit(zDc, sizeof(zDc));
  if( dc_id>=100 ) wrU8(&wDc, '0'+dc_id/100%10);
  if( dc_id>=10 ) wrU8(&wDc, '0'+dc_id/10%10);
  wrU8(&wDc, '0'+dc_id%10);
  if( bTest ) wrBytes(&wDc, "-test", 5);
  tgTlWrite(w, zDc, (size_t)(wDc.p - (u8*)zDc));
}

static int mtkrutoEncode(TgErr *e, const TgAccount *a, char *zOut){
  u8 aRaw[MTKRUTO_MAX], aRuns[2*MTKRUTO_MAX];
  Wr w = wrInit(aRaw, sizeof(aRaw));
  int nRaw, nRuns;
  mtkrutoWriteDc(&w, (unsigned)a->n[TG_DC_ID], a->n[TG_TEST_MODE]!=0);
  tgTlWrite(&w, a->key, TG_KEY_SIZE);
  wrU32le(&w, (uint32_t)a->n[TG_API_ID]);
  wrU8(&w, a->n[TG_IS_BOT]!=0);
  wrU64le(&w, (uint64_t)a->n[TG_USER_ID]);
  nRaw = (int)(w.p - aRaw);
  if( NEVER(w.bBad) ) tgFail(e, SQLITE_INTERNAL, "wrong size");
  nRuns = tgRunsEncode(aRaw, nRaw, aRuns);
  tgWipe(aRaw, (size_t)nRaw);
  return tgCodecText(aRuns, nRuns, 1, 0, zOut);
}

const TgCodec tgCodecMtkruto = {
  "mtkruto", "MTKruto 0.1.700 and later",
  "368 to 387 characters, fewer when the key has many zeros; older forms are read too",
  "mtkruto", MTKRUTO_KEEPS,
  TG_BIT(TG_DC_ID)|TG_BIT(TG_AUTH_KEY)|TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT),
  mtkrutoDecode, mtkrutoEncode, 0, 0
};
