/* Kills a migration at random moments: the file is wholly of the old layout or wholly of the
** new one, and all peers are there.
**
**     build/kill build/tgsession.so 200            20 rounds when no number is given
**
** A child migrates a session of 50,000 peers from kurigram-7 to pyrogram-3, or back, by
** UPDATE session SET layout; the parent sends SIGKILL after a random part of the time that a
** migration takes.  The seed is printed: KILL_SEED=N repeats a run.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define N_PEER 50000
#define OLD "kurigram-7"
#define NEW "pyrogram-3"
#define ACCOUNT "dc_id, api_id, test_mode, auth_key, user_id, is_bot"

static const char zMake[] =
  "INSERT INTO session(name, layout, " ACCOUNT ") VALUES('./a.session', '" OLD "', 2, 12345, 0,"
  " CAST(printf('%.256c', 'k') AS BLOB), 777, 0);"
  "ATTACH 'a.session' AS a;"
  "INSERT INTO a.peers(id, access_hash, type, phone_number, last_update_on)"
  " WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<50000)"
  " SELECT i, i*7919, 'user', 100000+i, 1700000000+i FROM c;"
  "INSERT INTO a.usernames SELECT id, 'name_'||id FROM a.peers;"
  "DETACH a;";

static int run(sqlite3 *db, const char *zSql){
  if( sqlite3_exec(db, zSql, 0, 0, 0)==SQLITE_OK ) return 1;
  printf("kill: %s: %s\n", zSql, sqlite3_errmsg(db));
  return 0;
}

/* Start a child that migrates to zLayout. */
static pid_t start(const char *zLayout){
  pid_t pid;
  fflush(stdout);
  pid = fork();
  if( pid==0 ){
    sqlite3 *db = hostDb();
    char *z = sqlite3_mprintf("UPDATE session SET layout = %Q WHERE source = './a.session'",
                              zLayout);
    _exit(run(db, z) ? 0 : 1);
  }
  return pid;
}

