/** The version that an `If-Match` names; null when it is none of ours. A proxy that compresses an answer makes its tag weak: it says the version all the same. */
export function versionIn (asked: string): number | null {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(asked)?.[1]
  return version === undefined ? null : Number(version)
}
