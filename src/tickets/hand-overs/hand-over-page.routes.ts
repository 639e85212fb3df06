import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findAgent } from '../../accounts/agent.queries.js'
import { readingOf } from '../../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../../plugins/form-problems.js'
import { startHandOver } from './commands/start-hand-over.js'
import { takeBackHandOver } from './commands/return-hand-over.js'
import { presentHandOver, type HandOverView, type TypedHandOver } from './hand-over.presenter.js'
import { listHandOvers, listOpenShares } from './hand-over.queries.js'

declare module '../../plugins/page.js' {
  interface Pages { 'tickets/hand-over': { handOver: HandOverView }, 'admin/agents/hand-over': { handOver: HandOverView } }
}

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
export const handOverBody = Type.Object({ way: Type.String({ maxLength: 20, default: '' }), toAgentId: Type.Union([Type.Literal(''), Type.String({ pattern: '^[1-9][0-9]{0,9}$' })], { default: '' }) })
export const pastParams = Type.Object({ handOverId: id })

interface Place { agentId: number, path: string, page: 'tickets/hand-over' | 'admin/agents/hand-over', back: { href: string, key: 'accounts.me.title' | null } }

/** The page on which all tickets of an agent are passed on. @throws NotFound */
export async function showHandOver (request: FastifyRequest, reply: FastifyReply, { agentId, path, page, back }: Place, typed: TypedHandOver = { way: 'route', toAgentId: '' }, problems: Problems = noProblems): Promise<FastifyReply> {
  const { ctx: { db: { read } }, t } = request
  const { agent } = await findAgent(read, agentId)
  const [shares, past] = await Promise.all([listOpenShares(read, agentId), listHandOvers(read, agentId)])
  const place = { name: agent.name, path, back: { href: back.href, label: back.key === null ? agent.name : t(back.key) } }
  return reply.page(page, { title: t('tickets.hand_over.title'), handOver: presentHandOver(place, shares, past, typed, problems, readingOf(request)) })
}

/** Starts it, or shows the form again with what does not hold. */
export async function startFromPage (request: FastifyRequest, reply: FastifyReply, place: Place, typed: TypedHandOver): Promise<FastifyReply> {
  return actOrShowAgain(reply, async () => {
    await startHandOver(request.ctx, { agentId: place.agentId, way: typed.way, toAgentId: typed.toAgentId === '' ? null : Number(typed.toAgentId) })
    return reply.flash({ kind: 'good', key: 'tickets.hand_over.started' }).redirect(place.path, 303)
  }, async problems => showHandOver(request, reply, place, typed, problems))
}

export async function takeBackFromPage (request: FastifyRequest, reply: FastifyReply, place: Place, handOverId: number): Promise<FastifyReply> {
  return actOrShowAgain(reply, async () => {
    await takeBackHandOver(request.ctx, { agentId: place.agentId, handOverId })
    return reply.flash({ kind: 'good', key: 'tickets.hand_over.return_started' }).redirect(place.path, 303)
  }, async problems => showHandOver(request, reply, place, undefined, problems))
}

