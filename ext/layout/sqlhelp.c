/* layout: the few functions that layouts need and SQL lacks, for bytes inside BLOBs.
**
**     session__le(443, 4)              x'bb010000'    integer to little-endian bytes
**     session__unle(x'bb010000', 0, 4) 443            and back: blob, first byte, bytes
**     session__key_id(key)             the 8 bytes that MTProto calls auth_key_id
**     session__base64(blob), session__unbase64(text)   standard alphabet, padded; NULL when it is
**                                                      none
**     session__unhex(text)             NULL when it is none
**     session__type(type, id)          the type of a peer where it is one (a group only with the id
**                                      of a group), else what the id tells
**     session__wrong('bIt', x, y, z)   1 where x is no BLOB or NULL, y no INTEGER, z no TEXT or
**                                      NULL; else 0
**     session__key(:auth_key)          the key, which is bound as a pointer: then no trace of the
**                                      statement, expanded or not, has it
**     SELECT key, value FROM temp.session__each('["a","b"]')      the texts in a JSON array; none
**                                                                 where it is no JSON
**     SELECT c1, c2 FROM temp.session__rows(?1)          rows that C has; ?1 is bound as a pointer,
**                                                        see sqlhelp.h
**     SELECT c1, c2 FROM temp.session__sorted(?1)        likewise, by c1 and c3: an ORDER BY of
**                                                        these costs nothing
**
** They are of use to layouts (sql/layouts/), not part of what the manual promises.
*/
#include "layout/sqlhelp.h"
#include "base/base64.h"
#include "base/bytes.h"

static void helpLe(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  u8 a[8];
  u64 x = (u64)sqlite3_value_int64(apArg[0]);
  int i, n = sqlite3_value_int(apArg[1]);
  (void)nArg;
  if( sqlite3_value_type(apArg[0])==SQLITE_NULL || n<1 || n>8 ) return;
  for(i=0; i<n; i++) a[i] = (u8)(x >> (8*i));
  sqlite3_result_blob(ctx, a, n, SQLITE_TRANSIENT);
}

