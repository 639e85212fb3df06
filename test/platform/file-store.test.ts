import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { openFileStore, storageFolder } from '../../src/platform/storage/file-store.js'
import { openTestApp } from '../support/app.js'
import { inWorld } from '../support/world.js'

t.test('the folder of files is named as a path or as an address', async t => {
  const folder = path.join(os.tmpdir(), 'desk files')
  t.equal(storageFolder(`file:${folder}`), folder)
  t.equal(storageFolder(pathToFileURL(folder).href), folder, 'with its blanks')
  t.equal(storageFolder('file:var/files'), path.resolve('var', 'files'))
})

t.test('a file that came before is kept once, also while somebody reads it', async t => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-store-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  const store = openFileStore(`file:${folder}`)
  const first = await store.put(Readable.from([Buffer.from('the same')]))
  const reader = await store.read(first.sha256)
  t.same(await store.put(Readable.from([Buffer.from('the same')])), first)
  reader.destroy()
  const kept = []
  for await (const file of store.list()) kept.push(file)
  t.same(kept, [first])
  t.same(readdirSync(path.join(folder, 'incoming')), [], 'nothing is left behind')
  for (const name of ['../../etc/passwd', 'CON', first.sha256.toUpperCase(), `${first.sha256}:stream`, `${first.sha256}.`, '']) await t.rejects(store.read(name), { message: /64 hexadecimal digits/ }, `${name} names none`)
})

inWorld('whatever is asked of the folder of styles, nothing outside it is told and no device is opened', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  for (const name of ['CON', 'nul.css', 'aux.', 'com1.txt', 'css/parts/desk.css::$DATA', 'icons.svg:hidden', 'logo.svg.', 'logo.svg%20', '..%5c..%5cpackage.json', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', 'C:%5cWindows%5cwin.ini', '%00', '..\\package.json', '.env', 'x'.repeat(5000)]) {
    const answer = await app.inject(`/assets/${name}`)
    t.ok([400, 403, 404, 414].includes(answer.statusCode), `${name.slice(0, 40)}: ${answer.statusCode}`)
  }
  t.equal((await app.inject('/assets/logo.svg')).statusCode, 200)
})
