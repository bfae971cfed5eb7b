/* base: a glob becomes paths; see dirlist.h.
**
** A glob is at most 64 segments, so the segments that may match the names of a folder
** are a bit mask.  Going into a folder gives the next mask, and "**" stays in it: that way
** each folder is listed once, and depth first is already path order, provided
** that a folder is sorted as its name with the slash ("a.session" < "a/b").
*/
#include "base/dirlist.h"
#include "base/os.h"

enum { DIR_SEGS = 64, DIR_DEPTH = 64 };
enum {                                          /* what a listed name is */
  KIND_FILE = 'f', KIND_LINK = 'l',             /* ... that may be opened */
  KIND_FOLDER = 'd', KIND_OTHER = 'o',          /* ... that may not */
  KIND_INTO = 'D', KIND_INTO_LINK = 'L'         /* to go into; its name ends with a slash */
};

typedef struct DirFrame {
  u64 mask;                  /* segments that its names are matched against */
  uint32_t iNext, iFirst;    /* its part of aOff[], which ends where the next frame begins */
  uint32_t nName;            /* nName of the list before this frame */
  uint32_t nPath;            /* length of the folder's path with its slash */
  int bLink;                 /* it was reached through a symbolic link */
} DirFrame;

struct TgDirList {
  char *zGlob;               /* owned; azSeg[] points into it */
  const char *azSeg[DIR_SEGS];
  int nSeg;
  char zSlash[2];            /* the one that the glob has, for where it has none */
  u64 mWild, mStar;          /* segments with a wildcard; those that are "**" */
  char *zPath;               /* owned */
  char *zBase;               /* from tgOsReal(): the folder of the glob, which links must not leave;
                             ** 0: not asked yet */
  uint32_t nPath, nPathAlloc;
  uint32_t nBase;            /* length of that folder's name in zPath, with its slash */
  char *aName;               /* owned: a kind, a name, a NUL, and so on */
  uint32_t nName, nNameAlloc;
  uint32_t *aOff;            /* owned: where names start in aName[], sorted by frame */
  uint32_t nOff, nOffAlloc;
  DirFrame aFrame[DIR_DEPTH];
  int nFrame;
  int bPlain;                /* zPath itself is still to be given */
  int bLink;                 /* it may be a symbolic link */
  const char *zProblem;      /* of zPath: zErr or text that lives for ever */
  char zErr[160];
};

/* Room for nMore elements of sz bytes after the first n; 0 when there is none. */
static void *dirGrow(TgErr *e, void *p, uint32_t n, uint32_t nMore, size_t sz, uint32_t *pnAlloc){
  u64 nNew = (u64)n + nMore;
  void *pNew;
  if( e->rc!=SQLITE_OK ) return 0;
  if( nNew<=*pnAlloc ) return p;
  /* SQLite has nothing of 2 GB, so it fits into *pnAlloc */
  nNew = nNew*2 + 64;
  pNew = sqlite3_realloc64(p, nNew*sz);
  if( pNew==0 ){
    tgNomem(e);
    return 0;
  }
  *pnAlloc = (uint32_t)nNew;
  return pNew;
}

/* zPath = its first nKeep bytes and z. */
static void dirSetPath(TgErr *e, TgDirList *p, uint32_t nKeep, const char *z){
  size_t n = strlen(z);
  char *zNew;
  if( n>1000000 ){
    tgFail(e, SQLITE_TOOBIG, "a path of more than a million bytes");
    return;
  }
  zNew = dirGrow(e, p->zPath, nKeep, (uint32_t)n+2, 1, &p->nPathAlloc);
  if( zNew==0 ) return;
  p->zPath = zNew;
  memcpy(&zNew[nKeep], z, n+1);
  p->nPath = nKeep + (uint32_t)n;
}

/*************************************** Matching ***********************************************/

