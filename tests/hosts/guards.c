/* What a host may do with the extension, and the extension keeps from it:
**
**   - an authorizer that allows the user's own statement, and nothing else, is enough for values and files;
**   - the host's busy timeout waits for files, too (a busy handler of his nobody can ask for: it waits for databases only);
**   - a client that commits while we look deletes its -journal, or cuts it, before it is read: that is no error;
**   - a client that opens, writes and closes the file again and again, in each journal mode;
**   - threads: a connection each, on files in common; and one connection that goes from thread to thread;
**   - sqlite3_close_v2() with statements half-read, which go on;
**   - loaded, unloaded, loaded: the library leaves the process, and comes back.
**
**     build/guards build/tgsession.so
*/
#define _GNU_SOURCE
#include "check.h"
#include "files.h"
#include "host.h"
#include <dlfcn.h>
#include <pthread.h>

static void run(sqlite3 *db, const char *zSql){
  int rc = sqlite3_exec(db, zSql, 0, 0, 0);
  check(rc==SQLITE_OK, "%s: %d %s", zSql, rc, sqlite3_errmsg(db));
}

static void fill(sqlite3 *db, const char *zName, const char *zLayout){
  char *z = sqlite3_mprintf("INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key)"
    " VALUES(%Q, %Q, 2, 12345, 777, 0, CAST(printf('%%.256c', 'k') AS BLOB))", zName, zLayout);
  run(db, z);
  sqlite3_free(z);
}

/* The first value of a query as text, or its error; the caller has one of eight. */
static const char *ask(sqlite3 *db, const char *zSql){
  static _Thread_local char az[8][300];
  static _Thread_local int i;
  sqlite3_stmt *p = 0;
  char *z = az[i = (i+1)%8];
  if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ){
    const char *zText = (const char*)sqlite3_column_text(p, 0);
    snprintf(z, sizeof az[0], "%s", zText ? zText : "NULL");
  }else{
    snprintf(z, sizeof az[0], "error: %s", sqlite3_errmsg(db));
  }
  sqlite3_finalize(p);
  return z;
}

static void is(sqlite3 *db, const char *zSql, const char *zWant){
  const char *z = ask(db, zSql);
  check(strcmp(z, zWant)==0, "%s: got %s, wanted %s", zSql, z, zWant);
}

/* ---- authorizer ---------------------------------------------------------------------------- */

static char zDenied[200];

/* Allows to SELECT, to read and write tables called session..., and to call the functions of that name. */
static int onlySession(void *pArg, int eDo, const char *z1, const char *z2, const char *zDb, const char *zTrigger){
  int bOurs = z1 && strncmp(z1, "session", 7)==0;
  (void)pArg; (void)zTrigger;
  if( eDo==SQLITE_SELECT ) return SQLITE_OK;
  if( eDo==SQLITE_FUNCTION && (strncmp(z2, "session_", 8)==0 || strcmp(z2, "count")==0 || strcmp(z2, "length")==0) ) return SQLITE_OK;
  if( (eDo==SQLITE_READ || eDo==SQLITE_INSERT || eDo==SQLITE_UPDATE || eDo==SQLITE_DELETE) && bOurs ) return SQLITE_OK;
  snprintf(zDenied, sizeof zDenied, "%d %s %s %s", eDo, z1 ? z1 : "", z2 ? z2 : "", zDb ? zDb : "");
  return SQLITE_DENY;
}

