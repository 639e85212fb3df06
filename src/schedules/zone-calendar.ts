import { IANAZone } from 'luxon'
import { day as dayMs, minute } from '../platform/clock.js'

/** A calendar day and what the clocks show on it. Days are counted from 1 January 1970, times in milliseconds. */
export interface ClockReading { day: number, time: number }

/** Some days with at most one change of the clocks, because Intl takes long to say what they show. */
interface Stretch { before: number, after: number, changeAt: number }

/** No zone has changed its clocks twice within so short a time. */
const stretchMs = 4 * dayMs
const rememberedStretches = 20_000
const calendars = new Map<string, ZoneCalendar>()

/**
 * The calendar of a time zone. There is one for each zone, because offsets cost more to find than to remember.
 *
 * @throws RangeError when there is no such zone.
 */
export function zoneCalendar (timeZone: string): ZoneCalendar {
  const known = calendars.get(timeZone)
  if (known !== undefined) return known

  if (!isTimeZone(timeZone)) throw new RangeError(`Expected a time zone, got ${timeZone}`)
  const calendar = new ZoneCalendar(IANAZone.create(timeZone))
  calendars.set(timeZone, calendar)
  return calendar
}

/** Whether there is a time zone of that name. Zones that were used before are known without asking Intl, which is slow. */
export function isTimeZone (timeZone: string): boolean {
  return calendars.has(timeZone) || IANAZone.isValidZone(timeZone)
}

/**
 * Tells where the days and clock times of a zone lie in real time.
 *
 * A clock time stands for the first moment at which the clocks have come that far. So one that happens twice
 * means the first, one that is skipped means the next that exists, and days follow each other without gap or
 * overlap, whatever the clocks do at midnight.
 */
export class ZoneCalendar {
  private readonly stretches = new Map<number, Stretch>()

  constructor (private readonly zone: IANAZone) {}

  /** What the clocks show at a moment. */
  read (at: number): ClockReading {
    const local = at + this.offset(at)
    const day = Math.floor(local / dayMs)
    return { day, time: local - day * dayMs }
  }

  /** The day that a moment belongs to. */
  dayAt (at: number): number {
    let day = this.read(at).day
    while (at < this.startOf(day)) day--
    while (at >= this.startOf(day + 1)) day++
    return day
  }

  /** The first moment of a day. */
  startOf (day: number): number {
    return this.firstShowing(day * dayMs)
  }

  /** The moment of a time of day. */
  momentOf ({ day, time }: ClockReading): number {
    const start = this.startOf(day)
    const isPlain = this.startOf(day + 1) - start === dayMs
    return isPlain ? start + time : this.firstShowing(day * dayMs + time)
  }

  /** The clocks of a zone change at most once in two days, so the offsets a day before and after are all there can be. */
  private firstShowing (local: number): number {
    const before = this.offset(local - dayMs)
    const after = this.offset(local + dayMs)
    if (before === after) return local - before
    const shownAt = [local - Math.max(before, after), local - Math.min(before, after)].find(at => at + this.offset(at) === local)
    return shownAt ?? this.firstBeyond(local, local - after, local - before)
  }

  private firstBeyond (local: number, tooEarly: number, lateEnough: number): number {
    while (lateEnough - tooEarly > 1) {
      const middle = Math.floor((tooEarly + lateEnough) / 2)
      if (middle + this.offset(middle) >= local) lateEnough = middle
      else tooEarly = middle
    }
    return lateEnough
  }

  private offset (at: number): number {
    const { before, after, changeAt } = this.stretchOf(Math.floor(at / stretchMs))
    return at < changeAt ? before : after
  }

  private stretchOf (place: number): Stretch {
    const known = this.stretches.get(place)
    if (known !== undefined) return known

    const [from, to] = [place * stretchMs, (place + 1) * stretchMs]
    const before = this.stretches.get(place - 1)?.after ?? this.zone.offset(from) * minute
    const after = this.stretches.get(place + 1)?.before ?? this.zone.offset(to) * minute
    const stretch = { before, after, changeAt: before === after ? to : this.findChange(from, to) }
    if (this.stretches.size >= rememberedStretches) this.stretches.clear()
    this.stretches.set(place, stretch)
    return stretch
  }

  /** The first moment of the later offset. */
  private findChange (from: number, to: number): number {
    const later = this.zone.offset(to)
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2)
      if (this.zone.offset(middle) === later) to = middle
      else from = middle
    }
    return to
  }
}
