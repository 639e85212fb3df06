import { Type, type FastifyPluginAsyncTypebox, type TObject } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import type { AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { listRoles } from '../accounts/role.queries.js'
import { listSkills } from '../accounts/skill.queries.js'
import { listSchedules } from '../schedules/schedule.queries.js'
import { listPolicies } from '../sla/policy-list.queries.js'
import { listAllStatuses } from '../tickets/status.queries.js'
import { listAgentRecords, listDepartmentRecords, listTeamRecords, listTopicRecords } from './records.queries.js'
import { Id, idParams, IdOrNull, priorities, PriorityName, StateName } from './schemas.js'
import { ProgramStep, writeStep } from './steps.routes.js'

const words = { id: Id, name: Type.String(), description: Type.String() }
const minutes = Type.Unsafe<Record<string, number | null>>({ type: 'object', additionalProperties: { type: ['integer', 'null'] } })

const Department = Type.Object(words, { title: 'Department' })
const Team = Type.Object({ ...words, memberIds: Type.Array(Id) }, { title: 'Team' })
const Agent = Type.Object({ id: Id, name: Type.String(), email: Type.String(), departmentIds: Type.Array(Id) }, { title: 'Agent' })
const Question = Type.Object({ id: Id, label: Type.String(), hint: Type.String(), kind: Type.String(), options: Type.Array(Type.String()), isRequired: Type.Boolean(), isPublic: Type.Boolean(), neededToClose: Type.Boolean() })
const Topic = Type.Object({ ...words, departmentId: Id, teamId: IdOrNull, isPublic: Type.Boolean(), questions: Type.Array(Question) }, { title: 'Topic' })
const Targets = Type.Object({ low: minutes, normal: minutes, high: minutes, urgent: minutes })
const SlaPolicy = Type.Object({
  id: Id, name: Type.String(), departmentIds: Type.Array(Id), topicIds: Type.Array(Id), companyIds: Type.Array(Id), priorities: Type.Array(PriorityName), scheduleId: IdOrNull, aroundTheClock: Type.Boolean(),
  pausesOnHold: Type.Boolean(), targets: Targets, steps: Type.Array(ProgramStep)
}, { title: 'SlaPolicy' })

const Role = Type.Object({ ...words, permissions: Type.Array(Type.String()) }, { title: 'Role' })
const Skill = Type.Object({ id: Id, name: Type.String() }, { title: 'Skill' })
const Status = Type.Object({ id: Id, label: Type.String(), publicLabel: Type.String(), state: StateName, position: Type.Integer() }, { title: 'Status' })
const Schedule = Type.Object({ id: Id, name: Type.String(), isDefault: Type.Boolean(), openingHours: Type.Unknown() }, { title: 'Schedule' })

type List = (reader: Reader, actor: AgentActor) => Promise<Array<{ id: number }>>

/** What is read of the organisation: short lists, each as a whole. */
const lists: Array<{ path: string, item: TObject, list: List }> = [
  { path: 'departments', item: Department, list: listDepartmentRecords },
  { path: 'teams', item: Team, list: listTeamRecords },
  { path: 'agents', item: Agent, list: listAgentRecords },
  { path: 'topics', item: Topic, list: listTopicRecords },
  { path: 'sla-policies', item: SlaPolicy, list: listSlaPolicies },
  { path: 'roles', item: Role, list: listRoleRecords },
  { path: 'skills', item: Skill, list: listSkills },
  { path: 'statuses', item: Status, list: async reader => (await listAllStatuses(reader)).filter(({ isActive }) => isActive) },
  { path: 'schedules', item: Schedule, list: listSchedules }
]

/** Departments, teams, agents, topics, service levels, roles, skills, statuses and opening hours that are in use. */
const organisationRoutes: FastifyPluginAsyncTypebox = async app => {
  for (const { path, item, list } of lists) {
    const name = path.replaceAll('-', '_')
    app.get(`/${path}`, { schema: { response: { 200: Type.Object({ items: Type.Array(item) }) } }, config: { scope: 'organisation.read', operation: `${name}_list` } }, async request =>
      ({ items: await list(request.ctx.db.read, agentOf(request)) }))

    app.get(`/${path}/:id`, { schema: { params: idParams, response: { 200: item } }, config: { scope: 'organisation.read', operation: `${name}_read` } }, async request => {
      const found = (await list(request.ctx.db.read, agentOf(request))).find(({ id }) => id === request.params.id)
      if (found === undefined) throw new NotFound()
      return found
    })
  }
}

export default organisationRoutes

async function listRoleRecords (reader: Reader): Promise<Array<{ id: number }>> {
  return (await listRoles(reader)).map(({ id, name, description, permissions }) => ({ id, name, description, permissions }))
}

/** Minutes of working time by kind of promise; in the order in which they are asked. */
async function listSlaPolicies (reader: Reader): Promise<Array<{ id: number }>> {
  return (await listPolicies(reader)).filter(({ policy }) => policy.isActive).map(({ policy: { targets, priorities: only, steps, ...policy } }) => ({
    ...policy, priorities: only.map(priority => priorities[priority - 1]), steps: steps.map(writeStep), targets: { low: targets[1], normal: targets[2], high: targets[3], urgent: targets[4] }
  }))
}
