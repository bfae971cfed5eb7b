/* Ours beside what it is measured against, in one run:
**
**     make bench                    all sections
**     make bench BENCH=fleet        codec load size fleet open new migrate peers bundle vault
**     make test-interop bench       ... and beside @mtcute/convert, which test-interop installs
**
**     what                             ours     baseline   ratio    bar
**     pyrogram -> telethon           41.0 ms  hex 52.1 ms    0.79   1.00
**
** Each time is the median of five, ours and baseline taking turns.  The bar is the largest ratio
** that is good enough; what is above it is marked.  Inputs vary: SQLite would call a deterministic
** function with a constant argument only once.  Keys are random and belong to nobody.
*/
#define _GNU_SOURCE
#include "check.h"
#include "host.h"
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <zlib.h>

#define N_STRING 100000
#define N_FILE   10000
#define N_OPEN   1000                         /* of them: fleet/00???.session */
#define N_PEER   1000000
#define N_LOOKUP 20000
#define N_BUNDLE 10000
#define N_VAULT  10000
#define N_RUN    5

#define ACCOUNT \
  "INSERT INTO session(name, layout, dc_id, api_id, test_mode, auth_key, user_id, is_bot)"

static int nMissed;

/* ------------------------------------------------------------------------------- helpers ---- */

static int compare(const void *a, const void *b){
  double x = *(const double*)a, y = *(const double*)b;
  return (x>y) - (x<y);
}

static double median(double *a){
  qsort(a, N_RUN, sizeof(double), compare);
  return a[N_RUN/2];
}

/* One line of the table.  rBar 0: only told. */
static void line(const char *zWhat, const char *zOurs, const char *zBase, double r, double rBar){
  printf("%-38s %14s  %-22s", zWhat, zOurs, zBase);
  if( r>0 ) printf(" %7.2f", r); else printf(" %7s", "");
  if( rBar>0 ){
    printf(" %6.2f%s", rBar, r>rBar ? "  MISSED" : "");
    nMissed += r>rBar;
  }
  printf("\n");
  fflush(stdout);
}

/* Formatted text in one of eight places that are used in turn. */
static const char *fmt(const char *zFmt, ...){
  static char az[8][256];
  static int i;
  va_list ap;
  i = (i+1)%8;
  va_start(ap, zFmt);
  vsnprintf(az[i], sizeof az[i], zFmt, ap);
  va_end(ap);
  return az[i];
}

static const char *ms(double r){
  return fmt("%.1f ms", r*1e3);
}

/* Run SQL: 1, or 0 with a line that says what is missing. */
static int run(sqlite3 *db, const char *zSql){
  if( sqlite3_exec(db, zSql, 0, 0, 0)==SQLITE_OK ) return 1;
  printf("  not measured: %s\n", sqlite3_errmsg(db));
  nMissed++;
  return 0;
}

/* Seconds that SQL takes, <0 when it failed. */
static double timed(sqlite3 *db, const char *zSql){
  double t = seconds();
  return run(db, zSql) ? seconds()-t : -1;
}

/* Two statements, taking turns; 0 when one failed. */
static int race(sqlite3 *db, const char *zOurs, const char *zBase, double *pOurs, double *pBase){
  double a[N_RUN], b[N_RUN];
  int i;
  for(i=0; i<N_RUN; i++){
    if( (a[i] = timed(db, zOurs))<0 || (b[i] = timed(db, zBase))<0 ) return 0;
  }
  *pOurs = median(a);
  *pBase = median(b);
  return 1;
}

static sqlite3_int64 number(sqlite3 *db, const char *zSql){
  sqlite3_stmt *p = 0;
  sqlite3_int64 n = -1;
  sqlite3_prepare_v2(db, zSql, -1, &p, 0);
  if( p && sqlite3_step(p)==SQLITE_ROW ) n = sqlite3_column_int64(p, 0);
  else printf("  not measured: %s\n", sqlite3_errmsg(db));
  sqlite3_finalize(p);
  return n;
}

static void copyFile(const char *zFrom, const char *zTo){
  static char a[1<<20];
  FILE *f = fopen(zFrom, "rb"), *g = fopen(zTo, "wb");
  size_t n;
  if( f && g ) while( (n = fread(a, 1, sizeof a, f))>0 ) fwrite(a, 1, n, g);
  if( f ) fclose(f);
  if( g ) fclose(g);
}

static void writeText(const char *zPath, const char *z){
  FILE *f = fopen(zPath, "w");
  if( f ){
    fputs(z, f);
    fclose(f);
  }
}

static double fileSize(const char *zPath){
  struct stat st;
  return stat(zPath, &st)==0 ? (double)st.st_size : -1;
}

/* The first number that a shell command prints, <0 when there is none. */
static double shell(const char *zCmd){
  FILE *f = popen(zCmd, "r");
  double r = -1;
  if( f==0 ) return r;
  if( fscanf(f, "%lf", &r)!=1 ) r = -1;
  pclose(f);
  return r;
}

/* A session of nPeer peers in a.session; keys, hashes and names as they are in life. */
static int makeSession(sqlite3 *db, const char *zLayout, int nPeer){
  int bNames = strncmp(zLayout, "kurigram", 8)==0, rc;
  char *z = sqlite3_mprintf(
    ACCOUNT " VALUES('./a.session', %Q, 2, 12345, 0, randomblob(256), 777000123, 0);"
    "ATTACH 'a.session' AS a; PRAGMA a.synchronous = OFF; BEGIN;"
    "INSERT OR IGNORE INTO a.peers(id, access_hash, type%s, phone_number, last_update_on)"
    " WITH c(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM c WHERE i<%d)"
    " SELECT CASE WHEN i%%5=0 THEN -1000000000000-1000000000-abs(random()%%2000000000)"
    "             WHEN i%%23=0 THEN -abs(random()%%999999999)-1 ELSE 10000+abs(random()%%7500000000) END,"
    "  CASE WHEN i%%23=0 AND i%%5<>0 THEN 0 ELSE random() END,"
    "  CASE WHEN i%%5=0 THEN 'supergroup' WHEN i%%23=0 THEN 'group' WHEN i%%11=0 THEN 'bot' ELSE 'user' END%s,"
    "  CASE WHEN i%%10=1 THEN 79000000000+abs(random()%%999999999) END,"
    "  1700000000 + abs(random()%%40000000) FROM c ORDER BY 1;"
    "%s COMMIT; DETACH a;", zLayout, bNames ? "" : ", username", nPeer,
    bNames ? "" : ", CASE WHEN i%3=0 THEN 'u'||lower(hex(randomblob(5))) END",
    bNames ? "INSERT INTO a.usernames SELECT id, 'u'||lower(hex(randomblob(5))) FROM a.peers"
             " WHERE id%3=0 ORDER BY random();" : "");
  hostEmpty();
  rc = run(db, z);
  sqlite3_free(z);
  return rc;
}

