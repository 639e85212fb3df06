import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { requireRight } from '../plugins/areas.js'
import { InvalidFields } from '../platform/errors.js'
import { NotAMessage, type ParsedMessage } from '../platform/mime/parsed-message.js'
import { openMessageReader, Poison, type MessageReader } from '../platform/mime/parse-apart.js'
import type { FileStore } from '../platform/storage/file-store.js'
import { discardMessage } from './commands/discard-message.js'
import { moveMessage } from './commands/move-message.js'
import { releaseMessage } from './commands/release-message.js'
import { runAgain } from './commands/run-again.js'
import { dryRun } from './dry-run.queries.js'
import { groupNames, ledgerPath, readCursor, readSearch, type LedgerFilter } from './ledger-filter.js'
import { presentBecame, presentIncomingPage, presentLedgerFilter, presentLedgerLine, presentParsed, type Became, type IncomingView, type LedgerFilterView, type LedgerLine, type ParsedView } from './ledger.presenter.js'
import { countTroubled, findIncoming, listLedger } from './ledger.queries.js'
import { listMailboxes } from './mailbox.queries.js'
import { readRawHeaders } from './raw-headers.js'

declare module '../plugins/page.js' {
  interface Pages {
    'inbox/ledger': { lines: LedgerLine[], filter: LedgerFilterView, hasServer: boolean, newest: string | null, older: string | null }
    'inbox/message': { message: IncomingView, move: { number: string, problem: string | null } }
    'inbox/dry-run': { result: { became: Became, parsed: ParsedView } | null, problem: string | null }
  }
}

const word = Type.Optional(Type.String({ maxLength: 1000 }))
const listSchema = { querystring: Type.Object({ direction: word, group: word, mailbox: word, q: word, before: word }) }
const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Object({ version: Type.Integer({ minimum: 0, default: 0 }) })
const moveBody = Type.Object({ number: Type.String({ maxLength: 60 }), version: Type.Integer({ minimum: 0, default: 0 }) })

const pageSize = 50
const cap = 1000

/** What was sent to us is shown as letters alone: nothing of it is ever run, drawn or guessed at. */
const rawHeaders = { 'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store', 'content-disposition': 'inline; filename="message.txt"' }

