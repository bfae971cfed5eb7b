/* page: what the three files have in common; for others there is page.h.
**
**     page.c           a file through the VFS, or an image: opened, locked, its header, its bytes
**     page_tree.c      pages -> cells -> rows: b-trees and the schema
**     page_salvage.c   what can be saved of a file that is damaged
*/
#ifndef TG_PAGE_INT_H
#define TG_PAGE_INT_H

#include "page/page.h"
#include "base/bytes.h"
#include "base/vfs.h"

enum {
  PAGE_DEPTH = 20,           /* as BTCURSOR_MAX_DEPTH in SQLite */
  PAGE_HEAD = 8192,          /* read at once: mostly pages 1 and 2; more costs more than it saves */
  PAGE_SCHEMA_MAX = 1<<18    /* bytes of TgPageSchema.a */
};
enum { INDEX_NODE = 2, TABLE_NODE = 5, INDEX_LEAF = 10, TABLE_LEAF = 13 };

typedef struct PageLevel {
  const u8 *a;               /* the page, borrowed: the head, the image or apBuf[] */
  uint32_t iHdr;             /* where its b-tree header is: 100 on page 1, else 0 */
  uint32_t iPtr;             /* where its cell pointers are */
  int eType, nCell;
  int iNext;                 /* 2*i: child i is next, 2*i+1: cell i */
} PageLevel;

typedef struct PageCell {
  const u8 *p;               /* payload in the page, borrowed */
  uint32_t nPayload, nLocal;
  uint32_t iOver;            /* first page of the rest, or 0 */
  i64 iKey;                  /* rowid */
} PageCell;

struct TgPage {
  sqlite3_vfs *pVfs;         /* borrowed */
  int bSystem;               /* see tgVfsIsSystem() */
  sqlite3_file *pFd;         /* owned, szOsFile bytes; pMethods==0: no file open */
  const u8 *aImage;          /* borrowed, or 0 */
  char *zName;               /* owned: what name points into */
  u64 nNameAlloc;
  TgVfsName name;
  const char *zWhy;          /* declined */
  int bOpen, bLocked, flags;
  int bWal, bVacuum;         /* the header says WAL, auto_vacuum */
  i64 nFile;                 /* bytes of file or image */
  uint32_t szPage, szUsable, nPage;
  u8 *aHead;                 /* owned, PAGE_HEAD bytes of which nHead are read */
  uint32_t nHead;
  u8 *apBuf[PAGE_DEPTH+1];   /* owned: a page a level, the last one for overflow pages */
  u8 *aRow;                  /* owned: a row that overflows, TG_PAGE_ROWSIZE bytes */
  u8 *aSchema;               /* owned, PAGE_SCHEMA_MAX bytes */
  PageLevel aLevel[PAGE_DEPTH];
  int nLevel;                /* of the walk; 0: at its end */
  uint32_t nVisit;           /* pages that the walk has met: more than nPage is a cycle */
  int bIndex;                /* it walks an index */
  int bUnread;               /* some bytes could not be read */
  int bUnproved;             /* what looks like a key was found that may not be whole */
  u64 nStep;                 /* work of tgPageSalvage(), see tgPageSteps() */
};

static inline uint32_t pageU16(const u8 *a){
  return (uint32_t)a[0]<<8 | a[1];
}
static inline uint32_t pageU32(const u8 *a){
  return pageU16(a)<<16 | pageU16(&a[2]);
}

static inline u64 pageVarint(Rd *r){
  u64 v = 0;
  int i;
  for(i=0; i<8 && r->p<r->pEnd; i++){
    u8 c = *r->p++;
    v = v<<7 | (c & 0x7f);
    if( c<0x80 ) return v;
  }
  return v<<8 | rdU8(r);                   /* the ninth has 8 bits; bad if there is none */
}

static inline uint32_t pageCellAt(const PageLevel *lv, int i){
  return pageU16(&lv->a[lv->iPtr + 2*(uint32_t)i]);
}

/* Decline, with the first reason that there was; always 0. */
int tgPageDecline(TgPage *h, const char *zWhy);

/* n bytes at iOff into a, all of them inside the file: 1; 0 when declined. */
int tgPageBytes(TgPage *h, i64 iOff, uint32_t n, u8 *a);

/* A buffer of n bytes in *pp, kept from before if it was large enough; 0: no memory, and
** declined. */
u8 *tgPageBuffer(TgErr *e, TgPage *h, u8 **pp, uint32_t n);

/* Page iPage, borrowed until iBuf (0..PAGE_DEPTH) is used again; 0 when declined. */
const u8 *tgPageGet(TgErr *e, TgPage *h, uint32_t iPage, int iBuf);

/* How much of a payload a cell of such a page may hold itself; longer ones go on in overflow
** pages. */
uint32_t tgPageMaxLocal(uint32_t szUsable, int eType);

/* The cell at byte iAt of the page a, of which nEnd bytes may be used: 1 when it is all there. */
int tgPageCell(const TgPage *h, const u8 *a, uint32_t iAt, uint32_t nEnd, int eType, PageCell *c);

/* Is the page at a, of which nEnd bytes may be used, sound?  Then *lv describes it. */
int tgPageSound(const TgPage *h, const u8 *a, uint32_t iHdr, uint32_t nEnd, PageLevel *lv);

/* All of a cell's payload, borrowed until the next one; 0 when declined. */
const u8 *tgPagePayload(TgErr *e, TgPage *h, const PageCell *c);

/* Bytes that a value of serial type t takes, or -1. */
i64 tgPageSerialSize(u64 t);

/* Decode the record at p: 1 when its parts are exactly n bytes, and no more than
** TG_PAGE_COLUMNS. */
int tgPageRecord(const u8 *p, uint32_t n, TgPageRow *pRow);

#endif
