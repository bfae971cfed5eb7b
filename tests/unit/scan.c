/* scan.c against store.c: the row of a session file, read by place, is the one that SQLite
** gives, or it is declined; never different.  And what a wreck of a file still gives.
**
**     scan [rounds [seed]]      1 round by default: some ten seconds
**
** Files of every layout are made in every form that SQLite has for them, and then with schemas
** that were forged, values that no client writes, and bytes that are damaged.  Fixtures of
** ../shared are used if they are there.
*/
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include "dry.h"
#include "plans.h"
#include "base/dirlist.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int nEqual, nDecline;

/* ---- files --------------------------------------------------------------------------------- */

static void removeAll(const char *zName){                /* a database and what is beside it */
  static const char *const azEnd[] = { "", "-journal", "-wal", "-shm" };
  char z[500];
  int i;
  for(i=0; i<TG_COUNT(azEnd); i++){
    snprintf(z, sizeof z, "%s%s", at(zName), azEnd[i]);
    unlink(z);
  }
}

/* ---- comparing ----------------------------------------------------------------------------- */

/* Read a file both ways.  1: equal, 0: declined, -1: different.  zLink: by this name, if not 0. */
static int compareLink(const char *zWhat, const char *zPath, const char *zLink, int bNoLink){
  Said fast, slow;
  int nFile = countFiles(zDir), nFd = countFiles("/dev/fd"), r = 0, bFast;
  double t = seconds();
  bFast = sayFast(zLink ? zLink : zPath, bNoLink, &fast);
  t = seconds() - t;
  check(t<2, "%s: reading took %.1f s", zWhat, t);
  check(countFiles(zDir)==nFile, "%s: a file was made", zWhat);
  check(countFiles("/dev/fd")==nFd, "%s: a descriptor is open", zWhat);
  saySlow(zPath, &slow);
  check(countFiles("/dev/fd")==nFd, "%s: SQLite left a descriptor open", zWhat);
  if( bFast ){
    r = sameSaid(&fast, &slow) ? 1 : -1;
    check(r==1, "%s: differs\n  fast: %s\n  slow: %s", zWhat, describe(&fast), describe(&slow));
    nEqual++;
  }else{
    nDecline++;
  }
  sqlite3_free(fast.zProblem);
  sqlite3_free(slow.zProblem);
  return r;
}

static int compare(const char *zWhat, const char *zPath, int bNoLink){
  return compareLink(zWhat, zPath, 0, bNoLink);
}

/* ---- the tests ----------------------------------------------------------------------------- */

/* Break a file in nTry ways; a is what is in it. */
static void damage(const char *zWhat, const char *zPath, const u8 *a, size_t n, int nTry){
  u8 *aBad = malloc(n+1);
  char zLabel[300];
  size_t szPage = n>100 ? (size_t)a[16]<<8 | a[17] : 512;
  int i, k;
  if( szPage<512 || szPage>n ) szPage = n<512 ? n : 512;
  for(i=0; i<nTry && n>0; i++){
    size_t nNow = n;
    memcpy(aBad, a, n);
    switch( rnd(12) ){
      case 0:
        nNow = rnd(2) ? rnd((unsigned)n) : n - n%szPage - szPage*rnd((unsigned)(n/szPage));
        break;
      case 1: {                            /* a page in the place of another */
        size_t iTo = rnd((unsigned)(n/szPage)), iFrom = rnd((unsigned)(n/szPage));
        memcpy(&aBad[iTo*szPage], &a[iFrom*szPage], szPage);
        break;
      }
      case 2: {
        size_t iFrom = rnd((unsigned)n), nZero = rnd(600);
        memset(&aBad[iFrom], 0, iFrom+nZero<n ? nZero : n-iFrom);
        break;
      }
      default:
        for(k=1+(int)rnd(3); k>0; k--){
          size_t iAt = rnd(2) ? rnd((unsigned)n) : rnd(2) ? rnd(100)
                : szPage*rnd((unsigned)(n/szPage))+rnd(16);
          if( rnd(3)==0 && n>5*szPage ) iAt = rnd((unsigned)(5*szPage));
          if( iAt<n ) aBad[iAt] = rnd(2) ? (u8)rnd(256) : aBad[iAt]^(u8)(1u<<rnd(8));
        }
    }
    snprintf(zLabel, sizeof zLabel, "%s, damage %d", zWhat, i);
    spew(zPath, aBad, nNow);
    compare(zLabel, zPath, 1);
  }
  free(aBad);
}

static void testFixtures(void){
  TgErr e = TG_ERR_INIT;
  TgDirList *p = tgDirListOpen(&e, "../shared/fixtures/*/*.session");
  const char *z, *zProblem;
  int nFast = 0, nAll = 0;
  while( (z = tgDirListNext(&e, p, &zProblem))!=0 ){
    char zSide[500];
    size_t n;
    u8 *a = slurp(z, &n);
    if( a==0 ) continue;
    spew(at("fixture.session"), a, n);
    snprintf(zSide, sizeof zSide, "%s-wal", z);
    copyFile(zSide, at("fixture.session-wal"));
    nFast += compare(z, at("fixture.session"), (int)rnd(2))==1;
    nAll++;
    removeAll("fixture.session");
    damage(z, at("fixture.session"), a, n, few(rounds(10)));
    removeAll("fixture.session");
    free(a);
  }
  check(nAll==0 || nFast*3>nAll, "only %d of %d fixtures are read by place", nFast, nAll);
  tgDirListClose(p);
  tgErrClear(&e);
}

static void testGenerated(void){
  char zWhat[120];
  int i, nFast = 0;
  for(i=0; i<few(rounds(1500)); i++){
    Plan pl = plan(layout());
    int iOdd = rnd(3) ? -1 : (int)rnd(TG_COUNT(aOdd));
    size_t n;
    u8 *a;
    make(at("gen.session"), &pl, iOdd);
    snprintf(zWhat, sizeof zWhat, "generated %d: %s, page %u, reserve %d%s%s", i, pl.pL->zName,
          pl.szPage, pl.nReserve, iOdd>=0 ? ", " : "", iOdd>=0 ? aOdd[iOdd].zTo : "");
    nFast += compare(zWhat, at("gen.session"), (int)rnd(2))==1;
    a = slurp(at("gen.session"), &n);
    if( a && n<200000 ) damage(zWhat, at("gen.session"), a, n, 3);
    free(a);
    removeAll("gen.session");
  }
  check(nFast>few(rounds(300)), "only %d generated files are read by place", nFast);
}

/* Every oddity, on a layout that it fits, with rows that show it. */
static void testOdd(void){
  char zWhat[120];
  int i, j, k;
  for(i=0; i<TG_COUNT(aOdd); i++){
    for(j=0; j<ctx.pCat->n; j++){
      Plan pl;
      char *z, *zNew;
      int bFits;
      if( tgLayoutSection(&ctx.pCat->a[j], 0, "fast")==0 ) continue;
      z = section(&ctx.pCat->a[j], "schema");
      if( z==0 ) continue;
      zNew = replace(sqlite3_mprintf("%s", z), aOdd[i].zFrom, aOdd[i].zTo);
      bFits = strcmp(z, zNew)!=0;
      sqlite3_free(z);
      sqlite3_free(zNew);
      for(k=0; bFits && k<few(rounds(6)); k++){
        pl = plan(&ctx.pCat->a[j]);
        pl.nGrow = (int)rnd(60);
        pl.bUtf16 = 0;
        make(at("odd.session"), &pl, i);
        snprintf(zWhat, sizeof zWhat, "odd: %s, %s", pl.pL->zName, aOdd[i].zTo);
        compare(zWhat, at("odd.session"), 1);
        removeAll("odd.session");
      }
    }
  }
}

