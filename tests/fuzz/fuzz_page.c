/* libFuzzer: any bytes as a database image; nothing but an answer may come of it.
**
**     make fuzz SECONDS=600
**
** Every byte that a cell claims to have is read, so that ASan sees a wrong one.
*/
#include "page/page.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static unsigned iSum;

static void touch(const TgPageRow *pRow){
  int i;
  uint32_t k;
  for(i=0; i<pRow->nCell; i++){
    const TgPageCell *c = &pRow->aCell[i];
    for(k=0; k<c->n; k++) iSum += c->p[k];
    iSum += (unsigned)c->i;
  }
}

static int found(void *pCtx, const TgPageRow *pRow, uint32_t iPage){
  (void)iPage;
  if( pRow ) touch(pRow);
  return --*(int*)pCtx<0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  static TgPage *h;
  TgErr e = TG_ERR_INIT;
  TgPageSchema s;
  TgPageRow row;
  int i, eKind, nMax = 1000, b;
  if( h==0 && (h = tgPageNew(&e, 0))==0 ) abort();
  memset(&s, 0, sizeof(s));
  tgPageOpenImage(&e, h, p, n, 0);
  tgPageSchema(&e, h, &s);
  for(i=0; i<(int)s.n; i++) iSum += s.a[i];
  tgPageClose(h);
  for(i=0; i<s.nRow && i<8; i++){
    for(eKind=TG_PAGE_TABLE; eKind<=TG_PAGE_INDEX; eKind++){
      tgPageOpenImage(&e, h, p, n, 0);
      for(b=tgPageFirst(&e, h, s.aRoot[i], eKind, &row); b; b=tgPageNext(&e, h, &row)) touch(&row);
      tgPageClose(h);
    }
    tgPageOpenImage(&e, h, p, n, 0);
    for(b=tgPageSeek(&e, h, s.aRoot[i], n ? p[n-1] : 0, &row); b; b=tgPageNext(&e, h,
          &row)) touch(&row);
    tgPageClose(h);
  }
  tgPageOpenImage(&e, h, p, n, TG_PAGE_RAW);
  tgPageSalvage(&e, h, found, &nMax);
  tgPageClose(h);
  if( e.rc!=SQLITE_OK ) abort();           /* an image cannot fail, only be declined */
  return 0;
}
