import { Type } from '@fastify/type-provider-typebox'

/** A text field of a form. Left out it is empty, so that a form which lacks it is answered in words. */
export const text = (maxLength = 2000) => Type.String({ default: '', maxLength })

/** Boxes of one name: none, one or several. */
export const ticked = () => Type.Array(Type.String({ maxLength: 60 }), { default: [], maxItems: 500 })

export const idParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })

/** The version that a form was drawn from. */
export const version = () => Type.Integer({ minimum: 0, default: 0 })

/** The next absence, and what happens with the open tickets. */
export const absenceBody = Type.Object({ starts: text(100), ends: text(100), reason: text(), tickets: text(20), to: text(20), givesBack: text(10) })

/** A secret from a mail, in the path. What it may look like is asked where it is looked up. */
export const tokenSchema = { params: Type.Object({ token: Type.String() }) }
export const passwordSchema = { body: Type.Object({ password: text(100_000) }) }
