/* Memory that runs out when a test says so:
**
**     dryStart();                              before anything else asks SQLite
**     nFault = 0; nLeft = i;                   i allocations succeed, the next one fails, or with bPersist all from then on
**     ... what is tested ...
**     nLeft = -1;                              nFault: how many have failed
*/
#ifndef DRY_H
#define DRY_H

#include <sqlite3.h>

static sqlite3_mem_methods real;
static int nLeft = -1, bPersist, nFault;

static inline int dry(void){
  if( nLeft<0 || nLeft-->0 ) return 0;
  nLeft = bPersist ? 0 : -1;
  nFault++;
  return 1;
}
static inline void *dryMalloc(int n){ return dry() ? 0 : real.xMalloc(n); }
static inline void *dryRealloc(void *p, int n){ return dry() ? 0 : real.xRealloc(p, n); }

static inline void dryStart(void){
  sqlite3_mem_methods mine;
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  mine = real;
  mine.xMalloc = dryMalloc;
  mine.xRealloc = dryRealloc;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &mine);
}

#endif