/* The character at z, in capitals where the case means nothing, or what is none in UTF-8: a byte,
** beyond all characters.  *pn becomes its length. */
static unsigned dirChar(const char *z, int *pn){
  const u8 *a = (const u8*)z;
  int n = a[0]>=0xf0 ? 4 : a[0]>=0xe0 ? 3 : a[0]>=0xc0 ? 2 : 1, i;
  unsigned c = n>1 ? a[0] & (0x7fu>>n) : a[0];
  for(i=1; i<n && (a[i]&0xc0)==0x80; i++) c = (c<<6) | (a[i]&0x3f);
  if( i<n || c<0x80 ) n = 1;
  *pn = n;
  return n==1 && a[0]>=0x80 ? 0x200000u + a[0] : tgOsFold(c);
}

/* The ']' of the set that begins at z[0]=='[', or 0: then the '[' stands for itself. */
static const char *dirSetEnd(const char *z){
  z++;
  if( *z=='!' || *z=='^' ) z++;
  if( *z==']' ) z++;
  return strchr(z, ']');
}

/* Is character c in the set from z[0]=='[' to zEnd? */
static int dirInSet(const char *z, const char *zEnd, unsigned c){
  int bNot, bIn = 0, n;
  z++;
  bNot = *z=='!' || *z=='^';
  if( bNot ) z++;
  while( z<zEnd ){
    unsigned a = dirChar(z, &n), b = a;
    z += n;
    if( z[0]=='-' && z+1<zEnd ){
      b = dirChar(&z[1], &n);
      z += 1+n;
    }
    bIn |= a<=c && c<=b;
  }
  return bIn!=bNot;
}

static int dirMatch(const char *zPat, const char *z){
  const char *zStar = 0, *zRetry = 0, *zEnd;
  int n, nPat;
  if( z[0]=='.' && zPat[0]!='.' ) return 0;
  while( *z ){
    int bOk = 0;
    unsigned c = dirChar(z, &n);
    if( *zPat=='*' ){
      zStar = ++zPat;
      zRetry = z;
      continue;
    }
    if( *zPat=='?' ){
      bOk = 1;
      zPat++;
    }else if( *zPat=='[' && (zEnd = dirSetEnd(zPat))!=0 ){
      bOk = dirInSet(zPat, zEnd, c);
      zPat = zEnd + 1;
    }else if( dirChar(zPat, &nPat)==c ){
      bOk = 1;
      zPat += nPat;
    }
    if( bOk ){
      z += n;
    }else if( zStar ){                     /* the last * takes one character more */
      dirChar(zRetry, &n);
      zRetry += n;
      z = zRetry;
      zPat = zStar;
    }else{
      return 0;
    }
  }
  while( *zPat=='*' ) zPat++;
  return *zPat==0;
}

/* Are they one name?  A glob without a wildcard is. */
static int dirSame(const char *zA, const char *zB){
  int nA, nB;
  for(; *zA && dirChar(zA, &nA)==dirChar(zB, &nB); zA += nA, zB += nB){}
  return *zA==0 && *zB==0;
}

static int dirEndsWith(const char *z, const char *zEnd){
  size_t n = strlen(z), nEnd = strlen(zEnd);
  return n>=nEnd && dirSame(&z[n-nEnd], zEnd);
}

static int dirIsSide(const char *z){
  return dirEndsWith(z, "-journal") || dirEndsWith(z, "-wal") || dirEndsWith(z, "-shm");
}

/* Match a name (nName bytes) against the segments in mask.  *pmSeg: segments that go on
** inside it; *pmStar: likewise, but not through a symbolic link.  Returns 1 if it is a result
** itself, 2 if it was named. */
static int dirStep(const TgDirList *p, u64 mask, const char *z, u64 *pmSeg, u64 *pmStar){
  int i, bYield = 0;
  *pmSeg = *pmStar = 0;
  for(i=0; i<p->nSeg; i++){
    u64 bit = (u64)1<<i;
    if( (mask & bit)==0 ) continue;
    if( p->mStar & bit ){
      if( z[0]!='.' ) *pmStar |= bit;
    }else if( (p->mWild & bit) ? !dirMatch(p->azSeg[i], z) : !dirSame(p->azSeg[i], z) ){
      continue;
    }else if( i<p->nSeg-1 ){
      *pmSeg |= bit<<1;
    }else if( (p->mWild & bit)==0 ){
      bYield = 2;
    }else if( !dirIsSide(z) ){
      bYield = 1;
    }
  }
  return bYield;
}

