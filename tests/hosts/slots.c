/* The host's SQLite: one that lacks something, one whose table of functions is shorter, and two of them in one
** program.
**
** Each slot of the table that SQLite gives to extensions is 0 once, in a process of its own: then loading is refused
** in words, or all of a script works as it does otherwise.
*/
#define _GNU_SOURCE
#include "api.h"
#include "host.h"
#include "check.h"
#include <dlfcn.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
/* What goes through most of what we call.  Times of day don't show in it. */
static const char *const azScript[] = {
  "CREATE TEMP TABLE t(a)",
  "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES"
  "('main', 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%.256c', 'k') AS BLOB)),"
  "('./a.session', 'telethon-7', 4, NULL, NULL, NULL, CAST(printf('%.256c', 'l') AS BLOB))",
  ("INSERT INTO session_peers(session, id, type, access_hash, username, updated) VALUES"
  "('main', -1001000000001, 'channel', 5, 'news', 1700000000), ('main', 42, 'user', -6, NULL, 1700000001)"),
  "SELECT * FROM session",
  "SELECT name, layout, problem, peers, string FROM session('*.session')",
  "SELECT name, length(session_export('main', name)) FROM session_formats WHERE writes AND name<>'bundle'",
  "SELECT session_info(session_export('main', 'bundle'))",
  "SELECT session_info(session_convert(session_export(), 'kurigram-7'))",
  "SELECT session_info(session_convert(session_export('./a.session', 'telethon-8'), 'gramjs'))",
  "SELECT session_info('{\"a\": 1}')",
  "ATTACH ':memory:' AS bot",
  "SELECT session_import(session_export('main', 'bundle'), 'bot', 'telethon-7', 'api_id', 6, 'server_address', '1.2.3.4')",
  "SELECT session_import(session_export('main', 'bundle'), './b.session')",
  "SELECT session_migrate('./b.session', 'telethon-7')",
  "SELECT session, id, type, access_hash, username, usernames, name FROM session_peers",
  "UPDATE session_peers SET username = 'other' WHERE session = 'bot' AND id = 42",
  "DELETE FROM session_peers WHERE session = 'main' AND username = 'news'",
  "INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES('bot', 0, 1, 2, 3, 4)",
  "SELECT * FROM session_states",
  "UPDATE session SET layout = 'telethon-8' WHERE source = '*.session'",
  "SELECT session_check('./a.session') FROM session('./a.session')",
  "SELECT session_repair('bot')",
  "SELECT other('b.session', 'PRAGMA journal_mode = WAL')",
  "SELECT other('c.session', 'CREATE TABLE t(a); INSERT INTO t VALUES(1)')",
  "SELECT tear('a.session')",
  "SELECT name, layout, problem, auth_key_id FROM session('*.session')",
  "SELECT id FROM session_peers('b.session') WHERE username = 'news'",
  "DELETE FROM session WHERE source = './b.session'",
  "SELECT name, layout, problem FROM session('b.session')",
  "SELECT session_export('nobody')",
};

/* Another connection's statement. */
static void fnOther(sqlite3_context *ctx, int n, sqlite3_value **a){
  sqlite3 *db = 0;
  (void)n;
  sqlite3_open((const char*)sqlite3_value_text(a[0]), &db);
  sqlite3_result_int(ctx, sqlite3_exec(db, (const char*)sqlite3_value_text(a[1]), 0, 0, 0));
  sqlite3_close(db);
}

/* Damage a file: its first page. */
static void fnTear(sqlite3_context *ctx, int n, sqlite3_value **a){
  FILE *f = fopen((const char*)sqlite3_value_text(a[0]), "r+b");
  (void)n;
  if( f==0 ) return;
  fseek(f, 100, SEEK_SET);
  for(n=0; n<200; n++) fputc(0xee, f);
  fclose(f);
  sqlite3_result_int(ctx, 1);
}

