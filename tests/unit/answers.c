/* What the functions that only look at text and numbers answer is what they have answered: a number for each of them,
** which stands for the answers to some thousands of questions, right ones and those a character away.
**
**     answers                   "answers: 418 passed, 0 failed"
**     answers peel              each answer, to be compared with those of before
**
** An answer that becomes a better one changes its function's number: put the new one here.
*/
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "say.h"
#include "base/base64.h"
#include "base/peel.h"
#include "codec/codec.h"
#include "model/cell.h"
#include "model/find.h"

static sqlite3 *db;

static const char *or(const char *z){ return z ? z : "-"; }

static void sayErr(TgErr *e){
  if( e->rc ) say("! %d %s", e->rc, e->zMsg ? e->zMsg : "");
  tgErrClear(e);
}

/* Values are a row's until done() with them: what sqlite3_value_dup() makes has no connection, which
** sqlite3_value_numeric_type() looks for since SQLite 3.53. */
static struct { sqlite3_stmt *p; sqlite3_value *pValue; } aRow[4];

static sqlite3_value *rowOf(sqlite3_stmt *p, const char *zWhat){
  int i = 0;
  check(sqlite3_step(p)==SQLITE_ROW, "%s: %s", zWhat, sqlite3_errmsg(db));
  while( aRow[i].p ) i++;
  aRow[i].p = p;
  return aRow[i].pValue = sqlite3_column_value(p, 0);
}

static void done(sqlite3_value *pValue){
  int i = 0;
  while( aRow[i].pValue!=pValue ) i++;
  sqlite3_finalize(aRow[i].p);
  memset(&aRow[i], 0, sizeof aRow[i]);
}

/* A value as SQL has it. */
static sqlite3_value *value(const char *zSql){
  sqlite3_stmt *p = 0;
  char *z = sqlite3_mprintf("SELECT %s", zSql);
  sqlite3_value *pValue;
  sqlite3_prepare_v2(db, z, -1, &p, 0);
  pValue = rowOf(p, z);
  sqlite3_free(z);
  return pValue;
}

static sqlite3_value *text(const char *z, int n){
  sqlite3_stmt *p = 0;
  sqlite3_prepare_v2(db, "SELECT ?1", -1, &p, 0);
  sqlite3_bind_text(p, 1, z, n, SQLITE_TRANSIENT);
  return rowOf(p, "a text");
}

/*************************************** Of a text **********************************************/

static void onAddress(const char *z, int n){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  u8 aIp[16] = {0};
  char zIp[TG_ADDR_MAX+1] = "";
  int bTest = 9, nIp = tgAddrToIp(z, aIp), dc_id = tgDcFromAddress(z, &bTest);
  if( nIp ) tgAddrFromIp(aIp, nIp, zIp);
  say("%s: %d %s, dc %d, %d", z, nIp, zIp, dc_id, bTest);
  tgAccountInit(&a);
  tgAccountSetAddr(&e, &a, z, n);
  tgAccountDerive(&a);
  say("%x %s %lld %lld", a.have, a.zAddr, (long long)a.n[TG_DC_ID], (long long)a.n[TG_TEST_MODE]);
  sayErr(&e);
}

static void onPeel(const char *z, int n){
  const char *zIn = z;
  int nIn = n, i, k, c;
  TgErr e = TG_ERR_INIT;
  char *zOut = tgPeelUtf16(&e, (const u8*)z, n, &k);
  say("%d %.*s", zOut ? k : -1, zOut ? k : 0, zOut ? zOut : "");
  tgWipeFree(zOut);
  sayErr(&e);
  tgPeel(&zIn, &nIn);
  say("%d %d %d %d", n, (int)(zIn-z), nIn, tgPeelToken(z, n));
  say("%s %s %d", or(tgPeelNoString(z, n)), or(tgPeelNoFile((const u8*)z, n)), tgPeelTokenIn(z));
  say("%s", or(tgPeelNoName(z)));
  for(i=0; i<n; i+=k){
    c = tgPeelChar(z+i, n-i, &k);
    say("%x %d %d", (unsigned)c, k, tgPeelHidden(c));
  }
}

