import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import { after, day } from '../platform/clock.js'
import { InvalidFields } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { listMisses, sumPromises, type ReportScope } from '../reports/promise-report.queries.js'
import { targetKinds } from '../sla/target-kind.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, Id, Moment, MomentOrNull, pageOf, paging, TextOrNull } from './schemas.js'
import { moment, momentOrNull } from '../platform/moments.js'

const Kind = Type.Enum([...targetKinds])
const scope = { from: Type.Optional(Moment), to: Type.Optional(Moment), departmentId: Type.Optional(Id), kind: Type.Optional(Kind) }
const scopeFields = Fields(scope)
const longest = 731 * day

const Sum = Type.Object({ department: Type.String(), slaPolicy: Type.String(), kind: Kind, kept: Type.Integer(), missed: Type.Integer() }, { title: 'PromiseSum' })
const Miss = Type.Object({ id: Id, ticketId: Id, number: Type.String(), subject: Type.String(), department: Type.String(), assignee: TextOrNull, kind: Kind, minutes: Type.Integer(), missedAt: Moment, metAt: MomentOrNull }, { title: 'MissedPromise' })

const schemas = {
  sums: { querystring: scopeFields, response: { 200: Type.Object({ from: Moment, to: Moment, items: Type.Array(Sum) }) } },
  misses: { querystring: Fields({ ...scope, ...paging }), response: { 200: pageOf(Miss) } }
}

/** Promises kept and missed in the departments of the agent: the last thirty days, or from and up to a moment. */
const reportRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/reports/promises', { schema: schemas.sums, config: { scope: 'tickets.read', operation: 'promises_sum' } }, async request => {
    const asked = scopeOf(request.query, request.ctx.clock.now())
    const sums = await sumPromises(request.ctx.db.read, agentOf(request), asked)
    return { from: asked.from.toISOString(), to: asked.to.toISOString(), items: sums.map(({ departmentName, policyName, ...sum }) => ({ department: departmentName, slaPolicy: policyName, ...sum })) }
  })

  app.get('/reports/promises/missed', { schema: schemas.misses, config: { scope: 'tickets.read', operation: 'promises_missed' } }, async (request, reply) => {
    const { limit = 50, cursor } = request.query
    const rows = await listMisses(request.ctx.db.read, agentOf(request), scopeOf(request.query, request.ctx.clock.now()), { after: readCursor(cursor), most: limit + 1 })
    const last = rows[limit - 1]
    const items = rows.slice(0, limit).map(({ departmentName, assigneeName, missedAt, metAt, ...miss }) => ({ ...miss, department: departmentName, assignee: assigneeName, missedAt: moment(missedAt), metAt: momentOrNull(metAt) }))
    return pageAnswer(request, reply, items, rows.length > limit && last !== undefined ? { at: Number(last.missedAt), id: last.id } : null)
  })
}

export default reportRoutes

/** @throws InvalidFields */
function scopeOf ({ from, to, departmentId, kind }: Static<typeof scopeFields>, now: Date): ReportScope {
  const end = to === undefined ? after(now, 1) : new Date(to)
  const begin = from === undefined ? after(end, -30 * day) : new Date(from)
  if (begin >= end || end.getTime() - begin.getTime() > longest) throw new InvalidFields({ from: { key: 'api.reports.period_wrong' } })
  return { from: begin, to: end, departmentId: departmentId ?? null, kind: kind ?? null }
}