#define SET "UPDATE sqlite_master SET "
#define ADD "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES"
#define KEY_LAST SET "sql='CREATE TABLE sessions(api_id, test_mode, auth_key, date, user_id, is_bot, dc_id INTEGER PRIMARY KEY)' " \
  "WHERE name='sessions'"
/* Run over a sound telethon-7 or pyrogram-3 where sqlite_master may be written. */
static const char *const azForged[] = {
  SET "sql='CREATE TABLE sessions AS WITH RECURSIVE c(dc_id) AS (VALUES(1) UNION ALL "
    "SELECT dc_id+1 FROM c) SELECT * FROM c' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions AS SELECT 1 AS dc_id, 2 AS server_address, 3 AS port, 4 AS "
    "auth_key, 5 AS takeout_id, 6 AS test_mode, 7 AS date, 8 AS user_id, 9 AS is_bot'"
    " WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions AS SELECT 1 AS dc_id, 2 AS server_address, 3 AS port, 4 AS "
    "auth_key, 5 AS takeout_id' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions AS SELECT 1 AS dc_id, 2 AS test_mode, 3 AS auth_key, 7 AS date, "
    "8 AS user_id, 9 AS is_bot' WHERE name='sessions'",
  ADD "('table', 'slow', 'slow', 2, 'CREATE TABLE slow AS WITH RECURSIVE c(i) AS (VALUES(1) "
    "UNION ALL SELECT i+1 FROM c) SELECT count(*) FROM c')",
  ADD "('view', 'slow', 'slow', 0, 'CREATE VIEW slow AS WITH RECURSIVE c(i) AS (VALUES(1) "
    "UNION ALL SELECT i+1 FROM c) SELECT count(*) FROM c')",
  SET "type='view' WHERE name='sessions'",
  SET "type='view' WHERE name IN ('entities', 'peers')",
  SET "type='index' WHERE name='sessions'",
  SET "type='index' WHERE name IN ('entities', 'peers')",
  SET "type='TABLE' WHERE name='sessions'",
  SET "type='trigger' WHERE name IN ('entities', 'peers')",
  SET "type='tabl' WHERE name='version'",
  SET "name='strange' WHERE name='sessions'",
  SET "name='strange' WHERE name IN ('entities', 'peers')",
  SET "name='Sessions' WHERE name='sessions'",
  SET "name='version' WHERE name IN ('sent_files', 'peers')",
  SET "name='sent_files' WHERE name='version'",
  SET "type='index' WHERE name='version'",
  SET "type='TABLE' WHERE name='version'",
  SET "name='Version', tbl_name='Version' WHERE name='version'",
  SET "name='Version', tbl_name='Version', sql=replace(sql, 'TABLE version', 'TABLE Version') WHERE name='version'",
  SET "tbl_name='strange' WHERE name='sessions'",
  SET "tbl_name='sessions' WHERE name IN ('entities', 'peers')",
  SET "rootpage=0 WHERE name='sessions'",
  SET "rootpage=0 WHERE name IN ('entities', 'peers')",
  SET "rootpage=0 WHERE name='sent_files'",
  SET "rootpage=0 WHERE name='version'",
  SET "rootpage=1 WHERE name='sessions'",
  SET "rootpage=99 WHERE name IN ('sent_files', 'peers')",
  SET "rootpage=NULL WHERE name IN ('entities', 'peers')",
  SET "rootpage='3' WHERE name IN ('entities', 'peers')",
  SET "rootpage=(SELECT rootpage FROM sqlite_master WHERE name='version') WHERE name='sessions'",
  SET "rootpage=CASE name WHEN 'version' THEN (SELECT rootpage FROM sqlite_master WHERE "
    "name='sessions') ELSE (SELECT rootpage FROM sqlite_master WHERE name='version') END "
    "WHERE name IN ('version', 'sessions')",
  SET "rootpage=CASE name WHEN 'sessions' THEN (SELECT rootpage FROM sqlite_master WHERE "
    "name='entities') ELSE (SELECT rootpage FROM sqlite_master WHERE name='sessions') END "
    "WHERE name IN ('entities', 'sessions')",
  SET "sql=NULL WHERE name='sessions'",
  SET "sql=NULL WHERE name IN ('entities', 'peers')",
  SET "sql=NULL WHERE name='sent_files'",
  SET "sql='' WHERE name='sent_files'",
  SET "sql=CAST(sql AS BLOB) WHERE name='sessions'",
  SET "sql=7 WHERE name='version'",
  SET "sql=sql||'  ' WHERE name='sessions'",
  SET "sql=sql||';' WHERE name='sessions'",
  SET "sql=sql||' -- yes' WHERE name='sessions'",
  SET "sql=sql||'; DROP TABLE sessions' WHERE name='sessions'",
  SET "sql=sql||' STRICT' WHERE name='sessions'",
  SET "sql=sql||' garbage' WHERE name='version'",
  SET "sql=sql||char(0)||'x' WHERE name='sessions'",
  SET "sql=sql||' WITHOUT ROWID' WHERE name='sessions'",
  SET "sql=sql||' WITHOUT ROWID' WHERE name='version'",
  SET "sql=sql||' WITHOUT/**/ROWID' WHERE name='sessions'",
  SET "sql=sql||' WITHOUT ROWID' WHERE name IN ('entities', 'peers')",
  SET "sql=replace(sql, 'CREATE TABLE', 'create table') WHERE name='sessions'",
  SET "sql=replace(sql, 'CREATE TABLE', 'CREATE  TABLE') WHERE name='sessions'",
  SET "sql=replace(sql, 'CREATE TABLE', 'CREATE TEMP TABLE') WHERE name='sessions'",
  SET "sql=replace(sql, 'CREATE TABLE', 'CREATE TEMP TABLE') WHERE name IN ('entities', 'peers')",
  SET "sql=replace(sql, 'CREATE TABLE', 'CREATE TABLE IF NOT EXISTS')",
  SET "sql=replace(sql, 'TABLE sessions', 'TABLE main.sessions') WHERE name='sessions'",
  SET "sql=replace(sql, 'TABLE sessions', 'TABLE src.sessions') WHERE name='sessions'",
  SET "sql=replace(sql, 'TABLE sessions', 'TABLE \"sessions\"') WHERE name='sessions'",
  SET "sql=replace(sql, 'TABLE sessions', 'TABLE Sessions') WHERE name='sessions'",
  SET "sql=replace(sql, 'TABLE sessions', 'TABLE stranger') WHERE name='sessions'",
  SET "sql=replace(sql, 'TABLE entities', 'TABLE stranger') WHERE name='entities'",
  SET "sql=replace(sql, 'TABLE peers', 'TABLE stranger') WHERE name='peers'",
  SET "sql=replace(sql, 'auth_key', 'auth_Key') WHERE name='sessions'",
  SET "sql=replace(sql, 'auth_key', 'auth_key, auth_key') WHERE name='sessions'",
  SET "sql=replace(sql, 'auth_key', 'CHECK(nosuch(dc_id)), auth_key') WHERE name='sessions'",
  SET "sql=replace(sql, 'takeout_id', 'takeout_id DEFAULT 0, nothing') WHERE name='sessions'",
  SET "sql=replace(sql, 'integer', 'integer default (load_extension(1))') WHERE name='sent_files'",
  ADD "('table', 'sessions', 'sessions', 2, 'CREATE TABLE sessions(a)')",
  ADD "('table', 'again', 'again', (SELECT rootpage FROM sqlite_master WHERE name='version'), "
    "'CREATE TABLE again(a)')",
  ADD "('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING fts5(a)')",
  ADD "('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING nosuchmodule(a)')",
  ADD "('table', 'usernames', 'usernames', 0, 'CREATE VIRTUAL TABLE usernames USING fts5(id)')",
  ADD "('view', 'usernames', 'usernames', 0, 'CREATE VIEW usernames AS SELECT 1 AS id')",
  ADD "('view', 'x', 'x', 0, 'CREATE VIEW x AS SELECT nosuch(1) FROM nowhere')",
  ADD "('view', 'x', 'x', 0, 'CREATE TABLE x(a)')",
  ADD "('view', 'x', 'x', 0, NULL)",
  ADD "('trigger', 't', 'version', 0, 'CREATE TRIGGER t AFTER INSERT ON version BEGIN "
    "INSERT INTO sessions(dc_id, takeout_id) VALUES(9, 0); END')",
  ADD "('trigger', 't', 'version', 0, 'CREATE TRIGGER t AFTER INSERT ON version BEGIN "
    "UPDATE version SET rowid=8; END')",
  ADD "('trigger', 't', 'version', 0, 'CREATE TRIGGER t AFTER INSERT ON version BEGIN WITH "
    "RECURSIVE c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c) INSERT INTO version "
    "SELECT i FROM c; END')",
  ADD "('trigger', 't', 'nowhere', 0, 'CREATE TRIGGER t AFTER INSERT ON nowhere BEGIN SELECT 1; "
    "END')",
  ADD "('table', 'sqlite_stat1', 'sqlite_stat1', 2, 'CREATE TABLE sqlite_stat1(tbl,idx,stat)')",
  "ANALYZE",
  "ANALYZE; " SET "sql='CREATE TABLE sessions(a)' WHERE name='sqlite_stat1'",
  "ANALYZE; " SET "sql='CREATE TABLE sqlite_stat1(tbl,' WHERE name='sqlite_stat1'",
  "ANALYZE; " SET "sql='garbage' WHERE name='sqlite_stat1'",
  "CREATE TABLE x(a); " SET "name='sqlite_x', tbl_name='sqlite_x', sql='CREATE TABLE sqlite_x(a)' "
    "WHERE name='x'",
  "CREATE TABLE x(a); " SET "name='sqlite_x', sql='CREATE TABLE usernames(a)' WHERE name='x'",
  "CREATE TABLE x(a INTEGER PRIMARY KEY AUTOINCREMENT)",
  "CREATE TABLE x(a INTEGER PRIMARY KEY AUTOINCREMENT); DELETE FROM sqlite_master "
    "WHERE name='sqlite_sequence'",
  "CREATE TABLE x(a UNIQUE)",
  "CREATE TABLE x(a UNIQUE); DELETE FROM sqlite_master WHERE name LIKE 'sqlite_auto%x%'",
  "CREATE TABLE x(a UNIQUE); " SET "name='sqlite_autoindex_x_2' WHERE name LIKE 'sqlite_auto%x%'",
  "CREATE TABLE x(a UNIQUE); " SET "tbl_name='sessions' WHERE name LIKE 'sqlite_auto%x%'",
  "CREATE TABLE x(a); CREATE INDEX i ON x(a); " SET "sql='CREATE INDEX i ON "
    "sessions(nosuch(port))' WHERE name='i'",
  "CREATE TABLE x(a); CREATE INDEX i ON x(a); " SET "sql='CREATE INDEX other ON x(a)' "
    "WHERE name='i'",
  "CREATE TABLE x(a); CREATE INDEX i ON x(a); " SET "sql='CREATE INDEX i ON nowhere(a)' "
    "WHERE name='i'",
  "CREATE TABLE x(a); CREATE INDEX i ON x(a); " SET "sql='CREATE UNIQUE INDEX i ON "
    "sessions(dc_id)' WHERE name='i'",
  "CREATE TABLE x(a); CREATE INDEX i ON x(a); " SET "sql='CREATE UNIQUE INDEX i ON version(rowid)' "
    "WHERE name='i'",
  "CREATE INDEX username_idx ON version(rowid+1)",
  "CREATE INDEX i ON version(1)",
  "INSERT INTO version VALUES(3)",
  "DELETE FROM version",
  "UPDATE version SET rowid=99",
  "DROP TABLE version",
  "DROP TABLE version; CREATE TABLE version(a)",
  "DROP TABLE version; CREATE TABLE version(version); INSERT INTO version VALUES(NULL)",
  "DROP TABLE version; CREATE TABLE version(number); INSERT INTO version(rowid) VALUES(3)",
  "DROP TABLE version; CREATE TABLE version(number); INSERT INTO version VALUES('3')",
  "DROP TABLE version; CREATE TABLE version(version); INSERT INTO version VALUES(7.0)",
  "DROP TABLE version; CREATE TABLE version(number, version); INSERT INTO version VALUES(3, 7)",
  "DROP TABLE version; CREATE VIEW version AS SELECT 7 AS version",
  "DELETE FROM sessions",
  "UPDATE sessions SET dc_id=0",
  "UPDATE sessions SET dc_id=-1",
  "UPDATE sessions SET dc_id=1e9",
  "INSERT INTO sessions SELECT * FROM sessions WHERE 0",
  "INSERT OR IGNORE INTO sessions(dc_id, date) VALUES(4, 0)",
  "INSERT OR IGNORE INTO sessions(dc_id) VALUES(4)",
  "UPDATE sessions SET takeout_id=0",
  "ALTER TABLE sessions ADD COLUMN tmp_auth_key",
  "ALTER TABLE sessions ADD COLUMN api_id",
  "ALTER TABLE sessions ADD COLUMN api_id DEFAULT 6",
  "ALTER TABLE sessions ADD COLUMN server_address DEFAULT '149.154.167.51'",
  "ALTER TABLE sessions ADD COLUMN server_address; UPDATE sessions SET "
    "server_address='149.154.167.51'",
  "ALTER TABLE sessions ADD COLUMN server_address; ALTER TABLE sessions ADD COLUMN port; "
    "UPDATE sessions SET server_address='149.154.167.51'",
  "ALTER TABLE sessions ADD COLUMN server_address; ALTER TABLE sessions ADD COLUMN port; "
    "UPDATE sessions SET server_address='149.154.167.51', port=0",
  "ALTER TABLE sessions DROP COLUMN takeout_id; ALTER TABLE sessions ADD COLUMN takeout_id "
    "DEFAULT 0",
  "ALTER TABLE sessions DROP COLUMN takeout_id; ALTER TABLE sessions ADD COLUMN takeout_id "
    "DEFAULT 5",
  "ALTER TABLE sessions DROP COLUMN port; ALTER TABLE sessions ADD COLUMN port DEFAULT 443",
  "ALTER TABLE sessions DROP COLUMN is_bot; ALTER TABLE sessions ADD COLUMN is_bot DEFAULT 1",
  "ALTER TABLE sessions DROP COLUMN is_bot; ALTER TABLE sessions ADD COLUMN is_bot INTEGER",
  "ALTER TABLE sessions RENAME TO old; CREATE TABLE sessions(api_id, test_mode, auth_key, date, user_id, is_bot); INSERT INTO "
    "sessions(rowid, api_id, test_mode, auth_key, date, user_id, is_bot) SELECT * FROM old; DROP TABLE old; " KEY_LAST,
  "ALTER TABLE entities DROP COLUMN hash; INSERT INTO entities(id) VALUES(0); "
    "ALTER TABLE entities ADD COLUMN hash DEFAULT 777",
  "ALTER TABLE entities DROP COLUMN hash; INSERT INTO entities(id) VALUES(0); ALTER TABLE entities ADD COLUMN hash INTEGER",
  "ALTER TABLE entities DROP COLUMN hash; ALTER TABLE entities ADD COLUMN hash INTEGER; INSERT INTO entities(id, hash) VALUES(0, NULL)",
  "ALTER TABLE entities RENAME TO old; CREATE TABLE entities(id INTEGER, hash INTEGER, username, "
    "phone, name, date, PRIMARY KEY(id, hash)); INSERT INTO entities(rowid, id, hash) "
    "VALUES(0, 5, 777), (1, 0, 888)",
  "ALTER TABLE entities RENAME TO old; CREATE TABLE entities(id INTEGER PRIMARY KEY DESC, hash "
    "INTEGER, username, phone, name, date); INSERT INTO entities(rowid, id, hash) "
    "VALUES(0, 5, 777), (1, 0, 888)",
  "UPDATE sessions SET server_address=printf('%.300c', '1'), port=443",
  "UPDATE sessions SET server_address=CAST(x'3100' AS TEXT), port=443",
  "UPDATE sessions SET server_address=7, port=443",
  "UPDATE sessions SET auth_key=zeroblob(255)",
  "UPDATE sessions SET auth_key=x''",
  SET "sql='CREATE TABLE sessions(test_mode, auth_key, date, user_id, is_bot, port, dc_id INTEGER PRIMARY KEY)' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, server_address, port, takeout_id, auth_key DEFAULT 5)' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions(dc_id, server_address, port, auth_key, takeout_id INTEGER PRIMARY KEY)' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions(dc_id, server_address, port, auth_key INTEGER PRIMARY KEY, takeout_id)' WHERE name='sessions'",
  SET "sql='CREATE TABLE sessions(dc_id, server_address, port, auth_key, takeout_id)' WHERE name='sessions'",
  SET "sql=replace(sql, 'hash', 'hash DEFAULT 5, other') WHERE name='entities'",
  SET "sql=replace(sql, 'primary key', '') WHERE name='entities'",
  SET "sql=replace(replace(sql, 'integer primary key', 'integer'), 'hash integer', 'hash integer primary key') WHERE name='entities'",
  "INSERT INTO entities(id, hash) VALUES(0, NULL)",
  "INSERT INTO entities(id, hash) VALUES(0, 777)",
  "INSERT INTO entities(id, hash) VALUES(0, 0)",
  "INSERT INTO entities(id, hash) VALUES(0, 'x')",
  "INSERT INTO entities(id, hash) VALUES(0, -5)",
  "INSERT INTO entities(id, hash) VALUES(0, 5.5)",
  "ALTER TABLE sessions RENAME TO old; CREATE TABLE sessions(dc_id INTEGER, server_address, port "
    "INTEGER, auth_key, takeout_id, PRIMARY KEY(dc_id, port)); INSERT INTO sessions(rowid, dc_id, "
    "server_address, port, auth_key) SELECT 1, dc_id, server_address, port, auth_key FROM old",
  "ALTER TABLE sessions RENAME TO old; CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY DESC, "
    "test_mode, auth_key, date, user_id, is_bot); INSERT INTO sessions(rowid, dc_id, test_mode, "
    "auth_key, date, user_id, is_bot) SELECT 7, * FROM old",
  "ALTER TABLE sessions RENAME TO old; CREATE TABLE sessions(dc_id INTEGER, api_id, test_mode, "
    "auth_key, date, user_id, is_bot); INSERT INTO sessions SELECT NULL, 5, test_mode, auth_key, "
    "date, user_id, is_bot FROM old",
};

