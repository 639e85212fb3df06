import { mayManageArticles } from '../knowledge/article.policy.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Reading } from '../platform/i18n/reading.js'
import { initials } from '../platform/initials.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { holds, type Actor } from '../platform/actor.js'
import { answerText } from './answer.presenter.js'
import type { WordKey } from '../words/catalogue.js'
import { presentChip, presentTarget } from './clock.presenter.js'
import { fileListOf, picturesOf, presentBody, type BodyPart } from './entry-body.presenter.js'
import { presentEvent, type EventView } from './event.presenter.js'
import { presentPresence } from './presence.presenter.js'
import { isReferredTo } from './referral.policy.js'
import { presentStatus } from './status.presenter.js'
import type { EntryRow, EventRow, Margin, TicketRow } from './ticket-page.queries.js'
import { ticketPolicy } from './ticket.policy.js'
import type { TicketTransition } from './ticket.lifecycle.js'
import { presentMove } from './whose-move.presenter.js'

export type TicketView = ReturnType<typeof presentTicket>

/** What the ticket page shows: finished strings and booleans. */
export function presentTicket (row: TicketRow, margin: Margin, { actor, now, t, format }: Reading) {
  const path = `/desk/tickets/${row.id}`
  const closurePolicy = (row.topicClosurePolicy ?? row.closurePolicy) as ClosurePolicy
  const seen = { ...row, closedAt: row.closedAt === null ? null : new Date(row.closedAt) }
  const may = (move: TicketTransition) => ticketPolicy.move(actor, move, seen, closurePolicy)

  return {
    id: row.id,
    path,
    number: row.number,
    subject: row.subject,
    state: row.state,
    version: row.version,
    status: presentStatus(row.state, row.statusLabel, t),
    move: presentMove(row.waitingOn, row.waitingSince, t, format),
    chip: presentChip({ nextDueAt: row.nextDueAt, state: row.state, activeAt: row.createdAt }, now, t, format),
    notice: noticeOf(row, t, format),
    referral: ticketPolicy.read(actor, seen) ? null : presentOwnReferral(margin, actor, t),
    may: {
      reply: ticketPolicy.reply(actor, seen),
      note: ticketPolicy.note(actor, seen, margin.referrals),
      refer: ticketPolicy.refer(actor, seen),
      assign: ticketPolicy.assign(actor, seen),
      transfer: ticketPolicy.transfer(actor, seen),
      edit: ticketPolicy.edit(actor, seen),
      claim: ticketPolicy.reply(actor, seen) && row.assigneeId === null,
      hold: may('hold'),
      resume: may('resume'),
      takeUp: may('take_up') && row.assigneeId === actor.id,
      close: may('close'),
      reopen: may('reopen'),
      merge: may('merge'),
      unmerge: may('unmerge'),
      trash: may('trash'),
      restore: may('restore'),
      writeArticle: mayManageArticles(actor) && (row.state === 'resolved' || row.state === 'closed')
    },
    requester: { id: row.requesterId, name: row.requesterName, email: row.requesterEmail, phone: row.requesterPhone, ticketsPath: `/desk/search?q=${encodeURIComponent(row.requesterEmail)}`, bounce: presentBounce(row, t, format) },
    company: row.companyName === null ? null : { name: row.companyName, path: `/desk/companies/${row.companyId}`, note: row.companyNote ?? '', accountManager: row.accountManagerName === null ? null : t('companies.desk.manager', { name: row.accountManagerName }) },
    assignee: row.assigneeName === null ? null : { id: row.assigneeId, name: row.assigneeName, initials: initials(row.assigneeName) },
    team: row.teamName === null ? null : { id: row.teamId, name: row.teamName },
    department: { id: row.departmentId, name: row.departmentName },
    topic: row.topicName,
    topicId: row.topicId,
    statusId: row.statusId,
    priority: { value: row.priority, label: t(`tickets.priority.${row.priority}`), look: row.priority === 4 ? 'priority-urgent' : '', isMarked: row.priority >= 3 },
    source: t(`tickets.source.${row.source}`),
    createdAt: new Date(row.createdAt),
    dueAt: row.dueAt === null ? null : new Date(row.dueAt),
    policyName: row.policyName,
    score: row.score,
    targets: margin.targets.map(target => presentTarget(target, now, t, format)),
    tags: margin.tags,
    participants: margin.participants.map(person => ({ ...person, initials: initials(person.name) })),
    links: margin.links.filter(({ departmentId }) => holds(actor, 'ticket.read', departmentId)).map(link => ({ ...link, mayRemove: link.kind !== 'continues' && ticketPolicy.edit(actor, seen), path: `/desk/tickets/${link.id}`, status: presentStatus(link.state, null, t), label: t(linkLabel(link)) })),
    referrals: margin.referrals.map(referral => ({ id: referral.id, name: referral.name, reason: referral.reason, text: t('tickets.show.referred_by', { actor: referral.byName, when: format.dateTime(new Date(referral.createdAt)) }), mayEnd: ticketPolicy.endReferral(actor, seen, referral) })),
    asksQuestions: Boolean(row.asksQuestions),
    answers: margin.answers.map(({ questionId, label, value }) => ({ questionId, label, text: answerText(value, t) })),
    present: presentPresence(margin.present, t)
  }
}

