/* store: what scan.c and scan_salvage.c share: the kinds of file that are known, and a cell. */
#ifndef TG_SCAN_INT_H
#define TG_SCAN_INT_H

#include "store/scan.h"

enum { SCAN_KINDS = 64 };                    /* kinds of schema that are remembered */

/* One schema with one version number. */
typedef struct ScanKind {
  u8 *a; uint32_t n;                         /* owned: the schema's bytes, see page.h */
  int iVersionRow;                           /* row of the schema: table "version", or -1 */
  int bVersion; i64 iVersion;
  int bVersionKey;                           /* the number is the rowid */
  const TgLayout *pLayout;                   /* 0: such files are declined */
  char *zProblem;                            /* owned, or 0 */
  int iAccount, iZero;                       /* rows of the schema: tables; iZero<0: none */
  int aiCol[TG_NFIELD];                      /* column of each field, -1: none */
  int iKeyCol;                               /* column that is the rowid, or -1 */
  int aiNull[4], nNull;                      /* columns that must be NULL */
  int iZeroCol, fZero;
} ScanKind;

struct TgScan {
  TgCatalogue *pCat;
  TgPage *h;
  ScanKind aKind[SCAN_KINDS];
  int nKind;
};

/* The next word of a layout's section, before zEnd, the end of its line: *pzWord and its bytes, and
** *pz behind it; 0 when there is none. */
int tgScanWord(const char **pz, const char *zEnd, const char **pzWord);

/* Are these n bytes the word zFour, of four letters? */
int tgScanIs(const char *zWord, int n, const char *zFour);

/* One cell into the account; 0: not what a client writes there, so SQLite shall say. */
int tgScanCell(TgErr *e, TgAccount *a, int f, const TgPageCell *c);

#endif
