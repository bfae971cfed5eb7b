/* Is a row of session_peers and session_states written as one of an ordinary table with PRIMARY KEY(session, id)?
**
** Every layout that is written × every conflict clause × every kind of statement, in autocommit, in a transaction and in
** a savepoint: the same rows, the same error, the same changes(), and the user's own row of the same transaction.
*/
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "tgsession.h"
#include <string.h>

static const char *const azClause[] = { "", "OR ABORT", "OR FAIL", "OR ROLLBACK", "OR IGNORE", "OR REPLACE" };
enum { N_CLAUSE = 6, N_MODE = 3 };
static const char *const azMode[N_MODE] = { "autocommit", "BEGIN", "SAVEPOINT" };

/* @ is the clause, T the table, X its number, and #n an id. */
static const char *const azStatement[] = {
  "INSERT @ INTO T(session, id, X) VALUES('v', #9, 90)",
  "INSERT @ INTO T(session, id, X) VALUES('v', #2, 90)",
  "INSERT @ INTO T(session, id, X) VALUES('v', #10, 91), ('v', #2, 92), ('v', #11, 93)",
  "INSERT @ INTO T(session, id, X) VALUES('v', #10, 91), ('v', NULL, 92), ('v', #11, 93)",
  "INSERT @ INTO T(session, id, X) SELECT session, id, X+1 FROM T WHERE session='v' AND id IN (#1, #3)",
  "UPDATE @ T SET id=#3 WHERE session='v' AND id=#2",
  "UPDATE @ T SET id=#20, X=95 WHERE session='v' AND id=#1",
  "UPDATE @ T SET id=NULL WHERE session='v' AND id=#1",
  "UPDATE @ T SET id=id, X=X+1 WHERE session='v' AND id IN (#1, #2, #3)",
  "UPDATE @ T SET X=X+1 WHERE session='v' AND (id=#1 OR X=3)",
  "DELETE FROM T WHERE session='v' AND id IN (#1, #2, #40)",
};
enum { N_STATEMENT = 11 };

static const struct { const char *zTable, *zNumber, *zKeeps; long long iBase; } aTable[] = {
  { "session_peers",  "access_hash", "% peers %",  0 },
  { "session_states", "pts",         "% states%", -1000000000000 },
};

typedef struct Outcome { int rc, nChange, bAuto; long long iRowid; char zRows[400], zMine[40]; } Outcome;

static sqlite3 *db;

static void run(const char *zSql){
  char *zErr = 0;
  int rc = sqlite3_exec(db, zSql, 0, 0, &zErr);
  check(rc==SQLITE_OK, "%s: %s", zSql, zErr);
  sqlite3_free(zErr);
}

static void runf(const char *zFmt, ...){
  va_list ap;
  char *z;
  va_start(ap, zFmt);
  z = sqlite3_vmprintf(zFmt, ap);
  va_end(ap);
  run(z);
  sqlite3_free(z);
}

static void ask(const char *zSql, char *zOut, int nOut){
  sqlite3_stmt *p = 0;
  const char *z = 0;
  if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ) z = (const char*)sqlite3_column_text(p, 0);
  sqlite3_snprintf(nOut, zOut, "%s", z ? z : sqlite3_errmsg(db));
  sqlite3_finalize(p);
}

/* The statement over table t, or (bCopy) over the ordinary one. */
static char *statement(const char *zForm, int t, const char *zClause, int bCopy){
  sqlite3_str *s = sqlite3_str_new(db);
  const char *z;
  for(z=zForm; *z; z++){
    if( *z=='@' ) sqlite3_str_appendall(s, zClause);
    else if( z[0]=='T' && (z[1]=='(' || z[1]==' ') && z>zForm && z[-1]==' ' ) sqlite3_str_appendall(s, bCopy ? "mat.copy" : aTable[t].zTable);
    else if( z[0]=='X' ) sqlite3_str_appendall(s, aTable[t].zNumber);
    else if( z[0]=='#' ){
      long long n = 0;
      while( z[1]>='0' && z[1]<='9' ) n = n*10 + (*++z-'0');
      sqlite3_str_appendf(s, "%lld", aTable[t].iBase ? aTable[t].iBase-n : n);
    }else sqlite3_str_append(s, z, 1);
  }
  return sqlite3_str_finish(s);
}

static void look(Outcome *p, int t, int bCopy){
  char *z = sqlite3_mprintf("SELECT coalesce(group_concat(id||'='||%s, ' '), 'none') FROM (SELECT id, %s FROM %s WHERE session='v' "
                            "AND id<>777 ORDER BY id)", aTable[t].zNumber, aTable[t].zNumber, bCopy ? "mat.copy" : aTable[t].zTable);
  ask(z, p->zRows, sizeof(p->zRows));
  sqlite3_free(z);
  ask("SELECT count(*) FROM mat.mine", p->zMine, sizeof(p->zMine));
}

