/* model: cells; see cell.h. */
#include "model/cell.h"

#define CHANNEL_TOP   (-(i64)1000000000000)  /* ids of channels are this or less, of groups more */
#define ID_LARGEST    (((i64)1<<52) - 1)
#define EXACT         9007199254740992.0     /* 2^53: a REAL above has lost digits */
#define SECONDS_MAX   253402300799LL         /* the year 9999; milliseconds are beyond it */
#define NAME_MAX_LEN  64

static const char *cellType(int eType){
  switch( eType ){
    case SQLITE_INTEGER: return "an INTEGER";
    case SQLITE_FLOAT:   return "a REAL";
    case SQLITE_BLOB:    return "a BLOB";
    default:             return "TEXT";      /* NULL is cellNone() */
  }
}

/* NULL, or the empty text that CSV has in its place; or an error, as that there is no memory for
** the UTF-8 of a text.  Where it is neither, a text is there in UTF-8. */
static int cellNone(TgErr *e, sqlite3_value *p){
  int eType = p ? sqlite3_value_type(p) : SQLITE_NULL;
  if( eType==SQLITE_TEXT ){
    const unsigned char *z = sqlite3_value_text(p);
    if( z==0 ) tgNomem(e);
    else if( z[0]==0 && sqlite3_value_bytes(p)==0 ) return 1;
  }
  return e->rc!=SQLITE_OK || eType==SQLITE_NULL;
}

/* The text of p, which cellNone() has seen, without a NUL in it; or 0 with the error set. */
static const char *cellText(TgErr *e, const char *zColumn, sqlite3_value *p, const char *zWanted){
  const char *z = 0;
  if( sqlite3_value_type(p)!=SQLITE_TEXT ){
    tgFail(e, SQLITE_MISMATCH, "%s is %s; wanted is %s", zColumn, cellType(sqlite3_value_type(p)),
           zWanted);
    return 0;
  }
  z = (const char*)sqlite3_value_text(p);
  if( (int)strlen(z)!=sqlite3_value_bytes(p) ){
    tgFail(e, SQLITE_MISMATCH, "%s holds a NUL character", zColumn);
  }
  return e->rc==SQLITE_OK ? z : 0;
}

/*************************************** Numbers ************************************************/

/* A REAL as the whole number that it is. */
static int cellReal(TgErr *e, const char *zColumn, double r, i64 *pi){
  if( r>EXACT || r<-EXACT ){
    tgFail(e, SQLITE_MISMATCH,
           "%s is a REAL beyond 2^53, which has lost digits: pass a BigInt or text", zColumn);
  }else if( (double)(i64)r!=r ){
    tgFail(e, SQLITE_MISMATCH, "%s is a REAL with a fraction; wanted is a whole number", zColumn);
  }else{
    *pi = (i64)r;
  }
  return e->rc==SQLITE_OK;
}

int tgCellInt(TgErr *e, const char *zColumn, sqlite3_value *p, i64 *pi){
  int eType = p ? sqlite3_value_type(p) : SQLITE_NULL, eNumber;
  if( cellNone(e, p) ) return 0;
  eNumber = sqlite3_value_numeric_type(p);
  if( eNumber==SQLITE_INTEGER ){
    *pi = sqlite3_value_int64(p);
    return 1;
  }
  if( eType==SQLITE_FLOAT ) return cellReal(e, zColumn, sqlite3_value_double(p), pi);
  if( eNumber==SQLITE_FLOAT ){
    double r = sqlite3_value_double(p);
    if( r>=-EXACT && r<=EXACT && (double)(i64)r==r ) return cellReal(e, zColumn, r, pi);
    tgFail(e, SQLITE_MISMATCH,
           "%s is TEXT of a number that is not whole or too large; wanted is a whole number",
           zColumn);
    return 0;
  }
  tgFail(e, SQLITE_MISMATCH, "%s is %s%s; wanted is a whole number", zColumn, cellType(eType),
         eType==SQLITE_TEXT ? " that is no number" : "");
  return 0;
}

