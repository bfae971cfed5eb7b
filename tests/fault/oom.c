/* Fails the 1st, 2nd, 3rd... allocation of SQLite, once each and then all from there on, until
** a statement needs no more.
**
**     build/oom build/tgsession.so tests/fault/oom/import.sql ...
**     OOM_STEP=7 START=3 ...                           every 7th allocation only, of a few more; START says from which, in each scenario another
**
** A scenario is SQL with marks; a file may have several:
**
**     -- setup      once, on a new connection in an empty folder
**     -- again      instead of it: that of the scenario above
**     -- begin      before each try; the transaction that the user has open
**     -- run        ONE statement: the one that runs out of memory
**     -- run drops  likewise, and it drops tables of this very connection: should that run out of memory,
**                   SQLite may start nothing more in it, so a transaction may be left open; ROLLBACK undoes all
**     -- run fails  likewise, and it ends with an error, always the same one; with less memory that one, or no memory
**
** What must hold after each failure:
**
**   - the error is SQLITE_NOMEM, or SQLITE_IOERR_NOMEM;
**   - all databases of the connection, and all files in the folder, hold what they held before
**     the statement; or, where there was a "begin", that transaction is gone as a whole;
**   - the same statement succeeds when there is memory, and a success with a failed allocation
**     (SQLite takes some of them lightly) gives what it gives without;
**   - in the end no memory and no file descriptor is left.
**
** The clock stands still, so that the same is the same.
*/
#define _GNU_SOURCE
#include "dry.h"
#include "host.h"

#define MAX_TRY 200000                      /* allocations of one statement: more is a hang */

typedef struct Scenario {
  const char *zFile; int iLine;             /* where its "-- run" stands */
  int bDrops, bFails;                       /* -- run drops, -- run fails */
  char *zSetup, *zBegin, *zRun;             /* from malloc; "" where there is none */
} Scenario;

static int nPass, nFail, nStep = 1, iStart;
static int nAsked;                          /* allocations of the last tryRun() */
static int bNoImage;                        /* it needs an image, and this SQLite has none */

/* ----------------------------------------------------------------------- what is there ---- */

/* Names of the files here, and what SQLite reads in them, in order. */
static void hashFolder(uint64_t *pHash){
  struct dirent **a = 0;
  int i, n = hostFiles(&a);
  for(i=0; i<n; i++){
    hostHash(pHash, a[i]->d_name, strlen(a[i]->d_name) + 1);
    hostHashFile(pHash, a[i]->d_name);
    free(a[i]);
  }
  free(a);
}

static uint64_t state(sqlite3 *db){
  uint64_t h = HOST_HASH;
  hostHashDb(&h, db);
  if( sqlite3_get_autocommit(db) ) hashFolder(&h);
  return h;
}

/* What is here, by name, for a message. */
static void printFolder(void){
  struct dirent **a = 0;
  int i, n = hostFiles(&a);
  printf("  files:");
  for(i=0; i<n; i++){
    printf(" %s", a[i]->d_name);
    free(a[i]);
  }
  printf("\n");
  free(a);
}

/* ------------------------------------------------------------------------ one scenario ---- */

/* Run SQL that must not fail; 1, or 0 with a line that says so. */
static int must(const Scenario *p, sqlite3 *db, const char *zSql, const char *zWhat){
  if( sqlite3_exec(db, zSql, 0, 0, 0)==SQLITE_OK ) return 1;
  bNoImage = strstr(sqlite3_errmsg(db), "database images need SQLite 3.36")!=0;
  printf("%s%s:%d: %s: %s\n", bNoImage ? "skipped: " : "", p->zFile, p->iLine, zWhat, sqlite3_errmsg(db));
  return 0;
}

/* An empty folder, and a connection that is set up; *pbOk becomes 0 when it cannot be. */
static sqlite3 *openDb(const Scenario *p, int *pbOk){
  sqlite3 *db;
  hostEmpty();
  db = hostDb();
  if( !must(p, db, p->zSetup, "setup") ) *pbOk = 0;
  return db;
}

/* The statement, with its rows hashed into *pHash. */
static int tryRun(sqlite3 *db, const char *zSql, int iFail, uint64_t *pHash){
  sqlite3_stmt *pStmt = 0;
  int rc;
  nFault = 0;
  nLeft = iFail;
  rc = sqlite3_prepare_v2(db, zSql, -1, &pStmt, 0);
  if( rc==SQLITE_OK ) hostHashRows(pHash, pStmt);
  if( pStmt ) rc = sqlite3_finalize(pStmt);
  nAsked = iFail - nLeft;
  nLeft = -1;
  return rc;
}

