/* store: the account that a malformed file still holds, searched for in its pages; see scan.h.
**
**     tgScanSalvage(&e, p, "broken.session", 0, 0, &out);   out.a, if out.nKey is 1
**
** A record is an account's where its cells have the order, the types and the ranges that a line of
** some layout's section "orders" tells.
*/
#include "store/scan_int.h"

enum { SALVAGE_TEXT = 64*1024*1024 };            /* bytes of a file that may be read as a whole */
/* keys that are told apart, and no more; cells of an account's row */
enum { SALVAGE_KEYS = 64, SALVAGE_CELLS = 32 };

/* A line of a layout's section "orders": the field of each cell of a row, or one of these. */
enum { ORDER_ANY = -1, ORDER_TEXT = -2, ORDER_NULL = -3 };
typedef struct SalvageOrder {
  const TgLayout *pLayout;
  int nField;
  int bAny;                                 /* of some cells it doesn't say what they are */
  signed char aField[SALVAGE_CELLS];
} SalvageOrder;

typedef struct Salvage {
  TgErr *e;
  TgSalvage *pOut;
  int (*xStop)(void*);
  void *pStop;
  SalvageOrder *aOrder; int nOrder;          /* owned */
  u8 aKey[SALVAGE_KEYS][TG_KEY_SIZE];        /* the keys found, pOut->nKey of them */
} Salvage;

static void salvageOrder(TgErr *e, Salvage *s, const TgLayout *pL, const char *z, const char *zEnd){
  SalvageOrder o, *a;
  const char *zWord;
  int n, f;
  memset(&o, 0, sizeof(o));
  o.pLayout = pL;
  while( (n = tgScanWord(&z, zEnd, &zWord))>0 ){
    f = n==1 ? ORDER_ANY : tgScanIs(zWord, n, "text") ? ORDER_TEXT
      : tgScanIs(zWord, n, "null") ? ORDER_NULL : tgFieldFindN(zWord, n);
    if( NEVER(o.nField==SALVAGE_CELLS || (f==-1 && zWord[0]!='-')) ){
      tgFail(e, SQLITE_ERROR, "layout %s: a line of orders is too long, or names no field",
             pL->zName);
      return;
    }
    o.aField[o.nField++] = (signed char)f;
    o.bAny |= f==ORDER_ANY;
  }
  a = sqlite3_realloc64(s->aOrder, sizeof(*a)*(u64)(s->nOrder+1));
  if( a==0 ){
    tgNomem(e);
    return;
  }
  s->aOrder = a;
  a[s->nOrder++] = o;
}

/* The orders of all layouts. */
static void salvageOrders(TgErr *e, Salvage *s, const TgCatalogue *pCat){
  int i, j;
  for(i=0; i<pCat->n; i++){
    const TgLayout *pL = &pCat->a[i];
    for(j=0; j<pL->nSection; j++){
      const TgSection *pSec = &pL->aSection[j];
      const char *z = pSec->z, *zEnd = z + pSec->n, *zEol;
      if( pSec->nName!=6 || memcmp(pSec->zName, "orders", 6)!=0 ) continue;
      for(; z<zEnd && e->rc==SQLITE_OK; z = zEol+1){
        zEol = memchr(z, '\n', (size_t)(zEnd - z));
        if( NEVER(zEol==0) ) zEol = zEnd;
        if( zEol>z ) salvageOrder(e, s, pL, z, zEol);
      }
    }
  }
}

