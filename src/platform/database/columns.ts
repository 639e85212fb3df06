import { Column, type ColumnOptions, type ValueTransformer } from 'typeorm'

const instant: ValueTransformer = {
  to: (value: Date | null | undefined) => value instanceof Date ? value.getTime() : value,
  from: (value: string | number | null) => value === null ? null : new Date(Number(value))
}

const count: ValueTransformer = { to: (value: number) => value, from: (value: string | number) => Number(value) }

/** A moment in UTC, kept as epoch milliseconds so that both engines store, compare and return it alike. */
export const Instant = (options: ColumnOptions = {}) => Column({ ...options, type: 'bigint', transformer: instant })

/** A calendar day, `2026-12-24`, that has no time zone. */
export const Day = (options: ColumnOptions = {}) => Column({ ...options, type: 'varchar', length: 10 })

/** A reference to another row's id. */
export const Reference = (options: ColumnOptions = {}) => Column({ ...options, type: 'int' })

/** Text of one line, at most `length` characters. */
export const Line = (length = 255, options: ColumnOptions = {}) => Column({ ...options, type: 'varchar', length })

/** Text of any length. The migrations give it MEDIUMTEXT on MySQL. */
export const LongText = (options: ColumnOptions = {}) => Column({ ...options, type: 'text' })

/**
 * A SHA-256 digest in hexadecimal. Always computed by us and never typed by a person, so the padding and
 * case rules of a collation cannot make two values equal.
 */
export const Digest = (options: ColumnOptions = {}) => Column({ ...options, type: 'varchar', length: 64 })

export const Flag = (options: ColumnOptions = {}) => Column({ ...options, type: 'boolean' })

export const Whole = (options: ColumnOptions = {}) => Column({ ...options, type: 'int' })

/** A whole number that may pass two thousand million. */
export const Count = (options: ColumnOptions = {}) => Column({ default: 0, ...options, type: 'bigint', transformer: count })

/** A small structured value that is always read and written whole. */
export const Json = (options: ColumnOptions = {}) => Column({ ...options, type: 'simple-json' })

/** A list in a column that came later, so that rows may hold nothing there: they are read as an empty one. */
export const LaterList = () => Column({ nullable: true, type: 'simple-json', transformer: { from: (list: unknown[] | null) => list ?? [], to: (list: unknown[] | undefined) => list ?? [] } })
