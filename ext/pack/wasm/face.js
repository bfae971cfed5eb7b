// What of the module people see: a SQLite in memory with the extension in it, which reaches no file.
//
//     const tgsession = require('./tgsession.js')                  // or <script src="tgsession.js">
//     const db = await tgsession()
//     db.all('SELECT session_info(?) AS info', [string])           // [{info: '{"format":...'}]
//     db.close()
//
// Integers are Numbers as long as they are exact, beyond that BigInts; bytes are Uint8Arrays, in and out.
const tgsession = (function (createModule) {
  const ROW = 100
  const INTEGER = 1, FLOAT = 2, TEXT = 3, BLOB = 4

  return async function tgsession () {
    const m = await createModule()
    const pointer = m._malloc(4)
    const at = p => m.HEAPU32[p >> 2]
    const copy = bytes => {                                 // into the module's memory, and a NUL behind it
      const p = m._malloc(bytes.length + 1)
      m.HEAPU8.set(bytes, p)
      m.HEAPU8[p + bytes.length] = 0
      return p
    }
    const text = s => copy(new TextEncoder().encode(s))
    const bytesAt = (p, n) => m.HEAPU8.slice(p, p + n)
    const string = p => m.UTF8ToString(p)

    if (m._sqlite3_open(0, pointer)) throw new Error('sqlite3_open')
    let db = at(pointer)
    if (m._sqlite3_tgsession_values_init(db, pointer, 0)) throw new Error(string(at(pointer)))

    const check = rc => { if (rc) throw new Error(string(m._sqlite3_errmsg(db))) }
    const whole = i => i >= -0x1fffffffffffffn && i <= 0x1fffffffffffffn ? Number(i) : i

    function bind (stmt, i, v) {
      if (v === null || v === undefined) return m._sqlite3_bind_null(stmt, i)
      if (typeof v === 'boolean') return m._sqlite3_bind_int64(stmt, i, BigInt(v))
      if (typeof v === 'bigint') return m._sqlite3_bind_int64(stmt, i, v)
      if (Number.isSafeInteger(v)) return m._sqlite3_bind_int64(stmt, i, BigInt(v))
      if (typeof v === 'number') return m._sqlite3_bind_double(stmt, i, v)
      const bytes = typeof v === 'string' ? new TextEncoder().encode(v) : new Uint8Array(v)
      const p = copy(bytes)
      const rc = (typeof v === 'string' ? m._sqlite3_bind_text : m._sqlite3_bind_blob)(stmt, i, p, bytes.length, -1)
      m.HEAPU8.fill(0, p, p + bytes.length)                 // it may be a key
      m._free(p)
      return rc
    }

    function column (stmt, i) {
      switch (m._sqlite3_column_type(stmt, i)) {
        case INTEGER: return whole(m._sqlite3_column_int64(stmt, i))
        case FLOAT: return m._sqlite3_column_double(stmt, i)
        case TEXT: { const p = m._sqlite3_column_text(stmt, i); return new TextDecoder().decode(bytesAt(p, m._sqlite3_column_bytes(stmt, i))) }
        case BLOB: { const p = m._sqlite3_column_blob(stmt, i); return bytesAt(p, m._sqlite3_column_bytes(stmt, i)) }
        default: return null
      }
    }

    // The rows of one statement.
    function all (sql, params = []) {
      const zSql = text(sql)
      let stmt = 0
      try {
        check(m._sqlite3_prepare_v2(db, zSql, -1, pointer, 0))
        stmt = at(pointer)
        params.forEach((v, i) => check(bind(stmt, i + 1, v)))
        const rows = []
        let rc
        while ((rc = m._sqlite3_step(stmt)) === ROW) {
          const row = {}
          for (let i = 0; i < m._sqlite3_column_count(stmt); i++) row[string(m._sqlite3_column_name(stmt, i))] = column(stmt, i)
          rows.push(row)
        }
        if (rc !== 101) check(rc)
        return rows
      } finally {
        m._sqlite3_finalize(stmt)
        m._free(zSql)
      }
    }

    function close () {
      if (db) m._sqlite3_close(db)
      db = 0
    }
    return {all, close}
  }
})(createTgsessionModule)
if (typeof module === 'object' && module.exports) module.exports = tgsession
