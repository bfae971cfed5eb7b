/* page: a database file, or an image of one, whose bytes are read without opening it as a database;
** see page.h.
**
** The format is https://sqlite.org/fileformat2.html; the checks here and in page_tree.c are at
** least those that SQLite makes with PRAGMA cell_size_check, so that nothing is read which SQLite
** would refuse.
*/
#include "page/page_int.h"
#include "base/gate.h"
#include "base/os.h"

uint32_t tgPageSizeOf(const u8 *a){
  uint32_t sz = pageU16(&a[16])==1 ? 65536 : pageU16(&a[16]);
  return sz<512 || (sz & (sz-1)) ? 0 : sz;
}

int tgPageDecline(TgPage *h, const char *zWhy){
  if( h->zWhy==0 ) h->zWhy = zWhy;
  return 0;
}

TgPage *tgPageNew(TgErr *e, sqlite3_vfs *pVfs){
  TgPage *h = tgAlloc(e, sizeof(*h));
  if( h==0 ) return 0;
  h->pVfs = pVfs ? pVfs : sqlite3_vfs_find(0);
  if( h->pVfs==0 ){
    tgFail(e, SQLITE_ERROR, "this SQLite has no VFS");
  }else{
    h->bSystem = tgVfsIsSystem(h->pVfs->zName);
    h->pFd = tgAlloc(e, (u64)h->pVfs->szOsFile);
    h->aHead = tgAlloc(e, PAGE_HEAD);
  }
  if( e->rc!=SQLITE_OK ){
    tgPageFree(h);
    h = 0;
  }
  return h;
}

static void pageShut(TgPage *h){
  if( h->pFd && h->pFd->pMethods ){
    if( h->bLocked ) h->pFd->pMethods->xUnlock(h->pFd, SQLITE_LOCK_NONE);
    h->pFd->pMethods->xClose(h->pFd);
    h->pFd->pMethods = 0;
  }
  h->aImage = 0;
  h->bOpen = h->bLocked = h->bWal = h->bVacuum = h->bUnread = h->nLevel = 0;
  h->szPage = h->szUsable = h->nPage = h->nHead = 0;
  h->nFile = 0;
}

void tgPageFree(TgPage *h){
  int i;
  if( h==0 ) return;
  pageShut(h);
  for(i=0; i<=PAGE_DEPTH; i++) tgWipeFree(h->apBuf[i]);
  tgWipeFree(h->aHead);
  tgWipeFree(h->aRow);
  sqlite3_free(h->aSchema);
  sqlite3_free(h->zName);
  sqlite3_free(h->pFd);
  sqlite3_free(h);
}

/* h->name of zPath, with links resolved: a link's side files are beside its target. */
static void pageName(TgErr *e, TgPage *h, const char *zPath, int flags){
  u64 n = (u64)h->pVfs->mxPathname + 1, nAll = TG_VFS_SIZE(n);
  size_t nPath = strlen(zPath);
  char *z;
  if( nAll>h->nNameAlloc ){
    sqlite3_free(h->zName);
    h->nNameAlloc = 0;
    h->zName = tgAlloc(e, nAll);
    if( h->zName==0 ) return;
    h->nNameAlloc = nAll;
  }
  z = &h->zName[TG_VFS_PATH];
  if( nPath>=n ){
    tgPageDecline(h, "the path is too long");
    return;
  }
  if( h->bSystem && (flags & TG_PAGE_NOLINK) ){
    memcpy(z, zPath, nPath+1);
  }else if( (h->pVfs->xFullPathname(h->pVfs, zPath, (int)n, z) & 0xff)!=SQLITE_OK ){
    tgPageDecline(h, "the path cannot be resolved");
    return;
  }
  tgVfsNames(h->zName, &h->name);
}

/* Decline if a side file is there.  Empty ones count as absent, for SQLite too. */
static int pageBeside(TgPage *h, const char *zFile, const char *zWhy){
  int b = 1, rc = SQLITE_OK;
  if( h->bSystem ) b = tgGateMet(zFile)!=TG_MET_NOTHING;
  else rc = h->pVfs->xAccess(h->pVfs, zFile, SQLITE_ACCESS_EXISTS, &b);
  if( rc!=SQLITE_OK || b ) return tgPageDecline(h, zWhy);
  return 1;
}

