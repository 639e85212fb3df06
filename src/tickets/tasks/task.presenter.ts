import type { Reading } from '../../platform/i18n/reading.js'
import { initials } from '../../platform/initials.js'
import type { TaskRow } from './task.queries.js'

/** What was typed about a task and refused; `id` is null for a new one. */
export interface TypedTask { id: number | null, text: string, assigneeId: number | null, dueOn: string | null }

export type TasksView = ReturnType<typeof presentTasks>

/** A ticket's list of tasks, with what was typed and refused in place of what stands in the table. */
export function presentTasks (ticketPath: string, rows: readonly TaskRow[], typed: TypedTask | null, { now, t, format }: Reading) {
  const path = `${ticketPath}/tasks`
  const done = rows.filter(({ doneAt }) => doneAt !== null).length
  const blank: TypedTask = { id: null, text: '', assigneeId: null, dueOn: null }
  return {
    path,
    progress: rows.length === 0 ? null : { done, all: rows.length, text: t('tasks.progress', { done, all: rows.length }) },
    added: typed?.id === null ? typed : blank,
    isAdding: typed?.id === null,
    items: rows.map((row, place) => ({
      id: row.id,
      path: `${path}/${row.id}`,
      text: row.text,
      isDone: row.doneAt !== null,
      about: aboutOf(row, { t, format }),
      due: row.dueOn === null || row.doneAt !== null ? null : { day: row.dueOn, text: t('tasks.due', { date: format.calendarDay(row.dueOn) }), isLate: row.dueOn < format.day(now) },
      assignee: row.assigneeName === null ? null : { name: row.assigneeName, initials: initials(row.assigneeName) },
      isFirst: place === 0,
      isLast: place === rows.length - 1,
      version: row.version,
      isOpen: typed?.id === row.id,
      typed: typed?.id === row.id ? typed : { text: row.text, assigneeId: row.assigneeId, dueOn: row.dueOn }
    }))
  }
}

/** Who did it and when, and where it came from. */
function aboutOf ({ doneAt, doneByName, fromNumber }: TaskRow, { t, format }: Pick<Reading, 't' | 'format'>): string {
  return [
    ...doneAt === null ? [] : [t('tasks.done_by', { name: doneByName ?? '', when: format.dateTime(new Date(Number(doneAt))) })],
    ...fromNumber === null ? [] : [t('tasks.from', { number: fromNumber })]
  ].join(', ')
}
