import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, NotFound, Stale, type Refusal } from '../platform/errors.js'
import { requireRight } from '../plugins/areas.js'
import { nameableStates, saveStatus, type StatusForm } from './commands/save-status.js'
import { presentLifecycle, type LifecycleView } from './lifecycle.presenter.js'
import { countByState, findStatus, listAllStatuses } from './status.queries.js'
import { statusClocks, type StatusClock } from './status-clocks.js'
import type { TicketState } from './ticket.lifecycle.js'

interface EditView {
  id: number | null, version: number, typed: StatusForm, states: Array<{ value: TicketState, label: string }>, clocks: Array<{ value: StatusClock, label: string }>
  errors: Record<string, string>, problems: Array<{ href: string, text: string }>, effect: string | null
}

declare module '../plugins/page.js' {
  interface Pages {
    'admin/statuses/index': { states: LifecycleView }
    'admin/statuses/edit': EditView
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Object({
  version: Type.Integer({ default: 0 }),
  state: Type.Enum([...nameableStates]),
  label: Type.String({ default: '', maxLength: 500 }),
  publicLabel: Type.String({ default: '', maxLength: 500 }),
  position: Type.Integer({ default: 1 }),
  clock: Type.Enum([...statusClocks], { default: 'as_state' }),
  isActive: Type.Optional(Type.String())
})

/** The drawn lifecycle and the admins' own names in it, mounted at /admin. */
const statusesAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/statuses', async (request, reply) => {
    const statuses = await listAllStatuses(request.ctx.db.read)
    return reply.page('admin/statuses/index', { title: request.t('statuses.title'), states: presentLifecycle(statuses, request.t) })
  })

  app.get('/statuses/new', async (request, reply) => showForm(request, reply, null, 0, { label: '', publicLabel: '', state: 'on_hold', position: 1, isActive: true, clock: 'as_state' }))

  app.get('/statuses/:id', { schema: { params } }, async (request, reply) => {
    const status = await findStatus(request.ctx.db.read, request.params.id)
    if (status === null) throw new NotFound()
    return showForm(request, reply, status.id, status.version, status)
  })

  app.post('/statuses', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body.version, formOf(request.body)))
  app.post('/statuses/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body.version, formOf(request.body)))
}

export default statusesAdminRoutes

const formOf = ({ isActive, ...typed }: Omit<StatusForm, 'isActive'> & { isActive?: string }): StatusForm => ({ ...typed, isActive: isActive !== undefined })

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, version: number, form: StatusForm): Promise<FastifyReply> {
  try {
    await saveStatus(request.ctx, id, form, version)
    return await reply.flash({ kind: 'good', key: 'statuses.saved' }).redirect('/admin/statuses', 303)
  } catch (error) {
    if (!(error instanceof InvalidFields) && !(error instanceof Stale)) throw error
    return showForm(request, reply.code(error.status), id, version, form, error)
  }
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, version: number, typed: StatusForm, refusal: Refusal | null = null): Promise<FastifyReply> {
  const { t, format } = request
  const errors = Object.fromEntries(Object.entries(refusal instanceof InvalidFields ? refusal.fields : {}).map(([field, { key, values }]) => [field, t(key, values)]))
  const problems = Object.entries(errors).map(([field, text]) => ({ href: `#status-${field}`, text }))
  if (refusal instanceof Stale) problems.push({ href: '#main', text: t(refusal.key) })
  const tickets = id === null ? null : await countByState(request.ctx.db.read, id)

  return reply.page('admin/statuses/edit', {
    title: id === null ? t('statuses.new') : typed.label,
    id,
    version,
    typed,
    clocks: statusClocks.map(value => ({ value, label: t(`statuses.own_clock.${value}`) })),
    states: nameableStates.map(value => ({ value, label: t(`tickets.state.${value}`) })),
    errors,
    problems,
    effect: tickets === null ? null : t('statuses.effect', { count: tickets, shown: format.capped(tickets, 1000) })
  })
}
