import { createHash } from 'node:crypto'
import type { TableSum } from './manifest.js'

const modulus = 1n << 256n

/** Adds rows up to a figure that is the same for the same rows in any order. */
export class RowSum {
  #rows = 0
  #sum = 0n

  add (line: string): void {
    this.#rows += 1
    this.#sum = (this.#sum + BigInt(`0x${createHash('sha256').update(line).digest('hex')}`)) % modulus
  }

  get total (): TableSum {
    return { rows: this.#rows, sum: this.#sum.toString(16).padStart(64, '0') }
  }
}
