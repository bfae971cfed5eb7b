/* The table of functions that SQLite gives to extensions, to look at and to alter: include it before sqlite3.h.
**
**     apiRead();                                the library's own: pApi, and a copy: api
**     api.routines.progress_handler = 0;
**     xInit(db, &zErr, &api.routines);
*/
#ifndef API_H
#define API_H

#define SQLITE_CORE 1                        /* sqlite3_open() is the function, not a slot */
#include <sqlite3.h>
typedef struct sqlite3_api_routines sqlite3_api_routines;
#include <sqlite3ext.h>
#include <stddef.h>
#include <string.h>

typedef int ApiInit(sqlite3*, char**, const sqlite3_api_routines*);

typedef union Api {
  sqlite3_api_routines routines;
  void (*ax[sizeof(sqlite3_api_routines)/sizeof(void(*)(void))])(void);
} Api;
#define API_SLOT(f) ((int)(offsetof(sqlite3_api_routines, f)/sizeof(void(*)(void))))

static const sqlite3_api_routines *pApi;
static Api api;

/* How many slots the table of version v has, of those that the header knows. */
static inline size_t apiSlots(int v){
  (void)v;
#if SQLITE_VERSION_NUMBER>=3034000
  if( v<3034000 ) return (size_t)API_SLOT(txn_state);
#endif
#if SQLITE_VERSION_NUMBER>=3037000
  if( v<3037000 ) return (size_t)API_SLOT(changes64);
#endif
#if SQLITE_VERSION_NUMBER>=3039000
  if( v<3038000 ) return (size_t)API_SLOT(error_offset);
  if( v<3039000 ) return (size_t)API_SLOT(deserialize);
#endif
  return sizeof(Api)/sizeof(void(*)(void));
}

static inline int apiGrab(sqlite3 *db, char **pz, const sqlite3_api_routines *p){
  (void)db; (void)pz;
  pApi = p;
  return SQLITE_OK;
}

static inline void apiRead(void){
  sqlite3 *db = 0;
  sqlite3_auto_extension((void(*)(void))apiGrab);
  sqlite3_open(":memory:", &db);
  sqlite3_close(db);
  sqlite3_reset_auto_extension();
  memcpy(&api, pApi, apiSlots(sqlite3_libversion_number())*sizeof(api.ax[0]));
}

#endif
