import type { Reading } from '../platform/i18n/reading.js'
import { initials } from '../platform/initials.js'
import { presentChip } from '../tickets/clock.presenter.js'
import { presentStatus } from '../tickets/status.presenter.js'
import { presentMove } from '../tickets/whose-move.presenter.js'
import { sorts, startable, type Queue, type QueueName } from './queue.js'
import { rowsAPage, type Cursor, type Filters, type QueueRow } from './queue.queries.js'

export type QueueView = ReturnType<typeof presentQueue>
export type QueueRowView = ReturnType<typeof presentRow>

/** A page of a queue: rows in words, and links that keep the state in the address. */
export function presentQueue (queue: Queue, found: QueueRow[], filters: Filters, reading: Reading) {
  const { t } = reading
  const rows = found.slice(0, rowsAPage)
  const last = rows.at(-1)
  const path = `/desk/queues/${queue.name}`
  const link = (change: Partial<Filters>) => `${path}${queryOf({ ...filters, after: null, ...change }, queue)}`

  return {
    name: queue.name,
    path,
    title: t(`queues.name.${queue.name}`),
    rows: rows.map(row => presentRow(row, reading)),
    startPath: startable.includes(queue.name) && rows.length > 0 ? `${path}/starts` : null,
    emptyText: t(emptyKey(queue.name)),
    isFiltered: filters.highOnly || filters.unreadOnly,
    clearPath: path,
    chips: [
      { label: t('queues.filter.high'), icon: 'flag', on: filters.highOnly, href: link({ highOnly: !filters.highOnly }) },
      { label: t('queues.filter.unread'), icon: 'inbox', on: filters.unreadOnly, href: link({ unreadOnly: !filters.unreadOnly }) }
    ],
    sorts: sorts.map(sort => ({ sort, label: t(`queues.sort.${sort}`), current: sort === filters.sort, href: link({ sort }) })),
    isFirstPage: filters.after === null,
    firstPath: link({}),
    nextPath: found.length > rowsAPage && last !== undefined ? link({ after: { at: filters.sort === 'due' ? last.sortsAt : last.activeAt, id: last.id } }) : null,
    here: `${path}${queryOf(filters, queue)}`
  }
}

/** One line of a list of tickets. */
export function presentRow (row: QueueRow, { now, t, format }: Reading) {
  return {
    id: row.id,
    path: `/desk/tickets/${row.id}`,
    number: row.number,
    subject: row.subject,
    isUnread: Boolean(row.isUnread),
    lastLine: row.lastLine,
    tasks: Number(row.tasks) === 0 ? null : { short: t('tasks.short', { done: Number(row.tasksDone), all: Number(row.tasks) }), text: t('tasks.progress', { done: Number(row.tasksDone), all: Number(row.tasks) }) },
    tags: row.tags?.split(',') ?? [],
    priority: row.priority >= 3 ? { label: t(`tickets.priority.${row.priority}`), look: row.priority === 4 ? 'priority-urgent' : '' } : null,
    requester: row.requesterName,
    department: row.departmentName,
    move: presentMove(row.waitingOn, row.waitingSince, t, format),
    status: presentStatus(row.state, row.statusLabel, t),
    chip: presentChip({ nextDueAt: row.nextDueAt, state: row.state, activeAt: row.createdAt }, now, t, format),
    owner: row.assigneeName === null ? null : { name: row.assigneeName, initials: initials(row.assigneeName) }
  }
}

const emptyKey = (name: QueueName) => name === 'mine' || name === 'unassigned' || name === 'overdue' ? `queues.empty.${name}` as const : 'queues.empty.other'

/** The part of the address that says how a queue is filtered; what is standard is left out. */
function queryOf ({ sort, highOnly, unreadOnly, after }: Filters, queue: Queue): string {
  const query = new URLSearchParams()
  if (sort !== queue.sort) query.set('sort', sort)
  if (highOnly) query.set('high', '1')
  if (unreadOnly) query.set('unread', '1')
  if (after !== null) query.set('after', `${after.at}.${after.id}`)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** What an address asks for; anything that is not a filter of ours is ignored. */
export function readFilters (query: { sort?: string, high?: string, unread?: string, after?: string }, queue: Queue): Filters {
  return {
    sort: sorts.find(sort => sort === query.sort) ?? queue.sort,
    highOnly: query.high === '1',
    unreadOnly: query.unread === '1',
    after: readCursor(query.after)
  }
}

function readCursor (text: string | undefined): Cursor | null {
  const [, at, id] = /^(\d{1,15})\.(\d{1,10})$/.exec(text ?? '') ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id: Number(id) }
}

