/* Unit tests of what SQL cannot reach: bytes, base64, the account, packing, and the codecs.
**
**     make build/unit && build/unit                 -- unit: 12345 passed, 0 failed
**
** All keys are made up.  Inputs are put into memory of exactly their size, so that a sanitizer
** sees a read of one byte too many.  Strings of real clients are read from ../shared/fixtures
** (from the project's root) where that is there.
*/
#define _POSIX_C_SOURCE 200809L
#include "base/base64.h"
#include "check.h"
#include "readonly.h"
#include "dry.h"
#include "codec/codec.h"
#include "codec/pack.h"
#include "model/cell.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* n bytes in memory of exactly that size.  Caller: free(). */
static void *exact(const void *p, size_t n){
  void *pNew = malloc(n ? n : 1);
  if( pNew==0 ) abort();
  if( n ) memcpy(pNew, p, n);
  return pNew;
}

static void message(TgErr *e, const char *zWant, const char *zWhat){
  check(e->rc!=SQLITE_OK && e->zMsg && strcmp(e->zMsg, zWant)==0,
        "%s: message\n  is     %s\n  wanted %s", zWhat, e->zMsg ? e->zMsg : "(none)", zWant);
  tgErrClear(e);
}

/* ------------------------------------------------------------------------------ bytes */

static void testBytes(void){
  static const u8 aIn[] = {1, 2,3, 4,5,6,7, 8,9,10,11,12,13,14,15, 16,17,18,19,
                           20,21,22,23,24,25,26,27, 28};
  u8 *p = exact(aIn, sizeof(aIn)), aOut[sizeof(aIn)];
  Rd r = rdInit(p, sizeof(aIn));
  Wr w = wrInit(aOut, sizeof(aOut));
  const u8 *pTake;
  unsigned u8v = rdU8(&r), u16 = rdU16be(&r);
  uint32_t u32 = rdU32be(&r), u32le;
  uint64_t u64v = rdU64be(&r), u64le;
  u32le = rdU32le(&r);
  u64le = rdU64le(&r);
  check(u8v==1 && u16==0x0203 && u32==0x04050607, "big-endian reads");
  check(u64v==0x08090a0b0c0d0e0fu, "rdU64be %llx", (unsigned long long)u64v);
  check(u32le==0x13121110, "rdU32le %x", u32le);
  check(u64le==0x1b1a191817161514u, "rdU64le %llx", (unsigned long long)u64le);
  check(rdLeft(&r)==1 && !r.bBad, "one byte left");
  check(rdU16be(&r)==0 && r.bBad, "a read past the end is bad");
  check(rdU8(&r)==0 && rdTake(&r, 1)==0 && r.bBad, "and stays so");
  wrU8(&w, 1);
  wrU16be(&w, 0x0203);
  wrU32be(&w, u32);
  wrU64be(&w, u64v);
  wrU32le(&w, u32le);
  wrU64le(&w, u64le);
  check(!w.bBad && w.pEnd-w.p==1 && memcmp(aOut, aIn, 27)==0, "writes undo reads");
  wrU16be(&w, 1);
  check(w.bBad && w.pEnd-w.p==1, "a write that does not fit is not made");
  w = wrInit(aOut, 7);
  wrU64be(&w, 1);
  check(w.bBad && w.p==aOut, "not half of one either");
  w = wrInit(aOut, 7);
  wrU64le(&w, 1);
  check(w.bBad && w.p==aOut, "not half of one either, little-endian");
  r = rdInit(p, 7);
  check(rdU64be(&r)==0 && r.bBad, "rdU64be of 7 bytes");
  r = rdInit(p, 7);
  check(rdU64le(&r)==0 && r.bBad, "rdU64le of 7 bytes");
  r = rdInit(p, 4);
  pTake = rdTake(&r, 4);
  check(pTake==p && rdLeft(&r)==0 && rdTake(&r, 0)!=0 && !r.bBad, "rdTake to the end");
  r = rdInit(p, 4);
  check(rdTake(&r, (size_t)-1)==0 && r.bBad, "rdTake of the largest size");
  free(p);
}

