import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { strategies, type Strategy } from '../departments/choices.js'
import { typedIds, typedNumber, typedText, type AdminField } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import type { Topic } from '../topics/topic.entity.js'
import { findTopic } from '../topics/topic.queries.js'
import { previewChoice } from './choose-agent.js'
import { saveTopicRouting, type TopicRoutingForm } from './commands/save-topic-routing.js'
import { findRoute } from './route.queries.js'
import { listSkillChoices } from './routing-pages.queries.js'
import { presentPreview } from './way.presenter.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))

/** How a topic's tickets find their agent, mounted at /admin. */
const topicRoutingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/routing/topics/:id', { schema: { params } }, async (request, reply) => {
    const topic = await findTopic(request.ctx.db.read, request.params.id)
    const { strategy, lastAgentChoice, skillIds } = topic
    return showForm(request, reply, topic, { strategy, lastAgentChoice, skillIds: skillIds ?? [] }, topic.version)
  })

  app.post('/routing/topics/:id', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id }, body: typed } = request
    const topic = await findTopic(ctx.db.read, id)
    const form: TopicRoutingForm = {
      strategy: (typedText(typed, 'strategy') || null) as Strategy | null,
      lastAgentChoice: (typedText(typed, 'lastAgentChoice') || null) as TopicRoutingForm['lastAgentChoice'],
      skillIds: typedIds(typed, 'skillIds')
    }
    const version = typedNumber(typed, 'version') || 0
    return actOrShowAgain(reply, async () => {
      await saveTopicRouting(ctx, id, form, version)
      return reply.flash({ kind: 'good', key: 'routing.saved' }).redirect(`/admin/routing/topics/${id}`, 303)
    }, async problems => showForm(request, reply, topic, form, version, problems))
  })
}

export default topicRoutingRoutes

async function showForm (request: FastifyRequest, reply: FastifyReply, { id, name, departmentId, teamId }: Topic, form: TopicRoutingForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const [skills, inherited, preview] = [await listSkillChoices(ctx.db.read), await findRoute(ctx.db.read, { departmentId, teamId }), await previewChoice(ctx, ctx.db.read, { departmentId, teamId, topicId: id })]
  const skillField: AdminField = { name: 'skillIds', label: t('routing.skills'), hint: t('routing.skills_hint'), type: 'checkboxes', value: form.skillIds, error: problems.of.skillIds, options: skills.map(skill => ({ value: skill.id, label: skill.name })) }
  return reply.page('admin/form', {
    title: t('routing.topic.title', { name }),
    lead: t('routing.topic.lead'),
    back: { href: '/admin/routing', label: t('routing.title') },
    action: `/admin/routing/topics/${id}`,
    version,
    problems: problems.list,
    effects: [t('routing.effect')],
    effectLink: { href: `/admin/topics/${id}`, label: t('routing.topic.link') },
    explained: presentPreview(preview, t, format),
    save: t('routing.save'),
    acts: [],
    sections: [
      {
        title: t('departments.section_assign'),
        fields: [
          {
            name: 'strategy', label: t('departments.strategy'), type: 'radio', boxed: true, value: form.strategy ?? '', error: problems.of.strategy,
            options: [
              { value: '', label: t(`routing.inherited.${inherited.decidedBy === 'team' ? 'team' : 'department'}`, { way: t(`departments.strategy.${inherited.strategy}`) }) },
              ...strategies.map(value => ({ value, label: t(`departments.strategy.${value}`), hint: t(`departments.strategy_hint.${value}`) }))
            ]
          },
          {
            name: 'lastAgentChoice', label: t('routing.prefersLastAgent'), hint: t('routing.prefersLastAgent_hint'), type: 'select', width: 'mid', value: form.lastAgentChoice ?? '', error: problems.of.lastAgentChoice,
            options: [{ value: '', label: t('routing.last_agent.department', { choice: t(`routing.last_agent.${inherited.prefersLastAgent ? 'yes' : 'no'}`) }) }, ...(['yes', 'no'] as const).map(value => ({ value, label: t(`routing.last_agent.${value}`) }))]
          }
        ]
      },
      { title: t('routing.section_skills'), fields: skills.length === 0 ? [] : [skillField], ...(skills.length === 0 && { lead: t('routing.no_skills') }) }
    ]
  })
}
