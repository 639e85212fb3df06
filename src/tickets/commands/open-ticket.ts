import { randomUUID } from 'node:crypto'
import type { EntityManager } from 'typeorm'
import { Person } from '../../accounts/person.entity.js'
import { findAsker, type Asker } from '../../accounts/belonging.queries.js'
import { findOrCreatePerson } from '../../accounts/commands/find-or-create-person.js'
import { Answer, type AnswerValue } from '../../forms/answer.entity.js'
import { holds, type RequesterActor } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { findRow } from '../../platform/database/find-row.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { isDuplicate } from '../../platform/database/retry.js'
import { Forbidden, InvalidFields, Refusal } from '../../platform/errors.js'
import { findRecentOrganisation } from '../../settings/organisation.js'
import { Topic } from '../../topics/topic.entity.js'
import { Attachment } from '../attachment.entity.js'
import { TicketLink } from '../ticket-link.entity.js'
import { ticketNumber } from '../../settings/number-format.js'
import type { Source } from '../source.js'
import { Ticket, type Priority } from '../ticket.entity.js'
import { adjustClocks } from '../clocks/adjust-clocks.js'
import { endOfTime } from '../clocks/end-of-time.js'
import type { AskedTicket, IntakeOrders, MailFacts } from '../intake.js'
import type { EventDetails } from '../ticket-event.entity.js'
import { giveByRule } from './assign-by-rule.js'
import { giveInTurn, type Given } from './assign-by-strategy.js'
import { checkedSubject } from './checked-subject.js'
import { saveNewTicket } from './save-new-ticket.js'
import { noteSent } from './save-request-form.js'
import { writeEntry, type MailedEntry } from './write-entry.js'

export interface NewTicket {
  topicId: number
  subject: string
  text: string
  answers?: ReadonlyMap<number, AnswerValue>
  requester: { name: string, email: string, phone?: string, locale?: string | null }
  source: Source
  /** One form makes one ticket, however often it is sent. */
  formKey?: string | null
  /** The key under which its files were uploaded; the form's own by default. */
  filesKey?: string | null
  priority?: Priority | null
  continuesTicketId?: number | null
  /** Who is not told by mail that it was opened. */
  silentTo?: Array<'agents' | 'requester'>
  mail?: MailFacts | null
  /** How its text came by mail. */
  mailed?: MailedEntry
}

/**
 * Opens a ticket, gives it a number, finds its agent and lets people know.
 *
 * Sending the same form twice returns the first ticket: the form's key is unique in the table, and whoever
 * comes second reads what the first one made.
 *
 * @throws InvalidFields when subject or text is missing, or the topic is gone.
 * @throws Forbidden when an agent may not open tickets in the topic's department.
 */
export async function openTicket (ctx: Context, input: NewTicket): Promise<Ticket> {
  try {
    return await ctx.db.transaction(async manager => await findSent(manager, input) ?? await open(ctx, manager, input))
  } catch (error) {
    const sent = isDuplicate(error) ? await findSent(ctx.db.read as EntityManager, input) : null
    if (sent === null) throw error
    return sent
  }
}

async function findSent (manager: Pick<EntityManager, 'findOneBy'>, { formKey }: NewTicket): Promise<Ticket | null> {
  return formKey ? manager.findOneBy(Ticket, { formKey }) : null
}

async function open (ctx: Context, manager: EntityManager, input: NewTicket): Promise<Ticket> {
  const now = ctx.clock.now()
  const asked = await findTopic(ctx, manager, input.topicId)
  const asker = await findAsker(manager, input.requester.email)
  const orders = await ctx.intake?.(manager, askedTicket(input, asked, asker, await findFiles(manager, input)), now) ?? null
  if (orders !== null && orders.reject !== null) throw new Refusal('tickets.rejected', { status: 403, values: { reason: orders.reject } })

  const topic = orders?.topicId === undefined ? asked : await manager.findOneBy(Topic, { id: orders.topicId }) ?? asked
  const requester = orders?.requester === undefined ? asker : await findAsker(manager, orders.requester.email)
  const person = await findOrCreatePerson(manager, { ...input.requester, ...orders?.requester }, now, requester)
  const ticket = await insertTicket(manager, input, topic, { ...requester, person }, orders, now)

  for (const [questionId, value] of input.answers ?? []) await manager.insert(Answer, { ticketId: ticket.id, questionId, value })
  if (input.continuesTicketId) await manager.insert(TicketLink, { fromId: ticket.id, toId: input.continuesTicketId, kind: 'continues' })

  const entry = await writeEntry(manager, ticket, asRequester(person), now, { kind: 'message', text: input.text, source: input.source, filesKey: input.filesKey ?? input.formKey, ...input.mailed })
  const created = ticket.record('created', ctx.actor.party === 'system' ? asRequester(person) : ctx.actor, now, { entryId: entry.id, source: input.source, ...told(input, orders) })
  await adjustClocks(ctx, manager, ticket, created)
  await orders?.keep(manager, ticket.id)
  if (input.formKey) await noteSent(manager, input.formKey, ticket.id, now)

  // Whatever comes before this is not waited for by those who need the same turn.
  await saveNewTicket(manager, ticket, created, await give(ctx, manager, ticket, orders))
  await orders?.finish(ctx, manager, ticket)
  return ticket
}

