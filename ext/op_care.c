/* layer 4: what is wrong with a session, and mending it.
**
**     SELECT session_check('./old.session');
**     [{"code":"version-mismatch","severity":"error","repair":true,
**       "finding":"the version number says 8, the structure is that of telethon-7"}]
**
** Findings about content are SQL in the layouts' files: section find-CODE counts, section fix-CODE mends.
** What each means for its user stands here once, in aCare[], for all layouts.
*/
#include "op.h"

/* Findings that layouts count.  %lld is the number. */
static const struct { const char *zCode, *zSeverity, *zText; } aCare[] = {
  { "null-login", "error", "test_mode, user_id or is_bot is NULL: the client would log in anew and overwrite the key" },
  { "no-row", "warning", "there is no account row; the client may not start" },
  { "several-logins", "error", "more than one row with a key (%lld more): which is meant can't be told; nothing is written" },
  { "several-rows", "warning", "more rows than the one account (%lld more); the one with a key is read" },
  { "no-access-hash", "note", "users or channels without an access hash, whom the client can't reach: %lld" },
  { "old-channel-ids", "warning", "channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels: %lld" },
  { "unmarked-ids", "warning", "usernames that point to a channel's bare id and are not found: %lld" },
  { "null-usernames", "warning", "usernames that are NULL: %lld" },
  { "duplicate-usernames", "warning", "usernames that are stored twice: %lld" },
  { "stale-usernames", "warning", "usernames that an upgrade left behind in peers, where the client doesn't find them: %lld" },
  { "state-id", "warning", "update states under an id that is taken for the account's: %lld" },
  { "ipv6-address", "warning", "the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it" },
  { "takeout", "error", "takeout_id is set: Telethon 1.43 and 1.44 can't open the file" },
  { "malformed-usernames", "error", "peers whose usernames are no JSON, so that every look-up by username fails: %lld" },
  { "wrong-type", "error", "rows with text or blobs where numbers belong: %lld" },
};

/* A JSON array that grows. */
typedef struct Care { sqlite3_str *s; int n; } Care;

static void careAdd(TgErr *e, Care *c, const char *zCode, const char *zSeverity, int bRepair, char *zFinding){
  if( e->rc==SQLITE_OK && zFinding ){
    sqlite3_str_appendf(c->s, "%s{\"code\":\"%s\",\"severity\":\"%s\",\"repair\":%s,\"finding\":",
                        c->n++ ? "," : "[", zCode, zSeverity, bRepair ? "true" : "false");
    tgJsonText(c->s, zFinding);
    sqlite3_str_appendchar(c->s, 1, '}');
  }
  sqlite3_free(zFinding);
}

static char *careFinish(TgErr *e, Care *c){
  char *z;
  sqlite3_str_appendall(c->s, c->n ? "]" : "[]");
  z = sqlite3_str_finish(c->s);
  c->s = 0;
  if( z==0 ) tgNomem(e);
  if( e->rc!=SQLITE_OK ){
    sqlite3_free(z);
    z = 0;
  }
  return z;
}

/* Tables, views, triggers and indexes that no client of the family makes. */
static void careForeign(TgErr *e, TgStore *st, Care *c){
  sqlite3_stmt *p = tgPrepare(e, st->db, "SELECT type, name, tbl_name FROM \"%w\".%s WHERE name NOT LIKE 'sqlite\\_%%' ESCAPE '\\'"
      " OR name LIKE 'sqlite\\_stat_' ESCAPE '\\' OR name='sqlite_sequence' LIMIT 5000", st->zSchema,
      tgMaster(st->zSchema));
  char *zTrigger;
  int nTable = 0;
  while( tgStep(e, p) ){
    const char *zType = tgText(e, p, 0), *zName = tgText(e, p, 1);
    if( zType==0 || zName==0 ) continue;
    if( strcmp(zType, "view")==0 ){
      careAdd(e, c, "foreign-view", "warning", 0, tgSay(e, "a view that no client makes: %Q", zName));
    }else if( strcmp(zType, "table")==0 && !tgLayoutFamilyHas(st->pCtx->pCat, st->pLayout, zName) && nTable++<20 ){
      int bDanger = strncmp(st->pLayout->zName, "telethon", 8)==0 && (strpbrk(zName, "0123456789") || strncmp(zName, "sqlite_", 7)==0);
      careAdd(e, c, "foreign-table", bDanger ? "error" : "warning", strncmp(zName, "sqlite_stat", 11)==0,
              tgSay(e, "a table that no client makes: %Q%s", zName, bDanger ? "; Telethon 2 loses the key over it" : ""));
    }
  }
  sqlite3_finalize(p);
  zTrigger = tgStoreTrigger(e, st);
  if( zTrigger ){
    careAdd(e, c, "foreign-trigger", "error", 0,
            tgSay(e, "trigger %Q on a client's table is none of its client's; nothing is written while it is there", zTrigger));
  }
  sqlite3_free(zTrigger);
}