static void onShown(const char *z, int n){
  TgErr e = TG_ERR_INIT;
  char zLooks[TG_LOOKS_MAX], *zOut = tgShown(&e, z);
  say("%s", or(zOut));
  sqlite3_free(zOut);
  zOut = tgSay(&e, "a %s, %Q, %.*s and %d", z, z, n<3 ? n : 3, z, n);
  say("%s", or(zOut));
  sqlite3_free(zOut);
  say("%s", tgCodecLooks(z, n, zLooks) ? zLooks : "-");
  sayErr(&e);
}

static void onFind(const char *z, int n){
  TgFind f;
  sqlite3_value *p = text(z, n);
  int i, bOk;
  memset(&f, 0, sizeof f);
  bOk = tgFindParse(&f, p);
  say("%s: %d %s %s %d", z, bOk, f.zName, f.zPhone, f.nId);
  for(i=0; i<f.nId; i++) say("%lld", (long long)f.aId[i]);
  done(p);
}

static void onTime(const char *z, int n){
  TgErr e = TG_ERR_INIT;
  sqlite3_value *p;
  i64 i = -1;
  /* Digits and a NUL: a number since SQLite 3.53, none before. */
  if( (int)strlen(z)<n && strspn(z, "0123456789")==strlen(z) ) return;
  p = text(z, n);
  int bOk = tgCellTime(&e, "date", p, &i);
  say("%s: %d %lld", z, bOk, (long long)i);
  sayErr(&e);
  done(p);
}

static void onBase64(const char *z, int n){
  int k;
  for(k=TG_B64_PLAIN; k<=TG_B64_FAST; k++){
    u8 a[400] = {0};
    int iBad = -1, i;
    tgB64Way((enum TgB64Way)k);
    i = tgB64Decode(z, n, a, &iBad);
    say("%d %d %d %08lx", n, i, iBad, i>0 ? crc32(0, a, (unsigned)i) : 0);
  }
  tgB64Way(TG_B64_ANY);
}

static void onField(const char *z, int n){
  say("%s: %d %d", z, tgFieldFind(z), tgFieldFindN(z, n));
}

