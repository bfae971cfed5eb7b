/* ops: what can be done with sessions: the only place where strings and stores meet.
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

#include "codec/codec.h"
#include "codec/codec_bundle.h"
#include "store/store.h"

/* Options: name, value pairs at the end of an argument list. */
typedef struct TgOpt {
  TgAccount over;                           /* fields that override or fill in */
  const char *zFrom;                        /* borrowed: the format to read a value as */
  const char *zKeyId;  /* borrowed: which of several logins, by its key's identifier */
  i64 nMaxLength;                           /* characters of a bundle; 0: no bound */
  int bReplace;                             /* another account's login may be overwritten */
  int bTry;                                 /* what goes wrong is a result, no error */
  int bRebuild;                             /* make the tables anew, without what is foreign */
} TgOpt;

/* Which of them a function takes. */
enum { TG_OPT_FIELDS = 0x01, TG_OPT_FROM = 0x02, TG_OPT_MAX_LENGTH = 0x04, TG_OPT_REPLACE = 0x08,
       TG_OPT_TRY = 0x10,
       TG_OPT_REBUILD = 0x20, TG_OPT_KEY_ID = 0x40 };

/* Read nArg arguments as options.  One that is not in mTake is an error that lists those that are.
** NULL values count as not given. */
void tgOptions(TgErr *e, TgOpt *p, int nArg, sqlite3_value **apArg, unsigned mTake);

/* A session in hand: the account and, where bStore, a store with its peers and states.  A bundle
** has its own columns, and gets a store when somebody asks for one, see tgValueRows(). */
typedef struct TgValue {
  TgCtx *pCtx;
  const char *zFormat;                      /* name in session_formats, borrowed */
  TgAccount a;
  TgStore st;
  int bStore;
  TgBundle *pBundle;                        /* owned, or 0 */
  unsigned mChosen;                         /* fields that options gave */
  char *zProblem;                           /* owned: why it is no login that can be used */
  TgBundleInfo bundle;
} TgValue;

/* A value of nothing, that can be closed.  Not a memset(), see tgAccountInit(). */
static inline void tgValueInit(TgValue *v, TgCtx *pCtx){
  v->pCtx = pCtx;
  v->zFormat = 0;
  tgAccountInit(&v->a);
  v->bStore = 0;
  v->pBundle = 0;
  v->mChosen = 0;
  v->zProblem = 0;
  v->bundle.nPeer = v->bundle.nState = 0;
  v->bundle.zLayout[0] = 0;
}

/* Open a string, bundle, JSON text or image. An error says what it looked like. */
void tgValueOpen(TgErr *e, TgValue *v, TgCtx *pCtx, sqlite3_value *pValue, const TgOpt *pOpt);

/* Its peers, usernames and states into st, which has none. */
void tgValueCopy(TgErr *e, TgValue *v, TgStore *st);

/* The peers and states of a bundle in a store, of the canonical layout.  A no-op for all else. */
void tgValueRows(TgErr *e, TgValue *v);

/* What is wrong with it, as far as its account and its structure tell, from sqlite3_malloc: 0 when
** that is all.  *pi is 0 at first.  And the first that is an error. */
char *tgValueWrong(TgErr *e, TgValue *v, int *pi);
char *tgValueWrongFirst(TgErr *e, TgValue *v);

/* Does the text z look like a value, and like no name of a database or a path? */
int tgValueLooks(const char *z);

/* Open a container to read.  bDefault: nobody named it, so the error names those that hold one. */
void tgValueContainer(TgErr *e, TgValue *v, TgCtx *pCtx, const char *zName, int bDefault);

/* The login that pOpt->zKeyId means; an error where there is no such one, and where there are
** several and none is meant. */
void tgValuePick(TgErr *e, TgValue *v, const TgOpt *pOpt);

void tgValueClose(TgValue *v);

/* Fields given as options win. */
void tgValueOverride(TgErr *e, TgValue *v, const TgOpt *pOpt);

/* tgAccountFit() for a layout; where its client dials IPv4 only, an IPv6 address that nobody chose
** is replaced by that of the DC. */
void tgFit(TgErr *e, TgAccount *a, const TgLayout *pTo);

/* The format, or layout, that zName was most likely meant to be: "telethon7" is telethon-7,
** "kurigram" the newest of that name; 0: none. */
const char *tgFormatLike(TgCtx *pCtx, const char *zName, int bLayout);

/* Is zName a schema of the connection?  Is it a path: does it hold a slash, or end in .session? */
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

/* v in another format: any name in session_formats; 0: the string native to v.  *pOut has been
** initialized.  What a string does not hold may be gone from v->a. */
void tgProduce(TgErr *e, TgValue *v, const char *zFormat, const TgOpt *pOpt, TgOut *pOut);

/* Those of tgProduce() that take more than a buffer: everything in v as a string, a database of v
** (or JSON). */
void tgProduceBundle(TgErr *e, TgValue *v, const TgOpt *pOpt, TgOut *pOut);
void tgProduceImage(TgErr *e, TgValue *v, const TgLayout *pTo, TgOut *pOut);

/* The layout that v came from, as bundles, JSON and session_info() name it; 0: none.  Borrowed. */
const char *tgValueLayout(const TgValue *v);

/* A key, or a user id, that is there but can't be used is told as what it is. */
void tgValueLoggedIn(TgErr *e, const TgValue *v);

