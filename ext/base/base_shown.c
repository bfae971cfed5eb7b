/* base: what may be repeated in a message; see base.h.
**
** People paste a session string where a name belongs.  So no text that came from outside is
** repeated as it is: each argument of a message goes through tgShow(), which shows paths and typos
** and says of everything that could be a key, a string or a piece of one only how long it is.
**
** A text is looked at as a whole first (tgShownLooks), then in pieces between the characters that
** no string has within: blanks, brackets, commas, '/', '.', '\', '*' and letters that are not
** ASCII.  Line breaks, quotes and the '%' of URLs don't end a piece, since a string is found
** wrapped, quoted and encoded.  Standard base64 has '/', so what lies next to a forbidden piece,
** and could belong to it, goes with it; so does a string whose '+' became blanks.
*/
#include "base/base.h"

#define SHOW_PIECE 24                  /* characters with upper case, lower case and digits */
#define SHOW_HEX   32                  /* hex digits */
#define SHOW_PLAIN 64                  /* characters with upper case, and lower case or digits */
#define SHOW_LONG  128                 /* whatever they are */
#define SHOW_WORD  8                   /* characters with all three, beside such a piece */
/* bytes that are no text: with them it is a key as it is, and no name */
#define SHOW_RAW   12
#define SHOW_MAX   16384               /* bytes of one argument: more is no name and no sentence */

enum { UPPER = 1, LOWER = 2, DIGIT = 4, OTHER = 8 };

static TgLooks *xShownLooks;           /* 0 until the library is loaded */

void tgShownSet(TgLooks *xLooks){
#ifdef __GNUC__
  __atomic_store_n(&xShownLooks, xLooks, __ATOMIC_RELEASE);
#else
  xShownLooks = xLooks;
#endif
}

int tgShownLooks(const char *z, int n, char zLooks[TG_LOOKS_MAX]){
#ifdef __GNUC__
  TgLooks *xLooks = __atomic_load_n(&xShownLooks, __ATOMIC_ACQUIRE);
#else
  TgLooks *xLooks = xShownLooks;
#endif
  return xLooks ? xLooks(z, n, zLooks) : 0;
}

static int isEnd(u8 c){
  return c>=0x80 || strchr(" (),;/.\\<>[]*?", c)!=0;       /* NUL too */
}

/* The kinds of characters in z, as bits.  OTHER: neither base64 nor what strings are wrapped in. */
static int kinds(const char *z, int n){
  int i, m = 0;
  for(i=0; i<n; i++){
    char c = z[i];
    if( c>='A' && c<='Z' ) m |= UPPER;
    else if( c>='a' && c<='z' ) m |= LOWER;
    else if( c>='0' && c<='9' ) m |= DIGIT;
    else if( strchr("-_=+'\"`{}:%\r\n\t", c)==0 ) m |= OTHER;
  }
  return m;
}

static int isHex(char c){
  return (c>='0' && c<='9') || (c>='a' && c<='f') || (c>='A' && c<='F');
}

/* A piece [*pi,*pEnd): 0 when it may be shown; 1: it is hex, and only that is left of it; 2: all of
** it must not. */
static int pieceSecret(const char *z, int *pi, int *pEnd){
  int i, n = *pEnd - *pi, m = kinds(z + *pi, n), nHex = 0, iHex = 0;
  if( (n>=SHOW_PIECE && (m & 7)==7) || (n>=SHOW_PLAIN && (m & UPPER) && (m & (LOWER|DIGIT)))
      || n>=SHOW_LONG ){
    return 2;
  }
  for(i=*pi; i<=*pEnd; i++){
    if( i<*pEnd && isHex(z[i]) ){
      if( nHex++==0 ) iHex = i;
    }else if( i==*pEnd || (z[i]!=':' && z[i]!='%' && z[i]>' ') ){
      if( nHex>=SHOW_HEX ){
        *pi = iHex;
        *pEnd = i;
        return 1;
      }
      nHex = 0;
    }
  }
  return 0;
}

static int pieceBegin(const char *z, int i){
  while( i>0 && !isEnd((u8)z[i-1]) ) i--;
  return i;
}

static int pieceEnd(const char *z, int n, int i){
  while( i<n && !isEnd((u8)z[i]) ) i++;
  return i;
}

static int isNoise(const char *z, int n){
  return (kinds(z, n) & 15)==7;
}

/* A word of SHOW_WORD characters or more that is noise, as those of a string are whose '+' became
** blanks. */
static int isNoiseWord(const char *z, int n){
  return n>=SHOW_WORD && isNoise(z, n);
}

/* Is the piece of n characters at z, number k beyond a forbidden one, a part of it, too (1), or a
** word between two such parts (0), or neither (-1)? */
static int isBeyond(const char *z, int n, int k){
  int m = kinds(z, n);
  if( m & OTHER ) return -1;
  /* next to it: a part of base64, and not only a word */
  if( k==0 ? (m & (UPPER|DIGIT))!=0 : m==7 || (n>=SHOW_WORD && (m==3 || m==5 || m==6)) ) return 1;
  return k<3 && n<SHOW_WORD ? 0 : -1;
}

