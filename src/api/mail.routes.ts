import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Mailbox } from '../inbox/mailbox.entity.js'
import { accessEndsAt, mailboxAlarms } from '../inbox/mailbox.policy.js'
import { listMailboxes } from '../inbox/mailbox.queries.js'
import { listSendingServers, type SendingServerLine } from '../notifications/sending-server.queries.js'
import { requireRight } from './edits.routes.js'
import { Id, Moment, MomentOrNull, TextOrNull } from './schemas.js'

const Alarm = Type.Object({ kind: Type.Enum(['failing', 'unattended', 'ending', 'silent']), since: Moment, detail: TextOrNull })
const MailboxAnswer = Type.Object({
  id: Id, name: Type.String(), address: Type.String(), departmentId: Id, host: Type.String(), isActive: Type.Boolean(), lastFetchedAt: MomentOrNull, lastMessageAt: MomentOrNull, failingSince: MomentOrNull, accessEndsAt: MomentOrNull, alarms: Type.Array(Alarm)
}, { title: 'Mailbox' })
const ServerAnswer = Type.Object({
  id: Id, name: Type.String(), host: Type.String(), departments: Type.Array(Type.String()), isActive: Type.Boolean(), failingSince: MomentOrNull, lastError: TextOrNull, fullUntil: MomentOrNull
}, { title: 'SendingServer' })

/** How mailboxes and sending servers go, for programs that watch over the desk. What they are entered with is told nowhere. */
const mailRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'mail') })
  const config = (operation: string) => ({ scope: 'mail.read', operation })

  app.get('/mailboxes', { schema: { response: { 200: Type.Object({ items: Type.Array(MailboxAnswer) }) } }, config: config('mailboxes_list') }, async request =>
    ({ items: (await listMailboxes(request.ctx.db.read)).map(({ mailbox }) => presentMailbox(mailbox, request)) }))

  app.get('/sending-servers', { schema: { response: { 200: Type.Object({ items: Type.Array(ServerAnswer) }) } }, config: config('sending_servers_list') }, async ({ ctx }) =>
    ({ items: (await listSendingServers(ctx.db.read)).map(presentServer) }))
}

export default mailRoutes

const text = (at: Date | null): string | null => at?.toISOString() ?? null

function presentMailbox (mailbox: Mailbox, { ctx: { clock }, t }: FastifyRequest) {
  const { id, name, address, departmentId, host, isActive, lastFetchedAt, lastMessageAt, failingSince } = mailbox
  const alarms = mailboxAlarms(mailbox, clock.now()).map(({ kind, since, words }) => ({ kind, since: since.toISOString(), detail: words === null ? null : t(words.key, words.values) }))
  return { id, name, address, departmentId, host, isActive, lastFetchedAt: text(lastFetchedAt), lastMessageAt: text(lastMessageAt), failingSince: text(failingSince), accessEndsAt: text(accessEndsAt(mailbox)), alarms }
}

const presentServer = ({ server: { id, name, host, isActive, failingSince, lastError, fullUntil }, departments }: SendingServerLine) =>
  ({ id, name, host, departments, isActive, failingSince: text(failingSince), lastError, fullUntil: text(fullUntil) })
