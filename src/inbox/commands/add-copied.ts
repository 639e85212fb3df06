import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { isEmailAddress } from '../../platform/email-address.js'
import { Refusal } from '../../platform/errors.js'
import type { MailAddress, ParsedMessage } from '../../platform/mime/parsed-message.js'
import { addParticipant } from '../../tickets/commands/change-participants.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { listWaysIn } from '../own-addresses.queries.js'

/** More people than this in one mail are a mailing, and none of them takes part. */
const mostCopied = 10
const machines = /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)\b/i

/**
 * Lets the people take part who got the mail beside us, where the department allows it and the actor may add people.
 * They are not told: the mail lies in their inbox already, and the next answer comes to them.
 *
 * Our own addresses and agents are left out: mail to us would go in a circle, and agents read the desk.
 */
export async function addCopied (ctx: Context, manager: EntityManager, ticketId: number, { from, to, cc }: Pick<ParsedMessage, 'from' | 'to' | 'cc'>): Promise<void> {
  const { departmentId, requesterId } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  if (ctx.actor.party === 'requester' && ctx.actor.id !== requesterId) return
  if (!(await manager.findOneByOrFail(Department, { id: departmentId })).takesCopies) return

  const copied = await othersOf(manager, [...to, ...cc], from)
  if (copied.length > mostCopied) return
  for (const { address, name } of copied) {
    try {
      await addParticipant(ctx, { ticketId, email: address, name, isSilent: true })
    } catch (error) {
      // As many take part as may.
      if (error instanceof Refusal) return
      throw error
    }
  }
}

async function othersOf (manager: EntityManager, addresses: MailAddress[], from: MailAddress | null): Promise<MailAddress[]> {
  const own = await listWaysIn(manager)
  const agents = new Set((await manager.find(Agent, { select: { id: true, email: true }, where: { isActive: true } })).map(({ email }) => email))
  const others = new Map(addresses.map(each => [each.address, each]))
  return [...others.values()].filter(({ address }) => isEmailAddress(address) && address !== from?.address && !own.has(address.replace(/\+[^@]*@/, '@')) && !agents.has(address) && !machines.test(address))
}
