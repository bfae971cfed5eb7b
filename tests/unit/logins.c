/* Is the table session written as an ordinary table is?  The same random INSERT, UPDATE and DELETE goes to it and to a
** table of the same columns with one row a login, and then all that is left is compared.
**
**     ./logins               worlds that are always the same, and as many others, whose seed is printed
**     ./logins SEED [N]      N worlds of a seed
**
** A world is three databases of one connection, main, one in memory and a file, and outside of transactions another
** file by its path, since ROLLBACK does not undo what was done to files.  Layouts differ from world to world, so that
** six have each.  Each has a peer and a state where it can: another account's login takes them away, the same one's
** does not.  What a layout does to a row is said in SQL, as sql/README.md says it.
*/
#define _POSIX_C_SOURCE 200809L
#include "both.h"
#include "tgsession.h"

enum { N_DB = 4, N_ATTACHED = 3, N_STATEMENT = 25 };

static const char *const azName[N_DB] = { "main", "bot", "x", "./y.session" };
static int nRefused, nConflict, nDone;

/* r is a row that is new or changed, b the login that was there, l the layout, g what the statement gives of it.
** SAME: is it the same account's? */
#define SAME "(b.auth_key=r.auth_key OR (r.user_id<>0 AND b.user_id=r.user_id))"
static const char zWrong[] =
  "r.dc_id NOT IN (1, 2, 3, 4, 5, 203) OR r.is_bot NOT IN (0, 1) OR r.user_id<0 OR length(r.auth_key)<>256"
  " OR (r.dc_id IS NULL AND CASE WHEN g.bUpdate THEN NOT l.address ELSE NOT coalesce(" SAME ", 0) END)"
  " OR typeof(r.dc_id) NOT IN ('integer', 'null') OR typeof(r.user_id) NOT IN ('integer', 'null')"
  " OR typeof(r.is_bot) NOT IN ('integer', 'null') OR typeof(r.api_id) NOT IN ('integer', 'null')"
  " OR typeof(r.date) NOT IN ('integer', 'null') OR r.api_id<0 OR r.api_id>2147483647 OR r.date<0"
  /* its client would log in anew */
  " OR (l.line='pyrogram' AND coalesce(r.user_id, 0)=0 AND (g.bUpdate OR r.user_id=0 OR NOT coalesce(" SAME ", 0)))"
  /* a field that is set, and that has no place */
  " OR (g.bUpdate AND ((r.is_bot=1 AND NOT l.is_bot AND r.is_bot IS NOT b.is_bot)"
  "   OR (r.api_id<>0 AND NOT l.api_id) OR (r.date<>0 AND NOT l.date)"
  "   OR (l.line='telethon' AND r.user_id<>0 AND g.user_id AND NOT g.auth_key)))";

static const struct { const char *zName, *zKept; } aKept[] = {
  { "dc_id", "coalesce(r.dc_id, b.dc_id, 2)" },
  { "user_id", "CASE WHEN l.line='telethon' THEN NULL WHEN NOT g.bUpdate AND " SAME
               " THEN coalesce(nullif(r.user_id, 0), b.user_id) ELSE nullif(r.user_id, 0) END" },
  { "is_bot", "CASE WHEN NOT l.is_bot OR (l.line<>'pyrogram' AND coalesce(nullif(r.user_id, 0),"
              "   CASE WHEN NOT g.bUpdate AND " SAME " THEN b.user_id END) IS NULL) THEN NULL"
              " WHEN NOT g.bUpdate AND " SAME " THEN coalesce(r.is_bot, b.is_bot, 0) ELSE coalesce(r.is_bot, 0) END" },
  { "api_id", "CASE WHEN l.api_id THEN CASE WHEN NOT g.bUpdate AND " SAME " THEN coalesce(r.api_id, b.api_id, 0)"
              " ELSE coalesce(r.api_id, 0) END END" },
  { "date", "CASE WHEN l.date THEN CASE WHEN NOT g.bUpdate AND " SAME " THEN coalesce(r.date, b.date, 0)"
            " ELSE coalesce(r.date, 0) END END" },
};
enum { N_KEPT = sizeof(aKept)/sizeof(aKept[0]) };

#define COLUMNS "name, dc_id, user_id, is_bot, api_id, date, auth_key"
#define ROW "quote(name)||' '||quote(dc_id)||' '||quote(user_id)||' '||quote(is_bot)||' '||quote(api_id)||' '||" \
            "quote(date)||' '||substr(auth_key, 1, 1)"

