import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/** What pages may do: our own scripts, styles and pictures, and nothing else. */
export const pagePolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "form-action 'self'", "frame-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"
].join('; ')

/** What a file or a mail that a stranger made may do: show itself. */
export const strangerPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"

const features = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'

/** The same headers on every answer, errors and redirects included. */
export default fp(async app => {
  const isHttps = app.platform.config.baseUrl.startsWith('https:')

  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    frameguard: { action: 'deny' },
    hsts: isHttps ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    xXssProtection: false
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', pagePolicy)
    reply.header('permissions-policy', features)
    if (request.area === 'portal') reply.header('referrer-policy', 'no-referrer')
    if (request.area !== 'open') reply.header('cache-control', 'no-store')
  })
}, { name: 'security-headers', dependencies: ['platform', 'areas'] })
