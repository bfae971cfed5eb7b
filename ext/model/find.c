/* model: whom people mean; see find.h. */
#include "model/find.h"

#define CHANNEL_BASE ((i64)1000000000000)
enum { ID_DIGITS = 16 };                    /* an id has 52 bits */

static int isDigit(int c){
  return c>='0' && c<='9';
}

static int isBlank(int c){
  return c==' ' || (c>='\t' && c<='\r');
}

static int isNameChar(int c){
  return isDigit(c) || c=='_' || (c>='a' && c<='z') || (c>='A' && c<='Z');
}

/* The number that the n characters at z are, or 0. */
static i64 findNumber(const char *z, int n){
  i64 x = 0;
  int i;
  if( n<1 || n>ID_DIGITS || z[0]=='0' ) return 0;
  for(i=0; i<n; i++){
    if( !isDigit(z[i]) ) return 0;
    x = x*10 + (z[i]-'0');
  }
  return x;
}

static void findId(TgFind *p, i64 id){
  if( id!=0 ) p->aId[p->nId++] = id;
}

static void findChannel(TgFind *p, i64 x){
  if( x ) findId(p, -CHANNEL_BASE - x);
}

static void findName(TgFind *p, const char *z, int n){
  int i;
  if( n<1 || n>=(int)sizeof(p->zName) ) return;
  for(i=0; i<n && isNameChar(z[i]); i++){}
  if( i==n ) memcpy(p->zName, z, (size_t)n);     /* the NUL is there */
}

/* Digits with whatever people write between them. */
static void findPhone(TgFind *p, const char *z, int n){
  char a[sizeof(p->zPhone)];
  int i, nDigit = 0, bPlus = n>0 && z[0]=='+';
  for(i=bPlus; i<n; i++){
    if( (u8)z[i]==0xc2 && i+1<n && (u8)z[i+1]==0xa0 ){ i++; continue; }     /* no-break space */
    if( z[i] && strchr(" -().", z[i]) ) continue;
    if( !isDigit(z[i]) || nDigit==(int)sizeof(a)-1 ) return;
    a[nDigit++] = z[i];
  }
  i = !bPlus && nDigit>2 && a[0]=='0' && a[1]=='0' ? 2 : 0;      /* dialled from abroad */
  memcpy(p->zPhone, a+i, (size_t)(nDigit-i));
}

/* Where the part that ends with one of zEnd does. */
static int findPart(const char *z, int n, const char *zEnd){
  int i;
  for(i=0; i<n && strchr(zEnd, z[i])==0; i++){}
  return i;
}

static int findSkip(const char **pz, int *pn, const char *zWord){
  int n = (int)strlen(zWord);
  if( *pn<n || sqlite3_strnicmp(*pz, zWord, n)!=0 ) return 0;
  *pz += n;
  *pn -= n;
  return 1;
}

/* "user?id=777000": what the query says. */
static void findTg(TgFind *p, const char *z, int n){
  int i = findPart(z, n, "?");
  while( i<n ){
    const char *zVal = z + i + 1;
    int nVal = findPart(zVal, n-i-1, "&#");
    i += 1 + nVal;
    if( p->nId>0 ) continue;
    if( findSkip(&zVal, &nVal, "domain=") ) findName(p, zVal, nVal);
    else if( findSkip(&zVal, &nVal, "phone=") ) findPhone(p, zVal, nVal);
    else if( findSkip(&zVal, &nVal, "channel=") ) findChannel(p, findNumber(zVal, nVal));
    else if( findSkip(&zVal, &nVal, "chat_id=") ) findId(p, -findNumber(zVal, nVal));
    else if( findSkip(&zVal, &nVal, "user_id=") || findSkip(&zVal, &nVal, "id=") ){
      findId(p, findNumber(zVal, nVal));
    }
  }
}

/* "News/42", "c/1234567890/42", "+12025550123": what stands behind t.me/ */
static void findPath(TgFind *p, const char *z, int n){
  if( findSkip(&z, &n, "c/") ){
    findChannel(p, findNumber(z, findPart(z, n, "/?#")));
    return;
  }
  findSkip(&z, &n, "s/");
  n = findPart(z, n, "/?#");
  if( n>0 && z[0]=='+' ) findPhone(p, z, n);
  else findName(p, z, n);
}

/* A link; 0 when it is none. */
static int findLink(TgFind *p, const char *z, int n){
  static const char *const azHost[] = { "t.me", "telegram.me", "telegram.dog" };
  int i, nHost, bScheme;
  if( findSkip(&z, &n, "tg:") ){
    findSkip(&z, &n, "//");
    findTg(p, z, n);
    return 1;
  }
  bScheme = findSkip(&z, &n, "https://") || findSkip(&z, &n, "http://");
  findSkip(&z, &n, "www.");
  nHost = findPart(z, n, "/?#");
  for(i=0; i<TG_COUNT(azHost); i++){
    int nThis = (int)strlen(azHost[i]);
    if( nHost<nThis || sqlite3_strnicmp(z+nHost-nThis, azHost[i], nThis)!=0 ) continue;
    if( nHost>nThis+1 && z[nHost-nThis-1]=='.' ){
      findName(p, z, nHost-nThis-1);
      return 1;
    }
    if( nHost==nThis ){
      if( n>nHost ) findPath(p, z+nHost+1, n-nHost-1);
      return 1;
    }
  }
  return bScheme;
}

static void findText(TgFind *p, const char *z, int n){
  i64 x;
  while( n>0 && isBlank(z[0]) ){ z++; n--; }
  while( n>0 && isBlank(z[n-1]) ) n--;
  if( n<1 || findLink(p, z, n) ) return;
  if( z[0]=='@' ){
    findName(p, z+1, n-1);
  }else if( z[0]=='-' ){
    findId(p, -findNumber(z+1, n-1));
  }else{
    x = findNumber(z, n);
    findId(p, x);
    if( x ) findId(p, -x);
    findChannel(p, x);
    findPhone(p, z, n);
    if( p->zPhone[0]==0 ) findName(p, z, n);
  }
}

int tgFindParse(TgFind *p, sqlite3_value *pValue){
  const char *z;
  int n;
  memset(p, 0, sizeof(*p));
  if( sqlite3_value_type(pValue)==SQLITE_FLOAT ){
    double r = sqlite3_value_double(pValue);
    char zInt[32];
    if( r<-9e15 || r>9e15 || (double)(i64)r!=r ) return 0;
    sqlite3_snprintf(sizeof(zInt), zInt, "%lld", (i64)r);
    findText(p, zInt, (int)strlen(zInt));
  }else{
    n = sqlite3_value_bytes(pValue);
    z = (const char*)sqlite3_value_text(pValue);
    if( z ) findText(p, z, n);
  }
  return p->nId>0 || p->zName[0] || p->zPhone[0];
}
