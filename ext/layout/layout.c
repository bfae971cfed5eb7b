/* layout: the catalogue of layouts, and the text of their sections; the grammar is in layout.h.
*/
#include "layout/layout_int.h"
#include "layout/sqlfile.h"

/*************************************** Parsing ************************************************/

/* The next word of *pz before zEnd; its length, 0 at the end. */
static int layoutWord(const char **pz, const char *zEnd, const char **pzWord){
  const char *z = *pz;
  while( z<zEnd && *z==' ' ) z++;
  *pzWord = z;
  while( z<zEnd && *z!=' ' ) z++;
  *pz = z;
  return (int)(z - *pzWord);
}

/* The number that ends a line, behind a blank. */
static int layoutNumber(const char *z, const char *zEnd){
  int i = 0;
  while( ++z<zEnd ) i = i*10 + (*z - '0');
  return i;
}

/* "dc_id auth_key peers" as bits. */
static unsigned layoutKeeps(const char *z, const char *zEnd){
  static const struct { const char *z; unsigned b; } aMore[] = {
    { "peers", TG_KEEPS_PEERS },   { "usernames", TG_KEEPS_USERNAMES },
    { "states", TG_KEEPS_STATES }, { "names", TG_KEEPS_NAMES },
    { "phones", TG_KEEPS_PHONES },   { "updated", TG_KEEPS_UPDATED },
  };
  unsigned m = 0;
  const char *zWord;
  int n, i;
  while( (n = layoutWord(&z, zEnd, &zWord))>0 ){
    unsigned b = 0;
    i = tgFieldFindN(zWord, n);
    if( i>=0 ) b = TG_BIT(i);
    for(i=0; i<TG_COUNT(aMore); i++){
      if( (int)strlen(aMore[i].z)==n && memcmp(aMore[i].z, zWord, (size_t)n)==0 ) b = aMore[i].b;
    }
    m |= b;
  }
  return m;
}

/* One "-- :word rest" line, from its word. 1 when it is an attribute, 0 when it opens a section. */
static int layoutAttribute(TgErr *e, TgLayout *p, char **pzBase, const char *z, const char *zEnd){
  const char *zWord;
  int nWord = layoutWord(&z, zEnd, &zWord);
  struct { const char *zName; char **pz; } aText[] = {
    { "base", pzBase }, { "clients", &p->zClients }, { "string", &p->zString },
    { "family", &p->zFamily },
    { "takes", &p->zTakes }, { "refuse", &p->zRefuse },
  };
  int i;
  while( z<zEnd && *z==' ' ) z++;
  for(i=0; i<TG_COUNT(aText); i++){
    if( (int)strlen(aText[i].zName)==nWord && memcmp(aText[i].zName, zWord, (size_t)nWord)==0 ){
      sqlite3_free(*aText[i].pz);
      *aText[i].pz = tgStrdup(e, z, (int)(zEnd - z));
      return 1;
    }
  }
  if( nWord==2 ){                            /* as */
    sqlite3_free(p->zName);
    p->zName = tgStrdup(e, z, (int)(zEnd - z));
    p->bAlias = 1;
    return 1;
  }
  if( nWord==4 && memcmp(zWord, "ipv4", 4)==0 ){
    p->bIpv4 = 1;
    return 1;
  }
  if( nWord==4 && memcmp(zWord, "owns", 4)==0 ){
    const char *zWhat;
    layoutWord(&z, zEnd, &zWhat);            /* user_version */
    p->iUserVersion = layoutNumber(z, zEnd);
    return 1;
  }
  if( nWord==7 && memcmp(zWord, "version", 7)==0 ){
    const char *zCol;
    int n = layoutWord(&z, zEnd, &zCol);
    sqlite3_free(p->zVersion);
    p->zVersion = tgStrdup(e, zCol, n);
    p->iVersion = layoutNumber(z, zEnd);
    return 1;
  }
  if( nWord==5 && memcmp(zWord, "keeps", 5)==0 ){
    p->keeps = layoutKeeps(z, zEnd);
    return 1;
  }
  if( nWord==5 && memcmp(zWord, "needs", 5)==0 ){
    p->needs = layoutKeeps(z, zEnd);
    return 1;
  }
  if( nWord==6 && memcmp(zWord, "access", 6)==0 ){
    p->eAccess = *z=='w' ? TG_WRITE : *z=='r' ? TG_READ : TG_HIDDEN;
    return 1;
  }
  return 0;
}

