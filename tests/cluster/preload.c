/* tgsession in every SQLite connection of a program that was not built with it, Debian's dqlite-demo for one:
**
**     cc -shared -fPIC preload.c -Iext build/libtgsession.a -lsqlite3 -lz -ldl -o preload.so
**     LD_PRELOAD=./preload.so dqlite-demo --db 127.0.0.1:9101 --api 127.0.0.1:8101 --dir n1
**
** The entry point is the one without files: whoever may send SQL to a node shall not reach its disk.  Not from a constructor:
** go-dqlite calls sqlite3_config() when it starts, and sqlite3_auto_extension() before that initialises SQLite, upon which
** it panics.  The latency of the network decides how long an election takes: 5 ms is right for one machine room.
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include "tgsession.h"

typedef struct dqlite_node dqlite_node;
int sqlite3_open_v2(const char *z, sqlite3 **pp, int f, const char *zVfs);
int dqlite_node_start(dqlite_node *n);

int sqlite3_open_v2(const char *z, sqlite3 **pp, int f, const char *zVfs){
  int (*xOpen)(const char*, sqlite3**, int, const char*);
  *(void**)&xOpen = dlsym(RTLD_NEXT, "sqlite3_open_v2");
  sqlite3_auto_extension((void(*)(void))sqlite3_tgsession_values_init);   /* a second time does nothing */
  return xOpen(z, pp, f, zVfs);
}

int dqlite_node_start(dqlite_node *n){
  int (*xStart)(dqlite_node*);
  int (*xLatency)(dqlite_node*, unsigned long long);
  *(void**)&xStart = dlsym(RTLD_NEXT, "dqlite_node_start");
  *(void**)&xLatency = dlsym(RTLD_NEXT, "dqlite_node_set_network_latency");
  if( xLatency ) xLatency(n, 5000000);
  return xStart(n);
}
