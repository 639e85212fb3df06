import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { adminRights } from '../platform/actor.js'
import { blankAbsence, readAbsence, type AbsenceTyped } from './absence-form.js'
import { presentAbsences, type AbsencesView } from './absence.presenter.js'
import { presentAgentForm, presentAgents, type AgentForm, type AgentRow } from './agents.presenter.js'
import { findAgent, listAgents, listLeftTickets } from './agent.queries.js'
import { addAbsence, removeAbsence } from './commands/change-absences.js'
import { addAgent, editAgent, inviteAgain, type AgentEdit } from './commands/save-agent.js'
import { findAbsencesAround } from './hand-over-plan.queries.js'
import { absenceBody, idParams, text, ticked, version } from './form-schema.js'
import { listNamingsOfAgent } from './namings.queries.js'
import { listWorkPlaces } from './work-places.queries.js'

interface AgentAside { left: { title: string, tickets: Array<{ path: string, number: string, subject: string }> } | null, namings: Array<{ path: string, text: string }>, absences: AbsencesView }

declare module '../plugins/page.js' {
  interface Pages {
    'admin/agents/index': { agents: AgentRow[] }
    'admin/agents/edit': { form: AgentForm, aside: AgentAside | null, problems: Problems }
  }
}

const agentBody = Type.Object({
  version: version(), name: text(), email: text(), locale: text(20), adminRights: ticked(), memberships: ticked(), teams: ticked(), skills: ticked(),
  scheduleId: text(20), capacity: text(100), isActive: text(10), leaving: text(20)
})
const agentSchema = { body: agentBody }
const absenceSchema = { params: idParams, body: absenceBody }
const absenceParams = Type.Object({ id: Type.Integer({ minimum: 1 }), absenceId: Type.Integer({ minimum: 1 }) })

type AgentTyped = Static<typeof agentBody>

/** Agents: who works here, where, and as what. */
const agentRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/agents', async ({ ctx, t, format }, reply) =>
    reply.page('admin/agents/index', { title: t('accounts.agents.title'), agents: presentAgents(await listAgents(ctx.db.read, ctx.clock.now()), t, format) }))

  app.get('/agents/new', async (request, reply) => showNew(request, reply, null, noProblems))

  app.post('/agents', { schema: agentSchema }, async (request, reply) => actOrShowAgain(reply, async () => {
    await addAgent(request.ctx, editOf(request.body))
    return reply.flash({ kind: 'good', key: 'accounts.agent.added', values: { name: request.body.name.trim() } }).redirect('/admin/agents', 303)
  }, async problems => showNew(request, reply, request.body, problems)))

  app.get('/agents/:id', { schema: { params: idParams } }, async (request, reply) => showAgent(request, reply, request.params.id))

  app.post('/agents/:id', { schema: { params: idParams, ...agentSchema } }, async (request, reply) => {
    const { params: { id }, body } = request
    return actOrShowAgain(reply, async () => {
      await editAgent(request.ctx, { ...editOf(body), id, version: body.version, isActive: body.isActive !== '', leaving: body.leaving })
      // Whoever was switched off may leave tickets behind: they are on the agent's own page.
      return reply.flash({ kind: 'good', key: 'accounts.agent.saved', values: { name: body.name.trim() } }).redirect(body.isActive === '' ? `/admin/agents/${id}` : '/admin/agents', 303)
    }, async problems => showAgent(request, reply, id, { typed: body, problems }))
  })

  app.post('/agents/:id/invitations', { schema: { params: idParams } }, async (request, reply) => {
    await inviteAgain(request.ctx, request.params.id)
    return reply.flash({ kind: 'good', key: 'accounts.agent.invitation.sent' }).redirect(`/admin/agents/${request.params.id}`, 303)
  })

  app.post('/agents/:id/absences', { schema: absenceSchema }, async (request, reply) => {
    const { params: { id }, body } = request
    return actOrShowAgain(reply, async () => {
      const { agent } = await findAgent(request.ctx.db.read, id)
      await addAbsence(request.ctx, { agentId: id, ...readAbsence(body, agent.timeZone ?? (await app.organisation()).timeZone) })
      return reply.flash({ kind: 'good', key: 'accounts.absence.added' }).redirect(`/admin/agents/${id}`, 303)
    }, async problems => showAgent(request, reply, id, { absence: body, problems }))
  })

  app.post('/agents/:id/absences/:absenceId/removal', { schema: { params: absenceParams } }, async (request, reply) => {
    const { id, absenceId } = request.params
    await removeAbsence(request.ctx, { agentId: id, absenceId })
    return reply.flash({ kind: 'good', key: 'accounts.absence.removed' }).redirect(`/admin/agents/${id}`, 303)
  })
}

