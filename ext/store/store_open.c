/* store: where a store comes from: a schema of the connection, or a file; see store.h. */
#include "store/store_int.h"
#include "base/peel.h"
#include "base/dirlist.h"
#include "base/gate.h"
#include "base/os.h"
#include "base/vfs.h"
#include "layout/sqlhelp.h"
#include "page/page.h"

void tgCtxRelease(void *pArg){
  TgCtx *p = pArg;
  if( --p->nRef==0 ){
    tgCatalogueFree(p->pCat);
    sqlite3_free(p);
  }
}

/*********************************** Opening and closing ****************************************/

void tgStoreInit(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema, const char *zName){
  memset(st, 0, sizeof(*st));
  st->pCtx = pCtx;
  st->zPrefix = "";
  st->zSchema = tgStrdup(e, zSchema, -1);
  st->zName = tgStrdup(e, zName, -1);
}

void tgStoreDetect(TgErr *e, TgStore *st){
  if( e->rc!=SQLITE_OK ) return;
  tgShapeFree(&st->shape);
  st->pLayout = tgLayoutDetect(e, st->pCtx->pCat, st->db, st->zSchema, st->bOwn, &st->shape);
}

/* Likewise, where only the size of the file is at hand: each size of a page is a multiple of 512.
** Of SQLite's own VFSs only: others may compress. */
static void storeWholeAttached(TgErr *e, TgStore *st){
  sqlite3_file *p = 0;
  char *zVfs = 0;
  i64 n = 0;
  if( e->rc!=SQLITE_OK
      || sqlite3_file_control(st->db, st->zSchema, SQLITE_FCNTL_FILE_POINTER, &p)!=SQLITE_OK ){
    return;
  }
  if( p->pMethods==0 || p->pMethods->xFileSize(p, &n)!=SQLITE_OK || n%512==0 ) return;
  sqlite3_file_control(st->db, st->zSchema, SQLITE_FCNTL_VFSNAME, &zVfs);
  if( tgVfsIsSystem(zVfs) && strchr(zVfs, '/')==0 ){
    tgFailAs(e, SQLITE_CORRUPT, TG_F_MALFORMED,
             "%s is malformed: the %lld bytes of its file are no whole pages: it was cut short, "
             "or bytes came or went", st->zName, n);
  }
  sqlite3_free(zVfs);
}

void tgStoreAttached(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema){
  tgStoreInit(e, st, pCtx, zSchema, zSchema);
  st->db = pCtx->db;
  storeWholeAttached(e, st);
  tgStoreDetect(e, st);
  tgStoreExplain(e, st);
}

/* Open a private connection, with a stranger's database in mind. */
void tgStoreConnect(TgErr *e, TgStore *st, const char *zPath, int flags){
  int rc;
  if( e->rc!=SQLITE_OK ) return;
  rc = tgOpen(zPath, &st->db, flags);
  st->bOwn = 1;
  if( rc!=SQLITE_OK ){
    tgFail(e, rc, "%s: %s", st->zName, sqlite3_errmsg(st->db));
    return;
  }
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, (int*)0);
  /* a child of a row that is put anew stays */
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, (int*)0);
  sqlite3_limit(st->db, SQLITE_LIMIT_LENGTH, 256*1024*1024);
  sqlite3_limit(st->db, SQLITE_LIMIT_TRIGGER_DEPTH, 2);
  /* sorting writes no key and no peer to a disk */
  tgExec(e, st->db, "PRAGMA temp_store=MEMORY");
  tgFunctionsInternal(e, st->db);
  st->pStop = tgAlloc(e, sizeof(*st->pStop));
  if( st->pStop ){
    st->pStop->db = st->pCtx->db;
    tgStopWatch(st->pStop, st->db);
  }
}

/* Settings of a database that is now attached as zSchema. */
void tgStoreCareful(TgErr *e, TgStore *st){
  if( e->rc!=SQLITE_OK ) return;
  tgExec(e, st->db, "PRAGMA \"%w\".cell_size_check=ON; PRAGMA \"%w\".mmap_size=0", st->zSchema,
         st->zSchema);
}

