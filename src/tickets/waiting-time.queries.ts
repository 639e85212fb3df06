import { after, day } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'

const fewest = 20
const most = 500

/**
 * How long first answers took lately: half were given within `half`, nine of ten within `most`, in
 * milliseconds. Null under twenty samples; measured over the newest five hundred of four weeks.
 */
export async function findWaitingTime (reader: Reader, now: Date): Promise<{ half: number, most: number } | null> {
  const rows = await reader.query(`
    SELECT met_at - started_at AS ms FROM (
      SELECT met_at, started_at, kind FROM targets ORDER BY id DESC LIMIT ${most * 4}
    ) lately WHERE kind = 'first_response' AND met_at IS NOT NULL AND started_at > ? LIMIT ${most}`, [after(now, -28 * day).getTime()]) as Array<{ ms: number }>
  if (rows.length < fewest) return null

  const sorted = rows.map(({ ms }) => Number(ms)).sort((a, b) => a - b)
  const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]!
  return { half: share(0.5), most: share(0.9) }
}
