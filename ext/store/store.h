/* store: a session inside an open SQLite schema, whichever client made it.
**
** A store is a schema ("main", "bot", ...) of a connection: the user's own, or a private one that
** this file opens over a file or an image.  All SQL comes from the layout's file.
**
**     tgStoreFile(e, &st, pCtx, "./my_account.session", TG_OPEN_READ);
**     tgStoreAccount(e, &st, &account, &zProblem);
**     tgStoreClose(&st);
**
** A file is the main schema of a private connection; of an image, JSON or a bundle the session is
** the attached schema "src", and main an empty ":memory:" database.
*/
#ifndef TG_STORE_H
#define TG_STORE_H

#include "layout/layout.h"
#include "codec/codec_bundle.h"

/* What all SQL faces of one connection share.  Lives as long as the registrations, each of which
** holds a reference. */
typedef struct TgCtx {
  sqlite3 *db;                              /* the user's connection */
  TgCatalogue *pCat;                        /* owned */
  int nRef;
  int bValuesOnly;  /* sqlite3_tgsession_values_init: no name reaches a disk */
  int nRollback;  /* how often SQLite has rolled back one of our tables' transactions */
  int nOpener;  /* how often session__apply() was called by nobody, see op_write.c */
  sqlite3_stmt *pBracket; char *zBracket;   /* owned: the statement kept for the next write, and its
                                            ** SQL */
  struct TgReading *pReading;  /* files that are open to be read: their stores own these */
} TgCtx;

/* One reference less; a destructor of registrations. */
void tgCtxRelease(void *pCtx);

/* A file that is open to be read.  Who wants to write it meanwhile would wait for a lock of his
** own. */
typedef struct TgReading { struct TgReading *pNext; u64 dev, ino; } TgReading;

typedef struct TgStore {
  TgCtx *pCtx;
  sqlite3 *db;
  int bOwn;                                 /* db is private: close it */
  char *zSchema;                            /* owned */
  char *zName;                              /* owned: what the user calls it, for messages */
  const char *zPrefix;                      /* put in front of its tables; "" but in a migration */
  const TgLayout *pLayout;                  /* 0: holds no session */
  TgShape shape;
  int bOneRow;                              /* section account gave one row when it was read last */
  TgStop *pStop;  /* owned, where db is private: asks the user's connection */
  unsigned mode;                            /* permission bits of a file */
  int nName;                                /* hard links of the file */
  int bWalLost;  /* its header says WAL, there is no -wal, and there are no tables */
  char *zWalCheck;  /* owned: a file that must have no -wal after reading either, ... */
  int bShm;                                 /* it had a stale -shm before */
  sqlite3_file *pHold;                      /* owned: ... and the shared lock on it until then */
  TgReading *pReading;                      /* owned: a file opened by READ */
  char *zNew;  /* owned: a file made by CREATE, removed unless kept ... */
  char *zPlace;  /* owned: ... and then given this name; 0: it has its own */
} TgStore;

enum TgOpen { TG_OPEN_READ, TG_OPEN_WRITE, TG_OPEN_CREATE };

/* A schema of the user's connection.  Detects the layout. */
void tgStoreAttached(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zSchema);

/* A file, through a private connection.  READ: leaves no new file beside it; WRITE: it must exist;
** CREATE: made with mode 0600 if need be.  Errors name the file. */
void tgStoreFile(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zPath, enum TgOpen eOpen);

/* A database image, n bytes; copied.  Needs SQLite 3.36, as a rule. */
void tgStoreImage(TgErr *e, TgStore *st, TgCtx *pCtx, const void *p, i64 n);

/* JSON text of some client, n bytes; read as the layout that detects it.  For each value SQLite
** takes some 50 bytes of memory, and it reads all of them for each question. */
#define TG_JSON_MAX (16*1024*1024)
#define TG_JSON_VALUES 1000000
void tgStoreJson(TgErr *e, TgStore *st, TgCtx *pCtx, const char *z, i64 n);

/* A copy of pFrom's schema in a workbench.  Needs what an image needs. */
void tgStoreFromSchema(TgErr *e, TgStore *st, TgStore *pFrom);

/* An empty database in memory, no layout yet. */
void tgStoreMemory(TgErr *e, TgStore *st, TgCtx *pCtx, const char *zName);

/* An empty schema of st's private connection, where an image for export is built.  Closing it
** closes nothing of st. */
void tgStoreBench(TgErr *e, TgStore *pBench, const TgStore *st);

