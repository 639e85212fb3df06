import fp from 'fastify-plugin'
import { after, minute } from '../platform/clock.js'

/** For the watchers of the house: alive, ready, and a few numbers. */
export default fp(async app => {
  const { db, clock } = app.platform

  app.get('/healthz', async (_request, reply) => reply.type('text/plain').send('ok\n'))

  app.get('/readyz', async (_request, reply) => {
    try {
      const [late] = await db.read.query("SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM jobs WHERE state = 'ready' AND run_at < ? LIMIT 1000) x", [after(clock.now(), -5 * minute).getTime()]) as Array<{ jobs: number }>
      const isLate = Number(late?.jobs) > 0
      return await reply.code(isLate ? 503 : 200).type('text/plain').send(isLate ? `database: ok\njobs: ${late?.jobs} are more than five minutes late\n` : 'database: ok\njobs: ok\n')
    } catch {
      return reply.code(503).type('text/plain').send('database: not reachable\n')
    }
  })
}, { name: 'health', dependencies: ['platform'] })
