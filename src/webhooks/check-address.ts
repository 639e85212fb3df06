import { isIP } from 'node:net'
import type { FieldChecks } from '../platform/field-checks.js'
import { isOutside } from '../platform/http/outside-addresses.js'

/** An address to which messages may be posted. What its name leads to is looked at each time that one is. */
export function checkAddress (checks: FieldChecks, typed: string, allowed: readonly string[]): string {
  const line = checks.line('url', typed, 1000)
  const url = URL.canParse(line) ? new URL(line) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') checks.note('url', 'webhooks.url_wrong')
  else if (url.username !== '' || url.password !== '') checks.note('url', 'webhooks.url_password')
  else {
    const literal = url.hostname.replace(/^\[|\]$|\.$/g, '')
    const isNamedInside = literal === 'localhost' || literal.endsWith('.localhost')
    if ((isIP(literal) !== 0 && !isOutside(literal, allowed)) || (isNamedInside && !isOutside('127.0.0.1', allowed))) checks.note('url', 'webhooks.url_private')
  }
  return line
}
