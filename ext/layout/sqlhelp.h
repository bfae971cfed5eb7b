/* layout: the few functions that layouts need and SQL lacks; see sqlhelp.c. */
#ifndef TG_SQLHELP_H
#define TG_SQLHELP_H

#include "model/account.h"

/* What session__key() takes: a pointer of this type to TG_KEY_SIZE bytes. */
#define TG_KEY_POINTER "tgsession key"

/* What session__rows() and session__sorted() take: a pointer of this type to a TgRows, rows of up
** to 7 columns.  A statement may go through them several times, and at once: each pass is its
** own. */
#define TG_ROWS_POINTER "tgsession rows"
typedef struct TgRows TgRows;
struct TgRows {
  void *(*xOpen)(TgErr *e, const TgRows *p);                /* a pass; 0 with an error */
  void (*xBegin)(TgErr *e, void *pPass, sqlite3_value *pValue);       /* from the first row; pValue
                                                                      ** is what was asked for */
  int (*xNext)(TgErr *e, void *pPass);                      /* 1: there is a row */
  void (*xColumn)(void *pPass, sqlite3_context *ctx, int i);          /* column i of it, from 0, as
                                                                      ** ctx's result */
  void (*xClose)(void *pPass);
  void *pArg;                                               /* what xOpen wants; borrowed */
  TgStop *pStop;  /* borrowed, or 0: who is asked whether to go on */
};

/* Register them on a connection. */
void tgFunctionsInternal(TgErr *e, sqlite3 *db);

/* And take them back. */
void tgFunctionsRemove(sqlite3 *db);

#endif
