// The module of WebAssembly, in Node:  node wasm.js build/wasm/tgsession.js
//
// What a page would do with it: say what a session is, without the session leaving the page.
'use strict'
const fs = require('fs')
const path = require('path')
const file = path.resolve(process.argv[2])
const tgsession = require(file)

let passed = 0
let failed = 0
function is (what, wanted, got) {
  const text = v => typeof v === 'string' ? v : JSON.stringify(v, (k, x) => typeof x === 'bigint' ? x + 'n' : x)
  if (text(wanted) === text(got)) { passed++; return }
  failed++
  console.log(`wasm: ${what}:\n  wanted ${text(wanted)}\n  got    ${text(got)}`)
}

async function main () {
  const db = await tgsession()
  const one = (sql, ...params) => {
    try {
      const rows = db.all(sql, params)
      return rows.length ? Object.values(rows[0]) : []
    } catch (e) {
      return 'error: ' + e.message
    }
  }
  is('which entry point', [1], one("SELECT session_version() GLOB '*.*.* values-only'"))
  is('formats', [1], one('SELECT count(*)>40 FROM session_formats'))

  // A login out of its fields, and every way out of it and back.
  is('made', [], one("INSERT INTO session(name, layout, dc_id, user_id, is_bot, api_id, auth_key) VALUES ('main', 'pyrogram-3', 2, ?, 1, 5, ?)",
    777000123, new Uint8Array(256).fill(0x30)))
  is('a peer', [], one("INSERT INTO session_peers(session, id, type, access_hash, username) VALUES ('main', ?, 'channel', ?, 'news')",
    -1001234567890, -6813863586994958762n))
  is('its hash', [-6813863586994958762n, -1001234567890], one('SELECT access_hash, id FROM session_peers'))
  const [string] = one('SELECT session_export()')
  is('info', ['pyrogram', 2, 777000123], one("SELECT i->>'format', i->>'dc_id', i->>'user_id' FROM (SELECT session_info(?) AS i)", string))
  is('convert', [353], one("SELECT length(session_convert(?, 'telethon'))", string))
  is('convert, what it lacks', "error: session_convert: pyrogram string: user_id is not known from the source; give it: 'user_id', N",
    one("SELECT session_convert(session_convert(?, 'telethon'), 'pyrogram')", string))
  const [bundle] = one("SELECT session_export('main', 'bundle')")
  is('a bundle', 'tgs1.', bundle.slice(0, 5))
  is('a bundle, asked', ['bundle', 1], one("SELECT i->>'format', i->>'peers' FROM (SELECT session_info(?) AS i)", bundle))
  const [image] = one("SELECT session_convert(?, 'kurigram-7')", bundle)
  is('an image', 'SQLite format 3', Buffer.from(image.slice(0, 15)).toString())
  is('a table over an image', ['value', 'kurigram-7', 777000123, 1, null], one('SELECT name, layout, user_id, peers, problem FROM session(?)', image))
  is('its peers', [-1001234567890, 'news'], one("SELECT id, username FROM session_peers(?, '@News')", image))
  is('over a string', ['value', 777000123], one('SELECT name, user_id FROM session(?)', string))
  is('attached', [], one("ATTACH ':memory:' AS bot"))
  is('import wants a transaction', true, String(one("SELECT session_import(?, 'bot')", bundle)).includes('write BEGIN first'))
  one('BEGIN')
  is('import', ['bot'], one("SELECT session_import(?, 'bot', 'telethon-7')", bundle))
  is('migrate', ['bot'], one("SELECT session_migrate('bot', 'mtcute-1')"))
  one('COMMIT')
  is('both', ['bot,main'], one('SELECT group_concat(name) FROM (SELECT name FROM session ORDER BY name)'))
  is('check', ['[]'], one("SELECT session_check('bot')"))
  is('torn', 'error: session_info: 10 characters: a telethon string has 353 or 369; it is cut short', one('SELECT session_info(?)', '1ApWapzMBu'))
  is('NULL', [null], one('SELECT session_info(?)', null))

  // 5,000 peers, there and back: more memory than it began with.
  one(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<5000)
    INSERT INTO session_peers(session, id, type, access_hash) SELECT 'main', i, 'user', i*1844674407370955 FROM n`)
  const [big] = one("SELECT session_export('main', 'bundle')")
  is('many', [5001], one('SELECT count(*) FROM session_peers(?)', big))

  // No path reaches a file, not even one in the memory of the module.
  const shut = n => 'error: ' + n + ' is a file, and only values and databases of the connection are reached here'
  is('a file', shut('session: ./a.session'), one("SELECT * FROM session('./a.session')"))
  is('a file, exported', shut('session_export: ./a.session'), one("SELECT session_export('./a.session')"))
  is('a file, written', shut('session: ./a.session'), one("INSERT INTO session(name, string) VALUES ('./a.session', ?)", string))
  is('a file of the module', [], one("ATTACH 'in-memory.session' AS f"))
  is('by its path', shut('session: ./in-memory.session'), one("SELECT * FROM session('./in-memory.session')"))

  // Two are two, and what is closed is closed.
  const other = await tgsession()
  is('another', [{n: 0}], other.all('SELECT count(*) AS n FROM session'))
  other.close()
  other.close()
  db.close()
  let closed = ''
  try { db.all('SELECT 1') } catch (e) { closed = 'closed' }
  is('closed', 'closed', closed)

  // The bundle of this processor is the bundle of the others: that of a native library over the same rows.
  const native = process.argv[3]
  if (native) is('the same bundle', fs.readFileSync(native, 'utf8').trim(), await fixed())
  console.log(`wasm: ${passed} passed, ${failed} failed`)
  process.exitCode = failed ? 1 : 0
}

// See wasm.sh, which asks the sqlite3 shell for the same.
async function fixed () {
  const db = await tgsession()
  fs.readFileSync(path.join(__dirname, 'wasm.sql'), 'utf8').split(/;\n/).filter(s => s.trim()).forEach(s => db.all(s))
  const [row] = db.all("SELECT session_export('main', 'bundle') AS bundle")
  db.close()
  return row.bundle
}

main()
