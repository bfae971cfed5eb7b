/* The keys that tgPageSalvage() finds in n bytes:
**
**     h = tgPageNew(&e, 0);
**     check(salvage(a, n, aKey).nRight==1, "it is there once");
*/
#ifndef FOUND_H
#define FOUND_H

#include "check.h"
#include "page/page.h"

static TgPage *h;

typedef struct Found { const u8 *aKey; int n, nRight, nWrong; i64 iDc; } Found;

static inline int foundKey(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  Found *f = pCtx;
  int i;
  (void)iPage;
  for(i=0; pRow && i<pRow->nCell; i++){
    const TgPageCell *c = &pRow->aCell[i];
    if( c->eType!=SQLITE_BLOB || c->n!=256 ) continue;
    f->n++;
    if( memcmp(c->p, f->aKey, 256)==0 ) f->nRight++;
    else f->nWrong++;
    f->iDc = pRow->aCell[0].eType==SQLITE_INTEGER ? pRow->aCell[0].i : pRow->iRowid;
  }
  return 0;
}

static inline Found salvage(const u8 *p, size_t n, const u8 *aKey){
  TgErr e = TG_ERR_INIT;
  Found f = {0};
  u8 *a = malloc(n ? n : 1);
  if( n ) memcpy(a, p, n);
  f.aKey = aKey;
  check(tgPageOpenImage(&e, h, a, n, TG_PAGE_RAW), "salvage: open");
  check(tgPageSalvage(&e, h, foundKey, &f), "salvage: end");
  tgPageClose(h);
  tgErrClear(&e);
  free(a);
  return f;
}

#endif
