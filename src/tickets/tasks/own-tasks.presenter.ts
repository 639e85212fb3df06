import type { Reading } from '../../platform/i18n/reading.js'
import { ticketPolicy } from '../ticket.policy.js'
import type { OwnTaskRow } from './own-tasks.queries.js'
import { noDay, tasksAPage, type TaskCursor } from './task-cursor.js'

export const ownTasksPath = '/desk/tasks'

export type OwnTasksView = ReturnType<typeof presentOwnTasks>

/** What an agent has to do, ticket by ticket. */
export function presentOwnTasks (found: readonly OwnTaskRow[], after: TaskCursor | null, { actor, now, t, format }: Reading) {
  const rows = found.slice(0, tasksAPage)
  const last = rows.at(-1)
  return {
    rows: rows.map(({ id, text, dueOn, ticketId, number, subject, departmentName, ...ticket }) => ({
      id, text, number, subject, department: departmentName,
      path: `/desk/tickets/${ticketId}`,
      tickPath: ticketPolicy.edit(actor, { ...ticket, id: ticketId, closedAt: null }) ? `/desk/tickets/${ticketId}/tasks/${id}/ticks` : null,
      due: dueOn === null ? null : { day: dueOn, text: t('tasks.due', { date: format.calendarDay(dueOn) }), isLate: dueOn < format.day(now) }
    })),
    firstPath: after === null ? null : ownTasksPath,
    nextPath: found.length > tasksAPage && last !== undefined ? `${ownTasksPath}?after=${last.dueOn ?? noDay}.${last.id}` : null
  }
}
