import type { FastifyInstance } from 'fastify'

/** Reads bodies whatever their content type says, also when it is none that anybody could read. */
export function takeAnyContentType (app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => { delete raw.headers['content-type'] })
}
