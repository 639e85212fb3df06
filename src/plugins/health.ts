import fp from 'fastify-plugin'
import { after, minute } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { probeHeader, probeLasts, probePurpose, type SeenRequest } from '../platform/doctor/check-proxy.js'
import { countWaitingMails } from '../platform/mail/waiting-mails.js'

/** For the watchers of the house: alive, ready, and a few numbers. */
export default fp(async app => {
  const { db, clock, signer } = app.platform

  app.get('/healthz', async ({ headers, protocol, host, ip, socket }, reply) => {
    const seen: SeenRequest = { protocol, host, address: ip, peer: socket.remoteAddress ?? '' }
    return isOfDoctor(signer.verify(probePurpose, String(headers[probeHeader] ?? '')), clock.now()) ? reply.header('cache-control', 'no-store').send(seen) : reply.type('text/plain').send('ok\n')
  })

  app.get('/readyz', async (_request, reply) => {
    try {
      const [late] = await db.read.query("SELECT COUNT(*) AS jobs FROM (SELECT 1 FROM jobs WHERE state = 'ready' AND run_at < ? LIMIT 1000) x", [after(clock.now(), -5 * minute).getTime()]) as Array<{ jobs: number }>
      const isLate = Number(late?.jobs) > 0
      const mail = await outgoingLine(db.read, clock.now())
      return await reply.code(isLate ? 503 : 200).type('text/plain').send((`database: ok\njobs: ${isLate ? `${late?.jobs} are more than five minutes late` : 'ok'}\nmailboxes: ${await sayMailboxes(db.read, clock.now())}\n`) + mail)
    } catch {
      return reply.code(503).type('text/plain').send('database: not reachable\n')
    }
  })
}, { name: 'health', dependencies: ['platform'] })

/** Our own doctor asks with a signed moment: only it is told what the proxies in front made of its request. */
const isOfDoctor = (moment: string | null, now: Date): boolean => moment !== null && Math.abs(now.getTime() - Number(moment)) < probeLasts

/** Told, but no reason to keep people from the web pages: those work without mail. By table name, since their room is none of ours. */
async function sayMailboxes (reader: Pick<Reader, 'query'>, now: Date): Promise<string> {
  const [row] = await reader.query(
    `SELECT SUM(CASE WHEN failing_since <= ? OR (failing_since IS NULL AND COALESCE(last_fetched_at, created_at) <= ?) THEN 1 ELSE 0 END) AS failing, SUM(CASE WHEN silent_since IS NOT NULL THEN 1 ELSE 0 END) AS silent
     FROM mailboxes WHERE is_active = 1`,
    [after(now, -10 * minute).getTime(), after(now, -30 * minute).getTime()]
  ) as Array<{ failing: number | null, silent: number | null }>
  const [failing, silent] = [Number(row?.failing), Number(row?.silent)]
  const words = [...(failing > 0 ? [`${failing} not fetched`] : []), ...(silent > 0 ? [`${silent} quieter than ever`] : [])]
  return words.join(', ') || 'ok'
}

/** Mail that does not leave is told to whoever watches, but takes no web server out of service. */
async function outgoingLine (reader: Reader, now: Date): Promise<string> {
  const waiting = await countWaitingMails(reader, now)
  return waiting === 0 ? 'mail out: ok\n' : `mail out: ${waiting} have waited for more than half an hour\n`
}
