/* base: what people paste around a session string, and what they take for one; see peel.h. */
#include "base/peel.h"
#include "base/os.h"

/*************************************** Around a string ****************************************/

int tgPeelChar(const char *z, int n, int *pn){
  const u8 *a = (const u8*)z;
  int i, nByte = a[0]<0x80 ? 1 : a[0]<0xc2 ? 0 : a[0]<0xe0 ? 2 : a[0]<0xf0 ? 3 : a[0]<0xf5 ? 4 : 0;
  int c = nByte==1 ? a[0] : nByte ? a[0] & (0x7f>>nByte) : -1;
  *pn = 1;
  if( nByte==0 || nByte>n ) return -1;
  for(i=1; i<nByte; i++){
    if( (a[i] & 0xc0)!=0x80 ) return -1;
    c = c<<6 | (a[i] & 0x3f);
  }
  *pn = nByte;
  return c;
}

int tgPeelHidden(int c){
  return c==' ' || (c>='\t' && c<='\r') || c==0xa0 || c==0xad || (c>=0x2000 && c<=0x200f)
      || (c>=0x2028 && c<=0x202f)
      || (c>=0x2060 && c<=0x2064) || c==0x3000 || c==0xfeff;
}

/* The quote that ends what c begins, or 0. */
static int peelQuote(int c){
  return c=='"' || c=='\'' || c=='`' ? c : c==0x201c || c==0x201e ? 0x201d : c==0x2018 ? 0x2019
      : c==0xab ? 0xbb : 0;
}

/* The last character, and its bytes. */
static int peelLast(const char *z, int n, int *pn){
  int i;
  for(i=1; i<4 && i<n && ((u8)z[n-i] & 0xc0)==0x80; i++){}
  return tgPeelChar(&z[n-i], i, pn);
}

/* Bytes of "NAME=", "export NAME =" or "NAME: " at the begin of a text that is long enough to have
** a string behind it.  The data of a Mini App is none, see tgPeelNoString(). */
static int peelName(const char *z, int n){
  int i = 0, nName;
  if( n<60 || (memchr(z, '=', 60)==0 && memchr(z, ':', 60)==0) || memcmp(z, "query_id=", 9)==0
   || memcmp(z, "user=", 5)==0 ){
    return 0;
  }
  if( memcmp(z, "export ", 7)==0 ) i = 7;
  for(nName=0; nName<48; nName++, i++){
    int c = z[i] | 0x20;
    if( !(c>='a' && c<='z') && z[i]!='_' && !(nName>0 && z[i]>='0' && z[i]<='9') ) break;
  }
  while( z[i]==' ' && i<57 ) i++;
  return nName>0 && (z[i]=='=' || (z[i]==':' && z[i+1]==' ')) ? i+1 : 0;
}

/* A letter or digit, or what base64 has besides. */
static int peelIsPlain(char c){
  return (c>='a' && c<='z') || (c>='A' && c<='Z') || (c>='0' && c<='9') || c=='_' || c=='-';
}

void tgPeel(const char **pz, int *pn){
  const char *z = *pz;
  int n = *pn, nChar, nLast, c, bMore = 1, nTurn;
  /* Nearly all have none of it, and half a million are converted a second. */
  if( n>0 && peelIsPlain(z[0]) && (peelIsPlain(z[n-1]) || z[n-1]=='=') && peelName(z, n)==0 ){
    return;
  }
  for(nTurn=0; bMore && nTurn<8; nTurn++){
    bMore = 0;
    while( n>0 && tgPeelHidden(tgPeelChar(z, n, &nChar)) ){ z += nChar; n -= nChar; }
    while( n>0 && tgPeelHidden(peelLast(z, n, &nChar)) ) n -= nChar;
    if( n<2 ) break;
    c = peelQuote(tgPeelChar(z, n, &nChar));
    if( c && n>nChar && peelLast(z, n, &nLast)==c && nChar+nLast<=n ){
      z += nChar;
      n -= nChar + nLast;
      bMore = 1;
    }else if( (nChar = peelName(z, n))>0 ){
      z += nChar;
      n -= nChar;
      bMore = 1;
    }else if( z[n-1]==';' || z[n-1]==',' ){
      n--;
      bMore = 1;
    }
  }
  *pz = z;
  *pn = n;
}

