/* All rows of a bundle that is open, by its readers, into three statements, whose parameters are the columns of TgBundleRows:
**
**     bundlePut(&e, p, pPeer, pUsername, pState);
*/
#ifndef TEST_UNBUNDLE_H
#define TEST_UNBUNDLE_H

#include "codec/codec_bundle.h"

static void bundleBindInt(TgErr *e, sqlite3_stmt *pStmt, int i, int bKnown, i64 v){
  tgBind(e, bKnown ? sqlite3_bind_int64(pStmt, i, v) : sqlite3_bind_null(pStmt, i));
}

static void bundleBindText(TgErr *e, sqlite3_stmt *pStmt, int i, TgBundleText t){
  tgBind(e, sqlite3_bind_text(pStmt, i, t.z, t.n, SQLITE_STATIC));
}

static void bundleStep(TgErr *e, sqlite3_stmt *pStmt){
  tgStep(e, pStmt);                    /* an INSERT: no row */
  sqlite3_reset(pStmt);
}

static void bundleFillPeers(TgErr *e, TgBundle *p, sqlite3_stmt *pPeer, sqlite3_stmt *pName){
  TgBundlePeer row;
  TgBundleText name;
  i64 iOrd;
  int bOrd;
  while( tgBundlePeer(e, p, &row) ){
    bundleBindInt(e, pPeer, 1, 1, row.id);
    bundleBindText(e, pPeer, 2, row.type);
    bundleBindInt(e, pPeer, 3, row.bHash, row.iHash);
    bundleBindText(e, pPeer, 4, row.username);
    bundleBindText(e, pPeer, 5, row.phone);
    bundleBindText(e, pPeer, 6, row.name);
    bundleBindInt(e, pPeer, 7, row.bUpdated, row.iUpdated);
    bundleStep(e, pPeer);
    while( tgBundleName(e, p, &name, &iOrd, &bOrd) ){
      bundleBindInt(e, pName, 1, 1, row.id);
      bundleBindText(e, pName, 2, name);
      bundleBindInt(e, pName, 3, bOrd, iOrd);
      bundleStep(e, pName);
    }
  }
}

static void bundlePut(TgErr *e, TgBundle *p, sqlite3_stmt *pPeer, sqlite3_stmt *pName, sqlite3_stmt *pState){
  TgBundleState state;
  int k;
  if( e->rc!=SQLITE_OK ) return;
  tgBundleRewind(p);
  bundleFillPeers(e, p, pPeer, pName);
  tgBundleRewind(p);
  while( tgBundleState(e, p, &state) ){
    bundleBindInt(e, pState, 1, 1, state.id);
    for(k=0; k<4; k++) bundleBindInt(e, pState, k+2, state.ab[k], state.a[k]);
    bundleStep(e, pState);
  }
  sqlite3_clear_bindings(pPeer);       /* they point into memory that goes away */
  sqlite3_clear_bindings(pName);
}

#endif
