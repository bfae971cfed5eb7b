/* Does memory that the library frees, moves or gives away hold a piece of a key?
**
**     build/wipe build/tgsession.so
**     OOM_STEP=1 ...                        all allocations fail once: minutes; else each 11th
**
** The library calls SQLite through a table of functions.  Here it gets one of our own, in which free, realloc and what
** else moves or frees a block say first that it is the library that asks; then the allocator below, which clears what it
** gives out, looks through each such block for any eight bytes of a key: as they are, in hex, or in base64 at each of
** its three offsets, in both alphabets, once and twice.  A result that holds a key must have a destructor of ours, and
** not be copied by SQLite.  Nor may a stretch of a key that is longer than a register be on the stack when a statement
** has ended: statements run on a stack of their own.
**
** The statements go through every function, table, format and layout, right and wrong; some of them once more with each
** allocation failing.  Blocks that SQLite frees by itself, its pages and values, are not ours.
*/
#define _GNU_SOURCE
#define SQLITE_CORE 1                        /* sqlite3_open() is the function, not a slot */
#include "dry.h"
#include "host.h"
#include "check.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <sqlite3ext.h>
#include <stddef.h>
typedef struct sqlite3_api_routines sqlite3_api_routines;
typedef int Init(sqlite3*, char**, const sqlite3_api_routines*);

#define KEY 256

static unsigned char aKey[3][KEY];           /* two accounts', and one that is nobody's */
static const char *zDoing = "";              /* the statement that runs, for messages */
static int nScanned, nHeld;                  /* blocks looked at; blocks given out that held a key while in use */

/* ---------------------------------------------------------------- what to look for ---- */

#define NEEDLES (1<<16)
static struct { uint64_t x; const char *zKind; } aNeedle[NEEDLES];   /* by hash; zKind==0: free */

static unsigned slot(uint64_t x){
  return (unsigned)(x*0x9e3779b97f4a7c15u >> 48);
}

/* All stretches of eight bytes of a. */
static void needles(const unsigned char *a, size_t n, const char *zKind){
  size_t i;
  for(i=0; i+8<=n; i++){
    uint64_t x;
    unsigned k;
    memcpy(&x, a+i, 8);
    for(k=slot(x); aNeedle[k].zKind && aNeedle[k].x!=x; k=(k+1)%NEEDLES){}
    aNeedle[k].x = x;
    aNeedle[k].zKind = zKind;
  }
}

/* The characters of base64 that do not depend on what stands before or behind; returns how many. */
static size_t base64(const unsigned char *a, size_t n, const char *zMore, char *zOut){
  static const char zLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  size_t i, j = 0;
  for(i=0; i+3<=n; i+=3){
    unsigned x = (unsigned)a[i]<<16 | (unsigned)a[i+1]<<8 | a[i+2];
    int k;
    for(k=18; k>=0; k-=6){
      unsigned c = x>>k & 63;
      zOut[j++] = c<62 ? zLetters[c] : zMore[c-62];
    }
  }
  return j;
}

static void needlesBase64(const unsigned char *a, size_t n, const char *zKind, int bTwice){
  static const char *const azMore[] = { "+/", "-_" };
  char z[2*KEY];
  size_t i, nz;
  int k;
  for(k=0; k<2; k++) for(i=0; i<3; i++){
    nz = base64(a+i, n-i, azMore[k], z);
    needles((unsigned char*)z, nz, zKind);
    if( bTwice && i==0 ) needlesBase64((unsigned char*)z, nz, "base64 of base64", 0);
  }
}

static void needlesAll(void){
  int i, k;
  for(k=0; k<3; k++){
    char z[2*KEY+1];
    for(i=0; i<KEY; i++) aKey[k][i] = (unsigned char)(1 + rnd(255));
    needles(aKey[k], KEY, "bytes");
    for(i=0; i<KEY; i++) snprintf(z+2*i, 3, "%02x", aKey[k][i]);
    needles((unsigned char*)z, 2*KEY, "hex");
    for(i=0; i<KEY; i++) snprintf(z+2*i, 3, "%02X", aKey[k][i]);
    needles((unsigned char*)z, 2*KEY, "hex");
    needlesBase64(aKey[k], KEY, "base64", 1);
  }
}