static void testAuthorizer(void){
  static const struct { const char *zSql, *zWant; } a[] = {
    { "SELECT length(session_export('./a.session'))", "362" },
    { "SELECT length(session_export('./a.session', 'telethon'))", "353" },
    { "SELECT length(session_export('./a.session', 'telethon-7'))>4096", "1" },
    { "SELECT count(*) FROM session('./*.session') WHERE problem IS NULL", "1" },
    { "SELECT user_id FROM session('./a.session')", "777" },
    { "SELECT string IS NOT NULL FROM session('./a.session')", "1" },
    { "SELECT count(*) FROM session_peers('./a.session')", "0" },
    { "SELECT count(*) FROM session_states('./*.session')", "0" },
    { "SELECT session_check('./a.session')", "[]" },
    { "SELECT session_repair('./a.session')", "[]" },
    { "SELECT session_migrate('./a.session', 'kurigram-7')", "./a.session" },
    { "SELECT session_import(session_export('./a.session', 'bundle'), './b.session', 'pyrogram-3')", "./b.session" },
    { "SELECT session_info(session_export('./b.session', 'bundle')) IS NOT NULL", "1" },
    { "SELECT length(session_convert(session_export('./b.session'), 'telethon'))", "353" },
    { "UPDATE session SET api_id=5 WHERE source='./b.session'", "error: not an error" },
    { "SELECT api_id FROM session('./b.session')", "5" },
    { "DELETE FROM session WHERE source='./b.session'", "error: not an error" },
    { "SELECT user_id IS NULL FROM session('./b.session')", "1" },
    { "SELECT count(*)>20 FROM session_formats", "1" },
    { "SELECT count(*)>20 FROM session_findings", "1" },
  };
  sqlite3 *db = hostDb();
  int i;
  fill(db, "./a.session", "pyrogram-3");
  /* The first time that a virtual table is asked SQLite wants leave to UPDATE sqlite_master, json_each's too. */
  run(db, "SELECT 1 FROM session, session_peers, session_states, session_formats, session_findings LIMIT 0");
  sqlite3_set_authorizer(db, onlySession, 0);
  for(i=0; i<(int)(sizeof a/sizeof a[0]); i++){
    const char *z;
    zDenied[0] = 0;
    z = ask(db, a[i].zSql);
    if( strstr(z, "database images need SQLite 3.36") ){
      printf("skipped: %s: there are no images in this SQLite\n", a[i].zSql);
      continue;
    }
    if( a[i].zWant[0]=='e' ) z = sqlite3_errcode(db) & 0xfe ? z : a[i].zWant;      /* SQLITE_DONE, no rows */
    check(strcmp(z, a[i].zWant)==0, "authorizer: %s: got %s, wanted %s; denied: %s", a[i].zSql, z, a[i].zWant, zDenied);
  }
  sqlite3_close(db);
  hostEmpty();
}

/* ---- busy ---------------------------------------------------------------------------------- */

/* The lock of a client that closes a file, or commits: nobody else gets in, and nothing lies beside it. */
static void lock(sqlite3_file *p){
  int e;
  for(e=SQLITE_LOCK_SHARED; e<=SQLITE_LOCK_EXCLUSIVE; e++){
    if( e!=SQLITE_LOCK_PENDING ) check(p->pMethods->xLock(p, e)==SQLITE_OK, "lock %d", e);
  }
}
static void *endSoon(void *pArg){
  sqlite3_file *p = pArg;
  sqlite3_sleep(200);
  p->pMethods->xUnlock(p, SQLITE_LOCK_NONE);
  return 0;
}

/* What is waited for a lock is counted: a clock also sees what else the machine does. */
static int (*xRealSleep)(sqlite3_vfs*, int);
static int nSlept;                           /* microseconds */
static int countSleep(sqlite3_vfs *p, int n){
  nSlept += n;
  return xRealSleep(p, n);
}

