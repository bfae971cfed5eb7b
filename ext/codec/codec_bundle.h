/* codec: the bundle, a session string that loses nothing.
**
** Every other session string drops the peers.  A bundle holds the account, the
** peers with their access hashes, all their usernames and the update states, and
** is still text: one line for an environment variable or a column of a table.
**
**     sqlite3_stmt *pPeers = ...;      SELECT id, type, access_hash, username,
**                                      phone_number, name, updated ... ORDER BY id
**     TgBundleRows rows = {pPeers, pUsernames, pStates, "kurigram-7", 0};
**     z = tgBundleEncode(e, &account, &rows, &n);
**     p = tgBundleOpen(e, z, n, &account, &info);
**     while( tgBundlePeer(e, p, &peer) ) ...
**
** Nothing here knows of layouts: rows come from prepared statements with canonical columns
** (ext/README.md).  What comes back is what went in, bit for bit: NULLs, 64-bit numbers, any text.
** Not kept are rows without an id, and usernames of nobody.
**
** VERSION 1, BYTE BY BYTE.  It will be read for ever.
**
** Text:      "tgs1." and base64url without padding of the bytes below.  1 is the version.  No other
**            session string has a '.' in it.  A reader skips white space anywhere.  Bits that
**            the last character has to spare are 0.
** Bytes:     varint   size of the content, at most 1032 times the next and at most 10^9
**            varint   size of the deflated content
**            4 bytes  CRC-32 (zlib's; big-endian) of: the two varints as written, the
**                     deflated content, the content; all three in one run
**            ...      the content as one raw deflate stream (RFC 1951), to the end of the text.
**                     How a writer cuts it into blocks is its own affair; this one stores the
**                     random bytes and gives each plane Huffman codes of its own.
**
** In the content,
**     varint   is 7 bits a byte, lowest first, bit 7 set in all but the last; at most 10 bytes
**     zigzag   is a signed number i as the varint (i<<1)^(i>>63)
**     string   is bytes to a 00, which is no part of it; where 00 or 01 itself occurs in the text
**              it is written 01 01 or 01 02
** and all arithmetic is modulo 2^64.  The content is, without gaps:
**
** 1. Account:  varint, bit i set: field i is known.  0 dc_id, 1 server_address, 2 port, 3 api_id,
**              4 test_mode, 5 auth_key, 6 date, 7 user_id, 8 is_bot.  Then the known ones in
**              this order: zigzag; for server_address varint length and bytes; the key comes in 6.
**              Bit 9 (since 0.2.0): the layout that it came from, likewise varint length and bytes.
** 2. Counts:   varint peers, peers left out, usernames, states, states left out;
**              zigzag first ord, zigzag first day, zigzag first state; varint groups.
** 3. Groups, of peers of one type, ascending by id.  Each: varint type, varint peers (1 or more),
**              zigzag first id.  Types: 0 NULL, 1 channel, 2 supergroup, 3 forum, 4 direct,
**              5 community, 6 group, 7 user, 8 bot, 9 a string of `others`.
** 4. Columns:  for each of the twelve columns below: varint n, zigzag base, one byte width 0..8.
** 5. Strings:  four varints, sizes in bytes of the following, then these:
**              odd        records of peers with flag 2<<4, see 9
**              names      strings
**              others     strings
**              usernames  strings, but their bytes in another order: for c = 0 to 255 those that
**                         stand after a byte c, in the order in which they stand there; the
**                         very first counts as standing after a 00.  As the very last is a 00,
**                         as many stand after c as there are of c.  So count each, keep for
**                         each c where its next one is, begin with c = 0 and take its
**                         next one, which is the first byte and the new c, and so on.
** 6. Key:      the 256 bytes of auth_key, if known.
** 7. Flags:    a byte for each peer, then a byte for each state.
** 8. Planes:   column by column: `width` planes of n bytes, the plane of the highest byte first.
**              Number i of a column is base + the number of `width` bytes spread over
**              the planes at i.  The columns:
**                 0 id      differences to the id before, for all but the first of a group
**                 1 day     differences of the dates that occur often, see below
**                 2 often   which of these dates
**                 3 updated all other dates
**                 4 phone   phone numbers of digits only
**                 5 hash    access hashes
**                 6 whose   the numbers of peers (from 0, in this order) that have a state:
**                           differences to the one before, the first to 0
**                 7 state   ids of the other states, ascending: differences to the one before;
**                           the first id is `first state`, not in the column
**                 8 pts   9 qts   10 date   11 seq      of states
** 9. So a peer is read, in the order of the groups, each part taking the next unread item of
**    its column or of its strings:
**              flags & 3         access_hash: 0 NULL, 1 zero, 2 column hash
**              flags>>2 & 3      updated: 0 NULL, 1 column updated, 2 day[k], k from column often,
**                                day[i] = day[i-1] + number i of column day, day[-1] = first day
**              flags>>4 & 3      username and usernames: 0 NULL and none, 1 one string of
**                                usernames is both and has the first ord, 2 an odd record
**              flags>>6 & 1      phone_number: column phone, in decimal.  0: NULL
**              flags>>7          name: a string of names.  0: NULL
**    An odd record is varint m, and m>>3 times varint k with what k asks for.
**              m & 3             username: 0 NULL, 1 same as the first of its usernames, 2 others
**              m & 4             phone_number: a string of others (flags>>6 is 0 then)
**              k & 1             this username is a string of usernames.  0: NULL
**              k & 2             its ord is the zigzag that follows
**              k & 4             its ord is NULL.  Neither: ord = first ord + 0, 1, 2, ...
**    The order of strings in others: type of a group, then per peer username, phone_number.
**    States: those of peers in the order of peers, then the others.  Flags 1 pts, 2 qts, 4 date,
**    8 seq: the next item of its column.  Flag not set: NULL.
** Everything is used up at the end.  What is said to be 0..2 is never 3.
*/
#ifndef TG_CODEC_BUNDLE_H
#define TG_CODEC_BUNDLE_H

