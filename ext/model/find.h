/* model: whom people mean: an id, a username, a phone number or a link becomes what a table can
** look for.
**
**     777000  -1001234567890          an id
**     1234567890                      also the bare id of a channel or a group, or a phone number
**     News  @News                     a username, in any case
**     +1 (202) 555-0123  0049...      a phone number
**     t.me/News  https://t.me/News/42  News.t.me  tg://resolve?domain=News
**     t.me/c/1234567890/42  tg://privatepost?channel=1234567890     a channel
**     tg://user?id=777000  t.me/+12025550123
**
** Several of them may be possible; who looks takes whatever is there.
*/
#ifndef TG_FIND_H
#define TG_FIND_H

#include "base/base.h"

enum { TG_FIND_IDS = 3 };

typedef struct TgFind {
  char zName[65];                           /* a username, or "" */
  char zPhone[33];                          /* digits, or "" */
  i64 aId[TG_FIND_IDS]; int nId;            /* ids as the Bot API marks them */
} TgFind;

/* 0: it can't mean anybody. */
int tgFindParse(TgFind *p, sqlite3_value *pValue);

#endif