/* A sound session of a layout, by name. */
static void makeSound(const char *zPath, const char *zLayout){
  TgErr e = TG_ERR_INIT;
  TgStore st;
  TgAccount a;
  int i;
  memset(&a, 0, sizeof a);
  for(i=0; i<TG_KEY_SIZE; i++) a.key[i] = (u8)rnd(256);
  a.have = TG_BIT(TG_AUTH_KEY);
  tgAccountSetInt(&e, &a, TG_DC_ID, 1+rnd(5));
  tgAccountSetInt(&e, &a, TG_USER_ID, 100000+rnd(100000));
  tgAccountSetInt(&e, &a, TG_API_ID, 1000+rnd(1000));
  tgAccountSetInt(&e, &a, TG_DATE, 1700000000+rnd(1000));
  tgAccountSetInt(&e, &a, TG_TEST_MODE, 0);
  tgAccountSetInt(&e, &a, TG_IS_BOT, rnd(2));
  unlink(zPath);
  tgStoreFile(&e, &st, &ctx, zPath, TG_OPEN_CREATE);
  tgStoreCreate(&e, &st, tgLayoutByName(ctx.pCat, zLayout));
  if( e.rc==SQLITE_OK ){
    const TgLayout *pL = st.pLayout;
    tgAccountFit(&e, &a, pL->keeps, pL->needs, pL->zFamily);
  }
  tgStorePutAccount(&e, &st, &a);
  tgStoreIndex(&e, &st);
  tgStoreKeep(&e, &st);
  tgStoreClose(&st);
  check(e.rc==SQLITE_OK, "make %s: %s", zLayout, e.zMsg);
  tgErrClear(&e);
}

