import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import { FileRefused, importRules } from './commands/import-rules.js'
import { findRuleChoices } from './known.queries.js'
import { listAllRules } from './rule.queries.js'
import { writeRuleFile } from './write-rule-file.js'

declare module '../plugins/page.js' {
  interface Pages { 'admin/rules/file': { count: number, troubles: Array<{ href: string, text: string }> } }
}

const largestFile = 2_000_000
const mostTold = 50

/** Rules as a file, out and in, mounted at /admin. */
const ruleFileAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/rules/file', async (request, reply) => show(request, reply))

  app.get('/rules/rules.json', async ({ ctx: { db: { read } } }, reply) => {
    const text = writeRuleFile(await listAllRules(read), await findRuleChoices(read))
    return reply.type('application/json; charset=utf-8').header('content-disposition', 'attachment; filename="rules.json"').header('cache-control', 'private, no-store').send(text)
  })

  app.post('/rules/file', async (request, reply) => {
    const file = await request.file({ limits: { fileSize: largestFile } })
    const content = await file?.toBuffer()
    if (content === undefined || content.length === 0) return show(request, reply.code(422), [{ href: '#file', text: request.t('rules.file.none') }])
    try {
      const { added, changed, same } = await importRules(request.ctx, content.toString('utf8'))
      return await reply.flash({ kind: 'good', key: 'rules.file.taken', values: { added, changed, same } }).redirect('/admin/rules', 303)
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
      const troubles = error.troubles.slice(0, mostTold).map(({ at, key, values }) => ({ href: '#file', text: at === '' ? request.t(key, values) : request.t('rules.file.trouble', { at, why: request.t(key, values) }) }))
      return show(request, reply.code(422), troubles)
    }
  })
}

export default ruleFileAdminRoutes

async function show ({ t, ctx: { db: { read } } }: FastifyRequest, reply: FastifyReply, troubles: Array<{ href: string, text: string }> = []): Promise<FastifyReply> {
  return reply.page('admin/rules/file', { title: t('rules.file.title'), count: (await listAllRules(read)).length, troubles })
}
