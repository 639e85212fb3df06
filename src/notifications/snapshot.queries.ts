import { In, IsNull, LessThan, MoreThan, Not } from 'typeorm'
import { Agent, type NotificationChoices } from '../accounts/agent.entity.js'
import type { DigestRhythm } from '../accounts/notification-choices.js'
import { Person } from '../accounts/person.entity.js'
import { Department } from '../departments/department.entity.js'
import type { Permission } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { findOrganisation, type Organisation } from '../settings/organisation.js'
import { SlaPolicy } from '../sla/sla-policy.entity.js'
import { TeamMember } from '../teams/team-member.entity.js'
import { Team } from '../teams/team.entity.js'
import { Participant } from '../tickets/participant.entity.js'
import { Referral } from '../tickets/referral.entity.js'
import { Target } from '../tickets/target.entity.js'
import { Task } from '../tickets/tasks/task.entity.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import { TicketEvent } from '../tickets/ticket-event.entity.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { Topic } from '../topics/topic.entity.js'
import { listOwnAddresses } from './own-addresses.queries.js'
import { toldEvents } from './recipients.js'

/** An agent who may read the ticket now. */
export interface DeskReader { id: number, name: string, email: string, locale: string, timeZone: string | null, notifications: NotificationChoices, digest: DigestRhythm | null }

export interface GivenTask { agentId: number, text: string, dueOn: string | null }

export type PublicPerson = Pick<Person, 'id' | 'name' | 'email' | 'locale' | 'linkEpoch' | 'verifiedAt'> & { isMuted?: boolean }

/** Who could be told, and what decides about it. */
export interface Audience {
  event: Pick<TicketEvent, 'name' | 'actorParty' | 'actorId' | 'details'>
  /** What else happened to the ticket in the same act, after this. */
  act: Array<Pick<TicketEvent, 'name' | 'details'>>
  actorEmail: string | null
  ticket: Pick<Ticket, 'state' | 'assigneeId' | 'teamId'>
  isWithdrawn: boolean
  requester: PublicPerson
  participants: PublicPerson[]
  /** The agents of the department who may read its tickets. */
  readers: DeskReader[]
  /** Those whom the event refers the ticket to, as a department, as a team or by name, while that holds. */
  referredReaders: DeskReader[]
  /** The tasks that the event gives to agents, as far as they still have them and have to do them. */
  givenTasks: GivenTask[]
  teamMemberIds: number[]
  teamLeadId: number | null
  managerId: number | null
  /** Who had the ticket before this event, when it gives it to somebody. */
  previousAgentId: number | null
  /** The house's own mail addresses: writing to them would be talking to oneself. */
  ownAddresses: string[]
}

/** Everything that a mail about an event may say, read at the moment at which it is written. */
export interface Snapshot extends Audience {
  event: TicketEvent
  ticket: Ticket
  department: Department
  team: Team | null
  topicName: string | null
  organisation: Organisation
  author: Agent | null
  entry: ThreadEntry | null
  earlier: ThreadEntry | null
  nextAnswerMinutes: number | null
  targetDueAt: Date | null
  /** Whether somebody reads what is answered by mail. */
  takesAnswers: boolean
}

