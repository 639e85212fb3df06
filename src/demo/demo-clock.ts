import { DateTime } from 'luxon'
import type { Clock } from '../platform/clock.js'

/** A clock that is set by hand: the small world's tickets are opened, answered and closed at told times. */
export class DemoClock implements Clock {
  #now: Date

  constructor (now: Date) {
    this.#now = now
  }

  now = (): Date => this.#now

  /** Sets the clock to a local time some working days before `today`. Never later than `today` itself. */
  setTo (today: Date, zone: string, daysAgo: number, time: string): void {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    let day = DateTime.fromJSDate(today, { zone })
    for (let left = daysAgo; left > 0; left -= 1) {
      do day = day.minus({ days: 1 }); while (day.weekday > 5)
    }
    const at = day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate()
    this.#now = at > today ? new Date(today.getTime() - 60_000) : at
  }

  /** Sets the clock to a little before `today`, at whatever hour that is. */
  setBefore (today: Date, ms: number): void {
    this.#now = new Date(today.getTime() - ms)
  }

  advance (ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms)
  }
}
