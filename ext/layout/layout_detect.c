/* layout: which layout a database has, told by its structure, and what is wrong with that; see
** layout.h.
**
** Detection: a layout fits a database that has every column of its schema.  Of those that fit, the
** one with the most columns wins, since a newer layout is an older one with more.  Layouts of equal
** structure (pyrogram-1 and -2, telethon-5 and -6, kurigram-7 and wzgram-8) are told apart by the
** number that the database gives itself and, should that be none of theirs, by their indexes
** (kurigram-5 and -6), then by the nearest number.  Nothing is decided by a number alone.
*/
#include "layout/layout_int.h"

/* Are all columns there that pL has of a table, of which zTable has n characters? */
static int layoutWhole(const TgLayout *pL, const TgShape *p, const char *zTable, int n){
  int i;
  for(i=0; i<pL->column.n; i++){
    const char *z = pL->column.az[i];
    if( strncmp(z, zTable, (size_t)n)==0 && z[n]=='.' && !tgShapeHas(p, z, -1) ) return 0;
  }
  return 1;
}

/* Is "table" or "table.column" of pL, or of a layout that shares its base? */
static int layoutOwns(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p,
                      const char *zName){
  int i, n = (int)strcspn(zName, "."), bOwn = tgLayoutHas(pL, zName, n);
  for(i=0; i<pCat->n; i++){
    const TgLayout *pKin = &pCat->a[i];
    if( (pKin==pL || (pL->pBase && pKin->pBase==pL->pBase)) && tgLayoutHas(pKin, zName, -1)
        && (bOwn || layoutWhole(pKin, p, zName, n)) ){
      return 1;
    }
  }
  return 0;
}

/* The next layout of pL's base that has zName, a fork of the same number before a later one; 0
** where one of a lower number has it, too: then an upgrade left it behind. */
static const TgLayout *layoutAhead(const TgCatalogue *pCat, const TgLayout *pL, const char *zName){
  const TgLayout *pNext = 0;
  int i;
  for(i=0; i<pCat->n; i++){
    const TgLayout *p = &pCat->a[i];
    if( p->pBase!=pL->pBase || p->eAccess==TG_HIDDEN || !tgLayoutHas(p, zName, -1) ) continue;
    if( p->iVersion<pL->iVersion || strcmp(p->zName, pL->zName)==0 ) return 0;
    if( pNext==0 || p->iVersion<pNext->iVersion ) pNext = p;
  }
  return pNext;
}

/* Is it a name of any layout's table? */
static int layoutKnowsTable(const TgCatalogue *pCat, const char *zTable){
  int i, j;
  for(i=0; i<pCat->n; i++){
    for(j=0; j<pCat->a[i].column.n; j++){
      if( strcmp(pCat->a[i].column.az[j], zTable)==0 ) return 1;
    }
  }
  return 0;
}

enum { SHAPE_MAX = 1000 };                     /* names; a session has less than 60 */
/* bytes of a schema that is worth to be kept in mind; a session has 4,000 */
enum { KNOWN_TEXT = 32*1024 };

/* The columns of one table.  Computed ones would run foreign code when they are read. */
static void shapeTable(TgErr *e, sqlite3 *db, const char *zSchema, const char *zTable, TgShape *p){
  sqlite3_stmt *pCol = tgPrepare(e, db, "PRAGMA \"%w\".table_xinfo(\"%w\")", zSchema, zTable);
  tgNamesAdd(e, &p->name, tgStrdup(e, zTable, -1));
  while( tgStep(e, pCol) ){
    const char *zCol = tgText(e, pCol, 1);
    if( sqlite3_column_int(pCol, 6)!=0 ) p->bActive = 1;
    if( sqlite3_column_int(pCol, 5)==1 && p->zKeyTable==0 && zCol ){
      p->zKeyTable = tgStrdup(e, zTable, -1);
      p->zKeyColumn = tgStrdup(e, zCol, -1);
    }
    if( zCol==0 || p->name.n>=SHAPE_MAX ) continue;
    tgNamesAdd(e, &p->name, tgPrintf(e, "%s.%s", zTable, zCol));
  }
  sqlite3_finalize(pCol);
}

