/**
 * The path to go on to after signing in: one of ours, or `otherwise`.
 *
 * Browsers read "//host", "/\host" and control characters in ways of their own, so only what comes out of
 * a URL parser unchanged and on our own origin is taken.
 */
export function ownPath (next: string | undefined, otherwise: string, under = '/'): string {
  if (next === undefined || next.length > 1000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next)) return otherwise
  if (!URL.canParse(next, 'http://own')) return otherwise
  const url = new URL(next, 'http://own')
  if (url.origin !== 'http://own' || url.username !== '') return otherwise
  const path = `${url.pathname}${url.search}`
  return path === under || path.startsWith(under.endsWith('/') ? under : `${under}/`) || path.startsWith(`${under}?`) ? path : otherwise
}
