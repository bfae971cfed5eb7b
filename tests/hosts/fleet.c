/* Fleets of session files beside living clients: nothing torn, nobody blocked, quickly stopped,
** and in little memory.
**
**     build/fleet build/tgsession.so
**
** What is measured is printed; what is asserted is several times as much, for slow machines.
*/
#define _GNU_SOURCE
#include "check.h"
#include "few.h"
#include "host.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
# define SANITIZED 1
#elif defined(__has_feature)
# if __has_feature(address_sanitizer)
#  define SANITIZED 1
# endif
#endif
#ifndef SANITIZED
# define SANITIZED 0
#endif

#define ALL "name, layout, dc_id, port, api_id, date, user_id, auth_key_id, problem"
#define SMALL (isFew() ? 5000 : 20000)      /* files in a fleet of small ones */
#define MARK 100000                         /* what user_id is above port */
#define HOT (isFew() ? 0.2 : 0.7)           /* seconds that a writer and a reader meet */

static void nap(double r){
  struct timespec t;
  t.tv_sec = (time_t)r;
  t.tv_nsec = (long)((r - (double)t.tv_sec)*1e9);
  while( nanosleep(&t, &t)!=0 && errno==EINTR ){}
}

static int run(sqlite3 *db, const char *zSql){
  int rc = sqlite3_exec(db, zSql, 0, 0, 0);
  check(rc==SQLITE_OK, "%s: %s", zSql, sqlite3_errmsg(db));
  return rc==SQLITE_OK;
}

/* Steps to the end; how many rows.  *pRc: SQLITE_DONE or what else it ended with. */
static int count(sqlite3 *db, const char *zSql, int *pRc){
  sqlite3_stmt *p = 0;
  int n = 0;
  *pRc = sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  if( *pRc==SQLITE_OK ){
    while( (*pRc = sqlite3_step(p))==SQLITE_ROW ) n++;
  }
  sqlite3_finalize(p);
  return n;
}

/* A session of some layout in a file. */
static void make(sqlite3 *db, const char *zPath, const char *zLayout){
  char *z = sqlite3_mprintf("INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot,"
    " auth_key) VALUES(%Q, %Q, 2, 12345, 777, 0, CAST(printf('%%.256c', 'k') AS BLOB))",
    zPath, zLayout);
  run(db, z);
  sqlite3_free(z);
}

static void runFile(const char *zPath, const char *zSql){
  sqlite3 *db = 0;
  sqlite3_open(zPath, &db);
  run(db, zSql);
  sqlite3_close(db);
}

/* A folder of n names for one file. */
static void makeFleet(const char *zFolder, const char *zFile, int n){
  char z[100];
  int i;
  mkdir(zFolder, 0700);
  for(i=0; i<n; i++){
    snprintf(z, sizeof z, "%s/account_%05d.session", zFolder, i);
    if( link(zFile, z)!=0 ){
      check(0, "link %s: %s", z, strerror(errno));
      return;
    }
  }
}

static void removeFleet(const char *zFolder){
  struct dirent **a = 0;
  char z[400];
  int i, n = scandir(zFolder, &a, hostNamed, 0);
  for(i=0; i<n; i++){
    snprintf(z, sizeof z, "%s/%s", zFolder, a[i]->d_name);
    remove(z);
    free(a[i]);
  }
  free(a);
  rmdir(zFolder);
}

/* ---- a writer at work ---------------------------------------------------------------------- */

/* What a writer process tells when it is done. */
typedef struct Wrote { int nCommit, nFailed; double rWait; } Wrote;

static double rBusy;                        /* since when the writer waits, or 0 */
static int busy(void *p, int n){
  (void)p;
  if( n==0 ) rBusy = seconds();
  nap(20e-6);
  return seconds()-rBusy<10;
}

