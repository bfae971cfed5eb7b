/* tables: the tables "session_formats" and "session_findings": the catalogues themselves, so that they cannot lie.
**
**     SELECT name, family, writes, clients FROM session_formats WHERE kind='string';
**     SELECT name, keeps FROM session_formats WHERE name='telethon';
**     SELECT severity, remedy FROM session_findings WHERE code='version-mismatch';
**
** A row for each codec and each layout, and one for each finding.  They hold no secret and open nothing: INNOCUOUS.
*/
#include "tables/vt.h"

enum { COL_NAME, COL_KIND, COL_FAMILY, COL_CLIENTS, COL_WRITES, COL_KEEPS, COL_NOTE };
static const char zFormats[] =
  "CREATE TABLE x("
  "  name TEXT,"               /* COL_NAME     what session_export() accepts */
  "  kind TEXT,"               /* COL_KIND     'string' or 'layout' */
  "  family TEXT,"             /* COL_FAMILY   whose data centres and ways it has: 'pyrogram', 'telethon', ... */
  "  clients TEXT,"            /* COL_CLIENTS  who uses it */
  "  writes INTEGER,"          /* COL_WRITES   1: it can be written */
  "  keeps TEXT,"              /* COL_KEEPS    what it holds, separated by blanks */
  "  note TEXT"                /* COL_NOTE */
  ")";

typedef struct FormatsTable { sqlite3_vtab base; TgCtx *pCtx; } FormatsTable;
typedef struct FormatsCursor { sqlite3_vtab_cursor base; int i; } FormatsCursor;

/* One row, from wherever it comes. */
typedef struct FormatsRow {
  const char *zName, *zKind, *zFamily, *zClients, *zNote;
  int bWrites;
  unsigned keeps;
} FormatsRow;

static int catalogueConnect(sqlite3 *db, void *pAux, const char *zSchema, sqlite3_vtab **ppVtab){
  FormatsTable *p = sqlite3_malloc(sizeof(*p));
  int rc = SQLITE_NOMEM;
  if( p ){
    memset(p, 0, sizeof(*p));
    p->pCtx = pAux;
    rc = sqlite3_declare_vtab(db, zSchema);
    if( rc==SQLITE_OK ) rc = sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
    if( rc!=SQLITE_OK ){
      sqlite3_free(p);
      p = 0;
    }
  }
  *ppVtab = (sqlite3_vtab*)p;
  return rc;
}

static int formatsConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                          sqlite3_vtab **ppVtab, char **pzErr){
  (void)argc; (void)argv; (void)pzErr;
  return catalogueConnect(db, pAux, zFormats, ppVtab);
}

static int formatsDisconnect(sqlite3_vtab *pVtab){
  sqlite3_free(pVtab);
  return SQLITE_OK;
}

static int formatsBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo){
  (void)pVtab;
  pInfo->estimatedCost = 50;
  pInfo->estimatedRows = 50;
  return SQLITE_OK;
}

static int formatsOpen(sqlite3_vtab *pVtab, sqlite3_vtab_cursor **ppCursor){
  FormatsCursor *p = sqlite3_malloc(sizeof(*p));
  (void)pVtab;
  *ppCursor = (sqlite3_vtab_cursor*)p;
  if( p==0 ) return SQLITE_NOMEM;
  memset(p, 0, sizeof(*p));
  return SQLITE_OK;
}

static int formatsClose(sqlite3_vtab_cursor *pCursor){
  sqlite3_free(pCursor);
  return SQLITE_OK;
}

/* Row i: the codecs, the bundle, the layouts that are not hidden.  0 past the end. */
static int formatsRow(TgCtx *pCtx, int i, FormatsRow *pRow){
  const TgCodec *pCodec = tgCodecAt(i);
  int nCodec = 0, j;
  memset(pRow, 0, sizeof(*pRow));
  if( pCodec ){
    pRow->zName = pCodec->zName;
    pRow->zKind = "string";
    pRow->zClients = pCodec->zClients;
    pRow->zNote = pCodec->zNote;
    pRow->zFamily = pCodec->zDcFamily;
    pRow->bWrites = pCodec->xEncode!=0;
    pRow->keeps = pCodec->keeps;
    return 1;
  }
  while( tgCodecAt(nCodec) ) nCodec++;
  i -= nCodec;
  if( i==0 ){
    pRow->zName = "bundle";
    pRow->zKind = "string";
    pRow->zClients = "tgsession";
    pRow->zNote = "everything in a session, deflated; option max_length bounds it";
    pRow->zFamily = "tgsession";
    pRow->bWrites = 1;
    pRow->keeps = ~0u;
    return 1;
  }
  i--;
  for(j=0; j<pCtx->pCat->n; j++){
    const TgLayout *p = &pCtx->pCat->a[j];
    if( p->eAccess==TG_HIDDEN || p->bAlias || i-->0 ) continue;
    pRow->zName = p->zName;
    pRow->zKind = tgLayoutSection(p, 0, "detect") ? "string" : "layout";
    pRow->zClients = p->zClients;
    pRow->zNote = p->zNote;
    pRow->zFamily = p->zFamily;
    pRow->bWrites = p->eAccess==TG_WRITE;
    pRow->keeps = p->keeps;
    return 1;
  }
  return 0;
}

