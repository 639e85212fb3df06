import { DateTime } from 'luxon'
import type { Translate } from '../platform/i18n/translate.js'
import { timelineOf } from './due-timeline.js'
import type { PreviewedTarget } from './preview-due.js'
import type { Preview } from './preview.queries.js'
import { writeTarget } from './target-text.js'
import { presentTimeline, type TimelineView } from './timeline.presenter.js'

export interface DuePreviewView {
  cameAt: string
  zone: string
  timeline: TimelineView
  /** A line for each promise: what it is, how long, how it adds up, when it is due. */
  targets: Array<{ kind: string, allowed: string, sum: string, due: string }>
}

/** Stretches that are said one by one; of more, those in the middle are counted. */
const mostStretches = 4

/** Why tickets that come at a moment are due when they are: drawn, and as a sum. */
export function presentDuePreview ({ cameAt, hours, targets }: Preview, { t, locale }: { t: Translate, locale: string }): DuePreviewView {
  const zone = hours.timeZone
  const say = datesIn(locale, zone)
  const timeline = timelineOf(hours, [cameAt, ...targets.map(({ dueAt }) => dueAt)])
  const lines = targets.map(target => ({
    kind: t(`tickets.clock.${target.kind}`), allowed: inHours(target.minutes), sum: sumOf(target, say, t), due: say.moment(target.dueAt)
  }))
  return {
    cameAt: DateTime.fromJSDate(cameAt, { zone }).toFormat("yyyy-MM-dd'T'HH:mm"),
    zone: t('sla.preview_zone', { zone }),
    targets: lines,
    timeline: presentTimeline(timeline, [
      { label: t('sla.preview_comes', { time: say.time(cameAt) }), isDue: false },
      ...targets.map(target => ({ label: `${t(`tickets.clock.${target.kind}`)} ${say.time(target.dueAt)}`, isDue: true }))
    ], { day: say.day, label: [t('sla.preview_comes', { time: say.moment(cameAt) }), ...lines.map(({ kind, due }) => `${kind}: ${due}`)].join('; ') })
  }
}

type Dates = ReturnType<typeof datesIn>

/** A weekday belongs to each day, since what matters is the days between. */
function datesIn (locale: string, timeZone: string) {
  const writer = (options: Intl.DateTimeFormatOptions): (at: Date) => string => {
    const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, ...options })
    return at => format.format(at)
  }
  const [moment, short, long] = [writer({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }), writer({ weekday: 'short', day: 'numeric' }), writer({ weekday: 'short', day: 'numeric', month: 'short' })]
  const [time, weekday, date] = [writer({ hour: 'numeric', minute: '2-digit' }), writer({ weekday: 'short' }), writer({ day: 'numeric' })]
  return { moment, time, weekday, day: (at: Date, isFirst: boolean): string => isFirst || date(at) === '1' ? long(at) : short(at) }
}

/** “Fri 14:10–15:00 = 50 min, Mon 8:00–8:10 = 10 min”, with the holidays between. */
function sumOf ({ periods }: PreviewedTarget, say: Dates, t: Translate): string {
  const counted = periods.filter(({ closed }) => closed !== 'outside_hours')
  const words = counted.map(({ from, to, closed, name }, index) => {
    const isSameDay = index > 0 && say.day(from, true) === say.day(counted[index - 1]!.from, true)
    const values = { day: isSameDay ? '' : say.weekday(from), from: say.time(from), to: say.time(to), time: inHours(minutesOf(from, to)), name: name ?? '' }
    return t(closed === null ? 'sla.preview_stretch' : 'sla.preview_holiday', values).trim()
  })
  if (words.length <= mostStretches) return words.join(', ')

  const middle = counted.slice(2, -1).filter(({ closed }) => closed === null)
  const left = t('sla.preview_between', { count: middle.length, time: inHours(middle.reduce((sum, { from, to }) => sum + minutesOf(from, to), 0)) })
  return [...words.slice(0, 2), left, words.at(-1)].join(', ')
}

const minutesOf = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 60_000)

/** Hours and minutes and never days, of which nobody knows how long they are. */
const inHours = (minutes: number): string => writeTarget(minutes, Number.POSITIVE_INFINITY, { days: String })
