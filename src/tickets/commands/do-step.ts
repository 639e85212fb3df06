import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import { Company } from '../../companies/company.entity.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import { findOrganisation } from '../../settings/organisation.js'
import type { StepAct, StepReader } from '../../sla/step.js'
import { Team } from '../../teams/team.entity.js'
import { TicketTag } from '../ticket-tag.entity.js'
import type { Priority, Ticket } from '../ticket.entity.js'
import { addNote } from './add-note.js'
import { giveByStrategy } from './assign-by-strategy.js'
import { assignTicket } from './assign-ticket.js'
import { editTicket } from './edit-ticket.js'
import { saveChanges } from './save-change.js'
import { tagTicket } from './tag-ticket.js'
import { transferTicket } from './transfer-ticket.js'

/** The person or place that a step is about, as history keeps it. */
interface StepObject { agentId?: number, name?: string }

/** Whether the ticket is already as the step wants it, so that there is nothing to do or to tell. */
export function isDone (ticket: Ticket, act: StepAct): boolean {
  switch (act.kind) {
    case 'priority': return priorityAfter(ticket, act.to) === ticket.priority
    case 'give': return act.to === ticket.assigneeId
    case 'move': return act.departmentId === ticket.departmentId
    default: return false
  }
}

/** Whom or what a step is about. @throws Refusal when there is nobody there, or nobody any more. */
export async function objectOf (manager: EntityManager, ticket: Ticket, act: StepAct): Promise<StepObject> {
  if (act.kind === 'give' && act.to !== 'routing') return { name: (await findColleague(manager, ticket, act.to)).name }
  if (act.kind === 'move') return { name: (await manager.findOneBy(Department, { id: act.departmentId }))?.name ?? '' }
  if (act.kind !== 'notify' || act.whom === 'holder') return {}
  const { id, name } = await findColleague(manager, ticket, await readerOf(manager, ticket, act.whom))
  return { agentId: id, name }
}

async function readerOf (manager: EntityManager, ticket: Ticket, whom: Exclude<StepReader, 'holder'>): Promise<number> {
  if (typeof whom === 'number') return whom
  const id = await officeHolderOf(manager, ticket, whom)
  if (id === null) throw new Refusal(`sla.step.no_${whom}`)
  return id
}

async function officeHolderOf (manager: EntityManager, { departmentId, teamId, companyId }: Ticket, office: 'manager' | 'team_lead' | 'account_manager'): Promise<number | null> {
  switch (office) {
    case 'manager': return (await manager.findOneByOrFail(Department, { id: departmentId })).managerId
    case 'team_lead': return teamId === null ? null : (await manager.findOneByOrFail(Team, { id: teamId })).leadId
    case 'account_manager': return companyId === null ? null : (await manager.findOneByOrFail(Company, { id: companyId })).accountManagerId
  }
}

async function findColleague (manager: EntityManager, { departmentId }: Ticket, agentId: number): Promise<Agent> {
  const agent = await manager.findOneBy(Agent, { id: agentId })
  if (agent?.isActive !== true || !await manager.existsBy(Membership, { agentId, departmentId })) throw new Refusal('sla.step.agent_gone', { values: { name: agent?.name ?? '' } })
  return agent
}

/**
 * Does what a step of a service level called `policy` says, through the commands that people use; telling
 * somebody is left to the job that reads the history. In the caller's transaction, with the row held.
 *
 * @throws Refusal
 */
export async function doStep (ctx: Context, manager: EntityManager, ticket: Ticket, act: StepAct, policy: string): Promise<unknown> {
  const ticketId = ticket.id
  switch (act.kind) {
    case 'notify': return null
    case 'priority': return editTicket(ctx, { ticketId, version: null, priority: priorityAfter(ticket, act.to) })
    case 'give': return act.to === 'routing' ? giveOn(ctx, manager, ticket) : assignTicket(ctx, { ticketId, agentId: act.to })
    case 'move': return transferTicket(ctx, { ticketId, departmentId: act.departmentId, reason: translator((await findOrganisation(manager)).defaultLocale)('sla.step.reason', { policy }) })
    case 'tag': return tagTicket(ctx, { ticketId, tags: [...(await manager.findBy(TicketTag, { ticketId })).map(({ tag }) => tag), act.tag].join(' ') })
    case 'note': return addNote(ctx, { ticketId, text: act.text })
  }
}

const priorityAfter = ({ priority }: Ticket, to: 'next' | Priority): Priority => to === 'next' ? Math.min(4, priority + 1) as Priority : to

/** Gives the ticket to somebody else, whom the strategy of its team or department names. It stays where it is when that is nobody. @throws Refusal */
async function giveOn (ctx: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const before = ticket.assigneeId
  const events = await giveByStrategy(ctx, manager, ticket, before === null ? {} : { takenFromId: before })
  if (events.length === 0) throw new Refusal('sla.step.by_hand')
  if (ticket.assigneeId === null) throw new Refusal('sla.step.nobody_free')
  await saveChanges(ctx, manager, ticket, events)
}
