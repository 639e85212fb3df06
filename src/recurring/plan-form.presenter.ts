import type { Question } from '../forms/question.entity.js'
import type { Translate } from '../platform/i18n/translate.js'
import { weekdays } from '../schedules/opening-hours.js'
import type { WordKey } from '../words/catalogue.js'
import { presentQuestion, type FieldView } from '../tickets/request-form.presenter.js'
import type { PlanValues } from './commands/save-plan.js'
import { inItsZone, type RunView } from './plan.presenter.js'
import { closedDayWays, ranks, recurrenceKinds, type RecurrenceKind } from './recurrence.js'

/** A question of the form, as the shared field draws it. */
export interface PlanField {
  name: string, label: string, hint?: string, error?: string, optional?: boolean, type?: 'email' | 'number' | 'date' | 'time' | 'textarea' | 'select' | 'radio' | 'checkbox' | 'checkboxes'
  value?: string | number | string[] | null, checked?: boolean, options?: Array<{ value: string | number, label: string }>, rows?: number, width?: 'short', maxlength?: number
}

export interface PlanFormView {
  version: number
  action: string
  isNew: boolean
  sections: Array<{ title: string, lead: string, rows: Array<{ fields: PlanField[], only?: 'repeats' | RecurrenceKind }>, questions: FieldView[] }>
  notice: string | null
  dates: Array<{ iso: string, text: string }>
  runs: RunView[]
  key: string
}

type NameIn<Key> = Key extends `recurring.field.${infer Name}` ? Name : never
/** The form's fields are those that have words. */
type FieldName = NameIn<WordKey>

interface Named { id: number, name: string }
export interface PlanChoices { topics: Named[], agents: Named[], teams: Named[], questions: Question[] }

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** The form of a plan with what is typed so far, what its topic asks, and the days on which it will open. */
export function presentPlanForm ({ name, recurrence, template, isActive }: PlanValues, choices: PlanChoices, next: readonly Date[], wrong: Readonly<Record<string, string>>, locale: string, t: Translate): Pick<PlanFormView, 'sections' | 'dates'> {
  const field = (name: FieldName, rest: Omit<PlanField, 'name' | 'label' | 'error'>): PlanField => ({ name, label: t(`recurring.field.${name}`), error: wrong[name], ...rest })
  const named = (all: Named[], none: string | null) => [...none === null ? [] : [{ value: '', label: none }], ...all.map(({ id, name }) => ({ value: id, label: name }))]
  const number = (value: number | null) => value === null || Number.isNaN(value) ? '' : value
  const wrongAnswers = new Map(Object.entries(wrong).filter(([key]) => /^q\d+$/.test(key)))

  return {
    dates: next.map(at => ({ iso: at.toISOString(), text: inItsZone(recurrence.timeZone, at, locale) })),
    sections: [
      {
        title: t('recurring.section.what'), lead: '', questions: [],
        rows: [{ fields: [field('name', { value: name, maxlength: 120 })] }, { fields: [field('isActive', { type: 'checkbox', checked: isActive, hint: t('recurring.hint.isActive') })] }]
      },
      {
        title: t('recurring.section.when'), lead: '', questions: [],
        rows: [
          { fields: [field('kind', { type: 'radio', value: recurrence.kind, options: recurrenceKinds.map(value => ({ value, label: t(`recurring.kind.${value}`) })) })] },
          { only: 'repeats', fields: [field('every', { type: 'number', width: 'short', value: number(recurrence.every), hint: t('recurring.hint.every') })] },
          { only: 'weekly', fields: [field('weekdays', { type: 'checkboxes', value: recurrence.weekdays, options: weekdays.map(value => ({ value, label: t(`schedules.day.${value}`) })) })] },
          { only: 'monthly_weekday', fields: [field('rank', { type: 'select', value: recurrence.rank, options: ranks.map(value => ({ value, label: t(`recurring.rank.${value}`) })) }), field('weekday', { type: 'select', value: recurrence.weekday, options: weekdays.map(value => ({ value, label: t(`schedules.day.${value}`) })) })] },
          { only: 'monthly_day', fields: [field('monthDay', { type: 'number', width: 'short', value: number(recurrence.monthDay), hint: t('recurring.hint.monthDay') })] },
          { fields: [field('time', { type: 'time', value: recurrence.time }), field('timeZone', { type: 'select', value: recurrence.timeZone, options: zones.map(value => ({ value, label: value })) })] },
          { fields: [field('from', { type: 'date', value: recurrence.from }), field('until', { type: 'date', value: recurrence.until, optional: true }), field('count', { type: 'number', width: 'short', value: number(recurrence.count), optional: true })] },
          { fields: [field('closedDays', { type: 'radio', value: recurrence.closedDays, options: closedDayWays.map(value => ({ value, label: t(`recurring.closed.${value}`) })) })] }
        ]
      },
      {
        title: t('recurring.section.ticket'), lead: t('recurring.hint.words', { date: '{date}', weekday: '{weekday}', week: '{week}', month: '{month}', year: '{year}' }),
        questions: choices.questions.flatMap(question => presentQuestion(question, template.answers[String(question.id)] ?? (question.kind === 'checkbox' ? false : ''), new Map(), t).map(view => ({ ...view, ...question.kind === 'checkbox' && { checked: (template.answers[String(question.id)] ?? '') !== '' }, error: wrongAnswers.get(view.name) }))),
        rows: [
          { fields: [field('topicId', { type: 'select', value: template.topicId, options: named(choices.topics, null), hint: t('recurring.hint.topicId') })] },
          { fields: [field('subject', { value: template.subject, maxlength: 200 })] },
          { fields: [field('text', { type: 'textarea', rows: 6, value: template.text })] },
          { fields: [field('requesterName', { value: template.requesterName, maxlength: 190 }), field('requesterEmail', { type: 'email', value: template.requesterEmail, maxlength: 190 })] },
          { fields: [field('tellsRequester', { type: 'checkbox', checked: template.tellsRequester })] },
          { fields: [field('priority', { type: 'select', value: template.priority ?? '', options: [{ value: '', label: t('recurring.as_topic') }, ...([1, 2, 3, 4] as const).map(value => ({ value, label: t(`tickets.priority.${value}`) }))] })] },
          { fields: [field('agentId', { type: 'select', value: template.agentId ?? '', options: named(choices.agents, t('recurring.as_topic')) }), field('teamId', { type: 'select', value: template.teamId ?? '', options: named(choices.teams, t('recurring.as_topic')) })] },
          { fields: [field('tags', { value: template.tags.join(', '), optional: true })] },
          { fields: [field('tasks', { type: 'textarea', rows: 5, value: template.tasks.join('\n'), optional: true, hint: t('recurring.hint.tasks') })] }
        ]
      }
    ]
  }
}
