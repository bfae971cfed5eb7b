/* page.c and dirlist.c against SQLite and glob(3): equal or declined, never different.
**
**     page [rounds [seed]]      1 round by default: a few seconds
**
** SQLite is the oracle: each row of each table of thousands of databases, sound and damaged, is
** read by both.  Fixtures of ../shared are used if they are there.
*/
#define _GNU_SOURCE
#include "dry.h"
#include "files.h"
#include "found.h"
#include "pages.h"
#include "page/page_int.h"
#include "base/dirlist.h"
#include "base/vfs.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *zSelf;

/* ---- databases ----------------------------------------------------------------------------- */

typedef struct Plan { unsigned szPage; int nReserve, iVacuum, bUtf16, nGrow; } Plan;

static void bindRandom(sqlite3_stmt *p, int i, unsigned szPage){
  static u8 a[16000];                      /* four of them are less than 64 kB */
  unsigned n = rnd(20) ? rnd(60) : rnd(20) ? rnd(szPage*2)%16000 : rnd(16000);
  switch( rnd(6) ){
    case 0: sqlite3_bind_null(p, i); break;
    case 1: sqlite3_bind_int64(p, i, (i64)(rnd(2) ? iSeed : ~iSeed)>>rnd(64)); break;
    case 2: sqlite3_bind_double(p, i, rnd(2) ? rnd(9) : (double)iSeed/7e9); break;
    case 3: sqlite3_bind_int(p, i, (int)rnd(4)-1); break;
    default:
      if( rnd(3) ) memset(a, (int)('a'+rnd(26)), n);
      else{ unsigned k; for(k=0; k<n; k++) a[k] = (u8)rnd(256); }
      if( rnd(2) ) sqlite3_bind_blob(p, i, a, (int)n, SQLITE_TRANSIENT);
      else{ memset(a, 'z', n); sqlite3_bind_text(p, i, (const char*)a, (int)n, SQLITE_TRANSIENT); }
  }
}

/* Fill a new database at random. */
static void generate(sqlite3 *db, const Plan *pPlan){
  int nTab = 1+(int)rnd(5), iTab, i;
  int nReserve = pPlan->nReserve;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &nReserve);
  sqlf(db, "PRAGMA page_size=%d", pPlan->szPage);
  sqlf(db, "PRAGMA auto_vacuum=%d", pPlan->iVacuum);
  if( pPlan->bUtf16 ) sqlf(db, "PRAGMA encoding='UTF-16'");
  sqlf(db, "BEGIN");
  for(iTab=0; iTab<nTab; iTab++){
    static const char *const azKind[] = {
      "CREATE TABLE t%d(a INTEGER PRIMARY KEY, b TEXT, c REAL, d BLOB)",
      "CREATE TABLE t%d(a, b NUMERIC, c, d)",
      "CREATE TABLE t%d(a, b, c INT, d, PRIMARY KEY(d, b)) WITHOUT ROWID",
      "CREATE TABLE t%d(a REAL, b, c UNIQUE, d INT PRIMARY KEY)",
      "CREATE TABLE t%d(a, b, c, d, PRIMARY KEY(a)) WITHOUT ROWID",
    };
    sqlite3_stmt *p = 0;
    char *z;
    unsigned nRow = rnd(4) ? rnd(8) : rnd((unsigned)pPlan->nGrow);
    sqlf(db, azKind[rnd(5)], iTab);
    z = sqlite3_mprintf("INSERT OR IGNORE INTO t%d VALUES(?,?,?,?)", iTab);
    sqlite3_prepare_v2(db, z, -1, &p, 0);
    sqlite3_free(z);
    while( nRow-- ){
      for(i=1; i<=4; i++) bindRandom(p, i, pPlan->szPage);
      sqlite3_step(p);
      sqlite3_reset(p);
    }
    sqlite3_finalize(p);
    if( rnd(3)==0 ) sqlf(db, "CREATE INDEX i%d ON t%d(b, a)", iTab, iTab);
    if( rnd(3)==0 ) sqlf(db, "DELETE FROM t%d WHERE abs(random())%%3", iTab);
    if( rnd(3)==0 ) sqlf(db, "UPDATE t%d SET c=zeroblob(%d) WHERE abs(random())%%2", iTab,
          rnd(2000));
    if( rnd(4)==0 ) sqlf(db, "ALTER TABLE t%d ADD COLUMN e DEFAULT 7", iTab);
    if( rnd(6)==0 ) sqlf(db, "DROP TABLE t%d", rnd(5));
    if( rnd(6)==0 ) sqlf(db, "CREATE VIEW v%d AS SELECT '%.*c'", iTab, rnd(3000), 'x');
  }
  sqlf(db, "COMMIT");
  if( rnd(5)==0 ) sqlf(db, "VACUUM");
}

/* n columns c1, c2, ... and a row of them. */
static void makeWide(sqlite3 *db, int n){
  char *z = sqlite3_mprintf("c1"), *zValues = sqlite3_mprintf("1");
  int i;
  for(i=2; i<=n; i++){
    z = sqlite3_mprintf("%z, c%d", z, i);
    zValues = sqlite3_mprintf("%z, %d", zValues, rnd(300));
  }
  sqlf(db, "CREATE TABLE IF NOT EXISTS wide%d(%s)", n, z);
  sqlf(db, "INSERT INTO wide%d VALUES(%s)", n, zValues);
  sqlite3_free(z);
  sqlite3_free(zValues);
}

/* What a database goes through later: nSteps of what its users and SQLite do to it.  What an older SQLite doesn't know,
** or what fits no table that is there, does nothing. */
static void live(sqlite3 *db, unsigned szPage, int nSteps){
  static const char *const azStep[] = {
    "ALTER TABLE t%d DROP COLUMN c", "ALTER TABLE t%d DROP COLUMN a", "ALTER TABLE t%d DROP COLUMN d",
    "ALTER TABLE t%d RENAME COLUMN b TO bb", "ALTER TABLE t%d RENAME TO u",
    "ALTER TABLE t%d ADD COLUMN f TEXT DEFAULT 'late'", "DELETE FROM t%d WHERE abs(random())%%3", "DELETE FROM t%d",
    "DELETE FROM t%d WHERE abs(random())%%20=0", "DROP TABLE t%d", "DROP INDEX i%d",
    "CREATE INDEX j%d ON t0(b DESC, c)", "REINDEX t%d", "ANALYZE t%d",
    "CREATE TABLE s(a INTEGER PRIMARY KEY AUTOINCREMENT, b ANY, c REAL) STRICT",
    "CREATE TABLE s(a INTEGER PRIMARY KEY AUTOINCREMENT, b, c REAL)",
    "CREATE TABLE k(a, b, c, PRIMARY KEY(c DESC, a COLLATE NOCASE)) WITHOUT ROWID",
    "INSERT INTO s(b, c) SELECT CAST(random() AS TEXT), random() FROM sqlite_master",
    "INSERT OR IGNORE INTO k SELECT hex(randomblob(3)), randomblob(%d*200), 7 FROM sqlite_master, sqlite_master b",
    "PRAGMA incremental_vacuum(%d)", "PRAGMA secure_delete=%d", "VACUUM",
  };
  while( nSteps-->0 ){
    int iTab = (int)rnd(5);
    switch( rnd(9) ){
      case 0:
        sqlf(db, "UPDATE t%d SET b=zeroblob(%d) WHERE abs(random())%%3=0", iTab,
             rnd(2) ? rnd(60) : rnd(3*szPage)%16000);
        break;
      case 1:
        sqlf(db, "INSERT OR REPLACE INTO t%d(a, b, c, d) WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n"
             " WHERE i<%d) SELECT random()>>%d, randomblob(i%%%d), i, hex(randomblob(8)) FROM n", iTab, 1+rnd(40),
             rnd(60), 1+rnd(300));
        break;
      case 2:                              /* what is rolled back leaves no trace; the journal was played */
        sqlf(db, "BEGIN");
        sqlf(db, "DELETE FROM t%d", iTab);
        sqlf(db, "CREATE TABLE gone AS SELECT * FROM t%d", (iTab+1)%5);
        sqlf(db, "ROLLBACK");
        break;
      case 3:
        if( rnd(4) ) break;
        sqlf(db, "PRAGMA page_size=%d", 512u<<rnd(8));
        sqlf(db, "PRAGMA auto_vacuum=%d", rnd(3));
        sqlf(db, "VACUUM");
        break;
      case 4: if( rnd(3)==0 ) makeWide(db, bHuge && rnd(2) ? 65 : 60+(int)rnd(5)); break;
      case 5:
        if( bHuge ) sqlf(db, "UPDATE t%d SET d=zeroblob(%d) WHERE abs(random())%%5=0", iTab, 50000+rnd(40000));
        break;
      default: sqlf(db, azStep[rnd(TG_COUNT(azStep))], iTab);
    }
  }
}

static Plan plan(void){
  Plan pl;
  pl.szPage = 512u<<rnd(8);
  pl.nReserve = rnd(3) ? 0 : (int)rnd(33);
  pl.iVacuum = rnd(3) ? 0 : 1+(int)rnd(2);
  pl.bUtf16 = rnd(12)==0;
  pl.nGrow = 300;
  return pl;
}

/* Break an image in nTry ways. */
static void damage(const char *zWhat, const u8 *p, size_t n, int nTry){
  u8 *a = malloc(n+1);
  char zLabel[300];
  int i, k;
  for(i=0; i<few(nTry); i++){
    size_t nNow = n;
    memcpy(a, p, n);
    if( i%8==0 ) nNow = rnd(2) ? rnd((unsigned)n) : n - n%512 - 512*rnd((unsigned)(n/512));
    for(k=1+(int)rnd(3); k>0 && i%8; k--){
      size_t iAt = rnd(3) ? rnd((unsigned)n) : rnd(2) ? rnd(100)
            : 512*rnd((unsigned)(n/512))+rnd(16);
      if( iAt<n ) a[iAt] = rnd(2) ? (u8)rnd(256) : a[iAt]^(u8)(1u<<rnd(8));
    }
    snprintf(zLabel, sizeof zLabel, "%s, damage %d", zWhat, i);
    compareImage(zLabel, a, nNow, 0);
  }
  free(a);
}

