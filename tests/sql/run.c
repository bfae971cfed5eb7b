/* Runs SQL tests that read like the manual:
**
**     SELECT dc_id, user_id FROM session;
**     --> 2 | 777
**     SELECT session_export('nobody');
**     --! session_export: no database is called 'nobody'; ...
**     SELECT name FROM session;
**     --> (none)
**
**     build/run build/tgsession.so tests/sql/session.sql sql/README.md
**
** A line --> is a row, --! the error, whole and exact, of the statement right above; rows that are
** missing, extra or different fail.  A statement without such lines must not fail.  The error's code is
** SQLITE_ERROR, or what stands behind the sign: --!CONSTRAINT (in a .md file, which is for people, any).
** NULL prints as NULL, a blob as x'0aff', a line break as \n.  --> (none): no row.  In a .md file,
** the ```sql blocks are the test (lines that begin with a dot are for the shell: skipped).
**
** Before SQLite 3.36 images of databases are there only if it was built with SQLITE_ENABLE_DESERIALIZE, as Debian 11's is not: there
** a file is left, visibly, at the first statement that needs one, or as a whole if it says "-- needs images" at its top.
**
** Each file gets a connection to ":memory:" and an empty folder to work in.  A file that says
** "-- needs fixtures" at its top is skipped, visibly, where ../shared/fixtures is not there.
** Below "-- needs SQLite 3.33" the statements up to the next empty line are left out in older ones, and below "-- needs
** modes" on systems without them; the names are in aNeed[], and here('modes') is 1 or 0.
** When a file is through, the connection must close and all memory of SQLite be freed.
**
** For the tests there are these functions:
**
**     readfile(path), writefile(path, blob)          NULL if missing; the bytes written
**     file_mode(path), file_contains(path, blob)     '0600' or NULL if missing; 0 or 1
**     unlink(path), mkdir(path), chmod(path, '0444') 1, or 0 if it failed
**     mkfifo(path), symlink(target, path), link(old, new)     likewise
**     fixture(name)       absolute path of ../shared/fixtures/NAME, or NULL
**     fixtures(glob)      those that match, as a JSON array
**     other(path, sql)    what another connection to the file at path gets: the first value,
**                         or the error's text.  It stays open, so it can hold a lock;
**                         other(path, NULL) closes it.
**     once(path, sql)     likewise, and closed again.  (Not other(...) || other(...): SQLite asks the second or not)
**     rows(path)          all rows of all tables of the file at path, as a JSON array of lines, see share/rows.h
**     outcome(sql)        what the last statement gives on a second connection, which has the library
**                         too: its rows, separated by "; ", "(none)" without any; and "! " with the error
**     examples(text)      the lines of a text that are indented by four, as session_help() gives them, are such a test for
**                         the second connection; how many lines
**     shares(a, b, n)     1: n characters of b in a row stand somewhere in a
**     some(i, n), few(n)  1, and n; with FEW=1, as `make test` has it, 1 for each nth i only, and an eighth of n
**     as_user(1)          permissions hold for root too, until as_user(0)
**     so_path()           path of the library, for load_extension()
**
** Exit: 0 all passed, 1 not, 2 the library does not load.
*/
#define _GNU_SOURCE
#include <sqlite3.h>
#include "few.h"
#include "rows.h"
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
# include "onwindows.h"
#else
# include <ftw.h>
# include <glob.h>
# include <sys/stat.h>
# include <unistd.h>
#endif
#ifdef __linux__
# include <linux/capability.h>
# include <sys/syscall.h>
#endif

#define MAX_SHOWN 12         /* different lines of one statement that are printed */
#define MAX_OTHER 8

typedef struct Line {
  char *z;                   /* "row | row", or "! error"; owned */
  int iLine;                 /* where it stands, 0: it came from SQLite */
} Line;

typedef struct Lines {
  Line *a; int n;
} Lines;

static char zSo[PATH_MAX];                  /* argv[1], absolute */
static char zStart[PATH_MAX];               /* folder where run was started */
static int nPass, nFail;
static int bNoImage;                        /* the last statement needed an image, and this SQLite has none */

static void *need(void *p){
  if( p==0 ){
    fprintf(stderr, "run: out of memory\n");
    exit(2);
  }
  return p;
}

