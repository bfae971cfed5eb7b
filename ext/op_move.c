/* layer 4: values in, values out: export, import, convert. */
#include "op.h"

/*************************************** Options ************************************************/

void tgOptions(TgErr *e, TgOpt *p, int nArg, sqlite3_value **apArg){
  int i;
  tgAccountInit(&p->over);
  p->zFrom = 0;
  p->nMaxLength = 0;
  for(i=0; i<nArg && e->rc==SQLITE_OK; i+=2){
    const char *zName = (const char*)sqlite3_value_text(apArg[i]);
    sqlite3_value *pVal = i+1<nArg ? apArg[i+1] : 0;
    int eType = pVal ? sqlite3_value_type(pVal) : SQLITE_NULL;
    int f = zName ? tgFieldFind(zName) : -1;
    if( f==TG_AUTH_KEY ) f = -1;
    if( zName==0 || (f<0 && sqlite3_stricmp(zName, "from")!=0 && sqlite3_stricmp(zName, "max_length")!=0) ){
      tgFail(e, SQLITE_ERROR, "there is no option %Q; options are dc_id, server_address, port, api_id, test_mode, "
             "date, user_id, is_bot, from, max_length", zName ? zName : "NULL");
    }else if( pVal==0 ){
      tgFail(e, SQLITE_ERROR, "option %Q has no value", zName);
    }else if( eType==SQLITE_NULL ){
      continue;
    }else if( f==TG_SERVER_ADDRESS ){
      tgAccountSetAddr(e, &p->over, (const char*)sqlite3_value_text(pVal), sqlite3_value_bytes(pVal));
    }else if( sqlite3_stricmp(zName, "from")==0 ){
      p->zFrom = (const char*)sqlite3_value_text(pVal);
    }else if( sqlite3_value_numeric_type(pVal)!=SQLITE_INTEGER ){
      tgFail(e, SQLITE_ERROR, "option %Q takes a whole number", zName);
    }else if( f>=0 ){
      tgAccountSetInt(e, &p->over, f, sqlite3_value_int64(pVal));
    }else{
      p->nMaxLength = sqlite3_value_int64(pVal);
      if( p->nMaxLength<1 ) tgFail(e, SQLITE_ERROR, "option 'max_length' takes a positive number");
    }
  }
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
  if( (pOver->have & (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE))) && (pOver->have & TG_BIT(TG_SERVER_ADDRESS))==0 ){
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

void tgValueOverride(TgValue *v, const TgOpt *pOpt){
  if( pOpt->over.have ) accountOverride(&v->a, &pOpt->over);
}

void tgFit(TgErr *e, TgAccount *a, const TgLayout *pTo){
  if( e->rc!=SQLITE_OK ) return;
  if( pTo->bIpv4 && (a->have & TG_BIT(TG_SERVER_ADDRESS)) && strchr(a->zAddr, ':') && !a->bChosen ){
    a->have &= ~TG_BIT(TG_SERVER_ADDRESS);
  }
  tgAccountFit(e, a, pTo->keeps, pTo->needs, pTo->zFamily);
  tgErrPrefix(e, "%s", pTo->zName);
}

void tgNameFile(TgErr *e, const char *zName){
  if( e->rc!=SQLITE_OK && e->zMsg && tgIsPath(zName) && strstr(e->zMsg, zName)==0 ) tgErrPrefix(e, "%s", zName);
}

/*************************************** Values *************************************************/

/* Peers and all of a bundle, into the canonical layout of a private database. */
static void valueBundle(TgErr *e, TgValue *v, const char *z, int n){
  sqlite3_stmt *apPut[3] = {0, 0, 0};
  static const char *const azPut[3] = {
    "INSERT INTO src.peer VALUES(?1,?2,?3,?4,?5,?6,?7)", "INSERT INTO src.username VALUES(?1,?2,?3)",
    "INSERT INTO src.state VALUES(?1,?2,?3,?4,?5)",
  };
  const TgLayout *pCanonical = tgLayoutByName(v->pCtx->pCat, "canonical");
  int i;
  v->zFormat = "bundle";
  tgStoreMemory(e, &v->st, v->pCtx, "the bundle");
  v->bStore = 1;
  if( e->rc!=SQLITE_OK ) return;
  tgStoreCreate(e, &v->st, pCanonical);
  tgExec(e, v->st.db, "BEGIN");
  for(i=0; i<3; i++) apPut[i] = tgPrepare(e, v->st.db, "%s", azPut[i]);
  if( e->rc==SQLITE_OK ) tgBundleDecode(e, z, n, &v->a, &v->bundle, apPut[0], apPut[1], apPut[2]);
  for(i=0; i<3; i++) sqlite3_finalize(apPut[i]);
  tgStoreIndex(e, &v->st);
  tgExec(e, v->st.db, "COMMIT");
  tgAccountDerive(&v->a);
}

static void valueText(TgErr *e, TgValue *v, const char *z, int n, const TgOpt *pOpt){
  const TgCodec *pCodec = 0;
  const char *zFrom = pOpt ? pOpt->zFrom : 0;
  TgText t;
  int i = 0;
  while( i<n && (z[i]==' ' || z[i]=='\n' || z[i]=='\t' || z[i]=='\r') ) i++;
  if( n-i>=7 && (z[i]=='"' || z[i]=='\'') && z[n-1]==z[i] && tgBundleIs(z+i+1, n-i-2) ){      /* as in an .env file */
    z += i + 1;
    n -= i + 2;
    i = 0;
  }
  if( zFrom ){
    pCodec = tgCodecByName(zFrom);
    if( pCodec==0 && sqlite3_stricmp(zFrom, "bundle")!=0 && tgLayoutByName(v->pCtx->pCat, zFrom)==0 ){
      tgFail(e, SQLITE_ERROR, "there is no format %Q; SELECT name FROM session_formats lists them", zFrom);
      return;
    }
  }
  if( pCodec==0 && tgBundleIs(z, n) ){
    valueBundle(e, v, z, n);
  }else if( pCodec==0 && i<n && z[i]=='{' ){
    v->bStore = 1;
    tgStoreJson(e, &v->st, v->pCtx, z, n);
    if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
    tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
  }else{
    if( tgTextOpen(e, &t, z, n) ){
      if( pCodec ) tgCodecReadAs(e, pCodec, &t, &v->a);
      else pCodec = tgCodecRead(e, &t, &v->a);
      if( pCodec ) v->zFormat = pCodec->zName;
    }
    tgTextClose(&t);
  }
  if( e->rc==SQLITE_OK && zFrom && sqlite3_stricmp(zFrom, v->zFormat)!=0 ){
    tgFail(e, SQLITE_ERROR, "%s: it is no such string; leave 'from' out to have it recognised", zFrom);
  }
}

/* Is a BLOB text rather than an image?  JSON and bundles of any size, session strings in ASCII. */
static int valueIsText(const u8 *a, int n){
  int i;
  if( n<1 ) return 0;
  if( a[0]=='{' || tgBundleIs((const char*)a, n) ) return 1;
  if( n>16*TG_STRING_MAX ) return 0;
  for(i=0; i<n; i++){
    if( (a[i]<0x20 || a[i]>0x7e) && a[i]!='\n' && a[i]!='\r' && a[i]!='\t' ) return 0;
  }
  return n<15 || memcmp(a, "SQLite format 3", 15)!=0;
}

void tgValueOpen(TgErr *e, TgValue *v, TgCtx *pCtx, sqlite3_value *pValue, const TgOpt *pOpt){
  tgValueInit(v, pCtx);
  if( e->rc!=SQLITE_OK ) return;
  switch( sqlite3_value_type(pValue) ){
    case SQLITE_TEXT: {
      /* As a BLOB: sqlite3_value_text() would copy what stands in the page, to put a NUL behind it.  bytes() goes
      ** first, because it makes UTF-8 of UTF-16. */
      int n = sqlite3_value_bytes(pValue);
      const char *z = sqlite3_value_blob(pValue);
      if( z==0 && n>0 ) tgNomem(e);
      else valueText(e, v, z ? z : "", n, pOpt);
      break;
    }
    case SQLITE_BLOB: {
      const u8 *a = sqlite3_value_blob(pValue);
      int n = sqlite3_value_bytes(pValue);
      if( a && valueIsText(a, n) ){           /* readfile() gives BLOBs */
        valueText(e, v, (const char*)a, n, pOpt);
        break;
      }
      v->bStore = 1;
      tgStoreImage(e, &v->st, pCtx, a, n);
      if( e->rc==SQLITE_OK ) tgStoreUsable(e, &v->st, 0);
      if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
      tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
      break;
    }
    default:
      tgFail(e, SQLITE_ERROR, "a value is a session string (TEXT) or a database image (BLOB)");
  }
}

void tgValueClose(TgValue *v){
  if( v->bStore ) tgStoreClose(&v->st);
  if( v->zProblem ) sqlite3_free(v->zProblem);
  if( v->a.have & TG_BIT(TG_AUTH_KEY) ) tgWipe(v->a.key, sizeof(v->a.key));
  tgValueInit(v, v->pCtx);
}

/*************************************** Containers *********************************************/

int tgIsSchema(TgCtx *pCtx, const char *zName){
  return sqlite3_stricmp(zName, "temp")==0 || sqlite3_db_readonly(pCtx->db, zName)>=0;
}

int tgIsPath(const char *zName){
  size_t n = strlen(zName);
  return strchr(zName, '/')!=0 || (n>8 && sqlite3_stricmp(zName+n-8, ".session")==0);
}

/* "main, bot": the databases of the connection; bHolding: those that hold a session. */
static char *containerList(TgErr *e, TgCtx *pCtx, int bHolding){
  sqlite3_stmt *p = tgPrepare(e, pCtx->db, "PRAGMA database_list");
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  while( tgStep(e, p) ){
    const char *zName = tgText(e, p, 1);
    if( zName==0 ) continue;
    if( bHolding ){
      TgStore st;
      tgStoreAttached(e, &st, pCtx, zName);
      if( st.pLayout==0 ) zName = 0;
      if( zName ) sqlite3_str_appendf(s, "%s%s", sqlite3_str_length(s) ? ", " : "", zName);
      tgStoreClose(&st);
    }else{
      sqlite3_str_appendf(s, "%s%s", sqlite3_str_length(s) ? ", " : "", zName);
    }
  }
  sqlite3_finalize(p);
  z = sqlite3_str_finish(s);
  return z;
}

void tgContainer(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName, enum TgOpen eOpen){
  memset(st, 0, sizeof(*st));
  if( e->rc!=SQLITE_OK ) return;
  if( tgIsSchema(pCtx, zName) ){
    tgStoreAttached(e, st, pCtx, zName);
  }else if( tgIsPath(zName) ){
    tgStoreFile(e, st, pCtx, zName, eOpen);
  }else{
    char *z = containerList(e, pCtx, 0);
    tgFail(e, SQLITE_ERROR, "there is no database %Q here, only %s; write './%s.session' for a file",
           zName, z ? z : "main", zName);
    sqlite3_free(z);
  }
}

void tgValueContainer(TgErr *e, TgValue *v, TgCtx *pCtx, const char *zName, int bDefault){
  tgValueInit(v, pCtx);
  tgContainer(e, &v->st, pCtx, zName, TG_OPEN_READ);
  v->bStore = 1;
  if( (e->rc & 0xff)==SQLITE_CORRUPT && tgIsPath(zName) ){
    tgErrClear(e);
    tgFail(e, SQLITE_CORRUPT, "%s: database disk image is malformed; SELECT string FROM session(%Q) looks for the "
           "login in it", zName, zName);
  }
  if( e->rc!=SQLITE_OK ) return;
  if( v->st.pLayout==0 && bDefault ){
    char *z = containerList(e, pCtx, 1);
    if( z && *z ) tgFail(e, SQLITE_ERROR, "no session in %s; there is one in %s", zName, z);
    sqlite3_free(z);
  }
  tgStoreUsable(e, &v->st, 0);
  if( e->rc==SQLITE_OK ) v->zFormat = v->st.pLayout->zName;
  tgStoreAccount(e, &v->st, &v->a, &v->zProblem, 0);
}

/*************************************** Out ****************************************************/

/* A key, or a user id, that is there but can't be used is told as what it is. */
static void valueLoggedIn(TgErr *e, const TgValue *v){
  const unsigned login = TG_BIT(TG_AUTH_KEY)|TG_BIT(TG_USER_ID);
  if( (v->a.have & login)!=login && v->zProblem ) tgFail(e, SQLITE_ERROR, "%s", v->zProblem);
}

static void produceBundle(TgErr *e, TgValue *v, const TgOpt *pOpt, TgOut *pOut){
  sqlite3_stmt *pPeers = 0, *pNames = 0, *pStates = 0;
  int n = 0;
  if( v->bStore ){
    pPeers = tgStorePrepare(e, &v->st, "peers", "SELECT id, type, access_hash, username, phone_number, name, updated "
                            "FROM (%s\n) ORDER BY id");
    /* Only the order within a peer means anything: equal sessions give equal bundles. */
    pNames = tgStorePrepare(e, &v->st, "usernames", "SELECT id, username FROM (%s\n) ORDER BY id, ord");
    pStates = tgStorePrepare(e, &v->st, "states", "SELECT id, pts, qts, date, seq FROM (%s\n) ORDER BY id");
  }
  if( (v->a.have & TG_BIT(TG_AUTH_KEY))==0 ) tgFail(e, SQLITE_ERROR, "bundle: not logged in: there is no auth_key");
  if( e->rc==SQLITE_OK ){
    pOut->a = (u8*)tgBundleEncode(e, &v->a, pPeers, pNames, pStates, pOpt->nMaxLength, &n);
    pOut->n = n;
  }
  sqlite3_finalize(pPeers);
  sqlite3_finalize(pNames);
  sqlite3_finalize(pStates);
}

const TgLayout *tgLayoutToWrite(TgErr *e, TgCtx *pCtx, const char *zName){
  const TgLayout *p = tgLayoutByName(pCtx->pCat, zName);
  if( p && p->eAccess==TG_HIDDEN ) p = 0;
  if( p==0 ){
    tgFail(e, SQLITE_ERROR, "there is no layout %Q; SELECT name FROM session_formats WHERE kind='layout' lists them", zName);
  }else if( p->eAccess!=TG_WRITE ){
    tgFail(e, SQLITE_ERROR, "layout %s is only read", p->zName);
    p = 0;
  }
  return p;
}

/* JSON text by the layout's own "write" section. */
static void produceJson(TgErr *e, TgValue *v, const TgLayout *pTo, const TgAccount *a, TgOut *pOut){
  TgStore st;
  char *zSql;
  const TgSection *pSec = tgLayoutSection(pTo, 0, "write");
  sqlite3_stmt *p;
  memset(&st, 0, sizeof(st));
  tgStoreMemory(e, &st, v->pCtx, pTo->zName);
  zSql = pSec ? tgLayoutSql(e, pSec->z, pSec->n, "src", "") : 0;
  p = zSql ? tgPrepare(e, st.db, "%s", zSql) : 0;
  if( p ) tgStoreBind(e, p, a, 0);
  if( tgStep(e, p) ){
    pOut->n = sqlite3_column_bytes(p, 0);
    pOut->a = (u8*)tgStrdup(e, tgText(e, p, 0), (int)pOut->n);
  }
  sqlite3_finalize(p);
  sqlite3_free(zSql);
  tgStoreClose(&st);
}

/* The image of a new database in layout pTo. */
static void produceImage(TgErr *e, TgValue *v, const TgLayout *pTo, TgOut *pOut){
  TgStore copy, bench, *pFrom = v->bStore ? &v->st : 0;
  TgAccount a = v->a;
  memset(&copy, 0, sizeof(copy));
  memset(&bench, 0, sizeof(bench));
  tgFit(e, &a, pTo);
  if( tgLayoutSection(pTo, 0, "write") ){
    produceJson(e, v, pTo, &a, pOut);
  }else if( e->rc==SQLITE_OK ){
    if( pFrom==0 ){
      tgStoreMemory(e, &copy, v->pCtx, v->zFormat);
    }else if( !pFrom->bOwn ){
      tgStoreFromSchema(e, &copy, pFrom);
      pFrom = &copy;
    }
    tgStoreBench(e, &bench, pFrom ? pFrom : &copy);
    tgExec(e, bench.db, "BEGIN");
    tgStoreCreate(e, &bench, pTo);
    tgStorePutAccount(e, &bench, &a);
    if( pFrom && e->rc==SQLITE_OK ) tgStoreCopy(e, &bench, pFrom, &a, 0);
    tgStoreIndex(e, &bench);
    tgExec(e, bench.db, "COMMIT");
    pOut->a = tgStoreSerialize(e, &bench, &pOut->n);
    pOut->bBlob = 1;
  }
  tgStoreClose(&bench);
  tgStoreClose(&copy);
  tgWipe(&a, sizeof(a));
}

void tgOutFree(TgOut *p){
  if( p->a==p->aShort ) tgWipe(p->a, (size_t)p->n);
  else tgWipeFree(p->a);
  tgOutInit(p);
}

void tgOutResult(TgOut *p, sqlite3_context *ctx){
  if( p->a==p->aShort ){
    sqlite3_result_text(ctx, (char*)p->a, (int)p->n, SQLITE_TRANSIENT);
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
    zFormat = v->bStore && v->st.pLayout->zString[0] ? v->st.pLayout->zString : "pyrogram";
  }
  valueLoggedIn(e, v);
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
    produceBundle(e, v, pOpt, pOut);
  }else{
    const TgLayout *pTo = tgLayoutByName(v->pCtx->pCat, zFormat);
    if( pTo==0 || pTo->eAccess==TG_HIDDEN ){
      tgFail(e, SQLITE_ERROR, "there is no format %Q; SELECT name FROM session_formats lists them", zFormat);
    }else if( pTo->eAccess!=TG_WRITE ){
      tgFail(e, SQLITE_ERROR, "layout %s is only read", pTo->zName);
    }else{
      produceImage(e, v, pTo, pOut);
    }
  }
}

