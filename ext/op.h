/* layer 4: what can be done with sessions: the only place where strings and stores meet.
**
** A *value* is a representation that can be passed around: a session string, a bundle, JSON, a
** database image.  A *container* is a place that holds a session: a schema or a file.
**
**     tgValueOpen(e, &v, pCtx, apArg[0], &opt);            whatever it is
**     tgProduce(e, &v, "telethon", &opt, &out);            as something else
**     tgImport(e, &v, "bot", 0, &opt, 0, &zName);          into a container
**     tgValueClose(&v);
*/
#ifndef TG_OP_H
#define TG_OP_H

#include "codec.h"
#include "codec_bundle.h"
#include "store.h"

/* Options: name, value pairs at the end of an argument list. */
typedef struct TgOpt {
  TgAccount over;                           /* fields that override or fill in */
  const char *zFrom;                        /* borrowed: the format to read a value as */
  i64 nMaxLength;                           /* characters of a bundle; 0: no bound */
} TgOpt;

/* Read nArg arguments as options.  An unknown one is an error that lists them. NULL values
** count as not given. */
void tgOptions(TgErr *e, TgOpt *p, int nArg, sqlite3_value **apArg);

/* A session in hand: the account and, where bStore, a store with its peers and states. */
typedef struct TgValue {
  TgCtx *pCtx;
  const char *zFormat;                      /* name in session_formats, borrowed */
  TgAccount a;
  TgStore st;
  int bStore;
  char *zProblem;                           /* owned: why it is no login that can be used */
  TgBundleInfo bundle;
} TgValue;

/* A value of nothing, that can be closed.  Not a memset(), see tgAccountInit(). */
static inline void tgValueInit(TgValue *v, TgCtx *pCtx){
  v->pCtx = pCtx;
  v->zFormat = 0;
  tgAccountInit(&v->a);
  v->bStore = 0;
  v->zProblem = 0;
  v->bundle.nContent = 0;
}

/* Open a string, bundle, JSON text or image. An error says what it looked like. */
void tgValueOpen(TgErr *e, TgValue *v, TgCtx *pCtx, sqlite3_value *pValue, const TgOpt *pOpt);

/* Open a container to read.  bDefault: nobody named it, so the error names those that hold one. */
void tgValueContainer(TgErr *e, TgValue *v, TgCtx *pCtx, const char *zName, int bDefault);

void tgValueClose(TgValue *v);

/* Fields given as options win. */
void tgValueOverride(TgValue *v, const TgOpt *pOpt);

/* tgAccountFit() for a layout; where its client dials IPv4 only, an IPv6 address that nobody chose is
** replaced by that of the DC. */
void tgFit(TgErr *e, TgAccount *a, const TgLayout *pTo);

/* Is zName a schema of the connection?  Is it a path (DESIGN.md 2)? */
int tgIsSchema(TgCtx *pCtx, const char *zName);
int tgIsPath(const char *zName);

/* Put the file's name in front of a message that lacks it: in a fleet one wants to know which. */
void tgNameFile(TgErr *e, const char *zName);

/* The container called zName; an error that lists the databases when it is none. */
void tgContainer(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName, enum TgOpen eOpen);

/* Text or bytes that came out. */
typedef struct TgOut {
  u8 *a; i64 n;                             /* owned, from sqlite3_malloc64; or aShort */
  int bBlob;
  u8 aShort[TG_ENCODED_MAX];                /* session strings: none needs memory of its own */
} TgOut;

static inline void tgOutInit(TgOut *p){
  p->a = 0;
  p->n = 0;
  p->bBlob = 0;
}

/* Give it to SQLite as the result of a function or the value of a column; our own copy is wiped. */
void tgOutResult(TgOut *p, sqlite3_context *ctx);

/* Wipe and free what is not given to SQLite. */
void tgOutFree(TgOut *p);

/* v in another format: any name in session_formats; 0: the string native to v.  *pOut has been initialized.  What
** a string does not hold may be gone from v->a. */
void tgProduce(TgErr *e, TgValue *v, const char *zFormat, const TgOpt *pOpt, TgOut *pOut);

/* Those of tgProduce() that take more than a buffer: everything in v as a string, a database of v (or JSON). */
void tgProduceBundle(TgErr *e, TgValue *v, const TgOpt *pOpt, TgOut *pOut);
void tgProduceImage(TgErr *e, TgValue *v, const TgLayout *pTo, TgOut *pOut);

/* A key, or a user id, that is there but can't be used is told as what it is. */
void tgValueLoggedIn(TgErr *e, const TgValue *v);

/* How the writers below are called. */
enum {
  TG_IN_UPDATE = 0x01,                      /* from xUpdate, where SQLite has no savepoints */
  TG_NO_OTHER  = 0x02,                      /* an error when another account is logged in there */
};

/* What tgImport() and tgChange() fail with, before anything is written, when called from xUpdate (TG_IN_UPDATE) for a
** database of the connection that would get another layout: SQLite drops no table while a statement runs. */
#define TG_ALONE (SQLITE_LOCKED | (0x54<<8))

/* Put v into the container zName, in layout zLayout (0: what it holds, else what suits v).
** All or nothing.  May fail with TG_ALONE. */
void tgImport(TgErr *e, TgValue *v, const char *zName, const char *zLayout, int flags);

/* An empty session, as the client itself would create it. */
void tgCreate(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, int flags);

/* Another layout for the session in zName, or (zLayout==0, over.have) other fields, or both.  May fail with
** TG_ALONE. */
void tgChange(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, const TgAccount *pOver,
              unsigned mNull, int flags);

/* Forget the login: overwrite key, user, peers and states; the empty layout stays. */
void tgForget(TgErr *e, TgCtx *pCtx, const char *zName, int flags);

/* JSON, from sqlite3_malloc; see the README. */
char *tgInfo(TgErr *e, TgValue *v);
char *tgCheck(TgErr *e, TgCtx *pCtx, const char *zName);
char *tgRepair(TgErr *e, TgCtx *pCtx, const char *zName);

/* One write: a savepoint, a transaction of a private connection or, in xUpdate, nothing but the promise to roll
** back the user's transaction when applying fails. */
typedef struct TgWrite {
  TgStore *st;
  int flags, bOpen;
  int eSecure;                              /* what secure_delete was, plus 1; 0: as it is */
  TgSave save;
} TgWrite;
void tgWriteBegin(TgErr *e, TgWrite *w, TgStore *st, int flags);
void tgWriteEnd(TgErr *e, TgWrite *w);

/* For a write that deletes a login or its peers: overwrite what goes with zeros.  tgWriteEnd() puts the user's setting
** back. */
void tgWriteSecure(TgErr *e, TgWrite *w);

/* DROP of a "TABLE", an "INDEX" ... inside a write. */
void tgDrop(TgErr *e, TgWrite *w, const char *zType, const char *zName);

/* An error when st holds several logins: putting an account would delete the others. */
void tgOneLogin(TgErr *e, TgStore *st);

/* Fail with TG_ALONE if st is to get layout pTo where that can't be. */
void tgAlone(TgErr *e, TgStore *st, const TgLayout *pTo, int flags);

/* Change the layout of an open store inside a TgWrite.  a: the account as it was read. */
void tgMigrate(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo, const TgAccount *a);

/* The layout called zName, for writing; an error that lists them. */
const TgLayout *tgLayoutToWrite(TgErr *e, TgCtx *pCtx, const char *zName);

#endif
