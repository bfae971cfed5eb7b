/* ops: the manual: what session_help() says, the rows of session_formats, and which name was meant.
**
**     SELECT session_help();                      the functions, the tables and the options, a line
**                                                 each
**     SELECT session_help('session_export');      its section of sql/README.md, which
**                                                 sql/manual.awk cuts out of it
**     SELECT session_help('kurigram-7');          a row of session_formats
**     SELECT session_help('version-mismatch');    one of session_findings
*/
#include "layout/sqlfile.h"
#include "ops/op.h"

int tgFormatAt(TgCtx *pCtx, int i, TgFormat *pRow){
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

void tgFormatKeeps(sqlite3_str *s, unsigned keeps){
  static const struct { unsigned b; char z[12]; } aMore[] = {
    { TG_KEEPS_PEERS, "peers" }, { TG_KEEPS_USERNAMES, "usernames" }, { TG_KEEPS_STATES, "states" },
    { TG_KEEPS_NAMES, "names" }, { TG_KEEPS_PHONES, "phones" }, { TG_KEEPS_UPDATED, "updated" },
  };
  const char *zSpace = "";
  int i;
  for(i=0; i<TG_NFIELD; i++){
    if( (keeps & TG_BIT(i))==0 ) continue;
    sqlite3_str_appendf(s, "%s%s", zSpace, aTgField[i].zName);
    zSpace = " ";
  }
  for(i=0; i<TG_COUNT(aMore); i++){
    if( keeps & aMore[i].b ) sqlite3_str_appendf(s, " %s", aMore[i].z);
  }
}

/*************************************** Did you mean *******************************************/

/* How far are two words apart?  0: they are the same, or z is a whole part of zFull, as 'export' of
** 'session_export'; else how many letters are to be changed, added or left out.  Words of more than
** 32 letters are no typo of any. */
static int nameDistance(const char *z, int n, const char *zFull, int nFull){
  int a[34], i, j;
  if( n<1 || n>32 || NEVER(nFull>32) ) return 99;
  for(i=0; i+n<=nFull && n>2; i++) if( sqlite3_strnicmp(z, zFull+i, n)==0 ) return 0;
  for(j=0; j<=nFull; j++) a[j] = j;
  for(i=1; i<=n; i++){
    int iDiag = a[0];
    a[0] = i;
    for(j=1; j<=nFull; j++){
      int iSame = iDiag + ((z[i-1]|0x20)!=(zFull[j-1]|0x20));
      iDiag = a[j];
      a[j] = a[j]<a[j-1] ? a[j]+1 : a[j-1]+1;
      if( iSame<a[j] ) a[j] = iSame;
    }
  }
  return a[nFull];
}

/* Are these the same letters and digits, as far as z goes?  The rest of zFull begins with none of
** its word's letters. */
static int formatBegins(const char *z, const char *zFull){
  for(;;){
    while( *z && strchr("-_. ", *z) ) z++;
    while( *zFull && strchr("-_. ", *zFull) ) zFull++;
    if( *z==0 ) return *zFull==0 ? 2 : *zFull<='9';        /* zFull: letters and digits */
    if( (*z|0x20)!=(*zFull|0x20) ) return 0;
    z++;
    zFull++;
  }
}

const char *tgFormatLike(TgCtx *pCtx, const char *zName, int bLayout){
  const TgLayout *pTakes = bLayout ? tgLayoutFor(pCtx->pCat, zName) : 0;
  const char *zBest = 0, *zLike = 0;
  TgFormat row;
  int i, iBest = 0, iVersion = -1, n;
  if( pTakes ) return pTakes->zName;
  for(i=0; !bLayout && tgCodecAt(i) && iBest<2; i++){
    iBest = formatBegins(zName, tgCodecAt(i)->zName);
    if( iBest==2 ) zBest = tgCodecAt(i)->zName;
  }
  for(i=0; i<pCtx->pCat->n && iBest<2; i++){
    const TgLayout *p = &pCtx->pCat->a[i];
    if( p->eAccess==TG_HIDDEN || (n = formatBegins(zName, p->zName))<1
        || (n==1 && p->iVersion<=iVersion) ){
      continue;
    }
    zBest = p->zName;
    iBest = n;
    iVersion = p->iVersion;
  }
  /* a typo of one or two letters */
  for(i=0, iBest=2; zBest==0 && tgFormatAt(pCtx, i, &row); i++){
    n = nameDistance(zName, (int)strlen(zName), row.zName, (int)strlen(row.zName));
    if( n<1 || n>iBest || (bLayout && strcmp(row.zKind, "layout")!=0) ) continue;
    zLike = row.zName;
    iBest = n;
  }
  return zBest ? zBest : zLike;
}

/*************************************** The topics *********************************************/

/* The nearest name so far.  Its start, since a topic may have several. */
typedef struct HelpFind { const char *z; int n; const char *zLike; int nLike, iLike; } HelpFind;

/* Is what is looked for one of the names, which are separated by blanks? */
static int helpIs(HelpFind *p, const char *zNames){
  while( zNames[0] ){
    int n = (int)strcspn(zNames, " "), i;
    if( n==p->n && sqlite3_strnicmp(p->z, zNames, n)==0 ) return 1;
    i = nameDistance(p->z, p->n, zNames, n);
    if( i<p->iLike ){
      p->iLike = i;
      p->zLike = zNames;
      p->nLike = n;
    }
    zNames += n + (zNames[n]!=0);
  }
  return 0;
}

static void helpFormat(sqlite3_str *s, const TgFormat *p){
  const char *z = p->zName;
  int bString = strcmp(p->zKind, "string")==0;
  sqlite3_str_appendf(s, "%s: a %s%s, %s\n\n%s.\nClients: %s.\nKeeps: ", z, bString ? "string"
                      : "layout", bString ? "" : " of tables", p->bWrites ? "read and written"
                      : "only read", p->zNote, p->zClients);
  tgFormatKeeps(s, p->keeps);
  sqlite3_str_appendall(s, ".\n\n");
  if( !p->bWrites ){
    sqlite3_str_appendf(s, "    SELECT clients, note FROM session_formats WHERE name = '%s';\n", z);
  }else if( bString ){
    sqlite3_str_appendf(s, "    SELECT session_export('bot', '%s');\n", z);
  }else{
    sqlite3_str_appendf(s, "    SELECT session_import(session_export('bot'), "
                        "'./%s.session', '%s', 'user_id', 777000123);\n", z, z);
  }
}

static void helpFinding(sqlite3_str *s, int i){
  sqlite3_str_appendf(s, "%s: a finding, %s\n\nMeaning: %s.\nTo do: %s.\n\n    SELECT "
                         "session_check('bot');\n", aTgFinding[i].zCode, aTgFinding[i].zSeverity,
                         aTgFindingText[i].zMeaning, aTgFindingText[i].zRemedy);
}

char *tgHelp(TgErr *e, TgCtx *pCtx, const char *zTopic){
  HelpFind f = { zTopic, (int)strcspn(zTopic, "( "), 0, 0, 3 };
  sqlite3_str *s;
  TgFormat row;
  char *z;
  int i, rc;
  tgTopics(e);
  if( e->rc!=SQLITE_OK ) return 0;
  s = sqlite3_str_new(0);
  if( zTopic[0]==0 ) sqlite3_str_appendall(s, aTgTopic[0].z);
  for(i=1; i<nTgTopic && sqlite3_str_length(s)==0; i++){
    if( helpIs(&f, aTgTopic[i].zName) ) sqlite3_str_appendall(s, aTgTopic[i].z);
  }
  for(i=0; sqlite3_str_length(s)==0 && tgFormatAt(pCtx, i, &row); i++){
    if( helpIs(&f, row.zName) ) helpFormat(s, &row);
  }
  for(i=0; i<TG_NFINDING && sqlite3_str_length(s)==0; i++){
    if( helpIs(&f, aTgFinding[i].zCode) ) helpFinding(s, i);
  }
  rc = sqlite3_str_errcode(s);
  z = sqlite3_str_finish(s);
  if( rc!=SQLITE_OK ){
    tgNomem(e);
  }else if( z==0 ){
    /* of versions the newest */
    const char *zFormat = tgFormatLike(pCtx, zTopic, 0);
    if( zFormat ){
      tgFail(e, SQLITE_ERROR, "there is no topic %Q; did you mean %s?", zTopic, zFormat);
    }
    if( f.zLike ){
      tgFail(e, SQLITE_ERROR, "there is no topic %Q; did you mean %.*s?", zTopic, f.nLike, f.zLike);
    }
    tgFail(e, SQLITE_ERROR, "there is no topic %Q; SELECT session_help() lists them", zTopic);
  }
  return z;
}
