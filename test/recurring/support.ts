import { addPlan, type PlanValues } from '../../src/recurring/commands/save-plan.js'
import { openDuePlans } from '../../src/recurring/commands/open-due-plans.js'
import type { Plan } from '../../src/recurring/plan.entity.js'
import type { PlanTemplate } from '../../src/recurring/plan-template.js'
import type { Recurrence } from '../../src/recurring/recurrence.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import type { World } from '../support/world.js'

/** Every day at eight in Berlin, from Monday, 23 November 2026, unless told otherwise. */
export const everyDay: Recurrence = { kind: 'daily', every: 1, weekdays: [], monthDay: 1, rank: 1, weekday: 'mon', time: '08:00', timeZone: 'Europe/Berlin', from: '2026-11-23', until: null, count: null, closedDays: 'keep' }

export function planOf ({ topics }: World, { recurrence = {}, template = {}, ...values }: Partial<Omit<PlanValues, 'recurrence' | 'template'>> & { recurrence?: Partial<Recurrence>, template?: Partial<PlanTemplate> } = {}): PlanValues {
  return {
    name: 'Backup', isActive: true,
    recurrence: { ...everyDay, ...recurrence },
    template: { topicId: topics.accounts.id, requesterName: 'Maria', requesterEmail: 'maria@riverside.example', tellsRequester: false, subject: 'Backup of {date}', text: 'Look at the tapes.', answers: {}, priority: null, agentId: null, teamId: null, tags: [], tasks: [], ...template },
    ...values
  }
}

export const withPlan = async (world: World, values: Parameters<typeof planOf>[1] = {}): Promise<Plan> => addPlan(world.as(world.ana), planOf(world, values))

/** Lets the timer come at a moment, and returns the subjects of all tickets there are, in order. */
export async function at ({ platform }: World, moment: string): Promise<string[]> {
  platform.clock.set(moment)
  await openDuePlans(platform)
  return (await platform.db.read.find(Ticket, { order: { id: 'ASC' } })).map(({ subject }) => subject)
}