/* What of a key is in the n bytes at p, or 0. */
static const char *find(const void *p, size_t n){
  const unsigned char *a = p;
  size_t i;
  for(i=0; i+8<=n; i++){
    uint64_t x;
    unsigned k;
    memcpy(&x, a+i, 8);
    for(k=slot(x); aNeedle[k].zKind; k=(k+1)%NEEDLES) if( aNeedle[k].x==x ) return aNeedle[k].zKind;
  }
  return 0;
}

static void look(const void *p, size_t n, const char *zWhat){
  const char *zKind = p ? find(p, n) : 0;
  nScanned++;
  check(zKind==0, "%s of %d bytes holds a key's %s: %.300s", zWhat, (int)n, zKind, zDoing);
}

/* ------------------------------------------------------------------- allocations ---- */

static int nOurs;                            /* >0: the library asks */

static void *clearMalloc(int n){
  void *p = dry() ? 0 : real.xMalloc(n);
  if( p ) memset(p, 0, (size_t)real.xSize(p));
  return p;
}

static void lookFree(void *p){
  if( nOurs ) look(p, p ? (size_t)real.xSize(p) : 0, "a block that is freed");
  real.xFree(p);
}

/* Always another block, so that what is left behind is freed. */
static void *lookRealloc(void *p, int n){
  void *pNew = clearMalloc(n);
  if( pNew==0 ) return 0;
  memcpy(pNew, p, (size_t)(real.xSize(p)<n ? real.xSize(p) : n));
  if( nOurs ) look(p, (size_t)real.xSize(p), "a block that is moved");
  real.xFree(p);
  return pNew;
}

/* ------------------------------------------------- the functions that the library gets ---- */

#define OURS(x) nOurs++; x; nOurs--

static void apiFree(void *p){ OURS(sqlite3_free(p)); }
static void apiValueFree(sqlite3_value *p){ OURS(sqlite3_value_free(p)); }
static void *apiRealloc64(void *p, sqlite3_uint64 n){ void *r; OURS(r = sqlite3_realloc64(p, n)); return r; }
static void apiStrAppend(sqlite3_str *s, const char *z, int n){ OURS(sqlite3_str_append(s, z, n)); }
static void apiStrAppendall(sqlite3_str *s, const char *z){ OURS(sqlite3_str_appendall(s, z)); }
static void apiStrAppendchar(sqlite3_str *s, int n, char c){ OURS(sqlite3_str_appendchar(s, n, c)); }
static char *apiStrFinish(sqlite3_str *s){ char *r; OURS(r = sqlite3_str_finish(s)); return r; }
static char *apiVmprintf(const char *zFmt, va_list ap){ char *r; OURS(r = sqlite3_vmprintf(zFmt, ap)); return r; }

static void apiStrAppendf(sqlite3_str *s, const char *zFmt, ...){
  va_list ap;
  va_start(ap, zFmt);
  OURS(sqlite3_str_vappendf(s, zFmt, ap));
  va_end(ap);
}

static char *apiMprintf(const char *zFmt, ...){
  va_list ap;
  char *z;
  va_start(ap, zFmt);
  z = apiVmprintf(zFmt, ap);
  va_end(ap);
  return z;
}

static void lookResult(const void *a, sqlite3_int64 n, void (*xDel)(void*)){
  if( a && n<0 ) n = (sqlite3_int64)strlen(a);
  if( a && find(a, (size_t)n) ){
    nHeld++;
    check(xDel!=SQLITE_TRANSIENT && xDel!=SQLITE_STATIC, "a result of %d bytes is left to SQLite to copy: %.300s", (int)n, zDoing);
  }
}
static void apiResultText(sqlite3_context *p, const char *z, int n, void (*xDel)(void*)){
  lookResult(z, n, xDel);
  sqlite3_result_text(p, z, n, xDel);
}
static void apiResultBlob(sqlite3_context *p, const void *a, int n, void (*xDel)(void*)){
  lookResult(a, n, xDel);
  sqlite3_result_blob(p, a, n, xDel);
}
static void apiResultText64(sqlite3_context *p, const char *z, sqlite3_uint64 n, void (*xDel)(void*), unsigned char e){
  lookResult(z, (sqlite3_int64)n, xDel);
  sqlite3_result_text64(p, z, n, xDel, e);
}
static void apiResultBlob64(sqlite3_context *p, const void *a, sqlite3_uint64 n, void (*xDel)(void*)){
  lookResult(a, (sqlite3_int64)n, xDel);
  sqlite3_result_blob64(p, a, n, xDel);
}

