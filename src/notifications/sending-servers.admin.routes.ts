import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { saveSendingServer, switchSendingServer, type SendingServerForm } from './commands/save-sending-server.js'
import { testSendingServer } from './commands/test-sending-server.js'
import { listDepartmentNames } from './department-names.queries.js'
import type { Security } from './sending-security.js'
import type { SendingServer } from './sending-server.entity.js'
import { presentServerForm, presentServers } from './sending-server.presenter.js'
import { findSendingServer, listSendingServers } from './sending-server.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

const blank: SendingServerForm = { name: '', host: '', port: 587, security: 'starttls', userName: '', password: '', hourlyCap: null, dkimDomain: '', dkimSelector: '', dkimKey: '', departmentIds: [] }

/** The mail servers that send for departments, mounted at /admin. */
const sendingServerRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/sending-servers', async ({ ctx, t, format }, reply) =>
    reply.page('admin/list', { title: t('mails.servers.title'), ...presentServers(await listSendingServers(ctx.db.read), ctx.clock.now(), t, format) }))
  app.get('/sending-servers/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/sending-servers/:id', { schema: { params } }, async (request, reply) => showSaved(request, reply, request.params.id))

  app.post('/sending-servers', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/sending-servers/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/sending-servers/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const { server } = await findSendingServer(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchSendingServer(ctx, id, !server.isActive, typedNumber(request.body, 'version'))
      return reply.flash({ kind: 'good', key: 'mails.servers.saved' }).redirect('/admin/sending-servers', 303)
    }, async problems => showSaved(request, reply, id, problems))
  })

  app.post('/sending-servers/:id/tests', { schema: { params, body } }, async (request, reply) => {
    const { server } = await findSendingServer(request.ctx.db.read, request.params.id)
    const trouble = await testSendingServer(request.ctx, server)
    const back = `/admin/sending-servers/${server.id}`
    if (trouble === null) return reply.flash({ kind: 'good', key: 'mails.servers.test_good', values: { host: server.host } }).redirect(back, 303)
    return reply.flash({ kind: 'bad', ...trouble }).redirect(back, 303)
  })
}

export default sendingServerRoutes

function read (typed: Body): SendingServerForm {
  const text = (name: string) => typedText(typed, name)
  return {
    name: text('name'), host: text('host'), port: typedNumber(typed, 'port'), security: text('security') as Security, userName: text('userName'), password: text('password'),
    hourlyCap: text('hourlyCap').trim() === '' ? null : typedNumber(typed, 'hourlyCap'), dkimDomain: text('dkimDomain'), dkimSelector: text('dkimSelector'), dkimKey: text('dkimKey'), departmentIds: typedIds(typed, 'departmentIds')
  }
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const server = await saveSendingServer(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'mails.servers.saved' }).redirect(`/admin/sending-servers/${server.id}`, 303)
  }, async problems => showForm(request, reply, id === null ? null : (await findSendingServer(request.ctx.db.read, id)).server, form, version, problems))
}

async function showSaved (request: FastifyRequest, reply: FastifyReply, id: number, problems?: Problems): Promise<FastifyReply> {
  const { server, departmentIds } = await findSendingServer(request.ctx.db.read, id)
  return showForm(request, reply, server, { ...server, password: '', dkimKey: '', departmentIds }, server.version, problems)
}

async function showForm ({ ctx, t, format }: FastifyRequest, reply: FastifyReply, server: SendingServer | null, form: SendingServerForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const departments = await listDepartmentNames(ctx.db.read)
  return reply.page('admin/form', { title: server?.name ?? t('mails.servers.new'), ...presentServerForm({ server, form, version, departments, problems, signer: ctx.signer, now: ctx.clock.now() }, t, format) })
}
