import type { EntityManager } from 'typeorm'
import { system, type SystemActor } from '../../platform/actor.js'
import { joinTransaction, withActor, type Context } from '../../platform/context.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { findOrganisation } from '../../settings/organisation.js'
import { openTicket } from '../../tickets/commands/open-ticket.js'
import { saveChange } from '../../tickets/commands/save-change.js'
import { tagTicket } from '../../tickets/commands/tag-ticket.js'
import type { Intake } from '../../tickets/intake.js'
import { addTasks } from '../../tickets/tasks/commands/add-tasks.js'
import { longestTask } from '../../tickets/tasks/task-values.js'
import type { Ticket } from '../../tickets/ticket.entity.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { fillDate } from '../fill-date.js'
import type { Plan } from '../plan.entity.js'
import type { PlanTemplate } from '../plan-template.js'
import { checkTemplate } from '../template.queries.js'

/**
 * Opens the ticket of a plan for a day, whole or not at all. Runs in the caller's transaction.
 *
 * @throws InvalidFields with whatever in the template does not hold any more.
 * @throws Refusal when a rule turns it away.
 */
export async function makeTicket (ctx: Context, manager: EntityManager, { id, name, template }: Plan, { day, key }: { day: string, key: string }): Promise<Ticket> {
  const checks = new FieldChecks()
  const answers = await checkTemplate(manager, checks, template)
  checks.refuse()

  const { defaultLocale } = await findOrganisation(manager)
  const fill = (text: string): string => fillDate(text, day, defaultLocale)
  const acting = joinTransaction(withActor({ ...ctx, intake: givingTo(ctx.intake, template, name) }, system), manager)
  const { id: ticketId } = await openTicket(acting, {
    topicId: template.topicId,
    subject: fill(template.subject).slice(0, 200),
    text: fill(template.text),
    answers,
    requester: { name: template.requesterName.trim(), email: template.requesterEmail.trim() },
    source: 'desk',
    formKey: `plan:${id}:${key}`,
    priority: template.priority,
    silentTo: template.tellsRequester ? [] : ['requester']
  })
  await tellOrigin(acting, manager, ticketId, { id, name })
  if (template.tags.length > 0) await tagTicket(acting, { ticketId, tags: template.tags.join(' ') })
  await addTasks(acting, { ticketId, tasks: template.tasks.map(text => ({ text: fill(text).slice(0, longestTask) })) })
  return lockTicket(manager, system, ticketId)
}

/** Rules have their say first; where they name nobody, the plan does. */
function givingTo (intake: Intake | undefined, { agentId, teamId }: PlanTemplate, name: string): Intake {
  return async (manager, asked, now) => {
    const said = await intake?.(manager, asked, now) ?? { silentTo: [], reject: null, by: [], keep: async () => {}, finish: async () => {} }
    const isPlans = said.agentId == null && agentId !== null
    return { ...said, ...said.teamId === undefined && teamId !== null && { teamId }, ...isPlans && { agentId, by: [...said.by, name] } }
  }
}

async function tellOrigin (ctx: Context, manager: EntityManager, ticketId: number, { id, name }: { id: number, name: string }): Promise<void> {
  const ticket = await lockTicket(manager, system, ticketId)
  const planned: SystemActor = { ...system, name }
  await saveChange(ctx, manager, ticket, ticket.record('planned', planned, ctx.clock.now(), { planId: id, name }))
}
