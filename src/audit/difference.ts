import type { Difference } from './audit-entry.entity.js'

type Values = Record<string, unknown>

/** What differs between two states of a thing, field by field. Fields that say the same are left out. */
export function difference (before: Values, after: Values): Difference {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries([...names]
    .filter(name => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .map(name => [name, { before: before[name] ?? null, after: after[name] ?? null }]))
}
