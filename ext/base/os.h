/* base: all in which operating systems differ: names of files, what is there, folders, making and
** removing files.
**
**     TgOsFile f;
**     rc = tgOsLook("bots/a.session", 0, &f);      what stands there, a link itself and not where
**                                                  it leads
**     if( rc ) ... tgOsWhy(rc)==TG_OS_GONE, tgOsText(rc) ...
**
** os.c holds it for POSIX and for Windows, and no other file includes a header of the system
** (tests/house/layers.awk). Paths are UTF-8 everywhere.  An rc is 0 or the system's own number:
** errno, GetLastError().  To read and write files is SQLite's affair: see vfs.h.
*/
#ifndef TG_OS_H
#define TG_OS_H

#include "base/base.h"

/*************************************** What went wrong ****************************************/

enum TgOsWhy { TG_OS_OK, TG_OS_GONE, TG_OS_EXISTS, TG_OS_DENIED, TG_OS_NOMEM, TG_OS_FAILED };
enum TgOsWhy tgOsWhy(int rc);

/* "Permission denied".  Borrowed until the next call. */
const char *tgOsText(int rc);

/*************************************** Names **************************************************/

/* What stands between two names: "/", and on Windows "\" too. */
extern const char tgOsSlashes[];
int tgOsIsSlash(int c);

/* The last name of a path: what follows its last slash. */
const char *tgOsName(const char *zPath);

/* Bytes at the begin of a path that are no part of a name, whatever is in them: the 4 of "\\?\" on
** Windows. */
int tgOsPrefix(const char *zPath);

/* The character c as it counts when names are compared: where the case of a name means nothing, its
** capital. */
unsigned tgOsFold(unsigned c);

/* The path without links, from the root on, from sqlite3_malloc; 0 if it leads nowhere. */
char *tgOsReal(TgErr *e, const char *zPath);

/* The home folder of the environment, from sqlite3_malloc; 0 if there is none. */
char *tgOsHome(TgErr *e);

/*************************************** Files and folders **************************************/

enum TgOsKind { TG_OS_NOTHING, TG_OS_FILE, TG_OS_FOLDER, TG_OS_LINK, TG_OS_PIPE, TG_OS_SOCKET,
                TG_OS_DEVICE };

typedef struct TgOsFile {
  enum TgOsKind eKind;
  u64 dev, ino;              /* which one it is; ino 0: the system doesn't say */
  i64 nByte;
  int nName;                 /* hard links */
  unsigned mode;             /* permission bits; 0600 where the system has none */
  i64 nAge;                  /* seconds since it was written; below 0 where its clock is ahead */
} TgOsFile;

/* What is at zPath?  bFollow: where a link leads.  *p is zeroed when it can't be said. */
int tgOsLook(const char *zPath, int bFollow, TgOsFile *p);
enum TgOsKind tgOsKind(const char *zPath, int bFollow);

/* The names in a folder ("" is the current one), in no order, without "." and "..".  *peKind: what
** it is, a link not followed, or TG_OS_NOTHING where the list doesn't tell.  At the end, or at an
** error in *pRc, 0. */
typedef struct TgOsFolder TgOsFolder;
TgOsFolder *tgOsFolderOpen(const char *zPath, int *pRc);
const char *tgOsFolderNext(TgOsFolder *p, enum TgOsKind *peKind, int *pRc);
void tgOsFolderClose(TgOsFolder *p);

/* Make an empty file that only its owner may read, where nothing is: 0, or why not.  SQLite would
** make it with the umask's mode, and a session is a password.  New and closed again, no lock of
** this process can hang on it.  On Windows it has the rights of its folder. */
int tgOsCreate(const char *zPath);

int tgOsRemove(const char *zPath);

/* Give a file of the same folder its name; never in the place of another, that is TG_OS_EXISTS. */
int tgOsPlace(const char *zFrom, const char *zTo);

/* Write what has changed in a folder ("": the current one) to the disk. */
int tgOsSync(const char *zFolder);

/* Milliseconds, to compare. */
i64 tgOsClock(void);

/* May this process write the file and make others beside it? */
int tgOsWritable(const char *zPath);

#endif