/* Everything in sqlite_schema that has a name that some layout uses.  Ordinary tables only: the
** columns of a view or a virtual table would run foreign code. */
static void shapeRead(TgErr *e, const TgCatalogue *pCat, sqlite3 *db, const char *zSchema,
                      TgShape *p){
  sqlite3_stmt *pSchema = tgPrepare(e, db, "SELECT type, name, rootpage FROM \"%w\".%s", zSchema,
                                    tgMaster(zSchema));
  while( tgStep(e, pSchema) ){
    const char *zType = tgText(e, pSchema, 0);
    const char *zName = tgText(e, pSchema, 1);
    if( zType==0 || zName==0 ) continue;
    if( strcmp(zType, "index")==0 ){         /* with a dot in it, it would pass for a column */
      if( sqlite3_strnicmp(zName, "sqlite_", 7)!=0 && strchr(zName, '.')==0
          && p->name.n<SHAPE_MAX ){
        tgNamesAdd(e, &p->name, tgStrdup(e, zName, -1));
      }
    }else if( strcmp(zType, "trigger")!=0 && layoutKnowsTable(pCat, zName) ){
      if( strcmp(zType, "table")==0 && sqlite3_column_int64(pSchema, 2)>0 ){
        shapeTable(e, db, zSchema, zName, p);
      }else{
        p->bActive = p->bView = 1;
      }
    }
  }
  sqlite3_finalize(pSchema);
  tgShapeSort(p);
}

/* The text of a schema: as long as it is the same, the shape is. 0 when it is longer than any
** client's. */
static char *knownText(TgErr *e, sqlite3 *db, const char *zSchema, int *pn){
  sqlite3_stmt *p = tgPrepare(e, db, "SELECT type, name, rootpage>0, sql FROM \"%w\".%s", zSchema,
                              tgMaster(zSchema));
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  int i;
  while( tgStep(e, p) && sqlite3_str_length(s)<=KNOWN_TEXT ){
    for(i=0; i<4; i++){
      const char *zText = tgText(e, p, i);
      int nText = zText ? sqlite3_column_bytes(p, i) : -1;
      sqlite3_str_append(s, (const char*)&nText, sizeof(nText));
      if( nText>0 ) sqlite3_str_append(s, zText, nText);
    }
  }
  sqlite3_finalize(p);
  *pn = sqlite3_str_length(s);
  z = sqlite3_str_finish(s);
  if( *pn>KNOWN_TEXT || e->rc!=SQLITE_OK ){
    sqlite3_free(z);
    z = 0;
  }
  return z;
}

/* The shape of a database of a private connection, which has parsed just the text that stands in
** it.  Telling the columns of six tables costs more than all else that opening a file does, and a
** fleet has a few schemas, not thousands. */
static void shapeLook(TgErr *e, TgCatalogue *pCat, sqlite3 *db, const char *zSchema, TgShape *p){
  TgKnown *pKnown;
  int i, n;
  char *z = knownText(e, db, zSchema, &n);
  for(i=0; z && i<TG_KNOWN_MAX; i++){
    pKnown = pCat->apKnown[i];
    if( pKnown==0 || pKnown->n!=n || memcmp(pKnown->z, z, (size_t)n)!=0 ) continue;
    sqlite3_free(z);
    *p = pKnown->shape;
    p->pKnown = pKnown;
    pKnown->nRef++;
    return;
  }
  shapeRead(e, pCat, db, zSchema, p);
  pKnown = z && e->rc==SQLITE_OK ? tgAlloc(e, sizeof(*pKnown)) : 0;
  if( pKnown==0 ){
    sqlite3_free(z);
    return;
  }
  pKnown->z = z;
  pKnown->n = n;
  pKnown->shape = *p;
  pKnown->nRef = 2;
  p->pKnown = pKnown;
  i = pCat->iKnown++ % TG_KNOWN_MAX;
  tgKnownRelease(pCat->apKnown[i]);
  pCat->apKnown[i] = pKnown;
}

