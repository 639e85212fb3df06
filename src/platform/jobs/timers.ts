import { after } from '../clock.js'
import type { Platform } from '../context.js'
import { insertOrIgnore } from '../database/insert-or-ignore.js'
import { enqueue, type JobName } from './enqueue.js'

/** Recurring job → how often it runs, in milliseconds. */
export type TimerList = Partial<Record<JobName, number>>

/** Enqueues each recurring job whose time has come and sets its next time, once for all workers. */
export async function fireDueTimers ({ db, clock }: Platform, timers: TimerList): Promise<void> {
  const now = clock.now()
  const rows = await db.read.query('SELECT name, next_run_at FROM timers') as Array<{ name: string, next_run_at: number }>
  const nextRun = new Map(rows.map(row => [row.name, Number(row.next_run_at)]))

  for (const [name, everyMs] of Object.entries(timers) as Array<[JobName, number]>) {
    if ((nextRun.get(name) ?? 0) > now.getTime()) continue
    await db.transaction(async manager => {
      const next = after(now, everyMs).getTime()
      await insertOrIgnore(manager, 'timers', { name, next_run_at: 0 })
      await manager.query('UPDATE timers SET next_run_at = ? WHERE name = ? AND next_run_at <= ?', [next, name, now.getTime()])
      const [row] = await manager.query('SELECT next_run_at FROM timers WHERE name = ?', [name]) as Array<{ next_run_at: number }>
      if (Number(row?.next_run_at) === next) await enqueue(manager, name, {} as never, now, { uniqueKey: `timer:${name}` })
    })
  }
}
