/* Unit tests of base/os.h, on every system: what SQL cannot reach, or not everywhere.
**
**     build/os                    as root it also shows that a permission holds
**
** It works in a folder of its own below TMPDIR, whose name is not ASCII.
*/
#define _XOPEN_SOURCE 700
#include "base/dirlist.h"
#include "base/gate.h"
#include "base/os.h"
#include "base/vfs.h"
#include "check.h"
#include <stdio.h>
#include <stdlib.h>
#ifdef _WIN32
# include <windows.h>
# include <direct.h>
static int makeFolder(const char *z){
  WCHAR w[400];
  MultiByteToWideChar(CP_UTF8, 0, z, -1, w, 400);
  return CreateDirectoryW(w, 0) ? 0 : -1;
}
static void removeFolder(const char *z){
  WCHAR w[400];
  MultiByteToWideChar(CP_UTF8, 0, z, -1, w, 400);
  RemoveDirectoryW(w);
}
static int makeLong(const char *z, i64 n){
  LARGE_INTEGER at;
  DWORD nDone;
  WCHAR w[400];
  HANDLE h;
  int b;
  MultiByteToWideChar(CP_UTF8, 0, z, -1, w, 400);
  h = CreateFileW(w, GENERIC_WRITE, 0, 0, OPEN_EXISTING, 0, 0);
  DeviceIoControl(h, 0x900c4 /* FSCTL_SET_SPARSE */, 0, 0, 0, 0, &nDone, 0);
  at.QuadPart = n;
  b = SetFilePointerEx(h, at, 0, FILE_BEGIN) && SetEndOfFile(h);
  CloseHandle(h);
  return b ? 0 : -1;
}
static void setHome(const char *z){
  WCHAR w[400];
  MultiByteToWideChar(CP_UTF8, 0, z, -1, w, 400);
  SetEnvironmentVariableW(L"USERPROFILE", w);
}
#else
# include <sys/socket.h>
# include <sys/stat.h>
# include <sys/un.h>
# include <unistd.h>
static int makeFolder(const char *z){ return mkdir(z, 0755); }
static void removeFolder(const char *z){ rmdir(z); }
static int makeLong(const char *z, i64 n){ return truncate(z, (off_t)n); }
static void setHome(const char *z){ setenv("HOME", z, 1); }
#endif

static char zDir[300];

/* zDir/zName, borrowed until the eighth call after it. */
static const char *at(const char *zName){
  static char az[8][400];
  static int i;
  i = (i+1) & 7;
  snprintf(az[i], sizeof az[i], "%s/%s", zDir, zName);
  return az[i];
}

