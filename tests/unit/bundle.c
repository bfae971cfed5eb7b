/* Is a bundle all of a session, however odd, and does a damaged one never pass?
**
**     make build/bundle
**     build/bundle              the tests
**     build/bundle bench [N]    sizes against xz and zstd, and speed, with N peers at most
**
** Sessions are made up, always the same ones, in the tables of an in-memory database: canonical
** columns, as a layout's statements give them.
*/
#define _POSIX_C_SOURCE 200809L              /* popen */
#include "dry.h"
#include "codec/codec_bundle.h"
#include "codec/codec_bundle_int.h"
#include "base/base64.h"
#include "base/bytes.h"
#include "tgsession.h"
#include "few.h"
#include "unbundle.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

static int nPass, nFail;

#define CHECK(ok, ...) do{ if( ok ){ nPass++; }else{ nFail++; \
  printf("tests/unit/bundle.c:%d: ", __LINE__); printf(__VA_ARGS__); printf("\n"); \
  if( getenv("HASTY") ) exit(1); } }while(0)

/* ------------------------------------------------------------------ made-up sessions */

static u64 iRandom;
static u64 rnd(void){                                   /* splitmix64 */
  u64 z = (iRandom += 0x9e3779b97f4a7c15u);
  z = (z ^ z>>30)*0xbf58476d1ce4e5b9u;
  z = (z ^ z>>27)*0x94d049bb133111ebu;
  return z ^ z>>31;
}
static i64 upto(i64 n){ return (i64)(rnd()%(u64)n); }
static i64 between(i64 a, i64 b){ return a + upto(b-a); }
static int chance(int percent){ return upto(100)<percent; }

static const char zSchema[] =
  "CREATE TABLE peers(id INTEGER PRIMARY KEY, type, access_hash INT, username TEXT, "
  "phone_number TEXT, name TEXT, "
  "updated INT);"
  "CREATE TABLE usernames(id, username, ord);"
  "CREATE TABLE states(id INTEGER PRIMARY KEY, pts, qts, date, seq);";

static sqlite3 *newDb(void){
  sqlite3 *db = 0;
  if( sqlite3_open(":memory:", &db)!=SQLITE_OK || sqlite3_exec(db, zSchema, 0, 0, 0)!=SQLITE_OK ){
    printf("no memory\n");
    exit(1);
  }
  return db;
}

static void run(sqlite3 *db, const char *zSql){
  char *zErr = 0;
  if( sqlite3_exec(db, zSql, 0, 0, &zErr)!=SQLITE_OK ){
    printf("%s: %s\n", zSql, zErr);
    exit(1);
  }
}

static void word(char *z, int nSyllable){
  static const char *const az[] = { "an", "ma", "ri", "ko", "le", "na", "sha", "di", "vo", "el",
    "ti", "ro", "be", "sa", "lu", "mi", "ja", "de", "no", "kha", "al", "er", "in", "ya", "za",
    "pe", "gu", "x", "st", "or" };
  while( nSyllable-- ) strcat(z, az[upto(upto(3) ? TG_COUNT(az) : 12)]);
}

static void username(char *z, int bBot){
  z[0] = 0;
  word(z, (int)between(2, 5));
  if( chance(30) ) strcat(z, "_");
  if( chance(50) ) word(z, (int)between(1, 4));
  if( chance(40) ) sprintf(z+strlen(z), "%d", (int)upto(chance(50) ? 100 : 10000));
  if( bBot ) strcat(z, chance(50) ? "bot" : "_bot");
  while( strlen(z)<5 ) word(z, 1);
}

/* Half of the peers were met many at a time (members of a chat, a page of dialogs) and so
** have the second in common, the others at any time of half a year. */
static i64 moment(i64 nPeer, i64 *aBurst){
  if( chance(50) ) return aBurst[upto(nPeer/100+1)];
  return 1750000000 + upto(180*86400);
}

static i64 peerId(const char *zType){
  if( strcmp(zType, "group")==0 ) return -between(1000000, 5100000000);
  if( zType[0]=='u' || zType[0]=='b' ){
    return chance(40) ? between(1000000, 2147000000) : between(5000000000, 8600000000);
  }
  return -1000000000000 - (chance(85) ? between(1000000000, 2700000000) : between(2700000000,
      3900000000));
}

/* n peers, as clients keep them; usernames for a third, phone numbers for a tenth. */
static void makeSession(sqlite3 *db, i64 n, int bNames){
  i64 i, id, *aBurst = malloc((size_t)(n/100+1)*sizeof *aBurst);
  sqlite3_stmt *pPeer = 0, *pName = 0, *pState = 0;
  run(db, "BEGIN; DELETE FROM peers; DELETE FROM usernames; DELETE FROM states");
  sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO peers VALUES(?,?,?,?,?,?,?)", -1, &pPeer, 0);
  sqlite3_prepare_v2(db, "INSERT INTO usernames VALUES(?,?,?)", -1, &pName, 0);
  sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO states VALUES(?,?,?,?,?)", -1, &pState, 0);
  iRandom = (u64)n;
  for(i=0; i<=n/100; i++) aBurst[i] = 1750000000 + upto(180*86400);
  for(i=0; i<n; ){
    int r = (int)upto(100), k, nName;
    const char *zType = r<55 ? "user" : r<63 ? "bot" : r<70 ? "group" : r<85 ? "channel"
                      : r<98 ? "supergroup" : "forum";
    char zUser[100], zPhone[32], zName[200];
    id = peerId(zType);
    sqlite3_bind_int64(pPeer, 1, id);
    sqlite3_bind_text(pPeer, 2, zType, -1, SQLITE_STATIC);
    sqlite3_bind_int64(pPeer, 3, zType[0]=='g' ? 0 : (i64)rnd());
    nName = zType[0]=='b' ? 1 : zType[0]=='g' ? 0 : chance(28);
    username(zUser, zType[0]=='b');
    sqlite3_bind_text(pPeer, 4, nName ? zUser : 0, -1, SQLITE_STATIC);
    static const char *const azCountry[] = { "7", "7", "380", "91", "98", "1", "44", "49", "55",
        "62", "90" };
    k = (int)upto(TG_COUNT(azCountry));
    sprintf(zPhone, "%s9%09d", azCountry[k], (int)upto(1000000000));
    sqlite3_bind_text(pPeer, 5, zType[0]=='u' && chance(18) ? zPhone : 0, -1, SQLITE_STATIC);
    zName[0] = 0;
    word(zName, (int)between(2, 4));
    if( chance(60) ){ strcat(zName, " "); word(zName, (int)between(2, 5)); }
    sqlite3_bind_text(pPeer, 6, bNames ? zName : 0, -1, SQLITE_STATIC);
    sqlite3_bind_int64(pPeer, 7, moment(n, aBurst));
    sqlite3_step(pPeer);
    sqlite3_reset(pPeer);
    if( sqlite3_changes(db)==0 ) continue;
    i++;
    if( nName && chance(2) ) nName = 3;
    for(k=0; k<nName; k++){
      if( k ) username(zUser, 0);
      sqlite3_bind_int64(pName, 1, id);
      sqlite3_bind_text(pName, 2, zUser, -1, SQLITE_STATIC);
      sqlite3_bind_int64(pName, 3, k);
      sqlite3_step(pName);
      sqlite3_reset(pName);
    }
    if( id<-1000000000000 && chance(5) ){
      sqlite3_bind_int64(pState, 1, id);
      sqlite3_bind_int64(pState, 2, upto(chance(80) ? 100000 : 5000000));
      sqlite3_bind_int64(pState, 4, moment(n, aBurst));
      sqlite3_step(pState);
      sqlite3_reset(pState);
    }
  }
  if( n ) run(db, "INSERT INTO states VALUES(0, 123456, 789, 1765000000, 42)");
  run(db, "CREATE INDEX IF NOT EXISTS usernames_id ON usernames(id, ord)");
  run(db, "COMMIT");
  sqlite3_finalize(pPeer);
  sqlite3_finalize(pName);
  sqlite3_finalize(pState);
  free(aBurst);
}

static void makeAccount(TgAccount *a){
  int i;
  memset(a, 0, sizeof *a);
  a->have = TG_BIT(TG_NFIELD)-1;
  a->n[TG_DC_ID] = 2;
  a->n[TG_PORT] = 443;
  a->n[TG_API_ID] = 12345;
  a->n[TG_DATE] = 1765000000;
  a->n[TG_USER_ID] = 7771234567;
  strcpy(a->zAddr, "149.154.167.51");
  iRandom = 99;
  for(i=0; i<TG_KEY_SIZE; i++) a->key[i] = (u8)rnd();
}

/* ----------------------------------------------------------------- there and back */

