/* base: base64; see base64.h.
**
** The plain way goes by table in both directions: decoding looks
** four characters up in four tables whose words need only be OR-ed (a foreign character
** sets the top bit), encoding takes 12 bits at once to two characters.  The tables are
** constant expressions: nothing is built at run time and nothing depends on the byte order.
*/
#include "base/base64.h"

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

/*************************************** 32 characters at a time ********************************/

/* The one clever place: strings are converted by the hundred thousand, and base64 is most of the
** work.  On x86 with AVX2 32 characters go at once, by the method of Wojciech Mula and Daniel
** Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions" (2018).  What is left over,
** other processors, and whatever is not base64 goes the plain way, byte by byte.  (On 64-bit
** Windows GCC keeps such values on a stack that it doesn't align for them:
** https://gcc.gnu.org/bugzilla/show_bug.cgi?id=54412) */
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__)) \
    && (!defined(_WIN64) || defined(__clang__))
#include <immintrin.h>

#define FAST __attribute__((target("avx2")))

/* any: nobody has asked the processor yet.  Each thread finds the same */
static int eB64Way = TG_B64_ANY;

static int b64HasFast(void){
  int eWay = __atomic_load_n(&eB64Way, __ATOMIC_RELAXED);
  if( eWay==TG_B64_ANY ){
    eWay = TG_B64_PLAIN + __builtin_cpu_supports("avx2");        /* 0, or any number above it */
    __atomic_store_n(&eB64Way, eWay, __ATOMIC_RELAXED);
  }
  return eWay>TG_B64_PLAIN;
}

int tgB64Way(enum TgB64Way eWay){
  __atomic_store_n(&eB64Way, eWay==TG_B64_FAST ? TG_B64_ANY : (int)eWay, __ATOMIC_RELAXED);
  return b64HasFast();
}

/* A table of 16 bytes in both halves, for _mm256_shuffle_epi8(). */
FAST static inline __m256i b64Table(__m128i a){
  return _mm256_broadcastsi128_si256(a);
}

FAST static inline __m128i b64Load(const u8 *p){
  return _mm_loadu_si128((const __m128i*)(const void*)p);
}

FAST static inline void b64Store(u8 *p, __m128i x){
  _mm_storeu_si128((__m128i*)(void*)p, x);
}

/* Decode from z; returns how many of n characters, a multiple of 32, or 0 when one of them is
** foreign.  Six characters stay behind, so that the stores of 16 bytes, 12 of which count, stay
** within what they decode to.
**
** Once '-' is '+' and '_' is '/', a character is told by its halves: each high half has a class, a
** bit, and each low half the classes in which it is foreign. */
FAST static int b64DecodeFast(const u8 *z, int n, u8 *aOut){
  const __m256i low = _mm256_set1_epi8(0x0f);
  const __m256i class = b64Table(_mm_setr_epi8(16, 16, 1, 2, 4, 8, 4, 8, 16, 16, 16, 16, 16, 16, 16,
                                               16));
  /* 1: + and /  2: 0-9  4: A-O, a-o  8: P-Z, p-z  16: none */
  const __m256i foreign = b64Table(_mm_setr_epi8(
    1|4|16, 1|16, 1|16, 1|16, 1|16, 1|16, 1|16, 1|16, 1|16, 1|16, 1|2|16, 2|8|16, 1|2|8|16,
    1|2|8|16, 1|2|8|16,
    2|8|16));
  const __m256i shifts = b64Table(_mm_setr_epi8(   /* by the high half; '/' has the place of 1 */
    0, 63-'/', 62-'+', 52-'0', -'A', -'A', 26-'a', 26-'a', 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i order = b64Table(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1,
                                               -1));
  __m256i bad = _mm256_setzero_si256();
  int i = 0;
  if( !b64HasFast() ) return 0;
  for(; i+32+6<=n; i+=32, aOut+=24){
    __m256i c = _mm256_loadu_si256((const __m256i*)(const void*)(z+i)), hi, shift;
    __m256i minus = _mm256_cmpeq_epi8(c, _mm256_set1_epi8('-')),
        under = _mm256_cmpeq_epi8(c, _mm256_set1_epi8('_'));
    c = _mm256_add_epi8(c, _mm256_and_si256(minus, _mm256_set1_epi8('+'-'-')));
    c = _mm256_add_epi8(c, _mm256_and_si256(under, _mm256_set1_epi8('/'-'_')));
    hi = _mm256_and_si256(_mm256_srli_epi32(c, 4), low);
    bad = _mm256_or_si256(bad, _mm256_and_si256(_mm256_shuffle_epi8(class, hi),
                                                _mm256_shuffle_epi8(foreign,
                                                                    _mm256_and_si256(c, low))));
    shift = _mm256_add_epi8(hi, _mm256_cmpeq_epi8(c, _mm256_set1_epi8('/')));
    c = _mm256_add_epi8(c, _mm256_shuffle_epi8(shifts, shift));
    /* 6+6 bits */
    c = _mm256_maddubs_epi16(c, _mm256_set1_epi32(0x01400140));
    c = _mm256_madd_epi16(c, _mm256_set1_epi32(0x00011000));                           /* 12+12 */
    c = _mm256_shuffle_epi8(c, order);
    b64Store(aOut, _mm256_castsi256_si128(c));
    b64Store(aOut+12, _mm256_extracti128_si256(c, 1));
  }
  return _mm256_testz_si256(bad, bad) ? i : 0;
}

/* Encode from a; returns how many of n bytes, a multiple of 24.  Each half loads 16, of which 12
** count. */
FAST static int b64EncodeFast(const u8 *a, int n, int bUrl, char *zOut){
  const __m256i order = b64Table(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  const char c62 = (char)((bUrl ? '-' : '+') - 62), c63 = (char)((bUrl ? '_' : '/') - 63),
      c0 = '0' - 52;
  const __m256i shifts = b64Table(_mm_setr_epi8('a'-26, c0, c0, c0, c0, c0, c0, c0, c0, c0, c0, c62,
                                                c63, 'A', 0, 0));
  int i = 0;
  if( !b64HasFast() ) return 0;
  for(; i+12+16<=n; i+=24, zOut+=32){
    __m256i x = _mm256_inserti128_si256(_mm256_castsi128_si256(b64Load(a+i)), b64Load(a+i+12), 1),
        hi, lo, six, kind;
    x = _mm256_shuffle_epi8(x, order);
    hi = _mm256_mulhi_epu16(_mm256_and_si256(x, _mm256_set1_epi32(0x0fc0fc00)),
                            _mm256_set1_epi32(0x04000040));
    lo = _mm256_mullo_epi16(_mm256_and_si256(x, _mm256_set1_epi32(0x003f03f0)),
                            _mm256_set1_epi32(0x01000010));
    six = _mm256_or_si256(hi, lo);
    /* 0: a letter; 1 to 12: the others */
    kind = _mm256_subs_epu8(six, _mm256_set1_epi8(51));
    kind = _mm256_or_si256(kind, _mm256_and_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(26), six),
                                                  _mm256_set1_epi8(13)));
    _mm256_storeu_si256((__m256i*)(void*)zOut,
                        _mm256_add_epi8(six, _mm256_shuffle_epi8(shifts, kind)));
  }
  return i;
}
#else
int tgB64Way(enum TgB64Way eWay){ (void)eWay; return 0; }
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