/*************************************** One folder *********************************************/

static void dirAdd(TgErr *e, TgDirList *p, int eKind, const char *z){
  uint32_t n = (uint32_t)strlen(z);
  char *aName;
  uint32_t *aOff;
  aName = dirGrow(e, p->aName, p->nName, n+3, 1, &p->nNameAlloc);
  if( aName ) p->aName = aName;
  aOff = dirGrow(e, p->aOff, p->nOff, 1, sizeof(aOff[0]), &p->nOffAlloc);
  if( aOff ) p->aOff = aOff;
  if( e->rc!=SQLITE_OK ) return;
  aOff[p->nOff++] = p->nName;
  aName[p->nName++] = (char)eKind;
  memcpy(&aName[p->nName], z, n);
  p->nName += n;
  if( eKind==KIND_INTO || eKind==KIND_INTO_LINK ) aName[p->nName++] = p->zSlash[0];
  aName[p->nName++] = 0;
}

/* What zPath + z is; eKind: what the list of the folder says. */
static int dirKind(TgErr *e, TgDirList *p, enum TgOsKind eKind, const char *z){
  if( eKind==TG_OS_NOTHING || eKind==TG_OS_LINK ) dirSetPath(e, p, p->aFrame[p->nFrame-1].nPath, z);
  if( eKind==TG_OS_NOTHING ) eKind = tgOsKind(p->zPath, 0);
  switch( eKind ){
    case TG_OS_FILE: return KIND_FILE;
    case TG_OS_FOLDER: return KIND_FOLDER;
    case TG_OS_NOTHING: case TG_OS_LINK: break;
    default: return KIND_OTHER;
  }
  eKind = tgOsKind(p->zPath, 1);
  return eKind==TG_OS_NOTHING || eKind==TG_OS_FILE ? KIND_LINK : eKind==TG_OS_FOLDER
      ? KIND_INTO_LINK : KIND_OTHER;
}

/* One name of the top frame's folder: keep it if it matters. */
static void dirEntry(TgErr *e, TgDirList *p, u64 mask, enum TgOsKind eOs, const char *z){
  u64 mSeg, mStar;
  int bYield = dirStep(p, mask, z, &mSeg, &mStar), eKind;
  if( !bYield && (mSeg | mStar)==0 ) return;
  eKind = dirKind(e, p, eOs, z);
  if( eKind==KIND_FOLDER && (mSeg | mStar) ) dirAdd(e, p, KIND_INTO, z);
  if( eKind==KIND_INTO_LINK && mSeg ) dirAdd(e, p, KIND_INTO_LINK, z);
  if( eKind==KIND_INTO_LINK ) eKind = KIND_FOLDER;
  if( eKind==KIND_FOLDER && bYield==1 && !dirEndsWith(z, ".session") ) return;
  if( bYield ) dirAdd(e, p, eKind, z);
}

/* Does zPath, which is or has come through a symbolic link, lead out of the folder of the glob? */
static int dirOutside(TgErr *e, TgDirList *p){
  char *zReal = tgOsReal(e, p->zPath), c;
  size_t n;
  int b = 1;
  if( p->zBase==0 ){
    c = p->zPath[p->nBase];
    p->zPath[p->nBase] = 0;
    p->zBase = tgOsReal(e, p->nBase ? p->zPath : ".");
    p->zPath[p->nBase] = c;
  }
  if( zReal==0 ){
    b = 0;                                   /* it leads nowhere: whoever opens it will say so */
  }else if( p->zBase ){
    n = strlen(p->zBase);
    while( n>0 && tgOsIsSlash(p->zBase[n-1]) ) n--;
    b = strncmp(zReal, p->zBase, n)!=0 || !tgOsIsSlash(zReal[n]);
  }
  sqlite3_free(zReal);
  return b;
}