static char *encode(TgErr *e, sqlite3 *db, const TgAccount *a, const char *zOrder, i64 nMax,
    int *pn){
  sqlite3_stmt *p1 = tgPrepare(e, db, "SELECT * FROM peers ORDER BY %s", zOrder);
  sqlite3_stmt *p2 = tgPrepare(e, db, "SELECT * FROM usernames ORDER BY %s, rowid", zOrder);
  sqlite3_stmt *p3 = tgPrepare(e, db, "SELECT * FROM states ORDER BY %s", zOrder);
  TgBundleRows rows = {p1, p2, p3, "pyrogram-3", nMax};
  char *z = tgBundleEncode(e, a, &rows, pn);
  sqlite3_finalize(p1);
  sqlite3_finalize(p2);
  sqlite3_finalize(p3);
  return z;
}

/* All of it into three statements; 0, 0, 0: it is looked at only. */
static void unpack(TgErr *e, const char *z, int n, TgAccount *a, TgBundleInfo *pInfo, sqlite3_stmt *p1, sqlite3_stmt *p2, sqlite3_stmt *p3){
  TgBundle *p = tgBundleOpen(e, z, n, a, pInfo);
  if( p && p1 ) bundlePut(e, p, p1, p2, p3);
  tgBundleClose(p);
}

static void decode(TgErr *e, const char *z, int n, TgAccount *a, TgBundleInfo *pInfo, sqlite3 *db){
  sqlite3_stmt *p1 = tgPrepare(e, db, "INSERT INTO peers VALUES(?,?,?,?,?,?,?)");
  sqlite3_stmt *p2 = tgPrepare(e, db, "INSERT INTO usernames VALUES(?,?,?)");
  sqlite3_stmt *p3 = tgPrepare(e, db, "INSERT INTO states VALUES(?,?,?,?,?)");
  unpack(e, z, n, a, pInfo, p1, p2, p3);
  sqlite3_finalize(p1);
  sqlite3_finalize(p2);
  sqlite3_finalize(p3);
}

static char *dump(sqlite3 *db){                          /* all values, exactly */
  sqlite3_str *s = sqlite3_str_new(0);
  static const char *const azSql[] = { "SELECT * FROM peers ORDER BY 1",
    "SELECT * FROM usernames WHERE id IN (SELECT id FROM peers) ORDER BY id, rowid",
    "SELECT * FROM states ORDER BY 1" };
  int i, j;
  for(i=0; i<3; i++){
    sqlite3_stmt *p = 0;
    sqlite3_prepare_v2(db, azSql[i], -1, &p, 0);
    while( sqlite3_step(p)==SQLITE_ROW ){
      for(j=0; j<sqlite3_column_count(p); j++){
        int k, n, eType = sqlite3_column_type(p, j);
        const u8 *a = sqlite3_column_text(p, j);
        n = sqlite3_column_bytes(p, j);
        sqlite3_str_appendf(s, "%d:", eType);
        for(k=0; k<n; k++) sqlite3_str_appendf(s, a[k]<32 ? "\\%02x" : "%c", a[k]);
        sqlite3_str_appendchar(s, 1, ' ');
      }
      sqlite3_str_appendchar(s, 1, '\n');
    }
    sqlite3_finalize(p);
  }
  return sqlite3_str_finish(s);
}

static int sameAccount(const TgAccount *a, const TgAccount *b){
  int f;
  if( a->have!=b->have || strcmp(a->zAddr, b->zAddr)!=0 ) return 0;
  for(f=0; f<TG_NFIELD; f++) if( a->n[f]!=b->n[f] ) return 0;
  return memcmp(a->key, b->key, TG_KEY_SIZE)==0;
}

/* The session in db: to a bundle and back is equality. */
static void roundTrip(sqlite3 *db, const char *zWhat, const TgAccount *a, const char *zOrder){
  TgErr e = TG_ERR_INIT;
  TgBundleInfo info;
  TgAccount b;
  sqlite3 *db2 = newDb();
  int n = 0;
  char *z = encode(&e, db, a, zOrder, 0, &n), *z1, *z2;
  CHECK(z!=0 && e.rc==SQLITE_OK, "%s: encode: %s", zWhat, e.zMsg);
  if( z==0 ) return;
  CHECK(tgBundleIs(z, n) && (int)strlen(z)==n, "%s: it is a bundle", zWhat);
  decode(&e, z, n, &b, &info, db2);
  CHECK(e.rc==SQLITE_OK, "%s: decode: %s", zWhat, e.zMsg);
  CHECK(sameAccount(a, &b), "%s: account", zWhat);
  CHECK(info.iVersion==1 && info.nLeftOut==0 && info.nStateLeftOut==0
     && info.nPeer==tgQueryInt(&e, db, -1, "SELECT count(*) FROM peers")
     && info.nState==tgQueryInt(&e, db, -1, "SELECT count(*) FROM states"), "%s: info", zWhat);
  z1 = dump(db);
  z2 = dump(db2);
  CHECK((z1==0)==(z2==0) && (z1==0 || strcmp(z1, z2)==0), "%s: content\n%.2000s\n--\n%.2000s",
      zWhat,
        z1, z2);
  sqlite3_free(z1);
  sqlite3_free(z2);
  tgWipeFree(z);
  tgErrClear(&e);
  sqlite3_close(db2);
}

static void testSizes(void){
  static const int aN[] = { 0, 1, 2, 3, 99, 100, 10000 };
  sqlite3 *db = newDb();
  TgAccount a;
  int i;
  for(i=0; i<TG_COUNT(aN); i++){
    char zWhat[40];
    int n = aN[i]<1000 ? aN[i] : few(aN[i]);
    sprintf(zWhat, "%d peers", n);
    makeAccount(&a);
    makeSession(db, n, i&1);
    roundTrip(db, zWhat, &a, "id");
    run(db, "UPDATE usernames SET ord=ord+1");
    roundTrip(db, zWhat, &a, "id DESC");
  }
  for(i=0; i<TG_NFIELD; i++){
    a.have = TG_BIT(i);
    memset(a.n, 0, sizeof a.n);
    memset(a.zAddr, 0, sizeof a.zAddr);
    memset(a.key, i==TG_AUTH_KEY ? 7 : 0, sizeof a.key);
    if( i==TG_SERVER_ADDRESS ) strcpy(a.zAddr, "2001:67c:4e8:f002::a");
    else if( i!=TG_AUTH_KEY ) a.n[i] = 1;
    roundTrip(db, aTgField[i].zName, &a, "id");
  }
  sqlite3_close(db);
}

/* A key that no server made, half of it zeros: all in one piece or not, whatever is less.  So it is never longer than with noise. */
static void testOddKey(void){
  static const int aN[] = { 0, 1, 30, 100, 200 };
  sqlite3 *db = newDb();
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  int i;
  for(i=0; i<TG_COUNT(aN); i++){
    int n, nOdd;
    char *z, zWhat[40];
    makeAccount(&a);
    makeSession(db, aN[i], 1);
    z = encode(&e, db, &a, "id", 0, &n);
    tgWipeFree(z);
    memset(&a.key[128], 0, 128);
    z = encode(&e, db, &a, "id", 0, &nOdd);
    tgWipeFree(z);
    CHECK(nOdd<=(aN[i]<=30 ? n-50 : n), "odd key, %d peers: %d characters, %d with noise", aN[i], nOdd, n);
    sprintf(zWhat, "odd key, %d peers", aN[i]);
    roundTrip(db, zWhat, &a, "id");
  }
  sqlite3_close(db);
}

#define LEAST "-9223372036854775807-1"
#define MOST "9223372036854775807"

