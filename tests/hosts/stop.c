/* Ctrl-C: sqlite3_interrupt() on the user's connection, or a progress handler of his, ends whatever is long, soon,
** and nothing is half-done.  Soon is counted in calls of that handler: a few more, of the many that the work takes
** when it may go on.
**
** All of it twice: the second time in a host whose SQLite has no progress handlers to offer us, but for the user's
** own, by which we count.
*/
#define _GNU_SOURCE
#include "api.h"
#include "host.h"
#include "check.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { PEERS = 25000, STOP_AT = 2, MORE = 5 };
enum { BY_RETURN, BY_INTERRUPT, BY_THREAD, WAYS };

static sqlite3 *db;
static int nCall, iWay = -1;
static atomic_int eThread;                   /* 1: please interrupt, 2: done */

static void *interrupter(void *p){
  (void)p;
  while( atomic_load(&eThread)!=1 ) usleep(100);
  sqlite3_interrupt(db);
  atomic_store(&eThread, 2);
  return 0;
}

static int handler(void *p){
  (void)p;
  if( ++nCall!=STOP_AT || iWay<0 ) return 0;
  if( iWay==BY_RETURN ) return 1;
  if( iWay==BY_INTERRUPT ){
    sqlite3_interrupt(db);
  }else{
    atomic_store(&eThread, 1);
    while( atomic_load(&eThread)!=2 ) usleep(100);
  }
  return 0;
}

static int sqlRun(const char *zSql){
  return sqlite3_exec(db, zSql, 0, 0, 0);
}

static void sqlMust(const char *zSql){
  check(sqlRun(zSql)==SQLITE_OK, "%s: %s", zSql, sqlite3_errmsg(db));
}

/* Run it while the handler listens. */
static int watched(const char *zSql){
  int rc;
  nCall = 0;
  sqlite3_progress_handler(db, 500, handler, 0);
  rc = sqlRun(zSql);
  sqlite3_progress_handler(db, 0, 0, 0);
  return rc;
}

static void spew(const char *zName, const char *zUnit, size_t nUnit, size_t n){
  FILE *f = fopen(zName, "wb");
  size_t i;
  fputs("SQLite format 3", f);
  fputc(0, f);
  for(i=0; i<n; i++) fputc(zUnit[i%nUnit], f);
  fclose(f);
}

/* What the work is done on. */
static void makeFiles(void){
  sqlite3 *dbFile = 0;
  char *z = sqlite3_mprintf("PRAGMA synchronous=OFF; INSERT INTO peers(id, access_hash, type, username, last_update_on)"
      " WITH RECURSIVE t(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM t LIMIT %d)"
      " SELECT i*7, i*1234567891, 'user', 'user'||i, 1700000000+i%%1000 FROM t", PEERS);
  FILE *f;
  int i;
  sqlMust("INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES"
          "('big.session', 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%.256c', 'k') AS BLOB))");
  sqlite3_open("big.session", &dbFile);
  check(sqlite3_exec(dbFile, z, 0, 0, 0)==SQLITE_OK, "peers: %s", sqlite3_errmsg(dbFile));
  sqlite3_close(dbFile);
  sqlite3_free(z);
  sqlMust("CREATE TABLE v(bundle); INSERT INTO v SELECT session_export('./big.session', 'bundle');"
          "ATTACH ':memory:' AS bot; SELECT session_import(bundle, 'bot') FROM v;"
          "CREATE TABLE log(name)");
  spew("slow.session", "\x7f\x84\x0c", 3, 4000000);
  mkdir("tree", 0700);
  for(i=0; i<1500; i++){
    char zPath[40];
    snprintf(zPath, sizeof zPath, "tree/%d", i);
    mkdir(zPath, 0700);
    snprintf(zPath, sizeof zPath, "tree/none%d.session", i);
    fclose(fopen(zPath, "wb"));
  }
  f = fopen("json.txt", "wb");
  fputs("{\"a\":[0", f);
  for(i=0; i<900000; i++) fputs(",0", f);
  fputs("]}", f);
  fclose(f);
}

static void fnText(sqlite3_context *ctx, int n, sqlite3_value **a){
  FILE *f = fopen("json.txt", "rb");
  char *z = malloc(2000000);
  (void)n; (void)a;
  n = (int)fread(z, 1, 2000000, f);
  fclose(f);
  sqlite3_result_text(ctx, z, n, free);
}

