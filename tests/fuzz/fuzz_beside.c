/* A fuzzer: a session with anything beside it: -journal, -wal and -shm that are real, altered, made up or no files
** at all, and journals that name a super-journal, which SQLite would delete.  Whatever is asked of it, a folder
** nearby and the session's neighbour keep every byte, and as long as it is only looked at, so do the files themselves.
**
**     make fuzz SECONDS=600
**
** tests/unit/beside.c runs some hundred inputs of it in `make check`.
*/
#include "fuzz.h"
#include "tgsession.h"
#include <dirent.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/stat.h>

const char *besideTry(const uint8_t *p, size_t n);       /* 0, or what went wrong */

enum { MAIN, JOURNAL, WAL, SHM, FILES };
enum { IS_NONE, IS_REAL, IS_RAW, IS_SUPER, IS_LINK, IS_FOLDER, IS_PIPE, KINDS };
static const char *const azEnd[FILES] = { "", "-journal", "-wal", "-shm" };

typedef struct Bytes { uint8_t *a; size_t n; } Bytes;

static char zDir[PATH_MAX];
static sqlite3 *db;
static Bytes aBase[3][FILES];                /* a quiet one; one with a hot journal; one in WAL mode */
static uint64_t iCanary, iNeighbour;
static char zWrong[300];

/* What is not to be had stops the program: then the test tests nothing. */
static void must(int b, const char *z){
  if( b ) return;
  fprintf(stderr, "beside: %s: %s\n", z, db ? sqlite3_errmsg(db) : "");
  abort();
}

static const char *at(const char *zFmt, ...){
  static char az[4][PATH_MAX + 100];
  static int i;
  va_list ap;
  int n;
  i = (i+1)%4;
  n = snprintf(az[i], sizeof az[i], "%s/", zDir);
  va_start(ap, zFmt);
  vsnprintf(&az[i][n], sizeof az[i]-(size_t)n, zFmt, ap);
  va_end(ap);
  return az[i];
}

static Bytes slurp(const char *zPath){
  Bytes b = {0, 0};
  FILE *f = fopen(zPath, "rb");
  long n;
  if( f==0 ) return b;
  fseek(f, 0, SEEK_END);
  n = ftell(f);
  rewind(f);
  b.a = malloc((size_t)n + 1);
  b.n = fread(b.a, 1, (size_t)n, f);
  fclose(f);
  return b;
}

static void spew(const char *zPath, const uint8_t *a, size_t n){
  FILE *f = fopen(zPath, "wb");
  must(f!=0, zPath);
  if( n ) must(fwrite(a, 1, n, f)==n, zPath);
  fclose(f);
}

static void run(sqlite3 *p, const char *zSql){
  must(sqlite3_exec(p, zSql, 0, 0, 0)==SQLITE_OK, zSql);
}

static uint64_t hashBytes(uint64_t h, const void *p, size_t n){
  const uint8_t *a = p;
  while( n-- ) h = (h ^ *a++)*0x100000001b3u;
  return h*31 + 7;
}

/* A file's kind, mode and bytes; only of a regular one is anything read.  The bytes of a -shm are no data: SQLite
** makes that index of the -wal anew when it is stale. */
static uint64_t hashFile(uint64_t h, const char *zPath){
  struct stat st;
  Bytes b = {0, 0};
  if( lstat(zPath, &st)!=0 ) return hashBytes(h, "-", 1);
  if( S_ISREG(st.st_mode) && strcmp(&zPath[strlen(zPath)-4], "-shm")!=0 ) b = slurp(zPath);
  h = hashBytes(h, &st.st_mode, sizeof st.st_mode);
  h = hashBytes(h, b.a, b.n);
  free(b.a);
  return h;
}

static int visible(const struct dirent *p){
  return p->d_name[0]!='.' || strlen(p->d_name)>2;
}

/* A folder's names and files. */
static uint64_t hashFolder(const char *zName){
  struct dirent **a = 0;
  int i, n = scandir(at("%s", zName), &a, visible, alphasort);
  uint64_t h = 0xcbf29ce484222325u;
  for(i=0; i<n; i++){
    h = hashBytes(h, a[i]->d_name, strlen(a[i]->d_name));
    h = hashFile(h, at("%s/%s", zName, a[i]->d_name));
    free(a[i]);
  }
  free(a);
  return h;
}

static void emptyFolder(const char *zName){
  struct dirent **a = 0;
  int i, n = scandir(at("%s", zName), &a, visible, alphasort);
  for(i=0; i<n; i++){
    remove(at("%s/%s", zName, a[i]->d_name));
    free(a[i]);
  }
  free(a);
}

static void makeSession(const char *zName, char c){
  char *z = sqlite3_mprintf("INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES(%Q,"
      " 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%%.256c', '%c') AS BLOB))", at("%s", zName), c);
  run(db, z);
  sqlite3_free(z);
}

