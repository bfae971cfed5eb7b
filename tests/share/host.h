/* What the test programs that load the library share: a folder to work in, a connection,
** and a hash of what databases hold.
**
**     hostStart("iofail", argv[1]);               in an empty folder from here on
**     db = hostDb();                              ":memory:", the library loaded
**     hostHashFile(&h, "a.session");              schema and rows, as SQLite reads them
**     return hostEnd(nPass, nFail);               "iofail: 5 passed, 0 failed"
*/
#ifndef HOST_H
#define HOST_H

#include <sqlite3.h>
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HOST_HASH 0xcbf29ce484222325u

static char zHost[16];                      /* who we are */
static char zHostSo[PATH_MAX];              /* the library, absolute */
static char zHostDir[PATH_MAX + 32];        /* the folder */

static inline int hostNamed(const struct dirent *p){
  return strcmp(p->d_name, ".")!=0 && strcmp(p->d_name, "..")!=0;
}

/* The files here, hidden ones, too, sorted.  Free each and the array. */
static inline int hostFiles(struct dirent ***pa){
  int n = scandir(".", pa, hostNamed, alphasort);
  return n<0 ? 0 : n;
}

static inline void hostEmpty(void){
  struct dirent **a = 0;
  int i, n = hostFiles(&a);
  for(i=0; i<n; i++){
    remove(a[i]->d_name);
    free(a[i]);
  }
  free(a);
}

static inline void hostStart(const char *zName, const char *zSo){
  const char *zTmp = getenv("TMPDIR");
  setvbuf(stdout, 0, _IOLBF, 0);            /* what was said before a crash is to be seen */
  snprintf(zHost, sizeof zHost, "%s", zName);
  snprintf(zHostDir, sizeof zHostDir, "%s/tgsession-XXXXXX", zTmp && zTmp[0] ? zTmp : "/tmp");
  if( zSo==0 || realpath(zSo, zHostSo)==0 ){
    fprintf(stderr, "%s: which library?  Usage: %s tgsession.so ...\n", zHost, zHost);
    exit(2);
  }
  if( mkdtemp(zHostDir)==0 || chdir(zHostDir)!=0 ){
    perror(zHostDir);
    exit(2);
  }
}

static inline int hostEnd(int nOk, int nBad){
  hostEmpty();
  rmdir(zHostDir);
  printf("%s: %d passed, %d failed\n", zHost, nOk, nBad);
  return nBad>0;
}

/* How many are open; only the difference counts. */
static inline int hostDescriptors(void){
  DIR *p = opendir("/dev/fd");
  int n = 0;
  if( p==0 ) return 0;
  while( readdir(p) ) n++;
  closedir(p);
  return n;
}

/* ":memory:", where extensions may be loaded. */
static inline sqlite3 *hostPlain(void){
  sqlite3 *db = 0;
  sqlite3_open(":memory:", &db);
  sqlite3_extended_result_codes(db, 1);
  sqlite3_enable_load_extension(db, 1);
  return db;
}

static inline sqlite3 *hostDb(void){
  sqlite3 *db = hostPlain();
  if( sqlite3_load_extension(db, zHostSo, 0, 0)!=SQLITE_OK ){
    fprintf(stderr, "%s: %s does not load: %s\n", zHost, zHostSo, sqlite3_errmsg(db));
    hostEmpty();
    rmdir(zHostDir);
    exit(2);
  }
  return db;
}

/* ------------------------------------------------------------------------------ hashes ---- */

static inline void hostHash(uint64_t *p, const void *a, size_t n){
  const unsigned char *z = a;
  while( n-- ) *p = (*p ^ *z++) * 0x100000001b3u;
}

/* The rows of a statement. */
static inline void hostHashRows(uint64_t *pHash, sqlite3_stmt *p){
  int i;
  while( sqlite3_step(p)==SQLITE_ROW ){
    for(i=0; i<sqlite3_column_count(p); i++){
      char eType = (char)sqlite3_column_type(p, i);
      hostHash(pHash, &eType, 1);
      if( eType==SQLITE_INTEGER || eType==SQLITE_FLOAT ){    /* as text they would allocate */
        double r = sqlite3_column_double(p, i);
        sqlite3_int64 n = sqlite3_column_int64(p, i);
        hostHash(pHash, &r, sizeof r);
        hostHash(pHash, &n, sizeof n);
      }else if( eType!=SQLITE_NULL ){
        const void *a = sqlite3_column_blob(p, i);
        if( a ) hostHash(pHash, a, (size_t)sqlite3_column_bytes(p, i));
      }
    }
    hostHash(pHash, "\n", 1);
  }
}

/* The rows of a query, which is freed, or its error. */
static inline void hostHashQuery(uint64_t *pHash, sqlite3 *db, char *zSql){
  sqlite3_stmt *p = 0;
  if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)!=SQLITE_OK ){
    hostHash(pHash, sqlite3_errmsg(db), strlen(sqlite3_errmsg(db)));
  }
  hostHashRows(pHash, p);
  sqlite3_finalize(p);
  sqlite3_free(zSql);
}

/* Schema and rows of all databases of a connection. */
static inline void hostHashDb(uint64_t *pHash, sqlite3 *db){
  sqlite3_stmt *pDb = 0, *pTab = 0;
  sqlite3_prepare_v2(db, "SELECT name FROM pragma_database_list WHERE name<>'temp'"
                     " OR EXISTS (SELECT 1 FROM sqlite_temp_master) ORDER BY 1", -1, &pDb, 0);
  while( sqlite3_step(pDb)==SQLITE_ROW ){
    const char *zDb = (const char*)sqlite3_column_text(pDb, 0);
    char *z = sqlite3_mprintf("SELECT name FROM \"%w\".sqlite_master "
                              "WHERE type='table' AND rootpage>0 ORDER BY 1", zDb);
    hostHash(pHash, zDb, strlen(zDb));
    hostHashQuery(pHash, db, sqlite3_mprintf("SELECT type, name, sql FROM \"%w\".sqlite_master "
                                             "ORDER BY 1, 2", zDb));
    sqlite3_prepare_v2(db, z, -1, &pTab, 0);
    sqlite3_free(z);
    while( sqlite3_step(pTab)==SQLITE_ROW ){
      const char *zTab = (const char*)sqlite3_column_text(pTab, 0);
      hostHashQuery(pHash, db, sqlite3_mprintf("SELECT * FROM \"%w\".\"%w\"", zDb, zTab));
    }
    sqlite3_finalize(pTab);
  }
  sqlite3_finalize(pDb);
}

/* A file, after the recovery that it may need.  1 when it is sound; a file that is not there,
** or empty, is sound and adds nothing to the hash. */
static inline int hostHashFile(uint64_t *pHash, const char *zPath){
  sqlite3 *db = 0;
  sqlite3_stmt *p = 0;
  int nObject = 0, bOk = 0;
  if( access(zPath, F_OK)!=0 ) return 1;
  sqlite3_open(zPath, &db);
  sqlite3_prepare_v2(db, "SELECT integrity_check, (SELECT count(*) FROM sqlite_master)"
                         " FROM pragma_integrity_check", -1, &p, 0);
  if( p && sqlite3_step(p)==SQLITE_ROW ){
    bOk = strcmp((const char*)sqlite3_column_text(p, 0), "ok")==0;
    nObject = sqlite3_column_int(p, 1);
  }
  sqlite3_finalize(p);
  if( nObject>0 ) hostHashDb(pHash, db);
  sqlite3_close(db);
  return bOk;
}

#endif