/* Split one embedded file into attributes and sections.  sql/layouts.awk has seen to it that it is
** as it should be. */
static void layoutParse(TgErr *e, TgLayout *p, char **pzBase, const TgSqlFile *pFile){
  const char *z = pFile->z, *zEnd = z + pFile->n, *zEol, *zColon;
  TgSection *pSec = 0;
  int nAlloc = 0;

  p->zName = tgStrdup(e, pFile->zName, -1);
  p->zClients = tgStrdup(e, "", 0);
  p->zString = tgStrdup(e, "", 0);
  p->zFamily = tgStrdup(e, "", 0);
  p->zTakes = tgStrdup(e, "", 0);
  p->zRefuse = tgStrdup(e, "", 0);
  p->zVersion = tgStrdup(e, "", 0);
  zEol = strchr(z, '\n');
  zColon = strchr(z, ':');
  p->zNote = tgStrdup(e, zColon + 2, (int)(zEol - zColon) - 2);

  for(z = zEol; z<zEnd && e->rc==SQLITE_OK; z = zEol){
    const char *zLine, *zWord;
    while( z<zEnd && *z=='\n' ) z++;
    zLine = z;
    zEol = strchr(z, '\n');
    if( zEol==0 ) zEol = zEnd;
    if( zEol-z<5 || memcmp(z, "-- :", 4)!=0 ) continue;
    if( pSec ) pSec->n = (int)(zLine - pSec->z);
    z += 4;
    if( layoutAttribute(e, p, pzBase, z, zEol) ){
      pSec = 0;
      continue;
    }
    if( p->nSection==nAlloc ){
      int nNew = nAlloc ? nAlloc*2 : 16;
      TgSection *aNew = sqlite3_realloc64(p->aSection, sizeof(TgSection)*(u64)nNew);
      if( aNew==0 ){
        tgNomem(e);
        return;
      }
      p->aSection = aNew;
      nAlloc = nNew;
    }
    pSec = &p->aSection[p->nSection++];
    memset(pSec, 0, sizeof(*pSec));
    pSec->nName = layoutWord(&z, zEol, &pSec->zName);
    if( layoutWord(&z, zEol, &zWord) ){      /* if */
      pSec->zIf = z;
      pSec->nIf = (int)(zEol - z);
      if( pSec->nName==6 && memcmp(pSec->zName, "detect", 6)==0 ) p->bByContent = 1;
    }
    pSec->z = zEol;
    pSec->n = (int)(zEnd - zEol);
  }
}

void tgShapeFree(TgShape *p){
  if( p->pKnown ){                           /* all that it has is that one's */
    tgKnownRelease(p->pKnown);
  }else{
    tgNamesFree(&p->name);
    sqlite3_free(p->zKeyTable);
    sqlite3_free(p->zKeyColumn);
  }
  memset(p, 0, sizeof(*p));
}

void tgShapeOf(TgErr *e, TgShape *p, const TgLayout *pL){
  int i;
  memset(p, 0, sizeof(*p));
  for(i=0; i<pL->column.n; i++) tgNamesAdd(e, &p->name, tgStrdup(e, pL->column.az[i], -1));
  tgShapeSort(p);
  p->iVersion = pL->iVersion;
  p->bVersion = pL->zVersion[0]!=0;
  p->pWhole = pL;
}

TgChecked *tgShapeChecked(TgShape *p, const TgLayout *pLayout){
  TgChecked *pChecked = p->pKnown ? &p->pKnown->checked : 0;
  if( pChecked && pChecked->pLayout!=pLayout ){
    sqlite3_free(pChecked->zCounts);
    memset(pChecked, 0, sizeof(*pChecked));
    pChecked->pLayout = pLayout;
  }
  return pChecked;
}

void tgKnownRelease(TgKnown *p){
  if( p==0 || --p->nRef>0 ) return;
  tgShapeFree(&p->shape);
  sqlite3_free(p->checked.zCounts);
  sqlite3_free(p->z);
  sqlite3_free(p);
}

