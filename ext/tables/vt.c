/* tables: what the virtual tables have in common: connecting, cursors, plans; see vt.h. */
#include "tables/vt.h"

static char *tableArgument(TgErr *e, int argc, const char *const *argv){
  char *z;
  int i, j, n;
  char q;
  if( argc<4 ) return 0;
  z = tgStrdup(e, argv[3], -1);
  if( z==0 ) return 0;
  q = z[0];
  n = (int)strlen(z);
  if( n>=2 && (q=='\'' || q=='"') && z[n-1]==q ){
    for(i=1, j=0; i<n-1; i++){
      if( z[i]==q && z[i+1]==q && i+1<n-1 ) i++;
      z[j++] = z[i];
    }
    z[j] = 0;
  }
  return z;
}

int tgTableConnect(sqlite3 *db, const TgTableKind *pKind, int argc, const char *const *argv,
                   sqlite3_vtab **ppVtab, char **pzErr){
  TgErr e = TG_ERR_INIT;
  TgTable *p = tgAlloc(&e, pKind->n);
  if( p ){
    p->pCtx = pKind->pCtx;
    p->iArg = pKind->iArg;
    p->iKey = pKind->iKey;
  }
  if( argc>4 ){
    tgFail(&e, SQLITE_ERROR, "too many arguments; USING %s takes one, a source", argv[0]);
  }
  if( p ) p->zDefault = tableArgument(&e, argc, argv);
  if( p ) p->zHome = tgStrdup(&e, sqlite3_stricmp(argv[1], "temp")==0 ? "main" : argv[1], -1);
  if( p ) p->bPlain = argc==3 && sqlite3_stricmp(argv[0], argv[2])==0;
  if( e.rc==SQLITE_OK && p->zDefault && tgTextCreates(db) ){
    /* looked at once: a name that is none is an error now, and none later */
    TgSources src;
    tgSourcesOpen(&e, &src, p->pCtx, 0, p->zDefault, 0);
    tgSourcesClose(&src);
  }
  if( e.zMsg ) *pzErr = sqlite3_mprintf("%s", e.zMsg);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_declare_vtab(db, pKind->zSchema);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  if( e.rc==SQLITE_OK ) e.rc = sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
  if( e.rc!=SQLITE_OK && p ){
    sqlite3_free(p->zDefault);
    sqlite3_free(p->zHome);
    sqlite3_free(p);
    p = 0;
  }
  *ppVtab = (sqlite3_vtab*)p;
  sqlite3_free(e.zMsg);
  return e.rc;
}

int tgTableDisconnect(sqlite3_vtab *pVtab){
  tgWriterClose(&((TgTable*)pVtab)->writer);
  tgWriteForget(((TgTable*)pVtab)->pCtx);
  sqlite3_free(((TgTable*)pVtab)->zDefault);
  sqlite3_free(((TgTable*)pVtab)->zHome);
  sqlite3_free(pVtab);
  return SQLITE_OK;
}

int tgCursorOpen(sqlite3_vtab *pVtab, const char *zTable, sqlite3_vtab_cursor **ppCursor, size_t n){
  TgErr e = TG_ERR_INIT;
  ((TgTable*)pVtab)->mRun = tgTextAsked(&e, (TgTable*)pVtab, zTable);
  *ppCursor = tgAlloc(&e, n);
  return tgErrToVtab(&e, pVtab, zTable);
}

/*************************************** Plans **************************************************/

/* What a plan is said to cost, with some of its constraints.  Each part of an OR is also thought of
** on its own, without the argument that stands beside it, and so is each table of a join: those
** plans are there, but dearer than any that has the argument, even without a key (bLost: there
** seems to be one).  And a table whose name is given goes first: SQLite may have put that constant
** in place of another's argument, which is to be looked for only if there is such a row; but for
** one row of it, whose key comes from a table before. */
static void planCost(sqlite3_index_info *pInfo, int bArg, int bName, int bKey, int bLost){
  if( bArg ) pInfo->estimatedCost = bName ? 1 : bKey ? 20 : 1e6;
  else pInfo->estimatedCost = bLost ? 1e75 : bName && bKey ? 1e20 : bName || bKey ? 1e30 : 1e45;
  pInfo->estimatedRows = bName ? 1 : bKey ? 10 : 1000000;
}

int tgBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo, const TgPlan *a, int n,
                const char *zTable){
  int i, j, nArg = 0, nMax = 0, bName = 0, bKey = 0, bLost = 0;
  for(j=0; j<n; j++){
    int bSeen = 0;
    for(i=0; i<pInfo->nConstraint; i++){
      if( pInfo->aConstraint[i].op!=SQLITE_INDEX_CONSTRAINT_EQ
          || pInfo->aConstraint[i].iColumn!=a[j].iCol ){
        continue;
      }
      if( a[j].eKind==TG_PLAN_NEVER ){
        TgErr e = TG_ERR_INIT;
        tgFail(&e, SQLITE_ERROR, "too many arguments; it takes %d", nMax);
        return tgErrToVtab(&e, pVtab, zTable);
      }
      bSeen = 1;
      if( !pInfo->aConstraint[i].usable ){
        if( a[j].eKind==TG_PLAN_ARG ) return SQLITE_CONSTRAINT;
        continue;
      }
      if( (pInfo->idxNum & a[j].bit) || (a[j].eKind==TG_PLAN_KEY && bKey) ) continue;
      if( a[j].eKind!=TG_PLAN_ARG
          && sqlite3_stricmp(sqlite3_vtab_collation(pInfo, i), a[j].zCollation)!=0 ){
        continue;
      }
      pInfo->idxNum |= a[j].bit;
      pInfo->aConstraintUsage[i].argvIndex = ++nArg;
      pInfo->aConstraintUsage[i].omit = a[j].eKind==TG_PLAN_ARG;
      bName |= a[j].eKind==TG_PLAN_NAME;
      bKey |= a[j].eKind==TG_PLAN_KEY || (a[j].eKind==TG_PLAN_ARG && j>0);
    }
    if( a[j].eKind==TG_PLAN_ARG ){
      nMax++;
      bLost |= !bSeen && (pInfo->colUsed & ((u64)1<<a[j].iCol));
    }
  }
  planCost(pInfo, (pInfo->idxNum & a[0].bit)!=0, bName, bKey, bLost);
  return SQLITE_OK;
}

int tgIdKey(sqlite3_value *p, i64 *piId){
  int eType = sqlite3_value_numeric_type(p);
  double r;
  *piId = sqlite3_value_int64(p);
  if( eType!=SQLITE_FLOAT ) return eType==SQLITE_INTEGER;
  r = sqlite3_value_double(p);
  return r>=-9223372036854775808.0 && r<9223372036854775808.0 && (double)*piId==r;
}

const char *tgTextKey(sqlite3_value *p, int *pbNone){
  int eType = sqlite3_value_type(p);
  if( eType==SQLITE_NULL ) *pbNone = 1;
  return eType==SQLITE_TEXT ? (const char*)sqlite3_value_text(p) : 0;
}
