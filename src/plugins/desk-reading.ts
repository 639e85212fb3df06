import type { FastifyRequest } from 'fastify'
import type { AgentActor } from '../platform/actor.js'
import { NotFound } from '../platform/errors.js'
import type { Reading } from '../platform/i18n/reading.js'

/** The agent behind a desk request. The area's guard has let nobody else in. */
export function agentOf ({ agent }: FastifyRequest): AgentActor {
  if (agent === null) throw new NotFound()
  return agent
}

/** What presenters need to speak to the agent behind a request. */
export function readingOf (request: FastifyRequest): Reading {
  return { actor: agentOf(request), now: request.ctx.clock.now(), t: request.t, format: request.format }
}