static int complain(const Scenario *p, int iFail, const char *zWhat, const char *zMore){
  printf("%s:%d: allocation %d%s failed: %s%s\n", p->zFile, p->iLine, iFail + 1,
         bPersist ? " and all after" : "", zWhat, zMore);
  return 0;
}

/* One scenario in one mode; 1 when all is well. */
static int runScenario(const Scenario *p){
  sqlite3_int64 nUsed = sqlite3_memory_used();
  int nFd = hostDescriptors(), bOk = 1, bDone = 0, bFresh = 1, iFail, rc, rc0, n = nStep;
  uint64_t before = 0, begun = 0, rows0 = 0, after0 = 0;
  sqlite3 *db = openDb(p, &bOk);
  char zErr[500], zErr0[500];

  bOk = bOk && must(p, db, p->zBegin, "begin");
  rc0 = bOk ? tryRun(db, p->zRun, MAX_TRY, &rows0) : SQLITE_OK;
  if( bOk && (rc0!=SQLITE_OK)!=p->bFails ) bOk = must(p, db, p->zRun, "run") && !p->bFails;
  snprintf(zErr0, sizeof zErr0, "%s", sqlite3_errmsg(db));
  if( n>nAsked*(sqlite3_int64)nStep/2000 ) n = (int)(nAsked*(sqlite3_int64)nStep/2000) + 1;
  after0 = state(db);
  for(iFail=(iStart+p->iLine+bPersist*n/2)%n; bOk && !bDone && iFail<MAX_TRY; iFail+=n){
    uint64_t rows = 0, now;
    if( bFresh ){
      sqlite3_close(db);
      db = openDb(p, &bOk);
      before = state(db);
      bFresh = 0;
    }
    bOk = must(p, db, p->zBegin, "begin") && bOk;
    if( p->zBegin[0] ) begun = state(db);
    rc = tryRun(db, p->zRun, iFail, &rows);
    snprintf(zErr, sizeof zErr, "%s", sqlite3_errmsg(db));
    bDone = nFault==0;
    /* SQLite has its own words where it has no memory for ours. */
    if( p->bFails && rc==rc0 && (strcmp(zErr, zErr0)==0 || strcmp(zErr, sqlite3_errstr(rc))==0) ){
      bFresh = p->zBegin[0]!=0;
      if( state(db)!=after0 ) bOk = complain(p, iFail, "something was changed by: ", zErr);
      continue;
    }
    if( rc==SQLITE_OK ){
      bFresh = 1;
      if( rows!=rows0 ) bOk = complain(p, iFail, "no error, but other rows", "");
      if( state(db)!=after0 ){
        bOk = complain(p, iFail, "no error, but not the whole effect", "");
        printFolder();
      }
      if( p->zBegin[0] ){
        bOk = must(p, db, "ROLLBACK", "rollback") && bOk;
        if( state(db)!=before ) bOk = complain(p, iFail, "ROLLBACK does not undo it", "");
      }
      continue;
    }
    if( nFault==0 ){
      bOk = complain(p, iFail, "none did, and yet: ", zErr);
      break;
    }
    if( (rc & 0xff)!=SQLITE_NOMEM && rc!=SQLITE_IOERR_NOMEM ){
      bOk = complain(p, iFail, "the error should be out of memory: ", zErr);
    }
    now = state(db);
    if( !sqlite3_get_autocommit(db) ){
      if( p->zBegin[0]==0 && !p->bDrops ) bOk = complain(p, iFail, "a transaction is left open", "");
      if( now!=begun && !p->bDrops ) bOk = complain(p, iFail, "the open transaction holds something else", "");
      sqlite3_exec(db, "ROLLBACK", 0, 0, 0);
      now = state(db);
    }
    if( now!=before ){
      bOk = complain(p, iFail, "something was changed by: ", zErr);
      printFolder();
    }
  }
  if( iFail>=MAX_TRY ) bOk = complain(p, iFail, "it never ends", "");
  if( sqlite3_close(db)!=SQLITE_OK ) bOk = complain(p, iFail, "the connection does not close", "");
  if( sqlite3_memory_used()!=nUsed ){
    printf("%s:%d: %lld bytes are not freed\n", p->zFile, p->iLine,
           sqlite3_memory_used() - nUsed);
    bOk = 0;
  }
  if( hostDescriptors()!=nFd ){
    printf("%s:%d: %d descriptors left open\n", p->zFile, p->iLine, hostDescriptors() - nFd);
    bOk = 0;
  }
  hostEmpty();
  return bOk;
}

