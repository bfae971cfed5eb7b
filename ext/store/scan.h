/* store: the account of a session file that is not opened as a database.
**
**     p = tgScanNew(&e, pCat);
**     if( tgScanFile(&e, p, zPath, 0, &a, &row) ) ... a, row.pLayout, row.zProblem
**     else ask SQLite: tgStoreFile()
**     tgScanFree(p);
**
** It knows no layout either.  The first file of every kind teaches it: the schema, as it stands in
** the file, is played into an empty database in memory, there the layout is detected as everywhere,
** and the places of the columns that the layout's section "fast" names are remembered.  Files whose
** schema has the very same bytes, and the same version number, are then read by place.  What does
** not fit exactly is declined.
**
** A malformed file is searched for the row of its account: tgScanSalvage().
*/
#ifndef TG_SCAN_H
#define TG_SCAN_H

#include "layout/layout.h"
#include "page/page.h"

typedef struct TgScan TgScan;

typedef struct TgScanRow {
  const TgLayout *pLayout;   /* borrowed from the catalogue */
  const char *zProblem;      /* borrowed from the TgScan, or 0 */
} TgScanRow;

TgScan *tgScanNew(TgErr *e, TgCatalogue *pCat);
void tgScanFree(TgScan *p);

/* 1, *a and *pRow: just what SQLite would have given.  0: declined, and *a is empty.  bNoLink:
** zPath is no symbolic link.  An error for a file that is not there, or for a lack of memory. */
int tgScanFile(TgErr *e, TgScan *p, const char *zPath, int bNoLink, TgAccount *a, TgScanRow *pRow);

/* What a malformed file still holds. */
typedef struct TgSalvage {
  int nKey;                  /* different keys found; the account is set for exactly one */
  uint32_t iPage;            /* where it was found, from 1 */
  char zId1[17], zId2[17];   /* key identifiers of the first two */
  TgAccount a;
  int bAddr;                 /* the record has an address */
  int bText;  /* it was found where the file is again what it was before a transfer as text */
  int bUnproved;  /* there was what looks like a key and may not be whole: nothing is said of it */
  int bCut;  /* the file is larger than TG_PAGE_SALVAGE_MAX, and only so much was searched */
  const TgLayout *pLayout;   /* the family's layout that holds what was found; borrowed */
} TgSalvage;

/* Search a file for records that are an account's.  Nothing is made up: a record counts when its
** cells have the order, the types and the ranges of some layout's account.  xStop(pStop), may be 0,
** is asked every 128 kB whether to give up: SQLITE_INTERRUPT. */
void tgScanSalvage(TgErr *e, TgScan *p, const char *zPath, int (*xStop)(void*), void *pStop,
                   TgSalvage *pOut);

#endif
