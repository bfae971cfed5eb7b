/* layer 5: the table "session": one row a session, whichever client keeps it.
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
#include "vt.h"

enum {
  COL_NAME, COL_LAYOUT, COL_DC_ID, COL_TEST_MODE, COL_USER_ID, COL_IS_BOT, COL_API_ID,
  COL_SERVER_ADDRESS, COL_PORT, COL_DATE, COL_AUTH_KEY_ID, COL_PEERS, COL_PROBLEM,
  COL_SOURCE, COL_AUTH_KEY, COL_STRING, COL_COUNT
};
static const char zSchema[] =
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
  "  string TEXT HIDDEN"               /* in the format native to the layout */
  ") WITHOUT ROWID";

/* Columns that are fields of the account. */
static const struct { int iCol; int f; } aField[] = {
  { COL_DC_ID, TG_DC_ID },     { COL_TEST_MODE, TG_TEST_MODE },           { COL_USER_ID, TG_USER_ID },
  { COL_IS_BOT, TG_IS_BOT },   { COL_API_ID, TG_API_ID },                 { COL_PORT, TG_PORT },
  { COL_DATE, TG_DATE },       { COL_SERVER_ADDRESS, TG_SERVER_ADDRESS }, { COL_AUTH_KEY, TG_AUTH_KEY },
};

typedef struct SessionAlone SessionAlone;

typedef struct SessionTable {
  TgTable t;                           /* must be first */
  char *zSchema, *zName;               /* owned: as CREATE VIRTUAL TABLE calls it; the eponymous one: main.session */
  int nDone;                           /* rows written by the statement that runs */
  int nTwice;                          /* ... of those, what a second run would write once more */
} SessionTable;

typedef struct SessionCursor {
  sqlite3_vtab_cursor base;            /* must be first */
  TgSources src;
  TgScan *pScan;                       /* owned: reads files without opening them */
  char *zWant;                         /* owned: only the row of this name, or 0 */
  TgValue v;                           /* the current row; its store is closed on the next one */
  char *zProblem;                      /* owned */
  const char *zLayout, *zString;       /* borrowed from the catalogue, or 0 */
  int bEof;
} SessionCursor;

/*
** Another layout for a database of the connection means to drop tables, which SQLite refuses while any statement
** reads, and an UPDATE is one.  So xUpdate does nothing but say SQLITE_SCHEMA, upon which sqlite3_step() compiles the
** statement again and runs it from its start.  In between no statement runs.  And the first thing that it is compiled
** for is to look its table up: xUpdate has registered the module anew, so there is none yet, and xConnect is called,
** before any other name has got its meaning.  The change is made there, in a savepoint of its own.
**
** The second run sees that row as it was before, so that WHERE and changes() mean what they say, and xUpdate has
** nothing left to do but to tell how it went.
*/
struct SessionAlone {
  SessionAlone *pNext;
  sqlite3_stmt *pStmt;                 /* who asked: compared only, it may be gone ... */
  int nRun;                            /* ... and in which execution */
  SessionCursor row;                   /* src.zName and the row as it was before */
  sqlite3_value *apCol[COL_COUNT];     /* owned: the new values, until they are written */
  int bAuto;                           /* asked for outside of a transaction */
  int bDone;
  TgErr e;                             /* how it went */
};

static void sessionAloneRun(SessionTable *p, int rcBefore);
static SessionAlone *sessionAloneDone(SessionTable *p, const char *zName);
static void sessionAloneForget(SessionTable *p);
static int sessionDisconnect(sqlite3_vtab *pVtab);

static int sessionConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                          sqlite3_vtab **ppVtab, char **pzErr){
  TgErr e = TG_ERR_INIT;
  SessionTable *p;
  int rcBefore = sqlite3_errcode(db);
  (void)pzErr;
  e.rc = tgTableConnect(db, pAux, argc, argv, zSchema, sizeof(SessionTable), ppVtab);
  if( e.rc!=SQLITE_OK ) return e.rc;
  p = (SessionTable*)*ppVtab;
  p->t.pCtx->nSession++;
  p->zSchema = tgStrdup(&e, argv[1], -1);
  p->zName = tgStrdup(&e, argv[2], -1);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
  if( e.rc!=SQLITE_OK ){
    sessionDisconnect(*ppVtab);
    *ppVtab = 0;
  }else{
    sessionAloneRun(p, rcBefore);
  }
  return e.rc;
}