/* For r seconds change two rows on two pages, alike.  bReopen: a connection each time. */
static void writer(const char *zMode, int bReopen, double r, int fd){
  Wrote w = {0, 0, 0};
  sqlite3 *db = 0;
  double rEnd = seconds() + r;
  int i;
  for(i=1; seconds()<rEnd; i = i%60000 + 1){
    char *z = sqlite3_mprintf("BEGIN IMMEDIATE; UPDATE sessions SET port=%d;"
      "INSERT OR REPLACE INTO entities(id, hash) VALUES(0, %d); COMMIT", i, i+MARK);
    int rc;
    rBusy = 0;
    if( db==0 ){
      sqlite3_open("hot.session", &db);
      sqlite3_busy_handler(db, busy, 0);
      if( zMode[0] ) sqlite3_exec(db, zMode, 0, 0, 0);
      sqlite3_exec(db, "PRAGMA synchronous=OFF", 0, 0, 0);
    }
    rc = sqlite3_exec(db, z, 0, 0, 0);
    if( rBusy>0 && seconds()-rBusy>w.rWait ) w.rWait = seconds()-rBusy;
    if( rc==SQLITE_OK ) w.nCommit++;
    else w.nFailed++;
    sqlite3_free(z);
    if( bReopen ){
      sqlite3_close(db);
      db = 0;
    }
  }
  sqlite3_close(db);
  if( write(fd, &w, sizeof w)!=(ssize_t)sizeof w ) _exit(1);
  _exit(0);
}

static void testTorn(sqlite3 *db){
  static const struct { const char *zName, *zMode, *zMore; int bReopen; } aMode[] = {
    { "delete",          "PRAGMA journal_mode=DELETE",   "", 0 },
    { "truncate",        "PRAGMA journal_mode=TRUNCATE", "", 1 },
    { "persist",         "PRAGMA journal_mode=PERSIST",  "", 0 },
    { "wal",             "PRAGMA journal_mode=WAL",      "", 0 },
    { "wal, reopened",   "PRAGMA journal_mode=WAL",      "", 1 },
    { "delete, slow",    "PRAGMA journal_mode=DELETE",
      "ALTER TABLE sessions ADD COLUMN stranger", 0 },
    { "wal, reopened, slow", "PRAGMA journal_mode=WAL",
      "ALTER TABLE sessions ADD COLUMN stranger", 1 },
  };
  size_t i;
  run(db, "PRAGMA busy_timeout=50");        /* or a reader would hardly find a gap */
  for(i=0; i<sizeof aMode/sizeof aMode[0]; i++){
    Wrote w = {0, 0, -1};
    int nRow = 0, nSeen = 0, nTorn = 0, nChange = 0, iLast = 0, aFd[2], status = 0;
    double rEnd;
    pid_t pid;
    make(db, "./hot.session", "telethon-7");
    runFile("hot.session", "INSERT OR REPLACE INTO entities(id, hash) VALUES(0, 100443)");
    if( aMode[i].zMore[0] ) runFile("hot.session", aMode[i].zMore);
    if( pipe(aFd)!=0 ) exit(2);
    fflush(stdout);
    pid = fork();
    if( pid==0 ) writer(aMode[i].zMode, aMode[i].bReopen, HOT, aFd[1]);
    for(rEnd=seconds()+HOT; seconds()<rEnd; nRow++){
      sqlite3_stmt *p = 0;
      sqlite3_prepare_v2(db, "SELECT port, user_id, problem FROM session('hot*.session')", -1, &p,
                         0);
      if( sqlite3_step(p)!=SQLITE_ROW ){
        check(0, "%s: no row: %s", aMode[i].zName, sqlite3_errmsg(db));
      }else if( sqlite3_column_type(p, 0)==SQLITE_NULL ){
        check(sqlite3_column_type(p, 2)!=SQLITE_NULL, "%s: neither port nor problem",
              aMode[i].zName);
      }else{
        int iPort = sqlite3_column_int(p, 0);
        nSeen++;
        nChange += iPort!=iLast;
        iLast = iPort;
        nTorn += sqlite3_column_int(p, 1)!=iPort+MARK;
      }
      sqlite3_finalize(p);
    }
    if( read(aFd[0], &w, sizeof w)!=(ssize_t)sizeof w ) check(0, "%s: no report", aMode[i].zName);
    waitpid(pid, &status, 0);
    close(aFd[0]);
    close(aFd[1]);
    printf("fleet: %s: %d commits beside %d reads, of which %d saw a row, %d times a new one; "
           "waited at most %.2f ms\n", aMode[i].zName, w.nCommit, nRow, nSeen, nChange,
           w.rWait*1e3);
    check(nTorn==0, "%s: %d of %d rows were torn", aMode[i].zName, nTorn, nSeen);
    check(status==0 && w.nFailed==0 && w.nCommit>5, "%s: the writer made %d commits, %d failed",
          aMode[i].zName, w.nCommit, w.nFailed);
    check(nSeen>0 && nChange>0, "%s: of %d reads %d saw a row", aMode[i].zName, nRow, nSeen);
    check(w.rWait<0.5, "%s: the writer waited %.0f ms", aMode[i].zName, w.rWait*1e3);
    hostEmpty();
  }
  run(db, "PRAGMA busy_timeout=0");
}

