import type { Reader } from './database/database.js'

interface Kept<Value> { at: number, value: Promise<Value> }

/** An answer that is kept for a while, see {@link recently}. */
export interface Recent<Key, Value> {
  find: (reader: Reader, key: Key) => Promise<Value>
  /** Makes a change count at once in this process. */
  forget: () => void
}

const mostKept = 1000

/**
 * Keeps for `keepMs` what every request asks of the database and an admin changes now and then, for each database by
 * itself. What is not there, or could not be read, is asked anew.
 *
 * Inside a transaction `reader` is its manager: waiting there for another connection could wait for ever, when
 * all of them are held by transactions that wait for one.
 *
 * @param now milliseconds of a clock that never goes back.
 */
export function recently<Key extends string | number, Value> (keepMs: number, load: (reader: Reader, key: Key) => Promise<Value>, now: () => number = () => performance.now()): Recent<Key, Value> {
  let keptOf = new WeakMap<object, Map<Key, Kept<Value>>>()

  async function find (reader: Reader, key: Key): Promise<Value> {
    const kept = keptOf.get(reader.dataSource) ?? new Map<Key, Kept<Value>>()
    keptOf.set(reader.dataSource, kept)
    const at = now()
    const known = kept.get(key)
    if (known !== undefined && at - known.at < keepMs) return known.value

    if (kept.size >= mostKept) kept.clear()
    const value = load(reader, key)
    kept.set(key, { at, value })
    value.then(found => { if (found === null) kept.delete(key) }, () => kept.delete(key))
    return value
  }

  return { find, forget: () => { keptOf = new WeakMap() } }
}
