/* codec: encodings inside of strings: Telegram's TL bytes, and MTKruto's runs of zeros.
**
** TL bytes (and strings) are a length, the bytes, and zeros up to a multiple of four:
**
**     0e 31 34 39 ...  00          14 bytes:  u8 length, if it is less than 254
**     fe 00 01 00 ...              256 bytes: fe and three bytes of length, little-endian
**
** MTKruto replaces each run of 1 to 255 zero bytes by 00 and its length:
**
**     01 32 00 00 fe ...   is   01 32 00 02 fe ...
*/
#ifndef TG_PACK_H
#define TG_PACK_H

#include "base/bytes.h"

/* TL bytes, borrowed, and *pn their count; 0 and r->bBad when they are cut short, padded with
** something else than zeros, or longer than need be. */
const u8 *tgTlRead(Rd *r, size_t *pn);

/* Bytes that n take in TL, and writing them. */
size_t tgTlSize(size_t n);
void tgTlWrite(Wr *w, const void *p, size_t n);

/* Undo the runs: bytes written to aOut, or -1 when the input is cut short, holds a run of
** no zeros, or gives more than nOut bytes (which may have been written then). */
int tgRunsDecode(const u8 *a, int n, u8 *aOut, int nOut);

/* Replace the runs: bytes written to aOut, at most 2*n. */
int tgRunsEncode(const u8 *a, int n, u8 *aOut);

#endif