/* Where the result would be freed by a destructor that is SQLite's, the table has ours. */
static const sqlite3_api_routines *pReal;
static union { sqlite3_api_routines api; char a[sizeof(sqlite3_api_routines)]; } table;
static Init *xInit;

static int autoLook(sqlite3 *db, char **pz, const sqlite3_api_routines *p){
  (void)db; (void)pz;
  pReal = p;
  return SQLITE_OK;
}

/* An older library's table is shorter than the header's.  What is behind its end is never used. */
static void makeTable(void){
  sqlite3 *db = 0;
  size_t n = sizeof table;
  sqlite3_auto_extension((void(*)(void))autoLook);
  sqlite3_open(":memory:", &db);
  sqlite3_close(db);
  sqlite3_reset_auto_extension();
#if SQLITE_VERSION_NUMBER>=3034000
  if( sqlite3_libversion_number()<3039000 ) n = offsetof(sqlite3_api_routines, txn_state);
#endif
  memcpy(&table, pReal, n);
  table.api.free = apiFree;
  table.api.realloc64 = apiRealloc64;
  table.api.value_free = apiValueFree;
  table.api.str_append = apiStrAppend;
  table.api.str_appendall = apiStrAppendall;
  table.api.str_appendchar = apiStrAppendchar;
  table.api.str_appendf = apiStrAppendf;
  table.api.str_finish = apiStrFinish;
  table.api.mprintf = apiMprintf;
  table.api.vmprintf = apiVmprintf;
  table.api.result_text = apiResultText;
  table.api.result_blob = apiResultBlob;
  table.api.result_text64 = apiResultText64;
  table.api.result_blob64 = apiResultBlob64;
}

/* ------------------------------------------------------------------ temporary files ---- */

static sqlite3_vfs vfs;
static int nTemp;                            /* opened so far */

static int countOpen(sqlite3_vfs *p, const char *zName, sqlite3_file *pFile, int flags, int *pOut){
  (void)p;
  nTemp += (flags & (SQLITE_OPEN_TEMP_DB|SQLITE_OPEN_TRANSIENT_DB|SQLITE_OPEN_TEMP_JOURNAL|SQLITE_OPEN_SUBJOURNAL))!=0;
  return ((sqlite3_vfs*)vfs.pAppData)->xOpen(vfs.pAppData, zName, pFile, flags, pOut);
}

/* ---------------------------------------------------------------------- statements ---- */

typedef struct Value {
  char *zFormat;             /* owned */
  int eType, n;
  char *a;                   /* owned */
} Value;

static Value *aValue;
static int nValue, nWhole;                   /* all, and the first of them: those that are right */

static void valueAdd(const char *zFormat, int eType, const void *a, int n){
  aValue = realloc(aValue, sizeof(Value)*(size_t)(nValue+1));
  aValue[nValue].zFormat = strdup(zFormat);
  aValue[nValue].eType = eType;
  aValue[nValue].n = n;
  aValue[nValue].a = malloc((size_t)n+1);
  memcpy(aValue[nValue].a, a, (size_t)n);
  aValue[nValue].a[n] = 0;
  nValue++;
}

/* A key for SQL: key(0), key(1), key(2). */
static void fnKey(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_blob(ctx, aKey[sqlite3_value_int(a[0])%3], KEY, SQLITE_STATIC);
}

/* A stack of its own, all zero between two statements; what runs there, and how it ended. */
static _Alignas(4096) char aStack[1<<20];
static sqlite3 *pOn;
static const Value *pOne;
static const char *zTwo;
static int bFailed, bLookStack;

static void *onStack(void *pNone){
  sqlite3_stmt *pStmt = 0;
  (void)pNone;
  sqlite3_prepare_v2(pOn, zDoing, -1, &pStmt, 0);
  if( pStmt && pOne && pOne->eType==SQLITE_TEXT ) sqlite3_bind_text(pStmt, 1, pOne->a, pOne->n, SQLITE_STATIC);
  else if( pStmt && pOne ) sqlite3_bind_blob(pStmt, 1, pOne->a, pOne->n, SQLITE_STATIC);
  if( pStmt && zTwo ) sqlite3_bind_text(pStmt, 2, zTwo, -1, SQLITE_STATIC);
  while( pStmt && sqlite3_step(pStmt)==SQLITE_ROW ){}
  bFailed = pStmt==0 || sqlite3_finalize(pStmt)!=SQLITE_OK;
  return 0;
}

