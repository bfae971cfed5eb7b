/* base: files through SQLite's VFS.
**
**     rc = tgVfsOpen(&e, 0, "/home/me/x.session", SQLITE_OPEN_MAIN_DB, &pFile);
**     if( rc==SQLITE_OK && pFile ) rc = pFile->pMethods->xRead(...);
**     tgVfsClose(pFile);
**
** A file that may be a database is never opened by open(2): to close it again would drop the locks
** that this process, a client's or the user's connection, holds on it.
*/
#ifndef TG_VFS_H
#define TG_VFS_H

#include "base/base.h"

/* Is the VFS of this name one of SQLite's own for this system, whose files are those that os.h
** sees? */
int tgVfsIsSystem(const char *zVfs);

/* Is there anything at zPath with zSuffix behind its name?  With a suffix an empty file counts as
** none, as it does for SQLite. By the default VFS. */
int tgVfsBeside(const char *zPath, const char *zSuffix);

/* The names of a file and of those beside it, in one buffer, as xOpen wants them. */
typedef struct TgVfsName {
  const char *zPath, *zJournal, *zWal, *zShm;
} TgVfsName;

/* Bytes of the buffer for a path of n, and the path's place in it. */
#define TG_VFS_SIZE(n) (4*(u64)(n) + 64)
#define TG_VFS_PATH 4

/* Fill in the rest of zBuf, whose first bytes are 0 and which has the path, with its NUL, at
** TG_VFS_PATH. */
void tgVfsNames(char *zBuf, TgVfsName *p);

/* Open zPath to read it; eType: SQLITE_OPEN_MAIN_DB or MAIN_JOURNAL; pVfs 0: the default one.  A
** code of SQLite's, for the caller to report; only when there is no memory the error is set, and
** the code SQLITE_OK.  *ppFile: 0, or for tgVfsClose. */
int tgVfsOpen(TgErr *e, sqlite3_vfs *pVfs, const char *zPath, int eType, sqlite3_file **ppFile);
void tgVfsClose(sqlite3_file *p);

#endif
