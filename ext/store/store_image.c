/* store: databases in memory: images, JSON, workbenches; see store.h. */
#include "store/store_int.h"

/* Images.  Extensions can call sqlite3_serialize() since 3.39.  The VFS that it works by, "memdb",
** is there since 3.36, and before that where SQLite was built with it: a file of that kind is
** written and read directly. */
#if SQLITE_VERSION_NUMBER>=3039000 && !defined(SQLITE_OMIT_DESERIALIZE)
# define STORE_HAS_API 1                    /* to compile with ... */
#else
# define STORE_HAS_API 0
#endif
#define MEMDB "file:tgsession?vfs=memdb"

/* ... and to run with. */
static int storeSerializes(void){
#if STORE_HAS_API
  return tgHas(serialize, 3039000) && tgHas(deserialize, 3039000);
#else
  return 0;
#endif
}

static int storeImages(TgErr *e){
  if( storeSerializes() || sqlite3_vfs_find("memdb") ) return e->rc==SQLITE_OK;
  tgFail(e, SQLITE_ERROR, "database images need SQLite 3.36 or later, built with "
                          "sqlite3_serialize(); this is %s", sqlite3_libversion());
  return 0;
}

/* The file behind a schema that is a MEMDB. */
static sqlite3_file *storeMemdb(sqlite3 *db, const char *zSchema){
  sqlite3_file *p = 0;
  sqlite3_file_control(db, zSchema, SQLITE_FCNTL_FILE_POINTER, &p);
  return p;
}

void tgStoreBackup(TgErr *e, sqlite3 *dbTo, sqlite3 *db, const char *zSchema){
  sqlite3_backup *p = e->rc==SQLITE_OK ? sqlite3_backup_init(dbTo, "main", db, zSchema) : 0;
  if( p ) sqlite3_backup_step(p, -1);
  if( e->rc==SQLITE_OK && (p==0 || sqlite3_backup_finish(p)!=SQLITE_OK) ){
    tgFailDb(e, dbTo, sqlite3_errcode(dbTo));
  }
}

