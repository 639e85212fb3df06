/** Remembers the results for the last texts that it was asked about: one message is asked about by hundreds of conditions. */
export function remembered (most: number, work: (text: string) => string): (text: string) => string {
  const kept = new Map<string, string>()
  return text => {
    const known = kept.get(text)
    if (known !== undefined) return known
    if (kept.size >= most) kept.clear()
    const fresh = work(text)
    kept.set(text, fresh)
    return fresh
  }
}