/* How the writers below are called. */
enum {
  TG_IN_UPDATE = 0x01,                      /* from xUpdate, where SQLite has no savepoints */
  TG_INSERT    = 0x02,  /* a login that is there already is a conflict: an INSERT's key is taken */
  TG_REPLACE   = 0x04,  /* another account's login may be overwritten, with its peers and states */
  TG_READS     = 0x08,                      /* what is written comes from what was read there */
  TG_REMOVES   = 0x10,  /* rows go and come back, or tables go: nothing may refer to them */
  TG_STATES    = 0x20,  /* update states may run backwards, to those of the value */
};

/* Put v into the container zName, in layout zLayout (0: what it holds, else what suits v). All or
** nothing.  The same account's is merged; over another's, or in xUpdate into a database of the
** connection that has another layout, an error. */
void tgImport(TgErr *e, TgValue *v, const char *zName, const char *zLayout, int flags);

/* An empty session, as the client itself would create it.  With TG_REPLACE a login that is there is
** forgotten. */
void tgCreate(TgErr *e, TgCtx *pCtx, const char *zName, const char *zLayout, int flags);

/* What a session is to have. */
typedef struct TgChanges {
  const char *zLayout;  /* another layout, or 0 (its own: the version number is mended) */
  const TgAccount *pOver;                   /* other fields */
  unsigned mNull;                           /* fields that are to be NULL */
} TgChanges;

/* Change the session in zName.  In xUpdate another layout is for files only, and for a database of
** the connection an error that names session_migrate(). */
void tgChange(TgErr *e, TgCtx *pCtx, const char *zName, const TgChanges *p, int flags);

/* Forget the login: overwrite key, user, peers and states; the empty layout stays. */
void tgForget(TgErr *e, TgCtx *pCtx, const char *zName, int flags);

/* JSON, from sqlite3_malloc; see sql/README.md. */
char *tgInfo(TgErr *e, TgValue *v);
char *tgCheck(TgErr *e, TgCtx *pCtx, const char *zName);
char *tgRepair(TgErr *e, TgCtx *pCtx, const char *zName, int bRebuild);

/* One row of session_formats; all is borrowed. */
typedef struct TgFormat {
  const char *zName, *zKind, *zFamily, *zClients, *zNote;
  int bWrites;
  unsigned keeps;
} TgFormat;

/* Row i: the codecs, the bundle, the layouts that are not hidden.  0 past the end. */
int tgFormatAt(TgCtx *pCtx, int i, TgFormat *pRow);

/* Append the bits as words, in the order of the canonical columns. */
void tgFormatKeeps(sqlite3_str *s, unsigned keeps);

/* What the manual says of a topic, "" for what there is; from sqlite3_malloc. */
char *tgHelp(TgErr *e, TgCtx *pCtx, const char *zTopic);

/* What *e says as the only finding of a repair, status "failed"; *e is clear then.  From
** sqlite3_malloc. */
char *tgRepairFailed(TgErr *e);

/* One write: xApply(e, w, pArg) does it, inside a savepoint, a transaction of a private connection
** or, with TG_IN_UPDATE, the nested statement of op_write.c: all of it or nothing.  A no-op when *e
** is set. */
typedef struct TgWrite {
  TgStore *st;
  int flags, bOpen;
  int eSecure;                              /* what secure_delete was, plus 1; 0: as it is */
  TgSave save;
} TgWrite;
typedef void (*TgApply)(TgErr *e, TgWrite *w, void *pArg);
void tgWrite(TgErr *e, TgStore *st, int flags, TgApply xApply, void *pArg);

/* Its SQL function, session__apply(), and the table for a database without one. */
void tgWriteApply(sqlite3_context *ctx, int nArg, sqlite3_value **apArg);
extern const sqlite3_module tgBracketModule;

/* Finalize what is kept for the next write: the connection is being closed. */
void tgWriteForget(TgCtx *pCtx);

/* An error: name is taken, as the primary key of the table session. */
void tgTaken(TgErr *e, const TgStore *st);

/* An error when layout pTo is none of a database (JSON), or keeps its version where st's own
** program keeps its. */
void tgRequireTables(TgErr *e, TgStore *st, const TgLayout *pTo);

/* For a write that deletes a login or its peers: overwrite what goes with zeros.  the user's
** setting is put back when it has ended. */
void tgWriteSecure(TgErr *e, TgWrite *w);

/* Is zTable, in any case, a table of st's client, or of another of its family? */
int tgOwns(const TgStore *st, const char *zTable);

/* DROP of a "TABLE", an "INDEX" ... inside a write.  Fails where an authorizer makes it nothing. */
void tgDrop(TgErr *e, TgWrite *w, const char *zType, const char *zName);

/* An error when st holds several logins: putting an account would delete the others. */
void tgOneLogin(TgErr *e, TgStore *st);

/* Change the layout of an open store inside a TgWrite.  a: the account as it was read. */
void tgMigrate(TgErr *e, TgWrite *w, TgStore *st, const TgLayout *pTo, const TgAccount *a);

/* The tables of w's store as its layout makes them, with what they held; nothing that stands on the
** old ones is run. */
void tgRebuild(TgErr *e, TgWrite *w);

/* The layout called zName, for writing; an error that lists them. */
const TgLayout *tgLayoutToWrite(TgErr *e, TgCtx *pCtx, const char *zName);

#endif
