/* store: what the files that open stores share.
**
**     store_open.c     a schema, a file
**     store_new.c      a file that is not there yet
**     store_image.c    what is no file: images, JSON, workbenches
*/
#ifndef TG_STORE_INT_H
#define TG_STORE_INT_H

#include "store/store.h"
#include "base/gate.h"

/* A store of nothing: zSchema is what it will work on, zName what the user calls it. */
void tgStoreInit(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema, const char *zName);

/* Open a private connection, with a stranger's database in mind. */
void tgStoreConnect(TgErr *e, TgStore *st, const char *zPath, int flags);

/* Open a private connection to the file zPath, with what zParam says of it in a URI. */
void tgStoreOpen(TgErr *e, TgStore *st, const char *zPath, const char *zParam);

/* ATTACH zUri as "src". */
void tgStoreAttach(TgErr *e, TgStore *st, const char *zUri);

/* Settings of a database that is now attached as st's schema. */
void tgStoreCareful(TgErr *e, TgStore *st);

/* An error when nFile bytes, which begin with aHead, are no whole pages. */
void tgStoreWhole(TgErr *e, const u8 *aHead, i64 nFile, const char *zName);

/* JSON text, n bytes, into st, which is initialised but not connected. */
void tgStoreJsonInto(TgErr *e, TgStore *st, const char *z, i64 n);

/* Begin the file zPath, which is not there: 1 when it is made elsewhere and tgStoreKeep() is to put
** it there; 0 when it was made where it is to be, empty, and st is to be opened on it. */
int tgStoreNew(TgErr *e, TgStore *st, const char *zPath);

/* Copy a schema of db, all of it, to dbTo. */
void tgStoreBackup(TgErr *e, sqlite3 *dbTo, sqlite3 *db, const char *zSchema);

/* Remove the second name that a kill between link() and unlink() has left to the file zPath. */
void tgStoreNewTidy(const char *zPath, const TgGate *g);

#endif
