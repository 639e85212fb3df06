import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { permissions, type Permission } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { InvalidFields, NotFound, Refusal, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { Membership } from '../membership.entity.js'
import { cleanName } from '../profile.policy.js'
import { Role } from '../role.entity.js'
import { countRoutingChange } from './count-routing-change.js'

export interface RoleEdit { name: string, description: string, permissions: Permission[] }

/** Adds a role and returns its id. @throws InvalidFields */
export async function addRole (ctx: Context, edit: RoleEdit): Promise<number> {
  const checked = check(edit)
  return ctx.db.transaction(async manager => {
    await refuseTakenName(manager, checked.name, null)
    const role = Object.assign(new Role(), { ...checked, createdAt: ctx.clock.now(), version: 1 })
    await manager.insert(Role, role)
    await recordChange(manager, ctx, { action: 'role.created', subjectType: 'role', subjectId: role.id, subjectName: role.name, before: {}, after: { ...checked } })
    return role.id
  })
}

/** Changes a role, for everybody who has it. @throws NotFound, Stale, InvalidFields */
export async function editRole (ctx: Context, { id, version, ...edit }: RoleEdit & { id: number, version: number }): Promise<void> {
  const checked = check(edit)
  await ctx.db.transaction(async manager => {
    const role = await lockOne(manager, Role, { id })
    if (role === null) throw new NotFound()
    if (role.version !== version) throw new Stale()
    await refuseTakenName(manager, checked.name, id)
    await countRoutingChange(manager, (await manager.findBy(Membership, { roleId: id })).map(({ agentId }) => agentId))
    await manager.update(Role, { id }, { ...checked, version: version + 1 })
    const { name, description, permissions: held } = role
    await recordChange(manager, ctx, { action: 'role.updated', subjectType: 'role', subjectId: id, subjectName: checked.name, before: { name, description, permissions: held }, after: { ...checked } })
  })
}

/** Removes a role that nobody has. @throws NotFound, Refusal while somebody has it. */
export async function removeRole (ctx: Context, id: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const role = await lockOne(manager, Role, { id })
    if (role === null) throw new NotFound()
    if (await manager.existsBy(Membership, { roleId: id })) throw new Refusal('accounts.role.in_use', { status: 409 })
    await manager.delete(Role, { id })
    await recordChange(manager, ctx, { action: 'role.removed', subjectType: 'role', subjectId: id, subjectName: role.name, before: { name: role.name, permissions: role.permissions }, after: {} })
  })
}

function check ({ name, description, permissions: asked }: RoleEdit): RoleEdit {
  const held = permissions.filter(permission => asked.includes(permission) || (permission === 'ticket.read' && asked.length > 0))
  if (held.length === 0) throw new InvalidFields({ permissions: { key: 'accounts.role.nothing' } })
  const checks = new FieldChecks()
  const line = checks.line('description', description)
  checks.refuse()
  return { name: cleanName(name), description: line, permissions: held }
}

async function refuseTakenName (manager: EntityManager, name: string, ownId: number | null): Promise<void> {
  const other = await manager.findOneBy(Role, { name })
  if (other !== null && other.id !== ownId) throw new InvalidFields({ name: { key: 'accounts.role.taken' } })
}
