/* base: what people paste around a session string, and what they take for one.
**
**     SESSION_STRING="AgAB..."        from a .env file
**     `AgAB...`                       from a chat
**     U+FEFF AgAB...                  from an editor that marks its files
**
** No string, bundle or JSON begins or ends with any of it, so it goes without a word.
*/
#ifndef TG_PEEL_H
#define TG_PEEL_H

#include "base/base.h"

/* Take white space, characters that can't be seen, quotes, and a name with a sign off the ends of
** the n bytes at *pz. */
void tgPeel(const char **pz, int *pn);

/* The character at z, of n bytes of UTF-8: *pn bytes of it; -1, and *pn is 1, when it is none. */
int tgPeelChar(const char *z, int n, int *pn);

/* Can't the character be seen, or is it white space? */
int tgPeelHidden(int c);

/* n bytes of UTF-16 (either order, with a mark or as text in ASCII) as UTF-8 from sqlite3_malloc,
** *pnOut of them; 0 when it is none, or out of memory. */
char *tgPeelUtf16(TgErr *e, const u8 *a, i64 n, int *pnOut);

/* Are the n bytes a bot's token: its id, a colon and 35 characters, as BotFather gives it? */
int tgPeelToken(const char *z, int n);

/* Is one in the last part of a path? */
int tgPeelTokenIn(const char *zPath);

/* What n bytes of text are that is taken for a session string, and what to do: "a phone number:
** ..."; 0: nothing that is known.  For messages; repeats nothing of it. */
const char *tgPeelNoString(const char *z, int n);

/* What the first n bytes of a file (all of it, if it is smaller) are, when they are no database: "a
** file compressed by gzip: gunzip it first"; 0: nothing that is known.  Source: the formats' own
** magic numbers. */
const char *tgPeelNoFile(const u8 *a, i64 n);

/* Likewise by the file's name, where what is in it is encrypted. */
const char *tgPeelNoName(const char *zPath);

/* Likewise of a folder, by what lies in it. */
const char *tgPeelNoFolder(TgErr *e, const char *zPath);

#endif
