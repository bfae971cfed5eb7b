/* ops: values: strings, bundles, JSON and images in, a format out.
**
** What is converted by the hundred thousand goes through here alone: a string in, a string out.
** Bundles, images and containers are op_move.c's.
*/
#include "model/cell.h"
#include "ops/op.h"
#include "base/peel.h"

/*************************************** Options ************************************************/

/* Options that are no fields of the account. */
static const struct { const char *zName; unsigned m; } aOption[] = {
  { "auth_key_id", TG_OPT_KEY_ID },
  { "from", TG_OPT_FROM }, { "max_length", TG_OPT_MAX_LENGTH }, { "rebuild", TG_OPT_REBUILD },
  { "replace", TG_OPT_REPLACE }, { "try", TG_OPT_TRY },
};

/* An option that is not taken: the error lists those that are. */
static void optionUnknown(TgErr *e, const char *zName, unsigned mTake){
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  int i;
  for(i=0; i<TG_NFIELD; i++){
    if( (mTake & TG_OPT_FIELDS) && i!=TG_AUTH_KEY ){
      sqlite3_str_appendf(s, ", %s", aTgField[i].zName);
    }
  }
  for(i=0; i<TG_COUNT(aOption); i++){
    if( mTake & aOption[i].m ) sqlite3_str_appendf(s, ", %s", aOption[i].zName);
  }
  z = sqlite3_str_finish(s);
  if( z ){
    tgFail(e, SQLITE_ERROR, "there is no option %Q; options are %s", zName ? zName : "NULL", z+2);
  }else{
    tgNomem(e);
  }
  sqlite3_free(z);
}

/* One option that is no field. */
static void optionSet(TgErr *e, TgOpt *p, const char *zName, unsigned m, sqlite3_value *pVal){
  i64 i;
  if( m==TG_OPT_FROM ){
    p->zFrom = (const char*)sqlite3_value_text(pVal);
    if( p->zFrom==0 ) tgNomem(e);            /* it is not NULL */
  }else if( m==TG_OPT_KEY_ID ){
    p->zKeyId = (const char*)sqlite3_value_text(pVal);
    if( p->zKeyId==0 ){
      tgNomem(e);
    }else if( strlen(p->zKeyId)!=16 || strspn(p->zKeyId, "0123456789abcdefABCDEF")!=16 ){
      tgFail(e, SQLITE_ERROR,
             "option 'auth_key_id' takes 16 hex digits, as the column of that name has them");
    }
  }else if( !tgCellInt(e, zName, pVal, &i) ){
    return;
  }else if( m==TG_OPT_MAX_LENGTH ){
    if( i<1 ) tgFail(e, SQLITE_ERROR, "option 'max_length' takes a positive number");
    p->nMaxLength = i;
  }else if( i!=0 && i!=1 ){
    tgFail(e, SQLITE_ERROR, "option %Q takes 0 or 1", zName);
  }else if( m==TG_OPT_REPLACE ){
    p->bReplace = (int)i;
  }else if( m==TG_OPT_REBUILD ){
    p->bRebuild = (int)i;
  }else{
    p->bTry = (int)i;
  }
}

void tgOptions(TgErr *e, TgOpt *p, int nArg, sqlite3_value **apArg, unsigned mTake){
  int i, j;
  tgAccountInit(&p->over);
  p->zFrom = p->zKeyId = 0;
  p->nMaxLength = 0;
  p->bReplace = p->bTry = p->bRebuild = 0;
  for(i=0; i<nArg && e->rc==SQLITE_OK; i+=2){
    const char *zName = (const char*)sqlite3_value_text(apArg[i]);
    sqlite3_value *pVal = i+1<nArg ? apArg[i+1] : 0;
    int f = zName ? tgFieldFind(zName) : -1;
    if( f==TG_AUTH_KEY || (mTake & TG_OPT_FIELDS)==0 ) f = -1;
    for(j=0; j<TG_COUNT(aOption); j++){
      if( zName && sqlite3_stricmp(zName, aOption[j].zName)==0 && (mTake & aOption[j].m) ) break;
    }
    if( f<0 && j==TG_COUNT(aOption) ){
      optionUnknown(e, zName, mTake);
    }else if( pVal==0 ){
      tgFail(e, SQLITE_ERROR, "option %Q has no value", zName);
    }else if( sqlite3_value_type(pVal)==SQLITE_NULL ){
      continue;
    }else if( f<0 ){
      optionSet(e, p, aOption[j].zName, aOption[j].m, pVal);
    }else{
      tgCellField(e, &p->over, f, pVal);
    }
  }
  tgCellDc(e, &p->over);
}

