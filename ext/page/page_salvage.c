/* page: what a damaged file still holds: see tgPageSalvage() in page.h.
**
** A record counts when it is whole: no byte came or went in it, as its page and what follows show.
*/
#include "page/page_int.h"

enum {
  PAGE_AHEAD = 1024,         /* bytes after a page that a record may run into */
  SALVAGE_BACK = 0x7d,       /* a header has one byte of length, less than 0x80 */
  SALVAGE_HEAD = 12,         /* bytes of a cell before its record, at most */
  SALVAGE_LOOK = 1<<17       /* bytes between two looks at the clock */
};

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
  i64 iCell, iEnd;           /* of the record in s->row: its cell, and the byte after what of it
                             ** stands there */
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
  return tgPageBytes(s->h, iOff, (uint32_t)n, a);
}

/* The bytes of a page that its free blocks take; -1: they are none.  Of a page that is cut short
** those that are there. */
static i64 salvageFree(const u8 *a, uint32_t iHdr, uint32_t n, uint32_t szUsable){
  uint32_t i = pageU16(&a[iHdr+1]), nAll = 0;
  while( i && i+4<=n ){
    uint32_t iNext = pageU16(&a[i]), nThis = pageU16(&a[i+2]);
    if( nThis<4 || i+nThis>szUsable || (iNext && iNext<=i+nThis+3) ) return -1;
    nAll += nThis;
    i = iNext;
  }
  return i && n>=szUsable ? -1 : (i64)nAll;
}

/* Does a b-tree page begin at byte iOff of the file, with each byte in it accounted for?  A page
** that is a byte off is none.  The last page of the file may be cut short. */
static int salvagePage(PageSalvage *s, i64 iOff){
  TgPage *h = s->h;
  const u8 *a = s->b;
  i64 nLeft = h->nFile-iOff, nUsed = 0, nFree;
  uint32_t n = nLeft<h->szPage
      ? (uint32_t)nLeft : h->szPage, iHdr, iFirst, iContent, iMin = h->szUsable;
  int eType, i, nCell, bWhole = n==h->szPage;
  if( nLeft<128 || !salvageLoad(s, s->b, iOff, n) ) return 0;
  iHdr = memcmp(a, "SQLite format 3", 16)==0 ? 100 : 0;
  eType = a[iHdr];
  if( eType!=INDEX_NODE && eType!=TABLE_NODE && eType!=INDEX_LEAF && eType!=TABLE_LEAF ) return 0;
  nCell = (int)pageU16(&a[iHdr+3]);
  iContent = pageU16(&a[iHdr+5]) ? pageU16(&a[iHdr+5]) : 65536;
  iFirst = iHdr + (eType==INDEX_NODE || eType==TABLE_NODE ? 12 : 8);
  if( iContent<iFirst+2*(uint32_t)nCell || iFirst+2*(uint32_t)nCell>n || (nCell==0 && !bWhole) ){
    return 0;
  }
  s->nProof -= 4*nCell;
  h->nStep += (u64)nCell;
  for(i=0; i<nCell; i++){
    uint32_t iAt = pageU16(&a[iFirst+2*(uint32_t)i]);
    PageCell c;
    if( iAt<iContent || iAt+4>h->szUsable ) return 0;
    if( iAt<iMin ) iMin = iAt;
    if( iAt<n && tgPageCell(h, a, iAt, bWhole ? h->szUsable : n, eType, &c) ){
      i64 nThis = (c.p - &a[iAt]) + c.nLocal + (c.nLocal<c.nPayload ? 4 : 0);
      nUsed += nThis<4 ? 4 : nThis;
    }else if( bWhole ){
      return 0;
    }
  }
  nFree = salvageFree(a, iHdr, n, h->szUsable);
  if( nFree>0 && pageU16(&a[iHdr+1])<iMin ) iMin = pageU16(&a[iHdr+1]);
  if( nFree<0 || iContent!=iMin ) return 0;
  return !bWhole || iContent + nUsed + nFree + a[iHdr+7]==h->szUsable;
}

/* Are the bytes after the page at iOff where they must be: one of the next pages, or the end of the
** file? */
static int salvageAfter(PageSalvage *s, i64 iOff){
  i64 sz = s->h->szPage, nLeft = s->h->nFile - iOff;
  int i;
  if( nLeft>=sz && nLeft%sz==0 ) return 1;
  for(i=1; i<=4; i++){
    if( salvagePage(s, iOff+i*sz) ) return 1;
  }
  return 0;
}

/* Does a page begin in the szPage bytes before the record's cell, and not where one would in a file
** that lost nothing, with that cell among its own, and is what follows it in its place? */
static int salvageShifted(PageSalvage *s){
  i64 sz = s->h->szPage, iFrom = s->iCell<sz ? 0 : s->iCell-sz+1, n = s->iCell-iFrom, i;
  if( !salvageLoad(s, s->aBefore, iFrom, n) ) return 0;
  for(i=n-10; i>=0 && s->nProof>0; i--){     /* 8 bytes of header and a pointer at least */
    const u8 *a = &s->aBefore[i];
    i64 iAt = n-i, j, nCell;
    if( (a[0]!=TABLE_LEAF && a[0]!=INDEX_LEAF) || (iFrom+i)%sz==0
        || s->iEnd>iFrom+i+s->h->szUsable ){
      continue;
    }
    nCell = pageU16(&a[3]);
    if( nCell>(iAt-8)/2 ) nCell = (iAt-8)/2;
    for(j=0; j<nCell && pageU16(&a[8+2*j])!=iAt; j++){}
    s->nProof -= j;
    s->h->nStep += (u64)j/8;
    if( j<nCell && salvagePage(s, iFrom+i) && salvageAfter(s, iFrom+i) ) return 1;
  }
  return 0;
}

