/* Are the tables written as ordinary tables are?  The same random statement goes to session, session_peers and
** session_states and to tables of the same columns and keys; then rows, types and changes() are compared.
**
**     ./writes               worlds that are always the same, and as many others, whose seed is printed
**     ./writes SEED [N]      N worlds of a seed
**
** A world is three databases of one connection: main, one in memory and a file; their layouts differ from world to
** world, so that seven worlds have each that can be written.  What a table of ours does beyond an ordinary one is said
** below in SQL, as sql/README.md says it: tidy() makes of a row what is kept of it, and what is wrong with it.
*/
#define _POSIX_C_SOURCE 200809L
#include "both.h"
#include "tgsession.h"

enum { N_DB = 3, N_STATEMENT = 60 };

static const char *const azDb[N_DB] = { "main", "bot", "x" };
static int nRefused, nConflict, nDone;       /* how statements end; a test of which all are refused is none */
static int bType, bUsername, bUsernames;     /* the statement gives them */
static char *zTrail;                         /* what was run in this world so far */

/*************************************** The tables *********************************************/

/* zWrong: what the tables refuse of a row as it was given, whatever the clause.  zUnkept: what its layout has no place
** for, as a CHECK.  azKept: what the layout keeps of each column, 0: what was given.  Each for the rows r that are new
** or changed; b is the row as it was, l its layout, g says which usernames the statement gives. */
#define GROUP "(r.id<0 AND r.id>-1000000000000)"
#define NAMES "(SELECT nullif(json_group_array(n), '[]') FROM (SELECT n FROM (" \
  " SELECT -1 AS o, lower(r.username) AS n WHERE r.username<>'' AND g.username" \
  /* one that is given alone takes the place of the main one before */ \
  " UNION ALL SELECT j.key, lower(j.value) FROM json_each(coalesce(nullif(r.usernames, ''), '[]')) j" \
  " WHERE g.usernames OR NOT g.username OR j.key>0) GROUP BY n ORDER BY min(o)))"
