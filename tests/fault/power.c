/* Power that goes, and a process that is killed, at any moment: the file is wholly what it was or wholly what it should be.
**
**     build/power build/tgsession.so
**
** Each statement runs once.  A VFS in front of the real one, and link(), unlink() and fsync() of this program's own, keep a list of
** what was done to the disk.  Then, for each place in that list, the disk is made as a power loss there may leave it: what
** was synced is there; of what was written since, each sector of 512 bytes is there or not, in any order; of what was done to the
** folder, some of the first steps.  None of it, all of it, and four ways by chance.  SQLite looks at the file, which plays back
** its journal: schema and rows are those from before or those from after, and integrity_check is ok.
**
** Then the same statement runs in a process of its own, as many times as it does something to the disk, and is killed before each of
** these things: SQLite finds the file as above, nothing lies beside it but what is made for it, and no list of files shows that.
**
** With another VFS's name the library knows nothing of the system's files and makes a new one in its place: so all is done twice.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define KEY(c) "CAST(printf('%.256c', '" c "') AS BLOB)"
#define ACCOUNT(name, layout, key, user) \
  "INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)" \
  " VALUES('" name "', '" layout "', 2, 12345, 0, " KEY(key) ", " user ", 0);"
#define MANY "WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<150) SELECT 'a', "
#define PEERS(from) "ATTACH 'a.session' AS a; INSERT INTO session_peers(session, id, type, access_hash) " MANY from "+i, 'user', i*7919 FROM c;"
#define OLD(layout) ACCOUNT("./a.session", layout, "k", "777") PEERS("0") "DETACH a;"
#define VALUE "ATTACH ':memory:' AS src;" ACCOUNT("src", "pyrogram-3", "n", "999") \
  "CREATE TEMP TABLE v AS SELECT session_export('src', 'bundle') AS z; DETACH src;"

static const struct { const char *zName, *zSetup, *zRun; } aCase[] = {     /* the file is a.session */
  { "a new file", "SELECT 1", ACCOUNT("./a.session", "pyrogram-3", "k", "777") },
  { "import into a new file", VALUE, "SELECT session_import(z, './a.session') FROM v" },
  { "import over another account", OLD("pyrogram-3") VALUE, "SELECT session_import(z, './a.session', NULL, 'replace', 1) FROM v" },
  { "edit", OLD("pyrogram-3"), "UPDATE session SET dc_id = 4 WHERE source = './a.session'" },
  { "migrate", OLD("kurigram-7"), "SELECT session_migrate('./a.session', 'pyrogram-3')" },
  { "migrate, another family", OLD("pyrogram-3"), "SELECT session_migrate('./a.session', 'telethon-7')" },
  { "migrate, WAL", OLD("pyrogram-3") "ATTACH 'a.session' AS a; PRAGMA a.journal_mode = WAL; DETACH a;",
    "UPDATE session SET layout = 'kurigram-7' WHERE source = './a.session'" },
  { "migrate, attached", OLD("pyrogram-3"), "ATTACH 'a.session' AS a; SELECT session_migrate('a', 'kurigram-7')" },
  { "repair", OLD("pyrogram-3") "ATTACH 'a.session' AS a; UPDATE a.version SET number = 7; CREATE TABLE a.x(y); DETACH a;",
    "SELECT session_repair('./a.session', 'rebuild', 1)" },
  { "forget", OLD("pyrogram-3"), "DELETE FROM session WHERE source = './a.session'" },
  { "peers", OLD("kurigram-7"), PEERS("1000") },
  { "peers changed", OLD("mtcute-1"), "ATTACH 'a.session' AS a; UPDATE session_peers SET access_hash = access_hash+1 WHERE session = 'a'" },
  { "peers deleted", OLD("pyrogram-3"), "ATTACH 'a.session' AS a; DELETE FROM session_peers WHERE session = 'a' AND id<60" },
  { "states", OLD("kurigram-7"), "ATTACH 'a.session' AS a; INSERT INTO session_states(session, id, pts) " MANY "-1000000000000-i, i FROM c" },
};

/* ------------------------------------------------------------------- what was done ---- */