/* Run it; a hash of all rows and errors. */
static uint32_t script(sqlite3 *db){
  uint64_t h = HOST_HASH;
  int i, k;
  const char *z;
  sqlite3_create_function(db, "other", 2, SQLITE_UTF8, 0, fnOther, 0, 0);
  sqlite3_create_function(db, "tear", 1, SQLITE_UTF8, 0, fnTear, 0, 0);
  for(i=0; i<(int)(sizeof azScript/sizeof azScript[0]); i++){
    sqlite3_stmt *p = 0;
    int rc = sqlite3_prepare_v2(db, azScript[i], -1, &p, 0);
    while( rc==SQLITE_OK && (rc = sqlite3_step(p))==SQLITE_ROW ){
      for(k=0; k<sqlite3_column_count(p); k++){
        z = (const char*)sqlite3_column_text(p, k);
        for(; z && *z; z++) h = (h ^ (unsigned char)*z)*0x100000001b3u;
        h = (h ^ (z ? 1 : 2))*0x100000001b3u;
      }
      rc = SQLITE_OK;
    }
    if( rc!=SQLITE_DONE ){
      z = sqlite3_errmsg(db);
      for(; *z; z++) h = (h ^ (unsigned char)*z)*0x100000001b3u;
    }
    sqlite3_finalize(p);
  }
  if( sqlite3_close(db)!=SQLITE_OK ) h = 1;
  return (uint32_t)(h ^ h>>32);
}

typedef struct Outcome {
  int rc;                    /* of loading; 100 + N: signal N */
  uint32_t iHash;            /* of the script */
  char zErr[200];
} Outcome;

static const char *zAsk;                     /* without images, this instead of the script; zErr has what it says */

/* Load with p and run xScript, in a process and a folder of its own. */
static Outcome runChild(const sqlite3_api_routines *p, uint32_t (*xScript)(sqlite3*)){
  Outcome o;
  int aPipe[2], status = 0;
  pid_t pid;
  memset(&o, 0, sizeof o);
  fflush(stdout);
  if( pipe(aPipe)!=0 || (pid = fork())<0 ) return o;
  if( pid==0 ){
    sqlite3 *db = 0;
    char *zErr = 0;
    ApiInit *xInit;
    void *pSo = dlopen(zHostSo, RTLD_NOW);
    *(void**)&xInit = pSo ? dlsym(pSo, "sqlite3_tgsession_init") : 0;
    if( xInit==0 ) _exit(1);
    sqlite3_open(":memory:", &db);
    o.rc = xInit(db, &zErr, p);
    snprintf(o.zErr, sizeof o.zErr, "%s", zErr ? zErr : "");
    if( o.rc==SQLITE_OK && zAsk ){
      if( sqlite3_vfs_find("memdb") ) sqlite3_vfs_unregister(sqlite3_vfs_find("memdb"));
      sqlite3_exec(db, azScript[1], 0, 0, 0);
      sqlite3_exec(db, zAsk, 0, 0, 0);
      snprintf(o.zErr, sizeof o.zErr, "%s", sqlite3_errmsg(db));
    }else if( o.rc==SQLITE_OK ){
      o.iHash = xScript(db);
    }
    if( write(aPipe[1], &o, sizeof o)!=(ssize_t)sizeof o ) _exit(1);
    exit(0);                                 /* not _exit(): what it ran is counted, too */
  }
  close(aPipe[1]);
  o.rc = -1;
  if( read(aPipe[0], &o, sizeof o)!=(ssize_t)sizeof o ) o.rc = -1;
  close(aPipe[0]);
  waitpid(pid, &status, 0);
  if( WIFSIGNALED(status) ) o.rc = 100 + WTERMSIG(status);
  hostEmpty();
  return o;
}

static Outcome inChild(const sqlite3_api_routines *p){ return runChild(p, script); }

static void testSlots(void){
  const int aiWithout[] = {
    API_SLOT(progress_handler), API_SLOT(wal_checkpoint_v2), API_SLOT(mutex_alloc), API_SLOT(mutex_enter), API_SLOT(mutex_leave),
#if SQLITE_VERSION_NUMBER>=3039000
    API_SLOT(serialize), API_SLOT(deserialize), API_SLOT(db_name),
#endif
  };
  const int aiAsked[] = { API_SLOT(libversion), API_SLOT(libversion_number), API_SLOT(mprintf) };
  Outcome all = inChild(&api.routines), o;
  int i, k, nRefused = 0, nSlot = (int)apiSlots(sqlite3_libversion_number()), nWith = (int)(sizeof aiWithout/sizeof aiWithout[0]);
  check(all.rc==SQLITE_OK, "with all slots: rc %d %s", all.rc, all.zErr);
  for(i=0; i<nSlot; i++){
    void (*x)(void) = api.ax[i];
    int bWithout = 0, bAsked = 0;
    for(k=0; k<nWith; k++) bWithout |= aiWithout[k]==i;
    for(k=0; k<(int)(sizeof aiAsked/sizeof aiAsked[0]); k++) bAsked |= aiAsked[k]==i;
    if( x==0 || (i%every(10)!=some(10) && !bWithout && !bAsked) ) continue;
    api.ax[i] = 0;
    o = inChild(&api.routines);
    api.ax[i] = x;
    if( o.rc==SQLITE_OK ){
      check(o.iHash==all.iHash, "slot %d: it loads, and the script gives something else", i);
    }else{
      nRefused++;
      check(o.rc==SQLITE_ERROR && (strstr(o.zErr, "was built without it") || (o.zErr[0]==0
            && (i==API_SLOT(mprintf) || i==API_SLOT(libversion) || i==API_SLOT(libversion_number)))),
            "slot %d: rc %d, '%s'", i, o.rc, o.zErr);
    }
    check(!bWithout || o.rc==SQLITE_OK, "slot %d: to be done without; rc %d %s", i, o.rc, o.zErr);
  }
  check(nRefused>(isFew() ? 6 : 80), "only %d slots are needed", nRefused);
  o = inChild(0);
  check(o.rc==SQLITE_ERROR, "no table: rc %d", o.rc);
}

