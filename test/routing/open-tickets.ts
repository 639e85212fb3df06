import { openPlatform } from '../../src/open-platform.js'
import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { readConfig } from '../../src/platform/config.js'
import { openTicket } from '../../src/tickets/commands/open-ticket.js'

/** A process of its own in which eight people ask for help at the same time, again and again. */
const [at = '', topicId, rounds, name = ''] = process.argv.slice(2)
const platform = await openPlatform(readConfig(process.env), { clock: { now: () => new Date(at) } })
const ctx = withActor(platform, system)

for (let round = 0; round < Number(rounds); round += 1) {
  await Promise.all(Array.from({ length: 8 }, async (_, place) => openTicket(ctx, {
    topicId: Number(topicId), subject: 'Help', text: 'Please.', requester: { name: `${name} ${place}`, email: `${name}${place}@riverside.example` }, source: 'web'
  })))
}
await platform.close()
