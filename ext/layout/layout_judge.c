/* layout: the judgement of a schema: may it be written?  See tgLayoutJudge() in layout.h.
**
** Whatever the rows of sqlite_master call things (a type 'Trigger', another tbl_name), SQLite goes
** by their text, and so do we: it is cut into tokens, comments and white space left out, and
** compared with what the layouts of the family create.  What isn't theirs is an allow-list: plain
** further columns, plain indexes, and whatever stands on other tables.  Nothing here trusts that
** SQLite could read the text: what is not understood is foreign.
*/
#include "layout/layout.h"

enum { TOKENS_MAX = 20000 };

typedef struct Token {
  int i, n;  /* in Sql.z: folded to lower case, quotes of names removed */
  char c;  /* 'w': a word, 'q': a quoted name, '0': a number, '\'': a text; else itself */
} Token;

/* A text as tokens. */
typedef struct Sql {
  char *z;                                  /* owned */
  Token *a; int n;                          /* owned */
} Sql;

static void sqlFree(Sql *p){
  sqlite3_free(p->z);
  sqlite3_free(p->a);
  memset(p, 0, sizeof(*p));
}

static int isWord(char c){
  return (c>='a' && c<='z') || (c>='A' && c<='Z') || (c>='0' && c<='9') || c=='_' || c=='$'
      || (u8)c>=0x80;
}

/* The end of the white space and the comments at z.  At zEnd there is a byte more, a NUL or the
** text's own. */
static const char *sqlSpace(const char *z, const char *zEnd){
  for(;;){
    const char *zBegin = z;
    while( z<zEnd && (*z==' ' || (*z>='\t' && *z<='\r')) ) z++;
    if( z<zEnd && z[0]=='-' && z[1]=='-' ){
      while( z<zEnd && *z!='\n' ) z++;
    }else if( z<zEnd && z[0]=='/' && z[1]=='*' ){
      for(z+=2; z<zEnd && (z[0]!='*' || z[1]!='/'); z++){}
      z = z<zEnd ? z+2 : zEnd;
    }
    if( z==zBegin ) return z;
  }
}

/* Cut n bytes of z.  0: out of memory, or too many tokens, which is nobody's schema. */
static int sqlCut(TgErr *e, Sql *p, const char *z, int n){
  const char *zEnd = z + n;
  int nOut = 0;
  memset(p, 0, sizeof(*p));
  p->z = tgAlloc(e, (u64)n + 1);
  p->a = tgAlloc(e, sizeof(Token)*((u64)(n<TOKENS_MAX ? n : TOKENS_MAX) + 1));
  while( e->rc==SQLITE_OK && (z = sqlSpace(z, zEnd))<zEnd ){
    Token *t = &p->a[p->n];
    char c = *z, cEnd = c=='[' ? ']' : c;
    if( p->n==TOKENS_MAX ) return 0;
    p->n++;
    t->i = nOut;
    if( c=='"' || c=='`' || c=='[' || c=='\'' ){
      t->c = c=='\'' ? c : 'q';
      for(z++; z<zEnd; z++){
        if( *z==cEnd ){
          if( c=='[' || z[1]!=cEnd ) break;
          z++;
        }
        p->z[nOut++] = c!='\'' && *z>='A' && *z<='Z' ? (char)(*z + 32) : *z;
      }
      if( z<zEnd ) z++;
    }else if( isWord(c) ){
      t->c = c>='0' && c<='9' ? '0' : 'w';
      for(; z<zEnd && (isWord(*z) || (t->c=='0' && *z=='.')); z++){
        p->z[nOut++] = *z>='A' && *z<='Z' ? (char)(*z + 32) : *z;
      }
    }else{
      t->c = c;
      p->z[nOut++] = c;
      z++;
    }
    t->n = nOut - t->i;
  }
  return e->rc==SQLITE_OK;
}

/* Is token i the keyword zWord?  A quoted one never is. */
static int isKey(const Sql *p, int i, const char *zWord){
  size_t n = strlen(zWord);
  return i<p->n && p->a[i].c=='w' && (size_t)p->a[i].n==n && memcmp(&p->z[p->a[i].i], zWord, n)==0;
}

static int isChar(const Sql *p, int i, char c){
  return i<p->n && p->a[i].c==c;
}

/* Do n tokens of p, which has them, say the same as q's?  A name may be quoted or not. */
static int isSame(const Sql *p, int i, const Sql *q, int j, int n){
  if( j+n>q->n ) return 0;
  for(; n>0; n--, i++, j++){
    const Token *s = &p->a[i], *t = &q->a[j];
    int bName = (s->c=='w' || s->c=='q') && (t->c=='w' || t->c=='q');
    if( (s->c!=t->c && !bName) || s->n!=t->n || memcmp(&p->z[s->i], &q->z[t->i], (size_t)s->n)!=0 ){
      return 0;
    }
  }
  return 1;
}