/* The layout that a.session is of, 1 if it is whole. */
static int look(sqlite3 *db, char zLayout[32]){
  static const char zSql[] =
    "SELECT layout, peers, problem,"
    " dc_id=2 AND user_id=777 AND auth_key=CAST(printf('%.256c', 'k') AS BLOB)"
    " FROM session('./a.session')";
  /* A look plays no journal: it says that the write was interrupted, and a repair undoes it. */
  static const char zMend[] =
    "SELECT json_extract(session_repair('./a.session'), '$[0].status')='mended'"
    " FROM session('./a.session') WHERE problem GLOB 'interrupted-write:*'";
  sqlite3_stmt *p = 0;
  sqlite3 *pFile = 0;
  int bOk = 0, nFd = hostDescriptors();
  zLayout[0] = 0;
  if( sqlite3_prepare_v2(db, zMend, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW && !sqlite3_column_int(p, 0) ){
    printf("kill: the interrupted write is not mended: %s\n", sqlite3_errmsg(db));
  }
  sqlite3_finalize(p);
  p = 0;
  if( sqlite3_prepare_v2(db, zSql, -1, &p, 0)==SQLITE_OK && sqlite3_step(p)==SQLITE_ROW ){
    const char *z = (const char*)sqlite3_column_text(p, 0);
    snprintf(zLayout, 32, "%s", z ? z : "none");
    bOk = sqlite3_column_int(p, 1)==N_PEER && sqlite3_column_type(p, 2)==SQLITE_NULL
       && sqlite3_column_int(p, 3)==1;
    if( !bOk ) printf("kill: layout %s, %d peers, account %s, problem: %s\n", zLayout,
                      sqlite3_column_int(p, 1), sqlite3_column_int(p, 3) ? "right" : "WRONG",
                      sqlite3_column_text(p, 2) ? (const char*)sqlite3_column_text(p, 2) : "none");
  }else{
    printf("kill: %s\n", sqlite3_errmsg(db));
  }
  sqlite3_finalize(p);

  /* And in SQLite's own eyes: names and dates are those that were written first. */
  p = 0;
  sqlite3_open("a.session", &pFile);
  sqlite3_prepare_v2(pFile, strcmp(zLayout, NEW)==0
    ? "SELECT count(*) FROM peers WHERE access_hash=id*7919 AND phone_number=100000+id"
      " AND last_update_on=1700000000+id AND username='name_'||id"
    : "SELECT count(*) FROM peers p JOIN usernames u USING(id) WHERE access_hash=id*7919"
      " AND phone_number=100000+id AND p.last_update_on=1700000000+id AND u.username='name_'||id",
    -1, &p, 0);
  if( p==0 || sqlite3_step(p)!=SQLITE_ROW || sqlite3_column_int(p, 0)!=N_PEER ){
    printf("kill: %s: %d of %d peers are right (%s)\n", zLayout, p ? sqlite3_column_int(p, 0) : 0,
           N_PEER, sqlite3_errmsg(pFile));
    bOk = 0;
  }
  sqlite3_finalize(p);
  p = 0;
  sqlite3_prepare_v2(pFile, "PRAGMA integrity_check", -1, &p, 0);
  if( p==0 || sqlite3_step(p)!=SQLITE_ROW || strcmp((char*)sqlite3_column_text(p, 0), "ok")!=0 ){
    printf("kill: integrity_check is not ok\n");
    bOk = 0;
  }
  sqlite3_finalize(p);
  sqlite3_close(pFile);
  if( hostDescriptors()!=nFd ){             /* and with them locks, for the next child */
    printf("kill: looking at the file left %d descriptors open\n", hostDescriptors() - nFd);
    bOk = 0;
  }
  return bOk;
}

int main(int argc, char **argv){
  int nRound = argc>2 ? atoi(argv[2]) : 20, nNew = 0, i, status = 0;
  const char *zSeed = getenv("KILL_SEED");
  unsigned seed = zSeed ? (unsigned)atoi(zSeed) : (unsigned)time(0);
  char zWas[32], zIs[32];
  double r;
  sqlite3 *db;

  hostStart("kill", argc>1 ? argv[1] : 0);
  srand(seed);
  db = hostDb();
  r = 0;
  if( !run(db, zMake) || !look(db, zWas) || strcmp(zWas, OLD)!=0 ){
    printf("kill: the session of %d peers is not what it should be\n", N_PEER);
    sqlite3_close(db);
    return hostEnd(0, 1);
  }
  for(i=0; i<2; i++){                       /* how long it takes, there and back */
    double t = seconds();
    waitpid(start(i==0 ? NEW : OLD), &status, 0);
    if( t=seconds()-t, t>r ) r = t;
    if( status!=0 || !look(db, zIs) || strcmp(zIs, i==0 ? NEW : OLD)!=0 ){
      printf("kill: the migration to %s does not work even alone\n", i==0 ? NEW : OLD);
      sqlite3_close(db);
      return hostEnd(0, 1);
    }
  }
  for(i=0; i<nRound; i++){
    const char *zTo = strcmp(zWas, OLD)==0 ? NEW : OLD;
    double rWait = r*1.1*((double)rand()/RAND_MAX);
    struct timespec t;
    pid_t pid;
    t.tv_sec = (time_t)rWait;
    t.tv_nsec = (long)((rWait - (double)t.tv_sec)*1e9);
    pid = start(zTo);
    while( nanosleep(&t, &t)!=0 && errno==EINTR ){}
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    if( look(db, zIs) && (strcmp(zIs, zWas)==0 || strcmp(zIs, zTo)==0) ){
      int bNew = strcmp(zIs, zTo)==0;
      nPass++;
      nNew += bNew;
      r *= bNew ? 0.87 : 1.15;              /* the machine may have become slower or faster since it was timed */
    }else{
      nFail++;
      printf("kill: round %d (KILL_SEED=%u): %s, after %.1f ms of a migration from %s\n",
             i+1, seed, zIs, rWait*1e3, zWas);
      break;
    }
    snprintf(zWas, sizeof zWas, "%s", zIs);
  }
  sqlite3_close(db);
  if( nFail==0 && nRound>=20 && (nNew==0 || nNew==nRound) ){
    printf("kill: all %d rounds ended alike: the moments are badly chosen\n", nRound);
    nFail++;
  }
  return hostEnd(nPass, nFail);
}
