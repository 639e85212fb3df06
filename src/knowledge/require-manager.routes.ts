import type { FastifyRequest } from 'fastify'
import { Forbidden } from '../platform/errors.js'
import { mayManageArticles } from './article.policy.js'

/** A hook for pages on which articles are written and arranged. @throws Forbidden to agents who only read them. */
export async function requireManager ({ agent }: FastifyRequest): Promise<void> {
  if (agent !== null && !mayManageArticles(agent)) throw new Forbidden('knowledge.may_not')
}
