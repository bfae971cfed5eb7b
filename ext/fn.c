/* layer 5: the SQL functions: arguments in, an operation of op.h, the result out.
**
**     SELECT session_import(:string, 'bot');                          'bot'
**     SELECT session_export('bot', 'telethon');                       a string
**     SELECT session_export('bot', 'kurigram-7');                     an image (BLOB)
**     SELECT session_convert(:string, 'telethon', 'user_id', 777);    no container touched
**     SELECT session_info(:string);                                   JSON without secrets
**     SELECT session_check('./my_account.session');                   '[]' when healthy
**
** The risk of each is one of three words.  PURE depends on its arguments alone and gives no secret.  SECRET
** sees keys, EFFECT reads or writes containers: both DIRECTONLY, so that no view or trigger of a
** stranger's database can call them.
*/
#include "fn.h"

#define PURE   (SQLITE_UTF8|SQLITE_INNOCUOUS|SQLITE_DETERMINISTIC)
#define SECRET (SQLITE_UTF8|SQLITE_DIRECTONLY|SQLITE_DETERMINISTIC)
#define EFFECT (SQLITE_UTF8|SQLITE_DIRECTONLY)

static const char *fnText(sqlite3_value **apArg, int nArg, int i){
  return i<nArg && sqlite3_value_type(apArg[i])!=SQLITE_NULL ? (const char*)sqlite3_value_text(apArg[i]) : 0;
}

static void fnResult(sqlite3_context *ctx, TgErr *e, TgOut *pOut, const char *zWhere){
  if( e->rc==SQLITE_OK ){
    tgOutResult(pOut, ctx);
  }else{
    tgOutFree(pOut);
    tgErrToCtx(e, ctx, zWhere);
  }
}

static void fnVersion(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  (void)nArg; (void)apArg;
  sqlite3_result_text(ctx, TG_VERSION, -1, SQLITE_STATIC);
}

/* session_export([name [, format [, option, value]...]]) */
static void fnExport(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  TgValue v;
  const char *zName = fnText(apArg, nArg, 0);
  tgOutInit(&out);
  tgValueInit(&v, sqlite3_user_data(ctx));
  tgOptions(&e, &opt, nArg>2 ? nArg-2 : 0, apArg+2);
  if( opt.zFrom ) tgFail(&e, SQLITE_ERROR, "option 'from' is for strings; a container is recognised by its tables");
  tgValueContainer(&e, &v, sqlite3_user_data(ctx), zName ? zName : "main", zName==0);
  if( e.rc==SQLITE_OK ){
    tgValueOverride(&v, &opt);
    tgProduce(&e, &v, fnText(apArg, nArg, 1), &opt, &out);
  }
  if( zName ) tgNameFile(&e, zName);
  fnResult(ctx, &e, &out, "session_export");
  tgValueClose(&v);
}

/* session_import(value [, name [, layout [, option, value]...]]) */
static void fnImport(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgValue v;
  const char *zName = fnText(apArg, nArg, 1);
  char *zResult;
  tgValueInit(&v, sqlite3_user_data(ctx));
  if( zName==0 ) zName = "main";
  zResult = tgStrdup(&e, zName, -1);         /* first: once it is imported nothing may fail */
  if( nArg<1 ) tgFail(&e, SQLITE_ERROR, "give a value: session_import(value, name, layout, option, value...)");
  else tgOptions(&e, &opt, nArg>3 ? nArg-3 : 0, apArg+3);
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( e.rc==SQLITE_OK ){
    tgValueOverride(&v, &opt);
    tgImport(&e, &v, zName, fnText(apArg, nArg, 2), 0);
  }
  if( e.rc==SQLITE_OK ) sqlite3_result_text(ctx, zResult, -1, sqlite3_free);
  else sqlite3_free(zResult);
  tgErrToCtx(&e, ctx, "session_import");
  tgValueClose(&v);
}

/* session_convert(value, format [, option, value]...) */
static void fnConvert(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  TgValue v;
  if( nArg>0 && sqlite3_value_type(apArg[0])==SQLITE_NULL ) return;
  tgOutInit(&out);
  tgValueInit(&v, sqlite3_user_data(ctx));
  if( nArg<2 ) tgFail(&e, SQLITE_ERROR, "give a value and a format: session_convert(value, format, option, value...)");
  else tgOptions(&e, &opt, nArg-2, apArg+2);
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( e.rc==SQLITE_OK ){
    const char *zFormat = fnText(apArg, nArg, 1);
    tgValueOverride(&v, &opt);
    if( zFormat==0 ) tgFail(&e, SQLITE_ERROR, "the format is NULL; SELECT name FROM session_formats lists them");
    tgProduce(&e, &v, zFormat, &opt, &out);
  }
  fnResult(ctx, &e, &out, "session_convert");
  tgValueClose(&v);
}

/* session_info(value [, option, value]...) */
static void fnInfo(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgValue v;
  char *z = 0;
  if( nArg>0 && sqlite3_value_type(apArg[0])==SQLITE_NULL ) return;
  tgValueInit(&v, sqlite3_user_data(ctx));
  if( nArg<1 ) tgFail(&e, SQLITE_ERROR, "give a value: session_info(value)");
  else tgOptions(&e, &opt, nArg-1, apArg+1);
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( e.rc==SQLITE_OK ) z = tgInfo(&e, &v);
  if( e.rc==SQLITE_OK ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_free(z);
  tgErrToCtx(&e, ctx, "session_info");
  tgValueClose(&v);
}

static void fnCare(sqlite3_context *ctx, int nArg, sqlite3_value **apArg, const char *zWhere,
                   char *(*xDo)(TgErr*, TgCtx*, const char*)){
  TgErr e = TG_ERR_INIT;
  const char *zName = fnText(apArg, nArg, 0);
  char *z = 0;
  if( nArg>1 ) tgFail(&e, SQLITE_ERROR, "takes one argument: the database or the file");
  if( e.rc==SQLITE_OK ) z = xDo(&e, sqlite3_user_data(ctx), zName ? zName : "main");
  if( e.rc==SQLITE_OK ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_free(z);
  tgErrToCtx(&e, ctx, zWhere);
}

static void fnCheck(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  fnCare(ctx, nArg, apArg, "session_check", tgCheck);
}

static void fnRepair(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  fnCare(ctx, nArg, apArg, "session_repair", tgRepair);
}

const TgFunc aTgFunc[] = {
  { "session_check",   -1, EFFECT, fnCheck   },
  { "session_convert", -1, SECRET, fnConvert },
  { "session_export",  -1, EFFECT, fnExport  },
  { "session_import",  -1, EFFECT, fnImport  },
  { "session_info",    -1, PURE,   fnInfo    },
  { "session_repair",  -1, EFFECT, fnRepair  },
  { "session_version",  0, PURE,   fnVersion },
  { 0, 0, 0, 0 }
};