/** Every mail, in and out, and what became of it. Mounted at /admin. */
const ledgerAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  // Opened with the first message that is looked at: what strangers send is read in a thread of its own.
  let reader: MessageReader | null = null
  app.addHook('onClose', async () => reader?.close())
  const read: MessageReader['read'] = async raw => (reader ??= openMessageReader()).read(raw)
  const readStored = async (files: FileStore, sha256: string): Promise<ParsedMessage | null> => {
    try {
      return await read(await files.load(sha256))
    } catch (error) {
      if (error instanceof NotAMessage || error instanceof Poison) return null
      throw error
    }
  }

  app.get('/ledger', { schema: listSchema }, async ({ query, ctx, t, format }, reply) => {
    const filter: LedgerFilter = {
      direction: query.direction === 'in' || query.direction === 'out' ? query.direction : null,
      group: groupNames.find(name => name === query.group) ?? null,
      mailboxId: /^\d{1,9}$/.test(query.mailbox ?? '') ? Number(query.mailbox) : null,
      search: readSearch(query.q ?? '')
    }
    const [{ rows, next }, troubled, mailboxes] = await Promise.all([listLedger(ctx.db.read, filter, readCursor(query.before ?? ''), pageSize), countTroubled(ctx.db.read, cap), listMailboxes(ctx.db.read)])
    return reply.page('inbox/ledger', {
      title: t('inbox.ledger.title'),
      lines: rows.map(row => presentLedgerLine(row, t)),
      filter: presentLedgerFilter(filter, troubled, mailboxes.map(({ mailbox }) => mailbox), cap, t, format),
      hasServer: ctx.config.smtpUrl !== null,
      newest: query.before === undefined ? null : ledgerPath(filter),
      older: next === null ? null : ledgerPath(filter, next)
    })
  })

  app.get('/ledger/dry-run', async ({ t }, reply) => reply.page('inbox/dry-run', { title: t('inbox.ledger.try'), result: null, problem: null }))

  app.post('/ledger/dry-run', async (request, reply) => {
    const { t, ctx, format } = request
    const raw = await (await request.file({ limits: { fileSize: 25_000_000 } }))?.toBuffer()
    const again = async (problem: 'inbox.ledger.try_empty' | 'inbox.ledger.try_no_message') => reply.code(422).page('inbox/dry-run', { title: t('inbox.ledger.try'), result: null, problem: t(problem) })
    if (raw === undefined || raw.length === 0) return again('inbox.ledger.try_empty')
    try {
      const { message, decision: { outcome, isQuarantined, reason } } = await dryRun(ctx, { read }, raw)
      const became = presentBecame({ state: isQuarantined ? 'quarantined' : 'done', outcome, reason, lastError: null }, null, t)
      return await reply.page('inbox/dry-run', { title: t('inbox.ledger.try'), result: { became, parsed: presentParsed(message, format) }, problem: null })
    } catch (error) {
      if (error instanceof NotAMessage || error instanceof Poison) return again('inbox.ledger.try_no_message')
      throw error
    }
  })

  const show = async (request: FastifyRequest, reply: FastifyReply, id: number, move: { number: string, problem: string | null }) => {
    const { ctx, t, format } = request
    const { message, ticketNumber, mailboxName } = await findIncoming(ctx.db.read, id)
    const [headers, parsed] = await Promise.all([readRawHeaders(ctx.files, message.sha256), readStored(ctx.files, message.sha256)])
    return reply.page('inbox/message', { title: message.subject || t('inbox.ledger.no_subject'), message: presentIncomingPage(message, ticketNumber, mailboxName, headers, parsed === null ? null : presentParsed(parsed, format), t, format), move })
  }

  app.get('/ledger/:id', { schema: { params } }, async (request, reply) => show(request, reply, request.params.id, { number: '', problem: null }))

  app.get('/ledger/:id/raw', { schema: { params } }, async ({ params: { id }, ctx }, reply) => {
    const { message } = await findIncoming(ctx.db.read, id)
    return reply.type('text/plain; charset=utf-8').headers(rawHeaders).send(await ctx.files.read(message.sha256))
  })

  app.post('/ledger/:id/runs', { schema: { params, body } }, async ({ params: { id }, ctx }, reply) => {
    await runAgain(ctx, id)
    return reply.flash({ kind: 'good', key: 'inbox.ledger.runs_again' }).redirect(`/admin/ledger/${id}`, 303)
  })

  app.post('/ledger/:id/releases', { schema: { params, body } }, async ({ params: { id }, body: { version }, ctx }, reply) => {
    await releaseMessage(ctx, id, version)
    return reply.flash({ kind: 'good', key: 'inbox.ledger.released' }).redirect(`/admin/ledger/${id}`, 303)
  })

  app.post('/ledger/:id/moves', { schema: { params, body: moveBody } }, async (request, reply) => {
    const { params: { id }, body: { number, version }, ctx, t } = request
    try {
      await moveMessage(ctx, id, { number, version })
    } catch (error) {
      if (!(error instanceof InvalidFields) || error.fields.number === undefined) throw error
      return show(request, reply.code(422), id, { number, problem: t(error.fields.number.key, error.fields.number.values) })
    }
    return reply.flash({ kind: 'good', key: 'inbox.ledger.moved', values: { number: number.trim().replace(/^#/, '') } }).redirect(`/admin/ledger/${id}`, 303)
  })

  app.post('/ledger/:id/discards', { schema: { params, body } }, async ({ params: { id }, body: { version }, ctx }, reply) => {
    await discardMessage(ctx, id, version)
    return reply.flash({ kind: 'good', key: 'inbox.ledger.discarded' }).redirect(`/admin/ledger/${id}`, 303)
  })
}

export default ledgerAdminRoutes
