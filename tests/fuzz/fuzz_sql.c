/* A fuzzer: the bytes choose SQL over the tables and functions: SELECT with WHERE, ORDER BY, LIMIT and joins, INSERT,
** UPDATE and DELETE with every conflict clause, functions that write, transactions, and what a stranger might have put
** into a client's tables.
**
**     make fuzz SECONDS=600
**
** Databases of the connection and values; no file.  What must hold: rows are the same when a constraint is not pushed
** down, "(a.id = 5) IS TRUE" for "a.id = 5", and so is what an UPDATE or DELETE does; a statement that fails changes
** nothing and leaves the transaction as it was; ROLLBACK gives back all; no error has a byte of the key.
*/
#define FUZZ_IMAGES
#include "fuzz.h"
#include "tgsession.h"
#include "host.h"

enum { N_DB = 3, N_TABLE = 3, SIDES = 2, STATEMENTS = 6, DEEP = 3 };
static const char *const azDb[N_DB] = { "main", "bot", "tele thon" };
static const struct { const char *zName; int nColumn; const char *azColumn[9]; } aTable[N_TABLE] = {
  { "session", 9, { "name", "layout", "dc_id", "user_id", "is_bot", "api_id", "auth_key_id", "peers", "problem" } },
  { "session_peers", 9, { "session", "id", "username", "phone_number", "type", "access_hash", "usernames", "name",
    "updated" } },
  { "session_states", 6, { "session", "id", "pts", "qts", "date", "seq" } },
};

static sqlite3 *db, *dbWas;                  /* and what it was when it began */
static uint64_t iWas;
static const char zLeak[] = "kkkkkkkk", zLeakHex[] = "6b6b6b6b", zLeak64[] = "a2tra2tr";

typedef struct Sql { sqlite3_str *as[SIDES]; In *in; } Sql;    /* as it is asked, and with nothing pushed down */

static void run(const char *zSql){
  char *zErr = 0;
  FUZZ_MUST(sqlite3_exec(db, zSql, 0, 0, &zErr)==SQLITE_OK, "%s: %s", zSql, zErr);
}

/*************************************** The world **********************************************/

static void back(int bSave){
  int i;
  for(i=0; i<N_DB; i++){
    sqlite3 *pTo = bSave ? dbWas : db;
    sqlite3_backup *p = sqlite3_backup_init(pTo, azDb[i], bSave ? db : dbWas, azDb[i]);
    FUZZ_MUST(p && sqlite3_backup_step(p, -1)==SQLITE_DONE, "%s is not copied: %s", azDb[i], sqlite3_errmsg(pTo));
    sqlite3_backup_finish(p);
  }
}

static uint64_t hash(void){
  uint64_t h = HOST_HASH;
  hostHashDb(&h, db);
  return h;
}

static void start(void){
  static const char *const azLayout[N_DB] = { "kurigram-7", "mtcute-1", "telethon-7" };
  int i;
  FUZZ_MUST(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_open(":memory:", &dbWas)==SQLITE_OK, "open");
  FUZZ_MUST(sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "load");
  run("PRAGMA automatic_index=OFF");         /* see tests/unit/oracle.c */
  for(i=0; i<N_DB; i++){
    char *z = sqlite3_mprintf("INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key)"
      " VALUES(%Q, %Q, 2, %d, 0, 0, 5, CAST(printf('%%.256c', 'k') AS BLOB));"
      " INSERT OR IGNORE INTO session_peers(session, id, access_hash, username, phone_number, updated) VALUES"
      " (%Q, 777, 1, 'me', '70', 9), (%Q, 8, -4, 'news', NULL, 1700000000), (%Q, -1000000000007, 77, 'dup', NULL, 1),"
      " (%Q, -3, 0, NULL, NULL, 5);"
      " INSERT OR IGNORE INTO session_states(session, id, pts, qts, date, seq) VALUES(%Q, 0, 1, 2, 3, 4)",
      azDb[i], azLayout[i], 777+i/2, azDb[i], azDb[i], azDb[i], azDb[i], azDb[i]);
    char *zAttach = sqlite3_mprintf("ATTACH ':memory:' AS %Q", azDb[i]);
    if( i ) run(zAttach);
    if( i ) FUZZ_MUST(sqlite3_exec(dbWas, zAttach, 0, 0, 0)==SQLITE_OK, "attach");
    run(z);
    sqlite3_free(z);
    sqlite3_free(zAttach);
  }
  run("CREATE TEMP TABLE val(k INTEGER PRIMARY KEY, v);"
      "INSERT INTO val(v) VALUES(NULL), (session_export('bot')), (session_export('main', 'bundle')),"
      " (session_export('main', 'json')), ('nothing'), (x''), (session_export('tele thon', 'bundle')),"
      " (substr(session_export('bot', 'bundle'), 9))");
  sqlite3_exec(db, "INSERT INTO val(v) SELECT session_export('bot', 'kurigram-7')", 0, 0, 0);  /* if it has images */
  run("CREATE VIRTUAL TABLE temp.v_session USING session('bot');"
      "CREATE VIRTUAL TABLE temp.v_session_peers USING session_peers('main');"
      "CREATE VIRTUAL TABLE temp.v_session_states USING session_states('tele thon')");
  back(1);
  iWas = hash();
}

