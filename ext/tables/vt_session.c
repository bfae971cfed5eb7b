/* tables: the table "session": one row a session, whichever client keeps it.
**
**     SELECT name, layout, user_id FROM session;                     databases of this connection
**     SELECT name, problem FROM session('bots/b*.session');           files
**     INSERT INTO session(name, string) VALUES ('bot', :string);     import
**     UPDATE session SET layout='telethon-7' WHERE source='bots/b*.session';
**     UPDATE session SET layout='kurigram-7' WHERE name='bot';
**     DELETE FROM session WHERE name='bot';                          forget the login
**
** The first thirteen columns hold no secret; auth_key and string are hidden.  It is DIRECTONLY:
** otherwise a hostile .session file could define a view over this table and read its
** neighbours' keys as soon as somebody opens it.  TEMP views still work.
*/
#include "base/gate.h"
#include "base/vfs.h"
#include "model/cell.h"
#include "tables/vt.h"

enum {
  COL_NAME, COL_LAYOUT, COL_DC_ID, COL_TEST_MODE, COL_USER_ID, COL_IS_BOT, COL_API_ID,
  COL_SERVER_ADDRESS, COL_PORT, COL_DATE, COL_AUTH_KEY_ID, COL_PEERS, COL_PROBLEM,
  COL_SOURCE, COL_AUTH_KEY, COL_STRING, COL_INODE, COL_COUNT
};
static const char zSession[] =
  "CREATE TABLE x("
  "  name TEXT PRIMARY KEY NOT NULL,"  /* COL_NAME: a database, a file, or 'value' */
  "  layout TEXT,"
  "  dc_id INTEGER, test_mode INTEGER, user_id INTEGER, is_bot INTEGER, api_id INTEGER,"
  "  server_address TEXT, port INTEGER, date INTEGER,"
  "  auth_key_id TEXT,"                /* the same in two rows: the same login */
  "  peers INTEGER,"                   /* how many; counted when asked for */
  "  problem TEXT,"                    /* NULL: all is well */
  "  source HIDDEN,"                   /* the argument of session(...) */
  "  auth_key BLOB HIDDEN,"
  "  string TEXT HIDDEN,"              /* in the format native to the layout */
  "  inode TEXT HIDDEN"                /* of a file; the same in two rows: one with two names */
  ") WITHOUT ROWID";

/* Columns that are fields of the account. */
static const struct { int iCol; int f; } aField[] = {
  { COL_DC_ID, TG_DC_ID },     { COL_TEST_MODE, TG_TEST_MODE },
  { COL_USER_ID, TG_USER_ID },
  { COL_IS_BOT, TG_IS_BOT },   { COL_API_ID, TG_API_ID },                 { COL_PORT, TG_PORT },
  { COL_DATE, TG_DATE },       { COL_SERVER_ADDRESS, TG_SERVER_ADDRESS },
  { COL_AUTH_KEY, TG_AUTH_KEY },
};

typedef struct SessionTable {
  TgTable t;                           /* must be first */
  int nDone;                           /* rows written by the statement that runs */
  TgNames outside;  /* owned: files that it has met behind links which leave the glob's folder */
} SessionTable;

typedef struct SessionCursor {
  sqlite3_vtab_cursor base;            /* must be first */
  TgSources src;
  char *zWant;                         /* owned: only the row of this name, or 0 */
  TgHand row;                           /* the current one */
  int bNames;                          /* nothing else is asked for */
  int bEof;
} SessionCursor;

static int sessionConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                          sqlite3_vtab **ppVtab, char **pzErr){
  TgTableKind k = {pAux, zSession, sizeof(SessionTable), 0, 0};
  return tgTableConnect(db, &k, argc, argv, ppVtab, pzErr);
}

/* Bits of idxNum; their values are in argv[] in this order. */
enum { PLAN_SOURCE = 0x01, PLAN_NAME = 0x02, PLAN_NAMES = 0x04 };
static const TgPlan aSessionPlan[] = {
  { COL_SOURCE, PLAN_SOURCE, TG_PLAN_ARG, 0 },
  { COL_NAME,   PLAN_NAME,   TG_PLAN_NAME, "BINARY" },
};

static int sessionBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  const u64 names = (u64)1<<COL_NAME | (u64)1<<COL_SOURCE | (u64)1<<COL_INODE;
  if( (pInfo->colUsed & ~names)==0 ) pInfo->idxNum = PLAN_NAMES;
  return tgBestIndex(pVtab, pInfo, aSessionPlan, TG_COUNT(aSessionPlan), "session");
}

