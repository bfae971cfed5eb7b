// The real mtcute over files, for interop.py.  Nothing here touches the network: it is never connected.
//
//     node interop_files.mjs open FILE           what the client finds in it, as JSON
//     node interop_files.mjs make FILE STRING    a file of its own: the login, a peer, the update state
//
// Run in a folder where @mtcute/node and better-sqlite3 are installed.
import { pathToFileURL } from 'node:url'

const { TelegramClient } = await import(pathToFileURL(process.cwd() + '/node_modules/@mtcute/node/index.js').href)
const [mode, storage, string] = process.argv.slice(2)
const tg = new TelegramClient({ apiId: 1, apiHash: 'x', storage, disableUpdates: true })
const peerOf = p => p && { id: p.userId ?? -1000000000000 - p.channelId, hash: p.accessHash.toString() }

if (mode === 'make') {
  await tg.importSession(string, true)
  await tg.storage.provider.peers.store({ id: 777000, accessHash: '-5|-1', isMin: false, usernames: ['durov', 'du'],
    updated: Date.now(), phone: '42777', complete: new Uint8Array() })
  const { updates } = tg.storage
  await updates.setPts(1), await updates.setQts(2), await updates.setDate(3), await updates.setSeq(4)
  await updates.setChannelPts(1234567890, 55)
} else {
  await tg.prepare()
  const { peers, updates, self } = tg.storage
  console.log(JSON.stringify({
    self: (await self.fetch())?.userId, is_bot: (await self.fetch())?.isBot,
    string: await tg.exportSession(),
    byId: peerOf(await peers.getById(777000)), byName: peerOf(await peers.getByUsername('durov')),
    byPhone: peerOf(await peers.getByPhone('42777')), channel: peerOf(await peers.getById(-1001234567890)),
    state: await updates.getState(), channelPts: await updates.getChannelPts(1234567890),
  }))
}
await tg.destroy()