/* The number in the version column zVersion, if the database has that column and a number in it;
** read once, since most layouts have the same one. */
static void shapeVersion(TgErr *e, sqlite3 *db, const char *zSchema, const char *zVersion,
                         TgShape *p){
  const char *zDot = strchr(zVersion, '.');
  sqlite3_stmt *pStmt;
  if( p->zNumber && strcmp(p->zNumber, zVersion)==0 ) return;
  p->zNumber = zVersion;
  p->nNumber++;
  p->bVersion = 0;
  p->iVersion = -1;
  if( zDot==0 || !tgShapeHas(p, zVersion, -1) ) return;
  pStmt = tgPrepare(e, db, "SELECT \"%w\" FROM \"%w\".\"%.*w\" LIMIT 1",
                    zDot+1, zSchema, (int)(zDot - zVersion), zVersion);
  if( tgStep(e, pStmt) && sqlite3_column_type(pStmt, 0)==SQLITE_INTEGER ){
    p->bVersion = 1;
    p->iVersion = sqlite3_column_int64(pStmt, 0);
  }
  sqlite3_finalize(pStmt);
}

/* How many indexes pL creates, if the database has them all; else 0. */
static int layoutIndexed(const TgLayout *pL, const TgShape *p){
  static const char zCreate[] = "CREATE INDEX main.";
  const TgSection *pSec = tgLayoutSection(pL, p, "indexes");
  const char *z, *zEnd;
  int nIndex = 0;
  if( pSec==0 ) return 0;
  for(z = pSec->z, zEnd = z + pSec->n; zEnd-z>(int)sizeof(zCreate); z++){
    int n = 0;
    if( memcmp(z, zCreate, sizeof(zCreate)-1)!=0 ) continue;
    z += sizeof(zCreate) - 1;
    while( tgIdChar(z[n]) ) n++;
    if( !tgShapeHas(p, z, n) ) return 0;
    nIndex++;
  }
  return nIndex;
}

/* The layout of pL's base with pL's columns and a higher number of which the database has all
** indexes, more than pL has; else pL. Whatever number the database gives itself, the client that
** makes that index has been here, and would fail to make it again. */
static const TgLayout *layoutIndexAhead(const TgCatalogue *pCat, const TgLayout *pL,
                                        const TgShape *p){
  const TgLayout *pBest = pL;
  int i, n, nIndex = layoutIndexed(pL, p);
  for(i=0; i<pCat->n && nIndex>0; i++){
    const TgLayout *pMore = &pCat->a[i];
    if( pL->pBase==0 || pMore->pBase!=pL->pBase || pMore->column.n!=pL->column.n
        || pMore->iVersion<=pL->iVersion || pMore->eAccess!=TG_WRITE || tgLayoutMissing(pMore, p, 0)
        || (n = layoutIndexed(pMore, p))<=nIndex ){
      continue;
    }
    nIndex = n;
    pBest = pMore;
  }
  return pBest;
}

/* How far the number of the database is from pL's: what a wrong number was most likely meant to
** be. */
static i64 layoutFar(const TgLayout *pL, const TgShape *p){
  i64 d = p->bVersion && p->iVersion>=0 && p->iVersion<1000 ? p->iVersion - pL->iVersion : 0;
  return d<0 ? -d : d;
}

/* Count what pL's family does not know, tell the user's own tables, and look for what it has too
** early. */
static void shapeStrangers(const TgCatalogue *pCat, const TgLayout *pL, TgShape *p){
  int i;
  for(i=0; i<p->name.n; i++){
    const char *z = p->name.az[i];
    if( tgLayoutHas(pL, z, -1) ) continue;
    if( layoutOwns(pCat, pL, p, z) ){
      if( p->pAhead==0 && (p->pAhead = layoutAhead(pCat, pL, z))!=0 ) p->iAhead = i;
    }else if( strchr(z, '.') ){              /* after its table */
      p->nUnknown += tgShapeHas(p, z, -1);
    }else if( layoutKnowsTable(pCat, z) ){
      if( ALWAYS(p->nOwn<TG_OWN_MAX) ) p->azOwn[p->nOwn++] = z;
      else p->bActive = 1;                   /* refused, rather than taken for the client's */
    }
  }
}

