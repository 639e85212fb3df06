import { minute } from '../platform/clock.js'
import type { Format } from '../platform/i18n/format.js'
import { longDuration } from '../platform/i18n/long-duration.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Locale } from '../words/catalogue.js'
import type { MailView } from './render-mail.js'
import type { Snapshot } from './snapshot.queries.js'

/** Whose move it is, in words for somebody outside; null when nobody has to act. */
export function publicMove ({ ticket, department, requester, nextAnswerMinutes }: Snapshot, personId: number, now: Date, locale: Locale, t: Translate, format: Format): MailView['move'] {
  switch (ticket.waitingOn) {
    case null: return null
    case 'us': {
      const promised = department.showsPromise && ticket.nextDueAt !== null && ticket.nextDueAt > now ? ticket.nextDueAt : null
      return { tone: 'us', strong: t('mails.move.us'), text: promised === null ? t('mails.move.us_soon') : t('mails.move.us_by', { when: format.dateTime(promised) }) }
    }
    case 'third_party':
      return { tone: 'other', strong: t('mails.move.other'), text: ticket.holdUntil === null ? t('mails.move.other_wait') : t('mails.move.other_until', { date: format.date(ticket.holdUntil) }) }
    case 'requester':
      if (ticket.state !== 'resolved') return { tone: 'you', strong: t('mails.move.you'), text: nextAnswerMinutes === null ? t('mails.move.you_answer') : t('mails.move.you_answer_within', { duration: longDuration(nextAnswerMinutes * minute, locale) }) }
      if (personId !== requester.id) return { tone: 'other', strong: t('mails.move.them', { name: requester.name }), text: t('mails.move.them_confirm') }
      return { tone: 'you', strong: t('mails.move.you'), text: ticket.closesAt === null ? t('mails.move.you_confirm') : t('mails.move.you_confirm_by', { date: format.date(ticket.closesAt) }) }
  }
}