/* The file of a database of db, as it is found by the system; 0: none. */
static int storeGateOf(sqlite3_stmt *p, TgGate *g){
  TgErr e = TG_ERR_INIT;
  const char *z = (const char*)sqlite3_column_text(p, 2);
  if( z && z[0] ) tgGateLook(&e, g, z, z);
  tgErrClear(&e);
  return z && z[0] && g->bThere;
}

/* The name under which the user's connection has the file of st attached, if it is in a
** transaction; from sqlite3_malloc. */
static char *storeAttachedAs(TgStore *st){
  TgErr e = TG_ERR_INIT;
  TgGate mine, his;
  sqlite3_stmt *p;
  char *z = 0;
  if( sqlite3_get_autocommit(st->pCtx->db) ) return 0;
  memset(&mine, 0, sizeof(mine));
  p = tgPrepare(&e, st->db, "PRAGMA database_list");
  tgStep(&e, p);                             /* main; without a row it has no text */
  storeGateOf(p, &mine);
  sqlite3_finalize(p);
  p = tgPrepare(&e, st->pCtx->db, "PRAGMA database_list");
  while( z==0 && tgStep(&e, p) ){
    if( storeGateOf(p, &his) && tgGateIs(&his, mine.dev, mine.ino) ){
      z = tgStrdup(&e, tgText(&e, p, 1), -1);
    }
  }
  sqlite3_finalize(p);
  tgErrClear(&e);
  return z;
}

/* Text for a message instead of SQLite's, where we know more. */
void tgStoreExplain(TgErr *e, TgStore *st){
  int rc = e->rc;
  if( rc==SQLITE_OK || rc==SQLITE_NOMEM ) return;
  if( tgMentions(e, st->zName) ) return;
  if( (rc & 0xff)==SQLITE_BUSY || (rc & 0xff)==SQLITE_LOCKED ){
    char *zOwn = st->bOwn ? storeAttachedAs(st) : 0;
    tgErrClear(e);
    if( zOwn ) tgFail(e, rc,
         "%s is locked by this connection itself, which has it attached as %Q and is in a "
         "transaction: COMMIT or ROLLBACK first, or work on %Q", st->zName, zOwn, zOwn);
    sqlite3_free(zOwn);
    tgFail(e, rc, "%s is locked by another program; stop the client, or give PRAGMA busy_timeout a "
                  "value", st->zName);
  }else if( rc==SQLITE_READONLY_ROLLBACK ){
    tgErrClear(e);
    tgFailAs(e, rc, TG_F_INTERRUPTED_WRITE,
             "%s can't be read: its client was killed while it wrote, and its -journal lies "
             "beside it; start the client once, or SELECT session_repair(%Q)", st->zName,
             st->zName);
  }else if( (rc & 0xff)==SQLITE_READONLY ){
    tgErrClear(e);
    tgFail(e, rc, "%s can't be written: the file or its folder is read-only", st->zName);
  }else if( (rc & 0xff)==SQLITE_CORRUPT ){
    tgErrClear(e);
    tgFail(e, rc, "%s: database disk image is malformed", st->zName);
  }else{
    char *z = e->zMsg;
    TgFinding f = e->f;
    e->zMsg = 0;
    e->rc = SQLITE_OK;
    tgFailAs(e, rc, f, "%s: %s", st->zName, z);
    sqlite3_free(z);
  }
}

/* ATTACH zUri as "src". */
void tgStoreAttach(TgErr *e, TgStore *st, const char *zUri){
  sqlite3_stmt *p = tgPrepare(e, st->db, "ATTACH ?1 AS src");
  if( p ) tgBind(e, sqlite3_bind_text(p, 1, zUri, -1, SQLITE_TRANSIENT));
  tgFinish(e, p);
  tgStoreCareful(e, st);
}

