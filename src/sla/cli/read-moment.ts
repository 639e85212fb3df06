import { excerptOf, refuse } from './parts-of.js'

const pattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/
/** Years in which the rules of time zones are known, or at least guessed. */
const years = { first: 1970, last: 2199 }

/**
 * A moment in ISO 8601. It has to say how far it is from UTC: a bare clock time means two moments once a year,
 * and none once a year.
 *
 * @throws InvalidFields also for a day or a time that there is not, such as 30 February.
 */
export function readMoment (value: unknown, field: string): Date {
  const [, day, time, seconds = '00', fraction = '', offset] = (typeof value === 'string' ? pattern.exec(value) : null) ?? []
  if (day === undefined || time === undefined || offset === undefined) return refuse(field, 'sla.cli.no_moment', { found: excerptOf(value) })

  const local = new Date(`${day}T${time}:${seconds}Z`)
  const at = new Date(`${day}T${time}:${seconds}${fraction}${offset}`)
  const exists = !Number.isNaN(at.getTime()) && !Number.isNaN(local.getTime()) && local.toISOString().startsWith(`${day}T${time}`)
  if (!exists) return refuse(field, 'sla.cli.no_such_moment', { found: excerptOf(value) })
  if (at.getUTCFullYear() < years.first || at.getUTCFullYear() > years.last) return refuse(field, 'sla.cli.far_moment', { found: excerptOf(value), first: String(years.first), last: String(years.last) })
  return at
}
