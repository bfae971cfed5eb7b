/* tables: what the user's statement says, the one that is running.
**
** SQLite finds our tables under any prefix and doesn't tell which was written: "DELETE FROM
** a.session" would forget the login of every database.  So the text is looked at, as far as needed:
** where a table can stand, after FROM, JOIN, UPDATE, INTO or a comma between those, is there
** "a.session"?  And is session what an UPDATE or DELETE changes?
*/
#include "tables/vt.h"

enum { TEXT_DEPTH = 40, TEXT_WORD = 80 };

typedef struct Text {
  const char *z;                            /* what is left */
  char zWord[TEXT_WORD];                    /* the token, without quotes; a longer one is cut, and
                                            ** so is none of ours */
  int bName;                                /* it is a name or a word */
  int m;                                    /* WORD_ bits of a word */
  char c;                                   /* it is this sign and nothing else, or 0 */
} Text;

/* What a word is. */
enum {
  WORD_BEFORE = 0x001,  /* not the name of a table, where one can stand: UPDATE OR FAIL session */
  WORD_ALONE  = 0x002,                      /* no function, when "(" follows */
  WORD_FROM   = 0x004,                      /* a table follows, and after each comma another one */
  WORD_CLAUSE = 0x008,                      /* ... up to here */
  WORD_INTO   = 0x010,                      /* one table follows */
  WORD_CHANGE = 0x020,  /* the statement changes a table; with WORD_TABLE it follows at once */
  WORD_TABLE  = 0x040,
  WORD_OR     = 0x080,
  WORD_IGNORE = 0x100,
  WORD_CREATE = 0x200,
  WORD_VIRTUAL = 0x400,
};
static const struct { const char *z; int m; } aWord[] = {
  { "select",   WORD_BEFORE|WORD_ALONE|WORD_CLAUSE }, { "from",      WORD_ALONE|WORD_FROM },
  { "values",   WORD_BEFORE|WORD_ALONE|WORD_CLAUSE }, { "join",      WORD_ALONE|WORD_FROM },
  { "or",       WORD_BEFORE|WORD_ALONE|WORD_OR },     { "where",     WORD_ALONE|WORD_CLAUSE },
  { "ignore",   WORD_BEFORE|WORD_IGNORE },            { "on",        WORD_ALONE|WORD_CLAUSE },
  { "update",   WORD_CHANGE|WORD_TABLE },             { "delete",    WORD_CHANGE },
  { "replace",  WORD_BEFORE },  { "and",    WORD_ALONE },  { "set",   WORD_CLAUSE },
  { "union",     WORD_CLAUSE },
  { "with",     WORD_BEFORE },  { "not",    WORD_ALONE },  { "group", WORD_CLAUSE },
  { "using",     WORD_CLAUSE },
  { "rollback", WORD_BEFORE },  { "in",     WORD_ALONE },  { "order", WORD_CLAUSE },
  { "returning", WORD_CLAUSE },
  { "abort",    WORD_BEFORE },  { "as",     WORD_ALONE },  { "limit", WORD_CLAUSE },
  { "window",    WORD_CLAUSE },
  { "fail",     WORD_BEFORE },  { "exists", WORD_ALONE },  { "having", WORD_CLAUSE },
  { "into",      WORD_INTO },
  { "create",   WORD_CREATE },  { "virtual", WORD_VIRTUAL },
};

/* Its bits; 0: any other. */
static int textWord(const char *z){
  char c = (char)(z[0] | 0x20);
  int i;
  for(i=0; i<TG_COUNT(aWord); i++){
    if( aWord[i].z[0]==c && sqlite3_stricmp(aWord[i].z, z)==0 ) return aWord[i].m;
  }
  return 0;
}

static int textIsId(char c){
  return (c>='a' && c<='z') || (c>='A' && c<='Z') || (c>='0' && c<='9') || c=='_' || c=='$'
      || (c & 0x80);
}

