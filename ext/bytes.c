/* layer 1: bounded reading and writing of bytes, and base64; see bytes.h.
**
** base64 is on the way of every conversion, so both directions go by table: decoding looks
** four characters up in four tables whose words need only be OR-ed (a foreign character
** sets the top bit), encoding takes 12 bits at once to two characters.  The tables are
** constant expressions: nothing is built at run time and nothing depends on the byte order.
*/
#include "bytes.h"

/* -------------------------------------------------------------------------- reading */

unsigned rdU16be(Rd *r){
  const u8 *p = rdTake(r, 2);
  return p ? (unsigned)p[0]<<8 | p[1] : 0;
}

uint32_t rdU32be(Rd *r){
  const u8 *p = rdTake(r, 4);
  if( p==0 ) return 0;
  return (uint32_t)p[0]<<24 | (uint32_t)p[1]<<16 | (uint32_t)p[2]<<8 | p[3];
}

uint64_t rdU64be(Rd *r){
  Rd at = *r;
  uint64_t hi;
  if( rdTake(r, 8)==0 ) return 0;
  hi = rdU32be(&at);
  return hi<<32 | rdU32be(&at);
}

uint32_t rdU32le(Rd *r){
  const u8 *p = rdTake(r, 4);
  if( p==0 ) return 0;
  return (uint32_t)p[3]<<24 | (uint32_t)p[2]<<16 | (uint32_t)p[1]<<8 | p[0];
}

uint64_t rdU64le(Rd *r){
  Rd at = *r;
  uint32_t lo;
  if( rdTake(r, 8)==0 ) return 0;
  lo = rdU32le(&at);
  return (uint64_t)rdU32le(&at)<<32 | lo;
}

/* -------------------------------------------------------------------------- writing */

void wrU8(Wr *w, unsigned x){
  u8 a[1];
  a[0] = (u8)x;
  wrBytes(w, a, 1);
}

void wrU16be(Wr *w, unsigned x){
  u8 a[2];
  a[0] = (u8)(x>>8);
  a[1] = (u8)x;
  wrBytes(w, a, 2);
}

void wrU32be(Wr *w, uint32_t x){
  u8 a[4];
  a[0] = (u8)(x>>24);
  a[1] = (u8)(x>>16);
  a[2] = (u8)(x>>8);
  a[3] = (u8)x;
  wrBytes(w, a, 4);
}

void wrU64be(Wr *w, uint64_t x){
  if( (size_t)(w->pEnd - w->p)<8 ) w->bBad = 1;      /* all of it or nothing */
  wrU32be(w, (uint32_t)(x>>32));
  wrU32be(w, (uint32_t)x);
}

void wrU32le(Wr *w, uint32_t x){
  u8 a[4];
  a[0] = (u8)x;
  a[1] = (u8)(x>>8);
  a[2] = (u8)(x>>16);
  a[3] = (u8)(x>>24);
  wrBytes(w, a, 4);
}

void wrU64le(Wr *w, uint64_t x){
  if( (size_t)(w->pEnd - w->p)<8 ) w->bBad = 1;
  wrU32le(w, (uint32_t)x);
  wrU32le(w, (uint32_t)(x>>32));
}

/* --------------------------------------------------------------------------- base64 */

/* The tables are written by macros over their index: T256(X) is X(0), X(1) ... X(255). */
#define T4(X,i)   X(i), X((i)+1), X((i)+2), X((i)+3)
#define T16(X,i)  T4(X,i), T4(X,(i)+4), T4(X,(i)+8), T4(X,(i)+12)
#define T64(X,i)  T16(X,i), T16(X,(i)+16), T16(X,(i)+32), T16(X,(i)+48)
#define T256(X)   T64(X,0), T64(X,64), T64(X,128), T64(X,192)

#define B64_BAD 0x80000000u
#define B64_VALUE(c) ( \
  (c)>='A' && (c)<='Z' ? (c)-'A' : \
  (c)>='a' && (c)<='z' ? (c)-'a'+26 : \
  (c)>='0' && (c)<='9' ? (c)-'0'+52 : \
  (c)=='-' || (c)=='+' ? 62 : \
  (c)=='_' || (c)=='/' ? 63 : -1 )
#define B64_AT(c,iShift) (B64_VALUE(c)<0 ? B64_BAD : (uint32_t)(B64_VALUE(c)&63)<<(iShift))
#define B64_1(c) B64_AT(c,18)
#define B64_2(c) B64_AT(c,12)
#define B64_3(c) B64_AT(c,6)
#define B64_4(c) B64_AT(c,0)

