/* layout: the catalogue of database layouts, and telling which one a database has.
**
** A layout is what one client creates.  Each is a file sql/layouts/NAME.sql; no C code knows any of
** them. sql/layouts.awk puts it together with what it inherits, see ext/README.md, and this is the
** grammar of what it embeds:
**
**     -- kurigram-7: Kurigram 2.2.10 and later          name, and the note for session_formats
**     -- :base pyrogram-line                            hidden: sections that are not here are
**                                                       looked up there
**     -- :clients Kurigram, irenogram                   for session_formats
**     -- :version version.number 7                      where the number stands, and which it is
**     -- :string pyrogram                               the string format native to it
**     -- :family pyrogram                               whose DC addresses fill a gap, see
**                                                       account.h
**     -- :takes pyrogram pyrogram-64                    the formats that become this when nobody
**                                                       asks otherwise
**     -- :refuse a Deno KV store: ...                   not a layout: what such a database is
**     called, and never read
**     -- :keeps dc_id auth_key ... peers usernames states      what it holds
**     -- :needs user_id is_bot ...                      what it must not be written without
**     -- :access write                                  write | read | hidden; hidden also for a
**                                                       base
**     -- :as telethon-2.10                              an older shape, read only, of a layout of
**                                                       that name
**     -- :owns user_version 1                            the database's user_version is the
**                                                        client's, and is this
**     -- :ipv4                                          give it IPv4 addresses: its client dials
**                                                       nothing else
**     -- :schema
**     CREATE TABLE main.sessions (
**       dc_id INTEGER PRIMARY KEY,
**       ...
**     );
**
** Attributes end with their line.  Sections go on to the next line that begins with "-- :".
** Other comments are left out of the embedded text of a section only by SQLite itself.
** Tables are written main.t; "main." becomes the schema that is worked on (and, while
** a migration has the old tables out of the way, a prefix in front of t).
** So "main." stands nowhere else, not in a literal either.
**
** A section may say for which databases it holds; the first of its name whose conditions all hold
** is taken, those of the file before those of its base:
**
**     -- :peers if usernames.peer_id !peers.username    column there, column not there
**     -- :peers if idx_usernames_id                     a table or an index of this name is there
**
** Sections, with the columns that they give or take, which are canonical (ext/README.md):
**
**   schema        CREATE TABLEs, one column a line ("  name TYPE ..."): the fingerprint
**   indexes       CREATE INDEXes and TRIGGERs, run when the peers are in
**   empty         the rows of a container that its client has just created
**   account       SELECT dc_id, server_address, port, api_id, test_mode, auth_key, date, user_id,
**                 is_bot best row first, and each that find-several-logins counts; no row: no
**                 session
**   put-account   statements that replace the account; binds :dc_id, :auth_key, ... as above; may
**                 bind :is_self_known etc. not at all
**   set-account   statements that change the account's row where it stands, and rows and columns
**                 that they don't name survive.  One that binds fields is run only if one of them
**                 changes.  :auth_key by itself is always NULL, and session__key(:auth_key) the
**                 key: "WHERE :auth_key IS NULL" holds whenever the key changes
**   peers         SELECT id, type, access_hash, username, phone_number, name, updated
**   usernames     SELECT id, username, ord: all of a peer's, main one with the lowest ord; ids as
**                 in peers.  Without it a peer has the one that peers says
**   states        SELECT id, pts, qts, date, seq
**   peer          as peers, for look-ups by id, where peers would group or join all of a table
**   detect        SELECT 1 when a database of these tables, or JSON, is this layout
**   find-username SELECT id of the peers that have username ?1, by an index; clients store lower
**   case
**   find-phone    SELECT id of the peers that have phone_number ?2, by an index
**   put-peers     INSERT ... SELECT ... FROM peers_in, which has the columns of "peers"
**   put-usernames INSERT ... SELECT ... FROM usernames_in, columns of "usernames"
**   put-states    INSERT ... SELECT ... FROM states_in, columns of "states"
**   delete-peer   statements that delete peer :id and its usernames
**   delete-state  statement that deletes state :id
**   clear         statements that delete the account row, peers, usernames and states
**   clear-peers   the last three only
**   fast          what scan.c takes from a file without opening it, no SQL but lines of words:
**                 "TABLE FIELD..."    the account: columns called as the fields are; those it lacks
**                                     are NULL
**                 "null COLUMN..."    only if these columns of it are NULL
**                 "zero TABLE COLUMN FIELD"   a field from the row of TABLE with id 0, unless that
**                                             is 0
**   orders        columns of the account's table in every order that occurs, a line each ("-": any,
**                 "text", "null"), to recognise its row in the wreck of a file
**   origin        of JSON: SELECT the layout that it came from
**   wrong         of JSON: SELECT what is wrong with a document that detect has taken; no row when
**                 nothing is
**   dangerous     SELECT name of tables over which a client of the family loses something: finding
**                 dangerous-table
**   fix-CODE      statements that mend finding CODE, run where find-CODE has found something; see
**                 op.h
**   find-CODE     SELECT count of finding CODE, 0 when there is nothing to report; see op.h
*/
#ifndef TG_LAYOUT_H
#define TG_LAYOUT_H

