/* A fuzzer: any text, or an image, as a value: JSON, bundles, strings and databases, by way of SQL.
**
**     make fuzz SECONDS=600
**
** What was written as JSON is the same when it is read and written again, that of a bundle by way of a bundle, too;
** what was imported can be exported; what is said of a value (session_info, the tables, an error) repeats nothing as
** long as a key; rows are as many as session_info says, where no index is damaged.
** The library is loaded for values only, so that no text is a path.
*/
#define FUZZ_IMAGES
#include "fuzz.h"
#include "tgsession.h"

enum { ASK_INFO, ASK_JSON, ASK_BUNDLE, ASK_STRING, ASK_IMAGE, ASK_SESSION, ASK_PEERS, ASK_STATES, ASK_COUNT, ASK_SAME,
       ASK_IMPORT, ASK_AGAIN, ASK_CHECK, ASK_REPAIR, ASKS };
static const char *const azAsk[ASKS] = {
  "SELECT session_info(?1)", "SELECT session_convert(?1, 'json')", "SELECT session_convert(?1, 'bundle')",
  "SELECT session_convert(?1, 'telethon')", "SELECT length(session_convert(?1, 'kurigram-7'))",
  "SELECT * FROM session(?1)", "SELECT * FROM session_peers(?1)", "SELECT * FROM session_states(?1)",
  "SELECT json_extract(?2, '$.peers') IS NULL OR json_extract(?2, '$.peers')=(SELECT count(*) FROM session_peers(?1))",
  "SELECT ?1=?2", "SELECT session_import(?1, 'bot', ?2)", "SELECT session_export('bot', 'json')",
  "SELECT session_check('bot')", "SELECT session_repair('bot')",
};

static sqlite3 *db;
static sqlite3_stmt *apAsk[ASKS];

typedef struct Text { char *z; int n, rc; } Text;         /* z from malloc, 0: NULL or an error */

static void start(void){
  int i;
  FUZZ_MUST(sqlite3_open(":memory:", &db)==SQLITE_OK, "no memory");
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 4000000);
  FUZZ_MUST(sqlite3_tgsession_values_init(db, 0, 0)==SQLITE_OK, "does not load");
  FUZZ_MUST(sqlite3_exec(db, "ATTACH ':memory:' AS bot", 0, 0, 0)==SQLITE_OK, "no database");
  for(i=0; i<ASKS; i++){
    FUZZ_MUST(sqlite3_prepare_v2(db, azAsk[i], -1, &apAsk[i], 0)==SQLITE_OK, "%s: %s", azAsk[i], sqlite3_errmsg(db));
  }
}

/* No key: 256 bytes are 342 characters of base64, and a third of that has many letters of both cases, and digits, if it is one. */
static void mustBeDiscreet(int iAsk, const char *z){
  int n = 0, nUpper = 0, nLower = 0, nDigit = 0;
  for(; *z; z++){
    int c = *(const unsigned char*)z;
    int bDigit = c>='0' && c<='9', bLower = c>='a' && c<='z', bUpper = c>='A' && c<='Z';
    n++;
    if( !bDigit && !bLower && !bUpper && c!='+' && c!='/' ) n = nUpper = nLower = nDigit = 0;
    nUpper += bUpper;
    nLower += bLower;
    nDigit += bDigit;
    FUZZ_MUST(n<100 || nUpper<10 || nLower<10 || nDigit<4, "%s repeats what could be a key", azAsk[iAsk]);
  }
}

/* Ask, read all rows, and give the first cell. */
static Text ask(int i, const void *p, int n, int bBlob, const char *z2){
  sqlite3_stmt *q = apAsk[i];
  Text t = {0, 0, SQLITE_OK};
  int k;
  if( bBlob ) sqlite3_bind_blob(q, 1, n ? p : "", n, SQLITE_STATIC);
  else sqlite3_bind_text(q, 1, n ? p : "", n, SQLITE_STATIC);
  if( sqlite3_bind_parameter_count(q)>1 ) sqlite3_bind_text(q, 2, z2, -1, SQLITE_TRANSIENT);
  while( sqlite3_step(q)==SQLITE_ROW ){
    for(k=0; k<sqlite3_column_count(q); k++){
      const char *z = (const char*)sqlite3_column_text(q, k);
      if( z && (i==ASK_INFO || i==ASK_SESSION || i==ASK_CHECK || i==ASK_REPAIR) && k!=0 ) mustBeDiscreet(i, z);
      if( z && k==0 && t.z==0 ){
        t.n = sqlite3_column_bytes(q, 0);
        t.z = malloc((size_t)t.n+1);
        memcpy(t.z, z, (size_t)t.n+1);
      }
    }
  }
  t.rc = sqlite3_reset(q);
  if( t.rc ){
    mustBeDiscreet(i, sqlite3_errmsg(db));
    FUZZ_MUST((t.rc & 0xff)!=SQLITE_MISUSE && (t.rc & 0xff)!=SQLITE_INTERNAL && (t.rc & 0xff)!=SQLITE_NOMEM,
              "%s: %d, %s", azAsk[i], t.rc, sqlite3_errmsg(db));
    free(t.z);
    t.z = 0;
  }
  sqlite3_clear_bindings(q);
  return t;
}