static void testBase64(void){
  static const struct { const char *zRaw, *zText; } aVector[] = {   /* RFC 4648 */
    {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
  };
  static const struct { const char *z; int iBad; } aBad[] = {
    {"A", 1}, {"AAAAA", 5}, {"AA=", 3}, {"A=", 2}, {"A===", 1}, {"AAA==", 5}, {"AAAA=", 5},
    {"AAAA==", 6}, {"=", 1}, {"==", 2}, {"AA==AA", 2}, {"A A=", 1}, {"AAA!", 3}, {"!AAA", 0},
    {"AA\xc3\xa4", 2}, {"AAAB,AAA", 4}, {"Zh==", 4}, {"Zm9=", 4}, {"Zh", 2}, {"AA\n", 2},
    {"AAAA,", 4}, {"A,AAA", 1},
  };
  int i, n, iBad;
  for(i=0; i<TG_COUNT(aVector); i++){
    const char *zRaw = aVector[i].zRaw, *zText = aVector[i].zText;
    int nRaw = (int)strlen(zRaw), nText = (int)strlen(zText), nBare = nText;
    char *zIn = exact(zText, (size_t)nText), *zOut;
    u8 *aOut = exact(zRaw, (size_t)nRaw);
    while( nBare && zText[nBare-1]=='=' ) nBare--;
    check(tgB64Size(nRaw, 1)==nText && tgB64Size(nRaw, 0)==nBare, "size of %s", zText);
    memset(aOut, 0, (size_t)nRaw);
    n = tgB64Decode(zIn, nText, aOut, &iBad);
    check(n==nRaw && memcmp(aOut, zRaw, (size_t)nRaw)==0, "decode %s: %d", zText, n);
    n = tgB64Decode(zIn, nBare, aOut, 0);
    check(n==nRaw && memcmp(aOut, zRaw, (size_t)nRaw)==0, "decode %s bare: %d", zText, n);
    zOut = exact(zText, (size_t)nText);
    memset(zOut, 0, (size_t)nText);
    tgB64Encode(aOut, nRaw, 0, 1, zOut);
    check(memcmp(zOut, zText, (size_t)nText)==0, "encode %s", zText);
    free(zOut);
    zOut = exact(zText, (size_t)nBare);
    memset(zOut, 0, (size_t)nBare);
    tgB64Encode(aOut, nRaw, 1, 0, zOut);
    check(memcmp(zOut, zText, (size_t)nBare)==0, "encode %s bare", zText);
    free(zOut);
    free(aOut);
    free(zIn);
  }
  for(i=0; i<TG_COUNT(aBad); i++){
    int nText = (int)strlen(aBad[i].z);
    char *zIn = exact(aBad[i].z, (size_t)nText);
    u8 *aOut = exact("xxxxxx", (size_t)TG_B64_MAX(nText)<6 ? (size_t)TG_B64_MAX(nText) : 6);
    iBad = -9;
    n = tgB64Decode(zIn, nText, aOut, &iBad);
    check(n==-1 && iBad==aBad[i].iBad, "bad text %d: %d at %d, wanted %d", i, n, iBad,
          aBad[i].iBad);
    free(aOut);
    free(zIn);
  }
  for(i=0; i<64; i++){                       /* of what is no base64 nothing is left, it may be a key */
    char zIn[] = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy";
    u8 aOut[TG_B64_MAX(64)], aNone[48] = {0};
    zIn[i] = '!';
    check(tgB64Decode(zIn, 64, aOut, 0)==-1 && memcmp(aOut, aNone, 48)==0, "left of a text that is bad at %d", i);
  }
  for(i=0; i<300; i++){                      /* there and back, in both alphabets */
    u8 *a = exact(0, 0), *aBack;
    int j, bUrl, bPad, nText;
    free(a);
    a = malloc((size_t)i+1);
    for(j=0; j<i; j++) a[j] = (u8)rnd(256);
    for(bUrl=0; bUrl<2; bUrl++){
      for(bPad=0; bPad<2; bPad++){
        char *z = malloc((size_t)tgB64Size(i, bPad)+1);
        nText = tgB64Size(i, bPad);
        z[nText] = 0x7f;
        tgB64Encode(a, i, bUrl, bPad, z);
        check(z[nText]==0x7f, "encode %d bytes: one too many", i);
        check(memchr(z, bUrl ? '+' : '-', (size_t)nText)==0
           && memchr(z, bUrl ? '/' : '_', (size_t)nText)==0, "alphabet %d", bUrl);
        aBack = malloc((size_t)i+1);
        n = tgB64Decode(z, nText, aBack, 0);
        check(n==i && memcmp(a, aBack, (size_t)i)==0, "%d bytes there and back: %d", i, n);
        free(aBack);
        free(z);
      }
    }
    free(a);
  }
  for(i=0; i<256; i++){                      /* each character, in each place */
    static const char zAll[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
    int bIn = i && strchr(zAll, i)!=0, j;
    for(j=0; j<4; j++){
      char z[4] = {'A', 'A', 'A', 'A'};
      u8 a[3];
      if( j==3 && i=='=' ) continue;
      z[j] = (char)i;
      n = tgB64Decode(z, 4, a, &iBad);
      check(bIn ? n==3 : n<0 && iBad==j, "character %d in place %d: %d", i, j, n);
      if( bIn ){
        int v = (int)(strchr(zAll, i)-zAll);
        uint32_t x = (uint32_t)a[0]<<16 | (uint32_t)a[1]<<8 | a[2];
        if( v>63 ) v -= 2;
        check(x==(uint32_t)v<<(18-6*j), "value of character %d in place %d", i, j);
      }
    }
  }
}

/* All that both ways say of one text: each character in each of 64 places, and a foreign one behind it. */
static void testBase64Ways(void){
  char z[2][72];
  u8 a[2][TG_B64_MAX(72)];
  int n[2], iBad[2], i, j, k, nDiff = 0;
  for(i=0; i<256; i++){
    for(j=0; j<64; j++){
      for(k=0; k<2; k++){
        tgB64Way(k ? TG_B64_FAST : TG_B64_PLAIN);
        memset(a[k], 0, sizeof(a[k]));
        memset(z[k], 'x', 72);
        z[k][j] = (char)i;
        if( (i & 15)==1 ) z[k][j/2+33] = '!';
        iBad[k] = -9;
        n[k] = tgB64Decode(z[k], 72, a[k], &iBad[k]);
      }
      nDiff += n[0]!=n[1] || iBad[0]!=iBad[1] || memcmp(a[0], a[1], sizeof(a[0]))!=0;
    }
  }
  check(nDiff==0, "base64: %d of %d texts are other ones when decoded 32 characters at a time", nDiff, 256*64);
  for(i=0; i<54*256; i++){                   /* each byte in each place */
    for(k=0; k<2; k++){
      tgB64Way(k ? TG_B64_FAST : TG_B64_PLAIN);
      for(j=0; j<54; j++) a[k][j] = (u8)(i + j*7);
      a[k][i/256] = (u8)i;
      tgB64Encode(a[k], 54, i & 1, 0, z[k]);
    }
    nDiff += memcmp(z[0], z[1], 72)!=0;
  }
  check(nDiff==0, "base64: %d of %d texts are other ones when encoded 24 bytes at a time", nDiff, 54*256);
}

/* ---------------------------------------------------------------------------- account */

static void testAddresses(void){
  static const struct { const char *zIn, *zOut; int n; } aAddr[] = {
    {"149.154.167.51", "149.154.167.51", 4}, {"0.0.0.0", "0.0.0.0", 4},
    {"255.255.255.255", "255.255.255.255", 4}, {"256.1.1.1", 0, 0}, {"1.2.3", 0, 0},
    {"1.2.3.4.5", 0, 0}, {"1.2.3.", 0, 0}, {"1..3.4", 0, 0}, {"", 0, 0}, {"1.2.3.4:443", 0, 0},
    {"vesta.web.telegram.org", 0, 0}, {"0001.2.3.4", 0, 0},
    {"2001:67c:4e8:f002::a", "2001:67c:4e8:f002::a", 16},
    {"2001:067c:04e8:f002:0000:0000:0000:000a", "2001:67c:4e8:f002::a", 16},
    {"2A0A:F280:203:A:5000::100", "2a0a:f280:203:a:5000::100", 16},
    {"::", "::", 16}, {"::1", "::1", 16}, {"1::", "1::", 16}, {"a::b:0:0:c", "a::b:0:0:c", 16},
    {"1:0:0:2:0:0:0:3", "1:0:0:2::3", 16}, {"0:0:1:2:3:4:5:6", "::1:2:3:4:5:6", 16},
    {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 16}, {"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8", 16},
    {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::", 16}, {"::ffff:149.154.167.51", "::ffff:959a:a733", 16},
    {":", 0, 0}, {":::", 0, 0}, {"1:::2", 0, 0}, {"1::2::3", 0, 0}, {"1:2:3:4:5:6:7", 0, 0},
    {"1:2:3:4:5:6:7:8:9", 0, 0}, {"1:2:3:4:5:6:7:", 0, 0}, {":1:2:3:4:5:6:7", 0, 0},
    {"1:2:3:4::5:6:7:8", 0, 0}, {"12345::", 0, 0}, {"g::", 0, 0}, {"1:2:3:4:5:6:7:1.2.3.4", 0, 0},
  };
  int i;
  for(i=0; i<TG_COUNT(aAddr); i++){
    u8 aIp[16];
    char zBack[TG_ADDR_MAX+1] = "";
    int n = tgAddrToIp(aAddr[i].zIn, aIp);
    check(n==aAddr[i].n, "address '%s' has %d bytes, wanted %d", aAddr[i].zIn, n, aAddr[i].n);
    if( n==0 || n!=aAddr[i].n ) continue;
    tgAddrFromIp(aIp, n, zBack);
    check(strcmp(zBack, aAddr[i].zOut)==0, "address '%s' became '%s'", aAddr[i].zIn, zBack);
  }
}

static void testDataCentres(void){
  static const struct { const char *zFamily; int dc, bTest, b6; const char *zAddr; int port; }
  aDc[] = {
    {"pyrogram", 1, 0, 0, "149.154.175.53", 443}, {"pyrogram", 2, 0, 0, "149.154.167.51", 443},
    {"pyrogram", 3, 0, 0, "149.154.175.100", 443}, {"pyrogram", 4, 0, 0, "149.154.167.91", 443},
    {"pyrogram", 5, 0, 0, "91.108.56.130", 443}, {"pyrogram", 203, 0, 0, "91.105.192.100", 443},
    {"pyrogram", 1, 1, 0, "149.154.175.10", 80}, {"pyrogram", 2, 1, 0, "149.154.167.40", 80},
    {"pyrogram", 3, 1, 0, "149.154.175.117", 80}, {"pyrogram", 4, 1, 0, 0, 0},
    {"pyrogram", 5, 1, 0, 0, 0}, {"pyrogram", 7, 0, 0, 0, 0}, {"pyrogram", 0, 0, 0, 0, 0},
    {"pyrogram", 203, 0, 1, "2a0a:f280:203:a:5000::100", 443},
    {"pyrogram", 2, 1, 1, "2001:67c:4e8:f002::e", 80}, {"pyrogram", 258, 0, 0, 0, 0},
    {"mtkruto", 5, 0, 0, "149.154.171.5", 443}, {"mtkruto", 1, 1, 0, "149.154.175.10", 443},
    {"mtcute", 2, 0, 0, "149.154.167.50", 443}, {"mtcute", 203, 0, 0, "91.105.192.100", 443},
    {"telethon", 2, 0, 0, "149.154.167.51", 443}, {"gramjs", 4, 0, 0, "149.154.167.91", 443},
    {"grammers", 5, 0, 0, "91.108.56.104", 443}, {"gotd", 2, 0, 0, "149.154.167.41", 443},
    {"gram", 2, 0, 0, "149.154.167.51", 443}, {"", 2, 0, 0, "149.154.167.51", 443},
    {"mtcute", 5, 0, 1, "2001:b28:f23f:f005::a", 443},
  };
  static const struct { const char *zAddr; int dc, bTest; } aFrom[] = {
    {"149.154.175.53", 1, 0}, {"149.154.175.10", 1, 1}, {"149.154.175.100", 3, 0},
    {"149.154.175.117", 3, 1}, {"149.154.175.211", 1, 0}, {"149.154.167.40", 2, 1},
    {"149.154.167.222", 2, 0}, {"149.154.167.92", 4, 0}, {"149.154.166.120", 4, 0},
    {"149.154.164.250", 4, 0}, {"149.154.171.255", 5, 0}, {"91.108.56.177", 5, 0},
    {"91.105.192.100", 203, 0}, {"95.161.76.100", 2, 0}, {"8.8.8.8", 0, 0}, {"", 0, 0},
    {"2001:b28:f23d:f001::a", 1, 0}, {"2001:b28:f23d:f001::e", 1, 1},
    {"2001:67c:4e8:f002::e", 2, 1}, {"2001:067C:04e8:f002:0000:0000:0000:000a", 2, 0},
    {"2001:67c:4e8:f002::b", 2, 0}, {"2001:b28:f23d:f003::e", 3, 1},
    {"2001:67c:4e8:f004::b", 4, 0}, {"2001:b28:f23f:f005::a", 5, 0},
    {"2001:67c:4e8:f004::e", 4, 0}, {"2a0a:f280:203:a:5000::100", 203, 0}, {"2001:db8::1", 0, 0},
    {"pluto.web.telegram.org", 1, 0}, {"venus-1.web.telegram.org", 2, 0},
    {"aurora.web.telegram.org", 3, 0}, {"Vesta.Web.Telegram.org", 4, 0},
    {"flora-1.web.telegram.org", 5, 0}, {"flora-2.web.telegram.org", 0, 0},
    {"pluto.example.org", 0, 0}, {"pluto", 0, 0},
  };
  int i, port, bTest, dc;
  for(i=0; i<TG_COUNT(aDc); i++){
    const char *z = tgDcAddress(aDc[i].zFamily, aDc[i].dc, aDc[i].bTest, aDc[i].b6, &port);
    check(aDc[i].zAddr ? z && strcmp(z, aDc[i].zAddr)==0 && port==aDc[i].port : z==0,
          "%s DC %d test %d: %s port %d", aDc[i].zFamily, aDc[i].dc, aDc[i].bTest,
          z ? z : "none", port);
  }
  for(i=0; i<TG_COUNT(aFrom); i++){
    bTest = 9;
    dc = tgDcFromAddress(aFrom[i].zAddr, &bTest);
    check(dc==aFrom[i].dc && bTest==aFrom[i].bTest && tgDcFromAddress(aFrom[i].zAddr, 0)==dc,
          "DC of %s: %d test %d", aFrom[i].zAddr, dc, bTest);
  }
  for(i=0; i<TG_COUNT(aDc); i++){            /* what one table says the other says */
    const char *z = tgDcAddress(aDc[i].zFamily, aDc[i].dc, aDc[i].bTest, aDc[i].b6, 0);
    if( z==0 ) continue;
    check(tgDcFromAddress(z, &bTest)==aDc[i].dc && bTest==aDc[i].bTest, "%s there and back", z);
  }
}

/* An account with everything.  The key has a run of zeros. */
static TgAccount sample(void){
  TgAccount a;
  TgErr e = TG_ERR_INIT;
  u8 key[TG_KEY_SIZE];
  int i;
  memset(&a, 0, sizeof(a));
  for(i=0; i<TG_KEY_SIZE; i++) key[i] = (u8)(i*7+13+(i>>3));
  memset(key+100, 0, 5);
  tgAccountSetInt(&e, &a, TG_DC_ID, 4);
  tgAccountSetAddr(&e, &a, "149.154.167.92", -1);
  tgAccountSetInt(&e, &a, TG_PORT, 443);
  tgAccountSetInt(&e, &a, TG_API_ID, 2040);
  tgAccountSetInt(&e, &a, TG_TEST_MODE, 0);
  tgAccountSetInt(&e, &a, TG_USER_ID, 777000111);
  tgAccountSetInt(&e, &a, TG_IS_BOT, 1);
  tgAccountSetInt(&e, &a, TG_DATE, 1700000000);
  tgAccountSetKey(&a, key);
  check(e.rc==SQLITE_OK, "the sample: %s", e.zMsg ? e.zMsg : "");
  tgErrClear(&e);
  return a;
}

static void testAccount(void){
  static const struct { int f; i64 i; const char *zMsg; } aRange[] = {
    {TG_DC_ID, 1, 0}, {TG_DC_ID, 255, 0},
    {TG_DC_ID, 256, "dc_id 256 is out of range: it must be 1 to 255"},
    {TG_DC_ID, -1, "dc_id -1 is out of range: it must be 1 to 255"},
    {TG_PORT, 65535, 0}, {TG_PORT, 65536, "port 65536 is out of range: it must be 1 to 65535"},
    {TG_API_ID, 0, 0}, {TG_API_ID, 4294967295, 0},
    {TG_API_ID, 4294967296, "api_id 4294967296 is out of range: it must be 0 to 4294967295"},
    {TG_TEST_MODE, 2, "test_mode 2 is out of range: it must be 0 to 1"},
    {TG_IS_BOT, -1, "is_bot -1 is out of range: it must be 0 to 1"},
    {TG_USER_ID, 0x7fffffffffffffff, 0},
    {TG_USER_ID, -5, "user_id -5 is out of range: it must be 0 to 9223372036854775807"},
    {TG_DATE, -1, 0},
  };
  TgErr e = TG_ERR_INIT;
  TgAccount a = sample(), b = sample();
  u8 key[TG_KEY_SIZE];
  char zId[17], zLong[70];
  int i;
  for(i=0; i<TG_NFIELD; i++) check(tgFieldFind(aTgField[i].zName)==i, "field %d by name", i);
  check(tgFieldFind("AUTH_KEY")==TG_AUTH_KEY && tgFieldFind("key")<0 && tgFieldFind("")<0,
        "fields by name");
  for(i=0; i<TG_COUNT(aRange); i++){
    TgAccount x;
    memset(&x, 0, sizeof(x));
    tgAccountSetInt(&e, &x, aRange[i].f, aRange[i].i);
    if( aRange[i].zMsg ) message(&e, aRange[i].zMsg, "range");
    else check(e.rc==SQLITE_OK && (x.have & TG_BIT(aRange[i].f)) && x.n[aRange[i].f]==aRange[i].i,
               "range %d", i);
  }
  tgAccountSetInt(&e, &a, TG_DC_ID, 0);
  tgAccountSetInt(&e, &a, TG_PORT, 0);
  check(e.rc==SQLITE_OK && (a.have & (TG_BIT(TG_DC_ID)|TG_BIT(TG_PORT)))==0,
        "0 is no data centre and no port");
  tgAccountDerive(&a);
  check(a.n[TG_DC_ID]==4 && (a.have & TG_BIT(TG_DC_ID)), "DC derived from the address");

  tgAccountSetAddr(&e, &a, "[2001:67c:4e8:f002::a]", -1);
  check(strcmp(a.zAddr, "2001:67c:4e8:f002::a")==0, "brackets dropped: %s", a.zAddr);
  tgAccountSetAddr(&e, &a, "149.154.167.51xxx", 14);
  check(strcmp(a.zAddr, "149.154.167.51")==0, "length respected: %s", a.zAddr);
  tgAccountSetAddr(&e, &a, "", -1);
  check((a.have & TG_BIT(TG_SERVER_ADDRESS))==0 && a.zAddr[0]==0, "empty means none");
  memset(zLong, 'a', 64);
  zLong[64] = 0;
  tgAccountSetAddr(&e, &a, zLong, 63);
  check(e.rc==SQLITE_OK && strlen(a.zAddr)==63, "63 characters");
  tgAccountSetAddr(&e, &a, zLong, -1);
  message(&e, "server_address has 64 characters; it must be an IP address or a host name "
              "of at most 63", "long address");
  tgAccountSetAddr(&e, &a, "1.2.3.4/24", -1);
  message(&e, "server_address: character 8 belongs neither to an IP address nor to a host name",
          "address");

  memset(key, 0, sizeof(key));
  tgAccountSetKey(&a, key);
  check((a.have & TG_BIT(TG_AUTH_KEY))==0, "zeros are no key");
  key[255] = 1;
  tgAccountSetKey(&a, key);
  check((a.have & TG_BIT(TG_AUTH_KEY))!=0, "one bit is one");
  for(i=0; i<TG_KEY_SIZE; i++) key[i] = (u8)i;
  tgKeyId(key, zId);
  check(strcmp(zId, "32d1586ea457dfc8")==0, "key id of 0, 1, ... 255: %s", zId);
  memset(key, 'a', sizeof(key));
  tgKeyId(key, zId);
  check(strcmp(zId, "ad0e5169397d2b62")==0, "key id of 256 times a: %s", zId);

  a = sample();
  check(tgAccountSame(&a, &b), "the same account");
  b.key[0] ^= 1;
  check(tgAccountSame(&a, &b), "the same user with another key");
  b.n[TG_TEST_MODE] = 1;
  check(!tgAccountSame(&a, &b), "another environment");
  b = a;
  b.n[TG_USER_ID]++;
  check(tgAccountSame(&a, &b), "the same key");
  b.key[0] ^= 1;
  check(!tgAccountSame(&a, &b), "another user");
  b.have &= ~TG_BIT(TG_USER_ID);
  check(!tgAccountSame(&a, &b), "unknown user");
  a.have = b.have = 0;
  check(!tgAccountSame(&a, &b), "nothing known");
}

static void testFit(void){
  const unsigned user = TG_BIT(TG_USER_ID)|TG_BIT(TG_AUTH_KEY)|TG_BIT(TG_DC_ID)|TG_BIT(TG_IS_BOT)
                      | TG_BIT(TG_TEST_MODE);
  const unsigned addr = TG_BIT(TG_DC_ID)|TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT)
                      | TG_BIT(TG_AUTH_KEY);
  TgErr e = TG_ERR_INIT;
  TgAccount a = sample();
  tgAccountFit(&e, &a, addr, addr, "telethon");
  check(e.rc==SQLITE_OK && a.have==addr && strcmp(a.zAddr, "149.154.167.92")==0, "kept address");

  a = sample();
  a.have &= ~(TG_BIT(TG_IS_BOT)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_API_ID)|TG_BIT(TG_DATE));
  tgAccountFit(&e, &a, user|TG_BIT(TG_API_ID)|TG_BIT(TG_DATE), user, "pyrogram");
  check(e.rc==SQLITE_OK && a.have==(user|TG_BIT(TG_API_ID)|TG_BIT(TG_DATE)) && a.n[TG_IS_BOT]==0
     && a.n[TG_TEST_MODE]==0 && a.n[TG_API_ID]==0 && a.n[TG_DATE]==0, "defaults are 0");

  a = sample();
  a.have &= ~TG_BIT(TG_USER_ID);
  tgAccountFit(&e, &a, user, user, "pyrogram");
  message(&e, "user_id is not known from the source; give it: 'user_id', N",
          "no user");
  a = sample();
  a.have &= ~TG_BIT(TG_AUTH_KEY);
  tgAccountFit(&e, &a, user, user, "pyrogram");
  message(&e, "not logged in: there is no auth_key", "no key");
  a = sample();
  a.have &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_DC_ID));
  tgAccountFit(&e, &a, addr, addr, "telethon");
  message(&e, "dc_id is not known from the source; give it: 'dc_id', N", "no DC");
  a = sample();
  a.have &= ~TG_BIT(TG_SERVER_ADDRESS);
  a.n[TG_DC_ID] = 7;
  tgAccountFit(&e, &a, addr, addr, "telethon");
  message(&e, "there is no data centre 7; give 'dc_id', N, or 'server_address', '...'", "DC 7");
  a = sample();
  a.have &= ~TG_BIT(TG_SERVER_ADDRESS);
  a.n[TG_TEST_MODE] = 1;
  tgAccountFit(&e, &a, addr, addr, "telethon");
  message(&e, "test DC 4 is not in the table of addresses; "
              "give 'server_address', '...'", "test DC 4");

  a = sample();                              /* an address of the test DC is filled in */
  a.have &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
  a.n[TG_TEST_MODE] = 1;
  a.n[TG_DC_ID] = 2;
  tgAccountFit(&e, &a, addr, addr, "pyrogram");
  check(e.rc==SQLITE_OK && strcmp(a.zAddr, "149.154.167.40")==0 && a.n[TG_PORT]==80,
        "test DC filled: %s %d", a.zAddr, (int)a.n[TG_PORT]);
  a = sample();                              /* where only the address tells, it must tell */
  a.n[TG_TEST_MODE] = 1;
  a.n[TG_DC_ID] = 2;
  tgAccountFit(&e, &a, addr, addr, "gramjs");
  check(e.rc==SQLITE_OK && strcmp(a.zAddr, "149.154.167.40")==0, "test DC told: %s", a.zAddr);
  a = sample();                              /* host names are for browsers */
  tgAccountSetAddr(&e, &a, "vesta-1.web.telegram.org", -1);
  tgAccountFit(&e, &a, addr, addr, "telethon");
  check(e.rc==SQLITE_OK && tgDcFromAddress(a.zAddr, 0)==4 && a.zAddr[0]=='1', "host: %s", a.zAddr);
  a = sample();
  tgAccountSetAddr(&e, &a, "vesta-1.web.telegram.org", -1);
  tgAccountFit(&e, &a, addr, addr, "gramjs");
  check(e.rc==SQLITE_OK && a.zAddr[0]=='v', "host kept: %s", a.zAddr);
  a = sample();
  a.have &= ~TG_BIT(TG_USER_ID);
  tgAccountFit(&e, &a, addr|TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT), addr, "mtcute");
  check(e.rc==SQLITE_OK && (a.have & TG_BIT(TG_USER_ID))==0, "user left out");
  tgErrClear(&e);
}

