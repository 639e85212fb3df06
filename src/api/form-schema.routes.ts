import { Type } from '@fastify/type-provider-typebox'
import { Id } from './schemas.js'

/** Fields that several forms have. */
export const name = Type.String({ minLength: 1, maxLength: 120, examples: ['Reading room'] })
export const description = Type.String({ maxLength: 255 })
export const orNobody = Type.Union([Id, Type.Null()])
export const ids = Type.Array(Id, { maxItems: 500 })
export const flag = Type.Boolean()
export const days = (most: number, least = 0) => Type.Integer({ minimum: least, maximum: most })
