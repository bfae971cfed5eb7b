/* Fails the 1st, 2nd, 3rd... thing that is written to disk, until a statement succeeds.
**
**     build/iofail build/tgsession.so
**
** A VFS in front of the real one fails the N-th of all writes, syncs, truncations, deletions and
** openings for writing, in four ways: once; that and all after; a full disk from there on; a
** write of which only half arrives, and all after.  Then the disk is well again, and the file is
** wholly what it was or, if the statement did not fail, wholly what it should be: integrity_check
** is ok, and no hot journal lies beside it once SQLite has looked at it.
**
** Reading, the N-th of all reads, sizes asked and openings fails, once: it is the disk that is said to fail, and no session and
** no answer comes of it that another one is.
**
** Inside of a transaction of the user's, which holds a row of his own in the same file, it is: all of the statement and
** his row; or an error, nothing of the statement, and his row; or, where SQLite itself rolled back, an error and neither.
*/
#define _GNU_SOURCE
#include "few.h"
#include "host.h"

#define KEY(c) "CAST(printf('%.256c', '" c "') AS BLOB)"
#define ACCOUNT(name, layout, key, user) \
  "INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)" \
  " VALUES('" name "', '" layout "', 2, 12345, 0, " KEY(key) ", " user ", 0);"
#define VALUE \
  "ATTACH ':memory:' AS src;" ACCOUNT("src", "pyrogram-3", "n", "999") \
  "CREATE TEMP TABLE v AS SELECT string AS z FROM session('src');"
#define PEERS(columns, values) \
  "ATTACH 'a.session' AS a; INSERT INTO a.peers(id, access_hash, type" columns ")" \
  " WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<200)" \
  " SELECT i, i*7919, 'user'" values " FROM c; DETACH a;"

/* A row of the user's own; so small a cache that pages are written before the COMMIT. */
#define MINE "ATTACH 'a.session' AS a; PRAGMA a.cache_size = 3; PRAGMA a.cache_spill = 1; BEGIN; INSERT INTO a.mine VALUES(1)"
#define MANY "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<80) SELECT 'a', "
#define KEPT(layout) ACCOUNT("./a.session", layout, "k", "777") "ATTACH 'a.session' AS a; CREATE TABLE a.mine(x);" \
  "INSERT INTO session_peers(session, id, type, access_hash) " MANY "i, 'user', i FROM c; DETACH a;"