/* ------------------------------------------------------------------------------- pack */

static void testPack(void){
  static const struct { const char *z; int n, nOut; } aRuns[] = {
    {"\x01\x00\x02", 3, 3}, {"\x00\x01", 2, 1}, {"\x00\xff", 2, 255}, {"\x00\xff\x00\x01", 4, 256},
    {"", 0, 0}, {"\x00", 1, -1}, {"\x00\x00", 2, -1}, {"\x01\x00", 2, -1},
    {"\x00\x01\x00\x01", 4, 2},
  };
  u8 aRaw[1200], aOut[2400], aBack[1200];
  int i, n, nSize;
  size_t nTl;
  for(i=0; i<TG_COUNT(aRuns); i++){
    u8 *p = exact(aRuns[i].z, (size_t)aRuns[i].n);
    n = tgRunsDecode(p, aRuns[i].n, aOut, sizeof(aOut));
    check(n==aRuns[i].nOut, "runs %d give %d bytes, wanted %d", i, n, aRuns[i].nOut);
    if( n>0 ) check(tgRunsDecode(p, aRuns[i].n, aOut, n-1)==-1, "runs %d in too little room", i);
    free(p);
  }
  for(i=0; i<1000; i++){                     /* runs of all lengths, beyond 255 too */
    memset(aRaw, 0, sizeof(aRaw));
    n = (int)rnd(1200);
    if( i>=300 && n ) aRaw[rnd((unsigned)n)] = (u8)(1+rnd(255));
    if( i>=600 && n ) aRaw[n-1] = 5;
    if( i<300 ) n = i*3;
    aOut[2*n] = 0x5a;
    nSize = tgRunsEncode(aRaw, n, aOut);
    check(nSize<=2*n && aOut[2*n]==0x5a, "runs: %d bytes of %d", nSize, n);
    check(tgRunsDecode(aOut, nSize, aBack, n)==n && memcmp(aRaw, aBack, (size_t)n)==0,
          "%d bytes there and back by runs", n);
  }
  for(i=0; i<600; i++){                      /* TL bytes of all lengths */
    Wr w;
    Rd r;
    const u8 *p;
    u8 *pIn;
    int nCut;
    nTl = tgTlSize((size_t)i);
    check(nTl%4==0 && nTl-(size_t)i<=(i<254 ? 4u : 7u), "TL size of %d: %d", i, (int)nTl);
    for(n=0; n<i; n++) aRaw[n] = (u8)(n+1);
    w = wrInit(aOut, nTl);
    tgTlWrite(&w, aRaw, (size_t)i);
    check(!w.bBad && w.p==w.pEnd, "TL of %d bytes fills its size", i);
    pIn = exact(aOut, nTl);
    r = rdInit(pIn, nTl);
    p = tgTlRead(&r, &nTl);
    check(p && nTl==(size_t)i && rdLeft(&r)==0 && memcmp(p, aRaw, (size_t)i)==0, "TL of %d", i);
    free(pIn);
    nTl = tgTlSize((size_t)i);
    for(nCut=1; nCut<=4; nCut++){
      pIn = exact(aOut, nTl-(size_t)nCut);
      r = rdInit(pIn, nTl-(size_t)nCut);
      check(tgTlRead(&r, &nTl)==0 && r.bBad, "TL of %d cut by %d", i, nCut);
      free(pIn);
      nTl = tgTlSize((size_t)i);
    }
  }
  {
    static const char azLong[260] = "\xfe\xfd";           /* 253 bytes need no long head */
    const char *const azBad[] = { "\xff\x01\x00\x00", "\xfe\x03\x00\x00xyz\x00",
                                  "\x01x\x00\x01",
                                  "\x02xy\x07", azLong };
    static const int anBad[] = {4, 8, 4, 4, 260};
    for(i=0; i<TG_COUNT(azBad); i++){
      Rd r = rdInit(azBad[i], (size_t)anBad[i]);
      check(tgTlRead(&r, &nTl)==0 && r.bBad && nTl==0, "bad TL %d", i);
    }
  }
}

/* ----------------------------------------------------------------------------- codecs */

/* A codec that says no leaves the account as it was, for the next one, and no error. */
static void checkRefusals(const TgText *t){
  static const TgAccount none;
  int i;
  for(i=0; tgCodecAt(i); i++){
    TgErr e = TG_ERR_INIT;
    TgAccount a = none;
    if( !tgCodecAt(i)->xDecode(&e, t, &a, 0) && (e.rc!=SQLITE_OK || memcmp(&a, &none, sizeof(a))!=0) ){
      check(0, "%s leaves something behind", tgCodecAt(i)->zName);
    }
    tgErrClear(&e);
  }
}

/* Recognise n bytes at z (copied to exact memory) and decode.  0: refused, *e says why. */
static const TgCodec *readText(TgErr *e, const char *z, int n, TgAccount *a){
  char *zIn = exact(z, (size_t)n);
  TgText *t = malloc(sizeof(*t));
  const TgCodec *p = 0;
  if( t==0 ) abort();
  memset(t, 0xa5, sizeof(*t));
  memset(a, 0, sizeof(*a));
  if( tgTextOpen(e, t, zIn, n) ){
    checkRefusals(t);
    p = tgCodecRead(e, t, a);
  }
  tgTextClose(t);
  free(t);
  free(zIn);
  return p;
}

/* Does every field that p keeps agree? */
static int sameFields(const TgCodec *p, const TgAccount *a, const TgAccount *b){
  int f;
  for(f=0; f<TG_NFIELD; f++){
    if( (p->keeps & TG_BIT(f))==0 ) continue;
    if( (a->have ^ b->have) & TG_BIT(f) ) return 0;
    if( (a->have & TG_BIT(f))==0 ) continue;
    if( f==TG_AUTH_KEY ){
      if( memcmp(a->key, b->key, TG_KEY_SIZE)!=0 ) return 0;
    }else if( f==TG_SERVER_ADDRESS ){
      if( strcmp(a->zAddr, b->zAddr)!=0 ) return 0;
    }else if( a->n[f]!=b->n[f] ){
      return 0;
    }
  }
  return 1;
}

static char *writeText(const TgCodec *p, const TgAccount *a, int *pn){
  TgErr e = TG_ERR_INIT;
  TgAccount fit = *a;
  char zOut[TG_ENCODED_MAX], *z = 0;
  *pn = tgCodecEncode(&e, p, &fit, zOut);
  check(*pn>0 && e.rc==SQLITE_OK, "write %s: %s", p->zName, e.zMsg ? e.zMsg : "");
  if( *pn ){
    check((int)strlen(zOut)==*pn, "write %s: length %d", p->zName, *pn);
    z = sqlite3_mprintf("%s", zOut);
  }
  tgErrClear(&e);
  return z;
}

static void testReadOnly(void){
  static const struct { const char *zName; int n; } aKind[] = {
    {"gogram", 0}, {"gogram", 0}, {"gogram", 0}, {"wzgram", 438}, {"wzgram", 395}, {"wzgram", 387},
  };
  char zOut[TG_ENCODED_MAX];
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  int i, j, n;
  for(i=0; i<TG_COUNT(aKind); i++){
    char *z = readOnlyText(i, &a);
    const TgCodec *p = readText(&e, z, (int)strlen(z), &b);
    check(p && strcmp(p->zName, aKind[i].zName)==0, "%s %d: %s", aKind[i].zName, i,
          p ? p->zName : e.zMsg);
    if( p ) check(sameFields(p, &a, &b), "%s %d: fields", aKind[i].zName, i);
    if( aKind[i].n ) check((int)strlen(z)==aKind[i].n, "%s: length", aKind[i].zName);
    tgErrClear(&e);
    n = (int)strlen(z);
    for(j=0; j<n-(i==1 || i==2 ? 4 : 0); j++){     /* a prefix is nothing; 204 is an app_id too */
      if( readText(&e, z, j, &b) ) check(0, "%s %d: prefix of %d", aKind[i].zName, i, j);
      tgErrClear(&e);
    }
    for(j=20; j<300; j++){                   /* a changed character of the key is noticed */
      char c = z[j];
      z[j] = c=='A' ? 'B' : 'A';
      if( i!=5 ) check(readText(&e, z, n, &b)==0, "%s %d: damage at %d", aKind[i].zName, i, j);
      tgErrClear(&e);
      z[j] = c;
    }
    free(z);
  }
  tgCodecEncode(&e, tgCodecByName("wzgram"), &a, zOut);
  message(&e, "wzgram strings are not written: 438, 395 or 387 characters; only read: "
              "wzgram takes pyrogram strings too", "write wzgram");
}

