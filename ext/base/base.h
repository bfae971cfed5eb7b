/* base: what every file here needs from SQLite and from C.
**
** Errors are sticky.  A TgErr starts as TG_ERR_INIT, the first failure stays,
** and every helper below is a no-op once rc is not SQLITE_OK.  So a function
** tells its story in a straight line and looks at e->rc at the end:
**
**     p = tgPrepare(e, db, "SELECT dc_id FROM \"%w\".t", zSchema);
**     if( tgStep(e, p) ) dc_id = sqlite3_column_int(p, 0);
**     sqlite3_finalize(p);
**
** Messages say what is wrong and what to do, never a byte of a key or of a
** session string: whatever a message repeats goes through tgShow(); the SQL function's or
** table's name is put in front by tgErrToCtx() and tgErrToVtab().
*/
#ifndef TG_BASE_H
#define TG_BASE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef SQLITE_CORE
# include "sqlite3.h"
#else
# include "sqlite3ext.h"
# ifdef TG_MAIN                       /* tgsession.c only */
  SQLITE_EXTENSION_INIT1
# else
  SQLITE_EXTENSION_INIT3
# endif
#endif

#define TG_MIN_SQLITE 3031000                              /* 3.31.0: DIRECTONLY */

/* Is there sqlite3_f() in the host's SQLite?  iVersion: since which version, when the headers that
** we are built with have it; its table may be shorter.  Only for functions that the entry point
** does not insist on. */
#define tgSince(iVersion) ((iVersion)<=TG_MIN_SQLITE || sqlite3_libversion_number()>=(iVersion))
#ifdef SQLITE_CORE
# define tgHas(f, iVersion) tgSince(iVersion)
#else
# define tgHas(f, iVersion) (tgSince(iVersion) && sqlite3_api->f!=0)
#endif

/* Whatever we hold may be a key, a string or a path that is one by mistake.  So nothing of ours is
** freed but by what wipes it: these names of SQLite's mean our functions here, as functions and as
** destructors.  What grows and could hold such a thing is built in memory of its final size, not by
** sqlite3_realloc64(), sqlite3_str or a chain of %s, which leave pieces behind.  tests/hosts/wipe.c
** looks at every block. */
static inline void tgFreeRaw(void *p){ sqlite3_free(p); }
static inline void tgValueFreeRaw(sqlite3_value *p){ sqlite3_value_free(p); }
#undef sqlite3_free
#undef sqlite3_value_free
#define sqlite3_free tgWipeFree
#define sqlite3_value_free tgValueFree

#include "base/base_finding.h"

#define TG_VERSION "0.2.0"
/* what the entry point without files calls itself */
#define TG_VERSION_VALUES TG_VERSION " values-only"

typedef sqlite3_int64 i64;
typedef sqlite3_uint64 u64;
typedef unsigned char u8;

#define TG_COUNT(a) ((int)(sizeof(a)/sizeof((a)[0])))

/* What no input, no lack of memory and no disk can make true or false, and is checked all the same,
** since others may write the code around it tomorrow.  As in SQLite: what is shipped checks, a
** debug build (-DTG_DEBUG) stops there, and only `make coverage` takes it for a constant. */
#if defined(TG_COVERAGE)
# define ALWAYS(x) 1
# define NEVER(x)  0
#elif defined(TG_DEBUG)
# define ALWAYS(x) ((x) ? 1 : (__builtin_trap(), 0))
# define NEVER(x)  ((x) ? (__builtin_trap(), 1) : 0)
#else
# define ALWAYS(x) (x)
# define NEVER(x)  (x)
#endif

/* A boundary: some test must come with x true, and some with x false.  `make coverage` looks. */
#if defined(TG_COVERAGE)
# define testcase(x) do{ static volatile unsigned n_; if( x ) n_++; }while( 0 )
#else
# define testcase(x)
#endif

typedef struct TgStop TgStop;

typedef struct TgErr {
  int rc;                    /* SQLITE_OK until something fails, then sticky */
  char *zMsg;                /* owned, from sqlite3_malloc; 0: rc is SQLITE_OK or SQLITE_NOMEM */
  TgFinding f;               /* what it is a case of; TG_F_NONE: rc tells, see tgErrCode() */
  TgStop *pStop;  /* borrowed: whom long work asks whether to go on, see tgWork(); 0: nobody */
} TgErr;
#define TG_ERR_INIT {SQLITE_OK, 0, TG_F_NONE, 0}

/* Record a failure, unless one is recorded already.  Returns e->rc.  zFmt is tgSay()'s. */
int tgFail(TgErr *e, int rc, const char *zFmt, ...);

/* As tgFail, with the message that the connection db holds for rc, and its extended code. */
int tgFailDb(TgErr *e, sqlite3 *db, int rc);

