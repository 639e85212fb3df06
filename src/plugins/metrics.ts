import fp from 'fastify-plugin'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Reader } from '../platform/database/database.js'
import { digestOf } from '../platform/security/signer.js'
import { countWaitingMails } from '../platform/mail/waiting-mails.js'

/** Figures of this process and of the job table in the text format of Prometheus, for whoever knows `METRICS_TOKEN`. Without that setting there is no such address. */
export default fp(async app => {
  const { config, db, clock } = app.platform
  if (config.metricsToken === null) return
  const expected = digestOf(`Bearer ${config.metricsToken}`)

  const registers = [new Registry()] as [Registry]
  collectDefaultMetrics({ register: registers[0] })
  const durations = new Histogram({ name: 'http_request_duration_seconds', help: 'Time until an answer was sent, by route', labelNames: ['method', 'route', 'status'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5], registers })
  const jobs = new Gauge({ name: 'ostiary_jobs', help: 'Jobs that are due, wait for their time, or were given up (counted up to 10,000)', labelNames: ['state'], registers })
  const delay = new Gauge({ name: 'ostiary_job_delay_seconds', help: 'How long the oldest job that is due has waited', registers })
  const mails = new Gauge({ name: 'ostiary_mails_waiting', help: 'Mails that have not left for half an hour (counted up to 1,000)', registers })

  app.addHook('onResponse', async (request, reply) => {
    durations.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  app.get('/metrics', async (request, reply) => {
    if (digestOf(request.headers.authorization ?? '') !== expected) return reply.code(401).header('www-authenticate', 'Bearer').type('text/plain').send('METRICS_TOKEN is needed as bearer token.\n')
    const now = clock.now()
    const { due, later, dead, oldest } = await countJobs(db.read, now)
    jobs.set({ state: 'due' }, due)
    jobs.set({ state: 'later' }, later)
    jobs.set({ state: 'dead' }, dead)
    delay.set(oldest === null ? 0 : (now.getTime() - oldest) / 1000)
    mails.set(await countWaitingMails(db.read, now))
    return reply.type(registers[0].contentType).send(await registers[0].metrics())
  })
}, { name: 'metrics', dependencies: ['platform'] })

async function countJobs (reader: Pick<Reader, 'query'>, now: Date): Promise<{ due: number, later: number, dead: number, oldest: number | null }> {
  const count = async (condition: string, values: unknown[]): Promise<number> => {
    const [row] = await reader.query(`SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM jobs WHERE ${condition} LIMIT 10000) x`, values) as Array<{ jobs: number }>
    return Number(row?.jobs)
  }
  const [first] = await reader.query("SELECT MIN(run_at) AS first FROM jobs WHERE state = 'ready' AND run_at <= ?", [now.getTime()]) as Array<{ first: number | null }>
  return {
    due: await count("state = 'ready' AND run_at <= ?", [now.getTime()]),
    later: await count("state = 'ready' AND run_at > ?", [now.getTime()]),
    dead: await count("state = 'dead'", []),
    oldest: first?.first == null ? null : Number(first.first)
  }
}
