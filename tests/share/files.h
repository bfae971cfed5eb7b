/* A folder of a test's own, and files in it:
**
**     if( filesStart("page")==0 ) return 2;
**     spew(at("a.session"), p, n);             at(): a path in it
**     filesEnd();
*/
#ifndef FILES_H
#define FILES_H

#include "check.h"
#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static char zDir[300];

static inline const char *at(const char *zName){         /* four at a time */
  static char az[4][400];
  static int i;
  i = (i+1)%4;
  snprintf(az[i], sizeof az[i], "%s/%s", zDir, zName);
  return az[i];
}

/* The bytes of a regular file, *pn of them, from malloc(); 0 if there is none. */
static inline uint8_t *slurp(const char *zPath, size_t *pn){
  FILE *f = fopen(zPath, "rb");
  struct stat st;
  uint8_t *a;
  *pn = 0;
  if( f==0 ) return 0;
  if( fstat(fileno(f), &st)!=0 || !S_ISREG(st.st_mode) ){
    fclose(f);
    return 0;
  }
  a = malloc((size_t)st.st_size+1);
  *pn = fread(a, 1, (size_t)st.st_size, f);
  fclose(f);
  return a;
}

static inline void spew(const char *zPath, const void *p, size_t n){
  FILE *f = fopen(zPath, "wb");
  if( f==0 || fwrite(p, 1, n, f)!=n ) check(0, "cannot write %s", zPath);
  if( f ) fclose(f);
}

static inline void copyFile(const char *zFrom, const char *zTo){
  size_t n;
  uint8_t *a = slurp(zFrom, &n);
  if( a ) spew(zTo, a, n);
  free(a);
}

/* What befalls the begin of a database file, k from 0 to 4; 0 for any other k. */
static inline int spoilHead(uint8_t *a, unsigned szPage, int k){
  switch( k ){
    case 0: break;                           /* nothing */
    case 1: memset(a, 0, 100); break;
    case 2: memset(a, 0, szPage); break;
    case 3: memset(a, 0xff, szPage); break;
    case 4: a[16] ^= 0x30; break;            /* the page size */
    default: return 0;
  }
  return 1;
}

/* How many names there are in a folder, "." and ".." among them. */
static inline int countFiles(const char *z){
  DIR *d = opendir(z);
  int n = 0;
  while( d && readdir(d) ) n++;
  if( d ) closedir(d);
  return n;
}

/* SQL with values, as of sqlite3_mprintf(): a code of SQLite's. */
static inline int sqlf(sqlite3 *db, const char *zFmt, ...){
  va_list ap;
  char *z;
  int rc;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  rc = z ? sqlite3_exec(db, z, 0, 0, 0) : SQLITE_NOMEM;
  sqlite3_free(z);
  return rc;
}

/* Make the folder: 0 where it can't be. */
static inline int filesStart(const char *zName){
  const char *zTmp = getenv("TMPDIR");
  snprintf(zDir, sizeof zDir, "%s/tg%s.XXXXXX", zTmp && zTmp[0] ? zTmp : "/tmp", zName);
  return mkdtemp(zDir)!=0;
}

static inline void filesEnd(void){
  char zCmd[320];
  snprintf(zCmd, sizeof zCmd, "rm -rf '%s'", zDir);
  check(system(zCmd)==0, "%s stays", zDir);
}

#endif