/* What not all systems have. */
#ifdef _WIN32
# define IS_POSIX 0
#else
# define IS_POSIX 1
#endif
static struct { const char *zName; int bHere; int nSkip; const char *zWhy; } aNeed[] = {
  { "modes",    IS_POSIX, 0, "Windows has no modes of files and folders" },
  { "links",    IS_POSIX, 0, "on Windows a user may not make symbolic links" },
  { "pipes",    IS_POSIX, 0, "Windows has no pipes in folders" },
  { "names",    IS_POSIX, 0, "Windows takes no ? in a name, nor account of its case" },
  { "unix",     IS_POSIX, 0, "about SQLite's VFS for Unix" },
};

/* ------------------------------------------------------------ functions for the tests ---- */

/* The whole file, NUL-terminated, from malloc; 0 if it cannot be read. */
static char *slurp(const char *zPath, size_t *pn){
  FILE *f = fopen(zPath, "rb");
  char *z = 0;
  long n = -1;
  if( f && fseek(f, 0, SEEK_END)==0 ) n = ftell(f);
  if( n>=0 ){
    rewind(f);
    z = need(malloc((size_t)n + 1));
    n = (long)fread(z, 1, (size_t)n, f);
    z[n] = 0;
    if( pn ) *pn = (size_t)n;
  }
  if( f ) fclose(f);
  return z;
}

static const char *text(sqlite3_value *p){
  const char *z = (const char*)sqlite3_value_text(p);
  return z ? z : "";
}

static void fnReadfile(sqlite3_context *ctx, int n, sqlite3_value **a){
  size_t nByte = 0;
  char *z = slurp(text(a[0]), &nByte);
  (void)n;
  if( z ) sqlite3_result_blob64(ctx, z, nByte, SQLITE_TRANSIENT);
  free(z);
}

static void fnWritefile(sqlite3_context *ctx, int n, sqlite3_value **a){
  FILE *f = fopen(text(a[0]), "wb");
  size_t nByte = (size_t)sqlite3_value_bytes(a[1]);
  (void)n;
  if( f==0 || (nByte && fwrite(sqlite3_value_blob(a[1]), 1, nByte, f)!=nByte) ){
    sqlite3_result_error(ctx, "writefile: cannot write", -1);
  }else{
    sqlite3_result_int64(ctx, (sqlite3_int64)nByte);
  }
  if( f ) fclose(f);
}

static void fnFileMode(sqlite3_context *ctx, int n, sqlite3_value **a){
  char z[PATH_MAX];
  (void)n;
#ifdef _WIN32
  if( realpath(text(a[0]), z)==0 ) return;
  snprintf(z, sizeof z, "none");
#else
  struct stat st;
  if( stat(text(a[0]), &st)!=0 ) return;
  snprintf(z, sizeof z, "%04o", (unsigned)st.st_mode & 07777);
#endif
  sqlite3_result_text(ctx, z, -1, SQLITE_TRANSIENT);
}

static void fnFileContains(sqlite3_context *ctx, int n, sqlite3_value **a){
  size_t nByte = 0;
  char *z = slurp(text(a[0]), &nByte);
  (void)n;
  if( z==0 ){
    sqlite3_result_error(ctx, "file_contains: no such file", -1);
    return;
  }
  sqlite3_result_int(ctx,
      memmem(z, nByte, sqlite3_value_blob(a[1]), (size_t)sqlite3_value_bytes(a[1]))!=0);
  free(z);
}

static void fnUnlink(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, unlink(text(a[0]))==0);
}

static void fnMkdir(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, mkdir(text(a[0]), 0755)==0);
}

static void fnMkfifo(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, mkfifo(text(a[0]), 0600)==0);
}

static void fnSymlink(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, symlink(text(a[0]), text(a[1]))==0);
}
static void fnLink(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, link(text(a[0]), text(a[1]))==0);
}

static void fnChmod(sqlite3_context *ctx, int n, sqlite3_value **a){
  int bText = sqlite3_value_type(a[1])==SQLITE_TEXT;
  int m = bText ? (int)strtol(text(a[1]), 0, 8) : sqlite3_value_int(a[1]);
  (void)n;
  sqlite3_result_int(ctx, chmod(text(a[0]), (unsigned)m)==0);
}

static void fnFixture(sqlite3_context *ctx, int n, sqlite3_value **a){
  char *z = sqlite3_mprintf("%s/../shared/fixtures/%s", zStart, text(a[0]));
  char zReal[PATH_MAX];
  (void)n;
  if( z && realpath(z, zReal) ) sqlite3_result_text(ctx, zReal, -1, SQLITE_TRANSIENT);
  sqlite3_free(z);
}