#define KEPT(c) "CASE WHEN l.need_pts THEN coalesce(r." c ", 0) ELSE r." c " END"
static const struct Table {
  const char *zName, *zColumns, *azColumn[12];
  const char *zWrong, *zUnkept, *azKept[12];
} aTable[] = {
  { "session_peers",
    "session TEXT, id INTEGER, type TEXT, access_hash INTEGER, username TEXT COLLATE NOCASE, usernames TEXT, "
    "phone_number TEXT, name TEXT, updated INTEGER, UNIQUE(session, id)",
    { "session", "id", "type", "access_hash", "username", "usernames", "phone_number", "name", "updated" },

    "l.layout IS NULL OR NOT l.peers OR r.session IS NOT coalesce(b.session, r.session)"
    " OR typeof(r.id)<>'integer' OR r.id=0 OR abs(r.id)>4503599627370495"
    " OR typeof(r.access_hash) NOT IN ('integer', 'null') OR typeof(r.updated) NOT IN ('integer', 'null')"
    " OR r.updated<0 OR r.updated>253402300799"
    " OR lower(r.type) NOT IN ('', 'user', 'bot', 'group', 'channel', 'supergroup', 'forum', 'direct', 'community')"
    /* A type fits its id; an id that changes takes another type along, unless one is given. */
    " OR (r.type<>'' AND (g.type OR lower(r.type) IS NOT b.type) AND"
    "   (lower(r.type) IN ('user', 'bot')<>(r.id>0) OR (lower(r.type)='group')<>" GROUP "))"
    " OR r.username GLOB '*[^A-Za-z0-9_]*' OR r.phone_number GLOB '*[^0-9]*'"
    " OR (r.usernames<>'' AND CASE WHEN json_valid(r.usernames) THEN json_type(r.usernames)<>'array' ELSE 1 END)",

    "(l.needs_hash AND NOT " GROUP " AND coalesce(r.access_hash, 0)=0)"
    " OR (l.layout GLOB 'mtcute*' AND " GROUP " AND coalesce(r.access_hash, 0)<>0)"
    " OR (l.layout GLOB 'grammers*' AND " NAMES " NOT NULL) OR (NOT l.usernames AND json_array_length(" NAMES ")>1)"
    " OR (NOT l.phones AND r.phone_number<>'') OR (l.layout GLOB 'telethon*' AND r.phone_number GLOB '0?*')"
    " OR (NOT l.names AND r.name<>'') OR (NOT l.updated AND r.updated NOT NULL)",

    { 0, 0,
      "CASE WHEN " GROUP " THEN 'group'"
      " WHEN r.id>0 THEN CASE WHEN lower(r.type)='bot' AND l.types THEN 'bot' ELSE 'user' END"
      " WHEN NOT l.types OR lower(r.type) IN ('', 'channel', 'user', 'bot', 'group') OR r.type IS NULL THEN 'channel'"
      " WHEN lower(r.type) IN ('forum', 'direct') AND l.types>1 THEN lower(r.type) ELSE 'supergroup' END",
      "CASE WHEN " GROUP " THEN coalesce(r.access_hash, 0) ELSE r.access_hash END",
      "json_extract(" NAMES ", '$[0]')", NAMES, "nullif(r.phone_number, '')", "CASE WHEN l.names THEN r.name END",
      "CASE WHEN r.updated IS NULL AND l.stamps THEN -1 ELSE r.updated END" } },

  { "session_states",
    "session TEXT, id INTEGER, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER, UNIQUE(session, id)",
    { "session", "id", "pts", "qts", "date", "seq" },

    "l.layout IS NULL OR NOT l.states OR r.session IS NOT coalesce(b.session, r.session)"
    " OR typeof(r.id)<>'integer' OR r.id>0 OR " GROUP
    " OR typeof(r.pts) NOT IN ('integer', 'null') OR typeof(r.qts) NOT IN ('integer', 'null')"
    " OR typeof(r.date) NOT IN ('integer', 'null') OR typeof(r.seq) NOT IN ('integer', 'null')"
    " OR min(coalesce(r.pts, 0), coalesce(r.qts, 0), coalesce(r.date, 0), coalesce(r.seq, 0))<0"
    " OR max(coalesce(r.pts, 0), coalesce(r.qts, 0), coalesce(r.seq, 0))>2147483647",

    "(l.need_pts AND r.id<0 AND r.pts IS NULL) OR (l.layout GLOB 'mtcute*' AND r.pts IS NULL)"
    " OR (l.layout GLOB 'pylogram*' AND r.id=0 AND"
    "     NOT max(coalesce(r.pts, 0), coalesce(r.qts, 0), coalesce(r.date, 0), coalesce(r.seq, 0)))"
    " OR (l.only_pts AND r.id<0 AND (r.qts<>0 OR r.seq<>0 OR (r.date<>0 AND l.layout NOT GLOB 'pylogram*')))",

    { 0, 0, KEPT("pts"), "CASE WHEN NOT l.only_pts OR r.id=0 THEN " KEPT("qts") " END",
      "CASE WHEN l.layout GLOB 'pylogram*' AND r.id<0 THEN coalesce(r.date, -1)"
      " WHEN NOT l.only_pts OR r.id=0 THEN " KEPT("date") " END",
      "CASE WHEN NOT l.only_pts OR r.id=0 THEN " KEPT("seq") " END" } },
};
enum { N_TABLE = 2 };

static char *azList[N_TABLE];                /* the columns, with commas */

static void copyTable(int t){
  const char *z = aTable[t].zName;
  must("DELETE FROM mat.t_%s", z);
  must("INSERT INTO mat.t_%s(%s) SELECT %s FROM %s", z, azList[t], azList[t], z);
}

