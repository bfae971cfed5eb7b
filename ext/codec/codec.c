/* codec: all session strings: opening a text, telling its format, and what to say when it
** has none; see codec.h.
**
** Which format a text is, is decided by its bytes, never by its length alone, and each test looks
** at the whole payload.  The order of aCodec settles what stays ambiguous: a fifth of MTKruto's
** middle strings of 362 characters would do as Pyrogram's. A new format is one file codec_NAME.c,
** one row here, and one line in codec.h.
*/
#include "codec/codec.h"
#include "base/peel.h"
#include "base/base64.h"
#include "base/bytes.h"

#define CODEC_TEXT_MAX 65536           /* not even looked at beyond: no one has pasted that */

static const TgCodec *const aCodec[] = {
  &tgCodecGogram,      /* 1BvE and base64url of JSON, 1BvX of joined parts              */
  &tgCodecGramjs,      /* 1 and base64 of dc, address as text, port, key                */
  &tgCodecTelethon,    /* 1 and base64url of dc, 4 or 16 bytes of IP, port, key         */
  &tgCodecMtkruto,     /* base64url of TL with its zeros run-length encoded             */
  &tgCodecMtcute,      /* base64url of a version 1 to 3, flags, DC, user, key           */
  &tgCodecWzgram,      /* WZ_ and base64url with a CRC-32, or 387 characters without    */
  &tgCodecPyrogram,    /* base64url of 271 bytes                                        */
  &tgCodecPyrogram64,  /* ... of 267: no api_id                                         */
  &tgCodecPyrogram32,  /* ... of 263: and only 32 bits of user_id                       */
};

const TgCodec *tgCodecAt(int i){
  return i>=0 && i<TG_COUNT(aCodec) ? aCodec[i] : 0;
}

const TgCodec *tgCodecByName(const char *zName){
  int i;
  for(i=0; i<TG_COUNT(aCodec); i++){         /* most are told apart by their first letter */
    if( (zName[0]|0x20)==aCodec[i]->zName[0] && sqlite3_stricmp(aCodec[i]->zName, zName)==0 ){
      return aCodec[i];
    }
  }
  return 0;
}

const char *tgCodecOwn(const char *zName, const TgAccount *a){
  const TgCodec *p = tgCodecByName(zName);
  return p && p->pSmall && (a->have & TG_BIT(TG_USER_ID)) && a->n[TG_USER_ID]<p->iSmall
      ? p->pSmall->zName : zName;
}

/*************************************** The text ***********************************************/

static int textIsSpace(int c){
  return c==' ' || (c>='\t' && c<='\r');
}

/* z as base64 into t, where its place is.  Only one of the two readings can be a format:
** as a whole, a text that begins with 1 would be of DC 212 or more. */
static int textDecode(TgText *t, const char *z, int n){
  t->na = t->na1 = -1;
  t->iBad = n;
  if( n==0 ) return 0;
  if( z[0]=='1' ){
    t->na1 = tgB64Decode(z+1, n-1, t->a1, &t->iBad);
    t->iBad++;
    return t->na1>=0;
  }
  t->na = tgB64Decode(z, n, t->a, &t->iBad);
  return t->na>=0;
}

