/* What is said of session strings, sound and damaged, is what has been said: a number for each format, which stands for
** the answers to some thousands of strings.
**
**     said                      "said: 119 passed, 0 failed"
**     said telethon             each answer, to be compared with those of before; likewise heads, mtcute-old
**
** A message that becomes a better one changes its format's number: put the new one here.
*/
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "readonly.h"
#include "say.h"
#include "codec/codec.h"
#include "codec/pack.h"

/* The answer to n characters at z. */
static void ask(const char *z, int n){
  TgErr e = TG_ERR_INIT;
  TgText t;
  TgAccount a;
  const TgCodec *p = 0;
  char *zExact = malloc((size_t)n+(n==0));
  int f;
  memcpy(zExact, z, (size_t)n);
  memset(&a, 0, sizeof a);
  if( tgTextOpen(&e, &t, zExact, n) ) p = tgCodecRead(&e, &t, &a);
  tgTextClose(&t);
  say("%d %d %s %s", n, e.rc, p ? p->zName : "-", e.zMsg ? e.zMsg : "-");
  if( p ){
    say("%x %s %08lx", a.have, a.have & TG_BIT(TG_SERVER_ADDRESS) ? a.zAddr : "-", crc32(0, a.key, TG_KEY_SIZE));
    for(f=0; f<TG_NFIELD; f++) if( a.have & TG_BIT(f) ) say("%d=%lld", f, (long long)a.n[f]);
  }
  tgErrClear(&e);
  free(zExact);
}

/* The string cut, with more at its end, with a character less, more or other. */
static void askText(const char *z, int n){
  char a[2*TG_ENCODED_MAX+400];
  int i;
  for(i=0; i<=n; i++) ask(z, i);
  for(i=1; i<=n && i<8; i++) ask(z+i, n-i);
  memcpy(a, z, (size_t)n);
  for(i=1; i<=100; i++){
    a[n+i-1] = "A=-\n "[i%5];
    ask(a, n+i);
  }
  memcpy(a, z, (size_t)n);
  for(i=0; i<n; i+=1+(i>24 && i<n-24)*7){
    a[i] = '!';
    ask(a, n);
    a[i] = z[i]=='A' ? 'B' : 'A';
    ask(a, n);
    a[i] = '\xe2';
    ask(a, n);
    a[i] = z[i];
    memmove(&a[i], &z[i+1], (size_t)(n-i-1));
    ask(a, n-1);
    memcpy(&a[i+1], &z[i], (size_t)(n-i));
    a[i] = 'A';
    ask(a, n+1);
    memcpy(a, z, (size_t)n);
  }
}

/* What the text says in base64, after nBegin characters, with each byte another; the key's are all alike. */
static void askBytes(const char *z, int n, int nBegin){
  unsigned char a[TG_ENCODED_MAX+200];
  char zOut[2*TG_ENCODED_MAX];
  int i, k, iBad, na = tgB64Decode(z+nBegin, n-nBegin, a, &iBad), bPad = z[n-1]=='=';
  memcpy(zOut, z, (size_t)nBegin);
  for(i=0; i<na; i++){
    unsigned char c = a[i];
    for(k=0; k<14; k++){
      static const unsigned char aOther[] = { 0, 1, 2, 16, 0x7f, 0xff };
      if( i>60 && i<na-60 && k!=i%14 ) continue;
      a[i] = k<8 ? (unsigned char)(c ^ 1<<k) : aOther[k-8];
      tgB64Encode(a, na, 1, bPad, zOut+nBegin);
      ask(zOut, nBegin+tgB64Size(na, bPad));
    }
    a[i] = c;
  }
}

