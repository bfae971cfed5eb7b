/* layout: the files of sql/layouts/, embedded at build time.
**
**     for(i=0; i<nTgSqlFile; i++) parse(aTgSqlFile[i].zName, aTgSqlFile[i].z, aTgSqlFile[i].n);
**
** Sorted by name, which is the file's without ".sql": "kurigram-7", "telethon-2.10".
** The text is the file's, but for comments that are neither its first line nor begin with "-- :".
*/
#ifndef TG_SQLFILE_H
#define TG_SQLFILE_H

typedef struct TgSqlFile {
  const char *zName;
  const char *z; int n;      /* n bytes and a NUL */
} TgSqlFile;

/* Never written after the library was loaded, so all connections and threads share them. */
extern TgSqlFile aTgSqlFile[];
extern int nTgSqlFile;

#endif