/* Column z..zEnd of the table is one of the layout's. */
static void layoutColumn(TgErr *e, TgLayout *p, const char *zTable, int nTable, const char *z,
                         const char *zEnd){
  tgNamesAdd(e, &p->column, tgPrintf(e, "%.*s.%.*s", nTable, zTable, (int)(zEnd - z), z));
}

/* The names of the tables and columns in a schema section, which is in our own hand: CREATE TABLE
** main.t ( and then a column a line; lines that begin with a word in capitals are constraints. */
static void layoutColumns(TgErr *e, TgLayout *p, const TgSection *pSec){
  static const char zCreate[] = "CREATE TABLE main.";
  const char *z = pSec->z, *zEnd = z + pSec->n, *zTable = 0;
  int nTable = 0;
  while( z<zEnd && e->rc==SQLITE_OK ){
    const char *zEol = memchr(z, '\n', (size_t)(zEnd - z));
    const char *zWord;
    if( zEol-z>(int)sizeof(zCreate) && memcmp(z, zCreate, sizeof(zCreate)-1)==0 ){
      zTable = z = z + sizeof(zCreate) - 1;
      while( tgIdChar(*z) ) z++;
      nTable = (int)(z - zTable);
      tgNamesAdd(e, &p->column, tgStrdup(e, zTable, nTable));
    }else if( zTable && zEol-z>2 && z[0]==' ' ){
      while( *z==' ' || *z=='"' ) z++;
      zWord = z;
      while( z<zEol && tgIdChar(*z) ) z++;
      if( zWord[0]>'Z' ) layoutColumn(e, p, zTable, nTable, zWord, z);
    }else{
      zTable = 0;
    }
    z = zEol + 1;
  }
}

void tgCatalogueFree(TgCatalogue *p){
  int i;
  if( p==0 ) return;
  for(i=0; i<p->n; i++){
    TgLayout *pL = &p->a[i];
    tgNamesFree(&pL->column);
    sqlite3_free(pL->aSection);
    sqlite3_free(pL->zName);
    sqlite3_free(pL->zNote);
    sqlite3_free(pL->zClients);
    sqlite3_free(pL->zString);
    sqlite3_free(pL->zFamily);
    sqlite3_free(pL->zTakes);
    sqlite3_free(pL->zRefuse);
    sqlite3_free(pL->zVersion);
  }
  for(i=0; i<TG_KNOWN_MAX; i++) tgKnownRelease(p->apKnown[i]);
  sqlite3_free(p);
}

TgCatalogue *tgCatalogueNew(TgErr *e){
  TgCatalogue *p;
  char **azBase;
  int i;
  tgSqlFiles(e);
  p = tgAlloc(e, sizeof(*p) + sizeof(TgLayout)*(u64)nTgSqlFile);
  azBase = tgAlloc(e, sizeof(char*)*(u64)nTgSqlFile);
  if( p ) p->a = (TgLayout*)&p[1];
  for(i=0; i<nTgSqlFile && e->rc==SQLITE_OK; i++){
    p->n = i + 1;
    layoutParse(e, &p->a[i], &azBase[i], &aTgSqlFile[i]);
  }
  for(i=0; i<nTgSqlFile && e->rc==SQLITE_OK; i++){
    const TgSection *pSec;
    if( azBase[i] ){
      p->a[i].pBase = tgLayoutByName(p, azBase[i]);
    }
    pSec = tgLayoutSection(&p->a[i], 0, "schema");
    if( pSec ) layoutColumns(e, &p->a[i], pSec);
  }
  for(i=0; azBase && i<nTgSqlFile; i++) sqlite3_free(azBase[i]);
  sqlite3_free(azBase);
  if( e->rc!=SQLITE_OK ){
    tgCatalogueFree(p);
    p = 0;
  }
  return p;
}

const TgLayout *tgLayoutByName(const TgCatalogue *p, const char *zName){
  int i;
  for(i=0; i<p->n; i++){
    if( sqlite3_stricmp(p->a[i].zName, zName)==0 && !p->a[i].bAlias ) return &p->a[i];
  }
  return 0;
}

const TgLayout *tgLayoutFor(const TgCatalogue *p, const char *zFormat){
  int i, n, nFormat = (int)strlen(zFormat);
  for(i=0; i<p->n; i++){
    const char *z = p->a[i].zTakes, *zWord;
    while( (n = layoutWord(&z, z + strlen(z), &zWord))>0 ){
      if( n==nFormat && memcmp(zWord, zFormat, (size_t)n)==0 ) return &p->a[i];
    }
  }
  return 0;
}