/* What a character adds to the 24 bits of its group, by its place in the group. */
static const uint32_t a1st[256] = { T256(B64_1) };
static const uint32_t a2nd[256] = { T256(B64_2) };
static const uint32_t a3rd[256] = { T256(B64_3) };
static const uint32_t a4th[256] = { T256(B64_4) };

/* The slow way, for input that is refused: where is the first foreign character? */
static int b64Foreign(const u8 *z, int n){
  int i;
  for(i=0; i<n; i++){
    if( a4th[z[i]]&B64_BAD ) return i;
  }
  return -1;
}

/*************************************** base64, sixteen at a time *******************************/

/* The one clever place: strings are converted by the hundred thousand, and base64 is most of the work.  On
** x86 with SSSE3 sixteen characters go at once, by the method of Wojciech Mula and Daniel Lemire, "Faster Base64
** Encoding and Decoding using AVX2 Instructions" (2018).  What is left over, other processors, and
** whatever is not base64 goes the plain way, byte by byte. */
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
#include <tmmintrin.h>

static int b64HasFast(void){
  static int b = -1;                         /* the same in every thread */
  if( b<0 ) b = __builtin_cpu_supports("ssse3")!=0;
  return b;
}

/* Lanes of v where c lies between lo and hi, both included. */
__attribute__((target("ssse3")))
static inline __m128i b64Between(__m128i c, char lo, char hi){
  return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8((char)(lo-1))), _mm_cmplt_epi8(c, _mm_set1_epi8((char)(hi+1))));
}

/* Decode from z as long as all is base64; returns how many of n characters, a multiple of 16.  Eight characters
** stay behind, so that each store of 16 bytes, 12 of which count, stays within what they decode to. */
__attribute__((target("ssse3")))
static int b64DecodeFast(const u8 *z, int n, u8 *aOut){
  const __m128i order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  int i = 0;
  if( !b64HasFast() ) return 0;
  for(; i+24<=n; i+=16, aOut+=12){
    __m128i c = _mm_loadu_si128((const __m128i*)(const void*)(z+i));
    __m128i upper = b64Between(c, 'A', 'Z'), lower = b64Between(c, 'a', 'z'), digit = b64Between(c, '0', '9');
    __m128i plus = _mm_cmpeq_epi8(c, _mm_set1_epi8('+')), minus = _mm_cmpeq_epi8(c, _mm_set1_epi8('-'));
    __m128i slash = _mm_cmpeq_epi8(c, _mm_set1_epi8('/')), under = _mm_cmpeq_epi8(c, _mm_set1_epi8('_'));
    __m128i any = _mm_or_si128(_mm_or_si128(_mm_or_si128(upper, lower), _mm_or_si128(digit, plus)),
                               _mm_or_si128(minus, _mm_or_si128(slash, under)));
    __m128i shift;
    if( _mm_movemask_epi8(any)!=0xffff ) break;
    shift = _mm_or_si128(_mm_and_si128(upper, _mm_set1_epi8(-'A')), _mm_and_si128(lower, _mm_set1_epi8(26-'a')));
    shift = _mm_or_si128(shift, _mm_and_si128(digit, _mm_set1_epi8(52-'0')));
    shift = _mm_or_si128(shift, _mm_and_si128(plus, _mm_set1_epi8(62-'+')));
    shift = _mm_or_si128(shift, _mm_and_si128(minus, _mm_set1_epi8(62-'-')));
    shift = _mm_or_si128(shift, _mm_and_si128(slash, _mm_set1_epi8(63-'/')));
    shift = _mm_or_si128(shift, _mm_and_si128(under, _mm_set1_epi8(63-'_')));
    c = _mm_maddubs_epi16(_mm_add_epi8(c, shift), _mm_set1_epi32(0x01400140));      /* 6+6 bits */
    c = _mm_madd_epi16(c, _mm_set1_epi32(0x00011000));                              /* 12+12 */
    _mm_storeu_si128((__m128i*)(void*)aOut, _mm_shuffle_epi8(c, order));
  }
  return i;
}