static void testForged(void){
  static const char *const azLayout[] = { "telethon-7", "pyrogram-3", "telethon-4", "kurigram-7" };
  int i, j, nFast = 0;
  for(j=0; j<TG_COUNT(azLayout); j++){
    for(i=0; i<TG_COUNT(azForged); i++){
      sqlite3 *db = 0;
      char zWhat[120];
      int bFast;
      if( i==0 ) makeSound(at("sound.session"), azLayout[j]);
      copyFile(at("sound.session"), at("forged.session"));
      if( i==0 ) check(compare(azLayout[j], at("forged.session"), 1)==1, "%s: was declined",
            azLayout[j]);
      sqlite3_open(at("forged.session"), &db);
      sqlf(db, "PRAGMA synchronous=OFF; PRAGMA writable_schema=ON");
      sqlf(db, "%s", azForged[i]);
      sqlite3_close(db);
      snprintf(zWhat, sizeof zWhat, "%s, forged: %.80s", azLayout[j], azForged[i]);
      bFast = compare(zWhat, at("forged.session"), 1)==1;
      nFast += bFast;
      if( strstr(azForged[i], KEY_LAST) && j==1 ) check(bFast, "%s: was declined", zWhat);
      removeAll("forged.session");
    }
  }
  unlink(at("sound.session"));
  check(nFast>40, "only %d forged files are read by place", nFast);
}

/* What lies beside a file: frames of a WAL, a hot journal, a link. */
static void testBeside(void){
  int i;
  for(i=0; i<few(rounds(120)); i++){
    sqlite3 *db = 0;
    Plan pl = plan(layout());
    char zWhat[120];
    int bWal = (int)rnd(2);
    pl.bUtf16 = 0;
    make(at("gen.session"), &pl, -1);
    snprintf(zWhat, sizeof zWhat, "beside %d: %s, %s", i, pl.pL->zName, bWal ? "wal" : "journal");
    sqlite3_open(at("gen.session"), &db);
    sqlf(db, "PRAGMA synchronous=OFF; PRAGMA cache_size=1");
    if( bWal ) sqlf(db, "PRAGMA journal_mode=WAL");
    sqlf(db, "CREATE TABLE big(x); BEGIN; DELETE FROM sessions");
    fill(db, "sessions", &pl, 1);
    sqlf(db, "INSERT INTO big SELECT randomblob(3000) FROM (VALUES(1),(2),(3)), (VALUES(1),(2))");
    if( bWal ) sqlf(db, "COMMIT");
    copyFile(at("gen.session"), at("copy.session"));
    copyFile(at(bWal ? "gen.session-wal" : "gen.session-journal"),
             at(bWal ? "copy.session-wal" : "copy.session-journal"));
    check(compare(zWhat, at("copy.session"), 1)==0, "%s: was not declined", zWhat);
    if( symlink("copy.session", at("link.session"))==0 ){
      copyFile(at(bWal ? "gen.session-wal" : "gen.session-journal"),
               at(bWal ? "copy.session-wal" : "copy.session-journal"));
      check(compareLink(zWhat, at("copy.session"), at("link.session"), 0)==0,
            "%s: the link was not declined", zWhat);
      removeAll("copy.session");
      copyFile(at("gen.session"), at("copy.session"));
      compareLink(zWhat, at("copy.session"), at("link.session"), 0);
      removeAll("link.session");
    }
    removeAll("copy.session");
    sqlf(db, "COMMIT");
    sqlite3_close(db);
    compare(zWhat, at("gen.session"), 1);  /* with a WAL mark, perhaps */
    removeAll("gen.session");
  }
}

