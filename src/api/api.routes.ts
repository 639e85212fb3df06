import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { asApiHouse } from '../plugins/api-house.js'
import { judgeWhenUsed } from '../plugins/compile-when-used.js'
import absenceRoutes from './absences.routes.js'
import articleCategoryRoutes from './article-categories.routes.js'
import articleFileRoutes from './article-files.routes.js'
import articleRoutes from './articles.routes.js'
import auditRoutes from './audit.routes.js'
import companyRoutes from './companies.routes.js'
import memberRoutes from './company-members.routes.js'
import documentRoutes from './document.routes.js'
import fileRoutes from './files.routes.js'
import handOverRoutes from './hand-overs.routes.js'
import meRoutes from './me.routes.js'
import type { DescribedRoute } from './openapi.presenter.js'
import organisationRoutes from './organisation.routes.js'
import peopleRoutes from './people.routes.js'
import mailRoutes from './mail.routes.js'
import missedSearchRoutes from './missed-searches.routes.js'
import macroRoutes from './macros.routes.js'
import organisationEditRoutes from './organisation-edits.routes.js'
import organisationSettingsRoutes from './organisation-settings.routes.js'
import planRoutes from './plans.routes.js'
import queueRoutes from './queues.routes.js'
import reportRoutes from './reports.routes.js'
import ruleRoutes from './rules.routes.js'
import routingRoutes from './routing.routes.js'
import searchRoutes from './search.routes.js'
import factRoutes from './ticket-facts.routes.js'
import actRoutes from './ticket-acts.routes.js'
import entryRoutes from './ticket-entries.routes.js'
import taskRoutes from './tasks.routes.js'
import referralRoutes from './ticket-referrals.routes.js'
import ticketRoutes from './tickets.routes.js'
import webhookMessageRoutes from './webhook-messages.routes.js'
import webhookRoutes from './webhooks.routes.js'

/** The API for programs that act for an agent, mounted at /api/v1. What a body holds that nobody knows is refused by name. */
const apiRoutes: FastifyPluginAsync = async app => {
  app.setValidatorCompiler(judgeWhenUsed(TypeBoxValidatorCompiler))
  asApiHouse(app)
  const routes: DescribedRoute[] = []
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    const { operation, scope = null } = config ?? {}
    if (operation !== undefined && typeof method === 'string' && method !== 'HEAD') routes.push({ method, url, operation, scope, schema: (schema ?? {}) as DescribedRoute['schema'] })
  })
  for (const resource of [meRoutes, ticketRoutes, entryRoutes, actRoutes, referralRoutes, factRoutes, taskRoutes, macroRoutes, fileRoutes, queueRoutes, peopleRoutes, companyRoutes, memberRoutes, organisationRoutes, organisationSettingsRoutes, organisationEditRoutes, articleRoutes, articleFileRoutes, articleCategoryRoutes, missedSearchRoutes, absenceRoutes, handOverRoutes, routingRoutes, ruleRoutes, planRoutes, reportRoutes, searchRoutes, webhookRoutes, webhookMessageRoutes, mailRoutes, auditRoutes]) await app.register(resource as FastifyPluginAsync)
  await app.register(documentRoutes, { routes })
}

export default apiRoutes
