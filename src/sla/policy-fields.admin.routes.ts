import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { AdminDuePreview, AdminField, AdminFormView } from '../plugins/admin-pages.js'
import type { Problems } from '../plugins/form-problems.js'
import type { StepChoices } from './check-steps.js'
import type { PolicyForm } from './commands/save-policy.js'
import { presentSteps } from './step-fields.admin.routes.js'
import { targetKinds } from './target-kind.js'
import { minutesADay, writeTarget } from './target-text.js'

/** A service level as it stands in its form, with what was typed where that says more. */
export type TypedPolicy = Omit<PolicyForm, 'steps'> & { steps: Array<PolicyForm['steps'][number] & { amount?: string }>, isActive?: boolean, texts?: Record<string, string>, companyNames?: string, cameAt?: string, previewPriority?: number }

interface Named { id: number, name: string }
interface Shown {
  id: number | null, form: TypedPolicy, version: number, problems: Problems, effects: string[], preview: AdminDuePreview | null
  departments: Named[], schedules: Named[], topics: Named[], companyNames: string, choices: StepChoices
}

const priorities = [4, 3, 2, 1] as const
const optionsOf = (all: readonly Named[]) => all.map(({ id: value, name: label }) => ({ value, label }))

/** The page on which a service level is made and changed. */
export function presentPolicyForm ({ id, form, version, problems, effects, preview, departments, schedules, topics, companyNames, choices }: Shown, t: Translate, format: Format): AdminFormView & { title: string } {
  const days = { days: (count: number) => t('sla.days', { days: count }) }
  const action = id === null ? '/admin/sla' : `/admin/sla/${id}`
  const target = (priority: 1 | 2 | 3 | 4): AdminField[] => targetKinds.map(kind => ({
    name: `targets.${priority}.${kind}`, label: t(`tickets.clock.${kind}`), width: 'short', error: problems.of[`targets.${priority}.${kind}`],
    value: form.texts?.[`targets.${priority}.${kind}`] ?? writeTarget(form.targets[priority][kind], minutesADay(form), days)
  }))

  return {
    title: id === null ? t('sla.new') : form.name || t('sla.title'),
    lead: t('sla.form_lead'),
    back: { href: '/admin/sla', label: t('sla.title') },
    action,
    version,
    problems: problems.list,
    effects,
    preview,
    save: t('sla.save'),
    acts: id === null ? [] : [{ action: `/admin/sla/${id}/switches`, label: t(form.isActive === false ? 'departments.restore' : 'departments.archive') }],
    sections: [
      { title: null, fields: [{ name: 'name', label: t('sla.name'), value: form.name, error: problems.of.name, maxlength: 120 }] },
      {
        title: t('sla.targets'),
        grid: {
          corner: t('tickets.show.priority'), columns: targetKinds.map(kind => t(`tickets.clock.${kind}`)), hint: t('sla.targets_hint'),
          rows: priorities.map(priority => ({ label: t(`tickets.priority.${priority}`), fields: target(priority), ...(priority > 2 && { flag: priority === 4 ? 'priority priority-urgent' : 'priority' }) }))
        },
        fields: []
      },
      {
        title: t('sla.when'),
        fields: [
          { name: 'aroundTheClock', label: t('sla.around_the_clock'), type: 'checkbox', checked: form.aroundTheClock },
          { name: 'scheduleId', label: t('sla.hours'), type: 'select', width: 'mid', value: form.scheduleId ?? '', error: problems.of.scheduleId, options: [{ value: '', label: t('sla.department_hours') }, ...optionsOf(schedules)] },
          { name: 'pausesOnHold', label: t('sla.pauses'), hint: t('sla.pauses_hint'), type: 'checkbox', checked: form.pausesOnHold }
        ]
      },
      { title: t('sla.steps'), fields: [], parts: presentSteps(form, problems, choices, action, t, format) },
      {
        title: t('sla.whom'),
        isRow: true,
        fields: [
          { name: 'departmentIds', label: t('sla.departments'), hint: t('sla.none_means_all'), type: 'checkboxes', value: form.departmentIds, error: problems.of.departmentIds, options: optionsOf(departments) },
          { name: 'topicIds', label: t('sla.topics'), hint: t('sla.none_means_all'), type: 'checkboxes', value: form.topicIds, error: problems.of.topicIds, options: optionsOf(topics) },
          { name: 'priorities', label: t('sla.priorities'), hint: t('sla.none_means_all'), type: 'checkboxes', value: form.priorities, error: problems.of.priorities, options: priorities.map(value => ({ value, label: t(`tickets.priority.${value}`) })) }
        ]
      },
      { title: null, fields: [{ id: 'companyIds', name: 'companyNames', label: t('sla.companies'), hint: t('sla.companies_hint'), type: 'textarea', rows: 3, optional: true, value: companyNames, error: problems.of.companyIds }] }
    ]
  }
}
