import { In } from 'typeorm'
import { Person } from '../accounts/person.entity.js'
import type { Actor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import type { TextValues } from './fill-text.js'
import { Macro } from './macro.entity.js'
import { macroPolicy } from './macro.policy.js'

/** Every macro for the admin. */
export async function listMacros (reader: Reader): Promise<Macro[]> {
  return reader.find(Macro, { order: { name: 'ASC', id: 'ASC' } })
}

/** The macros that an agent may use on any of these tickets. */
export async function listUsableMacros (reader: Reader, actor: Actor, tickets: readonly Ticket[]): Promise<Macro[]> {
  const macros = await reader.find(Macro, { where: { isActive: true }, order: { name: 'ASC', id: 'ASC' } })
  return macros.filter(macro => macroPolicy.use(actor, macro) && tickets.some(ticket => macroPolicy.fits(macro, ticket)))
}

/** @throws NotFound */
export async function findMacro (reader: Reader, id: number): Promise<Macro> {
  const macro = await reader.findOneBy(Macro, { id })
  if (macro === null) throw new NotFound()
  return macro
}

/** Those of some tickets that an agent may see, in the order of their ids. @throws NotFound when there is none */
export async function listSeenTickets (reader: Reader, actor: Actor, ids: readonly number[]): Promise<Ticket[]> {
  const tickets = (await reader.find(Ticket, { where: { id: In([...ids]) }, order: { id: 'ASC' } })).filter(ticket => ticketPolicy.read(actor, ticket))
  if (tickets.length === 0) throw new NotFound()
  return tickets
}

/** How often each macro was run since a moment. */
export async function countMacroRuns (reader: Reader, since: Date): Promise<Map<number, number>> {
  const rows = await reader.query('SELECT macro_id AS macroId, COUNT(*) AS count FROM macro_runs WHERE at >= ? GROUP BY macro_id', [since.getTime()]) as Array<{ macroId: number, count: number }>
  return new Map(rows.map(({ macroId, count }) => [macroId, Number(count)]))
}

/** What a macro's texts would say on a ticket. */
export async function findTextValues (reader: Reader, actor: Actor, { number, subject, requesterId }: Ticket): Promise<TextValues> {
  const { name } = await reader.findOneByOrFail(Person, { id: requesterId })
  return { number, subject, requester: name, agent: actor.party === 'agent' ? actor.name : '' }
}
