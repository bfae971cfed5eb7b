/* ops: what is wrong with a session, and mending it.
**
**     SELECT session_check('./old.session');
**     [{"code":"version-mismatch","severity":"error","repair":true,
**       "finding":"the version number says 8, the structure is that of telethon-7"}]
**
** Findings about content are SQL in the layouts' files: section find-CODE counts, section fix-CODE
** mends. What each means for its user stands in base_finding.h, for all layouts.
*/
#include "ops/op.h"
#include "base/os.h"
#include "base/vfs.h"
#include "base/peel.h"

/* A JSON array that grows.  bOnlyRead: session_repair() would refuse this one. */
typedef struct Care { sqlite3_str *s; int n, bOnlyRead; } Care;

/* What is to be done about a finding, or was. */
#define MENDABLE "\"repair\":true"
#define NOT_MENDABLE "\"repair\":false"
#define MENDED "\"status\":\"mended\""
#define FAILED "\"status\":\"failed\""

/* One more element. */
static void careItem(Care *c, const char *zCode, const char *zSeverity, const char *zState,
                     const char *zText){
  sqlite3_str_appendf(c->s, "%s{\"code\":\"%s\",\"severity\":\"%s\",%s,\"finding\":",
                      c->n++ ? "," : "[", zCode, zSeverity, zState);
  tgJsonText(c->s, zText);
  sqlite3_str_appendchar(c->s, 1, '}');
}

/* One more finding; zText is freed. */
static void careSay(TgErr *e, Care *c, TgFinding f, const char *zState, char *zText){
  if( e->rc==SQLITE_OK ) careItem(c, aTgFinding[f].zCode, aTgFinding[f].zSeverity, zState, zText);
  sqlite3_free(zText);
}

static void careAdd(TgErr *e, Care *c, TgFinding f, int bRepair, char *zText){
  careSay(e, c, f, bRepair && !c->bOnlyRead ? MENDABLE : NOT_MENDABLE, zText);
}

static void careMended(TgErr *e, Care *c, TgFinding f, char *zText){
  careSay(e, c, f, MENDED, zText);
}

/* All that was written to s, from sqlite3_malloc; 0 with an error. */
static char *careText(TgErr *e, sqlite3_str *s){
  char *z = sqlite3_str_finish(s);
  if( z==0 ) tgNomem(e);
  if( e->rc!=SQLITE_OK ){
    sqlite3_free(z);
    z = 0;
  }
  return z;
}

static char *careFinish(TgErr *e, Care *c){
  sqlite3_str *s = c->s;
  c->s = 0;
  sqlite3_str_appendall(s, c->n ? "]" : "[]");
  return careText(e, s);
}

/* What a table that no client makes is a case of. */
static TgFinding careTable(TgErr *e, TgStore *st, const char *zName){
  char *zSql = tgStoreSql(e, st, "dangerous");
  int bDanger = zSql
      && tgQueryInt(e, st->db, 0, "SELECT count(*) FROM (%s) WHERE name=%Q", zSql, zName)>0;
  sqlite3_free(zSql);
  return bDanger ? TG_F_DANGEROUS_TABLE : TG_F_FOREIGN_TABLE;
}

static int careJudged(TgErr *e, void *pArg, TgFinding f, const char *zName, const char *zSql){
  (void)zSql;
  careAdd(e, pArg, f, 0,
          tgSay(e, "%s: %Q; nothing is written while it is there", aTgFindingText[f].zMeaning,
                zName));
  return 0;
}

/* Tables, views, triggers and indexes that no client of the family makes. */
static void careForeign(TgErr *e, TgStore *st, Care *c){
  sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT type, name, tbl_name FROM \"%w\".%s WHERE "
      "name NOT LIKE 'sqlite\\_%%' ESCAPE '\\' OR name LIKE 'sqlite\\_stat_' ESCAPE '\\' "
      "OR name='sqlite_sequence' LIMIT 5000", st->zSchema, tgMaster(st->zSchema));
  int nTable = 0;
  while( tgStep(e, p) ){
    const char *zType = tgText(e, p, 0), *zName = tgText(e, p, 1);
    if( zType==0 || zName==0 ) continue;
    if( strcmp(zType, "view")==0 ){
      careAdd(e, c, TG_F_FOREIGN_VIEW, 0, tgSay(e, "a view that no client makes: %Q", zName));
    }else if( strcmp(zType, "table")==0 && nTable<20
        && !tgShapeHas(&st->shape, zName, -1) ){
      TgFinding f = careTable(e, st, zName);
      nTable++;
      careAdd(e, c, f, strncmp(zName, "sqlite_stat", 11)==0,
              tgSay(e, "a table that no client makes: %Q%s", zName,
                    f==TG_F_DANGEROUS_TABLE ? "; Telethon 2 loses the key over it" : ""));
    }
  }
  sqlite3_finalize(p);
  tgStoreJudge(e, st, careJudged, c);
}