int tgTextOpen(TgErr *e, TgText *t, const char *z, int n){
  size_t nText = n<0 ? strlen(z) : (size_t)n;
  int i, nRoom, nOut;
  t->z = 0;
  t->pMem = 0;
  t->n = 0;
  t->a = t->a1 = 0;
  t->na = t->na1 = -1;
  t->iBad = 0;
  if( e->rc!=SQLITE_OK ) return 0;
  if( nText>CODEC_TEXT_MAX ){
    tgFail(e, SQLITE_TOOBIG, "%llu characters: too long for a session string, which has "
           "%d at most", (u64)nText, TG_STRING_MAX);
    return 0;
  }
  n = (int)nText;
  tgPeel(&z, &n);
  nRoom = n;
  if( nRoom>TG_STRING_MAX ){                 /* perhaps it is mostly white space */
    for(i=nRoom=0; i<n; i++) nRoom += !textIsSpace((u8)z[i]);
    if( nRoom>TG_STRING_MAX ){
      tgFail(e, SQLITE_TOOBIG, "%d characters: too long for a session string, which has "
             "%d at most", nRoom, TG_STRING_MAX);
      return 0;
    }
  }
  /* One piece of memory: what they decode to, behind that the characters if white space has to go.
  ** Long texts alone need some of their own. */
  if( n + TG_B64_MAX(n) <= (int)sizeof(t->aSpace) ){
    t->pMem = t->aSpace;
  }else{
    t->pMem = sqlite3_malloc(n + TG_B64_MAX(n));
    if( t->pMem==0 ){
      tgNomem(e);
      return 0;
    }
  }
  t->a = t->a1 = t->pMem;
  t->n = n;
  t->z = z;
  t->nWipe = TG_B64_MAX(n);
  if( !textDecode(t, z, n) ){
    char *zOut = (char*)t->pMem + TG_B64_MAX(n);
    for(i=nOut=0; i<n; i++){
      if( !textIsSpace((u8)z[i]) ) zOut[nOut++] = z[i];
    }
    t->n = nOut;
    t->z = zOut;
    t->nWipe += nOut;
    /* more of them than belong there */
    if( !textDecode(t, zOut, nOut) && nOut>1 && zOut[nOut-1]=='=' ){
      while( nOut>1 && zOut[nOut-1]=='=' ) nOut--;
      if( textDecode(t, zOut, nOut) ) t->n = nOut;
      else textDecode(t, zOut, t->n);
    }
  }
  return 1;
}

void tgTextClose(TgText *t){
  if( t->pMem==0 ) return;
  tgWipe(t->pMem, (size_t)t->nWipe);
  if( t->pMem!=t->aSpace ) sqlite3_free(t->pMem);
  t->pMem = 0;
}

/*************************************** Diagnosis **********************************************/

/* n characters where some format of name zName has one of up to three lengths (0: none). */
static void diagLength(TgErr *e, int n, const char *zName, int n1, int n2, int n3){
  char zMore[40] = "";
  const char *zWhy;
  if( n2 && n3 ) sqlite3_snprintf(sizeof(zMore), zMore, " (older ones %d, %d)", n2, n3);
  else if( n2 ) sqlite3_snprintf(sizeof(zMore), zMore, " or %d", n2);
  if( n<n1 ){
    zWhy = "it is cut short";
  }else if( n==n1 ){
    zWhy = "this one is damaged: its parts do not add up";
  }else{
    zWhy = "there is something in excess";
  }
  tgFail(e, SQLITE_ERROR, "%d character%s: a %s string has %d%s; %s",
         n, n==1 ? "" : "s", zName, n1, zMore, zWhy);
}

/* A string of na bytes, the right length, of whose flags (the byte at iTest, from 0, and the last
** one) the first wrong one is none. */
static int diagFlag(TgErr *e, const TgText *t, int na, const char *zName, int iTest){
  int i;
  if( t->na!=na ) return 0;
  i = t->a[iTest]>1 ? iTest : na-1;
  if( t->a[i]<=1 ) return 0;
  tgFail(e, SQLITE_ERROR, "%s string: %s (byte %d of %d) is neither 0 nor 1; "
         "a character is missing, wrong or in excess", zName, i==iTest
         ? "test_mode" : "is_bot", i+1, na);
  return 1;
}