static char zSelf[PATH_MAX];

/* Can another process do this at once?  0: yes, 1: it is locked.  A program of its own: after a
** mere fork() SQLite would ask what it remembers of locks, not the system. */
static int other(const char *zPath, const char *zSql){
  int status = 1;
  pid_t pid;
  fflush(stdout);
  pid = fork();
  if( pid==0 ){
    execl("/bin/sh", "sh", "-c", "exec $UNDER \"$@\"", "sh", zSelf, "--do", zPath, zSql, (char*)0);
    _exit(9);
  }
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 8;
}

static int doOther(const char *zPath, const char *zSql){
  sqlite3 *db = 0;
  int rc = sqlite3_open_v2(zPath, &db, SQLITE_OPEN_READWRITE, 0);
  if( rc==SQLITE_OK ) rc = sqlite3_exec(db, zSql, 0, 0, 0);
  sqlite3_close(db);
  return rc==SQLITE_OK ? 0 : rc==SQLITE_BUSY ? 1 : 2;
}

/* While a query stands on a row, the file is free: for each way of reading one. */
static void testFree(sqlite3 *db){
  static const struct { const char *zLayout, *zSql; } aCase[] = {
    { "telethon-7", "SELECT 1" },
    { "telethon-3", "SELECT 1" },                        /* WITHOUT ROWID: by SQLite */
    { "pyrogram-3", "PRAGMA journal_mode=WAL" },         /* a mark, and no -wal */
    { "telethon-3", "PRAGMA journal_mode=WAL" },
    { "kurigram-7", "PRAGMA encoding" },
    { "telethon-7", "ALTER TABLE sessions ADD COLUMN stranger" },
  };
  static const char *const azQuery[] = {
    "SELECT " ALL " FROM session('*.session')", "SELECT name, peers FROM session('*.session')",
    "SELECT name, string FROM session('*.session')",
  };
  size_t i, k;
  for(i=0; i<sizeof aCase/sizeof aCase[0]; i++){
    for(k=0; k<sizeof azQuery/sizeof azQuery[0]; k++){
      sqlite3_stmt *p = 0;
      int r;
      make(db, "./a.session", aCase[i].zLayout);
      runFile("a.session", aCase[i].zSql);
      make(db, "./b.session", "telethon-7");
      sqlite3_prepare_v2(db, azQuery[k], -1, &p, 0);
      check(sqlite3_step(p)==SQLITE_ROW, "free %d: %s", (int)i, sqlite3_errmsg(db));
      r = other("a.session", "BEGIN EXCLUSIVE; UPDATE sessions SET dc_id=3; COMMIT");
      check(r==0, "%s after %s: a query that stands on its row keeps it locked (%d)",
            aCase[i].zLayout, aCase[i].zSql, r);
      sqlite3_finalize(p);
      hostEmpty();
    }
  }
}

/* Locks that the process holds by another connection stay. */
static void testLocks(sqlite3 *db){
  static const char *const azLayout[] = { "telethon-7", "telethon-3" };
  static const char *const azQuery[] = {
    "SELECT " ALL " FROM session('*.session')", "SELECT name, peers, string FROM session('.')",
    "SELECT session_export('./a.session')", "SELECT count(*) FROM session_peers('*.session')",
    "SELECT session_check('./a.session')",
  };
  int i, rc;
  size_t k;
  for(i=0; i<2; i++){
    for(k=0; k<sizeof azQuery/sizeof azQuery[0]; k++){
      sqlite3 *db2 = 0;
      make(db, "./a.session", azLayout[i]);
      sqlite3_open("a.session", &db2);
      run(db2, "BEGIN IMMEDIATE; UPDATE sessions SET port=444");
      check(other("a.session", "BEGIN IMMEDIATE")==1, "locks: there is none");
      count(db, azQuery[k], &rc);
      check(other("a.session", "BEGIN IMMEDIATE")==1, "%s: %s dropped a lock", azLayout[i],
            azQuery[k]);
      run(db2, "COMMIT; BEGIN; SELECT * FROM sessions");
      check(other("a.session", "BEGIN EXCLUSIVE")==1, "locks: no reader's");
      count(db, azQuery[k], &rc);
      check(other("a.session", "BEGIN EXCLUSIVE")==1, "%s: %s dropped a reader's lock",
            azLayout[i], azQuery[k]);
      run(db2, "COMMIT");
      check(other("a.session", "BEGIN EXCLUSIVE")==0, "locks: one is left by %s", azQuery[k]);
      sqlite3_close(db2);
      hostEmpty();
    }
  }
}

