import { loadAgentActor } from '../accounts/actor.queries.js'
import { system } from '../platform/actor.js'
import { withActor, type Platform } from '../platform/context.js'
import { createFormat } from '../platform/i18n/format.js'
import { addPlan } from '../recurring/commands/save-plan.js'
import { demoZone, type DemoOrganisation } from './demo-organisation.js'

/** One ticket that opens by itself. */
export async function createDemoPlans (platform: Platform, { agents, topics }: DemoOrganisation, today: Date): Promise<void> {
  const ctx = withActor(platform, await loadAgentActor(platform.db.read, agents.ana.id) ?? system)
  await addPlan(ctx, {
    name: 'Beamers of the lecture halls',
    isActive: true,
    recurrence: { kind: 'monthly_weekday', every: 1, weekdays: [], monthDay: 1, rank: 1, weekday: 'mon', time: '08:00', timeZone: demoZone, from: createFormat('en', demoZone, () => today).day(today), until: null, count: null, closedDays: 'next' },
    template: {
      topicId: topics.accounts.id, requesterName: 'Ana Ribeiro', requesterEmail: 'ana@riverside.example', tellsRequester: false, subject: 'Check the beamers, {month}', text: 'Before the lectures of {month} begin, look at every beamer.',
      answers: {}, priority: null, agentId: agents.ben.id, teamId: null, tags: ['beamer'], tasks: ['Lecture hall 1', 'Lecture hall 2', 'Read off the hours of the lamps']
    }
  })
}