static void testGenerated(void){
  char zWhat[80];
  int i;
  for(i=0; i<few(rounds(1200)); i++){
    sqlite3 *db = 0;
    Plan pl = plan();
    i64 n = 0;
    u8 *a;
    sqlite3_open(":memory:", &db);
    generate(db, &pl);
    bHuge = rnd(6)==0;
    if( rnd(2) ) live(db, pl.szPage, 1+(int)rnd(25));
    a = sqlite3_serialize(db, "main", &n, 0);
    sqlite3_close(db);
    snprintf(zWhat, sizeof zWhat, "generated %d (page %u, reserve %d)", i, pl.szPage, pl.nReserve);
    compareImage(zWhat, a, (size_t)n, !pl.bUtf16 && n>0);
    if( pl.bUtf16 && n ){
      check(!openMine(0, a, (size_t)n), "%s: UTF-16 was accepted", zWhat);
      tgPageClose(h);
    }
    if( n && n<100000 ) damage(zWhat, a, (size_t)n, 8);
    sqlite3_free(a);
  }
  bHuge = 0;
}

/* Files: what lies beside them, and what happens to them meanwhile. */
static void testFiles(void){
  char zWhat[80];
  int i;
  for(i=0; i<few(rounds(60)); i++){
    sqlite3 *db = 0;
    Plan pl = plan();
    char z[400];
    int bWal = (int)rnd(2);
    snprintf(z, sizeof z, "%s", at("gen.session"));
    pl.bUtf16 = 0;
    unlink(z);
    sqlite3_open(z, &db);
    sqlf(db, "PRAGMA synchronous=OFF");
    if( bWal ) sqlf(db, "PRAGMA page_size=%d; PRAGMA journal_mode=WAL", pl.szPage);
    generate(db, &pl);
    live(db, pl.szPage, (int)rnd(20));
    snprintf(zWhat, sizeof zWhat, "file %d", i);
    if( bWal ){
      check(!openMine(z, 0, 0), "%s: there is a -wal", zWhat);
      tgPageClose(h);
      copyFile(z, at("copy.session"));
      copyFile(at("gen.session-wal"), at("copy.session-wal"));
      compareFile(zWhat, at("copy.session"), 0);         /* SQLite has put the frames in by now */
      unlink(at("copy.session-wal"));
      unlink(at("copy.session-shm"));
    }else{
      sqlf(db, "CREATE TABLE IF NOT EXISTS big(x); PRAGMA cache_size=1; BEGIN");
      sqlf(db, "INSERT INTO big SELECT randomblob(3000) FROM "
               "(VALUES(1),(2),(3),(4)), (VALUES(1),(2),(3))");
      copyFile(z, at("copy.session"));
      copyFile(at("gen.session-journal"), at("copy.session-journal"));
      check(!openMine(at("copy.session"), 0, 0), "%s: there is a -journal", zWhat);
      tgPageClose(h);
      compareFile(zWhat, at("copy.session"), 0);
      unlink(at("copy.session-journal"));
      sqlf(db, "COMMIT");
    }
    sqlite3_close(db);
    compareFile(zWhat, z, 1);
    spew(at("gen.session-journal"), "", 0);
    if( !bWal ) compareFile(zWhat, z, 1);                /* empty: as if it were not there */
    unlink(at("gen.session-journal"));
  }
}

static int locked(const char *zPath){                    /* for another process? */
  char z[2000];
  snprintf(z, sizeof z, "%s '%s' --exclusive '%s'", getenv("UNDER") ? getenv("UNDER") : "", zSelf, zPath);
  return system(z)!=0;
}

static void testLocks(void){
  TgErr e = TG_ERR_INIT;
  TgPageSchema s;
  sqlite3 *db = 0, *db2 = 0;
  char z[400];
  int nFd = countFiles("/dev/fd"), nFile, b;
  snprintf(z, sizeof z, "%s", at("lock.session"));
  sqlite3_open(z, &db);
  sqlf(db, "CREATE TABLE sessions(a, b); INSERT INTO sessions VALUES(1, 2)");
  nFile = countFiles(zDir);

  check(openMine(z, 0, 0) && tgPageSchema(&e, h, &s) && s.nRow==1, "lock: plain");
  check(locked(z), "lock: ours is no lock");
  check(tgPageClose(h) && !locked(z), "lock: unlocked after close");

  sqlf(db, "BEGIN; SELECT * FROM sessions");
  check(locked(z), "lock: reader");
  check(openMine(z, 0, 0) && tgPageClose(h), "lock: beside a reader");
  check(locked(z), "lock: the other connection's lock is gone");
  sqlf(db, "COMMIT; BEGIN EXCLUSIVE");
  check(!openMine(z, 0, 0) && strcmp(tgPageWhy(h), "locked")==0, "lock: exclusive");
  tgPageClose(h);
  check(locked(z), "lock: the exclusive lock is gone");
  sqlf(db, "COMMIT; PRAGMA journal_mode=WAL; INSERT INTO sessions VALUES(3, 4)");
  check(!openMine(z, 0, 0) && strcmp(tgPageWhy(h), "a -wal")==0, "lock: wal");
  tgPageClose(h);
  sqlite3_close(db);
  check(nFile==countFiles(zDir), "lock: a side file was made");

  check(openMine(z, 0, 0) && tgPageSchema(&e, h, &s), "lock: WAL mark");
  check(tgPageClose(h), "lock: WAL mark");
  check(nFile==countFiles(zDir), "lock: a side file was made for a WAL mark");
  for(b=0; b<2; b++){                      /* a writer comes while we read */
    check(openMine(z, 0, 0) && tgPageSchema(&e, h, &s), "lock: before the wal comes");
    sqlite3_open(z, &db2);
    sqlf(db2, "INSERT INTO sessions VALUES(5, 6)");
    if( b ) check(sqlf(db2, "PRAGMA wal_checkpoint(TRUNCATE)")==SQLITE_OK, "lock: checkpoint");
    check(!tgPageClose(h) && strcmp(tgPageWhy(h), "a -wal came")==0, "lock: a wal came, %d", b);
    sqlite3_close(db2);
  }
  check(tgPageSchema(&e, h, &s)==0 && tgPageClose(h)==0, "lock: closed is closed");

  /* the side files of a link are beside its target */
  mkdir(at("sub"), 0700);
  sqlite3_open(at("sub/target.session"), &db);
  sqlf(db, "PRAGMA journal_mode=WAL; CREATE TABLE t(a)");
  if( symlink("sub/target.session", at("link.session"))==0 ){
    check(!tgPageOpen(&e, h, at("link.session"), 0) && strcmp(tgPageWhy(h), "a -wal")==0,
          "lock: link");
    tgPageClose(h);
  }
  sqlite3_close(db);
  check(tgPageOpen(&e, h, at("link.session"), 0) && tgPageClose(h), "lock: link");
  unlink(at("link.session"));

  check(!tgPageOpen(&e, h, at("none.session"), 0) && e.rc==SQLITE_CANTOPEN
        && strcmp(e.zMsg, "cannot open the file: No such file or directory")==0,
              "missing file: %s", e.zMsg);
  tgErrClear(&e);
  check(!tgPageClose(h), "missing file");
  check(!tgPageOpen(&e, h, at("sub"), 0), "a folder");
  tgPageClose(h);
  tgErrClear(&e);
  check(nFd==countFiles("/dev/fd"), "descriptors left open");
}

/* ---- failing calls ------------------------------------------------------------------------- */

static int nCallLeft = -1, bCallFailed;                  /* as nLeft, for the VFS */
static sqlite3_vfs *pReal;
typedef struct FaultFile { sqlite3_file base; sqlite3_file *pReal; } FaultFile;
#define REAL(p) (((FaultFile*)(void*)(p))->pReal)

static int fault(void){
  if( nCallLeft<0 || nCallLeft-->0 ) return 0;
  nCallLeft = -1;
  bCallFailed = 1;
  return 1;
}
static int faultClose(sqlite3_file *p){
  int rc = REAL(p)->pMethods->xClose(REAL(p));
  free(REAL(p));
  return rc;
}
static int faultRead(sqlite3_file *p, void *a, int n, sqlite3_int64 iOff){
  return fault() ? SQLITE_IOERR_READ : REAL(p)->pMethods->xRead(REAL(p), a, n, iOff);
}
static int faultFileSize(sqlite3_file *p, sqlite3_int64 *pn){
  return fault() ? SQLITE_IOERR_FSTAT : REAL(p)->pMethods->xFileSize(REAL(p), pn);
}
static int faultLock(sqlite3_file *p, int e){
  return fault() ? SQLITE_BUSY : REAL(p)->pMethods->xLock(REAL(p), e);
}
static int faultUnlock(sqlite3_file *p, int e){
  return REAL(p)->pMethods->xUnlock(REAL(p), e);
}
static const sqlite3_io_methods faultMethods = {
  .iVersion = 1, .xClose = faultClose, .xRead = faultRead, .xFileSize = faultFileSize,
  .xLock = faultLock, .xUnlock = faultUnlock,
};
static int faultOpen(sqlite3_vfs *v, const char *z, sqlite3_file *p, int flags, int *pFlags){
  int rc;
  (void)v;
  if( fault() ) return SQLITE_CANTOPEN;
  check(sqlite3_uri_parameter(z, "x")==0, "a parameter came out of nowhere");
  check(strcmp(sqlite3_filename_wal(z)+strlen(z), "-wal")==0, "the name of the wal: %s",
        sqlite3_filename_wal(z));
  check(strcmp(sqlite3_filename_journal(z)+strlen(z), "-journal")==0, "the name of the journal");
  check(flags==(SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB), "flags of xOpen");
  REAL(p) = calloc(1, (size_t)pReal->szOsFile);
  rc = pReal->xOpen(pReal, z, REAL(p), flags, pFlags);
  if( rc==SQLITE_OK ) p->pMethods = &faultMethods;
  else free(REAL(p));
  return rc;
}
static int faultAccess(sqlite3_vfs *v, const char *z, int flags, int *pb){
  (void)v;
  return fault() ? SQLITE_IOERR_ACCESS : pReal->xAccess(pReal, z, flags, pb);
}
static int faultFullPathname(sqlite3_vfs *v, const char *z, int n, char *zOut){
  (void)v;
  return fault() ? SQLITE_CANTOPEN : pReal->xFullPathname(pReal, z, n, zOut);
}

static int countKeys(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  (void)iPage;
  if( pRow ) ++*(int*)pCtx;
  return 0;
}

