import { wants, type NotificationChoice } from '../accounts/notification-choices.js'
import { publicRecipients } from '../tickets/public-recipients.js'
import type { Audience, DeskReader, PublicPerson } from './snapshot.queries.js'
import type { EventDetails } from '../tickets/ticket-event.entity.js'
import type { TemplateName } from './templates.js'

/** The events that anybody may be told of. */
export const toldEvents: ReadonlySet<string> = new Set([
  'created', 'replied', 'resolve', 'close', 'reopen', 'decline', 'participant_added', 'reminded', 'followed_up',
  'message_received', 'assigned', 'returned', 'referred', 'transferred', 'target_warned', 'target_breached', 'rated', 'merge', 'resume', 'undelivered', 'task_added', 'task_changed'
])

export type Recipient =
  { kind: 'person', template: TemplateName, person: PublicPerson } |
  { kind: 'agent', template: TemplateName, agent: DeskReader }

/**
 * Who gets which mail because of an event. Pure, so that a preview says what the sender will do.
 *
 * Nobody is told of what he or she did, nobody gets two mails for one act, and nobody hears of a reply that
 * was taken back or of a ticket in the bin. Only the receipt of a request goes to the one who sent it.
 */
export function recipientsOf (audience: Audience): Recipient[] {
  if (audience.isWithdrawn || audience.ticket.state === 'trashed') return []
  return [...publicMails(audience), ...deskMails(audience).filter(({ agent }) => !isActor(audience, agent))]
    .filter(recipient => !audience.ownAddresses.includes((recipient.kind === 'person' ? recipient.person : recipient.agent).email.toLowerCase()))
}

function publicMails (audience: Audience): Recipient[] {
  const { event: { name, actorParty, actorId, details }, ticket: { state }, requester, participants } = audience
  const readers = publicRecipients({ requester, participants }, { personId: actorParty === 'requester' ? actorId : null, email: audience.actorEmail })
  const toRequester = readers.filter(({ id }) => id === requester.id)
  const send = (template: TemplateName, people: PublicPerson[]): Recipient[] => people.map(person => ({ kind: 'person', template, person }))

  switch (name) {
    case 'created': return isSilentTo(details, 'requester') ? [] : send('request_received', [requester])
    case 'replied': return carrierOf(audience, ['resolve', 'close']) ? [] : send('new_reply', readers)
    case 'resolve': return send('solution', readers)
    case 'close': return state === 'closed' ? send('closed', readers) : []
    // An agent's reply that opens the ticket again is told as a reply; a reply taken back is not told at all.
    case 'reopen': return actorParty === 'agent' && details.entryId === undefined && details.cause !== 'undo' ? send('reopened', toRequester) : []
    case 'merge': return send('merged', toRequester)
    case 'participant_added': return isSilentTo(details, 'participant') ? [] : send('participant_added', readers.filter(({ id }) => id === details.personId && id !== requester.id))
    case 'reminded': return state === 'resolved' ? send('close_reminder', toRequester) : []
    case 'followed_up': return state === 'closed' ? send('follow_up', toRequester) : []
    default: return []
  }
}

/** Whether whoever opened the ticket asked not to tell them. */
const isSilentTo = ({ silentTo }: EventDetails, whom: string): boolean => Array.isArray(silentTo) && silentTo.includes(whom)

interface DeskMail { kind: 'agent', template: TemplateName, agent: DeskReader }