static void testPairs(void){
  TgAccount a = sample(), b, c;
  TgErr e = TG_ERR_INIT;
  char zOut[TG_ENCODED_MAX];
  int i, j, n, m;
  for(i=0; tgCodecAt(i); i++){
    const TgCodec *p = tgCodecAt(i), *pFound;
    char *z, *zBack;
    check(tgCodecByName(p->zName)==p, "%s by name", p->zName);
    if( p->xEncode==0 ) continue;
    z = writeText(p, &a, &n);
    if( z==0 ) continue;
    pFound = readText(&e, z, n, &b);
    check(pFound==p, "%s is taken for %s", p->zName, pFound ? pFound->zName : e.zMsg);
    check(sameFields(p, &a, &b), "%s: fields come back", p->zName);
    tgErrClear(&e);
    for(j=0; tgCodecAt(j); j++){             /* every pair: p, then q, then p again */
      const TgCodec *q = tgCodecAt(j);
      char *zQ;
      if( q->xEncode==0 ) continue;
      c = b;
      if( (p->keeps & TG_BIT(TG_USER_ID))==0 && (q->needs & TG_BIT(TG_USER_ID)) ){
        m = tgCodecEncode(&e, q, &c, zOut);
        check(m==0 && e.zMsg && strstr(e.zMsg, "give it: 'user_id', N")!=0,
              "%s to %s without a user", p->zName, q->zName);
        tgErrClear(&e);
        tgAccountSetInt(&e, &c, TG_USER_ID, a.n[TG_USER_ID]);
        tgAccountSetInt(&e, &c, TG_IS_BOT, 1);
      }
      zQ = writeText(q, &c, &m);
      if( zQ==0 ) continue;
      pFound = readText(&e, zQ, m, &c);
      check(pFound==q, "%s to %s", p->zName, q->zName);
      check(memcmp(c.key, a.key, TG_KEY_SIZE)==0 && c.n[TG_DC_ID]==4, "%s to %s: key",
            p->zName, q->zName);
      if( (p->needs & ~c.have & TG_BIT(TG_USER_ID)) ){
        tgAccountSetInt(&e, &c, TG_USER_ID, a.n[TG_USER_ID]);
        tgAccountSetInt(&e, &c, TG_IS_BOT, 1);
      }
      if( (p->keeps & ~q->keeps & (TG_BIT(TG_API_ID)|TG_BIT(TG_SERVER_ADDRESS)
                                  |TG_BIT(TG_USER_ID)))==0 ){
        zBack = writeText(p, &c, &m);
        check(zBack && m==n && memcmp(z, zBack, (size_t)n)==0, "%s to %s and back",
              p->zName, q->zName);
        tgWipeFree(zBack);
      }
      tgErrClear(&e);
      tgWipeFree(zQ);
    }
    tgWipeFree(z);
  }
  check(tgCodecAt(-1)==0 && tgCodecAt(i)==0 && i==9, "there are nine codecs");
  check(tgCodecByName("PYROGRAM")==&tgCodecPyrogram && tgCodecByName("pyrogra")==0
     && tgCodecByName("pyrogram-")==0 && tgCodecByName("")==0, "whole names");
}

/* What other converters get wrong; each line is a fault that one of them had. */
static void testSpecial(void){
  static const struct { const char *zCodec, *zAddr; int n; } aLength[] = {
    {"telethon", "149.154.167.51", 353}, {"telethon", "2001:67c:4e8:f002::a", 369},
    {"gramjs", "91.108.56.130", 369}, {"gramjs", "149.154.167.51", 369},
    {"gramjs", "149.154.175.100", 369}, {"gramjs", "2001:67c:4e8:f002::a", 377},
    {"gramjs", "vesta.web.telegram.org", 381},
    {"gramjs", "2001:067c:04e8:f002:0000:0000:0000:000a", 401},
    {"mtcute", "149.154.167.51", 402}, {"mtcute", "91.108.56.130", 402},
    {"mtcute", "2001:67c:4e8:f004::a", 412}, {"pyrogram", "149.154.167.51", 362},
    {"pyrogram-64", "149.154.167.51", 356}, {"pyrogram-32", "149.154.167.51", 351},
  };
  static const int aPort[] = {1, 80, 443, 32767, 32768, 51820, 65535};
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  char *z;
  char zOut[TG_ENCODED_MAX];
  const TgCodec *p;
  int i, j, n;
  for(i=0; i<TG_COUNT(aLength); i++){
    p = tgCodecByName(aLength[i].zCodec);
    tgAccountSetAddr(&e, &a, aLength[i].zAddr, -1);
    a.bChosen = 1;                         /* or that of dc_id would take its place */
    z = writeText(p, &a, &n);
    check(n==aLength[i].n, "%s of %s has %d characters", p->zName, aLength[i].zAddr, n);
    if( z ){
      check(readText(&e, z, n, &b)==p && sameFields(p, &a, &b), "%s of %s: %s", p->zName,
            aLength[i].zAddr, e.zMsg ? e.zMsg : b.zAddr);
      tgErrClear(&e);
    }
    tgWipeFree(z);
  }
  a = sample();                              /* ports above 32767 */
  for(i=0; tgCodecAt(i); i++){
    p = tgCodecAt(i);
    if( p->xEncode==0 || (p->keeps & TG_BIT(TG_PORT))==0 ) continue;
    for(j=0; j<TG_COUNT(aPort); j++){
      tgAccountSetInt(&e, &a, TG_PORT, aPort[j]);
      z = writeText(p, &a, &n);
      if( z ) check(readText(&e, z, n, &b)==p && b.n[TG_PORT]==aPort[j], "%s: port %d",
                    p->zName, aPort[j]);
      tgErrClear(&e);
      tgWipeFree(z);
    }
  }
  for(i=0; tgCodecAt(i); i++){               /* every DC, in both environments; 203 too */
    static const int aDc[] = {1, 2, 3, 4, 5, 203};
    p = tgCodecAt(i);
    if( p->xEncode==0 ) continue;
    for(j=0; j<2*TG_COUNT(aDc); j++){
      int bTest = j>=TG_COUNT(aDc), dc = aDc[j%TG_COUNT(aDc)];
      if( bTest && dc>3 ) continue;
      a = sample();
      tgAccountSetAddr(&e, &a, "", 0);
      tgAccountSetInt(&e, &a, TG_DC_ID, dc);
      tgAccountSetInt(&e, &a, TG_TEST_MODE, bTest);
      z = writeText(p, &a, &n);
      if( z ) check(readText(&e, z, n, &b)==p && b.n[TG_DC_ID]==dc && b.n[TG_TEST_MODE]==bTest
                 && (b.have & TG_BIT(TG_TEST_MODE)), "%s: DC %d test %d: %s", p->zName, dc, bTest,
                    e.zMsg ? e.zMsg : "");
      tgErrClear(&e);
      tgWipeFree(z);
    }
  }
  for(i=0; i<=TG_KEY_SIZE; i++){             /* MTKruto's runs: keys with i zeros at the front */
    a = sample();
    memset(a.key, 0, (size_t)i);
    if( i==TG_KEY_SIZE ) a.key[255] = 1;
    a.n[TG_DC_ID] = 1+i%5;
    for(j=0; tgCodecAt(j); j++){
      p = tgCodecAt(j);
      if( p->xEncode==0 || (i%16 && p!=&tgCodecMtkruto) ) continue;
      z = writeText(p, &a, &n);
      if( z ) check(readText(&e, z, n, &b)==p && memcmp(a.key, b.key, TG_KEY_SIZE)==0,
                    "%s: key of %d zeros", p->zName, i);
      tgErrClear(&e);
      tgWipeFree(z);
    }
  }
  a = sample();                              /* large numbers */
  tgAccountSetInt(&e, &a, TG_USER_ID, 4294967295);
  tgAccountSetInt(&e, &a, TG_API_ID, 4294967295);
  for(i=0; tgCodecAt(i); i++){
    p = tgCodecAt(i);
    if( p->xEncode==0 ) continue;
    z = writeText(p, &a, &n);
    if( z ) check(readText(&e, z, n, &b)==p && sameFields(p, &a, &b), "%s: large", p->zName);
    tgErrClear(&e);
    tgWipeFree(z);
  }
  tgAccountSetInt(&e, &a, TG_USER_ID, 4294967296);
  check(tgCodecEncode(&e, &tgCodecPyrogram32, &a, zOut)==0, "pyrogram-32 of 33 bits");
  message(&e, "pyrogram-32 string: user_id 4294967296 takes more than 32 bits; "
              "write pyrogram-64 or pyrogram", "33 bits");
  tgAccountSetInt(&e, &a, TG_USER_ID, (i64)1<<52);
  check(tgCodecEncode(&e, &tgCodecPyrogram64, &a, zOut)==0, "pyrogram-64 of 53 bits");
  message(&e, "pyrogram-64 string: user_id 4503599627370496 takes more than 52 bits; "
              "write pyrogram", "53 bits");
  tgAccountSetInt(&e, &a, TG_USER_ID, (i64)1<<53);
  check(tgCodecEncode(&e, &tgCodecMtcute, &a, zOut)==0, "mtcute of 54 bits");
  message(&e, "mtcute string: user_id 9007199254740992 takes more than 53 bits, "
              "which is what JavaScript has", "54 bits");
  a = sample();                              /* a byte in excess, a flag that is none */
  {
    static const struct { const char *zCodec; int i; u8 x; int nMore; } aOff[] = {
      {"gramjs", 0, 4, 1}, {"gramjs", 0, 4, -1}, {"mtkruto", 268, 2, 0}, {"mtkruto", 0, 1, 1},
      {"mtkruto", 0, 1, -1}, {"mtcute", 0, 3, 3}, {"mtcute", 1, 8, 0}, {"mtcute", 0, 4, 0},
      {"mtcute", 6, 0, 0}, {"mtcute", 6, 3, 0}, {"mtcute", 8, 8, 0},       /* of the data centre in it */
    };
    for(i=0; i<TG_COUNT(aOff); i++){
      u8 aRaw[700] = {0}, aRuns[700];
      char zOff[800] = "1";
      int b1 = strcmp(aOff[i].zCodec, "gramjs")==0, bRuns = strcmp(aOff[i].zCodec, "mtkruto")==0;
      p = tgCodecByName(aOff[i].zCodec);
      z = writeText(p, &a, &n);
      if( z==0 ) continue;
      n = tgB64Decode(z+b1, n-b1, aRaw, 0);
      if( bRuns ){
        memcpy(aRuns, aRaw, sizeof(aRuns));
        n = tgRunsDecode(aRuns, n, aRaw, sizeof(aRaw));
      }
      aRaw[aOff[i].i] = aOff[i].x;
      n += aOff[i].nMore;
      if( bRuns ){
        n = tgRunsEncode(aRaw, n, aRuns);
        memcpy(aRaw, aRuns, sizeof(aRaw));
      }
      tgB64Encode(aRaw, n, !b1, b1, zOff+b1);
      check(readText(&e, zOff, b1+tgB64Size(n, b1), &b)==0, "%s with change %d", p->zName, i);
      tgErrClear(&e);
      tgWipeFree(z);
    }
  }
  a = sample();                              /* 357 characters: a user_id has no more than 48 bits */
  for(i=0; i<11; i++){
    u8 aRaw[267] = {2};
    char zColon[358] = ":";
    aRaw[2] = 77;
    memcpy(aRaw+11, a.key, TG_KEY_SIZE);
    if( i>0 ) aRaw[i] = 2;
    tgB64Encode(aRaw, 267, 1, 0, zColon+1);
    p = readText(&e, zColon, 357, &b);
    if( i==0 || (i>=2 && i<=7) ) check(p!=0 && b.n[TG_DC_ID]==2, "357 characters, byte %d is 2: %s", i, e.zMsg ? e.zMsg : "");
    else check(p==0, "357 characters, byte %d is 2", i);
    tgErrClear(&e);
  }
  a = sample();                              /* irenogram: 356 characters with an api_id */
  {
    u8 aRaw[267];
    char zIreno[356];
    Wr w = wrInit(aRaw, sizeof(aRaw));
    wrU8(&w, 4);
    wrU32be(&w, 17025798);
    wrU8(&w, 1);
    wrBytes(&w, a.key, TG_KEY_SIZE);
    wrU32be(&w, 559540571);
    wrU8(&w, 1);
    tgB64Encode(aRaw, 267, 1, 0, zIreno);
    p = readText(&e, zIreno, 356, &b);
    check(p==&tgCodecPyrogram64 && b.n[TG_API_ID]==17025798 && b.n[TG_USER_ID]==559540571
       && b.n[TG_TEST_MODE]==1 && b.n[TG_IS_BOT]==1 && memcmp(b.key, a.key, TG_KEY_SIZE)==0,
       "irenogram: %s", e.zMsg ? e.zMsg : "");
    tgErrClear(&e);
  }
  a = sample();                              /* DC 0 with an address; an all-zero key */
  z = writeText(&tgCodecTelethon, &a, &n);
  if( z ){
    char aZero[354] = "1AJWap1wBu";
    memset(aZero+10, 'A', 342);
    aZero[352] = '=';
    p = readText(&e, aZero, 353, &b);
    check(p==&tgCodecTelethon && b.n[TG_DC_ID]==4 && (b.have & TG_BIT(TG_AUTH_KEY))==0,
          "DC 0, zero key: %s", e.zMsg ? e.zMsg : "");
    tgErrClear(&e);
    tgCodecEncode(&e, &tgCodecTelethon, &b, zOut);
    message(&e, "telethon string: not logged in: there is no auth_key", "zero key");
  }
  tgWipeFree(z);
}

