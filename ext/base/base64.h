/* base: base64.
**
**     n = tgB64Decode(z, nText, aOut, &iBad);            aOut: TG_B64_MAX(nText) bytes
**     tgB64Encode(a, n, 1, 0, zOut);                     zOut: tgB64Size(n, 0) characters, with -
**                                                        and _
**
** Session strings are converted by the hundred thousand, and base64 is most of the work: base64.c
** has a fast way besides the plain one.
*/
#ifndef TG_BASE64_H
#define TG_BASE64_H

#include "base/base.h"

/* Decoding takes both alphabets at once ('-' is '+', '_' is '/'); padding is
** optional, but if present it must be the right amount; bits behind the last byte must be 0.
** White space is not taken: strip it first. */
#define TG_B64_MAX(n) (((n)+3)/4*3)        /* bytes that n characters may give */

/* Bytes written to aOut, or -1 when z is not base64: *piBad (if not 0) is then the
** position of the first foreign character, or n when the length or the padding is wrong. */
int tgB64Decode(const char *z, int n, u8 *aOut, int *piBad);

/* Characters that n bytes take. */
int tgB64Size(int n, int bPad);

/* Write exactly tgB64Size(n,bPad) characters, no NUL.  bUrl: '-' and '_'. */
void tgB64Encode(const u8 *a, int n, int bUrl, int bPad, char *zOut);

/* For tests: the plain way only, or, as without a call, the fast one where the processor has it.
** 1: it is the fast one. */
enum TgB64Way { TG_B64_ANY, TG_B64_PLAIN, TG_B64_FAST };
int tgB64Way(enum TgB64Way eWay);

#endif
