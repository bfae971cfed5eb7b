/* layout: embedded SQL; see sqlfile.h.
**
** layouts.inc is made by the Makefile: all files as NAME, NUL, text, NUL, the sentences of the findings and the topics of
** session_help(), see sql/manual.awk, through gzip and od.  Uncompressed they would be a third of the library.
*/
#include "layout/sqlfile.h"
#include <string.h>
#include <zlib.h>
#include "layouts.inc"       /* aGzip[], LAYOUT_COUNT, LAYOUT_SIZE, TEXT_COUNT: of texts, layouts included */

enum { TOPIC_COUNT = TEXT_COUNT - LAYOUT_COUNT - TG_NFINDING };

TgSqlFile aTgSqlFile[LAYOUT_COUNT];
int nTgSqlFile;
TgSqlFile aTgTopic[TOPIC_COUNT];
const int nTgTopic = TOPIC_COUNT;

static char aText[LAYOUT_SIZE];

/* The next two strings of *pz. */
static TgSqlFile sqlfileNext(const char **pz){
  TgSqlFile f;
  f.zName = *pz;
  f.z = f.zName + strlen(f.zName) + 1;
  f.n = (int)strlen(f.z);
  *pz = f.z + f.n + 1;
  return f;
}

static int sqlfileInflate(void){
  z_stream s;
  const char *z = aText;
  int i, rc;
  memset(&s, 0, sizeof s);
  s.next_in = (z_const Bytef*)aGzip;
  s.avail_in = sizeof aGzip;
  s.next_out = (Bytef*)aText;
  s.avail_out = sizeof aText;
  rc = inflateInit2(&s, 16 + MAX_WBITS);                   /* 16: a gzip header */
  if( rc!=Z_OK ) return rc;
  rc = inflate(&s, Z_FINISH);
  inflateEnd(&s);
  if( rc!=Z_STREAM_END || s.avail_out!=0 ) return rc==Z_STREAM_END ? Z_DATA_ERROR : rc;
  for(i=0; i<LAYOUT_COUNT; i++) aTgSqlFile[i] = sqlfileNext(&z);
  for(i=0; i<TG_NFINDING; i++){
    TgSqlFile f = sqlfileNext(&z);
    aTgFindingText[i].zMeaning = f.zName;
    aTgFindingText[i].zRemedy = f.z;
  }
  for(i=0; i<TOPIC_COUNT; i++) aTgTopic[i] = sqlfileNext(&z);
  nTgSqlFile = LAYOUT_COUNT;
  return Z_OK;
}

void tgSqlFiles(TgErr *e){
  /* Two threads may each load the library into their own first connection.  A SQLite without mutexes has one thread. */
  int bMutex = tgHas(mutex_alloc, 3031000) && tgHas(mutex_enter, 3031000) && tgHas(mutex_leave, 3031000);
  sqlite3_mutex *pMutex = bMutex ? sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP3) : 0;
  int rc = Z_OK;
  if( bMutex ) sqlite3_mutex_enter(pMutex);
  if( nTgSqlFile==0 ) rc = sqlfileInflate();
  if( bMutex ) sqlite3_mutex_leave(pMutex);
  if( rc==Z_MEM_ERROR ) tgNomem(e);
  else if( rc!=Z_OK ) tgFail(e, SQLITE_ERROR, "the embedded layouts can't be inflated: zlib says %d", rc);
}
