import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { createFormat, type Format } from '../platform/i18n/format.js'
import { preferredLocale, toLocale, translator, type Translate } from '../platform/i18n/translate.js'
import type { Organisation } from '../settings/organisation.js'
import { locales, type Locale } from '../words/catalogue.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** Sets language and time zone of an answer; for whoever answers before that is done. */
    chooseWords: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  }
  interface FastifyRequest {
    /** Link, then what was chosen before, then person, then browser, then the organisation's. */
    locale: Locale
    t: Translate
    format: Format
  }
}

const cookieName = 'lang'

/** Chooses the language and the time zone of an answer. `?lang=de` on any page chooses a language and remembers it. */
export default fp(async app => {
  app.decorateRequest('locale', 'en')
  app.decorateRequest('t')
  app.decorateRequest('format')

  app.addHook('onRequest', chooseWords)
  app.decorate('chooseWords', chooseWords)

  async function chooseWords (request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const organisation = await app.organisation()
    const timeZone = (request.area === 'portal' ? null : request.agent?.timeZone) ?? organisation.timeZone
    request.locale = chooseLocale(request, reply, organisation)
    request.t = translator(request.locale)
    request.format = createFormat(request.locale, timeZone, () => app.platform.clock.now())
  }
}, { name: 'locale', dependencies: ['session', 'current-actor', 'organisation'] })

function chooseLocale (request: FastifyRequest, reply: FastifyReply, { languages, defaultLocale }: Organisation): Locale {
  const asked = locales.find(locale => locale === (request.query as { lang?: unknown } | undefined)?.lang)
  if (asked !== undefined) {
    reply.setCookie(cookieName, asked, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 365 * 86_400 })
    return asked
  }
  const remembered = locales.find(locale => locale === request.cookies?.[cookieName])
  const own = request.area === 'portal' ? request.requester?.locale : request.agent?.locale
  return remembered ?? (own ? toLocale(own) : preferredLocale(request.headers['accept-language'], languages) ?? defaultLocale)
}