static void accountOverride(TgAccount *a, const TgAccount *pOver){
  int f;
  for(f=0; f<TG_NFIELD; f++){
    if( (pOver->have & TG_BIT(f))==0 ) continue;
    a->n[f] = pOver->n[f];
    if( f==TG_SERVER_ADDRESS ){
      memcpy(a->zAddr, pOver->zAddr, sizeof(a->zAddr));
      a->bChosen = 1;
    }
    if( f==TG_AUTH_KEY ) memcpy(a->key, pOver->key, sizeof(a->key));
  }
  /* Another DC or environment has another address. */
  if( (pOver->have & (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)))
      && (pOver->have & TG_BIT(TG_SERVER_ADDRESS))==0 ){
    int bTest = 0;
    int dc = (a->have & TG_BIT(TG_SERVER_ADDRESS)) ? tgDcFromAddress(a->zAddr, &bTest) : 0;
    i64 bWant = (pOver->have & TG_BIT(TG_TEST_MODE)) ? pOver->n[TG_TEST_MODE]
              : (a->have & TG_BIT(TG_TEST_MODE)) ? a->n[TG_TEST_MODE] : 0;
    if( dc && (dc!=a->n[TG_DC_ID] || (bTest!=0)!=(bWant!=0)) ){
      a->have &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
      a->have |= pOver->have & TG_BIT(TG_PORT);
    }
  }
  a->have |= pOver->have;
}

void tgValueOverride(TgErr *e, TgValue *v, const TgOpt *pOpt){
  if( pOpt->over.have ) accountOverride(&v->a, &pOpt->over);
  if( pOpt->over.have & (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE)) ) tgAccountRequireDc(e, &v->a);
  v->mChosen |= pOpt->over.have;
}

/*************************************** Values *************************************************/

/* The layout that a JSON document says that it came from. */
static void valueOrigin(TgErr *e, TgValue *v){
  sqlite3_stmt *p = tgStorePrepare(e, &v->st, "origin", "%s");
  const TgLayout *pLayout = 0;
  if( tgStep(e, p) ) pLayout = tgLayoutByName(v->pCtx->pCat, tgText(e, p, 0));
  if( pLayout && ALWAYS(strlen(pLayout->zName)<=TG_BUNDLE_LAYOUT) ){
    memcpy(v->bundle.zLayout, pLayout->zName, strlen(pLayout->zName)+1);
  }
  sqlite3_finalize(p);
}

static void valueBundle(TgErr *e, TgValue *v, const char *z, int n){
  TgStop stop = {.db = v->pCtx->db}, *pBefore = e->pStop;
  v->zFormat = "bundle";
  e->pStop = &stop;
  v->pBundle = tgBundleOpen(e, z, n, &v->a, &v->bundle);
  e->pStop = pBefore;
  tgStopEnd(&stop);
  tgAccountDerive(&v->a);
}

void tgValueCopy(TgErr *e, TgValue *v, TgStore *st){
  if( v->bStore ) tgStoreCopy(e, st, &v->st, TG_COPY);
  else if( v->pBundle ) tgStoreCopyBundle(e, st, v->pBundle);
}

