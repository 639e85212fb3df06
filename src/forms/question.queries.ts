import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Question } from './question.entity.js'

/** What a topic asks, in order. The public never sees questions that are for agents. */
export async function listQuestions (reader: Reader, topicId: number, { publicOnly }: { publicOnly: boolean }): Promise<Question[]> {
  return reader.find(Question, { where: { topicId, isActive: true, ...(publicOnly && { isPublic: true }) }, order: { position: 'ASC', id: 'ASC' } })
}

/** Every question of a topic for the admin, those that are asked no more last. */
export async function listAllQuestions (reader: Reader, topicId: number): Promise<Question[]> {
  return reader.find(Question, { where: { topicId }, order: { isActive: 'DESC', position: 'ASC', id: 'ASC' } })
}

/** One question, also one that is asked no more. @throws NotFound */
export async function findQuestion (reader: Reader, id: number): Promise<Question> {
  const question = await reader.findOneBy(Question, { id })
  if (question === null) throw new NotFound()
  return question
}
