/* codec: session strings of Pyrogram and its forks.
**
** base64url without padding of big-endian fields, as Python's struct writes them:
**
**   pyrogram     362  >BI?256sQ?       dc, api, test, key, user, bot       Pyrogram 2, all forks
**   pyrogram-64  356  >B?256sQ?        dc, test, key, user, bot            1.3 and 1.4
**   pyrogram-32  351  >B?256sI?        likewise, 32 bits of user           0.15 to 1.4
**   wzgram       438  WZ_ >BBI?256sQ?H48s  3, dc, api, test, key, user, bot, port, address,
**                     and their CRC-32 (little-endian)                     wzgram
**                395  WZ_ >BBI?256sQ?H16s  2, ... and the CRC              Tobigram, wzgram
**                387  the same without WZ_ and CRC                         Tobigram
**
** Two oddities have pyrogram-64's length and are read under its name.  irenogram 2.3.80 wrote
** >BI?256sI?, which no client reads correctly; as pyrogram-64 its user_id would be
** 2^52 or more, which no user has; its own is 2^16 or more, which all users have.  The
** session_storage of 2019 wrote ':' and the base64 of <B?q?256s.
*/
#include "codec/codec.h"
#include "base/base64.h"
#include "base/bytes.h"
#include <zlib.h>

#define PYRO_KEEPS (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_AUTH_KEY)| \
                    TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT))
#define WZ_V2 290                            /* bytes without CRC */
#define WZ_V3 322

/* The fields that all have, in this order; nUser bytes of user_id. */
static void pyroRead(TgErr *e, TgAccount *a, const u8 *p, int n, int bApi, int nUser){
  Rd r = rdInit(p, (size_t)n);
  const u8 *key;
  tgAccountSetInt(e, a, TG_DC_ID, rdU8(&r));
  if( bApi ) tgAccountSetInt(e, a, TG_API_ID, rdU32be(&r));
  tgAccountSetInt(e, a, TG_TEST_MODE, rdU8(&r));
  key = rdTake(&r, TG_KEY_SIZE);
  if( nUser==4 ){
    tgAccountSetInt(e, a, TG_USER_ID, rdU32be(&r));
  }else{
    uint64_t user = rdU64be(&r);
    if( user>>63 ) tgFail(e, SQLITE_ERROR, "user_id is out of range: it takes 64 bits");
    tgAccountSetInt(e, a, TG_USER_ID, (i64)(user & 0x7fffffffffffffffu));
  }
  tgAccountSetInt(e, a, TG_IS_BOT, rdU8(&r));
  if( NEVER(r.bBad || rdLeft(&r)) ){
    tgFail(e, SQLITE_ERROR, "%d bytes inside are too few or too many", n);
  }else{
    tgAccountSetKey(a, key);
  }
}

static int pyroWrite(TgErr *e, const TgAccount *a, char *zOut, int n, int bApi, int nUser){
  u8 aRaw[271];
  Wr w = wrInit(aRaw, (size_t)n);
  uint64_t user = (uint64_t)a->n[TG_USER_ID];
  wrU8(&w, (unsigned)a->n[TG_DC_ID]);
  if( bApi ) wrU32be(&w, (uint32_t)a->n[TG_API_ID]);
  wrU8(&w, a->n[TG_TEST_MODE]!=0);
  wrBytes(&w, a->key, TG_KEY_SIZE);
  if( nUser==4 ) wrU32be(&w, (uint32_t)user);
  else wrU64be(&w, user);
  wrU8(&w, a->n[TG_IS_BOT]!=0);
  if( nUser==4 && user>>32 ){
    tgFail(e, SQLITE_ERROR, "user_id %lld takes more than 32 bits; write pyrogram-64 or pyrogram",
           a->n[TG_USER_ID]);
  }else if( nUser==8 && !bApi && user>>52 ){ /* would be taken for irenogram's */
    tgFail(e, SQLITE_ERROR, "user_id %lld takes more than 52 bits; write pyrogram",
           a->n[TG_USER_ID]);
  }else if( NEVER(w.bBad || w.p!=w.pEnd) ){
    tgFail(e, SQLITE_INTERNAL, "wrong size");
  }
  return tgCodecText(aRaw, n, 1, 0, zOut);
}

/*************************************** Pyrogram ***********************************************/

static int pyroDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  (void)bForced;
  if( t->na!=271 || t->a[5]>1 || t->a[270]>1 ) return 0;
  pyroRead(e, a, t->a, t->na, 1, 8);
  return 1;
}

static int pyroEncode(TgErr *e, const TgAccount *a, char *zOut){
  return pyroWrite(e, a, zOut, 271, 1, 8);
}

const TgCodec tgCodecPyrogram = {
  "pyrogram", "Pyrogram 2, Hydrogram, Kurigram, Pyrofork and all other living forks",
  "362 characters; what SESSION_STRING mostly means",
  "pyrogram", PYRO_KEEPS|TG_BIT(TG_API_ID), PYRO_KEEPS,
  pyroDecode, pyroEncode, 0, 0
};

/*************************************** Pyrogram-64 ********************************************/

static int pyro64IsPlain(const TgText *t){
  return t->na==267 && t->a[1]<=1 && t->a[266]<=1 && t->a[258]==0 && t->a[259]<16;
}