#include "model/account.h"

#define TG_BUNDLE_LAYOUT 47    /* characters of a layout's name: letters, digits, '-' and '.' */

typedef struct TgBundleInfo {
  int iVersion;
  i64 nPeer, nUsername, nState;
  i64 nLeftOut;              /* peers that max_length left out ... */
  i64 nStateLeftOut;         /* ... and states; not 0 only when no peer is in it */
  i64 nContent;              /* bytes of content */
  char zLayout[TG_BUNDLE_LAYOUT+1];          /* the layout that it came from, or "" */
} TgBundleInfo;

/* What is to be put in: rows, see below; the layout that they come from, or 0; how long the text
** may be. */
typedef struct TgBundleRows {
  sqlite3_stmt *pPeers, *pUsernames, *pStates;     /* borrowed; each may be 0 */
  const char *zLayout;
  i64 nMaxLength;
} TgBundleRows;

/* Does the text begin as a bundle of any version does?  n<0: to the NUL. */
int tgBundleIs(const char *z, int n);

/* The bundle, from sqlite3_malloc and *pn characters; 0 with an error.  Caller: tgWipeFree().
** Statements may be 0; they are stepped to the end and reset.  Columns:
**     pPeers      id, type, access_hash, username, phone_number, name, updated
**     pUsernames  id, username, ord       all names of a peer, the main one first; without the
**                                         column ord it is 0, 1, 2 ... as they come; 0: those of
**                                         pPeers
**     pStates     id, pts, qts, date, seq
** They should be in the order of id, else they are sorted.  nMaxLength>0: at most so many
** characters: the account always, then the states, then the peers that were updated last. */
char *tgBundleEncode(TgErr *e, const TgAccount *a, const TgBundleRows *p, int *pn);

/* A bundle that is open to be read.  Nothing but its own columns is looked at: no database. */
typedef struct TgBundle TgBundle;
/* z==0: NULL; no NUL behind it */
typedef struct TgBundleText { const char *z; int n; } TgBundleText;
typedef struct TgBundlePeer {
  i64 id;
  int bHash, bUpdated;                     /* 0: NULL */
  i64 iHash, iUpdated;
  TgBundleText type, username, phone, name;
} TgBundlePeer;
/* pts, qts, date, seq; ab: not NULL */
typedef struct TgBundleState { i64 id, a[4]; int ab[4]; } TgBundleState;

/* Open n bytes and prove all of them: an error, or a bundle that is whole.  *a and *pInfo are
** overwritten, *a is empty after an error.  Caller: tgBundleClose(), which accepts 0. */
TgBundle *tgBundleOpen(TgErr *e, const char *z, int n, TgAccount *a, TgBundleInfo *pInfo);
void tgBundleClose(TgBundle *p);

/* The next peer: 0 when there is none.  Texts are good until the next one.  Then its usernames one
** by one, all of them. */
int tgBundlePeer(TgErr *e, TgBundle *p, TgBundlePeer *pPeer);
int tgBundleName(TgErr *e, TgBundle *p, TgBundleText *pName, i64 *piOrd, int *pbOrd);

/* The next update state, in a pass of its own: tgBundleRewind() is between it and peers. */
int tgBundleState(TgErr *e, TgBundle *p, TgBundleState *pState);
void tgBundleRewind(TgBundle *p);

/* Another reader of the same content, which must outlive it.  Caller: tgBundleClose(). */
TgBundle *tgBundleReader(TgErr *e, const TgBundle *p);

#endif
