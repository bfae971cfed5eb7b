/* The judgement of a schema (layout_judge.c): texts that SQLite would not take, or never has, as they may stand in sqlite_master
** of a file that somebody prepared.  Each stands beside what a client makes, and is foreign or it is not; tests/sql/stranger.sql
** has what SQLite takes.
*/
#define _GNU_SOURCE
#include "said.h"
#include "layout/layout.h"

static const struct { TgFinding f; const char *zSql; } aText[] = {
  /* Nobody could tell what it does. */
  { TG_F_FOREIGN_TRIGGER, "" },
  { TG_F_FOREIGN_TRIGGER, "DROP TABLE peers" },
  { TG_F_FOREIGN_TRIGGER, "CREATE" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TABLE" },
  { TG_F_FOREIGN_TRIGGER, "CREATE SOMETHING peers" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER k AFTER INSERT" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER k AFTER INSERT ON" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER k AFTER INSERT ON main.peers BEGIN SELECT 1; END" },
  { TG_F_FOREIGN_TRIGGER, "\"CREATE\" TABLE peers(a)" },
  { TG_F_FOREIGN_TRIGGER, "CREATE /* TABLE peers(a)" },
  { TG_F_FOREIGN_TRIGGER, "CREATE -- TABLE peers(a)" },
  { TG_F_NONE,            "CREATE TRIGGER IF NOT peers ON BEGIN SELECT 1; END" },
  /* Comments and quotes hide nothing, and don't make foreign what is not. */
  { TG_F_FOREIGN_TRIGGER, "CREATE/**/TEMP -- x\n TRIGGER/*\n*/k AFTER INSERT ON [peers] BEGIN SELECT 1; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TEMPORARY TRIGGER IF NOT EXISTS main.k AFTER INSERT ON `Peers` BEGIN SELECT 1; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER k AFTER INSERT ON 'peers' BEGIN SELECT 1; END" },
  { TG_F_NONE,            "CREATE TRIGGER k AFTER INSERT ON \"pe\"\"ers\" BEGIN SELECT 'peers'; END" },
  { TG_F_NONE,            "CREATE TRIGGER k AFTER INSERT ON peers$ BEGIN SELECT 1; END" },
  { TG_F_NONE,            "CREATE TRIGGER k AFTER INSERT ON peers\xc3\xa9 BEGIN SELECT 1; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER k AFTER INSERT ON \"peers" },
  { TG_F_NONE,            "CREATE TABLE others(a - b / c, d CHECK (1.5e3))" },
  { TG_F_VIEW_AS_TABLE,   "CREATE VIEW peers AS SELECT 1" },
  { TG_F_VIEW_AS_TABLE,   "CREATE VIRTUAL TABLE peers USING fts3" },
  { TG_F_VIEW_AS_TABLE,   "CREATE TABLE peers AS SELECT 1" },
  { TG_F_NONE,            "CREATE TABLE peers(a TEXT DEFAULT 'CHECK', \"check\" INT /* CHECK (x) */ -- CHECK (y)\n)" },
  { TG_F_NONE,            "CREATE TABLE peers(a INT DEFAULT -1, b generate, c asx(1), as, d)" },
  { TG_F_NONE,            "CREATE TABLE peers" "(a" },
  { TG_F_NONE,            "CREATE TABLE peers(" },
  { TG_F_FOREIGN_CHECK,   "CREATE TABLE peers(a, b CHECK (x), c COLLATE y" },
  { TG_F_FOREIGN_COLLATION, "CREATE TABLE peers(a DECIMAL(5, 2), c COLLATE y CHECK(z))" },
  { TG_F_FOREIGN_DEFAULT, "CREATE TABLE peers(a DEFAULT (1))" },
  { TG_F_VIEW_AS_TABLE,   "CREATE TABLE peers(a generated always as (1))" },
  { TG_F_VIEW_AS_TABLE,   "CREATE TABLE peers(a as (1))" },
  { TG_F_FOREIGN_INDEX,   "CREATE INDEX i ON peers" },
  { TG_F_FOREIGN_INDEX,   "CREATE UNIQUE INDEX i ON peers(id) WHERE 1" },
  { TG_F_NONE,            "CREATE UNIQUE INDEX i ON peers(id)" },
  /* A trigger of the client's, and all but one. */
  { TG_F_NONE,            "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN UPDATE peers"
                          " SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN UPDATE peers"
                          " SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW" },
  { TG_F_NONE,            "CREATE TRIGGER \"TRG_peers_last_update_on\" AFTER UPDATE ON [peers] BEGIN UPDATE `peers`"
                          " SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON 'peers' BEGIN UPDATE peers"
                          " SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN UPDATE peers"
                          " SET last_update_on = CAST(STRFTIME(\"%s\", 'now') AS INTEGER) WHERE id = NEW.id; END" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN UPDATE peers"
                          " SET last_update_on = CAST(1" },
  { TG_F_FOREIGN_TRIGGER, "CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN UPDATE peers"
                          " SET last_update_on = CAST(STRFTIME('%d', 'now') AS INTEGER) WHERE id = NEW.id; END" },
};

static int found(TgErr *e, void *pArg, TgFinding f, const char *zName, const char *zSql){
  (void)e; (void)zName; (void)zSql;
  *(TgFinding*)pArg = f;
  return 1;
}

static TgFinding judge(sqlite3 *db, const char *zSql){
  TgErr e = TG_ERR_INIT;
  TgFinding f = TG_F_NONE;
  TgShape shape = {0};
  TgJudge how = {ctx.pCat, tgLayoutByName(ctx.pCat, "pyrogram-3"), &shape, found, &f};
  sqlite3_stmt *p = 0;
  sqlite3_exec(db, "DELETE FROM sqlite_master", 0, 0, 0);
  sqlite3_prepare_v2(db, "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES('table', NULL, 'x', 0, ?1)", -1, &p, 0);
  sqlite3_bind_text(p, 1, zSql, -1, SQLITE_STATIC);
  sqlite3_step(p);
  check(sqlite3_finalize(p)==SQLITE_OK, "%s: %s", zSql, sqlite3_errmsg(db));
  tgLayoutJudge(&e, db, "main", &how);
  check(e.rc==SQLITE_OK, "%s: error %d", zSql, e.rc);
  tgErrClear(&e);
  return f;
}

/* More words than anybody's schema has: not understood. */
static void testLong(sqlite3 *db){
  sqlite3_str *s = sqlite3_str_new(0);
  char *z;
  int i;
  sqlite3_str_appendall(s, "CREATE TABLE others(a IN (");
  for(i=0; i<10000; i++) sqlite3_str_appendall(s, "1,");
  z = sqlite3_str_finish(s);
  check(judge(db, z)==TG_F_FOREIGN_TRIGGER, "20,000 words");
  z[10000] = 0;
  check(judge(db, z)==TG_F_NONE, "10,000 words");
  sqlite3_free(z);
}

int main(void){
  sqlite3 *db = 0;
  int i;
  if( saidStart()==0 || sqlite3_open(":memory:", &db)!=SQLITE_OK ) return 2;
  sqlite3_exec(db, "PRAGMA writable_schema=1", 0, 0, 0);
  for(i=0; i<TG_COUNT(aText); i++){
    TgFinding f = judge(db, aText[i].zSql);
    check(f==aText[i].f, "%s: %s, not %s", aText[i].zSql, aTgFinding[f].zCode, aTgFinding[aText[i].f].zCode);
  }
  testLong(db);
  sqlite3_close(db);
  saidEnd();
  return checkEnd("judge");
}
