/* codec: what a text that must not be repeated looks like; see tgShow() in base.h.
**
** Whole strings are recognised by their codecs.  Of those that are cut, only what stands at their
** begin is looked at: it is enough to call them by a name.
*/
#include "codec/codec.h"
#include "base/base64.h"
#include "base/bytes.h"
#include "base/peel.h"
#include "codec/codec_bundle.h"

enum { LOOK_MIN = 16, LOOK_BEGIN = 64, LOOK_LONG = 281 };  /* characters */

static int looksFold(const char *z, int n, const char *zBegin){
  int nBegin = (int)strlen(zBegin);
  return n>=nBegin && sqlite3_strnicmp(z, zBegin, nBegin)==0;
}

/* JSON, or a part of one: an object's begin, a comma between texts, a colon before a value.  What
** SQLite says, near "x": syntax error, is none. */
static int looksJson(const char *z, int n){
  int i, j;
  for(i=0; i+3<n; i++){
    if( z[i]=='{' && z[i+1]=='"' ) return 1;
    if( z[i]!='"' ) continue;
    if( z[i+1]==',' && z[i+2]=='"' ) return 1;
    j = i + (z[i+2]==' ' ? 3 : 2);
    if( z[i+1]==':'
        && (z[j]=='"' || z[j]=='{' || z[j]=='[' || z[j]=='-' || (z[j]>='0' && z[j]<='9')) ){
      return 1;
    }
  }
  return 0;
}

/* What no codec knows. */
static const char *looksOther(const char *z, int n){
  if( n<LOOK_MIN ) return 0;
  if( looksJson(z, n) ) return "JSON";
  if( tgBundleIs(z, n) ) return "a bundle";
  if( looksFold(z, n, "U1FMaXRlIGZvcm1hdCAz") ) return "a database image in base64";
  if( looksFold(z, n, "53514c69746520666f726d6174203300") ) return "a database image in hex";
  if( tgPeelToken(z, n) ) return "a bot's token";
  return 0;
}

const TgCodec *tgCodecOne(const u8 *a, int na){
  int iPort;
  if( na<12 || a[0]<1 || a[0]>5 ) return 0;
  if( a[1]==0 && a[2]>=3 && a[2]<=TG_ADDR_MAX && a[3]>' ' && a[3]<0x7f ) return &tgCodecGramjs;
  iPort = a[1]==0x20 && a[2]==0x01 ? 17 : 5;               /* behind an IPv6 address, or IPv4 */
  if( na<=iPort+1 ) return 0;
  return (a[iPort]==1 && a[iPort+1]==187) || (a[iPort]==0 && a[iPort+1]==80) ? &tgCodecTelethon : 0;
}

/* The begin of a string: the codec whose own bytes are there. */
static const TgCodec *looksBegin(const char *z, int n){
  u8 a[TG_B64_MAX(LOOK_BEGIN)];
  int na, b1 = z[0]=='1';
  const TgCodec *p = 0;
  if( n>LOOK_BEGIN ) n = LOOK_BEGIN;
  memset(a, 0, sizeof(a));
  na = tgB64Decode(z+b1, (n-b1)/4*4, a, 0);
  if( n==LOOK_BEGIN && memcmp(z, "WZ_", 3)==0 ){
    p = &tgCodecWzgram;
  }else if( n==LOOK_BEGIN && memcmp(z, "1Bv", 3)==0 ){
    p = &tgCodecGogram;
  }else if( b1 ){
    p = tgCodecOne(a, na);
  }else if( na>=12 ){
    if( a[0]==3 && a[1]<=7 && a[2]==0 && a[3]==0 && a[4]==0 && a[6]<=2 ) p = &tgCodecMtcute;
    else if( a[0]>=1 && a[0]<=5 && a[1]<=7 && a[5]<=1 ) p = &tgCodecPyrogram;
  }
  tgWipe(a, sizeof(a));
  return p;
}

/* As long as a string, of its characters, and with fewer '/' than a path has. */
static int looksLong(const TgText *t){
  int i, n = 0;
  for(i=0; i<t->n; i++) n += t->z[i]=='/';
  return t->n>=LOOK_LONG && n<=t->n/20;
}

int tgCodecLooks(const char *z, int n, char zLooks[TG_LOOKS_MAX]){
  TgErr e = TG_ERR_INIT;
  TgText t;
  TgAccount a;
  const char *zOther = looksOther(z, n);
  const TgCodec *p = 0;
  int i;
  if( n<LOOK_MIN ) return 0;
  if( zOther==0 && n<=2*TG_STRING_MAX ){
    if( tgTextOpen(&e, &t, z, n) ) zOther = looksOther(t.z, t.n);
    else if( e.rc==SQLITE_NOMEM ) zOther = "a session string";  /* can't be told: not shown */
    for(i=0; e.rc==SQLITE_OK && zOther==0 && p==0 && (p = tgCodecAt(i))!=0; i++){
      tgAccountInit(&a);
      if( p->xDecode(&e, &t, &a, 0)==0 ) p = 0;
      tgWipe(a.key, sizeof(a.key));
    }
    if( e.rc==SQLITE_OK && zOther==0 && p==0 && t.iBad>=t.n ){
      p = looksBegin(t.z, t.n);
      if( p==0 && looksLong(&t) ) zOther = "a session string";
    }
    tgTextClose(&t);
    tgErrClear(&e);
  }
  if( zOther ) sqlite3_snprintf(TG_LOOKS_MAX, zLooks, "%s", zOther);
  else if( p ) sqlite3_snprintf(TG_LOOKS_MAX, zLooks, "a %s string", p->zName);
  return zOther!=0 || p!=0;
}
