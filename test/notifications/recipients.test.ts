import t from 'tap'
import { recipientsOf } from '../../src/notifications/recipients.js'
import type { Audience, DeskReader, PublicPerson } from '../../src/notifications/snapshot.queries.js'
import { publicRecipients } from '../../src/tickets/public-recipients.js'

const reader = (id: number, name: string, notifications = {}): DeskReader => ({ id, name, email: `${name}@desk.example`, locale: 'en', timeZone: null, notifications, digest: null })
const somebody = (id: number, name: string, more = {}): PublicPerson => ({ id, name, email: `${name}@post.example`, locale: null, linkEpoch: 1, verifiedAt: null, ...more })

const [ana, ben, cleo] = [reader(1, 'ana'), reader(2, 'ben'), reader(3, 'cleo')]
const [maria, jonas, quiet] = [somebody(1, 'maria'), somebody(2, 'jonas'), somebody(3, 'quiet', { isMuted: true })]

const byMaria = { actorParty: 'requester' as const, actorId: 1, email: 'maria@post.example' }
const byJonas = { actorParty: 'requester' as const, actorId: 2, email: 'jonas@post.example' }
const byAna = { actorParty: 'agent' as const, actorId: 1, email: 'ana@desk.example' }
const byTimer = { actorParty: 'system' as const, actorId: null, email: null }

type Change = Partial<Omit<Audience, 'event' | 'ticket'>> & { ticket?: Partial<Audience['ticket']> }

/** Who is told, as “template → name”, sorted. Ana has the ticket, Cleo leads, and Jonas and somebody quiet take part. */
function told (name: string, by: { actorParty: 'requester' | 'agent' | 'system', actorId: number | null, email: string | null }, details = {}, { ticket = {}, ...more }: Change = {}): string[] {
  return recipientsOf({
    event: { name, actorParty: by.actorParty, actorId: by.actorId, details },
    act: [],
    actorEmail: by.email,
    ticket: { state: 'open', assigneeId: 1, teamId: null, ...ticket },
    isWithdrawn: false,
    requester: maria,
    participants: [jonas, quiet],
    readers: [ana, ben, cleo],
    referredReaders: [ben, reader(4, 'dora')],
    givenTasks: [{ agentId: 2, text: 'Order a drum', dueOn: null }, { agentId: 2, text: 'Fit it', dueOn: null }, { agentId: 1, text: 'Look', dueOn: null }, { agentId: 9, text: 'Gone', dueOn: null }],
    teamMemberIds: [],
    teamLeadId: null,
    managerId: 3,
    previousAgentId: null,
    ownAddresses: ['help@desk.example'],
    ...more
  }).map(each => `${each.template} → ${each.kind === 'person' ? each.person.name : each.agent.name}`).sort()
}

const free = { ticket: { assigneeId: null } }
const withTeam = { ticket: { assigneeId: null, teamId: 7 }, teamMemberIds: [2] }
const assigned = { name: 'assigned', details: { agentId: 1 } }

