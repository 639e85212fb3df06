import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { PublicRequest } from './public-request.queries.js'

/** What was promised and how it stands, a sentence each; nothing about how it is counted. */
export function presentPromise ({ ticket, targets }: PublicRequest, t: Translate, format: Format): string[] {
  const when = (at: number) => format.dateTime(new Date(at))
  const sentences: string[] = []

  const first = targets.find(({ kind }) => kind === 'first_response')
  if (first?.metAt != null) sentences.push(t(first.breachedAt === null ? 'portal.promise.first_kept' : 'portal.promise.first_late', { when: when(first.metAt) }))
  else if (first?.dueAt != null) sentences.push(t('portal.promise.first_due', { when: when(first.dueAt) }))

  const next = targets.findLast(({ kind, metAt, dueAt }) => kind === 'next_response' && metAt === null && dueAt !== null)
  if (next?.dueAt != null) sentences.push(t('portal.promise.next_due', { when: when(next.dueAt) }))

  const solved = targets.find(({ kind, metAt }) => kind === 'resolution' && metAt === null)
  if (solved?.dueAt != null) sentences.push(t('portal.promise.solved_due', { when: when(solved.dueAt) }))
  if (ticket.state === 'waiting') sentences.push(t('portal.promise.paused'))
  else if (solved !== undefined && standsStill(solved)) sentences.push(t('portal.promise.stands_still'))
  return sentences
}

/** A promise that is still owed and whose clock runs neither now nor towards a time: while it waits for others, or as its status says. */
const standsStill = ({ dueAt, runningSince, droppedAt }: PublicRequest['targets'][number]): boolean => dueAt === null && runningSince === null && droppedAt === null
