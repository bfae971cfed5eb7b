// Sessions in encrypted databases, by better-sqlite3-multiple-ciphers:  node encrypted.mjs tgsession.so FOLDER-OF-node_modules
//
// An encrypted file is a database of the connection: main after PRAGMA key, or attached with KEY.  A path means a plain file.
import {createRequire} from 'node:module'
import {existsSync, readFileSync} from 'node:fs'

const [so, modules] = process.argv.slice(2)
const Database = createRequire(modules + '/')('better-sqlite3-multiple-ciphers')
let passed = 0, failed = 0

function is (what, wanted, got) {
  if (wanted === got) { passed++; return }
  failed++
  console.log(`encrypted: ${what}:\n  wanted ${wanted}\n  got    ${got}`)
}
const one = (db, sql, ...args) => {
  try {
    const stmt = db.prepare(sql)
    if (!stmt.reader) return String(stmt.run(...args).changes)
    const row = stmt.raw().get(...args)
    return row === undefined ? 'none' : row.map(v => Buffer.isBuffer(v) ? `${v.length} bytes` : String(v)).join(' | ')
  } catch (e) {
    return 'error: ' + e.message
  }
}
const open = (path, cipher, key) => {
  const db = new Database(path)
  if (cipher) db.pragma(`cipher='${cipher}'`)
  if (key) db.pragma(`key='${key}'`)
  db.loadExtension(so)
  return db
}

for (const cipher of ['sqlcipher', 'chacha20', 'aes256cbc']) {
  const file = `vault-${cipher}.db`
  const say = s => `${cipher}, ${s}`
  let db = open(file, cipher, 'made up')
  // A vault in the encrypted main, beside a session there, and an encrypted session that is attached.
  one(db, `INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key)
    VALUES ('main', 'pyrogram-3', 2, 777, 1, 5, CAST(printf('%.256c', 'k') AS BLOB))`)
  is(say('asked'), 'main | pyrogram-3 | 777 | null', one(db, 'SELECT name, layout, user_id, problem FROM session'))
  is(say('a peer'), '1', one(db, "INSERT INTO session_peers(session, id, type, access_hash) VALUES ('main', 9, 'user', 1)"))
  is(say('exported'), '362', one(db, 'SELECT length(session_export())'))
  one(db, 'CREATE TABLE vault(name, bundle)')
  one(db, "INSERT INTO vault SELECT 'a', session_export('main', 'bundle')")
  is(say('a vault'), 'a | 777 | 1', one(db, 'SELECT v.name, s.user_id, s.peers FROM vault v, session(v.bundle) s'))
  one(db, `ATTACH 'bot-${cipher}.session' AS bot KEY 'another'`)
  is(say('imported'), 'bot', one(db, "SELECT session_import(bundle, 'bot', 'kurigram-7') FROM vault"))
  is(say('migrated'), 'bot', one(db, "SELECT session_migrate('bot', 'telethon-7')"))
  is(say('migrated main'), 'main', one(db, "SELECT session_migrate('main', 'kurigram-7')"))
  is(say('checked'), '[] | note', one(db, `SELECT session_check('bot'), group_concat(DISTINCT json_extract(value, '$.severity'))
    FROM json_each(session_check('main'))`))                          // the vault is no client's table
  is(say('repaired'), '[]', one(db, "SELECT session_repair('bot')"))
  is(say('the peers came along'), '9 | 1', one(db, "SELECT id, access_hash FROM session_peers('bot')"))
  is(say('an image is plain'), 'kurigram-7', one(db, "SELECT json_extract(session_info(session_export('main', 'kurigram-7')), '$.format')"))
  one(db, 'BEGIN')
  one(db, "DELETE FROM session WHERE name = 'bot'")
  one(db, 'ROLLBACK')
  is(say('rolled back'), 'telethon-7', one(db, "SELECT layout FROM session WHERE name = 'bot' AND auth_key IS NOT NULL"))
  // Out into a plain file, and what an encrypted one is by its path.
  is(say('into a plain file'), `./plain-${cipher}.session`, one(db, `SELECT session_import(session_export('bot'), './plain-${cipher}.session')`))
  db.close()
  is(say('what is on the disk'), 'false', String(readFileSync(`bot-${cipher}.session`).includes('kkkkkkkk')))
  is(say('no journal is left'), 'false', String(existsSync(`bot-${cipher}.session-journal`)))
  db = open(':memory:')
  is(say('by its path'), `not-a-database: ./bot-${cipher}.session is not a SQLite database, or it is encrypted`,
    one(db, `SELECT substr(problem, 1, instr(problem, 'encrypted') + 8) FROM session('./bot-${cipher}.session')`))
  is(say('by its path, exported'), 'true', String(one(db, `SELECT session_export('./bot-${cipher}.session')`).endsWith('or it is encrypted')))
  is(say('by its path, the way'), 'true', String(/ATTACH it with its KEY$/.test(one(db,
    `SELECT remedy FROM session('./bot-${cipher}.session'), session_findings f WHERE f.code = substr(problem, 1, instr(problem, ':') - 1)`))))
  is(say('it is not written'), 'true', String(one(db, `SELECT session_import(?, './bot-${cipher}.session')`,
    one(open(file, cipher, 'made up'), 'SELECT bundle FROM vault')).startsWith('error: ')))
  db.close()
  // Again, from the file; with a wrong key nothing.
  db = open(file, cipher, 'made up')
  one(db, `ATTACH 'bot-${cipher}.session' AS bot KEY 'another'`)
  is(say('again'), '2 | 1', one(db, 'SELECT count(*), count(DISTINCT auth_key_id) FROM session WHERE problem IS NULL'))
  db.close()
  db = open(file, cipher, 'wrong')
  is(say('a wrong key'), 'true', String(/not a database|^error/.test(one(db, 'SELECT problem FROM session'))))
  db.close()
}
console.log(`encrypted: ${passed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
