import type { WordKey, WordValues } from '../words/catalogue.js'

/** A message in words that the edge puts into the reader's language. */
export interface Message { key: WordKey, values?: WordValues }

/**
 * A refusal the reader is told about in plain words. Anything else that throws is a fault and becomes a 500.
 */
export class Refusal extends Error {
  readonly status: number
  readonly values: WordValues

  constructor (readonly key: WordKey, { status = 422, values = {} }: { status?: number, values?: WordValues } = {}) {
    super(key)
    this.status = status
    this.values = values
  }
}

/** There is nothing here, or nothing that the actor may know of. */
export class NotFound extends Refusal {
  constructor (key: WordKey = 'refusal.not_found') { super(key, { status: 404 }) }
}

/** The actor sees the thing but may not do this to it. */
export class Forbidden extends Refusal {
  constructor (key: WordKey = 'refusal.forbidden') { super(key, { status: 403 }) }
}

/** The record moved since the actor looked at it. The form is shown again with the typed text intact. */
export class Stale extends Refusal {
  constructor (key: WordKey = 'refusal.stale', values: WordValues = {}) { super(key, { status: 409, values }) }
}

/** One or more fields of a form do not hold. Keys are field names, values what is wrong in words. */
export class InvalidFields extends Refusal {
  constructor (readonly fields: Record<string, Message>) { super('refusal.invalid_fields', { status: 422 }) }
}

/** The database cannot be asked just now. Nothing is wrong with what was wanted. */
export class Away extends Refusal {
  constructor () { super('refusal.away', { status: 503 }) }
}

/** Too many tries; says after how many seconds to come back. */
export class TooMany extends Refusal {
  constructor (readonly retryAfterSeconds: number, key: WordKey = 'refusal.too_many') {
    super(key, { status: 429, values: { minutes: Math.max(1, Math.ceil(retryAfterSeconds / 60)) } })
  }
}
