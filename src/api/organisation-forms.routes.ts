import { Type } from '@fastify/type-provider-typebox'
import { addAgent, editAgent, type AgentEdit } from '../accounts/commands/save-agent.js'
import { findAgent } from '../accounts/agent.queries.js'
import { closurePolicies, strategies } from '../departments/choices.js'
import { archiveDepartment, restoreDepartment } from '../departments/commands/archive-department.js'
import { saveDepartment, type DepartmentForm } from '../departments/commands/save-department.js'
import { findDepartment } from '../departments/department.queries.js'
import { adminRights } from '../platform/actor.js'
import { archiveTeam, restoreTeam } from '../teams/commands/archive-team.js'
import { saveTeam, type TeamForm } from '../teams/commands/save-team.js'
import { findTeam } from '../teams/team.queries.js'
import type { Edits } from './edits.routes.js'
import { days, description, flag, ids, name, orNobody } from './form-schema.routes.js'
import { Fields, Id } from './schemas.js'

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
  save: async (ctx, id, form, version) => (await saveDepartment(ctx, id, form, version)).id,
  switch: async (ctx, seen, isActive) => (isActive ? restoreDepartment : archiveDepartment)(ctx, seen)
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
  save: async (ctx, id, form, version) => (await saveTeam(ctx, id, form, version)).id,
  switch: async (ctx, seen, isActive) => (isActive ? restoreTeam : archiveTeam)(ctx, seen)
}

/**
 * A new agent gets an invitation by mail. One who is switched off is signed out everywhere. Open tickets that a change
 * leaves behind are passed on or left, as `leaving` says.
 */
export const agentEdits: Edits<AgentEdit & { isActive: boolean }, { leaving: string }> = {
  path: 'agents',
  title: 'AgentSettings',
  right: 'people',
  properties: {
    name, email: Type.String({ minLength: 3, maxLength: 190, examples: ['cleo@example.org'] }), locale: Type.Enum(['en', 'de']), adminRights: Type.Array(Type.Enum([...adminRights]), { maxItems: 20 }),
    memberships: Type.Array(Fields({ departmentId: Id, roleId: Id }), { maxItems: 200 }), teamIds: ids, skillIds: ids, scheduleId: orNobody, capacity: Type.Union([days(10_000, 1), Type.Null()]), isActive: flag
  },
  asked: { leaving: Type.Enum(['route', 'keep']) },
  blank: { locale: 'en', adminRights: [], memberships: [], teamIds: [], skillIds: [], scheduleId: null, capacity: null, isActive: true },
  find: async (reader, id) => {
    const { agent, memberships, teamIds, skillIds } = await findAgent(reader, id)
    return { ...agent, locale: agent.locale, memberships: memberships.map(({ departmentId, roleId }) => ({ departmentId, roleId })), teamIds, skillIds }
  },
  save: async (ctx, id, { isActive, leaving = '', ...form }, version) => {
    if (id === null) return addAgent(ctx, form)
    await editAgent(ctx, { ...form, id, version, isActive, leaving })
    return id
  }
}
