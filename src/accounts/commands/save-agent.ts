import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import { adminRights, type Actor, type AdminRight } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Forbidden, InvalidFields, NotFound, Stale } from '../../platform/errors.js'
import { randomToken } from '../../platform/security/signer.js'
import { requestAccessMail } from '../access-mail.js'
import { forgetActor } from '../actor.queries.js'
import { Agent } from '../agent.entity.js'
import { findAgent } from '../agent.queries.js'
import { countOpenTicketsOf } from '../hand-over-plan.queries.js'
import { Membership } from '../membership.entity.js'
import { revokeTokens } from '../one-time-tokens.js'
import { plainAddress } from '../plain-address.js'
import { cleanName } from '../profile.policy.js'
import { endSessionsOf } from './end-sessions.js'
import { planForLeaving } from './plan-hand-over.js'
import { saveWorkPlaces } from './save-work-places.js'

export interface AgentEdit {
  name: string
  email: string
  locale: string
  adminRights: AdminRight[]
  memberships: Array<{ departmentId: number, roleId: number }>
  teamIds: number[]
  /** What the agent knows; left out, that stays as it is. */
  skillIds?: number[]
  scheduleId: number | null
  capacity: number | null
}

/**
 * Adds an agent and, unless somebody hands it over in person, mails an invitation to choose a password.
 *
 * @throws InvalidFields when the address is taken or something named is not there.
 */
export async function addAgent (ctx: Context, edit: AgentEdit, { mailsInvitation = true }: { mailsInvitation?: boolean } = {}): Promise<number> {
  const checked = check(edit)
  return ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    await refuseTakenAddress(manager, checked.email, null)
    const agent = Object.assign(new Agent(), {
      ...checked,
      adminRights: rightsAfter(ctx.actor, [], edit.adminRights),
      passwordHash: null, timeZone: null, signature: null, lastSeenAt: null, createdAt: now
    })
    await manager.insert(Agent, agent)
    await saveWorkPlaces(manager, agent.id, edit)
    if (mailsInvitation) await requestAccessMail(manager, { purpose: 'invite_agent', agentId: agent.id, causeKey: `invite:${randomToken()}` }, now)
    await recordChange(manager, ctx, { action: 'agent.created', subjectType: 'agent', subjectId: agent.id, subjectName: agent.name, before: {}, after: auditedOf(agent, edit) })
    return agent.id
  })
}

/**
 * Changes an agent. Switching one off signs it out everywhere. Open tickets in departments that it leaves stay with it
 * until somebody moves them, or are given to others, each by its department's way, as `leaving` says.
 *
 * @throws NotFound, Stale, InvalidFields, also when it leaves tickets behind and `leaving` does not say what happens to them
 * @throws Forbidden when it would give somebody the reins of an account with more rights than one's own.
 */
export async function editAgent (ctx: Context, { id, version, isActive, leaving = 'keep', ...edit }: AgentEdit & { id: number, version: number, isActive: boolean, leaving?: string }): Promise<void> {
  const checked = check(edit)
  await ctx.db.transaction(async manager => {
    const agent = await lockOne(manager, Agent, { id })
    if (agent === null) throw new NotFound()
    if (agent.version !== version) throw new Stale()
    const places = await findAgent(manager, id)
    const before = auditedOf(agent, places)

    const takesOver = checked.email !== agent.email || isActive !== agent.isActive
    if (takesOver && !mayLead(ctx.actor, agent.adminRights)) throw new Forbidden('accounts.rights.stronger')
    await refuseTakenAddress(manager, checked.email, id)
    const changed = { ...checked, isActive, adminRights: rightsAfter(ctx.actor, agent.adminRights, edit.adminRights), routingVersion: agent.routingVersion + 1, version: version + 1 }
    await manager.update(Agent, { id }, changed)
    await saveWorkPlaces(manager, id, edit)
    await settleTickets(ctx, manager, { agent, isActive, leaving, left: leftOf(places.memberships, await manager.findBy(Membership, { agentId: id })) })
    await refuseNobodyLeft(manager)
    if (takesOver) await shutOut(manager, id, isActive)
    await recordChange(manager, ctx, { action: 'agent.updated', subjectType: 'agent', subjectId: id, subjectName: checked.name, before, after: auditedOf({ ...agent, ...changed }, { ...edit, skillIds: edit.skillIds ?? places.skillIds }) })
  })
  forgetActor(ctx.db, { agentId: id })
}