static void careIntegrity(TgErr *e, TgStore *st, Care *c){
  sqlite3_stmt *p = tgPrepare(e, st->db, "PRAGMA \"%w\".integrity_check(3)", st->zSchema);
  while( tgStep(e, p) ){
    const char *z = tgText(e, p, 0);
    if( z && strcmp(z, "ok")!=0 ) careAdd(e, c, "integrity", "error", 0, tgSay(e, "%s", z));
  }
  if( e->rc==SQLITE_CORRUPT ){
    tgErrClear(e);
    careAdd(e, c, "integrity", "error", 0, tgSay(e, "database disk image is malformed"));
  }
  sqlite3_finalize(p);
}

static void careAccount(TgErr *e, TgStore *st, Care *c){
  TgAccount a;
  char *z = 0;
  int nRow = 0, dc, bTest = 0;
  tgStoreAccount(e, st, &a, &z, &nRow);
  if( z ){
    int bKey = strstr(z, "key")!=0;
    careAdd(e, c, strstr(z, "encrypted") ? "key-encrypted" : bKey ? "key-length" : "bad-value", "error", 0, z);
  }
  if( (a.have & TG_BIT(TG_SERVER_ADDRESS)) && (st->pLayout->keeps & TG_BIT(TG_SERVER_ADDRESS)) && (a.have & TG_BIT(TG_DC_ID)) ){
    dc = tgDcFromAddress(a.zAddr, &bTest);
    if( dc && dc!=a.n[TG_DC_ID] ){
      careAdd(e, c, "address-dc", "error", 1, tgSay(e, "the address %s is that of data centre %d, dc_id is %lld",
              a.zAddr, dc, a.n[TG_DC_ID]));
    }
  }else if( (st->pLayout->needs & TG_BIT(TG_SERVER_ADDRESS)) && (a.have & TG_BIT(TG_AUTH_KEY)) ){
    careAdd(e, c, "no-address", "error", 1, tgSay(e, "server_address is NULL: the client can't connect"));
  }
  tgWipe(&a, sizeof(a));
}

/* What each find section counts.  bFix: mend it and say so instead. */
static void careContent(TgErr *e, TgStore *st, Care *c, int bFix){
  int i;
  for(i=0; i<TG_COUNT(aCare) && e->rc==SQLITE_OK; i++){
    char zFind[48], zFix[48], *zSql;
    i64 n;
    sqlite3_snprintf(sizeof(zFind), zFind, "find-%s", aCare[i].zCode);
    sqlite3_snprintf(sizeof(zFix), zFix, "fix-%s", aCare[i].zCode);
    zSql = tgStoreSql(e, st, zFind);
    if( zSql==0 ) continue;
    n = tgQueryInt(e, st->db, 0, "%s", zSql);
    sqlite3_free(zSql);
    if( n<=0 ) continue;
    zSql = tgStoreSql(e, st, zFix);
    if( bFix && strcmp(aCare[i].zCode, "no-row")==0 ){
      tgStoreRun(e, st, "empty", 0, 0);
      careAdd(e, c, "no-row", "mended", 1, tgSay(e, "the empty account row is there again"));
    }else if( !bFix || zSql==0 ){
      if( !bFix ) careAdd(e, c, aCare[i].zCode, aCare[i].zSeverity,
                        zSql!=0 || strcmp(aCare[i].zCode, "no-row")==0, tgSay(e, aCare[i].zText, n));
    }else{
      tgStoreRun(e, st, zFix, 0, 0);
      careAdd(e, c, aCare[i].zCode, "mended", 1, tgSay(e, aCare[i].zText, n));
    }
    sqlite3_free(zSql);
  }
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
      for(n=0; z+nCreate+n<zEnd && z[nCreate+n]!=' ' && z[nCreate+n]!='\n'; n++){}
      zName = tgStrdup(e, z+nCreate, n);
      if( zName && tgQueryInt(e, st->db, 1, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q", st->zSchema,
            tgMaster(st->zSchema), zName)==0 ){
        nMissing++;
        if( bFix ){
          const char *zStop = i==0 ? memchr(z, ';', (size_t)(zEnd-z)) : strstr(z, "END;");
          char *zSql = zStop ? tgLayoutSql(e, z, (int)(zStop - z) + (i==0 ? 1 : 4), st->zSchema, "") : 0;
          if( zSql ) tgExec(e, st->db, "%s", zSql);
          sqlite3_free(zSql);
        }
        careAdd(e, c, "missing-index", bFix ? "mended" : "note", 1, tgSay(e, "%s is missing", zName));
      }
      sqlite3_free(zName);
    }
  }
  return nMissing;
}

