/* tables: what the virtual tables over sessions share: the table, its cursor, its plans, and the
** rows that are written.
**
** Which sessions a query means, and how each is read, is ops/source.h.  Also here: declarations of
** the five modules.
*/
#ifndef TG_VT_H
#define TG_VT_H

#include "ops/source.h"

/* The database that was written last, with what is prepared for its next row. */
typedef struct TgWriter {
  TgStore st;                               /* st.zName==0: none */
  sqlite3_stmt *pCookie;                    /* owned: PRAGMA schema_version ... */
  i64 iCookie; int nCookie;                 /* ... what it was, and how often that was prepared */
  int mLooked;                              /* TG_READS, TG_REMOVES: found to be fine */
  TgPump pump;
  TgPeers peers;                            /* one by its id */
  sqlite3_stmt *pState;                     /* owned: likewise */
  sqlite3_stmt *pRow;                       /* owned: VALUES, which makes values of what is bound */
} TgWriter;
void tgWriterClose(TgWriter *p);

/* What the three tables over sessions begin with. */
typedef struct TgTable {
  sqlite3_vtab base;                        /* must be first */
  TgCtx *pCtx;                              /* borrowed from the registration */
  char *zDefault;  /* owned: argument of CREATE VIRTUAL TABLE x USING module(argument), or 0 */
  char *zHome;  /* owned: the database that it was created in; main for temp */
  int iArg, iKey;                           /* see TgTableKind */
  int bPlain;                               /* made by nobody: SQLite finds it under any prefix */
  sqlite3_stmt *pSeen;  /* the statement looked at last: compared only, with how its text begins */
  char zSeen[256];
  int mRun;  /* what the statement does that opened the last cursor */
  TgWriter writer;
} TgTable;

/* What the running statement does with the table zTable, as its text says; an error when it means
** one database by a prefix and would get all. */
enum {
  TG_RUN_CHANGES = 0x01,                    /* it is an UPDATE or DELETE of it ... */
  TG_RUN_IGNORE  = 0x02,                    /* ... OR IGNORE */
};
int tgTextAsked(TgErr *e, TgTable *p, const char *zTable);

/* For each row of an INSERT: likewise, but for a statement that has been looked at. */
void tgTextRow(TgErr *e, TgTable *p, const char *zTable);

/* Is a CREATE VIRTUAL TABLE running, rather than one that is there being connected to? */
int tgTextCreates(sqlite3 *db);

/* What a table is. */
typedef struct TgTableKind {
  void *pCtx;                               /* TgCtx*, as xConnect has it */
  const char *zSchema;
  size_t n;  /* bytes of its structure, which begins with a TgTable */
  int iArg, iKey;  /* the first of the columns that are arguments; the last one is the key */
} TgTableKind;

/* xConnect: DIRECTONLY, and zeroed behind the TgTable. */
int tgTableConnect(sqlite3 *db, const TgTableKind *pKind, int argc, const char *const *argv,
                   sqlite3_vtab **ppVtab, char **pzErr);

/* Free it; what is behind the TgTable has been freed. */
int tgTableDisconnect(sqlite3_vtab *pVtab);

/* xBegin, without which SQLite tells of no rollback, and xRollback, which counts it. */
int tgTableBegin(sqlite3_vtab *pVtab);
int tgTableRollback(sqlite3_vtab *pVtab);

/* xOpen of a cursor of n bytes, zeroed. */
int tgCursorOpen(sqlite3_vtab *pVtab, const char *zTable, sqlite3_vtab_cursor **ppCursor, size_t n);

/* What xBestIndex can do with "column = value": a column, the bit of idxNum that says that its
** value is in argv[] (in the order of the list), and the collation that the value is looked for
** with. */
enum TgPlanKind {
  TG_PLAN_ARG,                              /* an argument: there is no other plan */
  TG_PLAN_NAME,                             /* one container of several */
  TG_PLAN_KEY,                              /* one row of many; the first of the list is taken */
  TG_PLAN_NEVER,                            /* the key of a row: one argument too many */
};
typedef struct TgPlan {
  int iCol, bit;
  enum TgPlanKind eKind;
  const char *zCollation;
} TgPlan;
int tgBestIndex(sqlite3_vtab *pVtab, sqlite3_index_info *pInfo, const TgPlan *a, int n,
                const char *zTable);

/* Values that came for "column = value".  They are as the query wrote them, and SQLite looks at the
** rows again. An id: 0 when no whole number equals it. */
int tgIdKey(sqlite3_value *p, i64 *piId);

/* A text: 0 when it can't be looked for.  An INTEGER may stand for '7' and for '007': that depends
** on where it came from, which we are not told.  So all rows are to be given then; none for a NULL:
** *pbNone. */
const char *tgTextKey(sqlite3_value *p, int *pbNone);

/* One INSERT, UPDATE or DELETE of session_peers or session_states, for a database of the
** connection. */
typedef struct TgRow {
  TgTable *pTab;
  sqlite3_value **apCol;                    /* the row that comes, or 0 */
  i64 idOld; int bOld;                      /* the one that goes */
  int bReplace;                             /* OR REPLACE: another one may have to go, too */
} TgRow;

/* The arguments of xUpdate, with pTab->writer open. */
void tgRowOpen(TgErr *e, TgRow *r, TgTable *pTab, int argc, sqlite3_value **argv);

/* The value of a column, or 0 where an UPDATE leaves it as it is. */
sqlite3_value *tgRowValue(const TgRow *r, int iCol);

/* Write: xApply runs inside tgWrite(), everything is reset afterwards. */
void tgRowWrite(TgErr *e, TgRow *r, TgApply xApply, void *pArg);

/* Errors: the id is taken; the layout can't keep a value of a column. */
void tgRowTaken(TgErr *e, const TgRow *r, const char *zTable, i64 id);
void tgRowLost(TgErr *e, const TgRow *r, const char *zColumn);

extern const sqlite3_module tgSessionModule, tgPeersModule, tgStatesModule, tgFormatsModule,
                            tgFindingsModule;

#endif