/* ---- a writer between any two reads ---------------------------------------------------------- */

static sqlite3_vfs *pReal, meddler;
static sqlite3_io_methods meddled;          /* the real ones, but for xRead */
static const sqlite3_io_methods *pMethods;
static int nMeddle = -1, iMeddled;          /* reads until then; what the writer said */

static int meddleRead(sqlite3_file *p, void *a, int n, sqlite3_int64 iOff){
  if( nMeddle>=0 && nMeddle--==0 ){
    iMeddled = other("hot.session", "PRAGMA synchronous=OFF; BEGIN IMMEDIATE;"
      "UPDATE sessions SET port=port+1; UPDATE entities SET hash=hash+1 WHERE id=0; COMMIT");
  }
  return pMethods->xRead(p, a, n, iOff);
}

static int meddleOpen(sqlite3_vfs *v, const char *z, sqlite3_file *p, int flags, int *pFlags){
  int rc = pReal->xOpen(pReal, z, p, flags, pFlags);
  (void)v;
  if( rc==SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) && strstr(z, "hot.session") ){
    pMethods = p->pMethods;
    meddled = *pMethods;
    meddled.xRead = meddleRead;
    p->pMethods = &meddled;
  }
  return rc;
}

/* A client opens the file, commits and closes it before the first read of it, the second, ... */
static void testMeddle(sqlite3 *db){
  static const struct { const char *zWhat, *zMode, *zMore; } aCase[] = {
    { "fast", "PRAGMA journal_mode=DELETE", "SELECT 1" },
    { "fast, wal mark", "PRAGMA journal_mode=WAL", "SELECT 1" },
    { "slow", "PRAGMA journal_mode=DELETE", "ALTER TABLE sessions ADD COLUMN stranger" },
    { "slow, wal mark", "PRAGMA journal_mode=WAL", "ALTER TABLE sessions ADD COLUMN stranger" },
  };
  size_t i;
  int k;
  pReal = sqlite3_vfs_find(0);
  meddler = *pReal;
  meddler.zName = "unix-meddled";
  meddler.xOpen = meddleOpen;
  for(i=0; i<sizeof aCase/sizeof aCase[0]; i++){
    int bReached = 1, nCommit = 0;
    make(db, "./hot.session", "telethon-7");
    runFile("hot.session", "INSERT OR REPLACE INTO entities(id, hash) VALUES(0, 100443)");
    runFile("hot.session", aCase[i].zMore);
    runFile("hot.session", aCase[i].zMode);
    sqlite3_vfs_register(&meddler, 1);
    for(k=0; k<60 && bReached; k++){
      sqlite3_stmt *p = 0;
      nMeddle = k;
      sqlite3_prepare_v2(db, "SELECT port, user_id, problem FROM session('hot*.session')", -1, &p,
                         0);
      check(sqlite3_step(p)==SQLITE_ROW, "%s: %s", aCase[i].zWhat, sqlite3_errmsg(db));
      check(sqlite3_column_int(p, 0)==0
            || sqlite3_column_int(p, 1)==sqlite3_column_int(p, 0)+MARK,
            "%s: torn by a writer before read %d: %d and %d", aCase[i].zWhat, k,
            sqlite3_column_int(p, 0), sqlite3_column_int(p, 1));
      check(sqlite3_column_int(p, 0)!=0 || sqlite3_column_type(p, 2)!=SQLITE_NULL,
            "%s: neither a row nor a problem after read %d", aCase[i].zWhat, k);
      sqlite3_finalize(p);
      bReached = nMeddle<0;
      nCommit += bReached && iMeddled==0;
      nMeddle = -1;
    }
    sqlite3_vfs_unregister(&meddler);
    sqlite3_vfs_register(pReal, 1);
    printf("fleet: %s: a writer before each of %d reads, of which %d were let\n", aCase[i].zWhat,
           k-1, nCommit);
    check(k>1 && !bReached, "%s: %d reads", aCase[i].zWhat, k-1);
    check(nCommit>0 || strchr(aCase[i].zWhat, ',')==0, "%s: the writer never wrote",
          aCase[i].zWhat);
    hostEmpty();
  }
}

/* ---- interrupts ---------------------------------------------------------------------------- */

