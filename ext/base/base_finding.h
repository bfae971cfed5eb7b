/* base: what can be wrong with a session: one table, from which all say it.
**
**     SELECT problem FROM session('x.session');   version-mismatch: the version number says 8, ...
**     SELECT session_check('./x.session');        [{"code":"version-mismatch", ...}]
**     SELECT * FROM session_findings;             the table itself
**
** A code is for programs to match, and never changes; a sentence is for people.  An error of
** severity "error" that can be seen without reading the whole file is also the session's `problem`.
*/
#ifndef TG_FINDING_H
#define TG_FINDING_H

/* X(name, code, severity, meaning, remedy) */
#define TG_FINDINGS(X) \
  X(NONE, "refused", "error", "it can't be done; the sentence says why", \
    "do what the sentence says") \
  /* the file */ \
  X(MISSING_FILE, "missing-file", "error", "there is no such file", "look for its path") \
  X(NOT_A_FILE, "not-a-file", "error", \
    "a folder, a pipe, a device or a socket stands where a file should, or beside it", \
    "remove it; Docker makes a folder where the file that it mounts is missing") \
  X(LINK_OUTSIDE, "link-outside", "error", \
    "a symbolic link leads out of the folder that was listed", \
    "name the file that it leads to") \
  X(UNREADABLE, "unreadable", "error", "the file can't be opened or read", \
    "look at its mode, its owner and the disk") \
  X(READ_ONLY, "read-only", "error", "the file, its folder or the connection can't be written", \
    "copy it to where it can") \
  X(LOCKED, "locked", "error", "another program or statement has it locked", \
    "stop the client, or give PRAGMA busy_timeout a value") \
  X(EMPTY_FILE, "empty-file", "error", "the file has no bytes", \
    "restore a backup, or import a string into it") \
  X(NOT_A_DATABASE, "not-a-database", "error", \
    "the file is no SQLite database, or it is encrypted", \
    "look at what it is; import a string with session_import(); a database that is encrypted: " \
    "ATTACH it with its KEY") \
  X(MALFORMED, "malformed", "error", "the database disk image is malformed", \
    "SELECT string FROM session(name) looks for the login in it") \
  X(INTERRUPTED_WRITE, "interrupted-write", "error", \
    "a client was killed while it wrote: its -journal lies beside the file", \
    "start the client once, or session_repair(name)") \
  X(JOURNAL_NAMES_FILE, "journal-names-file", "error", \
    "the -journal beside the file names another file, which SQLite would delete", \
    "if you wrote to several attached files in one transaction, open it with sqlite3 once; else " \
    "delete the -journal") \
  X(WAL_UNREADABLE, "wal-unreadable", "error", \
    "a -wal without its -shm lies in a place that can't be written", \
    "copy the file and its -wal into a folder of your own") \
  X(WAL_LOST, "wal-lost", "error", \
    "the file was in WAL mode and came without its -wal, where its tables still were", \
    "look for the -wal where the file was copied from") \
  X(WAL, "wal", "note", \
    "a -wal lies beside the file: its client is running, or ended without closing", \
    "never copy or move one without the other") \
  X(SAME_FILE, "same-file", "note", \
    "the file has another name, too: what is done to one is done to both", \
    "it is no copy; never delete the login in one of them") \
  X(SECRET_IN_NAME, "secret-in-name", "note", \
    "the file's name holds a bot's token, and names stand in lists and logs", "rename it") \
  X(FILE_MODE, "file-mode", "note", "others than the owner may read or write the file", \
    "chmod 600") \
  X(INTEGRITY, "integrity", "error", "PRAGMA integrity_check complains", \
    "session_export(name, 'bundle') into a new file") \
  /* its schema */ \
  X(NO_SESSION, "no-session", "error", "there are no tables of a known layout", \
    "see session_formats") \
  X(VIEW_AS_TABLE, "view-as-table", "error", \
    "a view, a virtual table or a computed column stands where a table should; it is neither " \
    "read nor written", \
    "session_repair(name, 'rebuild', 1) where a column is computed; else don't use the file") \
  X(FOREIGN_TRIGGER, "foreign-trigger", "error", \
    "a trigger that no client makes stands on a client's table", \
    "session_repair(name, 'rebuild', 1)") \
  X(FOREIGN_CHECK, "foreign-check", "error", \
    "a CHECK that no client makes stands on a client's table", \
    "session_repair(name, 'rebuild', 1)") \
  X(FOREIGN_DEFAULT, "foreign-default", "error", "a column has a default that no client gives it", \
    "session_repair(name, 'rebuild', 1)") \
  X(FOREIGN_INDEX, "foreign-index", "error", \
    "a partial index, or one over an expression, that no client makes", \
    "session_repair(name, 'rebuild', 1)") \
  X(FOREIGN_COLLATION, "foreign-collation", "error", \
    "a column or an index has a collation that no client gives it", \
    "session_repair(name, 'rebuild', 1)") \
  X(FOREIGN_TABLE, "foreign-table", "note", "a table that no client makes", \
    "look at it; it is left alone") \
  X(DANGEROUS_TABLE, "dangerous-table", "error", "a table over which Telethon 2 loses the key", \
    "drop it") \
  X(FOREIGN_VIEW, "foreign-view", "note", "a view that no client makes", \
    "look at it; it is left alone") \
  X(VERSION_MISMATCH, "version-mismatch", "error", \
    "the version number is another layout's than the structure", \
    "session_repair(name)") \
  X(VERSION_UNKNOWN, "version-unknown", "warning", \
    "the version number is higher than any that is known", \
    "a newer tgsession; until then it is only read") \
  X(NO_VERSION, "no-version", "error", "there is no version number; the client can't open it", \
    "session_repair(name)") \
  X(MISSING_TABLE, "missing-table", "error", "a table that the client needs is not there", \
    "session_repair(name)") \
  X(MISSING_COLUMN, "missing-column", "error", "a column that the client needs is not there", \
    "session_repair(name)") \
  X(UNKNOWN_COLUMNS, "unknown-columns", "warning", "columns that no layout has", \
    "edits of the account keep them, an edited peer and a migration do not") \
  X(AHEAD, "ahead-of-layout", "warning", \
    "a column or a table of a later layout, over which the client's upgrade may fail", \
    "session_migrate(name, that layout)") \
  X(MISSING_INDEX, "missing-index", "note", \
    "an index or a trigger that the client makes is not there", \
    "session_repair(name)") \
  /* the account */ \
  X(NULL_LOGIN, "null-login", "error", \
    "test_mode, user_id or is_bot is NULL: the client would log in anew and overwrite the key", \
    "UPDATE session SET user_id = ..., is_bot = ... WHERE name = ...") \
  X(PLACEHOLDER_USER, "placeholder-user", "warning", \
    "user_id is 9999 or 999999999, which converters put where they know no user", \
    "UPDATE session SET user_id = ... WHERE name = ...") \
  X(NO_ROW, "no-row", "warning", "there is no account row; the client may not start", \
    "session_repair(name)") \
  X(SEVERAL_LOGINS, "several-logins", "error", \
    "more than one row with a key: which is meant can't be told", \
    "delete the rows that are not wanted, with plain SQL") \
  X(SEVERAL_ROWS, "several-rows", "warning", \
    "more rows than the one account; the one with a key is read", \
    "session_repair(name)") \
  X(KEY_ENCRYPTED, "key-encrypted", "error", "the key is encrypted", \
    "export it with the client that encrypted it") \
  X(KEY_LENGTH, "key-length", "error", "the key has not 256 bytes", "restore a backup") \
  X(BAD_VALUE, "bad-value", "error", "a field of the account is no value that it can have", \
    "UPDATE session SET ... WHERE name = ...") \
  X(BAD_API_ID, "bad-api-id", "warning", \
    "api_id is none that Telegram gives out, often a bot's id", \
    "UPDATE session SET api_id = ... WHERE name = ...; my.telegram.org has it") \
  X(NOT_LOGGED_IN, "not-logged-in", "note", "there is no auth_key", \
    "log in with the client, or import a string") \
  X(NO_ADDRESS, "no-address", "error", "server_address is NULL: the client can't connect", \
    "session_repair(name)") \
  X(ADDRESS_DC, "address-dc", "error", "the address is that of another data centre than dc_id", \
    "session_repair(name)") \
  X(IPV6_ADDRESS, "ipv6-address", "warning", \
    "the address is IPv6: Telethon without use_ipv6 saves data centre 2 over it", \
    "session_repair(name)") \
  X(TAKEOUT, "takeout", "error", "takeout_id is set: Telethon 1.43 and 1.44 can't open the file", \
    "session_repair(name)") \
  /* peers and states */ \
  X(NO_ACCESS_HASH, "no-access-hash", "note", \
    "users or channels without an access hash, whom the client can't reach", \
    "the client fills them in when it meets them") \
  X(OLD_CHANNEL_IDS, "old-channel-ids", "warning", \
    "channel ids in the form of Pyrogram 0.15, which newer clients resolve to other channels", \
    "session_repair(name)") \
  X(UNMARKED_IDS, "unmarked-ids", "warning", \
    "usernames that point to a channel's bare id and are not found", \
    "session_repair(name)") \
  X(NULL_USERNAMES, "null-usernames", "warning", "usernames that are NULL", \
    "session_repair(name)") \
  X(DUPLICATE_USERNAMES, "duplicate-usernames", "warning", "usernames that are stored twice", \
    "session_repair(name)") \
  X(STALE_USERNAMES, "stale-usernames", "warning", \
    "usernames that an upgrade left behind in peers, where the client doesn't find them", \
    "session_repair(name)") \
  X(MALFORMED_USERNAMES, "malformed-usernames", "error", \
    "peers whose usernames are no JSON, so that every look-up by username fails", \
    "session_repair(name)") \
  X(UNKNOWN_TYPE, "unknown-type", "error", \
    "peers of a type that the client does not know, over which it fails", \
    "session_repair(name)") \
  X(WRONG_TYPE, "wrong-type", "error", "rows with text or blobs where numbers belong", \
    "UPDATE or DELETE them in session_peers") \
  X(STATE_ID, "state-id", "warning", "update states under an id that is taken for the account's", \
    "session_repair(name)") \
  X(EMPTY_STATE, "empty-state", "warning", \
    "update states whose pts is 0: the client asks with it what it has missed, and fails", \
    "session_repair(name)") \
  /* what a call could not do: see tgErrCode() */ \
  X(CONFLICT, "conflict", "error", "a login or a row is there already, or a constraint says no", \
    "OR REPLACE, or the option 'replace', 1") \
  X(DISK_FULL, "disk-full", "error", "the disk is full", "make room") \
  X(IO_ERROR, "io-error", "error", "the disk fails", "look at the disk") \
  X(NOT_AUTHORIZED, "not-authorized", "error", "an authorizer of the program does not let it", \
    "allow it there") \
  X(TOO_BIG, "too-big", "error", "it is larger than it may be", "the sentence says how large")

typedef enum TgFinding {
#define X(name, code, severity, meaning, remedy) TG_F_##name,
  TG_FINDINGS(X)
#undef X
  TG_NFINDING
} TgFinding;

/* Arrays, since a pointer costs a relocation, too. */
typedef struct TgFindingInfo { char zCode[24], zSeverity[8]; } TgFindingInfo;
extern const TgFindingInfo aTgFinding[TG_NFINDING];

/* The sentences.  They lie compressed beside the layouts: sql/manual.awk reads them above, and
** layout/sqlfile.c puts them here before any connection has its functions. */
typedef struct TgFindingText { const char *zMeaning, *zRemedy; } TgFindingText;
extern TgFindingText aTgFindingText[TG_NFINDING];

#endif