/* Long work; bAlone: SQLite does all of it in one statement, which only its progress handler can end. */
static const struct { const char *zSql; int bAlone; } aWork[] = {
  { "SELECT name, problem FROM session('slow.sess*')", 0 },                    /* salvage */
  { "SELECT count(*) FROM session('tree/**/x*')", 0 },                /* folders */
  { "SELECT count(*) FROM session_peers('tree') WHERE name='x'", 0 }, /* files, none of which has a row */
  { "SELECT session_info(json())", 0 },
  { "SELECT session_export('./big.session', 'bundle')", 0 },
  { "SELECT session_export('bot', 'bundle')", 0 },
  { "SELECT session_export('./big.session', 'bundle', 'max_length', 100000)", 0 },
  { "SELECT session_export('./big.session', 'telethon-7')", 0 },
  { "SELECT session_convert(bundle, 'kurigram-7') FROM v", 0 },
  { "SELECT session_info(bundle) FROM v", 0 },
  { "SELECT session_import(bundle, './new.session') FROM v", 0 },
  { "INSERT INTO session(name, string) SELECT './new.session', bundle FROM v", 0 },
  { "SELECT session_import(bundle, './big.session') FROM v", 0 },     /* a merge */
  { "SELECT session_import(bundle, 'bot') FROM v", 0 },
  { "SELECT session_import(bundle, './new.session', NULL, 'try', 1) FROM v", 0 },
  { "UPDATE session SET layout='telethon-7' WHERE source='./big.session'", 0 },
  { "SELECT session_migrate('bot', 'telethon-7')", 0 },
  { "SELECT session_migrate('bot', 'mtcute-1', 'try', 1)", 0 },
  { "SELECT session_check('./big.session')", 1 },
  { "SELECT session_check('bot')", 0 },
};

/* All of big.session and bot. */
static uint64_t hashAll(void){
  uint64_t h = HOST_HASH;
  sqlite3_stmt *p = 0;
  check(access("new.session", F_OK)!=0, "a new file was left");
  hostHashFile(&h, "big.session");
  sqlite3_prepare_v2(db, "SELECT layout, p.* FROM session('bot'), (SELECT count(*), sum(id),"
                         " sum(access_hash%1000) FROM session_peers('bot')) p", -1, &p, 0);
  check(sqlite3_step(p)==SQLITE_ROW && sqlite3_column_int(p, 1)==PEERS, "bot has %d peers", sqlite3_column_int(p, 1));
  hostHash(&h, sqlite3_column_text(p, 0), (size_t)sqlite3_column_bytes(p, 0));
  h ^= (uint64_t)sqlite3_column_int64(p, 2)*31 + (uint64_t)sqlite3_column_int64(p, 3);
  sqlite3_finalize(p);
  return h;
}

static void testWork(const char *zHow, int iWork){
  const char *zSql = aWork[iWork].zSql;
  uint64_t h = hashAll();
  pthread_t thread;
  int rc, nAll;
  for(iWay=0; iWay<WAYS; iWay++){
    atomic_store(&eThread, 0);
    if( iWay==BY_THREAD ) pthread_create(&thread, 0, interrupter, 0);
    rc = watched(zSql);
    nAll = nCall;
    if( iWay==BY_THREAD ){
      atomic_store(&eThread, atomic_load(&eThread)==2 ? 2 : 1);
      pthread_join(thread, 0);
    }
    check(rc==SQLITE_INTERRUPT, "%s, %s: rc %d after %d calls", zHow, zSql, rc, nAll);
    check(nAll<=STOP_AT+MORE, "%s, %s: %d calls, %d of them after the interrupt", zHow, zSql, nAll, nAll-STOP_AT);
    check(hashAll()==h, "%s, %s: something is half-done", zHow, zSql);
    check(sqlRun("INSERT INTO log VALUES(1)")==SQLITE_OK, "%s, %s: afterwards %s", zHow, zSql, sqlite3_errmsg(db));
  }
  iWay = -1;
  rc = watched(zSql);
  check(rc!=SQLITE_INTERRUPT && nCall>STOP_AT+MORE, "%s, %s: rc %d, and only %d calls in all", zHow, zSql, rc, nCall);
  remove("new.session");
}

