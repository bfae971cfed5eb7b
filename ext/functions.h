/* functions: the SQL functions; see fn.c. */
#ifndef TG_FN_H
#define TG_FN_H

#include "ops/op.h"

typedef struct TgFunc {
  const char *zName;
  int nArg;                                 /* -1: any number */
  int flags;                                /* SQLITE_INNOCUOUS, ... */
  void (*xFunc)(sqlite3_context*, int, sqlite3_value**);
} TgFunc;

/* The public functions; each gets a TgCtx as its user data. zName==0 ends them. */
extern const TgFunc aTgFunc[];

#endif