static void testBusy(void){
  static const char *const azSql[] = {
    "UPDATE session SET api_id=6 WHERE source='./a.session'", "SELECT session_migrate('./a.session', 'pyrogram-2')",
    "SELECT length(session_export('./a.session'))", "SELECT count(*) FROM session_peers('./a.session')",
  };
  sqlite3 *db = hostDb(), *dbOther = 0;
  sqlite3_file *pOther = 0;
  pthread_t t;
  int i, bWal, rc, n = (int)(sizeof azSql/sizeof azSql[0]);
  xRealSleep = sqlite3_vfs_find(0)->xSleep;
  sqlite3_vfs_find(0)->xSleep = countSleep;
  for(i=0; i<2*n; i++){
    const char *zSql = azSql[i%n];
    bWal = i>=n;
    unlink("a.session");
    fill(db, "./a.session", "pyrogram-3");
    sqlite3_open("a.session", &dbOther);
    run(dbOther, bWal ? "PRAGMA journal_mode=WAL" : "SELECT 1 FROM sqlite_master");
    sqlite3_close(dbOther);
    sqlite3_open("a.session", &dbOther);
    sqlite3_file_control(dbOther, "main", SQLITE_FCNTL_FILE_POINTER, &pOther);
    lock(pOther);
    sqlite3_busy_timeout(db, 0);
    nSlept = 0;
    rc = sqlite3_exec(db, zSql, 0, 0, 0);
    check((rc&0xff)==SQLITE_BUSY && nSlept==0, "%s, WAL %d, no timeout: rc %d after %d us", zSql, bWal, rc, nSlept);
    sqlite3_busy_timeout(db, 250);
    rc = sqlite3_exec(db, zSql, 0, 0, 0);
    check((rc&0xff)==SQLITE_BUSY && nSlept>=240000 && nSlept<=250000, "%s, WAL %d, 250 ms: rc %d after %d us", zSql, bWal, rc,
          nSlept);
    sqlite3_busy_timeout(db, 20000);
    pthread_create(&t, 0, endSoon, pOther);
    rc = sqlite3_exec(db, zSql, 0, 0, 0);
    pthread_join(t, 0);
    check(rc==SQLITE_OK, "%s, WAL %d, waited for: rc %d %s", zSql, bWal, rc, sqlite3_errmsg(db));
    sqlite3_close(dbOther);
  }
  sqlite3_vfs_find(0)->xSleep = xRealSleep;
  sqlite3_close(db);
  hostEmpty();
}

/* ---- a journal that goes while it is looked at --------------------------------------------- */

static int (*xRealOpen)(sqlite3_vfs*, const char*, sqlite3_file*, int, int*);
static int (*xRealRead)(sqlite3_file*, void*, int, sqlite3_int64);
static sqlite3_io_methods cutIo;
static enum Gone { CUT, BEGIN, DELETE, WAYS, FAIL } eGone;    /* what its client does: PERSIST's next write begins; or the disk fails */
static int iGone, nLook;                                 /* ... and at which of our looks */

static int cutRead(sqlite3_file *p, void *a, int n, sqlite3_int64 iOff){
  int rc, bNow = nLook++==iGone;
  if( bNow && eGone==CUT ) truncate("a.session-journal", 0);
  if( bNow && eGone==FAIL ) return SQLITE_IOERR_READ;
  rc = xRealRead(p, a, n, iOff);
  if( bNow && eGone==BEGIN && iOff==0 ) *(unsigned char*)a = 0xd9;
  return rc;
}
static int goneOpen(sqlite3_vfs *pVfs, const char *z, sqlite3_file *p, int flags, int *pFlags){
  int rc, bOurs = (flags & SQLITE_OPEN_MAIN_JOURNAL) && (flags & SQLITE_OPEN_READONLY);
  if( bOurs && eGone==DELETE && nLook++==iGone ) unlink("a.session-journal");
  rc = xRealOpen(pVfs, z, p, flags, pFlags);
  if( rc==SQLITE_OK && bOurs && eGone!=DELETE ){
    cutIo = *p->pMethods;
    xRealRead = cutIo.xRead;
    cutIo.xRead = cutRead;
    p->pMethods = &cutIo;
  }
  return rc;
}

static void testJournalGone(void){
  static const char *const azSql[] = {
    "UPDATE session SET api_id=6 WHERE source='./a.session'", "SELECT session_migrate('./a.session', 'pyrogram-2')",
    "SELECT session_repair('./a.session')", "DELETE FROM session WHERE source='./a.session'",
    "SELECT session_export('./a.session')", "SELECT id FROM session_peers('./a.session')",
    "SELECT session_import(session_export('./a.session', 'bundle'), 'main')",
  };
  static const char aZero[600] = {0};        /* what journal_mode=PERSIST leaves */
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3 *db = hostDb();
  int i;
  xRealOpen = pVfs->xOpen;
  for(i=0; i<(int)(sizeof azSql/sizeof azSql[0]); i++){
    for(eGone=CUT; eGone<WAYS; eGone++){
      for(iGone=nLook=0; nLook>=iGone; iGone++){
        FILE *f;
        unlink("a.session-journal");
        unlink("a.session");
        fill(db, "./a.session", "pyrogram-3");
        f = fopen("a.session-journal", "wb");
        fwrite(aZero, 1, sizeof aZero, f);
        fclose(f);
        nLook = 0;
        pVfs->xOpen = goneOpen;
        run(db, azSql[i]);
        pVfs->xOpen = xRealOpen;
      }
      check(iGone>1, "%s: nobody looked at the journal", azSql[i]);
    }
  }
  unlink("a.session-journal");
  sqlite3_close(db);
  hostEmpty();
}

