/* codec: session strings.
**
** A codec is one file codec_NAME.c and one or more const structs; codec.c has the array of them,
** in the order in which they are tried.  session_formats is that array.
**
**     TgText t;
**     if( tgTextOpen(e, &t, z, n) ) p = tgCodecRead(e, &t, &account)  -- whichever it is
**     n = tgCodecEncode(e, tgCodecByName("telethon"), &account, zOut);
**
** Strings of a kind that carries peers (the bundle) or is JSON are not codecs of this kind:
** see codec_bundle.c, and the JSON layouts under sql/layouts/.
*/
#ifndef TG_CODEC_H
#define TG_CODEC_H

#include "model/account.h"

#define TG_STRING_MAX  4096  /* characters of any session string but a bundle */
#define TG_ENCODED_MAX 1024  /* ... of those that we write, with the NUL */

/* A session string, looked at once for all codecs. */
typedef struct TgText {
  const char *z;  /* borrowed, or in pMem: the characters, white space and quotes removed */
  int n;
  u8 *a;  int na;            /* z decoded as base64; na<0: z is not base64, or z[0]=='1' */
  u8 *a1; int na1;           /* z+1 likewise where z[0]=='1', else na1<0 */
  int iBad;                  /* when both are <0: the first foreign character in z, or n */
  u8 *pMem;                  /* owned, or aSpace: where a and a1 point; wiped on close */
  int nWipe;                 /* bytes of it in use */
  u8 aSpace[3*1024];
} TgText;

/* Prepare n bytes at z (n<0: to the NUL).  0 with an error when it is far too long or there
** is no memory.  Always close it. */
int tgTextOpen(TgErr *e, TgText *t, const char *z, int n);
void tgTextClose(TgText *t);

typedef struct TgCodec {
  const char *zName;         /* as users write it */
  const char *zClients;      /* who reads and writes it, for session_formats */
  const char *zNote;         /* one sentence, for session_formats */
  const char *zDcFamily;     /* whose DC table, see tgDcAddress() */
  unsigned keeps;            /* TG_BITs of the fields it holds */
  unsigned needs;            /* those without which it must not be written */
  /* 0 when t is not this format, by structure of the whole payload, and then without an error and
  ** with *a as it was; otherwise 1, and the fields are in *a, which had none, or an error.
  ** bForced: the user says that it is this format, so signs that only tell it from others need not
  ** be there. */
  int (*xDecode)(TgErr *e, const TgText *t, TgAccount *a, int bForced);
  /* The string, with a NUL, into TG_ENCODED_MAX bytes; returns its characters.  *a was made to fit.
  ** 0: not written. */
  int (*xEncode)(TgErr *e, const TgAccount *a, char *zOut);
  /* The format that its own client writes instead for users below iSmall; 0: none.  See
  ** tgCodecOwn(). */
  const struct TgCodec *pSmall;
  i64 iSmall;
} TgCodec;

/* The codecs, in order of recognition; 0 past the end. */
const TgCodec *tgCodecAt(int i);

/* By name, whole and without regard to case; 0 when there is none. */
const TgCodec *tgCodecByName(const char *zName);

/* What the client whose format is called zName writes for this account: a shorter one, perhaps. */
const char *tgCodecOwn(const char *zName, const TgAccount *a);

/* Recognise t and decode it: its format, and its fields with what follows from them
** (tgAccountDerive) in *a. 0 when it is of none, with an error that says what it looked like
** (position and length, never content): "355 characters: a pyrogram string has 362; it is cut
** short" ... */
const TgCodec *tgCodecRead(TgErr *e, const TgText *t, TgAccount *a);

/* Likewise, but as format p, whatever tgCodecRead() says; an error when p could not be it. */
void tgCodecReadAs(TgErr *e, const TgCodec *p, const TgText *t, TgAccount *a);

/* tgAccountFit(), then encode: the characters of zOut (TG_ENCODED_MAX bytes) without the NUL, 0
** when it failed. What p does not hold is gone from *a. */
int tgCodecEncode(TgErr *e, const TgCodec *p, TgAccount *a, char *zOut);

/* For codecs, to end with: the base64 of n bytes, which are wiped, and a NUL.  Returns its
** characters. */
int tgCodecText(u8 *aRaw, int n, int bUrl, int bPad, char *zOut);

/* The codec of whose strings, without the 1 at their begin, these are the first na bytes:
** Telethon's or GramJS's; else 0. */
const TgCodec *tgCodecOne(const u8 *a, int na);

/* For tgShownLooks: what of ours the n bytes at z are, or begin like: "a telethon string" into
** zLooks; else 0. */
int tgCodecLooks(const char *z, int n, char zLooks[TG_LOOKS_MAX]);

extern const TgCodec tgCodecGogram, tgCodecGramjs, tgCodecTelethon, tgCodecMtkruto, tgCodecMtcute,
                     tgCodecWzgram, tgCodecPyrogram, tgCodecPyrogram64, tgCodecPyrogram32;

#endif