/* The 100 bytes at the start: everything that SQLite looks at when it opens a file. */
static int pageHeader(TgPage *h, const u8 *a){
  uint32_t nPage;
  h->szPage = tgPageSizeOf(a);
  if( memcmp(a, "SQLite format 3", 16)!=0 ) return tgPageDecline(h, "not a database");
  if( h->szPage==0 ) return tgPageDecline(h, "page size");
  if( a[18]!=a[19] || a[18]<1 || a[18]>2 ) return tgPageDecline(h, "format version");
  if( a[21]!=64 || a[22]!=32 || a[23]!=32 ) return tgPageDecline(h, "payload fractions");
  h->bWal = a[18]==2;
  h->bVacuum = pageU32(&a[52])!=0;
  h->szUsable = h->szPage - a[20];
  testcase( h->szPage==512 );
  testcase( h->szPage==65536 );
  testcase( h->szUsable==480 );
  testcase( h->szUsable==479 );
  if( h->szUsable<480 ) return tgPageDecline(h, "reserved bytes");
  testcase( pageU32(&a[44])==4 );
  testcase( pageU32(&a[44])==5 );
  if( pageU32(&a[44])==0 ) return tgPageDecline(h, "no table yet");
  if( pageU32(&a[44])>4 ) return tgPageDecline(h, "schema format");
  if( pageU32(&a[56])!=1 ) return tgPageDecline(h, "not UTF-8");
  if( h->nFile%h->szPage || h->nFile/h->szPage>0xfffffffe ) return tgPageDecline(h, "file size");
  h->nPage = (uint32_t)(h->nFile/h->szPage);
  nPage = pageU32(&a[28]);
  if( nPage && memcmp(&a[24], &a[92], 4)==0 ){           /* else SQLite < 3.7.0 has written it */
    testcase( nPage==h->nPage+1 );
    testcase( nPage+1==h->nPage );
    if( nPage>h->nPage ) return tgPageDecline(h, "the file is cut short");
    h->nPage = nPage;
  }
  return 1;
}

int tgPageOpenImage(TgErr *e, TgPage *h, const void *p, size_t n, int flags){
  pageShut(h);
  h->zWhy = 0;
  h->flags = flags;
  if( e->rc!=SQLITE_OK ) return tgPageDecline(h, "out of memory");
  h->bOpen = 1;
  h->aImage = p;
  h->nFile = (i64)n;
  if( flags & TG_PAGE_RAW ) return 1;
  testcase( n==511 );
  testcase( n==512 );
  if( n<512 ) return tgPageDecline(h, n ? "not a database" : "empty");
  return pageHeader(h, p);
}

