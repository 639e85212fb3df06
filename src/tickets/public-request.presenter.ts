import type { RequesterActor } from '../platform/actor.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { initials } from '../platform/initials.js'
import { fileListOf, picturesOf, presentBody } from './entry-body.presenter.js'
import type { PublicRequest } from './public-request.queries.js'
import { presentPublicMove, presentPublicStatus } from './public-status.presenter.js'
import { answerText } from './answer.presenter.js'
import { ticketPolicy } from './ticket.policy.js'
import { presentTracker } from './tracker.presenter.js'
import { presentPromise } from './promise.presenter.js'

export type PublicRequestView = ReturnType<typeof presentPublicRequest>

export interface PublicReading { actor: RequesterActor, now: Date, t: Translate, format: Format }

/** A request as its requester and participants read it. Holds nothing that is for agents. */
export function presentPublicRequest (found: PublicRequest, { actor, now, t, format }: PublicReading) {
  const { ticket, department, entries, people, files } = found
  const path = `/requests/${encodeURIComponent(ticket.number)}`
  const isOwner = ticket.requesterId === actor.id
  const takesPart = isOwner || people.some(({ id }) => id === actor.id)
  const isOpenAgain = ticketPolicy.isInsideReopenWindow(ticket, department.reopenDays, now)
  const fileView = (file: { id: number, name: string, size: number }) => ({ name: file.name, size: format.fileSize(file.size), path: `${path}/files/${file.id}` })

  return {
    path,
    number: ticket.number,
    subject: ticket.subject,
    sentAt: t('portal.request.sent', { number: ticket.number, when: format.dateTime(ticket.createdAt) }),
    status: presentPublicStatus(ticket.state, found.publicLabel, ticket.holdUntil?.getTime() ?? null, t, format),
    move: presentPublicMove(ticket.waitingOn, ticket.waitingSince.getTime(), t, format),
    tracker: presentTracker(found, t, format),
    panel: !takesPart ? null : panelOf(found, isOpenAgain, t, format),
    mayAnswer: takesPart && ticket.state !== 'merged' && (ticket.state !== 'closed' || isOpenAgain),
    /** For a colleague who reads along: how to take part. */
    joinPath: takesPart ? null : `${path}/joinings`,
    mayJudge: isOwner && ticket.state === 'resolved',
    continuePath: takesPart && ticket.state === 'closed' && !isOpenAgain ? `${path}/continue` : null,
    isOwner,
    promise: department.showsPromise ? presentPromise(found, t, format) : [],
    entries: entries.map(entry => ({
      id: entry.id,
      isReply: entry.kind === 'reply',
      author: entry.personId !== null && entry.personId === actor.id ? t('portal.request.you') : entry.authorName,
      initials: initials(entry.authorName),
      about: entry.kind === 'message' ? t('portal.request.by', { source: t(`tickets.source.${entry.source as 'web'}`) }) : '',
      isSolution: Boolean(entry.isSolution),
      at: new Date(entry.createdAt),
      parts: presentBody(entry.text, entry.parts, picturesOf(path, files.filter(file => file.entryId === entry.id)), t),
      files: fileListOf(entry.parts, files.filter(file => file.entryId === entry.id)).map(fileView)
    })),
    files: files.map(fileView),
    answers: found.answers.map(({ label, value }) => ({ label, text: answerText(value, t) })).filter(({ text }) => text !== ''),
    requester: { name: isOwner ? t('portal.request.is_you', { name: found.requesterName }) : found.requesterName, initials: initials(found.requesterName) },
    people: people.map(person => ({ id: person.id, name: person.id === actor.id ? t('portal.request.is_you', { name: person.name }) : person.name, initials: initials(person.name), mayRemove: isOwner || person.id === actor.id })),
    mute: people.some(({ id }) => id === actor.id) ? { isMuted: people.some(({ id, isMuted }) => id === actor.id && isMuted) } : null
  }
}

/** What the person should know or do first. */
function panelOf ({ ticket, assigneeName }: PublicRequest, isOpenAgain: boolean, t: Translate, format: Format): { kind: 'you' | 'info', text: string } | null {
  switch (ticket.state) {
    case 'waiting': return { kind: 'you', text: assigneeName === null ? t('portal.request.asked_nobody') : t('portal.request.asked', { name: assigneeName }) }
    case 'resolved': return { kind: 'you', text: ticket.closesAt === null ? t('portal.request.solved') : t('portal.request.solved_until', { when: format.dateTime(ticket.closesAt) }) }
    case 'on_hold': return { kind: 'info', text: t('portal.request.on_hold', { reason: ticket.holdReason ?? '' }) }
    case 'closed': return { kind: 'info', text: t(isOpenAgain ? 'portal.request.closed_open' : 'portal.request.closed_late') }
    case 'merged': return { kind: 'info', text: t('portal.request.merged') }
    default: return null
  }
}