/* What follows a link out of the folder that was listed is not written: xUpdate is told the name
** alone. */
static void sessionOutside(TgErr *e, SessionTable *p, const char *zName){
  int i;
  for(i=0; i<p->outside.n; i++) if( strcmp(p->outside.az[i], zName)==0 ) return;
  tgNamesAdd(e, &p->outside, tgStrdup(e, zName, -1));
}

static void sessionForget(SessionTable *p){
  tgNamesFree(&p->outside);
  p->nDone = 0;
}

static int sessionDisconnect(sqlite3_vtab *pVtab){
  sessionForget((SessionTable*)pVtab);
  return tgTableDisconnect(pVtab);
}

static int sessionOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  return tgCursorOpen(pVtab, "session", ppCursor, sizeof(SessionCursor));
}

static void sessionReset(SessionCursor *p){
  tgHandClose(&p->row);
  tgSourcesClose(&p->src);
  sqlite3_free(p->zWant);
  p->zWant = 0;
}

static int sessionClose(sqlite3_vtab_cursor *pCursor){
  sessionReset((SessionCursor*)pCursor);
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

/* Does the running statement change rows, and pass over none? */
static int sessionStrict(sqlite3_vtab *pVtab){
  return (((SessionTable*)pVtab)->t.mRun & (TG_RUN_CHANGES|TG_RUN_IGNORE))==TG_RUN_CHANGES;
}

static int sessionNext(sqlite3_vtab_cursor *pCursor){
  SessionCursor *p = (SessionCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  for(;;){
    tgHandClose(&p->row);
    p->bEof = !tgSourcesNext(&e, &p->src);
    if( p->bEof ) break;
    if( p->zWant && !p->src.bNamed && strcmp(p->zWant, p->src.zName)!=0 ) continue;
    if( p->src.zProblem && tgProblemFinding(p->src.zProblem)==TG_F_LINK_OUTSIDE ){
      sessionOutside(&e, (SessionTable*)pCursor->pVtab, p->src.zName);
    }
    /* SELECT session_check(name) FROM session('bots'): a file of a list has a row, whatever is in
    ** it. */
    if( p->bNames && p->src.pList && !p->src.bNamed && p->src.zProblem==0 ) break;
    if( tgSourcesLook(&e, &p->src, &p->row, sessionStrict(pCursor->pVtab)) ) break;
  }
  return tgErrToVtab(&e, pCursor->pVtab, "session");
}

static int sessionFilter(sqlite3_vtab_cursor *pCursor, int idxNum, const char *idxStr,
                         int argc, sqlite3_value **argv){
  SessionCursor *p = (SessionCursor*)pCursor;
  SessionTable *pTab = (SessionTable*)pCursor->pVtab;
  TgErr e = TG_ERR_INIT;
  int i = 0, bNone = 0;
  sqlite3_value *pSource = (idxNum & PLAN_SOURCE) ? argv[i++] : 0;
  (void)idxStr; (void)argc;
  sessionReset(p);
  p->bEof = 0;
  pTab->nDone = 0;                           /* an UPDATE begins with looking for its rows */
  p->bNames = (idxNum & PLAN_NAMES) && !sessionStrict(pCursor->pVtab);
  if( idxNum & PLAN_NAME ){
    const char *z = tgTextKey(argv[i], &bNone);
    if( z ) p->zWant = tgStrdup(&e, z, -1);
  }
  tgSourcesOpen(&e, &p->src, pTab->t.pCtx, pSource, pTab->t.zDefault, p->zWant);
  p->bEof = bNone;
  if( e.rc!=SQLITE_OK || bNone ) return tgErrToVtab(&e, pCursor->pVtab, "session");
  return sessionNext(pCursor);
}

static int sessionEof(sqlite3_vtab_cursor *pCursor){
  return ((SessionCursor*)pCursor)->bEof;
}

/* The format of the row's own string; 0: the usual one.  A value's is its own. */
static const char *sessionFormat(const SessionCursor *p){
  return p->row.zString[0]==0 ? 0 : p->row.zLayout ? tgCodecOwn(p->row.zString, &p->row.v.a)
      : p->row.zString;
}

/* The string native to the layout; NULL where there is none to give. */
static void sessionString(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  TgAccount a;
  if( p->row.zString==0 || (p->row.v.a.have & TG_BIT(TG_AUTH_KEY))==0 ) return;
  a = p->row.v.a;                                /* other columns come from it */
  memset(&opt, 0, sizeof(opt));
  tgOutInit(&out);
  tgProduce(&e, &p->row.v, sessionFormat(p), &opt, &out);
  p->row.v.a = a;
  tgWipe(&a, sizeof(a));
  if( e.rc==SQLITE_OK ) tgOutResult(&out, ctx);
  else if( e.rc==SQLITE_NOMEM ) sqlite3_result_error_nomem(ctx);
  tgOutFree(&out);
  tgErrClear(&e);
}

static void sessionPeers(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  i64 n;
  /* a string holds none */
  if( p->row.bActive || (p->row.zLayout==0 && p->row.v.pBundle==0) ) return;
  if( p->row.v.pBundle==0 ) tgHandStore(&e, &p->src, &p->row);
  n = p->row.v.pBundle ? p->row.v.bundle.nPeer : tgStoreCount(&e, &p->row.v.st, "peers");
  if( e.rc==SQLITE_OK && n>=0 ) sqlite3_result_int64(ctx, n);
  else if( tgErrFatal(e.rc) ) tgErrToCtx(&e, ctx, "session");
  tgErrClear(&e);
  tgHandShut(&p->src, &p->row);
}

/* The path of a file as it is; what names none may be anything. */
static void sessionName(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  char *z = 0;
  if( p->row.zProblem && p->src.pList && !tgVfsBeside(p->src.zName, "") ){
    z = tgShown(&e, p->src.zName);
  }
  if( e.rc!=SQLITE_OK ) sqlite3_result_error_nomem(ctx);
  else if( z ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_result_text(ctx, p->src.zName, -1, SQLITE_TRANSIENT);
}

/* Which file it is, whatever its name; *zInode is "" for what is none. */
static void sessionInode(SessionCursor *p, char zInode[TG_INODE_SIZE]){
  zInode[0] = 0;
  if( p->src.pList ) tgGateInode(p->src.zName, zInode);
}

static int sessionColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  SessionCursor *p = (SessionCursor*)pCursor;
  const TgAccount *a = &p->row.v.a;
  char zId[17], zInode[TG_INODE_SIZE];
  int i;
  if( iCol!=COL_NAME && sqlite3_vtab_nochange(ctx) ) return SQLITE_OK;
  for(i=0; i<TG_COUNT(aField); i++){
    int f = aField[i].f;
    if( aField[i].iCol!=iCol ) continue;
    if( (a->have & TG_BIT(f))==0 ) return SQLITE_OK;
    if( f==TG_AUTH_KEY ) tgResult(ctx, a->key, TG_KEY_SIZE, 1);
    else if( f==TG_SERVER_ADDRESS ) sqlite3_result_text(ctx, a->zAddr, -1, SQLITE_TRANSIENT);
    else sqlite3_result_int64(ctx, a->n[f]);
    return SQLITE_OK;
  }
  switch( iCol ){
    case COL_NAME:    sessionName(ctx, p); break;
    case COL_LAYOUT:  sqlite3_result_text(ctx, p->row.zLayout, -1, SQLITE_STATIC); break;
    case COL_PROBLEM: sqlite3_result_text(ctx, p->row.zProblem, -1, SQLITE_TRANSIENT); break;
    case COL_PEERS:   sessionPeers(ctx, p); break;
    case COL_STRING:  sessionString(ctx, p); break;
    case COL_SOURCE:  tgSourcesGiven(&p->src, ctx); break;
    case COL_INODE:
      sessionInode(p, zInode);
      if( zInode[0] ) sqlite3_result_text(ctx, zInode, -1, SQLITE_TRANSIENT);
      break;
    default:                                 /* auth_key_id */
      if( a->have & TG_BIT(TG_AUTH_KEY) ){
        tgKeyId(a->key, zId);
        sqlite3_result_text(ctx, zId, 16, SQLITE_TRANSIENT);
      }
  }
  return SQLITE_OK;
}

/* The fields that an INSERT or UPDATE gives. *pmNull: fields that are set to NULL, and auth_key
** when it is x''. */
static void sessionFields(TgErr *e, sqlite3_value **apCol, int bUpdate, TgAccount *a,
                          unsigned *pmNull){
  int i;
  for(i=0; i<TG_COUNT(aField); i++){
    sqlite3_value *p = apCol[aField[i].iCol];
    int f = aField[i].f;
    if( sqlite3_value_nochange(p) ) continue;
    if( f==TG_AUTH_KEY && sqlite3_value_type(p)==SQLITE_BLOB && sqlite3_value_bytes(p)==0 ){
      *pmNull |= TG_BIT(f);
    }else if( !tgCellField(e, a, f, p) && bUpdate ){
      *pmNull |= TG_BIT(f);
    }
  }
  tgCellDc(e, a);
}

/* 0: NULL, which one that stays as it is seems to be, too. */
static const char *sessionText(sqlite3_value *p){
  return (const char*)sqlite3_value_text(p);
}

/* Columns that nobody sets, and what they are. */
static const struct { int iCol; const char *zName, *zWhat; } aFixed[] = {
  { COL_AUTH_KEY_ID, "auth_key_id", "it is computed" }, { COL_PEERS, "peers", "it is computed" },
  { COL_INODE, "inode", "it is computed" },
  { COL_PROBLEM, "problem", "it is computed" },
  { COL_SOURCE, "source", "it is an argument of queries" },
};

static void sessionFixed(TgErr *e, int i){
  tgFail(e, SQLITE_ERROR, "column %s can't be set: %s", aFixed[i].zName, aFixed[i].zWhat);
}

static void sessionInsert(TgErr *e, SessionTable *pTab, sqlite3_value **apCol){
  const char *zName = sessionText(apCol[COL_NAME]), *zLayout = sessionText(apCol[COL_LAYOUT]);
  TgCtx *pCtx = pTab->t.pCtx;
  int i, flags = TG_IN_UPDATE;
  unsigned mNull = 0;
  TgValue v;
  TgOpt opt;
  flags |= sqlite3_vtab_on_conflict(pCtx->db)==SQLITE_REPLACE ? TG_REPLACE : TG_INSERT;
  tgValueInit(&v, pCtx);
  memset(&opt, 0, sizeof(opt));
  if( zName==0 ) tgFail(e, SQLITE_CONSTRAINT_NOTNULL,
                        "name is missing: the database or the file that gets the session");
  else if( (int)strlen(zName)!=sqlite3_value_bytes(apCol[COL_NAME]) ) tgFail(e, SQLITE_ERROR,
                                                                             "the name holds a NUL "
                                                                             "character");
  for(i=0; i<TG_COUNT(aFixed); i++){
    if( sqlite3_value_type(apCol[aFixed[i].iCol])!=SQLITE_NULL ) sessionFixed(e, i);
  }
  sessionFields(e, apCol, 0, &opt.over, &mNull);
  if( e->rc!=SQLITE_OK ) return;
  if( sqlite3_value_type(apCol[COL_STRING])!=SQLITE_NULL ){
    tgValueOpen(e, &v, pCtx, apCol[COL_STRING], &opt);
  }else if( opt.over.have & TG_BIT(TG_AUTH_KEY) ){
    v.zFormat = "fields";
  }else if( opt.over.have==0 && mNull ){
    tgCreate(e, pCtx, zName, zLayout, flags);
    return;
  }else{
    tgFail(e, SQLITE_CONSTRAINT_NOTNULL,
           "no login was given: neither string nor auth_key. An empty session, as its client "
           "would create it, is asked for by auth_key = x''");
  }
  tgValueOverride(e, &v, &opt);
  tgImport(e, &v, zName, zLayout, flags);
  tgValueClose(&v);
  tgWipe(&opt, sizeof(opt));
}

/* Is a value, which may be 0, what a computed column of the row p is? */
static int sessionIs(TgErr *e, SessionCursor *p, int iCol, sqlite3_value *pValue){
  int bNull = sqlite3_value_type(pValue)==SQLITE_NULL, bSame = 0;
  const char *z = bNull ? 0 : (const char*)sqlite3_value_text(pValue);
  char zId[17], zInode[TG_INODE_SIZE];
  TgErr e2 = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  i64 n;
  if( iCol==COL_AUTH_KEY_ID ){
    if( (p->row.v.a.have & TG_BIT(TG_AUTH_KEY))==0 ) return bNull;
    tgKeyId(p->row.v.a.key, zId);
    return z && strcmp(z, zId)==0;
  }
  if( iCol==COL_INODE ){
    sessionInode(p, zInode);
    return zInode[0] ? z && strcmp(z, zInode)==0 : bNull;
  }
  if( iCol==COL_PROBLEM ) return p->row.zProblem ? z && strcmp(z, p->row.zProblem)==0 : bNull;
  if( iCol==COL_LAYOUT ) return p->row.zLayout ? z && strcmp(z, p->row.zLayout)==0 : bNull;
  if( p->row.zLayout==0 || p->row.bActive ) return bNull;
  tgHandStore(&e2, &p->src, &p->row);
  if( iCol==COL_PEERS ){
    n = tgStoreCount(&e2, &p->row.v.st, "peers");
    bSame = n<0 ? bNull : !bNull && sqlite3_value_int64(pValue)==n;
  }else{
    memset(&opt, 0, sizeof(opt));
    tgOutInit(&out);
    if( p->row.zString==0 ) tgFail(&e2, SQLITE_ERROR, "none");
    else tgProduce(&e2, &p->row.v, sessionFormat(p), &opt, &out);
    bSame = e2.rc!=SQLITE_OK ? bNull : z && (i64)strlen(z)==out.n
        && memcmp(z, out.a, (size_t)out.n)==0;
    tgOutFree(&out);
  }
  if( tgErrFatal(e2.rc) ) tgFail(e, e2.rc, "%s", sqlite3_errstr(e2.rc));
  tgErrClear(&e2);
  return bSame;
}

/* Which columns does an UPDATE set to something else than they are?  UPDATE ... FROM sets all, and
** a computed one that stays as it was is not set.  *pbString and *pbLayout: these two are. */
static void sessionSet(TgErr *e, SessionTable *pTab, const char *zName, sqlite3_value **apCol,
                       int *pbString, int *pbLayout){
  SessionCursor row;
  int i, n = 0;
  *pbString = !sqlite3_value_nochange(apCol[COL_STRING]);
  *pbLayout = !sqlite3_value_nochange(apCol[COL_LAYOUT]);
  for(i=0; i<TG_COUNT(aFixed); i++) n += !sqlite3_value_nochange(apCol[aFixed[i].iCol]);
  if( n==0 && !*pbString ) return;
  memset(&row, 0, sizeof(row));
  row.base.pVtab = &pTab->t.base;
  tgSourcesOpen(e, &row.src, pTab->t.pCtx, 0, zName, 0);
  if( tgSourcesNext(e, &row.src) ){
    tgSourcesLook(e, &row.src, &row.row, sessionStrict(&pTab->t.base));
  }
  for(i=0; i<TG_COUNT(aFixed) && e->rc==SQLITE_OK; i++){
    sqlite3_value *p = apCol[aFixed[i].iCol];
    if( sqlite3_value_nochange(p) ) continue;
    if( aFixed[i].iCol==COL_SOURCE ? n<TG_COUNT(aFixed) : !sessionIs(e, &row, aFixed[i].iCol, p) ){
      sessionFixed(e, i);
    }
  }
  if( *pbString && sessionIs(e, &row, COL_STRING, apCol[COL_STRING]) ) *pbString = 0;
  if( *pbLayout && n==TG_COUNT(aFixed) && sessionIs(e, &row, COL_LAYOUT, apCol[COL_LAYOUT]) ){
    *pbLayout = 0;
  }
  sessionReset(&row);
}

static void sessionChange(TgErr *e, SessionTable *pTab, const char *zName, sqlite3_value **apCol){
  TgAccount over;
  TgChanges to = {0, &over, 0};
  int bString, bLayout;
  memset(&over, 0, sizeof(over));
  sessionSet(e, pTab, zName, apCol, &bString, &bLayout);
  to.zLayout = bLayout ? sessionText(apCol[COL_LAYOUT]) : 0;
  if( bLayout && to.zLayout==0 ) tgFail(e, SQLITE_ERROR, "layout can't be NULL");
  if( bString && sessionText(apCol[COL_STRING])==0 ){
    tgFail(e, SQLITE_ERROR, "string can't be NULL; DELETE forgets the login");
  }
  sessionFields(e, apCol, 1, &over, &to.mNull);
  if( e->rc==SQLITE_OK && bString ){
    TgValue v;
    TgOpt opt;
    memset(&opt, 0, sizeof(opt));
    opt.over = over;
    tgValueOpen(e, &v, pTab->t.pCtx, apCol[COL_STRING], &opt);
    tgValueOverride(e, &v, &opt);
    tgImport(e, &v, zName, to.zLayout, TG_IN_UPDATE|TG_REPLACE);
    tgValueClose(&v);
    tgWipe(&opt, sizeof(opt));
  }else if( e->rc==SQLITE_OK ){
    tgChange(e, pTab->t.pCtx, zName, &to, TG_IN_UPDATE);
  }
  tgWipe(&over, sizeof(over));
}

/* Under OR IGNORE an UPDATE leaves out what can't be changed, and every statement what can't be
** opened.  Not a lack of memory or disk, an interrupt, or a transaction that is gone. */
static int sessionCanIgnore(int rc, int bUpdate){
  switch( rc & 0xff ){
    case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_CANTOPEN: case SQLITE_READONLY:
    case SQLITE_NOTADB: case SQLITE_CORRUPT: case SQLITE_AUTH:
      return 1;
    case SQLITE_ERROR: case SQLITE_MISMATCH: case SQLITE_CONSTRAINT:
      return bUpdate;
  }
  return 0;
}

static int sessionUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv,
                         sqlite3_int64 *piRowid){
  SessionTable *p = (SessionTable*)pVtab;
  TgErr e = TG_ERR_INIT;
  char *zName = 0;
  int i;
  (void)piRowid;
  tgTextRow(&e, &p->t, "session");
  if( e.rc==SQLITE_OK && sqlite3_value_type(argv[0])!=SQLITE_NULL ){
    zName = tgStrdup(&e, (const char*)sqlite3_value_text(argv[0]), -1);
  }
  if( zName && strcmp(zName, "value")==0 && !tgIsSchema(p->t.pCtx, zName) ){
    tgFail(&e, SQLITE_READONLY,
           "a value can't be changed; session_convert() makes another one of it");
  }
  for(i=0; zName && i<p->outside.n; i++){
    if( strcmp(p->outside.az[i], zName)==0 ){
      tgFailAs(&e, SQLITE_CANTOPEN, TG_F_LINK_OUTSIDE,
               "%s is not written: it is a symbolic link out of the folder that was "
               "listed; name the file itself", zName);
    }
  }
  if( e.rc!=SQLITE_OK ){
    /* said already */
  }else if( argc==1 ){
    tgForget(&e, p->t.pCtx, zName, TG_IN_UPDATE);
  }else if( zName==0 ){
    sessionInsert(&e, p, argv+2);
  }else if( sqlite3_value_text(argv[1])==0
      || strcmp(zName, (const char*)sqlite3_value_text(argv[1]))!=0 ){
    tgFail(&e, SQLITE_ERROR, "name %Q can't be changed: a container can't be renamed", zName);
  }else{
    sessionChange(&e, p, zName, argv+2);
  }
  if( e.rc==SQLITE_OK ){
    p->nDone++;
  }else if( argc>1 && sqlite3_vtab_on_conflict(p->t.pCtx->db)==SQLITE_IGNORE
      && sessionCanIgnore(e.rc, zName!=0) ){
    e.rc = SQLITE_CONSTRAINT_VTAB;
  }else if( e.rc!=SQLITE_NOMEM && p->nDone>0 && zName && !tgIsSchema(p->t.pCtx, zName) ){
    char *z = e.zMsg;                        /* files before this one have been committed */
    e.zMsg = sqlite3_mprintf("%s (%d done before it; run it again for the rest)", z, p->nDone);
    sqlite3_free(z);
  }
  sqlite3_free(zName);
  return tgErrToVtab(&e, pVtab, "session");
}

static int sessionBegin(sqlite3_vtab *pVtab){
  sessionForget((SessionTable*)pVtab);
  return SQLITE_OK;
}

const sqlite3_module tgSessionModule = {
  .xCreate    = sessionConnect,     .xConnect    = sessionConnect,
  .xBestIndex = sessionBestIndex,   .xDisconnect = sessionDisconnect,
  .xDestroy   = sessionDisconnect,  .xOpen       = sessionOpen,
  .xClose     = sessionClose,       .xFilter     = sessionFilter,
  .xNext      = sessionNext,        .xEof        = sessionEof,
  .xColumn    = sessionColumn,      .xUpdate     = sessionUpdate,
  .xBegin     = sessionBegin,       .xRollback   = tgTableRollback,
};