/* One layout's row of mat.layout: session_formats says what it keeps, FORMATS what its columns can't be. */
static void makeLayout(const char *zDb, const char *zLayout){
  must("INSERT INTO mat.layout SELECT %Q, name, peers, states, usernames, names, phones, updated,"
       " name GLOB 'telethon*' OR name GLOB 'mtcute*',"
       " CASE WHEN name GLOB 'telethon*' OR name GLOB 'mtcute*' THEN 0"
       "   WHEN name IN ('kurigram-7', 'wzgram-8') THEN 2 ELSE 1 END,"
       " updated AND NOT name GLOB 'telethon*',"
       " name GLOB 'telethon*' OR name GLOB 'mtcute*' OR name GLOB 'grammers*' OR name GLOB 'pylogram*',"
       " name GLOB 'telethon-2.10' OR name GLOB 'mtcute*' OR name GLOB 'grammers*' OR name GLOB 'pylogram*'"
       " FROM (SELECT name, instr(keeps, ' peers')>0 AS peers, instr(keeps, 'states')>0 AS states,"
       "   instr(keeps, 'usernames')>0 AS usernames, instr(keeps, ' names')>0 AS names,"
       "   instr(keeps, 'phones')>0 AS phones, instr(keeps, 'updated')>0 AS updated"
       " FROM session_formats WHERE name=%Q)", zDb, zLayout);
}

static void makeWorld(int iWorld){
  int i, t;
  check(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "open");
  unlink("x.session");
  must("ATTACH ':memory:' AS mat; ATTACH ':memory:' AS bot; ATTACH './x.session' AS x;"
       "CREATE TABLE mat.layout(session, layout, peers, states, usernames, names, phones, updated, needs_hash,"
       "  types, stamps, need_pts, only_pts);"
       "CREATE TABLE mat.given(type, username, usernames); INSERT INTO mat.given VALUES (0, 0, 0)");
  for(i=0; i<N_DB; i++){
    char *z = sqlite3_mprintf("%s", one("SELECT name FROM session_formats WHERE kind='layout' AND writes LIMIT 1"
      " OFFSET %d %% (SELECT count(*) FROM session_formats WHERE kind='layout' AND writes)", N_DB*iWorld+i));
    must("INSERT INTO session(name, layout, dc_id, user_id, is_bot, test_mode, auth_key) VALUES(%Q, %Q, 2, 777, 0, 0,"
         " CAST(printf('%%.256c', 'k') AS BLOB))", azDb[i], z);
    makeLayout(azDb[i], z);
    sqlite3_free(z);
  }
  for(t=0; t<N_TABLE; t++){
    const char *z = aTable[t].zName;
    must("CREATE VIRTUAL TABLE temp.%s_too USING %s", z, z);
    must("CREATE TABLE mat.t_%s(k INTEGER PRIMARY KEY AUTOINCREMENT, %s);"
         "CREATE TABLE mat.b_%s AS SELECT * FROM mat.t_%s", z, aTable[t].zColumns, z, z);
    copyTable(t);
  }
}

/*************************************** Statements *********************************************/

static void putId(int t){
  static const char *const azOdd[] = { "NULL", "0", "'x'", "1.5", "'4'", "3.0", "4503599627370496" };
  unsigned x = 1 + rnd(9);
  if( rnd(60)==0 ) put("%s", pick(azOdd, 7));
  else if( t==1 && rnd(3)==0 ) put("0");
  else if( t==1 || rnd(3)==0 ) put("%lld", -1000000000000 - (long long)x);
  else put("%d", rnd(4) ? (int)x : -(int)x);
}

