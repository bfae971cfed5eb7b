/* The library linked into a program, as sql/README.md's "Hosts" says, and registered by
** sqlite3_auto_extension() and by hand, once and twice, on connections that are closed in every
** order.  And another layout by UPDATE, as statements of a program run: kept, run again, beside others.
*/
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "tgsession.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3 *openDb(const char *zName){
  sqlite3 *db = 0;
  int rc = sqlite3_open(zName, &db);
  check(rc==SQLITE_OK, "sqlite3_open(%s): %d %s", zName, rc, sqlite3_errmsg(db));
  return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *zSql){
  sqlite3_stmt *p = 0;
  check(sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK, "%s: %s", zSql, sqlite3_errmsg(db));
  return p;
}

/* The first value of a query, or what the error is; two at a time. */
static const char *ask(sqlite3 *db, const char *zSql){
  static char az[2][2000];
  static int i;
  sqlite3_stmt *p = 0;
  const char *z;
  i = !i;
  if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ){
    z = (const char*)sqlite3_column_text(p, 0);
    snprintf(az[i], sizeof az[i], "%s", z ? z : "NULL");
  }else{
    snprintf(az[i], sizeof az[i], "error: %s", sqlite3_errmsg(db));
  }
  sqlite3_finalize(p);
  return az[i];
}

static void checkAsk(sqlite3 *db, const char *zSql, const char *zWant){
  const char *z = ask(db, zSql);
  check(strcmp(z, zWant)==0, "%s: got %s, wanted %s", zSql, z, zWant);
}

/* A session in the main database. */
static void makeSession(sqlite3 *db){
  int rc = sqlite3_exec(db, "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES"
                        "('main', 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%.256c', 'k') AS BLOB))", 0, 0, 0);
  check(rc==SQLITE_OK, "a session: %s", sqlite3_errmsg(db));
}

static int init(sqlite3 *db){
  char *z = 0;
  int rc = sqlite3_tgsession_init(db, &z, 0);
  check((rc==SQLITE_OK)==(z==0), "init: rc %d and message %s", rc, z);
  check(rc==SQLITE_OK || strstr(z, "has the other entry point"), "init: %s", z);
  sqlite3_free(z);
  return rc;
}

/* From one database into another, in memory and in a file. */
static void testUse(const char *zFile){
  sqlite3 *db = openDb(":memory:"), *db2 = openDb(":memory:");
  char zString[2000], *z;
  checkAsk(db, "SELECT length(session_version())>0", "1");
  makeSession(db);
  snprintf(zString, sizeof zString, "%s", ask(db, "SELECT session_export()"));
  check(strlen(zString)>300, "export: %s", zString);
  z = sqlite3_mprintf("SELECT session_import(%Q)", zString);
  checkAsk(db2, z, "main");
  sqlite3_free(z);
  checkAsk(db2, "SELECT user_id FROM session", "777");
  check(strcmp(ask(db2, "SELECT session_export()"), zString)==0, "the string has changed");
  z = sqlite3_mprintf("SELECT session_import(%Q, %Q)", zString, zFile);
  checkAsk(db2, z, zFile);
  sqlite3_free(z);
  z = sqlite3_mprintf("SELECT layout||' '||user_id||' '||coalesce(problem, 'fine')"
                      " FROM session(%Q)", zFile);
  checkAsk(db, z, "pyrogram-3 777 fine");
  sqlite3_free(z);
  sqlite3_close(db2);
  sqlite3_close(db);
}

