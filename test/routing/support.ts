import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { Membership } from '../../src/accounts/membership.entity.js'
import { saveSkill } from '../../src/accounts/commands/save-skill.js'
import { system } from '../../src/platform/actor.js'
import { withActor, type Context } from '../../src/platform/context.js'
import { explainRouting } from '../../src/routing/routing.presenter.js'
import type { KeptDecision } from '../../src/routing/routing-decision.js'
import { createFormat } from '../../src/platform/i18n/format.js'
import { translator } from '../../src/platform/i18n/translate.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import type { Ticket } from '../../src/tickets/ticket.entity.js'
import { openTicket } from '../../src/tickets/commands/open-ticket.js'
import type { World } from '../support/world.js'

/** Somebody asks for help, as it comes in by the web. */
export const askAs = async ({ platform, topics }: World, name: string, topicId = topics.accounts.id, more: Partial<Context> = {}): Promise<Ticket> => openTicket({ ...withActor(platform, system), ...more }, {
  topicId, subject: 'Help', text: 'Please.', requester: { name, email: `${name.toLowerCase()}@riverside.example` }, source: 'web'
})

export const set = async <Row extends ObjectLiteral>({ platform }: World, entity: EntityTarget<Row>, id: number, values: Parameters<EntityManager['update']>[2]) =>
  platform.db.transaction(async manager => manager.update(entity, id, values))

/** Lets Nadia work for IT too. */
export const addNadia = async ({ platform, departments, nadia }: World): Promise<unknown> =>
  platform.db.transaction(async manager => manager.insert(Membership, { agentId: nadia.id, departmentId: departments.it.id, roleId: 2 }))

/** A skill and who knows it. */
export const skill = async (world: World, name: string, agents: Array<{ id: number }>) => saveSkill(world.as(world.ana), null, { name, agentIds: agents.map(({ id }) => id) }, 0)

/** What the ticket says about why it went where it went, a line for each title and each sentence. */
export async function whyOf ({ platform }: World, ticketId: number): Promise<string[]> {
  const events = await platform.db.read.find(TicketEvent, { where: { ticketId, name: 'assigned' }, order: { id: 'DESC' } })
  const details = events[0]?.details as unknown as KeptDecision | undefined
  if (details === undefined) return []
  return explainRouting(details, translator('en'), createFormat('en', 'Europe/Berlin', () => platform.clock.now())).flatMap(({ title, lines }) => [...title === null ? [] : [`${title}:`], ...lines])
}
