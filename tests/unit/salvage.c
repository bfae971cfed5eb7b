/* What page_salvage.c finds in broken databases: the key that was there, and no other.
**
**     salvage [rounds [seed]]   1 round by default: a second
*/
#define _GNU_SOURCE
#include "files.h"
#include "found.h"

/* Before SQLite 3.36 it is there only if SQLite was built with it. */
#pragma weak sqlite3_serialize
#pragma weak sqlite3_deserialize

static i64 sqlInt(sqlite3 *db, const char *zSql){
  TgErr e = TG_ERR_INIT;
  i64 i = tgQueryInt(&e, db, -1, "%s", zSql);
  tgErrClear(&e);
  return i;
}

static void testSalvage(void){
  int i, k;
  for(i=0; i<few(rounds(60)); i++){
    unsigned szPage = 512u<<(i%8);
    sqlite3 *db = 0;
    sqlite3_stmt *q = 0;
    u8 aKey[256], *a, *aBad;
    size_t szRoot, n;
    i64 n64 = 0;
    int bRowid = (i/8)%2==0;
    Found f;
    for(k=0; k<256; k++) aKey[k] = (u8)rnd(256);
    sqlite3_open(":memory:", &db);
    sqlf(db, "PRAGMA page_size=%d", szPage);
    sqlf(db, "CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, address, port, auth_key)%s;"
             "CREATE TABLE peers(id INTEGER PRIMARY KEY, hash, name)", bRowid ? ""
                   : " WITHOUT ROWID");
    sqlite3_prepare_v2(db, "INSERT INTO sessions VALUES(4, '149.154.167.91', 443, ?)", -1, &q, 0);
    sqlite3_bind_blob(q, 1, aKey, 256, SQLITE_STATIC);
    sqlite3_step(q);
    sqlite3_finalize(q);
    sqlf(db, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300) "
             "INSERT INTO peers SELECT i*77, random(), 'name '||i FROM n");
    szRoot = (size_t)(sqlInt(db, "SELECT rootpage FROM sqlite_master LIMIT 1")-1)*szPage;
    a = sqlite3_serialize(db, "main", &n64, 0);
    sqlite3_close(db);
    n = (size_t)n64;
    aBad = malloc(n+16);
    for(k=0; k<12; k++){
      size_t nBad = n;
      int bMust = 1;                       /* it must be found */
      memcpy(aBad, a, n);
      if( !spoilHead(aBad, szPage, k) ) switch( k ){
        case 5: nBad = szRoot + szPage; bMust = bRowid || szPage>1024; break;
        case 6: nBad = n - szPage/2; bMust = nBad>=szRoot+szPage; break;
        case 7: memset(&aBad[szRoot], 0, 8); bMust = bRowid || szPage>1024; break;
        case 8: aBad[szRoot+8] = 0xff; aBad[szRoot+9] = 0xff; bMust = bRowid || szPage>1024; break;
        case 9: memset(&aBad[szRoot], 0, n-szRoot); bMust = -1; break;
        case 10: memmove(&aBad[7], aBad, n); nBad += 7; bMust = bRowid; break;
        default: memset(aBad, 0, 200); nBad = n-3; bMust = nBad>=szRoot+szPage; break;
      }
      f = salvage(aBad, nBad, aKey);
      check(f.nWrong==0, "salvage %d/%d (page %u): a key that never was", i, k, szPage);
      check(bMust<1 || (f.nRight>0 && f.iDc==4), "salvage %d/%d (page %u): not found", i, k,
            szPage);
      check(bMust!=-1 || f.n==0, "salvage %d/%d: %d found in nothing", i, k, f.n);
      check(k || f.n==1, "salvage %d/%d: %d found, not 1", i, k, f.n);
    }
    for(k=0; k<20; k++){                   /* no crash */
      int j;
      memcpy(aBad, a, n);
      for(j=0; j<20; j++) aBad[rnd((unsigned)n)] = (u8)rnd(256);
      salvage(aBad, rnd((unsigned)n), aKey);
    }
    free(aBad);
    sqlite3_free(a);
  }
}