static void testNoFile(void){
  Said s;
  int b, nFile = countFiles(zDir), nFd = countFiles("/dev/fd");
  b = sayFast(at("none.session"), 0, &s);
  check(!b && s.rc==SQLITE_CANTOPEN, "none: rc %d", s.rc);
  mkdir(at("sub"), 0700);
  nFile++;
  check(!sayFast(at("sub"), 0, &s), "a folder was read");
  spew(at("empty.session"), "", 0);
  nFile++;
  check(!sayFast(at("empty.session"), 1, &s) && s.rc==SQLITE_OK, "empty: rc %d", s.rc);
  spew(at("json.session"), "{\"dc_id\": 2}", 12);
  nFile++;
  check(!sayFast(at("json.session"), 1, &s) && s.rc==SQLITE_OK, "json: rc %d", s.rc);
  check(countFiles(zDir)==nFile, "a file was made beside none");
  check(countFiles("/dev/fd")==nFd, "a descriptor is open for none");
  unlink(at("empty.session"));
  unlink(at("json.session"));
  rmdir(at("sub"));
}

/* ---- salvage ------------------------------------------------------------------------------- */

static TgSalvage salvage(const char *zPath){
  TgErr e = TG_ERR_INIT;
  TgScan *p = tgScanNew(&e, ctx.pCat);
  TgSalvage found;
  int nFile = countFiles(zDir), nFd = countFiles("/dev/fd");
  tgScanSalvage(&e, p, zPath, 0, 0, &found);
  check(e.rc==SQLITE_OK, "salvage: %s", e.zMsg);
  check(countFiles(zDir)==nFile && countFiles("/dev/fd")==nFd, "salvage: left something");
  tgScanFree(p);
  tgErrClear(&e);
  return found;
}

/* Is it what the sound file says, as far as the row of the account has it? */
static int isSalvaged(const TgSalvage *p, const Said *s, int bDc){
  int f;
  if( p->nKey!=1 || p->pLayout==0 || p->iPage==0 ) return 0;
  if( p->a.have & ~s->a.have ) return 0;
  if( memcmp(p->a.key, s->a.key, TG_KEY_SIZE)!=0 ) return 0;
  for(f=0; f<TG_NFIELD; f++){
    if( f==TG_AUTH_KEY ) continue;
    if( (s->a.have & TG_BIT(f)) && (p->a.have & TG_BIT(f))==0 ){ /* another table's, or torn */
      if( (f==TG_DC_ID && bDc) || (f!=TG_USER_ID && f!=TG_DC_ID) ) return 0;
      continue;
    }
    if( (s->a.have & TG_BIT(f))==0 ) continue;
    if( f==TG_SERVER_ADDRESS ? strcmp(p->a.zAddr, s->a.zAddr)!=0 : p->a.n[f]!=s->a.n[f] ) return 0;
  }
  return 1;
}

static void testSalvage(void){
  static const char *const azLayout[] = { "telethon-3", "telethon-4", "telethon-7", "telethon-8",
    "pyrogram-2", "pyrogram-3", "kurigram-7", "pyrofork-4", "pyrofork-3", "tsunami-3" };
  int i, k;
  for(i=0; i<few(rounds(TG_COUNT(azLayout)*4)); i++){
    const char *zLayout = azLayout[i%TG_COUNT(azLayout)];
    unsigned szPage = 512u<<rnd(8);
    sqlite3 *db = 0;
    TgErr e = TG_ERR_INIT;
    TgSalvage f;
    Said s;
    char z[400];
    size_t n, iRoot;
    u8 *a, *aBad;
    snprintf(z, sizeof z, "%s", at("wreck.session"));
    makeSound(z, zLayout);
    sqlite3_open(z, &db);
    sqlf(db, "PRAGMA synchronous=OFF; PRAGMA page_size=%d; VACUUM", szPage);
    sqlf(db, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<200) "
             "INSERT INTO entities(id, hash, name) SELECT i*77, random(), 'name '||i FROM n");
    sqlf(db, "CREATE TABLE decoy(a, b, c); INSERT INTO decoy VALUES(2, randomblob(256), 443)");
    iRoot = (size_t)(tgQueryInt(&e, db, 0, "SELECT rootpage FROM sqlite_master "
          "WHERE name='sessions'")-1)*szPage;
    sqlite3_close(db);
    tgErrClear(&e);
    saySlow(z, &s);
    check(s.rc==SQLITE_OK && (s.a.have & TG_BIT(TG_AUTH_KEY)), "salvage %d: %s", i, describe(&s));
    a = slurp(z, &n);
    aBad = malloc(n+16);
    for(k=0; k<9; k++){
      size_t nBad = n;
      int bRoot = 1;                       /* the page is whole */
      memcpy(aBad, a, n);
      if( !spoilHead(aBad, szPage, k) ) switch( k ){
        case 5: nBad = iRoot + szPage; break;
        case 6: memset(&aBad[103], 0xff, 9); break;      /* cells of the schema */
        case 7: memset(&aBad[iRoot], 0, 8); bRoot = 0; break;
        default: memset(&aBad[iRoot], 0, szPage); bRoot = -1; break;
      }
      if( (k==5 || k==7) && szPage<=1024 && strcmp(zLayout, "telethon-3")==0 ){
        continue;                          /* in an index the record goes on in another page */
      }
      spew(z, aBad, nBad);
      f = salvage(z);
      if( bRoot<0 ) check(f.nKey==0, "salvage %d/%d, %s, page %u: %d found in nothing", i, k,
            zLayout, szPage, f.nKey);
      else check(isSalvaged(&f, &s, bRoot), "salvage %d/%d, %s, page %u: %d found, page %u, wanted "
            "%s", i, k, zLayout, szPage, f.nKey, f.iPage, describe(&s));
      check(f.nKey!=1 || bRoot!=1 || f.iPage==1+iRoot/szPage || k==4,
            "salvage %d/%d: found on page %u", i, k, f.iPage);
      check(f.nKey==1 || f.a.have==0, "salvage %d/%d: an account of none or several", i, k);
    }
    for(k=0; k<10; k++){                   /* broken at random: what is found was there */
      int j;
      memcpy(aBad, a, n);
      for(j=0; j<20; j++) aBad[rnd((unsigned)n)] = (u8)rnd(256);
      spew(z, aBad, rnd(3) ? n : rnd((unsigned)n));
      f = salvage(z);
      check(f.nKey<=1, "salvage %d: %d keys made up", i, f.nKey);
    }
    sqlite3_free(s.zProblem);
    free(aBad);
    free(a);
    unlink(z);
  }
}

