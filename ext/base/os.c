/* base: the operating system; see os.h.  First what is the same, then POSIX, then Windows. */
#define _FILE_OFFSET_BITS 64          /* files of 3 GB, and folders of many names, in 32 bits */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE                         /* DT_REG and its like */
#define _DARWIN_C_SOURCE
#include "base/os.h"

enum TgOsKind tgOsKind(const char *zPath, int bFollow){
  TgOsFile f;
  tgOsLook(zPath, bFollow, &f);
  return f.eKind;
}

int tgOsIsSlash(int c){
  return c && strchr(tgOsSlashes, c)!=0;
}

const char *tgOsName(const char *zPath){
  const char *z = zPath;
  for(; *zPath; zPath++){
    if( tgOsIsSlash(*zPath) ) z = zPath + 1;
  }
  return z;
}

#ifndef _WIN32

/*************************************** POSIX **************************************************/

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char tgOsSlashes[] = "/";

enum TgOsWhy tgOsWhy(int rc){
  switch( rc ){
    case 0: return TG_OS_OK;
    case ENOENT: case ENOTDIR: return TG_OS_GONE;
    case EEXIST: return TG_OS_EXISTS;
    case EACCES: case EPERM: return TG_OS_DENIED;
    case ENOMEM: return TG_OS_NOMEM;
    default: return TG_OS_FAILED;
  }
}

const char *tgOsText(int rc){
  return strerror(rc);
}

int tgOsPrefix(const char *zPath){
  (void)zPath;
  return 0;
}

unsigned tgOsFold(unsigned c){
  return c;
}

char *tgOsReal(TgErr *e, const char *zPath){
  char *zReal = realpath(zPath, 0);
  char *z = zReal ? tgStrdup(e, zReal, -1) : 0;
  free(zReal);
  return z;
}

char *tgOsHome(TgErr *e){
  const char *z = getenv("HOME");
  return z && z[0] ? tgStrdup(e, z, -1) : 0;
}

static enum TgOsKind osKind(mode_t mode){
  return S_ISREG(mode) ? TG_OS_FILE : S_ISDIR(mode) ? TG_OS_FOLDER : S_ISLNK(mode) ? TG_OS_LINK
       : S_ISFIFO(mode) ? TG_OS_PIPE : S_ISSOCK(mode) ? TG_OS_SOCKET : TG_OS_DEVICE;
}

int tgOsLook(const char *zPath, int bFollow, TgOsFile *p){
  struct stat st;
  memset(p, 0, sizeof(*p));
  if( (bFollow ? stat(zPath, &st) : lstat(zPath, &st))!=0 ) return errno;
  p->eKind = osKind(st.st_mode);
  p->dev = (u64)st.st_dev;
  p->ino = (u64)st.st_ino;
  p->nByte = st.st_size;
  p->nName = (int)st.st_nlink;
  p->mode = st.st_mode & 0777;
  p->nAge = (i64)time(0) - (i64)st.st_mtime;
  return 0;
}

/* Is it "." or ".."? */
static int osDots(const char *z){
  return z[0]=='.' && z[z[1]=='.' ? 2 : 1]==0;
}

/* A TgOsFolder is a DIR. */
TgOsFolder *tgOsFolderOpen(const char *zPath, int *pRc){
  DIR *p = opendir(zPath[0] ? zPath : ".");
  *pRc = p ? 0 : errno;
  return (TgOsFolder*)(void*)p;
}

const char *tgOsFolderNext(TgOsFolder *p, enum TgOsKind *peKind, int *pRc){
  struct dirent *pEnt;
  do{
    errno = 0;
    pEnt = readdir((DIR*)(void*)p);
  }while( pEnt && osDots(pEnt->d_name) );
  *pRc = pEnt ? 0 : errno;
  if( pEnt==0 ) return 0;
  *peKind = TG_OS_NOTHING;
#ifdef DTTOIF                                   /* not in POSIX, but nearly everywhere */
  if( pEnt->d_type!=DT_UNKNOWN ) *peKind = osKind((mode_t)DTTOIF(pEnt->d_type));
#endif
  return pEnt->d_name;
}

void tgOsFolderClose(TgOsFolder *p){
  if( p ) closedir((DIR*)(void*)p);
}

int tgOsCreate(const char *zPath){
  int fd = open(zPath, O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600);
  if( fd<0 ) return errno;
  close(fd);
  return 0;
}

int tgOsRemove(const char *zPath){
  return unlink(zPath) ? errno : 0;
}