/* What a CREATE makes. */
enum { MAKES_NOTHING, MAKES_TABLE, MAKES_VIEW, MAKES_VIRTUAL, MAKES_TRIGGER, MAKES_INDEX };

typedef struct Create {
  int eKind;
  int iName;                                /* token of its name */
  /* token of the table that a trigger or an index is on, or the name of a table */
  int iOn;
  int iBody;                                /* the token behind that */
} Create;

/* Read the statement that begins at token i. */
static Create createRead(const Sql *p, int i){
  Create c = {MAKES_NOTHING, 0, 0, 0};
  int bVirtual = 0;
  if( !isKey(p, i, "create") ) return c;
  for(i++; isKey(p, i, "temp") || isKey(p, i, "temporary") || isKey(p, i, "unique")
      || isKey(p, i, "virtual"); i++){
    bVirtual |= isKey(p, i, "virtual");
  }
  c.eKind = isKey(p, i, "table") ? bVirtual ? MAKES_VIRTUAL : MAKES_TABLE : isKey(p, i, "view")
      ? MAKES_VIEW
          : isKey(p, i, "trigger") ? MAKES_TRIGGER : isKey(p, i, "index") ? MAKES_INDEX
          : MAKES_NOTHING;
  i++;
  if( isKey(p, i, "if") && isKey(p, i+1, "not") && isKey(p, i+2, "exists") ) i += 3;
  if( isChar(p, i+1, '.') ) i += 2;
  c.iName = c.iOn = i++;
  if( c.eKind==MAKES_TRIGGER || c.eKind==MAKES_INDEX ){
    while( i<p->n && !isKey(p, i, "on") ) i++;
    c.iOn = i + 1;
    i += 2;
    if( isChar(p, c.iOn+1, '.') ){           /* no grammar has it: foreign */
      c.iOn = p->n;
    }
  }
  c.iBody = i;
  if( c.iOn>=p->n || c.iName>=p->n ) c.eKind = MAKES_NOTHING;
  return c;
}

/* The token behind what begins at i, up to cEnd or a comma on the same level. */
static int itemEnd(const Sql *p, int i){
  int nDeep = 0;
  for(; i<p->n; i++){
    if( isChar(p, i, '(') ) nDeep++;
    else if( isChar(p, i, ')') && nDeep--==0 ) break;
    else if( isChar(p, i, ',') && nDeep==0 ) break;
  }
  return i;
}

/*************************************** What the layouts make **********************************/

typedef struct Judge {
  TgErr *e;
  const TgCatalogue *pCat;
  const TgLayout *pLayout;
  const TgShape *pShape;
  Sql *aOwn;                                /* owned: schema and indexes of the family's layouts */
  int nOwn;
} Judge;

static int judgeKin(const Judge *j, const TgLayout *p){
  return p==j->pLayout || (p->pBase && p->pBase==j->pLayout->pBase);
}

static void judgeOwn(Judge *j){
  int i, k, nMax = 0;
  for(i=0; i<j->pCat->n; i++) nMax += j->pCat->a[i].nSection;
  j->aOwn = tgAlloc(j->e, sizeof(Sql)*((u64)nMax + 1));
  for(i=0; i<j->pCat->n && j->e->rc==SQLITE_OK; i++){
    const TgLayout *p = &j->pCat->a[i];
    if( !judgeKin(j, p) ) continue;
    for(k=0; k<p->nSection && j->e->rc==SQLITE_OK; k++){
      const TgSection *s = &p->aSection[k];
      int bSchema = s->nName==6 && memcmp(s->zName, "schema", 6)==0;
      int bIndexes = s->nName==7 && memcmp(s->zName, "indexes", 7)==0;
      if( bSchema || bIndexes ) sqlCut(j->e, &j->aOwn[j->nOwn++], s->z, s->n);
    }
  }
}

/* Is the statement p, of kind c, word by word one of theirs? */
static int judgeIsOwn(const Judge *j, const Sql *p, const Create *c){
  int i, k;
  for(i=0; i<j->nOwn; i++){
    const Sql *q = &j->aOwn[i];
    for(k=0; k<q->n; k++){
      Create own;
      int n = p->n - c->iName;
      if( !isKey(q, k, "create") ) continue;
      own = createRead(q, k);
      if( own.eKind!=c->eKind || !isSame(p, c->iName, q, own.iName, n) ) continue;
      if( isChar(q, own.iName+n, ';') ) return 1;
    }
  }
  return 0;
}

/* Is the column or constraint of n tokens at i one of a table of theirs, of the same name? */
static int judgeIsOwnItem(const Judge *j, const Sql *p, const Create *c, int i, int n){
  int k, m;
  for(k=0; k<j->nOwn; k++){
    const Sql *q = &j->aOwn[k];
    for(m=0; m<q->n; m++){
      Create own;
      int x, xEnd;
      if( !isKey(q, m, "create") ) continue;
      own = createRead(q, m);
      if( own.eKind!=MAKES_TABLE || !isSame(p, c->iOn, q, own.iOn, 1) ) continue;
      xEnd = own.iBody;
      do{
        x = xEnd + 1;
        xEnd = itemEnd(q, x);
        if( xEnd-x==n && isSame(p, i, q, x, n) ) return 1;
      }while( isChar(q, xEnd, ',') );
    }
  }
  return 0;
}

