interface Kept<Value> { at: number, value: Promise<Value> }

const mostKept = 1000

/**
 * Makes everybody who asks for the same within `keepMs` share one answer: for names that change seldom and
 * stand on every page. A look-up that failed is not kept.
 */
export function lately<Key extends string | number, Value> (keepMs: number, load: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Kept<Value>>()

  return async key => {
    const at = performance.now()
    const known = kept.get(key)
    if (known !== undefined && at - known.at < keepMs) return known.value

    if (kept.size >= mostKept) kept.clear()
    const value = load(key)
    kept.set(key, { at, value })
    value.catch(() => kept.delete(key))
    return value
  }
}