/* Texts of pieces of these, and of letters of an alphabet, few of it or all. */
static void mixed(void (*xAsk)(const char*, int), const char *const *az){
  static const char zAll[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+/=. :@";
  static const int aFirst[] = { 0, 0, 26, 52, 52, 0, 0, 0 }, aCount[] = { 26, 52, 26, 10, 12, 62, 64, 72 };
  int i, k, n, nText;
  iSeed = 20240229;
  for(nText=0; az[nText]; nText++){}
  for(i=0; i<1500; i++){
    char z[200];
    for(n=0, k=(int)rnd(4); k>=0; k--){
      int nMost = 1 + (int)rnd(40);
      if( rnd(3) ){
        const char *zFrom = az[rnd((unsigned)nText)];
        for(zFrom+=rnd((unsigned)strlen(zFrom)); *zFrom && nMost--; ) z[n++] = *zFrom++;
      }else{
        unsigned iSet = rnd(8);
        while( nMost-- ) z[n++] = zAll[aFirst[iSet] + (int)rnd((unsigned)aCount[iSet])];
      }
    }
    z[n] = 0;
    xAsk(z, n);
  }
}

/* Each text, its prefixes, and with a character less, twice or another. */
static void around(void (*xAsk)(const char*, int), const char *zOther, const char *const *az){
  mixed(xAsk, az);
  for(; *az; az++){
    int n = (int)strlen(*az), i, j;
    char *z = malloc((size_t)n+2);
    for(i=0; i<=n; i++){
      memcpy(z, *az, (size_t)i);
      z[i] = 0;
      xAsk(z, i);
    }
    for(i=0; i<n; i+=1+(n>100)*3){
      memcpy(z, *az, (size_t)i);
      memcpy(z+i, *az+i+1, (size_t)(n-i));
      xAsk(z, n-1);
      memcpy(z+i+1, *az+i, (size_t)(n-i)+1);
      xAsk(z, n+1);
      strcpy(z, *az);
      for(j=0; zOther[j]; j++){
        z[i] = zOther[j];
        xAsk(z, n);
      }
    }
    free(z);
  }
}

/*************************************** Of values **********************************************/

static void askInts(void){
  static const char *const az[] = { "NULL", "''", "0", "-1", "1", "'1'", "'-1'", "' 7 '", "'7x'", "1.0", "1.5",
    "'1.0'", "'1.5'",
    "9007199254740992.0", "9007199254740994.0", "-9007199254740992.0", "-9007199254740994.0", "'9007199254740993.0'",
    "9223372036854775807", "'9223372036854775808'", "'18446744073709551615'", "'18446744073709551616'", "x'31'",
    "'1e3'",
    "-9223372036854775808", "255", "256", "65535", "65536", "4294967295", "4294967296", "2", "5", "6", "203",
    "1765000000",
    "1765000000000", "253402300799", "253402300800", "'abc'", "'1.2.3.4'", "'149.154.167.51'", "zeroblob(256)",
    "zeroblob(255)",
    "randomblob(0)", "CAST(printf('%0256d', 7) AS BLOB)", "printf('%0512d', 7)", "printf('%0511d', 7)",
    "printf('%0256d', 7)",
    "CAST(x'410042' AS TEXT)", "'-1000000000000'", "-999999999999", "-1000000000001", "-1999999999999",
    "4503599627370495",
    "4503599627370496", "-4503599627370496", 0 };
  int i, f;
  for(i=0; az[i]; i++){
    sqlite3_value *p = value(az[i]);
    TgErr e = TG_ERR_INIT;
    i64 x = -7;
    int bOk = tgCellInt(&e, "n", p, &x);
    say("%s: %d %lld", az[i], bOk, (long long)x);
    sayErr(&e);
    bOk = tgCellRange(&e, "n", p, 1, 255, &x);
    say("%d %lld", bOk, (long long)x);
    sayErr(&e);
    bOk = tgCellTime(&e, "n", p, &x);
    say("%d %lld", bOk, (long long)x);
    sayErr(&e);
    for(f=0; f<TG_NFIELD; f++){
      TgAccount a;
      tgAccountInit(&a);
      memset(a.key, 0, sizeof a.key);
      say("%s: %d", aTgField[f].zName, tgCellField(&e, &a, f, p));
      sayErr(&e);
      say("%x %lld %s %08lx", a.have, (long long)a.n[f], a.zAddr, crc32(0, a.key, sizeof a.key));
    }
    for(f=0; f<TG_PEER_COLUMNS; f++){
      sqlite3_value *ap[TG_PEER_COLUMNS] = {0};
      TgPeerRow r;
      /* How many digits a REAL has as text depends on SQLite's version. */
      if( sqlite3_value_type(p)==SQLITE_FLOAT && f!=TG_PEER_ID && f!=TG_PEER_HASH && f!=TG_PEER_UPDATED ) continue;
      memset(&r, 0, sizeof r);
      r.id = f==TG_PEER_ID ? 0 : 777;
      ap[f] = p;
      tgCellPeer(&e, &r, ap);
      say("%d: %lld %d %lld %d %lld", f, (long long)r.id, r.bHash, (long long)r.hash, r.bUpdated,
    (long long)r.updated);
      say("%s %s %s %s %s", or(r.zType), or(r.zUsername), or(r.zPhone), or(r.zName), or(r.zUsernames));
      sayErr(&e);
    }
    for(f=0; f<TG_STATE_COLUMNS; f++){
      sqlite3_value *ap[TG_STATE_COLUMNS] = {0};
      TgStateRow r;
      memset(&r, 0, sizeof r);
      ap[f] = p;
      tgCellState(&e, &r, ap);
      say("%d: %d %lld", f, r.bGiven[f], (long long)r.a[f]);
      sayErr(&e);
    }
    done(p);
  }
}

static void askPeers(void){
  static const char *const azId[] = { "777", "-777", "-1000000000777", "-1999999999999", "-2000000000001",
    "4000000000001", 0 };
  static const char *const azText[] = { "'user'", "'bot'", "'group'", "'channel'", "'supergroup'", "'forum'",
    "'direct'",
    "'community'", "'User'", "'users'",
    "'@News'", "'News'", "'azAZ09_'", "'@azAZ09'", "'a-z'", "'{z'", "'a b'", "'[\"a\",\"B\"]'", "'[]'", "'[1]'", "'{}'",
    "'[\"a\",\"a\"]'",
    "'+49 30 1234'", "'49301234'", "'0'", "'12345678901234567890'", "printf('%064d', 5)", "printf('%065d', 5)",
    "'x'||char(10)", 0 };
  int i, j, f;
  for(i=0; azId[i]; i++){
    for(j=0; azText[j]; j++){
      sqlite3_value *pId = value(azId[i]), *p = value(azText[j]);
      for(f=1; f<TG_PEER_COLUMNS; f++){
        sqlite3_value *ap[TG_PEER_COLUMNS] = {0};
        TgErr e = TG_ERR_INIT;
        TgPeerRow r;
        memset(&r, 0, sizeof r);
        ap[TG_PEER_ID] = pId;
        ap[f] = p;
        tgCellPeer(&e, &r, ap);
        say("%s %s: %lld %s %s %s %s %s", azId[i], azText[j], (long long)r.id, or(r.zType), or(r.zUsername),
            or(r.zPhone), or(r.zName), or(r.zUsernames));
        sayErr(&e);
      }
      say("%d", tgCellSameKind(sqlite3_value_int64(pId), j ? -1000000000777-j : j-9));
      done(pId);
      done(p);
    }
  }
}

/* Data centres, and accounts that lack things. */
static void askAccounts(void){
  static const char *const azFamily[] = { "pyrogram", "telethon", "gramjs", "mtcute", "mtkruto", "grammers", "gotd",
    "", "tele",
    "telethons", 0 };
  int i, dc, k, b;
  for(i=0; azFamily[i]; i++){
    for(dc=-1; dc<260; dc++){
      for(k=0; k<4; k++){
        int iPort = -1;
        const char *z = tgDcAddress(azFamily[i], dc, k & 1, k & 2, &iPort);
        if( z || dc<7 ) say("%s %d %d: %s %d", azFamily[i], dc, k, or(z), iPort);
        if( z ) onAddress(z, (int)strlen(z));
      }
    }
  }
  for(k=0; k<1<<TG_NFIELD; k++){
    for(b=0; b<8; b++){
      static const int aDc[] = { 2, 4, 5, 203, 6, 9, 1, 3 };
      TgErr e = TG_ERR_INIT;
      TgAccount a, c;
      char *z;
      int iNext = 0;
      if( b && k%7!=b-1 ) continue;
      tgAccountInit(&a);
      memset(a.key, 7, sizeof a.key);
      a.have = (unsigned)k;
      if( k & 1 ) a.n[TG_DC_ID] = aDc[b];
      if( k & 2 ) strcpy(a.zAddr,
    b & 1 ? "149.154.167.40" : b & 2 ? "vesta.web.telegram.org" : "2001:67c:4e8:f002::a");
      if( k & 4 ) a.n[TG_PORT] = b & 4 ? 80 : 443;
      if( k & 8 ) a.n[TG_API_ID] = b==3 ? 4294967295 : b;
      if( k & 16 ) a.n[TG_TEST_MODE] = b & 1;
      if( k & 128 ) a.n[TG_USER_ID] = b==1 ? 0 : b==2 ? 9999 : b==3 ? 999999999 : b==4 ? (i64)1<<53 : 777;
      if( k & 256 ) a.n[TG_IS_BOT] = b & 1;
      for(i=0; i<TG_NFIELD; i++) say("%d", tgAccountKnows(&a, i));
      while( (z = tgAccountWrong(&e, &a, b & 4 ? 511 : 33, &iNext))!=0 ){
        say("%x: %s", k, z);
        sqlite3_free(z);
      }
      tgAccountRequireDc(&e, &a);
      sayErr(&e);
      tgCellDc(&e, &a);
      sayErr(&e);
      c = a;
      c.n[TG_DC_ID] ^= b & 1;
      c.key[255] ^= (u8)(b & 4);
      say("%x %d", tgAccountDiffer(&a, &c), tgAccountSame(&a, &c));
      c = a;
      tgAccountDerive(&c);
      say("%x %lld %lld", c.have, (long long)c.n[TG_DC_ID], (long long)c.n[TG_TEST_MODE]);
      c = a;
      tgAccountFit(&e, &c, 511u ^ (b & 1 ? 8u : 0), b & 2 ? 0xa1 : 0x21, azFamily[b]);
      say("%x %s", c.have, c.have & 2 ? c.zAddr : "-");
      for(i=0; i<TG_NFIELD; i++) say("%lld", (long long)c.n[i]);
      sayErr(&e);
    }
  }
}

/* Each character that may be hidden or turn the direction of writing, and its neighbours, between two letters. */
static void askCharacters(void){
  static const struct { int iFirst, iLast; } a[] = { {1, 0x1100}, {0x1680, 0x1690}, {0x1800, 0x1810}, {0x2000, 0x2100},
    {0x2fff, 0x3002}, {0x3160, 0x3168}, {0xd7f0, 0xe001}, {0xfdf0, 0xffff}, {0x1bca0, 0x1bca8}, {0x1d170, 0x1d180},
    {0xe0000, 0xe0200}, {0x10fff0, 0x110002} };
  int i, c;
  for(i=0; i<TG_COUNT(a); i++){
    for(c=a[i].iFirst; c<=a[i].iLast; c++){
      char z[8] = "a";
      int n = 1;
      if( c<0x80 ){
        z[n++] = (char)c;
      }else if( c<0x800 ){
        z[n++] = (char)(0xc0 | c>>6);
      }else if( c<0x10000 ){
        z[n++] = (char)(0xe0 | c>>12);
        z[n++] = (char)(0x80 | ((c>>6) & 0x3f));
      }else{
        z[n++] = (char)(0xf0 | c>>18);
        z[n++] = (char)(0x80 | ((c>>12) & 0x3f));
        z[n++] = (char)(0x80 | ((c>>6) & 0x3f));
      }
      if( c>=0x80 ) z[n++] = (char)(0x80 | (c & 0x3f));
      z[n++] = 'b';
      onShown(z, n);
      onPeel(z, n);
      onPeel(z+1, n-1);
    }
  }
}

/* Numbers into fields, at the ends of their ranges; bytes into base64; the key's identifier. */
static void askNumbers(void){
  static const i64 a[] = { INT64_MIN, -1, 0, 1, 2, 254, 255, 256, 65534, 65535, 65536, 4294967294, 4294967295,
    4294967296,
                           INT64_MAX };
  u8 aByte[TG_KEY_SIZE];
  char z[400], zId[17];
  int f, i, k;
  for(f=0; f<TG_NFIELD; f++){
    for(i=0; i<TG_COUNT(a); i++){
      TgErr e = TG_ERR_INIT;
      TgAccount x;
      tgAccountInit(&x);
      x.have = TG_BIT(f);
      tgAccountSetInt(&e, &x, f, a[i]);
      say("%d %x %lld", f, x.have, (long long)x.n[f]);
      sayErr(&e);
    }
  }
  for(i=0; i<TG_KEY_SIZE; i++) aByte[i] = (u8)(i*37+11);
  for(i=0; i<=TG_KEY_SIZE; i++){
    for(k=0; k<8; k++){
      tgB64Way(k & 4 ? TG_B64_PLAIN : TG_B64_FAST);
      tgB64Encode(aByte, i, k & 1, k & 2, z);
      say("%d %.*s", tgB64Size(i, k & 2), tgB64Size(i, k & 2), z);
    }
  }
  tgB64Way(TG_B64_ANY);
  for(i=0; i<24; i++){                       /* UTF-16: either order, with a mark or not, cut, with what is no ASCII */
    int n = 0, iHigh = i & 1;
    memset(z, 0, sizeof z);
    if( i & 2 ){
      z[iHigh] = '\xff';
      z[!iHigh] = '\xfe';
      n = 2;
    }
    for(k=0; k<9; k++, n+=2) z[n+!iHigh] = "AgAAMDk=\n"[k];
    if( i & 4 ) z[n-4+iHigh] = 1;
    if( i & 8 ) z[n-2+!iHigh] = 0;
    for(k=0; k<=n; k++) onPeel(z, k);
  }
  for(i=0; i<2; i++){
    TgErr e = TG_ERR_INIT;
    TgAccount x;
    tgAccountInit(&x);
    tgAccountSetAddr(&e, &x, "a.b", i-1);
    say("%x %s", x.have, x.zAddr);
    sayErr(&e);
  }
  tgKeyId(aByte, zId);
  say("%s", zId);
  memset(aByte, 0, sizeof aByte);
  for(i=0; i<TG_KEY_SIZE; i+=51){
    TgAccount x;
    tgAccountInit(&x);
    aByte[i] = (u8)(i>0);
    tgAccountSetKey(&x, aByte);
    say("%d %x", i, x.have);
    aByte[i] = 0;
  }
}

static const struct Question { const char *zName; void (*xAsk)(const char*, int); const char *zOther,
    *az[24]; } aText[] = {
  { "address", onAddress, "0:.-g]", { "149.154.167.51", "149.154.175.117", "95.161.76.100", "91.105.192.100", "[::1]",
    "2001:67c:4e8:f002::e", "2a0a:f280:203:a:5000::100", "::ffff:149.154.167.91", "1:2:3:4:5:6:7:8", "1::", "::",
    "0:0:1::",
    "1:0:0:2:0:0:0:3", "pluto-1.web.telegram.org", "flora.web.telegram.org", "255.255.255.255", "ABCD:ef::0.0.0.9",
    "0123456789012345678901234567890123456789012345" } },
  { "peel", onPeel, " '=:1\n\xc2", { "SESSION_STRING=\"AgABcd\"", "  `x`  ", "\xef\xbb\xbf" "ab\xe2\x80\x8b",
    "session: 'a', ",
    "123456789:AAEabcdefghijklmnopqrstuvwxyz012345_", "+49 30 1234567", "export STRING_SESSION = abc;",
    "\xff\xfe" "a", "PK\3\4ab",
    "\x1f\x8b\x08xyz", "TDF$abcd", "./bot/123456789:AAEabcdefghijklmnopqrstuvwxyz012345_.session",
    "0123456789abcdef0123456789abcdef",
    "my.session.gpg", "a/b.age", "https://t.me/x", "{\"a\": 1}", "\xe2\x80\x9cquoted\xe2\x80\x9d", "12345678",
    "me@example.org",
    "-----BEGIN PGP MESSAGE-----", "Salted__xyz" } },
  { "shown", onShown, "/A=1\n\xe2", { "bots/alpha.session", "AgAAMDkAMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
    "1BVtsOKABcdefghijklmnop0123456789",
    "0123456789abcdef0123456789abcdef", "a name with blanks", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "tgs1.AAAA",
    "/home/user/1234567890123456789012345678901234567890/x.session", "C:\\x\\y.session", "WZ_abc",
    "123456789:AAEabcdefghijklmnop",
    "1BvE" } },
  { "find", onFind, "@+/x0-", { "777000", "-1001234567890", "@News", "+1 (202) 555-0123", "0049301234567",
    "t.me/News/42",
    "https://t.me/News", "News.t.me", "tg://resolve?domain=News", "t.me/c/1234567890/42",
    "tg://privatepost?channel=1234567890&post=1",
    "tg://user?id=777000", "t.me/+12025550123", "9223372036854775807", "-4123456", "tg://resolve?phone=4930123",
    "telegram.me/a_b" } },
  { "time", onTime, " -:0Z+", { "2024-02-29", "2023-02-29", "1970-01-01 00:00:00", "2025-12-31T23:59:59Z",
    "2000-06-15 12:30:15.250+02:00",
    "9999-12-31", "1999-01-01T24:00:00", "2024-04-31", "1765000000", "1900-03-01 10:00-11:30" } },
  { "base64", onBase64, "A-/=!z", { "AAECAwQFBgcICQ==", "_-8",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/abcdefghijklmnopqrstuvwxyz0123456789AA=" } },
  { "field", onField, "_A", { "dc_id", "server_address", "port", "api_id", "test_mode", "auth_key", "date",
    "user_id", "is_bot" } },
};

static const struct Matter { const char *zName; void (*xAsk)(void); } aMatter[] = {
  { "cells", askInts }, { "peers", askPeers }, { "accounts", askAccounts }, { "numbers", askNumbers },
  { "characters", askCharacters },
};

int main(int argc, char **argv){
  static const uLong aWant[TG_COUNT(aText)+TG_COUNT(aMatter)] = {
    0x9305ebf5, 0xaa42c43d, 0xad6cf6a4, 0xad8999e1, 0x8c99ecbb, 0x51095cf1,
    0x6294e47a, 0x9469c7da, 0x85b6601d, 0xc4489016, 0x710a2c2b, 0x5fb80381
  };
  int i;
  sqlite3_open(":memory:", &db);
  tgShownSet(tgCodecLooks);
  for(i=0; i<TG_COUNT(aWant); i++){
    const struct Question *p = i<TG_COUNT(aText) ? &aText[i] : 0;
    const char *zName = p ? p->zName : aMatter[i-TG_COUNT(aText)].zName;
    bShow = argc>1 && strcmp(argv[1], zName)==0;
    iSaid = crc32(0, 0, 0);
    if( p ) around(p->xAsk, p->zOther, p->az);
    else aMatter[i-TG_COUNT(aText)].xAsk();
    check(iSaid==aWant[i], "%s: 0x%08lx", zName, iSaid);
  }
  sqlite3_close(db);
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  return checkEnd("answers");
}
