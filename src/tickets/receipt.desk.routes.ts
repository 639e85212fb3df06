import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { findStepChoices } from '../sla/step-choices.queries.js'
import { readingOf } from '../plugins/desk-reading.js'
import { findReceipt } from './clocks/clocks.queries.js'
import { presentReceipt, type ReceiptView } from './receipt.presenter.js'
import { ticketParams } from './ticket.desk.routes.js'
import { findTicket } from './ticket.queries.js'
import { listStepRows } from './ticket-page.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'tickets/receipt': { number: string, subject: string, path: string, receipts: ReceiptView[] } }
}

/** How the time of each promise on a ticket adds up, mounted at /desk/tickets. */
const receiptDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/receipt', { schema: { params: ticketParams } }, async (request, reply) => {
    const reading = readingOf(request)
    const { read } = request.ctx.db
    const { id, number, subject } = await findTicket(read, reading.actor, request.params.id)
    const [receipts, taken, choices] = [await findReceipt(read, id, reading.now), await listStepRows(read, id), await findStepChoices(read)]
    return reply.page('tickets/receipt', { title: request.t('tickets.receipt.title', { number }), number, subject, path: `/desk/tickets/${id}`, receipts: receipts.map(receipt => presentReceipt(receipt, reading, taken, choices)) })
  })
}

export default receiptDeskRoutes
