import type { Platform } from '../../platform/context.js'
import { enqueue } from '../../platform/jobs/enqueue.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'match-people': { afterId: number } }
}

const idsAtOnce = 1000
const stretchesAJob = 20

/**
 * Puts everybody whom no hand has placed where the domain of the address belongs, a stretch of ids at a time so that
 * nobody waits for long, and asks for a job that goes on. Domains of a company out of use keep whom they have.
 */
export async function matchPeople ({ db, clock }: Pick<Platform, 'db' | 'clock'>, { afterId }: { afterId: number }): Promise<void> {
  const [row] = await db.read.query('SELECT MAX(id) AS last FROM people') as Array<{ last: number | null }>
  const last = Number(row?.last ?? 0)
  const end = Math.min(last, afterId + idsAtOnce * stretchesAJob)
  for (let from = afterId; from < end; from += idsAtOnce) {
    await db.transaction(async manager => manager.query(moving, [from, Math.min(end, from + idsAtOnce)]))
  }
  if (end < last) await db.transaction(async manager => enqueue(manager, 'match-people', { afterId: end }, clock.now()))
}

const byDomain = "SELECT d.company_id FROM company_domains d WHERE d.domain = SUBSTR(people.email, INSTR(people.email, '@') + 1)"
const moving = `UPDATE people SET company_id = (${byDomain}), version = version + 1
  WHERE id > ? AND id <= ? AND company_by_hand = 0 AND COALESCE(company_id, 0) <> COALESCE((${byDomain}), 0)`
