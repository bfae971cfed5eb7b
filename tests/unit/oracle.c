/* Do the tables answer as ordinary copies of them would?  The same random query over both, row by row.
**
**     ./oracle               2,000 queries that are always the same, and 2,000 others, whose seed is printed
**     ./oracle SEED [N]      those of a seed
**
** Databases of the connection, files by name and by glob, tables that CREATE VIRTUAL TABLE made, images; all three
** tables, joined, also where one gives the other's argument.  Each is written twice: aOut[0] asks the tables, aOut[1]
** the copies in mat.copy_*, whose column w says of which of them a row is.
*/
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "tgsession.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { N_TABLE = 3, N_SIDE = 2, N_POOL = 40, N_DB = 4, N_COLUMN = 12 };

static const struct {
  const char *zName, *zColumns;              /* as the copy declares them, which is as the table does */
  const char *azColumn[N_COLUMN];            /* the last one is source */
  const char *azKey[4];                      /* those that a plan is made of */
} aTable[N_TABLE] = {
  { "session", "name TEXT, layout TEXT, dc_id INTEGER, test_mode INTEGER, user_id INTEGER, is_bot INTEGER, problem TEXT, "
    "peers INTEGER, source", { "name", "layout", "dc_id", "test_mode", "user_id", "is_bot", "problem", "peers", "source" },
    { "name" } },
  { "session_peers", "session TEXT, id INTEGER, type TEXT, access_hash INTEGER, username TEXT COLLATE NOCASE, usernames TEXT, "
    "phone_number TEXT, name TEXT, updated INTEGER, source",
    { "session", "id", "type", "access_hash", "username", "usernames", "phone_number", "name", "updated", "source" },
    { "session", "id", "username", "phone_number" } },
  { "session_states", "session TEXT, id INTEGER, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER, source",
    { "session", "id", "pts", "qts", "date", "seq", "source" }, { "session", "id" } },
};
#define LOGIN "'user_id', 777, 'is_bot', 0, 'test_mode', 0, 'api_id', 5"    /* what one layout lacks and another needs */
static const char *const azDb[N_DB] = { "main", "bot", "Kuri", "tele thon" };
static const char *const azLayout[] = { "kurigram-7", "telethon-7", "mtcute-1", "pyrogram-3", "pyrofork-4", "grammers-1",
                                        "pylogram-4", "telethon-5", "kurigram-4", "wzgram-8" };

static sqlite3 *db;
static char *aaPool[N_TABLE][N_POOL];        /* literals of values that are there */
static int anPool[N_TABLE];
static sqlite3_str *aOut[N_SIDE];

static void run(const char *zFmt, ...){
  char *z, *zErr = 0;
  int rc;
  va_list ap;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  rc = sqlite3_exec(db, z, 0, 0, &zErr);
  check(rc==SQLITE_OK, "%s: %s", z, zErr);
  sqlite3_free(zErr);
  sqlite3_free(z);
}

static const char *pick(const char *const *az, int n){
  return az[rnd((unsigned)n)];
}

/*************************************** The world **********************************************/

/* No '007': SQLite compares the values of an IN over a virtual table with its column's affinity alone. */
static void makePeers(const char *zDb){
  static const char *const azName[] = { "NULL", "''", "'news'", "'News'", "'dup'", "'u1'", "'u2'" };
  static const char *const azNames[] = { "NULL", "'[\"dup\"]'", "'[\"news\",\"n_old\"]'" };
  static const char *const azPhone[] = { "NULL", "'12345'", "'70'", "'7'" };
  int i, n = 2 + (int)rnd(9);
  for(i=0; i<n; i++){
    long long x = 1 + rnd(8), id = rnd(3)==0 ? -1000000000000 - x : rnd(2) ? -x : rnd(4) ? x : 777000;
    /* What a layout can't keep is refused; that is not what is asked here. */
    char *z = sqlite3_mprintf("INSERT OR REPLACE INTO session_peers(session, id, access_hash, username, phone_number, updated) "
      "VALUES(%Q, %lld, %d, %s, %s, 1700000000)", zDb, id, 1 + rnd(9), pick(azName, 7), pick(azPhone, 4));
    sqlite3_exec(db, z, 0, 0, 0);
    sqlite3_free(z);
    z = sqlite3_mprintf("UPDATE session_peers SET usernames=%s WHERE session=%Q AND id=%lld", pick(azNames, 3), zDb, id);
    if( rnd(2) ) sqlite3_exec(db, z, 0, 0, 0);
    sqlite3_free(z);
    z = sqlite3_mprintf("INSERT OR REPLACE INTO session_states(session, id, pts, qts, date, seq) VALUES(%Q, %lld, %d, %d, %d, %d)",
                        zDb, rnd(3) ? -1000000000000 - x : 0LL, rnd(5), rnd(3), rnd(3), rnd(3));
    if( rnd(2) ) sqlite3_exec(db, z, 0, 0, 0);
    sqlite3_free(z);
  }
}