/* Is what token i names one of the client's tables, or stands where one of them should? */
static int judgeIsClients(const Judge *j, const Sql *p, int i){
  int k, m;
  for(k=0; k<j->pCat->n; k++){
    const TgLayout *pL = &j->pCat->a[k];
    if( !judgeKin(j, pL) ) continue;
    for(m=0; m<pL->column.n; m++){
      const char *z = pL->column.az[m];
      if( strchr(z, '.')==0 && (int)strlen(z)==p->a[i].n
          && sqlite3_strnicmp(z, &p->z[p->a[i].i], p->a[i].n)==0 ){
        return !tgShapeIsOwn(j->pShape, z, p->a[i].n);
      }
    }
  }
  return 0;
}

/*************************************** What may stand there ***********************************/

/* The first thing in tokens [i,iEnd) of a table or an index that is more than plain. */
static TgFinding judgePlain(const Sql *p, int i, int iEnd, int bIndex){
  for(; i<iEnd; i++){
    if( isKey(p, i, "check") ) return TG_F_FOREIGN_CHECK;
    if( isKey(p, i, "collate") ) return TG_F_FOREIGN_COLLATION;
    if( isKey(p, i, "generated") || (isKey(p, i, "as") && isChar(p, i+1, '(')) ){
      return TG_F_VIEW_AS_TABLE;
    }
    if( isKey(p, i, "default") && isChar(p, i+1, '(') ) return TG_F_FOREIGN_DEFAULT;
    if( bIndex && (isKey(p, i, "where") || isChar(p, i, '(')) ) return TG_F_FOREIGN_INDEX;
  }
  return TG_F_NONE;
}

/* A table of a client's: item by item. */
static TgFinding judgeTable(const Judge *j, const Sql *p, const Create *c){
  int i = c->iBody, iEnd;
  TgFinding f = TG_F_NONE;
  if( !isChar(p, i, '(') ) return TG_F_VIEW_AS_TABLE;      /* CREATE TABLE ... AS is never stored */
  for(i++; i<p->n && f==TG_F_NONE; i = iEnd+1){
    iEnd = itemEnd(p, i);
    f = judgePlain(p, i, iEnd, 0);
    if( f && judgeIsOwnItem(j, p, c, i, iEnd-i) ) f = TG_F_NONE;
    if( !isChar(p, iEnd, ',') ) break;
  }
  return f;
}

static TgFinding judgeOne(const Judge *j, const Sql *p){
  Create c = createRead(p, 0);
  /* nobody could tell what it does */
  if( c.eKind==MAKES_NOTHING ) return TG_F_FOREIGN_TRIGGER;
  if( !judgeIsClients(j, p, c.iOn) ) return TG_F_NONE;
  switch( c.eKind ){
    case MAKES_TABLE:
      return judgeTable(j, p, &c);
    case MAKES_INDEX: {
      TgFinding f = isChar(p, c.iBody, '(')
          ? judgePlain(p, c.iBody+1, p->n, 1) : TG_F_FOREIGN_INDEX;
      return f && !judgeIsOwn(j, p, &c) ? f : TG_F_NONE;
    }
    case MAKES_TRIGGER:
      return judgeIsOwn(j, p, &c) ? TG_F_NONE : TG_F_FOREIGN_TRIGGER;
    default:
      return TG_F_VIEW_AS_TABLE;
  }
}

void tgLayoutJudge(TgErr *e, sqlite3 *db, const char *zSchema, const TgJudge *p){
  Judge j = {0, 0, 0, 0, 0, 0};
  sqlite3_stmt *pStmt;
  int i;
  j.e = e;
  j.pCat = p->pCat;
  j.pLayout = p->pLayout;
  j.pShape = p->pShape;
  pStmt = tgPrepare(e, db, "SELECT name, sql FROM \"%w\".%s WHERE sql IS NOT NULL", zSchema,
                    tgMaster(zSchema));
  while( tgStep(e, pStmt) ){
    const char *zSql = tgText(e, pStmt, 1), *zName = tgText(e, pStmt, 0);
    TgFinding f = TG_F_FOREIGN_TRIGGER;
    Sql sql = {0, 0, 0};
    if( j.aOwn==0 ) judgeOwn(&j);
    if( zSql && sqlCut(e, &sql, zSql, (int)strlen(zSql)) ) f = judgeOne(&j, &sql);
    sqlFree(&sql);
    if( e->rc==SQLITE_OK && f && p->xFound(e, p->pArg, f, zName ? zName : "", zSql) ) break;
  }
  sqlite3_finalize(pStmt);
  for(i=0; i<j.nOwn; i++) sqlFree(&j.aOwn[i]);
  sqlite3_free(j.aOwn);
}
