/** A path of this site that a form or link asked to go to, or the standard one when it leads anywhere else. */
export function safePath (path: string | undefined, standard: string): string {
  if (path === undefined || !/^\/[^/\\]/.test(path) || /[\u0000-\u0020\u007F\\]/.test(path)) return standard
  const url = URL.canParse(path, 'http://here') ? new URL(path, 'http://here') : null
  return url?.origin === 'http://here' ? url.pathname + url.search + url.hash : standard
}