static const char *const azOdd[] = {
  "INSERT INTO peers(id) VALUES(5)",
  "INSERT INTO peers VALUES"
    "(" LEAST ", 'user', " LEAST ", '', '', '', 0), (" MOST ", 'user', " MOST ", NULL, '0', "
    "NULL, " LEAST "),"
    "(0, 'channel', 0, NULL, NULL, NULL, " MOST "), (1, NULL, 1, NULL, NULL, NULL, NULL)",
  "INSERT INTO peers VALUES"
    "(1, 'starship', -1, 'x', '1', char(0x43f, 0x1f600), 1), (2, '', 2, 'x', '01', '', 1),"
    "(3, 'starship', -1, NULL, '999999999999999999', NULL, 1), (5, 'User', 1, 'u', '+49 30', "
    "NULL, 1),"
    "(4, 'starship', -1, NULL, '9999999999999999999', NULL, 1)",
  "INSERT INTO peers VALUES"                             /* text that is not text */
    "(1, 'user', 1, CAST(x'41000142' AS TEXT), CAST(x'00' AS TEXT), CAST(x'0001' AS TEXT), 1),"
    "(2, CAST(x'7573657200' AS TEXT), 1, CAST(x'ff80' AS TEXT), CAST(x'01' AS TEXT), "
    " CAST(x'010101' AS TEXT), 1);"
    "INSERT INTO usernames VALUES(1, CAST(x'01' AS TEXT), 0), (2, CAST(x'ff80' AS TEXT), 0)",
  "INSERT INTO peers VALUES"                             /* usernames of all kinds */
    "(1, 'user', 1, 'a', NULL, NULL, 1), (2, 'user', 1, 'b', '555', NULL, 1),"
    "(3, 'bot', 1, NULL, '555', NULL, 1), (4, 'bot', 1, 'd', 'x', NULL, 1), (6, 'bot', 1, "
    "NULL, '', NULL, 1);"
    "INSERT INTO usernames VALUES(1, 'z', 0), (1, 'a', 1), (2, 'b', 0), (2, 'bb', 1), (3, "
    "'c', 7),"
    "(3, NULL, NULL), (3, 'cc', NULL), (3, '', " LEAST "), (4, NULL, 0), (4, 'd', " MOST "),"
    "(5, 'orphan', 0), (6, 'd', 0)",
  "INSERT INTO peers VALUES(1, 'user', 1, 'same', NULL, NULL, 1), (2, 'user', 1, NULL, NULL, "
  "NULL, NULL);"
    "INSERT INTO usernames VALUES(1, 'same', NULL), (2, 'other', 3)",
  "WITH s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE i<500) "
    "INSERT INTO peers SELECT i, 'user', 1, NULL, NULL, NULL, 1000000+i%7 FROM s",
  "INSERT INTO states VALUES(0, NULL, NULL, NULL, NULL), (-1000000000001, 1, NULL, 2, NULL),"
    "(" LEAST ", " MOST ", " LEAST ", -1, 0), (" MOST ", 1, 2, 3, 4)",
  "INSERT INTO peers(id, type, access_hash) VALUES(1, 'community', 1), (2, 'direct', 1), (-1, "
  "'forum', 1),"
    "(3, 'group', 1); INSERT INTO states VALUES(3, 1, 1, 1, 1), (2, 2, 2, 2, 2), (-2, 3, 3, "
    "3, 3)",
};

static void testOdd(void){
  TgAccount a;
  int i;
  makeAccount(&a);
  for(i=0; i<TG_COUNT(azOdd); i++){
    sqlite3 *db = newDb();
    run(db, azOdd[i]);
    roundTrip(db, azOdd[i], &a, "id");
    roundTrip(db, azOdd[i], &a, "id DESC");
    sqlite3_close(db);
  }
}

/* A value of any kind: NULL, few of many, or many. */
static void bindAny(sqlite3_stmt *p, int i, int bText){
  static const char *const az[] = { "", "user", "bot", "channel", "x", "alice", "79991234567",
      "+1", "0",
    "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\x01\x02", "\x01" };
  int r = (int)upto(6);
  if( r==0 ) sqlite3_bind_null(p, i);
  else if( bText ) sqlite3_bind_text(p, i, az[upto(TG_COUNT(az))], -1, SQLITE_STATIC);
  else if( r==1 ) sqlite3_bind_int64(p, i, (i64)rnd());
  else sqlite3_bind_int64(p, i, r==2 ? 0 : r==3 ? 1700000000+upto(3) : upto(1000)-500);
}

static void testRandom(void){
  sqlite3 *db = newDb();
  TgAccount a;
  int i, j, k;
  makeAccount(&a);
  for(i=0; i<few(400); i++){
    sqlite3_stmt *ap[3] = {0, 0, 0};
    char zWhat[40];
    iRandom = (u64)i;
    run(db, "DELETE FROM peers; DELETE FROM usernames; DELETE FROM states");
    sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO peers VALUES(?,?,?,?,?,?,?)", -1, &ap[0], 0);
    sqlite3_prepare_v2(db, "INSERT INTO usernames VALUES(?,?,?)", -1, &ap[1], 0);
    sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO states VALUES(?,?,?,?,?)", -1, &ap[2], 0);
    for(j=(int)upto(60); j>0; j--){
      static const int aCol[] = { 7, 3, 5 };
      int t = (int)upto(3);
      for(k=1; k<=aCol[t]; k++) bindAny(ap[t], k, t==0 ? (k==2 || (k>3 && k<7)) : t==1 && k==2);
      sqlite3_step(ap[t]);
      sqlite3_reset(ap[t]);
    }
    for(j=0; j<3; j++) sqlite3_finalize(ap[j]);
    sprintf(zWhat, "random %d", i);
    roundTrip(db, zWhat, &a, i&1 ? "id" : "id DESC");
  }
  sqlite3_close(db);
}

/* ---------------------------------------------------------------- at most so long */

static void testMaxLength(void){
  static const int aPeer[] = { 0, 1, 30, 5000 };
  TgErr e = TG_ERR_INIT;
  TgBundleInfo info;
  TgAccount a, b;
  sqlite3 *db = newDb(), *db2;
  i64 nMax, nLeast;
  int i, n, nAll, nLast = 0;
  char *z;
  makeAccount(&a);
  for(i=0; i<TG_COUNT(aPeer); i++){
    makeSession(db, aPeer[i], 1);
    z = encode(&e, db, &a, "id", 0, &nAll);
    tgWipeFree(z);
    z = encode(&e, db, &a, "id", 1, &n);
    CHECK(z==0 && e.rc==SQLITE_TOOBIG && e.zMsg, "a length of 1 is too small");
    nLeast = e.zMsg ? atoll(strrchr(e.zMsg, ' ')) : 0;
    tgErrClear(&e);
    z = encode(&e, db, &a, "id", nLeast-1, &n);
    CHECK(z==0 && e.rc==SQLITE_TOOBIG, "the least, less one");
    tgErrClear(&e);
    z = encode(&e, db, &a, "id", nAll, &n);
    CHECK(z && n==nAll, "room for exactly all: %d of %d", n, nAll);
    tgWipeFree(z);
    nLast = 0;
    for(nMax=nLeast; nMax<=nAll+10; nMax += nMax<nLeast+60 ? every(8) : 1+nAll/12){
      db2 = newDb();
      z = encode(&e, db, &a, "id", nMax, &n);
      CHECK(z && n<=nMax && e.rc==SQLITE_OK, "max_length %d gave %d: %s", (int)nMax, n, e.zMsg);
      decode(&e, z, n, &b, &info, db2);
      CHECK(e.rc==SQLITE_OK && sameAccount(&a, &b), "decode %d: %s", n, e.zMsg);
      CHECK(info.nPeer+info.nLeftOut==aPeer[i], "%d + %d peers", (int)info.nPeer,
          (int)info.nLeftOut);
      CHECK(info.nStateLeftOut==0 || info.nPeer==0, "states before peers");
      CHECK(info.nPeer>=nLast*99/100-2, "%d peers, and %d in less", (int)info.nPeer, nLast);
      CHECK(nMax<nAll || (info.nLeftOut==0 && n==nAll), "%d is room for all", (int)nMax);
      nLast = (int)info.nPeer;
      if( info.nPeer && info.nLeftOut ){
        i64 iOldest = tgQueryInt(&e, db2, 0, "SELECT min(updated) FROM peers");
        i64 nNewer = tgQueryInt(&e, db, 0, "SELECT count(*) FROM peers WHERE updated>%lld",
            iOldest);
        i64 nHere = tgQueryInt(&e, db2, 0, "SELECT count(*) FROM peers WHERE updated>%lld",
            iOldest);
        CHECK(nNewer==nHere, "the most recent ones: %d of %d", (int)nHere, (int)nNewer);
      }
      CHECK(tgQueryInt(&e, db2, 0, "SELECT count(*) FROM states")==info.nState, "states");
      if( info.nState ) CHECK(tgQueryInt(&e, db2, 0, "SELECT count(*) FROM states WHERE id=0")==1,
          "state 0");
      tgWipeFree(z);
      sqlite3_close(db2);
    }
  }
  sqlite3_close(db);
}

/* What is to become a bundle: the account, and rows of peers, usernames and states. */
static void readRows(Bundle *b, TgErr *e, const TgAccount *a, const char *zLayout, sqlite3_stmt **ap){
  memset(b, 0, sizeof *b);
  b->e = e;
  b->a = a;
  b->zLayout = zLayout;
  tgBundleRead(b, ap[0], ap[1], ap[2]);
}