void tgValueRows(TgErr *e, TgValue *v){
  if( v->pBundle==0 || NEVER(v->bStore) ) return;
  tgStoreRows(e, &v->st, v->pCtx, 0, v->pBundle);
  v->bStore = 1;
}

char *tgValueWrong(TgErr *e, TgValue *v, int *pi){
  const TgCodec *pCodec;
  if( v->bStore ) return tgStoreWrong(e, &v->st, &v->a, pi);
  pCodec = tgCodecByName(v->zFormat);
  return tgAccountWrong(e, &v->a, pCodec ? pCodec->needs : 0, pi);
}

char *tgValueWrongFirst(TgErr *e, TgValue *v){
  char *z;
  int i = 0;
  while( (z = tgValueWrong(e, v, &i))!=0 && !tgProblemIsError(z) ) sqlite3_free(z);
  return z;
}

/* A string in which each + has become a space, as decoding a form does it, is one again with
** them. */
static void valuePlus(TgErr *e, const char *z, int n){
  TgErr e2 = TG_ERR_INIT;
  TgAccount a;
  TgText t;
  char *zPlus;
  int i;
  if( e->rc!=SQLITE_ERROR || memchr(z, ' ', (size_t)n)==0 ) return;
  zPlus = tgStrdup(&e2, z, n);
  for(i=0; zPlus && i<n; i++) if( zPlus[i]==' ' ) zPlus[i] = '+';
  if( zPlus && tgTextOpen(&e2, &t, zPlus, n) ){
    const TgCodec *p = tgCodecRead(&e2, &t, &a);
    if( p && e2.rc==SQLITE_OK ){
      tgErrClear(e);
      tgFail(e, SQLITE_ERROR,
             "%s string: each + has become a space, as decoding a form does it; replace(string, ' "
             "', '+')", p->zName);
    }
    tgTextClose(&t);
    tgWipe(&a, sizeof(a));
  }
  sqlite3_free(zPlus);
  tgErrClear(&e2);
}

static void valueText(TgErr *e, TgValue *v, const char *z, int n, const TgOpt *pOpt){
  const TgCodec *pCodec = 0;
  const char *zFrom = pOpt ? pOpt->zFrom : 0;
  TgText t;
  tgPeel(&z, &n);
  if( zFrom ){
    pCodec = tgCodecByName(zFrom);
    if( pCodec==0 && sqlite3_stricmp(zFrom, "bundle")!=0
        && tgLayoutByName(v->pCtx->pCat, zFrom)==0 ){
      tgFail(e, SQLITE_ERROR, "there is no format %Q; SELECT name FROM session_formats lists them",
             zFrom);
      return;
    }
  }
  if( pCodec==0 && tgBundleIs(z, n) ){
    valueBundle(e, v, z, n);
  }else if( pCodec==0 && n>0 && z[0]=='{' ){
    v->bStore = 1;
    tgStoreJson(e, &v->st, v->pCtx, z, n);
    if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
    valueOrigin(e, v);
    tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
  }else{
    if( tgTextOpen(e, &t, z, n) ){
      if( pCodec ) tgCodecReadAs(e, pCodec, &t, &v->a);
      else pCodec = tgCodecRead(e, &t, &v->a);
      if( pCodec ) v->zFormat = pCodec->zName;
    }
    tgTextClose(&t);
    valuePlus(e, z, n);
  }
  if( e->rc==SQLITE_OK && zFrom && sqlite3_stricmp(zFrom, v->zFormat)!=0 ){
    tgFail(e, SQLITE_ERROR, "%s: it is no such string; leave 'from' out to have it recognised",
           zFrom);
  }
}