/* A text that begins with 1. */
static void diagOne(TgErr *e, const TgText *t){
  u8 a[3] = {0};
  if( t->n>5 ) tgB64Decode(t->z+1, 4, a, 0);
  if( (t->na1==263 || t->na1==275) && t->z[t->n-1]!='=' ){
    tgFail(e, SQLITE_ERROR, "%d characters: like a telethon string without its '=', but the "
           "address inside is of no data centre; it is cut short or damaged", t->n);
  }else if( t->na1==263 || t->na1==275 ){
    tgFail(e, SQLITE_ERROR, "telethon string: dc_id (byte 1 of %d) is of no data centre; "
           "a character is wrong", t->na1);
  }else if( a[1]==0 && a[2]>=3 && a[2]<=TG_ADDR_MAX ){
    diagLength(e, t->n, "gramjs", 1+tgB64Size(261+a[2], 1), 0, 0);
  }else if( t->n<=353 ){
    diagLength(e, t->n, "telethon", 353, 369, 0);
  }else{
    diagLength(e, t->n, "telethon", 369, 353, 0);
  }
}

/* The character that does not belong there.  One that can't be seen, or is of more than a byte, by
** its number. */
static void diagChar(TgErr *e, const TgText *t){
  int i, n = 0, nByte, c;
  char zChar[16];
  for(i=0; i<t->iBad; i+=nByte, n++) tgPeelChar(t->z+i, t->n-i, &nByte);
  c = tgPeelChar(t->z+i, t->n-i, &nByte);
  if( c>0x7e || (c>=0 && c<=' ') ){
    sqlite3_snprintf(sizeof(zChar), zChar, "U+%04X", c);
    tgFail(e, SQLITE_ERROR,
           "%s%s after character %d does not belong into a session string; take it "
           "out", zChar, tgPeelHidden(c) ? ", which can't be seen," : "", n);
  }else{
    tgFail(e, SQLITE_ERROR,
           "character %d does not belong into a session string; paste the whole string and nothing "
           "else", n+1);
  }
}

/* A string of Telethon or GramJS that lost the 1 at its begin.  That is no base64, so the rest
** decodes as it should. */
static const char *diagNoOne(const TgText *t){
  const TgCodec *p = t->na<263 ? 0 : tgCodecOne(t->a, t->na);
  int bWhole = p==&tgCodecGramjs ? t->na==261+t->a[2] : t->na==263 || t->na==275;
  return p && bWhole ? p->zName : 0;
}

static void diagnose(TgErr *e, const TgText *t){
  const u8 *a = t->a;
  if( t->n==0 ){
    tgFail(e, SQLITE_ERROR, "the string is empty");
  }else if( tgPeelNoString(t->z, t->n) ){
    tgFail(e, SQLITE_ERROR, "this is %s", tgPeelNoString(t->z, t->n));
  }else if( t->na<0 && t->na1<0 && t->iBad<t->n ){
    diagChar(e, t);
  }else if( t->z[0]=='1' ){
    diagOne(e, t);
  }else if( diagNoOne(t) ){
    tgFail(e, SQLITE_ERROR, "%d characters: a %s string without the 1 at its begin; put it there",
           t->n, diagNoOne(t));
  }else if( t->n>=3 && memcmp(t->z, "WZ_", 3)==0 ){
    if( t->n==438 || t->n==395 ){
      tgFail(e, SQLITE_ERROR, "wzgram string: its checksum does not match; "
             "a character is wrong");
    }else{
      diagLength(e, t->n, "wzgram", 438, 395, 0);
    }
  }else if( t->na<0 && t->n>=351 && (t->n&3)!=1 ){
    tgFail(e, SQLITE_ERROR, "%d characters: the last ones do not end a base64 text; "
           "it is cut short or damaged there", t->n);
  }else if( t->na>=16 && a[0]==3 && a[1]<=7 && a[2]==0 && a[3]==0 && a[4]==0 && a[6]<=2 ){
    tgFail(e, SQLITE_ERROR, "%d characters: mtcute string whose parts do not add up; "
           "it is cut short or damaged", t->n);
  }else if( t->na>=16 && (a[0]==1 || a[0]==2) && a[1]<=7 && memcmp(a+5, "\x0d\xa1\xb7\x18", 4)==0 ){
    tgFail(e, SQLITE_ERROR, "%d characters: mtcute string whose parts do not add up; "
           "it is cut short or damaged", t->n);
  }else if( t->na>=16 && (memcmp(a+2, "\x00\x02\xfe\x00\x01\x01\x00\x01", 8)==0
                          || memcmp(a+2, "-test\x00\x01\xfe", 8)==0) ){
    tgFail(e, SQLITE_ERROR, "%d characters: mtkruto string whose parts do not add up; "
           "it is cut short or damaged", t->n);
  }else if( diagFlag(e, t, 271, "pyrogram", 5) || diagFlag(e, t, 267, "pyrogram-64", 1)
         || diagFlag(e, t, 263, "pyrogram-32", 1) ){
    return;
  }else if( t->n>280 && t->n<=387 ){
    diagLength(e, t->n, "pyrogram", 362, 356, 351);
  }else if( t->n<=280 ){
    tgFail(e, SQLITE_ERROR, "%d character%s: no session string is that short; "
           "a pyrogram string has 362, a telethon string 353", t->n, t->n==1 ? "" : "s");
  }else{
    tgFail(e, SQLITE_ERROR, "%d characters: no known session string; "
           "SELECT name FROM session_formats lists those that are", t->n);
  }
}

