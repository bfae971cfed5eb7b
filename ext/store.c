/* layer 3: a session inside an open SQLite schema; see store.h.
**
** No SQL here names a client's table: it all comes from the layout's file, with the schema put in. Peers
** move as one statement, source and target composed:
**
**     WITH peers_in(id, type, ...) AS (<section peers of the source>) <section put-peers of the target>
*/
#include "store.h"
#include "newfile.h"
#include "sqlhelp.h"

#define PEER_COLUMNS  "id, type, access_hash, username, phone_number, name, updated"
#define NAME_COLUMNS  "id, username, ord"
#define STATE_COLUMNS "id, pts, qts, date, seq"

static void storeJsonInto(TgErr *e, TgStore *st, const char *z, i64 n);

/*********************************** Opening and closing ****************************************/

static void storeInit(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema, const char *zName){
  memset(st, 0, sizeof(*st));
  st->pCtx = pCtx;
  st->zPrefix = "";
  st->zSchema = tgStrdup(e, zSchema, -1);
  st->zName = tgStrdup(e, zName, -1);
}

void tgStoreDetect(TgErr *e, TgStore *st){
  if( e->rc!=SQLITE_OK ) return;
  tgShapeFree(&st->shape);
  st->pLayout = tgLayoutDetect(e, st->pCtx->pCat, st->db, st->zSchema, &st->shape);
}

void tgStoreAttached(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema){
  storeInit(e, st, pCtx, zSchema, zSchema);
  st->db = pCtx->db;
  tgStoreDetect(e, st);
  tgStoreExplain(e, st);
}

/* A private connection stops when the user's does: any statement there reports the interrupt. */
static int storePing(void *p){
  sqlite3_stmt *pPing = p;
  int rc = sqlite3_step(pPing);
  sqlite3_reset(pPing);
  return rc==SQLITE_INTERRUPT;
}

/* Open a private connection, with a stranger's database in mind. */
static void storeConnect(TgErr *e, TgStore *st, const char *zPath, int flags){
  int rc;
  if( e->rc!=SQLITE_OK ) return;
  rc = sqlite3_open_v2(zPath, &st->db, flags|SQLITE_OPEN_NOMUTEX, 0);
  st->bOwn = 1;
  if( rc!=SQLITE_OK ){
    if( rc==SQLITE_NOMEM || st->db==0 ) tgNomem(e);
    else tgFail(e, rc, "%s: %s", st->zName, sqlite3_errmsg(st->db));
    return;
  }
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int*)0);
  sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, (int*)0);
  sqlite3_limit(st->db, SQLITE_LIMIT_LENGTH, 256*1024*1024);
  sqlite3_limit(st->db, SQLITE_LIMIT_TRIGGER_DEPTH, 2);
  sqlite3_busy_timeout(st->db, (int)tgQueryInt(e, st->pCtx->db, 0, "PRAGMA busy_timeout"));
  tgFunctionsInternal(e, st->db);
  st->pPing = tgPrepare(e, st->pCtx->db, "SELECT 1");
  if( st->pPing ) sqlite3_progress_handler(st->db, 20000, storePing, st->pPing);
}

/* Settings of a database that is now attached as zSchema. */
static void storeCareful(TgErr *e, TgStore *st){
  tgExec(e, st->db, "PRAGMA \"%w\".cell_size_check=ON; PRAGMA \"%w\".mmap_size=0", st->zSchema, st->zSchema);
}

/* Text for a message instead of SQLite's, where we know more. */
void tgStoreExplain(TgErr *e, TgStore *st){
  int rc = e->rc;
  if( rc==SQLITE_OK || rc==SQLITE_NOMEM ) return;
  if( e->zMsg && strstr(e->zMsg, st->zName) ) return;
  if( (rc & 0xff)==SQLITE_BUSY || (rc & 0xff)==SQLITE_LOCKED ){
    tgErrClear(e);
    tgFail(e, rc, "%s is locked by another program; stop the client, or give PRAGMA busy_timeout a value", st->zName);
  }else if( (rc & 0xff)==SQLITE_READONLY ){
    tgErrClear(e);
    tgFail(e, rc, "%s can't be written: the file or its folder is read-only", st->zName);
  }else if( (rc & 0xff)==SQLITE_CORRUPT ){
    tgErrClear(e);
    tgFail(e, rc, "%s: database disk image is malformed", st->zName);
  }else{
    char *z = e->zMsg;
    e->zMsg = 0;
    e->rc = SQLITE_OK;
    tgFail(e, rc, "%s: %s", st->zName, z ? z : sqlite3_errstr(rc));
    sqlite3_free(z);
  }
}

/* ATTACH zUri as "src". */
static void storeAttach(TgErr *e, TgStore *st, const char *zUri){
  sqlite3_stmt *p = tgPrepare(e, st->db, "ATTACH ?1 AS src");
  if( p ) tgBind(e, sqlite3_bind_text(p, 1, zUri, -1, SQLITE_TRANSIENT));
  tgFinish(e, p);
  storeCareful(e, st);
}

