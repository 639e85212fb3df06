import { loadAgentActor } from '../accounts/actor.queries.js'
import { system } from '../platform/actor.js'
import { withActor, type Platform } from '../platform/context.js'
import { addMacro } from '../rules/commands/save-macro.js'
import { addRule } from '../rules/commands/save-rule.js'
import type { DemoOrganisation } from './demo-organisation.js'

/** A few rules and macros, as a small university would have them. */
export async function createDemoRules (platform: Platform, { agents, departments, topics }: DemoOrganisation): Promise<void> {
  const ana = withActor(platform, await loadAgentActor(platform.db.read, agents.ana.id) ?? system)

  await addRule(ana, {
    name: 'Exams go first', trigger: 'created', timing: null, stops: false,
    conditions: { match: 'any', parts: [{ field: 'subject', operator: 'contains', value: ['exam'] }, { field: 'text', operator: 'contains', value: ['exam'] }] },
    actions: [{ kind: 'set_priority', priority: 3 }, { kind: 'add_tags', tags: ['exam-week'] }]
  })
  await addRule(ana, {
    name: 'Lecture halls are urgent on the day', trigger: 'created', timing: null, stops: false,
    conditions: { match: 'all', parts: [{ field: 'topic', operator: 'one_of', value: [String(topics.teaching.id)] }, { match: 'any', parts: [{ field: 'text', operator: 'contains', value: ['today'] }, { field: 'text', operator: 'contains', value: ['tomorrow'] }] }] },
    actions: [{ kind: 'set_priority', priority: 3 }]
  })
  await addRule(ana, {
    name: 'Urgent and silent', trigger: 'time', timing: { span: '4 working hours', side: 'after', of: 'active_at' }, stops: false,
    conditions: { match: 'all', parts: [{ field: 'priority', operator: 'one_of', value: ['4'] }, { field: 'state', operator: 'one_of', value: ['open'] }] },
    actions: [{ kind: 'note', text: 'Urgent, and nothing happened for four working hours. Who looks at it?' }]
  })
  await addMacro(ana, {
    name: 'Ask for the printer’s label', departmentId: departments.it.id, isActive: true,
    actions: [{ kind: 'reply', text: 'Hello {requester},\n\nwhich printer is it? Its number stands on a label above the paper tray, such as PR-0317.', outcome: 'waiting' }, { kind: 'add_tags', tags: ['label-missing'] }]
  })
  await addMacro(ana, {
    name: 'Hand to Facilities', departmentId: null, isActive: true,
    actions: [{ kind: 'note', text: 'Nothing to do with computers: handed to Facilities.' }, { kind: 'set_department', departmentId: departments.facilities.id }]
  })
}