/*************************************** What the bytes say *************************************/

static void put(Sql *s, const char *zFmt, ...){
  int i;
  for(i=0; i<SIDES; i++){
    va_list ap;
    va_start(ap, zFmt);
    sqlite3_str_vappendf(s->as[i], zFmt, ap);
    va_end(ap);
  }
}

static const char *pick(Sql *s, const char *const *az){
  unsigned n = 0;
  while( az[n] ) n++;
  return az[take(s->in, n)];
}

/* The name of a column: more often one of the first ones, of which a plan is made. */
static const char *column(Sql *s, int t){
  return aTable[t].azColumn[take(s->in, take(s->in, 2) ? 2 : (unsigned)aTable[t].nColumn)];
}

/* A value, as a rule one that column z may have. */
static void putConst(Sql *s, const char *z){
  static const char *const azId[] = { "777", "8", "-1000000000007", "-3", "0", 0 };
  static const char *const azName[] = { "'main'", "'bot'", "'tele thon'", 0 };
  static const char *const azUser[] = { "'news'", "'NEWS'", "'me'", "'dup'", 0 };
  static const char *const az[] = { "777", "8", "-1000000000007", "-3", "0", "'main'", "'bot'", "'tele thon'", "'news'",
    "'NEWS'", "'70'", "NULL", "''", "1", "-1", "2.5", "'777'", "x'6e657773'", "9223372036854775807",
    "-9223372036854775808", "1e300", "'me '", "'kurigram-7'", "'user'", "5", "778", "'value'",
    "(SELECT v FROM val WHERE k=2)", "' 8'", "8.0", "'8.0'", 0 };
  const char *const *azFit = az;
  if( strcmp(z, "id")==0 || strcmp(z, "user_id")==0 ) azFit = azId;
  if( strcmp(z, "session")==0 || strcmp(z, "name")==0 ) azFit = azName;
  if( strcmp(z, "username")==0 ) azFit = azUser;
  put(s, "%s", pick(s, take(s->in, 4) ? azFit : az));
}

static void putFrom(Sql *s, int t, char c){
  static const char *const az[] = { "(%Q)", "((SELECT v FROM val WHERE k=%d))", "(a.name)" };
  const char *zDb = azDb[take(s->in, N_DB)];
  switch( take(s->in, 8) ){
    case 0: put(s, "v_%s %c", aTable[t].zName, c); return;
    case 1: put(s, "%s", aTable[t].zName); put(s, az[0], zDb); break;
    case 2: put(s, "%s", aTable[t].zName); put(s, az[1], 1+take(s->in, 9)); break;
    case 3: put(s, "%s%s", aTable[t].zName, c=='b' ? az[2] : ""); break;
    default: put(s, "%s", aTable[t].zName);
  }
  put(s, " %c", c);
}

static void putPredicate(Sql *s, const int *at, int n, int nDeep);

static void putTerm(Sql *s, const int *at, int n, int nDeep){
  static const char *const azOp[] = { "=", "=", "=", "=", "IS", "<", ">=", "<>", "IS NOT", 0 };
  static const char *const azCollate[] = { "", "", "", "", "", " COLLATE NOCASE", " COLLATE RTRIM", 0 };
  int i = (int)take(s->in, (unsigned)n), k = (int)take(s->in, (unsigned)n), t;
  const char *z = column(s, at[i]);
  char c = (char)('a'+i);
  switch( take(s->in, 9) ){
    case 0: case 1: case 2: put(s, "%c.%s%s %s ", c, z, pick(s, azCollate), pick(s, azOp)); putConst(s, z); break;
    case 3: put(s, "%c.%s IN (", c, z); putConst(s, z); put(s, ", "); putConst(s, z); put(s, ")"); break;
    case 4: put(s, "%c.%s %s %c.%s", c, z, pick(s, azOp), 'a'+k, column(s, at[k])); break;
    case 5: put(s, "%c.%s BETWEEN ", c, z); putConst(s, z); put(s, " AND "); putConst(s, z); break;
    case 6: put(s, "%c.%s %s", c, z, take(s->in, 2) ? "IS NULL" : "LIKE 'N%%'"); break;
    case 7:
      t = (int)take(s->in, N_TABLE);
      put(s, "%c.%s IN (SELECT z.%s FROM %s z)", c, z, column(s, t), aTable[t].zName);
      break;
    default:
      if( nDeep>=DEEP ){ put(s, "1"); break; }
      put(s, take(s->in, 2) ? "NOT (" : "(");
      putPredicate(s, at, n, nDeep+1);
      put(s, ")");
  }
}