/* No register has more than 64 bytes, and one may be on the stack at any time. */
static void lookStack(void){
  size_t i, iFirst = 0, n = 0;
  while( iFirst<sizeof aStack && aStack[iFirst]==0 ) iFirst++;
  for(i=iFirst; i+8<=sizeof aStack && n+7<=64; i++) n = find(aStack+i, 8) ? n+1 : 0;
  check(n+7<=64, "%d bytes from the end of the stack is a key: %.300s", (int)(sizeof aStack-i), zDoing);
  memset(aStack+iFirst, 0, sizeof aStack-iFirst);
}

/* The statement, whose ?1 is p and ?2 z, each if not 0; rows and errors are left alone.  1: it failed. */
static int run(sqlite3 *db, const char *zSql, const Value *p, const char *z){
  pthread_attr_t attr;
  pthread_t thread;
  zDoing = zSql;
  pOn = db;
  pOne = p;
  zTwo = z;
  pthread_attr_init(&attr);
  pthread_attr_setstack(&attr, aStack, sizeof aStack);
  if( pthread_create(&thread, &attr, onStack, 0)!=0 || pthread_join(thread, 0)!=0 ) check(0, "no thread");
  pthread_attr_destroy(&attr);
  if( bLookStack ) lookStack();
  return bFailed;
}

static void must(sqlite3 *db, const char *zSql){
  zDoing = zSql;
  if( sqlite3_exec(db, zSql, 0, 0, 0)!=SQLITE_OK ) check(0, "%s: %s", zSql, sqlite3_errmsg(db));
}

/* Memory, too, where sorting a large session takes more than SQLite's cache. */
static void runTemp(sqlite3 *db){
  int nBefore;
  must(db, "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('./big.session', 'kurigram-7', 4, 5, 6, 0, key(0));"
       "ATTACH 'big.session' AS big;"
       "WITH r(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM r WHERE i<150000) INSERT INTO big.peers(id, access_hash, type, phone_number, last_update_on)"
       " SELECT i, i*7919, 'user', printf('%015d', i), i*7919%1000003 FROM r;"
       "DETACH big");
  nBefore = nTemp;
  must(db, "SELECT sum(b) OVER (ORDER BY a) FROM (SELECT (value*7919)%1000003 AS a, printf('%.100c', 'x') AS b FROM"
       " (WITH r(value) AS (SELECT 1 UNION ALL SELECT value+1 FROM r WHERE value<60000) SELECT value FROM r)) ORDER BY b, a");
  check(nTemp>nBefore, "no temporary file is seen where SQLite needs one");
  nBefore = nTemp;
  must(db, "SELECT session_export('./big.session', 'bundle')");
  must(db, "SELECT session_export('./big.session', 'telethon-7')");
  must(db, "SELECT max(access_hash) FROM session_peers('./big.session')");
  must(db, "UPDATE session SET layout = 'pyrogram-3' WHERE source = './big.session'");
  check(nTemp==nBefore, "%d temporary files", nTemp-nBefore);
}

static const char zSetup[] =
  "ATTACH ':memory:' AS bot; ATTACH ':memory:' AS other; ATTACH ':memory:' AS new; ATTACH ':memory:' AS tele;"
  "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES"
  " ('bot', 'kurigram-7', 4, 12345, 777000123, 1, key(0)), ('other', 'pyrogram-3', 2, 12345, 888, 0, key(1)),"
  " ('tele', 'telethon-8', 2, NULL, 777000123, NULL, key(0)), ('./a.session', 'telethon-7', 4, NULL, NULL, NULL, key(0)),"
  " ('./b.session', 'kurigram-7', 4, 12345, 777000123, 0, key(0)), ('./t.session', 'pyrogram-3', 4, 12345, 777000123, 0, key(0));"
  "INSERT INTO session_peers(session, id, type, access_hash, username, phone_number, updated) VALUES"
  " ('bot', 42, 'user', 11, 'ann', '4912345', 1700000000), ('bot', -1001000000003, 'channel', 33, NULL, NULL, 1700000001);"
  "INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES ('bot', 0, 1, 2, 3, 4);";