/* Texts as people paste them. */
static void testPasted(void){
  static const struct { const char *zBefore, *zEvery, *zAfter; } aWay[] = {
    {"", "", ""}, {" ", "", "\n"}, {"\"", "", "\""}, {" '", "", "' "}, {"\t\"  ", "", "\r\n\" "},
    {"", "\n", ""}, {"", "\r\n", "\n"}, {"  ", " ", "  "}, {"\"", " \n", "\""},
  };
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  int i, j, k, n;
  for(i=0; tgCodecAt(i); i++){
    const TgCodec *p = tgCodecAt(i);
    char *z;
    if( p->xEncode==0 ) continue;
    z = writeText(p, &a, &n);
    for(j=0; z && j<TG_COUNT(aWay); j++){
      char zIn[2000] = "", *zOut = zIn;
      zOut += sprintf(zOut, "%s", aWay[j].zBefore);
      for(k=0; k<n; k+=50) zOut += sprintf(zOut, "%.50s%s", z+k, aWay[j].zEvery);
      sprintf(zOut, "%s", aWay[j].zAfter);
      check(readText(&e, zIn, (int)strlen(zIn), &b)==p && sameFields(p, &a, &b),
            "%s pasted in way %d: %s", p->zName, j, e.zMsg ? e.zMsg : "");
      tgErrClear(&e);
    }
    if( z ){                                 /* with or without padding, in either alphabet */
      char *zIn = malloc((size_t)n+3);
      memcpy(zIn, z, (size_t)n+1);
      for(k=n; k>0 && zIn[k-1]=='='; k--){}
      check(readText(&e, zIn, k, &b)==p, "%s without padding: %s", p->zName, e.zMsg ? e.zMsg : "");
      tgErrClear(&e);
      n = k;
      while( (k-(z[0]=='1'))%4 ) zIn[k++] = '=';
      check(readText(&e, zIn, k, &b)==p, "%s with padding: %s", p->zName, e.zMsg ? e.zMsg : "");
      tgErrClear(&e);
      for(j=0; j<n; j++){
        if( zIn[j]=='-' || zIn[j]=='+' ) zIn[j] = zIn[j]=='-' ? '+' : '-';
        if( zIn[j]=='_' || zIn[j]=='/' ) zIn[j] = zIn[j]=='_' ? '/' : '_';
      }
      check(readText(&e, zIn, k, &b)==p, "%s in the other alphabet", p->zName);
      tgErrClear(&e);
      free(zIn);
    }
    tgWipeFree(z);
  }
}

/* No message holds eight characters of the string in a row, nor of the key in hex. */
static int holdsSecret(const char *zMsg, const char *z, int n, const TgAccount *a){
  static const char zHex[] = "0123456789abcdef";
  char zPart[9];
  int i, j;
  if( zMsg==0 ) return 0;
  for(i=0; i+8<=n; i++){
    memcpy(zPart, z+i, 8);
    zPart[8] = 0;
    if( strlen(zPart)==8 && strstr(zMsg, zPart) ) return 1;
  }
  for(i=0; i+4<=TG_KEY_SIZE; i++){
    for(j=0; j<4; j++){
      zPart[2*j] = zHex[a->key[i+j]>>4];
      zPart[2*j+1] = zHex[a->key[i+j]&15];
    }
    if( strstr(zMsg, zPart) ) return 1;
  }
  return 0;
}

static void testDamage(void){
  static const u8 aBad[] = {0, '!', '.', ',', ':', '"', '*', 0x80, 0xc3, 0xff, '{', '=', 0x7f};
  static const char zGood[] = "AQgw5_-9z1";
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  int i, j, k, n;
  a.key[0] = 0x5a;
  for(i=0; tgCodecAt(i); i++){
    const TgCodec *p = tgCodecAt(i), *pFound;
    char *z;
    if( p->xEncode==0 ) continue;
    z = writeText(p, &a, &n);
    if( z==0 ) continue;
    for(j=0; j<=n; j++){                     /* every prefix */
      pFound = readText(&e, z, j, &b);
      /* Two formats begin with an older one, if the bytes behind happen to be zeros. */
      if( pFound && (j==n || (z[j]=='=' && pFound==p)) ) nPass++;
      else if( p==&tgCodecPyrogram && j==351 && pFound==&tgCodecPyrogram32 ) nPass++;
      else if( p==&tgCodecMtkruto && j==359 && pFound==&tgCodecMtkruto
            && (b.have & TG_BIT(TG_USER_ID))==0 ) nPass++;
      else check(pFound==0 && e.rc==SQLITE_ERROR && e.zMsg && !holdsSecret(e.zMsg, z, n, &a),
                 "%s: prefix of %d: %s", p->zName, j, pFound ? pFound->zName : e.zMsg);
      tgErrClear(&e);
    }
    for(j=0; j<n; j++){                      /* every byte changed */
      char c = z[j];
      for(k=0; k<TG_COUNT(aBad); k++){
        if( (char)aBad[k]==c ) continue;
        z[j] = (char)aBad[k];
        pFound = readText(&e, z, n, &b);
        if( pFound==p && c=='=' && z[j]==',' ) pFound = 0;     /* a sign behind a string without its '=' */
        else if( pFound==0 && e.zMsg==0 ) pFound = p;
        check(pFound==0 && (c=='=' || !holdsSecret(e.zMsg, z, n, &a)),
              "%s: byte %d as 0x%02x is %s", p->zName, j, aBad[k], pFound ? pFound->zName : "");
        tgErrClear(&e);
      }
      for(k=0; zGood[k]; k++){               /* may be another session; may not be wild */
        z[j] = zGood[k];
        pFound = readText(&e, z, n, &b);
        if( pFound==0 ) check(e.rc==SQLITE_ERROR && !holdsSecret(e.zMsg, z, n, &a),
                              "%s: byte %d as %c", p->zName, j, zGood[k]);
        else check(b.n[TG_DC_ID]>=1 && b.n[TG_DC_ID]<=255 && (b.have & TG_BIT(TG_DC_ID)),
                   "%s: byte %d as %c is a session of no DC", p->zName, j, zGood[k]);
        tgErrClear(&e);
      }
      z[j] = c;
    }
    for(j=0; j<n; j++){                      /* one character missing, or twice */
      char *zIn = malloc((size_t)n+1);
      memcpy(zIn, z, (size_t)j);
      memcpy(zIn+j, z+j+1, (size_t)(n-j-1));
      pFound = readText(&e, zIn, n-1, &b);
      if( pFound && z[j]!='=' ) check(0, "%s: without byte %d is %s", p->zName, j, pFound->zName);
      tgErrClear(&e);
      memcpy(zIn, z, (size_t)j);
      zIn[j] = z[j];
      memcpy(zIn+j+1, z+j, (size_t)(n-j));
      pFound = readText(&e, zIn, n+1, &b);
      if( pFound && z[j]!='=' ) check(0, "%s: byte %d twice is %s", p->zName, j, pFound->zName);
      tgErrClear(&e);
      free(zIn);
    }
    tgWipeFree(z);
  }
}

static void testMessages(void){
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  TgText t;
  char *z, *zMega;
  int i, n;
  clock_t t0;
  static const struct { int n; const char *zMsg; } aCut[] = {
    {1, "1 character: no session string is that short; a pyrogram string has 362, "
        "a telethon string 353"},
    {200, "200 characters: no session string is that short; a pyrogram string has 362, "
        "a telethon string 353"},
    {355, "355 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short"},
    {361, "361 characters: a pyrogram string has 362 (older ones 356, 351); it is cut short"},
  };
  a.key[0] = 0x5a;
  z = writeText(&tgCodecPyrogram, &a, &n);
  for(i=0; i<TG_COUNT(aCut); i++){
    readText(&e, z, aCut[i].n, &b);
    message(&e, aCut[i].zMsg, "cut short");
  }
  readText(&e, "", 0, &b);
  message(&e, "the string is empty", "empty");
  readText(&e, " \n ", 3, &b);
  message(&e, "the string is empty", "blank");
  readText(&e, "''", 2, &b);
  message(&e, "the string is empty", "quotes");
  z[100] = '!';
  readText(&e, z, n, &b);
  message(&e, "character 101 does not belong into a session string; "
              "paste the whole string and nothing else", "foreign");
  z[98] = (char)0xc3;                        /* a letter of two bytes before it */
  z[99] = (char)0xa4;
  z[100] = 'A';
  readText(&e, z, n, &b);
  message(&e, "U+00E4 after character 98 does not belong into a session string; take it out", "foreign UTF-8");
  tgWipeFree(z);

  z = writeText(&tgCodecPyrogram, &a, &n);
  {
    u8 aRaw[271];
    static const struct { int i; u8 x; const char *zMsg; } aByte[] = {
      {5, 2, "pyrogram string: test_mode (byte 6 of 271) is neither 0 nor 1; "
             "a character is missing, wrong or in excess"},
      {270, 7, "pyrogram string: is_bot (byte 271 of 271) is neither 0 nor 1; "
               "a character is missing, wrong or in excess"},
      {0, 0, "pyrogram string: dc_id is 0, and the address is of no known data centre"},
      {262, 0x80, "pyrogram string: user_id is out of range: it takes 64 bits"},
    };
    for(i=0; i<TG_COUNT(aByte); i++){
      tgB64Decode(z, n, aRaw, 0);
      aRaw[aByte[i].i] = aByte[i].x;
      if( aRaw[0]==0x80 ) aRaw[0] = 4;
      {
        char zIn[362];
        tgB64Encode(aRaw, 271, 1, 0, zIn);
        readText(&e, zIn, 362, &b);
        message(&e, aByte[i].zMsg, "one byte");
        check(b.have==0 && b.key[0]==0 && b.key[255]==0, "nothing of the key is left");
      }
    }
  }
  tgWipeFree(z);
  z = writeText(&tgCodecTelethon, &a, &n);
  readText(&e, z, 340, &b);
  message(&e, "340 characters: a telethon string has 353 or 369; it is cut short", "telethon");
  z[1] = 'z';
  z[5] = 'z';
  readText(&e, z, n, &b);
  message(&e, "telethon string: dc_id (byte 1 of 263) is of no data centre; "
              "a character is wrong", "telethon DC");
  tgWipeFree(z);
  z = writeText(&tgCodecGramjs, &a, &n);
  readText(&e, z, 360, &b);
  message(&e, "360 characters: a gramjs string has 369; it is cut short", "gramjs");
  tgWipeFree(z);
  z = writeText(&tgCodecMtcute, &a, &n);
  readText(&e, z, 400, &b);
  message(&e, "400 characters: mtcute string whose parts do not add up; "
              "it is cut short or damaged", "mtcute");
  tgWipeFree(z);
  z = writeText(&tgCodecMtkruto, &a, &n);
  readText(&e, z, n-2, &b);
  check(e.zMsg && strstr(e.zMsg, "mtkruto string whose parts do not add up"), "mtkruto: %s",
        e.zMsg ? e.zMsg : "");
  tgErrClear(&e);
  check(tgTextOpen(&e, &t, z, n)==1, "open");
  tgCodecReadAs(&e, &tgCodecPyrogram, &t, &b);
  message(&e, "pyrogram string: it is no such string; leave 'from' out to have it recognised",
          "forced");
  for(i=0; tgCodecAt(i); i++){               /* forced upon each: right, or an error */
    tgCodecReadAs(&e, tgCodecAt(i), &t, &b);
    check((e.rc==SQLITE_OK)==(tgCodecAt(i)==&tgCodecMtkruto), "forced upon %s",
          tgCodecAt(i)->zName);
    tgErrClear(&e);
  }
  tgTextClose(&t);
  tgWipeFree(z);

  zMega = malloc(1000000);
  memset(zMega, 'A', 1000000);
  t0 = clock();
  for(i=0; i<1000; i++){
    check(tgTextOpen(&e, &t, zMega, 1000000)==0 && e.rc==SQLITE_TOOBIG, "a megabyte is refused");
    tgTextClose(&t);
    if( i<999 ) tgErrClear(&e);
  }
  message(&e, "1000000 characters: too long for a session string, which has 4096 at most", "long");
  check((double)(clock()-t0)/CLOCKS_PER_SEC<0.5, "and at once");
  check(tgTextOpen(&e, &t, zMega, 4097)==0, "4097 characters");
  message(&e, "4097 characters: too long for a session string, which has 4096 at most", "4097");
  tgTextClose(&t);
  check(tgTextOpen(&e, &t, zMega, 4096)==1 && tgCodecRead(&e, &t, &b)==0, "4096 characters");
  tgTextClose(&t);
  message(&e, "4096 characters: no known session string; "
              "SELECT name FROM session_formats lists those that are", "4096");
  memset(zMega+1, ' ', 60000);
  check(tgTextOpen(&e, &t, zMega, 60000)==1 && t.n==1, "much white space");
  tgTextClose(&t);
  tgErrClear(&e);
  free(zMega);
}

