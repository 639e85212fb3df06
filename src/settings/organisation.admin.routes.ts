import { Readable } from 'node:stream'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, Refusal, Stale } from '../platform/errors.js'
import { requireRight } from '../plugins/areas.js'
import { languageNames, locales, type Locale } from '../words/catalogue.js'
import { saveOrganisation } from './commands/save-organisation.js'
import { ticketNumber } from './number-format.js'
import { imageType } from './image-type.js'
import { findOrganisation, type Organisation } from './organisation.js'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  name: text(500),
  mailName: text(500),
  mailAddress: text(500),
  timeZone: text(80),
  languages: Type.Array(Type.Enum([...locales]), { default: [] }),
  defaultLocale: Type.Enum([...locales]),
  numberFormat: text(80),
  undoSeconds: Type.Integer({ minimum: -1, maximum: 10_000 }),
  openingText: text(10_000),
  subAddressing: Type.Optional(Type.String()),
  ownColours: Type.Optional(Type.String()),
  door: text(20),
  brand: text(20)
})

interface OrganisationView {
  typed: Organisation & { version: number }
  zones: string[]
  languages: Array<{ code: Locale, name: string }>
  errors: Record<string, string>
  problems: Array<{ href: string, text: string }>
  effect: string
}

declare module '../plugins/page.js' {
  interface Pages { 'admin/organisation/edit': OrganisationView }
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]
const largestLogo = 500_000

/** Name, languages and look of the whole desk, mounted at /admin. */
const organisationAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('appearance'))

  app.get('/organisation', async (request, reply) => show(request, reply, await findOrganisation(request.ctx.db.read)))

  app.post('/organisation', { schema: { body } }, async (request, reply) => {
    const { version, subAddressing, ownColours, door, brand, ...fields } = request.body
    const { logoFile } = await findOrganisation(request.ctx.db.read)
    const organisation: Organisation = { ...fields, subAddressing: subAddressing !== undefined, languages: fields.languages as Locale[], defaultLocale: fields.defaultLocale as Locale, colours: ownColours === undefined ? null : { door, brand }, logoFile }
    try {
      await saveOrganisation(request.ctx, organisation, version)
      return await reply.flash({ kind: 'good', key: 'settings.saved' }).redirect('/admin/organisation', 303)
    } catch (error) {
      if (!(error instanceof InvalidFields) && !(error instanceof Stale)) throw error
      return show(request, reply.code(error.status), { ...organisation, version }, error)
    }
  })

  app.post('/organisation/logo', async (request, reply) => {
    const file = await request.file({ limits: { fileSize: largestLogo } })
    const content = await file?.toBuffer()
    const { version, ...organisation } = await findOrganisation(request.ctx.db.read)
    const isEmpty = content === undefined || content.length === 0
    if (!isEmpty && imageType(content) === null) return show(request, reply.code(422), { ...organisation, version }, new InvalidFields({ logo: { key: 'settings.bad.logo' } }))

    const stored = isEmpty ? null : await request.ctx.files.put(Readable.from([content]))
    await saveOrganisation(request.ctx, { ...organisation, logoFile: stored?.sha256 ?? null }, version)
    return reply.flash({ kind: 'good', key: 'settings.saved' }).redirect('/admin/organisation', 303)
  })
}

export default organisationAdminRoutes

async function show (request: FastifyRequest, reply: FastifyReply, typed: Organisation & { version: number }, refusal: Refusal | null = null): Promise<FastifyReply> {
  const { t, ctx } = request
  const fields = refusal instanceof InvalidFields ? refusal.fields : {}
  const errors = Object.fromEntries(Object.entries(fields).map(([field, { key, values }]) => [field, t(key, values)]))
  const problems = Object.entries(errors).map(([field, words]) => ({ href: `#organisation-${field}`, text: words }))
  if (refusal instanceof Stale) problems.push({ href: '#main', text: t(refusal.key, refusal.values) })

  return reply.page('admin/organisation/edit', {
    title: t('settings.title'),
    typed,
    zones,
    languages: locales.map(code => ({ code, name: languageNames[code] })),
    errors,
    problems,
    effect: t('settings.number_example', { number: ticketNumber(typed.numberFormat, 4213, ctx.clock.now()) })
  })
}