static void careIntegrity(TgErr *e, TgStore *st, Care *c){
  sqlite3_stmt *p = tgPrepare(e, st->db, "PRAGMA \"%w\".integrity_check(3)", st->zSchema);
  while( tgStep(e, p) ){
    const char *z = tgText(e, p, 0);
    if( z && strcmp(z, "ok")!=0 ) careAdd(e, c, TG_F_INTEGRITY, 0, tgSay(e, "%s", z));
  }
  if( (e->rc & 0xff)==SQLITE_CORRUPT ){
    tgErrClear(e);
    careAdd(e, c, TG_F_INTEGRITY, 0, tgSay(e, "database disk image is malformed"));
  }
  sqlite3_finalize(p);
}

/* Can session_repair() mend what is wrong with the account?  Only where there is no choice. */
static int careRepairs(TgErr *e, TgStore *st, const TgAccount *a, TgFinding f){
  switch( f ){
    case TG_F_MISSING_COLUMN:
      if( tgStoreLostKey(e, st) ) return 0;
      /* fall through */
    case TG_F_MISSING_TABLE:
      return st->pLayout->eAccess==TG_WRITE;
    case TG_F_VERSION_MISMATCH: case TG_F_NO_VERSION:
      return strchr(st->pLayout->zVersion, '.')!=0;
    case TG_F_NULL_LOGIN:
      return (a->have & TG_BIT(TG_USER_ID)) && a->n[TG_USER_ID]!=0
          && ALWAYS(tgLayoutSection(st->pLayout, &st->shape, "fix-null-login"));
    case TG_F_ADDRESS_DC: case TG_F_NO_ADDRESS:
      return (st->pLayout->needs & TG_BIT(TG_SERVER_ADDRESS)) && (a->have & TG_BIT(TG_DC_ID))
          && tgStoreLogins(e, st)<2
          && tgDcAddress(st->pLayout->zFamily, a->n[TG_DC_ID], a->n[TG_TEST_MODE]!=0, 0, 0)!=0;
    default:
      return 0;
  }
}

/* One thing that is wrong with the structure or the account, z, which is freed; what only its user
** can know, with the statement that says it. */
static void careFault(TgErr *e, TgStore *st, Care *c, const TgAccount *a, char *z){
  TgFinding f = tgProblemFinding(z);
  int bRepair = careRepairs(e, st, a, f);
  if( !bRepair && (f==TG_F_NULL_LOGIN || f==TG_F_BAD_VALUE || f==TG_F_BAD_API_ID) ){
    careAdd(e, c, f, 0, tgSay(e, "%s; UPDATE session SET %s = ... WHERE %s = %Q", tgProblemText(z),
            f==TG_F_BAD_VALUE ? "dc_id" : f==TG_F_BAD_API_ID ? "api_id" : "user_id",
            tgIsPath(st->zName) ? "source" : "name", st->zName));
  }else{
    careAdd(e, c, f, bRepair, tgSay(e, "%s", tgProblemText(z)));
  }
  sqlite3_free(z);
}

/* The structure, the number, and what the account's row tells.  What has been said of it is left
** out, and how many logins there are, which careContent() counts. */
static void careWrong(TgErr *e, TgStore *st, Care *c){
  TgAccount a;
  char *z = 0;
  int i = 0, bBad;
  tgStoreAccount(e, st, &a, &z, 0);
  bBad = z!=0;
  if( z ) careAdd(e, c, tgProblemFinding(z), 0, tgSay(e, "%s", tgProblemText(z)));
  sqlite3_free(z);
  while( (z = tgStoreWrong(e, st, &a, &i))!=0 ){
    TgFinding f = tgProblemFinding(z);
    if( f==TG_F_SEVERAL_LOGINS || (bBad && f==TG_F_NULL_LOGIN) ) sqlite3_free(z);
    else careFault(e, st, c, &a, z);
  }
  tgWipe(&a, sizeof(a));
}