/* Append the files that zGlob matches to a JSON array. */
#ifdef _WIN32
static void globAdd(sqlite3_str *p, const char *zGlob){
  WCHAR w[PATH_MAX];
  WIN32_FIND_DATAW st;
  char z[PATH_MAX], zDir[PATH_MAX];
  HANDLE h = FindFirstFileW(wide(zGlob, w), &st);
  if( h==INVALID_HANDLE_VALUE || !realpath(zStart, zDir) ) return;
  snprintf(zDir, sizeof zDir, "%.*s", (int)(strrchr(zGlob, '/') - zGlob), zGlob);
  do{
    if( st.cFileName[0]=='.' ) continue;
    sqlite3_str_appendf(p, "%s\"%s/%s\"", sqlite3_str_length(p)>1 ? "," : "", zDir, narrow(st.cFileName, z));
  }while( FindNextFileW(h, &st) );
  FindClose(h);
}
#else
static void globAdd(sqlite3_str *p, const char *zGlob){
  glob_t g;
  size_t i;
  memset(&g, 0, sizeof g);
  if( glob(zGlob, 0, 0, &g)==0 ){
    for(i=0; i<g.gl_pathc; i++){
      char zReal[PATH_MAX];
      if( realpath(g.gl_pathv[i], zReal) ) sqlite3_str_appendf(p, "%s\"%s\"", i ? "," : "", zReal);
    }
  }
  globfree(&g);
}
#endif

static void fnFixtures(sqlite3_context *ctx, int n, sqlite3_value **a){
  char *z = sqlite3_mprintf("%s/../shared/fixtures/%s", zStart, text(a[0]));
  sqlite3_str *p = sqlite3_str_new(0);
  (void)n;
  sqlite3_str_appendchar(p, 1, '[');
  if( z ) globAdd(p, z);
  sqlite3_str_appendchar(p, 1, ']');
  sqlite3_free(z);
  sqlite3_result_text(ctx, sqlite3_str_finish(p), -1, sqlite3_free);
}

static struct { char *zPath; sqlite3 *db; } aOther[MAX_OTHER];

static void otherClose(int i){
  sqlite3_close(aOther[i].db);
  free(aOther[i].zPath);
  memset(&aOther[i], 0, sizeof aOther[i]);
}

static void fnOther(sqlite3_context *ctx, int n, sqlite3_value **a){
  const char *zPath = text(a[0]);
  sqlite3_stmt *p = 0;
  int i, bFirst = 1, rc = SQLITE_OK;
  const char *zTail;
  (void)n;
  for(i=0; i<MAX_OTHER && (aOther[i].zPath==0 || strcmp(aOther[i].zPath, zPath)!=0); i++){}
  if( i==MAX_OTHER ){
    for(i=0; i<MAX_OTHER && aOther[i].zPath; i++){}
    if( i==MAX_OTHER || sqlite3_open(zPath, &aOther[i].db)!=SQLITE_OK ){
      sqlite3_result_error(ctx, "other: cannot open", -1);
      if( i<MAX_OTHER ) otherClose(i);
      return;
    }
    aOther[i].zPath = need(strdup(zPath));
  }
  if( sqlite3_value_type(a[1])==SQLITE_NULL ){
    otherClose(i);
    return;
  }
  for(zTail=text(a[1]); rc==SQLITE_OK && zTail[0]; ){
    rc = sqlite3_prepare_v2(aOther[i].db, zTail, -1, &p, &zTail);
    while( p && sqlite3_step(p)==SQLITE_ROW ){
      if( bFirst ) sqlite3_result_value(ctx, sqlite3_column_value(p, 0));
      bFirst = 0;
    }
    if( p ) rc = sqlite3_finalize(p);
  }
  if( rc!=SQLITE_OK ){
    sqlite3_result_text(ctx, sqlite3_errmsg(aOther[i].db), -1, SQLITE_TRANSIENT);
  }
}

static void fnOnce(sqlite3_context *ctx, int n, sqlite3_value **a){
  const char *zPath = text(a[0]);
  int i;
  fnOther(ctx, n, a);
  for(i=0; i<MAX_OTHER; i++) if( aOther[i].zPath && strcmp(aOther[i].zPath, zPath)==0 ) otherClose(i);
}