/* zPath as a URI with parameters; '%', '?' and '#' are the characters that mean something there. */
char *tgStoreUri(TgErr *e, const char *zPath, const char *zParam){
  sqlite3_str *s;
  char *z;
  if( e->rc!=SQLITE_OK ) return 0;
  s = sqlite3_str_new(0);
  sqlite3_str_appendall(s, "file:");
  for(; *zPath; zPath++){
    if( *zPath=='%' || *zPath=='?' || *zPath=='#' ) sqlite3_str_appendf(s, "%%%02x", *zPath);
    else sqlite3_str_append(s, zPath, 1);
  }
  sqlite3_str_appendf(s, "?%s", zParam);
  z = sqlite3_str_finish(s);
  if( z==0 ) tgNomem(e);
  return z;
}

/* Read a file that is no database, or the head of one, through the VFS: never open(2), which would
** drop the POSIX locks of this process.  n: at most so many bytes.  Bytes from sqlite3_malloc64,
** *pn of them. */
static u8 *storeSlurp(TgErr *e, const char *zPath, const char *zName, i64 n, i64 *pn, i64 *pnFile){
  sqlite3_file *pFile = 0;
  u8 *a = 0;
  i64 nFile = 0;
  int rc = tgVfsOpen(e, 0, zPath, SQLITE_OPEN_MAIN_DB, &pFile);
  *pn = 0;
  if( rc!=SQLITE_OK ){
    if( tgVfsBeside(zPath, "") ){
      tgFailAs(e, rc, TG_F_UNREADABLE, "%s can't be read: permission denied", zName);
    }else{
      tgFailAs(e, rc, TG_F_MISSING_FILE, "there is no file %s", zName);
    }
  }else if( pFile ){
    rc = pFile->pMethods->xFileSize(pFile, &nFile);
    if( n>nFile ) n = nFile;
    a = tgAlloc(e, (u64)n + 1);
    if( a && n>0 ) rc = pFile->pMethods->xRead(pFile, a, (int)n, 0);
    if( rc!=SQLITE_OK && rc!=SQLITE_IOERR_SHORT_READ ){
      tgFail(e, rc, "%s can't be read: the disk fails", zName);
    }
    *pn = n;
    *pnFile = nFile;
  }
  tgVfsClose(pFile);
  return a;
}

/* A file that is marked as WAL and has no -wal is whole, and is read as immutable, since any other
** way would make a -wal.  That takes no lock, so take one here, before its first page is read: a
** client that comes and writes can't take its -wal away again as long as we hold it, and
** tgStoreChanged() will see it.  One that just closes the file has it for itself until its -wal is
** gone: that is waited for. */
static void storeHold(TgErr *e, TgStore *st, const char *zPath){
  sqlite3_file *pFile = 0;
  int n = 0, rc = tgVfsOpen(e, 0, zPath, SQLITE_OPEN_MAIN_DB, &pFile);
  if( rc==SQLITE_OK && pFile ){
    do rc = pFile->pMethods->xLock(pFile, SQLITE_LOCK_SHARED);
    while( (rc & 0xff)==SQLITE_BUSY && tgStopNap(st->pStop, n++) );
  }
  if( rc!=SQLITE_OK ) tgFail(e, rc, "%s", sqlite3_errstr(rc));
  if( e->rc!=SQLITE_OK ){
    tgVfsClose(pFile);
    return;
  }
  st->pHold = pFile;
  st->zWalCheck = tgStrdup(e, zPath, -1);
}

static void storeRelease(TgStore *st){
  if( st->pHold==0 ) return;
  st->pHold->pMethods->xUnlock(st->pHold, SQLITE_LOCK_NONE);
  tgVfsClose(st->pHold);
  st->pHold = 0;
}

