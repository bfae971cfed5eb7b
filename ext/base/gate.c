/* base: may this file be opened; see gate.h. */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700
#include "base/gate.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *gateKind(mode_t mode){
  return S_ISDIR(mode) ? "a folder" : S_ISFIFO(mode) ? "a pipe" : S_ISSOCK(mode) ? "a socket"
       : S_ISLNK(mode) ? "a symbolic link" : "a device";
}

/* One file beside zPath: 1 if it is there, 0 if not, or an error. */
static int gateBeside(TgErr *e, const char *zPath, const char *zEnd, const char *zName, int bEmpty){
  struct stat st;
  char *z = tgJoin(e, zPath, zEnd);
  int bThere = z && lstat(z, &st)==0;
  sqlite3_free(z);
  if( !bThere ) return 0;
  if( !S_ISREG(st.st_mode) ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE, "%s is not opened: %s%s beside it is %s", zName, zName, zEnd,
             gateKind(st.st_mode));
  }
  return bEmpty || st.st_size>0;
}

void tgGateLook(TgErr *e, TgGate *g, const char *zPath, const char *zName){
  struct stat st;
  memset(g, 0, sizeof(*g));
  if( e->rc!=SQLITE_OK ) return;
  if( lstat(zPath, &st)!=0 ){
    int eErrno = errno;
    if( eErrno==ENOENT || eErrno==ENOTDIR ){
      /* another VFS than the system's may know it */
    }else if( eErrno==EACCES || eErrno==EPERM ){
      tgFailAs(e, SQLITE_CANTOPEN, TG_F_UNREADABLE, "%s can't be opened: permission denied for one of its folders", zName);
    }else{
      tgFailAs(e, SQLITE_CANTOPEN, TG_F_UNREADABLE, "%s can't be opened: %s", zName, strerror(eErrno));
    }
  }else if( S_ISDIR(st.st_mode) ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE, "%s is a folder, not a file (Docker makes one where the file that it "
             "mounts is missing)", zName);
  }else if( !S_ISREG(st.st_mode) ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE, "%s is %s, not a file", zName, gateKind(st.st_mode));
  }else{
    g->bThere = 1;
    g->dev = (u64)st.st_dev;
    g->ino = (u64)st.st_ino;
    g->nByte = st.st_size;
    g->mode = st.st_mode & 0777;
    g->nName = (int)st.st_nlink;
  }
  g->bJournal = gateBeside(e, zPath, "-journal", zName, 0);
  g->bWal = gateBeside(e, zPath, "-wal", zName, 0);
  g->bShm = gateBeside(e, zPath, "-shm", zName, 1);
}

void tgGateSame(TgErr *e, const TgGate *g, const char *zPath, const char *zName){
  struct stat st;
  if( e->rc!=SQLITE_OK || !g->bThere ) return;
  if( lstat(zPath, &st)!=0 || (u64)st.st_dev!=g->dev || (u64)st.st_ino!=g->ino ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_UNREADABLE, "%s was put in the place of another while it was opened; try again", zName);
  }
}

enum TgMet tgGateMet(const char *zFile){
  struct stat st;
  if( lstat(zFile, &st)!=0 ) return TG_MET_NOTHING;
  return !S_ISREG(st.st_mode) ? TG_MET_OTHER : st.st_size>0 ? TG_MET_FILE : TG_MET_NOTHING;
}

int tgGateIsLink(const char *zPath){
  struct stat st;
  return lstat(zPath, &st)==0 && S_ISLNK(st.st_mode);
}

void tgGateInode(const char *zPath, char zInode[TG_INODE_SIZE]){
  struct stat st;
  zInode[0] = 0;
  if( stat(zPath, &st)==0 && st.st_ino!=0 ){
    sqlite3_snprintf(TG_INODE_SIZE, zInode, "%llx-%llx", (u64)st.st_dev, (u64)st.st_ino);
  }
}

int tgGateWritable(const char *zPath){
  char *z = sqlite3_mprintf("%s", zPath);
  char *zSlash = z ? strrchr(z, '/') : 0;
  int b = 0;
  if( zSlash ){
    zSlash[zSlash==z] = 0;
    b = faccessat(AT_FDCWD, zPath, R_OK|W_OK, AT_EACCESS)==0 && faccessat(AT_FDCWD, z, W_OK|X_OK, AT_EACCESS)==0;
  }
  sqlite3_free(z);
  return b;
}

/* A journal that names a super-journal ends with the length of that name, its checksum and this. */
static const u8 aJournalMagic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
enum { TAIL = 16 };

void tgGateJournal(TgErr *e, const TgGate *g, const char *zPath, const char *zName){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3_file *pFile;
  char *z;
  u8 a[TAIL];
  i64 n = 0;
  int rc, flags = 0;
  if( e->rc!=SQLITE_OK || !g->bJournal ) return;
  pFile = tgAlloc(e, (u64)pVfs->szOsFile);
  z = tgJoin(e, zPath, "-journal");
  memset(a, 0, sizeof(a));
  if( pFile && z ){
    rc = pVfs->xOpen(pVfs, z, pFile, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_JOURNAL, &flags);
    if( rc==SQLITE_OK ) rc = pFile->pMethods->xFileSize(pFile, &n);
    if( rc==SQLITE_OK && n>=TAIL ) rc = pFile->pMethods->xRead(pFile, a, TAIL, n-TAIL);
    if( pFile->pMethods ) pFile->pMethods->xClose(pFile);
    if( rc!=SQLITE_OK ){
      tgFail(e, rc, "%s-journal can't be read", zName);
    }else if( memcmp(&a[TAIL-sizeof(aJournalMagic)], aJournalMagic, sizeof(aJournalMagic))==0 ){
      tgFailAs(e, SQLITE_CANTOPEN, TG_F_JOURNAL_NAMES_FILE, "%s is not opened: the -journal beside it names another file, "
               "which SQLite would delete. Nothing was touched. Whoever wrote to several attached files in one "
               "transaction has made such a journal himself, and opens the file with sqlite3; else delete the journal",
               zName);
    }
  }
  sqlite3_free(pFile);
  sqlite3_free(z);
}
