/* A guest in somebody's connection, which holds tables, settings and hosts of other people:
**
**   - no statement of ours that a host traces, expanded or not, has a byte of a key;
**   - tables of the user's that refer to the client's lose no row without an error, whatever the kind of the reference;
**   - an authorizer that has a column read as NULL, not written, or denied, costs an error and no key:
**     a write does what it does without him, or nothing.
**
** Each over all layouts that are written, in main and in an attached database.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"

static unsigned char aKey[256], aKey2[256];

static void run(sqlite3 *db, const char *zFmt, ...){
  va_list ap;
  char *z;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  if( sqlite3_exec(db, z, 0, 0, 0)!=SQLITE_OK ) check(0, "%s: %s", z, sqlite3_errmsg(db));
  sqlite3_free(z);
}

/* Run zSql, which may bind :key, :key2 and :s; the extended code. */
static sqlite3_stmt *pUser;                 /* the statement of the user's own */
static char zMsg[500];                      /* its message */
static int rows(sqlite3 *db, const char *zSql, const char *zString){
  sqlite3_stmt *p = 0;
  int rc = sqlite3_prepare_v2(db, zSql, -1, &p, 0), i;
  snprintf(zMsg, sizeof zMsg, "%s", sqlite3_errmsg(db));
  if( rc!=SQLITE_OK ) return sqlite3_extended_errcode(db);
  if( (i = sqlite3_bind_parameter_index(p, ":key"))>0 ) sqlite3_bind_blob(p, i, aKey, 256, SQLITE_STATIC);
  if( (i = sqlite3_bind_parameter_index(p, ":key2"))>0 ) sqlite3_bind_blob(p, i, aKey2, 256, SQLITE_STATIC);
  if( (i = sqlite3_bind_parameter_index(p, ":s"))>0 ) sqlite3_bind_text(p, i, zString, -1, SQLITE_STATIC);
  pUser = p;
  while( (rc = sqlite3_step(p))==SQLITE_ROW ){}
  if( rc==SQLITE_DONE ) rc = SQLITE_OK;
  else rc = sqlite3_extended_errcode(db);
  snprintf(zMsg, sizeof zMsg, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(p);
  pUser = 0;
  return rc;
}

static char *text(sqlite3 *db, const char *zFmt, ...){
  va_list ap;
  char *zSql, *z = 0;
  sqlite3_stmt *p = 0;
  va_start(ap, zFmt);
  zSql = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  if( p && sqlite3_step(p)==SQLITE_ROW && sqlite3_column_text(p, 0) ){
    z = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
  }
  sqlite3_finalize(p);
  sqlite3_free(zSql);
  return z;
}

static uint64_t hash(sqlite3 *db){
  uint64_t h = HOST_HASH;
  hostHashDb(&h, db);
  return h;
}

static sqlite3 *openDb(void){
  sqlite3 *db = hostDb();
  run(db, "ATTACH ':memory:' AS bot");
  return db;
}

/* A login of layout zLayout in bot, with two peers. */
static void fill(sqlite3 *db, const char *zLayout){
  char *z = sqlite3_mprintf("INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) "
                            "VALUES('bot', %Q, 2, 12345, 777, 0, :key)", zLayout);
  int rc = rows(db, z, 0);
  check(rc==SQLITE_OK, "%s: %s", zLayout, sqlite3_errmsg(db));
  sqlite3_free(z);
  rows(db, "INSERT OR IGNORE INTO session_peers(session, id, type, access_hash, username) SELECT 'bot', 777, 'user', 1, 'me' "
           "WHERE NOT EXISTS (SELECT 1 FROM session_peers('bot') WHERE id = 777)", 0);       /* some hold none */
  rows(db, "INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('bot', 888, 'user', 2, 'you')", 0);
  rows(db, "INSERT INTO session_states(session, id, pts, qts, date, seq) VALUES('bot', 0, 1, 2, 3, 4)", 0);
}

/* All layouts that are written, that have tables. */
static int layouts(char *az[64]){
  sqlite3 *db = openDb();
  sqlite3_stmt *p = 0;
  int n = 0;
  sqlite3_prepare_v2(db, "SELECT name FROM session_formats WHERE kind='layout' AND writes AND name NOT LIKE '%json'", -1,
                     &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW && n<64 ) az[n++] = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
  sqlite3_finalize(p);
  sqlite3_close(db);
  check(n>15, "%d layouts", n);
  return n;
}

/*************************************** Traces **************************************************/

static int nTraced;
static char aSecret[2][4][600];             /* of each key: hex, upper and lower, base64, decimal bytes are not looked for */

static void secrets(void){
  static const char aB[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int k, i;
  for(k=0; k<2; k++){
    const unsigned char *a = k ? aKey2 : aKey;
    for(i=0; i<12; i++){
      snprintf(aSecret[k][0]+2*i, 3, "%02x", a[100+i]);
      snprintf(aSecret[k][1]+2*i, 3, "%02X", a[100+i]);
    }
    for(i=0; i<16; i++){
      int iBit = 6*i, iByte = 96 + iBit/8;  /* 96 is divisible by 3 */
      int v = (a[iByte]<<8 | a[iByte+1])>>(10 - iBit%8) & 63;
      aSecret[k][2][i] = aB[v];
    }
  }
}

static int holds(const char *z){
  int k, i;
  for(k=0; k<2; k++) for(i=0; i<3; i++) if( strstr(z, aSecret[k][i]) ) return 1;
  return 0;
}

static int onTrace(unsigned eType, void *pCtx, void *p, void *x){
  char *z;
  (void)pCtx;
  if( p==pUser ) return 0;                   /* what the user writes himself is his affair */
  nTraced++;
  z = sqlite3_expanded_sql(p);
  if( z && holds(z) ) check(0, "a trace has the key: %.60s", sqlite3_sql(p));
  sqlite3_free(z);
  if( eType==SQLITE_TRACE_STMT && holds(x) ) check(0, "a statement has the key: %.60s", sqlite3_sql(p));
  return 0;
}

static void testTrace(const char *zLayout){
  static const char *const azDo[] = {
    "UPDATE session SET dc_id = 4 WHERE name = 'bot'",
    "UPDATE session SET auth_key = :key2 WHERE name = 'bot'",
    "SELECT session_import(:s, 'main')", "SELECT session_import(session_export('bot', 'bundle'), 'bot', NULL, 'dc_id', 5)",
    "SELECT session_import(:s, 'bot', NULL, 'replace', 1)",
    "UPDATE session_peers SET username = 'other' WHERE session = 'bot' AND id = 888",
    "SELECT session_export('bot')", "SELECT session_export('bot', 'bundle')", "SELECT session_export('bot', 'json')",
    "SELECT session_export('bot', 'gotd-json')", "SELECT session_export('bot', 'mtcute-1')",
    "SELECT string, auth_key, * FROM session", "SELECT session_info(:s)",
    "SELECT session_convert(:s, 'kurigram-7')", "SELECT session_check('bot')", "SELECT session_repair('bot')",
    "SELECT session_migrate('bot', 'kurigram-7', 'user_id', 777)", "SELECT session_migrate('bot', 'mtcute-1')",
    "SELECT session_migrate('bot', 'telethon-7')", "SELECT session_migrate('bot', 'grammers-1')",
    "INSERT OR REPLACE INTO session(name, string) VALUES('bot', :s)", "DELETE FROM session WHERE name = 'bot'",
  };
  sqlite3 *db = openDb();
  char *zString;
  unsigned i;
  fill(db, zLayout);
  sqlite3_close(db);
  db = openDb();
  sqlite3_trace_v2(db, SQLITE_TRACE_STMT|SQLITE_TRACE_PROFILE, onTrace, 0);
  fill(db, zLayout);
  zString = text(db, "SELECT session_export('bot', 'pyrogram', 'api_id', 1, 'user_id', 777)");
  check(zString!=0, "%s: a string", zLayout);
  for(i=0; i<sizeof(azDo)/sizeof(azDo[0]); i++){
    int rc = rows(db, azDo[i], zString);
    check(rc==SQLITE_OK || strstr(azDo[i], "json") || strstr(azDo[i], "peers")
          || (sqlite3_vfs_find("memdb")==0 && strstr(zMsg, "database images need")), "%s: %s: %s", zLayout, azDo[i], zMsg);
  }
  sqlite3_free(zString);
  sqlite3_close(db);
}

/*************************************** Children ************************************************/

/* Every table of the layout with a primary key of one column. */
static int parents(sqlite3 *db, char *azTable[16], char *azKey[16]){
  sqlite3_stmt *p = 0;
  int n = 0;
  sqlite3_prepare_v2(db, "SELECT m.name, (SELECT c.name FROM pragma_table_info(m.name, 'bot') c WHERE c.pk = 1) AS k "
      "FROM bot.sqlite_master m WHERE m.type = 'table' AND k IS NOT NULL "
      "AND (SELECT count(*) FROM pragma_table_info(m.name, 'bot') c WHERE c.pk) = 1", -1, &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW && n<16 ){
    azTable[n] = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
    azKey[n++] = sqlite3_mprintf("%s", sqlite3_column_text(p, 1));
  }
  sqlite3_finalize(p);
  return n;
}

static const char zNotesSql[] = "SELECT count(note) || ' of ' || count(parent) FROM bot.notes";

/* What is done while there are notes of kind zKind on zTable. */
static void testChild(sqlite3 *db, const char *zWhat, const char *zString){
  /* bHard: rows go and come back, or tables go.  What is not may still fail, as with any table */
  static const struct { const char *z; int bHard; } aDo[] = {
    { "UPDATE session SET api_id = 99 WHERE name = 'bot'", 0 },
    { "UPDATE session SET user_id = 888 WHERE name = 'bot'", 0 },
    { "UPDATE session SET port = 80 WHERE name = 'bot'", 0 },
    { "SELECT session_import(:s, 'bot')", 0 },
    { "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 999, 'user', 5)", 0 },
    { "UPDATE session_peers SET username = 'other' WHERE session = 'bot'", 1 },
    { "UPDATE session_states SET pts = 8 WHERE session = 'bot'", 1 },
    { "SELECT session_import(session_export('bot', 'bundle'), 'bot')", 2 },
    { "UPDATE session SET auth_key = :key2 WHERE name = 'bot'", 2 },
    { "SELECT session_import(:s, 'bot', NULL, 'replace', 1, 'user_id', 5)", 0 },
    { "SELECT session_migrate('bot', 'mtcute-1')", 1 }, { "SELECT session_migrate('bot', 'kurigram-7', 'user_id', 777)", 1 },
    { "SELECT session_repair('bot')", 2 }, { "DELETE FROM session WHERE name = 'bot'", 2 },
  };
  char *zNotes = text(db, "%s", zNotesSql);
  uint64_t h = hash(db);
  unsigned i;
  for(i=0; i<sizeof(aDo)/sizeof(aDo[0]); i++){
    int rc;
    run(db, "BEGIN");
    rc = rows(db, aDo[i].z, zString);
    if( rc!=SQLITE_OK ){
      check(hash(db)==h, "%s: %s failed and changed something", zWhat, aDo[i].z);
      check(!aDo[i].bHard || rc!=SQLITE_ERROR || strstr(zMsg, "'notes'") || strstr(zMsg, " holds no "), "%s: %s: %s", zWhat,
            aDo[i].z, zMsg);
    }else{
      char *zNow = text(db, "%s", zNotesSql);
      check(zNotes && zNow && strcmp(zNotes, zNow)==0, "%s: %s: notes were %s and are %s", zWhat, aDo[i].z, zNotes, zNow);
      check(aDo[i].bHard<2, "%s: %s was not refused", zWhat, aDo[i].z);
      sqlite3_free(zNow);
    }
    run(db, "ROLLBACK");
    check(hash(db)==h, "%s: %s can't be undone", zWhat, aDo[i].z);
  }
  sqlite3_free(zNotes);
}

static void testChildren(const char *zLayout){
  static const char *const azKind[] = {
    "", "ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE RESTRICT", "ON DELETE SET NULL",
    "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", "DEFERRABLE INITIALLY DEFERRED",
  };
  char *azTable[16], *azKey[16], *zString, *zWhat;
  sqlite3 *db = openDb();
  unsigned j;
  int i, n;
  fill(db, zLayout);
  zString = text(db, "SELECT session_export('bot', 'pyrogram', 'api_id', 1, 'user_id', 777)");
  n = parents(db, azTable, azKey);
  check(n>0, "%s: %d tables", zLayout, n);
  for(i=0; i<n; i++){
    for(j=0; j<sizeof(azKind)/sizeof(azKind[0]); j++){
      zWhat = sqlite3_mprintf("%s, notes on %s %s", zLayout, azTable[i], azKind[j]);
      run(db, "PRAGMA foreign_keys = ON");
      run(db, "CREATE TABLE bot.notes(parent REFERENCES \"%w\"(\"%w\") %s, note)", azTable[i], azKey[i], azKind[j]);
      run(db, "INSERT INTO bot.notes SELECT \"%w\", 'mine' FROM bot.\"%w\"", azKey[i], azTable[i]);
      testChild(db, zWhat, zString);
      run(db, "PRAGMA foreign_keys = OFF");
      check(rows(db, "SELECT session_import(session_export('bot', 'bundle'), 'bot')", 0)==SQLITE_OK, "%s, not enforced: %s",
            zWhat, zMsg);
      run(db, "DROP TABLE bot.notes");
      sqlite3_free(zWhat);
    }
    sqlite3_free(azTable[i]);
    sqlite3_free(azKey[i]);
  }
  sqlite3_free(zString);
  sqlite3_close(db);
}

/*************************************** Authorizers *********************************************/

static struct { int eAction, eAnswer; const char *zTable, *zColumn; int nHit; } rule;

static int onAuth(void *p, int eAction, const char *z3, const char *z4, const char *zDb, const char *zBy){
  (void)p; (void)zBy;
  if( eAction!=rule.eAction || z3==0 || strcmp(z3, rule.zTable)!=0 || zDb==0 || strcmp(zDb, "bot")!=0 ) return SQLITE_OK;
  if( rule.zColumn && (z4==0 || strcmp(z4, rule.zColumn)!=0) ) return SQLITE_OK;
  rule.nHit++;
  return rule.eAnswer;
}

/* hDone: what zDo makes of the database, of hash h, without an authorizer. */
static void testRule(sqlite3 *db, const char *zWhat, const char *zDo, const char *zString, uint64_t h, uint64_t hDone){
  uint64_t hNow;
  int rc, bNone;
  run(db, "BEGIN");
  sqlite3_set_authorizer(db, onAuth, 0);
  rc = rows(db, zDo, zString);
  sqlite3_set_authorizer(db, 0, 0);
  bNone = rule.eAction==SQLITE_READ && sqlite3_changes(db)==0 && strncmp(zDo, "UPDATE", 6)==0;   /* it saw no such row */
  hNow = hash(db);
  check(rc==SQLITE_OK && !bNone ? hNow==hDone : hNow==h, "%s: %s %s; %s.%s: action %d, answer %d: %s", zWhat, zDo,
        rc==SQLITE_OK ? "succeeded with another result" : "failed and changed something", rule.zTable,
        rule.zColumn ? rule.zColumn : "*", rule.eAction, rule.eAnswer, zMsg);
  if( !sqlite3_get_autocommit(db) ) run(db, "ROLLBACK");
}

static void testAuth(const char *zLayout){
  static const char *const azDo[] = {
    "UPDATE session SET dc_id = 4 WHERE source = 'bot'", "UPDATE session SET user_id = 888 WHERE source = 'bot'",
    "UPDATE session SET auth_key = :key2 WHERE source = 'bot'", "UPDATE session SET server_address = NULL, port = NULL WHERE source = 'bot'",
    "UPDATE session SET auth_key = x'' WHERE source = 'bot'",
    "SELECT session_import(:s, 'bot')", "SELECT session_migrate('bot', 'kurigram-7', 'user_id', 777)",
    "UPDATE session_peers SET username = 'other' WHERE source = 'bot' AND id = 888",
  };
  static const int aAnswer[] = { SQLITE_IGNORE, SQLITE_DENY };
  static const int aOfColumn[] = { SQLITE_READ, SQLITE_UPDATE }, aOfTable[] = { SQLITE_INSERT, SQLITE_DELETE };
  sqlite3 *db = openDb();
  sqlite3_stmt *p = 0;
  uint64_t h, ahDone[8];
  char *zString;
  unsigned i, j, k;
  fill(db, zLayout);
  zString = text(db, "SELECT session_export('bot', 'pyrogram', 'api_id', 1, 'user_id', 777, 'dc_id', 4)");
  run(db, "CREATE TEMP TABLE names AS SELECT m.name AS t, c.name AS c FROM bot.sqlite_master m, "
          "pragma_table_info(m.name, 'bot') c WHERE m.type='table' "
          "UNION ALL SELECT name, NULL FROM bot.sqlite_master WHERE type='table'");
  h = hash(db);
  for(i=0; i<sizeof(azDo)/sizeof(azDo[0]); i++){
    run(db, "BEGIN");
    rows(db, azDo[i], zString);
    ahDone[i] = hash(db);
    run(db, "ROLLBACK");
  }
  sqlite3_prepare_v2(db, "SELECT t, c FROM names", -1, &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW ){
    char *zTable = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
    char *zColumn = sqlite3_column_text(p, 1) ? sqlite3_mprintf("%s", sqlite3_column_text(p, 1)) : 0;
    rule.zTable = zTable;
    rule.zColumn = zColumn;
    for(i=0; i<sizeof(azDo)/sizeof(azDo[0]); i++) for(j=0; j<2; j++) for(k=0; k<2; k++){
      rule.eAnswer = aAnswer[j];
      rule.eAction = zColumn ? aOfColumn[k] : aOfTable[k];
      testRule(db, zLayout, azDo[i], zString, h, ahDone[i]);
    }
    sqlite3_free(zTable);
    sqlite3_free(zColumn);
  }
  sqlite3_finalize(p);
  sqlite3_free(zString);
  check(rule.nHit>20, "%s: an authorizer was asked %d times", zLayout, rule.nHit);
  sqlite3_close(db);
}

/* Likewise of whole statements: what is made, changed and dropped, what is asked by a PRAGMA.  z3==0: any; bAsk: only a PRAGMA
** that sets nothing. */
static struct { int eAction, eAnswer, bAsk; const char *z3; } verb;

static int onVerb(void *p, int eAction, const char *z3, const char *z4, const char *zDb, const char *zBy){
  (void)p; (void)zDb; (void)zBy;
  if( verb.bAsk && z4 ) return SQLITE_OK;
  if( eAction!=verb.eAction || (verb.z3 && (z3==0 || sqlite3_stricmp(z3, verb.z3)!=0)) ) return SQLITE_OK;
  rule.nHit++;
  return verb.eAnswer;
}

/* A login in bot with something to mend of every kind, and what stands there without an authorizer after each statement. */
static void testVerbs(const char *zLayout){
  static const char *const azDo[] = {
    "UPDATE session SET auth_key = :key2 WHERE source = 'bot'", "DELETE FROM session WHERE name = 'bot'",
    "SELECT session_import(:s, 'bot', NULL, 'replace', 1)", "SELECT session_migrate('bot', 'telethon-8')",
    "SELECT session_migrate('bot', 'kurigram-7', 'user_id', 777)", "SELECT session_repair('bot')",
    "SELECT session_repair('bot', 'rebuild', 1)",
  };
  static const struct { int eAction; const char *z3; int bAsk; } aVerb[] = {
    { SQLITE_CREATE_TABLE, 0, 0 }, { SQLITE_CREATE_INDEX, "idx_usernames_id", 0 }, { SQLITE_CREATE_TRIGGER, 0, 0 }, { SQLITE_ALTER_TABLE, 0, 0 },
    { SQLITE_DROP_TABLE, 0, 0 }, { SQLITE_DROP_TABLE, "sqlite_stat1", 0 }, { SQLITE_DROP_INDEX, 0, 0 }, { SQLITE_DROP_TRIGGER, 0, 0 },
    { SQLITE_PRAGMA, "secure_delete", 0 }, { SQLITE_PRAGMA, "secure_delete", 1 }, { SQLITE_PRAGMA, "journal_mode", 0 }, { SQLITE_PRAGMA, "table_xinfo", 0 },
    { SQLITE_PRAGMA, "table_info", 0 }, { SQLITE_PRAGMA, "user_version", 0 }, { SQLITE_SAVEPOINT, 0, 0 },
    { SQLITE_UPDATE, "sessions", 0 }, { SQLITE_UPDATE, "version", 0 }, { SQLITE_INSERT, "sessions", 0 }, { SQLITE_DELETE, "sessions", 0 },
    { SQLITE_SELECT, 0, 0 }, { SQLITE_FUNCTION, 0, 0 },
  };
  static const int aAnswer[] = { SQLITE_IGNORE, SQLITE_DENY };
  static const char zSchema[] = "SELECT group_concat(name) FROM (SELECT name FROM bot.sqlite_master ORDER BY name)";
  uint64_t h, hDone, hNow;
  sqlite3 *db = openDb();
  char *zString, *z, *zDone;
  unsigned i, j, k;
  fill(db, zLayout);
  run(db, "BEGIN");
  rows(db, "UPDATE session SET auth_key = :key2, user_id = 778 WHERE source = 'bot'", 0);
  zString = text(db, "SELECT session_export('bot', 'pyrogram', 'api_id', 1, 'user_id', 778)");
  run(db, "ROLLBACK");
  run(db, "UPDATE bot.sessions SET server_address = '149.154.167.92'; ANALYZE bot; CREATE TABLE bot.own(a)");
  run(db, "CREATE TRIGGER bot.kept AFTER INSERT ON own BEGIN SELECT 1; END");
  sqlite3_exec(db, "DROP INDEX bot.idx_usernames_id; DROP TRIGGER bot.trg_peers_last_update_on", 0, 0, 0);
  sqlite3_exec(db, "UPDATE bot.version SET number = 3", 0, 0, 0);
  h = hash(db);
  for(i=0; i<sizeof(azDo)/sizeof(azDo[0]); i++){
    run(db, "BEGIN");
    check(rows(db, azDo[i], zString)==SQLITE_OK, "%s: %s: %s", zLayout, azDo[i], zMsg);
    hDone = hash(db);
    zDone = text(db, "%s", zSchema);
    run(db, "ROLLBACK");
    for(j=0; j<sizeof(aVerb)/sizeof(aVerb[0]); j++) for(k=0; k<2; k++){
      int bWhole = aVerb[j].eAction==SQLITE_SELECT || aVerb[j].eAction==SQLITE_FUNCTION;    /* the user's own statement is nothing */
      int rc, iSecure, bNone;
      verb.eAction = aVerb[j].eAction;
      verb.z3 = aVerb[j].z3;
      verb.bAsk = aVerb[j].bAsk;
      verb.eAnswer = bWhole ? SQLITE_DENY : aAnswer[k];
      if( strstr(azDo[i], "repair") && verb.eAction==SQLITE_UPDATE && verb.eAnswer==SQLITE_IGNORE ) continue;       /* see below */
      run(db, "PRAGMA bot.secure_delete = %s", j%2 ? "FAST" : "ON");
      run(db, "BEGIN");
      sqlite3_set_authorizer(db, onVerb, 0);
      rc = rows(db, azDo[i], zString);
      sqlite3_set_authorizer(db, 0, 0);
      bNone = azDo[i][0]!='S' && sqlite3_changes(db)==0;   /* it saw no such row */
      hNow = hash(db);
      check(rc==SQLITE_OK && !bNone ? hNow==hDone : hNow==h, "%s: %s %s; %s: action %d, answer %d: %s", zLayout, azDo[i], rc==SQLITE_OK
            ? "succeeded with another result" : "failed and changed something", verb.z3 ? verb.z3 : "*", verb.eAction,
            verb.eAnswer, zMsg);
      z = text(db, "%s", zSchema);
      check(rc!=SQLITE_OK || bNone || strcmp(z, zDone)==0, "%s: %s left %s instead of %s; action %d", zLayout, azDo[i], z, zDone,
            verb.eAction);
      sqlite3_free(z);
      z = text(db, "PRAGMA bot.secure_delete");
      iSecure = atoi(z);
      sqlite3_free(z);
      check(iSecure==1 + (int)(j%2) || (verb.eAction==SQLITE_PRAGMA && iSecure==1), "%s: %s leaves secure_delete at %d; action %d, "
            "answer %d", zLayout, azDo[i], iSecure, verb.eAction, verb.eAnswer);
      if( !sqlite3_get_autocommit(db) ) run(db, "ROLLBACK");
    }
    sqlite3_free(zDone);
  }
  /* of what it mends, that which an authorizer keeps as it is is not called mended */
  verb.eAction = SQLITE_UPDATE;
  verb.z3 = "sessions";
  verb.bAsk = 0;
  verb.eAnswer = SQLITE_IGNORE;
  sqlite3_set_authorizer(db, onVerb, 0);
  z = text(db, "SELECT session_repair('bot')");
  sqlite3_set_authorizer(db, 0, 0);
  check(z && strstr(z, "sqlite_stat1 is gone") && strstr(z, "address")==0, "%s: mended: %s", zLayout, z);
  sqlite3_free(z);
  sqlite3_free(zString);
  sqlite3_close(db);
}

/*************************************** Writes inside of writes ********************************/

static const char *zNest;                   /* what nest() runs, once; 0: it fails with iNest, whenever it is called */
static int iNest;
static char zNestMsg[500];

static void nest(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  sqlite3 *db = sqlite3_context_db_handle(ctx);
  const char *z = zNest;
  (void)nArg; (void)apArg;
  if( z ) zNest = "";
  if( z==0 ) sqlite3_result_error_code(ctx, iNest);
  else if( z[0] ) snprintf(zNestMsg, sizeof zNestMsg, "%d %s", sqlite3_exec(db, z, 0, 0, 0), sqlite3_errmsg(db));
}

/* A function of the host's, which a TEMP trigger of his on a client's table calls, writes itself, rolls back, or fails as
** SQLite does when a statement is to be prepared anew. */
static void testNested(void){
  static const struct { const char *zDo, *zTrigger; } aDo[] = {
    { "UPDATE session SET date = 5 WHERE source = 'bot'", "AFTER UPDATE ON bot.sessions" },
    { "DELETE FROM session WHERE source = 'bot'", "AFTER DELETE ON bot.peers" },
    { "DELETE FROM session WHERE source = 'bot'", "AFTER INSERT ON bot.sessions" },
    { "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', 5, 'user', 6)", "AFTER INSERT ON bot.peers" },
  };
  sqlite3 *db = openDb();
  uint64_t h, hDone;
  unsigned i;
  int rc, bLost;
  sqlite3_create_function(db, "nest", 0, SQLITE_UTF8, 0, nest, 0, 0);
  run(db, "ATTACH ':memory:' AS c");
  fill(db, "kurigram-7");
  check(rows(db, "SELECT session_import(session_export('bot', 'bundle'), 'c', 'pyrogram-3')", 0)==SQLITE_OK, "c: %s", zMsg);
  for(i=0; i<sizeof(aDo)/sizeof(aDo[0]); i++){
    run(db, "CREATE TEMP TRIGGER t %s BEGIN SELECT nest(); END; BEGIN", aDo[i].zTrigger);
    h = hash(db);
    zNest = "";
    rows(db, aDo[i].zDo, 0);
    rows(db, "UPDATE session SET date = 6 WHERE source = 'c'", 0);
    hDone = hash(db);
    run(db, "ROLLBACK; BEGIN");
    zNest = "UPDATE session SET date = 6 WHERE source = 'c'";
    rc = rows(db, aDo[i].zDo, 0);
    check(rc==SQLITE_OK && strncmp(zNestMsg, "0 ", 2)==0 && hash(db)==hDone, "%s: %d %s; within it: %s", aDo[i].zDo, rc, zMsg,
          zNestMsg);
    run(db, "ROLLBACK");

    zNest = 0;
    iNest = SQLITE_SCHEMA;
    /* SQLite 3.31 itself loses such an error where it deletes all rows: then there is nothing to be told */
    run(db, "BEGIN");
    bLost = strstr(aDo[i].zTrigger, "DELETE") && sqlite3_exec(db, "DELETE FROM bot.peers", 0, 0, 0)==SQLITE_OK;
    run(db, "ROLLBACK");
    rc = bLost ? SQLITE_ERROR : rows(db, aDo[i].zDo, 0);
    check(rc==SQLITE_ERROR && hash(db)==h, "%s, SQLITE_SCHEMA: %d %s", aDo[i].zDo, rc, zMsg);

    run(db, "BEGIN");
    zNest = "ROLLBACK";
    zNestMsg[0] = 0;
    rc = rows(db, aDo[i].zDo, 0);
    check(rc==SQLITE_ABORT_ROLLBACK && sqlite3_get_autocommit(db) && hash(db)==h, "%s, ROLLBACK: %d %s; within it: %s",
          aDo[i].zDo, rc, zMsg, zNestMsg);
    if( !sqlite3_get_autocommit(db) ) run(db, "ROLLBACK");
    run(db, "DROP TRIGGER t");
  }
  sqlite3_close(db);
}

/*************************************** Locks, and what is gone *********************************/

static const char *ask(sqlite3 *db, const char *zSql){
  static char zText[500];
  char *z = text(db, "%s", zSql);
  snprintf(zText, sizeof zText, "%s", z ? z : "NULL");
  sqlite3_free(z);
  return zText;
}

/* A lock is waited for as often as with a clock, and for how long is counted. */
static int nSlept;                           /* microseconds */
static int countSleep(sqlite3_vfs *p, int n){
  (void)p;
  nSlept += n;
  return n;
}

static void testLocks(void){
  static const char *const azDo[] = {
    "DELETE FROM session WHERE source = './*.session' AND user_id = 777",
    "UPDATE session SET date = 5 WHERE source = './a.session' AND user_id = 777",
    "UPDATE session SET layout = 'telethon-7' WHERE source = './a.session'",
  };
  sqlite3 *db = openDb(), *db2 = 0;
  unsigned i;
  sqlite3_extended_result_codes(db, 0);      /* sqlite3_extended_errcode() tells all the same */
  fill(db, "pyrogram-3");
  check(rows(db, "SELECT session_import(session_export('bot'), './a.session')", 0)==SQLITE_OK, "a file: %s", zMsg);
  sqlite3_open("a.session", &db2);
  run(db2, "BEGIN EXCLUSIVE");
  run(db, "PRAGMA busy_timeout = 1000");
  for(i=0; i<3; i++){
    nSlept = 0;
    check(rows(db, azDo[i], 0)==SQLITE_BUSY, "%s: %s", azDo[i], zMsg);
    check(nSlept>=990000 && nSlept<=1000000, "%s waits %d us with a busy_timeout of a second", azDo[i], nSlept);
  }
  run(db, "PRAGMA busy_timeout = 0");
  check(rows(db, "UPDATE OR IGNORE session SET date = 5 WHERE source = './*.session'", 0)==SQLITE_OK && sqlite3_changes(db)==0,
        "OR IGNORE: %s", zMsg);
  check(rows(db, "INSERT INTO temp.seen SELECT name FROM session('./*.session')", 0)==SQLITE_ERROR, "no table");
  run(db, "CREATE TEMP TABLE seen(name, problem)");
  check(rows(db, "INSERT INTO temp.seen SELECT name, problem FROM session('./*.session')", 0)==SQLITE_OK, "a report: %s", zMsg);
  check(strncmp(ask(db, "SELECT problem FROM temp.seen"), "locked: ", 8)==0, "the report: %s", ask(db, "SELECT problem FROM temp.seen"));
  run(db2, "COMMIT");
  check(strcmp(ask(db, "SELECT user_id FROM session('./a.session')"), "777")==0, "the login is there");
  sqlite3_close(db2);

  /* a snapshot that is old */
  run(db, "ATTACH 'wal.db' AS wal; PRAGMA wal.journal_mode = WAL");
  check(rows(db, "SELECT session_import(session_export('bot'), 'wal')", 0)==SQLITE_OK, "wal.db: %s", zMsg);
  sqlite3_open("wal.db", &db2);
  run(db, "BEGIN; SELECT * FROM wal.sessions");
  run(db2, "UPDATE sessions SET date = 9");
  check(rows(db, "UPDATE session SET date = 5 WHERE source = 'wal'", 0)==SQLITE_BUSY_SNAPSHOT, "an old snapshot: %d %s",
        sqlite3_extended_errcode(db), zMsg);
  check(rows(db, "SELECT session_import(session_export('bot'), 'wal', NULL, 'date', 4)", 0)==SQLITE_BUSY_SNAPSHOT,
        "an old snapshot, a function: %d %s", sqlite3_extended_errcode(db), zMsg);
  run(db, "ROLLBACK");
  sqlite3_close(db2);
  sqlite3_close(db);
}

/* What is detached while all databases are being read is passed over.  (DETACH expires every statement of the connection: one
** that opens a table later than at its start, as a sub-select does in kurigram-7, is aborted by SQLite, whoever wrote it.) */
static void testDetach(const char *zSql){
  sqlite3 *db = openDb();
  sqlite3_stmt *p = 0;
  int n = 0, rc;
  run(db, "ATTACH ':memory:' AS c");
  fill(db, "kurigram-7");
  rows(db, "SELECT session_import(session_export('bot', 'bundle'), 'main', 'pyrogram-3'),"
           " session_import(session_export('bot', 'bundle'), 'c', 'pyrogram-3')", 0);
  sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  while( (rc = sqlite3_step(p))==SQLITE_ROW ){
    check(strcmp((const char*)sqlite3_column_text(p, 0), "c")!=0 && sqlite3_column_type(p, 1)==SQLITE_NULL, "%s: a row of c", zSql);
    if( n++==0 ) sqlite3_exec(db, "DETACH c", 0, 0, 0);
  }
  check(rc==SQLITE_DONE && n>0, "%s: %d rows, then %d %s", zSql, n, rc, sqlite3_errmsg(db));
  sqlite3_finalize(p);
  sqlite3_close(db);
}

/* What the user's connection does not allow is no problem of a session. */
static void testDenied(void){
  sqlite3 *db = openDb();
  char *z;
  fill(db, "pyrogram-3");
  rule.zTable = "sessions";
  rule.zColumn = "auth_key";
  rule.eAction = SQLITE_READ;
  rule.eAnswer = SQLITE_DENY;
  sqlite3_set_authorizer(db, onAuth, 0);
  check(rows(db, "SELECT name, problem FROM session", 0)==SQLITE_AUTH, "denied: %s", zMsg);
  check(rows(db, "SELECT name, problem FROM session('bot')", 0)==SQLITE_AUTH, "denied: %s", zMsg);
  check(rows(db, "DELETE FROM session WHERE user_id = 777", 0)==SQLITE_AUTH, "denied: %s", zMsg);
  z = text(db, "SELECT session_migrate('bot', 'kurigram-7', 'user_id', 777, 'try', 1)");
  check(z && strncmp(z, "not-authorized: ", 16)==0, "denied, and tried: %s", z);
  sqlite3_free(z);
  sqlite3_close(db);
}

/* sql/README.md's "What a virtual table can't do", as far as it depends on the version or on the connection. */
static void testCant(void){
  static const int anLimit[] = { 999, 100, 49, 10 };
  sqlite3 *db = openDb(), *db2;
  char *zBundle, *z;
  unsigned i;
  int v = sqlite3_libversion_number(), rc;
  fill(db, "kurigram-7");
  if( v>=3035000 ){
    z = text(db, "INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('bot', 5, 'user', 1, 'x') "
                 "RETURNING id || username || quote(usernames)");
    check(z && strcmp(z, "5xNULL")==0, "RETURNING: %s", z);
    sqlite3_free(z);
    z = text(db, "INSERT OR IGNORE INTO session_peers(session, id, type, access_hash) VALUES ('bot', 5, 'user', 9) RETURNING access_hash");
    check(z && strcmp(z, "9")==0, "RETURNING of what is ignored: %s", z);
    sqlite3_free(z);
    check(rows(db, "UPDATE session SET date = 4 WHERE name = 'bot' RETURNING date", 0)==SQLITE_ERROR, "UPDATE RETURNING");
    check(rows(db, "DELETE FROM session WHERE name = 'bot' RETURNING name", 0)==SQLITE_ERROR, "DELETE RETURNING");
  }
  run(db, "CREATE TABLE t(x); CREATE TEMP TRIGGER w AFTER INSERT ON t BEGIN "
          "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', new.x, 'user', 1); END");
  rc = rows(db, "INSERT INTO t VALUES (6)", 0);
  check(v>=3040000 ? rc==SQLITE_ERROR && strstr(zMsg, "unsafe use of") : rc==SQLITE_OK, "a TEMP trigger that writes: %d %s", rc, zMsg);
  run(db, "DROP TRIGGER w");

  zBundle = text(db, "SELECT session_export('bot', 'bundle')");
  for(i=0; i<sizeof(anLimit)/sizeof(anLimit[0]); i++){
    run(db, "ATTACH ':memory:' AS c");
    sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, anLimit[i]);
    check(rows(db, "SELECT session_import(:s, 'c')", zBundle)==SQLITE_OK, "%d parameters: %s", anLimit[i], zMsg);
    check(strcmp(ask(db, "SELECT count(*) FROM session_peers('c')"), ask(db, "SELECT count(*) FROM session_peers('bot')"))==0,
          "%d parameters", anLimit[i]);
    check(rows(db, "UPDATE session_peers SET access_hash = 7 WHERE session = 'c'", 0)==SQLITE_OK, "%d parameters: %s",
          anLimit[i], zMsg);
    check(rows(db, "SELECT session_migrate('c', 'telethon-7')", 0)==SQLITE_OK, "%d parameters: %s", anLimit[i], zMsg);
    run(db, "DETACH c");
  }
  sqlite3_limit(db, SQLITE_LIMIT_VARIABLE_NUMBER, 999);
  sqlite3_free(zBundle);

  check(rows(db, "SELECT session_import(session_export('bot'), './held.session')", 0)==SQLITE_OK, "a file: %s", zMsg);
  sqlite3_close(db);
  sqlite3_open("held.db", &db2);
  run(db2, "CREATE TABLE t(x); BEGIN IMMEDIATE");
  db = openDb();
  run(db, "ATTACH 'held.db' AS held");
  check(rows(db, "UPDATE session SET date = 5 WHERE source = './held.session'", 0)==SQLITE_OK, "main is free: %s", zMsg);
  sqlite3_close(db);
  sqlite3_open("held.db", &db);
  sqlite3_enable_load_extension(db, 1);
  check(sqlite3_load_extension(db, zHostSo, 0, 0)==SQLITE_OK, "load");
  check(rows(db, "UPDATE session SET date = 6 WHERE source = './held.session'", 0)==SQLITE_BUSY, "main is held: %s", zMsg);
  check(rows(db, "SELECT session_import(session_export('./held.session'), './other.session')", 0)==SQLITE_OK, "a function: %s", zMsg);
  /* another database of the connection is held, so that no savepoint can be made: said as what it is */
  run(db2, "COMMIT; BEGIN EXCLUSIVE");
  run(db, "ATTACH ':memory:' AS bot");
  check(rows(db, "SELECT session_import(session_export('./other.session'), 'bot')", 0)==SQLITE_BUSY && strstr(zMsg, "locked"),
        "main is held, a function for another: %s", zMsg);
  run(db2, "COMMIT");
  check(rows(db, "SELECT session_import(session_export('./other.session'), 'bot')", 0)==SQLITE_OK, "main is free: %s", zMsg);
  sqlite3_close(db);
  sqlite3_close(db2);
}

/* A wreck of more than is searched, in which nothing is: what was not searched is said.  It takes no room on a disk. */
static void testLarge(void){
  sqlite3 *db = openDb();
  FILE *f = fopen("large.session", "wb");
  check(f && fwrite("SQLite format 3", 1, 16, f)==16 && fclose(f)==0 && truncate("large.session", (off_t)257<<20)==0, "a large file");
  check(strcmp(ask(db, "SELECT problem FROM session('./large.session')"), "malformed: the database disk image is malformed; no login "
               "was found in its first 256 MB, and the rest was not searched")==0, "%s",
        ask(db, "SELECT problem FROM session('./large.session')"));
  unlink("large.session");
  sqlite3_close(db);
}

/* Rows written by the legacy interface, whose statements have no text; and by an authorizer's leave, which ends. */
static void testLeave(void){
  static const char zInsert[] = "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('bot', %d, 'user', 1)";
  sqlite3 *db = openDb();
  sqlite3_stmt *p = 0;
  char *z = sqlite3_mprintf(zInsert, 5);
  fill(db, "pyrogram-3");
  check(sqlite3_prepare(db, z, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_DONE, "legacy: %s", sqlite3_errmsg(db));
  sqlite3_finalize(p);
  sqlite3_free(z);
  z = sqlite3_mprintf(zInsert, 6);
  rule.zTable = "schema_version";
  rule.zColumn = 0;
  rule.eAction = SQLITE_PRAGMA;
  rule.eAnswer = SQLITE_DENY;
  sqlite3_set_authorizer(db, onAuth, 0);
  check(rows(db, z, 0)==SQLITE_AUTH, "without leave: %s", zMsg);
  sqlite3_set_authorizer(db, 0, 0);
  check(rows(db, z, 0)==SQLITE_OK, "with leave again: %s", zMsg);
  sqlite3_free(z);
  check(strcmp(ask(db, "SELECT count(*) FROM session_peers('bot') WHERE id IN (5, 6)"), "2")==0, "both are there");
  sqlite3_close(db);
}

/* A table of ours in a file, whose argument is none any more: that is said when it is asked, whatever statement runs when SQLite
** connects to it. */
static void fnPeek(sqlite3_context *ctx, int n, sqlite3_value **a){
  sqlite3_stmt *p = 0;
  (void)n; (void)a;
  sqlite3_result_int(ctx, sqlite3_prepare_v2(sqlite3_context_db_handle(ctx), "SELECT name FROM own.mine", -1, &p, 0));
  sqlite3_finalize(p);
}

static void testConnect(void){
  static const char *const azRun[] = { "SELECT peek() UNION ALL SELECT peek()", "CREATE TABLE t AS SELECT peek() AS rc" };
  sqlite3 *db = openDb();
  unsigned i;
  run(db, "ATTACH ':memory:' AS later; ATTACH 'own.db' AS own; CREATE VIRTUAL TABLE own.mine USING session('later')");
  sqlite3_close(db);
  for(i=0; i<sizeof(azRun)/sizeof(azRun[0]); i++){
    db = openDb();
    run(db, "ATTACH 'own.db' AS own");
    sqlite3_create_function(db, "peek", 0, SQLITE_UTF8, 0, fnPeek, 0, 0);
    check(rows(db, azRun[i], 0)==SQLITE_OK, "%s: %s", azRun[i], zMsg);
    check(strcmp(ask(db, i ? "SELECT rc FROM t" : "SELECT peek()"), "0")==0, "%s: it can't be prepared", azRun[i]);
    check(rows(db, "SELECT name FROM own.mine", 0)==SQLITE_ERROR && strstr(zMsg, "there is no database 'later'"), "mine: %s", zMsg);
    sqlite3_close(db);
  }
}

/* Files of other VFSs may be of any size; one cache for two connections. */
static void testKinds(void){
  static const char *const azVfs[] = { "", "&vfs=other", "&vfs=unix-other/unix" };
  sqlite3_vfs a[2];
  sqlite3 *db = openDb(), *db2 = 0;
  FILE *f;
  unsigned i;
  char *zIs;
  int rc;
  fill(db, "pyrogram-3");
  check(rows(db, "SELECT session_import(session_export('bot', 'bundle'), './odd.session')", 0)==SQLITE_OK, "odd: %s", zMsg);
  check(rows(db, "SELECT session_import(session_export('bot', 'bundle'), './shared.session')", 0)==SQLITE_OK, "shared: %s", zMsg);
  sqlite3_close(db);
  f = fopen("odd.session", "ab");
  fputs("and more", f);
  fclose(f);
  a[0] = a[1] = *sqlite3_vfs_find(0);
  a[0].zName = "other";
  a[1].zName = "unix-other/unix";
  sqlite3_vfs_register(&a[0], 0);
  sqlite3_vfs_register(&a[1], 0);
  sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE|SQLITE_OPEN_URI, 0);
  sqlite3_enable_load_extension(db, 1);
  check(sqlite3_load_extension(db, zHostSo, 0, 0)==SQLITE_OK, "load");
  for(i=0; i<3; i++){
    run(db, "ATTACH 'file:odd.session?mode=rw%s' AS odd", azVfs[i]);
    check((rows(db, "SELECT session_export('odd')", 0)==SQLITE_OK)==(i>0), "odd, '%s': %s", azVfs[i], zMsg);
    check(i>0 || strstr(zMsg, "are no whole pages"), "odd: %s", zMsg);
    run(db, "DETACH odd");
  }
  zIs = text(db, "SELECT session_export('./shared.session')");
  sqlite3_enable_shared_cache(1);
  sqlite3_open("shared.session", &db2);
  run(db2, "BEGIN; CREATE TABLE theirs(x)");
  rc = rows(db, "SELECT session_export('./shared.session')", 0);
  if( rc==SQLITE_OK && (sqlite3_compileoption_used("OMIT_SHARED_CACHE") || sqlite3_libversion_number()<3037000) ){
    check(strcmp(ask(db, "SELECT session_export('./shared.session')"), zIs)==0, "shared: another session than is committed");
  }else{
    check((rc & 0xff)==SQLITE_LOCKED && strstr(zMsg, "./shared.session is locked by another program"), "shared: %s", zMsg);
  }
  sqlite3_free(zIs);
  run(db2, "ROLLBACK");
  check(rows(db, "SELECT session_export('./shared.session')", 0)==SQLITE_OK, "shared: %s", zMsg);
  sqlite3_enable_shared_cache(0);
  sqlite3_close(db2);
  sqlite3_close(db);
  sqlite3_vfs_unregister(&a[0]);
  sqlite3_vfs_unregister(&a[1]);
}

/* What is written at two times is to be the same. */
static int clockStill(sqlite3_vfs *p, sqlite3_int64 *pNow){
  (void)p;
  *pNow = 212500000000000;
  return SQLITE_OK;
}

int main(int argc, char **argv){
  static const char *const azAuth[] = { "pyrogram-3", "kurigram-7", "telethon-7", "mtcute-1", "grammers-1", "telethon-2.10" };
  char *az[64];
  int i, n;
  hostStart("guest", argc>1 ? argv[1] : 0);
  sqlite3_initialize();
  sqlite3_vfs_find(0)->xCurrentTimeInt64 = clockStill;
  sqlite3_vfs_find(0)->xSleep = countSleep;
  for(i=0; i<256; i++){
    aKey[i] = (unsigned char)rnd(256);
    aKey2[i] = (unsigned char)rnd(256);
  }
  secrets();
  n = layouts(az);
  for(i=0; i<n; i++){
    if( i%every(4)==some(4) ){
      testTrace(az[i]);
      testChildren(az[i]);
    }
    sqlite3_free(az[i]);
  }
  check(nTraced>1000/every(4), "%d statements were traced", nTraced);
  for(i=0; i<(int)(sizeof(azAuth)/sizeof(azAuth[0])); i++) testAuth(azAuth[i]);
  testVerbs("kurigram-7");
  testVerbs("telethon-7");
  testNested();
  testLocks();
  testDetach("SELECT name, problem FROM session");
  testDetach("SELECT session, NULL FROM session_peers");
  testDetach("SELECT session, NULL FROM session_states");
  testDenied();
  testCant();
  testLarge();
  testLeave();
  testConnect();
  testKinds();
  return hostEnd(nPass, nFail);
}