/* Several keys, copies of one, and things that are no account. */
static void testSeveral(void){
  static const struct { const char *zSql; int nKey; } aCase[] = {
    { "SELECT 1", 1 },
    { "DELETE FROM sessions", 0 },
    { "CREATE TABLE t AS SELECT NULL, test_mode, auth_key, date, user_id, is_bot FROM sessions",
      1 },
    { "CREATE TABLE t AS SELECT NULL, test_mode, auth_key, date+1, user_id, is_bot FROM sessions",
      1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 5, 77, 0", 2 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 5, 77, 0 UNION ALL "
      "SELECT NULL, 0, randomblob(256), 5, 77, 0", 3 },
    { "CREATE TABLE t(a, b, c, d, e, f); INSERT INTO t SELECT NULL, 0, k, 5, 77, 0 FROM "
      "(SELECT randomblob(256) AS k), (VALUES(1),(2),(3))", 2 },
    { "CREATE TABLE k AS SELECT 1 AS n, randomblob(256) AS k UNION ALL SELECT 2, randomblob(256); "
      "CREATE TABLE t AS SELECT NULL, 0, k, 5, 77, 0 FROM k, (VALUES(1),(2),(3)); DELETE FROM k",
      3 },
    { "CREATE TABLE t AS SELECT NULL, 0, zeroblob(256), 5, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 2, randomblob(256), 5, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 'x', 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), NULL, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT 2, 0, randomblob(256), 5, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 5, 77, 0, 9, 9, 9, 9", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 5, 77", 1 },
    { "CREATE TABLE t AS SELECT 'x', 0, randomblob(256), 5, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(255), 5, 77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(256), 5, -77, 0", 1 },
    { "CREATE TABLE t AS SELECT NULL, 'no place', 443, randomblob(256)", 1 },
    { "CREATE TABLE t AS SELECT NULL, 0, randomblob(100), randomblob(256), 5, 6", 1 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e, f); INSERT INTO t SELECT 2, test_mode, auth_key, date, 77, 0 FROM sessions;"
      " UPDATE sessions SET user_id=0", 1 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e, f); INSERT INTO t VALUES(300, 0, randomblob(256), 5, 77, 0)", 1 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e, f); INSERT INTO t VALUES(-5, 0, randomblob(256), 5, 77, 0)", 1 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e, f); INSERT INTO t VALUES(0, 0, randomblob(256), 5, 77, 0)", 2 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(2, randomblob(256))", 2 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(77, randomblob(256))", 1 },
    { "CREATE TABLE t AS SELECT NULL, test_mode, auth_key, date, 0, 0 FROM sessions", 1 },
    { "CREATE TABLE t AS SELECT 'x', test_mode, auth_key, date, user_id, is_bot FROM sessions", 1 },
    { "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d, e, f); WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<90)"
      " INSERT INTO t SELECT i, 0, randomblob(256), 5, 77, 0 FROM n", 64 },
    { "CREATE TABLE t AS SELECT NULL, 'venus.web.telegram.org', 443, randomblob(256)", 2 },
    { "CREATE TABLE t AS SELECT NULL, 'venus.web.telegram.org', 443000, randomblob(256)", 1 },
    { "CREATE TABLE t AS SELECT NULL, 'venus.web.telegram.org', 443, zeroblob(256)", 1 },
  };
  char zWhat[200];
  int i;
  for(i=0; i<TG_COUNT(aCase); i++){
    sqlite3 *db = 0;
    TgSalvage f;
    u8 *a;
    size_t n;
    makeSound(at("several.session"), "pyrogram-3");
    sqlite3_open(at("several.session"), &db);
    sqlf(db, "PRAGMA synchronous=OFF; PRAGMA secure_delete=ON");
    check(sqlf(db, "%s", aCase[i].zSql)==SQLITE_OK, "%s: %s", aCase[i].zSql, sqlite3_errmsg(db));
    sqlite3_close(db);
    a = slurp(at("several.session"), &n);
    memset(a, 0, 100);
    spew(at("several.session"), a, n);
    free(a);
    f = salvage(at("several.session"));
    snprintf(zWhat, sizeof zWhat, "several: %s", aCase[i].zSql);
    check(f.nKey==aCase[i].nKey, "%s: %d keys, not %d", zWhat, f.nKey, aCase[i].nKey);
    check(f.nKey<2 || (strlen(f.zId1)==16 && strlen(f.zId2)==16 && strcmp(f.zId1, f.zId2)!=0),
          "%s: identifiers %s and %s", zWhat, f.zId1, f.zId2);
    check((f.nKey==1)==((f.a.have & TG_BIT(TG_AUTH_KEY))!=0), "%s: the account", zWhat);
    unlink(at("several.session"));
  }
}

static int stopAtOnce(void *p){
  ++*(int*)p;
  return 1;
}
static int stopNever(void *p){
  ++*(int*)p;
  return 0;
}

/* More schemas than are remembered; no memory to begin with. */
static void testKinds(void){
  TgErr e = TG_ERR_INIT;
  TgScan *p = tgScanNew(&e, ctx.pCat);
  TgScanRow row;
  TgAccount is;
  TgSalvage f;
  int i, nRead = 0;
  makeSound(at("sound.session"), "telethon-7");
  for(i=0; i<70; i++){
    sqlite3 *db = 0;
    copyFile(at("sound.session"), at("kind.session"));
    sqlite3_open(at("kind.session"), &db);
    sqlf(db, "PRAGMA synchronous=OFF; CREATE VIEW v%d AS SELECT 1", i);
    sqlite3_close(db);
    nRead += tgScanFile(&e, p, at("kind.session"), 1, &is, &row);
    check(e.rc==SQLITE_OK, "kind %d: %d", i, e.rc);
  }
  check(tgScanFile(&e, p, at("sound.session"), 1, &is, &row)==0 && e.rc==SQLITE_OK, "a 71st kind is remembered");
  tgScanFree(p);
  p = tgScanNew(&e, ctx.pCat);
  check(tgScanFile(&e, p, at("sound.session"), 1, &is, &row)==1, "a first kind");
  tgWipe(&is, sizeof is);
  nLeft = 0;
  tgScanSalvage(&e, p, at("sound.session"), 0, 0, &f);
  check(e.rc==SQLITE_NOMEM && f.nKey==0, "salvage without memory: %d", e.rc);
  tgErrClear(&e);
  for(i=0; i<2; i++){
    nLeft = i;
    check(tgScanNew(&e, ctx.pCat)==0 && e.rc==SQLITE_NOMEM, "no memory, %d", i);
    nLeft = -1;
    tgErrClear(&e);
  }
  tgScanFree(0);
  for(i=0; i<2; i++){                        /* one schema; the number is 7, and a NULL in row 7 */
    sqlite3 *db = 0;
    copyFile(at("sound.session"), at("kind.session"));
    sqlite3_open(at("kind.session"), &db);
    sqlf(db, "PRAGMA synchronous=OFF; DROP TABLE version; CREATE TABLE version(version);"
             "INSERT INTO version(rowid, version) VALUES(7, %s)", i ? "NULL" : "7");
    sqlite3_close(db);
    check(tgScanFile(&e, p, at("kind.session"), 1, &is, &row)==!i && e.rc==SQLITE_OK, "number %d", i);
  }
  tgWipe(&is, sizeof is);
  tgScanFree(p);
  (void)nRead;
  unlink(at("kind.session"));
  unlink(at("sound.session"));
}

/* A key's record that nothing proves, in files that could or could not be what a transfer as text left. */
static void testText(void){
  static const u8 aRow[] = { 0x82, 4, 1, 4, 9, 0x84, 0x0c };      /* 260 bytes, rowid 1: the integer 1, a key */
  static const struct { size_t n; int bHead, bCr; } aCase[] = {
    { 700, 0, 0 }, { 700, 1, 0 }, { 2000, 0, 0 }, { 2000, 1, 0 }, { 2000, 1, 1 }, { 65*1024*1024, 1, 0 },
  };
  int i;
  for(i=0; i<TG_COUNT(aCase); i++){
    TgSalvage f;
    u8 a[2000];
    memset(a, 0xaa, sizeof a);
    if( aCase[i].bHead ) memcpy(a, "SQLite format 3", 16);
    memcpy(&a[120], aRow, sizeof aRow);
    if( aCase[i].bCr ) memcpy(&a[1990], "\r\n\r.\r\n.\n\r\r", 10);
    spew(at("text.session"), a, aCase[i].n<2000 ? aCase[i].n : 2000);
    if( aCase[i].n>2000 && truncate(at("text.session"), (off_t)aCase[i].n)!=0 ) check(0, "truncate");
    f = salvage(at("text.session"));
    check(f.nKey==0 && !f.bText, "text %d: %d keys", i, f.nKey);
  }
  for(i=0; i<3; i++){                        /* a file with an LF in its key; it isn't as long as its header says; nor is its key */
    TgSalvage f;
    Said s;
    size_t n, nBad = 0, j, iKey = 0;
    u8 *a, *aBad;
    makeSound(at("text.session"), "telethon-7");
    saySlow(at("text.session"), &s);
    a = slurp(at("text.session"), &n);
    aBad = malloc(2*n);
    while( iKey+256<n && memcmp(&a[iKey], s.a.key, 256)!=0 ) iKey++;
    check(iKey+256<n, "text of a file: no key");
    if( iKey+256<n ) a[iKey+100] = '\n';
    if( i==1 ) a[31]++;
    for(j=0; j<n; j++){
      if( a[j]=='\n' && (i<2 || j!=iKey+100) ) aBad[nBad++] = '\r';
      aBad[nBad++] = a[j];
    }
    spew(at("text.session"), aBad, nBad);
    f = salvage(at("text.session"));
    check((i==2 || f.nKey==!i) && f.bText==!i, "text of a file, %d: %d keys, %d", i, f.nKey, f.bText);
    check(i || memcmp(f.a.key, &a[iKey], 256)==0, "text of a file: another key");
    sqlite3_free(s.zProblem);
    free(a);
    free(aBad);
  }
  unlink(at("text.session"));
}