int tgCellRange(TgErr *e, const char *zColumn, sqlite3_value *p, i64 iMin, i64 iMax, i64 *pi){
  if( !tgCellInt(e, zColumn, p, pi) ) return 0;
  if( *pi<iMin || *pi>iMax ){
    tgFail(e, SQLITE_MISMATCH, "%s is out of range: it must be %lld to %lld", zColumn, iMin, iMax);
  }
  return e->rc==SQLITE_OK;
}

/* An access hash has 64 bits: stored signed, but JavaScript has it unsigned. */
static int cellHash(TgErr *e, const char *zColumn, sqlite3_value *p, i64 *pi){
  const char *z;
  u64 x = 0;
  if( cellNone(e, p) ) return 0;
  if( sqlite3_value_type(p)==SQLITE_TEXT ){
    z = (const char*)sqlite3_value_text(p);
    for(; *z>='0' && *z<='9'; z++){
      u64 iDigit = (u64)(*z-'0');
      if( x>(UINT64_MAX-iDigit)/10 ) break;
      x = x*10 + iDigit;
    }
    if( *z==0 ){
      memcpy(pi, &x, sizeof(x));
      return 1;
    }
  }
  return tgCellInt(e, zColumn, p, pi);
}

/* Days from 1970-01-01 to a day of the calendar. */
static i64 cellDays(int y, int m, int d){
  i64 era, doe;
  int yoe, doy;
  if( m<=2 ) y--;
  era = y/400;
  yoe = y - (int)era*400;
  doy = (153*(m + (m>2 ? -3 : 9)) + 2)/5 + d - 1;
  doe = (i64)yoe*365 + yoe/4 - yoe/100 + doy;
  return era*146097 + doe - 719468;
}

/* n digits at *pz, from iMin to iMax; then past them. */
static int cellDigits(const char **pz, int n, int iMin, int iMax, int *pi){
  int i;
  for(i=0, *pi=0; i<n; i++){
    if( (*pz)[i]<'0' || (*pz)[i]>'9' ) return 0;
    *pi = *pi*10 + ((*pz)[i]-'0');
  }
  *pz += n;
  return *pi>=iMin && *pi<=iMax;
}

static int cellChar(const char **pz, const char *zSet){
  if( **pz==0 || strchr(zSet, **pz)==0 ) return 0;
  (*pz)++;
  return 1;
}

/* " 12:34:56.789+02:00" and its like: seconds to add to the day, or 0 when it is none. */
static int cellClock(const char *z, i64 *pi){
  int h, m, s = 0, iSign = 0, zh = 0, zm = 0;
  if( !cellChar(&z, " T") || !cellDigits(&z, 2, 0, 23, &h) || !cellChar(&z, ":")
      || !cellDigits(&z, 2, 0, 59, &m) ){
    return 0;
  }
  if( cellChar(&z, ":") ){
    if( !cellDigits(&z, 2, 0, 59, &s) ) return 0;
    if( cellChar(&z, ".") ){
      if( !cellChar(&z, "0123456789") ) return 0;
      while( cellChar(&z, "0123456789") ){}
    }
  }
  if( (z[0]==' ' && (z[1]=='+' || z[1]=='-')) ) z++;
  if( *z=='+' || *z=='-' ){
    iSign = *z++=='+' ? 1 : -1;
    if( !cellDigits(&z, 2, 0, 14, &zh) ) return 0;
    cellChar(&z, ":");
    if( *z && !cellDigits(&z, 2, 0, 59, &zm) ) return 0;
  }else{
    cellChar(&z, "Z");
  }
  *pi = (i64)h*3600 + m*60 + s - iSign*(zh*3600 + zm*60);
  return *z==0;
}