/* Open a private connection to zPath itself, with what zParam says of it. */
void tgStoreOpen(TgErr *e, TgStore *st, const char *zPath, const char *zParam){
  /* As a URI: a name like "file:x" would else be taken for one where SQLite was built that way.
  ** What is attached later, an image that is built for export, is not bound by the file's mode. */
  char *zUri = tgStoreUri(e, zPath, zParam);
  if( zUri ) tgStoreConnect(e, st, zUri, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
  sqlite3_free(zUri);
}

/* For a look, which leaves nothing: no file that was not there, none changed, none deleted.
**
**     -wal and -shm   mode=ro works
**     -wal, no -shm   mode=ro needs a -shm.  Exclusive locking keeps the index of the -wal in
**                     memory, and without a checkpoint on close both files stay as they are; but
**                     that means to open it for writing, for which it must be writable, and have no
**                     -journal that would be played
**     no -wal         as it is; immutable where the header says WAL, or SQLite would make a -wal
**
** With mode=ro a -journal is not played: when it is one that a killed client left, nothing can be
** read. */
static void storeOpenRead(TgErr *e, TgStore *st, const TgGate *g, const char *zPath, int bWalMark){
  if( g->bWal && !g->bShm && !(g->bJournal && tgGateHot(e, zPath)) ){
    tgGateJournal(e, g, zPath, st->zName);
    if( !tgOsWritable(zPath) ){
      tgFailAs(e, SQLITE_CANTOPEN, TG_F_WAL_UNREADABLE,
               "%s can't be read where it is: its -wal holds what the file does not "
               "have yet, and SQLite needs to write beside it. Copy both files into a folder of "
               "your own", st->zName);
      return;
    }
    tgStoreOpen(e, st, zPath, "mode=rw");
    if( e->rc!=SQLITE_OK ) return;
    sqlite3_db_config(st->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int*)0);
    tgExec(e, st->db, "PRAGMA locking_mode=EXCLUSIVE");
  }else if( bWalMark && !g->bWal ){
    st->bShm = g->bShm;
    tgStoreOpen(e, st, zPath, "mode=ro&immutable=1");
    if( e->rc==SQLITE_OK ) storeHold(e, st, zPath);
  }else{
    tgStoreOpen(e, st, zPath, "mode=ro");
  }
}

/* For a write. */
static void storeOpenWrite(TgErr *e, TgStore *st, const TgGate *g, const char *zPath, int bNew){
  static const char *const azEnd[] = { "-journal", "-wal", "-shm" };
  int i = g->bJournal ? 0 : g->bWal ? 1 : 2;
  if( bNew && (g->bJournal || g->bWal || g->bShm) ){
    tgFailAs(e, SQLITE_CANTOPEN, TG_F_CONFLICT,
             "%s is not made: %s%s lies there without it, and a client would read its own "
             "old login out of it; move it away", st->zName, st->zName, azEnd[i]);
  }
  tgGateJournal(e, g, zPath, st->zName);
  if( !bNew && g->nName>1 ) tgStoreNewTidy(zPath, g);
  if( !bNew || !tgStoreNew(e, st, zPath) ) tgStoreOpen(e, st, zPath, "mode=rw");
  if( e->rc==SQLITE_OK && sqlite3_db_readonly(st->db, "main")==1 ){
    tgFail(e, SQLITE_READONLY, "%s can't be written: the file or its folder is read-only",
           st->zName);
  }
}

/* What the first bytes say: 1 for a database, or for nothing yet; an error, or 0 for JSON. */
static int storeHead(TgErr *e, TgStore *st, const u8 *a, i64 n, enum TgOpen eOpen){
  if( a==0 ) return 0;
  if( n==0 && eOpen!=TG_OPEN_CREATE ){
    tgFailAs(e, SQLITE_ERROR, TG_F_EMPTY_FILE, "no session in %s: the file is empty", st->zName);
  }else if( n>0 && a[0]=='{' && eOpen==TG_OPEN_READ ){
    return 0;
  }else if( n>0 && (n<100 || memcmp(a, "SQLite format 3", 16)!=0) ){
    tgFail(e, SQLITE_NOTADB, "%s is not a SQLite database, or it is encrypted", st->zName);
  }
  return 1;
}

/* Keep in mind that st reads the file of g, by whatever name; or an error when it is to be written
** and another store reads it. */
static void storeReading(TgErr *e, TgStore *st, const TgGate *g, enum TgOpen eOpen){
  TgReading *p = st->pCtx->pReading;
  if( e->rc!=SQLITE_OK || !g->bThere ) return;
  if( eOpen==TG_OPEN_READ ){
    p = st->pReading = tgAlloc(e, sizeof(*p));
    if( p==0 ) return;
    p->dev = g->dev;
    p->ino = g->ino;
    p->pNext = st->pCtx->pReading;
    st->pCtx->pReading = p;
    return;
  }
  while( p && !tgGateIs(g, p->dev, p->ino) ) p = p->pNext;
  if( p ){
    tgFail(e, SQLITE_LOCKED, "%s is being read by this very statement: write it by another",
           st->zName);
  }
}