/* Serialise: bytes from sqlite3_malloc64, *pn of them, with a rollback-journal header. */
u8 *tgStoreSerialize(TgErr *e, TgStore *st, i64 *pn);

/* Free all of it; a store of zeros too.  A file that CREATE made and nobody kept is removed. */
void tgStoreClose(TgStore *st);

/* What CREATE made holds a session now: it goes to its place, on the disk.  An error where another
** program has made one there meanwhile. */
void tgStoreKeep(TgErr *e, TgStore *st);

/* 1 when a file in WAL mode was read as it was, without a -wal, and now has one: read again. */
int tgStoreChanged(TgStore *st);

/* Look at the structure anew. */
void tgStoreDetect(TgErr *e, TgStore *st);

/* Why nothing can be read, written or made anew: views, unknown structure, foreign triggers, no
** session, read-only layout. A no-op when all is well. */
enum TgUse { TG_USE_READ, TG_USE_WRITE, TG_USE_REPAIR, TG_USE_REBUILD };
void tgStoreUsable(TgErr *e, TgStore *st, enum TgUse eUse);

/* What is wrong with the structure though it can be read: the number, unknown columns; 0: nothing.
** From sqlite3_malloc. */
char *tgStoreProblem(TgErr *e, TgStore *st);
int tgStoreNewer(const TgStore *st);        /* the number is above all that are known */
int tgStoreMismatch(const TgStore *st);     /* the number is another layout's */

/* What is foreign in its schema, see tgLayoutJudge(). */
void tgStoreJudge(TgErr *e, TgStore *st, TgForeign xFound, void *pArg);

/* The text of a section for this store's schema and shape, from sqlite3_malloc; 0 if there is none.
** Usernames of a layout that has no such section are those of its peers. */
char *tgStoreSql(TgErr *e, const TgStore *st, const char *zSection);

/* A section as a statement, zFmt around it with one %s for its text; 0 if there is none. */
sqlite3_stmt *tgStorePrepare(TgErr *e, const TgStore *st, const char *zSection, const char *zFmt);

/* What is wrong with the session, as far as its structure and its account's row tell, which a is:
** see tgAccountWrong(). */
char *tgStoreWrong(TgErr *e, TgStore *st, const TgAccount *a, int *pi);

/* The account.  *pzProblem (if not 0) gets, from sqlite3_malloc, what keeps it from being a login
** that can be used (key of a wrong length, values of a wrong type); such fields are left out.
** *pnRow (if not 0): 0 when there is no row. */
void tgStoreAccount(TgErr *e, TgStore *st, TgAccount *a, char **pzProblem, int *pnRow);

/* The login whose key has the identifier zKeyId, of several; 0: there is none. */
int tgStorePick(TgErr *e, TgStore *st, TgAccount *a, const char *zKeyId);

/* How many rows of the account's table have a key, where the client keeps one row; else 1.  Not
** asked where the account was read and is one row. */
i64 tgStoreLogins(TgErr *e, TgStore *st);

/* How many peers or states; -1 when the layout holds none. */
i64 tgStoreCount(TgErr *e, TgStore *st, const char *zSection);

/* An error when p, which is to write, would not: an authorizer has made it nothing. */
void tgStoreWrites(TgErr *e, const TgStore *st, sqlite3_stmt *p);

/* Bind :dc_id and the like from a (may be 0), and :id. */
void tgStoreBind(TgErr *e, sqlite3_stmt *p, const TgAccount *a, i64 id);

/* An error of SQLite's about st in words that name it and say what to do. */
void tgStoreExplain(TgErr *e, TgStore *st);

/* Run the statements of a section, binding :name parameters from a (may be 0) and :id. */
void tgStoreRun(TgErr *e, TgStore *st, const char *zSection, const TgAccount *a, i64 id);

/* Create the tables and the first rows of a layout; indexes come last, with tgStoreIndex. */
void tgStoreCreate(TgErr *e, TgStore *st, const TgLayout *pLayout);
void tgStoreIndex(TgErr *e, TgStore *st);

/* Create the tables of its layout that are not there, and look again. */
void tgStoreComplete(TgErr *e, TgStore *st);

/* The first column of the layout that is missing and that would tell rows apart, so that nobody can
** make it anew; 0: none. */
const char *tgStoreLostKey(TgErr *e, TgStore *st);