static void putValue(int t, const char *zColumn, int bInsert){
  static const char *const azType[] = { "NULL", "'user'", "'bot'", "'group'", "'channel'", "'supergroup'", "'forum'",
                                        "'Direct'", "''" };
  static const char *const azHash[] = { "NULL", "0", "1", "-9", "'77'", "4.0", "9223372036854775807", "1.5", "'x'" };
  static const char *const azName[] = { "NULL", "''", "'news'", "'News'", "'dup'", "'a b'", "'@at'" };
  static const char *const azNames[] = { "NULL", "'[]'", "''", "'x'" };
  static const char *const azPhone[] = { "NULL", "'12345'", "'70'", "'007'", "''", "'+7'", "'7'" };
  static const char *const azText[] = { "NULL", "''", "'Ann'", "'Ann B.'" };
  static const char *const azTime[] = { "NULL", "0", "1700000000", "'1700000001'", "-1", "1e9" };
  static const char *const azNumber[] = { "NULL", "0", "1", "2", "'3'", "4.0", "-1", "2147483647", "2147483648" };
  if( strcmp(zColumn, "id")==0 ) putId(t);
  else if( strcmp(zColumn, "type")==0 ) put("%s", pick(azType, 9));
  else if( strcmp(zColumn, "access_hash")==0 ) put("%s", pick(azHash, rnd(8) ? 6 : 9));
  else if( strcmp(zColumn, "username")==0 ) put("%s", pick(azName, rnd(8) ? 5 : 7));
  else if( strcmp(zColumn, "usernames")==0 && rnd(2) ){
    static int nName;                        /* those but the main one are one peer's alone, as Pyrofork's key has it */
    const char *z = bInsert ? "" : "_'||abs(id)||(id<0)||'";
    nName++;
    put("'[\"A%d%s\",\"b%d%s\",\"a%d%s\"]'", nName, z, nName, z, nName, z);
  }else if( strcmp(zColumn, "usernames")==0 ) put("%s", pick(azNames, rnd(8) ? 3 : 4));
  else if( strcmp(zColumn, "phone_number")==0 ) put("%s", pick(azPhone, rnd(8) ? 4 : 7));
  else if( strcmp(zColumn, "name")==0 ) put("%s", pick(azText, 4));
  else if( strcmp(zColumn, "updated")==0 || strcmp(zColumn, "date")==0 ) put("%s", pick(azTime, rnd(8) ? 4 : 6));
  else put("%s", pick(azNumber, rnd(8) ? 6 : 9));
}

static const char *anyColumn(int t){
  int n = 0;
  while( aTable[t].azColumn[n] ) n++;
  return aTable[t].azColumn[rnd((unsigned)n)];
}

static void putWhere(int t, int nDeep){
  static const char *const azOp[] = { "=", "<>", "<", ">=", "IS", "IS NOT" };
  const char *z;
  if( nDeep>0 && rnd(3)==0 ){
    put(rnd(5) ? "(" : "NOT (");
    putWhere(t, nDeep-1);
    put(rnd(2) ? " AND " : " OR ");
    putWhere(t, nDeep-1);
    put(")");
    return;
  }
  switch( rnd(9) ){
    case 0: put("session=%Q", pick(azDb, N_DB)); return;
    case 1: case 2: put("id="); putId(t); return;
    case 3: put("id IN ("); putId(t); put(", "); putId(t); put(", "); putId(t); put(")"); return;
    case 4: put("id<0"); return;
    case 5: z = anyColumn(t); put("%s IS %sNULL", z, rnd(2) ? "NOT " : ""); return;
    case 6:                                  /* of the table itself */
      sqlite3_str_appendf(aOut[0], "id IN (SELECT id FROM %s WHERE ", aTable[t].zName);
      sqlite3_str_appendf(aOut[1], "id IN (SELECT id FROM mat.t_%s WHERE ", aTable[t].zName);
      putWhere(t, 0);
      put(")");
      return;
    default:
      do z = anyColumn(t); while( strcmp(z, "session")==0 );
      put("%s %s ", z, pick(azOp, 6));
      putValue(t, z, 0);
  }
}

static void putInto(int t){
  sqlite3_str_appendf(aOut[0], "%s%s", aTable[t].zName, rnd(4) ? "" : "_too");
  sqlite3_str_appendf(aOut[1], "mat.t_%s", aTable[t].zName);
}