/*************************************** Sections ***********************************************/

int tgShapeIsOwn(const TgShape *p, const char *zName, int n){
  int i;
  for(i=0; i<p->nOwn; i++){
    if( (int)strlen(p->azOwn[i])==n && memcmp(p->azOwn[i], zName, (size_t)n)==0 ) return 1;
  }
  return 0;
}

int tgShapeHas(const TgShape *p, const char *zName, int n){
  int iLo = 0, iHi = p->name.n;
  size_t nName = n<0 ? strlen(zName) : (size_t)n;
  if( p->nOwn ){
    const char *zDot = memchr(zName, '.', nName);
    if( tgShapeIsOwn(p, zName, zDot ? (int)(zDot - zName) : (int)nName) ) return 0;
  }
  while( iLo<iHi ){
    int i = (iLo + iHi)/2;
    size_t nThis = strlen(p->name.az[i]);
    int c = memcmp(p->name.az[i], zName, nThis<nName ? nThis : nName);
    if( c==0 ) c = (nThis>nName) - (nThis<nName);
    if( c==0 ) return 1;
    if( c<0 ) iLo = i + 1; else iHi = i;
  }
  return 0;
}

void tgShapeSort(TgShape *p){             /* names come nearly sorted; few of them */
  int i, j;
  for(i=1; i<p->name.n; i++){
    char *z = p->name.az[i];
    for(j=i; j>0 && strcmp(p->name.az[j-1], z)>0; j--) p->name.az[j] = p->name.az[j-1];
    p->name.az[j] = z;
  }
}

/* Is zName ("table" or "table.column", n bytes or -1) part of the schema of pL? */
int tgLayoutHas(const TgLayout *pL, const char *zName, int n){
  size_t nName = n<0 ? strlen(zName) : (size_t)n;
  int i;
  for(i=0; i<pL->column.n; i++){
    if( strlen(pL->column.az[i])==nName && memcmp(pL->column.az[i], zName, nName)==0 ) return 1;
  }
  return 0;
}

/* Do all conditions of a section hold?  Without a shape, only a section without any does.  What is
** missing counts as there: tgLayoutRead() puts NULLs in its place. */
static int layoutHolds(const TgLayout *pL, const TgSection *pSec, const TgShape *p){
  const char *z = pSec->zIf, *zEnd, *zWord;
  int n;
  if( pSec->nIf==0 ) return 1;
  if( p==0 ) return 0;
  zEnd = z + pSec->nIf;
  while( (n = layoutWord(&z, zEnd, &zWord))>0 ){
    int bNot = zWord[0]=='!';
    if( (tgShapeHas(p, zWord+bNot, n-bNot) || tgLayoutHas(pL, zWord+bNot, n-bNot))==bNot ) return 0;
  }
  return 1;
}

const TgSection *tgLayoutSection(const TgLayout *pLayout, const TgShape *p, const char *zName){
  int i, n = (int)strlen(zName);
  const TgLayout *pL;
  for(pL = pLayout; pL; pL = pL->pBase){
    for(i=0; i<pL->nSection; i++){
      const TgSection *pSec = &pL->aSection[i];
      if( pSec->nName==n && memcmp(pSec->zName, zName, (size_t)n)==0
          && layoutHolds(pLayout, pSec, p) ){
        return pSec;
      }
    }
  }
  return 0;
}

const char *tgLayoutMissing(const TgLayout *pL, const TgShape *p, int i){
  int j, bTable = 0;
  for(j=0; j<pL->column.n; j++){
    const char *z = pL->column.az[j];
    int bHas = tgShapeHas(p, z, -1), bColumn = strchr(z, '.')!=0;
    if( !bColumn ) bTable = bHas;
    if( !bHas && (!bColumn || bTable) && i--==0 ) return z;
  }
  return 0;
}

/* in front of the name of a table that is not all there */
#define PART "tgsession_part_"

