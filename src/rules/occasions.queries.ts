import { In, LessThan, MoreThanOrEqual } from 'typeorm'
import { after } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { TicketEvent } from '../tickets/ticket-event.entity.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { AskedFacts } from './asked-facts.entity.js'
import type { Asking } from './asking.js'
import { clockFacts } from './clock-facts.js'
import type { Facts } from './condition.js'
import { triggerOf } from './event-changes.js'
import type { Moment } from './moment.js'
import { findMoment } from './moment.queries.js'
import { findRequesterFacts } from './requester-facts.queries.js'
import { actLasts, rewind } from './rewind.js'
import type { FactValue } from './operators.js'
import type { FieldName, Trigger } from './rule-fields.js'
import { findTicketFacts } from './ticket-facts.queries.js'
import { listTimedTickets } from './timed-tickets.queries.js'
import type { Timing } from './timing.js'
import { findWindows } from './windows.queries.js'

/** A time at which rules were asked about a ticket, or would have been. */
export interface Occasion { ticketId: number, at: Date, facts: Facts }

const batch = 200

/** The occasions of a trigger since a moment, newest first; for rules of time, the tickets whose moment came since. */
export async function * listOccasions (reader: Reader, asking: Asking, { trigger, timing }: { trigger: Trigger, timing: Timing | null }, since: Date, now: Date): AsyncGenerator<Occasion> {
  switch (trigger) {
    case 'created': return yield * listAsked(reader, asking, since)
    case 'time': return yield * listTimed(reader, asking, timing, since, now)
    default: return yield * listEvents(reader, asking, trigger, since)
  }
}

async function * listAsked (reader: Reader, asking: Asking, since: Date): AsyncGenerator<Occasion> {
  const moments = new Map<string, Moment>()
  for (let last = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await reader.find(AskedFacts, { where: { at: MoreThanOrEqual(since), ticketId: LessThan(last) }, order: { ticketId: 'DESC' }, take: batch })
    for (const { ticketId, at, facts } of rows) {
      const kept = new Map(facts)
      const department = String(kept.get('department'))
      const moment = { ...moments.get(department) ?? await findMoment(reader, Number(department), at, asking), at }
      moments.set(department, moment)
      const values = new Map([...await unkept(reader, asking, kept, ticketId, at), ...kept, ['created_at' as const, at.getTime()] as const, ...clockFacts(moment, asking.fields)])
      yield { ticketId, at, facts: { trigger: 'created', values, before: new Map(), moment } }
    }
    if (rows.length < batch) return
    last = rows.at(-1)?.ticketId ?? 0
  }
}

/** What no rule asked about then, as far as it can still be told. */
async function unkept (reader: Reader, asking: Asking, kept: Facts['values'], ticketId: number, at: Date): Promise<Array<[FieldName, FactValue]>> {
  return kept.has('open_tickets') ? [] : findRequesterFacts(reader, asking, String(kept.get('requester_email') ?? ''), at, ticketId)
}

async function * listEvents (reader: Reader, asking: Asking, trigger: Trigger, since: Date): AsyncGenerator<Occasion> {
  for (let last = Number.MAX_SAFE_INTEGER; ;) {
    const events = await reader.find(TicketEvent, { where: { id: LessThan(last) }, order: { id: 'DESC' }, take: batch })
    const woken = events.filter(event => event.at >= since && triggerOf(event) === trigger)
    const tickets = new Map((await reader.findBy(Ticket, { id: In(woken.map(({ ticketId }) => ticketId)) })).map(ticket => [ticket.id, ticket]))
    for (const event of woken) {
      const ticket = tickets.get(event.ticketId)
      if (ticket === undefined) continue
      const history = await reader.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })
      yield { ticketId: ticket.id, at: event.at, facts: rewind(await findTicketFacts(reader, asking, ticket, { trigger, event, at: event.at, upTo: after(event.at, actLasts) }), history, event) }
    }
    const oldest = events.at(-1)
    if (oldest === undefined || events.length < batch || oldest.at < since) return
    last = oldest.id
  }
}

async function * listTimed (reader: Reader, asking: Asking, timing: Timing | null, since: Date, now: Date): AsyncGenerator<Occasion> {
  if (timing === null) return
  for await (const { id: ticketId, time } of listTimedTickets(reader, timing.of, await findWindows(reader, timing, since, now))) {
    const ticket = await reader.findOneBy(Ticket, { id: ticketId })
    if (ticket !== null) yield { ticketId, at: new Date(time), facts: await findTicketFacts(reader, asking, ticket, { trigger: 'time', event: null, at: now }) }
  }
}