enum { N_OP = 20000, N_NAME = 200, SECTOR = 512 };
enum { WRITE, TRUNCATE, SYNC,                /* of the bytes of a file, by its number */
       NAME, UNNAME, SYNC_NAMES };           /* of the folder: a name is the file's; is no one's; all that is on the disk */
typedef struct Op { int eOp, iFile; sqlite3_int64 i; int n; char *a, *zName; } Op;     /* a, zName owned */

static Op aOp[N_OP];
static int nOp, bRecord, nFile, iKill = -1;  /* iKill: the step before which this process is killed */
static struct { char *z; int iFile; } aName[N_NAME];     /* the folder as it is: z owned; iFile 0: gone */
static int nName;

static const char *tail(const char *z){
  return strrchr(z, '/') ? strrchr(z, '/')+1 : z;
}
static int fileOf(const char *zPath){
  int i;
  for(i=nName-1; i>=0; i--) if( strcmp(aName[i].z, tail(zPath))==0 ) return aName[i].iFile;
  return 0;
}
static void setName(const char *zPath, int iFile){
  if( nName==N_NAME ) exit(2);
  aName[nName].z = strdup(tail(zPath));
  aName[nName++].iFile = iFile;
}
static void done(int eOp, int iFile, sqlite3_int64 i, const void *a, int n, const char *zName){
  Op *p = &aOp[nOp];
  if( !bRecord ) return;
  if( nOp==iKill ) raise(SIGKILL);
  if( ++nOp==N_OP ) exit(2);
  p->eOp = eOp;
  p->iFile = iFile;
  p->i = i;
  p->n = n;
  p->a = n ? malloc((size_t)n) : 0;
  if( p->a ) memcpy(p->a, a, (size_t)n);
  p->zName = zName ? strdup(tail(zName)) : 0;
}
static void forget(void){
  while( nOp>0 ){
    free(aOp[--nOp].a);
    free(aOp[nOp].zName);
  }
  while( nName>0 ) free(aName[--nName].z);
  nFile = 0;
}

int link(const char *zFrom, const char *zTo){
  __typeof__(&link) x = (__typeof__(&link))(size_t)dlsym(RTLD_NEXT, "link");
  int rc = x(zFrom, zTo), iFile = fileOf(zFrom);
  if( rc==0 && bRecord ){
    setName(zTo, iFile);
    done(NAME, iFile, 0, 0, 0, zTo);
  }
  return rc;
}
int unlink(const char *z){
  __typeof__(&unlink) x = (__typeof__(&unlink))(size_t)dlsym(RTLD_NEXT, "unlink");
  int rc = x(z);
  if( rc==0 && bRecord ){
    setName(z, 0);
    done(UNNAME, 0, 0, 0, 0, z);
  }
  return rc;
}
static void syncFd(int fd){
  struct stat st;
  if( bRecord && fstat(fd, &st)==0 && S_ISDIR(st.st_mode) ) done(SYNC_NAMES, 0, 0, 0, 0, 0);
}
int fsync(int fd){
  syncFd(fd);
  return 0;
}
int fdatasync(int fd){
  syncFd(fd);
  return 0;
}

typedef struct File { sqlite3_file base; int iFile; sqlite3_file *pReal; } File;
#define REAL(p) (((File*)(p))->pReal)
#define ID(p) (((File*)(p))->iFile)