/* Does the record, which has as many cells, fit?  Then the account is in *a. */
static int salvageFits(Salvage *s, const SalvageOrder *o, const TgPageRow *pRow, TgAccount *a){
  int i, f;
  for(i=0; i<o->nField; i++){                /* the key first: most records have none there */
    if( o->aField[i]==TG_AUTH_KEY
        && (pRow->aCell[i].eType!=SQLITE_BLOB || pRow->aCell[i].n!=TG_KEY_SIZE) ){
      return 0;
    }
  }
  memset(a, 0, sizeof(*a));
  for(i=0; i<o->nField; i++){
    TgPageCell c = pRow->aCell[i];
    f = o->aField[i];
    if( (f==ORDER_TEXT && c.eType!=SQLITE_TEXT) || (f==ORDER_NULL && c.eType!=SQLITE_NULL) ){
      return 0;
    }
    if( f<0 ) continue;
    /* the rowid: NULL in the record, and lost in a torn page */
    if( f==TG_DC_ID && c.eType==SQLITE_NULL ){
      if( pRow->iRowid<0 || pRow->iRowid>255 ) return 0;
      c.eType = pRow->iRowid ? SQLITE_INTEGER : SQLITE_NULL;
      c.i = pRow->iRowid;
    /* it stands in the record where there is no rowid */
    }else if( f==TG_DC_ID && pRow->iRowid!=0 ){
      return 0;
    }
    if( f==TG_DATE && c.eType!=SQLITE_INTEGER ) return 0;
    if( !tgScanCell(s->e, a, f, &c) ) return 0;
  }
  if( (a->have & TG_BIT(TG_AUTH_KEY))==0 ) return 0;
  /* another client's */
  if( (a->have & TG_BIT(TG_SERVER_ADDRESS)) && (a->have & TG_BIT(TG_PORT))==0 ) return 0;
  if( o->nField<=4 && (a->have & TG_BIT(TG_SERVER_ADDRESS))==0
      && tgDcAddress("telethon", a->n[TG_DC_ID], 0, 0, 0)==0 ){
    return 0;
  }
  /* from before the login */
  if( a->n[TG_USER_ID]==0 ) a->have &= ~(TG_BIT(TG_USER_ID)|TG_BIT(TG_IS_BOT));
  tgAccountDerive(a);
  return 1;
}

/* A row without its rowid is torn, and one of nobody is from before the login. */
static int salvageWorth(const TgAccount *a){
  return 2*((a->have & TG_BIT(TG_DC_ID))!=0) + ((a->have & TG_BIT(TG_USER_ID))!=0);
}

/* One more account: the first, a copy of it that is newer or more whole, or another. */
static void salvageKeep(Salvage *s, const TgAccount *a, const TgLayout *pL, uint32_t iPage){
  TgSalvage *pOut = s->pOut;
  int i;
  for(i=0; i<pOut->nKey && memcmp(s->aKey[i], a->key, TG_KEY_SIZE)!=0; i++){}
  if( i==pOut->nKey ){
    if( NEVER(i==SALVAGE_KEYS) ) return;     /* the search ends with that many */
    memcpy(s->aKey[pOut->nKey++], a->key, TG_KEY_SIZE);
    if( i<2 ) tgKeyId(a->key, i ? pOut->zId2 : pOut->zId1);
  }
  if( i==0 ){
    int iOld = salvageWorth(&pOut->a), iNew = salvageWorth(a);
    if( pOut->pLayout && (iNew<iOld || (iNew==iOld && a->n[TG_DATE]<=pOut->a.n[TG_DATE])) ) return;
    pOut->a = *a;
    pOut->iPage = iPage;
    pOut->pLayout = pL;
    pOut->bAddr = (a->have & TG_BIT(TG_SERVER_ADDRESS))!=0;
  }
}

static int scanSalvaged(void *pArg, const TgPageRow *pRow, uint32_t iPage){
  Salvage *s = pArg;
  const TgLayout *pLayout = 0;
  TgAccount a, b;
  int i;
  if( pRow==0 && s->xStop && s->xStop(s->pStop) ){
    return tgFail(s->e, SQLITE_INTERRUPT, "%s", sqlite3_errstr(SQLITE_INTERRUPT));
  }
  if( pRow==0 ) return 0;
  for(i=0; i<s->nOrder && s->e->rc==SQLITE_OK; i++){
    if( s->aOrder[i].nField!=pRow->nCell ) continue;
    /* one that says more has fit */
    if( s->aOrder[i].bAny && s->aOrder[i].pLayout==pLayout ) continue;
    if( salvageFits(s, &s->aOrder[i], pRow, &b) ){
      if( pLayout==0 ){
        a = b;
        pLayout = s->aOrder[i].pLayout;
      }else if( NEVER(s->aOrder[i].pLayout==pLayout) ){
        /* two orders fit, as none of today's do: what both of them say */
        a.have &= ~tgAccountDiffer(&a, &b);
      }
    }
    tgWipe(&b, sizeof(b));
  }
  if( pLayout ){
    salvageKeep(s, &a, pLayout, iPage);
    tgWipe(&a, sizeof(a));
  }
  return s->e->rc!=SQLITE_OK || s->pOut->nKey==SALVAGE_KEYS;
}

