/* store: a file that is not there yet: whole or absent, whenever the process is killed.
**
**     bots/.a.session.tgsession-new      it is made under this name, which no glob matches, without
**                                        a journal, ...
**     bots/a.session                     ... written to the disk once, and given its own by link(),
**                                        which replaces nothing
**
** A client that makes the file meanwhile keeps what it made.  Where there are no links, or files
** are not the system's, it is made where it is to be, by a transaction with a journal.
*/
#include "store/store_int.h"
#include "base/os.h"
#include "base/vfs.h"

/* Seconds after which nobody is thought to be making it still; and by so many a file may be of the
** future, since the clock of a file system and time() differ, by a tick or by a network. */
enum { NEW_ABANDONED = 3600, NEW_AHEAD = 60 };

/* Where it is made. */
static char *newPath(TgErr *e, const char *zPath){
  const char *zFile = tgOsName(zPath);
  return tgPrintf(e, "%.*s.%s.tgsession-new", (int)(zFile - zPath), zPath, zFile);
}

/* Make the file st->zNew: 1, or 0 where that can't be, which is no error. */
static int newCreate(TgErr *e, TgStore *st){
  TgOsFile file = {0};
  int rc = tgOsCreate(st->zNew);
  if( tgOsWhy(rc)==TG_OS_EXISTS ) tgOsLook(st->zNew, 0, &file);
  if( file.eKind==TG_OS_FILE ){
    if( file.nAge>-NEW_AHEAD && file.nAge<NEW_ABANDONED ){
      tgFail(e, SQLITE_BUSY, "%s is being made by another program; if none is, remove %s",
             st->zName, st->zNew);
      return 0;
    }
    tgOsRemove(st->zNew);
    rc = tgOsCreate(st->zNew);
  }
  return rc==0;
}

int tgStoreNew(TgErr *e, TgStore *st, const char *zPath){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  char *zPlace = tgStrdup(e, zPath, -1);     /* before the file, so that it can't be forgotten */
  /* A link that leads nowhere is none of ours to fill: to make the file by the user's name
  ** fails. */
  int bPlain = tgVfsIsSystem(pVfs->zName) && tgOsKind(st->zName, 0)==TG_OS_NOTHING;
  if( e->rc==SQLITE_OK && bPlain ) st->zNew = newPath(e, zPath);
  if( e->rc==SQLITE_OK && st->zNew && newCreate(e, st) ){
    st->zPlace = zPlace;
    tgStoreOpen(e, st, st->zNew, "mode=rw");
    /* nobody else opens it: no lock is given back, and no journal looked for */
    tgExec(e, st->db,
           "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
    return 1;
  }
  sqlite3_free(st->zNew);
  st->zNew = 0;
  if( zPlace && tgGateCreate(e, st->zName) ) st->zNew = zPlace;
  else sqlite3_free(zPlace);
  return 0;
}

/* The bytes of st's database are on the disk. */
static void newSync(TgErr *e, TgStore *st){
  sqlite3_file *pFile = 0;
  int rc;
  sqlite3_file_control(st->db, "main", SQLITE_FCNTL_FILE_POINTER, &pFile);
  rc = pFile->pMethods->xSync(pFile, SQLITE_SYNC_NORMAL);
  if( rc!=SQLITE_OK ) tgFail(e, rc, "%s can't be written: the disk fails", st->zName);
}

/* No link was to be had: copy it to its place by a transaction there, unless somebody was
** quicker. */
static void newCopy(TgErr *e, TgStore *st){
  TgStore to, from;
  tgStoreInit(e, &to, st->pCtx, "main", st->zName);
  tgStoreInit(e, &from, st->pCtx, "main", st->zName);
  tgStoreOpen(e, &from, st->zNew, "mode=ro");
  if( tgGateCreate(e, st->zPlace) ){
    to.zNew = st->zPlace;                    /* it goes again unless all goes well */
    st->zPlace = 0;
    tgStoreOpen(e, &to, to.zNew, "mode=rw");
    tgStoreBackup(e, to.db, from.db, "main");
    tgStoreKeep(e, &to);
  }else{
    tgFail(e, SQLITE_CONSTRAINT_PRIMARYKEY,
           "another program has made %s meanwhile; it stays as it is", st->zName);
  }
  tgStoreClose(&from);
  tgStoreClose(&to);
}

void tgStoreKeep(TgErr *e, TgStore *st){
  char *zFolder = 0;
  int rc = 0;
  if( st->zNew==0 || e->rc!=SQLITE_OK ) return;
  if( st->zPlace ){                          /* else it was made there */
    newSync(e, st);
    sqlite3_close(st->db);
    st->db = 0;
    zFolder = tgPrintf(e, "%.*s", (int)(tgOsName(st->zPlace) - st->zPlace), st->zPlace);
    if( e->rc!=SQLITE_OK ) return;
    rc = tgOsPlace(st->zNew, st->zPlace);
    if( rc==0 ) tgOsSync(zFolder);           /* nothing fails any more */
  }
  if( rc==0 ){
    sqlite3_free(st->zNew);
    st->zNew = 0;
  }else{
    newCopy(e, st);
  }
  sqlite3_free(zFolder);
}

void tgStoreNewTidy(const char *zPath, const TgGate *g){
  TgErr e = TG_ERR_INIT;
  TgOsFile file;
  char *z = newPath(&e, zPath);
  if( z && tgOsLook(z, 0, &file)==0 && tgGateIs(g, file.dev, file.ino) ) tgOsRemove(z);
  sqlite3_free(z);
  tgErrClear(&e);
}
