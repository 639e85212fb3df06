import type { EntityManager } from 'typeorm'
import { joinTransaction, type Context } from '../../platform/context.js'
import { Forbidden, NotFound, Refusal } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { ticketPolicy } from '../../tickets/ticket.policy.js'
import { Macro } from '../macro.entity.js'
import { MacroRun } from '../macro-run.entity.js'
import { macroPolicy } from '../macro.policy.js'
import { applyAction, reasonOf } from './apply-effects.js'

export interface MacroRequest {
  macroId: number
  ticketId: number
  /** The form's own: sent twice it runs once. */
  key: string
}

/**
 * Runs a macro on a ticket in the name of an agent, through the commands that the agent would use by hand:
 * all of it or, when one of them refuses, nothing.
 *
 * @throws NotFound when there is no such macro or ticket for the agent
 * @throws Forbidden when the ticket is only referred to the agent's department
 * @throws Refusal with the action that was refused, and why
 */
export async function runMacro (ctx: Context, { macroId, ticketId, key }: MacroRequest): Promise<void> {
  await ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    const macro = await manager.findOneBy(Macro, { id: macroId })
    if (macro === null || ctx.actor.party !== 'agent' || !macroPolicy.use(ctx.actor, macro)) throw new NotFound()
    if (!ticketPolicy.read(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
    if (!macroPolicy.fits(macro, ticket)) throw new Forbidden('rules.macro.other_department')

    const runKey = `${key}:${ticketId}`
    if (await manager.existsBy(MacroRun, { runKey })) return
    await manager.insert(MacroRun, { runKey, macroId, ticketId, agentId: ctx.actor.id, at: ctx.clock.now() })
    await applyAll(joinTransaction(ctx, manager), manager, macro, ticketId, runKey)
  })
}

async function applyAll (ctx: Context, manager: EntityManager, { name, actions }: Macro, ticketId: number, runKey: string): Promise<void> {
  const t = translator(ctx.actor.party === 'agent' ? ctx.actor.locale : 'en')
  for (const [place, action] of actions.entries()) {
    try {
      await applyAction(ctx, manager, ticketId, action, { cause: `macro:${runKey}:${place}`, by: name })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new Refusal('rules.macro.refused', { status: error.status, values: { name, action: t(`rules.action.kind.${action.kind}`), why: reasonOf(error, t) } })
    }
  }
}
