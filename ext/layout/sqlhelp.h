/* layout: the few functions that layouts need and SQL lacks; see sqlhelp.c. */
#ifndef TG_SQLHELP_H
#define TG_SQLHELP_H

#include "model/account.h"

/* What session__key() takes: a pointer of this type to TG_KEY_SIZE bytes. */
#define TG_KEY_POINTER "tgsession key"

/* Register them on a connection. */
void tgFunctionsInternal(TgErr *e, sqlite3 *db);

/* And take them back. */
void tgFunctionsRemove(sqlite3 *db);

#endif