/* Rows of copy zW: what the table says of a source, a literal, or of no source. */
static void makeCopy(const char *zW, const char *zSource){
  int t, i;
  for(t=0; t<N_TABLE; t++){
    sqlite3_str *s = sqlite3_str_new(db);
    char *z;
    for(i=0; aTable[t].azColumn[i]; i++) sqlite3_str_appendf(s, ", %s", aTable[t].azColumn[i]);
    z = sqlite3_str_finish(s);
    run("INSERT INTO mat.copy_%s SELECT %Q%s FROM %s%s%s", aTable[t].zName, zW, z, aTable[t].zName,
        zSource ? " WHERE source=" : "", zSource ? zSource : "");
    sqlite3_free(z);
  }
}

static void clearPool(int t){
  for(; anPool[t]>0; anPool[t]--){
    sqlite3_free(aaPool[t][anPool[t]-1]);
    aaPool[t][anPool[t]-1] = 0;
  }
}

static void makePool(int t){
  int i;
  clearPool(t);
  for(i=0; aTable[t].azColumn[i+1]; i++){
    sqlite3_stmt *p = 0;
    char *z = sqlite3_mprintf("SELECT DISTINCT quote(%s) FROM mat.copy_%s ORDER BY 1", aTable[t].azColumn[i], aTable[t].zName);
    sqlite3_prepare_v2(db, z, -1, &p, 0);
    while( sqlite3_step(p)==SQLITE_ROW ){
      int j = anPool[t]<N_POOL ? anPool[t]++ : (int)rnd(N_POOL);
      sqlite3_free(aaPool[t][j]);
      aaPool[t][j] = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
    }
    sqlite3_finalize(p);
    sqlite3_free(z);
  }
}

static void removeFiles(void){
  char z[] = "f/0.session";
  for(; z[2]<'0'+N_DB; z[2]++) unlink(z);
}

static void makeWorld(void){
  char zLiteral[100];
  int i, t;
  check(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "open");
  /* SQLite 3.40 makes automatic indexes in the collation of the column where the query asks for another, and finds too little. */
  run("PRAGMA automatic_index=OFF");
  run("ATTACH ':memory:' AS mat; CREATE TABLE mat.img(k, data)");
  mkdir("f", 0700);
  removeFiles();
  for(i=0; i<N_DB; i++){
    if( i ) run("ATTACH ':memory:' AS %Q", azDb[i]);
    run("INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) VALUES(%Q, %Q, 2, %d, 0, 0, 5, "
        "CAST(printf('%%.256c', 'k') AS BLOB))", azDb[i], pick(azLayout, 10), 777+rnd(2));
    makePeers(azDb[i]);
    run("SELECT session_import(session_export(%Q, 'bundle'), 'f/%d.session', %Q, " LOGIN ")", azDb[i], i, pick(azLayout, 10));
  }
#if SQLITE_VERSION_NUMBER>=3036000
  run("INSERT INTO mat.img SELECT 'i', session_export('bot', 'kurigram-7', " LOGIN ")");
#endif
  for(t=0; t<N_TABLE; t++){
    run("CREATE TABLE mat.copy_%s(w, %s)", aTable[t].zName, aTable[t].zColumns);
    run("CREATE VIRTUAL TABLE temp.v_%s USING %s('f/*.session')", aTable[t].zName, aTable[t].zName);
  }
  makeCopy("all", 0);
  makeCopy("glob", "'f/*.session'");
  makeCopy("image", "(SELECT data FROM mat.img)");
  for(i=0; i<N_DB; i++){
    makeCopy(azDb[i], sqlite3_snprintf(sizeof zLiteral, zLiteral, "%Q", azDb[i]));
    sqlite3_snprintf(sizeof zLiteral, zLiteral, "'f/%d.session'", i);
    makeCopy("named", zLiteral);             /* for joins: whatever another table names */
    makeCopy("named", sqlite3_snprintf(sizeof zLiteral, zLiteral, "%Q", azDb[i]));
  }
  for(t=0; t<N_TABLE; t++) makePool(t);
}