/* Bits of idxNum; their values are in argv[] in this order. */
enum { PLAN_SOURCE = 0x01, PLAN_NAME = 0x02 };
static const TgPlan aPlan[] = {
  { COL_SOURCE, PLAN_SOURCE, TG_PLAN_ARG, 0 },
  { COL_NAME,   PLAN_NAME,   TG_PLAN_NAME, "BINARY" },
};

static int sessionBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  sessionAloneForget((SessionTable*)pVtab);
  return tgBestIndex(pVtab, pInfo, aPlan, TG_COUNT(aPlan), "session");
}

static int sessionOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  (void)pVtab;
  return tgCursorOpen(ppCursor, sizeof(SessionCursor));
}

static void sessionRowClear(SessionCursor *p){
  tgValueClose(&p->v);
  sqlite3_free(p->zProblem);
  p->zProblem = 0;
  p->zLayout = p->zString = 0;
}

static void sessionReset(SessionCursor *p){
  sessionRowClear(p);
  tgSourcesClose(&p->src);
  tgScanFree(p->pScan);
  p->pScan = 0;
  sqlite3_free(p->zWant);
  p->zWant = 0;
}

static int sessionClose(sqlite3_vtab_cursor *pCursor){
  sessionReset((SessionCursor*)pCursor);
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

static int sessionStop(void *pStop){
  return tgStopAsk(pStop);
}

/* By the fast reader, which declines whatever is not quite usual. */
static int sessionFast(TgErr *e, SessionCursor *p){
  TgErr e2 = TG_ERR_INIT;
  TgScanRow row;
  int bDone;
  if( p->src.pList==0 || p->src.zProblem ) return 0;
  if( p->pScan==0 ) p->pScan = tgScanNew(e, p->src.pCtx->pCat);
  if( p->pScan==0 ) return 0;
  bDone = tgScanFile(&e2, p->pScan, p->src.zName, !tgDirListIsLink(p->src.pList), &row);
  if( bDone ){
    p->v.a = row.a;
    p->zLayout = p->v.zFormat = row.pLayout->zName;
    p->zString = row.pLayout->zString;
    p->zProblem = row.zProblem ? tgStrdup(e, row.zProblem, -1) : 0;
  }else if( e2.rc==SQLITE_NOMEM ){
    tgNomem(e);
  }
  tgErrClear(&e2);
  tgWipe(&row.a, sizeof(row.a));
  return bDone;
}

/* The row of a file that SQLite can't read: the login may still be in it. */
static void sessionSalvage(TgErr *e, SessionCursor *p, const char *zWhy){
  TgErr e2 = TG_ERR_INIT;
  TgSalvage found;
  if( p->src.pList==0 || p->src.zProblem || p->pScan==0 ) return;
  tgScanSalvage(&e2, p->pScan, p->src.zName, sessionStop, &p->src.stop, &found);
  if( e2.rc==SQLITE_OK && (found.nKey || found.bCut) ){
    sqlite3_free(p->zProblem);
    if( found.nKey==0 ){
      p->zProblem = tgSay(e, "%s; no login was found in its first %d MB, and the rest was not searched", zWhy,
                          (int)(TG_PAGE_SALVAGE_MAX>>20));
    }else if( found.nKey==1 ){
      p->v.a = found.a;
      p->zLayout = p->v.zFormat = found.pLayout->zName;
      p->zString = found.pLayout->zString;
      p->zProblem = tgSay(e, "%s; the login was found on page %u: import its string into a new file", zWhy, found.iPage);
    }else{
      p->zProblem = tgSay(e, "%s; %d logins were found, %s and %s%s, and which is meant can't be told", zWhy,
                             found.nKey, found.zId1, found.zId2, found.nKey>2 ? " among them" : "");
    }
  }
  if( tgFatal(e2.rc) ) tgFail(e, e2.rc, "%s", sqlite3_errstr(e2.rc));
  tgErrClear(&e2);
  tgWipe(&found.a, sizeof(found.a));
}

/* By SQLite. 0 when the container has no row: one of all databases, without a session. */
static int sessionSlow(TgErr *e, SessionCursor *p){
  TgErr e2 = TG_ERR_INIT;
  TgStore *st = &p->v.st;
  int bRow = 1, nTry;
  for(nTry=0; nTry<3; nTry++){
    p->v.pCtx = p->src.pCtx;
    p->v.bStore = 1;
    tgSourcesStore(&e2, &p->src, st);
    if( e2.rc==SQLITE_OK && st->pLayout==0 && !st->shape.bActive && p->src.bAll ){
      bRow = 0;
    }else if( e2.rc==SQLITE_OK ){
      p->zProblem = tgStoreProblem(&e2, st);
      if( st->pLayout ){
        p->zLayout = p->v.zFormat = st->pLayout->zName;
        p->zString = st->pLayout->zString;
      }
      if( st->pLayout && !st->shape.bActive ){
        tgStoreAccount(&e2, st, &p->v.a, &p->v.zProblem, 0);
        if( p->zProblem==0 ){
          p->zProblem = p->v.zProblem;
          p->v.zProblem = 0;
        }
      }
    }
    if( !tgStoreChanged(st) ) break;
    tgErrClear(&e2);                         /* a -wal came while it was read: look again */
    sessionRowClear(p);
  }
  if( tgFatal(e2.rc) ){
    tgFail(e, e2.rc, "%s", e2.zMsg ? e2.zMsg : "");
  }else if( e2.rc!=SQLITE_OK ){
    sqlite3_free(p->zProblem);
    p->zProblem = tgSay(e, "%s", e2.zMsg ? e2.zMsg : sqlite3_errstr(e2.rc));
    if( (e2.rc & 0xff)==SQLITE_CORRUPT || e2.rc==SQLITE_NOTADB ) sessionSalvage(e, p, "malformed");
  }
  tgErrClear(&e2);
  return bRow;
}

/* A row that this statement has changed already, between two of its runs, as it was. */
static void sessionAsBefore(TgErr *e, SessionCursor *p){
  SessionAlone *pDone = sessionAloneDone((SessionTable*)p->base.pVtab, p->src.zName);
  if( pDone==0 || pDone->e.rc!=SQLITE_OK ) return;
  p->v.a = pDone->row.v.a;
  p->zLayout = pDone->row.zLayout;
  p->zString = pDone->row.zString;
  sqlite3_free(p->zProblem);
  p->zProblem = pDone->row.zProblem ? tgStrdup(e, pDone->row.zProblem, -1) : 0;
}

static int sessionNext(sqlite3_vtab_cursor *pCursor){
  SessionCursor *p = (SessionCursor*)pCursor;
  TgErr e = TG_ERR_INIT;
  for(;;){
    sessionRowClear(p);
    p->bEof = !tgSourcesNext(&e, &p->src);
    if( p->bEof || e.rc!=SQLITE_OK ) break;
    if( p->zWant && !p->src.bNamed && strcmp(p->zWant, p->src.zName)!=0 ) continue;
    if( sessionFast(&e, p) || e.rc!=SQLITE_OK || sessionSlow(&e, p) ) break;
  }
  if( !p->bEof && e.rc==SQLITE_OK ) sessionAsBefore(&e, p);
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
  pTab->nDone = pTab->nTwice = 0;            /* an UPDATE begins with looking for its rows */
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

/* The string native to the layout; NULL where there is none to give. */
static void sessionString(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  TgAccount a;
  if( p->zString==0 || (p->v.a.have & TG_BIT(TG_AUTH_KEY))==0 ) return;
  a = p->v.a;                                /* other columns come from it */
  memset(&opt, 0, sizeof(opt));
  tgOutInit(&out);
  tgProduce(&e, &p->v, p->zString[0] ? p->zString : 0, &opt, &out);
  p->v.a = a;
  tgWipe(&a, sizeof(a));
  if( e.rc==SQLITE_OK ) tgOutResult(&out, ctx);
  else if( e.rc==SQLITE_NOMEM ) sqlite3_result_error_nomem(ctx);
  tgOutFree(&out);
  tgErrClear(&e);
}

static void sessionPeers(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  i64 n;
  if( p->zLayout==0 || p->v.st.shape.bActive ) return;
  if( !p->v.bStore ){                        /* read by the fast reader: open it now */
    p->v.bStore = 1;
    tgSourcesStore(&e, &p->src, &p->v.st);
  }
  n = tgStoreCount(&e, &p->v.st, "peers");
  if( e.rc==SQLITE_OK && n>=0 ) sqlite3_result_int64(ctx, n);
  else if( tgFatal(e.rc) ) tgErrToCtx(&e, ctx, "session");
  tgErrClear(&e);
}

/* The path of a file as it is; what names none may be anything. */
static void sessionName(sqlite3_context *ctx, SessionCursor *p){
  TgErr e = TG_ERR_INIT;
  char *z = 0;
  if( p->zProblem && p->src.pList && !tgStoreBeside(p->src.zName, "") ) z = tgShown(&e, p->src.zName);
  if( e.rc!=SQLITE_OK ) sqlite3_result_error_nomem(ctx);
  else if( z ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_result_text(ctx, p->src.zName, -1, SQLITE_TRANSIENT);
}

static int sessionColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  SessionCursor *p = (SessionCursor*)pCursor;
  const TgAccount *a = &p->v.a;
  char zId[17];
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
    case COL_LAYOUT:  if( p->zLayout ) sqlite3_result_text(ctx, p->zLayout, -1, SQLITE_STATIC); break;
    case COL_PROBLEM: if( p->zProblem ) sqlite3_result_text(ctx, p->zProblem, -1, SQLITE_TRANSIENT); break;
    case COL_PEERS:   sessionPeers(ctx, p); break;
    case COL_STRING:  sessionString(ctx, p); break;
    case COL_SOURCE:  tgSourcesGiven(&p->src, ctx); break;
    case COL_AUTH_KEY_ID:
      if( a->have & TG_BIT(TG_AUTH_KEY) ){
        tgKeyId(a->key, zId);
        sqlite3_result_text(ctx, zId, 16, SQLITE_TRANSIENT);
      }
      break;
  }
  return SQLITE_OK;
}

/* The fields that an INSERT or UPDATE gives. *pmNull: fields that are set to NULL. */
static void sessionFields(TgErr *e, sqlite3_value **apCol, int bUpdate, TgAccount *a, unsigned *pmNull){
  int i;
  for(i=0; i<TG_COUNT(aField); i++){
    sqlite3_value *p = apCol[aField[i].iCol];
    int f = aField[i].f, eType = sqlite3_value_type(p);
    if( sqlite3_value_nochange(p) ) continue;
    if( eType==SQLITE_NULL ){
      if( bUpdate ) *pmNull |= TG_BIT(f);
    }else if( f==TG_AUTH_KEY ){
      int n = sqlite3_value_bytes(p);
      if( eType!=SQLITE_BLOB || n!=TG_KEY_SIZE ){
        tgFail(e, SQLITE_MISMATCH, eType==SQLITE_BLOB ? "auth_key has %d bytes; it must be a BLOB of 256"
               : "auth_key is text of %d bytes; it must be a BLOB of 256: x'...' or CAST(... AS BLOB)", n);
      }else{
        tgAccountSetKey(a, sqlite3_value_blob(p));
      }
    }else if( f==TG_SERVER_ADDRESS ){
      tgAccountSetAddr(e, a, (const char*)sqlite3_value_text(p), sqlite3_value_bytes(p));
    }else if( sqlite3_value_numeric_type(p)!=SQLITE_INTEGER ){
      tgFail(e, SQLITE_MISMATCH, "%s is a whole number", aTgField[f].zName);
    }else{
      tgAccountSetInt(e, a, f, sqlite3_value_int64(p));
    }
  }
}

static const char *sessionText(sqlite3_value *p){
  return sqlite3_value_nochange(p) || sqlite3_value_type(p)==SQLITE_NULL ? 0 : (const char*)sqlite3_value_text(p);
}

static void sessionInsert(TgErr *e, SessionTable *pTab, sqlite3_value **apCol){
  const char *zName = sessionText(apCol[COL_NAME]), *zLayout = sessionText(apCol[COL_LAYOUT]);
  int bReplace = sqlite3_vtab_on_conflict(pTab->t.pCtx->db)==SQLITE_REPLACE;
  unsigned mNull = 0;
  TgValue v;
  TgOpt opt;
  tgValueInit(&v, pTab->t.pCtx);
  memset(&opt, 0, sizeof(opt));
  if( zName==0 ) tgFail(e, SQLITE_CONSTRAINT, "name is missing: the database or the file that gets the session");
  sessionFields(e, apCol, 0, &opt.over, &mNull);
  if( e->rc!=SQLITE_OK ) return;
  if( sqlite3_value_type(apCol[COL_STRING])!=SQLITE_NULL ){
    tgValueOpen(e, &v, pTab->t.pCtx, apCol[COL_STRING], &opt);
  }else if( (opt.over.have & TG_BIT(TG_AUTH_KEY))==0 ){
    if( opt.over.have ) tgFail(e, SQLITE_CONSTRAINT, "neither string nor auth_key is given");
    else tgCreate(e, pTab->t.pCtx, zName, zLayout, 1);
    return;
  }else{
    v.pCtx = pTab->t.pCtx;
    v.zFormat = "fields";
  }
  tgValueOverride(&v, &opt);
  tgAccountDerive(&v.a);
  tgImport(e, &v, zName, zLayout, TG_IN_UPDATE | (bReplace ? 0 : TG_NO_OTHER));
  tgValueClose(&v);
  tgWipe(&opt, sizeof(opt));
}

static void sessionUpdateRow(TgErr *e, SessionTable *pTab, const char *zName, sqlite3_value **apCol, int flags){
  static const struct { int iCol; const char *zName; } aFixed[] = {
    { COL_AUTH_KEY_ID, "auth_key_id" }, { COL_PEERS, "peers" }, { COL_PROBLEM, "problem" },
  };
  const char *zLayout = sessionText(apCol[COL_LAYOUT]);
  unsigned mNull = 0;
  TgAccount over;
  int i;
  memset(&over, 0, sizeof(over));
  for(i=0; i<TG_COUNT(aFixed); i++){
    if( !sqlite3_value_nochange(apCol[aFixed[i].iCol]) ){
      tgFail(e, SQLITE_ERROR, "column %s can't be set: it is computed (UPDATE ... FROM sets all "
             "columns; write SET column=(SELECT ...) instead)", aFixed[i].zName);
    }
  }
  if( !sqlite3_value_nochange(apCol[COL_LAYOUT]) && zLayout==0 ) tgFail(e, SQLITE_ERROR, "layout can't be NULL");
  sessionFields(e, apCol, 1, &over, &mNull);
  if( e->rc==SQLITE_OK && sessionText(apCol[COL_STRING]) ){
    TgValue v;
    TgOpt opt;
    memset(&opt, 0, sizeof(opt));
    opt.over = over;
    tgValueOpen(e, &v, pTab->t.pCtx, apCol[COL_STRING], &opt);
    tgValueOverride(&v, &opt);
    tgImport(e, &v, zName, zLayout, flags);
    tgValueClose(&v);
    tgWipe(&opt, sizeof(opt));
    mNull = ~0u;
  }else if( e->rc==SQLITE_OK ){
    tgChange(e, pTab->t.pCtx, zName, zLayout, &over, mNull, flags);
  }
  /* Fields of a file, and in a transaction those of a database too, are not undone when the statement fails. */
  if( e->rc==SQLITE_OK && (flags & TG_IN_UPDATE) && (over.have || mNull)
   && (tgIsPath(zName) || !sqlite3_get_autocommit(pTab->t.pCtx->db)) ) pTab->nTwice++;
  tgWipe(&over, sizeof(over));
}

/*************************************** Another layout, alone **********************************/

static void sessionAloneFree(TgCtx *pCtx){
  while( pCtx->pAlone ){
    SessionAlone *pFirst = pCtx->pAlone;
    int i;
    pCtx->pAlone = pFirst->pNext;
    for(i=0; i<COL_COUNT; i++) sqlite3_value_free(pFirst->apCol[i]);
    sessionReset(&pFirst->row);
    tgErrClear(&pFirst->e);
    sqlite3_free(pFirst);
  }
}

/* The only statement of the connection that runs, or 0 when there are others. */
static sqlite3_stmt *sessionRunning(sqlite3 *db){
  sqlite3_stmt *p, *pRuns = 0;
  for(p=sqlite3_next_stmt(db, 0); p; p=sqlite3_next_stmt(db, p)){
    if( !sqlite3_stmt_busy(p) ) continue;
    if( pRuns ) return 0;
    pRuns = p;
  }
  return pRuns;
}

/* Which execution of p this is: a run that only follows from compiling it again does not count. */
static int sessionRun(sqlite3_stmt *p){
  return sqlite3_stmt_status(p, SQLITE_STMTSTATUS_RUN, 0) - sqlite3_stmt_status(p, SQLITE_STMTSTATUS_REPREPARE, 0);
}

/* What the statement that runs has done to zName between two of its runs; 0: nothing. */
static SessionAlone *sessionAloneDone(SessionTable *p, const char *zName){
  SessionAlone *pDone = p->t.pCtx->pAlone;
  sqlite3_stmt *pStmt;
  if( pDone==0 ) return 0;
  pStmt = sessionRunning(p->t.pCtx->db);
  if( pStmt==0 || pStmt!=pDone->pStmt || sessionRun(pStmt)!=pDone->nRun ){
    sessionAloneFree(p->t.pCtx);             /* that statement is over */
    return 0;
  }
  while( pDone && sqlite3_stricmp(pDone->row.src.zName, zName)!=0 ) pDone = pDone->pNext;
  return pDone;
}

/* The next word of SQL at *pz, without quotes, into zWord; white space and comments are passed over. */
static void sessionWord(const char **pz, char *zWord, int nWord){
  const char *z = *pz;
  int n = 0, cEnd = 0;
  for(;;){
    while( *z==' ' || (*z>='\t' && *z<='\r') ) z++;
    if( z[0]=='-' && z[1]=='-' ){
      while( *z && *z!='\n' ) z++;
    }else if( z[0]=='/' && z[1]=='*' ){
      for(z+=2; *z && (z[0]!='*' || z[1]!='/'); z++){}
      if( *z ) z += 2;
    }else{
      break;
    }
  }
  if( *z=='"' || *z=='`' || *z=='[' ){
    cEnd = *z=='[' ? ']' : *z;
    z++;
  }
  while( *z && (cEnd ? *z!=cEnd : sqlite3_strglob("[A-Za-z0-9_]*", z)==0) ){
    if( n<nWord-1 ) zWord[n++] = *z;
    z++;
  }
  if( n==0 && *z && !cEnd ) zWord[n++] = *z++;
  if( cEnd && *z ) z++;
  zWord[n] = 0;
  *pz = z;
}

/* Is pStmt an UPDATE of this table, and is it the eponymous one?  Within a trigger of temp, which SQLite 3.37 still lets
** near a DIRECTONLY table, it is not what is looked up first; and one that CREATE VIRTUAL TABLE has made is in a schema,
** so that xConnect is not called again. */
static int sessionIsPlain(TgErr *e, SessionTable *p, sqlite3_stmt *pStmt){
  const char *z = sqlite3_sql(pStmt);
  char zWord[40];
  sessionWord(&z, zWord, sizeof(zWord));
  if( sqlite3_stricmp(zWord, "update")!=0 ) return 0;
  sessionWord(&z, zWord, sizeof(zWord));
  if( sqlite3_stricmp(zWord, "or")==0 ){
    sessionWord(&z, zWord, sizeof(zWord));
    sessionWord(&z, zWord, sizeof(zWord));
  }
  if( sqlite3_stricmp(zWord, p->zSchema)==0 ){
    sessionWord(&z, zWord, sizeof(zWord));
    sessionWord(&z, zWord, sizeof(zWord));
  }
  return sqlite3_stricmp(zWord, p->zName)==0
      && tgQueryInt(e, p->t.pCtx->db, 1, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q COLLATE NOCASE", p->zSchema,
                    tgMaster(p->zSchema), p->zName)==0;
}

/* From xUpdate: ask for it.  1: the statement is to fail with SQLITE_SCHEMA. */
static int sessionAloneAsk(TgErr *e, SessionTable *p, const char *zName, sqlite3_value **apCol){
  TgCtx *pCtx = p->t.pCtx;
  sqlite3_stmt *pStmt = sessionRunning(pCtx->db);
  SessionAlone *pNew;
  int i;
  if( pStmt==0 || p->nTwice || !sessionIsPlain(e, p, pStmt) ) return 0;
  pNew = tgAlloc(e, sizeof(*pNew));
  if( pNew==0 ) return 0;
  pNew->pNext = pCtx->pAlone;
  pCtx->pAlone = pNew;
  pNew->pStmt = pStmt;
  pNew->nRun = sessionRun(pStmt);
  pNew->bAuto = sqlite3_get_autocommit(pCtx->db);
  pNew->row.src.pCtx = pCtx;
  pNew->row.src.zName = tgStrdup(e, zName, -1);
  for(i=0; i<COL_COUNT && e->rc==SQLITE_OK; i++){
    pNew->apCol[i] = sqlite3_value_dup(apCol[i]);
    if( pNew->apCol[i]==0 ) tgNomem(e);
  }
  if( e->rc==SQLITE_OK ) sessionSlow(e, &pNew->row);
  if( pNew->row.v.bStore ) tgStoreClose(&pNew->row.v.st);
  pNew->row.v.bStore = 0;
  if( e->rc==SQLITE_OK ){
    pCtx->nRef++;
    e->rc = sqlite3_create_module_v2(pCtx->db, p->zName, &tgSessionModule, pCtx, tgCtxRelease);
  }
  if( e->rc!=SQLITE_OK ) sessionAloneFree(pCtx);
  return e->rc==SQLITE_OK;
}

/* Is the statement that is being compiled the one that asked?  Another one may have its place in memory by now, but
** has not run yet. */
static int sessionIsAgain(SessionTable *p){
  sqlite3 *db = p->t.pCtx->db;
  SessionAlone *pDo = p->t.pCtx->pAlone;
  sqlite3_stmt *pStmt = sqlite3_next_stmt(db, 0);
  while( pStmt && pStmt!=pDo->pStmt ) pStmt = sqlite3_next_stmt(db, pStmt);
  return pStmt!=0 && sessionRun(pStmt)==pDo->nRun;
}

/* From xBestIndex: forget what another statement has done. */
static void sessionAloneForget(SessionTable *p){
  if( p->t.pCtx->pAlone && !sessionIsAgain(p) ) sessionAloneFree(p->t.pCtx);
}

/* From xConnect: do what was asked for; or forget it, because it is another statement, or because something else
** came after the SQLITE_SCHEMA: a lack of memory has ended the statement.  rcBefore: what the last call said. */
static void sessionAloneRun(SessionTable *p, int rcBefore){
  SessionAlone *pDo = p->t.pCtx->pAlone;
  int i;
  if( pDo==0 || pDo->bDone ) return;
  if( !sessionIsAgain(p) || rcBefore!=SQLITE_SCHEMA ){
    sessionAloneFree(p->t.pCtx);
    return;
  }
  /* Where SQLite can't undo the first run by itself, it rolls back the transaction and runs the statement again. */
  if( pDo->bAuto!=sqlite3_get_autocommit(p->t.pCtx->db) ){
    tgFail(&pDo->e, SQLITE_ABORT_ROLLBACK, "the transaction has been rolled back, for lack of memory or disk");
  }
  sessionUpdateRow(&pDo->e, p, pDo->row.src.zName, pDo->apCol, 0);
  pDo->bDone = 1;                            /* not before: should it roll back, sessionEnd() would free it */
  for(i=0; i<COL_COUNT; i++){
    sqlite3_value_free(pDo->apCol[i]);
    pDo->apCol[i] = 0;
  }
}

/* From xUpdate: one row. */
static void sessionChange(TgErr *e, SessionTable *p, const char *zName, sqlite3_value **apCol){
  SessionAlone *pDone = sessionAloneDone(p, zName);
  TgErr e2 = TG_ERR_INIT;
  if( pDone ){
    *e = pDone->e;
    memset(&pDone->e, 0, sizeof(pDone->e));
    return;
  }
  sessionUpdateRow(e, p, zName, apCol, TG_IN_UPDATE);
  if( e->rc!=TG_ALONE ) return;
  /* The message is for those who do not compile the statement again: sqlite3_prepare() of old. */
  if( sessionAloneAsk(&e2, p, zName, apCol) ) e->rc = SQLITE_SCHEMA;
  if( e2.rc!=SQLITE_OK ){
    tgErrClear(e);
    *e = e2;
  }
}

static int sessionUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv, sqlite3_int64 *piRowid){
  SessionTable *p = (SessionTable*)pVtab;
  TgErr e = TG_ERR_INIT;
  char *zName = 0;
  (void)piRowid;
  if( sqlite3_value_type(argv[0])!=SQLITE_NULL ){
    zName = tgStrdup(&e, (const char*)sqlite3_value_text(argv[0]), -1);
  }
  if( argc==1 ){
    if( zName ) tgForget(&e, p->t.pCtx, zName, TG_IN_UPDATE);
  }else if( zName==0 ){
    sessionInsert(&e, p, argv+2);
  }else if( sqlite3_value_text(argv[1])==0 || strcmp(zName, (const char*)sqlite3_value_text(argv[1]))!=0 ){
    tgFail(&e, SQLITE_ERROR, "name %Q can't be changed: a container can't be renamed", zName);
  }else{
    sessionChange(&e, p, zName, argv+2);
  }
  if( e.rc==TG_ALONE ) e.rc = SQLITE_LOCKED;
  if( e.rc==SQLITE_OK ){
    p->nDone++;
  }else if( e.rc!=SQLITE_NOMEM && p->nDone>0 && zName && tgIsPath(zName) && !tgIsSchema(p->t.pCtx, zName) ){
    char *z = e.zMsg;                        /* files before this one have been committed */
    e.zMsg = sqlite3_mprintf("%s (%d done before it; run it again for the rest)", z ? z : sqlite3_errstr(e.rc), p->nDone);
    sqlite3_free(z);
  }
  sqlite3_free(zName);
  return tgErrToVtab(&e, pVtab, "session");
}