/* A forbidden piece grows over '/' to both sides, but not to before iMin: over what is likely, and
** over short words with noise behind them.  And over blanks, over noise. */
static void regionGrow(const char *z, int n, int iMin, int *pi, int *pEnd){
  int i, j, k, b;
  for(i=*pi, k=0; i>iMin && z[i-1]=='/'; i=j){
    j = pieceBegin(z, i-1);
    if( j<iMin || (b = isBeyond(z+j, i-1-j, k))<0 ) break;
    k = b ? 0 : k+1;
    if( b ) *pi = j;
  }
  for(i=*pEnd, k=0; i<n && z[i]=='/'; i=j){
    j = pieceEnd(z, n, i+1);
    if( (b = isBeyond(z+i+1, j-i-1, k))<0 ) break;
    k = b ? 0 : k+1;
    if( b ) *pEnd = j;
  }
  while( *pi-1>iMin && z[*pi-1]==' ' ){
    i = pieceBegin(z, *pi-1);
    if( i<iMin || !isNoiseWord(z+i, *pi-1-i) ) break;
    *pi = i;
  }
  while( *pEnd<n && z[*pEnd]==' ' ){
    i = pieceEnd(z, n, *pEnd+1);
    if( !isNoiseWord(z+*pEnd+1, i-*pEnd-1) ) break;
    *pEnd = i;
  }
  if( *pi-iMin>=5 && memcmp(z+*pi-5, "tgs1.", 5)==0 ) *pi -= 5;
}

/* The first part of z, from i on, that must not be shown, as [*pi,*pEnd); 0: there is none. */
static int regionNext(const char *z, int n, int i, int *pi, int *pEnd){
  int iMin = i;
  while( i<n ){
    int iEnd = pieceEnd(z, n, i), eSecret;
    *pi = i;
    *pEnd = iEnd;
    eSecret = iEnd>i ? pieceSecret(z, pi, pEnd) : 0;
    if( eSecret==2 ) regionGrow(z, n, iMin, pi, pEnd);
    if( eSecret ) return 1;
    i = iEnd + 1;
  }
  return 0;
}

/* How many bytes the UTF-8 character at z takes, *pc gets it; 1 and a *pc of -1: it is none. */
static int utf8(const u8 *z, int n, int *pc){
  int c = z[0], k, i;
  *pc = c;
  if( c<0x80 ) return 1;
  k = c>=0xf0 && c<0xf5 ? 4 : c>=0xe0 && c<0xf0 ? 3 : c>=0xc2 && c<0xe0 ? 2 : 0;
  *pc = -1;
  if( k==0 || k>n ) return 1;
  c &= 0x7f >> k;
  for(i=1; i<k; i++){
    if( (z[i] & 0xc0)!=0x80 ) return 1;
    c = c<<6 | (z[i] & 0x3f);
  }
  if( (k==3 && (c<0x800 || (c>=0xd800 && c<0xe000))) || (k==4 && (c<0x10000 || c>0x10ffff)) ){
    return 1;
  }
  *pc = c;
  return k;
}

/* What a terminal would obey: control characters, and those that turn the direction of what
** follows. */
static int isControl(int c){
  return c<0x20 || (c>=0x7f && c<0xa0) || c==0x061c || c==0x200e || c==0x200f
      || (c>=0x2028 && c<=0x202e)
      || (c>=0x2066 && c<=0x2069) || c==0xfeff;
}

/* Are there so many bytes that are no text? */
static int isRaw(const char *z, int n){
  int c, k, nRaw = 0, bLong = n>=SHOW_PIECE;
  for(; bLong && n>0 && nRaw<SHOW_RAW; z+=k, n-=k){
    k = utf8((const u8*)z, n, &c);
    nRaw += isControl(c);
  }
  return nRaw>=SHOW_RAW;
}

static void appendEscaped(sqlite3_str *s, const char *z, int n, int bQuote){
  while( n>0 ){
    int c, i, k = utf8((const u8*)z, n, &c);
    if( isControl(c) ){
      for(i=0; i<k; i++) sqlite3_str_appendf(s, "\\x%02x", (u8)z[i]);
    }else{
      if( bQuote && c=='\'' ) sqlite3_str_appendchar(s, 1, '\'');
      sqlite3_str_append(s, z, k);
    }
    z += k;
    n -= k;
  }
}

/* "a text of 353 characters that looks like a telethon string". */
static void appendInstead(sqlite3_str *s, const char *z, int n){
  char zLooks[TG_LOOKS_MAX];
  int i, nChar = 0, nSkip = 0, bLooks;
  for(i=0; i<n; i++) nChar += (z[i] & 0xc0)!=0x80;
  for(i=0; i<n && i<64 && nSkip==0 && (z[i]=='_' || (kinds(z+i, 1) & OTHER)==0); i++){
    if( z[i]=='=' && n-i>SHOW_PIECE ) nSkip = i + 1;         /* NAME=STRING */
  }
  bLooks = tgShownLooks(z+nSkip, n-nSkip, zLooks);
  sqlite3_str_appendf(s, "a text of %d characters%s%s", nChar, bLooks ? " that looks like " : "",
                      bLooks ? zLooks : "");
}