/*************************************** Queries ************************************************/

typedef struct Rel { int t; char al; int bImage; } Rel;

static void put(const char *zFmt, ...){
  int i;
  for(i=0; i<N_SIDE; i++){
    va_list ap;
    va_start(ap, zFmt);
    sqlite3_str_vappendf(aOut[i], zFmt, ap);
    va_end(ap);
  }
}

/* Something in FROM. */
static void putRel(Rel *r){
  const char *zTable = aTable[r->t].zName, *zDb = pick(azDb, N_DB);
  r->bImage = 0;
  switch( rnd(6) ){
    case 0:
      sqlite3_str_appendf(aOut[0], "%s(%Q)", zTable, zDb);
      sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w=%Q)", zTable, zDb);
      break;
    case 1:
      sqlite3_str_appendf(aOut[0], "%s('f/*.session')", zTable);
      sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w='glob')", zTable);
      break;
    case 2:
      sqlite3_str_appendf(aOut[0], "v_%s", zTable);
      sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w='glob')", zTable);
      break;
    case 3:
      sqlite3_str_appendf(aOut[0], "%s((SELECT data FROM mat.img))", zTable);
      sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w='image')", zTable);
      r->bImage = 1;
      break;
    default:
      sqlite3_str_appendf(aOut[0], "%s", zTable);
      sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w='all')", zTable);
  }
  put(" %c", r->al);
}

static const char *column(const Rel *r, int bSource){
  int n = 0;
  while( aTable[r->t].azColumn[n] ) n++;
  return pick(aTable[r->t].azColumn, n - !bSource);
}

static const char *keyColumn(const Rel *r){
  int n = 0;
  while( n<4 && aTable[r->t].azKey[n] ) n++;
  return pick(aTable[r->t].azKey, n);
}

static void putConst(const Rel *r){
  static const char *const azOdd[] = { "NULL", "0", "1", "-1", "''", "'a'", "777000", "2.5", "4611686018427387904", "x''",
                                       "'main'", "'NEWS'", "'BOT'", "'007'", "7", "'7'", "9007199254740993", "1e300" };
  const char *z = anPool[r->t] && rnd(5) ? aaPool[r->t][rnd((unsigned)anPool[r->t])] : pick(azOdd, 18);
  int bText = z[0]=='\'', bInt = z[0]!='N' && z[0]!='x' && !bText;
  switch( rnd(14) ){
    case 0: put(bText ? "upper(%s)" : "%s", z); break;
    case 1: put(bText ? "%s||' '" : "%s", z); break;
    case 2: put(bInt ? "'%s'" : "%s", z); break;
    case 3: put(bInt ? "%s.0" : "%s", strchr(z, '.') || strchr(z, 'e') ? "0" : z); break;
    case 4: put("CAST(%s AS BLOB)", z); break;
    case 5: put("CAST(%s AS INTEGER)", z); break;
    case 6: put("CAST(%s AS TEXT)", z); break;
    default: put("%s", z);
  }
}

static void putPredicate(const Rel *a, int n, int nDeep);

static void putLeaf(const Rel *a, int n){
  static const char *const azOp[] = { "=", "=", "=", "=", "IS", "<>", "<", ">=", "IS NOT" };
  static const char *const azCollate[] = { "NOCASE", "RTRIM", "BINARY" };
  const Rel *r = &a[rnd((unsigned)n)], *r2 = &a[rnd((unsigned)n)];
  const char *zCol = rnd(3) ? keyColumn(r) : column(r, 0);
  int i;
  switch( rnd(12) ){
    case 0: put("%c.%s IS %sNULL", r->al, column(r, 1), rnd(2) ? "NOT " : ""); return;
    case 1: put("%c.%s COLLATE %s %s ", r->al, zCol, pick(azCollate, 3), pick(azOp, 9)); break;
    case 2: put("%c.%s %s ", r->al, zCol, pick(azOp, 9)); putConst(r); put(" COLLATE %s", pick(azCollate, 3)); return;
    case 3: case 4:
      put("%c.%s %sIN (", r->al, zCol, rnd(4) ? "" : "NOT ");
      for(i=1+(int)rnd(3); i>0; i--){ putConst(r); put(i>1 ? ", " : ")"); }
      return;
    case 5: put("%c.%s %s %c.%s", r->al, zCol, pick(azOp, 9), r2->al, rnd(2) ? keyColumn(r2) : column(r2, 0)); return;
    case 6: put("(%c.%s, %c.%s) = (", r->al, zCol, r->al, keyColumn(r)); putConst(r); put(", "); putConst(r); put(")"); return;
    case 7: {
      Rel sub = { (int)rnd(N_TABLE), 'z', 0 };
      put("%c.%s IN (SELECT z.%s FROM ", r->al, zCol, keyColumn(&sub));
      putRel(&sub);
      put(" WHERE ");
      putPredicate(&sub, 1, 0);
      put(")");
      return;
    }
    case 8: put("%c.%s LIKE ", r->al, zCol); putConst(r); return;
    default: put("%c.%s %s ", r->al, zCol, pick(azOp, 9));
  }
  putConst(r);
}