static int sessionBegin(sqlite3_vtab *pVtab){
  ((SessionTable*)pVtab)->nDone = 0;
  return SQLITE_OK;
}

/* The row as it was holds a key: it stays no longer than the statement needs it. */
static int sessionEnd(sqlite3_vtab *pVtab){
  TgCtx *pCtx = ((SessionTable*)pVtab)->t.pCtx;
  if( pCtx->pAlone && pCtx->pAlone->bDone ) sessionAloneFree(pCtx);
  return SQLITE_OK;
}

static int sessionDisconnect(sqlite3_vtab *pVtab){
  SessionTable *p = (SessionTable*)pVtab;
  if( --p->t.pCtx->nSession==0 ) sessionAloneFree(p->t.pCtx);
  sqlite3_free(p->zSchema);
  sqlite3_free(p->zName);
  return tgTableDisconnect(pVtab);
}

const sqlite3_module tgSessionModule = {
  .xCreate    = sessionConnect,     .xConnect    = sessionConnect,
  .xBestIndex = sessionBestIndex,   .xDisconnect = sessionDisconnect,
  .xDestroy   = sessionDisconnect,  .xOpen       = sessionOpen,
  .xClose     = sessionClose,       .xFilter     = sessionFilter,
  .xNext      = sessionNext,        .xEof        = sessionEof,
  .xColumn    = sessionColumn,      .xUpdate     = sessionUpdate,
  .xBegin     = sessionBegin,       .xCommit     = sessionEnd,
  .xRollback  = sessionEnd,
};
