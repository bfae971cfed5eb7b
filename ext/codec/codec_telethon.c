/* codec: session strings of Telethon 1 and of GramJS, which begin with a 1.
**
**   telethon   353  '1' base64url, padded:  u8 dc | 4 bytes of IPv4  | u16 port | 256 of key
**              369                          u8 dc | 16 bytes of IPv6 | u16 port | 256 of key
**   gramjs     369  '1' base64, padded:     u8 dc | u16 n | n of address | u16 port | key
**
** All big-endian.  Telethon 1.2 to 1.43 (StringSession), npm telegram 2.26 (StringSession).
** GramJS's addresses are texts: 13 to 15 characters of IPv4 all give 369, IPv6 377 to 401, the host
** names of browsers (vesta.web.telegram.org) 381.  Telethon takes those of 14 for IPv6;
** so gramjs is tried first: as IPv6 they would be in 000e::/16, where nobody lives.
** GramJS keeps ports as i16; they are read here as what they were.  256 zeros: no key.
*/
#include "codec/codec.h"
#include "base/bytes.h"

#define ONE_KEEPS (TG_BIT(TG_DC_ID)|TG_BIT(TG_SERVER_ADDRESS)|TG_BIT(TG_PORT)|TG_BIT(TG_AUTH_KEY))
#define ONE_FIXED (1+2+TG_KEY_SIZE)          /* dc, port, key */

/* '1' and the base64 of n bytes, which are wiped. */
static int oneText(u8 *aRaw, int n, int bUrl, char *zOut){
  zOut[0] = '1';
  return 1+tgCodecText(aRaw, n, bUrl, 1, zOut+1);
}

/*************************************** Telethon ***********************************************/

/* Any 263 or 275 bytes have this structure.  To tell it from noise, the DC must be one and
** the '=' there that Telethon itself insists on, or else the address must be known. */
static int telethonDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  int nIp = t->na1-ONE_FIXED;
  char zAddr[TG_ADDR_MAX+1];
  Rd r;
  if( nIp!=4 && nIp!=16 ) return 0;
  tgAddrFromIp(t->a1+1, nIp, zAddr);
  if( !bForced && (t->z[t->n-1]!='=' || (t->a1[0]>5 && t->a1[0]!=203))
      && tgDcFromAddress(zAddr, 0)==0 ){
    return 0;
  }
  r = rdInit(t->a1, (size_t)t->na1);
  tgAccountSetInt(e, a, TG_DC_ID, rdU8(&r));
  tgAccountSetAddr(e, a, zAddr, -1);
  rdTake(&r, (size_t)nIp);
  tgAccountSetInt(e, a, TG_PORT, rdU16be(&r));
  tgAccountSetKey(a, rdTake(&r, TG_KEY_SIZE));
  return 1;
}

static int telethonEncode(TgErr *e, const TgAccount *a, char *zOut){
  u8 aRaw[ONE_FIXED+16], aIp[16];
  int nIp = tgAddrToIp(a->zAddr, aIp);
  Wr w = wrInit(aRaw, sizeof(aRaw));
  if( NEVER(nIp==0) ){                       /* tgAccountFit() puts the data centre's there */
    tgFail(e, SQLITE_ERROR, "server_address must be an IP address here; "
           "give it: 'server_address', '...'");
    return 0;
  }
  wrU8(&w, (unsigned)a->n[TG_DC_ID]);
  wrBytes(&w, aIp, (size_t)nIp);
  wrU16be(&w, (unsigned)a->n[TG_PORT]);
  wrBytes(&w, a->key, TG_KEY_SIZE);
  return oneText(aRaw, ONE_FIXED+nIp, 1, zOut);
}

const TgCodec tgCodecTelethon = {
  "telethon", "Telethon 1.2 and later",
  "353 characters, 369 with IPv6; no user_id",
  "telethon", ONE_KEEPS, ONE_KEEPS,
  telethonDecode, telethonEncode, 0, 0
};

/*************************************** Gramjs *************************************************/

static int gramjsDecode(TgErr *e, const TgText *t, TgAccount *a, int bForced){
  TgErr eAddr = TG_ERR_INIT;
  const u8 *p;
  unsigned n, dc_id;
  Rd r;
  (void)bForced;
  if( t->na1<ONE_FIXED+2+2 || t->a1[1]!=0 ) return 0;
  r = rdInit(t->a1, (size_t)t->na1);
  dc_id = rdU8(&r);
  n = rdU16be(&r);
  p = rdTake(&r, n);
  testcase( n==2 );
  testcase( n==TG_ADDR_MAX );
  testcase( n==TG_ADDR_MAX+1 );
  if( n<2 || n>TG_ADDR_MAX || NEVER(p==0) || rdLeft(&r)!=2+TG_KEY_SIZE || p[0]=='[' ) return 0;
  tgAccountSetAddr(&eAddr, a, (const char*)p, (int)n);
  if( eAddr.rc!=SQLITE_OK ){                 /* characters that no address has: another format */
    tgErrClear(&eAddr);
    return 0;
  }
  tgAccountSetInt(e, a, TG_DC_ID, dc_id);
  tgAccountSetInt(e, a, TG_PORT, rdU16be(&r));
  tgAccountSetKey(a, rdTake(&r, TG_KEY_SIZE));
  return 1;
}

static int gramjsEncode(TgErr *e, const TgAccount *a, char *zOut){
  u8 aRaw[ONE_FIXED+2+TG_ADDR_MAX];
  size_t n = strlen(a->zAddr);
  Wr w = wrInit(aRaw, sizeof(aRaw));
  (void)e;
  wrU8(&w, (unsigned)a->n[TG_DC_ID]);
  wrU16be(&w, (unsigned)n);
  wrBytes(&w, a->zAddr, n);
  wrU16be(&w, (unsigned)a->n[TG_PORT]);
  wrBytes(&w, a->key, TG_KEY_SIZE);
  return oneText(aRaw, ONE_FIXED+2+(int)n, 0, zOut);
}

const TgCodec tgCodecGramjs = {
  "gramjs", "GramJS (npm telegram)",
  "369 characters, more with IPv6 or a host name; no user_id",
  "gramjs", ONE_KEEPS, ONE_KEEPS,
  gramjsDecode, gramjsEncode, 0, 0
};