/* What is made of one session is the same for ever: the CRC-32 of its content, all of it and of the most recent half,
** and of where that is cut for deflate.  A number that differs says that writers differ; readers may still agree. */
static void testSame(void){
  static const int aPeer[] = { 0, 1, 3, 30, 400, 3000 };
  static const uLong aWant[][2] = {
    { 0x0603d9e4, 0x32ee681f }, { 0xf548f48f, 0xf7f8705b }, { 0x9d37b84d, 0x2854d18b },
    { 0x15d26acf, 0x3239909b }, { 0x4d3e63c3, 0x6d80337d }, { 0x48253c77, 0x0d440e63 },
    { 0x1b23f99d, 0x2ceda192 }, { 0xa4ee4fc7, 0xb4ac9075 }, { 0xd5bba7f6, 0x09b03b93 },
    { 0x32b11297, 0x0ab499c4 }, { 0xf6561966, 0x678ec8db }, { 0xa1055ded, 0xa0a5cc62 },
    { 0xc448d612, 0xb466e14b }, { 0xefe130f4, 0xf7f635b8 }, { 0x28b470d4, 0x631acada },
  };
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  int i, k;
  makeAccount(&a);
  for(i=0; i<TG_COUNT(aPeer)+TG_COUNT(azOdd); i++){
    sqlite3 *db = newDb();
    uLong iContent = crc32(0, 0, 0), iMark = iContent;
    Bundle b;
    sqlite3_stmt *ap[3];
    iRandom = 7;
    if( i<TG_COUNT(aPeer) ){
      makeSession(db, aPeer[i], 1);
      run(db, "UPDATE peers SET updated=updated/1000*1000 WHERE id%2");
    }else{
      run(db, azOdd[i-TG_COUNT(aPeer)]);
    }
    ap[0] = tgPrepare(&e, db, "SELECT * FROM peers ORDER BY name, id");
    ap[1] = tgPrepare(&e, db, "SELECT * FROM usernames ORDER BY id, ord, rowid");
    ap[2] = tgPrepare(&e, db, "SELECT * FROM states ORDER BY date, id");
    readRows(&b, &e, &a, i%2 ? "pyrogram-3" : 0, ap);
    tgBundleRank(&b);
    for(k=0; k<3; k++){
      int j;
      tgBundleBuild(&b, k<2 ? b.nState : b.nState/2, k==0 ? b.nPeer : k==1 ? b.nPeer/2 : 0);
      iContent = crc32(iContent, b.content.a, (unsigned)b.content.n);
      for(j=0; j<b.nMark; j++){
        u8 aMark[5] = { (u8)b.aMark[j].eLike };
        for(int l=0; l<4; l++) aMark[l+1] = (u8)(b.aMark[j].iEnd>>(8*l));
        iMark = crc32(iMark, aMark, 5);
      }
    }
    CHECK(e.rc==SQLITE_OK && i<TG_COUNT(aWant) && iContent==aWant[i][0] && iMark==aWant[i][1],
          "same %d: { 0x%08lx, 0x%08lx },", i, iContent, iMark);
    tgBundleFree(&b);
    for(k=0; k<3; k++) sqlite3_finalize(ap[k]);
    sqlite3_close(db);
  }
}

/* ------------------------------------------------------------------------- damage */

static int nMoreDeflated;                                /* bytes that its deflated content is too long, or too short */