/* The sentence of a finding that a layout has counted. */
static char *careCounted(TgErr *e, TgFinding f, i64 n){
  const char *z = aTgFindingText[f].zMeaning;
  switch( f ){
    case TG_F_NO_ROW: case TG_F_IPV6_ADDRESS: case TG_F_TAKEOUT:
      return tgSay(e, "%s", z);
    case TG_F_SEVERAL_LOGINS: case TG_F_SEVERAL_ROWS:
      return tgSay(e, "%s (%lld more)", z, n);
    default:
      return tgSay(e, "%s: %lld", z, n);
  }
}

/* What one of them counts; 0 where the layout has none. */
static i64 careCount(TgErr *e, TgStore *st, const char *zFind){
  char *zSql = tgStoreSql(e, st, zFind);
  i64 n = zSql ? tgQueryInt(e, st->db, 0, "%s", zSql) : 0;
  sqlite3_free(zSql);
  return n;
}

/* All find sections as one statement, in front of each the finding's number; from
** sqlite3_malloc. */
static char *careCountsSql(TgErr *e, TgStore *st){
  sqlite3_str *s = sqlite3_str_new(0);
  const char *zSep = "SELECT";
  char zFind[48], *z;
  int i;
  for(i=0; i<TG_NFINDING; i++){
    sqlite3_snprintf(sizeof(zFind), zFind, "find-%s", aTgFinding[i].zCode);
    z = tgStoreSql(e, st, zFind);
    if( z ) sqlite3_str_appendf(s, "%s %d, (%s\n)", zSep, i, z);
    if( z ) zSep = ",";
    sqlite3_free(z);
  }
  if( sqlite3_str_length(s)==0 ) sqlite3_str_appendall(s, "SELECT 0, 0");
  return careText(e, s);
}

/* What all of them count.  pChecked: where the statement is kept for the next file, or 0. */
static void careCounts(TgErr *e, TgStore *st, TgChecked *pChecked, i64 aCount[TG_NFINDING]){
  TgChecked here = {0, 0, 0}, *k = pChecked ? pChecked : &here;
  sqlite3_stmt *p;
  int i, n;
  if( k->zCounts==0 ) k->zCounts = careCountsSql(e, st);
  p = tgPrepare(e, st->db, "%s", k->zCounts);
  n = tgStep(e, p) ? sqlite3_column_count(p) : 0;
  for(i=0; i<n; i+=2) aCount[sqlite3_column_int(p, i)] = sqlite3_column_int64(p, i+1);
  sqlite3_finalize(p);
  sqlite3_free(here.zCounts);
}

/* What each find section counts.  bFix: mend it and say so instead, one after the other, because
** mending one thing changes how many there are of the next. */
static void careContent(TgErr *e, TgStore *st, Care *c, TgChecked *pChecked, int bFix){
  i64 aCount[TG_NFINDING] = {0};
  int i;
  if( !bFix ) careCounts(e, st, pChecked, aCount);
  for(i=0; i<TG_NFINDING && e->rc==SQLITE_OK; i++){
    char zFind[48], zFix[48], *zSql;
    TgFinding f = (TgFinding)i;
    i64 n = aCount[i];
    if( !bFix && n<=0 ) continue;
    sqlite3_snprintf(sizeof(zFind), zFind, "find-%s", aTgFinding[i].zCode);
    sqlite3_snprintf(sizeof(zFix), zFix, "fix-%s", aTgFinding[i].zCode);
    if( bFix && (n = careCount(e, st, zFind))<=0 ) continue;
    zSql = tgStoreSql(e, st, zFix);
    if( !bFix ){
      careAdd(e, c, f, zSql!=0 || f==TG_F_NO_ROW, careCounted(e, f, n));
    }else if( f==TG_F_NO_ROW ){
      tgStoreRun(e, st, "empty", 0, 0);
      careMended(e, c, f, tgSay(e, "the empty account row is there again"));
    }else if( zSql ){
      tgStoreRun(e, st, zFix, 0, 0);
      n -= careCount(e, st, zFind);
      if( n>0 ) careMended(e, c, f, careCounted(e, f, n));
    }
    sqlite3_free(zSql);
  }
}

