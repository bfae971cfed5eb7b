/* tgsession: for programs that link tgsession in, with libtgsession.a:
**
**     #include "tgsession.h"
**     sqlite3_auto_extension((void(*)(void))sqlite3_tgsession_init);
**
**     cc app.c libtgsession.a -lsqlite3 -lz
**
** This header needs nothing but sqlite3.h.
*/
#ifndef TGSESSION_H
#define TGSESSION_H

#ifndef SQLITE3EXT_H
# include <sqlite3.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct sqlite3_api_routines;

/* Register all functions and tables on db.  Doing it twice does no harm.  SQLITE_OK, or an error
** with *pzErrMsg set to a message from sqlite3_mprintf() (pzErrMsg may be 0).  pApi is not used. */
int sqlite3_tgsession_init(sqlite3 *db, char **pzErrMsg, const struct sqlite3_api_routines *pApi);

/* Likewise, for SQL from elsewhere: values and the databases of db, and no name, path or glob
** reaches a file.  What writes by SELECT (session_import, session_migrate, session_repair) is an
** error outside of a transaction. session_version() says "values-only" then.  One connection has
** one of the two: the other is an error. */
int sqlite3_tgsession_values_init(sqlite3 *db, char **pzErrMsg,
                                  const struct sqlite3_api_routines *pApi);

#ifdef __cplusplus
}
#endif
#endif