/* A record of a key is found wherever bytes that came or went put it: at each place of a page, behind rowids of 1 to 9
** bytes.  (A long one, or one in an index, is if the page size can be told: with 0 bytes the page's header is gone.) */
static void testShifts(void){
  static const struct { unsigned szPage, nMore; i64 iRowid; } aCase[] = {     /* iRowid 0: an index */
    { 512, 0, 1 }, { 512, 40, 200 }, { 512, 7, 20000 }, { 1024, 0, 3000000 }, { 1024, 0, 1ll<<30 },
    { 1024, 1, 1ll<<38 }, { 1024, 0, 1ll<<45 }, { 1024, 3, 1ll<<52 }, { 1024, 0, INT64_MAX },
    { 1024, 0, -1 }, { 2048, 0, 0 }, { 4096, 500, 0 },
    { 32768, 17000, 5 }, { 32768, 16200, 5 },
  };
  int i;
  for(i=0; i<TG_COUNT(aCase); i++){
    unsigned szPage = aCase[i].szPage, iShift;
    size_t n, iCell = 0;
    sqlite3 *db = 0;
    sqlite3_stmt *q = 0;
    u8 aKey[256], *a, *aBad;
    i64 n64 = 0;
    int k, bIndex = aCase[i].iRowid==0;
    for(k=0; k<256; k++) aKey[k] = (u8)(k*7+i);
    sqlite3_open(":memory:", &db);
    sqlf(db, "PRAGMA page_size=%d; CREATE TABLE peers(id INTEGER PRIMARY KEY, hash)", szPage);
    sqlf(db, "CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, port, auth_key, more)%s",
         bIndex ? " WITHOUT ROWID" : "");
    sqlite3_prepare_v2(db, "INSERT INTO sessions VALUES(?1, 443, ?2, zeroblob(?3))", -1, &q, 0);
    sqlite3_bind_int64(q, 1, aCase[i].iRowid);
    sqlite3_bind_blob(q, 2, aKey, 256, SQLITE_STATIC);
    sqlite3_bind_int(q, 3, (int)aCase[i].nMore);
    sqlite3_step(q);
    sqlite3_finalize(q);
    sqlf(db, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<100) "
             "INSERT INTO peers SELECT i*77, i FROM n");
    a = sqlite3_serialize(db, "main", &n64, 0);
    sqlite3_close(db);
    n = (size_t)n64;
    while( iCell+256<n && memcmp(&a[iCell], aKey, 256)!=0 ) iCell++;
    aBad = malloc(n+szPage);
    for(iShift=0; iShift<(aCase[i].nMore>400 ? 1 : szPage);
        iShift += szPage>512 ? (unsigned)every(3) : 1){
      size_t iAt = iShift%3 ? 0 : iCell>2*(size_t)szPage ? iCell-2*(size_t)szPage : 0;
      Found f;
      memcpy(aBad, a, iAt);
      memset(&aBad[iAt], 0xee, iShift);
      memcpy(&aBad[iAt+iShift], &a[iAt], n-iAt);
      if( iShift==0 ) memset(&aBad[iCell-iCell%szPage], 0, 8);
      f = salvage(aBad, n+iShift, aKey);
      check(f.nRight==1 || (bIndex && iShift),
            "shifts %d, %u bytes more at %d: %d found", i, iShift, (int)iAt, f.n);
      check(f.nRight==0 || bIndex || f.iDc==aCase[i].iRowid,
            "shifts %d, %u bytes more: rowid %lld", i, iShift, (long long)f.iDc);
      memmove(&aBad[iAt], &a[iAt+iShift], n-iAt-iShift);
      f = salvage(aBad, n-iShift, aKey);
      check(f.nWrong==0 && f.nRight<=1, "shifts %d, %u bytes more: found %d times", i, iShift, f.n);
      check(f.nRight==1 || (bIndex && iShift),
            "shifts %d, %u bytes less at %d: %d found", i, iShift, (int)iAt, f.n);
    }
    free(aBad);
    sqlite3_free(a);
  }
}

/* Is the image sound, as SQLite sees it, and the key in it? */
static int isSound(u8 *a, size_t n, const u8 *aKey){
  sqlite3 *db = 0;
  sqlite3_stmt *p = 0;
  int bOk = 0;
  sqlite3_open(":memory:", &db);
  sqlite3_deserialize(db, "main", a, (i64)n, (i64)n, 0);
  sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &p, 0);
  if( sqlite3_step(p)==SQLITE_ROW ) bOk = strcmp((const char*)sqlite3_column_text(p, 0), "ok")==0;
  sqlite3_finalize(p);
  p = 0;
  sqlite3_prepare_v2(db, "SELECT count(*) FROM sessions WHERE auth_key=?1", -1, &p, 0);
  sqlite3_bind_blob(p, 1, aKey, 256, SQLITE_STATIC);
  bOk = bOk && sqlite3_step(p)==SQLITE_ROW && sqlite3_column_int(p, 0)==1;
  sqlite3_finalize(p);
  sqlite3_close(db);
  return bOk;
}

