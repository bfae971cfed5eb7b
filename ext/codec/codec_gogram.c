/* codec: session strings of gogram (Go), read only.
**
**   1BvE  and base64url without padding of what Go's json.Marshal makes of
**         {"key":"...","hash":"...","dc_id":2,"ip_addr":"149.154.167.51:443","app_id":6}
**   1BvX  the older one: key, hash, address, dc, app_id joined by ":_:", before that by "::"
**
** gogram's internal/session/string.go, 2025.  In JSON the key (256 bytes) and its hash (8, the
** end of its SHA-1) are standard base64, as Go writes any []byte; empty members are left out.
** In the older form they are raw, so the parts are taken by size and not by separator.
** Read as telethon's, the first bytes would mean DC 6, which there is not.
*/
#include "codec/codec.h"
#include "base/base64.h"
#include "base/bytes.h"

#define GOGRAM_KEEPS (TG_BIT(TG_DC_ID)|TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT)| \
                      TG_BIT(TG_API_ID)|TG_BIT(TG_AUTH_KEY))

typedef struct Gogram {
  u8 key[TG_KEY_SIZE+2], hash[8+2];          /* room for what base64 may give */
  int nKey, nHash;
  i64 dc_id, api_id;
  const char *zAddr; int nAddr;              /* borrowed from the decoded bytes */
} Gogram;

/* A number of up to 10 digits, which ends where r ends or at something else. */
static i64 gogramInt(Rd *r){
  i64 i = 0;
  int nDigit;
  for(nDigit=0; nDigit<10 && rdLeft(r) && r->p[0]>='0' && r->p[0]<='9'; nDigit++){
    i = i*10 + (rdU8(r)-'0');
  }
  if( nDigit==0 ) r->bBad = 1;
  return i;
}

/* The inside of a "string" that needs no escapes. */
static const char *gogramText(Rd *r, int *pn){
  const u8 *p;
  *pn = 0;
  if( rdU8(r)!='"' ) r->bBad = 1;
  p = r->p;
  while( rdLeft(r) && r->p[0]!='"' && r->p[0]!='\\' ) r->p++;
  *pn = (int)(r->p - p);
  if( rdU8(r)!='"' ) r->bBad = 1;
  return (const char*)p;
}

static int gogramIsName(const char *z, int n, const char *zName){
  return (size_t)n==strlen(zName) && memcmp(z, zName, (size_t)n)==0;
}

static int gogramJson(Rd *r, Gogram *p){
  const char *zName, *z;
  int nName, n, i;
  if( rdU8(r)!='{' ) return 0;
  for(i=0; i<5; i++){
    zName = gogramText(r, &nName);
    if( rdU8(r)!=':' ) return 0;
    if( gogramIsName(zName, nName, "key") ){
      z = gogramText(r, &n);
      p->nKey = n==tgB64Size(TG_KEY_SIZE, 1) ? tgB64Decode(z, n, p->key, 0) : -1;
    }else if( gogramIsName(zName, nName, "hash") ){
      z = gogramText(r, &n);
      p->nHash = n==tgB64Size(8, 1) ? tgB64Decode(z, n, p->hash, 0) : -1;
    }else if( gogramIsName(zName, nName, "ip_addr") ){
      p->zAddr = gogramText(r, &p->nAddr);
    }else if( gogramIsName(zName, nName, "dc_id") ){
      p->dc_id = gogramInt(r);
    }else if( gogramIsName(zName, nName, "app_id") ){
      p->api_id = gogramInt(r);
    }else{
      return 0;
    }
    n = (int)rdU8(r);                        /* 0 when anything was missing */
    if( n=='}' ) return rdLeft(r)==0;
    if( n!=',' ) return 0;
  }
  return 0;
}

