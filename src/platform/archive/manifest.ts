import type { ArchivedTable } from './table-rows.js'

/** What an archive holds, to be compared when it is taken out again. Stands in it as `manifest.json`. */
export interface Manifest {
  format: 1
  madeAt: string
  /** The migrations that led to these tables, oldest first. */
  schema: string[]
  tables: Record<string, TableSum & Pick<ArchivedTable, 'columns' | 'key'>>
  files: { count: number, bytes: number }
}

/** How many rows, and the sum of their SHA-256 digests (modulo 2^256, in hexadecimal), which does not depend on their order. */
export interface TableSum { rows: number, sum: string }

/** An archive that cannot be made or taken out; the message says why and what to do. */
export class BadArchive extends Error {}

export const manifestName = 'manifest.json'
export const tablePath = (table: string): string => `tables/${table}.jsonl`
export const filePath = (sha256: string): string => `files/${sha256}`

/** @throws BadArchive when this is no manifest of a format that we know. */
export function checkManifest (value: unknown): Manifest {
  const manifest = value as Partial<Manifest> | null
  const isKnown = manifest?.format === 1 && Array.isArray(manifest.schema) && typeof manifest.tables === 'object' && typeof manifest.files?.count === 'number'
  if (!isKnown) throw new BadArchive('This archive was made by another release than this one can read.')
  for (const table of Object.keys(manifest.tables ?? {})) if (!/^[a-z][a-z_]*$/.test(table)) throw new BadArchive(`The archive names a table “${table}”, which can be none of ours.`)
  return manifest as Manifest
}