/*************************************** In *****************************************************/

/* The layout that v becomes in an empty container. */
static const TgLayout *importLayout(TgErr *e, TgValue *v, const char *zLayout){
  const TgLayout *p;
  if( zLayout ) return tgLayoutToWrite(e, v->pCtx, zLayout);
  if( v->bStore && v->st.pLayout && v->st.pLayout->eAccess==TG_WRITE && v->st.pLayout->zString[0]
   && tgLayoutSection(v->st.pLayout, 0, "schema") ) return v->st.pLayout;
  p = tgLayoutFor(v->pCtx->pCat, v->zFormat);
  if( p==0 || ((p->needs & TG_BIT(TG_USER_ID)) && (v->a.have & TG_BIT(TG_USER_ID))==0 && v->bStore) ){
    p = tgLayoutByName(v->pCtx->pCat, (v->a.have & TG_BIT(TG_USER_ID)) ? "pyrogram-3" : "telethon-7");
  }
  return p;
}

/* The same login is refreshed: what the new value does not say stays as it was. */
static void importFill(TgAccount *a, const TgAccount *pOld){
  unsigned m = pOld->have & ~a->have;
  int f;
  if( a->have & TG_BIT(TG_DC_ID) ){
    if( pOld->n[TG_DC_ID]!=a->n[TG_DC_ID] ) m &= ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
  }
  for(f=0; f<TG_NFIELD; f++){
    if( (m & TG_BIT(f))==0 ) continue;
    a->n[f] = pOld->n[f];
    if( f==TG_SERVER_ADDRESS ) memcpy(a->zAddr, pOld->zAddr, sizeof(a->zAddr));
    a->have |= TG_BIT(f);
  }
}

