/* base: a glob becomes paths, one at a time, in path order.
**
**     p = tgDirListOpen(&e, "bots/a?[0-9]*.session");
**     while( (zPath = tgDirListNext(&e, p, &zProblem))!=0 ){ ... }
**     tgDirListClose(p);
**
** What may be asked for:
**
**     bots             a folder: its *.session; so is bots/, and bot?/ for each of them; but one
**                      that is called x.session stands in place of a file, and is a problem
**     *  ?  [a-z]  [!a-z]     within one name; ? and [...] take a UTF-8 character
**     **               as a whole name: any number of folders, none included; at
**                      the end it means the *.session of all of them
**     ~  ~/bots        the home folder of the environment
**     anything that exists       itself, also with a * or [ in its name; so is a folder at the
**                                begin of a glob
**     anything else without a wildcard      itself, though nothing is there
**
** A wildcard takes no leading dot, none of SQLite's side files (-journal, -wal, -shm)
** and no folder, unless that is called something.session.  ** follows no symbolic link.
** Only one folder a level is in memory, as names without padding: 10,000 take 0.3 MB.
** LIMITS: 64 names in a glob, 64 folders deep.
*/
#ifndef TG_DIRLIST_H
#define TG_DIRLIST_H

#include "base/base.h"

typedef struct TgDirList TgDirList;

/* A copy of zPath, with the home folder of the environment for a ~ at its begin ("~", "~/x"); from
** sqlite3_malloc. */
char *tgDirHome(TgErr *e, const char *zPath);

/* Begin.  0 with the error set when there is no memory or zGlob has too many parts.
** zGlob is copied.  Close with tgDirListClose. */
TgDirList *tgDirListOpen(TgErr *e, const char *zGlob);

/* The next path, relative if zGlob is; 0 at the end or when there is no memory.  It is borrowed
** until the next call.  *pzProblem, borrowed likewise, is 0 for a file that may be opened, and for
** a plain path that is not there.  Otherwise it says why the path must not be opened, as "code:
** sentence" (base_finding.h): a folder that cannot be read, a folder or a pipe in place of a
** file. */
const char *tgDirListNext(TgErr *e, TgDirList *p, const char **pzProblem);

/* 1 if the path last given is a symbolic link, or may be one: its side files are elsewhere. */
int tgDirListIsLink(const TgDirList *p);

/* 1 if it is one path, which may be missing, and no folder and no glob. */
int tgDirListIsPlain(const TgDirList *p);

/* Release; p may be 0. */
void tgDirListClose(TgDirList *p);

#endif