/* Is a BLOB text rather than an image?  JSON and bundles of any size, session strings and what is
** pasted around them. */
static int valueIsText(const u8 *a, int n){
  const char *z = (const char*)a;
  int i, nPeeled = n, nChar;
  tgPeel(&z, &nPeeled);
  if( nPeeled<1 ) return 0;
  if( z[0]=='{' || tgBundleIs(z, nPeeled) ) return 1;
  if( n>16*TG_STRING_MAX ) return 0;
  for(i=0; i<n; i+=nChar){
    int c = tgPeelChar((const char*)a+i, n-i, &nChar);
    if( c<0x20 && c!='\n' && c!='\r' && c!='\t' ) return 0;
  }
  return n<15 || memcmp(a, "SQLite format 3", 15)!=0;
}

void tgValueOpen(TgErr *e, TgValue *v, TgCtx *pCtx, sqlite3_value *pValue, const TgOpt *pOpt){
  tgValueInit(v, pCtx);
  switch( sqlite3_value_type(pValue) ){
    case SQLITE_TEXT: {
      /* As a BLOB: sqlite3_value_text() would copy what stands in the page, to put a NUL behind it.
      ** bytes() goes first, because it makes UTF-8 of UTF-16. */
      int n = sqlite3_value_bytes(pValue);
      const char *z = sqlite3_value_blob(pValue);
      if( z==0 && n>0 ) tgNomem(e);
      else valueText(e, v, z ? z : "", n, pOpt);
      break;
    }
    case SQLITE_BLOB: {
      const u8 *a = sqlite3_value_blob(pValue);
      int n = sqlite3_value_bytes(pValue), nText = 0;
      char *zText = a ? tgPeelUtf16(e, a, n, &nText) : 0;
      if( zText ){
        valueText(e, v, zText, nText, pOpt);
        sqlite3_free(zText);
        break;
      }
      if( a && valueIsText(a, n) ){           /* readfile() gives BLOBs */
        valueText(e, v, (const char*)a, n, pOpt);
        break;
      }
      v->bStore = 1;
      tgStoreImage(e, &v->st, pCtx, a, n);
      if( e->rc==SQLITE_OK ) tgStoreUsable(e, &v->st, TG_USE_READ);
      if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
      tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
      break;
    }
    case SQLITE_NULL:
      tgFail(e, SQLITE_ERROR, "the value is NULL: a query found none; nothing is written");
      break;
    default:
      tgFail(e, SQLITE_ERROR, "a value is a session string (TEXT) or a database image (BLOB)");
  }
}

/* "1f..., 2a...": the identifiers of the keys in it, the first few. */
static char *valueKeyIds(TgErr *e, TgStore *st){
  sqlite3_stmt *p = tgStorePrepare(e, st, "account",
      "SELECT lower(hex(session__key_id(auth_key))) FROM (%s\n) WHERE length(auth_key)=256 LIMIT "
      "5");
  char *z = 0;
  while( tgStep(e, p) ){
    char *zNew = tgPrintf(e, "%s%s%s", z ? z : "", z ? ", " : "", tgText(e, p, 0));
    sqlite3_free(z);
    z = zNew;
  }
  sqlite3_finalize(p);
  return z;
}

void tgValuePick(TgErr *e, TgValue *v, const TgOpt *pOpt){
  char zId[17] = "", *zIds;
  int bFound;
  if( e->rc!=SQLITE_OK ) return;
  if( pOpt->zKeyId ){
    if( v->a.have & TG_BIT(TG_AUTH_KEY) ) tgKeyId(v->a.key, zId);
    bFound = sqlite3_stricmp(zId, pOpt->zKeyId)==0
        || (v->bStore && tgStorePick(e, &v->st, &v->a, pOpt->zKeyId));
    if( !bFound ){
      tgFail(e, SQLITE_ERROR, "there is no login with the auth_key_id %s in it", pOpt->zKeyId);
    }
  }else if( v->bStore && tgStoreLogins(e, &v->st)>1 ){
    zIds = valueKeyIds(e, &v->st);
    tgFailAs(e, SQLITE_ERROR, TG_F_SEVERAL_LOGINS,
             "there are several logins in it, and which is meant can't be told; 'auth_key_id', "
             "'...' picks one: %s", zIds);
    sqlite3_free(zIds);
  }
}

