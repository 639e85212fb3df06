import { after } from '../clock.js'
import type { Platform } from '../context.js'
import { insertOrIgnore } from '../database/insert-or-ignore.js'
import { lockOne } from '../database/lock.js'
import { enqueue, type JobName } from './enqueue.js'
import { Timer } from './timer.entity.js'

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
      await insertOrIgnore(manager, 'timers', { name, next_run_at: 0 })
      const timer = await lockOne(manager, Timer, { name })
      if (timer === null || timer.nextRunAt > now) return // another worker was quicker

      await manager.update(Timer, { name }, { nextRunAt: after(now, everyMs) })
      await enqueue(manager, name, {} as never, now, { uniqueKey: `timer:${name}` })
    })
  }
}
