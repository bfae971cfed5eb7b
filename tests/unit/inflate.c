/* A zlib that has no memory, or is of another version than the headers: the embedded SQL can't be had, and that is said.
*/
#define _GNU_SOURCE
#include "check.h"
#include "layout/sqlfile.h"
#include <zlib.h>

/* In the place of zlib's. */
static int rcInit, rcInflate, nEnd;
int inflateInit2_(z_streamp p, int n, const char *zVersion, int nSize){
  (void)p; (void)n; (void)zVersion; (void)nSize;
  return rcInit;
}
int inflate(z_streamp p, int flush){
  (void)p; (void)flush;
  return rcInflate;
}
int inflateEnd(z_streamp p){
  (void)p;
  nEnd++;
  return Z_OK;
}

static void testFails(void (*x)(TgErr*), const int *pn, const char *zWhat){
  static const struct { int rcInit, rcInflate, rc; const char *zMsg; } a[] = {
    { Z_MEM_ERROR, Z_OK, SQLITE_NOMEM, 0 },
    { Z_VERSION_ERROR, Z_OK, SQLITE_ERROR, "the embedded texts can't be inflated: zlib says -6" },
    { Z_OK, Z_MEM_ERROR, SQLITE_NOMEM, 0 },
    { Z_OK, Z_DATA_ERROR, SQLITE_ERROR, "the embedded texts can't be inflated: zlib says -3" },
  };
  int i;
  for(i=0; i<TG_COUNT(a); i++){
    TgErr e = TG_ERR_INIT;
    rcInit = a[i].rcInit;
    rcInflate = a[i].rcInflate;
    nEnd = 0;
    x(&e);
    check(e.rc==a[i].rc && (a[i].zMsg ? e.zMsg && strcmp(e.zMsg, a[i].zMsg)==0 : e.zMsg==0), "%s, %d: %d %s", zWhat, i, e.rc, e.zMsg);
    check(*pn==0 && nEnd==(rcInit==Z_OK), "%s, %d: %d texts, ended %d times", zWhat, i, *pn, nEnd);
    tgErrClear(&e);
  }
}

int main(void){
  testFails(tgSqlFiles, &nTgSqlFile, "layouts");
  testFails(tgTopics, &nTgTopic, "topics");
  return checkEnd("inflate");
}
