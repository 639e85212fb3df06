import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import { languageNames, locales } from '../words/catalogue.js'
import { resetMailTemplate, saveMailTemplate } from './commands/save-mail-template.js'
import { presentPlaceholders, presentTemplates, templatePath, type TemplatesView } from './mail-template.presenter.js'
import { previewMail } from './preview-mail.js'
import { templateNames } from './templates.js'
import { findWordingToEdit, listOwnWordings } from './wording.queries.js'
import { unknownPlaceholders, type Wording } from './wording.js'

interface EditView {
  name: string, when: string, language: string, path: string, version: number, typed: Wording
  placeholders: ReturnType<typeof presentPlaceholders>, unknown: string | null, sample: { subject: string, text: string }, problems: Problems
}

declare module '../plugins/page.js' {
  interface Pages {
    'admin/mail-templates/index': { groups: TemplatesView }
    'admin/mail-templates/edit': EditView
  }
}

const params = Type.Object({ name: Type.Enum([...templateNames]), locale: Type.Enum([...locales]) })
const text = Type.String({ maxLength: 200_000, default: '' })
const body = Type.Object({ subject: text, body: text, version: Type.Integer({ minimum: 0, default: 0 }) })
type Key = Parameters<typeof saveMailTemplate>[1]

/** What each mail says in each language, mounted at /admin. */
const mailTemplatesAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/mail-templates', async ({ ctx, t }, reply) => {
    const { languages } = await app.organisation()
    return reply.page('admin/mail-templates/index', { title: t('mails.templates.title'), groups: presentTemplates(await listOwnWordings(ctx.db.read), languages, t) })
  })

  app.get('/mail-templates/:name/:locale', { schema: { params } }, async (request, reply) => {
    const key = keyOf(request.params)
    const { version, ...wording } = await findWordingToEdit(request.ctx.db.read, key.name, key.locale)
    return show(request, reply, key, wording, version)
  })

  app.post('/mail-templates/:name/:locale', { schema: { params, body } }, async (request, reply) => {
    const key = keyOf(request.params)
    const { version, ...typed } = request.body
    return actOrShowAgain(reply, async () => {
      await saveMailTemplate(request.ctx, key, typed, version)
      return reply.flash({ kind: 'good', key: 'mails.templates.saved' }).redirect(templatePath(key.name, key.locale), 303)
    }, async problems => {
      // A second press, after comparing, saves over what somebody else saved meanwhile.
      const { version: present } = await findWordingToEdit(request.ctx.db.read, key.name, key.locale)
      return show(request, reply, key, typed, present, problems)
    })
  })

  app.post('/mail-templates/:name/:locale/standard', { schema: { params, body } }, async (request, reply) => {
    const key = keyOf(request.params)
    await resetMailTemplate(request.ctx, key, request.body.version)
    return reply.flash({ kind: 'good', key: 'mails.templates.was_reset' }).redirect(templatePath(key.name, key.locale), 303)
  })

  app.get('/mail-templates/:name/:locale/preview', { schema: { params } }, async (request, reply) => {
    const key = keyOf(request.params)
    return showPreview(request, reply, key, await findWordingToEdit(request.ctx.db.read, key.name, key.locale))
  })

  // The form sends what is typed into the frame beside it. Nothing is saved.
  app.post('/mail-templates/:name/:locale/preview', { schema: { params, body } }, async (request, reply) => showPreview(request, reply, keyOf(request.params), request.body))

  async function show (request: FastifyRequest, reply: FastifyReply, key: Key, typed: Wording, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
    const { t } = request
    const unknown = unknownPlaceholders(key.name, typed).map(each => `{${each}}`).join(', ')
    return reply.page('admin/mail-templates/edit', {
      title: t(`mails.name.${key.name}`),
      name: t(`mails.name.${key.name}`),
      when: t(`mails.when.${key.name}`),
      language: languageNames[key.locale],
      path: templatePath(key.name, key.locale),
      version,
      typed,
      placeholders: presentPlaceholders(key.name, t),
      unknown: unknown === '' ? null : t('mails.templates.unknown', { words: unknown }),
      sample: await preview(request, key, typed),
      problems
    })
  }

  async function showPreview (request: FastifyRequest, reply: FastifyReply, key: Key, wording: Wording): Promise<FastifyReply> {
    const { html } = await preview(request, key, wording)
    return reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': strangerPolicy, 'x-frame-options': 'SAMEORIGIN' }).send(html)
  }

  async function preview ({ ctx }: FastifyRequest, { name, locale }: Key, wording: Wording) {
    return previewMail(name, locale, wording, await app.organisation(), { baseUrl: ctx.config.baseUrl, now: ctx.clock.now() })
  }
}

export default mailTemplatesAdminRoutes

const keyOf = ({ name, locale }: { name: string, locale: string }): Key => ({ name, locale } as Key)