typedef struct Bell { sqlite3 *db; double rDelay, rRang; } Bell;

static void *ring(void *pArg){
  Bell *p = pArg;
  nap(p->rDelay);
  p->rRang = seconds();
  sqlite3_interrupt(p->db);
  return 0;
}

/* Interrupt a query after some time; from when on it takes long, it is stopped soon. */
static void testInterrupt(sqlite3 *db, const char *zWhat, const char *zSql, double rDelay){
  double rMax = 0, rMin = 1e9, rAll = seconds();
  int i, n = 0, rc = 0, nFd = hostDescriptors();
  for(i=0; i<6 && n<3; i++){
    Bell b = { 0, 0, 0 };
    pthread_t t;
    double rEnd;
    b.db = db;
    b.rDelay = rDelay;
    if( pthread_create(&t, 0, ring, &b)!=0 ) exit(2);
    count(db, zSql, &rc);
    rEnd = seconds();
    pthread_join(t, 0);
    if( rc==SQLITE_INTERRUPT ){
      if( rEnd-b.rRang>rMax ) rMax = rEnd-b.rRang;
      if( rEnd-b.rRang<rMin ) rMin = rEnd-b.rRang;
      n++;
      rDelay *= 1.6;
    }else{                                  /* over before the bell */
      rDelay /= 3;
    }
  }
  rAll = seconds() - rAll;
  if( n==0 ) printf("fleet: %s was never interrupted (last: %d)\n", zWhat, rc);
  else printf("fleet: %s stops %.1f ms after an interrupt, at most\n", zWhat, rMax*1e3);
  check(n>0, "%s: not interrupted in %.1f s", zWhat, rAll);
  /* The least: what is stopped late for want of a processor is so once, what does not look for an interrupt each time. */
  check(rMin<0.5, "%s: stopped %.0f ms after the interrupt", zWhat, rMin*1e3);
  check(hostDescriptors()==nFd, "%s: %d descriptors are open", zWhat, hostDescriptors()-nFd);
  check(count(db, "SELECT 1", &rc)==1, "%s: the connection is of no use: %d", zWhat, rc);
}

/* nMb of a pattern of n bytes that comes again and again; 0: of chance. */
static void makeJunk(const char *zPath, int nMb, const char *zPattern, size_t n){
  static unsigned char a[1<<20];
  FILE *f = fopen(zPath, "wb");
  unsigned s = 12345;
  size_t i;
  for(i=0; i<sizeof a; i++){
    s = s*1664525 + 1013904223;
    a[i] = zPattern ? (unsigned char)zPattern[i%n] : (unsigned char)(s>>24);
  }
  while( f && nMb-->0 ){
    if( fwrite(a, 1, sizeof a, f)!=sizeof a ) break;
  }
  if( f==0 || fclose(f)!=0 ) check(0, "cannot write %s", zPath);
}

static void testInterrupts(sqlite3 *db){
  static const char zFleet[] = "SELECT " ALL " FROM session('fleet/*.session')";
  int rc, n, nJunk = isFew() ? 60 : 200;
  double t;
  make(db, "./a.session", "telethon-7");
  makeFleet("fleet", "a.session", SMALL);
  t = seconds();
  n = count(db, zFleet, &rc);
  t = seconds() - t;
  printf("fleet: %d files in %.0f ms\n", n, t*1e3);
  check(n==SMALL && rc==SQLITE_DONE, "fleet: %d rows, rc %d", n, rc);
  testInterrupt(db, "a fleet of small ones", zFleet, t/4);
  testInterrupt(db, "its sum", "SELECT sum(port) FROM session('fleet/*.session')", t/4);
  removeFleet("fleet");
  make(db, "./b.session", "telethon-3");
  makeFleet("fleet", "b.session", isFew() ? 2000 : 5000);
  testInterrupt(db, "a fleet that SQLite reads", zFleet, 0.1);
  testInterrupt(db, "its peers", "SELECT count(*) FROM session_peers('fleet/*.session')", 0.1);
  removeFleet("fleet");
  makeJunk("junk.session", nJunk, 0, 0);
  testInterrupt(db, "salvage of what is large", "SELECT " ALL " FROM session('junk*.session')", 0.05);
  makeJunk("junk.session", nJunk, "\x7f\x84\x0c", 3);
  testInterrupt(db, "salvage of what looks like keys",
                "SELECT " ALL " FROM session('junk*.session')", 0.05);
  hostEmpty();
}