static void testTwice(void){
  sqlite3 *db = openDb(":memory:");
  sqlite3_stmt *p;
  int i;
  for(i=0; i<3; i++) check(init(db)==SQLITE_OK, "init again: %s", sqlite3_errmsg(db));
  check(sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "init without a place for the message");
  p = prepare(db, "SELECT session_version() FROM session_formats");
  check(sqlite3_step(p)==SQLITE_ROW, "formats: %s", sqlite3_errmsg(db));
  check(init(db)==SQLITE_OK, "init in the midst of a query: %s", sqlite3_errmsg(db));
  check(sqlite3_step(p)==SQLITE_ROW, "formats after init: %s", sqlite3_errmsg(db));
  sqlite3_interrupt(db);                     /* then nobody can be asked, and what is there stays */
  check(sqlite3_tgsession_init(db, 0, 0)==SQLITE_INTERRUPT, "init while it is interrupted");
  check(sqlite3_step(p)==SQLITE_INTERRUPT, "interrupted: %s", sqlite3_errmsg(db));
  sqlite3_reset(p);
  check(sqlite3_step(p)==SQLITE_ROW, "formats after the interrupt: %s", sqlite3_errmsg(db));
  sqlite3_finalize(p);
  makeSession(db);
  check(sqlite3_close(db)==SQLITE_OK, "close after init");
}

/* By hand, without the auto-extension. */
static void testHand(void){
  sqlite3 *db = openDb(":memory:");
  checkAsk(db, "SELECT session_version()", "error: no such function: session_version");
  check(init(db)==SQLITE_OK && sqlite3_errcode(db)==SQLITE_OK, "init by hand: %s",
        sqlite3_errmsg(db));
  check(init(db)==SQLITE_OK, "init by hand again: %s", sqlite3_errmsg(db));
  makeSession(db);
  check(sqlite3_close(db)==SQLITE_OK, "close");
}

/* What can't be registered is refused, and leaves nothing: a function of the program's own that is in use. */
static void own(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n; (void)a;
  sqlite3_result_text(ctx, "mine", -1, SQLITE_STATIC);
}
static void testRefused(void){
  sqlite3 *db = openDb(":memory:");
  sqlite3_stmt *p;
  char *z = 0;
  sqlite3_create_function(db, "session_info", -1, SQLITE_UTF8, 0, own, 0, 0);
  p = prepare(db, "SELECT session_info(1) FROM (VALUES(1),(2))");
  check(sqlite3_step(p)==SQLITE_ROW, "a function of the program's own: %s", sqlite3_errmsg(db));
  check(sqlite3_tgsession_init(db, &z, 0)==SQLITE_BUSY && z && strncmp(z, "tgsession ", 10)==0 && strstr(z, "active statements"),
        "a function in use: %s", z);
  sqlite3_free(z);
  check(sqlite3_tgsession_init(db, 0, 0)==SQLITE_BUSY, "likewise, and no place for the message");
  check(sqlite3_step(p)==SQLITE_ROW && strcmp((const char*)sqlite3_column_text(p, 0), "mine")==0, "the program's own goes on");
  sqlite3_finalize(p);
  checkAsk(db, "SELECT session_version()", "error: no such function: session_version");
  checkAsk(db, "SELECT count(*) FROM session", "error: no such table: session");
  check(init(db)==SQLITE_OK, "and then it can");
  checkAsk(db, "SELECT length(session_version())>0", "1");
  check(sqlite3_tgsession_values_init(db, 0, 0)==SQLITE_ERROR, "the other entry point, no place for the message");
  check(sqlite3_close(db)==SQLITE_OK, "close");
}

#ifndef _WIN32                               /* there sqlite3.o is linked as it is */
static int bOld;
int sqlite3_libversion_number(void){
  int a, b, c = 0;
  sscanf(sqlite3_libversion(), "%d.%d.%d", &a, &b, &c);
  return bOld ? 3030001 : a*1000000 + b*1000 + c;
}

