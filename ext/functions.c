/* functions: the SQL functions: arguments in, an operation of op.h, the result out.
**
**     SELECT session_import(:string, 'bot');                          'bot'
**     SELECT session_export('bot', 'telethon');                       a string
**     SELECT session_export('bot', 'kurigram-7');                     an image (BLOB)
**     SELECT session_convert(:string, 'telethon', 'user_id', 777);    no container touched
**     SELECT session_migrate('bot', 'telethon-7');                    'bot'
**     SELECT session_info(:string);                                   JSON without secrets
**     SELECT session_check('./my_account.session');                   '[]' when healthy
**     SELECT session_help('session_export');                          the manual
**
** The risk of each is one of three words.  PURE depends on its arguments alone and gives no secret.
** SECRET sees keys, EFFECT reads or writes containers: both DIRECTONLY, so that no view or trigger
** of a stranger's database can call them.
*/
#include "functions.h"
#include "base/dirlist.h"

#define PURE   (SQLITE_UTF8|SQLITE_INNOCUOUS|SQLITE_DETERMINISTIC)
#define SECRET (SQLITE_UTF8|SQLITE_DIRECTONLY|SQLITE_DETERMINISTIC)
#define EFFECT (SQLITE_UTF8|SQLITE_DIRECTONLY)

/* Argument i as text; 0: there is none, or it is NULL.  One that there is no memory for is an
** error, not an argument that was not given. */
static const char *fnText(TgErr *e, sqlite3_value **apArg, int nArg, int i){
  const char *z;
  if( i>=nArg || sqlite3_value_type(apArg[i])==SQLITE_NULL ) return 0;
  z = (const char*)sqlite3_value_text(apArg[i]);
  if( z==0 ) tgNomem(e);
  return z;
}

/* Argument i, the name of a container.  A NULL is an error, never the default: it comes from a
** query that found nothing, and what follows would be done to the wrong session. */
static const char *fnName(TgErr *e, sqlite3_value **apArg, int nArg, int i, const char *zDefault){
  const char *z = fnText(e, apArg, nArg, i);
  if( i>=nArg ) return zDefault;
  if( z==0 ){
    tgFail(e, SQLITE_ERROR, "the name is NULL: a query found none; 'main' is the main database");
  }else if( (int)strlen(z)!=sqlite3_value_bytes(apArg[i]) ){
    tgFail(e, SQLITE_ERROR, "the name holds a NUL character");
  }
  return z;
}

/* A server may take a SELECT for reading, and lose what it writes: there a function writes only
** where the user has begun. */
static void fnWrites(TgErr *e, TgCtx *p){
  if( p->bValuesOnly && sqlite3_get_autocommit(p->db) ){
    tgFail(e, SQLITE_READONLY,
           "a SELECT writes here only inside of a transaction: write BEGIN first, or INSERT INTO "
           "session");
  }
}