/* Each term stands as it is on one side, and inside IS TRUE on the other; but not those of a term, since NOT of what is
** NULL is another thing than NOT (NULL IS TRUE). */
static void putPredicate(Sql *s, const int *at, int n, int nDeep){
  unsigned i, nTerm = 1+take(s->in, 3), bOr = take(s->in, 4)==1;
  for(i=0; i<nTerm; i++){
    if( i ) put(s, bOr ? " OR " : " AND ");
    if( nDeep==0 ) sqlite3_str_appendall(s->as[1], "((");
    putTerm(s, at, n, nDeep);
    if( nDeep==0 ) sqlite3_str_appendall(s->as[1], ") IS TRUE)");
  }
}

static void putWhere(Sql *s, const char *zWord, const int *at, int n){
  put(s, " %s ", zWord);
  putPredicate(s, at, n, 0);
}

static void putSelect(Sql *s){
  static const char *const azJoin[] = { "JOIN", "LEFT JOIN", "CROSS JOIN", ",", 0 };
  int at[2], n = 1 + (take(s->in, 3)==1), i, k, bCount = take(s->in, 4)==1;
  for(i=0; i<n; i++) at[i] = (int)take(s->in, N_TABLE);
  put(s, "SELECT ");
  if( bCount ) put(s, "count(*), max(a.%s)", aTable[at[0]].azColumn[take(s->in, 2)]);
  for(i=0; i<n && !bCount; i++){
    for(k=0; k<aTable[at[i]].nColumn; k++) put(s, "%s%c.%s", i+k ? ", " : "", 'a'+i, aTable[at[i]].azColumn[k]);
  }
  put(s, " FROM ");
  putFrom(s, at[0], 'a');
  if( n==2 ){
    const char *z = pick(s, azJoin);
    put(s, " %s ", z);
    putFrom(s, at[1], 'b');
    if( z[0]!=',' && take(s->in, 4) ) putWhere(s, "ON", at, n);
  }
  if( take(s->in, 8) ) putWhere(s, "WHERE", at, n);
  if( bCount || take(s->in, 2) ) return;
  put(s, " ORDER BY a.%s %s", column(s, at[0]), take(s->in, 2) ? "DESC" : "");
  for(i=0, k=1; i<n; k++){                   /* all of a row: what comes first is no matter of taste */
    put(s, ", %d COLLATE BINARY", k);
    if( k==(i ? aTable[at[0]].nColumn : 0) + aTable[at[i]].nColumn ) i++;
  }
  if( take(s->in, 2) ) put(s, " LIMIT %d OFFSET %d", take(s->in, 4), take(s->in, 3));
}

static void putWrite(Sql *s){
  static const char *const azOr[] = { "", " OR IGNORE", " OR REPLACE", " OR FAIL", " OR ROLLBACK", " OR ABORT", 0 };
  int t = (int)take(s->in, N_TABLE), i, n;
  switch( take(s->in, 3) ){
    case 0:
      put(s, "DELETE FROM %s AS a", aTable[t].zName);
      break;
    case 1:
      put(s, "UPDATE%s %s AS a SET ", pick(s, azOr), aTable[t].zName);
      n = 1+(int)take(s->in, 2);
      for(i=0; i<n; i++){
        const char *z = t ? "session" : "string";
        if( take(s->in, 8) ) z = aTable[t].azColumn[take(s->in, (unsigned)aTable[t].nColumn)];
        put(s, "%s%s=", i ? ", " : "", z);
        putConst(s, z);
      }
      break;
    default:
      put(s, "INSERT%s INTO %s(%s", pick(s, azOr), aTable[t].zName, aTable[t].azColumn[0]);
      n = 1+(int)take(s->in, 3);
      for(i=1; i<=n; i++) put(s, ", %s", i<n || t ? aTable[t].azColumn[i] : "string");
      put(s, ") VALUES(%Q", azDb[take(s->in, N_DB)]);
      for(i=1; i<=n; i++){ put(s, ", "); putConst(s, aTable[t].azColumn[i]); }
      put(s, ")");
      return;
  }
  if( take(s->in, 8) ) putWhere(s, "WHERE", &t, 1);
}

