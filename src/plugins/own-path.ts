/**
 * The path to go on to after signing in: one of ours, or `otherwise`.
 *
 * Browsers read "//host", "/\host" and control characters in ways of their own, so only what comes out of
 * a URL parser on our own origin is taken, and looked at once more: "/..//host" comes out as "//host".
 */
export function ownPath (next: string | undefined, otherwise: string): string {
  if (next === undefined || next.length > 1000 || !isPlain(next) || !URL.canParse(next, 'http://own')) return otherwise
  const { origin, username, pathname, search } = new URL(next, 'http://own')
  const path = `${pathname}${search}`
  return origin === 'http://own' && username === '' && isPlain(path) ? path : otherwise
}

/** One slash, then visible ASCII without a backslash. */
const isPlain = (path: string): boolean => /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(path)
