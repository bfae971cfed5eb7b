/* What the fuzzers begin with: files of every layout, strings of every format, bundles, JSON, and damaged ones of each.
**
**     seeds FOLDER                             FOLDER/fuzz_page/seed-0001 and so on, for each fuzzer
**
** All keys are made up.  The same bytes each time.
*/
#define _GNU_SOURCE
#include "plans.h"
#include "readonly.h"
#include "codec/codec.h"
#include "tgsession.h"
#include "base/base64.h"
#include <zlib.h>

static const char *zTo;
static int nSeed;

/* One for the fuzzer zFuzzer. */
static void seed(const char *zFuzzer, const void *p, size_t n){
  char z[600];
  snprintf(z, sizeof z, "%s/fuzz_%s", zTo, zFuzzer);
  mkdir(z, 0755);
  snprintf(z, sizeof z, "%s/fuzz_%s/seed-%04d", zTo, zFuzzer, nSeed++);
  spew(z, p, n);
}

/* As it is, cut, and changed in two places. */
static void seedDamaged(const char *zFuzzer, const void *p, size_t n){
  uint8_t *a = malloc(n+1);
  int i;
  seed(zFuzzer, p, n);
  if( n==0 ) return;
  memcpy(a, p, n);
  seed(zFuzzer, a, rnd((unsigned)n));
  for(i=0; i<2; i++) a[rnd(2) ? rnd((unsigned)n) : rnd(n<150 ? (unsigned)n : 150)] ^= (uint8_t)(1u<<rnd(8));
  seed(zFuzzer, a, n);
  free(a);
}

/* ---- files --------------------------------------------------------------------------------- */

static void seedFiles(void){
  int i, k;
  for(i=0; i<ctx.pCat->n; i++){
    const TgLayout *pL = &ctx.pCat->a[i];
    if( tgLayoutSection(pL, 0, "schema")==0 || pL->eAccess==TG_HIDDEN ) continue;
    for(k=0; k<6; k++){
      Plan pl = plan(pL);
      size_t n;
      uint8_t *a;
      pl.szPage = k==0 ? 4096 : 512u<<rnd(2);
      pl.nGrow = k<4 ? 2 : 20;
      if( k<2 ) pl.bClean = 1;
      make(at("seed.session"), &pl, k<4 ? -1 : (int)rnd(TG_COUNT(aOdd)));
      a = slurp(at("seed.session"), &n);
      unlink(at("seed.session"));
      seedDamaged("page", a, n);
      seedDamaged("scan", a, n);
      if( k<2 ) seed("value", a, n);
      free(a);
    }
  }
}

/* ---- values -------------------------------------------------------------------------------- */

/* What the bundle's content is, after a byte that says so to fuzz_bundle. */
static void seedContent(const char *zBundle, int n){
  static uint8_t a[100000], aOut[100001];
  int nByte = n-5<(int)sizeof a ? tgB64Decode(zBundle+5, n-5, a, 0) : 0, i = 0, k;
  z_stream s;
  for(k=0; k<2; k++){ while( i<nByte && (a[i] & 0x80) ) i++; i++; }     /* two sizes, and the CRC */
  i += 4;
  if( i>=nByte ) return;
  memset(&s, 0, sizeof s);
  inflateInit2(&s, -15);
  s.next_in = &a[i];
  s.avail_in = (unsigned)(nByte-i);
  aOut[0] = 1;
  s.next_out = &aOut[1];
  s.avail_out = sizeof aOut - 1;
  inflate(&s, Z_FINISH);
  seedDamaged("bundle", aOut, s.total_out+1);
  inflateEnd(&s);
}

static void seedValue(const char *zFormat, const char *z, int n){
  char *zText;
  seedDamaged("value", z, (size_t)n);
  if( strcmp(zFormat, "bundle")==0 ){
    zText = sqlite3_mprintf("%c%.*s", '0', n, z);        /* even: a text */
    seedDamaged("bundle", zText, (size_t)n+1);
    sqlite3_free(zText);
    seedContent(z, n);
  }else if( n<3000 && z[0]!='{' ){
    uint8_t a[3000];
    int nByte = tgB64Decode(z, n, a, 0);
    seedDamaged("string", z, (size_t)n);
    if( nByte>0 ) seedDamaged("string", a, (size_t)nByte);
    zText = sqlite3_mprintf("SESSION = \"%.*s\n%s\"", n/2, z, &z[n/2]);
    seed("string", zText, strlen(zText));
    sqlite3_free(zText);
  }
}

/* Those that are only read, as text with K for a key. */
static const char *const azJson[] = {
  "{\"dc_id\":2,\"test_mode\":0,\"auth_key\":[\"K\"],\"user_id\":777,\"date\":5,\"is_bot\":0,"
    "\"peers_by_id\":{\"7\":99,\"-1001234\":-5,\"-3\":0},"
    "\"peers_by_username\":{\"news\":-1001234,\"me\":7},\"peers_by_phone\":{\"70\":7}}",
  "{\"dc_id\":2,\"test_mode\":1,\"auth_key\":null,\"user_id\":7}",
  "{\"port\":443,\"session_id\":\"a\",\"server_address\":\"149.154.167.51\",\"auth_key_data\":\"K\","
    "\"entities\":[[7,99],[-1000000000007,-5,1]]}",
  "{\"Version\":1,\"Data\":{\"Config\":{\"TestMode\":false},\"DC\":2,\"Addr\":\"[2001:67c:4e8:f002::a]:443\","
    "\"AuthKey\":\"K\"}}",
  "{\"tgsession\":1,\"dc_id\":2,\"auth_key\":\"K\","
    "\"peers\":[{\"id\":-1000000000007,\"access_hash\":\"18446744073709551615\"},"
    "{\"id\":\"7\",\"usernames\":[\"b\",\"a\"],\"phone_number\":\"70\",\"name\":\"\\u0041\"}],"
    "\"states\":[{\"id\":0,\"pts\":1}]}",
};

