import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listAgentChoices } from './agent-choices.queries.js'
import { removeSkill, saveSkill, type SkillForm } from './commands/save-skill.js'
import { idParams } from './form-schema.js'
import { findSkill, listSkills } from './skill.queries.js'

const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

/** What agents know and topics ask for. */
const skillRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/skills', async ({ t, ctx }, reply) => {
    const skills = await listSkills(ctx.db.read)
    return reply.page('admin/list', {
      title: t('accounts.skills'),
      lead: t('accounts.skills.lead'),
      add: { href: '/admin/skills/new', label: t('accounts.skill.new') },
      columns: [t('teams.name'), t('accounts.skill.agents'), t('accounts.skill.topics')],
      rows: skills.map(({ id, name, agents, topics }) => ({ isOff: false, cells: [{ text: name, href: `/admin/skills/${id}` }, { text: agents.join(', ') || t('departments.nobody') }, { text: topics.join(', ') }] })),
      emptyText: t('accounts.skills.none')
    })
  })

  app.get('/skills/new', async (request, reply) => showForm(request, reply, null, { name: '', agentIds: [] }, 0))
  app.get('/skills/:id', { schema: { params: idParams } }, async (request, reply) => {
    const { skill, agentIds } = await findSkill(request.ctx.db.read, request.params.id)
    return showForm(request, reply, skill.id, { name: skill.name, agentIds }, skill.version)
  })
  app.post('/skills', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/skills/:id', { schema: { params: idParams, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/skills/:id/removal', { schema: { params: idParams, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const { skill, agentIds } = await findSkill(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removeSkill(ctx, { id, version: typedNumber(request.body, 'version') })
      return reply.flash({ kind: 'good', key: 'accounts.skill.removed', values: { name: skill.name } }).redirect('/admin/skills', 303)
    }, async problems => showForm(request, reply, id, { name: skill.name, agentIds }, skill.version, problems))
  })
}

export default skillRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: SkillForm = { name: typedText(typed, 'name'), agentIds: typedIds(typed, 'agentIds') }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const { name } = await saveSkill(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'accounts.skill.saved', values: { name } }).redirect('/admin/skills', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: SkillForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx } = request
  const agents = await listAgentChoices(ctx.db.read)
  const topics = id === null ? [] : (await listSkills(ctx.db.read)).find(skill => skill.id === id)?.topics ?? []
  return reply.page('admin/form', {
    title: id === null ? t('accounts.skill.new') : form.name || t('accounts.skills'),
    lead: t('accounts.skill.lead'),
    back: { href: '/admin/skills', label: t('accounts.skills') },
    action: id === null ? '/admin/skills' : `/admin/skills/${id}`,
    version,
    problems: problems.list,
    effects: id === null ? [] : [topics.length === 0 ? t('accounts.skill.effect_none') : t('accounts.skill.effect', { topics: topics.join(', ') })],
    save: t('accounts.skill.save'),
    acts: id === null ? [] : [{ action: `/admin/skills/${id}/removal`, label: t('accounts.skill.remove') }],
    sections: [{
      title: null,
      fields: [
        { name: 'name', label: t('teams.name'), hint: t('accounts.skill.name_hint'), value: form.name, error: problems.of.name, width: 'mid', maxlength: 60 },
        { name: 'agentIds', label: t('accounts.skill.agents'), type: 'checkboxes', value: form.agentIds, error: problems.of.agentIds, options: agents.map(agent => ({ value: agent.id, label: agent.name })) }
      ]
    }]
  })
}
