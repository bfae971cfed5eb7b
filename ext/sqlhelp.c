/* layer 2: the few functions that layouts need and SQL lacks, for bytes inside BLOBs.
**
**     session__le(443, 4)              x'bb010000'    integer to little-endian bytes
**     session__unle(x'bb010000', 0, 4) 443            and back: blob, first byte, bytes
**     session__key_id(key)             the 8 bytes that MTProto calls auth_key_id
**     session__base64(blob), session__unbase64(text)   standard alphabet, padded; NULL when it is none
**     session__key(:auth_key)          the key, which is bound as a pointer: then no trace of the
**                                      statement, expanded or not, has it
**
** They are of use to layouts (sql/layouts/), not part of what the README promises.
*/
#include "sqlhelp.h"
#include "bytes.h"

static void helpLe(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  u8 a[8];
  u64 x = (u64)sqlite3_value_int64(apArg[0]);
  int i, n = sqlite3_value_int(apArg[1]);
  (void)nArg;
  if( sqlite3_value_type(apArg[0])==SQLITE_NULL || n<1 || n>8 ) return;
  for(i=0; i<n; i++) a[i] = (u8)(x >> (8*i));
  sqlite3_result_blob(ctx, a, n, SQLITE_TRANSIENT);
}

static void helpUnle(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_blob(apArg[0]);
  int nBlob = sqlite3_value_bytes(apArg[0]);
  int i, iFirst = sqlite3_value_int(apArg[1]), n = sqlite3_value_int(apArg[2]);
  u64 x = 0;
  (void)nArg;
  if( a==0 || iFirst<0 || n<1 || n>8 || iFirst>nBlob || n>nBlob-iFirst ) return;
  for(i=0; i<n; i++) x |= (u64)a[iFirst+i] << (8*i);
  if( n<8 && n>1 && (x>>(8*n-1))&1 ) x |= ~(u64)0 << (8*n);    /* one byte is unsigned: ids and flags */
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

static void helpKey(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  const u8 *a = sqlite3_value_pointer(apArg[0], TG_KEY_POINTER);
  (void)nArg;
  if( a ) tgResult(ctx, a, TG_KEY_SIZE, 1);
}

static const struct {
  const char *zName;
  int nArg;
  void (*xFunc)(sqlite3_context*, int, sqlite3_value**);
} aHelp[] = {
  { "session__le", 2, helpLe },           { "session__unle", 3, helpUnle },
  { "session__key_id", 1, helpKeyId },    { "session__base64", 1, helpBase64 },
  { "session__unbase64", 1, helpUnbase64 }, { "session__key", 1, helpKey },
};

void tgFunctionsInternal(TgErr *e, sqlite3 *db){
  int i;
  for(i=0; i<TG_COUNT(aHelp) && e->rc==SQLITE_OK; i++){
    int rc = sqlite3_create_function(db, aHelp[i].zName, aHelp[i].nArg,
        SQLITE_UTF8|SQLITE_INNOCUOUS|SQLITE_DETERMINISTIC, 0, aHelp[i].xFunc, 0, 0);
    if( rc!=SQLITE_OK ) tgFailDb(e, db, rc);
  }
}

void tgFunctionsRemove(sqlite3 *db){
  int i;
  for(i=0; i<TG_COUNT(aHelp); i++) sqlite3_create_function(db, aHelp[i].zName, aHelp[i].nArg, SQLITE_UTF8, 0, 0, 0, 0);
}