static int fClose(sqlite3_file *p){ return REAL(p)->pMethods->xClose(REAL(p)); }
static int fRead(sqlite3_file *p, void *a, int n, sqlite3_int64 i){ return REAL(p)->pMethods->xRead(REAL(p), a, n, i); }
static int fWrite(sqlite3_file *p, const void *a, int n, sqlite3_int64 i){
  if( ID(p) ) done(WRITE, ID(p), i, a, n, 0);
  return REAL(p)->pMethods->xWrite(REAL(p), a, n, i);
}
static int fTruncate(sqlite3_file *p, sqlite3_int64 n){
  if( ID(p) ) done(TRUNCATE, ID(p), n, 0, 0, 0);
  return REAL(p)->pMethods->xTruncate(REAL(p), n);
}
static int fSync(sqlite3_file *p, int f){
  if( ID(p) ) done(SYNC, ID(p), 0, 0, 0, 0);
  return REAL(p)->pMethods->xSync(REAL(p), f);           /* a folder's, too, where it is new */
}
static int fFileSize(sqlite3_file *p, sqlite3_int64 *pn){ return REAL(p)->pMethods->xFileSize(REAL(p), pn); }
static int fLock(sqlite3_file *p, int e){ return REAL(p)->pMethods->xLock(REAL(p), e); }
static int fUnlock(sqlite3_file *p, int e){ return REAL(p)->pMethods->xUnlock(REAL(p), e); }
static int fReserved(sqlite3_file *p, int *pb){ return REAL(p)->pMethods->xCheckReservedLock(REAL(p), pb); }
static int fControl(sqlite3_file *p, int op, void *a){ return REAL(p)->pMethods->xFileControl(REAL(p), op, a); }
static int fSector(sqlite3_file *p){ (void)p; return SECTOR; }
static int fDevice(sqlite3_file *p){ (void)p; return 0; }                    /* it promises nothing */
static int fShmMap(sqlite3_file *p, int i, int n, int b, void volatile **pp){
  return REAL(p)->pMethods->xShmMap(REAL(p), i, n, b, pp);
}
static int fShmLock(sqlite3_file *p, int i, int n, int f){ return REAL(p)->pMethods->xShmLock(REAL(p), i, n, f); }
static void fShmBarrier(sqlite3_file *p){ REAL(p)->pMethods->xShmBarrier(REAL(p)); }
static int fShmUnmap(sqlite3_file *p, int b){ return REAL(p)->pMethods->xShmUnmap(REAL(p), b); }
static const sqlite3_io_methods method = {
  2, fClose, fRead, fWrite, fTruncate, fSync, fFileSize, fLock, fUnlock, fReserved, fControl,
  fSector, fDevice, fShmMap, fShmLock, fShmBarrier, fShmUnmap, 0, 0
};

static sqlite3_vfs *pRealVfs, aShim[2];

static int vOpen(sqlite3_vfs *v, const char *z, sqlite3_file *p, int f, int *pf){
  int rc;
  (void)v;
  p->pMethods = 0;
  ID(p) = 0;
  REAL(p) = (sqlite3_file*)((File*)p + 1);
  rc = pRealVfs->xOpen(pRealVfs, z, REAL(p), f, pf);
  if( REAL(p)->pMethods ) p->pMethods = &method;
  if( rc==SQLITE_OK && z && bRecord && (f & SQLITE_OPEN_DELETEONCLOSE)==0 ){
    ID(p) = fileOf(z);
    if( ID(p)==0 ){                          /* empty, whoever made it */
      ID(p) = ++nFile;
      setName(z, nFile);
      done(NAME, nFile, 0, 0, 0, z);
    }
  }
  return rc;
}
static int vDelete(sqlite3_vfs *v, const char *z, int b){
  int rc = pRealVfs->xDelete(pRealVfs, z, b);            /* by our unlink(), or by SQLite's own, which is this program's, too */
  (void)v;
  return rc;
}

static int vTime(sqlite3_vfs *v, sqlite3_int64 *p){      /* rows that have their date are the same each time */
  (void)v;
  *p = (sqlite3_int64)212000000000000;
  return SQLITE_OK;
}

static void installShims(void){
  int k;
  sqlite3_initialize();
  pRealVfs = sqlite3_vfs_find(0);
  for(k=0; k<2; k++){
    aShim[k] = *pRealVfs;
    aShim[k].zName = k ? "power" : "unix-power";
    aShim[k].szOsFile += (int)sizeof(File);
    aShim[k].xOpen = vOpen;
    aShim[k].xDelete = vDelete;
    aShim[k].xCurrentTimeInt64 = vTime;
  }
}

/* --------------------------------------------------------------- what is left of it ---- */

typedef struct Bytes { char *a; sqlite3_int64 n; } Bytes;

