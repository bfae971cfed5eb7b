/* What the SQL host takes from POSIX, for Windows: just so much, with names in UTF-8.
**
** What Windows has not in this sense (pipes in a folder, links that lead elsewhere, modes) is answered by 0, and the tests
** that need it say so; see run.c.
*/
#ifndef ONWINDOWS_H
#define ONWINDOWS_H

#include <direct.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <windows.h>

#undef PATH_MAX
#define PATH_MAX 1024

static WCHAR *wide(const char *z, WCHAR *w){
  if( MultiByteToWideChar(CP_UTF8, 0, z, -1, w, PATH_MAX)==0 ) w[0] = 0;
  return w;
}

/* w in UTF-8, with slashes as SQL tests write them. */
static char *narrow(const WCHAR *w, char *z){
  int i;
  if( WideCharToMultiByte(CP_UTF8, 0, w, -1, z, PATH_MAX, 0, 0)==0 ) z[0] = 0;
  for(i=0; z[i]; i++) if( z[i]=='\\' ) z[i] = '/';
  return z;
}

static FILE *winFopen(const char *z, const char *zHow){
  WCHAR w[PATH_MAX], wHow[8];
  return _wfopen(wide(z, w), wide(zHow, wHow));
}

static char *winRealpath(const char *z, char *zOut){
  WCHAR w[PATH_MAX], wFull[PATH_MAX];
  if( GetFileAttributesW(wide(z, w))==INVALID_FILE_ATTRIBUTES || !GetFullPathNameW(w, PATH_MAX, wFull, 0) ) return 0;
  return narrow(wFull, zOut);
}

static char *winGetcwd(char *z, size_t n){
  (void)n;
  return winRealpath(".", z);
}

static char *winMkdtemp(char *z){
  WCHAR w[PATH_MAX];
  int i;
  for(i=0; i<1000; i++){
    snprintf(z + strlen(z) - 6, 7, "%06lu", (GetCurrentProcessId()*1000UL + (unsigned long)i)%1000000UL);
    if( CreateDirectoryW(wide(z, w), 0) ) return z;
  }
  return 0;
}

static int winUnlink(const char *z){ WCHAR w[PATH_MAX]; return _wunlink(wide(z, w)); }
static int winMkdir(const char *z){ WCHAR w[PATH_MAX]; return _wmkdir(wide(z, w)); }
static int winChdir(const char *z){ WCHAR w[PATH_MAX]; return _wchdir(wide(z, w)); }
static int winChmod(const char *z, int m){ WCHAR w[PATH_MAX]; return _wchmod(wide(z, w), m & 0600); }
static int winLink(const char *z, const char *zNew){
  WCHAR w[PATH_MAX], wNew[PATH_MAX];
  return CreateHardLinkW(wide(zNew, wNew), wide(z, w), 0) ? 0 : -1;
}
static int winNone(const char *z, const char *z2){ (void)z; (void)z2; return -1; }
static void winHome(const char *z){ WCHAR w[PATH_MAX]; SetEnvironmentVariableW(L"USERPROFILE", wide(z, w)); }

static void winTemp(char *z, size_t n){
  WCHAR w[PATH_MAX];
  (void)n;
  GetTempPathW(PATH_MAX, w);
  narrow(w, z);
  if( z[0] && z[strlen(z)-1]=='/' ) z[strlen(z)-1] = 0;
}

static void *memmem(const void *a, size_t n, const void *b, size_t nb){
  const char *z = a;
  size_t i;
  for(i=0; i+nb<=n; i++) if( memcmp(z+i, b, nb)==0 ) return (void*)(z+i);
  return 0;
}

/* A folder with all in it. */
static void winRemoveAll(const char *zDir){
  WCHAR w[PATH_MAX];
  WIN32_FIND_DATAW st;
  char z[PATH_MAX], zName[PATH_MAX];
  HANDLE h;
  snprintf(z, sizeof z, "%s/*", zDir);
  h = FindFirstFileW(wide(z, w), &st);
  if( h!=INVALID_HANDLE_VALUE ){
    do{
      if( wcscmp(st.cFileName, L".")==0 || wcscmp(st.cFileName, L"..")==0 ) continue;
      snprintf(z, sizeof z, "%.500s/%.500s", zDir, narrow(st.cFileName, zName));
      SetFileAttributesW(wide(z, w), FILE_ATTRIBUTE_NORMAL);
      if( st.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ) winRemoveAll(z);
      else DeleteFileW(wide(z, w));
    }while( FindNextFileW(h, &st) );
    FindClose(h);
  }
  RemoveDirectoryW(wide(zDir, w));
}

#define fopen winFopen
#define realpath winRealpath
#define getcwd winGetcwd
#define mkdtemp winMkdtemp
#define unlink winUnlink
#define mkdir(z, m) winMkdir(z)
#define chdir winChdir
#define chmod winChmod
#define link winLink
#define mkfifo(z, m) winNone(z, z)
#define symlink(z, zNew) winNone(z, zNew)
#define strdup _strdup

#endif