/* Before SQLite 3.37 the first table of a database takes a statement more, which fails on purpose.  Where it does not come to
** that, because an authorizer or a table of its name is in the way, nothing is written. */
static int version3036(void){ return 3036000; }
static int eOpener;
static int onOpener(void *p, int eAction, const char *z3, const char *z4, const char *zDb, const char *zBy){
  (void)p; (void)z4; (void)zDb; (void)zBy;
  return eAction==SQLITE_CREATE_TABLE && z3 && strcmp(z3, "session__none")==0 ? eOpener : SQLITE_OK;
}

static uint32_t opener(sqlite3 *db){
  static const struct { int eAnswer; const char *zFirst; int rc; } aCase[] = {
    { SQLITE_OK, "", SQLITE_OK }, { SQLITE_IGNORE, "", SQLITE_AUTH }, { SQLITE_DENY, "", SQLITE_AUTH },
    { SQLITE_OK, "CREATE TABLE a.session__none(x)", SQLITE_ERROR },
  };
  uint32_t mGood = 0;
  unsigned i;
  sqlite3_set_authorizer(db, onOpener, 0);
  for(i=0; i<sizeof aCase/sizeof aCase[0]; i++){
    int rc, nTable = 0;
    sqlite3_stmt *p = 0;
    eOpener = SQLITE_OK;
    sqlite3_exec(db, "ATTACH ':memory:' AS a", 0, 0, 0);
    sqlite3_exec(db, aCase[i].zFirst, 0, 0, 0);
    eOpener = aCase[i].eAnswer;
    rc = sqlite3_exec(db, "INSERT INTO session(name, layout, dc_id, auth_key) "
                          "VALUES ('a', 'telethon-7', 2, CAST(printf('%.256c', 'k') AS BLOB))", 0, 0, 0);
    sqlite3_prepare_v2(db, "SELECT count(*) FROM a.sqlite_master WHERE type = 'table'", -1, &p, 0);
    if( sqlite3_step(p)==SQLITE_ROW ) nTable = sqlite3_column_int(p, 0);
    sqlite3_finalize(p);
    if( rc==aCase[i].rc && (rc==SQLITE_OK ? nTable>4 : nTable==(aCase[i].zFirst[0]!=0)) ) mGood |= 1u<<i;
    sqlite3_exec(db, "DETACH a", 0, 0, 0);
  }
  sqlite3_close(db);
  return mGood;
}

static void testOpener(void){
  int (*x)(void) = api.routines.libversion_number;
  Outcome o;
  api.routines.libversion_number = version3036;
  o = runChild(&api.routines, opener);
  check(o.rc==SQLITE_OK && o.iHash==15, "the first table before 3.37: rc %d %s, cases %x", o.rc, o.zErr, o.iHash);
  api.routines.libversion_number = x;
}

#if SQLITE_VERSION_NUMBER>=3039000
/* Neither the functions for images nor the VFS: it is said where one is needed. */
static void testNoImages(void){
  static const char *const azAsk[] = {
    "SELECT session_export('main', 'pyrogram-2')",
    "SELECT session_info(CAST(x'53514c69746520666f726d6174203300' || zeroblob(600) AS BLOB))",
  };
  const int aiSlot[] = { API_SLOT(serialize), API_SLOT(deserialize) };
  int i;
  for(i=0; i<4; i++){
    void (*x)(void) = api.ax[aiSlot[i/2]];
    Outcome o;
    api.ax[aiSlot[i/2]] = 0;
    zAsk = azAsk[i%2];
    o = inChild(&api.routines);
    zAsk = 0;
    api.ax[aiSlot[i/2]] = x;
    check(o.rc==SQLITE_OK && strstr(o.zErr, "database images need SQLite 3.36"), "no images %d: rc %d %s", i, o.rc, o.zErr);
  }
}
#endif

