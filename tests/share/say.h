/* Many answers as one number, the CRC-32 of all that was said:
**
**     iSaid = crc32(0, 0, 0);
**     say("%d %s", rc, zMsg);                     printed, too, with bShow
**     check(iSaid==0x9305ebf5, "0x%08lx", iSaid);
*/
#ifndef SAY_H
#define SAY_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

static uLong iSaid;
static int bShow;

static inline void say(const char *zFmt, ...){
  char z[900];
  va_list ap;
  va_start(ap, zFmt);
  vsnprintf(z, sizeof z, zFmt, ap);
  va_end(ap);
  iSaid = crc32(iSaid, (const unsigned char*)z, (unsigned)strlen(z)+1);
  if( bShow ) printf("%s\n", z);
}

#endif
