import { Type, type Static } from '@fastify/type-provider-typebox'
import { addPlan, editPlan, removePlan, type PlanValues } from '../recurring/commands/save-plan.js'
import { findPlan } from '../recurring/plan.queries.js'
import { closedDayWays, mostEvery, mostTimes, recurrenceKinds, type Rank, type Recurrence } from '../recurring/recurrence.js'
import { weekdays } from '../schedules/opening-hours.js'
import type { Edits } from './edits.routes.js'
import { flag, name, orNobody } from './form-schema.routes.js'
import { Fields, Id, MomentOrNull, priorities, PriorityName } from './schemas.js'
import { momentOrNull } from '../platform/moments.js'
import { priorityOf } from './ticket.presenter.js'

const optional = Type.Optional
const calendarDay = Type.String({ maxLength: 10, examples: ['2027-01-04'] })
const Weekday = Type.Enum([...weekdays])

const Repeats = Fields({
  kind: Type.Enum([...recurrenceKinds]),
  time: Type.String({ maxLength: 5, examples: ['08:00'] }),
  timeZone: Type.String({ maxLength: 60, examples: ['Europe/Berlin'] }),
  from: calendarDay,
  until: optional(Type.Union([Type.Null(), calendarDay])),
  count: optional(Type.Union([Type.Null(), Type.Integer({ minimum: 1, maximum: mostTimes })])),
  every: optional(Type.Integer({ minimum: 1, maximum: mostEvery })),
  weekdays: optional(Type.Array(Weekday, { maxItems: 7 })),
  monthDay: optional(Type.Integer({ minimum: 1, maximum: 31 })),
  rank: optional(Type.Integer({ minimum: -1, maximum: 4 })),
  weekday: optional(Weekday),
  closedDays: optional(Type.Enum([...closedDayWays]))
})

const Opens = Fields({
  topicId: Id,
  requesterName: Type.String({ minLength: 1, maxLength: 190, examples: ['Maria Keller'] }),
  requesterEmail: Type.String({ minLength: 3, maxLength: 190, examples: ['maria@example.org'] }),
  subject: Type.String({ minLength: 1, maxLength: 200, examples: ['Check the fire doors'] }),
  text: Type.String({ minLength: 1, maxLength: 50_000 }),
  tellsRequester: optional(flag),
  answers: optional(Type.Record(Type.String({ pattern: '^[1-9][0-9]{0,8}$' }), Type.Union([Type.String({ maxLength: 20_000 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200 })]))),
  priority: optional(Type.Union([Type.Null(), PriorityName])),
  agentId: optional(orNobody),
  teamId: optional(orNobody),
  tags: optional(Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: '^[^\\s,;]+$' }), { maxItems: 20 })),
  tasks: optional(Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 50 }))
})

interface PlanOfProgram { name: string, isActive: boolean, recurrence: Static<typeof Repeats>, template: Static<typeof Opens> }

/** A ticket that opens by itself. What has passed is not made up for; saved again a plan that had to halt goes on. */
export const planEdits: Edits<PlanOfProgram> = {
  path: 'plans',
  title: 'PlanSettings',
  right: 'departments',
  properties: { name, isActive: flag, recurrence: Repeats, template: Opens },
  blank: { isActive: true },
  told: { nextAt: MomentOrNull, lastAt: MomentOrNull, isHalted: Type.Boolean() },
  find: async (reader, id) => {
    const { template: { priority, ...template }, nextAt, lastAt, haltedBecause, ...plan } = await findPlan(reader, id)
    return {
      ...plan, template: { ...template, priority: priority === null ? null : priorities[priority - 1]! },
      nextAt: momentOrNull(nextAt?.getTime() ?? null), lastAt: momentOrNull(lastAt?.getTime() ?? null), isHalted: haltedBecause !== null
    }
  },
  save: async (ctx, id, form, version) => {
    const values = readPlan(form)
    if (id === null) return (await addPlan(ctx, values)).id
    await editPlan(ctx, id, values, version)
    return id
  },
  remove: async (ctx, { id, version }) => removePlan(ctx, id, version),
  pointer: field => /^q\d+$/.test(field) ? `template/answers/${field.slice(1)}` : Object.hasOwn(Repeats.properties, field) ? `recurrence/${field}` : Object.hasOwn(Opens.properties, field) ? `template/${field}` : field
}

function readPlan ({ name, isActive, recurrence, template: { priority = null, ...template } }: PlanOfProgram): PlanValues {
  const { rank = 1, ...rest } = recurrence
  return {
    name, isActive,
    recurrence: { every: 1, weekdays: [], monthDay: 1, weekday: 'mon', until: null, count: null, closedDays: 'keep', ...rest, rank: rank as Rank } satisfies Recurrence,
    template: { tellsRequester: false, answers: {}, agentId: null, teamId: null, tags: [], tasks: [], ...template, priority: priority === null ? null : priorityOf(priority) }
  }
}