static void putCall(Sql *s){
  static const char *const az[] = { "SELECT session_check('bot')", "SELECT session_migrate('bot', 'pyrogram-3')",
    "SELECT session_migrate('main', 'telethon-7')", "SELECT session_repair('bot')",
    "SELECT session_migrate('tele thon', 'kurigram-7', 'is_bot', 0, 'api_id', 5)",
    "SELECT session_repair('main', 'rebuild', 1)", "SELECT session_import(v, 'bot') FROM val",
    "SELECT session_import((SELECT v FROM val WHERE k=3), 'tele thon', NULL, 'replace', 1)",
    "SELECT session_export('bot', 'bundle', 'max_length', 120)",
    "SELECT session_migrate('main', 'mtcute-1', 'try', 1), session_export('main', 'json', 'try', 1)",
    "SELECT session_import(session_export('bot', 'bundle'), 'main', 'pyrofork-4', 'replace', 1)", 0 };
  put(s, "%s", pick(s, az));
}

/* What a stranger, or another client, may do to the tables. */
static void putStrange(Sql *s){
  static const char *const az[] = { "UPDATE main.sessions SET auth_key=x'00'", "UPDATE main.sessions SET user_id='abc'",
    "INSERT INTO main.sessions SELECT * FROM main.sessions WHERE 0", "DELETE FROM main.sessions",
    "UPDATE main.peers SET username='news'", "UPDATE main.peers SET type='what'", "UPDATE main.version SET number=99",
    "INSERT OR REPLACE INTO main.peers(id, access_hash, type) VALUES('x', 1.5, x'00')", "DROP TABLE main.peers",
    "CREATE TRIGGER main.thief AFTER UPDATE ON sessions BEGIN SELECT 1; END", "CREATE VIEW main.entities AS SELECT 1",
    "ALTER TABLE main.peers ADD COLUMN extra DEFAULT 7", "CREATE UNIQUE INDEX main.u ON peers(type)",
    "CREATE INDEX main.e ON peers(lower(username))",
    "UPDATE \"tele thon\".entities SET hash=NULL, username=zeroblob(5)",
    "UPDATE \"tele thon\".entities SET id=-id", "DELETE FROM \"tele thon\".version", "DROP INDEX main.idx_usernames_id",
    "UPDATE bot.key_value SET value=zeroblob(300)", "ALTER TABLE main.sessions DROP COLUMN api_id",
    "UPDATE main.update_state SET pts='a', date=NULL", 0 };
  put(s, "%s", pick(s, az));
}

static void putTransaction(Sql *s){
  static const char *const az[] = { "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "ROLLBACK TO s", "RELEASE s",
    "BEGIN IMMEDIATE", 0 };
  put(s, "%s", pick(s, az));
}

/*************************************** What must hold *****************************************/

static void mustBeDiscreet(const char *zSql, const char *z){
  FUZZ_MUST(strstr(z, zLeak)==0 && strstr(z, zLeakHex)==0 && strstr(z, zLeak64)==0, "%s: %s", zSql, z);
}

/* The rows of a statement, in their order (bOrder) or not: a code of SQLite's. */
static int rows(const char *zSql, int bOrder, uint64_t *ph, int *pn){
  sqlite3_stmt *p = 0;
  int rc, i;
  *ph = 0;
  *pn = 0;
  rc = sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  while( rc==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ){
    uint64_t h = bOrder ? *ph + HOST_HASH : HOST_HASH;
    for(i=0; i<sqlite3_column_count(p); i++){
      int eType = sqlite3_column_type(p, i);
      const void *a = sqlite3_column_blob(p, i);
      hostHash(&h, &eType, sizeof eType);
      if( a ) hostHash(&h, a, (size_t)sqlite3_column_bytes(p, i));
    }
    *ph = bOrder ? h : *ph + h;
    ++*pn;
  }
  i = sqlite3_finalize(p);
  if( rc==SQLITE_OK ) rc = i;
  if( rc ){
    mustBeDiscreet(zSql, sqlite3_errmsg(db));
    i = rc & 0xff;
    FUZZ_MUST(i!=SQLITE_NOMEM && i!=SQLITE_INTERNAL && i!=SQLITE_MISUSE && i!=SQLITE_CORRUPT, "%s: %d, %s", zSql, rc,
              sqlite3_errmsg(db));
  }
  return rc;
}

