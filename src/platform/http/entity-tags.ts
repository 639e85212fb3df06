import { digestOf } from '../security/signer.js'

/** The version that an `If-Match` names; null when it is none of ours. A proxy that compresses an answer makes its tag weak: it says the version all the same. */
export function versionIn (asked: string): number | null {
  const version = /^(?:W\/)?"(\d{1,9})(?:-[0-9a-f]+)?"$/.exec(asked)?.[1]
  return version === undefined ? null : Number(version)
}

/**
 * The tag of an answer, RFC 9110 section 8.8.3. Its digest tells whether anything in the answer is another, since more hangs
 * on a row than its version counts: names of others, what the reader may do. The version before it, when the answer is one
 * of a row, is what a change is held to.
 */
export const tagFor = (version: number | null, body: string): string => `"${version === null ? '' : `${version}-`}${digestOf(body).slice(0, 32)}"`

/** Whether an `If-None-Match` names a tag, by weak comparison, RFC 9110 section 13.1.2. `*` names any; what is no tag names none. */
export function isNamed (asked: string, tag: string): boolean {
  if (asked.trim() === '*') return true
  const opaque = tag.replace(/^W\//, '')
  return [...asked.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)].some(([, named]) => named === opaque)
}