/* Root may write a file of mode 0444; without these two capabilities it is like anybody else. */
static void asUser(int bOn){
#ifdef __linux__
  struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct d[2];
  unsigned m = 1u<<CAP_DAC_OVERRIDE | 1u<<CAP_DAC_READ_SEARCH;
  if( syscall(SYS_capget, &h, d)!=0 ) return;
  d[0].effective = bOn ? d[0].effective & ~m : d[0].effective | (d[0].permitted & m);
  (void)!syscall(SYS_capset, &h, d);
#else
  (void)bOn;
#endif
}

static void fnAsUser(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n; (void)ctx;
  asUser(sqlite3_value_int(a[0]));
}

static void fnHere(sqlite3_context *ctx, int n, sqlite3_value **a){
  size_t i;
  (void)n;
  for(i=0; i<sizeof(aNeed)/sizeof(aNeed[0]); i++){
    if( strcmp(aNeed[i].zName, text(a[0]))==0 ) sqlite3_result_int(ctx, aNeed[i].bHere);
  }
}

static void fnSoPath(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n; (void)a;
  sqlite3_result_text(ctx, zSo, -1, SQLITE_STATIC);
}

/* Whatever n characters are shared, one of the halves that zOf is cut into lies among them. */
static void fnShares(sqlite3_context *ctx, int n, sqlite3_value **a){
  const char *z = text(a[0]), *zOf = text(a[1]);
  size_t i, k, nz = strlen(z), nOf = strlen(zOf), nPart = (size_t)sqlite3_value_int(a[2]), nHalf = nPart/2;
  int b = 0;
  (void)n;
  for(i=0; !b && i+nHalf<=nOf; i+=nHalf){
    if( memmem(z, nz, zOf+i, nHalf)==0 ) continue;
    for(k=i<nHalf ? 0 : i-nHalf+1; !b && k<=i && k+nPart<=nOf; k++) b = memmem(z, nz, zOf+k, nPart)!=0;
  }
  sqlite3_result_int(ctx, b);
}

static void fnSome(sqlite3_context *ctx, int n, sqlite3_value **a){
  int nEvery = sqlite3_value_int(a[1]);
  (void)n;
  sqlite3_result_int(ctx, sqlite3_value_int(a[0])%every(nEvery)==some(nEvery));
}

static void fnFew(sqlite3_context *ctx, int n, sqlite3_value **a){
  (void)n;
  sqlite3_result_int(ctx, few(sqlite3_value_int(a[0])));
}

static void fnOutcome(sqlite3_context *ctx, int n, sqlite3_value **a);
static void fnExamples(sqlite3_context *ctx, int n, sqlite3_value **a);

static const struct {
  const char *zName; int nArg; void (*x)(sqlite3_context*, int, sqlite3_value**);
} aFunc[] = {
  { "readfile",      1, fnReadfile },      { "writefile", 2, fnWritefile },
  { "file_mode",     1, fnFileMode },      { "unlink",    1, fnUnlink    },
  { "file_contains", 2, fnFileContains },  { "mkdir",     1, fnMkdir     },
  { "mkfifo",        1, fnMkfifo },        { "symlink",   2, fnSymlink   },
  { "link",          2, fnLink },          { "here",      1, fnHere      },
  { "fixture",       1, fnFixture },       { "chmod",     2, fnChmod     },
  { "fixtures",      1, fnFixtures },      { "other",     2, fnOther     },
  { "once",          2, fnOnce },
  { "as_user",       1, fnAsUser },        { "so_path",   0, fnSoPath    },
  { "outcome",       1, fnOutcome },       { "shares",    3, fnShares    },
  { "examples",      1, fnExamples },      { "some",      2, fnSome      },
  { "few",           1, fnFew },          { "rows",      1, fnRows      },
};

/* --------------------------------------------------------------------- one statement ---- */

static void linesAdd(Lines *p, char *z, int iLine){
  p->a = need(realloc(p->a, sizeof(Line)*(size_t)(p->n+1)));
  p->a[p->n].z = z;
  p->a[p->n++].iLine = iLine;
}

static void linesClear(Lines *p){
  while( p->n>0 ) free(p->a[--p->n].z);
  free(p->a);
  p->a = 0;
}

