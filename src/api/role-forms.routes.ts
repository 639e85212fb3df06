import { Type } from '@fastify/type-provider-typebox'
import { addRole, editRole, removeRole, type RoleEdit } from '../accounts/commands/save-role.js'
import { removeSkill, saveSkill, type SkillForm } from '../accounts/commands/save-skill.js'
import { findRole } from '../accounts/role.queries.js'
import { findSkill } from '../accounts/skill.queries.js'
import { permissions } from '../platform/actor.js'
import { NotFound } from '../platform/errors.js'
import { nameableStates, saveStatus, type StatusForm } from '../tickets/commands/save-status.js'
import { statusClocks } from '../tickets/status-clocks.js'
import { findStatus } from '../tickets/status.queries.js'
import type { Edits } from './edits.routes.js'
import { description, flag, ids, keepAsMade, name } from './form-schema.routes.js'

/** What somebody may do in a department, for everybody who has the role there. Only a role that nobody has is removed. */
export const roleEdits: Edits<RoleEdit> = {
  path: 'roles',
  title: 'RoleSettings',
  right: 'people',
  properties: { name, description, permissions: Type.Array(Type.Enum([...permissions]), { minItems: 1, maxItems: permissions.length, examples: [['ticket.read', 'ticket.note']] }) },
  blank: { description: '' },
  find: findRole,
  save: async (ctx, id, form, version) => {
    if (id === null) return addRole(ctx, form)
    await editRole(ctx, { ...form, id, version })
    return id
  },
  remove: async (ctx, { id }) => removeRole(ctx, id)
}

export const skillEdits: Edits<SkillForm> = {
  path: 'skills',
  title: 'SkillSettings',
  right: 'people',
  properties: { name: Type.String({ minLength: 1, maxLength: 60, examples: ['Arabic'] }), agentIds: ids },
  blank: { agentIds: [] },
  find: async (reader, id) => {
    const { skill, agentIds } = await findSkill(reader, id)
    return { ...skill, agentIds }
  },
  save: async (ctx, id, form, version) => (await saveSkill(ctx, id, form, version)).id,
  remove: removeSkill
}

/** A name of the house's own under a state of the lifecycle. */
export const statusEdits: Edits<StatusForm> = {
  path: 'statuses',
  title: 'StatusSettings',
  right: 'departments',
  properties: {
    label: Type.String({ minLength: 1, maxLength: 60, examples: ['With the supplier'] }), publicLabel: Type.String({ maxLength: 60 }), state: Type.Enum([...nameableStates]), position: Type.Integer({ minimum: 1, maximum: 999 }), isActive: flag, clock: Type.Enum([...statusClocks])
  },
  blank: { publicLabel: '', position: 1, isActive: true, clock: 'as_state' },
  find: async (reader, id) => {
    const status = await findStatus(reader, id)
    if (status === null) throw new NotFound()
    return status
  },
  save: async (ctx, id, form, version) => {
    if (id !== null) keepAsMade('state', (await findStatus(ctx.db.read, id))?.state, form.state)
    return (await saveStatus(ctx, id, form, version)).id
  }
}
