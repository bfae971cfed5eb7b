/* What the fuzzers share, with and without libFuzzer:
**
**     fuzz_page -max_total_time=60 corpus/fuzz_page      libFuzzer's, by make fuzz
**     corpus-page fuzz_page.gz                           its corpus: "page: 212 passed, 0 failed", by make corpus
**     corpus-page fuzz_page.gz unpack FOLDER             a file for each entry; pack: a corpus of a folder's files
**
** The second is compiled with -DFUZZ_CORPUS, which gives it a main().  A corpus is compressed by gzip: of each entry
** the length, four bytes, the first one the highest, and its bytes.  A fuzzer that makes images defines FUZZ_IMAGES.  Who
** starts as root goes on as nobody: no hostile file is opened by one who may do everything.
*/
#ifndef FUZZ_H
#define FUZZ_H

#ifndef _GNU_SOURCE
# define _GNU_SOURCE
#endif
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
# include <sys/prctl.h>
#endif

int LLVMFuzzerInitialize(int *pnArg, char ***pazArg);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { FUZZ_NOBODY = 65534 };

/* LeakSanitizer looks into the process as a debugger does, which the system allows nobody where one has changed its
** user. */
int LLVMFuzzerInitialize(int *pnArg, char ***pazArg){
  (void)pnArg; (void)pazArg;
  if( geteuid()!=0 ) return 0;
  if( setgroups(0, 0) || setgid(FUZZ_NOBODY) || setuid(FUZZ_NOBODY) ) perror("stays root");    /* in some containers */
#ifdef __linux__
  prctl(PR_SET_DUMPABLE, 1);
#endif
  if( getenv("TMPDIR") && access(getenv("TMPDIR"), W_OK|X_OK) ) unsetenv("TMPDIR");      /* root's alone */
  return 0;
}

/* What must not be ends the program: libFuzzer keeps the input then. */
#define FUZZ_MUST(b, ...) \
  do{ if( !(b) ){ fprintf(stderr, "wrong: " __VA_ARGS__); fputc('\n', stderr); abort(); } }while( 0 )

/* The bytes of an input, one by one: zeros from its end on. */
typedef struct In { const uint8_t *p; size_t n; } In;

static inline unsigned take(In *in, unsigned n){         /* 0..n-1 */
  if( in->n==0 ) return 0;
  in->n--;
  return n ? *in->p++ % n : 0;
}

#ifdef FUZZ_CORPUS
# include "fuzz_corpus.h"
#endif
#endif
