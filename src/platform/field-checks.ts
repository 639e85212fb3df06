import { isEmailAddress } from './email-address.js'
import { InvalidFields, type Message } from './errors.js'

/**
 * Reads the fields of a form and gathers what is wrong with them, so that a person is told everything at
 * once. Each reading returns a clean value to go on with; {@link refuse} speaks up at the end.
 */
export class FieldChecks {
  readonly #problems: Record<string, Message> = {}

  /** Notes what is wrong with a field. The first thing noted stands. */
  note (field: string, key: Message['key'], values?: Message['values']): void {
    this.#problems[field] ??= { key, ...(values && { values }) }
  }

  /** A name: one line that has to be filled in. */
  name (field: string, typed: string, limit = 120): string {
    const name = this.line(field, typed, limit)
    if (name === '') this.note(field, 'refusal.name_missing')
    return name
  }

  /** Text on one line, without control characters, that may be left empty. */
  line (field: string, typed: string, limit = 255): string {
    const line = typed.toWellFormed().replace(/[\p{Cc}\u2028\u2029]/gu, ' ').replace(/\s+/g, ' ').trim()
    if (line.length > limit) this.note(field, 'refusal.too_long', { limit, length: line.length })
    return line
  }

  /** An e-mail address; null when it is left empty. */
  address (field: string, typed: string, key: Message['key']): string | null {
    const address = typed.trim().toLowerCase()
    if (address !== '' && !isEmailAddress(address)) this.note(field, key)
    return address === '' ? null : address
  }

  whole (field: string, value: number, least: number, most: number): number {
    if (!Number.isInteger(value) || value < least || value > most) this.note(field, 'refusal.not_between', { least, most })
    return value
  }

  choice<Choice> (field: string, value: Choice, choices: readonly Choice[]): Choice {
    if (!choices.includes(value)) this.note(field, 'refusal.not_a_choice')
    return value
  }

  get hasProblems (): boolean {
    return Object.keys(this.#problems).length > 0
  }

  /** @throws InvalidFields when anything was noted. */
  refuse (): void {
    if (this.hasProblems) throw new InvalidFields(this.#problems)
  }
}
