/* A new file comes to its place whole, in no other's, and leaves nothing else in its folder.
**
**     build/place build/tgsession.so
**
** This program has a link() of its own, which fails as a file system without links does, or lets a client make the
** file first, and an fsync() that fails.  Further: names that are left behind by a kill, old ones and young ones; and one too long for a name beside it.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <utime.h>

static enum { LINKS, NO_LINKS, TAKEN } eLink;
static int nLink;

static void write1(const char *zPath, const char *z){
  FILE *f = fopen(zPath, "wb");
  if( f ){
    fputs(z, f);
    fclose(f);
  }
}

int link(const char *zFrom, const char *zTo){
  __typeof__(&link) x = (__typeof__(&link))(size_t)dlsym(RTLD_NEXT, "link");
  nLink++;
  if( eLink==TAKEN ) write1(zTo, "a client's");
  if( eLink==NO_LINKS ){
    errno = EPERM;
    return -1;
  }
  return x(zFrom, zTo);
}

/* ... and a disk that takes nothing. */
static int bNoSync;
static int sync1(const char *zName, int fd){
  int (*x)(int);
  *(void**)&x = dlsym(RTLD_NEXT, zName);
  if( bNoSync==0 ) return x(fd);
  errno = EIO;
  return -1;
}
int fsync(int fd){ return sync1("fsync", fd); }
int fdatasync(int fd){ return sync1("fdatasync", fd); }

#define NEW ".a.session.tgsession-new"
#define INSERT "INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)" \
               " SELECT './a.session', 'kurigram-7', 2, 777, 0, 1, CAST(printf('%256c', 'k') AS BLOB)"

/* What the statement says, "" for success, and what is in the folder then. */
static void is(sqlite3 *db, const char *zWhat, const char *zSql, const char *zSays, const char *zFiles){
  char *zErr = 0, z[600] = "";
  struct dirent **a = 0;
  int rc = sqlite3_exec(db, zSql, 0, 0, &zErr), i, n;
  n = hostFiles(&a);
  for(i=0; i<n; i++){
    snprintf(&z[strlen(z)], sizeof z - strlen(z), "%s%s", z[0] ? " " : "", a[i]->d_name);
    free(a[i]);
  }
  free(a);
  check(zSays[0] ? rc!=SQLITE_OK && strstr(zErr ? zErr : "", zSays)!=0 : rc==SQLITE_OK, "%s: %d %s", zWhat, rc, zErr ? zErr : "");
  check(strcmp(z, zFiles)==0, "%s: there is %s", zWhat, z);
  sqlite3_free(zErr);
}

/* a.session is a session, and its owner's alone. */
static void isWhole(sqlite3 *db, const char *zWhat){
  sqlite3_stmt *p = 0;
  struct stat st;
  sqlite3_prepare_v2(db, "SELECT user_id, session_check('./a.session') FROM session('./a.session') WHERE problem IS NULL", -1, &p, 0);
  check(sqlite3_step(p)==SQLITE_ROW && sqlite3_column_int(p, 0)==777 && strcmp((const char*)sqlite3_column_text(p, 1), "[]")==0, "%s: whole", zWhat);
  sqlite3_finalize(p);
  check(stat("a.session", &st)==0 && (st.st_mode & 0777)==0600 && st.st_nlink==1, "%s: mode and names", zWhat);
}

static void age(const char *zPath, int nSecond){
  struct utimbuf t;
  t.actime = t.modtime = time(0) - nSecond;
  utime(zPath, &t);
}

int main(int argc, char **argv){
  char zLong[300], zSql[900];
  sqlite3 *db;
  hostStart("place", argc>1 ? argv[1] : 0);
  db = hostDb();

  is(db, "with links", INSERT, "", "a.session");
  isWhole(db, "with links");
  check(nLink==1, "with links: %d", nLink);
  hostEmpty();

  bNoSync = 1;
  is(db, "a disk that fails", INSERT, "./a.session can't be written: the disk fails", "");
  bNoSync = 0;

  eLink = NO_LINKS;
  is(db, "without links", INSERT, "", "a.session");
  isWhole(db, "without links");
  hostEmpty();

  eLink = TAKEN;
  is(db, "a client was quicker", INSERT, "meanwhile", "a.session");
  {
    char z[20] = "";
    FILE *f = fopen("a.session", "rb");
    if( f==0 || fread(z, 1, 10, f)!=10 || strcmp(z, "a client's") ) check(0, "the client's file: %s", z);
    if( f ) fclose(f);
  }
  hostEmpty();
  eLink = LINKS;

  write1(NEW, "");
  is(db, "another one makes it", INSERT, "is being made by another program", NEW);
  age(NEW, -5);                                          /* as where the clock of files is ahead of the system's */
  is(db, "another one makes it, by its clock in a moment", INSERT, "is being made by another program", NEW);
  age(NEW, -7200);                                       /* by a clock that was wrong */
  is(db, "one that was left, of tomorrow", INSERT, "", "a.session");
  hostEmpty();
  write1(NEW, "");
  age(NEW, 7200);
  is(db, "one that was left", INSERT, "", "a.session");
  isWhole(db, "one that was left");
  unlink("a.session");
  write1(NEW, "");
  age(NEW, -7200);
  is(db, "one of a time to come", INSERT, "", "a.session");
  isWhole(db, "one of a time to come");

  check(rename("a.session", NEW)==0 && link(NEW, "a.session")==0, "two names");
  is(db, "killed between link and unlink", "UPDATE session SET api_id=5 WHERE source='./a.session'", "", "a.session");
  isWhole(db, "killed between link and unlink");
  hostEmpty();

  write1("a.session-wal", "x");
  is(db, "a -wal without its file", INSERT, "a.session-wal lies there", "a.session-wal");
  hostEmpty();

  memset(zLong, 'n', 237);                  /* its -journal is a name, .NAME.tgsession-new none */
  memcpy(&zLong[237], ".session", 9);
  snprintf(zSql, sizeof zSql, "INSERT INTO session(name, layout, auth_key) VALUES('./%s', 'kurigram-7', x'')", zLong);
  is(db, "a name of 245 bytes", zSql, "", zLong);
  sqlite3_close(db);
  hostEmpty();
  return hostEnd(nPass, nFail);
}