/* A finished upgrade has one number; several, or none, or another layout's, is a finding. */
static void careVersion(TgErr *e, TgStore *st, Care *c){
  char *z;
  if( tgStoreMismatch(st) ){
    z = tgStoreProblem(e, st);
    careAdd(e, c, "version-mismatch", "error", 1, z);
  }else if( tgStoreNewer(st) ){
    z = tgStoreProblem(e, st);
    careAdd(e, c, "version-unknown", "warning", 0, z);
  }else if( st->pLayout->zVersion[0] && !st->shape.bVersion ){
    careAdd(e, c, "no-version", "error", 1, tgSay(e, "there is no version number; the client can't open it"));
  }
  if( st->shape.nUnknown ){
    careAdd(e, c, "unknown-columns", "warning", 0,
            tgSay(e, "%d unknown column%s; it is read, never written", st->shape.nUnknown, st->shape.nUnknown>1 ? "s" : ""));
  }
}

/* A -wal beside the file holds what the file does not have yet. */
static void careWal(TgErr *e, TgStore *st, const char *zName, Care *c){
  if( st->bOwn && tgStoreBeside(zName, "-wal") ){
    careAdd(e, c, "wal", "note", 0, tgSay(e, "a -wal lies beside the file: its client is running, or ended without closing; "
            "never copy or move one without the other"));
  }
}

char *tgCheck(TgErr *e, TgCtx *pCtx, const char *zName){
  TgStore st;
  Care c = {0, 0};
  c.s = sqlite3_str_new(0);
  tgContainer(e, &st, pCtx, zName, TG_OPEN_READ);
  if( e->rc==SQLITE_NOTADB || (e->rc & 0xff)==SQLITE_CORRUPT ){
    char *z = e->zMsg;
    e->zMsg = 0;
    e->rc = SQLITE_OK;
    careAdd(e, &c, "malformed", "error", 0, z ? z : tgSay(e, "database disk image is malformed"));
  }else if( e->rc==SQLITE_OK && st.shape.bActive ){
    careAdd(e, &c, "view-as-table", "error", 0,
            tgSay(e, "a view, a virtual table or a computed column stands where a table should; it is neither read nor written"));
  }else if( e->rc==SQLITE_OK && st.pLayout==0 ){
    tgFail(e, SQLITE_ERROR, "no session in %s", zName);
  }else if( e->rc==SQLITE_OK ){
    careVersion(e, &st, &c);
    careIntegrity(e, &st, &c);
    careForeign(e, &st, &c);
    careAccount(e, &st, &c);
    careContent(e, &st, &c, 0);
    careMissing(e, &st, &c, 0);
    careWal(e, &st, zName, &c);
  }
  tgStoreClose(&st);
  return careFinish(e, &c);
}

/* The version row says what the structure is. */
static void repairVersion(TgErr *e, TgStore *st, Care *c){
  if( strchr(st->pLayout->zVersion, '.')==0 || (!tgStoreMismatch(st) && st->shape.bVersion) ) return;
  careAdd(e, c, st->shape.bVersion ? "version-mismatch" : "no-version", "mended", 1,
          tgSay(e, "the version number is now %d", st->pLayout->iVersion));
  tgStorePutVersion(e, st);
}

/* An address that fits the DC, where the layout holds one. */
static void repairAddress(TgErr *e, TgStore *st, Care *c){
  TgAccount a;
  char *z = 0;
  int nRow = 0, dc = 0, bAddr;
  tgStoreAccount(e, st, &a, &z, &nRow);
  sqlite3_free(z);
  bAddr = (a.have & TG_BIT(TG_SERVER_ADDRESS))!=0;
  if( bAddr ) dc = tgDcFromAddress(a.zAddr, 0);
  if( nRow && tgStoreLogins(e, st)<2 && (a.have & TG_BIT(TG_AUTH_KEY)) && (a.have & TG_BIT(TG_DC_ID)) && (st->pLayout->needs & TG_BIT(TG_SERVER_ADDRESS))
   && (!bAddr || (dc && dc!=a.n[TG_DC_ID])) ){
    a.have &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
    tgFit(e, &a, st->pLayout);
    tgStorePutAccount(e, st, &a);
    careAdd(e, c, bAddr ? "address-dc" : "no-address", "mended", 1, tgSay(e, "server_address is now %s", a.zAddr));
  }
  tgWipe(&a, sizeof(a));
}

typedef struct Repair { Care c; char *z; } Repair;

