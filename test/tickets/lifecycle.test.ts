import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { system, type Actor } from '../../src/platform/actor.js'
import { IllegalMove } from '../../src/tickets/illegal-move.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { ticketLifecycle, type TicketState, type TicketTransition } from '../../src/tickets/ticket.lifecycle.js'
import { holds } from '../support/property.js'
import { inWorld } from '../support/world.js'
import { anyAct, anyBatch, Walk } from './walk.js'

const { states, stateNames, transitions, transitionNames } = ticketLifecycle

const parties: Actor[] = [
  { party: 'agent', id: 1, name: 'Ben', email: 'ben@riverside.example', locale: 'en', timeZone: null, departments: new Map(), teamIds: [], adminRights: new Set(), preferences: {} },
  { party: 'requester', id: 2, name: 'Maria', email: 'maria@riverside.example', locale: 'en', onlyTicketId: null },
  system
]
const anyMove = fc.record({ name: fc.constantFrom(...transitionNames), actor: fc.constantFrom(...parties), to: fc.option(fc.constantFrom(...stateNames), { nil: undefined, freq: 4 }) })

t.test('whatever button is pressed by whomever, a ticket makes only moves that the table names', async t => {
  holds(t, fc.array(anyMove, { maxLength: 40 }), walk => {
    const ticket = Object.assign(new Ticket(), { id: 1, waitingSince: new Date(0) })
    for (const [place, move] of walk.entries()) checkMove(ticket, move, new Date(place * 1000 + 1000))
  }, 1000)
})

t.test('in each state it is the move of exactly one, or of nobody any more', async t => {
  for (const name of stateNames) t.ok(['us', 'requester', 'third_party', null].includes(states[name].waitingOn), name)
  t.same(stateNames.filter(name => states[name].waitingOn === null), ['closed', 'merged', 'trashed'])
})

t.test('whoever is waited for has a way to move', async t => {
  const mover = { us: 'agent', requester: 'requester', third_party: 'agent' } as const
  for (const name of stateNames) {
    const { waitingOn } = states[name]
    if (waitingOn !== null) t.ok(ticketLifecycle.available(name, mover[waitingOn]).length > 0, name)
  }
})

t.test('from every state there is a way back to open', async t => {
  const leads = (from: TicketState): TicketState[] => transitionNames.filter(name => ticketLifecycle.allows(name, from)).flatMap(name => [...ticketLifecycle.targets(name)])
  for (const name of stateNames) {
    const reached = new Set(leads(name))
    for (const state of reached) leads(state).forEach(next => reached.add(next))
    t.ok(reached.has('open'), name)
  }
})

inWorld('whatever people and timers do one after the other, the history of each ticket is whole', async (t, world) => {
  await t.resolves(fc.assert(fc.asyncProperty(fc.array(anyAct, { minLength: 4, maxLength: 18 }), async acts => {
    const walk = await Walk.begin(world)
    for (const act of acts) await walk.doAlone(act)
    await walk.check()
  }), { numRuns: 40, endOnFailure: true }))
})

inWorld('whatever people and timers do at the same moment, the history of each ticket is whole', async (t, world) => {
  await t.resolves(fc.assert(fc.asyncProperty(fc.array(anyBatch, { minLength: 2, maxLength: 6 }), async batches => {
    const walk = await Walk.begin(world)
    for (const acts of batches) await walk.doAtOnce(acts)
    await walk.check()
  }), { numRuns: 20, endOnFailure: true }))
})

function checkMove (ticket: Ticket, { name, actor, to }: { name: TicketTransition, actor: Actor, to: TicketState | undefined }, at: Date): void {
  const before = { ...ticket }
  const targets = ticketLifecycle.targets(name)
  const isLegal = transitions[name].from.includes(ticket.state) && transitions[name].by.includes(actor.party) && (to === undefined || targets.includes(to))

  if (!isLegal) {
    assert.throws(() => ticket.apply(name, actor, at, { to }), IllegalMove)
    assert.deepEqual({ ...ticket }, before)
    return
  }
  const event = ticket.apply(name, actor, at, { to })
  assert.deepEqual([event.name, event.fromState, event.toState, event.actorParty, event.at], [name, before.state, to ?? targets[0], actor.party, at])
  assert.equal(ticket.state, event.toState)
  assert.equal(ticket.waitingOn, states[ticket.state].waitingOn)
  assert.equal(ticket.waitingSince, before.waitingOn === ticket.waitingOn ? before.waitingSince : at, 'one who is waited for is waited for since then')
}
