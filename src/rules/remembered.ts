/** Remembers what was made of the last texts that it was asked about: one message is asked about by hundreds of conditions. */
export function remembered<Made extends NonNullable<unknown> | null> (most: number, make: (text: string) => Made): (text: string) => Made {
  const kept = new Map<string, Made>()
  return text => {
    const known = kept.get(text)
    if (known !== undefined) return known
    if (kept.size >= most) kept.clear()
    const fresh = make(text)
    kept.set(text, fresh)
    return fresh
  }
}
