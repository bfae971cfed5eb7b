/* base: bytes that come from outside, and bytes that go there.
**
** All input is read through Rd, which is bounded and sticky: read every field,
** look at r.bBad once.
**
**     Rd r = rdInit(p, n);
**     dc = rdU8(&r);  port = rdU16be(&r);  key = rdTake(&r, 256);
**     if( r.bBad || rdLeft(&r) ) ...                  -- short, or too long
**
** Output goes through Wr into memory of exactly the size that was computed before;
** Wr checks too, because a wrong size is our own mistake and must not become a write.
*/
#ifndef TG_BYTES_H
#define TG_BYTES_H

#include "base/base.h"

typedef struct Rd {
  const u8 *p, *pEnd;
  int bBad;                  /* a read went past the end; all later reads give 0 */
} Rd;

static inline Rd rdInit(const void *p, size_t n){
  Rd r;
  r.p = p;
  r.pEnd = r.p + n;
  r.bBad = 0;
  return r;
}

static inline size_t rdLeft(const Rd *r){
  return (size_t)(r->pEnd - r->p);
}

/* n bytes, borrowed; 0 past the end. */
static inline const u8 *rdTake(Rd *r, size_t n){
  const u8 *p = r->p;
  if( r->bBad || (size_t)(r->pEnd - p)<n ){
    r->bBad = 1;
    return 0;
  }
  r->p += n;
  return p;
}

static inline unsigned rdU8(Rd *r){
  const u8 *p = rdTake(r, 1);
  return p ? p[0] : 0;
}

static inline unsigned rdU16be(Rd *r){
  const u8 *p = rdTake(r, 2);
  return p ? (unsigned)p[0]<<8 | p[1] : 0;
}

static inline uint32_t rdU32be(Rd *r){
  const u8 *p = rdTake(r, 4);
  return p ? (uint32_t)p[0]<<24 | (uint32_t)p[1]<<16 | (uint32_t)p[2]<<8 | p[3] : 0;
}

static inline uint64_t rdU64be(Rd *r){
  Rd at = *r;
  uint64_t hi = rdU32be(&at);
  return rdTake(r, 8) ? hi<<32 | rdU32be(&at) : 0;
}

static inline uint32_t rdU32le(Rd *r){
  const u8 *p = rdTake(r, 4);
  return p ? (uint32_t)p[3]<<24 | (uint32_t)p[2]<<16 | (uint32_t)p[1]<<8 | p[0] : 0;
}

static inline uint64_t rdU64le(Rd *r){
  Rd at = *r;
  uint64_t lo = rdU32le(&at);
  return rdTake(r, 8) ? (uint64_t)rdU32le(&at)<<32 | lo : 0;
}

typedef struct Wr {
  u8 *p, *pEnd;
  int bBad;                  /* a write did not fit and was not made */
} Wr;

static inline Wr wrInit(void *p, size_t n){
  Wr w;
  w.p = p;
  w.pEnd = w.p + n;
  w.bBad = 0;
  return w;
}

static inline void wrBytes(Wr *w, const void *p, size_t n){
  if( w->bBad || (size_t)(w->pEnd - w->p)<n ){
    w->bBad = 1;
    return;
  }
  if( n ) memcpy(w->p, p, n);
  w->p += n;
}

static inline void wrU8(Wr *w, unsigned x){
  u8 a[1] = { (u8)x };
  wrBytes(w, a, 1);
}

static inline void wrU16be(Wr *w, unsigned x){
  u8 a[2] = { (u8)(x>>8), (u8)x };
  wrBytes(w, a, 2);
}

static inline void wrU32be(Wr *w, uint32_t x){
  u8 a[4] = { (u8)(x>>24), (u8)(x>>16), (u8)(x>>8), (u8)x };
  wrBytes(w, a, 4);
}

static inline void wrU64be(Wr *w, uint64_t x){
  if( (size_t)(w->pEnd - w->p)<8 ) w->bBad = 1;      /* all of it or nothing */
  wrU32be(w, (uint32_t)(x>>32));
  wrU32be(w, (uint32_t)x);
}

static inline void wrU32le(Wr *w, uint32_t x){
  u8 a[4] = { (u8)x, (u8)(x>>8), (u8)(x>>16), (u8)(x>>24) };
  wrBytes(w, a, 4);
}

static inline void wrU64le(Wr *w, uint64_t x){
  if( (size_t)(w->pEnd - w->p)<8 ) w->bBad = 1;
  wrU32le(w, (uint32_t)x);
  wrU32le(w, (uint32_t)(x>>32));
}

#endif
