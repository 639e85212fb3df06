import type { FastifyReply, FastifyRequest } from 'fastify'
import { listDepartments } from '../departments/department.queries.js'
import { FieldChecks } from '../platform/field-checks.js'
import { isTicked, typedId, typedIds, typedNumber, typedText, type AdminDuePreview } from '../plugins/admin-pages.js'
import { noProblems, type Problems } from '../plugins/form-problems.js'
import { listSchedules } from '../schedules/schedule.queries.js'
import { checkSteps } from './check-steps.js'
import { checkTargets } from './commands/save-policy.js'
import { presentDuePreview } from './due-preview.presenter.js'
import { presentPolicyForm, type TypedPolicy } from './policy-fields.admin.routes.js'
import { countTicketsUnder } from './policy-list.queries.js'
import { findPreview } from './preview.queries.js'
import { findStepChoices, listChosenCompanies, listTopicChoices } from './step-choices.queries.js'
import { readSteps } from './step-form.js'
import { objectName } from './step-object.js'
import { stepActWords, stepMomentWords } from './step.presenter.js'
import { targetKinds, type TargetMinutes } from './target-kind.js'
import { minutesADay, readTarget } from './target-text.js'

/** The fields of a form as they were typed. */
export type Body = Record<string, string | string[]>

const priorities = [1, 2, 3, 4] as const

/** What was typed, whether it holds or not. */
export function readForm (typed: Body): TypedPolicy {
  const aroundTheClock = isTicked(typed, 'aroundTheClock')
  const day = minutesADay({ aroundTheClock })
  const texts: Record<string, string> = {}
  const targets = Object.fromEntries(priorities.map(priority => [priority, Object.fromEntries(targetKinds.map(kind => {
    const name = `targets.${priority}.${kind}`
    texts[name] = typedText(typed, name)
    return [kind, readTarget(texts[name], day)]
  }))])) as TargetMinutes
  const wanted = typedIds(typed, 'priorities')
  return {
    name: typedText(typed, 'name'), departmentIds: typedIds(typed, 'departmentIds'), topicIds: typedIds(typed, 'topicIds'), companyIds: [], companyNames: typedText(typed, 'companyNames'), priorities: priorities.filter(priority => wanted.includes(priority)),
    scheduleId: typedId(typed, 'scheduleId'), aroundTheClock, targets, pausesOnHold: isTicked(typed, 'pausesOnHold'), steps: readSteps(typed, day), texts, cameAt: typedText(typed, 'cameAt'), previewPriority: typedNumber(typed, 'previewPriority')
  }
}

/** The form of a service level with what is typed so far, and what it would mean as far as it holds. */
export async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: TypedPolicy, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx: { db: { read } } } = request
  const [departments, schedules, topics, companies, tickets, choices] = await Promise.all([
    listDepartments(read), listSchedules(read), listTopicChoices(read), listChosenCompanies(read, form.companyIds), id === null ? 0 : countTicketsUnder(read, id), findStepChoices(read)
  ])
  return reply.page('admin/form', presentPolicyForm({
    id, form, version, problems, departments, schedules, topics, companyNames: form.companyNames ?? companies.map(({ name }) => name).join('\n'), choices, effects: id === null ? [] : [t('sla.effect', { count: tickets, shown: format.capped(tickets, 1000) })],
    preview: problems.list.length > 0 ? null : await findShownPreview(request, id, form)
  }, t, format))
}

/** A weekday belongs to it, since what matters is the days between. */
const dateIn = (locale: string, timeZone: string) => {
  const written = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  return (at: Date): string => written.format(at)
}

/** Null while something that was typed does not hold. */
async function findShownPreview ({ t, locale, format, ctx }: FastifyRequest, id: number | null, form: TypedPolicy): Promise<AdminDuePreview | null> {
  const choices = await findStepChoices(ctx.db.read)
  const checks = new FieldChecks()
  checkTargets(checks, form.targets)
  checkSteps(checks, form.steps, form.targets, choices)
  if (checks.hasProblems) return null

  const priority = priorities.find(each => each === form.previewPriority) ?? 2
  const preview = await findPreview(ctx.db.read, form, priority, form.cameAt ?? '', ctx.clock.now())
  const when = dateIn(locale, preview.hours.timeZone)
  return {
    action: id === null ? '/admin/sla/previews#preview' : `/admin/sla/${id}/previews#preview`,
    priority,
    priorities: priorities.toReversed().map(value => ({ value, label: t(`tickets.priority.${value}`) })),
    ...presentDuePreview(preview, { t, locale }),
    then: preview.steps.map(({ at, kind, step: { act, when: moment } }) => ({ when: when(at), what: stepActWords(act, objectName(act, choices), t), why: stepMomentWords(moment, kind, t, format) }))
  }
}
