import { domainToASCII } from 'node:url'
import { isPublicMailDomain } from './public-mail-domains.js'

/**
 * The mail domain that somebody typed, as addresses carry it: in lower case, in ASCII, without the “@” that stands before it.
 * Null when it is none, such as a single name, an address or a link.
 */
export function readMailDomain (typed: string): string | null {
  const text = typed.trim().replace(/^@/, '').toLowerCase()
  // What comes from Node is for links and cuts off what stands behind a slash.
  const domain = /^[\p{L}\p{N}\p{M}.-]+$/u.test(text) ? domainToASCII(text) : ''
  const isDomain = domain.length <= 190 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(domain)
  return isDomain ? domain : null
}

/** What is wrong with domains before anybody looks whether they are taken: the first that is none, and the first that belongs to everybody. */
export function examineDomains (typed: readonly string[]): { domains: string[], unreadable: string | null, open: string | null } {
  const read = typed.map(text => ({ text, domain: readMailDomain(text) }))
  const domains = [...new Set(read.flatMap(({ domain }) => domain ?? []))]
  return { domains, unreadable: read.find(({ domain }) => domain === null)?.text ?? null, open: domains.find(isPublicMailDomain) ?? null }
}
