import { Type } from '@fastify/type-provider-typebox'
import { removeSchedule } from '../schedules/commands/remove-schedule.js'
import { saveSchedule, type ScheduleForm } from '../schedules/commands/save-schedule.js'
import { weekdays } from '../schedules/opening-hours.js'
import { findSchedule } from '../schedules/schedule.queries.js'
import { movePolicy, switchPolicy } from '../sla/commands/arrange-policies.js'
import { savePolicy, type PolicyForm } from '../sla/commands/save-policy.js'
import { findPolicy } from '../sla/sla.queries.js'
import { standardStep } from '../sla/step.js'
import { mostSteps } from '../sla/step-form.js'
import { targetKinds, type TargetMinutes } from '../sla/target-kind.js'
import type { Edits } from './edits.routes.js'
import { flag, ids, name, orNobody } from './form-schema.routes.js'
import { Fields, priorities, PriorityName } from './schemas.js'
import { ProgramStep, readStep, writeStep, type StepOfProgram } from './steps.routes.js'
import type { PriorityName as Priority } from '../tickets/record.presenter.js'
import { priorityOf } from './ticket.presenter.js'

const target = Type.Union([Type.Integer({ minimum: 1, maximum: 5_256_000 }), Type.Null()])
const targets = Fields(Object.fromEntries(targetKinds.map(kind => [kind, target])))

type PolicyEdit = Omit<PolicyForm, 'targets' | 'priorities' | 'steps'> & { targets: Record<Priority, TargetMinutes[1]>, priorities: Priority[], steps: StepOfProgram[] }

/** What is promised, to whom, and what is done as a promise comes near or is missed. */
export const slaPolicyEdits: Edits<PolicyEdit> = {
  path: 'sla-policies',
  title: 'SlaPolicySettings',
  right: 'departments',
  properties: {
    name, departmentIds: ids, topicIds: ids, companyIds: ids, priorities: Type.Array(PriorityName, { maxItems: 4 }), scheduleId: orNobody, aroundTheClock: flag,
    targets: Fields({ low: targets, normal: targets, high: targets, urgent: targets }), pausesOnHold: flag, steps: Type.Array(ProgramStep, { maxItems: mostSteps })
  },
  blank: { departmentIds: [], topicIds: [], companyIds: [], priorities: [], scheduleId: null, aroundTheClock: false, pausesOnHold: true, steps: [writeStep(standardStep)] },
  told: { position: Type.Integer() },
  find: async (reader, id) => {
    const policy = await findPolicy(reader, id)
    return {
      ...policy, priorities: policy.priorities.map(priority => priorities[priority - 1]!), steps: policy.steps.map(writeStep),
      targets: { low: policy.targets[1], normal: policy.targets[2], high: policy.targets[3], urgent: policy.targets[4] }
    }
  },
  save: async (ctx, id, { targets: { low, normal, high, urgent }, priorities: names, steps, ...form }, version) =>
    (await savePolicy(ctx, id, { ...form, steps: steps.map(readStep), priorities: names.map(priorityOf), targets: { 1: low, 2: normal, 3: high, 4: urgent } }, version)).id,
  switch: async (ctx, seen, isActive) => switchPolicy(ctx, { ...seen, isActive }),
  shift: movePolicy,
  pointer: field => {
    const [list = '', place = '', what = ''] = field.split('.')
    if (list === 'targets') return `targets/${priorities[Number(place) - 1]}/${what}`
    return list === 'steps' ? `steps/${place}/${{ amount: 'when', value: 'act' }[what] ?? what}` : field
  }
}

const time = Type.String({ maxLength: 5, examples: ['09:00'] })
const intervals = Type.Array(Fields({ from: time, to: Type.String({ maxLength: 5, examples: ['17:00'] }) }), { maxItems: 12 })
const OpeningHours = Fields({
  timeZone: Type.String({ maxLength: 60, examples: ['Europe/Berlin'] }),
  hours: Type.Union([Fields(Object.fromEntries(weekdays.map(day => [day, intervals]))), Type.Null()]),
  holidays: Type.Array(Fields({ day: Type.String({ maxLength: 10, examples: ['2026-12-25'] }), name: Type.Optional(Type.String({ maxLength: 80 })), hours: Type.Optional(intervals) }), { maxItems: 300 })
})

/** When work is done. Without `hours` that is around the clock, but for the holidays. */
export const scheduleEdits: Edits<ScheduleForm> = {
  path: 'schedules',
  title: 'ScheduleSettings',
  right: 'departments',
  properties: { name, openingHours: OpeningHours, isDefault: flag },
  blank: { isDefault: false },
  find: findSchedule,
  save: async (ctx, id, form, version) => (await saveSchedule(ctx, id, form, version)).id,
  remove: removeSchedule,
  pointer: field => ['name', 'isDefault'].includes(field) ? field : `openingHours/${field.replaceAll('.', '/')}`
}