function linkLabel ({ kind, isFrom }: Margin['links'][number]): WordKey {
  switch (kind) {
    case 'related': return 'tickets.show.link_related'
    case 'continues': return isFrom ? 'tickets.show.link_continues' : 'tickets.show.link_continued'
    case 'blocks': return isFrom ? 'tickets.show.link_blocks' : 'tickets.show.link_waits_for'
  }
}

/** Why an agent of another department sees this ticket, and what he or she may do. */
function presentOwnReferral ({ referrals }: Margin, actor: Actor, t: Translate): string | null {
  const own = referrals.filter(each => isReferredTo(actor, each, 'ticket.read')).toSorted((one, other) => Number(other.agentId !== null) - Number(one.agentId !== null))[0]
  return own === undefined ? null : t(own.agentId === null ? 'tickets.show.referred_to_us' : 'tickets.show.referred_to_you', { name: own.name, actor: own.byName, reason: own.reason })
}

function noticeOf (row: TicketRow, t: Translate, format: Format): string | null {
  if (row.state === 'merged') return t('tickets.show.merged_into', { number: row.mergedIntoNumber ?? '' })
  if (row.state === 'resolved' && row.closesAt !== null) return t('tickets.show.closes', { when: format.dateTime(new Date(row.closesAt)) })
  if (row.returnsAt !== null) return t('tickets.show.returns', { when: format.dateTime(new Date(Number(row.returnsAt))), name: row.assigneeName ?? '' })
  if (row.state !== 'on_hold') return null
  return row.holdUntil === null ? t('tickets.show.on_hold', { reason: row.holdReason ?? '' }) : t('tickets.show.on_hold_until', { date: format.date(new Date(row.holdUntil)), reason: row.holdReason ?? '' })
}

export interface EntryView {
  type: 'entry', id: number, kind: EntryRow['kind'], author: string, initials: string, isAgent: boolean, about: string, parts: BodyPart[], asSentPath: string | null
  at: Date, files: Array<{ name: string, size: string, path: string }>, isSolution: boolean, leavesIn: number | null, isWithdrawn: boolean, mayWithdraw: boolean
}
export type ThreadItem = EntryView | ({ type: 'event' } & EventView)

/** Entries and what happened between them, in the order of time; within one moment what was said stands before what it led to. */
export function presentThread (ticketPath: string, entries: EntryRow[], events: EventRow[], files: Margin['files'], { actor, now, t, format }: Reading): ThreadItem[] {
  const shown = entries.map(entry => presentEntry(ticketPath, entry, files, { actor, now, t, format }))
  const lines = events.map(event => ({ type: 'event' as const, ...presentEvent(event, t, format) }))
  const rank = { entry: 0, event: 1 }
  return [...shown, ...lines].sort((a, b) => a.at.getTime() - b.at.getTime() || rank[a.type] - rank[b.type])
}

function presentEntry (ticketPath: string, entry: EntryRow, files: Margin['files'], { actor, now, t, format }: Reading): EntryView {
  const own = files.filter(file => file.entryId === entry.id)
  const leavesIn = entry.leavesAt !== null && entry.withdrawnAt === null && entry.leavesAt > now.getTime() ? Math.ceil((entry.leavesAt - now.getTime()) / 1000) : null
  return {
    type: 'entry',
    id: entry.id,
    kind: entry.kind,
    author: entry.authorName,
    initials: initials(entry.authorName),
    isAgent: entry.agentId !== null,
    about: entry.kind === 'message' || entry.source !== 'desk' ? t('tickets.entry.by', { source: t(`tickets.source.${entry.source}`) }) : '',
    parts: presentBody(entry.text, entry.parts, picturesOf(ticketPath, own), t),
    asSentPath: entry.parts?.some(({ html }) => html !== null) === true ? `${ticketPath}/entries/${entry.id}/as-sent` : null,
    at: new Date(entry.createdAt),
    files: fileListOf(entry.parts, own).map(file => ({ name: file.name, size: format.fileSize(file.size), path: `${ticketPath}/files/${file.id}` })),
    isSolution: Boolean(entry.isSolution) && entry.withdrawnAt === null,
    leavesIn,
    isWithdrawn: entry.withdrawnAt !== null,
    mayWithdraw: leavesIn !== null && entry.agentId === actor.id
  }
}

/** What came back from the requester's address, in a sentence; null while mails arrive. */
function presentBounce ({ bouncedAt, bounceText, bounceHeldAt }: TicketRow, t: Translate, format: Format): string | null {
  if (bouncedAt === null) return null
  return t(bounceHeldAt === null ? 'tickets.show.bounced' : 'tickets.show.bounced_held', { when: format.dateTime(new Date(Number(bouncedAt))), text: bounceText ?? '' })
}