/* Is there a table, an index or a trigger called zName?  Not known is yes. */
static int careHas(TgErr *e, TgStore *st, const char *zName){
  return tgQueryInt(e, st->db, 1, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q", st->zSchema,
                    tgMaster(st->zSchema), zName)!=0;
}

/* Indexes and triggers that the layout has and the database lacks. */
static int careMissing(TgErr *e, TgStore *st, Care *c, int bFix){
  static const char *const azCreate[] = { "CREATE INDEX main.", "CREATE TRIGGER main." };
  const TgSection *pSec = tgLayoutSection(st->pLayout, &st->shape, "indexes");
  const char *z, *zEnd;
  int i, n, nMissing = 0;
  if( pSec==0 ) return 0;
  for(z = pSec->z, zEnd = z + pSec->n; z<zEnd; z++){
    for(i=0; i<2; i++){
      int nCreate = (int)strlen(azCreate[i]);
      char *zName;
      if( zEnd-z<=nCreate || memcmp(z, azCreate[i], (size_t)nCreate)!=0 ) continue;
      for(n=0; z[nCreate+n]!=' ' && z[nCreate+n]!='\n'; n++){}
      zName = tgStrdup(e, z+nCreate, n);
      if( zName && !careHas(e, st, zName) ){
        nMissing++;
        if( bFix ){
          const char *zStop = i==0 ? memchr(z, ';', (size_t)(zEnd-z)) : strstr(z, "END;");
          char *zSql = tgLayoutSql(e, z, (int)(zStop - z) + (i==0 ? 1 : 4), st->zSchema, "");
          tgExec(e, st->db, "%s", zSql);
          if( !careHas(e, st, zName) ) tgFail(e, SQLITE_AUTH, "an authorizer does not let it");
          sqlite3_free(zSql);
        }
        if( bFix ) careMended(e, c, TG_F_MISSING_INDEX, tgSay(e, "%s is missing", zName));
        else careAdd(e, c, TG_F_MISSING_INDEX, 1, tgSay(e, "%s is missing", zName));
      }
      sqlite3_free(zName);
    }
  }
  return nMissing;
}

/* A -wal beside the file holds what the file does not have yet; and a key is for its owner
** alone. */
static void careFile(TgErr *e, TgStore *st, const char *zName, Care *c){
  if( st->mode & 077 ){
    careAdd(e, c, TG_F_FILE_MODE, 0,
            tgSay(e, "others than its owner may read or write it: its mode is 0%03o", st->mode));
  }
  if( st->nName>1 ){
    careAdd(e, c, TG_F_SAME_FILE, 0,
            tgSay(e, "the file has %d names: what is done to one is done to all", st->nName));
  }else if( st->bOwn && tgOsKind(zName, 0)==TG_OS_LINK ){
    careAdd(e, c, TG_F_SAME_FILE, 0,
            tgSay(e, "it is a symbolic link: what is done to it is done to the file that it leads "
                     "to"));
  }
  if( st->bOwn && tgPeelTokenIn(zName) ){
    careAdd(e, c, TG_F_SECRET_IN_NAME, 0,
            tgSay(e, "%s", aTgFindingText[TG_F_SECRET_IN_NAME].zMeaning));
  }
  if( st->bOwn && tgVfsBeside(zName, "-wal") ){
    careAdd(e, c, TG_F_WAL, 0, tgSay(e, "a -wal lies beside the file: its client is running, or "
                                        "ended without closing; never copy or move one without the "
                                        "other"));
  }
}

/* Of a fleet most files have a schema that was found sound before. */
static void careDatabase(TgErr *e, TgStore *st, Care *c){
  TgChecked *p = tgShapeChecked(&st->shape, st->pLayout);
  int bSound = p && p->bSound, nForeign;
  careIntegrity(e, st, c);
  nForeign = c->n;
  if( !bSound ) careForeign(e, st, c);
  nForeign = c->n - nForeign;
  careContent(e, st, c, p, 0);
  if( !bSound && careMissing(e, st, c, 0)+nForeign==0 && p && e->rc==SQLITE_OK ) p->bSound = 1;
}