static void putPredicate(const Rel *a, int n, int nDeep){
  int i, nPart = nDeep>0 ? 1+(int)rnd(3) : 1, bOr = (int)rnd(2);
  put(nPart>1 && rnd(6)==0 ? "NOT (" : "(");
  for(i=0; i<nPart; i++){
    if( i ) put(bOr ? " OR " : " AND ");
    if( nDeep>0 && rnd(2) ) putPredicate(a, n, nDeep-1);
    else putLeaf(a, n);
  }
  put(")");
}

/* A table that gets its argument from one before it. */
static void putJoined(Rel *r, const Rel *pOf){
  const char *zTable = aTable[r->t].zName, *zName = aTable[pOf->t].azKey[0];
  if( rnd(2) ) sqlite3_str_appendf(aOut[0], "%s(%c.%s) %c ON 1", zTable, pOf->al, zName, r->al);
  else sqlite3_str_appendf(aOut[0], "%s %c ON %c.source=%c.%s", zTable, r->al, r->al, pOf->al, zName);
  sqlite3_str_appendf(aOut[1], "(SELECT * FROM mat.copy_%s WHERE w='named') %c ON %c.source=%c.%s", zTable, r->al, r->al,
                      pOf->al, zName);
}

static void putQuery(void){
  Rel a[3];
  int i, n = 1 + (rnd(5)<2) + (rnd(10)==0), bImage = 0;
  Rel *r;
  sqlite3_str *apWhole[N_SIDE];
  memcpy(apWhole, aOut, sizeof(aOut));
  for(i=0; i<N_SIDE; i++) aOut[i] = sqlite3_str_new(db);      /* FROM first: it decides what can be asked for */
  for(i=0; i<n; i++){
    r = &a[i];
    r->t = (int)rnd(N_TABLE);
    r->al = (char)('a'+i);
    r->bImage = 0;
    if( i ) put(rnd(4) ? " JOIN " : " LEFT JOIN ");
    if( i && !bImage && rnd(3)==0 ){
      putJoined(r, &a[i-1]);
    }else{
      putRel(r);
      if( i && rnd(3) ) put(" ON %c.%s=%c.%s", a[i-1].al, aTable[a[i-1].t].azKey[0], r->al, aTable[r->t].azKey[0]);
      else if( i ){ put(" ON "); putLeaf(a, i+1); }
    }
    bImage |= r->bImage;
  }
  put(" WHERE ");
  putPredicate(a, n, 2);
  for(i=0; i<N_SIDE; i++){
    char *z = sqlite3_str_finish(aOut[i]);
    aOut[i] = apWhole[i];
    apWhole[i] = (sqlite3_str*)z;
  }
  put(rnd(8) ? "SELECT " : "SELECT DISTINCT ");
  if( rnd(6)==0 ) put("count(*), ");
  else for(i=1+(int)rnd(4); i>0; i--){ r = &a[rnd((unsigned)n)]; put("%c.%s, ", r->al, column(r, 1)); }
  put("1 FROM ");
  for(i=0; i<N_SIDE; i++){
    sqlite3_str_appendall(aOut[i], (char*)apWhole[i]);
    sqlite3_free(apWhole[i]);
  }
}

/*************************************** Answers ************************************************/

static int compareText(const void *a, const void *b){
  return strcmp(*(char *const*)a, *(char *const*)b);
}

static int stepsLeft;
static int tooLong(void *p){
  (void)p;
  return --stepsLeft<0;
}

