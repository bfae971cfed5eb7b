/* base: may this file be opened?  Everything goes through here before SQLite or our own reader
** opens anything.
**
**     tgGateLook(e, &gate, "/home/me/x.session", "./x.session");     a regular file, with regular
**                                                                    ones beside it
**     tgGateJournal(e, &gate, ...);                                  before it is opened for
**                                                                    writing
**     ... open it ...
**     tgGateSame(e, &gate, ...);                                     it is still the one that was
**                                                                    looked at
**
** A pipe would hang whoever opens it, and a -journal can name any file of the system: SQLite
** deletes that file, whatever it is, when it opens the database for writing.  Whoever swaps a file
** between two of these calls is not kept out.
*/
#ifndef TG_GATE_H
#define TG_GATE_H

#include "base/base.h"

typedef struct TgGate {
  int bThere;                               /* there is such a file */
  u64 dev, ino;                             /* which */
  i64 nByte;
  int nName;                                /* hard links */
  unsigned mode;                            /* permission bits; 0600 where the system has none */
  int bJournal, bWal, bShm;                 /* what lies beside it; empty ones, but for the -shm,
                                            ** count as absent */
} TgGate;

/* Is that the one of *g?  Where the system has no inodes nobody knows. */
static inline int tgGateIs(const TgGate *g, u64 dev, u64 ino){
  return g->ino!=0 && g->ino==ino && g->dev==dev;
}

/* Look at zPath (absolute, links resolved) and at what lies beside it; zName: what the user calls
** it.  A file that is not there is no error; a folder, a pipe, a socket or a device is, here or
** beside, and what can't be looked at. */
void tgGateLook(TgErr *e, TgGate *g, const char *zPath, const char *zName);

/* An error when the -journal that *g has met names a super-journal.  Read through the VFS. */
void tgGateJournal(TgErr *e, const TgGate *g, const char *zPath, const char *zName);

/* Might SQLite play the -journal of zPath, which is there?  One that begins with zeros, as
** journal_mode=PERSIST leaves it, even beside a -wal, it takes for none. */
int tgGateHot(TgErr *e, const char *zPath);

/* An error when zPath is another file by now. */
void tgGateSame(TgErr *e, const TgGate *g, const char *zPath, const char *zName);

/* What is at zFile, a link not followed: nothing, or an empty file; a file; or something that
** nobody should open. */
enum TgMet { TG_MET_NOTHING, TG_MET_FILE, TG_MET_OTHER };
enum TgMet tgGateMet(const char *zFile);

/* Which file zPath leads to, as "device-inode" in hex; "" where there is none, or the system has no
** inodes. */
#define TG_INODE_SIZE 40
void tgGateInode(const char *zPath, char zInode[TG_INODE_SIZE]);

/* Make zPath, empty and for its owner only.  1: made; 0: it was there already, or an error that
** names it. */
int tgGateCreate(TgErr *e, const char *zPath);

/* Remove a file that tgGateCreate made, and what a failed first transaction left beside it. */
void tgGateRemove(const char *zPath);

#endif