static int gogramJoined(Rd *r, Gogram *p){
  size_t nSep = rdLeft(r)>TG_KEY_SIZE+2 && r->p[TG_KEY_SIZE+1]=='_' ? 3 : 2;
  const char *zSep = nSep==3 ? ":_:" : "::";
  const u8 *aPart[5], *pSep;
  p->nKey = TG_KEY_SIZE;
  p->nHash = 8;
  aPart[0] = rdTake(r, TG_KEY_SIZE);
  pSep = rdTake(r, nSep);
  aPart[1] = rdTake(r, 8);
  aPart[2] = rdTake(r, nSep);
  if( r->bBad || memcmp(pSep, zSep, nSep)!=0 || memcmp(aPart[2], zSep, nSep)!=0 ) return 0;
  memcpy(p->key, aPart[0], TG_KEY_SIZE);
  memcpy(p->hash, aPart[1], 8);
  p->zAddr = (const char*)r->p;
  while( rdLeft(r)>=nSep && memcmp(r->p, zSep, nSep)!=0 ) r->p++;
  p->nAddr = (int)(r->p - (const u8*)p->zAddr);
  rdTake(r, nSep);
  p->dc_id = gogramInt(r);
  pSep = rdTake(r, nSep);
  if( pSep==0 || memcmp(pSep, zSep, nSep)!=0 ) return 0;
  p->api_id = gogramInt(r);
  return !r->bBad && rdLeft(r)==0;
}

/* The whole of t, decoded to aRaw, into *p; 1 when it is of either form. */
static int gogramParse(const TgText *t, u8 *aRaw, Gogram *p){
  Rd r;
  int n;
  memset(p, 0, sizeof(*p));
  if( t->z[3]!='E' && t->z[3]!='X' ) return 0;
  n = tgB64Decode(t->z+4, t->n-4, aRaw, 0);
  if( n<=0 ) return 0;
  r = rdInit(aRaw, (size_t)n);
  return t->z[3]=='E' ? gogramJson(&r, p) : gogramJoined(&r, p);
}

/* "149.154.167.51", "149.154.167.51:443", "[2001:67c:4e8:f002::a]:443" */
static void gogramAddr(TgErr *e, TgAccount *a, const char *z, int n){
  int i = n;
  Rd r;
  while( i>0 && z[i-1]>='0' && z[i-1]<='9' ) i--;
  if( i>1 && i<n && z[i-1]==':' && (z[i-2]==']' || memchr(z, ':', (size_t)(i-1))==0) ){
    r = rdInit(z+i, (size_t)(n-i));
    tgAccountSetInt(e, a, TG_PORT, gogramInt(&r));
    n = i-1;
  }
  tgAccountSetAddr(e, a, z, n);
}

static int gogramDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  static const char aHex[] = "0123456789abcdef";
  u8 aRaw[TG_B64_MAX(TG_STRING_MAX)];
  Gogram m;
  char zId[17];
  int i, b;
  (void)bForced;
  if( t->n<8 || NEVER(t->n>TG_STRING_MAX) || memcmp(t->z, "1Bv", 3)!=0 ) return 0;
  b = gogramParse(t, aRaw, &m);
  if( b && (m.nKey<0 || m.nHash<0 || (m.nKey && m.nKey!=TG_KEY_SIZE)) ){
    tgFail(e, SQLITE_ERROR, "its key or hash is damaged");
  }else if( b ){
    if( m.nKey ) tgAccountSetKey(a, m.key);
    if( m.nKey && m.nHash==8 ){
      tgKeyId(m.key, zId);
      for(i=0; i<8; i++){
        if( zId[2*i]!=aHex[m.hash[i]>>4] || zId[2*i+1]!=aHex[m.hash[i]&15] ){
          tgFail(e, SQLITE_ERROR, "its hash does not belong to its key; a character is wrong");
        }
      }
    }
    tgAccountSetInt(e, a, TG_DC_ID, m.dc_id);
    if( m.api_id ) tgAccountSetInt(e, a, TG_API_ID, m.api_id);
    gogramAddr(e, a, m.zAddr ? m.zAddr : "", m.nAddr);
  }
  tgWipe(aRaw, sizeof(aRaw));
  tgWipe(&m, sizeof(m));
  return b;
}

const TgCodec tgCodecGogram = {
  "gogram", "gogram",
  "only read; begins with 1BvE, older ones with 1BvX",
  "gogram", GOGRAM_KEEPS, 0,
  gogramDecode, 0, 0, 0
};
