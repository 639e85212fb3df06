import type { DataSource } from 'typeorm'
import { after, minute } from '../clock.js'
import { countWaitingMails } from '../mail/waiting-mails.js'
import { bad, ok, warn, type Finding } from './finding.js'

/** Whether work is done: jobs, timers, mail on its way, and somebody who may set things up. */
export async function checkWork (source: DataSource, now: Date): Promise<Finding[]> {
  const [late, dead, admins] = [
    await count(source, "SELECT 1 FROM jobs WHERE state = 'ready' AND run_at < ?", [after(now, -5 * minute).getTime()]),
    await count(source, "SELECT 1 FROM jobs WHERE state = 'dead'"),
    await count(source, "SELECT 1 FROM agents WHERE is_active = 1 AND admin_rights <> '[]'")
  ]
  const waiting = await countWaitingMails(source, now)
  return [
    await checkTimers(source, now),
    late === 0 ? ok('jobs', 'No job is late.') : bad('jobs', `${late} jobs are more than five minutes late.`, 'Start a worker (ROLE=worker or ROLE=all), and read its log.'),
    dead === 0 ? ok('jobs', 'No job was given up.') : warn('jobs', `${dead} jobs were given up.`, 'Read why in the panel under Jobs, and run them again.'),
    waiting === 0 ? ok('mail out', 'No mail has waited for long.') : bad('mail out', `${waiting} mails have waited for more than half an hour.`, 'Look at the mail ledger: each says what the server answered.'),
    admins > 0 ? ok('people', `${admins} ${admins === 1 ? 'agent may' : 'agents may'} set things up.`) : bad('people', 'Nobody may set things up.', 'node dist/cli.js create-admin --name NAME --email ADDRESS')
  ]
}

/** A timer of a quarter of a minute tells whether any worker is there, also when nothing else is to do. */
async function checkTimers (source: DataSource, now: Date): Promise<Finding> {
  const [timer] = await source.query("SELECT next_run_at AS at FROM timers WHERE name = 'sweep-targets'") as Array<{ at: number | string }>
  const cure = 'Start one (ROLE=worker or ROLE=all); without it no mail leaves or comes in and nothing is closed.'
  if (timer === undefined) return warn('jobs', 'No worker has ever run.', cure)
  const minutes = Math.round((now.getTime() - Number(timer.at)) / minute)
  return minutes < 5 ? ok('jobs', 'A worker runs.') : bad('jobs', `No worker has run for ${minutes} minutes.`, cure)
}

/** Counted up to a thousand. */
async function count (source: DataSource, sql: string, values: unknown[] = []): Promise<number> {
  const [row] = await source.query(`SELECT COUNT(*) AS n FROM (${sql} LIMIT 1000) x`, values) as Array<{ n: number }>
  return Number(row?.n)
}