/* The rows, sorted; "error: ..." when it fails.  *pnRow: how many. */
static char *answer(const char *zSql, int *pnRow){
  sqlite3_stmt *p = 0;
  sqlite3_str *s = sqlite3_str_new(db);
  char **az = 0;
  int n = 0, i, rc;
  stepsLeft = 300;
  rc = sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  while( rc==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ){
    sqlite3_str *row = sqlite3_str_new(db);
    for(i=0; i<sqlite3_column_count(p); i++){
      sqlite3_str_appendf(row, "%d:%.60s|", sqlite3_column_type(p, i), sqlite3_column_text(p, i));
    }
    az = realloc(az, sizeof(char*)*(size_t)(n+1));
    az[n++] = sqlite3_str_finish(row);
  }
  if( rc==SQLITE_OK ) rc = sqlite3_reset(p);
  if( n ) qsort(az, (size_t)n, sizeof(char*), compareText);
  if( rc!=SQLITE_OK ) sqlite3_str_appendf(s, "error: %s", sqlite3_errmsg(db));
  for(i=0; i<n; i++){
    if( rc==SQLITE_OK ) sqlite3_str_appendf(s, "%s\n", az[i]);
    sqlite3_free(az[i]);
  }
  free(az);
  sqlite3_finalize(p);
  *pnRow = n;
  return sqlite3_str_finish(s);
}

static int askBoth(void){
  char *azSql[N_SIDE], *azGot[N_SIDE];
  int i, anRow[N_SIDE], bSame, bSkip = 0;
  for(i=0; i<N_SIDE; i++) aOut[i] = sqlite3_str_new(db);
  putQuery();
  for(i=N_SIDE-1; i>=0; i--){
    azSql[i] = sqlite3_str_finish(aOut[i]);
    azGot[i] = answer(azSql[i], &anRow[i]);
    if( azGot[i] && strcmp(azGot[i], "error: interrupted")==0 ) bSkip = 1;
    if( azGot[i] && strstr(azGot[i], "which the argument names and no column") ) bSkip = 1;      /* not for a copy to know */
    /* Of b.source=a.session and a.session IN (2) SQLite makes b.source=2: an argument that names nothing is an error. */
    if( azGot[i] && strstr(azGot[i], "error: session") && strstr(azGot[i], "there is no database '") ) bSkip = 1;
  }
  bSame = azGot[0]==azGot[1] || (azGot[0] && azGot[1] && strcmp(azGot[0], azGot[1])==0);
  check(bSame || bSkip, "%s\n  has %d rows: %.300s\n%s\n  has %d rows: %.300s", azSql[0], anRow[0],
        azGot[0] ? azGot[0] : "", azSql[1], anRow[1], azGot[1] ? azGot[1] : "");
  for(i=0; i<N_SIDE; i++){
    sqlite3_free(azSql[i]);
    sqlite3_free(azGot[i]);
  }
  return anRow[1];
}

static void ask(uint64_t seed, int n){
  int i, nRow = 0, nBad = nFail;
  iSeed = seed;
  for(i=0; i<n; i++){
    if( i%250==0 ){
      sqlite3_close(db);
      makeWorld();
      sqlite3_progress_handler(db, 10000, tooLong, 0);
    }
    nRow += askBoth()>0;
    stepsLeft = 1000000;
  }
  check(nRow>n/8, "only %d queries have rows", nRow);
  if( nFail>nBad ) printf("oracle: these are of seed %llu\n", (unsigned long long)seed);
}

int main(int argc, char **argv){
  const char *zTmp = getenv("TMPDIR");
  char zDir[200];
  int t;
  snprintf(zDir, sizeof zDir, "%s/oracle-XXXXXX", zTmp && zTmp[0] ? zTmp : "/tmp");
  if( mkdtemp(zDir)==0 || chdir(zDir) ) return 2;
  if( argc>1 ){
    ask(strtoull(argv[1], 0, 10), argc>2 ? atoi(argv[2]) : 2000);
  }else{
    uint64_t seed = (uint64_t)time(0)*1000003 + (uint64_t)getpid();
    roundsStart(0);
    ask(20240229, few(rounds(2000)));
    printf("oracle: seed %llu\n", (unsigned long long)seed);
    ask(seed, few(rounds(2000)));
  }
  for(t=0; t<N_TABLE; t++) clearPool(t);
  sqlite3_close(db);
  removeFiles();
  rmdir("f");
  if( chdir("/") || rmdir(zDir) ) printf("%s: not empty\n", zDir);
  return checkEnd("oracle");
}
