import { isTicked, typedId, typedNumber, typedText } from '../plugins/admin-pages.js'
import type { Weekday } from '../schedules/opening-hours.js'
import type { Priority } from '../tickets/ticket.entity.js'
import type { PlanValues } from './commands/save-plan.js'
import type { PlanTemplate } from './plan-template.js'
import type { ClosedDays, Rank, Recurrence, RecurrenceKind } from './recurrence.js'

/** The fields of the form as they were typed. */
export type Typed = Record<string, string | string[]>

/** What the form says, whether it holds or not. */
export function readPlan (typed: Typed): PlanValues {
  return { name: typedText(typed, 'name'), recurrence: readRecurrence(typed), template: readTemplate(typed), isActive: isTicked(typed, 'isActive') }
}

function readRecurrence (typed: Typed): Recurrence {
  const text = (name: string): string => typedText(typed, name).trim()
  return {
    kind: text('kind') as RecurrenceKind,
    every: typedNumber(typed, 'every'),
    weekdays: [typed.weekdays ?? []].flat() as Weekday[],
    monthDay: typedNumber(typed, 'monthDay'),
    rank: typedNumber(typed, 'rank') as Rank,
    weekday: text('weekday') as Weekday,
    time: text('time').padStart(5, '0'),
    timeZone: text('timeZone'),
    from: text('from'),
    until: text('until') === '' ? null : text('until'),
    count: text('count') === '' ? null : typedNumber(typed, 'count'),
    closedDays: text('closedDays') as ClosedDays
  }
}

function readTemplate (typed: Typed): PlanTemplate {
  const priority = typedNumber(typed, 'priority')
  return {
    topicId: typedId(typed, 'topicId') ?? 0,
    requesterName: typedText(typed, 'requesterName').trim(),
    requesterEmail: typedText(typed, 'requesterEmail').trim(),
    tellsRequester: isTicked(typed, 'tellsRequester'),
    subject: typedText(typed, 'subject').trim(),
    text: typedText(typed, 'text'),
    answers: Object.fromEntries(Object.entries(typed).filter(([name]) => /^q[1-9]\d{0,8}$/.test(name)).map(([name, value]) => [name.slice(1), value])),
    priority: ([1, 2, 3, 4] as const).find(each => each === priority) ?? null as Priority | null,
    agentId: typedId(typed, 'agentId'),
    teamId: typedId(typed, 'teamId'),
    tags: [...new Set(typedText(typed, 'tags').toLowerCase().split(/[\s,;]+/).map(tag => tag.replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 40)).filter(tag => tag !== ''))],
    tasks: typedText(typed, 'tasks').split('\n').map(line => line.replace(/\s+/g, ' ').trim()).filter(line => line !== '')
  }
}