/* A page that stands elsewhere counts if each byte of it is accounted for, as PRAGMA integrity_check has it: a page
** with a key, of which one byte is another.  (Rows of 4 bytes, from before the table had more columns, leave the smallest
** free blocks as near to each other as may be.) */
static void testProof(void){
  u8 aKey[256], *a, aBad[8*512+1];
  sqlite3 *db = 0;
  sqlite3_stmt *q = 0;
  size_t n, iPage, iFree, j;
  i64 n64 = 0;
  int k, v;
  for(k=0; k<256; k++) aKey[k] = (u8)(k*7);
  sqlite3_open(":memory:", &db);
  sqlf(db, "PRAGMA page_size=512; CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY);"
           "INSERT INTO sessions VALUES(10), (11), (12), (13), (14); ALTER TABLE sessions ADD COLUMN port;"
           "ALTER TABLE sessions ADD COLUMN auth_key; ALTER TABLE sessions ADD COLUMN more");
  sqlite3_prepare_v2(db, "INSERT INTO sessions VALUES(3, 443, ?1, 'abc')", -1, &q, 0);
  sqlite3_bind_blob(q, 1, aKey, 256, SQLITE_STATIC);
  sqlf(db, "INSERT INTO sessions VALUES(1, 'the first', 1, 2), (2, 'one that goes', 2, 3)");
  sqlite3_step(q);
  sqlite3_finalize(q);
  sqlf(db, "INSERT INTO sessions VALUES(4, 'another one', 1, 2), (5, 'that goes', 2, 3), (6, '', 1, 1), "
           "(7, 'x', 3, NULL)");
  sqlf(db, "DELETE FROM sessions WHERE dc_id IN (2, 5, 11, 13); INSERT INTO sessions VALUES(8, 'goes on', 1, 2);"
           "DELETE FROM sessions WHERE dc_id=1; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  iPage = (size_t)(sqlInt(db, "SELECT rootpage FROM sqlite_master WHERE name='sessions'")-1)*512;
  a = sqlite3_serialize(db, "main", &n64, 0);
  sqlite3_close(db);
  n = (size_t)n64;
  iFree = iPage + (size_t)(a[iPage+1]<<8 | a[iPage+2]);
  check(n<sizeof aBad && iFree>iPage && isSound(a, n, aKey), "proof: %d bytes", (int)n);
  for(j=iPage; j<iPage+512; j++){
    u8 c = a[j];
    for(k=v=0; k<a[iPage+4]; k++){           /* what rows hold leaves no trace, nor which of two small ones is meant */
      size_t iCell = iPage + ((size_t)a[iPage+8+2*(size_t)k]<<8 | a[iPage+9+2*(size_t)k]);
      v |= a[iCell]<=2 && (j==iCell || j==iPage+9+2*(size_t)k);
      v |= j>iCell && (a[iCell]<0x80 ? j<iCell+2+a[iCell] : j>iCell+1 && j<iCell+9);
    }
    if( v ) continue;
    for(v=1; v<=256; v+=v<8 ? 1 : v){
      Found f;
      int bOk;
      if( v==2 && j>iFree ) continue;        /* a free block's size: the page is one of 1,024 bytes then */
      a[j] = (u8)(v==3 ? c-1 : v==5 ? c+1 : v==6 ? c-4 : v==7 ? c+4 : v==256 ? 0 : c^v);
      bOk = a[j]==c ? 1 : isSound(a, n, aKey);
      aBad[0] = 0;
      memcpy(&aBad[1], a, n);
      f = salvage(aBad, n+1, aKey);
      check(bOk==0 || !tgPageUnproved(h), "proof: byte %d is as it was, and that is no proof", (int)(j-iPage));
      check(f.nRight==bOk, "proof: byte %d, 0x%02x instead of 0x%02x: %d found, sound %d", (int)(j-iPage), a[j], c,
            f.nRight, bOk);
    }
    a[j] = c;
  }
  sqlite3_free(a);
}

/* Bytes of which each could begin a record, or each cell is a long row: they take little work, too. */
typedef struct Looks { u64 nTick; i64 nRow; } Looks;

static int lookAt(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  Looks *p = pCtx;
  (void)iPage;
  if( pRow ) p->nRow++;
  else p->nTick++;
  return 0;
}

static u64 hostile(const char *zWhat, const u8 *a, size_t n){
  TgErr e = TG_ERR_INIT;
  Looks looks = {0, 0};
  u64 nStep;
  check(tgPageOpenImage(&e, h, a, n, TG_PAGE_RAW) && tgPageSalvage(&e, h, lookAt, &looks), "%s: end", zWhat);
  nStep = tgPageSteps(h);
  check(nStep<=TG_PAGE_SALVAGE_STEPS*(u64)n, "%s: %d steps for 100 bytes", zWhat, (int)(nStep*100/n));
  check(looks.nTick==n>>17, "%s: looked at the clock %d times", zWhat, (int)looks.nTick);
  check(looks.nRow<=(i64)n/5, "%s: %d rows", zWhat, (int)looks.nRow);
  tgPageClose(h);
  return nStep;
}

/* An index leaf of as many cells as go, all of them one and the same: nPayload bytes, the rest on page iOver. */
static void leafOfOne(u8 *a, unsigned szPage, unsigned nPayload, unsigned iOver){
  unsigned nMax = (szPage-12)*64/255 - 23, nMin = (szPage-12)*32/255 - 23, n = nPayload, at, i, nCell;
  u8 aCell[20] = { 0x80|(u8)(nPayload>>14), 0x80|((nPayload>>7) & 0x7f), nPayload & 0x7f, 8, 0x84, 0x0c, 0x80, 0, 0 };
  if( n>nMax ){
    n = nMin + (nPayload-nMin)%(szPage-4);
    if( n>nMax ) n = nMin;
  }
  aCell[6] = 0x80 | (u8)((12+2*(nPayload-264))>>14);
  aCell[7] = 0x80 | (((12+2*(nPayload-264))>>7) & 0x7f);
  aCell[8] = (12+2*(nPayload-264)) & 0x7f;
  at = szPage - n - 7;
  nCell = at/2-4<(szPage-8)/6 ? at/2-4 : (szPage-8)/6;
  memset(a, 0, szPage);
  a[0] = 10;
  a[3] = (u8)(nCell>>8);
  a[4] = (u8)nCell;
  for(i=0; i<nCell; i++){
    a[8+2*i] = (u8)(at>>8);
    a[9+2*i] = (u8)at;
  }
  memcpy(&a[at], aCell, 12);
  a[szPage-1] = (u8)iOver;
}

/* n bytes of each kind; returns the steps that they took. */
static u64 hostileAll(size_t n, unsigned nTimes){
  static const struct { u8 n, a[16]; } aUnit[] = {
    { 3, { 0x7f, 0x84, 0x0c } }, { 5, { 0x82, 3, 3, 0x84, 0x0c } }, { 7, { 0x83, 0xff, 0x7f, 0x7f, 0x7f, 0x84, 0x0c } },
    { 6, { 0xff, 0x7f, 0x7e, 1, 0x84, 0x0c } }, { 12, { 0x82, 10, 2, 9, 0, 8, 8, 0x84, 0x0c, 8, 1, 8 } },
    { 9, { 0x7f, 1, 1, 1, 1, 1, 1, 0x84, 0x0c } }, { 2, { 0x84, 0x0c } }, { 4, { 0x84, 0x0c, 0x84, 0x7f } },
  };
  static const u8 aLetter[] = { 0x84, 0x0c, 0x7f, 0x82, 3, 0x83, 0, 8, 0xff, 0x80, 13, 0x7e, 10 };
  u64 nStep = 0;
  size_t i;
  unsigned szPage, k;
  u8 *a = malloc(n);
  char zWhat[60];
  for(szPage=512; szPage<=65536; szPage*=nTimes){
    u8 aHead[100] = "SQLite format 3";
    aHead[16] = (u8)(szPage>>8);
    aHead[17] = szPage==65536;
    for(k=0; k<TG_COUNT(aUnit); k++){
      for(i=0; i<n; i++) a[i] = aUnit[k].a[i%aUnit[k].n];
      memcpy(a, aHead, 100);
      snprintf(zWhat, sizeof zWhat, "hostile %u, page %u", k, szPage);
      nStep += hostile(zWhat, a, n);
    }
    for(k=2; k<=13; k++){
      for(i=0; i<n; i++) a[i] = aLetter[rnd(k)];
      memcpy(a, aHead, 100);
      snprintf(zWhat, sizeof zWhat, "hostile letters %u, page %u", k, szPage);
      nStep += hostile(zWhat, a, n);
    }
    for(k=0; k<2; k++){
      for(i=1; (i+1)*szPage<=n; i++) leafOfOne(&a[i*szPage], szPage, k ? 65000 : 300, 3);
      memcpy(a, aHead, 100);
      snprintf(zWhat, sizeof zWhat, "hostile leaves %u, page %u", k, szPage);
      nStep += hostile(zWhat, a, n);
    }
  }
  free(a);
  return nStep;
}

static void testHostile(void){
  u64 nStep, iWas = iSeed;
  iSeed = 20240229;
  nStep = hostileAll(2<<17, 8);
  check(nStep==25715687, "hostile: %d steps, and it has been another number", (int)nStep);
  iSeed = iWas;
  hostileAll(isFew() ? 400000 : 2000000, isFew() ? 8 : 2);
}

int main(int argc, char **argv){
  TgErr e = TG_ERR_INIT;
  roundsStart(argc>1 ? argv[1] : 0);
  if( argc>2 && atoi(argv[2]) ) iSeed = (u64)atoi(argv[2])*0x9e3779b97f4a7c15;
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(iSeed & 0x7fffffff) | 1, (sqlite3*)0);
  h = tgPageNew(&e, 0);
  if( h==0 ) return 2;
  if( sqlite3_serialize ){
    testShifts();
    testProof();
    testSalvage();
  }
  testHostile();
  tgPageFree(h);
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  return checkEnd("salvage");
}