int tgPageOpen(TgErr *e, TgPage *h, const char *zPath, int flags){
  sqlite3_file *pFd = h->pFd;
  uint32_t n;
  int rc, iDummy = 0;
  pageShut(h);
  h->zWhy = 0;
  h->flags = flags;
  if( e->rc==SQLITE_OK ) pageName(e, h, zPath, flags);
  if( e->rc!=SQLITE_OK ) return tgPageDecline(h, "out of memory");
  if( h->zWhy ) return 0;
  memset(pFd, 0, (size_t)h->pVfs->szOsFile);
  rc = h->pVfs->xOpen(h->pVfs, h->name.zPath, pFd, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB,
                      &iDummy);
  if( rc!=SQLITE_OK ){
    int iErrno = h->bSystem && h->pVfs->xGetLastError ? h->pVfs->xGetLastError(h->pVfs, 0, 0) : 0;
    pageShut(h);
    if( rc==SQLITE_IOERR_NOMEM ) rc = SQLITE_NOMEM;
    tgFail(e, rc, "cannot open the file: %s", iErrno ? tgOsText(iErrno) : sqlite3_errstr(rc));
    return tgPageDecline(h, "cannot be opened");
  }
  h->bOpen = 1;
  if( pFd->pMethods->xLock(pFd, SQLITE_LOCK_SHARED)!=SQLITE_OK ) return tgPageDecline(h, "locked");
  h->bLocked = 1;
  if( !(flags & TG_PAGE_RAW) ){
    if( !pageBeside(h, h->name.zJournal, "a -journal") || !pageBeside(h, h->name.zWal, "a -wal") ){
      return 0;
    }
    if( h->bSystem && tgGateMet(h->name.zShm)==TG_MET_OTHER ){
      return tgPageDecline(h, "a -shm that is no file");
    }
  }
  if( pFd->pMethods->xFileSize(pFd, &h->nFile)!=SQLITE_OK ) return tgPageDecline(h, "unreadable");
  if( flags & TG_PAGE_RAW ) return 1;
  if( h->nFile<512 ) return tgPageDecline(h, h->nFile ? "not a database" : "empty");
  /* Other VFSs may encrypt or check page by page: there, as SQLite does, only the header */
  n = !h->bSystem ? 100 : h->nFile<PAGE_HEAD ? (uint32_t)h->nFile : PAGE_HEAD;
  rc = pFd->pMethods->xRead(pFd, h->aHead, (int)n, 0);
  if( rc!=SQLITE_OK ) return tgPageDecline(h, "unreadable");
  if( h->bSystem ) h->nHead = n;
  return pageHeader(h, h->aHead);
}

int tgPageClose(TgPage *h){
  /* A WAL connection that came after the first look could have copied its frames into the
  ** pages while they were read.  It cannot remove its -shm nor its -wal under our lock, but
  ** empty the -wal. */
  if( h->bOpen && h->bWal && h->zWhy==0 && h->aImage==0 ){
    if( !h->bSystem ) pageBeside(h, h->name.zWal, "a -wal came");
    pageBeside(h, h->name.zShm, "a -wal came");
  }
  if( !h->bOpen ) tgPageDecline(h, "not open");
  pageShut(h);
  return h->zWhy==0;
}

const char *tgPageWhy(const TgPage *h){
  return h->zWhy;
}

/* n bytes at iOff, all of them inside the file. */
int tgPageBytes(TgPage *h, i64 iOff, uint32_t n, u8 *a){
  if( h->aImage ){
    memcpy(a, &h->aImage[iOff], n);
    return 1;
  }
  if( h->pFd->pMethods->xRead(h->pFd, a, (int)n, iOff)==SQLITE_OK ) return 1;
  h->bUnread = 1;
  return tgPageDecline(h, "unreadable");
}

/* A buffer of n bytes in *pp, kept from before if it was large enough. */
u8 *tgPageBuffer(TgErr *e, TgPage *h, u8 **pp, uint32_t n){
  if( *pp==0 || sqlite3_msize(*pp)<n ){
    tgWipeFree(*pp);
    *pp = tgAlloc(e, n);
    if( *pp==0 ) tgPageDecline(h, "out of memory");
  }
  return *pp;
}

/* Page iPage, borrowed: until iBuf is used again. */
const u8 *tgPageGet(TgErr *e, TgPage *h, uint32_t iPage, int iBuf){
  i64 iOff = ((i64)iPage-1)*h->szPage;
  u8 *a;
  if( iPage<1 || iPage>h->nPage || iOff==0x40000000 ){   /* there, a page of locks */
    tgPageDecline(h, "page number");
    return 0;
  }
  if( h->aImage ) return &h->aImage[iOff];
  if( iOff+h->szPage<=h->nHead ) return &h->aHead[iOff];
  a = tgPageBuffer(e, h, &h->apBuf[iBuf], h->szPage);
  if( a==0 || !tgPageBytes(h, iOff, h->szPage, a) ) return 0;
  return a;
}

int tgPageRead(TgPage *h, i64 iOff, uint32_t n, u8 *a){
  return iOff>=0 && iOff+n<=h->nFile && tgPageBytes(h, iOff, n, a);
}

i64 tgPageSize(const TgPage *h){
  return h->nFile;
}