/* Sort aOff[iFirst..nOff) by name: merge sort, because qsort knows no aName. */
static void dirSort(TgErr *e, TgDirList *p, uint32_t iFirst){
  uint32_t n = p->nOff - iFirst, w, i;
  uint32_t *a = p->aOff ? &p->aOff[iFirst] : 0, *aTo, *aTmp;
  if( n<2 || e->rc!=SQLITE_OK ) return;
  aTmp = tgAlloc(e, (u64)n*sizeof(a[0]));
  if( aTmp==0 ) return;
  aTo = aTmp;
  for(w=1; w<n; w*=2){
    uint32_t *aSwap = a;
    for(i=0; i<n; i+=2*w){
      uint32_t iMid = i+w<n ? i+w : n, iEnd = iMid+w<n ? iMid+w : n, x = i, y = iMid, k = i;
      while( k<iEnd ){
        int bLeft = y>=iEnd || (x<iMid && strcmp(&p->aName[a[x]+1], &p->aName[a[y]+1])<=0);
        aTo[k++] = bLeft ? a[x++] : a[y++];
      }
    }
    a = aTo;
    aTo = aSwap;
  }
  if( a==aTmp ) memcpy(&p->aOff[iFirst], aTmp, n*sizeof(a[0]));
  sqlite3_free(aTmp);
}

/* The top frame's folder, without its slash, becomes an item that says what rc of os.h means. */
static void dirProblem(TgErr *e, TgDirList *p, int rc){
  uint32_t n = p->aFrame[p->nFrame-1].nPath;
  if( tgOsWhy(rc)==TG_OS_GONE ) return;      /* no match, no problem */
  if( tgOsWhy(rc)==TG_OS_NOMEM ) tgNomem(e);
  dirSetPath(e, p, n, n ? "" : ".");
  if( e->rc!=SQLITE_OK ) return;
  sqlite3_snprintf((int)sizeof(p->zErr), p->zErr, "unreadable: cannot read the folder: %s",
                   tgOsText(rc));
  p->zProblem = p->zErr;
  if( n>1 ) p->zPath[n-1] = 0;
}

/* Go into the folder zPath (empty, or with its slash).  What is wrong with it is left in
** zProblem. */
static void dirPush(TgErr *e, TgDirList *p, u64 mask, int bLink){
  DirFrame *f;
  TgOsFolder *pDir;
  TgOsFile file;
  enum TgOsKind eKind;
  const char *z;
  int i, rc = 0;
  for(i=0; i<p->nSeg-1; i++){              /* "**" may stand for no folder at all */
    if( mask & p->mStar & ((u64)1<<i) ) mask |= (u64)1<<(i+1);
  }
  tgWork(e, 10);
  if( p->nFrame==DIR_DEPTH ){
    p->zProblem = "too-big: folders are nested more than 64 deep";
    p->zPath[p->nPath-1] = 0;
    return;
  }
  f = &p->aFrame[p->nFrame++];
  f->mask = mask;
  f->iFirst = f->iNext = p->nOff;
  f->nName = p->nName;
  f->nPath = p->nPath;
  f->bLink = bLink || (p->nFrame>1 && f[-1].bLink);
  for(i=0; i<p->nSeg-1 && mask!=(u64)1<<i; i++){}
  if( mask==(u64)1<<i && (p->mWild & mask)==0 ){         /* one name: no need to look at all */
    dirSetPath(e, p, f->nPath, p->azSeg[i]);
    if( e->rc!=SQLITE_OK ) return;
    rc = tgOsLook(p->zPath, 0, &file);
    if( rc==0 ) dirEntry(e, p, mask, file.eKind, p->azSeg[i]);
    else dirProblem(e, p, rc);
    return;
  }
  pDir = tgOsFolderOpen(p->nPath ? p->zPath : "", &rc);
  while( pDir && e->rc==SQLITE_OK && (z = tgOsFolderNext(pDir, &eKind, &rc))!=0 ){
    tgWork(e, 2);
    dirEntry(e, p, mask, eKind, z);
  }
  if( e->rc==SQLITE_OK && rc ) dirProblem(e, p, rc);
  tgOsFolderClose(pDir);
  dirSort(e, p, f->iFirst);
}