static void testOld(void){
  sqlite3 *db = openDb(":memory:");
  char *z = 0;
  bOld = 1;
  check(sqlite3_tgsession_init(db, &z, 0)==SQLITE_ERROR && z && strstr(z, "needs SQLite 3.31 or later; this is "), "3.30.1: %s", z);
  sqlite3_free(z);
  check(sqlite3_tgsession_init(db, 0, 0)==SQLITE_ERROR, "3.30.1, no place for the message");
  bOld = 0;
  checkAsk(db, "SELECT session_version()", "error: no such function: session_version");
  check(init(db)==SQLITE_OK, "today's");
  check(sqlite3_close(db)==SQLITE_OK, "close");
}
#endif

/* Statements that are still open when the connection is closed. */
static void testOrders(const char *zFile){
  static const char *const azSql[] = {
    "SELECT name FROM session", "SELECT name, peers FROM session(?1)",
    "SELECT name, string FROM session(?1)", "SELECT id FROM session_peers(?1)",
    "SELECT id FROM session_states(?1)", "SELECT name FROM session_formats",
    "SELECT session_export(?1)", "SELECT name FROM temp.fleet", "SELECT session_info(?1)",
  };
  int i, k, nSql = (int)(sizeof azSql/sizeof azSql[0]);
  for(i=0; i<nSql; i++){
    for(k=0; k<3; k++){
      sqlite3 *db = openDb(":memory:");
      sqlite3_stmt *p, *p2;
      char *z = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.fleet USING session(%Q)", zFile);
      int rc;
      makeSession(db);
      check(sqlite3_exec(db, z, 0, 0, 0)==SQLITE_OK, "%s: %s", z, sqlite3_errmsg(db));
      sqlite3_free(z);
      p = prepare(db, azSql[i]);
      p2 = prepare(db, azSql[i]);          /* this one is never begun */
      sqlite3_bind_text(p, 1, zFile, -1, SQLITE_STATIC);
      rc = sqlite3_step(p);
      check(rc==SQLITE_ROW || rc==SQLITE_DONE || i==8, "%s: %s", azSql[i], sqlite3_errmsg(db));
      if( k==0 ){
        check(sqlite3_close(db)==SQLITE_BUSY, "%s: closed in the midst of it", azSql[i]);
        sqlite3_finalize(p);
        check(sqlite3_close(db)==SQLITE_BUSY, "%s: closed before finalize", azSql[i]);
        sqlite3_finalize(p2);
        check(sqlite3_close(db)==SQLITE_OK, "%s: does not close", azSql[i]);
      }else if( k==1 ){
        check(sqlite3_close_v2(db)==SQLITE_OK, "%s: does not close", azSql[i]);
        sqlite3_finalize(p2);
        while( sqlite3_step(p)==SQLITE_ROW ){}
        sqlite3_finalize(p);
      }else{
        sqlite3_finalize(p);
        sqlite3_finalize(p2);
        check(sqlite3_exec(db, "DROP TABLE temp.fleet", 0, 0, 0)==SQLITE_OK, "drop: %s",
              sqlite3_errmsg(db));
        check(sqlite3_close(db)==SQLITE_OK, "%s: does not close", azSql[i]);
      }
    }
  }
}

/* Connections side by side, the first one closed first. */
static void testMany(const char *zFile){
  sqlite3 *aDb[5];
  char *z = sqlite3_mprintf("SELECT user_id FROM session(%Q)", zFile);
  int i;
  for(i=0; i<5; i++) aDb[i] = openDb(":memory:");
  for(i=0; i<5; i++){
    checkAsk(aDb[i], z, "777");
    check(sqlite3_close(aDb[i])==SQLITE_OK, "close %d", i);
    if( i<4 ) checkAsk(aDb[i+1], z, "777");
  }
  sqlite3_free(z);
}