/* Noise: of all lengths, and of those that formats have. */
static void testRandom(void){
  static const char zAll[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  static const int aLen[] = {351, 353, 356, 362, 368, 369, 375, 377, 381, 386, 387, 395, 401,
                             402, 412, 418, 434, 438};
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  char z[1000];
  int i, j, n, nFound = 0;
  for(i=0; i<100000; i++){
    n = i&1 ? (int)rnd(600) : aLen[rnd(TG_COUNT(aLen))];
    for(j=0; j<n; j++) z[j] = zAll[rnd(64)];
    if( i%3==0 && n ) z[0] = '1';
    if( i%3==1 && n ) z[0] = 'A';
    if( readText(&e, z, n, &a) ) nFound++;
    tgErrClear(&e);
  }
  check(nFound==0, "%d of 100000 random texts were taken for sessions", nFound);
}

/* -------------------------------------------------------------------- one thing wrong */

/* The string of n bytes behind zBegin. */
static const char *textOf(const char *zBegin, const void *a, int n, int bPad){
  static char z[1400];
  memset(z, 0, sizeof(z));
  sqlite3_snprintf(20, z, "%s", zBegin);
  tgB64Encode(a, n, 1, bPad, z+strlen(zBegin));
  return z;
}

/* Each byte of each string as others, each string cut short anywhere: it is refused, or what it then says is what is written and
** read again; and whatever it is, it isn't shown. */
static void testEachByte(void){
  static const u8 aByte[] = { 0, 1, 2, 3, 4, 5, 6, 8, 16, '/', '0', ':', 'a', 'z', '[', ' ', '~', 0x7f, 0x80, 0xcb, 0xff };
  TgAccount a = sample();
  int iText, nText = 0, i, k, n;
  char *az[30], zLooks[TG_LOOKS_MAX];
  for(i=0; tgCodecAt(i); i++){
    if( tgCodecAt(i)->xEncode ) az[nText++] = writeText(tgCodecAt(i), &a, &n);
  }
  for(i=0; i<6; i++){
    char *z = readOnlyText(i, &a);
    az[nText++] = sqlite3_mprintf("%s", z);
    free(z);
  }
  for(i=0; i<2; i++){                        /* irenogram's, and session_storage's */
    u8 aOld[267] = {0};
    memcpy(&aOld[i ? 11 : 6], a.key, TG_KEY_SIZE);
    aOld[0] = 2;
    if( i ) aOld[2] = 7;
    else memcpy(&aOld[262], "\0\2\3\4", 4);
    az[nText++] = sqlite3_mprintf("%s", textOf(i ? ":" : "", aOld, 267, 0));
  }
  for(iText=0; iText<nText; iText++){
    TgErr e = TG_ERR_INIT;
    const char *z = az[iText], *zPad = z + strlen(z);
    int nBegin = strncmp(z, "1Bv", 3)==0 ? 4 : z[0]=='1' ? 1 : z[0]=='W' ? 3 : z[0]==':', nRaw;
    char zBegin[5] = "", *zCut = exact(z, strlen(z)+1);
    u8 aRaw[700], aNew[700];
    memcpy(zBegin, z, (size_t)nBegin);
    while( zPad>z && zPad[-1]=='=' ) zPad--;
    nRaw = tgB64Decode(z+nBegin, (int)(zPad-z)-nBegin, aRaw, 0);
    check(nRaw>250, "%d: its bytes", iText);
    for(i=0; i<nRaw; i+=i>20 && i+20<nRaw && isFew() ? 7 : 1){
      for(k=0; k<TG_COUNT(aByte); k++){
        TgAccount b, c;
        const TgCodec *p;
        const char *zNew;
        char *zOut;
        memcpy(aNew, aRaw, (size_t)nRaw);
        aNew[i] = aByte[k];
        zNew = textOf(zBegin, aNew, nRaw, zPad[0]=='=');
        p = readText(&e, zNew, (int)strlen(zNew), &b);
        check((p==0)==(e.rc!=SQLITE_OK), "%d, byte %d: neither read nor refused", iText, i);
        tgErrClear(&e);
        check(zNew[0]==':' || tgCodecLooks(zNew, (int)strlen(zNew), zLooks), "%d, byte %d is %d: would be shown", iText, i, aByte[k]);
        tgCodecLooks(zNew, 100, zLooks);
        if( p && p->xEncode && (b.have & TG_BIT(TG_AUTH_KEY)) ){
          char zAgain[TG_ENCODED_MAX];
          c = b;
          c.bChosen = 1;
          n = tgCodecEncode(&e, p, &c, zAgain);
          if( n ){
            zOut = exact(zAgain, (size_t)n);
            check(readText(&e, zOut, n, &b)==p && sameFields(p, &b, &c), "%d, byte %d is %d: %s: %s", iText, i, aByte[k],
                  p->zName, e.zMsg ? e.zMsg : "other fields");
            free(zOut);
          }
          tgErrClear(&e);
        }
      }
    }
    for(n=281; n<(int)strlen(zCut); n++) check(zCut[0]==':' || tgCodecLooks(zCut, n, zLooks), "%d: %d characters of it would be shown", iText, n);
    free(zCut);
    sqlite3_free(az[iText]);
  }
}

/* What gogram's two forms may and may not be, all of them with a sound key unless they say otherwise. */
static void testGogram(void){
  static const char *const azJson[][2] = {                /* K: the key, H: its hash, in base64 */
    { "{'key':'K','hash':'H','dc_id':2,'ip_addr':'149.154.167.51:443','app_id':6}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':'149.154.167.51'}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':'[2001:67c:4e8:f002::a]:443'}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':'2001:67c:4e8:f002::a'}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':'149.154.167.51:'}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':'1234567'}", "" },
    { "{'key':'K','dc_id':2,'ip_addr':':443'}", "" },
    { "{'key':'K','dc_id':2}", "" },
    { "{'dc_id':2}", "" },
    { "{'hash':'H','dc_id':2}", "" },
    { "{'key':'K','hash':'H1','dc_id':2}", "gogram string: its key or hash is damaged" },
    { "{'key':'K','hash':'AAAAAAAAAAA=','dc_id':2}", "gogram string: its hash does not belong to its key; a character is wrong" },
    { "{'key':'L','dc_id':2}", "gogram string: its key or hash is damaged" },
    { "{'key':'K=','dc_id':2}", "gogram string: its key or hash is damaged" },
    { "{'kez':'K','dc_id':2}", "-" },
    { "{'app_ix':'K','dc_id':2}", "-" },
    { "{'dc_id':2,'dc_id':2,'dc_id':2,'dc_id':2,'dc_id':2}", "" },
    { "{'dc_id':2,'dc_id':2,'dc_id':2,'dc_id':2,'dc_id':2,'dc_id':2}", "-" },
    { "{'dc_id':2}}", "-" },
    { "{'dc_id':2;'app_id':6}", "-" },
    { "{'dc_id':x}", "-" },
    { "{'dc_id':12345678901}", "-" },
    { "{'dc_id'=2}", "-" },
    { "{'dc_id", "-" },
    { "{'dc_id\\':2}", "-" },
    { "{'ip_addr':5','dc_id':2}", "-" },
    { "['dc_id':2]", "-" },
  };
  static const struct { const char *zSep1, *zSep2, *zTail; int bOk; } aJoin[] = {
    { ":_:", ":_:", ":_:149.154.167.51:443:_:2:_:6", 1 }, { "::", "::", "::149.154.167.51:443::2::6", 1 },
    { ":_:", ":_;", ":_:149.154.167.51:443:_:2:_:6", 0 }, { ":_;", ":_:", ":_:149.154.167.51:443:_:2:_:6", 0 },
    { "::", "::", "::149.154.167.51:443::2:;6", 0 }, { "::", "::", "::149.154.167.51:443::2::", 0 },
    { "::", "::", "::149.154.167.51:443::2::6 ", 0 }, { "::", "::", "::149.154.167.51:443::2", 0 },
    { "::", "::", "::149.154.167.51:443", 0 }, { "::", "::", "", 0 },
  };
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  char zKey[400] = "", zHash[20] = "", zId[17];
  u8 hash[8];
  int i, k;
  tgKeyId(a.key, zId);
  for(i=0; i<8; i++){
    char zHex[3] = {zId[2*i], zId[2*i+1], 0};
    hash[i] = (u8)strtol(zHex, 0, 16);
  }
  tgB64Encode(a.key, TG_KEY_SIZE, 0, 1, zKey);
  tgB64Encode(hash, 8, 0, 1, zHash);
  for(i=0; i<TG_COUNT(azJson); i++){
    char zJson[700], *z = zJson;
    const char *zIn = azJson[i][0], *zText, *zWant = azJson[i][1];
    for(; *zIn; zIn++){
      if( *zIn=='\'' ) *z++ = '"';
      else if( *zIn=='K' ) z += sprintf(z, "%s", zKey);
      else if( *zIn=='L' ) z += sprintf(z, "%.342sAA", zKey);              /* as long, but 258 bytes */
      else if( *zIn=='H' ) z += sprintf(z, "%s", zHash);
      else *z++ = *zIn;
    }
    zText = textOf("1BvE", zJson, (int)(z-zJson), 0);
    k = readText(&e, zText, (int)strlen(zText), &b)==&tgCodecGogram;
    check(zWant[0] ? k==0 : k && b.n[TG_DC_ID]==2, "gogram %d: %s", i, e.zMsg ? e.zMsg : "read");
    if( zWant[0]=='-' ) check(e.zMsg && strncmp(e.zMsg, "gogram", 6)!=0, "gogram %d: %s", i, e.zMsg);
    else if( zWant[0] ) check(e.zMsg && strncmp(e.zMsg, zWant, 13)==0, "gogram %d: %s", i, e.zMsg);
    tgErrClear(&e);
  }
  for(i=0; i<TG_COUNT(aJoin); i++){
    u8 aRaw[400];
    Wr w = wrInit(aRaw, sizeof aRaw);
    const char *zText;
    wrBytes(&w, a.key, TG_KEY_SIZE);
    wrBytes(&w, aJoin[i].zSep1, strlen(aJoin[i].zSep1));
    wrBytes(&w, hash, 8);
    wrBytes(&w, aJoin[i].zSep2, strlen(aJoin[i].zSep2));
    wrBytes(&w, aJoin[i].zTail + strlen(aJoin[i].zSep2), strlen(aJoin[i].zTail) - (aJoin[i].zTail[0] ? strlen(aJoin[i].zSep2) : 0));
    zText = textOf("1BvX", aRaw, (int)(w.p-aRaw), 0);
    check((readText(&e, zText, (int)strlen(zText), &b)==&tgCodecGogram)==aJoin[i].bOk, "gogram, joined %d: %s", i,
          e.zMsg ? e.zMsg : "read");
    tgErrClear(&e);
  }
}

/* Bytes in TL: a length, the bytes, zeros up to a multiple of four. */
static void wrTl(Wr *w, const void *p, size_t n){
  size_t i;
  if( n<254 ) wrU8(w, (unsigned)n);
  else wrU32le(w, (unsigned)n<<8 | 254);
  wrBytes(w, p, n);
  for(i=(n<254 ? 1 : 4)+n; i%4; i++) wrU8(w, 0);
}

/* mtcute's three versions and MTKruto's three forms, with this or that in them. */
static void testParts(void){
  static const struct { unsigned iVersion, flags, dcFlags, dc; const char *zAddr; unsigned port, bot; int nKey, bMore, bOk; } aMt[] = {
    { 3, 1, 0, 2, "149.154.167.51", 443, 1, 256, 0, 1 }, { 3, 0, 0, 2, "149.154.167.51", 443, 1, 256, 0, 1 },
    { 3, 4, 0, 2, "149.154.167.51", 443, 1, 256, 0, 1 }, { 3, 1, 7, 2, "149.154.167.51", 443, 1, 256, 0, 1 },
    { 3, 1, 8, 2, "149.154.167.51", 443, 1, 256, 0, 0 }, { 3, 1, 0, 2, "149.154.167.51", 65536, 1, 256, 0, 0 },
    { 3, 1, 0, 2, "1", 443, 1, 256, 0, 0 }, { 3, 1, 0, 2, "149.154.167.5g", 443, 1, 256, 0, 0 },
    { 3, 1, 0, 2, "0000000000:0000000000:0000000000:0000000000:0000000000:0000000000", 443, 1, 256, 0, 0 },
    { 3, 1, 0, 2, "::", 443, 1, 256, 0, 1 },
    { 3, 1, 0, 2, "0000000000:0000000000:0000000000:0000000000:0000000000:00000000", 443, 1, 256, 0, 1 },
    { 3, 1, 0, 2, "0000000000:0000000000:0000000000:0000000000:0000000000:000000000", 443, 1, 256, 0, 0 },
    { 3, 1, 0, 2, "149.154.167.51", 443, 2, 256, 0, 0 }, { 3, 1, 0, 2, "149.154.167.51", 443, 1, 255, 0, 0 },
    { 3, 1, 0, 2, "149.154.167.51", 443, 1, 256, 1, 0 }, { 3, 8, 0, 2, "149.154.167.51", 443, 1, 256, 0, 0 },
    { 2, 1, 0, 2, "149.154.167.51", 443, 1, 256, 0, 1 }, { 2, 5, 0, 2, "149.154.167.51", 443, 0, 256, 0, 1 },
    { 2, 1, 1024, 2, "149.154.167.51", 443, 1, 256, 0, 1 }, { 2, 1, 2048, 2, "149.154.167.51", 443, 1, 256, 0, 0 },
    { 2, 1, 0, 256, "149.154.167.51", 443, 1, 256, 0, 0 }, { 2, 1, 0, 2, "149.154.167.51", 443, 1, 256, 1, 0 },
    { 1, 1, 0, 2, "149.154.167.51", 443, 1, 256, 0, 1 }, { 1, 4, 0, 2, "149.154.167.51", 443, 1, 256, 0, 0 },
  };
  static const struct { const char *zDc; int nKey, nRest; unsigned bot, top; int bOk; } aKr[] = {
    { "2", 256, 13, 0, 0, 1 }, { "2", 256, 4, 0, 0, 1 }, { "2", 256, 0, 0, 0, 1 }, { "2", 256, 5, 0, 0, 0 },
    { "2-test", 256, 13, 1, 0, 1 }, { "2-tesx", 256, 13, 1, 0, 0 }, { "22", 256, 13, 1, 0, 1 }, { "999", 256, 13, 0, 0, 0 },
    { "1234", 256, 13, 1, 0, 0 }, { "2x", 256, 13, 1, 0, 0 }, { "2", 255, 13, 1, 0, 0 }, { "2", 256, 13, 2, 0, 0 },
    { "2", 256, 13, 1, 0x80, 0 }, { "2-testing", 256, 13, 1, 0, 0 },
  };
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  const char *z;
  u8 aRaw[900], aRuns[1000];
  int i, k;
  for(i=0; i<TG_COUNT(aMt); i++){
    Wr w = wrInit(aRaw, sizeof aRaw);
    wrU8(&w, aMt[i].iVersion);
    wrU32le(&w, aMt[i].flags);
    for(k=0; k<1+((aMt[i].flags & 4)!=0); k++){
      if( aMt[i].iVersion==3 ){
        u8 aDc[90];
        Wr wDc = wrInit(aDc, sizeof aDc);
        wrU8(&wDc, aMt[i].dcFlags ? 2 : 1);
        wrU8(&wDc, aMt[i].dc);
        wrU8(&wDc, aMt[i].dcFlags);
        wrTl(&wDc, aMt[i].zAddr, strlen(aMt[i].zAddr));
        wrU32le(&wDc, aMt[i].port);
        wrTl(&w, aDc, (size_t)(wDc.p-aDc));
      }else{
        wrU32le(&w, 0x18b7a10du);
        wrU32le(&w, aMt[i].dcFlags);
        wrU32le(&w, aMt[i].dc);
        wrTl(&w, aMt[i].zAddr, strlen(aMt[i].zAddr));
        wrU32le(&w, aMt[i].port);
        if( aMt[i].dcFlags & 1024 ) wrTl(&w, "secret", 6);
      }
    }
    if( aMt[i].flags & 1 ){
      wrU64le(&w, 777000111);
      wrU32le(&w, aMt[i].bot==0 ? 0xbc799737u : aMt[i].bot==1 ? 0x997275b5u : 7);
    }
    wrTl(&w, a.key, (size_t)aMt[i].nKey);
    if( aMt[i].bMore ) wrU8(&w, 0);
    z = textOf("", aRaw, (int)(w.p-aRaw), 0);
    check((readText(&e, z, (int)strlen(z), &b)==&tgCodecMtcute)==aMt[i].bOk, "mtcute %d: %s", i, e.zMsg ? e.zMsg : "read");
    if( aMt[i].bOk ) check(b.n[TG_DC_ID]==2 && b.n[TG_PORT]==443 && b.n[TG_TEST_MODE]==(aMt[i].dcFlags==7), "mtcute %d", i);
    else check(e.zMsg && strstr(e.zMsg, aMt[i].flags<8 ? "mtcute string whose parts do not add up" : " characters"), "mtcute %d: %s", i, e.zMsg);
    tgErrClear(&e);
  }
  for(i=2; i<=64; i++){                                  /* GramJS: an address of so many characters */
    Wr w = wrInit(aRaw, sizeof aRaw);
    wrU8(&w, 2);
    wrU16be(&w, (unsigned)i);
    for(k=0; k<i; k++) wrU8(&w, 'a');
    wrU16be(&w, 443);
    wrBytes(&w, a.key, TG_KEY_SIZE);
    z = textOf("1", aRaw, (int)(w.p-aRaw), 1);
    check((readText(&e, z, (int)strlen(z), &b)==&tgCodecGramjs)==(i<64), "gramjs, %d: %s", i, e.zMsg ? e.zMsg : "read");
    tgErrClear(&e);
  }
  for(i=0; i<TG_COUNT(aKr); i++){
    Wr w = wrInit(aRaw, sizeof aRaw);
    wrTl(&w, aKr[i].zDc, strlen(aKr[i].zDc));
    wrTl(&w, a.key, (size_t)aKr[i].nKey);
    if( aKr[i].nRest ) wrU32le(&w, 2040);
    if( aKr[i].nRest>4 ) wrU8(&w, aKr[i].bot);
    if( aKr[i].nRest>5 ) wrU64le(&w, 777000111 | (uint64_t)aKr[i].top<<56);
    k = tgRunsEncode(aRaw, (int)(w.p-aRaw), aRuns);
    z = textOf("", aRuns, k, 0);
    check((readText(&e, z, (int)strlen(z), &b)==&tgCodecMtkruto)==aKr[i].bOk, "mtkruto %d: %s", i, e.zMsg ? e.zMsg : "read");
    tgErrClear(&e);
  }
  {                                          /* one of the test servers, damaged */
    Wr w = wrInit(aRaw, sizeof aRaw);
    wrTl(&w, "2-test", 6);
    wrTl(&w, a.key, TG_KEY_SIZE);
    wrU32le(&w, 7);
    wrU8(&w, 9);
    wrU64le(&w, 7);
    k = tgRunsEncode(aRaw, (int)(w.p-aRaw), aRuns);
    z = textOf("", aRuns, k, 0);
    check(readText(&e, z, (int)strlen(z), &b)==0 && strstr(e.zMsg, "mtkruto string whose parts do not add up"), "mtkruto: %s", e.zMsg);
    tgErrClear(&e);
  }
  for(i=0; i<3; i++){                        /* wzgram's address takes all of its place; other characters; a flag */
    static const u8 aHead[] = { 2, 2, 0, 0, 7, 0xf8, 0 };
    Wr w = wrInit(aRaw, sizeof aRaw);
    wrBytes(&w, aHead, 7);
    wrBytes(&w, a.key, TG_KEY_SIZE);
    wrU64be(&w, 777000111);
    wrU8(&w, i==2 ? 2 : 0);
    wrU16be(&w, 443);
    wrBytes(&w, i==1 ? "149.154.167.051/" : "149.154.167.0051", 16);
    z = textOf("", aRaw, (int)(w.p-aRaw), 0);
    k = readText(&e, z, (int)strlen(z), &b)==&tgCodecWzgram;
    check(i ? k==0 : k && strcmp(b.zAddr, "149.154.167.0051")==0, "wzgram %d: %s", i, e.zMsg ? e.zMsg : b.zAddr);
    tgErrClear(&e);
  }
  z = readOnlyText(4, &a);
  ((char*)z)[200] = '.';
  check(readText(&e, z, 395, &b)==0, "wzgram with a dot");
  message(&e, "character 201 does not belong into a session string; paste the whole string and nothing else", "wzgram");
  free((void*)z);
}

/* What is asked when it can't be answered, and texts that are hardly any. */
static void testAsked(void){
  static const struct { const char *z; int n; const char *zLooks; } aLook[] = {
    { "U1FMaXRlIGZvcm1hdCAzAAQA", -1, "a database image in base64" }, { "53514C69746520666f726d6174203300", -1, "a database image in hex" },
    { "it says \"x\":[1, 2]", -1, "JSON" }, { "it says \"x\": -1 there", -1, "JSON" }, { "it says \"x\":7 there", -1, "JSON" },
    { "it says \"x\": so there", -1, 0 }, { "it says \"x\":{} there", -1, "JSON" }, { "it says \"x\":/ there", -1, 0 },
    { "short", -1, 0 },
  };
  TgAccount a = sample(), b;
  TgErr e = TG_ERR_INIT;
  TgText t;
  char zLooks[TG_LOOKS_MAX], zLong[9000], *z;
  u8 aRaw[300];
  int i, k, n;
  for(i=0; i<TG_COUNT(aLook); i++){
    n = (int)strlen(aLook[i].z);
    memset(zLooks, 0, sizeof zLooks);
    k = tgCodecLooks(aLook[i].z, n, zLooks);
    check(aLook[i].zLooks ? k && strcmp(zLooks, aLook[i].zLooks)==0 : k==0, "looks %d: %s", i, zLooks);
  }
  for(i=0; i<3; i++){                        /* strings of which only the begin is there */
    const int aKind[] = { 3, 0, 1 };
    z = readOnlyText(aKind[i], &a);
    check(tgCodecLooks(z, 100, zLooks) && strcmp(zLooks, i ? "a gogram string" : "a wzgram string")==0, "begins %d: %s", i, zLooks);
    check(tgCodecLooks(z, 64, zLooks), "begins %d, 64", i);
    free(z);
  }
  for(i=0; i<5; i++){                        /* 1, a DC, an address, a port: IPv6 of 12 bytes is not enough, and port 80 */
    memset(aRaw, 0x55, sizeof aRaw);
    aRaw[0] = 2;
    if( i<2 ) memcpy(&aRaw[1], "\x20\x01\x06\x7c", 4);
    aRaw[17] = 1;
    aRaw[18] = 187;
    if( i==2 ) memcpy(&aRaw[5], "\0\x50", 2);
    if( i>2 ) memcpy(&aRaw[1], i==3 ? "\0\x0e 9" : "\0\x0e\x80", 4);
    z = (char*)textOf("1", aRaw, i ? 27 : 12, 0);
    k = tgCodecLooks(z, (int)strlen(z), zLooks);
    check(k==(i==1 || i==2), "begins with 1, %d", i);
  }
  memset(zLong, 'A', sizeof zLong);
  check(tgCodecLooks(zLong, 300, zLooks) && strcmp(zLooks, "a session string")==0, "looks: 300 characters");
  for(i=0; i<300; i+=10) zLong[i] = '/';
  check(!tgCodecLooks(zLong, 300, zLooks), "looks: a path");
  nFault = 0;
  nLeft = 0;
  check(tgCodecLooks(zLong, 4000, zLooks) && strcmp(zLooks, "a session string")==0 && nFault, "looks: no memory to tell");
  nLeft = -1;

  check(strcmp(tgCodecOwn("none", &a), "none")==0 && strcmp(tgCodecOwn("pyrogram-64", &a), "pyrogram-32")==0, "own");
  a.n[TG_USER_ID] = 2147483647;
  check(strcmp(tgCodecOwn("pyrogram-64", &a), "pyrogram-64")==0 && strcmp(tgCodecOwn("pyrogram", &a), "pyrogram")==0, "own, of 2^31");
  a.have &= ~TG_BIT(TG_USER_ID);
  check(strcmp(tgCodecOwn("pyrogram-64", &a), "pyrogram-64")==0, "own, of nobody");
  a = sample();
  z = writeText(&tgCodecPyrogram, &a, &n);
  check(tgTextOpen(&e, &t, z, -1) && t.n==n, "to its end");
  e.rc = SQLITE_NOMEM;
  check(tgCodecRead(&e, &t, &b)==0 && b.have==0, "after an error: read");
  tgCodecReadAs(&e, &tgCodecPyrogram, &t, &b);
  check(b.have==0 && tgCodecEncode(&e, &tgCodecPyrogram, &a, zLong)==0, "after an error: read as, write");
  e.rc = SQLITE_OK;
  tgTextClose(&t);
  e.rc = SQLITE_NOMEM;
  check(tgTextOpen(&e, &t, z, -1)==0, "after an error: open");
  tgTextClose(&t);
  e.rc = SQLITE_OK;
  memset(zLong, ' ', sizeof zLong);
  memcpy(zLong+3000, z, (size_t)n);
  zLong[2999] = '=';
  memmove(zLong+10, z, 100);
  memmove(zLong+3000, z+100, (size_t)n-100);
  zLong[2999] = ' ';
  for(i=3000+n-100; i<9000; i++) zLong[i] = ' ';
  check(readText(&e, zLong, 9000, &b)==&tgCodecPyrogram, "8500 blanks inside: %s", e.zMsg ? e.zMsg : "");
  tgErrClear(&e);
  memset(zLong, 'A', 357);
  zLong[0] = ':';
  zLong[100] = '!';
  check(readText(&e, zLong, 357, &b)==0 && e.rc==SQLITE_ERROR, "session_storage's with a foreign character");
  tgErrClear(&e);
  for(i=0; i<2; i++){
    check(readText(&e, i ? "1====" : "====", i ? 5 : 4, &b)==0 && e.rc==SQLITE_ERROR, "signs only");
    tgErrClear(&e);
  }
  tgWipeFree(z);
}

/* --------------------------------------------------------------------- real strings */

static const char *codecOf(const char *zFormat, int n, const char *zText){
  static const struct { const char *zPrefix, *zName; } aMap[] = {
    {"telethon", "telethon"}, {"gramjs", "gramjs"}, {"mtcute", "mtcute"}, {"mtkruto", "mtkruto"},
  };
  int i;
  for(i=0; zFormat && i<TG_COUNT(aMap); i++){
    if( strncmp(zFormat, aMap[i].zPrefix, strlen(aMap[i].zPrefix))==0 ) return aMap[i].zName;
  }
  if( strncmp(zText, "WZ_", 3)==0 || n==387 ) return "wzgram";
  return n==351 ? "pyrogram-32" : n==356 || n==357 ? "pyrogram-64" : "pyrogram";
}

static void checkReal(sqlite3_stmt *pStmt){
  static const int aField[] = {TG_DC_ID, TG_PORT, TG_API_ID, TG_TEST_MODE, TG_USER_ID, TG_IS_BOT};
  const char *zName = (const char*)sqlite3_column_text(pStmt, 0);
  const char *zFormat = (const char*)sqlite3_column_text(pStmt, 1);
  const char *z = (const char*)sqlite3_column_text(pStmt, 2);
  int n = sqlite3_column_bytes(pStmt, 2), i, m;
  const char *zKey = (const char*)sqlite3_column_text(pStmt, 3);
  const char *zAddr = (const char*)sqlite3_column_text(pStmt, 4);
  const char *zWant = codecOf(zFormat, n, z);
  TgErr e = TG_ERR_INIT;
  TgAccount a, b;
  char zHex[2*TG_KEY_SIZE+1] = "", zShort[TG_ENCODED_MAX], *zOut;
  const TgCodec *p = readText(&e, z, n, &a), *pTo;
  check(p && strcmp(p->zName, zWant)==0, "%s: %s, wanted %s: %s", zName, p ? p->zName : "nothing",
        zWant, e.zMsg ? e.zMsg : "");
  tgErrClear(&e);
  if( p==0 ) return;
  for(i=0; i<TG_COUNT(aField); i++){
    int f = aField[i], iCol = 5+i;
    i64 x = sqlite3_column_int64(pStmt, iCol);
    if( sqlite3_column_type(pStmt, iCol)==SQLITE_NULL || (p->keeps & TG_BIT(f))==0 ) continue;
    check((a.have & TG_BIT(f)) && a.n[f]==x, "%s: %s is %lld, wanted %lld", zName,
          aTgField[f].zName, (long long)a.n[f], (long long)x);
  }
  if( zKey ){
    for(i=0; i<TG_KEY_SIZE; i++) sprintf(zHex+2*i, "%02x", a.key[i]);
    check(strcmp(zKey, zHex)==0 && (a.have & TG_BIT(TG_AUTH_KEY)), "%s: key", zName);
  }else{
    check((a.have & TG_BIT(TG_AUTH_KEY))==0, "%s: has no key", zName);
    return;
  }
  if( zAddr && (p->keeps & TG_BIT(TG_SERVER_ADDRESS)) ){
    check(strcmp(a.zAddr, zAddr)==0, "%s: address %s, wanted %s", zName, a.zAddr, zAddr);
  }
  /* Back: the same bytes, but where a form is only read or has several spellings. */
  pTo = p->xEncode ? p : &tgCodecPyrogram;
  if( zFormat && (strcmp(zFormat, "mtkruto_old")==0 || strcmp(zFormat, "mtkruto_mid")==0) ){
    tgCodecEncode(&e, p, &a, zShort);
    check(e.zMsg && strstr(e.zMsg, "'user_id'"), "%s: needs its user", zName);
    tgErrClear(&e);
    return;
  }
  zOut = writeText(pTo, &a, &m);
  if( zOut==0 ) return;
  if( p==&tgCodecMtcute || pTo!=p || n==357 || (a.have & ~p->keeps & TG_BIT(TG_API_ID)) ){
    check(readText(&e, zOut, m, &b)==pTo && sameFields(n==357 ? p : pTo, &a, &b)
       && b.n[TG_TEST_MODE]==a.n[TG_TEST_MODE], "%s: the same fields: %s", zName,
          e.zMsg ? e.zMsg : "");
    tgErrClear(&e);
  }else{
    check(m==n && memcmp(z, zOut, (size_t)n)==0, "%s: comes back byte for byte", zName);
  }
  tgWipeFree(zOut);
}

static void testReal(void){
  static const char zSql[] =
    "SELECT coalesce(j.value->>'name', j.value->>'client') || ' #' || j.key,"
    "       j.value->>'format', j.value->>'string',"
    "       nullif(j.value->>'$.fields.auth_key', ''),"
    "       coalesce(j.value->>'$.fields.ip', j.value->>'$.fields.server_address'),"
    "       j.value->>'$.fields.dc_id', j.value->>'$.fields.port', j.value->>'$.fields.api_id',"
    "       j.value->>'$.fields.test_mode', j.value->>'$.fields.user_id',"
    "       j.value->>'$.fields.is_bot' "
    "FROM json_each(?1, '$.strings') AS j WHERE j.value->>'string' IS NOT NULL";
  static const struct { const char *z; int nMin; } aFile[] = {
    {"../shared/fixtures/strings/strings.json", 80},
    {"../shared/fixtures/pyrogram/session_strings.json", 79},
  };
  sqlite3 *db = 0;
  int i, nRow;
  if( sqlite3_open(":memory:", &db)!=SQLITE_OK ) check(0, "no database in memory");
  for(i=0; i<TG_COUNT(aFile); i++){
    FILE *f = fopen(aFile[i].z, "rb");
    sqlite3_stmt *p = 0;
    char *zJson;
    size_t n;
    if( f==0 ){
      printf("unit: skipped: no %s\n", aFile[i].z);
      continue;
    }
    zJson = malloc(4000000);
    n = fread(zJson, 1, 4000000, f);
    fclose(f);
    if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)!=SQLITE_OK ){
      printf("unit: skipped: real strings: %s\n", sqlite3_errmsg(db));   /* JSON operators: 3.38 */
    }else{
      sqlite3_bind_text(p, 1, zJson, (int)n, SQLITE_STATIC);
      for(nRow=0; sqlite3_step(p)==SQLITE_ROW; nRow++) checkReal(p);
      check(nRow>=aFile[i].nMin, "%s has %d strings: %s", aFile[i].z, nRow, sqlite3_errmsg(db));
    }
    sqlite3_finalize(p);
    free(zJson);
  }
  sqlite3_close(db);
}