/* ---- memory -------------------------------------------------------------------------------- */

#ifdef __APPLE__
# define MAXRSS 1                           /* ru_maxrss is in bytes there, and in kB elsewhere */
#else
# define MAXRSS 1024
#endif
typedef struct Used { long long nHeap, nRss; int nRow, nFd; } Used;

/* Read a fleet in a process of its own; the peaks. */
static Used measure(const char *zSql){
  Used u = {0, 0, 0, 0};
  int aFd[2], rc;
  pid_t pid;
  if( pipe(aFd)!=0 ) exit(2);
  fflush(stdout);
  pid = fork();
  if( pid==0 ){
    sqlite3 *db = hostDb();
    struct rusage use;
    int nFd = hostDescriptors();
    sqlite3_memory_highwater(1);
    u.nRow = count(db, zSql, &rc);
    u.nHeap = sqlite3_memory_highwater(0);
    u.nFd = hostDescriptors() - nFd;
    getrusage(RUSAGE_SELF, &use);
    u.nRss = (long long)use.ru_maxrss*MAXRSS;
    if( write(aFd[1], &u, sizeof u)!=(ssize_t)sizeof u ) _exit(1);
    _exit(0);
  }
  if( read(aFd[0], &u, sizeof u)!=(ssize_t)sizeof u ) check(0, "memory: no report");
  waitpid(pid, 0, 0);
  close(aFd[0]);
  close(aFd[1]);
  return u;
}

static void testMemory(sqlite3 *db){
  static const char *const azLayout[] = { "telethon-7", "telethon-3" };
  int i;
  for(i=0; i<2; i++){
    Used few, many;
    int nMany = i || isFew() ? 3000 : 10000;
    make(db, "./a.session", azLayout[i]);
    makeFleet("few", "a.session", 100);
    makeFleet("many", "a.session", nMany);
    few = measure("SELECT " ALL " FROM session('few/*.session')");
    many = measure("SELECT " ALL " FROM session('many/*.session')");
    printf("fleet: %s: %d files take %lld kB of SQLite's heap more than %d, %lld kB of memory\n",
           azLayout[i], many.nRow, (many.nHeap-few.nHeap)/1024, few.nRow,
           (many.nRss-few.nRss)/1024);
    check(few.nRow==100 && many.nRow==nMany, "memory: %d and %d rows", few.nRow, many.nRow);
    check(many.nHeap-few.nHeap<2*1024*1024, "memory: %lld bytes more", many.nHeap-few.nHeap);
    if( !SANITIZED ) check(many.nRss-few.nRss<2*1024*1024, "memory: %lld kB more resident",
                           (many.nRss-few.nRss)/1024);
    check(few.nFd==0 && many.nFd==0, "memory: %d and %d descriptors are open", few.nFd, many.nFd);
    removeFleet("few");
    removeFleet("many");
    hostEmpty();
  }
}

/* Descriptors of queries that are left at every row. */
static void testDescriptors(sqlite3 *db){
  static const char *const azLayout[] = { "telethon-7", "telethon-3", "kurigram-7" };
  int i, k, nFd = hostDescriptors();
  for(i=0; i<6; i++){
    char z[40];
    snprintf(z, sizeof z, "./%c.session", 'a'+i);
    make(db, z, azLayout[i%3]);
  }
  makeJunk("j.session", 1, 0, 0);
  for(i=0; i<9; i++){
    sqlite3_stmt *p = 0;
    sqlite3_prepare_v2(db, "SELECT " ALL ", peers, string FROM session('*.session')", -1, &p, 0);
    for(k=0; k<i && sqlite3_step(p)==SQLITE_ROW; k++){}
    sqlite3_finalize(p);
    check(hostDescriptors()==nFd, "left at row %d: %d descriptors are open", i,
          hostDescriptors()-nFd);
  }
  hostEmpty();
}

int main(int argc, char **argv){
  sqlite3 *db;
  if( argc==4 && strcmp(argv[1], "--do")==0 ) return doOther(argv[2], argv[3]);
  if( realpath(argv[0], zSelf)==0 ) return 2;
  hostStart("fleet", argc>1 ? argv[1] : 0);
  db = hostDb();
  testTorn(db);
  testMeddle(db);
  testFree(db);
  testLocks(db);
  testDescriptors(db);
  testInterrupts(db);
  testMemory(db);
  check(sqlite3_close(db)==SQLITE_OK, "the connection does not close");
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  return hostEnd(nPass, nFail);
}