/* Another layout for a database of the connection. */
static void testLayout(void){
  static const char *const azLayout[] = {"kurigram-7", "telethon-7", "telethon-7", "pyrogram-3", "mtcute-1", "pyrogram-3"};
  sqlite3 *db = openDb(":memory:");
  sqlite3_stmt *p;
  int i, k;
  makeSession(db);
  sqlite3_exec(db, "INSERT INTO session_peers(session, id, type, access_hash) VALUES('main', 777, 'user', 5)", 0, 0, 0);
  /* One statement, kept, in autocommit and in a transaction. */
  p = prepare(db, "SELECT session_migrate('main', ?1, 'user_id', 777, 'api_id', ?2)");
  for(k=0; k<2; k++){
    if( k==1 ) sqlite3_exec(db, "BEGIN", 0, 0, 0);
    for(i=0; i<6; i++){
      sqlite3_bind_text(p, 1, azLayout[i], -1, SQLITE_STATIC);
      sqlite3_bind_int(p, 2, i+1);
      check(sqlite3_step(p)==SQLITE_ROW, "%d %d: %s", k, i, sqlite3_errmsg(db));
      check(sqlite3_reset(p)==SQLITE_OK, "%d %d: %s", k, i, sqlite3_errmsg(db));
      checkAsk(db, "SELECT layout FROM session", azLayout[i]);
    }
    checkAsk(db, "SELECT api_id||' '||user_id||' '||peers||session_check() FROM session", "6 777 1[]");
  }
  sqlite3_exec(db, "COMMIT", 0, 0, 0);
  sqlite3_finalize(p);
  /* Beside a statement that reads nothing is done, and said. */
  p = prepare(db, "SELECT id FROM session_peers UNION ALL VALUES(1)");
  check(sqlite3_step(p)==SQLITE_ROW, "peers: %s", sqlite3_errmsg(db));
  check(sqlite3_exec(db, "SELECT session_migrate('main', 'kurigram-7')", 0, 0, 0)==SQLITE_LOCKED
     && strstr(sqlite3_errmsg(db), "while a statement of this connection reads")!=0, "beside: %s", sqlite3_errmsg(db));
  sqlite3_finalize(p);
  checkAsk(db, "SELECT layout FROM session", "pyrogram-3");
  check(sqlite3_exec(db, "SELECT session_migrate('main', 'kurigram-7')", 0, 0, 0)==SQLITE_OK, "then: %s", sqlite3_errmsg(db));
  checkAsk(db, "SELECT layout FROM session", "kurigram-7");
  /* From a trigger it is refused by SQLite: it is DIRECTONLY. */
  sqlite3_exec(db, "CREATE TEMP TABLE want(l); CREATE TEMP TRIGGER t AFTER INSERT ON want"
               " BEGIN SELECT session_migrate('main', new.l); END", 0, 0, 0);
  check(sqlite3_exec(db, "INSERT INTO want VALUES('pyrogram-3')", 0, 0, 0)!=SQLITE_OK, "a trigger gets through");
  checkAsk(db, "SELECT layout FROM session", "kurigram-7");
  check(sqlite3_close(db)==SQLITE_OK, "close");
}

