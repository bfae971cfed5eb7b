// Where the extension is that fits this process, and how it gets into a database:
//
//     const tgsession = require('tgsession')
//     tgsession.load(db)                                   // better-sqlite3, node:sqlite, libsql, bun:sqlite
//     db.loadExtension(tgsession.getLoadablePath())        // the same
'use strict'
const fs = require('fs')
const path = require('path')

const SUFFIX = {win32: '.dll', darwin: '.dylib'}

// linux-x64, linux-x64-musl, win32-x64: as in prebuilt/
function platform () {
  const name = `${process.platform}-${process.arch}`
  if (process.platform !== 'linux' || !process.report) return name
  const {header, sharedObjects = []} = process.report.getReport()
  const musl = !header.glibcVersionRuntime && sharedObjects.some(f => f.includes('ld-musl-'))
  return musl ? name + '-musl' : name
}

function getLoadablePath () {
  const dir = path.join(__dirname, 'prebuilt')
  const file = path.join(dir, platform(), 'tgsession' + (SUFFIX[process.platform] || '.so'))
  if (!fs.existsSync(file)) {
    throw new Error(`tgsession is not built for ${platform()}, but for ${fs.readdirSync(dir).join(', ')}; ` +
      'build it with make, and load that file')
  }
  // Electron reads an archive, and the system that loads a library does not.
  return file.replace('app.asar' + path.sep, 'app.asar.unpacked' + path.sep)
}

function load (db) {
  db.loadExtension(getLoadablePath())
}

module.exports = {getLoadablePath, load}