/* What ANALYZE leaves; sqlite_stat4, where SQLite was built for it. */
static void repairStat(TgErr *e, TgWrite *w, Care *c){
  static const char *const azStat[] = { "sqlite_stat1", "sqlite_stat2", "sqlite_stat3", "sqlite_stat4" };
  TgStore *st = w->st;
  int i;
  for(i=0; i<TG_COUNT(azStat); i++){
    if( !tgQueryInt(e, st->db, 0, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q", st->zSchema, tgMaster(st->zSchema),
                    azStat[i]) ) continue;
    tgDrop(e, w, "TABLE", azStat[i]);
    careAdd(e, c, "foreign-table", "mended", 1, tgSay(e, "%s is gone", azStat[i]));
  }
}

static void applyRepair(TgErr *e, TgWrite *w, void *pArg){
  Repair *r = pArg;
  TgStore *st = w->st;
  repairVersion(e, st, &r->c);
  repairAddress(e, st, &r->c);
  careContent(e, st, &r->c, 1);
  careMissing(e, st, &r->c, 1);
  repairStat(e, w, &r->c);
  r->z = careFinish(e, &r->c);               /* before the commit, after which nothing may fail */
}

char *tgRepair(TgErr *e, TgCtx *pCtx, const char *zName){
  TgStore st;
  Repair r = {{0, 0}, 0};
  tgContainer(e, &st, pCtx, zName, TG_OPEN_WRITE);
  tgStoreUsable(e, &st, 1);
  r.c.s = sqlite3_str_new(0);
  tgWrite(e, &st, 0, applyRepair, &r);
  if( r.c.s ) sqlite3_free(careFinish(e, &r.c));           /* it never came to that */
  tgStoreClose(&st);
  if( e->rc!=SQLITE_OK ){
    sqlite3_free(r.z);
    r.z = 0;
  }
  return r.z;
}

/*************************************** Information ********************************************/

char *tgInfo(TgErr *e, TgValue *v){
  static const int aOrder[] = { TG_DC_ID, TG_TEST_MODE, TG_USER_ID, TG_IS_BOT, TG_API_ID, TG_SERVER_ADDRESS, TG_PORT, TG_DATE };
  sqlite3_str *s = sqlite3_str_new(0);
  const TgAccount *a = &v->a;
  char zId[17], *z;
  int i, n = 0;
  sqlite3_str_appendf(s, "{\"format\":\"%s\"", v->zFormat);
  for(i=0; i<TG_COUNT(aOrder); i++){
    int f = aOrder[i];
    sqlite3_str_appendf(s, ",\"%s\":", aTgField[f].zName);
    if( (a->have & TG_BIT(f))==0 ) sqlite3_str_appendall(s, "null");
    else if( f==TG_SERVER_ADDRESS ) tgJsonText(s, a->zAddr);
    else sqlite3_str_appendf(s, "%lld", a->n[f]);
  }
  if( a->have & TG_BIT(TG_AUTH_KEY) ){
    tgKeyId(a->key, zId);
    sqlite3_str_appendf(s, ",\"auth_key_id\":\"%s\"", zId);
  }else{
    sqlite3_str_appendall(s, ",\"auth_key_id\":null");
  }
  if( v->bStore ){
    i64 nPeer = tgStoreCount(e, &v->st, "peers"), nState = tgStoreCount(e, &v->st, "states");
    sqlite3_str_appendf(s, ",\"peers\":%lld,\"states\":%lld", nPeer<0 ? 0 : nPeer, nState<0 ? 0 : nState);
  }else{
    sqlite3_str_appendall(s, ",\"peers\":0,\"states\":0");
  }
  if( v->bundle.nContent ){
    sqlite3_str_appendf(s, ",\"usernames\":%lld,\"bytes\":%lld,\"peers_left_out\":%lld,\"states_left_out\":%lld",
                        v->bundle.nUsername, v->bundle.nContent, v->bundle.nLeftOut, v->bundle.nStateLeftOut);
  }
  sqlite3_str_appendall(s, ",\"problems\":[");
  if( v->zProblem ){ tgJsonText(s, v->zProblem); n++; }
  if( (a->have & TG_BIT(TG_AUTH_KEY))==0 && n==0 ){ tgJsonText(s, "not logged in: there is no auth_key"); n++; }
  if( v->bStore && (z = tgStoreProblem(e, &v->st))!=0 ){
    if( n++ ) sqlite3_str_appendchar(s, 1, ',');
    tgJsonText(s, z);
    sqlite3_free(z);
  }
  sqlite3_str_appendall(s, "]}");
  z = sqlite3_str_finish(s);
  if( z==0 ) tgNomem(e);
  return z;
}