export default agentRoutes

function editOf (body: AgentTyped): AgentEdit {
  return {
    name: body.name,
    email: body.email,
    locale: body.locale,
    adminRights: adminRights.filter(right => body.adminRights.includes(right)),
    memberships: body.memberships.filter(pair => /^\d+:\d+$/.test(pair)).map(pair => {
      const [departmentId, roleId] = pair.split(':').map(Number) as [number, number]
      return { departmentId, roleId }
    }),
    teamIds: body.teams.map(Number),
    skillIds: body.skills.map(Number),
    scheduleId: body.scheduleId === '' ? null : Number(body.scheduleId),
    capacity: body.capacity.trim() === '' ? null : Number(body.capacity)
  }
}

async function showNew (request: FastifyRequest, reply: FastifyReply, typed: AgentTyped | null, problems: Problems): Promise<FastifyReply> {
  const { ctx, t, locale } = request
  const places = await listWorkPlaces(ctx.db.read)
  const edit = typed === null ? { name: '', email: '', locale, adminRights: [], memberships: [], teamIds: [], skillIds: [], scheduleId: null, capacity: null } : editOf(typed)
  const form = presentAgentForm({ id: null, version: 0, isActive: true, isInvited: false, edit, capacity: typed?.capacity, heldRights: [] }, places, agentOf(request), t)
  return reply.page('admin/agents/edit', { title: t('accounts.agent.new'), form, aside: null, problems })
}

interface Again { typed?: AgentTyped, absence?: AbsenceTyped, problems?: Problems }

async function showAgent (request: FastifyRequest, reply: FastifyReply, id: number, { typed, absence = blankAbsence, problems = noProblems }: Again = {}): Promise<FastifyReply> {
  const { ctx, t, format } = request
  const { agent, memberships, teamIds, skillIds } = await findAgent(ctx.db.read, id)
  const places = await listWorkPlaces(ctx.db.read)
  const edit = typed === undefined ? { ...agent, memberships, teamIds, skillIds } : editOf(typed)
  const isActive = typed === undefined ? agent.isActive : typed.isActive !== ''
  const form = presentAgentForm({ id, version: agent.version, isActive, isInvited: agent.isActive && agent.passwordHash === null, edit, capacity: typed?.capacity, heldRights: agent.adminRights, leaving: typed?.leaving }, places, agentOf(request), t)

  const left = agent.isActive ? null : await listLeftTickets(ctx.db.read, id)
  const namings = agent.isActive ? [] : await listNamingsOfAgent(ctx.db.read, id)
  const aside: AgentAside = {
    left: left && {
      title: left.count === 0 ? t('accounts.agent.left.none', { name: agent.name }) : t('accounts.agent.left', { name: agent.name, count: left.count }),
      tickets: left.tickets.map(ticket => ({ path: `/desk/tickets/${ticket.id}`, number: ticket.number, subject: ticket.subject }))
    },
    namings: namings.map(({ kind, name, path }) => ({ path, text: t(`accounts.agent.naming.${kind}`, { name }) })),
    absences: presentAbsences(await findAbsencesAround(ctx.db.read, id, ctx.clock.now()), `/admin/agents/${id}/absences`, absence, t, format)
  }
  return reply.page('admin/agents/edit', { title: agent.name, form, aside, problems })
}
