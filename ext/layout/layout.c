/* layout: the catalogue of layouts, and detection by structure; the grammar is in layout.h.
**
** Detection: a layout fits a database that has every column of its schema.  Of those that fit,
** the one with the most columns wins, since a newer layout is an older one with more.  Layouts of equal
** structure (pyrogram-1 and -2, telethon-5 and -6, kurigram-7 and wzgram-8) are told apart by the
** number that the database gives itself and, should that be none of theirs, by
** their indexes (kurigram-5 and -6), then by the nearest number.  Nothing is decided by a number alone.
*/
#include "layout/layout.h"
#include "layout/sqlfile.h"

/*************************************** Parsing ************************************************/

static int layoutSpace(char c){ return c==' ' || c=='\t' || c=='\r'; }

static int layoutIdChar(char c){
  return (c>='a' && c<='z') || (c>='A' && c<='Z') || (c>='0' && c<='9') || c=='_';
}

/* The next word of *pz before zEnd; its length, 0 at the end. */
static int layoutWord(const char **pz, const char *zEnd, const char **pzWord){
  const char *z = *pz;
  while( z<zEnd && layoutSpace(*z) ) z++;
  *pzWord = z;
  while( z<zEnd && !layoutSpace(*z) ) z++;
  *pz = z;
  return (int)(z - *pzWord);
}

/* The number at z, 0 if there is none. */
static int layoutNumber(const char *z, const char *zEnd){
  int i = 0;
  while( z<zEnd && layoutSpace(*z) ) z++;
  while( z<zEnd && *z>='0' && *z<='9' && i<1000000 ) i = i*10 + (*z++ - '0');
  return i;
}

/* "dc_id auth_key peers" as bits; an unknown word is an error in our own file. */
static unsigned layoutKeeps(TgErr *e, const char *zName, const char *z, const char *zEnd){
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
    if( b==0 ) tgFail(e, SQLITE_ERROR, "layout %s keeps an unknown field", zName);
    m |= b;
  }
  return m;
}

/* One "-- :word rest" line. 1 when it is an attribute, 0 when it opens a section. */
static int layoutAttribute(TgErr *e, TgLayout *p, char **pzBase, const char *zWord, int nWord,
                           const char *z, const char *zEnd){
  struct { const char *zName; char **pz; } aText[] = {
    { "base", pzBase }, { "clients", &p->zClients }, { "string", &p->zString }, { "family", &p->zFamily },
    { "takes", &p->zTakes }, { "refuse", &p->zRefuse },
  };
  int i;
  while( z<zEnd && layoutSpace(*z) ) z++;
  for(i=0; i<TG_COUNT(aText); i++){
    if( (int)strlen(aText[i].zName)==nWord && memcmp(aText[i].zName, zWord, (size_t)nWord)==0 ){
      sqlite3_free(*aText[i].pz);
      *aText[i].pz = tgStrdup(e, z, (int)(zEnd - z));
      return 1;
    }
  }
  if( nWord==2 && memcmp(zWord, "as", 2)==0 ){
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
    int n = layoutWord(&z, zEnd, &zWhat);
    if( n!=12 || memcmp(zWhat, "user_version", 12)!=0 ) tgFail(e, SQLITE_ERROR, "layout %s owns what is unknown", p->zName);
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
    p->keeps = layoutKeeps(e, p->zName, z, zEnd);
    return 1;
  }
  if( nWord==5 && memcmp(zWord, "needs", 5)==0 ){
    p->needs = layoutKeeps(e, p->zName, z, zEnd);
    return 1;
  }
  if( nWord==6 && memcmp(zWord, "access", 6)==0 ){
    p->eAccess = *z=='w' ? TG_WRITE : *z=='r' ? TG_READ : TG_HIDDEN;
    return 1;
  }
  return 0;
}