int tgValueLooks(const char *z){
  char zLooks[TG_LOOKS_MAX];
  int n = (int)strlen(z);
  tgPeel(&z, &n);
  return n>0 && (z[0]=='{' || tgBundleIs(z, n) || (n>=300 && tgCodecLooks(z, n, zLooks)));
}

void tgValueClose(TgValue *v){
  if( v->bStore ) tgStoreClose(&v->st);
  tgBundleClose(v->pBundle);
  if( v->zProblem ) sqlite3_free(v->zProblem);
  if( v->a.have & TG_BIT(TG_AUTH_KEY) ) tgWipe(v->a.key, sizeof(v->a.key));
  tgValueInit(v, v->pCtx);
}

/*************************************** Out ****************************************************/

void tgValueLoggedIn(TgErr *e, const TgValue *v){
  const unsigned login = TG_BIT(TG_AUTH_KEY)|TG_BIT(TG_USER_ID);
  if( (v->a.have & login)!=login && v->zProblem ){
    tgFailAs(e, SQLITE_ERROR, tgProblemFinding(v->zProblem), "%s", tgProblemText(v->zProblem));
  }
}

void tgOutFree(TgOut *p){
  if( p->a==p->aShort ) tgWipe(p->a, (size_t)p->n);
  else tgWipeFree(p->a);
  tgOutInit(p);
}

void tgOutResult(TgOut *p, sqlite3_context *ctx){
  if( p->a==p->aShort ){
    tgResult(ctx, p->a, (size_t)p->n, 0);
    tgOutFree(p);
    return;
  }
  if( p->bBlob ) sqlite3_result_blob64(ctx, p->a, (u64)p->n, tgWipeFree);
  else sqlite3_result_text64(ctx, (char*)p->a, (u64)p->n, tgWipeFree, SQLITE_UTF8);
  tgOutInit(p);
}

void tgProduce(TgErr *e, TgValue *v, const char *zFormat, const TgOpt *pOpt, TgOut *pOut){
  const TgCodec *pCodec;
  if( e->rc!=SQLITE_OK ) return;
  if( zFormat==0 ){
    zFormat = v->bStore && v->st.pLayout->zString[0]
        ? tgCodecOwn(v->st.pLayout->zString, &v->a) : "pyrogram";
  }
  tgValueLoggedIn(e, v);
  if( e->rc!=SQLITE_OK ) return;
  pCodec = tgCodecByName(zFormat);
  if( pOpt->nMaxLength && sqlite3_stricmp(zFormat, "bundle")!=0 ){
    tgFail(e, SQLITE_ERROR, "option 'max_length' is for format 'bundle' only");
  }else if( pCodec ){
    if( pCodec->xEncode==0 ){
      tgFail(e, SQLITE_ERROR, "format %s is only read", pCodec->zName);
    }else{
      pOut->n = tgCodecEncode(e, pCodec, &v->a, (char*)pOut->aShort);
      pOut->a = pOut->aShort;
    }
  }else if( sqlite3_stricmp(zFormat, "bundle")==0 ){
    tgProduceBundle(e, v, pOpt, pOut);
  }else{
    const TgLayout *pTo = tgLayoutByName(v->pCtx->pCat, zFormat);
    if( pTo==0 || pTo->eAccess==TG_HIDDEN ){
      const char *zLike = tgFormatLike(v->pCtx, zFormat, 0);
      if( zLike ){
        tgFail(e, SQLITE_ERROR, "there is no format %Q; did you mean %s?", zFormat, zLike);
      }
      tgFail(e, SQLITE_ERROR, "there is no format %Q; SELECT name FROM session_formats lists them",
             zFormat);
    }else if( pTo->eAccess!=TG_WRITE ){
      tgFail(e, SQLITE_ERROR, "layout %s is only read", pTo->zName);
    }else{
      tgProduceImage(e, v, pTo, pOut);
    }
  }
}