/* ---------------------------------------------------------------------- out of memory */

/* cell(column, value): the value's own memory is not there, as its UTF-16 is asked for as UTF-8, or its zeros as bytes. */
static void fnCell(sqlite3_context *ctx, int n, sqlite3_value **a){
  TgErr e = TG_ERR_INIT;
  TgAccount account;
  TgPeerRow row;
  sqlite3_value *ap[TG_PEER_COLUMNS] = {0};
  int iColumn = sqlite3_value_int(a[0]);
  (void)n;
  tgAccountInit(&account);
  memset(&row, 0, sizeof row);
  row.id = 5;
  nLeft = 0;
  if( iColumn<TG_PEER_COLUMNS ){
    ap[iColumn] = a[1];
    tgCellPeer(&e, &row, ap);
  }else{
    tgCellField(&e, &account, iColumn-TG_PEER_COLUMNS, a[1]);
  }
  nLeft = -1;
  check(e.rc==SQLITE_NOMEM && e.zMsg==0, "cell %d: rc %d %s", iColumn, e.rc, e.zMsg);
  tgErrClear(&e);
  sqlite3_result_int(ctx, 1);
}

static void testCells(void){
  static const struct { int iColumn; const char *zValue; } a[] = {
    { TG_PEER_TYPE, "'user'" }, { TG_PEER_HASH, "'18446744073709551615'" }, { TG_PEER_USERNAME, "'zoe'" }, { TG_PEER_USERNAMES, "'[\"zoe\"]'" },
    { TG_PEER_PHONE, "'49123'" }, { TG_PEER_NAME, "'Zoe'" }, { TG_PEER_UPDATED, "'2024-02-29'" },
    { TG_PEER_COLUMNS+TG_AUTH_KEY, "zeroblob(256)" }, { TG_PEER_COLUMNS+TG_SERVER_ADDRESS, "'149.154.167.51'" },
  };
  sqlite3 *db = 0;
  int i;
  check(sqlite3_open(":memory:", &db)==SQLITE_OK, "open");
  sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, (void*)0, 0, 0);
  sqlite3_exec(db, "PRAGMA encoding='UTF-16'; CREATE TABLE t(a)", 0, 0, 0);
  sqlite3_create_function(db, "cell", 2, SQLITE_UTF16, 0, fnCell, 0, 0);
  for(i=0; i<TG_COUNT(a); i++){
    char z[200];
    sqlite3_snprintf(sizeof z, z, "SELECT cell(%d, %s)", a[i].iColumn, a[i].zValue);
    check(sqlite3_exec(db, z, 0, 0, 0)!=SQLITE_MISUSE, "%s: %s", z, sqlite3_errmsg(db));
  }
  sqlite3_close(db);
}

