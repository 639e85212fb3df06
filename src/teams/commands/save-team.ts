import type { EntityManager } from 'typeorm'
import { forgetActor } from '../../accounts/actor.queries.js'
import { countRoutingChange } from '../../accounts/commands/count-routing-change.js'
import { listAgentChoices } from '../../accounts/agent-choices.queries.js'
import { recordChange } from '../../audit/commands/record-change.js'
import { strategies, type Strategy } from '../../departments/choices.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { TeamMember } from '../team-member.entity.js'
import { Team } from '../team.entity.js'
import { listTeamMembers } from '../team.queries.js'

export interface TeamForm {
  name: string
  description: string
  leadId: number | null
  strategy: Strategy
  /** Active agents. Members who are switched off are in no form and stay. */
  memberIds: number[]
}

type TeamValues = Omit<TeamForm, 'memberIds'>

/** Adds a team, or changes it and who belongs to it. @throws InvalidFields, Stale, NotFound */
export async function saveTeam (ctx: Context, id: number | null, form: TeamForm, version: number): Promise<Team> {
  const { team, touched } = await refuseTaken(async () => ctx.db.transaction(async manager => {
    const team = id === null ? Object.assign(new Team(), { isActive: true, createdAt: ctx.clock.now(), version: 0 }) : await lockVersion(manager, Team, id, version)
    const values = await checkTeam(manager, form)
    const before = id === null ? {} : await auditedOf(manager, team)

    await manager.save(Object.assign(team, values, { version: team.version + 1 }))
    const touched = await saveMembers(manager, team.id, new Set(form.memberIds))
    await recordChange(manager, ctx, {
      action: id === null ? 'team.created' : 'team.updated', subjectType: 'team', subjectId: team.id, subjectName: team.name, before, after: await auditedOf(manager, team)
    })
    return { team, touched }
  }))

  for (const agentId of touched) forgetActor(ctx.db, { agentId })
  return team
}

async function checkTeam (manager: EntityManager, { name, description, leadId, strategy, memberIds }: TeamForm): Promise<TeamValues> {
  const checks = new FieldChecks()
  const agents = new Set((await listAgentChoices(manager)).map(({ id }) => id))
  const values = { name: checks.name('name', name), description: checks.line('description', description), leadId, strategy: checks.choice('strategy', strategy, strategies) }
  if (leadId !== null && !agents.has(leadId)) checks.note('leadId', 'refusal.not_a_choice')
  if (memberIds.some(id => !agents.has(id))) checks.note('memberIds', 'refusal.not_a_choice')
  checks.refuse()
  return values
}

/** Returns whom it put in or took out. */
async function saveMembers (manager: EntityManager, teamId: number, memberIds: ReadonlySet<number>): Promise<number[]> {
  const present = await listTeamMembers(manager, teamId)
  const leaving = present.filter(({ id, isActive }) => isActive && !memberIds.has(id)).map(({ id }) => id)
  const joining = [...memberIds].filter(id => !present.some(member => member.id === id))
  await countRoutingChange(manager, [...leaving, ...joining])
  for (const agentId of leaving) await manager.delete(TeamMember, { teamId, agentId })
  for (const agentId of joining) await manager.insert(TeamMember, { teamId, agentId })
  return [...leaving, ...joining]
}

/** As a reader of the history of changes knows it: people by name. */
async function auditedOf (manager: EntityManager, { id, name, description, leadId, strategy }: Team) {
  const [lead] = leadId === null ? [] : await manager.query('SELECT name FROM agents WHERE id = ?', [leadId]) as Array<{ name: string }>
  return { name, description, lead: lead?.name ?? null, strategy, members: (await listTeamMembers(manager, id)).map(member => member.name) }
}