/** Mails the invitation once more; the one before is void. @throws NotFound, Forbidden */
export async function inviteAgain (ctx: Context, id: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const agent = await lockOne(manager, Agent, { id })
    if (agent === null || !agent.isActive || agent.passwordHash !== null) throw new NotFound()
    if (!mayLead(ctx.actor, agent.adminRights)) throw new Forbidden('accounts.rights.stronger')
    await requestAccessMail(manager, { purpose: 'invite_agent', agentId: id, causeKey: `invite:${randomToken()}` }, ctx.clock.now())
  })
}

interface Leaving { agent: Agent, isActive: boolean, leaving: string, left: number[] }

/** What becomes of the tickets that an agent leaves behind. @throws InvalidFields when there are some and nobody said. */
async function settleTickets (ctx: Context, manager: EntityManager, { agent, isActive, leaving, left }: Leaving): Promise<void> {
  const isSwitchedOff = agent.isActive && !isActive
  const count = isSwitchedOff ? await countOpenTicketsOf(manager, agent.id, null) : await countOpenTicketsOf(manager, agent.id, left)
  if (count === 0 || leaving === 'keep') return
  if (leaving !== 'route') throw new InvalidFields({ leaving: { key: 'accounts.agent.leaving.choose', values: { name: agent.name, count } } })
  await planForLeaving(ctx, manager, agent.id)
}

const leftOf = (before: readonly Membership[], after: readonly Membership[]): number[] =>
  before.map(({ departmentId }) => departmentId).filter(id => !after.some(({ departmentId }) => departmentId === id))

function check ({ name, email, locale, scheduleId, capacity }: AgentEdit) {
  const address = plainAddress(email)
  if (address === '') throw new InvalidFields({ email: { key: 'accounts.email.wrong' } })
  if (capacity !== null && (!Number.isInteger(capacity) || capacity < 1 || capacity > 10_000)) throw new InvalidFields({ capacity: { key: 'accounts.capacity.wrong' } })
  return { name: cleanName(name), email: address, locale, scheduleId, capacity }
}

async function refuseTakenAddress (manager: EntityManager, email: string, ownId: number | null): Promise<void> {
  const other = await manager.findOneBy(Agent, { email })
  if (other !== null && other.id !== ownId) throw new InvalidFields({ email: { key: 'accounts.email.taken' } })
}

const rightsOf = (actor: Actor): ReadonlySet<AdminRight> => actor.party === 'system' ? new Set(adminRights) : actor.party === 'agent' ? actor.adminRights : new Set()

/** Whether the actor holds every right of an account, and so may decide over it. */
function mayLead (actor: Actor, rights: readonly AdminRight[]): boolean {
  return rights.every(right => rightsOf(actor).has(right))
}

/** One can only give and take what one holds; other rights stay as they are. */
function rightsAfter (actor: Actor, before: readonly AdminRight[], asked: readonly AdminRight[]): AdminRight[] {
  const own = rightsOf(actor)
  if (asked.some(right => !own.has(right) && !before.includes(right))) throw new InvalidFields({ adminRights: { key: 'accounts.rights.not_yours' } })
  return adminRights.filter(right => own.has(right) ? asked.includes(right) : before.includes(right))
}

/** Somebody has to be able to let others in. */
async function refuseNobodyLeft (manager: EntityManager): Promise<void> {
  const active = await manager.find(Agent, { select: { id: true, adminRights: true }, where: { isActive: true } })
  if (!active.some(agent => agent.adminRights.includes('people'))) throw new InvalidFields({ adminRights: { key: 'accounts.agent.last_admin' } })
}

async function shutOut (manager: EntityManager, agentId: number, isActive: boolean): Promise<void> {
  for (const purpose of ['reset_agent', 'invite_agent'] as const) await revokeTokens(manager, purpose, { agentId })
  if (!isActive) await endSessionsOf(manager, { agentId, personId: null }, null)
}

function auditedOf ({ name, email, adminRights, scheduleId, capacity, isActive }: Agent, { memberships, teamIds, skillIds = [] }: Pick<AgentEdit, 'memberships' | 'teamIds' | 'skillIds'>) {
  return { name, email, adminRights, scheduleId, capacity, isActive, memberships: memberships.map(({ departmentId, roleId }) => `${departmentId}:${roleId}`).sort(), teamIds: [...teamIds].sort((a, b) => a - b), skillIds: [...skillIds].sort((a, b) => a - b) }
}