static int version3030(void){ return 3030001; }
static int version3031(void){ return 3031000; }

/* The table ends where memory does. */
static void testShort(void){
  size_t nPage = (size_t)sysconf(_SC_PAGESIZE), nAll = (sizeof(Api)/nPage + 2)*nPage, n;
  unsigned char *a = mmap(0, nAll, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);
  sqlite3_api_routines *p;
  Outcome o;
  if( a==MAP_FAILED || mprotect(&a[nAll-nPage], nPage, PROT_NONE)!=0 ) return;
  n = apiSlots(3031000)*sizeof(api.ax[0]);
  p = (sqlite3_api_routines*)&a[nAll-nPage-n];
  memcpy(p, &api, n);
  p->libversion_number = version3031;
  o = inChild(p);
  check(o.rc==SQLITE_OK && o.iHash!=0, "the table of 3.31: rc %d %s", o.rc, o.zErr);
  n = (size_t)API_SLOT(backup_step)*sizeof(api.ax[0]);     /* before that there was no limit to how old */
  p = (sqlite3_api_routines*)&a[nAll-nPage-n];
  memcpy(p, &api, n);
  p->libversion_number = version3030;
  o = inChild(p);
  check(o.rc==SQLITE_ERROR && strstr(o.zErr, "needs SQLite 3.31"), "an old table: rc %d %s", o.rc, o.zErr);
  munmap(a, nAll);
}

/* ---- two libraries ------------------------------------------------------------------------- */

static char zLibrary[PATH_MAX];             /* the SQLite in use, absolute; "": linked in */
static const char zSecond[] = "another SQLite library";

/* A second table, as a second library has it, while the first is in use, and after. */
static void testTwoTables(void){
  void *pSo = dlopen(zHostSo, RTLD_NOW);
  sqlite3 *db = 0, *db2 = 0;
  char *zErr = 0;
  ApiInit *xInit;
  int i;
  *(void**)&xInit = pSo ? dlsym(pSo, "sqlite3_tgsession_init") : 0;
  if( xInit==0 ){
    check(0, "%s", dlerror());
    return;
  }
  sqlite3_open(":memory:", &db);
  sqlite3_open(":memory:", &db2);
  for(i=0; i<3; i++) check(xInit(i==2 ? db2 : db, &zErr, pApi)==SQLITE_OK, "load %d: %s", i, zErr);
  for(i=0; i<2; i++){
    check(xInit(db2, &zErr, &api.routines)==SQLITE_ERROR && zErr && strstr(zErr, zSecond), "second table: %s", zErr);
    sqlite3_free(zErr);
    zErr = 0;
  }
  check(xInit(db2, 0, &api.routines)==SQLITE_ERROR, "second table, no place for a message");
  check(sqlite3_exec(db, "SELECT session_version()", 0, 0, 0)==SQLITE_OK, "the first: %s", sqlite3_errmsg(db));
  sqlite3_close(db);
  sqlite3_close(db2);
  dlclose(pSo);
  pSo = dlopen(zHostSo, RTLD_NOW|RTLD_NOLOAD);
  if( pSo==0 ) check(inChild(&api.routines).rc==SQLITE_OK, "unmapped, and then the other");
  if( pSo ) dlclose(pSo);
}

#ifndef __SANITIZE_ADDRESS__                /* which forbids RTLD_DEEPBIND */
static void copyFile(const char *zFrom, const char *zTo){
  FILE *f = fopen(zFrom, "rb"), *g = fopen(zTo, "wb");
  char a[4096];
  size_t n;
  while( f && g && (n = fread(a, 1, sizeof a, f))>0 ) fwrite(a, 1, n, g);
  check(f && g, "copy of %s", zFrom);
  if( f ) fclose(f);
  if( g ) fclose(g);
}

static int load(int (*xLoad)(sqlite3*, const char*, const char*, char**), int (*xConfig)(sqlite3*, int, ...),
                sqlite3 *db, const char *zSo, char **pz){
  xConfig(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, (int*)0);
  return xLoad(db, zSo, 0, pz);
}