char *tgCheck(TgErr *e, TgCtx *pCtx, const char *zName){
  TgStore st;
  Care c = {0, 0, 0};
  c.s = sqlite3_str_new(0);
  tgContainer(e, &st, pCtx, zName, TG_OPEN_READ);
  if( e->rc==SQLITE_NOTADB || (e->rc & 0xff)==SQLITE_CORRUPT || e->f==TG_F_INTERRUPTED_WRITE
   || e->f==TG_F_WAL_UNREADABLE ){
    TgErr e2 = *e;
    e->zMsg = 0;
    tgErrClear(e);
    careAdd(e, &c, e2.f ? e2.f : e2.rc==SQLITE_NOTADB ? TG_F_NOT_A_DATABASE : TG_F_MALFORMED,
            e2.f==TG_F_INTERRUPTED_WRITE,
            tgSay(e, "%s", e2.zMsg));
    tgErrClear(&e2);
  }else if( e->rc==SQLITE_OK && st.shape.bActive ){
    careAdd(e, &c, TG_F_VIEW_AS_TABLE, 0,
            tgSay(e, "%s", aTgFindingText[TG_F_VIEW_AS_TABLE].zMeaning));
  }else if( e->rc==SQLITE_OK && st.pLayout==0 ){
    tgStoreUsable(e, &st, TG_USE_READ);                /* for its error */
  }else if( e->rc==SQLITE_OK ){
    c.bOnlyRead = st.pLayout->eAccess!=TG_WRITE || tgStoreNewer(&st);
    careWrong(e, &st, &c);
    if( tgLayoutSection(st.pLayout, 0, "schema") ) careDatabase(e, &st, &c);         /* not JSON */
    careFile(e, &st, zName, &c);
  }
  tgStoreClose(&st);
  return careFinish(e, &c);
}

/* The tables that are not there; where a column is not, all tables anew. */
static void repairMissing(TgErr *e, TgWrite *w, Care *c){
  TgStore *st = w->st;
  const char *zKey;
  TgFinding f;
  char *z;
  if( st->shape.nMissing==0 ) return;
  z = tgStoreProblem(e, st);
  if( z==0 ) return;                         /* no memory */
  f = tgProblemFinding(z);
  if( f!=TG_F_MISSING_COLUMN ){
    tgStoreComplete(e, st);
  }else if( (zKey = tgStoreLostKey(e, st))!=0 ){
    tgFailAs(e, SQLITE_ERROR, f,
             "%s can't be repaired: its column '%s' is missing, which tells the rows apart",
             st->zName, zKey);
  }else{
    tgRebuild(e, w);
  }
  if( st->shape.nMissing==0 ) careMended(e, c, f, tgSay(e, "%s", tgProblemText(z)));
  sqlite3_free(z);
}

/* The version row says what the structure is. */
static void repairVersion(TgErr *e, TgStore *st, Care *c){
  if( strchr(st->pLayout->zVersion, '.')==0 || (!tgStoreMismatch(st) && st->shape.bVersion) ){
    return;
  }
  careMended(e, c, st->shape.bVersion ? TG_F_VERSION_MISMATCH : TG_F_NO_VERSION,
          tgSay(e, "the version number is now %d", st->pLayout->iVersion));
  tgStorePutVersion(e, st);
}

/* Is f still wrong with the account? */
static int repairStill(TgErr *e, TgStore *st, TgFinding f){
  TgAccount a;
  char *z;
  int i = 0, bStill = 0;
  tgStoreAccount(e, st, &a, 0, 0);
  while( !bStill && (z = tgAccountWrong(e, &a, st->pLayout->needs, &i))!=0 ){
    bStill = tgProblemFinding(z)==f;
    sqlite3_free(z);
  }
  tgWipe(&a, sizeof(a));
  return bStill;
}