static void testFiles(void){
  TgErr e = TG_ERR_INIT;
  TgOsFile f, f2;
  int rc;
  char *z, *z2;
  check(tgOsLook(at("a.session"), 0, &f)!=0 && f.eKind==TG_OS_NOTHING, "nothing is there yet");
  check(tgOsWhy(tgOsLook(at("a.session"), 0, &f))==TG_OS_GONE, "what is missing is gone");
  check(tgOsWhy(tgOsLook(at("no/a.session"), 0, &f))==TG_OS_GONE, "in a missing folder too");
  rc = tgOsCreate(at("a.session"));
  check(rc==0, "create: %s", tgOsText(rc));
  check(tgOsLook(at("a.session"), 0, &f)==0 && f.eKind==TG_OS_FILE && f.nByte==0 && f.nName==1 && f.mode==0600,
        "what was created: %o", f.mode);
  check(tgOsWhy(tgOsCreate(at("a.session")))==TG_OS_EXISTS, "a second time");
  check(tgOsWhy(tgOsCreate(at("no/a.session")))==TG_OS_GONE, "create in a missing folder");
  check(!tgVfsBeside(at("a"), ".session") && tgVfsBeside(at("a.session"), "") && tgVfsBeside(zDir, "")
     && !tgVfsBeside(at("a"), ""), "beside: an empty file and a folder are there");
  check(tgOsWritable(at("a.session")) && !tgOsWritable(at("no.session")), "writable");
  check(tgOsCreate(at("b.session"))==0 && tgOsLook(at("b.session"), 0, &f2)==0, "another one");
  check(f.dev==f2.dev && f.ino!=f2.ino, "each file is itself");
  check(tgOsWhy(tgOsPlace(at("a.session"), at("b.session")))==TG_OS_EXISTS, "no file takes the place of another");
  check(tgOsPlace(at("a.session"), at("\xd1\x84.session"))==0, "it takes a free one");
  check(tgOsKind(at("a.session"), 0)==TG_OS_NOTHING, "and leaves its old one");
  check(tgOsLook(at("\xd1\x84.session"), 1, &f2)==0 && f.ino==f2.ino, "it is the same still");
  check(tgOsSync(zDir)==0 && tgOsSync("")==0, "sync a folder");
  check(tgOsKind(zDir, 0)==TG_OS_FOLDER && tgOsKind(at(""), 0)==TG_OS_FOLDER, "a folder, with a slash behind it too");
  z = tgOsReal(&e, at("\xd1\x84.session"));
  z2 = tgOsReal(&e, at("././\xd1\x84.session"));
  check(z && z2 && strcmp(z, z2)==0 && tgOsIsSlash(*(tgOsName(z)-1)), "the real path");
  check(tgOsReal(&e, at("no.session"))==0 && e.rc==SQLITE_OK, "the real path of nothing");
  sqlite3_free(z);
  sqlite3_free(z2);
  check(tgOsRemove(at("b.session"))==0 && tgOsWhy(tgOsRemove(at("b.session")))==TG_OS_GONE, "remove");
}

#ifndef _WIN32
/* Folders, links and permissions of POSIX.  What SQLite's own look at a path lets through where its files are opened otherwise, or may have changed since. */
static void testGate(void){
  TgErr e = TG_ERR_INIT;
  TgGate g;
  char zLong[400], zInode[TG_INODE_SIZE], *z;
  struct sockaddr_un addr;
  int b, fd;
  check(symlink("loop", at("loop"))==0, "a link to itself");
  tgGateLook(&e, &g, at("loop/a.session"), "./a.session");
  check(e.rc==SQLITE_CANTOPEN && e.f==TG_F_UNREADABLE && !g.bThere && strncmp(e.zMsg, "./a.session can't be opened: Too many", 37)==0,
        "a folder that is a circle: %d %s", e.rc, e.zMsg);
  tgErrClear(&e);
  check(tgOsRemove(at("loop"))==0 && mkdir(at("closed"), 0)==0, "a closed folder");
  if( geteuid()==0 && seteuid(65534)!=0 ) return;
  tgGateLook(&e, &g, at("closed/a.session"), "./a.session");
  if( getuid()==0 && seteuid(0)!=0 ) return;
  check(e.rc==SQLITE_CANTOPEN && strcmp(e.zMsg, "./a.session can't be opened: permission denied for one of its folders")==0,
        "a closed folder: %d %s", e.rc, e.zMsg);
  tgErrClear(&e);
  removeFolder(at("closed"));
  check(tgOsSync(at("no"))!=0, "sync what is not there");
  check(mkdir(at("ro"), 0755)==0 && tgOsCreate(at("ro/a.session"))==0 && chmod(at("ro/a.session"), 0666)==0 && chmod(at("ro"), 0555)==0,
        "a folder");
  if( geteuid()==0 && seteuid(65534)!=0 ) return;
  b = tgOsWritable(at("ro/a.session"));
  if( getuid()==0 && seteuid(0)!=0 ) return;
  check(!b, "a file that can be written, in a folder that can't");
  chmod(at("ro"), 0755);
  check(tgOsWritable(at("ro/a.session")) && tgOsRemove(at("ro/a.session"))==0, "and now it can");
  removeFolder(at("ro"));
  check(mkfifo(at("pipe"), 0600)==0 && tgOsKind(at("pipe"), 0)==TG_OS_PIPE && tgOsRemove(at("pipe"))==0, "a pipe");
  check(tgOsKind("/dev/null", 1)==TG_OS_DEVICE, "a device");
  addr.sun_family = AF_UNIX;
  snprintf(addr.sun_path, sizeof addr.sun_path, "tg-%d.socket", (int)getpid());         /* a path is too long for many */
  fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if( fd>=0 && bind(fd, (struct sockaddr*)&addr, sizeof addr)==0 ){
    check(tgOsKind(addr.sun_path, 0)==TG_OS_SOCKET && tgOsRemove(addr.sun_path)==0, "a socket");
  }
  if( fd>=0 ) close(fd);
  z = getenv("HOME");
  snprintf(zLong, sizeof zLong, "%s", z ? z : "");
  unsetenv("HOME");
  check(tgOsHome(&e)==0 && e.rc==SQLITE_OK, "no HOME");
  setHome("");
  check(tgOsHome(&e)==0 && e.rc==SQLITE_OK, "an empty HOME");
  setHome(zLong);
  memset(zLong, 'a', sizeof zLong);
  zLong[sizeof zLong-1] = 0;
  tgGateLook(&e, &g, zLong, "it");
  check(e.rc==SQLITE_CANTOPEN && strcmp(e.zMsg, "it can't be opened: File name too long")==0, "a long name: %d %s", e.rc, e.zMsg);
  tgErrClear(&e);
  tgGateInode(at("a.session"), zInode);
  check(zInode[0]==0, "the inode of nothing: %s", zInode);
}
#endif

