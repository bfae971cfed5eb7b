/* A statement for two sides, ours and an ordinary copy, and what they are compared by; SQLite's connection is db.
**
**     bothStart();
**     put("DELETE FROM ");
**     sqlite3_str_appendall(aOut[1], "mat.");     theirs alone
**     put("t WHERE id=%d", 5);
**     bothEnd(azSql);
**     must("CREATE TABLE t(x)");                  an error is a failure
**     if( atoi(one("SELECT count(*) FROM t")) )   the first value of a query
**     check((z = differ("SELECT ...", "SELECT ..."))==0, "%s", z);
**     nextTransaction(z);                         BEGIN, SAVEPOINT s1, ROLLBACK TO s1 ..., whichever may come
*/
#ifndef BOTH_H
#define BOTH_H

#include "files.h"

static sqlite3 *db;
static sqlite3_str *aOut[2];                 /* the statement that is being written: ours, theirs */
static char *zOne;                           /* what one() gave */
static int bBegun, nSave;                    /* the transaction */

static inline const char *pick(const char *const *az, int n){
  return az[rnd((unsigned)n)];
}

static inline void bothStart(void){
  aOut[0] = sqlite3_str_new(db);
  aOut[1] = sqlite3_str_new(db);
}

static inline void put(const char *zFmt, ...){
  int i;
  for(i=0; i<2; i++){
    va_list ap;
    va_start(ap, zFmt);
    sqlite3_str_vappendf(aOut[i], zFmt, ap);
    va_end(ap);
  }
}

static inline void bothEnd(char **azSql){
  azSql[0] = sqlite3_str_finish(aOut[0]);
  azSql[1] = sqlite3_str_finish(aOut[1]);
}

static inline void must(const char *zFmt, ...){
  char *z, *zErr = 0;
  va_list ap;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  sqlite3_exec(db, z, 0, 0, &zErr);
  check(zErr==0, "%s: %s", z, zErr);
  sqlite3_free(zErr);
  sqlite3_free(z);
}

/* As text, "" if there is none.  Good until the next. */
static inline const char *one(const char *zFmt, ...){
  sqlite3_stmt *p = 0;
  va_list ap;
  char *z;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  sqlite3_free(zOne);
  zOne = 0;
  sqlite3_prepare_v2(db, z, -1, &p, 0);
  if( p==0 ) check(0, "%s: %s", z, sqlite3_errmsg(db));
  else if( sqlite3_step(p)==SQLITE_ROW ) zOne = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
  sqlite3_finalize(p);
  sqlite3_free(z);
  return zOne ? zOne : "";
}

/* The first row that only one of two queries of one column has, for sqlite3_free(); 0 if they give the same. */
static inline char *differ(const char *zMine, const char *zCopy){
  static const char zOnly[] = "SELECT %Q || r FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s))";
  char *zHas = sqlite3_mprintf("%s", one(zOnly, "has ", zMine, zCopy));
  const char *zLacks = one(zOnly, "lacks ", zCopy, zMine);
  char *z = zHas[0] || zLacks[0] ? sqlite3_mprintf("%s\n    %s", zHas, zLacks) : 0;
  sqlite3_free(zHas);
  if( z==0 && atoi(one("SELECT (SELECT count(*) FROM (%s))<>(SELECT count(*) FROM (%s))", zMine, zCopy)) ){
    z = sqlite3_mprintf("has a row twice");
  }
  return z;
}

static inline void nextTransaction(char z[40]){
  if( !bBegun ){
    strcpy(z, "BEGIN");
    bBegun = 1;
  }else if( rnd(3)==0 ){
    strcpy(z, rnd(2) ? "COMMIT" : "ROLLBACK");
    bBegun = nSave = 0;
  }else if( nSave==0 || rnd(3)==0 ){
    snprintf(z, 40, "SAVEPOINT s%d", ++nSave);
  }else{
    int i = 1+(int)rnd((unsigned)nSave), bTo = (int)rnd(2);
    snprintf(z, 40, "%s s%d", bTo ? "ROLLBACK TO" : "RELEASE", i);
    nSave = bTo ? i : i-1;
  }
  must("%s", z);
}

/* The end of a world: what was begun is kept, and the connection closes. */
static inline void bothCommit(void){
  if( bBegun ) must("COMMIT");
  bBegun = nSave = 0;
}
static inline void bothClose(void){
  sqlite3_free(zOne);
  zOne = 0;
  check(sqlite3_close(db)==SQLITE_OK, "close: a statement is left");
  db = 0;
}

/* Rounds of a test that goes on as long as one likes: ROUNDS=, few with FEW=1. */
static inline int manyRounds(int n){
  const char *z = getenv("ROUNDS");
  return isFew() ? 1 : z && atoi(z)>0 ? atoi(z) : rounds(n);
}

/* main() of a program: worlds of a seed, or nPer a round that are always the same and as many whose seed is printed. */
static inline int bothMain(int argc, char **argv, const char *zName, int nPer, void (*xWorlds)(uint64_t, int)){
  if( argc>1 ){
    xWorlds(strtoull(argv[1], 0, 10), argc>2 ? atoi(argv[2]) : nPer);
  }else{
    uint64_t seed = (uint64_t)time(0)*1000003 + (uint64_t)getpid();
    roundsStart(0);
    xWorlds(20240229, nPer*manyRounds(8));
    printf("%s: seed %llu\n", zName, (unsigned long long)seed);
    xWorlds(seed, nPer*manyRounds(8));
  }
  if( chdir("/") ) return 2;
  filesEnd();
  return checkEnd(zName);
}

#endif
