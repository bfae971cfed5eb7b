/* The entry point without files: whatever is asked, with a path wherever one may stand, no path reaches the system, so
** that nobody is told even that there is such a file.
**
**   - every function, a path as each of its arguments; every table, a path as its source, its name and in each other column;
**     every option with a path as its value; the scripts of sql/, all their parameters paths;
**   - paths of every shape: a file, a folder, a glob, one beneath "~", a URI; of what is there and of what is not: the
**     answers are the same but for the name;
**   - this program has open(), stat() and their like: they look for the mark that the paths have, in our calls and in SQLite's.
**     With the other entry point they find it, in each function and table that takes a name.
**
**     build/values build/tgsession.so sql
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <ctype.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>

/* ---- the system's calls ---------------------------------------------------------------------- */

#define MARK "tgmark"
static int nSeen;                                      /* calls whose path has the mark */
static char zSeen[200];

static void look(const char *zCall, const char *zPath){
  if( zPath==0 || strstr(zPath, MARK)==0 ) return;
  if( nSeen++==0 ) snprintf(zSeen, sizeof zSeen, "%s(%s)", zCall, zPath);
}

#define NEXT(f) __typeof__(&f) x = (__typeof__(&f))(size_t)dlsym(RTLD_NEXT, #f)
#define MODE(m) mode_t m = 0; if( flags&O_CREAT ){ va_list ap; va_start(ap, flags); m = (mode_t)va_arg(ap, int); va_end(ap); }
int open(const char *z, int flags, ...){ NEXT(open); MODE(m) look("open", z); return x(z, flags, m); }
int open64(const char *z, int flags, ...){ NEXT(open64); MODE(m) look("open64", z); return x(z, flags, m); }
int openat(int fd, const char *z, int flags, ...){ NEXT(openat); MODE(m) look("openat", z); return x(fd, z, flags, m); }
int stat(const char *restrict z, struct stat *restrict p){ NEXT(stat); look("stat", z); return x(z, p); }
int lstat(const char *restrict z, struct stat *restrict p){ NEXT(lstat); look("lstat", z); return x(z, p); }
int stat64(const char *restrict z, struct stat64 *restrict p){ NEXT(stat64); look("stat64", z); return x(z, p); }
int lstat64(const char *restrict z, struct stat64 *restrict p){ NEXT(lstat64); look("lstat64", z); return x(z, p); }
int fstatat(int fd, const char *restrict z, struct stat *restrict p, int f){ NEXT(fstatat); look("fstatat", z); return x(fd, z, p, f); }
int access(const char *z, int m){ NEXT(access); look("access", z); return x(z, m); }
int unlink(const char *z){ NEXT(unlink); look("unlink", z); return x(z); }
int link(const char *z, const char *z2){ NEXT(link); look("link", z); return x(z, z2); }
int rename(const char *z, const char *z2){ NEXT(rename); look("rename", z); return x(z, z2); }
int mkdir(const char *z, mode_t m){ NEXT(mkdir); look("mkdir", z); return x(z, m); }
DIR *opendir(const char *z){ NEXT(opendir); look("opendir", z); return x(z); }
char *realpath(const char *restrict z, char *restrict zTo){ NEXT(realpath); look("realpath", z); return x(z, zTo); }
ssize_t readlink(const char *restrict z, char *restrict a, size_t n){ NEXT(readlink); look("readlink", z); return x(z, a, n); }

/* ---- what is asked --------------------------------------------------------------------------- */

static const char *const azPath[][2] = {               /* what is there, and what isn't: of one length */
  { "./" MARK "-1.session", "./" MARK "-0.session" },
  { MARK "-1.session", MARK "-0.session" },
  { "./" MARK "-1.session*", "./" MARK "-0.session*" },
  { "./" MARK "-1/*.session", "./" MARK "-0/*.session" },
  { "./" MARK "-1", "./" MARK "-0" },
  { "./" MARK "-1/", "./" MARK "-0/" },
  { "~/" MARK "-1.session", "~/" MARK "-0.session" },
  { "file:./" MARK "-1.session", "file:./" MARK "-0.session" },
  { "./" MARK "-1/**/a.session", "./" MARK "-0/**/a.session" },
  { MARK "-1", MARK "-0" },
};
enum { PATHS = sizeof azPath/sizeof azPath[0] };