static void copyTables(void){
  must("DELETE FROM mat.t_session; INSERT INTO mat.t_session SELECT " COLUMNS " FROM session WHERE auth_key NOT NULL;"
       "INSERT INTO mat.t_session SELECT " COLUMNS " FROM session('./y.session') WHERE auth_key NOT NULL;"
       "UPDATE mat.layout SET n=(SELECT count(*) FROM session_peers p WHERE p.session=layout.name AND p.id=9)"
       "  + (SELECT count(*) FROM session_states p WHERE p.session=layout.name)"
       "  WHERE name IN (SELECT name FROM pragma_database_list)");
}

static void makeWorld(int iWorld){
  int i;
  check(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "open");
  unlink("x.session");
  unlink("y.session");
  must("ATTACH ':memory:' AS mat; ATTACH ':memory:' AS bot; ATTACH './x.session' AS x;"
       "CREATE TABLE mat.layout(name, layout, line, address, is_bot, api_id, date, n);"
       "CREATE TABLE mat.given(bUpdate, user_id, auth_key); INSERT INTO mat.given VALUES (0, 0, 0);"
       "CREATE TABLE mat.t_session(name TEXT PRIMARY KEY, dc_id INTEGER, user_id INTEGER, is_bot INTEGER,"
       "  api_id INTEGER, date INTEGER, auth_key);"
       "CREATE TABLE mat.b_session AS SELECT * FROM mat.t_session");
  for(i=0; i<N_DB; i++){
    must("INSERT INTO mat.layout SELECT %Q, name, CASE WHEN name GLOB 'telethon-[3-8]' THEN 'telethon'"
         "   WHEN instr(keeps, ' date ') THEN 'pyrogram' ELSE 'other' END, instr(keeps, 'address')>0,"
         " instr(keeps, 'is_bot')>0, instr(keeps, 'api_id')>0, instr(keeps, ' date ')>0, 0"
         " FROM session_formats WHERE kind='layout' AND writes LIMIT 1 OFFSET %d %%"
         " (SELECT count(*) FROM session_formats WHERE kind='layout' AND writes)", azName[i], N_DB*iWorld+i);
    must("INSERT INTO session(name, layout, dc_id, user_id, auth_key) SELECT name, layout, 2, 777,"
         " CAST(printf('%%.256c', 'k') AS BLOB) FROM mat.layout WHERE name=%Q", azName[i]);
    if( i>=N_ATTACHED ) continue;
    sqlite3_exec(db, sqlite3_snprintf(200, (char[200]){0}, "INSERT INTO session_peers(session, id, access_hash)"
                                      " VALUES (%Q, 9, 1)", azName[i]), 0, 0, 0);
    sqlite3_exec(db, sqlite3_snprintf(200, (char[200]){0}, "INSERT INTO session_states(session, id, pts)"
                                      " VALUES (%Q, 0, 1)", azName[i]), 0, 0, 0);
  }
  copyTables();
}

/*************************************** Statements *********************************************/

static void putValue(int i){
  static const char *const aazValue[][7] = {
    { "1", "2", "'4'", "203", "5.0", "NULL", "6" }, { "777", "778", "'779'", "777", "NULL", "0", "-1" },
    { "0", "1", "NULL", "1.0", "'0'", "1", "2" }, { "NULL", "0", "12345", "'6'", "7.0", "5", "2147483648" },
    { "NULL", "0", "1700000000", "'1700000001'", "5.0", "3", "-1" },
  };
  if( i==5 ) put("CAST(printf('%%.256c', '%c') AS BLOB)", 'k'+rnd(3));
  else put("%s", aazValue[i][rnd(rnd(6) ? 5 : 7)]);
}

static const char *const azColumn[] = { "dc_id", "user_id", "is_bot", "api_id", "date", "auth_key" };
static const char *const azClause[] = { "", "", " OR IGNORE", " OR REPLACE", " OR REPLACE" };

static const char *someName(void){
  return azName[rnd(bBegun ? N_ATTACHED : N_DB)];
}

static void putInsert(void){
  unsigned m = rnd(32) | (rnd(5) ? 2 : 0), i, iRow, nRow = 1 + (rnd(4)==0), iFirst = rnd(N_ATTACHED);
  put("INSERT%s INTO ", azClause[rnd(5)]);
  sqlite3_str_appendall(aOut[1], "mat.t_");
  put("session(name, auth_key");
  for(i=0; i<5; i++) if( m>>i & 1 ) put(", %s", azColumn[i]);
  put(") VALUES ");
  for(iRow=0; iRow<nRow; iRow++){
    put(iRow ? ", (%Q, " : "(%Q, ", nRow>1 ? azName[(iRow+iFirst)%N_ATTACHED] : someName());
    putValue(5);
    for(i=0; i<5; i++){
      if( (m>>i & 1)==0 ) continue;
      put(", ");
      putValue((int)i);
    }
    put(")");
  }
  must("UPDATE mat.given SET bUpdate=0, user_id=1, auth_key=1");
}

