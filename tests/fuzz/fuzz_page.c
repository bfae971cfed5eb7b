/* A fuzzer: any bytes as a database image.  Where SQLite finds it sound, what page.c reads must be what SQLite reads,
** or page.c must decline; where not, nothing but an answer may come of it.
**
**     make fuzz SECONDS=600
**
** Every byte that a cell claims to have is read, so that ASan sees a wrong one.
*/
#include "fuzz.h"
#include "pages.h"

/* What is free besides: 64 pages of chains, and 4 MB that proofs look at, four bytes a step at most. */
enum { FEW_STEPS = 64*65536/4 + 64*65536/64 };
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

static void walk(TgErr *e, const uint8_t *p, size_t n){
  TgPageSchema s;
  TgPageRow row;
  int i, eKind, nMax = 1000, b;
  memset(&s, 0, sizeof(s));
  tgPageOpenImage(e, h, p, n, 0);
  tgPageSchema(e, h, &s);
  for(i=0; i<(int)s.n; i++) iSum += s.a[i];
  tgPageClose(h);
  for(i=0; i<s.nRow && i<8; i++){
    for(eKind=TG_PAGE_TABLE; eKind<=TG_PAGE_INDEX; eKind++){
      tgPageOpenImage(e, h, p, n, 0);
      for(b=tgPageFirst(e, h, s.aRoot[i], eKind, &row); b; b=tgPageNext(e, h, &row)) touch(&row);
      tgPageClose(h);
    }
    tgPageOpenImage(e, h, p, n, 0);
    b = tgPageSeek(e, h, s.aRoot[i], n ? p[n-1] : 0, &row);
    for(; b; b=tgPageNext(e, h, &row)) touch(&row);
    tgPageClose(h);
  }
  tgPageOpenImage(e, h, p, n, TG_PAGE_RAW);
  tgPageSalvage(e, h, found, &nMax);
  FUZZ_MUST(tgPageSteps(h)<=TG_PAGE_SALVAGE_STEPS*(u64)n + FEW_STEPS, "salvage takes %d steps of %d bytes",
            (int)tgPageSteps(h), (int)n);
  tgPageClose(h);
}

/* Does SQLite find it sound? */
static int isSound(const uint8_t *p, size_t n){
  sqlite3 *db = imageDb(p, n);
  sqlite3_stmt *q = 0;
  int b = db && sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &q, 0)==SQLITE_OK && sqlite3_step(q)==SQLITE_ROW
       && strcmp((const char*)sqlite3_column_text(q, 0), "ok")==0;
  sqlite3_finalize(q);
  sqlite3_close(db);
  return b;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  TgErr e = TG_ERR_INIT;
  if( h==0 && (h = tgPageNew(&e, 0))==0 ) abort();
  walk(&e, p, n);
  FUZZ_MUST(e.rc==SQLITE_OK, "an image cannot fail, only be declined");
  if( isSound(p, n) ){
    nFail = 0;
    compareImage("the input", p, n, 0);
    if( nFail ) abort();
  }
  return 0;
}