#include "model/account.h"

/* What a layout holds besides account fields; bits above those of TgField. */
#define TG_KEEPS_PEERS     (1u<<16)
#define TG_KEEPS_USERNAMES (1u<<17)         /* more than one a peer */
#define TG_KEEPS_STATES    (1u<<18)
#define TG_KEEPS_NAMES     (1u<<19)         /* display names */
#define TG_KEEPS_PHONES    (1u<<20)
#define TG_KEEPS_UPDATED   (1u<<21)         /* when a peer was seen last */

enum TgAccess { TG_HIDDEN, TG_READ, TG_WRITE };

typedef struct TgSection {
  const char *z; int n;                     /* the text, borrowed from the embedded file */
  const char *zName; int nName;
  const char *zIf; int nIf;                 /* conditions, or nIf==0 */
} TgSection;

typedef struct TgLayout {
  /* owned; "" where not said */
  char *zName, *zNote, *zClients, *zString, *zFamily, *zTakes, *zRefuse;
  char *zVersion;                           /* "table.column", or "" */
  int iVersion;
  unsigned keeps, needs;
  enum TgAccess eAccess;
  int bByContent;  /* its tables are another one's: only section detect tells it */
  int bAlias;  /* zName is another layout's, of which this is an older shape */
  int iUserVersion;  /* the user_version that it owns; 0: that is the user's */
  int bIpv4;  /* an IPv6 address is replaced, unless it was asked for */
  const struct TgLayout *pBase;             /* borrowed, or 0 */
  TgSection *aSection; int nSection;        /* owned */
  TgNames column;                           /* owned: "table" and "table.column" of its schema */
} TgLayout;

#define TG_KNOWN_MAX 16
typedef struct TgCatalogue {
  TgLayout *a; int n;
  struct TgKnown *apKnown[TG_KNOWN_MAX];    /* owned: schemas that were met last, see layout_int.h
                                            ** ... */
  unsigned iKnown;                          /* ... and how many so far */
} TgCatalogue;

/* Parse the embedded files.  Free with tgCatalogueFree, which accepts 0. */
TgCatalogue *tgCatalogueNew(TgErr *e);
void tgCatalogueFree(TgCatalogue *p);
const TgLayout *tgLayoutByName(const TgCatalogue *p, const char *zName);

/* The layout that a value of format zFormat becomes when nobody asks for one (":takes"), or 0. */
const TgLayout *tgLayoutFor(const TgCatalogue *p, const char *zFormat);

/* What a database is made of: sorted names of tables, indexes and table.columns, as far as
** some layout knows them, and a count of what none knows. */
enum { TG_OWN_MAX = 64 };
typedef struct TgShape {
  TgNames name;  /* owned, as zKeyTable and what follows it are, or pKnown's */
  struct TgKnown *pKnown;                   /* a reference, or 0 */
  /* tables or columns of the layout that are not there: see tgLayoutMissing() */
  int nMissing;
  const char *azOwn[TG_OWN_MAX]; int nOwn;  /* borrowed from name: tables of the user's own under a
                                            ** name that some layout has; to sections they are not
                                            ** there */
  const struct TgLayout *pWhole;  /* borrowed: a layout of which nothing is missing, or 0 */
  int nUnknown;  /* columns that no layout of its base has, in tables that one has */
  const char *zRefuse;  /* borrowed: what it is, when it is known and never read; else 0 */
  /* borrowed, or 0: name.az[iAhead] is not the layout's, but this later one's */
  const struct TgLayout *pAhead; int iAhead;
  int bActive;                              /* a client table's name belongs to a view or a virtual
                                            ** table, or the table computes columns */
  int bView;                                /* the former */
  i64 iVersion;                             /* the number that the database gives itself, or -1 */
  int bVersion;                             /* it gives one */
  const char *zNumber; int nNumber;         /* borrowed: where that was looked for, or 0; in how
                                            ** many places */
  int bContent;                             /* rows were looked at to tell the layout */
  char *zKeyTable, *zKeyColumn;             /* owned: the first one with a primary key, and its
                                            ** first column; else 0 */
} TgShape;

