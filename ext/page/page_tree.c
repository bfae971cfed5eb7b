/* page: the rows of b-trees: cells, records, walks, and the schema; see page.h. */
#include "page/page_int.h"

/*************************************** Cells and records **************************************/

/* Longer payloads go on in overflow pages. */
uint32_t tgPageMaxLocal(uint32_t szUsable, int eType){
  return eType==TABLE_LEAF ? szUsable - 35 : (szUsable-12)*64/255 - 23;
}

/* The cell at iAt of a page of which nEnd bytes may be used. */
int tgPageCell(const TgPage *h, const u8 *a, uint32_t iAt, uint32_t nEnd, int eType,
      PageCell *c){
  Rd r = rdInit(&a[iAt], nEnd-iAt);
  uint32_t nMax = tgPageMaxLocal(h->szUsable, eType), nMin = (h->szUsable-12)*32/255 - 23;
  u64 n = 0;
  memset(c, 0, sizeof(*c));
  if( eType<=TABLE_NODE ) rdTake(&r, 4);                 /* the left child: see pageChild() */
  if( eType!=TABLE_NODE ) n = pageVarint(&r);
  if( eType==TABLE_NODE || eType==TABLE_LEAF ) c->iKey = (i64)pageVarint(&r);
  testcase( n==INT32_MAX );
  testcase( n==(u64)INT32_MAX+1 );
  testcase( n==nMax );
  testcase( n==(u64)nMax+1 );
  if( n>INT32_MAX ) return 0;
  c->nPayload = c->nLocal = (uint32_t)n;
  if( n>nMax ){
    c->nLocal = nMin + (c->nPayload-nMin)%(h->szUsable-4);
    testcase( c->nLocal==nMax );
    testcase( c->nLocal==nMax+1 );
    if( c->nLocal>nMax ) c->nLocal = nMin;
  }
  c->p = rdTake(&r, c->nLocal);
  if( n>nMax ) c->iOver = rdU32be(&r);
  return !r.bBad;
}

/* Is the page at a, of which nEnd bytes may be used, sound?  Then *lv describes it. */
int tgPageSound(const TgPage *h, const u8 *a, uint32_t iHdr, uint32_t nEnd, PageLevel *lv){
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
  testcase( (uint32_t)lv->nCell==(h->szPage-8)/6 );
  if( (uint32_t)lv->nCell>(h->szPage-8)/6 || iFirst>nEnd ) return 0;
  for(i=0; i<lv->nCell; i++){
    uint32_t iAt = pageCellAt(lv, i);
    PageCell c;
    testcase( iAt==iFirst );
    testcase( iAt+1==iFirst );
    testcase( iAt==iLast );
    testcase( iAt==iLast+1 );
    if( iAt<iFirst || iAt>iLast || iAt>nEnd ) return 0;
    if( !tgPageCell(h, a, iAt, nEnd, lv->eType, &c) ) return 0;
    if( (lv->eType & 1) && i && c.iKey<=iPrev ) return 0;
    iPrev = c.iKey;
  }
  return 1;
}

/* All of a cell's payload; 0 when declined. */
const u8 *tgPagePayload(TgErr *e, TgPage *h, const PageCell *c){
  uint32_t n = c->nLocal, iPage = c->iOver;
  if( c->nLocal==c->nPayload ) return c->p;
  testcase( c->nPayload==TG_PAGE_ROWSIZE );
  testcase( c->nPayload==TG_PAGE_ROWSIZE+1 );
  testcase( c->nPayload-n==h->szUsable-4 );              /* one overflow page, full */
  if( c->nPayload>TG_PAGE_ROWSIZE ){
    tgPageDecline(h, "a row of more than 64 kB");
    return 0;
  }
  if( h->bVacuum && c->nPayload-n>h->szUsable-4 ){       /* SQLite may look into a pointer map */
    tgPageDecline(h, "a long row and auto_vacuum");
    return 0;
  }
  if( tgPageBuffer(e, h, &h->aRow, TG_PAGE_ROWSIZE)==0 ) return 0;
  memcpy(h->aRow, c->p, n);
  while( n<c->nPayload ){
    const u8 *a = iPage==1 ? 0 : tgPageGet(e, h, iPage, PAGE_DEPTH);
    uint32_t nHere = c->nPayload-n<h->szUsable-4 ? c->nPayload-n : h->szUsable-4;
    if( a==0 ){
      tgPageDecline(h, "overflow chain");
      return 0;
    }
    memcpy(&h->aRow[n], &a[4], nHere);
    n += nHere;
    iPage = pageU32(a);
  }
  if( iPage ){
    tgPageDecline(h, "overflow chain");
    return 0;
  }
  return h->aRow;
}