/* A real one: its files while a client is in the midst of a write. */
static void makeBase(int i, const char *zSql){
  sqlite3 *dbFile = 0;
  int k;
  makeSession("play/x.session", 'k');
  must(sqlite3_open(at("play/x.session"), &dbFile)==SQLITE_OK, "open");
  run(dbFile, "PRAGMA cache_size=2; INSERT INTO peers(id, access_hash, type, username) WITH RECURSIVE t(i) AS"
              " (VALUES(1) UNION ALL SELECT i+1 FROM t LIMIT 150) SELECT i, i*99, 'user', 'user'||i FROM t");
  run(dbFile, zSql);
  for(k=0; k<FILES; k++) aBase[i][k] = slurp(at("play/x.session%s", azEnd[k]));
  sqlite3_close(dbFile);
  emptyFolder("play");
}

static void end(void){
  int i, k;
  if( db==0 ) return;
  sqlite3_close(db);
  emptyFolder("play");
  emptyFolder("canary");
  remove(at("play"));
  remove(at("canary"));
  remove(zDir);
  for(i=0; i<3; i++) for(k=0; k<FILES; k++) free(aBase[i][k].a);
  db = 0;
}

static void start(void){
  static int bEnd;
  const char *zTmp = getenv("TMPDIR");
  snprintf(zDir, sizeof zDir, "%s/tgbeside-XXXXXX", zTmp && zTmp[0] ? zTmp : "/tmp");
  must(mkdtemp(zDir)!=0, zDir);
  if( !bEnd++ ) atexit(end);
  mkdir(at("play"), 0700);
  mkdir(at("canary"), 0700);
  must(sqlite3_open(":memory:", &db)==SQLITE_OK && sqlite3_tgsession_init(db, 0, 0)==SQLITE_OK, "load");
  run(db, "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES('main', 'pyrogram-3', 2,"
          " 12345, 777, 0, CAST(printf('%.256c', 'm') AS BLOB))");
  makeBase(0, "SELECT 1");
  makeBase(1, "BEGIN; UPDATE peers SET access_hash=access_hash+1, username=NULL");
  makeBase(2, "PRAGMA journal_mode=WAL; UPDATE peers SET access_hash=access_hash+1");
  must(aBase[1][JOURNAL].n>1000 && aBase[2][WAL].n>1000 && aBase[2][SHM].n>1000, "real files");
  spew(at("canary/precious"), (const uint8_t*)"mine", 4);
  spew(at("canary/precious-journal"), (const uint8_t*)"mine too", 8);
  makeSession("canary/other.session", 'o');
  makeSession("play/n.session", 'n');
  iCanary = hashFolder("canary");
  iNeighbour = hashFile(0, at("play/n.session"));
}

/* The next byte of the input, 0 at its end. */
static unsigned next(const uint8_t **pp, size_t *pn){
  if( *pn==0 ) return 0;
  --*pn;
  return *(*pp)++;
}

static void put32(uint8_t *a, uint32_t i){
  a[0] = (uint8_t)(i>>24);
  a[1] = (uint8_t)(i>>16);
  a[2] = (uint8_t)(i>>8);
  a[3] = (uint8_t)i;
}

/* A journal that names a super-journal, bHot: after real pages.  From malloc. */
static Bytes superJournal(const Bytes *pReal, int bHot, const char *zVictim){
  static const uint8_t aMagic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  size_t nName = strlen(zVictim), n = bHot ? pReal->n : 512, i;
  uint32_t iSum = 0;
  Bytes b;
  b.n = n + 4 + nName + 16;
  b.a = calloc(b.n, 1);
  if( bHot ){
    memcpy(b.a, pReal->a, n);
  }else{
    memcpy(b.a, aMagic, 8);
    put32(&b.a[16], 7);                      /* pages that the database had; none follows */
    put32(&b.a[20], 512);
    put32(&b.a[24], 4096);
  }
  put32(&b.a[n], 0x40000000/4096 + 1);
  memcpy(&b.a[n+4], zVictim, nName);
  for(i=0; i<nName; i++){
    int c = (signed char)zVictim[i];
    iSum += (uint32_t)c;
  }
  put32(&b.a[n+4+nName], (uint32_t)nName);
  put32(&b.a[n+8+nName], iSum);
  memcpy(&b.a[n+12+nName], aMagic, 8);
  return b;
}

