import { isIP, type Socket } from 'node:net'
import fp from 'fastify-plugin'

/**
 * Takes the port away from each address in `X-Forwarded-For`, which IIS and some gateways write behind it: with it the
 * same caller would be another one at each connection, and nobody's network would hold. Whom to believe is decided later.
 * Every request has an address, also when its client has left by the time it is looked at.
 */
export default fp(async app => {
  // A socket forgets its address when its client leaves, unless it was asked before. Whoever left before that has no request of any use.
  app.server.on('connection', (socket: Socket) => { if (socket.remoteAddress === undefined) socket.destroy() })

  app.addHook('onRequest', async ({ raw: { headers } }) => {
    const named = headers['x-forwarded-for']
    if (typeof named === 'string' && named.includes(':')) headers['x-forwarded-for'] = named.split(',').map(each => withoutPort(each.trim())).join(', ')
  })
}, { name: 'forwarded-addresses' })

function withoutPort (named: string): string {
  if (isIP(named) !== 0) return named
  const bare = /^\[([0-9a-f:.]+)\](?::\d+)?$|^([\d.]+):\d+$/i.exec(named)
  return bare?.[1] ?? bare?.[2] ?? named
}
