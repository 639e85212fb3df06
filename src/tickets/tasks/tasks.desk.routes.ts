import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, Refusal } from '../../platform/errors.js'
import { showTicket, ticketParams } from '../ticket.desk.routes.js'
import { addTasks } from './commands/add-tasks.js'
import { editTask } from './commands/edit-task.js'
import { removeTask } from './commands/remove-task.js'
import { shifts, shiftTask } from './commands/shift-task.js'
import { tickTask } from './commands/tick-task.js'
import { ownTasksPath } from './own-tasks.presenter.js'
import type { TypedTask } from './task.presenter.js'

const { id } = ticketParams.properties
const params = Type.Object({ id, taskId: id })
const values = {
  text: Type.String({ maxLength: 2000, default: '' }),
  assigneeId: Type.Union([Type.Literal(''), Type.String({ pattern: '^[1-9][0-9]{0,9}$' })], { default: '' }),
  dueOn: Type.String({ maxLength: 40, default: '' })
}

const schemas = {
  add: { params: ticketParams, body: Type.Object(values) },
  edit: { params, body: Type.Object({ ...values, version: Type.Integer() }) },
  tick: { params, body: Type.Object({ done: Type.Enum(['yes', 'no']), back: Type.Optional(Type.Literal('mine')) }) },
  shift: { params, body: Type.Object({ to: Type.Enum([...shifts]) }) },
  remove: { params }
}

/** The tasks of a ticket, below /desk/tickets/:id/tasks. */
const tasksDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/tasks', { schema: schemas.add }, async (request, reply) => {
    const typed = readTyped(null, request.body)
    return act(request, reply, typed, async ticketId => addTasks(request.ctx, { ticketId, tasks: [typed] }))
  })

  app.post('/:id/tasks/:taskId/edits', { schema: schemas.edit }, async (request, reply) => {
    const { params: { taskId }, body } = request
    const typed = readTyped(taskId, body)
    return act(request, reply, typed, async ticketId => editTask(request.ctx, { ticketId, taskId, version: body.version, text: typed.text, assigneeId: typed.assigneeId, dueOn: typed.dueOn }))
  })

  app.post('/:id/tasks/:taskId/ticks', { schema: schemas.tick }, async (request, reply) =>
    act(request, reply, null, async ticketId => {
      await tickTask(request.ctx, { ticketId, taskId: request.params.taskId, isDone: request.body.done === 'yes' })
      if (request.body.back === undefined) return undefined
      reply.flash({ kind: 'good', key: 'tasks.ticked' })
      return ownTasksPath
    }))

  app.post('/:id/tasks/:taskId/shifts', { schema: schemas.shift }, async (request, reply) =>
    act(request, reply, null, async ticketId => shiftTask(request.ctx, { ticketId, taskId: request.params.taskId, to: request.body.to })))

  app.post('/:id/tasks/:taskId/removals', { schema: schemas.remove }, async (request, reply) =>
    act(request, reply, null, async ticketId => removeTask(request.ctx, { ticketId, taskId: request.params.taskId })))
}

export default tasksDeskRoutes

function readTyped (taskId: number | null, { text, assigneeId, dueOn }: { text: string, assigneeId: string, dueOn: string }): TypedTask {
  return { id: taskId, text, assigneeId: assigneeId === '' ? null : Number(assigneeId), dueOn: dueOn.trim() === '' ? null : dueOn.trim() }
}

/** Does it and goes where the work says, or back to the ticket's list; a refusal is told on the ticket as it is now, with what was typed. */
async function act (request: unknown, reply: FastifyReply, typed: TypedTask | null, work: (ticketId: number) => Promise<unknown>): Promise<FastifyReply> {
  const acting = request as FastifyRequest<{ Params: { id: number } }>
  const { params: { id }, t } = acting
  try {
    const done = await work(id)
    return await reply.redirect(typeof done === 'string' ? done : `/desk/tickets/${id}#tasks`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    const at = typed?.id === null ? 'task-new' : `task-${typed?.id ?? ''}`
    const problems = error instanceof InvalidFields ? Object.entries(error.fields).map(([field, { key, values }]) => ({ href: `#${at}-${field}`, text: t(key, values) })) : [{ href: '#tasks', text: t(error.key, error.values) }]
    return showTicket(acting, reply.code(error.status), id, { problems, typedTask: typed })
  }
}