/* Read a file in all ways.  1: it was read; 0: declined or failed; -1: read wrongly. */
static int readAll(sqlite3_vfs *v, const char *z){
  TgErr e = TG_ERR_INIT;
  TgPage *g = tgPageNew(&e, v);
  TgPageSchema s;
  TgPageRow row;
  int b, nRow = 0, nKey = 0, r;
  if( g==0 ) return 0;
  if( tgPageOpen(&e, g, z, 0) && tgPageSchema(&e, g, &s) ){
    for(b=tgPageFirst(&e, g, s.aRoot[0], TG_PAGE_TABLE, &row); b; b=tgPageNext(&e, g, &row)) nRow++;
    if( tgPageSeek(&e, g, s.aRoot[0], 7, &row) && row.nCell==2 && row.aCell[0].n==2030 ) nRow++;
  }
  r = tgPageClose(g) && e.rc==SQLITE_OK;
  if( r && nRow!=13 ) r = -1;
  if( r==1 ){
    tgPageFree(g);                         /* what it keeps for long rows is asked for again */
    g = tgPageNew(&e, v);
    if( g==0 ) return 0;
    r = tgPageOpen(&e, g, z, TG_PAGE_RAW) && tgPageSalvage(&e, g, countKeys, &nKey);
    r = tgPageClose(g) && r;
    if( r && nKey!=12 ) r = -1;
  }
  tgPageFree(g);
  tgErrClear(&e);
  return r;
}

static void testFaults(void){
  static sqlite3_vfs aVfs[2];
  sqlite3 *db = 0;
  char z[400];
  int i, k, r, nOk, nFd = countFiles("/dev/fd");
  snprintf(z, sizeof z, "%s", at("fault.session"));
  pReal = sqlite3_vfs_find(0);
  sqlite3_open(z, &db);
  sqlf(db, "PRAGMA page_size=2048; PRAGMA journal_mode=WAL; CREATE TABLE t(a, b)");
  sqlf(db, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<12) "
           "INSERT INTO t SELECT randomblob(2030), randomblob(256) FROM n");
  sqlite3_close(db);
  for(k=0; k<2; k++){
    aVfs[k] = *pReal;
    aVfs[k].zName = k ? "unix-faulty" : "faulty";
    aVfs[k].szOsFile = sizeof(FaultFile);
    aVfs[k].xOpen = faultOpen;
    aVfs[k].xAccess = faultAccess;
    aVfs[k].xFullPathname = faultFullPathname;
    for(i=nOk=0, bCallFailed=1; bCallFailed && i<2000; i++){
      bCallFailed = 0;
      nCallLeft = i;
      r = readAll(&aVfs[k], z);
      nCallLeft = -1;
      check(r>=0, "%s: call %d failed: %d", aVfs[k].zName, i, r);
      check(r==1 || bCallFailed, "%s: nothing failed, but nothing was read", aVfs[k].zName);
    }
    check(i>30, "%s: only %d calls", aVfs[k].zName, i);
    for(i=0, nFault=1; nFault && i<2000; i++){
      nFault = 0;
      nLeft = i;
      r = readAll(&aVfs[k], z);
      nLeft = -1;
      check(r>=0 && (r==1 || nFault), "%s: allocation %d failed: %d", aVfs[k].zName, i, r);
    }
  }
  check(nFd==countFiles("/dev/fd"), "descriptors left open after failures");
}

/* ---- one thing wrong ----------------------------------------------------------------------- */

/* Images of 512-byte pages, byte by byte: what must be said of each, and that SQLite says nothing else. */
enum { SZ = 512 };

static void put2(u8 *a, unsigned v){
  a[0] = (u8)(v>>8);
  a[1] = (u8)v;
}

/* An empty b-tree page at a; its header is at iHdr. */
static void putPage(u8 *a, unsigned iHdr, int eType){
  memset(&a[iHdr], 0, SZ-iHdr);
  a[iHdr] = (u8)eType;
  put2(&a[iHdr+5], SZ);
}

/* A cell more on it.  Returns where it begins. */
static unsigned putCell(u8 *a, unsigned iHdr, const void *p, unsigned n){
  unsigned nCell = (unsigned)a[iHdr+3]<<8 | a[iHdr+4], at = ((unsigned)a[iHdr+5]<<8 | a[iHdr+6]) - n;
  memcpy(&a[at], p, n);
  put2(&a[iHdr + (a[iHdr]<8 ? 12 : 8) + 2*nCell], at);
  put2(&a[iHdr+3], nCell+1);
  put2(&a[iHdr+5], at);
  return at;
}

/* A sound image of nPage pages: the schema is table t, whose root is page 2, an empty leaf; the others are 0. */
static u8 *putImage(unsigned nPage){
  static const u8 aRow[] = "\x1f\1\6\x17\x0f\x0f\1\x2f" "tablett\2CREATE TABLE t(a)";
  static const u8 aHead[] = { 2, 0, 1, 1, 0, 64, 32, 32, 0, 0, 0, 1 };
  u8 *a = calloc(nPage, SZ);
  memcpy(a, "SQLite format 3", 16);
  memcpy(&a[16], aHead, sizeof aHead);
  a[31] = (u8)nPage;
  a[43] = a[47] = a[59] = a[95] = 1;
  a[47] = 4;
  putPage(a, 100, 13);
  putCell(a, 100, aRow, sizeof aRow - 1);
  putPage(&a[SZ], 0, 13);
  return a;
}

/* What tgPageSchema(), a walk over page iRoot and the close have to say: "" for nothing. */
static const char *why(const void *p, size_t n, uint32_t iRoot, int eKind){
  TgErr e = TG_ERR_INIT;
  TgPageSchema s;
  TgPageRow row;
  const char *z;
  int b;
  if( tgPageOpenImage(&e, h, p, n, 0) && tgPageSchema(&e, h, &s) ){
    for(b=tgPageFirst(&e, h, iRoot, eKind, &row); b; b=tgPageNext(&e, h, &row)){}
  }
  check(tgPageNext(&e, h, &row)==0, "a row after the last one");
  z = tgPageWhy(h) ? tgPageWhy(h) : "";
  check(tgPageClose(h)==(z[0]==0), "closed, and %s", z);
  tgErrClear(&e);
  return z;
}

static void wants(const char *zWhat, const u8 *a, unsigned nPage, uint32_t iRoot, const char *zWant){
  const char *z = why(a, (size_t)nPage*SZ, iRoot, TG_PAGE_TABLE);
  check(strcmp(z, zWant)==0, "%s: '%s', not '%s'", zWhat, z, zWant);
  compareImage(zWhat, a, (size_t)nPage*SZ, 0);
}

static void testHeaders(void){
  static const struct { int at; u8 a, b; const char *zWhy; } aCase[] = {
    { 18, 1, 1, "" }, { 18, 2, 2, "" }, { 18, 1, 2, "format version" }, { 18, 0, 0, "format version" },
    { 18, 3, 3, "format version" }, { 20, 32, 64, "" }, { 20, 33, 64, "reserved bytes" }, { 30, 0, 0, "" },
    { 30, 0, 3, "the file is cut short" }, { 30, 0, 1, "an unusual schema" }, { 47, 5, 0, "schema format" }, { 16, 1, 0, "page size" }, { 16, 2, 0, "file size" },
  };
  TgErr e = TG_ERR_INIT;
  TgPageRow row;
  TgPageSchema s;
  Found f = {0};
  u8 *a, aOut[4];
  int i;
  for(i=0; i<TG_COUNT(aCase); i++){
    a = putImage(2);
    a[aCase[i].at] = aCase[i].a;
    a[aCase[i].at+1] = aCase[i].b;
    if( aCase[i].at==20 ) a[105] = a[106] = 0;           /* (what is reserved holds a cell: such a page is none) */
    check(strcmp(why(a, aCase[i].at==16 ? 2*SZ-256 : 2*SZ, 2, TG_PAGE_TABLE), aCase[i].at==20 && aCase[i].a==32
          ? "a damaged page" : aCase[i].zWhy)==0, "header %d: %s", i, aCase[i].zWhy);
    free(a);
  }
  a = putImage(2);
  check(strcmp(why(a, 0, 2, TG_PAGE_TABLE), "empty")==0, "an image of no bytes");
  check(strcmp(why(a, 511, 2, TG_PAGE_TABLE), "not a database")==0, "an image of 511 bytes");
  check(strcmp(why(a, 512, 2, TG_PAGE_TABLE), "the file is cut short")==0, "an image of 512 bytes");
  wants("root 0", a, 2, 0, "page number");
  wants("root 3", a, 2, 3, "page number");
  check(strcmp(why(a, 2*SZ, 2, TG_PAGE_INDEX), "kind of b-tree")==0, "a table as an index");

  /* asked too early, too late, in the wrong way */
  tgPageFree(0);
  check(!tgPageFirst(&e, h, 1, TG_PAGE_TABLE, &row) && !tgPageSchema(&e, h, &s), "nothing is open");
  check(tgPageOpenImage(&e, h, a, 2*SZ, 0) && tgPageClose(h), "opened");
  check(!tgPageFirst(&e, h, 1, TG_PAGE_TABLE, &row) && strcmp(tgPageWhy(h), "not open")==0, "closed: a walk");
  check(tgPageOpenImage(&e, h, a, 2*SZ, 0) && tgPageClose(h) && !tgPageSalvage(&e, h, foundKey, &f), "closed: salvage");
  check(tgPageOpenImage(&e, h, a, 2*SZ, 0) && !tgPageSalvage(&e, h, foundKey, &f), "not raw: salvage");
  check(!tgPageSalvage(&e, h, foundKey, &f), "declined: salvage");
  check(tgPageOpenImage(&e, h, a, 2*SZ, TG_PAGE_RAW) && !tgPageFirst(&e, h, 1, TG_PAGE_TABLE, &row), "raw: a walk");
  check(tgPageOpenImage(&e, h, a, 2*SZ, TG_PAGE_RAW), "raw");
  check(tgPageRead(h, 2*SZ-4, 4, aOut) && !tgPageRead(h, 2*SZ-3, 4, aOut) && !tgPageRead(h, -1, 4, aOut), "raw: read");
  putCell(&a[SZ], 0, "\2\5\2\x8", 4);
  putCell(&a[SZ], 0, "\2\6\2\x8", 4);
  check(tgPageOpenImage(&e, h, a, 2*SZ, 0), "opened");
  check(tgPageFirst(&e, h, 2, TG_PAGE_TABLE, &row) && tgPageNext(&e, h, &row), "two rows");
  check(tgPageFirst(&e, h, 2, TG_PAGE_TABLE, &row), "the first one");
  e.rc = SQLITE_NOMEM;
  check(!tgPageNext(&e, h, &row), "after an error: a walk that has begun");
  check(!tgPageSchema(&e, h, &s) && !tgPageFirst(&e, h, 1, TG_PAGE_TABLE, &row), "after an error: a walk");
  check(!tgPageOpenImage(&e, h, a, 2*SZ, 0) && !tgPageClose(h), "after an error: open");
  check(!tgPageOpen(&e, h, zSelf, 0) && strcmp(tgPageWhy(h), "out of memory")==0, "after an error: open a file");
  check(!tgPageClose(h), "after an error: close");
  e.rc = SQLITE_OK;
  check(tgPageOpenImage(&e, h, a, 2*SZ, TG_PAGE_RAW), "raw");
  e.rc = SQLITE_NOMEM;
  check(!tgPageSalvage(&e, h, foundKey, &f) && tgPageClose(h), "after an error: salvage");
  free(a);
}