/* Really two: the second is a copy of the first one's file. */
static void testTwoLibraries(void){
  void *pLib;
  sqlite3 *db = 0, *db2 = 0;
  char *z = 0;
  int rc, (*xOpen)(const char*, sqlite3**), (*xExec)(sqlite3*, const char*, void*, void*, char**), (*xClose)(sqlite3*);
  int (*xLoad)(sqlite3*, const char*, const char*, char**), (*xConfig)(sqlite3*, int, ...);
  if( zLibrary[0]==0 ) return;
  copyFile(zLibrary, "second.so");
  copyFile(zHostSo, "tgsession-2.so");
  pLib = dlopen("./second.so", RTLD_NOW|RTLD_LOCAL|RTLD_DEEPBIND);
  check(pLib!=0, "second library: %s", pLib ? "" : dlerror());
  if( pLib==0 ) return;
  *(void**)&xOpen = dlsym(pLib, "sqlite3_open");
  *(void**)&xExec = dlsym(pLib, "sqlite3_exec");
  *(void**)&xClose = dlsym(pLib, "sqlite3_close");
  *(void**)&xLoad = dlsym(pLib, "sqlite3_load_extension");
  *(void**)&xConfig = dlsym(pLib, "sqlite3_db_config");
  check(xOpen!=sqlite3_open, "it is the same library");
  sqlite3_open(":memory:", &db);
  xOpen(":memory:", &db2);
  check(load(sqlite3_load_extension, sqlite3_db_config, db, zHostSo, &z)==SQLITE_OK, "first: %s", z);
  rc = load(xLoad, xConfig, db2, zHostSo, &z);
  check(rc==SQLITE_ERROR && z && strstr(z, zSecond), "second: rc %d %s", rc, z);
  check(load(xLoad, xConfig, db2, "./tgsession-2.so", &z)==SQLITE_OK, "a copy: %s", z);
  check(sqlite3_exec(db, "SELECT session_version() FROM session", 0, 0, 0)==SQLITE_OK, "the first");
  check(xExec(db2, "SELECT session_version() FROM session_formats", 0, 0, 0)==SQLITE_OK, "the second");
  check(xClose(db2)==SQLITE_OK && sqlite3_close(db)==SQLITE_OK, "close");
  xOpen(":memory:", &db2);
  if( dlopen(zHostSo, RTLD_NOW|RTLD_NOLOAD)==0 ){        /* where closing unmaps, the file is free again */
    z = 0;
    check(load(xLoad, xConfig, db2, zHostSo, &z)==SQLITE_OK, "second, when the first has left it: %s", z);
  }
  xClose(db2);
  hostEmpty();
}
#endif

static void *loadOften(void *p){
  int i, *pBad = p;
  for(i=0; i<50; i++){
    sqlite3 *db = 0;
    sqlite3_open(":memory:", &db);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, (int*)0);
    *pBad += sqlite3_load_extension(db, zHostSo, 0, 0)!=SQLITE_OK
          || sqlite3_exec(db, "SELECT session_version()", 0, 0, 0)!=SQLITE_OK;
    sqlite3_close(db);
  }
  return 0;
}

/* Loaded and unloaded by many threads at a time. */
static void testThreads(void){
  pthread_t aThread[8];
  int aBad[8] = {0}, i, nBad = 0;
  for(i=0; i<8; i++) pthread_create(&aThread[i], 0, loadOften, &aBad[i]);
  for(i=0; i<8; i++){
    pthread_join(aThread[i], 0);
    nBad += aBad[i];
  }
  check(nBad==0, "threads: %d times it did not load", nBad);
}

static void findLibrary(void){
  Dl_info info;
  void *pFn = 0;
  *(int(**)(const char*, sqlite3**))&pFn = sqlite3_open;
  if( dladdr(pFn, &info)==0 || info.dli_fname==0 || strstr(info.dli_fname, ".so")==0 ) return;
  if( realpath(info.dli_fname, zLibrary)==0 ) zLibrary[0] = 0;
}

int main(int argc, char **argv){
  findLibrary();
  hostStart("slots", argc>1 ? argv[1] : 0);
  apiRead();
  if( argc>2 && strcmp(argv[2], "threads")==0 ){         /* those alone, first of all: for ThreadSanitizer */
    testThreads();
    return hostEnd(nPass, nFail);
  }
  testSlots();
  testOpener();
#if SQLITE_VERSION_NUMBER>=3039000
  testNoImages();
#endif
  testShort();
  testThreads();
  testTwoTables();
#ifndef __SANITIZE_ADDRESS__
  testTwoLibraries();
#endif
  return hostEnd(nPass, nFail);
}