async function give (ctx: Context, manager: EntityManager, ticket: Ticket, orders: IntakeOrders | null): Promise<Given> {
  const byRule = orders?.agentId == null ? null : await giveByRule(ctx, manager, ticket, orders.agentId, orders.by)
  return byRule === null ? giveInTurn(ctx, manager, ticket, { way: orders?.way ?? null }) : { events: byRule }
}

async function findTopic ({ actor }: Context, manager: EntityManager, id: number): Promise<Topic> {
  const topic = await findRow(manager, Topic, { id, isActive: true })
  if (topic === null || (actor.party === 'requester' && !topic.isPublic)) throw new InvalidFields({ topic: { key: 'tickets.topic.unknown' } })
  if (actor.party === 'agent' && !holds(actor, 'ticket.create', topic.departmentId)) throw new Forbidden('tickets.may_not.create')
  return topic
}

/** The files that were uploaded for it. */
async function findFiles (manager: EntityManager, { formKey, filesKey }: NewTicket): Promise<Array<Pick<Attachment, 'name' | 'size'>>> {
  const key = filesKey ?? formKey
  return key ? manager.find(Attachment, { select: { id: true, name: true, size: true }, where: { formKey: key }, order: { id: 'ASC' } }) : []
}

function askedTicket (input: NewTicket, topic: Topic, { company }: Asker, files: ReadonlyArray<Pick<Attachment, 'name' | 'size'>>): AskedTicket {
  const { subject, text, source, requester, answers = new Map(), continuesTicketId = null, mail = null } = input
  const [fileNames, fileBytes] = [files.map(({ name }) => name), files.reduce((sum, { size }) => sum + size, 0)]
  return { subject, text, source, requester, company, answers, mail, continuesTicketId, fileNames, fileBytes, topicId: topic.id, departmentId: topic.departmentId, teamId: topic.teamId, priority: input.priority ?? topic.priority }
}

async function insertTicket (manager: EntityManager, input: NewTicket, topic: Topic, { person, company }: Asker & { person: Person }, orders: IntakeOrders | null, now: Date): Promise<Ticket> {
  const departmentId = orders?.departmentId ?? topic.departmentId
  const ticket = Object.assign(new Ticket(), {
    number: randomUUID() as string,
    subject: checkedSubject(input.subject),
    requesterId: person.id,
    companyId: company?.id ?? null,
    topicId: topic.id,
    departmentId,
    teamId: orders?.teamId ?? (orders?.teamId === null || departmentId !== topic.departmentId ? null : topic.teamId),
    assigneeId: null,
    priority: orders?.priority ?? input.priority ?? topic.priority,
    source: input.source,
    statusId: null,
    waitingSince: now,
    slaPolicyId: null,
    chosenPolicyId: orders?.policyId ?? null,
    nextDueAt: null,
    sortsAt: endOfTime,
    dueAt: null,
    holdReason: null,
    holdUntil: null,
    resolvedAt: null,
    closedAt: null,
    closesAt: null,
    remindsAt: null,
    followsUpAt: null,
    untouchedSince: null,
    returnsAt: null,
    returnCount: 0,
    reopenedCount: 0,
    mergedIntoId: null,
    lastLine: '',
    lastParty: 'requester' as const,
    activeAt: now,
    createdAt: now,
    formKey: input.formKey ?? null,
    version: 1
  })
  await insertRow(manager, Ticket, ticket)
  ticket.number = ticketNumber((await findRecentOrganisation(manager)).numberFormat, ticket.id, now)
  return ticket
}

/** Who is not told of it, and which rules had a say, for the line of history. */
function told ({ silentTo = [] }: NewTicket, orders: IntakeOrders | null): EventDetails {
  const silent = [...new Set([...silentTo, ...orders?.silentTo ?? []])]
  return { ...(silent.length > 0 && { silentTo: silent }), ...(orders !== null && orders.by.length > 0 && { rules: orders.by }) }
}

export function asRequester (person: Person): RequesterActor {
  return { party: 'requester', id: person.id, name: person.name, email: person.email, locale: person.locale, onlyTicketId: null }
}
