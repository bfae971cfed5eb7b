/* What is very large is read and written in bounded time and memory.
**
**     build/sizes build/tgsession.so              10 million peers, 100,000 files
**     build/sizes build/tgsession.so 100          a hundredth of each
**
**     what                                            CPU       peak   answer
**     4 GB, its session on the last page             0.01 s    5.3 MB   777
**
** Each statement runs in a process of its own.  Peak is what SQLite had of memory, and all of ours is SQLite's; the answer is
** compared.  The folder takes 2 GB of disk.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define KEY "CAST(printf('%.256c', 'k') AS BLOB)"
#define ACCOUNT(name, layout) "INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)" \
  " VALUES('" name "', '" layout "', 2, 12345, 0, " KEY ", 777, 0)"

static void run(sqlite3 *db, const char *zSql){
  int rc = sqlite3_exec(db, zSql, 0, 0, 0);
  check(rc==SQLITE_OK, "%.200s: %d %s", zSql, rc, sqlite3_errmsg(db));
}

/* One statement: its first value is zWant, and it takes at most rMB of memory. */
static void is(const char *zWhat, const char *zSql, const char *zWant, double rMB){
  struct rusage r;
  char zAnswer[200] = "";
  double rCpu, rPeak = 0;
  int aPipe[2], iStatus = 0;
  pid_t pid;
  if( pipe(aPipe)!=0 ) exit(2);
  fflush(stdout);
  pid = fork();
  if( pid==0 ){
    sqlite3 *db = hostDb();
    sqlite3_stmt *p = 0;
    const char *z = 0;
    sqlite3_memory_highwater(1);
    if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ) z = (const char*)sqlite3_column_text(p, 0);
    dprintf(aPipe[1], "%f %.150s", (double)sqlite3_memory_highwater(0)/1e6, z ? z : sqlite3_errmsg(db));
    sqlite3_finalize(p);
    sqlite3_close(db);
    _exit(0);
  }
  close(aPipe[1]);
  if( wait4(pid, &iStatus, 0, &r)==pid && read(aPipe[0], zAnswer, sizeof zAnswer - 1)>0 ) rPeak = atof(zAnswer);
  close(aPipe[0]);
  rCpu = (double)(r.ru_utime.tv_sec+r.ru_stime.tv_sec) + (double)(r.ru_utime.tv_usec+r.ru_stime.tv_usec)/1e6;
  printf("%-44s %8.2f s %8.1f MB   %s\n", zWhat, rCpu, rPeak, strchr(zAnswer, ' ') ? strchr(zAnswer, ' ')+1 : "none");
  check(strchr(zAnswer, ' ') && strstr(strchr(zAnswer, ' ')+1, zWant)==strchr(zAnswer, ' ')+1, "%s: wanted %s", zWhat, zWant);
  check(rPeak<=rMB, "%s: %.1f MB of memory, %.0f at most", zWhat, rPeak, rMB);
}

/* A file of 4 GB: a page of a small one, the session's, goes to its end, and the schema says so. */
static void testFourGB(sqlite3 *db){
  static const char z[] = "./big.session";
  const long iLast = 1048576;                /* of 4096 bytes each */
  unsigned char a[4096], aCount[4] = { 0, 16, 0, 0 };
  sqlite3_stmt *p = 0;
  long iRoot = 0;
  FILE *f;
  run(db, ACCOUNT("./big.session", "pyrogram-3"));
  run(db, "ATTACH 'big.session' AS big; PRAGMA writable_schema=ON");
  sqlite3_prepare_v2(db, "SELECT rootpage FROM big.sqlite_master WHERE name='sessions'", -1, &p, 0);
  if( sqlite3_step(p)==SQLITE_ROW ) iRoot = sqlite3_column_int(p, 0);
  sqlite3_finalize(p);
  run(db, "UPDATE big.sqlite_master SET rootpage=1048576 WHERE name='sessions'; DETACH big");
  f = fopen(z, "r+b");
  check(f && fseek(f, (iRoot-1)*4096, SEEK_SET)==0 && fread(a, 1, 4096, f)==4096 && fseek(f, (iLast-1)*4096, SEEK_SET)==0
        && fwrite(a, 1, 4096, f)==4096 && fseek(f, 28, SEEK_SET)==0 && fwrite(aCount, 1, 4, f)==4, "4 GB");
  if( f ) fclose(f);
  is("4 GB, its session on the last page", "SELECT user_id FROM session('./big.session')", "777", 20);
  is("  exported", "SELECT length(session_export('./big.session', 'pyrogram'))", "362", 20);
  is("  edited", "SELECT session_migrate('./big.session', 'pyrogram-2')", "./big.session", 40);
  is("  and read", "SELECT layout FROM session('./big.session')", "pyrogram-2", 20);
  is("  searched for keys, as far as 256 MB", "SELECT json_array_length(session_check('./big.session'))>0", "1", 60);
  unlink(z);
}

