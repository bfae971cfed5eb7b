/* ops: where sessions are read: which ones a query means, and each of them in hand, whatever it is.
**
**     tgSourcesOpen(e, &src, pCtx, pArg, 0, 0);           session('bot'),
**                                                         session('bots/a*.session'),
**                                                         session(:value)
**     while( tgSourcesNext(e, &src) ){
**       if( tgSourcesLook(e, &src, &row, 0) ) ... row.v.a, row.zLayout, row.zProblem
**       tgHandClose(&row);
**     }
**     tgSourcesClose(&src);
**
** The one door for what reads: how a session is read (by place, by SQLite, from a bundle's columns,
** from what is left of a file) and when its store is opened is decided here, and what can't be read
** becomes a problem or an error here.  Who writes, or checks, opens a container: tgContainer().
*/
#ifndef TG_SOURCE_H
#define TG_SOURCE_H

#include "base/dirlist.h"
#include "ops/op.h"
#include "store/scan.h"

/* Where rows come from, one container after the other. */
typedef struct TgSources {
  TgCtx *pCtx;
  TgNames schema;                           /* owned: all databases of the connection ... */
  char *zOne;                               /* owned: ... or the only one, until it has come */
  int i;
  TgDirList *pList;                         /* owned: files of a glob */
  sqlite3_value *pGiven;                    /* owned: the argument, or 0 */
  const char *zDefault;  /* borrowed: that of CREATE VIRTUAL TABLE, where none is given, or 0 */
  int bValue;                               /* pGiven is a value, that stands for itself */
  int bNamed;                               /* one file, which must be there */
  int bAll;                                 /* those without a session have no row */
  char *zName;                              /* owned: of the current one, as tgContainer takes it */
  const char *zProblem;                     /* borrowed: why the file must not be opened, or 0 */
  TgScan *pScan;  /* owned: reads files without opening them; 0: none was read yet */
  TgStop stop;                              /* for what is long between two rows */
} TgSources;

/* pSource: what the query gives, or 0; zName: a name it asks for, or 0.  zDefault: the argument of
** CREATE VIRTUAL TABLE, or 0, kept. */
void tgSourcesOpen(TgErr *e, TgSources *p, TgCtx *pCtx, sqlite3_value *pSource,
                   const char *zDefault, const char *zName);
int tgSourcesNext(TgErr *e, TgSources *p);  /* 1: zName is the next one */
void tgSourcesClose(TgSources *p);

/* What the row of a session says.  Zeroed, it is one of nothing, that can be closed. */
typedef struct TgHand {
  TgValue v;                                /* a file's store is closed, until tgHandStore() */
  char *zProblem;                           /* owned: "code: sentence", or 0 */
  const char *zLayout;                      /* borrowed from the catalogue: its layout, or 0 */
  /* borrowed: the format of its own string, "": the usual one; 0: there is none to give */
  const char *zString;
  int bActive;                              /* there is nothing to count: see TgShape */
} TgHand;

/* Read the current one.  0: it has no row, being one of all databases, without a session.  What
** can't be read is its problem; an error is what ends the statement: no memory, an interrupt, what
** the user's connection does not allow, and, bStrict, what can't be read just now (locked, not to
** be opened), because a statement that changes rows must not pass over a login. */
int tgSourcesLook(TgErr *e, TgSources *p, TgHand *pHand, int bStrict);

/* The row's store again, which was closed so that whoever writes the file between two rows finds no
** lock of ours; and closed once more.  A no-op for a value, and where it is open. */
void tgHandStore(TgErr *e, TgSources *p, TgHand *pHand);
void tgHandShut(TgSources *p, TgHand *pHand);
void tgHandClose(TgHand *pHand);

/* The current one's peers or states, which are in a store or in a bundle.  0: it has none, or is a
** file of a glob, or one of all databases, that can't be read: its row says why.  Close *v in any
** case. */
int tgSourcesRows(TgErr *e, TgSources *p, TgValue *v);

/* After an error while rows of the current one were read: 1 when it is passed over, for the same
** reason. */
int tgSourcesPass(TgErr *e, const TgSources *p);

/* What the column source reads: the argument, so that WHERE source=... holds when SQLite looks at
** it again. */
void tgSourcesGiven(const TgSources *p, sqlite3_context *ctx);

/* The key of row id of the current one: its column key. */
void tgSourcesKey(const TgSources *p, sqlite3_context *ctx, i64 id);

#endif