/*************************************** The glob ***********************************************/

static const char zWilds[] = "*?[";

static void dirSegment(TgErr *e, TgDirList *p, const char *z){
  u64 bit = (u64)1<<(p->nSeg & 63);
  testcase( p->nSeg==DIR_SEGS-1 );
  if( p->nSeg==DIR_SEGS ){
    tgFail(e, SQLITE_ERROR, "more than %d names in one glob; name a folder below", DIR_SEGS);
    return;
  }
  if( strcmp(z, "**")==0 ){
    if( p->nSeg && (p->mStar & (bit>>1)) ) return;       /* twice is once */
    p->mStar |= bit;
  }
  if( strpbrk(z, zWilds) ) p->mWild |= bit;
  p->azSeg[p->nSeg++] = z;
}

/* The first slash at or after z, or 0. */
static char *dirSlash(char *z){
  return strpbrk(z, tgOsSlashes);
}

/* Where the first segment begins that is none of a folder that exists as it is written: "[2024]
** bots/" may be one. */
static char *dirFirstWild(char *z){
  char *zFrom = z + tgOsPrefix(z), *zWild, *zEnd, c;
  for(;;){
    zWild = strpbrk(zFrom, zWilds);
    if( zWild==0 ) return zFrom;
    zEnd = dirSlash(zWild);
    while( zWild>z && !tgOsIsSlash(zWild[-1]) ) zWild--;
    if( zEnd==0 ) return zWild;
    c = *zEnd;
    *zEnd = 0;
    if( tgOsKind(z, 1)!=TG_OS_FOLDER ) zFrom = 0;
    *zEnd = c;
    if( zFrom==0 ) return zWild;
    zFrom = zEnd + 1;
  }
}

/* Cut zGlob, which has a wildcard, into its folder, left in zPath, and segments. */
static void dirSplit(TgErr *e, TgDirList *p){
  char *z = p->zGlob, *zWild = dirFirstWild(z), *zNext;
  dirSetPath(e, p, 0, "");
  if( e->rc==SQLITE_OK && zWild>z ){
    char c = *zWild;
    *zWild = 0;
    dirSetPath(e, p, 0, z);
    *zWild = c;
  }
  for(z=zWild; z && e->rc==SQLITE_OK; z=zNext){
    zNext = dirSlash(z);
    if( zNext ) *zNext++ = 0;
    if( *z ) dirSegment(e, p, z);
    else if( zNext==0 ) dirSegment(e, p, "*.session");
  }
  if( p->nSeg && (p->mStar>>(p->nSeg-1))==1 ) dirSegment(e, p, "*.session");
}

char *tgDirHome(TgErr *e, const char *zPath){
  int bHome = zPath[0]=='~' && (zPath[1]==0 || tgOsIsSlash(zPath[1]));
  char *zHome = bHome ? tgOsHome(e) : 0;
  char *z = zHome ? tgJoin(e, zHome, &zPath[1]) : tgStrdup(e, zPath, -1);
  sqlite3_free(zHome);
  return z;
}

static const char zFolder[] = "not-a-file: a folder, not a file (Docker makes one where the file "
                              "that it mounts is missing)";

