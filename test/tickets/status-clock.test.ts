import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { findReceipt } from '../../src/tickets/clocks/clocks.queries.js'
import { recomputeClocks, type TermsChange } from '../../src/tickets/clocks/recompute.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { holdTicket, moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { saveStatus } from '../../src/tickets/commands/save-status.js'
import type { StatusClock } from '../../src/tickets/status-clocks.js'
import { Target } from '../../src/tickets/target.entity.js'
import type { Ticket } from '../../src/tickets/ticket.entity.js'
import { minute } from '../../src/platform/clock.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { payloadsOf } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const berlin = (text: string) => new Date(`2026-11-${text}:00+01:00`)
const addStatus = async (world: World, state: 'open' | 'on_hold' | 'resolved', clock: StatusClock) => saveStatus(world.as(world.ana), null, { label: 'With the supplier', publicLabel: '', state, position: 1, isActive: true, clock }, 0)
const targetOf = async ({ platform }: World, { id }: Ticket, kind: 'resolution' | 'first_response') => platform.db.read.findOneByOrFail(Target, { ticketId: id, kind })
const setStatus = async (world: World, { id }: Ticket, statusId: number | null) => editTicket(world.as(world.ana), { ticketId: id, version: null, statusId })

async function linesOf ({ platform }: World, { id }: Ticket): Promise<string[]> {
  const receipt = (await findReceipt(platform.db.read, id, platform.clock.now())).find(({ kind }) => kind === 'resolution')
  return receipt?.lines.map(({ kind, reason, name, ms }) => [kind, reason, name, ms / minute].filter(part => part !== undefined && part !== null).join(' ')) ?? []
}

inWorld('a status stops the clock of the solution, answers stay owed, and the receipt says why', async (t, world) => {
  const supplier = await addStatus(world, 'open', 'pauses')
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  await setStatus(world, ticket, supplier.id)
  t.match(await targetOf(world, ticket, 'resolution'), { usedMs: 60 * minute, runningSince: null, dueAt: null, nextStepAt: null })
  t.match(await targetOf(world, ticket, 'first_response'), { dueAt: berlin('23T13:30') })

  world.platform.clock.set(berlin('23T12:00'))
  await setStatus(world, ticket, null)
  t.match(await targetOf(world, ticket, 'resolution'), { usedMs: 60 * minute, runningSince: berlin('23T12:00') })
  t.same(await linesOf(world, ticket), ['running us 60', 'paused status With the supplier 0'])

  await setStatus(world, ticket, supplier.id)
  world.platform.clock.set(berlin('23T12:10'))
  await holdTicket(world.as(world.ana), { ticketId: ticket.id, reason: 'A spare part is on its way.' })
  world.platform.clock.set(berlin('23T12:20'))
  await moveTicket(world.as(world.ana), { ticketId: ticket.id, move: 'resume' })
  t.match(await targetOf(world, ticket, 'resolution'), { runningSince: berlin('23T12:20') }, 'a move leaves the status behind')
})

inWorld('the requester reads that the clock of the solution stands still, whatever makes it stand', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const supplier = await addStatus(world, 'open', 'pauses')
  const ticket = await world.ask()
  const page = async () => (await app.inject({ url: `/requests/${ticket.number}`, headers: { cookie: await cookieFor(world.platform, { personId: ticket.requesterId }) } })).body
  const words = 'The clock for the solution stands still for now.'
  t.notMatch(await page(), words)
  await setStatus(world, ticket, supplier.id)
  t.match(await page(), words)
  await setStatus(world, ticket, null)
  t.notMatch(await page(), words)
  await holdTicket(world.as(world.ana), { ticketId: ticket.id, reason: 'A spare part is on its way.' })
  t.match(await page(), words, 'on hold too')
})

inWorld('a status lets the clock run where its state would stop it', async (t, world) => {
  const inHouse = await addStatus(world, 'on_hold', 'runs')
  const ticket = await world.ask()
  await holdTicket(world.as(world.ana), { ticketId: ticket.id, reason: 'The workshop repairs it.' })
  t.match(await targetOf(world, ticket, 'resolution'), { dueAt: null })
  await setStatus(world, ticket, inHouse.id)
  world.platform.clock.set(berlin('23T11:00'))
  t.match(await targetOf(world, ticket, 'resolution'), { runningSince: berlin('23T09:00') })
  t.same(await linesOf(world, ticket), ['running status With the supplier 120'])
})

inWorld('tickets follow when a status changes its mind, and the receipt still adds up', async (t, world) => {
  const supplier = await addStatus(world, 'open', 'as_state')
  const ticket = await world.ask()
  await setStatus(world, ticket, supplier.id)
  world.platform.clock.set(berlin('23T10:00'))
  await saveStatus(world.as(world.ana), supplier.id, { ...supplier, clock: 'pauses' }, 1)
  const [change] = await payloadsOf(world, 'recompute-clocks')
  world.platform.clock.set(berlin('23T10:05'))
  for (let turn = 0; turn < 2; turn += 1) await recomputeClocks(withActor(world.platform, system), change as TermsChange)

  t.match(await targetOf(world, ticket, 'resolution'), { usedMs: 60 * minute, runningSince: null })
  t.same(await linesOf(world, ticket), ['running us 60', 'paused status With the supplier 0'])
})

inWorld('where nothing counts any more, a status has no say', async (t, world) => {
  t.same(await refused(async () => addStatus(world, 'resolved', 'runs')), ['clock statuses.bad.clock'])
})