/* All rows, or the error, of each statement of zSql, in which every parameter is zPath, or NULL when zOnly is another. */
static char *answer(sqlite3 *db, const char *zSql, const char *zPath, const char *zOnly){
  sqlite3_str *s = sqlite3_str_new(0);
  while( zSql && zSql[0] ){
    sqlite3_stmt *p = 0;
    int i, rc = sqlite3_prepare_v2(db, zSql, -1, &p, &zSql);
    if( rc!=SQLITE_OK ){
      sqlite3_str_appendf(s, "error: %s\n", sqlite3_errmsg(db));
      break;
    }
    for(i=1; i<=sqlite3_bind_parameter_count(p); i++){
      const char *z = sqlite3_bind_parameter_name(p, i);
      if( zOnly==0 || (z && strcmp(z+1, zOnly)==0) ) sqlite3_bind_text(p, i, zPath, -1, SQLITE_STATIC);
    }
    while( (rc = sqlite3_step(p))==SQLITE_ROW ){
      for(i=0; i<sqlite3_column_count(p); i++) sqlite3_str_appendf(s, "%s|", sqlite3_column_text(p, i));
    }
    if( rc!=SQLITE_DONE ) sqlite3_str_appendf(s, "error: %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(p);
  }
  if( !sqlite3_get_autocommit(db) ) sqlite3_exec(db, "ROLLBACK", 0, 0, 0);
  sqlite3_str_append(s, "\n", 1);
  return sqlite3_str_finish(s);
}

/* The answers of what is there and of what is not, with the one name for the other, are the same, and nothing was looked for. */
static void same(sqlite3 *db, const char *zSql, const char *zOnly){
  int i;
  for(i=0; i<PATHS; i++){
    char *zThere, *zNot, *z;
    nSeen = 0;
    zThere = answer(db, zSql, azPath[i][0], zOnly);
    zNot = answer(db, zSql, azPath[i][1], zOnly);
    check(nSeen==0, "%.100s with %s: %s", zSql, azPath[i][0], zSeen);
    for(z=zThere; z && (z = strstr(z, MARK "-1"))!=0; z++) z[strlen(MARK)+1] = '0';
    /* What base64 makes of two names is two texts. */
    check(zThere && zNot && (strcmp(zThere, zNot)==0 || strstr(zSql, "base64(")), "%.100s with %s: %s, and else %s", zSql, azPath[i][0], zThere, zNot);
    sqlite3_free(zThere);
    sqlite3_free(zNot);
  }
}

/* How often does the system see the mark, with the other entry point? */
static int seen(sqlite3 *db, const char *zSql, const char *zOnly){
  int i, n = 0;
  for(i=0; i<PATHS; i++){
    nSeen = 0;
    sqlite3_free(answer(db, zSql, azPath[i][0], zOnly));
    n += nSeen;
  }
  return n;
}

typedef struct Walk { sqlite3 *db; int bFiles; int nAsked; int nFound; } Walk;

/* One statement, of which bName says that it gets a name. */
static void walk(Walk *w, char *zSql, int bName, const char *zOnly){
  int n;
  w->nAsked++;
  if( !w->bFiles ){
    same(w->db, zSql, zOnly);
  }else{
    n = seen(w->db, zSql, zOnly);
    if( n>0 ) w->nFound++;
    if( bName ) check(n>0, "with files %s reaches none, so that it proves nothing", zSql);
  }
}

/* Every function that there is, with 1 to 6 arguments, a path in each place, what is sensible in the others. */
static void walkFunctions(Walk *w){
  static const char *const azName[] = { "session_export", "session_check", "session_repair", "session_migrate", "session_import" };
  static const char *const azOther[6] = { "(SELECT bundle FROM temp.b)", "'temp'", "'telethon-7'", "'user_id'", "5", "'try'" };
  sqlite3_stmt *p = 0;
  int n = 0, i, j, k, iArg;
  sqlite3_prepare_v2(w->db, "SELECT DISTINCT name FROM pragma_function_list WHERE name LIKE 'session\\_%' ESCAPE '\\' ORDER BY 1", -1,
                     &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW ){
    const char *zName = (const char*)sqlite3_column_text(p, 0);
    int bInternal = strstr(zName, "__")!=0;
    n += !bInternal;
    for(i=1; i<=6; i++){
      for(iArg=0; iArg<i; iArg++){
        sqlite3_str *s = sqlite3_str_new(0);
        char *z;
        sqlite3_str_appendf(s, "BEGIN; SELECT %s(", zName);
        for(j=0; j<i; j++) sqlite3_str_appendf(s, "%s%s", j ? ", " : "", j==iArg ? "?1" : azOther[j]);
        sqlite3_str_appendf(s, ")");
        z = sqlite3_str_finish(s);
        for(k=0; k<5 && strcmp(azName[k], zName)!=0; k++){}
        walk(w, z, (k<3 && i==1) || (k==3 && i==2 && iArg==0) || (k==4 && i==2 && iArg==1), 0);
        sqlite3_free(z);
      }
    }
  }
  sqlite3_finalize(p);
  check(n>=8, "%d functions are walked", n);
}

/* Every table, a path as its argument and in each of its columns. */
static void walkTables(Walk *w){
  sqlite3_stmt *p = 0;
  int n = 0;
  sqlite3_prepare_v2(w->db, "SELECT m.name, c.name FROM pragma_module_list m, pragma_table_xinfo(m.name) c"
                     " WHERE m.name LIKE 'session%' AND m.name NOT LIKE '%\\_\\_%' ESCAPE '\\'", -1, &p, 0);
  while( sqlite3_step(p)==SQLITE_ROW ){
    const char *zTab = (const char*)sqlite3_column_text(p, 0), *zCol = (const char*)sqlite3_column_text(p, 1);
    int bSource = strcmp(zCol, "source")==0, i;
    const char *azSql[] = {
      "SELECT * FROM %w WHERE \"%w\"=?1", "SELECT * FROM %w('main') WHERE \"%w\"=?1", "UPDATE %w SET \"%w\"=?1",
      "UPDATE %w SET rowid=rowid WHERE \"%w\"=?1", "DELETE FROM %w WHERE \"%w\"=?1", "INSERT INTO %w(\"%w\") VALUES(?1)",
      "INSERT OR REPLACE INTO %w(\"%w\") SELECT ?1", "CREATE VIRTUAL TABLE temp.v USING %w(?1); SELECT * FROM temp.v -- %w",
    };
    n++;
    for(i=0; i<(int)(sizeof azSql/sizeof azSql[0]); i++){
      char *z = sqlite3_mprintf(azSql[i], zTab, zCol);
      walk(w, z, bSource && i==0, 0);
      sqlite3_free(z);
    }
  }
  sqlite3_finalize(p);
  check(n>=30, "%d columns are walked", n);
}

/* What is written with a name, and every option with a path as its value. */
static void walkWrites(Walk *w){
  static const char *const azSql[] = {
    "INSERT INTO session(name, auth_key) VALUES(?1, x'')", "INSERT INTO session(name, string) SELECT ?1, bundle FROM temp.b",
    "INSERT OR REPLACE INTO session(name, layout, string) SELECT ?1, 'telethon-7', bundle FROM temp.b",
    "UPDATE session SET api_id=5 WHERE source=?1", "DELETE FROM session WHERE source=?1",
    "SELECT * FROM session(?1)", "SELECT * FROM session_peers(?1)", "SELECT * FROM session_states(?1)",
    "SELECT string, auth_key, inode, peers FROM session(?1)", "SELECT * FROM session_peers(?1, 'news')",
  };
  static const char *const azMore[] = {
    "INSERT INTO session_peers(session, id, type) VALUES(?1, 5, 'group')", "INSERT INTO session_states(session, id) VALUES(?1, 0)",
    "SELECT * FROM session_peers('main', ?1)", "UPDATE session SET name=?1",
    "SELECT * FROM session(CAST(?1 AS BLOB))", "SELECT * FROM session(?1 || x'00')", "SELECT session_info(?1, 'from', 'bundle')",
    "SELECT session_convert((SELECT bundle FROM temp.b), ?1)", "SELECT session_export('main', ?1)",
    "SELECT * FROM (SELECT ?1 AS n) x, session(x.n)", "SELECT * FROM (SELECT ?1 AS n) x JOIN session_peers p ON p.source=x.n",
  };
  static const char *const azOption[] = { "api_id", "user_id", "is_bot", "test_mode", "server_address", "port", "dc_id", "date", "from",
    "max_length", "auth_key_id", "replace", "rebuild", "try" };
  static const char *const azCall[] = {
    "SELECT session_export('main', 'json', %Q, ?1)", "SELECT session_convert((SELECT bundle FROM temp.b), 'json', %Q, ?1)",
    "BEGIN; SELECT session_import((SELECT bundle FROM temp.b), 'temp', 'telethon-7', %Q, ?1)", "SELECT session_info((SELECT bundle FROM temp.b), %Q, ?1)",
    "BEGIN; SELECT session_migrate('main', 'telethon-7', %Q, ?1)", "BEGIN; SELECT session_repair('main', %Q, ?1)",
    "BEGIN; SELECT session_migrate(?1, 'telethon-7', %Q, 1)", "SELECT session_export(?1, 'bundle', %Q, 1)",
  };
  int i, j;
  for(i=0; i<(int)(sizeof azSql/sizeof azSql[0]); i++) walk(w, (char*)azSql[i], 1, 0);
  for(i=0; i<(int)(sizeof azMore/sizeof azMore[0]); i++) walk(w, (char*)azMore[i], 0, 0);
  for(i=0; i<(int)(sizeof azOption/sizeof azOption[0]); i++){
    for(j=0; j<(int)(sizeof azCall/sizeof azCall[0]); j++){
      char *z = sqlite3_mprintf(azCall[j], azOption[i]);
      walk(w, z, 0, 0);
      sqlite3_free(z);
    }
  }
}

static char *readAll(const char *zDir, const char *zName){
  char zPath[PATH_MAX+300];
  char *z = calloc(1, 100000);
  FILE *f;
  snprintf(zPath, sizeof zPath, "%s/%s", zDir, zName);
  f = fopen(zPath, "r");
  if( z==0 || f==0 || fread(z, 1, 99999, f)==0 ) z[0] = 0;
  if( f ) fclose(f);
  return z;
}

/* Each script, as the shell reads it without its own commands; each parameter is a path, the others NULL.  writefile() and ATTACH are
** SQLite's and the shell's, not ours: the one isn't here, the other is not allowed, as no server does. */
static void walkScripts(Walk *w, const char *zSqlDir){
  struct dirent **a = 0;
  int i, n = scandir(zSqlDir, &a, 0, alphasort), nScript = 0;
  for(i=0; i<n; i++){
    size_t nName = strlen(a[i]->d_name);
    char *z, *zLine;
    const char *zFrom;
    int bScript = nName>4 && strcmp(a[i]->d_name+nName-4, ".sql")==0;
    z = bScript ? readAll(zSqlDir, a[i]->d_name) : 0;
    free(a[i]);
    if( !bScript ) continue;
    nScript++;
    for(zLine=z; zLine; zLine = strchr(zLine, '\n')){
      if( zLine[0]=='\n' ) zLine++;
      if( zLine[0]=='.' ) memcpy(zLine, "--", 2);
    }
    /* What the parameters are called stands in the head. */
    for(zFrom=z; (zFrom = strstr(zFrom, ".parameter set :"))!=0; zFrom++){
      char zOnly[40];
      int k = 0;
      for(zFrom += 16; islower((unsigned char)zFrom[k]) || zFrom[k]=='_'; k++) if( k<39 ) zOnly[k] = zFrom[k];
      zOnly[k<39 ? k : 39] = 0;
      walk(w, z, 0, zOnly);
    }
    walk(w, z, 0, "none");
    walk(w, z, 0, 0);
    free(z);
  }
  free(a);
  check(nScript>=15, "%d scripts", nScript);
}

static int noAttach(void *pArg, int eDo, const char *z1, const char *z2, const char *zDb, const char *zTrigger){
  (void)pArg; (void)z1; (void)z2; (void)zDb; (void)zTrigger;
  return eDo==SQLITE_ATTACH ? SQLITE_DENY : SQLITE_OK;
}

static sqlite3 *openAs(const char *zEntry){
  sqlite3 *db = hostPlain();
  char *zMsg = 0;
  check(sqlite3_load_extension(db, zHostSo, zEntry, &zMsg)==SQLITE_OK, "%s: %s", zEntry, zMsg);
  sqlite3_exec(db, "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key)"
    " VALUES('main', 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%.256c', 'k') AS BLOB));"
    "CREATE TEMP TABLE b AS SELECT session_export('main', 'bundle') AS bundle", 0, 0, &zMsg);
  check(zMsg==0, "%s: %s", zEntry, zMsg);
  return db;
}

/* One connection, one of the two; which, session_version() says. */
static void testEntries(void){
  static const char *const azEntry[] = { "sqlite3_tgsession_init", "sqlite3_tgsession_values_init" };
  int i;
  for(i=0; i<2; i++){
    sqlite3 *db = openAs(azEntry[i]);
    char *zMsg = 0, *z = answer(db, "SELECT session_version() GLOB '*.*.* values-only'", "", 0);
    check(strcmp(z, i ? "1|\n" : "0|\n")==0, "%s: values-only: %s", azEntry[i], z);
    sqlite3_free(z);
    check(sqlite3_load_extension(db, zHostSo, azEntry[i], &zMsg)==SQLITE_OK, "%s twice: %s", azEntry[i], zMsg);
    check(sqlite3_load_extension(db, zHostSo, azEntry[!i], &zMsg)!=SQLITE_OK && zMsg
          && strstr(zMsg, "this connection has the other entry point"),
          "%s after %s: %s", azEntry[!i], azEntry[i], zMsg);
    sqlite3_free(zMsg);
    z = answer(db, "SELECT user_id FROM session", "", 0);
    check(strcmp(z, "777|\n")==0, "%s lives on: %s", azEntry[i], z);
    sqlite3_free(z);
    sqlite3_close(db);
  }
}

/* What the paths mean: a session file, one in a folder, here and at home. */
static void makeFiles(void){
  sqlite3 *db = openAs("sqlite3_tgsession_init");
  char *zMsg = 0;
  mkdir(MARK "-1", 0700);
  sqlite3_exec(db, "SELECT session_import(bundle, './" MARK "-1.session', 'telethon-7') FROM temp.b;"
               "SELECT session_import(bundle, './" MARK "-1/a.session') FROM temp.b", 0, 0, &zMsg);
  check(zMsg==0, "files: %s", zMsg);
  check(access("./" MARK "-1.session", F_OK)==0 && access("./" MARK "-1/a.session", F_OK)==0, "the files are not there");
  sqlite3_close(db);
}

int main(int argc, char **argv){
  char zSql[PATH_MAX];
  Walk a[2];
  int i;
  if( realpath(argc>2 ? argv[2] : "sql", zSql)==0 ) return 2;
  hostStart("values", argc>1 ? argv[1] : 0);
  setenv("HOME", ".", 1);
  testEntries();
  memset(a, 0, sizeof a);
  for(i=0; i<2; i++){
    makeFiles();
    a[i].bFiles = i;
    a[i].db = openAs(i ? "sqlite3_tgsession_init" : "sqlite3_tgsession_values_init");
    sqlite3_set_authorizer(a[i].db, noAttach, 0);
    walkFunctions(&a[i]);
    walkTables(&a[i]);
    walkWrites(&a[i]);
    walkScripts(&a[i], zSql);
    sqlite3_close(a[i].db);
  }
  printf("values: %d statements, %d paths each; with files %d of them reach one\n", a[0].nAsked, (int)PATHS, a[1].nFound);
  unlink(MARK "-1/a.session");
  rmdir(MARK "-1");
  return hostEnd(nPass, nFail);
}