/* zPath as a URI with parameters; '%', '?' and '#' are the characters that mean something there. */
static char *storeUri(TgErr *e, const char *zPath, const char *zParam){
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

int tgStoreBeside(const char *zPath, const char *zSuffix){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  char *z = sqlite3_mprintf("%s%s", zPath, zSuffix);
  int b = 0;
  if( z ) pVfs->xAccess(pVfs, z, SQLITE_ACCESS_EXISTS, &b);
  sqlite3_free(z);
  return b;
}

/* Read a file that is no database, or the head of one, through the VFS: never open(2), which would drop the POSIX
** locks of this process.  n: at most so many bytes.  Bytes from sqlite3_malloc64, *pn of them. */
static u8 *storeSlurp(TgErr *e, const char *zPath, i64 n, i64 *pn){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3_file *pFile = tgAlloc(e, (u64)pVfs->szOsFile);
  size_t nPath = strlen(zPath);
  char *zPadded = tgAlloc(e, nPath + 12);     /* xOpen looks for zeros around the name of a main file */
  u8 *a = 0;
  i64 nFile = 0;
  int rc, flags = 0;
  *pn = 0;
  if( e->rc==SQLITE_OK ){
    memcpy(zPadded+4, zPath, nPath);
    rc = pVfs->xOpen(pVfs, zPadded+4, pFile, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB, &flags);
    if( rc==SQLITE_OK ) rc = pFile->pMethods->xFileSize(pFile, &nFile);
    if( rc!=SQLITE_OK ){
      tgFail(e, rc, tgStoreBeside(zPath, "") ? "%s can't be read: it is a folder, or access is denied"
                                           : "there is no file %s", zPath);
    }else{
      if( n>nFile ) n = nFile;
      a = tgAlloc(e, (u64)n + 1);
      if( a && n>0 ) rc = pFile->pMethods->xRead(pFile, a, (int)n, 0);
      if( rc!=SQLITE_OK && rc!=SQLITE_IOERR_SHORT_READ ) tgFail(e, rc, "%s can't be read: it is a folder, or the disk fails", zPath);
      *pn = n;
    }
    if( pFile->pMethods ) pFile->pMethods->xClose(pFile);
  }
  sqlite3_free(zPadded);
  sqlite3_free(pFile);
  return a;
}

/* A file that is marked as WAL and has no -wal is whole, and is read as immutable, since any other way would make
** a -wal.  That takes no lock, so take one here: a client that comes and writes can't take its -wal away again
** as long as we hold it, and tgStoreChanged() will see it. */
static void storeHold(TgErr *e, TgStore *st, const char *zPath){
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  size_t nPath = strlen(zPath);
  sqlite3_file *pFile = tgAlloc(e, (u64)pVfs->szOsFile + nPath + 12);
  int rc, flags = 0;
  char *z;
  if( pFile==0 ) return;
  z = (char*)pFile + pVfs->szOsFile + 4;     /* xOpen keeps the name, and looks for zeros around it */
  memcpy(z, zPath, nPath);
  rc = pVfs->xOpen(pVfs, z, pFile, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB, &flags);
  if( rc==SQLITE_OK ) rc = pFile->pMethods->xLock(pFile, SQLITE_LOCK_SHARED);
  if( rc!=SQLITE_OK ){
    if( pFile->pMethods ) pFile->pMethods->xClose(pFile);
    sqlite3_free(pFile);
    tgFail(e, rc, "%s", sqlite3_errstr(rc));
    return;
  }
  st->pHold = pFile;
  st->zWalCheck = tgStrdup(e, zPath, -1);
}

static void storeRelease(TgStore *st){
  if( st->pHold==0 ) return;
  st->pHold->pMethods->xUnlock(st->pHold, SQLITE_LOCK_NONE);
  st->pHold->pMethods->xClose(st->pHold);
  sqlite3_free(st->pHold);
  st->pHold = 0;
}

static void storeOpenRead(TgErr *e, TgStore *st, const char *zPath, int bWalMark){
  int bWal, bShm;
  const char *zParam = "mode=ro";
  char *zUri;
  if( bWalMark ) storeHold(e, st, zPath);
  bWal = tgStoreBeside(zPath, "-wal");
  bShm = tgStoreBeside(zPath, "-shm");
  if( bWal ){                                /* not alone: SQLite's own way */
    storeRelease(st);
    sqlite3_free(st->zWalCheck);
    st->zWalCheck = 0;
  }
  if( (bWal && !bShm) || tgStoreBeside(zPath, "-journal") ){
    /* The frames of a -wal count, see below; and a -journal that a killed client left is rolled back,
    ** as every client would do that opens the file. */
    zParam = "mode=rw";
  }else if( st->pHold ){
    zParam = "mode=ro&immutable=1";
    st->bShm = bShm;
  }
  zUri = storeUri(e, zPath, zParam);
  storeConnect(e, st, ":memory:", SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
  if( bWal && !bShm && e->rc==SQLITE_OK ){
    /* Exclusive locking keeps the index of the -wal in memory, so that no -shm is made; and without a checkpoint on
    ** close both files stay as they are.  The mode is that of what is attached later: ATTACH looks inside. */
    sqlite3_db_config(st->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int*)0);
    tgExec(e, st->db, "PRAGMA locking_mode=EXCLUSIVE");
  }
  storeAttach(e, st, zUri);
  sqlite3_free(zUri);
}

void tgStoreFile(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zPath, enum TgOpen eOpen){
  u8 *aHead = 0;
  i64 nHead = 0;
  int bNew = 0;
  if( eOpen==TG_OPEN_CREATE && e->rc==SQLITE_OK && !tgStoreBeside(zPath, "") ) bNew = 1;
  storeInit(e, st, pCtx, eOpen==TG_OPEN_READ ? "src" : "main", zPath);
  if( !bNew ) aHead = storeSlurp(e, zPath, 100, &nHead);
  if( aHead && nHead>0 && aHead[0]=='{' && eOpen==TG_OPEN_READ ){
    sqlite3_free(aHead);
    aHead = storeSlurp(e, zPath, TG_JSON_MAX, &nHead);
    if( aHead ) storeJsonInto(e, st, (char*)aHead, nHead);
    tgWipeFree(aHead);
    tgStoreExplain(e, st);
    return;
  }
  if( aHead && nHead>0 && (nHead<100 || memcmp(aHead, "SQLite format 3", 16)!=0) ){
    tgFail(e, SQLITE_NOTADB, "%s is not a SQLite database, or it is encrypted", zPath);
  }
  if( nHead==0 && eOpen!=TG_OPEN_CREATE ) tgFail(e, SQLITE_ERROR, "no session in %s: the file is empty", zPath);
  if( eOpen==TG_OPEN_READ ){
    if( aHead ) storeOpenRead(e, st, zPath, nHead>=20 && aHead[19]==2);
  }else{
    if( bNew ){
      char *zNew = tgStrdup(e, zPath, -1);   /* before the file, so that it can't be forgotten */
      if( zNew && tgFileCreate(e, zPath) ) st->zNew = zNew;
      else sqlite3_free(zNew);
    }
    /* A name like "file:x" would be taken for a URI where SQLite was built that way. */
    if( strncmp(zPath, "file:", 5)==0 ){
      char *zUri = storeUri(e, zPath, "mode=rw");
      if( zUri ) storeConnect(e, st, zUri, SQLITE_OPEN_READWRITE|SQLITE_OPEN_URI);
      sqlite3_free(zUri);
    }else{
      storeConnect(e, st, zPath, SQLITE_OPEN_READWRITE);
    }
    if( e->rc==SQLITE_OK && sqlite3_db_readonly(st->db, "main")==1 ){
      tgFail(e, SQLITE_READONLY, "%s can't be written: the file or its folder is read-only", zPath);
    }
    storeCareful(e, st);
  }
  sqlite3_free(aHead);
  tgStoreDetect(e, st);
  tgStoreExplain(e, st);
}

#if defined(SQLITE_CORE) || defined(sqlite3_deserialize)
# define STORE_IMAGES 1
#else
# define STORE_IMAGES 0
#endif

static int storeImages(TgErr *e){
  if( STORE_IMAGES && sqlite3_libversion_number()>=3039000 ) return 1;
  tgFail(e, SQLITE_ERROR, "database images need SQLite 3.39 or later; this is %s", sqlite3_libversion());
  return 0;
}

/* Hand a (n bytes, from sqlite3_malloc64; it is freed in any case) to schema src of the workbench. */
static void storeDeserialize(TgErr *e, TgStore *st, u8 *a, i64 n){
#if STORE_IMAGES
  if( e->rc==SQLITE_OK && storeImages(e) ){
    int rc;
    a[18] = a[19] = 1;                       /* a database in memory can't be in WAL mode */
    rc = sqlite3_deserialize(st->db, "src", a, n, n,
                             SQLITE_DESERIALIZE_FREEONCLOSE|SQLITE_DESERIALIZE_RESIZEABLE);
    if( rc!=SQLITE_OK ) tgNomem(e);          /* nothing else can fail in a new, empty schema */
    storeCareful(e, st);
    return;
  }
#else
  (void)st; (void)n; storeImages(e);
#endif
  sqlite3_free(a);
}

void tgStoreMemory(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName){
  storeInit(e, st, pCtx, "src", zName);
  storeConnect(e, st, ":memory:", SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
  storeAttach(e, st, ":memory:");
}

void tgStoreImage(TgErr *e, TgStore *st, TgCtx *pCtx, const void *p, i64 n){
  u8 *a;
  tgStoreMemory(e, st, pCtx, "the image");
  if( e->rc!=SQLITE_OK ) return;
  if( n<512 || memcmp(p, "SQLite format 3", 16)!=0 ){
    tgFail(e, SQLITE_NOTADB, "a BLOB of %lld bytes is not the image of a SQLite database", n);
    return;
  }
  a = sqlite3_malloc64((u64)n);
  if( a==0 ){
    tgNomem(e);
    return;
  }
  memcpy(a, p, (size_t)n);
  storeDeserialize(e, st, a, n);
  tgStoreDetect(e, st);
  tgStoreExplain(e, st);
}

/* JSON text, n bytes, into st, which is initialised but not connected. */
static void storeJsonInto(TgErr *e, TgStore *st, const char *z, i64 n){
  TgCatalogue *pCat = st->pCtx->pCat;
  sqlite3_stmt *p;
  int i;
  if( !st->bOwn ){
    storeConnect(e, st, ":memory:", SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
    storeAttach(e, st, ":memory:");
    if( e->rc==SQLITE_OK ){
      sqlite3_free(st->zSchema);
      st->zSchema = tgStrdup(e, "src", -1);
    }
  }
  tgExec(e, st->db, "CREATE TABLE src.json(text)");
  p = tgPrepare(e, st->db, "INSERT INTO src.json SELECT ?1 WHERE json_valid(?1)");
  if( p ) tgBind(e, sqlite3_bind_text64(p, 1, z, (u64)n, SQLITE_STATIC, SQLITE_UTF8));
  tgFinish(e, p);
  if( e->rc==SQLITE_OK && sqlite3_changes(st->db)==0 ){
    tgFail(e, SQLITE_ERROR, "%s begins like JSON, but is not valid JSON", st->zName);
  }
  for(i=0; i<pCat->n && st->pLayout==0 && e->rc==SQLITE_OK; i++){
    const TgSection *pSec = tgLayoutSection(&pCat->a[i], 0, "detect");
    if( pSec ){
      char *zSql = tgLayoutSql(e, pSec->z, pSec->n, st->zSchema, "");
      if( tgQueryInt(e, st->db, 0, "%s", zSql ? zSql : "") ) st->pLayout = &pCat->a[i];
      sqlite3_free(zSql);
    }
  }
  if( e->rc==SQLITE_OK && st->pLayout==0 ) tgFail(e, SQLITE_ERROR, "%s is JSON of no known client", st->zName);
}

void tgStoreJson(TgErr *e, TgStore *st, TgCtx *pCtx, const char *z, i64 n){
  tgStoreMemory(e, st, pCtx, "the value");
  storeJsonInto(e, st, z, n);
}

void tgStoreBench(TgErr *e, TgStore *pMain, const TgStore *st){
  storeInit(e, pMain, st->pCtx, "main", st->zName);
  pMain->db = st->db;
}

void tgStoreFromSchema(TgErr *e, TgStore *st, TgStore *pFrom){
#if STORE_IMAGES
  i64 n = 0;
  u8 *a = 0;
  tgStoreMemory(e, st, pFrom->pCtx, pFrom->zName);
  if( e->rc==SQLITE_OK && storeImages(e) ){
    a = sqlite3_serialize(pFrom->db, pFrom->zSchema, &n, 0);
    if( a==0 ) tgFail(e, SQLITE_NOMEM, "");
    else storeDeserialize(e, st, a, n);
  }
  tgStoreDetect(e, st);
#else
  memset(st, 0, sizeof(*st)); (void)pFrom; storeImages(e);
#endif
}

u8 *tgStoreSerialize(TgErr *e, TgStore *st, i64 *pn){
  u8 *a = 0;
  *pn = 0;
#if STORE_IMAGES
  if( e->rc==SQLITE_OK && storeImages(e) ){
    a = sqlite3_serialize(st->db, st->zSchema, pn, 0);
    if( a==0 ) tgNomem(e);
  }
#else
  (void)st; storeImages(e);
#endif
  return a;
}

int tgStoreChanged(TgStore *st){
  return st->zWalCheck && (tgStoreBeside(st->zWalCheck, "-wal")
      || (!st->bShm && tgStoreBeside(st->zWalCheck, "-shm")));     /* an empty -wal counts as none */
}

void tgStoreClose(TgStore *st){
  if( st->bOwn && st->db ) sqlite3_progress_handler(st->db, 0, 0, 0);
  if( st->bOwn ) sqlite3_close(st->db);
  sqlite3_finalize(st->pPing);
  storeRelease(st);
  if( st->zNew ) tgFileRemove(st->zNew);
  tgShapeFree(&st->shape);
  sqlite3_free(st->zNew);
  sqlite3_free(st->zSchema);
  sqlite3_free(st->zName);
  sqlite3_free(st->zWalCheck);
  memset(st, 0, sizeof(*st));
}

void tgStoreKeep(TgStore *st){
  sqlite3_free(st->zNew);
  st->zNew = 0;
}

/*************************************** Looking at it ******************************************/

/* SQL text without white space, quotes and case, to compare schemas by. */
static char *storeSqueeze(TgErr *e, const char *z, int n){
  char *zOut = tgAlloc(e, (u64)n + 1);
  int i, j = 0;
  for(i=0; zOut && i<n; i++){
    char c = z[i];
    if( c==' ' || c=='\t' || c=='\n' || c=='\r' || c=='"' || c==';' ) continue;
    zOut[j++] = (c>='A' && c<='Z') ? (char)(c + 32) : c;
  }
  return zOut;
}

/* Is the squeezed text of a trigger one that some layout of the family creates? */
static int storeOwnTrigger(TgErr *e, const TgStore *st, const char *zTrigger){
  const TgCatalogue *pCat = st->pCtx->pCat;
  int i, j, bOwn = 0;
  for(i=0; i<pCat->n && !bOwn; i++){
    const TgLayout *pL = &pCat->a[i];
    if( pL!=st->pLayout && (pL->pBase==0 || pL->pBase!=st->pLayout->pBase) ) continue;
    for(j=0; j<pL->nSection && !bOwn; j++){
      const TgSection *pSec = &pL->aSection[j];
      char *zSql, *zAll;
      if( pSec->nName!=7 || memcmp(pSec->zName, "indexes", 7)!=0 ) continue;
      zSql = tgLayoutSql(e, pSec->z, pSec->n, "", "");
      zAll = zSql ? storeSqueeze(e, zSql, (int)strlen(zSql)) : 0;
      /* tgLayoutSql leaves a '.' of `"".name`, which squeezing makes ".name" */
      if( zAll ){
        char *zFrom = zAll;
        while( !bOwn && (zFrom = strstr(zFrom, "createtrigger"))!=0 ){
          zFrom += 13;
          if( *zFrom=='.' ) zFrom++;
          bOwn = strncmp(zFrom, zTrigger+13, strlen(zTrigger+13))==0;
        }
      }
      sqlite3_free(zAll);
      sqlite3_free(zSql);
    }
  }
  return bOwn;
}

char *tgStoreTrigger(TgErr *e, TgStore *st){
  char *zFound = 0;
  sqlite3_stmt *p = tgPrepare(e, st->db,
      "SELECT name, sql, tbl_name FROM \"%w\".%s WHERE type='trigger'", st->zSchema,
      sqlite3_stricmp(st->zSchema, "temp") ? "sqlite_master" : "sqlite_temp_master");
  while( zFound==0 && tgStep(e, p) ){
    const char *zName = tgText(e, p, 0);
    const char *zSql = tgText(e, p, 1);
    const char *zTable = tgText(e, p, 2);
    char *z;
    if( zName==0 || zSql==0 || zTable==0 || !tgShapeHas(&st->shape, zTable, -1) ) continue;
    z = storeSqueeze(e, zSql, (int)strlen(zSql));
    if( z && (strncmp(z, "createtrigger", 13)!=0 || !storeOwnTrigger(e, st, z)) ) zFound = tgStrdup(e, zName, -1);
    sqlite3_free(z);
  }
  sqlite3_finalize(p);
  return zFound;
}

int tgStoreNewer(const TgStore *st){
  return st->pLayout && tgLayoutNewer(st->pCtx->pCat, st->pLayout, &st->shape);
}

int tgStoreMismatch(const TgStore *st){
  return st->pLayout && tgLayoutMismatch(st->pCtx->pCat, st->pLayout, &st->shape);
}

char *tgStoreProblem(TgErr *e, TgStore *st){
  return tgLayoutProblem(e, st->pCtx->pCat, st->pLayout, &st->shape);
}

void tgStoreUsable(TgErr *e, TgStore *st, int bWrite){
  char *z;
  if( e->rc!=SQLITE_OK ) return;
  if( st->shape.bActive ){
    tgFail(e, SQLITE_ERROR, "%s is refused: a view, a virtual table or a computed column stands where a table "
           "should; SELECT session_check(%Q) says more", st->zName, st->zName);
  }else if( st->pLayout==0 ){
    tgFail(e, SQLITE_ERROR, "no session in %s", st->zName);
  }
  if( !bWrite || e->rc!=SQLITE_OK ) return;
  if( st->pLayout->eAccess!=TG_WRITE ){
    tgFail(e, SQLITE_ERROR, "%s has layout %s, which is only read", st->zName, st->pLayout->zName);
  }else if( tgStoreNewer(st) || st->shape.nUnknown ){
    z = tgStoreProblem(e, st);
    tgFail(e, SQLITE_ERROR, "%s: %s", st->zName, z ? z : "");
    sqlite3_free(z);
  }else if( (z = tgStoreTrigger(e, st))!=0 ){
    tgFail(e, SQLITE_ERROR, "%s is not written: it has a trigger of its own, %Q", st->zName, z);
    sqlite3_free(z);
  }
}

/*************************************** Sections as SQL ****************************************/

/* Leave out comment lines and the last semicolon, so that the text can stand inside a statement. */
static int storeTrim(char *z){
  int i = 0, j = 0;
  while( z[i] ){
    int n = 0;
    while( z[i+n] && z[i+n]!='\n' ) n++;
    if( z[i+n] ) n++;
    if( !(z[i]=='-' && z[i+1]=='-') ){
      memmove(&z[j], &z[i], (size_t)n);
      j += n;
    }
    i += n;
  }
  while( j>0 && (z[j-1]=='\n' || z[j-1]==' ' || z[j-1]==';' || z[j-1]=='\r') ) j--;
  z[j] = 0;
  return j;
}

char *tgStoreSql(TgErr *e, const TgStore *st, const char *zSection){
  const TgSection *p;
  char *z;
  if( e->rc!=SQLITE_OK || st->pLayout==0 ) return 0;
  p = tgLayoutSection(st->pLayout, &st->shape, zSection);
  if( p==0 ) return 0;
  z = tgLayoutSql(e, p->z, p->n, st->zSchema, st->zPrefix);
  if( z && storeTrim(z)==0 ){                /* an empty section: this layout has no such thing */
    sqlite3_free(z);
    z = 0;
  }
  return z;
}

sqlite3_stmt *tgStorePrepare(TgErr *e, const TgStore *st, const char *zSection, const char *zFmt){
  char *z = tgStoreSql(e, st, zSection);
  sqlite3_stmt *p = z ? tgPrepare(e, st->db, zFmt, z) : 0;
  sqlite3_free(z);
  return p;
}

i64 tgStoreCount(TgErr *e, TgStore *st, const char *zSection){
  sqlite3_stmt *p = tgStorePrepare(e, st, zSection, "SELECT count(*) FROM (%s)");
  i64 n = -1;
  if( tgStep(e, p) ) n = sqlite3_column_int64(p, 0);
  sqlite3_finalize(p);
  return n;
}

i64 tgStoreLogins(TgErr *e, TgStore *st){
  char *z = tgStoreSql(e, st, "find-several-logins");
  i64 n = z ? tgQueryInt(e, st->db, 0, "%s", z) + 1 : 1;
  sqlite3_free(z);
  return n;
}

static void storeBindAll(TgErr *e, sqlite3_stmt *p, const TgAccount *a, i64 id, i64 iHash, int bHash){
  int i, f, n = sqlite3_bind_parameter_count(p);
  for(i=1; i<=n; i++){
    const char *z = sqlite3_bind_parameter_name(p, i);
    if( z==0 ) continue;
    if( strcmp(z+1, "id")==0 ){
      tgBind(e, sqlite3_bind_int64(p, i, id));
    }else if( strcmp(z+1, "access_hash")==0 ){
      if( bHash ) tgBind(e, sqlite3_bind_int64(p, i, iHash));
    }else if( a && (f = tgFieldFind(z+1))>=0 && (a->have & TG_BIT(f)) ){
      if( f==TG_AUTH_KEY ) tgBind(e, sqlite3_bind_blob(p, i, a->key, TG_KEY_SIZE, SQLITE_TRANSIENT));
      else if( f==TG_SERVER_ADDRESS ) tgBind(e, sqlite3_bind_text(p, i, a->zAddr, -1, SQLITE_TRANSIENT));
      else tgBind(e, sqlite3_bind_int64(p, i, a->n[f]));
    }
  }
}

void tgStoreBind(TgErr *e, sqlite3_stmt *p, const TgAccount *a, i64 id){
  storeBindAll(e, p, a, id, 0, 0);
}

static void storeRunHash(TgErr *e, TgStore *st, const char *zSection, const TgAccount *a,
                         i64 id, i64 iHash, int bHash){
  char *zSql = tgStoreSql(e, st, zSection);
  const char *z = zSql, *zTail = zSql;
  while( zSql && e->rc==SQLITE_OK && *z ){
    sqlite3_stmt *p = 0;
    int rc = sqlite3_prepare_v2(st->db, z, -1, &p, &zTail);
    if( rc!=SQLITE_OK ) tgFailDb(e, st->db, rc);
    if( p ) storeBindAll(e, p, a, id, iHash, bHash);
    tgFinish(e, p);
    z = zTail;
  }
  sqlite3_free(zSql);
}

void tgStoreRun(TgErr *e, TgStore *st, const char *zSection, const TgAccount *a, i64 id){
  storeRunHash(e, st, zSection, a, id, 0, 0);
}

/*************************************** The account ********************************************/

static void storeKey(TgErr *e, sqlite3_stmt *p, int i, TgAccount *a, char **pzProblem){
  int eType = sqlite3_column_type(p, i);
  int n = sqlite3_column_bytes(p, i);
  if( eType==SQLITE_NULL || n==0 ) return;
  if( eType==SQLITE_BLOB && n==TG_KEY_SIZE ){
    tgAccountSetKey(a, sqlite3_column_blob(p, i));
  }else if( pzProblem && *pzProblem==0 ){
    const u8 *z = sqlite3_column_blob(p, i);
    int bToken = n>6 && z && memcmp(z, "gAAAAA", 6)==0;
    *pzProblem = tgPrintf(e, bToken ? "the key is encrypted (a Fernet token of %d bytes)"
                        : eType==SQLITE_BLOB ? "the key has %d bytes instead of 256"
                        : "the key is %d bytes of text, not a BLOB", n);
  }
}

void tgStoreAccount(TgErr *e, TgStore *st, TgAccount *a, char **pzProblem, int *pnRow){
  sqlite3_stmt *p;
  char *z = 0;
  unsigned nulls;
  int f;
  memset(a, 0, sizeof(*a));
  if( pnRow ) *pnRow = 0;
  p = tgStorePrepare(e, st, "account", "%s");
  if( tgStep(e, p) ){
    if( pnRow ) *pnRow = 1;
    for(f=0; f<TG_NFIELD && f<sqlite3_column_count(p); f++){
      TgErr e2 = TG_ERR_INIT;
      int eType = sqlite3_column_type(p, f);
      if( eType==SQLITE_NULL ) continue;
      if( f==TG_AUTH_KEY ){
        storeKey(e, p, f, a, &z);
      }else if( f==TG_SERVER_ADDRESS ){
        tgAccountSetAddr(&e2, a, tgText(e, p, f), sqlite3_column_bytes(p, f));
      }else if( eType==SQLITE_INTEGER || eType==SQLITE_FLOAT ){
        tgAccountSetInt(&e2, a, f, sqlite3_column_int64(p, f));
      }else{
        tgFail(&e2, SQLITE_ERROR, "%s is not a number", aTgField[f].zName);
      }
      if( e2.rc==SQLITE_NOMEM ) tgNomem(e);
      if( e2.rc!=SQLITE_OK && z==0 ) z = tgStrdup(e, e2.zMsg ? e2.zMsg : "", -1);
      tgErrClear(&e2);
    }
    nulls = st->pLayout->keeps & ~a->have & TG_BIT(TG_TEST_MODE);
    tgAccountDerive(a);
    a->have &= ~nulls;                       /* a NULL in a column is the client's, and means something */
  }
  sqlite3_finalize(p);
  if( pzProblem && e->rc==SQLITE_OK ) *pzProblem = z;
  else sqlite3_free(z);
}

/*************************************** Writing ************************************************/

void tgStoreCreate(TgErr *e, TgStore *st, const TgLayout *pLayout){
  int i;
  if( e->rc!=SQLITE_OK ) return;
  tgShapeFree(&st->shape);
  st->pLayout = pLayout;
  st->zPrefix = "";
  for(i=0; i<pLayout->nColumn && e->rc==SQLITE_OK; i++){
    /* its own columns are the shape that its sections will meet */
    char **az = sqlite3_realloc64(st->shape.az, sizeof(char*)*(u64)(i+1));
    if( az==0 ){ tgNomem(e); break; }
    st->shape.az = az;
    az[i] = tgStrdup(e, pLayout->azColumn[i], -1);
    if( az[i] ) st->shape.n = i + 1;
  }
  tgShapeSort(&st->shape);
  st->shape.iVersion = pLayout->iVersion;
  st->shape.bVersion = pLayout->zVersion[0]!=0;
  tgStoreRun(e, st, "schema", 0, 0);
  tgStoreRun(e, st, "empty", 0, 0);
}

void tgStoreTables(TgErr *e, TgStore *st, void (*xDo)(TgErr*, TgStore*, const char*, void*), void *pArg){
  sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT name FROM \"%w\".%s WHERE type='table' ORDER BY rowid DESC",
                              st->zSchema, sqlite3_stricmp(st->zSchema, "temp") ? "sqlite_master" : "sqlite_temp_master");
  char **az = 0;
  int i, n = 0, nPrefix = (int)strlen(st->zPrefix);
  while( tgStep(e, p) ){                     /* first the list, since xDo changes the schema */
    const char *z = tgText(e, p, 0);
    char **azNew;
    if( z==0 || strncmp(z, st->zPrefix, (size_t)nPrefix)!=0 ) continue;
    if( !tgLayoutFamilyHas(st->pCtx->pCat, st->pLayout, z+nPrefix) ) continue;
    azNew = sqlite3_realloc64(az, sizeof(char*)*(u64)(n+1));
    if( azNew==0 ){ tgNomem(e); break; }
    az = azNew;
    az[n] = tgStrdup(e, z+nPrefix, -1);
    if( az[n] ) n++;
  }
  sqlite3_finalize(p);
  for(i=0; i<n; i++){
    if( e->rc==SQLITE_OK ) xDo(e, st, az[i], pArg);
    sqlite3_free(az[i]);
  }
  sqlite3_free(az);
}

void tgStoreIndex(TgErr *e, TgStore *st){
  tgStoreRun(e, st, "indexes", 0, 0);
  tgStoreDetect(e, st);
}

void tgStorePutAccount(TgErr *e, TgStore *st, const TgAccount *a){
  tgStoreRun(e, st, "put-account", a, 0);
}

/* The row that names the account itself among the peers, where the layout has one. */
static void storePutSelf(TgErr *e, TgStore *st, const TgAccount *a){
  i64 iHash = 0;
  int bHash = 0;
  sqlite3_stmt *p;
  if( (a->have & TG_BIT(TG_USER_ID))==0 || st->pLayout==0 ) return;
  if( tgLayoutSection(st->pLayout, &st->shape, "put-self")==0 ) return;
  p = tgStorePrepare(e, st, "peers", "SELECT access_hash FROM (%s) WHERE id=?1");
  if( p ) tgBind(e, sqlite3_bind_int64(p, 1, a->n[TG_USER_ID]));
  if( tgStep(e, p) && sqlite3_column_type(p, 0)==SQLITE_INTEGER ){
    iHash = sqlite3_column_int64(p, 0);
    bHash = iHash!=0;
  }
  sqlite3_finalize(p);
  storeRunHash(e, st, "put-self", a, a->n[TG_USER_ID], iHash, bHash);
}

/* The statements of a put section, each with the rows that it takes in front: WITH peers_in AS (...) INSERT ... */
enum { PUT_MAX = 4 };
typedef struct Put { sqlite3_stmt *ap[PUT_MAX]; int n; } Put;

static void putOpen(TgErr *e, Put *p, TgStore *st, const char *zSection, const char *zWith){
  char *zSql = tgStoreSql(e, st, zSection);
  char *zRest = zSql ? tgPrintf(e, "%s %s", zWith, zSql) : 0;
  memset(p, 0, sizeof(*p));
  sqlite3_free(zSql);
  while( zRest && e->rc==SQLITE_OK ){
    const char *zTail = 0;
    int rc;
    if( p->n==PUT_MAX ){
      tgFail(e, SQLITE_ERROR, "layout %s: too many statements in %s", st->pLayout->zName, zSection);
      break;
    }
    rc = sqlite3_prepare_v2(st->db, zRest, -1, &p->ap[p->n], &zTail);
    if( rc!=SQLITE_OK ){
      tgFailDb(e, st->db, rc);
      break;
    }
    p->n++;
    while( *zTail==' ' || *zTail=='\n' || *zTail=='\r' ) zTail++;
    zSql = *zTail ? tgPrintf(e, "%s %s", zWith, zTail) : 0;
    sqlite3_free(zRest);
    zRest = zSql;
  }
  sqlite3_free(zRest);
}

static void putClose(Put *p){
  int i;
  for(i=0; i<PUT_MAX; i++) sqlite3_finalize(p->ap[i]);
}

static void putStep(TgErr *e, Put *p){
  int i;
  for(i=0; i<p->n; i++){
    tgStep(e, p->ap[i]);
    sqlite3_reset(p->ap[i]);
  }
}

static void putBind(TgErr *e, Put *p, int iParam, sqlite3_value *pValue){
  int i;
  for(i=0; i<p->n; i++) tgBind(e, sqlite3_bind_value(p->ap[i], iParam, pValue));
}

static void storeCopyPart(TgErr *e, TgStore *st, TgStore *pFrom, const char *zPart, const char *zColumns){
  char zPut[32];
  char *zGet, *zWith;
  Put put;
  int i;
  sqlite3_snprintf(sizeof(zPut), zPut, "put-%s", zPart);
  zGet = tgStoreSql(e, pFrom, zPart);
  if( zGet ){
    zWith = tgPrintf(e, "WITH %s_in(%s) AS (%s\n)", zPart, zColumns, zGet);
    putOpen(e, &put, st, zPut, zWith);
    for(i=0; i<put.n; i++) while( tgStep(e, put.ap[i]) ){}
    putClose(&put);
    sqlite3_free(zWith);
  }
  sqlite3_free(zGet);
}

static const char zWithPeer[] =
  "WITH peers_in(" PEER_COLUMNS ") AS (VALUES(?1,?2,?3,lower(?4),?5,?6,?7))";
/* ?3, the main name, comes first, whether or not the list ?2 has it. */
static const char zWithName[] =
  "WITH usernames_in(" NAME_COLUMNS ") AS ("
  "SELECT ?1, lower(?3), -1 WHERE ?3 IS NOT NULL"
  " UNION ALL SELECT ?1, lower(value), min(key) FROM json_each(coalesce(?2,'[]'))"
  " WHERE type='text' AND lower(value) IS NOT lower(?3) GROUP BY lower(value) ORDER BY 3)";
static const char zWithState[] =
  "WITH states_in(" STATE_COLUMNS ") AS (VALUES(?1,?2,?3,?4,?5))";

/* Statements to put peers and states one by one, over what is there. */
typedef struct Pump { Put peer, name, state; } Pump;

static void pumpOpen(TgErr *e, Pump *p, TgStore *st){
  putOpen(e, &p->peer, st, "put-peers", zWithPeer);
  putOpen(e, &p->name, st, "put-usernames", zWithName);
  putOpen(e, &p->state, st, "put-states", zWithState);
}

static void pumpClose(Pump *p){
  putClose(&p->peer);
  putClose(&p->name);
  putClose(&p->state);
}

static void pumpPeer(TgErr *e, Pump *p, TgStore *st, sqlite3_value **apValue, const char *zNames, int bMerge){
  int i;
  if( bMerge ) tgStoreRun(e, st, "delete-peer", 0, sqlite3_value_int64(apValue[0]));
  for(i=0; i<7; i++) putBind(e, &p->peer, i+1, apValue[i]);
  putStep(e, &p->peer);
  if( zNames || sqlite3_value_type(apValue[3])!=SQLITE_NULL ){
    putBind(e, &p->name, 1, apValue[0]);
    for(i=0; i<p->name.n; i++) tgBind(e, sqlite3_bind_text(p->name.ap[i], 2, zNames, -1, SQLITE_STATIC));
    putBind(e, &p->name, 3, apValue[3]);
    putStep(e, &p->name);
  }
}

static void pumpState(TgErr *e, Pump *p, TgStore *st, sqlite3_value **apValue, int bMerge){
  int i;
  if( bMerge ) tgStoreRun(e, st, "delete-state", 0, sqlite3_value_int64(apValue[0]));
  for(i=0; i<5; i++) putBind(e, &p->state, i+1, apValue[i]);
  putStep(e, &p->state);
}

/* Over what is there: peer by peer, the old one goes first. */
static void storeMerge(TgErr *e, TgStore *st, TgStore *pFrom){
  sqlite3_value *apValue[7];
  sqlite3_stmt *pGet;
  TgPeers peers;
  Pump pump;
  int i;
  pumpOpen(e, &pump, st);
  tgPeersOpen(e, &peers, pFrom, 0, pump.name.n>0);
  while( pump.peer.n && tgPeersNext(e, &peers) ){
    for(i=0; i<7; i++) apValue[i] = sqlite3_column_value(peers.pPeer, i);
    pumpPeer(e, &pump, st, apValue, peers.zNames, 1);
  }
  tgPeersClose(&peers);
  pGet = pump.state.n ? tgStorePrepare(e, pFrom, "states", "%s") : 0;
  while( tgStep(e, pGet) ){
    for(i=0; i<5; i++) apValue[i] = sqlite3_column_value(pGet, i);
    pumpState(e, &pump, st, apValue, 1);
  }
  sqlite3_finalize(pGet);
  pumpClose(&pump);
}

/* From one connection to another, where no statement can reach both: MANY_ROWS at a time, because a statement costs
** more than a row.  Rows without an id fill up the last one. */
enum { MANY_ROWS = 64, MANY_SPARE = 8 };

static void storeMany(TgErr *e, TgStore *st, TgStore *pFrom, const char *zPart, const char *zColumns, int nCol){
  sqlite3_str *s = sqlite3_str_new(0);
  char zPut[32], *zWith;
  sqlite3_stmt *pGet;
  Put put;
  i64 idLast = 0;
  int i, iRow = 0, bMore;
  sqlite3_snprintf(sizeof(zPut), zPut, "put-%s", zPart);
  sqlite3_str_appendf(s, "WITH %s_in(%s) AS (SELECT * FROM (VALUES", zPart, zColumns);
  for(iRow=0; iRow<MANY_ROWS; iRow++){
    for(i=0; i<nCol; i++) sqlite3_str_appendf(s, "%s?%d", i ? "," : iRow ? ",(" : "(", iRow*nCol+i+1);
    sqlite3_str_appendchar(s, 1, ')');
  }
  sqlite3_str_appendall(s, ") WHERE column1 IS NOT NULL)");
  zWith = sqlite3_str_finish(s);
  if( zWith==0 ) tgNomem(e);
  putOpen(e, &put, st, zPut, zWith ? zWith : "");
  pGet = put.n ? tgStorePrepare(e, pFrom, zPart, nCol==3 ? "SELECT * FROM (%s\n) ORDER BY id, ord"
                                                         : "SELECT * FROM (%s\n) ORDER BY id") : 0;
  iRow = 0;
  do{
    bMore = tgStep(e, pGet);
    if( iRow && (!bMore || iRow==MANY_ROWS
        /* the names of a peer stay together: Pyrofork stores them only where there are several */
     || (nCol==3 && iRow>=MANY_ROWS-MANY_SPARE && sqlite3_column_int64(pGet, 0)!=idLast)) ){
      for(; iRow<MANY_ROWS; iRow++) for(i=0; i<put.n; i++) tgBind(e, sqlite3_bind_null(put.ap[i], iRow*nCol+1));
      putStep(e, &put);
      iRow = 0;
    }
    if( bMore ){
      idLast = sqlite3_column_int64(pGet, 0);
      for(i=0; i<nCol; i++) putBind(e, &put, iRow*nCol+i+1, sqlite3_column_value(pGet, i));
      iRow++;
    }
  }while( bMore && e->rc==SQLITE_OK );
  sqlite3_finalize(pGet);
  putClose(&put);
  sqlite3_free(zWith);
}

void tgStoreCopy(TgErr *e, TgStore *st, TgStore *pFrom, const TgAccount *a, int bMerge){
  if( bMerge ){
    storeMerge(e, st, pFrom);
  }else if( st->db==pFrom->db ){
    storeCopyPart(e, st, pFrom, "peers", PEER_COLUMNS);
    storeCopyPart(e, st, pFrom, "usernames", NAME_COLUMNS);
    storeCopyPart(e, st, pFrom, "states", STATE_COLUMNS);
  }else{
    storeMany(e, st, pFrom, "peers", PEER_COLUMNS, 7);
    storeMany(e, st, pFrom, "usernames", NAME_COLUMNS, 3);
    storeMany(e, st, pFrom, "states", STATE_COLUMNS, 5);
  }
  storePutSelf(e, st, a);
}

void tgStorePutPeer(TgErr *e, TgStore *st, sqlite3_value **apValue, sqlite3_value *pUsernames){
  const char *zNames = 0;
  Pump pump;
  pumpOpen(e, &pump, st);
  if( pump.peer.n==0 && e->rc==SQLITE_OK ) tgFail(e, SQLITE_ERROR, "layout %s holds no peers", st->pLayout->zName);
  if( pUsernames && sqlite3_value_type(pUsernames)==SQLITE_TEXT ) zNames = (const char*)sqlite3_value_text(pUsernames);
  pumpPeer(e, &pump, st, apValue, zNames, 1);
  pumpClose(&pump);
}

void tgStorePutState(TgErr *e, TgStore *st, sqlite3_value **apValue){
  Pump pump;
  pumpOpen(e, &pump, st);
  if( pump.state.n==0 && e->rc==SQLITE_OK ){
    tgFail(e, SQLITE_ERROR, "layout %s holds no update states", st->pLayout->zName);
  }
  pumpState(e, &pump, st, apValue, 1);
  pumpClose(&pump);
}

/*************************************** Peers, one by one **************************************/

enum { NAMES_MAX = 500 };                    /* distinct usernames of one peer that are looked at */

void tgPeersOpen(TgErr *e, TgPeers *p, TgStore *st, const char *zWhere, int bNames){
  int bOne = zWhere && strcmp(zWhere, "id=?1")==0;
  char *zPeers = bOne ? tgStoreSql(e, st, "peer") : 0;
  memset(p, 0, sizeof(*p));
  if( zPeers==0 ) zPeers = tgStoreSql(e, st, "peers");
  if( zPeers==0 ) return;
  p->pPeer = tgPrepare(e, st->db, "SELECT " PEER_COLUMNS " FROM (%s\n) %s%s ORDER BY id", zPeers,
                       zWhere ? "WHERE " : "", zWhere ? zWhere : "");
  if( bNames ){
    p->pName = tgStorePrepare(e, st, "usernames",
        bOne ? "SELECT id, username FROM (%s\n) WHERE id=?1 ORDER BY ord"
             : "SELECT id, username FROM (%s\n) ORDER BY id, ord");
  }
  sqlite3_free(zPeers);
}

void tgPeersBind(TgErr *e, TgPeers *p, i64 id){
  if( p->pPeer ){ sqlite3_reset(p->pPeer); tgBind(e, sqlite3_bind_int64(p->pPeer, 1, id)); }
  if( p->pName ){ sqlite3_reset(p->pName); tgBind(e, sqlite3_bind_int64(p->pName, 1, id)); }
  p->bName = 0;
}

static void namesAppend(sqlite3_str *s, const char *z){
  sqlite3_str_append(s, sqlite3_str_length(s)==1 ? "\"" : ",\"", sqlite3_str_length(s)==1 ? 1 : 2);
  for(; *z; z++){
    if( *z=='"' || *z=='\\' ) sqlite3_str_appendf(s, "\\%c", *z);
    else if( (u8)*z<0x20 ) sqlite3_str_appendf(s, "\\u%04x", *z);
    else sqlite3_str_append(s, z, 1);
  }
  sqlite3_str_append(s, "\"", 1);
}

/* Collect the names of peer id as a JSON array; the statement runs through all peers in the same order. */
static void peersNames(TgErr *e, TgPeers *p, i64 id){
  sqlite3_str *s = 0;
  const char *azSeen[NAMES_MAX];
  int nSeen = 0, i;
  if( p->pName==0 ) return;
  if( p->bName==0 ) p->bName = tgStep(e, p->pName) ? 1 : 2;
  while( p->bName==1 && sqlite3_column_int64(p->pName, 0)<=id ){
    const char *z = tgText(e, p->pName, 1);
    if( sqlite3_column_int64(p->pName, 0)==id && z && *z && nSeen<NAMES_MAX ){
      for(i=0; i<nSeen && strcmp(azSeen[i], z)!=0; i++){}
      if( i==nSeen ){
        if( s==0 ){ s = sqlite3_str_new(0); sqlite3_str_append(s, "[", 1); }
        namesAppend(s, z);
        azSeen[nSeen] = tgStrdup(e, z, -1);
        if( azSeen[nSeen] ) nSeen++;
      }
    }
    p->bName = tgStep(e, p->pName) ? 1 : 2;
  }
  for(i=0; i<nSeen; i++) sqlite3_free((void*)azSeen[i]);
  if( s ){
    sqlite3_str_append(s, "]", 1);
    p->zNames = sqlite3_str_finish(s);
    if( p->zNames==0 ) tgNomem(e);
  }
}

int tgPeersNext(TgErr *e, TgPeers *p){
  sqlite3_free(p->zNames);
  p->zNames = 0;
  if( !tgStep(e, p->pPeer) ) return 0;
  peersNames(e, p, sqlite3_column_int64(p->pPeer, 0));
  return e->rc==SQLITE_OK;
}

void tgPeersClose(TgPeers *p){
  sqlite3_finalize(p->pPeer);
  sqlite3_finalize(p->pName);
  sqlite3_free(p->zNames);
  memset(p, 0, sizeof(*p));
}
