import type { Reading } from '../platform/i18n/reading.js'
import type { Margin } from './ticket-page.queries.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import type { TicketView } from './ticket.presenter.js'

export type ComposerView = ReturnType<typeof presentComposer>

/** The form below the thread: what was refused, or else the draft, or else nothing yet. */
export function presentComposer (ticket: TicketView, { draft, draftFiles }: Pick<Margin, 'draft' | 'draftFiles'>, typed: Record<string, unknown>, { actor, t, format }: Reading) {
  const others = ticket.participants.filter(({ isMuted }) => !isMuted)
  const kind = (typed.kind ?? draft?.kind ?? (ticket.may.reply ? 'reply' : 'note')) as 'reply' | 'note'
  const solved = ticket.state === 'resolved' || ticket.state === 'closed'

  return {
    path: `${ticket.path}/entries`,
    draftPath: `${ticket.path}/drafts`,
    kind: ticket.may.reply ? kind : 'note',
    text: String(typed.text ?? draft?.text ?? ''),
    version: ticket.version,
    outcome: String(typed.outcome ?? (solved ? 'open' : 'waiting')),
    outcomes: (['waiting', 'open', 'resolved'] as const).map(value => ({ value, label: t(`tickets.composer.as_${value}`) })),
    then: String(typed.then ?? actor.preferences.then ?? 'stay'),
    thens: (['next', 'list', 'stay'] as const).map(value => ({ value, label: t(`tickets.composer.then_${value}`) })),
    recipients: [{ name: ticket.requester.name }, ...others.map(({ name }) => ({ name }))],
    sendLabel: t('tickets.composer.send', { name: ticket.requester.name, others: others.length }),
    draftNote: draft === null ? t('tickets.composer.draft_none') : t('tickets.composer.draft_kept', { time: format.time(new Date(draft.savedAt)) }),
    files: draftFiles.map(({ id, name, size }) => ({ name, size: format.fileSize(size), removal: { name: 'remove', value: id } })),
    filesHint: t('portal.files.hint', { files: fileLimits.files, size: fileLimits.bytes / 1_000_000 }),
    hint: ticket.state === 'closed' ? t('tickets.composer.closed_hint') : null
  }
}