static void putRegular(const char *zPath, Bytes b, const uint8_t **pp, size_t *pn){
  unsigned nFlip = next(pp, pn)%8;
  uint8_t *a = malloc(b.n + 1);
  if( b.n ) memcpy(a, b.a, b.n);
  while( nFlip-- && *pn>3 && b.n ){          /* the last bytes and the first are what matters most */
    unsigned iHow = next(pp, pn), iAt = next(pp, pn)<<8;
    size_t i;
    iAt |= next(pp, pn);
    i = iHow%3==0 ? iAt%b.n : iHow%3==1 ? iAt%100%b.n : b.n-1-iAt%64%b.n;
    a[i] = (uint8_t)next(pp, pn);
  }
  if( next(pp, pn)%8==1 ) b.n = b.n*next(pp, pn)/256;
  spew(zPath, a, b.n);
  free(a);
}

/* The file that ends in azEnd[i]. */
static void putFile(int i, int iBase, const uint8_t **pp, size_t *pn){
  static const char *const azVictim[] = {
    "canary/precious", "canary/other.session", "canary/precious-journal", "play/n.session", "canary", "play/x.session",
  };
  const char *zPath = at("play/x.session%s", azEnd[i]);
  const char *zVictim = at("%s", azVictim[next(pp, pn)%6]);
  unsigned eKind = next(pp, pn)%(i ? KINDS : IS_SUPER);
  Bytes b = aBase[iBase][i];
  size_t nRaw = next(pp, pn)*16u;
  if( i==MAIN && eKind==IS_NONE ) eKind = IS_REAL;
  if( i==JOURNAL && b.n==0 && eKind==IS_REAL ) b = aBase[1][i];
  switch( eKind ){
    case IS_REAL:
      putRegular(zPath, b, pp, pn);
      break;
    case IS_RAW:
      if( nRaw>*pn ) nRaw = *pn;
      spew(zPath, *pp, nRaw);
      *pp += nRaw;
      *pn -= nRaw;
      break;
    case IS_SUPER:
      b = superJournal(&aBase[1][JOURNAL], next(pp, pn) & 1, zVictim);
      putRegular(zPath, b, pp, pn);
      free(b.a);
      break;
    case IS_LINK:
      if( symlink(zVictim, zPath) ) return;
      break;
    case IS_FOLDER:
      mkdir(zPath, 0700);
      break;
    case IS_PIPE:
      mkfifo(zPath, 0600);
      break;
  }
}

/* Ask; any error will do, and any rows. */
static void ask(const char *zFmt){
  char *z = sqlite3_mprintf(zFmt, at("play/x.session"));
  sqlite3_exec(db, z, 0, 0, 0);
  sqlite3_free(z);
}

static const char *const azLook[] = {
  "SELECT *, peers, string FROM session(%Q||'*')", "SELECT * FROM session(%Q)", "SELECT session_export(%Q)",
  "SELECT session_export(%Q, 'bundle')", "SELECT session_check(%Q)", "SELECT * FROM session_peers(%Q)",
  "SELECT * FROM session_states(%Q)", "SELECT session_info(session_export(%Q, 'telethon-7'))",
};
static const char *const azWrite[] = {
  "SELECT session_repair(%Q)", "UPDATE session SET layout='telethon-7' WHERE source=%Q",
  "UPDATE session SET api_id=6 WHERE source=%Q||'*'", "DELETE FROM session WHERE source=%Q",
  "SELECT session_import(session_export('main'), %Q, NULL, 'replace', 1)",
  "INSERT OR REPLACE INTO session(name, string) SELECT %Q, session_export('main')",
  "SELECT session_import(session_export('main'), %Q)",
};

static const char *wrong(const char *zWhat, const char *zSql){
  if( hashFolder("canary")!=iCanary ) zWhat = "the folder nearby has changed";
  else if( hashFile(0, at("play/n.session"))!=iNeighbour ) zWhat = "the neighbour has changed";
  if( zWhat ) snprintf(zWrong, sizeof zWrong, "%s: %s", zSql, zWhat);
  return zWhat ? zWrong : 0;
}

const char *besideTry(const uint8_t *p, size_t n){
  const char *zErr = 0;
  uint64_t h, hNow;
  unsigned iBase;
  size_t i;
  if( db==0 ) start();
  iBase = next(&p, &n)%3;
  for(i=0; i<FILES; i++) putFile((int)i, (int)iBase, &p, &n);
  h = hashFolder("play");
  for(i=0; i<sizeof azLook/sizeof azLook[0] && zErr==0; i++){
    ask(azLook[i]);
    hNow = hashFolder("play");
    zErr = wrong(hNow!=h ? "a look has changed something" : 0, azLook[i]);
  }
  if( zErr==0 ){
    const char *zSql = azWrite[next(&p, &n)%(sizeof azWrite/sizeof azWrite[0])];
    ask(zSql);
    zErr = wrong(0, zSql);
  }
  for(i=0; i<FILES; i++) remove(at("play/x.session%s", azEnd[i]));
  if( zErr ) end();                          /* and make it all anew */
  return zErr;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n){
  const char *z = besideTry(p, n);
  if( z ){
    fprintf(stderr, "%s\n", z);
    abort();
  }
  return 0;
}
