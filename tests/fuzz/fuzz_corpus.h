/* The main() of a fuzzer that runs its corpus only, and packs and unpacks it; see fuzz.h. */
#include <dirent.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sqlite3.h>
#include <zlib.h>

typedef struct Entry { uint8_t *a; size_t n; } Entry;
enum { CORPUS_MAX = 20000, CORPUS_SECONDS = 60 };
static Entry aEntry[CORPUS_MAX];
static int nEntry;

static void corpusRead(const char *zPath){
  gzFile f = gzopen(zPath, "rb");
  uint8_t aSize[4];
  FUZZ_MUST(f, "no corpus %s", zPath);
  while( nEntry<CORPUS_MAX && gzread(f, aSize, 4)==4 ){
    Entry *p = &aEntry[nEntry++];
    p->n = (size_t)aSize[0]<<24 | (size_t)aSize[1]<<16 | (size_t)aSize[2]<<8 | aSize[3];
    FUZZ_MUST(p->n<1u<<24 && (p->a = malloc(p->n ? p->n : 1))!=0, "entry %d of %s", nEntry, zPath);
    FUZZ_MUST(gzread(f, p->a, (unsigned)p->n)==(int)p->n, "entry %d of %s is cut", nEntry, zPath);
  }
  gzclose(f);
}

static int corpusName(const struct dirent *p){
  return p->d_name[0]!='.';
}

static void corpusPack(const char *zPath, const char *zFolder){
  struct dirent **ap = 0;
  int i, n = scandir(zFolder, &ap, corpusName, alphasort);
  gzFile f = gzopen(zPath, "wb9");
  FUZZ_MUST(n>=0 && f, "%s or %s", zPath, zFolder);
  for(i=0; i<n; i++){
    char z[4096];
    uint8_t *a = calloc(1, 1u<<24);
    size_t nByte = 0;
    FILE *p;
    snprintf(z, sizeof z, "%s/%s", zFolder, ap[i]->d_name);
    free(ap[i]);
    p = fopen(z, "rb");
    if( p && a ) nByte = fread(a+4, 1, (1u<<24)-5, p);
    if( p ) fclose(p);
    a[0] = (uint8_t)(nByte>>24);
    a[1] = (uint8_t)(nByte>>16);
    a[2] = (uint8_t)(nByte>>8);
    a[3] = (uint8_t)nByte;
    FUZZ_MUST(gzwrite(f, a, (unsigned)nByte+4)==(int)nByte+4, "cannot write %s", zPath);
    free(a);
  }
  free(ap);
  FUZZ_MUST(gzclose(f)==Z_OK, "cannot write %s", zPath);
}

static void corpusUnpack(const char *zFolder){
  int i;
  for(i=0; i<nEntry; i++){
    char z[4096];
    FILE *f;
    snprintf(z, sizeof z, "%s/kept-%04d", zFolder, i);
    f = fopen(z, "wb");
    FUZZ_MUST(f && fwrite(aEntry[i].a, 1, aEntry[i].n, f)==aEntry[i].n, "cannot write %s", z);
    fclose(f);
  }
}

/* All entries from *pi on, in a process of their own, which may end at any of them: that one is counted as failed. */
static void corpusRun(volatile int *pi){
  for(; *pi<nEntry; ++*pi){
    Entry *p = &aEntry[*pi];
    uint8_t *a = malloc(p->n ? p->n : 1);    /* exactly its size */
    memcpy(a, p->a, p->n);
    alarm(CORPUS_SECONDS);
    LLVMFuzzerTestOneInput(a, p->n);
    free(a);
  }
  exit(0);
}

int main(int nArg, char **azArg){
  volatile int *pi = mmap(0, sizeof *pi, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0);
  const char *zName;
  int nFail = 0, i, iStatus;
  FUZZ_MUST(nArg>=2 && pi!=MAP_FAILED, "usage: corpus FILE [pack|unpack FOLDER]");
#ifdef FUZZ_IMAGES
  if( sqlite3_libversion_number()<3036000 ){
    printf("skipped: %s: images need SQLite 3.36\n", azArg[1]);
    return 0;
  }
#endif
  if( nArg==4 && strcmp(azArg[2], "pack")==0 ){
    corpusPack(azArg[1], azArg[3]);
    return 0;
  }
  corpusRead(azArg[1]);
  if( nArg==4 ){
    corpusUnpack(azArg[3]);
    return 0;
  }
  LLVMFuzzerInitialize(&nArg, &azArg);
  zName = strrchr(azArg[0], '-');            /* corpus-page */
  zName = zName ? zName+1 : azArg[0];
  while( *pi<nEntry ){
    fflush(0);
    if( fork()==0 ) corpusRun(pi);
    wait(&iStatus);
    if( iStatus==0 ) break;
    printf("FAIL entry %d of %s (unpack it: kept-%04d), status %d\n", *pi, azArg[1], *pi, iStatus);
    if( *pi==nEntry ) *pi -= 1;              /* what only the end shows, as a leak */
    nFail++;
    ++*pi;
  }
  printf("%s: %d passed, %d failed\n", zName, nEntry-nFail, nFail);
  for(i=0; i<nEntry; i++) free(aEntry[i].a);
  return nFail>0 || nEntry==0;
}
