/* A fuzzer: any bytes as a session file.  What scan.c says of it, where it says something, must be what is said when
** SQLite opens it, if SQLite finds the file sound; and whatever it is, nothing lies beside it afterwards, it keeps its
** bytes, and the search in a wreck ends.
**
**     make fuzz SECONDS=600
*/
#include "fuzz.h"
#include "files.h"
#include "said.h"

static int isSound(const char *zPath){
  sqlite3 *db = 0;
  sqlite3_stmt *q = 0;
  int b;
  char *z = sqlite3_mprintf("file:%s?immutable=1", zPath);
  sqlite3_open_v2(z, &db, SQLITE_OPEN_READONLY|SQLITE_OPEN_URI, 0);
  sqlite3_free(z);
  b = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &q, 0)==SQLITE_OK && sqlite3_step(q)==SQLITE_ROW
   && strcmp((const char*)sqlite3_column_text(q, 0), "ok")==0;
  sqlite3_finalize(q);
  sqlite3_close(db);
  return b;
}

static void start(void){
  FUZZ_MUST(filesStart("fuzzscan"), "no folder");
  atexit(filesEnd);
  FUZZ_MUST(saidStart(), "no catalogue");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  TgErr e = TG_ERR_INIT;
  Said fast, slow;
  TgSalvage f;
  uint8_t *a;
  size_t nNow;
  int bFast;
  if( ctx.pCat==0 ) start();
  spew(at("x.session"), p, n);
  bFast = sayFast(at("x.session"), 0, &fast);
  saySlow(at("x.session"), &slow);
  if( bFast && !sameSaid(&fast, &slow) && isSound(at("x.session")) ){
    FUZZ_MUST(0, "differs\n  fast: %s\n  slow: %s", describe(&fast), describe(&slow));
  }
  FUZZ_MUST(bFast || fast.rc==SQLITE_OK, "declined with an error, %d", fast.rc);
  sqlite3_free(fast.zProblem);
  sqlite3_free(slow.zProblem);
  tgScanSalvage(&e, pScan, at("x.session"), 0, 0, &f);
  FUZZ_MUST(e.rc==SQLITE_OK, "the search fails: %d", e.rc);
  FUZZ_MUST(f.nKey!=1 || f.pLayout!=0, "one found, and of no layout");
  a = slurp(at("x.session"), &nNow);
  FUZZ_MUST(nNow==n && (n==0 || memcmp(a, p, n)==0), "a look has changed the file");
  FUZZ_MUST(countFiles(zDir)==3, "a look has left a file");
  free(a);
  return 0;
}
