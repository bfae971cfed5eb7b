/* model: cells: what somebody writes into a column or gives as an option, checked before anything
** is written.
**
**     if( tgCellInt(e, "api_id", pValue, &i) ) ...          1: given, 0: NULL, an empty text, or an
**     error
**
** Whole numbers are taken as an INTEGER column takes them: INTEGER, TEXT of digits, REAL without a
** fraction, because that is what CSV and half of the hosts bring.  Messages name the column, the
** type of the value and what is expected, never its text: it may be a key in the wrong place.
*/
#ifndef TG_CELL_H
#define TG_CELL_H

#include "model/account.h"

int tgCellInt(TgErr *e, const char *zColumn, sqlite3_value *p, i64 *pi);

/* Likewise, from iMin to iMax. */
int tgCellRange(TgErr *e, const char *zColumn, sqlite3_value *p, i64 iMin, i64 iMax, i64 *pi);

/* Unix seconds, or YYYY-MM-DD with an optional time and zone. */
int tgCellTime(TgErr *e, const char *zColumn, sqlite3_value *p, i64 *pi);

/* A field of the account. */
int tgCellField(TgErr *e, TgAccount *a, int f, sqlite3_value *p);

/* The fields that were given, together: a DC that is none of Telegram's needs its address. */
void tgCellDc(TgErr *e, const TgAccount *a);

/* A peer, checked.  What is not given is NULL. */
typedef struct TgPeerRow {
  i64 id, hash, updated;
  int bHash, bUpdated;
  const char *zType;                        /* of the list, lives for ever */
  const char *zUsername, *zPhone, *zName;   /* borrowed from the values, or 0 ... */
  const char *zUsernames;                   /* ... as a JSON array */
  char zDigits[24];                         /* a phone number that was a number */
} TgPeerRow;

/* Its values, in this order.  0: an UPDATE leaves it as it is, so it is not looked at.  *r is
** zeroed, but r->id is that of the row which is there. */
enum TgPeerColumn { TG_PEER_ID, TG_PEER_TYPE, TG_PEER_HASH, TG_PEER_USERNAME, TG_PEER_USERNAMES,
                    TG_PEER_PHONE,
                    TG_PEER_NAME, TG_PEER_UPDATED, TG_PEER_COLUMNS };
void tgCellPeer(TgErr *e, TgPeerRow *r, sqlite3_value **ap);

/* Are both a user's, or a group's, or a channel's? */
int tgCellSameKind(i64 id1, i64 id2);

/* An update state, checked: id, pts, qts, date, seq; likewise. */
enum { TG_STATE_COLUMNS = 5 };
typedef struct TgStateRow {
  i64 a[TG_STATE_COLUMNS];
  int bGiven[TG_STATE_COLUMNS];
} TgStateRow;
void tgCellState(TgErr *e, TgStateRow *r, sqlite3_value **ap);

#endif
