/* model: the account's fields, and the identifier of a key; see account.h. */
#include "model/account.h"

#define INT64_LARGEST  ((i64)0x7fffffffffffffff)
#define INT64_SMALLEST (-INT64_LARGEST-1)

const TgFieldInfo aTgField[TG_NFIELD] = {
  /* TG_DC_ID          */ {"dc_id", 1, 255},            /* a byte in nearly every string */
  /* TG_SERVER_ADDRESS */ {"server_address", 0, 0},
  /* TG_PORT           */ {"port", 1, 65535},
  /* TG_API_ID         */ {"api_id", 0, 0xffffffff},    /* 4 bytes; see wrongApi() */
  /* TG_TEST_MODE      */ {"test_mode", 0, 1},
  /* TG_AUTH_KEY       */ {"auth_key", 0, 0},
  /* TG_DATE           */ {"date", INT64_SMALLEST, INT64_LARGEST},
  /* TG_USER_ID        */ {"user_id", 0, INT64_LARGEST},
  /* TG_IS_BOT         */ {"is_bot", 0, 1},
};

/*************************************** The fields *********************************************/

int tgFieldFind(const char *zName){
  int i;
  for(i=0; i<TG_NFIELD; i++){                /* most are told apart by their first letter */
    if( (zName[0]|0x20)==aTgField[i].zName[0] && sqlite3_stricmp(aTgField[i].zName, zName)==0 ){
      return i;
    }
  }
  return -1;
}

int tgFieldFindN(const char *z, int n){
  int f;
  for(f=0; f<TG_NFIELD; f++){
    if( (int)strlen(aTgField[f].zName)==n && memcmp(aTgField[f].zName, z, (size_t)n)==0 ) return f;
  }
  return -1;
}

void tgAccountSetInt(TgErr *e, TgAccount *a, int f, i64 i){
  const TgFieldInfo *p = &aTgField[f];
  if( i==0 && (f==TG_DC_ID || f==TG_PORT) ){
    a->have &= ~TG_BIT(f);
    a->n[f] = 0;
  }else if( i<p->iMin || i>p->iMax ){
    tgFail(e, SQLITE_ERROR, "%s %lld is out of range: it must be %lld to %lld", p->zName, i,
           p->iMin, p->iMax);
  }else{
    a->have |= TG_BIT(f);
    a->n[f] = i;
  }
}

static int accountIsAddrChar(int c){
  return (c>='0' && c<='9') || (c>='a' && c<='z') || (c>='A' && c<='Z') || c=='.' || c==':'
      || c=='-';
}

void tgAccountSetAddr(TgErr *e, TgAccount *a, const char *z, int n){
  int i;
  if( n<0 ) n = (int)strlen(z);
  if( n>=2 && z[0]=='[' && z[n-1]==']' ){    /* Telethon up to 1.16.0 */
    z++;
    n -= 2;
  }
  if( NEVER(n<0) || n>TG_ADDR_MAX ){
    tgFail(e, SQLITE_ERROR, "server_address has %d characters; it must be an IP address "
           "or a host name of at most %d", n, TG_ADDR_MAX);
    return;
  }
  for(i=0; i<n; i++){
    if( !accountIsAddrChar((u8)z[i]) ){
      tgFail(e, SQLITE_ERROR, "server_address: character %d belongs neither to an IP address "
             "nor to a host name", i+1);
      return;
    }
  }
  memcpy(a->zAddr, z, (size_t)n);
  a->zAddr[n] = 0;
  if( n ) a->have |= TG_BIT(TG_SERVER_ADDRESS);
  else a->have &= ~TG_BIT(TG_SERVER_ADDRESS);
}

void tgAccountSetKey(TgAccount *a, const u8 *key){
  memmove(a->key, key, TG_KEY_SIZE);
  if( key[0] || memcmp(key, key+1, TG_KEY_SIZE-1)!=0 ) a->have |= TG_BIT(TG_AUTH_KEY);
  else a->have &= ~TG_BIT(TG_AUTH_KEY);
}

/*************************************** Deriving and fitting ***********************************/

