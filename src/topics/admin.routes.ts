import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { closurePolicies, type ClosurePolicy } from '../departments/choices.js'
import { listDepartments } from '../departments/department.queries.js'
import { listAllQuestions } from '../forms/question.queries.js'
import { isTicked, typedId, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listTeams } from '../teams/team.queries.js'
import { moveTopic, switchTopic } from './commands/arrange-topics.js'
import { saveTopic, type TopicForm } from './commands/save-topic.js'
import { topicIcons } from './topic-icons.js'
import { findTopic, listTopics } from './topic.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
type Body = Record<string, string | string[]>

const priorities = [1, 2, 3, 4] as const

/** What requesters pick first, mounted at /admin. */
const topicAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/topics', async (request, reply) => {
    const { t, format, ctx } = request
    const topics = await listTopics(ctx.db.read)
    return reply.page('admin/list', {
      title: t('topics.title'),
      lead: t('topics.lead'),
      add: { href: '/admin/topics/new', label: t('topics.new') },
      columns: [t('topics.name'), t('topics.department'), t('tickets.show.priority'), t('topics.questions'), t('topics.public')],
      rows: topics.map(({ id, name, description, departmentName, teamName, priority, questions, isPublic, isActive }) => ({
        isOff: !isActive,
        cells: [
          { text: name, href: `/admin/topics/${id}`, note: isActive ? description : t('departments.archived') }, { text: [departmentName, teamName].filter(Boolean).join(', ') },
          { text: t(`tickets.priority.${priority}`) }, { text: t('topics.count', { count: questions, shown: format.number(questions) }), href: `/admin/topics/${id}/questions` }, { text: t(isPublic ? 'topics.for_all' : 'topics.for_agents') }
        ],
        moves: { action: `/admin/topics/${id}/moves`, up: t('admin.up'), down: t('admin.down') }
      })),
      emptyText: t('topics.none')
    })
  })

  app.get('/topics/new', async (request, reply) => {
    const [department] = await listDepartments(request.ctx.db.read)
    return showForm(request, reply, null, { name: '', description: '', icon: 'question', departmentId: department?.id ?? 0, teamId: null, priority: 2, closurePolicy: null, isPublic: true }, 0)
  })
  app.get('/topics/:id', { schema: { params } }, async (request, reply) => {
    const topic = await findTopic(request.ctx.db.read, request.params.id)
    return showForm(request, reply, topic.id, topic, topic.version)
  })
  app.post('/topics', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/topics/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/topics/:id/moves', { schema: { params, body } }, async (request, reply) => {
    await moveTopic(request.ctx, { id: request.params.id, direction: typedText(request.body, 'direction') === 'up' ? 'up' : 'down' })
    return reply.redirect('/admin/topics', 303)
  })
  app.post('/topics/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const topic = await findTopic(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchTopic(ctx, { id, version: typedNumber(request.body, 'version'), isActive: !topic.isActive })
      return reply.flash({ kind: 'good', key: 'topics.saved' }).redirect('/admin/topics', 303)
    }, async problems => showForm(request, reply, id, topic, topic.version, problems))
  })
}

export default topicAdminRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: TopicForm = {
    name: typedText(typed, 'name'),
    description: typedText(typed, 'description'),
    icon: typedText(typed, 'icon'),
    departmentId: typedId(typed, 'departmentId') ?? 0,
    teamId: typedId(typed, 'teamId'),
    priority: typedNumber(typed, 'priority') as TopicForm['priority'],
    closurePolicy: (typedText(typed, 'closurePolicy') || null) as ClosurePolicy | null,
    isPublic: isTicked(typed, 'isPublic')
  }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const topic = await saveTopic(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'topics.saved' }).redirect(id === null ? `/admin/topics/${topic.id}/questions` : '/admin/topics', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: TopicForm & { isActive?: boolean }, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx } = request
  const [departments, teams, questions] = await Promise.all([listDepartments(ctx.db.read), listTeams(ctx.db.read), id === null ? [] : listAllQuestions(ctx.db.read, id)])
  return reply.page('admin/form', {
    title: id === null ? t('topics.new') : form.name || t('topics.title'),
    lead: t('topics.form_lead'),
    back: { href: '/admin/topics', label: t('topics.title') },
    action: id === null ? '/admin/topics' : `/admin/topics/${id}`,
    version,
    problems: problems.list,
    effects: id === null ? [] : [t('topics.effect', { questions: questions.filter(({ isActive }) => isActive).map(({ label }) => label).join(', ') || t('topics.no_questions') })],
    ...(id !== null && { effectLink: { href: `/admin/routing/topics/${id}`, label: t('routing.link') } }),
    save: t('topics.save'),
    acts: id === null ? [] : [{ action: `/admin/topics/${id}/switches`, label: t(form.isActive === false ? 'departments.restore' : 'departments.archive') }],
    sections: [
      {
        title: null,
        fields: [
          { name: 'name', label: t('topics.name'), value: form.name, error: problems.of.name, maxlength: 120 },
          { name: 'description', label: t('departments.description'), hint: t('topics.description_hint'), value: form.description, error: problems.of.description, optional: true, maxlength: 255 },
          { name: 'icon', label: t('topics.icon'), type: 'select', value: form.icon, error: problems.of.icon, options: topicIcons.map(icon => ({ value: icon, label: t(`topics.icon.${icon}`) })) },
          { name: 'isPublic', label: t('topics.is_public'), hint: t('topics.is_public_hint'), type: 'checkbox', checked: form.isPublic }
        ]
      },
      {
        title: t('topics.section_where'),
        fields: [
          { name: 'departmentId', label: t('topics.department'), type: 'select', value: form.departmentId, error: problems.of.departmentId, options: departments.filter(({ isActive }) => isActive).map(department => ({ value: department.id, label: department.name })) },
          { name: 'teamId', label: t('tickets.show.team'), type: 'select', value: form.teamId ?? '', error: problems.of.teamId, options: [{ value: '', label: t('tickets.show.no_team') }, ...teams.filter(({ isActive }) => isActive).map(team => ({ value: team.id, label: team.name }))] },
          { name: 'priority', label: t('tickets.show.priority'), type: 'select', value: form.priority, error: problems.of.priority, options: priorities.map(value => ({ value, label: t(`tickets.priority.${value}`) })) },
          { name: 'closurePolicy', label: t('departments.closure'), type: 'select', value: form.closurePolicy ?? '', error: problems.of.closurePolicy, options: [{ value: '', label: t('topics.as_department') }, ...closurePolicies.map(value => ({ value, label: t(`departments.closure.${value}`) }))] }
        ]
      }
    ]
  })
}