/* Of all sessions, or of one that the source names. */
static void putAll(void){
  const char *z = pick(azDb, N_DB);
  put(" WHERE ");
  if( rnd(4) ) return;
  sqlite3_str_appendf(aOut[0], "source=%Q AND ", z);
  sqlite3_str_appendf(aOut[1], "session=%Q AND ", z);
}

static const char *const azClause[] = { "", "", "", " OR IGNORE", " OR REPLACE", " OR ABORT", " OR FAIL" };

/* Which columns, at random, in their order: bit 1<<i of each that is taken. */
static unsigned someColumns(int t, unsigned nOf){
  unsigned m = 0, i;
  for(i=2; aTable[t].azColumn[i]; i++) if( rnd(nOf)==0 ) m |= 1u<<i;
  return m;
}

static void putInsert(int t){
  unsigned m = someColumns(t, 3) | (t==0 && rnd(3) ? 1u<<3 : 0), i, iRow, nRow = 1 + rnd(3);
  const char *zDb = rnd(30) ? pick(azDb, N_DB) : "nobody", *zClause = azClause[rnd(7)];
  /* Of two with one id the first may be one that can't be kept. */
  int iFirst = strstr(" OR IGNORE OR REPLACE", zClause) && zClause[0] ? 1+(int)rnd(9) : 0;
  if( t==1 && rnd(5) ) m |= 1u<<2;
  bType = bUsername = bUsernames = 1;
  put("INSERT%s INTO ", zClause);
  putInto(t);
  put("(session, id");
  for(i=2; aTable[t].azColumn[i]; i++) if( m>>i & 1 ) put(", %s", aTable[t].azColumn[i]);
  if( rnd(6)==0 ){                           /* of the table's own rows */
    put(") SELECT %Q, id", zDb);
    for(i=2; aTable[t].azColumn[i]; i++) if( m>>i & 1 ) put(", %s", aTable[t].azColumn[i]);
    put(" FROM ");
    putInto(t);
    put(" WHERE session=%Q AND ", pick(azDb, N_DB));
    putWhere(t, 1);
    put(" ORDER BY id");
    return;
  }
  put(") VALUES ");
  for(iRow=0; iRow<nRow; iRow++){
    put(iRow ? ", (%Q, " : "(%Q, ", zDb);
    if( iFirst ) put("%lld", (t ? -1000000000000 : 0) - iFirst - (int)iRow);
    else putId(t);
    for(i=2; aTable[t].azColumn[i]; i++){
      if( (m>>i & 1)==0 ) continue;
      put(", ");
      if( i==3 && t==0 && rnd(8) ) put("%d", 1+rnd(50));
      else putValue(t, aTable[t].azColumn[i], 1);
    }
    put(")");
  }
  if( sqlite3_libversion_number()>=3035000 && rnd(3)==0 ) put(" RETURNING session || ' ' || (id+0)");
}