void tgAccountDerive(TgAccount *a){
  unsigned lacks = ~a->have & (TG_BIT(TG_DC_ID)|TG_BIT(TG_TEST_MODE));
  int dc_id, bTest;
  if( lacks==0 || (a->have & TG_BIT(TG_SERVER_ADDRESS))==0 ) return;
  dc_id = tgDcFromAddress(a->zAddr, &bTest);
  if( dc_id==0 ) return;
  if( lacks & TG_BIT(TG_DC_ID) ) a->n[TG_DC_ID] = dc_id;
  if( lacks & TG_BIT(TG_TEST_MODE) ) a->n[TG_TEST_MODE] = bTest;
  a->have |= lacks;
}

/* Is it none of Telegram's?  What is less than 1 tgAccountSetInt() keeps out. */
static int accountNoDc(i64 dc){
  return dc>5 && dc!=203;
}

/* The test environment has three. */
static int accountNoTestDc(const TgAccount *a){
  return (a->have & TG_BIT(TG_DC_ID)) && (a->have & TG_BIT(TG_TEST_MODE)) && a->n[TG_TEST_MODE]
      && a->n[TG_DC_ID]>3 && a->n[TG_DC_ID]<=5;
}

void tgAccountRequireDc(TgErr *e, const TgAccount *a){
  if( accountNoTestDc(a) ){
    tgFail(e, SQLITE_ERROR, "there is no data centre %lld in the test environment, only 1 to 3",
           a->n[TG_DC_ID]);
  }
}

/* "user_id is NULL", "test_mode and is_bot are NULL". */
static char *wrongNulls(unsigned m){
  sqlite3_str *s = sqlite3_str_new(0);
  int f, n = 0;
  for(f=0; f<TG_NFIELD; f++){
    if( m & TG_BIT(f) ){
      sqlite3_str_appendf(s, "%s%s", n++==0 ? "" : (m>>f)>1 ? ", " : " and ", aTgField[f].zName);
    }
  }
  sqlite3_str_appendf(s, " %s NULL", n>1 ? "are" : "is");
  return sqlite3_str_finish(s);
}

/* Where the client keeps a key for nobody, it logs in anew, and overwrites it.  Pyrogram takes 0
** for no user, too. */
static char *wrongUser(TgErr *e, const TgAccount *a, unsigned needs){
  unsigned mNull = needs & ~a->have & (TG_BIT(TG_USER_ID)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_IS_BOT));
  char *zNull, *z = 0;
  if( mNull ){
    zNull = wrongNulls(mNull);
    if( zNull==0 ) tgNomem(e);
    z = tgProblem(e, TG_F_NULL_LOGIN, "%s: the client would log in anew and overwrite the key",
                  zNull);
    sqlite3_free(zNull);
  }else if( (a->have & TG_BIT(TG_USER_ID)) && a->n[TG_USER_ID]!=0
      && !tgAccountKnows(a, TG_USER_ID) ){
    z = tgProblem(e, TG_F_PLACEHOLDER_USER,
                  "user_id is %lld, which converters put where they know no user",
                  a->n[TG_USER_ID]);
  }else if( (a->have & TG_BIT(TG_USER_ID)) && a->n[TG_USER_ID]==0 ){
    z = tgProblem(e, TG_F_NULL_LOGIN,
                  "user_id is 0: the client would log in anew and overwrite the key");
  }
  return z;
}

static char *wrongDc(TgErr *e, const TgAccount *a){
  i64 dc = a->n[TG_DC_ID];
  if( accountNoTestDc(a) ){
    return tgProblem(e, TG_F_BAD_VALUE, "there is no data centre %lld in the test environment", dc);
  }
  if( a->have & TG_BIT(TG_SERVER_ADDRESS) ) return 0;
  if( (a->have & TG_BIT(TG_DC_ID))==0 ){
    return tgProblem(e, TG_F_BAD_VALUE, "dc_id is NULL or 0: the client can't connect");
  }
  if( accountNoDc(dc) ){
    return tgProblem(e, TG_F_BAD_VALUE,
                     "there is no data centre %lld, and no server_address stands beside dc_id", dc);
  }
  return 0;
}

