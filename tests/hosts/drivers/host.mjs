// The checks in JavaScript:  node host.mjs better-sqlite3 tgsession.so <lines
//
// Whole numbers are read as BigInt where the host can, since a Number has lost what is beyond 2^53; the line that does it is
// each host's own.  `i` is bound as BigInt, `j` as Number.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'

const [which, so, modules] = process.argv.slice(2)
const require = createRequire((modules || import.meta.dirname) + '/')

// The libraries with prepare(): what opens a database, and what runs a statement that gives rows, or none.
const sync = (open, all) => path => {
  const db = open(path)
  return {all: async (sql, params) => all(db.prepare(sql), params, db), load: () => db.loadExtension(so), close: () => db.close()}
}
const numbered = params => Object.fromEntries(params.map((v, i) => [i + 1, v]))
const better = name => {
  const Database = require(name)
  return sync(path => new Database(path), (stmt, params) => {
    const bound = params.length ? [numbered(params)] : []
    return stmt.reader ? stmt.safeIntegers().raw().all(...bound) : (stmt.run(...bound), [])
  })
}
const hosts = {
  'better-sqlite3': () => better('better-sqlite3'),
  'better-sqlite3-multiple-ciphers': () => better('better-sqlite3-multiple-ciphers'),
  'libsql': () => {
    const Database = require('libsql')
    return sync(path => new Database(path), (stmt, params) => {
      stmt.safeIntegers(true)
      return stmt.reader ? stmt.raw().all(params) : (stmt.run(params), [])
    })
  },
  'node:sqlite': () => {
    const {DatabaseSync} = require('node:sqlite')
    return sync(path => new DatabaseSync(path, {allowExtension: true}), (stmt, params) => {
      stmt.setReadBigInts(true)
      return stmt.all(...params).map(row => Object.values(row))
    })
  },
  'bun': async () => {
    const {Database} = await import('bun:sqlite')
    return sync(path => new Database(path, {safeIntegers: true}), (stmt, params) => stmt.values(...params))
  },
  // Binds numbers of 32 bits as they are and others as REAL, so that a BigInt goes as text; reads only Numbers.
  'sqlite3': () => {
    const sqlite3 = require('sqlite3')
    const call = (db, method, ...args) => new Promise((ok, no) => db[method](...args, (e, r) => e ? no(e) : ok(r)))
    return path => {
      const db = new sqlite3.Database(path)
      const plain = v => typeof v === 'bigint' ? String(v) : v
      return {
        all: async (sql, params) => (await call(db, 'all', sql, params.map(plain))).map(row => Object.values(row)),
        load: () => call(db, 'loadExtension', so), close: () => call(db, 'close')
      }
    }
  }
}

const kept = {}
const value = p => {
  const v = p.slice(2)
  return {t: () => v, i: () => BigInt(v), j: () => Number(v), r: () => Number(v), b: () => Buffer.from(v, 'hex'), n: () => null,
    '=': () => kept[v]}[p[0]]()
}
const bytes = v => v instanceof Uint8Array || v instanceof ArrayBuffer
const show = v => v == null ? 'NULL' : bytes(v) ? `x'${Buffer.from(v).toString('hex')}'` : String(v)

const open = await hosts[which]()
const conns = {1: open(':memory:')}
await conns[1].load()
for (const line of readFileSync(0, 'utf8').split('\n')) {
  const [verb, name, conn, sql, ...params] = line.split('\t')
  if (verb === 'open') { conns[name] = open(conn); await conns[name].load() }
  if (verb === 'load') await conns[name].load()
  if (verb === 'close') { await conns[name].close(); delete conns[name] }
  if (verb !== 'run') continue
  let text
  try {
    const rows = await conns[conn].all(sql, params.map(value))
    const first = rows.length ? rows[0][0] : null
    kept[name] = bytes(first) ? Buffer.from(first) : first
    text = rows.map(row => row.map(show).join(' | ')).join(' ; ')
  } catch (e) {
    text = 'error: ' + e.message.replace(/\n/g, ' ')
  }
  console.log(name + '\t' + text)
}