static void testTrees(void){
  static const u8 aLeft[] = { 0, 0, 0, 3, 5 };           /* keys up to 5 are on page 3 */
  static const struct { u8 n, a[14]; const char *zWhy; } aCell[] = {
    { 4, { 2, 1, 2, 8 }, "" },                                               /* rowid 1, the integer 0 */
    { 4, { 2, 1, 3, 8 }, "a damaged or very wide row" },                     /* a header beyond the record */
    { 4, { 2, 1, 0, 8 }, "a damaged or very wide row" },                     /* a header that has no length */
    { 4, { 1, 1, 1, 0 }, "a damaged or very wide row" },                     /* a row of nothing */
    { 4, { 2, 1, 2, 10 }, "a damaged or very wide row" },                    /* serial types that there are none of */
    { 8, { 6, 1, 6, 0x88, 0x80, 0x80, 0x80, 0 }, "a damaged or very wide row" },
    { 4, { 2, 1, 2, 0x80 }, "a damaged or very wide row" },                  /* half a serial type */
    { 6, { 4, 1, 4, 9, 9, 0x80 }, "a damaged or very wide row" },
    { 4, { 2, 1, 0x80, 0x80 }, "a damaged or very wide row" },               /* half a header */
    { 5, { 3, 1, 2, 8, 8 }, "a damaged or very wide row" },                  /* a byte too many */
    { 12, { 10, 1, 2, 7, 0x7f, 0xf8, 0, 0, 0, 0, 0, 1 }, "" },               /* not a number: NULL */
    { 12, { 10, 1, 2, 7, 0x3f, 0xf8, 0, 0, 0, 0, 0, 1 }, "" },
    { 8, { 6, 1, 6, 0x87, 0xff, 0xff, 0xff, 0x7f }, "a damaged or very wide row" },
    { 12, { 0x84, 0x80, 0x80, 0x80, 0, 1, 2, 8 }, "a damaged page" },        /* a payload of 2^30 bytes */
    { 12, { 0x87, 0xff, 0xff, 0xff, 0x7f, 1, 2, 8 }, "a damaged page" },     /* of 2^31 - 1 and 2^31 */
    { 12, { 0x88, 0x80, 0x80, 0x80, 0, 1, 2, 8 }, "a damaged page" },
    { 12, { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 8 }, "a damaged page" },
  };
  u8 *a, aWide[140];
  unsigned i, k;
  for(i=0; i<TG_COUNT(aCell); i++){
    char zWhat[40];
    snprintf(zWhat, sizeof zWhat, "cell %u", i);
    a = putImage(2);
    putCell(&a[SZ], 0, aCell[i].a, aCell[i].n);
    wants(zWhat, a, 2, 2, aCell[i].zWhy);
    free(a);
  }
  for(i=63; i<=65; i++){                                 /* columns, all of them NULL */
    a = putImage(2);
    memset(aWide, 0, sizeof aWide);
    aWide[0] = (u8)(i+1);
    aWide[1] = 1;
    aWide[2] = (u8)(i+1);
    putCell(&a[SZ], 0, aWide, i+3);
    wants("columns", a, 2, 2, i>64 ? "a damaged or very wide row" : "");
    free(a);
  }

  a = putImage(2);                                       /* as many cells as a page may have, and its last byte is used */
  for(i=1; i<=84; i++) putCell(&a[SZ], 0, (u8[]){ 2, (u8)i, 2, 8 }, 4);
  wants("84 cells", a, 2, 2, "");
  put2(&a[SZ + 8 + 2*83], 8 + 2*84 - 1);                 /* one begins among their places */
  wants("84 cells, one of them too low", a, 2, 2, "a damaged page");
  put2(&a[SZ+3], 85);
  wants("85 cells", a, 2, 2, "a damaged page");
  free(a);

  a = putImage(4);                                       /* pages without cells, at the root and below it */
  putPage(&a[SZ], 0, 5);
  a[SZ+11] = 3;
  putPage(&a[2*SZ], 0, 13);
  putPage(&a[3*SZ], 0, 13);
  wants("a root without cells", a, 4, 2, "an empty page in a b-tree");
  putCell(&a[SZ], 0, aLeft, 5);
  a[SZ+11] = 4;
  wants("a leaf without cells", a, 4, 2, "an empty page in a b-tree");
  putCell(&a[2*SZ], 0, aCell[0].a, 4);
  putCell(&a[3*SZ], 0, "\2\6\2\x8", 4);
  wants("two leaves", a, 4, 2, "");
  a[SZ+11] = 2;                                          /* a page that is below itself */
  wants("a cycle", a, 4, 2, "b-tree depth");
  put2(&a[2*SZ+5], 0);
  free(a);

  for(i=3; i<=4; i++){                                   /* no cell has less than 4 bytes */
    a = putImage(2);
    putPage(&a[SZ], 0, 10);
    putCell(&a[SZ], 0, "\2\2\x8", i);
    check(strcmp(why(a, 2*SZ, 2, TG_PAGE_INDEX), i<4 ? "a damaged page" : "")==0, "an index's cell of %u bytes", i);
    free(a);
  }

  a = putImage(30);                                      /* a chain of pages: 20 levels are SQLite's limit, too */
  for(i=2; i<=29; i++){
    u8 aCellOf[] = { 0, 0, 0, (u8)(i+1), 5 };
    putPage(&a[(i-1)*SZ], 0, i<29 ? 5 : 13);
    if( i<29 ) putCell(&a[(i-1)*SZ], 0, aCellOf, 5);
    a[(i-1)*SZ+11] = 30;
  }
  wants("29 levels", a, 30, 2, "b-tree depth");
  free(a);

  for(i=0; i<5; i++){                                    /* 1000 bytes: 39 in the cell, the rest on two pages */
    u8 aLong[46] = { 0x87, 0x68, 1, 3, 0x8f, 0x56 };
    a = putImage(4);
    aLong[45] = i==2 ? 1 : 3;                            /* page 1 is none */
    putCell(&a[SZ], 0, aLong, sizeof aLong);
    a[2*SZ+3] = i==1 ? 0 : 4;                            /* the chain ends too soon */
    a[3*SZ+3] = i==3 ? 2 : 0;                            /* it goes on */
    a[55] = i==4 ? 4 : 0;                                /* SQLite might go by a map of pages */
    wants("a chain", a, 4, 2, i==0 ? "" : i==1 ? "page number" : i==4 ? "a long row and auto_vacuum" : "overflow chain");
    free(a);
  }
  for(i=0; i<2; i++){                                    /* 64 kB are the limit */
    unsigned n = 65536 + i, nPage, nLocal = 39 + (n-39)%508>SZ-35 ? 39 : 39 + (n-39)%508;
    u8 aLong[SZ] = { (u8)(0x80 | n>>14), 0x80, (u8)(n & 0x7f), 1, 4 };
    aLong[5] = (u8)(0x80 | (12+2*(n-4))>>14);
    aLong[6] = (u8)(0x80 | (((12+2*(n-4))>>7) & 0x7f));
    aLong[7] = (12+2*(n-4)) & 0x7f;
    nPage = 2 + (n-nLocal+507)/508;
    a = putImage(nPage);
    put2(&a[30], nPage);
    aLong[4+nLocal+3] = 3;
    putCell(&a[SZ], 0, aLong, 4+nLocal+4);
    for(k=3; k<nPage; k++) put2(&a[(k-1)*SZ+2], k+1);
    wants("64 kB", a, nPage, 2, i ? "a row of more than 64 kB" : "");
    check(salvage(a, (size_t)nPage*SZ, aLong).n==0, "64 kB: no key");
    free(a);
  }
}

