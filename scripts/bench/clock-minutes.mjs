/**
 * The furthest that the clocks of a zone have come by each minute of some days, asked of Intl minute by minute:
 * the dates, and for each minute the place of its date and its time of day in minutes. Clocks that are put back
 * stand still here until they are where they were.
 */
export function minutesOn (timeZone, from, days) {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const total = days * 24 * 60
  const dates = []
  const dateOf = new Uint16Array(total)
  const timeOf = new Uint16Array(total)

  let furthest = ''
  // From a day earlier on, since the clocks may have just been put back when we begin to look.
  for (let index = -24 * 60; index < total; index++) {
    const now = shown.format(from + index * 60_000)
    if (now > furthest) furthest = now
    if (index < 0) continue
    const date = furthest.slice(0, 10)
    if (dates.at(-1) !== date) dates.push(date)
    dateOf[index] = dates.length - 1
    timeOf[index] = Number(furthest.slice(11, 13)) * 60 + Number(furthest.slice(14, 16))
  }
  return { dates, dateOf, timeOf }
}
