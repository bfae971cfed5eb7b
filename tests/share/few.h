/* All places, or a few of them.
**
**     for(i=some(8); i<n; i+=every(8)) ...        each of n; with FEW=1 in the environment, as `make test` has it, every 8th
**     for(i=0; i<few(1500); i++) ...              1500 rounds; with FEW=1 an eighth of them
**
** Which ones START says, a number that `make test` takes at random and prints.
*/
#ifndef FEW_H
#define FEW_H

#include <stdlib.h>

static inline int isFew(void){
  const char *z = getenv("FEW");
  return z && atoi(z)>0;
}
static inline int every(int n){ return isFew() ? n : 1; }
static inline int some(int n){ return isFew() && getenv("START") ? atoi(getenv("START"))%n : 0; }
static inline int few(int n){ return isFew() ? (n+7)/8 : n; }

#endif
