/* What the programs in tests/ count and take chances with.
**
**     check(n==3, "%s: %d bytes", zName, n);      a failure is printed, the first 40 of them
**     return checkEnd("unit");                    "unit: 5 passed, 0 failed"
**
** With HASTY=1 in the environment the first failure is the end.
**
** rnd() gives the same numbers in each run: a failure can be looked at again.
*/
#ifndef CHECK_H
#define CHECK_H

#include "few.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int nPass, nFail;

static inline void check(int bOk, const char *zFmt, ...){
  va_list ap;
  if( bOk ){
    nPass++;
    return;
  }
  if( nFail++>=40 ) return;
  printf("FAIL ");
  va_start(ap, zFmt);
  vprintf(zFmt, ap);
  va_end(ap);
  printf("\n");
  if( getenv("HASTY") ) exit(1);
}

/* What main() returns. */
static inline int checkEnd(const char *zName){
  printf("%s: %d passed, %d failed\n", zName, nPass, nFail);
  return nFail>0;
}

static int nTenth = 10;

/* How often to do what is done n times: zArg times that; fewer times under an emulator, where all takes ten times as
** long. */
static inline void roundsStart(const char *zArg){
  const char *z = getenv("UNDER");
  nTenth = zArg ? 10*atoi(zArg) : z && strstr(z, "qemu") ? 1 : 10;
}
static inline int rounds(int n){
  return n*nTenth>=10 ? n*nTenth/10 : 1;
}

static uint64_t iSeed = 20240229;

static inline unsigned rnd(unsigned n){                  /* 0..n-1 */
  iSeed ^= iSeed<<13;
  iSeed ^= iSeed>>7;
  iSeed ^= iSeed<<17;
  return n ? (unsigned)(iSeed>>11)%n : 0;
}

static inline double seconds(void){
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec*1e-9;
}

#endif
