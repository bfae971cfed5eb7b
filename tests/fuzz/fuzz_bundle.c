/* A fuzzer: the reader of bundles.
**
**     make fuzz SECONDS=600
**
** The first byte of the input chooses: even, the rest is a text; odd, it is a content, which
** gets a right header and CRC so that the fuzzer is not stopped by them.  What is
** accepted is written and read again: the rows must be the same, and the two texts, too.
*/
#include "fuzz.h"
#include "codec/codec_bundle.h"
#include "base/base64.h"
#include "base/bytes.h"
#include "unbundle.h"
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
  if( p ) bundlePut(e, p, p1, p2, p3);
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

/* All rows as text, from sqlite3_malloc. */
static char *rowsNow(void){
  static const char zSql[] =
    "SELECT group_concat(z, ';') FROM (SELECT quote(id)||quote(type)||quote(access_hash)||quote(username)"
    "||quote(phone_number)||quote(name)||quote(updated) AS z FROM peers ORDER BY id, rowid) "
    "UNION ALL SELECT group_concat(z, ';') FROM (SELECT quote(id)||quote(username)||quote(ord) AS z"
    " FROM usernames ORDER BY id, rowid) "
    "UNION ALL SELECT group_concat(z, ';') FROM (SELECT quote(id)||quote(pts)||quote(qts)||quote(date)||quote(seq) AS z"
    " FROM states ORDER BY id)";
  TgErr e = TG_ERR_INIT;
  sqlite3_stmt *p = tgPrepare(&e, db, "%s", zSql);
  sqlite3_str *s = sqlite3_str_new(db);
  while( tgStep(&e, p) ) sqlite3_str_appendf(s, "%s\n", sqlite3_column_text(p, 0));
  sqlite3_finalize(p);
  return sqlite3_str_finish(s);
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
    char *zRows = rowsNow(), *zAgain;
    z = encode(&e, &a, &n1);
    FUZZ_MUST(z && decode(&e, z, n1, &a, &again), "it can't be written, or not be read again: %s", e.zMsg);
    FUZZ_MUST(info.nPeer==again.nPeer && info.nState==again.nState, "%lld peers", again.nPeer);
    zAgain = rowsNow();
    FUZZ_MUST(zRows && zAgain && strcmp(zRows, zAgain)==0, "other rows come back:\n%s\nwas\n%s", zAgain, zRows);
    sqlite3_free(zRows);
    sqlite3_free(zAgain);
    z2 = encode(&e, &a, &n2);
    FUZZ_MUST(z2 && n1==n2 && memcmp(z, z2, (size_t)n1)==0, "it is written differently again");
    tgWipeFree(z);
    tgWipeFree(z2);
  }
  tgErrClear(&e);
  free(zText);
  return 0;
}