/* A layout of the same tables as pBest that tells itself apart by what is in them: section detect,
** with a condition, gives 1.  (Those without one detect JSON.) */
static const TgLayout *layoutByContent(TgErr *e, const TgCatalogue *pCat, sqlite3 *db,
                                       const char *zSchema, TgShape *p, const TgLayout *pBest){
  int i;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgSection *pSec = tgLayoutSection(&pCat->a[i], p, "detect");
    char *zSql;
    int b;
    if( pSec==0 || pSec->nIf==0 || tgLayoutMissing(&pCat->a[i], p, 0) ) continue;
    zSql = tgLayoutSql(e, pSec->z, pSec->n, zSchema, "");
    p->bContent = 1;
    b = zSql && tgQueryInt(e, db, 0, "%s", zSql)==1;
    sqlite3_free(zSql);
    if( b ) return &pCat->a[i];
  }
  return pBest;
}

/* more columns than that, and it is another layout */
enum { COLUMNS_MAX = 2 };

/* How many names of pL are there, when whole tables are missing and nothing else is, or a column or
** two; else 0. */
static int layoutPart(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p, int *pbColumn){
  int j, nHave = 0, nTable = 0, nColumn = 0;
  const char *z;
  for(j=0; (z = tgLayoutMissing(pL, p, j))!=0; j++) *(strchr(z, '.') ? &nColumn : &nTable) += 1;
  if( (nTable==0)==(nColumn==0) || nColumn>COLUMNS_MAX ) return 0;
  *pbColumn = nColumn>0;
  for(j=0; j<pL->column.n; j++) nHave += tgShapeHas(p, pL->column.az[j], -1);
  /* somebody else's table of that name has columns of its own */
  if( nColumn ){
    TgShape strange = *p;
    strange.nUnknown = 0;
    shapeStrangers(pCat, pL, &strange);
    if( strange.nUnknown ) return 0;
  }
  return nHave;
}

/* Can the account be read?  bKey: is there one with a key, what is missing of its table taken for
** NULL? */
static int layoutAccount(TgErr *e, sqlite3 *db, const char *zSchema, const TgLayout *pL,
                         const TgShape *p, int bKey){
  TgErr e2 = TG_ERR_INIT;
  const TgSection *pSec = tgLayoutSection(pL, p, "account");
  char *zSql = pSec==0 ? 0 : bKey ? tgLayoutRead(e, pL, p, pSec, zSchema, "")
             : tgLayoutSql(e, pSec->z, pSec->n, zSchema, "");
  sqlite3_stmt *pStmt = zSql ? tgPrepare(&e2, db, "%s", zSql) : 0;
  int b = pStmt!=0;
  if( bKey ) b = tgStep(&e2, pStmt) && sqlite3_column_bytes(pStmt, TG_AUTH_KEY)==TG_KEY_SIZE;
  sqlite3_finalize(pStmt);
  sqlite3_free(zSql);
  if( e2.rc==SQLITE_NOMEM ) tgNomem(e);
  tgErrClear(&e2);
  return b;
}