/* Text of hex digits as a blob; NULL when it is none. */
static void helpUnhex(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *z = sqlite3_value_text(apArg[0]);
  int i, n = sqlite3_value_bytes(apArg[0]);
  u8 *a;
  (void)nArg;
  if( z==0 || n==0 || n%2 || n>1024 ) return;
  for(i=0; i<n; i++){
    if( !((z[i]>='0' && z[i]<='9') || ((z[i]|0x20)>='a' && (z[i]|0x20)<='f')) ) return;
  }
  a = sqlite3_malloc64((u64)n/2);
  if( a==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  for(i=0; i<n; i++){
    int d = z[i]<='9' ? z[i]-'0' : (z[i]|0x20)-'a'+10;
    a[i/2] = (u8)(i%2 ? a[i/2] | d : d<<4);
  }
  sqlite3_result_blob(ctx, a, n/2, tgWipeFree);
}

static void helpUnle(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_blob(apArg[0]);
  int nBlob = sqlite3_value_bytes(apArg[0]);
  int i, iFirst = sqlite3_value_int(apArg[1]), n = sqlite3_value_int(apArg[2]);
  u64 x = 0;
  (void)nArg;
  if( a==0 || iFirst<0 || n<1 || n>8 || iFirst>nBlob || n>nBlob-iFirst ) return;
  for(i=0; i<n; i++) x |= (u64)a[iFirst+i] << (8*i);
  /* one byte is unsigned: ids and flags */
  if( n<8 && n>1 && (x>>(8*n-1))&1 ) x |= ~(u64)0 << (8*n);
  sqlite3_result_int64(ctx, (i64)x);
}

static void helpKeyId(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_blob(apArg[0]);
  char z[17];
  u8 aId[8];
  int i;
  (void)nArg;
  if( a==0 || sqlite3_value_bytes(apArg[0])!=TG_KEY_SIZE ) return;
  tgKeyId(a, z);
  for(i=0; i<8; i++){
    int hi = z[2*i], lo = z[2*i+1];
    hi = hi<='9' ? hi-'0' : hi-'a'+10;
    lo = lo<='9' ? lo-'0' : lo-'a'+10;
    aId[i] = (u8)(hi*16 + lo);
  }
  sqlite3_result_blob(ctx, aId, 8, SQLITE_TRANSIENT);
}

static void helpBase64(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_blob(apArg[0]);
  int n = sqlite3_value_bytes(apArg[0]);
  char *z;
  (void)nArg;
  if( a==0 || n>1000000 ) return;
  z = sqlite3_malloc(tgB64Size(n, 1) + 1);
  if( z==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  tgB64Encode(a, n, 0, 1, z);
  sqlite3_result_text(ctx, z, tgB64Size(n, 1), tgWipeFree);
}

static void helpUnbase64(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const char *z = (const char*)sqlite3_value_text(apArg[0]);
  int n = sqlite3_value_bytes(apArg[0]);
  u8 *a;
  (void)nArg;
  if( z==0 || n>1000000 ) return;
  a = sqlite3_malloc(TG_B64_MAX(n) + 1);
  if( a==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  n = tgB64Decode(z, n, a, 0);
  if( n<0 ) tgWipeFree(a);
  else sqlite3_result_blob(ctx, a, n, tgWipeFree);
}

/* The bytes of a text in UTF-8, and back, whatever the encoding of the database is: CAST would give
** those of UTF-16. */
static void helpUtf8(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  int bNull = sqlite3_value_type(apArg[0])==SQLITE_NULL;
  const unsigned char *z = sqlite3_value_text(apArg[0]);
  (void)nArg;
  if( z==0 && !bNull ) sqlite3_result_error_nomem(ctx);
  else if( z ) sqlite3_result_blob(ctx, z, sqlite3_value_bytes(apArg[0]), SQLITE_TRANSIENT);
}

/* Blobs behind each other; NULL if one of them is.  || would make a text of them, which in UTF-16
** has an even number of bytes. */
static void helpCat(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  u8 *a;
  i64 nAll = 0;
  int i, n = 0;
  for(i=0; i<nArg; i++){
    if( sqlite3_value_type(apArg[i])==SQLITE_NULL ) return;
    nAll += sqlite3_value_bytes(apArg[i]);
  }
  if( nAll>1000000 || (a = sqlite3_malloc64((u64)nAll+1))==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  for(i=0; i<nArg; i++){
    const void *p = sqlite3_value_blob(apArg[i]);
    int nThis = p ? sqlite3_value_bytes(apArg[i]) : 0;
    if( nThis ) memcpy(&a[n], p, (size_t)nThis);
    n += nThis;
  }
  sqlite3_result_blob(ctx, a, n, tgWipeFree);
}

static void helpText(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const char *z = sqlite3_value_blob(apArg[0]);
  (void)nArg;
  if( z ) sqlite3_result_text(ctx, z, sqlite3_value_bytes(apArg[0]), SQLITE_TRANSIENT);
}

static void helpKey(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_pointer(apArg[0], TG_KEY_POINTER);
  (void)nArg;
  if( a ) tgResult(ctx, a, TG_KEY_SIZE, 1);
}

static void helpType(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  enum { GROUP = 7 };
  static const char *const az[] = { "user", "bot", "channel", "supergroup", "forum", "direct",
                                    "community", "group" };
  const char *z = sqlite3_value_type(apArg[0])==SQLITE_TEXT
      ? (const char*)sqlite3_value_text(apArg[0]) : "";
  i64 id = sqlite3_value_int64(apArg[1]);
  int i = GROUP, bGroup = id<0 && id>-1000000000000;
  (void)nArg;
  if( z==0 ){
    sqlite3_result_error_nomem(ctx);
    return;
  }
  while( i>=0 && strcmp(z, az[i])!=0 ) i--;
  if( i<0 || (i==GROUP && !bGroup) || (size_t)sqlite3_value_bytes(apArg[0])!=strlen(z) ){
    i = id>0 ? 0 : bGroup ? GROUP : 2;
  }
  sqlite3_result_text(ctx, az[i], -1, SQLITE_STATIC);
}

static void helpWrong(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  static const char zLetter[] = "?irtb";     /* by SQLITE_INTEGER and what follows it */
  const char *z = (const char*)sqlite3_value_text(apArg[0]);
  int i, bWrong = 0;
  for(i=1; z && i<nArg; i++){
    int eType = sqlite3_value_type(apArg[i]);
    bWrong |= eType==SQLITE_NULL ? z[i-1]<'a' : (z[i-1]|0x20)!=zLetter[eType];
  }
  if( z ) sqlite3_result_int(ctx, bWrong);
  else sqlite3_result_error_nomem(ctx);
}

/*************************************** JSON ***************************************************/

/* Somebody's table may be called json_each, in the database that is looked into or in the user's
** own, and would be taken instead.  So SQLite's own json_each is asked on a connection that has no
** tables at all. */
typedef struct Json {
  int nRef;  /* the function and the module that share it, and who makes them */
  sqlite3 *db;                              /* owned, as is the statement; 0 until it is needed */
  sqlite3_stmt *pValid;
} Json;

static void jsonUnref(void *pArg){
  Json *p = pArg;
  if( --p->nRef>0 ) return;
  sqlite3_finalize(p->pValid);
  sqlite3_close(p->db);
  sqlite3_free(p);
}

/* Make *pp what zSql is, unless it is there already. */
static int jsonPrepare(Json *p, sqlite3_stmt **pp, const char *zSql){
  int rc = SQLITE_OK;
  if( p->db==0 ) rc = tgOpen(":memory:", &p->db, SQLITE_OPEN_READWRITE);
  if( rc!=SQLITE_OK ){
    sqlite3_close(p->db);
    p->db = 0;
    return rc;
  }
  return *pp ? SQLITE_OK : sqlite3_prepare_v2(p->db, zSql, -1, pp, 0);
}

/* session__json_valid(x): 1 or 0, NULL for NULL.  SQLite's json_valid() gives 0, too, when it is
** out of memory: a repair would take good rows for broken ones. */
static void helpJsonValid(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  Json *p = sqlite3_user_data(ctx);
  int rc;
  (void)nArg;
  if( sqlite3_value_type(apArg[0])==SQLITE_NULL ) return;
  rc = jsonPrepare(p, &p->pValid, "SELECT json_type(?1)");
  if( rc==SQLITE_OK ) rc = sqlite3_bind_value(p->pValid, 1, apArg[0]);
  if( rc==SQLITE_OK ) rc = sqlite3_step(p->pValid);
  if( rc==SQLITE_ROW || rc==SQLITE_ERROR ) sqlite3_result_int(ctx, rc==SQLITE_ROW);
  else sqlite3_result_error_code(ctx, rc);
  if( p->pValid ){
    sqlite3_reset(p->pValid);
    sqlite3_clear_bindings(p->pValid);
  }
}

/* The texts in a JSON array, with their indexes; none of what is no JSON. */
typedef struct EachPass {
  Json *pJson;
  sqlite3_stmt *p;                          /* owned */
} EachPass;

static void *eachOpen(TgErr *e, const TgRows *pRows){
  EachPass *p = tgAlloc(e, sizeof(*p));
  if( p ) p->pJson = pRows->pArg;
  return p;
}

static void eachBegin(TgErr *e, void *pPass, sqlite3_value *pValue){
  EachPass *p = pPass;
  int rc = jsonPrepare(p->pJson, &p->p, "SELECT value, key FROM json_each(?1) WHERE type='text'");
  if( rc==SQLITE_OK ){
    sqlite3_reset(p->p);
    rc = sqlite3_bind_value(p->p, 1, pValue);
  }
  tgBind(e, rc);
}

static int eachNext(TgErr *e, void *pPass){
  int rc = sqlite3_step(((EachPass*)pPass)->p);
  if( rc!=SQLITE_ROW && rc!=SQLITE_DONE && rc!=SQLITE_ERROR ){       /* ERROR: "malformed JSON" */
    tgFail(e, rc, "%s", sqlite3_errstr(rc));
  }
  return rc==SQLITE_ROW;
}

static void eachColumn(void *pPass, sqlite3_context *ctx, int i){
  sqlite3_result_value(ctx, sqlite3_column_value(((EachPass*)pPass)->p, i));
}

static void eachClose(void *pPass){
  sqlite3_finalize(((EachPass*)pPass)->p);
  sqlite3_free(pPass);
}

/*************************************** Rows ***************************************************/

/* session__each(json), session__rows(?1) and session__sorted(?1): the hidden column is what they
** are asked for. */
typedef struct RowsTable {
  sqlite3_vtab base;
  int iHidden, bSorted;
  TgRows each;                              /* xOpen==0: the pointer says whose rows */
} RowsTable;

/* its address is what session__sorted is registered with */
static int bRowsSorted = 1;

typedef struct RowsCursor {
  sqlite3_vtab_cursor base;
  const TgRows *pRows;                      /* borrowed */
  void *pPass;                              /* owned */
  int bRow;
  i64 iRow;
} RowsCursor;

static int rowsConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                       sqlite3_vtab **ppVtab, char **pzErr){
  TgErr e = TG_ERR_INIT;
  RowsTable *p;
  int bSorted = pAux==&bRowsSorted, bEach = pAux && !bSorted;
  (void)argc; (void)argv; (void)pzErr;
  e.rc = sqlite3_declare_vtab(db, bEach ? "CREATE TABLE x(value, key, json HIDDEN)"
                                        : "CREATE TABLE x(c1, c2, c3, c4, c5, c6, c7, rows "
                                          "HIDDEN)");
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  p = tgAlloc(&e, sizeof(*p));
  if( p ){
    static const TgRows each = { eachOpen, eachBegin, eachNext, eachColumn, eachClose, 0, 0 };
    p->iHidden = bEach ? 2 : 7;
    p->bSorted = bSorted;
    if( bEach ) p->each = each;
    p->each.pArg = pAux;
  }
  *ppVtab = (sqlite3_vtab*)p;
  return e.rc;
}

static int rowsDisconnect(sqlite3_vtab *pVtab){
  sqlite3_free(pVtab);
  return SQLITE_OK;
}

static int rowsBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  int i, bSorted = ((RowsTable*)pVtab)->bSorted;
  for(i=0; i<pInfo->nOrderBy; i++){
    bSorted = bSorted && pInfo->aOrderBy[i].iColumn==2*i && !pInfo->aOrderBy[i].desc;
  }
  pInfo->orderByConsumed = bSorted;
  for(i=0; i<pInfo->nConstraint; i++){
    if( pInfo->aConstraint[i].iColumn!=((RowsTable*)pVtab)->iHidden || !pInfo->aConstraint[i].usable
     || pInfo->aConstraint[i].op!=SQLITE_INDEX_CONSTRAINT_EQ ) continue;
    pInfo->aConstraintUsage[i].argvIndex = 1;
    pInfo->aConstraintUsage[i].omit = 1;
    pInfo->estimatedCost = 2;
    pInfo->estimatedRows = 2;
    return SQLITE_OK;
  }
  return SQLITE_CONSTRAINT;
}

static int rowsOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  TgErr e = TG_ERR_INIT;
  (void)pVtab;
  *ppCursor = tgAlloc(&e, sizeof(RowsCursor));
  return e.rc;
}

static int rowsClose(sqlite3_vtab_cursor *pCursor){
  RowsCursor *p = (RowsCursor*)pCursor;
  if( p->pPass ) p->pRows->xClose(p->pPass);
  sqlite3_free(p);
  return SQLITE_OK;
}

static int rowsNext(sqlite3_vtab_cursor *pCursor){
  RowsCursor *p = (RowsCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  e.pStop = p->pRows->pStop;
  p->bRow = p->pRows->xNext(&e, p->pPass);
  p->iRow++;
  return e.rc==SQLITE_OK ? SQLITE_OK : tgErrToVtab(&e, pCursor->pVtab, 0);
}

static int rowsFilter(sqlite3_vtab_cursor *pCursor, int idxNum, const char *idxStr, int argc,
                      sqlite3_value **argv){
  RowsCursor *p = (RowsCursor*)pCursor;
  const RowsTable *t = (RowsTable*)pCursor->pVtab;
  TgErr e = TG_ERR_INIT;
  (void)idxNum; (void)idxStr; (void)argc;
  if( p->pPass==0 ){
    p->pRows = t->each.xOpen ? &t->each : sqlite3_value_pointer(argv[0], TG_ROWS_POINTER);
    if( p->pRows==0 ) return SQLITE_OK;      /* somebody else asks */
    p->pPass = p->pRows->xOpen(&e, p->pRows);
  }
  p->iRow = 0;
  if( p->pPass ) p->pRows->xBegin(&e, p->pPass, argv[0]);
  return e.rc==SQLITE_OK ? rowsNext(pCursor) : tgErrToVtab(&e, pCursor->pVtab, 0);
}

static int rowsEof(sqlite3_vtab_cursor *pCursor){
  return !((RowsCursor*)pCursor)->bRow;
}

static int rowsColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int i){
  RowsCursor *p = (RowsCursor*)pCursor;
  if( i<((RowsTable*)pCursor->pVtab)->iHidden ) p->pRows->xColumn(p->pPass, ctx, i);
  return SQLITE_OK;
}

static int rowsRowid(sqlite3_vtab_cursor *pCursor, sqlite3_int64 *pi){
  *pi = ((RowsCursor*)pCursor)->iRow;
  return SQLITE_OK;
}

static const sqlite3_module rowsModule = {
  .xConnect = rowsConnect, .xBestIndex = rowsBestIndex, .xDisconnect = rowsDisconnect,
  .xOpen = rowsOpen,       .xClose = rowsClose,         .xFilter = rowsFilter,
  .xNext = rowsNext,       .xEof = rowsEof,             .xColumn = rowsColumn,
  .xRowid = rowsRowid,
};

/*************************************** All of them ********************************************/

static const struct {
  const char *zName;
  int nArg;
  void (*xFunc)(sqlite3_context*, int, sqlite3_value**);
} aHelp[] = {
  { "session__le", 2, helpLe },           { "session__unle", 3, helpUnle },
  { "session__key_id", 1, helpKeyId },    { "session__base64", 1, helpBase64 },
  { "session__unbase64", 1, helpUnbase64 }, { "session__unhex", 1, helpUnhex },
  { "session__key", 1, helpKey },
  { "session__utf8", 1, helpUtf8 },       { "session__text", 1, helpText },
  { "session__cat", -1, helpCat },        { "session__type", 2, helpType },
  { "session__wrong", -1, helpWrong },
};

void tgFunctionsInternal(TgErr *e, sqlite3 *db){
  Json *pJson = tgAlloc(e, sizeof(*pJson));
  int i;
  if( pJson==0 ) return;
  pJson->nRef = 1;
  for(i=0; i<TG_COUNT(aHelp) && e->rc==SQLITE_OK; i++){
    int rc = sqlite3_create_function(db, aHelp[i].zName, aHelp[i].nArg,
        SQLITE_UTF8|SQLITE_INNOCUOUS|SQLITE_DETERMINISTIC, 0, aHelp[i].xFunc, 0, 0);
    if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  }
  /* each takes its reference back itself, also when it fails */
  if( e->rc==SQLITE_OK ){
    int rc;
    pJson->nRef = 3;
    rc = sqlite3_create_module_v2(db, "session__each", &rowsModule, pJson, jsonUnref);
    if( rc==SQLITE_OK ) rc = sqlite3_create_module_v2(db, "session__rows", &rowsModule, 0, 0);
    if( rc==SQLITE_OK ){
      rc = sqlite3_create_module_v2(db, "session__sorted", &rowsModule, &bRowsSorted, 0);
    }
    if( rc==SQLITE_OK ){
      rc = sqlite3_create_function_v2(db, "session__json_valid", 1,
                                      SQLITE_UTF8|SQLITE_INNOCUOUS|SQLITE_DETERMINISTIC, pJson,
                                      helpJsonValid, 0, 0, jsonUnref);
    }else pJson->nRef--;
    if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  }
  jsonUnref(pJson);
}

void tgFunctionsRemove(sqlite3 *db){
  int i;
  for(i=0; i<TG_COUNT(aHelp); i++){
    sqlite3_create_function(db, aHelp[i].zName, aHelp[i].nArg, SQLITE_UTF8, 0, 0, 0, 0);
  }
  sqlite3_create_function(db, "session__json_valid", 1, SQLITE_UTF8, 0, 0, 0, 0);
  sqlite3_create_module_v2(db, "session__each", 0, 0, 0);
  sqlite3_create_module_v2(db, "session__rows", 0, 0, 0);
  sqlite3_create_module_v2(db, "session__sorted", 0, 0, 0);
}