/* Bytes that a value of serial type t takes, or -1. */
i64 tgPageSerialSize(u64 t){
  static const i64 aSize[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1 };
  testcase( t==7 );
  testcase( t==9 );
  testcase( t==10 );
  testcase( t==11 );
  testcase( t==12 );
  testcase( t==13 );
  testcase( t==INT32_MAX );
  testcase( t==(u64)INT32_MAX+1 );
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
int tgPageRecord(const u8 *p, uint32_t n, TgPageRow *pRow){
  Rd r = rdInit(p, n), rBody = r;
  u64 nHdr = pageVarint(&r);
  pRow->nCell = 0;
  testcase( nHdr==n );
  testcase( nHdr==(u64)n+1 );
  if( r.bBad || nHdr>n || nHdr<(u64)(r.p-p) ) return 0;
  r.pEnd = p + nHdr;
  rdTake(&rBody, (size_t)nHdr);
  while( r.p<r.pEnd ){
    u64 t = pageVarint(&r);
    i64 nValue = tgPageSerialSize(t);
    const u8 *pValue;
    testcase( pRow->nCell==TG_PAGE_COLUMNS-1 );
    testcase( nValue==(i64)rdLeft(&rBody) );
    if( r.bBad || nValue<0 || pRow->nCell==TG_PAGE_COLUMNS ) return 0;
    pValue = rdTake(&rBody, (size_t)nValue);
    if( pValue==0 ) return 0;
    pageValue(t, pValue, (uint32_t)nValue, &pRow->aCell[pRow->nCell++]);
  }
  return rdLeft(&rBody)==0 && pRow->nCell>0;             /* SQLite refuses a row of nothing */
}

/*************************************** Walking a b-tree ***************************************/

/* Put page iPage on top of the walk. */
static int pagePush(TgErr *e, TgPage *h, uint32_t iPage){
  PageLevel *lv = &h->aLevel[h->nLevel];
  uint32_t iHdr = iPage==1 ? 100 : 0;
  const u8 *a;
  testcase( h->nLevel==PAGE_DEPTH-1 );
  if( h->nLevel==PAGE_DEPTH || h->nVisit>=h->nPage ) return tgPageDecline(h, "b-tree depth");
  h->nVisit++;
  a = tgPageGet(e, h, iPage, h->nLevel);
  if( a==0 ) return 0;
  if( !tgPageSound(h, a, iHdr, h->szUsable, lv) ) return tgPageDecline(h, "a damaged page");
  if( h->bIndex==(lv->eType & 1) ) return tgPageDecline(h, "kind of b-tree");
  if( lv->nCell==0 && (h->nLevel || (lv->eType<=TABLE_NODE && iPage!=1)) ){
    return tgPageDecline(h, "an empty page in a b-tree");
  }
  h->nLevel++;
  return 1;
}

static int pageStart(TgErr *e, TgPage *h, uint32_t iRoot, int eKind){
  h->nLevel = 0;
  h->nVisit = 0;
  if( e->rc!=SQLITE_OK || h->zWhy ) return 0;
  if( !h->bOpen || (h->flags & TG_PAGE_RAW) ) return tgPageDecline(h, "not open");
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
  tgPageCell(h, lv->a, pageCellAt(lv, i), h->szUsable, lv->eType, &c);
  pRow->iRowid = c.iKey;
  p = tgPagePayload(e, h, &c);
  if( p && tgPageRecord(p, c.nPayload, pRow) ) return 1;
  h->nLevel = 0;
  return tgPageDecline(h, "a damaged or very wide row");
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
      tgPageCell(h, lv->a, pageCellAt(lv, i), h->szUsable, lv->eType, &c);
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

/*************************************** The schema *********************************************/

/* Append a row of sqlite_schema to *s; 0 when it is not one, or has the name or the root of
** another.  aName[] says where in h->aSchema the names are, after their lengths. */
static int pageItem(TgPage *h, const TgPageRow *pRow, TgPageSchema *s, uint32_t *aName){
  static const u8 aText[] = { 0, 1, 2, 4 };
  const TgPageCell *pType = &pRow->aCell[0], *pName = &pRow->aCell[1], *pRoot = &pRow->aCell[3];
  u64 nMore = 1;
  u8 *a;
  int i;
  testcase( s->nRow==TG_PAGE_ITEMS-1 );
  testcase( pRoot->i==h->nPage );
  if( pRow->nCell!=5 || s->nRow==TG_PAGE_ITEMS || pType->eType!=SQLITE_TEXT ) return 0;
  if( pRoot->eType!=SQLITE_INTEGER || pRoot->i<0 || pRoot->i>h->nPage || pRoot->i==1 ) return 0;
  if( pType->n==5 && memcmp(pType->p, "index", 5)==0 && pRoot->i==0 ) return 0;
  for(i=0; i<TG_COUNT(aText); i++){
    const TgPageCell *c = &pRow->aCell[aText[i]];
    if( c->eType!=SQLITE_TEXT && (i<3 || c->eType!=SQLITE_NULL) ) return 0;
    nMore += 4 + (u64)c->n;
  }
  testcase( s->n+nMore==PAGE_SCHEMA_MAX );
  testcase( s->n+nMore==PAGE_SCHEMA_MAX+1 );
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

const u8 *tgPageItem(const u8 *a, TgPageCell aCell[4]){
  int i;
  for(i=0; i<4; i++){
    TgPageCell *c = &aCell[i];
    memset(c, 0, sizeof(*c));
    memcpy(&c->n, a, 4);
    a += 4;
    c->eType = c->n==UINT32_MAX ? SQLITE_NULL : SQLITE_TEXT;
    if( c->eType==SQLITE_NULL ) c->n = 0;
    c->p = a;
    a += c->n;
  }
  return a+1;
}

int tgPageSchema(TgErr *e, TgPage *h, TgPageSchema *pSchema){
  TgPageRow row;
  uint32_t aName[TG_PAGE_ITEMS];
  int b;
  memset(pSchema, 0, sizeof(*pSchema));
  if( h->zWhy || tgPageBuffer(e, h, &h->aSchema, PAGE_SCHEMA_MAX)==0 ) return 0;
  pSchema->a = h->aSchema;
  for(b=tgPageFirst(e, h, 1, TG_PAGE_TABLE, &row); b; b=tgPageNext(e, h, &row)){
    if( !pageItem(h, &row, pSchema, aName) ) return tgPageDecline(h, "an unusual schema");
  }
  return h->zWhy==0 && e->rc==SQLITE_OK;
}
