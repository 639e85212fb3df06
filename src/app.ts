import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import accountsAdminRoutes from './accounts/admin.routes.js'
import accountsDeskRoutes from './accounts/desk.routes.js'
import accountsPortalRoutes from './accounts/portal.routes.js'
import { createActorLoaders } from './accounts/actor.queries.js'
import { letAgentsProgramIn } from './accounts/commands/let-agents-program-in.js'
import { findAdminAlarms } from './admin-alarms.js'
import type { ApiScope } from './accounts/api-scopes.js'
import { letProgramIn } from './accounts/commands/let-program-in.js'
import apiRoutes from './api/api.routes.js'
import { adminRooms } from './admin-rooms.js'
import { createAdminNav } from './admin-nav.js'
import type { Config } from './platform/config.js'
import type { Platform } from './platform/context.js'
import apiHouse from './plugins/api-house.js'
import apiDoor from './plugins/api-door.js'
import areas, { mount, requireAdmin, requireAgent, requireNobody } from './plugins/areas.js'
import assets from './plugins/assets.js'
import { answerBadAddress } from './plugins/bad-address.js'
import { compileWhenUsed } from './plugins/compile-when-used.js'
import closing from './plugins/closing.js'
import compression from './plugins/compression.js'
import currentActor from './plugins/current-actor.js'
import errors from './plugins/errors.js'
import flash from './plugins/flash.js'
import forgery from './plugins/forgery.js'
import forwardedAddresses from './plugins/forwarded-addresses.js'
import locale from './plugins/locale.js'
import organisation from './plugins/organisation.js'
import page from './plugins/page.js'
import platformPlugin from './plugins/platform.js'
import securityHeaders from './plugins/security-headers.js'
import session from './plugins/session.js'
import health from './plugins/health.js'
import metrics from './plugins/metrics.js'
import bulkDeskRoutes from './queues/bulk.desk.routes.js'
import startDeskRoutes from './queues/start.desk.routes.js'
import { createDeskNav } from './queues/desk-nav.js'
import queueDeskRoutes from './queues/desk.routes.js'
import companyDeskRoutes from './queues/company.desk.routes.js'
import searchDeskRoutes from './queues/search.desk.routes.js'
import { findRecentOrganisation } from './settings/organisation.js'
import settingsOpenRoutes from './settings/open.routes.js'
import setupRoutes from './setup/open.routes.js'
import mailedLinkRoutes from './tickets/mailed-link.portal.routes.js'
import requestFormRoutes from './tickets/request-form.portal.routes.js'
import requestRoutes from './tickets/request.portal.routes.js'
import companyRequestsRoutes from './tickets/company-requests.portal.routes.js'
import requestsRoutes from './tickets/requests.portal.routes.js'
import startRoutes from './tickets/start.portal.routes.js'
import knowledgePortalRoutes from './knowledge/portal.routes.js'
import knowledgeDeskRoutes from './knowledge/desk.routes.js'
import writingDeskRoutes from './knowledge/writing.desk.routes.js'
import versionsDeskRoutes from './knowledge/versions.desk.routes.js'
import missedDeskRoutes from './knowledge/missed.desk.routes.js'
import categoriesDeskRoutes from './knowledge/categories.desk.routes.js'
import { createPortalNav } from './portal-nav.js'
import macroDeskRoutes from './rules/macros.desk.routes.js'
import replyPreviewDeskRoutes from './notifications/reply-preview.desk.routes.js'
import promisesDeskRoutes from './reports/promises.desk.routes.js'
import ruleDeskRoutes from './rules/desk.routes.js'
import surveysPortalRoutes from './surveys/portal.routes.js'
import answersDeskRoutes from './tickets/answers.desk.routes.js'
import asSentDeskRoutes from './tickets/as-sent.desk.routes.js'
import ownTasksDeskRoutes from './tickets/tasks/own-tasks.desk.routes.js'
import tasksDeskRoutes from './tickets/tasks/tasks.desk.routes.js'
import ticketArticlesDeskRoutes from './tickets/ticket-articles.desk.routes.js'
import ticketFilesDeskRoutes from './tickets/ticket-files.desk.routes.js'
import liveDeskRoutes from './tickets/live.desk.routes.js'
import newTicketDeskRoutes from './tickets/new-ticket.desk.routes.js'
import receiptDeskRoutes from './tickets/receipt.desk.routes.js'
import ticketEntriesDeskRoutes from './tickets/ticket-entries.desk.routes.js'
import handOverDeskRoutes from './tickets/hand-overs/hand-over.desk.routes.js'
import ticketMovesDeskRoutes from './tickets/ticket-moves.desk.routes.js'
import ticketReferralsDeskRoutes from './tickets/ticket-referrals.desk.routes.js'
import mailApiRoutes from './inbox/mail.api.routes.js'
import ticketApiRoutes from './tickets/tickets.api.routes.js'
import ticketDeskRoutes from './tickets/ticket.desk.routes.js'