char *tgPeelUtf16(TgErr *e, const u8 *a, i64 n, int *pnOut){
  int bMark = n>=2 && ((a[0]==0xff && a[1]==0xfe) || (a[0]==0xfe && a[1]==0xff));
  /* which of two bytes is the high one */
  int iHigh = n>=2 && (bMark ? a[0]==0xfe : a[0]==0) ? 0 : 1;
  i64 i, iOut = 0;
  char *z;
  if( n<4 || (n & 1) || n>1000000 ) return 0;
  for(i=bMark ? 2 : 0; i<n; i+=2){
    if( a[i+iHigh]!=0 || a[i+1-iHigh]==0 || a[i+1-iHigh]>0x7e ) return 0;
  }
  z = tgAlloc(e, (u64)n/2+1);
  if( z==0 ) return 0;
  for(i=bMark ? 2 : 0; i<n; i+=2) z[iOut++] = (char)a[i+1-iHigh];
  *pnOut = (int)iOut;
  return z;
}

/*************************************** No string **********************************************/

static int peelBegins(const char *z, int n, const char *zBegin){
  int nBegin = (int)strlen(zBegin);
  return n>=nBegin && sqlite3_strnicmp(z, zBegin, nBegin)==0;
}

/* Are all n characters among these? */
static int peelOnly(const char *z, int n, const char *zSet){
  int i;
  for(i=0; i<n && z[i] && strchr(zSet, z[i]); i++){}
  return i==n;
}

int tgPeelToken(const char *z, int n){
  int i = 0, j;
  while( i<n && z[i]>='0' && z[i]<='9' ) i++;
  for(j=i+1; j<n && peelIsPlain(z[j]); j++){}
  return i>=6 && i<=12 && i<n && z[i]==':' && j==n && n-i>=24;
}

int tgPeelTokenIn(const char *zPath){
  const char *z = tgOsName(zPath);
  int n;
  for(; *z; z++){
    for(n=0; peelIsPlain(z[n]) || z[n]==':'; n++){}
    if( tgPeelToken(z, n) ) return 1;
  }
  return 0;
}

/* White space within it is gone here. */
const char *tgPeelNoString(const char *z, int n){
  static const char *const azNone[] = { "None", "null", "undefined", "NaN", "nil", "[objectObject]",
                                        "false", "true" };
  int i, nDigit;
  for(i=0; i<TG_COUNT(azNone); i++){
    if( n==(int)strlen(azNone[i]) && peelBegins(z, n, azNone[i]) ){
      return "the word that a program writes for nothing: the string was never set";
    }
  }
  for(nDigit=0; nDigit<n && z[nDigit]>='0' && z[nDigit]<='9'; nDigit++){}
  if( n>2 && z[0]=='<' && peelBegins(z+n-1, 1, ">") ){
    return "what Python prints of an object: call its method, session.save() or "
           "export_session_string()";
  }
  if( n<nDigit+60 && tgPeelToken(z, n) ){
    return "a bot's token: it is no session, log in with a client";
  }
  if( n==32 && peelOnly(z, n, "0123456789abcdefABCDEF") ){
    return "32 hex digits, as an api_hash has: it is no session";
  }
  if( n>=7 && n<=22 && (z[0]=='+' || nDigit>0) && peelOnly(z+1, n-1, "0123456789 ()-") ){
    return nDigit==n && n<10 ? "a number, as an api_id: it is no session"
                             : "a phone number or an id: it is no session, log in with a client";
  }
  if( peelBegins(z, n, "query_id=") || peelBegins(z, n, "user=%7B") ){
    return "the data of a Mini App: it is no session";
  }
  if( peelBegins(z, n, "http://") || peelBegins(z, n, "https://") || peelBegins(z, n, "tg://") ){
    return "a link: it is no session";
  }
  return 0;
}

/*************************************** No database ********************************************/