function deskMails (audience: Audience): DeskMail[] {
  const { event: { name, actorParty, details }, ticket, readers, managerId, teamLeadId, previousAgentId } = audience
  const named = (id: unknown) => readers.filter(reader => reader.id === id)
  const send = (template: TemplateName, choice: NotificationChoice, agents: DeskReader[]): DeskMail[] =>
    [...new Set(agents)].filter(({ notifications }) => wants(notifications, choice)).map(agent => ({ kind: 'agent', template, agent }))
  const isFree = ticket.assigneeId === null

  switch (name) {
    case 'created': return isSilentTo(details, 'agents') ? [] : newInDepartment(audience)
    case 'transferred': return newInDepartment(audience)
    case 'message_received': return carrierOf(audience, ['decline', 'reopen']) ? [] : send('requester_answered', 'requester_answered', toldAnyway(audience))
    case 'decline': return send('requester_answered', 'requester_answered', toldAnyway(audience))
    case 'reopen': return actorParty === 'requester' ? send('reopened', 'reopened', toldAnyway(audience)) : []
    case 'assigned':
      if (typeof details.agentId === 'number') return details.agentId === ticket.assigneeId && details.agentId !== previousAgentId ? send('assigned_to_you', 'assigned_to_you', named(details.agentId)) : []
      return isFree && typeof details.teamId === 'number' && details.teamId === ticket.teamId ? send('assigned_to_team', 'assigned_to_team', teamOf(audience)) : []
    case 'referred': return send('ticket_referred', 'ticket_referred', audience.referredReaders)
    case 'task_added':
    case 'task_changed': return send('task_given', 'task_given', audience.givenTasks.flatMap(({ agentId }) => named(agentId)))
    case 'returned': return [...send('ticket_returned', 'ticket_returned', named(details.agentId)), ...isFree ? newInDepartment(audience).filter(({ agent }) => agent.id !== details.agentId) : []]
    case 'resume': return details.cause === 'date' ? send('ticket_woke', 'ticket_woke', deskGroup(audience)) : []
    case 'undelivered': return send('undeliverable', 'undeliverable', deskGroup(audience))
    case 'target_warned': return send(nearOrMissed(details), nearOrMissed(details), typeof details.agentId === 'number' ? named(details.agentId) : deskGroup(audience))
    case 'target_breached': return send('target_missed', 'target_missed', [...deskGroup(audience), ...named(teamLeadId), ...named(managerId)])
    case 'rated': return Number(details.score) <= 2 ? send('low_rating', 'low_rating', named(managerId)) : []
    default: return []
  }
}

/** A step of a service level may also tell of a promise that is missed. */
const nearOrMissed = ({ isLate }: EventDetails): 'target_near' | 'target_missed' => isLate === true ? 'target_missed' : 'target_near'

/** Who has the ticket, or else the team that it is with, or else the department. */
function deskGroup (audience: Audience): DeskReader[] {
  const assignee = audience.readers.filter(({ id }) => id === audience.ticket.assigneeId)
  if (assignee.length > 0) return assignee
  const team = teamOf(audience)
  return team.length > 0 ? team : audience.readers
}

const teamOf = ({ readers, teamMemberIds }: Audience): DeskReader[] => readers.filter(({ id }) => teamMemberIds.includes(id))

/** As {@link deskGroup}, without an agent who is given the ticket in the same act and hears of it by that mail. */
function toldAnyway (audience: Audience): DeskReader[] {
  const given = audience.act.find(({ name, details }) => name === 'assigned' && typeof details.agentId === 'number')?.details.agentId
  return deskGroup(audience).filter(({ id }) => id !== given)
}

/** A new ticket is told to the team it is for or to the department, as each member chose. */
function newInDepartment (audience: Audience): DeskMail[] {
  const { assigneeId } = audience.ticket
  const team = teamOf(audience)
  const hears = ({ id, notifications }: DeskReader) => id !== assigneeId &&
    (wants(notifications, 'new_in_department') || (assigneeId === null && wants(notifications, 'new_unassigned') && (team.length === 0 || team.some(member => member.id === id))))
  return audience.readers.filter(hears).map(agent => ({ kind: 'agent', template: 'new_in_department', agent }))
}

/** Whether a move of the same act carries the entry's text in its own mail. */
function carrierOf ({ event, act }: Audience, names: string[]): boolean {
  return act.some(({ name, details }) => names.includes(name) && details.entryId === event.details.entryId)
}

function isActor ({ event: { actorParty, actorId }, actorEmail }: Audience, agent: DeskReader): boolean {
  return (actorParty === 'agent' && actorId === agent.id) || agent.email === actorEmail
}