/* A connection with all of it; *pbOk is 0 when it can't be had. */
static sqlite3 *open(void){
  sqlite3 *db = 0;
  FILE *f;
  char *zErr = 0;
  hostEmpty();
  sqlite3_open(":memory:", &db);
  if( xInit(db, &zErr, &table.api)!=SQLITE_OK ) check(0, "it does not load: %s", zErr ? zErr : "?");
  sqlite3_create_function(db, "key", 1, SQLITE_UTF8, 0, fnKey, 0, 0);
  must(db, zSetup);
  f = fopen("t.session", "r+b");             /* torn: for the salvage */
  if( f ){
    fseek(f, 100, SEEK_SET);
    fwrite("\xee\xee\xee\xee\xee\xee\xee\xee", 1, 8, f);
    fclose(f);
  }
  f = fopen("x.session", "wb");
  if( f ){
    fwrite(aKey[0], 1, KEY, f);
    fclose(f);
  }
  return db;
}

/* gogram's two forms, which are not written by us.  In the second the hash is not that of the key. */
static void valueGogram(void){
  unsigned char a[KEY+2] = {0};
  char zKey[2*KEY], zRaw[2*KEY], z[3*KEY];
  memcpy(a, aKey[0], KEY);
  memcpy(zKey+base64(a, sizeof a, "+/", zKey)-2, "==", 3);
  sqlite3_snprintf(sizeof zRaw, zRaw, "{\"key\":\"%s\",\"dc_id\":2,\"app_id\":6}", zKey);
  memcpy(z, "1BvE", 4);
  valueAdd("gogram", SQLITE_TEXT, z, 4 + (int)base64((unsigned char*)zRaw, strlen(zRaw), "-_", z+4));
  memcpy(zRaw, aKey[0], KEY);
  memcpy(zRaw+KEY, "::notright::149.154.167.50::2::6", 32);
  memcpy(z, "1BvX", 4);
  valueAdd("older gogram", SQLITE_TEXT, z, 4 + (int)base64((unsigned char*)zRaw, KEY+32, "-_", z+4));
}

/* Every format's value of the two accounts, and what is wrong with some of them. */
static void values(sqlite3 *db){
  sqlite3_stmt *p = 0;
  int i, n;
  sqlite3_prepare_v2(db, "SELECT f.name, session_export(d.name, f.name) FROM session_formats f, (SELECT 'bot' AS name UNION ALL"
                     " SELECT 'other') d WHERE f.writes", -1, &p, 0);
  while( p && sqlite3_step(p)==SQLITE_ROW ){
    valueAdd((const char*)sqlite3_column_text(p, 0), sqlite3_column_type(p, 1), sqlite3_column_blob(p, 1), sqlite3_column_bytes(p, 1));
  }
  check(p && sqlite3_finalize(p)==SQLITE_OK, "values: %s", sqlite3_errmsg(db));
  check(nValue>40, "%d values", nValue);
  valueAdd("auth_key", SQLITE_BLOB, aKey[0], KEY);
  valueGogram();
  n = nWhole = nValue;
  for(i=0; i<n; i++){
    const Value v = aValue[i];
    char *z = malloc((size_t)v.n+100);
    int j, k;
    valueAdd("cut", v.eType, v.a, v.n*3/4);
    memcpy(z, v.a, (size_t)v.n);
    z[v.n/2] = (char)(z[v.n/2]=='A' ? 'B' : 'A');
    valueAdd("damaged", v.eType, z, v.n);
    if( v.eType==SQLITE_TEXT ){
      for(j=k=0; k<v.n && j<v.n+90; k++){
        if( k%72==71 ) z[j++] = '\n';
        z[j++] = v.a[k];
      }
      valueAdd("wrapped", SQLITE_TEXT, z, j);
      valueAdd("as a BLOB", SQLITE_BLOB, v.a, v.n);
      sqlite3_snprintf(v.n+99, z, "./%s.session", v.a);
      valueAdd("a path", SQLITE_TEXT, z, (int)strlen(z));
      sqlite3_snprintf(v.n+99, z, "./bots/%.100s.session", v.a);
      valueAdd("a shorter path", SQLITE_TEXT, z, (int)strlen(z));
      sqlite3_snprintf(v.n+99, z, "%.100s", v.a);
      valueAdd("a word", SQLITE_TEXT, z, (int)strlen(z));
      sqlite3_snprintf(v.n+99, z, "bots/%s*", v.a);
      valueAdd("a glob", SQLITE_TEXT, z, (int)strlen(z));
    }
    free(z);
  }
}