/** The state of things around an event, or null when nobody is ever told of its kind, or its ticket is gone. */
export async function findSnapshot (reader: Reader, eventId: number): Promise<Snapshot | null> {
  const event = await reader.findOneBy(TicketEvent, { id: eventId })
  const ticket = event === null || !toldEvents.has(event.name) ? null : await reader.findOneBy(Ticket, { id: event.ticketId })
  if (event === null || ticket === null) return null

  const department = await reader.findOneByOrFail(Department, { id: ticket.departmentId })
  const team = ticket.teamId === null ? null : await reader.findOneBy(Team, { id: ticket.teamId })
  const topic = ticket.topicId === null ? null : await reader.findOneBy(Topic, { id: ticket.topicId })
  const author = event.actorParty === 'agent' && event.actorId !== null ? await reader.findOneBy(Agent, { id: event.actorId }) : null
  const entry = await findEntry(reader, event)
  const organisation = await findOrganisation(reader)

  return {
    event,
    ticket,
    department,
    team,
    author,
    entry,
    topicName: topic?.name ?? null,
    act: await reader.find(TicketEvent, { where: { ticketId: ticket.id, at: event.at, id: MoreThan(event.id) }, order: { id: 'ASC' } }),
    actorEmail: author?.email ?? await findPersonEmail(reader, event),
    isWithdrawn: entry !== null && entry.withdrawnAt !== null,
    requester: await reader.findOneByOrFail(Person, { id: ticket.requesterId }),
    participants: await findParticipants(reader, ticket.id),
    readers: await listReaders(reader, ticket.departmentId),
    referredReaders: await findReferredReaders(reader, event),
    givenTasks: await listGivenTasks(reader, event),
    teamMemberIds: team === null ? [] : (await reader.findBy(TeamMember, { teamId: team.id })).map(({ agentId }) => agentId),
    teamLeadId: team?.leadId ?? null,
    managerId: department.managerId,
    previousAgentId: await findPreviousAgent(reader, event),
    ownAddresses: [...await listOwnAddresses(reader)],
    organisation,
    earlier: entry === null ? null : await reader.findOne(ThreadEntry, { where: { ticketId: ticket.id, kind: In(['message', 'reply']), withdrawnAt: IsNull(), id: LessThan(entry.id) }, order: { id: 'DESC' } }),
    nextAnswerMinutes: department.showsPromise ? await findNextAnswerMinutes(reader, ticket) : null,
    targetDueAt: await findTargetDue(reader, event),
    takesAnswers: await takesMail(reader)
  }
}

/** The entry that an event names; for agents who have to act, the last thing that was asked. Never a note. */
async function findEntry (reader: Reader, { ticketId, name, details }: TicketEvent): Promise<ThreadEntry | null> {
  if (typeof details.entryId === 'number') return reader.findOneBy(ThreadEntry, { id: details.entryId, ticketId, kind: In(['message', 'reply']) })
  if (!['assigned', 'returned', 'referred', 'transferred', 'target_warned', 'target_breached'].includes(name)) return null
  return reader.findOne(ThreadEntry, { where: { ticketId, kind: 'message', withdrawnAt: IsNull() }, order: { id: 'DESC' } })
}

async function findPersonEmail (reader: Reader, { actorParty, actorId }: TicketEvent): Promise<string | null> {
  if (actorParty !== 'requester' || actorId === null) return null
  return (await reader.findOneBy(Person, { id: actorId }))?.email ?? null
}

async function findParticipants (reader: Reader, ticketId: number): Promise<PublicPerson[]> {
  const participants = await reader.find(Participant, { where: { ticketId }, order: { addedAt: 'ASC', personId: 'ASC' } })
  if (participants.length === 0) return []
  const people = new Map((await reader.findBy(Person, { id: In(participants.map(({ personId }) => personId)) })).map(person => [person.id, person]))
  return participants.flatMap(({ personId, isMuted }) => {
    const person = people.get(personId)
    return person === undefined ? [] : [{ ...person, isMuted }]
  })
}

interface AgentRow { id: number, name: string, email: string, locale: string, timeZone: string | null, notifications: string, preferences: string }
interface ReaderRow extends AgentRow { permissions: string }

async function listReaders (reader: Reader, departmentId: number): Promise<DeskReader[]> {
  const rows = await reader.query(`
    SELECT a.id, a.name, a.email, a.locale, a.time_zone AS timeZone, a.notifications, a.preferences, r.permissions
    FROM memberships m JOIN agents a ON a.id = m.agent_id JOIN roles r ON r.id = m.role_id
    WHERE m.department_id = ? AND a.is_active = 1 ORDER BY a.id`, [departmentId]) as ReaderRow[]
  return rows
    .filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.read'))
    .map(({ permissions, ...agent }) => readerOf(agent))
}