/* Rows whose ids change meet each other by the order in which they are visited, which SQLite leaves open: either one
** row goes onto any id, or several where none can be. */
static void putUpdate(int t){
  static long long iFar = 1000;
  unsigned m = someColumns(t, 4), i, n = 0;
  int bId = rnd(5)==0, bSession = rnd(40)==0;
  put("UPDATE%s ", bId && !bSession ? azClause[rnd(7)] : "");
  putInto(t);
  put(" SET ");
  if( m==0 && !bId ) m = 1u<<(2+rnd(t ? 4 : 3));
  bType = m>>2 & 1;
  bUsername = m>>4 & 1;
  bUsernames = m>>5 & 1;
  for(i=2; aTable[t].azColumn[i]; i++){
    const char *z = aTable[t].azColumn[i];
    if( (m>>i & 1)==0 ) continue;
    put(n++ ? ", %s=" : "%s=", z);
    switch( strcmp(z, "usernames") ? rnd(8) : 3 ){
      case 0: put("%s", z); break;
      case 1: put(i==3 || t==1 || strcmp(z, "updated")==0 ? "%s+1" : "upper(%s)", z); break;
      case 2: put(strcmp(z, "username")==0 || strcmp(z, "name")==0 ? "'u'||abs(id%%7)" : "coalesce(%s, 1)", z); break;
      default: putValue(t, z, 0);
    }
  }
  if( bSession ) put(n++ ? ", session=%Q" : "session=%Q", pick(azDb, N_DB));
  if( bId && rnd(2) ){
    put(n ? ", id=" : "id=");
    putId(t);
    put(" WHERE session=%Q AND id=", pick(azDb, N_DB));
    putId(t);
    return;
  }
  if( bId ) put("%sid=id+%lld*(CASE WHEN id>0 THEN 1 ELSE -1 END)", n ? ", " : "", iFar += 1000);
  putAll();
  put("id<>777 AND ");
  putWhere(t, 2);
}

static void putDelete(int t){
  put("DELETE FROM ");
  putInto(t);
  putAll();
  putWhere(t, 2);
}

/*************************************** Both, compared *****************************************/

static char *different(int t){
  const char *z = aTable[t].zName;
  sqlite3_str *s = sqlite3_str_new(0);
  char *zCols, *zMine, *zCopy, *zOdd;
  int i;
  for(i=0; aTable[t].azColumn[i]; i++){
    sqlite3_str_appendf(s, "%s quote(%s)", i ? "||' '||" : "", aTable[t].azColumn[i]);
  }
  zCols = sqlite3_str_finish(s);
  zMine = sqlite3_mprintf("SELECT %s AS r FROM %s", zCols, z);
  zCopy = sqlite3_mprintf("SELECT %s AS r FROM mat.t_%s", zCols, z);
  zOdd = differ(zMine, zCopy);
  sqlite3_free(zCols);
  sqlite3_free(zMine);
  sqlite3_free(zCopy);
  return zOdd;
}

/* What the layouts keep of the rows that the ordinary table has now.  -1 if there is one that can't be, else how many
** OR IGNORE left out. */
static int tidy(int t, int bIgnore){
  const struct Table *p = &aTable[t];
  const char *z = p->zName;
  sqlite3_str *s = sqlite3_str_new(0), *set = sqlite3_str_new(0);
  char *zRows, *zChanged, *zSet;
  int i, nOut;
  for(i=0; p->azColumn[i]; i++){
    sqlite3_str_appendf(s, " OR r.%s IS NOT b.%s COLLATE BINARY", p->azColumn[i], p->azColumn[i]);
    if( p->azKept[i] ) sqlite3_str_appendf(set, ", (%s) AS %s", p->azKept[i], p->azColumn[i]);
  }
  zChanged = sqlite3_str_finish(s);
  zSet = sqlite3_str_finish(set);
  zRows = sqlite3_mprintf("FROM mat.given g, mat.t_%s r LEFT JOIN mat.b_%s b ON b.k=r.k LEFT JOIN mat.layout l"
                          " ON l.session=r.session WHERE (b.k IS NULL%s)", z, z, zChanged);
  nOut = one("SELECT 1 %s AND (%s)", zRows, p->zWrong)[0] ? -1 : 0;
  if( nOut==0 ){
    must("CREATE TABLE mat.out AS SELECT r.k %s AND (%s)", zRows, p->zUnkept);
    nOut = atoi(one("SELECT count(*) FROM mat.out"));
    if( nOut && !bIgnore ) nOut = -1;
    must("DELETE FROM mat.t_%s WHERE k IN mat.out;"
         "INSERT INTO mat.t_%s SELECT * FROM mat.b_%s WHERE k IN mat.out", z, z, z);
    must("CREATE TABLE mat.kept AS SELECT r.k%s %s", zSet, zRows);
    for(i=0; p->azColumn[i]; i++){
      if( p->azKept[i] ) must("UPDATE mat.t_%s SET %s=(SELECT n.%s FROM mat.kept n WHERE n.k=t_%s.k) WHERE k IN"
                              " (SELECT k FROM mat.kept)", z, p->azColumn[i], p->azColumn[i], z);
    }
    /* The account's own row is grammers' mark of who is logged in, and goes on to be there. */
    if( t==0 ) must("INSERT INTO mat.t_session_peers SELECT k, b.session, id, type, NULL, NULL, NULL, NULL, NULL, NULL"
                    " FROM mat.b_session_peers b JOIN mat.layout l USING(session) WHERE l.layout GLOB 'grammers*'"
                    " AND id=777 AND NOT EXISTS"
                    " (SELECT 1 FROM mat.t_session_peers t WHERE t.session=b.session AND t.id=777)");
    must("DROP TABLE mat.kept; DROP TABLE mat.out");
  }
  sqlite3_free(zRows);
  sqlite3_free(zChanged);
  sqlite3_free(zSet);
  return nOut;
}

