import { day, hour, minute } from '../clock.js'

/** “15 minutes”, “1 hour 30 minutes”, “7 days”: a duration as it stands in a sentence. */
export function longDuration (ms: number, locale: string): string {
  const minutes = Math.max(1, Math.round(ms / minute))
  const parts: Array<[number, 'day' | 'hour' | 'minute']> = ms >= day
    ? [[Math.round(ms / day), 'day']]
    : [[Math.floor(minutes * minute / hour), 'hour'], [minutes % 60, 'minute']]
  return parts.filter(([value]) => value > 0).map(([value, unit]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)).join(' ')
}
