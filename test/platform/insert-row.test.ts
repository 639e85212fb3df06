import { insertEach, insertRow } from '../../src/platform/database/insert-row.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { inWorld } from '../support/world.js'

inWorld('rows that are written at once get ascending ids, each its own', async (t, { platform, ana, ask }) => {
  const { db, clock } = platform
  const ticket = await ask()
  const line = (name: string) => TicketEvent.of(ticket, name, ana, clock.now(), { fromState: 'new', toState: 'new', details: { said: `“${name}”` } })
  const keptSince = async (after: number) => (await db.read.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })).filter(({ id }) => id > after)

  const first = line('first')
  await db.transaction(async manager => insertRow(manager, TicketEvent, first))

  const rows = Array.from({ length: 25 }, (_each, place) => line(`line ${place}`))
  await db.transaction(async manager => insertEach(manager, TicketEvent, rows))
  const kept = await keptSince(first.id)
  t.same(kept.map(({ id, name, details }) => [id, name, details]), rows.map(({ id, name, details }) => [id, name, details]), 'what a row was told of its id is true')
  t.same(kept.map(({ name }) => name), rows.map(({ name }) => name), 'and history keeps its order')

  const [alone] = [line('alone')]
  await db.transaction(async manager => insertEach(manager, TicketEvent, [alone]))
  await db.transaction(async manager => insertEach(manager, TicketEvent, []))
  t.same((await keptSince(kept.at(-1)!.id)).map(({ id, name }) => [id, name]), [[alone.id, 'alone']], 'one is written like several, and none is nothing')
})

inWorld('rows of a transaction that failed are gone, and the next ones know their own ids', async (t, { platform, ana, ask }) => {
  const ticket = await ask()
  const line = (name: string) => TicketEvent.of(ticket, name, ana, platform.clock.now(), { fromState: 'new', toState: 'new', details: {} })
  await t.rejects(platform.db.transaction(async manager => {
    await insertEach(manager, TicketEvent, [line('a'), line('b')])
    throw new Error('taken back')
  }), { message: 'taken back' })
  const rows = [line('c'), line('d')]
  await platform.db.transaction(async manager => insertEach(manager, TicketEvent, rows))
  const found = await platform.db.read.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })
  t.same(found.slice(-2).map(({ id, name }) => [id, name]), rows.map(({ id, name }) => [id, name]))
  t.notOk(found.some(({ name }) => name === 'a' || name === 'b'))
})
