import type { EntityManager } from 'typeorm'

export interface ArchivedTable { name: string, columns: string[], key: string[] }

const rowsAtOnce = 500

/** Every table of ours. What is drawn from others (the words to search in) and the list of migrations are left out. */
export function tablesOf ({ connection }: EntityManager): ArchivedTable[] {
  return connection.entityMetadatas.map(({ tableName, columns, primaryColumns }) => ({
    name: tableName, columns: columns.map(({ databaseName }) => databaseName).sort(), key: primaryColumns.map(({ databaseName }) => databaseName)
  })).sort((one, other) => one.name < other.name ? -1 : 1)
}

/**
 * The rows of a table as lines of JSON, page by page along the key, so that memory does not grow with the
 * table. Both engines keep whole numbers, text and null alone, and so write the same line for the same row.
 */
export async function * linesOf (manager: EntityManager, { name, columns, key }: ArchivedTable): AsyncGenerator<string> {
  const quote = (column: string): string => manager.connection.driver.escape(column)
  const order = key.map(quote).join(', ')
  for (let last: unknown[] | null = null; ;) {
    const rows: Array<Record<string, unknown>> = await manager.query(
      `SELECT ${columns.map(quote).join(', ')} FROM ${quote(name)}${last === null ? '' : ` WHERE ${beyond(key.map(quote))}`} ORDER BY ${order} LIMIT ${rowsAtOnce}`,
      last === null ? [] : key.flatMap((_column, place) => last!.slice(0, place + 1))
    )
    for (const row of rows) yield JSON.stringify(Object.fromEntries(columns.map(column => [column, row[column]])))
    if (rows.length < rowsAtOnce) return
    last = key.map(column => rows.at(-1)![column])
  }
}

/** `a > ? OR (a = ? AND b > ?)`: the rows after one, in the order of a key of any length. */
const beyond = (key: string[]): string => key.map((column, place) => `(${[...key.slice(0, place).map(before => `${before} = ?`), `${column} > ?`].join(' AND ')})`).join(' OR ')
