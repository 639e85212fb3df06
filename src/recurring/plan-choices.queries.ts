import { listQuestions } from '../forms/question.queries.js'
import type { Question } from '../forms/question.entity.js'
import type { Reader } from '../platform/database/database.js'
import { listActiveTeams, listAssignableAgents, type Choice } from '../tickets/choices.queries.js'
import { Topic } from '../topics/topic.entity.js'

/** What the form of a plan offers: topics, and for the chosen one the agents of its department and what it asks. */
export async function findPlanChoices (reader: Reader, topicId: number): Promise<{ topics: Choice[], agents: Choice[], teams: Choice[], questions: Question[] }> {
  const topics = await reader.find(Topic, { where: { isActive: true }, order: { position: 'ASC', id: 'ASC' } })
  const topic = topics.find(({ id }) => id === topicId)
  return {
    topics: topics.map(({ id, name }) => ({ id, name })),
    teams: await listActiveTeams(reader),
    agents: topic === undefined ? [] : await listAssignableAgents(reader, topic.departmentId),
    questions: topic === undefined ? [] : await listQuestions(reader, topic.id, { publicOnly: false })
  }
}
