/* model: the account of a session: the fields that any client knows.
**
** The nine canonical fields are numbered, so that options, columns, bindings
** and JSON are loops over aTgField[] and not nine copies of the same line:
**
**     a.have & TG_BIT(TG_USER_ID)      the source holds a user id
**     a.n[TG_USER_ID]                  ... and this is it
**
** server_address is in zAddr and auth_key in key; all others are integers.
** A field that is not in `have` is NULL: the source does not hold it.
*/
#ifndef TG_ACCOUNT_H
#define TG_ACCOUNT_H

#include "base/base.h"

enum TgField {
  TG_DC_ID, TG_SERVER_ADDRESS, TG_PORT, TG_API_ID, TG_TEST_MODE, TG_AUTH_KEY,
  TG_DATE, TG_USER_ID, TG_IS_BOT, TG_NFIELD
};
#define TG_BIT(f) (1u<<(f))
#define TG_KEY_SIZE 256                     /* bytes of an authorization key */
#define TG_ADDR_MAX 63                      /* characters of a server address */
/* an api_id is an int; files and strings hold larger ones, too */
#define TG_API_MAX 0x7fffffff

typedef struct TgAccount {
  unsigned have;                            /* TG_BIT(f): field f is known */
  i64 n[TG_NFIELD];                         /* integers; unused for the next two */
  char zAddr[TG_ADDR_MAX+1];                /* IPv4, IPv6 without brackets, or a host */
  int bChosen;                              /* the address was given as an option: it stays */
  u8 key[TG_KEY_SIZE];
} TgAccount;

/* No field is known.  Not a memset(): half a million values are converted a second, and the key,
** nearly all of it, is never looked at while it is not in a->have. */
static inline void tgAccountInit(TgAccount *a){
  a->have = 0;
  memset(a->n, 0, sizeof(a->n));
  a->zAddr[0] = 0;
  a->bChosen = 0;
}

/* Names as SQL columns, options and JSON keys have them, and what a value may be. */
typedef struct TgFieldInfo {
  const char *zName;
  i64 iMin, iMax;                           /* range of an integer field */
} TgFieldInfo;
extern const TgFieldInfo aTgField[TG_NFIELD];

/* The field called zName, or -1. */
int tgFieldFind(const char *zName);

/* Likewise for n characters, exactly as written. */
int tgFieldFindN(const char *z, int n);

/* Set an integer field; an error that names it when i is out of range. A dc_id or port of 0
** means that it is not known: the field becomes NULL. */
void tgAccountSetInt(TgErr *e, TgAccount *a, int f, i64 i);

/* An error when dc_id and test_mode are no data centre together. */
void tgAccountRequireDc(TgErr *e, const TgAccount *a);

/* Set the address (n bytes, -1: to the NUL). Brackets around IPv6 are dropped. Empty text means
** none.  An error, and *a as it was, when it is too long or holds a foreign character. */
void tgAccountSetAddr(TgErr *e, TgAccount *a, const char *z, int n);

/* Set the key from 256 bytes. 256 zero bytes mean none (Telethon 1). */
void tgAccountSetKey(TgAccount *a, const u8 *key);

/* What the source leaves unsaid but the address says: dc_id when it is absent or 0,
** test_mode when it is absent.  GramJS's host names count as addresses. */
void tgAccountDerive(TgAccount *a);

/* What keeps a client whose session can't do without the fields of `needs` from opening this
** account logged in: "code: sentence", from sqlite3_malloc, and the next one with each call; 0 at
** the end.  *pi is 0 at first.  Nothing without a key: that is no login at all. */
char *tgAccountWrong(TgErr *e, const TgAccount *a, unsigned needs, int *pi);

/* Make *a fit a target that holds the fields of `keeps`: fields that are absent get their default
** (is_bot, test_mode, api_id, date 0; server_address and port from the table of zDcFamily; host
** names become addresses) and those that the target cannot hold are dropped. An error that names
** the option when a field of `needs` stays unknown, when the account is not logged in (no key), and
** when the DC is not in the table; who calls puts the target's name in front of it. Why the
** defaults: a NULL in test_mode, auth_key, user_id or is_bot makes all of Pyrogram's line log in
** anew, over the key. */
void tgAccountFit(TgErr *e, TgAccount *a, unsigned keeps, unsigned needs, const char *zDcFamily);

/* The same login?  Equal keys, or equal user ids of one environment (test or not). */
int tgAccountSame(const TgAccount *a, const TgAccount *b);

/* The fields in which they differ, TG_BIT(f) each. */
unsigned tgAccountDiffer(const TgAccount *a, const TgAccount *b);

/* Is field f of *a known?  A user 0, or what converters put there (9999: pyroblack and Electrogram;
** 999999999: TGConvertor), and an api_id 0 say nothing. */
int tgAccountKnows(const TgAccount *a, int f);

/* The key's identifier in MTProto, the last 8 bytes of its SHA-1, as 16 lower-case
** hex digits and a NUL. */
void tgKeyId(const u8 *key, char zOut[17]);

/* Where family zFamily ("pyrogram", "telethon", "gramjs", "mtcute", "mtkruto", "grammers",
** "gotd") finds a DC.  Address as text that lives for ever and *pPort; 0 when the DC is not in
** the table. */
const char *tgDcAddress(const char *zFamily, i64 dc_id, int bTest, int bIpv6, int *pPort);

/* The DC of an address or host name, 0 if unknown; *pTest (if not 0) becomes 1 or 0. */
int tgDcFromAddress(const char *zAddr, int *pTest);

/* An address as the bytes of an IP: 4 or 16 of them in aIp, or 0 for a host name. */
int tgAddrToIp(const char *zAddr, u8 aIp[16]);

/* And back: nIp is 4 or 16; IPv6 in its short form, as inet_ntop() writes it. */
void tgAddrFromIp(const u8 *aIp, int nIp, char zAddr[TG_ADDR_MAX+1]);

#endif
