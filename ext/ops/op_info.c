/* ops: what a value is.
**
**     SELECT session_info(session_export('./my_account.session', 'telethon'));
**     {"format":"telethon","layout":null,"clients":"Telethon 1.2 and
**     later","dc_id":2,"test_mode":0,...,"problems":[]}
**
** The members always stand in this order, and what is not known is null.
*/
#include "ops/op.h"

/* ,"name":v or, if not bKnown, null.  A vault has thousands of these, and a printf() for each costs
** a tenth of all. */
static void infoMember(sqlite3_str *s, const char *zName, int bKnown, i64 v){
  char a[64], *z = &a[sizeof(a)];
  u64 i = v<0 ? -(u64)v : (u64)v;
  size_t n = strlen(zName);
  if( bKnown ){
    do *--z = (char)('0' + i%10); while( (i /= 10)!=0 );
    if( v<0 ) *--z = '-';
  }else{
    z -= 4;
    memcpy(z, "null", 4);
  }
  z -= n+4;                                  /* no name has more than 32 characters */
  memcpy(z, ",\"", 2);
  memcpy(z+2, zName, n);
  memcpy(z+2+n, "\":", 2);
  sqlite3_str_append(s, z, (int)(&a[sizeof(a)] - z));
}

static void infoProblems(TgErr *e, sqlite3_str *s, TgValue *v){
  char *z = v->zProblem;
  int i = 0, n = 0;
  if( z==0 && (v->a.have & TG_BIT(TG_AUTH_KEY))==0 ) z = "not-logged-in: there is no auth_key";
  if( z ){
    tgJsonText(s, z);
    n++;
  }
  while( (z = tgValueWrong(e, v, &i))!=0 ){
    if( n++ ) sqlite3_str_appendchar(s, 1, ',');
    tgJsonText(s, z);
    sqlite3_free(z);
  }
}

char *tgInfo(TgErr *e, TgValue *v){
  static const int aOrder[] = { TG_DC_ID, TG_TEST_MODE, TG_USER_ID, TG_IS_BOT, TG_API_ID,
                                TG_SERVER_ADDRESS, TG_PORT, TG_DATE };
  sqlite3_str *s = sqlite3_str_new(0);
  const TgAccount *a = &v->a;
  const TgCodec *pCodec = tgCodecByName(v->zFormat);
  const char *zLayout = tgValueLayout(v);
  i64 nPeer = v->bundle.nPeer, nState = v->bundle.nState;
  char zId[17], *z;
  int i;
  sqlite3_str_appendf(s, "{\"format\":\"%s\",\"layout\":", v->zFormat);
  if( zLayout ) tgJsonText(s, zLayout);
  else sqlite3_str_appendall(s, "null");
  sqlite3_str_appendall(s, ",\"clients\":");
  tgJsonText(s, pCodec ? pCodec->zClients : v->pBundle ? "tgsession"
                : v->st.pLayout->zClients);
  for(i=0; i<TG_COUNT(aOrder); i++){
    int f = aOrder[i];
    int bKnown = (a->have & TG_BIT(f))!=0;
    if( f!=TG_SERVER_ADDRESS || !bKnown ){
      infoMember(s, aTgField[f].zName, bKnown, a->n[f]);
    }else{
      sqlite3_str_appendf(s, ",\"%s\":", aTgField[f].zName);
      tgJsonText(s, a->zAddr);
    }
  }
  if( a->have & TG_BIT(TG_AUTH_KEY) ){
    tgKeyId(a->key, zId);
    sqlite3_str_appendf(s, ",\"auth_key_id\":\"%s\"", zId);
  }else{
    sqlite3_str_appendall(s, ",\"auth_key_id\":null");
  }
  if( v->bStore ){
    nPeer = tgStoreCount(e, &v->st, "peers");
    nState = tgStoreCount(e, &v->st, "states");
  }
  infoMember(s, "peers", 1, nPeer<0 ? 0 : nPeer);
  infoMember(s, "states", 1, nState<0 ? 0 : nState);
  if( v->pBundle ){
    infoMember(s, "usernames", 1, v->bundle.nUsername);
    infoMember(s, "bytes", 1, v->bundle.nContent);
    infoMember(s, "peers_left_out", 1, v->bundle.nLeftOut);
    infoMember(s, "states_left_out", 1, v->bundle.nStateLeftOut);
  }
  sqlite3_str_appendall(s, ",\"problems\":[");
  infoProblems(e, s, v);
  sqlite3_str_appendall(s, "]}");
  z = sqlite3_str_finish(s);
  if( z==0 ) tgNomem(e);
  return z;
}
