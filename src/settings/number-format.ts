/** A ticket-number format is text with `{yy}`, `{yyyy}`, `{mm}` and exactly one run of zeros such as `{000000}`. */
export function isNumberFormat (format: string): boolean {
  const rest = format.replace(/\{(yy|yyyy|mm)\}/g, '')
  return format.length <= 30 && /^[\w\-./# ]*\{0{1,9}\}[\w\-./# ]*$/.test(rest)
}

/**
 * The number of a ticket, from its id. Ids only grow, so numbers are unique without a counter that every
 * new ticket would have to wait for.
 */
export function ticketNumber (format: string, id: number, at: Date): string {
  const year = String(at.getUTCFullYear())
  return format
    .replaceAll('{yyyy}', year)
    .replaceAll('{yy}', year.slice(2))
    .replaceAll('{mm}', String(at.getUTCMonth() + 1).padStart(2, '0'))
    .replace(/\{(0+)\}/, (_, zeros: string) => String(id).padStart(zeros.length, '0'))
}
