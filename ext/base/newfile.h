/* base: making a file that only its owner can read, and taking it back.
**
** SQLite would make it with the umask's mode, and a session is a password.  The file is empty
** and new, so that no lock of this process can hang on it yet; SQLite opens it later.
*/
#ifndef TG_NEWFILE_H
#define TG_NEWFILE_H

#include "base/base.h"

/* Create zPath with mode 0600.  1: made; 0: it was there already, or an error that names it. */
int tgFileCreate(TgErr *e, const char *zPath);

/* Remove a file that tgFileCreate made, and what a failed first transaction left beside it. */
void tgFileRemove(const char *zPath);

#endif