static const struct { const char *zMagic; int n; const char *zWhat; } aMagic[] = {
  { "\x1f\x8b", 2, "a file compressed by gzip: gunzip it first" },
  { "PK\x03\x04", 4, "a zip archive: unzip it first" },
  { "BZh", 3, "a file compressed by bzip2: bunzip2 it first" },
  { "\xfd" "7zXZ\0", 6, "a file compressed by xz: unxz it first" },
  { "\x28\xb5\x2f\xfd", 4, "a file compressed by zstd: unzstd it first" },
  { "7z\xbc\xaf\x27\x1c", 6, "a 7z archive: unpack it first" },
  { "Rar!\x1a\x07", 6, "a rar archive: unpack it first" },
  { "<!DOCTYPE", 9, "a web page: the download went wrong" },
  { "<html", 5, "a web page: the download went wrong" },
  { "<?xml", 5, "an XML document: the download went wrong" },
  { "\xce\xb8\x3e\xa7", 4,
    "a session of grammers before 0.8: grammers 0.8 and later import it into a SQLite file" },
  { "TDF$", 4,
    "a file of Telegram Desktop: opentele or TGConvertor turn the folder tdata into a string" },
  { "U1FMaXRlIGZvcm1hdCAz", 20, "a database in base64: decode it first, base64 -d" },
  { "53514c69746520666f726d61742033", 30, "a database in hex: decode it first, xxd -r -p" },
  { "53514C69746520666F726D61742033", 30, "a database in hex: decode it first, xxd -r -p" },
  { "\xff\xfe", 2,
   "a text in UTF-16, no database: session_import(readfile(...), ...) takes it, if it is a session "
   "string" },
  { "\xfe\xff", 2,
   "a text in UTF-16, no database: session_import(readfile(...), ...) takes it, if it is a session "
   "string" },
};

const char *tgPeelNoFile(const u8 *a, i64 n){
  i64 i;
  int j, nText;
  const char *z;
  for(i=0; i<n && a[i]==0; i++){}
  if( i==n && n>0 ){
    return "a file of zeros, as a disk that failed or a copy that was cut off leaves: restore a "
           "backup";
  }
  if( n>2 && a[0]==0x80 && a[1]>=2 && a[1]<=5 ){
    return "a Python pickle, Telethon's before 0.10 or somebody's own, which is never unpickled, "
           "since that runs code: the Telethon that made it, then StringSession.save()";
  }
  z = (const char*)a;
  nText = n>1000 ? 1000 : (int)n;
  tgPeel(&z, &nText);
  for(j=0; j<TG_COUNT(aMagic); j++){
    if( n>=aMagic[j].n && memcmp(a, aMagic[j].zMagic, (size_t)aMagic[j].n)==0 ){
      return aMagic[j].zWhat;
    }
    if( aMagic[j].n>=5 && nText>=aMagic[j].n
        && sqlite3_strnicmp(z, aMagic[j].zMagic, aMagic[j].n)==0 ){
      return aMagic[j].zWhat;
    }
  }
  return 0;
}

const char *tgPeelNoName(const char *zPath){
  const char *z = tgOsName(zPath);
  if( sqlite3_stricmp(z, "WTelegram.session")==0 ){
    return "a session of WTelegramClient, encrypted with its api_hash: only that exports it";
  }
  if( sqlite3_stricmp(z, "td.binlog")==0 ){
    return "TDLib's, and encrypted: no tool turns it into a session, log in anew";
  }
  return 0;
}

const char *tgPeelNoFolder(TgErr *e, const char *zPath){
  static const struct { const char *zFile, *zWhat; } aHas[] = {
    { "/key_datas",
      "a folder tdata of Telegram Desktop: opentele or TGConvertor turn it into a string" },
    { "/tdata/key_datas",
      "a folder of Telegram Desktop: opentele or TGConvertor turn its tdata into a string" },
    { "/td.binlog", "a folder of TDLib, which no tool turns into a session: log in anew" },
    { "/safe.php",
      "a session of MadelineProto, PHP's own objects, which only MadelineProto exports" },
    { "/ipcState.php",
      "a session of MadelineProto, PHP's own objects, which only MadelineProto exports" },
  };
  char *zPort = tgPrintf(e, "%s/%s%%3Aport", zPath, tgOsName(zPath));
  const char *zWhat = 0;
  int i;
  for(i=0; i<TG_COUNT(aHas) && zWhat==0 && e->rc==SQLITE_OK; i++){
    char *z = tgJoin(e, zPath, aHas[i].zFile);
    if( z && tgOsKind(z, 1)!=TG_OS_NOTHING ) zWhat = aHas[i].zWhat;
    sqlite3_free(z);
  }
  if( zWhat==0 && zPort && tgOsKind(zPort, 1)!=TG_OS_NOTHING ){
    zWhat = "a StoreSession of GramJS, a file for each value: sql/from_gramjs_store.sql imports it";
  }
  sqlite3_free(zPort);
  return zWhat;
}