int tgOsPlace(const char *zFrom, const char *zTo){
  if( link(zFrom, zTo) ) return errno;                       /* rename() would replace */
  tgOsRemove(zFrom);
  return 0;
}

int tgOsSync(const char *zFolder){
  int fd = open(zFolder[0] ? zFolder : ".", O_RDONLY|O_CLOEXEC), rc = 0;
  if( fd<0 ) return errno;
  if( fsync(fd) ) rc = errno;
  close(fd);
  return rc;
}

i64 tgOsClock(void){
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (i64)t.tv_sec*1000 + t.tv_nsec/1000000;
}

int tgOsWritable(const char *zPath){
  int n = (int)(tgOsName(zPath) - zPath), b;
  char *z = sqlite3_mprintf("%.*s.", n, zPath);
  b = z && faccessat(AT_FDCWD, zPath, R_OK|W_OK, AT_EACCESS)==0
      && faccessat(AT_FDCWD, z, W_OK|X_OK, AT_EACCESS)==0;
  sqlite3_free(z);
  return b;
}

#else

/*************************************** Windows ************************************************/

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

const char tgOsSlashes[] = "/\\";

/* In the words of strerror(): Windows would speak the user's language. */
static const struct { DWORD rc; enum TgOsWhy eWhy; const char *zText; } aWhy[] = {
  { ERROR_FILE_NOT_FOUND, TG_OS_GONE, "No such file or directory" },
  { ERROR_PATH_NOT_FOUND, TG_OS_GONE, "No such file or directory" },
  { ERROR_INVALID_NAME, TG_OS_GONE, "No such file or directory" },
  { ERROR_BAD_PATHNAME, TG_OS_GONE, "No such file or directory" },
  { ERROR_BAD_NETPATH, TG_OS_GONE, "No such file or directory" },
  { ERROR_BAD_NET_NAME, TG_OS_GONE, "No such file or directory" },
  { ERROR_INVALID_DRIVE, TG_OS_GONE, "No such file or directory" },
  { ERROR_NOT_READY, TG_OS_FAILED, "the drive is not ready" },
  { ERROR_DIRECTORY, TG_OS_GONE, "Not a directory" },
  { ERROR_FILE_EXISTS, TG_OS_EXISTS, "File exists" },
  { ERROR_ALREADY_EXISTS, TG_OS_EXISTS, "File exists" },
  { ERROR_ACCESS_DENIED, TG_OS_DENIED, "Permission denied" },
  { ERROR_WRITE_PROTECT, TG_OS_DENIED, "Read-only file system" },
  { ERROR_SHARING_VIOLATION, TG_OS_DENIED, "another program has it open for itself" },
  { ERROR_NOT_ENOUGH_MEMORY, TG_OS_NOMEM, "Cannot allocate memory" },
  { ERROR_OUTOFMEMORY, TG_OS_NOMEM, "Cannot allocate memory" },
  { ERROR_DISK_FULL, TG_OS_FAILED, "No space left on device" },
  { ERROR_CANT_RESOLVE_FILENAME, TG_OS_FAILED, "Too many levels of symbolic links" },
  { ERROR_FILENAME_EXCED_RANGE, TG_OS_FAILED, "File name too long" },
};

enum TgOsWhy tgOsWhy(int rc){
  int i;
  for(i=0; i<TG_COUNT(aWhy) && aWhy[i].rc!=(DWORD)rc; i++){}
  return rc==0 ? TG_OS_OK : i<TG_COUNT(aWhy) ? aWhy[i].eWhy : TG_OS_FAILED;
}

const char *tgOsText(int rc){
  int i;
  for(i=0; i<TG_COUNT(aWhy) && aWhy[i].rc!=(DWORD)rc; i++){}
  return i<TG_COUNT(aWhy) ? aWhy[i].zText : "Windows reports an error";
}

/* zPath and zMore in UTF-16, from sqlite3_malloc; 0 with the last error set. */
static WCHAR *osWide(const char *zPath, const WCHAR *zMore){
  int n = MultiByteToWideChar(CP_UTF8, 0, zPath, -1, 0, 0), nMore = lstrlenW(zMore);
  WCHAR *z = sqlite3_malloc64(((u64)n + (u64)nMore + 1)*sizeof(z[0]));
  if( z==0 ){
    SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return 0;
  }
  z[0] = 0;
  MultiByteToWideChar(CP_UTF8, 0, zPath, -1, z, n);
  memcpy(z + lstrlenW(z), zMore, ((size_t)nMore + 1)*sizeof(z[0]));
  return z;
}

