/* layout: embedded SQL; see sqlfile.h.
**
** layouts.inc is made by the Makefile: all files as NAME, NUL, text, NUL, and the sentences of the
** findings, through gzip and od; and, by themselves since few ask for them, the topics of
** session_help(), see sql/manual.awk. Uncompressed they would be a third of the library.
*/
#include "layout/sqlfile.h"
#include <string.h>
#include <zlib.h>
/* aTextGzip[], aTopicGzip[], LAYOUT_COUNT, LAYOUT_SIZE, TOPIC_COUNT, TOPIC_SIZE */
#include "layouts.inc"

TgSqlFile aTgSqlFile[LAYOUT_COUNT];
int nTgSqlFile;
TgSqlFile aTgTopic[TOPIC_COUNT];
int nTgTopic;

static char aText[LAYOUT_SIZE], aTopic[TOPIC_SIZE];

/* The next two strings of *pz. */
static TgSqlFile sqlfileNext(const char **pz){
  TgSqlFile f;
  f.zName = *pz;
  f.z = f.zName + strlen(f.zName) + 1;
  f.n = (int)strlen(f.z);
  *pz = f.z + f.n + 1;
  return f;
}

/* nFrom bytes of gzip, which are nTo bytes: a code of zlib's. */
static int sqlfileInflate(const unsigned char *aFrom, size_t nFrom, char *aTo, size_t nTo){
  z_stream s;
  int rc;
  memset(&s, 0, sizeof s);
  s.next_in = (z_const Bytef*)aFrom;
  s.avail_in = (unsigned)nFrom;
  s.next_out = (Bytef*)aTo;
  s.avail_out = (unsigned)nTo;
  rc = inflateInit2(&s, 16 + MAX_WBITS);                   /* 16: a gzip header */
  if( rc!=Z_OK ) return rc;
  rc = inflate(&s, Z_FINISH);
  inflateEnd(&s);
  return rc==Z_STREAM_END ? Z_OK : rc;                     /* not Z_OK, with Z_FINISH */
}

static int sqlfileLayouts(void){
  const char *z = aText;
  int i, rc = sqlfileInflate(aTextGzip, sizeof aTextGzip, aText, sizeof aText);
  if( rc!=Z_OK ) return rc;
  for(i=0; i<LAYOUT_COUNT; i++) aTgSqlFile[i] = sqlfileNext(&z);
  for(i=0; i<TG_NFINDING; i++){
    TgSqlFile f = sqlfileNext(&z);
    aTgFindingText[i].zMeaning = f.zName;
    aTgFindingText[i].zRemedy = f.z;
  }
  nTgSqlFile = LAYOUT_COUNT;
  return Z_OK;
}

static int sqlfileTopics(void){
  const char *z = aTopic;
  int i, rc = sqlfileInflate(aTopicGzip, sizeof aTopicGzip, aTopic, sizeof aTopic);
  if( rc!=Z_OK ) return rc;
  for(i=0; i<TOPIC_COUNT; i++) aTgTopic[i] = sqlfileNext(&z);
  nTgTopic = TOPIC_COUNT;
  return Z_OK;
}

/* A SQLite without mutexes has one thread. */
static int sqlfileMutex(void){
  return tgHas(mutex_alloc, 3031000) && tgHas(mutex_enter, 3031000) && tgHas(mutex_leave, 3031000);
}

/* xInflate() sets *pn, and is called until it has: by one thread of those that may each come
** first. */
static void sqlfileOnce(TgErr *e, const int *pn, int (*xInflate)(void)){
  sqlite3_mutex *p = sqlfileMutex() ? sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP3) : 0;
  int rc = Z_OK;
  if( p ) sqlite3_mutex_enter(p);
  if( *pn==0 ) rc = xInflate();
  if( p ) sqlite3_mutex_leave(p);
  if( rc==Z_MEM_ERROR ) tgNomem(e);
  else if( rc!=Z_OK ){
    tgFail(e, SQLITE_ERROR, "the embedded texts can't be inflated: zlib says %d", rc);
  }
}

void tgSqlFiles(TgErr *e){
  sqlfileOnce(e, &nTgSqlFile, sqlfileLayouts);
}

void tgTopics(TgErr *e){
  sqlfileOnce(e, &nTgTopic, sqlfileTopics);
}