/* iOnly: which of those that are only read, or -1. */
static void testFormat(const TgCodec *p, int iOnly, int iKind, uLong iWant){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  char z[1200];
  int i, n;
  tgAccountInit(&a);
  a.have = p->keeps | TG_BIT(TG_DC_ID) | TG_BIT(TG_AUTH_KEY) | TG_BIT(TG_USER_ID) | TG_BIT(TG_IS_BOT);
  a.n[TG_DC_ID] = iKind ? 4 : 2;
  a.n[TG_PORT] = 443;
  a.n[TG_API_ID] = 12345;
  a.n[TG_USER_ID] = iKind ? 7000000 : 777000123;
  a.n[TG_IS_BOT] = iKind;
  strcpy(a.zAddr, iKind ? "2001:67c:4e8:f004::a" : "149.154.167.51");
  for(i=0; i<TG_KEY_SIZE; i++) a.key[i] = (unsigned char)(i*7+3);
  iSaid = crc32(0, 0, 0);
  if( iOnly>=0 ){
    char *zOnly = readOnlyText(iOnly, &a);
    strcpy(z, zOnly);
    free(zOnly);
    n = (int)strlen(z);
  }else{
    n = tgCodecEncode(&e, p, &a, z);
  }
  check(n>0 && e.rc==SQLITE_OK, "%s: %s", p->zName, e.zMsg ? e.zMsg : "");
  askText(z, n);
  askBytes(z, n, iOnly<0 ? z[0]=='1' : iOnly<3 ? 4 : iOnly<5 ? 3 : 0);
  check(iSaid==iWant, "%s, %d: 0x%08lx", p->zName, iKind, iSaid);
  tgErrClear(&e);
}

/* Texts of each length that begin like a format. */
static void testHeads(uLong iWant){
  static const struct { int n; const char *a; } aHead[] = {
    { 0, "" }, { 9, "\3\0\0\0\0\x14\1\2\0" }, { 9, "\3\7\0\0\0\x14\2\2\7" }, { 9, "\1\0\0\0\0\x0d\xa1\xb7\x18" },
    { 9, "\2\7\0\0\0\x0d\xa1\xb7\x18" }, { 10, "\0\0\0\2\xfe\0\1\1\0\1" }, { 11, "\2\0-test\0\1\xfe\0" },
    { 3, "\2\0\2" }, { 3, "\2\0\3" }, { 3, "\2\0\x0e" }, { 3, "\2\0\x2d" }, { 3, "\2\0\x40" }, { 3, "\4\1\0" },
    { 5, "\2\x95\x9a\xa7\x33" },
  };
  unsigned char a[600];
  char z[900];
  int i, k, n, nOut;
  iSaid = crc32(0, 0, 0);
  for(i=0; i<TG_COUNT(aHead); i++){
    for(k=0; k<8; k++){
      for(n=aHead[i].n; n<330; n++){
        memset(a, k & 4 ? 0x55 : 0, sizeof a);
        memcpy(a, aHead[i].a, (size_t)aHead[i].n);
        z[0] = '1';
        tgB64Encode(a, n, 1, k & 2, z+1);
        nOut = tgB64Size(n, k & 2);
        ask(z+(k & 1), nOut+1-(k & 1));
      }
    }
  }
  for(n=0; n<450; n++){
    memset(z, 'x', sizeof z);
    memcpy(z, "WZ_", 3);
    ask(z, n);
  }
  check(iSaid==iWant, "heads: 0x%08lx", iSaid);
}

/* mtcute's versions 1 and 2, which are read only. */
static void testMtcute(uLong iWant){
  int i;
  iSaid = crc32(0, 0, 0);
  for(i=0; i<16; i++){                       /* bits: version 2, self, a secret, another DC for media */
    unsigned char a[600], key[TG_KEY_SIZE];
    char z[900];
    Wr w = wrInit(a, sizeof a);
    int k, bMedia = (i & 9)==9;
    for(k=0; k<TG_KEY_SIZE; k++) key[k] = (unsigned char)(k*7+3);
    wrU8(&w, 1+(i & 1));
    wrU32le(&w, (unsigned)((i & 2)/2 + 2*(i & 1) + 4*bMedia));
    for(k=0; k<=bMedia; k++){
      wrU32le(&w, 0x18b7a10du);
      wrU32le(&w, i & 4 ? 1024 : 0);
      wrU32le(&w, 2);
      tgTlWrite(&w, "149.154.167.51", 14);
      wrU32le(&w, 443);
      if( i & 4 ) tgTlWrite(&w, "secret", 6);
    }
    if( i & 2 ){
      wrU64le(&w, 777000123);
      wrU32le(&w, i & 8 ? 0x997275b5u : 0xbc799737u);
    }
    tgTlWrite(&w, key, TG_KEY_SIZE);
    tgB64Encode(a, (int)(w.p-a), 1, 0, z);
    k = tgB64Size((int)(w.p-a), 0);
    askText(z, k);
    askBytes(z, k, 0);
  }
  for(i=0; i<TG_ADDR_MAX+3+128; i++){        /* addresses of each length, and with each character */
    unsigned char a[600], key[TG_KEY_SIZE] = {7};
    char z[900], zAddr[TG_ADDR_MAX+4];
    size_t n = i<TG_ADDR_MAX+3 ? (size_t)i : 7;
    Wr w = wrInit(a, sizeof a);
    memset(zAddr, '1', sizeof zAddr);
    if( i>=TG_ADDR_MAX+3 ) zAddr[3] = (char)(i-TG_ADDR_MAX-3);
    wrU8(&w, 2);
    wrU32le(&w, 0);
    wrU32le(&w, 0x18b7a10du);
    wrU32le(&w, 0);
    wrU32le(&w, 2);
    tgTlWrite(&w, zAddr, n);
    wrU32le(&w, 443);
    tgTlWrite(&w, key, TG_KEY_SIZE);
    tgB64Encode(a, (int)(w.p-a), 1, 0, z);
    ask(z, tgB64Size((int)(w.p-a), 0));
  }
  check(iSaid==iWant, "mtcute 1 and 2: 0x%08lx", iSaid);
}