static void put(Bytes *b, sqlite3_int64 i, const char *a, sqlite3_int64 n){
  if( i+n>b->n ){
    b->a = realloc(b->a, (size_t)(i+n));
    memset(b->a+b->n, 0, (size_t)(i+n-b->n));
    b->n = i+n;
  }
  memcpy(b->a+i, a, (size_t)n);
}

static Bytes slurp(const char *z){
  FILE *f = fopen(z, "rb");
  Bytes b = {0, 0};
  char a[4096];
  size_t n;
  while( f && (n = fread(a, 1, sizeof a, f))>0 ) put(&b, b.n, a, (sqlite3_int64)n);
  if( f ) fclose(f);
  return b;
}
static void spew(const char *z, Bytes b){
  FILE *f = fopen(z, "wb");
  if( f==0 || (b.n && fwrite(b.a, 1, (size_t)b.n, f)!=(size_t)b.n) ) exit(2);
  fclose(f);
}

/* The folder after the first nDone steps and a power loss; aOld[i] are the bytes that file i+1 had before.  iWay 0: nothing but what was
** synced; 1: everything; else by chance. */
static void crash(int nDone, int iWay, const Bytes *aOld, int nOld){
  Bytes *aFile = calloc((size_t)nFile+1, sizeof(Bytes));
  int *aSynced = calloc((size_t)nFile+1, sizeof(int)), i, k, nNames = 0, nKept;
  for(i=0; i<nOld; i++) put(&aFile[i+1], 0, aOld[i].a, aOld[i].n);
  for(i=0; i<nDone; i++){
    if( aOp[i].eOp==SYNC ) aSynced[aOp[i].iFile] = i;
    if( aOp[i].eOp==SYNC_NAMES ) nNames = i;
  }
  for(i=0; i<nDone; i++){
    const Op *p = &aOp[i];
    Bytes *b = &aFile[p->iFile];
    int bSure = i<aSynced[p->iFile] || iWay==1;
    if( p->eOp==TRUNCATE && (bSure || (iWay && rnd(2))) && p->i<b->n ) b->n = p->i;
    if( p->eOp!=WRITE ) continue;
    for(k=0; k<p->n; ){                      /* sector by sector */
      int n = SECTOR - (int)((p->i+k)%SECTOR);
      if( n>p->n-k ) n = p->n-k;
      if( bSure || (iWay && rnd(2)) ) put(b, p->i+k, p->a+k, n);
      k += n;
    }
  }
  hostEmpty();
  for(i=0; i<nOld; i++) spew(i ? aName[i].z : "a.session", aFile[i+1]);
  nKept = iWay==0 ? nNames : iWay==1 ? nDone : nNames + (int)rnd((unsigned)(nDone-nNames)+1);
  for(i=0; i<nKept; i++){
    __typeof__(&unlink) xUnlink = (__typeof__(&unlink))(size_t)dlsym(RTLD_NEXT, "unlink");
    if( aOp[i].eOp==NAME ) spew(aOp[i].zName, aFile[aOp[i].iFile]);
    if( aOp[i].eOp==UNNAME ) xUnlink(aOp[i].zName);
  }
  for(i=0; i<=nFile; i++) free(aFile[i].a);
  free(aFile);
  free(aSynced);
}

static uint64_t state(void){                 /* of a.session, 0 when it is damaged */
  uint64_t h = HOST_HASH;
  return hostHashFile(&h, "a.session") ? h : 0;
}

/* What lies in the folder is the file and what belongs to it; a list shows the file alone. */
static void isTidy(sqlite3 *db, const char *zCase, int iStep){
  struct dirent **a = 0;
  int i, n = hostFiles(&a);
  sqlite3_stmt *p = 0;
  for(i=0; i<n; i++){
    const char *z = a[i]->d_name;
    check(strncmp(z, "a.session", 9)==0 || strncmp(z, ".a.session.tgsession-new", 24)==0,
          "%s, killed before step %d: %s lies there", zCase, iStep, z);
    free(a[i]);
  }
  free(a);
  sqlite3_prepare_v2(db, "SELECT count(*) FROM session('./*') WHERE name<>'./a.session'", -1, &p, 0);
  check(sqlite3_step(p)==SQLITE_ROW && sqlite3_column_int(p, 0)==0, "%s, killed before step %d: a list shows more", zCase, iStep);
  sqlite3_finalize(p);
}