const readerOf = ({ notifications, preferences, ...agent }: AgentRow): DeskReader =>
  ({ ...agent, notifications: JSON.parse(notifications) as NotificationChoices, digest: (JSON.parse(preferences) as Agent['preferences']).digest ?? null })

async function findReferredReaders (reader: Reader, { name, ticketId, details: { departmentId, teamId, agentId } }: TicketEvent): Promise<DeskReader[]> {
  if (name !== 'referred') return []
  const holds = async (asked: { departmentId: number } | { teamId: number } | { agentId: number }) => reader.existsBy(Referral, { ticketId, ...asked, endedAt: IsNull() })
  if (typeof departmentId === 'number') return await holds({ departmentId }) ? listReaders(reader, departmentId) : []
  if (typeof teamId === 'number') return await holds({ teamId }) ? listAgents(reader, 'IN (SELECT agent_id FROM team_members WHERE team_id = ?)', teamId) : []
  return typeof agentId === 'number' && await holds({ agentId }) ? listAgents(reader, '= ?', agentId) : []
}

async function listGivenTasks (reader: Reader, { ticketId, details: { givenTaskIds } }: TicketEvent): Promise<GivenTask[]> {
  if (!Array.isArray(givenTaskIds)) return []
  const tasks = await reader.find(Task, { where: { id: In(givenTaskIds as number[]), ticketId, assigneeId: Not(IsNull()), doneAt: IsNull() }, order: { position: 'ASC', id: 'ASC' } })
  return tasks.map(({ assigneeId, text, dueOn }) => ({ agentId: assigneeId!, text, dueOn }))
}

/** Agents in use who are asked to look, whatever their role is. */
async function listAgents (reader: Reader, which: '= ?' | 'IN (SELECT agent_id FROM team_members WHERE team_id = ?)', id: number): Promise<DeskReader[]> {
  const rows = await reader.query(`
    SELECT a.id, a.name, a.email, a.locale, a.time_zone AS timeZone, a.notifications, a.preferences FROM agents a WHERE a.id ${which} AND a.is_active = 1 ORDER BY a.id`, [id]) as AgentRow[]
  return rows.map(readerOf)
}

async function findPreviousAgent (reader: Reader, { id, ticketId, name }: TicketEvent): Promise<number | null> {
  if (name !== 'assigned') return null
  const before = await reader.findOne(TicketEvent, { where: { ticketId, name: In(['assigned', 'unassigned', 'returned', 'transferred']), id: LessThan(id) }, order: { id: 'DESC' } })
  return before?.name === 'assigned' && typeof before.details.agentId === 'number' ? before.details.agentId : null
}

async function findNextAnswerMinutes (reader: Reader, { slaPolicyId, priority }: Ticket): Promise<number | null> {
  const policy = slaPolicyId === null ? null : await reader.findOneBy(SlaPolicy, { id: slaPolicyId })
  return policy?.targets[priority].next_response ?? null
}

/** Whether mail has a way in: a mailbox that is in use, or one that mail came by before. Read by table name, because their room comes later. */
async function takesMail (reader: Reader): Promise<boolean> {
  const rows = await reader.query('SELECT 1 AS way FROM mailboxes WHERE is_active = 1 UNION SELECT 1 FROM incoming_messages WHERE id = (SELECT MAX(id) FROM incoming_messages) LIMIT 1') as unknown[]
  return rows.length > 0
}

async function findTargetDue (reader: Reader, { ticketId, details }: TicketEvent): Promise<Date | null> {
  if (typeof details.kind !== 'string') return null
  const target = await reader.findOne(Target, { where: { ticketId, kind: details.kind as Target['kind'] }, order: { id: 'DESC' } })
  return target?.dueAt ?? null
}