/* Has the file those n bytes? */
static int same(const char *zPath, const uint8_t *a, size_t n){
  size_t nIs;
  uint8_t *aIs = slurp(zPath, &nIs);
  int b = aIs && nIs==n && memcmp(aIs, a, n)==0;
  free(aIs);
  return b;
}

/* Likewise beside a -wal without its -shm: that can be read where SQLite has no journal to play, and a look plays none. */
static void testJournalGoneWal(void){
  static const char *const azEnd[] = { "", "-wal", "-journal" };
  static const enum Gone aWay[] = { CUT, DELETE, FAIL };
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3 *db = hostDb(), *dbOther = 0;
  uint8_t *aWas[3];
  size_t anWas[3];
  char zName[40];
  const char *z;
  struct stat st;
  int i, j;
  xRealOpen = pVfs->xOpen;
  fill(db, "./b.session", "pyrogram-3");
  sqlite3_open("b.session", &dbOther);
  run(dbOther, "PRAGMA journal_mode=WAL; UPDATE sessions SET user_id=888");
  aWas[0] = slurp("b.session", &anWas[0]);
  aWas[1] = slurp("b.session-wal", &anWas[1]);
  anWas[2] = 600;                            /* of zeros, as PERSIST leaves it */
  aWas[2] = calloc(1, anWas[2]);
  sqlite3_close(dbOther);
  for(i=0; i<3; i++){
    eGone = aWay[i];
    iGone = nLook = 0;
    if( eGone==FAIL ) memcpy(aWas[2], "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);    /* a killed client's */
    for(j=0; j<3; j++){
      snprintf(zName, sizeof zName, "a.session%s", azEnd[j]);
      spew(zName, aWas[j], anWas[j]);
    }
    pVfs->xOpen = goneOpen;
    z = ask(db, "SELECT coalesce(user_id, problem) FROM session('./a.session')");
    pVfs->xOpen = xRealOpen;
    check(nLook>0, "way %d: nobody looked at the journal", (int)eGone);
    check(eGone!=FAIL ? strcmp(z, "888")==0 : strncmp(z, "interrupted-write: ", 19)==0, "a -wal, way %d: %s", (int)eGone, z);
    check(same("a.session", aWas[0], anWas[0]) && same("a.session-wal", aWas[1], anWas[1]), "a -wal, way %d: a look writes", (int)eGone);
    check(eGone==FAIL ? same("a.session-journal", aWas[2], anWas[2]) : stat("a.session-journal", &st)!=0 || st.st_size==0,
          "a -wal, way %d: the journal", (int)eGone);
    check(access("a.session-shm", F_OK)!=0, "a -wal, way %d: a -shm is left", (int)eGone);
  }
  for(j=0; j<3; j++) free(aWas[j]);
  sqlite3_close(db);
  hostEmpty();
}

/* ---- a file that is put in the place of another while it is opened -------------------------- */

static int placeOpen(sqlite3_vfs *pVfs, const char *z, sqlite3_file *p, int flags, int *pFlags){
  int rc = xRealOpen(pVfs, z, p, flags, pFlags);
  if( (flags & SQLITE_OPEN_MAIN_DB) && strstr(z, "/a.session") && nLook++==iGone ){
    if( eGone==DELETE ) unlink("a.session");
    else rename("b.session", "a.session");
  }
  return rc;
}

static void testPlace(void){
  static const char *const azSql[] = {
    "SELECT count(*) FROM session_peers('./a.session')", "UPDATE session SET api_id=6 WHERE source='./a.session'",
    "SELECT session_export('./a.session')",
  };
  static const char zWant[] = "./a.session was put in the place of another while it was opened; try again";
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3 *db = hostDb();
  int i, nSaid;
  xRealOpen = pVfs->xOpen;
  for(i=0; i<(int)(sizeof azSql/sizeof azSql[0]); i++){
    for(eGone=BEGIN; eGone<=DELETE; eGone++){
      nSaid = 0;                             /* before the first look it is just another, or missing */
      for(iGone=nLook=0; nLook>=iGone; iGone++){
        const char *z;
        unlink("a.session");
        unlink("b.session");
        fill(db, "./a.session", "pyrogram-3");
        fill(db, "./b.session", "pyrogram-3");
        nLook = 0;
        pVfs->xOpen = placeOpen;
        z = ask(db, azSql[i]);
        pVfs->xOpen = xRealOpen;
        nSaid += strstr(z, zWant)!=0;
      }
      check(nSaid>0, "%s, way %d: replaced at any of %d opens, and nothing says so", azSql[i], (int)eGone, iGone-1);
    }
  }
  sqlite3_close(db);
  hostEmpty();
}

/* ---- threads ------------------------------------------------------------------------------- */

enum { THREADS = 4, ROUNDS = 25 };
static int nWrong[THREADS];

/* A connection of its own: own files, and one that all read and write. */
static void *work(void *pArg){
  int iThread = *(int*)pArg, i;
  char zFile[40], zSql[300];
  sqlite3 *db = 0;
  snprintf(zFile, sizeof zFile, "./own-%d.session", iThread);
  for(i=0; i<ROUNDS; i++){
    if( db==0 ){
      db = hostDb();
      sqlite3_busy_timeout(db, 20000);
    }
    snprintf(zSql, sizeof zSql, "SELECT session_import(session_export('./common.session', 'bundle'), '%s', '%s')", zFile,
             i&1 ? "kurigram-7" : "pyrogram-3");
    if( strcmp(ask(db, zSql), zFile)!=0 ) nWrong[iThread]++;
    snprintf(zSql, sizeof zSql, "UPDATE session SET api_id=%d WHERE source='./common.session'", 1000*iThread+i+1);
    if( sqlite3_exec(db, zSql, 0, 0, 0)!=SQLITE_OK ) nWrong[iThread]++;
    snprintf(zSql, sizeof zSql, "SELECT user_id FROM session('%s')", zFile);
    if( strcmp(ask(db, zSql), "777")!=0 ) nWrong[iThread]++;
    if( strcmp(ask(db, "SELECT count(*) FROM session('./*.session') WHERE user_id IS NOT 777 AND problem NOT LIKE 'busy%'"), "0")!=0 ){
      nWrong[iThread]++;
    }
    if( i%5==4 ){
      sqlite3_close(db);
      db = 0;
    }
  }
  sqlite3_close(db);
  return 0;
}

typedef struct Handed { sqlite3 *db; sqlite3_stmt *pStmt; int nRow; } Handed;

static void *handOpen(void *pArg){
  Handed *p = pArg;
  p->db = hostDb();
  fill(p->db, "main", "pyrogram-3");
  sqlite3_prepare_v2(p->db, "SELECT name, user_id FROM session('./*.session')", -1, &p->pStmt, 0);
  if( sqlite3_step(p->pStmt)==SQLITE_ROW ) p->nRow++;
  return 0;
}
static void *handUse(void *pArg){
  Handed *p = pArg;
  if( sqlite3_step(p->pStmt)==SQLITE_ROW ) p->nRow++;
  run(p->db, "UPDATE session SET api_id=api_id+1 WHERE name='main'");
  is(p->db, "SELECT session_migrate('./own-0.session', 'pyrogram-2')", "./own-0.session");
  return 0;
}
static void *handClose(void *pArg){
  Handed *p = pArg;
  while( sqlite3_step(p->pStmt)==SQLITE_ROW ) p->nRow++;
  sqlite3_finalize(p->pStmt);
  is(p->db, "SELECT api_id FROM session WHERE name='main'", "12346");
  sqlite3_close(p->db);
  return 0;
}

static void testThreads(void){
  static void *(*const ax[])(void*) = { handOpen, handUse, handClose };
  pthread_t a[THREADS];
  int ai[THREADS], i, n = 0;
  sqlite3 *db;
  Handed h;
  if( !sqlite3_threadsafe() ) return;
  db = hostDb();
  fill(db, "./common.session", "pyrogram-3");
  for(i=0; i<THREADS; i++){
    ai[i] = i;
    pthread_create(&a[i], 0, work, &ai[i]);
  }
  for(i=0; i<THREADS; i++){
    pthread_join(a[i], 0);
    n += nWrong[i];
  }
  check(n==0, "%d threads of %d rounds: %d wrong", THREADS, ROUNDS, n);
  is(db, "SELECT count(*) FROM session('./*.session') WHERE problem IS NULL", "5");
  is(db, "SELECT session_check('./common.session')", "[]");
  sqlite3_close(db);
  memset(&h, 0, sizeof h);
  for(i=0; i<3; i++){
    pthread_create(&a[0], 0, ax[i], &h);
    pthread_join(a[0], 0);
  }
  check(h.nRow==5, "a statement that goes from thread to thread: %d rows", h.nRow);
  hostEmpty();
}

/* ---- a client that opens, writes and closes, again and again, while we look ----------------- */

typedef struct Client { const char *zMode; volatile int bStop; int nWrong; } Client;

static void *client(void *pArg){
  Client *p = pArg;
  while( !p->bStop ){
    char zSql[60];
    sqlite3 *db = 0;
    int i;
    sqlite3_open("a.session", &db);
    sqlite3_busy_timeout(db, 20000);
    snprintf(zSql, sizeof zSql, "PRAGMA synchronous=OFF; PRAGMA journal_mode=%s", p->zMode);
    sqlite3_exec(db, zSql, 0, 0, 0);         /* from one to another it may be busy: the next time */
    for(i=0; i<3; i++){
      p->nWrong += sqlite3_exec(db, "BEGIN IMMEDIATE; UPDATE sessions SET date=date+1; COMMIT", 0, 0, 0)!=SQLITE_OK;
    }
    sqlite3_close(db);
    sqlite3_sleep(2);                        /* or a slow disk lets nobody else in */
  }
  return 0;
}

static void testClient(void){
  static const char *const azMode[] = { "DELETE", "TRUNCATE", "PERSIST", "WAL" };
  static const struct { const char *zSql, *zWant; } a[] = {
    { "SELECT user_id FROM session('./a.session')", "777" },
    { "SELECT coalesce(problem, 'none') FROM session('./a.s*')", "none" },
    { "SELECT count(*) FROM session_peers('./a.session')", "0" },
    { "SELECT length(session_export('./a.session'))", "362" },
    { "SELECT session_check('./a.session') NOT LIKE '%error%'", "1" },      /* there may be a note on a -wal */
    { "SELECT session_migrate('./a.session', 'pyrogram-3')", "./a.session" },
    { "SELECT session_repair('./a.session')", "[]" },
  };
  int i, j, k;
  if( !sqlite3_threadsafe() ) return;
  for(i=0; i<4; i++){
    sqlite3 *db = hostDb();
    Client c = { azMode[i], 0, 0 };
    pthread_t t;
    fill(db, "./a.session", "pyrogram-3");
    sqlite3_busy_timeout(db, 20000);
    pthread_create(&t, 0, client, &c);
    for(j=0; j<10; j++){
      char zSql[100];
      for(k=0; k<(int)(sizeof a/sizeof a[0]); k++){
        const char *z = ask(db, a[k].zSql);
        check(strcmp(z, a[k].zWant)==0, "%s beside a client, %s: got %s", a[k].zSql, c.zMode, z);
      }
      snprintf(zSql, sizeof zSql, "UPDATE session SET api_id=%d WHERE source='./a.session'", j+1);
      run(db, zSql);
    }
    c.bStop = 1;
    pthread_join(t, 0);
    check(c.nWrong==0, "a client with journal_mode=%s was disturbed %d times", c.zMode, c.nWrong);
    sqlite3_close(db);
    hostEmpty();
  }
}

/* ---- closed with statements left, unloaded -------------------------------------------------- */

static int isMapped(void){
  void *p = dlopen(zHostSo, RTLD_LAZY|RTLD_NOLOAD);
  if( p ) dlclose(p);
  return p!=0;
}

static void testCloseV2(void){
  static const char *const azSql[] = {
    "SELECT problem FROM session('./*.session')", "SELECT id FROM session_peers('./*.session')", "SELECT id FROM session_peers('main')",
    "SELECT name, string FROM session", "SELECT session_export(name) FROM session('./*.session')", "SELECT name FROM session_formats",
    "SELECT code FROM session_findings", "SELECT session_migrate(column1, 'pyrogram-2') FROM (VALUES('./a.session'),('./b.session'))",
  };
  sqlite3_stmt *ap[8];
  sqlite3_int64 nMemory = sqlite3_memory_used();
  sqlite3 *db = hostDb();
  int i, an[8] = {0};
  fill(db, "main", "pyrogram-3");
  fill(db, "./a.session", "kurigram-7");
  fill(db, "./b.session", "telethon-7");
  run(db, "INSERT INTO session_peers(session, id, type, access_hash) VALUES('main', 1, 'user', 1), ('main', 2, 'user', 2)");
  for(i=0; i<8; i++){
    sqlite3_prepare_v2(db, azSql[i], -1, &ap[i], 0);
    if( i<7 && sqlite3_step(ap[i])==SQLITE_ROW ) an[i]++;
  }
  check(sqlite3_close(db)==SQLITE_BUSY, "sqlite3_close() with statements left");
  check(sqlite3_close_v2(db)==SQLITE_OK, "sqlite3_close_v2()");
  for(i=0; i<8; i++){
    int rc;
    while( (rc = sqlite3_step(ap[i]))==SQLITE_ROW ) an[i]++;
    check(rc==SQLITE_DONE || (i==7 && rc!=SQLITE_MISUSE), "%s, closed: rc %d", azSql[i], rc);
    check(isMapped(), "%s: still mapped while statements are left", azSql[i]);
    sqlite3_finalize(ap[i]);
  }
  check(an[0]==2 && an[1]==0 && an[2]==2 && an[3]>=1 && an[4]==2 && an[5]>20 && an[6]>20, "closed: %d %d %d %d %d %d %d rows",
        an[0], an[1], an[2], an[3], an[4], an[5], an[6]);
  check(!isMapped(), "the last statement is finalized, and the library stays");
  check(sqlite3_memory_used()==nMemory, "closed: %d bytes are left", (int)(sqlite3_memory_used()-nMemory));
  hostEmpty();
}

static void testUnload(void){
  sqlite3_int64 nMemory = sqlite3_memory_used();
  int i;
  for(i=0; i<20; i++){
    sqlite3 *db = hostDb(), *db2 = hostDb();
    char *zMsg = 0;
    check(sqlite3_load_extension(db, zHostSo, 0, &zMsg)==SQLITE_OK, "loaded again: %s", zMsg);
    fill(db, "main", "pyrogram-3");
    fill(db2, "./a.session", "telethon-7");
    sqlite3_close(db2);
    is(db, "SELECT user_id FROM session WHERE name='main'", "777");
    check(isMapped(), "one of two connections is closed, and the library is gone");
    sqlite3_close(db);
    check(!isMapped(), "round %d: the library stays", i);
    check(sqlite3_memory_used()==nMemory, "round %d: %d bytes are left", i, (int)(sqlite3_memory_used()-nMemory));
    hostEmpty();
  }
}

int main(int argc, char **argv){
  hostStart("guards", argc>1 ? argv[1] : 0);
  testUnload();
  testCloseV2();
  testAuthorizer();
  testBusy();
  testJournalGone();
  testJournalGoneWal();
  testPlace();
  testThreads();
  testClient();
  return hostEnd(nPass, nFail);
}