static void storeReadingEnd(TgStore *st){
  TgReading **pp;
  if( st->pReading==0 ) return;
  for(pp=&st->pCtx->pReading; *pp!=st->pReading; pp=&(*pp)->pNext){}
  *pp = st->pReading->pNext;
  sqlite3_free(st->pReading);
}

/* The pages of a database are whole.  Where a transfer as text put bytes in, or one was lost,
** SQLite reads on, and what it reads is off by one. */
void tgStoreWhole(TgErr *e, const u8 *aHead, i64 nFile, const char *zName){
  uint32_t sz = tgPageSizeOf(aHead);
  if( sz==0 || nFile%sz==0 || memcmp(aHead, "SQLite format 3", 16)!=0 ) return;
  tgFailAs(e, SQLITE_CORRUPT, TG_F_MALFORMED,
           "%s is malformed: its %lld bytes are no whole pages of %d: it was cut short, or bytes "
           "came or went; was it transferred as text?", zName, nFile, (int)sz);
}

/* The error says that it is no database, or a folder: what else it is, if we know. */
static void storeNoFile(TgErr *e, TgStore *st, const char *zPath){
  TgErr e2 = TG_ERR_INIT;
  TgFinding f = e->f;
  int rc = e->rc, nText;
  const char *zWhat = 0, *z;
  char zLooks[TG_LOOKS_MAX] = "";
  i64 n = 0, nFile = 0;
  u8 *a = 0;
  if( f==TG_F_NOT_A_FILE ){
    zWhat = tgPeelNoFolder(&e2, zPath);
  }else if( (a = storeSlurp(&e2, zPath, st->zName, 4096, &n, &nFile))!=0 ){
    zWhat = tgPeelNoFile(a, n);
    if( zWhat==0 ) zWhat = tgPeelNoName(zPath);
    z = (const char*)a;
    nText = (int)n;
    tgPeel(&z, &nText);
    if( zWhat==0 && memchr(a, 0, (size_t)n)==0 ) tgShownLooks(z, nText, zLooks);
  }
  if( tgErrFatal(e2.rc) ){
    tgErrClear(e);
    tgFail(e, e2.rc, "%s", sqlite3_errstr(e2.rc));
  }else if( zWhat || zLooks[0] ){
    tgErrClear(e);
    if( zWhat ) tgFailAs(e, rc, f, "%s is %s", st->zName, zWhat);
    else tgFailAs(e, rc, f, "%s holds %s, no database: SELECT session_import(readfile(%Q), "
                            "'./NEW.session')", st->zName, zLooks, st->zName);
  }
  tgWipeFree(a);
  tgErrClear(&e2);
}