/* -------------------------------------------------------------------------------- strings ---- */

/* n bytes as base64 with - and _, without padding; returns the end. */
static char *base64(char *zOut, const unsigned char *a, int n){
  static const char z[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  unsigned v = 0;
  int i, nBit = 0;
  for(i=0; i<n; i++){
    v = v<<8 | a[i];
    for(nBit+=8; nBit>=6; nBit-=6) *zOut++ = z[v>>(nBit-6) & 63];
  }
  if( nBit ) *zOut++ = z[v<<(6-nBit) & 63];
  *zOut = 0;
  return zOut;
}

/* Tables s(z): different pyrogram strings, and k(b): as many keys. */
static int makeStrings(sqlite3 *db){
  sqlite3_stmt *p = 0, *q = 0;
  int i;
  if( !run(db, "CREATE TABLE s(z); CREATE TABLE k(b); BEGIN") ) return 0;
  sqlite3_prepare_v2(db, "INSERT INTO s VALUES(?)", -1, &p, 0);
  sqlite3_prepare_v2(db, "INSERT INTO k VALUES(?)", -1, &q, 0);
  for(i=0; i<N_STRING; i++){
    unsigned char a[271] = {2, 0, 0, 48, 57, 0};      /* dc 2, api_id 12345, no test server */
    char z[400];
    sqlite3_randomness(256, a+6);
    memset(a+262, 0, 9);
    a[266] = (unsigned char)(i>>24), a[267] = (unsigned char)(i>>16);
    a[268] = (unsigned char)(i>>8), a[269] = (unsigned char)(i|1);
    sqlite3_bind_text(p, 1, z, (int)(base64(z, a, 271)-z), SQLITE_TRANSIENT);
    sqlite3_bind_blob(q, 1, a+6, 256, SQLITE_TRANSIENT);
    sqlite3_step(p);
    sqlite3_step(q);
    sqlite3_reset(p);
    sqlite3_reset(q);
  }
  sqlite3_finalize(p);
  sqlite3_finalize(q);
  return run(db, "COMMIT");
}

/* The same in Python: seconds to turn each line of strings.txt into a format, and back. */
static const char zPython[] =
  "import base64, socket, struct, sys, time\n"
  "P = {'pyrogram': '>BI?256sQ?', 'pyrogram-64': '>B?256sQ?', 'pyrogram-32': '>B?256sI?'}\n"
  "b64, unb64, ip = base64.urlsafe_b64encode, base64.urlsafe_b64decode, '149.154.167.51'\n"
  "def read(f, s):\n"
  "  if f == 'telethon':\n"
  "    dc, ip4, port, key = struct.unpack('>B4sH256s', unb64(s[1:]))\n"
  "    return dc, 0, False, key, 777, False\n"
  "  if f == 'gramjs':\n"
  "    b = base64.b64decode(s[1:]); dc, n = struct.unpack('>BH', b[:3])\n"
  "    addr, port, key = struct.unpack('>%dsH256s' % n, b[3:])\n"
  "    return dc, 0, False, key, 777, False\n"
  "  v = struct.unpack(P[f], unb64(s + '=' * (-len(s) % 4)))\n"
  "  return v if len(v) == 6 else (v[0], 0) + v[1:]\n"
  "def write(f, v):\n"
  "  if f == 'telethon':\n"
  "    return '1' + b64(struct.pack('>B4sH256s', v[0], socket.inet_aton(ip), 443, v[3])).decode()\n"
  "  if f == 'gramjs':\n"
  "    n = ip.encode(); b = struct.pack('>BH%dsH256s' % len(n), v[0], len(n), n, 443, v[3])\n"
  "    return '1' + base64.b64encode(b).decode()\n"
  "  v = v if f == 'pyrogram' else (v[0],) + v[2:]\n"
  "  return b64(struct.pack(P[f], *v)).decode().rstrip('=')\n"
  "a, f = open('strings.txt').read().split(), sys.argv[1]\n"
  "if f not in P and f not in ('telethon', 'gramjs'): sys.exit(1)\n"
  "if sys.argv[2] == 'back': a = [write(f, read('pyrogram', s)) for s in a]\n"
  "src, dst = ('pyrogram', f) if sys.argv[2] == 'there' else (f, 'pyrogram')\n"
  "t = time.perf_counter()\n"
  "for s in a: write(dst, read(src, s))\n"
  "print(time.perf_counter() - t)\n";

/* And by @mtcute/convert under Node, as seconds. */
static const char zNode[] =
  "import { readFileSync } from 'node:fs'\n"
  "const [folder, from, to] = process.argv.slice(2), load = p => import(folder + '/node_modules/@mtcute/' + p)\n"
  "const c = await load('convert/index.js'), { readStringSession, writeStringSession } = await load('core/utils.js')\n"
  "const name = f => ({ pyrogram: 'Pyrogram', telethon: 'Telethon', gramjs: 'Gramjs', mtkruto: 'Mtkruto' })[f]\n"
  "const read = f => f == 'mtcute' ? readStringSession : c[`convertFrom${name(f)}Session`]\n"
  "const write = f => f == 'mtcute' ? writeStringSession : c[`convertTo${name(f)}Session`]\n"
  "const run = (a, x, y) => { for (let i = 0; i < a.length; i++) y(x(a[i])) }\n"
  "let a = readFileSync('strings.txt', 'utf8').trim().split('\\n')\n"
  "if (from != 'pyrogram') a = a.map(s => write(from)(read('pyrogram')(s)))\n"
  "run(a.slice(0, 2000), read(from), write(to))\n"
  "const t = performance.now()\n"
  "run(a, read(from), write(to))\n"
  "console.log((performance.now() - t) / 1000)\n";

/* Rows for all strings of a table in another format: beside hex(), and beside the loops of Python and Node.  Those
** have their strings at hand and look at no character of what they made, so for them the table scan is taken off,
** and count() takes the place of length(). */
static void convert(sqlite3 *db, const char *zFrom, const char *zTo, int bBack){
  const char *zTab = bBack ? "t" : "s";
  const char *zName = fmt("%s -> %s", zFrom, zTo);
  char *zCall = sqlite3_mprintf("session_convert(z, %Q%s)", zTo, bBack ? ", 'user_id', 777" : "");
  char *zLength = sqlite3_mprintf("SELECT sum(length(%s)) FROM %s", zCall, zTab);
  char *zCount = sqlite3_mprintf("SELECT count(%s) FROM %s", zCall, zTab);
  double rOurs, rHex, rCount, rScan, rThem;
  if( race(db, zLength, "SELECT sum(length(hex(b))) FROM k", &rOurs, &rHex)
   && race(db, zCount, fmt("SELECT count(z) FROM %s", zTab), &rCount, &rScan) ){
    line(zName, ms(rOurs), fmt("hex() %.1f ms", rHex*1e3), rOurs/rHex, 1.0);
    rCount -= rScan;
    rThem = shell(fmt("python3 python.py %s %s 2>/dev/null", bBack ? zFrom : zTo, bBack ? "back" : "there"));
    if( rThem>0 ) line("  alone", ms(rCount), fmt("python %.0f ms", rThem*1e3), rCount/rThem, 0.2);
    rThem = shell(fmt("node node.mjs %.*s/interop/npm %s %s 2>/dev/null", (int)(strrchr(zHostSo, '/')-zHostSo), zHostSo,
                      zFrom, zTo));
    if( rThem>0 ) line("  alone", ms(rCount), fmt("@mtcute/convert %.0f ms", rThem*1e3), rCount/rThem, 0.2);
  }else{
    printf("  ... %s\n", zName);
  }
  sqlite3_free(zCall);
  sqlite3_free(zLength);
  sqlite3_free(zCount);
}

static void benchCodec(sqlite3 *db){
  sqlite3_stmt *p = 0;
  FILE *f;
  if( !makeStrings(db) ) return;
  f = fopen("strings.txt", "w");
  sqlite3_prepare_v2(db, "SELECT z FROM s", -1, &p, 0);
  while( f && sqlite3_step(p)==SQLITE_ROW ) fprintf(f, "%s\n", sqlite3_column_text(p, 0));
  if( f ) fclose(f);
  sqlite3_finalize(p);
  writeText("python.py", zPython);
  writeText("node.mjs", zNode);

  convert(db, "pyrogram", "pyrogram", 0);
  run(db, "CREATE TABLE t(z); CREATE TABLE format AS SELECT name FROM session_formats"
          " WHERE kind='string' AND writes"
          " AND name NOT IN ('pyrogram', 'bundle') AND name NOT LIKE '%json'");
  p = 0;
  sqlite3_prepare_v2(db, "SELECT name FROM format", -1, &p, 0);
  while( p && sqlite3_step(p)==SQLITE_ROW ){
    const char *zName = (const char*)sqlite3_column_text(p, 0);
    char *z = sqlite3_mprintf("DELETE FROM t; INSERT INTO t SELECT session_convert(z, %Q) FROM s",
                              zName);
    convert(db, "pyrogram", zName, 0);
    if( run(db, z) ) convert(db, zName, "pyrogram", 1);
    sqlite3_free(z);
  }
  sqlite3_finalize(p);
}

/* --------------------------------------------------------------------------- load and size ---- */

static void benchLoad(sqlite3 *dbPlain){
  double a[N_RUN];
  int i, j;
  (void)dbPlain;
  for(i=0; i<N_RUN; i++){
    a[i] = 1;
    for(j=0; j<20; j++){
      sqlite3 *db = hostPlain();
      double t = seconds();
      if( sqlite3_load_extension(db, zHostSo, 0, 0)!=SQLITE_OK ) return;
      t = seconds()-t;
      if( t<a[i] ) a[i] = t;
      sqlite3_close(db);
    }
  }
  a[0] = median(a);
  line("load", fmt("%.3f ms", a[0]*1e3), "1 ms", a[0]/1e-3, 1.0);
}

static void benchSize(sqlite3 *db){
  double r = fileSize(zHostSo);
  (void)db;
  line("size of the library", fmt("%.1f kB", r/1e3), "300 kB", r/300e3, 1.0);
}

/* --------------------------------------------------------------------------------- fleets ---- */

static const char zPythonFleet[] =
  "import glob, hashlib, sqlite3, time\n"
  "t = time.perf_counter()\n"
  "for f in sorted(glob.glob('fleet/*.session')):\n"
  "  c = sqlite3.connect('file:%s?mode=ro' % f, uri=True)\n"
  "  r = c.execute('SELECT dc_id, user_id, auth_key FROM sessions').fetchone()\n"
  "  k = hashlib.sha1(r[2]).digest()[-8:].hex(); c.close()\n"
  "print(time.perf_counter() - t)\n";

/* Files fleet/NNNNN.session of four layouts. */
static int makeFleet(sqlite3 *db){
  static const char *const azLayout[] = {"pyrogram-3", "pyrogram-2", "kurigram-7", "pyrogram-3"};
  int i;
  hostEmpty();
  mkdir("fleet", 0755);
  for(i=0; i<4; i++){
    sqlite3 *dbFile = 0;
    int rc = run(db, fmt(ACCOUNT " VALUES('./t%d.session', '%s', 2, 1, 0, randomblob(256), 7, 0)", i, azLayout[i]));
    sqlite3_open(fmt("t%d.session", i), &dbFile);
    rc = rc && run(dbFile, "INSERT INTO peers(id, access_hash, type, last_update_on) WITH n(i) AS (VALUES(1) UNION ALL"
                           " SELECT i+1 FROM n WHERE i<20) SELECT i*1000, random(), 'user', 1700000000+i FROM n");
    sqlite3_close(dbFile);
    if( !rc ) return 0;
  }
  for(i=0; i<N_FILE; i++){
    sqlite3 *dbFile = 0;
    const char *zFile = fmt("fleet/%05d.session", i);
    int rc;
    copyFile(fmt("t%d.session", i%4), zFile);
    sqlite3_open(zFile, &dbFile);
    rc = run(dbFile, fmt("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; UPDATE sessions"
                         " SET dc_id=%d, user_id=%d, auth_key=randomblob(256)", i%4==2 ? 2 : 1+i%5, 1000+i));
    sqlite3_close(dbFile);
    if( !rc ) return 0;
  }
  return 1;
}

/* What a C program does without us: open, SELECT, close. */
static double loopSqlite(void){
  double t = seconds();
  int i;
  for(i=0; i<N_FILE; i++){
    sqlite3 *db = 0;
    sqlite3_stmt *p = 0;
    sqlite3_open_v2(fmt("fleet/%05d.session", i), &db, SQLITE_OPEN_READONLY, 0);
    sqlite3_prepare_v2(db, "SELECT dc_id, user_id, auth_key FROM sessions", -1, &p, 0);
    if( p==0 || sqlite3_step(p)!=SQLITE_ROW ) printf("  %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(p);
    sqlite3_close(db);
  }
  return seconds()-t;
}

/* What nobody can undercut who asks SQLite's VFS and looks whether it may: the calls alone. */
static double loopVfs(void){
  static const char *const azEnd[] = { "", "-journal", "-wal", "-shm" };
  static char a[8192];
  sqlite3_vfs *pVfs = sqlite3_vfs_find(0);
  sqlite3_file *p = sqlite3_malloc(pVfs->szOsFile);
  double t = seconds();
  int i, k, b;
  for(i=0; i<N_FILE; i++){
    char zPath[64] = {0};
    struct stat st;
    snprintf(zPath+4, sizeof zPath - 12, "fleet/%05d.session", i);        /* xOpen looks for zeros around it */
    for(k=0; k<4; k++) if( lstat(fmt("%s%s", zPath+4, azEnd[k]), &st)==0 && k ) printf("  something is beside it\n");
    if( pVfs->xOpen(pVfs, zPath+4, p, SQLITE_OPEN_READONLY|SQLITE_OPEN_MAIN_DB, &b)!=SQLITE_OK ) continue;
    p->pMethods->xLock(p, SQLITE_LOCK_SHARED);
    for(k=1; k<3; k++) pVfs->xAccess(pVfs, fmt("%s%s", zPath+4, azEnd[k]), SQLITE_ACCESS_EXISTS, &b);
    p->pMethods->xRead(p, a, 8192, 0);
    p->pMethods->xRead(p, a, 4096, 4096);
    p->pMethods->xUnlock(p, SQLITE_LOCK_NONE);
    p->pMethods->xClose(p);
  }
  t = seconds()-t;
  sqlite3_free(p);
  return t;
}

/* Each file opened and asked the statements of azSql, of those for its layout; 0: the end. */
static double loopAsk(const char *const (*azSql)[5]){
  double t = seconds();
  int i, k;
  for(i=0; i<N_OPEN; i++){
    const char *const *az = azSql[i%4==2];
    sqlite3 *db = 0;
    sqlite3_open_v2(fmt("fleet/%05d.session", i), &db, SQLITE_OPEN_READONLY, 0);
    for(k=0; az[k]; k++){
      sqlite3_stmt *p = 0;
      if( sqlite3_prepare_v2(db, az[k], -1, &p, 0)!=SQLITE_OK && i<4 ) printf("  %s\n", sqlite3_errmsg(db));
      while( sqlite3_step(p)==SQLITE_ROW ){}
      sqlite3_finalize(p);
    }
    sqlite3_close(db);
  }
  return seconds()-t;
}

#define SELECT_ACCOUNT  "SELECT dc_id, test_mode, auth_key, date, user_id, is_bot FROM sessions"
#define SELECT_PEERS    "SELECT id, type, access_hash, username, phone_number, last_update_on FROM peers ORDER BY id"
#define SELECT_KURIGRAM "SELECT id, type, access_hash, (SELECT username FROM usernames u WHERE u.id=p.id LIMIT 1), " \
                        "phone_number, last_update_on FROM peers p ORDER BY id"
#define SELECT_NAMES    "SELECT id, username FROM usernames ORDER BY id, rowid"
#define SELECT_STATES   "SELECT id, pts, qts, date, seq FROM update_state"

/* Whatever really opens a file, beside open_v2 and the same SELECTs by hand. */
static void benchOpen(sqlite3 *db){
  static const struct { const char *zWhat, *zSql; const char *az[2][5]; } a[] = {
    { "session_peers('fleet/*.session')", "SELECT count(*) FROM session_peers('fleet/00???.session')",
      { { SELECT_PEERS, 0 }, { SELECT_KURIGRAM, 0 } } },
    { "  WHERE username = ...", "SELECT count(*) FROM session_peers('fleet/00???.session') WHERE username = 'nobody'",
      { { "SELECT id, access_hash FROM peers WHERE username='nobody'", 0 },
        { "SELECT id, access_hash FROM peers WHERE id IN (SELECT id FROM usernames WHERE username='nobody')", 0 } } },
    { "bundles of a fleet", "SELECT sum(length(session_export(name, 'bundle'))) FROM session('fleet/00???.session')",
      { { SELECT_ACCOUNT, SELECT_PEERS, 0 }, { SELECT_ACCOUNT, SELECT_KURIGRAM, SELECT_NAMES, SELECT_STATES, 0 } } },
    { "strings of a fleet", "SELECT sum(length(string)) FROM session('fleet/00???.session')",
      { { SELECT_ACCOUNT, 0 }, { SELECT_ACCOUNT, 0 } } },
    { "session_check() of a fleet", "SELECT sum(length(session_check(name))) FROM session('fleet/00???.session')",
      { { "PRAGMA integrity_check", SELECT_ACCOUNT, "SELECT count(*), sum(access_hash IS NULL) FROM peers", "SELECT number FROM version", 0 },
        { "PRAGMA integrity_check", SELECT_ACCOUNT, "SELECT count(*), sum(access_hash IS NULL) FROM peers",
          "SELECT count(*), sum(username IS NULL) FROM usernames", 0 } } },
  };
  int i, k;
  if( !makeFleet(db) ) return;
  for(k=0; k<(int)(sizeof a/sizeof a[0]); k++){
    double r[N_RUN], rHand[N_RUN];
    for(i=0; i<N_RUN; i++){
      r[i] = timed(db, a[k].zSql);
      rHand[i] = loopAsk(a[k].az);
    }
    line(a[k].zWhat, fmt("%.1f us", median(r)*1e6/N_OPEN), fmt("C loop %.1f us", median(rHand)*1e6/N_OPEN), median(r)/median(rHand), 2.0);
  }
  (void)!system("rm -rf fleet");
}

#define N_NEW 300

/* The bytes of t0.session under a new name, as the manual of link(2) has it. */
static double loopLink(void){
  static char a[1<<20];
  FILE *f = fopen("t0.session", "rb");
  size_t n = f ? fread(a, 1, sizeof a, f) : 0;
  double t = seconds();
  int i, fd, fdFolder = open("new", O_RDONLY);
  if( f ) fclose(f);
  for(i=0; i<N_NEW; i++){
    fd = open("new/tmp", O_RDWR|O_CREAT|O_EXCL, 0600);
    if( write(fd, a, n)<0 || fsync(fd) ) printf("  cannot write\n");
    close(fd);
    if( link("new/tmp", fmt("new/h%d.session", i)) || unlink("new/tmp") || fsync(fdFolder) ) printf("  cannot link\n");
  }
  close(fdFolder);
  return seconds()-t;
}

/* The same tables by a transaction with a journal. */
static double loopJournal(const char *zTables, const char *zIndexes){
  char *z = sqlite3_mprintf("BEGIN; %s; INSERT INTO version VALUES(3); INSERT INTO sessions VALUES(2, 1, 0, randomblob(256), 0, 7, 0); %s; COMMIT",
                            zTables, zIndexes ? zIndexes : "");
  double t = seconds();
  int i;
  for(i=0; i<N_NEW; i++){
    sqlite3 *db = 0;
    sqlite3_open(fmt("new/j%d.session", i), &db);
    run(db, z);
    sqlite3_close(db);
  }
  sqlite3_free(z);
  return seconds()-t;
}

static int freshSchema(sqlite3 *db, const char *zLayout, char **pzTables, char **pzIndexes);

static void benchNew(sqlite3 *db){
  double a[N_RUN], b[N_RUN], c[N_RUN];
  char *zTables = 0, *zIndexes = 0;
  int i;
  hostEmpty();
  if( !freshSchema(db, "pyrogram-3", &zTables, &zIndexes)
   || !run(db, ACCOUNT " VALUES('./t0.session', 'pyrogram-3', 2, 1, 0, randomblob(256), 7, 0)") ) return;
  for(i=0; i<N_RUN; i++){
    (void)!system("rm -rf new; mkdir new; sync");
    a[i] = timed(db, "WITH n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300) " ACCOUNT
                     " SELECT 'new/o'||i||'.session', 'pyrogram-3', 2, 1, 0, randomblob(256), 7, 0 FROM n");
    b[i] = loopLink();
    c[i] = loopJournal(zTables, zIndexes);
  }
  line("a new file", fmt("%.2f ms", median(a)*1e3/N_NEW), fmt("by hand %.2f ms", median(b)*1e3/N_NEW), median(a)/median(b), 1.5);
  line("", "", fmt("journalled %.2f ms", median(c)*1e3/N_NEW), median(a)/median(c), 0.33);
  sqlite3_free(zTables);
  sqlite3_free(zIndexes);
}

static void benchFleet(sqlite3 *db){
  static const char zSql[] = "SELECT name, layout, dc_id, user_id, auth_key_id"
                             " FROM session('fleet/*.session')";
  static const char zFew[] = "SELECT name, layout, dc_id, user_id, auth_key_id"
                             " FROM session('fleet/000[0-9][0-9].session')";
  double a[N_RUN], b[N_RUN], c[N_RUN], d[N_RUN], rOurs, rLoop, rPy;
  sqlite3_int64 nFew, nAll;
  int i;
  if( makeFleet(db)
   && number(db, "SELECT count(DISTINCT auth_key_id) FROM session('fleet/*.session')"
                 " WHERE problem IS NULL")==N_FILE ){
    writeText("fleet.py", zPythonFleet);
    for(i=0; i<N_RUN; i++){
      a[i] = timed(db, zSql);
      b[i] = loopSqlite();
      c[i] = loopVfs();
      d[i] = shell("python3 fleet.py 2>/dev/null");
    }
    rOurs = median(a), rLoop = median(b), rPy = median(d);
    line("10,000 files, each", fmt("%.1f us", rOurs*1e6/N_FILE), fmt("the calls %.1f us", median(c)*1e6/N_FILE), rOurs/median(c), 1.5);
    line("", "", fmt("C loop %.1f us", rLoop*1e6/N_FILE), rOurs/rLoop, 0.25);
    if( rPy>0 ) line("", "", fmt("python %.1f us", rPy*1e6/N_FILE), rOurs/rPy, 0);
    sqlite3_memory_highwater(1);
    run(db, zFew);
    nFew = sqlite3_memory_highwater(1);
    run(db, zSql);
    nAll = sqlite3_memory_highwater(1);
    line("peak memory, 10,000 files", fmt("%.0f kB", (double)nAll/1e3),
         fmt("100 files %.0f kB", (double)nFew/1e3), (double)(nAll-nFew)/2e6, 1.0);
  }else{
    printf("  the fleet is not read as it was made\n");
    nMissed++;
  }
  (void)!system("rm -rf fleet");
}

/* ------------------------------------------------------------------------------- migration ---- */

/* The tables, then the indexes and triggers, that a fresh container of a layout has. */
static int freshSchema(sqlite3 *db, const char *zLayout, char **pzTables, char **pzIndexes){
  char *z = sqlite3_mprintf("INSERT INTO session(name, layout, auth_key) VALUES('./fresh.session', %Q, x'');"
                            "ATTACH 'fresh.session' AS fresh", zLayout);
  sqlite3_stmt *p = 0;
  int rc = run(db, z), i;
  sqlite3_free(z);
  for(i=0; rc && i<2; i++){
    char **pz = i==0 ? pzTables : pzIndexes;
    sqlite3_prepare_v2(db, i==0
      ? "SELECT group_concat(sql, ';') FROM fresh.sqlite_master WHERE type='table'"
      : "SELECT group_concat(sql, ';') FROM fresh.sqlite_master WHERE type<>'table' AND sql<>''",
      -1, &p, 0);
    sqlite3_step(p);
    *pz = sqlite3_mprintf("%s", sqlite3_column_text(p, 0));
    sqlite3_finalize(p);
  }
  if( rc ) run(db, "DETACH fresh");
  remove("fresh.session");
  return rc;
}

#define N_FEW 200

/* Files of 20 peers, one by one, beside zHand in each. */
static void migrateFew(sqlite3 *db, const char *zFrom, const char *zTo, const char *zHand){
  double a[N_RUN], b[N_RUN], t;
  int i, k, rc = makeSession(db, zFrom, 20);
  (void)!system("mkdir -p few");
  for(i=0; rc && i<N_RUN; i++){
    for(k=0; k<N_FEW; k++) copyFile("a.session", fmt("few/%d.session", k));
    sync();
    a[i] = timed(db, fmt("SELECT count(session_migrate(name, '%s')) FROM session('few/*.session')", zTo));
    rc = a[i]>=0;
    for(k=0; k<N_FEW; k++) copyFile("a.session", fmt("few/%d.session", k));
    sync();
    t = seconds();
    for(k=0; rc && k<N_FEW; k++){
      sqlite3 *dbFile = 0;
      sqlite3_open(fmt("few/%d.session", k), &dbFile);
      rc = run(dbFile, zHand);
      sqlite3_close(dbFile);
    }
    b[i] = seconds()-t;
  }
  if( rc ) line("  of a fleet, 20 peers each", fmt("%.2f ms", median(a)*1e3/N_FEW), fmt("by hand %.2f ms", median(b)*1e3/N_FEW),
                median(a)/median(b), 1.5);
  (void)!system("rm -rf few");
}

/* Migrate by UPDATE, beside zMove between tables old_* and the new ones. */
static void migrate(sqlite3 *db, const char *zFrom, const char *zTo, const char *zRename,
                    const char *zMove, const char *zDrop){
  char *zTables = 0, *zIndexes = 0, *zHand = 0, *zOurs = 0;
  double a[N_RUN], b[N_RUN];
  int i, rc;
  rc = makeSession(db, zFrom, N_PEER) && freshSchema(db, zTo, &zTables, &zIndexes);
  zHand = sqlite3_mprintf("BEGIN; %s %s; %s %s %s; COMMIT", zRename, zTables, zMove, zDrop,
                          zIndexes ? zIndexes : "");
  zOurs = sqlite3_mprintf("UPDATE session SET layout = %Q WHERE source = './b.session'", zTo);
  for(i=0; rc && i<N_RUN; i++){
    sqlite3 *dbFile = 0;
    copyFile("a.session", "b.session");
    sync();
    rc = (a[i] = timed(db, zOurs))>=0;
    copyFile("a.session", "b.session");
    sync();
    sqlite3_open("b.session", &dbFile);
    if( rc ) rc = (b[i] = timed(dbFile, zHand))>=0;
    sqlite3_close(dbFile);
  }
  if( rc ){
    double rOurs = median(a), rHand = median(b);
    line(fmt("%s to %s, 1,000,000 peers", zFrom, zTo), ms(rOurs),
         fmt("INSERT-SELECT %.0f ms", rHand*1e3), rOurs/rHand, 1.2);
  }
  if( rc ) migrateFew(db, zFrom, zTo, zHand);
  sqlite3_free(zTables);
  sqlite3_free(zIndexes);
  sqlite3_free(zHand);
  sqlite3_free(zOurs);
}

static void benchMigrate(sqlite3 *db){
  migrate(db, "kurigram-7", "pyrogram-3",
    "ALTER TABLE sessions RENAME TO old_sessions; ALTER TABLE peers RENAME TO old_peers;"
    "ALTER TABLE usernames RENAME TO old_usernames; DROP TABLE version; DROP TABLE update_state;",
    "INSERT INTO version VALUES(3);"
    "INSERT INTO sessions(dc_id, api_id, test_mode, auth_key, date, user_id, is_bot)"
    " SELECT dc_id, api_id, test_mode, auth_key, date, user_id, is_bot FROM old_sessions;"
    "INSERT INTO peers(id, access_hash, type, username, phone_number, last_update_on)"
    " SELECT id, access_hash, type, (SELECT username FROM old_usernames u WHERE u.id=p.id LIMIT 1),"
    "  phone_number, last_update_on FROM old_peers p;",
    "DROP TABLE old_usernames; DROP TABLE old_peers; DROP TABLE old_sessions;");
  migrate(db, "pyrogram-3", "telethon-7",
    "ALTER TABLE sessions RENAME TO old_sessions; ALTER TABLE peers RENAME TO old_peers;"
    "DROP TABLE version;",
    "INSERT INTO version VALUES(7);"
    "INSERT INTO sessions SELECT dc_id, '149.154.167.51', 443, auth_key, NULL FROM old_sessions;"
    "INSERT INTO entities(id, hash, username, phone, name, date)"
    " SELECT id, access_hash, username, phone_number, NULL, last_update_on FROM old_peers"
    " WHERE access_hash IS NOT NULL;",
    "DROP TABLE old_peers; DROP TABLE old_sessions;");
}

/* ----------------------------------------------------------------------------------- peers ---- */

/* Seconds for N_LOOKUP different values ?1, taken from zKeys; <0 when one is not found. */
static double lookUp(sqlite3 *db, const char *zKeys, const char *zSql){
  sqlite3_stmt *p = 0, *q = 0;
  double t = seconds();
  int n = 0;
  if( sqlite3_prepare_v2(db, zKeys, -1, &p, 0)!=SQLITE_OK
   || sqlite3_prepare_v2(db, zSql, -1, &q, 0)!=SQLITE_OK ){
    printf("  not measured: %s\n", sqlite3_errmsg(db));
  }
  while( q && sqlite3_step(p)==SQLITE_ROW ){
    sqlite3_bind_value(q, 1, sqlite3_column_value(p, 0));
    n += sqlite3_step(q)==SQLITE_ROW;
    sqlite3_reset(q);
  }
  t = seconds()-t;
  sqlite3_finalize(p);
  sqlite3_finalize(q);
  return n==N_LOOKUP ? t : -1;
}

static void benchPeers(sqlite3 *db){
  static const char *const az[2][3] = {
    { "id", "SELECT access_hash, username FROM bot.peers WHERE id=?1",
      "SELECT access_hash, username FROM session_peers('bot') WHERE id=?1" },
    { "username", "SELECT access_hash, id FROM bot.peers WHERE username=?1",
      "SELECT access_hash, id FROM session_peers('bot') WHERE username=?1" },
  };
  int i, j;
  if( !makeSession(db, "pyrogram-3", N_PEER)
   || !run(db, "ATTACH 'a.session' AS bot; CREATE TABLE keys AS SELECT id, username FROM bot.peers"
               " WHERE username IS NOT NULL AND access_hash%10=0 ORDER BY random() LIMIT 20000") ) return;
  for(j=0; j<2; j++){
    const char *zKeys = fmt("SELECT %s FROM keys", az[j][0]);
    double a[N_RUN], b[N_RUN];
    for(i=0; i<N_RUN; i++){
      a[i] = lookUp(db, zKeys, az[j][2]);
      b[i] = lookUp(db, zKeys, az[j][1]);
    }
    if( a[0]<0 || b[0]<0 ){
      printf("  session_peers by %s: not all are found\n", az[j][0]);
      nMissed++;
    }else{
      double r = median(a), rBase = median(b);
      line(fmt("session_peers by %s, of 1,000,000", az[j][0]), fmt("%.2f us", r*1e6/N_LOOKUP),
           fmt("direct %.2f us", rBase*1e6/N_LOOKUP), r/rBase, 2.0);
    }
  }
  run(db, "DETACH bot; DROP TABLE keys");
}

/* ---------------------------------------------------------------------------------- bundle ---- */

/* The content of a bundle's n bytes, inflated and its CRC looked at, and nothing else done; from sqlite3_malloc; 0: it can't be read. */
static unsigned char *contentOf(const unsigned char *a, int n, size_t *pn){
  int nHead = 0, nNumber;
  unsigned long nContent = 0, iCrc;
  unsigned char *aOut;
  z_stream z;
  for(nNumber=0; nNumber<2; nNumber++){               /* two varints, of which the first is the content's size */
    int nShift = 0;
    do{
      if( nNumber==0 ) nContent |= (unsigned long)(a[nHead] & 0x7f) << nShift;
      nShift += 7;
    }while( a[nHead++]>=0x80 );
  }
  memset(&z, 0, sizeof z);
  aOut = sqlite3_malloc64(nContent+1);
  if( aOut==0 || inflateInit2(&z, -15)!=Z_OK ){
    sqlite3_free(aOut);
    return 0;
  }
  z.next_in = (unsigned char*)a+nHead+4;
  z.avail_in = (unsigned)(n-nHead-4);
  z.next_out = aOut;
  z.avail_out = (unsigned)nContent;
  inflate(&z, Z_FINISH);
  iCrc = crc32(crc32(crc32(0, a, (unsigned)nHead), a+nHead+4, (unsigned)(n-nHead-4)), aOut, (unsigned)z.total_out);
  *pn = z.total_out;
  inflateEnd(&z);
  if( iCrc==((unsigned long)a[nHead]<<24 | (unsigned long)a[nHead+1]<<16 | (unsigned long)a[nHead+2]<<8 | a[nHead+3]) ) return aOut;
  sqlite3_free(aOut);
  return 0;
}

/* inflated(x): how many bytes that is. */
static void inflated(sqlite3_context *pCtx, int nArg, sqlite3_value **apArg){
  const unsigned char *a = sqlite3_value_blob(apArg[0]);
  size_t n = 0;
  unsigned char *aOut = contentOf(a, sqlite3_value_bytes(apArg[0]), &n);
  (void)nArg;
  if( aOut==0 ) sqlite3_result_error(pCtx, "the baseline does not read a bundle", -1);
  else sqlite3_result_int64(pCtx, (sqlite3_int64)n);
  sqlite3_free(aOut);
}

/* deflated(x): how many bytes its content has when it is deflated again, in one piece, as well as zlib can. */
static void deflated(sqlite3_context *pCtx, int nArg, sqlite3_value **apArg){
  size_t nIn = (size_t)sqlite3_value_bytes(apArg[0]);
  uLongf nOut = compressBound((uLong)nIn);
  unsigned char *aOut = sqlite3_malloc64(nOut);
  (void)nArg;
  if( aOut && compress2(aOut, &nOut, sqlite3_value_blob(apArg[0]), (uLong)nIn, 9)==Z_OK ) sqlite3_result_int64(pCtx, (sqlite3_int64)nOut);
  sqlite3_free(aOut);
}

/* content(x): the content itself. */
static void content(sqlite3_context *pCtx, int nArg, sqlite3_value **apArg){
  size_t n = 0;
  unsigned char *a = contentOf(sqlite3_value_blob(apArg[0]), sqlite3_value_bytes(apArg[0]), &n);
  (void)nArg;
  sqlite3_result_blob64(pCtx, a, n, sqlite3_free);
}

/* unbase64(z): the bytes of a bundle's text. */
static void unbase64(sqlite3_context *pCtx, int nArg, sqlite3_value **apArg){
  static const char zDigit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const char *z = (const char*)sqlite3_value_text(apArg[0])+5;
  unsigned char *a = sqlite3_malloc64(strlen(z)+1);
  unsigned v = 0;
  int n = 0, nBit = 0;
  (void)nArg;
  for(; a && *z; z++){
    v = v<<6 | (unsigned)(strchr(zDigit, *z)-zDigit);
    nBit += 6;
    if( nBit>=8 ) a[n++] = (unsigned char)(v>>(nBit-=8));
  }
  sqlite3_result_blob(pCtx, a, n, sqlite3_free);
}

static void bundleFunctions(sqlite3 *db){
  sqlite3_create_function(db, "inflated", 1, SQLITE_UTF8, 0, inflated, 0, 0);
  sqlite3_create_function(db, "deflated", 1, SQLITE_UTF8, 0, deflated, 0, 0);
  sqlite3_create_function(db, "content", 1, SQLITE_UTF8, 0, content, 0, 0);
  sqlite3_create_function(db, "unbase64", 1, SQLITE_UTF8, 0, unbase64, 0, 0);
}

/* The bits that say which k of n these are. */
static double choice(double n, double k){
  return (lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1))/log(2);
}

/* The bits of what makeSession() threw dice for, as a whole: a key; for each type which ids; for each peer a hash, a date and
** perhaps a phone number and a name, and whether it has them.  No encoding can take fewer. */
static double entropy(sqlite3 *db){
  double n = (double)number(db, "SELECT count(*) FROM bot.peers"), nChannel = (double)number(db, "SELECT count(*) FROM bot.peers WHERE id < -999999999999");
  double nGroup = (double)number(db, "SELECT count(*) FROM bot.peers WHERE type = 'group'"), nUser = n-nChannel-nGroup;
  double nBot = (double)number(db, "SELECT count(*) FROM bot.peers WHERE type = 'bot'");
  double nPhone = (double)number(db, "SELECT count(phone_number) FROM bot.peers"), nName = (double)number(db, "SELECT count(*) FROM bot.usernames");
  return 2048 + choice(2e9, nChannel) + choice(1e9, nGroup) + choice(7.5e9, nUser) + choice(nUser, nBot) + 64*(n-nGroup) + n*log2(4e7)
       + choice(n, nPhone) + nPhone*log2(1e9) + choice(n, nName) + 40*nName;
}

/* The rows of a.session by hand, into a database in memory: they are in memory, too, and an INSERT is prepared for each table. */
static double loopInsert(const char *zTables, const char *zIndexes){
  static const struct { const char *zGet, *zPut; int nCol; } a[] = {
    { "SELECT * FROM a.peers", "INSERT INTO main.peers VALUES(?,?,?,?,?)", 5 },
    { "SELECT * FROM a.usernames", "INSERT INTO main.usernames VALUES(?,?)", 2 },
  };
  sqlite3 *db = hostPlain();
  sqlite3_value **ap[2];
  double t;
  int i, k, n[2] = {0, 0};
  run(db, "ATTACH 'a.session' AS a");
  for(k=0; k<2; k++){
    sqlite3_stmt *p = 0;
    ap[k] = calloc((size_t)N_BUNDLE*5, sizeof *ap[k]);
    sqlite3_prepare_v2(db, a[k].zGet, -1, &p, 0);
    while( p && ap[k] && sqlite3_step(p)==SQLITE_ROW ) for(i=0; i<a[k].nCol; i++) ap[k][n[k]++] = sqlite3_value_dup(sqlite3_column_value(p, i));
    sqlite3_finalize(p);
  }
  run(db, "DETACH a");
  t = seconds();
  run(db, "BEGIN");
  run(db, zTables);
  for(k=0; k<2; k++){
    sqlite3_stmt *p = 0;
    if( sqlite3_prepare_v2(db, a[k].zPut, -1, &p, 0)!=SQLITE_OK ) printf("  not measured: %s\n", sqlite3_errmsg(db));
    for(i=0; i<n[k]; i++){
      sqlite3_bind_value(p, i%a[k].nCol+1, ap[k][i]);
      if( i%a[k].nCol==a[k].nCol-1 ) sqlite3_step(p), sqlite3_reset(p);
    }
    sqlite3_finalize(p);
  }
  run(db, zIndexes);
  run(db, "COMMIT");
  t = seconds()-t;
  for(k=0; k<2; k++){
    while( n[k] ) sqlite3_value_free(ap[k][--n[k]]);
    free(ap[k]);
  }
  sqlite3_close(db);
  return t;
}

static void benchBundle(sqlite3 *db){
  double rXz, rOurs, rBase;
  char *zTables = 0, *zIndexes = 0;
  double a[N_RUN], b[N_RUN], n;
  int i;
  bundleFunctions(db);
  if( !makeSession(db, "kurigram-7", N_BUNDLE)
   || !run(db, "ATTACH 'a.session' AS bot; VACUUM bot INTO 'v.session';"
               "CREATE TEMP TABLE v AS SELECT session_export('bot', 'bundle', 'max_length', 100000000) AS z;"
               "CREATE TEMP TABLE c AS SELECT content(unbase64(z)) AS content FROM v") ) return;
  n = (double)number(db, "SELECT length(z) FROM v");
  rXz = shell("xz -9 -c v.session 2>/dev/null | wc -c")*4/3;
  line("bundle of 10,000 peers, as base64", fmt("%.0f kB", n/1e3), fmt("entropy %.0f kB", entropy(db)/6/1e3), n/(entropy(db)/6), 1.05);
  if( rXz>0 ) line("", "", fmt("xz -9 %.0f kB", rXz/1e3), n/rXz, 0.55);
  if( race(db, "SELECT length(session_export('bot', 'bundle', 'max_length', 100000000))", "SELECT deflated(content) FROM c", &rOurs, &rBase) ){
    line("  encode", ms(rOurs), fmt("deflate %s", ms(rBase)), rOurs/rBase, 3.0);
  }
  if( race(db, "SELECT length(session_export('bot', 'json'))", "SELECT length(session_export('bot', 'bundle', 'max_length', 100000000))", &rOurs, &rBase) ){
    line("  as JSON", ms(rOurs), fmt("as a bundle %s", ms(rBase)), rOurs/rBase, 5.0);
  }
  if( freshSchema(db, "kurigram-7", &zTables, &zIndexes) ){
    for(i=0; i<N_RUN; i++){
      b[i] = loopInsert(zTables, zIndexes);
      run(db, "ATTACH ':memory:' AS into_it");
      a[i] = timed(db, "SELECT session_import(z, 'into_it') FROM v");
      run(db, "DETACH into_it");
    }
    line("  decode", ms(median(a)), fmt("INSERTs %s", ms(median(b))), median(a)/median(b), 1.5);
  }
  sqlite3_free(zTables);
  sqlite3_free(zIndexes);
  run(db, "DETACH bot");
}

/* ----------------------------------------------------------------------------------- vault ---- */

static void vaultLine(sqlite3 *db, const char *zWhat, const char *zSql, double rBar){
  double rOurs, rBase;
  if( race(db, zSql, "SELECT sum(inflated(raw)) FROM raw", &rOurs, &rBase) ){
    line(zWhat, ms(rOurs), fmt("inflate, CRC %s", ms(rBase)), rOurs/rBase, rBar);
  }
}

/* A vault of 10,000 bundles, 50 peers each. */
static void benchVault(sqlite3 *db){
  char *z = sqlite3_mprintf(
    "CREATE TEMP TABLE vault AS WITH n(n) AS (VALUES(1) UNION ALL SELECT n+1 FROM n WHERE n<%d),"
    " p(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM p WHERE i<50)"
    " SELECT 'bots/'||n AS name, session_convert(json_object('tgsession', 1, 'layout', 'kurigram-7', 'dc_id', 2,"
    "  'user_id', 1000+n, 'is_bot', 1, 'api_id', 12345, 'auth_key', hex(randomblob(256)), 'peers',"
    "  (SELECT json_group_array(json_object('id', CAST(i*1000000+abs(random()%%1000000) AS TEXT), 'type', 'user',"
    "    'access_hash', CAST(random() AS TEXT), 'username', CASE WHEN i%%3=0 THEN 'u'||lower(hex(randomblob(5))) END,"
    "    'updated', 1700000000+abs(random()%%40000000))) FROM p WHERE n>0)), 'bundle') AS bundle FROM n;"
    "CREATE TEMP TABLE raw AS SELECT unbase64(bundle) AS raw FROM vault;", N_VAULT);
  bundleFunctions(db);
  if( run(db, z) ){
    line("vault of 10,000 bundles of 50 peers", fmt("%.1f MB", (double)number(db, "SELECT sum(length(bundle)) FROM vault")/1e6),
         "", 0, 0);
    vaultLine(db, "  session_info() of all", "SELECT sum(length(session_info(bundle))) FROM vault", 2.0);
    vaultLine(db, "  FROM vault v, session(v.bundle)",
              "SELECT v.name, x.auth_key_id FROM vault v, session(v.bundle) x", 2.0);
    vaultLine(db, "  one username in all of them",
              "SELECT v.name, p.id FROM vault v, session_peers(v.bundle, '@nobody_has_it') p", 3.0);
    vaultLine(db, "  all peers of all of them", "SELECT count(*) FROM vault v, session_peers(v.bundle)", 0);
  }
  sqlite3_free(z);
}

/* ------------------------------------------------------------------------------------------ */

static const struct {
  const char *zName; void (*x)(sqlite3*);
  sqlite3 *(*xOpen)(void);                  /* load: nothing else may hold the library */
} aSection[] = {
  { "codec",   benchCodec,   hostDb    },
  { "load",    benchLoad,    hostPlain },
  { "size",    benchSize,    hostPlain },
  { "fleet",   benchFleet,   hostDb    },
  { "open",    benchOpen,    hostDb    },
  { "new",     benchNew,     hostDb    },
  { "migrate", benchMigrate, hostDb    },
  { "peers",   benchPeers,   hostDb    },
  { "bundle",  benchBundle,  hostDb    },
  { "vault",   benchVault,   hostDb    },
};

int main(int argc, char **argv){
  int i, j, nRun = 0;
  hostStart("bench", argc>1 ? argv[1] : 0);
  printf("%-38s %14s  %-22s %7s %6s\n", "what", "ours", "baseline", "ratio", "bar");
  for(i=0; i<(int)(sizeof(aSection)/sizeof(aSection[0])); i++){
    int bWanted = argc<3;
    for(j=2; j<argc; j++) bWanted |= strcmp(argv[j], aSection[i].zName)==0;
    if( bWanted ){
      sqlite3 *db = aSection[i].xOpen();
      aSection[i].x(db);
      sqlite3_close(db);
      hostEmpty();
      nRun++;
    }
  }
  hostEmpty();
  rmdir(zHostDir);
  if( nRun==0 ) printf("no such section; see the head of tests/bench/bench.c\n");
  printf("bench: %d bars missed\n", nMissed);
  return nRun==0;
}
