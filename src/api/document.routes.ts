import type { FastifyPluginAsync } from 'fastify'
import { translator } from '../platform/i18n/translate.js'
import { problemKinds, type ProblemKind } from '../plugins/problems.js'
import { presentResources, type ResourceView } from './docs.presenter.js'
import { presentDocument, type DescribedRoute } from './openapi.presenter.js'

declare module '../plugins/page.js' {
  interface Pages { 'api/docs': { isWide: boolean, example: string, resources: ResourceView[], kinds: Array<{ status: number, type: string, title: string }> } }
}

const prefix = '/api/v1'

/** What the API can be asked, for machines and for people. Open to all: it says nothing of this desk. */
const documentRoutes: FastifyPluginAsync<{ routes: DescribedRoute[] }> = async (app, { routes }) => {
  const { baseUrl } = app.platform.config

  // Where everybody looks first.
  app.get('/', { config: { open: true } }, async (_request, reply) => reply.redirect(`${prefix}/docs`))

  app.get('/openapi.json', { config: { open: true } }, async (_request, reply) =>
    reply.header('access-control-allow-origin', '*').type('application/json; charset=utf-8').send(presentDocument(routes, { baseUrl, prefix }, translator('en'))))

  app.get('/docs', { config: { open: true } }, async ({ t }, reply) => reply.page('api/docs', {
    title: t('api.docs.title'),
    isWide: false,
    example: `curl -H "Authorization: Bearer $KEY" ${baseUrl}${prefix}/me`,
    resources: presentResources(presentDocument(routes, { baseUrl, prefix }, t), t),
    kinds: (Object.entries(problemKinds) as Array<[ProblemKind, number]>).map(([kind, status]) => ({ status, type: `urn:ostiary:problem:${kind}`, title: t(`api.problem.${kind}`) }))
  }))
}

export default documentRoutes