static const struct {
  const char *zName, *zSetup, *zRun;        /* the file is a.session */
  const char *zBegin;                       /* what goes before in a transaction, or 0 */
} aCase[] = {
  { "import into a new file", VALUE,
    "SELECT session_import(z, './a.session') FROM v", 0 },
  { "import over another account",
    VALUE ACCOUNT("./a.session", "pyrogram-3", "k", "777") PEERS(", username", ", 'name_'||i"),
    "SELECT session_import(z, './a.session', NULL, 'replace', 1) FROM v", 0 },
  { "create",
    "SELECT 1",
    ACCOUNT("./a.session", "pyrogram-3", "k", "777"), 0 },
  { "edit",
    ACCOUNT("./a.session", "pyrogram-3", "k", "777"),
    "UPDATE session SET dc_id = 4 WHERE source = './a.session'", 0 },
  { "pyrogram-2 to pyrogram-3",
    ACCOUNT("./a.session", "pyrogram-2", "k", "777") PEERS(", username", ", 'name_'||i"),
    "UPDATE session SET layout = 'pyrogram-3' WHERE source = './a.session'", 0 },
  { "kurigram-7 to pyrogram-3",
    ACCOUNT("./a.session", "kurigram-7", "k", "777") PEERS("", "")
    "ATTACH 'a.session' AS a;"
    "INSERT INTO a.usernames SELECT id, 'name_'||id FROM a.peers; DETACH a;",
    "UPDATE session SET layout = 'pyrogram-3' WHERE source = './a.session'", 0 },
  { "pyrogram-3 to pyrogram-2, WAL",
    ACCOUNT("./a.session", "pyrogram-3", "k", "777") PEERS(", username", ", 'name_'||i")
    "ATTACH 'a.session' AS a; PRAGMA a.journal_mode = WAL; DETACH a;",
    "UPDATE session SET layout = 'pyrogram-2' WHERE source = './a.session'", 0 },
  { "pyrogram-3 to kurigram-7, attached",
    ACCOUNT("./a.session", "pyrogram-3", "k", "777") PEERS(", username", ", 'name_'||i"),
    "ATTACH 'a.session' AS a; SELECT session_migrate('a', 'kurigram-7')", 0 },
  { "kurigram-7 to telethon-7, attached, WAL",
    ACCOUNT("./a.session", "kurigram-7", "k", "777") PEERS("", "") "ATTACH 'a.session' AS a; PRAGMA a.journal_mode = WAL; DETACH a;",
    "ATTACH 'a.session' AS a; SELECT session_migrate('a', 'telethon-7', 'port', 80)", 0 },
  { "forget",
    ACCOUNT("./a.session", "pyrogram-3", "k", "777") PEERS(", username", ", 'name_'||i"),
    "DELETE FROM session WHERE source = './a.session'", 0 },
  { "user's transaction, peers", KEPT("kurigram-7"),
    "INSERT INTO session_peers(session, id, type, access_hash, updated) " MANY "1000+i, 'user', i, 5 FROM c", MINE },
  { "user's transaction, OR IGNORE", KEPT("kurigram-7"),
    "INSERT OR IGNORE INTO session_peers(session, id, type, access_hash, updated) " MANY "40+i, 'user', i, 5 FROM c", MINE },
  { "user's transaction, OR REPLACE, savepoint", KEPT("pyrogram-3"),
    "INSERT OR REPLACE INTO session_peers(session, id, type, access_hash, username, updated) " MANY "40+i, 'user', i, 'name_'||i, 5 FROM c",
    MINE "; SAVEPOINT x" },
  { "user's transaction, UPDATE OR FAIL", KEPT("mtcute-1"),
    "UPDATE OR FAIL session_peers SET access_hash = access_hash+1 WHERE session = 'a'", MINE },
  { "user's transaction, DELETE", KEPT("pyrogram-3"), "DELETE FROM session_peers WHERE session = 'a' AND id<60", MINE },
  { "user's transaction, edit", KEPT("grammers-1"), "UPDATE session SET dc_id = 4 WHERE name = 'a'", MINE },
  { "user's transaction, forget", KEPT("kurigram-7"), "DELETE FROM session WHERE name = 'a'", MINE },
  { "user's transaction, states", KEPT("kurigram-7"),
    "INSERT INTO session_states(session, id, pts) " MANY "-1000000000000-i, i FROM c", MINE },
  { "user's transaction, import", VALUE KEPT("pyrogram-3"), "SELECT session_import(z, 'a', NULL, 'replace', 1) FROM v", MINE },
  { "user's transaction, migrate", KEPT("pyrogram-3"), "SELECT session_migrate('a', 'kurigram-7')", MINE },
};

/* --------------------------------------------------------------------- the disk that fails ---- */

enum Mode { ONCE, DEAD, FULL, TORN, N_MODE };
static const char *const azMode[] = {"once", "and all after", "disk full", "half of it written"};

static enum Mode eMode;
static int nLeft = -1;                      /* until one fails; -1: all is well */
static int nFault;

typedef struct File {
  sqlite3_file base;                        /* must be first */
  sqlite3_file *pReal;                      /* lies behind this struct */
} File;
#define REAL(p) (((File*)(p))->pReal)

static int fails(void){
  if( nLeft<0 || nLeft-->0 ) return 0;
  nLeft = eMode==ONCE ? -1 : 0;
  nFault++;
  return 1;
}

static int nReadLeft = -1;                  /* likewise, of what only reads */
static int bShort;                          /* a read fails as one behind the end: the file has become shorter */
static int readFails(void){
  if( nReadLeft<0 || nReadLeft-->0 ) return 0;
  nFault++;
  return 1;
}

