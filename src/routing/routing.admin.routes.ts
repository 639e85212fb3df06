import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { findAsker } from '../accounts/belonging.queries.js'
import { requireRight } from '../plugins/areas.js'
import { listTeams } from '../teams/team.queries.js'
import { previewChoice } from './choose-agent.js'
import { findRoute, findSkills } from './route.queries.js'
import type { Routed } from './route.js'
import { findStepNames, listDepartmentWays, listTopicPlaces, type DepartmentWay, type TopicPlace } from './routing-pages.queries.js'
import { describeStep, describeWay, presentPreview, type ChoicePreview } from './way.presenter.js'

interface WayLine { name: string, path: string, cells: string[] }

declare module '../plugins/page.js' {
  interface Pages {
    'admin/routing/index': {
      asked: { place: string, team: string, requester: string, isUnknown: boolean }
      departmentOptions: Array<{ value: string, label: string }>
      topicOptions: Array<{ value: string, label: string }>
      teamOptions: Array<{ value: string, label: string }>
      preview: ChoicePreview | null
      departments: WayLine[]
      topics: WayLine[]
    }
  }
}

const asking = { querystring: Type.Object({ place: Type.String({ default: '', maxLength: 40 }), team: Type.String({ default: '', maxLength: 20 }), requester: Type.String({ default: '', maxLength: 255 }) }) }

/** Who gets a ticket: every department and topic with its way, and a trial of each; mounted at /admin. */
const routingAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/routing', { schema: asking }, async (request, reply) => {
    const { t, format, ctx, query } = request
    const [departments, topics, teams] = [await listDepartmentWays(ctx.db.read), await listTopicPlaces(ctx.db.read), (await listTeams(ctx.db.read)).filter(({ isActive }) => isActive)]
    const asker = query.requester.trim() === '' ? null : await findAsker(ctx.db.read, query.requester)
    const isKnown = asker?.person != null || asker?.company != null
    const team = teams.find(({ id }) => String(id) === query.team)
    const chosen = query.place === '' && team !== undefined ? placeOfTeam(team.id, departments, topics) : query.place
    const place = placeOf(chosen, departments, topics)
    const routed: Routed | null = place && { ...place, ...(team !== undefined && { teamId: team.id }), requesterId: asker?.person?.id ?? null, companyId: asker?.company?.id ?? null }
    return reply.page('admin/routing/index', {
      title: t('routing.title'),
      asked: { ...query, place: chosen, isUnknown: asker !== null && !isKnown },
      departmentOptions: departments.map(({ id, name }) => ({ value: `department:${id}`, label: name })),
      topicOptions: topics.map(({ id, name }) => ({ value: `topic:${id}`, label: name })),
      teamOptions: teams.map(({ id, name }) => ({ value: String(id), label: name })),
      preview: routed && presentPreview(await previewChoice(ctx, ctx.db.read, routed), t, format, isKnown),
      departments: await departmentLines(request, departments),
      topics: await topicLines(request, topics)
    })
  })
}

export default routingAdminRoutes

function placeOf (text: string, departments: DepartmentWay[], topics: TopicPlace[]): Routed | null {
  const topic = topics.find(({ id }) => text === `topic:${id}`)
  if (topic !== undefined) return { departmentId: topic.departmentId, teamId: topic.teamId, topicId: topic.id }
  const department = departments.find(({ id }) => text === `department:${id}`)
  return department === undefined ? null : { departmentId: department.id, teamId: null }
}

/** Where a team's tickets come from: the first topic that leads to it, or the first department. */
function placeOfTeam (teamId: number, [department]: DepartmentWay[], topics: TopicPlace[]): string {
  const topic = topics.find(each => each.teamId === teamId)
  return topic === undefined ? `department:${department?.id ?? ''}` : `topic:${topic.id}`
}

async function departmentLines ({ t, ctx }: FastifyRequest, departments: DepartmentWay[]): Promise<WayLine[]> {
  const lines: WayLine[] = []
  for (const { id, name, strategy, prefersAccountManager, prefersLastAgent, fallback } of departments) {
    const names = await findStepNames(ctx.db.read, fallback)
    const before = [...prefersAccountManager ? [t('routing.step.account_manager')] : [], ...prefersLastAgent ? [t('routing.step.last_agent')] : []]
    lines.push({ name, path: `/admin/routing/departments/${id}`, cells: [before.join(', '), t(`departments.strategy.${strategy}`), fallback.map(step => describeStep(step, names, t)).join(', ')] })
  }
  return lines
}

async function topicLines ({ t, ctx }: FastifyRequest, topics: TopicPlace[]): Promise<WayLine[]> {
  const lines: WayLine[] = []
  for (const { id, name, departmentId, departmentName, teamId, teamName } of topics) {
    const route = await findRoute(ctx.db.read, { departmentId, teamId, topicId: id })
    const skills = await findSkills(ctx.db.read, route.skillIds)
    lines.push({ name, path: `/admin/routing/topics/${id}`, cells: [[departmentName, teamName].filter(Boolean).join(', '), describeWay(route, t), skills.map(skill => skill.name).join(', ')] })
  }
  return lines
}
