import t from 'tap'
import { Agent } from '../../src/accounts/agent.entity.js'
import { sendDigests } from '../../src/notifications/digest.jobs.js'
import { digestDueAt } from '../../src/notifications/digest-time.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { engines } from '../support/engines.js'
import { addEntry, addEvent, change, furnish, noon, openHouse } from './support.js'

t.test('a digest comes at the full hour or at eight in the morning, by the reader’s own clock', async t => {
  const due = (rhythm: 'hourly' | 'daily', at: string, zone: string) => digestDueAt(rhythm, new Date(at), zone).toISOString()
  t.equal(due('hourly', '2026-11-24T12:20:00Z', 'Europe/Berlin'), '2026-11-24T13:00:00.000Z')
  t.equal(due('hourly', '2026-11-24T12:20:00Z', 'Asia/Kolkata'), '2026-11-24T12:30:00.000Z', 'half an hour aside')
  t.equal(due('daily', '2026-11-24T05:00:00Z', 'Europe/Berlin'), '2026-11-24T07:00:00.000Z')
  t.equal(due('daily', '2026-11-24T07:00:00Z', 'Europe/Berlin'), '2026-11-25T07:00:00.000Z', 'what happens at eight is told the next day')
  t.equal(due('daily', '2026-10-24T12:00:00Z', 'Europe/Berlin'), '2026-10-25T07:00:00.000Z', 'also when the clocks are set back in between')
})

for (const engine of engines) {
  t.test(engine, async t => {
    const house = await openHouse(engine)
    const { ana, maria, ticket } = await furnish(house)
    t.teardown(async () => house.close())
    await change(house, async manager => manager.update(Agent, { id: ana.id }, { preferences: { digest: 'daily' } }))
    const tell = async (name: string, details = {}) => {
      const entry = await addEntry(house, ticket, { kind: 'message', personId: maria.id, authorName: maria.name, text: 'It is worse now.' })
      const event = await addEvent(house, ticket, name, { person: maria }, { entryId: entry.id, ...details })
      await notifyOfEvent(house, { eventId: event.id })
      await notifyOfEvent(house, { eventId: event.id })
    }

    t.test('what can wait is told once, together, and what cannot comes at once', async t => {
      await tell('message_received')
      await tell('message_received')
      t.same((await house.mails()).filter(({ toAddress }) => toAddress === ana.email), [])
      await sendDigests(house)
      t.same((await house.mails()).filter(({ toAddress }) => toAddress === ana.email), [], 'the morning has not come')

      await notifyOfEvent(house, { eventId: (await addEvent(house, ticket, 'target_warned', 'system', { kind: 'resolution' })).id })
      t.same((await house.mails()).filter(({ toAddress }) => toAddress === ana.email).map(({ template }) => template), ['target_near'])

      house.clock.set(new Date('2026-11-25T07:01:00Z'))
      await sendDigests(house)
      await sendDigests(house)
      const digests = (await house.mails()).filter(({ template }) => template === 'digest')
      t.equal(digests.length, 1)
      t.match(digests[0], { toAddress: ana.email, subject: '1 ticket since the last time', ticketId: null })
      t.match(digests[0]!.text, `[${ticket.number}] (2 times):\nhttps://help.riverside.example/desk/tickets/${ticket.id}`)
      t.equal((await house.db.read.query('SELECT COUNT(*) AS n FROM digest_lines') as Array<{ n: number }>)[0]!.n, 0)
      house.clock.set(noon)
    })

    t.test('whoever gives the digest up is told at once of what was kept; whoever is gone is told nothing', async t => {
      await tell('message_received')
      await change(house, async manager => manager.update(Agent, { id: ana.id }, { preferences: {} }))
      await sendDigests(house)
      t.equal((await house.mails()).filter(({ template }) => template === 'digest').length, 2)

      await change(house, async manager => manager.update(Agent, { id: ana.id }, { preferences: { digest: 'hourly' } }))
      await tell('message_received')
      await change(house, async manager => manager.update(Agent, { id: ana.id }, { isActive: false }))
      house.clock.set(new Date('2026-11-24T14:00:00Z'))
      await sendDigests(house)
      t.equal((await house.mails()).filter(({ template }) => template === 'digest').length, 2)
    })
  })
}