/* Does PRAGMA integrity_check find nothing in an image?  Where an index has lost rows SQLite itself counts fewer than it lists. */
static int isSound(const uint8_t *p, size_t n){
  sqlite3 *dbImage = 0;
  sqlite3_stmt *q = 0;
  unsigned char *a = sqlite3_malloc64(n);
  int b = 0;
  if( a ) memcpy(a, p, n);
  if( sqlite3_open(":memory:", &dbImage)==SQLITE_OK
   && sqlite3_deserialize(dbImage, "main", a, (sqlite3_int64)n, (sqlite3_int64)n, SQLITE_DESERIALIZE_FREEONCLOSE)==SQLITE_OK
   && sqlite3_prepare_v2(dbImage, "PRAGMA integrity_check(1)", -1, &q, 0)==SQLITE_OK && sqlite3_step(q)==SQLITE_ROW ){
    b = strcmp((const char*)sqlite3_column_text(q, 0), "ok")==0;
  }
  sqlite3_finalize(q);
  sqlite3_close(dbImage);
  return b;
}

/* *pWas again. */
static void mustComeBack(const char *zWhat, const Text *pWas, Text is){
  FUZZ_MUST(is.z, "%s: %s", zWhat, sqlite3_errmsg(db));
  FUZZ_MUST(is.n==pWas->n && memcmp(is.z, pWas->z, (size_t)is.n)==0, "%s:\n%s\nwas\n%s", zWhat, is.z, pWas->z);
  free(is.z);
}

/* The JSON of a bundle is the same after another bundle.  (That of what the first one was made of may not be: what was
** derived when it was read, a test mode from an address, is known from then on.) */
static void throughBundle(const Text *pBundle){
  Text json = ask(ASK_JSON, pBundle->z, pBundle->n, 0, 0), again;
  FUZZ_MUST(json.z, "no JSON of a bundle: %s", sqlite3_errmsg(db));
  mustComeBack("JSON of a bundle", &json, ask(ASK_JSON, json.z, json.n, 0, 0));
  again = ask(ASK_BUNDLE, json.z, json.n, 0, 0);
  FUZZ_MUST(again.z, "no bundle of its JSON: %s", sqlite3_errmsg(db));
  mustComeBack("JSON after a bundle", &json, ask(ASK_JSON, again.z, again.n, 0, 0));
  free(json.z);
  free(again.z);
}

static void throughDatabase(const Text *pJson){
  Text t;
  sqlite3_exec(db, "BEGIN", 0, 0, 0);
  t = ask(ASK_IMPORT, pJson->z, pJson->n, 0, "kurigram-7");
  if( t.z ){
    free(t.z);
    free(ask(ASK_CHECK, 0, 0, 0, 0).z);
    free(ask(ASK_REPAIR, 0, 0, 0, 0).z);
    t = ask(ASK_AGAIN, 0, 0, 0, 0);
    FUZZ_MUST(t.z, "what was imported can't be exported: %s", sqlite3_errmsg(db));
    free(t.z);
  }
  FUZZ_MUST(sqlite3_get_autocommit(db)==0, "the transaction has gone");
  sqlite3_exec(db, "ROLLBACK", 0, 0, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  int bBlob = n>16 && memcmp(p, "SQLite format 3", 16)==0, i;
  Text info, json, bundle;
  if( n>1000000 ) return 0;
  if( db==0 ) start();
  info = ask(ASK_INFO, p, (int)n, bBlob, 0);
  for(i=ASK_STRING; i<=ASK_STATES; i++) free(ask(i, p, (int)n, bBlob, 0).z);
  if( info.z ){
    Text count = ask(ASK_COUNT, p, (int)n, bBlob, info.z);
    FUZZ_MUST(count.z==0 || strcmp(count.z, "1")==0 || (bBlob && !isSound(p, n)), "no: %s", azAsk[ASK_COUNT]);
    free(count.z);
  }
  json = ask(ASK_JSON, p, (int)n, bBlob, 0);
  bundle = ask(ASK_BUNDLE, p, (int)n, bBlob, 0);
  if( json.z ){
    mustComeBack("JSON", &json, ask(ASK_JSON, json.z, json.n, 0, 0));
    throughDatabase(&json);
  }
  if( bundle.z ) throughBundle(&bundle);
  free(info.z);
  free(json.z);
  free(bundle.z);
  FUZZ_MUST(sqlite3_get_autocommit(db), "a transaction is left");
  return 0;
}
