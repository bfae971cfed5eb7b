/* tables: what the two files of session_peers have in common: vt_peers.c reads, vt_peers_write.c
** writes. */
#ifndef TG_VT_PEERS_H
#define TG_VT_PEERS_H

#include "tables/vt.h"

enum {
  PEERS_SESSION, PEERS_ID, PEERS_TYPE, PEERS_ACCESS_HASH, PEERS_USERNAME, PEERS_USERNAMES,
      PEERS_PHONE_NUMBER,
  PEERS_NAME, PEERS_UPDATED, PEERS_SOURCE, PEERS_FIND, PEERS_KEY
};
/* xUpdate of session_peers; its table begins with a TgTable. */
int tgPeersUpdate(sqlite3_vtab *pVtab, int argc, sqlite3_value **argv, sqlite3_int64 *piRowid);

#endif
