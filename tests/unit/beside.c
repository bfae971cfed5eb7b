/* Some inputs of the fuzzer fuzz_beside.c, the same each time: see there what must hold.
**
**     build/beside 10000
*/
#define _GNU_SOURCE
#include "check.h"
#include "../fuzz/fuzz_beside.c"

int main(int argc, char **argv){
  int i, k, n = argc>1 ? atoi(argv[1]) : few(400);
  uint8_t a[600];
  const char *z;
  alarm(600);                                /* a file that can't be read to its end would hang us */
  for(i=0; i<n; i++){
    for(k=0; k<(int)sizeof a; k++) a[k] = (uint8_t)(k<30 && rnd(3)==0 ? rnd(8) : rnd(256));
    z = besideTry(a, sizeof a);
    check(z==0, "input %d: %s", i, z);
  }
  return checkEnd("beside");
}
