import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { joinTransaction } from '../platform/context.js'
import { addTasks } from '../tickets/tasks/commands/add-tasks.js'
import { editTask } from '../tickets/tasks/commands/edit-task.js'
import { removeTask } from '../tickets/tasks/commands/remove-task.js'
import { shifts, shiftTask } from '../tickets/tasks/commands/shift-task.js'
import { tickTask } from '../tickets/tasks/commands/tick-task.js'
import { longestTask } from '../tickets/tasks/task-values.js'
import { changeTicket, ticketAnswer } from './answers.routes.js'
import { conditional, conditionalChange, Fields, FullTicket, Id, idParams } from './schemas.js'

const text = Type.String({ minLength: 1, maxLength: longestTask, examples: ['Order a new drum'] })
const assigneeId = Type.Optional(Type.Union([Id, Type.Null()]))
const dueOn = Type.Optional(Type.Union([Type.String({ format: 'date', examples: ['2026-12-24'] }), Type.Null()]))
const response = { 200: FullTicket }
const taskParams = Fields({ id: Id, taskId: Id })

const schemas = {
  list: { params: idParams, response: { 200: Type.Object({ items: FullTicket.properties.tasks }) } },
  add: { params: idParams, headers: conditional, body: Fields({ text, assigneeId, dueOn }), response },
  change: { params: taskParams, headers: conditionalChange, body: Fields({ text: Type.Optional(text), assigneeId, dueOn, isDone: Type.Optional(Type.Boolean()) }, { minProperties: 1 }), response },
  shift: { params: taskParams, headers: conditional, body: Fields({ to: Type.Enum([...shifts]) }), response },
  remove: { params: taskParams, headers: conditionalChange, response }
}

/** What has to be done before a ticket can be solved. Each change answers with the ticket as it is then. */
const taskRoutes: FastifyPluginAsyncTypebox = async app => {
  const writes = (operation: string) => ({ scope: 'tickets.write', operation })

  app.get('/tickets/:id/tasks', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'tasks_list' } }, async (request, reply) => ({ items: (await ticketAnswer(request, reply, request.params.id)).tasks }))

  app.post('/tickets/:id/tasks', { schema: schemas.add, config: writes('tasks_add') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => addTasks(ctx, { ticketId, tasks: [request.body] })))

  app.patch('/tickets/:id/tasks/:taskId', { schema: schemas.change, config: writes('tasks_change') }, async (request, reply) => changeTicket(request, reply, async (ctx, ticketId) => {
    const { params: { taskId }, body: { isDone, ...values } } = request
    await ctx.db.transaction(async manager => {
      const joined = joinTransaction(ctx, manager)
      await editTask(joined, { ticketId, taskId, version: null, ...values })
      if (isDone !== undefined) await tickTask(joined, { ticketId, taskId, isDone })
    })
  }))

  app.post('/tickets/:id/tasks/:taskId/shifts', { schema: schemas.shift, config: writes('tasks_shift') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => shiftTask(ctx, { ticketId, taskId: request.params.taskId, to: request.body.to })))

  app.delete('/tickets/:id/tasks/:taskId', { schema: schemas.remove, config: writes('tasks_remove') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => removeTask(ctx, { ticketId, taskId: request.params.taskId })))
}

export default taskRoutes
