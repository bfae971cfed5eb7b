/* model: the data centres, and the addresses by which they are told; see account.h.
**
** aDc below is the only place that knows where Telegram is.  A row without families is for all of
** them; a row with families is found first by those.  Facts: the tables in the clients' own source,
** each family's of 2026.
**
**     tgDcAddress("mtkruto", 5, 0, 0, &port)   -- '149.154.171.5', 443
**     tgDcAddress("pyrogram", 2, 1, 0, &port)  -- '149.154.167.40', 80: the test environment
**     tgDcFromAddress("149.154.167.40", &bTest) -- 2, and bTest is 1
**     tgDcFromAddress("vesta.web.telegram.org", 0) -- 4: what GramJS stores in a browser
*/
#include "model/account.h"

/*************************************** Addresses **********************************************/

static int addrHex(int c){
  if( c>='0' && c<='9' ) return c-'0';
  if( c>='a' && c<='f' ) return c-'a'+10;
  if( c>='A' && c<='F' ) return c-'A'+10;
  return -1;
}

/* The decimal bytes of an IPv4 address at z, which must end it.  1, or 0. */
static int addrIpv4(const char *z, u8 *a){
  int i, nDigit;
  unsigned x;
  for(i=0; i<4; i++){
    if( i && *z++!='.' ) return 0;
    for(x=0, nDigit=0; nDigit<3 && *z>='0' && *z<='9'; nDigit++) x = x*10 + (unsigned)(*z++-'0');
    if( nDigit==0 || x>255 ) return 0;
    a[i] = (u8)x;
  }
  return *z==0;
}

int tgAddrToIp(const char *zAddr, u8 aIp[16]){
  const char *z = zAddr;
  int n = 0, iGap = -1, nDigit, h;
  unsigned x;
  if( addrIpv4(z, aIp) ) return 4;
  if( strchr(z, ':')==0 ) return 0;
  memset(aIp, 0, 16);
  if( z[0]==':' ){
    if( z[1]!=':' ) return 0;
    iGap = 0;
    z += 2;
  }
  while( *z ){
    if( n==16 ) return 0;
    if( n<=12 && addrIpv4(z, aIp+n) ){       /* ::ffff:149.154.167.51 */
      n += 4;
      break;
    }
    for(x=0, nDigit=0; nDigit<4 && (h = addrHex(*z))>=0; nDigit++, z++) x = x<<4 | (unsigned)h;
    if( nDigit==0 ) return 0;
    aIp[n++] = (u8)(x>>8);
    aIp[n++] = (u8)x;
    if( *z==0 ) break;
    if( *z++!=':' ) return 0;
    if( *z==':' ){
      if( iGap>=0 ) return 0;
      iGap = n;
      z++;
    }else if( *z==0 ){
      return 0;
    }
  }
  if( iGap<0 ) return n==16 ? 16 : 0;
  if( n>14 ) return 0;                       /* "::" stands for at least one group */
  memmove(aIp+16-(n-iGap), aIp+iGap, (size_t)(n-iGap));
  memset(aIp+iGap, 0, (size_t)(16-n));
  return 16;
}

static char *addrDecimal(char *z, unsigned x){
  if( x>=100 ) *z++ = (char)('0'+x/100);
  if( x>=10 ) *z++ = (char)('0'+x/10%10);
  *z++ = (char)('0'+x%10);
  return z;
}