/* With each value as ?1. */
static const char *const azOfValue[] = {
  "SELECT session_info(?1)",
  "SELECT session_info(?1, 'from', 'telethon')",
  "SELECT session_convert(?1, 'telethon', 'user_id', 777, 'api_id', 6)",
  "SELECT session_convert(?1, 'bundle', 'max_length', 100)",
  "SELECT session_convert(?1, 'kurigram-7', 'dc_id', 99)",
  "SELECT session_convert(?1, 'nothing')",
  "SELECT session_convert(?1, 'telethon', 'no_option', 1)",
  "SELECT session_convert(?1, ?1, ?1, ?1)",
  "SELECT *, auth_key, string, source FROM session(?1)",
  "SELECT * FROM session WHERE name = ?1",
  "SELECT auth_key FROM session WHERE auth_key = ?1",
  "SELECT name FROM session('bot') WHERE string = ?1 OR auth_key_id = ?1",
  "SELECT * FROM session_peers(?1)",
  "SELECT * FROM session_peers('bot') WHERE username = ?1 OR id = ?1",
  "SELECT * FROM session_peers WHERE session = ?1",
  "SELECT * FROM session_states(?1)",
  "SELECT * FROM session_states WHERE id = ?1",
  "SELECT session_import(?1, 'bot')",
  "SELECT session_import(?1, 'bot', 'telethon-7')",
  "SELECT session_import(?1, 'bot', 'kurigram-7')",
  "SELECT session_import(?1, './b.session')",
  "SELECT session_import(?1, 'bot', 'nothing')",
  "SELECT session_import(?1, 'bot', ?1)",
  "SELECT session_import(?1, './no/folder.session')",
  "SELECT session_export(?1)",
  "SELECT session_export('bot', ?1)",
  "SELECT session_export('bot', 'telethon', 'server_address', ?1)",
  "SELECT session_check(?1)",
  "SELECT session_repair(?1)",
  "SELECT session_migrate(?1, 'telethon-7')",
  "INSERT INTO session(name, string) VALUES ('new', ?1)",
  "INSERT OR REPLACE INTO session(name, string) VALUES ('other', ?1)",
  "INSERT INTO session(name, string, dc_id, api_id) VALUES ('./n.session', ?1, 2, 6)",
  "INSERT INTO session(name, auth_key) VALUES ('new', ?1)",
  "INSERT INTO session(name, layout, auth_key) VALUES ('new', ?1, key(0))",
  "UPDATE session SET string = ?1 WHERE name = 'other'",
  "UPDATE session SET auth_key = ?1 WHERE name = 'bot'",
  "UPDATE session SET layout = ?1 WHERE name = 'bot'",
  "UPDATE session SET server_address = ?1 WHERE name = 'bot'",
  "UPDATE session SET problem = ?1 WHERE name = 'bot'",
  "UPDATE session SET auth_key = ?1 WHERE source = './a.session'",
  "DELETE FROM session WHERE name = ?1",
  "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 43, ?1, ?1)",
  "INSERT INTO session_peers(session, id) VALUES (?1, ?1)",
  "UPDATE session_peers SET type = ?1, access_hash = ?1 WHERE session = 'bot'",
  "INSERT INTO session_states(session, id, pts) VALUES ('bot', 43, ?1)",
  "DELETE FROM session WHERE name = 'new'",
};