/* The layout of which only whole tables are missing, or a column or two, where a login can be read
** without them: a client's update was cut off, or somebody dropped one.  pExact: one of which all
** is there, but whose number it does not have; 0: there is none. */
static const TgLayout *layoutNearest(TgErr *e, const TgCatalogue *pCat, sqlite3 *db,
                                     const char *zSchema, TgShape *p, const TgLayout *pExact){
  const TgLayout *pBest = 0;
  int i, j, iBest = 0;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgLayout *pL = &pCat->a[i];
    int bColumn = 0, n = pL->bByContent || pL->eAccess==TG_HIDDEN
        ? 0 : layoutPart(pCat, pL, p, &bColumn);
    int bNumber, iScore;
    if( n==0 ) continue;
    p->bContent = 1;
    shapeVersion(e, db, zSchema, pL->zVersion, p);
    bNumber = p->bVersion && p->iVersion==pL->iVersion;
    if( pExact && (!bNumber || n<pExact->column.n + bColumn) ) continue;
    iScore = n*64 + bNumber*32 + layoutIndexed(pL, p);
    for(j=0; tgLayoutMissing(pL, p, j); j++) iScore -= 4;
    if( iScore<iBest || (iScore==iBest && layoutFar(pL, p)>=layoutFar(pBest, p)) ) continue;
    if( (bColumn || !layoutAccount(e, db, zSchema, pL, p, 0))
        && !layoutAccount(e, db, zSchema, pL, p, 1) ){
      continue;
    }
    iBest = iScore;
    pBest = pL;
  }
  return pBest ? pBest : pExact;
}

/* The layout of a database of this shape. */
static const TgLayout *layoutDetect(TgErr *e, const TgCatalogue *pCat, sqlite3 *db,
                                    const char *zSchema, TgShape *p){
  const TgLayout *pBest = 0;
  int i, j, iBest = -1;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgLayout *pL = &pCat->a[i];
    int iScore;
    if( pL->column.n==0 || pL->bByContent ) continue;
    for(j=0; j<pL->column.n && tgShapeHas(p, pL->column.az[j], -1); j++){}
    if( j==pL->column.n && pL->zRefuse[0] ) p->zRefuse = pL->zRefuse;
    if( j<pL->column.n || pL->zRefuse[0] ) continue;
    iScore = pL->column.n*64;
    if( iScore+64<=iBest ) continue;
    shapeVersion(e, db, zSchema, pL->zVersion, p);
    if( p->bVersion && p->iVersion==pL->iVersion ) iScore += 32;
    iScore += layoutIndexed(pL, p);
    if( iScore<iBest || (iScore==iBest && layoutFar(pL, p)>=layoutFar(pBest, p)) ) continue;
    iBest = iScore;
    pBest = pL;
  }
  if( pBest ) pBest = layoutIndexAhead(pCat, pBest, p);
  if( pBest && !p->bActive ) pBest = layoutByContent(e, pCat, db, zSchema, p, pBest);
  if( pBest ) shapeVersion(e, db, zSchema, pBest->zVersion, p);
  if( !p->bActive && (pBest==0 || tgLayoutMismatch(pCat, pBest, p)) ){
    pBest = layoutNearest(e, pCat, db, zSchema, p, pBest);
    if( pBest ) shapeVersion(e, db, zSchema, pBest->zVersion, p);
  }
  if( pBest ){
    while( tgLayoutMissing(pBest, p, p->nMissing) ) p->nMissing++;
    if( p->nMissing==0 ) p->pWhole = pBest;
    shapeStrangers(pCat, pBest, p);
  }
  return e->rc==SQLITE_OK ? pBest : 0;
}

const TgLayout *tgLayoutDetect(TgErr *e, TgCatalogue *pCat, sqlite3 *db, const char *zSchema,
                               int bOwn, TgShape *p){
  const TgLayout *pLayout;
  TgKnown *k;
  int i;
  memset(p, 0, sizeof(*p));
  p->iVersion = -1;
  if( bOwn ) shapeLook(e, pCat, db, zSchema, p);
  else shapeRead(e, pCat, db, zSchema, p);
  k = p->pKnown;
  if( e->rc!=SQLITE_OK || p->name.n==0 ) return 0;
  if( k && k->nVerdict ) shapeVersion(e, db, zSchema, k->a[0].shape.zNumber, p);
  for(i=0; k && i<k->nVerdict && e->rc==SQLITE_OK; i++){
    if( k->a[i].shape.bVersion==p->bVersion && k->a[i].shape.iVersion==p->iVersion ){
      *p = k->a[i].shape;
      return k->a[i].pLayout;
    }
  }
  pLayout = layoutDetect(e, pCat, db, zSchema, p);
  if( k && k->nVerdict<KNOWN_VERDICT && p->nNumber==1 && !p->bContent && e->rc==SQLITE_OK ){
    k->a[k->nVerdict].shape = *p;
    k->a[k->nVerdict++].pLayout = pLayout;
  }
  return pLayout;
}

