/* page: rows out of a database file or image; see page.h.
**
** The format is https://sqlite.org/fileformat2.html; the checks are at least those that
** SQLite makes with PRAGMA cell_size_check, so that nothing is read which SQLite would
** refuse.
*/
#include "page/page.h"
#include "base/bytes.h"
#include "base/gate.h"
#include "base/os.h"
#include "base/vfs.h"

enum {
  PAGE_DEPTH = 20,           /* as BTCURSOR_MAX_DEPTH in SQLite */
  PAGE_HEAD = 8192,          /* read at once: mostly pages 1 and 2; more costs more than it saves */
  PAGE_SCHEMA_MAX = 1<<18,   /* bytes of TgPageSchema.a */
  PAGE_AHEAD = 1024,         /* bytes after a page that a salvaged record may run into */
  SALVAGE_BACK = 0x7d,       /* a header has one byte of length, less than 0x80 */
  SALVAGE_LOOK = 1<<17       /* bytes between two looks at the clock */
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

static uint32_t pageU16(const u8 *a){
  return (uint32_t)a[0]<<8 | a[1];
}
static uint32_t pageU32(const u8 *a){
  return pageU16(a)<<16 | pageU16(&a[2]);
}

uint32_t tgPageSizeOf(const u8 *a){
  uint32_t sz = pageU16(&a[16])==1 ? 65536 : pageU16(&a[16]);
  return sz<512 || (sz & (sz-1)) ? 0 : sz;
}

static u64 pageVarint(Rd *r){
  u64 v = 0;
  int i;
  for(i=0; i<8 && r->p<r->pEnd; i++){
    u8 c = *r->p++;
    v = v<<7 | (c & 0x7f);
    if( c<0x80 ) return v;
  }
  return v<<8 | rdU8(r);                   /* the ninth has 8 bits; bad if there is none */
}

static int pageDecline(TgPage *h, const char *zWhy){
  if( h->zWhy==0 ) h->zWhy = zWhy;
  return 0;
}

/* ---- files --------------------------------------------------------------------------------- */

TgPage *tgPageNew(TgErr *e, sqlite3_vfs *pVfs){
  TgPage *h = tgAlloc(e, sizeof(*h));
  if( h==0 ) return 0;
  h->pVfs = pVfs ? pVfs : sqlite3_vfs_find(0);
  if( h->pVfs==0 ){
    tgFail(e, SQLITE_ERROR, "this SQLite has no VFS");
  }else{
    h->bSystem = tgVfsIsSystem(h->pVfs->zName);
    h->pFd = tgAlloc(e, (u64)h->pVfs->szOsFile);
    h->aHead = tgAlloc(e, PAGE_HEAD);
  }
  if( e->rc!=SQLITE_OK ){
    tgPageFree(h);
    h = 0;
  }
  return h;
}

static void pageShut(TgPage *h){
  if( h->pFd && h->pFd->pMethods ){
    if( h->bLocked ) h->pFd->pMethods->xUnlock(h->pFd, SQLITE_LOCK_NONE);
    h->pFd->pMethods->xClose(h->pFd);
    h->pFd->pMethods = 0;
  }
  h->aImage = 0;
  h->bOpen = h->bLocked = h->bWal = h->bVacuum = h->bUnread = h->nLevel = 0;
  h->szPage = h->szUsable = h->nPage = h->nHead = 0;
  h->nFile = 0;
}

void tgPageFree(TgPage *h){
  int i;
  if( h==0 ) return;
  pageShut(h);
  for(i=0; i<=PAGE_DEPTH; i++) tgWipeFree(h->apBuf[i]);
  tgWipeFree(h->aHead);
  tgWipeFree(h->aRow);
  sqlite3_free(h->aSchema);
  sqlite3_free(h->zName);
  sqlite3_free(h->pFd);
  sqlite3_free(h);
}

/* h->name of zPath, with links resolved: a link's side files are beside its target. */
static void pageName(TgErr *e, TgPage *h, const char *zPath, int flags){
  u64 n = (u64)h->pVfs->mxPathname + 1, nAll = TG_VFS_SIZE(n);
  size_t nPath = strlen(zPath);
  char *z;
  if( nAll>h->nNameAlloc ){
    sqlite3_free(h->zName);
    h->nNameAlloc = 0;
    h->zName = tgAlloc(e, nAll);
    if( h->zName==0 ) return;
    h->nNameAlloc = nAll;
  }
  z = &h->zName[TG_VFS_PATH];
  if( nPath>=n ){
    pageDecline(h, "the path is too long");
    return;
  }
  if( h->bSystem && (flags & TG_PAGE_NOLINK) ){
    memcpy(z, zPath, nPath+1);
  }else if( (h->pVfs->xFullPathname(h->pVfs, zPath, (int)n, z) & 0xff)!=SQLITE_OK ){
    pageDecline(h, "the path cannot be resolved");
    return;
  }
  tgVfsNames(h->zName, &h->name);
}

/* Decline if a side file is there.  Empty ones count as absent, for SQLite too. */
static int pageBeside(TgPage *h, const char *zFile, const char *zWhy){
  int b = 1, rc = SQLITE_OK;
  if( h->bSystem ) b = tgGateMet(zFile)!=TG_MET_NOTHING;
  else rc = h->pVfs->xAccess(h->pVfs, zFile, SQLITE_ACCESS_EXISTS, &b);
  if( rc!=SQLITE_OK || b ) return pageDecline(h, zWhy);
  return 1;
}

/* The 100 bytes at the start: everything that SQLite looks at when it opens a file. */
static int pageHeader(TgPage *h, const u8 *a){
  uint32_t nPage;
  h->szPage = tgPageSizeOf(a);
  if( memcmp(a, "SQLite format 3", 16)!=0 ) return pageDecline(h, "not a database");
  if( h->szPage==0 ) return pageDecline(h, "page size");
  if( a[18]!=a[19] || a[18]<1 || a[18]>2 ) return pageDecline(h, "format version");
  if( a[21]!=64 || a[22]!=32 || a[23]!=32 ) return pageDecline(h, "payload fractions");
  h->bWal = a[18]==2;
  h->bVacuum = pageU32(&a[52])!=0;
  h->szUsable = h->szPage - a[20];
  if( h->szUsable<480 ) return pageDecline(h, "reserved bytes");
  if( pageU32(&a[44])==0 ) return pageDecline(h, "no table yet");
  if( pageU32(&a[44])>4 ) return pageDecline(h, "schema format");
  if( pageU32(&a[56])!=1 ) return pageDecline(h, "not UTF-8");
  if( h->nFile%h->szPage || h->nFile/h->szPage>0xfffffffe ) return pageDecline(h, "file size");
  h->nPage = (uint32_t)(h->nFile/h->szPage);
  nPage = pageU32(&a[28]);
  if( nPage && memcmp(&a[24], &a[92], 4)==0 ){           /* else SQLite < 3.7.0 has written it */
    if( nPage>h->nPage ) return pageDecline(h, "the file is cut short");
    h->nPage = nPage;
  }
  return 1;
}

int tgPageOpenImage(TgErr *e, TgPage *h, const void *p, size_t n, int flags){
  pageShut(h);
  h->zWhy = 0;
  h->flags = flags;
  if( e->rc!=SQLITE_OK ) return pageDecline(h, "out of memory");
  h->bOpen = 1;
  h->aImage = p;
  h->nFile = (i64)n;
  if( flags & TG_PAGE_RAW ) return 1;
  if( n<512 ) return pageDecline(h, n ? "not a database" : "empty");
  return pageHeader(h, p);
}

int tgPageOpen(TgErr *e, TgPage *h, const char *zPath, int flags){
  sqlite3_file *pFd = h->pFd;
  uint32_t n;
  int rc, iDummy = 0;
  pageShut(h);
  h->zWhy = 0;
  h->flags = flags;
  if( e->rc==SQLITE_OK ) pageName(e, h, zPath, flags);
  if( e->rc!=SQLITE_OK ) return pageDecline(h, "out of memory");
  if( h->zWhy ) return 0;
  memset(pFd, 0, (size_t)h->pVfs->szOsFile);
  rc = h->pVfs->xOpen(h->pVfs, h->name.zPath, pFd, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB, &iDummy);
  if( rc!=SQLITE_OK ){
    int iErrno = h->bSystem && h->pVfs->xGetLastError ? h->pVfs->xGetLastError(h->pVfs, 0, 0) : 0;
    pageShut(h);
    if( rc==SQLITE_IOERR_NOMEM ) rc = SQLITE_NOMEM;
    tgFail(e, rc, "cannot open the file: %s", iErrno ? tgOsText(iErrno) : sqlite3_errstr(rc));
    return pageDecline(h, "cannot be opened");
  }
  h->bOpen = 1;
  if( pFd->pMethods->xLock(pFd, SQLITE_LOCK_SHARED)!=SQLITE_OK ) return pageDecline(h, "locked");
  h->bLocked = 1;
  if( !(flags & TG_PAGE_RAW) ){
    if( !pageBeside(h, h->name.zJournal, "a -journal") || !pageBeside(h, h->name.zWal, "a -wal") ) return 0;
    if( h->bSystem && tgGateMet(h->name.zShm)==TG_MET_OTHER ) return pageDecline(h, "a -shm that is no file");
  }
  if( pFd->pMethods->xFileSize(pFd, &h->nFile)!=SQLITE_OK ) return pageDecline(h, "unreadable");
  if( flags & TG_PAGE_RAW ) return 1;
  if( h->nFile<512 ) return pageDecline(h, h->nFile ? "not a database" : "empty");
  /* Other VFSs may encrypt or check page by page: there, as SQLite does, only the header */
  n = !h->bSystem ? 100 : h->nFile<PAGE_HEAD ? (uint32_t)h->nFile : PAGE_HEAD;
  rc = pFd->pMethods->xRead(pFd, h->aHead, (int)n, 0);
  if( rc!=SQLITE_OK ) return pageDecline(h, "unreadable");
  if( h->bSystem ) h->nHead = n;
  return pageHeader(h, h->aHead);
}

int tgPageClose(TgPage *h){
  /* A WAL connection that came after the first look could have copied its frames into the
  ** pages while they were read.  It cannot remove its -shm nor its -wal under our lock, but
  ** empty the -wal. */
  if( h->bOpen && h->bWal && h->zWhy==0 && h->aImage==0 ){
    if( !h->bSystem ) pageBeside(h, h->name.zWal, "a -wal came");
    pageBeside(h, h->name.zShm, "a -wal came");
  }
  if( !h->bOpen ) pageDecline(h, "not open");
  pageShut(h);
  return h->zWhy==0;
}

const char *tgPageWhy(const TgPage *h){
  return h->zWhy;
}

/* n bytes at iOff, all of them inside the file. */
static int pageBytes(TgPage *h, i64 iOff, uint32_t n, u8 *a){
  if( h->aImage ){
    memcpy(a, &h->aImage[iOff], n);
    return 1;
  }
  if( h->pFd->pMethods->xRead(h->pFd, a, (int)n, iOff)==SQLITE_OK ) return 1;
  h->bUnread = 1;
  return pageDecline(h, "unreadable");
}

/* A buffer of n bytes in *pp, kept from before if it was large enough. */
static u8 *pageBuffer(TgErr *e, TgPage *h, u8 **pp, uint32_t n){
  if( *pp==0 || sqlite3_msize(*pp)<n ){
    tgWipeFree(*pp);
    *pp = tgAlloc(e, n);
    if( *pp==0 ) pageDecline(h, "out of memory");
  }
  return *pp;
}

/* Page iPage, borrowed: until iBuf is used again. */
static const u8 *pageGet(TgErr *e, TgPage *h, uint32_t iPage, int iBuf){
  i64 iOff = ((i64)iPage-1)*h->szPage;
  u8 *a;
  if( iPage<1 || iPage>h->nPage || iOff==0x40000000 ){   /* there, a page of locks */
    pageDecline(h, "page number");
    return 0;
  }
  if( h->aImage ) return &h->aImage[iOff];
  if( iOff+h->szPage<=h->nHead ) return &h->aHead[iOff];
  a = pageBuffer(e, h, &h->apBuf[iBuf], h->szPage);
  if( a==0 || !pageBytes(h, iOff, h->szPage, a) ) return 0;
  return a;
}

/* ---- cells and records --------------------------------------------------------------------- */

/* Longer payloads go on in overflow pages. */
static uint32_t pageMaxLocal(uint32_t szUsable, int eType){
  return eType==TABLE_LEAF ? szUsable - 35 : (szUsable-12)*64/255 - 23;
}

/* The cell at iAt of a page of which nEnd bytes may be used. */
static int pageCell(const TgPage *h, const u8 *a, uint32_t iAt, uint32_t nEnd, int eType,
      PageCell *c){
  Rd r = rdInit(&a[iAt], nEnd-iAt);
  uint32_t nMax = pageMaxLocal(h->szUsable, eType), nMin = (h->szUsable-12)*32/255 - 23;
  u64 n = 0;
  memset(c, 0, sizeof(*c));
  if( eType<=TABLE_NODE ) rdTake(&r, 4);                 /* the left child: see pageChild() */
  if( eType!=TABLE_NODE ) n = pageVarint(&r);
  if( eType==TABLE_NODE || eType==TABLE_LEAF ) c->iKey = (i64)pageVarint(&r);
  if( n>INT32_MAX ) return 0;
  c->nPayload = c->nLocal = (uint32_t)n;
  if( n>nMax ){
    c->nLocal = nMin + (c->nPayload-nMin)%(h->szUsable-4);
    if( c->nLocal>nMax ) c->nLocal = nMin;
  }
  c->p = rdTake(&r, c->nLocal);
  if( n>nMax ) c->iOver = rdU32be(&r);
  return !r.bBad;
}

static uint32_t pageCellAt(const PageLevel *lv, int i){
  return pageU16(&lv->a[lv->iPtr + 2*(uint32_t)i]);
}

/* Is the page at a, of which nEnd bytes may be used, sound?  Then *lv describes it. */
static int pageSound(const TgPage *h, const u8 *a, uint32_t iHdr, uint32_t nEnd, PageLevel *lv){
  uint32_t iFirst, iLast;
  i64 iPrev = 0;
  int i;
  if( nEnd<iHdr+12 ) return 0;
  lv->a = a;
  lv->iHdr = iHdr;
  lv->iNext = 0;
  lv->eType = a[iHdr];
  switch( lv->eType ){
    case INDEX_NODE: case TABLE_NODE:
      lv->iPtr = iHdr + 12;
      iLast = h->szUsable - 5;
      break;
    case INDEX_LEAF: case TABLE_LEAF:
      lv->iPtr = iHdr + 8;
      iLast = h->szUsable - 4;
      break;
    default:
      return 0;
  }
  lv->nCell = (int)pageU16(&a[iHdr+3]);
  iFirst = lv->iPtr + 2*(uint32_t)lv->nCell;
  if( (uint32_t)lv->nCell>(h->szPage-8)/6 || iFirst>nEnd ) return 0;
  for(i=0; i<lv->nCell; i++){
    uint32_t iAt = pageCellAt(lv, i);
    PageCell c;
    if( iAt<iFirst || iAt>iLast || iAt>nEnd ) return 0;
    if( !pageCell(h, a, iAt, nEnd, lv->eType, &c) ) return 0;
    if( (lv->eType & 1) && i && c.iKey<=iPrev ) return 0;
    iPrev = c.iKey;
  }
  return 1;
}

/* All of a cell's payload; 0 when declined. */
static const u8 *pagePayload(TgErr *e, TgPage *h, const PageCell *c){
  uint32_t n = c->nLocal, iPage = c->iOver;
  if( c->nLocal==c->nPayload ) return c->p;
  if( c->nPayload>TG_PAGE_ROWSIZE ){
    pageDecline(h, "a row of more than 64 kB");
    return 0;
  }
  if( h->bVacuum && c->nPayload-n>h->szUsable-4 ){       /* SQLite may look into a pointer map */
    pageDecline(h, "a long row and auto_vacuum");
    return 0;
  }
  if( pageBuffer(e, h, &h->aRow, TG_PAGE_ROWSIZE)==0 ) return 0;
  memcpy(h->aRow, c->p, n);
  while( n<c->nPayload ){
    const u8 *a = iPage==1 ? 0 : pageGet(e, h, iPage, PAGE_DEPTH);
    uint32_t nHere = c->nPayload-n<h->szUsable-4 ? c->nPayload-n : h->szUsable-4;
    if( a==0 ){
      pageDecline(h, "overflow chain");
      return 0;
    }
    memcpy(&h->aRow[n], &a[4], nHere);
    n += nHere;
    iPage = pageU32(a);
  }
  if( iPage ){
    pageDecline(h, "overflow chain");
    return 0;
  }
  return h->aRow;
}

/* Bytes that a value of serial type t takes, or -1. */
static i64 pageSerialSize(u64 t){
  static const i64 aSize[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1 };
  if( t<12 ) return aSize[t];
  return t>INT32_MAX ? -1 : (i64)(t-12)/2;
}

/* One value, whose bytes are known to be there. */
static void pageValue(u64 t, const u8 *p, uint32_t n, TgPageCell *c){
  u64 v;
  uint32_t i;
  memset(c, 0, sizeof(*c));
  if( t>=12 ){
    c->eType = t & 1 ? SQLITE_TEXT : SQLITE_BLOB;
    c->p = p;
    c->n = n;
    return;
  }
  c->eType = t ? SQLITE_INTEGER : SQLITE_NULL;
  v = t==9;
  if( n && p[0]>=0x80 && t!=7 ) v = ~v;                  /* sign */
  for(i=0; i<n; i++) v = v<<8 | p[i];
  if( t==7 ){
    memcpy(&c->r, &v, 8);
    c->eType = c->r==c->r ? SQLITE_FLOAT : SQLITE_NULL;  /* NaN is NULL */
  }else{
    c->i = (i64)v;
    c->r = (double)c->i;
  }
}

/* Decode a record; its parts must be exactly n bytes. */
static int pageRecord(const u8 *p, uint32_t n, TgPageRow *pRow){
  Rd r = rdInit(p, n), rBody = r;
  u64 nHdr = pageVarint(&r);
  pRow->nCell = 0;
  if( r.bBad || nHdr>n || nHdr<(u64)(r.p-p) ) return 0;
  r.pEnd = p + nHdr;
  rdTake(&rBody, (size_t)nHdr);
  while( r.p<r.pEnd ){
    u64 t = pageVarint(&r);
    i64 nValue = pageSerialSize(t);
    const u8 *pValue;
    if( r.bBad || nValue<0 || pRow->nCell==TG_PAGE_COLUMNS ) return 0;
    pValue = rdTake(&rBody, (size_t)nValue);
    if( pValue==0 ) return 0;
    pageValue(t, pValue, (uint32_t)nValue, &pRow->aCell[pRow->nCell++]);
  }
  return rdLeft(&rBody)==0 && pRow->nCell>0;             /* SQLite refuses a row of nothing */
}

/* ---- walking a b-tree ---------------------------------------------------------------------- */

/* Put page iPage on top of the walk. */
static int pagePush(TgErr *e, TgPage *h, uint32_t iPage){
  PageLevel *lv = &h->aLevel[h->nLevel];
  uint32_t iHdr = iPage==1 ? 100 : 0;
  const u8 *a;
  if( h->nLevel==PAGE_DEPTH || h->nVisit>=h->nPage ) return pageDecline(h, "b-tree depth");
  h->nVisit++;
  a = pageGet(e, h, iPage, h->nLevel);
  if( a==0 ) return 0;
  if( !pageSound(h, a, iHdr, h->szUsable, lv) ) return pageDecline(h, "a damaged page");
  if( h->bIndex==(lv->eType & 1) ) return pageDecline(h, "kind of b-tree");
  if( lv->nCell==0 && (h->nLevel || (lv->eType<=TABLE_NODE && iPage!=1)) ){
    return pageDecline(h, "an empty page in a b-tree");
  }
  h->nLevel++;
  return 1;
}

static int pageStart(TgErr *e, TgPage *h, uint32_t iRoot, int eKind){
  h->nLevel = 0;
  h->nVisit = 0;
  if( e->rc!=SQLITE_OK || h->zWhy ) return 0;
  if( !h->bOpen || (h->flags & TG_PAGE_RAW) ) return pageDecline(h, "not open");
  h->bIndex = eKind==TG_PAGE_INDEX;
  return pagePush(e, h, iRoot);
}

/* Child i of an inner page. */
static uint32_t pageChild(const PageLevel *lv, int i){
  return pageU32(&lv->a[i==lv->nCell ? lv->iHdr+8 : pageCellAt(lv, i)]);
}

/* Cell i of the top page as a row. */
static int pageRow(TgErr *e, TgPage *h, int i, TgPageRow *pRow){
  const PageLevel *lv = &h->aLevel[h->nLevel-1];
  const u8 *p;
  PageCell c;
  pageCell(h, lv->a, pageCellAt(lv, i), h->szUsable, lv->eType, &c);
  pRow->iRowid = c.iKey;
  p = pagePayload(e, h, &c);
  if( p && pageRecord(p, c.nPayload, pRow) ) return 1;
  h->nLevel = 0;
  return pageDecline(h, "a damaged or very wide row");
}

int tgPageNext(TgErr *e, TgPage *h, TgPageRow *pRow){
  while( h->nLevel && h->zWhy==0 && e->rc==SQLITE_OK ){
    PageLevel *lv = &h->aLevel[h->nLevel-1];
    int bLeaf = lv->eType>TABLE_NODE, i = lv->iNext/2, bCell = lv->iNext & 1;
    if( i>=lv->nCell && (bCell || bLeaf) ){
      h->nLevel--;
      continue;
    }
    lv->iNext++;
    if( bCell ){
      if( lv->eType!=TABLE_NODE ) return pageRow(e, h, i, pRow);
    }else if( !bLeaf && !pagePush(e, h, pageChild(lv, i)) ){
      h->nLevel = 0;
    }
  }
  return 0;
}

int tgPageFirst(TgErr *e, TgPage *h, uint32_t iRoot, int eKind, TgPageRow *pRow){
  return pageStart(e, h, iRoot, eKind) && tgPageNext(e, h, pRow);
}

int tgPageSeek(TgErr *e, TgPage *h, uint32_t iRoot, i64 iRowid, TgPageRow *pRow){
  if( !pageStart(e, h, iRoot, TG_PAGE_TABLE) ) return 0;
  for(;;){
    PageLevel *lv = &h->aLevel[h->nLevel-1];
    int iLo = 0, iHi = lv->nCell, bEqual = 0;            /* the first cell with key >= iRowid */
    while( iLo<iHi ){
      int i = (iLo+iHi)/2;
      PageCell c;
      pageCell(h, lv->a, pageCellAt(lv, i), h->szUsable, lv->eType, &c);
      bEqual |= c.iKey==iRowid;
      if( c.iKey<iRowid ) iLo = i+1;
      else iHi = i;
    }
    lv->iNext = 2*iLo + 1;
    if( lv->eType==TABLE_LEAF ){
      if( bEqual ){
        lv->iNext++;
        return pageRow(e, h, iLo, pRow);
      }
      return 0;
    }
    if( !pagePush(e, h, pageChild(lv, iLo)) ) return 0;
  }
}

/* ---- the schema ---------------------------------------------------------------------------- */

/* Append a row of sqlite_schema to *s; 0 when it is not one, or has the name or the root of
** another.  aName[] says where in h->aSchema the names are, after their lengths. */
static int pageItem(TgPage *h, const TgPageRow *pRow, TgPageSchema *s, uint32_t *aName){
  static const u8 aText[] = { 0, 1, 2, 4 };
  const TgPageCell *pType = &pRow->aCell[0], *pName = &pRow->aCell[1], *pRoot = &pRow->aCell[3];
  u64 nMore = 1;
  u8 *a;
  int i;
  if( pRow->nCell!=5 || s->nRow==TG_PAGE_ITEMS || pType->eType!=SQLITE_TEXT ) return 0;
  if( pRoot->eType!=SQLITE_INTEGER || pRoot->i<0 || pRoot->i>h->nPage || pRoot->i==1 ) return 0;
  if( pType->n==5 && memcmp(pType->p, "index", 5)==0 && pRoot->i==0 ) return 0;
  for(i=0; i<TG_COUNT(aText); i++){
    const TgPageCell *c = &pRow->aCell[aText[i]];
    if( c->eType!=SQLITE_TEXT && (i<3 || c->eType!=SQLITE_NULL) ) return 0;
    nMore += 4 + (u64)c->n;
  }
  if( s->n+nMore>PAGE_SCHEMA_MAX ) return 0;
  for(i=0; i<s->nRow; i++){
    const u8 *z = &h->aSchema[aName[i]];
    uint32_t n;
    memcpy(&n, z, 4);
    if( pRoot->i && s->aRoot[i]==(uint32_t)pRoot->i ) return 0;
    if( n==pName->n && sqlite3_strnicmp((const char*)&z[4], (const char*)pName->p, (int)n)==0 ){
      return 0;
    }
  }
  aName[s->nRow] = s->n + 4 + pType->n;
  a = &h->aSchema[s->n];
  for(i=0; i<TG_COUNT(aText); i++){
    const TgPageCell *c = &pRow->aCell[aText[i]];
    uint32_t n = c->eType==SQLITE_NULL ? UINT32_MAX : c->n;
    memcpy(a, &n, 4);
    if( c->n ) memcpy(&a[4], c->p, c->n);
    a += 4 + c->n;
  }
  *a = pRoot->i!=0;
  s->n += (uint32_t)nMore;
  s->aRoot[s->nRow++] = (uint32_t)pRoot->i;
  return 1;
}

int tgPageSchema(TgErr *e, TgPage *h, TgPageSchema *pSchema){
  TgPageRow row;
  uint32_t aName[TG_PAGE_ITEMS];
  int b;
  memset(pSchema, 0, sizeof(*pSchema));
  if( h->zWhy || pageBuffer(e, h, &h->aSchema, PAGE_SCHEMA_MAX)==0 ) return 0;
  pSchema->a = h->aSchema;
  for(b=tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b; b=tgPageNext(e, h, &row)){
    if( !pageItem(h, &row, pSchema, aName) ) return pageDecline(h, "an unusual schema");
  }
  return h->zWhy==0 && e->rc==SQLITE_OK;
}

/* ---- salvage ------------------------------------------------------------------------------- */

static int pageHasKey(const TgPageRow *pRow){
  int i;
  for(i=0; i<pRow->nCell; i++){
    if( pRow->aCell[i].eType==SQLITE_BLOB && pRow->aCell[i].n==256 ) return 1;
  }
  return 0;
}

typedef struct PageSalvage {
  TgPage *h;
  TgPageFound *xFound;
  void *pCtx;
  uint32_t iPage;            /* the one in work, from 1 */
  u8 *a;                     /* it, and PAGE_AHEAD bytes more: */
  uint32_t n, nAll;          /* bytes of the page, of both, that the file has */
  u8 *b, *aBefore;           /* for a proof: a page, and what stands before a cell */
  i64 nProof;                /* bytes that may still be looked at for proofs */
  i64 iCell, iEnd;           /* of the record in s->row: its cell, and the byte after what of it stands there */
  int bSure;                 /* the page size is known */
  int bStop;
  u64 nOverLeft;             /* overflow pages that may still be read: rows may share them */
  TgPageRow row;
} PageSalvage;

/* n bytes at iOff into a, if there are so many in the file and the budget. */
static int salvageLoad(PageSalvage *s, u8 *a, i64 iOff, i64 n){
  if( n<=0 || n>s->nProof || NEVER(iOff<0 || iOff+n>s->h->nFile) ) return 0;
  s->nProof -= n;
  s->h->nStep += (u64)n/64;
  return pageBytes(s->h, iOff, (uint32_t)n, a);
}

/* The bytes of a page that its free blocks take; -1: they are none.  Of a page that is cut short those that are there. */
static i64 salvageFree(const u8 *a, uint32_t iHdr, uint32_t iContent, uint32_t n, uint32_t szUsable){
  uint32_t i = pageU16(&a[iHdr+1]), nAll = 0;
  while( i && i+4<=n ){
    uint32_t iNext = pageU16(&a[i]), nThis = pageU16(&a[i+2]);
    if( i<iContent || nThis<4 || i+nThis>szUsable || (iNext && iNext<=i+nThis+3) ) return -1;
    nAll += nThis;
    i = iNext;
  }
  return i && n>=szUsable ? -1 : (i64)nAll;
}

/* Does a b-tree page begin at byte iOff of the file, with each byte in it accounted for?  A page that is a byte off is
** none.  The last page of the file may be cut short. */
static int salvagePage(PageSalvage *s, i64 iOff){
  TgPage *h = s->h;
  const u8 *a = s->b;
  i64 nLeft = h->nFile-iOff, nUsed = 0, nFree;
  uint32_t n = nLeft<h->szPage ? (uint32_t)nLeft : h->szPage, iHdr, iFirst, iContent, iMin = h->szUsable;
  int eType, i, nCell, bWhole = n==h->szPage;
  if( nLeft<128 || !salvageLoad(s, s->b, iOff, n) ) return 0;
  iHdr = memcmp(a, "SQLite format 3", 16)==0 ? 100 : 0;
  eType = a[iHdr];
  if( eType!=INDEX_NODE && eType!=TABLE_NODE && eType!=INDEX_LEAF && eType!=TABLE_LEAF ) return 0;
  nCell = (int)pageU16(&a[iHdr+3]);
  iContent = pageU16(&a[iHdr+5]) ? pageU16(&a[iHdr+5]) : 65536;
  iFirst = iHdr + (eType==INDEX_NODE || eType==TABLE_NODE ? 12 : 8);
  if( (uint32_t)nCell>(h->szPage-8)/6 || iContent<iFirst+2*(uint32_t)nCell || iContent>h->szUsable || a[iHdr+7]>60
   || iFirst+2*(uint32_t)nCell>n || (nCell==0 && !bWhole) ) return 0;
  s->nProof -= 4*nCell;
  h->nStep += (u64)nCell;
  for(i=0; i<nCell; i++){
    uint32_t iAt = pageU16(&a[iFirst+2*(uint32_t)i]);
    PageCell c;
    i64 nThis;
    if( iAt<iContent || iAt+4>h->szUsable ) return 0;
    if( iAt<iMin ) iMin = iAt;
    if( iAt>=n || !pageCell(h, a, iAt, bWhole ? h->szUsable : n, eType, &c) ){
      if( bWhole ) return 0;
      continue;
    }
    nThis = (c.p - &a[iAt]) + c.nLocal + (c.nLocal<c.nPayload ? 4 : 0);
    nUsed += nThis<4 ? 4 : nThis;
  }
  nFree = salvageFree(a, iHdr, iContent, n, h->szUsable);
  if( nFree>0 && pageU16(&a[iHdr+1])<iMin ) iMin = pageU16(&a[iHdr+1]);
  if( nFree<0 || iContent!=iMin ) return 0;
  return !bWhole || iContent + nUsed + nFree + a[iHdr+7]==h->szUsable;
}

/* Are the bytes after the page at iOff where they must be: one of the next pages, or the end of the file? */
static int salvageAfter(PageSalvage *s, i64 iOff){
  i64 sz = s->h->szPage, nLeft = s->h->nFile - iOff;
  int i;
  if( nLeft>=sz && nLeft%sz==0 ) return 1;
  for(i=1; i<=4; i++){
    if( salvagePage(s, iOff+i*sz) ) return 1;
  }
  return 0;
}

/* Does a page begin in the szPage bytes before the record's cell, and not where one would in a file that lost nothing, with
** that cell among its own, and is what follows it in its place? */
static int salvageShifted(PageSalvage *s){
  i64 sz = s->h->szPage, iFrom = s->iCell<sz ? 0 : s->iCell-sz+1, n = s->iCell-iFrom, i;
  if( !salvageLoad(s, s->aBefore, iFrom, n) ) return 0;
  for(i=n-10; i>=0 && s->nProof>0; i--){     /* 8 bytes of header and a pointer at least */
    const u8 *a = &s->aBefore[i];
    i64 iAt = n-i, j, nCell;
    if( (a[0]!=TABLE_LEAF && a[0]!=INDEX_LEAF) || (iFrom+i)%sz==0 || s->iEnd>iFrom+i+s->h->szUsable ) continue;
    nCell = pageU16(&a[3]);
    for(j=0; j<nCell && 10+2*j<=iAt && pageU16(&a[8+2*j])!=iAt; j++){}
    s->nProof -= j;
    s->h->nStep += (u64)j/8;
    if( j<nCell && 10+2*j<=iAt && salvagePage(s, iFrom+i) && salvageAfter(s, iFrom+i) ) return 1;
  }
  return 0;
}

/* Is the record in s->row whole?  A transfer as text, or a byte that was lost, moves what comes after it: then the bytes that
** the record's header counts are not its own.  So its page must begin where it should, and so must what follows.  The
** page begins at a multiple of its size, counted from the file's own begin; or, where bytes before it came or went, where
** a page stands that has the record among its cells.  (Bytes changed in place leave no trace.) */
static int salvageProved(PageSalvage *s){
  static const uint32_t aSize[] = { 4096, 1024, 512, 2048, 8192, 16384, 32768, 65536 };
  TgPage *h = s->h;
  i64 iPage = s->iCell - s->iCell%h->szPage;
  uint32_t szPage = h->szPage, szUsable = h->szUsable;
  int i, bOk;
  if( s->bSure ) return (s->iEnd<=iPage+szUsable && salvageAfter(s, iPage)) || salvageShifted(s);
  for(i=bOk=0; i<TG_COUNT(aSize) && !bOk; i++){
    h->szPage = h->szUsable = aSize[i];
    bOk = salvageShifted(s);
  }
  h->szPage = szPage;
  h->szUsable = szUsable;
  return bOk;
}

static void salvageFound(PageSalvage *s){
  if( !pageHasKey(&s->row) ) return;
  if( salvageProved(s) ) s->bStop = s->xFound(s->pCtx, &s->row, s->iPage);
  else s->h->bUnproved = 1;
}

/* The records of a b-tree page; 0 when it is not sound throughout. */
static int salvageTree(TgErr *e, PageSalvage *s){
  TgPage *h = s->h;
  uint32_t nEnd = s->n<h->szUsable ? s->n : h->szUsable;
  PageLevel lv;
  int i, bOk = 1;
  if( !pageSound(h, s->a, s->iPage==1 ? 100 : 0, nEnd, &lv) ) return 0;
  if( lv.eType==TABLE_NODE ) return 1;
  for(i=0; i<lv.nCell && !s->bStop && e->rc==SQLITE_OK; i++){
    PageCell c;
    const u8 *p;
    uint32_t nOver;
    pageCell(h, s->a, pageCellAt(&lv, i), nEnd, lv.eType, &c);
    h->nStep++;
    if( c.nPayload>TG_PAGE_ROWSIZE ) continue;
    nOver = (c.nPayload-c.nLocal)/(h->szUsable-4) + (c.nLocal<c.nPayload);
    if( nOver>s->nOverLeft ) continue;
    s->nOverLeft -= nOver;
    h->nStep += (u64)nOver*h->szPage/64;
    p = pagePayload(e, h, &c);
    h->zWhy = 0;                           /* a broken chain here is no reason to stop */
    s->row.iRowid = c.iKey;
    s->iCell = ((i64)s->iPage-1)*h->szPage + pageCellAt(&lv, i);
    s->iEnd = ((i64)s->iPage-1)*h->szPage + (c.p - s->a) + c.nLocal;
    if( p && pageRecord(p, c.nPayload, &s->row) ) salvageFound(s);
    else bOk = 0;
    h->nStep += (u64)s->row.nCell;
  }
  return bOk;
}

/* The greatest length of a record with a key that the bytes before a[i] may say, perhaps with k bytes of rowid
** between: a varint of 2 or 3 bytes.  0: none. */
static uint32_t salvageLength(const u8 *a, uint32_t i){
  uint32_t k, nBest = 0;
  for(k=0; k<=9 && k+2<=i; k++){
    const u8 *p = &a[i-k];
    uint32_t n;
    if( k>1 && p[0]<0x80 ) break;          /* all but the last byte of a rowid are 0x80 or more */
    if( (k>0 && k<9 && a[i-1]>=0x80) || p[-1]>=0x80 || p[-2]<0x80 ) continue;
    n = (p[-2] & 0x7fu)<<7 | p[-1];
    if( k+3<=i && p[-3]>=0x80 ) n |= (p[-3] & 0x7fu)<<14;
    if( n>nBest ) nBest = n;
  }
  return nBest<256 ? 0 : nBest;
}

/* Is there a record whose header begins at a[i], after its length and perhaps a rowid?  Not
** one that goes on in an overflow page, because nothing here could tell a right page from a
** wrong one. */
static int salvageRecord(PageSalvage *s, uint32_t i){
  uint32_t szUsable = s->bSure ? s->h->szUsable : 480, nMax = pageMaxLocal(szUsable, INDEX_LEAF);
  const u8 *a = s->a;
  u64 n = a[i];                            /* header and body */
  u8 aLen[3];
  uint32_t nLen, k, nSaid;
  Rd r;
  s->h->nStep++;
  if( n>=0x80 || n>s->nAll-i ) return 0;
  nSaid = salvageLength(a, i);
  r = rdInit(&a[i+1], (size_t)n-1);
  while( rdLeft(&r) && n<=nSaid ){
    i64 nValue = pageSerialSize(pageVarint(&r));
    s->h->nStep++;
    if( nValue<0 ) return 0;
    n += (u64)nValue;
  }
  if( r.bBad || n>nSaid || n<256 || n>s->nAll-i ) return 0;
  nLen = n<16384 ? 2 : 3;
  aLen[nLen-1] = (u8)(n & 0x7f);
  aLen[nLen-2] = (u8)(0x80 | ((n>>7) & 0x7f));
  if( nLen==3 ) aLen[0] = (u8)(0x80 | (n>>14));
  for(k=0; k<=9 && k+nLen<=i; k++){        /* k bytes of rowid */
    if( k>1 && a[i-k]<0x80 ) break;
    if( k>0 && k<9 && a[i-1]>=0x80 ) continue;
    if( memcmp(&a[i-k-nLen], aLen, nLen)!=0 ) continue;
    if( k ) nMax = pageMaxLocal(szUsable, TABLE_LEAF);
    if( n>nMax ) return 0;
    r = rdInit(&a[i-k], k);
    s->row.iRowid = k ? (i64)pageVarint(&r) : 0;
    if( !pageRecord(&a[i], (uint32_t)n, &s->row) ) continue;
    s->iCell = ((i64)s->iPage-1)*s->h->szPage + i-k-nLen;
    s->iEnd = ((i64)s->iPage-1)*s->h->szPage + i + (i64)n;
    return 1;
  }
  return 0;
}

/* Look at every place in the page that says "256-byte BLOB" (serial type 524 is 84 0c), for a header that begins
** at most SALVAGE_BACK bytes before.  That begins there or not, whatever the place, so each byte is tried once: of
** those from iLo to iHi it is known. */
static void salvageBytes(PageSalvage *s){
  uint32_t i, j, iLo = 0, iHi = 0;
  for(i=1; i+1<s->nAll && !s->bStop; i++){
    const u8 *p = memchr(&s->a[i], 0x84, s->nAll-1-i);
    uint32_t jEnd;
    if( p==0 ) return;
    i = (uint32_t)(p - s->a);
    if( p[1]!=0x0c ) continue;
    jEnd = i>SALVAGE_BACK ? i-SALVAGE_BACK : 0;
    for(j=i; j>jEnd; ){
      j--;
      if( j>=iLo && j<iHi ){
        j = iLo;
      }else if( s->a[j]>=i-j+2 && j<s->n && salvageRecord(s, j) ){
        salvageFound(s);
        break;
      }
    }
    if( j>iHi || j<iLo ) iLo = j;
    iHi = i;
  }
}

static void salvageSize(TgPage *h, uint32_t szPage, uint32_t nReserve){
  h->szPage = szPage;
  h->szUsable = szPage - nReserve;
  h->nPage = h->nFile/szPage>0xfffffffe ? 0xfffffffe : (uint32_t)(h->nFile/szPage);
}

/* Read page s->iPage and what follows; 0 past the end.  Where nothing can be read, n is 0. */
static int salvageRead(PageSalvage *s){
  TgPage *h = s->h;
  i64 iOff = ((i64)s->iPage-1)*h->szPage, nLeft = h->nFile-iOff;
  if( nLeft<=0 ) return 0;
  s->n = nLeft<h->szPage ? (uint32_t)nLeft : h->szPage;
  s->nAll = nLeft<h->szPage+PAGE_AHEAD ? (uint32_t)nLeft : h->szPage+PAGE_AHEAD;
  if( !pageBytes(h, iOff, s->nAll, s->a) ) s->n = s->nAll = 0;
  return 1;
}

/* The page size with which most of the first MB is sound b-tree pages, in case that the
** header lies. */
static void salvageGuess(PageSalvage *s){
  static const uint32_t aSize[] = { 0, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536 };
  TgPage *h = s->h;
  uint32_t nBest = 0, szBest = 4096, nReserve = 0, szHead = 0;
  int i;
  salvageSize(h, 512, 0);
  s->iPage = 1;
  if( salvageRead(s) && s->n>=100 ){
    szHead = tgPageSizeOf(s->a);
    if( szHead ) nReserve = s->a[20];
  }
  if( szHead && szHead-nReserve<480 ) nReserve = 0;
  for(i=0; i<TG_COUNT(aSize); i++){
    uint32_t sz = aSize[i] ? aSize[i] : szHead, nGood = 0;
    PageLevel lv;
    if( sz==0 || sz-nReserve<480 ) continue;
    salvageSize(h, sz, nReserve);
    for(s->iPage=1; ((i64)s->iPage-1)*sz<(1<<20) && salvageRead(s); s->iPage++){
      uint32_t nEnd = s->n<h->szUsable ? s->n : h->szUsable;
      nGood += pageSound(h, s->a, s->iPage==1 ? 100 : 0, nEnd, &lv) && lv.nCell>0;
    }
    if( nGood>nBest || i==0 ){
      nBest = nGood;
      szBest = sz;
    }
  }
  salvageSize(h, szBest, nReserve);
  s->bSure = nBest>0;
}

int tgPageRead(TgPage *h, i64 iOff, uint32_t n, u8 *a){
  return iOff>=0 && iOff+n<=h->nFile && pageBytes(h, iOff, n, a);
}

int tgPageUnproved(const TgPage *h){
  return h->bUnproved;
}

u64 tgPageSteps(const TgPage *h){
  return h->nStep;
}

i64 tgPageSize(const TgPage *h){
  return h->nFile;
}

int tgPageSalvage(TgErr *e, TgPage *h, TgPageFound *xFound, void *pCtx){
  PageSalvage *s;
  uint32_t nLook;
  int bEnd;
  if( e->rc!=SQLITE_OK || h->zWhy ) return 0;
  if( !h->bOpen || !(h->flags & TG_PAGE_RAW) ) return pageDecline(h, "not open");
  h->nStep = 0;
  s = tgAlloc(e, sizeof(*s));
  if( s ) s->a = tgAlloc(e, 65536 + PAGE_AHEAD);
  if( s ) s->b = tgAlloc(e, 65536);
  if( s ) s->aBefore = tgAlloc(e, 65536);
  if( e->rc==SQLITE_OK ){
    s->h = h;
    s->xFound = xFound;
    s->pCtx = pCtx;
    salvageGuess(s);
    if( h->nFile>TG_PAGE_SALVAGE_MAX ) h->nPage = TG_PAGE_SALVAGE_MAX/h->szPage;
    s->nOverLeft = 4*(u64)h->nPage + 64;
    s->nProof = 2*h->nFile + 64*65536;
    h->bUnproved = 0;
    nLook = SALVAGE_LOOK/h->szPage;
    for(s->iPage=1; !s->bStop && e->rc==SQLITE_OK && s->iPage<=h->nPage+1 && salvageRead(s); s->iPage++){
      if( !salvageTree(e, s) ) salvageBytes(s);
      if( s->iPage%nLook==0 && !s->bStop ) s->bStop = xFound(pCtx, 0, s->iPage);
    }
  }
  bEnd = e->rc==SQLITE_OK && !s->bStop;
  h->zWhy = h->bUnread ? "unreadable" : 0;
  if( s ) tgWipeFree(s->a);
  if( s ) tgWipeFree(s->b);
  if( s ) tgWipeFree(s->aBefore);
  tgWipeFree(s);
  return bEnd;
}