/* One cell: rows 1, 2 and 3, and then the statement. */
static void outcome(Outcome *a, int t, const char *zSql, int iMode, int bCopy){
  int i;
  memset(a, 0, 2*sizeof(*a));
  if( !sqlite3_get_autocommit(db) ) run("ROLLBACK");
  run("DELETE FROM mat.mine");
  runf("DELETE FROM %s WHERE session='v' AND id<>777", bCopy ? "mat.copy" : aTable[t].zTable);
  for(i=1; i<=3; i++){
    runf("INSERT INTO %s(session, id, %s) VALUES('v', %lld, %d)", bCopy ? "mat.copy" : aTable[t].zTable, aTable[t].zNumber,
         aTable[t].iBase ? aTable[t].iBase-i : i, i);
  }
  if( iMode>0 ) run("BEGIN; INSERT INTO mat.mine VALUES(1)");
  if( iMode>1 ) run("SAVEPOINT s; INSERT INTO mat.mine VALUES(2)");
  a->iRowid = sqlite3_last_insert_rowid(db);
  a->rc = sqlite3_exec(db, zSql, 0, 0, 0)==SQLITE_OK ? SQLITE_OK : sqlite3_extended_errcode(db);
  a->nChange = sqlite3_changes(db);
  a->bAuto = sqlite3_get_autocommit(db);
  a->iRowid = sqlite3_last_insert_rowid(db)==a->iRowid;
  look(a, t, bCopy);
  if( iMode>1 && !a->bAuto ) run("ROLLBACK TO s");
  if( iMode>0 && !a->bAuto ) run("COMMIT");
  look(a+1, t, bCopy);
}

static int same(const Outcome *a, const Outcome *b){
  return a->rc==b->rc && a->nChange==b->nChange && a->bAuto==b->bAuto && a->iRowid==b->iRowid && strcmp(a->zRows, b->zRows)==0
      && strcmp(a->zMine, b->zMine)==0;
}

static void testCell(int t, const char *zLayout, int iStatement, int iClause, int iMode){
  Outcome aGot[2], aWant[2];
  char *z = statement(azStatement[iStatement], t, azClause[iClause], 0);
  char *zCopy = statement(azStatement[iStatement], t, azClause[iClause], 1);
  int i;
  if( strchr(azStatement[iStatement], '@')==0 && iClause>0 ) goto done;
  outcome(aGot, t, z, iMode, 0);
  outcome(aWant, t, zCopy, iMode, 1);
  for(i=0; i<2; i++){
    check(same(&aGot[i], &aWant[i]), "%s, %s: %s%s\n  got    %d, %d changes, autocommit %d, rowid %lld: %s; mine %s\n"
          "  wanted %d, %d changes, autocommit %d, rowid %lld: %s; mine %s", zLayout, azMode[iMode], z, i ? ", afterwards" : "",
          aGot[i].rc, aGot[i].nChange, aGot[i].bAuto, aGot[i].iRowid, aGot[i].zRows, aGot[i].zMine,
          aWant[i].rc, aWant[i].nChange, aWant[i].bAuto, aWant[i].iRowid, aWant[i].zRows, aWant[i].zMine);
  }
done:
  sqlite3_free(z);
  sqlite3_free(zCopy);
}

/* The iLayout-th: each cell of some of them. */
static void testLayout(int iLayout, const char *zLayout, const char *zKeeps){
  int t, i, j, k;
  for(t=0; t<2; t++){
    if( sqlite3_strlike(aTable[t].zKeeps, zKeeps, 0)!=0 ) continue;
    check(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "open");
    run("ATTACH ':memory:' AS mat; ATTACH ':memory:' AS v; CREATE TABLE mat.mine(x)");
    runf("CREATE TABLE mat.copy(session TEXT, id INTEGER, %s INTEGER, PRIMARY KEY(session, id)) WITHOUT ROWID", aTable[t].zNumber);
    runf("INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, api_id, auth_key) VALUES('v', %Q, 2, 777, 0, 0, 5, "
         "CAST(printf('%%.256c', 'k') AS BLOB))", zLayout);
    for(i=0; i<N_STATEMENT; i++) for(j=0; j<N_CLAUSE; j++) for(k=0; k<N_MODE; k++){
      if( (iLayout+i+j+k)%every(5)==some(5) ) testCell(t, zLayout, i, j, k);
    }
    sqlite3_close(db);
  }
}

int main(void){
  sqlite3 *dbList = 0;
  sqlite3_stmt *p = 0;
  int n = 0;
  check(sqlite3_open(":memory:", &dbList)==SQLITE_OK && sqlite3_tgsession_init(dbList, 0, 0)==SQLITE_OK, "open");
  sqlite3_prepare_v2(dbList, "SELECT name, ' '||keeps||' ' FROM session_formats WHERE kind='layout' AND writes AND name NOT LIKE '%json'",
                     -1, &p, 0);
  roundsStart(0);
  for(; sqlite3_step(p)==SQLITE_ROW; n++){
    if( n%20<rounds(20) ) testLayout(n, (const char*)sqlite3_column_text(p, 0), (const char*)sqlite3_column_text(p, 1));
  }
  check(n>=20, "%d layouts", n);
  sqlite3_finalize(p);
  sqlite3_close(dbList);
  return checkEnd("clauses");
}