static int formatsNext(sqlite3_vtab_cursor *pCursor){
  ((FormatsCursor*)pCursor)->i++;
  return SQLITE_OK;
}

static int formatsFilter(sqlite3_vtab_cursor *pCursor, int idxNum, const char *idxStr,
                         int argc, sqlite3_value **argv){
  (void)idxNum; (void)idxStr; (void)argc; (void)argv;
  ((FormatsCursor*)pCursor)->i = 0;
  return SQLITE_OK;
}

static int formatsEof(sqlite3_vtab_cursor *pCursor){
  FormatsRow row;
  return !formatsRow(((FormatsTable*)pCursor->pVtab)->pCtx, ((FormatsCursor*)pCursor)->i, &row);
}

/* The bits as words, in the order of the canonical columns. */
static void formatsKeeps(sqlite3_context *ctx, unsigned keeps){
  static const struct { unsigned b; const char *z; } aMore[] = {
    { TG_KEEPS_PEERS, "peers" }, { TG_KEEPS_USERNAMES, "usernames" }, { TG_KEEPS_STATES, "states" },
    { TG_KEEPS_NAMES, "names" }, { TG_KEEPS_PHONES, "phones" }, { TG_KEEPS_UPDATED, "updated" },
  };
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  int i;
  for(i=0; i<TG_NFIELD; i++){
    if( keeps & TG_BIT(i) ) sqlite3_str_appendf(s, "%s%s", sqlite3_str_length(s) ? " " : "", aTgField[i].zName);
  }
  for(i=0; i<TG_COUNT(aMore); i++){
    if( keeps & aMore[i].b ) sqlite3_str_appendf(s, " %s", aMore[i].z);
  }
  i = sqlite3_str_errcode(s);
  z = sqlite3_str_finish(s);
  if( i!=SQLITE_OK ){
    sqlite3_free(z);
    sqlite3_result_error_nomem(ctx);
  }else{
    sqlite3_result_text(ctx, z, -1, sqlite3_free);
  }
}

static int formatsColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  FormatsRow row;
  if( !formatsRow(((FormatsTable*)pCursor->pVtab)->pCtx, ((FormatsCursor*)pCursor)->i, &row) ) return SQLITE_OK;
  switch( iCol ){
    case COL_NAME:    sqlite3_result_text(ctx, row.zName, -1, SQLITE_TRANSIENT); break;
    case COL_KIND:    sqlite3_result_text(ctx, row.zKind, -1, SQLITE_STATIC); break;
    case COL_FAMILY:  sqlite3_result_text(ctx, row.zFamily, -1, SQLITE_TRANSIENT); break;
    case COL_CLIENTS: sqlite3_result_text(ctx, row.zClients, -1, SQLITE_TRANSIENT); break;
    case COL_WRITES:  sqlite3_result_int(ctx, row.bWrites); break;
    case COL_KEEPS:   formatsKeeps(ctx, row.keeps); break;
    case COL_NOTE:    sqlite3_result_text(ctx, row.zNote, -1, SQLITE_TRANSIENT); break;
  }
  return SQLITE_OK;
}

static int formatsRowid(sqlite3_vtab_cursor *pCursor, sqlite3_int64 *piRowid){
  *piRowid = ((FormatsCursor*)pCursor)->i + 1;
  return SQLITE_OK;
}

const sqlite3_module tgFormatsModule = {
  .xConnect   = formatsConnect,     .xDisconnect = formatsDisconnect,
  .xBestIndex = formatsBestIndex,   .xOpen       = formatsOpen,
  .xClose     = formatsClose,       .xFilter     = formatsFilter,
  .xNext      = formatsNext,        .xEof        = formatsEof,
  .xColumn    = formatsColumn,      .xRowid      = formatsRowid,
};

/*************************************** session_findings ***************************************/

static const char zFindings[] =
  "CREATE TABLE x("
  "  code TEXT,"               /* as in session_check(), and before the colon in `problem` */
  "  severity TEXT,"           /* 'error', 'warning' or 'note' */
  "  meaning TEXT,"
  "  remedy TEXT"              /* what to do */
  ")";

static int findingsConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv,
                           sqlite3_vtab **ppVtab, char **pzErr){
  (void)argc; (void)argv; (void)pzErr;
  return catalogueConnect(db, pAux, zFindings, ppVtab);
}

static int findingsEof(sqlite3_vtab_cursor *pCursor){
  return ((FormatsCursor*)pCursor)->i>=TG_NFINDING;
}

static int findingsColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  const TgFindingInfo *p = &aTgFinding[((FormatsCursor*)pCursor)->i];
  const char *az[4];
  az[0] = p->zCode;
  az[1] = p->zSeverity;
  az[2] = p->zMeaning;
  az[3] = p->zRemedy;
  if( iCol>=0 && iCol<TG_COUNT(az) ) sqlite3_result_text(ctx, az[iCol], -1, SQLITE_STATIC);
  return SQLITE_OK;
}

const sqlite3_module tgFindingsModule = {
  .xConnect   = findingsConnect,    .xDisconnect = formatsDisconnect,
  .xBestIndex = formatsBestIndex,   .xOpen       = formatsOpen,
  .xClose     = formatsClose,       .xFilter     = formatsFilter,
  .xNext      = formatsNext,        .xEof        = findingsEof,
  .xColumn    = findingsColumn,     .xRowid      = formatsRowid,
};