/* Every table of st's family in its schema, the newest first or, so that a parent comes before what
** refers to it, last. */
void tgStoreTables(TgErr *e, TgStore *st, int bNewestFirst,
                   void (*xDo)(TgErr*, TgStore*, const char *zTable, void*), void *pArg);

/* The version number says what st's layout is; a no-op where it does, or where the layout has
** none. */
void tgStorePutVersion(TgErr *e, TgStore *st);

/* The account, where there is none yet.  It must have been made to fit, tgAccountFit(). */
void tgStorePutAccount(TgErr *e, TgStore *st, const TgAccount *a);

/* Change the fields mChange of the account's row to what a says, and nothing else. */
void tgStoreSetAccount(TgErr *e, TgStore *st, const TgAccount *a, unsigned mChange);

/* An error when the fields mChange are not as a says: an authorizer made the writing, or the
** reading, nothing. */
void tgStoreVerify(TgErr *e, TgStore *st, const TgAccount *a, unsigned mChange);

/* Peers, usernames and states of pFrom into st, a statement each.  TG_MERGE: st may hold some of
** them already.  Of two rows of a peer the one updated last wins, at a tie pFrom's, and usernames,
** phone and name that only the other has stay; of a state each greater number, or, TG_MERGE_BACK,
** pFrom's. */
enum TgCopy { TG_COPY, TG_MERGE, TG_MERGE_BACK };
void tgStoreCopy(TgErr *e, TgStore *st, TgStore *pFrom, enum TgCopy eCopy);

/* All that a bundle has into st, which has none. */
void tgStoreCopyBundle(TgErr *e, TgStore *st, TgBundle *p);

/* Open *st: the canonical tables in memory, indexed, with the rows of pFrom or, if that is 0, of
** pBundle.  Close with tgStoreClose(), also after an error. */
void tgStoreRows(TgErr *e, TgStore *st, TgCtx *pCtx, TgStore *pFrom, TgBundle *pBundle);

/* The row that names the account itself among the peers, where the layout has one; after the peers,
** because it may need their access hash.  None is left when *a doesn't say who it is. */
void tgStorePutSelf(TgErr *e, TgStore *st, const TgAccount *a);

/* Peers and states one by one, each in place of the one that has its id; the statements are kept.
** A peer is the values of the columns of "peers" and a JSON array of usernames (may be 0), a state
** id, pts, qts, date, seq.  Where the account's own row among the peers says who is logged in, it
** goes on to say so, and can't be dropped. */
enum { TG_PUT_MAX = 4 };
typedef struct TgPut { sqlite3_stmt *ap[TG_PUT_MAX]; int n; } TgPut;
/* pSelf is asked for each row, or once; it has been */
enum TgSelf { TG_SELF_EACH, TG_SELF_ONCE, TG_SELF_KNOWN };
typedef struct TgPump {
  TgStore *st;                              /* borrowed */
  TgPut dropPeer, peer, name, dropState, state;
  sqlite3_stmt *pSelf;  /* owned: who is logged in, where a peer's row says so; else 0 */
  enum TgSelf eSelf;
  TgAccount self;                           /* what it said last */
} TgPump;
void tgPumpOpen(TgErr *e, TgPump *p, TgStore *st);
void tgPumpPeer(TgErr *e, TgPump *p, sqlite3_value **apValue, const char *zNames);
void tgPumpState(TgErr *e, TgPump *p, sqlite3_value **apValue);
void tgPumpDropPeer(TgErr *e, TgPump *p, i64 id);
void tgPumpDropState(TgErr *e, TgPump *p, i64 id);
void tgPumpClose(TgPump *p);

/* The peers of a store one by one, in order of id, with their usernames as JSON.
** bOne: those with the id that is bound by tgPeersBind(). */
typedef struct TgPeers {
  sqlite3_stmt *pPeer;                      /* the current row: columns of "peers" */
  sqlite3_stmt *pName;
  int bName;                                /* 0: pName not begun; 1: it has a row; 2: at its end */
  char *zNames;  /* owned: JSON array, 0 when there are none or not asked for */
} TgPeers;
void tgPeersOpen(TgErr *e, TgPeers *p, TgStore *st, int bOne, int bNames);
void tgPeersBind(TgErr *e, TgPeers *p, i64 id);       /* again from the start */
int tgPeersNext(TgErr *e, TgPeers *p);      /* 1: a row */
void tgPeersClose(TgPeers *p);

#endif