/*************************************** What is wrong ******************************************/

/* Has some layout of pL's family number i?  *piMax: the highest number there. */
static int layoutNumbered(const TgCatalogue *pCat, const TgLayout *pL, i64 i, int *piMax){
  int j, bFound = 0;
  *piMax = pL->iVersion;
  for(j=0; j<pCat->n; j++){
    const TgLayout *p = &pCat->a[j];
    if( p!=pL && (pL->pBase==0 || p->pBase!=pL->pBase) ) continue;
    if( p->zVersion[0]==0 ) continue;
    if( p->iVersion>*piMax ) *piMax = p->iVersion;
    if( p->iVersion==i ) bFound = 1;
  }
  return bFound;
}

int tgLayoutNewer(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p){
  int iMax;
  if( pL->zVersion[0]==0 || !p->bVersion ) return 0;
  return !layoutNumbered(pCat, pL, p->iVersion, &iMax) && p->iVersion>iMax;
}

int tgLayoutMismatch(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p){
  return pL->zVersion[0] && p->bVersion && p->iVersion!=pL->iVersion && !tgLayoutNewer(pCat, pL, p);
}

/* "its tables 'peers' and 'version' are missing" */
static char *layoutProblemMissing(TgErr *e, const TgLayout *pL, const TgShape *p){
  int i, bColumn = strchr(tgLayoutMissing(pL, p, 0), '.')!=0;
  char *z = 0, *zAll;
  for(i=0; i<p->nMissing; i++){
    char *zNew = tgPrintf(e, "%s%s'%s'", z ? z : "", i==0 ? "" : i+1<p->nMissing ? ", " : " and ",
                          tgLayoutMissing(pL, p, i));
    sqlite3_free(z);
    z = zNew;
  }
  zAll = tgProblem(e, bColumn ? TG_F_MISSING_COLUMN : TG_F_MISSING_TABLE, "its %s%s %s %s missing",
                   bColumn ? "column" : "table",
                   p->nMissing>1 ? "s" : "", z ? z : "", p->nMissing>1 ? "are" : "is");
  sqlite3_free(z);
  return zAll;
}

char *tgLayoutProblem(TgErr *e, const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p){
  if( p->bActive ){
    return tgProblem(e, TG_F_VIEW_AS_TABLE, "%s", aTgFindingText[TG_F_VIEW_AS_TABLE].zMeaning);
  }
  if( pL==0 ){
    return tgProblem(e, TG_F_NO_SESSION, "%s",
                     p->zRefuse ? p->zRefuse : p->name.n ? "tables of no known layout"
                     : "there are no tables");
  }
  if( p->nMissing ) return layoutProblemMissing(e, pL, p);
  if( tgLayoutNewer(pCat, pL, p) ){
    return tgProblem(e, TG_F_VERSION_UNKNOWN,
                     "version %lld is newer than any that is known; it is read, never written",
                     p->iVersion);
  }
  if( tgLayoutMismatch(pCat, pL, p) ){
    return tgProblem(e, TG_F_VERSION_MISMATCH,
                     "the version number says %lld, the structure is that of %s", p->iVersion,
                     pL->zName);
  }
  if( pL->zVersion[0] && !p->bVersion ){
    return tgProblem(e, TG_F_NO_VERSION, "%s", aTgFindingText[TG_F_NO_VERSION].zMeaning);
  }
  if( p->nUnknown ){
    return tgProblem(e, TG_F_UNKNOWN_COLUMNS,
                     "%d unknown column%s: edits of the account keep them, an edited peer and a "
                     "migration do not", p->nUnknown, p->nUnknown>1 ? "s" : "");
  }
  if( p->pAhead ){
    return tgProblem(e, TG_F_AHEAD, "%s belongs to %s, and the client's upgrade may fail over it",
                     p->name.az[p->iAhead], p->pAhead->zName);
  }
  return 0;
}
