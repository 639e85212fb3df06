import { Type } from '@fastify/type-provider-typebox'
import { addAgent, editAgent, type AgentEdit } from '../accounts/commands/save-agent.js'
import { findAgent } from '../accounts/agent.queries.js'
import { closurePolicies, strategies } from '../departments/choices.js'
import { saveDepartment, type DepartmentForm } from '../departments/commands/save-department.js'
import { findDepartment } from '../departments/department.queries.js'
import { adminRights } from '../platform/actor.js'
import { standardStep } from '../sla/step.js'
import { savePolicy, type PolicyForm } from '../sla/commands/save-policy.js'
import { findPolicy } from '../sla/sla.queries.js'
import { targetKinds, type TargetMinutes } from '../sla/target-kind.js'
import { saveTeam, type TeamForm } from '../teams/commands/save-team.js'
import { findTeam } from '../teams/team.queries.js'
import { saveTopic, type TopicForm } from '../topics/commands/save-topic.js'
import { findTopic } from '../topics/topic.queries.js'
import { topicIcons } from '../topics/topic-icons.js'
import type { Edits } from './organisation-edits.routes.js'
import { Fields, Id, priorities, PriorityName } from './schemas.js'
import { priorityOf, type PriorityName as Priority } from './ticket.presenter.js'

const name = Type.String({ minLength: 1, maxLength: 120, examples: ['Reading room'] })
const description = Type.String({ maxLength: 255 })
const orNobody = Type.Union([Id, Type.Null()])
const ids = Type.Array(Id, { maxItems: 500 })
const flag = Type.Boolean()
const days = (most: number, least = 0) => Type.Integer({ minimum: least, maximum: most })
const target = Type.Union([Type.Integer({ minimum: 1, maximum: 5_256_000 }), Type.Null()])
const targets = Fields(Object.fromEntries(targetKinds.map(kind => [kind, target])))

export const departmentEdits: Edits<DepartmentForm> = {
  path: 'departments',
  title: 'DepartmentSettings',
  right: 'departments',
  properties: {
    name, description, mailAddress: Type.String({ maxLength: 190, examples: ['reading@example.org'] }), mailName: Type.String({ maxLength: 120 }), managerId: orNobody, scheduleId: orNobody, closurePolicy: Type.Enum([...closurePolicies]), graceDays: days(60, 1), reminderDays: days(60),
    followsUp: flag, followUpDays: days(90, 1), reopenDays: days(3650), strategy: Type.Enum([...strategies]), returnMinutes: days(10_000), returnsByHand: flag, showsPromise: flag, takesCopies: flag
  },
  blank: {
    description: '', mailAddress: '', mailName: '', managerId: null, scheduleId: null, closurePolicy: 'requester_confirms', graceDays: 5, reminderDays: 2, followsUp: true, followUpDays: 3, reopenDays: 30, strategy: 'manual', returnMinutes: 0, returnsByHand: true, showsPromise: true, takesCopies: false
  },
  find: async (reader, id) => {
    const department = await findDepartment(reader, id)
    return { ...department, mailAddress: department.mailAddress ?? '', mailName: department.mailName ?? '' }
  },
  save: async (ctx, id, form, version) => (await saveDepartment(ctx, id, form, version)).id
}

export const teamEdits: Edits<TeamForm> = {
  path: 'teams',
  title: 'TeamSettings',
  right: 'people',
  properties: { name, description, leadId: orNobody, strategy: Type.Enum([...strategies]), memberIds: ids },
  blank: { description: '', leadId: null, strategy: 'manual', memberIds: [] },
  find: async (reader, id) => {
    const { team, memberIds } = await findTeam(reader, id)
    return { ...team, memberIds }
  },
  save: async (ctx, id, form, version) => (await saveTeam(ctx, id, form, version)).id
}

