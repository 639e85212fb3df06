import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { AgentActor, RequesterActor } from '../../src/platform/actor.js'
import { day, minute, second } from '../../src/platform/clock.js'
import { Refusal } from '../../src/platform/errors.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { acceptSolution, declineSolution } from '../../src/tickets/commands/answer-solution.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { mergeTicket, unmergeTicket } from '../../src/tickets/commands/merge-ticket.js'
import { holdTicket, moveTicket, plainMoves } from '../../src/tickets/commands/move-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyOutcomes, replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { closeSolvedTickets, followUpClosedTickets, remindOfClosing, wakeTicketsOnHold } from '../../src/tickets/commands/run-ticket-timers.js'
import { withdrawReply } from '../../src/tickets/commands/withdraw-reply.js'
import { Segment } from '../../src/tickets/segment.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { ticketLifecycle, type TicketTransition } from '../../src/tickets/ticket.lifecycle.js'
import type { World } from '../support/world.js'

const people = ['ana', 'ben', 'nadia', 'maria', 'tom'] as const
const timers = { wakeTicketsOnHold, closeSolvedTickets, remindOfClosing, followUpClosedTickets }

const anyDeed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reply' as const), outcome: fc.constantFrom(...replyOutcomes) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), move: fc.constantFrom(...plainMoves) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold' as const), days: fc.option(fc.integer({ min: -1, max: 3 })) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), into: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('assign' as const), to: fc.constantFrom('ana' as const, 'ben' as const, 'nadia' as const, null) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom('message' as const, 'accept' as const, 'decline' as const, 'unmerge' as const, 'withdraw' as const, 'note' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('timer' as const), timer: fc.constantFrom(...Object.keys(timers) as Array<keyof typeof timers>) }) }
)

/** Somebody does something with one of three tickets, some time after what was done before. */
export const anyAct = fc.record({
  who: fc.constantFrom(...people),
  ticket: fc.nat(2),
  deed: anyDeed,
  later: fc.oneof({ weight: 3, arbitrary: fc.nat(10 * second) }, { weight: 2, arbitrary: fc.nat(300 * minute) }, { weight: 1, arbitrary: fc.nat(40 * day) })
})
export const anyBatch = fc.array(anyAct, { minLength: 2, maxLength: 4 })
type Act = typeof anyAct extends fc.Arbitrary<infer Drawn> ? Drawn : never

/** Three tickets, two of Maria's and one of Tom's, and what is done with them. */
export class Walk {
  private constructor (private readonly world: World, private readonly actors: Record<typeof people[number], AgentActor | RequesterActor>, private readonly tickets: Ticket[]) {}

  static async begin (world: World): Promise<Walk> {
    const { ask, person, ana, ben, nadia, topics } = world
    const tom = await person('Tom')
    const tickets = [await ask(), await ask({ topicId: topics.printing.id }), await ask({ topicId: topics.heating.id, requester: { name: tom.name, email: tom.email } })]
    return new Walk(world, { ana, ben, nadia, maria: await person('Maria'), tom }, tickets)
  }

  /** One deed. Where it is refused, nothing may have changed. */
  async doAlone (act: Act): Promise<void> {
    this.world.platform.clock.advance(act.later)
    const before = await this.rows()
    const isDone = await this.try(act)
    const after = await this.rows()

    if (!isDone) assert.deepEqual(after, before)
    for (const [place, ticket] of after.entries()) {
      assert.ok(ticket.version >= before[place]!.version, 'a version only grows')
      if (ticket.version === before[place]!.version) assert.deepEqual(ticket, before[place], 'and grows with each change')
      checkTicket(ticket)
    }
  }

  async doAtOnce (acts: Act[]): Promise<void> {
    this.world.platform.clock.advance(acts[0]?.later ?? 0)
    await Promise.all(acts.map(async act => this.try(act)))
    for (const ticket of await this.rows()) checkTicket(ticket)
  }

  /** What must be true of each ticket's whole life so far. */
  async check (): Promise<void> {
    const { db, clock } = this.world.platform
    for (const ticket of await this.rows()) {
      const order = { id: 'ASC' as const }
      const events = await db.read.find(TicketEvent, { where: { ticketId: ticket.id }, order })
      const segments = await db.read.find(Segment, { where: { ticketId: ticket.id }, order })
      checkHistory(ticket, events)
      checkSegments(ticket, segments, clock.now())
      const path = events.filter(({ fromState, toState }) => fromState !== toState).map(({ toState }) => toState)
      assert.deepEqual(segments.map(({ state }) => state), [ticketLifecycle.initial, ...path], 'the stretches tell the same story as the history')
    }
  }

