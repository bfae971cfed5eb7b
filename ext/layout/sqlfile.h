/* layout: the files of sql/layouts/, embedded at build time.
**
**     tgSqlFiles(e);
**     for(i=0; i<nTgSqlFile; i++) parse(aTgSqlFile[i].zName, aTgSqlFile[i].z, aTgSqlFile[i].n);
**
** Sorted by name, which is the file's without ".sql": "kurigram-7", "telethon-2.10".
** The text is the file's, but for comments that are neither its first line nor begin with "-- :".
*/
#ifndef TG_SQLFILE_H
#define TG_SQLFILE_H

#include "base/base.h"

typedef struct TgSqlFile {
  const char *zName;
  const char *z; int n;      /* n bytes and a NUL */
} TgSqlFile;

/* Never written once they are there, so all connections and threads share them. */
extern TgSqlFile aTgSqlFile[];
extern int nTgSqlFile;

/* The manual: zName is one or several names, separated by blanks; the first topic has none, and
** lists the others. */
extern TgSqlFile aTgTopic[];
extern int nTgTopic;

/* See that they are there, the files or the topics: they are inflated when the first connection
** asks. */
void tgSqlFiles(TgErr *e);
void tgTopics(TgErr *e);

#endif