/* Killed before each of nStep steps. */
static void killCase(int iCase, int nStep, const Bytes *aOld, int nOld, uint64_t before, uint64_t after){
  sqlite3 *db = hostDb();
  int i, eEnd;
  for(i=some(9); i<nStep; i+=every(9)){
    pid_t pid;
    uint64_t now;
    hostEmpty();
    fflush(stdout);
    pid = fork();
    if( pid==0 ){
      sqlite3 *dbOwn = hostDb();
      sqlite3_exec(dbOwn, aCase[iCase].zSetup, 0, 0, 0);
      if( nOld ) spew("a.session", aOld[0]);             /* made again it would have another date */
      forget();
      if( nOld ){
        nFile = 1;
        setName("a.session", 1);
      }
      bRecord = 1;
      iKill = i;
      _exit(sqlite3_exec(dbOwn, aCase[iCase].zRun, 0, 0, 0) ? 1 : 0);
    }
    waitpid(pid, &eEnd, 0);
    check(WIFSIGNALED(eEnd) && WTERMSIG(eEnd)==SIGKILL, "%s: step %d of %d is not reached", aCase[iCase].zName, i, nStep);
    isTidy(db, aCase[iCase].zName, i);
    now = state();
    check(now==before || now==after, "%s: killed before step %d of %d: %s", aCase[iCase].zName, i, nStep,
          now ? "neither the old nor the new" : "damaged");
  }
  sqlite3_close(db);
}

static void runCase(int iCase, int k){
  sqlite3 *db;
  uint64_t before, after, now;
  Bytes old = {0, 0};
  int i, iWay, nOld = 0, nBefore = 0, nAfter = 0;
  hostEmpty();
  sqlite3_vfs_register(&aShim[k], 1);
  db = hostDb();
  i = sqlite3_exec(db, aCase[iCase].zSetup, 0, 0, 0);
  check(i==SQLITE_OK, "%s: setup: %s", aCase[iCase].zName, sqlite3_errmsg(db));
  before = state();
  if( access("a.session", F_OK)==0 ){
    old = slurp("a.session");
    nOld = nFile = 1;
    setName("a.session", 1);
  }
  bRecord = 1;
  i = sqlite3_exec(db, aCase[iCase].zRun, 0, 0, 0);
  check(i==SQLITE_OK, "%s: %s", aCase[iCase].zName, sqlite3_errmsg(db));
  bRecord = 0;
  sqlite3_close(db);
  after = state();
  check(before && after && before!=after, "%s: nothing happens", aCase[iCase].zName);
  for(i=some(5); i<=nOp; i+=every(5)){
    for(iWay=0; iWay<6; iWay++){
      crash(i, iWay, &old, nOld);
      now = state();
      check(now==before || now==after, "%s, %s: power lost after step %d of %d, way %d: %s", aCase[iCase].zName, aShim[k].zName, i, nOp,
            iWay, now ? "neither the old nor the new" : "damaged");
      nBefore += now==before;
      nAfter += now==after;
    }
  }
  check(nOp>5 && nBefore>0 && (nAfter>0 || isFew()), "%s: %d steps, %d times the old, %d the new", aCase[iCase].zName, nOp, nBefore, nAfter);
  crash(nOp, 1, &old, nOld);
  check(state()==after, "%s: all of it on the disk is not the new one", aCase[iCase].zName);
  killCase(iCase, nOp, &old, nOld, before, after);
  sqlite3_vfs_unregister(&aShim[k]);
  free(old.a);
  forget();
}

int main(int argc, char **argv){
  int i, k;
  hostStart("power", argc>1 ? argv[1] : 0);
  installShims();
  for(k=0; k<2; k++){
    for(i=0; i<(int)(sizeof aCase/sizeof aCase[0]); i++) runCase(i, k);
  }
  return hostEnd(nPass, nFail);
}