/* The other way, from sqlite3_malloc; 0 without memory. */
static char *osNarrow(const WCHAR *z){
  int n = WideCharToMultiByte(CP_UTF8, 0, z, -1, 0, 0, 0, 0);
  char *zOut = sqlite3_malloc64((u64)n + 1);
  if( zOut ) zOut[0] = 0;
  if( zOut ) WideCharToMultiByte(CP_UTF8, 0, z, -1, zOut, n, 0, 0);
  return zOut;
}

static HANDLE osOpen(const char *zPath, DWORD access, DWORD how, DWORD flags){
  WCHAR *z = osWide(zPath, L"");
  HANDLE h = INVALID_HANDLE_VALUE;
  DWORD rc = GetLastError();
  if( z ){
    h = CreateFileW(z, access, FILE_SHARE_READ|FILE_SHARE_WRITE|FILE_SHARE_DELETE, 0, how, flags,
                    0);
    rc = GetLastError();
  }
  sqlite3_free(z);
  SetLastError(rc);
  return h;
}

int tgOsPrefix(const char *zPath){
  return strncmp(zPath, "\\\\?\\", 4)==0 ? 4 : 0;
}

unsigned tgOsFold(unsigned c){
  WCHAR w = (WCHAR)c, wUp = w;
  if( c<0x80 ) return c>='a' && c<='z' ? c-'a'+'A' : c;
  if( c<0x10000 ) LCMapStringW(LOCALE_INVARIANT, LCMAP_UPPERCASE, &w, 1, &wUp, 1);
  return c<0x10000 ? wUp : c;
}