static void putWhere(void){
  const char *z = someName();
  if( strcmp(z, azName[3])==0 || rnd(3)==0 ){
    sqlite3_str_appendf(aOut[0], " WHERE source=%Q AND auth_key NOT NULL", z);
    sqlite3_str_appendf(aOut[1], " WHERE name=%Q", z);
    return;
  }
  sqlite3_str_appendf(aOut[0], " WHERE auth_key NOT NULL");
  sqlite3_str_appendf(aOut[1], " WHERE name<>%Q", azName[3]);
  switch( rnd(4) ){
    case 0: put(" AND name=%Q", z); break;
    case 1: put(" AND name IN ('x', %Q)", z); break;
    case 2: put(" AND user_id="); putValue(1); break;
    default: put(" AND (is_bot=1 OR dc_id<>"); putValue(0); put(")");
  }
}

static void putUpdate(void){
  unsigned m = 0, i, n = 0;
  while( m==0 ) for(i=0; i<6; i++) if( rnd(4)==0 ) m |= 1u<<i;
  put("UPDATE%s ", rnd(3) ? "" : " OR IGNORE");
  sqlite3_str_appendall(aOut[1], "mat.t_");
  put("session SET ");
  for(i=0; i<6; i++){
    if( (m>>i & 1)==0 ) continue;
    put(n++ ? ", %s=" : "%s=", azColumn[i]);
    if( i<5 && rnd(6)==0 ) put("coalesce(%s, 0)+(%s IS NULL OR %s<3)", azColumn[i], azColumn[i], azColumn[i]);
    else putValue((int)i);
  }
  putWhere();
  must("UPDATE mat.given SET bUpdate=1, user_id=%d, auth_key=%d", m>>1 & 1, m>>5 & 1);
}

static void putDelete(void){
  put("DELETE FROM ");
  sqlite3_str_appendall(aOut[1], "mat.t_");
  put("session");
  putWhere();
}

/*************************************** Both, compared *****************************************/

/* What the layouts keep of the rows that are there now: -1 if one can't be, else how many are left out. */
static int tidy(int bIgnore){
  static const char zRows[] = "FROM mat.given g, mat.t_session r LEFT JOIN mat.b_session b USING(name)"
    " JOIN mat.layout l USING(name) WHERE (r.dc_id, r.user_id, r.is_bot, r.api_id, r.date, r.auth_key) IS NOT"
    " (b.dc_id, b.user_id, b.is_bot, b.api_id, b.date, b.auth_key)";
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  int i, nOut = atoi(one("SELECT count(*) %s AND (%s)", zRows, zWrong));
  if( nOut && !bIgnore ) nOut = -1;
  if( nOut>0 ){
    must("CREATE TABLE mat.out AS SELECT r.name %s AND (%s)", zRows, zWrong);
    must("DELETE FROM mat.t_session WHERE name IN (SELECT name FROM mat.out);"
         "INSERT INTO mat.t_session SELECT * FROM mat.b_session WHERE name IN (SELECT name FROM mat.out);"
         "DROP TABLE mat.out");
  }
  for(i=0; i<N_KEPT; i++) sqlite3_str_appendf(s, ", (%s) AS %s", aKept[i].zKept, aKept[i].zName);
  z = sqlite3_str_finish(s);
  if( nOut>=0 ){
    /* Access hashes and states are one account's. */
    must("UPDATE mat.layout SET n=0 WHERE name NOT IN (SELECT name FROM mat.t_session)"
         " OR name IN (SELECT r.name %s AND b.name NOT NULL AND r.auth_key<>b.auth_key"
         "   AND NOT coalesce(" SAME ", 0))", zRows);
    must("CREATE TABLE mat.kept AS SELECT r.name%s %s", z, zRows);
    for(i=0; i<N_KEPT; i++){
      must("UPDATE mat.t_session SET %s=(SELECT k.%s FROM mat.kept k WHERE k.name=t_session.name) WHERE name IN"
           " (SELECT name FROM mat.kept)", aKept[i].zName, aKept[i].zName);
    }
    must("DROP TABLE mat.kept");
  }
  sqlite3_free(z);
  return nOut;
}