/* What stands here for user_id is almost always 0 or small in a pyrogram string that was cut
** to this length. */
static int pyro64IsIreno(const TgText *t){
  return t->na==267 && t->a[5]<=1 && t->a[266]<=1 && (t->a[0]<=5 || t->a[0]==203)
      && (t->a[262] | t->a[263])!=0;
}

/* The 356 characters behind a ':', which go to aRaw of 267 bytes. */
static int pyro64IsColon(const TgText *t, u8 *aRaw){
  memset(aRaw, 0, 267);
  return tgB64Decode(t->z+1, 356, aRaw, 0)==267
      && aRaw[1]<=1 && aRaw[8]==0 && aRaw[9]==0 && aRaw[10]<=1;
}

static int pyro64Decode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  u8 aRaw[267];
  int b;
  (void)bForced;
  if( pyro64IsPlain(t) ){
    pyroRead(e, a, t->a, t->na, 0, 8);
    return 1;
  }
  if( pyro64IsIreno(t) ){
    pyroRead(e, a, t->a, t->na, 1, 4);
    return 1;
  }
  if( t->n!=357 || t->z[0]!=':' ) return 0;
  b = pyro64IsColon(t, aRaw);
  if( b ){
    Rd r = rdInit(aRaw, sizeof(aRaw));
    tgAccountSetInt(e, a, TG_DC_ID, rdU8(&r));
    tgAccountSetInt(e, a, TG_TEST_MODE, rdU8(&r));
    tgAccountSetInt(e, a, TG_USER_ID, (i64)rdU64le(&r));
    tgAccountSetInt(e, a, TG_IS_BOT, rdU8(&r));
    tgAccountSetKey(a, rdTake(&r, TG_KEY_SIZE));
  }
  tgWipe(aRaw, sizeof(aRaw));
  return b;
}

static int pyro64Encode(TgErr *e, const TgAccount *a, char *zOut){
  return pyroWrite(e, a, zOut, 267, 0, 8);
}

const TgCodec tgCodecPyrogram64 = {
  "pyrogram-64", "Pyrogram 1.3 and 1.4; read by Pyrogram 2 and most forks",
  "356 characters; irenogram 2.3.80's and session_storage's are read too",
  "pyrogram", PYRO_KEEPS, PYRO_KEEPS,
  pyro64Decode, pyro64Encode,
  &tgCodecPyrogram32, 2147483647           /* Pyrogram 1.3.0 to 1.4.16, storage.py */
};

/*************************************** Pyrogram-32 ********************************************/

static int pyro32Decode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  (void)bForced;
  if( t->na!=263 || t->a[1]>1 || t->a[262]>1 ) return 0;
  pyroRead(e, a, t->a, t->na, 0, 4);
  return 1;
}

static int pyro32Encode(TgErr *e, const TgAccount *a, char *zOut){
  return pyroWrite(e, a, zOut, 263, 0, 4);
}

const TgCodec tgCodecPyrogram32 = {
  "pyrogram-32", "Pyrogram 0.15 to 1.4; read by Pyrogram 2 and most forks",
  "351 characters; for users below 4294967296",
  "pyrogram", PYRO_KEEPS, PYRO_KEEPS,
  pyro32Decode, pyro32Encode, 0, 0
};

/*************************************** Wzgram *************************************************/

/* The payload, checked: its bytes in aBuf (of WZ_V3+4) or in t, *pn their number; 0: none. */
static const u8 *wzPayload(const TgText *t, u8 *aBuf, int *pn){
  Rd r;
  int n, i;
  const u8 *p = aBuf;
  if( t->n==387 && t->na==WZ_V2 ){
    p = t->a;
    n = WZ_V2;
  }else if( (t->n==395 || t->n==438) && memcmp(t->z, "WZ_", 3)==0 ){
    n = t->n==395 ? WZ_V2 : WZ_V3;
    if( tgB64Decode(t->z+3, t->n-3, aBuf, 0)!=n+4 ) return 0;
    r = rdInit(aBuf+n, 4);
    if( rdU32le(&r)!=crc32(0, aBuf, (uInt)n) ) return 0;
  }else{
    return 0;
  }
  *pn = n;
  if( p[0]!=(n==WZ_V2 ? 2 : 3) || p[6]>1 || p[271]>1 ) return 0;
  for(i=274; i<n && p[i]; i++){
    if( strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.:-", p[i])==0 ){
      return 0;
    }
  }
  for(; i<n; i++){
    if( p[i] ) return 0;
  }
  return p;
}

static int wzDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  u8 aBuf[WZ_V3+4];
  int n = 0, nAddr = 0;
  const u8 *p;
  (void)bForced;
  if( t->n!=387 && t->n!=395 && t->n!=438 ) return 0;
  p = wzPayload(t, aBuf, &n);
  if( p ){
    Rd r = rdInit(p+272, 2);
    pyroRead(e, a, p+1, 271, 1, 8);
    tgAccountSetInt(e, a, TG_PORT, rdU16be(&r));
    while( 274+nAddr<n && p[274+nAddr] ) nAddr++;
    tgAccountSetAddr(e, a, (const char*)p+274, nAddr);
  }
  tgWipe(aBuf, sizeof(aBuf));
  return p!=0;
}

const TgCodec tgCodecWzgram = {
  "wzgram", "wzgram, Tobigram",
  "438, 395 or 387 characters; only read: wzgram takes pyrogram strings too",
  "pyrogram", PYRO_KEEPS|TG_BIT(TG_API_ID)|TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT), PYRO_KEEPS,
  wzDecode, 0, 0, 0
};