/* By themselves, in this order. */
static const char *const azAlone[] = {
  "SELECT *, auth_key, string FROM session",
  "SELECT *, auth_key, string FROM session('*.session')",
  "SELECT max(auth_key), group_concat(string) FROM session('*.session') GROUP BY layout ORDER BY string",
  "SELECT *, auth_key, string FROM session('./t.session')",
  "SELECT * FROM session_peers",
  "SELECT * FROM session_peers('*.session')",
  "SELECT * FROM session_states",
  "SELECT session_check('bot'), session_check('tele')",
  "SELECT session_check('./a.session')",
  "SELECT session_check('./t.session')",
  "SELECT session_check('./x.session')",
  "SELECT session_repair('bot')",
  "SELECT session_repair('./b.session')",
  "SELECT session_repair('./t.session')",
  "SELECT session_export('./t.session')",
  "SELECT session_export('./x.session')",
  "SELECT session_export('main')",
  "SELECT session_export('nobody')",
  "UPDATE session SET layout = 'telethon-7' WHERE source = './b.session'",
  "UPDATE session SET layout = 'pyrogram-3' WHERE source = './b.session'",
  "UPDATE session SET layout = 'telethon-7' WHERE source = '*.session'",
  "UPDATE session SET layout = 'telethon-7' WHERE name = 'bot'",
  "SELECT session_migrate('bot', 'telethon-7')",
  "SELECT session_migrate('bot', 'kurigram-7')",
  "SELECT session_migrate('./a.session', 'pyrogram-3')",
  "SELECT session_migrate('./a.session', 'pyrogram-3', 'api_id', 6)",
  "UPDATE session SET dc_id = 5, user_id = 999, auth_key = key(2) WHERE name = 'bot'",
  "UPDATE session SET dc_id = 5, user_id = 999, auth_key = key(2), layout = 'pyrogram-3' WHERE source = './a.session'",
  "UPDATE OR IGNORE session SET auth_key = key(2) WHERE source = '*.session'",
  "INSERT OR IGNORE INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('bot', 'pyrogram-3', 2, 5, 888, 0, key(1))",
  "INSERT OR REPLACE INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('other', 'pyrogram-3', 2, 5, 888, 0, key(2))",
  "SELECT session_import(string, './copy.session') FROM session('bot')",
  "SELECT session_import(session_export('bot', 'bundle'), './copy.session')",
  "SELECT session_import(session_export('./copy.session', 'kurigram-7'), 'new')",
  "CREATE VIRTUAL TABLE temp.fleet USING session('*.session')",
  "SELECT *, string FROM temp.fleet",
  "DROP TABLE temp.fleet",
  "DELETE FROM session WHERE name = 'bot'",
  "DELETE FROM session WHERE source = './b.session'",
  "DELETE FROM session WHERE source = '*.session'",
};

/* With each allocation failing, on a connection that is made anew whenever one of them succeeds. */
static const char *const azDry[] = {
  "SELECT session_export('bot')",
  "SELECT session_export('bot', 'bundle')",
  "SELECT session_export('bot', 'telethon-7')",
  "SELECT session_export('./b.session', 'gotd-json')",
  "SELECT session_convert(session_export('bot', 'bundle'), 'kurigram-7')",
  "SELECT session_convert(session_export('bot', 'kurigram-7'), 'mtcute')",
  "SELECT session_convert(session_export('bot', 'gotd-json'), 'mtkruto')",
  "SELECT *, auth_key, string, source FROM session('bot')",
  "SELECT *, auth_key, string FROM session('*.session')",
  "SELECT auth_key, string, source FROM session((SELECT session_export('bot', 'telethon-7')))",
  "SELECT session_info(session_export('bot', 'bundle'))",
  "SELECT session_import(session_export('bot', 'bundle'), 'new')",
  "SELECT session_import(session_export('bot', 'telethon'), './n.session')",
  "SELECT session_import(session_export('bot', 'kurigram-7'), 'other')",
  "SELECT session_import(session_export('bot', 'kurigram-7'), 'tele')",
  "SELECT session_check('./t.session')",
  "SELECT session_repair('./b.session')",
  "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES ('new', 'pyrogram-3', 2, 5, 888, 0, key(1))",
  "INSERT OR REPLACE INTO session(name, string) SELECT 'other', string FROM session('bot')",
  "UPDATE session SET auth_key = key(2), user_id = 5 WHERE name = 'bot'",
  "UPDATE session SET layout = 'telethon-7' WHERE source = './b.session'",
  "UPDATE session SET layout = 'telethon-7' WHERE name = 'bot'",
  "SELECT session_migrate('bot', 'telethon-7')",
  "DELETE FROM session WHERE name = 'bot'",
};

static void runDry(const char *zSql, int iFirst, int nStep){
  sqlite3 *db = open();
  int i, bOk;
  for(i=iFirst%nStep; i<100000; i+=nStep){
    nFault = 0;
    nLeft = i;
    bOk = !run(db, zSql, 0, 0);
    nLeft = -1;
    if( nFault==0 ) break;
    if( bOk || !sqlite3_get_autocommit(db) ){
      sqlite3_close(db);
      db = open();
    }
  }
  check(i>10, "%s: %d allocations", zSql, i);
  sqlite3_close(db);
}

/* It finds what there is to be found, each kind. */
static void selfTest(void){
  static const char *const azKind[] = { "bytes", "hex", "base64", "base64 of base64" };
  char z[4*KEY+64];
  size_t n;
  check(find(aKey[1]+100, 8)!=0 && find(aKey[1]+100, 7)==0 && strcmp(find(aKey[1]+100, 8), azKind[0])==0, "eight bytes");
  memset(z, 'x', sizeof z);
  sqlite3_snprintf(64, z+3, "%02x%02X%02x%02x", 1, 2, 3, 4);
  check(find(z, 64)==0, "not everything");
  n = base64(aKey[2]+2, 90, "-_", z+1);
  check(find(z, n) && strcmp(find(z, n), azKind[2])==0, "base64");
}