char *tgOsReal(TgErr *e, const char *zPath){
  HANDLE h = osOpen(zPath, FILE_READ_ATTRIBUTES, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
  DWORD n = h==INVALID_HANDLE_VALUE ? 0 : GetFinalPathNameByHandleW(h, 0, 0, 0);
  WCHAR *z = n ? tgAlloc(e, ((u64)n + 1)*sizeof(z[0])) : 0;
  char *zOut = 0;
  if( z && GetFinalPathNameByHandleW(h, z, n+1, 0) ){
    zOut = osNarrow(z);
    if( zOut==0 ) tgNomem(e);
  }
  if( h!=INVALID_HANDLE_VALUE ) CloseHandle(h);
  sqlite3_free(z);
  return zOut;
}

char *tgOsHome(TgErr *e){
  DWORD n = GetEnvironmentVariableW(L"USERPROFILE", 0, 0);
  WCHAR *z = n ? tgAlloc(e, ((u64)n + 1)*sizeof(z[0])) : 0;
  char *zOut = 0;
  if( z && GetEnvironmentVariableW(L"USERPROFILE", z, n+1) ){
    zOut = osNarrow(z);
    if( zOut==0 ) tgNomem(e);
  }
  sqlite3_free(z);
  return zOut;
}

/* What leads elsewhere is a link, as a junction is; what a cloud or a compressing disk keeps is
** not. */
static enum TgOsKind osKind(DWORD attr, DWORD tag){
  if( (attr & FILE_ATTRIBUTE_REPARSE_POINT) && IsReparseTagNameSurrogate(tag) ) return TG_OS_LINK;
  return attr & FILE_ATTRIBUTE_DIRECTORY ? TG_OS_FOLDER : TG_OS_FILE;
}

/* In units of 100 ns. */
static i64 osTime(FILETIME t){
  return (i64)((u64)t.dwHighDateTime<<32 | t.dwLowDateTime);
}

static void osFile(HANDLE h, TgOsFile *p){
  BY_HANDLE_FILE_INFORMATION st;
  FILE_ATTRIBUTE_TAG_INFO tag;
  FILETIME now;
  DWORD eType = GetFileType(h);
  memset(&tag, 0, sizeof(tag));
  p->eKind = eType==FILE_TYPE_PIPE ? TG_OS_PIPE : TG_OS_DEVICE;
  if( eType!=FILE_TYPE_DISK || !GetFileInformationByHandle(h, &st) ) return;
  if( st.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT ){
    GetFileInformationByHandleEx(h, FileAttributeTagInfo, &tag, sizeof(tag));
  }
  p->eKind = osKind(st.dwFileAttributes, tag.ReparseTag);
  p->dev = st.dwVolumeSerialNumber;
  p->ino = (u64)st.nFileIndexHigh<<32 | st.nFileIndexLow;
  p->nByte = (i64)((u64)st.nFileSizeHigh<<32 | st.nFileSizeLow);
  p->nName = (int)st.nNumberOfLinks;
  p->mode = 0600;
  GetSystemTimeAsFileTime(&now);
  p->nAge = (osTime(now) - osTime(st.ftLastWriteTime))/10000000;
}

int tgOsLook(const char *zPath, int bFollow, TgOsFile *p){
  HANDLE h;
  memset(p, 0, sizeof(*p));
  h = osOpen(zPath, FILE_READ_ATTRIBUTES, OPEN_EXISTING,
             FILE_FLAG_BACKUP_SEMANTICS | (bFollow ? 0 : FILE_FLAG_OPEN_REPARSE_POINT));
  if( h==INVALID_HANDLE_VALUE ) return (int)GetLastError();
  osFile(h, p);
  CloseHandle(h);
  return 0;
}

struct TgOsFolder {
  HANDLE h;
  int bFirst;                /* st is still to be given */
  WIN32_FIND_DATAW st;
  char zName[3*MAX_PATH + 1];
};

TgOsFolder *tgOsFolderOpen(const char *zPath, int *pRc){
  size_t n = strlen(zPath);
  WCHAR *z = osWide(zPath, n==0 || tgOsIsSlash(zPath[n-1]) ? L"*" : L"\\*");
  TgOsFolder *p = z ? sqlite3_malloc64(sizeof(*p)) : 0;
  if( p ){
    p->h = FindFirstFileW(z, &p->st);
    p->bFirst = 1;
    *pRc = p->h==INVALID_HANDLE_VALUE ? (int)GetLastError() : 0;
    if( *pRc ){
      sqlite3_free(p);
      p = 0;
    }
  }else{
    *pRc = ERROR_NOT_ENOUGH_MEMORY;
  }
  sqlite3_free(z);
  return p;
}

const char *tgOsFolderNext(TgOsFolder *p, enum TgOsKind *peKind, int *pRc){
  do{
    if( !p->bFirst && !FindNextFileW(p->h, &p->st) ){
      DWORD rc = GetLastError();
      *pRc = rc==ERROR_NO_MORE_FILES ? 0 : (int)rc;
      return 0;
    }
    p->bFirst = 0;
  }while( lstrcmpW(p->st.cFileName, L".")==0 || lstrcmpW(p->st.cFileName, L"..")==0 );
  *pRc = 0;
  *peKind = osKind(p->st.dwFileAttributes, p->st.dwReserved0);
  p->zName[0] = 0;
  WideCharToMultiByte(CP_UTF8, 0, p->st.cFileName, -1, p->zName, (int)sizeof(p->zName), 0, 0);
  return p->zName;
}

void tgOsFolderClose(TgOsFolder *p){
  if( p ) FindClose(p->h);
  sqlite3_free(p);
}

int tgOsCreate(const char *zPath){
  HANDLE h = osOpen(zPath, GENERIC_READ|GENERIC_WRITE, CREATE_NEW, FILE_ATTRIBUTE_NORMAL);
  if( h==INVALID_HANDLE_VALUE ) return (int)GetLastError();
  CloseHandle(h);
  return 0;
}

int tgOsRemove(const char *zPath){
  WCHAR *z = osWide(zPath, L"");
  int rc = z && DeleteFileW(z) ? 0 : (int)GetLastError();
  sqlite3_free(z);
  return rc;
}

int tgOsPlace(const char *zFrom, const char *zTo){
  WCHAR *z = osWide(zFrom, L""), *z2 = osWide(zTo, L"");
  int rc = z && z2 && MoveFileExW(z, z2, MOVEFILE_WRITE_THROUGH) ? 0 : (int)GetLastError();
  sqlite3_free(z);
  sqlite3_free(z2);
  return rc;
}

int tgOsSync(const char *zFolder){
  (void)zFolder;             /* tgOsPlace() has waited for the disk */
  return 0;
}

i64 tgOsClock(void){
  return (i64)GetTickCount64();
}

int tgOsWritable(const char *zPath){
  int n = (int)(tgOsName(zPath) - zPath);
  char *z = sqlite3_mprintf("%.*s.", n, zPath);
  HANDLE h = osOpen(zPath, GENERIC_READ|GENERIC_WRITE, OPEN_EXISTING, 0), hFolder;
  hFolder = z ? osOpen(z, FILE_ADD_FILE, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS)
      : INVALID_HANDLE_VALUE;
  if( h!=INVALID_HANDLE_VALUE ) CloseHandle(h);
  if( hFolder!=INVALID_HANDLE_VALUE ) CloseHandle(hFolder);
  sqlite3_free(z);
  return h!=INVALID_HANDLE_VALUE && hFolder!=INVALID_HANDLE_VALUE;
}
#endif