/* Split one embedded file into attributes and sections. */
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
  zEol = memchr(z, '\n', (size_t)(zEnd - z));
  if( zEol==0 ) zEol = zEnd;
  zColon = memchr(z, ':', (size_t)(zEol - z));
  if( zColon ) while( ++zColon<zEol && *zColon==' ' ){}
  p->zNote = zColon ? tgStrdup(e, zColon, (int)(zEol - zColon)) : tgStrdup(e, "", 0);

  for(z = zEol; z<zEnd && e->rc==SQLITE_OK; z = zEol){
    const char *zLine, *zWord;
    int nWord;
    while( z<zEnd && *z=='\n' ) z++;
    zLine = z;
    zEol = memchr(z, '\n', (size_t)(zEnd - z));
    if( zEol==0 ) zEol = zEnd;
    if( zEol-z<5 || memcmp(z, "-- :", 4)!=0 ) continue;
    if( pSec ) pSec->n = (int)(zLine - pSec->z);
    z += 4;
    nWord = layoutWord(&z, zEol, &zWord);
    if( layoutAttribute(e, p, pzBase, zWord, nWord, z, zEol) ){
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
    pSec->zName = zWord;
    pSec->nName = nWord;
    nWord = layoutWord(&z, zEol, &zWord);
    if( nWord==2 && memcmp(zWord, "if", 2)==0 ){
      pSec->zIf = z;
      pSec->nIf = (int)(zEol - z);
      if( pSec->nName==6 && memcmp(pSec->zName, "detect", 6)==0 ) p->bByContent = 1;
    }
    pSec->z = zEol;
    pSec->n = (int)(zEnd - zEol);
  }
}

/* Add a copy of n bytes (and, if zCol, "." and nCol more) to a list of strings. */
static void layoutAddName(TgErr *e, char ***paz, int *pn, int *pnAlloc,
                          const char *z, int n, const char *zCol, int nCol){
  if( e->rc!=SQLITE_OK ) return;
  if( n<0 ) n = (int)strlen(z);
  if( *pn==*pnAlloc ){
    int nNew = *pnAlloc ? *pnAlloc*2 : 32;
    char **azNew = sqlite3_realloc64(*paz, sizeof(char*)*(u64)nNew);
    if( azNew==0 ){
      tgNomem(e);
      return;
    }
    *paz = azNew;
    *pnAlloc = nNew;
  }
  (*paz)[*pn] = zCol ? tgPrintf(e, "%.*s.%.*s", n, z, nCol, zCol) : tgStrdup(e, z, n);
  if( (*paz)[*pn] ) (*pn)++;
}

/* The names of the tables and columns in a schema section, which is in our own hand: CREATE TABLE main.t (
** and then a column a line; lines that begin with a word in capitals are constraints. */
static void layoutColumns(TgErr *e, TgLayout *p, const TgSection *pSec){
  static const char zCreate[] = "CREATE TABLE main.";
  const char *z = pSec->z, *zEnd = z + pSec->n, *zTable = 0;
  int nAlloc = 0, nTable = 0;
  while( z<zEnd && e->rc==SQLITE_OK ){
    const char *zEol = memchr(z, '\n', (size_t)(zEnd - z));
    const char *zWord;
    if( zEol==0 ) zEol = zEnd;
    if( zEol-z>(int)sizeof(zCreate) && memcmp(z, zCreate, sizeof(zCreate)-1)==0 ){
      zTable = z = z + sizeof(zCreate) - 1;
      while( z<zEol && layoutIdChar(*z) ) z++;
      nTable = (int)(z - zTable);
      layoutAddName(e, &p->azColumn, &p->nColumn, &nAlloc, zTable, nTable, 0, 0);
    }else if( zTable && zEol-z>2 && z[0]==' ' ){
      while( z<zEol && *z==' ' ) z++;
      zWord = z;
      while( z<zEol && layoutIdChar(*z) ) z++;
      if( z>zWord && (z==zEol || z[0]==' ' || z[0]==',') && !(zWord[0]>='A' && zWord[0]<='Z') ){
        layoutAddName(e, &p->azColumn, &p->nColumn, &nAlloc, zTable, nTable, zWord, (int)(z - zWord));
      }else if( z<zEol && *zWord=='"' ){
        const char *zQuote = memchr(zWord+1, '"', (size_t)(zEol - zWord - 1));
        if( zQuote ) layoutAddName(e, &p->azColumn, &p->nColumn, &nAlloc, zTable, nTable,
                                   zWord+1, (int)(zQuote - zWord - 1));
      }
    }else{
      zTable = 0;
    }
    z = zEol + 1;
  }
}

