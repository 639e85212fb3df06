import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { AdminField, AdminFormParts } from '../plugins/admin-pages.js'
import type { Problems } from '../plugins/form-problems.js'
import type { StepChoices } from './check-steps.js'
import type { Step, StepAct } from './step.js'
import { mostSteps, stepActKinds, writeValue } from './step-form.js'
import { targetKinds } from './target-kind.js'
import { minutesADay, writeTarget } from './target-text.js'

interface Shown { aroundTheClock: boolean, steps: ReadonlyArray<Step & { amount?: string }> }

/** The steps of a service level as parts of its form, each with a button that takes it away. `action` is where those post to; a new step has the focus then. */
export function presentSteps ({ steps, aroundTheClock }: Shown, problems: Problems, choices: StepChoices, action: string, t: Translate, format: Format): AdminFormParts {
  return {
    id: 'steps',
    action: `${action}#steps`,
    hint: t('sla.steps_hint'),
    empty: t('sla.steps_none'),
    count: { name: 'stepCount', value: steps.length },
    rows: steps.map((step, place) => ({
      legend: t('sla.step.legend', { place: place + 1, act: t(`sla.step.kind.${step.act.kind}`) }),
      hidden: [{ name: `steps.${place}.key`, value: step.key }, { name: `steps.${place}.kind`, value: step.act.kind }],
      fields: fieldsOf(step, place, aroundTheClock, problems, choices, t, format),
      remove: { value: `remove-step:${place}`, label: t('sla.step.remove'), about: t('sla.step.number', { place: place + 1 }) }
    })),
    add: steps.length >= mostSteps ? null : { action: `${action}#steps.${steps.length}.target`, name: 'newStep', label: t('sla.step.new'), value: 'add-step', button: t('sla.step.add'), options: stepActKinds.map(kind => ({ value: kind, label: t(`sla.step.kind.${kind}`) })) }
  }
}

function fieldsOf ({ target, when, act, amount }: Shown['steps'][number], place: number, aroundTheClock: boolean, problems: Problems, choices: StepChoices, t: Translate, format: Format): AdminField[] {
  const field = (name: string, rest: Omit<AdminField, 'name' | 'error'>): AdminField => ({ name: `steps.${place}.${name}`, error: problems.of[`steps.${place}.${name}`], ...rest })
  const days = { days: (count: number) => t('sla.days', { days: count }) }
  const written = when.from === 'share' ? `${format.number(when.percent)} %` : writeTarget(when.minutes, minutesADay({ aroundTheClock }), days)
  return [
    field('target', { label: t('sla.step.target'), type: 'select', value: target, options: [{ value: 'any', label: t('sla.step.any') }, ...targetKinds.map(kind => ({ value: kind, label: t(`tickets.clock.${kind}`) }))] }),
    field('when', { label: t('sla.step.when'), type: 'select', value: when.from, options: (['share', 'before_due', 'after_due'] as const).map(from => ({ value: from, label: t(`sla.step.when.${from}`) })) }),
    field('amount', { label: t('sla.step.amount'), value: amount ?? written, maxlength: 40 }),
    valueField(act, rest => field('value', rest), choices, t)
  ]
}

function valueField (act: StepAct, field: (rest: Omit<AdminField, 'name' | 'error'>) => AdminField, { agents, departments }: StepChoices, t: Translate): AdminField {
  const value = writeValue(act)
  const select = (options: NonNullable<AdminField['options']>): AdminField => field({ label: t(`sla.step.value.${act.kind}`), type: 'select', width: 'mid', value, options })
  const named = (all: StepChoices['agents']) => all.map(({ id, name }) => ({ value: id, label: name }))
  // One who is gone is not chosen silently anew.
  const gone = (all: StepChoices['agents'], id: number) => all.some(each => each.id === id) ? [] : [{ value: id, label: t('sla.step.choose') }]
  switch (act.kind) {
    case 'notify': return select([
      ...typeof act.whom === 'number' ? gone(agents, act.whom) : [], ...(['holder', 'team_lead', 'manager', 'account_manager'] as const).map(whom => ({ value: whom, label: t(`sla.step.whom.${whom}`) })), ...named(agents)
    ])
    case 'priority': return select([{ value: 'next', label: t('sla.step.next_priority') }, ...([4, 3, 2, 1] as const).map(priority => ({ value: priority, label: t(`tickets.priority.${priority}`) }))])
    case 'give': return select([...typeof act.to === 'number' ? gone(agents, act.to) : [], { value: 'routing', label: t('sla.step.routing') }, ...named(agents)])
    case 'move': return select([...gone(departments, act.departmentId), ...named(departments)])
    case 'tag': return field({ label: t('sla.step.value.tag'), width: 'mid', value, maxlength: 40 })
    case 'note': return field({ label: t('sla.step.value.note'), type: 'textarea', rows: 2, value })
  }
}
