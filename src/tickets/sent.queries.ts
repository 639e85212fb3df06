import { Person } from '../accounts/person.entity.js'
import { Department } from '../departments/department.entity.js'
import type { Reader } from '../platform/database/database.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { digestOf } from '../platform/security/signer.js'
import { listTargetRows } from './ticket-page.queries.js'
import { Ticket } from './ticket.entity.js'
import { findClosurePolicy } from './ticket.queries.js'

export interface SentView { title: string, number: string, sentAt: string, steps: string[], path: string }

/** Whether a form was sent. The ticket remembers it for longer than the form is kept. */
export async function isFormSent (reader: Reader, key: string): Promise<boolean> {
  return reader.existsBy(Ticket, { formKey: digestOf(key) })
}

/** What the page after sending says: the number, and what happens next and when. Null when the form was not sent. */
export async function findSentView (reader: Reader, key: string, t: Translate, format: Format): Promise<SentView | null> {
  const ticket = await reader.findOneBy(Ticket, { formKey: digestOf(key) })
  if (ticket === null) return null

  const [department, person, targets, closurePolicy] = await Promise.all([
    reader.findOneByOrFail(Department, { id: ticket.departmentId }), reader.findOneByOrFail(Person, { id: ticket.requesterId }),
    listTargetRows(reader, ticket.id), findClosurePolicy(reader, ticket)
  ])
  const first = targets.find(({ kind }) => kind === 'first_response')
  const promised = department.showsPromise && first?.dueAt != null ? format.dateTime(new Date(first.dueAt)) : null

  return {
    title: t('portal.sent.title'),
    number: ticket.number,
    sentAt: t('portal.sent.at', { when: format.dateTime(ticket.createdAt) }),
    path: `/requests/${encodeURIComponent(ticket.number)}`,
    steps: [
      t('portal.sent.step_mail', { email: person.email }),
      promised === null ? t('portal.sent.step_answer') : t('portal.sent.step_answer_by', { when: promised }),
      closurePolicy === 'requester_confirms' ? t('portal.sent.step_confirm', { days: department.graceDays }) : t('portal.sent.step_agents_close', { days: department.reopenDays })
    ]
  }
}