/* Out of memory. Returns SQLITE_NOMEM. */
int tgNomem(TgErr *e);

/* Put "zWhere: " and zMsg into the result of a SQL function; no-op when nothing
** failed.  Frees the message. */
void tgErrToCtx(TgErr *e, sqlite3_context *ctx, const char *zWhere);

/* Move the error into a virtual table as "zWhere: message" (0: "message"); returns its rc. The
** only writer of zErrMsg. */
int tgErrToVtab(TgErr *e, sqlite3_vtab *p, const char *zWhere);

/* Put "zWhat: " (formatted, as by tgSay) in front of the message; no-op without one. */
void tgErrPrefix(TgErr *e, const char *zFmt, ...);

/* An error that is about us all and not about one session: no memory, an interrupt. */
int tgErrFatal(int rc);

/* Likewise, as a case of f. */
int tgFailAs(TgErr *e, int rc, TgFinding f, const char *zFmt, ...);

/* What the error is a case of, if nobody has said so by its rc: a code of base_finding.h. */
const char *tgErrCode(const TgErr *e);

/* "code: sentence", from sqlite3_malloc, as `problem` and 'try' have it.  Frees the message of
** *pFrom. */
char *tgErrSentence(TgErr *e, TgErr *pFrom);

/* A problem, "code: sentence", is made by tgProblem() and taken apart by these two: its finding,
** and where the sentence begins. */
int tgProblemIsError(const char *z);         /* its severity is error */
char *tgProblem(TgErr *e, TgFinding f, const char *zFmt, ...);
TgFinding tgProblemFinding(const char *z);
const char *tgProblemText(const char *z);

/* Forget an error that does not matter. */
void tgErrClear(TgErr *e);

/* A sentence for people to read, from sqlite3_malloc: a message, a problem, a finding.  All of them
** are made here, or by tgFail() and tgErrPrefix(), which are the same, and never by tgPrintf(),
** sqlite3_mprintf() or sqlite3_str.  zFmt has %d, %u, %x, %o, each with ll too, %c, %s, %.*s and,
** in quotes, %Q.  What %s and %Q stand for may be anything that a user gave, a file holds or SQLite
** says:
**
**     a name, a path, a typo       as it is; control characters, those that turn the direction of
**                                  writing, and bytes that are no UTF-8 as \x1b
**     a session string, a key, or a piece of one
**                                  %Q and %s: a text of 353 characters that looks like a telethon
**                                  string
**     such a piece within a path   ./bots/<a text of 32 characters>.session
**
** So write %Q for a value and never quotes around a %s.  A text of ours comes out as it went in. */
char *tgSay(TgErr *e, const char *zFmt, ...);
char *tgSayV(const char *zFmt, va_list *pap);          /* 0: no memory */

/* A name that found nothing, as tgSay() shows it: for a column.  The name of what exists is given
** whole. */
char *tgShown(TgErr *e, const char *z);

/* Likewise, n bytes, to the end of s. */
void tgShow(sqlite3_str *s, const char *z, int n, int bQuote);

/* Does the message name zName already, as tgSay() would show it? */
int tgMentions(const TgErr *e, const char *zName);

/* Whether the n bytes at z are, as a whole, something that holds a key, or the begin of it: then "a
** telethon string" and the like.  Set when the library is loaded, since the codecs know it, who are
** above; by several threads at once, perhaps, to the same. */
#define TG_LOOKS_MAX 40
typedef int TgLooks(const char *z, int n, char zLooks[TG_LOOKS_MAX]);
void tgShownSet(TgLooks *xLooks);
int tgShownLooks(const char *z, int n, char zLooks[TG_LOOKS_MAX]);     /* 0 while none is set */

/* Zeroed memory from sqlite3_malloc64(), or 0 with the error set. */
void *tgAlloc(TgErr *e, u64 n);

/* sqlite3_mprintf() that records a lack of memory: for SQL and paths, which nobody sees.  Caller:
** sqlite3_free(). */
char *tgPrintf(TgErr *e, const char *zFmt, ...);

/* zA and zB as one string, made at once: what SQLite's printf moves as it grows is not wiped, and a
** name may be a string that somebody put in its place.  Caller: sqlite3_free(). */
char *tgJoin(TgErr *e, const char *zA, const char *zB);

/* n bytes of z (all of it when n<0) as a string of its own. */
char *tgStrdup(TgErr *e, const char *z, int n);

/* Strings in the order in which they came.  Zeroed, it has none. */
typedef struct TgNames { char **az; int n, nAlloc; } TgNames;       /* all of it owned */

/* Add z, from sqlite3_malloc, whose owner it becomes.  0, which could not be made, is accepted. */
void tgNamesAdd(TgErr *e, TgNames *p, char *z);

