/* page: rows out of a database file or image without opening it as a database.
**
** SQLite takes 55 us to open a database; the pages that matter can be read in 10.  A TgPage
** is the place to do that in, used for one file after the other:
**
**     h = tgPageNew(&e, 0);
**     while( (zPath = ...)!=0 ){
**       if( tgPageOpen(&e, h, zPath, 0) && tgPageSchema(&e, h, &s) ){
**         iRoot = s.aRoot[...];                  -- s.a, s.n: a schema that was seen before?
**         if( tgPageFirst(&e, h, iRoot, TG_PAGE_TABLE, &row) ) copy what row.aCell[] holds;
**       }
**       if( !tgPageClose(h) ) forget it, and ask SQLite instead;
**     }
**     tgPageFree(h);
**
** It is used only where its answer is SQLite's answer, and declines everywhere else: a -wal
** or a -journal beside the file, a writer at work, UTF-16, more than 64 columns, rows over 64
** kB, anything damaged on the pages that it meets.  Declining is sticky and no error: all
** calls give 0 from then on, and so does tgPageClose, the only place to ask.  Errors, in e,
** are a lack of memory and a file that cannot be opened.
**
** The file is read through the VFS, under a shared lock that is held until tgPageClose.  No
** file is made, locks of other connections of this process stay, a writer waits for no more
** than one tgPageOpen to tgPageClose.
**
** What the record alone does not say is left to the caller, who knows the schema: an INTEGER
** PRIMARY KEY is NULL in its cell (take iRowid), a REAL column may hold an integer, columns
** that ALTER TABLE added may be missing at the end of a row, a WITHOUT ROWID table begins
** with its key.
**
** LIMITS: pages of 512 to 65536 bytes, 64 rows in the schema, 64 columns, rows of 64 kB, and
** with auto_vacuum of two pages.
*/
#ifndef TG_PAGE_H
#define TG_PAGE_H

#include "base/base.h"

enum { TG_PAGE_COLUMNS = 64, TG_PAGE_ITEMS = 64, TG_PAGE_ROWSIZE = 65536 };

/* Flags of the open functions, or-ed. */
enum {
  TG_PAGE_NOLINK = 1,        /* zPath is known to be no symbolic link: saves resolving it */
  TG_PAGE_RAW = 2            /* for tgPageSalvage only: nothing is checked or declined */
};

/* Kinds of b-tree: one with rowids, or an index, which a WITHOUT ROWID table is too. */
enum { TG_PAGE_TABLE, TG_PAGE_INDEX };

typedef struct TgPage TgPage;

typedef struct TgPageCell {
  int eType;                 /* SQLITE_INTEGER, _FLOAT, _TEXT, _BLOB or _NULL */
  uint32_t n;                /* bytes of text or blob, 0 for others */
  const u8 *p;               /* borrowed until the next call with this TgPage; no NUL after text */
  i64 i;                     /* integer */
  double r;                  /* real; of an integer too */
} TgPageCell;

typedef struct TgPageRow {
  i64 iRowid;                /* 0 in an index */
  int nCell;                 /* 0..64 */
  TgPageCell aCell[TG_PAGE_COLUMNS];
} TgPageRow;

/* What a schema says, apart from where things are: for each row of sqlite_schema type, name,
** tbl_name, sql and whether there is a root page.  Equal bytes, equal schema. */
typedef struct TgPageSchema {
  const u8 *a;               /* borrowed until the next tgPageSchema or tgPageFree */
  uint32_t n;
  int nRow;                  /* 0..64 */
  uint32_t aRoot[TG_PAGE_ITEMS];           /* root page of each row, 0 for views and the like */
} TgPageSchema;

/* A place to read in, for files of pVfs (0: the default one).  0 when there is no memory. */
TgPage *tgPageNew(TgErr *e, sqlite3_vfs *pVfs);

/* Wipe and free; closes first.  h may be 0. */
void tgPageFree(TgPage *h);

/* Open a database file.  1: go on.  0: declined, or, with the error set, there is no such
** file, it may not be read, or there is no memory.  What was open in h is closed. */
int tgPageOpen(TgErr *e, TgPage *h, const char *zPath, int flags);

/* Likewise the image of a database, borrowed until tgPageClose.  There is nothing beside an
** image, so one that is marked as WAL is taken as it is. */
int tgPageOpenImage(TgErr *e, TgPage *h, const void *p, size_t n, int flags);

/* Unlock and close.  1 when everything since the open stands; 0 when it was declined or
** failed, at the latest now: a -wal may have come into being while the pages were read. */
int tgPageClose(TgPage *h);

/* Why it was declined, in words that live for ever; 0 if it was not, so far. */
const char *tgPageWhy(const TgPage *h);

/* Read the schema.  1, or 0 when declined or out of memory. */
int tgPageSchema(TgErr *e, TgPage *h, TgPageSchema *pSchema);

/* One of its rows: type, name, tbl_name and sql, where alone a NULL may be.  The first is at
** pSchema->a; returns where the next one is.  To walk the b-tree of root 1 again, instead, is to
** trust the file not to have changed since, whoever else may write it. */
const u8 *tgPageItem(const u8 *a, TgPageCell aCell[4]);

/* Walk a b-tree in order: 1 with a row, 0 at the end or when declined.  One walk at a time;
** pRow is borrowed as its cells are. */
int tgPageFirst(TgErr *e, TgPage *h, uint32_t iRoot, int eKind, TgPageRow *pRow);
int tgPageNext(TgErr *e, TgPage *h, TgPageRow *pRow);

/* The row with this rowid, by descent.  0 when there is none, or when declined.  tgPageNext
** goes on from there. */
int tgPageSeek(TgErr *e, TgPage *h, uint32_t iRoot, i64 iRowid, TgPageRow *pRow);

/* Records found by tgPageSalvage: borrowed until it returns.  iPage is the page from 1 on;
** pRow is 0 every 128 kB, when there is nothing to report, so that one may look at the
** clock.  Return 0 to go on. */
typedef int TgPageFound(void *pCtx, const TgPageRow *pRow, uint32_t iPage);

/* Search all of a damaged file or image (opened with TG_PAGE_RAW) for records that hold a 256-byte
** BLOB, in table and index pages where these are sound, byte by byte where they are not.  What is
** reported is whole: no byte came or went in it or in its page, as those and what follows show.  It
** may be a stale copy, and may come more than once.  Streams; of a larger file the first
** TG_PAGE_SALVAGE_MAX bytes. 1 when their end was reached, though some may have been unreadable
** (tgPageWhy); 0 when stopped or out of memory.
**
** Whatever the bytes are, the time is in proportion to their number: tgPageSteps(), what its
** loops did last, is below TG_PAGE_SALVAGE_STEPS for each byte, and a million, some ms, which even
** a small file may take. */
#define TG_PAGE_SALVAGE_MAX ((i64)256*1024*1024)
enum { TG_PAGE_SALVAGE_STEPS = 8 };
int tgPageSalvage(TgErr *e, TgPage *h, TgPageFound *xFound, void *pCtx);
u64 tgPageSteps(const TgPage *h);

/* The size of a page that the first 18 bytes of a database say; 0 when it is none. */
uint32_t tgPageSizeOf(const u8 *a);

/* n bytes of the open file or image at iOff, all of them in it: 1, or 0 when they can't be read. */
int tgPageRead(TgPage *h, i64 iOff, uint32_t n, u8 *a);

/* Did tgPageSalvage() leave out a record that may not be whole? */
int tgPageUnproved(const TgPage *h);

/* Bytes of the open file or image. */
i64 tgPageSize(const TgPage *h);

#endif