/* Loading fails whole and leaves nothing, so that the connection can be closed, though the code is
** gone, and loading can be tried again.  (The error is SQLite's own SQLITE_ERROR.) */
static int runLoad(void){
  const Scenario s = {"loading", 0, 0, 0, 0, 0, 0};
  int iFail, rc = SQLITE_OK, bOk = 1, bAgain = 0;
  nFault = 1;
  for(iFail=iStart; bOk && nFault && iFail<MAX_TRY; bAgain=!bAgain, iFail+=bAgain ? 0 : nStep){
    sqlite3_int64 nUsed = sqlite3_memory_used();
    sqlite3 *db = hostPlain();
    char *zErr = 0;
    nFault = 0;
    nLeft = iFail;
    rc = sqlite3_load_extension(db, zHostSo, 0, &zErr);
    nLeft = -1;
    sqlite3_free(zErr);
    if( rc!=SQLITE_OK ){
      if( bAgain && sqlite3_load_extension(db, zHostSo, 0, 0)!=SQLITE_OK ){
        bOk = complain(&s, iFail, "it does not load later: ", sqlite3_errmsg(db));
      }
    }else if( sqlite3_exec(db, "SELECT session_version(); SELECT count(*) FROM session_formats",
                           0, 0, 0)!=SQLITE_OK ){
      bOk = complain(&s, iFail, "loaded, but not all of it: ", sqlite3_errmsg(db));
    }
    sqlite3_close(db);
    if( sqlite3_memory_used()!=nUsed ) bOk = complain(&s, iFail, "memory is not freed", "");
  }
  return bOk;
}

/* ------------------------------------------------------------------------------- files ---- */

static void *need(void *p){
  if( p==0 ) exit(2);
  return p;
}

static void runTwice(const Scenario *p){
  for(bPersist=0; bPersist<2; bPersist++){
    bNoImage = 0;
    if( p->zRun ? runScenario(p) : runLoad() ) nPass++; else if( !bNoImage ) nFail++;
  }
}

static void runFile(const char *zFile, FILE *f){
  Scenario s = {zFile, 0, 0, 0, 0, 0, 0};
  char **pz = 0, zLine[4096];
  int iLine = 0, i;
  char **az[3];
  az[0] = &s.zSetup, az[1] = &s.zBegin, az[2] = &s.zRun;
  for(i=0; i<3; i++) *az[i] = need(calloc(1, 1));
  while( fgets(zLine, sizeof zLine, f) ){
    iLine++;
    if( strncmp(zLine, "-- setup", 8)==0 || strncmp(zLine, "-- again", 8)==0 ){
      int bAgain = zLine[3]=='a';
      if( s.zRun[0] ) runTwice(&s);
      for(i=bAgain; i<3; i++) *az[i][0] = 0;
      pz = bAgain ? 0 : &s.zSetup;
    }else if( strncmp(zLine, "-- begin", 8)==0 ){
      pz = &s.zBegin;
    }else if( strncmp(zLine, "-- run", 6)==0 ){
      pz = &s.zRun;
      s.iLine = iLine;
      s.bDrops = strncmp(zLine, "-- run drops", 12)==0;
      s.bFails = strncmp(zLine, "-- run fails", 12)==0;
    }else if( pz && strncmp(zLine, "--", 2)!=0 && zLine[0]!='\n' ){
      *pz = need(realloc(*pz, strlen(*pz) + strlen(zLine) + 1));
      strcat(*pz, zLine);
    }
  }
  if( s.zRun[0] ) runTwice(&s);
  for(i=0; i<3; i++) free(*az[i]);
}

/* The real clock, stopped. */
static int stoppedClock(sqlite3_vfs *p, sqlite3_int64 *pNow){
  (void)p;
  *pNow = 212645520000000 + 1000;           /* a day in 2026 */
  return SQLITE_OK;
}

int main(int argc, char **argv){
  const Scenario load = {"loading", 0, 0, 0, 0, 0, 0};
  sqlite3_vfs vfs;
  FILE **af;
  int i;
  if( getenv("OOM_STEP") ) nStep = atoi(getenv("OOM_STEP"))>0 ? atoi(getenv("OOM_STEP")) : 1;
  if( getenv("START") ) iStart = abs(atoi(getenv("START"))) % nStep;
  dryStart();
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);   /* so that each allocation counts */
  sqlite3_initialize();
  vfs = *sqlite3_vfs_find(0);
  vfs.zName = "stopped-clock";
  vfs.xCurrentTimeInt64 = stoppedClock;
  sqlite3_vfs_register(&vfs, 1);

  af = need(calloc((size_t)argc, sizeof(FILE*)));
  for(i=2; i<argc; i++){
    af[i] = fopen(argv[i], "r");
    if( af[i]==0 ){
      perror(argv[i]);
      return 2;
    }
  }
  hostStart("oom", argv[1]);
  for(i=2; i<argc; i++){
    runFile(argv[i], af[i]);
    fclose(af[i]);
  }
  free(af);
  runTwice(&load);
  return hostEnd(nPass, nFail);
}