/* The name of the i-th table of pL that is not there, or "table.column" in one that is, from 0; 0
** at the end. */
const char *tgLayoutMissing(const struct TgLayout *pL, const TgShape *p, int i);

/* Is zName ("table", "index" or "table.column", n bytes or -1) there, and no table of the user's
** own?  Once its layout is known, a table is the client's if the layout has it, or if all columns
** are there that one which shares its base gives it. */
int tgShapeHas(const TgShape *p, const char *zName, int n);

/* Is zName, a table's, among those of the user's own? */
int tgShapeIsOwn(const TgShape *p, const char *zName, int n);
void tgShapeFree(TgShape *p);

/* What session_check() keeps in mind of all databases whose schema has just this text, if they are
** pLayout; 0 where nothing is kept in mind. */
typedef struct TgChecked {
  const struct TgLayout *pLayout;           /* borrowed */
  int bSound;  /* the schema is all that pLayout makes, and nothing else */
  char *zCounts;  /* owned: the statement of what all find sections count, or 0 */
} TgChecked;
TgChecked *tgShapeChecked(TgShape *p, const struct TgLayout *pLayout);

/* The shape of a database that pL has just made. */
void tgShapeOf(TgErr *e, TgShape *p, const TgLayout *pL);

/* Read the shape of schema zSchema and find its layout; 0 when it is none, without an error unless
** reading failed.  *p is filled either way; free it.  bOwn: db is a private connection, where
** nobody has changed what SQLite has parsed. */
const TgLayout *tgLayoutDetect(TgErr *e, TgCatalogue *pCat, sqlite3 *db, const char *zSchema,
                               int bOwn, TgShape *p);

/* The number is above all that the family knows, or another layout's of it. */
int tgLayoutNewer(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p);
int tgLayoutMismatch(const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p);

/* What is wrong with the structure though it can be read, from sqlite3_malloc; 0: nothing.  pL==0:
** no session. */
char *tgLayoutProblem(TgErr *e, const TgCatalogue *pCat, const TgLayout *pL, const TgShape *p);

/* The text of a section for a database of shape p, borrowed; 0 when there is none. */
const TgSection *tgLayoutSection(const TgLayout *pLayout, const TgShape *p, const char *zName);

/* n bytes of z with "main." replaced by the quoted schema and zPrefix.  Caller: sqlite3_free(). */
char *tgLayoutSql(TgErr *e, const char *z, int n, const char *zSchema, const char *zPrefix);

/* Likewise a section of pL that reads a database of shape p: NULL in the place of columns, and no
** rows in that of tables, that are missing there.  "" for an empty section. */
char *tgLayoutRead(TgErr *e, const TgLayout *pL, const TgShape *p, const TgSection *pSec,
                   const char *zSchema, const char *zPrefix);

/* Call xFound(e, pArg, what, name, its SQL) for everything in zSchema that stands on a table of
** pLayout's family and is neither the family's own nor harmless: triggers, CHECKs, computed
** columns, defaults that call, collations, indexes that are partial or over expressions, views and
** virtual tables in a table's place.  It ends the search by not 0. */
typedef int (*TgForeign)(TgErr *e, void *pArg, TgFinding f, const char *zName, const char *zSql);
typedef struct TgJudge {
  const TgCatalogue *pCat;
  const TgLayout *pLayout;
  const TgShape *pShape;
  TgForeign xFound;
  void *pArg;
} TgJudge;
void tgLayoutJudge(TgErr *e, sqlite3 *db, const char *zSchema, const TgJudge *p);

#endif