static char *wrongApi(TgErr *e, const TgAccount *a){
  i64 i = a->n[TG_API_ID];
  if( (a->have & TG_BIT(TG_API_ID))==0 || i==0 ) return 0;
  if( i>TG_API_MAX ){
    return tgProblem(e, TG_F_BAD_API_ID,
                     "api_id is %lld, which no application has; it looks like a bot's id", i);
  }
  if( (a->have & TG_BIT(TG_USER_ID)) && i==a->n[TG_USER_ID] ){
    return tgProblem(e, TG_F_BAD_API_ID, "api_id is %lld, which is the account's own id", i);
  }
  return 0;
}

static char *wrongAddress(TgErr *e, const TgAccount *a, unsigned needs){
  int dc;
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS))==0 ){
    if( (needs & TG_BIT(TG_SERVER_ADDRESS))==0 ) return 0;
    return tgProblem(e, TG_F_NO_ADDRESS, "server_address is NULL: the client can't connect");
  }
  dc = tgDcFromAddress(a->zAddr, 0);
  if( (a->have & TG_BIT(TG_DC_ID))==0 || dc==0 || dc==a->n[TG_DC_ID] ) return 0;
  return tgProblem(e, TG_F_ADDRESS_DC, "the address %s is that of data centre %d, dc_id is %lld",
                   a->zAddr, dc, a->n[TG_DC_ID]);
}

char *tgAccountWrong(TgErr *e, const TgAccount *a, unsigned needs, int *pi){
  char *z = 0;
  if( (a->have & TG_BIT(TG_AUTH_KEY))==0 ) return 0;
  while( z==0 && *pi<4 && e->rc==SQLITE_OK ){
    int i = (*pi)++;
    z = i==0 ? wrongUser(e, a, needs) : i==1 ? wrongDc(e, a) : i==2
        ? wrongAddress(e, a, needs) : wrongApi(e, a);
  }
  return z;
}

/* The address and port for a target that holds them. */
static void fitAddress(TgErr *e, TgAccount *a, unsigned keeps, const char *zDcFamily){
  int bTest = (int)a->n[TG_TEST_MODE], bTest2, port = 0;
  u8 aIp[16];
  if( a->have & TG_BIT(TG_SERVER_ADDRESS) ){
    int dc = tgDcFromAddress(a->zAddr, 0);
    /* A host name serves browsers only.  Nobody but the user may say that a DC is where another one
    ** is.  And where the address is all that will tell the environment, it must be one of the right
    ** environment. */
    if( (strcmp(zDcFamily, "gramjs")!=0 && tgAddrToIp(a->zAddr, aIp)==0)
     || ((keeps & TG_BIT(TG_TEST_MODE))==0 && tgDcFromAddress(a->zAddr, &bTest2)
         && bTest!=bTest2)
     || (dc && dc!=a->n[TG_DC_ID] && !a->bChosen) ){
      a->have &= ~TG_BIT(TG_SERVER_ADDRESS);
    }
  }
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS))==0 ){
    const char *z = tgDcAddress(zDcFamily, a->n[TG_DC_ID], bTest, 0, &port);
    if( z==0 ){
      tgFail(e, SQLITE_ERROR, "%sDC %lld is not in the table of addresses; "
             "give 'server_address', '...'", bTest ? "test " : "", a->n[TG_DC_ID]);
      return;
    }
    memcpy(a->zAddr, z, strlen(z)+1);
    a->have |= TG_BIT(TG_SERVER_ADDRESS);
  }
  if( (a->have & TG_BIT(TG_PORT))==0 ){
    if( port==0 ) tgDcAddress(zDcFamily, a->n[TG_DC_ID], bTest, 0, &port);
    tgAccountSetInt(e, a, TG_PORT, port);
  }
}

