import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { ownPath } from '../plugins/own-path.js'
import { runMacro } from './commands/run-macro.js'
import { findRuleChoices } from './known.queries.js'
import { presentOffers, type MacroOfferView } from './macro.presenter.js'
import { findMacro, findTextValues, listSeenTickets, listUsableMacros } from './macro.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'rules/macros': { macros: MacroOfferView[], tickets: Array<{ id: number, number: string, subject: string }>, back: string, key: string, problem: string | null }
  }
}

const id = Type.String({ pattern: '^[1-9][0-9]{0,8}$' })
const ids = Type.Optional(Type.Union([id, Type.Array(id, { maxItems: 100 })]))
const back = Type.String({ default: '/desk', maxLength: 300 })
const querystring = Type.Object({ ids, back })
const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Object({ ids, back, key: Type.String({ pattern: '^[0-9a-f-]{36}$' }) })

/** What an agent does often, on one ticket or on many, mounted at /desk. */
const macroDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/macros', { schema: { querystring } }, async (request, reply) => {
    const { ids = [], back } = request.query
    if ([ids].flat().length === 0) return reply.flash({ kind: 'warn', key: 'queues.bulk.none' }).redirect(ownPath(back, '/desk'), 303)
    return showMacros(request, reply, [ids].flat().map(Number), back)
  })

  app.post('/macros/:id/runs', { schema: { params, body } }, async (request, reply) => {
    const { ctx, t, body: { ids = [], back, key } } = request
    const { id: macroId, name } = await findMacro(ctx.db.read, request.params.id)
    const chosen = [ids].flat().map(Number)
    const refusals: Refusal[] = []
    for (const ticketId of chosen) {
      try {
        await runMacro(ctx, { macroId, ticketId, key })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusals.push(error)
      }
    }
    const [first] = refusals
    const done = chosen.length - refusals.length
    if (first !== undefined && chosen.length === 1) {
      if (first.status === 404) throw first
      return showMacros(request, reply.code(first.status), chosen, back, t(first.key, first.values))
    }
    if (first === undefined) reply.flash({ kind: 'good', key: 'rules.macro.done', values: { name, done } })
    else reply.flash({ kind: 'warn', key: 'rules.macro.partly', values: { name, done, refused: refusals.length, reason: t(first.key, first.values) } })
    return reply.redirect(ownPath(back, '/desk'), 303)
  })
}

export default macroDeskRoutes

async function showMacros (request: FastifyRequest, reply: FastifyReply, chosen: number[], back: string, problem: string | null = null): Promise<FastifyReply> {
  const { t, ctx: { db: { read } } } = request
  const actor = agentOf(request)
  const tickets = await listSeenTickets(read, actor, chosen)
  const [only, ...others] = tickets
  const values = only === undefined || others.length > 0 ? null : await findTextValues(read, actor, only)
  const [macros, choices] = await Promise.all([listUsableMacros(read, actor, tickets), findRuleChoices(read)])
  return reply.page('rules/macros', {
    title: t('rules.macros'), key: randomUUID(), back: ownPath(back, '/desk'), problem, tickets: tickets.map(({ id, number, subject }) => ({ id, number, subject })),
    macros: presentOffers(macros, actor, tickets, values, choices, t)
  })
}