/* What a client itself writes: Pyrogram 1.3 has a shorter string for users below 2^31-1. */
static void testOwn(void){
  static const long long aUser[] = { -1, 0, 1, 2147483646, 2147483647, 2147483648, 4294967296 };
  const TgCodec *p;
  int i, k;
  for(k=0; (p = tgCodecAt(k))!=0; k++){
    for(i=0; i<TG_COUNT(aUser); i++){
      TgAccount a;
      int bSmall = strcmp(p->zName, "pyrogram-64")==0 && i>0 && i<4;
      tgAccountInit(&a);
      a.have = aUser[i]<0 ? 0 : TG_BIT(TG_USER_ID);
      a.n[TG_USER_ID] = aUser[i]<0 ? 0 : aUser[i];
      check(strcmp(tgCodecOwn(p->zName, &a), bSmall ? "pyrogram-32" : p->zName)==0, "%s: user %lld: %s", p->zName,
            aUser[i], tgCodecOwn(p->zName, &a));
    }
  }
  check(tgCodecAt(-1)==0 && strcmp(tgCodecOwn("json", 0), "json")==0, "no codec");
}

int main(int argc, char **argv){
  static const struct { const char *zName; int iOnly; uLong aSaid[2]; } aWant[] = {
    { "gogram", 0, { 0xcb449320, 0x224c74d3 } },
    { "gogram", 1, { 0x051ae26e, 0xde574a8d } },
    { "gogram", 2, { 0xd6a11707, 0x51de86c2 } },
    { "wzgram", 3, { 0xd583745a, 0x51d8840d } },
    { "wzgram", 4, { 0xcaa45453, 0x25bacd3c } },
    { "wzgram", 5, { 0x980b7521, 0x3bec77af } },
    { "gramjs", -1, { 0xbc8e98ed, 0x37d5de88 } },
    { "telethon", -1, { 0x38a0522a, 0x4c4feee4 } },
    { "mtkruto", -1, { 0x0e50fc0f, 0xdc62983b } },
    { "mtcute", -1, { 0x344c8366, 0x49387b8b } },
    { "pyrogram", -1, { 0x649f15b8, 0x6b71aa6a } },
    { "pyrogram-64", -1, { 0x3a02ad95, 0x6b7a7222 } },
    { "pyrogram-32", -1, { 0x6139e0a4, 0x0f52205b } },
  };
  int i, k;
  for(i=0; i<TG_COUNT(aWant); i++){
    bShow = argc>1 && strcmp(argv[1], aWant[i].zName)==0;
    for(k=0; k<2; k++) testFormat(tgCodecByName(aWant[i].zName), aWant[i].iOnly, k, aWant[i].aSaid[k]);
  }
  check(tgCodecAt(9)==0 && TG_COUNT(aWant)==9+2+2, "a format that is not asked");
  bShow = argc>1 && strcmp(argv[1], "heads")==0;
  testHeads(0xdf8a52f6);
  bShow = argc>1 && strcmp(argv[1], "mtcute-old")==0;
  testMtcute(0xf2a55e49);
  testOwn();
  return checkEnd("said");
}
