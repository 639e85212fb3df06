import { In, LessThan, MoreThanOrEqual } from 'typeorm'
import { after, minute } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { findHours } from '../schedules/schedule.queries.js'
import { isOpenAt } from '../schedules/working-time.js'
import { TicketEvent } from '../tickets/ticket-event.entity.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { AskedFacts } from './asked-facts.entity.js'
import type { Facts } from './condition.js'
import { triggerOf } from './event-changes.js'
import { rewind } from './rewind.js'
import type { Trigger } from './rule-fields.js'
import { listSilentTickets } from './silent-tickets.queries.js'
import { findTicketFacts } from './ticket-facts.queries.js'

/** A time at which rules were asked about a ticket, or would have been. */
export interface Occasion { ticketId: number, at: Date, facts: Facts }

const batch = 200

/** The occasions of a trigger since a moment, newest first; for rules of time, the tickets that are silent now. */
export async function * listOccasions (reader: Reader, trigger: Trigger, since: Date, now: Date, delayMinutes: number | null): AsyncGenerator<Occasion> {
  switch (trigger) {
    case 'created': return yield * listAsked(reader, since)
    case 'time': return yield * listSilent(reader, since, now, delayMinutes ?? 0)
    default: return yield * listEvents(reader, trigger, since)
  }
}

async function * listAsked (reader: Reader, since: Date): AsyncGenerator<Occasion> {
  const hoursOf = new Map<string, Awaited<ReturnType<typeof findHours>>['hours']>()
  for (let last = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await reader.find(AskedFacts, { where: { at: MoreThanOrEqual(since), ticketId: LessThan(last) }, order: { ticketId: 'DESC' }, take: batch })
    for (const { ticketId, at, facts } of rows) {
      const values = new Map(facts)
      const department = String(values.get('department'))
      const hours = hoursOf.get(department) ?? (await findHours(reader, Number(department))).hours
      hoursOf.set(department, hours)
      yield { ticketId, at, facts: { trigger: 'created', values: values.set('is_open_now', isOpenAt(hours, at)), before: new Map() } }
    }
    if (rows.length < batch) return
    last = rows.at(-1)?.ticketId ?? 0
  }
}

async function * listEvents (reader: Reader, trigger: Trigger, since: Date): AsyncGenerator<Occasion> {
  for (let last = Number.MAX_SAFE_INTEGER; ;) {
    const events = await reader.find(TicketEvent, { where: { id: LessThan(last) }, order: { id: 'DESC' }, take: batch })
    const woken = events.filter(event => event.at >= since && triggerOf(event) === trigger)
    const tickets = new Map((await reader.findBy(Ticket, { id: In(woken.map(({ ticketId }) => ticketId)) })).map(ticket => [ticket.id, ticket]))
    for (const event of woken) {
      const ticket = tickets.get(event.ticketId)
      if (ticket === undefined) continue
      const history = await reader.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'ASC' } })
      yield { ticketId: ticket.id, at: event.at, facts: rewind(await findTicketFacts(reader, trigger, ticket, event, event.at), history, event) }
    }
    const oldest = events.at(-1)
    if (oldest === undefined || events.length < batch || oldest.at < since) return
    last = oldest.id
  }
}

async function * listSilent (reader: Reader, since: Date, now: Date, delayMinutes: number): AsyncGenerator<Occasion> {
  for await (const ticketId of listSilentTickets(reader, since, after(now, -delayMinutes * minute))) {
    const ticket = await reader.findOneBy(Ticket, { id: ticketId })
    if (ticket !== null) yield { ticketId, at: ticket.activeAt, facts: await findTicketFacts(reader, 'time', ticket, null, now) }
  }
}