/* An address that fits the DC; a bot or not, and which environment.  Who it is, only its user
** knows. */
static void repairAccount(TgErr *e, TgStore *st, Care *c){
  TgAccount a;
  char *z;
  int i = 0;
  tgStoreAccount(e, st, &a, 0, 0);
  while( (z = tgAccountWrong(e, &a, st->pLayout->needs, &i))!=0 ){
    TgFinding f = tgProblemFinding(z);
    if( !careRepairs(e, st, &a, f) ){
      sqlite3_free(z);
      continue;
    }
    if( f==TG_F_NULL_LOGIN ){
      tgStoreRun(e, st, "fix-null-login", 0, 0);
    }else{
      a.have &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
      tgAccountFit(e, &a, st->pLayout->keeps, TG_BIT(TG_SERVER_ADDRESS), st->pLayout->zFamily);
      tgStoreSetAccount(e, st, &a, TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
    }
    if( !repairStill(e, st, f) ){
      careMended(e, c, f, f==TG_F_NULL_LOGIN ? tgSay(e, "%s", tgProblemText(z))
                 : tgSay(e, "server_address is now %s", a.zAddr));
    }
    sqlite3_free(z);
  }
  tgWipe(&a, sizeof(a));
}

typedef struct Repair { Care c; int bRebuild; char *z; } Repair;

/* What is foreign, as a list. */
typedef struct Foreign { TgFinding f; char *zName, *zSql; } Foreign;
typedef struct ForeignList { Foreign *a; int n; } ForeignList;

static int foreignAdd(TgErr *e, void *pArg, TgFinding f, const char *zName, const char *zSql){
  ForeignList *p = pArg;
  Foreign *a = sqlite3_realloc64(p->a, sizeof(*a)*((u64)p->n+1));
  if( a==0 ){
    tgNomem(e);
    return 1;
  }
  p->a = a;
  a[p->n].f = f;
  a[p->n].zName = tgStrdup(e, zName, -1);
  a[p->n++].zSql = tgStrdup(e, zSql, -1);
  return p->n>=1000;
}

static void foreignFree(ForeignList *p){
  int i;
  for(i=0; i<p->n; i++){
    sqlite3_free(p->a[i].zName);
    sqlite3_free(p->a[i].zSql);
  }
  sqlite3_free(p->a);
}

/* The foreign triggers.  DROP TRIGGER finds one by the name in its text, and leaves a row whose
** type is 'Trigger': so in a file the rows go, and SQLite reads the schema anew, which it does
** after a CREATE TABLE that was rolled back. */
static void foreignTriggers(TgErr *e, TgWrite *w, const ForeignList *p){
  TgStore *st = w->st;
  int i;
  if( st->bOwn ){
    sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 0, (int*)0);
    tgExec(e, st->db, "PRAGMA writable_schema=ON");
  }
  for(i=0; i<p->n; i++){
    if( p->a[i].f!=TG_F_FOREIGN_TRIGGER ) continue;
    if( !st->bOwn ) tgDrop(e, w, "TRIGGER", p->a[i].zName);
    /* as SQLite reads it: up to a NUL, and from a BLOB, too */
    else tgExec(e, st->db, "DELETE FROM \"%w\".%s WHERE printf('%%s', sql)=%Q", st->zSchema,
                tgMaster(st->zSchema), p->a[i].zSql);
  }
  if( st->bOwn ){
    tgExec(e, st->db, "PRAGMA writable_schema=OFF; SAVEPOINT anew; CREATE TABLE "
                      "\"%w\".tgsession_anew(x);ROLLBACK TO anew; RELEASE anew", st->zSchema);
    sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int*)0);
  }
}

/* On the user's connection its row would stay, so nothing is begun. */
static void foreignStays(TgErr *e, TgStore *st, const ForeignList *p){
  int i;
  for(i=0; i<p->n && !st->bOwn && e->rc==SQLITE_OK; i++){
    if( p->a[i].f==TG_F_FOREIGN_TRIGGER
        && tgQueryInt(e, st->db, 0,
                      "SELECT count(*) FROM \"%w\".%s WHERE sql=%Q AND type='trigger'",
                      st->zSchema, tgMaster(st->zSchema), p->a[i].zSql)!=1 ){
      tgFailAs(e, SQLITE_ERROR, TG_F_FOREIGN_TRIGGER,
               "%s can't be rebuilt here: its trigger %Q is written down as something else. "
               "Detach it, and name the file: SELECT session_repair('./FILE.session', 'rebuild', "
               "1)", st->zName, p->a[i].zName);
    }
  }
}