/* -1 in the ordinary table stands for the time at which the row was written. */
static void stamp(int t){
  const char *zColumn = t ? "date" : "updated";
  must("UPDATE mat.t_%s SET %s=(SELECT v.%s FROM %s v WHERE v.session=t_%s.session AND v.id=t_%s.id"
       "  AND v.%s BETWEEN strftime('%%s', 'now')-600 AND strftime('%%s', 'now')+1) WHERE %s=-1",
       aTable[t].zName, zColumn, zColumn, aTable[t].zName, aTable[t].zName, aTable[t].zName, zColumn, zColumn);
}

static int returned(void *pOut, int n, char **az, char **azName){
  (void)n; (void)azName;
  sqlite3_str_appendf(pOut, "%s, ", az[0]);
  return 0;
}

/* One statement to both. */
static void runBoth(int t){
  const char *z = aTable[t].zName;
  char *azSql[2], *zErr = 0, *zOdd;
  int rc, rcCopy, nCopy, nOut, bFail, bIgnore, nWas = nFail;
  bothEnd(azSql);
  bothStart();                               /* for what they return */
  bFail = strstr(azSql[0], " OR FAIL ")!=0;
  bIgnore = strstr(azSql[0], " OR IGNORE ")!=0;
  must("DELETE FROM mat.b_%s; INSERT INTO mat.b_%s SELECT * FROM mat.t_%s", z, z, z);
  must("SAVEPOINT both; SAVEPOINT theirs");
  rcCopy = sqlite3_exec(db, azSql[1], returned, aOut[1], 0);
  nCopy = sqlite3_changes(db);
  must("UPDATE mat.given SET type=%d, username=%d, usernames=%d", bType, bUsername, bUsernames);
  nOut = tidy(t, bIgnore);
  if( nOut<0 || (rcCopy && !bFail) ) must("ROLLBACK TO theirs");
  must("RELEASE theirs");
  rc = sqlite3_exec(db, azSql[0], returned, aOut[0], &zErr);
  if( (bFail && nOut<0) || ((bFail || bIgnore) && rc==SQLITE_MISMATCH) ){
    must("ROLLBACK TO both");                /* a cell is looked at before what else there is: which rows came first? */
  }else{
    check((rc==SQLITE_OK)==(nOut>=0 && rcCopy==SQLITE_OK), "%s\n    says %s; an ordinary table %s", azSql[0],
          zErr ? zErr : "nothing", nOut<0 ? "may not keep it" : rcCopy ? "has a conflict" : "takes it");
    check(rc || rcCopy || sqlite3_changes(db)==nCopy-nOut, "%s\n    changes %d rows, an ordinary table's are %d",
          azSql[0], sqlite3_changes(db), nCopy-nOut);
  }
  must("RELEASE both");
  if( rc==SQLITE_OK ) nDone += nCopy>0;
  else if( rcCopy ) nConflict++;
  else nRefused++;
  stamp(t);
  zOdd = different(t);
  check(zOdd==0, "%s\n    %s", azSql[0], zOdd);
  zTrail = sqlite3_mprintf("%z%s;\n", zTrail, azSql[0]);
  if( nFail>nWas ){
    if( getenv("V") ) printf("%s", zTrail);
    copyTable(t);
  }
  sqlite3_free(zOdd);
  sqlite3_free(zErr);
  sqlite3_free(azSql[0]);
  sqlite3_free(azSql[1]);
  bothEnd(azSql);
  check(rc || rcCopy || nOut || bIgnore || sqlite3_stricmp(azSql[0], azSql[1])==0,
        "%sreturned; by an ordinary table %s", azSql[0], azSql[1]);
  sqlite3_free(azSql[0]);
  sqlite3_free(azSql[1]);
}

