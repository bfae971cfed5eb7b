/* What scan.c says of a file, and what store.c does, which has SQLite open it.
**
**     if( saidStart()==0 ) return 2;                 saidEnd() frees all of it
**     if( sayFast("x.session", 0, &fast) ) check(sameSaid(&fast, &slow), "%s, %s", describe(&fast), describe(&slow));
*/
#ifndef SAID_H
#define SAID_H

#include "check.h"
#include "store/scan.h"
#include "store/store.h"

static TgCtx ctx;
static TgScan *pScan;
static int nScan;                          /* files since it was new */

/* The layouts, and a connection for who asks: 0 without memory. */
static inline int saidStart(void){
  TgErr e = TG_ERR_INIT;
  sqlite3_open(":memory:", &ctx.db);
  ctx.pCat = tgCatalogueNew(&e);
  ctx.nRef = 1;
  tgErrClear(&e);
  return ctx.pCat!=0;
}

static inline void saidEnd(void){
  tgScanFree(pScan);
  tgCatalogueFree(ctx.pCat);
  sqlite3_close(ctx.db);
}

/* What one way of reading says of a file. */
typedef struct Said {
  int rc;
  const TgLayout *pLayout;
  char *zProblem;                          /* owned */
  TgAccount a;
} Said;

static int sameAccount(const TgAccount *a, const TgAccount *b){
  int f;
  if( a->have!=b->have ) return 0;
  for(f=0; f<TG_NFIELD; f++){
    if( (a->have & TG_BIT(f))==0 ) continue;
    if( f==TG_AUTH_KEY ? memcmp(a->key, b->key, TG_KEY_SIZE)!=0
      : f==TG_SERVER_ADDRESS ? strcmp(a->zAddr, b->zAddr)!=0 : a->n[f]!=b->n[f] ) return 0;
  }
  return 1;
}

static inline int sameSaid(const Said *a, const Said *b){       /* and neither failed */
  return a->rc==SQLITE_OK && b->rc==SQLITE_OK && a->pLayout==b->pLayout && (a->zProblem==0)==(b->zProblem==0)
      && (a->zProblem==0 || strcmp(a->zProblem, b->zProblem)==0) && sameAccount(&a->a, &b->a);
}

/* An account without its key, four at a time. */
static inline const char *describe(const Said *s){
  static char az[4][700];
  static int i;
  char zId[17] = "-";
  char *z = az[i = (i+1)%4];
  const TgAccount *a = &s->a;
  int f, n;
  if( a->have & TG_BIT(TG_AUTH_KEY) ) tgKeyId(a->key, zId);
  n = snprintf(z, sizeof az[0], "rc %d, %s, key %s", s->rc, s->pLayout ? s->pLayout->zName : "none",
        zId);
  for(f=0; f<TG_NFIELD; f++){
    if( f==TG_AUTH_KEY || (a->have & TG_BIT(f))==0 ) continue;
    if( f==TG_SERVER_ADDRESS ) n += snprintf(z+n, sizeof az[0]-(size_t)n, ", %s", a->zAddr);
    else n += snprintf(z+n, sizeof az[0]-(size_t)n, ", %s %lld", aTgField[f].zName, a->n[f]);
  }
  snprintf(z+n, sizeof az[0]-(size_t)n, ", problem: %s", s->zProblem ? s->zProblem : "none");
  return z;
}

/* As vt_session.c does it where nothing may be fast. */
static inline void saySlow(const char *zPath, Said *s){
  TgErr e = TG_ERR_INIT;
  TgStore st;
  memset(s, 0, sizeof *s);
  tgStoreFile(&e, &st, &ctx, zPath, TG_OPEN_READ);
  if( e.rc==SQLITE_OK ){
    s->pLayout = st.pLayout;
    s->zProblem = tgStoreProblem(&e, &st);
    if( s->zProblem && !tgProblemIsError(s->zProblem) ){
      sqlite3_free(s->zProblem);
      s->zProblem = 0;
    }
    if( st.pLayout && !st.shape.bActive ){
      char *z = 0;
      tgStoreAccount(&e, &st, &s->a, &z, 0);
      if( s->zProblem ) sqlite3_free(z);
      else s->zProblem = z;
    }
  }
  s->rc = e.rc;
  tgStoreClose(&st);
  tgErrClear(&e);
}

static inline int sayFast(const char *zPath, int bNoLink, Said *s){
  TgErr e = TG_ERR_INIT;
  TgScanRow row;
  TgAccount is;
  static const TgAccount none;
  int b;
  memset(s, 0, sizeof *s);
  if( nScan++%40==0 ){                     /* what it learned is kept for the next 39 */
    tgScanFree(pScan);
    pScan = tgScanNew(&e, ctx.pCat);
  }
  b = tgScanFile(&e, pScan, zPath, bNoLink, &is, &row);
  check(b || memcmp(&is, &none, sizeof is)==0, "%s: declined, and part of an account is there", zPath);
  s->rc = e.rc;
  s->pLayout = row.pLayout;
  s->zProblem = b && row.zProblem ? sqlite3_mprintf("%s", row.zProblem) : 0;
  s->a = is;
  tgErrClear(&e);
  return b;
}

#endif
