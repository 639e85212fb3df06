import { Type } from '@fastify/type-provider-typebox'
import { InvalidFields } from '../platform/errors.js'
import { Id } from './schemas.js'

/** Fields that several forms have. */
export const name = Type.String({ minLength: 1, maxLength: 120, examples: ['Reading room'] })
export const description = Type.String({ maxLength: 255 })
export const orNobody = Type.Union([Id, Type.Null()])
export const ids = Type.Array(Id, { maxItems: 500 })
export const flag = Type.Boolean()
export const days = (most: number, least = 0) => Type.Integer({ minimum: least, maximum: most })

/** Refuses to change what a thing keeps for ever. @throws InvalidFields */
export function keepAsMade (field: string, made: unknown, asked: unknown): void {
  if (made !== asked) throw new InvalidFields({ [field]: { key: 'api.field.stays', values: { name: field } } })
}
