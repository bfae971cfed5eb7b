/* layout: embedded SQL; see sqlfile.h.
**
** layouts.inc is made by the Makefile: all files as NAME, NUL, text, NUL, through gzip and od.
** Uncompressed they would be a third of the library.
*/
#include "layout/sqlfile.h"
#include <string.h>
#include <zlib.h>
#include "layouts.inc"       /* aGzip[], LAYOUT_COUNT, LAYOUT_SIZE */

TgSqlFile aTgSqlFile[LAYOUT_COUNT];
int nTgSqlFile;

static char aText[LAYOUT_SIZE];

/* Runs when the library is loaded, before there is a connection or a thread that could look.
** Without memory for zlib nTgSqlFile stays 0: no layout is known. */
__attribute__((constructor)) static void sqlfileInflate(void){
  z_stream s;
  char *z = aText;
  int i, rc;
  memset(&s, 0, sizeof s);
  s.next_in = (z_const Bytef*)aGzip;
  s.avail_in = sizeof aGzip;
  s.next_out = (Bytef*)aText;
  s.avail_out = sizeof aText;
  if( inflateInit2(&s, 16 + MAX_WBITS)!=Z_OK ) return;     /* 16: a gzip header */
  rc = inflate(&s, Z_FINISH);
  inflateEnd(&s);
  if( rc!=Z_STREAM_END || s.avail_out!=0 ) return;
  for(i=0; i<LAYOUT_COUNT; i++){
    aTgSqlFile[i].zName = z;
    aTgSqlFile[i].z = z += strlen(z) + 1;
    aTgSqlFile[i].n = (int)strlen(z);
    z += strlen(z) + 1;
  }
  nTgSqlFile = LAYOUT_COUNT;
}
