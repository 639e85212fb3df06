import type { FastifyRequest } from 'fastify'
import type { RequesterActor } from '../platform/actor.js'
import { NotFound } from '../platform/errors.js'

/** The person behind a portal request. A route that is for nobody in particular does not ask. @throws NotFound */
export function requesterOf ({ requester }: FastifyRequest): RequesterActor {
  if (requester === null) throw new NotFound()
  return requester
}