/* The entry point for SQL from elsewhere.  No name reaches a disk, and none tells what is there. */
static void testValues(const char *zFile){
  static const char *const azAsk[] = {
    "SELECT * FROM session(%Q)",           "SELECT name FROM session WHERE source=%Q",
    "SELECT * FROM session_peers(%Q)",     "SELECT * FROM session_states(%Q)",
    "SELECT session_export(%Q)",           "SELECT session_check(%Q)",
    "BEGIN; SELECT session_repair(%Q)",    "BEGIN; SELECT session_migrate(%Q, 'telethon-7')",
    "BEGIN; SELECT session_import((SELECT bundle FROM temp.b), %Q)",
    "INSERT INTO session(name, auth_key) VALUES(%Q, x'')",
    "INSERT OR REPLACE INTO session(name, string) SELECT %Q, bundle FROM temp.b",
    "UPDATE session SET dc_id=4 WHERE source=%Q", "DELETE FROM session WHERE source=%Q",
    "INSERT INTO session_peers(session, id, type) VALUES(%Q, 5, 'group')",
    "CREATE VIRTUAL TABLE temp.v USING session(%Q); SELECT * FROM temp.v",
  };
  static const char *const azName[] = { "%s", "%s.no", "%s*", "%s/x.session", "~/%s", "x%.0s", "nobody.session%.0s" };
  sqlite3 *db = openDb(":memory:");
  int i, j, rc;
  check(sqlite3_tgsession_values_init(db, 0, 0)==SQLITE_OK, "values_init: %s", sqlite3_errmsg(db));
  check(sqlite3_tgsession_values_init(db, 0, 0)==SQLITE_OK, "values_init twice");
  check(init(db)==SQLITE_ERROR, "init after values_init");                 /* gives no more than was given first */
  checkAsk(db, "SELECT session_version() GLOB '*.* values-only'", "1");
  makeSession(db);
  rc = sqlite3_exec(db, "CREATE TEMP TABLE b AS SELECT session_export('main', 'bundle') AS bundle", 0, 0, 0);
  check(rc==SQLITE_OK, "a bundle: %s", sqlite3_errmsg(db));
  for(i=0; i<(int)(sizeof(azAsk)/sizeof(azAsk[0])); i++){
    for(j=0; j<(int)(sizeof(azName)/sizeof(azName[0])); j++){
      char zName[300], *z;
      snprintf(zName, sizeof zName, azName[j], zFile);
      z = sqlite3_mprintf(azAsk[i], zName);
      rc = sqlite3_exec(db, z, 0, 0, 0);
      check(rc!=SQLITE_OK && (strstr(sqlite3_errmsg(db), "only values and databases of the connection are reached here")
            || strstr(sqlite3_errmsg(db), "there is no database") || strstr(sqlite3_errmsg(db), "no such database")),
            "%s: %d %s", z, rc, sqlite3_errmsg(db));
      sqlite3_free(z);
      sqlite3_exec(db, "ROLLBACK; DROP TABLE temp.v", 0, 0, 0);
      sqlite3_exec(db, "DROP TABLE temp.v", 0, 0, 0);
    }
  }
  if( sqlite3_vfs_find("memdb") ) checkAsk(db, "SELECT count(*) FROM (SELECT session_export('main', 'pyrogram-3') AS v UNION ALL SELECT bundle FROM temp.b UNION ALL SELECT session_export('main')) x, "
           "session(x.v) s WHERE s.user_id=777", "3");
  checkAsk(db, "SELECT session_import(bundle) FROM temp.b", "error: session_import: a SELECT writes here only inside of a "
           "transaction: write BEGIN first, or INSERT INTO session");
  checkAsk(db, "SELECT session_migrate('main', 'telethon-7')", "error: session_migrate: a SELECT writes here only inside of a "
           "transaction: write BEGIN first, or INSERT INTO session");
  checkAsk(db, "SELECT session_repair()", "error: session_repair: a SELECT writes here only inside of a transaction: write BEGIN "
           "first, or INSERT INTO session");
  check(sqlite3_exec(db, "UPDATE session SET dc_id=4; INSERT OR REPLACE INTO session(name, string) SELECT 'main', bundle FROM b; BEGIN",
                     0, 0, 0)==SQLITE_OK, "%s", sqlite3_errmsg(db));
  checkAsk(db, "SELECT session_import(bundle) FROM temp.b", "main");
  checkAsk(db, "SELECT session_migrate('main', 'telethon-7')", "main");
  checkAsk(db, "SELECT session_repair()", "[]");
  check(sqlite3_exec(db, "COMMIT", 0, 0, 0)==SQLITE_OK, "%s", sqlite3_errmsg(db));
  checkAsk(db, "SELECT layout||dc_id FROM session", "telethon-72");
  check(sqlite3_close(db)==SQLITE_OK, "close after values_init");
}

