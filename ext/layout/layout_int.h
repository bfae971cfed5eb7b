/* layout: what layout.c and layout_detect.c share.
**
** A schema that was met before is not looked at again: the same text, the same columns.  The
** catalogue keeps the last few, and the shapes of open databases refer to them.
*/
#ifndef TG_LAYOUT_INT_H
#define TG_LAYOUT_INT_H

#include "layout/layout.h"

/* numbers that databases of one schema give themselves */
enum { KNOWN_VERDICT = 4 };
typedef struct TgKnown {
  int nRef;  /* the catalogue's, and one for each shape that was made of it */
  char *z; int n;                           /* owned: the text of the schema, n bytes */
  TgShape shape;  /* owned: as it was read, before any layout was looked for */
  /* borrowed: what came of it ... */
  struct { TgShape shape; const TgLayout *pLayout; } a[KNOWN_VERDICT];
  int nVerdict;  /* ... so often, where only the number could make a difference */
  TgChecked checked;
} TgKnown;

/* One reference less; 0 is accepted. */
void tgKnownRelease(TgKnown *p);

/* Put the names in order, as tgShapeHas() wants them. */
void tgShapeSort(TgShape *p);

/* Is zName ("table" or "table.column", n bytes or -1) part of the schema of pL? */
int tgLayoutHas(const TgLayout *pL, const char *zName, int n);

/* Does c go on with a name in our own SQL? */
static inline int tgIdChar(char c){
  return ((c|0x20)>='a' && (c|0x20)<='z') || (c>='0' && c<='9') || c=='_';
}

#endif