  private async rows (): Promise<Ticket[]> {
    return Promise.all(this.tickets.map(async ({ id }) => this.world.platform.db.read.findOneByOrFail(Ticket, { id })))
  }

  /** Whether it was done. A refusal is an answer; anything else that is thrown is a fault. */
  private async try (act: Act): Promise<boolean> {
    try {
      await this.perform(act)
      return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  }

  private async perform ({ who, ticket: place, deed }: Act): Promise<unknown> {
    const { platform, agents } = this.world
    const ctx = this.world.as(this.actors[who])
    const ticketId = this.tickets[place]!.id
    switch (deed.kind) {
      case 'reply': return replyToTicket(ctx, { ticketId, text: 'Please try again.', outcome: deed.outcome, version: null })
      case 'note': return addNote(ctx, { ticketId, text: 'Seen.' })
      case 'message': return receiveMessage(ctx, { ticketId, text: 'It is the same.', source: 'web' })
      case 'move': return moveTicket(ctx, { ticketId, move: deed.move })
      case 'hold': return holdTicket(ctx, { ticketId, reason: 'Waiting for a part.', until: deed.days === null ? null : new Date(platform.clock.now().getTime() + deed.days * day) })
      case 'accept': return acceptSolution(ctx, { ticketId })
      case 'decline': return declineSolution(ctx, { ticketId, text: 'Not yet.' })
      case 'merge': return mergeTicket(ctx, { ticketId, intoNumber: this.tickets[deed.into]!.number })
      case 'unmerge': return unmergeTicket(ctx, { ticketId })
      case 'assign': return assignTicket(ctx, { ticketId, agentId: deed.to === null ? null : agents[deed.to].id })
      case 'withdraw': return withdrawReply(ctx, { ticketId, entryId: (await platform.db.read.findOne(ThreadEntry, { where: { ticketId, kind: 'reply' }, order: { id: 'DESC' } }))?.id ?? 0 })
      case 'timer': return timers[deed.timer](platform)
    }
  }
}

/** What the state of a ticket says of its other columns. */
function checkTicket (ticket: Ticket): void {
  const { state } = ticket
  assert.ok(ticketLifecycle.stateNames.includes(state), state)
  assert.equal(ticket.waitingOn, ticketLifecycle.states[state].waitingOn)
  assert.equal(ticket.closedAt !== null, state === 'closed')
  assert.equal(ticket.resolvedAt !== null, state === 'resolved' || state === 'closed')
  assert.equal(ticket.holdReason !== null, state === 'on_hold')
  assert.equal(ticket.mergedIntoId !== null, state === 'merged')
  assert.ok(ticket.holdUntil === null || state === 'on_hold')
  assert.ok((ticket.closesAt === null && ticket.remindsAt === null) || state === 'resolved')
  assert.ok(ticket.followsUpAt === null || state === 'closed')
}

function checkHistory (ticket: Ticket, events: TicketEvent[]): void {
  assert.deepEqual([events[0]?.name, events[0]?.fromState], ['created', ticketLifecycle.initial])
  assert.equal(events.at(-1)?.toState, ticket.state)
  assert.equal(ticket.version, 1 + events.length, 'each line of history is one version')
  for (const [place, event] of events.entries()) {
    const { name, fromState, toState, actorParty, at } = event
    const previous = events[place - 1]
    if (previous !== undefined) assert.ok(previous.toState === fromState && previous.at <= at, `${previous.name} to ${previous.toState} is followed by ${name} from ${fromState}`)

    const isMove = (ticketLifecycle.transitionNames as string[]).includes(name)
    assert.equal(isMove, fromState !== toState, `${name} from ${fromState} to ${toState}`)
    if (!isMove) continue
    const move = name as TicketTransition
    assert.ok(ticketLifecycle.allows(move, fromState) && ticketLifecycle.targets(move).includes(toState) && ticketLifecycle.transitions[move].by.includes(actorParty), `${name} from ${fromState} to ${toState} by ${actorParty}`)
  }
}

function checkSegments (ticket: Ticket, segments: Segment[], now: Date): void {
  assert.deepEqual(segments[0]?.startedAt, ticket.createdAt)
  for (const [place, { state, waitingOn, endedAt }] of segments.entries()) {
    assert.equal(waitingOn, ticketLifecycle.states[state].waitingOn)
    const next = segments[place + 1]
    assert.deepEqual(endedAt, next?.startedAt ?? null, 'one stretch ends when the next begins, and the last one lasts')
  }
  assert.equal(segments.at(-1)?.state, ticket.state)

  const age = segments.reduce((sum, { startedAt, endedAt }) => sum + (endedAt ?? now).getTime() - startedAt.getTime(), 0)
  assert.equal(age, now.getTime() - ticket.createdAt.getTime())
}
