/* codec: what the five files of the bundle have in common; for others there is codec_bundle.h.
**
**     codec_bundle_text.c   content <-> text: deflate, CRC-32, base64
**     codec_bundle_get.c    text -> content -> rows
**     codec_bundle_read.c   a session -> rows in memory
**     codec_bundle_put.c    rows in memory -> content
**     codec_bundle.c        all three of a session, of a length that was asked for
**
** Each calls those above it.
*/
#ifndef TG_CODEC_BUNDLE_INT_H
#define TG_CODEC_BUNDLE_INT_H

#include "codec/codec_bundle.h"
#include "base/base64.h"
#include "base/bytes.h"

#define BUNDLE_MAX 1000000000          /* bytes of text or content: SQLite's bound on a value */

/* The numbers below are the format's. */
enum { C_ID, C_DAY, C_OFTEN, C_UPDATED, C_PHONE, C_HASH,
       C_WHOSE, C_STATE, C_PTS, C_QTS, C_DATE, C_SEQ, NCOL };

enum { HASH_ZERO = 1, HASH_COL = 2, DATE_COL = 1<<2, DATE_OFTEN = 2<<2,
       NAMES_ONE = 1<<4, NAMES_ODD = 2<<4, HAS_PHONE = 1<<6, HAS_NAME = 1<<7 };

#define NTYPE 10
#define TYPE_OTHER 9
extern const char *const azTgBundleType[TYPE_OTHER];     /* 0 is NULL; TYPE_OTHER is any other */

/* Memory that grows. */
typedef struct BundleBuf {
  u8 *a;                               /* owned, aligned for anything */
  size_t n, nAlloc;
} BundleBuf;

/* n more bytes at the end, not yet written; 0 with an error.  Moves like realloc(), but leaves
** no copy behind. */
void *tgBundleRoom(TgErr *e, BundleBuf *b, u64 n);

int tgBundleVarint(u8 *a, u64 i);                /* write; returns the bytes taken, at most 10 */

static inline u64 bundleGetVarint(Rd *r){
  u64 i = 0;
  int k;
  for(k=0; k<10; k++){
    unsigned c = rdU8(r);
    i |= (u64)(c & 0x7f) << (7*k);
    if( c<0x80 ) return i;
  }
  r->bBad = 1;
  return 0;
}

static inline i64 bundleGetZigzag(Rd *r){
  u64 i = bundleGetVarint(r);
  return (i64)(i>>1 ^ (i&1 ? ~(u64)0 : 0));
}

/* A count of things of which each takes a byte at least: more than nMax there cannot be. */
static inline i64 bundleGetCount(Rd *r, size_t nMax){
  u64 i = bundleGetVarint(r);
  if( i>nMax ) r->bBad = 1;
  return r->bBad ? 0 : (i64)i;
}

/* The bytes of the content from the mark before to iEnd, and what they are like. */
typedef struct BundleMark {
  size_t iEnd;
  int eLike;                           /* LIKE_... */
} BundleMark;
enum { LIKE_NOISE, LIKE_PLANE, LIKE_LETTERS, LIKE_TEXT };

typedef struct BundlePeer {
  i64 id, iHash, iDate;
  uint32_t iType, zType;               /* index in azTgBundleType[]; text if TYPE_OTHER */
  uint32_t zUser, zPhone, zName;       /* where in Bundle.text, plus 1; 0: NULL */
  uint32_t iName, nName;               /* its usernames in Bundle.names */
  uint32_t iRank;                      /* 0: the most recent; while sorting, the order of reading */
  uint32_t iState;                     /* its state in Bundle.states, plus 1; 0: none */
  u8 bHash, bDate;                     /* not NULL */
} BundlePeer;

typedef struct BundleName {
  i64 iOrd;
  uint32_t iPeer, iSeq, z;             /* z as in BundlePeer */
  u8 bOrd;
} BundleName;

typedef struct BundleState {
  i64 id, aVal[4];                     /* pts, qts, date, seq */
  uint32_t iRank;
  u8 mHas;
  u8 bDone;                            /* in this attempt it is with its peer */
} BundleState;

typedef struct Bundle {
  TgErr *e;
  const TgAccount *a;
  const char *zLayout;                 /* borrowed, or 0 */
  BundleBuf text;                      /* texts: size in four bytes, bytes */
  BundleBuf peers, names, states;      /* BundlePeer, BundleName, BundleState, by id */
  i64 nPeer, nName, nState;
  /* Of one attempt: */
  i64 nPeerIn, nNameIn, nStateIn;      /* how many are in it */
  BundleBuf order;                     /* BundlePeer*, in the order of groups */
  BundleBuf dates;                     /* all dates, then those that are often */
  size_t nOften;
  i64 aEnd[NTYPE+1];                   /* of each type in the order */
  i64 iFirstDay, iFirstOrd;
  BundleBuf aCol[NCOL];                /* u64 each */
  BundleBuf odd, user, name, other, flag, stateFlag;
  BundleBuf content, out;
  BundleMark aMark[8*NCOL+9*NTYPE+256+16];
  int nMark;
  int bOdd;                            /* the key is no noise, as none that a server made */
  uint32_t aCountBefore[256];          /* of each byte in the last mark's stretch */
} Bundle;

#define BUNDLE_PEER(p, i) ((BundlePeer*)(void*)(p)->peers.a + (i))
#define BUNDLE_NAME(p, i) ((BundleName*)(void*)(p)->names.a + (i))
#define BUNDLE_STATE(p, i) ((BundleState*)(void*)(p)->states.a + (i))

static inline int bundleCmp(i64 a, i64 b){ return (a>b) - (a<b); }

/* The text that is called z (not 0): its bytes, borrowed, and in *pn how many. */
static inline const u8 *bundleTextAt(const Bundle *p, uint32_t z, uint32_t *pn){
  memcpy(pn, p->text.a+z-1, 4);
  return p->text.a+z+3;
}

static inline int bundleTextSame(const Bundle *p, uint32_t z1, uint32_t z2){
  uint32_t n1, n2;
  const u8 *a1 = bundleTextAt(p, z1, &n1), *a2 = bundleTextAt(p, z2, &n2);
  return n1==n2 && memcmp(a1, a2, n1)==0;
}

/* Read all rows.  Then, for max_length, rank them. */
void tgBundleRead(Bundle *p, sqlite3_stmt *pPeers, sqlite3_stmt *pUsernames, sqlite3_stmt *pStates);
void tgBundleRank(Bundle *p);

/* The content of the first nStateIn states and nPeerIn peers, by rank, and what it is like. */
void tgBundleBuild(Bundle *p, i64 nStateIn, i64 nPeerIn);

void tgBundleFree(Bundle *p);

/* Header and deflated content to the end of p->out; returns where they begin. */
size_t tgBundleDeflate(Bundle *p);

/* The content of a text of n bytes, checked by its CRC-32, and the bundle's version. */
void tgBundleUnwrap(TgErr *e, const char *z, int n, BundleBuf *pContent, int *piVersion);

#endif
