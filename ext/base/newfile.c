/* base: making a file that only its owner can read; see newfile.h. */
#define _POSIX_C_SOURCE 200809L
#include "base/newfile.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int tgFileCreate(TgErr *e, const char *zPath){
  int fd;
  if( e->rc!=SQLITE_OK ) return 0;
  fd = open(zPath, O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600);
  if( fd>=0 ){
    close(fd);
    return 1;
  }
  if( errno!=EEXIST ) tgFail(e, SQLITE_CANTOPEN, "%s can't be created: %s", zPath, strerror(errno));
  return 0;
}

void tgFileRemove(const char *zPath){
  char *zJournal = sqlite3_mprintf("%s-journal", zPath);
  unlink(zPath);                             /* first: a -journal without a file means nothing */
  if( zJournal ) unlink(zJournal);
  sqlite3_free(zJournal);
}
