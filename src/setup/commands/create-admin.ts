import { Agent } from '../../accounts/agent.entity.js'
import { addAgent } from '../../accounts/commands/save-agent.js'
import { OneTimeToken } from '../../accounts/one-time-token.entity.js'
import { createOneTimeToken } from '../../accounts/one-time-tokens.js'
import { Role } from '../../accounts/role.entity.js'
import { listWorkPlaces } from '../../accounts/work-places.queries.js'
import { adminRights } from '../../platform/actor.js'
import { joinTransaction, type Context } from '../../platform/context.js'
import { hashPassword } from '../../platform/security/passwords.js'
import { findOrganisation } from '../../settings/organisation.js'
import { furnish } from './furnish.js'

/**
 * Adds an admin with every right, who works in every department in the role that may do most. An empty
 * house is furnished first, so that there is something to work with.
 *
 * Returns the path on which the admin chooses a password, or null when one was given.
 *
 * @throws InvalidFields
 */
export async function createAdmin (ctx: Context, { name, email, password }: { name: string, email: string, password: string | null }): Promise<string | null> {
  const passwordHash = password === null ? null : await hashPassword(password, { notLike: [name, email] })

  return ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    const { timeZone, defaultLocale: locale } = await findOrganisation(manager)
    if (!await manager.existsBy(Role, {})) await furnish(manager, { timeZone, locale }, now)

    const { departments, roles } = await listWorkPlaces(manager)
    const [role] = roles.sort((a, b) => b.permissions.length - a.permissions.length)
    const memberships = role === undefined ? [] : departments.map(({ id }) => ({ departmentId: id, roleId: role.id }))
    const agentId = await addAgent(joinTransaction(ctx, manager), { name, email, locale, adminRights: [...adminRights], memberships, teamIds: [], scheduleId: null, capacity: null }, { mailsInvitation: false })

    await manager.delete(OneTimeToken, { purpose: 'setup' })
    if (passwordHash === null) return `/desk/password/${await createOneTimeToken(manager, { purpose: 'invite_agent', agentId }, now)}`
    await manager.update(Agent, { id: agentId }, { passwordHash })
    return null
  })
}