/* zPrefix and z as a line: breaks as \n, no space at the end.  From malloc. */
static char *oneLine(const char *zPrefix, const char *z){
  size_t n = strlen(zPrefix);
  char *zOut = need(malloc(n + 2*strlen(z) + 1));
  memcpy(zOut, zPrefix, n);
  for(; *z; z++){
    if( *z=='\n' ){
      zOut[n++] = '\\';
      zOut[n++] = 'n';
    }else{
      zOut[n++] = *z;
    }
  }
  while( n>0 && zOut[n-1]==' ' ) n--;
  zOut[n] = 0;
  return zOut;
}

static void addRow(Lines *p, sqlite3_stmt *pStmt){
  sqlite3_str *s = sqlite3_str_new(0);
  int i, j;
  char *z;
  for(i=0; i<sqlite3_column_count(pStmt); i++){
    if( i ) sqlite3_str_appendall(s, " | ");
    if( sqlite3_column_type(pStmt, i)==SQLITE_NULL ){
      sqlite3_str_appendall(s, "NULL");
    }else if( sqlite3_column_type(pStmt, i)==SQLITE_BLOB ){
      const unsigned char *b = sqlite3_column_blob(pStmt, i);
      sqlite3_str_appendall(s, "x'");
      for(j=0; j<sqlite3_column_bytes(pStmt, i); j++) sqlite3_str_appendf(s, "%02x", b[j]);
      sqlite3_str_appendchar(s, 1, '\'');
    }else{
      sqlite3_str_appendall(s, (const char*)sqlite3_column_text(pStmt, i));
    }
  }
  z = sqlite3_str_finish(s);
  linesAdd(p, oneLine("", z ? z : ""), 0);
  sqlite3_free(z);
}

/* "! ", or "!CONSTRAINT " and the like for another code than SQLITE_ERROR. */
static const char *errorPrefix(int rc){
  static const char *const az[] = { "?", 0, "INTERNAL", "PERM", "ABORT", "BUSY", "LOCKED", "NOMEM", "READONLY", "INTERRUPT", "IOERR",
    "CORRUPT", "NOTFOUND", "FULL", "CANTOPEN", "PROTOCOL", "EMPTY", "SCHEMA", "TOOBIG", "CONSTRAINT", "MISMATCH", "MISUSE", "NOLFS",
    "AUTH", "FORMAT", "RANGE", "NOTADB" };
  static char z[16];
  rc &= 0xff;
  snprintf(z, sizeof z, "!%s ", rc==SQLITE_ERROR ? "" : rc<(int)(sizeof az/sizeof az[0]) ? az[rc] : "?");
  return z;
}

/* Run the statements in zSql; the rows of the last one, and an error, go to pGot. */
static void execute(sqlite3 *db, const char *zSql, Lines *pGot){
  while( zSql[0] ){
    sqlite3_stmt *p = 0;
    int rc = sqlite3_prepare_v2(db, zSql, -1, &p, &zSql);
    if( p ){
      linesClear(pGot);
      while( (rc = sqlite3_step(p))==SQLITE_ROW ) addRow(pGot, p);
      if( rc==SQLITE_DONE ) rc = SQLITE_OK;
    }
    if( rc!=SQLITE_OK ) linesAdd(pGot, oneLine(errorPrefix(rc), sqlite3_errmsg(db)), 0);
    sqlite3_finalize(p);
    if( rc!=SQLITE_OK ) return;
  }
}

static void complain(const char *zFile, int iLine, const char *zFmt, ...){
  va_list ap;
  nFail++;
  printf("%s:%d: ", zFile, iLine);
  va_start(ap, zFmt);
  vprintf(zFmt, ap);
  va_end(ap);
  printf("\n");
  if( getenv("HASTY") ) exit(1);                         /* what a mutant needs */
}

/* Is a line as it is wanted?  Without modes file_mode() only says whether there is a file: "none" stands for any
** mode. */
static int sameLine(const char *zSql, const char *zWant, const char *zGot){
  if( strstr(zSql, "file_mode(")==0 || aNeed[0].bHere ) return strcmp(zWant, zGot)==0;
  for(; *zWant && *zGot; zWant++, zGot++){
    if( strncmp(zGot, "none", 4)==0 && strspn(zWant, "01234567")==4 ){
      zWant += 3;
      zGot += 3;
    }else if( *zWant!=*zGot ){
      break;
    }
  }
  return *zWant==*zGot;
}