/* What looked like text is cut short before it is read again. */
static int cutShort(void *p){
  if( truncate(p, 1000)!=0 ) check(0, "truncate");
  return 0;
}

static void testCut(void){
  static const u8 aRow[] = { 0x82, 4, 1, 4, 9, 0x84, 0x0c };
  TgErr e = TG_ERR_INIT;
  TgScan *p = tgScanNew(&e, ctx.pCat);
  TgSalvage f;
  u8 *a = calloc(1, 300000);
  char z[400];
  snprintf(z, sizeof z, "%s", at("cut.session"));
  memcpy(a, "SQLite format 3", 16);
  memcpy(&a[120], aRow, sizeof aRow);
  spew(z, a, 300000);
  tgScanSalvage(&e, p, z, cutShort, z, &f);
  check(e.rc==SQLITE_OK && f.nKey==0 && f.bUnproved && !f.bText, "cut: rc %d, %d keys, %d", e.rc, f.nKey, f.bUnproved);
  tgErrClear(&e);
  tgScanFree(p);
  free(a);
  unlink(z);
}

/* A file that somebody writes in spite of our lock: from some read on it is another one. */
static const sqlite3_io_methods *pRealIo;
static sqlite3_io_methods changingIo;
static sqlite3_vfs *pRealVfs;
static const u8 *aChanged;
static size_t nChanged;
static int nUnchanged;                       /* reads until then; -1: it stays as it is */

static int changingRead(sqlite3_file *p, void *a, int n, sqlite3_int64 iOff){
  if( nUnchanged<0 || nUnchanged-->0 ) return pRealIo->xRead(p, a, n, iOff);
  nUnchanged = 0;
  if( (size_t)iOff+(size_t)n>nChanged ) return SQLITE_IOERR_SHORT_READ;
  memcpy(a, aChanged+iOff, (size_t)n);
  return SQLITE_OK;
}

static int changingOpen(sqlite3_vfs *pVfs, const char *z, sqlite3_file *p, int flags, int *pOut){
  int rc = pRealVfs->xOpen(pVfs, z, p, flags, pOut);
  if( rc!=SQLITE_OK ) return rc;
  pRealIo = p->pMethods;
  changingIo = *pRealIo;
  changingIo.xRead = changingRead;
  p->pMethods = &changingIo;
  return rc;
}

/* What is remembered of a kind of schema is of the very bytes by which it is known. */
static void testChanging(void){
  static const char *const azSql[] = {
    "SELECT 1",
    "CREATE TABLE x(a); DROP TABLE sessions; ALTER TABLE x RENAME TO sessions",
    "UPDATE sqlite_master SET sql=replace(sql, 'auth_key', 'no_key') WHERE name='sessions'",
    "DROP TABLE version; CREATE TABLE a1(a); CREATE TABLE a2(a); CREATE TABLE version(version)",
  };
  sqlite3_vfs changing;
  int i, k;
  pRealVfs = sqlite3_vfs_find(0);
  changing = *pRealVfs;
  changing.zName = "changing";
  changing.xOpen = changingOpen;
  for(i=0; i<TG_COUNT(azSql); i++){
    sqlite3 *db = 0;
    u8 *a;
    char z[400];
    Said s;
    snprintf(z, sizeof z, "%s", at("changing.session"));
    makeSound(at("other.session"), i ? "telethon-7" : "pyrogram-3");
    makeSound(z, "telethon-7");
    sqlite3_open(at("other.session"), &db);
    sqlf(db, "PRAGMA synchronous=OFF; PRAGMA writable_schema=ON");
    check(sqlf(db, "%s", azSql[i])==SQLITE_OK, "changing %d: %s", i, sqlite3_errmsg(db));
    sqlite3_close(db);
    a = slurp(at("other.session"), &nChanged);
    aChanged = a;
    saySlow(z, &s);
    sqlite3_vfs_register(&changing, 1);
    for(k=0; k<12; k++){
      TgErr e = TG_ERR_INIT;
      TgScan *p = tgScanNew(&e, ctx.pCat);
      TgScanRow row;
      TgAccount is;
      nUnchanged = k;
      tgScanFile(&e, p, z, 1, &is, &row);
      check(e.rc==SQLITE_OK, "changing %d after %d reads: rc %d", i, k, e.rc);
      nUnchanged = -1;
      check(tgScanFile(&e, p, z, 1, &is, &row)==1 && sameAccount(&is, &s.a),
            "changing %d after %d reads: not what it is, later", i, k);
      tgScanFree(p);
      tgErrClear(&e);
    }
    sqlite3_vfs_unregister(&changing);
    sqlite3_vfs_register(pRealVfs, 1);
    sqlite3_free(s.zProblem);
    free(a);
    unlink(at("other.session"));
    unlink(z);
  }
}

static void testJunk(void){
  TgErr e = TG_ERR_INIT;
  TgScan *p = tgScanNew(&e, ctx.pCat);
  TgSalvage f;
  int i, nStop = 0;
  size_t n = 3000000, k, j;
  u8 *a = malloc(n);
  for(i=0; i<few(rounds(40)); i++){
    size_t nNow = 1+rnd(i==0 ? 3000000 : 100000);
    if( i==0 ) nNow = n;
    for(k=0; k<nNow; k++) a[k] = (u8)rnd(256);
    for(j=0; j<nNow/100 && i%4; j++){      /* what a record with a key would have in it */
      static const u8 aMark[][6] = { { 0x84, 0x0c }, { 7, 0, 8, 0x84, 0x0c, 1 },
        { 0x82, 0x10, 2, 7, 0, 8 }, { 13, 0, 0, 0, 1, 0 } };
      k = rnd((unsigned)nNow);
      if( k+6<=nNow ) memcpy(&a[k], aMark[rnd(4)], 2+rnd(5));
    }
    if( i%3==0 && nNow>20 ) memcpy(a, "SQLite format 3\0\x10\0\1\1", 20);
    spew(at("junk.session"), a, nNow);
    f = salvage(at("junk.session"));
    check(f.nKey==0 && f.a.have==0, "junk %d: %d keys made up", i, f.nKey);
    if( i==0 ){
      tgScanSalvage(&e, p, at("junk.session"), stopNever, &nStop, &f);
      check(nStop>10 && e.rc==SQLITE_OK, "junk: asked %d times, rc %d", nStop, e.rc);
      nStop = 0;
      tgScanSalvage(&e, p, at("junk.session"), stopAtOnce, &nStop, &f);
      check(nStop==1 && e.rc==SQLITE_INTERRUPT, "junk: stopped %d times, rc %d", nStop, e.rc);
      tgErrClear(&e);
    }
  }
  tgScanSalvage(&e, p, at("none.session"), 0, 0, &f);
  check(e.rc==SQLITE_CANTOPEN && f.nKey==0, "salvage of no file: rc %d", e.rc);
  unlink(at("junk.session"));
  tgErrClear(&e);
  tgScanFree(p);
  free(a);
}