/* As an automatic extension it leaves the connections that we open ourselves alone. */
static int nWith, nWithout;
static int countInit(sqlite3 *db, char **pz, const struct sqlite3_api_routines *pApi){
  sqlite3_stmt *p = 0;
  int rc = sqlite3_tgsession_init(db, pz, pApi);
  if( sqlite3_prepare_v2(db, "SELECT session_version()", -1, &p, 0)==SQLITE_OK ) nWith++;
  else nWithout++;
  sqlite3_finalize(p);
  sqlite3_exec(db, "SELECT 1", 0, 0, 0);                    /* sqlite3_open() would return the error */
  return rc;
}

static void testOwn(const char *zFile){
  void (*xInit)(void) = (void(*)(void))countInit;
  sqlite3 *db;
  char *z = sqlite3_mprintf("SELECT session_export(%Q, 'bundle')", zFile);
  check(sqlite3_auto_extension(xInit)==SQLITE_OK, "sqlite3_auto_extension");
  db = openDb(":memory:");
  check(strncmp(ask(db, z), "error", 5)!=0, "%s", ask(db, z));
  check(nWith==1 && nWithout>0, "%d connections have it and %d have not", nWith, nWithout);
  sqlite3_free(z);
  check(sqlite3_close(db)==SQLITE_OK, "close");
  check(sqlite3_cancel_auto_extension(xInit)==1, "sqlite3_cancel_auto_extension");
}

/* The number of an error, which programs look at where people read the message. */
static void testCodes(const char *zDir){
  static const struct { const char *zSql; int rc; } a[] = {
    { "SELECT session_info('tgs1.AAAA')", SQLITE_ERROR },
    { "SELECT session_info('no session')", SQLITE_ERROR },
    { "SELECT session_convert(session_info('1'), 'telethon')", SQLITE_ERROR },
    { "SELECT session_check('%s')", SQLITE_CANTOPEN },
    { "SELECT session_check('%s/none.session')", SQLITE_CANTOPEN },
    { "SELECT * FROM session_peers('%s/none.session')", SQLITE_CANTOPEN },
    { "SELECT session_export('%s/none.session')", SQLITE_CANTOPEN },
    { "UPDATE session_formats SET note=1", SQLITE_ERROR },
  };
  sqlite3 *db = openDb(":memory:");
  int i, rc;
  for(i=0; i<(int)(sizeof a/sizeof a[0]); i++){
    char *z = sqlite3_mprintf(a[i].zSql, zDir);
    rc = sqlite3_exec(db, z, 0, 0, 0);
    check(rc==a[i].rc, "%s: %d, %s", z, rc, sqlite3_errmsg(db));
    sqlite3_free(z);
  }
  sqlite3_close(db);
}

int main(void){
  const char *zTmp = getenv("TMPDIR");
  void (*xInit)(void) = (void(*)(void))sqlite3_tgsession_init;
  char zDir[200], zFile[240];
  snprintf(zDir, sizeof zDir, "%s/tglink.XXXXXX", zTmp && zTmp[0] ? zTmp : "/tmp");
  if( mkdtemp(zDir)==0 ) return 2;
  snprintf(zFile, sizeof zFile, "%s/a.session", zDir);
  testHand();
  testRefused();
#ifndef _WIN32
  testOld();
#endif
  check(sqlite3_auto_extension(xInit)==SQLITE_OK, "sqlite3_auto_extension");
  check(sqlite3_auto_extension(xInit)==SQLITE_OK, "sqlite3_auto_extension again");
  testUse(zFile);
  testTwice();
  testOrders(zFile);
  testMany(zFile);
  testLayout();
  testCodes(zDir);
  check(sqlite3_cancel_auto_extension(xInit)==1, "sqlite3_cancel_auto_extension");
  testHand();
  testValues(zFile);
  testOwn(zFile);
  sqlite3_reset_auto_extension();
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  check(unlink(zFile)==0 && rmdir(zDir)==0, "something was left beside %s", zFile);
  return checkEnd("link");
}