/** A new agent gets an invitation by mail. One who is switched off is signed out everywhere. */
export const agentEdits: Edits<AgentEdit & { isActive: boolean }> = {
  path: 'agents',
  title: 'AgentSettings',
  right: 'people',
  properties: {
    name, email: Type.String({ minLength: 3, maxLength: 190, examples: ['cleo@example.org'] }), locale: Type.Enum(['en', 'de']), adminRights: Type.Array(Type.Enum([...adminRights]), { maxItems: 20 }),
    memberships: Type.Array(Fields({ departmentId: Id, roleId: Id }), { maxItems: 200 }), teamIds: ids, skillIds: ids, scheduleId: orNobody, capacity: Type.Union([days(10_000, 1), Type.Null()]), isActive: flag
  },
  blank: { locale: 'en', adminRights: [], memberships: [], teamIds: [], skillIds: [], scheduleId: null, capacity: null, isActive: true },
  find: async (reader, id) => {
    const { agent, memberships, teamIds, skillIds } = await findAgent(reader, id)
    return { ...agent, locale: agent.locale, memberships: memberships.map(({ departmentId, roleId }) => ({ departmentId, roleId })), teamIds, skillIds }
  },
  save: async (ctx, id, { isActive, ...form }, version) => {
    if (id === null) return addAgent(ctx, form)
    await editAgent(ctx, { ...form, id, version, isActive })
    return id
  }
}

type TopicEdit = Omit<TopicForm, 'priority'> & { priority: Priority }

export const topicEdits: Edits<TopicEdit> = {
  path: 'topics',
  title: 'TopicSettings',
  right: 'departments',
  properties: { name, description, icon: Type.Enum([...topicIcons]), departmentId: Id, teamId: orNobody, priority: PriorityName, closurePolicy: Type.Union([Type.Enum([...closurePolicies]), Type.Null()]), isPublic: flag },
  blank: { description: '', icon: 'question', teamId: null, priority: 'normal', closurePolicy: null, isPublic: true },
  find: async (reader, id) => {
    const topic = await findTopic(reader, id)
    return { ...topic, priority: priorities[topic.priority - 1]! }
  },
  save: async (ctx, id, { priority, ...form }, version) => (await saveTopic(ctx, id, { ...form, priority: priorityOf(priority) }, version)).id
}

type PolicyEdit = Omit<PolicyForm, 'targets' | 'priorities' | 'steps'> & { targets: Record<Priority, TargetMinutes[1]>, priorities: Priority[] }

/** What is promised, and to whom. The steps before and after a promise is due are set up in the panel alone, and stay as they are. */
export const slaPolicyEdits: Edits<PolicyEdit> = {
  path: 'sla-policies',
  title: 'SlaPolicySettings',
  right: 'departments',
  properties: {
    name, departmentIds: ids, topicIds: ids, companyIds: ids, priorities: Type.Array(PriorityName, { maxItems: 4 }), scheduleId: orNobody, aroundTheClock: flag,
    targets: Fields({ low: targets, normal: targets, high: targets, urgent: targets }), pausesOnHold: flag
  },
  blank: { departmentIds: [], topicIds: [], companyIds: [], priorities: [], scheduleId: null, aroundTheClock: false, pausesOnHold: true },
  find: async (reader, id) => {
    const policy = await findPolicy(reader, id)
    return { ...policy, priorities: policy.priorities.map(priority => priorities[priority - 1]!), targets: { low: policy.targets[1], normal: policy.targets[2], high: policy.targets[3], urgent: policy.targets[4] } }
  },
  save: async (ctx, id, { targets: { low, normal, high, urgent }, priorities: names, ...form }, version) => {
    const steps = id === null ? [standardStep] : (await findPolicy(ctx.db.read, id)).steps
    return (await savePolicy(ctx, id, { ...form, steps, priorities: names.map(priorityOf), targets: { 1: low, 2: normal, 3: high, 4: urgent } }, version)).id
  }
}
