import type { DataSource } from 'typeorm'
import { after, minute } from '../clock.js'
import { countWaitingMails } from '../mail/waiting-mails.js'
import { bad, ok, warn, type Finding } from './finding.js'

/** Whether work is done: jobs, mail on its way, mailboxes, and somebody who may set things up. */
export async function checkWork (source: DataSource, now: Date): Promise<Finding[]> {
  const [late, dead, admins, mailboxes, servers] = [
    await count(source, "SELECT 1 FROM jobs WHERE state = 'ready' AND run_at < ?", [after(now, -5 * minute).getTime()]),
    await count(source, "SELECT 1 FROM jobs WHERE state = 'dead'"),
    await count(source, "SELECT 1 FROM agents WHERE is_active = 1 AND admin_rights <> '[]'"),
    await source.query('SELECT name, last_error AS error FROM mailboxes WHERE is_active = 1 AND failing_since IS NOT NULL') as Array<{ name: string, error: string | null }>,
    await source.query('SELECT name, last_error AS error FROM sending_servers WHERE is_active = 1 AND failing_since IS NOT NULL') as Array<{ name: string, error: string | null }>
  ]
  const waiting = await countWaitingMails(source, now)
  return [
    late === 0 ? ok('jobs', 'No job is late.') : bad('jobs', `${late} jobs are more than five minutes late.`, 'Start a worker (ROLE=worker or ROLE=all), and read its log.'),
    dead === 0 ? ok('jobs', 'No job was given up.') : warn('jobs', `${dead} jobs were given up.`, 'Read why in the panel under Jobs, and run them again.'),
    waiting === 0 ? ok('mail out', 'No mail has waited for long.') : bad('mail out', `${waiting} mails have waited for more than half an hour.`, 'Look at the mail ledger: each says what the server answered.'),
    ...servers.map(({ name, error }) => bad('mail out', `The sending server “${name}” fails: ${error ?? 'no reason is known'}`, 'Test it in the panel under Sending servers.')),
    ...mailboxes.map(({ name, error }) => bad('mail in', `The mailbox “${name}” fails: ${error ?? 'no reason is known'}`, 'Test it in the panel under Mailboxes.')),
    ...(mailboxes.length === 0 ? [ok('mail in', 'No mailbox fails.')] : []),
    admins > 0 ? ok('people', `${admins} ${admins === 1 ? 'agent may' : 'agents may'} set things up.`) : bad('people', 'Nobody may set things up.', 'node dist/cli.js create-admin --name NAME --email ADDRESS')
  ]
}

/** Counted up to a thousand. */
async function count (source: DataSource, sql: string, values: unknown[] = []): Promise<number> {
  const [row] = await source.query(`SELECT COUNT(*) AS n FROM (${sql} LIMIT 1000) x`, values) as Array<{ n: number }>
  return Number(row?.n)
}
