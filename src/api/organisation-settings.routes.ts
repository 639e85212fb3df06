import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { saveOrganisation } from '../settings/commands/save-organisation.js'
import { findOrganisation } from '../settings/organisation.js'
import { locales } from '../words/catalogue.js'
import { asProblem, requireRight, versionOf, withPointers } from './edits.routes.js'
import { flag, name } from './form-schema.routes.js'
import { conditionalChange, Fields } from './schemas.js'

const Language = Type.Enum([...locales])
const colour = (example: string) => Type.String({ maxLength: 20, examples: [example] })
const fields = {
  name,
  mailAddress: Type.String({ maxLength: 190, examples: ['help@example.org'] }),
  mailName: Type.String({ maxLength: 120 }),
  timeZone: Type.String({ maxLength: 80, examples: ['Europe/Berlin'] }),
  languages: Type.Array(Language, { minItems: 1, maxItems: 20, uniqueItems: true }),
  defaultLocale: Language,
  numberFormat: Type.String({ maxLength: 80, examples: ['{yy}-{000000}'] }),
  subAddressing: flag,
  undoSeconds: Type.Integer({ minimum: 0, maximum: 120 }),
  openingText: Type.String({ maxLength: 2000 }),
  colours: Type.Union([Fields({ door: colour('#1e3a2f'), brand: colour('#8a3b12') }), Type.Null()])
}
const Organisation = Type.Object({ ...fields, hasLogo: flag, version: Type.Integer() }, { title: 'Organisation' })
const change = Fields({
  name: Type.Optional(fields.name), mailAddress: Type.Optional(fields.mailAddress), mailName: Type.Optional(fields.mailName), timeZone: Type.Optional(fields.timeZone), languages: Type.Optional(fields.languages), defaultLocale: Type.Optional(fields.defaultLocale),
  numberFormat: Type.Optional(fields.numberFormat), subAddressing: Type.Optional(fields.subAddressing), undoSeconds: Type.Optional(fields.undoSeconds), openingText: Type.Optional(fields.openingText), colours: Type.Optional(fields.colours)
}, { minProperties: 1 })

/** Name, languages and look of the whole desk. The logo is a matter of its page. */
const organisationSettingsRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/organisation', { schema: { response: { 200: Organisation } }, config: { scope: 'organisation.read', operation: 'organisation_read' } }, async (request, reply) => answer(request, reply))

  app.patch('/organisation', { schema: { headers: conditionalChange, body: change, response: { 200: Organisation } }, config: { scope: 'organisation.write', operation: 'organisation_change' } }, async (request, reply) => {
    requireRight(request, 'appearance')
    const { version: present, ...known } = await findOrganisation(request.ctx.db.read)
    const version = versionOf(request, present)
    await asProblem(async () => withPointers(field => ['door', 'brand'].includes(field) ? `colours/${field}` : field, async () => saveOrganisation(request.ctx, { ...known, ...request.body }, version)))
    return answer(request, reply)
  })
}

export default organisationSettingsRoutes

async function answer ({ ctx }: FastifyRequest, reply: FastifyReply): Promise<Static<typeof Organisation>> {
  const { logoFile, ...organisation } = await findOrganisation(ctx.db.read)
  reply.header('etag', `"${organisation.version}"`)
  return { ...organisation, hasLogo: logoFile !== null }
}