const longestForm = 1024 * 1024

/** Composes the web side: plugins in the order in which a request meets them, then each area with its guard and rooms. */
export async function buildApp (platform: Platform, { logger = false }: Pick<FastifyServerOptions, 'logger'> = {}): Promise<FastifyInstance> {
  const app = fastify({
    logger,
    trustProxy: proxies(platform.config.trustProxy),
    bodyLimit: longestForm,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 600 },
    frameworkErrors: answerBadAddress,
    schemaController: compileWhenUsed,
    ajv: { customOptions: { removeAdditional: true, coerceTypes: 'array', allErrors: false } }
  })

  const loaders = createActorLoaders(platform)
  await app.register(closing)
  await app.register(platformPlugin, { platform })
  await app.register(forwardedAddresses)
  await app.register(areas)
  await app.register(securityHeaders)
  await app.register(compression)
  await app.register(forgery)
  await app.register(organisation, { load: async () => findRecentOrganisation(platform.db.read) })
  await app.register(session)
  await app.register(currentActor, loaders)
  await app.register(locale)
  await app.register(flash)
  await app.register(assets)
  await app.register(page, { navs: { portal: createPortalNav(platform), desk: createDeskNav(platform), admin: createAdminNav() }, findAlarms: findAdminAlarms })
  await app.register(errors)
  await app.register(formbody, { bodyLimit: longestForm })
  await app.register(multipart, { limits: { fieldSize: longestForm, fields: 100, files: 10, fileSize: 25_000_000, parts: 120 } })

  await app.register(health)
  await app.register(metrics)
  await app.register(setupRoutes)
  await mount(app, { prefix: '/', guard: requireNobody, rooms: [settingsOpenRoutes, startRoutes, knowledgePortalRoutes, requestFormRoutes, requestsRoutes, companyRequestsRoutes, requestRoutes, surveysPortalRoutes, mailedLinkRoutes, accountsPortalRoutes] })
  await mount(app, { prefix: '/desk', guard: requireAgent, rooms: [accountsDeskRoutes, handOverDeskRoutes, queueDeskRoutes, ownTasksDeskRoutes, startDeskRoutes, bulkDeskRoutes, macroDeskRoutes, searchDeskRoutes, companyDeskRoutes, promisesDeskRoutes, knowledgeDeskRoutes, writingDeskRoutes, versionsDeskRoutes, categoriesDeskRoutes, missedDeskRoutes] })
  await mount(app, {
    prefix: '/desk/tickets',
    guard: requireAgent,
    rooms: [newTicketDeskRoutes, ticketDeskRoutes, ticketEntriesDeskRoutes, ticketMovesDeskRoutes, ticketReferralsDeskRoutes, tasksDeskRoutes, ticketArticlesDeskRoutes, ticketFilesDeskRoutes, asSentDeskRoutes, answersDeskRoutes, receiptDeskRoutes, ruleDeskRoutes, replyPreviewDeskRoutes, liveDeskRoutes]
  })
  await app.register(apiDoor, { letIn: async ({ scope, ...program }) => letProgramIn(platform, { ...program, scope: scope as ApiScope }) })
  await app.register(apiHouse, { letIn: async shown => letAgentsProgramIn(platform, loaders.loadAgent, shown) })
  await app.register(apiRoutes, { prefix: '/api/v1' })
  await app.register(ticketApiRoutes, { prefix: '/api' })
  await app.register(mailApiRoutes, { prefix: '/api' })
  await mount(app, { prefix: '/admin', guard: requireAdmin, rooms: [accountsAdminRoutes, ...adminRooms] })
  return app
}

/** Fastify takes a number of hops only as a function. */
function proxies (setting: Config['trustProxy']): boolean | string | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting
}