void tgImport(TgErr *e, TgValue *v, const char *zName, const char *zLayout, int flags){
  const TgLayout *pTo = 0;
  TgAccount old, a = v->a;
  TgStore st;
  TgWrite w;
  char *zOld = 0;
  int bSame = 0, bNew;
  memset(&w, 0, sizeof(w));
  memset(&old, 0, sizeof(old));
  tgContainer(e, &st, v->pCtx, zName, TG_OPEN_CREATE);
  bNew = st.pLayout==0;
  valueLoggedIn(e, v);
  if( e->rc==SQLITE_OK && !bNew ){
    tgStoreUsable(e, &st, 1);
    tgOneLogin(e, &st);
    tgStoreAccount(e, &st, &old, &zOld, 0);
    pTo = zLayout ? tgLayoutToWrite(e, v->pCtx, zLayout) : st.pLayout;
    bSame = tgAccountSame(&a, &old);
    if( bSame ) importFill(&a, &old);
    else if( (flags & TG_NO_OTHER) && ((old.have & TG_BIT(TG_AUTH_KEY)) || zOld) ){
      tgFail(e, SQLITE_CONSTRAINT, "another account is logged in in %s; INSERT OR REPLACE overwrites it", zName);
    }
  }else if( e->rc==SQLITE_OK ){
    if( st.shape.bActive ) tgFail(e, SQLITE_ERROR, "%s: a view or a virtual table has the name of a client's table", zName);
    pTo = importLayout(e, v, zLayout);
  }
  if( e->rc==SQLITE_OK ) tgFit(e, &a, pTo);
  if( e->rc==SQLITE_OK && tgLayoutSection(pTo, 0, "schema")==0 ) tgFail(e, SQLITE_ERROR, "%s is no layout of a database", pTo->zName);

  tgWriteBegin(e, &w, &st, flags);
  if( bNew ){
    tgStoreCreate(e, &st, pTo);
  }else if( e->rc==SQLITE_OK ){
    /* Access hashes belong to one account: another login must not keep the peers. */
    tgExec(e, st.db, "PRAGMA \"%w\".secure_delete=ON", st.zSchema);
    if( !bSame ) tgStoreRun(e, &st, "clear-peers", 0, 0);
    if( pTo!=st.pLayout ) tgMigrate(e, &w, &st, pTo, &a);
  }
  tgStorePutAccount(e, &st, &a);
  if( v->bStore && e->rc==SQLITE_OK ) tgStoreCopy(e, &st, &v->st, &a, !bNew);
  if( bNew ) tgStoreIndex(e, &st);
  tgWriteEnd(e, &w);
  if( e->rc==SQLITE_OK ) tgStoreKeep(&st);
  tgStoreClose(&st);
  tgNameFile(e, zName);
  sqlite3_free(zOld);
  tgWipe(&old, sizeof(old));
  tgWipe(&a, sizeof(a));
}
