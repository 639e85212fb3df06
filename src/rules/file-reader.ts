import type { Message } from '../platform/errors.js'

/** What is wrong with a file, and where: “rules[2].then[1].team”, counted from 1. */
export interface FileTrouble extends Message { at: string }

const longestText = 20_000

/** Reads values of which nothing is known, and gathers what is wrong with them. Each reading returns something to go on with. */
export class FileReader {
  readonly troubles: FileTrouble[] = []

  trouble (at: string, key: Message['key'], values?: Message['values']): void {
    this.troubles.push({ at, key, ...values && { values } })
  }

  /** JSON; where it breaks, the line is told. */
  parse (text: string): unknown {
    try {
      return JSON.parse(text) as unknown
    } catch (error) {
      const place = /position (\d+)/.exec(String(error))?.[1]
      const line = place === undefined ? text.split('\n').length : text.slice(0, Number(place)).split('\n').length
      this.trouble('', 'rules.file.no_json', { line })
      return { rules: [] }
    }
  }

  /** An object that has no other keys than these. */
  object (value: unknown, at: string, keys: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.trouble(at, 'rules.file.no_object')
      return {}
    }
    for (const key of Object.keys(value)) if (!keys.includes(key)) this.trouble(at === '' ? key : `${at}.${key}`, 'rules.file.unknown', { known: keys.join(', ') })
    return value as Record<string, unknown>
  }

  list (value: unknown, at: string, most: number): unknown[] {
    if (!Array.isArray(value)) this.trouble(at, 'rules.file.no_list')
    else if (value.length > most) this.trouble(at, 'rules.file.too_many', { most })
    return Array.isArray(value) ? value.slice(0, most) as unknown[] : []
  }

  text (value: unknown, at: string): string {
    if (typeof value === 'string' && value.length <= longestText) return value
    this.trouble(at, typeof value === 'string' ? 'rules.file.too_long' : 'rules.file.no_text', { limit: longestText })
    return ''
  }

  texts (value: unknown, at: string): string[] {
    return this.list(value, at, 200).map((each, place) => this.text(each, `${at}[${place + 1}]`))
  }

  number (value: unknown, at: string): number {
    if (typeof value !== 'number') this.trouble(at, 'rules.condition.no_number')
    return typeof value === 'number' ? value : 0
  }

  flag (value: unknown, at: string): boolean {
    if (typeof value !== 'boolean') this.trouble(at, 'rules.file.no_flag')
    return value === true
  }

  choice<Choice extends string> (value: unknown, at: string, choices: readonly Choice[]): Choice {
    const found = choices.find(choice => choice === value)
    if (found === undefined) this.trouble(at, 'rules.file.no_choice', { choices: choices.join(', ') })
    return found ?? choices[0]!
  }
}
