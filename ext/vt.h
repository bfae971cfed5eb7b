/* layer 5: what the virtual tables over sessions share: which containers a query means.
**
**     SELECT * FROM session;                              every database that holds a session
**     SELECT * FROM session('bot');                       one of them, or one file, or an image
**     SELECT * FROM session('bots/a*.session');           files, in path order
**
** Also here: declarations of the four modules.
*/
#ifndef TG_VT_H
#define TG_VT_H

#include "dirlist.h"
#include "op.h"
#include "scan.h"

/* Where rows come from, one container after the other. */
typedef struct TgSources {
  TgCtx *pCtx;
  char **azSchema; int nSchema;             /* owned: all databases of the connection ... */
  char *zOne;                               /* owned: ... or the only one, until it has come */
  int i;
  TgDirList *pList;                         /* owned: files of a glob */
  sqlite3_value *pImage;                    /* owned: an image or a string that stands for itself */
  int bAll;                                 /* those without a session have no row */
  char *zName;                              /* owned: of the current one, as tgContainer takes it */
  const char *zProblem;                     /* borrowed: why the file must not be opened, or 0 */
  TgStop stop;                              /* for what is long between two rows */
} TgSources;

/* pSource: what the query gives, or 0; zName: a name it asks for, or 0.  zDefault: the argument of CREATE
** VIRTUAL TABLE, or 0. */
void tgSourcesOpen(TgErr *e, TgSources *p, TgCtx *pCtx, sqlite3_value *pSource, const char *zDefault,
                   const char *zName);
int tgSourcesNext(TgErr *e, TgSources *p);  /* 1: zName is the next one */
void tgSourcesClose(TgSources *p);

/* Open the current one to read.  An error is about this one only. */
void tgSourcesStore(TgErr *e, TgSources *p, TgStore *st);

/* What the three tables over sessions begin with. */
typedef struct TgTable {
  sqlite3_vtab base;                        /* must be first */
  TgCtx *pCtx;                              /* borrowed from the registration */
  char *zDefault;                           /* owned: argument of CREATE VIRTUAL TABLE x USING module(argument), or 0 */
} TgTable;

/* xConnect of a table whose structure has n bytes and begins with a TgTable: DIRECTONLY, and zeroed behind it. */
int tgTableConnect(sqlite3 *db, void *pAux, int argc, const char *const *argv, const char *zSchema, size_t n,
                   sqlite3_vtab **ppVtab);

/* Free it; what is behind the TgTable has been freed. */
int tgTableDisconnect(sqlite3_vtab *pVtab);

/* xOpen of a cursor of n bytes, zeroed. */
int tgCursorOpen(sqlite3_vtab_cursor **ppCursor, size_t n);

/* Rows of session_peers and session_states that can be written.  A rowid is all that DELETE gets, so it
** holds the number of the database (-1: not one of this connection) and the id, which has 52 bits at most. */
int tgSchemaIndex(TgCtx *pCtx, const char *zName);
i64 tgRowid(int iSchema, i64 id);

/* One INSERT, UPDATE or DELETE: pRowid is the row that goes (or NULL), apCol the columns of the one that comes
** (or 0); xWrite does it inside a write to the right store. */
void tgRowWrite(TgErr *e, TgCtx *pCtx, sqlite3_value *pRowid, sqlite3_value **apCol, int iSession, int iId,
                void (*xWrite)(TgErr*, TgStore*, i64 idOld, int bOld, sqlite3_value **apCol));

/* An error that is not about one container but about us all. */
int tgFatal(int rc);

extern const sqlite3_module tgSessionModule, tgPeersModule, tgStatesModule, tgFormatsModule;

#endif