const table: Array<[string, string[], string[]]> = [
  ['tasks for oneself, for a colleague and for somebody who may not see the ticket', told('task_added', byAna), ['task_given → ben']],
  ['a task that is given on', told('task_changed', byTimer), ['task_given → ana', 'task_given → ben']],
  ['a new request that somebody has', told('created', byMaria), ['request_received → maria']],
  ['a new request that nobody has', told('created', byMaria, {}, free), ['new_in_department → ana', 'new_in_department → ben', 'new_in_department → cleo', 'request_received → maria']],
  ['a new request for a team', told('created', byMaria, {}, withTeam), ['new_in_department → ben', 'request_received → maria']],
  ['a request that an agent took by phone', told('created', byAna, {}, free), ['new_in_department → ben', 'new_in_department → cleo', 'request_received → maria']],
  ['a reply', told('replied', byAna, { entryId: 5 }), ['new_reply → jonas', 'new_reply → maria']],
  ['a reply that solves', told('replied', byAna, { entryId: 5 }, { act: [{ name: 'resolve', details: { entryId: 5 } }] }), []],
  ['the solution', told('resolve', byAna, { entryId: 5 }, { ticket: { state: 'resolved' } }), ['solution → jonas', 'solution → maria']],
  ['a reply that asks', told('ask', byAna, { entryId: 5 }), []],
  ['a reply that was taken back', told('replied', byAna, { entryId: 5 }, { isWithdrawn: true }), []],
  ['a note', told('noted', byAna, { entryId: 5 }), []],
  ['a reply on a ticket in the bin', told('replied', byAna, { entryId: 5 }, { ticket: { state: 'trashed' } }), []],
  ['the reminder', told('reminded', byTimer, {}, { ticket: { state: 'resolved' } }), ['close_reminder → maria']],
  ['the reminder of a ticket that was declined meanwhile', told('reminded', byTimer), []],
  ['closing by itself', told('close', byTimer, { automatic: true }, { ticket: { state: 'closed' } }), ['closed → jonas', 'closed → maria']],
  ['closing by an agent', told('close', byAna, {}, { ticket: { state: 'closed' } }), ['closed → jonas', 'closed → maria']],
  ['the requester’s yes', told('accept', byMaria, {}, { ticket: { state: 'closed' } }), []],
  ['the requester’s no', told('decline', byMaria, { entryId: 5 }), ['requester_answered → ana']],
  ['the message in the requester’s no', told('message_received', byMaria, { entryId: 5 }, { act: [{ name: 'decline', details: { entryId: 5 } }] }), []],
  ['the follow-up', told('followed_up', byTimer, {}, { ticket: { state: 'closed' } }), ['follow_up → maria']],
  ['a requester’s message', told('message_received', byMaria, { entryId: 5 }), ['requester_answered → ana']],
  ['a participant’s message on a ticket that nobody has', told('message_received', byJonas, { entryId: 5 }, free), ['requester_answered → ana', 'requester_answered → ben', 'requester_answered → cleo']],
  ['a message on a team’s ticket', told('message_received', byMaria, { entryId: 5 }, withTeam), ['requester_answered → ben']],
  ['a message on the ticket of somebody who left', told('message_received', byMaria, { entryId: 5 }, { readers: [ben, cleo] }), ['requester_answered → ben', 'requester_answered → cleo']],
  ['a message that gives the ticket to somebody', told('message_received', byMaria, { entryId: 5 }, { act: [assigned] }), []],
  ['reopening by the requester', told('reopen', byMaria, { entryId: 5 }), ['reopened → ana']],
  ['reopening by an agent', told('reopen', byAna, { reason: 'again' }), ['reopened → maria']],
  ['reopening by an agent’s reply', told('reopen', byAna, { entryId: 5 }), []],
  ['reopening because a reply was taken back', told('reopen', byAna, { cause: 'undo' }), []],
  ['a participant', told('participant_added', byMaria, { personId: 2 }), ['participant_added → jonas']],
  ['a participant who wants peace', told('participant_added', byMaria, { personId: 3 }), []],
  ['a ticket that Ana is given', told('assigned', byTimer, { agentId: 1, automatic: true }), ['assigned_to_you → ana']],
  ['a ticket that Ana takes', told('assigned', byAna, { agentId: 1 }), []],
  ['a ticket that Ana has already', told('assigned', byTimer, { agentId: 1, teamId: 7 }, { previousAgentId: 1 }), []],
  ['a ticket that went on to somebody else meanwhile', told('assigned', byTimer, { agentId: 2 }), []],
  ['a ticket that a team is given', told('assigned', byAna, { agentId: null, teamId: 7 }, { ...withTeam, teamMemberIds: [1, 2] }), ['assigned_to_team → ben']],
  ['a transfer', told('transferred', byAna, {}, free), ['new_in_department → ben', 'new_in_department → cleo']],
  ['a ticket that Ben did not touch and that nobody has now', told('returned', byTimer, { agentId: 2 }, free), ['new_in_department → ana', 'new_in_department → cleo', 'ticket_returned → ben']],
  ['a ticket that Ben did not touch and that Ana has now', told('returned', byTimer, { agentId: 2 }), ['ticket_returned → ben']],
  ['a referral', told('referred', byAna, { departmentId: 2 }), ['ticket_referred → ben', 'ticket_referred → dora']],
  ['a target that comes near', told('target_warned', byTimer, { kind: 'first_response' }), ['target_near → ana']],
  ['a target that was missed', told('target_breached', byTimer, { kind: 'first_response' }), ['target_missed → ana', 'target_missed → cleo']],
  ['a target missed on a team’s ticket', told('target_breached', byTimer, { kind: 'resolution' }, { ...withTeam, teamLeadId: 1 }), ['target_missed → ana', 'target_missed → ben', 'target_missed → cleo']],
  ['a bad rating', told('rated', byMaria, { score: 2 }), ['low_rating → cleo']],
  ['a good rating', told('rated', byMaria, { score: 4 }), []],
  ['an agent who wants no news', told('message_received', byMaria, { entryId: 5 }, { readers: [reader(1, 'ana', { requester_answered: false })] }), []],
  ['an agent who wants every new ticket', told('created', byMaria, {}, { readers: [ana, reader(2, 'ben', { new_in_department: true })] }), ['new_in_department → ben', 'request_received → maria']],
  ['an agent who wants none', told('created', byMaria, {}, { ...free, readers: [reader(2, 'ben', { new_unassigned: false })] }), ['request_received → maria']],
  ['a requester who is the house itself', told('replied', byAna, { entryId: 5 }, { requester: somebody(1, 'x', { email: 'Help@desk.example' }) }), ['new_reply → jonas']],
  ['an agent who is also the requester', told('replied', byAna, { entryId: 5 }, { requester: somebody(9, 'ana-herself', { email: 'ana@desk.example' }) }), ['new_reply → jonas']],
  ['something that nobody has to know', told('tags_changed', byAna), []]
]

for (const [what, is, expected] of table) t.same(is, expected, what)

t.test('the composer promises exactly those who get the reply', async t => {
  t.same(publicRecipients({ requester: maria, participants: [jonas, quiet, maria] }).map(({ name }) => name), ['maria', 'jonas'])
})
