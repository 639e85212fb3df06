import fp from 'fastify-plugin'
import { Refusal } from '../platform/errors.js'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses changes that another site asks for. Browsers say where a request comes from (Sec-Fetch-Site);
 * older ones send at least the origin. Cookies are SameSite=Lax besides. At /api no cookie lets anybody in.
 */
export default fp(async app => {
  const own = new URL(app.platform.config.baseUrl).origin

  app.addHook('onRequest', async ({ method, headers, host, protocol, area }) => {
    if (safeMethods.has(method) || area === 'api') return
    const site = headers['sec-fetch-site']
    const { origin } = headers
    const trusted = site !== undefined
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || origin === own || origin === `${protocol}://${host}`
    if (!trusted) throw new Refusal('refusal.other_origin', { status: 403 })
  })
}, { name: 'forgery', dependencies: ['platform', 'areas'] })