static int fClose(sqlite3_file *p){ return REAL(p)->pMethods->xClose(REAL(p)); }
static int fRead(sqlite3_file *p, void *a, int n, sqlite3_int64 i){
  if( readFails() ){
    if( bShort ) memset(a, 0, (size_t)n);
    return bShort ? SQLITE_IOERR_SHORT_READ : SQLITE_IOERR_READ;
  }
  return REAL(p)->pMethods->xRead(REAL(p), a, n, i);
}
static int fWrite(sqlite3_file *p, const void *a, int n, sqlite3_int64 i){
  if( fails() ){
    if( eMode==TORN && nFault==1 ) REAL(p)->pMethods->xWrite(REAL(p), a, n/2, i);
    return eMode==FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }
  return REAL(p)->pMethods->xWrite(REAL(p), a, n, i);
}
static int fTruncate(sqlite3_file *p, sqlite3_int64 n){
  return fails() ? SQLITE_IOERR_TRUNCATE : REAL(p)->pMethods->xTruncate(REAL(p), n);
}
static int fSync(sqlite3_file *p, int f){
  (void)p; (void)f;                         /* the power stays on: nothing to wait for */
  return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
static int fFileSize(sqlite3_file *p, sqlite3_int64 *pn){
  if( readFails() ) return SQLITE_IOERR_FSTAT;
  return REAL(p)->pMethods->xFileSize(REAL(p), pn);
}
static int fLock(sqlite3_file *p, int e){ return REAL(p)->pMethods->xLock(REAL(p), e); }
static int fUnlock(sqlite3_file *p, int e){ return REAL(p)->pMethods->xUnlock(REAL(p), e); }
static int fReserved(sqlite3_file *p, int *pb){
  return REAL(p)->pMethods->xCheckReservedLock(REAL(p), pb);
}
static int fControl(sqlite3_file *p, int op, void *a){
  return REAL(p)->pMethods->xFileControl(REAL(p), op, a);
}
static int fSector(sqlite3_file *p){ return REAL(p)->pMethods->xSectorSize(REAL(p)); }
static int fDevice(sqlite3_file *p){ return REAL(p)->pMethods->xDeviceCharacteristics(REAL(p)); }
static int fShmMap(sqlite3_file *p, int i, int n, int b, void volatile **pp){
  return REAL(p)->pMethods->xShmMap(REAL(p), i, n, b, pp);
}
static int fShmLock(sqlite3_file *p, int i, int n, int f){
  return REAL(p)->pMethods->xShmLock(REAL(p), i, n, f);
}
static void fShmBarrier(sqlite3_file *p){ REAL(p)->pMethods->xShmBarrier(REAL(p)); }
static int fShmUnmap(sqlite3_file *p, int b){ return REAL(p)->pMethods->xShmUnmap(REAL(p), b); }

static const sqlite3_io_methods method = {
  2, fClose, fRead, fWrite, fTruncate, fSync, fFileSize, fLock, fUnlock, fReserved, fControl,
  fSector, fDevice, fShmMap, fShmLock, fShmBarrier, fShmUnmap, 0, 0
};

static sqlite3_vfs *pRealVfs, shim;

static int vOpen(sqlite3_vfs *v, const char *z, sqlite3_file *p, int f, int *pf){
  int rc;
  (void)v;
  p->pMethods = 0;
  if( (f & SQLITE_OPEN_READWRITE) ? fails() : readFails() ) return SQLITE_CANTOPEN;
  REAL(p) = (sqlite3_file*)((File*)p + 1);
  rc = pRealVfs->xOpen(pRealVfs, z, REAL(p), f, pf);
  if( REAL(p)->pMethods ) p->pMethods = &method;
  return rc;
}
static int vDelete(sqlite3_vfs *v, const char *z, int b){
  (void)v; (void)b;
  return fails() ? SQLITE_IOERR_DELETE : pRealVfs->xDelete(pRealVfs, z, 0);
}

static void installShim(void){
  sqlite3_initialize();
  pRealVfs = sqlite3_vfs_find(0);
  shim = *pRealVfs;                         /* xAccess, xFullPathname ... as they are */
  shim.zName = "iofail";
  shim.szOsFile += (int)sizeof(File);
  shim.xOpen = vOpen;
  shim.xDelete = vDelete;
  sqlite3_vfs_register(&shim, 1);
}

/* ------------------------------------------------------------------------------- one case ---- */

/* All of the file at zPath, from malloc, *pn<0 when there is none; and back. */
static char *load(const char *zPath, long *pn){
  FILE *f = fopen(zPath, "rb");
  char *z = 0;
  *pn = -1;
  if( f==0 ) return 0;
  if( fseek(f, 0, SEEK_END)==0 && (*pn = ftell(f))>=0 && (z = malloc((size_t)*pn + 1))!=0 ){
    rewind(f);
    *pn = (long)fread(z, 1, (size_t)*pn, f);
  }
  fclose(f);
  return z;
}
static void restore(const char *zPath, const char *z, long n){
  FILE *f;
  hostEmpty();
  if( n<0 ) return;
  f = fopen(zPath, "wb");
  if( f==0 || fwrite(z, 1, (size_t)n, f)!=(size_t)n ){
    perror(zPath);
    exit(2);
  }
  fclose(f);
}

/* What a.session holds, 0 when it is damaged. */
static uint64_t state(void){
  uint64_t h = HOST_HASH;
  return hostHashFile(&h, "a.session") ? h : 0;
}

/* Is there a journal that SQLite would play back into whatever comes to lie beside it?  One that
** is empty or begins with a zero is harmless: on a dead disk nobody can remove it. */
static int hotJournal(void){
  FILE *f = fopen("a.session-journal", "rb");
  int c = f ? fgetc(f) : EOF;
  if( f ) fclose(f);
  return c>0;
}

static int complain(int iCase, int iFail, const char *zWhat, const char *zMore){
  printf("%s, failure %d (%s): %s%s\n", aCase[iCase].zName, iFail+1, azMode[eMode], zWhat, zMore);
  return 0;
}

/* End the user's transaction; 1 if there was one, and its COMMIT says that it is kept. */
static int commit(sqlite3 *db){
  int b = !sqlite3_get_autocommit(db);
  if( b && sqlite3_exec(db, "COMMIT", 0, 0, 0)!=SQLITE_OK ){
    sqlite3_exec(db, "ROLLBACK", 0, 0, 0);
    b = 0;
  }
  sqlite3_exec(db, "DETACH a", 0, 0, 0);
  return b;
}

static int runCase(int iCase){
  sqlite3 *db = hostDb();
  const char *zBegin = aCase[iCase].zBegin ? aCase[iCase].zBegin : "";
  uint64_t before, begun, after, now;
  char *zOld;
  long nOld;
  int iFail, bOk = 1, bDone = 0;

  hostEmpty();
  if( sqlite3_exec(db, aCase[iCase].zSetup, 0, 0, 0)!=SQLITE_OK ){
    bOk = complain(iCase, -1, "setup: ", sqlite3_errmsg(db));
  }
  zOld = load("a.session", &nOld);
  before = state();
  if( bOk && (sqlite3_exec(db, zBegin, 0, 0, 0)!=SQLITE_OK || sqlite3_exec(db, aCase[iCase].zRun, 0, 0, 0)!=SQLITE_OK) ){
    bOk = complain(iCase, -1, "without any failure: ", sqlite3_errmsg(db));
  }
  commit(db);
  after = state();
  restore("a.session", zOld, nOld);
  sqlite3_exec(db, zBegin, 0, 0, 0);
  commit(db);
  begun = state();
  for(iFail=some(11); bOk && !bDone; iFail+=every(11)){
    char *zErr = 0;
    int rc, bMine;
    restore("a.session", zOld, nOld);
    sqlite3_exec(db, zBegin, 0, 0, 0);
    nFault = 0;
    nLeft = iFail;
    rc = sqlite3_exec(db, aCase[iCase].zRun, 0, 0, &zErr);
    nLeft = -1;
    bDone = nFault==0;
    bMine = commit(db);
    now = state();
    if( now==0 && before!=0 ){
      bOk = complain(iCase, iFail, "the file is damaged; error: ", zErr ? zErr : "none");
    }else if( zBegin[0] ){
      if( now!=(!bMine ? before : rc==SQLITE_OK ? after : begun) ){
        bOk = complain(iCase, iFail, bMine ? "not the user's row alone; error: " : "not as it was; error: ", zErr ? zErr : "none");
      }
    }else if( rc==SQLITE_OK ? now!=after : now!=before && now!=after ){
      bOk = complain(iCase, iFail, "neither the old nor the new; error: ", zErr ? zErr : "none");
    }else if( hotJournal() ){
      bOk = complain(iCase, iFail, "a hot -journal stays behind; error: ", zErr ? zErr : "none");
    }else if( !sqlite3_get_autocommit(db) ){
      bOk = complain(iCase, iFail, "a transaction stays open; error: ", zErr ? zErr : "none");
    }
    sqlite3_free(zErr);
  }
  free(zOld);
  if( sqlite3_close(db)!=SQLITE_OK ) bOk = complain(iCase, iFail, "it does not close", "");
  return bOk;
}

/* With 'try', 1 what failed is told by its code: the disk, or that it is full, and never another; NULL is success. */
static int runCodes(void){
  static const char *const azCode[] = {"io-error:", "disk-full:", "unreadable:", "read-only:", "malformed:"};
  sqlite3 *db = hostDb();
  int iFail, i, bRow, bOk = 1, bDone = 0, anSeen[5] = {0};
  hostEmpty();
  sqlite3_exec(db, aCase[0].zSetup, 0, 0, 0);
  for(iFail=0; bOk && !bDone; iFail++){
    sqlite3_stmt *p = 0;
    const char *z = 0;
    restore("a.session", 0, -1);
    sqlite3_prepare_v2(db, "SELECT session_import(z, './a.session', NULL, 'try', 1) FROM v", -1, &p, 0);
    nFault = 0;
    nLeft = iFail;
    bRow = p && sqlite3_step(p)==SQLITE_ROW;
    if( bRow ) z = (const char*)sqlite3_column_text(p, 0);
    nLeft = -1;
    bDone = nFault==0;
    for(i=0; i<5 && z && strncmp(z, azCode[i], strlen(azCode[i]))!=0; i++){}
    if( i<5 && z ) anSeen[i]++;
    else if( z || !bRow ) bOk = complain(0, iFail, "another code: ", z ? z : sqlite3_errmsg(db));
    sqlite3_finalize(p);
  }
  if( bOk && anSeen[eMode==FULL]==0 ) bOk = complain(0, iFail, "never said: ", azCode[eMode==FULL]);
  sqlite3_close(db);
  return bOk;
}

/* The first value of the last row. */
static int onRow(void *p, int n, char **az, char **azName){
  (void)n; (void)azName;
  sqlite3_free(*(char**)p);
  *(char**)p = sqlite3_mprintf("%s", az[0] ? az[0] : "NULL");
  return 0;
}

static int isOf(int rc, const int *a){
  while( *a>=0 && *a!=rc ) a++;
  return *a==rc;
}

static int runReads(void){
  static const int aiCode[] = { SQLITE_IOERR, SQLITE_CANTOPEN, -1 }, aiShort[] = { SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOTADB,
                                                                                  SQLITE_CORRUPT, SQLITE_ERROR, -1 };
  static const char *const azRun[] = {
    "SELECT session_export('./a.session')", "SELECT session_check('./a.session')", "SELECT session_export('./b.db-journal')",
    "SELECT coalesce(problem, 'none') FROM session('./a.session')", "SELECT coalesce(problem, 'none') FROM session('./b.db-journal')",
    "SELECT session_export('./a.session', 'bundle')", "ATTACH 'a.session' AS a; SELECT session_export('a'); DETACH a",
    "UPDATE session SET dc_id = 2 WHERE source = './a.session'", "SELECT count(*) FROM session_peers('./a.session')",
    "SELECT session_export('./w.session')",
  };
  static const char *const azSaid[] = { "io-error: ", "unreadable: ", "missing-file: ", "not-a-database: ", "malformed: ", "no-session: " };
  sqlite3 *db = hostDb();
  int i, j, iFail, bOk = 1;
  hostEmpty();
  if( sqlite3_exec(db, ACCOUNT("./a.session", "pyrogram-3", "k", "777") "ATTACH 'b.db' AS b; PRAGMA b.journal_mode = PERSIST;"
                       "CREATE TABLE b.t(x); DETACH b;" ACCOUNT("./w.session", "telethon-7", "w", "778")
                       "ATTACH 'w.session' AS w; PRAGMA w.journal_mode = WAL; DETACH w", 0, 0, 0)!=SQLITE_OK ) return complain(0, -1, "setup: ", sqlite3_errmsg(db));
  for(i=0; i<(int)(sizeof(azRun)/sizeof(azRun[0])); i++){
    char *zTrue = 0;
    int rcTrue = sqlite3_exec(db, azRun[i], onRow, &zTrue, 0) & 0xff;
    for(iFail=0, nFault=1; bOk && nFault && iFail<1000; iFail++){
      char *z = 0;
      int rc;
      nFault = 0;
      nReadLeft = iFail;
      rc = sqlite3_exec(db, azRun[i], onRow, &z, 0) & 0xff;
      nReadLeft = -1;
      for(j=0; j<(bShort ? 6 : 4) && (z==0 || strncmp(z, azSaid[j], strlen(azSaid[j]))!=0); j++){}
      if( z && bShort && strstr(z, "\"severity\":\"error\"") ) j = 0;
      if( z && strstr(z, "unable to get the page. error code=266") ) j = 0;          /* PRAGMA integrity_check says so */
      if( rc==SQLITE_OK ? j==(bShort ? 6 : 4) && (rcTrue!=rc || strcmp(z ? z : "", zTrue ? zTrue : "")!=0)
          : (!isOf(rc, bShort ? aiShort : aiCode) && rc!=rcTrue)
            || (rc==SQLITE_IOERR && strstr(sqlite3_errmsg(db), "permission")) ){
        printf("%s, read %d: rc %d, %s, not %d, %s: %s\n", azRun[i], iFail+1, rc, z ? z : "none", rcTrue, zTrue ? zTrue : "none",
               sqlite3_errmsg(db));
        bOk = 0;
      }
      sqlite3_free(z);
      sqlite3_exec(db, "DETACH a", 0, 0, 0);
    }
    if( bOk && iFail<4 ){
      printf("%s: only %d reads\n", azRun[i], iFail);
      bOk = 0;
    }
    sqlite3_free(zTrue);
  }
  if( sqlite3_close(db)!=SQLITE_OK ) bOk = 0;
  return bOk;
}

int main(int argc, char **argv){
  int i, m, nPass = 0, nFail = 0;
  hostStart("iofail", argc>1 ? argv[1] : 0);
  installShim();
  for(i=0; i<(int)(sizeof(aCase)/sizeof(aCase[0])); i++){
    for(m=0; m<N_MODE; m++){
      eMode = (enum Mode)m;
      if( runCase(i) ) nPass++; else nFail++;
    }
  }
  for(m=0; m<N_MODE; m++){
    eMode = (enum Mode)m;
    if( runCodes() ) nPass++; else nFail++;
  }
  for(bShort=0; bShort<2; bShort++) if( runReads() ) nPass++; else nFail++;
  return hostEnd(nPass, nFail);
}