/* A record fits, but for the address, which takes memory to say: there may be none. */
static void testMemoryOfAddress(void){
  sqlite3 *db = 0;
  int i, nKey = -1;
  makeSound(at("dry.session"), "pyrogram-3");
  sqlite3_open(at("dry.session"), &db);
  sqlf(db, "CREATE TABLE t AS SELECT NULL, 'no place', 443, randomblob(256)");
  sqlite3_close(db);
  for(i=0, nFault=1; nFault && i<100; i++){
    TgErr e = TG_ERR_INIT;
    TgScan *p = tgScanNew(&e, ctx.pCat);
    TgSalvage f;
    nFault = 0;
    nLeft = i;
    tgScanSalvage(&e, p, at("dry.session"), 0, 0, &f);
    nLeft = -1;
    check(e.rc==(nFault ? SQLITE_NOMEM : SQLITE_OK), "address: allocation %d, rc %d", i, e.rc);
    nKey = f.nKey;
    tgScanFree(p);
    tgErrClear(&e);
  }
  check(!nFault && nKey==1, "address: %d keys after %d allocations", nKey, i);
  unlink(at("dry.session"));
}

/* Every allocation fails once: the answer is right, or there is none. */
static void testMemory(void){
  static const char *const azLayout[] = { "telethon-7", "pyrogram-3" };
  int i, j, bSalvage, nFd = countFiles("/dev/fd");
  for(j=0; j<TG_COUNT(azLayout)*2; j++){
    Said s;
    bSalvage = j/TG_COUNT(azLayout);
    makeSound(at("dry.session"), azLayout[j%TG_COUNT(azLayout)]);
    saySlow(at("dry.session"), &s);
    for(i=0, nFault=1; nFault && i<20000; i += i<24 ? 1 : i==24 ? 1+some(8) : every(8)>1 ? 8 : 1+(i>200)*7){
      TgErr e = TG_ERR_INIT;
      TgScan *p;
      TgScanRow row;
      TgAccount is;
      TgSalvage f;
      int b = 0;
      i64 nBefore = sqlite3_memory_used();
      nFault = 0;
      nLeft = i;
      p = tgScanNew(&e, ctx.pCat);
      if( p && bSalvage ){
        tgScanSalvage(&e, p, at("dry.session"), 0, 0, &f);
        check(e.rc==SQLITE_NOMEM || (e.rc==SQLITE_OK && isSalvaged(&f, &s, 1)),
              "memory: allocation %d of a salvage: rc %d, %d keys", i, e.rc, f.nKey);
      }else if( p ){
        b = tgScanFile(&e, p, at("dry.session"), 1, &is, &row);
        check(e.rc==(nFault ? e.rc : SQLITE_OK) && (!b || sameAccount(&is, &s.a)),
              "memory: allocation %d: rc %d", i, e.rc);
        check(b || nFault, "memory: declined without a reason");
      }
      nLeft = -1;
      check(p || e.rc==SQLITE_NOMEM, "memory: no place and rc %d", e.rc);
      tgScanFree(p);
      tgErrClear(&e);
      check(sqlite3_memory_used()==nBefore, "memory: %d bytes lost at allocation %d",
            (int)(sqlite3_memory_used()-nBefore), i);
    }
    check(!nFault && i>5, "memory: %d allocations", i);
    sqlite3_free(s.zProblem);
    unlink(at("dry.session"));
  }
  check(countFiles("/dev/fd")==nFd, "memory: a descriptor is open");
}

/* Files to which bytes came, or from which they went, on their way: the account is what it was, or none is given. */
static void testShift(void){
  static const char *const azLayout[] = { "telethon-7", "telethon-8", "pyrogram-2", "pyrogram-3", "kurigram-7", "pyrofork-4",
    "mtcute-1", "grammers-1", "telethon-2.10" };
  int i, k, j, nGiven = 0, nText = 0;
  for(i=0; i<few(rounds(TG_COUNT(azLayout)*8)); i++){
    const char *zLayout = azLayout[i%TG_COUNT(azLayout)];
    char z[400];
    u8 *a, *aBad;
    size_t n, nBad, iKey;
    TgSalvage f;
    Said s, is;
    snprintf(z, sizeof z, "%s", at("shifted.session"));
    makeSound(z, zLayout);
    saySlow(z, &s);
    a = slurp(z, &n);
    aBad = malloc(2*n+16);
    for(iKey=0; (s.a.have & TG_BIT(TG_AUTH_KEY)) && iKey+256<n && memcmp(&a[iKey], s.a.key, 256)!=0; iKey++){}
    for(k=0; k<12; k++){
      nBad = n;
      memcpy(aBad, a, n);
      if( k==0 ){
        for(nBad=0, j=0; j<(int)n; j++){
          if( a[j]=='\n' ) aBad[nBad++] = '\r';
          aBad[nBad++] = a[j];
        }
      }
      for(j=0; k>0 && j<1+(k-1)/2%3; j++){               /* one to three, of one kind; most of them about the key */
        size_t iAt = rnd(3) ? iKey + rnd(700) : rnd((unsigned)nBad);
        iAt = iAt<350 ? 0 : iAt-350;
        if( iAt>=nBad ) iAt = nBad-1;
        if( k & 1 ){
          memmove(&aBad[iAt+1], &aBad[iAt], nBad-iAt);
          aBad[iAt] = (u8)rnd(256);
          nBad++;
        }else{
          memmove(&aBad[iAt], &aBad[iAt+1], nBad-iAt-1);
          nBad--;
        }
      }
      spew(z, aBad, nBad);
      memset(&is, 0, sizeof is);
      saySlow(z, &is);
      check((is.a.have & TG_BIT(TG_AUTH_KEY))==0 || nBad==n || tgAccountSame(&is.a, &s.a), "shift %d/%d, %s: a key that never was", i, k, zLayout);
      sqlite3_free(is.zProblem);
      f = salvage(z);
      nGiven += f.nKey==1;
      nText += f.bText;
      check(f.nKey==0 || (f.nKey==1 && memcmp(f.a.key, s.a.key, 256)==0 && (f.a.have & tgAccountDiffer(&f.a, &s.a) & s.a.have)==0),
            "shift %d/%d, %s: %d found, page %u, not what it was", i, k, zLayout, f.nKey, f.iPage);
      check(f.bText==0 || k==0, "shift %d/%d: taken for text", i, k);
    }
    free(a);
    free(aBad);
    sqlite3_free(s.zProblem);
  }
  check(nText>0 && nGiven>nText, "shift: %d given, %d undone", nGiven, nText);
  printf("shift: %d logins given back of %d files, %d from what was text\n", nGiven, i*12, nText);
}

int main(int argc, char **argv){
  roundsStart(argc>1 ? argv[1] : 0);
  if( argc>2 && atoi(argv[2]) ) iSeed = (u64)atoi(argv[2])*0x9e3779b97f4a7c15;
  dryStart();
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(iSeed & 0x7fffffff) | 1, (sqlite3*)0);
  if( filesStart("scan")==0 ) return 2;
  if( saidStart()==0 ) return 2;
  testNoFile();
  testForged();
  testOdd();
  testBeside();
  testFixtures();
  testGenerated();
  testSalvage();
  testShift();
  testSeveral();
  testJunk();
  testKinds();
  testText();
  testCut();
  testChanging();
  testMemory();
  testMemoryOfAddress();
  saidEnd();
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  filesEnd();
  printf("scan: %d files equal, %d declined\n", nEqual, nDecline);
  return checkEnd("scan");
}