void tgAccountFit(TgErr *e, TgAccount *a, unsigned keeps, unsigned needs, const char *zDcFamily){
  const unsigned all = TG_BIT(TG_NFIELD)-1;
  unsigned lacks, defaults = TG_BIT(TG_API_ID)|TG_BIT(TG_TEST_MODE)|TG_BIT(TG_DATE);
  int f;
  if( e->rc!=SQLITE_OK ) return;
  if( (a->have & TG_BIT(TG_AUTH_KEY))==0 ){
    tgFailAs(e, SQLITE_ERROR, TG_F_NOT_LOGGED_IN, "not logged in: there is no auth_key");
    return;
  }
  tgAccountDerive(a);
  /* nobody */
  if( (a->have & TG_BIT(TG_USER_ID)) && a->n[TG_USER_ID]==0 ) a->have &= ~TG_BIT(TG_USER_ID);
  if( (a->have & TG_BIT(TG_DC_ID)) && accountNoDc(a->n[TG_DC_ID])
      && (a->have & keeps & TG_BIT(TG_SERVER_ADDRESS))==0 ){
    tgFail(e, SQLITE_ERROR, keeps & TG_BIT(TG_SERVER_ADDRESS)
           ? "there is no data centre %lld; give 'dc_id', N, or 'server_address', '...'"
           : "there is no data centre %lld, and no server_address is kept here; give 'dc_id', N",
           a->n[TG_DC_ID]);
    return;
  }
  /* A target that can leave the user out has no bot flag without one. */
  if( (needs & TG_BIT(TG_IS_BOT)) || (a->have & TG_BIT(TG_USER_ID)) ){
    defaults |= TG_BIT(TG_IS_BOT);
  }
  for(f=0; f<TG_NFIELD; f++){
    if( defaults & ~a->have & TG_BIT(f) ) a->n[f] = 0;
  }
  a->have |= defaults;
  lacks = needs & ~a->have & all & ~(TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT));
  if( keeps & (TG_BIT(TG_SERVER_ADDRESS)) ) lacks |= ~a->have & TG_BIT(TG_DC_ID);
  if( lacks ){
    for(f=0; (lacks & TG_BIT(f))==0; f++){}
    tgFail(e, SQLITE_ERROR, "%s is not known from the source; give it: '%s', N", aTgField[f].zName,
           aTgField[f].zName);
    return;
  }
  if( keeps & TG_BIT(TG_SERVER_ADDRESS) ) fitAddress(e, a, keeps, zDcFamily);
  if( (keeps & TG_BIT(TG_SERVER_ADDRESS))==0 ) a->zAddr[0] = 0;
  a->have &= keeps | ~all;
}

/*************************************** Which account ******************************************/

int tgAccountKnows(const TgAccount *a, int f){
  i64 i = a->n[f];
  if( (a->have & TG_BIT(f))==0 ) return 0;
  return f==TG_USER_ID ? i!=0 && i!=9999 && i!=999999999 : f!=TG_API_ID || i!=0;
}

int tgAccountSame(const TgAccount *a, const TgAccount *b){
  unsigned both = a->have & b->have;
  i64 testA = a->have & TG_BIT(TG_TEST_MODE) ? a->n[TG_TEST_MODE] : 0;
  i64 testB = b->have & TG_BIT(TG_TEST_MODE) ? b->n[TG_TEST_MODE] : 0;
  if( (both & TG_BIT(TG_AUTH_KEY)) && memcmp(a->key, b->key, TG_KEY_SIZE)==0 ) return 1;
  return tgAccountKnows(a, TG_USER_ID) && tgAccountKnows(b, TG_USER_ID)
      && a->n[TG_USER_ID]==b->n[TG_USER_ID] && testA==testB;
}

unsigned tgAccountDiffer(const TgAccount *a, const TgAccount *b){
  unsigned m = a->have ^ b->have;
  int f;
  for(f=0; f<TG_NFIELD; f++){
    if( (a->have & b->have & TG_BIT(f))==0 ) continue;
    if( f==TG_AUTH_KEY ? memcmp(a->key, b->key, TG_KEY_SIZE)!=0
      : f==TG_SERVER_ADDRESS ? strcmp(a->zAddr, b->zAddr)!=0 : a->n[f]!=b->n[f] ) m |= TG_BIT(f);
  }
  return m & (TG_BIT(TG_NFIELD)-1);
}