/* An error without its code, as "! message". */
static char *withoutCode(char *z){
  size_t n = strcspn(z, " ");
  if( z[0]!='!' || n<2 ) return z;
  memmove(z+1, z+n, strlen(z+n)+1);
  return z;
}

/* One statement and what is wanted of it. */
static void check(sqlite3 *db, const char *zFile, int iLine, const char *zSql, const Lines *pWant){
  Lines got = {0, 0};
  int nWant = pWant->n, nDiff = 0, i;
  execute(db, zSql, &got);
  bNoImage = got.n && strstr(got.a[got.n-1].z, "database images need SQLite 3.36")!=0;
  if( bNoImage ){
    printf("skipped: %s from line %d on: there are no images in this SQLite\n", zFile, iLine);
    linesClear(&got);
    return;
  }
  if( nWant==0 ){
    if( got.n && got.a[got.n-1].z[0]=='!' ){
      complain(zFile, iLine, "%.*s\n  wanted no error\n  got    %s",
               (int)strcspn(zSql, "\n"), zSql, got.a[got.n-1].z);
    }
    linesClear(&got);
    return;
  }
  if( nWant==1 && strcmp(pWant->a[0].z, "(none)")==0 ) nWant = 0;
  for(i=0; i<nWant || i<got.n; i++){
    const char *zWant = i<nWant ? pWant->a[i].z : "(no more)";
    const char *zGot = i<got.n ? got.a[i].z : "(no more)";
    if( i<nWant && i<got.n && strncmp(zWant, "! ", 2)==0 && (strstr(zFile, ".md") || strncmp(zFile, "examples", 8)==0) ) withoutCode(got.a[i].z);
    if( i<nWant && i<got.n && sameLine(zSql, zWant, zGot) ) continue;
    if( nDiff++==0 ){
      complain(zFile, i<nWant ? pWant->a[i].iLine : iLine, "%.*s",
               (int)strcspn(zSql, "\n"), zSql);
    }
    if( nDiff<=MAX_SHOWN ) printf("  wanted %s\n  got    %s\n", zWant, zGot);
  }
  if( nDiff>MAX_SHOWN ) printf("  ... and %d more\n", nDiff-MAX_SHOWN);
  if( nDiff==0 ) nPass++;
  linesClear(&got);
}

/* -------------------------------------------------------------------------- one file ---- */

/* The next line of *pz, cut off in place; 0 at the end. */
static char *nextLine(char **pz, int *piLine){
  char *z = *pz, *zEnd;
  if( z[0]==0 ) return 0;
  zEnd = z + strcspn(z, "\n");
  *pz = zEnd + (zEnd[0]!=0);
  if( zEnd>z && zEnd[-1]=='\r' ) zEnd[-1] = 0;
  *zEnd = 0;
  ++*piLine;
  return z;
}

static int isWant(const char *z){
  return strncmp(z, "-->", 3)==0 || strncmp(z, "--!", 3)==0;
}

/* Must what stands below this comment be left out here? */
static int needsMore(const char *z){
  size_t i;
  if( strncmp(z, "-- needs SQLite 3.", 18)==0 ) return sqlite3_libversion_number() < 3000000 + 1000*atoi(z+18);
  for(i=0; i<sizeof(aNeed)/sizeof(aNeed[0]); i++){
    size_t n = strlen(aNeed[i].zName);
    if( aNeed[i].bHere || strncmp(z, "-- needs ", 9)!=0 || strncmp(z+9, aNeed[i].zName, n)!=0 ) continue;
    if( z[9+n]==0 || z[9+n]==':' ){
      aNeed[i].nSkip++;
      return 1;
    }
  }
  return 0;
}

