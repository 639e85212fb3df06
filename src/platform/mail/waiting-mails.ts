import { after, minute } from '../clock.js'
import type { Reader } from '../database/database.js'

/** Mails that were tried and still have not left after half an hour, counted up to a thousand: a server is down or refuses us. */
export async function countWaitingMails (reader: Pick<Reader, 'query'>, now: Date): Promise<number> {
  const [row] = await reader.query("SELECT COUNT(*) AS mails FROM (SELECT 1 FROM mails WHERE state = 'queued' AND attempts > 0 AND created_at < ? LIMIT 1000) x", [after(now, -30 * minute).getTime()]) as Array<{ mails: number }>
  return Number(row?.mails ?? 0)
}
