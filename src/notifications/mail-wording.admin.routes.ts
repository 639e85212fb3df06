import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import { NotFound } from '../platform/errors.js'
import { languageNames, locales } from '../words/catalogue.js'
import { resetMailTemplate, saveMailTemplate, type WordingKey } from './commands/save-mail-template.js'
import { listDepartmentNames } from './department-names.queries.js'
import { presentPlaceholders, templatePath, templatesPath } from './mail-template.presenter.js'
import { previewMail } from './preview-mail.js'
import { templateNames } from './templates.js'
import { findWordingToEdit, organisationWide } from './wording.queries.js'
import { unknownPlaceholders, type Wording } from './wording.js'

interface EditView {
  name: string, when: string, language: string, department: string | null, backPath: string, path: string, version: number, typed: Wording
  placeholders: ReturnType<typeof presentPlaceholders>, unknown: string | null, sample: { subject: string, text: string }, problems: Problems
}

declare module '../plugins/page.js' {
  interface Pages { 'admin/mail-templates/edit': EditView }
}

const params = Type.Object({ department: Type.Integer({ minimum: 0, default: organisationWide }), name: Type.Enum([...templateNames]), locale: Type.Enum([...locales]) })
const text = Type.String({ maxLength: 200_000, default: '' })
const body = Type.Object({ subject: text, body: text, version: Type.Integer({ minimum: 0, default: 0 }) })

/** The wording of one mail, mounted once for the organisation and once for its departments. */
const mailWordingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:name/:locale', { schema: { params } }, async (request, reply) => {
    const key = keyOf(request.params)
    const { version, ...wording } = await find(request, key)
    return show(request, reply, key, wording, version)
  })

  app.post('/:name/:locale', { schema: { params, body } }, async (request, reply) => {
    const key = keyOf(request.params)
    const { version, ...typed } = request.body
    await findDepartmentName(request, key)
    return actOrShowAgain(reply, async () => {
      await saveMailTemplate(request.ctx, key, typed, version)
      return reply.flash({ kind: 'good', key: 'mails.templates.saved' }).redirect(templatePath(key), 303)
    }, async problems => {
      // A second press, after comparing, saves over what somebody else saved meanwhile.
      const { version: present } = await find(request, key)
      return show(request, reply, key, typed, present, problems)
    })
  })

  app.post('/:name/:locale/standard', { schema: { params, body } }, async (request, reply) => {
    const key = keyOf(request.params)
    await resetMailTemplate(request.ctx, key, request.body.version)
    return reply.flash({ kind: 'good', key: 'mails.templates.was_reset' }).redirect(templatePath(key), 303)
  })

  app.get('/:name/:locale/preview', { schema: { params } }, async (request, reply) => {
    const key = keyOf(request.params)
    return showPreview(request, reply, key, await find(request, key))
  })

  // The form sends what is typed into the frame beside it. Nothing is saved.
  app.post('/:name/:locale/preview', { schema: { params, body } }, async (request, reply) => showPreview(request, reply, keyOf(request.params), request.body))

  async function show (request: FastifyRequest, reply: FastifyReply, key: WordingKey, typed: Wording, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
    const { t } = request
    const unknown = unknownPlaceholders(key.name, typed).map(each => `{${each}}`).join(', ')
    return reply.page('admin/mail-templates/edit', {
      title: t(`mails.name.${key.name}`),
      name: t(`mails.name.${key.name}`),
      when: t(`mails.when.${key.name}`),
      language: languageNames[key.locale],
      department: await findDepartmentName(request, key),
      backPath: templatesPath(key.departmentId),
      path: templatePath(key),
      version,
      typed,
      placeholders: presentPlaceholders(key.name, t),
      unknown: unknown === '' ? null : t('mails.templates.unknown', { words: unknown }),
      sample: await preview(request, key, typed),
      problems
    })
  }

  async function showPreview (request: FastifyRequest, reply: FastifyReply, key: WordingKey, wording: Wording): Promise<FastifyReply> {
    const { html } = await preview(request, key, wording)
    return reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': strangerPolicy, 'x-frame-options': 'SAMEORIGIN' }).send(html)
  }

  async function preview ({ ctx }: FastifyRequest, { name, locale }: WordingKey, wording: Wording) {
    return previewMail(name, locale, wording, await app.organisation(), { baseUrl: ctx.config.baseUrl, now: ctx.clock.now() })
  }
}

export default mailWordingRoutes

const keyOf = ({ department, name, locale }: { department: number, name: string, locale: string }): WordingKey => ({ departmentId: department, name, locale } as WordingKey)

const find = async ({ ctx }: FastifyRequest, { name, locale, departmentId }: WordingKey) => findWordingToEdit(ctx.db.read, name, locale, departmentId)

/** The department whose wording it is, or null for the organisation's. @throws NotFound */
async function findDepartmentName ({ ctx }: FastifyRequest, { departmentId }: WordingKey): Promise<string | null> {
  if (departmentId === organisationWide) return null
  const department = (await listDepartmentNames(ctx.db.read)).find(({ id }) => id === departmentId)
  if (department === undefined) throw new NotFound()
  return department.name
}
