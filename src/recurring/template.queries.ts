import { Agent } from '../accounts/agent.entity.js'
import { Membership } from '../accounts/membership.entity.js'
import type { AnswerValue } from '../forms/answer.entity.js'
import { checkAnswers } from '../forms/check-answers.js'
import { listQuestions } from '../forms/question.queries.js'
import type { Reader } from '../platform/database/database.js'
import { isEmailAddress } from '../platform/email-address.js'
import type { FieldChecks } from '../platform/field-checks.js'
import { Team } from '../teams/team.entity.js'
import { longestTask, mostTasks } from '../tickets/tasks/task-values.js'
import { Topic } from '../topics/topic.entity.js'
import type { PlanTemplate } from './plan-template.js'

const mostTags = 20

/**
 * Notes what keeps a template from becoming a ticket now, also long after it was saved: a topic out of use, an agent
 * who left, an answer that is asked for since. Returns the answers as a ticket keeps them.
 */
export async function checkTemplate (reader: Reader, checks: FieldChecks, template: PlanTemplate): Promise<Map<number, AnswerValue>> {
  const topic = await reader.findOneBy(Topic, { id: template.topicId, isActive: true })
  if (topic === null) checks.note('topicId', 'recurring.topic_gone')
  else if (template.agentId !== null && !await worksIn(reader, topic.departmentId, template.agentId)) checks.note('agentId', 'recurring.agent_gone')
  if (template.teamId !== null && !await reader.existsBy(Team, { id: template.teamId, isActive: true })) checks.note('teamId', 'recurring.team_gone')

  if (checks.line('requesterName', template.requesterName, 190) === '') checks.note('requesterName', 'tickets.new.no_name')
  if (!isEmailAddress(template.requesterEmail)) checks.note('requesterEmail', 'tickets.new.bad_email')
  if (checks.line('subject', template.subject, 200) === '') checks.note('subject', 'tickets.subject.empty')
  if (template.text.trim() === '') checks.note('text', 'tickets.text.empty')
  if (template.text.length > 50_000) checks.note('text', 'refusal.too_long', { limit: 50_000, length: template.text.length })
  if (template.tags.length > mostTags) checks.note('tags', 'tickets.tags.too_many', { limit: mostTags })
  checkTasks(checks, template.tasks)
  return topic === null ? new Map<number, AnswerValue>() : readAnswers(reader, checks, topic.id, template)
}

function checkTasks (checks: FieldChecks, tasks: readonly string[]): void {
  const long = tasks.find(text => text.length > longestTask)
  if (long !== undefined) checks.note('tasks', 'refusal.too_long', { limit: longestTask, length: long.length })
  if (tasks.length > mostTasks) checks.note('tasks', 'tasks.too_many', { limit: mostTasks })
}

async function readAnswers (reader: Reader, checks: FieldChecks, topicId: number, { answers: typed }: PlanTemplate): Promise<Map<number, AnswerValue>> {
  const questions = await listQuestions(reader, topicId, { publicOnly: false })
  const { answers, problems } = checkAnswers(questions, new Map(questions.map(({ id }) => [id, typed[String(id)] ?? ''])))
  for (const [id, { key, values }] of problems) checks.note(`q${id}`, key, values)
  return answers
}

async function worksIn (reader: Reader, departmentId: number, agentId: number): Promise<boolean> {
  return await reader.existsBy(Agent, { id: agentId, isActive: true }) && await reader.existsBy(Membership, { agentId, departmentId })
}