/* Statements and expectations of z, which is cut into lines.  Returns how many expectations. */
static int runText(sqlite3 *db, const char *zFile, char *z, int bMarkdown){
  char *zSql = need(calloc(1, strlen(z) + 2)), *zLine;
  int iLine = 0, iStart = 0, bIn = !bMarkdown, bOld = 0, nWant = 0;
  while( (zLine = nextLine(&z, &iLine))!=0 ){
    Lines want = {0, 0};
    if( bMarkdown && strncmp(zLine, "```", 3)==0 ){
      if( zSql[0] ) complain(zFile, iStart, "the statement does not end");
      zSql[0] = 0;
      bIn = !bIn && strcmp(zLine, "```sql")==0 ? 1 : 0;
      continue;
    }
    if( !bIn ) continue;
    if( zSql[0]==0 ){
      int bEmpty = zLine[strspn(zLine, " \t")]==0;
      bOld |= needsMore(zLine);
      if( bEmpty ) bOld = 0;
      if( bOld ) continue;
      if( isWant(zLine) ){
        complain(zFile, iLine, "no statement right above this line");
        continue;
      }
      if( bEmpty || strncmp(zLine, "--", 2)==0 ) continue;
      if( bMarkdown && zLine[0]=='.' ) continue;
      iStart = iLine;
    }else if( isWant(zLine) ){
      complain(zFile, iLine, "a statement has not ended above this line");
      continue;
    }
    strcat(zSql, zLine);
    strcat(zSql, "\n");
    if( !sqlite3_complete(zSql) ) continue;
    while( isWant(z) ){
      zLine = nextLine(&z, &iLine);
      linesAdd(&want, zLine[2]=='!' ? oneLine("", zLine + 2) : oneLine("", zLine + 3 + (zLine[3]==' ')), iLine);
      nWant++;
    }
    check(db, zFile, iStart, zSql, &want);
    linesClear(&want);
    zSql[0] = 0;
    if( bNoImage ) break;
  }
  if( zSql[0] ) complain(zFile, iStart, "the statement does not end");
  free(zSql);
  return nWant;
}

/* Is this, "-- needs fixtures" or "-- needs images", among the comments at the top? */
static int needs(const char *z, const char *zWhat){
  for(; z[0]=='-' && z[1]=='-'; z += strcspn(z, "\n"), z += z[0]!=0){
    if( strncmp(z, zWhat, strlen(zWhat))==0 ) return 1;
  }
  return 0;
}

#ifndef _WIN32
static int openUp(const char *z, const struct stat *st, int eType, struct FTW *p){
  (void)st; (void)p;
  if( eType==FTW_D || eType==FTW_DNR ) chmod(z, 0700);
  return 0;
}

static int removeOne(const char *z, const struct stat *st, int eType, struct FTW *p){
  (void)st; (void)eType; (void)p;
  return remove(z);
}
#endif

/* A connection with the library and the functions for tests. */
static sqlite3 *openDb(void){
  sqlite3 *db = 0;
  char *zErr = 0;
  size_t i;
  if( sqlite3_open(":memory:", &db)!=SQLITE_OK
   || sqlite3_enable_load_extension(db, 1)!=SQLITE_OK
   || sqlite3_load_extension(db, zSo, 0, &zErr)!=SQLITE_OK ){
    fprintf(stderr, "run: %s does not load: %s\n", zSo, zErr ? zErr : sqlite3_errmsg(db));
    exit(2);
  }
  for(i=0; i<sizeof(aFunc)/sizeof(aFunc[0]); i++){
    sqlite3_create_function(db, aFunc[i].zName, aFunc[i].nArg, SQLITE_UTF8, 0, aFunc[i].x, 0, 0);
  }
  return db;
}

static sqlite3 *dbSecond;                    /* outcome()'s, or 0 */

static void fnOutcome(sqlite3_context *ctx, int n, sqlite3_value **a){
  Lines got = {0, 0};
  sqlite3_str *s = sqlite3_str_new(0);
  int i;
  (void)n;
  if( dbSecond==0 ) dbSecond = openDb();
  execute(dbSecond, text(a[0]), &got);
  for(i=0; i<got.n; i++) sqlite3_str_appendf(s, "%s%s", i ? "; " : "", withoutCode(got.a[i].z));
  if( got.n==0 ) sqlite3_str_appendall(s, "(none)");
  linesClear(&got);
  sqlite3_result_text(ctx, sqlite3_str_finish(s), -1, sqlite3_free);
}

static void fnExamples(sqlite3_context *ctx, int n, sqlite3_value **a){
  const char *z = text(a[0]);
  char *zTest = need(calloc(1, strlen(z) + 2)), zName[80];
  int nLine = 0;
  (void)n;
  snprintf(zName, sizeof zName, "examples('%.*s...')", (int)strcspn(z, "(,:\n"), z);
  for(; z[0]; z += strcspn(z, "\n"), z += z[0]!=0){
    if( strncmp(z, "    ", 4)!=0 ) continue;
    strncat(zTest, z+4, strcspn(z+4, "\n") + (strchr(z, '\n')!=0));
    nLine++;
  }
  if( dbSecond==0 ) dbSecond = openDb();
  runText(dbSecond, zName, zTest, 0);
  free(zTest);
  sqlite3_result_int(ctx, nLine);
}