/* Records whose header would be longer than they are, at the end of what may be read. */
static void testRecordEnds(void){
  static const struct { unsigned n; u8 a[4]; } aCase[] = { { 2, { 0x7f, 8 } }, { 3, { 0x82, 0, 8 } }, { 1, { 2 } }, { 2, { 3, 0x81 } } };
  size_t sz = (size_t)sysconf(_SC_PAGESIZE);
  u8 *a = mmap(0, 2*sz, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
  static TgPageRow row;
  int i;
  check(a!=MAP_FAILED && mprotect(&a[sz], sz, PROT_NONE)==0, "no page that can't be read");
  for(i=0; i<TG_COUNT(aCase); i++){
    memcpy(&a[sz-aCase[i].n], aCase[i].a, aCase[i].n);
    check(tgPageRecord(&a[sz-aCase[i].n], aCase[i].n, &row)==0, "a record that ends too soon %d", i);
  }
  munmap(a, 2*sz);
}

/* Rows of sqlite_schema that are none: SQLite writes no such thing. */
static void testSchemas(void){
  static const struct { u8 n, a[40]; const char *zWhy; } aCase[] = {
    { 11, { 9, 2, 6, 0x17, 0, 0, 8, 0, 'v', 'i', 'e' }, "a damaged or very wide row" },
    { 16, { 14, 2, 6, 0x15, 0x0f, 0x0f, 8, 0x0f, 'v', 'i', 'e', 'w', 'v', 'v', 'x' }, "a damaged or very wide row" },
    { 15, { 13, 2, 6, 0x15, 0x0f, 0x0f, 8, 0x0f, 'v', 'i', 'e', 'w', 'v', 'v', 'x' }, "" },
    { 14, { 12, 2, 5, 0x15, 0x0f, 0x0f, 8, 'v', 'i', 'e', 'w', 'v', 'v', 0 }, "a damaged or very wide row" },
    { 13, { 11, 2, 5, 0x15, 0x0f, 0x0f, 8, 'v', 'i', 'e', 'w', 'v', 'v' }, "an unusual schema" },       /* four columns */
    { 16, { 14, 2, 7, 0x15, 0x0f, 0x0f, 8, 0x0f, 0, 'v', 'i', 'e', 'w', 'v', 'v', 'x' }, "an unusual schema" },
    { 11, { 9, 2, 6, 8, 0x0f, 0x0f, 8, 0x0f, 'v', 'v', 'x' }, "an unusual schema" },                    /* a type of 0 */
    { 14, { 12, 2, 6, 0x15, 8, 0x0f, 8, 0x0f, 'v', 'i', 'e', 'w', 'v', 'x' }, "an unusual schema" },    /* a name of 0 */
    { 14, { 12, 2, 6, 0x15, 0x0f, 0, 8, 0x0f, 'v', 'i', 'e', 'w', 'v', 'x' }, "an unusual schema" },
    { 14, { 12, 2, 6, 0x15, 0x0f, 0x0f, 8, 0, 'v', 'i', 'e', 'w', 'v', 'v' }, "" },                     /* no SQL */
    { 14, { 12, 2, 6, 0x15, 0x0f, 0x0f, 8, 8, 'v', 'i', 'e', 'w', 'v', 'v' }, "an unusual schema" },    /* its SQL is 0 */
    { 14, { 12, 2, 6, 0x15, 0x0f, 0x0f, 0, 0, 'v', 'i', 'e', 'w', 'v', 'v' }, "an unusual schema" },    /* a root of NULL */
    { 15, { 13, 2, 6, 0x15, 0x0f, 0x0f, 1, 0, 'v', 'i', 'e', 'w', 'v', 'v', 0xff }, "an unusual schema" },
    { 15, { 13, 2, 6, 0x15, 0x0f, 0x0f, 1, 0, 'v', 'i', 'e', 'w', 'v', 'v', 9 }, "an unusual schema" },
    { 14, { 12, 2, 6, 0x15, 0x0f, 0x0f, 9, 0, 'v', 'i', 'e', 'w', 'v', 'v' }, "an unusual schema" },    /* root 1 */
    { 15, { 13, 2, 6, 0x15, 0x0f, 0x0f, 1, 0, 'v', 'i', 'e', 'w', 'v', 'v', 2 }, "an unusual schema" }, /* t's root */
    { 14, { 12, 2, 6, 0x15, 0x0f, 0x0f, 8, 0, 'v', 'i', 'e', 'w', 'T', 'v' }, "an unusual schema" },    /* t's name */
    { 15, { 13, 2, 6, 0x17, 0x0f, 0x0f, 8, 0, 'i', 'n', 'd', 'e', 'x', 'i', 't' }, "an unusual schema" },   /* no root */
    { 16, { 14, 2, 6, 0x17, 0x0f, 0x0f, 1, 0, 'i', 'n', 'd', 'e', 'x', 'i', 't', 3 }, "" },
    { 15, { 13, 2, 6, 0x17, 0x0f, 0x0f, 8, 0, 'o', 't', 'h', 'e', 'r', 'i', 't' }, "" },
  };
  sqlite3 *db = 0;
  u8 *a;
  i64 n = 0;
  int i, k;
  for(i=0; i<TG_COUNT(aCase); i++){
    char zWhat[40];
    snprintf(zWhat, sizeof zWhat, "schema %d", i);
    a = putImage(3);
    putPage(&a[2*SZ], 0, 10);
    putCell(a, 100, aCase[i].a, aCase[i].n);
    wants(zWhat, a, 3, 2, aCase[i].zWhy);
    free(a);
  }
  if( sqlite3_serialize==0 ) return;
  for(k=0; k<4; k++){                                    /* 64 rows, 256 kB: a row takes 52 bytes and its x */
    int nRow = k==0 ? 64 : k==1 ? 65 : 5, nLast = (1<<18) - 5*52 - 4*60000 + (k==3);
    sqlite3_open(":memory:", &db);
    for(i=0; i<nRow; i++) sqlf(db, "CREATE VIEW v%d AS SELECT '%.*c'", i, k<2 ? 1 : i<4 ? 60000 : nLast, 'x');
    a = sqlite3_serialize(db, "main", &n, 0);
    sqlite3_close(db);
    check(strcmp(why(a, (size_t)n, 1, TG_PAGE_TABLE), k==0 || k==2 ? "" : "an unusual schema")==0, "a great schema %d", k);
    sqlite3_free(a);
  }
}

/* A key's record stands on page 2 of a file of 512-byte pages and a byte: page 3 alone shows whether bytes came or went. */
static void testNeighbours(void){
  static const struct { const char *zWhat; int bProof; struct { int at; u8 n, a[4]; } aPut[6]; } aCase[] = {
    { "a leaf of two cells", 1, {{ 0, 0, {0} }} },
    { "no b-tree page", 0, {{ 0, 1, { 12 } }} },
    { "more cells than go", 0, {{ 3, 2, { 0, 85 } }} },
    { "content within the pointers", 0, {{ 5, 2, { 0, 11 } }} },
    { "content beyond the page", 0, {{ 5, 2, { 2, 1 } }} },
    { "more than 60 bytes in fragments", 0, {{ 7, 1, { 61 } }} },
    { "a fragment that isn't there", 0, {{ 7, 1, { 1 } }} },
    { "content before the first cell", 0, {{ 5, 2, { 1, 0xf5 } }} },
    { "a cell before the content", 0, {{ 8, 2, { 1, 0 } }} },
    { "a cell at the last bytes", 0, {{ 8, 2, { 1, 0xfd } }} },
    { "a cell that goes on beyond the page", 0, {{ 508, 1, { 100 } }} },
    { "a free block", 1, {{ 1, 2, { 1, 0xe0 } }, { 0x1e0, 4, { 0, 0, 0, 24 } }, { 5, 2, { 1, 0xe0 } }} },
    { "two", 1, {{ 1, 2, { 1, 0xd0 } }, { 0x1d0, 4, { 1, 0xe0, 0, 8 } }, { 0x1e0, 4, { 0, 0, 0, 24 } }, { 5, 3, { 1, 0xd0, 8 } }} },
    { "one before the content", 0, {{ 1, 2, { 1, 0xd0 } }, { 0x1d0, 4, { 0, 0, 0, 40 } }, { 5, 2, { 1, 0xe0 } }} },
    { "one of 3 bytes", 0, {{ 1, 2, { 1, 0xe0 } }, { 0x1e0, 4, { 0, 0, 0, 3 } }, { 5, 2, { 1, 0xe0 } }} },
    { "one beyond the page", 0, {{ 1, 2, { 1, 0xe0 } }, { 0x1e0, 4, { 0, 0, 0, 33 } }, { 5, 2, { 1, 0xe0 } }} },
    { "one before the other", 0, {{ 1, 2, { 1, 0xe0 } }, { 0x1e0, 4, { 1, 0xd0, 0, 24 } }, { 5, 2, { 1, 0xd0 } }} },
    { "one behind the cells", 1, {{ 1, 2, { 1, 0xf8 } }, { 5, 2, { 1, 0xf0 } }, { 8, 4, { 1, 0xf0, 1, 0xf4 } },
      { 0x1f0, 4, { 2, 1, 2, 8 } }, { 0x1f4, 4, { 2, 2, 2, 8 } }, { 0x1f8, 4, { 0, 0, 0, 8 } }} },
    { "an empty leaf", 1, {{ 3, 4, { 0, 0, 2, 0 } }} },
    { "an inner page", 1, {{ 0, 4, { 5 } }, { 4, 4, { 1, 1, 0xfb, 0 } }, { 8, 4, { 0, 0, 0, 2 } }, { 12, 2, { 1, 0xfb } },
      { 0x1fb, 4, { 0, 0, 0, 2 } }} },
    { "an inner page of an index", 1, {{ 0, 4, { 2 } }, { 4, 4, { 1, 1, 0xf8, 0 } }, { 8, 4, { 0, 0, 0, 2 } },
      { 12, 2, { 1, 0xf8 } }, { 0x1f8, 4, { 0, 0, 0, 2 } }, { 0x1fc, 1, { 3 } }} },
    { "one at the last bytes", 0, {{ 1, 2, { 1, 0xfe } }} },
  };
  u8 *a, aRow[300] = { 0x82, 4, 1, 4, 9, 0x84, 0x0c }, aKey[256];
  int i, k;
  for(i=0; i<256; i++) aKey[i] = (u8)rnd(256);
  aRow[1] = 3 + 1 + 256 - 256;                           /* header 4, the integer 1 takes none: 260 bytes */
  memcpy(&aRow[7], aKey, 256);
  for(i=0; i<TG_COUNT(aCase); i++){
    Found f;
    a = putImage(4);
    putCell(&a[SZ], 0, aRow, 7+256);
    putPage(&a[2*SZ], 0, 13);
    putCell(&a[2*SZ], 0, "\2\2\2\x8", 4);
    putCell(&a[2*SZ], 0, "\2\1\2\x8", 4);
    for(k=0; k<6; k++) memcpy(&a[2*SZ+aCase[i].aPut[k].at], aCase[i].aPut[k].a, aCase[i].aPut[k].n);
    f = salvage(a, 3*SZ+1, aKey);
    check(f.n==aCase[i].bProof && f.nWrong==0, "page 3: %s: %d found", aCase[i].zWhat, f.n);
    free(a);
  }
  a = putImage(4);                                       /* page 3 is cut short, in a free block */
  putCell(&a[SZ], 0, aRow, 7+256);
  putPage(&a[2*SZ], 0, 13);
  put2(&a[2*SZ+5], 0x1e0);
  put2(&a[2*SZ+1], 0x1e0);
  putCell(&a[2*SZ], 0, "\2\1\2\x8", 4);
  check(salvage(a, 2*SZ+0x1e2, aKey).n==1, "page 3: cut short");
  free(a);
  a = putImage(4);                                       /* page 3 is cut short, in its cells' pointers */
  putCell(&a[SZ], 0, aRow, 7+256);
  putPage(&a[2*SZ], 0, 13);
  put2(&a[2*SZ+3], 70);
  put2(&a[2*SZ+5], 8+140);
  check(salvage(a, 2*SZ+130, aKey).n==0, "page 3: cut short in its pointers");
  put2(&a[2*SZ+3], 0);
  put2(&a[2*SZ+5], SZ);
  check(salvage(a, 2*SZ+130, aKey).n==0, "page 3: cut short, and no cell");
  a[20] = 100;                                           /* page 1 says that 100 bytes of each page are another's */
  check(salvage(a, 2*SZ, aKey).n==1, "412 bytes a page");
  free(a);
  a = putImage(4);                                       /* another database follows: its first page is as good as any */
  memcpy(&a[2*SZ], a, SZ);
  putCell(&a[SZ], 0, aRow, 7+256);
  check(salvage(a, 3*SZ+1, aKey).n==1, "page 3: page 1 of another database");
  free(a);
  memset(aRow, 0, 3);                                    /* all that there is is a record, from the first byte on */
  aRow[0] = 0x82;
  aRow[1] = 4;
  check(salvage(aRow, 263, aKey).n==0, "a record and nothing else");
  check(salvage(aRow, 0, aKey).n==0, "nothing");
}

/* A reader that has seen enough. */
static int firstKey(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  (void)iPage;
  if( pRow ) ++*(int*)pCtx;
  return pRow!=0;
}

static int nTick;
static int firstTick(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  nTick += pRow==0;
  return firstKey(pCtx, pRow, iPage) || pRow==0;
}

/* What is asked to stop stops: at a key, whatever else its page holds, and at a look at the clock. */
static void testStops(void){
  TgErr e = TG_ERR_INIT;
  sqlite3 *db = 0;
  u8 *a;
  i64 n = 0;
  int i, k, nKey;
  if( sqlite3_serialize==0 ) return;
  for(i=0; i<4; i++){
    sqlite3_open(":memory:", &db);
    sqlf(db, "PRAGMA page_size=%d; CREATE TABLE t(a, b)", i<2 ? 4096 : 65536);
    for(k=0; k<4; k++) sqlf(db, "INSERT INTO t VALUES(%d, randomblob(256))", k);
    for(k=0; k<200 && i<2; k++) sqlf(db, "INSERT INTO t VALUES(%d, randomblob(3000))", k);
    a = sqlite3_serialize(db, "main", &n, 0);
    sqlite3_close(db);
    k = i<2 ? 4096 : 65536;
    for(nKey=k; (i & 1) && nKey<n; nKey+=k) a[nKey] = 0; /* pages that are none: byte by byte */
    nKey = 0;
    check(tgPageOpenImage(&e, h, a, (size_t)n, TG_PAGE_RAW) && !tgPageSalvage(&e, h, firstKey, &nKey), "stop %d", i);
    check(nKey==1 && e.rc==SQLITE_OK && tgPageClose(h), "stop %d: %d keys", i, nKey);
    memset(a, 0, (size_t)n);
    nTick = 0;
    check(tgPageOpenImage(&e, h, a, (size_t)n, TG_PAGE_RAW) && !tgPageSalvage(&e, h, firstTick, &nKey), "tick %d", i);
    check(nTick==1 && tgPageClose(h), "tick %d: %d looks", i, nTick);
    sqlite3_free(a);
  }
}

/* Records that are not: what says "256-byte BLOB" is the end of another serial type, or there are more columns than a session
** has, or a row is longer than a page can say. */
static void testRecords(void){
  static const u8 aType[] = { 0x82, 0, 11, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x84, 0x0c };
  u8 a[4*SZ], aKey[256] = {0};
  unsigned nCol;
  memset(a, 0xff, sizeof a);
  memcpy(&a[SZ+100], aType, sizeof aType);               /* nine bytes are one type: a BLOB of 60 bytes */
  check(salvage(a, sizeof a, aKey).n==0, "the ninth byte of a varint");
  for(nCol=60; nCol<=70; nCol++){                        /* one column is the key, the others are NULL: page 2 counts no cell */
    u8 *aDb = putImage(3), aRow[400] = {0};
    unsigned nHdr = 1 + nCol-1 + 2, n = nHdr + 256;
    aRow[0] = (u8)(0x80 | n>>7);
    aRow[1] = n & 0x7f;
    aRow[2] = 1;
    aRow[3] = (u8)nHdr;
    aRow[3+nHdr-2] = 0x84;
    aRow[3+nHdr-1] = 0x0c;
    putCell(&aDb[SZ], 0, aRow, 3+n);
    aDb[SZ+7] = 200;                                     /* which makes no difference */
    check(salvage(aDb, 3*SZ, aKey).n==(nCol<=64), "a key among %u columns", nCol);
    aDb[SZ+8] = 0xff;                                    /* page 2 is unsound */
    check(salvage(aDb, 3*SZ, aKey).n==(nCol<=64), "a key among %u columns, byte by byte", nCol);
    free(aDb);
  }
}

static sqlite3_int64 nLie;
static int rcLie;
static sqlite3_io_methods lieMethods;
static int lieFileSize(sqlite3_file *p, sqlite3_int64 *pn){
  (void)p;
  *pn = nLie;
  return SQLITE_OK;
}
static int lieOpen(sqlite3_vfs *v, const char *z, sqlite3_file *p, int flags, int *pFlags){
  int rc = rcLie ? rcLie : faultOpen(v, z, p, flags, pFlags);
  if( rc==SQLITE_OK ) p->pMethods = &lieMethods;
  return rc;
}

/* Files of more than a database can have, of more than is searched, and with SQLite's page of locks; systems that say little. */
static void testSizes(void){
  TgErr e = TG_ERR_INIT;
  sqlite3_vfs lie = *pReal, *pDefault = sqlite3_vfs_find(0), *apVfs[16];
  sqlite3_file *pFd;
  TgPage *g;
  TgPageRow row;
  TgPageSchema s;
  u8 *a = putImage(2), aRow[263] = { 0x82, 4, 1, 4, 8 }, aEnd[8];
  FILE *f;
  char z[400], *zPath;
  int nKey = 0, n;
  snprintf(z, sizeof z, "%s", at("size.session"));
  spew(z, a, 2*SZ);
  lieMethods = faultMethods;
  lieMethods.xFileSize = lieFileSize;
  lie.zName = "lies";
  lie.szOsFile = sizeof(FaultFile);
  lie.xOpen = lieOpen;
  lie.xGetLastError = 0;
  g = tgPageNew(&e, &lie);
  nLie = ((sqlite3_int64)1<<32)*SZ;
  check(!tgPageOpen(&e, g, z, 0) && strcmp(tgPageWhy(g), "file size")==0, "2^32 pages");
  nLie -= 2*SZ;
  check(tgPageOpen(&e, g, z, 0) && tgPageClose(g), "2^32-2 pages: %s", tgPageWhy(g));
  nLie = ((sqlite3_int64)1<<34)*SZ;
  check(tgPageOpen(&e, g, z, TG_PAGE_RAW) && tgPageSalvage(&e, g, countKeys, &nKey) && nKey==0, "2^34 pages");
  check(!tgPageRead(g, nLie-8, 8, aEnd), "the end of 2^34 pages");
  check(!tgPageClose(g) && strcmp(tgPageWhy(g), "unreadable")==0, "2^34 pages that aren't there");
  tgPageFree(g);
  lie.zName = "unix-lies";
  g = tgPageNew(&e, &lie);
  rcLie = SQLITE_IOERR_NOMEM;
  check(!tgPageOpen(&e, g, z, 0) && e.rc==SQLITE_NOMEM, "no memory to open: %d", e.rc);
  tgErrClear(&e);
  rcLie = SQLITE_CANTOPEN;
  check(!tgPageOpen(&e, g, z, 0) && strcmp(e.zMsg, "cannot open the file: unable to open database file")==0, "%s", e.zMsg);
  tgErrClear(&e);
  rcLie = 0;
  tgPageFree(g);

  for(n=0; n<16 && (apVfs[n] = sqlite3_vfs_find(0))!=0; n++) sqlite3_vfs_unregister(apVfs[n]);
  check(tgPageNew(&e, 0)==0 && e.zMsg && strcmp(e.zMsg, "this SQLite has no VFS")==0, "no VFS: %s", e.zMsg);
  tgErrClear(&e);
  while( n-->0 ) sqlite3_vfs_register(apVfs[n], 1);
  check(sqlite3_vfs_find(0)==pDefault, "the default VFS is back");

  check(tgVfsIsSystem("unix-none") && tgVfsIsSystem("win32-longpath") && !tgVfsIsSystem("win") && !tgVfsIsSystem(0), "VFSs");
  check(tgVfsOpen(&e, 0, z, SQLITE_OPEN_MAIN_DB, &pFd)==SQLITE_OK && pFd, "the default VFS");
  tgVfsClose(pFd);
  check(tgVfsOpen(&e, &lie, at("none"), SQLITE_OPEN_MAIN_DB, &pFd)==SQLITE_CANTOPEN && pFd==0, "no file");
  nLeft = 0;
  check(tgVfsOpen(&e, 0, z, SQLITE_OPEN_MAIN_DB, &pFd)==SQLITE_OK && pFd==0 && e.rc==SQLITE_NOMEM, "no memory for it");
  nLeft = -1;
  check(tgVfsOpen(&e, 0, z, SQLITE_OPEN_MAIN_DB, &pFd)==SQLITE_OK && pFd==0, "after an error: open");
  tgVfsClose(pFd);
  e.rc = SQLITE_OK;
  zPath = malloc((size_t)pDefault->mxPathname + 10);     /* a path that the VFS has no room for */
  for(n=0; n<pDefault->mxPathname+5; n++) zPath[n] = "./"[n%2];
  zPath[n] = 0;
  check(!tgPageOpen(&e, h, zPath, 0) && strcmp(tgPageWhy(h), "the path is too long")==0, "a long path: %s", tgPageWhy(h));
  tgPageClose(h);
  free(zPath);

  put2(&a[28], (0x40000000/SZ+2)>>16);                   /* 1 GB and a kB, most of it a hole; a key on the last page */
  put2(&a[30], (0x40000000/SZ+2) & 0xffff);
  aRow[5] = 0x84;
  aRow[6] = 0x0c;
  putCell(&a[SZ], 0, aRow, sizeof aRow);
  f = fopen(z, "wb");
  check(f && fwrite(a, 1, SZ, f)==SZ && fseek(f, 0x40000000+SZ, SEEK_SET)==0 && fwrite(&a[SZ], 1, SZ, f)==SZ, "a GB");
  if( f ) fclose(f);
  check(tgPageOpen(&e, h, z, 0) && tgPageSchema(&e, h, &s), "a GB: %s", tgPageWhy(h));
  check(tgPageFirst(&e, h, 0x40000000/SZ+2, TG_PAGE_TABLE, &row) && row.aCell[1].n==256, "the last page");
  check(!tgPageFirst(&e, h, 0x40000000/SZ+1, TG_PAGE_TABLE, &row) && strcmp(tgPageWhy(h), "page number")==0,
        "the page of locks: %s", tgPageWhy(h));
  tgPageClose(h);
  check(tgPageOpen(&e, h, z, TG_PAGE_RAW) && tgPageSalvage(&e, h, countKeys, &nKey) && nKey==0, "a GB: all of it is searched");
  tgPageClose(h);
  unlink(z);
  free(a);
}

/* ---- globs --------------------------------------------------------------------------------- */

static void touch(const char *zName){
  spew(at(zName), "x", 1);
}

/* All that a glob gives, below zDir, a line each, with problems. */
static char *list(const char *zGlob){
  TgErr e = TG_ERR_INIT;
  TgDirList *p = tgDirListOpen(&e, zGlob);
  sqlite3_str *s = sqlite3_str_new(0);
  const char *z, *zProblem;
  while( (z = tgDirListNext(&e, p, &zProblem))!=0 ){
    size_t n = strlen(zDir);
    if( strncmp(z, zDir, n)==0 && z[n]=='/' ) z += n+1;
    sqlite3_str_appendf(s, "%s%s%s\n", z, zProblem ? ": " : "", zProblem ? zProblem : "");
  }
  if( e.rc ) sqlite3_str_appendf(s, "error: %s\n", e.zMsg);
  tgErrClear(&e);
  tgDirListClose(p);
  z = sqlite3_str_finish(s);
  return z ? (char*)z : sqlite3_mprintf("");
}

#define FOLDER "d.session: not-a-file: a folder, not a file (Docker makes one where the file that it mounts is " \
               "missing)"

#define FOLDER_G "g/" FOLDER "\n"

/* A folder whose name is a set: as long as it exists, it is meant. */
static void testBrackets(void){
  static const char *const azGlob[] = { "h/[12] b/*.session", "h/[12] b/**", "h/[12] b/[a-z].session", "h/[12] b", "h/[12] b/" };
  char *z;
  int i;
  mkdir(at("h"), 0700);
  mkdir(at("h/[12] b"), 0700);
  mkdir(at("h/2 b"), 0700);
  touch("h/[12] b/a.session");
  touch("h/2 b/b.session");
  for(i=0; i<TG_COUNT(azGlob); i++){
    z = list(at(azGlob[i]));
    check(strcmp(z, "h/[12] b/a.session\n")==0, "glob %s: %s", azGlob[i], z);
    sqlite3_free(z);
  }
  unlink(at("h/[12] b/a.session"));
  rmdir(at("h/[12] b"));
  for(i=0; i<3; i++){
    z = list(at(azGlob[i]));
    check(strcmp(z, "h/2 b/b.session\n")==0, "glob %s: %s", azGlob[i], z);
    sqlite3_free(z);
  }
  unlink(at("h/2 b/b.session"));
}

static void testGlobs(void){
  static const char *const azFile[] = {
    "g/a.session", "g/b.session", "g/b.session-journal", "g/b.session-wal", "g/c.txt",
          "g/.hid.session",
    "g/a-b/1.session", "g/a/2.session", "g/a/x/3.session", "g/a/x/my", "g/[z].session",
          "g/z.session",
    "g/\xc3\xa9.session", "g/.h/4.session", "g/a0/my"
  };
  static const struct { const char *zGlob, *zResult; } aCase[] = {
    { "g/?.session",       "a.session|b.session|" FOLDER "|"
                           "z.session|\xc3\xa9.session" },
    { "g/[a-b].session",   "a.session|b.session" },
    { "g/[!a-b].session",  FOLDER "|z.session|\xc3\xa9.session" },
    { "g/[z].session",     "[z].session" },               /* it exists */
    { "g/[[]z].session",   "[z].session" },
    { "g/[\xc3\xa8-\xc3\xaa].session", "\xc3\xa9.session" },
    { "g/[a",              "[a" },                        /* see below */
    { "g/b.*",             "b.session" },
    { "g/*/x/*",           "a/x/3.session|a/x/my|lnd/x/3.session|lnd/x/my" },
    { "g/*/my",            "a0/my" },
    { "g/a*/",             "a-b/1.session|a/2.session" },
    { "g/a",               "a/2.session" },
    { "g/a/",              "a/2.session" },
    { "g/none.session",    "none.session" },
    { "g/none*.session",   "" },
    { "g/none*/a",         "" },
    { "g/none/*.session",  "" },
    { "g/.*.session",      ".hid.session" },
    { "g/**",              "[z].session|a-b/1.session|a.session|a/2.session|a/x/3.session|"
                           "b.session|" FOLDER "|"
                           "fifo.session: not-a-file: not a regular file|ln.session|"
                           "z.session|\xc3\xa9.session" },
    { "g/**/my",           "a/x/my|a0/my" },
    { "g/**/x/*.session",  "a/x/3.session" },
    { "g/**/**/3*",        "a/x/3.session" },
    { "g/lnd/x/3*",        "lnd/x/3.session" },
    { "g/l*/x/3*",         "lnd/x/3.session" },
    { "g/fifo.session",    "fifo.session: not-a-file: not a regular file" },
  };
  char *z, zGlob[400];
  int i, k;
  mkdir(at("g"), 0700);
  mkdir(at("g/a"), 0700);
  mkdir(at("g/a0"), 0700);
  mkdir(at("g/a/x"), 0700);
  mkdir(at("g/a-b"), 0700);
  mkdir(at("g/.h"), 0700);
  mkdir(at("g/d.session"), 0700);
  for(i=0; i<TG_COUNT(azFile); i++) touch(azFile[i]);
  check(mkfifo(at("g/fifo.session"), 0600)==0, "mkfifo");
  check(symlink("a", at("g/lnd"))==0 && symlink("..", at("g/a/loop"))==0, "symlink");
  check(symlink("z.session", at("g/ln.session"))==0, "symlink");
  for(i=0; i<TG_COUNT(aCase); i++){
    sqlite3_str *s = sqlite3_str_new(0);
    const char *zIn = aCase[i].zResult;
    char *zWant;
    for(k=0; zIn[k]; k++){
      if( k==0 ) sqlite3_str_appendall(s, "g/");
      if( zIn[k]=='|' ) sqlite3_str_appendall(s, "\ng/");
      else sqlite3_str_appendchar(s, 1, zIn[k]);
    }
    if( zIn[0] ) sqlite3_str_appendall(s, "\n");
    zWant = sqlite3_str_finish(s);
    z = list(at(aCase[i].zGlob));
    if( strcmp(aCase[i].zGlob, "g/[a")==0 ) check(z[0]==0, "glob: [a is no set: %s", z);
    else check(strcmp(z, zWant ? zWant : "")==0, "glob %s: got\n%swant\n%s", aCase[i].zGlob, z,
          zWant);
    sqlite3_free(zWant);
    sqlite3_free(z);
  }

  for(i=0; i<few(2000); i++){              /* glob(3), where it means the same */
    glob_t g;
    size_t j;
    sqlite3_str *s = sqlite3_str_new(0);
    char zPat[20], *zWant;
    struct stat st;
    int n = 1+(int)rnd(8);
    for(k=0; k<n; k++) zPat[k] = "abx*?.*[]!-/13sm"[rnd(16)];
    zPat[k] = 0;
    if( strpbrk(zPat, "*?")==0 || strchr(zPat, '[') || zPat[0]=='/' || zPat[n-1]=='/'
     || strstr(zPat, "**") || strstr(zPat, "//") || strstr(zPat, "/.") ){
      sqlite3_free(sqlite3_str_finish(s));
      continue;
    }
    snprintf(zGlob, sizeof zGlob, "%s/g/%s", zDir, zPat);
    if( glob(zGlob, 0, 0, &g)==0 ){
      for(j=0; j<g.gl_pathc; j++){
        const char *zEnd = strrchr(g.gl_pathv[j], '-');
        const char *zLast = strrchr(zPat, '/');
        if( zEnd && (strcmp(zEnd, "-wal")==0 || strcmp(zEnd, "-journal")==0) ) continue;
        zLast = zLast ? zLast+1 : zPat;
        if( stat(g.gl_pathv[j], &st)==0 && !S_ISREG(st.st_mode) && strpbrk(zLast, "*?") ) continue;
        sqlite3_str_appendf(s, "%s%s\n", &g.gl_pathv[j][strlen(zDir)+1],
                            S_ISREG(st.st_mode) ? "" : ": not-a-file: a folder, not a file");
      }
      globfree(&g);
    }
    zWant = sqlite3_str_finish(s);
    z = list(zGlob);
    if( strstr(z, ": ")==0 ) check(strcmp(z, zWant ? zWant : "")==0,
          "glob(3) %s: got\n%swant\n%s", zPat, z, zWant);
    sqlite3_free(z);
    sqlite3_free(zWant);
  }

  setenv("HOME", at("g/a"), 1);
  z = list("~");
  check(strcmp(z, "g/a/2.session\n")==0, "glob ~: %s", z);
  sqlite3_free(z);
  z = list("~/x/*");
  check(strcmp(z, "g/a/x/3.session\ng/a/x/my\n")==0, "glob ~/x/: %s", z);
  sqlite3_free(z);
  z = list("/proc/self/none*/x");
  check(z[0]==0, "glob in proc: %s", z);
  sqlite3_free(z);
  if( geteuid()!=0 ){
    chmod(at("g/a0"), 0);
    z = list(at("g/a0/*"));
    check(strcmp(z, "g/a0: unreadable: cannot read the folder: Permission denied\n")==0,
          "glob: unreadable: %s", z);
    sqlite3_free(z);
    chmod(at("g/a0"), 0700);
  }
  snprintf(zGlob, sizeof zGlob, "%s/g/deep", zDir);
  for(i=0; i<90; i++){
    mkdir(zGlob, 0700);
    strcat(zGlob, "/d");
  }
  z = list(at("g/deep/**"));
  check(strstr(z, "d: too-big: folders are nested more than 64 deep\n")!=0, "glob: deep: %s", z);
  sqlite3_free(z);
}

/* readdir() of our own: 1: it says of nothing what it is, 2: the disk fails, 3: no memory. */
static int iReaddir, fdHere;
struct dirent *readdir(DIR *d){
  static struct dirent *(*xReal)(DIR*);
  struct dirent *p;
  if( xReal==0 ){                            /* where a long has 32 bits, glibc has two of them, and this is the other */
    void *p64 = sizeof(off_t)>sizeof(long) ? dlsym(RTLD_NEXT, "readdir64") : 0;
    xReal = __extension__ (struct dirent *(*)(DIR*))(p64 ? p64 : dlsym(RTLD_NEXT, "readdir"));
  }
  if( iReaddir>1 ){
    errno = iReaddir==2 ? EIO : ENOMEM;
    return 0;
  }
  p = xReal(d);
  if( p && iReaddir ) p->d_type = DT_UNKNOWN;
  return p;
}

/* Does the folder / tell of a bin? */
static int hasBin(void){
  DIR *d = opendir("/");
  struct dirent *p;
  int b = 0;
  while( d && (p = readdir(d))!=0 ) b |= strcmp(p->d_name, "bin")==0;
  if( d ) closedir(d);
  return b;
}

/* Characters, sets and names at their limits; and what isn't there. */
static void testEdges(void){
  static const char *const azFile[] = {
    "u/a.session", "u/\xc3\x84.session", "u/\xe2\x82\xac.session", "u/\xf0\x9f\x98\x80.session", "u/\xe2\x82.session",
    "u/\xff.session", "u/\xc1\x81.session", "u/].session", "u/-.session", "u/s/my", "u/s/my2", "u/sib/x.session", "u/a.session-shm",
  };
  static const struct { const char *zGlob, *zResult; } aCase[] = {
    { "u/[\xe2\x82\xac].session", "u/\xe2\x82\xac.session\n" },
    { "u/[\xf0\x9f\x98\x80-\xf0\x9f\x98\x81].session", "u/\xf0\x9f\x98\x80.session\n" },
    { "u/[\xff].session", "u/\xff.session\n" }, { "u/\xe2?.session", "u/\xe2\x82.session\n" },
    { "u/[\xc1]?.session", "u/\xc1\x81.session\n" },
    { "u/[]].session", "u/].session\n" }, { "u/[]-a].session", "u/].session\nu/a.session\n" },
    { "u/[^]-a].session", "u/-.session\nu/\xc3\x84.session\nu/\xe2\x82\xac.session\nu/\xf0\x9f\x98\x80.session\nu/\xff.session\n" },
    { "u/[a-].session", "u/-.session\nu/a.session\n" }, { "u/s*/my", "u/s/my\n" }, { "u/s*/m", "" },
    { "u/s*//my", "u/s/my\n" }, { "u/s*/my2", "u/s/my2\n" }, { "u/**/my", "u/s/my\n" },
    { "u/a*", "u/a.session\n" }, { "u/l*.session", "u/l1.session\nu/l2.session: not-a-file: not a regular file\n" },
    { "g/d.session", FOLDER_G }, 
    { "u/[s]//none", "" }, { "u/none[x]/y", "" }, { "u/out*/x.session", "" },
  };
  TgErr e = TG_ERR_INIT;
  char *z, *zLong;
  int i;
  fdHere = open(".", O_RDONLY);
  mkdir(at("u"), 0700);
  mkdir(at("u/s"), 0700);
  mkdir(at("u/sib"), 0700);
  for(i=0; i<TG_COUNT(azFile); i++) touch(azFile[i]);
  check(symlink("none", at("u/l1.session"))==0 && symlink("../g/fifo.session", at("u/l2.session"))==0, "symlink");
  for(i=0; i<TG_COUNT(aCase); i++){
    z = list(at(aCase[i].zGlob));
    check(strcmp(z, aCase[i].zResult)==0, "glob %s: got\n%swant\n%s", aCase[i].zGlob, z, aCase[i].zResult);
    sqlite3_free(z);
  }
  mkdir(at("u/[s]"), 0700);                  /* a folder of that name, and no wildcard behind it */
  z = list(at("u/[s]/none.session"));
  check(z[0]==0, "glob: none in a folder that looks like a set: %s", z);
  sqlite3_free(z);
  check(symlink("../sib", at("u/[s]/l"))==0 && symlink("../u2", at("u/out"))==0, "symlink");
  z = list(at("u/[s]/l/*.session"));
  check(strcmp(z, "u/[s]/l/x.session\n")==0, "glob: a link beside: %s", z);
  sqlite3_free(z);
  mkdir(at("u2"), 0700);
  touch("u2/x.session");                     /* "u" is no folder of "u2" */
  z = list(at("u/[o]ut/*.session"));
  check(strstr(z, "outside")!=0, "glob: a link that leads out: %s", z);
  sqlite3_free(z);
  z = list("/b[i]n/sh");                     /* an emulator may show another system's root, without a bin */
  check(strcmp(z, "/bin/sh\n")==0 || !hasBin(), "glob: below /: %s", z);
  sqlite3_free(z);
  z = list("/none[x]/y");
  check(z[0]==0, "glob: nothing below /: %s", z);
  sqlite3_free(z);
  z = list("~none/x");
  check(strcmp(z, "~none/x\n")==0, "glob: no home: %s", z);
  sqlite3_free(z);
  if( chdir(at("u"))==0 ){
    z = list("o[u]t/*.session");
    check(strstr(z, "outside")!=0, "glob: a link that leads out of here: %s", z);
    sqlite3_free(z);
    z = list("sib");
    check(strcmp(z, "sib/x.session\n")==0, "glob: a folder here: %s", z);
    sqlite3_free(z);
    check(fchdir(fdHere)==0, "back");
  }
  for(i=0; i<3; i++){                        /* a system that doesn't say what a name is, or fails as it tells names */
    iReaddir = i+1;
    z = list(at("u/s*/m?"));
    check(strstr(z, i==0 ? "u/s/my\n" : i==1 ? "unreadable: cannot read the folder: " : "error: ")!=0, "readdir %d: %s", i, z);
    sqlite3_free(z);
    if( i==1 && chdir(at("u"))==0 ){
      z = list("m?");
      check(strncmp(z, ".: unreadable: ", 15)==0, "readdir: here: %s", z);
      sqlite3_free(z);
      z = list("/?x");
      check(strncmp(z, "/: unreadable: ", 15)==0, "readdir: /: %s", z);
      sqlite3_free(z);
      check(fchdir(fdHere)==0, "back");
    }
    iReaddir = 0;
  }
  zLong = sqlite3_mprintf("%s/%.*c", at("u"), 1000001, 'x');
  check(tgDirListOpen(&e, zLong)==0 || e.rc==SQLITE_TOOBIG, "a path of a million bytes: %d", e.rc);
  tgErrClear(&e);
  sqlite3_free(zLong);
  zLong = sqlite3_mprintf("%s/*", at("u"));
  for(i=0; i<64; i++){
    z = sqlite3_mprintf("%s/b", zLong);
    sqlite3_free(zLong);
    zLong = z;
  }
  z = list(zLong);
  check(strncmp(z, "error: more than ", 17)==0, "a glob of 65 names: %s", z);
  sqlite3_free(z);
  sqlite3_free(zLong);
}

static void testManyFiles(void){
  static const char *const azGlob[] = { "g/**", "g/a", "g/a/", "g/l*/x/3*", "g/*/x/my", "g/none[x]/y", "g/a.session",
    "g/[a]/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/y" };
  TgErr e = TG_ERR_INIT;
  TgDirList *p;
  const char *z, *zProblem;
  char zPrev[400] = "", zName[60];
  i64 nBefore;
  int i, k, n = 0, bSorted = 1;
  mkdir(at("many"), 0700);
  for(i=0; i<10000; i++){
    snprintf(zName, sizeof zName, "many/account_%05u.session", (unsigned)(i*7919%10000));
    check(link(at("g/a.session"), at(zName))==0, "link");
  }
  nBefore = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  p = tgDirListOpen(&e, at("many"));
  while( (z = tgDirListNext(&e, p, &zProblem))!=0 ){
    bSorted &= strcmp(zPrev, z)<0;
    snprintf(zPrev, sizeof zPrev, "%s", z);
    n++;
  }
  check(n==10000 && bSorted && e.rc==SQLITE_OK, "many: %d files", n);
  check(sqlite3_memory_highwater(0)-nBefore<1000000, "many: %d bytes",
        (int)(sqlite3_memory_highwater(0)-nBefore));
  tgDirListClose(p);
  for(k=0; k<TG_COUNT(azGlob); k++){
    char zGlob[400];
    snprintf(zGlob, sizeof zGlob, "%s", at(azGlob[k]));
    for(i=0, nFault=1; nFault && i<100; i++){  /* each allocation fails once */
      nFault = 0;
      nLeft = i;
      p = tgDirListOpen(&e, zGlob);
      while( tgDirListNext(&e, p, &zProblem) ){}
      nLeft = -1;
      check(e.rc==(nFault ? SQLITE_NOMEM : SQLITE_OK), "%s: allocation %d: %d", azGlob[k], i, e.rc);
      tgDirListClose(p);
      tgErrClear(&e);
    }
  }
}

static void testFixtures(void){
  TgErr e = TG_ERR_INIT;
  TgDirList *p = tgDirListOpen(&e, "../shared/fixtures/*/*.session");
  const char *z, *zProblem;
  while( (z = tgDirListNext(&e, p, &zProblem))!=0 ){
    size_t n;
    u8 *a = slurp(z, &n);
    int bDb = n>100 && memcmp(a, "SQLite format 3", 16)==0;
    if( a==0 ) continue;
    spew(at("fixture.session"), a, n);
    compareFile(z, at("fixture.session"), bDb);
    unlink(at("fixture.session-wal"));
    unlink(at("fixture.session-shm"));
    compareImage(z, a, n, bDb);
    if( n ) damage(z, a, n, rounds(25));
    free(a);
  }
  tgDirListClose(p);
  tgErrClear(&e);
}

int main(int argc, char **argv){
  TgErr e = TG_ERR_INIT;
  zSelf = argv[0];
  roundsStart(argc>1 ? argv[1] : 0);
  if( argc>2 && atoi(argv[2]) ) iSeed = (u64)atoi(argv[2])*0x9e3779b97f4a7c15;
  if( argc==3 && strcmp(argv[1], "--exclusive")==0 ){    /* 0: not locked */
    sqlite3 *db = 0;
    sqlite3_open(argv[2], &db);
    nFail = sqlf(db, "BEGIN EXCLUSIVE")!=SQLITE_OK;
    sqlite3_close(db);
    return nFail;
  }
  dryStart();
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(iSeed & 0x7fffffff) | 1, (sqlite3*)0);
  if( filesStart("page")==0 ) return 2;
  h = tgPageNew(&e, 0);
  if( h==0 ) return 2;
  testGlobs();
  testBrackets();
  testEdges();
  testManyFiles();
  testLocks();
  testFaults();
  testHeaders();
  testTrees();
  testSchemas();
  testRecordEnds();
  testNeighbours();
  testStops();
  testRecords();
  testSizes();
  testFixtures();
  testFiles();
  if( sqlite3_serialize ) testGenerated();
  tgPageFree(h);
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  filesEnd();
  printf("page: %d databases equal, %d declined, %d rows compared\n", nEqual, nDecline, nRows);
  return checkEnd("page");
}