/* Recognise, decode and write each sample, with allocation i failing. */
static void testMemory(void){
  TgAccount a = sample(), b;
  int iTo, i, n, bShort;
  char zNoise[4000];
  memset(zNoise, 'A', sizeof(zNoise));
  for(iTo=0; tgCodecAt(iTo); iTo++){
    const TgCodec *p = tgCodecAt(iTo);
    char *z;
    if( p->xEncode==0 ) continue;
    z = writeText(p, &a, &n);
    for(bShort=0; z && bShort<3; bShort++){  /* good, cut, long */
      for(i=0; i<50; i++){
        TgErr e = TG_ERR_INIT;
        TgText t;
        char zOut[TG_ENCODED_MAX];
        const TgCodec *pFrom = 0;
        sqlite3_int64 nUsed = sqlite3_memory_used();
        int rc;
        nLeft = i;
        if( tgTextOpen(&e, &t, bShort==2 ? zNoise : z, bShort==2 ? 4000 : n-bShort*20) ){
          pFrom = tgCodecRead(&e, &t, &b);
          if( pFrom ) tgCodecEncode(&e, p, &b, zOut);
        }
        tgTextClose(&t);
        rc = e.rc;
        tgErrClear(&e);
        nLeft = -1;
        check(sqlite3_memory_used()==nUsed, "%s: leak at allocation %d", p->zName, i);
        if( rc!=SQLITE_NOMEM ){
          check(bShort ? rc==SQLITE_ERROR : rc==SQLITE_OK, "%s: rc %d", p->zName, rc);
          break;
        }
      }
      check(bShort ? i>0 && i<50 : i==0, "%s: %d allocations failed; a good string takes none", p->zName, i);
    }
    tgWipeFree(z);
  }
}

/* What an error is a case of, by its number, the extended ones too, or by what was said. */
static void testErrCode(void){
  static const struct { int rc; const char *zCode; } a[] = {
    { SQLITE_BUSY, "locked" }, { SQLITE_BUSY_SNAPSHOT, "locked" }, { SQLITE_LOCKED, "locked" },
    { SQLITE_READONLY, "read-only" }, { SQLITE_READONLY_DBMOVED, "read-only" }, { SQLITE_CANTOPEN, "unreadable" },
    { SQLITE_CANTOPEN_ISDIR, "unreadable" }, { SQLITE_PERM, "unreadable" }, { SQLITE_NOTADB, "not-a-database" },
    { SQLITE_CORRUPT, "malformed" }, { SQLITE_CONSTRAINT_UNIQUE, "conflict" }, { SQLITE_FULL, "disk-full" },
    { SQLITE_IOERR_READ, "io-error" }, { SQLITE_AUTH, "not-authorized" }, { SQLITE_TOOBIG, "too-big" },
    { SQLITE_ERROR, "refused" }, { SQLITE_MISUSE, "refused" },
  };
  TgErr e = TG_ERR_INIT;
  int i;
  for(i=0; i<TG_COUNT(a); i++){
    tgFail(&e, a[i].rc, "x");
    check(strcmp(tgErrCode(&e), a[i].zCode)==0, "%d: %s", a[i].rc, tgErrCode(&e));
    tgErrClear(&e);
    tgFailAs(&e, a[i].rc, TG_F_NOT_A_FILE, "x");
    check(strcmp(tgErrCode(&e), "not-a-file")==0, "%d, as not-a-file: %s", a[i].rc, tgErrCode(&e));
    tgErrClear(&e);
  }
}

/* What nothing that 'try' or a report does may keep back. */
static void testFatal(void){
  static const int aFatal[] = { SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_IOERR_NOMEM, SQLITE_NOMEM | 1<<8 };
  static const int aNot[] = { SQLITE_OK, SQLITE_ERROR, SQLITE_IOERR, SQLITE_IOERR_READ, SQLITE_BUSY };
  int i;
  for(i=0; i<TG_COUNT(aFatal); i++) check(tgErrFatal(aFatal[i]), "%d is fatal", aFatal[i]);
  for(i=0; i<TG_COUNT(aNot); i++) check(!tgErrFatal(aNot[i]), "%d is not", aNot[i]);
}

int main(void){
  dryStart();
  sqlite3_initialize();
  testBytes();
  tgB64Way(TG_B64_PLAIN);
  testBase64();
  if( tgB64Way(TG_B64_FAST) ) testBase64();
  else printf("skipped: base64, 32 characters at a time: this processor has no AVX2, or there is no such way for it\n");
  testBase64Ways();
  testErrCode();
  testFatal();
  testAddresses();
  testDataCentres();
  testAccount();
  testFit();
  testPack();
  testPairs();
  testReadOnly();
  testSpecial();
  testPasted();
  testDamage();
  testMessages();
  testRandom();
  testEachByte();
  testGogram();
  testParts();
  testAsked();
  testReal();
  testMemory();
  testCells();
  check(sqlite3_memory_used()==0, "%d bytes of memory are left", (int)sqlite3_memory_used());
  return checkEnd("unit");
}
