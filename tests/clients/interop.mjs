// The JavaScript clients' side of interop.py: real GramJS, mtcute and @mtcute/convert.
//
//     node interop.mjs write < accounts.json   [{client, account, string}] what they write
//     node interop.mjs read < strings.json     [{fields} or {error}] what they read, one for each
//
// Run in a folder where the packages are installed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(pathToFileURL(process.cwd() + '/'))
const load = path => import(pathToFileURL(process.cwd() + '/node_modules/' + path).href)
const { StringSession } = require('telegram/sessions')
const { AuthKey } = require('telegram/crypto/AuthKey')
const core = await load('@mtcute/core/utils.js')
const convert = await load('@mtcute/convert/index.js')

const hex = bytes => Buffer.from(bytes).toString('hex')
const isIpv6 = address => address.includes(':')
const dcOf = a => ({ id: a.dc_id, ipAddress: a.server_address, port: a.port,
  ipv6: isIpv6(a.server_address), testMode: !!a.test_mode })
const ipOf = a => ({ dcId: a.dc_id, ipAddress: a.server_address, port: a.port,
  ipv6: isIpv6(a.server_address), authKey: Buffer.from(a.auth_key, 'hex') })
const userOf = a => ({ dcId: a.dc_id, isTest: !!a.test_mode, userId: a.user_id, isBot: !!a.is_bot,
  authKey: Buffer.from(a.auth_key, 'hex') })
const ofIp = s => ({ dc_id: s.dcId, server_address: s.ipAddress, port: s.port,
  auth_key: hex(s.authKey) })
const ofUser = s => ({ dc_id: s.dcId, test_mode: +s.isTest, user_id: s.userId,
  is_bot: s.isBot === undefined ? undefined : +s.isBot, api_id: s.apiId, auth_key: hex(s.authKey) })

const clients = {
  gramjs: {
    async write(a) {
      const s = new StringSession('')
      s.setDC(a.dc_id, a.server_address, a.port)
      const key = new AuthKey()
      await key.setKey(Buffer.from(a.auth_key, 'hex'))
      s.setAuthKey(key)
      return s.save()
    },
    read(z) {
      const s = new StringSession(z)
      return { dc_id: s.dcId, server_address: s.serverAddress, port: s.port & 0xffff,
        auth_key: hex(s._key) }
    },
  },
  mtcute: {
    write: a => core.writeStringSession({ version: 3, primaryDcs: { main: dcOf(a), media: dcOf(a) },
      self: { userId: a.user_id, isBot: !!a.is_bot, isPremium: false, usernames: [] },
      authKey: Buffer.from(a.auth_key, 'hex') }),
    read(z) {
      const s = core.readStringSession(z), dc = s.primaryDcs.main
      return { dc_id: dc.id, server_address: dc.ipAddress, port: dc.port, test_mode: +!!dc.testMode,
        user_id: s.self?.userId, is_bot: s.self ? +s.self.isBot : undefined,
        auth_key: hex(s.authKey) }
    },
  },
  'convert-telethon': {
    write: a => convert.serializeTelethonSession(ipOf(a)),
    read: z => ofIp(convert.parseTelethonSession(z)),
  },
  'convert-gramjs': {
    write: a => convert.serializeGramjsSession(ipOf(a)),
    read: z => ofIp(convert.parseGramjsSession(z)),
  },
  'convert-pyrogram': {
    write: a => convert.serializePyrogramSession({ ...userOf(a), apiId: a.api_id }),
    read: z => ofUser(convert.parsePyrogramSession(z)),
  },
  'convert-mtkruto': {
    write: a => convert.serializeMtkrutoSession(userOf(a)),
    read: z => ofUser(convert.parseMtkrutoSession(z)),
  },
}

const input = JSON.parse(readFileSync(0, 'utf8'))
const output = []
if (process.argv[2] === 'write') {
  for (const a of input) {
    for (const client of Object.keys(clients)) {
      try {
        output.push({ client, account: a.name, string: await clients[client].write(a) })
      } catch (e) {
        output.push({ client, account: a.name, error: String(e) })
      }
    }
  }
} else {
  for (const { client, string } of input) {
    try {
      output.push(clients[client].read(string))
    } catch (e) {
      output.push({ error: String(e) })
    }
  }
}
process.stdout.write(JSON.stringify(output))
