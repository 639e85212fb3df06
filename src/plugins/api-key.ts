import type { FastifyReply, FastifyRequest } from 'fastify'

/** What a program is told that is not let in. */
export class ApiRefusal extends Error {
  constructor (readonly status: number, message: string) { super(message) }
}

/** Answers a program in plain text. */
export function answerPlainly (reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text)
}

/** The key that a request shows. */
export const shownKey = ({ headers }: FastifyRequest): string => String(headers['x-api-key'] ?? '').trim()
