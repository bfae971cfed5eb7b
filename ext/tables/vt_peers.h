/* tables: what the two files of session_peers have in common: vt_peers.c reads, vt_peers_write.c writes. */
#ifndef TG_VT_PEERS_H
#define TG_VT_PEERS_H

#include "tables/vt.h"

enum {
  COL_SESSION, COL_ID, COL_TYPE, COL_ACCESS_HASH, COL_USERNAME, COL_USERNAMES, COL_PHONE_NUMBER,
  COL_NAME, COL_UPDATED, COL_SOURCE, COL_FIND, COL_KEY
};
/* xUpdate of session_peers; its table begins with a TgTable. */
int tgPeersUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv, sqlite3_int64 *piRowid);

#endif