static const char *textSpace(const char *z){
  for(;;){
    if( *z==' ' || (*z>='\t' && *z<='\r') ){
      z++;
    }else if( z[0]=='-' && z[1]=='-' ){
      while( *z && *z!='\n' ) z++;
    }else if( z[0]=='/' && z[1]=='*' ){
      for(z+=2; *z && (z[0]!='*' || z[1]!='/'); z++){}
      if( *z ) z += 2;
    }else{
      return z;
    }
  }
}

/* The next token; 0 at the end. */
static int textNext(Text *t){
  const char *z = textSpace(t->z);
  int n = 0;
  char cEnd = *z=='[' ? ']' : *z=='"' || *z=='`' || *z=='\'' ? *z : 0;
  t->bName = cEnd ? *z!='\'' : textIsId(*z);
  if( *z==0 ) return 0;
  if( cEnd ){
    for(z++; *z && (*z!=cEnd || (cEnd!=']' && z[1]==cEnd)); z++){
      if( *z==cEnd ) z++;
      if( n<TEXT_WORD-1 ) t->zWord[n++] = *z;
    }
    if( *z ) z++;
  }else{
    do{
      if( n<TEXT_WORD-1 ) t->zWord[n++] = *z;
      z++;
    }while( t->bName && textIsId(*z) );
  }
  t->zWord[n] = 0;
  t->z = z;
  t->m = t->bName && !cEnd ? textWord(t->zWord) : 0;
  t->c = t->bName || cEnd ? 0 : t->zWord[0];
  return 1;
}

/* The arguments of a call that goes on at t: "('a', 'b')" has two. */
static int textArguments(Text t){
  int iDepth = 1, n = 1;
  if( !textNext(&t) || t.c!='(' ) return 0;
  while( iDepth>0 && textNext(&t) ){
    iDepth += (t.c=='(') - (t.c==')');
    n += iDepth==1 && t.c==',';
  }
  return n;
}

/* Look at the text of a statement.  zOther gets the prefix of zTable that is not main or temp, if
** there is one; the result is of TG_RUN_...; *pnArg becomes the number of arguments that zTable
** has, if it is more. */
static int textLook(const char *zSql, const char *zTable, char zOther[TEXT_WORD], int *pnArg){
  /* at this depth of parentheses, a comma is followed by a table */
  char abFrom[TEXT_DEPTH] = {0};
  int iDepth = 0, bTable = 0, eVerb = 0, mRun = 0, bCall = 0, bOr = 0, bInto = 0;
  Text t = {zSql, "", 0, 0, 0}, t2;
  zOther[0] = 0;
  while( textNext(&t) ){
    char *pbFrom = &abFrom[iDepth<TEXT_DEPTH ? iDepth : TEXT_DEPTH-1];
    if( t.bName && bTable && (t.m & WORD_BEFORE)==0 ){
      char zWord[TEXT_WORD];
      memcpy(zWord, t.zWord, TEXT_WORD);
      t2 = t;
      bTable = 0;
      if( textNext(&t2) && t2.c=='.' && textNext(&t2) ){
        t = t2;
        if( sqlite3_stricmp(t.zWord, zTable)==0 && zOther[0]==0 && sqlite3_stricmp(zWord, "main")!=0
         && sqlite3_stricmp(zWord, "temp")!=0 ) memcpy(zOther, zWord, TEXT_WORD);
      }
      if( sqlite3_stricmp(t.zWord, zTable)==0 ){
        /* INTO session(name, ...) has columns */
        int n = eVerb || bInto ? 0 : textArguments(t);
        if( eVerb ) mRun |= TG_RUN_CHANGES;
        if( n>*pnArg ) *pnArg = n;
      }
      eVerb = bInto = 0;
    }else if( t.c=='(' ){
      if( ++iDepth<TEXT_DEPTH ) abFrom[iDepth] = bCall ? 0 : *pbFrom;
      bTable = bTable && !bCall;
    }else if( t.c==')' ){
      if( iDepth>0 ) iDepth--;
    }else if( t.c==',' ){
      bTable = *pbFrom;
    }else if( bOr && eVerb && (t.m & WORD_IGNORE) ){
      mRun |= TG_RUN_IGNORE;
    }else if( (t.m & WORD_CHANGE) && iDepth==0 ){
      eVerb = 1;
      bTable = (t.m & WORD_TABLE)!=0;
    }else if( t.m & WORD_FROM ){
      *pbFrom = 1;
      bTable = 1;
    }else if( t.m & WORD_INTO ){
      bTable = bInto = 1;
    }else if( t.m & WORD_CLAUSE ){
      *pbFrom = 0;
      bTable = 0;
    }
    bOr = (t.m & WORD_OR)!=0;
    bCall = t.bName && (t.m & WORD_ALONE)==0;
  }
  return mRun;
}