static void compare(const char *zWhat){
  char *z = differ("SELECT " ROW " AS r FROM session WHERE auth_key NOT NULL UNION ALL SELECT " ROW
                   " FROM session('./y.session') WHERE auth_key NOT NULL", "SELECT " ROW " AS r FROM mat.t_session");
  int bBad = z!=0;
  check(z==0, "%s\n    %s", zWhat, z);
  sqlite3_free(z);
  z = differ("SELECT name || ' has ' || ((SELECT count(*) FROM session_peers p WHERE p.session=layout.name AND p.id=9)"
             " + (SELECT count(*) FROM session_states p WHERE p.session=layout.name)) AS r FROM mat.layout"
             " WHERE name<>'./y.session'",
             "SELECT name || ' has ' || n AS r FROM mat.layout WHERE name<>'./y.session'");
  check(z==0, "%s\n    peers and states: %s", zWhat, z);
  bBad |= z!=0;
  sqlite3_free(z);
  z = differ("SELECT name || ' ' || layout AS r FROM session"
             " UNION ALL SELECT name || ' ' || layout FROM session('./y.session')",
             "SELECT name || ' ' || layout AS r FROM mat.layout");
  check(z==0, "%s\n    layouts: %s", zWhat, z);
  sqlite3_free(z);
  if( bBad ) copyTables();
}

static void runBoth(void){
  char *azSql[2], *zErr = 0;
  int rc, rcCopy, nCopy, nOut, bIgnore;
  bothEnd(azSql);
  bIgnore = strncmp(azSql[0], "UPDATE OR IGNORE ", 17)==0;
  must("DELETE FROM mat.b_session; INSERT INTO mat.b_session SELECT * FROM mat.t_session;"
       "SAVEPOINT both; SAVEPOINT theirs");
  rcCopy = sqlite3_exec(db, azSql[1], 0, 0, 0);
  nCopy = sqlite3_changes(db);
  nOut = tidy(bIgnore);
  if( nOut<0 || rcCopy ) must("ROLLBACK TO theirs");
  must("RELEASE theirs");
  rc = sqlite3_exec(db, azSql[0], 0, 0, &zErr);
  if( rc && strncmp(azSql[0], "INSERT OR IGNORE ", 17)==0 && strstr(zErr, "session: ")==zErr ){
    must("ROLLBACK TO both");                /* cells are looked at first, also those of a row that is left out */
    rcCopy = rc;
  }
  must("RELEASE both");
  check((rc==SQLITE_OK)==(nOut>=0 && rcCopy==SQLITE_OK), "%s\n    says %s; an ordinary table %s", azSql[0],
        zErr ? zErr : "nothing", nOut<0 ? "may not keep it" : rcCopy ? "has a conflict" : "takes it");
  check(rc || rcCopy || nOut<0 || sqlite3_changes(db)==nCopy-nOut, "%s\n    changes %d rows, an ordinary one's are %d",
        azSql[0], sqlite3_changes(db), nCopy-nOut);
  compare(azSql[0]);
  if( rc==SQLITE_OK ) nDone += nCopy>0;
  else if( rcCopy ) nConflict++;
  else nRefused++;
  sqlite3_free(zErr);
  sqlite3_free(azSql[0]);
  sqlite3_free(azSql[1]);
}

static void worlds(uint64_t seed, int n){
  int i, j, nBad = nFail;
  char z[40];
  iSeed = seed;
  for(i=0; i<n; i++){
    makeWorld(i);
    for(j=0; j<N_STATEMENT; j++){
      if( rnd(6)==0 ){
        nextTransaction(z);
        compare(z);
        continue;
      }
      bothStart();
      if( rnd(3)==0 ) putInsert();
      else if( rnd(5) ) putUpdate();
      else putDelete();
      runBoth();
    }
    bothCommit();
    for(j=0; j<N_DB; j++){
      check(one("SELECT 1 WHERE session_check(%Q) LIKE '%%\"error\"%%'", azName[j])[0]==0, "%s: %s", azName[j],
            one("SELECT layout || session_check(%Q) FROM session(%Q)", azName[j], azName[j]));
    }
    bothClose();
  }
  check(nDone>nRefused/3 && nConflict>n/2, "%d done, %d refused, %d conflicts", nDone, nRefused, nConflict);
  if( nFail>nBad ) printf("logins: these are of seed %llu\n", (unsigned long long)seed);
}

int main(int argc, char **argv){
  if( !filesStart("logins") || chdir(zDir) ) return 2;
  return bothMain(argc, argv, "logins", 6, worlds);
}