static void show(const char *zSql){
  sqlite3_stmt *p = 0;
  int i;
  fprintf(stderr, "%s;\n", zSql);
  sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW ){
    for(i=0; i<sqlite3_column_count(p); i++){
      const char *z = (const char*)sqlite3_column_text(p, i);
      fprintf(stderr, "%s%s", i ? " | " : "--> ", z ? z : "NULL");
    }
    fprintf(stderr, "\n");
  }
  sqlite3_finalize(p);
}

/* A SELECT: both ways the same. */
static void askBoth(const char *zAsked, const char *zPlain){
  uint64_t h, h2;
  int n, n2, bOrder = strstr(zAsked, " ORDER BY ")!=0;
  if( rows(zAsked, bOrder, &h, &n)==SQLITE_OK && rows(zPlain, bOrder, &h2, &n2)==SQLITE_OK ){
    if( n==n2 && h==h2 ) return;
    show(zAsked);
    show(zPlain);
    FUZZ_MUST(0, "%d rows, and %d when nothing is pushed down", n, n2);
  }
}

/* UPDATE and DELETE: both ways the same is done.  Then it is done as it was asked, and what failed has done nothing. */
static void writeBoth(const char *zAsked, const char *zPlain){
  uint64_t h, h2, iBefore = hash();
  int n, n2, rc, bAuto = sqlite3_get_autocommit(db), bKeeps = strstr(zAsked, " OR FAIL ")==0;
  int bRollback = strstr(zAsked, " OR ROLLBACK ")!=0;
  if( strncmp(zAsked, "INSERT", 6)!=0 && !bRollback && bKeeps && strcmp(zAsked, zPlain)!=0 ){
    uint64_t aHash[2];
    run("SAVEPOINT both");
    rc = rows(zPlain, 0, &h2, &n2);
    aHash[0] = hash();
    run("ROLLBACK TO both");
    FUZZ_MUST(hash()==iBefore, "ROLLBACK TO does not give all back: %s", zPlain);
    if( rc==SQLITE_OK && rows(zAsked, 0, &h, &n)==SQLITE_OK ){
      aHash[1] = hash();
      FUZZ_MUST(aHash[0]==aHash[1], "%s does another thing than %s", zAsked, zPlain);
    }
    run("ROLLBACK TO both; RELEASE both");
  }
  rc = rows(zAsked, 0, &h, &n);
  if( rc==SQLITE_OK || !bKeeps ) return;
  if( bRollback && sqlite3_get_autocommit(db) ) return;
  FUZZ_MUST(sqlite3_get_autocommit(db)==bAuto, "%s fails, and the transaction has gone", zAsked);
  FUZZ_MUST(hash()==iBefore, "%s fails, and has changed something", zAsked);
}

static void statement(In *in){
  Sql s = { { sqlite3_str_new(db), sqlite3_str_new(db) }, in };
  unsigned eKind = take(in, 16);
  char *az[SIDES];
  int n;
  uint64_t h;
  if( eKind<7 ) putSelect(&s);
  else if( eKind<11 ) putWrite(&s);
  else if( eKind<13 ) putCall(&s);
  else if( eKind<14 ) putStrange(&s);
  else putTransaction(&s);
  az[0] = sqlite3_str_finish(s.as[0]);
  az[1] = sqlite3_str_finish(s.as[1]);
  if( getenv("FUZZ_SHOW") ) fprintf(stderr, "%s;\n", az[0]);
  if( eKind<7 ) askBoth(az[0], az[1]);
  else if( eKind<13 ) writeBoth(az[0], az[1]);
  else rows(az[0], 0, &h, &n);
  sqlite3_free(az[0]);
  sqlite3_free(az[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  In in = { p, n };
  sqlite3_stmt *pStmt;
  int i, bUndo;
  if( db==0 ) start();
  bUndo = take(&in, 2)==1;
  if( bUndo ) run("SAVEPOINT undo");
  for(i=0; i<STATEMENTS && in.n>0; i++) statement(&in);
  for(pStmt=sqlite3_next_stmt(db, 0); pStmt; pStmt=sqlite3_next_stmt(db, pStmt)){
    FUZZ_MUST(!sqlite3_stmt_busy(pStmt), "still at work: %s", sqlite3_sql(pStmt));
  }
  if( bUndo && !sqlite3_get_autocommit(db) && sqlite3_exec(db, "ROLLBACK TO undo", 0, 0, 0)==SQLITE_OK ){
    FUZZ_MUST(hash()==iWas, "ROLLBACK does not give all back");
  }
  if( !sqlite3_get_autocommit(db) ) run("ROLLBACK");
  back(0);
  FUZZ_MUST(hash()==iWas, "what was put into temp, or another database, stays");
  return 0;
}
