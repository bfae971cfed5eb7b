/* Strings of formats that are only read:
**
**     char *z = readOnlyText(3, &a);       "WZ_A...", 438 characters
*/
#ifndef READONLY_H
#define READONLY_H

#include "base/base64.h"
#include "base/bytes.h"
#include "model/account.h"
#include <stdlib.h>
#include <string.h>

/* gogram's three (0 to 2) and wzgram's (3 to 5), from a.  Caller: free(). */
static inline char *readOnlyText(int iKind, const TgAccount *a){
  u8 aRaw[700];
  Wr w = wrInit(aRaw, sizeof(aRaw));
  char zId[17], *zOut = calloc(1, 1200), zB64[400] = "", *z = zOut;
  u8 hash[8];
  int i, nRaw;
  tgKeyId(a->key, zId);
  for(i=0; i<8; i++){
    char zHex[3] = {zId[2*i], zId[2*i+1], 0};
    hash[i] = (u8)strtol(zHex, 0, 16);
  }
  if( iKind<3 ){
    const char *zSep = iKind==1 ? ":_:" : "::";
    char zTail[100];
    if( iKind==0 ){
      tgB64Encode(a->key, TG_KEY_SIZE, 0, 1, zB64);
      wrBytes(&w, "{\"key\":\"", 8);
      wrBytes(&w, zB64, strlen(zB64));
      memset(zB64, 0, sizeof(zB64));
      tgB64Encode(hash, 8, 0, 1, zB64);
      wrBytes(&w, "\",\"hash\":\"", 10);
      wrBytes(&w, zB64, strlen(zB64));
      sqlite3_snprintf(sizeof(zTail), zTail, "\",\"dc_id\":%d,\"ip_addr\":\"%s:%d\",\"app_id\":%d}",
                       (int)a->n[TG_DC_ID], a->zAddr, (int)a->n[TG_PORT], (int)a->n[TG_API_ID]);
    }else{
      wrBytes(&w, a->key, TG_KEY_SIZE);
      wrBytes(&w, zSep, strlen(zSep));
      wrBytes(&w, hash, 8);
      sqlite3_snprintf(sizeof(zTail), zTail, "%s%s:%d%s%d%s%d", zSep, a->zAddr,
                       (int)a->n[TG_PORT], zSep, (int)a->n[TG_DC_ID], zSep, (int)a->n[TG_API_ID]);
    }
    wrBytes(&w, zTail, strlen(zTail));
    memcpy(z, iKind==0 ? "1BvE" : "1BvX", 4);
    z += 4;
  }else{                                     /* 3: 438 characters, 4: 395, 5: 387 */
    uint32_t crc = 0xffffffffu;
    int nAddr = iKind==3 ? 48 : 16, j;
    char zAddr[48] = {0};
    memcpy(zAddr, a->zAddr, strlen(a->zAddr));
    wrU8(&w, iKind==3 ? 3 : 2);
    wrU8(&w, (unsigned)a->n[TG_DC_ID]);
    wrU32be(&w, (uint32_t)a->n[TG_API_ID]);
    wrU8(&w, (unsigned)a->n[TG_TEST_MODE]);
    wrBytes(&w, a->key, TG_KEY_SIZE);
    wrU64be(&w, (uint64_t)a->n[TG_USER_ID]);
    wrU8(&w, (unsigned)a->n[TG_IS_BOT]);
    wrU16be(&w, (unsigned)a->n[TG_PORT]);
    wrBytes(&w, zAddr, (size_t)nAddr);
    for(i=0; i<274+nAddr; i++){              /* CRC-32, bit by bit */
      crc ^= aRaw[i];
      for(j=0; j<8; j++) crc = crc&1 ? crc>>1 ^ 0xedb88320u : crc>>1;
    }
    if( iKind<5 ){
      wrU32le(&w, ~crc);
      memcpy(z, "WZ_", 3);
      z += 3;
    }
  }
  nRaw = (int)(w.p - aRaw);
  tgB64Encode(aRaw, nRaw, 1, 0, z);
  return zOut;
}

#endif
