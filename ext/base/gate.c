/* base: may this file be opened; see gate.h. */
#include "base/gate.h"
#include "base/os.h"
#include "base/vfs.h"

static const char *const azKind[] = {        /* by enum TgOsKind */
  "nothing", "a file", "a folder", "a symbolic link", "a pipe", "a socket", "a device"
};

/* One file beside zPath: 1 if it is there, 0 if not, or an error. */
static int gateBeside(TgErr *e, const char *zPath, const char *zEnd, const char *zName, int bEmpty){
  TgOsFile f;
  char *z = tgJoin(e, zPath, zEnd);
  int bThere = z && tgOsLook(z, 0, &f)==0;
  sqlite3_free(z);
  if( !bThere ) return 0;
  if( f.eKind!=TG_OS_FILE ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE, "%s is not opened: %s%s beside it is %s", zName,
             zName, zEnd, azKind[f.eKind]);
  }
  return bEmpty || f.nByte>0;
}

void tgGateLook(TgErr *e, TgGate *g, const char *zPath, const char *zName){
  TgOsFile f;
  enum TgOsWhy eWhy;
  int rc;
  memset(g, 0, sizeof(*g));
  rc = tgOsLook(zPath, 0, &f);
  eWhy = tgOsWhy(rc);
  if( f.eKind==TG_OS_FILE ){
    g->bThere = 1;
    g->dev = f.dev;
    g->ino = f.ino;
    g->nByte = f.nByte;
    g->mode = f.mode;
    g->nName = f.nName;
  }else if( f.eKind==TG_OS_FOLDER ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE,
             "%s is a folder, not a file (Docker makes one where the file that it mounts is "
             "missing)", zName);
  }else if( rc==0 ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_NOT_A_FILE, "%s is %s, not a file", zName, azKind[f.eKind]);
  /* what is gone another VFS than the system's may know */
  }else if( eWhy!=TG_OS_GONE ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_UNREADABLE, "%s can't be opened: %s", zName,
             eWhy==TG_OS_DENIED ? "permission denied for one of its folders" : tgOsText(rc));
  }
  g->bJournal = gateBeside(e, zPath, "-journal", zName, 0);
  g->bWal = gateBeside(e, zPath, "-wal", zName, 0);
  g->bShm = gateBeside(e, zPath, "-shm", zName, 1);
}

void tgGateSame(TgErr *e, const TgGate *g, const char *zPath, const char *zName){
  TgOsFile f;
  if( e->rc!=SQLITE_OK || !g->bThere ) return;
  tgOsLook(zPath, 0, &f);
  if( f.dev!=g->dev || f.ino!=g->ino ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_UNREADABLE,
             "%s was put in the place of another while it was opened; try again", zName);
  }
}

enum TgMet tgGateMet(const char *zFile){
  TgOsFile f;
  if( tgOsLook(zFile, 0, &f)!=0 ) return TG_MET_NOTHING;
  return f.eKind!=TG_OS_FILE ? TG_MET_OTHER : f.nByte>0 ? TG_MET_FILE : TG_MET_NOTHING;
}

void tgGateInode(const char *zPath, char zInode[TG_INODE_SIZE]){
  TgOsFile f;
  zInode[0] = 0;
  if( tgOsLook(zPath, 1, &f)==0 && f.ino!=0 ){
    sqlite3_snprintf(TG_INODE_SIZE, zInode, "%llx-%llx", f.dev, f.ino);
  }
}

int tgGateCreate(TgErr *e, const char *zPath){
  int rc;
  if( e->rc!=SQLITE_OK ) return 0;
  rc = tgOsCreate(zPath);
  if( rc && tgOsWhy(rc)!=TG_OS_EXISTS ){
    tgFail(e, SQLITE_CANTOPEN, "%s can't be created: %s", zPath, tgOsText(rc));
  }
  return rc==0;
}

void tgGateRemove(const char *zPath){
  char *zJournal = sqlite3_mprintf("%s-journal", zPath);
  tgOsRemove(zPath);                         /* first: a -journal without a file means nothing */
  if( zJournal ) tgOsRemove(zJournal);
  sqlite3_free(zJournal);
}

int tgGateHot(TgErr *e, const char *zPath){
  char *z = tgJoin(e, zPath, "-journal");
  sqlite3_file *pFile = 0;
  u8 c = 0;
  int rc = z ? tgVfsOpen(e, 0, z, SQLITE_OPEN_MAIN_JOURNAL, &pFile) : SQLITE_OK, bHot;
  if( pFile ){
    rc = pFile->pMethods->xRead(pFile, &c, 1, 0);
    bHot = rc==SQLITE_OK ? c!=0 : rc!=SQLITE_IOERR_SHORT_READ;
  }else{
    bHot = rc!=SQLITE_OK && tgVfsBeside(zPath, "-journal");          /* or a client deleted it */
  }
  tgVfsClose(pFile);
  sqlite3_free(z);
  return bHot;
}

/* A journal that names a super-journal ends with the length of that name, its checksum and this. */
static const u8 aJournalMagic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
enum { TAIL = 16, TRIES = 20 };

/* The last 16 bytes of a journal into a[], zeros where it is shorter: a result code. */
static int gateTail(TgErr *e, const char *zJournal, u8 a[TAIL]){
  sqlite3_file *pFile = 0;
  i64 n = 0;
  int rc = tgVfsOpen(e, 0, zJournal, SQLITE_OPEN_MAIN_JOURNAL, &pFile);
  memset(a, 0, TAIL);
  if( rc==SQLITE_OK && pFile ) rc = pFile->pMethods->xFileSize(pFile, &n);
  if( rc==SQLITE_OK && n>=TAIL ) rc = pFile->pMethods->xRead(pFile, a, TAIL, n-TAIL);
  tgVfsClose(pFile);
  return rc;
}

void tgGateJournal(TgErr *e, const TgGate *g, const char *zPath, const char *zName){
  char *z;
  u8 a[TAIL];
  int i, rc = SQLITE_OK;
  if( e->rc!=SQLITE_OK || !g->bJournal ) return;
  z = tgJoin(e, zPath, "-journal");
  /* A client that commits deletes or cuts it between our look and the read: then there is none, or
  ** the next one. */
  for(i=0; z && i<TRIES; i++){
    rc = gateTail(e, z, a);
    if( rc!=SQLITE_OK && !tgVfsBeside(zPath, "-journal") ) rc = SQLITE_OK;
    if( rc==SQLITE_OK || e->rc!=SQLITE_OK ) break;
  }
  if( rc!=SQLITE_OK ){
    tgFail(e, rc, "%s-journal can't be read", zName);
  }else if( memcmp(&a[TAIL-sizeof(aJournalMagic)], aJournalMagic, sizeof(aJournalMagic))==0 ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_JOURNAL_NAMES_FILE,
             "%s is not opened: the -journal beside it names another file, "
             "which SQLite would delete. Nothing was touched. Whoever wrote to several attached "
             "files in one transaction has made such a journal himself, and opens the file with "
             "sqlite3; else delete the journal", zName);
  }
  sqlite3_free(z);
}
