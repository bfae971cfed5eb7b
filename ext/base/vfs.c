/* base: files through SQLite's VFS; see vfs.h. */
#include "base/vfs.h"
#include "base/os.h"

int tgVfsIsSystem(const char *zVfs){
  return zVfs && (strncmp(zVfs, "unix", 4)==0 || strncmp(zVfs, "win32", 5)==0);
}

/* On Windows SQLite's xAccess says no to folders and to empty files. */
int tgVfsBeside(const char *zPath, const char *zSuffix){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  char *z = sqlite3_mprintf("%s%s", zPath, zSuffix);
  TgOsFile f;
  int b = 0;
  if( z && !tgVfsIsSystem(pVfs->zName) ) pVfs->xAccess(pVfs, z, SQLITE_ACCESS_EXISTS, &b);
  else if( z && tgOsLook(z, 1, &f)==0 ) b = f.eKind!=TG_OS_FILE || f.nByte>0 || zSuffix[0]==0;
  sqlite3_free(z);
  return b;
}

/* A VFS may look at what is around a name: 4 zero bytes before it, parameters, of which there are
** none, and the side files after it.  So: 0000 path 0 0 path-journal 0 path-wal 0 000, and for our
** own use path-shm. */
void tgVfsNames(char *zBuf, TgVfsName *p){
  static const char *const azEnd[] = { "-journal", "-wal", "-shm" };
  const char *az[TG_COUNT(azEnd)];
  char *zPath = &zBuf[TG_VFS_PATH], *z;
  size_t n = strlen(zPath), nEnd;
  int i;
  z = &zPath[n+1];
  *z++ = 0;
  for(i=0; i<TG_COUNT(azEnd); i++){
    az[i] = z;
    nEnd = strlen(azEnd[i]);
    memcpy(z, zPath, n);
    memcpy(&z[n], azEnd[i], nEnd+1);
    z += n + nEnd + 1;
    if( i>0 ){
      memset(z, 0, 3);
      z += 3;
    }
  }
  p->zPath = zPath;
  p->zJournal = az[0];
  p->zWal = az[1];
  p->zShm = az[2];
}

int tgVfsOpen(TgErr *e, sqlite3_vfs *pVfs, const char *zPath, int eType, sqlite3_file **ppFile){
  sqlite3_vfs *p = pVfs ? pVfs : sqlite3_vfs_find(0);
  sqlite3_file *pFile;
  TgVfsName name;
  char *zBuf;
  int rc, flags = 0;
  *ppFile = 0;
  if( e->rc!=SQLITE_OK ) return SQLITE_OK;
  pFile = tgAlloc(e, (u64)p->szOsFile + TG_VFS_SIZE(strlen(zPath)));
  if( pFile==0 ) return SQLITE_OK;
  zBuf = (char*)pFile + p->szOsFile;         /* xOpen keeps the name */
  memcpy(&zBuf[TG_VFS_PATH], zPath, strlen(zPath)+1);
  tgVfsNames(zBuf, &name);
  rc = p->xOpen(p, name.zPath, pFile, SQLITE_OPEN_READONLY|eType, &flags);
  *ppFile = pFile;
  if( rc!=SQLITE_OK ){
    tgVfsClose(pFile);
    *ppFile = 0;
  }
  return rc;
}

void tgVfsClose(sqlite3_file *p){
  if( p && p->pMethods ) p->pMethods->xClose(p);
  sqlite3_free(p);
}