/* Is the record in s->row whole?  A transfer as text, or a byte that was lost, moves what comes
** after it: then the bytes that the record's header counts are not its own.  So its page must begin
** where it should, and so must what follows.  The page begins at a multiple of its size, counted
** from the file's own begin; or, where bytes before it came or went, where a page stands that has
** the record among its cells.  (Bytes changed in place leave no trace.) */
static int salvageProved(PageSalvage *s){
  static const uint32_t aSize[] = { 4096, 1024, 512, 2048, 8192, 16384, 32768, 65536 };
  TgPage *h = s->h;
  i64 iPage = s->iCell - s->iCell%h->szPage;
  uint32_t szPage = h->szPage, szUsable = h->szUsable;
  int i, bOk;
  if( s->bSure && s->iEnd<=iPage+szUsable && salvageAfter(s, iPage) ) return 1;
  if( s->bSure && salvageShifted(s) ) return 1;
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
  if( !tgPageSound(h, s->a, s->iPage==1 ? 100 : 0, nEnd, &lv) ) return 0;
  if( lv.eType==TABLE_NODE ) return 1;
  for(i=0; i<lv.nCell && !s->bStop && e->rc==SQLITE_OK; i++){
    PageCell c;
    const u8 *p;
    uint32_t nOver;
    tgPageCell(h, s->a, pageCellAt(&lv, i), nEnd, lv.eType, &c);
    h->nStep++;
    if( c.nPayload>TG_PAGE_ROWSIZE ) continue;
    nOver = (c.nPayload-c.nLocal)/(h->szUsable-4) + (c.nLocal<c.nPayload);
    if( nOver>s->nOverLeft ) continue;
    s->nOverLeft -= nOver;
    h->nStep += (u64)nOver*h->szPage/64;
    p = tgPagePayload(e, h, &c);
    h->zWhy = 0;                           /* a broken chain here is no reason to stop */
    s->row.iRowid = c.iKey;
    s->iCell = ((i64)s->iPage-1)*h->szPage + pageCellAt(&lv, i);
    s->iEnd = ((i64)s->iPage-1)*h->szPage + (c.p - s->a) + c.nLocal;
    if( p && tgPageRecord(p, c.nPayload, &s->row) ) salvageFound(s);
    else bOk = 0;
    h->nStep += (u64)s->row.nCell;
  }
  return bOk;
}

/* The greatest length of a record with a key that the bytes before a[i] may say, perhaps with k
** bytes of rowid between: a varint of 2 or 3 bytes.  0: none. */
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
  uint32_t szUsable = s->bSure ? s->h->szUsable : 480, nMax = tgPageMaxLocal(szUsable, INDEX_LEAF);
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
    i64 nValue = tgPageSerialSize(pageVarint(&r));
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
    if( memcmp(&a[i-k-nLen], aLen, nLen)!=0 || i-k-nLen>=s->n ) continue;
    if( k ) nMax = tgPageMaxLocal(szUsable, TABLE_LEAF);
    if( n>nMax ) return 0;
    r = rdInit(&a[i-k], k);
    s->row.iRowid = k ? (i64)pageVarint(&r) : 0;
    if( !tgPageRecord(&a[i], (uint32_t)n, &s->row) ) continue;
    s->iCell = ((i64)s->iPage-1)*s->h->szPage + i-k-nLen;
    s->iEnd = ((i64)s->iPage-1)*s->h->szPage + i + (i64)n;
    return 1;
  }
  return 0;
}

/* Look at every place in the page that says "256-byte BLOB" (serial type 524 is 84 0c), for a
** header that begins at most SALVAGE_BACK bytes before.  That begins there or not, whatever the
** place, so each byte is tried once: of those from iLo to iHi it is known. */
static void salvageBytes(PageSalvage *s){
  uint32_t i, j, iLo = 0, iHi = 0;
  for(i=1; i<s->nAll && !s->bStop; i++){
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
      }else if( s->a[j]>=i-j+2 && j<s->n+SALVAGE_HEAD && salvageRecord(s, j) ){
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
  if( !tgPageBytes(h, iOff, s->nAll, s->a) ) s->n = s->nAll = 0;
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
  if( salvageRead(s) ){
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
      nGood += tgPageSound(h, s->a, s->iPage==1 ? 100 : 0, nEnd, &lv) && lv.nCell>0;
    }
    if( nGood>nBest || i==0 ){
      nBest = nGood;
      szBest = sz;
    }
  }
  salvageSize(h, szBest, nReserve);
  s->bSure = nBest>0;
}

int tgPageSalvage(TgErr *e, TgPage *h, TgPageFound *xFound, void *pCtx){
  PageSalvage *s;
  uint32_t nLook;
  int bEnd;
  if( e->rc!=SQLITE_OK || h->zWhy ) return 0;
  if( !h->bOpen || !(h->flags & TG_PAGE_RAW) ) return tgPageDecline(h, "not open");
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
    for(s->iPage=1; !s->bStop && e->rc==SQLITE_OK && s->iPage<=h->nPage+1 && salvageRead(s);
        s->iPage++){
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

int tgPageUnproved(const TgPage *h){
  return h->bUnproved;
}

u64 tgPageSteps(const TgPage *h){
  return h->nStep;
}
