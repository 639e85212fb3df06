import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Actor, AgentActor, RequesterActor } from '../platform/actor.js'
import { withActor, type Context } from '../platform/context.js'

export interface ActorLoaders {
  /** Null when the agent is gone or switched off. */
  loadAgent: (id: number) => Promise<AgentActor | null>
  loadRequester: (id: number, onlyTicketId: number | null) => Promise<RequesterActor | null>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The agent who is signed in, whatever the area. */
    agent: AgentActor | null
    /** The person whom a link, a code or a password has let in on the portal. */
    requester: RequesterActor | null
    /** For commands and queries, on behalf of whom the area is for. */
    ctx: Context
  }
}

/**
 * Finds out who asks, anew at each request: rights that were taken away are gone at the next click.
 */
export default fp(async (app, { loadAgent, loadRequester }: ActorLoaders) => {
  app.decorateRequest('agent', null)
  app.decorateRequest('requester', null)
  app.decorateRequest('ctx')

  app.addHook('onRequest', async request => {
    const { agentId, personId, onlyTicketId } = request.session
    if (agentId) request.agent = await loadAgent(agentId)
    if (personId && request.area === 'portal') request.requester = await loadRequester(personId, onlyTicketId ?? null)
    request.ctx = withActor(app.platform, actorFor(request))
  })
}, { name: 'current-actor', dependencies: ['session', 'areas'] })

/** Portal pages act for the requester, desk and admin pages for the agent. A visitor acts for nobody. */
function actorFor ({ area, agent, requester }: FastifyRequest): Actor {
  if (area === 'portal') return requester ?? visitor
  return agent ?? visitor
}

/** Somebody we do not know: a requester without an id, who therefore owns nothing. */
export const visitor: RequesterActor = { party: 'requester', id: 0, name: '', email: '', locale: null, onlyTicketId: null }

