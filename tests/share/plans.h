/* Session files of every layout, as their clients write them and as none would, in every form that SQLite has for them.
**
**     Plan pl = plan(layout());
**     make("x.session", &pl, -1);              -1: its schema as it should be; else one of aOdd
*/
#ifndef PLANS_H
#define PLANS_H

#include "files.h"
#include "said.h"

typedef struct Plan {
  const TgLayout *pL;
  unsigned szPage;
  int nReserve, iVacuum, bUtf16;
  int bClean;                              /* as a client would write it */
  int nGrow;                               /* rows of other tables */
} Plan;

static inline Plan plan(const TgLayout *pL){
  Plan pl;
  pl.pL = pL;
  pl.szPage = rnd(3) ? 4096 : 512u<<rnd(8);
  pl.nReserve = rnd(4) ? 0 : (int)rnd(33);
  pl.iVacuum = rnd(4) ? 0 : 1+(int)rnd(2);
  pl.bUtf16 = rnd(15)==0;
  pl.bClean = rnd(4)!=0;
  pl.nGrow = rnd(3) ? (int)rnd(4) : (int)rnd(400);
  return pl;
}

static inline const TgLayout *layout(void){                     /* one that has tables */
  for(;;){
    const TgLayout *pL = &ctx.pCat->a[rnd((unsigned)ctx.pCat->n)];
    if( tgLayoutSection(pL, 0, "schema") && pL->eAccess!=TG_HIDDEN ) return pL;
  }
}

/* What a client might write into a column called zCol. */
static void bindClean(sqlite3_stmt *p, int i, const char *zCol, const Plan *pPlan){
  static const char *const azAddr[] = { "149.154.167.51", "149.154.175.50", "149.154.167.40", "",
    "2001:67c:4e8:f002::a", "[2001:67c:4e8:f002::a]", "venus.web.telegram.org", 0 };
  static u8 a[2000];
  unsigned k, n = rnd(8) ? rnd(20) : rnd(2000);
  if( strcmp(zCol, "auth_key")==0 ){
    for(k=0; k<256; k++) a[k] = (u8)rnd(256);
    if( rnd(6)==0 ) memset(a, 0, 256);
    sqlite3_bind_blob(p, i, a, rnd(6) ? 256 : 0, SQLITE_TRANSIENT);
  }else if( strcmp(zCol, "version")==0 || strcmp(zCol, "number")==0 ){
    sqlite3_bind_int(p, i, rnd(5) ? pPlan->pL->iVersion : (int)rnd(11));
  }else if( strcmp(zCol, "dc_id")==0 ){
    sqlite3_bind_int(p, i, rnd(8) ? 1+(int)rnd(5) : rnd(2) ? 0 : 203);
  }else if( strcmp(zCol, "server_address")==0 ){
    sqlite3_bind_text(p, i, azAddr[rnd(8)], -1, SQLITE_STATIC);
  }else if( strcmp(zCol, "port")==0 ){
    if( rnd(6) ) sqlite3_bind_int(p, i, rnd(2) ? 443 : rnd(2) ? 80 : 0);
  }else if( strcmp(zCol, "test_mode")==0 || strcmp(zCol, "is_bot")==0 ){
    if( rnd(6) ) sqlite3_bind_int(p, i, (int)rnd(2));
  }else if( strcmp(zCol, "takeout_id")==0 || strcmp(zCol, "tmp_auth_key")==0 ){
    if( rnd(10)==0 ) sqlite3_bind_int(p, i, (int)rnd(2)*7);
  }else if( strcmp(zCol, "id")==0 ){
    sqlite3_bind_int64(p, i, rnd(6) ? (i64)rnd(2000)-500 : 0);
  }else if( strcmp(zCol, "hash")==0 || strcmp(zCol, "user_id")==0 ){
    if( rnd(6) ) sqlite3_bind_int64(p, i, rnd(5) ? (i64)(iSeed>>rnd(60)>>1) : 0);
  }else if( strstr(zCol, "date") || strstr(zCol, "pts") || strcmp(zCol, "api_id")==0 ){
    sqlite3_bind_int(p, i, (int)rnd(2000000000));
  }else if( rnd(5) ){
    memset(a, (int)('a'+rnd(26)), n);
    sqlite3_bind_text(p, i, (char*)a, (int)n, SQLITE_TRANSIENT);
  }
}