static void testLong(void){
  static const i64 n = (i64)3*1024*1024*1024 + 17;
  TgErr e = TG_ERR_INIT;
  TgOsFile f;
  TgDirList *p;
  const char *zProblem, *z;
  check(makeFolder(at("big"))==0 && tgOsCreate(at("big/x.session"))==0 && makeLong(at("big/x.session"), n)==0,
        "a file of 3 GB");
  check(tgOsLook(at("big/x.session"), 0, &f)==0 && f.eKind==TG_OS_FILE && f.nByte==n,
        "its size: %lld", (long long)f.nByte);
  p = tgDirListOpen(&e, at("big"));
  z = tgDirListNext(&e, p, &zProblem);
  check(z && zProblem==0 && strcmp(tgOsName(z), "x.session")==0, "its folder lists it");
  check(tgDirListNext(&e, p, &zProblem)==0 && e.rc==SQLITE_OK, "and nothing else");
  tgDirListClose(p);
  tgOsRemove(at("big/x.session"));
  removeFolder(at("big"));
}

static void testFolder(void){
  int rc = -1, n = 0, bFile = 0, bFolder = 0;
  enum TgOsKind eKind;
  const char *z;
  TgOsFolder *p;
  makeFolder(at("sub"));
  p = tgOsFolderOpen(zDir, &rc);
  check(p && rc==0, "open a folder: %s", tgOsText(rc));
  while( p && (z = tgOsFolderNext(p, &eKind, &rc))!=0 ){
    n++;
    bFile |= strcmp(z, "\xd1\x84.session")==0 && (eKind==TG_OS_FILE || eKind==TG_OS_NOTHING);
    bFolder |= strcmp(z, "sub")==0 && (eKind==TG_OS_FOLDER || eKind==TG_OS_NOTHING);
  }
  check(rc==0 && n==2 && bFile && bFolder, "it lists a file and a folder: %d names", n);
  tgOsFolderClose(p);
  check(tgOsFolderOpen(at("no"), &rc)==0 && tgOsWhy(rc)==TG_OS_GONE, "a missing folder");
  p = tgOsFolderOpen(at("sub"), &rc);
  check(p && tgOsFolderNext(p, &eKind, &rc)==0 && rc==0, "an empty one");
  tgOsFolderClose(p);
}

