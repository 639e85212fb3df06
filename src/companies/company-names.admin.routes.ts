import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NotFound } from '../platform/errors.js'
import { suggestCompanies } from './company-by-name.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'companies/names': { names: string[] } }
}

const schema = { querystring: Type.Object({ companyName: Type.String({ default: '', maxLength: 190 }) }) }

/** The names that a field suggests while somebody types, for those who may name companies somewhere; mounted at /admin. */
const companyNamesAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', async ({ agent }) => {
    if (!(['people', 'departments'] as const).some(right => agent?.adminRights.has(right) === true)) throw new NotFound()
  })

  app.get('/company-names', { schema }, async ({ ctx, query: { companyName } }, reply) => reply.page('companies/names', { names: await suggestCompanies(ctx.db.read, companyName) }))
}

export default companyNamesAdminRoutes