TgDirList *tgDirListOpen(TgErr *e, const char *zGlob){
  TgDirList *p = tgAlloc(e, sizeof(*p));
  enum TgOsKind eKind;
  char *z;
  if( p==0 ) return 0;
  p->zGlob = z = tgDirHome(e, zGlob);
  if( z==0 ) goto done;
  p->zSlash[0] = dirSlash(z) ? *dirSlash(z) : tgOsSlashes[0];
  eKind = tgOsKind(z, 1);
  if( eKind==TG_OS_FOLDER && strlen(z)>8 && dirEndsWith(z, ".session") ){
    dirSetPath(e, p, 0, z);
    p->bPlain = p->bLink = 1;
    p->zProblem = zFolder;
  }else if( eKind==TG_OS_FOLDER ){
    dirSetPath(e, p, 0, z);
    if( e->rc==SQLITE_OK && !tgOsIsSlash(z[p->nPath-1]) ) dirSetPath(e, p, p->nPath, p->zSlash);
    dirSegment(e, p, "*.session");
  }else if( tgOsKind(z, 0)!=TG_OS_NOTHING || strpbrk(z + tgOsPrefix(z), zWilds)==0 ){
    dirSetPath(e, p, 0, z);
    p->bPlain = p->bLink = 1;
    if( eKind!=TG_OS_NOTHING && eKind!=TG_OS_FILE ) p->zProblem = "not-a-file: not a regular file";
  }else{
    dirSplit(e, p);
  }
  p->nBase = p->nPath;
  if( e->rc==SQLITE_OK && !p->bPlain ) dirPush(e, p, 1, 0);
done:
  if( e->rc!=SQLITE_OK ){
    tgDirListClose(p);
    p = 0;
  }
  return p;
}

int tgDirListIsPlain(const TgDirList *p){
  return p->bPlain!=0;
}

const char *tgDirListNext(TgErr *e, TgDirList *p, const char **pzProblem){
  *pzProblem = 0;
  if( p==0 || e->rc!=SQLITE_OK ) return 0;
  if( p->bPlain==1 ){
    p->bPlain = 2;
    *pzProblem = p->zProblem;
    p->zProblem = 0;
    return p->zPath;
  }
  p->bLink = 0;
  for(;;){
    DirFrame *f;
    char *z;
    u64 mSeg, mStar;
    uint32_t n;
    if( p->zProblem ){                     /* of the folder that was gone into last */
      *pzProblem = p->zProblem;
      p->zProblem = 0;
      return p->zPath;
    }
    if( p->nFrame==0 ) return 0;
    f = &p->aFrame[p->nFrame-1];
    if( f->iNext==p->nOff ){
      p->nOff = f->iFirst;
      p->nName = f->nName;
      p->nFrame--;
      continue;
    }
    z = &p->aName[p->aOff[f->iNext++]];
    dirSetPath(e, p, f->nPath, &z[1]);
    if( e->rc!=SQLITE_OK ) return 0;
    switch( z[0] ){
      case KIND_LINK:
      case KIND_FILE:
        p->bLink = z[0]==KIND_LINK;
        if( (p->bLink || f->bLink) && dirOutside(e, p) ){
          *pzProblem = "link-outside: a symbolic link leads out of the folder that was listed; "
                       "name the file itself";
        }
        return p->zPath;
      case KIND_FOLDER:
        *pzProblem = zFolder;
        return p->zPath;
      case KIND_OTHER:
        *pzProblem = "not-a-file: not a regular file";
        return p->zPath;
      default:
        n = (uint32_t)strlen(z);
        z[n-1] = 0;
        dirStep(p, f->mask, &z[1], &mSeg, &mStar);
        dirPush(e, p, z[0]==KIND_INTO ? (mSeg | mStar) : mSeg, z[0]==KIND_INTO_LINK);
        if( e->rc!=SQLITE_OK ) return 0;
    }
  }
}

int tgDirListIsLink(const TgDirList *p){
  return p->bLink;
}

void tgDirListClose(TgDirList *p){
  if( p==0 ) return;
  sqlite3_free(p->zGlob);
  sqlite3_free(p->zPath);
  sqlite3_free(p->zBase);
  sqlite3_free(p->aName);
  sqlite3_free(p->aOff);
  sqlite3_free(p);
}
