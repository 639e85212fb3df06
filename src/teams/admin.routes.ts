import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listAgentChoices } from '../accounts/agent-choices.queries.js'
import { strategies, type Strategy } from '../departments/choices.js'
import { typedId, typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { archiveTeam, restoreTeam } from './commands/archive-team.js'
import { saveTeam, type TeamForm } from './commands/save-team.js'
import { countOpenTickets, findTeam, listTeams } from './team.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

const blank: TeamForm = { name: '', description: '', leadId: null, strategy: 'manual', memberIds: [] }

/** People who share work, mounted at /admin. */
const teamAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('people'))

  app.get('/teams', async (request, reply) => {
    const { t, format, ctx } = request
    const teams = await listTeams(ctx.db.read)
    return reply.page('admin/list', {
      title: t('teams.title'),
      lead: t('teams.lead'),
      add: { href: '/admin/teams/new', label: t('teams.new') },
      columns: [t('teams.name'), t('teams.members'), t('teams.team_lead'), t('departments.strategy'), t('departments.open')],
      rows: teams.map(({ id, name, description, isActive, strategy, leadName, members, openTickets }) => ({
        isOff: !isActive,
        cells: [{ text: name, href: `/admin/teams/${id}`, note: isActive ? description : t('departments.archived') }, { text: members.join(', ') }, { text: leadName ?? '' }, { text: t(`departments.strategy.${strategy}`) }, { text: format.capped(openTickets, 1000) }]
      })),
      emptyText: t('teams.none')
    })
  })

  app.get('/teams/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/teams/:id', { schema: { params } }, async (request, reply) => {
    const { team, memberIds } = await findTeam(request.ctx.db.read, request.params.id)
    return showForm(request, reply, team.id, { ...team, memberIds }, team.version)
  })
  app.post('/teams', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/teams/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/teams/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const { team, memberIds } = await findTeam(ctx.db.read, id)
    const change = { id, version: typedNumber(request.body, 'version') }
    return actOrShowAgain(reply, async () => {
      if (team.isActive) await archiveTeam(ctx, change)
      else await restoreTeam(ctx, change)
      return reply.flash({ kind: 'good', key: 'teams.saved' }).redirect('/admin/teams', 303)
    }, async problems => showForm(request, reply, id, { ...team, memberIds }, team.version, problems))
  })
}

export default teamAdminRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: TeamForm = { name: typedText(typed, 'name'), description: typedText(typed, 'description'), leadId: typedId(typed, 'leadId'), strategy: typedText(typed, 'strategy') as Strategy, memberIds: typedIds(typed, 'memberIds') }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await saveTeam(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'teams.saved' }).redirect('/admin/teams', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: TeamForm & { isActive?: boolean }, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const agents = await listAgentChoices(ctx.db.read)
  const open = id === null ? 0 : await countOpenTickets(ctx.db.read, id)
  return reply.page('admin/form', {
    title: id === null ? t('teams.new') : form.name || t('teams.title'),
    lead: t('teams.form_lead'),
    back: { href: '/admin/teams', label: t('teams.title') },
    action: id === null ? '/admin/teams' : `/admin/teams/${id}`,
    version,
    problems: problems.list,
    effects: id === null ? [] : [t('teams.effect', { count: open, shown: format.capped(open, 1000) })],
    ...(id !== null && request.agent?.adminRights.has('departments') === true && { effectLink: { href: `/admin/routing?team=${id}`, label: t('routing.preview') } }),
    save: t('teams.save'),
    acts: id === null ? [] : [{ action: `/admin/teams/${id}/switches`, label: t(form.isActive === false ? 'departments.restore' : 'departments.archive') }],
    sections: [{
      title: null,
      fields: [
        { name: 'name', label: t('teams.name'), value: form.name, error: problems.of.name, maxlength: 120 },
        { name: 'description', label: t('departments.description'), value: form.description, error: problems.of.description, optional: true, maxlength: 255 },
        { name: 'leadId', label: t('teams.team_lead'), type: 'select', value: form.leadId ?? '', error: problems.of.leadId, options: [{ value: '', label: t('departments.nobody') }, ...agents.map(agent => ({ value: agent.id, label: agent.name }))] },
        { name: 'strategy', label: t('departments.strategy'), hint: t('routing.order'), type: 'radio', boxed: true, value: form.strategy, error: problems.of.strategy, options: strategies.map(value => ({ value, label: t(`departments.strategy.${value}`), hint: value === 'manual' ? t('teams.strategy_manual') : t(`departments.strategy_hint.${value}`) })) },
        { name: 'memberIds', label: t('teams.members'), type: 'checkboxes', value: form.memberIds, error: problems.of.memberIds, options: agents.map(agent => ({ value: agent.id, label: agent.name })) }
      ]
    }]
  })
}