/* And what none would. */
static void bindWild(sqlite3_stmt *p, int i){
  static u8 a[400];
  unsigned k, n = rnd(2) ? rnd(10) : 250+rnd(12);
  for(k=0; k<n; k++) a[k] = (u8)(rnd(2) ? '0'+rnd(10) : rnd(256));
  switch( rnd(8) ){
    case 0: sqlite3_bind_null(p, i); break;
    case 1: sqlite3_bind_int64(p, i, (i64)(rnd(2) ? iSeed : ~iSeed)>>rnd(64)); break;
    case 2: sqlite3_bind_double(p, i, rnd(2) ? rnd(9) : (double)iSeed/7e9); break;
    case 3: sqlite3_bind_int(p, i, (int)rnd(4)-1); break;
    case 4: sqlite3_bind_text(p, i, "443", 3, SQLITE_STATIC); break;
    case 5: sqlite3_bind_text(p, i, "149.154.167.51\0x", 16, SQLITE_STATIC); break;
    case 6: sqlite3_bind_text(p, i, (char*)a, (int)n, SQLITE_TRANSIENT); break;
    default: sqlite3_bind_blob(p, i, a, (int)n, SQLITE_TRANSIENT); break;
  }
}

/* nRow rows into zTable. */
static void fill(sqlite3 *db, const char *zTable, const Plan *pPlan, int nRow){
  TgErr e = TG_ERR_INIT;
  sqlite3_stmt *pCol, *p = 0;
  char *azCol[40] = {0}, *z;
  int nCol = 0, i;
  pCol = tgPrepare(&e, db, "SELECT name FROM pragma_table_info(%Q)", zTable);
  while( nCol<40 && tgStep(&e, pCol) ){
    azCol[nCol++] = sqlite3_mprintf("%s", sqlite3_column_text(pCol, 0));
  }
  sqlite3_finalize(pCol);
  z = sqlite3_mprintf("INSERT OR IGNORE INTO \"%w\" VALUES(?", zTable);
  for(i=1; i<nCol; i++) z = sqlite3_mprintf("%z,?", z);
  z = sqlite3_mprintf("%z)", z);
  sqlite3_prepare_v2(db, z, -1, &p, 0);
  sqlite3_free(z);
  while( p && nRow-->0 ){
    for(i=0; i<nCol; i++){
      if( pPlan->bClean || rnd(9) ) bindClean(p, i+1, azCol[i], pPlan);
      else bindWild(p, i+1);
    }
    sqlite3_step(p);
    sqlite3_reset(p);
    sqlite3_clear_bindings(p);
  }
  sqlite3_finalize(p);
  for(i=0; i<nCol; i++) sqlite3_free(azCol[i]);
  tgErrClear(&e);
}

/* Every table: one account, one version, and some of the rest. */
static void fillAll(sqlite3 *db, const Plan *pPlan){
  TgErr e = TG_ERR_INIT;
  sqlite3_stmt *p;
  char *az[60];
  int n = 0, i;
  p = tgPrepare(&e, db, "SELECT name FROM sqlite_master WHERE type='table' AND "
                        "name NOT LIKE 'sqlite_%%'");
  while( n<60 && tgStep(&e, p) ) az[n++] = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
  sqlite3_finalize(p);
  for(i=0; i<n; i++){
    int bOne = strcmp(az[i], "sessions")==0 || strcmp(az[i], "version")==0;
    fill(db, az[i], pPlan, !bOne ? pPlan->nGrow : rnd(12) ? 1 : (int)rnd(4));
    sqlite3_free(az[i]);
  }
  tgErrClear(&e);
}

/* The text of a layout's section for a database of its own. */
static char *section(const TgLayout *pL, const char *zName){
  TgErr e = TG_ERR_INIT;
  const TgSection *pSec = tgLayoutSection(pL, 0, zName);
  char *z = pSec ? tgLayoutSql(&e, pSec->z, pSec->n, "main", "") : 0;
  tgErrClear(&e);
  return z;
}

/* zFrom, wherever it stands in z in small letters or capitals, becomes zTo; once.  Frees z. */
static char *replace(char *z, const char *zFrom, const char *zTo){
  int i, n = (int)strlen(zFrom);
  for(i=0; z[i]; i++){
    if( sqlite3_strnicmp(&z[i], zFrom, n)==0 ){
      char *zNew = sqlite3_mprintf("%.*s%s%s", i, z, zTo, &z[i+n]);
      sqlite3_free(z);
      return zNew;
    }
  }
  return z;
}

