// tgsession linked into a program in C++, as README's "Install" says: the header is read, the entry points are found,
// and a session goes in and out.  Prints nothing; exit 1 where something is not as it should be.
#include "tgsession.h"
#include <cstdio>
#include <string>

// The first value of a query, or what the error is.
static std::string ask(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = nullptr;
  std::string answer = "NULL";
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, nullptr) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    const unsigned char *text = sqlite3_column_text(stmt, 0);
    if (text) answer = reinterpret_cast<const char *>(text);
  } else {
    answer = std::string("error: ") + sqlite3_errmsg(db);
  }
  sqlite3_finalize(stmt);
  return answer;
}

static int wrong = 0;

static void is(sqlite3 *db, const char *sql, const char *wanted) {
  const std::string got = ask(db, sql);
  if (got == wanted) return;
  std::printf("%s: got %s, wanted %s\n", sql, got.c_str(), wanted);
  wrong = 1;
}

int main() {
  sqlite3 *db = nullptr;
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(sqlite3_tgsession_init));
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  is(db, "INSERT INTO session(name, layout, dc_id, api_id, user_id, is_bot, auth_key) VALUES"
         "('main', 'pyrogram-3', 2, 12345, 777, 0, CAST(printf('%.256c', 'k') AS BLOB)) RETURNING name", "main");
  is(db, "SELECT user_id || ' ' || layout FROM session", "777 pyrogram-3");
  is(db, "SELECT json_extract(session_info(session_export('main', 'kurigram-7')), '$.format')", "kurigram-7");
  sqlite3_close(db);

  // By hand, and the values-only one.
  sqlite3_reset_auto_extension();
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  char *message = nullptr;
  if (sqlite3_tgsession_values_init(db, &message, nullptr) != SQLITE_OK || message) wrong = 1;
  is(db, "SELECT session_info(NULL) IS NULL", "1");
  is(db, "SELECT count(*) FROM session('./none.session')", "error: session: ./none.session is a file, "
         "and only values and databases of the connection are reached here");
  sqlite3_close(db);
  return wrong;
}