/* What tgStoreFile does, with the path resolved.  Messages have the user's. */
static void storeFile(TgErr *e, TgStore *st, const char *zPath, enum TgOpen eOpen){
  TgGate g;
  u8 *aHead = 0;
  i64 nHead = 0, nFile = 0;
  int bNew, bWalMark = 0;
  tgGateLook(e, &g, zPath, st->zName);
  if( e->f==TG_F_NOT_A_FILE ) storeNoFile(e, st, zPath);
  storeReading(e, st, &g, eOpen);
  if( e->rc!=SQLITE_OK ) return;
  st->mode = g.mode;
  st->nName = g.nName;
  bNew = eOpen==TG_OPEN_CREATE && !g.bThere && !tgVfsBeside(zPath, "");
  if( !bNew ){
    aHead = storeSlurp(e, zPath, st->zName, 100, &nHead, &nFile);
    if( storeHead(e, st, aHead, nHead, eOpen)==0 && e->rc==SQLITE_OK ){
      sqlite3_free(aHead);
      aHead = storeSlurp(e, zPath, st->zName, TG_JSON_MAX+1, &nHead, &nFile);
      tgStoreJsonInto(e, st, (char*)aHead, nHead);
      tgWipeFree(aHead);
      tgStoreExplain(e, st);
      return;
    }
    if( e->rc==SQLITE_NOTADB ) storeNoFile(e, st, zPath);
    bWalMark = aHead && nHead>=20 && aHead[19]==2;
    if( aHead && nHead>=100 && !g.bWal && !g.bJournal ) tgStoreWhole(e, aHead, nFile, st->zName);
  }
  sqlite3_free(aHead);
  if( e->rc==SQLITE_OK && eOpen==TG_OPEN_READ ) storeOpenRead(e, st, &g, zPath, bWalMark);
  else if( e->rc==SQLITE_OK ) storeOpenWrite(e, st, &g, zPath, bNew);
  tgGateSame(e, &g, zPath, st->zName);
  tgStoreCareful(e, st);
  /* One lock, and one state of the file, for all that is read; a lock for each statement costs more
  ** than the statements. */
  if( eOpen==TG_OPEN_READ ) tgExec(e, st->db, "BEGIN");
  if( st->zPlace==0 ) tgStoreDetect(e, st);  /* else there is nothing in it yet */
  st->bWalLost = bWalMark && !g.bWal && st->shape.name.n==0;
  tgStoreExplain(e, st);
}

/* The path that SQLite works with: absolute, and with symbolic links resolved, because what lies
** beside a session lies beside the link's target.  From sqlite3_malloc. */
static char *storeFullPath(TgErr *e, const char *zPath){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  char *z = tgAlloc(e, (u64)pVfs->mxPathname + 1);
  int rc = z ? pVfs->xFullPathname(pVfs, zPath, pVfs->mxPathname+1, z) : SQLITE_OK;
  if( rc!=SQLITE_OK && (rc & 0xff)!=SQLITE_OK ){
    tgFail(e, rc, "%s can't be opened: its path is too long, its links go in circles, or "
           "permission is denied for one of its folders", zPath);
  }
  return z;
}

void tgStoreFile(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName, enum TgOpen eOpen){
  enum { TRIES = 4 };
  int i;
  char *zPath = 0, *zHome = zName[0]=='~' ? tgDirHome(e, zName) : 0;
  if( zHome ) zName = zHome;
  tgStoreInit(e, st, pCtx, "main", zName);
  if( pCtx->bValuesOnly ){
    tgFail(e, SQLITE_AUTH,
           "%s is a file, and only values and databases of the connection are reached here", zName);
  }
  if( e->rc==SQLITE_OK ) zPath = storeFullPath(e, zName);
  if( e->rc==SQLITE_OK ) storeFile(e, st, zPath, eOpen);
  /* A journal that a client writes just now looks for a moment like one that a killed client
  ** left. */
  for(i=0; i<TRIES && eOpen==TG_OPEN_READ && e->rc==SQLITE_READONLY_ROLLBACK; i++){
    tgErrClear(e);
    tgStoreClose(st);
    tgStoreInit(e, st, pCtx, "main", zName);
    if( e->rc==SQLITE_OK ) storeFile(e, st, zPath, eOpen);
  }
  sqlite3_free(zPath);
  sqlite3_free(zHome);
}

int tgStoreChanged(TgStore *st){
  return st->zWalCheck && (tgVfsBeside(st->zWalCheck, "-wal")
      || (!st->bShm && tgVfsBeside(st->zWalCheck, "-shm")));     /* an empty -wal counts as none */
}

void tgStoreClose(TgStore *st){
  storeReadingEnd(st);
  if( st->bOwn ) sqlite3_close(st->db);
  if( st->pStop ) tgStopEnd(st->pStop);
  sqlite3_free(st->pStop);
  storeRelease(st);
  if( st->zNew ) tgGateRemove(st->zNew);
  tgShapeFree(&st->shape);
  sqlite3_free(st->zNew);
  sqlite3_free(st->zPlace);
  sqlite3_free(st->zSchema);
  sqlite3_free(st->zName);
  sqlite3_free(st->zWalCheck);
  memset(st, 0, sizeof(*st));
}
