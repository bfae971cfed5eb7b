/* What tgSay() repeats and what not, by chance: see tests/sql/shown.sql for what is said where. */
#define _GNU_SOURCE
#include "base/base.h"
#include "check.h"
#include "codec/codec.h"
#include <stdlib.h>

static const char zB64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";

static char *shown(const char *z){
  TgErr e = TG_ERR_INIT;
  char *zShown = tgSay(&e, "%s", z);
  check(e.rc==SQLITE_OK && zShown!=0, "rc %d", e.rc);
  return zShown;
}

/* Do n bytes of b in a row stand in a? */
static int shares(const char *a, const char *b, size_t n){
  size_t i, nb = strlen(b);
  char z[64];
  for(i=0; i+n<=nb; i++){
    memcpy(z, b+i, n);
    z[n] = 0;
    if( strstr(a, z) ) return 1;
  }
  return 0;
}

/* No byte of any text reaches a terminal but as UTF-8 without control characters. */
static void testBytes(void){
  int i, j, n;
  for(i=0; i<40000; i++){
    char z[200], *zShown;
    n = (int)rnd(sizeof(z)-1);
    for(j=0; j<n; j++) z[j] = (char)(rnd(3)==0 ? 'a' + rnd(26) : 1 + rnd(255));
    z[n] = 0;
    zShown = shown(z);
    for(j=0; zShown[j]; ){
      u8 c = (u8)zShown[j];
      int k = c<0x80 ? 1 : c>=0xc2 && c<0xe0 ? 2 : c>=0xe0 && c<0xf0 ? 3 : c>=0xf0 && c<0xf5 ? 4 : 0, m;
      if( c<0x20 || c==0x7f || (c==0xc2 && (u8)zShown[j+1]<0xa0) ) k = 0;
      for(m=1; m<k; m++) if( ((u8)zShown[j+m] & 0xc0)!=0x80 ) k = 0;
      if( k==0 ) break;
      j += k;
    }
    check(zShown[j]==0, "a control character, or no UTF-8, at %d", j);
    sqlite3_free(zShown);
  }
}

/* Paths of words come out as they went in, in quotes too. */
static void testPaths(void){
  static const char *const azWord[] = { "home", "me", "My Telegram", "bots", "Account_17", "2024-11-27", "session", "Мой бот", "v1.2", "a",
    "NEW", "+4915112345678", "it's", "100%", "777000123", "backup (old)", "x[1]", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "#7", "Ваня" };
  int i, j;
  for(i=0; i<20000; i++){
    char z[600] = "", zQuoted[700], *zShown;
    TgErr e = TG_ERR_INIT;
    for(j=(int)rnd(6); j>=0; j--){
      strcat(z, azWord[rnd(TG_COUNT(azWord))]);
      strcat(z, rnd(3) ? "/" : ".");
    }
    zShown = shown(z);
    check(strcmp(zShown, z)==0, "%s is shown as %s", z, zShown);
    sqlite3_free(zShown);
    zShown = tgSay(&e, "<%Q|%d|%lld|%u|%%|%c>", z, -5, (i64)1<<40, 7u, 'x');
    sqlite3_snprintf(sizeof zQuoted, zQuoted, "<%Q|%d|%lld|%u|%%|%c>", z, -5, (i64)1<<40, 7u, 'x');
    check(zShown && strcmp(zShown, zQuoted)==0, "%s and %s", zShown, zQuoted);
    sqlite3_free(zShown);
  }
}

/* A piece of base64 or hex anywhere: no 16 characters in a row are repeated. */
static void testPieces(void){
  static const char *const azBefore[] = { "", "./", "/home/me/", "SESSION=", "export S='", "\"", "a b ", "C:\\x\\", "bots/", "no file ", "~/" };
  static const char *const azBehind[] = { "", ".session", "'", "/x.session", "*", " here", ";", "\n", "\"}" };
  int i, j;
  for(i=0; i<40000; i++){
    char zKey[400], z[500], *zShown;
    int n = 24 + (int)rnd(rnd(2) ? 340 : 30), m = 0, bHex = rnd(4)==0;
    if( bHex && n<32 ) n = 32;
    for(j=0; j<n; j++) zKey[j] = bHex ? "0123456789abcdefABCDEF"[rnd(22)] : zB64[rnd(rnd(2) ? 62 : 66)];
    zKey[n] = 0;
    for(j=0; j<n; j++){
      char c = zKey[j];
      m |= c>='A' && c<='Z' ? 1 : c>='a' && c<='z' ? 2 : c>='0' && c<='9' ? 4 : 0;
    }
    if( !bHex && (m!=7 || (strchr(zKey, '/') && n<200)) ) continue;      /* short ones in pieces are words to anybody */
    sqlite3_snprintf(sizeof z, z, "%s%s%s", azBefore[rnd(TG_COUNT(azBefore))], zKey, azBehind[rnd(TG_COUNT(azBehind))]);
    zShown = shown(z);
    check(!shares(zShown, zKey, 16), "%d characters%s, shown as %s", n, bHex ? " of hex" : "", zShown);
    check(strstr(zShown, "a text of ")!=0, "nothing is said of %d characters", n);
    sqlite3_free(zShown);
  }
}

/* What is cut out of a message names the message's own words still. */
static void testMentions(void){
  TgErr e = TG_ERR_INIT;
  const char *zMd5 = "./d41d8cd98f00b204e9800998ecf8427e.session";
  tgFail(&e, SQLITE_ERROR, "there is no file %s", zMd5);
  check(tgMentions(&e, zMd5), "%s", e.zMsg);
  check(!tgMentions(&e, "./other.session"), "%s", e.zMsg);
  tgErrClear(&e);
  tgFail(&e, SQLITE_ERROR, "%.*s|%s|%Q", 3, "abcdef", (char*)0, (char*)0);
  check(e.zMsg && strcmp(e.zMsg, "abc||NULL")==0, "%s", e.zMsg);
  tgErrClear(&e);
  e.rc = SQLITE_IOERR;
  check(!tgMentions(&e, ""), "an error without words");
  tgErrClear(&e);
}

int main(void){
  sqlite3_initialize();
  tgShownSet(tgCodecLooks);
  testBytes();
  testPaths();
  testPieces();
  testMentions();
  return checkEnd("shown");
}
