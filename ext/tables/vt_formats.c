/* tables: the tables "session_formats" and "session_findings": the catalogues themselves, so that
** they cannot lie.
**
**     SELECT name, family, writes, clients FROM session_formats WHERE kind='string';
**     SELECT name, keeps FROM session_formats WHERE name='telethon';
**     SELECT severity, remedy FROM session_findings WHERE code='version-mismatch';
**
** A row for each codec and each layout, and one for each finding.  They hold no secret and open
** nothing: INNOCUOUS.
*/
#include "tables/vt.h"

enum { COL_NAME, COL_KIND, COL_FAMILY, COL_CLIENTS, COL_WRITES, COL_KEEPS, COL_NOTE };
static const char zFormats[] =
  "CREATE TABLE x("
  "  name TEXT,"               /* COL_NAME     what session_export() accepts */
  "  kind TEXT,"               /* COL_KIND     'string' or 'layout' */
  "  family TEXT,"             /* COL_FAMILY   whose data centres and ways: 'pyrogram', ... */
  "  clients TEXT,"            /* COL_CLIENTS  who uses it */
  "  writes INTEGER,"          /* COL_WRITES   1: it can be written */
  "  keeps TEXT,"              /* COL_KEEPS    what it holds, separated by blanks */
  "  note TEXT"                /* COL_NOTE */
  ")";

typedef struct FormatsTable { sqlite3_vtab base; TgCtx *pCtx; } FormatsTable;
typedef struct FormatsCursor { sqlite3_vtab_cursor base; int i; } FormatsCursor;

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
  TgFormat row;
  return !tgFormatAt(((FormatsTable*)pCursor->pVtab)->pCtx, ((FormatsCursor*)pCursor)->i, &row);
}

static void formatsKeeps(sqlite3_context *ctx, unsigned keeps){
  sqlite3_str *s = sqlite3_str_new(0);
  int rc;
  char *z;
  tgFormatKeeps(s, keeps);
  rc = sqlite3_str_errcode(s);
  z = sqlite3_str_finish(s);
  if( rc==SQLITE_OK ){
    sqlite3_result_text(ctx, z, -1, sqlite3_free);
  }else{
    sqlite3_free(z);
    sqlite3_result_error_nomem(ctx);
  }
}

static int formatsColumn(sqlite3_vtab_cursor *pCursor, sqlite3_context *ctx, int iCol){
  TgFormat row;
  tgFormatAt(((FormatsTable*)pCursor->pVtab)->pCtx, ((FormatsCursor*)pCursor)->i, &row);
  switch( iCol ){
    case COL_NAME:    sqlite3_result_text(ctx, row.zName, -1, SQLITE_TRANSIENT); break;
    case COL_KIND:    sqlite3_result_text(ctx, row.zKind, -1, SQLITE_STATIC); break;
    case COL_FAMILY:  sqlite3_result_text(ctx, row.zFamily, -1, SQLITE_TRANSIENT); break;
    case COL_CLIENTS: sqlite3_result_text(ctx, row.zClients, -1, SQLITE_TRANSIENT); break;
    case COL_WRITES:  sqlite3_result_int(ctx, row.bWrites); break;
    case COL_KEEPS:   formatsKeeps(ctx, row.keeps); break;
    default:          sqlite3_result_text(ctx, row.zNote, -1, SQLITE_TRANSIENT); break;
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
  int i = ((FormatsCursor*)pCursor)->i;
  const char *az[4];
  az[0] = aTgFinding[i].zCode;
  az[1] = aTgFinding[i].zSeverity;
  az[2] = aTgFindingText[i].zMeaning;
  az[3] = aTgFindingText[i].zRemedy;
  sqlite3_result_text(ctx, az[iCol], -1, SQLITE_STATIC);
  return SQLITE_OK;
}

const sqlite3_module tgFindingsModule = {
  .xConnect   = findingsConnect,    .xDisconnect = formatsDisconnect,
  .xBestIndex = formatsBestIndex,   .xOpen       = formatsOpen,
  .xClose     = formatsClose,       .xFilter     = formatsFilter,
  .xNext      = formatsNext,        .xEof        = findingsEof,
  .xColumn    = findingsColumn,     .xRowid      = formatsRowid,
};