int main(int argc, char **argv){
  sqlite3_mem_methods mine;
  sqlite3_int64 nUsed;
  sqlite3 *db;
  void *pLib;
  int i, k, nStep = getenv("OOM_STEP") ? atoi(getenv("OOM_STEP")) : 11;
  (void)argc;
  /* Where a function is looked up at its first call all registers are put on the stack. */
  bLookStack = getenv("LD_BIND_NOW")!=0;
  if( !bLookStack && (getenv("UNDER")==0 || getenv("UNDER")[0]==0) ){
    setenv("LD_BIND_NOW", "1", 1);
    execv(argv[0], argv);
  }
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  mine = real;
  mine.xMalloc = clearMalloc;
  mine.xFree = lookFree;
  mine.xRealloc = lookRealloc;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &mine);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  sqlite3_initialize();
  if( sqlite3_vfs_find("memdb")==0 ){        /* most of it is about images, which there are not here: Debian 11 */
    printf("wipe: skipped, there are no images of databases in this SQLite\n");
    return 0;
  }
  hostStart("wipe", argv[1]);
  vfs = *sqlite3_vfs_find(0);
  vfs.pAppData = sqlite3_vfs_find(0);
  vfs.zName = "count-temporary";
  vfs.xOpen = countOpen;
  sqlite3_vfs_register(&vfs, 1);
  needlesAll();
  selfTest();
  makeTable();
  pLib = dlopen(zHostSo, RTLD_NOW);
  if( pLib ) *(void**)(void*)&xInit = dlsym(pLib, "sqlite3_tgsession_init");
  if( xInit==0 ){
    fprintf(stderr, "wipe: %s\n", dlerror());
    return 2;
  }
  nUsed = sqlite3_memory_used();

  db = open();
  values(db);
  for(i=0; i<nValue; i++) for(k=0; k<(int)(sizeof azOfValue/sizeof azOfValue[0]); k++){
    char zWhat[120];
    if( k%every(24)==(i+some(24))%every(24) ) run(db, azOfValue[k], &aValue[i], aValue[i].zFormat);
    if( (k%16==15 && i%every(8)==some(8)) || !sqlite3_get_autocommit(db) ){
      snprintf(zWhat, sizeof zWhat, "closing after values as %s", aValue[i].zFormat);
      zDoing = zWhat;
      sqlite3_close(db);
      db = open();
    }
  }
  for(i=some(6); i<nWhole; i+=every(6)){
    sqlite3_stmt *p = 0;
    sqlite3_prepare_v2(db, "SELECT name FROM session_formats", -1, &p, 0);
    while( sqlite3_step(p)==SQLITE_ROW ){
      run(db, "SELECT session_convert(?1, ?2)", &aValue[i], (const char*)sqlite3_column_text(p, 0));
      run(db, "SELECT session_info(?1, 'from', ?2)", &aValue[i], (const char*)sqlite3_column_text(p, 0));
    }
    sqlite3_finalize(p);
    if( aValue[i].eType==SQLITE_TEXT && aValue[i].n<2000 ){
      char *z = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.f USING session(%Q)", aValue[i].a);
      run(db, z, 0, 0);
      run(db, "SELECT *, string FROM temp.f", 0, 0);
      run(db, "DROP TABLE temp.f", 0, 0);
      sqlite3_free(z);
    }
  }
  sqlite3_close(db);
  db = open();
  for(i=0; i<(int)(sizeof azAlone/sizeof azAlone[0]); i++) run(db, azAlone[i], 0, 0);
  runTemp(db);
  sqlite3_close(db);
  for(i=0; i<(int)(sizeof azDry/sizeof azDry[0]); i++) runDry(azDry[i], i, nStep);

  check(nScanned>100000, "only %d blocks were looked at", nScanned);
  check(nHeld>1000, "only %d results held a key", nHeld);
  zDoing = "the end";
  check(sqlite3_memory_used()==nUsed, "%d bytes are not freed", (int)(sqlite3_memory_used()-nUsed));
  for(i=0; i<nValue; i++){
    free(aValue[i].zFormat);
    free(aValue[i].a);
  }
  free(aValue);
  return hostEnd(nPass, nFail);
}
