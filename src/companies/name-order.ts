/** Where a page of a list by name begins: after the row with this name and id. */
export interface NameCursor { name: string, id: number }

/** What stands behind a cursor in the order of name and id, so that an index serves it. */
export function onward (table: string, after: NameCursor | null): { sql: string, values: Array<string | number> } {
  if (after === null) return { sql: '', values: [] }
  return { sql: `(${table}.name >= ? AND (${table}.name > ? OR ${table}.id > ?))`, values: [after.name, after.name, after.id] }
}

/** A word as LIKE looks for it anywhere in a text; “!” is the sign that takes a letter for itself. */
export const matching = (words: string): string => `%${words.replace(/[!%_]/g, '!$&')}%`

/** A cursor as an address carries it. */
export const writeNameCursor = ({ name, id }: NameCursor): string => `${id}.${name}`

/** Null for what is none, which begins the list anew. */
export function readNameCursor (typed: string): NameCursor | null {
  const [, id, name] = /^(\d{1,10})\.(.{1,190})$/su.exec(typed) ?? []
  return id === undefined || name === undefined ? null : { name, id: Number(id) }
}