#define ROL(x,n) ((x)<<(n) | (x)>>(32-(n)))

/* One step, of which a block has 80; w is used in a circle of 16 words.  The caller turns the five
** variables round instead of moving them, and each kind of step has a loop without a branch: a
** fleet of 10,000 files asks for as many key identifiers. */
#define SHA1_W(i) (w[(i)&15] = ROL(w[((i)+13)&15] ^ w[((i)+8)&15] ^ w[((i)+2)&15] ^ w[(i)&15], 1))
#define SHA1_F0(b,c,d) ((((c) ^ (d)) & (b)) ^ (d))
#define SHA1_F1(b,c,d) ((b) ^ (c) ^ (d))
#define SHA1_F2(b,c,d) (((b) & (c)) | (((b) | (c)) & (d)))
#define SHA1_STEP(F,k,v,a,b,c,d,x) x += ROL(a, 5) + F(b, c, d) + (k) + (v); b = ROL(b, 30)
#define SHA1_FIVE(F,k,W,i) \
  SHA1_STEP(F, k, W(i), a, b, c, d, x);      SHA1_STEP(F, k, W((i)+1), x, a, b, c, d); \
  SHA1_STEP(F, k, W((i)+2), d, x, a, b, c);  SHA1_STEP(F, k, W((i)+3), c, d, x, a, b); \
  SHA1_STEP(F, k, W((i)+4), b, c, d, x, a)
#define SHA1_GIVEN(i) w[i]

/* One block of SHA-1 (FIPS 180-4): 64 bytes into the state. */
static void sha1Block(uint32_t h[5], const u8 *p){
  uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3], x = h[4];
  int i;
  for(i=0; i<16; i++, p+=4){
    w[i] = (uint32_t)p[0]<<24 | (uint32_t)p[1]<<16 | (uint32_t)p[2]<<8 | p[3];
  }
  for(i=0; i<15; i+=5){ SHA1_FIVE(SHA1_F0, 0x5a827999u, SHA1_GIVEN, i); }
  SHA1_STEP(SHA1_F0, 0x5a827999u, w[15], a, b, c, d, x);
  SHA1_STEP(SHA1_F0, 0x5a827999u, SHA1_W(16), x, a, b, c, d);
  SHA1_STEP(SHA1_F0, 0x5a827999u, SHA1_W(17), d, x, a, b, c);
  SHA1_STEP(SHA1_F0, 0x5a827999u, SHA1_W(18), c, d, x, a, b);
  SHA1_STEP(SHA1_F0, 0x5a827999u, SHA1_W(19), b, c, d, x, a);
  for(i=20; i<40; i+=5){ SHA1_FIVE(SHA1_F1, 0x6ed9eba1u, SHA1_W, i); }
  for(; i<60; i+=5){ SHA1_FIVE(SHA1_F2, 0x8f1bbcdcu, SHA1_W, i); }
  for(; i<80; i+=5){ SHA1_FIVE(SHA1_F1, 0xca62c1d6u, SHA1_W, i); }
  h[0] += a;
  h[1] += b;
  h[2] += c;
  h[3] += d;
  h[4] += x;
  tgWipe(w, sizeof(w));
}

void tgKeyId(const u8 *key, char zOut[17]){
  static const char aHex[] = "0123456789abcdef";
  uint32_t h[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
  static const u8 aEnd[64] = {               /* the padding is a block of its own: ... */
    /* ... a bit, the bits */
    [0] = 0x80, [62] = (TG_KEY_SIZE*8)>>8, [63] = (TG_KEY_SIZE*8) & 0xff
  };
  uint64_t id;
  int i;
  for(i=0; i<TG_KEY_SIZE; i+=64) sha1Block(h, key+i);
  sha1Block(h, aEnd);
  id = (uint64_t)h[3]<<32 | h[4];
  for(i=0; i<16; i++) zOut[i] = aHex[id>>(60-4*i) & 15];
  zOut[16] = 0;
}