/* The tables anew, and a second look. */
static void repairRebuild(TgErr *e, TgWrite *w, Care *c){
  TgStore *st = w->st;
  ForeignList was = {0, 0}, is = {0, 0};
  int i;
  tgStoreJudge(e, st, foreignAdd, &was);
  foreignStays(e, st, &was);
  if( was.n ){
    foreignTriggers(e, w, &was);
    tgRebuild(e, w);
    tgStoreJudge(e, st, foreignAdd, &is);
    if( is.n ){
      tgFailAs(e, SQLITE_ERROR, is.a[0].f, "%s can't be rebuilt: %s, %Q, is still there", st->zName,
               aTgFindingText[is.a[0].f].zMeaning, is.a[0].zName);
    }
  }
  for(i=0; i<was.n; i++){
    careMended(e, c, was.a[i].f,
               tgSay(e, "%Q: the tables are made anew without it", was.a[i].zName));
  }
  foreignFree(&was);
  foreignFree(&is);
}

/* What ANALYZE leaves; sqlite_stat4, where SQLite was built for it. */
static void repairStat(TgErr *e, TgWrite *w, Care *c){
  static const char *const azStat[] = { "sqlite_stat1", "sqlite_stat2", "sqlite_stat3",
                                        "sqlite_stat4" };
  TgStore *st = w->st;
  TgFinding f;
  int i;
  for(i=0; i<TG_COUNT(azStat); i++){
    if( !careHas(e, st, azStat[i]) ) continue;
    f = careTable(e, st, azStat[i]);
    tgDrop(e, w, "TABLE", azStat[i]);
    careMended(e, c, f, tgSay(e, "%s is gone", azStat[i]));
  }
}

static void applyRepair(TgErr *e, TgWrite *w, void *pArg){
  Repair *r = pArg;
  TgStore *st = w->st;
  repairMissing(e, w, &r->c);
  if( r->bRebuild ) repairRebuild(e, w, &r->c);
  if( e->rc!=SQLITE_OK ) return;
  repairVersion(e, st, &r->c);
  repairAccount(e, st, &r->c);
  careContent(e, st, &r->c, 0, 1);
  careMissing(e, st, &r->c, 1);
  repairStat(e, w, &r->c);
  r->z = careFinish(e, &r->c);               /* before the commit, after which nothing may fail */
}

/* Is it a file that a look can't read, because a client was killed while it wrote?  Opened for
** writing it is mended. */
static int repairInterrupted(TgCtx *pCtx, const char *zName){
  TgErr e2 = TG_ERR_INIT;
  TgStore st;
  int b;
  if( tgIsSchema(pCtx, zName) ) return 0;
  tgContainer(&e2, &st, pCtx, zName, TG_OPEN_READ);
  tgStoreClose(&st);
  b = e2.f==TG_F_INTERRUPTED_WRITE;
  tgErrClear(&e2);
  return b;
}

char *tgRepair(TgErr *e, TgCtx *pCtx, const char *zName, int bRebuild){
  TgStore st;
  Repair r = {{0, 0, 0}, 0, 0};
  int bInterrupted = repairInterrupted(pCtx, zName);
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  tgStoreUsable(e, &st, bRebuild ? TG_USE_REBUILD : TG_USE_REPAIR);
  r.bRebuild = bRebuild;
  r.c.s = sqlite3_str_new(0);
  if( bInterrupted ){
    careMended(e, &r.c, TG_F_INTERRUPTED_WRITE,
               tgSay(e, "the write that was interrupted is undone"));
  }
  tgWrite(e, &st, TG_READS|TG_REMOVES, applyRepair, &r);
  if( r.c.s ) sqlite3_free(careFinish(e, &r.c));           /* it never came to that */
  tgStoreClose(&st);
  if( e->rc!=SQLITE_OK ){
    sqlite3_free(r.z);
    r.z = 0;
  }
  return r.z;
}

char *tgRepairFailed(TgErr *e){
  Care c = {sqlite3_str_new(0), 0, 0};
  careItem(&c, tgErrCode(e), "error", FAILED, e->zMsg);
  tgErrClear(e);
  return careFinish(e, &c);
}
