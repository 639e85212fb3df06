import type { FastifyReply, FastifyRequest } from 'fastify'

type Entrant = { agentId: number } | { personId: number, onlyTicketId?: number }

const kept = ['agentId', 'personId', 'onlyTicketId', 'address', 'browser'] as const

/**
 * Lets somebody in: always with a new session id, so that an id which was planted before opens nothing.
 *
 * Agents who look at the portal as a requester stay signed in at the desk.
 */
export async function beginSession (request: FastifyRequest, entrant: Entrant): Promise<void> {
  const { session } = request
  const deskSession = 'personId' in entrant && request.agent !== null ? { agentId: request.agent.id } : {}
  const from = { address: request.ip.slice(0, 60), browser: (request.headers['user-agent'] ?? '').slice(0, 255) }

  Object.assign(session, { agentId: undefined, personId: undefined, onlyTicketId: undefined }, deskSession, entrant, from)
  await session.regenerate([...kept])
}

/** Ends this browser's session and takes its cookie back. */
export async function endSession (request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await request.session.destroy()
  for (const name of ['sid', '__Host-sid']) if (request.cookies[name] !== undefined) reply.clearCookie(name, { path: '/', secure: name.startsWith('__Host-'), httpOnly: true, sameSite: 'lax' })
}
