import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requireRight } from '../plugins/areas.js'
import { listDepartmentNames } from './department-names.queries.js'
import { presentTemplates, templatesPath, type TemplatesView } from './mail-template.presenter.js'
import mailWordingRoutes from './mail-wording.admin.routes.js'
import { listOwnWordings, organisationWide } from './wording.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/mail-templates/index': { groups: TemplatesView, departments: Array<{ href: string, label: string, current: boolean }> }
  }
}

const listSchema = { querystring: Type.Object({ department: Type.Integer({ minimum: 0, default: organisationWide }) }) }

/** What each mail says in each language, for the organisation and for departments that say it otherwise. Mounted at /admin. */
const mailTemplatesAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/mail-templates', { schema: listSchema }, async ({ ctx, query, t }, reply) => {
    const { languages } = await app.organisation()
    const departments = [{ id: organisationWide, name: t('mails.templates.everywhere') }, ...await listDepartmentNames(ctx.db.read)]
    const chosen = departments.find(({ id }) => id === query.department)?.id ?? organisationWide
    return reply.page('admin/mail-templates/index', {
      title: t('mails.templates.title'),
      departments: departments.map(({ id, name }) => ({ href: templatesPath(id), label: name, current: id === chosen })),
      groups: presentTemplates(await listOwnWordings(ctx.db.read, chosen), chosen, languages, t)
    })
  })

  await app.register(mailWordingRoutes, { prefix: '/mail-templates' })
  await app.register(mailWordingRoutes, { prefix: '/mail-templates/departments/:department' })
}

export default mailTemplatesAdminRoutes