/*************************************** Decode and encode **************************************/

/* One format: 1 when t is it, *a (which has no field) is what it holds, or there is an error. */
static int codecTry(TgErr *e, const TgCodec *p, const TgText *t, TgAccount *a, int bForced){
  if( !p->xDecode(e, t, a, bForced) ) return 0;
  tgAccountDerive(a);
  if( (a->have & TG_BIT(TG_DC_ID))==0 ){
    tgFail(e, SQLITE_ERROR, "dc_id is 0, and the address is of no known data centre");
  }
  if( e->rc!=SQLITE_OK ){
    tgWipe(a, sizeof(*a));
    tgErrPrefix(e, "%s string", p->zName);
  }
  return 1;
}

const TgCodec *tgCodecRead(TgErr *e, const TgText *t, TgAccount *a){
  int i;
  tgAccountInit(a);
  if( e->rc!=SQLITE_OK ) return 0;
  for(i=0; i<TG_COUNT(aCodec); i++){
    if( codecTry(e, aCodec[i], t, a, 0) ) return e->rc==SQLITE_OK ? aCodec[i] : 0;
  }
  diagnose(e, t);
  return 0;
}

void tgCodecReadAs(TgErr *e, const TgCodec *p, const TgText *t, TgAccount *a){
  tgAccountInit(a);
  if( e->rc!=SQLITE_OK || codecTry(e, p, t, a, 1) ) return;
  tgFail(e, SQLITE_ERROR, "%s string: it is no such string; leave 'from' out to have it recognised",
         p->zName);
}

int tgCodecText(u8 *aRaw, int n, int bUrl, int bPad, char *zOut){
  int nOut = tgB64Size(n, bPad);
  tgB64Encode(aRaw, n, bUrl, bPad, zOut);
  zOut[nOut] = 0;
  tgWipe(aRaw, (size_t)n);
  return nOut;
}

int tgCodecEncode(TgErr *e, const TgCodec *p, TgAccount *a, char *zOut){
  int nOut = 0;
  if( e->rc!=SQLITE_OK ) return 0;
  if( p->xEncode==0 ){
    tgFail(e, SQLITE_ERROR, "%s strings are not written: %s", p->zName, p->zNote);
    return 0;
  }
  tgAccountFit(e, a, p->keeps, p->needs, p->zDcFamily);
  if( e->rc==SQLITE_OK ) nOut = p->xEncode(e, a, zOut);
  if( e->rc==SQLITE_OK ) return nOut;
  tgErrPrefix(e, "%s string", p->zName);
  return 0;
}
