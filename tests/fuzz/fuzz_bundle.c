/* Fuzz the reader of bundles.
**
**     make fuzz SECONDS=600
**
** Without libFuzzer, -DFUZZ_MAIN gives a program that changes a bundle at random:
** ./fuzz_bundle 100000
**
** The first byte of the input chooses: even, the rest is a text; odd, it is a content, which
** gets a right header and CRC so that the fuzzer is not stopped by them.  What is
** accepted is written and read again, and the two texts must be equal.
*/
#include "codec/codec_bundle.h"
#include "base/base64.h"
#include "base/bytes.h"
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

static sqlite3 *db;

static void init(void){
  static const char zSql[] =
    "CREATE TABLE peers(id INT, type, access_hash INT, username, phone_number, name, updated INT);"
    "CREATE TABLE usernames(id INT, username, ord INT);"
    "CREATE TABLE states(id INT, pts INT, qts INT, date INT, seq INT);";
  if( db==0 && (sqlite3_open(":memory:", &db) || sqlite3_exec(db, zSql, 0, 0, 0)) ) abort();
}

/* A bundle of one stored or deflated piece around any content. */
static char *wrap(const u8 *a, size_t n, int *pn){
  size_t nHead = 0, aSize[2], i, k, nMax = n+n/100+100;
  u8 *p = malloc(nMax+24), *pOut = malloc(nMax);
  uLong iCrc;
  z_stream s;
  char *z;
  memset(&s, 0, sizeof s);
  deflateInit2(&s, 1, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
  s.next_in = (u8*)a;
  s.avail_in = (unsigned)n;
  s.next_out = pOut;
  s.avail_out = (unsigned)nMax;
  deflate(&s, Z_FINISH);
  aSize[0] = n;
  aSize[1] = s.total_out;
  deflateEnd(&s);
  for(i=0; i<2; i++){
    for(k=aSize[i]; k>=0x80; k>>=7) p[nHead++] = (u8)(k | 0x80);
    p[nHead++] = (u8)k;
  }
  iCrc = crc32(crc32(crc32(0, p, (unsigned)nHead), pOut, (unsigned)aSize[1]), a, (unsigned)n);
  for(i=0; i<4; i++) p[nHead++] = (u8)(iCrc>>(24-8*i));
  memcpy(p+nHead, pOut, aSize[1]);
  *pn = 5 + tgB64Size((int)(nHead+aSize[1]), 0);
  z = malloc((size_t)*pn);
  memcpy(z, "tgs1.", 5);
  tgB64Encode(p, (int)(nHead+aSize[1]), 1, 0, z+5);
  free(p);
  free(pOut);
  return z;
}

static int decode(TgErr *e, const char *z, int n, TgAccount *a, TgBundleInfo *pInfo){
  sqlite3_stmt *p1, *p2, *p3;
  TgBundle *p;
  sqlite3_exec(db, "DELETE FROM peers; DELETE FROM usernames; DELETE FROM states", 0, 0, 0);
  p1 = tgPrepare(e, db, "INSERT INTO peers VALUES(?,?,?,?,?,?,?)");
  p2 = tgPrepare(e, db, "INSERT INTO usernames VALUES(?,?,?)");
  p3 = tgPrepare(e, db, "INSERT INTO states VALUES(?,?,?,?,?)");
  p = tgBundleOpen(e, z, n, a, pInfo);
  if( p ) tgBundlePut(e, p, p1, p2, p3);
  tgBundleClose(p);
  sqlite3_finalize(p1);
  sqlite3_finalize(p2);
  sqlite3_finalize(p3);
  return e->rc==SQLITE_OK;
}

static char *encode(TgErr *e, const TgAccount *a, int *pn){
  sqlite3_stmt *p1 = tgPrepare(e, db, "SELECT * FROM peers ORDER BY id, rowid");
  sqlite3_stmt *p2 = tgPrepare(e, db, "SELECT * FROM usernames ORDER BY id, rowid");
  sqlite3_stmt *p3 = tgPrepare(e, db, "SELECT * FROM states ORDER BY id, rowid");
  TgBundleRows rows = {p1, p2, p3, "kurigram-7", 0};
  char *z = tgBundleEncode(e, a, &rows, pn);
  sqlite3_finalize(p1);
  sqlite3_finalize(p2);
  sqlite3_finalize(p3);
  return z;
}

int LLVMFuzzerTestOneInput(const u8 *pData, size_t nData){
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  TgBundleInfo info, again;
  char *z, *zText, *z2 = 0;
  int n, n1 = 0, n2 = 0;
  if( nData<1 || nData>1000000 ) return 0;
  init();
  if( pData[0] & 1 ){
    zText = wrap(pData+1, nData-1, &n);
  }else{
    n = (int)nData-1;
    zText = malloc((size_t)n+1);                 /* exact, but for n==0 */
    memcpy(zText, pData+1, (size_t)n);
  }
  if( decode(&e, zText, n, &a, &info) ){
    z = encode(&e, &a, &n1);
    if( z==0 || !decode(&e, z, n1, &a, &again) ) abort();
    if( info.nPeer!=again.nPeer || info.nState!=again.nState ) abort();
    z2 = encode(&e, &a, &n2);
    if( z2==0 || n1!=n2 || memcmp(z, z2, (size_t)n1)!=0 ) abort();
    tgWipeFree(z);
    tgWipeFree(z2);
  }
  tgErrClear(&e);
  free(zText);
  return 0;
}

#ifdef FUZZ_MAIN
int main(int argc, char **argv){
  static u8 aIn[20000];
  u8 *aContent = malloc(20000), *aBytes;
  TgErr e = TG_ERR_INIT;
  TgAccount a;
  z_stream s;
  char *z;
  long i, j, nTry = argc>1 ? atol(argv[1]) : 10000;
  int n, nBytes;
  size_t nContent;
  init();
  memset(&a, 0, sizeof a);
  a.have = TG_BIT(TG_DC_ID) | TG_BIT(TG_AUTH_KEY) | TG_BIT(TG_USER_ID);
  a.n[TG_DC_ID] = 2;
  a.n[TG_USER_ID] = 777;
  memset(a.key, 0xa5, sizeof a.key);
  sqlite3_exec(db, "WITH s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE i<30) INSERT INTO "
      "peers "
    "SELECT i*7, iif(i%3,'user',iif(i%2,'odd','bot')), random(), iif(i%4,'name'||i,NULL), "
    "iif(i%5,NULL,'7999'||i), "
    "iif(i%2,'Name '||i,NULL), 1700000000+i%6*1000+(i%7=0)*i FROM s;"
    "INSERT INTO usernames SELECT id, username, 0 FROM peers WHERE username IS NOT NULL;"
    "INSERT INTO usernames SELECT id, 'more'||id, iif(id%2,1,NULL) FROM peers WHERE id%3=0;"
    "INSERT INTO states VALUES(0,1,2,3,4),(7,1,NULL,3,NULL),(14,9,NULL,8,NULL),(-5,1,1,1,1)", 0,
    0, 0);
  z = encode(&e, &a, &n);
  aBytes = malloc((size_t)n);
  nBytes = tgB64Decode(z+5, n-5, aBytes, 0);
  memset(&s, 0, sizeof s);
  inflateInit2(&s, -15);
  s.next_in = aBytes+8;                        /* after two sizes of two bytes and the CRC */
  s.avail_in = (unsigned)nBytes-8;
  s.next_out = aContent;
  s.avail_out = 20000;
  if( inflate(&s, Z_FINISH)!=Z_STREAM_END ) abort();
  nContent = s.total_out;
  inflateEnd(&s);
  srand(1);
  for(i=0; i<nTry; i++){
    int bContent = rand()%4!=0;
    size_t nIn = bContent ? nContent : (size_t)n;
    aIn[0] = (u8)bContent;
    memcpy(aIn+1, bContent ? (const void*)aContent : z, nIn);
    for(j=rand()%4; j>=0; j--){
      size_t at = (size_t)rand()%(rand()%2 ? nIn : 150), nLess = (size_t)rand()%8;
      switch( rand()%5 ){
        case 0: aIn[1+at] = (u8)rand(); break;
        case 1: aIn[1+at] ^= (u8)(1<<rand()%8); break;
        case 2: aIn[1+at]++; break;
        case 3: aIn[1+at] = 0xff; break;
        case 4: if( at+nLess<nIn ){ memmove(aIn+1+at, aIn+1+at+nLess, nIn-at-nLess); nIn -= nLess; }
      }
    }
    LLVMFuzzerTestOneInput(aIn, nIn+1);
  }
  free(aBytes);
  free(aContent);
  tgWipeFree(z);
  sqlite3_close(db);
  printf("fuzz_bundle: %ld passed, 0 failed\n", nTry);
  return 0;
}
#endif