/* A lock is waited for as long as the user's connection waits, or until the interrupt. */
static void testLock(const char *zHow){
  static const char *const azSql[] = {
    "SELECT session_export('./big.session')", "UPDATE session SET api_id=6 WHERE source='./big.session'",
    "SELECT session_import(bundle, './big.session') FROM v", "SELECT count(*) FROM session_peers('./big.session')",
  };
  sqlite3 *dbOther = 0;
  int i, rc;
  sqlite3_open("big.session", &dbOther);
  check(sqlite3_exec(dbOther, "BEGIN EXCLUSIVE", 0, 0, 0)==SQLITE_OK, "lock: %s", sqlite3_errmsg(dbOther));
  for(i=0; i<(int)(sizeof azSql/sizeof azSql[0]); i++){
    sqlMust("PRAGMA busy_timeout=60");
    rc = watched(azSql[i]);
    check(rc==SQLITE_BUSY && nCall>=8, "%s, locked, %s: rc %d, %d calls", zHow, azSql[i], rc, nCall);
    sqlMust("PRAGMA busy_timeout=600000");
    iWay = BY_INTERRUPT;
    rc = watched(azSql[i]);
    iWay = -1;
    check((rc==SQLITE_BUSY || rc==SQLITE_INTERRUPT) && nCall<=STOP_AT+MORE, "%s, locked, %s: rc %d, %d calls", zHow,
          azSql[i], rc, nCall);
  }
  sqlMust("PRAGMA busy_timeout=0");
  sqlite3_close(dbOther);
}

/* A disk that takes 25 milliseconds for each file: it is asked whether to go on at each of them. */
static int (*xOpenReal)(sqlite3_vfs*, const char*, sqlite3_file*, int, int*);
static int nOpen;

static int slowOpen(sqlite3_vfs *p, const char *zName, sqlite3_file *pFile, int flags, int *pOut){
  usleep(25000);
  if( ++nOpen==STOP_AT ) sqlite3_interrupt(db);
  return xOpenReal(p, zName, pFile, flags, pOut);
}

static void testSlow(const char *zHow){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  int rc, i;
  mkdir("fleet", 0700);
  for(i=0; i<30; i++){
    char zPath[40];
    snprintf(zPath, sizeof zPath, "fleet/%d.session", i);
    if( link("big.session", zPath)!=0 ) check(0, "%s: %s", zHow, zPath);
  }
  nOpen = 0;
  xOpenReal = pVfs->xOpen;
  pVfs->xOpen = slowOpen;
  rc = sqlRun("SELECT count(*) FROM session_peers('fleet', 0)");
  pVfs->xOpen = xOpenReal;
  check(rc==SQLITE_INTERRUPT && nOpen<=STOP_AT+MORE, "%s, slow: rc %d, %d files", zHow, rc, nOpen);
}

static void testHost(const char *zHow, const char *zSo, int bHandler){
  void *pSo = dlopen(zSo, RTLD_NOW);
  ApiInit *xInit;
  int i;
  *(void**)&xInit = pSo ? dlsym(pSo, "sqlite3_tgsession_init") : 0;
  check(xInit!=0, "%s: %s", zSo, xInit ? "" : dlerror());
  if( xInit==0 ) return;
  if( !bHandler ) api.routines.progress_handler = 0;
  sqlite3_open(":memory:", &db);
  check(xInit(db, 0, &api.routines)==SQLITE_OK, "%s: it does not load", zHow);
  sqlite3_create_function(db, "json", 0, SQLITE_UTF8, 0, fnText, 0, 0);
  makeFiles();
  for(i=some(6); i<(int)(sizeof aWork/sizeof aWork[0]); i+=every(6)){
    if( bHandler || !aWork[i].bAlone ) testWork(zHow, i);
  }
  testLock(zHow);
  testSlow(zHow);
  check(sqlite3_close(db)==SQLITE_OK, "%s: close", zHow);
  dlclose(pSo);
}

int main(int argc, char **argv){
  char zCmd[PATH_MAX+100];
  hostStart("stop", argc>1 ? argv[1] : 0);
  apiRead();
  testHost("as it is", zHostSo, 1);
  snprintf(zCmd, sizeof zCmd, "rm -rf * && cp '%s' tgsession-2.so", zHostSo);
  if( system(zCmd)!=0 ) return 2;
  testHost("without progress handlers", "./tgsession-2.so", 0);
  if( system("rm -rf *")!=0 ) return 2;
  return hostEnd(nPass, nFail);
}