/* The busy statement that begins here or later. */
static sqlite3_stmt *textBusy(sqlite3 *db, sqlite3_stmt *pStmt){
  do{
    pStmt = sqlite3_next_stmt(db, pStmt);
  }while( pStmt && (sqlite3_sql(pStmt)==0 || !sqlite3_stmt_busy(pStmt)) );
  return pStmt;
}

/* May "a.session" be in it? */
static int textMayHave(const char *z, const char *zTable){
  while( (z = strchr(z, '.'))!=0 ){
    z = textSpace(z+1);
    if( *z=='"' || *z=='`' || *z=='[' || *z=='\'' ) z++;
    if( sqlite3_strnicmp(z, zTable, (int)strlen(zTable))==0 ) return 1;
  }
  return 0;
}

int tgTextAsked(TgErr *e, TgTable *p, const char *zTable){
  sqlite3 *db = p->pCtx->db;
  sqlite3_stmt *pStmt = 0;
  char z[TEXT_WORD];
  int m = 0, nArg = 0, bSession = sqlite3_stricmp(zTable, "session")==0;
  while( e->rc==SQLITE_OK && (pStmt = textBusy(db, pStmt))!=0 ){
    const char *zSql = sqlite3_sql(pStmt);
    /* Nothing to be found, and that fast. */
    if( sqlite3_stmt_readonly(pStmt) && (!bSession || strchr(zSql, '(')==0)
        && !textMayHave(zSql, zTable) ){
      continue;
    }
    m |= textLook(zSql, zTable, z, &nArg);
    /* SQLite compares the second with the next hidden column, the key. */
    if( bSession && nArg>1 && p->bPlain ) tgFail(e, SQLITE_ERROR, "too many arguments; it takes 1");
    if( p->bPlain && z[0] && tgIsSchema(p->pCtx, z)
     && tgQueryInt(e, db, 0, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q COLLATE NOCASE", z,
                   tgMaster(z), zTable)==0 ){
      tgFail(e, SQLITE_ERROR, "%s.%s means every session, not that of %s; write %s(%Q) or WHERE %s "
                              "= %Q", z, zTable, z, zTable, z, bSession ? "name" : "session", z);
    }
  }
  return m;
}

int tgTextCreates(sqlite3 *db){
  sqlite3_stmt *pStmt = textBusy(db, 0);
  Text t = {pStmt ? sqlite3_sql(pStmt) : "", "", 0, 0, 0};
  int m;
  textNext(&t);
  m = t.m;
  textNext(&t);
  return (m & WORD_CREATE) && (t.m & WORD_VIRTUAL);
}

void tgTextRow(TgErr *e, TgTable *p, const char *zTable){
  sqlite3_stmt *pStmt = textBusy(p->pCtx->db, 0);
  const char *z = ALWAYS(pStmt) ? sqlite3_sql(pStmt) : "";
  if( pStmt==p->pSeen && strncmp(z, p->zSeen, sizeof(p->zSeen)-1)==0 ) return;
  tgTextAsked(e, p, zTable);
  p->pSeen = e->rc==SQLITE_OK ? pStmt : 0;
  sqlite3_snprintf(sizeof(p->zSeen), p->zSeen, "%s", z);
}