/* A bundle with a right CRC around any content; nClaim<0: claims the truth. */
static char *wrap(const u8 *a, size_t n, i64 nClaim, int *pn){
  size_t nMax = n+n/1000+100, nHead = 0, nAll;
  u8 *p = malloc(nMax+24);
  u64 aSize[2];
  uLong iCrc;
  z_stream s;
  char *z;
  int i;
  memset(&s, 0, sizeof s);
  deflateInit2(&s, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
  s.next_in = (u8*)a;
  s.avail_in = (unsigned)n;
  s.next_out = p+24;
  s.avail_out = (unsigned)nMax;
  deflate(&s, Z_FINISH);
  s.total_out += (uLong)nMoreDeflated;
  deflateEnd(&s);
  aSize[0] = nClaim<0 ? n : (u64)nClaim;
  aSize[1] = s.total_out;
  for(i=0; i<2; i++){
    for(; aSize[i]>=0x80; aSize[i]>>=7) p[nHead++] = (u8)(aSize[i] | 0x80);
    p[nHead++] = (u8)aSize[i];
  }
  iCrc = crc32(crc32(crc32(0, p, (unsigned)nHead), p+24, (unsigned)s.total_out), a, (unsigned)n);
  for(i=24; i>=0; i-=8) p[nHead++] = (u8)(iCrc>>i);
  memmove(p+nHead, p+24, s.total_out);
  nAll = nHead+s.total_out;
  *pn = 5+tgB64Size((int)nAll, 0);
  z = malloc((size_t)*pn);
  memcpy(z, "tgs1.", 5);
  tgB64Encode(p, (int)nAll, 1, 0, z+5);
  free(p);
  return z;
}

static int refused(const char *z, int n, const char *zMsg){
  TgErr e = TG_ERR_INIT;
  TgAccount a, aNone;
  TgBundleInfo info;
  char *zExact = malloc((size_t)n+(n==0));               /* no slack to hide in */
  int bOk;
  memcpy(zExact, z, (size_t)n);
  memset(&aNone, 0, sizeof aNone);
  unpack(&e, zExact, n, &a, &info, 0, 0, 0);
  bOk = e.rc==SQLITE_ERROR && e.zMsg && strstr(e.zMsg, zMsg) && memcmp(&a, &aNone, sizeof a)==0;
  if( !bOk && zMsg[0] ) printf("got %d %s\n", e.rc, e.zMsg);
  tgErrClear(&e);
  free(zExact);
  return bOk;
}

/* The bits that the last character has to spare are 0: a content has one text. */
static void testSpare(void){
  static const char zAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  sqlite3 *db = newDb();
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  int i, k, n, nSpare = 0;
  makeAccount(&a);
  for(i=3; i<15; i++){
    char *z;
    makeSession(db, i, 1);
    z = encode(&e, db, &a, "id", 0, &n);
    nSpare += (n-5)%4!=0;
    for(k=0; k<64; k++){
      char c = z[n-1];
      z[n-1] = zAlphabet[k];
      CHECK(z[n-1]==c || refused(z, n, ""), "%d peers: another last character", i);
      z[n-1] = c;
    }
    tgWipeFree(z);
  }
  CHECK(nSpare>3, "only %d have bits to spare", nSpare);
  sqlite3_close(db);
}

static void testDamage(void){
  TgErr e = TG_ERR_INIT;
  TgAccount a, b;
  TgBundleInfo info;
  sqlite3 *db = newDb(), *db2;
  int i, j, n, nSpaced = 0;
  char *z, *zSpaced;
  makeAccount(&a);
  makeSession(db, 12, 1);
  z = encode(&e, db, &a, "id", 0, &n);
  for(i=some(8); i<n; i+=every(8)) CHECK(refused(z, i, ""), "cut to %d of %d characters", i, n);
  for(i=some(8); i<n; i+=every(8)){
    char c = z[i];
    for(j=1; j<256; j++){
      z[i] = (char)(c^j);
      if( !refused(z, n, "") ) CHECK(0, "character %d as 0x%02x was accepted", i, c^j);
    }
    z[i] = c;
    nPass++;
  }
  for(i=some(8); i<n; i+=every(8)){
    int k;
    for(k=1; k<20 && i+k<n; k+=6){                       /* pieces lost, pieces doubled */
      char *zLess = malloc((size_t)n+20);
      memcpy(zLess, z, (size_t)i);
      memcpy(zLess+i, z+i+k, (size_t)(n-i-k));
      if( !refused(zLess, n-k, "") ) CHECK(0, "without %d characters at %d", k, i);
      memcpy(zLess, z, (size_t)i+(size_t)k);
      memcpy(zLess+i+k, z+i, (size_t)(n-i));
      if( !refused(zLess, n+k, "") ) CHECK(0, "with %d more at %d", k, i);
      free(zLess);
    }
  }
  zSpaced = malloc((size_t)n*2+2);
  zSpaced[nSpaced++] = '\n';
  for(i=0; i<n; i++){
    zSpaced[nSpaced++] = z[i];
    if( i%7==0 || i<8 ) zSpaced[nSpaced++] = " \t\r\n\v\f"[i%6];
  }
  db2 = newDb();
  CHECK(tgBundleIs(zSpaced, nSpaced), "white space at the begin");
  decode(&e, zSpaced, nSpaced, &b, &info, db2);
  CHECK(e.rc==SQLITE_OK && sameAccount(&a, &b) && info.nPeer==12, "white space: %s", e.zMsg);
  tgErrClear(&e);
  zSpaced[20] = '!';
  CHECK(refused(zSpaced, nSpaced, "is not base64url"), "foreign character");
  CHECK(refused("tgs1.AB !", 9, "character 4 after the prefix is not"), "foreign character behind a blank");
  CHECK(refused("tgs2.AAAA", 9, "it has version 2,"), "version 2");
  CHECK(refused("tgs999.AAAA", 11, "it has version 999,"), "version 999");
  CHECK(refused("hello", 5, "does not begin with tgs1."), "not one");
  CHECK(refused("tgs1.", 5, "cut short"), "empty");
  CHECK(refused("tgs1.A", 6, "cut short"), "one character");
  CHECK(refused(z, n-4, "cut short"), "cut");
  CHECK(!tgBundleIs("tgs.", 4) && !tgBundleIs("tgs0.", 5) && !tgBundleIs("tgs01.", 6)
      && !tgBundleIs("tgs1", 4)
     && !tgBundleIs("", 0) && !tgBundleIs("tgs1000.", 8) && tgBundleIs(" tgs12.", -1),
         "tgBundleIs");
  for(i=0; i<=7; i++) CHECK(tgBundleIs("tgs1.AA", i)==(i>4) && tgBundleIs(" t g\ns1", i)==0, "tgBundleIs, %d bytes", i);
  free(zSpaced);
  tgWipeFree(z);
  sqlite3_close(db);
  sqlite3_close(db2);
}

static int forged(const u8 *a, size_t n, i64 nClaim, const char *zMsg){
  int nText, bOk;
  char *z = wrap(a, n, nClaim, &nText);
  bOk = refused(z, nText, zMsg);
  free(z);
  return bOk;
}

/* Contents that nobody wrote: every prefix and every changed byte of a real one, and bombs. */
static void testForged(void){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  TgBundleInfo info;
  static const u8 aHuge[] = { 0, 0xff,0xff,0xff,0xff,0x0f, 0,0,0,0, 0,0,0, 0 };
  size_t i, n = isFew() ? 5000000 : 50000000;
  u8 *p = calloc(1, n);
  sqlite3_int64 nUsed;
  for(nMoreDeflated=-3; nMoreDeflated<=3; nMoreDeflated+=6){
    CHECK(forged(p, 1000, -1, "does not inflate"), "%d bytes more that are deflated", nMoreDeflated);
    CHECK(forged(p, 100000, -1, ""), "%d bytes more of much that is deflated", nMoreDeflated);
  }
  nMoreDeflated = 0;
  CHECK(forged(p, 1000, 999, "more than the 999 bytes"), "claims less");
  CHECK(forged(p, 1000, 1001, "less than the 1001 bytes"), "claims more");
  CHECK(forged(p, 1000, 0, "more than the 0 bytes"), "claims nothing");
  CHECK(forged(p, 1000, 1000000000, "claims more content than"), "claims too much");
  CHECK(forged(p, 1000, 2000000000, "claims more content than"), "claims more than there can be");
  CHECK(forged(p, n, 1000, "more than the 1000 bytes"), "bomb");
  CHECK(forged(p, n, -1, "contradicts itself"), "honest bomb");
  CHECK(forged(aHuge, sizeof aHuge, -1, "contradicts itself"), "2^32 peers");
  sqlite3_memory_highwater(1);
  nUsed = sqlite3_memory_used();
  CHECK(forged(p, n, 40000, "more than"), "bomb");
  CHECK(sqlite3_memory_highwater(0)-nUsed<1000000, "a bomb takes %d bytes",
        (int)(sqlite3_memory_highwater(0)-nUsed));
  free(p);
  {                                                      /* the content of a real bundle */
    sqlite3 *db = newDb();
    int nText, nBytes, bad;
    char *z;
    u8 *aBytes, aContent[10000];
    z_stream s;
    makeAccount(&a);
    makeSession(db, 40, 1);
    run(db, "INSERT OR IGNORE INTO states SELECT id, 1, 1, 1, 1 FROM peers LIMIT 10");
    run(db, "UPDATE peers SET phone_number='+'||phone_number, type=CASE WHEN id%5 THEN type ELSE 'odd' END, "
        "updated=updated/10000000; "
            "UPDATE usernames SET ord=NULL WHERE rowid%3=0");
    z = encode(&e, db, &a, "id", 0, &nText);
    aBytes = malloc((size_t)TG_B64_MAX(nText));
    nBytes = tgB64Decode(z+5, nText-5, aBytes, &bad);
    memset(&s, 0, sizeof s);
    inflateInit2(&s, -15);
    s.next_in = aBytes+8;                                /* two varints of two bytes */
    s.avail_in = (unsigned)nBytes-8;
    s.next_out = aContent;
    s.avail_out = sizeof aContent;
    CHECK(inflate(&s, Z_FINISH)==Z_STREAM_END, "inflate");
    inflateEnd(&s);
    n = s.total_out;
    tgWipeFree(z);
    free(aBytes);
    for(i=(size_t)some(8); i<n; i+=(size_t)every(8)) CHECK(forged(aContent, i, -1, ""), "content cut to %d of %d", (int)i,
        (int)n);
    for(i=(size_t)some(8); i<n; i+=(size_t)every(8)){
      static const u8 aBad[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
      u8 c = aContent[i];
      int j;
      for(j=0; j<TG_COUNT(aBad)+8; j++){
        aContent[i] = j<8 ? (u8)(c^1<<j) : aBad[j-8];
        z = wrap(aContent, n, -1, &nText);
        unpack(&e, z, nText, &a, &info, 0, 0, 0);  /* may pass; must not crash */
        tgErrClear(&e);
        free(z);
      }
      aContent[i] = c;
      nPass++;
    }
    sqlite3_close(db);
  }
}

/* What a text is read as: everything in it, in one number. */
static uLong verdict(const char *z, int n, uLong iSum){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  TgBundleInfo info;
  TgBundlePeer peer;
  TgBundleText name;
  TgBundleState state;
  TgBundle *p = tgBundleOpen(&e, z, n, &a, &info);
  i64 iOrd;
  int bOrd;
#define SUM(x, n) if( n ) iSum = crc32(iSum, (const u8*)(x), (unsigned)(n))
#define SUM_INT(x) do{ char zInt[30]; sqlite3_snprintf(sizeof zInt, zInt, "%lld ", (i64)(x)); \
  SUM(zInt, strlen(zInt)); }while(0)
#define SUM_TEXT(t) do{ SUM_INT((t).z ? (t).n : -1); SUM((t).z, (t).n); }while(0)
  SUM_INT(e.rc);
  if( p==0 ){
    SUM(e.zMsg, strlen(e.zMsg));
    tgErrClear(&e);
    return iSum;
  }
  SUM(a.key, TG_KEY_SIZE);
  SUM(a.zAddr, strlen(a.zAddr));
  SUM(info.zLayout, strlen(info.zLayout));
  SUM_INT(a.have);
  for(bOrd=0; bOrd<TG_NFIELD; bOrd++) SUM_INT(a.n[bOrd]);
  SUM_INT(info.nPeer);
  SUM_INT(info.nUsername);
  SUM_INT(info.nState);
  SUM_INT(info.nLeftOut);
  SUM_INT(info.nStateLeftOut);
  while( tgBundlePeer(&e, p, &peer) ){
    SUM_INT(peer.id);
    SUM_INT(peer.bHash + 2*peer.bUpdated);
    SUM_INT(peer.iHash);
    SUM_INT(peer.iUpdated);
    SUM_TEXT(peer.type);
    SUM_TEXT(peer.username);
    SUM_TEXT(peer.phone);
    SUM_TEXT(peer.name);
    while( tgBundleName(&e, p, &name, &iOrd, &bOrd) ){
      SUM_TEXT(name);
      SUM_INT(iOrd);
      SUM_INT(bOrd);
    }
  }
  tgBundleRewind(p);
  while( tgBundleState(&e, p, &state) ){
    SUM_INT(state.id);
    for(bOrd=0; bOrd<4; bOrd++) SUM_INT(state.ab[bOrd] ? state.a[bOrd] : -state.a[bOrd]-1);
  }
  SUM_INT(e.rc);
  tgBundleClose(p);
  return iSum;
}

/* Contents of which a byte is another, missing, or there twice: what is accepted of them, and as what, does not
** change. */
static void testVerdicts(void){
  static const uLong aWant[] = {
    0x53113678, 0x10d4b7d7, 0xc2e43349, 0x26523847, 0xe28dfaf2,
    0xd4dac009, 0x663deeca, 0xd6fb2db6, 0xeedee803
  };
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  int i, k, n;
  makeAccount(&a);
  for(i=0; i<TG_COUNT(azOdd); i++){
    sqlite3 *db = newDb();
    Bundle b;
    sqlite3_stmt *ap[3];
    uLong iSum = crc32(0, 0, 0);
    size_t j, nContent;
    u8 aContent[20000];
    run(db, strstr(azOdd[i], "WITH")==0 ? azOdd[i] :
        "INSERT INTO peers VALUES(5, 'user', 1, 'u', '4930', NULL, 7), (6, 'user', 2, 'v', '+', 'n', 7),"
        "(9, 'bot', 3, 'w', NULL, NULL, 7), (-9, 'group', 0, NULL, NULL, 'g', 8);"
        "INSERT INTO states VALUES(6, 1, 2, 3, 4), (0, 5, 6, 7, 8), (7, 1, 1, NULL, 1);"
        "INSERT INTO usernames VALUES(5, 'u', 0), (6, 'vv', 0), (6, 'v', 1), (9, 'w', 0)");
    ap[0] = tgPrepare(&e, db, "SELECT * FROM peers ORDER BY id");
    ap[1] = tgPrepare(&e, db, "SELECT * FROM usernames ORDER BY id, rowid");
    ap[2] = tgPrepare(&e, db, "SELECT * FROM states ORDER BY id");
    readRows(&b, &e, &a, "pyrogram-3", ap);
    tgBundleBuild(&b, b.nState, b.nPeer);
    nContent = b.content.n;
    for(j=0; j<nContent; j++){
      for(k=0; k<16; k++){
        static const u8 aOther[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
        size_t nNow = nContent;
        char *z;
        if( memcmp(&b.content.a[j], a.key, 1)==0 && j+256<nContent && memcmp(&b.content.a[j], a.key, 256)==0 ) j += 255;
        memcpy(aContent, b.content.a, nContent);
        if( k<14 ) aContent[j] = k<8 ? (u8)(aContent[j] ^ 1<<k) : aOther[k-8];
        if( k==14 ) memmove(&aContent[j], &aContent[j+1], --nNow-j);
        if( k==15 ) memmove(&aContent[j+1], &aContent[j], nNow++-j);
        z = wrap(aContent, nNow, -1, &n);
        iSum = verdict(z, n, iSum);
        free(z);
      }
    }
    CHECK(e.rc==SQLITE_OK && i<TG_COUNT(aWant) && iSum==aWant[i], "verdicts %d: 0x%08lx", i, iSum);
    tgBundleFree(&b);
    for(k=0; k<3; k++) sqlite3_finalize(ap[k]);
    sqlite3_close(db);
  }
}

/* Peers and states that come twice, out of order, without an id, with an empty blob for a name: the first of an id has the usernames
** and the state, and what goes in comes out. */
static void testTwice(void){
  static const char *const azSql[] = {
    ("VALUES(7, 'user', 1, NULL, NULL, x'', 5), (-3, 'group', NULL, 'b', NULL, NULL, NULL), (7, 'bot', 2, 'c', NULL, 'd', NULL),"
    " (NULL, 'user', 3, NULL, NULL, NULL, NULL), (7, 'user', 4, NULL, NULL, NULL, 9), (9, 'user', NULL, NULL, NULL, NULL, NULL)"),
    "VALUES(9, 'nine', 0), (7, 'seven', 0), (7, 'again', 1), (NULL, 'none', 0), (5, 'nobody', 0), (7, NULL, NULL)",
    "VALUES(7, 1, 2, 3, 4), (NULL, 1, 1, 1, 1), (0, 9, 9, 9, 9), (7, 5, 6, 7, 8), (-3, 1, 1, 9, 1), (0, 2, 2, 2, 2), (12, 1, 1, 3, 1)",
  };
  static const char *const azNames[] = { "VALUES(7, 'seven'), (7, 'again'), (9, 'nine')" };
  sqlite3 *db = newDb(), *db2;
  TgErr e = TG_ERR_INIT;
  TgAccount a, b;
  TgBundleInfo info;
  int i, k, n, nFew;
  makeAccount(&a);
  for(k=0; k<3; k++){
    sqlite3_stmt *ap[3] = {0, 0, 0};
    char *z;
    for(i=0; i<3; i++) ap[i] = tgPrepare(&e, db, "%s", k==2 && i==1 ? azNames[0] : azSql[i]);
    for(nFew=0; nFew<3; nFew++){
      TgBundleRows rows = {ap[0], k==1 ? 0 : ap[1], ap[2], 0, nFew==0 ? 0 : nFew==1 ? 100000 : 540};
      z = tgBundleEncode(&e, &a, &rows, &n);
      CHECK(z && e.rc==SQLITE_OK, "twice %d/%d: %s", k, nFew, e.zMsg);
      db2 = sqlite3_open(":memory:", &db2)==SQLITE_OK ? db2 : 0;
      run(db2, "CREATE TABLE peers(a,b,c,d,e,f,g); CREATE TABLE usernames(a,b,c); CREATE TABLE states(a,b,c,d,e)");
      decode(&e, z, n, &b, &info, db2);
      CHECK(e.rc==SQLITE_OK && sameAccount(&a, &b), "twice %d/%d: %s", k, nFew, e.zMsg);
      if( nFew<2 ){
        sqlite3_stmt *p = tgPrepare(&e, db2, "SELECT (SELECT group_concat(a||':'||ifnull(c, '-'), ' ') FROM peers),"
          " (SELECT group_concat(a||':'||ifnull(b, '-'), ' ') FROM usernames), (SELECT group_concat(a||':'||b, ' ') FROM states)");
        const char *const azWant[] = { "-3:- 7:1 7:4 9:- 7:2", k==0 ? "7:seven 7:again 7:- 9:nine" : k==1 ? "-3:b 7:c" : "7:seven 7:again 9:nine",
                                       "-3:1 7:1 0:9 0:2 7:5 12:1" };
        tgStep(&e, p);
        for(i=0; i<3; i++){
          const char *zIs = (const char*)sqlite3_column_text(p, i);
          CHECK(strcmp(zIs ? zIs : "", azWant[i])==0, "twice %d/%d, %d: %s", k, nFew, i, zIs ? zIs : "");
        }
        sqlite3_finalize(p);
      }else{
        CHECK(info.nLeftOut+info.nStateLeftOut>0, "twice %d: nothing is left out", k);
      }
      tgWipeFree(z);
      sqlite3_close(db2);
    }
    for(i=0; i<3; i++) sqlite3_finalize(ap[i]);
  }
  {
    TgBundleRows rows = {0, 0, 0, "a-layout-whose-name-is-much-longer-than-any-that-there-is-so-that-it-does-not-fit-into-a-bundle", 0};
    BundleBuf buf = {0, 0, 0};
    char *z = tgBundleEncode(&e, &a, &rows, &n);
    unpack(&e, z, n, &b, &info, 0, 0, 0);
    CHECK(e.rc==SQLITE_OK && info.zLayout[0]==0, "a layout's name that is too long");
    tgWipeFree(z);
    for(i=TG_BUNDLE_LAYOUT; i<=TG_BUNDLE_LAYOUT+1; i++){
      char zName[TG_BUNDLE_LAYOUT+2] = "";
      memset(zName, 'a', (size_t)i);
      rows.zLayout = zName;
      z = tgBundleEncode(&e, &a, &rows, &n);
      unpack(&e, z, n, &b, &info, 0, 0, 0);
      CHECK(e.rc==SQLITE_OK && strcmp(info.zLayout, i==TG_BUNDLE_LAYOUT ? zName : "")==0, "a layout's name of %d", i);
      tgWipeFree(z);
    }
    rows.zLayout = 0;
    CHECK(tgBundleRoom(&e, &buf, (u64)BUNDLE_MAX+1)==0 && e.rc==SQLITE_TOOBIG, "room for too much");
    tgErrClear(&e);
    buf.n = BUNDLE_MAX;
    CHECK(tgBundleRoom(&e, &buf, 1)==0 && e.rc==SQLITE_TOOBIG, "room for too much more");
    tgErrClear(&e);
    e.rc = SQLITE_NOMEM;
    CHECK(tgBundleEncode(&e, &a, &rows, &n)==0 && n==0, "after an error");
    e.rc = SQLITE_OK;
  }
  sqlite3_close(db);
}

/* A host that asks to stop while much is packed and unpacked. */
enum { MANY_STOPS = 1000000 };
static int nStops;
static int stops(void *p){
  (void)p;
  return nStops>=0 && nStops--==0;
}

static void testStop(void){
  sqlite3 *db = newDb(), *dbUser = newDb();
  TgErr e = TG_ERR_INIT;
  TgStop stop;
  TgAccount a, b;
  TgBundleInfo info;
  int i, n, nEnd = 0, nAsk = 0;
  char *z;
  makeAccount(&a);
  makeSession(db, 8000, 1);
  z = encode(&e, db, &a, "id", 0, &n);
  memset(&stop, 0, sizeof stop);
  stop.db = dbUser;
  sqlite3_progress_handler(dbUser, 1, stops, 0);
  for(i=0; i<40; i++){
    int nOut;
    char *zOut;
    e.pStop = &stop;
    nStops = i;
    if( i&1 ) zOut = encode(&e, db, &a, "id", 0, &nOut);
    else{ unpack(&e, z, n, &b, &info, 0, 0, 0); zOut = 0; }
    nEnd += e.rc==SQLITE_INTERRUPT;
    CHECK(e.rc==SQLITE_OK || e.rc==SQLITE_INTERRUPT, "stop %d: %d %s", i, e.rc, e.zMsg);
    CHECK(e.rc==SQLITE_OK || zOut==0, "stop %d: a bundle all the same", i);
    tgWipeFree(zOut);
    tgErrClear(&e);
  }
  CHECK(nEnd>5, "only %d stopped", nEnd);
  /* 4 MB of noise in 4 names: the rows are few, so it is deflating that asks */
  run(db, "DELETE FROM peers; DELETE FROM usernames; DELETE FROM states;"
          "INSERT INTO peers(id, name) SELECT value, hex(randomblob(500000)) FROM json_each('[1, 2, 3, 4]')");
  for(i=0; i<5; i++){
    int nOut;
    char *zOut;
    e.pStop = &stop;
    nStops = i==0 ? MANY_STOPS : 3*i;                    /* at least 15 times; more often on a machine that is busy */
    zOut = encode(&e, db, &a, "id", 0, &nOut);
    if( i==0 ) nAsk = MANY_STOPS-nStops;
    CHECK((zOut==0)==(e.rc==SQLITE_INTERRUPT) && (zOut==0)==(i>0), "stop at question %d of names: %d %s", 3*i, e.rc, e.zMsg);
    tgWipeFree(zOut);
    tgErrClear(&e);
  }
  CHECK(nAsk>15, "it asked %d times", nAsk);
  e.pStop = 0;
  nStops = -1;
  tgStopEnd(&stop);
  tgWipeFree(z);
  sqlite3_close(db);
  sqlite3_close(dbUser);
}

/* ------------------------------------------------------------------------- memory */

static void testMemory(void){
  sqlite3 *db = newDb(), *db2 = newDb();
  TgErr e = TG_ERR_INIT;
  TgAccount a, b;
  TgBundleInfo info;
  i64 nMax;
  int i, n, nGood;
  char *z, *zGood;
  sqlite3_stmt *ap[6];
  makeAccount(&a);
  makeSession(db, 300, 1);
  run(db, "UPDATE peers SET name='a'||char(1)||'b', type=CASE WHEN id%5 THEN type ELSE 'odd' END WHERE id%3=0;"
          "UPDATE usernames SET ord=NULL, username=username||char(1) WHERE rowid%3=0");
  z = encode(&e, db, &a, "id", 0, &n);
  zGood = sqlite3_mprintf("%.10s\n%s", z, z+10);         /* white space takes memory, too */
  nGood = n+1;
  tgWipeFree(z);
  ap[0] = tgPrepare(&e, db, "SELECT id, type, access_hash, username, id+1, name, updated FROM peers ORDER BY id DESC");
  ap[1] = tgPrepare(&e, db, "SELECT * FROM usernames ORDER BY id, ord, rowid");
  ap[2] = tgPrepare(&e, db, "SELECT * FROM states ORDER BY id DESC");
  ap[3] = tgPrepare(&e, db2, "INSERT OR REPLACE INTO peers VALUES(?,?,?,?,?,?,?)");
  ap[4] = tgPrepare(&e, db2, "INSERT INTO usernames VALUES(?,?,?)");
  ap[5] = tgPrepare(&e, db2, "INSERT OR REPLACE INTO states VALUES(?,?,?,?,?)");
  for(nMax=0; nMax<2000; nMax+=1999){
    for(i=0; i<10000; i++){
      TgBundleRows rows = {ap[0], ap[1], ap[2], "kurigram-7", nMax};
      i64 nBefore = sqlite3_memory_used();
      nLeft = i;
      z = tgBundleEncode(&e, &a, &rows, &n);
      nLeft = -1;
      if( z ) break;
      if( e.rc!=SQLITE_NOMEM ) CHECK(0, "encode, allocation %d: %d %s", i, e.rc, e.zMsg);
      tgErrClear(&e);
      if( i>20 && sqlite3_memory_used()>nBefore ) CHECK(0, "encode, allocation %d leaks", i);
    }
    CHECK(z && i>30 && e.rc==SQLITE_OK, "encode: %d allocations", i);
    tgWipeFree(z);
  }
  for(i=0; i<10000; i++){
    run(db2, "BEGIN");
    nLeft = i;
    unpack(&e, zGood, nGood, &b, &info, ap[3], ap[4], ap[5]);
    nLeft = -1;
    if( !sqlite3_get_autocommit(db2) ) run(db2, "COMMIT");
    if( e.rc==SQLITE_OK ) break;
    if( e.rc!=SQLITE_NOMEM ) CHECK(0, "decode, allocation %d: %d %s", i, e.rc, e.zMsg);
    tgErrClear(&e);
  }
  CHECK(i>5 && sameAccount(&a, &b), "decode: %d allocations", i);
  makeSession(db, 4000, 1);                              /* more than is inflated at once */
  z = encode(&e, db, &a, "id", 0, &n);
  for(i=0; i<1000; i++){
    nLeft = i;
    unpack(&e, z, n, &b, &info, 0, 0, 0);
    nLeft = -1;
    if( e.rc==SQLITE_OK ) break;
    if( e.rc!=SQLITE_NOMEM ) CHECK(0, "inflate, allocation %d: %d %s", i, e.rc, e.zMsg);
    tgErrClear(&e);
  }
  CHECK(i>3 && info.nContent>65536, "inflate: %d allocations", i);
  {
    TgBundle *p = tgBundleOpen(&e, z, n, &b, &info);
    nLeft = 0;
    CHECK(p && tgBundleReader(&e, p)==0 && e.rc==SQLITE_NOMEM, "a reader without memory");
    nLeft = -1;
    tgErrClear(&e);
    tgBundleClose(p);
  }
  tgWipeFree(z);
  for(i=0; i<6; i++) sqlite3_finalize(ap[i]);
  tgWipeFree(zGood);
  sqlite3_close(db);
  sqlite3_close(db2);
  CHECK(sqlite3_memory_used()==0, "%d bytes are left", (int)sqlite3_memory_used());
}

/* -------------------------------------------------------------------------- bench */

static const char *const azLayout[][2] = {
  {"kurigram-7",
   "CREATE TABLE f.sessions(dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, "
   "api_id INTEGER,"
   "  test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER);"
   "CREATE TABLE f.peers(id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, "
   "phone_number TEXT,"
   "  last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)));"
   "CREATE TABLE f.usernames(id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers(id));"
   "CREATE TABLE f.update_state(id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, "
   "seq INTEGER);"
   "CREATE TABLE f.version(number INTEGER PRIMARY KEY);"
   "CREATE INDEX f.idx_peers_id ON peers (id);"
   "CREATE INDEX f.idx_peers_phone_number ON peers (phone_number);"
   "CREATE INDEX f.idx_usernames_id ON usernames (id);"
   "CREATE INDEX f.idx_usernames_username ON usernames (username);"
   "INSERT INTO f.version VALUES(7);"
   "INSERT INTO f.sessions VALUES(2,'149.154.167.51',443,12345,0,(SELECT key FROM "
   "temp.k),1765000000,7771234567,0);"
   "INSERT INTO f.peers SELECT id,access_hash,type,phone_number,updated FROM main.peers ORDER "
   "BY id;"
   "INSERT INTO f.usernames SELECT id,username FROM main.usernames ORDER BY id,ord;"
   "INSERT INTO f.update_state SELECT * FROM main.states;"},
  {"pyrogram-3",
   "CREATE TABLE f.sessions(dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, "
   "auth_key BLOB,"
   "  date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER);"
   "CREATE TABLE f.peers(id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, "
   "username TEXT,"
   "  phone_number TEXT, last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS "
   "INTEGER)));"
   "CREATE TABLE f.version(number INTEGER PRIMARY KEY);"
   "CREATE INDEX f.idx_peers_id ON peers (id);"
   "CREATE INDEX f.idx_peers_username ON peers (username);"
   "CREATE INDEX f.idx_peers_phone_number ON peers (phone_number);"
   "INSERT INTO f.version VALUES(3);"
   "INSERT INTO f.sessions VALUES(2,12345,0,(SELECT key FROM temp.k),1765000000,7771234567,0);"
   "DELETE FROM states; DELETE FROM usernames WHERE ord;"
   "INSERT INTO f.peers SELECT id,access_hash,type,username,phone_number,updated FROM "
   "main.peers ORDER BY id;"},
  {"telethon-7",
   "CREATE TABLE f.version (version integer primary key);"
   "CREATE TABLE f.sessions (dc_id integer primary key, server_address text, port integer, "
   "auth_key blob,"
   "  takeout_id integer);"
   "CREATE TABLE f.entities (id integer primary key, hash integer not null, username text, "
   "phone integer,"
   "  name text, date integer);"
   "CREATE TABLE f.sent_files (md5_digest blob, file_size integer, type integer, id integer, "
   "hash integer,"
   "  primary key(md5_digest, file_size, type));"
   "CREATE TABLE f.update_state (id integer primary key, pts integer, qts integer, date "
   "integer, seq integer);"
   "INSERT INTO f.version VALUES(7);"
   "INSERT INTO f.sessions VALUES(2,'149.154.167.51',443,(SELECT key FROM temp.k),NULL);"
   "DELETE FROM usernames WHERE ord; UPDATE peers SET type=NULL;"
   "INSERT INTO f.entities SELECT id,access_hash,username,phone_number,name,updated FROM "
   "main.peers ORDER BY id;"
   "INSERT INTO f.update_state SELECT * FROM states;"},
};

static double now(void){                                 /* of this processor: others may work,
    too */
  return (double)clock()/CLOCKS_PER_SEC;
}

static i64 sizeOf(const char *zFmt, const char *zFile){   /* of a program's output; 0: not there */
  char z[400];
  long long n = 0;
  FILE *p;
  snprintf(z, sizeof z, zFmt, zFile);
  p = popen(z, "r");
  if( p==0 || fscanf(p, "%lld", &n)!=1 ) n = 0;
  if( p ) pclose(p);
  return n;
}

/* floor(log2(x)*1000), without libm */
static i64 millibits(double x){
  i64 n = 0;
  double bit = 500;
  int i;
  while( x>=2 ){ x /= 2; n += 1000; }
  for(i=0; i<9; i++, bit/=2){
    x *= x;
    if( x>=2 ){ x /= 2; n += (i64)bit; }
  }
  return n;
}

/* What must be kept at the least, in bytes a peer: 8 of each hash that is not 0, ids as a set of
** random numbers in the range of their kind (log2 of the mean gap, and 1.44), and usernames at the
** entropy of their letters. */
static double leastOf(sqlite3 *db, i64 nPeer){
  static const char *const azKind[] = { "type IN('user','bot')", "type='group'",
    "type IN('channel','supergroup','forum')", "type IS NULL" };
  TgErr e = TG_ERR_INIT;
  double nByte = 8.0*(double)tgQueryInt(&e, db, 0, "SELECT count(*) FROM peers WHERE "
      "access_hash<>0"), nText = 0;
  i64 aCount[256] = {0};
  sqlite3_stmt *p;
  int i;
  for(i=0; i<TG_COUNT(azKind); i++){
    i64 n = tgQueryInt(&e, db, 0, "SELECT count(*) FROM peers WHERE %s", azKind[i]);
    i64 nRange = tgQueryInt(&e, db, 0, "SELECT max(id)-min(id)+1 FROM peers WHERE %s", azKind[i]);
    if( n ) nByte += (double)n*((double)millibits((double)nRange/(double)n)/1000+1.44)/8;
  }
  p = tgPrepare(&e, db, "SELECT username FROM usernames");
  while( tgStep(&e, p) ){
    const u8 *z = sqlite3_column_text(p, 0);
    do aCount[*z]++, nText++; while( *z++ );
  }
  sqlite3_finalize(p);
  for(i=0; i<256; i++){
    if( aCount[i] ) nByte += (double)aCount[i]*(double)millibits(nText/(double)aCount[i])/8000;
  }
  return nByte/(double)nPeer;
}

static void benchOne(i64 nPeer, const char *zLayout, const char *zSql){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  TgBundleInfo info;
  sqlite3 *db = newDb(), *db2 = newDb();
  sqlite3_stmt *p;
  char zDir[100], zFile[130], *z = 0;
  const char *zTmp = getenv("TMPDIR");
  i64 nFile, nXz, nZstd, nTry = nPeer>=100000 ? 3 : 50, i;
  double t, rEncode = 1e9, rDecode = 1e9, rEmpty = 1e9;
  int n = 0;
  makeAccount(&a);
  makeSession(db, nPeer, zLayout[0]=='t');
  snprintf(zDir, sizeof zDir, "%.60s/bundle-bench-%llx", zTmp ? zTmp : "/tmp",
      (long long)time(0)*1000+nPeer%997);
  snprintf(zFile, sizeof zFile, "%s.session", zDir);
  tgExec(&e, db, "ATTACH %Q AS f", zFile);
  tgExec(&e, db, "CREATE TEMP TABLE k(key)");
  p = tgPrepare(&e, db, "INSERT INTO k VALUES(?)");
  sqlite3_bind_blob(p, 1, a.key, TG_KEY_SIZE, SQLITE_STATIC);
  tgFinish(&e, p);
  tgExec(&e, db, "BEGIN");
  if( e.rc==SQLITE_OK ) run(db, zSql);
  tgExec(&e, db, "COMMIT");
  tgExec(&e, db, "VACUUM f");
  tgExec(&e, db, "DETACH f");
  nFile = sizeOf("wc -c <%s", zFile);
  nXz = sizeOf("xz -9 -c %s 2>/dev/null | wc -c", zFile);
  nZstd = sizeOf("zstd -q -19 -c %s 2>/dev/null | wc -c", zFile);
  remove(zFile);
  for(i=0; i<nTry; i++){
    tgWipeFree(z);
    t = now();
    z = encode(&e, db, &a, "id", 0, &n);
    t = now()-t;
    if( t<rEncode ) rEncode = t;
    run(db2, "DELETE FROM peers; DELETE FROM usernames; DELETE FROM states; BEGIN");
    t = now();
    decode(&e, z, n, &a, &info, db2);
    run(db2, "COMMIT");
    t = now()-t;
    if( t<rDecode ) rDecode = t;
    t = now();
    unpack(&e, z, n, &a, &info, 0, 0, 0);
    t = now()-t;
    if( t<rEmpty ) rEmpty = t;
  }
  printf("%-10s %7lld peers: file %lld, xz -9 %lld, zstd -19 %lld, bundle %d characters (%d "
      "bytes)\n",
         zLayout, nPeer, nFile, nXz, nZstd, n, TG_B64_MAX(n-5));
  if( nXz ) printf("    %.3f x xz (as bytes %.3f)", n/(double)nXz, (n-5)*0.75/(double)nXz);
  if( nZstd ) printf(", %.3f x zstd (as bytes %.3f)", n/(double)nZstd, (n-5)*0.75/(double)nZstd);
  printf("\n    bytes a peer: %.2f, least %.2f (hash, id, usernames); characters a peer: %.2f\n",
         (n-355)*0.75/(double)nPeer, leastOf(db, nPeer), (n-355)/(double)nPeer);
  printf("    encode %.0f MB/s, decode into tables %.0f MB/s, decode and drop %.0f MB/s of file\n",
         (double)nFile/rEncode/1e6, (double)nFile/rDecode/1e6, (double)nFile/rEmpty/1e6);
  if( nPeer>=10000 ){
    t = now();
    tgWipeFree(z);
    z = encode(&e, db, &a, "id", 65536, &n);
    t = now()-t;
    unpack(&e, z, n, &a, &info, 0, 0, 0);
    printf("    max_length 65536: %d characters, %lld peers, %lld left out, %.3f s\n", n,
        info.nPeer,
           info.nLeftOut, t);
  }
  if( e.rc ) printf("    failed: %s\n", e.zMsg);
  nFail += e.rc!=0;
  tgErrClear(&e);
  tgWipeFree(z);
  sqlite3_close(db);
  sqlite3_close(db2);
}

/* A bundle of a later version says that it comes from a layout that is not known here: it becomes what suits the login. */
static void testFuture(void){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  TgBundleRows rows = {0, 0, 0, "kurigram-99", 0};
  sqlite3 *db = 0;
  sqlite3_stmt *p;
  int n;
  char *z;
  makeAccount(&a);
  a.have |= TG_BIT(TG_USER_ID);
  a.n[TG_USER_ID] = 777;
  z = tgBundleEncode(&e, &a, &rows, &n);
  CHECK(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "open");
  run(db, "ATTACH ':memory:' AS b");
  p = tgPrepare(&e, db, "SELECT session_import(?1, 'b')");
  tgBind(&e, sqlite3_bind_text(p, 1, z, n, SQLITE_STATIC));
  CHECK(tgStep(&e, p)==1, "import: %s", e.zMsg);
  sqlite3_finalize(p);
  p = tgPrepare(&e, db, "SELECT layout, user_id, json_extract(session_info(?1), '$.layout') FROM session('b')");
  tgBind(&e, sqlite3_bind_text(p, 1, z, n, SQLITE_STATIC));
  CHECK(tgStep(&e, p)==1 && strcmp((const char*)sqlite3_column_text(p, 0), "pyrogram-3")==0 && sqlite3_column_int(p, 1)==777
        && strcmp((const char*)sqlite3_column_text(p, 2), "kurigram-99")==0, "a layout of the future: %s", e.zMsg);
  sqlite3_finalize(p);
  sqlite3_free(z);
  sqlite3_close(db);
  tgErrClear(&e);
}

int main(int argc, char **argv){
  if( argc>1 && strcmp(argv[1], "bench")==0 ){
    i64 n, nMax = argc>2 ? atoll(argv[2]) : 1000000;
    int i;
    for(n=100; n<=nMax; n*=100){
      for(i=0; i<TG_COUNT(azLayout); i++) benchOne(n, azLayout[i][0], azLayout[i][1]);
    }
    return nFail>0;
  }
  dryStart();
  testSame();
  testVerdicts();
  testSizes();
  testOddKey();
  testOdd();
  testRandom();
  testMaxLength();
  testDamage();
  testSpare();
  testForged();
  testTwice();
  testFuture();
  testStop();
  testMemory();
  printf("bundle: %d passed, %d failed\n", nPass, nFail);
  return nFail>0;
}
