import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import t from 'tap'
import { fingerprintOf } from '../../src/inbox/fingerprint.js'
import { inWorld } from '../support/world.js'
import { addMailbox, mixedMessages, rowsOf, startDovecot, until } from './imap-support.js'

const server = await startDovecot()
t.teardown(async () => server.stop())

/** On each engine, so ten moments for each way; imap-tickets has ten more on each, with all that follows. */
const kills = 5
const count = 150
let users = 0

for (const afterFetch of ['keep', 'move'] as const) {
  inWorld(`workers that are killed at five moments take each of 150 messages once (${afterFetch})`, async (t, { platform, ...rest }) => {
    const world = { platform, ...rest }
    const user = `crash${++users}`
    const messages = mixedMessages(count)
    for (const raw of messages) server.deliver(user, raw)
    const workers: ChildProcess[] = []
    t.teardown(() => { for (const worker of workers) worker.kill('SIGKILL') })
    await addMailbox(world, { userName: user, port: server.port, afterFetch, moveTo: afterFetch === 'move' ? 'Done' : '' })

    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = start()
      const moment = Math.round((kill - Math.random()) * messages.length / (kills + 1))
      await until(`${moment} messages are there`, async () => (await rowsOf(world)).length >= moment)
      worker.kill('SIGKILL')
      await once(worker, 'exit')
    }
    const last = [start(), start()]
    await until('all are there', async () => (await rowsOf(world)).length >= count)
    if (afterFetch === 'move') await until('all are moved', () => server.count(user, 'Done') === count)
    await Promise.all(last.map(async worker => { worker.kill('SIGKILL'); await once(worker, 'exit') }))
    t.same((await rowsOf(world)).toSorted(), messages.map(raw => fingerprintOf(raw)).toSorted())

    function start (): ChildProcess {
      const worker = spawn(process.execPath, [path.join(import.meta.dirname, 'imap-worker.js')], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, DATABASE_URL: platform.databaseUrl, STORAGE_URL: platform.config.storageUrl, SECRET_KEY: platform.config.secretKey, LOG_LEVEL: 'silent' }
      })
      workers.push(worker)
      return worker
    }
  })
}