/* What somebody else's CREATE TABLE could say instead. */
static const struct { const char *zFrom, *zTo; } aOdd[] = {
  { "dc_id integer primary key", "dc_id integer primary key desc" },
  { "dc_id integer primary key", "dc_id integer" },
  { "dc_id integer primary key", "dc_id int primary key" },
  { "dc_id integer primary key", "dc_id integer primary key autoincrement" },
  { "dc_id integer primary key", "dc_id integer check(dc_id<>3) primary key" },
  { "dc_id integer primary key", "dc_id \"INTEGER\" primary key" },
  { "dc_id integer primary key", "dc_id text primary key" },
  { "dc_id integer primary key", "dc_id real" },
  { "dc_id integer primary key", "dc_id integer unique" },
  { "port integer", "port integer default 443" },
  { "port integer", "port real" },
  { "port integer", "port text" },
  { "port integer", "port integer as (443)" },
  { "port integer", "port integer, extra" },
  { "test_mode integer", "test_mode real" },
  { "test_mode integer", "test_mode" },
  { "server_address text", "server_address" },
  { "server_address text", "server_address integer" },
  { "takeout_id integer", "takeout_id integer default 0" },
  { "takeout_id integer", "takeout_id real" },
  { "takeout_id integer", "takeout_id text" },
  { "  id integer primary key", "  id integer primary key desc" },
  { "  id integer primary key", "  id integer" },
  { "hash integer not null", "hash real" },
  { "hash integer not null", "hash" },
  { "hash integer not null", "hash text" },
  { "hash integer not null", "hash integer default 7" },
  { "auth_key blob", "auth_key text" },
  { "auth_key blob", "auth_key blob collate nocase" },
  { "auth_key blob", "auth_key blob default x'00'" },
  { "user_id integer", "user_id real" },
  { "is_bot integer", "is_bot text" },
  { "date integer not null", "date real" },
  { "version integer primary key", "version integer" },
  { "version integer primary key", "version integer primary key desc" },
  { "version integer primary key", "version text primary key" },
  { "version integer primary key", "version real" },
  { "version integer primary key", "version integer primary key, extra" },
  { "number integer primary key", "number integer" },
  { "number integer primary key", "number real primary key" },
  { "number integer primary key", "number integer primary key desc" },
  { "number integer primary key", "number integer check(number>0)" },
};

/* What files go through: columns that go or have another name, rows that come, grow and go, pages that are freed and
** moved.  What fits no table that is there does nothing. */
static inline void live(sqlite3 *db){
  static const char *const azStep[] = {
    "ALTER TABLE sessions DROP COLUMN is_bot", "ALTER TABLE sessions DROP COLUMN takeout_id",
    "ALTER TABLE sessions DROP COLUMN date", "ALTER TABLE entities DROP COLUMN phone",
    "ALTER TABLE peers DROP COLUMN last_update_on", "ALTER TABLE sessions RENAME COLUMN port TO porto",
    "ALTER TABLE sessions RENAME TO session", "ALTER TABLE sessions ADD COLUMN more DEFAULT 7",
    "UPDATE sessions SET auth_key = randomblob(256)", "UPDATE sessions SET user_id = random()",
    "UPDATE sessions SET dc_id = dc_id + 1", "UPDATE entities SET name = hex(randomblob(600))",
    "INSERT INTO entities(id, hash) SELECT random(), 1 FROM entities LIMIT 100",
    "INSERT INTO peers(id, type, access_hash, last_update_on) SELECT random(), 'user', 1, 5 FROM peers LIMIT 100",
    "DELETE FROM entities WHERE abs(random())%%3", "DELETE FROM peers WHERE abs(random())%%3",
    "DELETE FROM update_state",
    "CREATE TABLE beside AS SELECT randomblob(1000) FROM peers", "DROP TABLE beside", "PRAGMA secure_delete=ON",
    "PRAGMA incremental_vacuum(3)", "VACUUM", "PRAGMA page_size=1024; VACUUM", "PRAGMA auto_vacuum=1; VACUUM",
  };
  int n;
  for(n=1+(int)rnd(12); n>0; n--) sqlf(db, azStep[rnd(TG_COUNT(azStep))]);
}

/* A file of some layout.  iOdd: what is odd about its schema, or -1. */
static inline void make(const char *zPath, const Plan *pPlan, int iOdd){
  sqlite3 *db = 0;
  char *z = section(pPlan->pL, "schema");
  int nReserve = pPlan->nReserve;
  if( iOdd>=0 ) z = replace(z, aOdd[iOdd].zFrom, aOdd[iOdd].zTo);
  sqlite3_open(zPath, &db);
  sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &nReserve);
  sqlf(db, "PRAGMA synchronous=OFF; PRAGMA page_size=%d; PRAGMA auto_vacuum=%d", pPlan->szPage,
        pPlan->iVacuum);
  if( pPlan->bUtf16 ) sqlf(db, "PRAGMA encoding='UTF-16'");
  sqlf(db, "BEGIN");
  sqlf(db, "%s", z);
  sqlite3_free(z);
  if( rnd(4) && (z = section(pPlan->pL, "indexes"))!=0 ){
    sqlf(db, "%s", z);
    sqlite3_free(z);
  }
  fillAll(db, pPlan);
  sqlf(db, "COMMIT");
  if( rnd(8)==0 ) sqlf(db, "DELETE FROM entities WHERE abs(random())%%2");
  if( rnd(8)==0 ) sqlf(db, "DELETE FROM peers");
  if( rnd(8)==0 ) sqlf(db, "ALTER TABLE sessions ADD COLUMN more DEFAULT 7");
  if( rnd(4)==0 ) live(db);
  if( rnd(20)==0 ) sqlf(db, "CREATE TABLE stranger(a)");
  if( rnd(20)==0 ) sqlf(db, "ANALYZE");
  if( rnd(8)==0 ) sqlf(db, "VACUUM");
  sqlite3_close(db);
}

#endif