void tgAddrFromIp(const u8 *aIp, int nIp, char zAddr[TG_ADDR_MAX+1]){
  static const char aHex[] = "0123456789abcdef";
  char *z = zAddr;
  int i, iGap = -1, nGap = 1, nZero, iShift, bDigit;
  unsigned x;
  if( nIp==4 ){
    for(i=0; i<4; i++){
      if( i ) *z++ = '.';
      z = addrDecimal(z, aIp[i]);
    }
    *z = 0;
    return;
  }
  for(i=0; i<8; i+=nZero+1){                 /* the longest run of zero groups, the first if even */
    for(nZero=0; i+nZero<8 && aIp[(i+nZero)*2]==0 && aIp[(i+nZero)*2+1]==0; nZero++){}
    if( nZero>nGap ){
      iGap = i;
      nGap = nZero;
    }
  }
  for(i=0; i<8; i++){
    if( i==iGap ){
      *z++ = ':';
      i += nGap-1;
      if( i==7 ) *z++ = ':';
      continue;
    }
    if( i ) *z++ = ':';
    x = (unsigned)aIp[i*2]<<8 | aIp[i*2+1];
    for(iShift=12, bDigit=0; iShift>=0; iShift-=4){
      if( (x>>iShift&15) || bDigit || iShift==0 ){
        *z++ = aHex[x>>iShift&15];
        bDigit = 1;
      }
    }
  }
  *z = 0;
}

/*************************************** Data centres *******************************************/

/* 443 is the port of all, but for the test environment where clients say 80. */
#define PORT80 "pyrogram telethon gramjs"

static const struct TgDc {
  u8 dc_id, bTest, bIpv6;
  const char *zFamilies;                     /* whose; "": of all that have no row of their own */
  const char *zAddr;
} aDc[] = {
  /* production */
  {1, 0, 0, "mtkruto", "149.154.175.50"},
  {1, 0, 0, "mtcute", "149.154.175.56"},
  {1, 0, 0, "gotd", "149.154.175.52"},
  {1, 0, 0, "", "149.154.175.53"},
  {2, 0, 0, "mtcute", "149.154.167.50"},
  {2, 0, 0, "grammers gotd", "149.154.167.41"},
  {2, 0, 0, "", "149.154.167.51"},
  {3, 0, 0, "", "149.154.175.100"},
  {4, 0, 0, "telethon grammers", "149.154.167.92"},
  {4, 0, 0, "", "149.154.167.91"},
  {5, 0, 0, "telethon", "91.108.56.190"},
  {5, 0, 0, "mtcute", "91.108.56.179"},
  {5, 0, 0, "mtkruto", "149.154.171.5"},
  {5, 0, 0, "grammers", "91.108.56.104"},
  {5, 0, 0, "gotd", "91.108.56.191"},
  {5, 0, 0, "", "91.108.56.130"},
  {203, 0, 0, "", "91.105.192.100"},
  {1, 0, 1, "", "2001:b28:f23d:f001::a"},
  {2, 0, 1, "", "2001:67c:4e8:f002::a"},
  {3, 0, 1, "", "2001:b28:f23d:f003::a"},
  {4, 0, 1, "", "2001:67c:4e8:f004::a"},
  {5, 0, 1, "", "2001:b28:f23f:f005::a"},
  {203, 0, 1, "", "2a0a:f280:203:a:5000::100"},
  /* test; there is no test DC 4 or 5 */
  {1, 1, 0, "", "149.154.175.10"},
  {2, 1, 0, "", "149.154.167.40"},
  {3, 1, 0, "", "149.154.175.117"},
  {1, 1, 1, "", "2001:b28:f23d:f001::e"},
  {2, 1, 1, "", "2001:67c:4e8:f002::e"},
  {3, 1, 1, "", "2001:b28:f23d:f003::e"},
};

