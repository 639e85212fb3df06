import type { FastifyReply } from 'fastify'
import { InvalidFields, Refusal, TooMany } from '../platform/errors.js'
import type { Translate } from '../platform/i18n/translate.js'

/** What is wrong with a form, for the summary above it and for each field. */
export interface Problems {
  list: Array<{ href: string, text: string }>
  of: Record<string, string>
}

export const noProblems: Problems = { list: [], of: {} }

/** Puts a refusal into words, field by field. */
export function presentProblems (refusal: Refusal, t: Translate): Problems {
  if (!(refusal instanceof InvalidFields)) return { list: [{ href: '#main', text: t(refusal.key, refusal.values) }], of: {} }
  const texts = Object.entries(refusal.fields).map(([field, { key, values }]) => ({ field, text: t(key, values) }))
  return {
    list: texts.map(({ field, text }) => ({ href: `#${field}`, text })),
    of: Object.fromEntries(texts.map(({ field, text }) => [field, text]))
  }
}

/**
 * Does what a form asks for. When that is refused, answers with the form again, what was typed still in it.
 * What may not be seen at all stays the page for that.
 */
export async function actOrShowAgain (reply: FastifyReply, act: () => Promise<FastifyReply>, again: (problems: Problems) => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    if (error instanceof TooMany) reply.header('retry-after', String(error.retryAfterSeconds))
    reply.code(error.status)
    return again(presentProblems(error, reply.request.t))
  }
}