/* Encode from a; returns how many of n bytes, a multiple of 12.  Each load takes 16. */
__attribute__((target("ssse3")))
static int b64EncodeFast(const u8 *a, int n, int bUrl, char *zOut){
  const __m128i order = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  const char c62 = (char)((bUrl ? '-' : '+') - 62), c63 = (char)((bUrl ? '_' : '/') - 63), c0 = '0' - 52;
  const __m128i shifts = _mm_setr_epi8('a'-26, c0, c0, c0, c0, c0, c0, c0, c0, c0, c0, c62, c63, 'A', 0, 0);
  int i = 0;
  if( !b64HasFast() ) return 0;
  for(; i+16<=n; i+=12, zOut+=16){
    __m128i x = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i*)(const void*)(a+i)), order);
    __m128i hi = _mm_mulhi_epu16(_mm_and_si128(x, _mm_set1_epi32(0x0fc0fc00)), _mm_set1_epi32(0x04000040));
    __m128i lo = _mm_mullo_epi16(_mm_and_si128(x, _mm_set1_epi32(0x003f03f0)), _mm_set1_epi32(0x01000010));
    __m128i six = _mm_or_si128(hi, lo);
    __m128i kind = _mm_subs_epu8(six, _mm_set1_epi8(51));      /* 0: a letter; 1 to 12: the others */
    kind = _mm_or_si128(kind, _mm_and_si128(_mm_cmpgt_epi8(_mm_set1_epi8(26), six), _mm_set1_epi8(13)));
    _mm_storeu_si128((__m128i*)(void*)zOut, _mm_add_epi8(six, _mm_shuffle_epi8(shifts, kind)));
  }
  return i;
}
#else
static int b64DecodeFast(const u8 *z, int n, u8 *aOut){ (void)z; (void)n; (void)aOut; return 0; }
static int b64EncodeFast(const u8 *a, int n, int bUrl, char *zOut){
  (void)a; (void)n; (void)bUrl; (void)zOut;
  return 0;
}
#endif

int tgB64Decode(const char *zIn, int n, u8 *aOut, int *piBad){
  const u8 *z = (const u8*)zIn;
  u8 *p = aOut;
  uint32_t bad = 0, x;
  int nChar = n, nTail, i, bLength;
  while( nChar>0 && nChar>n-2 && z[nChar-1]=='=' ) nChar--;
  nTail = nChar & 3;
  bLength = nTail!=1 && (nChar==n || (nTail && nTail+(n-nChar)==4));
  if( bLength ){
    i = b64DecodeFast(z, nChar, p);
    p += i/4*3;
    for(; i+4<=nChar; i+=4){
      x = a1st[z[i]] | a2nd[z[i+1]] | a3rd[z[i+2]] | a4th[z[i+3]];
      bad |= x;
      p[0] = (u8)(x>>16);
      p[1] = (u8)(x>>8);
      p[2] = (u8)x;
      p += 3;
    }
    if( nTail ){
      x = a1st[z[i]] | a2nd[z[i+1]] | (nTail==3 ? a3rd[z[i+2]] : 0);
      bad |= x;
      *p++ = (u8)(x>>16);
      if( nTail==3 ) *p++ = (u8)(x>>8);
      /* Bits that stand for no byte are 0 in what any writer makes.  Taking others would
      ** make many texts of one session, and miss damage to the last character. */
      if( x & (nTail==3 ? 0xffu : 0xffffu) ) bad |= B64_BAD;
    }
    if( (bad & B64_BAD)==0 ) return (int)(p - aOut);
    tgWipe(aOut, (size_t)(p - aOut));
  }
  if( piBad ){
    i = b64Foreign(z, nChar);
    *piBad = i<0 ? n : i;
  }
  return -1;
}

static const char aUrl[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char aStd[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int tgB64Size(int n, int bPad){
  return bPad ? (n+2)/3*4 : n/3*4 + (n%3 ? n%3+1 : 0);
}

void tgB64Encode(const u8 *a, int n, int bUrl, int bPad, char *zOut){
  const char *zSet = bUrl ? aUrl : aStd;
  uint32_t x;
  int i = b64EncodeFast(a, n, bUrl, zOut);
  zOut += i/3*4;
  for(; i+3<=n; i+=3){
    x = (uint32_t)a[i]<<16 | (uint32_t)a[i+1]<<8 | a[i+2];
    zOut[0] = zSet[x>>18];
    zOut[1] = zSet[x>>12 & 63];
    zOut[2] = zSet[x>>6 & 63];
    zOut[3] = zSet[x & 63];
    zOut += 4;
  }
  if( n>i ){
    x = (uint32_t)a[i]<<16 | (n-i==2 ? (uint32_t)a[i+1]<<8 : 0);
    *zOut++ = zSet[x>>18];
    *zOut++ = zSet[x>>12 & 63];
    if( n-i==2 ) *zOut++ = zSet[x>>6 & 63];
    else if( bPad ) *zOut++ = '=';
    if( bPad ) *zOut++ = '=';
  }
}
