import type { FastifyReply, FastifyRequest } from 'fastify'
import { isAway } from '../platform/database/away.js'
import { Away, Refusal } from '../platform/errors.js'

const brokenOff = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'FST_MP_PREMATURE_CLOSE'])
const comeAgainSeconds = 10

/** Asked first by whatever answers an error: knows what is wrong with the world rather than with the code, and gives back the rest. */
export function noFaultOfOurs (error: unknown, { raw, log }: FastifyRequest, reply: FastifyReply): unknown {
  if (isAway(error)) {
    log.error({ err: error }, 'the database did not answer')
    reply.header('retry-after', String(comeAgainSeconds))
    return new Away()
  }
  const isCutOff = (raw.socket.destroyed || reply.raw.destroyed) && brokenOff.has(String((error as { code?: string }).code))
  if (!isCutOff) return error
  log.info('a client left in the middle')
  return new Refusal('refusal.bad_request', { status: 400 })
}
