/* A fuzzer: any text through recognise, decode, encode.
**
**     make fuzz SECONDS=600
**
** Aborts when a session does not come back as it was written, when a text is refused without
** a reason, and when memory leaks.  Texts also go to every codec by force, as 'from' does,
** and the text's raw bytes in base64, which a fuzzer would hardly find.
*/
#include "fuzz.h"
#include "base/base64.h"
#include "codec/codec.h"
#include "codec/pack.h"

/* Write *a as every format; what was written must be read as the same again. */
static void fuzzWrite(const TgAccount *a){
  char z[TG_ENCODED_MAX], z2[TG_ENCODED_MAX];
  int i, n;
  for(i=0; tgCodecAt(i); i++){
    const TgCodec *p = tgCodecAt(i), *pAgain;
    TgErr e = TG_ERR_INIT;
    TgText t;
    TgAccount b = *a;
    n = tgCodecEncode(&e, p, &b, z);
    FUZZ_MUST((n>0)==(e.rc==SQLITE_OK), "a string or an error, not both");
    if( n && tgTextOpen(&e, &t, z, n) ){
      pAgain = tgCodecRead(&e, &t, &b);
      FUZZ_MUST(e.rc==SQLITE_OK || pAgain==0, "read, and an error");
      if( pAgain==p ){
        FUZZ_MUST(memcmp(a->key, b.key, TG_KEY_SIZE)==0, "another key came back");
        FUZZ_MUST(b.n[TG_DC_ID]==a->n[TG_DC_ID] || a->n[TG_DC_ID]==0, "another DC came back");
        FUZZ_MUST(tgCodecEncode(&e, p, &b, z2)==n && memcmp(z, z2, (size_t)n)==0, "%s: it is written differently again", p->zName);
      }else{
        /* Two things may be taken for something else: what has another DC than there is, and
        ** flags that a key of zeros makes of another format. */
        FUZZ_MUST(pAgain!=0 || p==&tgCodecTelethon, "what was written is not recognised");
      }
      tgTextClose(&t);
    }
    tgErrClear(&e);
  }
}

static void fuzzText(const char *z, int n){
  TgErr e = TG_ERR_INIT;
  TgText t;
  TgAccount a;
  const TgCodec *p;
  int i;
  if( tgTextOpen(&e, &t, z, n) ){
    p = tgCodecRead(&e, &t, &a);
    FUZZ_MUST((p!=0)==(e.rc==SQLITE_OK), "refused without a reason");
    FUZZ_MUST(p || e.zMsg, "refused without a word");
    if( p ) fuzzWrite(&a);
    tgErrClear(&e);
    for(i=0; tgCodecAt(i); i++){
      tgCodecReadAs(&e, tgCodecAt(i), &t, &a);
      if( e.rc==SQLITE_OK ) FUZZ_MUST(a.n[TG_DC_ID]>=1 && a.n[TG_DC_ID]<=255, "a session of no DC");
      tgErrClear(&e);
    }
  }
  tgTextClose(&t);
  tgErrClear(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *pData, size_t nData){
  char *z = malloc(nData ? nData : 1);       /* exactly its size */
  int n = (int)nData;
  u8 *aRuns;
  if( z==0 || nData>3000 ){
    free(z);
    return 0;
  }
  if( n ) memcpy(z, pData, nData);
  fuzzText(z, n);
  free(z);
  z = malloc((size_t)tgB64Size(n, 1)+1);     /* as bytes, after 1, and with zeros in runs */
  z[0] = '1';
  tgB64Encode(pData, n, 1, 1, z+1);
  fuzzText(z+1, tgB64Size(n, 1));
  fuzzText(z, tgB64Size(n, 1)+1);
  free(z);
  aRuns = malloc(2*nData+1);
  n = tgRunsEncode(pData, (int)nData, aRuns);
  z = malloc((size_t)tgB64Size(n, 0)+1);
  tgB64Encode(aRuns, n, 1, 0, z);
  fuzzText(z, tgB64Size(n, 0));
  free(z);
  free(aRuns);
  FUZZ_MUST(sqlite3_memory_used()==0, "memory leaks");
  return 0;
}