void tgCatalogueFree(TgCatalogue *p){
  int i, j;
  if( p==0 ) return;
  for(i=0; i<p->n; i++){
    TgLayout *pL = &p->a[i];
    for(j=0; j<pL->nColumn; j++) sqlite3_free(pL->azColumn[j]);
    sqlite3_free(pL->azColumn);
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
      if( p->a[i].pBase==0 ) tgFail(e, SQLITE_ERROR, "layout %s: no base %s", p->a[i].zName, azBase[i]);
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

int tgShapeHas(const TgShape *p, const char *zName, int n){
  int iLo = 0, iHi = p->n;
  size_t nName = n<0 ? strlen(zName) : (size_t)n;
  while( iLo<iHi ){
    int i = (iLo + iHi)/2;
    size_t nThis = strlen(p->az[i]);
    int c = memcmp(p->az[i], zName, nThis<nName ? nThis : nName);
    if( c==0 ) c = (nThis>nName) - (nThis<nName);
    if( c==0 ) return 1;
    if( c<0 ) iLo = i + 1; else iHi = i;
  }
  return 0;
}

void tgShapeFree(TgShape *p){
  int i;
  for(i=0; i<p->n; i++) sqlite3_free(p->az[i]);
  sqlite3_free(p->az);
  sqlite3_free(p->zKeyTable);
  sqlite3_free(p->zKeyColumn);
  sqlite3_free(p->zSpare);
  memset(p, 0, sizeof(*p));
}

/* Is zName ("table" or "table.column", n bytes or -1) part of the schema of pL? */
static int layoutHas(const TgLayout *pL, const char *zName, int n){
  size_t nName = n<0 ? strlen(zName) : (size_t)n;
  int i;
  for(i=0; i<pL->nColumn; i++){
    if( strlen(pL->azColumn[i])==nName && memcmp(pL->azColumn[i], zName, nName)==0 ) return 1;
  }
  return 0;
}

/* Do all conditions of a section hold?  Without a shape, only a section without any does.  What is missing counts as
** there: tgLayoutRead() puts NULLs in its place. */
static int layoutHolds(const TgLayout *pL, const TgSection *pSec, const TgShape *p){
  const char *z = pSec->zIf, *zEnd, *zWord;
  int n;
  if( pSec->nIf==0 ) return 1;
  if( p==0 ) return 0;
  zEnd = z + pSec->nIf;
  while( (n = layoutWord(&z, zEnd, &zWord))>0 ){
    int bNot = zWord[0]=='!';
    if( (tgShapeHas(p, zWord+bNot, n-bNot) || layoutHas(pL, zWord+bNot, n-bNot))==bNot ) return 0;
  }
  return 1;
}

const TgSection *tgLayoutSection(const TgLayout *pLayout, const TgShape *p, const char *zName){
  int i, n = (int)strlen(zName);
  const TgLayout *pL;
  for(pL = pLayout; pL; pL = pL->pBase){
    for(i=0; i<pL->nSection; i++){
      const TgSection *pSec = &pL->aSection[i];
      if( pSec->nName==n && memcmp(pSec->zName, zName, (size_t)n)==0 && layoutHolds(pLayout, pSec, p) ) return pSec;
    }
  }
  return 0;
}

#define PART "tgsession_part_"                 /* in front of the name of a table that is not all there */

/* Is something of pL's table zTable (n bytes) missing?  1: a column, 2: the table; 0: nothing. */
static int layoutLacks(const TgLayout *pL, const TgShape *p, const char *zTable, int n){
  int i;
  if( !tgShapeHas(p, zTable, n) ) return layoutHas(pL, zTable, n) ? 2 : 0;
  for(i=0; i<pL->nColumn; i++){
    const char *z = pL->azColumn[i];
    if( strncmp(z, zTable, (size_t)n)==0 && z[n]=='.' && !tgShapeHas(p, z, -1) ) return 1;
  }
  return 0;
}

/* "WITH part_peers AS (SELECT rowid, id, NULL AS username FROM main.peers), ...": the tables of which something is missing. */
static void layoutParts(sqlite3_str *s, const TgLayout *pL, const TgShape *p, const char *zSchema, const char *zPrefix, int bRowid){
  const char *zSep = "WITH";
  int i, j;
  for(i=0; i<pL->nColumn; i++){
    const char *zTable = pL->azColumn[i];
    int n = (int)strlen(zTable), eLack = strchr(zTable, '.') ? 0 : layoutLacks(pL, p, zTable, n);
    if( eLack==0 ) continue;
    sqlite3_str_appendf(s, "%s " PART "%s AS (SELECT %s", zSep, zTable, eLack==1 && bRowid ? "rowid" : "NULL AS rowid");
    for(j=i+1; j<pL->nColumn && strncmp(pL->azColumn[j], zTable, (size_t)n)==0 && pL->azColumn[j][n]=='.'; j++){
      sqlite3_str_appendf(s, ", %s\"%w\"", tgShapeHas(p, pL->azColumn[j], -1) ? "" : "NULL AS ", &pL->azColumn[j][n+1]);
    }
    if( eLack==1 ) sqlite3_str_appendf(s, " FROM \"%w\".%s%s)", zSchema, zPrefix, zTable);
    else sqlite3_str_appendall(s, " WHERE 0)");
    zSep = ",";
  }
}

/* Does a section use a rowid?  Where none does, the table may have none. */
static int layoutUsesRowid(const char *z, const char *zEnd){
  for(; zEnd-z>=5; z++) if( memcmp(z, "rowid", 5)==0 ) return 1;
  return 0;
}

/* The text at z, of n bytes, with "main." as it is to be; pL and p: what is missing there, or 0. */
static char *layoutSql(TgErr *e, const TgLayout *pL, const TgShape *p, const char *z, int n, const char *zSchema, const char *zPrefix){
  const char *zEnd = z + n, *zFrom = z;
  sqlite3_str *s;
  char *zOut;
  int rc;
  if( e->rc!=SQLITE_OK ) return 0;
  s = sqlite3_str_new(0);
  if( pL ) layoutParts(s, pL, p, zSchema, zPrefix, layoutUsesRowid(z, zEnd));
  for(; zEnd-z>=5; z++){
    int nTable = 0;
    if( *z!='m' || memcmp(z, "main.", 5)!=0 ) continue;
    sqlite3_str_append(s, zFrom, (int)(z - zFrom));
    zFrom = z + 5;
    while( zFrom+nTable<zEnd && layoutIdChar(zFrom[nTable]) ) nTable++;
    if( pL && layoutLacks(pL, p, zFrom, nTable) ) sqlite3_str_appendall(s, PART);
    else sqlite3_str_appendf(s, "\"%w\".%s", zSchema, zPrefix);
    z += 4;
  }
  sqlite3_str_append(s, zFrom, (int)(zEnd - zFrom));
  rc = sqlite3_str_errcode(s);
  zOut = sqlite3_str_finish(s);
  if( rc!=SQLITE_OK || zOut==0 ){
    sqlite3_free(zOut);
    tgFail(e, rc ? rc : SQLITE_NOMEM, "the SQL of a layout is too long");
    return 0;
  }
  return zOut;
}

char *tgLayoutSql(TgErr *e, const char *z, int n, const char *zSchema, const char *zPrefix){
  return layoutSql(e, 0, 0, z, n, zSchema, zPrefix);
}

char *tgLayoutRead(TgErr *e, const TgLayout *pL, const TgShape *p, const TgSection *pSec, const char *zSchema, const char *zPrefix){
  const char *z = pSec->z, *zEnd = z + pSec->n;
  while( z<zEnd && (layoutSpace(*z) || *z=='\n') ) z++;
  if( z==zEnd ) return tgStrdup(e, "", 0);
  return layoutSql(e, tgLayoutMissing(pL, p, 0) ? pL : 0, p, z, (int)(zEnd - z), zSchema, zPrefix);
}

/*************************************** Detection **********************************************/

int tgLayoutFamilyHas(const TgCatalogue *pCat, const TgLayout *pL, const char *zName){
  int i;
  for(i=0; i<pCat->n; i++){
    const TgLayout *p = &pCat->a[i];
    if( (p==pL || (pL->pBase && p->pBase==pL->pBase)) && layoutHas(p, zName, -1) ) return 1;
  }
  return 0;
}

/* The next layout of pL's base that has zName, a fork of the same number before a later one; 0 where one of a lower number
** has it, too: then an upgrade left it behind. */
static const TgLayout *layoutAhead(const TgCatalogue *pCat, const TgLayout *pL, const char *zName){
  const TgLayout *pNext = 0;
  int i;
  for(i=0; i<pCat->n; i++){
    const TgLayout *p = &pCat->a[i];
    if( pL->pBase==0 || p->pBase!=pL->pBase || p->eAccess==TG_HIDDEN || !layoutHas(p, zName, -1) ) continue;
    if( p->iVersion<pL->iVersion || strcmp(p->zName, pL->zName)==0 ) return 0;
    if( pNext==0 || p->iVersion<pNext->iVersion ) pNext = p;
  }
  return pNext;
}

/* Is it a name of any layout's table? */
static int layoutKnowsTable(const TgCatalogue *pCat, const char *zTable){
  int i, j;
  for(i=0; i<pCat->n; i++){
    for(j=0; j<pCat->a[i].nColumn; j++){
      if( strcmp(pCat->a[i].azColumn[j], zTable)==0 ) return 1;
    }
  }
  return 0;
}

enum { SHAPE_MAX = 1000 };                     /* names; a session has less than 60 */

void tgShapeSort(TgShape *p){             /* names come nearly sorted; few of them */
  int i, j;
  for(i=1; i<p->n; i++){
    char *z = p->az[i];
    for(j=i; j>0 && strcmp(p->az[j-1], z)>0; j--) p->az[j] = p->az[j-1];
    p->az[j] = z;
  }
}

/* The columns of one table.  Computed ones would run foreign code when they are read. */
static void shapeTable(TgErr *e, sqlite3 *db, const char *zSchema, const char *zTable, TgShape *p){
  sqlite3_stmt *pCol = tgPrepare(e, db, "PRAGMA \"%w\".table_xinfo(\"%w\")", zSchema, zTable);
  layoutAddName(e, &p->az, &p->n, &p->nAlloc, zTable, -1, 0, 0);
  while( tgStep(e, pCol) ){
    const char *zCol = tgText(e, pCol, 1);
    if( sqlite3_column_int(pCol, 6)!=0 ) p->bActive = 1;
    if( sqlite3_column_int(pCol, 5)==1 && p->zKeyTable==0 && zCol ){
      p->zKeyTable = tgStrdup(e, zTable, -1);
      p->zKeyColumn = tgStrdup(e, zCol, -1);
    }
    if( zCol==0 || p->n>=SHAPE_MAX ) continue;
    layoutAddName(e, &p->az, &p->n, &p->nAlloc, zTable, -1, zCol, (int)strlen(zCol));
  }
  sqlite3_finalize(pCol);
  if( p->zSpare==0 ) p->zSpare = tgStrdup(e, zTable, -1);
}

/* Everything in sqlite_schema that has a name that some layout uses.  Ordinary tables only: the columns
** of a view or a virtual table would run foreign code. */
static void shapeRead(TgErr *e, const TgCatalogue *pCat, sqlite3 *db, const char *zSchema, TgShape *p){
  sqlite3_stmt *pSchema = tgPrepare(e, db, "SELECT type, name, rootpage FROM \"%w\".%s", zSchema,
                                    tgMaster(zSchema));
  while( tgStep(e, pSchema) ){
    const char *zType = tgText(e, pSchema, 0);
    const char *zName = tgText(e, pSchema, 1);
    if( zType==0 || zName==0 ) continue;
    if( strcmp(zType, "index")==0 ){
      if( sqlite3_strnicmp(zName, "sqlite_", 7)!=0 && p->n<SHAPE_MAX ){
        layoutAddName(e, &p->az, &p->n, &p->nAlloc, zName, -1, 0, 0);
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
  if( p->zKeyTable==0 ){                     /* no key anywhere: a table's rowid will do */
    p->zKeyTable = p->zSpare;
    p->zSpare = 0;
  }
  tgShapeSort(p);
}

/* The number in pL's version column, if the database has that column and a number in it. */
static void shapeVersion(TgErr *e, sqlite3 *db, const char *zSchema, const TgLayout *pL, TgShape *p){
  const char *zDot = strchr(pL->zVersion, '.');
  sqlite3_stmt *pStmt;
  p->bVersion = 0;
  p->iVersion = -1;
  if( zDot==0 || !tgShapeHas(p, pL->zVersion, -1) ) return;
  pStmt = tgPrepare(e, db, "SELECT \"%w\" FROM \"%w\".\"%.*w\" LIMIT 1",
                    zDot+1, zSchema, (int)(zDot - pL->zVersion), pL->zVersion);
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
    while( layoutIdChar(z[n]) ) n++;
    if( !tgShapeHas(p, z, n) ) return 0;
    nIndex++;
  }
  return nIndex;
}

/* The layout of pL's base with pL's columns and a higher number of which the database has all indexes, more than pL has; else pL.
** Whatever number the database gives itself, the client that makes that index has been here, and would fail to make it again. */
static const TgLayout *layoutIndexAhead(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p){
  const TgLayout *pBest = pL;
  int i, n, nIndex = layoutIndexed(pL, p);
  for(i=0; i<pCat->n && nIndex>0; i++){
    const TgLayout *pMore = &pCat->a[i];
    if( pL->pBase==0 || pMore->pBase!=pL->pBase || pMore->nColumn!=pL->nColumn || pMore->iVersion<=pL->iVersion
     || pMore->eAccess!=TG_WRITE || tgLayoutMissing(pMore, p, 0) || (n = layoutIndexed(pMore, p))<=nIndex ) continue;
    nIndex = n;
    pBest = pMore;
  }
  return pBest;
}

/* How far the number of the database is from pL's: what a wrong number was most likely meant to be. */
static i64 layoutFar(const TgLayout *pL, const TgShape *p){
  i64 d = p->bVersion && p->iVersion>=0 && p->iVersion<1000 ? p->iVersion - pL->iVersion : 0;
  return d<0 ? -d : d;
}

/* Count what pL's family does not know, and look for what it has too early. */
static void shapeStrangers(const TgCatalogue *pCat, const TgLayout *pL, TgShape *p){
  int i;
  for(i=0; i<p->n; i++){
    const char *zDot = strchr(p->az[i], '.');
    char zTable[64];
    if( layoutHas(pL, p->az[i], -1) ) continue;
    if( tgLayoutFamilyHas(pCat, pL, p->az[i]) ){
      if( p->pAhead==0 && (p->pAhead = layoutAhead(pCat, pL, p->az[i]))!=0 ) p->iAhead = i;
      continue;
    }
    if( zDot==0 ) continue;
    if( zDot-p->az[i]>=(int)sizeof(zTable) ) continue;
    memcpy(zTable, p->az[i], (size_t)(zDot - p->az[i]));
    zTable[zDot - p->az[i]] = 0;
    if( tgLayoutFamilyHas(pCat, pL, zTable) ) p->nUnknown++;
  }
}

/* A layout of the same tables as pBest that tells itself apart by what is in them: section detect, with a
** condition, gives 1.  (Those without one detect JSON.) */
static const TgLayout *layoutByContent(TgErr *e, const TgCatalogue *pCat, sqlite3 *db, const char *zSchema,
                                       const TgShape *p, const TgLayout *pBest){
  int i;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgSection *pSec = tgLayoutSection(&pCat->a[i], p, "detect");
    char *zSql;
    int b;
    if( pSec==0 || pSec->nIf==0 || tgLayoutMissing(&pCat->a[i], p, 0) ) continue;
    zSql = tgLayoutSql(e, pSec->z, pSec->n, zSchema, "");
    b = zSql && tgQueryInt(e, db, 0, "%s", zSql)==1;
    sqlite3_free(zSql);
    if( b ) return &pCat->a[i];
  }
  return pBest;
}

const char *tgLayoutMissing(const TgLayout *pL, const TgShape *p, int i){
  int j, bTable = 0;
  for(j=0; j<pL->nColumn; j++){
    const char *z = pL->azColumn[j];
    int bHas = tgShapeHas(p, z, -1), bColumn = strchr(z, '.')!=0;
    if( !bColumn ) bTable = bHas;
    if( !bHas && (!bColumn || bTable) && i--==0 ) return z;
  }
  return 0;
}

enum { COLUMNS_MAX = 2 };                      /* more columns than that, and it is another layout */

/* How many names of pL are there, when whole tables are missing and nothing else is, or a column or two; else 0. */
static int layoutPart(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p, int *pbColumn){
  int j, nHave = 0, nTable = 0, nColumn = 0;
  const char *z;
  for(j=0; (z = tgLayoutMissing(pL, p, j))!=0; j++) *(strchr(z, '.') ? &nColumn : &nTable) += 1;
  if( (nTable==0)==(nColumn==0) || nColumn>COLUMNS_MAX ) return 0;
  *pbColumn = nColumn>0;
  for(j=0; j<pL->nColumn; j++) nHave += tgShapeHas(p, pL->azColumn[j], -1);
  if( nColumn ){                               /* somebody else's table of that name has columns of its own */
    TgShape strange = *p;
    strange.nUnknown = 0;
    shapeStrangers(pCat, pL, &strange);
    if( strange.nUnknown ) return 0;
  }
  return nHave;
}

/* Can the account be read?  bKey: is there one with a key, what is missing of its table taken for NULL? */
static int layoutAccount(TgErr *e, sqlite3 *db, const char *zSchema, const TgLayout *pL, const TgShape *p, int bKey){
  TgErr e2 = TG_ERR_INIT;
  const TgSection *pSec = tgLayoutSection(pL, p, "account");
  char *zSql = pSec ? bKey ? tgLayoutRead(e, pL, p, pSec, zSchema, "") : tgLayoutSql(e, pSec->z, pSec->n, zSchema, "") : 0;
  sqlite3_stmt *pStmt = zSql ? tgPrepare(&e2, db, "%s", zSql) : 0;
  int b = pStmt!=0;
  if( bKey ) b = tgStep(&e2, pStmt) && sqlite3_column_bytes(pStmt, TG_AUTH_KEY)==TG_KEY_SIZE;
  sqlite3_finalize(pStmt);
  sqlite3_free(zSql);
  if( e2.rc==SQLITE_NOMEM ) tgNomem(e);
  tgErrClear(&e2);
  return b;
}

/* The layout of which only whole tables are missing, or a column or two, where a login can be read without them: a client's
** update was cut off, or somebody dropped one.  pExact: one of which all is there, but whose number it does not have; 0: there is none. */
static const TgLayout *layoutNearest(TgErr *e, const TgCatalogue *pCat, sqlite3 *db, const char *zSchema, TgShape *p,
                                     const TgLayout *pExact){
  const TgLayout *pBest = 0;
  int i, j, iBest = 0;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgLayout *pL = &pCat->a[i];
    int bColumn = 0, n = pL->bByContent || pL->eAccess==TG_HIDDEN ? 0 : layoutPart(pCat, pL, p, &bColumn), bNumber, iScore;
    if( n==0 ) continue;
    shapeVersion(e, db, zSchema, pL, p);
    bNumber = p->bVersion && p->iVersion==pL->iVersion;
    if( pExact && (!bNumber || n<pExact->nColumn + bColumn) ) continue;
    iScore = n*64 + bNumber*32 + layoutIndexed(pL, p);
    for(j=0; tgLayoutMissing(pL, p, j); j++) iScore -= 4;
    if( iScore<iBest || (iScore==iBest && layoutFar(pL, p)>=layoutFar(pBest, p)) ) continue;
    if( (bColumn || !layoutAccount(e, db, zSchema, pL, p, 0)) && !layoutAccount(e, db, zSchema, pL, p, 1) ) continue;
    iBest = iScore;
    pBest = pL;
  }
  return pBest ? pBest : pExact;
}

const TgLayout *tgLayoutDetect(TgErr *e, const TgCatalogue *pCat, sqlite3 *db,
                               const char *zSchema, TgShape *p){
  const TgLayout *pBest = 0;
  int i, j, iBest = -1;
  memset(p, 0, sizeof(*p));
  p->iVersion = -1;
  shapeRead(e, pCat, db, zSchema, p);
  if( e->rc!=SQLITE_OK || p->n==0 ) return 0;
  for(i=0; i<pCat->n && e->rc==SQLITE_OK; i++){
    const TgLayout *pL = &pCat->a[i];
    int iScore;
    if( pL->nColumn==0 || pL->bByContent ) continue;
    for(j=0; j<pL->nColumn && tgShapeHas(p, pL->azColumn[j], -1); j++){}
    if( j==pL->nColumn && pL->zRefuse[0] ) p->zRefuse = pL->zRefuse;
    if( j<pL->nColumn || pL->zRefuse[0] ) continue;
    iScore = pL->nColumn*64;
    if( iScore+64<=iBest ) continue;
    shapeVersion(e, db, zSchema, pL, p);
    if( p->bVersion && p->iVersion==pL->iVersion ) iScore += 32;
    iScore += layoutIndexed(pL, p);
    if( iScore<iBest || (iScore==iBest && layoutFar(pL, p)>=layoutFar(pBest, p)) ) continue;
    iBest = iScore;
    pBest = pL;
  }
  if( pBest ) pBest = layoutIndexAhead(pCat, pBest, p);
  if( pBest && !p->bActive ) pBest = layoutByContent(e, pCat, db, zSchema, p, pBest);
  if( pBest ) shapeVersion(e, db, zSchema, pBest, p);
  if( !p->bActive && (pBest==0 || tgLayoutMismatch(pCat, pBest, p)) ){
    pBest = layoutNearest(e, pCat, db, zSchema, p, pBest);
    if( pBest ) shapeVersion(e, db, zSchema, pBest, p);
  }
  if( pBest ){
    while( tgLayoutMissing(pBest, p, p->nMissing) ) p->nMissing++;
    shapeStrangers(pCat, pBest, p);
  }
  return e->rc==SQLITE_OK ? pBest : 0;
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
    char *zNew = tgPrintf(e, "%s%s'%s'", z ? z : "", i==0 ? "" : i+1<p->nMissing ? ", " : " and ", tgLayoutMissing(pL, p, i));
    sqlite3_free(z);
    z = zNew;
  }
  zAll = tgProblem(e, bColumn ? TG_F_MISSING_COLUMN : TG_F_MISSING_TABLE, "its %s%s %s %s missing", bColumn ? "column" : "table",
                   p->nMissing>1 ? "s" : "", z ? z : "", p->nMissing>1 ? "are" : "is");
  sqlite3_free(z);
  return zAll;
}

char *tgLayoutProblem(TgErr *e, const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p){
  if( p->bActive ) return tgProblem(e, TG_F_VIEW_AS_TABLE, "%s", aTgFindingText[TG_F_VIEW_AS_TABLE].zMeaning);
  if( pL==0 ) return tgProblem(e, TG_F_NO_SESSION, "%s", p->zRefuse ? p->zRefuse : p->n ? "tables of no known layout" : "there are no tables");
  if( p->nMissing ) return layoutProblemMissing(e, pL, p);
  if( tgLayoutNewer(pCat, pL, p) ){
    return tgProblem(e, TG_F_VERSION_UNKNOWN, "version %lld is newer than any that is known; it is read, never written",
                     p->iVersion);
  }
  if( tgLayoutMismatch(pCat, pL, p) ){
    return tgProblem(e, TG_F_VERSION_MISMATCH, "the version number says %lld, the structure is that of %s", p->iVersion,
                     pL->zName);
  }
  if( pL->zVersion[0] && !p->bVersion ) return tgProblem(e, TG_F_NO_VERSION, "%s", aTgFindingText[TG_F_NO_VERSION].zMeaning);
  if( p->nUnknown ){
    return tgProblem(e, TG_F_UNKNOWN_COLUMNS, "%d unknown column%s: edits of the account keep them, an edited peer and a "
                     "migration do not", p->nUnknown, p->nUnknown>1 ? "s" : "");
  }
  if( p->pAhead ){
    return tgProblem(e, TG_F_AHEAD, "%s belongs to %s, and the client's upgrade may fail over it", p->az[p->iAhead], p->pAhead->zName);
  }
  return 0;
}