static int isTrimmed(char c){
  return c=='\'' || c=='"' || c=='`' || c==':' || (c>0 && c<=' ');
}

void tgShow(sqlite3_str *s, const char *z, int n, int bQuote){
  char zLooks[TG_LOOKS_MAX];
  int i = 0, iFrom, iEnd;
  if( n>SHOW_MAX || isRaw(z, n) || tgShownLooks(z, n, zLooks) ){
    appendInstead(s, z, n);
    return;
  }
  if( !regionNext(z, n, 0, &iFrom, &iEnd) ) iFrom = iEnd = n;
  if( iFrom==0 && iEnd==n && n>0 ){
    appendInstead(s, z, n);
    return;
  }
  if( bQuote ) sqlite3_str_appendchar(s, 1, '\'');
  while( iFrom<n ){
    while( iFrom<iEnd && isTrimmed(z[iFrom]) ) iFrom++;      /* all of it may be such */
    appendEscaped(s, z+i, iFrom-i, bQuote);
    i = iEnd;
    while( i>iFrom && isTrimmed(z[i-1]) ) i--;
    if( i>iFrom ){
      sqlite3_str_appendchar(s, 1, '<');
      appendInstead(s, z+iFrom, i-iFrom);
      sqlite3_str_appendchar(s, 1, '>');
    }
    if( !regionNext(z, n, iEnd, &iFrom, &iEnd) ) iFrom = iEnd = n;
  }
  appendEscaped(s, z+i, n-i, bQuote);
  if( bQuote ) sqlite3_str_appendchar(s, 1, '\'');
}

/* The conversion at zFmt (behind its '%'), with its argument.  Returns its length. */
static int sayOne(sqlite3_str *s, const char *zFmt, va_list *pap){
  char zOne[16] = "%";
  int n = 0, nText = -1, bLong;
  if( zFmt[0]=='.' ){                        /* .* */
    nText = va_arg(*pap, int);
    n = 2;
  }
  while( ALWAYS(zFmt[n]) && strchr("0123456789l", zFmt[n]) ) n++;
  bLong = n>=2 && zFmt[n-1]=='l';
  memcpy(zOne+1, zFmt, (size_t)n+1);
  switch( zFmt[n] ){
    case 'd': case 'u': case 'x': case 'o':
      if( bLong ) sqlite3_str_appendf(s, zOne, va_arg(*pap, i64));
      else sqlite3_str_appendf(s, zOne, va_arg(*pap, int));
      break;
    case 's': case 'Q': case 'w': {
      const char *z = va_arg(*pap, const char*);
      int nz = 0;
      while( z && nz!=nText && z[nz] ) nz++;
      if( z ) tgShow(s, z, nz, zFmt[n]=='Q');
      else if( zFmt[n]=='Q' ) sqlite3_str_appendall(s, "NULL");
      break;
    }
    case 'c': {
      char c = (char)va_arg(*pap, int);
      appendEscaped(s, &c, 1, 0);
      break;
    }
    default:
      sqlite3_str_append(s, zFmt, n+(zFmt[n]!=0));       /* %% */
  }
  return n + (zFmt[n]!=0);
}

char *tgSayV(const char *zFmt, va_list *pap){
  sqlite3_str *s = sqlite3_str_new(0);
  while( zFmt[0] ){
    const char *z = strchr(zFmt, '%');
    sqlite3_str_append(s, zFmt, z ? (int)(z - zFmt) : (int)strlen(zFmt));
    if( z==0 ) break;
    zFmt = z + 1;
    zFmt += sayOne(s, zFmt, pap);
  }
  if( sqlite3_str_length(s)==0 ) sqlite3_str_append(s, "", 1);     /* an empty text is one, too */
  return sqlite3_str_finish(s);
}

char *tgSay(TgErr *e, const char *zFmt, ...){
  va_list ap;
  char *z;
  if( e->rc!=SQLITE_OK ) return 0;
  va_start(ap, zFmt);
  z = tgSayV(zFmt, &ap);
  va_end(ap);
  if( z==0 ) tgNomem(e);
  return z;
}

char *tgShown(TgErr *e, const char *z){
  return tgSay(e, "%s", z);
}

int tgMentions(const TgErr *e, const char *zName){
  TgErr e2 = TG_ERR_INIT;
  char *z;
  int b;
  if( e->zMsg==0 ) return 0;
  z = tgShown(&e2, zName);
  b = z==0 || strstr(e->zMsg, z)!=0;         /* without memory: as if */
  sqlite3_free(z);
  return b;
}