/* Is something of pL's table zTable (n bytes) missing?  1: a column, 2: the table; 0: nothing. */
static int layoutLacks(const TgLayout *pL, const TgShape *p, const char *zTable, int n){
  int i;
  if( !tgShapeHas(p, zTable, n) ) return tgLayoutHas(pL, zTable, n) ? 2 : 0;
  for(i=0; i<pL->column.n; i++){
    const char *z = pL->column.az[i];
    if( strncmp(z, zTable, (size_t)n)==0 && z[n]=='.' && !tgShapeHas(p, z, -1) ) return 1;
  }
  return 0;
}

/* What a text is for: the database and what its tables' names begin with; pL and p: what is missing
** there, or 0. */
typedef struct LayoutFor {
  const TgLayout *pL;
  const TgShape *p;
  const char *zSchema, *zPrefix;
} LayoutFor;

/* "WITH part_peers AS (SELECT rowid, id, NULL AS username FROM main.peers), ...": the tables of
** which something is missing. */
static void layoutParts(sqlite3_str *s, const LayoutFor *pFor, int bRowid){
  const TgLayout *pL = pFor->pL;
  const TgShape *p = pFor->p;
  const char *zSep = "WITH";
  int i, j;
  for(i=0; i<pL->column.n; i++){
    const char *zTable = pL->column.az[i];
    int n = (int)strlen(zTable), eLack = strchr(zTable, '.') ? 0 : layoutLacks(pL, p, zTable, n);
    if( eLack==0 ) continue;
    sqlite3_str_appendf(s, "%s " PART "%s AS (SELECT %s", zSep, zTable,
                        eLack==1 && bRowid ? "rowid" : "NULL AS rowid");
    for(j=i+1; j<pL->column.n && strncmp(pL->column.az[j], zTable, (size_t)n)==0
        && pL->column.az[j][n]=='.'; j++){
      sqlite3_str_appendf(s, ", %s\"%w\"", tgShapeHas(p, pL->column.az[j], -1) ? "" : "NULL AS ",
                          &pL->column.az[j][n+1]);
    }
    if( eLack==1 ){
      sqlite3_str_appendf(s, " FROM \"%w\".%s%s)", pFor->zSchema, pFor->zPrefix, zTable);
    }else{
      sqlite3_str_appendall(s, " WHERE 0)");
    }
    zSep = ",";
  }
}

/* Does a section use a rowid?  Where none does, the table may have none. */
static int layoutUsesRowid(const char *z, const char *zEnd){
  for(; zEnd-z>=5; z++) if( memcmp(z, "rowid", 5)==0 ) return 1;
  return 0;
}

/* The text at z, of n bytes, with "main." as it is to be. */
static char *layoutSql(TgErr *e, const LayoutFor *p, const char *z, int n){
  const char *zEnd = z + n, *zFrom = z;
  sqlite3_str *s;
  char *zOut;
  int rc;
  if( e->rc!=SQLITE_OK ) return 0;
  s = sqlite3_str_new(0);
  if( p->pL ) layoutParts(s, p, layoutUsesRowid(z, zEnd));
  for(; zEnd-z>=5; z++){
    int nTable = 0;
    if( *z!='m' || memcmp(z, "main.", 5)!=0 ) continue;
    sqlite3_str_append(s, zFrom, (int)(z - zFrom));
    zFrom = z + 5;
    while( tgIdChar(zFrom[nTable]) ) nTable++;
    if( p->pL && layoutLacks(p->pL, p->p, zFrom, nTable) ) sqlite3_str_appendall(s, PART);
    else sqlite3_str_appendf(s, "\"%w\".%s", p->zSchema, p->zPrefix);
    z += 4;
  }
  sqlite3_str_append(s, zFrom, (int)(zEnd - zFrom));
  rc = sqlite3_str_errcode(s);
  zOut = sqlite3_str_finish(s);
  if( zOut==0 ) tgFail(e, rc, "the SQL of a layout is too long");
  return zOut;
}

char *tgLayoutSql(TgErr *e, const char *z, int n, const char *zSchema, const char *zPrefix){
  LayoutFor f = {0, 0, zSchema, zPrefix};
  return layoutSql(e, &f, z, n);
}

char *tgLayoutRead(TgErr *e, const TgLayout *pL, const TgShape *p, const TgSection *pSec,
                   const char *zSchema, const char *zPrefix){
  LayoutFor f = {p->pWhole!=pL && tgLayoutMissing(pL, p, 0) ? pL : 0, p, zSchema, zPrefix};
  return layoutSql(e, &f, pSec->z, pSec->n);
}