/* What a ROLLBACK undoes it undoes for both. */
static void runTransaction(void){
  char *zOdd, z[40];
  int t;
  nextTransaction(z);
  zTrail = sqlite3_mprintf("%z%s;\n", zTrail, z);
  for(t=0; t<N_TABLE; t++){
    zOdd = different(t);
    check(zOdd==0, "after %s: %s\n    %s", z, aTable[t].zName, zOdd);
    if( zOdd ) copyTable(t);
    sqlite3_free(zOdd);
  }
}

/* What was committed is in the file, for a connection of its own, and no client has anything to say against it. */
static void endWorld(void){
  int i;
  bothCommit();
  check(atoi(one("SELECT count(*) FROM (SELECT id, access_hash, usernames FROM session_peers('./x.session')"
                 " EXCEPT SELECT id, access_hash, usernames FROM mat.t_session_peers WHERE session='x')"))==0,
        "the file differs");
  for(i=0; i<N_DB; i++){
    check(strcmp(one("PRAGMA %s.integrity_check", azDb[i]), "ok")==0, "%s: integrity", azDb[i]);
    check(one("SELECT 1 WHERE session_check(%Q) LIKE '%%\"error\"%%'", azDb[i])[0]==0, "%s: %s", azDb[i],
          one("SELECT layout || session_check(%Q) FROM session(%Q)", azDb[i], azDb[i]));
  }
  sqlite3_free(zTrail);
  zTrail = 0;
  bothClose();
}

static void worlds(uint64_t seed, int n){
  int i, j, nBad = nFail;
  iSeed = seed;
  for(i=0; i<n; i++){
    makeWorld(i);
    for(j=0; j<N_STATEMENT; j++){
      int t = rnd(3)==0;
      if( rnd(6)==0 ){
        runTransaction();
        continue;
      }
      bothStart();
      switch( rnd(4) ){
        case 0: case 1: putInsert(t); break;
        case 2: putUpdate(t); break;
        default: if( rnd(3) ) putUpdate(t); else putDelete(t);
      }
      runBoth(t);
    }
    endWorld();
  }
  check(nDone>nRefused/3 && nConflict>n/2, "%d done, %d refused, %d conflicts", nDone, nRefused, nConflict);
  if( nFail>nBad ) printf("writes: these are of seed %llu\n", (unsigned long long)seed);
}

int main(int argc, char **argv){
  int t, i;
  if( !filesStart("writes") || chdir(zDir) ) return 2;
  for(t=0; t<N_TABLE; t++){
    sqlite3_str *s = sqlite3_str_new(0);
    for(i=0; aTable[t].azColumn[i]; i++) sqlite3_str_appendf(s, "%s%s", i ? ", " : "", aTable[t].azColumn[i]);
    azList[t] = sqlite3_str_finish(s);
  }
  i = bothMain(argc, argv, "writes", 7, worlds);
  for(t=0; t<N_TABLE; t++) sqlite3_free(azList[t]);
  return i;
}
