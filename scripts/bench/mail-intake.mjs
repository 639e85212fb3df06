// Takes every message of a folder as a pipe does, reads it as a worker does, and prints what that took.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { processMessage } from '../../dist/inbox/commands/process-message.js'
import { takeMessage } from '../../dist/inbox/commands/take-message.js'
import { openPlatform } from '../../dist/open-platform.js'
import { readConfig } from '../../dist/platform/config.js'
import { openMessageReader } from '../../dist/platform/mime/parse-apart.js'

// As the server does.
setFlagsFromString('--heap-growing-percent=20')

/** As many at a time as a worker has in hand, and as a mail server hands over. */
const inHand = 4
const atTheDoor = 2

const [folder] = process.argv.slice(2)
const platform = await openPlatform(readConfig(process.env))
const reader = openMessageReader()
const files = readdirSync(folder).sort()
const taken = []
const began = performance.now()

const [arriving, reading] = [files.values(), files.keys()]
const door = async () => { for (const file of arriving) taken.push(await takeMessage(platform, readFileSync(path.join(folder, file)), { door: 'pipe', envelopeTo: ['it@riverside.example'] })) }
const hand = async () => {
  for (const place of reading) {
    while (taken[place] === undefined) await wait(1)
    await processMessage(platform, reader, { incomingId: taken[place].id })
  }
}
await Promise.all([...Array.from({ length: atTheDoor }, door), ...Array.from({ length: inHand }, hand)])
const seconds = (performance.now() - began) / 1000

const outcomes = await platform.db.read.query('SELECT state, outcome, COUNT(*) AS count FROM incoming_messages GROUP BY state, outcome')
await reader.close()
await platform.close()
process.stdout.write(JSON.stringify({ messages: files.length, seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024), outcomes: outcomes.map(({ state, outcome, count }) => [outcome ?? state, Number(count)]) }))