static void testPeers(sqlite3 *db, int nPeer){
  char zSql[900], zN[20];
  snprintf(zN, sizeof zN, "%d", nPeer);
  run(db, ACCOUNT("./peers.session", "kurigram-7"));
  snprintf(zSql, sizeof zSql, "ATTACH 'peers.session' AS p; PRAGMA p.synchronous=OFF;"
    " WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<%d)"
    " INSERT INTO p.peers(id, access_hash, type, phone_number, last_update_on) SELECT i, i*7919, 'user', NULL, 1700000000 FROM c;"
    " DETACH p", nPeer);
  run(db, zSql);
  is("peers: how many the file has", "SELECT peers FROM session('./peers.session')", zN, 20);
  is("  counted", "SELECT count(*) FROM session_peers('./peers.session')", zN, 20);
  snprintf(zSql, sizeof zSql, "SELECT access_hash FROM session_peers('./peers.session') WHERE id=%d", nPeer);
  snprintf(zN, sizeof zN, "%lld", (long long)nPeer*7919);
  is("  one by its id", zSql, zN, 20);
  snprintf(zSql, sizeof zSql, "SELECT session_export('./peers.session', 'bundle', 'max_length', 65536) LIKE 'tgs1.%%'");
  is("  a bundle of 64 kB", zSql, "1", 200.0*nPeer/1e6 + 50);           /* bytes a peer: all are ranked */
  is("  migrated", "SELECT session_migrate('./peers.session', 'pyrogram-3')", "./peers.session", 40.0*nPeer/1e6 + 40);       /* likewise: sorted in memory */
  unlink("peers.session");
}

static void testFiles(sqlite3 *db, int nFile){
  char z[100], zN[20];
  int i;
  snprintf(zN, sizeof zN, "%d", nFile);
  run(db, ACCOUNT("./one.session", "telethon-7"));
  mkdir("fleet", 0700);
  for(i=0; i<nFile; i++){
    if( i%30000==0 ){                        /* (a file has so many names at most) */
      snprintf(z, sizeof z, "fleet/%06d.session", i);
      if( i ) check(rename("one.session", "old.session")==0, "rename");
      if( i ) run(db, ACCOUNT("./one.session", "telethon-7"));
      unlink("old.session");
    }
    snprintf(z, sizeof z, "fleet/%06d.session", i);
    if( link("one.session", z)!=0 ) check(0, "link");
  }
  is("files: all of a folder", "SELECT count(*) FROM session('./fleet/*.session') WHERE dc_id=2 AND problem IS NULL", zN, 40);
  snprintf(zN, sizeof zN, "%d", nFile+3);
  is("  and all that is beside it", "SELECT count(*) FROM session('./**/*.session') WHERE dc_id=2", zN, 40);
  is("  the first ten", "SELECT count(*) FROM (SELECT 1 FROM session('./fleet/*.session') LIMIT 10)", "10", 40);
  for(i=0; i<nFile; i++){
    snprintf(z, sizeof z, "fleet/%06d.session", i);
    unlink(z);
  }
  rmdir("fleet");
  unlink("one.session");
}

/* Names of 4,096 bytes: of a peer, which stays; of a user, and of a file, which there can't be. */
static void testNames(sqlite3 *db){
  run(db, ACCOUNT("./names.session", "telethon-7"));
  run(db, "ATTACH 'names.session' AS n; INSERT INTO session_peers(session, id, type, access_hash, name)"
          " SELECT 'n', value, 'user', 5, printf('%.4090c_%d', 'n', value) FROM"
          " (SELECT 10001 AS value UNION ALL SELECT 10002); DETACH n");
  is("names of 4,096 bytes", "SELECT sum(length(name)) FROM session_peers('./names.session')", "8192", 20);
  is("  in a bundle and back", "SELECT session_import(session_export('./names.session', 'bundle'), './again.session')", "./again.session", 40);
  is("  there", "SELECT sum(length(name)) FROM session_peers('./again.session')", "8192", 20);
  is("  of a user", "SELECT session_convert('{\"tgsession\":1,\"dc_id\":2,\"auth_key\":\"' || hex(" KEY ") || '\",\"peers\":[{\"id\":\"5\",\"username\":\"'"
     " || printf('%.4096c', 'u') || '\"}]}', 'bundle', 'try', 1)", "tgs1.", 20);
  is("  of a file", "SELECT problem FROM session('./' || printf('%.4096c', 'x') || '.session')", "unreadable: ", 20);
}

int main(int argc, char **argv){
  int nPart = argc>2 && atoi(argv[2])>0 ? atoi(argv[2]) : 1;
  sqlite3 *db;
  hostStart("sizes", argc>1 ? argv[1] : 0);
  db = hostDb();
  printf("%-44s %10s %11s   %s\n", "what", "CPU", "peak", "answer");
  testFourGB(db);
  testNames(db);
  testFiles(db, 100000/nPart);
  testPeers(db, 10000000/nPart);
  sqlite3_close(db);
  return hostEnd(nPass, nFail);
}