/* The file that is open, with the CR before each LF taken away: what it was before a transfer as
** text, if there is one before each and it then is as long as its header says.  0 if not; from
** sqlite3_malloc, *pn bytes. */
static u8 *salvageText(TgErr *e, TgPage *h, size_t *pn){
  i64 i, j, n = tgPageSize(h);
  int bLone = 0;
  u8 *a = n>=1024 && n<=SALVAGE_TEXT ? tgAlloc(e, (u64)n) : 0;
  if( a==0 || !tgPageRead(h, 0, (uint32_t)n, a) || memcmp(a, "SQLite format 3", 16)!=0 ){
    tgWipeFree(a);
    return 0;
  }
  for(i=j=0; i<n; i++){
    bLone |= a[i]=='\n' && a[i-1]!='\r';    /* (the first one is an S) */
    if( a[i]!='\r' || i+1==n || a[i+1]!='\n' ) a[j++] = a[i];
  }
  memset(&a[j], 0, (size_t)(n-j));
  i = tgPageSizeOf(a);
  *pn = (size_t)j;
  if( j==n || bLone || i*((i64)a[28]<<24 | (i64)a[29]<<16 | (i64)a[30]<<8 | a[31])!=j ){
    tgWipeFree(a);
    return 0;
  }
  return a;
}

void tgScanSalvage(TgErr *e, TgScan *p, const char *zPath, int (*xStop)(void*), void *pStop,
                   TgSalvage *pOut){
  Salvage *s = tgAlloc(e, sizeof(*s));
  u8 *a = 0;
  size_t n = 0;
  int i;
  memset(pOut, 0, sizeof(*pOut));
  if( s==0 ) return;
  s->e = e;
  s->pOut = pOut;
  s->xStop = xStop;
  s->pStop = pStop;
  salvageOrders(e, s, p->pCat);
  if( e->rc==SQLITE_OK && tgPageOpen(e, p->h, zPath, TG_PAGE_RAW) ){
    pOut->bCut = tgPageSize(p->h)>TG_PAGE_SALVAGE_MAX;
    tgPageSalvage(e, p->h, scanSalvaged, s);
    pOut->bUnproved = tgPageUnproved(p->h);
    if( pOut->nKey==0 && pOut->bUnproved ) a = salvageText(e, p->h, &n);
  }
  tgPageClose(p->h);
  if( a ){
    tgPageOpenImage(e, p->h, a, n, TG_PAGE_RAW);
    tgPageSalvage(e, p->h, scanSalvaged, s);
    pOut->bText = pOut->nKey>0;
    tgPageClose(p->h);
  }
  tgWipeFree(a);
  sqlite3_free(s->aOrder);
  tgWipeFree(s);
  if( pOut->nKey!=1 ){
    tgWipe(&pOut->a, sizeof(pOut->a));
  }else if( pOut->pLayout->eAccess==TG_HIDDEN ){
    /* The base of a family: of its layouts that hold all these fields, the one that strings become,
    ** or the first. */
    const TgLayout *pBase = pOut->pLayout, *pBest = 0;
    for(i=0; i<p->pCat->n; i++){
      const TgLayout *pL = &p->pCat->a[i];
      if( pL->pBase!=pBase || pL->eAccess!=TG_WRITE || NEVER(pL->iVersion==0) ) continue;
      if( pOut->bAddr && (pL->keeps & TG_BIT(TG_SERVER_ADDRESS))==0 ) continue;
      if( pBest==0 || pL->zTakes[0] ) pBest = pL;
    }
    if( ALWAYS(pBest) ) pOut->pLayout = pBest;
  }
}
