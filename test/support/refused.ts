import { InvalidFields, Refusal } from '../../src/platform/errors.js'

/** What a command refuses, as `field key` for each field that does not hold, or the one key of the refusal; empty when it accepts. */
export async function refused (act: () => Promise<unknown>): Promise<string[]> {
  try {
    await act()
    return []
  } catch (error) {
    if (error instanceof InvalidFields) return Object.entries(error.fields).map(([field, { key }]) => `${field} ${key}`)
    if (error instanceof Refusal) return [error.key]
    throw error
  }
}