static int cellDate(const char *z, i64 *pi){
  static const char aDay[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int y, m, d;
  i64 iClock = 0;
  if( !cellDigits(&z, 4, 1970, 9999, &y) || !cellChar(&z, "-") || !cellDigits(&z, 2, 1, 12, &m)
      || !cellChar(&z, "-") || !cellDigits(&z, 2, 1, aDay[m-1], &d)
      || (m==2 && d==29 && (y%4!=0 || (y%100==0 && y%400!=0))) ){
    return 0;
  }
  if( *z && !cellClock(z, &iClock) ) return 0;
  *pi = cellDays(y, m, d)*86400 + iClock;
  return *pi>=0;
}

int tgCellTime(TgErr *e, const char *zColumn, sqlite3_value *p, i64 *pi){
  if( cellNone(e, p) ) return 0;
  if( sqlite3_value_type(p)==SQLITE_TEXT && sqlite3_value_numeric_type(p)==SQLITE_TEXT ){
    const char *z = cellText(e, zColumn, p, "");
    if( z && cellDate(z, pi) ) return 1;
    tgFail(e, SQLITE_MISMATCH,
           "%s is TEXT that is no date; wanted are unix seconds, or YYYY-MM-DD, also with HH:MM:SS "
           "and a zone like Z or +02:00", zColumn);
    return 0;
  }
  if( !tgCellInt(e, zColumn, p, pi) ) return 0;
  if( *pi<0 || *pi>SECONDS_MAX ){
    tgFail(e, SQLITE_MISMATCH, "%s is out of range: wanted are unix seconds", zColumn);
  }
  return e->rc==SQLITE_OK;
}

/*************************************** The account ********************************************/

int tgCellField(TgErr *e, TgAccount *a, int f, sqlite3_value *p){
  const char *zColumn = aTgField[f].zName;
  const char *z;
  i64 i = 0;
  int n;
  if( cellNone(e, p) ) return 0;
  switch( f ){
    case TG_AUTH_KEY:
      n = sqlite3_value_bytes(p);
      if( sqlite3_value_type(p)!=SQLITE_BLOB ){
        tgFail(e, SQLITE_MISMATCH, "auth_key is %s; it must be a BLOB of 256 bytes: x'...' or "
                                   "CAST(... AS BLOB)", cellType(sqlite3_value_type(p)));
      }else if( n!=TG_KEY_SIZE ){
        tgFail(e, SQLITE_MISMATCH, "auth_key has %d bytes; it must be a BLOB of 256", n);
      }else if( sqlite3_value_blob(p)==0 ){
        tgNomem(e);                          /* zeroblob(256) */
      }else{
        tgAccountSetKey(a, sqlite3_value_blob(p));
        if( (a->have & TG_BIT(TG_AUTH_KEY))==0 ){
          tgFail(e, SQLITE_MISMATCH, "auth_key is 256 zeros, which is no key");
        }
      }
      break;
    case TG_SERVER_ADDRESS:
      z = cellText(e, zColumn, p, "an IP address or a host name as TEXT");
      if( z ) tgAccountSetAddr(e, a, z, -1);
      break;
    case TG_DATE:
      if( tgCellTime(e, zColumn, p, &i) ) tgAccountSetInt(e, a, f, i);
      break;
    default:
      if( !tgCellInt(e, zColumn, p, &i) ) break;
      if( f==TG_API_ID && (i<0 || i>TG_API_MAX) ){
        tgFail(e, SQLITE_MISMATCH, "api_id %lld is out of range: it must be 1 to %d, or 0 where it "
                                   "is not known%s", i, TG_API_MAX, i>0
                                   ? "; it looks like a bot's id" : "");
      }
      tgAccountSetInt(e, a, f, i);
  }
  return e->rc==SQLITE_OK;
}

void tgCellDc(TgErr *e, const TgAccount *a){
  i64 dc = a->n[TG_DC_ID];
  if( (a->have & TG_BIT(TG_DC_ID))==0 || dc<=5 || dc==203
      || (a->have & TG_BIT(TG_SERVER_ADDRESS)) ){
    return;
  }
  tgFail(e, SQLITE_MISMATCH,
         "dc_id %lld is none of Telegram's, which are 1 to 5 and 203; give server_address with it",
         dc);
}

/*************************************** Peers **************************************************/

/* Types, and what an id of theirs is. */
enum { ID_USER, ID_GROUP, ID_CHANNEL };
static const char *const azId[] = { "more than 0", "less than 0 and more than -1000000000000",
                                    "-1000000000000 or less: -100 and the digits" };
static const struct { const char *zName, *zType; int eId; } aType[] = {
  { "user",       "user",       ID_USER    }, { "bot",    "bot",    ID_USER    },
  { "group",      "group",      ID_GROUP   }, { "channel", "channel", ID_CHANNEL },
  { "supergroup", "supergroup", ID_CHANNEL }, { "forum",  "forum",  ID_CHANNEL },
  { "direct",     "direct",     ID_CHANNEL }, { "community", "community", ID_CHANNEL },
  { "private",    "user",       ID_USER    },     /* Pyrogram's ChatType.PRIVATE */
};

static int cellIdKind(i64 id){
  return id>0 ? ID_USER : id>CHANNEL_TOP ? ID_GROUP : ID_CHANNEL;
}

int tgCellSameKind(i64 id1, i64 id2){
  return cellIdKind(id1)==cellIdKind(id2);
}

static void cellPeerType(TgErr *e, TgPeerRow *r, sqlite3_value *p){
  static const char *const azDefault[] = { "user", "group", "channel" };
  int i, eId = cellIdKind(r->id);
  const char *z;
  r->zType = azDefault[eId];
  if( cellNone(e, p) ) return;
  z = cellText(e, "type", p, "one of user bot group channel supergroup forum direct community");
  if( z==0 ) return;
  if( sqlite3_strnicmp(z, "ChatType.", 9)==0 ) z += 9;
  for(i=0; i<TG_COUNT(aType) && sqlite3_stricmp(z, aType[i].zName)!=0; i++){}
  if( i==TG_COUNT(aType) ){
    tgFail(e, SQLITE_MISMATCH,
           "type is TEXT that is none of user bot group channel supergroup forum direct community");
  }else if( aType[i].eId!=eId ){
    tgFail(e, SQLITE_MISMATCH, "type %s does not fit the id, which must be %s", aType[i].zType,
           azId[aType[i].eId]);
  }else{
    r->zType = aType[i].zType;
  }
}

static int cellIsName(const char *z, int n){
  int i;
  for(i=0; i<n; i++){
    /* letters of other scripts are what a fork let through */
    int c = (u8)z[i];
    if( !((c>='0' && c<='9') || (c>='a' && c<='z') || (c>='A' && c<='Z') || c=='_' || c>=0x80) ){
      return 0;
    }
  }
  return n>=1 && n<=NAME_MAX_LEN;
}

static const char *cellName(TgErr *e, sqlite3_value *p){
  const char *z;
  if( cellNone(e, p) ) return 0;
  z = cellText(e, "username", p, "a name like durov, without the @");
  if( z && !cellIsName(z, (int)strlen(z)) ){
    tgFail(e, SQLITE_MISMATCH,
           "username is TEXT %s; wanted is the bare name, like durov: letters, digits and "
           "underscores", z[0]=='@' ? "with an @" : "that is no username");
  }
  return e->rc==SQLITE_OK ? z : 0;
}

/* ["news","news_old"] */
static const char *cellNames(TgErr *e, sqlite3_value *p){
  static const char zSpace[] = " \t\r\n";
  const char *z, *zAll;
  int n = 0, bOk = 1;
  if( cellNone(e, p) ) return 0;
  z = zAll = cellText(e, "usernames", p, "a JSON array of names, like [\"durov\"]");
  if( z==0 ) return 0;
  z += strspn(z, zSpace);
  bOk = *z=='[';
  z += bOk;
  z += strspn(z, zSpace);
  while( bOk && *z!=']' ){
    size_t nName;
    if( n++ ){
      bOk = *z==',';
      z += bOk;
      z += strspn(z, zSpace);
    }
    bOk = bOk && *z=='"';
    z += bOk;
    nName = strcspn(z, "\"");
    bOk = bOk && z[nName]=='"' && cellIsName(z, (int)nName);
    if( bOk ) z += nName + 1;
    z += strspn(z, zSpace);
  }
  if( bOk ) bOk = z[1 + strspn(z+1, zSpace)]==0;
  if( !bOk ){
    tgFail(e, SQLITE_MISMATCH,
           "usernames is TEXT that is no JSON array of bare names; wanted is one like [\"durov\"]");
  }
  return bOk && n ? zAll : 0;
}

static void cellPhone(TgErr *e, TgPeerRow *r, sqlite3_value *p){
  const char *z;
  size_t n;
  i64 i = 0;
  if( cellNone(e, p) ) return;
  if( sqlite3_value_type(p)!=SQLITE_TEXT ){
    if( tgCellRange(e, "phone_number", p, 0, (i64)EXACT, &i) ){
      sqlite3_snprintf(sizeof(r->zDigits), r->zDigits, "%lld", i);
      r->zPhone = r->zDigits;
    }
    return;
  }
  z = cellText(e, "phone_number", p, "");
  n = z ? strspn(z, "0123456789") : 0;
  if( z && (z[n] || n>32) ){
    tgFail(e, SQLITE_MISMATCH, "phone_number is TEXT %s; wanted are its digits alone, like "
                               "12025550123", z[0]=='+' ? "with a +" : "that is not only digits");
  }
  r->zPhone = z;
}

void tgCellPeer(TgErr *e, TgPeerRow *r, sqlite3_value **ap){
  sqlite3_value *pName = ap[TG_PEER_NAME];
  if( ap[TG_PEER_ID]
      && (!tgCellRange(e, "id", ap[TG_PEER_ID], -ID_LARGEST, ID_LARGEST, &r->id) || r->id==0) ){
    tgFail(e, SQLITE_CONSTRAINT_NOTNULL,
           "id is missing: a user's is more than 0, a group's less, a channel's -100 and its "
           "digits");
  }
  cellPeerType(e, r, ap[TG_PEER_TYPE]);
  r->bHash = cellHash(e, "access_hash", ap[TG_PEER_HASH], &r->hash);
  r->zUsername = cellName(e, ap[TG_PEER_USERNAME]);
  r->zUsernames = cellNames(e, ap[TG_PEER_USERNAMES]);
  cellPhone(e, r, ap[TG_PEER_PHONE]);
  if( e->rc==SQLITE_OK && pName && sqlite3_value_type(pName)==SQLITE_BLOB ){
    cellText(e, "name", pName, "TEXT");
  }
  if( e->rc==SQLITE_OK && pName && sqlite3_value_type(pName)!=SQLITE_NULL ){
    /* a number becomes TEXT, as in a column */
    r->zName = (const char*)sqlite3_value_text(pName);
    if( r->zName==0 ) tgNomem(e);
  }
  r->bUpdated = tgCellTime(e, "updated", ap[TG_PEER_UPDATED], &r->updated);
}

void tgCellState(TgErr *e, TgStateRow *r, sqlite3_value **ap){
  static const char *const az[TG_STATE_COLUMNS] = { "id", "pts", "qts", "date", "seq" };
  int i;
  r->bGiven[0] = ap[0]==0 || tgCellRange(e, az[0], ap[0], -ID_LARGEST, ID_LARGEST, &r->a[0]);
  if( !r->bGiven[0] ){
    tgFail(e, SQLITE_CONSTRAINT_NOTNULL,
           "id is missing: 0 is the account, any other a channel's, -100 and its digits");
  }else if( r->a[0]!=0 && ap[0] && r->a[0]>=CHANNEL_TOP ){
    tgFail(e, SQLITE_MISMATCH,
           "id is neither 0, the account, nor a channel's, -100 and its digits");
  }
  for(i=1; i<TG_STATE_COLUMNS; i++){
    r->bGiven[i] = i==3
        ? tgCellTime(e, az[i], ap[i], &r->a[i])
        : tgCellRange(e, az[i], ap[i], 0, 0x7fffffff, &r->a[i]);
  }
}