/* Free them; it has none then. */
void tgNamesFree(TgNames *p);

/* Prepare formatted SQL.  0 when it failed; finalize the result. */
sqlite3_stmt *tgPrepare(TgErr *e, sqlite3 *db, const char *zFmt, ...);

/* One step: 1 for a row, 0 for done or failed (look at e->rc). */
int tgStep(TgErr *e, sqlite3_stmt *p);

/* Text of a column, 0 for NULL; a lack of memory, which SQLite tells by a NULL too, is an error. */
const char *tgText(TgErr *e, sqlite3_stmt *p, int i);

/* What a sqlite3_bind_*() call returned: a value that is not bound must not become a NULL. */
void tgBind(TgErr *e, int rc);

/* Step to the end and finalize; p may be 0. */
void tgFinish(TgErr *e, sqlite3_stmt *p);

/* sqlite3_open_v2() for a connection of our own, which this thread alone uses: where our entry
** point is an automatic extension it leaves such a one as it is. */
int tgOpen(const char *zName, sqlite3 **pdb, int flags);

/* Is one being opened, by this thread? */
int tgOpening(void);

/* Run formatted SQL, any number of statements, rows ignored. */
void tgExec(TgErr *e, sqlite3 *db, const char *zFmt, ...);

/* The table that holds the schema of zSchema: temp has another one. */
const char *tgMaster(const char *zSchema);

/* Append z as a JSON string, quotes and all. */
void tgJsonText(sqlite3_str *s, const char *z);

/* First column of the first row of formatted SQL, or iDefault. */
i64 tgQueryInt(TgErr *e, sqlite3 *db, i64 iDefault, const char *zFmt, ...);

/* Whether the user wants long work to end: his connection was interrupted, or his progress handler
** says so, which is called for it as for a statement of his, though not as often.  What works on
** connection db itself needs none. */
struct TgStop {
  sqlite3 *db;                               /* the user's */
  sqlite3_stmt *p;  /* owned: a statement there, prepared when first asked */
  int n;                                     /* work since it was asked last ... */
  i64 iLast;                                 /* ... and when that was, of work with n>=10 */
  int nBusy, nWaited;                        /* milliseconds to wait for a lock; waited so far */
};

/* Ask: 1 to stop.  Takes 20 us, so ask every few ms. */
int tgStopAsk(TgStop *p);

/* Have all statements of dbOwn end with it, where the host has progress handlers; and waiting for a
** lock, which takes as long as the user's busy_timeout allows. */
void tgStopWatch(TgStop *p, sqlite3 *dbOwn);

/* A lock is in the way for the n-th time, n from 0 on: longer and longer naps, as
** sqlite3_busy_timeout() has them, but it asks.  0: the time is up, or the user wants no more. */
int tgStopNap(TgStop *p, int n);

/* Finalize; what is watched has been closed. */
void tgStopEnd(TgStop *p);

/* What takes about n microseconds is about to be done: e->pStop is asked now and then, and it fails
** with SQLITE_INTERRUPT.  tgStep() does this for each row. */
void tgWork(TgErr *e, int n);

/* SAVEPOINT and its end: RELEASE when *e is clean, ROLLBACK TO otherwise; if even that fails,
** ROLLBACK of all, as SQLite does itself on such errors.  The statements that undo are prepared at
** the start, because afterwards there may be no memory for them. */
typedef struct TgSave {
  sqlite3 *db;
  sqlite3_stmt *pRollback, *pRelease, *pAll; /* owned; pRelease!=0: the savepoint is open */
  sqlite3_stmt *pGuard;                     /* owned: a reader that has begun, see tgSaveDrop() */
} TgSave;
void tgSaveBegin(TgErr *e, TgSave *p, sqlite3 *db);

/* DROP of a table, or another single statement that SQLite refuses while any reader runs.
**
** Inside a function that SELECT calls without FROM, SQLite starts no statement any more, not even a
** ROLLBACK, once a nested one had no memory to be prepared.  But it rolls back when a reader that
** has begun is finalized then.  So pGuard is one, a PRAGMA that needs no memory to begin anew, and
** rests only for the DROP itself. */
void tgSaveDrop(TgErr *e, TgSave *p, const char *zFmt, ...);

void tgSaveEnd(TgErr *e, TgSave *p);

/* Overwrite with zeros, in a way that the compiler may not remove. */
void tgWipe(void *p, size_t n);

/* Wipe and free memory from sqlite3_malloc; a destructor of results too. */
void tgWipeFree(void *p);

/* Wipe and free what sqlite3_value_dup() gave. */
void tgValueFree(sqlite3_value *p);

/* Give n bytes that may hold a key as the result of a function or the value of a column: a copy
** that is wiped. */
void tgResult(sqlite3_context *ctx, const void *a, size_t n, int bBlob);

#endif