static void runFile(const char *zFile){
  char zDir[PATH_MAX + 32];
  char zTmp[PATH_MAX];
  sqlite3_int64 nBefore = sqlite3_memory_used();
  size_t nName = strlen(zFile);
  int i, bMarkdown = nName>3 && strcmp(zFile+nName-3, ".md")==0;
  char *z = slurp(zFile, 0);
  sqlite3 *db;
  if( z==0 ){
    complain(zFile, 0, "%s", strerror(errno));
    return;
  }
  if( needs(z, "-- needs images") && sqlite3_vfs_find("memdb")==0 ){
    printf("skipped: %s: there are no images in this SQLite\n", zFile);
    free(z);
    return;
  }
  if( needs(z, "-- needs fixtures") ){
    snprintf(zDir, sizeof zDir, "%s/../shared/fixtures", zStart);
    if( realpath(zDir, zTmp)==0 ){
      printf("run: %s SKIPPED, ../shared/fixtures is not there\n", zFile);
      free(z);
      return;
    }
  }
  db = openDb();
#ifdef _WIN32
  winTemp(zTmp, sizeof zTmp);
#else
  snprintf(zTmp, sizeof zTmp, "%s", getenv("TMPDIR") ? getenv("TMPDIR") : "");
#endif
  snprintf(zDir, sizeof zDir, "%s/tgsession-XXXXXX", zTmp[0] ? zTmp : "/tmp");
  if( mkdtemp(zDir)==0 || chdir(zDir)!=0 ){
    fprintf(stderr, "run: no temporary folder %s: %s\n", zDir, strerror(errno));
    exit(2);
  }
#ifdef _WIN32
  winHome(zDir);                             /* ~ is the folder of the file's tests */
#else
  setenv("HOME", zDir, 1);
#endif
  bNoImage = 0;
  if( runText(db, zFile, z, bMarkdown)==0 && !bNoImage ) complain(zFile, 0, "nothing is expected here");
  free(z);
  asUser(0);
  for(i=0; i<MAX_OTHER; i++) otherClose(i);
  if( sqlite3_close(dbSecond)!=SQLITE_OK ) complain(zFile, 0, "the second connection does not close");
  dbSecond = 0;
  if( sqlite3_close(db)!=SQLITE_OK ){
    complain(zFile, 0, "the connection does not close: %s", sqlite3_errmsg(db));
  }else if( sqlite3_memory_used()!=nBefore ){
    complain(zFile, 0, "%lld bytes are not freed", sqlite3_memory_used() - nBefore);
  }
  if( chdir(zStart)!=0 ) exit(2);
#ifdef _WIN32
  winRemoveAll(zDir);
#else
  nftw(zDir, openUp, 16, FTW_PHYS);
  nftw(zDir, removeOne, 16, FTW_PHYS|FTW_DEPTH);
#endif
}

int main(int argc, char **argv){
  int i, nSkip = 0;
  if( argc<3 ){
    fprintf(stderr, "usage: run tgsession.so FILE.sql|FILE.md ...\n");
    return 2;
  }
  if( realpath(argv[1], zSo)==0 || getcwd(zStart, sizeof zStart)==0 ){
    fprintf(stderr, "run: %s: %s\n", argv[1], strerror(errno));
    return 2;
  }
  setvbuf(stdout, 0, _IOLBF, 0);            /* what was said before a crash is to be seen */
#ifdef _WIN32
  _setmode(_fileno(stdout), _O_BINARY);
#else
  umask(022);
#endif
  sqlite3_initialize();
  for(i=2; i<argc; i++) runFile(argv[i]);
  for(i=0; i<(int)(sizeof(aNeed)/sizeof(aNeed[0])); i++){
    if( aNeed[i].nSkip ) printf("skipped: %d times: %s\n", aNeed[i].nSkip, aNeed[i].zWhy);
    nSkip += aNeed[i].nSkip;
  }
  if( nSkip ) printf("run: %d passed, %d failed, %d skipped\n", nPass, nFail, nSkip);
  else printf("run: %d passed, %d failed\n", nPass, nFail);
  sqlite3_shutdown();
  return nFail>0;
}