/* With 'try', 1 what went wrong is the result, "code: sentence"; but a lack of memory and an
** interrupt are nobody's. */
static void fnTried(sqlite3_context *ctx, TgErr *e, const TgOpt *pOpt){
  TgErr e2 = TG_ERR_INIT;
  char *z;
  if( e->rc==SQLITE_OK || !pOpt->bTry || tgErrFatal(e->rc) ) return;
  z = tgErrSentence(&e2, e);
  if( z ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else *e = e2;
}

/* Likewise where the result is a value: then it is NULL. */
static void fnTriedNull(TgErr *e, const TgOpt *pOpt, TgOut *pOut){
  if( e->rc==SQLITE_OK || !pOpt->bTry || tgErrFatal(e->rc) ) return;
  tgErrClear(e);
  if( pOut ) tgOutFree(pOut);
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
  TgCtx *p = sqlite3_user_data(ctx);
  (void)nArg; (void)apArg;
  sqlite3_result_text(ctx, p->bValuesOnly ? TG_VERSION_VALUES : TG_VERSION, -1, SQLITE_STATIC);
}

/* session_help([topic]).  Of NULL: NULL, as with any function that only looks something up. */
static void fnHelp(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  const char *zTopic = fnText(&e, apArg, nArg, 0);
  char *z;
  if( nArg==1 && zTopic==0 && e.rc==SQLITE_OK ) return;
  if( nArg>1 ) tgFail(&e, SQLITE_ERROR, "takes one argument: session_help(topic)");
  z = e.rc==SQLITE_OK ? tgHelp(&e, sqlite3_user_data(ctx), nArg ? zTopic : "") : 0;
  if( z ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  tgErrToCtx(&e, ctx, "session_help");
}

/* session_export([name [, format [, option, value]...]]) */
static void fnExport(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgOut out;
  TgValue v;
  const char *zName = fnName(&e, apArg, nArg, 0, "main");
  tgOutInit(&out);
  tgValueInit(&v, sqlite3_user_data(ctx));
  tgOptions(&e, &opt, nArg>2 ? nArg-2 : 0, apArg+2, TG_OPT_FIELDS|TG_OPT_KEY_ID|TG_OPT_MAX_LENGTH|
            TG_OPT_TRY);
  if( e.rc==SQLITE_OK ) tgValueContainer(&e, &v, sqlite3_user_data(ctx), zName, nArg==0);
  if( e.rc==SQLITE_OK ){
    tgValuePick(&e, &v, &opt);
    tgValueOverride(&e, &v, &opt);
    tgProduce(&e, &v, fnText(&e, apArg, nArg, 1), &opt, &out);
  }
  if( zName ) tgNameFile(&e, zName);
  fnTriedNull(&e, &opt, &out);
  fnResult(ctx, &e, &out, "session_export");
  tgValueClose(&v);
}

/* The container's name is the result, unless an error takes its place.  It is given first, since
** SQLite makes UTF-16 of it where the connection has that, and once the work is done nothing may
** fail. */
static void fnNamed(sqlite3_context *ctx, TgErr *e, const TgOpt *pOpt, const char *zName){
  char *z = zName ? tgDirHome(e, zName) : 0;
  if( z && !pOpt->bTry ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_free(z);
}

/* session_import(value [, name [, layout [, option, value]...]]) */
static void fnImport(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  TgValue v;
  const char *zName = fnName(&e, apArg, nArg, 1, "main");
  tgValueInit(&v, sqlite3_user_data(ctx));
  tgOptions(&e, &opt, nArg>3 ? nArg-3 : 0, apArg+3, TG_OPT_FIELDS|TG_OPT_KEY_ID|TG_OPT_FROM|
            TG_OPT_REPLACE|TG_OPT_TRY);
  fnNamed(ctx, &e, &opt, zName);
  fnWrites(&e, sqlite3_user_data(ctx));
  if( nArg<1 ){
    tgFail(&e, SQLITE_ERROR, "give a value: session_import(value, name, layout, option, value...)");
  }
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( e.rc==SQLITE_OK ){
    tgValuePick(&e, &v, &opt);
    tgValueOverride(&e, &v, &opt);
    tgImport(&e, &v, zName, fnText(&e, apArg, nArg, 2), opt.bReplace ? TG_REPLACE|TG_STATES : 0);
  }
  fnTried(ctx, &e, &opt);
  tgErrToCtx(&e, ctx, "session_import");
  tgValueClose(&v);
}

/* session_migrate(name, layout [, option, value]...) */
static void fnMigrate(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  const char *zName = fnName(&e, apArg, nArg, 0, 0);
  TgChanges to = {fnText(&e, apArg, nArg, 1), &opt.over, 0};
  tgOptions(&e, &opt, nArg>2 ? nArg-2 : 0, apArg+2, TG_OPT_FIELDS|TG_OPT_TRY);
  fnNamed(ctx, &e, &opt, zName);
  fnWrites(&e, sqlite3_user_data(ctx));
  if( nArg<2 ){
    tgFail(&e, SQLITE_ERROR,
           "give a name and a layout: session_migrate(name, layout, option, value...)");
  }
  if( to.zLayout==0 ){
    tgFail(&e, SQLITE_ERROR,
           "the layout is NULL; SELECT name FROM session_formats WHERE kind='layout' lists them");
  }
  if( e.rc==SQLITE_OK ) tgChange(&e, sqlite3_user_data(ctx), zName, &to, 0);
  fnTried(ctx, &e, &opt);
  tgErrToCtx(&e, ctx, "session_migrate");
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
  tgOptions(&e, &opt, nArg>2 ? nArg-2 : 0, apArg+2,
            TG_OPT_FIELDS|TG_OPT_KEY_ID|TG_OPT_FROM|TG_OPT_MAX_LENGTH|TG_OPT_TRY);
  if( nArg<2 ){
    tgFail(&e, SQLITE_ERROR,
           "give a value and a format: session_convert(value, format, option, value...)");
  }
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( e.rc==SQLITE_OK ){
    const char *zFormat = fnText(&e, apArg, nArg, 1);
    tgValuePick(&e, &v, &opt);
    tgValueOverride(&e, &v, &opt);
    if( zFormat==0 ){
      tgFail(&e, SQLITE_ERROR, "the format is NULL; SELECT name FROM session_formats lists them");
    }
    tgProduce(&e, &v, zFormat, &opt, &out);
  }
  fnTriedNull(&e, &opt, &out);
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
  tgOptions(&e, &opt, nArg>1 ? nArg-1 : 0, apArg+1, TG_OPT_FIELDS|TG_OPT_KEY_ID|TG_OPT_FROM|
            TG_OPT_TRY);
  if( nArg<1 ) tgFail(&e, SQLITE_ERROR, "give a value: session_info(value)");
  if( e.rc==SQLITE_OK ) tgValueOpen(&e, &v, sqlite3_user_data(ctx), apArg[0], &opt);
  if( opt.zKeyId ) tgValuePick(&e, &v, &opt);
  if( e.rc==SQLITE_OK ) z = tgInfo(&e, &v);
  if( e.rc==SQLITE_OK ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_free(z);
  fnTriedNull(&e, &opt, 0);
  tgErrToCtx(&e, ctx, "session_info");
  tgValueClose(&v);
}

/* The JSON z, which is freed, or the error. */
static void fnCareResult(sqlite3_context *ctx, TgErr *e, char *z, const char *zWhere){
  if( e->rc==SQLITE_OK ) sqlite3_result_text(ctx, z, -1, sqlite3_free);
  else sqlite3_free(z);
  tgErrToCtx(e, ctx, zWhere);
}

static void fnCheck(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  const char *zName = fnName(&e, apArg, nArg, 0, "main");
  if( nArg>1 ) tgFail(&e, SQLITE_ERROR, "takes one argument: the database or the file");
  fnCareResult(ctx, &e, e.rc==SQLITE_OK ? tgCheck(&e, sqlite3_user_data(ctx), zName) : 0,
               "session_check");
}

static void fnRepair(sqlite3_context *ctx, int nArg, sqlite3_value **apArg){
  TgErr e = TG_ERR_INIT;
  TgOpt opt;
  const char *zName = fnName(&e, apArg, nArg, 0, "main");
  char *z;
  tgOptions(&e, &opt, nArg>1 ? nArg-1 : 0, apArg+1, TG_OPT_REBUILD|TG_OPT_TRY);
  fnWrites(&e, sqlite3_user_data(ctx));
  z = e.rc==SQLITE_OK ? tgRepair(&e, sqlite3_user_data(ctx), zName, opt.bRebuild) : 0;
  if( e.rc!=SQLITE_OK && opt.bTry && !tgErrFatal(e.rc) ) z = tgRepairFailed(&e);
  fnCareResult(ctx, &e, z, "session_repair");
}

const TgFunc aTgFunc[] = {
  { "session__apply",   1, EFFECT, tgWriteApply },           /* see op_write.c */
  { "session_check",   -1, EFFECT, fnCheck   },
  { "session_convert", -1, SECRET, fnConvert },
  { "session_export",  -1, EFFECT, fnExport  },
  { "session_help",    -1, PURE,   fnHelp    },
  { "session_import",  -1, EFFECT, fnImport  },
  { "session_info",    -1, PURE,   fnInfo    },
  { "session_migrate", -1, EFFECT, fnMigrate },
  { "session_repair",  -1, EFFECT, fnRepair  },
  { "session_version",  0, PURE,   fnVersion },
  { 0, 0, 0, 0 }
};