static void seedJson(void){
  uint8_t aKey[256];
  char zKey[400] = "\"";
  int i;
  for(i=0; i<256; i++) aKey[i] = (uint8_t)(i*7+1);
  tgB64Encode(aKey, 256, 0, 1, zKey+1);
  strcat(zKey, "\"");
  for(i=0; i<TG_COUNT(azJson); i++){
    char *z = replace(sqlite3_mprintf("%s", azJson[i]), "\"K\"", zKey);
    seedDamaged("value", z, strlen(z));
    sqlite3_free(z);
  }
}

/* Rows of one statement after the other: format, value. */
static void seedStrings(void){
  static const char *const azFrom[] = { "kurigram-7", "telethon-7", "mtcute-1", "grammers-1", "pyrogram-3" };
  sqlite3 *db = 0;
  sqlite3_stmt *p = 0;
  int i;
  sqlite3_open(":memory:", &db);
  check(sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "does not load");
  for(i=0; i<TG_COUNT(azFrom); i++){
    sqlf(db, "ATTACH ':memory:' AS d%d", i);
    sqlf(db, "INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) VALUES"
         " ('d%d', %Q, %d, %d, %d, 0, 5, CAST(printf('%%.256c', 'a'+%d) AS BLOB))", i, azFrom[i], 1+i, 777+i, i & 1, i);
    check(sqlite3_errcode(db)==SQLITE_OK, "%s: %s", azFrom[i], sqlite3_errmsg(db));
    sqlf(db, "INSERT OR REPLACE INTO session_peers(session, id, access_hash, username, phone_number, updated)"
         " WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c LIMIT %d)"
         " SELECT 'd%d', iif(i%%3=0, -1000000000000-i, i), (i*2654435761) << 31, iif(i%%2, 'user'||i, NULL), "
         "iif(i%%3=1, '79'||i, NULL), 1700000000+i FROM c", i*4, i);
    sqlf(db, "UPDATE session_peers SET usernames='[\"a1\",\"b2\"]' WHERE session='d%d' AND id=1", i);
    sqlf(db, "INSERT OR REPLACE INTO session_states VALUES('d%d', 0, 1, 2, 3, 4)", i);
    sqlf(db, "INSERT OR REPLACE INTO session_states VALUES('d%d', -1000000000003, 9, NULL, NULL, NULL)", i);
  }
  sqlite3_prepare_v2(db, "SELECT f.name, session_export(s.name, f.name, 'user_id', 777, 'is_bot', 0, 'try', 1)"
                     " FROM session s, session_formats f WHERE f.writes AND f.kind='string'", -1, &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW ){
    const char *z = (const char*)sqlite3_column_text(p, 1);
    if( z ) seedValue((const char*)sqlite3_column_text(p, 0), z, sqlite3_column_bytes(p, 1));
  }
  sqlite3_finalize(p);
  sqlite3_close(db);
}

/* Strings that are only read. */
static void seedReadOnly(void){
  TgAccount a;
  TgErr e = TG_ERR_INIT;
  u8 aKey[TG_KEY_SIZE];
  int i;
  for(i=0; i<TG_KEY_SIZE; i++) aKey[i] = (u8)(3*i + 1);
  tgAccountInit(&a);
  tgAccountSetInt(&e, &a, TG_DC_ID, 2);
  tgAccountSetInt(&e, &a, TG_PORT, 443);
  tgAccountSetInt(&e, &a, TG_API_ID, 6);
  tgAccountSetInt(&e, &a, TG_TEST_MODE, 0);
  tgAccountSetInt(&e, &a, TG_USER_ID, 777);
  tgAccountSetInt(&e, &a, TG_IS_BOT, 0);
  tgAccountSetAddr(&e, &a, "149.154.167.51", -1);
  tgAccountSetKey(&a, aKey);
  check(e.rc==SQLITE_OK, "account: %s", e.zMsg ? e.zMsg : "");
  for(i=0; i<6; i++){
    char *z = readOnlyText(i, &a);
    seedValue("", z, (int)strlen(z));
    free(z);
  }
}

/* What chooses: any bytes.  More of those that are few, and some runs of them. */
static void seedChoices(const char *zFuzzer, int nTry, unsigned nByte, unsigned nHead){
  uint8_t *a = malloc(nByte);
  unsigned k;
  while( nTry-- ){
    unsigned n = 10+rnd(nByte-10);
    for(k=0; k<n; k++) a[k] = (uint8_t)(k<nHead && rnd(3)==0 ? rnd(8) : rnd(256));
    seed(zFuzzer, a, n);
  }
  free(a);
}

int main(int argc, char **argv){
  if( argc<2 || filesStart("seeds")==0 ) return 2;
  zTo = argv[1];
  if( saidStart()==0 ) return 2;
  seedFiles();
  seedStrings();
  seedReadOnly();
  seedJson();
  seedChoices("sql", 400, 300, 0);
  seedChoices("beside", 200, 600, 30);
  saidEnd();
  filesEnd();
  printf("seeds: %d\n", nSeed);
  return nFail>0;
}
