/* tables: what the user's statement says, the one that is running.
**
** SQLite finds our tables under any prefix and doesn't tell which was written: "DELETE FROM a.session" would forget the
** login of every database.  So the text is looked at, as far as needed: where a table can stand, after FROM, JOIN,
** UPDATE, INTO or a comma between those, is there "a.session"?  And is session what an UPDATE or DELETE changes?
*/
#include "tables/vt.h"

enum { TEXT_DEPTH = 40, TEXT_WORD = 80 };

typedef struct Text {
  const char *z;                            /* what is left */
  char zWord[TEXT_WORD];                    /* the token, without quotes; a longer one is cut, and so is none of ours */
  int bName;                                /* it is a name or a word, bQuoted: in quotes */
  int bQuoted;
} Text;

static int textIsId(char c){
  return (c>='a' && c<='z') || (c>='A' && c<='Z') || (c>='0' && c<='9') || c=='_' || c=='$' || (c & 0x80);
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
  t->bQuoted = cEnd!=0;
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
  return 1;
}

static int textIs(const Text *t, const char *zWord){
  return !t->bQuoted && sqlite3_stricmp(t->zWord, zWord)==0;
}

/* Is the token one of a list of words, a blank behind each? */
static int textIsOneOf(const Text *t, const char *zList){
  size_t n = strlen(t->zWord);
  char c = (char)(t->zWord[0] | 0x20);
  const char *z;
  if( t->bQuoted || !t->bName ) return 0;
  for(z=zList; *z; z++){
    if( *z==c && sqlite3_strnicmp(z, t->zWord, (int)n)==0 && z[n]==' ' ) return 1;
    while( *z!=' ' ) z++;
  }
  return 0;
}

/* The arguments of a call that goes on at t: "('a', 'b')" has two. */
static int textArguments(Text t){
  int iDepth = 1, n = 1;
  if( !textNext(&t) || !textIs(&t, "(") ) return 0;
  while( iDepth>0 && textNext(&t) ){
    iDepth += textIs(&t, "(") - textIs(&t, ")");
    n += iDepth==1 && textIs(&t, ",");
  }
  return n;
}

/* Look at the text of a statement.  zOther gets the prefix of zTable that is not main or temp, if there is one; the
** result is of TG_RUN_...; *pnArg becomes the number of arguments that zTable has, if it is more. */
static int textLook(const char *zSql, const char *zTable, char zOther[TEXT_WORD], int *pnArg){
  char abFrom[TEXT_DEPTH] = {0};            /* at this depth of parentheses, a comma is followed by a table */
  int iDepth = 0, bTable = 0, eVerb = 0, mRun = 0, bCall = 0, bOr = 0, bInto = 0;
  Text t = {zSql, "", 0, 0}, t2;
  zOther[0] = 0;
  while( textNext(&t) ){
    char *pbFrom = &abFrom[iDepth<TEXT_DEPTH ? iDepth : TEXT_DEPTH-1];
    if( t.bName && bTable && !textIsOneOf(&t, "or rollback abort fail ignore replace select values with ") ){
      char zWord[TEXT_WORD];
      memcpy(zWord, t.zWord, TEXT_WORD);
      t2 = t;
      bTable = 0;
      if( textNext(&t2) && textIs(&t2, ".") && textNext(&t2) ){
        t = t2;
        if( sqlite3_stricmp(t.zWord, zTable)==0 && zOther[0]==0 && sqlite3_stricmp(zWord, "main")!=0
         && sqlite3_stricmp(zWord, "temp")!=0 ) memcpy(zOther, zWord, TEXT_WORD);
      }
      if( sqlite3_stricmp(t.zWord, zTable)==0 ){
        int n = eVerb || bInto ? 0 : textArguments(t);      /* INTO session(name, ...) has columns */
        if( eVerb ) mRun |= TG_RUN_CHANGES;
        if( n>*pnArg ) *pnArg = n;
      }
      eVerb = bInto = 0;
    }else if( textIs(&t, "(") ){
      if( ++iDepth<TEXT_DEPTH ) abFrom[iDepth] = bCall ? 0 : *pbFrom;
      bTable = bTable && !bCall;
    }else if( textIs(&t, ")") ){
      if( iDepth>0 ) iDepth--;
    }else if( textIs(&t, ",") ){
      bTable = *pbFrom;
    }else if( bOr && eVerb && textIs(&t, "ignore") ){
      mRun |= TG_RUN_IGNORE;
    }else if( textIsOneOf(&t, "update delete ") && iDepth==0 ){
      eVerb = 1;
      bTable = textIs(&t, "update");
    }else if( textIsOneOf(&t, "from join ") ){
      *pbFrom = 1;
      bTable = 1;
    }else if( textIs(&t, "into") ){
      bTable = bInto = 1;
    }else if( textIsOneOf(&t, "select where set group order having limit values union on using returning window ") ){
      *pbFrom = 0;
      bTable = 0;
    }
    bOr = textIs(&t, "or");
    bCall = t.bName && !textIsOneOf(&t, "from join select where and or not in exists as on values ");
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

int tgTextAsked(TgErr *e, TgTable *p, const char *zTable){
  sqlite3 *db = p->pCtx->db;
  sqlite3_stmt *pStmt = 0;
  char z[TEXT_WORD];
  int m = 0, nArg = 0, bSession = sqlite3_stricmp(zTable, "session")==0;
  while( e->rc==SQLITE_OK && (pStmt = textBusy(db, pStmt))!=0 ){
    const char *zSql = sqlite3_sql(pStmt);
    /* Nothing to be found, and that fast. */
    if( strchr(zSql, '.')==0 && (!bSession || strchr(zSql, '(')==0) && sqlite3_stmt_readonly(pStmt) ) continue;
    m |= textLook(zSql, zTable, z, &nArg);
    /* SQLite compares the second with the next hidden column, the key. */
    if( bSession && nArg>1 && p->bPlain ) tgFail(e, SQLITE_ERROR, "too many arguments; it takes 1");
    if( p->bPlain && z[0] && tgIsSchema(p->pCtx, z)
     && tgQueryInt(e, db, 0, "SELECT count(*) FROM \"%w\".%s WHERE name=%Q COLLATE NOCASE", z, tgMaster(z),
                   zTable)==0 ){
      tgFail(e, SQLITE_ERROR, "%s.%s means every session, not that of %s; write %s(%Q) or WHERE %s = %Q", z, zTable,
             z, zTable, z, bSession ? "name" : "session", z);
    }
  }
  return m;
}

int tgTextCreates(sqlite3 *db){
  sqlite3_stmt *pStmt = textBusy(db, 0);
  Text t = {pStmt ? sqlite3_sql(pStmt) : "", "", 0, 0};
  return textNext(&t) && textIs(&t, "create") && textNext(&t) && textIs(&t, "virtual");
}

void tgTextRow(TgErr *e, TgTable *p, const char *zTable){
  sqlite3_stmt *pStmt = textBusy(p->pCtx->db, 0);
  const char *z = pStmt ? sqlite3_sql(pStmt) : "";
  if( pStmt==p->pSeen && strncmp(z, p->zSeen, sizeof(p->zSeen)-1)==0 ) return;
  tgTextAsked(e, p, zTable);
  p->pSeen = e->rc==SQLITE_OK ? pStmt : 0;
  sqlite3_snprintf(sizeof(p->zSeen), p->zSeen, "%s", z);
}