/* Networks, for addresses that servers have given out and no client ships.  The first n bytes
** are the DC's; the first row that fits counts. */
static const struct TgNet {
  u8 nIp, n, a[8], dc_id;
} aNet[] = {
  {4, 4, {149,154,175,100}, 3},
  {4, 4, {149,154,175,117}, 3},
  {4, 3, {149,154,175}, 1},
  {4, 4, {149,154,167,35}, 2},
  {4, 4, {149,154,167,40}, 2},
  {4, 4, {149,154,167,41}, 2},
  {4, 4, {149,154,167,50}, 2},
  {4, 4, {149,154,167,51}, 2},
  {4, 4, {149,154,167,151}, 2},
  {4, 4, {149,154,167,222}, 2},
  {4, 4, {149,154,167,91}, 4},
  {4, 4, {149,154,167,92}, 4},
  {4, 4, {149,154,167,255}, 4},
  {4, 4, {149,154,164,250}, 4},
  {4, 3, {149,154,166}, 4},
  {4, 4, {95,161,76,100}, 2},
  {4, 3, {91,108,56}, 5},
  {4, 3, {149,154,171}, 5},
  {4, 3, {91,105,192}, 203},
  {16, 8, {0x20,1, 0x0b,0x28, 0xf2,0x3d, 0xf0,1}, 1},
  {16, 8, {0x20,1, 0x06,0x7c, 0x04,0xe8, 0xf0,2}, 2},
  {16, 8, {0x20,1, 0x0b,0x28, 0xf2,0x3d, 0xf0,3}, 3},
  {16, 8, {0x20,1, 0x06,0x7c, 0x04,0xe8, 0xf0,4}, 4},
  {16, 8, {0x20,1, 0x0b,0x28, 0xf2,0x3f, 0xf0,5}, 5},
  {16, 6, {0x2a,0x0a, 0xf2,0x80, 0x02,0x03}, 203},
};

/* GramJS in a browser: NAME.web.telegram.org or NAME-1.web.telegram.org. */
static const char *const azHost[] = { "pluto", "venus", "aurora", "vesta", "flora" };

/* Is zWord one of the words of zList? */
static int dcHasWord(const char *zList, const char *zWord){
  const char *z = zList;
  int i;
  while( *z ){
    for(i=0; zWord[i] && z[i]==zWord[i]; i++){}
    if( i>0 && zWord[i]==0 && (z[i]==0 || z[i]==' ') ) return 1;
    for(z+=i; *z && *z!=' '; z++){}
    if( *z ) z++;
  }
  return 0;
}

const char *tgDcAddress(const char *zFamily, i64 dc_id, int bTest, int bIpv6, int *pPort){
  int i;
  if( pPort ) *pPort = bTest && dcHasWord(PORT80, zFamily) ? 80 : 443;
  for(i=0; i<TG_COUNT(aDc); i++){
    if( aDc[i].dc_id!=dc_id || aDc[i].bTest!=(bTest!=0) || aDc[i].bIpv6!=(bIpv6!=0) ) continue;
    if( aDc[i].zFamilies[0]==0 || dcHasWord(aDc[i].zFamilies, zFamily) ) return aDc[i].zAddr;
  }
  return 0;
}

static int dcFromHost(const char *zHost){
  int i, n;
  for(i=0; i<TG_COUNT(azHost); i++){
    n = (int)strlen(azHost[i]);
    if( sqlite3_strnicmp(zHost, azHost[i], n)!=0 ) continue;
    if( strncmp(zHost+n, "-1", 2)==0 ) n += 2;
    if( sqlite3_stricmp(zHost+n, ".web.telegram.org")==0 ) return i+1;
  }
  return 0;
}

int tgDcFromAddress(const char *zAddr, int *pTest){
  static const u8 aTest6[8] = {0,0,0,0,0,0,0,0x0e};     /* ...::e */
  u8 aIp[16];
  char zIp[TG_ADDR_MAX+1];
  int i, nIp = tgAddrToIp(zAddr, aIp), dc_id = 0;
  if( pTest ) *pTest = 0;
  if( nIp==0 ) return dcFromHost(zAddr);
  for(i=0; i<TG_COUNT(aNet) && dc_id==0; i++){
    if( aNet[i].nIp==nIp && memcmp(aNet[i].a, aIp, aNet[i].n)==0 ) dc_id = aNet[i].dc_id;
  }
  if( dc_id==0 || dc_id>3 || pTest==0 ) return dc_id;
  if( nIp==16 ){
    *pTest = memcmp(aIp+8, aTest6, 8)==0;
  }else{
    tgAddrFromIp(aIp, nIp, zIp);
    for(i=0; i<TG_COUNT(aDc); i++){
      if( aDc[i].bTest && strcmp(aDc[i].zAddr, zIp)==0 ) *pTest = 1;
    }
  }
  return dc_id;
}