static void testNames(void){
  TgErr e = TG_ERR_INIT;
  char *z;
  int bWindows = tgOsIsSlash('\\');
  check(strcmp(tgOsName("a/b/c.session"), "c.session")==0 && tgOsName("a/b/")[0]==0 && strcmp(tgOsName("c"), "c")==0,
        "the last name");
  check(tgOsIsSlash('/') && !tgOsIsSlash(0) && !tgOsIsSlash('a'), "a slash");
  check(strcmp(tgOsName("a\\b"), bWindows ? "b" : "a\\b")==0, "the other slash");
  check(tgOsPrefix("\\\\?\\C:\\a*")==(bWindows ? 4 : 0) && tgOsPrefix("C:/a")==0, "a prefix that is no name");
  check((tgOsFold('a')==tgOsFold('A'))==bWindows && (tgOsFold(0x444)==tgOsFold(0x424))==bWindows
     && tgOsFold('a')!=tgOsFold('b'), "case");
  setHome(zDir);
  z = tgDirHome(&e, "~");
  check(z && strcmp(z, zDir)==0, "home");
  sqlite3_free(z);
  z = tgDirHome(&e, "~/x");
  check(z && strcmp(z, at("x"))==0, "below home");
  sqlite3_free(z);
  z = tgDirHome(&e, "~\\x");
  check(z && (strcmp(z, "~\\x")!=0)==bWindows, "with the other slash");
  sqlite3_free(z);
}

/* A glob, and how many it finds. */
static int found(const char *zGlob){
  TgErr e = TG_ERR_INIT;
  TgDirList *p = tgDirListOpen(&e, zGlob);
  const char *zProblem;
  int n = 0;
  while( tgDirListNext(&e, p, &zProblem) ) n += zProblem==0;
  tgDirListClose(p);
  check(e.rc==SQLITE_OK, "%s: %s", zGlob, e.zMsg);
  tgErrClear(&e);
  return n;
}

static void testGlobs(void){
  int bWindows = tgOsIsSlash('\\');
  char zOther[400];
  int i;
  check(tgOsCreate(at("sub/Bot1.session"))==0, "a file to find");
  check(found(at("sub/B*.session"))==1 && found(at("**/Bot?.session"))==1 && found(at("sub/"))==1, "globs");
  check(found(at("sub/b*.SESSION"))==bWindows && found(at("sub/[a-c]ot1.session"))==bWindows, "globs and case");
  check(found(at("\xd0\xa4*"))==bWindows && found(at("\xd1\x84*"))==1 && found(at("?.session"))==1,
        "globs beyond ASCII");
  snprintf(zOther, sizeof zOther, "%s\\sub\\*.session", zDir);
  for(i=0; zOther[i]; i++) if( zOther[i]=='/' && bWindows ) zOther[i] = '\\';
  check(found(zOther)==bWindows, "the other slash");
  if( bWindows ){
    char zLong[420];
    TgErr e = TG_ERR_INIT;
    char *z = tgOsReal(&e, zDir);
    snprintf(zLong, sizeof zLong, "%s\\sub\\B*.session", z ? z : "");
    check(strncmp(zLong, "\\\\?\\", 4)==0 && found(zLong)==1, "%s: a long name", zLong);
    sqlite3_free(z);
  }
  tgOsRemove(at("sub/Bot1.session"));
}

/* Milliseconds that go on. */
static void testClock(void){
  i64 t = tgOsClock();
  sqlite3_sleep(200);
  t = tgOsClock() - t;
  check(t>=100 && t<60000, "200 ms took %d", (int)t);     /* Windows' clock goes on every 16 ms */
}

int main(void){
  const char *zTmp = getenv("TMPDIR");
  snprintf(zDir, sizeof zDir, "%s/tgsession-os-\xd0\xb6%d", zTmp && zTmp[0] ? zTmp : ".", (int)time(0)%100000);
  if( makeFolder(zDir)!=0 ){
    printf("os: %s can't be made\n", zDir);
    return 2;
  }
  testFiles();
#ifndef _WIN32
  testGate();
#endif
  testLong();
  testFolder();
  testNames();
  testGlobs();
  testClock();
  tgOsRemove(at("\xd1\x84.session"));
  removeFolder(at("sub"));
  removeFolder(zDir);
  check(tgOsKind(zDir, 0)==TG_OS_NOTHING, "nothing is left");
  check(sqlite3_memory_used()==0, "%d bytes were not freed", (int)sqlite3_memory_used());
  return checkEnd("os");
}