/* The bytes of a schema, from sqlite3_malloc64, *pn of them. */
static u8 *storeSerialize(TgErr *e, sqlite3 *db, const char *zSchema, i64 *pn){
  sqlite3 *dbTo = 0;
  sqlite3_file *pFile;
  u8 *a = 0;
  int rc;
  *pn = 0;
  if( !storeImages(e) ) return 0;
#if STORE_HAS_API
  if( storeSerializes() ){
    a = sqlite3_serialize(db, zSchema, pn, 0);
    if( a==0 ) tgNomem(e);
    return a;
  }
#endif
  rc = tgOpen(MEMDB, &dbTo, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
  tgBind(e, rc);
  tgStoreBackup(e, dbTo, db, zSchema);
  if( e->rc==SQLITE_OK ){
    pFile = storeMemdb(dbTo, "main");
    pFile->pMethods->xFileSize(pFile, pn);               /* of memory: neither of these fails */
    a = tgAlloc(e, (u64)*pn);
    if( a ) pFile->pMethods->xRead(pFile, a, (int)*pn, 0);
  }
  sqlite3_close(dbTo);
  return a;
}

/* Hand a (n bytes, from sqlite3_malloc64; it is freed in any case) to schema src of the
** workbench. */
static void storeDeserialize(TgErr *e, TgStore *st, u8 *a, i64 n){
  sqlite3_file *pFile;
  if( a==0 || !storeImages(e) ){
    sqlite3_free(a);
    return;
  }
  a[18] = a[19] = 1;                         /* a database in memory can't be in WAL mode */
#if STORE_HAS_API
  if( storeSerializes() ){
    int rc = sqlite3_deserialize(st->db, "src", a, n, n,
                                 SQLITE_DESERIALIZE_FREEONCLOSE|SQLITE_DESERIALIZE_RESIZEABLE);
    if( rc!=SQLITE_OK ) tgNomem(e);          /* nothing else can fail in a new, empty schema */
    tgStoreCareful(e, st);
    return;
  }
#endif
  tgExec(e, st->db, "DETACH src");
  tgStoreAttach(e, st, MEMDB);
  if( e->rc==SQLITE_OK ){
    pFile = storeMemdb(st->db, "src");
    tgBind(e, pFile->pMethods->xWrite(pFile, a, (int)n, 0));         /* n: it could be allocated */
  }
  tgWipeFree(a);
  /* so far it was empty: have the schema read */
  tgExec(e, st->db, "SELECT 1 FROM src.sqlite_master");
}

/* An empty workbench, of the encoding that stands in a database's header: SQLite attaches only its
** like. */
static void storeMemory(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName, int eEncoding){
  tgStoreInit(e, st, pCtx, "src", zName);
  tgStoreConnect(e, st, ":memory:", SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
  if( eEncoding==2 || eEncoding==3 ){
    tgExec(e, st->db, "PRAGMA encoding='UTF-16%s'", eEncoding==2 ? "le" : "be");
  }
  tgStoreAttach(e, st, ":memory:");
}

void tgStoreMemory(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName){
  storeMemory(e, st, pCtx, zName, 1);
}

void tgStoreImage(TgErr *e, TgStore *st, TgCtx *pCtx, const void *p, i64 n){
  u8 *a;
  storeMemory(e, st, pCtx, "the image", p && n>=100 ? ((const u8*)p)[59] : 1);
  if( p==0 && n>0 ) tgNomem(e);              /* zeroblob(), which SQLite had no memory for */
  if( e->rc!=SQLITE_OK ) return;
  if( n<512 || memcmp(p, "SQLite format 3", 16)!=0 ){
    tgFail(e, SQLITE_NOTADB, "a BLOB of %lld bytes is not the image of a SQLite database", n);
    return;
  }
  tgStoreWhole(e, p, n, st->zName);
  if( e->rc!=SQLITE_OK ) return;
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

/* Is it more than a session with all its peers can be? */
static int jsonIsBig(const char *z, i64 n){
  i64 i, nValue = 0;
  for(i=0; i<n && n<=TG_JSON_MAX; i++) nValue += z[i]==',' || z[i]=='[' || z[i]=='{';
  return n>TG_JSON_MAX || nValue>TG_JSON_VALUES;
}

/* JSON text, n bytes, into st, which is initialised but not connected. */
void tgStoreJsonInto(TgErr *e, TgStore *st, const char *z, i64 n){
  TgCatalogue *pCat = st->pCtx->pCat;
  TgStop *pBefore = e->pStop;
  sqlite3_stmt *p;
  int i;
  if( jsonIsBig(z, n) ){
    tgFail(e, SQLITE_TOOBIG, "%s is JSON of more than %d MB, or %d values, which is not read",
           st->zName, TG_JSON_MAX>>20, TG_JSON_VALUES);
    return;
  }
  if( !st->bOwn ){
    tgStoreConnect(e, st, ":memory:", SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI);
    tgStoreAttach(e, st, ":memory:");
    if( e->rc==SQLITE_OK ){
      sqlite3_free(st->zSchema);
      st->zSchema = tgStrdup(e, "src", -1);
    }
  }
  e->pStop = st->pStop;
  tgExec(e, st->db, "CREATE TABLE src.json(text)");
  p = tgPrepare(e, st->db, "INSERT INTO src.json SELECT ?1 WHERE session__json_valid(?1)");
  if( p ) tgBind(e, sqlite3_bind_text64(p, 1, z, (u64)n, SQLITE_STATIC, SQLITE_UTF8));
  tgFinish(e, p);
  if( e->rc==SQLITE_OK && sqlite3_changes(st->db)==0 ){
    tgFail(e, SQLITE_ERROR, "%s begins like JSON, but is not valid JSON", st->zName);
  }
  for(i=0; i<pCat->n && st->pLayout==0 && e->rc==SQLITE_OK; i++){
    const TgSection *pSec = tgLayoutSection(&pCat->a[i], 0, "detect");
    if( pSec ){
      tgWork(e, 10 + (int)(n/100));          /* SQLite reads it anew each time */
      char *zSql = tgLayoutSql(e, pSec->z, pSec->n, st->zSchema, "");
      if( tgQueryInt(e, st->db, 0, "%s", zSql ? zSql : "") ) st->pLayout = &pCat->a[i];
      sqlite3_free(zSql);
    }
  }
  if( e->rc==SQLITE_OK && st->pLayout==0 ) {
    tgFailAs(e, SQLITE_ERROR, TG_F_NO_SESSION, "%s is JSON of no known client", st->zName);
  }
  p = tgStorePrepare(e, st, "wrong", "%s");
  if( tgStep(e, p) ) tgFail(e, SQLITE_ERROR, "%s: %s", st->pLayout->zName, tgText(e, p, 0));
  sqlite3_finalize(p);
  e->pStop = pBefore;
}

void tgStoreJson(TgErr *e, TgStore *st, TgCtx *pCtx, const char *z, i64 n){
  tgStoreMemory(e, st, pCtx, "the value");
  tgStoreJsonInto(e, st, z, n);
}

void tgStoreBench(TgErr *e, TgStore *pBench, const TgStore *st){
  int bMain = sqlite3_stricmp(st->zSchema, "main")==0;
  /* see storeFile() */
  if( e->rc==SQLITE_OK && !sqlite3_get_autocommit(st->db) ) tgExec(e, st->db, "COMMIT");
  if( bMain ) tgExec(e, st->db, "ATTACH ':memory:' AS bench");
  tgStoreInit(e, pBench, st->pCtx, bMain ? "bench" : "main", st->zName);
  pBench->db = st->db;
}

void tgStoreFromSchema(TgErr *e, TgStore *st, TgStore *pFrom){
  i64 n = 0;
  u8 *a;
  tgStoreMemory(e, st, pFrom->pCtx, pFrom->zName);
  a = e->rc==SQLITE_OK ? storeSerialize(e, pFrom->db, pFrom->zSchema, &n) : 0;
  storeDeserialize(e, st, a, n);
  tgStoreDetect(e, st);
}

u8 *tgStoreSerialize(TgErr *e, TgStore *st, i64 *pn){
  return storeSerialize(e, st->db, st->zSchema, pn);
}
