import { Department } from '../departments/department.entity.js'
import type { Context } from '../platform/context.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { listTargetRows } from './ticket-page.queries.js'
import type { RequestForm } from './request-form.entity.js'
import { Ticket } from './ticket.entity.js'
import { findClosurePolicy } from './ticket.queries.js'

export interface SentView { title: string, number: string, steps: string[], path: string }

/** What the page after sending says: the number, and what happens next and when. */
export async function findSentView ({ db: { read } }: Context, form: RequestForm, t: Translate, format: Format): Promise<SentView> {
  const ticket = await read.findOneByOrFail(Ticket, { id: form.ticketId ?? 0 })
  const department = await read.findOneByOrFail(Department, { id: ticket.departmentId })
  const first = (await listTargetRows(read, ticket.id)).find(({ kind }) => kind === 'first_response')
  const promised = department.showsPromise && first?.dueAt != null ? format.dateTime(new Date(first.dueAt)) : null
  const confirms = await findClosurePolicy(read, ticket) === 'requester_confirms'

  return {
    title: t('portal.sent.title'),
    number: ticket.number,
    path: `/requests/${encodeURIComponent(ticket.number)}`,
    steps: [
      t('portal.sent.step_mail', { email: form.email }),
      promised === null ? t('portal.sent.step_answer') : t('portal.sent.step_answer_by', { when: promised }),
      confirms ? t('portal.sent.step_confirm', { days: department.graceDays }) : t('portal.sent.step_agents_close', { days: department.reopenDays })
    ]
  }
}
